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
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::fingerprint::Fingerprints;
use super::receipt::{self, Found, Receipt};
use super::version_1;
use crate::document::{Document, PageStatus, SCHEMA};
use crate::export::files::{self, Files, Seal};
use crate::export::recognised::Recognised;
use crate::export::{self, ExportError, Format, Made};

/// The files that prove a folder to be a record's, what each has at its beginning, and within how many bytes. Receipts of version
/// 1 have no such sign, but stand beside a document.
const SIGNS: [(&str, &str); 2] =
    [(receipt::FILE, "\"phuchoi/receipt/"), (export::RECORD, "\"phuchoi/document/")];
const SIGN_WITHIN: u64 = 64;

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
    Document(Box<Document>),
    /// The pages are as they would be read. True where they come out of a record of version 1.
    Pages(Box<Recognised>, bool),
    /// Nothing is of use.
    Nothing,
}

/// What is to be written into a record's folder.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// What its files take besides.
    pub(super) made: Made<'a>,
    /// The formats to write.
    pub(super) formats: &'a [Format],
    /// The formats whose files are as they would be written; all others go.
    pub(super) kept: &'a [Format],
    /// What was recognised, packed, where it is not there yet.
    pub(super) recognised: Option<&'a [u8]>,
}

impl Record {
    /// Looks at a record's folder, which need not be there.
    pub(super) fn at(folder: PathBuf) -> Self {
        let found = Receipt::read(&folder);
        Self { folder, found }
    }

    /// Returns whether a folder proves to be a record's: by a receipt, or, where a run was cut short, by its document.
    pub(super) fn is_at(folder: &Path) -> bool {
        SIGNS.iter().any(|(name, sign)| {
            let path = folder.join(name);
            // What is there may be anyone's: a pipe, or larger than memory.
            if !fs::metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
                return false;
            }
            let mut head = Vec::new();
            let read = fs::File::open(&path).and_then(|file| file.take(SIGN_WITHIN).read_to_end(&mut head));
            read.is_ok() && head.windows(sign.len()).any(|window| window == sign.as_bytes())
        })
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

    /// Returns its receipt, where it has one of this version.
    pub(super) fn receipt(&self) -> Option<&Receipt> {
        match &self.found {
            Found::Whole(receipt) => Some(receipt),
            Found::First(_) | Found::Nothing => None,
        }
    }

    /// Returns the path of the input that it is the record of, where that is another, of other bytes.
    pub(super) fn of_another(&self, path: &str, blake3: &str) -> Option<&str> {
        let (its_path, its_blake3) = match &self.found {
            Found::Whole(receipt) => (&receipt.path, &receipt.blake3),
            Found::First(receipt) => (&receipt.path, &receipt.blake3),
            Found::Nothing => return None,
        };
        (its_path != path && its_blake3 != blake3).then_some(its_path)
    }

    /// Returns what a run can build on.
    pub(super) fn standing(&self, wanted: &Wanted<'_>) -> Standing {
        if let Some(receipt) = self.receipt().filter(|receipt| self.is_of(receipt, wanted)) {
            let is_as_wanted = receipt.fingerprints == wanted.fingerprints.with_formats(wanted.formats);
            if is_as_wanted && wanted.formats.iter().all(|format| self.holds(*format)) {
                return Standing::Done(Box::new(receipt.clone()));
            }
            if let Some(document) = self.document(receipt) {
                return Standing::Document(Box::new(document));
            }
        }
        let reading = &wanted.fingerprints.reading;
        if let Some(recognised) = Recognised::read(&self.folder) {
            let is_same = recognised.reading == *reading && recognised.source.blake3 == wanted.blake3;
            let is_failed = recognised.pages.iter().any(|page| page.status == PageStatus::Failed);
            let is_of_use = is_same && !(is_failed && wanted.retry_failed);
            return if is_of_use { Standing::Pages(Box::new(recognised), false) } else { Standing::Nothing };
        }
        match &self.found {
            Found::First(receipt) if receipt.blake3 == wanted.blake3 => {
                version_1::recognised(&self.folder, reading)
                    .map_or(Standing::Nothing, |recognised| Standing::Pages(Box::new(recognised), true))
            }
            _ => Standing::Nothing,
        }
    }

    /// Returns whether the document is as it would be made, whatever its formats are.
    fn is_of(&self, receipt: &Receipt, wanted: &Wanted<'_>) -> bool {
        receipt.path == wanted.path
            && receipt.blake3 == wanted.blake3
            && receipt.fingerprints.reading == wanted.fingerprints.reading
            && receipt.fingerprints.completion == wanted.fingerprints.completion
            && (receipt.is_whole() || !wanted.retry_failed)
            && self.holds_a_record(receipt)
    }

    /// Returns whether all files of a format that phuchoi wrote are there, whatever a person made of them.
    pub(super) fn holds(&self, format: Format) -> bool {
        let written = self.receipt().into_iter().flat_map(|receipt| receipt.files.keys());
        let of_format = written.filter(|name| files::format_of(name) == Some(format));
        of_format.into_iter().all(|name| self.folder.join(name).exists())
    }

    /// Returns whether `document.json` is there and can be read. One as long as what phuchoi wrote is not looked into.
    fn holds_a_record(&self, receipt: &Receipt) -> bool {
        let path = self.folder.join(export::RECORD);
        let Ok(length) = fs::metadata(&path).map(|metadata| metadata.len()) else { return false };
        let is_as_written = receipt.files.get(export::RECORD).is_some_and(|seal| seal.length == length);
        is_as_written
            || fs::read(&path).is_ok_and(|bytes| {
                serde_json::from_slice::<Document>(&bytes).is_ok_and(|document| document.schema == SCHEMA)
            })
    }

    /// Returns the document, where it is the one that phuchoi wrote.
    fn document(&self, receipt: &Receipt) -> Option<Document> {
        let bytes = fs::read(self.folder.join(export::RECORD)).ok()?;
        let seal = receipt.files.get(export::RECORD)?;
        let document: Document = seal.fits(&bytes).then(|| serde_json::from_slice(&bytes).ok())??;
        (document.schema == SCHEMA).then_some(document)
    }

    /// Changes the record and returns its receipt, made of `receipt`, which knows no files yet. `told` is told of each file that
    /// a person had changed, and the name under which it is kept.
    ///
    /// # Errors
    ///
    /// Where the folder is not ours, or a file cannot be written.
    pub(super) fn write(
        &self,
        writing: &Writing<'_>,
        receipt: Receipt,
        told: &mut dyn FnMut(&str, &str),
    ) -> Result<Receipt, ExportError> {
        export::check(&self.folder)?;
        let (mut files, mut going) = self.parted(writing.kept)?;
        let coming = writing.formats.iter().flat_map(|format| export::names(writing.document, *format));
        going.extend(coming);
        going.sort();
        going.dedup();
        let mut asides = Vec::new();
        for name in &going {
            asides.extend(self.keep_aside(name)?.map(|aside| (name.clone(), aside)));
        }
        if let Some(packed) = writing.recognised {
            Recognised::write(packed, &self.folder)?;
        }
        Receipt::revoke(&self.folder)?;
        files.extend(export::put(writing.document, &writing.made, &self.folder, writing.formats)?);
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
        let receipt = Receipt { files, kept_aside: files::kept(&self.folder)?, ..receipt };
        receipt.write(&self.folder)?;
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
            && fs::read(self.folder.join(aside))
                .is_ok_and(|kept| written.is_some_and(|seal| seal.fits(&kept)))
    }
}

fn is_younger(path: &Path, than: Option<SystemTime>) -> bool {
    let changed = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    changed.zip(than).is_some_and(|(changed, than)| changed > than)
}
