//! Windows-1252: which byte a character stands for where a text of another charset was taken for Western.
//!
//! Old texts reach us as the characters that Western software made of their bytes: those of Windows-1252, or of Latin-1,
//! which differ only in 0x80 to 0x9F. PDF producers go by the names of glyphs instead, and some of those have a second
//! character.

/// The characters of bytes 0x80 to 0x9F; those that Windows-1252 leaves open are Latin-1's control characters.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What the Adobe Glyph List, or a producer that goes by it, makes of a glyph beside its character in Windows-1252.
const SAME_GLYPH: [(char, u8); 5] = [
    // `minus` for the soft hyphen, `periodcentered` twice, `mu`, `macron`.
    ('\u{2212}', 0xad),
    ('\u{2219}', 0xb7),
    ('\u{22c5}', 0xb7),
    ('\u{3bc}', 0xb5),
    ('\u{2c9}', 0xaf),
];

/// Returns the byte that a character stands for, if any.
pub fn byte(character: char) -> Option<u8> {
    u8::try_from(u32::from(character)).ok().or_else(|| {
        let high = HIGH.iter().position(|&high| high == character);
        let high = high.and_then(|at| u8::try_from(at + 0x80).ok());
        high.or_else(|| SAME_GLYPH.iter().find(|(same, _)| *same == character).map(|(_, byte)| *byte))
    })
}

/// Returns the character that a byte is in Windows-1252.
pub fn character(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Returns bytes as the characters that they are in Windows-1252, each its own.
pub fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| character(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_a_character_of_its_own() {
        for value in 0..=255 {
            assert_eq!(byte(character(value)), Some(value), "{value:#x}");
        }
        let (expected, ..) = encoding_rs::WINDOWS_1252.decode(&[0x80, 0x8d, 0x9f, 0xad, 0xff]);
        assert_eq!(text(&[0x80, 0x8d, 0x9f, 0xad, 0xff]), expected);
    }

    #[test]
    fn producers_second_names_of_glyphs_are_known() {
        assert_eq!((byte('\u{2212}'), byte('\u{2219}'), byte('ế')), (Some(0xad), Some(0xb7), None));
    }
}
