//! Pieces of a line: what no wide gap parts.

use std::ops::Range;

use crate::structure::sheet::{Frame, Place, PlacedWord, Sheet};

use super::super::column::frame_of;

/// The least gap between two pieces, in heights of the line: words stand up to 0.8 apart. Set by hand.
const GAP: f32 = 1.5;

/// Height of the highest word of a line, in that of its usual one, above which it is dirt.
const HIGHEST: f32 = 1.6;

/// What of a line stands together.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) place: Place,
    /// Its text, trimmed.
    pub(super) text: String,
    pub(super) frame: Frame,
}

impl Piece {
    fn new(sheet: &Sheet, place: Place, frame: Frame) -> Self {
        let text = sheet.lines[place.0].slice(&place.1).trim().to_owned();
        Self { place, text, frame }
    }
}

/// How many times as wide as its characters should be the box of a word reaches over something else.
const OVERHANG: f32 = 2.0;

/// Most characters of a speck at a piece's end: a sign, or a figure with one.
const SPECK: usize = 2;

/// Returns a piece without the specks at its ends, read as signs and figures: `¹ Tạ Gió`, `5. Tạ Gió -`; `None` where it is all specks.
pub(super) fn without_specks(sheet: &Sheet, piece: Piece) -> Option<Piece> {
    let (at, range) = &piece.place;
    let line = &sheet.lines[*at];
    let own = |token: &&Range<usize>| range.start <= token.start && token.end <= range.end;
    let is_word = |token: &&Range<usize>| {
        let text = line.slice(token);
        text.contains(char::is_alphabetic) || text.chars().count() > SPECK
    };
    let has_letter = |token: &&Range<usize>| line.slice(token).contains(char::is_alphanumeric);
    let tokens = line.tokens();
    let start = tokens.iter().filter(own).find(is_word)?.start;
    let end = tokens.iter().filter(own).rfind(has_letter)?.end;
    let place = (*at, start..end.max(start));
    let frame = frame_of(sheet, &place).unwrap_or(piece.frame);
    let frame = without_overhang(&place, &line.words, frame);
    Some(Piece::new(sheet, place, frame))
}

/// Returns a piece's frame without what the boxes of its first and last word, reaching over specks before and behind it, have too much.
fn without_overhang(place: &Place, words: &[PlacedWord], frame: Frame) -> Frame {
    let own = words.iter().filter(|word| place.1.start <= word.range.start && word.range.end <= place.1.end);
    let own: Vec<&PlacedWord> = own.collect();
    let width = |word: &PlacedWord| word.frame.x1 - word.frame.x0;
    let usual = |word: &PlacedWord, others: &[&PlacedWord]| {
        let characters: usize = others.iter().map(|word| word.range.len()).sum();
        let all = others.iter().map(|word| width(word)).sum::<f32>();
        all / characters.max(1) as f32 * word.range.len() as f32
    };
    let mut frame = frame;
    if let [first, rest @ ..] = own.as_slice()
        && !rest.is_empty()
        && width(first) > OVERHANG * usual(first, rest)
    {
        frame.x0 = first.frame.x1 - usual(first, rest);
    }
    if let [rest @ .., last] = own.as_slice()
        && !rest.is_empty()
        && width(last) > OVERHANG * usual(last, rest)
    {
        frame.x1 = last.frame.x0 + usual(last, rest);
    }
    frame
}

/// Returns the pieces of a line, from left to right; none where no boxes are known.
pub(super) fn of_line(sheet: &Sheet, at: usize) -> Vec<Piece> {
    let line = &sheet.lines[at];
    let length = line.length();
    let mut heights: Vec<f32> = line.words.iter().map(|word| word.frame.height()).collect();
    heights.sort_by(f32::total_cmp);
    let Some(height) = heights.get(heights.len() / 2).copied() else {
        let whole = line.frame.map(|frame| Piece::new(sheet, (at, 0..length), frame));
        return whole.into_iter().collect();
    };
    // Of words without strokes above or below the box is lower than the line.
    let highest = heights.last().copied().unwrap_or(height);
    let height = highest.min(HIGHEST * height);
    let is_apart = |pair: &[PlacedWord]| pair[1].frame.x0 - pair[0].frame.x1 > GAP * height;
    let cuts = line.words.windows(2).filter(|pair| is_apart(pair)).map(|pair| pair[1].range.start);
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in cuts.chain([length]) {
        let place = (at, from..cut);
        if let Some(frame) = frame_of(sheet, &place) {
            let frame = without_overhang(&place, &line.words, frame);
            pieces.push(Piece::new(sheet, place, frame));
        }
        from = cut;
    }
    pieces
}
