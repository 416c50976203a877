//! What forms have that is no text: leaders and boxes to be ticked.

use image::GrayImage;

use super::cells::{self, Piece};
use super::check_boxes::{self, CheckBox};
use super::ink::Ink;
use super::leaders::{self, Leader};
use super::median::median;
use super::text_lines::LEAST_HEIGHT;
use crate::document::{BoundingBox, Grid, Word};

/// The leaders and boxes of a page.
#[derive(Debug, Default)]
pub(super) struct FormMarks {
    leaders: Vec<Leader>,
    boxes: Vec<CheckBox>,
}

impl FormMarks {
    /// Finds those of a page of so many dots per inch. Returns with them the page without its leaders, where it has one.
    pub(super) fn find(image: &GrayImage, dpi: f32) -> (Self, Option<GrayImage>) {
        let ink = Ink::of(image, BoundingBox::new(0, 0, image.width(), image.height()));
        let Some(letters) = usual_height(&ink, dpi) else { return (Self::default(), None) };
        let (leaders, boxes) = (leaders::find(&ink, letters), check_boxes::find(image, &ink, letters));
        let lifted = (!leaders.is_empty()).then(|| leaders::lifted(image, &ink, &leaders));
        (Self { leaders, boxes }, lifted)
    }

    /// Sets the leaders that stand in no cell among the words.
    pub(super) fn put_back_outside_tables(&self, pieces: &mut Vec<Piece>, grids: &[Grid]) {
        let is_outside = |leader: &&Leader| cells::place(leader.bbox, grids).is_none();
        leaders::put_back(pieces, self.leaders.iter().filter(is_outside), grids);
    }

    /// Sets the leaders among the words, where they are not yet.
    pub(super) fn put_leaders_back(&self, pieces: &mut Vec<Piece>, grids: &[Grid]) {
        leaders::put_back(pieces, self.leaders.iter(), grids);
    }

    /// Sets the boxes among the words.
    pub(super) fn place_boxes(&self, pieces: &mut Vec<Piece>, grids: &[Grid]) {
        check_boxes::place(pieces, &self.boxes, grids);
    }
}

/// Returns the boxes to be ticked that are drawn on a page of so many dots per inch, as words, in pixels of it: for pages whose text is
/// known otherwise.
pub fn boxes_of(image: &GrayImage, dpi: f32) -> Vec<Word> {
    let ink = Ink::of(image, BoundingBox::new(0, 0, image.width(), image.height()));
    let boxes = usual_height(&ink, dpi).map(|letters| check_boxes::find(image, &ink, letters));
    boxes.unwrap_or_default().into_iter().map(Word::from).collect()
}

/// Returns the usual height of letters, which are higher than wide; of a form most parts of the ink may be dots.
fn usual_height(ink: &Ink, dpi: f32) -> Option<f32> {
    let is_letter =
        |part: &&BoundingBox| part.height() > part.width() && part.height() as f32 >= LEAST_HEIGHT * dpi;
    median(ink.parts().iter().filter(is_letter).map(|part| part.height())).map(|height| height as f32)
}
