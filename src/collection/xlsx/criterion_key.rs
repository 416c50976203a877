//! What makes the scores of several documents those of one criterion, office and column.
//!
//! Words are compared in small letters without marks, figures and letters alone, so that years that spell or read them otherwise
//! are found together.

use std::collections::BTreeMap;

use crate::document::{Row, Table};
use crate::language::letter::strip_marks;

/// A criterion: its words; where several rows of its table have those, its path, too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CriterionKey {
    words: String,
    path: String,
}

/// How many rows of a table have the same words.
#[derive(Debug)]
pub(super) struct RowsOfWords(BTreeMap<String, usize>);

impl RowsOfWords {
    /// Counts them.
    pub(super) fn of(table: &Table) -> Self {
        let mut rows = BTreeMap::new();
        for row in &table.rows {
            *rows.entry(folded(&row.text)).or_default() += 1;
        }
        Self(rows)
    }

    /// Returns a row's key.
    pub(super) fn key(&self, row: &Row) -> CriterionKey {
        let words = folded(&row.text);
        let is_told_by_words = !words.is_empty() && self.0.get(&words) == Some(&1);
        CriterionKey { path: if is_told_by_words { String::new() } else { row.path.clone() }, words }
    }
}

/// Returns words as they are compared.
pub(super) fn folded(words: &str) -> String {
    let folded = strip_marks(words);
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// Returns a column's name without the year that it names: `ĐIỂM TỰ CHẤM NĂM 2022` is the column of every year.
pub(super) fn without_year(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_year = |word: &str| {
        let figures = word.trim_matches(|c: char| !c.is_alphanumeric());
        figures.len() == 4
            && ["19", "20"].iter().any(|century| figures.starts_with(century))
            && figures.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        if is_year(word) {
            kept.pop_if(|before| strip_marks(before).trim_start_matches('(') == "nam");
        } else {
            kept.push(word);
        }
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_that_of_every_year() {
        for (name, expected) in [
            ("ĐIỂM TỰ CHẤM NĂM 2022", "ĐIỂM TỰ CHẤM"),
            ("Điểm năm 2022 thẩm định", "Điểm thẩm định"),
            ("Điểm (năm 2023)", "Điểm"),
            ("Năm", "Năm"),
            ("2000 điểm", "điểm"),
            ("Điểm chuẩn", "Điểm chuẩn"),
        ] {
            assert_eq!(without_year(name), expected, "{name}");
        }
    }

    #[test]
    fn words_are_the_same_whatever_their_marks_and_stops() {
        assert_eq!(folded("ĐIỂM  TỰ CHẤM;"), folded("Điểm tự cham"));
        assert_ne!(folded("100% nhiệm vụ"), folded("90% nhiệm vụ"));
    }
}
