//! The child's side: requests read, answers written, until the parent closes its end.

use std::io::{self, Read, Write};
use std::path::Path;

use rustix::process::{Signal, set_parent_process_death_signal};

use super::confinement::confine;
use super::frame;
use super::message::{Answer, Asked, Request, Setup};
use crate::batch::Failure;
use crate::pipeline::{BUILD, Worker};

/// Serves one parent. A panic ends the process: what it leaves behind is not to be trusted.
///
/// # Errors
///
/// Where the parent cannot be heard or spoken to, or the limits cannot be set.
pub fn serve(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    // Nothing is to go on for a parent that was killed.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let Some(Setup { pipeline, limits, writable }) = frame::read(from)? else { return Ok(()) };
    limits.hold()?;
    confine(&writable.iter().map(Path::new).collect::<Vec<_>>());
    frame::write(to, &Answer::Ready { build: BUILD.to_owned() })?;
    let mut worker = Worker::new(pipeline, limits.pixels);
    while let Some(Asked { request, bytes }) = frame::read(from)? {
        limits.of_bytes(bytes).hold()?;
        let answer = answer(&mut worker, request).unwrap_or_else(Answer::Failed);
        frame::write(to, &answer)?;
    }
    Ok(())
}

fn answer(worker: &mut Worker, request: Request) -> Result<Answer, Failure> {
    Ok(match request {
        Request::Open(place) => {
            let opened = worker.open(&place.input(), place.known())?;
            let (info, page_count) = (opened.info().clone(), opened.page_count());
            Answer::Opened { info, page_count, known: opened.folder_contents() }
        }
        Request::Read(place, scan, draft) => {
            worker.read(&place.input(), place.known(), scan, &draft)?;
            Answer::Done
        }
        Request::Images(place, scan, draft) => {
            worker.images(&place.input(), place.known(), scan, &draft)?;
            Answer::Done
        }
        Request::Survey(place, scan) => {
            Answer::Surveyed(Box::new(worker.survey(&place.input(), place.known(), scan)?))
        }
        Request::Earlier(folder) => Answer::Earlier(worker.earlier(&folder)),
        Request::Complete { draft, base, as_read } => {
            Answer::Completed(worker.complete(&draft, &base, as_read.as_ref())?)
        }
        Request::Bind(place, draft) => Answer::Bound(worker.bind(&place.input(), place.known(), &draft)?),
        Request::Export(draft, wanted) => Answer::Exported(Box::new(worker.export(&draft, &wanted)?)),
    })
}
