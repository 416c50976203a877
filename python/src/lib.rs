//! The native half of the Python package `phuchoi`.
//!
//! It is thin: each function takes plain values, gives Python's lock back, does its work, and returns text, JSON where
//! it is a record. What a person sees of it, with defaults and documentation, is `phuchoi/__init__.py`.
//!
//! | file | what |
//! | --- | --- |
//! | `fault` | what went wrong, as `phuchoi.Error` |
//! | `options` | options by their names on the command line |
//! | `models` | the models, loaded once |
//! | `document` | one document, restored in this process |
//! | `shard` | shards: written, and worked in child processes |
//! | `attend` | work in a thread, so that Python's signals are heard meanwhile |

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use pyo3::prelude::*;
use rustix::process::{Signal, getppid, set_parent_process_death_signal};

mod attend;
mod document;
mod fault;
mod models;
mod options;
mod shard;

use fault::{Fault, guarded};
use options::{Limits, Options};

/// The native half of `phuchoi`.
#[pymodule]
mod _phuchoi {
    #[pymodule_export]
    use super::{end_with, open_document, repair, restore_shard, run, write_shards};

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}

/// Repairs a text.
#[pyfunction]
fn repair(py: Python<'_>, text: &str, dictionaries: Vec<PathBuf>) -> PyResult<String> {
    let repaired = py.detach(|| {
        guarded(|| {
            let models = models::with(&models::in_use(&dictionaries)?)?;
            Ok(phuchoi::repair_text(text, "-".to_owned(), &models).text)
        })
    });
    Ok(repaired?)
}

/// Restores a document, of its bytes where they are given, and returns its record as JSON.
#[pyfunction]
fn open_document(
    py: Python<'_>,
    path: PathBuf,
    bytes: Option<Vec<u8>>,
    page_pixels: u64,
    options: Options,
) -> PyResult<String> {
    document::restore(py, path, bytes, page_pixels, &options)
}

/// Works a shard and returns its receipt as JSON. `launch` is what starts phuchoi, for its child processes.
#[pyfunction]
fn restore_shard(
    py: Python<'_>,
    launch: Vec<OsString>,
    manifest: PathBuf,
    out: PathBuf,
    run: shard::Run,
    limits: Limits,
    options: Options,
) -> PyResult<String> {
    let shard = shard::Shard::new(launch, manifest, out, run, limits, options)?;
    attend::attend(py, |stop| shard.restore(stop))
}

/// Writes shards and returns their paths.
#[pyfunction]
fn write_shards(
    py: Python<'_>,
    inputs: Vec<PathBuf>,
    out: PathBuf,
    shards: PathBuf,
    size: usize,
    group: &str,
    follow_links: bool,
) -> PyResult<Vec<PathBuf>> {
    let group = options::group(group)?;
    let written = py.detach(|| guarded(|| shard::write(&inputs, &out, &shards, size, group, follow_links)));
    Ok(written?)
}

/// Runs the command line and returns its exit code. `launch` is what starts phuchoi, for its child processes.
#[pyfunction]
fn run(py: Python<'_>, launch: Vec<OsString>, arguments: Vec<OsString>) -> PyResult<u8> {
    let code = py.detach(|| guarded(|| Ok::<_, Fault>(phuchoi::cli::run_as(launch, arguments))));
    Ok(code?)
}

/// Sees to it that this process ends with the process that started it, which has this number.
#[pyfunction]
fn end_with(parent: i32) -> PyResult<()> {
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(io::Error::from)?;
    if getppid().is_some_and(|there| there.as_raw_pid() == parent) {
        return Ok(());
    }
    Err(Fault::new("no-parent", "the process that started this one has ended").into())
}
