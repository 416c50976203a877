//! What falls short of a clause, or wants a look before delivery.

use super::clause::Clause;
use super::fields::FIELDS;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It falls short of what a clause asks.
    Fails,
    /// It may be right; a person should look.
    Look,
}

impl Severity {
    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::Look => "look",
        }
    }
}

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// A field that must be there is empty.
    Missing,
    /// A value has more characters than its field.
    TooLong,
    /// A word of a value was read with doubt.
    Doubtful,
    /// The list says one thing and the page another.
    Differs,
    /// An identifier that two documents have, or a scan that came in twice.
    Twice,
    /// A page has fewer dots per inch than are asked for.
    Resolution,
    /// A page is scanned in fewer colours than are asked for.
    Colour,
    /// A page is of no usual size at the resolution it has.
    Size,
    /// A page could not be read.
    Unread,
    /// A page bears no number.
    PageNumber,
    /// The numbers of pages do not count on.
    PageOrder,
    /// There is no PDF beside the record.
    NoPdf,
    /// The PDF does not say that it is PDF/A.
    NoPdfA,
    /// The PDF is of a version before 1.4.
    PdfVersion,
    /// The PDF was signed, and its signature holds no longer.
    Signature,
    /// The PDF has another name than the one asked for.
    Name,
    /// A line of the list speaks of no record.
    NoRecord,
    /// The list does not speak of a record.
    NotListed,
    /// A record cannot be read.
    BadRecord,
    /// The metadata of a record cannot be written.
    NotWritten,
    /// An input that the run could not restore.
    FailedInput,
}

impl Check {
    /// Every check, in the order in which docs/delivery.md lists them.
    pub const ALL: [Self; 21] = [
        Self::Missing,
        Self::TooLong,
        Self::Doubtful,
        Self::Differs,
        Self::Twice,
        Self::Resolution,
        Self::Colour,
        Self::Size,
        Self::Unread,
        Self::PageNumber,
        Self::PageOrder,
        Self::NoPdf,
        Self::NoPdfA,
        Self::PdfVersion,
        Self::Signature,
        Self::Name,
        Self::NoRecord,
        Self::NotListed,
        Self::BadRecord,
        Self::NotWritten,
        Self::FailedInput,
    ];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too-long",
            Self::Doubtful => "doubtful",
            Self::Differs => "differs",
            Self::Twice => "twice",
            Self::Resolution => "resolution",
            Self::Colour => "colour",
            Self::Size => "size",
            Self::Unread => "unread",
            Self::PageNumber => "page-number",
            Self::PageOrder => "page-order",
            Self::NoPdf => "no-pdf",
            Self::NoPdfA => "no-pdf-a",
            Self::PdfVersion => "pdf-version",
            Self::Signature => "signature",
            Self::Name => "name",
            Self::NoRecord => "no-record",
            Self::NotListed => "not-listed",
            Self::BadRecord => "bad-record",
            Self::NotWritten => "not-written",
            Self::FailedInput => "failed-input",
        }
    }
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What was checked.
    pub check: Check,
    /// The record's folder; an input where there is none; empty where it is of the list.
    pub record: String,
    /// Other records of which the same holds, in order.
    pub also: Vec<String>,
    /// The pages it is of, in order; none where it is of the document.
    pub pages: Vec<u32>,
    /// The field it is of, by its place in [`FIELDS`].
    pub field: Option<usize>,
    /// What there is.
    pub found: String,
    /// What is asked for.
    pub asked: String,
    /// What asks for it.
    pub clause: Clause,
    /// What mends it.
    pub remedy: String,
}

impl Finding {
    /// Returns the key of its field, empty without one.
    pub fn key(&self) -> &'static str {
        self.field.and_then(|field| FIELDS.get(field)).map_or("", |field| field.key)
    }

    /// Returns its field's name in Vietnamese, empty without one.
    pub fn name(&self) -> &'static str {
        self.field.and_then(|field| FIELDS.get(field)).map_or("", |field| field.name)
    }

    /// Returns its pages as people write them: `1-3, 7`.
    pub fn page_ranges(&self) -> String {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for page in &self.pages {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == *page => *last = *page,
                _ => ranges.push((*page, *page)),
            }
        }
        let written = ranges
            .iter()
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
        written.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_a_row_are_written_as_a_range() {
        let finding = |pages: &[u32]| Finding {
            severity: Severity::Look,
            check: Check::Resolution,
            record: String::new(),
            also: Vec::new(),
            pages: pages.to_vec(),
            field: None,
            found: String::new(),
            asked: String::new(),
            clause: Clause::None,
            remedy: String::new(),
        };
        assert_eq!(finding(&[1, 2, 3, 7, 9, 10]).page_ranges(), "1-3, 7, 9-10");
        assert_eq!(finding(&[]).page_ranges(), "");
    }
}
