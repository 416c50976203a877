//! What the words of a page are and in which order they are read, for programs that read aloud or lay the text out anew
//! (tagged PDF: ISO 32000-1, 14.7 and 14.8).
//!
//! | part of the record | element |
//! | --- | --- |
//! | kind of document; headings | `H1` to `H6` |
//! | other fields of head and closing, paragraphs, captions | `P` |
//! | table, its rows and cells | `Table`, `TR`, `TH`, `TD`; its title `Caption` |
//! | footnote with its mark | `Note` |
//! | a page's number, a running title, a header printed again; the image of the scan | none: an artifact |
//!
//! The elements stand as the document is read ([`reading`]), which says of each word what it is ([`claims`]). [`marks`] puts the
//! marks into a page's content, [`tree`] the elements into the PDF.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::export::reading::{self, Lines};

mod claims;
pub(super) mod marks;
mod tree;

use claims::Claims;

/// The structure of a document.
#[derive(Debug)]
pub(super) struct Tags {
    /// The document first.
    elements: Vec<Element>,
    /// What each word of a line is, words as [`printed::words`](crate::export::printed::words) gives them; by page and the
    /// line's number on it, from 1.
    owners: BTreeMap<(u32, u32), Vec<Owner>>,
}

/// An element of the structure.
#[derive(Debug)]
struct Element {
    /// Its standard type.
    kind: &'static str,
    children: Vec<usize>,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A part of an element, by its number.
    Element(usize),
    /// Nothing that is read: a page's number.
    Artifact,
}

impl Tags {
    /// Finds what the words of a document are.
    pub(super) fn of(document: &Document) -> Self {
        let lines = Lines::of(document);
        let mut claims = Claims::new();
        for passage in reading::passages(document, &lines) {
            claims.passage(&passage);
        }
        claims.settle(document, &lines)
    }

    /// Returns what each of a line's words is.
    fn of_line(&self, page: u32, line: u32) -> &[Owner] {
        self.owners.get(&(page, line)).map_or(&[], Vec::as_slice)
    }
}
