//! `phuchoi work`: the child process of [`restore`](super::restore) that works pages, see [`isolation`].

use std::io;

use super::{Error, Exit};
use crate::isolation;

/// Works what is asked for on standard input until it ends. A code of its own tells the parent that it was not heard from what else
/// may end the process.
///
/// # Errors
///
/// Where the parent cannot be heard or answered.
pub fn run() -> Result<Exit, Error> {
    isolation::serve(&mut io::stdin().lock(), &mut io::stdout().lock()).map_err(|error| {
        Error::of_run(format!("a child process of `phuchoi restore` lost its parent: {error}"))
    })?;
    Ok(Exit::Done)
}
