//! Dashes that stand alone in a cell, told by their form.
//!
//! A line is brought to one height before it is read, so that of a dash alone nothing is left that tells it from a word: `99`
//! is read, or nothing. In the ink it is flat, narrower than a word, and level with the print beside it.

use super::cells::Piece;
use super::median::median;
use super::read_line::ReadLine;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;
use super::text_lines::TextLine;
use crate::document::{BoundingBox, Grid};

/// How many times as wide as high a dash is at least.
const FLAT: f32 = 1.8;
/// Its width and its greatest height, in heights of the table's usual capital.
const WIDTH: (f32, f32) = (0.2, 1.3);
const HIGHEST: f32 = 0.3;
/// What is lower and narrower than this, in the same, is a speck.
const SPECK: f32 = 0.15;
/// From this width on, in the same, it is the dash of a sentence and no hyphen.
const LONG: f32 = 0.65;
/// Its middle lies no farther from that of a line beside it, in the same.
const LEVEL: f32 = 0.6;
/// How sure it is that such a form is a dash.
const CONFIDENCE: f32 = 0.9;

/// What was found in a cell: the lines of its print, and its connected parts.
pub(super) struct Found<'a> {
    pub(super) lines: &'a [TextLine],
    pub(super) parts: &'a [usize],
}

/// Finds the dashes that stand alone in the cells of a table, the `at`-th of its page; `ink` are the page's parts.
pub(super) fn lone_dashes(at: usize, grid: &Grid, cells: &[Found<'_>], ink: &[BoundingBox]) -> Vec<Piece> {
    // A dash found alone is a line too, but has no characters.
    let has_characters = |line: &&TextLine| line.parts.iter().any(|part| !is_flat(ink[*part]));
    let middle = |line: &TextLine| line.baseline as f32 - line.capital as f32 / 2.0;
    let lines = || cells.iter().flat_map(|cell| cell.lines).filter(has_characters);
    let Some(usual) = median(lines().map(|line| line.capital)) else { return Vec::new() };
    let usual = usual as f32;
    let mut levels: Vec<f32> = lines().map(middle).collect();
    levels.sort_by(f32::total_cmp);
    let dash = |cell: &Found<'_>| {
        let mut own = cell.parts.iter().map(|part| ink[*part]).filter(|part| !is_speck(*part, usual));
        let bbox = own.next().filter(|_| own.next().is_none())?;
        let (width, height) = (bbox.width() as f32 / usual, bbox.height() as f32 / usual);
        let y = bbox.middle().1 as f32;
        let next = levels.partition_point(|level| *level < y - LEVEL * usual);
        let is_level = levels.get(next).is_some_and(|level| *level <= y + LEVEL * usual);
        let is_dash = is_flat(bbox) && (WIDTH.0..WIDTH.1).contains(&width) && height < HIGHEST;
        (is_dash && is_level).then(|| line(bbox, if width < LONG { "-" } else { "–" }))
    };
    let is_single = |index: usize| grid.cells.get(index).is_some_and(|cell| cell.rows == 1);
    let found = cells.iter().enumerate().filter(|(index, _)| is_single(*index));
    found.filter_map(|(index, cell)| Some(Piece { place: Some((at, index)), line: dash(cell)? })).collect()
}

fn is_flat(bbox: BoundingBox) -> bool {
    bbox.width() as f32 >= FLAT * bbox.height() as f32
}

fn is_speck(bbox: BoundingBox, usual: f32) -> bool {
    bbox.width().max(bbox.height()) as f32 <= SPECK * usual
}

fn line(bbox: BoundingBox, text: &str) -> ReadLine {
    let symbol = ReadSymbol { text: text.into(), bbox: Some(bbox), choices: Vec::new() };
    let word = ReadWord {
        bbox: Some(bbox),
        confidence: Some(CONFIDENCE),
        symbols: vec![symbol],
        ..ReadWord::default()
    };
    ReadLine { bbox: Some(bbox), words: vec![word] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;
    use crate::layout;
    use crate::recognition::text_lines::text_lines;

    const DPI: f32 = 300.0;

    /// What is found in a table of two columns and a row for each label, beside each of which stands a word 30 pixels high.
    fn found(labels: &[&[[u32; 4]]]) -> Vec<(usize, String)> {
        let rows = labels.len() as u32;
        let rule = |x0, y0, x1, y1, horizontal| Rule { bbox: BoundingBox { x0, y0, x1, y1 }, horizontal };
        let across = (0..=rows).map(|row| rule(0, row * 100, 402, row * 100 + 2, true));
        let down = (0..3).map(|column| rule(column * 200, 0, column * 200 + 2, rows * 100, false));
        let grid = layout::grids::find(&across.chain(down).collect::<Vec<_>>(), DPI).remove(0);
        let mut ink: Vec<BoundingBox> = Vec::new();
        let mut cells: Vec<Vec<usize>> = Vec::new();
        for (row, parts) in (0..).zip(labels) {
            let own = parts.iter().map(|[x, y, width, height]| {
                BoundingBox::new(*x, row * 100 + y, x + width, row * 100 + y + height)
            });
            let word = (0..4)
                .map(|at| BoundingBox::new(220 + 24 * at, row * 100 + 35, 240 + 24 * at, row * 100 + 65));
            for parts in [own.collect::<Vec<_>>(), word.collect()] {
                cells.push((ink.len()..ink.len() + parts.len()).collect());
                ink.extend(parts);
            }
        }
        let lines: Vec<Vec<TextLine>> = cells.iter().map(|parts| text_lines(&ink, parts, DPI)).collect();
        let cells: Vec<Found<'_>> =
            cells.iter().zip(&lines).map(|(parts, lines)| Found { lines, parts }).collect();
        let text = |piece: Piece| (piece.place.unwrap().1, piece.line.text());
        lone_dashes(0, &grid, &cells, &ink).into_iter().map(text).collect()
    }

    #[test]
    fn a_flat_stroke_level_with_the_print_beside_it_is_a_dash() {
        assert_eq!(
            found(&[&[[90, 48, 14, 5]], &[[90, 48, 26, 4]]]),
            [(0, "-".to_owned()), (2, "–".to_owned())]
        );
    }

    #[test]
    fn specks_beside_it_are_none_of_its_cell() {
        assert_eq!(found(&[&[[90, 48, 14, 5], [20, 80, 3, 3]]]), [(0, "-".to_owned())]);
    }

    #[test]
    fn what_is_not_flat_or_not_level_or_not_alone_is_no_dash() {
        for parts in [
            &[[90, 40, 14, 10]][..],
            &[[90, 85, 14, 5]],
            &[[90, 48, 14, 5], [110, 48, 14, 5]],
            &[[90, 48, 80, 5]],
        ] {
            assert_eq!(found(&[parts]), [], "{parts:?}");
        }
    }
}
