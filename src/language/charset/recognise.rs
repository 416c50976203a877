//! Which charset a text is in, told by the words that come of it.
//!
//! A word that a charset changes speaks for it where it becomes a syllable and was none, and against it where it was one.
//! Words with letters that only Unicode has speak against every charset of before it. A whole text is judged first; where
//! it is of one charset, its lines are taken to be so unless they say otherwise, and else a line must say it by itself.

use std::collections::BTreeSet;

use super::{capitals, decode, viqr};
use crate::document::Charset;
use crate::language::letter::is_vietnamese_only;
use crate::language::syllable::is_syllable;

/// Charsets of before Unicode.
const CHARSETS: [Charset; 6] =
    [Charset::Tcvn3, Charset::Vni, Charset::Vps, Charset::Viscii, Charset::Windows1258, Charset::Viqr];

/// Fewest different words that must become syllables before a text is taken to be in a charset, and before a line is in
/// a text that is not. A title has six words; units and signs (`µm`, `§ 5`, `n°`) give one or two.
const LEAST_OF_TEXT: usize = 3;
const LEAST_OF_LINE: usize = 5;
/// Fewest of them, and half of the least above, that were no syllables before.
const LEAST_NEW: usize = 2;

/// Part of the words changed that must become syllables. In 22 texts in TCVN3 and two in VNI (`legacy/text`) it is 0.97 and more,
/// the rest being names, abbreviations and words run together; under a wrong charset 0.56 and less.
const BECOMING: f32 = 0.75;

/// Part of a text's words that a charset must change: of the same texts it is 0.76 and more.
const CHANGED: f32 = 0.2;

/// Letters of the longest syllable, `nghiêng`.
const LONGEST_SYLLABLE: usize = 7;

/// Words looked at in a text: more tell nothing more.
const SAMPLE: usize = 20_000;

/// What the words of a text say of a charset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Words with letters.
    pub words: usize,
    /// Words that it changes and that are longer than a letter.
    pub changed: usize,
    /// Those of them that become syllables.
    pub become_syllables: usize,
    /// Those of them that were syllables of Vietnamese before.
    pub were_syllables: usize,
    /// Different words that become syllables.
    pub different: usize,
    /// Those of them that were none before.
    pub new: usize,
    /// Words with letters that only Unicode has.
    pub unicode: usize,
}

impl Weight {
    /// Weighs a charset by the words of a text.
    pub fn of<'a>(charset: Charset, lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut weight = Self::default();
        let mut seen = BTreeSet::new();
        for word in lines.into_iter().flat_map(words).take(SAMPLE) {
            weight.words += usize::from(word.chars().any(|c| c.is_alphabetic() || !c.is_ascii()));
            match Verdict::of(charset, word) {
                Verdict::Unicode => weight.unicode += 1,
                Verdict::Untouched => {}
                Verdict::Changed { becomes, was, .. } => {
                    weight.changed += 1;
                    weight.become_syllables += usize::from(becomes);
                    weight.were_syllables += usize::from(was);
                    if becomes && seen.insert(word) {
                        weight.different += 1;
                        weight.new += usize::from(!was);
                    }
                }
            }
        }
        weight
    }

    fn gain(&self) -> usize {
        self.become_syllables.saturating_sub(self.were_syllables)
    }

    fn tells(&self, least: usize) -> bool {
        let becoming = self.become_syllables as f32 >= BECOMING * self.changed as f32;
        let dense = self.changed as f32 >= CHANGED * self.words as f32;
        let more = 4 * self.gain() >= self.changed;
        let many = self.different >= least && 2 * self.new >= least.max(LEAST_NEW * 2);
        many && becoming && dense && more && 4 * self.unicode <= self.become_syllables
    }

    /// Returns how sure the charset is: the part of the words changed that become syllables, by the rule of succession.
    pub fn confidence(&self) -> f32 {
        (self.become_syllables as f32 + 1.0) / (self.changed as f32 + 2.0)
    }

    /// Returns the evidence for a person to read.
    pub fn evidence(&self) -> String {
        let Self { changed, become_syllables, were_syllables, .. } = self;
        format!(
            "of {changed} words that it changes {become_syllables} become syllables, {were_syllables} were some before"
        )
    }
}

/// What a charset makes of a word.
enum Verdict {
    /// It has letters that only Unicode has.
    Unicode,
    /// The charset leaves it as it is, or makes no word of it.
    Untouched,
    Changed {
        becomes: bool,
        was: bool,
        has_signs: bool,
    },
}

impl Verdict {
    fn of(charset: Charset, word: &str) -> Self {
        if word.chars().any(is_unicode) {
            return Self::Unicode;
        }
        if is_plain(word) && (charset != Charset::Viqr || !viqr::is_marked(word)) {
            return Self::Untouched;
        }
        let decoded = decode(charset, word);
        if decoded == word || decoded.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return Self::Untouched;
        }
        let has_signs = word.chars().any(|c| !is_plain_character(c) && !c.is_alphabetic());
        let becomes = match charset {
            // Its marks are signs that stand in much else: all of the word must come of it.
            Charset::Viqr => is_syllable(decoded.trim_matches(|c: char| c.is_ascii_punctuation())),
            Charset::Tcvn3 => is_vietnamese(&decoded) || lacks_u(&decoded),
            _ => is_vietnamese(&decoded),
        };
        Self::Changed { becomes, was: !word.is_ascii() && !has_signs && is_vietnamese(word), has_signs }
    }
}

/// True for text that is the same in every charset of one byte a letter: of ASCII, but for its control characters, which
/// are capitals in some.
fn is_plain(text: &str) -> bool {
    text.chars().all(is_plain_character)
}

fn is_plain_character(c: char) -> bool {
    c.is_ascii() && (!c.is_control() || c.is_ascii_whitespace())
}

/// True for a character that no charset of before Unicode stands for.
fn is_unicode(c: char) -> bool {
    is_vietnamese_only(c) || matches!(c, '\u{300}'..='\u{36f}')
}

/// True where what of a word bears marks is syllables.
fn is_vietnamese(word: &str) -> bool {
    let mut parts = word.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_ascii()).peekable();
    parts.peek().is_some() && parts.all(is_syllable)
}

/// True for a word that is a syllable with an `ư` more: TCVN3 has it at the soft hyphen, which some software drops.
fn lacks_u(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let places = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    word.chars().count() < LONGEST_SYLLABLE
        && !word.contains('ư')
        && places.into_iter().any(|at| is_syllable(&format!("{}ư{}", &word[..at], &word[at..])))
}

/// Parts a line into words. White space beyond ASCII may be a letter in a charset.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty())
}

/// Returns the charset of before Unicode that a text is in as a whole, with what speaks for it.
pub fn whole<'a>(lines: impl IntoIterator<Item = &'a str> + Clone) -> Option<(Charset, Weight)> {
    likeliest(lines, LEAST_OF_TEXT)
}

fn likeliest<'a>(
    lines: impl IntoIterator<Item = &'a str> + Clone,
    least: usize,
) -> Option<(Charset, Weight)> {
    let weighed = CHARSETS.into_iter().map(|charset| (charset, Weight::of(charset, lines.clone())));
    // Of equals the first, which is the commoner.
    weighed.filter(|(_, weight)| weight.tells(least)).fold(
        None,
        |best: Option<(Charset, Weight)>, (charset, weight)| match best {
            Some((_, known)) if known.gain() >= weight.gain() => best,
            _ => Some((charset, weight)),
        },
    )
}

/// Returns the charset of each line; `None` for those that are composed Unicode, or nothing that is known.
pub fn of_lines(lines: &[&str]) -> Vec<Option<Charset>> {
    let whole = whole(lines.iter().copied()).map(|(charset, _)| charset);
    let by_itself = |line: &str| likeliest([line], LEAST_OF_LINE).map(|(charset, _)| charset);
    let told: Vec<Option<Charset>> = lines
        .iter()
        .map(|line| match whole {
            _ if is_plain(line) && whole != Some(Charset::Viqr) && !viqr::is_marked(line) => None,
            Some(charset) => follows(charset, line).then_some(charset),
            None => by_itself(line),
        })
        .collect();
    let spoken = whole.or_else(|| commonest(&told));
    let decomposed = |line: &str| (decode(Charset::Decomposed, line) != line).then_some(Charset::Decomposed);
    let around = |line: &str| spoken.filter(|&charset| whole.is_none() && joins(charset, line));
    lines
        .iter()
        .zip(told)
        .map(|(line, told)| match told {
            None if is_plain(line) && spoken != Some(Charset::Viqr) => None,
            None => around(line).or_else(|| decomposed(line)),
            told => told,
        })
        .collect()
}

/// True for a line of a text that is in the charset as a whole, unless it says otherwise.
fn follows(charset: Charset, line: &str) -> bool {
    let (mut for_it, mut against, mut open) = (0, 0, 0);
    for word in words(line) {
        match Verdict::of(charset, word) {
            Verdict::Unicode => against += 1,
            Verdict::Untouched => {
                let is_toned = charset == Charset::Viqr && viqr::is_toned(word);
                open += usize::from(is_toned || !is_plain(word) && decode(charset, word) != word);
            }
            Verdict::Changed { becomes: true, .. } | Verdict::Changed { has_signs: true, .. } => for_it += 1,
            Verdict::Changed { was: true, .. } => against += 1,
            Verdict::Changed { .. } => {}
        }
    }
    for_it >= against.max(1) || against == 0 && open > 0
}

/// True for a line of a text of which other lines are in the charset, where it has a word that says so and none against.
fn joins(charset: Charset, line: &str) -> bool {
    let weight = Weight::of(charset, [line]);
    weight.new >= LEAST_NEW
        && weight.unicode == 0
        && weight.were_syllables == 0
        && weight.become_syllables as f32 >= BECOMING * weight.changed as f32
}

fn commonest(told: &[Option<Charset>]) -> Option<Charset> {
    let count = |charset: Charset| told.iter().filter(|&&own| own == Some(charset)).count();
    CHARSETS.into_iter().rev().max_by_key(|&charset| count(charset)).filter(|&charset| count(charset) > 0)
}

/// Returns a line in composed Unicode. Words of another charset among those of its own, which come of pasting, are read
/// in that; words in Unicode stay. What TCVN3 could not write in capitals is in capitals.
pub fn convert(charset: Charset, line: &str) -> String {
    if charset == Charset::Decomposed {
        return decode(charset, line);
    }
    if charset == Charset::Viqr {
        // Whether a stop ends a sentence is told by the word after it.
        return decode(charset, line);
    }
    let mut converted = String::with_capacity(line.len());
    for piece in line.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let word = piece.trim_end_matches(|c: char| c.is_ascii_whitespace());
        converted.push_str(&convert_word(charset, word));
        converted.push_str(&piece[word.len()..]);
    }
    if charset == Charset::Tcvn3 { capitals::drawn(&converted) } else { converted }
}

fn convert_word(charset: Charset, word: &str) -> String {
    if word.chars().any(is_unicode) {
        return decode(Charset::Decomposed, word);
    }
    let decoded = decode(charset, word);
    let letters = || decoded.chars().filter(|c| c.is_alphabetic()).count();
    if decoded == word || is_vietnamese(&decoded) && (letters() > 1 || !word.chars().all(is_mark)) {
        return decoded;
    }
    if matches!(charset, Charset::Vps | Charset::Viscii) && word.chars().any(is_mark) {
        // Its codes for these are capitals, which stand in words; elsewhere they are what they look like.
        let pieces = word.split_inclusive(is_mark).map(|piece| {
            let plain = piece.trim_end_matches(is_mark);
            format!("{}{}", decode(charset, plain), &piece[plain.len()..])
        });
        return pieces.collect();
    }
    let others = [Charset::Vni, Charset::Tcvn3].into_iter().filter(|&other| other != charset);
    let told = others.map(|other| (other, decode(other, word))).find(|(other, read)| {
        // A letter of two characters, or a sign, is a charset's own; single Western letters are any's.
        let own = match other {
            Charset::Vni => read.chars().count() < word.chars().count(),
            _ => word.chars().any(|c| !c.is_ascii() && !c.is_alphabetic()),
        };
        own && is_vietnamese(read)
    });
    told.map_or(decoded, |(_, read)| read)
}

/// True for the marks of punctuation that Windows-1252 has where VPS and VISCII have capitals.
fn is_mark(c: char) -> bool {
    matches!(c, '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '•' | '‚' | '„' | '‹' | '›')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::charset::encode;

    const TEXT: &str = "Ủy ban nhân dân xã báo cáo kết quả trồng rừng phòng hộ ven biển trong quý ba\nCác thôn đã nhận đủ cây \
                        giống và phân bón theo kế hoạch\nĐề nghị hạt kiểm lâm cử cán bộ hướng dẫn kỹ thuật";

    fn told(text: &str) -> Vec<Option<Charset>> {
        of_lines(&text.lines().collect::<Vec<_>>())
    }

    #[test]
    fn each_charset_is_told_by_its_words() {
        for charset in Charset::ALL {
            let text = encode(charset, &TEXT.to_lowercase());
            assert_eq!(told(&text), vec![Some(charset); 3], "{}", charset.name());
            let converted: Vec<String> = text.lines().map(|line| convert(charset, line)).collect();
            assert_eq!(converted.join("\n"), TEXT.to_lowercase(), "{}", charset.name());
        }
    }

    #[test]
    fn a_title_alone_is_enough() {
        assert_eq!(told("céng hoµ x· héi chñ nghÜa viÖt nam"), [Some(Charset::Tcvn3)]);
        assert_eq!(told("COÄNG HOAØ XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM"), [Some(Charset::Vni)]);
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            TEXT,
            "Cà phê và trà là hai cây có giá",
            "Tôi có ba con bò, hai con gà và ba con chó",
            "The sheets are 5 µm thick, § 4 of the rules says; see note ® and ©",
            "L'été dernier, la préfecture a décidé de protéger les forêts près de la côte",
            "Die Wälder an der Küste werden für das nächste Jahr geschützt",
            "x^2 + y^2 = z^2, don't you think? I'm sure of it. Add a (b) to it",
            "U+01BA, U+01BF, U+01F7, U+021C-U+021D, U+0220, U+0222-U+0223",
            "Ai la nguoi viet bao cao nay? Xin cho biet. Cam on!",
        ] {
            assert!(told(text).iter().all(Option::is_none), "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn lines_of_one_text_may_be_of_two_kinds() {
        let old = encode(Charset::Tcvn3, "các thôn đã nhận đủ cây giống và phân bón theo kế hoạch");
        let text = format!("{TEXT}\n{old}\nJournal de la République française\nđề nghị hạt kiểm lâm");
        assert_eq!(told(&text), [None, None, None, Some(Charset::Tcvn3), None, None]);
        let mostly = format!("{old}\n{old}\nĐộc lập - Tự do - Hạnh phúc\nJournal de la République française");
        assert_eq!(told(&mostly), [Some(Charset::Tcvn3), Some(Charset::Tcvn3), None, None]);
    }

    #[test]
    fn marks_of_punctuation_stay_where_they_make_no_word() {
        let old =
            encode(Charset::Vps, "các thôn đã nhận đủ") + " – “" + &encode(Charset::Vps, "giống") + "”…";
        assert_eq!(convert(Charset::Vps, &old), "các thôn đã nhận đủ – “giống”…");
    }

    #[test]
    fn a_line_whose_words_lost_a_letter_follows_its_text() {
        let old = encode(Charset::Tcvn3, "các thôn đã nhận đủ cây giống");
        assert_eq!(told(&format!("{old}\n{}", "Tr\u{ea}ng:")), [Some(Charset::Tcvn3); 2]);
    }

    #[test]
    fn a_word_of_another_charset_is_read_in_that() {
        assert_eq!(convert(Charset::Tcvn3, "- ÖÙng dông c«ng nghÖ míi"), "- Ứng dụng công nghệ mới");
        assert_eq!(convert(Charset::Vni, "Quyết ñònh soá 5"), "Quyết định số 5");
    }
}
