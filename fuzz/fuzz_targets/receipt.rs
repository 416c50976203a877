//! A receipt of any bytes is read or ignored, one that is read is written as it was, and scores of any bytes are gathered.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use phuchoi::batch::receipt::{Found, Receipt};
use phuchoi::export::spreadsheet::Cells;
use phuchoi::export::{GatheredScores, scores};

/// A record's folder, kept under one name, so that targets that are killed leave one folder and not many.
static RECORD: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = PathBuf::from("/dev/shm/phuchoi-fuzz-receipt");
    fs::create_dir_all(folder.join("gathered")).expect("a folder in memory");
    folder
});

fuzz_target!(|bytes: &[u8]| {
    fs::write(RECORD.join("receipt.json"), bytes).expect("room in memory");
    if let Found::Whole(receipt) = Receipt::read(&RECORD) {
        receipt.write(&RECORD).expect("room in memory");
        assert_eq!(Receipt::read(&RECORD), Found::Whole(receipt));
    }
    Receipt::revoke(&RECORD).expect("was there");
    assert_eq!(Receipt::read(&RECORD), Found::Nothing);

    fs::write(RECORD.join(scores::FILE), bytes).expect("room in memory");
    let output = RECORD.join("gathered");
    let mut all = GatheredScores::begin(&output, &output, Cells::Guarded).expect("ours");
    all.add(&RECORD.join(scores::FILE)).expect("gathered");
    all.end().expect("written");
    let gathered = fs::read(output.join(scores::FILE)).expect("was written");
    assert!(gathered.starts_with(&scores::head(Cells::Guarded)));
});
