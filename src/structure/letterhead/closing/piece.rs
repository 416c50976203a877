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

/// Returns where the words of a line begin, and their boxes: one with a blank in it, `Trâm     Nguyễn`, is two, each as wide as the line's
/// letters are.
fn parted(sheet: &Sheet, at: usize) -> Vec<(usize, Frame)> {
    let line = &sheet.lines[at];
    let width = |frame: Frame| frame.x1 - frame.x0;
    let mut steps: Vec<f32> =
        line.words.iter().map(|word| width(word.frame) / word.range.len().max(1) as f32).collect();
    steps.sort_by(f32::total_cmp);
    let Some(step) = steps.get(steps.len() / 2).copied() else { return Vec::new() };
    let of_word = |word: &PlacedWord| {
        let text = line.slice(&word.range);
        let blank = text.chars().position(char::is_whitespace);
        let Some(blank) = blank.filter(|_| width(word.frame) > step * (word.range.len() + 1) as f32) else {
            return vec![(word.range.start, word.frame)];
        };
        let rest = word.range.len() - blank - 1;
        let first = Frame { x1: word.frame.x0 + step * blank as f32, ..word.frame };
        let second = Frame { x0: word.frame.x1 - step * rest as f32, ..word.frame };
        vec![(word.range.start, first), (word.range.start + blank + 1, second)]
    };
    line.words.iter().flat_map(of_word).collect()
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
    let words = parted(sheet, at);
    let is_apart = |pair: &[(usize, Frame)]| pair[1].1.x0 - pair[0].1.x1 > GAP * height;
    let cuts = words.windows(2).filter(|pair| is_apart(pair)).map(|pair| pair[1].0);
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in cuts.chain([length]) {
        let place = (at, from..cut);
        let own = words.iter().filter(|(start, _)| place.1.contains(start)).map(|(_, frame)| *frame);
        if let Some(frame) = own.reduce(Frame::union) {
            let frame = without_overhang(&place, &line.words, frame);
            pieces.push(Piece::new(sheet, place, frame));
        }
        from = cut;
    }
    pieces
}
