//! Whatever stands in a line, conversion from every charset comes to an end with text, and what a charset writes of a line in
//! Vietnamese letters comes back as that line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::Charset;
use phuchoi::language::charset::{decode, encode, recognise, windows_1252};

const LETTERS: &str = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúýĩũ";

fuzz_target!(|bytes: &[u8]| {
    let line = windows_1252::text(bytes);
    for text in [line.as_str(), std::str::from_utf8(bytes).unwrap_or_default()] {
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(recognise::of_lines(&lines).len(), lines.len());
        for charset in Charset::ALL {
            let _ = recognise::convert(charset, text);
        }
    }
    let letters: Vec<char> = LETTERS.chars().collect();
    // Consonants between, for a mark after a letter may be its own.
    let words: String =
        bytes.iter().map(|&byte| format!("n{}n ", letters[usize::from(byte) % letters.len()])).collect();
    for charset in Charset::ALL {
        assert_eq!(decode(charset, &encode(charset, &words)), words, "{}", charset.name());
    }
});
