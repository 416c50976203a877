//! Shards: a run parted into pieces that any number of machines can work, in any order, by whatever sends them out:
//! `xargs`, a Slurm array, Ray.
//!
//! A shard is a manifest, a file of JSON lines: the first says what it is, each of the others is an input with the name
//! of its record, settled over all shards, so that no two ever write to one place. What a shard's run makes are records
//! in the common output folder, and its receipt, a report like `run.json`, in [`FOLDER`]. A run over everything at the end
//! finds the records done, and writes `run.json` and `scores.csv`.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::catalogue::{Catalogue, CatalogueError};
use super::input::{Group, Input};
use super::{Failure, apart, claim, quarantine, report};
use crate::export::{self, ExportError, scores};

/// The folder, within the output folder, of the shards' receipts.
pub const FOLDER: &str = "shards";

const SCHEMA: &str = "phuchoi/shard/1";

/// The first line of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    schema: String,
    /// What makes a document.
    pub group: Group,
}

/// Another line of it.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    path: Bytes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    files: Option<Vec<Bytes>>,
    record: Bytes,
}

/// A path: text, or its bytes where it is none.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Bytes {
    Text(String),
    Raw(Vec<u8>),
}

impl Bytes {
    fn of(path: &Path) -> Self {
        path.to_str().map_or_else(
            || Self::Raw(path.as_os_str().as_bytes().to_vec()),
            |text| Self::Text(text.to_owned()),
        )
    }

    fn path(self) -> PathBuf {
        match self {
            Self::Text(text) => text.into(),
            Self::Raw(bytes) => OsString::from_vec(bytes).into(),
        }
    }
}

/// Why shards could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// A manifest could not be written.
    #[error(transparent)]
    Output(#[from] ExportError),
    /// A manifest could not be read.
    #[error("cannot read the shard `{path}`: {source}")]
    Unreadable {
        /// The manifest.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is no manifest.
    #[error("`{path}` is no shard: line {line}: {cause}; make shards with `phuchoi shard`")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is the matter.
        cause: String,
    },
    /// An input is or holds the output folder.
    #[error(transparent)]
    NotApart(Failure),
    /// The catalogue could not be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// Writes what was walked as manifests `00000.jsonl`, `00001.jsonl` … of so many inputs each, and returns how many there
/// are. Larger numbers, of an earlier parting, are taken away.
///
/// # Errors
///
/// Where a manifest cannot be written.
pub fn write(
    catalogue: &mut Catalogue,
    group: Group,
    size: usize,
    folder: &Path,
) -> Result<usize, ShardError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::Write { path: folder.to_owned(), source })?;
    let path = |number: usize| folder.join(format!("{number:05}.jsonl"));
    let mut number = 0;
    let mut next = catalogue.next()?;
    while next.is_some() {
        let mut lines =
            serde_json::to_vec(&Head { schema: SCHEMA.to_owned(), group }).map_err(ExportError::from)?;
        lines.push(b'\n');
        for _ in 0..size.max(1) {
            let Some((_, input)) = next.take() else { break };
            let entry = Entry {
                path: Bytes::of(&input.path),
                files: input.is_folder.then(|| input.files.iter().map(|file| Bytes::of(file)).collect()),
                record: Bytes::of(&input.name),
            };
            serde_json::to_writer(&mut lines, &entry).map_err(ExportError::from)?;
            lines.push(b'\n');
            next = catalogue.next()?;
        }
        export::file::replace_by(&path(number), &mut |file| file.write_all(&lines))?;
        number += 1;
    }
    for stale in (number..).map(path).take_while(|path| path.exists()) {
        export::file::remove(&stale)?;
    }
    Ok(number)
}

/// Makes sure that no input of a manifest is or holds the output folder, before that is made.
///
/// # Errors
///
/// Where one does, or the file cannot be read or is no manifest.
pub fn check(manifest: &Path, output: &Path) -> Result<(), ShardError> {
    each(manifest, &mut |_, input| {
        let folders = if input.is_folder { vec![input.path] } else { Vec::new() };
        apart::check(&folders, output, "--out").map_err(ShardError::NotApart)
    })
    .map(|_| ())
}

/// Enters a manifest's inputs into a catalogue and returns its first line.
///
/// # Errors
///
/// Where the file cannot be read or is no manifest.
pub fn read(catalogue: &mut Catalogue, manifest: &Path) -> Result<Head, ShardError> {
    let head = each(manifest, &mut |number, input| {
        Ok(catalogue.add(&(number as u64).to_be_bytes(), &input.path, &input)?)
    })?;
    catalogue.commit()?;
    Ok(head)
}

/// Names, in the output folder, of what is no record: the last ones are those of a delivery, which is made of it later.
pub(super) const OURS: [&str; 8] = [
    claim::STATE,
    report::FILE,
    scores::FILE,
    quarantine::FOLDER,
    FOLDER,
    "delivery.csv",
    "conformance.csv",
    "conformance.md",
];

/// Returns whether something is called as what is no record, capital letters aside.
pub(super) fn is_ours(name: &OsStr) -> bool {
    OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours))
}

/// Returns whether a record may have a name that somebody else may have written: it goes to the output folder, and to no place of
/// what is no record.
pub(super) fn is_name_of_record(name: &Path) -> bool {
    let mut parts = name.components().peekable();
    let is_taken = parts.peek().is_some_and(|first| is_ours(first.as_os_str()));
    !is_taken && parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// Shows the inputs of a manifest, each with its line, and returns the first line.
fn each(
    manifest: &Path,
    see: &mut dyn FnMut(usize, Input) -> Result<(), ShardError>,
) -> Result<Head, ShardError> {
    let unreadable = |source| ShardError::Unreadable { path: manifest.to_owned(), source };
    let malformed = |line: usize, cause: String| {
        let path = manifest.to_owned();
        ShardError::Malformed { path, line, cause }
    };
    // It is read twice, which a pipe cannot be.
    if !fs::metadata(manifest).map_err(unreadable)?.is_file() {
        return Err(unreadable(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is no regular file; write it to one",
        )));
    }
    let mut lines = (1..).zip(BufReader::new(fs::File::open(manifest).map_err(unreadable)?).lines());
    let (_, first) = lines.next().ok_or_else(|| malformed(1, "the file is empty".to_owned()))?;
    let head: Head =
        serde_json::from_str(&first.map_err(unreadable)?).map_err(|error| malformed(1, error.to_string()))?;
    if head.schema != SCHEMA {
        return Err(malformed(1, format!("its schema is `{}`, not `{SCHEMA}`", head.schema)));
    }
    let mut named = BTreeSet::new();
    for (number, line) in lines {
        let entry: Entry = serde_json::from_str(&line.map_err(unreadable)?)
            .map_err(|error| malformed(number, error.to_string()))?;
        let (path, name) = (entry.path.path(), entry.record.path());
        if !is_name_of_record(&name) {
            return Err(malformed(number, format!("`{}` is no record's name", name.display())));
        }
        if !named.insert(name.clone()) {
            return Err(malformed(
                number,
                format!("`{}` is the record of a line before it, too", name.display()),
            ));
        }
        let is_folder = entry.files.is_some();
        let files = entry
            .files
            .map_or_else(|| vec![path.clone()], |files| files.into_iter().map(Bytes::path).collect());
        see(number, Input { path, files, is_folder, name })?;
    }
    Ok(head)
}
