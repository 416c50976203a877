//! Lines outside tables that were read in doubt, or not wholly, read again by themselves.
//!
//! Tesseract's own line boxes cut the marks off capitals that stand close under another line, and let in what
//! reaches into them from there; and now and then it passes a word over. So a line with a word in doubt, or with letters
//! between its words that are part of none, is found anew in the page's ink, cut out with
//! nothing of its neighbours, and read alone; where the two readings of a word differ the surer one is taken, and the
//! other stays among its alternatives (what Fiscus 1997 calls recogniser output voting, of two voters).

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::ink::Ink;
use super::line_reading::{SPACES, read_line};
use super::read_word::ReadWord;
use super::text_lines::{TextLine, line_in};
use super::view::View;
use super::vote::surer;
use crate::document::BoundingBox;

/// A word read with less confidence than this, 0 to 1, is in doubt.
const DOUBT: f32 = 0.85;

/// How much surer, 0 to 1, the second reading of a word must be to take the place of the first.
const SURER: f32 = 0.02;

/// The part of the narrower of two words that both readings must cover to be of one word.
const SAME_WORD: f32 = 0.5;

/// Least height of what may be a letter that was passed over, in heights of the line's capitals.
const LETTER: f32 = 0.5;

/// Fewest such letters: one alone is a speck or a figure of a footnote.
const FEWEST_LETTERS: usize = 2;

/// Confidence, 0 to 1, from which a word that the first reading passed over is taken.
const BELIEVABLE: f32 = 0.8;

/// Reads again the lines with words in doubt or passed over. No word of the first reading is lost.
pub(super) fn read_doubtful_lines(
    pieces: &mut [Piece],
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    for at in 0..pieces.len() {
        let piece = &pieces[at];
        let Some(bbox) = piece.line.extent().filter(|_| piece.place.is_none()) else { continue };
        let is_doubtful = piece.line.words.iter().any(|word| word.confidence.is_some_and(|c| c < DOUBT));
        let Some(line) = line_in(view.ink.parts(), bbox, view.dpi) else { continue };
        if !is_doubtful && !has_unread_letters(&piece.line.words, &line, view.ink)
            || is_shared(pieces, at, line.bbox)
        {
            continue;
        }
        let heard = read_line(view, &line, &SPACES[..1], read)?;
        let words = &mut pieces[at].line.words;
        *words = vote(std::mem::take(words), heard.words, is_doubtful);
    }
    Ok(())
}

/// Returns whether letters stand between a line's words that are part of none.
fn has_unread_letters(words: &[ReadWord], line: &TextLine, ink: &Ink) -> bool {
    let letters = line.parts.iter().map(|i| ink.parts()[*i]).filter(|part| {
        let (middle, _) = part.middle();
        part.height() as f32 >= LETTER * line.capital as f32
            && words.iter().all(|word| word.bbox.is_some_and(|b| !(b.x0..b.x1).contains(&middle)))
    });
    letters.count() >= FEWEST_LETTERS
}

/// Returns whether words of another piece stand in a line: read as one, they would be there twice.
fn is_shared(pieces: &[Piece], at: usize, line: BoundingBox) -> bool {
    let others = pieces.iter().enumerate().filter(|(other, _)| *other != at);
    let mut words = others.flat_map(|(_, piece)| &piece.line.words).filter_map(|word| word.bbox);
    words.any(|word| line.holds_middle_of(word))
}

/// Combines two readings of a line word by word. Unless words of the first are in doubt, all of them stay as they are, and
/// the second only gives those that were passed over.
fn vote(first: Vec<ReadWord>, second: Vec<ReadWord>, is_doubtful: bool) -> Vec<ReadWord> {
    let mut seen: Vec<ReadWord> = Vec::new();
    let mut rest = second.into_iter().peekable();
    let mut first = first.into_iter().peekable();
    while let Some(word) = first.next() {
        let Some(mut extent) = word.bbox else {
            seen.push(word);
            continue;
        };
        let (mut mine, mut theirs) = (vec![word], Vec::new());
        while let Some(word) = rest.next_if(|word| word.bbox.is_none_or(|b| b.x1 <= extent.x0)) {
            let is_free =
                |b: BoundingBox| seen.last().and_then(|w| w.bbox).is_some_and(|last| last.x1 <= b.x0);
            if is_of_letters(&word.text())
                && word.bbox.is_some_and(is_free)
                && word.confidence >= Some(BELIEVABLE)
            {
                seen.push(word);
            }
        }
        loop {
            let before = mine.len() + theirs.len();
            let meets = |word: &ReadWord| word.bbox.is_some_and(|b| covers(b, extent));
            if let Some(word) = rest.next_if(meets) {
                extent = word.bbox.map_or(extent, |b| b.union(extent));
                theirs.push(word);
            }
            let meets = |word: &ReadWord| word.bbox.is_some_and(|b| covers(b, extent));
            if !theirs.is_empty()
                && let Some(word) = first.next_if(meets)
            {
                extent = word.bbox.map_or(extent, |b| b.union(extent));
                mine.push(word);
            }
            if mine.len() + theirs.len() == before {
                break;
            }
        }
        seen.extend(if is_doubtful { surer(mine, theirs, SURER) } else { mine });
    }
    seen
}

/// Returns whether a text is a word of two letters or more: specks and what shows through are rather read as figures, or
/// as letters and figures in one.
fn is_of_letters(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_punctuation());
    letters.chars().count() >= 2 && letters.chars().all(char::is_alphabetic)
}

/// Returns whether two words lie over each other in the line.
fn covers(a: BoundingBox, b: BoundingBox) -> bool {
    a.shared_width(b) as f32 >= SAME_WORD * a.width().min(b.width()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;
    use crate::recognition::hocr;
    use crate::recognition::read_line::ReadLine;

    /// Words as (text, confidence in hundredths, left, right).
    fn words(of: &[(&str, u32, u32, u32)]) -> Vec<ReadWord> {
        let spans: String = of
            .iter()
            .map(|(text, confidence, x0, x1)| {
                format!(
                    "<span class='ocrx_word' title='bbox {x0} 10 {x1} 40; x_wconf {confidence}'>{text}</span> "
                )
            })
            .collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>");
        hocr::lines(&html).remove(0).words
    }

    fn texts(words: &[ReadWord]) -> Vec<String> {
        words.iter().map(ReadWord::text).collect()
    }

    #[test]
    fn the_surer_reading_of_each_word_is_taken() {
        let first = words(&[("TINH", 78, 10, 50), ("BINH", 95, 60, 100), ("HẢI", 88, 110, 150)]);
        let second = words(&[("TỈNH", 96, 11, 50), ("BÌNH", 96, 60, 100), ("HÁI", 60, 110, 150)]);
        let got = vote(first, second, true);
        assert_eq!(texts(&got), ["TỈNH", "BINH", "HẢI"]);
        assert!(got[0].symbols[1].choices.iter().any(|(text, _)| text == "I"), "the other reading stays");
    }

    #[test]
    fn a_word_that_was_passed_over_comes_between_its_neighbours_if_it_is_believable() {
        let first = words(&[("THI", 97, 10, 40), ("NĂM", 97, 90, 120)]);
        let with = |confidence| {
            let second = [("THI", 96, 10, 40), ("ĐUA", confidence, 50, 80), ("NĂM", 96, 90, 120)];
            texts(&vote(first.clone(), words(&second), true))
        };
        assert_eq!(with(95), ["THI", "ĐUA", "NĂM"]);
        assert_eq!(with(60), ["THI", "NĂM"]);
        let figures = words(&[("THI", 96, 10, 40), ("L2", 95, 50, 80), ("NĂM", 96, 90, 120)]);
        assert_eq!(texts(&vote(first.clone(), figures, true)), ["THI", "NĂM"]);
        let over_a_word = words(&[("THIĐ", 95, 34, 80), ("NĂM", 96, 90, 120)]);
        assert_eq!(texts(&vote(first.clone(), over_a_word, true)), ["THI", "NĂM"]);
        let surer = words(&[("THÌ", 99, 10, 40), ("ĐUA", 95, 50, 80), ("NẰM", 99, 90, 120)]);
        assert_eq!(texts(&vote(first, surer, false)), ["THI", "ĐUA", "NĂM"], "the line was not in doubt");
    }

    #[test]
    fn words_that_the_readings_part_otherwise_are_taken_together() {
        let first = words(&[("ngày19", 70, 10, 100), ("tháng", 95, 110, 160)]);
        let second = words(&[("ngày", 96, 10, 60), ("19", 96, 70, 100), ("tháng", 96, 110, 160)]);
        assert_eq!(texts(&vote(first, second, true)), ["ngày", "19", "tháng"]);
    }

    #[test]
    fn nothing_of_the_first_reading_is_lost() {
        let first = words(&[("một", 50, 10, 50), ("hai", 50, 60, 100)]);
        assert_eq!(texts(&vote(first.clone(), words(&[("hai", 40, 60, 100)]), true)), ["một", "hai"]);
        assert_eq!(texts(&vote(first, Vec::new(), true)), ["một", "hai"]);
    }

    /// Blots as wide as letters, in two rows, the lower row with marks over it that the box below cuts off.
    fn page() -> GrayImage {
        let mut page = GrayImage::from_pixel(400, 200, Luma([255]));
        for letter in 0..8 {
            for (top, bottom) in [(20, 50), (90, 120), (78, 84)] {
                for y in top..bottom {
                    for x in 20 + letter * 30..40 + letter * 30 {
                        page.put_pixel(x, y, Luma([0]));
                    }
                }
            }
        }
        page
    }

    #[test]
    fn a_line_in_doubt_is_cut_out_with_its_marks() {
        let page = page();
        let ink = Ink::of(&page, BoundingBox::new(0, 0, 400, 200));
        let view = View { page: &page, ink: &ink, dpi: 200.0 };
        let line = |confidence| {
            let bbox = Some(BoundingBox::new(20, 90, 250, 120));
            let mut words = words(&[("TINH", confidence, 20, 250)]);
            words[0].bbox = bbox;
            ReadLine { bbox, words }
        };
        let mut crops = Vec::new();
        let mut read = |crop: &GrayImage, _, _| {
            crops.push(crop.dimensions());
            Ok(Vec::new())
        };
        let mut sure = [Piece { place: None, line: line(95) }];
        read_doubtful_lines(&mut sure, view, &mut |_, _, _| panic!("not in doubt")).unwrap();
        let mut twice = [Piece { place: None, line: line(60) }, Piece { place: None, line: line(60) }];
        read_doubtful_lines(&mut twice, view, &mut |_, _, _| panic!("read by another")).unwrap();
        let mut pieces = [Piece { place: None, line: line(60) }];
        read_doubtful_lines(&mut pieces, view, &mut read).unwrap();
        assert_eq!(crops.len(), 1);
        assert!(crops[0].1 >= 42, "from the marks' top at 78 to the feet at 120: {crops:?}");
        assert_eq!(texts(&pieces[0].line.words), ["TINH"]);
    }
}
