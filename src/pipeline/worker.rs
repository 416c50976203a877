//! What works the pages of inputs, one after the other: the engine, the models and the open input, each made when it is first
//! needed, and kept.

use super::{Opened, Pipeline};
use crate::batch::input::Input;
use crate::batch::{Failure, Worked};
use crate::completion::complete;
use crate::document::{Document, Page, SourceInfo, Warning};
use crate::export::page_image::PageImage;
use crate::export::pdf::Bound;
use crate::language::lexicon::Lexicon;
use crate::recognition::Engine;
use crate::repair::Models;
use crate::source::FolderContents;
use crate::triage::Survey;

/// A pipeline at work.
#[derive(Debug)]
pub struct Worker {
    pipeline: Pipeline,
    pixel_limit: u64,
    /// Tesseract, from the first page that needs it.
    engine: Option<Engine>,
    /// The models of repair, from the first document on.
    models: Option<Models>,
    /// The input that was asked for last.
    opened: Option<(Input, Opened)>,
}

impl Worker {
    /// Makes one for inputs whose images have at most so many pixels.
    pub fn new(pipeline: Pipeline, pixel_limit: u64) -> Self {
        Self { pipeline, pixel_limit, engine: None, models: None, opened: None }
    }

    /// Opens an input, unless it is the one that is open. Of a folder it need not find what is `known` of its files.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn open(&mut self, input: &Input, known: &FolderContents) -> Result<&Opened, Failure> {
        open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)
    }

    /// Reads one of an input's pages, counted from 1, as [`Pipeline::pages`] does.
    ///
    /// # Errors
    ///
    /// Where the input or the page cannot be read.
    pub fn pages(
        &mut self,
        input: &Input,
        known: &FolderContents,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        self.pipeline.pages(&mut self.engine, opened, number)
    }

    /// Restores one of an input's pages, counted from 1, as [`Pipeline::images`] does.
    ///
    /// # Errors
    ///
    /// Where the input or the page cannot be read.
    pub fn images(
        &mut self,
        input: &Input,
        known: &FolderContents,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        self.pipeline.images(opened, number)
    }

    /// Says what the text layer of one of an input's pages is, counted from 1.
    ///
    /// # Errors
    ///
    /// Where the input or the page cannot be looked into.
    pub fn survey(&mut self, input: &Input, known: &FolderContents, number: u32) -> Result<Survey, Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        self.pipeline.survey(opened, number)
    }

    /// Makes the searchable PDF of a document, as [`Pipeline::bind`] does.
    ///
    /// # Errors
    ///
    /// Where it cannot be made.
    pub fn bind(
        &mut self,
        input: &Input,
        known: &FolderContents,
        document: &Document,
        shown: &[PageImage],
    ) -> Result<Bound, Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        self.pipeline.bind(opened, document, shown)
    }

    /// Makes the document of its pages.
    ///
    /// # Errors
    ///
    /// Where the models cannot be loaded.
    pub fn complete(
        &mut self,
        info: SourceInfo,
        pages: Vec<Page>,
        warnings: Vec<Warning>,
    ) -> Result<Document, Failure> {
        let models = match &self.models {
            Some(models) => models,
            None => self.models.insert(load(&self.pipeline)?),
        };
        Ok(complete(info, pages, warnings, models))
    }
}

fn open<'a>(
    kept: &'a mut Option<(Input, Opened)>,
    pipeline: &Pipeline,
    pixel_limit: u64,
    input: &Input,
    known: &FolderContents,
) -> Result<&'a Opened, Failure> {
    if kept.as_ref().is_some_and(|(open, _)| open != input) {
        *kept = None;
    }
    let (_, opened) = match kept {
        Some(open) => open,
        none => none.insert((input.clone(), pipeline.open(input, known, pixel_limit)?)),
    };
    Ok(opened)
}

fn load(pipeline: &Pipeline) -> Result<Models, Failure> {
    Models::built_in(Lexicon::built_in(pipeline.dictionaries.clone()))
        .map_err(|error| Failure::of_installation("models-damaged", error.to_string()))
}
