//! The order of reading: whether what follows in the truth follows in what was found.

use super::body::Passage;
use super::found::Found;
use super::stream::{GAP, Place};
use super::text::beginning;

/// Counts the pairs of neighbours among the passages of the truth; each is given with its place in what was found. Found are
/// those of which both are there.
pub(super) fn score(placed: &[(&Passage, Place)], errors: &mut Vec<String>) -> Found {
    let mut found = Found::default();
    for pair in placed.windows(2) {
        let [(before, Place { end, .. }), (after, Place { start, .. })] = pair else { continue };
        let apart = end.zip(*start).map(|(end, start)| end.abs_diff(start));
        let right = apart.is_some_and(|apart| apart <= GAP);
        found.add(true, apart.is_some(), right);
        if !right {
            let (before, after) = (beginning(&before.text), beginning(&after.text));
            let why = match apart {
                Some(apart) => format!("{apart} words apart"),
                None => "not both found".to_owned(),
            };
            errors.push(format!("order: `{after}` does not follow `{before}`, {why}"));
        }
    }
    found
}
