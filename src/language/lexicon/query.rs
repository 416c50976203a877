//! A query: words looked for in the entries of dictionaries.

use super::Entry;
use crate::language::atom::{Atom, AtomKind, atoms};
use crate::language::letter;
use crate::language::ngram::stream;

/// One or more words as a person types them: in any case, and with their marks or without any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    plain: bool,
}

impl Query {
    /// Makes a query of its text. Without any mark it finds words whatever their marks: `hdnd` finds `HĐND`.
    pub fn new(text: &str) -> Self {
        let plain = letter::strip_marks(text) == letter::nfc(text).to_lowercase();
        Self { words: words(text, plain), plain }
    }

    /// Returns whether an entry's form holds the words, side by side. A query without words is held by none.
    pub fn is_held_by(&self, entry: &Entry) -> bool {
        !self.words.is_empty()
            && words(&entry.form, self.plain).windows(self.words.len()).any(|window| window == self.words)
    }
}

fn words(text: &str, plain: bool) -> Vec<String> {
    let key = |atom: &Atom<'_>| if plain { letter::strip_marks(atom.text) } else { stream::key(atom.text) };
    atoms(text).iter().filter(|atom| atom.kind != AtomKind::Mark).map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_with_marks_or_without() {
        let holds = |query: &str, form: &str| {
            Query::new(query).is_held_by(&Entry { form: form.to_owned(), columns: Vec::new() })
        };
        assert!(holds("hdnd", "HĐND"));
        assert!(holds("HOI DONG", "Hội đồng xóm"));
        assert!(holds("hội", "Hội đồng xóm"));
        assert!(holds("thuỷ", "Thủy lợi"));
        assert!(holds("VH-TT", "Sở VH-TT"));
        assert!(!holds("hồi", "Hội đồng xóm"), "a mark given is a mark wanted");
        assert!(!holds("hoi xom", "Hội đồng xóm"), "words not side by side");
        assert!(!holds("ho", "Hội đồng xóm"), "part of a word");
        assert!(!holds("-", "VH-TT"));
    }
}
