//! Page numbers that the reading of the page left out.
//!
//! Tesseract takes a digit alone at the head or foot of a page for dirt, the more so where little else stands
//! outside the tables. A few characters that stand alone in their row, and that no word covers, are therefore read
//! by themselves, and kept where they are a number.

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::line_reading::{SPACES, read_line};
use super::text_lines::{LEAST_HEIGHT, text_lines};
use super::view::View;
use super::vote::confidence;
use crate::document::BoundingBox;

/// The most digits of a page number.
const DIGITS: usize = 4;

/// The greatest height of a digit, in inches: that of 24 points.
const GREATEST_HEIGHT: f32 = 0.25;

/// The least confidence, 0 to 1, of a number that is kept. Dirt may look like a digit.
const BELIEVABLE: f32 = 0.8;

/// Reads the numbers that stand alone in their rows where nothing was read: one of the page's upper half becomes the first
/// piece, one of the lower half the last.
pub(super) fn read_stray_numbers(
    pieces: &mut Vec<Piece>,
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    let View { page, ink, dpi } = view;
    let least = LEAST_HEIGHT * dpi;
    let parts = ink.parts();
    let high: Vec<usize> = (0..parts.len()).filter(|i| parts[*i].height() as f32 >= least).collect();
    let is_digit = |i: &usize| parts[*i].height() as f32 <= GREATEST_HEIGHT * dpi;
    let lonely: Vec<usize> = high
        .chunk_by(|a, b| parts[*b].y0 <= parts[*a].y1)
        .filter(|row| row.len() <= DIGITS && row.iter().all(is_digit) && alone(row, &high, parts))
        .flatten()
        .copied()
        .collect();
    for line in text_lines(parts, &lonely, dpi) {
        if is_read(pieces, line.bbox) {
            continue;
        }
        let heard = read_line(view, &line, &SPACES, read)?;
        let text = heard.text();
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        if is_number && confidence(&heard.words) >= BELIEVABLE {
            let first = line.bbox.y1 < page.height() / 2;
            pieces.insert(if first { 0 } else { pieces.len() }, Piece { place: None, line: heard });
        }
    }
    Ok(())
}

/// Returns whether nothing else reaches into the rows of some parts.
fn alone(row: &[usize], all: &[usize], parts: &[BoundingBox]) -> bool {
    let Some(bbox) = row.iter().map(|i| parts[*i]).reduce(BoundingBox::union) else { return false };
    all.iter().all(|i| row.contains(i) || parts[*i].y1 < bbox.y0 || bbox.y1 < parts[*i].y0)
}

/// Returns whether a word was read where a line stands.
fn is_read(pieces: &[Piece], line: BoundingBox) -> bool {
    let meets = |b: BoundingBox| b.x0 < line.x1 && line.x0 < b.x1 && b.y0 < line.y1 && line.y0 < b.y1;
    pieces.iter().flat_map(|p| &p.line.words).filter_map(|w| w.bbox).any(meets)
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;
    use crate::recognition::hocr;
    use crate::recognition::ink::Ink;
    use crate::recognition::read_line::ReadLine;
    use crate::recognition::read_word::ReadWord;

    const DPI: f32 = 300.0;

    fn page(blots: &[[u32; 4]]) -> GrayImage {
        let mut page = GrayImage::from_pixel(400, 400, Luma([255]));
        for [x0, y0, x1, y1] in blots {
            for (x, y) in (*x0..*x1).flat_map(|x| (*y0..*y1).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([0]));
            }
        }
        page
    }

    fn line(text: &str, confidence: u32, bbox: &str) -> Vec<ReadLine> {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='bbox {bbox}; x_wconf {confidence}'>{text}</span></span></div>"
        );
        hocr::lines(&html)
    }

    fn read(page: &GrayImage, mut pieces: Vec<Piece>, text: &str, confidence: u32) -> Vec<String> {
        let mut answer = |_: &GrayImage, _, _| Ok(line(text, confidence, "1 1 9 9"));
        let ink = Ink::of(page, BoundingBox::new(0, 0, page.width(), page.height()));
        read_stray_numbers(&mut pieces, View { page, ink: &ink, dpi: DPI }, &mut answer).unwrap();
        pieces.iter().flat_map(|p| &p.line.words).map(ReadWord::text).collect()
    }

    fn seen() -> Vec<Piece> {
        line("chữ", 95, "10 200 100 240").into_iter().map(|line| Piece { place: None, line }).collect()
    }

    const LETTERS: [[u32; 4]; 2] = [[10, 206, 30, 240], [80, 206, 100, 240]];
    const DIGIT: [u32; 4] = [200, 20, 206, 54];

    #[test]
    fn a_digit_alone_at_the_head_that_was_left_out_is_read() {
        let page = page(&[LETTERS[0], LETTERS[1], DIGIT]);
        assert_eq!(read(&page, seen(), "2", 95), ["2", "chữ"]);
        assert_eq!(read(&page, seen(), "2", 60), ["chữ"], "in doubt");
        assert_eq!(read(&page, seen(), "l", 95), ["chữ"], "no number");
    }

    #[test]
    fn what_stands_beside_other_ink_is_left_alone() {
        let page = page(&[LETTERS[0], LETTERS[1], DIGIT, [300, 0, 390, 150]]);
        assert_eq!(read(&page, seen(), "2", 95), ["chữ"]);
    }

    #[test]
    fn what_was_read_is_not_read_twice() {
        let before =
            line("2", 95, "198 18 208 56").into_iter().map(|line| Piece { place: None, line }).collect();
        assert_eq!(read(&page(&[DIGIT]), before, "2", 95), ["2"]);
    }
}
