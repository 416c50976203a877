//! Two records as `eval` reads them are scored within 0 to 100, and a record against itself has nothing wrong.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::evaluation::records::Found;
use phuchoi::evaluation::{RecordScore, RecordSet, score_records};

fuzz_target!(|bytes: &[u8]| {
    let mut parted = bytes.splitn(2, |byte| *byte == 0);
    let record = |part: Option<&[u8]>| serde_json::from_slice::<RecordSet>(part?).ok();
    let Some(truth) = record(parted.next()) else { return };
    let own = score_records(&truth, &truth);
    for found in counts(&own) {
        assert_eq!((found.truth, found.found), (found.right, found.right), "{own:?}");
    }
    assert!(own.errors.is_empty(), "{:?}", own.errors);
    let Some(seen) = record(parted.next()) else { return };
    let score = score_records(&truth, &seen);
    for found in counts(&score) {
        assert!(found.right <= found.truth && found.right <= found.found, "{score:?}");
        assert!((0.0..=100.0).contains(&found.f1()), "{score:?}");
    }
    assert!((0.0..=100.0).contains(&score.mean_teds()), "{score:?}");
    assert!((0.0..=100.0).contains(&score.mean_teds_spans()), "{score:?}");
    assert!(!score.to_string().is_empty());
});

fn counts(score: &RecordScore) -> impl Iterator<Item = Found> {
    score.named().map(|(_, found)| found)
}
