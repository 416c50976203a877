//! A text held against itself has no error, and no text has more words or numbers wrong than there are on either side.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::evaluation::normalise::lines;
use phuchoi::evaluation::{LineRange, score};

fuzz_target!(|texts: &str| {
    // Parted by form feeds: a range of lines, the truth, the text, what the OCR said.
    let [range, truth, seen, ocr] = texts.splitn(4, '\u{c}').collect::<Vec<_>>()[..] else { return };
    let [truth, seen, ocr] = [truth, seen, ocr].map(lines);
    if let Ok(range) = range.parse::<LineRange>() {
        assert!(range.of(&truth).len() <= truth.len());
    }
    let score = score(&truth, &seen, Some(&ocr));
    assert!(score.numbers_wrong <= score.numbers && score.numbers <= score.words, "{score:?}");
    let of_ocr = score.ocr.expect("was given");
    assert!(
        of_ocr.right_words_broken <= of_ocr.right_words && of_ocr.right_words <= score.words,
        "{score:?}"
    );
    assert!(!score.to_string().is_empty());
    // Marks of doubt are the truth's; without them a text is its own truth.
    if !truth.iter().any(|line| line.contains("{?")) {
        let own = phuchoi::evaluation::score(&truth, &truth, None);
        assert_eq!((own.word_errors, own.character_errors, own.numbers_wrong), (0, 0, 0), "{truth:?}");
    }
});
