//! Parts: documents within the document.
//!
//! A part begins where a page opens, or a closing ends, with
//!
//! ```text
//! document = 1*4( line ) with the name of state or Party under which a head stands
//! annex    = "Phụ lục" … | 1*6( line ), the first in capitals, and the note "(Kèm theo …)", "(Ban hành kèm theo …)"
//! ```
//!
//! A decision's regulation and its annexes are annexes. What stands before the first opening is a document.

use std::ops::Range;

use super::sheet::{Role, Sheet};
use super::{folding, letterhead, paragraph};
use crate::document::PartKind;

/// Lines of a page's top among which the name of state or Party stands, where the page opens a document.
const TOP: usize = 4;
/// Most lines of an annex's title before its note.
const TITLE: usize = 6;
/// Most words of a line that opens an annex by its name: `Phụ lục II` is one, a sentence that speaks of one is none.
const NAME_WORDS: usize = 4;

/// A part while the document is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) kind: PartKind,
    /// Its lines in [`Sheet::lines`].
    pub(super) lines: Range<usize>,
}

/// Parts a sheet; the first part begins with its first line.
pub(super) fn stretches(sheet: &Sheet) -> Vec<Stretch> {
    let mut openings: Vec<(usize, PartKind)> = Vec::new();
    let mut is_closed = false;
    for page in &sheet.pages {
        let free: Vec<usize> =
            page.lines.clone().filter(|at| !sheet.lines[*at].is_claimed && !sheet.is_ruled(*at)).collect();
        for (index, at) in free.iter().enumerate() {
            is_closed |= ends_document(&sheet.lines[*at].text);
            let is_top = index == 0;
            if !(is_top || is_closed && begins_block(sheet, *at)) {
                continue;
            }
            if let Some(kind) = opening(sheet, &free[index..]) {
                openings.push((*at, kind));
                is_closed = false;
            }
        }
    }
    let first = match openings.first() {
        Some((0, kind)) => *kind,
        _ => PartKind::Document,
    };
    let mut parts = vec![Stretch { kind: first, lines: 0..sheet.lines.len() }];
    for (at, kind) in openings.into_iter().filter(|(at, _)| *at > 0) {
        if let Some(last) = parts.last_mut() {
            last.lines.end = at;
        }
        parts.push(Stretch { kind, lines: at..sheet.lines.len() });
    }
    parts
}

/// Returns what part begins with the first of the lines left on a page.
fn opening(sheet: &Sheet, lines: &[usize]) -> Option<PartKind> {
    let text = |at: &usize| sheet.lines[*at].text.trim();
    let first = text(lines.first()?);
    let is_capital = |text: &str| folding::capital_share(text) > 0.8;
    let is_short = first.split_whitespace().count() <= NAME_WORDS;
    if folding::fold(first).starts_with("phu luc") && (is_short || is_capital(first)) {
        return Some(PartKind::Annex);
    }
    let is_state = |at: &usize| {
        let text = text(at);
        letterhead::is_motto(text) || text.split("   ").any(letterhead::is_motto)
    };
    if lines.iter().take(TOP).any(is_state) {
        return Some(PartKind::Document);
    }
    let noted = lines.iter().take(TITLE + 1).position(|at| letterhead::is_annex_note(sheet, *at))?;
    let is_title = noted > 0 && is_capital(first) && !paragraph::is_bullet(first);
    is_title.then_some(PartKind::Annex)
}

/// Returns whether a line ends a document's text: the list of recipients, or the file copy with which that ends.
fn ends_document(text: &str) -> bool {
    let folded = folding::fold(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    folded.starts_with("noi nhan:") || folded.starts_with("luu:") && paragraph::is_bullet(text.trim_start())
}

/// Returns whether something begins at a line: behind a gap, or in capitals under small letters.
fn begins_block(sheet: &Sheet, at: usize) -> bool {
    let line = &sheet.lines[at];
    line.gap_before && line.role == Role::Body
}
