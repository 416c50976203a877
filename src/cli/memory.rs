//! Whether the system gives this process the memory that work takes: one that is refused some later only ends.

use std::hint::black_box;

use super::Error;

/// Bytes that dictionaries and models, threads and a page take at least, besides the program itself. Set by hand: under
/// `ulimit -v`, with the program's own 150 MB, repair and restoration of a page went from 300 to 370 MB on.
const LEAST: usize = 240 << 20;

/// Makes sure that a process may have as much as work takes at least.
///
/// # Errors
///
/// Where a limit of the system, as of `ulimit`, or the machine itself, does not let it.
pub(super) fn check() -> Result<(), Error> {
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
