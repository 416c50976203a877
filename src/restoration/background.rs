//! Paper evened to white: yellowed sheets, shadows of a book's back, light that falls off.
//!
//! The paper's brightness is estimated on a reduced image: the brightest pixel of each small block, spread
//! beyond the widest stroke, smoothed. Each pixel is then divided by the paper around it. Gray levels are kept,
//! since the recogniser finds its own threshold.

use image::GrayImage;

/// Side of a block, inches. Between the strokes of print there is paper in every block of this size.
const BLOCK: f32 = 0.03;
/// Blocks around one that are searched for paper: the middle of a bold stroke has some within this reach.
const REACH: usize = 2;
/// Blocks over which the estimate is smoothed, to each side.
const SMOOTH: usize = 4;
/// Paper at least this bright everywhere needs nothing done, of 255.
const WHITE: u8 = 250;
/// A place darker than this is no paper but a picture or the black beside the sheet; it is not brightened
/// beyond what this level would be, of 255.
const DARKEST_PAPER: u8 = 90;

/// Returns the image with its paper evened to white; `dpi` is its resolution.
pub(super) fn even(image: &GrayImage, dpi: f32) -> GrayImage {
    let paper = Paper::of(image, dpi);
    if paper.levels.iter().all(|&level| level >= WHITE) {
        return image.clone();
    }
    paper.divide(image)
}

/// The brightness of the paper, a level a block.
struct Paper {
    block: usize,
    columns: usize,
    rows: usize,
    levels: Vec<u8>,
}

impl Paper {
    fn of(image: &GrayImage, dpi: f32) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let block = ((BLOCK * dpi).round() as usize).max(2);
        let (columns, rows) = (width.div_ceil(block).max(1), height.div_ceil(block).max(1));
        let mut levels = vec![0_u8; columns * rows];
        for (y, row) in image.as_raw().chunks_exact(width.max(1)).enumerate() {
            for (column, part) in row.chunks(block).enumerate() {
                let level = &mut levels[y / block * columns + column];
                *level = part.iter().copied().fold(*level, u8::max);
            }
        }
        let spread = window(&levels, columns, rows, REACH, |values| values.fold(0, u8::max));
        let levels = window(&spread, columns, rows, SMOOTH, |values| {
            let (sum, count) = values.fold((0_u32, 0_u32), |(s, n), value| (s + u32::from(value), n + 1));
            (sum / count.max(1)) as u8
        });
        Self { block, columns, rows, levels }
    }

    fn divide(&self, image: &GrayImage) -> GrayImage {
        let width = image.width() as usize;
        let mut out = image.clone();
        let mut gains = vec![0_u32; self.columns + 1];
        let across: Vec<(usize, usize, u32)> = (0..width)
            .map(|x| {
                let (left, right, across) = between(x, self.block, self.columns);
                (left, right, (across * 256.0) as u32)
            })
            .collect();
        for (y, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
            // Linear between the blocks' centres, along y once a row, then along x; gains in 1/65536.
            let (top, bottom, down) = between(y, self.block, self.rows);
            let level = |row: usize, column: usize| f32::from(self.levels[row * self.columns + column]);
            for (column, gain) in gains.iter_mut().enumerate() {
                let column = column.min(self.columns - 1);
                let paper = level(top, column) * (1.0 - down) + level(bottom, column) * down;
                *gain = (255.0 / paper.max(f32::from(DARKEST_PAPER)) * 65_536.0) as u32;
            }
            for (value, &(left, right, weight)) in row.iter_mut().zip(&across) {
                let gain = (gains[left] / 256 * (256 - weight)) + gains[right] / 256 * weight;
                *value = ((u32::from(*value) * gain) >> 16).min(255) as u8;
            }
        }
        out
    }
}

/// Returns the two blocks whose centres lie around a pixel, and how far it is from the first to the second.
fn between(at: usize, block: usize, blocks: usize) -> (usize, usize, f32) {
    let place = ((at as f32 + 0.5) / block as f32 - 0.5).clamp(0.0, (blocks - 1) as f32);
    let first = place as usize;
    (first, (first + 1).min(blocks - 1), place - first as f32)
}

/// Returns `fold` over the square of blocks within `reach` of each block, rows first and then columns.
fn window(
    levels: &[u8],
    columns: usize,
    rows: usize,
    reach: usize,
    fold: impl Fn(&mut dyn Iterator<Item = u8>) -> u8,
) -> Vec<u8> {
    let mut across = vec![0; levels.len()];
    for row in 0..rows {
        for column in 0..columns {
            let range = column.saturating_sub(reach)..(column + reach + 1).min(columns);
            across[row * columns + column] = fold(&mut range.map(|c| levels[row * columns + c]));
        }
    }
    let mut down = vec![0; levels.len()];
    for row in 0..rows {
        for column in 0..columns {
            let range = row.saturating_sub(reach)..(row + reach + 1).min(rows);
            down[row * columns + column] = fold(&mut range.map(|r| across[r * columns + column]));
        }
    }
    down
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page whose light falls from 240 at the left to 140 at the right, with strokes at half the light.
    fn shaded() -> GrayImage {
        GrayImage::from_fn(600, 300, |x, y| {
            let paper = 240 - x / 6;
            let stroke = (y / 10) % 3 == 1 && (x / 5) % 4 == 1;
            image::Luma([if stroke { paper / 2 } else { paper } as u8])
        })
    }

    #[test]
    fn shaded_paper_comes_out_white_and_strokes_keep_their_contrast() {
        let page = shaded();
        let got = even(&page, 150.0);
        for (x, y, pixel) in got.enumerate_pixels() {
            let was_stroke = (y / 10) % 3 == 1 && (x / 5) % 4 == 1;
            let expected = if was_stroke { 110..=145 } else { 240..=255 };
            assert!(expected.contains(&pixel.0[0]), "({x}, {y}): {}", pixel.0[0]);
        }
    }

    #[test]
    fn white_paper_is_left_alone() {
        let page = GrayImage::from_fn(300, 300, |x, _| image::Luma([if x % 40 < 3 { 90 } else { 255 }]));
        assert_eq!(even(&page, 150.0), page);
    }
}
