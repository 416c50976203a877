//! How a block is set off from the text above it, and what that weighs.

use super::setting::Setting;
use crate::structure::folding;
use crate::structure::sheet::{Sheet, SheetLine};

/// The block stands apart from the text above.
const APART: f32 = 1.0;
/// A rule stands between text and block.
const RULED: f32 = 3.0;
/// The block is set smaller than the text, or in a text its lines hold more characters.
const SMALLER: f32 = 2.0;
/// The full lines of a block in a text hold at least this many times the characters of a usual one. Notes at 10 pt under a
/// text at 13–14 pt hold 1.3 to 1.4 times as many.
const LONGER_LINES: f32 = 1.13;
/// A line in the block that can only be a heading, an item of a list, or part of a table.
pub(super) const FOREIGN: f32 = -3.0;
/// A line in a block set smaller that is as large as the text.
const FULL_SIZE: f32 = -1.5;

/// How a block is set off.
#[derive(Debug, Clone, Copy)]
pub(super) struct SetOff {
    /// The rule over notes stands above it.
    pub(super) is_ruled: bool,
    pub(super) is_smaller: bool,
}

impl SetOff {
    /// True under the rule over notes, in smaller type than the text.
    pub(super) fn is_set_off(self) -> bool {
        self.is_ruled && self.is_smaller
    }

    /// Weighs how lines are set off from text of a size above them.
    pub(super) fn weight(self, sheet: &Sheet, setting: &Setting, lines: &[usize], text: Option<f32>) -> f32 {
        let has_image = setting.has_image();
        let is_apart =
            sheet.lines[lines[0]].gap_before || self.is_ruled || sheet.lines[lines[0]].first_on_page;
        let mut weight = if is_apart { APART } else { -APART };
        if self.is_ruled {
            weight += RULED;
        }
        let longest = lines.iter().map(|at| sheet.lines[*at].length()).max().unwrap_or(0) as f32;
        let is_longer = longest >= LONGER_LINES * sheet.usual_length as f32 && sheet.usual_length > 0;
        if if has_image { self.is_smaller } else { is_longer } {
            weight += SMALLER;
        }
        let is_foreign = |at: usize| {
            let is_note = self.is_set_off() && has_image && is_item(&sheet.lines[at]);
            sheet.is_ruled(at) || foreign(&sheet.lines[at]) && !is_note || has_image && setting.is_apart(at)
        };
        let is_full = |at: usize| {
            self.is_smaller && !self.is_ruled && text.is_some_and(|text| setting.is_full_size(at, text))
        };
        weight += FOREIGN * lines.iter().filter(|at| is_foreign(**at)).count() as f32;
        weight + FULL_SIZE * lines.iter().filter(|at| is_full(**at)).count() as f32
    }
}

/// Returns whether a line begins as an item of a list, and as a note does whose mark was read as a dash.
fn is_item(line: &SheetLine) -> bool {
    matches!(line.text.split_whitespace().next(), Some("-" | "–"))
}

/// Returns whether a line can only stand in running text: a heading, or an item of a list.
fn foreign(line: &SheetLine) -> bool {
    let mut words = line.text.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let number = second.trim_end_matches(['.', ':']);
    let is_numbered = number.len() < second.len() && number.bytes().all(|b| b.is_ascii_digit());
    let article = is_numbered && folding::fold(first) == "dieu";
    let lettered = matches!(*first.chars().collect::<Vec<_>>(), [letter, ')'] if letter.is_lowercase());
    let list = matches!(first, "-" | "–" | "+") && line.gap_before;
    let decimal = first.chars().filter(|c| *c == '.').count() >= 2
        && first.chars().all(|c| c.is_ascii_digit() || c == '.')
        && first.starts_with(|c: char| c.is_ascii_digit());
    let capitals = line.length() > 12 && folding::capital_share(&line.text) > 0.8;
    let mut last = line.text.split_whitespace().rev();
    let numbers = last.by_ref().take(2).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).count();
    article || lettered || list || decimal || capitals || numbers == 2 || line.text.contains('|')
}
