//! VIQR (RFC 1456): a letter's marks as punctuation after it, `Vie^.t`, and `dd` for đ.
//!
//! A full stop or question mark after a word's last letter may be its tone or the sentence's end. It is the end where the
//! word has a tone already; and at the end of a line, before a capital or a sign, where the word is a syllable without it
//! and ends a sentence oftener than the one with the tone stands there ([`OFTENER_WITH_TONE`]). A backslash keeps the next
//! character from being a mark.

use crate::language::letter::{split_tone, with_mark};
use crate::language::syllable::is_syllable;

/// Vowel marks as written, what they are, and the letters that bear them.
const VOWEL_MARKS: [(char, char, &str); 4] =
    [('^', '\u{302}', "aeoAEO"), ('(', '\u{306}', "aA"), ('+', '\u{31b}', "ouOU"), ('*', '\u{31b}', "ouOU")];

const TONES: [(char, char); 5] =
    [('`', '\u{300}'), ('\'', '\u{301}'), ('~', '\u{303}'), ('?', '\u{309}'), ('.', '\u{323}')];

/// Syllables whose tone `?` or `.` is on their last letter and which stand before a capital or at a line's end oftener than
/// the same without it ends a sentence: `nghị` against `nghi.`. Counted in 48 million words of encyclopedia, law,
/// administration, news and literature (as seen there, the rule is right of 99 in 100 that have the tone and of 96 in 100
/// that have not); those seen less than ten times are left out.
const OFTENER_WITH_TONE: &str = "ả bả bẻ bỉ bỏ bể bổ bở cả chả chẻ chỉ chủ chuỷ chổ chở chử cỏ củ cổ cử dẻ dở gả ghẻ gỉ giả giẻ giỏ \
     giở gổ gở hả hỉ hoả hủ huỷ hỷ hổ hở hử ỉ kẻ khả khỉ khoả khoẻ khổ khử kỉ kỷ kể lả lẻ lủ lể lổ lở lử \
     mả mẻ mỉ mỏ mủ mỷ mổ mở nẻ nghỉ ngỏ ngủ ngổ nhả nhỉ nhỏ nhủ nhổ nhở nhử nỉ nỏ nể nổ nở phả phỉ phủ \
     phổ phở quả quẻ quỷ quở rẻ rỉ rỏ rủ rể rổ sả sẻ sỉ sỏ sủ sổ sở sử tả tẻ thả thẻ thỏ thoả thủ thuỷ \
     thuở thể thổ thở thử tỉ tỏ toả trả trẻ trỏ trổ trở trử tủ tuỷ tỷ tể tổ tở tử ủ uỷ uể vả vẻ vỉ vỏ vở \
     xả xẻ xỉ xỏ xuể xổ xở xử ỷ ổ đả đẻ đỏ đủ để đổ ở \
     bẹ bị bọ bệ bộ bự chị chợ cụ dạ dị doạ dụ duệ dộ dự hạ họ huệ hệ hộ kỵ lị luỵ lệ lộ mẹ mụ mộ nạ nghị \
     nghệ ngọ ngoạ ngụ nguỵ ngộ ngự nhẹ nhị nhuỵ nhuệ nụ nộ nợ phụ rộ rợ sọ sộ sự thị thọ thuỵ thệ tị toạ \
     trị trọ trụ truỵ trệ trợ tụ tuệ tệ tự vị vụ vệ vợ đoạ đệ độ";

/// True for a word with a mark that no other writing has in its midst: `^`, `(` or `+` after a vowel, `dd` at its start.
pub(super) fn is_marked(word: &str) -> bool {
    let mut characters = word.chars().peekable();
    let mut last = None;
    let opens_with_dd = word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("dd"));
    std::iter::from_fn(|| {
        let character = characters.next()?;
        let before = last.replace(character);
        let bears = |mark: char, letter: char| {
            VOWEL_MARKS.iter().any(|(written, _, letters)| *written == mark && letters.contains(letter))
        };
        Some(before.is_some_and(|letter| bears(character, letter)))
    })
    .any(|marks| marks)
        || opens_with_dd
}

/// True for a word that its marks make a syllable, leaving aside those that may end a sentence: `du.ng`, `phi'`; and for an
/// abbreviation with Đ: `HDDND`.
pub(super) fn is_toned(word: &str) -> bool {
    let word = word.trim_matches(|c: char| matches!(c, '.' | '?' | ',' | ';' | ':' | '!' | '(' | ')' | '"'));
    let decoded = decode(word);
    let is_vowel = |c: char| "AEIOUY".contains(c);
    let abbreviates = || {
        word.split(|c: char| !c.is_ascii_uppercase())
            .any(|part| part.contains("DD") && !part.contains(is_vowel))
    };
    decoded != word && is_syllable(&decoded) || abbreviates()
}

/// Returns text written in VIQR in composed Unicode.
pub(super) fn decode(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut decoded = String::with_capacity(text.len());
    let mut word = String::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        if at.checked_sub(1).is_none_or(|before| characters[before].is_whitespace()) {
            let length = characters[at..].iter().take_while(|c| !c.is_whitespace()).count();
            let written: String = characters[at..at + length].iter().collect();
            if is_address(&written) {
                decoded.push_str(&std::mem::take(&mut word));
                decoded.push_str(&written);
                at += length;
                continue;
            }
        }
        at += 1;
        if character == '\\' && characters.get(at).is_some_and(char::is_ascii_punctuation) {
            decoded.push_str(&word);
            word.clear();
            decoded.push(characters[at]);
            at += 1;
            continue;
        }
        if !character.is_alphabetic() {
            decoded.push_str(&word);
            word.clear();
            decoded.push(character);
            continue;
        }
        let next = characters.get(at).copied();
        if matches!((character, next), ('d' | 'D', Some('d' | 'D'))) {
            word.push(if character == 'd' { 'đ' } else { 'Đ' });
            at += 1;
            continue;
        }
        let mut letter = character;
        let mark =
            VOWEL_MARKS.iter().find(|(mark, _, letters)| Some(*mark) == next && letters.contains(letter));
        if let Some(marked) = mark.and_then(|(_, mark, _)| with_mark(letter, *mark)) {
            letter = marked;
            at += 1;
        }
        let bears = "aeiouyAEIOUY".contains(character);
        let tone = TONES.iter().find(|(tone, _)| bears && characters.get(at) == Some(tone));
        if let Some(marked) = tone.and_then(|(_, tone)| with_mark(letter, *tone))
            && !ends_sentence(&word, letter, marked, &characters[at..])
        {
            letter = marked;
            at += 1;
        }
        word.push(letter);
    }
    decoded + &word
}

/// True for an address of the net, whose stops are no tones.
fn is_address(word: &str) -> bool {
    let has_name = |place: &str| word.contains(place) && !word.ends_with(place) && !word.starts_with(place);
    has_name("://")
        || has_name("@")
        || word.trim_start_matches(|c: char| c.is_ascii_punctuation()).starts_with("www.")
}

/// True where the mark that `rest` begins with, after a word's last letter, is no tone; with it the letter is `marked`.
fn ends_sentence(word: &str, letter: char, marked: char, rest: &[char]) -> bool {
    let mark = rest.first().copied();
    let follows = rest.get(1).copied();
    if follows.is_some_and(char::is_alphabetic) {
        return false;
    }
    let whole = format!("{word}{letter}");
    if whole.chars().any(|letter| split_tone(letter).1.is_some()) {
        return true;
    }
    if !matches!(mark, Some('.' | '?')) {
        return false;
    }
    let toned = format!("{word}{marked}").to_lowercase();
    // A number of Rome, a name, or a syllable whose tone would stand on another letter: `nhau.`, `nay?`.
    if !is_syllable(&toned) || !may_bear_tone(&whole.to_lowercase()) {
        return true;
    }
    if OFTENER_WITH_TONE.split(' ').any(|syllable| syllable == toned) {
        return false;
    }
    let mut after = rest.iter().skip(1).skip_while(|c| matches!(c, ' ' | '\t' | '"' | ')' | '\''));
    // Where all is written in capitals, they begin nothing.
    let in_capitals = whole.chars().count() > 1 && whole.chars().all(char::is_uppercase);
    let closes = after.next().is_none_or(|c| !c.is_alphabetic() || c.is_uppercase() && !in_capitals);
    closes && is_syllable(&whole)
}

/// True for a syllable in small letters, without a tone, whose tone may stand on the last: `bô`, `hoa`, `quê`, not `nay`.
fn may_bear_tone(syllable: &str) -> bool {
    let rhyme = match syllable {
        "qua" | "que" | "quê" | "quơ" | "quy" | "gia" | "gie" | "gio" | "giô" | "giơ" | "giu" | "giư" => {
            return true;
        }
        _ => syllable.trim_start_matches(|c: char| !"aăâeêioôơuưy".contains(c)),
    };
    rhyme.chars().count() == 1 || ["oa", "oe", "uê", "uơ", "uy"].contains(&rhyme)
}

/// Returns how VIQR writes a letter; `None` for one without marks.
pub(super) fn encode(letter: char) -> Option<String> {
    match letter {
        'đ' => return Some("dd".to_owned()),
        'Đ' => return Some("DD".to_owned()),
        _ => {}
    }
    let (rest, tone) = split_tone(letter);
    let bases = "aeiouyAEIOUY".chars();
    let (base, vowel) = bases.into_iter().find_map(|base| {
        if base == rest {
            return Some((base, None));
        }
        let mark = VOWEL_MARKS.iter().find(|(_, mark, _)| with_mark(base, *mark) == Some(rest));
        mark.map(|(written, ..)| (base, Some(*written)))
    })?;
    let tone =
        tone.and_then(|tone| TONES.iter().find(|(_, mark)| *mark == tone)).map(|(written, _)| *written);
    (vowel.is_some() || tone.is_some()).then(|| [Some(base), vowel, tone].into_iter().flatten().collect())
}
