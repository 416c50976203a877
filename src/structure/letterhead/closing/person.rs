//! Names of persons.

use std::ops::Range;
use std::sync::LazyLock;

use crate::language::lexicon::Lexicon;
use crate::structure::folding;

/// What stands before a name: degrees, ranks, forms of address.
const TITLES: &[&str] = &[
    "ths", "th.s", "ts", "pgs", "gs", "bs", "bscki", "bsckii", "bsck1", "bsck2", "ds", "ks", "cn", "ls",
    "ông", "bà", "đ/c",
];

/// Returns whether a text is a person's name, with a degree or without: two to five words, each with a capital and the rest small.
pub(in crate::structure::letterhead) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = without_titles(text.trim()).split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| {
            let mut characters = word.chars();
            characters.next().is_some_and(char::is_uppercase)
                && characters.clone().next().is_some()
                && characters.all(char::is_lowercase)
        })
}

/// Cuts off what stands before a name.
fn without_titles(text: &str) -> &str {
    let mut name = text;
    while let Some(end) = name.find(['.', ' ']) {
        // `PGS.TS. Nguyễn Gió`, `Th.S Nguyễn Gió`.
        let longer = name[end + 1..].find(['.', ' ']).map(|more| end + 1 + more);
        let cut = [Some(end), longer].into_iter().flatten().find(|end| is_title(&name[..*end]));
        let Some(cut) = cut else { break };
        name = name[cut + 1..].trim_start_matches(['.', ' ', ',']);
    }
    name
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&with_letters(word.trim_end_matches('.')).to_lowercase().as_str())
}

/// Returns a word with the letters in it that were read as figures: `B8` for `BS`, `5S` for it.
fn with_letters(word: &str) -> String {
    let is_doctor = |end: &&str| end.starts_with('S');
    if let Some(end) = word.strip_prefix(['5', '8']).filter(is_doctor) {
        return format!("B{end}");
    }
    let letter = |c| match c {
        '5' | '8' => 'S',
        '6' => 'G',
        '0' => 'D',
        other => other,
    };
    if word.starts_with(char::is_alphabetic) { word.chars().map(letter).collect() } else { word.to_owned() }
}

/// The surnames of the dictionary, each with how many persons bore it.
static SURNAMES: LazyLock<Vec<(&str, u32)>> = LazyLock::new(|| {
    Lexicon::rows_of("surnames.tsv")
        .filter_map(|row| Some((*row.first()?, row.get(1)?.parse().ok()?)))
        .collect()
});

/// Surnames that lists of names hardly have: they stay as they were read.
static RARE_SURNAMES: LazyLock<Vec<&str>> =
    LazyLock::new(|| Lexicon::rows_of("surnames-rare.tsv").filter_map(|row| row.first().copied()).collect());

/// The fewest letters of a surname of which one was lost or read as another: of a shorter one too little is left.
const FEWEST_LETTERS: usize = 4;

/// Confidence of a word from which on a surname stays as it was read: there are more of them than any list has. On made documents at 150
/// dpi misread surnames had 0.44 to 0.64.
const UNSURE: f32 = 0.7;

/// The same of one that only its marks tell from a surname: `Đỉnh` for `Đinh` was read with 0.8.
const UNSURE_OF_MARKS: f32 = 0.9;

/// How many persons, of those who bear a name that reads like the one seen, bear the likeliest: the share of them from which it is
/// taken.
const CLEAR: f64 = 0.8;

/// What is misread of a name.
#[derive(Debug, PartialEq)]
pub(super) struct Misreading {
    /// Where it stands, in characters of the name.
    pub(super) range: Range<usize>,
    /// What was printed there.
    pub(super) printed: String,
    /// The confidence from which on it stays as it was read.
    pub(super) stays_from: f32,
}

/// Returns what of a name, as recognised, is to be mended: a degree's letters read as figures, a surname that there is none of, where one
/// surname is by far the likeliest, and small letters at the heads of words.
pub(super) fn misread(name: &str) -> Vec<Misreading> {
    let own = without_titles(name);
    let (titles, mut found) = (&name[..name.len() - own.len()], Vec::new());
    let mut start = 0;
    for word in titles.split_inclusive([' ', '.']) {
        let length = word.chars().count();
        let letters = with_letters(word);
        if letters != word {
            found.push(Misreading { range: start..start + length, printed: letters, stays_from: UNSURE });
        }
        start += length;
    }
    let words: Vec<&str> = own.split(' ').collect();
    let parted = parted_surname(&words);
    if let Some(printed) = parted.clone() {
        let length = words[..2].iter().map(|word| word.chars().count()).sum::<usize>() + 1;
        found.push(Misreading { range: start..start + length, printed, stays_from: UNSURE });
    }
    for (at, word) in words.iter().enumerate() {
        let range = start..start + word.chars().count();
        start = range.end + 1;
        if parted.is_some() && at < 2 {
            continue;
        }
        if let Some(printed) = surname_ending(word).filter(|_| at == 0) {
            found.push(Misreading { range, printed: printed.to_owned(), stays_from: f32::INFINITY });
            continue;
        }
        let surname = if at == 0 { surname_of(word) } else { None };
        if let Some(printed) = surname {
            let is_marks = folding::fold(printed) == folding::fold(word);
            let stays_from = if is_marks { UNSURE_OF_MARKS } else { UNSURE };
            found.push(Misreading { range, printed: printed.to_owned(), stays_from });
        } else if let Some(printed) = with_capital(word) {
            found.push(Misreading { range, printed, stays_from: f32::INFINITY });
        }
    }
    found
}

/// Returns a word that begins with a small letter with a capital, without the signs before it.
fn with_capital(word: &str) -> Option<String> {
    let word = word.trim_start_matches(|c: char| c.is_ascii_punctuation());
    let first = word.chars().next().filter(|c| c.is_lowercase())?;
    Some(first.to_uppercase().chain(word.chars().skip(1)).collect())
}

/// Returns the surname that was read as two words, `Ng yên` for `Nguyễn`, or twice.
fn parted_surname(words: &[&str]) -> Option<String> {
    let [first, second, _, ..] = *words else { return None };
    if first == second {
        return is_surname(first).then(|| first.to_owned());
    }
    let joined = with_capital(&format!("{first}{second}").to_lowercase())?;
    // So much of a name is one by itself, but for the letters of a surname, all of them.
    let is_long = first.chars().count() >= FEWEST_LETTERS && !is_surname(&joined);
    if is_surname(first) || is_long {
        return None;
    }
    let known = SURNAMES.iter().find(|(name, _)| *name == joined).map(|(name, _)| *name);
    known.or_else(|| surname_of(&joined)).map(str::to_owned)
}

/// Fewest letters of what is left of a surname that lost its head.
const FEWEST_OF_END: usize = 2;

/// Most letters of its head: `Ng` of `Nguyễn`.
const LONGEST_HEAD: usize = 2;

/// Returns the surname of which a word that begins with a small letter is the end: its head, the capital, was not read.
fn surname_ending(word: &str) -> Option<&'static str> {
    let length = word.chars().count();
    if length < FEWEST_OF_END || !word.starts_with(char::is_lowercase) {
        return None;
    }
    let ends = |fold: &dyn Fn(&str) -> String| -> Vec<(&'static str, u32)> {
        let end = fold(word);
        let is_so = |name: &str| {
            let more = name.chars().count().saturating_sub(length);
            (1..=LONGEST_HEAD).contains(&more) && fold(name).ends_with(&end)
        };
        SURNAMES.iter().copied().filter(|(name, _)| is_so(name)).collect()
    };
    let with_marks = ends(&str::to_lowercase);
    clearest(if with_marks.is_empty() { ends(&folding::fold) } else { with_marks })
}

/// Returns whether a word is a surname, whatever marks and capitals of it were read.
pub(super) fn is_surname(word: &str) -> bool {
    let folded = folding::fold(word);
    let known = SURNAMES.iter().map(|(name, _)| *name).chain(RARE_SURNAMES.iter().copied());
    known.map(folding::fold).any(|name| name == folded)
}

/// Returns the surname that was printed where none is read.
fn surname_of(seen: &str) -> Option<&'static str> {
    if SURNAMES.iter().any(|(name, _)| *name == seen) || RARE_SURNAMES.contains(&seen) {
        return None;
    }
    let folded = folding::fold(seen);
    // A letter lost or another read for it is far rarer than another mark.
    let is_alike = |own: &str| strsim::damerau_levenshtein(&folding::fold(own), &folded);
    let alike = |distance: usize| -> Vec<(&'static str, u32)> {
        SURNAMES.iter().copied().filter(|(name, _)| is_alike(name) == distance).collect()
    };
    let is_long = seen.chars().count() >= FEWEST_LETTERS;
    let other_letters = || if is_long { alike(1) } else { Vec::new() };
    clearest(Some(alike(0)).filter(|alike| !alike.is_empty()).unwrap_or_else(other_letters))
}

/// Returns the name that nearly all bear of those who bear one of several.
fn clearest(near: Vec<(&'static str, u32)>) -> Option<&'static str> {
    let all: u32 = near.iter().map(|(_, count)| count).sum();
    let (name, count) = near.into_iter().max_by_key(|(_, count)| *count)?;
    (f64::from(count) >= CLEAR * f64::from(all)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_misread_of_a_name_is_mended_where_one_reading_is_clear() {
        let mended = |name: &str| {
            let mut text: Vec<char> = name.chars().collect();
            for Misreading { range, printed, .. } in misread(name).into_iter().rev() {
                text.splice(range, printed.chars());
            }
            text.into_iter().collect::<String>()
        };
        for (seen, printed) in [
            ("B8. Tạ Gió", "BS. Tạ Gió"),
            ("5S Tạ Gió", "BS Tạ Gió"),
            ("Ng yên Thị Gió", "Nguyễn Thị Gió"),
            ("Nguy Ến Thị Gió", "Nguyễn Thị Gió"),
            ("Trần Ân Thị Gió", "Trần Ân Thị Gió"),
            ("Hồ Hồ Bá Gió", "Hồ Bá Gió"),
            ("hái Văn Gió", "Thái Văn Gió"),
            ("guyễn Gió", "Nguyễn Gió"),
            ("Tạ (quang Gió", "Tạ Quang Gió"),
            ("Fhan Công Gió", "Phan Công Gió"),
            ("Vụ Bá Gió", "Vũ Bá Gió"),
            ("Ths. Đỉnh Gió", "Ths. Đinh Gió"),
            ("Lê Gió", "Lê Gió"),
            ("Lò Thị Gió", "Lò Thị Gió"),
            ("Quá Thị Gió", "Quá Thị Gió"),
            ("Tạ bá Gió", "Tạ Bá Gió"),
            ("Bài Hữu Gió", "Bài Hữu Gió"),
        ] {
            assert_eq!(mended(seen), printed);
        }
    }

    #[test]
    fn a_name_may_have_a_degree_before_it_and_an_office_is_none() {
        for name in [
            "Tạ Gió",
            "B8. Tạ Gió",
            "Ths. Tạ Bá Gia Yến",
            "BS. Lý Khuê",
            "PGS.TS. Đỗ Văn Giếng",
            "Th.S Lê Mưa",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in ["Yến", "Ths.", "GIÁM ĐỐC", "Trạm đo gió", "Tạ Gió;"] {
            assert!(!is_name(other), "{other}");
        }
    }
}
