//! Tesseract, kept ready between pages.

use std::path::PathBuf;

use image::GrayImage;
use serde::{Deserialize, Serialize};
use tesseract::{OcrEngineMode, PageSegMode, Tesseract};

use super::data::Data;
use super::form_marks::FormMarks;
use super::passes::{self, SecondLooks};
use super::read_line::ReadLine;
use super::{Reader, RecognitionError, Transcript, cell_reading, cells, hocr, openmp};
use crate::document::Rule;
use crate::layout;

/// What an engine is started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineSettings {
    /// Tesseract's codes of the languages, joined by `+`, the chief one first: `vie`, `vie+eng`.
    pub language: String,
    /// The folder that holds the `.traineddata` files. Where it is `None`, phuchoi's own data for `vie`, the system's for
    /// all else.
    pub tessdata: Option<PathBuf>,
    /// Whether what was read in doubt is read a second time, and each symbol's other readings are kept.
    pub second_looks: bool,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self { language: "vie".into(), tessdata: None, second_looks: true }
    }
}

/// The largest side, in pixels, of an image that Tesseract takes (its coordinates are 16 bits wide).
const LARGEST_SIDE: u32 = i16::MAX as u32;

/// Resolutions, in dots per inch, that Tesseract believes; outside it guesses its own, badly.
const CREDIBLE_DPI: (f32, f32) = (71.0, 2400.0);

/// Variables set on every engine. A few of Tesseract's are shared by all engines of a process, so they never differ.
const VARIABLES: [(&str, &str); 4] = [
    // Tesseract talks on stderr; what matters comes back as an error.
    ("debug_file", "/dev/null"),
    // Scores are 100 less the rating times this, cut off at 0. With Tesseract's own 5 two scores in three are 0;
    // with 1 none is, and the alternatives keep their order.
    ("lstm_rating_coefficient", "1"),
    // Symbol boxes: they tie each symbol to its alternatives, and part words at the border of a cell.
    ("hocr_char_boxes", "1"),
    // Words learned from one page would change the next one, and with it what a page gives on many workers.
    ("tessedit_enable_doc_dict", "0"),
];

/// The mode in which each symbol's other readings are given. What is read stays the same and takes about a tenth longer;
/// what repair makes of it was 0.5 of word F1 better on 20 pages at level 2, 1.4 at level 3.
const CHOICES: &str = "2";

/// A Tesseract engine. Takes a third of a second to start, so each worker keeps one for all its pages.
pub struct Engine {
    settings: EngineSettings,
    data: Data,
    /// `None` after a failure: the library's setters swallow the engine when they fail. The next page starts anew.
    tesseract: Option<Tesseract>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("settings", &self.settings).field("data", &self.data).finish()
    }
}

impl Engine {
    /// Starts an engine.
    ///
    /// # Errors
    ///
    /// [`RecognitionError::DataMissing`] where a language's data is not installed,
    /// [`RecognitionError::Start`] where it cannot be loaded.
    pub fn new(settings: &EngineSettings) -> Result<Self, RecognitionError> {
        let data = Data::find(settings)?;
        let tesseract = start(settings, &data)?;
        Ok(Self { settings: settings.clone(), data, tesseract: Some(tesseract) })
    }

    /// Runs Tesseract over an image and returns its hOCR.
    fn run(&mut self, image: &GrayImage, dpi: f32, mode: PageSegMode) -> Result<String, RecognitionError> {
        let (width, height) = image.dimensions();
        if width > LARGEST_SIDE || height > LARGEST_SIDE {
            return Err(RecognitionError::TooLarge { width, height, limit: LARGEST_SIDE });
        }
        openmp::keep_to_this_thread();
        let mut tesseract = match self.tesseract.take() {
            Some(tesseract) => tesseract,
            None => start(&self.settings, &self.data)?,
        };
        tesseract.set_page_seg_mode(mode);
        let resolution = dpi.clamp(CREDIBLE_DPI.0, CREDIBLE_DPI.1).round() as i32;
        let mut tesseract = tesseract
            .set_frame(image.as_raw(), width as i32, height as i32, 1, width as i32)
            .map_err(|error| failed("take the image", &error))?
            .set_source_resolution(resolution)
            .recognize()
            .map_err(|error| failed("read the page", &error))?;
        let text = tesseract.get_hocr_text(0).map_err(|error| failed("write hOCR", &error))?;
        self.tesseract = Some(tesseract);
        Ok(text)
    }

    fn lines(
        &mut self,
        image: &GrayImage,
        dpi: f32,
        mode: PageSegMode,
    ) -> Result<Vec<ReadLine>, RecognitionError> {
        if image.width() == 0 || image.height() == 0 {
            return Ok(Vec::new());
        }
        let text = self.run(image, dpi, mode)?;
        Ok(hocr::pages(text.as_bytes())?.into_iter().flatten().collect())
    }
}

impl Reader for Engine {
    fn read(&mut self, image: &GrayImage, dpi: f32, rules: &[Rule]) -> Result<Transcript, RecognitionError> {
        let (marks, lifted) = FormMarks::find(image, dpi);
        let image = lifted.as_ref().unwrap_or(image);
        let mut grids = layout::grids::find(rules, dpi);
        cell_reading::part_cells(image, &mut grids);
        let second_looks = self.settings.second_looks;
        let mut read = |crop: &GrayImage, dpi: f32, mode| self.lines(crop, dpi, mode);
        let (rest, in_cells) = cell_reading::read_cells(image, &grids, dpi, second_looks, &mut read)?;
        let mut pieces = cells::part(read(&rest, dpi, PageSegMode::PsmAuto)?, &grids);
        if second_looks {
            let looks = SecondLooks { image, rest: &rest, dpi, rules, marks: &marks };
            return passes::over_page(pieces, in_cells, grids, looks, &mut read);
        }
        pieces.extend(in_cells);
        marks.put_leaders_back(&mut pieces, &grids);
        marks.place_boxes(&mut pieces, &grids);
        Ok(passes::over_words(pieces, grids, rules))
    }
}

fn failed(step: &'static str, error: &dyn std::error::Error) -> RecognitionError {
    RecognitionError::Page { step, reason: error.to_string() }
}

fn start(settings: &EngineSettings, data: &Data) -> Result<Tesseract, RecognitionError> {
    let failed = |reason: String| RecognitionError::Start {
        language: settings.language.clone(),
        data: data.to_string(),
        reason,
    };
    openmp::keep_to_this_thread();
    let (language, mode) = (Some(settings.language.as_str()), OcrEngineMode::LstmOnly);
    let mut tesseract = match data {
        Data::BuiltIn(bytes) => Tesseract::new_with_data(bytes, language, mode),
        Data::Folder(folder) => {
            let path = folder.to_str().ok_or_else(|| failed("its name is not Unicode".into()))?;
            Tesseract::new_with_oem(Some(path), language, mode)
        }
    }
    .map_err(|error| failed(error.to_string()))?;
    let choices = if settings.second_looks { CHOICES } else { "0" };
    for (name, value) in VARIABLES.into_iter().chain([("lstm_choice_mode", choices)]) {
        tesseract =
            tesseract.set_variable(name, value).map_err(|error| failed(format!("{name}: {error}")))?;
    }
    Ok(tesseract)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_can_move_to_its_worker() {
        fn is_send<T: Send>() {}
        is_send::<Engine>();
    }
}
