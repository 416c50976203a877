//! A PDF of any bytes is opened or refused with a reason, and every page of one that opens can be asked for.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi_fuzz::{check_source, open, tolerate_panics_of_dependencies};

fuzz_target!(init: tolerate_panics_of_dependencies(), |bytes: &[u8]| {
    if let Some(source) = open(bytes) {
        check_source(&source);
    }
});
