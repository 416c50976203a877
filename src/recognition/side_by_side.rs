//! Lines of two columns that were read as one: recipients and the signer's office, names of bodies and the state's.
//!
//! Tesseract joins what stands side by side into one line, at whatever height each stands, and brings it to the height that it
//! reads by as a whole. Where the two are not level, the letters of one are cut: `PHÓ CHỦ TỊCH` was read `80 600 1/00` beside
//! a recipient half a line lower, with 0.93. So what stands on each side of a wide gap is found anew in the page's ink and read by
//! itself.

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::line_reading::{SPACES, read_line};
use super::median::median;
use super::read_word::ReadWord;
use super::text_lines::line_in;
use super::view::View;
use super::vote::{confidence, surer};
use crate::document::BoundingBox;

/// The narrowest gap between two columns, in heights of their words.
const GUTTER: f32 = 2.5;

/// A word read with less confidence than this, 0 to 1, may have been cut.
const WHOLE: f32 = 0.97;

/// How much surer, 0 to 1, the second reading of a column must be to take the place of the first.
const SURER: f32 = 0.02;

/// The least part of the letters read before that a second reading has.
const LETTERS: f32 = 0.6;

/// Reads again, each by itself, what stands left and right of a wide gap in a line of page text.
pub(super) fn read_side_by_side(
    pieces: &mut [Piece],
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    for piece in pieces.iter_mut().filter(|piece| piece.place.is_none()) {
        let Some(gap) = gap(&piece.line.words) else { continue };
        let right = piece.line.words.split_off(gap);
        let left = std::mem::take(&mut piece.line.words);
        for words in [left, right] {
            let words = read_column(words, view, read)?;
            piece.line.words.extend(words);
        }
    }
    Ok(())
}

/// Returns which word of a line stands behind its one wide gap; `None` where there is none, or are several, as in rows of a table.
fn gap(words: &[ReadWord]) -> Option<usize> {
    let height = median(words.iter().filter_map(|word| word.bbox).map(|b| b.height()))? as f32;
    let is_wide = |at: &usize| {
        let ends = words[at - 1].bbox.zip(words[*at].bbox);
        ends.is_some_and(|(a, b)| b.x0.saturating_sub(a.x1) as f32 >= GUTTER * height)
    };
    let mut gaps = (1..words.len()).filter(is_wide);
    gaps.next().filter(|_| gaps.next().is_none())
}

/// Reads the words of a column in a line again, where any may have been cut; returns the surer reading, the other among its
/// alternatives.
fn read_column(
    words: Vec<ReadWord>,
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<Vec<ReadWord>, RecognitionError> {
    let is_cut = |word: &ReadWord| word.confidence.is_some_and(|confidence| confidence < WHOLE);
    let letters = |words: &[ReadWord]| words.iter().map(ReadWord::letters_and_digits).sum::<usize>();
    let extent = words.iter().filter_map(|word| word.bbox).reduce(BoundingBox::union);
    let Some(extent) = extent.filter(|_| words.iter().any(is_cut) && letters(&words) > 1) else {
        return Ok(words);
    };
    let Some(line) = line_in(view.ink.parts(), extent, view.dpi) else { return Ok(words) };
    let heard = read_line(view, &line, &SPACES[..1], read)?.words;
    let is_whole = letters(&heard) as f32 >= LETTERS * letters(&words) as f32;
    let is_surer = confidence(&heard) > confidence(&words) + SURER;
    Ok(if is_whole && is_surer { surer(words, heard, SURER) } else { words })
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;
    use crate::recognition::hocr;
    use crate::recognition::ink::Ink;
    use crate::recognition::read_line::ReadLine;

    /// A line of words with their confidence in percent and boxes.
    fn line(words: &[(&str, u32, [u32; 4])]) -> ReadLine {
        let words: String = words
            .iter()
            .map(|(text, sure, [x0, y0, x1, y1])| {
                format!(
                    "<span class='ocrx_word' title='bbox {x0} {y0} {x1} {y1}; x_wconf {sure}'>{text}</span> "
                )
            })
            .collect();
        hocr::lines(&format!("<div class='ocr_page'><span class='ocr_line'>{words}</span></div>")).remove(0)
    }

    /// What a line says after `heard` was read, so surely, of each of its columns that is read again; how many are.
    fn read(words: &[(&str, u32, [u32; 4])], heard: &str, sure: u32) -> (String, usize) {
        let mut page = GrayImage::from_pixel(800, 200, Luma([255]));
        for (_, _, [x0, y0, x1, y1]) in words {
            for (x, y) in (*x0..*x1).filter(|x| x % 12 < 9).flat_map(|x| (*y0..*y1).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([0]));
            }
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, 800, 200));
        let mut pieces = [Piece { place: None, line: line(words) }];
        let mut count = 0;
        let view = View { page: &page, ink: &ink, dpi: 150.0 };
        read_side_by_side(&mut pieces, view, &mut |crop, _, _| {
            count += 1;
            Ok(vec![line(&[(heard, sure, [1, 1, crop.width() - 1, crop.height() - 1])])])
        })
        .unwrap();
        let words: Vec<String> = pieces[0].line.words.iter().map(ReadWord::text).collect();
        (words.join(" "), count)
    }

    const RECIPIENT: (&str, u32, [u32; 4]) = ("đoàn", 99, [24, 100, 132, 116]);

    #[test]
    fn a_column_of_a_joined_line_that_may_have_been_cut_is_read_by_itself() {
        let office = ("80600", 93, [480, 90, 588, 106]);
        assert_eq!(read(&[RECIPIENT, office], "TỊCH", 98), ("đoàn TỊCH".to_owned(), 1));
        assert_eq!(read(&[RECIPIENT, office], "TỊCH", 93).0, "đoàn 80600", "no surer");
        assert_eq!(read(&[RECIPIENT, office], "TỊ", 99).0, "đoàn 80600", "half of it");
    }

    #[test]
    fn sure_columns_rows_of_tables_and_plain_lines_are_not_read_again() {
        let office = ("TỊCH", 99, [480, 90, 588, 106]);
        assert_eq!(read(&[RECIPIENT, office], "khác", 99).1, 0);
        let doubtful = ("80600", 50, [480, 90, 588, 106]);
        assert_eq!(read(&[RECIPIENT, doubtful, ("x1", 50, [660, 90, 696, 106])], "khác", 99).1, 0);
        assert_eq!(read(&[RECIPIENT, ("80600", 50, [144, 100, 252, 116])], "khác", 99).1, 0);
    }
}
