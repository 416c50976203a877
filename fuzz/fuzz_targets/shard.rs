//! A shard of any bytes is read or refused, and no record that it names lies outside the output folder.

#![no_main]

use std::fs;
use std::path::{Component, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use phuchoi::batch::catalogue::Catalogue;
use phuchoi::batch::input::Group;
use phuchoi::batch::shard;

/// One folder, kept under one name, so that targets that are killed leave one folder and not many.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = PathBuf::from("/dev/shm/phuchoi-fuzz-shard");
    fs::create_dir_all(&folder).expect("a folder in memory");
    folder
});

fuzz_target!(|bytes: &[u8]| {
    let manifest = FOLDER.join("00000.jsonl");
    fs::write(&manifest, bytes).expect("room in memory");
    let mut catalogue = Catalogue::open(&FOLDER).expect("begun");
    if shard::read(&mut catalogue, &manifest).is_err() {
        return;
    }
    // Parted again, the records have the same names, each within the folder.
    let shards = FOLDER.join("again");
    shard::write(&mut catalogue, Group::File, usize::MAX, &shards).expect("room in memory");
    let again = fs::read_to_string(shards.join("00000.jsonl")).unwrap_or_default();
    for line in again.lines().skip(1) {
        let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if let Some(record) = entry["record"].as_str() {
            let parts: Vec<_> = std::path::Path::new(record).components().collect();
            assert!(
                !parts.is_empty() && parts.iter().all(|part| matches!(part, Component::Normal(_))),
                "{record}"
            );
        }
    }
});
