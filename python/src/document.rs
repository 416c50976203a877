//! One document, restored in this process, by this thread.

use std::cell::RefCell;
use std::path::PathBuf;

use phuchoi::batch::input::Input;
use phuchoi::batch::{Blame, Worked};
use phuchoi::document::{Page, Warning};
use phuchoi::export::json;
use phuchoi::recognition::{Engine, EngineSettings};
use phuchoi::run::millions;
use phuchoi::source::FolderContents;
use pyo3::prelude::*;

use crate::fault::{Fault, guarded};
use crate::models;
use crate::options::Options;

thread_local! {
    /// The engine that this thread used last, which takes a third of a second to start.
    static ENGINE: RefCell<Option<(EngineSettings, Engine)>> = const { RefCell::new(None) };
}

/// Restores the file at `path`, or these bytes of it, and returns its record as JSON: what `phuchoi restore` writes. A page
/// that cannot be read is part of the record; where there is no other, that is an error.
pub(crate) fn restore(
    py: Python<'_>,
    path: PathBuf,
    bytes: Option<Vec<u8>>,
    page_pixels: u64,
    options: &Options,
) -> PyResult<String> {
    let request = options.request()?;
    let (settings, pipeline) = (request.engine().clone(), request.pipeline());
    let opened = py.detach(|| {
        guarded(|| {
            let limit = millions(page_pixels);
            Ok(match bytes {
                Some(bytes) => pipeline.open_bytes(&path, bytes, limit)?,
                None => {
                    let files = vec![path.clone()];
                    let input = Input { name: path.clone(), path, files, is_folder: false };
                    pipeline.open(&input, &FolderContents::default(), limit)?
                }
            })
        })
    })?;

    let mut engine = ENGINE.take().and_then(|(of, engine)| (of == settings).then_some(engine));
    let (mut pages, mut warnings) = (Vec::new(), Vec::new());
    let (mut first_failure, mut is_any_read) = (None, false);
    for number in 1..=opened.page_count() {
        py.check_signals()?;
        let worked = py.detach(|| guarded(|| Ok(pipeline.pages(&mut engine, &opened, number))));
        let worked = worked.unwrap_or_else(|fault| {
            // What a panic leaves behind in the engine is not to be trusted.
            engine = None;
            Err(fault.of_input())
        });
        let worked = match worked {
            Err(failure) if failure.blame == Blame::Input => {
                let page = Worked::failed(number, &failure);
                first_failure.get_or_insert(failure);
                vec![page]
            }
            worked => {
                is_any_read = true;
                worked.map_err(Fault::from)?
            }
        };
        for Worked { page, warnings: of_page, .. } in worked {
            let number = pages.len() as u32 + 1;
            pages.push(Page { number, ..page });
            warnings.extend(of_page.into_iter().map(|warning| Warning { page: Some(number), ..warning }));
        }
    }
    ENGINE.set(engine.map(|engine| (settings, engine)));
    if let Some(failure) = first_failure
        && !is_any_read
    {
        return Err(Fault::from(failure).into());
    }

    let record = py.detach(|| {
        guarded(|| {
            let models = models::with(&models::in_use(&options.dictionaries)?)?;
            let document = phuchoi::complete(opened.info().clone(), pages, warnings, &models);
            json::render(&document).map_err(|error| Fault::new("internal-error", error))
        })
    });
    Ok(record?)
}
