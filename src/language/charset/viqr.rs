//! VIQR (RFC 1456): a letter's marks as punctuation after it, `Vie^.t`, and `dd` for đ.
//!
//! A full stop or question mark after a word's last letter may be its tone or the sentence's end. It is the end where the
//! word has a tone already, and at the end of a line or before a capital where the word is a syllable without it. A
//! backslash keeps the next character from being a mark.

use crate::language::letter::{split_tone, with_mark};
use crate::language::syllable::is_syllable;

/// Vowel marks as written, what they are, and the letters that bear them.
const VOWEL_MARKS: [(char, char, &str); 4] =
    [('^', '\u{302}', "aeoAEO"), ('(', '\u{306}', "aA"), ('+', '\u{31b}', "ouOU"), ('*', '\u{31b}', "ouOU")];

const TONES: [(char, char); 5] =
    [('`', '\u{300}'), ('\'', '\u{301}'), ('~', '\u{303}'), ('?', '\u{309}'), ('.', '\u{323}')];

/// True for a word with a mark that no other writing has in its midst: `^`, `(` or `+` after a vowel, `dd` at its start.
pub(super) fn is_marked(word: &str) -> bool {
    let mut characters = word.chars().peekable();
    let mut last = None;
    let opens_with_dd = word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("dd"));
    std::iter::from_fn(|| {
        let character = characters.next()?;
        let before = last.replace(character);
        let bears = |mark: char, letter: char| {
            VOWEL_MARKS.iter().any(|(written, _, letters)| *written == mark && letters.contains(letter))
        };
        Some(before.is_some_and(|letter| bears(character, letter)))
    })
    .any(|marks| marks)
        || opens_with_dd
}

/// Returns text written in VIQR in composed Unicode.
pub(super) fn decode(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut decoded = String::with_capacity(text.len());
    let mut word = String::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        at += 1;
        if character == '\\' && characters.get(at).is_some_and(char::is_ascii_punctuation) {
            decoded.push_str(&word);
            word.clear();
            decoded.push(characters[at]);
            at += 1;
            continue;
        }
        if !character.is_alphabetic() {
            decoded.push_str(&word);
            word.clear();
            decoded.push(character);
            continue;
        }
        let next = characters.get(at).copied();
        if matches!((character, next), ('d' | 'D', Some('d' | 'D'))) {
            word.push(if character == 'd' { 'đ' } else { 'Đ' });
            at += 1;
            continue;
        }
        let mut letter = character;
        let mark =
            VOWEL_MARKS.iter().find(|(mark, _, letters)| Some(*mark) == next && letters.contains(letter));
        if let Some(marked) = mark.and_then(|(_, mark, _)| with_mark(letter, *mark)) {
            letter = marked;
            at += 1;
        }
        let bears = "aeiouyAEIOUY".contains(character);
        let tone = TONES.iter().find(|(tone, _)| bears && characters.get(at) == Some(tone));
        if let Some(marked) = tone.and_then(|(_, tone)| with_mark(letter, *tone))
            && !ends_sentence(&word, letter, &characters[at..])
        {
            letter = marked;
            at += 1;
        }
        word.push(letter);
    }
    decoded + &word
}

/// True where the mark that `rest` begins with, after a word's last letter, is no tone.
fn ends_sentence(word: &str, letter: char, rest: &[char]) -> bool {
    let mark = rest.first().copied();
    let follows = rest.get(1).copied();
    if follows.is_some_and(char::is_alphabetic) {
        return false;
    }
    let whole = format!("{word}{letter}");
    if whole.chars().any(|letter| split_tone(letter).1.is_some()) {
        return true;
    }
    let mut after = rest.iter().skip(1).skip_while(|c| matches!(c, ' ' | '\t' | '"' | ')' | '\''));
    // Where all is written in capitals, they begin nothing.
    let in_capitals = whole.chars().count() > 1 && whole.chars().all(char::is_uppercase);
    let closes = after.next().is_none_or(|c| c.is_uppercase() && !in_capitals || c.is_control());
    matches!(mark, Some('.' | '?')) && closes && is_syllable(&whole)
}

/// Returns how VIQR writes a letter; `None` for one without marks.
pub(super) fn encode(letter: char) -> Option<String> {
    match letter {
        'đ' => return Some("dd".to_owned()),
        'Đ' => return Some("DD".to_owned()),
        _ => {}
    }
    let (rest, tone) = split_tone(letter);
    let bases = "aeiouyAEIOUY".chars();
    let (base, vowel) = bases.into_iter().find_map(|base| {
        if base == rest {
            return Some((base, None));
        }
        let mark = VOWEL_MARKS.iter().find(|(_, mark, _)| with_mark(base, *mark) == Some(rest));
        mark.map(|(written, ..)| (base, Some(*written)))
    })?;
    let tone =
        tone.and_then(|tone| TONES.iter().find(|(_, mark)| *mark == tone)).map(|(written, _)| *written);
    (vowel.is_some() || tone.is_some()).then(|| [Some(base), vowel, tone].into_iter().flatten().collect())
}
