//! Cells read again, alone.
//!
//! A digit alone on its line is hard to tell from dirt or from part of a rule. A cell that holds ink and no word, or
//! only noise, is therefore cut out, set on white and read by itself. Once that is done, columns that hold numbers
//! show themselves, and a cell of such a column whose reading is in doubt is read again for a number. A lone stroke
//! in the column of labels is settled by the label under it.
//!
//! One glyph alone is hard for a network made for lines: `1` comes out as `|` and `8` as `§`, but at another size as
//! it should. So a line is read at several sizes, each reading voting with its confidence. Of 192 numbers set in
//! TeX Gyre Termes, roman and bold, 11 and 13 point, at 300 dpi, 200 dpi with noise and 150 dpi with noise, 89.6 %
//! came out right at the best single size and 94.8 % by vote. Allowing digits only does not help: the engine then
//! gives nothing where it gave a letter. Nor does the page mode for a single word (under 80 %).

use image::GrayImage;
use tesseract::PageSegMode;

use super::RecognitionError;
use super::cell_crop::{CellCrop, print};
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::lone_stroke::settle_lone_strokes;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use super::vote::keep_as_alternatives;
use crate::document::{BoundingBox, Grid, GridCell};

/// The heights, in pixels, that the characters of a line are scaled to, in the order they are tried. Measured: see
/// the head of this file; 17, 20 and 28 in their place give no more.
const CHARACTER_HEIGHTS: [f32; 3] = [32.0, 24.0, 38.0];

/// What is scaled by more than this was no character.
const LARGEST_SCALE: f32 = 4.0;

/// A reading of letters and digits with this confidence, 0 to 1, is taken without a vote. 151 of the 192 numbers
/// reach it at the first size; of the wrong ones only `0.5` for `0,5`, which no vote mends.
const SURE: f32 = 0.9;

/// The least confidence with which a number may take the place of another reading.
const BELIEVABLE: f32 = 0.5;

/// Ink higher than so many characters is taken for more than one line.
const LINE_OF_CHARACTERS: f32 = 2.2;

/// A reading below this confidence, 0 to 1, is in doubt where a number must stand.
const DOUBT: f32 = 0.6;

/// The part of a column's cells that must hold numbers, and their least count, for it to be one of numbers.
const NUMERIC_PART: f32 = 0.6;
const NUMERIC_CELLS: usize = 2;

/// The longest reading, in characters, that may be a number gone wrong. Longer ones are words.
const LONGEST_NUMBER: usize = 9;

/// What numbers are written with in Vietnamese tables: `1.000`, `91,25`, `00/00`, `97,06%`, `-5`.
const NUMBER_CHARACTERS: &str = "0123456789.,/%-";

/// Reads again the cells that need it; new pieces come at the end.
///
/// `image` is the page, `dpi` its resolution in dots per inch. What was read stays, but for two cases: a cell with
/// nothing but noise in it (`|`, `§`) where letters or digits are seen now, and a reading in doubt in a column of
/// numbers where a number is seen now. Its characters then stay among the new one's alternatives.
pub(super) fn read_again(
    pieces: &mut Vec<Piece>,
    grids: &[Grid],
    image: &GrayImage,
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    for (at, grid) in grids.iter().enumerate() {
        for (index, cell) in grid.cells.iter().enumerate() {
            let place = Some((at, index));
            let seen = reading(pieces, place);
            if !is_noise(&seen) {
                continue;
            }
            let readings = look(image, cell.bbox, dpi, read)?;
            let Some(lines) = elect(&readings, |reading| !is_noise(reading)) else { continue };
            let heard = reading_of(&lines);
            let better = !is_noise(&heard) && heard.confidence >= BELIEVABLE;
            if better {
                replace(pieces, place, &seen, lines);
            }
        }
        for column in numeric_columns(grid, at, pieces) {
            for (index, cell) in grid.cells.iter().enumerate().filter(|(_, c)| stands_in(c, column)) {
                let place = Some((at, index));
                let seen = reading(pieces, place);
                if !in_doubt(&seen) {
                    continue;
                }
                let readings = look(image, cell.bbox, dpi, read)?;
                let believable = |r: &Reading| is_number(r) && r.confidence >= BELIEVABLE;
                let Some(lines) = elect(&readings, believable) else { continue };
                if believable(&reading_of(&lines)) {
                    replace(pieces, place, &seen, lines);
                }
            }
        }
        settle_lone_strokes(grid, at, pieces);
    }
    Ok(())
}

/// Puts lines in a cell in the place of what was seen there before, which stays among their alternatives.
fn replace(pieces: &mut Vec<Piece>, place: Option<(usize, usize)>, seen: &Reading, mut lines: Vec<ReadLine>) {
    keep_as_alternatives(&seen.words, seen.confidence, lines.iter_mut().flat_map(|l| &mut l.words));
    pieces.retain(|p| p.place != place);
    pieces.extend(lines.into_iter().map(|line| Piece { place, line }));
}

/// Returns the reading with the most votes, its confidence counting at each size; those that are `preferred` go
/// before all others. The readings that lost stay among its alternatives where they have the same length.
fn elect(readings: &[Vec<ReadLine>], preferred: impl Fn(&Reading) -> bool) -> Option<Vec<ReadLine>> {
    let voters: Vec<Reading> = readings.iter().map(reading_of).collect();
    let votes = |text: &str| voters.iter().filter(|r| r.text() == text).map(|r| r.confidence).sum::<f32>();
    let weigh = |r: &Reading| (preferred(r), votes(&r.text()));
    let (at, _) = voters.iter().enumerate().max_by(|(i, a), (j, b)| {
        let ((a_first, a_votes), (b_first, b_votes)) = (weigh(a), weigh(b));
        // Of equals, the reading at the size tried first.
        a_first.cmp(&b_first).then(a_votes.total_cmp(&b_votes)).then(j.cmp(i))
    })?;
    let mut lines = readings[at].clone();
    for voter in &voters {
        keep_as_alternatives(&voter.words, voter.confidence, lines.iter_mut().flat_map(|l| &mut l.words));
    }
    Some(lines)
}

/// Reads what is printed in a cell: one line at several sizes, more lines once. Boxes come back in pixels of the
/// page. No reading is empty.
fn look(
    image: &GrayImage,
    cell: BoundingBox,
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<Vec<Vec<ReadLine>>, RecognitionError> {
    let Some(print) = print(image, cell, dpi) else { return Ok(Vec::new()) };
    let many_lines = print.bbox.height() as f32 > LINE_OF_CHARACTERS * print.character as f32;
    let (mode, heights) = if many_lines {
        (PageSegMode::PsmSingleBlock, &CHARACTER_HEIGHTS[..1])
    } else {
        (PageSegMode::PsmSingleLine, &CHARACTER_HEIGHTS[..])
    };
    let mut readings = Vec::new();
    for height in heights {
        let scale = (height / print.character as f32).min(LARGEST_SCALE);
        let crop = CellCrop::new(image, cell, &print, dpi, scale);
        let mut lines = read(&crop.image, dpi * scale, mode)?;
        lines.retain(|line| !line.words.is_empty());
        if lines.is_empty() {
            continue;
        }
        lines.iter_mut().for_each(|line| crop.place_back(line));
        let reading = reading_of(&lines);
        readings.push(lines);
        if reading.confidence >= SURE && reading.text().chars().all(char::is_alphanumeric) {
            break;
        }
    }
    Ok(readings)
}

fn stands_in(cell: &GridCell, column: u32) -> bool {
    cell.column == column && cell.columns == 1
}

/// A cell's words, and how sure the least sure of them is.
#[derive(Debug, Clone, Default, PartialEq)]
struct Reading {
    words: Vec<ReadWord>,
    confidence: f32,
}

fn reading(pieces: &[Piece], place: Option<(usize, usize)>) -> Reading {
    reading_of(pieces.iter().filter(|p| p.place == place).map(|p| &p.line))
}

fn reading_of<'a>(lines: impl IntoIterator<Item = &'a ReadLine>) -> Reading {
    let words: Vec<ReadWord> = lines.into_iter().flat_map(|l| l.words.clone()).collect();
    let confidence = words.iter().filter_map(|w| w.confidence).fold(1.0, f32::min);
    Reading { words, confidence }
}

impl Reading {
    /// Returns what was read, without spaces.
    fn text(&self) -> String {
        self.words.iter().map(ReadWord::text).collect()
    }
}

fn is_noise(reading: &Reading) -> bool {
    !reading.text().chars().any(char::is_alphanumeric)
}

/// Returns whether a reading is one number and nothing else.
fn is_number(reading: &Reading) -> bool {
    let text = reading.text();
    reading.words.len() == 1
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| NUMBER_CHARACTERS.contains(c))
}

/// Returns whether what was read may be a number gone wrong: anything short read without confidence, digits among
/// letters, a noise, a lone letter or two. Longer words stand, as remarks do.
fn in_doubt(reading: &Reading) -> bool {
    let text = reading.text();
    let length = text.chars().count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    (1..=LONGEST_NUMBER).contains(&length)
        && !(is_number(reading) && reading.confidence >= DOUBT)
        && (reading.confidence < DOUBT || digits || length <= 2 || is_noise(reading))
}

/// Returns the columns that hold numbers, the first row left out as the header. The first column is never one: there
/// stand labels, and `I` among them is no 1.
fn numeric_columns(grid: &Grid, at: usize, pieces: &[Piece]) -> Vec<u32> {
    let mut columns: Vec<u32> = grid.cells.iter().map(|c| c.column).filter(|c| *c > 0).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.retain(|column| {
        let cells = grid.cells.iter().enumerate().filter(|(_, c)| c.row > 0 && stands_in(c, *column));
        let readings: Vec<Reading> = cells
            .map(|(index, _)| reading(pieces, Some((at, index))))
            .filter(|r| !r.words.is_empty())
            .collect();
        let numbers = readings.iter().filter(|r| is_number(r)).count();
        numbers >= NUMERIC_CELLS && numbers as f32 >= NUMERIC_PART * readings.len() as f32
    });
    columns
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;
    use crate::document::Rule;
    use crate::layout;
    use crate::recognition::cell_crop::MARGIN;
    use crate::recognition::cells;
    use crate::recognition::hocr;

    const DPI: f32 = 300.0;

    /// A column of labels and one of numbers: `rows` rows of 100 pixels, columns at 0, 200 and 400.
    fn grid(rows: u32) -> Vec<Grid> {
        let rule = |x0, y0, x1, y1, horizontal| Rule { bbox: BoundingBox { x0, y0, x1, y1 }, horizontal };
        let across = (0..=rows).map(|r| rule(0, r * 100, 402, r * 100 + 2, true));
        let down = (0..3).map(|c| rule(c * 200, 0, c * 200 + 2, rows * 100, false));
        layout::grids::find(&across.chain(down).collect::<Vec<_>>(), DPI)
    }

    /// A page with a stroke, the size of a digit, in each of the cells.
    fn page(rows: u32, marked: &[(u32, u32)]) -> GrayImage {
        let mut page = GrayImage::from_pixel(410, rows * 100 + 10, Luma([255]));
        for (row, column) in marked {
            for (x, y) in (0..6).flat_map(|x| (0..34).map(move |y| (x, y))) {
                page.put_pixel(column * 200 + 90 + x, row * 100 + 30 + y, Luma([0]));
            }
        }
        page
    }

    fn line(text: &str, confidence: u32, bbox: &str) -> Vec<ReadLine> {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line' title='bbox {bbox}'>\
             <span class='ocrx_word' title='bbox {bbox}; x_wconf {confidence}'>{text}</span></span></div>"
        );
        hocr::lines(&html)
    }

    /// Text at a cell of the second column, as the page as a whole was read.
    fn seen(grids: &[Grid], rows: &[(&str, u32)]) -> Vec<Piece> {
        let lines = (0..).zip(rows).flat_map(|(row, (text, confidence))| {
            line(text, *confidence, &format!("280 {} 320 {}", row * 100 + 30, row * 100 + 64))
        });
        cells::part(lines.collect(), grids)
    }

    fn read_over(
        mut pieces: Vec<Piece>,
        grids: &[Grid],
        image: &GrayImage,
        read: &mut CropReader<'_>,
    ) -> Vec<Piece> {
        read_again(&mut pieces, grids, image, DPI, read).unwrap();
        pieces
    }

    fn text_at(pieces: &[Piece], cell: usize) -> String {
        reading(pieces, Some((0, cell))).text()
    }

    #[test]
    fn reads_cells_with_ink_and_no_word_and_no_others() {
        let grids = grid(3);
        let (mut calls, image) = (0, page(3, &[(1, 1)]));
        let pieces = read_over(Vec::new(), &grids, &image, &mut |crop, _, _| {
            calls += 1;
            Ok(line(
                "7",
                95,
                &format!("{MARGIN} {MARGIN} {} {}", crop.width() - MARGIN, crop.height() - MARGIN),
            ))
        });
        assert_eq!(calls, 1);
        assert_eq!(pieces.len(), 1);
        assert_eq!(text_at(&pieces, 3), "7");
        let bbox = pieces[0].line.bbox.unwrap();
        assert!(bbox.x0 < 290 && 296 < bbox.x1 && bbox.y0 < 130 && 164 < bbox.y1, "{bbox:?}");
        assert!(200 < bbox.x0 && bbox.x1 < 400 && 100 < bbox.y0 && bbox.y1 < 200, "{bbox:?}");
    }

    #[test]
    fn specks_and_what_is_left_of_rules_are_no_ink() {
        let grids = grid(1);
        let mut image = page(1, &[]);
        image.put_pixel(80, 50, Luma([0]));
        (10..90).for_each(|y| image.put_pixel(206, y, Luma([0])));
        (10..190).for_each(|x| image.put_pixel(x, 40, Luma([0])));
        assert!(read_over(Vec::new(), &grids, &image, &mut |_, _, _| panic!("nothing to read")).is_empty());
    }

    #[test]
    fn sizes_vote_and_the_losers_stay_as_alternatives() {
        let grids = grid(1);
        let mut answers = [("|", 80), ("1", 70), ("l", 60)].into_iter();
        let pieces = read_over(Vec::new(), &grids, &page(1, &[(0, 1)]), &mut |_, _, _| {
            let (text, confidence) = answers.next().unwrap();
            Ok(line(text, confidence, "30 30 40 60"))
        });
        assert_eq!(text_at(&pieces, 1), "1");
        let choices = &pieces[0].line.words[0].symbols[0].choices;
        assert_eq!(choices.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["|", "l"]);
    }

    #[test]
    fn a_doubtful_reading_in_a_column_of_numbers_gives_way_to_a_number_only() {
        let cases = [("S", 69, "5"), ("I0", 95, "5"), ("|", 90, "5"), ("hoãn", 95, "hoãn"), ("8", 95, "8")];
        for (before, confidence, after) in cases {
            let grids = grid(4);
            let pieces = seen(&grids, &[("Điểm", 95), ("15", 95), ("20", 95), (before, confidence)]);
            let image = page(4, &[(3, 1)]);
            let mut answer = |_: &GrayImage, _, _| Ok(line("5", 90, "30 30 40 60"));
            let pieces = read_over(pieces, &grids, &image, &mut answer);
            assert_eq!(text_at(&pieces, 7), after, "{before}");
        }
    }

    #[test]
    fn a_reading_stays_where_the_second_look_sees_no_number() {
        let grids = grid(4);
        let pieces = seen(&grids, &[("10", 95), ("15", 95), ("20", 95), ("x", 80)]);
        let mut answer = |_: &GrayImage, _, _| Ok(line("x", 90, "30 30 40 60"));
        let pieces = read_over(pieces, &grids, &page(4, &[(3, 1)]), &mut answer);
        assert_eq!(text_at(&pieces, 7), "x");
    }
}
