//! Labels of headings: what may be read at the head of a line.
//!
//! # Grammar
//!
//! ```text
//! label    = worded | [ "(" ] number closing
//! worded   = "Phụ lục" n | "Phần" ( roman | n | "thứ" ordinal ) | "Chương" ( roman | n ) | "Mục" n | "Tiểu mục" n | "Điều" n
//! number   = roman | capital | n | n 1*( "." n ) | letter
//! closing  = "." | ")" | "/" | ":" | "-" | ".-" | nothing        with or without a blank before it
//! ```
//!
//! One line may be read in several ways (`I.` is the first of romans and the ninth of capitals, `l.` a one), each with what it
//! costs to believe that this was printed; the sequence decides ([`sequence`](super::sequence)).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::structure::folding;
use crate::structure::look_alike::look_alike;
use crate::structure::number;
use crate::structure::paragraph;
use crate::structure::sheet::{Sheet, SheetLine};
use crate::structure::table::label::{LETTERS, roman};

/// Kinds of label in order of nesting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Appendix,
    Part,
    Chapter,
    Division,
    Subdivision,
    Article,
    Capital,
    Roman,
    Arabic,
    Decimal(usize),
    Letter,
    /// In brackets on both sides: `(1)`, `(a)`, `(i)`.
    Enclosed,
}

/// What closes a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    Stop,
    Bracket,
    Slash,
    Dash,
    Nothing,
}

/// Labels that begin with a word: kind, word, and whether its number is roman.
pub(super) const WORDED: &[(Kind, &str, bool)] = &[
    (Kind::Appendix, "Phụ lục", false),
    (Kind::Part, "Phần", true),
    (Kind::Chapter, "Chương", true),
    (Kind::Subdivision, "Tiểu mục", false),
    (Kind::Division, "Mục", false),
    (Kind::Article, "Điều", false),
];

/// Ordinals in words, folded: `Phần thứ nhất`.
const ORDINALS: &[&str] = &["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];

/// A way to read the head of a line as a label.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) kind: Kind,
    pub(super) ordinal: usize,
    /// Components of a decimal label.
    pub(super) decimal: Vec<usize>,
    pub(super) closing: Closing,
    /// True where the number is roman.
    pub(super) roman: bool,
    /// Where its words stand in the line; of a number alone, that.
    pub(super) words: Range<usize>,
    /// The number as seen, and where it stands in the line.
    pub(super) seen: String,
    pub(super) number: Range<usize>,
    /// Where the title begins.
    pub(super) rest: usize,
    /// True where the number held characters that no number has.
    pub(super) broken: bool,
    /// True where the recogniser was unsure of it.
    pub(super) is_doubtful: bool,
    /// True where another number is taken for the one that was printed.
    pub(super) is_misread: bool,
    /// What it costs to believe that this was printed.
    pub(super) cost: f32,
}

impl Label {
    /// Returns whether it begins with a word.
    pub(super) const fn is_worded(&self) -> bool {
        matches!(
            self.kind,
            Kind::Appendix | Kind::Part | Kind::Chapter | Kind::Division | Kind::Subdivision | Kind::Article
        )
    }

    /// Returns whether its number, doubtfully read, may have been printed as another: `4` for `1`, `II` for `III`.
    pub(super) fn may_be_misread(&self, ordinal: usize) -> bool {
        let is_alike = |seen: &str, printed: &str| {
            seen.chars().count() == printed.chars().count()
                && seen.chars().zip(printed.chars()).all(|(a, b)| a == b || look_alike(a, b))
        };
        self.is_doubtful
            && ordinal != self.ordinal
            && match self.kind {
                // Of its number nothing could be read.
                Kind::Part | Kind::Chapter | Kind::Appendix => true,
                Kind::Arabic | Kind::Decimal(_) => is_alike(&self.ordinal.to_string(), &ordinal.to_string()),
                Kind::Roman => {
                    let (seen, printed) = (roman(self.ordinal), roman(ordinal));
                    let (shorter, longer) =
                        if seen.len() < printed.len() { (seen, printed) } else { (printed, seen) };
                    longer.strip_prefix(shorter.as_str()) == Some("I")
                }
                _ => false,
            }
    }

    /// Takes another number for the one that was printed.
    pub(super) fn misread_for(&mut self, ordinal: usize) {
        self.ordinal = ordinal;
        if let Some(last) = self.decimal.last_mut() {
            *last = ordinal;
        }
        (self.broken, self.is_misread) = (true, true);
    }

    /// Returns its number as it would be printed.
    pub(super) fn written(&self) -> String {
        match self.kind {
            Kind::Decimal(_) if self.broken => {
                self.decimal.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
            }
            Kind::Decimal(_) => self.seen.clone(),
            _ if self.roman => roman(self.ordinal),
            Kind::Letter => self.seen.to_lowercase(),
            Kind::Capital if self.broken => LETTERS
                .get(self.ordinal - 1)
                .map_or_else(|| self.seen.clone(), |letter| letter.to_uppercase()),
            _ if self.broken && !self.is_worded() => self.ordinal.to_string(),
            _ => self.seen.clone(),
        }
    }
}

/// What a label of a number alone looks like: scrap, bracket, number, closing, and what follows.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^
        (?P<scrap> \s* (?: [^\p{L}\p{N}\s(]{1,2} \s+ | [-–.,'’]{1,2} | [⁰¹²³⁴-⁹]{1,2} )? )
        (?P<open> \(? )
        (?P<core> \d{1,2} (?: \.\d{1,2} ){1,3} | [Il|] (?: \.\d{1,2} ){1,2} | \d{1,2}\.\s\d{1,2} | [IVXLTUYivxlj|!1]{1,6}\d? | \d{1,2} | [\p{L}\d]{1,2} )
        (?P<close> \s?[.)/:][-–—]? | \s?[-–—] | ,\s )?
        (?P<gap> \s* )
        (?P<rest> \S.* )$",
    )
    .ok()
});

/// Cost of a stroke or another letter taken for what a number has.
const MISREAD: f32 = 1.0;
/// Cost of a number that nothing closes, and of one that a stroke, a dash, or a bracket closes where a stop is usual.
const UNCLOSED: f32 = 2.0;
const CLOSED_ODDLY: f32 = 0.3;
/// Cost of a label that no blank parts from its title.
const GLUED: f32 = 0.6;
/// Cost of a title whose first letter is small where its capital looks alike.
const SMALL: f32 = 1.2;
/// Cost of a figure and its stop that were read as one letter.
const GROWN_TOGETHER: f32 = 1.5;
/// Cost of a single letter read as a capital where it may be a roman number, and of a small letter with a stop.
const LETTER: f32 = 0.5;
/// How sure the recogniser is, 0 to 1, of a number that it may have misread. On made typewritten pages `1` was read as `4` with 0.86
/// to 0.88.
const DOUBTFUL: f32 = 0.9;
/// Largest number of a label that is believed.
const LARGEST: usize = 99;

/// A label `1/` of which the stroke is read as another: what stands for it.
const STROKES: &[char] = &['!', 'l', 'I', '|'];

/// Returns whether a small letter differs from its capital by its size alone: `về` is read for `Về`.
fn is_like_its_capital(c: char) -> bool {
    let bare = folding::fold(&c.to_string());
    c.is_lowercase() && matches!(bare.as_str(), "c" | "k" | "o" | "p" | "s" | "u" | "v" | "x")
}

/// Returns whether the recogniser was unsure of what stands in a range of a line.
fn is_doubtful(line: &SheetLine, range: &Range<usize>) -> bool {
    let own = line.words.iter().filter(|word| word.range.start < range.end && range.start < word.range.end);
    own.filter_map(|word| word.word.ocr_confidence).any(|confidence| confidence < DOUBTFUL)
}

/// Reads the label at the head of a line in all ways, the likeliest first.
pub(super) fn readings(sheet: &Sheet, at: usize) -> Vec<Label> {
    let line = &sheet.lines[at];
    if let Some(label) = worded(sheet, line) {
        return vec![label];
    }
    if line.tokens().first().is_some_and(|first| is_number_of_document(&line.slice(first))) {
        return Vec::new();
    }
    let mut found = numbered(line);
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    found
}

/// Returns whether a word is the number of a document, whose first figures are no label: `112/QĐ-MTTQ`, `45/2019/NĐ-CP`.
fn is_number_of_document(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some((figures, symbol)) = word.split_once('/') else { return false };
    let Some((kind, body)) = symbol.rsplit_once('/').map_or(symbol, |(_, symbol)| symbol).split_once('-')
    else {
        return false;
    };
    let is_code =
        |code: &str| code.chars().count() > 1 && code.chars().filter(|c| c.is_uppercase()).count() > 1;
    !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit()) && is_code(kind) && is_code(body)
}

/// Reads a label that begins with a word.
fn worded(sheet: &Sheet, line: &SheetLine) -> Option<Label> {
    let tokens = line.tokens();
    // A scrap before the label is no part of it.
    let lead = tokens.iter().position(|t| line.slice(t).chars().any(char::is_alphanumeric))?;
    if lead > 1 {
        return None;
    }
    let tokens = parted(line, &tokens[lead..]);
    let text = |index: usize| tokens.get(index).map(|t| line.slice(t));
    for (kind, word, is_roman) in WORDED {
        let words = word.split(' ').count();
        let head: Vec<String> = (0..words).filter_map(text).collect();
        let first_letter = head.first().and_then(|h| h.chars().next()).is_some_and(char::is_uppercase);
        if !first_letter || folding::likeness(&head.join(" "), word) < 0.7 {
            continue;
        }
        // `Phụ lục số 2`, `Phần thứ nhất`
        let is_told = |told: &str| text(words).is_some_and(|t| folding::fold(&t) == told);
        let is_counted = is_told("thu");
        let own = words + usize::from(*kind == Kind::Appendix && is_told("so") || is_counted);
        let Some(seen) = text(own) else { continue };
        let core = seen.trim_end_matches(['.', ':', ',', '-', '/']);
        let punctuated = core.len() < seen.len();
        // In running text the word and its number stand in a sentence: `Phần I của báo cáo`.
        let mut behind = own + 1;
        while text(behind).is_some_and(|t| matches!(t.as_str(), "-" | "–" | "—" | ":" | ".")) {
            behind += 1;
        }
        let lone = tokens.len() == behind;
        let title_capital =
            text(behind).is_some_and(|t| t.starts_with(|c: char| c.is_uppercase() || "“\"(".contains(c)));
        let set_apart = line.indented && paragraph::room_behind(sheet, line) > super::TITLE_ROOM;
        let dashed = behind > own + 1;
        let titled = title_capital && (punctuated || dashed || *kind != Kind::Article || set_apart);
        if !lone && !titled {
            continue;
        }
        let recognised = line.recognised(&tokens[own]);
        let is_apart = (lone || punctuated) && folding::capital_share(&line.text) > super::CAPITALS;
        let mut is_unread = false;
        let number = tokens[own].start..tokens[own].start + core.chars().count();
        let (ordinal, broken, roman) = if is_counted {
            (ORDINALS.iter().position(|ordinal| *ordinal == folding::fold(core))? + 1, false, false)
        } else if *is_roman && !core.chars().all(|c| c.is_ascii_digit() && c != '1')
            || *kind == Kind::Appendix && core.chars().all(|c| !c.is_ascii_digit())
        {
            // Repair may have made a word of it: `TỐT` of a typewriter's `II`, read `TT`.
            let recognised_core = recognised.trim_end_matches(['.', ':', ',', '-', '/']);
            let read = roman_value(core).or_else(|| roman_value(recognised_core).map(|(n, _)| (n, true)));
            is_unread = read.is_none() && is_apart && is_doubtful(line, &tokens[own]);
            let (n, b) = read.or_else(|| is_unread.then_some((1, true)))?;
            (n, b || recognised.contains(|c: char| c.is_ascii_digit() || c.is_lowercase()), true)
        } else {
            let ordinal = core.parse().ok().or_else(|| number::with_digits(core)?.parse().ok())?;
            (ordinal, core.parse::<usize>().is_err(), *is_roman && core.starts_with(char::is_alphabetic))
        };
        return Some(Label {
            kind: *kind,
            ordinal,
            decimal: Vec::new(),
            closing: if punctuated { Closing::Stop } else { Closing::Nothing },
            roman,
            words: tokens[0].start..tokens[own - 1].end,
            seen: core.to_owned(),
            number,
            rest: tokens.get(behind).map_or(line.length(), |t| t.start),
            broken,
            is_doubtful: is_unread,
            is_misread: false,
            cost: if is_unread { MISREAD } else { 0.0 },
        });
    }
    None
}

/// Returns the tokens at the head of a line, a raised figure before the first left out, and a word parted from its number where no
/// blank does: `PHẦNI`.
fn parted(line: &SheetLine, tokens: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut tokens = tokens.to_vec();
    let Some(first) = tokens.first_mut() else { return tokens };
    let text = line.slice(first);
    let is_raised = |c: &char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    first.start += text.chars().take_while(is_raised).count();
    let (own, text) = (first.clone(), line.slice(first));
    let glued = WORDED.iter().filter(|(_, word, _)| !word.contains(' ')).find_map(|(_, word, is_roman)| {
        let count = word.chars().count();
        let number: String = text.chars().skip(count).collect();
        let number = number.trim_end_matches(['.', ':']);
        let head: String = text.chars().take(count).collect();
        let is_number = !number.is_empty()
            && if *is_roman {
                roman_value(number).is_some()
            } else {
                number.chars().all(|c| c.is_ascii_digit())
            };
        (is_number && folding::fold(&head) == folding::fold(word)).then_some(count)
    });
    if let Some(count) = glued {
        tokens.splice(..1, [own.start..own.start + count, own.start + count..own.end]);
    }
    tokens
}

/// Returns a line whose label `1/` was read as `1!` with the stroke that was printed; its characters stay in their places.
fn with_strokes(text: &str) -> Cow<'_, str> {
    let head = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = text.trim_start().len() - head.len();
    let mut stroke = head.chars();
    // `1l` may be an eleven, or a two.
    let is_stroke = stroke.next().is_some_and(|first| {
        first == '!' || figures == 1 && !text.trim_start().starts_with('1') && STROKES.contains(&first)
    });
    if is_stroke && figures > 0 && stroke.as_str().starts_with(' ') {
        let at = text.len() - head.len();
        return Cow::Owned(format!("{}/{}", &text[..at], stroke.as_str()));
    }
    Cow::Borrowed(text)
}

/// Reads a label of a number alone.
fn numbered(line: &SheetLine) -> Vec<Label> {
    let text = with_strokes(line.text.as_str());
    let text: &str = &text;
    let Some(found) = NUMBERED.as_ref().and_then(|pattern| pattern.captures(text)) else { return Vec::new() };
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let (core, close, rest) = (part("core"), part("close").trim(), part("rest"));
    let is_open = !part("open").is_empty();
    if is_open && !close.starts_with(')') {
        return Vec::new();
    }
    let is_glued = part("gap").is_empty();
    // A title begins with a capital, or one that is read as the small letter of its shape; `1/2`, `12-14 người` go on otherwise.
    let is_small = rest.starts_with(is_like_its_capital);
    let opens_title = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '(' | '‘'))
        || is_small && !is_glued && !close.is_empty();
    if !opens_title {
        return Vec::new();
    }
    let start = text[..found.name("core").map_or(0, |core| core.start())].chars().count();
    let number = start..start + core.chars().count();
    let rest = text[..found.name("rest").map_or(text.len(), |rest| rest.start())].chars().count();
    // `1.-` is closed by its stop.
    let closing = match close.chars().next() {
        Some('.' | ':' | ',') => Closing::Stop,
        Some(')') => Closing::Bracket,
        Some('/') => Closing::Slash,
        None => Closing::Nothing,
        Some(_) => Closing::Dash,
    };
    let is_comma = close.starts_with(',');
    let odd = match closing {
        _ if is_comma => MISREAD,
        Closing::Slash | Closing::Dash => CLOSED_ODDLY,
        _ => 0.0,
    };
    let glued = if is_glued && closing != Closing::Nothing { GLUED } else { 0.0 };
    let is_doubtful = is_doubtful(line, &number);
    let make = |kind, ordinal, decimal: Vec<usize>, broken: bool, cost: f32| Label {
        kind: if is_open { Kind::Enclosed } else { kind },
        ordinal,
        decimal,
        closing,
        roman: kind == Kind::Roman,
        words: number.clone(),
        seen: core.to_owned(),
        number: number.clone(),
        rest,
        broken,
        is_doubtful,
        is_misread: false,
        cost: cost + odd + glued + if is_small { SMALL } else { 0.0 },
    };
    let components: Vec<&str> = core.split('.').collect();
    if components.len() > 1 {
        // `I.2` for `1.2`; what was surely read so is so written.
        let is_stroke = components[0].starts_with(|c: char| !c.is_ascii_digit());
        let read = |component: &&str| match component.trim() {
            "I" | "l" | "|" => Some(1),
            figures => figures.parse().ok().filter(|n| *n > 0 && *n <= LARGEST),
        };
        let decimal: Option<Vec<usize>> = components.iter().map(read).collect();
        // `1.000 người` is an amount; `1.1Tình` no label.
        let ok = !(is_glued && closing == Closing::Nothing);
        return decimal
            .filter(|_| ok)
            .and_then(|decimal| {
                // `2. 3` is `2.3` with a blank.
                let is_parted = core.contains(char::is_whitespace);
                let cost = if is_parted || is_stroke { MISREAD } else { 0.0 };
                let broken = is_parted || is_stroke && is_doubtful;
                Some(make(Kind::Decimal(decimal.len()), *decimal.last()?, decimal, broken, cost))
            })
            .into_iter()
            .collect();
    }
    if closing == Closing::Nothing && is_glued {
        return Vec::new();
    }
    let unclosed = if closing == Closing::Nothing { UNCLOSED } else { 0.0 };
    let recognised = line.recognised(&number);
    let title: String = line.characters_from(rest).collect();
    // Before a title in capitals a label is one, whichever of its size it was read as.
    let is_in_capitals =
        folding::capital_share(&title) > super::CAPITALS && title.split_whitespace().nth(1).is_some();
    let mut readings = Vec::new();
    let one = core.chars().count() == 1;
    if let Ok(ordinal) = core.parse::<usize>() {
        if ordinal > 0 {
            readings.push(make(Kind::Arabic, ordinal, Vec::new(), false, unclosed));
        }
        // `11.` is a mangled II.
        if core.chars().all(|c| c == '1') && core.len() < 4 {
            let cost = unclosed + if core.len() > 1 { 0.7 } else { 1.4 };
            readings.push(make(Kind::Roman, core.len(), Vec::new(), true, cost));
        }
        if core == "8" && is_in_capitals && is_doubtful {
            readings.push(make(Kind::Capital, 2, Vec::new(), true, MISREAD));
        }
        // `a)` in doubt is read as `2)`.
        if core == "2" && closing == Closing::Bracket && is_doubtful {
            readings.push(make(Kind::Letter, 1, Vec::new(), true, MISREAD));
        }
        return readings;
    }
    // `I.` and `I/` grown together are read as an `L` and a `U`.
    if matches!(core, "L" | "U") && closing == Closing::Nothing && !is_open {
        readings.push(make(Kind::Roman, 1, Vec::new(), true, GROWN_TOGETHER));
    }
    // Without a closing it is a word, unless a title in capitals follows or no word is so written.
    let is_number = core.len() > 1 && core.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let may_be_roman =
        closing != Closing::Nothing || is_number || folding::capital_share(&title) > super::CAPITALS;
    if let Some((ordinal, broken)) = roman_value(core).filter(|_| may_be_roman) {
        let small = core.chars().all(char::is_lowercase) && !is_open;
        let strokes = recognised.chars().any(|c| c.is_ascii_digit() || c == '|' || c == 'l' || c == '!');
        let cost = if broken { MISREAD } else { 0.0 } + unclosed + if small { 1.0 } else { 0.0 };
        readings.push(make(Kind::Roman, ordinal, Vec::new(), broken || strokes, cost));
    }
    if one
        && (core.chars().all(char::is_uppercase) || is_in_capitals && core.starts_with(is_like_its_capital))
        && (closing != Closing::Nothing || is_in_capitals)
        && let Some(ordinal) = LETTERS.iter().position(|l| *l == core.to_lowercase())
    {
        let is_small = core.starts_with(char::is_lowercase);
        let cost = unclosed + if readings.is_empty() && !is_small { 0.0 } else { LETTER };
        readings.push(make(Kind::Capital, ordinal + 1, Vec::new(), is_small, cost));
    }
    if one
        && core.chars().all(char::is_lowercase)
        && closing != Closing::Nothing
        && let Some(ordinal) = LETTERS.iter().position(|l| *l == core)
    {
        let cost = if closing == Closing::Bracket { 0.0 } else { LETTER };
        readings.push(make(Kind::Letter, ordinal + 1, Vec::new(), false, cost));
    }
    // In italics a one is read as an `L`.
    let digits = if core == "L" { Some("1".to_owned()) } else { number::with_digits(core) };
    if let Some(ordinal) = digits.and_then(|digits| digits.parse::<usize>().ok())
        && (1..=LARGEST).contains(&ordinal)
        && core.chars().count() <= 2
        && closing != Closing::Nothing
    {
        readings.push(make(Kind::Arabic, ordinal, Vec::new(), true, MISREAD));
    }
    readings
}

/// Reads roman figures, with strokes that were taken for `1`, `l`, `|` or `L` put right.
/// Returns the value and whether anything had to be put right.
fn roman_value(text: &str) -> Option<(usize, bool)> {
    if text.is_empty() || text.chars().count() > 6 {
        return None;
    }
    let mut broken = false;
    let mut clear = String::new();
    for c in text.chars() {
        match c {
            'I' | 'V' | 'X' => clear.push(c),
            '1' | 'l' | '|' | '!' | 'i' | 'L' | 'T' | 'j' => {
                broken = true;
                clear.push('I');
            }
            'Y' | 'v' | 'U' => {
                broken = true;
                clear.push('V');
            }
            'x' => {
                broken = true;
                clear.push('X');
            }
            _ => return None,
        }
    }
    (1..=40).find(|n| roman(*n) == clear).map(|n| (n, broken)).or_else(|| {
        // No number is written so: let the sequence decide.
        clear.chars().all(|c| c == 'I').then_some((clear.len(), true))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample;

    /// The kind, number and title of the likeliest reading of a line.
    fn read(line: &str) -> Option<(Kind, usize, String)> {
        let document = sample::text(&[line]);
        let sheet = Sheet::new(&document);
        let label = readings(&sheet, 0).into_iter().next()?;
        Some((label.kind, label.ordinal, line.chars().skip(label.rest).collect()))
    }

    #[test]
    fn a_number_is_a_label_whatever_closes_it() {
        for closed in [
            "2. Gió", "2) Gió", "2/ Gió", "2! Gió", "2- Gió", "2 - Gió", "2 . Gió", "2: Gió", "2.- Gió",
            "2.Gió", "2 Gió",
        ] {
            assert_eq!(read(closed), Some((Kind::Arabic, 2, "Gió".into())), "{closed}");
        }
        for (line, kind, ordinal) in [
            ("IV - Gió", Kind::Roman, 4),
            ("IV.- Gió", Kind::Roman, 4),
            ("(2) Gió", Kind::Enclosed, 2),
            ("(b) Gió", Kind::Enclosed, 2),
            ("(iii) Gió", Kind::Enclosed, 3),
            ("III/ Gió", Kind::Roman, 3),
            ("B. Gió", Kind::Capital, 2),
            ("đ) Gió", Kind::Letter, 5),
            ("c/ Gió", Kind::Letter, 3),
            ("II Gió", Kind::Roman, 2),
            ("2) Gió", Kind::Arabic, 2),
            ("-2) Gió", Kind::Arabic, 2),
            ("2.3 Gió", Kind::Decimal(2), 3),
            ("2.3.1. Gió", Kind::Decimal(3), 1),
            ("1.2.Gió", Kind::Decimal(2), 2),
            ("1. 2 Gió", Kind::Decimal(2), 2),
        ] {
            assert_eq!(read(line), Some((kind, ordinal, "Gió".into())), "{line}");
        }
    }

    #[test]
    fn a_document_s_number_is_no_label() {
        for number in ["112/QĐ-MTTQ", "45/2019/NĐ-CP,", "7/TTr-UBND."] {
            assert!(is_number_of_document(number), "{number}");
        }
        for label in ["1/ĐẶC", "1/", "I/TÌNH-HÌNH", "2/a-b", "3.1", "12/2019"] {
            assert!(!is_number_of_document(label), "{label}");
        }
    }

    #[test]
    fn a_small_letter_of_its_capitals_shape_may_open_a_title() {
        assert_eq!(read("2) về gió"), Some((Kind::Arabic, 2, "về gió".into())));
        assert_eq!(read("3.2 về gió"), None, "nothing closes the number");
        assert_eq!(read("2) gió"), None);
    }

    #[test]
    fn amounts_dates_and_words_are_no_labels() {
        for line in [
            "1.000 người",
            "1/2 số trạm",
            "12-14 người",
            "5 - 7 trạm",
            "Gió mạnh",
            "2. gió",
            "A B",
            "100 Gió",
            "-",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_word_and_its_number_are_a_label_in_figures_and_in_words() {
        for (line, kind, ordinal, title) in [
            ("Phần thứ hai", Kind::Part, 2, ""),
            ("PHẦN THỨ NHẤT", Kind::Part, 1, ""),
            ("Phần I: TÌNH HÌNH", Kind::Part, 1, "TÌNH HÌNH"),
            ("Chương II - QUY ĐỊNH", Kind::Chapter, 2, "QUY ĐỊNH"),
            ("Điều 12: Gió", Kind::Article, 12, "Gió"),
            ("Phụ lục số 2", Kind::Appendix, 2, ""),
        ] {
            assert_eq!(read(line), Some((kind, ordinal, title.into())), "{line}");
        }
        assert_eq!(read("Phần I của báo cáo nêu rõ"), None);
    }

    #[test]
    fn a_label_that_was_misread_in_its_size_or_its_word_is_one() {
        for (line, kind, ordinal, title) in [
            ("⁹II - Gió", Kind::Roman, 2, "Gió"),
            ("⁹Điều 2: Gió", Kind::Article, 2, "Gió"),
            ("PHẦNI", Kind::Part, 1, ""),
            ("PHẦNII: GIÓ", Kind::Part, 2, "GIÓ"),
            ("Điều12. Gió", Kind::Article, 12, "Gió"),
            ("B ĐO GIÓ", Kind::Capital, 2, "ĐO GIÓ"),
            ("k. ĐO GIÓ", Kind::Capital, 10, "ĐO GIÓ"),
            ("1, Gió", Kind::Arabic, 1, "Gió"),
            ("I.2. Gió", Kind::Decimal(2), 2, "Gió"),
        ] {
            assert_eq!(read(line), Some((kind, ordinal, title.into())), "{line}");
        }
        for line in ["B Đo gió", "PHẦNG", "B GIÓ", "12,5 triệu"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_letter_that_is_a_roman_number_too_is_read_both_ways() {
        let document = sample::text(&["I. Gió"]);
        let kinds: Vec<Kind> =
            readings(&Sheet::new(&document), 0).into_iter().map(|label| label.kind).collect();
        assert_eq!(kinds, [Kind::Roman, Kind::Capital, Kind::Arabic]);
    }
}
