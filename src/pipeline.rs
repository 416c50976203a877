//! The stages as [`batch`](crate::batch) drives them: what is shared by all threads, and what each one owns.

use crate::batch::{Failure, Line, Worked, input::Input};
use crate::document::{Document, Page, Warning};
use crate::recognition::{Engine, EngineSettings, RecognitionError};
use crate::repair::Models;
use crate::source::{self, OpenOptions, Source};
use crate::{RestoreError, Witness, complete, read_page};

/// The line of stages with its settings and models.
#[derive(Debug)]
pub struct Pipeline {
    witness: Witness,
    engine: EngineSettings,
    models: Models,
}

impl Pipeline {
    /// Makes the line.
    pub fn new(witness: Witness, engine: EngineSettings, models: Models) -> Self {
        Self { witness, engine, models }
    }
}

impl Line for Pipeline {
    type Opened = Source;
    /// Tesseract, from the first page that needs it.
    type Worker = Option<Engine>;

    fn identity(&self) -> String {
        format!("{:?} {:?} {}", self.witness, self.engine, self.models.fingerprint())
    }

    fn open(&self, input: &Input) -> Result<Source, Failure> {
        if input.is_folder {
            return Ok(Source::folder(input.files.clone()));
        }
        source::open(&input.path, &OpenOptions::default())
            .map_err(|error| Failure::of_input("input-unreadable", error.to_string()))
    }

    fn page_count(&self, opened: &Source) -> u32 {
        opened.page_count()
    }

    fn worker(&self) -> Result<Option<Engine>, Failure> {
        Ok(None)
    }

    fn page(&self, worker: &mut Option<Engine>, opened: &Source, number: u32) -> Result<Worked, Failure> {
        let page = read_page(opened, number, self.witness, worker, &mut || Engine::new(&self.engine))
            .map_err(|error| failure(&error))?;
        Ok(Worked { page, warnings: Vec::new() })
    }

    fn finish(&self, opened: &Source, pages: Vec<Page>, warnings: Vec<Warning>) -> Result<Document, Failure> {
        Ok(complete(opened.info().clone(), pages, warnings, &self.models))
    }
}

fn failure(error: &RestoreError) -> Failure {
    match error {
        RestoreError::Source(error) => Failure::of_input("page-unreadable", error.to_string()),
        RestoreError::Recognition {
            source: error @ (RecognitionError::DataMissing { .. } | RecognitionError::Start { .. }),
            ..
        } => Failure::of_installation("tesseract-missing", error.to_string())
            .hint("`phuchoi doctor` says what is missing and how to install it"),
        RestoreError::Recognition { .. } => Failure::of_input("page-unreadable", error.to_string()),
    }
}
