//! The child's side: requests read, answers written, until the parent closes its end.

use std::io::{self, Read, Write};

use rustix::process::{Signal, set_parent_process_death_signal};

use super::frame;
use super::message::{Answer, Request, Setup};
use crate::batch::Failure;
use crate::pipeline::Worker;

/// Serves one parent. A panic ends the process: what it leaves behind is not to be trusted.
///
/// # Errors
///
/// Where the parent cannot be heard or spoken to, or the limits cannot be set.
pub fn serve(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    // Nothing is to go on for a parent that was killed.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let Some((Setup { pipeline, limits }, _)) = frame::read::<Setup>(from)? else { return Ok(()) };
    limits.hold(1)?;
    let mut worker = Worker::new(pipeline, limits.pixels);
    while let Some(request) = Request::read(from)? {
        limits.hold(request.share())?;
        answer(&mut worker, request).unwrap_or_else(Answer::Failed).write(to)?;
    }
    Ok(())
}

fn answer(worker: &mut Worker, request: Request<'_>) -> Result<Answer, Failure> {
    Ok(match request {
        Request::Open(place) => {
            let opened = worker.open(&place.input(), place.known())?;
            let (info, page_count) = (opened.info().clone(), opened.page_count());
            Answer::Opened { info, page_count, known: opened.folder_contents() }
        }
        Request::Page(place, number) => {
            Answer::Worked(worker.pages(&place.input(), place.known(), number)?)
        }
        Request::Images(place, number) => {
            Answer::Worked(worker.images(&place.input(), place.known(), number)?)
        }
        Request::Survey(place, number) => {
            Answer::Surveyed(Box::new(worker.survey(&place.input(), place.known(), number)?))
        }
        Request::Bind { place, document, shown } => {
            Answer::Bound(worker.bind(&place.input(), place.known(), &document, &shown)?)
        }
        Request::Complete { info, pages, warnings } => {
            let (info, pages, warnings) = (info.into_owned(), pages.into_owned(), warnings.into_owned());
            Answer::Completed(Box::new(worker.complete(info, pages, warnings)?))
        }
    })
}
