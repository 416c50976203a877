//! How far the rows of a stretch lie askew, although the page was set upright: sheets are photographed from one side, or curl.

use super::{Chunk, PrintedWord, median};

/// Slopes that are tried: so many to either side, each raising the end of the stretch by this part of a line's height more.
const STEPS: i16 = 10;
const STEP: f32 = 0.15;
/// Heights in which words are counted, in heights of a line: words of one row stand in one or two.
const BIN: f32 = 0.25;
/// Rows lie askew where words stand so much better in line.
const BETTER: f32 = 1.06;
/// Fewest words that tell.
const FEWEST: usize = 12;

/// Returns how much lower the rows of a stretch stand for each pixel to the right; 0 where they are level.
pub(super) fn of(bands: &[Vec<Chunk>]) -> f32 {
    let words: Vec<&PrintedWord> = bands.iter().flatten().flat_map(|chunk| &chunk.words).collect();
    let heights = words.iter().map(|word| word.frame.height()).collect();
    let Some(height) = median(heights).filter(|height| *height > 0.0) else { return 0.0 };
    let left = words.iter().map(|word| word.frame.x0).fold(f32::MAX, f32::min);
    let right = words.iter().map(|word| word.frame.x1).fold(f32::MIN, f32::max);
    if words.len() < FEWEST || right - left < height {
        return 0.0;
    }
    let slope = |step: i16| f32::from(step) * STEP * height / (right - left);
    // How many words stand at one height, twice: a row may lie across the end of a bin.
    let in_line = |step: i16| -> f32 {
        let slope = slope(step);
        let mut bins: Vec<i64> = words
            .iter()
            .flat_map(|word| {
                let (x, y) = word.frame.center();
                let at = (y - slope * (x - left)) / (BIN * height);
                [2 * at.floor() as i64, 2 * (at + 0.5).floor() as i64 + 1]
            })
            .collect();
        bins.sort_unstable();
        bins.chunk_by(|a, b| a == b).map(|bin| (bin.len() * bin.len()) as f32).sum()
    };
    let level = in_line(0);
    let mut best = (level * BETTER, 0);
    for step in (1..=STEPS).flat_map(|step| [-step, step]) {
        let score = in_line(step);
        if score > best.0 {
            best = (score, step);
        }
    }
    slope(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BoundingBox;

    /// Rows of five words, each lower than the one before it.
    fn rows(count: u32, fall: u32) -> Vec<Vec<Chunk>> {
        let word = |row: u32, at: u32| PrintedWord {
            frame: BoundingBox::new(at * 200, row * 40 + at * fall, at * 200 + 80, row * 40 + at * fall + 20)
                .into(),
            text: "gió".into(),
        };
        (0..count).map(|row| (0..5).map(|at| Chunk::of(word(row, at))).collect()).collect()
    }

    #[test]
    fn rows_that_fall_to_the_right_have_their_slope() {
        let slope = of(&rows(8, 3));
        assert!((slope - 0.015).abs() < 0.004, "{slope}");
    }

    #[test]
    fn level_rows_and_few_words_have_none() {
        assert_eq!(of(&rows(8, 0)), 0.0);
        assert_eq!(of(&rows(2, 3)), 0.0);
        assert_eq!(of(&[]), 0.0);
    }
}
