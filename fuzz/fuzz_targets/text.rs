//! A text file's lines are the lines of its pages, in order; what is no text in UTF-8 or UTF-16 is refused.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::SourceKind;
use phuchoi::source::read_text;
use phuchoi_fuzz::{check_source, open};

fuzz_target!(|bytes: &[u8]| {
    if let Some(source) = open(bytes)
        && source.info().kind == SourceKind::Text
    {
        check_source(&source);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read: Vec<String> = read_text(text).into_iter().flatten().map(|line| line.ocr).collect();
    let own: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    assert_eq!(read, own);
});
