//! Where words end whose boxes run over the words after them.
//!
//! Of a short line in a cell Tesseract often gives the first word the box of the whole line. On ten pages of real tables 6 %
//! of the words of three letters or more were so; whoever searches for one would see the whole line lit up.

use super::read_line::ReadLine;
use crate::document::BoundingBox;

/// The part of the next word's width that a box has to cover to be taken for wrong. Slanted and kerned letters reach over a
/// little.
const COVERED: f32 = 0.5;

/// Cuts each word's box off where the next word begins, if it covers that one.
pub(super) fn cut_off(lines: &mut [ReadLine]) {
    for line in lines {
        for at in 1..line.words.len() {
            let (before, after) = line.words.split_at_mut(at);
            let (Some(word), Some(next)) = (before.last_mut(), after.first()) else { continue };
            if let (Some(bbox), Some(next)) = (&mut word.bbox, next.bbox)
                && covers(*bbox, next)
            {
                bbox.x1 = next.x0;
            }
        }
    }
}

/// True where a word's box covers the word to its right.
fn covers(bbox: BoundingBox, next: BoundingBox) -> bool {
    let shared = bbox.x1.min(next.x1).saturating_sub(next.x0);
    bbox.x0 < next.x0 && shared as f32 > COVERED * next.width() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::read_symbol::ReadSymbol;
    use crate::recognition::read_word::ReadWord;

    fn ends(words: &[(u32, u32)]) -> Vec<u32> {
        let word = |&(x0, x1): &(u32, u32)| ReadWord {
            bbox: Some(BoundingBox::new(x0, 0, x1, 20)),
            confidence: Some(0.9),
            recognised: None,
            stroke: None,
            symbols: vec![ReadSymbol { text: "a".to_owned(), ..ReadSymbol::default() }],
        };
        let mut lines = [ReadLine { bbox: None, words: words.iter().map(word).collect() }];
        cut_off(&mut lines);
        let [line] = lines;
        line.words.iter().filter_map(|word| word.bbox).map(|bbox| bbox.x1).collect()
    }

    #[test]
    fn a_box_around_the_whole_line_ends_before_the_second_word() {
        assert_eq!(ends(&[(0, 140), (70, 90), (100, 140)]), [70, 90, 140]);
    }

    #[test]
    fn letters_that_reach_over_stay_as_they_are() {
        assert_eq!(ends(&[(0, 52), (50, 90)]), [52, 90]);
    }

    #[test]
    fn what_stands_to_the_left_cuts_nothing_off() {
        assert_eq!(ends(&[(100, 140), (0, 120)]), [140, 120]);
    }
}
