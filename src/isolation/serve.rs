//! The child's side: requests read, answers written, until the parent closes its end.

use std::io::{self, Read, Write};

use rustix::process::{Signal, set_parent_process_death_signal};

use super::frame;
use super::message::{Answer, Place, Request, Setup};
use crate::batch::Failure;
use crate::batch::input::Input;
use crate::complete;
use crate::language::lexicon::Lexicon;
use crate::pipeline::Opened;
use crate::recognition::Engine;
use crate::repair::Models;

/// Serves one parent. A panic ends the process: what it leaves behind is not to be trusted.
///
/// # Errors
///
/// Where the parent cannot be heard or spoken to, or the limits cannot be set.
pub fn serve(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    // Nothing is to go on for a parent that was killed.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let Some((setup, _)) = frame::read::<Setup>(from)? else { return Ok(()) };
    setup.limits.hold(1)?;
    let mut server = Server { setup, engine: None, models: None, opened: None };
    while let Some((request, _)) = frame::read::<Request<'_>>(from)? {
        server.setup.limits.hold(request.share())?;
        server.answer(request).unwrap_or_else(Answer::Failed).write(to)?;
    }
    Ok(())
}

struct Server {
    setup: Setup,
    /// Tesseract, from the first page that needs it.
    engine: Option<Engine>,
    /// The models of repair, from the first document on.
    models: Option<Models>,
    /// The input that was asked for last.
    opened: Option<(Input, Opened)>,
}

impl Server {
    fn answer(&mut self, request: Request<'_>) -> Result<Answer, Failure> {
        let Self { setup, engine, models, opened } = self;
        Ok(match request {
            Request::Open(place) => {
                let opened = open(opened, setup, &place)?;
                let (info, page_count) = (opened.info().clone(), opened.page_count());
                Answer::Opened { info, page_count, known: opened.folder_contents() }
            }
            Request::Page(place, number) => {
                let opened = open(opened, setup, &place)?;
                Answer::Worked(setup.pipeline.pages(engine, opened, number)?)
            }
            Request::Images(place, number) => {
                let opened = open(opened, setup, &place)?;
                Answer::Worked(setup.pipeline.images(opened, number)?)
            }
            Request::Survey(place, number) => {
                let opened = open(opened, setup, &place)?;
                Answer::Surveyed(Box::new(setup.pipeline.survey(opened, number)?))
            }
            Request::Bind(place, document) => {
                let opened = open(opened, setup, &place)?;
                Answer::Bound(setup.pipeline.bind(opened, &document)?)
            }
            Request::Complete { info, pages, warnings } => {
                let models = match models {
                    Some(models) => models,
                    None => models.insert(load(setup)?),
                };
                let document = complete(info.into_owned(), pages.into_owned(), warnings.into_owned(), models);
                Answer::Completed(Box::new(document))
            }
        })
    }
}

/// Opens an input, unless it is the one that is open.
fn open<'a>(
    kept: &'a mut Option<(Input, Opened)>,
    setup: &Setup,
    place: &Place,
) -> Result<&'a Opened, Failure> {
    let input = place.input();
    if kept.as_ref().is_none_or(|(open, _)| *open != input) {
        *kept = None;
        let opened = setup.pipeline.open(&input, place.known(), setup.limits.pixels)?;
        *kept = Some((input, opened));
    }
    let Some((_, opened)) = kept else { unreachable!("it was opened above") };
    Ok(opened)
}

fn load(setup: &Setup) -> Result<Models, Failure> {
    Models::built_in(Lexicon::built_in(setup.dictionaries.clone()))
        .map_err(|error| Failure::of_installation("models-damaged", error.to_string()))
}
