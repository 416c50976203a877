//! The two columns of head and closing, parted by the page's middle or, in text, by what opens the right one.

use super::date::date_of;
use super::symbol::NUMBER;
use crate::structure::folding;
use crate::structure::sheet::{PlacedWord, Sheet};

/// How far from the middle of the text, in its widths, the gap between two columns lies at most; a gap behind a bullet
/// lies farther.
const NEAR_MIDDLE: f32 = 0.3;

/// A line of the head, parted into columns.
pub(super) struct HeadLine {
    pub(super) at: usize,
    pub(super) left: String,
    pub(super) right: String,
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
            return HeadLine {
                at,
                left: line.slice(&(0..start)),
                right: line.slice(&(start..line.length())),
            };
        }
        let center = line.frame.map_or(middle, |f| f.center().0);
        let text = line.text.clone();
        return if center > middle + (right - left) * 0.05 {
            HeadLine { at, left: String::new(), right: text }
        } else {
            HeadLine { at, left: text, right: String::new() }
        };
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
            let start = tokens[index].start;
            return HeadLine {
                at,
                left: line.slice(&(0..start)),
                right: line.slice(&(start..line.length())),
            };
        }
    }
    // `Số: 12/BC-VP Đồng Xanh, ngày …` on one line.
    let found = NUMBER.as_ref().and_then(|n| n.find(text));
    if let (Some(found), Some(_)) = (found, date_of(text)) {
        return HeadLine { at, left: text[..found.end()].to_owned(), right: text[found.end()..].to_owned() };
    }
    if is_motto(text) || date_of(text).is_some() {
        return HeadLine { at, left: String::new(), right: text.clone() };
    }
    HeadLine { at, left: text.clone(), right: String::new() }
}

pub(super) fn is_motto(text: &str) -> bool {
    ["cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "đảng cộng sản việt nam"]
        .iter()
        .any(|m| folding::reads_as(text, m))
}
