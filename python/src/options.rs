//! Options, named as on the command line.

use std::path::PathBuf;
use std::time::Duration;

use phuchoi::Reading;
use phuchoi::batch::input::Group;
use phuchoi::export::Format;
use phuchoi::isolation;
use phuchoi::recognition::EngineSettings;
use phuchoi::restoration::Step;
use phuchoi::witness::Witness;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// How documents are read, as it is given.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    /// What to read of a page: `auto`, `image` or `text-layer`.
    pub(crate) from: String,
    /// Tesseract's languages.
    pub(crate) lang: String,
    tessdata: Option<PathBuf>,
    fast: bool,
    without: Vec<String>,
    pub(crate) dictionaries: Vec<PathBuf>,
}

/// What a page may take, as it is given.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Limits {
    page_memory: u64,
    page_seconds: u64,
    page_pixels: u64,
}

impl Options {
    /// Returns how pages are read.
    pub(crate) fn reading(&self) -> PyResult<Reading> {
        let witness = match self.from.as_str() {
            "auto" => Witness::Auto,
            "image" => Witness::Image,
            "text-layer" => Witness::TextLayer,
            other => return Err(unknown("from_", other, &["auto", "image", "text-layer"])),
        };
        for name in &self.without {
            if !Step::ALL.iter().any(|step| step.name() == name) {
                return Err(unknown("without", name, &Step::ALL.map(Step::name)));
            }
        }
        let left_out =
            Step::ALL.into_iter().filter(|step| self.without.iter().any(|name| name == step.name()));
        Ok(Reading { witness, left_out: left_out.collect() })
    }

    /// Returns what the recogniser is started with.
    pub(crate) fn engine(&self) -> EngineSettings {
        EngineSettings {
            language: self.lang.clone(),
            tessdata: self.tessdata.clone(),
            second_looks: !self.fast,
        }
    }
}

impl Limits {
    /// Returns them in the units that they are held in.
    pub(crate) fn limits(&self) -> isolation::Limits {
        let wall = Duration::from_secs(self.page_seconds);
        isolation::Limits {
            memory: self.page_memory.saturating_mul(1 << 20),
            wall,
            processor: wall / 2,
            pixels: pixels(self.page_pixels),
        }
    }
}

/// Returns pixels of millions of them.
pub(crate) fn pixels(millions: u64) -> u64 {
    millions.saturating_mul(1_000_000)
}

/// Returns the formats of these names, in the order in which they are written.
pub(crate) fn formats(names: &[String]) -> PyResult<Vec<Format>> {
    for name in names {
        if !Format::ALL.iter().any(|format| format.name() == name) {
            return Err(unknown("formats", name, &Format::ALL.map(Format::name)));
        }
    }
    Ok(Format::ALL.into_iter().filter(|format| names.iter().any(|name| name == format.name())).collect())
}

/// Returns what makes a document.
pub(crate) fn group(name: &str) -> PyResult<Group> {
    match name {
        "file" => Ok(Group::File),
        "folder" => Ok(Group::Folder),
        other => Err(unknown("group", other, &["file", "folder"])),
    }
}

fn unknown(option: &str, given: &str, known: &[&str]) -> PyErr {
    let known = known.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    PyValueError::new_err(format!("`{option}` knows {known}, not {given:?}"))
}
