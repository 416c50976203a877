//! Files that a PDF carries within it: which of them can do nothing by themselves.
//!
//! Named are the kinds that hold data alone, by the name's ending and by the bytes both; any other may be a program, or may hold
//! one, and no list of those is ever whole.

use lopdf::{Document as Pdf, Object, decode_text_string};

/// Endings of the names of files that hold data alone.
const OF_DATA: [&str; 26] = [
    "asc", "bmp", "csv", "docx", "gif", "jpeg", "jpg", "json", "log", "md", "odp", "ods", "odt", "p7s",
    "pdf", "png", "pptx", "sig", "tif", "tiff", "tsv", "txt", "webp", "xlsx", "xmp", "xml",
];

/// What the bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Data alone.
    Data,
    /// A PDF, which is to be looked into.
    Pdf,
    /// Anything else.
    Unknown,
}

/// Returns whether a file of this name holds data alone, as far as a name tells.
pub(super) fn is_named_as_data(name: &Object) -> bool {
    let Ok(name) = decode_text_string(name) else { return false };
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    // Windows forgets blanks and full stops at the end; signs that turn the writing round show another ending than there is.
    let is_plain = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | ':')
    };
    !stem.is_empty() && name.chars().all(is_plain) && OF_DATA.contains(&ending.to_ascii_lowercase().as_str())
}

/// Returns what the bytes of a file are.
pub(super) fn content_of(bytes: &[u8]) -> Content {
    const PICTURES: [&[u8]; 6] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM"];
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if bytes.starts_with(b"%PDF-") {
        return Content::Pdf;
    }
    if is_webp || PICTURES.iter().any(|start| bytes.starts_with(start)) {
        return Content::Data;
    }
    let is_data = if bytes.starts_with(b"PK\x03\x04") {
        is_office_file_without_programs(bytes)
    } else {
        is_text_without_programs(bytes) || is_signature(bytes)
    };
    if is_data { Content::Data } else { Content::Unknown }
}

/// Files of Word and its like are folders packed; the names of what is in them stand there as they are.
fn is_office_file_without_programs(bytes: &[u8]) -> bool {
    const OF_OFFICE: [&[u8]; 2] = [b"[content_types].xml", b"mimetypeapplication/vnd.oasis.opendocument"];
    const OF_PROGRAMS: [&[u8]; 15] = [
        b"vbaproject",
        b"activex",
        b"embeddings",
        b"oleobject",
        b"basic/",
        b"scripts/",
        b".bin",
        b".exe",
        b".dll",
        b".js",
        b".vbs",
        b".bat",
        b".cmd",
        b".class",
        b".ps1",
    ];
    let lower = bytes.to_ascii_lowercase();
    let has = |what: &&[u8]| lower.windows(what.len()).any(|window| window == *what);
    OF_OFFICE.iter().any(has) && !OF_PROGRAMS.iter().any(has)
}

/// Text that no shell takes for a program, and no browser for a page with one.
fn is_text_without_programs(bytes: &[u8]) -> bool {
    const OF_PROGRAMS: [&str; 9] = [
        "<script",
        "<html",
        "<svg",
        "<?php",
        "<!doctype html",
        "javascript:",
        "<xsl:",
        "powershell",
        "<hta:",
    ];
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let is_printed = text.chars().all(|c| !c.is_control() || c.is_whitespace());
    let lower = text.to_ascii_lowercase();
    is_printed && !text.starts_with("#!") && !OF_PROGRAMS.iter().any(|program| lower.contains(program))
}

/// A signature of its own: a sequence after X.690 that names signed data (PKCS #7).
fn is_signature(bytes: &[u8]) -> bool {
    const SIGNED_DATA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    /// Within the head of the outermost sequence.
    const HEAD: usize = 20;
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    head.first() == Some(&0x30) && head.windows(SIGNED_DATA.len()).any(|window| window == SIGNED_DATA)
}

/// Returns a PDF that a file is; `None` where it cannot be looked into.
pub(super) fn pdf_of(bytes: &[u8]) -> Option<Pdf> {
    Pdf::load_mem(bytes).ok().filter(|pdf| !pdf.is_encrypted() && !pdf.was_encrypted())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_end_as_data_does_are_those_of_data() {
        let is_data = |name: &str| is_named_as_data(&lopdf::text_string(name));
        for name in ["hoa-don.xml", "Bảng kê.XLSX", "anh.jpg"] {
            assert!(is_data(name), "{name}");
        }
        let of_programs = [
            "setup.exe",
            "a.xml.exe",
            "a.xml ",
            "a.xml.",
            "a.docm",
            "a",
            ".xml",
            "a\u{202e}lmx.exe",
            "a.exe:b.xml",
        ];
        for name in of_programs {
            assert!(!is_data(name), "{name}");
        }
    }

    #[test]
    fn what_the_bytes_are_counts_and_not_what_they_are_called() {
        let cases: [(&[u8], Content); 9] = [
            (b"<?xml version=\"1.0\"?><hoadon/>", Content::Data),
            (b"\xff\xd8\xff\xe0", Content::Data),
            (b"%PDF-1.4", Content::Pdf),
            (b"PK\x03\x04 [Content_Types].xml word/document.xml", Content::Data),
            (b"PK\x03\x04 [Content_Types].xml word/vbaProject.bin", Content::Unknown),
            (b"PK\x03\x04 setup.txt", Content::Unknown),
            (b"MZ\x90\0", Content::Unknown),
            (b"#!/bin/sh\n", Content::Unknown),
            (b"<svg><script>1</script></svg>", Content::Unknown),
        ];
        for (bytes, content) in cases {
            assert_eq!(content_of(bytes), content, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
