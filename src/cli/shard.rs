//! `phuchoi shard`: a run parted into pieces for many machines.

use std::path::PathBuf;

use super::restore::{GroupBy, nothing_to_restore};
use super::{Error, Exit, log};
use crate::batch::catalogue::{Catalogue, CatalogueError};
use crate::batch::{shard, walk};

/// Arguments of `phuchoi shard`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders, as for `restore`
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The folder that the shards are written to: 00000.jsonl, 00001.jsonl and so on, each for `restore --shard`
    #[arg(long, value_name = "DIR")]
    shards: PathBuf,
    /// The folder that the records will go to, which is no input
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Inputs of a shard
    #[arg(long, value_name = "N", default_value_t = 100)]
    size: usize,
    /// What makes a document
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    group: GroupBy,
}

/// Writes the shards.
///
/// # Errors
///
/// Where there is nothing to restore, an input cannot be walked, or a shard cannot be written.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let state =
        tempfile::tempdir().map_err(|error| Error::input(format!("no room for a catalogue: {error}")))?;
    let mut catalogue = Catalogue::open(state.path()).map_err(Error::input)?;
    let group = arguments.group.group();
    walk::walk(&mut catalogue, &arguments.inputs, group, &arguments.out).map_err(Error::input)?;
    if catalogue.count().map_err(Error::input)? == 0 {
        return Err(nothing_to_restore());
    }
    let mut failed = 0_u64;
    catalogue
        .each_settled::<CatalogueError>(|report| {
            failed += 1;
            let reason = report.reason.map(|reason| reason.message).unwrap_or_default();
            log(format_args!("passed over  {}: {reason}", report.path));
            Ok(())
        })
        .map_err(Error::input)?;
    let count =
        shard::write(&mut catalogue, group, arguments.size, &arguments.shards).map_err(Error::input)?;
    log(format_args!("{count} shards in {}", arguments.shards.display()));
    Ok(if failed == 0 { Exit::Done } else { Exit::SomeFailed })
}
