//! Text parted along the cells of ruled tables.
//!
//! Tesseract runs its lines over the borders of cells. Here each is parted at them, a word by its symbols if it must.

use super::read_line::ReadLine;
use super::read_word::ReadWord;
use crate::document::{BoundingBox, CellPlace, Grid};

/// Index of a grid and of its cell; `None` for what stands outside every table.
pub(super) type Place = Option<(usize, usize)>;

/// A line, or the part of one that stands in one cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) place: Place,
    pub(super) line: ReadLine,
}

/// The part of a word's width that must stand in each of two cells before the word is parted. Boxes overlap a rule
/// by a few pixels without meaning anything.
const STRADDLE: f32 = 0.2;

/// Parts lines at the borders of cells. Each piece lies in one cell or outside all; the order is the engine's.
pub(super) fn part(lines: Vec<ReadLine>, grids: &[Grid]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let first = pieces.len();
        let whole = line.bbox;
        for word in line.words.into_iter().flat_map(|word| part_word(word, grids)) {
            let place = word.bbox.and_then(|b| place(b, grids));
            // A line may come back to a cell it left, where a border is crooked: its words stay together.
            match pieces[first..].iter_mut().find(|piece| piece.place == place) {
                Some(piece) => piece.line.words.push(word),
                None => pieces.push(Piece { place, line: ReadLine { bbox: None, words: vec![word] } }),
            }
        }
        if let [piece] = &mut pieces[first..] {
            piece.line.bbox = whole;
        }
    }
    pieces
}

/// Returns the grid and cell that hold the middle of a box.
pub(super) fn place(bbox: BoundingBox, grids: &[Grid]) -> Option<(usize, usize)> {
    CellPlace::of(bbox, grids).map(|place| (place.grid as usize, place.cell as usize))
}

/// Parts a word that stands in two cells, by the boxes of its symbols.
fn part_word(word: ReadWord, grids: &[Grid]) -> Vec<ReadWord> {
    let Some(bbox) = word.bbox else { return vec![word] };
    let width = bbox.width() as f32;
    let (_, y) = bbox.middle();
    let shares = |b: BoundingBox| b.y0 <= y && y < b.y1 && b.shared_width(bbox) as f32 >= STRADDLE * width;
    let straddles = grids.iter().any(|g| g.cells.iter().filter(|c| shares(c.bbox)).count() > 1);
    if !straddles || word.symbols.iter().any(|s| s.bbox.is_none()) {
        return vec![word];
    }
    let mut parts: Vec<(Option<(usize, usize)>, ReadWord)> = Vec::new();
    for symbol in word.symbols {
        let here = symbol.bbox.and_then(|b| place(BoundingBox { y0: bbox.y0, y1: bbox.y1, ..b }, grids));
        match parts.last_mut() {
            Some((there, part)) if *there == here => {
                part.bbox = part.bbox.zip(symbol.bbox).map(|(a, b)| a.union(b));
                part.symbols.push(symbol);
            }
            _ => {
                let part = ReadWord {
                    bbox: symbol.bbox,
                    confidence: word.confidence,
                    symbols: vec![symbol],
                    ..ReadWord::default()
                };
                parts.push((here, part));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;
    use crate::layout;
    use crate::recognition::read_symbol::ReadSymbol;

    /// A table of 2 × 2 cells of 200 × 100 pixels from (100, 100).
    fn two_by_two() -> Vec<Grid> {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 200, 300].map(|y| rule([100, y - 1, 500, y + 2], true));
        let down = [100, 300, 500].map(|x| rule([x - 1, 100, x + 2, 300], false));
        layout::grids::find(&[across, down].concat(), 300.0)
    }

    fn word(text: &str, x0: u32, x1: u32) -> ReadWord {
        let step = (x1 - x0) / text.chars().count() as u32;
        let symbols = (0..).zip(text.chars()).map(|(at, c)| ReadSymbol {
            text: c.into(),
            bbox: Some(BoundingBox::new(x0 + at * step, 130, x0 + (at + 1) * step, 160)),
            choices: Vec::new(),
        });
        ReadWord {
            bbox: Some(BoundingBox::new(x0, 130, x1, 160)),
            confidence: None,
            symbols: symbols.collect(),
            ..ReadWord::default()
        }
    }

    fn texts(pieces: &[Piece]) -> Vec<(Option<usize>, String)> {
        let text = |p: &Piece| p.line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ");
        pieces.iter().map(|p| (p.place.map(|(_, cell)| cell), text(p))).collect()
    }

    #[test]
    fn a_line_over_cells_is_parted_and_a_word_over_a_border_too() {
        let grids = two_by_two();
        let words = vec![
            word("ngoài", 10, 60),
            word("trái", 120, 200),
            word("ab12", 260, 340),
            word("phải", 400, 460),
        ];
        let pieces = part(vec![ReadLine { bbox: None, words }], &grids);
        let expected = [(None, "ngoài"), (Some(0), "trái ab"), (Some(1), "12 phải")];
        assert_eq!(texts(&pieces), expected.map(|(place, text)| (place, text.to_owned())));
    }

    #[test]
    fn a_word_that_only_leans_over_a_border_stays_whole() {
        let grids = two_by_two();
        let pieces = part(vec![ReadLine { bbox: None, words: vec![word("abcdefghij", 205, 305)] }], &grids);
        assert_eq!(texts(&pieces), [(Some(0), "abcdefghij".to_owned())]);
    }
}
