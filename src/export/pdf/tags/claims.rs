//! Which element each character is part of.

use std::collections::BTreeMap;

use super::loose::Loose;
use super::{Element, Owner, Tags};
use crate::document::{Document, Footnote, Letterhead, Line, Table};
use crate::export::printed;
use crate::export::provenance::{Place, Provenance};
use crate::export::reading_order::Block;

/// The deepest heading that PDF has a tag for.
const DEEPEST_HEADING: usize = 6;
const HEADINGS: [&str; DEEPEST_HEADING] = ["H1", "H2", "H3", "H4", "H5", "H6"];

/// The elements, and the characters that each claims.
pub(super) struct Claims {
    elements: Vec<Element>,
    /// For each line, for each character the element that it is part of. The first that claims it has it.
    of_lines: Vec<Vec<Option<usize>>>,
    /// True where the kind of document is the first heading, above all others.
    has_title: bool,
}

impl Claims {
    pub(super) fn new(provenance: &Provenance<'_>) -> Self {
        let length = |text: &str| text.chars().count();
        Self {
            elements: vec![Element { kind: "Document", children: Vec::new() }],
            of_lines: provenance.lines.iter().map(|line| vec![None; length(&line.line.text)]).collect(),
            has_title: false,
        }
    }

    fn add(&mut self, parent: usize, kind: &'static str) -> usize {
        let number = self.elements.len();
        self.elements.push(Element { kind, children: Vec::new() });
        self.elements[parent].children.push(number);
        number
    }

    fn claim(&mut self, element: usize, trace: &[Option<Place>]) {
        for place in trace.iter().flatten() {
            let owner = self.of_lines.get_mut(place.line).and_then(|line| line.get_mut(place.at as usize));
            if let Some(owner) = owner {
                owner.get_or_insert(element);
            }
        }
    }

    /// Adds what a trace leads to, if it leads anywhere.
    fn traced(&mut self, parent: usize, kind: &'static str, trace: &[Option<Place>]) {
        if trace.iter().any(Option::is_some) {
            let element = self.add(parent, kind);
            self.claim(element, trace);
        }
    }

    pub(super) fn block(&mut self, block: &Block<'_>, provenance: &Provenance<'_>) {
        match block {
            Block::Head(letterhead) => self.head(letterhead, provenance),
            Block::Heading(at, section) => {
                let level = usize::from(section.level.max(1)) + usize::from(self.has_title);
                let kind = HEADINGS[level.min(DEEPEST_HEADING) - 1];
                self.traced(0, kind, provenance.headings.get(*at).map_or(&[][..], Vec::as_slice));
            }
            Block::Paragraph(section, at, _) => {
                let trace = provenance.paragraphs.get(*section).and_then(|own| own.get(*at));
                self.traced(0, "P", trace.map_or(&[][..], Vec::as_slice));
            }
            Block::Lines(page, lines) => {
                let found = lines.clone().filter_map(|at| provenance.find(page.number, at as u32 + 1));
                let trace: Vec<Option<Place>> = found.flat_map(|line| provenance.of_line(line)).collect();
                self.traced(0, "P", &trace);
            }
            Block::Table(at, table) => self.table(*at, table, provenance),
            Block::Closing(_) => {
                let closing = &provenance.closing;
                for trace in closing.recipients.iter().chain([&closing.title, &closing.name]) {
                    self.traced(0, "P", trace);
                }
            }
            Block::Signature(at, _) => self.caption(provenance.signatures.get(*at)),
            Block::Arrival(at, _) => self.caption(provenance.arrivals.get(*at)),
            Block::Footnotes(footnotes) => self.footnotes(footnotes, provenance),
        }
    }

    /// The head, as it is read: bodies and number on the left, then motto, place and date on the right.
    fn head(&mut self, letterhead: &Letterhead, provenance: &Provenance<'_>) {
        let head = &provenance.head;
        let left = [&head.parent, &head.issuer, &head.number];
        let motto = head.motto.iter().map(|(_, trace)| trace);
        for trace in left.into_iter().chain(motto).chain([&head.place, &head.date]) {
            self.traced(0, "P", trace);
        }
        self.has_title = letterhead.kind.is_some() && head.kind.iter().any(Option::is_some);
        self.traced(0, "H1", &head.kind);
        self.traced(0, "P", &head.subject);
    }

    fn table(&mut self, at: usize, table: &Table, provenance: &Provenance<'_>) {
        let Some(traces) = provenance.tables.get(at) else { return };
        let element = self.add(0, "Table");
        self.traced(element, "Caption", &traces.title);
        let names = (!traces.columns.is_empty()).then_some(("TH", &traces.columns));
        for (kind, cells) in names.into_iter().chain(traces.rows.iter().map(|row| ("TD", row))) {
            let row = self.add(element, "TR");
            // A row has a cell for each column, whether or not anything was found of it.
            for column in 0..table.columns.len().max(cells.len()) {
                let cell = self.add(row, kind);
                self.claim(cell, cells.get(column).map_or(&[][..], Vec::as_slice));
            }
        }
    }

    fn caption(&mut self, lines: Option<&Vec<Vec<Option<Place>>>>) {
        let trace: Vec<Option<Place>> = lines.into_iter().flatten().flatten().copied().collect();
        self.traced(0, "P", &trace);
    }

    fn footnotes(&mut self, footnotes: &[Footnote], provenance: &Provenance<'_>) {
        for at in 0..footnotes.len() {
            let parts = [&provenance.footnote_marks, &provenance.footnotes];
            let trace: Vec<Option<Place>> =
                parts.into_iter().filter_map(|traces| traces.get(at)).flatten().copied().collect();
            self.traced(0, "Note", &trace);
        }
    }

    /// Gives every word to an element; where none has claimed it, to one of its own.
    pub(super) fn settle(mut self, document: &Document, provenance: &Provenance<'_>) -> Tags {
        let tops = self.tops();
        let mut owners = BTreeMap::new();
        let mut loose = Loose::default();
        for page in &document.pages {
            loose.turn_page();
            let printed = page.lines.iter().filter(|line| !line.text.trim().is_empty()).count();
            let mut seen = 0;
            for (line, number) in page.lines.iter().zip(1..) {
                let words = printed::words(line);
                if words.is_empty() {
                    loose.end_paragraph();
                    continue;
                }
                seen += 1;
                let claimed = provenance.find(page.number, number).map(|at| &self.of_lines[at]);
                let mut of_words = owners_of(line, &words, claimed.map_or(&[][..], Vec::as_slice));
                let own = if of_words.iter().any(Option::is_some) {
                    spread(&mut of_words);
                    let of_words: Vec<usize> = of_words.into_iter().flatten().collect();
                    of_words.iter().filter_map(|owner| tops.get(owner)).for_each(|top| loose.pass(*top));
                    of_words.into_iter().map(Owner::Element).collect()
                } else if (seen == 1 || seen == printed) && is_page_number(&line.text) {
                    vec![Owner::Artifact; words.len()]
                } else {
                    let element = loose.paragraph(&mut self.elements);
                    vec![Owner::Element(element); words.len()]
                };
                owners.insert((page.number, number), own);
            }
        }
        let children = std::mem::take(&mut self.elements[0].children);
        self.elements[0].children = loose.laid_among(&children);
        Tags { elements: self.elements, owners }
    }

    /// Returns for each element the one right below the document that it is part of.
    fn tops(&self) -> BTreeMap<usize, usize> {
        let mut tops = BTreeMap::new();
        for top in &self.elements[0].children {
            let mut rest = vec![*top];
            while let Some(element) = rest.pop() {
                tops.insert(element, *top);
                rest.extend(&self.elements[element].children);
            }
        }
        tops
    }
}

/// Returns for each word of a line the element that claims its first character which any claims.
fn owners_of(line: &Line, words: &[printed::Printed], claimed: &[Option<usize>]) -> Vec<Option<usize>> {
    let text: Vec<char> = line.text.chars().collect();
    let mut from = 0;
    let mut owner = |word: &printed::Printed| {
        let letters: Vec<char> = word.text.chars().collect();
        let found = text[from..].windows(letters.len().max(1)).position(|window| window == letters)?;
        let range = from + found..from + found + letters.len();
        from = range.end;
        claimed.get(range)?.iter().flatten().copied().next()
    };
    words.iter().map(&mut owner).collect()
}

/// Gives what nothing claims to the element before it, else to the one after.
fn spread(owners: &mut [Option<usize>]) {
    let mut near = owners.iter().flatten().next().copied();
    for owner in owners {
        near = owner.or(near);
        *owner = near;
    }
}

/// True for `3` and `- 3 -`.
fn is_page_number(text: &str) -> bool {
    let number = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—'));
    !number.is_empty() && number.len() <= 4 && number.chars().all(|c| c.is_ascii_digit())
}
