//! VNI for Windows: a base letter, then one character for its marks; letters whose marks are few have one of their own.
//!
//! # Grammar
//!
//! ```text
//! letter = base [ mark ] | own
//! base   = a e o u y, ô (ơ), ö (ư)
//! own    = ñ (đ), í ì æ ó ò (í ì ỉ ĩ ị), î (ỵ)
//! ```
//!
//! A mark may be a capital or small, whatever its base; the base decides.

use super::windows_1252;
use crate::language::letter::with_mark;

const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';
const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const TILDE: char = '\u{303}';
const HOOK: char = '\u{309}';
const DOT: char = '\u{323}';

/// Marks: the character, the vowel mark, the tone.
const MARKS: [(char, Option<char>, Option<char>); 17] = [
    ('ù', None, Some(ACUTE)),
    ('ø', None, Some(GRAVE)),
    ('û', None, Some(HOOK)),
    ('õ', None, Some(TILDE)),
    ('ï', None, Some(DOT)),
    ('â', Some(CIRCUMFLEX), None),
    ('á', Some(CIRCUMFLEX), Some(ACUTE)),
    ('à', Some(CIRCUMFLEX), Some(GRAVE)),
    ('å', Some(CIRCUMFLEX), Some(HOOK)),
    ('ã', Some(CIRCUMFLEX), Some(TILDE)),
    ('ä', Some(CIRCUMFLEX), Some(DOT)),
    ('ê', Some(BREVE), None),
    ('é', Some(BREVE), Some(ACUTE)),
    ('è', Some(BREVE), Some(GRAVE)),
    ('ú', Some(BREVE), Some(HOOK)),
    ('ü', Some(BREVE), Some(TILDE)),
    ('ë', Some(BREVE), Some(DOT)),
];

/// Letters of one character, which may bear a tone where they are bases.
const OWN: [(char, char); 9] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
];

/// Returns text written in VNI in composed Unicode.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let letter = own(character);
        match characters.peek().and_then(|&mark| marked(letter, mark)) {
            Some(whole) => {
                decoded.push(whole);
                characters.next();
            }
            None => decoded.push(letter),
        }
    }
    decoded
}

/// The letter that a character is by itself.
fn own(character: char) -> char {
    let western = western(character);
    let small = small(western);
    match OWN.iter().find(|(own, _)| *own == small) {
        Some((_, letter)) => in_case_of(western, *letter),
        None => character,
    }
}

/// The letter with the marks that a character stands for; `None` where it bears none such.
fn marked(letter: char, mark: char) -> Option<char> {
    let base = small(letter);
    let mark = small(western(mark));
    let (_, vowel, tone) = MARKS.into_iter().find(|(written, ..)| *written == mark)?;
    let bears = match vowel {
        Some(BREVE) => base == 'a',
        Some(_) => matches!(base, 'a' | 'e' | 'o'),
        None => matches!(base, 'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư'),
    };
    let with = |letter, mark: Option<char>| mark.map_or(Some(letter), |mark| with_mark(letter, mark));
    bears.then(|| with(with(letter, vowel)?, tone)).flatten()
}

fn western(character: char) -> char {
    windows_1252::byte(character).map_or(character, windows_1252::character)
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn in_case_of(pattern: char, letter: char) -> char {
    if pattern.is_uppercase() { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
}

/// Returns how VNI writes a letter; `None` for one it writes as Unicode does, or not at all.
pub(super) fn encode(letter: char) -> Option<String> {
    let single = OWN.into_iter().find(|(_, own)| *own == small(letter));
    if let Some((written, _)) = single {
        return Some(in_case_of(letter, written).to_string());
    }
    let bases = "aeouyơư".chars().chain("AEOUYƠƯ".chars());
    bases.into_iter().find_map(|base| {
        let (mark, ..) = MARKS.into_iter().find(|(mark, ..)| marked(base, *mark) == Some(letter))?;
        let written =
            OWN.into_iter().find(|(_, own)| *own == small(base)).map_or(base, |(written, _)| written);
        let written = in_case_of(base, small(written));
        Some([written, in_case_of(base, mark)].iter().collect())
    })
}
