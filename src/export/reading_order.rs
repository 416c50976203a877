//! The order in which a document is read, for formats made for a person.
//!
//! Head first, then the heading tree with its paragraphs, each table and the closing before the first of these that begins
//! below it, then the captions of digital signatures, the stamps of arrival and the footnotes. A table of which no line is
//! known stands behind the last heading that begins on its first page or before it, such a closing behind all.
//!
//! A document in which no structure was found is its lines as they stand, page by page, then its footnotes. A table of which
//! every cell was found in the lines stands in their place, any other behind all.

use std::ops::Range;

use super::provenance::{Provenance, Trace};
use crate::document::{Arrival, Document, Footnote, Letterhead, Page, Section, Signature, Table};

/// A part of a document that is shown as one.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<'a> {
    /// The document's head.
    Head(&'a Letterhead),
    /// A heading; its number counts the sections in order, from 0.
    Heading(usize, &'a Section),
    /// A paragraph: its section's number, its own within the section, its text.
    Paragraph(usize, usize, &'a str),
    /// Lines of a page between empty ones, by index, where no structure was found.
    Lines(&'a Page, Range<usize>),
    /// A table, with its number in the document, from 0.
    Table(usize, &'a Table),
    /// Signer and recipients.
    Closing(&'a Letterhead),
    /// What a digital signature prints, with its number.
    Signature(usize, &'a Signature),
    /// What a stamp of arrival prints, with its number.
    Arrival(usize, &'a Arrival),
    /// The footnotes.
    Footnotes(&'a [Footnote]),
}

/// Returns a document's blocks in the order in which they are read.
pub fn blocks<'a>(document: &'a Document, provenance: &Provenance<'_>) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    if document.sections.is_empty() {
        blocks.extend(bare_pages(document, provenance));
    } else {
        blocks.push(Block::Head(&document.letterhead));
        blocks.extend(body(document, provenance));
        blocks.extend(document.signatures.iter().enumerate().map(|(at, one)| Block::Signature(at, one)));
        blocks.extend(document.arrivals.iter().enumerate().map(|(at, one)| Block::Arrival(at, one)));
    }
    blocks.push(Block::Footnotes(&document.footnotes));
    blocks
}

/// Returns headings, paragraphs, tables and the closing.
fn body<'a>(document: &'a Document, provenance: &Provenance<'_>) -> Vec<Block<'a>> {
    let first_line = |trace: &Trace| trace.iter().flatten().map(|place| place.line).next();
    // Each block with the line it begins on, where that is known.
    let mut text: Vec<(Block<'a>, Option<usize>)> = Vec::new();
    for (at, section) in sections(document).into_iter().enumerate() {
        text.push((Block::Heading(at, section), provenance.find(section.page, section.line)));
        for (number, paragraph) in section.paragraphs.iter().enumerate() {
            let trace = provenance.paragraphs.get(at).and_then(|own| own.get(number));
            text.push((Block::Paragraph(at, number, paragraph), trace.and_then(first_line)));
        }
    }
    let mut tables = document.tables.iter().enumerate().peekable();
    let closing_line = provenance.first_line_of_closing();
    let mut closing = Some(Block::Closing(&document.letterhead));
    let mut blocks = Vec::with_capacity(text.len() + document.tables.len());
    for (block, line) in text {
        let stands_before = |(number, table): &(usize, &Table)| match provenance.first_line_of_table(*number)
        {
            Some(first) => line.is_some_and(|line| first < line),
            None => match block {
                Block::Heading(at, next) => {
                    at > 0 && table.pages.first().is_none_or(|page| *page < next.page)
                }
                _ => false,
            },
        };
        while let Some((number, table)) = tables.next_if(stands_before) {
            blocks.push(Block::Table(number, table));
        }
        if closing_line.zip(line).is_some_and(|(closing, line)| closing < line) {
            // Annexes stand behind it.
            blocks.extend(closing.take());
        }
        blocks.push(block);
    }
    blocks.extend(tables.map(|(number, table)| Block::Table(number, table)));
    blocks.extend(closing);
    blocks
}

/// Returns the sections of a document's heading tree in the order in which they are read.
pub fn sections(document: &Document) -> Vec<&Section> {
    flatten(&document.sections)
}

fn flatten(sections: &[Section]) -> Vec<&Section> {
    sections.iter().flat_map(|section| std::iter::once(section).chain(flatten(&section.children))).collect()
}

/// Parts the pages' lines at the empty ones. In the place of the lines of a table stands the table, if each of its cells
/// was found in them; other tables follow.
fn bare_pages<'a>(document: &'a Document, provenance: &Provenance<'_>) -> Vec<Block<'a>> {
    let in_tables = provenance.lines_in_tables();
    // Of a table that was found in part, the lines tell more than it does.
    let is_whole = |table: &usize| provenance.tables.get(*table).is_some_and(|table| table.whole);
    let first = |table: usize| Some(table).filter(is_whole).and_then(|at| provenance.first_line_of_table(at));
    let firsts: Vec<Option<usize>> = (0..document.tables.len()).map(first).collect();
    let mut blocks = Vec::new();
    for page in &document.pages {
        let mut start = None;
        for (at, line) in page.lines.iter().enumerate() {
            let index = provenance.find(page.number, at as u32 + 1);
            let tables = (0..firsts.len()).filter(|table| index.is_some() && firsts[*table] == index);
            let tables: Vec<Block<'_>> = tables.map(|at| Block::Table(at, &document.tables[at])).collect();
            let is_shown = !line.text.trim().is_empty()
                && !index.and_then(|index| in_tables.get(index)).copied().unwrap_or(false);
            if !is_shown || !tables.is_empty() {
                blocks.extend(start.take().map(|first| Block::Lines(page, first..at)));
            }
            blocks.extend(tables);
            if is_shown {
                start = start.or(Some(at));
            }
        }
        blocks.extend(start.map(|first| Block::Lines(page, first..page.lines.len())));
    }
    let elsewhere = document.tables.iter().enumerate().filter(|(at, _)| firsts[*at].is_none());
    blocks.extend(elsewhere.map(|(at, table)| Block::Table(at, table)));
    blocks
}

/// Returns a heading as it is printed: `III` and `Title` are `III. Title`; a single letter is followed by a bracket,
/// `a) Title`.
pub fn heading_words(label: &str, title: &str) -> String {
    format!("{label}{}{title}", heading_separator(label, title))
}

/// Returns what is printed between a heading's label and its title.
pub(super) fn heading_separator(label: &str, title: &str) -> &'static str {
    let mut letters = label.chars();
    let single = letters.next().filter(|_| letters.next().is_none());
    match (label, title) {
        ("", _) | (_, "") => "",
        _ => match single {
            Some(letter) if letter.is_lowercase() => ") ",
            Some(sign) if !sign.is_alphanumeric() => " ",
            _ => ". ",
        },
    }
}

/// Returns `2023-12-18` as `ngày 18 tháng 12 năm 2023`; anything else as it stands.
pub fn day_in_words(date: &str) -> String {
    match date.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("ngày {day} tháng {month} năm {year}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, ColumnRole, Line, Row, SourceInfo, SourceKind, TableKind};

    #[test]
    fn labels_are_written_as_they_are_printed() {
        let cases = [
            ("III", "KẾT QUẢ", "III. KẾT QUẢ"),
            ("a", "Ưu điểm", "a) Ưu điểm"),
            ("đ", "Khác", "đ) Khác"),
            ("3.1.2", "Tổ chức", "3.1.2. Tổ chức"),
            ("Phần I", "", "Phần I"),
            ("", "KẾT LUẬN", "KẾT LUẬN"),
            ("-", "Một", "- Một"),
            ("V", "Năm", "V. Năm"),
        ];
        for (label, title, expected) in cases {
            assert_eq!(heading_words(label, title), expected);
        }
    }

    #[test]
    fn bare_pages_are_parted_at_empty_lines_and_where_a_table_stands() {
        let lines = ["", "một", "hai", " ", "ba", "1", "Có", "bốn"].map(Line::from_text).to_vec();
        let source =
            SourceInfo { path: String::new(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let mut document = Document::new(source, vec![Page::of_text(1, lines)]);
        let cells = ["1", "Có"].map(str::to_owned).to_vec();
        let column = Column { name: String::new(), role: ColumnRole::Other };
        document.tables.push(Table {
            kind: TableKind::Plain,
            title: None,
            pages: vec![1],
            columns: vec![column.clone(), column],
            rows: vec![Row {
                path: String::new(),
                label: String::new(),
                text: String::new(),
                page: 1,
                printed: cells.clone(),
                cells,
                values: vec![None, None],
                confidence: 1.0,
            }],
            checks: Vec::new(),
        });
        let page = &document.pages[0];
        let lines = |range| Block::Lines(page, range);
        let expected = [
            lines(1..3),
            lines(4..5),
            Block::Table(0, &document.tables[0]),
            lines(7..8),
            Block::Footnotes(&[]),
        ];
        assert_eq!(blocks(&document, &Provenance::of(&document)), expected);
    }
}
