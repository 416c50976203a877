//! The marks in a page's content that say which element its words are part of (ISO 32000-1, 14.6).

use std::io::Write;

use super::{Owner, Tags};
use crate::document::Page;

/// What begins what is no part of the document's text.
pub(in super::super) const BEGIN_ARTIFACT: &[u8] = b"/Artifact BMC\n";
/// What ends what was marked last.
pub(in super::super) const END: &[u8] = b"EMC\n";

/// The marks of one sheet.
#[derive(Debug)]
pub(in super::super) struct Marks<'a> {
    /// `None` where the PDF is not tagged.
    tags: Option<&'a Tags>,
    /// The element of each mark, by its number.
    elements: Vec<usize>,
    open: Option<Owner>,
}

impl<'a> Marks<'a> {
    /// Begins a sheet.
    pub(in super::super) fn new(tags: Option<&'a Tags>) -> Self {
        Self { tags, elements: Vec::new(), open: None }
    }

    /// Returns what each of a line's words is; nothing where the PDF is not tagged.
    pub(in super::super) fn owners(&self, page: &Page, line: u32) -> &'a [Owner] {
        self.tags.map_or(&[], |tags| tags.of_line(page.number, line))
    }

    /// Ends what is open and begins another, unless that is open; what has no owner leaves it open.
    pub(in super::super) fn turn_to(&mut self, content: &mut Vec<u8>, owner: Option<Owner>) {
        let Some((owner, tags)) = owner.zip(self.tags) else { return };
        if self.open == Some(owner) {
            return;
        }
        self.close(content);
        match owner {
            Owner::Artifact => content.extend_from_slice(BEGIN_ARTIFACT),
            Owner::Element(element) => {
                // Writing to memory does not fail.
                let _ =
                    writeln!(content, "/{}<</MCID {}>>BDC", tags.elements[element].kind, self.elements.len());
                self.elements.push(element);
            }
        }
        self.open = Some(owner);
    }

    /// Ends what is open.
    pub(in super::super) fn close(&mut self, content: &mut Vec<u8>) {
        if self.open.take().is_some() {
            content.extend_from_slice(END);
        }
    }

    /// Returns the element of each mark of the sheet, by its number.
    pub(in super::super) fn into_elements(self) -> Vec<usize> {
        self.elements
    }
}
