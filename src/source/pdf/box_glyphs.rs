//! Boxes to be ticked that are set as glyphs: of fonts of signs, and of Unicode.

use crate::document::check_box::{EMPTY, TICKED};

/// Where fonts of signs have their codes in Unicode, as Word writes them: U+F020 to U+F0FF.
const PRIVATE: std::ops::RangeInclusive<u32> = 0xf020..=0xf0ff;

/// Boxes of a font of signs, by the codes of its glyphs.
struct Signs {
    /// What its name begins with, in small letters without blanks.
    name: &'static str,
    empty: &'static [u8],
    ticked: &'static [u8],
}

/// The fonts, by the character sets that their makers publish; of names that begin alike the longer comes first. A font of an unknown
/// name that is coded so is taken for Wingdings, as Word's `Symbol` bullets are.
const FONTS: &[Signs] = &[
    Signs { name: "wingdings2", empty: b"\xa3", ticked: b"QRST" },
    Signs { name: "wingdings3", empty: b"", ticked: b"" },
    Signs { name: "wingdings", empty: b"opqr\xa8", ticked: b"x\xfd\xfe" },
    Signs { name: "webdings", empty: b"c", ticked: b"" },
    Signs { name: "zapfdingbats", empty: b"opqr", ticked: b"" },
    Signs { name: "dingbats", empty: b"opqr", ticked: b"" },
    Signs { name: "monotypesorts", empty: b"opqr", ticked: b"" },
];

/// Returns the box that a glyph of a font of signs is, given the font's name, the glyph's code and what the file says that it stands
/// for.
pub(super) fn of_font(name: &str, code: u32, text: &str) -> Option<&'static str> {
    let private = text.chars().next().map(u32::from).filter(|c| PRIVATE.contains(c));
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let signs = FONTS.iter().find(|signs| name.starts_with(signs.name));
    let wingdings = || FONTS.iter().find(|signs| signs.name == "wingdings").filter(|_| private.is_some());
    let signs = signs.or_else(wingdings)?;
    // A font of two bytes a glyph tells its own code by what it stands for alone.
    let code = private.or(Some(code)).map(|code| code & 0xff)? as u8;
    if signs.empty.contains(&code) { Some(EMPTY) } else { signs.ticked.contains(&code).then_some(TICKED) }
}

/// Returns the box that a character of Unicode is.
pub(super) fn of_unicode(text: &str) -> Option<&'static str> {
    match text {
        "☐" | "□" | "▢" | "◻" | "◽" | "⬜" | "❏" | "❐" | "❑" | "❒" | "🗆" | "🞎" | "🞏" => {
            Some(EMPTY)
        }
        "☑" | "☒" | "⊠" | "⮽" | "⮹" | "🗳" | "🗵" | "🗷" | "🗹" | "✅" | "❎" => {
            Some(TICKED)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_of_fonts_of_signs_are_told_by_their_codes_and_letters_of_others_are_none() {
        for (name, code, text, expected) in [
            ("Wingdings", 0x6f, "o", Some(EMPTY)),
            ("Wingdings-Regular", 0xa8, "¨", Some(EMPTY)),
            ("Wingdings-Regular", 0xfe, "þ", Some(TICKED)),
            ("Wingdings", 0x78, "x", Some(TICKED)),
            ("Wingdings2", 0x52, "R", Some(TICKED)),
            ("Wingdings 2", 0xa3, "£", Some(EMPTY)),
            ("ZapfDingbats", 0x6f, "❏", Some(EMPTY)),
            ("Wingdings", 0xfc, "ü", None),
            ("SymbolMT", 0x03, "\u{f0fe}", Some(TICKED)),
            ("", 0x12, "\u{f06f}", Some(EMPTY)),
            ("Symbol", 0xb7, "\u{f0b7}", None),
            ("TimesNewRoman", 0x6f, "o", None),
            ("Symbol", 0x6f, "ο", None),
        ] {
            assert_eq!(of_font(name, code, text), expected, "{name} {code:x}");
        }
    }

    #[test]
    fn letters_and_bullets_are_no_boxes() {
        for text in ["o", "O", "■", "▪", "●", "0", "D"] {
            assert_eq!(of_unicode(text), None, "{text}");
        }
    }
}
