//! What of a page in colour is blue ink, what black print, and what paper; in cells of whole pixels.

use image::RgbImage;

use super::super::bilevel::Bilevel;
use super::super::seal::luma;

/// The page is looked at in cells of whole pixels, at this many dots per inch or up to twice as many.
pub(super) const CELLS_DPI: f32 = 100.0;
/// How far a pixel's blueness stands above the paper's, of 255, for it to count as blue ink.
const BLUE_FROM: i32 = 30;
/// The same of a cell's mean.
const CELL_BLUE_FROM: i32 = 16;
/// How much of the paper's brightness is left in black print, at most.
const BLACK_BELOW: f32 = 0.55;

/// How far blue stands above the other channels. Violet has red in it too, which counts half; red ink has none of it.
fn blueness(&[r, g, b]: &[u8; 3]) -> i32 {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    b - g.max((r + g) / 2)
}

/// The paper's colour.
pub(super) struct Paper {
    blueness: i32,
    pub(super) luma: i32,
}

impl Paper {
    /// Looks at one pixel of each cell; `None` where fewer than `least` of them are blue ink.
    pub(super) fn of(colour: &RgbImage, side: u32, least: f32) -> Option<Self> {
        let mut histograms = [[0_u32; 512]; 2];
        let row_bytes = colour.width() as usize * 3;
        let rows =
            colour.as_raw().chunks_exact(row_bytes.max(3)).skip(side as usize / 2).step_by(side as usize);
        for row in rows {
            for pixel in row.as_chunks::<3>().0.iter().skip(side as usize / 2).step_by(side as usize) {
                histograms[0][(blueness(pixel) + 256) as usize] += 1;
                histograms[1][luma(pixel) as usize] += 1;
            }
        }
        let [blueness, luma] = histograms.map(|histogram| {
            let half = histogram.iter().sum::<u32>() / 2;
            let mut below = 0;
            let median = histogram.iter().position(|count| {
                below += count;
                below > half
            });
            (median.unwrap_or(0) as i32, histogram)
        });
        let paper = Self { blueness: blueness.0 - 256, luma: luma.0.max(1) };
        let from = (paper.blueness.max(0) + BLUE_FROM + 256).min(511) as usize;
        let ink = blueness.1[from..].iter().sum::<u32>();
        (ink as f32 >= least).then_some(paper)
    }

    /// Returns how far blue stands above the other channels beyond what gray of the paper's tint has.
    pub(super) fn blueness(&self, pixel: &[u8; 3]) -> i32 {
        blueness(pixel) - self.blueness * luma(pixel) / self.luma
    }
}

/// What a cell mostly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Paper,
    Blue,
    /// Black print, or blue beside it, which may be its fringe.
    Print,
}

/// The page in cells.
pub(super) struct Cells {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) side: u32,
    pub(super) per_mm: f32,
    cells: Vec<Cell>,
}

impl Cells {
    pub(super) fn of(colour: &RgbImage, side: u32, per_mm: f32, paper: &Paper) -> Self {
        let (width, height) = ((colour.width() / side) as usize, (colour.height() / side) as usize);
        let side_len = side as usize;
        let row_bytes = colour.width() as usize * 3;
        let mut sums = vec![[0_u32; 3]; width];
        let mut cells = Vec::with_capacity(width * height);
        let black = (paper.luma as f32 * BLACK_BELOW) as i32;
        for rows in colour.as_raw().chunks_exact((row_bytes * side_len).max(1)) {
            sums.fill([0; 3]);
            for row in rows.chunks_exact(row_bytes) {
                for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(3 * side_len)) {
                    for pixel in pixels.as_chunks::<3>().0 {
                        for (sum, value) in sum.iter_mut().zip(pixel) {
                            *sum += u32::from(*value);
                        }
                    }
                }
            }
            cells.extend(sums.iter().map(|sum| {
                let mean = sum.map(|value| (value / (side * side)) as u8);
                if paper.blueness(&mean) >= CELL_BLUE_FROM {
                    Cell::Blue
                } else if luma(&mean) < black {
                    Cell::Print
                } else {
                    Cell::Paper
                }
            }));
        }
        let mut page = Self { width, height, side, per_mm, cells };
        page.leave_fringes_to_print();
        page
    }

    fn leave_fringes_to_print(&mut self) {
        let print = Bilevel { width: self.width, height: self.height, ink: self.are(Cell::Print) }.grown(1);
        for (cell, near) in self.cells.iter_mut().zip(print.ink) {
            if near && *cell == Cell::Blue {
                *cell = Cell::Print;
            }
        }
    }

    /// Returns which cells are of a kind.
    pub(super) fn are(&self, kind: Cell) -> Vec<bool> {
        self.cells.iter().map(|cell| *cell == kind).collect()
    }

    /// Returns the cell of a column and a row.
    pub(super) fn get(&self, x: usize, y: usize) -> Cell {
        self.cells[y * self.width + x]
    }

    /// Returns the cell at a place; `None` off the sheet.
    pub(super) fn at(&self, x: f32, y: f32) -> Option<Cell> {
        let inside = x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32;
        inside.then(|| self.cells[y as usize * self.width + x as usize])
    }
}
