//! What a file is, by its content; names are only asked where content says nothing.
//!
//! Signatures are those of the formats' own specifications. A PDF's header may stand anywhere in the first
//! 1024 bytes (ISO 32000-1, annex H, implementation note 13).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::document::Charset;
use crate::language::charset::{recognise as charset, windows_1252};
use crate::markup::{Markup, encoding};

/// Extensions whose files cannot be plain text.
pub(super) const NOT_TEXT: &[&str] =
    &["pdf", "png", "jpg", "jpeg", "tif", "tiff", "bmp", "pbm", "pgm", "ppm", "pnm", "webp", "doc", "docx"];

/// What a file's bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A PDF.
    Pdf,
    /// A TIFF, classic or big.
    Tiff,
    /// One raster image.
    Image(image::ImageFormat),
    /// OCR markup.
    Markup(Markup),
    /// Plain text, in an encoding still to be settled.
    Text,
    /// Something recognised that is not read here: what it looks like, and what to do.
    Foreign(&'static str, &'static str),
}

/// What a file is, as far as it matters to who looks for documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An image, of one page or, as a TIFF, of many.
    Image,
    /// A PDF, OCR markup or a text: a document by itself.
    Document,
    /// Nothing that is read here: what it looks like, with its article, and what a person can do.
    Foreign(&'static str, &'static str),
    /// Nothing at all.
    Empty,
}

/// How many bytes at a file's beginning tell what it is: as far as markup and control characters are looked for.
const TELLING: u64 = 65_536;

const PDF_HEADER_WITHIN: usize = 1024;

/// Extensions of texts that programs write for programs, or that stand beside documents and are none. A text says itself
/// nothing of what it is for, so that of all kinds only texts are asked their names.
const OTHER_TEXTS: &[&str] = &[
    "bat",
    "bib",
    "cfg",
    "cmd",
    "conf",
    "cpp",
    "css",
    "csv",
    "cue",
    "eml",
    "htm",
    "html",
    "inf",
    "ini",
    "ics",
    "java",
    "js",
    "json",
    "jsonl",
    "log",
    "m3u",
    "md",
    "md5",
    "mht",
    "nfo",
    "php",
    "pl",
    "properties",
    "ps1",
    "py",
    "reg",
    "rs",
    "sfv",
    "sh",
    "sha1",
    "sha256",
    "sha512",
    "sql",
    "srt",
    "svg",
    "tex",
    "toml",
    "ts",
    "tsv",
    "url",
    "vbs",
    "vcf",
    "vtt",
    "xml",
    "xsd",
    "xsl",
    "yaml",
    "yml",
];

/// Share of control characters above which bytes are not text. Text files hold none but tabs, line ends, form
/// feeds and the odd stray; binary files hold about one byte in eight.
const CONTROL_SHARE_OF_BINARY: f64 = 0.02;

/// Most letters a blank, in a text: syllables of Vietnamese have seven at most, words of English five on average.
const WIDEST_SPACING: usize = 20;

const SAVE_AS_PDF: &str = "save it as PDF or as images first";
const UNPACK: &str = "unpack it and give what is inside";

const IMAGES: &[(&[u8], image::ImageFormat)] =
    &[(b"\x89PNG\r\n\x1a\n", image::ImageFormat::Png), (b"\xff\xd8\xff", image::ImageFormat::Jpeg)];

/// Byte-order marks; the first begins as that of UTF-16.
const UTF_32: &[&[u8]] = &[b"\xff\xfe\0\0", b"\0\0\xfe\xff"];

const TIFFS: &[&[u8]] = &[b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"];

/// Formats that are written in text.
const FOREIGN_TEXT: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", "an RTF document", SAVE_AS_PDF),
    (b"%!PS", "a PostScript file", "turn it into a PDF first, for example with ps2pdf"),
];

/// Formats that are not; a text may begin with the same letters.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel document (.doc, .xls)", SAVE_AS_PDF),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"(\xb5/\xfd", "a Zstandard archive", UNPACK),
    (b"GIF8", "a GIF image", "save it as PNG first"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image", "save it as PNG or TIFF first"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 image", "save it as PNG or TIFF first"),
    (b"\x97JB2\r\n\x1a\n", "a JBIG2 image", "save it as PNG or TIFF first"),
    (b"AT&TFORM", "a DjVu document", "turn it into a PDF first, for example with ddjvu -format=pdf"),
    (b"\x7fELF", "a program", "give the scan itself"),
    (b"MZ", "a program", "give the scan itself"),
    (b"SQLite format 3\0", "an SQLite database", "give the scan itself"),
];

/// Returns what a file is, by the bytes at its beginning.
///
/// # Errors
///
/// Where it cannot be read.
pub fn of_file(path: &Path) -> io::Result<Kind> {
    let mut head = Vec::new();
    File::open(path)?.take(TELLING).read_to_end(&mut head)?;
    Ok(of_beginning(path, &head))
}

fn of_beginning(path: &Path, head: &[u8]) -> Kind {
    if head.is_empty() {
        return Kind::Empty;
    }
    match recognise(head) {
        Content::Tiff | Content::Image(_) => Kind::Image,
        Content::Pdf | Content::Markup(_) => Kind::Document,
        Content::Foreign(looks_like, remedy) => Kind::Foreign(looks_like, remedy),
        Content::Text => {
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
            if NOT_TEXT.contains(&extension.as_str()) {
                Kind::Foreign(
                    "a text under the name of another kind of file",
                    "rename it to .txt if a text is meant",
                )
            } else if OTHER_TEXTS.contains(&extension.as_str()) {
                Kind::Foreign(
                    "a text for programs",
                    "rename it to .txt, or name it itself, if it is a document",
                )
            } else {
                Kind::Document
            }
        }
    }
}

/// How many bytes at a file's beginning [`is_one_image`] must see.
pub(super) const MAGIC_WITHIN: u64 = 16;

/// True where a file that begins with these bytes is an image of one page.
pub(super) fn is_one_image(head: &[u8]) -> bool {
    IMAGES.iter().any(|(magic, _)| head.starts_with(magic))
}

/// Returns what the bytes look like. `bytes` is not empty.
pub(super) fn recognise(bytes: &[u8]) -> Content {
    for (magic, format) in IMAGES {
        if bytes.starts_with(magic) {
            return Content::Image(*format);
        }
    }
    if TIFFS.iter().any(|magic| bytes.starts_with(magic)) {
        return Content::Tiff;
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Content::Image(image::ImageFormat::WebP);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Content::Foreign("a HEIC or AVIF photo, or a film", "save it as JPEG or PNG first");
    }
    if UTF_32.iter().any(|mark| bytes.starts_with(mark)) {
        return Content::Foreign("a text in UTF-32", "save it as UTF-8");
    }
    let begins = |(magic, ..): &&(&[u8], &str, &str)| bytes.starts_with(magic);
    let foreign = FOREIGN.iter().find(begins).filter(|_| !is_text(bytes));
    if let Some((_, looks_like, remedy)) = FOREIGN_TEXT.iter().find(begins).or(foreign) {
        return Content::Foreign(looks_like, remedy);
    }
    // A text may begin with "BM" or "P5 "; an image's fixed fields tell the two apart.
    if is_bitmap(bytes) {
        return Content::Image(image::ImageFormat::Bmp);
    }
    if is_portable_map(bytes) {
        return Content::Image(image::ImageFormat::Pnm);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Content::Pdf;
    }
    if is_text(bytes) || encoding::wide(bytes).is_some() {
        let head = encoding::text_of(&bytes[..bytes.len().min(TELLING as usize)]);
        let content = markup(head.as_bytes());
        if content != Content::Text || is_text(bytes) {
            return content;
        }
    }
    if is_wide(bytes) {
        return Content::Foreign("a text in UTF-16 without its mark", "save it as UTF-8");
    }
    Content::Foreign("no kind of file known here", "give a PDF, PNG, JPEG, TIFF, BMP, PNM, WebP or text file")
}

fn zip(bytes: &[u8]) -> Content {
    let head = &bytes[..bytes.len().min(8192)];
    let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    if holds(b"word/") {
        Content::Foreign("a Word document (.docx)", SAVE_AS_PDF)
    } else if holds(b"xl/") {
        Content::Foreign("an Excel workbook (.xlsx)", SAVE_AS_PDF)
    } else if holds(b"ppt/") {
        Content::Foreign("a PowerPoint presentation (.pptx)", SAVE_AS_PDF)
    } else if holds(b"opendocument") {
        Content::Foreign("an OpenDocument file (.odt, .ods)", SAVE_AS_PDF)
    } else {
        Content::Foreign("a ZIP archive", UNPACK)
    }
}

fn markup(bytes: &[u8]) -> Content {
    if let Some(markup) = Markup::of(bytes) {
        return Content::Markup(markup);
    }
    let start: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, 0xef | 0xbb | 0xbf))
        .skip_while(u8::is_ascii_whitespace)
        .take(64)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<?xml") {
        return Content::Foreign("an HTML or XML document", "save it as PDF or plain text first");
    }
    Content::Text
}

fn is_bitmap(bytes: &[u8]) -> bool {
    let header_size = bytes.get(14..18).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    bytes.starts_with(b"BM") && matches!(header_size, Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124))
}

/// Netpbm: `P1` to `P6` followed by white space or a comment and then a number; `P7` by `WIDTH` and others.
fn is_portable_map(bytes: &[u8]) -> bool {
    let Some([b'P', digit @ b'1'..=b'7', space, rest @ ..]) = bytes.get(..bytes.len().min(64)) else {
        return false;
    };
    if !space.is_ascii_whitespace() {
        return false;
    }
    let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
    match digit {
        b'7' => matches!(next, Some(b'W' | b'H' | b'D' | b'M' | b'T' | b'#')),
        _ => matches!(next, Some(b'0'..=b'9' | b'#')),
    }
}

/// Returns true where the bytes can be a text: by a byte-order mark, or by holding no zero byte and next to no
/// control characters, or those that are capitals in a charset of before Unicode.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.starts_with(b"\xef\xbb\xbf")
    {
        return true;
    }
    let head = &bytes[..bytes.len().min(65_536)];
    let controls = head
        .iter()
        .filter(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c'))
        .count();
    !head.contains(&0)
        && (controls as f64 <= CONTROL_SHARE_OF_BINARY * head.len() as f64 || has_letters_for_controls(head))
}

/// True for bytes that are words of Vietnamese in one of the two charsets that have capitals at codes below 32.
fn has_letters_for_controls(bytes: &[u8]) -> bool {
    let start = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    // What is looked at may end within a character.
    let is_unicode = start.len() + 4 > bytes.len();
    let text = if is_unicode { start.to_owned() } else { windows_1252::text(bytes) };
    matches!(charset::whole(text.lines()), Some((Charset::Vps | Charset::Viscii, _)))
}

/// Returns true where the bytes can be a text of two bytes a letter: no letter is zero, and line ends and blanks, which
/// every text has, are zero in one byte.
fn is_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(65_536) & !1];
    let has_blanks = |little: bool| {
        let units = head.chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        });
        let (mut blanks, mut others) = (0, 0);
        for unit in units {
            match unit {
                0x20 | 0x0a | 0x0d => blanks += 1,
                0..0x20 | 0xd800..=0xffff => return false,
                _ => others += 1,
            }
        }
        blanks > 0 && others <= WIDEST_SPACING * blanks
    };
    has_blanks(true) || has_blanks(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_bytes_whatever_its_name_and_a_text_for_programs_by_its_name() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice();
        let text = "Kính gửi: Phòng Nội vụ".as_bytes();
        let is = |name: &str, head: &[u8]| match of_beginning(Path::new(name), head) {
            Kind::Image => "image",
            Kind::Document => "document",
            Kind::Foreign(..) => "foreign",
            Kind::Empty => "empty",
        };
        for name in ["a.jfif", "a.jpe", "a", "CV 12.2019", "a.csv", "a.html"] {
            assert_eq!(is(name, jpeg), "image", "{name}");
        }
        for name in ["a", "a.TXT", "a.2019", "BC 3.QĐ-UBND"] {
            assert_eq!(is(name, text), "document", "{name}");
        }
        for name in ["a.ini", "a.MD", "a.docx", "a.csv"] {
            assert_eq!(is(name, text), "foreign", "{name}");
        }
        assert_eq!(is("a.xml", b"<?xml version='1.0'?><alto/>"), "document");
        assert_eq!(is("scan", b""), "empty");
    }

    #[test]
    fn kinds_are_told_by_content() {
        let mut docx = b"PK\x03\x04\x14\0\x06\0[Content_Types].xml".to_vec();
        docx.extend_from_slice(b"....word/document.xml");
        let mut bitmap = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        bitmap.resize(64, 0);
        let cases: &[(&[u8], Content)] = &[
            (b"%PDF-1.7\n", Content::Pdf),
            (b"\xef\xbb\xbfjunk\n%PDF-1.4", Content::Pdf),
            (b"II*\0\x08\0\0\0", Content::Tiff),
            (b"\x89PNG\r\n\x1a\n\0", Content::Image(image::ImageFormat::Png)),
            (b"P5 4 4 255\n\0\0", Content::Image(image::ImageFormat::Pnm)),
            (b"P5 and other words", Content::Text),
            (b"BM is how this text begins, and it goes on", Content::Text),
            (b"MZ is how this one begins", Content::Text),
            (&bitmap, Content::Image(image::ImageFormat::Bmp)),
            (&docx, Content::Foreign("a Word document (.docx)", SAVE_AS_PDF)),
            (b"PK\x05\x06", Content::Foreign("a ZIP archive", UNPACK)),
            ("Cộng hòa".as_bytes(), Content::Text),
            (b"C\xd6ng h\xdfa", Content::Text),
        ];
        for (bytes, expected) in cases {
            assert_eq!(recognise(bytes), *expected, "{}", String::from_utf8_lossy(bytes));
        }
        assert!(matches!(recognise(b"\x00\x01\x02\x03"), Content::Foreign("no kind of file known here", _)));
        assert!(matches!(recognise(b"\xff\xfe\0\0C\0\0\0"), Content::Foreign("a text in UTF-32", _)));
        for wide in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = "Cộng hòa xã hội".encode_utf16().flat_map(wide).collect();
            assert!(matches!(recognise(&bytes), Content::Foreign("a text in UTF-16 without its mark", _)));
        }
        assert!(matches!(recognise(b"  <!DOCTYPE html><html>"), Content::Foreign(..)));
        let wide = |mark: &[u8], text: &str| -> Vec<u8> {
            mark.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        for mark in [b"\xff\xfe".as_slice(), b""] {
            let hocr = wide(mark, "<html><body><div class='ocr_page'>Cộng hòa</div></body></html>");
            assert_eq!(recognise(&hocr), Content::Markup(Markup::Hocr));
            let page = wide(mark, "<!DOCTYPE html><html><body>Cộng hòa</body></html>");
            assert!(matches!(recognise(&page), Content::Foreign("an HTML or XML document", _)));
        }
        assert_eq!(recognise(&wide(b"\xff\xfe", "Cộng hòa <sic> xã hội")), Content::Text);
        let alto = b"<?xml version='1.0'?><alto/>";
        assert_eq!(recognise(alto), Content::Markup(Markup::Alto));
        assert!(matches!(recognise(b"{\\rtf1 text}"), Content::Foreign("an RTF document", _)));
    }
}
