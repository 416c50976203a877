//! `metadata.csv`, a document's fields, one a line; `delivery.csv`, the documents, one a line; `conformance.csv`, what falls
//! short, one a line.
//!
//! Tables for a spreadsheet with a byte order mark, as those of the documents. Codes stand with what they mean (`01: Vĩnh viễn`) in `delivery.csv`, for a
//! spreadsheet makes 1 of `01`; filled in, it is a list for the next time.

use super::conformance::Entry;
use super::fields::{FIELDS, Field, Form};
use super::finding::Finding;
use super::xml::label;
use crate::export::cell_value::CellValue;
use crate::export::spreadsheet::{self, Cells, Sheet};

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

/// Returns the first bytes of a file of a name, whose cells are written so.
pub fn head(name: &str, cells: Cells) -> Vec<u8> {
    match name {
        METADATA => spreadsheet::head(&METADATA_HEADER, cells),
        CONFORMANCE => spreadsheet::head(&CONFORMANCE_HEADER, cells),
        _ => spreadsheet::head(&delivery_header(), cells),
    }
}

/// Returns a value of a field as what it is.
fn value_of<'a>(field: &Field, text: &'a str) -> CellValue<'a> {
    let number = text.parse::<u32>().ok().filter(|number| number.to_string() == text);
    match number {
        Some(number) if matches!(field.form, Form::Number) => CellValue::count(number),
        _ => text.into(),
    }
}

fn delivery_header() -> Vec<&'static str> {
    std::iter::once("record").chain(FIELDS.iter().map(|field| field.key)).collect()
}

/// Returns a document's fields.
pub fn metadata(entry: &Entry, cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new(head(METADATA, cells), cells);
    for (at, field) in FIELDS.iter().enumerate() {
        let value = entry.metadata.at(at);
        let text = value.map_or("", |value| value.text.as_str());
        let label = value.and_then(|value| label(field, &value.text)).unwrap_or_default();
        let from = value.map_or("", |value| value.from.name());
        let review = if value.is_some_and(|value| value.review) { "true" } else { "" };
        let printed = value.and_then(|value| value.printed.as_deref()).unwrap_or_default();
        sheet.row([
            CellValue::from(field.level.name()),
            field.code().into(),
            field.name.into(),
            value_of(field, text),
            label.into(),
            from.into(),
            review.into(),
            printed.into(),
            field.clause.reference().into(),
        ]);
    }
    sheet.end()
}

/// Returns the documents.
pub fn delivery(entries: &[Entry], cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new(head(DELIVERY, cells), cells);
    for entry in entries {
        let values = FIELDS.iter().enumerate().map(|(at, field)| {
            let Some(value) = entry.metadata.at(at) else { return CellValue::from("") };
            let coded = |code: &str| match field.form.list().and_then(|list| list.label(code)) {
                Some(label) => format!("{code}: {label}"),
                None => code.to_owned(),
            };
            if field.form.list().is_some() {
                value.text.split(';').map(coded).collect::<Vec<_>>().join("; ").into()
            } else {
                value_of(field, &value.text)
            }
        });
        sheet.row(std::iter::once(CellValue::from(&entry.record)).chain(values));
    }
    sheet.end()
}

/// Returns what falls short.
pub fn conformance(findings: &[Finding], cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new(head(CONFORMANCE, cells), cells);
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
