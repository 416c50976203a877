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

/// Gap between letters of a word, at most, in heights of the smaller. Lines of print are farther apart than that.
const CLOSE_GAP: f32 = 0.35;
/// Gap between a letter and a mark of its own, at most, in heights of the letter.
const MARK_GAP: f32 = 0.5;
/// How far around a mark its letter is looked for, inches.
const MARK_REACH: f32 = 0.1;
/// How many of the latest pieces of a strip are compared with the next one: those of three lines side by side.
const SEEN: usize = 40;

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
    /// Returns the letters of a page, its pieces of ink given.
    pub(super) fn of(page: &Bilevel, components: &[Component], labels: &[u32]) -> Self {
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
        let turn = |c: &Component| c.turned(self.page.height);
        let mut bodies: Vec<Component> = self.bodies.iter().map(turn).collect();
        // A wide piece of grown-together letters is a tall one now, and no letter any more; and the reverse.
        bodies.retain(|c| HEIGHT.contains(&(c.height() as f32 / WORK_DPI)));
        Self {
            page: Bilevel { width: transposed.width, height: transposed.height, ink },
            bodies,
            marks: self.marks.iter().map(turn).collect(),
        }
    }

    /// Returns how many letters have another close to the right of them, as letters of a word do.
    pub(super) fn close_pairs(&self) -> usize {
        let mut order: Vec<&Component> = self.bodies.iter().collect();
        order.sort_by_key(|c| (c.x0, c.y0));
        let rows = Rows::new(self.page.height);
        let mut near: Vec<Vec<&Component>> = rows.empty();
        let mut pairs = 0;
        for body in order {
            let is_close = |other: &&Component| {
                let most = CLOSE_GAP * other.height().min(body.height()) as f32;
                neighbours(other, body).is_some_and(|gap| gap as f32 <= most)
            };
            let range = rows.of(body);
            pairs +=
                usize::from(near[range.clone()].iter().any(|row| row.iter().rev().take(SEEN).any(is_close)));
            for row in &mut near[range] {
                row.push(body);
            }
        }
        pairs
    }

    /// Returns the ink of the marks that stand over a letter, and of those that stand under one.
    pub(super) fn marks_over_and_under(&self) -> (usize, usize) {
        let rows = Rows::new(self.page.height);
        let mut near: Vec<Vec<&Component>> = rows.empty();
        for body in &self.bodies {
            for row in &mut near[rows.of(body)] {
                row.push(body);
            }
        }
        let (mut over, mut under) = (0, 0);
        for mark in &self.marks {
            let reach = (MARK_REACH * WORK_DPI) as usize;
            let around = Component { y0: mark.y0.saturating_sub(reach), y1: mark.y1 + reach, ..*mark };
            let nearest = near[rows.of(&around)]
                .iter()
                .flatten()
                .filter(|body| body.x0 < mark.x1 && mark.x0 < body.x1)
                .filter_map(|body| {
                    // A letter's own mark is far smaller than the letter; print that touches is no mark.
                    let gap = body.y0.checked_sub(mark.y1).map(|gap| (gap, true));
                    let gap = gap.or_else(|| mark.y0.checked_sub(body.y1).map(|gap| (gap, false)));
                    gap.filter(|(gap, _)| *gap as f32 <= MARK_GAP * body.height() as f32)
                })
                .min();
            match nearest {
                Some((_, true)) => over += mark.area,
                Some((_, false)) => under += mark.area,
                None => {}
            }
        }
        (over, under)
    }

    /// Returns the lines: indices into [`bodies`](Self::bodies), each line left to right, lines of at least
    /// `fewest` letters.
    pub(super) fn lines(&self, fewest: usize) -> Vec<Vec<usize>> {
        let mut order: Vec<usize> = (0..self.bodies.len()).collect();
        order.sort_by_key(|&index| (self.bodies[index].x0, self.bodies[index].y0));
        let rows = Rows::new(self.page.height);
        let mut near: Vec<Vec<usize>> = rows.empty();
        let mut line_of: Vec<usize> = (0..self.bodies.len()).collect();
        for &index in &order {
            let body = &self.bodies[index];
            let mut nearest: Option<(usize, usize)> = None;
            for &other in near[rows.of(body)].iter().flat_map(|row| row.iter().rev().take(SEEN)) {
                if let Some(gap) = neighbours(&self.bodies[other], body)
                    && nearest.is_none_or(|(best, _)| gap < best)
                {
                    nearest = Some((gap, other));
                }
            }
            if let Some((_, other)) = nearest {
                line_of[index] = line_of[other];
            }
            for row in &mut near[rows.of(body)] {
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

/// A page cut in strips, so that only pieces near each other are compared.
struct Rows {
    height: usize,
    count: usize,
}

impl Rows {
    fn new(page_height: usize) -> Self {
        let height = (WORK_DPI / 4.0) as usize;
        Self { height, count: page_height / height + 1 }
    }

    fn empty<T>(&self) -> Vec<Vec<T>> {
        (0..self.count).map(|_| Vec::new()).collect()
    }

    /// Returns the strips that a piece stands in.
    fn of(&self, piece: &Component) -> std::ops::Range<usize> {
        piece.y0 / self.height..(piece.y1 / self.height + 1).min(self.count)
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
