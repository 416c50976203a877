//! A series of items among which one looks like a heading: `10. Chủ tịch các huyện:` between sentences is an item as they are.

use std::collections::BTreeMap;

use super::Opened;
use super::label::{Closing, Kind};
use super::sequence::Mode;
use crate::structure::paragraph;
use crate::structure::sheet::Sheet;

/// Fewest members of a series that say what another is, and how many of them there are to each heading at least.
const FEWEST: usize = 5;
const TO_A_HEADING: usize = 4;

/// Makes items of headings that stand alone in a series of items, unless they are in bold or have headings of their own below.
pub(super) fn settle_lone_headings(sheet: &Sheet, opened: &mut BTreeMap<usize, Opened>) {
    for members in all(opened) {
        let is_heading = |at: &&usize| opened[*at].settled.mode == Mode::Heading;
        let headings: Vec<usize> = members.iter().filter(is_heading).copied().collect();
        if members.len() < FEWEST || headings.len() * TO_A_HEADING > members.len() {
            continue;
        }
        for at in headings {
            let own = &opened[&at];
            let line = &sheet.lines[at];
            let next = opened.range(at + 1..).next().map(|(_, next)| &next.settled);
            let has_own =
                next.is_some_and(|next| next.mode == Mode::Heading && next.depth > own.settled.depth);
            if !has_own
                && !own.label.is_worded()
                && !paragraph::is_bold(line, &(own.label.rest..line.length()))
            {
                opened.entry(at).and_modify(|own| own.settled.mode = Mode::Numbered);
            }
        }
    }
}

/// Returns the lines of each series: labels of one kind, closed alike, each the next of the one before.
fn all(opened: &BTreeMap<usize, Opened>) -> Vec<Vec<usize>> {
    let mut series: Vec<Vec<usize>> = Vec::new();
    // The series that goes on with labels of a kind, and its last number.
    let mut open: Vec<((Kind, Closing), usize, usize)> = Vec::new();
    for (at, own) in opened {
        let kind = (own.label.kind, own.label.closing);
        match open.iter_mut().find(|(other, ..)| *other == kind) {
            Some((_, own_series, last)) if *last + 1 == own.label.ordinal => {
                series[*own_series].push(*at);
                *last = own.label.ordinal;
            }
            known => {
                series.push(vec![*at]);
                let begun = (kind, series.len() - 1, own.label.ordinal);
                match known {
                    Some(known) => *known = begun,
                    None => open.push(begun),
                }
            }
        }
    }
    series
}
