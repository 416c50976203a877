//! Charsets that Vietnamese was written in before Unicode, and Unicode that is not composed.
//!
//! [`decode`] brings text to composed Unicode, [`encode`] back; [`font`] tells a charset by the name of a font,
//! [`recognise`] by the words that come of it. A text of bytes is given as what Windows-1252 makes of it
//! ([`windows_1252::text`]), which is how old texts mostly come: somebody's software took them for Western.
//!
//! Sources: TCVN 5712:1993; RFC 1456 for VISCII and VIQR; the Encoding Standard for Windows-1258; VNI and VPS as their
//! fonts have them.

use std::sync::LazyLock;

use crate::document::Charset;

mod capitals;
mod decomposed;
pub mod font;
pub mod recognise;
mod tcvn3;
mod viqr;
mod viscii;
mod vni;
mod vps;
pub mod windows_1252;
mod windows_1258;

impl Charset {
    /// All of them, in the order in which they are tried.
    pub const ALL: [Self; 7] =
        [Self::Tcvn3, Self::Vni, Self::Vps, Self::Viscii, Self::Windows1258, Self::Viqr, Self::Decomposed];

    /// Returns what it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Vps => "VPS",
            Self::Viscii => "VISCII",
            Self::Viqr => "VIQR",
            Self::Windows1258 => "Windows-1258",
            Self::Decomposed => "decomposed Unicode",
        }
    }
}

/// The letters of a charset of one byte a letter.
struct Bytes([Option<char>; 256]);

impl Bytes {
    fn new(runs: &[(u8, &str)]) -> Self {
        let mut letters = [None; 256];
        for (first, run) in runs {
            for (letter, place) in run.chars().zip(letters.iter_mut().skip(usize::from(*first))) {
                *place = Some(letter);
            }
        }
        Self(letters)
    }

    fn of(charset: Charset) -> Option<&'static Self> {
        static TCVN3: LazyLock<Bytes> = LazyLock::new(|| Bytes::new(tcvn3::LETTERS));
        static VISCII: LazyLock<Bytes> = LazyLock::new(|| Bytes::new(viscii::LETTERS));
        static VPS: LazyLock<Bytes> = LazyLock::new(|| Bytes::new(vps::LETTERS));
        match charset {
            Charset::Tcvn3 => Some(&TCVN3),
            Charset::Viscii => Some(&VISCII),
            Charset::Vps => Some(&VPS),
            _ => None,
        }
    }

    fn letter(&self, character: char) -> char {
        windows_1252::byte(character).and_then(|byte| self.0[usize::from(byte)]).unwrap_or(character)
    }

    fn written(&self, letter: char) -> Option<char> {
        let byte = self.0.iter().position(|own| *own == Some(letter))?;
        Some(windows_1252::character(u8::try_from(byte).ok()?))
    }
}

/// Returns text written in a charset in composed Unicode. What the charset does not know stays as it is.
///
/// ```
/// use phuchoi::document::Charset;
/// use phuchoi::language::charset::decode;
///
/// assert_eq!(decode(Charset::Tcvn3, "Céng hoµ x· héi"), "Cộng hoà xã hội");
/// assert_eq!(decode(Charset::Vni, "Coäng hoaø xaõ hoäi"), "Cộng hoà xã hội");
/// assert_eq!(decode(Charset::Viqr, "Co^.ng hoa` xa~ ho^.i"), "Cộng hoà xã hội");
/// ```
pub fn decode(charset: Charset, text: &str) -> String {
    match charset {
        Charset::Vni => vni::decode(text),
        Charset::Viqr => viqr::decode(text),
        Charset::Windows1258 => windows_1258::decode(text),
        Charset::Decomposed => decomposed::decode(text),
        Charset::Tcvn3 | Charset::Vps | Charset::Viscii => match Bytes::of(charset) {
            Some(bytes) => text.chars().map(|c| bytes.letter(c)).collect(),
            None => text.to_owned(),
        },
    }
}

/// Returns composed Unicode as a charset writes it, the inverse of [`decode`]. Letters that the charset has no code for,
/// such as most capitals in TCVN3, stay as they are.
pub fn encode(charset: Charset, text: &str) -> String {
    let written = |letter: char| match charset {
        Charset::Vni => vni::encode(letter),
        Charset::Viqr => viqr::encode(letter),
        Charset::Windows1258 => windows_1258::encode(letter),
        Charset::Decomposed => {
            let mut parts = String::new();
            unicode_normalization::char::decompose_canonical(letter, |part| parts.push(part));
            Some(parts)
        }
        Charset::Tcvn3 | Charset::Vps | Charset::Viscii => {
            Bytes::of(charset)?.written(letter).map(|c| c.to_string())
        }
    };
    text.chars().map(|letter| written(letter).unwrap_or_else(|| letter.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

    #[test]
    fn every_letter_comes_back() {
        for charset in Charset::ALL {
            for letter in SMALL.chars() {
                // TCVN3 has no other capitals than those without a tone.
                let capitals = letter
                    .to_uppercase()
                    .next()
                    .filter(|c| charset != Charset::Tcvn3 || "ĂÂÊÔƠƯĐ".contains(*c));
                for letter in std::iter::once(letter).chain(capitals) {
                    let word = format!("t{letter}n");
                    let written = encode(charset, &word);
                    let is_same =
                        letter < '\u{100}' || charset == Charset::Decomposed && "đĐ".contains(letter);
                    assert!(is_same || written != word, "{}: {letter} has no code", charset.name());
                    assert_eq!(decode(charset, &written), word, "{}", charset.name());
                }
            }
        }
    }

    #[test]
    fn marks_in_odd_order_are_put_right() {
        for (given, expected) in [
            ("Vie\u{302}\u{323}t", "Việt"),
            ("Vie\u{323}\u{302}t", "Việt"),
            ("tie\u{301}\u{302}ng", "tiếng"),
            ("ti\u{e9}\u{302}ng", "tiếng"),
            ("nu\u{31b}o\u{301}\u{31b}c", "nước"),
            ("Ðảng", "Đảng"),
            ("það", "það"),
        ] {
            assert_eq!(decode(Charset::Decomposed, given), expected);
        }
    }

    #[test]
    fn a_stop_after_viqr_is_a_tone_or_an_end() {
        for (given, expected) in [
            ("Vie^.t Nam.", "Việt Nam."),
            ("la. lu`ng", "lạ lùng"),
            ("Ma. Cha la`", "Ma. Cha là"),
            ("nu+o+'c.", "nước."),
            ("So+? Va(n ho'a dde^` nghi. UBND", "Sở Văn hóa đề nghị UBND"),
            ("ba` Nguye^~n Thi. Hoa, Bo^. No^.i vu.", "bà Nguyễn Thị Hoa, Bộ Nội vụ"),
            (
                "Pha^`n II. WTO. Xem www.nyse.com, thu+ cho van@vnu.edu.vn",
                "Phần II. WTO. Xem www.nyse.com, thư cho van@vnu.edu.vn",
            ),
            ("HO+.P TA'C VO+'I NHAU. SO+? GIA'O DU.C", "HỢP TÁC VỚI NHAU. SỞ GIÁO DỤC"),
            ("DDa~ nghi.. Tho^i thi ddua. 2. Di dda^u? Ra ddi.", "Đã nghị. Thôi thi đua. 2. Di đâu? Ra đi."),
            (r"ma\.", "ma."),
            ("DDa?ng", "Đảng"),
        ] {
            assert_eq!(decode(Charset::Viqr, given), expected);
        }
    }

    #[test]
    fn glyph_names_of_distiller_are_understood() {
        assert_eq!(decode(Charset::Tcvn3, "n\u{2212}íc x\u{2219} h\u{3bc}ng"), "nước xã hàng");
    }
}
