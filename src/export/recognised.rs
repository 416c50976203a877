//! `recognised.json.zst`: what was read, before anything was made of it.
//!
//! With it a document is repaired and structured anew without its scan. It holds the pages as recognition, or the input's own
//! text, gave them, with all alternatives, as compact JSON packed by Zstandard, which checks its own bytes. It says itself what
//! it was made of, so that it is of use before there is a receipt, too.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{ExportError, file};
use crate::document::{Page, SourceInfo, Warning};

/// The file's name, in the folder of the record.
pub const FILE: &str = "recognised.json.zst";

/// Name and version of the format. What has another is read from the scan again.
const SCHEMA: &str = "phuchoi/recognised/1";

/// How hard it is packed. Of 28 pages of real scans, 188 KB each unpacked, level 3 makes 39 KB, 9 makes 34, 12 makes 32, 19 makes
/// 27; a page takes 1, 12, 21 and 160 ms.
const LEVEL: i32 = 12;

/// Most bytes that it unpacks to: some twenty thousand pages.
const LONGEST: u64 = 1 << 32;

/// What was read of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognised {
    schema: String,
    /// The fingerprint of how it was read.
    pub reading: String,
    /// The input, with the hash of its bytes.
    pub source: SourceInfo,
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// What a reader should know, by page.
    pub warnings: Vec<Warning>,
}

impl Recognised {
    /// Returns what was read of an input, in the way that has this fingerprint.
    pub fn new(reading: String, source: SourceInfo, pages: Vec<Page>, warnings: Vec<Warning>) -> Self {
        Self { schema: SCHEMA.to_owned(), reading, source, pages, warnings }
    }

    /// Returns the file's bytes.
    ///
    /// # Errors
    ///
    /// Where it cannot be expressed as JSON; nothing is known that cannot.
    pub fn render(&self) -> Result<Vec<u8>, ExportError> {
        let mut packed = zstd::Encoder::new(Vec::new(), LEVEL).map_err(serde_json::Error::io)?;
        packed.include_checksum(true).map_err(serde_json::Error::io)?;
        serde_json::to_writer(io::BufWriter::new(&mut packed), self)?;
        Ok(packed.finish().map_err(serde_json::Error::io)?)
    }

    /// Writes the file into the folder of its record, made where it is missing.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn write(bytes: &[u8], directory: &Path) -> Result<(), ExportError> {
        fs::create_dir_all(directory).map_err(ExportError::write(directory))?;
        file::replace(&directory.join(FILE), bytes)?;
        file::settle(directory)
    }

    /// Reads the file in the folder of a record; `None` where there is none, none of this version, or one that is damaged.
    pub fn read(directory: &Path) -> Option<Self> {
        let packed = file::open(&directory.join(FILE)).ok()?;
        let mut bytes = Vec::new();
        zstd::Decoder::new(packed).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
        let read: Self = serde_json::from_slice(&bytes).ok()?;
        (read.schema == SCHEMA).then_some(read)
    }
}

/// Returns whether a folder holds what was recognised, of whatever version, as far as its first bytes tell.
pub(super) fn is_there(directory: &Path) -> bool {
    const HEAD: &[u8] = b"{\"schema\":\"phuchoi/recognised/";
    let mut head = [0; HEAD.len()];
    let unpacked = file::open(&directory.join(FILE)).and_then(zstd::Decoder::new);
    unpacked.and_then(|mut unpacked| unpacked.read_exact(&mut head)).is_ok() && head == *HEAD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Alternative, BoundingBox, Line, SourceKind};

    fn sample() -> Recognised {
        let mut line = Line::from_text("Đoàn ĐBQH");
        line.part_into_words();
        line.bbox = Some(BoundingBox::new(1, 2, 3, 4));
        line.words[0].confidence = 0.123_456_79;
        line.words[1].alternatives = vec![Alternative { at: 1, text: "P".into(), score: 0.3 }];
        let source = SourceInfo {
            path: "a.png".to_owned(),
            blake3: "00".to_owned(),
            kind: SourceKind::Image,
            page_count: 1,
        };
        let warning = Warning { page: Some(1), code: "told".to_owned(), message: "how".to_owned() };
        Recognised::new("x".to_owned(), source, vec![Page::of_text(1, vec![line])], vec![warning])
    }

    #[test]
    fn what_is_written_is_read_with_all_alternatives() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Recognised::read(folder.path()), None);
        Recognised::write(&sample().render().unwrap(), folder.path()).unwrap();
        assert_eq!(Recognised::read(folder.path()), Some(sample()));
    }

    #[test]
    fn a_file_that_is_damaged_cut_short_or_of_another_version_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let whole = sample().render().unwrap();
        for (at, flip) in (0..whole.len()).flat_map(|at| [(at, 1), (at, 0x80)]) {
            let mut damaged = whole.clone();
            damaged[at] ^= flip;
            fs::write(folder.path().join(FILE), &damaged).unwrap();
            let read = Recognised::read(folder.path());
            assert!(read.is_none() || read == Some(sample()), "a flip in byte {at} went unnoticed");
            fs::write(folder.path().join(FILE), &whole[..at]).unwrap();
            assert_eq!(Recognised::read(folder.path()), None, "cut at {at}");
        }
        let other = Recognised { schema: "phuchoi/recognised/0".to_owned(), ..sample() };
        fs::write(folder.path().join(FILE), other.render().unwrap()).unwrap();
        assert_eq!(Recognised::read(folder.path()), None);
    }
}
