//! How the passes ask the engine.

use image::GrayImage;
use tesseract::PageSegMode;

use super::RecognitionError;
use super::read_line::ReadLine;

/// Reads an image, as a rule a part of a page, of so many dots per inch in a page mode. Boxes come back in pixels of it.
pub(super) type CropReader<'a> =
    dyn FnMut(&GrayImage, f32, PageSegMode) -> Result<Vec<ReadLine>, RecognitionError> + 'a;
