//! A TIFF of any bytes counts its pages, and each of them is an image within the limit of pixels or a reason.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use phuchoi_fuzz::{check_source, open, tolerate_panics_of_dependencies};

fuzz_target!(init: tolerate_panics_of_dependencies(), |bytes: &[u8]| -> Corpus {
    if !bytes.starts_with(b"II") && !bytes.starts_with(b"MM") {
        return Corpus::Reject;
    }
    if let Some(source) = open(bytes) {
        check_source(&source);
    }
    Corpus::Keep
});
