//! A kept hOCR in the engine's place.

use image::GrayImage;

use super::read_line::ReadLine;
use super::{Reader, RecognitionError, Transcript, cells, hocr, passes};
use crate::document::Rule;
use crate::layout;

/// Gives back the pages of an hOCR file, in order, as if they were read now.
///
/// Lets everything after recognition run, and be tested, without Tesseract. The image is not looked at, so there is
/// no second look; rules part the lines as they do for the engine.
#[derive(Debug)]
pub struct KeptHocr {
    pages: std::vec::IntoIter<Vec<ReadLine>>,
    count: usize,
}

impl KeptHocr {
    /// Parses a whole hOCR file.
    ///
    /// # Errors
    ///
    /// [`RecognitionError::Hocr`] where it is malformed or holds no page.
    pub fn new(bytes: &[u8]) -> Result<Self, RecognitionError> {
        let pages = hocr::pages(bytes)?;
        Ok(Self { count: pages.len(), pages: pages.into_iter() })
    }
}

impl Reader for KeptHocr {
    fn read(&mut self, _: &GrayImage, dpi: f32, rules: &[Rule]) -> Result<Transcript, RecognitionError> {
        let asked = self.count - self.pages.len() + 1;
        let lines = self.pages.next().ok_or(RecognitionError::NoSuchPage { count: self.count, asked })?;
        let grids = layout::grids::find(rules, dpi);
        Ok(passes::over_words(cells::part(lines, &grids), grids, rules))
    }
}
