//! The table of contents.

use std::io;

use super::Html;
use crate::document::Section;
use crate::export::footnote_marks;
use crate::export::reading::{heading_words, sections};

/// Fewest headings that are worth a table.
const FEWEST: usize = 3;

/// Most headings of a table that is unfolded from the start.
const UNFOLDED: usize = 40;

impl Html<'_> {
    pub(super) fn contents(&mut self) -> io::Result<()> {
        let headings = sections(self.document).into_iter().filter(|section| is_titled(section)).count();
        if headings < FEWEST {
            return Ok(());
        }
        self.xml.open("nav", &[("class", "contents".into()), ("aria-label", "Mục lục".into())])?;
        let unfolded = [("open", "open".into())];
        self.xml.open("details", &unfolded[usize::from(headings > UNFOLDED)..])?;
        self.xml.text("summary", &[], "Mục lục")?;
        let mut number = 0;
        self.entries(&self.document.sections, &mut number)?;
        self.xml.close("details")?;
        self.xml.close("nav")
    }

    /// Writes a list of sections; `number` counts those before it.
    fn entries(&mut self, sections: &[Section], number: &mut usize) -> io::Result<()> {
        self.xml.open("ol", &[])?;
        for section in sections {
            *number += 1;
            self.xml.open("li", &[])?;
            if is_titled(section) {
                let words = heading_words(&section.label, &section.title);
                let link = [("href", format!("#muc-{number}").into())];
                self.xml.text("a", &link, &footnote_marks::without(&words))?;
            }
            if !section.children.is_empty() {
                self.entries(&section.children, number)?;
            }
            self.xml.close("li")?;
        }
        self.xml.close("ol")
    }
}

fn is_titled(section: &Section) -> bool {
    !heading_words(&section.label, &section.title).trim().is_empty()
}
