//! The cells of ruled tables, read line by line.
//!
//! Reading a page as a whole, Tesseract runs lines over the borders of cells, drops short ones and loses lone
//! digits. So the print of cells is taken out of the page before that, and each of its lines is cut out, set on
//! white and read alone. That costs no more time than the page: the network scales every line to one height, so a
//! line costs what its width is, alone or not. On nine born-digital pages of tables at 300 dpi, F1 of words went from
//! 89.1 to 94.1. The line as it is cut is read, not what Tesseract makes of it (its mode for a single line): that
//! way 92.6 was reached where the raw line gave 93.8.

use image::{GrayImage, Luma};
use tesseract::PageSegMode;

use super::RecognitionError;
use super::cells::{Piece, place};
use super::crop_reader::CropReader;
use super::ink::Ink;
use super::median::median;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use super::text_lines::{LEAST_HEIGHT, TextLine, text_lines};
use super::vote::{confidence, surer};
use crate::document::{BoundingBox, Grid};

/// The strip along a cell's border in which parts of its rules may be left, in inches.
const BORDER: f32 = 0.03;

/// The greatest thickness of what may be left of a rule, in inches.
const RULE_THICKNESS: f32 = 0.02;

/// Print higher than this, in inches, is no text of a cell but a picture or a seal: characters of 36 points.
const PICTURE: f32 = 0.5;

/// The room a line is given over and under its baseline, in heights of its capitals, at the first and the second
/// reading: the network scales it to one height. On nine born-digital pages of tables F1 of words was 93.4 with the
/// first alone, 93.3 and 91.8 with (1.6, 0.6) and (1.8, 0.8), 94.1 with both, each line as its surer reading.
pub(super) const SPACES: [(f32, f32); 2] = [(1.4, 0.5), (1.7, 0.7)];

/// A line all of whose words are read with this confidence, 0 to 1, is not read a second time. 0.9 gives 0.2 more
/// for a tenth more time.
const SURE: f32 = 0.8;

/// White set around whatever sticks out of that room, in heights of capitals. Without any, words read right fall
/// from 91 to 75 in a hundred.
const PADDING: f32 = 0.1;

/// White set before and after a line, in heights of its capitals. With half a height the network sees full stops and
/// quotation marks there.
const SIDE: f32 = 0.1;

/// Marks of punctuation alone, read with less confidence than this, 0 to 1, are dirt.
const DIRT: f32 = 0.7;

/// The part of the ground's grey value from which on all is white.
const GROUND: f32 = 0.9;

/// Heights of lines without a capital as parts of their cell's usual one: Times' small letters are 0.68 of its capitals.
const LOW: (f32, f32) = (0.6, 0.8);

/// A gap in a line, in heights of its characters, at which it is read in two.
const GAP: f32 = 6.0;

/// A gap in a word's print, in heights of its capitals, that is a space the network did not see: it was trained on the
/// narrower ones of wide lines, and cells are justified with wider ones.
const MISSED_SPACE: f32 = 1.2;

/// Fewest symbols before such a gap: the box of a word's first letter often ends too early (`N ghị`, `g iấy`).
const FEWEST_BEFORE: usize = 2;

/// Reads the cells of grids, top to bottom. Returns the page without their print, and a piece for each of their lines.
///
/// `image` is the page, `dpi` its resolution in dots per inch. Pictures stay in the page. With `second_looks` lines
/// read in doubt are read again in more room.
pub(super) fn read_cells(
    image: &GrayImage,
    grids: &[Grid],
    dpi: f32,
    second_looks: bool,
    read: &mut CropReader<'_>,
) -> Result<(GrayImage, Vec<Piece>), RecognitionError> {
    let mut rest = image.clone();
    let mut pieces = Vec::new();
    let Some(area) = grids.iter().map(|g| g.bbox).reduce(BoundingBox::union) else {
        return Ok((rest, pieces));
    };
    let ink = Ink::of(image, area);
    let spaces = if second_looks { &SPACES[..] } else { &SPACES[..1] };
    for cell in grids.iter().flat_map(|g| &g.cells) {
        fill(&mut rest, cell.bbox, ink.ground());
    }
    let mut held: Vec<Vec<Vec<usize>>> = grids.iter().map(|g| vec![Vec::new(); g.cells.len()]).collect();
    for (part, bbox) in ink.parts().iter().enumerate() {
        let Some((grid, cell)) = place(*bbox, grids) else { continue };
        if bbox.height() as f32 > PICTURE * dpi {
            put_back(&mut rest, image, *bbox);
        } else if !is_rule(*bbox, grids[grid].cells[cell].bbox, dpi) {
            held[grid][cell].push(part);
        }
    }
    for (grid, cells) in held.iter().enumerate() {
        for (cell, parts) in cells.iter().enumerate() {
            let mut lines = text_lines(ink.parts(), parts, dpi);
            level_capitals(&mut lines);
            for line in lines {
                let line = read_line(image, &ink, &line, dpi, spaces, read)?;
                if !line.words.is_empty() && !is_dirt(&line) {
                    pieces.push(Piece { place: Some((grid, cell)), line });
                }
            }
        }
    }
    Ok((rest, pieces))
}

/// Gives lines without a capital or an ascender the height of those in the other lines of their cell: alone, `việc` fills
/// the height of a line, and is read as `VIỆC`.
fn level_capitals(lines: &mut [TextLine]) {
    let Some(usual) = median(lines.iter().map(|line| line.capital)) else { return };
    for line in lines {
        if (LOW.0 * usual as f32..LOW.1 * usual as f32).contains(&(line.capital as f32)) {
            line.capital = usual;
        }
    }
}

/// Returns whether a part is what is left of a rule: thin, and along the border or right through the cell.
fn is_rule(part: BoundingBox, cell: BoundingBox, dpi: f32) -> bool {
    let border = (BORDER * dpi).ceil() as u32;
    let thin = (RULE_THICKNESS * dpi).ceil() as u32;
    let least = (LEAST_HEIGHT * dpi).ceil() as u32;
    let at_side = part.x1 <= cell.x0 + border || part.x0 + border >= cell.x1;
    let at_end = part.y1 <= cell.y0 + border || part.y0 + border >= cell.y1;
    let across = part.height() <= thin && part.width() >= least;
    let down = part.width() <= thin && part.height() >= least;
    (down && at_side) || (across && (at_end || 2 * part.width() > cell.width()))
}

/// Fills an area with the grey of the page's ground: Tesseract tells ink by the spread of greys, and white beside
/// the ground of a bad page would make ink of the ground.
fn fill(page: &mut GrayImage, area: BoundingBox, grey: u8) {
    for y in area.y0..area.y1.min(page.height()) {
        for x in area.x0..area.x1.min(page.width()) {
            page.put_pixel(x, y, Luma([grey]));
        }
    }
}

fn put_back(rest: &mut GrayImage, page: &GrayImage, area: BoundingBox) {
    for y in area.y0..area.y1 {
        for x in area.x0..area.x1 {
            rest.put_pixel(x, y, *page.get_pixel(x, y));
        }
    }
}

/// How far around a part, in pixels, the grey of its edges reaches.
const FRINGE: u32 = 2;

/// Reads a line, in pieces where it has wide gaps, in each of `spaces` until it is read surely. Boxes come back in pixels of the page.
pub(super) fn read_line(
    page: &GrayImage,
    ink: &Ink,
    line: &TextLine,
    dpi: f32,
    spaces: &[(f32, f32)],
    read: &mut CropReader<'_>,
) -> Result<ReadLine, RecognitionError> {
    let mut words: Vec<ReadWord> = Vec::new();
    for segment in segments(line, ink) {
        let mut best: Vec<ReadWord> = Vec::new();
        for &space in spaces {
            best = surer(best, read_segment(page, ink, &segment, space, dpi, read)?, 0.0);
            if !best.is_empty() && best.iter().all(|w| w.confidence.is_none_or(|c| c >= SURE)) {
                break;
            }
        }
        words.extend(best);
    }
    Ok(ReadLine { bbox: Some(line.bbox), words })
}

/// Returns whether what was read is a speck or two taken for marks of punctuation. Dashes are read with confidence.
fn is_dirt(line: &ReadLine) -> bool {
    !line.text().chars().any(char::is_alphanumeric) && confidence(&line.words) < DIRT
}

fn read_segment(
    page: &GrayImage,
    ink: &Ink,
    segment: &TextLine,
    space: (f32, f32),
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<Vec<ReadWord>, RecognitionError> {
    let mut words: Vec<ReadWord> = Vec::new();
    let segment = &with_faint_ends(page, ink, segment);
    let (crop, left, top) = cut(page, ink, segment, space);
    for heard in read(&crop, dpi, PageSegMode::PsmRawLine)? {
        for mut word in heard.words {
            let back = |b: BoundingBox| {
                let x = |at: u32| (at + left).saturating_sub(MARGIN).clamp(segment.bbox.x0, segment.bbox.x1);
                let y = |at: u32| (at + top).saturating_sub(MARGIN).clamp(segment.bbox.y0, segment.bbox.y1);
                BoundingBox::new(x(b.x0), y(b.y0), x(b.x1), y(b.y1))
            };
            word.each_box(back);
            words.extend(parted_at_gaps(word, segment, ink));
        }
    }
    Ok(words)
}

/// Returns a line with the strokes at its ends that are too faint to be ink: where the page fades, it loses the first
/// digit of a number.
fn with_faint_ends(page: &GrayImage, ink: &Ink, line: &TextLine) -> TextLine {
    let mut line = line.clone();
    let capital = line.capital as f32;
    let (gap, furthest) = ((FAINT_GAP * capital) as u32, (FAINT_END * capital) as u32);
    let rows = line.baseline.saturating_sub(line.capital)..line.baseline.min(page.height());
    let faint = f32::from(ink.ground()) * FAINT;
    // `None` where other print stands.
    let dark = |x: u32| {
        let is_free = rows.clone().all(|y| ink.part_at(x, y).is_none());
        is_free.then(|| rows.clone().filter(|y| f32::from(page.get_pixel(x, *y).0[0]) < faint).count() as f32)
    };
    let reach = |columns: &mut dyn Iterator<Item = u32>| {
        let (mut end, mut empty) = (None, 0);
        for x in columns {
            match dark(x) {
                None => return None,
                Some(count) if count >= FAINT_STROKE * capital => (end, empty) = (Some(x), 0),
                Some(_) => empty += 1,
            }
            if empty > gap {
                break;
            }
        }
        end
    };
    let BoundingBox { x0, x1, .. } = line.bbox;
    if let Some(x) = reach(&mut (x0.saturating_sub(furthest)..x0).rev()) {
        line.bbox.x0 = x;
    }
    if let Some(x) = reach(&mut (x1..(x1 + furthest).min(page.width()))) {
        line.bbox.x1 = x + 1;
    }
    line
}

/// Parts a word where its line has no print over the width of a space.
fn parted_at_gaps(mut word: ReadWord, line: &TextLine, ink: &Ink) -> Vec<ReadWord> {
    let mut parted = Vec::new();
    let mut print: Vec<(u32, u32)> =
        line.parts.iter().map(|i| (ink.parts()[*i].x0, ink.parts()[*i].x1)).collect();
    print.sort_unstable();
    let mut end = print.first().map_or(0, |part| part.1);
    for (x0, x1) in print {
        let is_space = x0 as f32 > end as f32 + MISSED_SPACE * line.capital as f32;
        if let Some(bbox) = word.bbox.filter(|bbox| is_space && bbox.x0 < end && x0 < bbox.x1) {
            // A symbol's box may reach over the gap behind it, but begins with its print.
            let before = |b: BoundingBox| b.x0 < end;
            let count = word.symbols.iter().take_while(|s| s.bbox.is_some_and(before)).count();
            if (FEWEST_BEFORE..word.symbols.len()).contains(&count) {
                let rest = word.symbols.split_off(count);
                let bbox_of_rest = Some(BoundingBox { x0, ..bbox });
                let rest = ReadWord { bbox: bbox_of_rest, symbols: rest, ..word.clone() };
                word.bbox = Some(BoundingBox { x1: end, ..bbox });
                parted.push(std::mem::replace(&mut word, rest));
            }
        }
        end = end.max(x1);
    }
    parted.push(word);
    parted
}

/// The part of the ground's grey value under which a stroke shows, though it is no ink.
const FAINT: f32 = 0.86;

/// The part of a capital's height that a faint stroke takes of its column.
const FAINT_STROKE: f32 = 0.6;

/// The widest gap before a faint stroke, and how far it is looked for, in heights of capitals.
const FAINT_GAP: f32 = 0.5;
const FAINT_END: f32 = 1.5;

/// More than any white set around a line, so that what is left and above of a page's edge has coordinates.
const MARGIN: u32 = 1000;

/// Parts a line at its wide gaps.
pub(super) fn segments(line: &TextLine, ink: &Ink) -> Vec<TextLine> {
    let mut parts = line.parts.clone();
    parts.sort_by_key(|i| (ink.parts()[*i].x0, *i));
    let mut segments: Vec<TextLine> = Vec::new();
    for i in parts {
        let part = ink.parts()[i];
        match segments.last_mut() {
            Some(last) if part.x0 as f32 <= last.bbox.x1 as f32 + GAP * line.capital as f32 => {
                last.parts.push(i);
                last.bbox.x1 = last.bbox.x1.max(part.x1);
            }
            _ => segments.push(TextLine {
                parts: vec![i],
                bbox: BoundingBox { x0: part.x0, x1: part.x1, ..line.bbox },
                ..line.clone()
            }),
        }
    }
    segments.iter_mut().for_each(|s| s.parts.sort_unstable());
    segments
}

/// Cuts a line out and sets it on white, without what belongs to others. Returns with it the place on the page,
/// [`MARGIN`] to the right and below, of its first pixel.
fn cut(page: &GrayImage, ink: &Ink, line: &TextLine, space: (f32, f32)) -> (GrayImage, u32, u32) {
    let least = (PADDING * line.capital as f32).ceil() as u32;
    let side = (SIDE * line.capital as f32).ceil().max(FRINGE as f32) as u32;
    let BoundingBox { x0, y0, x1, y1 } = line.bbox;
    let over =
        ((space.0 * line.capital as f32) as u32).saturating_sub(line.baseline.saturating_sub(y0)).max(least);
    let under =
        ((space.1 * line.capital as f32) as u32).saturating_sub(y1.saturating_sub(line.baseline)).max(least);
    let mut crop =
        GrayImage::from_pixel(line.bbox.width() + 2 * side, line.bbox.height() + over + under, Luma([255]));
    // The grey of a bad page's ground would end at the crop's edge as at a rule.
    let white = GROUND * f32::from(ink.ground());
    let level = |grey: u8| (255.0 * f32::from(grey) / white).min(255.0) as u8;
    let foreign = |x: u32, y: u32| ink.part_at(x, y).is_some_and(|i| line.parts.binary_search(&i).is_err());
    for y in y0.saturating_sub(FRINGE)..(y1 + FRINGE).min(page.height()) {
        for x in x0.saturating_sub(FRINGE)..(x1 + FRINGE).min(page.width()) {
            let grey = level(page.get_pixel(x, y).0[0]);
            if grey == 255 || foreign(x, y) {
                continue;
            }
            let own = ink.part_at(x, y).is_some();
            let near_foreign = !own
                && (y.saturating_sub(1)..=y + 1)
                    .any(|near_y| (x.saturating_sub(1)..=x + 1).any(|near_x| foreign(near_x, near_y)));
            let inside = (y0..y1).contains(&y) || !own;
            if !near_foreign && inside {
                // A small line has less room over it than its fringe is high.
                let (to_x, to_y) = (x + side - x0, (y + over).checked_sub(y0));
                if let Some(to_y) = to_y.filter(|to_y| to_x < crop.width() && *to_y < crop.height()) {
                    crop.put_pixel(to_x, to_y, Luma([grey]));
                }
            }
        }
    }
    (crop, (x0 + MARGIN).saturating_sub(side), (y0 + MARGIN).saturating_sub(over))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;
    use crate::layout;
    use crate::recognition::hocr;

    const DPI: f32 = 300.0;

    /// Two cells of 200 × 100 pixels side by side.
    fn grid() -> Vec<Grid> {
        let rule = |x0, y0, x1, y1, horizontal| Rule { bbox: BoundingBox { x0, y0, x1, y1 }, horizontal };
        let across = (0..2).map(|r| rule(0, r * 100, 402, r * 100 + 2, true));
        let down = (0..3).map(|c| rule(c * 200, 0, c * 200 + 2, 100, false));
        layout::grids::find(&across.chain(down).collect::<Vec<_>>(), DPI)
    }

    fn blot(page: &mut GrayImage, bbox: BoundingBox) {
        fill(page, bbox, 0);
    }

    fn page() -> GrayImage {
        GrayImage::from_pixel(410, 400, Luma([255]))
    }

    #[test]
    fn a_line_of_small_letters_is_as_high_as_its_neighbours() {
        let line = |capital| TextLine {
            parts: Vec::new(),
            bbox: BoundingBox::new(0, 0, 100, capital),
            capital,
            baseline: capital,
        };
        let mut lines = [line(40), line(28), line(41), line(12)];
        level_capitals(&mut lines);
        assert_eq!(lines.map(|line| line.capital), [40, 40, 41, 12], "a speck is no line of letters");
    }

    #[test]
    fn a_stroke_too_faint_to_be_ink_is_the_line_s_end() {
        let ends = |blots: &[([u32; 4], u8)]| {
            let mut page = GrayImage::from_pixel(400, 100, Luma([245]));
            for ([x0, y0, x1, y1], grey) in blots {
                fill(&mut page, BoundingBox::new(*x0, *y0, *x1, *y1), *grey);
            }
            let ink = Ink::of(&page, BoundingBox::new(0, 0, 400, 100));
            let parts: Vec<usize> = (0..ink.parts().len()).filter(|i| ink.parts()[*i].x0 >= 100).collect();
            let line = text_lines(ink.parts(), &parts, DPI).remove(0);
            with_faint_ends(&page, &ink, &line).bbox.x0
        };
        let letters = [([100, 30, 120, 60], 20), ([130, 30, 150, 60], 20), ([160, 30, 180, 60], 20)];
        let with = |blot, grey| ends(&[letters.as_slice(), &[(blot, grey)]].concat());
        assert_eq!(ends(&letters), 100);
        assert_eq!(with([84, 30, 90, 60], 195), 84, "a faded one");
        assert_eq!(with([84, 30, 90, 60], 230), 100, "the paper's grain");
        assert_eq!(with([84, 50, 90, 60], 195), 100, "a speck");
        assert_eq!(with([84, 30, 90, 60], 20), 100, "print of its own");
        assert_eq!(with([60, 30, 66, 60], 195), 100, "too far away");
    }

    fn answer(text: &str, confidence: u32) -> Vec<ReadLine> {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='bbox 1 1 9 9; x_wconf {confidence}'>{text}</span></span></div>"
        );
        hocr::lines(&html)
    }

    fn texts(pieces: &[Piece]) -> Vec<(Option<(usize, usize)>, String)> {
        pieces
            .iter()
            .map(|p| (p.place, p.line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ")))
            .collect()
    }

    #[test]
    fn the_page_loses_the_print_of_cells_and_keeps_what_is_outside() {
        let (inside, outside) = (BoundingBox::new(50, 40, 56, 74), BoundingBox::new(50, 300, 56, 334));
        let mut page = page();
        blot(&mut page, inside);
        blot(&mut page, outside);
        let (rest, pieces) =
            read_cells(&page, &grid(), DPI, true, &mut |_, _, _| Ok(answer("1", 95))).unwrap();
        assert_eq!(rest.get_pixel(53, 50).0[0], 255);
        assert_eq!(rest.get_pixel(53, 310).0[0], 0);
        assert_eq!(texts(&pieces), [(Some((0, 0)), "1".to_owned())]);
        let bbox = pieces[0].line.words[0].bbox.unwrap();
        assert!(bbox.x0 >= 50 && bbox.x1 <= 56 && bbox.y0 >= 40 && bbox.y1 <= 74, "{bbox:?}");
    }

    #[test]
    fn a_page_without_tables_is_not_touched() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(50, 40, 56, 74));
        let (rest, pieces) =
            read_cells(&page, &[], DPI, true, &mut |_, _, _| panic!("nothing to read")).unwrap();
        assert!(rest == page && pieces.is_empty());
    }

    #[test]
    fn specks_pictures_and_what_is_left_of_rules_are_not_read() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(80, 50, 84, 54));
        blot(&mut page, BoundingBox::new(204, 10, 206, 90));
        let picture = BoundingBox::new(20, 5, 60, 95);
        blot(&mut page, picture);
        let (rest, pieces) =
            read_cells(&page, &grid(), DPI / 2.0, true, &mut |_, _, _| panic!("nothing to read")).unwrap();
        assert!(pieces.is_empty());
        assert_eq!(rest.get_pixel(30, 50).0[0], 0, "the picture stays in the page");
    }

    #[test]
    fn a_line_read_without_confidence_is_read_again_and_the_surer_reading_taken() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(50, 40, 56, 74));
        let mut answers = [("l", 60), ("1", 75)].into_iter();
        let (_, pieces) = read_cells(&page, &grid(), DPI, true, &mut |_, _, _| {
            let (text, confidence) = answers.next().unwrap();
            Ok(answer(text, confidence))
        })
        .unwrap();
        assert_eq!(texts(&pieces), [(Some((0, 0)), "1".to_owned())]);
        let choices = &pieces[0].line.words[0].symbols[0].choices;
        assert!(choices.iter().any(|(text, _)| text == "l"), "the weaker reading stays: {choices:?}");
    }

    #[test]
    fn a_wide_gap_in_a_word_is_a_space_that_the_engine_missed() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(20, 40, 26, 74));
        blot(&mut page, BoundingBox::new(40, 40, 46, 74));
        blot(&mut page, BoundingBox::new(110, 40, 116, 74));
        let symbol = |x: u32, text: &str| {
            format!("<span class='ocrx_cinfo' title='x_bboxes {x} 4 {} 38; x_conf 95'>{text}</span>", x + 6)
        };
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' \
             title='bbox 4 4 100 38; x_wconf 95'>{}{}{}</span></span></div>",
            symbol(4, "s"),
            symbol(24, "ố"),
            symbol(94, "3")
        );
        let (_, pieces) =
            read_cells(&page, &grid(), DPI, true, &mut |_, _, _| Ok(hocr::lines(&html))).unwrap();
        assert_eq!(texts(&pieces), [(Some((0, 0)), "số 3".to_owned())]);
        let boxes: Vec<_> =
            pieces[0].line.words.iter().filter_map(|w| w.bbox).map(|b| (b.x0, b.x1)).collect();
        assert_eq!(boxes, [(20, 46), (110, 116)]);
    }

    #[test]
    fn a_small_line_with_a_high_mark_is_cut_out() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(50, 40, 53, 47));
        blot(&mut page, BoundingBox::new(50, 34, 53, 37));
        fill(&mut page, BoundingBox::new(50, 32, 53, 34), 215);
        let (_, pieces) =
            read_cells(&page, &grid(), DPI / 3.0, true, &mut |_, _, _| Ok(answer("1", 95))).unwrap();
        assert_eq!(texts(&pieces), [(Some((0, 0)), "1".to_owned())]);
    }

    #[test]
    fn without_second_looks_each_line_is_read_once() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(50, 40, 56, 74));
        let mut answers = [("l", 60)].into_iter();
        let (_, pieces) = read_cells(&page, &grid(), DPI, false, &mut |_, _, _| {
            let (text, confidence) = answers.next().unwrap();
            Ok(answer(text, confidence))
        })
        .unwrap();
        assert_eq!(texts(&pieces), [(Some((0, 0)), "l".to_owned())]);
    }

    #[test]
    fn a_line_with_a_wide_gap_is_read_in_two_and_stays_one() {
        let mut page = page();
        blot(&mut page, BoundingBox::new(10, 40, 14, 56));
        blot(&mut page, BoundingBox::new(180, 40, 184, 56));
        let mut answers = ["a", "b"].into_iter();
        let (_, pieces) = read_cells(&page, &grid(), DPI, true, &mut |crop, _, _| {
            assert!(crop.width() < 30, "{}", crop.width());
            Ok(answer(answers.next().unwrap(), 95))
        })
        .unwrap();
        assert_eq!(texts(&pieces), [(Some((0, 0)), "a b".to_owned())]);
    }
}
