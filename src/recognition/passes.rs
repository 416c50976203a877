//! The passes over what was read of a page, in their order.
//!
//! [`PASSES`] is the one list of them; above each stands why it comes where it does. An engine that takes second looks
//! runs them all, one that takes none, and a kept hOCR, those that need nothing but the words. When they are through,
//! lines are set in reading order, and boxes that run over the next word are cut off: last, for each pass may add words,
//! and where columns part is told by the words' boxes as they were read.

#[cfg(feature = "tesseract")]
use std::cell::LazyCell;

#[cfg(feature = "tesseract")]
use image::GrayImage;

use super::cells::Piece;
#[cfg(feature = "tesseract")]
use super::read_word::ReadWord;
use super::reading_order::reading_order;
#[cfg(feature = "tesseract")]
use super::{
    RecognitionError, aligned_cells::Rest, crop_reader::CropReader, doubtful_lines, figures_alike,
    form_marks::FormMarks, ink::Ink, leaders, line_heads, lost_numeral, missed_lines, second_look,
    side_by_side, stray_numbers, stroke_width, superiors, view::View,
};
use super::{Transcript, aligned_cells, broken_lines, dirt, flat_boxes, lone_letter};
#[cfg(feature = "tesseract")]
use crate::document::BoundingBox;
use crate::document::{Grid, LeftOut, Rule};

/// One pass: the pieces that it works on, what it needs besides their words, and what it does.
enum Pass {
    /// Over all pieces; it needs nothing else. What it leaves out it adds to the list.
    Words(fn(&mut Vec<Piece>, &mut Vec<LeftOut>)),
    /// It needs the ink.
    #[cfg(feature = "tesseract")]
    Ink(Part, fn(&mut [Piece], &Ink)),
    /// It needs the ink, and an engine to read lines found in it.
    #[cfg(feature = "tesseract")]
    Lines(Part, LinesPass),
    /// It needs what was found on the page that is no text.
    #[cfg(feature = "tesseract")]
    Marks(Option<Part>, fn(&FormMarks, &mut Vec<Piece>, &[Grid])),
    /// Over all pieces; it needs the page's image, its resolution in dots per inch, and an engine to read cells.
    #[cfg(feature = "tesseract")]
    Cells(CellsPass),
}

/// A part of the pieces, by how they were read.
#[cfg(feature = "tesseract")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// From the page without the print of its tables.
    Page,
    /// Cell by cell.
    Cells,
}

#[cfg(feature = "tesseract")]
type LinesPass = fn(&mut Vec<Piece>, View<'_>, &mut CropReader<'_>) -> Result<(), RecognitionError>;
#[cfg(feature = "tesseract")]
type CellsPass =
    fn(&mut Vec<Piece>, &[Grid], &GrayImage, f32, &mut CropReader<'_>) -> Result<(), RecognitionError>;

/// All passes, in their order. Those over a part of the pieces come before those over all: these find the parts joined.
const PASSES: &[Pass] = &[
    // First, for all others go by the words' boxes.
    #[cfg(feature = "tesseract")]
    Pass::Ink(Part::Page, |pieces, _| flat_boxes::raise(pieces)),
    // Before doubtful lines, which are read again as they were joined.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Page, |pieces, view, read| side_by_side::read_side_by_side(pieces, view, read)),
    // Before others, for it sets a second reading of whole lines beside the first: what other passes put in by then would be
    // voted on as if it had been read. The words that it finds, the search for missed lines need not find.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Page, |pieces, view, read| doubtful_lines::read_doubtful_lines(pieces, view, read)),
    // After the vote, in which a second reading of the whole line could take the label away again.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Page, |pieces, view, read| line_heads::read_line_heads(pieces, view, read)),
    // After the vote, in which a second reading without the mark could take it away again.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Page, |pieces, view, read| {
        superiors::read_superiors(outside_tables(pieces), view, read)
    }),
    // When each line that was read has all of its words: what is left of the ink was missed.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Page, missed_lines::read_missed_lines),
    // After missed lines, for it puts a number before all pieces or behind them.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Page, stray_numbers::read_stray_numbers),
    // When no line is read again: a second reading would be without it again.
    #[cfg(feature = "tesseract")]
    Pass::Ink(Part::Page, lost_numeral::find),
    // When no line is read again: a second reading would miscount the dots again.
    #[cfg(feature = "tesseract")]
    Pass::Ink(Part::Page, leaders::count_dots),
    // When no line is read again, for a second reading would be without them; before tables are looked for that no rules part, for
    // where a leader was lifted off there is a gap.
    #[cfg(feature = "tesseract")]
    Pass::Marks(Some(Part::Page), FormMarks::put_back_outside_tables),
    // Apart from those outside tables, for their ink is not in the page without tables. Before cells are read again: what
    // is read then is a number or stands where there was no word, and neither has a mark.
    #[cfg(feature = "tesseract")]
    Pass::Lines(Part::Cells, |pieces, view, read| superiors::read_superiors(with_words(pieces), view, read)),
    // Over all, for a cell may hold words of both readings: those of the page stand on pictures. Before what settles
    // letters by the heights of all words.
    #[cfg(feature = "tesseract")]
    Pass::Cells(second_look::read_again),
    // When cells have their last reading: it tells figures by one another.
    #[cfg(feature = "tesseract")]
    Pass::Cells(|pieces, grids, image, _, _| {
        figures_alike::settle(pieces, grids, image);
        Ok(())
    }),
    // Those in cells, which were read without them, those that no rules part for a second time.
    #[cfg(feature = "tesseract")]
    Pass::Marks(None, FormMarks::put_leaders_back),
    // When nothing is read any more, for they take the place of what was. Before dirt is left out, so that what was read of one is
    // kept in mind.
    #[cfg(feature = "tesseract")]
    Pass::Marks(None, FormMarks::place_boxes),
    // When nothing is read or found any more: what reads again takes a line as the engine gave it.
    Pass::Words(|pieces, _| broken_lines::join(pieces)),
    // When each cell has its last reading. Before dirt is left out: a letter with a speck beside it does not stand alone.
    Pass::Words(|pieces, _| lone_letter::settle_lone_letters(pieces)),
    // Last, for whatever was read may be dirt, and the usual height that tells it is that of all words.
    Pass::Words(|pieces, left_out| left_out.extend(dirt::leave_out_dirt(pieces))),
];

#[cfg(feature = "tesseract")]
impl Pass {
    /// Returns the part that it works on; `None` where it works on all pieces.
    fn part(&self) -> Option<Part> {
        match self {
            Self::Ink(part, _) | Self::Lines(part, _) => Some(*part),
            Self::Marks(part, _) => *part,
            Self::Words(_) | Self::Cells(_) => None,
        }
    }
}

/// Returns the pieces that stand in no cell.
#[cfg(feature = "tesseract")]
fn outside_tables(pieces: &mut [Piece]) -> impl Iterator<Item = &mut Piece> {
    pieces.iter_mut().filter(|piece| piece.place.is_none())
}

/// Returns the pieces that have a word of two letters or more: a figure raised in a cell of figures is dirt.
#[cfg(feature = "tesseract")]
fn with_words(pieces: &mut [Piece]) -> impl Iterator<Item = &mut Piece> {
    let is_word = |word: &ReadWord| word.letters() > 1;
    pieces.iter_mut().filter(move |piece| piece.line.words.iter().any(is_word))
}

/// Runs the passes that need nothing but the words. `rules` are those of the page.
pub(super) fn over_words(mut pieces: Vec<Piece>, mut grids: Vec<Grid>, rules: &[Rule]) -> Transcript {
    let mut left_out = Vec::new();
    flat_boxes::raise(&mut pieces);
    aligned_cells::add(&mut pieces, &mut [], &mut grids, rules, &[]);
    for pass in PASSES {
        match pass {
            Pass::Words(work) => work(&mut pieces, &mut left_out),
            #[cfg(feature = "tesseract")]
            Pass::Ink(..) | Pass::Lines(..) | Pass::Marks(..) | Pass::Cells(_) => {}
        }
    }
    Transcript::of(reading_order(pieces, &grids), grids, left_out)
}

/// A page that is looked at again.
#[cfg(feature = "tesseract")]
#[derive(Debug, Clone, Copy)]
pub(super) struct SecondLooks<'a> {
    /// The page.
    pub(super) image: &'a GrayImage,
    /// The page without the print of its tables.
    pub(super) rest: &'a GrayImage,
    /// Their resolution in dots per inch.
    pub(super) dpi: f32,
    /// Its rules.
    pub(super) rules: &'a [Rule],
    /// What was found on it that is no text.
    pub(super) marks: &'a FormMarks,
}

/// Runs all passes. `of_page` is what was read of the page without the print of its tables, `of_cells` what was read cell
/// by cell.
#[cfg(feature = "tesseract")]
pub(super) fn over_page(
    mut of_page: Vec<Piece>,
    mut of_cells: Vec<Piece>,
    mut grids: Vec<Grid>,
    looks: SecondLooks<'_>,
    read: &mut CropReader<'_>,
) -> Result<Transcript, RecognitionError> {
    let SecondLooks { image, rest, dpi, rules, marks } = looks;
    let whole = BoundingBox::new(0, 0, image.width(), image.height());
    let mut left_out = Vec::new();
    let mut is_aligned = false;
    for passes in PASSES.chunk_by(|a, b| a.part() == b.part()) {
        // When all lines of the page are found, and before cells are looked at.
        if passes.first().and_then(Pass::part) != Some(Part::Page) && !is_aligned {
            let ink = Ink::of(rest, whole);
            let rest = Rest { image: rest, dpi, ink: ink.parts() };
            aligned_cells::add_and_read(&mut of_page, &mut of_cells, &mut grids, rules, rest, read)?;
            is_aligned = true;
        }
        let (pieces, page, area) = match passes.first().and_then(Pass::part) {
            Some(Part::Page) => (&mut of_page, rest, Some(whole)),
            Some(Part::Cells) => {
                (&mut of_cells, image, grids.iter().map(|grid| grid.bbox).reduce(BoundingBox::union))
            }
            None => {
                of_page.append(&mut of_cells);
                (&mut of_page, image, Some(whole))
            }
        };
        // A page without tables has no cells.
        let Some(area) = area else { continue };
        let ink = LazyCell::new(|| Ink::of(page, area));
        for pass in passes {
            match pass {
                Pass::Words(work) => work(pieces, &mut left_out),
                Pass::Ink(_, work) => work(pieces, &ink),
                Pass::Marks(_, work) => work(marks, pieces, &grids),
                Pass::Lines(_, work) => work(pieces, View { page, ink: &ink, dpi }, read)?,
                Pass::Cells(work) => work(pieces, &grids, page, dpi, read)?,
            }
        }
    }
    // Of the words as they are now, for those read again have other boxes.
    stroke_width::measure(&mut of_page, image, dpi);
    Ok(Transcript::of(reading_order(of_page, &grids), grids, left_out))
}

#[cfg(all(test, feature = "tesseract"))]
mod tests {
    use super::*;

    #[test]
    fn passes_over_a_part_of_the_pieces_come_before_those_over_all() {
        let over_all = PASSES.iter().position(|pass| pass.part().is_none()).unwrap();
        assert!(PASSES[over_all..].iter().all(|pass| pass.part().is_none()));
    }
}
