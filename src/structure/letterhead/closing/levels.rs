//! The levels of a page: the pieces of its free lines that stand at one height.

use std::ops::Range;

use super::piece::{self, Piece};
use super::recipients::bullet;
use crate::structure::sheet::{Frame, Role, Sheet};

/// How far from the left edge of the text, in its widths, the rule over notes begins at most.
const MARGIN: f32 = 0.1;

/// Pieces at one height, from left to right.
pub(super) type Level = Vec<Piece>;

/// Returns the free pieces of a page, by height.
pub(super) fn levels(sheet: &Sheet, page: usize, own: &Range<usize>) -> Vec<Level> {
    let lines = sheet.pages[page].lines.clone();
    let lines = lines.start.max(own.start)..lines.end.min(own.end);
    let mut pieces: Vec<Piece> = lines
        .filter(|at| sheet.lines[*at].role == Role::Body)
        .flat_map(|at| piece::of_line(sheet, at))
        .filter(|piece| !piece.text.is_empty())
        .collect();
    pieces.sort_by(|a, b| a.frame.center().1.total_cmp(&b.frame.center().1));
    let mut levels: Vec<Level> = Vec::new();
    for piece in pieces {
        let own = piece.frame;
        let is_beside = |level: &Level| {
            let first = level[0].frame;
            own.center().1 - first.center().1 < first.height().min(own.height()) / 2.0
        };
        match levels.last_mut() {
            Some(level) if is_beside(level) => level.push(piece),
            _ => levels.push(vec![piece]),
        }
    }
    for level in &mut levels {
        level.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
    }
    levels
}

/// Returns where the rule over the page's notes ends the closing. It begins at the left margin; what looks like a rule on the right is
/// the stroke of a signature. Under it no further recipient stands.
pub(super) fn floor(sheet: &Sheet, page: usize, first: Frame, levels: &[Level]) -> f32 {
    let page = &sheet.pages[page];
    let margin = page.extent.map_or(f32::MAX, |(left, right)| left + MARGIN * (right - left));
    let bullets = levels.iter().flatten().filter(|piece| bullet(&piece.text) > 0);
    let last_bullet = bullets.map(|piece| piece.frame.y0).fold(first.y1, f32::max);
    // The opening words may be underlined.
    let below = last_bullet.max(first.y1 + first.height());
    let is_over_notes = |rule: &&Frame| rule.x0 <= margin && rule.center().1 > below;
    page.across.iter().find(is_over_notes).map_or(f32::MAX, |rule| rule.center().1)
}

/// Returns the width of the text of a page; where it holds a closing alone, of the page before.
pub(super) fn width_of(sheet: &Sheet, page: usize) -> f32 {
    let pages = &sheet.pages[page.saturating_sub(1)..=page];
    pages.iter().filter_map(|page| page.extent).map(|(left, right)| right - left).fold(1.0, f32::max)
}
