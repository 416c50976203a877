//! The footnotes, each with links back to where the text refers to it.

use std::io;
use std::ops::Range;

use super::Html;
use crate::document::Footnote;
use crate::export::provenance::Place;

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
            self.note_mark(
                &note.mark,
                self.provenance.footnote_marks.get(at).map_or(&[][..], Vec::as_slice),
            )?;
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

    /// Writes the mark at the head of a note, and how it was read.
    fn note_mark(&mut self, mark: &str, trace: &[Option<Place>]) -> io::Result<()> {
        let change = trace.first().copied().flatten().and_then(|first| {
            let line = self.provenance.lines.get(first.line)?;
            let is_mark = |own: &Range<u32>| {
                let places = trace.iter().flatten().map(|place| &place.at);
                line.visible_in(own).iter().eq(places)
            };
            line.edits.iter().find(|(_, _, own)| is_mark(own))
        });
        let Some((number, edit, _)) = change else { return self.xml.text("sup", &[], mark) };
        self.begin_change(*number, edit)?;
        self.xml.text("del", &[], &edit.before)?;
        self.xml.open("ins", &[])?;
        self.xml.text("sup", &[], mark)?;
        self.xml.close("ins")?;
        self.xml.close("span")
    }
}
