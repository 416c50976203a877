//! The footnotes, each with links back to where the text refers to it.

use std::io;

use super::Html;
use crate::document::Footnote;

impl Html<'_> {
    pub(super) fn footnotes(&mut self, footnotes: &[Footnote]) -> io::Result<()> {
        if footnotes.is_empty() {
            return Ok(());
        }
        // Footnotes.
        self.xml.open("section", &[("class", "notes".into()), ("aria-label", "Chú thích".into())])?;
        self.xml.open("ul", &[])?;
        for (at, note) in footnotes.iter().enumerate() {
            let number = at + 1;
            self.xml.open("li", &[("id", format!("ghi-chu-{number}").into())])?;
            self.xml.text("sup", &[], &note.mark)?;
            self.xml.characters(" ")?;
            self.xml.open("span", &[("class", "note".into())])?;
            self.inline(&note.text, self.provenance.footnotes.get(at).map_or(&[][..], Vec::as_slice))?;
            self.xml.close("span")?;
            for reference in 1..=self.notes.references(at) {
                let link = [
                    ("class", "back".into()),
                    ("href", format!("#dan-{number}-{reference}").into()),
                    ("role", "doc-backlink".into()),
                    // Back to the reference.
                    ("aria-label", format!("Về chỗ dẫn chú thích {}", note.mark).into()),
                ];
                self.xml.text("a", &link, "")?;
            }
            self.xml.close("li")?;
        }
        self.xml.close("ul")?;
        self.xml.close("section")
    }
}
