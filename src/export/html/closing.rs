//! The closing: recipients left, signer right; and captions of digital signatures and stamps of arrival.

use std::io;

use super::Html;
use crate::document::Letterhead;
use crate::export::provenance::Trace;

impl Html<'_> {
    pub(super) fn closing(&mut self, letterhead: &Letterhead) -> io::Result<()> {
        let traces = &self.provenance.closing;
        let signer = letterhead.signer.as_ref();
        if letterhead.recipients.is_empty() && signer.is_none() {
            return Ok(());
        }
        self.xml.open("footer", &[("class", "closing".into())])?;
        self.xml.open("div", &[("class", "recipients".into())])?;
        if !letterhead.recipients.is_empty() {
            self.xml.text("p", &[], "Nơi nhận:")?;
            self.xml.open("ul", &[])?;
            for (at, recipient) in letterhead.recipients.iter().enumerate() {
                self.xml.open("li", &[])?;
                self.inline(recipient, traces.recipients.get(at).map_or(&[][..], Vec::as_slice))?;
                self.xml.close("li")?;
            }
            self.xml.close("ul")?;
        }
        self.xml.close("div")?;
        self.xml.open("div", &[("class", "signer".into())])?;
        self.field("p", "office", "", signer.and_then(|signer| signer.title.as_deref()), &traces.title)?;
        self.field("p", "name", "", signer.and_then(|signer| signer.name.as_deref()), &traces.name)?;
        self.xml.close("div")?;
        self.xml.close("footer")
    }

    /// Writes lines that are no part of the text.
    pub(super) fn caption(&mut self, name: &str, lines: &[String], traces: &[Trace]) -> io::Result<()> {
        self.xml.open("aside", &[("class", "caption".into()), ("aria-label", name.into())])?;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.xml.empty("br", &[])?;
            }
            self.inline(line, traces.get(at).map_or(&[][..], Vec::as_slice))?;
        }
        self.xml.close("aside")
    }
}
