//! Options, named as on the command line.

use std::path::PathBuf;

use phuchoi::batch::input::Group;
use phuchoi::run::{Request, RequestError};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// How documents are read, as it is given.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    /// What to read of a page: `auto`, `image` or `text-layer`.
    from: String,
    /// Tesseract's languages.
    lang: String,
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
    /// Returns a request for it.
    pub(crate) fn request(&self) -> PyResult<Request> {
        let request = Request::default().from(&self.from).map_err(unknown_option)?;
        let request = request.without(&self.without).map_err(unknown_option)?;
        request.recogniser(&self.lang, self.tessdata.clone(), self.fast).map_err(unknown_option)
    }
}

impl Limits {
    /// Returns a request that lets a page take so much.
    pub(crate) fn of(&self, request: Request) -> Request {
        request.page_limits(self.page_memory, self.page_seconds, self.page_pixels)
    }
}

/// Returns an option that is none as Python says it, under the name that it has there.
pub(crate) fn unknown_option(error: RequestError) -> PyErr {
    match error {
        RequestError::Unknown { option, given, known } => {
            unknown(if option == "from" { "from_" } else { option }, &given, &known)
        }
        error @ (RequestError::Languages(_) | RequestError::NoPdf) => {
            PyValueError::new_err(error.to_string())
        }
    }
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
