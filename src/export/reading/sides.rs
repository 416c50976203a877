//! Head and closing in pieces: what stands left, right and in the middle, and which field each piece is.
//!
//! A line of two columns is parted before what stands on the right, between fields of different sides, and at a gap of three
//! blanks or a tab.

use std::collections::BTreeMap;

use super::Lines;
use crate::document::{Block, Letterhead, Line, LineId, Span};
use crate::language::letter::strip_marks;

/// Blanks in a line of text that part two columns.
const GAP: usize = 3;

/// What a piece of a head or a closing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Parent body.
    Parent,
    /// Issuing body.
    Issuer,
    /// Number.
    Number,
    /// Place.
    Place,
    /// Date.
    Date,
    /// Kind.
    Kind,
    /// Subject.
    Subject,
    /// A recipient, by number, from 0.
    Recipient(usize),
    /// The signer's office.
    Title,
    /// The signer's name.
    Name,
    /// None of these: the state's name, a mark of secrecy, a form's number.
    Other,
}

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// In the left column.
    Left,
    /// In the right column.
    Right,
    /// Across both.
    Middle,
}

/// A piece of a head or a closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub role: Role,
    /// Where it stands.
    pub side: Side,
    /// Its places, in order.
    pub spans: Vec<Span>,
}

/// Words, folded, with which the lines of state and Party open.
const STATE: [&str; 3] = ["cong hoa xa hoi", "doc lap", "dang cong san"];

/// Returns the pieces of a head.
pub(super) fn of_head(letterhead: &Letterhead, block: &Block, lines: &Lines<'_>) -> Vec<Piece> {
    let is_letter = letterhead.kind.is_none();
    let side = |role: Role| match role {
        Role::Parent | Role::Issuer | Role::Number => Some(Side::Left),
        Role::Place | Role::Date => Some(Side::Right),
        // A letter's subject stands under its number.
        Role::Subject if is_letter => Some(Side::Left),
        Role::Kind | Role::Subject => Some(Side::Middle),
        _ => None,
    };
    let mut pieces = of(letterhead, block, lines, side);
    let first_middle = pieces.iter().position(|piece| piece.role == Role::Kind).unwrap_or(pieces.len());
    for (at, piece) in pieces.iter_mut().enumerate() {
        if piece.role == Role::Other && at > first_middle {
            piece.side = Side::Middle;
        }
    }
    pieces
}

/// Returns the pieces of a closing.
pub(super) fn of_closing(letterhead: &Letterhead, block: &Block, lines: &Lines<'_>) -> Vec<Piece> {
    let side = |role: Role| match role {
        Role::Recipient(_) => Some(Side::Left),
        Role::Title | Role::Name => Some(Side::Right),
        _ => None,
    };
    of(letterhead, block, lines, side)
}

fn of(
    letterhead: &Letterhead,
    block: &Block,
    lines: &Lines<'_>,
    side: impl Fn(Role) -> Option<Side>,
) -> Vec<Piece> {
    let mut fields: BTreeMap<LineId, Vec<(Role, Span)>> = BTreeMap::new();
    for field in of_letterhead(letterhead) {
        fields.entry(field.1.line).or_default().push(field);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    // The last piece of each side.
    let mut last: [Option<usize>; 3] = [None; 3];
    for id in block.line_ids() {
        let (Some(whole), Some(line)) = (lines.whole(id), lines.line(id)) else { continue };
        let own = fields.get(&id).map_or(&[][..], Vec::as_slice);
        let parted = columns(line, whole, own, &side);
        let count = parted.len();
        for (at, column) in parted.into_iter().enumerate() {
            let Some(span) = lines.trimmed(column) else { continue };
            let within = own.iter().filter(|(_, field)| field.start < span.end && span.start < field.end);
            let role = within.map(|(role, _)| *role).min().unwrap_or(Role::Other);
            let printed = lines.slice(span);
            let stands = side(role).unwrap_or_else(|| where_other(lines, id, &printed, at, count));
            // What stands in the other column may come between.
            let last = &mut last[stands as usize];
            match last.and_then(|last| pieces.get_mut(last)) {
                Some(open) if role != Role::Other && open.role == role => open.spans.push(span),
                _ => {
                    *last = Some(pieces.len());
                    pieces.push(Piece { role, side: stands, spans: vec![span] });
                }
            }
        }
    }
    pieces
}

/// Returns the fields of a letterhead with their places.
fn of_letterhead(letterhead: &Letterhead) -> Vec<(Role, Span)> {
    // Signers beside the chief are pieces of no field: each stands where it is printed.
    let Letterhead { parent, issuer, number, place, date, kind, subject, recipients, signer, signers: _ } =
        letterhead;
    let singles = [
        (Role::Parent, parent.as_ref()),
        (Role::Issuer, issuer.as_ref()),
        (Role::Number, number.as_ref()),
        (Role::Place, place.as_ref()),
        (Role::Date, date.as_ref().map(|date| &date.field)),
        (Role::Kind, kind.as_ref()),
        (Role::Subject, subject.as_ref()),
        (Role::Title, signer.as_ref().and_then(|signer| signer.title.as_ref())),
        (Role::Name, signer.as_ref().and_then(|signer| signer.name.as_ref())),
    ];
    let recipients = recipients.iter().enumerate().map(|(at, own)| (Role::Recipient(at), Some(own)));
    let all = singles.into_iter().chain(recipients);
    all.filter_map(|(role, field)| Some((role, field?)))
        .flat_map(|(role, field)| field.text.spans.iter().map(move |span| (role, *span)))
        .collect()
}

/// Parts a line into its columns.
fn columns(
    line: &Line,
    whole: Span,
    fields: &[(Role, Span)],
    side: &impl Fn(Role) -> Option<Side>,
) -> Vec<Span> {
    let mut cuts: Vec<u32> = gaps(line, whole);
    let mut placed: Vec<(u32, u32, Option<Side>)> =
        fields.iter().map(|(role, span)| (span.start, span.end, side(*role))).collect();
    placed.sort_unstable_by_key(|(start, end, _)| (*start, *end));
    let is_right = |at: usize| placed[at].2 == Some(Side::Right);
    for at in (0..placed.len()).filter(|at| is_right(*at) && (*at == 0 || !is_right(at - 1))) {
        // What stands on the right begins there, whatever is printed before it: `Nơi nhận: GIÁM ĐỐC`.
        if !cuts.contains(&placed[at].0) {
            cuts.push(placed[at].0);
        }
    }
    for pair in placed.windows(2) {
        let [(_, end, left), (start, _, right)] = pair else { continue };
        if left != right && end <= start && !cuts.iter().any(|cut| (*end..=*start).contains(cut)) {
            cuts.push(*start);
        }
    }
    cuts.sort_unstable();
    let mut columns = Vec::new();
    let mut from = whole.start;
    for cut in cuts.into_iter().filter(|cut| (whole.start + 1..whole.end).contains(cut)) {
        columns.push(Span { start: from, end: cut, ..whole });
        from = cut;
    }
    columns.push(Span { start: from, ..whole });
    columns
}

/// Returns where wide gaps of a line of text end.
fn gaps(line: &Line, whole: Span) -> Vec<u32> {
    let (mut blanks, mut has_tab) = (0, false);
    let mut cuts = Vec::new();
    for (at, character) in (0..whole.end).zip(line.text.chars()) {
        if character.is_whitespace() {
            blanks += 1;
            has_tab |= character == '\t';
            continue;
        }
        if at > whole.start && (blanks >= GAP || has_tab) {
            cuts.push(at);
        }
        (blanks, has_tab) = (0, false);
    }
    cuts
}

/// Returns where a piece stands that is no field: by its place on the page, else by its column.
fn where_other(lines: &Lines<'_>, id: LineId, printed: &str, column: usize, count: usize) -> Side {
    let folded = strip_marks(printed.trim_start_matches(|c: char| !c.is_alphanumeric()));
    if STATE.iter().any(|opening| folded.starts_with(opening)) {
        return Side::Right;
    }
    if count > 1 {
        return if column == 0 { Side::Left } else { Side::Right };
    }
    let bbox = lines.line(id).and_then(|line| line.bbox);
    let pages = &lines.document.pages;
    let page = pages.binary_search_by_key(&id.page, |page| page.number).ok();
    let width = page.and_then(|page| pages[page].width);
    match bbox.zip(width) {
        Some((bbox, width)) if bbox.x0 > width / 2 => Side::Right,
        _ => Side::Left,
    }
}
