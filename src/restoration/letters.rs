//! Pieces of ink that can be letters, and the lines they stand in.

use super::bilevel::{Bilevel, Component, WORK_DPI};

/// Heights of letters, inches: from a lower-case letter of 6 points to a capital of 36 points.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.035..=0.4;
/// Widest piece that can be letters grown together, inches.
const WIDEST: f32 = 1.2;
/// Heights of marks and stops, which belong to the letter nearest to them, inches.
const MARK_HEIGHT: std::ops::RangeInclusive<f32> = 0.012..=0.12;
/// Share of its box that a letter fills with ink, at least: less is a frame or a long slanted stroke.
const FILL: f32 = 0.08;
/// Gap between neighbours of a line, at most, in heights of the taller: the widest word space.
const NEIGHBOUR_GAP: f32 = 1.5;
/// Share of the smaller one's height over which neighbours of a line overlap.
const NEIGHBOUR_OVERLAP: f32 = 0.5;
/// Heights of neighbours of a line differ by this factor at most.
const NEIGHBOUR_HEIGHT: f32 = 2.5;

/// The letters of a page, at [`WORK_DPI`].
pub(super) struct Letters {
    /// The ink of letters and marks alone.
    pub(super) page: Bilevel,
    /// Pieces as large as letters.
    pub(super) bodies: Vec<Component>,
    /// Pieces as small as marks.
    pub(super) marks: Vec<Component>,
}

impl Letters {
    /// Returns the letters of a page.
    pub(super) fn of(page: &Bilevel) -> Self {
        let (components, labels) = page.components();
        let inches = |pixels: usize| pixels as f32 / WORK_DPI;
        let is_body = |c: &Component| {
            HEIGHT.contains(&inches(c.height()))
                && (HEIGHT.start() / 3.0..=WIDEST).contains(&inches(c.width()))
                && c.area as f32 >= FILL * (c.width() * c.height()) as f32
        };
        let is_mark = |c: &Component| {
            MARK_HEIGHT.contains(&inches(c.height())) && MARK_HEIGHT.contains(&inches(c.width()))
        };
        // What touches the edge of the scan is the shadow of the sheet or its neighbour.
        let is_inside = |c: &Component| c.x0 > 0 && c.y0 > 0 && c.x1 < page.width && c.y1 < page.height;
        let kept: Vec<bool> = components.iter().map(|c| is_inside(c) && (is_body(c) || is_mark(c))).collect();
        let ink = labels.iter().map(|&label| label != 0 && kept[label as usize - 1]).collect();
        let inside = || components.iter().filter(|c| is_inside(c));
        Self {
            page: Bilevel { width: page.width, height: page.height, ink },
            bodies: inside().filter(|c| is_body(c)).copied().collect(),
            marks: inside().filter(|c| is_mark(c) && !is_body(c)).copied().collect(),
        }
    }

    /// Returns the page turned by 90 degrees clockwise.
    pub(super) fn turned(&self) -> Self {
        let transposed = self.page.transposed();
        let mut ink = transposed.ink;
        for row in ink.chunks_exact_mut(transposed.width.max(1)) {
            row.reverse();
        }
        let turn = |c: &Component| Component {
            x0: self.page.height - c.y1,
            y0: c.x0,
            x1: self.page.height - c.y0,
            y1: c.x1,
            area: c.area,
        };
        let mut bodies: Vec<Component> = self.bodies.iter().map(turn).collect();
        // A wide piece of grown-together letters is a tall one now, and no letter any more; and the reverse.
        bodies.retain(|c| HEIGHT.contains(&(c.height() as f32 / WORK_DPI)));
        Self {
            page: Bilevel { width: transposed.width, height: transposed.height, ink },
            bodies,
            marks: self.marks.iter().map(turn).collect(),
        }
    }

    /// Returns the lines: indices into [`bodies`](Self::bodies), each line left to right, lines of at least
    /// `fewest` letters.
    pub(super) fn lines(&self, fewest: usize) -> Vec<Vec<usize>> {
        let mut order: Vec<usize> = (0..self.bodies.len()).collect();
        order.sort_by_key(|&index| (self.bodies[index].x0, self.bodies[index].y0));
        // By rows of a quarter inch, so that only near pieces are compared.
        let row_height = (WORK_DPI / 4.0) as usize;
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); self.page.height / row_height + 1];
        let mut line_of: Vec<usize> = (0..self.bodies.len()).collect();
        for &index in &order {
            let body = &self.bodies[index];
            let mut nearest: Option<(usize, usize)> = None;
            for row in rows.iter().take(body.y1 / row_height + 1).skip(body.y0 / row_height) {
                for &other in row.iter().rev().take(40) {
                    if let Some(gap) = neighbours(&self.bodies[other], body)
                        && nearest.is_none_or(|(best, _)| gap < best)
                    {
                        nearest = Some((gap, other));
                    }
                }
            }
            if let Some((_, other)) = nearest {
                line_of[index] = line_of[other];
            }
            for row in rows.iter_mut().take(body.y1 / row_height + 1).skip(body.y0 / row_height) {
                row.push(index);
            }
        }
        let mut lines: Vec<Vec<usize>> = vec![Vec::new(); self.bodies.len()];
        for &index in &order {
            lines[line_of[index]].push(index);
        }
        lines.retain(|line| line.len() >= fewest.max(1));
        lines
    }
}

/// Returns the gap between a piece and one to the right of it, where they can stand in one line.
fn neighbours(left: &Component, right: &Component) -> Option<usize> {
    let (a, b) = (left.height() as f32, right.height() as f32);
    let gap = right.x0.saturating_sub(left.x1);
    let overlap = left.y1.min(right.y1).saturating_sub(left.y0.max(right.y0));
    let fits = gap as f32 <= NEIGHBOUR_GAP * a.max(b)
        && overlap as f32 >= NEIGHBOUR_OVERLAP * a.min(b)
        && a.max(b) <= NEIGHBOUR_HEIGHT * a.min(b);
    fits.then_some(gap)
}
