//! A record's files: which format each is of, what it held when it was written, and how what a person made of one is kept.
//!
//! Names are relative to the record's folder, with `/` between their parts: `document.md`, `pages/001.png`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{ExportError, Format, PAGES, PDF, RECORD, TABLES, file, recognised, scores};

/// How what a person made of a file is called: `document.md` is kept as `document.kept-1.md`.
const KEPT: &str = "kept-";

/// The files that hold something of the whole document, with their formats.
pub(super) const WHOLE: [(Format, &str); 7] = [
    (Format::Json, RECORD),
    (Format::Edits, "edits.jsonl"),
    (Format::Markdown, "document.md"),
    (Format::Html, "document.html"),
    (Format::Csv, scores::FILE),
    (Format::Text, "document.txt"),
    (Format::Pdf, PDF),
];

/// Files by name, each with what it held when it was written.
pub type Files = BTreeMap<String, Seal>;

/// What a file held when it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// How many bytes.
    pub length: u64,
    /// Their BLAKE3 hash in hexadecimal.
    pub blake3: String,
}

/// Passes on what is written to it, and seals it.
pub(super) struct Sealing<W> {
    to: W,
    hasher: blake3::Hasher,
    length: u64,
}

impl<W: Write> Sealing<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to, hasher: blake3::Hasher::new(), length: 0 }
    }

    /// Returns what it passed on to, and the seal of all that was written.
    pub(super) fn into_parts(self) -> (W, Seal) {
        let seal = Seal { length: self.length, blake3: self.hasher.finalize().to_hex().to_string() };
        (self.to, seal)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Seal {
    /// Returns the seal of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, blake3: blake3::hash(bytes).to_hex().to_string() }
    }

    /// Returns the seal of all that can be read.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn of_all(mut from: impl Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let length = io::copy(&mut from, &mut hasher)?;
        Ok(Self { length, blake3: hasher.finalize().to_hex().to_string() })
    }

    /// Returns whether a file, which is read in pieces, holds the bytes.
    pub fn fits_file(&self, path: &Path) -> bool {
        let is_as_long = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.len() == self.length);
        is_as_long && file::open(path).and_then(Self::of_all).is_ok_and(|seal| seal == *self)
    }

    /// Returns whether these are the bytes.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        self.length == bytes.len() as u64 && self.blake3 == blake3::hash(bytes).to_hex().as_str()
    }
}

/// Returns the format that a record's file of this name is of; `None` where phuchoi writes none of that name for a format.
pub fn format_of(name: &str) -> Option<Format> {
    if let Some((format, _)) = WHOLE.iter().find(|(_, whole)| *whole == name) {
        return Some(*format);
    }
    let (folder, name) = name.split_once('/')?;
    let (number, extension) = name.split_once('.')?;
    let width = if folder == TABLES { 2 } else { 3 };
    let is_number = number.parse().is_ok_and(|n: u32| n > 0 && format!("{n:0width$}") == number);
    match folder {
        _ if !is_number => None,
        TABLES => (extension == "csv").then_some(Format::Csv),
        PAGES => Format::ALL.into_iter().find(|format| format.page_extension() == Some(extension)),
        _ => None,
    }
}

/// Returns the names of the files in a record's folder that [`format_of`] knows, in order.
///
/// # Errors
///
/// [`ExportError::Write`] where a folder is there and cannot be looked into.
pub fn there(directory: &Path) -> Result<Vec<String>, ExportError> {
    named(directory, |name| format_of(name).is_some())
}

/// Returns the names of the files in a record's folder that hold what a person had made of others, in order.
///
/// # Errors
///
/// [`ExportError::Write`] where a folder is there and cannot be looked into.
pub fn kept(directory: &Path) -> Result<Vec<String>, ExportError> {
    named(directory, is_kept)
}

fn is_kept(name: &str) -> bool {
    let parts: Vec<&str> = name.splitn(3, '.').collect();
    let [stem, number, rest] = parts.as_slice() else { return false };
    number.strip_prefix(KEPT).is_some_and(|number| number.parse::<u32>().is_ok())
        && format_of(&format!("{stem}.{rest}")).is_some()
}

/// The folders within a record's that hold files of it.
pub const FOLDERS: [&str; 2] = [TABLES, PAGES];

/// True for the name of a file that phuchoi writes into a record's folder, or keeps there for a person.
pub fn is_of_record(name: &str) -> bool {
    name == recognised::FILE || format_of(name).is_some() || is_kept(name)
}

fn named(directory: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>, ExportError> {
    let mut names = Vec::new();
    for prefix in [None, Some(TABLES), Some(PAGES)] {
        let folder = prefix.map_or_else(|| directory.to_owned(), |prefix| directory.join(prefix));
        if !file::is_folder(&folder)? {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(ExportError::write(&folder))? {
            let name = entry.map_err(ExportError::write(&folder))?.file_name();
            let Some(name) = name.to_str() else { continue };
            names.push(prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}/{name}")));
        }
    }
    names.retain(|name| wanted(name));
    names.sort();
    Ok(names)
}

/// Keeps what a person made of a file beside it, under the first name that is free or holds the same already, where the file is
/// there and `seal`, what phuchoi wrote, does not fit it. Returns the name under which it is kept.
///
/// # Errors
///
/// [`ExportError::Write`] where the file cannot be read or kept; it then stays as it is.
pub fn keep_aside(directory: &Path, name: &str, seal: Option<&Seal>) -> Result<Option<String>, ExportError> {
    let path = directory.join(name);
    let its = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // There is nothing in it to keep.
        Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Ok(None),
        // A link, a folder, a pipe: whatever it is, it is a person's, and not looked into.
        Ok(metadata) if !metadata.is_file() => None,
        _ => Some(file::open(&path).and_then(Seal::of_all).map_err(ExportError::write(&path))?),
    };
    if its.is_some() && its.as_ref() == seal {
        return Ok(None);
    }
    let (folder, file_name) = name.rsplit_once('/').map_or(("", name), |(folder, name)| (folder, name));
    let (stem, rest) = file_name.split_once('.').unwrap_or((file_name, ""));
    for number in 1_u32.. {
        let aside = format!("{stem}.{KEPT}{number}.{rest}");
        let aside = if folder.is_empty() { aside } else { format!("{folder}/{aside}") };
        let beside = directory.join(&aside);
        if fs::symlink_metadata(&beside).is_err() {
            if its.is_none() {
                fs::rename(&path, &beside).map_err(ExportError::write(&beside))?;
                return Ok(Some(aside));
            }
            file::replace_by(&beside, &mut |to| io::copy(&mut fs::File::open(&path)?, to).map(|_| ()))?;
            return Ok(Some(aside));
        }
        if its.as_ref().is_some_and(|its| its.fits_file(&beside)) {
            return Ok(Some(aside));
        }
    }
    Ok(None)
}

/// How the receipt of a record begins.
pub const RECEIPT_HEAD: &str = "{\n  \"schema\": \"phuchoi/receipt/";

/// How a record begins.
const RECORD_HEAD: &str = "{\n  \"schema\": \"phuchoi/document/";

/// The name of the receipt of a record, in its folder.
pub const RECEIPT: &str = "receipt.json";

/// Most bytes of a record that are read. A text of 4 MB makes one of 98 MB, and no text may have more than 16.
pub const LONGEST_RECORD: u64 = 1 << 31;

/// How much of a file is looked into for a sign.
const HEAD: u64 = 4096;

/// Makes sure that `directory` is ours to write to: that it is missing, empty, or [a record's](is_record). A link is not
/// ours.
///
/// # Errors
///
/// [`ExportError::NotOurs`] where it is not.
pub fn check(directory: &Path) -> Result<(), ExportError> {
    let not_ours = || ExportError::NotOurs(directory.to_owned());
    match fs::symlink_metadata(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => {
            if !metadata.map_err(ExportError::write(directory))?.is_dir() {
                return Err(not_ours());
            }
        }
    }
    if is_record(directory) {
        return Ok(());
    }
    for entry in fs::read_dir(directory).map_err(ExportError::write(directory))? {
        let entry = entry.map_err(ExportError::write(directory))?;
        if !file::is_temporary(&entry.file_name()) {
            return Err(not_ours());
        }
    }
    Ok(())
}

/// Returns whether a folder holds what only phuchoi writes: a receipt, a `document.json` or what was recognised that say so of
/// themselves.
pub fn is_record(directory: &Path) -> bool {
    let head = |name: &str| {
        let mut head = Vec::new();
        let read = file::open(&directory.join(name)).and_then(|file| file.take(HEAD).read_to_end(&mut head));
        read.map_or_else(|_| String::new(), |_| String::from_utf8_lossy(&head).into_owned())
    };
    // One that was cut short begins as phuchoi writes it; another program may have laid one out otherwise.
    let is_record = || {
        head(RECORD).starts_with(RECORD_HEAD)
            || schema_of(&directory.join(RECORD))
                .is_some_and(|schema| schema.starts_with("phuchoi/document/"))
    };
    head(RECEIPT).starts_with(RECEIPT_HEAD) || is_record() || recognised::is_there(directory)
}

/// Returns the name and version of its form that a file of JSON says it has; what else it says is not looked into.
pub fn schema_of(path: &Path) -> Option<String> {
    /// What every version has.
    #[derive(Deserialize)]
    struct Versioned {
        schema: String,
    }
    let file = io::BufReader::new(file::open(path).ok()?);
    serde_json::from_reader::<_, Versioned>(file).ok().map(|versioned| versioned.schema)
}

/// Takes files of a record away, and folders of its own that are empty then. A person's own files may be there; then the folders
/// stay.
///
/// # Errors
///
/// [`ExportError::Write`] where one is there and stays.
pub fn remove(directory: &Path, names: &[String]) -> Result<(), ExportError> {
    names.iter().try_for_each(|name| file::remove(&directory.join(name)))?;
    for folder in [TABLES, PAGES] {
        let _ = fs::remove_dir(directory.join(folder));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_and_a_person_s_is_not() {
        let cases = [
            ("document.json", Some(Format::Json)),
            ("scores.csv", Some(Format::Csv)),
            ("tables/01.csv", Some(Format::Csv)),
            ("tables/123.csv", Some(Format::Csv)),
            ("pages/001.alto.xml", Some(Format::Alto)),
            ("pages/1000.png", Some(Format::Png)),
            ("document.kept-1.md", None),
            ("tables/1.csv", None),
            ("tables/00.csv", None),
            ("pages/9.png", None),
            ("pages/001.doc", None),
            ("notes/001.png", None),
            ("receipt.json", None),
            ("recognised.json.zst", None),
        ];
        for (name, format) in cases {
            assert_eq!(format_of(name), format, "{name}");
        }
    }

    #[test]
    fn what_a_person_made_of_a_file_is_kept_once_under_a_name_that_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let seal = Seal::of(b"ours");
        let keep = |bytes: &[u8], name: &str| {
            fs::create_dir_all(folder.path().join("pages")).unwrap();
            fs::write(folder.path().join(name), bytes).unwrap();
            keep_aside(folder.path(), name, Some(&seal)).unwrap()
        };
        assert_eq!(keep(b"ours", "document.md"), None);
        assert_eq!(keep(b"mine", "document.md").as_deref(), Some("document.kept-1.md"));
        assert_eq!(keep(b"mine", "document.md").as_deref(), Some("document.kept-1.md"), "it is there");
        assert_eq!(keep(b"also mine", "document.md").as_deref(), Some("document.kept-2.md"));
        let aside = keep(b"mine", "pages/001.alto.xml");
        assert_eq!(aside.as_deref(), Some("pages/001.kept-1.alto.xml"));
        assert_eq!(fs::read(folder.path().join("document.kept-1.md")).unwrap(), b"mine");
        let all = ["document.kept-1.md", "document.kept-2.md", "pages/001.kept-1.alto.xml"];
        assert_eq!(kept(folder.path()).unwrap(), all);
        assert_eq!(there(folder.path()).unwrap(), ["document.md", "pages/001.alto.xml"]);
        assert_eq!(keep_aside(folder.path(), "document.html", None).unwrap(), None, "there is none");
        fs::write(folder.path().join("document.html"), "mine").unwrap();
        let aside = keep_aside(folder.path(), "document.html", None).unwrap();
        assert_eq!(aside.as_deref(), Some("document.kept-1.html"), "phuchoi wrote none");
    }
}
