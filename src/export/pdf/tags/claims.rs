//! Which element each word is part of.

use std::collections::BTreeMap;

use super::{Element, Owner, Tags};
use crate::document::{BlockKind, Document, LineId, Span, Table};
use crate::export::printed::{self, Printed};
use crate::export::reading::{Content, Lines, Passage, Role, TableParts};

/// The deepest heading that PDF has a tag for.
const DEEPEST_HEADING: usize = 6;
const HEADINGS: [&str; DEEPEST_HEADING] = ["H1", "H2", "H3", "H4", "H5", "H6"];

/// The elements, and the characters that each claims.
pub(super) struct Claims {
    elements: Vec<Element>,
    /// For each line the characters that are claimed, in the order of the claims.
    of_lines: BTreeMap<LineId, Vec<(Span, Owner)>>,
    /// True where the kind of document is the first heading, above all others.
    has_title: bool,
}

impl Claims {
    pub(super) fn new() -> Self {
        Self {
            elements: vec![Element { kind: "Document", children: Vec::new() }],
            of_lines: BTreeMap::new(),
            has_title: false,
        }
    }

    fn add(&mut self, parent: usize, kind: &'static str) -> usize {
        let number = self.elements.len();
        self.elements.push(Element { kind, children: Vec::new() });
        self.elements[parent].children.push(number);
        number
    }

    fn claim(&mut self, owner: Owner, spans: &[Span]) {
        for span in spans {
            self.of_lines.entry(span.line).or_default().push((*span, owner));
        }
    }

    /// Adds an element for what stands at spans, if anything does.
    fn shown(&mut self, parent: usize, kind: &'static str, spans: &[Span]) {
        if !spans.is_empty() {
            let element = self.add(parent, kind);
            self.claim(Owner::Element(element), spans);
        }
    }

    pub(super) fn passage(&mut self, passage: &Passage<'_>) {
        match &passage.content {
            Content::Head(_, pieces) => {
                for piece in pieces {
                    let is_kind = piece.role == Role::Kind;
                    self.has_title |= is_kind;
                    self.shown(0, if is_kind { "H1" } else { "P" }, &piece.spans);
                }
            }
            Content::Heading(_, section, words, text) => {
                let level = usize::from(section.level.max(1)) + usize::from(self.has_title);
                self.shown(0, HEADINGS[level.min(DEEPEST_HEADING) - 1], words);
                self.shown(0, "P", text);
            }
            Content::Text(spans) => self.shown(0, "P", spans),
            Content::Lines(spans) => self.lines(passage.block.kind, spans),
            Content::Table(_, table, parts) => self.table(table, parts),
            Content::Footnote(_, _, mark, text) => {
                let spans: Vec<Span> = mark.iter().chain(text).copied().collect();
                self.shown(0, "Note", &spans);
            }
            Content::Closing(_, pieces) => pieces.iter().for_each(|piece| self.shown(0, "P", &piece.spans)),
        }
    }

    fn lines(&mut self, kind: BlockKind, spans: &[Span]) {
        if kind.is_read() {
            self.shown(0, "P", spans);
        } else {
            self.claim(Owner::Artifact, spans);
        }
    }

    fn table(&mut self, table: &Table, parts: &TableParts) {
        let element = self.add(0, "Table");
        self.shown(element, "Caption", &parts.title);
        let names = table.columns.iter().map(|column| column.name.spans.as_slice()).collect();
        let rows = table
            .rows
            .iter()
            .map(|row| ("TD", row.cells.iter().map(|cell| cell.text.spans.as_slice()).collect()));
        for (kind, cells) in std::iter::once(("TH", names)).chain(rows) {
            let cells: Vec<&[Span]> = cells;
            if kind == "TH" && cells.iter().all(|spans| spans.is_empty()) {
                continue;
            }
            let row = self.add(element, "TR");
            for spans in cells {
                let cell = self.add(row, kind);
                self.claim(Owner::Element(cell), spans);
            }
        }
        self.claim(Owner::Artifact, &parts.repeated);
        self.shown(0, "P", &parts.rest);
    }

    /// Gives every word to an element.
    pub(super) fn settle(mut self, document: &Document, lines: &Lines<'_>) -> Tags {
        let mut owners = BTreeMap::new();
        for page in &document.pages {
            for (line, number) in page.lines.iter().zip(1..) {
                let id = LineId::new(page.number, number);
                let words = printed::words(line, lines.edited(id));
                if words.is_empty() {
                    continue;
                }
                let claims = self.of_lines.get(&id).map_or(&[][..], Vec::as_slice);
                let claims = Ordered::of(claims);
                let mut own: Vec<Option<Owner>> = words.iter().map(|word| claims.owner_of(word)).collect();
                spread(&mut own);
                if own.iter().any(Option::is_none) {
                    // A document that was not structured.
                    let element = self.add(0, "P");
                    own.fill(Some(Owner::Element(element)));
                }
                owners.insert((page.number, number), own.into_iter().flatten().collect());
            }
        }
        Tags { elements: self.elements, owners }
    }
}

/// The claims on a line's characters, by where they begin: a line may be the cells of a long table's row.
struct Ordered {
    claims: Vec<(Span, Owner)>,
    /// For each claim the furthest end of it and those before.
    ends: Vec<u32>,
}

impl Ordered {
    fn of(claims: &[(Span, Owner)]) -> Self {
        let mut claims = claims.to_vec();
        claims.sort_by_key(|(span, _)| span.start);
        let furthest = |end: &mut u32, (span, _): &(Span, Owner)| {
            *end = span.end.max(*end);
            Some(*end)
        };
        let ends = claims.iter().scan(0, furthest).collect();
        Self { claims, ends }
    }

    /// Returns whose a word is: the first claim's on a character of it.
    fn owner_of(&self, word: &Printed) -> Option<Owner> {
        let from = self.ends.partition_point(|end| *end <= word.range.start);
        let (span, owner) = self.claims.get(from)?;
        (span.start < word.range.end).then_some(*owner)
    }
}

/// Gives what nothing claims to the element before it, else to the one after.
fn spread(owners: &mut [Option<Owner>]) {
    let mut near = owners.iter().flatten().next().copied();
    for owner in owners {
        near = owner.or(near);
        *owner = near;
    }
}
