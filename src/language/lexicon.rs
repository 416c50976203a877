//! The lexicon: names, terms and abbreviations that a person may edit.
//!
//! A dictionary is a TSV file: comment lines `# key: value` first (`what`, `source`, `licence`, `date`,
//! `columns`), then one entry a row, its written form in the first column. Entries are NFC, sorted by code point,
//! each row once. [`check`] says where a file departs from that; [`addition`] puts an entry into one, and [`query`]
//! finds the entries that hold a word.

pub mod addition;
pub mod query;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::atom::{AtomKind, atoms};
use super::letter;
use super::ngram::stream;

/// One entry of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The form as written.
    pub form: String,
    /// The other columns, as they stand.
    pub columns: Vec<String>,
}

/// A dictionary read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dictionary {
    /// Its name: the file's, without folder.
    pub name: String,
    /// Its entries, in the file's order.
    pub entries: Vec<Entry>,
    /// True for one that the user gave.
    pub user: bool,
}

/// Every dictionary in use.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    dictionaries: Vec<Dictionary>,
    words: Vec<String>,
}

/// Why a dictionary cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file cannot be read.
    #[error("cannot read dictionary `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Lexicon {
    /// The dictionaries that come with the program: file name and text.
    pub const BUILT_IN: [(&str, &str); 10] = [
        ("abbreviations.tsv", include_str!("../../dictionaries/abbreviations.tsv")),
        ("communes.tsv", include_str!("../../dictionaries/communes.tsv")),
        ("districts.tsv", include_str!("../../dictionaries/districts.tsv")),
        ("document-kinds.tsv", include_str!("../../dictionaries/document-kinds.tsv")),
        ("given-syllables.tsv", include_str!("../../dictionaries/given-syllables.tsv")),
        ("organisations.tsv", include_str!("../../dictionaries/organisations.tsv")),
        ("provinces.tsv", include_str!("../../dictionaries/provinces.tsv")),
        ("surnames-rare.tsv", include_str!("../../dictionaries/surnames-rare.tsv")),
        ("surnames.tsv", include_str!("../../dictionaries/surnames.tsv")),
        ("terms.tsv", include_str!("../../dictionaries/terms.tsv")),
    ];

    /// Returns the rows of a dictionary that comes with the program, each a form and its other columns; none of a name that there is not.
    pub fn rows_of(name: &str) -> impl Iterator<Item = Vec<&'static str>> {
        let text = Self::BUILT_IN.iter().find(|(own, _)| *own == name).map_or("", |(_, text)| text);
        text.lines().filter(|row| !row.starts_with('#')).map(|row| row.split('\t').collect())
    }

    /// Returns the built-in dictionaries with the user's own after them.
    pub fn built_in(user: Vec<Dictionary>) -> Self {
        let built_in = Self::BUILT_IN.par_iter().map(|(name, text)| Dictionary::parse(name, text, false));
        Self::new(built_in.chain(user).collect())
    }

    /// Makes a lexicon of dictionaries.
    pub fn new(dictionaries: Vec<Dictionary>) -> Self {
        let with_words_of = |mut known: HashSet<String>, entry: &Entry| {
            let words = atoms(&entry.form).into_iter().filter(|atom| atom.kind == AtomKind::Word);
            let plain = |word: &String| word.chars().all(|c| c.is_alphabetic() || c == '&');
            known.extend(words.map(|atom| stream::key(atom.text)).filter(plain));
            known
        };
        let entries = dictionaries.par_iter().flat_map(|dictionary| &dictionary.entries);
        // A million names are made of some thousand words, so that doubles are dropped as they come.
        let words = entries.fold(HashSet::new, with_words_of).reduce(HashSet::new, |mut all, more| {
            all.extend(more);
            all
        });
        let mut words: Vec<String> = words.into_iter().collect();
        words.par_sort_unstable();
        Self { dictionaries, words }
    }

    /// Returns the dictionaries, in the order given.
    pub fn dictionaries(&self) -> &[Dictionary] {
        &self.dictionaries
    }

    /// Returns every word of every entry's form, as [`stream::key`] makes it, sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

/// Returns a hash, in hexadecimal, of the built-in dictionaries and of the entries of the user's own after them: where they have
/// the same it is the same.
pub fn fingerprint(user: &[Dictionary]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (_, text) in Lexicon::BUILT_IN {
        hasher.update(text.as_bytes());
    }
    for entry in user.iter().flat_map(|dictionary| &dictionary.entries) {
        hasher.update(entry.form.as_bytes()).update(b"\t");
        for column in &entry.columns {
            hasher.update(column.as_bytes()).update(b"\t");
        }
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}

impl Dictionary {
    /// Reads a dictionary's text. Rows are taken as they are; see [`check`] for what is wrong with them.
    pub fn parse(name: &str, text: &str, user: bool) -> Self {
        let entries = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
            .map(|line| {
                let mut columns = line.split('\t').map(letter::nfc);
                Entry { form: columns.next().unwrap_or_default(), columns: columns.collect() }
            })
            .collect();
        Self { name: name.to_owned(), entries, user }
    }

    /// Reads a user's dictionary file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read as UTF-8 text.
    pub fn open(path: &Path) -> Result<Self, LexiconError> {
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text))
            .and_then(|length| {
                let is_too_long = length as u64 > LONGEST;
                let said = || io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 1 GB");
                if is_too_long { Err(said()) } else { Ok(()) }
            })
            .map_err(|source| LexiconError::Unreadable { path: path.to_owned(), source })?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self::parse(&name, &text, true))
    }
}

/// Most bytes of a user's dictionary: some thirty million words. A device that never ends has more.
const LONGEST: u64 = 1 << 30;

/// Something wrong with a row of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Returns what is wrong with a dictionary's text; nothing for one in canonical form.
pub fn check(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, message: String| faults.push(Fault { line, message });
    for key in ["what", "source", "licence", "date", "columns"] {
        if !text.lines().any(|line| line.starts_with(&format!("# {key}:"))) {
            fault(0, format!("has no header line `# {key}: …`"));
        }
    }
    let columns = text
        .lines()
        .find_map(|line| line.strip_prefix("# columns:"))
        .map(|header| header.trim().split('\t').count());
    let mut previous: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if line.starts_with('#') {
            continue;
        }
        if line.trim().is_empty() {
            fault(number, "is empty; take it out".to_owned());
            continue;
        }
        if letter::nfc(line) != line {
            fault(number, "is not in Unicode NFC".to_owned());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if let Some(expected) = columns.filter(|expected| fields.len() != *expected) {
            fault(number, format!("has {} columns where the header names {expected}", fields.len()));
        }
        if fields.iter().any(|field| field.trim() != *field) || fields[0].is_empty() {
            fault(number, "has an empty form, or white space around a field".to_owned());
        }
        match previous {
            Some(before) if before == line => fault(number, "repeats the row before".to_owned()),
            Some(before) if before.split('\t').collect::<Vec<_>>() > fields => {
                fault(number, "is out of order; sort the rows by code point".to_owned());
            }
            _ => {}
        }
        previous = Some(line);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "# what: w\n# source: s\n# licence: l\n# date: 2026-11-23\n# columns: form\tkind\n";

    #[test]
    fn a_canonical_dictionary_has_no_faults() {
        assert_eq!(check(&format!("{HEADER}HĐND\tbody\nUBND\tbody\n")), []);
    }

    #[test]
    fn each_departure_is_named_with_its_line() {
        let faults = |rows: &str| -> Vec<usize> {
            check(&format!("{HEADER}{rows}")).into_iter().map(|f| f.line).collect()
        };
        assert_eq!(faults("UBND\tbody\nHĐND\tbody\n"), [7], "order");
        assert_eq!(faults("HĐND\tbody\nHĐND\tbody\n"), [7], "repetition");
        assert_eq!(faults("HĐND\n"), [6], "columns");
        assert_eq!(faults("HĐND \tbody\n"), [6], "white space");
        assert_eq!(faults("Hội\u{300}\tbody\n").len(), 1, "normal form");
        assert_eq!(check("HĐND\tbody\n").len(), 5, "headers");
    }

    #[test]
    fn the_built_in_dictionaries_are_canonical() {
        for (name, text) in Lexicon::BUILT_IN {
            assert_eq!(check(text), [], "{name}");
        }
    }

    #[test]
    fn words_of_all_forms_are_listed_once() {
        let d = Dictionary::parse("d", "Đoàn đại biểu\tbody\nKH-ĐT\tbody\nđoàn\tx\n", false);
        let lexicon = Lexicon::new(vec![d]);
        assert_eq!(lexicon.words().collect::<Vec<_>>(), ["biểu", "kh", "đoàn", "đt", "đại"]);
    }
}
