//! Tokens that repair must not touch.

use super::cell::Cell;
use crate::language::atom::AtomKind;
use crate::language::letter;

/// True for a token that is an e-mail address, a web address, a file name or a part of a path on Windows.
pub fn is_address(token: &str) -> bool {
    let lower = token.to_lowercase();
    // Names of folders hold blanks: of `C:\Thư mục\Báo cáo` three tokens are parts. Dirt parts no two words so.
    let folders: Vec<&str> = token.split('\\').collect();
    let is_name = |name: &&&str| name.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    let is_drive = folders[0].len() == 2 && folders[0].ends_with(':');
    if folders.len() > 1 && (is_drive || folders.iter().filter(is_name).count() > 1) {
        return true;
    }
    let domain = [".vn", ".com", ".org", ".net", ".gov", ".edu"].iter().any(|d| lower.contains(d));
    (lower.contains('@') && lower.contains('.'))
        || lower.starts_with("www.")
        || lower.contains("://")
        || domain
}

/// Letters of a row label at most: `III`, and what is read for it.
const LONGEST_LABEL: usize = 3;

/// True for a label at the start of its line, which its list's order settles and no context of words: a letter of a
/// paragraph (`a)`, `b.`, `đ)`), or what stands before the first rule of a table row (`iy |` for `III |`).
pub fn is_label(cells: &[Cell<'_>], at: usize) -> bool {
    let cell = &cells[at];
    let opens = at == 0 || cells[at - 1].line != cell.line;
    let letters = cell.atom.text.chars().count();
    let next = cells.get(at + 1).filter(|next| next.line == cell.line).map(|next| &next.atom);
    let closed = next.is_some_and(|next| !next.spaced && matches!(next.text, ")" | "."));
    let ruled = next.is_some_and(|next| next.text == "|");
    let numeral = closed && may_be_numeral(cell.atom.text);
    opens && (letters == 1 && closed || numeral || letters <= LONGEST_LABEL && ruled)
}

/// True for strokes that may be a roman numeral: `I1`, `IIL`, `Il`, `VIl`.
fn may_be_numeral(text: &str) -> bool {
    (2..=4).contains(&text.chars().count())
        && text.starts_with(['I', 'V', 'X'])
        && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'l' | '1' | '|' | '!' | 'L' | 'i'))
}

/// True for a numeral of capitals that is hardly ever a word: a list's own order tells a wrong one, not its words.
///
/// `VI` and `XI` are left to the decoder: `ĐƠN VI` lost a dot below.
pub fn is_roman_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && !matches!(text, "VI" | "XI")
}

/// True for a part of a code, joined to its other parts by `/` or `-` without space: `NQ` and `HĐND` of
/// `43/2021/NQ-HĐND`.
pub fn in_code(cells: &[Cell<'_>], at: usize) -> bool {
    let joins = |index: usize| matches!(cells[index].atom.text, "/" | "-");
    let before = at > 0 && !cells[at].atom.spaced && joins(at - 1) && cells[at - 1].line == cells[at].line;
    let after = cells.get(at + 1).is_some_and(|next| {
        next.line == cells[at].line && !next.atom.spaced && matches!(next.atom.text, "/" | "-")
    });
    before || after
}

/// True for one or two characters with a letter among them that no Vietnamese word has (`lŠ`, `LØ`): what the
/// Vietnamese engine writes for digits it cannot make out (`15`, `10`), and no word to be guessed.
pub fn may_be_number(text: &str) -> bool {
    let own = |c: char| {
        c.is_ascii() || "àáâãèéêìíòóôõùúýđ".contains(letter::nfc(&c.to_lowercase().to_string()).as_str())
    };
    let foreign = |c: char| c.is_alphabetic() && !own(c) && !letter::is_vietnamese_only(c);
    text.chars().count() <= 2 && text.chars().any(foreign)
}

/// Units as they run into their number: `30ha`, `22h`.
const UNITS: [&str; 22] = [
    "cm", "g", "gb", "ha", "h", "kg", "km", "km2", "kv", "kw", "kwh", "l", "m", "m2", "m3", "mb", "mg", "ml",
    "mm", "mw", "mwh", "t",
];

/// True for a number with its unit, or for an area or a volume alone (`m2`): no letters to be guessed.
///
/// A single digit before `l`, `t` or `g` may be a letter itself.
pub fn is_measure(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = text[digits..].to_ascii_lowercase();
    let listed = UNITS.contains(&unit.as_str());
    match digits {
        0 => listed && unit.ends_with(['2', '3']),
        1 => listed && !matches!(unit.as_str(), "l" | "t" | "g"),
        _ => listed,
    }
}

/// True for a word that is all its line has, as in a cell of a table.
pub fn is_whole_line(cells: &[Cell<'_>], at: usize) -> bool {
    let is_same = |other: Option<&Cell<'_>>| other.is_some_and(|other| other.line == cells[at].line);
    !is_same(at.checked_sub(1).and_then(|before| cells.get(before))) && !is_same(cells.get(at + 1))
}

/// True for a unit of two letters and more as it stands by itself: `Kg`, `ha`, `m2`.
pub fn is_unit(text: &str) -> bool {
    text.len() > 1 && UNITS.contains(&text.to_ascii_lowercase().as_str())
}

/// True for capitals without a vowel, which are no syllable: `SL`.
pub fn is_without_vowel(text: &str) -> bool {
    text.chars().count() > 1
        && text
            .chars()
            .all(|c| c.is_uppercase() && !"aeiouy".contains(letter::strip_marks(&c.to_string()).as_str()))
}

/// True for an `&` between two names.
pub fn joins_names(cells: &[Cell<'_>], at: usize) -> bool {
    let capital = |index: Option<usize>| {
        index.and_then(|i| cells.get(i)).is_some_and(|c| c.atom.text.starts_with(char::is_uppercase))
    };
    cells[at].atom.text == "&" && capital(at.checked_sub(1)) && capital(Some(at + 1))
}

/// Digits that OCR writes for letters, and for which a number of them alone may be a word: `101` for `lời`.
const LETTER_LIKE: &[char] = &['0', '1', '6', '8', '9', '5', '4'];

/// True where a number may be letters read as digits: short, of letter-like digits, standing free between words.
///
/// What belongs to a date, a code, an amount or a list stays a number.
pub fn may_be_letters(cells: &[Cell<'_>], at: usize) -> bool {
    let atom = &cells[at].atom;
    let length = atom.text.chars().count();
    let word = |index: Option<usize>| {
        index
            .and_then(|i| cells.get(i))
            .is_some_and(|c| c.atom.kind == AtomKind::Word && c.line == cells[at].line)
    };
    (2..=3).contains(&length)
        && atom.text.chars().all(|c| LETTER_LIKE.contains(&c))
        && atom.spaced
        && word(at.checked_sub(1))
        && cells.get(at + 1).is_none_or(|next| next.atom.spaced || matches!(next.atom.text, "," | ";" | "."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_their_units_are_no_words() {
        for (text, is) in
            [("22h", true), ("75kg", true), ("m2", true), ("3m", true), ("16p", false), ("1l", false)]
        {
            assert_eq!(is_measure(text), is, "{text}");
        }
        assert!(!is_measure("m") && !is_measure("d6") && !is_measure("vo1"));
        assert!(is_unit("Kg") && is_unit("ha") && !is_unit("Kỹ") && !is_unit("l"));
    }

    #[test]
    fn capitals_without_a_vowel_are_no_syllable() {
        for (text, is) in
            [("SL", true), ("ĐVT", true), ("SU", false), ("TÊ", false), ("S", false), ("Sl", false)]
        {
            assert_eq!(is_without_vowel(text), is, "{text}");
        }
    }

    #[test]
    fn paths_on_windows_are_addresses_and_a_stray_stroke_makes_none() {
        let cases = [
            (r"C:\Thư", true),
            (r"D:\VanBan\QD-2024\ban_chinh", true),
            (r"mục\Báo", true),
            (r"\\maychu\chung", true),
            (r"\Thư", false),
            (r"thư\", false),
            (r"\", false),
            (r"t\hư", false),
        ];
        for (token, is) in cases {
            assert_eq!(is_address(token), is, "{token}");
        }
    }

    #[test]
    fn strokes_may_be_a_numeral_and_words_are_none() {
        for (text, may) in
            [("I1", true), ("IIL", true), ("VIl", true), ("XI", true), ("Vi", true), ("In", false)]
        {
            assert_eq!(may_be_numeral(text), may, "{text}");
        }
    }

    #[test]
    fn short_tokens_with_foreign_letters_may_be_numbers() {
        for (text, may) in
            [("lŠ", true), ("LØ", true), ("là", false), ("ở", false), ("Ý", false), ("QĐÐ", false)]
        {
            assert_eq!(may_be_number(text), may, "{text}");
        }
    }
}
