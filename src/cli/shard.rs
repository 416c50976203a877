//! `phuchoi shard`: a run parted into pieces for many machines.

use std::path::PathBuf;

use super::restore::{GroupBy, keep_apart, name_passed_over, nothing_to_restore};
use super::{Error, Exit, log};
use crate::batch::catalogue::{Catalogue, CatalogueError};
use crate::batch::shard;
use crate::batch::walk::{self, Walking};
use crate::run::kind_of;

/// Arguments of `phuchoi shard`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders, as for `restore`
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The folder that the shards are written to: 00000.jsonl, 00001.jsonl and so on, each for `restore --shard`
    #[arg(long, value_name = "DIR")]
    shards: PathBuf,
    /// The folder that the records will go to, outside the folders that are walked
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Inputs of a shard
    #[arg(long, value_name = "N", default_value_t = 100)]
    size: usize,
    /// What makes a document
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    group: GroupBy,
    /// Walk folders that are links, too, each once
    #[arg(long)]
    follow_links: bool,
}

/// Writes the shards.
///
/// # Errors
///
/// Where there is nothing to restore, an input cannot be walked, or a shard cannot be written.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    keep_apart(&arguments.inputs, &arguments.out, "--out")?;
    let state =
        tempfile::tempdir().map_err(|error| Error::input(format!("no room for a catalogue: {error}")))?;
    let mut catalogue = Catalogue::open(state.path())?;
    let group = arguments.group.group();
    let walking = Walking { group, follow_links: arguments.follow_links, kinds: &kind_of };
    walk::walk(&mut catalogue, &arguments.inputs, &walking, &arguments.out)?;
    if catalogue.count()? == 0 {
        return Err(nothing_to_restore(&catalogue));
    }
    name_passed_over(&catalogue)?;
    let mut failed = 0_u64;
    catalogue.each_settled::<CatalogueError>(|report| {
        failed += 1;
        let reason =
            report.reason.iter().map(|reason| reason.message_after(&report.path)).collect::<String>();
        log(format_args!("failed    {}: {reason}", report.path));
        Ok(())
    })?;
    let count = shard::write(&mut catalogue, group, arguments.size, &arguments.shards)?;
    log(format_args!("{count} shards in {}", arguments.shards.display()));
    Ok(if failed == 0 { Exit::Done } else { Exit::SomeFailed })
}
