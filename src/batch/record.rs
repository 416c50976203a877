//! A record's folder: what stands in it, what a run can build on, and how it is changed.
//!
//! What is done again is what changed. Where an input's bytes and the [fingerprints](super::fingerprint) of the stages are those
//! of an earlier run, its record stays; where only formats differ, the document is taken from `document.json`; where repair or
//! structure differ, the pages are taken from `recognised.json.zst`; else the scan is read.
//!
//! A record is changed in an order that loses nothing, whenever the process is killed: what a person made of files that are
//! about to go is kept aside, what was recognised is written, the receipt is taken away, then files are written and taken away,
//! then the new receipt is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Failure;
use super::earlier::EarlierSays;
use super::fingerprint::Fingerprints;
use super::receipt::{self, Found, Receipt};
use crate::document::SCHEMA;
use crate::export::files::{self, Files, Seal};
use crate::export::{self, ExportError, Format, file, recognised};

/// The folder of a record, as it was found.
#[derive(Debug)]
pub(super) struct Record {
    folder: PathBuf,
    found: Found,
}

/// What an input's record must be of to be built on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The input's path, as it is written in receipts.
    pub(super) path: &'a str,
    /// Where that leads, from the root.
    pub(super) place: &'a str,
    /// The hash of its bytes.
    pub(super) blake3: &'a str,
    /// Those of the stages, and of every format.
    pub(super) fingerprints: &'a Fingerprints,
    /// The formats.
    pub(super) formats: &'a [Format],
    /// Whether what failed before is tried again.
    pub(super) retry_failed: bool,
}

/// What a run can build on.
#[derive(Debug)]
pub(super) enum Standing {
    /// The record is as it would be made.
    Done(Box<Receipt>),
    /// The document is; its formats are other ones.
    Document,
    /// The pages are as they would be read. True where they come out of a record of version 1.
    Pages(bool),
    /// Nothing is of use.
    Nothing,
}

/// What is to be written into a record's folder.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    /// The folder that its new files are moved out of.
    pub(super) from: &'a Path,
    /// The files.
    pub(super) files: &'a Files,
    /// The names of all files that there may be in the formats of these.
    pub(super) names: &'a [String],
    /// The formats whose files are as they would be written; all others go.
    pub(super) kept: &'a [Format],
}

impl Record {
    /// Looks at a record's folder, which need not be there.
    pub(super) fn at(folder: PathBuf) -> Self {
        let found = Receipt::read(&folder);
        Self { folder, found }
    }

    /// Returns whether a folder proves to be a record's: by a receipt, or, where a run was cut short, by its document.
    pub(super) fn is_at(folder: &Path) -> bool {
        files::is_record(folder)
    }

    /// Returns whether a file of this name within a record's folder is the record's, and not one that a person put there.
    pub(super) fn owns(name: &str) -> bool {
        files::is_of_record(name) || name == receipt::FILE
    }

    /// Returns the folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns what receipt it has.
    pub(super) fn found(&self) -> &Found {
        &self.found
    }

    /// Makes sure that the folder is ours to write to, and takes away what a run that was killed left half written there.
    ///
    /// # Errors
    ///
    /// Where it is not ours.
    pub(super) fn begin(&self) -> Result<(), ExportError> {
        export::check(&self.folder)?;
        export::sweep(&self.folder)
    }

    /// Returns its receipt, where it has one of this version.
    pub(super) fn receipt(&self) -> Option<&Receipt> {
        match &self.found {
            Found::Whole(receipt) => Some(receipt),
            Found::First(_) | Found::Nothing => None,
        }
    }

    /// Returns the path of the input that it is the record of, where that is another, of other bytes.
    pub(super) fn of_another(&self, wanted: &Wanted<'_>) -> Option<&str> {
        let (path, place, blake3) = match &self.found {
            Found::Whole(receipt) => (&receipt.path, receipt.place.as_deref(), &receipt.blake3),
            Found::First(receipt) => (&receipt.path, None, &receipt.blake3),
            Found::Nothing => return None,
        };
        let is_same = match place {
            Some(place) if place == wanted.place => true,
            // The same name leads elsewhere now, in an archive that was moved, or from another folder: then both are there.
            Some(place) => path == wanted.path && Path::new(place).try_exists().is_ok_and(|there| !there),
            None => path == wanted.path,
        };
        (!is_same && blake3 != wanted.blake3).then_some(place.unwrap_or(path))
    }

    /// Returns what a run can build on. `earlier` says what the folder holds of what an earlier run read.
    ///
    /// # Errors
    ///
    /// What `earlier` says.
    pub(super) fn standing(
        &self,
        wanted: &Wanted<'_>,
        earlier: impl FnOnce(&Path) -> Result<Option<EarlierSays>, Failure>,
    ) -> Result<Standing, Failure> {
        if let Some(receipt) = self.receipt().filter(|receipt| self.is_of(receipt, wanted)) {
            let is_as_wanted = receipt.fingerprints == wanted.fingerprints.with_formats(wanted.formats);
            if is_as_wanted && wanted.formats.iter().all(|format| self.holds(*format)) {
                return Ok(Standing::Done(Box::new(receipt.clone())));
            }
            let seal = receipt.files.get(export::RECORD);
            if seal.is_some_and(|seal| seal.fits_file(&self.folder.join(export::RECORD))) {
                return Ok(Standing::Document);
            }
        }
        let is_first = matches!(self.found, Found::First(_));
        if !is_first && !self.folder.join(recognised::FILE).exists() {
            return Ok(Standing::Nothing);
        }
        let is_of_use = |says: &EarlierSays| {
            let is_read_so =
                says.reading.as_ref().is_none_or(|reading| *reading == wanted.fingerprints.reading);
            // A record of version 1 is known by its receipt.
            is_read_so
                && (is_first || !says.is_of_first)
                && says.blake3 == wanted.blake3
                && !(says.has_failed && wanted.retry_failed)
        };
        let earlier = earlier(&self.folder)?.filter(is_of_use);
        Ok(earlier.map_or(Standing::Nothing, |says| Standing::Pages(says.is_of_first)))
    }

    /// Returns whether the document is as it would be made, whatever its formats are.
    fn is_of(&self, receipt: &Receipt, wanted: &Wanted<'_>) -> bool {
        (receipt.path == wanted.path || receipt.place.as_deref() == Some(wanted.place))
            && receipt.blake3 == wanted.blake3
            && receipt.fingerprints.reading == wanted.fingerprints.reading
            && receipt.fingerprints.completion == wanted.fingerprints.completion
            && (receipt.is_whole() || !wanted.retry_failed)
            && self.holds_a_record(receipt)
    }

    /// Returns whether all files of a format that phuchoi wrote are there, and none is empty that was not, whatever a person made of
    /// them.
    pub(super) fn holds(&self, format: Format) -> bool {
        let written = self.receipt().into_iter().flat_map(|receipt| &receipt.files);
        let mut of_format = written.filter(|(name, _)| files::format_of(name) == Some(format));
        of_format.all(|(name, seal)| {
            let there = fs::symlink_metadata(self.folder.join(name));
            there.is_ok_and(|there| !there.is_file() || there.len() > 0 || seal.length == 0)
        })
    }

    /// Returns whether `document.json` is there and can be read. One as long as what phuchoi wrote is not looked into.
    fn holds_a_record(&self, receipt: &Receipt) -> bool {
        let path = self.folder.join(export::RECORD);
        let Ok(length) = fs::metadata(&path).map(|metadata| metadata.len()) else { return false };
        let is_as_written = receipt.files.get(export::RECORD).is_some_and(|seal| seal.length == length);
        is_as_written || files::schema_of(&path).is_some_and(|schema| schema == SCHEMA)
    }

    /// Changes the record, which was [begun](Self::begin), and returns its receipt, made of `receipt`, which knows no files yet.
    /// `told` is told of each file that a person had changed, and the name under which it is kept.
    ///
    /// # Errors
    ///
    /// Where a file cannot be written.
    pub(super) fn write(
        &self,
        writing: &Writing<'_>,
        receipt: Receipt,
        told: &mut dyn FnMut(&str, &str),
    ) -> Result<Receipt, ExportError> {
        let (mut files, mut going) = self.parted(writing.kept)?;
        let earlier = Receipt::written(&self.folder).filter(|_| !files.is_empty());
        going.extend(writing.names.iter().cloned());
        going.sort();
        going.dedup();
        let mut asides = Vec::new();
        for name in &going {
            asides.extend(self.keep_aside(name)?.map(|aside| (name.clone(), aside)));
        }
        let new = writing.from.join(recognised::FILE);
        let recognised = if file::is_there(&new)? {
            let seal = file::open(&new).and_then(Seal::of_all);
            file::take(&new, &self.folder.join(recognised::FILE))?;
            file::settle(&self.folder)?;
            Some(seal.map_err(|source| ExportError::Write { path: new, source })?)
        } else {
            // Without a receipt it is one that could be read.
            let known = self.receipt().and_then(|receipt| receipt.recognised.clone());
            known.or_else(|| Seal::of_all(file::open(&self.folder.join(recognised::FILE)).ok()?).ok())
        };
        Receipt::revoke(&self.folder)?;
        for (name, seal) in writing.files {
            file::take(&writing.from.join(name), &self.folder.join(name))?;
            files.insert(name.clone(), seal.clone());
        }
        going.retain(|name| !files.contains_key(name));
        files::remove(&self.folder, &going)?;
        for (name, aside) in asides {
            if self.is_written_again(&aside, files.get(&name)) {
                files::remove(&self.folder, &[aside])?;
            } else {
                told(&name, &aside);
            }
        }
        export::settle(&self.folder)?;
        let receipt = Receipt { files, recognised, kept_aside: files::kept(&self.folder)?, ..receipt };
        receipt.write(&self.folder)?;
        if let Some(earlier) = earlier {
            // What a person wrote since the earlier receipt, into files that stay, is to be later than this one, too.
            Receipt::date(&self.folder, earlier)?;
        }
        Ok(receipt)
    }

    /// Returns the files that stay, those of the kept formats, and the names of the others that phuchoi wrote.
    fn parted(&self, kept: &[Format]) -> Result<(Files, Vec<String>), ExportError> {
        match &self.found {
            Found::Whole(receipt) => {
                let is_kept =
                    |name: &str| files::format_of(name).is_some_and(|format| kept.contains(&format));
                let (stay, go) =
                    receipt.files.clone().into_iter().partition::<Files, _>(|(name, _)| is_kept(name));
                Ok((stay, go.into_keys().collect()))
            }
            Found::First(_) | Found::Nothing => Ok((Files::new(), files::there(&self.folder)?)),
        }
    }

    /// Keeps what a person made of a file, or in the place of one, before that is replaced or taken away.
    fn keep_aside(&self, name: &str) -> Result<Option<String>, ExportError> {
        let seal: Option<&Seal> = match &self.found {
            Found::Whole(receipt) => receipt.files.get(name),
            // It knows of no bytes; but a person came later.
            Found::First(receipt) if is_younger(&self.folder.join(name), receipt.written) => None,
            Found::First(_) => return Ok(None),
            // A run that was cut short wrote it, or a person.
            Found::Nothing => None,
        };
        files::keep_aside(&self.folder, name, seal)
    }

    /// Returns whether what was kept of a record without a receipt is what was written in its place: then it was no person's.
    fn is_written_again(&self, aside: &str, written: Option<&Seal>) -> bool {
        matches!(self.found, Found::Nothing)
            && written.is_some_and(|seal| seal.fits_file(&self.folder.join(aside)))
    }
}

fn is_younger(path: &Path, than: Option<SystemTime>) -> bool {
    let changed = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    changed.zip(than).is_some_and(|(changed, than)| changed > than)
}
