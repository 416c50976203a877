//! Lines outside tables that were read in doubt, read again by themselves.
//!
//! Tesseract's own line boxes cut the marks off capitals that stand close under another line, and let in what
//! reaches into them from there. So a line with a word in doubt is found anew in the page's ink, cut out with
//! nothing of its neighbours, and read alone; where the two readings of a word differ the surer one is taken, and the
//! other stays among its alternatives (what Fiscus 1997 calls recogniser output voting, of two voters).

use image::GrayImage;

use super::RecognitionError;
use super::cell_reading::{SPACES, confidence, read_line};
use super::cells::Piece;
use super::hocr::HocrWord;
use super::ink::Ink;
use super::second_look::{Read, keep_as_alternatives};
use super::text_lines::line_in;
use crate::document::BoundingBox;

/// A word read with less confidence than this, 0 to 1, is in doubt.
const DOUBT: f32 = 0.85;

/// How much surer, 0 to 1, the second reading of a word must be to take the place of the first.
const SURER: f32 = 0.02;

/// The part of the narrower of two words that both readings must cover to be of one word.
const SAME_WORD: f32 = 0.5;

/// Reads again the lines with words in doubt. `page` is the page without the print of its tables, `ink` its ink,
/// `dpi` its resolution in dots per inch. No word of the first reading is lost.
pub(super) fn read_doubtful_lines(
    pieces: &mut [Piece],
    page: &GrayImage,
    ink: &Ink,
    dpi: f32,
    read: &mut Read<'_>,
) -> Result<(), RecognitionError> {
    for at in 0..pieces.len() {
        let piece = &pieces[at];
        let Some(bbox) = piece.line.extent().filter(|_| piece.place.is_none()) else { continue };
        if !piece.line.words.iter().any(|word| word.confidence.is_some_and(|c| c < DOUBT)) {
            continue;
        }
        let Some(line) = line_in(ink.parts(), bbox, dpi).filter(|line| !is_shared(pieces, at, line.bbox))
        else {
            continue;
        };
        let heard = read_line(page, ink, &line, dpi, &SPACES[..1], read)?;
        let words = &mut pieces[at].line.words;
        *words = vote(std::mem::take(words), heard.words);
    }
    Ok(())
}

/// Returns whether words of another piece stand in a line: read as one, they would be there twice.
fn is_shared(pieces: &[Piece], at: usize, line: BoundingBox) -> bool {
    let others = pieces.iter().enumerate().filter(|(other, _)| *other != at);
    let mut words = others.flat_map(|(_, piece)| &piece.line.words).filter_map(|word| word.bbox);
    words.any(|b| {
        (line.x0..line.x1).contains(&u32::midpoint(b.x0, b.x1))
            && (line.y0..line.y1).contains(&u32::midpoint(b.y0, b.y1))
    })
}

/// Combines two readings of a line word by word.
fn vote(first: Vec<HocrWord>, second: Vec<HocrWord>) -> Vec<HocrWord> {
    let mut seen: Vec<HocrWord> = Vec::new();
    let mut rest = second.into_iter().peekable();
    let mut first = first.into_iter().peekable();
    while let Some(word) = first.next() {
        let Some(mut extent) = word.bbox else {
            seen.push(word);
            continue;
        };
        let (mut mine, mut theirs) = (vec![word], Vec::new());
        while rest.next_if(|word| word.bbox.is_none_or(|b| b.x1 <= extent.x0)).is_some() {}
        loop {
            let before = mine.len() + theirs.len();
            let meets = |word: &HocrWord| word.bbox.is_some_and(|b| covers(b, extent));
            if let Some(word) = rest.next_if(meets) {
                extent = word.bbox.map_or(extent, |b| b.union(extent));
                theirs.push(word);
            }
            let meets = |word: &HocrWord| word.bbox.is_some_and(|b| covers(b, extent));
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
        seen.extend(elect(mine, theirs));
    }
    seen
}

/// Returns whether two words lie over each other in the line.
fn covers(a: BoundingBox, b: BoundingBox) -> bool {
    let shared = a.x1.min(b.x1).saturating_sub(a.x0.max(b.x0)) as f32;
    shared >= SAME_WORD * a.width().min(b.width()).max(1) as f32
}

/// Returns the surer of two readings of the same words, the other among its alternatives.
fn elect(mut mine: Vec<HocrWord>, mut theirs: Vec<HocrWord>) -> Vec<HocrWord> {
    let sure = |words: &[HocrWord]| confidence(words);
    if !theirs.is_empty() && sure(&theirs) > sure(&mine) + SURER {
        std::mem::swap(&mut mine, &mut theirs);
    }
    keep_as_alternatives(&theirs, confidence(&theirs), &mut mine);
    mine
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;
    use crate::recognition::hocr::{self, HocrLine};

    /// Words as (text, confidence in hundredths, left, right).
    fn words(of: &[(&str, u32, u32, u32)]) -> Vec<HocrWord> {
        let spans: String = of
            .iter()
            .map(|(text, confidence, x0, x1)| {
                format!(
                    "<span class='ocrx_word' title='bbox {x0} 10 {x1} 40; x_wconf {confidence}'>{text}</span> "
                )
            })
            .collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>");
        hocr::parse(html.as_bytes()).unwrap().remove(0).lines.remove(0).words
    }

    fn texts(words: &[HocrWord]) -> Vec<String> {
        words.iter().map(HocrWord::text).collect()
    }

    #[test]
    fn the_surer_reading_of_each_word_is_taken() {
        let first = words(&[("TINH", 78, 10, 50), ("BINH", 95, 60, 100), ("HẢI", 88, 110, 150)]);
        let second = words(&[("TỈNH", 96, 11, 50), ("BÌNH", 96, 60, 100), ("HÁI", 60, 110, 150)]);
        let got = vote(first, second);
        assert_eq!(texts(&got), ["TỈNH", "BINH", "HẢI"]);
        assert!(got[0].symbols[1].choices.iter().any(|(text, _)| text == "I"), "the other reading stays");
    }

    #[test]
    fn words_that_the_readings_part_otherwise_are_taken_together() {
        let first = words(&[("ngày19", 70, 10, 100), ("tháng", 95, 110, 160)]);
        let second = words(&[("ngày", 96, 10, 60), ("19", 96, 70, 100), ("tháng", 96, 110, 160)]);
        assert_eq!(texts(&vote(first, second)), ["ngày", "19", "tháng"]);
    }

    #[test]
    fn nothing_of_the_first_reading_is_lost() {
        let first = words(&[("một", 50, 10, 50), ("hai", 50, 60, 100)]);
        assert_eq!(texts(&vote(first.clone(), words(&[("hai", 40, 60, 100)]))), ["một", "hai"]);
        assert_eq!(texts(&vote(first, Vec::new())), ["một", "hai"]);
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
        let line = |confidence| {
            let bbox = Some(BoundingBox::new(20, 90, 250, 120));
            let mut words = words(&[("TINH", confidence, 20, 250)]);
            words[0].bbox = bbox;
            HocrLine { bbox, words }
        };
        let mut crops = Vec::new();
        let mut read = |crop: &GrayImage, _, _| {
            crops.push(crop.dimensions());
            Ok(Vec::new())
        };
        let mut sure = [Piece { place: None, line: line(95) }];
        read_doubtful_lines(&mut sure, &page, &ink, 200.0, &mut |_, _, _| panic!("not in doubt")).unwrap();
        let mut twice = [Piece { place: None, line: line(60) }, Piece { place: None, line: line(60) }];
        read_doubtful_lines(&mut twice, &page, &ink, 200.0, &mut |_, _, _| panic!("read by another"))
            .unwrap();
        let mut pieces = [Piece { place: None, line: line(60) }];
        read_doubtful_lines(&mut pieces, &page, &ink, 200.0, &mut read).unwrap();
        assert_eq!(crops.len(), 1);
        assert!(crops[0].1 >= 42, "from the marks' top at 78 to the feet at 120: {crops:?}");
        assert_eq!(texts(&pieces[0].line.words), ["TINH"]);
    }
}
