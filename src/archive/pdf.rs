//! The digitised copy beside a record, `document.pdf`: what it says of itself. Whether it keeps what it says a validator such
//! as veraPDF tells.

use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::sheet::{self, Sheet};
use crate::export::file;

/// The copy's name, in the record's folder.
pub const FILE: &str = "document.pdf";

/// Bytes read at a time.
const CHUNK: usize = 1 << 16;

/// The property of PDF/A's metadata that names the part of ISO 19005, and the one that names the level.
const PART: &[u8] = b"pdfaid:part";
const LEVEL: &[u8] = b"pdfaid:conformance";

/// Bytes after such a name within which its value stands.
const REACH: usize = 32;

/// A copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Pdf {
    /// Its name, in the record's folder.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 hash of its bytes, in hexadecimal capitals, as packages have it.
    pub sha256: String,
    /// The version of PDF that its first line names; none where it is no PDF.
    pub version: Option<String>,
    /// The part of ISO 19005 that it says it keeps, such as 2.
    pub part: Option<char>,
    /// The level of that part, such as B or U.
    pub level: Option<char>,
    /// The scan that each of its pages shows, in order; empty where that cannot be told.
    pub sheets: Vec<Option<Sheet>>,
}

impl Pdf {
    /// Reads the copy in a record's folder; none where there is none.
    ///
    /// # Errors
    ///
    /// Where it is there and cannot be read.
    pub fn beside(record: &Path) -> io::Result<Option<Self>> {
        let path = record.join(FILE);
        match file::open(&path) {
            Ok(file) => {
                let mut pdf = Self::read(FILE, file)?;
                pdf.sheets = sheet::read(&path).unwrap_or_default();
                Ok(Some(pdf))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read(name: &str, mut file: impl Read) -> io::Result<Self> {
        let mut pdf = Self {
            name: name.to_owned(),
            size: 0,
            sha256: String::new(),
            version: None,
            part: None,
            level: None,
            sheets: Vec::new(),
        };
        let mut hash = Sha256::new();
        // What was read last is kept, for a name may stand across two chunks.
        let mut window: Vec<u8> = Vec::with_capacity(2 * CHUNK);
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = file.read(&mut chunk)?;
            let bytes = &chunk[..count];
            hash.update(bytes);
            window.extend_from_slice(bytes);
            if pdf.size == 0 {
                pdf.version = version(&window);
            }
            pdf.size += count as u64;
            // The last one counts: a changed file has its newest metadata at its end.
            pdf.part = last_value(&window, PART, count == 0).or(pdf.part);
            pdf.level = last_value(&window, LEVEL, count == 0).or(pdf.level);
            if count == 0 {
                break;
            }
            let kept = window.len().saturating_sub(LEVEL.len() + REACH);
            window.drain(..kept);
        }
        pdf.sha256 = hash.finalize().iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(pdf)
    }

    /// Returns what it says it is: `PDF/A-2B`, or only `PDF`, or nothing where it is none.
    pub fn format(&self) -> String {
        match (&self.version, self.part) {
            (None, _) => String::new(),
            (Some(_), None) => "PDF".to_owned(),
            (Some(_), Some(part)) => {
                format!("PDF/A-{part}{}", self.level.map(String::from).unwrap_or_default())
            }
        }
    }
}

/// Returns the version in the header, which stands within the first 1,024 bytes (ISO 32000-1, annex H).
fn version(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(1024)];
    let at = head.windows(5).position(|window| window == b"%PDF-")?;
    let version = head.get(at + 5..at + 8)?;
    let is_version =
        matches!(version, [major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit());
    is_version.then(|| String::from_utf8_lossy(version).into_owned())
}

/// Returns the value of a property of XMP, an attribute (`name="2"`) or an element (`<name>2<`): a letter or a figure. One
/// whose value may not be there yet is left for the next chunk, unless there `is_last` none.
fn last_value(bytes: &[u8], name: &[u8], is_last: bool) -> Option<char> {
    let starts = bytes.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
    let mut values = starts.filter_map(|(at, _)| {
        let rest = &bytes[at + name.len()..];
        if rest.len() < REACH && !is_last {
            return None;
        }
        let value = rest
            .iter()
            .take(REACH)
            .position(|byte| !matches!(byte, b'=' | b'"' | b'\'' | b'>' | b' ' | b'\r' | b'\n' | b'\t'))?;
        Some(rest[value])
            .filter(|_| value > 0)
            .filter(u8::is_ascii_alphanumeric)
            .map(|value| char::from(value.to_ascii_uppercase()))
    });
    values.next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Pdf {
        Pdf::read("document.pdf", bytes).expect("read")
    }

    #[test]
    fn a_copy_says_its_version_and_the_standard_it_keeps() {
        let pdf =
            read(b"%PDF-1.7\n...<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>...");
        assert_eq!((pdf.version.as_deref(), pdf.format().as_str()), (Some("1.7"), "PDF/A-2U"));
        let pdf = read(b"junk%PDF-1.4\n pdfaid:part='1'\n pdfaid:conformance = \"b\"");
        assert_eq!((pdf.version.as_deref(), pdf.format().as_str()), (Some("1.4"), "PDF/A-1B"));
        assert_eq!(read(b"%PDF-1.3\n").format(), "PDF");
        assert_eq!(read(b"MZ").format(), "");
        assert_eq!(read(b"").format(), "");
    }

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(read(b"abc").sha256, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
        assert_eq!(read(b"abc").size, 3);
    }

    #[test]
    fn metadata_across_two_reads_is_found() {
        for shift in 0..60 {
            let mut bytes = b"%PDF-1.7\n".to_vec();
            bytes.resize(CHUNK - shift, b' ');
            bytes
                .extend_from_slice(b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>");
            assert_eq!(read(&bytes).format(), "PDF/A-3A", "{shift} bytes before the chunk's end");
        }
    }

    #[test]
    fn the_newest_metadata_counts() {
        let pdf = read(b"%PDF-1.7\n<pdfaid:part>1</pdfaid:part> ... <pdfaid:part>2</pdfaid:part><x>");
        assert_eq!(pdf.part, Some('2'));
    }
}
