//! `run.json`, written: the inputs one after the other out of the catalogue, for an archive may have millions.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq, Serializer};

use super::RunError;
use super::catalogue::{Catalogue, CatalogueError};
use super::fingerprint::Fingerprints;
use super::report::{Settings, Totals};
use crate::export;

/// The report of a run, as it is written. Its inputs are as many as the archive has, and stay on disk until then.
#[derive(Debug, Serialize)]
struct Report<'a> {
    /// Name and version of this format.
    schema: &'static str,
    /// The version of phuchoi.
    version: &'static str,
    /// The settings of the run.
    settings: &'a Settings,
    /// Those of what besides the inputs decides what the stages and formats give.
    fingerprints: &'a Fingerprints,
    /// Everything summed up.
    totals: &'a Totals,
    /// Each input, in order.
    #[serde(serialize_with = "each_input")]
    inputs: &'a Catalogue,
    /// What was found and is no input, in order.
    #[serde(serialize_with = "each_passed_over")]
    passed_over: &'a Catalogue,
}

/// Writes the report to its place.
///
/// # Errors
///
/// Where the file cannot be written, or the catalogue not read.
pub(super) fn write(
    catalogue: &Catalogue,
    settings: &Settings,
    fingerprints: &Fingerprints,
    totals: &Totals,
    path: &Path,
) -> Result<(), RunError> {
    let version = env!("CARGO_PKG_VERSION");
    let report = Report {
        schema: "phuchoi/run/1",
        version,
        settings,
        fingerprints,
        totals,
        inputs: catalogue,
        passed_over: catalogue,
    };
    export::file::replace_by(path, &mut |file| {
        export::json::write_pretty(&report, file).map_err(io::Error::from)
    })?;
    Ok(())
}

/// Either of what can go wrong while a list is written.
enum Fault<E> {
    Read(CatalogueError),
    Written(E),
}

impl<E> From<CatalogueError> for Fault<E> {
    fn from(error: CatalogueError) -> Self {
        Self::Read(error)
    }
}

fn each_input<S: Serializer>(catalogue: &&Catalogue, serializer: S) -> Result<S::Ok, S::Error> {
    let mut all = serializer.serialize_seq(None)?;
    let each = catalogue.each(|_, _, report| all.serialize_element(&report).map_err(Fault::Written));
    ended::<S>(all, each)
}

fn each_passed_over<S: Serializer>(catalogue: &&Catalogue, serializer: S) -> Result<S::Ok, S::Error> {
    let mut all = serializer.serialize_seq(None)?;
    let each = catalogue.each_passed_over(|said| all.serialize_element(&said).map_err(Fault::Written));
    ended::<S>(all, each)
}

fn ended<S: Serializer>(all: S::SerializeSeq, each: Result<(), Fault<S::Error>>) -> Result<S::Ok, S::Error> {
    match each {
        Ok(()) => all.end(),
        Err(Fault::Read(error)) => Err(S::Error::custom(error)),
        Err(Fault::Written(error)) => Err(error),
    }
}
