//! Letters alone in a cell, whose size tells a capital from a small letter.
//!
//! A line is brought to one height before it is read, so that of an `x` that marks a cell no more is seen than of an
//! `X`. On the page the one is as high as small letters, the other as digits.

use super::cells::Piece;
use super::dirt::usual_height;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;

/// Letters that have one form, large and small.
const ONE_FORM: &str = "cosvxz";

/// Lower than this, in usual heights of words, is a small letter: small ones measured 0.45 to 0.55, digits and
/// capitals 0.7 and more.
const SMALL: f32 = 0.62;

/// Gives letters that stand alone in their cell's line the case that their height has; the other stays as an
/// alternative.
pub(super) fn settle_lone_letters(pieces: &mut [Piece]) {
    let Some(usual) = usual_height(pieces.iter().flat_map(|piece| &piece.line.words), 1) else { return };
    for piece in pieces.iter_mut().filter(|piece| piece.place.is_some()) {
        if let [word] = piece.line.words.as_mut_slice() {
            settle(word, usual);
        }
    }
}

fn settle(word: &mut ReadWord, usual: f32) {
    // A stop behind it is no higher than it.
    let (Some(bbox), Some((symbol, rest))) = (word.bbox, word.symbols.split_first_mut()) else { return };
    if rest.iter().any(|symbol| symbol.text != ".") {
        return;
    }
    let ReadSymbol { text, choices, .. } = symbol;
    let small = text.to_lowercase();
    if !ONE_FORM.contains(&small) {
        return;
    }
    let settled = if (bbox.height() as f32) < SMALL * usual { small } else { text.to_uppercase() };
    if settled != *text {
        choices.retain(|(choice, _)| *choice != settled);
        choices.insert(0, (std::mem::replace(text, settled), word.confidence.unwrap_or(0.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;
    use crate::recognition::read_line::ReadLine;

    fn piece(text: &str, bbox: &str, place: Option<(usize, usize)>) -> Piece {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='bbox {bbox}; x_wconf 93'>{text}</span></span></div>"
        );
        let line: ReadLine = hocr::lines(&html).remove(0);
        Piece { place, line }
    }

    fn settled(text: &str, bbox: &str, place: Option<(usize, usize)>) -> (String, usize) {
        let mut pieces = [piece("giấy", "0 0 60 30", None), piece(text, bbox, place)];
        settle_lone_letters(&mut pieces);
        let word = &pieces[1].line.words[0];
        (word.text(), word.symbols[0].choices.len())
    }

    const CELL: Option<(usize, usize)> = Some((0, 0));

    #[test]
    fn a_cross_as_low_as_small_letters_is_a_small_x_and_the_other_reading_stays() {
        assert_eq!(settled("X", "0 50 14 65", CELL), ("x".into(), 1));
    }

    #[test]
    fn a_stop_behind_a_letter_says_nothing_of_its_height() {
        assert_eq!(settled("C.", "0 50 14 65", CELL).0, "c.");
        assert_eq!(settled("C)", "0 50 14 73", CELL).0, "C)", "a bracket is higher");
    }

    #[test]
    fn a_cross_as_high_as_capitals_is_a_capital() {
        assert_eq!(settled("x", "0 50 20 73", CELL), ("X".into(), 1));
        assert_eq!(settled("X", "0 50 20 73", CELL), ("X".into(), 0));
    }

    #[test]
    fn letters_of_two_forms_and_letters_outside_cells_stay() {
        assert_eq!(settled("A", "0 50 14 65", CELL).0, "A");
        assert_eq!(settled("X", "0 50 14 65", None).0, "X");
    }
}
