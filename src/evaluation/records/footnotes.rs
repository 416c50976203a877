//! Footnotes, with the places that refer to them.

use std::fmt;

use serde::Deserialize;

use super::found::{Found, pair};
use super::text::{Text, near};

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Note {
    mark: Text,
    text: Text,
    references: Vec<Reference>,
}

#[derive(Debug, Clone, Deserialize)]
struct Reference {
    page: u32,
    after: Text,
}

impl Note {
    /// Returns whether it is the same note, whatever refers to it.
    fn says_the_same(&self, other: &Self) -> bool {
        self.mark == other.mark && near(&self.text, &other.text)
    }

    fn is_referred_to_as(&self, other: &Self) -> bool {
        let same = |(a, b): (&Reference, &Reference)| a.page == b.page && near(&a.after, &b.after);
        self.references.len() == other.references.len()
            && self.references.iter().zip(&other.references).all(same)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after", self.mark)?;
        self.references.iter().try_for_each(|r| write!(f, " `{}` of page {}", r.after, r.page))?;
        write!(f, ": {}", self.text)
    }
}

/// Counts footnotes with their references.
pub(super) fn score(truth: &[Note], seen: &[Note], errors: &mut Vec<String>) -> Found {
    let same = |a: &Note, b: &Note| a.says_the_same(b) && a.is_referred_to_as(b);
    pair("footnote", truth, seen, same, errors)
}

/// Counts footnotes whatever refers to them. What is wrong with them [`score`] has told.
pub(super) fn score_texts(truth: &[Note], seen: &[Note]) -> Found {
    pair("footnote", truth, seen, Note::says_the_same, &mut Vec::new())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::scored;
    use super::*;

    fn note(mark: &str, text: &str, page: u32, after: &str) -> Value {
        json!({ "mark": mark, "text": text, "references": [{ "page": page, "after": after }] })
    }

    #[test]
    fn a_footnote_is_right_only_with_its_references() {
        let of = |page: u32, after: &str| json!({ "footnotes": [note("1", "Theo Quyết định", page, after)] });
        let right = |seen: &Value| scored(&of(2, "sát"), seen).footnotes.right;
        assert_eq!(right(&of(2, "sát,")), 1);
        assert_eq!(right(&of(3, "sát")), 0);
        assert_eq!(right(&of(2, "nghị")), 0);
    }

    #[test]
    fn a_footnote_is_found_whatever_refers_to_it_and_invented_where_none_says_so() {
        let truth = [note("1", "Gồm 06 nghị quyết", 1, "luật"), note("2", "Tính đến tháng 9", 1, "xã")];
        let seen = [
            note("1", "Gồm 06 nghị quyêt", 4, "khác"),
            note("3", "Tính đến tháng 9", 1, "xã"),
            note("2", "Một dòng của bảng", 1, "xã"),
        ];
        let score = scored(&json!({ "footnotes": truth }), &json!({ "footnotes": seen }));
        assert_eq!(score.footnotes.right, 0);
        assert_eq!(score.footnotes_found, Found { truth: 2, found: 3, right: 1 });
        assert_eq!(score.footnotes_invented, 2, "another mark, and other words");
    }
}
