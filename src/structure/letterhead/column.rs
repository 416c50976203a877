//! The two columns of head and closing, parted by the page's middle or, in text, by what opens the right one.

use super::date::date_of;
use super::number_pattern::NUMBER;
use crate::structure::folding;
use crate::structure::sheet::{Place, PlacedWord, Sheet};

/// How far from the middle of the text, in its widths, the gap between two columns lies at most; a gap behind a bullet
/// lies farther.
const NEAR_MIDDLE: f32 = 0.3;

/// A line of the head, parted into columns.
pub(super) struct HeadLine {
    pub(super) at: usize,
    pub(super) left: String,
    pub(super) right: String,
    /// Where the right column begins, in characters of the line.
    start: usize,
    length: usize,
}

impl HeadLine {
    /// Parts a line before one of its characters.
    fn new(sheet: &Sheet, at: usize, start: usize) -> Self {
        let line = &sheet.lines[at];
        let length = line.length();
        let (left, right) = (line.slice(&(0..start)), line.slice(&(start..length)));
        Self { at, left, right, start, length }
    }

    /// Returns where the left column stands.
    pub(super) fn left_place(&self) -> Place {
        (self.at, 0..self.start)
    }

    /// Returns where the right column stands.
    pub(super) fn right_place(&self) -> Place {
        (self.at, self.start..self.length)
    }

    /// Returns both columns, each with its place.
    pub(super) fn columns(&self) -> [(&str, Place); 2] {
        [(&self.left, self.left_place()), (&self.right, self.right_place())]
    }
}

/// Parts a line into what stands left and right of the page's middle.
pub(super) fn part(sheet: &Sheet, at: usize) -> HeadLine {
    let line = &sheet.lines[at];
    let extent = sheet.pages[line.sheet_page].extent;
    if let (Some((left, right)), false) = (extent, line.words.is_empty()) {
        let middle = (left + right) / 2.0;
        // A gap between words wider than two letters' height near the middle parts the columns.
        let height = line.frame.map_or(0.0, |f| f.height());
        let off = |w: &[PlacedWord]| ((w[0].frame.x1 + w[1].frame.x0) / 2.0 - middle).abs();
        let split = line
            .words
            .windows(2)
            .filter(|w| w[1].frame.x0 - w[0].frame.x1 > 1.2 * height)
            .filter(|w| off(w) <= NEAR_MIDDLE * (right - left))
            .min_by(|a, b| off(a).total_cmp(&off(b)))
            .map(|w| w[1].range.start);
        if let Some(start) = split {
            return HeadLine::new(sheet, at, start);
        }
        let center = line.frame.map_or(middle, |f| f.center().0);
        let start = if center > middle + (right - left) * 0.05 { 0 } else { line.length() };
        return HeadLine::new(sheet, at, start);
    }
    // In text, the motto or the place opens the right column, or three blanks or a tab do.
    let text = &line.text;
    let tokens = line.tokens();
    let skeletons: Vec<String> = tokens.iter().map(|t| folding::fold(&line.slice(t))).collect();
    for index in 1..tokens.len() {
        let gap = tokens[index].start - tokens[index - 1].end;
        let next = skeletons.get(index + 1).map(String::as_str);
        let motto = matches!(
            (skeletons[index].as_str(), next),
            ("cong", Some("hoa")) | ("dang", Some("cong")) | ("doc", Some("lap"))
        );
        let has_tab = line.slice(&(tokens[index - 1].end..tokens[index].start)).contains('\t');
        if gap >= 3 || has_tab || motto {
            return HeadLine::new(sheet, at, tokens[index].start);
        }
    }
    // `Số: 12/BC-VP Đồng Xanh, ngày …` on one line.
    let found = NUMBER.as_ref().and_then(|n| n.find(text));
    if let (Some(found), Some(_)) = (found, date_of(text)) {
        return HeadLine::new(sheet, at, text[..found.end()].chars().count());
    }
    let is_right = is_motto(text) || date_of(text).is_some();
    HeadLine::new(sheet, at, if is_right { 0 } else { line.length() })
}

pub(super) fn is_motto(text: &str) -> bool {
    const MOTTOES: [&str; 3] =
        ["cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "đảng cộng sản việt nam"];
    folding::reads_as_one_of(text, &MOTTOES)
}
