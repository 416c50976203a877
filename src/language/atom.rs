//! Atoms: the pieces a line falls into for the language model and for repair.
//!
//! A line parts at white space into tokens, and a token into *words* (letters, and the signs and digits that OCR
//! writes for letters), *numbers* and *marks* (punctuation). `216/2018/NQ-HĐND;` is number, mark, number, mark,
//! word, mark, word, mark. Atoms cover every character of the line but its white space, in order.

use std::ops::Range;

/// What an atom is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtomKind {
    /// Letters, with any signs and digits read inside them: `Đoàn`, `d6`, `s&`, `1y`, `¢6`.
    Word,
    /// Digits, with the points and commas inside them: `2023`, `5.100`, `91,25`.
    Number,
    /// One character of punctuation.
    Mark,
}

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Atom<'a> {
    /// Its characters.
    pub text: &'a str,
    /// What it is made of.
    pub kind: AtomKind,
    /// Where it begins, in Unicode scalar values from the start of the line.
    pub start: u32,
    /// Where it ends, half open.
    pub end: u32,
    /// True where white space, or the start of the line, stands before it.
    pub spaced: bool,
}

/// Signs that OCR engines write in place of letters, and that are letters' company inside a word.
const LETTER_SIGNS: &[char] =
    &['&', '¢', '$', '§', '¥', '£', '€', '@', '°', 'º', 'ª', '^', '|', '\\', '©', '®'];

/// Signs that belong to a word only between two of its letters: `ph'i`, `d(ng`, `di€u`.
const INNER_SIGNS: &[char] =
    &['\'', '’', '‘', '`', '´', '(', ')', '{', '}', '[', ']', '!', '?', '~', '_', '"'];

/// Parts a line into atoms.
pub fn atoms(line: &str) -> Vec<Atom<'_>> {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let byte = |at: usize| characters.get(at).map_or(line.len(), |c| c.0);
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if characters[at].1.is_whitespace() {
            at += 1;
            continue;
        }
        let spaced = at == 0 || characters[at - 1].1.is_whitespace();
        let (end, kind) = piece(&characters, at);
        found.push(Atom {
            text: &line[byte(at)..byte(end)],
            kind,
            start: at as u32,
            end: end as u32,
            spaced,
        });
        at = end;
    }
    found
}

/// Returns where the atom that begins at `start` ends, and its kind.
fn piece(characters: &[(usize, char)], start: usize) -> (usize, AtomKind) {
    let at = |index: usize| characters.get(index).map(|c| c.1);
    let run = solid_run(characters, start);
    let solid = &characters[run.clone()];
    if solid.is_empty() {
        return (start + 1, AtomKind::Mark);
    }
    let letters = solid.iter().filter(|c| c.1.is_alphabetic()).count();
    let digits = solid.iter().filter(|c| c.1.is_ascii_digit()).count();
    if letters > 0 {
        return (run.end, AtomKind::Word);
    }
    if digits == solid.len() {
        // A number goes on over points and commas that stand between digits.
        let mut end = run.end;
        while matches!(at(end), Some('.' | ','))
            && at(end + 1).is_some_and(|c| c.is_ascii_digit())
            && !next_run_has_letters(characters, end + 1)
        {
            end = solid_run(characters, end + 1).end;
        }
        return (end, AtomKind::Number);
    }
    if digits > 0 {
        // `30%` and the like: the digits alone are the number. `¢6` has its sign first and is a word.
        let leading = solid.iter().take_while(|c| c.1.is_ascii_digit()).count();
        if leading > 0 {
            return (start + leading, AtomKind::Number);
        }
        return (run.end, AtomKind::Word);
    }
    // A lone sign (`&`, `¢`) may have been a whole syllable; longer runs of signs are marks.
    if solid.len() == 1 && solid[0].1 != '|' && solid[0].1 != '°' && solid[0].1 != '®' && solid[0].1 != '©'
    {
        return (run.end, AtomKind::Word);
    }
    (start + 1, AtomKind::Mark)
}

fn next_run_has_letters(characters: &[(usize, char)], start: usize) -> bool {
    characters[solid_run(characters, start)].iter().any(|c| c.1.is_alphabetic())
}

/// Returns the run of letters, digits and letter-like signs that begins at `start`.
fn solid_run(characters: &[(usize, char)], start: usize) -> Range<usize> {
    let solid = |c: char| {
        c.is_alphanumeric() && !is_superscript(c)
            || unicode_normalization::char::is_combining_mark(c)
            || LETTER_SIGNS.contains(&c)
    };
    let mut end = start;
    while let Some(&(_, c)) = characters.get(end) {
        let inside = INNER_SIGNS.contains(&c)
            && end > start
            && characters[end - 1].1.is_alphabetic()
            && characters.get(end + 1).is_some_and(|next| next.1.is_lowercase());
        if !solid(c) && !inside {
            break;
        }
        end += 1;
    }
    // Signs at the end of a word are marks (`Tỉnh°`), unless they are all there is.
    let trimmed = characters[start..end]
        .iter()
        .rposition(|c| !matches!(c.1, '°' | 'º' | 'ª' | '®' | '©' | '^' | '|' | '\\'))
        .map_or(end, |last| start + last + 1);
    start..trimmed
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(line: &str) -> Vec<(&str, AtomKind)> {
        atoms(line).into_iter().map(|a| (a.text, a.kind)).collect()
    }

    #[test]
    fn a_document_number_parts_into_numbers_and_words() {
        use AtomKind::{Mark, Number, Word};
        assert_eq!(
            kinds("216/2018/NQ-HĐND;"),
            [
                ("216", Number),
                ("/", Mark),
                ("2018", Number),
                ("/", Mark),
                ("NQ", Word),
                ("-", Mark),
                ("HĐND", Word),
                (";", Mark)
            ]
        );
    }

    #[test]
    fn signs_and_digits_inside_letters_stay_with_the_word() {
        use AtomKind::{Mark, Number, Word};
        assert_eq!(kinds("d6 s& Vé&i ¢6"), [("d6", Word), ("s&", Word), ("Vé&i", Word), ("¢6", Word)]);
        assert_eq!(kinds("dcf)ngg."), [("dcf)ngg", Word), (".", Mark)]);
        assert_eq!(
            kinds("5.100 lượt, 30%"),
            [("5.100", Number), ("lượt", Word), (",", Mark), ("30", Number), ("%", Mark)]
        );
        assert_eq!(kinds("Tinh° TW?"), [("Tinh", Word), ("°", Mark), ("TW", Word), ("?", Mark)]);
    }

    proptest::proptest! {
        #[test]
        fn atoms_cover_all_but_white_space(line in "\\PC{0,40}") {
            let found = atoms(&line);
            let joined: String = found.iter().map(|a| a.text).collect();
            let solid: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            proptest::prop_assert_eq!(joined, solid);
            for pair in found.windows(2) {
                proptest::prop_assert!(pair[0].end <= pair[1].start);
            }
        }
    }
}
