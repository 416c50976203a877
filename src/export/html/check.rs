//! The checks of a table: in words, the gravest first.

use std::io;

use super::Html;
use crate::document::{Check, CheckStatus, Table};
use crate::export::checks::{self, Said};

/// The outcomes, the gravest first: the class of the style sheet, and how it is told.
const OUTCOMES: [(CheckStatus, &str, &str); 5] = [
    // One of its numbers was misread, or the author erred.
    (CheckStatus::Suspect, "suspect", "không khớp: đọc sai một số, hoặc bản in tính sai"),
    // It cannot be decided.
    (CheckStatus::Open, "open", "chưa rõ"),
    (CheckStatus::Repaired, "repaired", "đã sửa theo phép tính"),
    (CheckStatus::Holds, "holds", "khớp"),
    // Nothing more speaks for it than that it is within its maximum.
    (CheckStatus::Plausible, "plausible", "trong mức tối đa"),
];

/// Returns the gravest outcome of the checks on a cell, which come the gravest first, and what so many of them are in words;
/// `None` where there is none.
pub(super) fn of_cell(checks: &[Said], most: usize) -> Option<(&'static str, String)> {
    let outcome = |own: CheckStatus| OUTCOMES.into_iter().find(|(status, ..)| *status == own);
    let (_, class, bare) = outcome(checks::verdict(checks)?)?;
    if most == 0 || !checks.iter().any(|said| said.is_told) {
        return Some((class, bare.to_owned()));
    }
    let told = checks.iter().filter(|said| said.is_told).take(most);
    let told = told.filter_map(|said| outcome(said.status).map(|(.., told)| in_words(said.check, told)));
    Some((class, told.collect::<Vec<_>>().join("; ")))
}

fn in_words(check: &Check, told: &str) -> String {
    let mut words = format!("{told}: {}", check.rule);
    if let (Some(expected), Some(found)) = (check.expected, check.found)
        && expected.total_cmp(&found).is_ne()
    {
        // What it should be, and what was read.
        words.push_str(&format!(" ({} {}, đọc là {})", said(check), number(expected), number(found)));
    }
    words
}

/// Returns what the number is called that a check compares with what was read: what a sum gives, or a maximum.
fn said(check: &Check) -> &'static str {
    if check.parts.is_empty() { "tối đa" } else { "tính ra" }
}

/// Returns a number as it is written in Vietnamese: `1195.5` as `1.195,5`.
fn number(value: f64) -> String {
    let text = value.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{sign}{text}");
    }
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    fraction.map_or(format!("{sign}{grouped}"), |fraction| format!("{sign}{grouped},{fraction}"))
}

impl Html<'_> {
    /// Writes all checks of a table, folded.
    pub(super) fn checks(&mut self, table: &Table) -> io::Result<()> {
        if table.checks.is_empty() {
            return Ok(());
        }
        let of = |status: CheckStatus| table.checks.iter().filter(move |check| check.status == status);
        let counts = OUTCOMES.iter().rev().map(|(status, _, told)| (of(*status).count(), told));
        let counts: Vec<String> =
            counts.filter(|(count, _)| *count > 0).map(|(count, told)| format!("{count} {told}")).collect();
        self.xml.open("details", &[("class", "checks".into())])?;
        // Sums and bounds.
        self.xml.text("summary", &[], &format!("Kiểm tra số liệu: {}", counts.join(" · ")))?;
        self.xml.open("table", &[])?;
        self.header(&["Hàng", "Cột", "Quy tắc", "Tính ra", "Đọc là", "Kết quả"])?;
        self.xml.open("tbody", &[])?;
        for (status, class, told) in OUTCOMES {
            for check in of(status) {
                self.xml.open("tr", &[])?;
                self.xml.text("td", &[], &check.row)?;
                let column = table.columns.get(check.column as usize).map_or("", |own| own.name.as_str());
                self.xml.text("td", &[], column)?;
                self.xml.text("td", &[("lang", "en".into())], &check.rule)?;
                for value in [check.expected, check.found] {
                    let value = value.map(number).unwrap_or_default();
                    self.xml.text("td", &[("class", "number".into())], &value)?;
                }
                self.xml.text("td", &[("class", class.into())], told)?;
                self.xml.close("tr")?;
            }
        }
        self.xml.close("tbody")?;
        self.xml.close("table")?;
        self.xml.close("details")
    }

    /// Writes a row of header cells.
    pub(super) fn header(&mut self, names: &[&str]) -> io::Result<()> {
        self.xml.open("thead", &[])?;
        self.xml.open("tr", &[])?;
        for name in names {
            self.xml.text("th", &[("scope", "col".into())], name)?;
        }
        self.xml.close("tr")?;
        self.xml.close("thead")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_vietnamese_way() {
        let cases = [
            (1195.5, "1.195,5"),
            (0.25, "0,25"),
            (-1_234_567.0, "-1.234.567"),
            (100.0, "100"),
            (f64::INFINITY, "inf"),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value), expected);
        }
    }
}
