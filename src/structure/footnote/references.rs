//! References for the bodies of a block.

use super::mark::Form;
use super::reference::Candidate;

/// A body without a reference.
pub(super) const UNREFERENCED: f32 = -2.5;
/// The same on a page with an image.
const UNREFERENCED_SEEN: f32 = -1.5;
/// What it costs more that a figure seen to be raised was read as the mark of another body of the block.
const ANOTHER: f32 = 0.8;
/// The same of a figure that goes on from the one before it, or is gone on from by the next: such figures were read rightly, and their
/// notes may be those that were not found.
const IN_SEQUENCE: f32 = 1.6;
/// Most places of a page that are weighed as references, each beside each body: several times those of a page of print. In a text
/// without pages of more, some references of its last notes may be missed.
const MOST_CANDIDATES: usize = 400;

/// Keeps as many candidates as are weighed, the surest and of those that are as sure the ones nearest to the foot, in order.
pub(super) fn keep_surest(candidates: &mut Vec<Candidate>) {
    if candidates.len() <= MOST_CANDIDATES {
        return;
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| candidates[*a].cost.total_cmp(&candidates[*b].cost).then(b.cmp(a)));
    let mut is_kept = vec![false; candidates.len()];
    order.into_iter().take(MOST_CANDIDATES).for_each(|at| is_kept[at] = true);
    let mut kept = is_kept.into_iter();
    candidates.retain(|_| kept.next().unwrap_or(false));
}

/// References for the bodies of a block: one candidate a number, in order, at least cost, for every count of bodies.
pub(super) struct References<'a> {
    candidates: &'a [&'a Candidate],
    form: Form,
    start: u32,
    /// The most numbers.
    most: u32,
    /// `cost[n][c]`: of the first `n` numbers among the first `c` candidates.
    cost: Vec<Vec<f32>>,
}

impl<'a> References<'a> {
    pub(super) fn new(
        candidates: &'a [&'a Candidate],
        form: Form,
        start: u32,
        most: usize,
        has_image: bool,
    ) -> Self {
        // Over an image what is raised is seen: a reference is lost sooner than read as another sign.
        let none = if has_image { -UNREFERENCED_SEEN } else { -UNREFERENCED } + 1.0;
        let mut cost = vec![vec![0.0f32; candidates.len() + 1]; most + 1];
        let mut references = Self { candidates, form, start, most: most as u32, cost: Vec::new() };
        for n in 1..=most {
            cost[n][0] = cost[n - 1][0] + none;
            for c in 1..=candidates.len() {
                let taken = references.taken(n, c).map_or(f32::MAX, |taken| cost[n - 1][c - 1] + taken);
                cost[n][c] = cost[n][c - 1].min(cost[n - 1][c] + none).min(taken);
            }
        }
        references.cost = cost;
        references
    }

    /// What it costs that the `c`th candidate refers to the `n`th body, both counted from 1.
    fn taken(&self, n: usize, c: usize) -> Option<f32> {
        let number = self.start.saturating_add(n as u32 - 1);
        let candidate = self.candidates[c - 1];
        let cost = candidate.refers_to(self.form, number)?;
        let said = candidate.said().filter(|_| candidate.is_raised());
        let is_another = said.is_some_and(|(form, said)| {
            form == self.form
                && said != number
                && (self.start..self.start.saturating_add(self.most)).contains(&said)
        });
        let is_other = said.is_some_and(|said| said != (self.form, number));
        if is_other && self.is_in_sequence(c - 1) {
            return Some(cost + IN_SEQUENCE);
        }
        Some(if is_another { cost + ANOTHER } else { cost })
    }

    /// Returns whether the raised figure before a candidate, or behind it, is the one that comes before or next.
    fn is_in_sequence(&self, at: usize) -> bool {
        let figure = |candidate: &&&Candidate| match candidate.said().filter(|_| candidate.is_raised()) {
            Some((Form::Figures, said)) => Some(said),
            _ => None,
        };
        let Some(own) = self.candidates.get(at).and_then(|own| figure(&own)) else { return false };
        let before = self.candidates[..at].iter().rev().find_map(|other| figure(&other));
        let behind = self.candidates[at + 1..].iter().find_map(|other| figure(&other));
        before.is_some_and(|before| before + 1 == own) || behind == own.checked_add(1)
    }

    /// Weighs the references of the first `n` bodies.
    pub(super) fn weight(&self, n: usize) -> f32 {
        n as f32 - self.cost[n][self.candidates.len()]
    }

    /// Returns the references of the first `n` bodies.
    pub(super) fn chosen(&self, n: usize) -> Vec<Option<Candidate>> {
        let mut chosen = vec![None; n];
        let (mut n, mut c) = (n, self.candidates.len());
        while n > 0 {
            let here = self.cost[n][c];
            if c > 0 && here == self.cost[n][c - 1] {
                c -= 1;
            } else if c > 0 && self.taken(n, c).is_some_and(|taken| here == self.cost[n - 1][c - 1] + taken) {
                chosen[n - 1] = Some(self.candidates[c - 1].clone());
                (n, c) = (n - 1, c - 1);
            } else {
                n -= 1;
            }
        }
        chosen
    }
}
