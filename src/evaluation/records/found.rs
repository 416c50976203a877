//! How many records there are, were found, and are right.

use std::fmt;
use std::ops::AddAssign;

use serde::Serialize;

use crate::evaluation::distance::align_by;
use crate::evaluation::score::percent;

/// How many of one kind of record there are, were found, and are right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Those of the truth.
    pub truth: usize,
    /// Those of the hypothesis.
    pub found: usize,
    /// Those of the hypothesis that are the truth's.
    pub right: usize,
}

impl Found {
    /// Returns the F1 in percent; of nothing in either it is 100.
    pub fn f1(&self) -> f64 {
        if self.truth + self.found == 0 { 100.0 } else { percent(2 * self.right, self.truth + self.found) }
    }

    /// Counts one record.
    pub(super) fn add(&mut self, is_in_truth: bool, is_found: bool, is_right: bool) {
        *self += Self {
            truth: usize::from(is_in_truth),
            found: usize::from(is_found),
            right: usize::from(is_right),
        };
    }
}

impl AddAssign for Found {
    fn add_assign(&mut self, other: Self) {
        self.truth += other.truth;
        self.found += other.found;
        self.right += other.right;
    }
}

/// Pairs each record of the truth with the first of the hypothesis that is the same and that no other has taken.
pub(super) fn pair<T: fmt::Display>(
    what: &str,
    truth: &[T],
    seen: &[T],
    same: impl Fn(&T, &T) -> bool,
    errors: &mut Vec<String>,
) -> Found {
    let mut free: Vec<bool> = vec![true; seen.len()];
    let mut right = 0;
    for record in truth {
        match (0..seen.len()).find(|at| free[*at] && same(record, &seen[*at])) {
            Some(at) => {
                free[at] = false;
                right += 1;
            }
            None => errors.push(format!("{what} lost: {record}")),
        }
    }
    invented(what, seen, &free, errors);
    Found { truth: truth.len(), found: seen.len(), right }
}

/// Pairs the records of the truth with those of the hypothesis in their order: the cheapest alignment.
pub(super) fn in_order<T: fmt::Display>(
    what: &str,
    truth: &[T],
    seen: &[T],
    same: impl Fn(&T, &T) -> bool,
    errors: &mut Vec<String>,
) -> Found {
    let mut free: Vec<bool> = vec![true; seen.len()];
    let mut right = 0;
    for (record, at) in truth.iter().zip(align_by(truth, seen, &same)) {
        let Some(at) = at else {
            errors.push(format!("{what} lost: {record}"));
            continue;
        };
        free[at] = false;
        if same(record, &seen[at]) {
            right += 1;
        } else {
            errors.push(format!("{what} `{record}` is `{}`", seen[at]));
        }
    }
    invented(what, seen, &free, errors);
    Found { truth: truth.len(), found: seen.len(), right }
}

fn invented<T: fmt::Display>(what: &str, seen: &[T], free: &[bool], errors: &mut Vec<String>) {
    let invented = seen.iter().zip(free).filter(|(_, free)| **free);
    errors.extend(invented.map(|(record, _)| format!("{what} not in the truth: {record}")));
}
