//! The field that leaves the letters of a page's lines nearest to level baselines.
//!
//! Least squares over all lines at once, each at a height of its own. Letters off the baseline, descenders among them,
//! weigh little (Cauchy's weights): it is fitted several times, letters weighed by how they lay in the fit before.

use crate::document::curl::{CONTROLS, Curl, basis};

/// A letter so far off its baseline counts for half, inches: a pixel and a half at 150 dpi.
pub(super) const OFF: f64 = 0.01;
/// How often the field is fitted.
const ROUNDS: usize = 8;
/// How strongly neighbouring numbers of the splines are held in line, in letters: decides where there is no print.
const STIFFNESS: f64 = 0.1;
/// Keeps what no letter tells of at nothing, in letters.
const RIDGE: f64 = 1e-3;
/// Unknowns of the field: a spline for the middle of the page, and one for what is added towards its bottom.
const UNKNOWNS: usize = 2 * CONTROLS;

/// Where a letter stands, in parts of the page's width and height, skew taken out.
pub(super) struct Foot {
    pub(super) x: f64,
    pub(super) y: f64,
    /// The letter's height, in pixels at [`WORK_DPI`](super::WORK_DPI).
    pub(super) letter: f64,
    /// How much it counts.
    pub(super) weight: f64,
}

/// A line of letters.
pub(super) struct Baseline {
    pub(super) feet: Vec<Foot>,
    /// Where it would lie on the flat page, in parts of its height.
    pub(super) level: f64,
}

/// Fits the field to lines, and finds the lines' levels; letters `off` their baseline, in parts of the page's height,
/// count for half. `None` if the letters do not tell a field.
pub(super) fn fit(lines: &mut [Baseline], off: f64) -> Option<Curl> {
    let mut field = None;
    for _ in 0..ROUNDS {
        let mut normal = [[0.0; UNKNOWNS + 1]; UNKNOWNS];
        for line in &*lines {
            line.add_to(&mut normal);
        }
        hold(&mut normal);
        let fitted = field_of(&solve(normal)?);
        for line in &mut *lines {
            line.weigh(&fitted, off);
        }
        field = Some(fitted);
    }
    field
}

/// The normal equations of a least-squares fit: what the unknowns are multiplied by, and in the last column what comes
/// out. Symmetrical, and filled on and right of the diagonal alone.
type Normal = [[f64; UNKNOWNS + 1]; UNKNOWNS];

impl Baseline {
    /// Adds what the line's letters say. The height of the line is taken out: each letter says how far it lies from
    /// their mean.
    fn add_to(&self, normal: &mut Normal) {
        let down = 2.0 * self.level - 1.0;
        let mut sums = [0.0; UNKNOWNS + 1];
        let mut all = 0.0;
        for foot in &self.feet {
            let (first, weights) = basis(foot.x);
            // Only eight of the unknowns move a letter: four of each spline.
            let mut terms = [(UNKNOWNS, foot.y); 9];
            for (index, weight) in weights.into_iter().enumerate() {
                terms[index] = (first + index, weight);
                terms[index + 4] = (CONTROLS + first + index, weight * down);
            }
            for (index, (row, value)) in terms[..8].iter().enumerate() {
                for (column, other) in &terms[index..] {
                    normal[*row][*column] += foot.weight * value * other;
                }
            }
            terms.iter().for_each(|(at, value)| sums[*at] += foot.weight * value);
            all += foot.weight;
        }
        for (row, sum) in sums[..UNKNOWNS].iter().enumerate() {
            for (column, other) in sums.iter().enumerate().skip(row) {
                normal[row][column] -= sum * other / all;
            }
        }
    }

    /// Finds the line's level under a field, and how much each of its letters counts from now on.
    fn weigh(&mut self, field: &Curl, off: f64) {
        let level = self.level;
        let flat = |foot: &Foot| foot.y - field.at(foot.x, level);
        let all: f64 = self.feet.iter().map(|foot| foot.weight).sum();
        self.level = self.feet.iter().map(|foot| foot.weight * flat(foot)).sum::<f64>() / all;
        for foot in &mut self.feet {
            foot.weight = 1.0 / (1.0 + ((flat(foot) - self.level) / off).powi(2));
        }
    }
}

/// Holds the unknowns that no letter tells of.
fn hold(normal: &mut Normal) {
    const BEND: [f64; 3] = [1.0, -2.0, 1.0];
    for spline in [0, CONTROLS] {
        for first in spline..spline + CONTROLS - 2 {
            for (row, a) in BEND.into_iter().enumerate() {
                for (column, b) in BEND.into_iter().enumerate().skip(row) {
                    normal[first + row][first + column] += STIFFNESS * a * b;
                }
            }
        }
    }
    for (at, row) in normal.iter_mut().enumerate() {
        row[at] += RIDGE;
    }
}

/// Solves normal equations, by Cholesky's method.
fn solve(mut normal: Normal) -> Option<[f64; UNKNOWNS]> {
    for pivot in 0..UNKNOWNS {
        let scale = normal[pivot][pivot];
        if scale <= 0.0 {
            return None;
        }
        let (above, below) = normal.split_at_mut(pivot + 1);
        let row = &above[pivot];
        for (at, other) in (pivot + 1..).zip(below) {
            let factor = row[at] / scale;
            other[at..].iter_mut().zip(&row[at..]).for_each(|(value, from)| *value -= factor * from);
        }
    }
    let mut solution = [0.0; UNKNOWNS];
    for row in (0..UNKNOWNS).rev() {
        let known: f64 = (row + 1..UNKNOWNS).map(|column| normal[row][column] * solution[column]).sum();
        solution[row] = (normal[row][UNKNOWNS] - known) / normal[row][row];
    }
    Some(solution)
}

/// The page as a whole stays where it is: lines at heights of their own do not tell.
fn field_of(solution: &[f64; UNKNOWNS]) -> Curl {
    let spline = |first: usize| {
        let mean = solution[first..first + CONTROLS].iter().sum::<f64>() / CONTROLS as f64;
        std::array::from_fn(|index| solution[first + index] - mean)
    };
    Curl { middle: spline(0), slant: spline(CONTROLS) }
}
