//! A folder that a walk has still to look into.

use std::path::PathBuf;

/// A folder to look into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Itself, without links on the way.
    pub(super) real: PathBuf,
    /// Its path below the folder that was given.
    pub(super) below: PathBuf,
    /// Sorts before what sorts after it.
    pub(super) place: Vec<u8>,
    /// True for a link, which is followed when all folders are walked where they are.
    pub(super) is_link: bool,
    /// True within the output of a run, which was named as such: its records need not be named each.
    pub(super) is_within_output: bool,
    /// Where a record's files stand in it: how their names begin, as the record has them. What else is there is a person's.
    pub(super) of_record: Option<String>,
}
