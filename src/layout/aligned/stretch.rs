//! Stretches of a page that may be tables: lines with wide blanks in them, and the short lines among these.

use super::{Chunk, PrintedWord, median, specks};

/// A blank as wide as this many heights of a usual line parts two chunks. Justified text in Times at 13 pt stretches its
/// blanks to two thirds of that.
const WIDE: f32 = 1.0;
/// A wide blank is so many usual ones at least: those of a typewriter are nearly as wide as its lines are high.
const BLANKS: f32 = 1.7;
/// A word is no higher than so many heights of a usual line.
const HIGHEST: f32 = 2.0;
/// Lines are of one band where their middles lie no farther apart than this part of a usual line's height.
const LEVEL: f32 = 0.45;
/// A band without a wide blank as wide as this part of the text's width is running text, and so is one with one or two whose
/// words fill more of it, as those of a row with its blanks do not.
const FULL: f32 = 0.72;
const FILLED: f32 = 0.85;
/// The most heights of a line between two lines of a table.
const FARTHEST: f32 = 4.0;
/// Most bands without a wide blank between two that have one: those of a cell.
const MOST_BETWEEN: usize = 5;

/// Returns where the text of a page begins and ends, from left to right.
pub(super) fn sides(lines: &[Vec<PrintedWord>]) -> (f32, f32) {
    let words = || lines.iter().flatten();
    let left = words().map(|word| word.frame.x0).fold(f32::MAX, f32::min);
    let right = words().map(|word| word.frame.x1).fold(f32::MIN, f32::max);
    (left, right)
}

/// Returns the stretches that may be tables, band by band from top to bottom, each band in chunks from left to right, of lines of
/// a page whose text has these sides.
pub(super) fn stretches(lines: Vec<Vec<PrintedWord>>, (left, right): (f32, f32)) -> Vec<Vec<Vec<Chunk>>> {
    let heights =
        lines.iter().filter_map(|line| median(line.iter().map(|word| word.frame.height()).collect()));
    let Some(height) = median(heights.collect()) else { return Vec::new() };
    // A column of figures is sometimes read as one high word.
    let is_of_line = |word: &PrintedWord| word.frame.height() < HIGHEST * height;
    let lines = lines.into_iter().map(|line| line.into_iter().filter(is_of_line).collect::<Vec<_>>());
    let lines: Vec<Vec<PrintedWord>> = lines.filter(|line| !line.is_empty()).collect();
    let wide = (WIDE * height).max(BLANKS * usual_blank(&lines, height));
    let mut found: Vec<Vec<Vec<Chunk>>> = Vec::new();
    let mut open: Vec<Vec<Chunk>> = Vec::new();
    for band in bands(lines, height, wide) {
        let is_apart = open.last().is_some_and(|last| y(&band) - y(last) > FARTHEST * height);
        let read = band.iter().filter(|chunk| chunk.is_read()).count();
        let filled = band.iter().map(|chunk| chunk.frame.x1 - chunk.frame.x0).sum::<f32>() / (right - left);
        let is_text = read == 1 && filled > FULL || read < 4 && filled > FILLED;
        if is_apart || is_text {
            found.extend(close(without_specks(std::mem::take(&mut open), wide)));
        }
        if !is_text {
            open.push(band);
        }
    }
    found.extend(close(without_specks(open, wide)));
    found
}

/// Takes specks out of bands, whose words may then stand apart.
fn without_specks(bands: Vec<Vec<Chunk>>, wide: f32) -> Vec<Vec<Chunk>> {
    specks::taken_out(bands).into_iter().map(|words| chunks(words, wide)).collect()
}

/// Gathers lines into bands, those at one height together, and parts each where blanks are wide.
fn bands(mut lines: Vec<Vec<PrintedWord>>, height: f32, wide: f32) -> Vec<Vec<Chunk>> {
    let middle = |line: &[PrintedWord]| {
        line.iter().map(|word| word.frame.center().1).sum::<f32>() / line.len().max(1) as f32
    };
    lines.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut bands: Vec<(f32, Vec<PrintedWord>)> = Vec::new();
    for line in lines {
        let at = middle(&line);
        match bands.last_mut() {
            Some((band, words)) if at - *band < LEVEL * height => words.extend(line),
            _ => bands.push((at, line)),
        }
    }
    bands.into_iter().map(|(_, words)| chunks(words, wide)).collect()
}

/// Returns the usual blank between words of a line.
fn usual_blank(lines: &[Vec<PrintedWord>], height: f32) -> f32 {
    let blanks =
        lines.iter().flat_map(|line| line.windows(2)).map(|pair| pair[1].frame.x0 - pair[0].frame.x1);
    median(blanks.filter(|blank| (0.0..2.0 * height).contains(blank)).collect()).unwrap_or(0.0)
}

/// Parts words at one height where blanks are wide.
fn chunks(mut words: Vec<PrintedWord>, wide: f32) -> Vec<Chunk> {
    words.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
    let mut chunks: Vec<Chunk> = Vec::new();
    for word in words {
        match chunks.last_mut() {
            Some(chunk) if word.frame.x0 - chunk.frame.x1 < wide => chunk.push(word),
            _ => chunks.push(Chunk::of(word)),
        }
    }
    chunks
}

/// Trims a stretch to the part from its first to its last band with a wide blank and the lines of the last cell, and parts it
/// where too many bands without one stand between.
fn close(bands: Vec<Vec<Chunk>>) -> Vec<Vec<Vec<Chunk>>> {
    let mut found: Vec<Vec<Vec<Chunk>>> = Vec::new();
    let mut open: Vec<Vec<Chunk>> = Vec::new();
    let mut between: Vec<Vec<Chunk>> = Vec::new();
    for band in bands {
        if band.len() == 1 {
            between.push(band);
            continue;
        }
        if open.is_empty() || between.len() > MOST_BETWEEN {
            found.push(std::mem::take(&mut open));
            // The last of them may be names of the head.
            between.drain(..between.len().saturating_sub(MOST_BETWEEN));
        }
        open.append(&mut between);
        open.push(band);
    }
    open.extend(between.into_iter().take(MOST_BETWEEN));
    found.push(open);
    found.retain(|bands| bands.iter().filter(|band| band.len() > 1).count() > 1);
    found
}

/// Returns the middle of a band.
fn y(band: &[Chunk]) -> f32 {
    band.first().map_or(0.0, Chunk::y)
}
