//! A text file's lines are the lines of its pages, in order, as they stood before they were converted from their charset.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::{Line, SourceKind};
use phuchoi::source::read_text;
use phuchoi_fuzz::{check_source, open};

fuzz_target!(|bytes: &[u8]| {
    if let Some(source) = open(bytes)
        && source.info().kind == SourceKind::Text
    {
        check_source(&source);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let stood = |line: Line| line.legacy.map_or(line.ocr, |legacy| legacy.text);
    let read: Vec<String> = read_text(text).into_iter().flatten().map(stood).collect();
    let own: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    assert_eq!(read, own);
});
