//! Whether the system gives this process the memory that work takes: one that is refused some later only ends.

use std::hint::black_box;

use rustix::process::{Resource, getrlimit};

use super::Error;

/// Bytes that dictionaries and models, threads and a page take at least, besides the program itself. Set by hand: under
/// `ulimit -v`, with the program's own 150 MB, repair and restoration of a page went from 300 to 370 MB on.
const LEAST: usize = 240 << 20;

/// Bytes of stack that work takes at least. Set by hand: Linux gives 8 MB.
const LEAST_STACK: u64 = 1 << 20;

/// Makes sure that a process may have as much as work takes at least.
///
/// # Errors
///
/// Where a limit of the system, as of `ulimit`, or the machine itself, does not let it.
pub(super) fn check() -> Result<(), Error> {
    if let Some(stack) = getrlimit(Resource::Stack).current.filter(|stack| *stack < LEAST_STACK) {
        let said =
            format!("the system lets this process have {} KB of stack, and it needs more", stack >> 10);
        return Err(Error::of_run(said).hint("raise the limit, as with `ulimit -s 8192`"));
    }
    let mut memory: Vec<u8> = Vec::new();
    // Looked at, so that it is truly asked for.
    if black_box(&mut memory).try_reserve_exact(LEAST).is_ok() {
        return Ok(());
    }
    let megabytes = LEAST >> 20;
    Err(Error::of_run(format!(
        "the system does not let this process have the {megabytes} MB of memory that it needs"
    ))
    .hint("raise the limit, as with `ulimit -v unlimited` and `ulimit -d unlimited`, or free memory"))
}
