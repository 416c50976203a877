//! A document as it is read: the blocks of its body in order, each with what of it stands where on the pages.
//!
//! All formats made for a person are written from this, and the tags of a PDF. What a block shows is given as [`Span`]s, so
//! that whoever writes them can show what was changed in them and what is in doubt. Each character of a block's lines
//! stands in one span of its passage, but for the blanks around it.

use std::collections::BTreeMap;

use crate::document::characters::Stations;
use crate::document::edited_line::EditedLine;
use crate::document::{
    Block, BlockKind, Document, Edit, Footnote, Letterhead, Line, LineId, Section, Span, Table, text,
};

mod cut;
mod sides;

pub use sides::{Piece, Role, Side};

/// A document's lines with what was changed in them, by page and line.
#[derive(Debug)]
pub struct Lines<'a> {
    document: &'a Document,
    edited: BTreeMap<LineId, EditedLine<'a>>,
    /// Where the characters of long lines are, of which many places may be asked for.
    stations: BTreeMap<LineId, Stations>,
}

/// Bytes from which a line is long: below, its characters are counted as often as they are asked for.
const LONG: usize = 1024;

impl<'a> Lines<'a> {
    /// Gathers them.
    pub fn of(document: &'a Document) -> Self {
        let mut edits: BTreeMap<LineId, Vec<(usize, &Edit)>> = BTreeMap::new();
        for (number, edit) in document.edits.iter().enumerate() {
            edits.entry(LineId::new(edit.page, edit.line)).or_default().push((number, edit));
        }
        let edited = edits.into_iter().filter_map(|(id, edits)| {
            let line = document.line(id)?;
            let edited = EditedLine::new(&line.ocr, edits)?;
            (edited.text() == line.text).then_some((id, edited))
        });
        let lines = document.pages.iter().flat_map(|page| {
            (1..).zip(&page.lines).map(|(number, line)| (LineId::new(page.number, number), line))
        });
        let long = lines.filter(|(_, line)| line.text.len() >= LONG);
        let stations = long.map(|(id, line)| (id, Stations::of(&line.text))).collect();
        Self { document, edited: edited.collect(), stations }
    }

    /// Returns a line.
    pub fn line(&self, id: LineId) -> Option<&'a Line> {
        self.document.line(id)
    }

    /// Returns a line cut at its edits; `None` where it has none, or they do not explain its text.
    pub fn edited(&self, id: LineId) -> Option<&EditedLine<'a>> {
        self.edited.get(&id)
    }

    /// Returns what stands at a span; nothing where it lies outside its line.
    pub fn slice(&self, span: Span) -> String {
        let Some(line) = self.line(span.line) else { return String::new() };
        let range = span.start as usize..span.end.max(span.start) as usize;
        match self.stations.get(&span.line) {
            Some(stations) => stations.slice(&line.text, &range).to_owned(),
            None => line.text.chars().skip(range.start).take(range.len()).collect(),
        }
    }

    /// Returns what stands at spans, joined to running text.
    pub fn text(&self, spans: &[Span]) -> String {
        let parts: Vec<String> = spans.iter().map(|span| self.slice(*span)).collect();
        text::join(parts.iter().map(String::as_str))
    }

    /// Returns the whole of a line without the blanks around it; `None` where nothing is printed in it.
    pub fn whole(&self, id: LineId) -> Option<Span> {
        let line = self.line(id)?;
        self.trimmed(Span { line: id, start: 0, end: line.text.chars().count() as u32 })
    }

    /// Returns a span without the blanks at its ends; `None` where it has nothing else.
    fn trimmed(&self, span: Span) -> Option<Span> {
        let slice = self.slice(span);
        let visible = |(_, c): &(u32, char)| !c.is_whitespace();
        let mut places = (span.start..).zip(slice.chars()).filter(visible).map(|(at, _)| at);
        let first = places.next()?;
        let last = places.last().unwrap_or(first);
        Some(Span { start: first, end: last + 1, ..span })
    }

    fn all(&self, block: &Block) -> Vec<Span> {
        block.line_ids().filter_map(|id| self.whole(id)).collect()
    }
}

/// A block with what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage<'a> {
    /// The block.
    pub block: &'a Block,
    /// What it shows.
    pub content: Content<'a>,
}

/// What a block shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'a> {
    /// The head of a part, piece by piece as it is printed.
    Head(&'a Letterhead, Vec<Piece>),
    /// A heading: its section, with the section's number in the order of reading, from 0; its words; and the paragraph that
    /// begins in its line.
    Heading(usize, &'a Section, Vec<Span>, Vec<Span>),
    /// Running text.
    Text(Vec<Span>),
    /// Lines that stay lines.
    Lines(Vec<Span>),
    /// A table, with its number, from 0.
    Table(usize, &'a Table, TableParts),
    /// A footnote, with its number, from 0: where its mark stands, and its text.
    Footnote(usize, &'a Footnote, Option<Span>, Vec<Span>),
    /// The closing of a part, piece by piece.
    Closing(&'a Letterhead, Vec<Piece>),
}

/// What a table's block shows beside its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableParts {
    /// Its title, where no other block has that.
    pub title: Vec<Span>,
    /// What stands in its lines, and in no cell.
    pub rest: Vec<Span>,
    /// Its header on further pages, which is not read again.
    pub repeated: Vec<Span>,
}

/// Returns the passages of a document, in the order in which they are read.
pub fn passages<'a>(document: &'a Document, lines: &Lines<'a>) -> Vec<Passage<'a>> {
    let owners = Owners::of(document);
    let passage =
        |(at, block): (u32, &'a Block)| Passage { block, content: owners.content(at, block, lines) };
    (0..).zip(&document.body).map(passage).collect()
}

/// Returns the sections of a document's heading tree in the order in which they are read.
pub fn sections(document: &Document) -> Vec<&Section> {
    fn flatten(sections: &[Section]) -> Vec<&Section> {
        sections
            .iter()
            .flat_map(|section| std::iter::once(section).chain(flatten(&section.children)))
            .collect()
    }
    flatten(&document.sections)
}

/// Which records belong to which blocks.
struct Owners<'a> {
    document: &'a Document,
    sections: BTreeMap<u32, (usize, &'a Section)>,
    tables: BTreeMap<u32, usize>,
    footnotes: BTreeMap<u32, usize>,
}

impl<'a> Owners<'a> {
    fn of(document: &'a Document) -> Self {
        let sections = sections(document).into_iter().enumerate();
        Self {
            document,
            sections: sections.filter_map(|(at, section)| Some((section.block?, (at, section)))).collect(),
            tables: (0..).zip(&document.tables).map(|(at, table)| (table.block, at)).collect(),
            footnotes: (0..).zip(&document.footnotes).map(|(at, note)| (note.block, at)).collect(),
        }
    }

    fn content(&self, at: u32, block: &'a Block, lines: &Lines<'a>) -> Content<'a> {
        match block.kind {
            BlockKind::Letterhead => {
                let letterhead = self.letterhead(at);
                Content::Head(letterhead, sides::of_head(letterhead, block, lines))
            }
            BlockKind::Closing => {
                let letterhead = self.letterhead(at);
                Content::Closing(letterhead, sides::of_closing(letterhead, block, lines))
            }
            BlockKind::Heading => match self.sections.get(&at) {
                Some((number, section)) => heading(*number, section, block, lines),
                None => Content::Text(lines.all(block)),
            },
            BlockKind::Table => match self.tables.get(&at) {
                Some(number) => {
                    let table = &self.document.tables[*number];
                    Content::Table(*number, table, table_parts(table, block, lines))
                }
                None => Content::Lines(lines.all(block)),
            },
            BlockKind::Footnote => match self.footnotes.get(&at) {
                Some(number) => {
                    let note = &self.document.footnotes[*number];
                    Content::Footnote(
                        *number,
                        note,
                        note.mark.spans.first().copied(),
                        note.text.spans.clone(),
                    )
                }
                None => Content::Text(lines.all(block)),
            },
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Caption => {
                Content::Text(lines.all(block))
            }
            BlockKind::FormLine
            | BlockKind::Signature
            | BlockKind::Stamp
            | BlockKind::PageNumber
            | BlockKind::RunningTitle
            | BlockKind::Blank => Content::Lines(lines.all(block)),
        }
    }

    /// Returns the letterhead of the part that a block is in.
    fn letterhead(&self, at: u32) -> &'a Letterhead {
        let parts = &self.document.parts;
        // They stand in order, and a pile has as many as it has papers.
        let part = parts.get(parts.partition_point(|part| part.body[1] <= at));
        let part = part.filter(|part| part.body[0] <= at);
        part.map_or(&self.document.letterhead, |part| &part.letterhead)
    }
}

/// Parts a heading from the paragraph that begins in its line.
fn heading<'a>(number: usize, section: &'a Section, block: &'a Block, lines: &Lines<'a>) -> Content<'a> {
    let all = lines.all(block);
    let paragraph = section.paragraphs.first().and_then(|paragraph| paragraph.spans.first());
    let start = paragraph.filter(|start| block.holds(start.line));
    let Some(start) = start else { return Content::Heading(number, section, all, Vec::new()) };
    let (mut words, mut text) = (Vec::new(), Vec::new());
    for span in all {
        let [before, behind] = cut::at(span, start.line, start.start);
        words.extend(before.and_then(|span| lines.trimmed(span)));
        text.extend(behind.and_then(|span| lines.trimmed(span)));
    }
    Content::Heading(number, section, words, text)
}

fn table_parts(table: &Table, block: &Block, lines: &Lines<'_>) -> TableParts {
    let title = table.title.iter().flat_map(|title| &title.spans);
    let title: Vec<Span> = title.filter(|span| block.holds(span.line)).copied().collect();
    let names = table.columns.iter().flat_map(|column| &column.name.spans);
    let cells = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.text.spans);
    let taken: Vec<Span> = names.chain(cells).chain(&title).chain(&table.repeated).copied().collect();
    let rest = cut::uncovered(&lines.all(block), &taken);
    let rest = rest.into_iter().filter_map(|span| lines.trimmed(span)).collect();
    TableParts { title, rest, repeated: table.repeated.clone() }
}

/// Returns whether a heading's label stands in a line by itself, as `Phần I` above its title.
pub fn is_label_alone(section: &Section, words: &[Span]) -> bool {
    let label = section.label.spans.last();
    words.len() > 1 && label.is_some_and(|label| label.line == words[0].line && label.end == words[0].end)
}

/// Returns a heading as it is printed: `III` and `Title` are `III. Title`; a single letter is followed by a bracket,
/// `a) Title`.
pub fn heading_words(label: &str, title: &str) -> String {
    format!("{label}{}{title}", heading_separator(label, title))
}

/// Returns what is printed between a heading's label and its title.
fn heading_separator(label: &str, title: &str) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
