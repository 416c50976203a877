//! A footnote where it is printed, with links back to where the text refers to it.

use std::io;

use super::Html;
use crate::document::{Footnote, Span};

impl Html<'_> {
    pub(super) fn footnote(
        &mut self,
        at: usize,
        note: &Footnote,
        mark: Option<Span>,
        text: &[Span],
    ) -> io::Result<()> {
        let number = at + 1;
        let attributes = [
            ("class", "note".into()),
            ("id", format!("ghi-chu-{number}").into()),
            ("role", "doc-footnote".into()),
        ];
        self.xml.open("aside", &attributes)?;
        match mark {
            Some(own) => {
                let behind =
                    text.first().filter(|first| first.line == own.line).map_or(own.end, |first| first.start);
                self.note_mark(&note.mark, own, behind)?;
            }
            None => self.xml.text("sup", &[], &note.mark)?,
        }
        self.xml.characters(" ")?;
        self.inline(text)?;
        for reference in 1..=self.notes.references(at) {
            let link = [
                ("class", "back".into()),
                ("href", format!("#dan-{number}-{reference}").into()),
                ("role", "doc-backlink".into()),
                // Back to the reference.
                ("aria-label", format!("Về chỗ dẫn chú thích {}", &*note.mark).into()),
            ];
            self.xml.text("a", &link, "")?;
        }
        self.xml.close("aside")
    }
}
