//! Boxes without height.
//!
//! The engine now and then gives a word that it reads surely a box of a few pixels. The print would then be found unread and read
//! once more, or the word be taken for a speck. The words beside it on the line tell where it stands.

use super::cells::Piece;
use super::median::median;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use crate::document::BoundingBox;

/// Height under which a box is none of letters or figures, in heights of the line's other words. Raised figures measured 0.4 and more.
const FLAT: f32 = 0.3;
/// Confidence, 0 to 1, from which such a word is print.
const SURE: f32 = 0.85;
/// Width of a character, in heights of a word, where the box tells none.
const CHARACTER: f32 = 0.5;

/// Gives words of lines that stand flat among others the others' height.
pub(super) fn raise(pieces: &mut [Piece]) {
    pieces.iter_mut().for_each(|piece| raise_in(&mut piece.line));
}

fn raise_in(line: &mut ReadLine) {
    let is_letters = |word: &&ReadWord| word.letters_and_digits() > 0;
    let heights = line.words.iter().filter(is_letters).filter_map(|word| word.bbox).map(BoundingBox::height);
    let Some(usual) = median(heights) else { return };
    let is_flat = |bbox: BoundingBox| (bbox.height() as f32) < FLAT * usual as f32;
    let boxes: Vec<Option<BoundingBox>> = line.words.iter().map(|word| word.bbox).collect();
    for (at, word) in line.words.iter_mut().enumerate() {
        let is_sure = word.confidence.is_none_or(|own| own >= SURE) && word.letters_and_digits() > 0;
        let Some(own) = word.bbox.filter(|bbox| is_sure && is_flat(*bbox)) else { continue };
        let before = boxes[..at].iter().rev().flatten().find(|bbox| !is_flat(**bbox));
        let behind = boxes[at + 1..].iter().flatten().find(|bbox| !is_flat(**bbox));
        let Some(beside) = before.or(behind) else { continue };
        let width = (CHARACTER * usual as f32) as u32 * word.text().chars().count() as u32;
        let end = behind.map_or(u32::MAX, |behind| behind.x0.saturating_sub(1));
        let x1 = own.x1.max((own.x0 + width).min(end));
        word.each_box(|_| BoundingBox::new(own.x0, beside.y0, x1, beside.y1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// The boxes of a line's words, given as (text, confidence in hundredths, box), when flat ones are raised.
    fn raised(words: &[(&str, u32, [u32; 4])]) -> Vec<[u32; 4]> {
        let spans: String = words
            .iter()
            .map(|(text, confidence, [x0, y0, x1, y1])| {
                format!("<span class='ocrx_word' title='bbox {x0} {y0} {x1} {y1}; x_wconf {confidence}'>{text}</span> ")
            })
            .collect();
        let mut line =
            hocr::lines(&format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>"))
                .remove(0);
        raise_in(&mut line);
        line.words.iter().filter_map(|word| word.bbox).map(|b| [b.x0, b.y0, b.x1, b.y1]).collect()
    }

    #[test]
    fn a_sure_word_with_a_flat_box_stands_as_high_as_those_beside_it() {
        let first = ("TRẠM", 96, [10, 100, 90, 130]);
        assert_eq!(raised(&[first, ("GIÓ", 96, [100, 133, 160, 138])])[1], [100, 100, 160, 130]);
        assert_eq!(
            raised(&[("2.", 96, [10, 120, 12, 122]), ("Trạm", 96, [60, 100, 140, 130])])[0],
            [10, 100, 40, 130]
        );
    }

    #[test]
    fn specks_dashes_and_raised_figures_keep_their_boxes() {
        let first = ("TRẠM", 96, [10, 100, 90, 130]);
        for other in [
            ("7", 40, [100, 120, 102, 122]),
            ("-", 96, [100, 115, 110, 118]),
            ("1", 96, [100, 100, 106, 112]),
        ] {
            assert_eq!(raised(&[first, other])[1], other.2);
        }
    }
}
