//! What stands over a table: its title, its number, the unit of its amounts.
//!
//! ```text
//! above   = [ number ] title [ unit | note ] | numbered [ unit ] | unit
//! title   = lines in capitals
//! numbered = "Bảng" | "Biểu" | "Mẫu" … number words                  one line, or one more in the middle
//! ```

use super::label;
use super::raw::RawTable;
use crate::document::Text;
use crate::structure::sheet::{Role, Sheet};
use crate::structure::{folding, letterhead, paragraph};

/// Most lines over a table that are looked at.
const LINES: usize = 6;

/// Most words of a unit.
const UNIT_WORDS: usize = 4;

/// Lines over a table, from the lowest up.
#[derive(Debug, Default)]
struct Above {
    /// Those of the title.
    title: Vec<usize>,
    /// The one that only numbers the table.
    number: Option<usize>,
    /// Units of amounts.
    units: Vec<usize>,
}

impl Above {
    /// Reads upwards from the line of a table that is given.
    fn of(sheet: &Sheet, page: usize, first: usize) -> Self {
        let start = sheet.pages[page].lines.start;
        let mut above = Self::default();
        // A note in brackets is read from its end upwards.
        let mut is_in_note = false;
        // The second line of a numbered title, until its first is found.
        let mut second = None;
        for at in (start..first).rev().take(LINES).take_while(|at| !names_annex(sheet, *at)) {
            let line = &sheet.lines[at];
            let text = line.text.trim();
            if second.is_none() && above.title.is_empty() && opens_numbered(text) || second.is_some() {
                if opens_numbered(text) {
                    above.title = second.into_iter().chain([at]).collect();
                }
                break;
            }
            let capitals = folding::capital_share(text) > 0.7 && text.split_whitespace().nth(2).is_some();
            let (opens, closes) =
                (text.starts_with(['(', '[']), text.trim_end_matches(['.', ';', ',']).ends_with([')', ']']));
            is_in_note |= closes;
            if capitals && !opens_with_number(text) {
                above.title.push(at);
            } else if !above.title.is_empty() {
                break;
            } else if above.number.is_none() && is_caption(text) {
                above.number = Some(at);
            } else if is_unit(text) {
                above.units.push(at);
            } else if !is_in_note && paragraph::is_in_middle(sheet, line) {
                second = Some(at);
            } else if !is_in_note && !names_day_or_unit(text) {
                break;
            }
            is_in_note &= !opens;
        }
        above
    }
}

/// Returns the title that stands above a table whose first line is given, and takes its lines and those of the unit for the table's,
/// or for a caption of its own where a note stands between. The name of an annex is no title, and a title under it, or over the
/// note that says what the annex belongs to, stays the annex's heading; one under the table's number is the table's.
pub(super) fn find(sheet: &mut Sheet, page: usize, first: usize, table: &mut RawTable) -> Option<Text> {
    let above = Above::of(sheet, page, first);
    // Units stand right over the table, one above the other.
    let units: Vec<usize> =
        (0..).zip(&above.units).take_while(|(nth, at)| **at + 1 + nth == first).map(|(_, at)| *at).collect();
    let mut lines = if above.title.is_empty() { above.number.into_iter().collect() } else { above.title };
    lines.reverse();
    let take = |sheet: &mut Sheet, lines: &[usize]| {
        lines.iter().for_each(|at| sheet.lines[*at].role = Role::Table);
    };
    let (Some(top), Some(last)) = (lines.first().copied(), lines.last().copied()) else {
        table.lines = units.into_iter().rev().collect();
        take(sheet, &table.lines);
        return None;
    };
    let start = sheet.pages[page].lines.start;
    let over = (start..top).next_back();
    let is_annex = over.is_some_and(|at| names_annex(sheet, at))
        || (last + 1..first).any(|at| letterhead::is_annex_note(sheet, at))
            && !over.is_some_and(|at| is_caption(sheet.lines[at].text.trim()));
    let text = sheet.text(lines.iter().map(|at| sheet.whole(*at)));
    if is_annex {
        return Some(text);
    }
    let is_right_above = last + 1 + units.len() == first;
    take(sheet, &lines);
    take(sheet, &units);
    if is_right_above {
        table.lines = lines.into_iter().chain(units.into_iter().rev()).collect();
    } else {
        (table.caption, table.lines) = (lines, units.into_iter().rev().collect());
    }
    Some(text)
}

/// Returns whether a line says that it is an annex: `PHỤ LỤC 2`.
pub(super) fn names_annex(sheet: &Sheet, at: usize) -> bool {
    let text = sheet.lines[at].text.trim_start_matches(|c: char| !c.is_alphanumeric());
    folding::fold(text).starts_with("phu luc")
}

/// Returns whether a text in capitals is a heading with a number: `IV. KẾT QUẢ`.
fn opens_with_number(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_parted = first.ends_with(['.', ')', '/']) || matches!(second, "-" | "–" | ".");
    is_parted && label::is_clear(first.trim_end_matches(['.', ')', '/']))
}

/// Returns whether a line above a table says in what its amounts are: `Đơn vị tính: triệu đồng`, `(ĐVT: ha)`. `Đơn vị: Trạm Hoa Sim`
/// names a body.
fn is_unit(text: &str) -> bool {
    let Some((name, unit)) = text.split_once(':') else { return false };
    let name = folding::fold(name.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let unit = unit.trim();
    matches!(name.trim(), "don vi" | "don vi tinh" | "dvt")
        && unit.starts_with(|c: char| c.is_lowercase() || c == '%' || c.is_ascii_digit())
        && unit.split_whitespace().count() <= UNIT_WORDS
}

/// Returns whether a line above a table says whose it is, or of which day.
fn names_day_or_unit(text: &str) -> bool {
    let folded = folding::fold(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    ["don vi", "dvt", "ngay "].iter().any(|opening| folded.starts_with(opening))
}

/// Returns whether the number and the words of a table's title open in a line: `Bảng 4. Số trạm đo gió`.
fn opens_numbered(text: &str) -> bool {
    let folded = folding::fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let (number, title) = match words.as_slice() {
        ["bieu" | "bang" | "mau", "so", number, title @ ..] | ["bieu" | "bang", number, title @ ..] => {
            (number, title)
        }
        _ => return false,
    };
    let digits = number.trim_end_matches(['.', ':']);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number && !title.is_empty() && !text.trim_end().ends_with(['.', ';', ','])
}

/// Returns whether a line numbers a table: `Biểu số 01`, `Bảng 2`.
pub(in crate::structure) fn is_caption(text: &str) -> bool {
    let folded = folding::fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let is_number = |word: &&str| word.trim_end_matches(['.', ':']).bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), ["bieu" | "bang" | "mau", "so", number] | ["bieu" | "bang", number] if is_number(number))
}
