//! Whether ink runs along an outline as the frame of a stamp does, and the strokes of a pen do not.
//!
//! The shares were set on 100 made pages with 600 signatures, some of them encircled or boxed by hand, and 600 numbers;
//! none may be lifted. With [`SIDE_SEEN`] at 0.7 and [`BOX_SEEN`] at 0.85 strokes on two of the pages were.

use super::candidates::candidates;
use super::ink::{Cell, Cells};
use super::outline::{Outline, Shape};

/// How long a stamp's longer side is, mm.
pub(super) const LONG_SIDE: std::ops::RangeInclusive<f32> = 12.0..=70.0;
/// How long its shorter side is at least, mm.
pub(super) const SHORT_SIDE: f32 = 6.0;
/// The same of a ring. Loops of a pen are as round as smaller ones.
const SHORT_RING: f32 = 15.0;
/// How far from the outline ink still counts as the frame's, mm.
const FRAME_OFF: f32 = 0.45;
/// The same as a part of the shorter side.
const FRAME_OFF_SHARE: f32 = 0.04;
/// How much of a side that can be seen must bear ink.
pub(super) const SIDE_SEEN: f32 = 0.8;
/// How much of all four sides that can be seen must bear ink.
const BOX_SEEN: f32 = 0.88;
/// How much of a side must be seen and not hidden by print.
pub(super) const SIDE_OPEN: f32 = 0.4;
/// How much of a ring that can be seen must bear ink.
const RING_SEEN: f32 = 0.88;
/// How much of a ring must be seen, and lie on the sheet.
const RING_OPEN: f32 = 0.3;
/// How far a ring's second line lies within the first at least, mm.
const INNER_RING_FROM: f32 = 1.6;
/// How much of the second line must bear ink.
const INNER_RING_SEEN: f32 = 0.55;
/// How much of a quarter of a ring must bear ink.
const QUARTER_SEEN: f32 = 0.7;
/// How far within the first it lies at most, as a part of the shorter half axis.
const INNER_RING_TO: f32 = 0.65;
/// How far from a straight line or an inner ring ink counts as its own, and by which the best outline is chosen, mm.
const LINE_OFF: f32 = 0.25;
/// Outlines are first looked at by every so many cells, and go on with so much less ink than a side must have.
const COARSE_STRIDE: f32 = 8.0;
const COARSE_SLACK: f32 = 0.25;

impl Cells {
    /// Returns the box, the circle or the oval along which the most ink runs, of those that are a stamp's; of several
    /// such lines the outermost.
    pub(super) fn frame_of(&self, points: &[(f32, f32)]) -> Option<Outline> {
        let mut best: Option<((f32, f32), Outline)> = None;
        for outline in candidates(points) {
            let rank = self.seen_along(&outline).map(|seen| (seen, outline.a * outline.b));
            if rank > best.as_ref().map(|(most, _)| *most) {
                best = rank.map(|rank| (rank, outline));
            }
        }
        best.map(|(_, outline)| outline)
    }

    /// Returns how much of the outline bears ink that lies on it to [`LINE_OFF`], if it is a stamp's.
    fn seen_along(&self, outline: &Outline) -> Option<f32> {
        let (long, short) = (outline.a.max(outline.b), outline.a.min(outline.b));
        let shortest = if outline.shape == Shape::Box { SHORT_SIDE } else { SHORT_RING };
        if !LONG_SIDE.contains(&(2.0 * long / self.per_mm)) || 2.0 * short / self.per_mm < shortest {
            return None;
        }
        let off = FRAME_OFF.min(FRAME_OFF_SHARE * 2.0 * short / self.per_mm);
        let tallies = |stride| outline.quarters(stride).map(|quarter| self.tally(&quarter, off));
        let whole =
            |quarters: &[Tally; 4]| quarters.iter().fold(Tally::default(), |all, quarter| all.with(quarter));
        // Few outlines of all that are tried come near.
        if whole(&tallies(COARSE_STRIDE)).seen() < SIDE_SEEN - COARSE_SLACK {
            return None;
        }
        let quarters = tallies(1.0);
        let all = whole(&quarters);
        let is_frame = match outline.shape {
            Shape::Box => {
                let sides = outline.quarters(1.0).map(|side| self.straight(&side));
                whole(&sides).seen() >= BOX_SEEN
                    && sides.iter().all(|side| side.is_open(SIDE_OPEN) && side.seen() >= SIDE_SEEN)
            }
            Shape::Oval => {
                all.is_open(RING_OPEN)
                    && all.seen() >= RING_SEEN
                    && quarters.iter().all(|quarter| quarter.counted == 0 || quarter.seen() >= QUARTER_SEEN)
                    && self.inner_ring(outline) >= INNER_RING_SEEN
            }
        };
        is_frame.then(|| whole(&outline.quarters(1.0).map(|quarter| self.tally(&quarter, LINE_OFF))).seen())
    }

    /// Returns how much of the fullest line within a ring bears ink. A seal's ring has one, around its emblem or
    /// beside its edge; a signature's loop has strokes, but none that runs along it.
    fn inner_ring(&self, outline: &Outline) -> f32 {
        let short = outline.a.min(outline.b);
        let mut inset = INNER_RING_FROM * self.per_mm;
        let mut most = 0.0_f32;
        while inset < INNER_RING_TO * short {
            let scale = 1.0 - inset / short;
            let parallel = Outline { a: outline.a - inset, b: outline.b - inset, ..*outline };
            let similar = Outline { a: outline.a * scale, b: outline.b * scale, ..*outline };
            for inner in [parallel, similar] {
                let tally = inner
                    .quarters(1.0)
                    .iter()
                    .fold(Tally::default(), |all, q| all.with(&self.tally(q, LINE_OFF)));
                if tally.is_open(RING_OPEN) {
                    most = most.max(tally.seen());
                }
            }
            inset += 1.0;
        }
        most
    }

    /// Counts what lies along a side where it is fullest, a cell further in or out. A stamp's side is straight; a pen's
    /// bends away from any line.
    fn straight(&self, path: &[[f32; 4]]) -> Tally {
        let mut best = Tally::default();
        for shift in -1..=1 {
            let moved: Vec<[f32; 4]> = path
                .iter()
                .map(|[x, y, a, d]| [x + shift as f32 * a, y + shift as f32 * d, *a, *d])
                .collect();
            let tally = self.tally(&moved, LINE_OFF);
            if tally.seen() > best.seen() {
                best = tally;
            }
        }
        best
    }

    /// Counts what lies along a path of places and directions across it.
    fn tally(&self, path: &[[f32; 4]], off: f32) -> Tally {
        let reach = (off * self.per_mm).round().max(1.0) as i32;
        let mut tally = Tally { all: path.len(), ..Tally::default() };
        for [x, y, across, down] in path {
            let mut found = Some(Cell::Paper);
            for off in -reach..=reach {
                match self.at(x + off as f32 * across, y + off as f32 * down) {
                    Some(Cell::Paper) => {}
                    Some(Cell::Blue) => {
                        found = Some(Cell::Blue);
                        break;
                    }
                    hidden => found = hidden,
                }
            }
            tally.counted += usize::from(matches!(found, Some(Cell::Paper | Cell::Blue)));
            tally.blue += usize::from(found == Some(Cell::Blue));
        }
        tally
    }
}

/// Places along a path: all, those that print does not hide, and those with blue ink.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    all: usize,
    counted: usize,
    blue: usize,
}

impl Tally {
    fn with(self, other: &Self) -> Self {
        Self {
            all: self.all + other.all,
            counted: self.counted + other.counted,
            blue: self.blue + other.blue,
        }
    }

    fn seen(&self) -> f32 {
        self.blue as f32 / (self.counted as f32).max(1.0)
    }

    fn is_open(&self, least: f32) -> bool {
        self.counted as f32 >= least * self.all as f32
    }
}
