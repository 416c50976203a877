//! Page image to words: Tesseract and its hOCR.
//!
//! A [`Reader`] turns the image of one upright page into [`Line`]s in reading order, each with its words' boxes,
//! confidences and alternatives, in pixels of that image. Two exist: [`Engine`] asks Tesseract, [`KeptHocr`] gives
//! back what an engine said earlier. Either way the line through this stage is the same:
//!
//! 1. `form_marks` (an engine only): leaders are taken out of the page and boxes to be ticked noted, both found in the `ink`;
//! 2. `cell_reading` (an engine only): the cells that the page's rules make are read by themselves, line by line
//!    (`text_lines`, found in the `ink`), and the page without them as a whole;
//! 3. `hocr`: the engine's answers to lines of words of symbols (`read_line`), which all that follows works on;
//! 4. `cells`: the page's rules make [`grids`](mod@crate::layout::grids) of cells, and text is parted along them;
//! 5. `passes`: the list of what reads again what is in doubt or was missed (an engine only), settles letters and leaves
//!    out dirt, each with the reason for its place;
//! 6. `reading_order`: lines are set in order, columns parted, boxes that run over the next word cut off (`word_ends`), and
//!    become [`Line`]s in [`blocks`](mod@crate::layout::blocks).

use image::GrayImage;

use crate::document::{Grid, LeftOut, Line, PageBlock, Rule};
use crate::layout;

mod aligned_cells;
mod broken_lines;
#[cfg(feature = "tesseract")]
mod cell_crop;
#[cfg(feature = "tesseract")]
mod cell_reading;
mod cells;
#[cfg(feature = "tesseract")]
mod check_boxes;
#[cfg(feature = "tesseract")]
mod crop_reader;
#[cfg(feature = "tesseract")]
mod data;
mod dirt;
#[cfg(feature = "tesseract")]
mod doubtful_lines;
#[cfg(feature = "tesseract")]
pub mod engine;
pub mod error;
#[cfg(feature = "tesseract")]
mod faint_ends;
#[cfg(feature = "tesseract")]
mod figures_alike;
mod flat_boxes;
#[cfg(feature = "tesseract")]
mod form_marks;
mod hocr;
#[cfg(feature = "tesseract")]
mod ink;
pub mod kept;
#[cfg(feature = "tesseract")]
mod leaders;
#[cfg(feature = "tesseract")]
mod level_words;
#[cfg(feature = "tesseract")]
mod line_heads;
#[cfg(feature = "tesseract")]
mod line_reading;
#[cfg(feature = "tesseract")]
mod lone_dash;
mod lone_letter;
#[cfg(feature = "tesseract")]
mod lone_stroke;
#[cfg(feature = "tesseract")]
mod lost_numeral;
mod median;
#[cfg(feature = "tesseract")]
mod missed_lines;
#[cfg(feature = "tesseract")]
mod numbers;
#[cfg(feature = "tesseract")]
mod openmp;
mod passes;
mod read_line;
mod read_symbol;
mod read_word;
mod reading_order;
#[cfg(feature = "tesseract")]
mod second_look;
#[cfg(feature = "tesseract")]
mod side_by_side;
#[cfg(feature = "tesseract")]
mod stray_numbers;
#[cfg(feature = "tesseract")]
mod stroke_width;
#[cfg(feature = "tesseract")]
mod superiors;
#[cfg(feature = "tesseract")]
mod text_lines;
#[cfg(feature = "tesseract")]
mod view;
#[cfg(feature = "tesseract")]
mod vote;
mod word_ends;

#[cfg(feature = "tesseract")]
pub use data::{are_languages, fingerprint};
#[cfg(feature = "tesseract")]
pub use engine::{Engine, EngineSettings};
pub use error::RecognitionError;
#[cfg(feature = "tesseract")]
pub use form_marks::boxes_of;
pub use kept::KeptHocr;

/// What was read on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// Its lines, in reading order.
    pub lines: Vec<Line>,
    /// What was taken for dirt, top to bottom.
    pub left_out: Vec<LeftOut>,
    /// The tables that its rules make, from top to bottom.
    pub grids: Vec<Grid>,
    /// The blocks that its lines stand in, in reading order.
    pub blocks: Vec<PageBlock>,
}

impl Transcript {
    /// Makes lines and blocks of what was read.
    fn of(zones: Vec<reading_order::Zone>, grids: Vec<Grid>, left_out: Vec<LeftOut>) -> Self {
        let into_lines = |mut zone: reading_order::Zone| {
            word_ends::cut_off(&mut zone.lines);
            let lines =
                zone.lines.into_iter().filter(|line| !line.words.is_empty()).map(Line::from).collect();
            layout::blocks::Zone { block: zone.block, lines }
        };
        let (lines, blocks) = layout::blocks::of_zones(zones.into_iter().map(into_lines));
        Self { lines, left_out, grids, blocks }
    }
}

/// Reads the words of page images, one page at a time.
pub trait Reader {
    /// Returns what stands on an upright page; boxes are pixels of `image`.
    ///
    /// `dpi` is the image's resolution in dots per inch. `rules` are the ruled lines found on the page, in pixels
    /// of `image`, whether or not they are still to be seen in it; lines never run over the border of a table cell.
    ///
    /// # Errors
    ///
    /// [`RecognitionError`] where the page cannot be read. The reader can go on to the next page after it.
    fn read(&mut self, image: &GrayImage, dpi: f32, rules: &[Rule]) -> Result<Transcript, RecognitionError>;
}
