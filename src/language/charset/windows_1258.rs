//! Windows-1258: as Windows-1252 but for a dozen letters and five tones, which follow the letter that bears them.

use std::sync::LazyLock;

use super::decomposed;
use super::windows_1252;

/// Characters by their byte, as the Encoding Standard has them; what it leaves open is as in Windows-1252.
static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    (0..=255_u8)
        .map(|byte| {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1258.decode_without_bom_handling(&bytes);
            let character = text.chars().next().filter(|&c| c != char::REPLACEMENT_CHARACTER);
            character.unwrap_or_else(|| windows_1252::character(byte))
        })
        .collect()
});

/// Returns text written in Windows-1258 in composed Unicode.
pub(super) fn decode(text: &str) -> String {
    let character = |c: char| windows_1252::byte(c).map_or(c, |byte| CHARACTERS[usize::from(byte)]);
    decomposed::compose(&text.chars().map(character).collect::<String>())
}

/// Returns how Windows-1258 writes a letter; `None` for one it writes as Windows-1252 does, or not at all.
pub(super) fn encode(letter: char) -> Option<String> {
    let written = |c: char| {
        let byte = CHARACTERS.iter().position(|&own| own == c)?;
        Some(windows_1252::character(u8::try_from(byte).ok()?))
    };
    if let Some(own) = written(letter) {
        return (own != letter).then(|| own.to_string());
    }
    let (rest, tone) = crate::language::letter::split_tone(letter);
    Some([written(rest)?, written(tone?)?].iter().collect())
}
