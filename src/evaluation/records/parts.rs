//! The documents within a document.

use std::fmt;

use serde::Deserialize;

use super::body::Passage;
use super::found::Found;
use super::letterhead::Letterhead;
use super::text::{Text, near};
use crate::document::PartKind;
use crate::evaluation::distance::align_by;

/// A part: a truth says how it opens, a record which blocks are its own.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    kind: PartKind,
    #[serde(default)]
    page: Option<u32>,
    #[serde(default)]
    opening: Option<Text>,
    #[serde(default)]
    body: [usize; 2],
    #[serde(default)]
    letterhead: Letterhead,
}

/// A part with its opening.
pub(super) struct Opened<'a> {
    kind: PartKind,
    page: Option<u32>,
    line: String,
    letterhead: &'a Letterhead,
}

impl fmt::Display for Opened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.kind == PartKind::Annex { "annex" } else { "document" };
        let page = self.page.map_or_else(|| "no page".to_owned(), |page| format!("page {page}"));
        write!(f, "{kind} of {page}, `{}`", self.line)
    }
}

impl Opened<'_> {
    /// Returns whether a part of a record opens with the same words; its line may go on, where two columns were read as one.
    fn opens_like(&self, seen: &Self) -> bool {
        let words = self.line.split_whitespace().count();
        let begun: Vec<&str> = seen.line.split_whitespace().take(words).collect();
        near(&self.line, &seen.line) || words > 0 && near(&self.line, &begun.join(" "))
    }

    fn is_right(&self, seen: &Self) -> bool {
        self.kind == seen.kind && self.page == seen.page && self.opens_like(seen)
    }
}

/// Returns parts with their openings: of a record the first line of what is read of their blocks.
pub(super) fn opened<'a>(parts: &'a [Part], body: &[Passage]) -> Vec<Opened<'a>> {
    let open = |part: &'a Part| {
        let [from, to] = part.body;
        let own = body.get(from..to.min(body.len())).unwrap_or_default();
        let first =
            own.iter().filter(|passage| passage.kind.is_read()).find_map(|passage| passage.first.clone());
        let (page, line) = first.map_or((None, String::new()), |(page, line)| (Some(page), line));
        Opened {
            kind: part.kind,
            page: part.page.or(page),
            line: part.opening.as_deref().map_or(line, str::to_owned),
            letterhead: &part.letterhead,
        }
    };
    parts.iter().map(open).collect()
}

/// The heads of parts after the first: of the truth, and of the part found for it.
pub(super) type Heads<'a> = Vec<(Option<&'a Letterhead>, Option<&'a Letterhead>)>;

/// Counts parts, in order, and returns the heads of those after the first, those that only one side has as well.
pub(super) fn score<'a>(
    truth: &[Opened<'a>],
    seen: &[Opened<'a>],
    errors: &mut Vec<String>,
) -> (Found, Heads<'a>) {
    let mut found = Found { truth: truth.len(), found: seen.len(), right: 0 };
    let mut heads = Heads::new();
    let mut free = vec![true; seen.len()];
    for (number, (part, at)) in truth.iter().zip(pairs(truth, seen)).enumerate() {
        let other = at.map(|at| &seen[at]);
        let right = other.is_some_and(|other| part.is_right(other));
        found.right += usize::from(right);
        match other {
            _ if right => {}
            Some(other) => errors.push(format!("part {}: {part} is {other}", number + 1)),
            None => errors.push(format!("part {} lost: {part}", number + 1)),
        }
        if let Some(at) = at {
            free[at] = false;
        }
        // The head of the first is the document's own.
        if number > 0 {
            heads.push((Some(part.letterhead), other.map(|other| other.letterhead)));
        }
    }
    for (number, (part, _)) in seen.iter().zip(free).enumerate().filter(|(_, (_, free))| *free) {
        errors.push(format!("part not in the truth: {part}"));
        if number > 0 {
            heads.push((None, Some(part.letterhead)));
        }
    }
    (found, heads)
}

/// Returns for each part of the truth the one that opens at its place. Both begin with their first parts.
fn pairs(truth: &[Opened<'_>], seen: &[Opened<'_>]) -> Vec<Option<usize>> {
    let (Some((_, truth)), Some((_, seen))) = (truth.split_first(), seen.split_first()) else {
        return vec![None; truth.len()];
    };
    let same = |a: &Opened<'_>, b: &Opened<'_>| a.page == b.page || a.opens_like(b);
    let rest = truth.iter().zip(align_by(truth, seen, same));
    let rest = rest.map(|(part, at)| at.filter(|at| same(part, &seen[*at])).map(|at| at + 1));
    std::iter::once(Some(0)).chain(rest).collect()
}
