//! Stamps of arrival (dấu đến): what a registry stamps on a document that came in.
//!
//! Decree 30/2020/NĐ-CP, appendix IV, gives the stamp its form, which older stamps vary:
//!
//! ```text
//! body, in capitals
//! "ĐẾN"   "Số:" number
//!         "Ngày:" day
//! "Chuyển:" …
//! "Số và ký hiệu HS:" …
//! ```
//!
//! It is no part of the text, and is claimed before the head is read: its number and day are not the document's. A blue
//! stamp with a frame is lifted off the image before that is read; those that come here are of gray scans and of texts.

use std::collections::BTreeSet;

use super::caption::day_of;
use super::folding;
use super::sheet::{Frame, Role, Sheet};
use crate::document::{Arrival, BlockKind, Text};

/// How far apart two lines of a stamp stand at most, down and across, in heights of a line: it is set wide, for numbers
/// written by hand.
const APART: f32 = 2.0;
/// Lines before and after the stamp's word that may belong to it where no boxes tell.
const REACH: usize = 3;
/// Lines before and after the stamp's word among which its other lines are looked for: as many as a page of print has. In a text
/// without pages, what stands further off is of another stamp.
const FURTHEST: usize = 100;
/// Most lines of the body's name.
const NAME_LINES: usize = 2;

/// The stamp's word, as it is folded.
const WORDS: [&str; 3] = ["den", "cong van den", "van ban den"];

/// Longest of them as printed, with all its marks, in bytes, and room for blanks.
const LONGEST_WORD: usize = 64;

/// What a line of a stamp tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Number,
    Day,
    Other,
}

/// Labels as they are folded.
const LABELS: [(&str, Field); 6] = [
    ("so", Field::Number),
    ("ngay", Field::Day),
    ("gio", Field::Other),
    ("chuyen", Field::Other),
    ("so va ky hieu hs", Field::Other),
    ("luu ho so so", Field::Other),
];

/// Reads the stamps and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Vec<Arrival> {
    let mut arrivals = Vec::new();
    for page in 0..sheet.pages.len() {
        for at in sheet.pages[page].lines.clone() {
            if sheet.lines[at].role == Role::Body && after_word(&sheet.lines[at].text).is_some() {
                arrivals.extend(claim(sheet, at));
            }
        }
    }
    arrivals
}

/// Returns what stands after the stamp's word, where a line begins with that, in capitals, and has at most a field
/// behind it.
fn after_word(text: &str) -> Option<&str> {
    let text = text.trim();
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let ends = ends.take_while(|end| *end <= LONGEST_WORD);
    let (word, rest) = ends
        .filter(|end| text[*end..].is_empty() || text[*end..].starts_with(' '))
        .map(|end| text.split_at(end))
        .find(|(word, _)| WORDS.contains(&folding::fold(word).as_str()))?;
    let rest = rest.trim();
    let is_in_capitals = !word.chars().any(char::is_lowercase);
    (is_in_capitals && (rest.is_empty() || field(rest).is_some())).then_some(rest)
}

/// Returns the field that a line begins with the label of, and what stands after it, without the dots that are there to
/// be written on.
fn field(text: &str) -> Option<(Field, &str)> {
    let (label, value) = text.split_at(text.find([':', '.', '…'])?);
    let label = folding::fold(label);
    let field = LABELS.iter().find(|(known, _)| *known == label)?.1;
    let value = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '…'));
    // The document's own number has a symbol: `12/QĐ-UBND`.
    let is_own = field == Field::Number && value.chars().any(char::is_alphabetic);
    (!is_own).then_some((field, value))
}

/// Claims the stamp around its word and reads it; `None` where no field of one is there.
fn claim(sheet: &mut Sheet, word: usize) -> Option<Arrival> {
    let lines = sheet.pages[sheet.lines[word].sheet_page].lines.clone();
    let around = lines.start.max(word.saturating_sub(FURTHEST))..lines.end.min(word + FURTHEST + 1);
    let is_field = |at: &usize| {
        let line = &sheet.lines[*at];
        *at != word && line.role == Role::Body && field(line.text.trim()).is_some()
    };
    let mut left: Vec<usize> = around.clone().filter(is_field).collect();
    let mut stamp = Vec::new();
    // Of those that are near to what is of the stamp the first on the page comes first.
    let mut near = BTreeSet::from([word]);
    while let Some(of) = near.pop_first() {
        near.extend(left.extract_if(.., |at| is_near(sheet, *at, of)));
        stamp.push(of);
    }
    let names = names_over(sheet, &stamp, around);
    let texts = stamp.iter().map(|at| (*at, sheet.lines[*at].text.trim()));
    let fields: Vec<(usize, (Field, &str))> =
        texts.filter_map(|(at, text)| Some((at, field(after_word(text).unwrap_or(text))?))).collect();
    let of =
        |wanted| fields.iter().find(|(_, (field, _))| *field == wanted).map(|(at, (_, value))| (*at, *value));
    let (number, day) = (of(Field::Number), of(Field::Day));
    number.or(day)?;
    let number = number.filter(|(_, value)| !value.is_empty());
    let number = number.map(|(at, value)| sheet.text([sheet.find(sheet.whole(at), value)]));
    let date = day.and_then(|(_, value)| day_of(value));
    let body = sheet.text(names.iter().map(|at| sheet.whole(*at)));
    let page = sheet.lines[word].page;
    stamp.extend(names);
    stamp.sort_unstable();
    let block = sheet.claim(BlockKind::Stamp, stamp);
    Some(Arrival { page, block, body: Some(body).filter(|body: &Text| !body.is_empty()), number, date })
}

/// Returns whether two lines stand as near to each other as those of a stamp do.
fn is_near(sheet: &Sheet, at: usize, of: usize) -> bool {
    let (Some(a), Some(b)) = (sheet.lines[at].frame, sheet.lines[of].frame) else {
        return at.abs_diff(of) <= REACH;
    };
    let most = APART * a.height().min(b.height());
    a.y0.max(b.y0) - a.y1.min(b.y1) <= most && a.x0.max(b.x0) - a.x1.min(b.x1) <= most
}

/// Returns the lines of capitals right above a stamp and no wider than it: the body's name.
fn names_over(sheet: &Sheet, stamp: &[usize], lines: std::ops::Range<usize>) -> Vec<usize> {
    let frames = || stamp.iter().filter_map(|at| sheet.lines[*at].frame);
    let Some(height) = frames().map(Frame::height).reduce(f32::max) else { return Vec::new() };
    let (left, right) = (
        frames().map(|frame| frame.x0).fold(f32::INFINITY, f32::min) - APART * height,
        frames().map(|frame| frame.x1).fold(f32::NEG_INFINITY, f32::max) + APART * height,
    );
    let mut top = frames().map(|frame| frame.y0).fold(f32::INFINITY, f32::min);
    let mut names = Vec::new();
    for at in lines.rev().filter(|at| !stamp.contains(at)) {
        let line = &sheet.lines[at];
        let Some(frame) = line.frame.filter(|_| line.role == Role::Body) else { continue };
        let stands_over = frame.y1 <= top + frame.height() / 2.0 && top - frame.y1 <= frame.height();
        let is_name =
            line.text.chars().any(char::is_alphabetic) && !line.text.chars().any(char::is_lowercase);
        if names.len() < NAME_LINES && stands_over && is_name && frame.x0 >= left && frame.x1 <= right {
            top = frame.y0;
            names.push(at);
        }
    }
    names.reverse();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample::{self, body, claimed, printed};

    #[test]
    fn a_stamp_under_the_documents_number_is_read_and_that_number_stays() {
        let document = printed(&[
            ("SỞ NỘI VỤ TỈNH MẪU", [200, 150, 560, 185]),
            ("Số: 12/QĐ-SNV", [260, 200, 500, 235]),
            ("UBND HUYỆN MẪU", [240, 290, 520, 318]),
            ("Số: 1045", [380, 330, 560, 358]),
            ("ĐẾN", [210, 350, 300, 380]),
            ("Ngày: 05/6/2019", [380, 372, 590, 400]),
            ("Chuyển: ..........", [210, 415, 580, 440]),
            ("QUYẾT ĐỊNH", [700, 520, 920, 560]),
        ]);
        let mut sheet = Sheet::new(&document);
        let found = find(&mut sheet);
        let [arrival] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(arrival.body.as_deref(), Some("UBND HUYỆN MẪU"));
        assert_eq!((arrival.number.as_deref(), arrival.date.as_deref()), (Some("1045"), Some("2019-06-05")));
        assert_eq!(
            claimed(&sheet),
            ["UBND HUYỆN MẪU", "Số: 1045", "ĐẾN", "Ngày: 05/6/2019", "Chuyển: .........."]
        );
        assert_eq!(body(&sheet), ["SỞ NỘI VỤ TỈNH MẪU", "Số: 12/QĐ-SNV", "QUYẾT ĐỊNH"]);
    }

    #[test]
    fn a_stamp_whose_word_stands_before_its_number_is_read_from_bare_text() {
        let given = sample::text(&["CÔNG VĂN ĐẾN Số: 77", "Ngày.......", "Kính gửi: Sở Mẫu"]);
        let mut sheet = Sheet::new(&given);
        let found = find(&mut sheet);
        assert_eq!(found[0].number.as_deref(), Some("77"));
        assert_eq!((found[0].date.as_deref(), found[0].body.as_deref()), (None, None));
        assert_eq!(body(&sheet), ["Kính gửi: Sở Mẫu"]);
    }

    #[test]
    fn the_word_alone_in_prose_or_beside_the_documents_number_is_no_stamp() {
        for lines in [
            ["Từ ngày 01/5", "đến", "Ngày: 31/5/2020"],
            ["ĐẾN", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH"],
            ["ĐẾN NĂM 2030", "Số: 15", "Ngày: 31/5/2020"],
            ["CHỈ TIÊU", "ĐẾN", "2030"],
        ] {
            let given = sample::text(&lines);
            let mut sheet = Sheet::new(&given);
            assert_eq!(find(&mut sheet), [], "{lines:?}");
        }
    }
}
