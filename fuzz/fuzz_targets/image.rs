//! A PNG, JPEG, BMP, PNM or WebP of any bytes keeps to the limit of pixels, and is the same page alone and in a folder.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::source::{FolderContents, OpenOptions, Source};
use phuchoi_fuzz::{PIXEL_LIMIT, check_source, file_of, open, tolerate_panics_of_dependencies};

fuzz_target!(init: tolerate_panics_of_dependencies(), |bytes: &[u8]| {
    let alone = open(bytes);
    if let Some(source) = &alone {
        check_source(source);
    }
    let options = OpenOptions { pixel_limit: PIXEL_LIMIT, ..OpenOptions::default() };
    let folder = Source::folder_with(vec![file_of(bytes)], &FolderContents::default(), &options);
    check_source(&folder);
    assert_eq!(alone.and_then(|source| source.page(1).ok()), folder.page(1).ok());
});
