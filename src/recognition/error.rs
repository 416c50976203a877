//! What can go wrong between a page image and its words.

use std::path::PathBuf;

use crate::markup::hocr::HocrError;

/// Why a page, or an engine, could not be had.
#[derive(Debug, thiserror::Error)]
pub enum RecognitionError {
    /// No trained data for a language: `tesseract-ocr-vie` is not installed, or the folder given lacks it.
    #[error(
        "no Tesseract data for language `{language}` in {}\nhint: {}",
        folders(searched),
        remedy(language, *given)
    )]
    DataMissing {
        /// The language's code, such as `vie`.
        language: String,
        /// The folders that were looked into.
        searched: Vec<PathBuf>,
        /// True where the user named the folder.
        given: bool,
    },
    /// The language setting names no language, such as an empty string or `vie++eng`.
    #[error("`{language}` is not a list of languages\nhint: write codes joined by `+`, such as `vie+eng`")]
    BadLanguage {
        /// The setting.
        language: String,
    },
    /// The data is there, but Tesseract cannot load it: it is damaged, or of another version.
    #[error(
        "Tesseract cannot load `{language}` from {data}: {reason}\nhint: `phuchoi doctor` says what is missing; data of a system's package come anew with `apt-get install --reinstall tesseract-ocr-{language}`"
    )]
    Start {
        /// The language setting.
        language: String,
        /// Where the data was loaded from.
        data: String,
        /// What the library said.
        reason: String,
    },
    /// The image is larger than Tesseract can take.
    #[error(
        "page image of {width} × {height} pixels is larger than the {limit} a side that Tesseract reads\nhint: scan at a lower resolution"
    )]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The largest side in pixels.
        limit: u32,
    },
    /// Tesseract failed on this page.
    #[error("Tesseract failed to {step}: {reason}")]
    Page {
        /// What was being done.
        step: &'static str,
        /// What the library said.
        reason: String,
    },
    /// The hOCR is not what it should be.
    #[error(transparent)]
    Hocr(#[from] HocrError),
    /// A kept hOCR has fewer pages than were asked for.
    #[error(
        "the kept hOCR has {count} pages, page {asked} was asked for\nhint: make the hOCR anew from the same input"
    )]
    NoSuchPage {
        /// Pages it has.
        count: usize,
        /// The page asked for, from 1.
        asked: usize,
    },
}

fn folders(searched: &[PathBuf]) -> String {
    searched.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn remedy(language: &str, given: bool) -> String {
    if given {
        format!("put `{language}.traineddata` there, or leave the folder out")
    } else {
        format!("apt-get install tesseract-ocr-{}", language.replace('_', "-"))
    }
}
