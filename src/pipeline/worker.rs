//! What works the pages of inputs, one after the other: the engine, the models and the open input, each made when it is first
//! needed, and kept.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::{Opened, Pipeline};
use crate::batch::Failure;
use crate::batch::draft::{self, Base, Binding, Completed, Draft, Exported, Wanted};
use crate::batch::earlier::{self, Earlier, EarlierSays};
use crate::batch::input::Input;
use crate::completion::complete;
use crate::document::Document;
use crate::export::recognised::Recognised;
use crate::language::lexicon::Lexicon;
use crate::language::threads::shared;
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
    /// The document that was made last, with its draft, until its files are written.
    completed: Option<(Draft, Document)>,
    /// What an earlier run read, with the folder of its record, as it was asked for last.
    earlier: Option<(OsString, Earlier)>,
}

impl Worker {
    /// Makes one for inputs whose images have at most so many pixels.
    pub fn new(pipeline: Pipeline, pixel_limit: u64) -> Self {
        Self {
            pipeline,
            pixel_limit,
            engine: None,
            models: None,
            opened: None,
            completed: None,
            earlier: None,
        }
    }

    /// Opens an input, unless it is the one that is open. Of a folder it need not find what is `known` of its files.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn open(&mut self, input: &Input, known: &FolderContents) -> Result<&Opened, Failure> {
        open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)
    }

    /// Reads one of an input's scans, counted from 1, as [`Pipeline::pages`] does, into a draft.
    ///
    /// # Errors
    ///
    /// Where the input or the scan cannot be read.
    pub fn read(
        &mut self,
        input: &Input,
        known: &FolderContents,
        scan: u32,
        draft: &Draft,
    ) -> Result<(), Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        Ok(draft.keep(scan, &self.pipeline.pages(&mut self.engine, opened, scan)?)?)
    }

    /// Restores one of an input's scans, counted from 1, as [`Pipeline::images`] does, into a draft.
    ///
    /// # Errors
    ///
    /// Where the input or the scan cannot be read.
    pub fn images(
        &mut self,
        input: &Input,
        known: &FolderContents,
        scan: u32,
        draft: &Draft,
    ) -> Result<(), Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        Ok(draft.keep(scan, &self.pipeline.images(opened, scan)?)?)
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

    /// Says what a record's folder holds of what an earlier run read.
    pub fn earlier(&mut self, folder: &OsStr) -> Option<EarlierSays> {
        let earlier = earlier::read(Path::new(folder))?;
        let says = earlier.says();
        self.earlier = Some((folder.to_owned(), earlier));
        Some(says)
    }

    /// Makes the document of a draft and its base, and leaves it there; with `as_read` as it was read, for that reason.
    ///
    /// # Errors
    ///
    /// Where the models cannot be loaded, or the draft is of no use.
    pub fn complete(
        &mut self,
        draft: &Draft,
        base: &Base,
        as_read: Option<&Failure>,
    ) -> Result<Completed, Failure> {
        // A long one takes as much memory as its document; for a PDF it is opened again.
        self.opened = None;
        let earlier = self.earlier.take().and_then(|(of, earlier)| {
            matches!(base, Base::Pages { folder, .. } if *folder == of).then_some(earlier)
        });
        let (document, completed) = match as_read {
            Some(failure) => {
                draft.complete(base, earlier, |recognised| Ok(draft::as_read(recognised, failure)))?
            }
            None => draft.complete(base, earlier, |Recognised { source, pages, warnings, .. }| {
                let models = match &self.models {
                    Some(models) => models,
                    None => self.models.insert(load(&self.pipeline)?),
                };
                Ok(complete(source, pages, warnings, models))
            })?,
        };
        self.completed = Some((draft.clone(), document));
        Ok(completed)
    }

    /// Makes the searchable PDF of the document in a draft, as [`Pipeline::bind`] does, and leaves it there.
    ///
    /// # Errors
    ///
    /// Where it cannot be made.
    pub fn bind(&mut self, input: &Input, known: &FolderContents, draft: &Draft) -> Result<Binding, Failure> {
        let opened = open(&mut self.opened, &self.pipeline, self.pixel_limit, input, known)?;
        let document = completed(&mut self.completed, draft)?;
        let bound = self.pipeline.bind(opened, document, &draft.shown(document)?)?;
        Ok(draft.keep_pdf(bound)?)
    }

    /// Writes the files of the document in a draft, and leaves them there.
    ///
    /// # Errors
    ///
    /// Where they cannot be written.
    pub fn export(&mut self, draft: &Draft, wanted: &Wanted) -> Result<Exported, Failure> {
        let exported = draft.export(completed(&mut self.completed, draft)?, wanted)?;
        self.completed = None;
        Ok(exported)
    }
}

/// Returns the document in a draft: the one that this process made, or else the one that was left there.
fn completed<'a>(
    kept: &'a mut Option<(Draft, Document)>,
    draft: &Draft,
) -> Result<&'a mut Document, Failure> {
    if kept.as_ref().is_some_and(|(of, _)| of != draft) {
        *kept = None;
    }
    let (_, document) = match kept {
        Some(kept) => kept,
        none => none.insert((draft.clone(), draft.document()?)),
    };
    Ok(document)
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
    let models = shared(|| Models::built_in(Lexicon::built_in(pipeline.dictionaries.clone())));
    models
        .map_err(|error| {
            Failure::of_surroundings("no-thread", format!("cannot start a thread: {error}"))
                .hint("processes or memory have run out; try fewer `--jobs`, or again later")
        })?
        .map_err(|error| Failure::of_installation("models-damaged", error.to_string()))
}
