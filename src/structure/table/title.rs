//! What stands over a table: its title, its number, the unit of its amounts.
//!
//! ```text
//! above   = [ number ] title [ unit | note ] | ( numbered | small ) [ unit ] | unit
//! title   = lines in capitals
//! small   = lines in the middle                                      up to three, in small letters
//! numbered = "Bảng" | "Biểu" | "Mẫu" … number words                  one line, or one more in the middle
//! ```

use super::label;
use super::raw::RawTable;
use crate::document::Text;
use crate::structure::sheet::{Role, Sheet};
use crate::structure::{folding, letterhead, office, paragraph};

/// Most lines over a table that are looked at.
const LINES: usize = 6;

/// Most lines of a title in small letters.
const SMALL_LINES: usize = 3;

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
        for at in (start..first).rev().take(LINES).take_while(|at| !names_annex(sheet, *at)) {
            let line = &sheet.lines[at];
            let text = line.text.trim();
            if above.title.is_empty() && opens_numbered(text) {
                above.title.push(at);
                break;
            }
            let is_long = || text.split_whitespace().nth(2).is_some() || ends_capitals(sheet, start, at);
            let capitals = folding::capital_share(text) > 0.7 && is_long();
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
                above.title = small(sheet, start, at);
                break;
            } else if !is_in_note && !names_day_or_unit(text) {
                break;
            }
            is_in_note &= !opens;
        }
        above
    }
}

/// Returns whether a short line in capitals in the middle ends a title in capitals: what is over it is too wide for its last word.
fn ends_capitals(sheet: &Sheet, start: usize, at: usize) -> bool {
    let is_over = |over: usize| {
        let text = sheet.lines[over].text.trim();
        let is_title = folding::capital_share(text) > 0.7 && text.split_whitespace().nth(2).is_some();
        is_title && !opens_with_number(text) && !names_annex(sheet, over)
    };
    paragraph::is_in_middle(sheet, &sheet.lines[at]) && (start..at).next_back().is_some_and(is_over)
}

/// Returns the lines, from the lowest up, of a title in small letters whose last line is given: lines in the middle, or those down
/// from the one that numbers the table, which may be wider. What stands under the name of a kind is a document's subject, and none.
fn small(sheet: &Sheet, start: usize, last: usize) -> Vec<usize> {
    let mut lines = vec![last];
    for at in (start..last).rev() {
        let line = &sheet.lines[at];
        let text = line.text.trim();
        if opens_numbered(text) {
            lines.push(at);
            return lines;
        }
        let is_over = text.ends_with([':', ';', '.']) || names_day_or_unit(text);
        if is_over || names_annex(sheet, at) || !paragraph::is_in_middle(sheet, line) {
            let is_subject = letterhead::names_any_kind(sheet, at);
            return if is_subject || !reads_as_title(sheet, &lines) { Vec::new() } else { lines };
        }
        if lines.len() == SMALL_LINES || letterhead::names_any_kind(sheet, at) {
            return Vec::new();
        }
        lines.push(at);
    }
    if reads_as_title(sheet, &lines) { lines } else { Vec::new() }
}

/// Returns whether lines, from the lowest up, read as a title in small letters does: they begin with a capital, and neither
/// lead over to the table nor end a sentence; they are no heading with a number, no words of a letterhead and no signer.
fn reads_as_title(sheet: &Sheet, lines: &[usize]) -> bool {
    let is_free = |at: &usize| {
        let (line, text) = (&sheet.lines[*at], sheet.lines[*at].text.trim());
        let is_of_head = letterhead::is_motto(text)
            || letterhead::is_number(text)
            || letterhead::is_place_and_date(text)
            || letterhead::opens_subject(text)
            || letterhead::opens_addressees(text)
            || letterhead::is_annex_note(sheet, *at);
        let is_other = office::opens(text) || is_caption(text) || names_day_or_unit(text);
        line.role == Role::Body && !is_of_head && !is_other
    };
    let opens = lines.last().is_some_and(|top| {
        let text = sheet.lines[*top].text.trim();
        text.starts_with(char::is_uppercase) && !opens_with_number(text)
    });
    let ends = lines.first().is_some_and(|last| {
        let text = sheet.lines[*last].text.trim();
        !text.ends_with(['.', ':', ';', ',', '?', '!']) && !paragraph::is_of_form(text)
    });
    let words = lines.iter().map(|at| sheet.lines[*at].text.split_whitespace().count()).sum::<usize>();
    opens && ends && words > 1 && lines.iter().all(is_free)
}

/// Returns the title that stands above a table whose first line is given, and takes its lines and those of the unit for the table's,
/// or for a caption of its own where a note stands between. The name of an annex is no title, and a title under it, or over the
/// note that says what the annex belongs to, stays the annex's heading; one under the table's number is the table's.
pub(super) fn find(sheet: &mut Sheet, page: usize, first: usize, table: &mut RawTable) -> Option<Text> {
    let mut above = Above::of(sheet, page, first);
    // Units stand right over the table, one above the other.
    let units: Vec<usize> =
        (0..).zip(&above.units).take_while(|(nth, at)| **at + 1 + nth == first).map(|(_, at)| *at).collect();
    let is_numbered = |at: &usize| opens_numbered(sheet.lines[*at].text.trim());
    if above.title.last().is_some_and(|top| is_of_document(sheet, page, *top))
        && !above.title.iter().any(is_numbered)
    {
        // The kind of a document and its subject stand right above its table.
        above.title.clear();
    }
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
        // The annex's title stays its heading; the unit is the table's.
        table.lines = units.into_iter().rev().collect();
        take(sheet, &table.lines);
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

/// Lines from the top of a page among which its head is.
const HEAD_LINES: usize = 14;

/// Returns whether a title whose first line is given is a document's: above it stands no more than a head, which names no kind, and which has
/// a number where the title is no kind that is known.
fn is_of_document(sheet: &Sheet, page: usize, top: usize) -> bool {
    let above = sheet.pages[page].lines.start..top;
    let text = |at: usize| sheet.lines[at].text.trim();
    let tells_head = |at: usize| {
        letterhead::is_motto(text(at))
            || letterhead::is_number(text(at))
            || letterhead::is_place_and_date(text(at))
    };
    let is_text = |at: usize| {
        let line = &sheet.lines[at];
        let has_room = paragraph::room_behind(sheet, line) > 0.0 || paragraph::is_in_middle(sheet, line);
        folding::capital_share(text(at)) < 0.5 && !has_room && !tells_head(at)
    };
    above.len() <= HEAD_LINES
        && above.clone().any(tells_head)
        && (letterhead::names_any_kind(sheet, top) || above.clone().any(|at| letterhead::is_number(text(at))))
        && !above.clone().any(|at| is_text(at) || letterhead::names_any_kind(sheet, at))
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
