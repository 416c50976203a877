//! `metadata.csv`, a document's fields, one a line; `delivery.csv`, the documents, one a line; `conformance.csv`, what falls
//! short, one a line.
//!
//! Tables for a spreadsheet with a byte order mark, as those of the documents. Codes stand with what they mean (`01: Vĩnh viễn`) in `delivery.csv`, for a
//! spreadsheet makes 1 of `01`; filled in, it is a list for the next time.

use super::conformance::Entry;
use super::fields::FIELDS;
use super::finding::Finding;
use super::xml::label;
use crate::export::spreadsheet::{Cells, Sheet};

/// The names of the files: of a document, in its record's folder; of all and of what falls short, in the output folder.
pub const METADATA: &str = "metadata.csv";
/// See [`METADATA`].
pub const DELIVERY: &str = "delivery.csv";
/// See [`METADATA`].
pub const CONFORMANCE: &str = "conformance.csv";

const METADATA_HEADER: [&str; 9] =
    ["level", "code", "name", "value", "label", "from", "review", "printed", "clause"];

const CONFORMANCE_HEADER: [&str; 10] =
    ["severity", "check", "record", "pages", "field", "name", "found", "asked", "clause", "remedy"];

/// Returns the first bytes of a file of a name.
pub fn head(name: &str) -> Vec<u8> {
    let header = match name {
        METADATA => METADATA_HEADER.join(","),
        CONFORMANCE => CONFORMANCE_HEADER.join(","),
        _ => delivery_header().join(","),
    };
    format!("\u{feff}{header}\r\n").into_bytes()
}

fn delivery_header() -> Vec<&'static str> {
    std::iter::once("record").chain(FIELDS.iter().map(|field| field.key)).collect()
}

/// Returns a document's fields.
pub fn metadata(entry: &Entry, cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new(head(METADATA), cells);
    for (at, field) in FIELDS.iter().enumerate() {
        let value = entry.metadata.at(at);
        let text = value.map_or("", |value| value.text.as_str());
        let label = value.and_then(|value| label(field, &value.text)).unwrap_or_default();
        let from = value.map_or("", |value| value.from.name());
        let review = if value.is_some_and(|value| value.review) { "true" } else { "" };
        let printed = value.and_then(|value| value.printed.as_deref()).unwrap_or_default();
        sheet.row([
            field.level.name(),
            field.code(),
            field.name,
            text,
            &label,
            from,
            review,
            printed,
            field.clause.reference(),
        ]);
    }
    sheet.end()
}

/// Returns the documents.
pub fn delivery(entries: &[Entry], cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new(head(DELIVERY), cells);
    for entry in entries {
        let values = FIELDS.iter().enumerate().map(|(at, field)| {
            let Some(value) = entry.metadata.at(at) else { return String::new() };
            let coded = |code: &str| match field.form.list().and_then(|list| list.label(code)) {
                Some(label) => format!("{code}: {label}"),
                None => code.to_owned(),
            };
            if field.form.list().is_some() {
                value.text.split(';').map(coded).collect::<Vec<_>>().join("; ")
            } else {
                value.text.clone()
            }
        });
        sheet.row(std::iter::once(entry.record.clone()).chain(values));
    }
    sheet.end()
}

/// Returns what falls short.
pub fn conformance(findings: &[Finding], cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new(head(CONFORMANCE), cells);
    for finding in findings {
        sheet.row([
            finding.severity.name(),
            finding.check.name(),
            &finding.record,
            &finding.page_ranges(),
            finding.key(),
            finding.name(),
            &finding.found,
            &finding.asked,
            finding.clause.reference(),
            &finding.remedy,
        ]);
    }
    sheet.end()
}
