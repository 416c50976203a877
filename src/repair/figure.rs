//! Figures: letters and signs that stand where a number must.
//!
//! Engines read `ngày I7 tháng I1` and `I59/QĐ-UBND` even off clean pages. What looks like digits throughout, in a
//! place where only a number makes sense, is the number if it can be only one.

use super::cell::Cell;
use crate::language::atom::AtomKind;
use crate::language::letter;

/// Characters of such a figure at most.
const LONGEST: usize = 4;

/// Returns the number that the word at `at` must be, or `None` where it may be a word or more than one number.
pub fn figure(cells: &[Cell<'_>], at: usize) -> Option<String> {
    let text = cells[at].atom.text;
    let length = text.chars().count();
    if length > LONGEST {
        return None;
    }
    let place = place(cells, at)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    // Strokes alone may be roman, but not for a day or a month beside another one's name.
    if digits == 0 && !(place.is_date() && length == 2) {
        return None;
    }
    let mut readings = vec![String::new()];
    for character in text.chars() {
        let digits = look_alikes(character, matches!(place, Place::Day | Place::Month));
        readings = readings
            .iter()
            .flat_map(|so_far| digits.chars().map(move |digit| format!("{so_far}{digit}")))
            .collect();
    }
    readings.retain(|reading| place.holds(reading));
    match &mut readings[..] {
        [only] => Some(std::mem::take(only)),
        _ => None,
    }
}

/// Returns the number, and one past its last atom, that a day or a month broken by marks must be: `ngày /8 tháng 0! năm`.
pub fn broken(cells: &[Cell<'_>], at: usize) -> Option<(usize, String)> {
    let place = place(cells, at).filter(|place| matches!(place, Place::Day | Place::Month))?;
    let text = |index: usize| cells.get(index).filter(|c| c.line == cells[at].line).map(|c| c.atom.text);
    let joined = cells.get(at + 1).is_some_and(|next| !next.atom.spaced);
    let unit = if place == Place::Day { "thang" } else { "nam" };
    if !joined || text(at + 2).is_none_or(|next| letter::strip_marks(next) != unit) {
        return None;
    }
    let read = format!("{}{}", text(at)?, text(at + 1)?);
    let figures: Option<String> = read
        .chars()
        .map(|c| match c {
            '/' | '!' | '|' | '\\' => Some('1'),
            c => c.is_ascii_digit().then_some(c),
        })
        .collect();
    let number = figures.filter(|number| number.len() == 2 && place.holds(number))?;
    (read.bytes().filter(u8::is_ascii_digit).count() == 1).then_some((at + 2, number))
}

/// Returns the roman numeral that strokes such as `IIL` or `V1` must be, or `None` for what is one already or may be a
/// word.
pub fn numeral(text: &str) -> Option<String> {
    /// The numerals in use for quarters, parts and terms.
    const NUMERALS: [&str; 15] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"];
    let stroke = |c: char| matches!(c, '1' | 'l' | 'L' | '|' | '!');
    if !text.starts_with(['I', 'V', 'X']) || !text.contains(stroke) {
        return None;
    }
    let upright: String = text.chars().map(|c| if stroke(c) { 'I' } else { c }).collect();
    NUMERALS.contains(&upright.as_str()).then_some(upright)
}

/// The digits that a character may have been; none for one that looks like no digit.
///
/// `L` and `T` are only in a day or a month, where few numbers are left: a year that begins so (`T990`) has lost more
/// than its first figure, and must not look sure.
fn look_alikes(character: char, short: bool) -> &'static str {
    match character {
        '0' | 'O' | 'o' | 'Q' => "0",
        '1' | 'I' | 'l' | '|' | '!' => "1",
        'L' | 'T' if short => "1",
        '2' | 'Z' => "2",
        '3' => "3",
        '4' => "4",
        '5' | 'S' => "5",
        '6' | 'b' => "6",
        '7' => "7",
        '8' | 'B' => "8",
        '9' | 'q' => "9",
        '§' => "58",
        _ => "",
    }
}

/// Where a number must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Day,
    Month,
    Year,
    /// Between the slashes of a date or a document's number, or before a per cent sign.
    Part,
}

impl Place {
    fn is_date(self) -> bool {
        matches!(self, Self::Day | Self::Month | Self::Year)
    }

    fn holds(self, number: &str) -> bool {
        let Ok(value) = number.parse::<u32>() else { return false };
        match self {
            Self::Day => (1..=31).contains(&value),
            Self::Month => (1..=12).contains(&value),
            Self::Year => (1900..=2100).contains(&value),
            // A stroke of dirt before the number, rather than a part of it.
            Self::Part => !(number.starts_with('0') && number.len() > 2),
        }
    }
}

fn place(cells: &[Cell<'_>], at: usize) -> Option<Place> {
    let on_line = |index: usize| cells.get(index).filter(|c| c.line == cells[at].line).map(|c| &c.atom);
    let before = at.checked_sub(1).and_then(on_line);
    let after = on_line(at + 1);
    let joined = |text: &str| after.is_some_and(|next| !next.spaced && next.text == text);
    if before.is_some_and(|b| b.kind == AtomKind::Word) && cells[at].atom.spaced {
        match letter::strip_marks(before?.text).as_str() {
            "ngay" => return Some(Place::Day),
            "thang" => return Some(Place::Month),
            "nam" => return Some(Place::Year),
            _ => {}
        }
    }
    let parted = before.is_some_and(|b| b.text == "/") && !cells[at].atom.spaced;
    (joined("/") || joined("%") || parted).then_some(Place::Part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::atom::atoms;

    fn figures(line: &str) -> Vec<String> {
        let cells: Vec<Cell<'_>> = atoms(line)
            .into_iter()
            .map(|atom| Cell { atom, line: 0, confidence: None, alternatives: (&[], 0), protected: false })
            .collect();
        let words = (0..cells.len()).filter(|at| cells[*at].atom.kind == AtomKind::Word);
        words.filter_map(|at| figure(&cells, at)).collect()
    }

    #[test]
    fn letters_in_a_date_are_its_digits() {
        assert_eq!(figures("ngày I7 tháng I1 năm 2O18"), ["17", "11", "2018"]);
        assert_eq!(
            figures("ngày L0 tháng II năm T990"),
            ["10", "11"],
            "the year has lost more than a figure"
        );
    }

    #[test]
    fn letters_in_a_documents_number_are_its_digits() {
        assert_eq!(figures("I59/QĐ-UBND; 216/20l8/NQ; tăng 1O%"), ["159", "2018", "10"]);
    }

    #[test]
    fn marks_in_a_day_or_a_month_are_its_missing_figure() {
        let found = |line: &str| -> Vec<String> {
            let cells: Vec<Cell<'_>> = atoms(line)
                .into_iter()
                .map(|atom| Cell {
                    atom,
                    line: 0,
                    confidence: None,
                    alternatives: (&[], 0),
                    protected: false,
                })
                .collect();
            (0..cells.len()).filter_map(|at| broken(&cells, at)).map(|(_, number)| number).collect()
        };
        assert_eq!(found("ngày /8 tháng 0! năm 2023"), ["18", "01"]);
        assert_eq!(found("ngày 8/ tháng 2! năm 2023"), [] as [&str; 0], "no month has 81 days");
        assert_eq!(found("ngày 20/12 và tháng 3, năm"), [] as [&str; 0]);
    }

    #[test]
    fn strokes_are_the_numeral_they_count() {
        for (text, expected) in
            [("IIL", Some("III")), ("V1", Some("VI")), ("II", None), ("Vi", None), ("XL", Some("XI"))]
        {
            assert_eq!(numeral(text).as_deref(), expected, "{text}");
        }
        assert_eq!(numeral("VIIIL"), None, "no such numeral");
    }

    #[test]
    fn what_may_be_a_word_or_two_numbers_is_left() {
        for line in ["quý II", "ngày §/QĐ", "bảng A1", "năm § tháng", "Tổ/Đội", "QĐ/TW", "ngày I9 qua"]
        {
            let expected: &[&str] = if line.contains("I9") { &["19"] } else { &[] };
            assert_eq!(figures(line), expected, "{line}");
        }
        assert_eq!(figures("O05/BC"), [] as [&str; 0], "dirt before `05`");
        assert_eq!(figures("ngày §0"), [] as [&str; 0], "no month has 50 or 80 days");
    }
}
