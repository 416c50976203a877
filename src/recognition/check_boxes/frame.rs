//! The frame of a box: four straight sides that meet.

use super::CheckBox;
use crate::document::BoundingBox;
use crate::recognition::ink::Ink;
use crate::recognition::median::median;

/// The part of the longest run of ink in its rows that a side is long at least: a tick that runs out over a corner makes a run longer.
const SIDE: f32 = 0.8;
/// Height as parts of the width: boxes are squares, and scanners stretch them.
const SQUARE: std::ops::RangeInclusive<f32> = 0.75..=1.33;
/// The part of a side that has ink. Of faded boxes at 150 dpi a sixth of one side was lost, and `❑` has sides that begin below the corner;
/// the right side of a `D` is bent, and has half.
const COVERED: f32 = 0.8;
/// The part of the rows between top and foot that have ink beyond a side: a tick runs out over a corner, the bow of an `O` or `G` goes on
/// beside the run at its top. The serifs of two strokes that touch, `II` or `n`, stand out on both sides, by a sixth of the rows and more.
const BEYOND: f32 = 0.35;
const BEYOND_BOTH: f32 = 0.12;
/// A frame that does not fill the part of the ink that it is of, but for so much of its width on each side, and a pixel, is higher than so many usual heights of
/// letters: of `n`, `h` and `d` the strokes between serifs are as good a frame as many, and as high as small letters.
const FULL: f32 = 0.1;
pub(super) const HIGHER_THAN_LETTERS: f32 = 1.05;
/// The thickest side, as a part of the box's width: `❑` has a shadow. Bold stems have a quarter of their letter's width and more.
const THICKEST: f32 = 0.27;
/// The side of the square at each corner in which sides meet, as a part of the box's width, and its pixels at least. Round letters and
/// arches have clear corners.
const CORNER: f32 = 0.1;
const LEAST_CORNER: usize = 2;
/// How far from the edge the room begins that a tick is looked for in, and its least width, as parts of the box's.
const MARGIN: f32 = 0.2;
const ROOM: f32 = 0.3;
/// The part of the room that has ink up to which it is empty, and from which it is ticked.
const CLEAR: f32 = 0.05;
const STROKES: f32 = 0.12;
/// From so much on the box is a blot: a bullet, or a letter that ran full.
const BLOT: f32 = 0.9;
/// A tick reaches over this part of the room's width or height: a speck does not.
const REACH: f32 = 0.45;
/// Pixels beside a side that are fringe yet.
const FRINGE: usize = 1;
/// How far before a side the runs along top and foot may end, as a part of their length.
const WORN: f32 = 0.1;
/// The widest gap in a side, as a part of its length.
const GAP: f32 = 0.1;
/// How sure a box with whole sides is, 0 to 1, and how much less so one of whose sides the least part that may be is there, or whose
/// inside does not say clearly whether it is ticked.
const SURE: f32 = 0.98;
const LESS_FOR_SIDES: f32 = 0.2;
const LESS_FOR_STROKES: f32 = 0.3;

/// The ink in a part of the page, row by row.
struct Window {
    left: u32,
    top: u32,
    width: usize,
    height: usize,
    ink: Vec<bool>,
}

impl Window {
    fn of(ink: &Ink, bbox: BoundingBox) -> Self {
        let places = (bbox.y0..bbox.y1).flat_map(|y| (bbox.x0..bbox.x1).map(move |x| (x, y)));
        Self {
            left: bbox.x0,
            top: bbox.y0,
            width: bbox.width() as usize,
            height: bbox.height() as usize,
            ink: places.map(|(x, y)| ink.part_at(x, y).is_some()).collect(),
        }
    }

    fn is_ink(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.ink[y * self.width + x]
    }

    /// Returns the longest run of ink in a row, small gaps let be.
    fn longest_run(&self, y: usize) -> (usize, usize) {
        longest_run((0..self.width).map(|x| self.is_ink(x, y)), (GAP * self.width as f32) as usize)
    }

    /// Returns the part of the rows `from..to` that have ink in a column or the one to its right.
    fn column_covered(&self, x: usize, (from, to): (usize, usize)) -> f32 {
        let next = (x + 1).min(self.width - 1);
        let count = (from..to).filter(|y| self.is_ink(x, *y) || self.is_ink(next, *y)).count();
        count as f32 / (to - from).max(1) as f32
    }

    /// Returns the part of the columns `from..to` that have ink in a row or the one below it.
    fn row_covered(&self, y: usize, (from, to): (usize, usize)) -> f32 {
        let next = (y + 1).min(self.height - 1);
        let count = (from..to).filter(|x| self.is_ink(*x, y) || self.is_ink(*x, next)).count();
        count as f32 / (to - from).max(1) as f32
    }

    /// Returns the frame in it.
    fn frame(&self) -> Option<Frame> {
        let runs: Vec<(usize, usize)> = (0..self.height).map(|y| self.longest_run(y)).collect();
        let longest = runs.iter().map(|(from, to)| to - from).max()?;
        let is_side = |y: &usize| (runs[*y].1 - runs[*y].0) as f32 >= SIDE * longest as f32;
        let (top, last) = ((0..self.height).find(is_side)?, (0..self.height).rfind(is_side)?);
        let down = (top, last + 1);
        let covered = |x: usize| self.column_covered(x, down);
        // Of a box with a shadow the foot begins farther right than the top and ends there; of a worn one both end before the side.
        let ends = [runs[top], runs[last]];
        let worn = (WORN * longest as f32) as usize + 1;
        let (begin, most) = (ends.iter().map(|run| run.0).min()?, ends.iter().map(|run| run.0).max()?);
        let left = side((begin.saturating_sub(worn)..(most + 2).min(self.width)).map(|x| (x, covered(x))))?;
        let (least, end) = (ends.iter().map(|run| run.1).min()?, ends.iter().map(|run| run.1).max()?);
        let right =
            side((least.saturating_sub(2)..(end + worn).min(self.width)).rev().map(|x| (x, covered(x))))?;
        let across = (left.0, right.0 + 1);
        if across.1 < across.0 + LEAST_CORNER {
            return None;
        }
        let foot_covered = self.row_covered(last.saturating_sub(1), across);
        let least =
            [self.row_covered(top, across), foot_covered, left.1, right.1].into_iter().fold(1.0, f32::min);
        let is_frame = least >= COVERED;
        is_frame.then_some(Frame { left: left.0, right: right.0 + 1, top, foot: last + 1, least })
    }
}

/// Returns the first column of those, from without, that are covered as a side is, or else the best.
fn side(columns: impl Iterator<Item = (usize, f32)> + Clone) -> Option<(usize, f32)> {
    let first = columns.clone().find(|(_, covered)| *covered >= COVERED);
    first.or_else(|| columns.max_by(|a, b| a.1.total_cmp(&b.1)))
}

fn longest_run(ink: impl Iterator<Item = bool>, gap: usize) -> (usize, usize) {
    let (mut best, mut run): ((usize, usize), Option<(usize, usize)>) = ((0, 0), None);
    for (at, _) in ink.enumerate().filter(|(_, is_ink)| *is_ink) {
        let from = run.filter(|(_, to)| at <= to + gap).map_or(at, |(from, _)| from);
        run = Some((from, at + 1));
        if at + 1 - from > best.1 - best.0 {
            best = (from, at + 1);
        }
    }
    best
}

/// Four sides, in pixels of their window, half open.
struct Frame {
    left: usize,
    right: usize,
    top: usize,
    foot: usize,
    /// The part of the side that has least ink which has ink.
    least: f32,
}

/// What stands within a frame.
struct Inside {
    is_ticked: bool,
    is_clear: bool,
}

impl Frame {
    /// Returns the parts of its rows that have ink beyond it, to the left and to the right.
    fn beyond(&self, window: &Window) -> (f32, f32) {
        let height = (self.foot - self.top) as f32;
        let rows = |from: usize, to: usize| {
            let has_ink = |y: &usize| (from..to).any(|x| window.is_ink(x, *y));
            (self.top..self.foot).filter(has_ink).count() as f32 / height
        };
        let right = (self.right + FRINGE).min(window.width);
        (rows(0, self.left.saturating_sub(FRINGE)), rows(right, window.width))
    }

    /// Returns whether it fills its window.
    fn is_full(&self, window: &Window) -> bool {
        let (right, foot) = (window.width - self.right, window.height - self.foot);
        let fringe = ((FULL * (self.right - self.left) as f32) as usize).max(1);
        self.left.max(self.top).max(right).max(foot) <= fringe
    }

    /// Returns which of its corners have no ink: left and right at the top, left and right at the foot.
    fn clear_corners(&self, window: &Window) -> [bool; 4] {
        let size = ((CORNER * (self.right - self.left) as f32) as usize).max(LEAST_CORNER);
        let is_clear = |(x, y): (usize, usize)| {
            let places = (y..y + size).flat_map(|y| (x..x + size).map(move |x| (x, y)));
            places.filter(|(x, y)| window.is_ink(*x, *y)).count() < size
        };
        let (right, foot) = (self.right.saturating_sub(size), self.foot.saturating_sub(size));
        [(self.left, self.top), (right, self.top), (self.left, foot), (right, foot)].map(is_clear)
    }

    /// Returns how thick its sides are: left, right, top and foot, each where it usually is.
    fn sides(&self, window: &Window) -> [usize; 4] {
        let (width, height) = (self.right - self.left, self.foot - self.top);
        let run =
            |most: usize, is_ink: &dyn Fn(usize) -> bool| (0..most / 2).take_while(|by| is_ink(*by)).count();
        let usual =
            |count: usize, run: &dyn Fn(usize) -> usize| median((0..count).map(run)).unwrap_or_default();
        [
            usual(height, &|y| run(width, &|by| window.is_ink(self.left + by, self.top + y))),
            usual(height, &|y| run(width, &|by| window.is_ink(self.right - 1 - by, self.top + y))),
            usual(width, &|x| run(height, &|by| window.is_ink(self.left + x, self.top + by))),
            usual(width, &|x| run(height, &|by| window.is_ink(self.left + x, self.foot - 1 - by))),
        ]
    }

    fn inside(&self, window: &Window) -> Option<Inside> {
        let (width, height) = (self.right - self.left, self.foot - self.top);
        let sides = self.sides(window);
        let thickest = THICKEST * width as f32;
        // What fills the box may touch two of its sides.
        if sides.iter().filter(|side| **side as f32 > thickest).count() > 2 {
            return None;
        }
        // Sides are not equally thick everywhere: a tick is looked for in the middle.
        let margin = (MARGIN * width as f32) as usize;
        let [left, right, top, foot] =
            sides.map(|side| (side.clamp(1, thickest as usize) + FRINGE).max(margin));
        let (left, right) = (self.left + left, self.right.saturating_sub(right));
        let (top, foot) = (self.top + top, self.foot.saturating_sub(foot));
        let room = right.saturating_sub(left).min(foot.saturating_sub(top));
        if (room as f32) < ROOM * width.min(height) as f32 {
            return None;
        }
        let places = (top..foot).flat_map(|y| (left..right).map(move |x| (x, y)));
        let strokes: Vec<(usize, usize)> = places.filter(|(x, y)| window.is_ink(*x, *y)).collect();
        let share = strokes.len() as f32 / ((right - left) * (foot - top)) as f32;
        let extent = |of: fn(&(usize, usize)) -> usize| {
            let places = || strokes.iter().map(of);
            places().max().zip(places().min()).map_or(0, |(most, least)| most + 1 - least)
        };
        let reaches = extent(|place| place.0).max(extent(|place| place.1)) as f32 >= REACH * room as f32;
        (share <= BLOT).then_some(Inside {
            is_ticked: share > (CLEAR + STROKES) / 2.0 && reaches,
            is_clear: share <= CLEAR || share >= STROKES && reaches,
        })
    }
}

/// Returns the box that a connected part of the ink shows, whatever else it shows: a tick may run out over the frame, and a letter touch
/// it.
/// `usual` is the usual height of letters on the page.
pub(super) fn check_box(ink: &Ink, part: BoundingBox, usual: f32) -> Option<CheckBox> {
    let window = Window::of(ink, part);
    let frame = window.frame()?;
    let (width, height) = ((frame.right - frame.left) as f32, (frame.foot - frame.top) as f32);
    let (before, behind) = frame.beyond(&window);
    let is_clear_beside = before.max(behind) <= BEYOND && before.min(behind) <= BEYOND_BOTH;
    let is_high = height >= HIGHER_THAN_LETTERS * usual;
    // A shadow begins below the one corner and right of the other.
    let has_corners = match frame.clear_corners(&window) {
        [false, at_right, at_left, false] => is_high || !at_right && !at_left,
        _ => false,
    };
    if !SQUARE.contains(&(height / width)) || !is_clear_beside || !has_corners {
        return None;
    }
    if !is_high && !frame.is_full(&window) {
        return None;
    }
    let inside = frame.inside(&window)?;
    let sides = LESS_FOR_SIDES * (1.0 - frame.least) / (1.0 - COVERED);
    let confidence = SURE - sides - if inside.is_clear { 0.0 } else { LESS_FOR_STROKES };
    let bbox = BoundingBox {
        x0: window.left + frame.left as u32,
        y0: window.top + frame.top as u32,
        x1: window.left + frame.right as u32,
        y1: window.top + frame.foot as u32,
    };
    Some(CheckBox { bbox, is_ticked: inside.is_ticked, confidence })
}
