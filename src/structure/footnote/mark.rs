//! The mark of a footnote: what it may be read as, and how well a reading fits a number.
//!
//! ```text
//! figure = 1*3digit | "(" 1*3digit ")" | "[" 1*3digit "]" | 1*3digit ")"       plain or superior
//! stars  = 1*4"*"                                                          as many as the note's number
//! ```

/// Cost of a figure that was read as another than its number.
const OTHER_FIGURE: f32 = 1.2;
/// Cost of a figure of which a digit was lost: `2` or `1` for 12.
const DIGIT_LOST: f32 = 0.4;
/// Cost of a figure that was read twice: `11` for 1.
const DOUBLED: f32 = 0.4;
/// Cost of stars that were read as quotation marks, and of each star too many or too few.
const STARS_MISREAD: f32 = 0.3;
const OTHER_STARS: f32 = 0.6;
/// The same of one star read as the sign that two are read as.
const ONE_FOR_TWO: f32 = 0.1;
/// The most stars of a mark.
pub(super) const MOST_STARS: usize = 4;

/// What the marks of notes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Figures,
    Stars,
}

impl Form {
    /// Returns the mark of a number.
    pub(super) fn mark(self, number: u32) -> String {
        match self {
            Self::Figures => number.to_string(),
            Self::Stars => "*".repeat(number as usize),
        }
    }
}

/// A mark that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) number: u32,
    pub(super) is_raised: bool,
    /// It is written as the label of a list's item: `1.`, `1)`.
    pub(super) is_listed: bool,
    /// How many characters it has.
    pub(super) length: usize,
}

/// Reads the figure at the head of a text, with brackets and a stop.
pub(super) fn head(text: &str) -> Option<Head> {
    let characters: Vec<char> = text.chars().collect();
    let opened = usize::from(matches!(characters.first(), Some('(' | '[')));
    let digits = characters[opened..].iter().take_while(|c| superior(**c).is_some()).count();
    let figures = &characters[opened..opened + digits];
    let is_raised = figures.iter().any(|c| is_superior(*c));
    if !(1..=3).contains(&digits) {
        return None;
    }
    // On a page where it was seen to be raised, what else was read there is the same figure.
    let number = value(figures.iter().copied().filter(|c| !is_raised || is_superior(*c)));
    let behind = &characters[opened + digits..];
    let closed = behind.iter().take_while(|c| matches!(c, ')' | ']' | '.' | ',')).count().min(2);
    let is_whole = opened == 0 || closed > 0 || is_raised;
    let is_listed = !is_raised && opened == 0 && closed > 0;
    (number > 0 && is_whole).then_some(Head {
        number,
        is_raised,
        is_listed,
        length: opened + digits + closed,
    })
}

/// Returns how many stars a text consists of, a stop or a bracket behind them aside.
pub(super) fn stars(text: &str) -> Option<u32> {
    let inner = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    let count = inner.chars().count();
    ((1..=MOST_STARS).contains(&count) && inner.chars().all(|c| c == '*')).then_some(count as u32)
}

/// Returns the value of a plain or superior figure, `[1]`, `(1)` or `^[1]`.
pub(super) fn as_number(token: &str) -> Option<u32> {
    let inner = token
        .strip_prefix("^[")
        .or_else(|| token.strip_prefix('['))
        .and_then(|t| t.strip_suffix(']'))
        .or_else(|| token.strip_prefix('(').and_then(|t| t.strip_suffix(')')))
        .unwrap_or(token);
    if inner.is_empty() || inner.chars().count() > 3 {
        return None;
    }
    let number = inner.chars().try_fold(0, |n, c| Some(n * 10 + superior(c)?))?;
    (number > 0).then_some(number)
}

/// Returns whether a mark has a bracket about it.
pub(super) fn is_bracketed(mark: &str) -> bool {
    mark.contains(['(', ')', '[', ']'])
}

pub(super) fn is_superior(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

pub(super) fn superior(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' => Some(0),
        '⁴'..='⁹' => Some(c as u32 - '⁰' as u32),
        _ => c.to_digit(10),
    }
}

/// Returns the number that a mark's superior figures say.
pub(super) fn raised_figure(sign: &str) -> Option<u32> {
    sign.contains(is_superior).then(|| value(sign.chars().filter(|c| is_superior(*c))))
}

/// Returns the number that digits, plain or superior, say together.
fn value(digits: impl Iterator<Item = char>) -> u32 {
    digits.filter_map(superior).fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(digit))
}

/// Returns whether a figure is what is left of a number when one of its digits is lost.
pub(super) fn lost_a_digit(read: u32, number: u32) -> bool {
    let (read, number) = (read.to_string(), number.to_string());
    number.len() == read.len() + 1 && (number.starts_with(&read) || number.ends_with(&read))
}

/// Returns whether a figure was read with its square brackets, or one of them, as ones: `21` and `121` for `[2]`.
fn is_between_ones(read: u32, number: u32) -> bool {
    let (read, number) = (read.to_string(), number.to_string());
    let mut with_ones = [format!("{number}1"), format!("1{number}"), format!("1{number}1")].into_iter();
    with_ones.any(|with| with == read)
}

/// Returns what it costs that a figure was read as a sign; `None` where it cannot have been.
pub(super) fn misread(sign: &str, number: u32) -> Option<f32> {
    if let Some(read) = raised_figure(sign) {
        return Some(match read {
            read if read == number || value(sign.chars()) == number => 0.0,
            read if lost_a_digit(read, number) => DIGIT_LOST,
            read if is_between_ones(read, number) => DOUBLED,
            _ => OTHER_FIGURE,
        });
    }
    if compatible(sign, number) {
        return Some(0.0);
    }
    // Of two figures the first was read as a sign.
    let rest = sign.trim_start_matches(|c: char| !c.is_alphanumeric());
    if rest.len() < sign.len() && rest.parse().is_ok_and(|read| lost_a_digit(read, number)) {
        return Some(0.0);
    }
    if number < 10 && sign == number.to_string().repeat(2) {
        return Some(DOUBLED);
    }
    // A figure glued to a word was a mark, whichever it was read as.
    let mut figures = sign.trim_start_matches(['"', '”', '“']).chars();
    (figures.next().is_some_and(|c| c.is_ascii_digit()) && figures.next().is_none()).then_some(OTHER_FIGURE)
}

/// Returns what it costs that stars were read as a sign; `None` where they cannot have been.
pub(super) fn stars_misread(sign: &str, number: u32) -> Option<f32> {
    if let Some(read) = stars(sign) {
        return Some(OTHER_STARS * read.abs_diff(number) as f32);
    }
    if sign == format!("^[{}]", Form::Stars.mark(number)) {
        return Some(0.0);
    }
    let is_high = |c: char| {
        matches!(c, '*' | '"' | '”' | '“' | '\'' | '’' | '‘' | '`' | '´' | '°' | 'º' | '®' | '^' | '!' | '?')
    };
    // Two are read as a quotation mark, not one.
    let is_double = sign.chars().all(|c| matches!(c, '"' | '”' | '“'));
    let other = if is_double && number == 1 { ONE_FOR_TWO } else { 0.0 };
    sign.chars().all(is_high).then_some(STARS_MISREAD + other)
}

fn compatible(sign: &str, number: u32) -> bool {
    let digits: String = sign.chars().filter_map(|c| superior(c)?.to_string().chars().next()).collect();
    if digits.len() == sign.chars().filter(|c| c.is_alphanumeric()).count() && !digits.is_empty() {
        return digits == number.to_string();
    }
    let last = number % 10;
    match sign.chars().next() {
        Some('g' | 'q') => matches!(last, 8 | 9 | 6),
        Some('s' | 'S') => matches!(last, 5 | 8),
        Some('b') => matches!(last, 6 | 8),
        Some('z') => matches!(last, 2 | 7),
        Some('l') => matches!(last, 1 | 7),
        _ if sign.starts_with("^[") => sign == format!("^[{number}]"),
        _ => true,
    }
}
