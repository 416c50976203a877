//! The texts of records, which follow what later parsers change in their lines.
//!
//! A parser writes down what it read while others have yet to mend the same lines: a table its title, which a head names the kind
//! of; a note the word before its mark, which is a heading's. Whoever keeps a record keeps the [moment](Sheet::moment) with it.

use super::sheet::Sheet;
use crate::document::{Arrival, Footnote, Letterhead, Section, Signature, Table, Text};

/// A record with the texts that it holds.
pub(super) trait HasTexts {
    /// Shows each text.
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text));
}

/// Makes a record's texts what now stands at their places, which were read at a moment.
pub(super) fn follow(sheet: &Sheet, moment: usize, record: &mut impl HasTexts) {
    record.each_text(&mut |text| sheet.follow(moment, text));
}

impl<T: HasTexts> HasTexts for [T] {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        self.iter_mut().for_each(|record| record.each_text(show));
    }
}

impl<T: HasTexts> HasTexts for Vec<T> {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        self.as_mut_slice().each_text(show);
    }
}

impl HasTexts for Signature {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        let own = [&mut self.signer, &mut self.body, &mut self.email, &mut self.number];
        own.into_iter().flatten().for_each(show);
    }
}

impl HasTexts for Arrival {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        [&mut self.body, &mut self.number].into_iter().flatten().for_each(show);
    }
}

impl HasTexts for Footnote {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        let after = self.references.iter_mut().map(|reference| &mut reference.after);
        [&mut self.mark, &mut self.text].into_iter().chain(after).for_each(show);
    }
}

impl HasTexts for Letterhead {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        self.fields_mut().for_each(|field| show(&mut field.text));
    }
}

impl HasTexts for Section {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        [&mut self.label, &mut self.title].into_iter().chain(&mut self.paragraphs).for_each(&mut *show);
        self.children.each_text(show);
    }
}

impl HasTexts for Table {
    fn each_text(&mut self, show: &mut dyn FnMut(&mut Text)) {
        self.title.iter_mut().for_each(&mut *show);
        self.columns.iter_mut().for_each(|column| show(&mut column.name));
        for row in &mut self.rows {
            [&mut row.label, &mut row.text].into_iter().for_each(&mut *show);
            row.cells.iter_mut().for_each(|cell| show(&mut cell.text));
        }
        for span in &mut self.repeated {
            let mut text = Text { text: String::new(), spans: vec![*span] };
            show(&mut text);
            *span = text.spans.first().copied().unwrap_or(*span);
        }
    }
}
