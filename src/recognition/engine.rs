//! Tesseract, kept ready between pages.

use std::path::{Path, PathBuf};

use image::GrayImage;
use tesseract::{OcrEngineMode, PageSegMode, Tesseract};

use super::hocr::{self, HocrLine};
use super::reading_order::reading_order;
use super::{Reader, RecognitionError, cell_reading, cells, openmp, second_look, stray_numbers};
use crate::document::{Line, Rule};

/// What an engine is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineSettings {
    /// Tesseract's codes of the languages, joined by `+`, the chief one first: `vie`, `vie+eng`.
    pub language: String,
    /// The folder that holds the `.traineddata` files; the system's where it is `None`.
    pub tessdata: Option<PathBuf>,
    /// Whether what was read in doubt is read a second time.
    pub second_looks: bool,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self { language: "vie".into(), tessdata: None, second_looks: true }
    }
}

/// Where Tesseract's packages put their data: Debian 12 and later, Debian 11, then other systems.
const SYSTEM_TESSDATA: [&str; 5] = [
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
];

/// The largest side, in pixels, of an image that Tesseract takes (its coordinates are 16 bits wide).
const LARGEST_SIDE: u32 = i16::MAX as u32;

/// Resolutions, in dots per inch, that Tesseract believes; outside it guesses its own, badly.
const CREDIBLE_DPI: (f32, f32) = (71.0, 2400.0);

/// Variables set on every engine. A few of Tesseract's are shared by all engines of a process, so they never differ.
const VARIABLES: [(&str, &str); 5] = [
    // Tesseract talks on stderr; what matters comes back as an error.
    ("debug_file", "/dev/null"),
    // Each symbol's other readings. The text stays the same; a page takes about a fifth longer.
    ("lstm_choice_mode", "2"),
    // Scores are 100 less the rating times this, cut off at 0. With Tesseract's own 5 two scores in three are 0;
    // with 1 none is, and the alternatives keep their order.
    ("lstm_rating_coefficient", "1"),
    // Symbol boxes: they tie each symbol to its alternatives, and part words at the border of a cell.
    ("hocr_char_boxes", "1"),
    // Words learned from one page would change the next one, and with it what a page gives on many workers.
    ("tessedit_enable_doc_dict", "0"),
];

/// A Tesseract engine. Takes a third of a second to start, so each worker keeps one for all its pages.
pub struct Engine {
    settings: EngineSettings,
    folder: PathBuf,
    /// `None` after a failure: the library's setters swallow the engine when they fail. The next page starts anew.
    tesseract: Option<Tesseract>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("settings", &self.settings).field("folder", &self.folder).finish()
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
        let folder = find_data(settings)?;
        let tesseract = start(settings, &folder)?;
        Ok(Self { settings: settings.clone(), folder, tesseract: Some(tesseract) })
    }

    /// Returns what Tesseract says of a page, as hOCR: what [`KeptHocr`](super::KeptHocr) reads back.
    ///
    /// # Errors
    ///
    /// As [`Reader::read`].
    pub fn hocr(&mut self, image: &GrayImage, dpi: f32) -> Result<String, RecognitionError> {
        self.run(image, dpi, PageSegMode::PsmAuto)
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
            None => start(&self.settings, &self.folder)?,
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
    ) -> Result<Vec<HocrLine>, RecognitionError> {
        if image.width() == 0 || image.height() == 0 {
            return Ok(Vec::new());
        }
        let text = self.run(image, dpi, mode)?;
        Ok(hocr::parse(text.as_bytes())?.into_iter().flat_map(|page| page.lines).collect())
    }
}

impl Reader for Engine {
    fn read(&mut self, image: &GrayImage, dpi: f32, rules: &[Rule]) -> Result<Vec<Line>, RecognitionError> {
        let grids = cells::grids(rules, dpi);
        let second_looks = self.settings.second_looks;
        let mut read = |crop: &GrayImage, dpi: f32, mode| self.lines(crop, dpi, mode);
        let (rest, in_cells) = cell_reading::read_cells(image, &grids, dpi, second_looks, &mut read)?;
        let mut pieces = cells::part(read(&rest, dpi, PageSegMode::PsmAuto)?, &grids);
        if second_looks {
            pieces = stray_numbers::read_stray_numbers(pieces, &rest, dpi, &mut read)?;
        }
        pieces.extend(in_cells);
        if second_looks {
            pieces = second_look::read_again(pieces, &grids, image, dpi, &mut read)?;
        }
        Ok(hocr::into_lines(reading_order(pieces, &grids)))
    }
}

fn failed(step: &'static str, error: &dyn std::error::Error) -> RecognitionError {
    RecognitionError::Page { step, reason: error.to_string() }
}

/// Returns the folder that holds the data of every language asked for.
fn find_data(settings: &EngineSettings) -> Result<PathBuf, RecognitionError> {
    let language = &settings.language;
    let valid = |code: &str| {
        !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/'))
    };
    if !language.split('+').all(valid) {
        return Err(RecognitionError::BadLanguage { language: language.clone() });
    }
    let given = settings.tessdata.is_some();
    let searched: Vec<PathBuf> = match &settings.tessdata {
        Some(folder) => vec![folder.clone()],
        None => SYSTEM_TESSDATA.iter().map(PathBuf::from).collect(),
    };
    let missing = |folder: &Path| {
        language.split('+').find(|code| !folder.join(format!("{code}.traineddata")).is_file())
    };
    match searched.iter().find(|folder| missing(folder).is_none()) {
        Some(folder) => Ok(folder.clone()),
        None => {
            let lacking = searched.iter().filter(|f| f.is_dir()).find_map(|f| missing(f));
            let language = lacking.or_else(|| language.split('+').next()).unwrap_or_default().to_owned();
            Err(RecognitionError::DataMissing { language, searched, given })
        }
    }
}

fn start(settings: &EngineSettings, folder: &Path) -> Result<Tesseract, RecognitionError> {
    let failed = |reason: String| RecognitionError::Start {
        language: settings.language.clone(),
        folder: folder.display().to_string(),
        reason,
    };
    openmp::keep_to_this_thread();
    let path = folder.to_str().ok_or_else(|| failed("its name is not Unicode".into()))?;
    let mut tesseract =
        Tesseract::new_with_oem(Some(path), Some(&settings.language), OcrEngineMode::LstmOnly)
            .map_err(|error| failed(error.to_string()))?;
    for (name, value) in VARIABLES {
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

    #[test]
    fn names_the_package_where_data_is_missing() {
        let settings = EngineSettings { language: "chi_sim".into(), ..EngineSettings::default() };
        // Whether or not the machine has it, the message is made from the search.
        let error = match find_data(&settings) {
            Err(error) => error,
            Ok(folder) => RecognitionError::DataMissing {
                language: settings.language.clone(),
                searched: vec![folder],
                given: false,
            },
        };
        assert!(error.to_string().contains("apt-get install tesseract-ocr-chi-sim"), "{error}");
    }

    #[test]
    fn a_folder_given_is_the_only_one_searched() {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            EngineSettings { tessdata: Some(folder.path().to_owned()), ..EngineSettings::default() };
        let error = find_data(&settings).unwrap_err();
        assert!(
            matches!(&error, RecognitionError::DataMissing { searched, given: true, .. } if searched == &[folder.path()])
        );
        assert!(error.to_string().contains("put `vie.traineddata` there"), "{error}");
    }

    #[test]
    fn names_the_one_language_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vie.traineddata"), "").unwrap();
        let settings = EngineSettings {
            language: "vie+lao".into(),
            tessdata: Some(folder.path().to_owned()),
            ..EngineSettings::default()
        };
        let error = find_data(&settings).unwrap_err();
        assert!(
            matches!(&error, RecognitionError::DataMissing { language, .. } if language == "lao"),
            "{error}"
        );
    }

    #[test]
    fn refuses_what_is_no_list_of_languages() {
        for language in ["", "vie++eng", "+vie", "../vie", "vie eng"] {
            let settings = EngineSettings { language: language.into(), ..EngineSettings::default() };
            let got = find_data(&settings);
            assert!(matches!(got, Err(RecognitionError::BadLanguage { .. })), "{language}: {got:?}");
        }
    }
}
