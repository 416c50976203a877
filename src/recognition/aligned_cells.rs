//! Tables that no rules part: found among what was read of a page, then read cell by cell as ruled ones are.
//!
//! Reading the page as a whole, Tesseract takes what stands on both sides of a column's edge for one word (`01Trạm`), and
//! boxes of words and symbols reach over the blanks beside them; a label alone in its cell it takes for dirt. So columns are
//! told by ink: a word is as many pieces as its print has, and print that no word covers is a word that was not read.

#[cfg(feature = "tesseract")]
use std::collections::BTreeSet;

#[cfg(feature = "tesseract")]
use image::GrayImage;

use super::cells::{self, Piece};
use super::median::median;
use super::read_word::ReadWord;
#[cfg(feature = "tesseract")]
use super::{RecognitionError, cell_reading::read_cells, crop_reader::CropReader};
use crate::document::geometry::Frame;
use crate::document::{BoundingBox, Grid, Rule};
use crate::layout::aligned::{self, PrintedWord};

/// A gap in a word's print from which it is two, in heights of the line's words: what stands close on both sides of a column's
/// edge is read as one word.
const GAP_IN_WORD: f32 = 0.45;
/// A point is lower and narrower than this, and with one between them groups of figures stand no farther apart than that, in heights
/// of the line's words.
const POINT: f32 = 0.4;
const POINTED: f32 = 1.5;
/// A word is no higher than so many usual ones: a column of figures that was taken for one word was not read.
const HIGHEST: f32 = 2.0;
/// How far beside a word its print reaches, and above and below it, where the marks of capitals stand, in heights of the line's words.
const AROUND: f32 = 0.15;
const ABOVE: f32 = 0.4;
/// The height of a character that was not read, in heights of the usual word.
const CHARACTER: (f32, f32) = (0.45, 1.3);
/// The width of a dash that was not read, in heights of the usual word, and how many times as wide as high it is at least.
const DASH: (f32, f32) = (0.2, 1.0);
const FLAT: f32 = 1.8;
/// What was not read stands level with what was, their middles no farther apart than this part of the usual word's height.
const LEVEL: f32 = 0.45;
/// The same of a dash, which a mark over a letter is not.
const LEVEL_DASH: f32 = 0.25;

/// Adds the tables that no rules part, and parts the pieces outside the others at their columns; `in_cells` are those that stand
/// in cells already. Returns which of the grids they are. `ink` are the connected parts of the page's print outside ruled tables,
/// where there is an image.
pub(super) fn add(
    pieces: &mut Vec<Piece>,
    in_cells: &mut [Piece],
    grids: &mut Vec<Grid>,
    rules: &[Rule],
    ink: &[BoundingBox],
) -> Vec<usize> {
    let found = aligned::find(printed(pieces, ink), rules);
    if found.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<(Option<usize>, Grid)> =
        grids.drain(..).enumerate().map(|(at, grid)| (Some(at), grid)).collect();
    all.extend(found.into_iter().map(|grid| (None, grid)));
    all.sort_by_key(|(_, grid)| (grid.bbox.y0 + grid.bbox.y1, grid.bbox.x0));
    for piece in pieces.iter_mut().chain(in_cells) {
        let moved = |(grid, cell)| Some((all.iter().position(|(at, _)| *at == Some(grid))?, cell));
        piece.place = piece.place.and_then(moved);
    }
    let own = all.iter().enumerate().filter(|(_, (at, _))| at.is_none()).map(|(at, _)| at).collect();
    grids.extend(all.into_iter().map(|(_, grid)| grid));
    let parted = std::mem::take(pieces).into_iter().flat_map(|piece| match piece.place {
        Some(_) => vec![piece],
        None => cells::part(vec![piece.line], grids),
    });
    *pieces = parted.collect();
    own
}

/// The page without the print of ruled tables, its resolution in dots per inch, and the connected parts of its ink.
#[cfg(feature = "tesseract")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest<'a> {
    pub(super) image: &'a GrayImage,
    pub(super) dpi: f32,
    pub(super) ink: &'a [BoundingBox],
}

/// Adds the tables that no rules part, and reads their cells. What was read of the page stands in none of them then, what was
/// read of cells in the place that their grid has now.
///
/// Read one by one words are told apart that were one before, so tables are looked for a second time, and read again where they
/// are others.
#[cfg(feature = "tesseract")]
pub(super) fn add_and_read(
    of_page: &mut Vec<Piece>,
    of_cells: &mut Vec<Piece>,
    grids: &mut Vec<Grid>,
    rules: &[Rule],
    rest: Rest<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    let own = add(of_page, of_cells, grids, rules, rest.ink);
    if own.is_empty() {
        return Ok(());
    }
    read_again(of_page, of_cells, grids, &own, rest, read)?;
    let before = take_out(of_page, of_cells, grids, &own);
    let own = add(of_page, of_cells, grids, rules, rest.ink);
    let is_same = own.len() == before.len()
        && own.iter().zip(&before).all(|(at, old)| is_like(&grids[*at], old, rest.dpi));
    if !is_same {
        read_again(of_page, of_cells, grids, &own, rest, read)?;
    }
    of_cells.extend(of_page.extract_if(.., |piece| piece.place.is_some()));
    Ok(())
}

/// Reads the cells of tables, `own` among the grids, one by one, each in the place of what was read of the page there.
#[cfg(feature = "tesseract")]
fn read_again(
    of_page: &mut Vec<Piece>,
    of_cells: &mut Vec<Piece>,
    grids: &[Grid],
    own: &[usize],
    rest: Rest<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    let tables: Vec<Grid> = own.iter().map(|at| grids[*at].clone()).collect();
    let (_, mut pieces) = read_cells(rest.image, &tables, rest.dpi, true, read)?;
    for piece in &mut pieces {
        piece.place = piece.place.map(|(table, cell)| (own[table], cell));
    }
    let is_read: BTreeSet<Option<(usize, usize)>> = pieces.iter().map(|piece| piece.place).collect();
    of_page.retain(|piece| piece.place.is_none() || !is_read.contains(&piece.place));
    of_cells.append(&mut pieces);
    Ok(())
}

/// Takes tables out of the grids and returns them; what stands in them is of the page again.
#[cfg(feature = "tesseract")]
fn take_out(
    of_page: &mut Vec<Piece>,
    of_cells: &mut Vec<Piece>,
    grids: &mut Vec<Grid>,
    own: &[usize],
) -> Vec<Grid> {
    let is_own = |at: usize| own.contains(&at);
    of_page.extend(of_cells.extract_if(.., |piece| piece.place.is_some_and(|(grid, _)| is_own(grid))));
    for piece in of_page.iter_mut().chain(of_cells) {
        let moved = |(grid, cell)| (grid - own.iter().filter(|at| **at < grid).count(), cell);
        piece.place = piece.place.filter(|(grid, _)| !is_own(*grid)).map(moved);
    }
    let (taken, left): (Vec<_>, Vec<_>) =
        std::mem::take(grids).into_iter().enumerate().partition(|(at, _)| is_own(*at));
    grids.extend(left.into_iter().map(|(_, grid)| grid));
    taken.into_iter().map(|(_, grid)| grid).collect()
}

/// Edges nearer than this, in inches, part the same cells: half the blank between two lines.
#[cfg(feature = "tesseract")]
const SAME_EDGE: f32 = 0.02;

/// Returns whether two tables have the same cells.
#[cfg(feature = "tesseract")]
fn is_like(one: &Grid, other: &Grid, dpi: f32) -> bool {
    let extents = |grid: &Grid| -> Vec<[u32; 4]> {
        grid.cells.iter().map(|cell| [cell.row, cell.column, cell.rows, cell.columns]).collect()
    };
    let near = |(a, b): (u32, u32)| a.abs_diff(b) as f32 <= SAME_EDGE * dpi;
    let heights = |grid: &Grid| grid.row_edges.iter().map(|edge| edge.y0).collect::<Vec<_>>();
    let places = |grid: &Grid| grid.column_edges.iter().map(|edge| edge.x0).collect::<Vec<_>>();
    extents(one) == extents(other)
        && heights(one).into_iter().zip(heights(other)).all(near)
        && places(one).into_iter().zip(places(other)).all(near)
}

/// Returns the words of the pieces outside tables, line by line, as they stand in the ink, and then what was not read.
fn printed(pieces: &[Piece], ink: &[BoundingBox]) -> Vec<Vec<PrintedWord>> {
    let strips = Strips::of(ink);
    let mut is_read = vec![false; ink.len()];
    let mut lines: Vec<Vec<PrintedWord>> = Vec::new();
    let all = pieces.iter().flat_map(|piece| &piece.line.words).filter_map(|word| word.bbox);
    let highest = HIGHEST * median(all.map(BoundingBox::height)).unwrap_or(0) as f32;
    for piece in pieces {
        let boxes = piece.line.words.iter().filter_map(|word| word.bbox);
        let Some(height) = median(boxes.clone().map(BoundingBox::height)) else { continue };
        let height = height as f32;
        let Some(whole) = boxes.reduce(BoundingBox::union) else { continue };
        let (reach, above) = ((AROUND * height) as u32, (ABOVE * height) as u32);
        let own: Vec<usize> = strips.within(whole.y0.saturating_sub(above), whole.y1 + above);
        let mut words = Vec::new();
        for word in &piece.line.words {
            let Some(bbox) = word.bbox.filter(|bbox| bbox.height() as f32 <= highest) else { continue };
            let from = own.partition_point(|part| ink[*part].middle().0 + reach < bbox.x0);
            let near = own[from..].iter().copied().take_while(|part| ink[*part].middle().0 < bbox.x1 + reach);
            let around = BoundingBox {
                y0: bbox.y0.saturating_sub(above),
                y1: bbox.y1 + above,
                x0: bbox.x0.saturating_sub(reach),
                x1: bbox.x1 + reach,
            };
            let near: Vec<usize> = near.filter(|part| around.holds_middle_of(ink[*part])).collect();
            near.iter().for_each(|part| is_read[*part] = true);
            let parts = near.iter().map(|part| ink[*part]).filter(|part| bbox.holds_middle_of(*part));
            words.extend(in_pieces(word, bbox, parts.collect(), GAP_IN_WORD * height));
        }
        if piece.place.is_none() {
            let is_point = |part: &BoundingBox| (part.height().max(part.width()) as f32) < POINT * height;
            let points = own.iter().map(|part| ink[*part]).filter(is_point).map(|part| part.middle().0);
            lines.push(whole_numbers(words, &points.collect::<Vec<_>>(), POINTED * height));
        }
    }
    let unread = unread(ink, &is_read, &lines);
    lines.extend(unread.into_iter().map(|word| vec![word]));
    lines
}

/// Joins the words of a line that are the groups of one number, with a point between them that is seldom read; `points` are their
/// places from left to right, `widest` is how far apart groups stand at most.
fn whole_numbers(mut words: Vec<PrintedWord>, points: &[u32], widest: f32) -> Vec<PrintedWord> {
    words.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
    let is_figures = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let mut whole: Vec<PrintedWord> = Vec::new();
    for word in words {
        let is_group = |before: &PrintedWord| {
            let (end, start) = (before.frame.x1, word.frame.x0);
            let point = points.get(points.partition_point(|x| (*x as f32) < end));
            let has_point = word.text.starts_with(['.', ',']) || point.is_some_and(|x| (*x as f32) < start);
            let is_number = !word.text.is_empty() && !before.text.is_empty();
            is_number
                && is_figures(&before.text)
                && is_figures(&word.text)
                && start - end < widest
                && has_point
        };
        match whole.last_mut() {
            Some(before) if is_group(before) => {
                before.frame.x1 = word.frame.x1;
                before.text.push_str(&word.text);
            }
            _ => whole.push(word),
        }
    }
    whole
}

/// Returns a word as it stands in its print, in pieces where that has gaps; by its symbols' boxes where there is no print.
fn in_pieces(word: &ReadWord, bbox: BoundingBox, mut parts: Vec<BoundingBox>, gap: f32) -> Vec<PrintedWord> {
    let framed = |own: BoundingBox, text: String| PrintedWord {
        frame: BoundingBox { y0: bbox.y0, y1: bbox.y1, ..own }.into(),
        text,
    };
    let symbols: Option<Vec<BoundingBox>> = word.symbols.iter().map(|symbol| symbol.bbox).collect();
    // Where not all symbols have boxes it stays whole.
    let Some(symbols) = symbols.filter(|symbols| !symbols.is_empty()) else {
        let own = parts.into_iter().reduce(BoundingBox::union).unwrap_or(bbox);
        return vec![framed(own, word.text())];
    };
    if parts.is_empty() {
        parts.clone_from(&symbols);
    }
    parts.sort_by_key(|part| part.x0);
    let mut pieces: Vec<(BoundingBox, String)> = Vec::new();
    for part in parts {
        match pieces.last_mut() {
            Some((piece, _)) if (part.x0 as f32) < piece.x1 as f32 + gap => *piece = piece.union(part),
            _ => pieces.push((part, String::new())),
        }
    }
    for (symbol, own) in word.symbols.iter().zip(symbols) {
        let x = own.middle().0;
        let far = |piece: &BoundingBox| piece.x0.saturating_sub(x).max((x + 1).saturating_sub(piece.x1));
        if let Some((_, text)) = pieces.iter_mut().min_by_key(|(piece, _)| far(piece)) {
            text.push_str(&symbol.text);
        }
    }
    pieces.into_iter().map(|(own, text)| framed(own, text)).collect()
}

/// Returns the characters and dashes that no word covers and that stand before the words at their height, as labels do.
fn unread(ink: &[BoundingBox], is_read: &[bool], lines: &[Vec<PrintedWord>]) -> Vec<PrintedWord> {
    let pixels = |length: f32| length.round().max(0.0) as u32;
    let heights = lines.iter().flatten().map(|word| pixels(word.frame.height()));
    let Some(usual) = median(heights).filter(|usual| *usual > 0) else { return Vec::new() };
    let usual = usual as f32;
    // Where each line stands and begins: labels stand before the words of their row, dirt wherever it is.
    let level = |line: &Vec<PrintedWord>| {
        let y = median(line.iter().map(|word| pixels(word.frame.center().1)))?;
        Some((y as f32, line.iter().map(|word| word.frame.x0).fold(f32::MAX, f32::min)))
    };
    let mut levels: Vec<(f32, f32)> = lines.iter().filter_map(level).collect();
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = |part: BoundingBox| (part.width() as f32 / usual, part.height() as f32 / usual);
    let is_dash = |part: BoundingBox| {
        let (width, height) = size(part);
        (DASH.0..DASH.1).contains(&width) && width > FLAT * height
    };
    let is_character = |part: BoundingBox| {
        let (width, height) = size(part);
        (CHARACTER.0..CHARACTER.1).contains(&height) && width < CHARACTER.1
    };
    let is_level = |part: BoundingBox, reach: f32| {
        let y = part.middle().1 as f32;
        let next = levels.partition_point(|(level, _)| *level < y - reach * usual);
        let beside = levels[next..].iter().take_while(|(level, _)| *level <= y + reach * usual);
        beside.map(|(_, begin)| *begin).reduce(f32::min).is_some_and(|begin| part.x1 as f32 <= begin)
    };
    let parts = ink.iter().zip(is_read).filter(|(_, is_read)| !**is_read).map(|(part, _)| *part);
    let word = |part: BoundingBox| {
        let y = part.middle().1 as f32;
        let frame = Frame::from(part);
        // As high as a word, so that a dash is one.
        let frame = Frame { y0: y - usual / 2.0, y1: y + usual / 2.0, ..frame };
        let text = if is_dash(part) { "-" } else { "" };
        PrintedWord { frame, text: text.into() }
    };
    let is_word = |part: &BoundingBox| {
        is_dash(*part) && is_level(*part, LEVEL_DASH) || is_character(*part) && is_level(*part, LEVEL)
    };
    parts.filter(is_word).map(word).collect()
}

/// The parts of a page's ink by the heights of their middles.
struct Strips<'a> {
    ink: &'a [BoundingBox],
    by_height: Vec<usize>,
}

impl<'a> Strips<'a> {
    fn of(ink: &'a [BoundingBox]) -> Self {
        let mut by_height: Vec<usize> = (0..ink.len()).collect();
        by_height.sort_by_key(|part| ink[*part].middle().1);
        Self { ink, by_height }
    }

    /// Returns the parts whose middles lie between two heights, from left to right.
    fn within(&self, from: u32, to: u32) -> Vec<usize> {
        let before = |y: u32| self.by_height.partition_point(|part| self.ink[*part].middle().1 < y);
        let mut own = self.by_height[before(from)..before(to).max(before(from))].to_vec();
        own.sort_by_key(|part| self.ink[*part].middle().0);
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// A line of words at a height, 20 pixels high, each symbol 10 wide and 2 apart from the next.
    fn line(y: u32, words: &[(u32, &str)]) -> Piece {
        let word = |(x, text): &(u32, &str)| {
            let symbols: String = text
                .chars()
                .zip(0..)
                .map(|(c, at)| {
                    let x0 = x + 12 * at;
                    format!(
                        "<span class='ocrx_cinfo' title='x_bboxes {x0} {y} {} {}'>{c}</span>",
                        x0 + 10,
                        y + 20
                    )
                })
                .collect();
            let end = x + 12 * text.chars().count() as u32 - 2;
            format!(
                "<span class='ocrx_word' title='bbox {x} {y} {end} {}; x_wconf 90'>{symbols}</span>",
                y + 20
            )
        };
        let words: String = words.iter().map(word).collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{words}</span></div>");
        Piece { place: None, line: hocr::lines(&html).remove(0) }
    }

    /// The print of a word that stands where it was read.
    fn ink(y: u32, x: u32, count: u32) -> Vec<BoundingBox> {
        (0..count).map(|at| BoundingBox::new(x + 12 * at, y, x + 12 * at + 10, y + 20)).collect()
    }

    fn texts(lines: &[Vec<PrintedWord>]) -> Vec<Vec<&str>> {
        lines.iter().map(|line| line.iter().map(|word| word.text.as_str()).collect()).collect()
    }

    #[test]
    fn a_word_is_as_many_as_its_print_has_pieces() {
        // Read as one word; in print a blank as wide as a letter stands behind its figures.
        let print = [ink(100, 20, 2), ink(100, 56, 3)].concat();
        let lines = printed(&[line(100, &[(20, "01Kèo")])], &print);
        assert_eq!(texts(&lines), [["01", "Kèo"]]);
        assert_eq!((lines[0][0].frame.x1, lines[0][1].frame.x0), (42.0, 56.0));
        let lines = printed(&[line(100, &[(20, "01Kèo")])], &ink(100, 20, 5));
        assert_eq!(texts(&lines), [["01Kèo"]]);
    }

    #[test]
    fn a_word_stands_where_its_print_does() {
        let lines =
            printed(&[line(100, &[(20, "Đập"), (90, "cao")])], &[ink(100, 22, 2), ink(100, 90, 3)].concat());
        assert_eq!((lines[0][0].frame.x0, lines[0][0].frame.x1), (22.0, 44.0));
    }

    #[test]
    fn print_before_the_words_at_its_height_is_a_label_that_was_not_read_and_other_print_is_dirt() {
        let words = ink(100, 100, 4);
        let (label, dash) = (BoundingBox::new(40, 101, 49, 120), BoundingBox::new(40, 149, 52, 152));
        let behind = BoundingBox::new(400, 101, 409, 120);
        let apart = BoundingBox::new(40, 300, 49, 320);
        let speck = BoundingBox::new(60, 108, 63, 111);
        let print = [words, ink(140, 100, 4), vec![label, dash, behind, apart, speck]].concat();
        let lines = printed(&[line(100, &[(100, "Trạm")]), line(140, &[(100, "Bến."), (300, "12")])], &print);
        assert_eq!(texts(&lines), [vec!["Trạm"], vec!["Bến.", "12"], vec![""], vec!["-"]]);
        assert_eq!(lines[2][0].frame.x0, 40.0);
    }

    #[test]
    fn groups_of_figures_with_a_point_between_them_are_one_number() {
        let piece = || line(100, &[(100, "12"), (132, "500"), (200, "35")]);
        let print = [ink(100, 100, 2), ink(100, 132, 3), ink(100, 200, 2)].concat();
        let point = BoundingBox::new(125, 116, 128, 119);
        let lines = printed(&[piece()], &[print.clone(), vec![point]].concat());
        assert_eq!(texts(&lines), [["12500", "35"]]);
        assert_eq!(texts(&printed(&[piece()], &print)), [["12", "500", "35"]]);
    }

    #[test]
    fn what_was_read_of_the_page_is_parted_at_the_columns_that_were_found() {
        let row = |(y, name): (u32, &str)| {
            [line(y, &[(20, "1")]), line(y, &[(120, name)]), line(y, &[(400, "125"), (600, "48")])]
        };
        let names = ["Trạm", "Cống", "Kênh", "Hồ"];
        let mut pieces: Vec<Piece> = [100, 140, 180, 220].into_iter().zip(names).flat_map(row).collect();
        let mut grids = Vec::new();
        assert_eq!(add(&mut pieces, &mut [], &mut grids, &[], &[]), [0]);
        assert_eq!(grids[0].column_edges.len(), 5);
        assert_eq!(pieces.len(), 16, "the last two of a row were one line");
        assert!(pieces.iter().all(|piece| piece.place.is_some()));
        assert_eq!(add(&mut vec![line(100, &[(20, "Trạm")])], &mut [], &mut grids, &[], &[]), [0usize; 0]);
    }
}
