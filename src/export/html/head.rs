//! The head, as the Decree's appendix I sets it: issuing body left, state and motto right, number left, place and date
//! right, kind and subject below, in the middle.

use std::io;

use super::Html;
use crate::document::Letterhead;
use crate::export::provenance::Place;
use crate::export::reading_order::day_in_words;

impl Html<'_> {
    pub(super) fn letterhead(&mut self, letterhead: &Letterhead) -> io::Result<()> {
        let first = self.document.pages.first().map_or(0, |page| page.number);
        self.begin_page(first)?;
        let Letterhead { parent, issuer, number, place, date, kind, subject, .. } = letterhead;
        let head = &self.provenance.head;
        // A letter has no kind, and its subject stands under its number.
        let is_letter = kind.is_none() && number.is_some();
        let has_columns = [parent, issuer, number, place, date].iter().any(|field| field.is_some());
        let has_columns = has_columns || !head.motto.is_empty();
        if !has_columns && kind.is_none() && subject.is_none() {
            return Ok(());
        }
        self.xml.open("header", &[("class", "head".into())])?;
        if has_columns {
            self.xml.open("div", &[("class", "columns".into())])?;
            self.xml.open("div", &[("class", "bodies".into())])?;
            self.field("p", "parent", "", parent.as_deref(), &head.parent)?;
            self.field("p", "issuer", "", issuer.as_deref(), &head.issuer)?;
            self.xml.close("div")?;
            self.xml.open("div", &[("class", "motto".into())])?;
            for (text, trace) in &head.motto {
                self.field("p", "", "", Some(text), trace)?;
            }
            self.xml.close("div")?;
            self.xml.open("div", &[("class", "number".into())])?;
            self.field("p", "", "Số: ", number.as_deref(), &head.number)?;
            if is_letter {
                // About.
                self.field("p", "about", "V/v ", subject.as_deref(), &head.subject)?;
            }
            self.xml.close("div")?;
            self.xml.open("div", &[("class", "day".into())])?;
            self.place_and_day(place.as_deref(), date.as_deref())?;
            self.xml.close("div")?;
            self.xml.close("div")?;
        }
        self.field("h1", "kind", "", kind.as_deref(), &head.kind)?;
        if !is_letter {
            self.field("p", "subject", "", subject.as_deref(), &head.subject)?;
        }
        self.xml.close("header")
    }

    fn place_and_day(&mut self, place: Option<&str>, date: Option<&str>) -> io::Result<()> {
        if place.is_none() && date.is_none() {
            return Ok(());
        }
        let head = &self.provenance.head;
        self.xml.open("p", &[])?;
        if let Some(place) = place {
            self.inline(place, &head.place)?;
        }
        if place.is_some() && date.is_some() {
            self.xml.characters(", ")?;
        }
        if let Some(date) = date {
            self.xml.open("time", &[("datetime", date.into())])?;
            self.inline(&day_in_words(date), &head.date)?;
            self.xml.close("time")?;
        }
        self.xml.close("p")
    }

    /// Writes a field, if there is one, with what is printed before it.
    pub(super) fn field(
        &mut self,
        element: &str,
        class: &str,
        before: &str,
        text: Option<&str>,
        trace: &[Option<Place>],
    ) -> io::Result<()> {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(()) };
        let classes = [("class", class.into())];
        self.xml.open(element, &classes[usize::from(class.is_empty())..])?;
        if !before.is_empty() {
            self.xml.characters(before)?;
        }
        self.inline(text, trace)?;
        self.xml.close(element)
    }
}
