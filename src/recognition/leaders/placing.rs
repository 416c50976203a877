//! Leaders set behind their labels.

use super::Leader;
use crate::document::{BoundingBox, Grid};
use crate::recognition::cells::{self, Piece};
use crate::recognition::level_words::{Level, LevelWords};
use crate::recognition::read_line::ReadLine;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;

/// How far from a leader, in usual heights of letters, the words of its line stand at most.
const BESIDE: f32 = 2.5;
/// How sure a leader is, 0 to 1.
const SURE: f32 = 0.98;

/// Sets leaders among the words of the lines that they stand in; where there is none, as lines of their own. Those that are there
/// already stay.
pub(in crate::recognition) fn put_back<'a>(
    pieces: &mut Vec<Piece>,
    leaders: impl Iterator<Item = &'a Leader>,
    grids: &[Grid],
) {
    let mut leaders = leaders.peekable();
    if leaders.peek().is_none() {
        return;
    }
    let words = LevelWords::of(pieces);
    let mut joined: Vec<usize> = (0..pieces.len()).collect();
    for leader in leaders {
        let reach = BESIDE * leader.letters as f32;
        let place = cells::place(leader.bbox, grids);
        // Where letters on it stand.
        let bbox = BoundingBox { y0: leader.bbox.y1.saturating_sub(leader.letters), ..leader.bbox };
        let beside: Vec<Level> =
            words.beside(bbox, place).filter(|level| level.gap as f32 <= reach).collect();
        let is_it = |word: &ReadWord| word.bbox == Some(bbox) && word.text() == leader.text;
        if beside.iter().any(|level| pieces[root(&joined, level.piece)].line.words.iter().any(is_it)) {
            continue;
        }
        let is_before = |level: &&Level| level.bbox.middle().0 < bbox.x0;
        let nearest = |is_before_it: bool| {
            let levels = beside.iter().filter(|level| is_before(level) == is_before_it);
            levels.min_by_key(|level| level.gap).map(|level| root(&joined, level.piece))
        };
        let (before, behind) = (nearest(true), nearest(false));
        match before.or(behind) {
            Some(piece) => {
                insert(&mut pieces[piece].line, word(leader, bbox));
                if let Some(other) = behind.filter(|other| *other != piece) {
                    let taken = std::mem::take(&mut pieces[other].line);
                    taken.words.into_iter().for_each(|word| insert(&mut pieces[piece].line, word));
                    joined[other] = piece;
                }
            }
            None => {
                let line = ReadLine { bbox: Some(bbox), words: vec![word(leader, bbox)] };
                pieces.push(Piece { place, line });
            }
        }
    }
    pieces.retain(|piece| !piece.line.words.is_empty());
}

/// Returns the piece that one has become a part of.
fn root(joined: &[usize], mut piece: usize) -> usize {
    while joined[piece] != piece {
        piece = joined[piece];
    }
    piece
}

fn word(leader: &Leader, bbox: BoundingBox) -> ReadWord {
    let symbol = |c: char| ReadSymbol { text: c.into(), bbox: None, choices: Vec::new() };
    ReadWord {
        bbox: Some(bbox),
        confidence: Some(SURE),
        symbols: leader.text.chars().map(symbol).collect(),
        ..ReadWord::default()
    }
}

/// Sets a word among those of a line, left to right.
fn insert(line: &mut ReadLine, word: ReadWord) {
    let left = |word: &ReadWord| word.bbox.map(|bbox| bbox.middle().0);
    let is_behind = |other: &ReadWord| left(other).zip(left(&word)).is_some_and(|(own, new)| own > new);
    let at = line.words.iter().position(is_behind).unwrap_or(line.words.len());
    line.bbox = match (line.bbox, word.bbox) {
        (Some(own), Some(new)) => Some(own.union(new)),
        (own, new) => own.or(new),
    };
    line.words.insert(at, word);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// A line of one word between two edges, 24 pixels high above 134.
    fn piece(text: &str, x0: u32, x1: u32) -> Piece {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox {x0} 110 {x1} 134; \
             x_wconf 90'>{text}</span></span></div>"
        );
        Piece { place: None, line: hocr::lines(&html).remove(0) }
    }

    fn leader(x0: u32, x1: u32, foot: u32) -> Leader {
        Leader {
            bbox: BoundingBox::new(x0, foot - 3, x1, foot),
            text: ".....".into(),
            letters: 24,
            parts: Vec::new(),
        }
    }

    fn lines(mut pieces: Vec<Piece>, leaders: &[Leader]) -> Vec<String> {
        put_back(&mut pieces, leaders.iter(), &[]);
        put_back(&mut pieces, leaders.iter(), &[]);
        let text = |piece: &Piece| piece.line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ");
        pieces.iter().map(text).collect()
    }

    #[test]
    fn a_leader_stands_behind_its_label_and_joins_what_follows_it() {
        let pieces = || vec![piece("Tên:", 10, 60), piece("Sinh:", 230, 300), piece("dưới", 10, 60)];
        let leaders = [leader(70, 220, 134), leader(310, 500, 134)];
        let mut pieces = pieces();
        pieces[2].line.words[0].each_box(|b| BoundingBox { y0: b.y0 + 40, y1: b.y1 + 40, ..b });
        assert_eq!(lines(pieces, &leaders), ["Tên: ..... Sinh: .....", "dưới"]);
    }

    #[test]
    fn a_leader_beside_nothing_is_a_line() {
        assert_eq!(lines(vec![piece("Tên:", 10, 60)], &[leader(10, 500, 190)]), ["Tên:", "....."]);
    }
}
