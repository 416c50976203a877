//! Threads that share the loading of dictionaries and models.

use std::io;

use rayon::ThreadPoolBuilder;

/// Does what is shared among threads, as many as there are processors, which are there for so long. rayon's own threads are there
/// for good, and where the system gives none, whoever asks for them panics.
///
/// # Errors
///
/// Where the system gives no threads.
pub fn shared<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    let pool = ThreadPoolBuilder::new().build().map_err(io::Error::other)?;
    Ok(pool.install(work))
}
