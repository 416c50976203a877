//! The order of rows: as they were drawn, but none after what stands below it.

use super::fill_ins::MOST_ROWS;
use super::{Row, SAME_DIRECTION};

/// How much of the narrower of two rows stands over or under the other, at least, for one to be above the other.
const SHARED: f64 = 0.5;

/// How far below the other's the baseline of one below stands, ems.
const BELOW: f64 = 0.6;

/// Returns rows as they were drawn, but for those that stand above others drawn before them: they come first.
pub(super) fn from_above(rows: Vec<Row>) -> Vec<Row> {
    let count = rows.len();
    if count > MOST_ROWS {
        return rows;
    }
    let extents: Vec<(f64, f64)> = rows.iter().map(Row::extent).collect();
    let is_above = |a: usize, b: usize| {
        let (one, other) = (extents[a], extents[b]);
        let shared = one.1.min(other.1) - one.0.max(other.0);
        rows[a].direction.dot(rows[b].direction) > SAME_DIRECTION
            && rows[b].baseline - rows[a].baseline > BELOW * rows[a].em.max(rows[b].em)
            && shared > SHARED * (one.1 - one.0).min(other.1 - other.0)
    };
    let mut order: Vec<usize> = Vec::with_capacity(count);
    let mut is_seen = vec![false; count];
    for first in 0..count {
        // Before a row come those above it, however late they were drawn, and before them those above them. Rows that lean differently
        // may each seem to stand above the other: one that is waited for already is waited for no more.
        let mut waiting = if is_seen[first] { Vec::new() } else { vec![(first, 0)] };
        is_seen[first] = true;
        while let Some((at, from)) = waiting.pop() {
            match (from..count).find(|other| !is_seen[*other] && is_above(*other, at)) {
                Some(above) => {
                    // What was drawn with it, as the left column of a head with the right one, comes with it.
                    let is_higher =
                        |other: &usize| !is_seen[*other] && rows[*other].baseline < rows[at].baseline;
                    let first = (0..above).rev().take_while(is_higher).last().unwrap_or(above);
                    is_seen[first] = true;
                    waiting.extend([(at, first + 1), (first, 0)]);
                }
                None => order.push(at),
            }
        }
    }
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| rows[at].take()).collect()
}
