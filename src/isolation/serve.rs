//! The child's side: requests read, answers written, until the parent closes its end.

use std::io::{self, Read, Write};

use rustix::process::{Signal, set_parent_process_death_signal};

use super::frame;
use super::message::{Answer, Request, Setup};
use crate::batch::Failure;
use crate::batch::input::Input;
use crate::pipeline::Opened;
use crate::recognition::Engine;

/// Serves one parent. A panic ends the process: what it leaves behind is not to be trusted.
///
/// # Errors
///
/// Where the parent cannot be heard or spoken to, or the limits cannot be set.
pub fn serve(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    // Nothing is to go on for a parent that was killed.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let Some((setup, _)) = frame::read::<Setup>(from)? else { return Ok(()) };
    setup.limits.hold_memory()?;
    let mut server = Server { setup, engine: None, opened: None };
    while let Some((request, _)) = frame::read::<Request>(from)? {
        server.setup.limits.hold_time()?;
        server.answer(&request).unwrap_or_else(Answer::Failed).write(to)?;
    }
    Ok(())
}

struct Server {
    setup: Setup,
    /// Tesseract, from the first page that needs it.
    engine: Option<Engine>,
    /// The input that was asked for last.
    opened: Option<(Input, Opened)>,
}

impl Server {
    fn answer(&mut self, request: &Request) -> Result<Answer, Failure> {
        let input = request.input();
        let pipeline = &self.setup.pipeline;
        let is_open = self.opened.as_ref().is_some_and(|(open, _)| *open == input);
        if !is_open {
            self.opened = None;
            let opened = pipeline.open(&input, self.setup.limits.pixels)?;
            self.opened = Some((input, opened));
        }
        let Some((_, opened)) = &self.opened else { unreachable!("it was opened above") };
        Ok(match request.page {
            None => Answer::Opened { info: opened.info().clone(), page_count: opened.page_count() },
            Some(number) => Answer::Worked(pipeline.pages(&mut self.engine, opened, number)?),
        })
    }
}
