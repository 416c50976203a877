//! A language model damaged anywhere is refused when it is opened, or answers for every word without a panic.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use phuchoi::language::case::Case;
use phuchoi::language::ngram::model::NgramModel;
use phuchoi::language::ngram::train::{TrainingSettings, TrainingText, train};
use phuchoi_fuzz::{MemoryFile, file_of};

/// A model of a few words.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = "cơ quan tham mưu của Hội đồng\nHội đồng nhân dân tỉnh\ncơ quan nhân dân của tỉnh\n".repeat(8);
    let file = MemoryFile::new();
    let texts = [TrainingText { path: file.write(text.as_bytes()), weight: 1.0 }];
    let settings = TrainingSettings {
        least_word: 1.0,
        least_count: [1.0; 3],
        least_gain: [0.0; 3],
        hold_out: None,
        ..TrainingSettings::default()
    };
    train(&texts, &settings).expect("a model")
});

#[derive(Debug, Arbitrary)]
struct Damage {
    /// Bytes written over others, from the start and from the end, where the trie lies.
    written: Vec<(bool, u16, u8)>,
    /// N-grams that the header moves from order 2 to order 3, which leaves the file's length right.
    moved: i8,
    /// Bytes taken from the end.
    cut: Option<u16>,
    added: Vec<u8>,
}

fuzz_target!(|damage: Damage| {
    let mut bytes = WHOLE.clone();
    for (from_end, at, value) in &damage.written {
        let at = usize::from(*at) % bytes.len();
        let at = if *from_end { bytes.len() - 1 - at } else { at };
        bytes[at] = *value;
    }
    for (at, moved) in [(16, -i32::from(damage.moved)), (20, i32::from(damage.moved))] {
        let count = i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        bytes[at..at + 4].copy_from_slice(&count.wrapping_add(moved).to_le_bytes());
    }
    if let Some(cut) = damage.cut {
        bytes.truncate(bytes.len().saturating_sub(usize::from(cut)));
    }
    bytes.extend(&damage.added);
    let is_whole = bytes == *WHOLE;
    assert_eq!(NgramModel::from_bytes(bytes.clone()).is_ok(), is_whole, "the checksum tells");

    let Ok(model) = NgramModel::open(&file_of(&bytes)) else { return };
    let words: Vec<_> = model.vocabulary().map(|(id, _)| id).take(12).collect();
    let mut state = model.start();
    for (id, before) in words.iter().flat_map(|id| words.iter().map(move |before| (*id, *before))) {
        state = model.score(state, before).1;
        state = model.score(state, id).1;
        model.case_probability(id, Some(Case::Title), Case::Upper);
        model.word(id);
    }
});
