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

    /// Writes a list of sections; `number` counts those before it. Those under one without words stand in its place.
    fn entries(&mut self, sections: &[Section], number: &mut usize) -> io::Result<()> {
        self.xml.open("ol", &[])?;
        self.items(sections, number)?;
        self.xml.close("ol")
    }

    fn items(&mut self, sections: &[Section], number: &mut usize) -> io::Result<()> {
        for section in sections {
            *number += 1;
            if !is_titled(section) {
                self.items(&section.children, number)?;
                continue;
            }
            self.xml.open("li", &[])?;
            let words = heading_words(&section.label, &section.title);
            let link = [("href", format!("#muc-{number}").into())];
            self.xml.text("a", &link, &footnote_marks::without(&words))?;
            if section.children.iter().any(has_titled) {
                self.entries(&section.children, number)?;
            } else {
                *number += section.children.iter().map(count).sum::<usize>();
            }
            self.xml.close("li")?;
        }
        Ok(())
    }
}

/// Returns whether a section or one under it has words.
fn has_titled(section: &Section) -> bool {
    is_titled(section) || section.children.iter().any(has_titled)
}

/// Returns how many sections one is, with those under it.
fn count(section: &Section) -> usize {
    1 + section.children.iter().map(count).sum::<usize>()
}

fn is_titled(section: &Section) -> bool {
    !heading_words(&section.label, &section.title).trim().is_empty()
}
