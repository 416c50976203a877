//! The closing: recipients left, signer right; and captions of digital signatures and stamps of arrival.

use std::io;

use super::Html;
use super::inline::Between;
use crate::document::Span;
use crate::export::reading::{Piece, Role, Side};

impl Html<'_> {
    pub(super) fn closing(&mut self, pieces: &[Piece]) -> io::Result<()> {
        if pieces.is_empty() {
            return Ok(());
        }
        self.close_sections(0)?;
        self.xml.open("footer", &[("class", "closing".into())])?;
        self.xml.open("div", &[("class", "recipients".into())])?;
        for piece in pieces.iter().filter(|piece| piece.side != Side::Right) {
            let class = if matches!(piece.role, Role::Recipient(_)) { "recipient" } else { "" };
            self.element("p", class, &piece.spans, Between::Blank)?;
        }
        self.xml.close("div")?;
        self.xml.open("div", &[("class", "signer".into())])?;
        for piece in pieces.iter().filter(|piece| piece.side == Side::Right) {
            let class = match piece.role {
                Role::Title => "office",
                Role::Name => "name",
                _ => "",
            };
            self.element("p", class, &piece.spans, Between::Break)?;
        }
        self.xml.close("div")?;
        self.xml.close("footer")
    }

    /// Writes lines that are no part of the text.
    pub(super) fn caption(&mut self, name: &str, spans: &[Span]) -> io::Result<()> {
        self.xml.open("aside", &[("class", "caption".into()), ("aria-label", name.into())])?;
        self.spans(spans, Between::Break)?;
        self.xml.close("aside")
    }
}
