//! Headings, each the head of a section of the page; `muc-N` is the N-th section's.

use std::io;

use super::Html;
use crate::document::{Section, Span};
use crate::export::reading;

/// HTML knows six levels of headings.
const DEEPEST: u8 = 6;

impl Html<'_> {
    pub(super) fn heading(&mut self, at: usize, section: &Section, words: &[Span]) -> io::Result<()> {
        self.close_sections(section.level)?;
        self.begin_page(section.page)?;
        if words.is_empty() {
            return Ok(());
        }
        self.xml.open("section", &[])?;
        self.open.push(section.level);
        // The document's kind has the first level, so that the tree begins at the second.
        let element = format!("h{}", section.level.max(1).saturating_add(1).min(DEEPEST));
        let id = format!("muc-{}", at + 1);
        let link = format!("#{id}");
        self.xml.open(&element, &[("id", id.into())])?;
        match words {
            [label, title @ ..] if reading::is_label_alone(section, words) => {
                self.inline(&[*label])?;
                self.xml.empty("br", &[])?;
                self.inline(title)?;
            }
            words => self.inline(words)?,
        }
        // Link to this heading.
        let anchor = [
            ("class", "anchor".into()),
            ("href", link.into()),
            ("aria-label", "Liên kết tới mục này".into()),
        ];
        self.xml.text("a", &anchor, "")?;
        self.xml.close(&element)
    }

    /// Closes the sections that stand no higher than a level.
    pub(super) fn close_sections(&mut self, level: u8) -> io::Result<()> {
        while self.open.pop_if(|open| *open >= level).is_some() {
            self.xml.close("section")?;
        }
        Ok(())
    }
}
