//! Where the texts of the records stand in the lines they were read from.
//!
//! The records hold running text, cells and fields; edits, words and confidences belong to lines. Here is the way back: a
//! [`Trace`] gives for each character of a text the place in a line that it was taken from. It is found by the text alone,
//! between the lines that the record names. A text that cannot be found, or in more than one place, has no trace; a cell
//! must also have stood there as its row's `printed` says. So whoever follows a trace comes to the right word or to none.

use std::collections::BTreeMap;
use std::ops::Range;

use super::reading_order;
use crate::document::Document;

mod chain;
mod closing;
mod footnote;
mod head;
mod runs;
mod section;
mod source_line;
mod table;

pub use source_line::SourceLine;

use chain::Stretch;

/// A place in a restored line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line's index in [`Provenance::lines`].
    pub line: usize,
    /// The character of its text, from 0.
    pub at: u32,
}

/// For each character of a text its place; `None` for blanks and for what was put between. Empty for a text without.
pub type Trace = Vec<Option<Place>>;

/// A text of no record that a reader wants to see, with its trace.
pub type Traced = (String, Trace);

/// The traces of a document's texts.
#[derive(Debug, Clone, Default)]
pub struct Provenance<'a> {
    /// Every line of the document, in order.
    pub lines: Vec<SourceLine<'a>>,
    /// Of each section's [heading words](reading_order::heading_words), sections in reading order.
    pub headings: Vec<Trace>,
    /// Of each section's paragraphs.
    pub paragraphs: Vec<Vec<Trace>>,
    /// Of each footnote's text.
    pub footnotes: Vec<Trace>,
    /// Of each footnote's mark, as it stands in the line: `^[1]`.
    pub footnote_marks: Vec<Trace>,
    /// Of each table's cells.
    pub tables: Vec<TableTraces>,
    /// Of the fields of the head.
    pub head: HeadTraces,
    /// Of recipients and signer.
    pub closing: ClosingTraces,
    /// Of the lines of each digital signature's caption.
    pub signatures: Vec<Vec<Trace>>,
    /// Of the lines of each stamp of arrival.
    pub arrivals: Vec<Vec<Trace>>,
    index: BTreeMap<(u32, u32), usize>,
}

/// The traces of a table.
#[derive(Debug, Clone, Default)]
pub struct TableTraces {
    /// Of its title.
    pub title: Trace,
    /// Of the columns' names, where the header stands first.
    pub columns: Vec<Trace>,
    /// Of the cells, by row.
    pub rows: Vec<Vec<Trace>>,
    /// True where every cell that holds anything was found.
    pub whole: bool,
}

/// The traces of the head's fields.
#[derive(Debug, Clone, Default)]
pub struct HeadTraces {
    /// Of the parent body.
    pub parent: Trace,
    /// Of the issuing body.
    pub issuer: Trace,
    /// Of the number.
    pub number: Trace,
    /// Of the place.
    pub place: Trace,
    /// Of the date [in words](reading_order::day_in_words).
    pub date: Trace,
    /// Of the kind.
    pub kind: Trace,
    /// Of the subject.
    pub subject: Trace,
    /// Name of the state or Party and its motto (Quốc hiệu, Tiêu ngữ), where the head has them: no field of the record.
    pub motto: Vec<Traced>,
}

/// The traces of the closing's fields.
#[derive(Debug, Clone, Default)]
pub struct ClosingTraces {
    /// Of each recipient.
    pub recipients: Vec<Trace>,
    /// Of the signer's office.
    pub title: Trace,
    /// Of the signer's name.
    pub name: Trace,
}

impl<'a> Provenance<'a> {
    /// Traces the texts of a document.
    pub fn of(document: &'a Document) -> Self {
        let mut edits: BTreeMap<(u32, u32), Vec<(usize, &crate::document::Edit)>> = BTreeMap::new();
        for (number, edit) in document.edits.iter().enumerate() {
            edits.entry((edit.page, edit.line)).or_default().push((number, edit));
        }
        let mut own = Self::default();
        for page in &document.pages {
            for (line, number) in page.lines.iter().zip(1..) {
                let key = (page.number, number);
                own.index.entry(key).or_insert(own.lines.len());
                let edits = edits.get(&key).map_or(&[][..], Vec::as_slice);
                own.lines.push(SourceLine::new(page.number, number, line, edits));
            }
        }
        if document.sections.is_empty() {
            // The lines stand for themselves.
            own.trace_tables(document, &mut vec![false; own.lines.len()]);
            own.footnotes = vec![Trace::new(); document.footnotes.len()];
            own.footnote_marks = own.footnotes.clone();
            return own;
        }
        let sections = reading_order::sections(document);
        let mut taken = vec![false; own.lines.len()];
        own.trace_sections(&sections, &mut taken);
        own.trace_footnotes(&document.footnotes, &mut taken);
        own.trace_tables(document, &mut taken);
        let first = sections.first().and_then(|section| own.find(section.page, section.line));
        own.trace_head(&document.letterhead, first.unwrap_or(0));
        own.trace_captions(document);
        own.trace_closing(&document.letterhead, first.unwrap_or(0), &taken);
        own
    }

    /// Returns the index of a line.
    pub fn find(&self, page: u32, line: u32) -> Option<usize> {
        self.index.get(&(page, line)).copied()
    }

    /// Returns the trace of a line's own text.
    pub fn of_line(&self, line: usize) -> Trace {
        let Some(own) = self.lines.get(line) else { return Trace::new() };
        let place = |(at, character): (u32, char)| (!character.is_whitespace()).then_some(Place { line, at });
        (0..).zip(own.line.text.chars()).map(place).collect()
    }

    /// Returns the index of the first line in which a cell of a table was found.
    pub fn first_line_of_table(&self, table: usize) -> Option<usize> {
        let cells = self.tables.get(table)?.rows.iter().flatten();
        cells.flatten().flatten().map(|place| place.line).min()
    }

    /// Returns for each line whether all that stands in it was found in tables of which every cell was.
    pub fn lines_in_tables(&self) -> Vec<bool> {
        let mut found = vec![0; self.lines.len()];
        for TableTraces { title, columns, rows, .. } in self.tables.iter().filter(|table| table.whole) {
            let traces = rows.iter().flatten().chain(columns).chain([title]);
            traces.flatten().flatten().for_each(|place| found[place.line] += 1);
        }
        found
            .into_iter()
            .zip(&self.lines)
            .map(|(count, line)| count > 0 && count == line.visible.len())
            .collect()
    }

    /// Returns the index of the first line in which a field of the closing was found.
    pub fn first_line_of_closing(&self) -> Option<usize> {
        let ClosingTraces { recipients, title, name } = &self.closing;
        let fields = recipients.iter().chain([title, name]);
        fields.flatten().flatten().map(|place| place.line).min()
    }

    /// Returns the whole of each line of a range that holds a character, as stretches.
    fn whole(&self, lines: impl IntoIterator<Item = usize>) -> Vec<Stretch<'_>> {
        let lines = lines.into_iter().map(|line| self.stretch(line, 0));
        lines.filter(|stretch| !stretch.characters.is_empty()).collect()
    }

    /// Returns what stands in a line from one of its visible characters on.
    fn stretch(&self, line: usize, from: usize) -> Stretch<'_> {
        let visible = &self.lines[line].visible;
        let from = from.min(visible.len());
        Stretch { line, range: from..visible.len(), characters: &visible[from..] }
    }

    /// Returns the trace of a text that is made of parts of lines, in visible characters; what goes beyond the text is
    /// left out.
    fn trace(&self, text: &str, parts: impl IntoIterator<Item = (usize, Range<usize>)>) -> Trace {
        let mut places = parts.into_iter().flat_map(|(line, range)| {
            self.lines[line].places[range].iter().map(move |at| Place { line, at: *at })
        });
        text.chars().map(|c| if c.is_whitespace() { None } else { places.next() }).collect()
    }

    /// As [`trace`](Self::trace), of stretches by index.
    fn trace_way(&self, text: &str, way: Option<&Vec<usize>>, stretches: &[Stretch<'_>]) -> Trace {
        let parts = |way: &Vec<usize>| {
            self.trace(text, way.iter().map(|at| (stretches[*at].line, stretches[*at].range.clone())))
        };
        way.map_or_else(Trace::new, parts)
    }

    /// Returns the trace of a text made of runs of lines, if there is one way.
    fn trace_runs(&self, text: &str, within: &[usize], reach: usize) -> Trace {
        let found = runs::only_runs(&visible(text), &self.lines, within, reach);
        found.map_or_else(Trace::new, |runs| self.trace(text, runs))
    }

    /// Returns the lines that a trace leads to, in order, each once.
    pub fn lines_of(trace: &[Option<Place>]) -> Vec<usize> {
        let mut lines: Vec<usize> = trace.iter().flatten().map(|place| place.line).collect();
        lines.dedup();
        lines
    }
}

/// Returns the characters of a text that are no blanks.
fn visible(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
