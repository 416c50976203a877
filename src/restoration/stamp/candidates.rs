//! The outlines that a piece of ink may run along.

use super::outline::{Outline, Shape};

/// How narrow an oval may be, as a part of its length.
const NARROWEST_OVAL: f32 = 0.4;
/// How much ink a line of a frame has of the fullest line's.
const LINES: [f32; 3] = [0.5, 0.35, 0.2];
/// How far stamps are turned, degrees.
const TURNED: i32 = 20;

/// Returns the outlines that the ink, in cells, may run along: boxes and ovals turned by whole degrees, and circles.
pub(super) fn candidates(points: &[(f32, f32)]) -> Vec<Outline> {
    let turns = (-TURNED..=TURNED).map(|degrees| (degrees as f32).to_radians().sin_cos());
    turns.flat_map(|(sin, cos)| turned_outlines(points, sin, cos)).chain(circles_of(points)).collect()
}

/// Returns the boxes and the oval in turned axes that the ink may be of: as far as it reaches, and between the
/// outermost of its lines, beyond which a pen's strokes may reach.
fn turned_outlines(points: &[(f32, f32)], sin: f32, cos: f32) -> Vec<Outline> {
    let across = Profile::of(points.iter().map(|(x, y)| x * cos + y * sin));
    let down = Profile::of(points.iter().map(|(x, y)| y * cos - x * sin));
    let (Some(across), Some(down)) = (across, down) else { return Vec::new() };
    let between = |shape, (left, right): (f32, f32), (top, bottom): (f32, f32)| {
        Outline::between(shape, (left, top), (right, bottom), sin, cos)
    };
    let oval = between(Shape::Oval, across.extent(), down.extent());
    let mut outlines = vec![between(Shape::Box, across.extent(), down.extent())];
    if oval.a.min(oval.b) >= NARROWEST_OVAL * oval.a.max(oval.b) {
        outlines.push(oval);
    }
    outlines.extend(LINES.map(|share| between(Shape::Box, across.lines(share), down.lines(share))));
    outlines
}

/// How much ink there is at each position along an axis.
struct Profile {
    low: f32,
    high: f32,
    /// At the position and on both sides of it.
    counts: Vec<usize>,
}

impl Profile {
    fn of(positions: impl Iterator<Item = f32> + Clone) -> Option<Self> {
        let low = positions.clone().min_by(f32::total_cmp)?;
        let high = positions.clone().max_by(f32::total_cmp)?;
        let mut counts = vec![0_usize; (high - low) as usize + 3];
        for position in positions {
            counts[(position - low) as usize + 1] += 1;
        }
        let counts = counts.windows(3).map(|three| three.iter().sum()).collect();
        Some(Self { low, high, counts })
    }

    /// Returns the middles of lines, two cells wide, that reach as far as the ink.
    fn extent(&self) -> (f32, f32) {
        (self.low + 0.5, self.high - 0.5)
    }

    /// Returns the first and the last line with at least this share of the ink of the fullest.
    fn lines(&self, share: f32) -> (f32, f32) {
        let counts = &self.counts;
        let least = counts.iter().max().map_or(0.0, |most| *most as f32 * share);
        let first = counts.iter().position(|count| *count as f32 >= least).unwrap_or(0);
        let last = counts.iter().rposition(|count| *count as f32 >= least).unwrap_or(first);
        // Of neighbours, the line is where there is most.
        let crest = |from: usize, to: usize| (from..=to).max_by_key(|at| counts[*at]).unwrap_or(from);
        let first = crest(first, (first + 2).min(counts.len() - 1));
        let last = crest(last.saturating_sub(2), last);
        (self.low + first as f32 + 0.5, self.low + last as f32 + 0.5)
    }
}

/// Returns circles through threes of the ink's outermost points: also of rings that the sheet's edge cuts or that
/// a pen's stroke crosses.
fn circles_of(points: &[(f32, f32)]) -> Vec<Outline> {
    const DIRECTIONS: usize = 60;
    const STEPS: [(usize, usize); 5] = [(5, 10), (8, 16), (10, 20), (15, 30), (20, 40)];
    let count = (points.len() as f32).max(1.0);
    let (x, y) =
        points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / count, sum.1 + point.1 / count));
    let mut outermost = [None::<(f32, (f32, f32))>; DIRECTIONS];
    for point in points {
        let (dx, dy) = (point.0 - x, point.1 - y);
        let turn = dy.atan2(dx) / std::f32::consts::TAU + 0.5;
        let place = &mut outermost[((turn * DIRECTIONS as f32) as usize).min(DIRECTIONS - 1)];
        let distance = dx.hypot(dy);
        if place.is_none_or(|(most, _)| distance > most) {
            *place = Some((distance, *point));
        }
    }
    let at = |index: usize| outermost[index % DIRECTIONS].map(|(_, point)| point);
    (0..DIRECTIONS)
        .flat_map(|from| STEPS.map(|(second, third)| (from, from + second, from + third)))
        .filter_map(|(first, second, third)| circle_through(at(first)?, at(second)?, at(third)?))
        .collect()
}

fn circle_through(p: (f32, f32), q: (f32, f32), r: (f32, f32)) -> Option<Outline> {
    let (ax, ay, bx, by) = (q.0 - p.0, q.1 - p.1, r.0 - p.0, r.1 - p.1);
    let twice_area = 2.0 * (ax * by - ay * bx);
    if twice_area.abs() < 1.0 {
        return None;
    }
    let (a, b) = (ax * ax + ay * ay, bx * bx + by * by);
    let (dx, dy) = ((a * by - b * ay) / twice_area, (b * ax - a * bx) / twice_area);
    let radius = dx.hypot(dy) - 0.5;
    Some(Outline { shape: Shape::Oval, x: p.0 + dx, y: p.1 + dy, a: radius, b: radius, sin: 0.0, cos: 1.0 })
}
