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

use image::{GrayImage, Luma, imageops};
use tesseract::PageSegMode;

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::ink::Ink;
use super::median::median;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use super::text_lines::LEAST_HEIGHT;
use super::vote::keep_as_alternatives;
use crate::document::{BoundingBox, Grid, GridCell};

/// The strip inside a cell's border that is not looked at, in inches: half a thick rule and its blur.
const BORDER: f32 = 0.02;

/// The greatest thickness of what may be left of a rule, in inches.
const RULE_THICKNESS: f32 = 0.02;

/// White set around what is cut out, in pixels after scaling. Tesseract reads worse up to the very edge.
const MARGIN: u32 = 24;

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

/// Reads again the cells that need it, and returns all pieces, new ones at the end.
///
/// `image` is the page, `dpi` its resolution in dots per inch. What was read stays, but for two cases: a cell with
/// nothing but noise in it (`|`, `§`) where letters or digits are seen now, and a reading in doubt in a column of
/// numbers where a number is seen now. Its characters then stay among the new one's alternatives.
pub(super) fn read_again(
    mut pieces: Vec<Piece>,
    grids: &[Grid],
    image: &GrayImage,
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<Vec<Piece>, RecognitionError> {
    for (at, grid) in grids.iter().enumerate() {
        for (index, cell) in grid.cells.iter().enumerate() {
            let place = Some((at, index));
            let seen = reading(&pieces, place);
            if !is_noise(&seen) {
                continue;
            }
            let readings = look(image, cell.bbox, dpi, read)?;
            let Some(lines) = elect(&readings, |reading| !is_noise(reading)) else { continue };
            let heard = reading_of(&lines);
            let better = !is_noise(&heard) && heard.confidence >= BELIEVABLE;
            if better {
                replace(&mut pieces, place, &seen, lines);
            }
        }
        for column in numeric_columns(grid, at, &pieces) {
            for (index, cell) in grid.cells.iter().enumerate().filter(|(_, c)| stands_in(c, column)) {
                let place = Some((at, index));
                let seen = reading(&pieces, place);
                if !in_doubt(&seen) {
                    continue;
                }
                let readings = look(image, cell.bbox, dpi, read)?;
                let believable = |r: &Reading| is_number(r) && r.confidence >= BELIEVABLE;
                let Some(lines) = elect(&readings, believable) else { continue };
                if believable(&reading_of(&lines)) {
                    replace(&mut pieces, place, &seen, lines);
                }
            }
        }
        settle_strokes(grid, at, &mut pieces);
    }
    Ok(pieces)
}

/// What a lone upright stroke is read as.
const STROKES: [&str; 4] = ["1", "I", "l", "|"];

/// Settles lone strokes in the first column, where labels stand, by the label under them: over a `2` a stroke is `1`,
/// over a `1` or `II` a letter is the roman one. What was read as a digit stays: a column of counts holds `1` over `1`.
fn settle_strokes(grid: &Grid, at: usize, pieces: &mut [Piece]) {
    let mut under = String::new();
    for (index, _) in grid.cells.iter().enumerate().rev().filter(|(_, c)| stands_in(c, 0)) {
        let place = Some((at, index));
        let label = reading(pieces, place).text();
        let Some((stroke, stop)) = split_stroke(&label) else {
            if !label.is_empty() {
                under = label;
            }
            continue;
        };
        let settled = match under.trim_end_matches(['.', ')']) {
            "2" => "1",
            "1" | "II" if stroke != "1" => "I",
            _ => stroke,
        };
        under = format!("{settled}{stop}");
        let symbol = pieces
            .iter_mut()
            .filter(|piece| piece.place == place)
            .find_map(|piece| piece.line.words.first_mut()?.symbols.first_mut());
        if let Some(symbol) = symbol.filter(|symbol| symbol.text != settled) {
            let before = std::mem::replace(&mut symbol.text, settled.to_owned());
            symbol.choices.retain(|(text, _)| *text != settled);
            symbol.choices.insert(0, (before, BELIEVABLE));
        }
    }
}

/// Parts a label that is a lone stroke into the stroke and the stop or bracket after it.
fn split_stroke(label: &str) -> Option<(&str, &str)> {
    let stroke = label.trim_end_matches(['.', ')']);
    STROKES.contains(&stroke).then(|| label.split_at(stroke.len()))
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

/// What is printed in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Print {
    /// The box around it, in pixels of the page.
    bbox: BoundingBox,
    /// Height of a character in pixels: the median of its connected parts.
    character: u32,
}

/// Finds the ink of a cell; `None` where it is empty but for specks and what is left of its rules.
fn ink(image: &GrayImage, cell: BoundingBox, dpi: f32) -> Option<Print> {
    let inner = inner(image, cell, dpi);
    if inner.width() == 0 || inner.height() == 0 {
        return None;
    }
    let thin = (RULE_THICKNESS * dpi).ceil() as u32;
    let least = (LEAST_HEIGHT * dpi).ceil() as u32;
    let is_rule = |b: &BoundingBox| {
        let along_side = (b.x0 == inner.x0 || b.x1 == inner.x1) && b.width() <= thin;
        let along_end = (b.y0 == inner.y0 || b.y1 == inner.y1) && b.height() <= thin;
        along_side || along_end || (b.height() <= thin && b.width() * 2 > inner.width())
    };
    let mut parts = Ink::of(image, inner).parts().to_vec();
    parts.retain(|b| b.height() >= least && !is_rule(b));
    let bbox = parts.iter().copied().reduce(BoundingBox::union)?;
    Some(Print { bbox, character: median(parts.iter().map(|part| part.height()))? })
}

/// Returns a cell without the strip along its border.
fn inner(image: &GrayImage, cell: BoundingBox, dpi: f32) -> BoundingBox {
    let border = (BORDER * dpi).ceil() as u32;
    BoundingBox::new(
        cell.x0.saturating_add(border),
        cell.y0.saturating_add(border),
        cell.x1.min(image.width()).saturating_sub(border),
        cell.y1.min(image.height()).saturating_sub(border),
    )
}

/// Reads what is printed in a cell: one line at several sizes, more lines once. Boxes come back in pixels of the
/// page. No reading is empty.
fn look(
    image: &GrayImage,
    cell: BoundingBox,
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<Vec<Vec<ReadLine>>, RecognitionError> {
    let Some(ink) = ink(image, cell, dpi) else { return Ok(Vec::new()) };
    let many_lines = ink.bbox.height() as f32 > LINE_OF_CHARACTERS * ink.character as f32;
    let (mode, heights) = if many_lines {
        (PageSegMode::PsmSingleBlock, &CHARACTER_HEIGHTS[..1])
    } else {
        (PageSegMode::PsmSingleLine, &CHARACTER_HEIGHTS[..])
    };
    let mut readings = Vec::new();
    for height in heights {
        let scale = (height / ink.character as f32).min(LARGEST_SCALE);
        let cut = Cut::new(image, cell, &ink, dpi, scale);
        let mut lines = read(&cut.image, dpi * scale, mode)?;
        lines.retain(|line| !line.words.is_empty());
        if lines.is_empty() {
            continue;
        }
        lines.iter_mut().for_each(|line| cut.place_back(line));
        let reading = reading_of(&lines);
        readings.push(lines);
        if reading.confidence >= SURE && reading.text().chars().all(char::is_alphanumeric) {
            break;
        }
    }
    Ok(readings)
}

/// A cell's ink, cut out, scaled and set on white.
struct Cut {
    image: GrayImage,
    /// What was cut out, in pixels of the page.
    from: BoundingBox,
    scale: f32,
}

impl Cut {
    fn new(page: &GrayImage, cell: BoundingBox, ink: &Print, dpi: f32, scale: f32) -> Self {
        // Room for what is lower than a character: commas, dots and the marks of Vietnamese.
        let room = ink.character / 2;
        let inner = inner(page, cell, dpi);
        let from = BoundingBox::new(
            ink.bbox.x0.saturating_sub(room).max(inner.x0),
            ink.bbox.y0.saturating_sub(room).max(inner.y0),
            (ink.bbox.x1 + room).min(inner.x1),
            (ink.bbox.y1 + room).min(inner.y1),
        );
        let scaled = |length: u32| ((length as f32 * scale).round() as u32).max(1);
        let (width, height) = (scaled(from.width()), scaled(from.height()));
        let crop = imageops::crop_imm(page, from.x0, from.y0, from.width(), from.height()).to_image();
        let crop = imageops::resize(&crop, width, height, imageops::FilterType::CatmullRom);
        let mut image = GrayImage::from_pixel(width + 2 * MARGIN, height + 2 * MARGIN, Luma([255]));
        imageops::replace(&mut image, &crop, i64::from(MARGIN), i64::from(MARGIN));
        Self { image, from, scale }
    }

    /// Moves a line's boxes back to where they stand on the page.
    fn place_back(&self, line: &mut ReadLine) {
        let edge = |at: u32, from: u32, to: u32| {
            (from + (at.saturating_sub(MARGIN) as f32 / self.scale).round() as u32).min(to)
        };
        let Self { from, .. } = self;
        let back = |b: BoundingBox| {
            BoundingBox::new(
                edge(b.x0, from.x0, from.x1),
                edge(b.y0, from.y0, from.y1),
                edge(b.x1, from.x0, from.x1),
                edge(b.y1, from.y0, from.y1),
            )
        };
        line.bbox = line.bbox.map(back);
        for word in &mut line.words {
            word.each_box(back);
        }
    }
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
    use super::*;
    use crate::document::Rule;
    use crate::layout;
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

    fn text_at(pieces: &[Piece], cell: usize) -> String {
        reading(pieces, Some((0, cell))).text()
    }

    #[test]
    fn reads_cells_with_ink_and_no_word_and_no_others() {
        let grids = grid(3);
        let (mut calls, image) = (0, page(3, &[(1, 1)]));
        let pieces = read_again(Vec::new(), &grids, &image, DPI, &mut |crop, _, _| {
            calls += 1;
            Ok(line(
                "7",
                95,
                &format!("{MARGIN} {MARGIN} {} {}", crop.width() - MARGIN, crop.height() - MARGIN),
            ))
        })
        .unwrap();
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
        let read = read_again(Vec::new(), &grids, &image, DPI, &mut |_, _, _| panic!("nothing to read"));
        assert!(read.unwrap().is_empty());
    }

    #[test]
    fn sizes_vote_and_the_losers_stay_as_alternatives() {
        let grids = grid(1);
        let mut answers = [("|", 80), ("1", 70), ("l", 60)].into_iter();
        let pieces = read_again(Vec::new(), &grids, &page(1, &[(0, 1)]), DPI, &mut |_, _, _| {
            let (text, confidence) = answers.next().unwrap();
            Ok(line(text, confidence, "30 30 40 60"))
        })
        .unwrap();
        assert_eq!(text_at(&pieces, 1), "1");
        let choices = &pieces[0].line.words[0].symbols[0].choices;
        assert_eq!(choices.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["|", "l"]);
    }

    #[test]
    fn lone_strokes_among_labels_are_settled_by_the_label_under_them() {
        let labels = ["I", "l", "2.", "II", "I.", "2.", "1", "1"];
        let mut pieces: Vec<Piece> = labels
            .iter()
            .zip(0..)
            .map(|(text, row)| Piece {
                place: Some((0, 2 * row)),
                line: line(text, 90, "80 30 90 64").remove(0),
            })
            .collect();
        settle_strokes(&grid(8)[0], 0, &mut pieces);
        let settled: Vec<String> = pieces.iter().map(|p| p.line.words[0].text()).collect();
        assert_eq!(settled, ["I", "1", "2.", "II", "1.", "2.", "1", "1"]);
        assert_eq!(pieces[1].line.words[0].symbols[0].choices[0].0, "l", "what was read stays");
    }

    #[test]
    fn a_doubtful_reading_in_a_column_of_numbers_gives_way_to_a_number_only() {
        let cases = [("S", 69, "5"), ("I0", 95, "5"), ("|", 90, "5"), ("hoãn", 95, "hoãn"), ("8", 95, "8")];
        for (before, confidence, after) in cases {
            let grids = grid(4);
            let pieces = seen(&grids, &[("Điểm", 95), ("15", 95), ("20", 95), (before, confidence)]);
            let image = page(4, &[(3, 1)]);
            let mut answer = |_: &GrayImage, _, _| Ok(line("5", 90, "30 30 40 60"));
            let pieces = read_again(pieces, &grids, &image, DPI, &mut answer).unwrap();
            assert_eq!(text_at(&pieces, 7), after, "{before}");
        }
    }

    #[test]
    fn a_reading_stays_where_the_second_look_sees_no_number() {
        let grids = grid(4);
        let pieces = seen(&grids, &[("10", 95), ("15", 95), ("20", 95), ("x", 80)]);
        let mut answer = |_: &GrayImage, _, _| Ok(line("x", 90, "30 30 40 60"));
        let pieces = read_again(pieces, &grids, &page(4, &[(3, 1)]), DPI, &mut answer).unwrap();
        assert_eq!(text_at(&pieces, 7), "x");
    }
}
