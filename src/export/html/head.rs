//! The head, as the Decree's appendix I sets it: issuing body and number left, state, motto, place and date right, kind and
//! subject below, in the middle.

use std::io;

use super::Html;
use super::inline::Between;
use crate::document::Letterhead;
use crate::export::reading::{Piece, Role, Side};

impl Html<'_> {
    pub(super) fn letterhead(&mut self, letterhead: &Letterhead, pieces: &[Piece]) -> io::Result<()> {
        if pieces.is_empty() {
            return Ok(());
        }
        self.xml.open("header", &[("class", "head".into())])?;
        if pieces.iter().any(|piece| piece.side != Side::Middle) {
            self.xml.open("div", &[("class", "columns".into())])?;
            for (side, class) in [(Side::Left, "bodies"), (Side::Right, "motto")] {
                self.xml.open("div", &[("class", class.into())])?;
                for piece in pieces.iter().filter(|piece| piece.side == side) {
                    self.piece(letterhead, piece)?;
                }
                self.xml.close("div")?;
            }
            self.xml.close("div")?;
        }
        for piece in pieces.iter().filter(|piece| piece.side == Side::Middle) {
            self.piece(letterhead, piece)?;
        }
        self.xml.close("header")
    }

    fn piece(&mut self, letterhead: &Letterhead, piece: &Piece) -> io::Result<()> {
        let (element, class) = match piece.role {
            Role::Parent => ("p", "parent"),
            Role::Issuer => ("p", "issuer"),
            Role::Number => ("p", "symbol"),
            Role::Place | Role::Date => ("p", "day"),
            Role::Kind => ("h1", "kind"),
            Role::Subject if piece.side == Side::Left => ("p", "about"),
            Role::Subject => ("p", "subject"),
            _ => ("p", ""),
        };
        let date = letterhead.iso_date().filter(|_| matches!(piece.role, Role::Place | Role::Date));
        let Some(date) = date else { return self.element(element, class, &piece.spans, Between::Blank) };
        self.xml.open("p", &[("class", class.into())])?;
        self.xml.open("time", &[("datetime", date.into())])?;
        self.inline(&piece.spans)?;
        self.xml.close("time")?;
        self.xml.close("p")
    }
}
