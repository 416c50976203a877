//! Two-page spreads: a bound volume opened and scanned in one.
//!
//! A spread is wider than it is high, and down its middle runs the gutter: both pages' inner margins, which no letter
//! stands in and no rule or long stroke crosses. On at least one side of it stand lines of print as long as
//! a page's. A table set across a sheet fails for its rules, a sheet of signatures for its short lines. Two columns on a
//! wide sheet pass; they are read one after the other either way.

use super::bilevel::{Component, WORK_DPI};
use super::letters::Letters;

/// A page of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    /// All of it.
    Whole,
    /// The left one of a spread.
    Left,
    /// The right one.
    Right,
}

/// Width of a spread over its height, at least: two pages of A4 or of a book have 1.41, two of a narrow ledger less.
const WIDE: f32 = 1.15;
/// Where across a spread its gutter lies, as parts of its width: volumes lie off the glass's middle.
const MIDDLE: std::ops::RangeInclusive<f32> = 0.38..=0.62;
/// Width of the gutter, inches, at least: two inner margins of 6 mm. Columns of one page are 3 to 8 mm apart.
const GUTTER: f32 = 0.45;
/// Letters of a line that keep the gutter from running there; specks rarely line up.
const LETTERS_ACROSS: usize = 2;
/// Letters of a line that counts.
const LETTERS_IN_LINE: usize = 8;
/// Length of a page's line, as a part of the page's width, at least.
const LONG: f32 = 0.45;
/// Such lines on one of the pages, at least.
const LINES: usize = 6;

/// Returns where across an upright page its two pages part, as a part of its width; `None` where it is one page.
/// `others` are the pieces of its ink that are no letters.
pub(super) fn gutter(letters: &Letters, others: &[Component]) -> Option<f32> {
    let (width, height) = (letters.page.width, letters.page.height);
    if (width as f32) < WIDE * height as f32 {
        return None;
    }
    let mut is_printed = vec![false; width];
    for body in
        letters.lines(LETTERS_ACROSS).concat().into_iter().filter_map(|index| letters.bodies.get(index))
    {
        is_printed[body.x0..body.x1].fill(true);
    }
    let (from, to) = ((MIDDLE.start() * width as f32) as usize, (MIDDLE.end() * width as f32) as usize);
    let (left, right) = widest_run(from..to, |x| !is_printed[x])?;
    if ((right - left) as f32) < GUTTER * WORK_DPI {
        return None;
    }
    let middle = (left + right) / 2;
    let crosses = |c: &&Component| c.x0 < left && c.x1 > right;
    if others.iter().any(|c| crosses(&c)) {
        return None;
    }
    let long = |page: std::ops::Range<usize>| {
        let least = LONG * page.len() as f32;
        let lines = letters.lines(LETTERS_IN_LINE);
        let lengths = lines.iter().filter_map(|line| {
            let first = letters.bodies.get(*line.first()?)?;
            let last = letters.bodies.get(*line.last()?)?;
            (page.contains(&first.x0) && page.contains(&(last.x1 - 1))).then_some(last.x1 - first.x0)
        });
        lengths.filter(|length| *length as f32 >= least).count()
    };
    (long(0..middle).max(long(middle..width)) >= LINES).then_some(middle as f32 / width as f32)
}

/// Returns the ends of the longest run of columns of which `holds` is true.
fn widest_run(columns: std::ops::Range<usize>, holds: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let mut best = None;
    let mut start = None;
    for x in columns.start..=columns.end {
        let inside = x < columns.end && holds(x);
        match (inside, start) {
            (true, None) => start = Some(x),
            (false, Some(from)) => {
                if best.is_none_or(|(left, right)| x - from > right - left) {
                    best = Some((from, x));
                }
                start = None;
            }
            _ => {}
        }
    }
    best
}
