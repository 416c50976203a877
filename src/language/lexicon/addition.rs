//! An addition: one entry put into the text of a dictionary that a person keeps.
//!
//! What comes out is in canonical form, as [`check`](super::check) wants it: header lines first, those missing
//! written; rows in NFC, trimmed, sorted by code point, none twice. A row with a form alone gets `-` for its kind.

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;

use super::Entry;
use crate::language::letter;

/// The header of a dictionary that begins with an addition, by key.
const HEADER: [(&str, &str); 5] = [
    ("what", "entries of one's own, beside the built-in dictionaries"),
    ("source", "phuchoi dictionary add"),
    ("licence", "its owner's"),
    ("date", "that of the file"),
    ("columns", "form\tkind"),
];

/// Stands in a column for which nothing is said.
const NOTHING: &str = "-";

/// What came of an addition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addition {
    /// The dictionary's new text.
    Text(String),
    /// The form is there already.
    Repeated,
}

/// Why an entry cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdditionError {
    /// The form or the kind is empty or white space.
    #[error("the entry, or its kind, is empty")]
    Empty,
    /// A tab or a line's end stands in it, or another character that does not print.
    #[error("`{0:?}` has a tab, a line's end or another control character in it")]
    Control(String),
    /// It has no letter, so that nothing would ever be proposed for it.
    #[error("`{0}` has no letter in it")]
    Letterless(String),
    /// It would be read as a header line.
    #[error("`{0}` begins with `#`, which opens a header line")]
    Comment(String),
    /// The dictionary has other columns than a form and a kind.
    #[error("the dictionary's columns are `{0}`; an entry is added to form and kind only")]
    OtherColumns(String),
    /// A row of the dictionary has more cells than a form and a kind, or an empty one.
    #[error("line {line} is not a form and a kind: `{row}`")]
    OtherRow {
        /// The line, from 1.
        line: usize,
        /// The row as it stands.
        row: String,
    },
}

impl Entry {
    /// Makes an entry of a form and a kind, as the built-in dictionaries write theirs: NFC, one blank between words,
    /// tone marks as in `hòa`.
    ///
    /// # Errors
    ///
    /// Where no dictionary could hold it, or nothing could come of it.
    pub fn of_kind(form: &str, kind: &str) -> Result<Self, AdditionError> {
        let form = cell(form)?;
        if form.starts_with('#') {
            return Err(AdditionError::Comment(form));
        }
        if !form.chars().any(char::is_alphabetic) {
            return Err(AdditionError::Letterless(form));
        }
        Ok(Self { form, columns: vec![cell(kind)?] })
    }
}

fn cell(text: &str) -> Result<String, AdditionError> {
    let text = letter::nfc(text.trim());
    if text.is_empty() {
        return Err(AdditionError::Empty);
    }
    if text.contains(char::is_control) {
        return Err(AdditionError::Control(text));
    }
    let words: Vec<String> = text.split_whitespace().map(fold_tones).collect();
    Ok(words.join(" "))
}

/// Folds the tone placement of each run of letters: `HOÁ-LÝ` becomes `HÓA-LÝ`.
fn fold_tones(word: &str) -> String {
    // A mark on its own belongs to the letter before it, which must not lose its tone to take another.
    let is_between = |c: char| !c.is_alphabetic() && !is_combining_mark(c);
    word.split_inclusive(is_between)
        .map(|run| {
            let letters = run.trim_end_matches(is_between);
            letter::fold_tone_placement(letters) + &run[letters.len()..]
        })
        .collect()
}

/// Adds an entry to a dictionary's text; to none, for a dictionary that is not there yet.
///
/// # Errors
///
/// Where the dictionary has other columns than a form and a kind.
pub fn add(text: &str, entry: &Entry) -> Result<Addition, AdditionError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (header, rows): (Vec<_>, Vec<_>) = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
        .partition(|(line, _)| line.starts_with('#'));
    let header: Vec<&str> = header.into_iter().map(|(line, _)| line).collect();
    if let Some(columns) = header.iter().find_map(|line| line.strip_prefix("# columns:"))
        && columns.trim().split('\t').count() != 2
    {
        return Err(AdditionError::OtherColumns(columns.trim().replace('\t', ", ")));
    }
    let mut sorted = BTreeSet::new();
    for (line, number) in rows {
        sorted
            .insert(row(line).ok_or_else(|| AdditionError::OtherRow { line: number, row: line.to_owned() })?);
    }
    if sorted.iter().any(|[form, _]| *form == entry.form) {
        return Ok(Addition::Repeated);
    }
    sorted.insert([entry.form.clone(), entry.columns.first().map_or(NOTHING, String::as_str).to_owned()]);

    let mut added = String::new();
    for (key, value) in HEADER {
        if !header.iter().any(|line| line.starts_with(&format!("# {key}:"))) {
            added.push_str(&format!("# {key}: {value}\n"));
        }
    }
    let lines = header.into_iter().map(str::to_owned).chain(sorted.into_iter().map(|row| row.join("\t")));
    for line in lines {
        added.push_str(&line);
        added.push('\n');
    }
    Ok(Addition::Text(added))
}

/// Returns a row's form and kind, or `None` where it has other cells.
fn row(line: &str) -> Option<[String; 2]> {
    let mut cells = line.split('\t').map(|cell| letter::nfc(cell.trim()));
    let row = [cells.next()?, cells.next().unwrap_or_else(|| NOTHING.to_owned())];
    (cells.next().is_none() && row.iter().all(|cell| !cell.is_empty())).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn entry(form: &str) -> Entry {
        Entry::of_kind(form, "term").expect("an entry")
    }

    fn added(text: &str, form: &str) -> String {
        match add(text, &entry(form)) {
            Ok(Addition::Text(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    fn rows(text: &str) -> Vec<&str> {
        text.lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn a_dictionary_begins_with_its_first_entry() {
        let text = added("", "Xưởng Hoa Sim");
        assert_eq!(check(&text), []);
        assert_eq!(rows(&text), ["Xưởng Hoa Sim\tterm"]);
    }

    #[test]
    fn entries_are_kept_sorted_by_code_point() {
        let text = ["đò", "Cồn Bấc", "an", "Ủy"].iter().fold(String::new(), |text, form| added(&text, form));
        assert_eq!(check(&text), []);
        assert_eq!(rows(&text), ["Cồn Bấc\tterm", "an\tterm", "đò\tterm", "Ủy\tterm"]);
    }

    #[test]
    fn forms_are_written_as_the_built_in_dictionaries_write_theirs() {
        for (given, form) in [
            ("  Hoa\u{309}  Sim ", "Hỏa Sim"),
            ("uỷ ban", "ủy ban"),
            ("HOÁ-LÝ", "HÓA-LÝ"),
            ("hoá, thuỷ.", "hóa, thủy."),
            ("quý hoàn", "quý hoàn"),
        ] {
            assert_eq!(entry(given).form, form, "{given}");
        }
    }

    #[test]
    fn a_letter_of_two_tones_stays_as_it_is() {
        let form = entry("hoá\u{301}").form;
        assert_eq!(form, "hoá\u{301}", "the tone moved, what is left would not be NFC");
        assert_eq!(check(&added("", &form)), []);
    }

    #[test]
    fn a_form_that_is_there_is_not_added_again() {
        let text = added("", "Hỏa Sim");
        assert_eq!(add(&text, &entry("Hoả Sim")), Ok(Addition::Repeated));
        assert_eq!(rows(&added(&text, "hỏa sim")).len(), 2, "another case is another form");
    }

    #[test]
    fn what_no_dictionary_can_hold_is_refused() {
        let refused = |form: &str| Entry::of_kind(form, "term").expect_err("refused");
        assert_eq!(refused(" \u{a0} "), AdditionError::Empty);
        assert_eq!(refused("a\tb"), AdditionError::Control("a\tb".to_owned()));
        assert_eq!(refused("a\nb"), AdditionError::Control("a\nb".to_owned()));
        assert_eq!(refused("#a"), AdditionError::Comment("#a".to_owned()));
        assert_eq!(refused("24/7"), AdditionError::Letterless("24/7".to_owned()));
        assert_eq!(Entry::of_kind("a", " "), Err(AdditionError::Empty));
    }

    #[test]
    fn a_dictionary_edited_by_hand_is_brought_into_order() {
        let text = added("\u{feff}# what: names\r\n\r\nYên Thế\r\nBa Vì \tplace\r\nYên Thế\r\n", "Mai Châu");
        assert_eq!(check(&text), []);
        assert_eq!(rows(&text), ["Ba Vì\tplace", "Mai Châu\tterm", "Yên Thế\t-"]);
        assert!(text.contains("# what: names\n"), "{text}");
    }

    #[test]
    fn a_dictionary_with_other_columns_is_left_alone() {
        let text = "# columns: form\texpansion\tkind\nUBND\tủy ban nhân dân\tbody\n";
        let refused = add(text, &entry("HĐND")).expect_err("refused");
        assert_eq!(refused, AdditionError::OtherColumns("form, expansion, kind".to_owned()));
        let headless = "UBND\tủy ban nhân dân\tbody\n";
        assert!(matches!(add(headless, &entry("HĐND")), Err(AdditionError::OtherRow { line: 1, .. })));
    }
}
