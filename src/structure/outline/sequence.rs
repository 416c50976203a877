//! Which labels are labels, and how they nest: the outline that costs least.
//!
//! A label by itself proves little: `2.` opens a heading, a clause, or a line of a sentence. What proves it is the others: the
//! numbers of a series go on by one, and a series is of headings or of numbered paragraphs, seldom of both. Each candidate is
//! read as a heading, as a numbered paragraph, or as no label, in each of its readings; a beam keeps the ways that cost least.
//!
//! The costs are [`Weights`].

use std::rc::Rc;

use super::label::{Closing, Kind, Label};
use super::weights::Weights;

/// Ways kept side by side.
const BEAM: usize = 40;

/// Largest number of labels that a series may leave out.
const LARGEST_GAP: usize = 3;

/// A line that may open with a label.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) labels: Vec<Label>,
    /// Cost of taking it for a heading, for a numbered paragraph, and for no label.
    pub(super) heading: f32,
    pub(super) numbered: f32,
    pub(super) text: f32,
}

/// What a candidate was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Heading,
    Numbered,
}

/// A candidate that is a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Settled {
    /// Which of its readings.
    pub(super) reading: usize,
    pub(super) mode: Mode,
    /// How many headings stand above it.
    pub(super) depth: u8,
    /// The number that was due, and whether it is the number of the one before.
    pub(super) due: usize,
    pub(super) repeats: bool,
    /// True where it goes on from a series under another heading.
    pub(super) runs_on: bool,
    /// True where the number that was due was printed, and misread.
    pub(super) is_misread: bool,
}

#[derive(Debug, Clone)]
struct Open {
    kind: Kind,
    closing: Closing,
    ordinal: usize,
    decimal: Vec<usize>,
    mode: Mode,
}

#[derive(Debug, Clone)]
struct Way {
    stack: Vec<Open>,
    /// The last number of each kind that was closed.
    last: Vec<(Kind, usize)>,
    cost: f32,
    chain: Chain,
}

/// What was settled, newest first, shared between ways.
type Chain = Option<Rc<Link>>;

#[derive(Debug)]
struct Link {
    settled: Option<Settled>,
    rest: Chain,
}

impl Drop for Link {
    /// A document has as many as candidates: one that drops the next would not come back in time.
    fn drop(&mut self) {
        let mut rest = self.rest.take();
        while let Some(mut link) = rest.and_then(Rc::into_inner) {
            rest = link.rest.take();
        }
    }
}

/// Reads the candidates of a part, in order; `is_annex` where its title stands above them all.
pub(super) fn settle(candidates: &[Candidate], is_annex: bool, weights: &Weights) -> Vec<Option<Settled>> {
    let title = Open {
        kind: Kind::Appendix,
        closing: Closing::Nothing,
        ordinal: 0,
        decimal: Vec::new(),
        mode: Mode::Heading,
    };
    let stack = if is_annex { vec![title] } else { Vec::new() };
    let mut ways = vec![Way { stack, last: Vec::new(), cost: 0.0, chain: None }];
    for candidate in candidates {
        let mut next: Vec<Way> = Vec::new();
        for way in &ways {
            next.push(way.with(None, candidate.text, way.stack.clone(), way.last.clone()));
            for (reading, label) in candidate.labels.iter().enumerate() {
                for mode in [Mode::Heading, Mode::Numbered] {
                    if label.is_worded() && mode == Mode::Numbered {
                        continue;
                    }
                    let own = label.cost
                        + match mode {
                            Mode::Heading => candidate.heading,
                            Mode::Numbered => candidate.numbered,
                        };
                    way.reach((reading, label, mode), own, weights, &mut next);
                    if let Some(printed) = way.misread(label) {
                        let own = own + weights.misread;
                        way.reach((reading, &printed, mode), own, weights, &mut next);
                    }
                }
            }
        }
        next.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        // Of ways that stand alike the cheapest is enough.
        let mut kept: Vec<Way> = Vec::with_capacity(BEAM);
        for way in next {
            if kept.len() == BEAM {
                break;
            }
            if !kept.iter().any(|other| other.stands_like(&way)) {
                kept.push(way);
            }
        }
        ways = kept;
    }
    let mut settled = Vec::with_capacity(candidates.len());
    let mut link = ways.first().and_then(|way| way.chain.as_deref());
    while let Some(own) = link {
        settled.push(own.settled);
        link = own.rest.as_deref();
    }
    settled.reverse();
    settled
}

impl Way {
    fn with(&self, settled: Option<Settled>, cost: f32, stack: Vec<Open>, last: Vec<(Kind, usize)>) -> Self {
        let chain = Some(Rc::new(Link { settled, rest: self.chain.clone() }));
        Self { stack, last, cost: self.cost + cost, chain }
    }

    fn stands_like(&self, other: &Self) -> bool {
        let same = |(a, b): (&Open, &Open)| {
            (a.kind, a.ordinal, a.mode, a.closing) == (b.kind, b.ordinal, b.mode, b.closing)
                && a.decimal == b.decimal
        };
        self.stack.len() == other.stack.len() && self.stack.iter().zip(&other.stack).all(same)
    }

    /// Returns what a label that was doubtfully read may have been printed as: the next of its series, or the first of one.
    fn misread(&self, label: &Label) -> Option<Label> {
        let open = self.stack.iter().rfind(|open| open.kind == label.kind);
        let is_same = |open: &&Open| {
            let above = label.decimal.len().saturating_sub(1);
            open.decimal.get(..above) == label.decimal.get(..above)
        };
        let due = open.filter(is_same).map_or(1, |open| open.ordinal + 1);
        label.may_be_misread(due).then(|| {
            let mut printed = label.clone();
            printed.misread_for(due);
            printed
        })
    }

    /// Takes a label for the next of a series that is open, or for the first of a new one.
    fn reach(
        &self,
        (reading, label, mode): (usize, &Label, Mode),
        own: f32,
        weights: &Weights,
        next: &mut Vec<Self>,
    ) {
        let alike = |open: &Open| open.kind == label.kind && open.closing == label.closing;
        let own_series = self.stack.iter().rposition(alike);
        let series = own_series.or_else(|| self.stack.iter().rposition(|open| open.kind == label.kind));
        if let Some(depth) = series {
            let open = &self.stack[depth];
            let mut cost = own + self.step(depth, label, weights) + self.under(depth, label, mode, weights);
            if open.closing != label.closing && !label.is_worded() {
                cost += weights.other_closing;
            }
            if open.mode != mode {
                cost += weights.mixed;
            }
            let repeats = open.ordinal == label.ordinal;
            self.push(depth, (reading, label, mode), (cost, open.ordinal + 1, repeats, false), next);
        }
        // A new series stands below what nests above it; one of a kind that is open begins again.
        let depth = self.stack.iter().position(|open| open.kind >= label.kind).unwrap_or(self.stack.len());
        for depth in [depth, self.stack.len()].into_iter().take(if depth == self.stack.len() { 1 } else { 2 })
        {
            let above = depth.checked_sub(1).map(|above| &self.stack[above]);
            let mut cost = own + self.under(depth, label, mode, weights);
            let last = self.last.iter().rfind(|(kind, _)| *kind == label.kind).map(|(_, ordinal)| *ordinal);
            let runs_on = last.is_some_and(|last| last + 1 == label.ordinal) && label.ordinal > 1;
            if runs_on {
                cost += weights.runs_on;
            } else if label.ordinal != 1 {
                cost += weights.not_first;
            }
            // `a)` below `a.`
            let is_within_alike = above.is_some_and(|above| above.kind == label.kind && own_series.is_none());
            if is_within_alike {
                cost += weights.within_alike;
            } else if above.is_some_and(|above| above.kind >= label.kind) {
                cost += weights.inverted;
            }
            if series.is_some() && !is_within_alike {
                cost += weights.begins_again;
            }
            self.push(depth, (reading, label, mode), (cost, 1, false, runs_on), next);
        }
    }

    /// Returns what it costs that a label comes next in the series at a depth.
    fn step(&self, depth: usize, label: &Label, weights: &Weights) -> f32 {
        let open = &self.stack[depth];
        if let Kind::Decimal(components) = label.kind
            && open.decimal.get(..components - 1) != label.decimal.get(..components - 1)
        {
            // `2.1` after `1.3` where nothing stands between.
            let is_first = label.ordinal == 1;
            let parent = |decimal: &[usize]| decimal.get(components - 2).copied().unwrap_or(0);
            let goes_on = parent(&label.decimal) == parent(&open.decimal) + 1;
            return if is_first && goes_on { weights.next_parent } else { weights.astray };
        }
        match label.ordinal.checked_sub(open.ordinal) {
            Some(1) => weights.next,
            Some(0) => weights.repeated,
            Some(gap) if gap <= LARGEST_GAP + 1 => weights.skipped + weights.each_skipped * (gap - 1) as f32,
            _ => weights.astray,
        }
    }

    /// Returns what it costs that a label stands under what is open above a depth.
    fn under(&self, depth: usize, label: &Label, mode: Mode, weights: &Weights) -> f32 {
        let Some(above) = depth.checked_sub(1).map(|above| &self.stack[above]) else { return 0.0 };
        let mut cost = 0.0;
        if mode == Mode::Heading && above.mode == Mode::Numbered {
            cost += weights.under_paragraph;
        }
        if mode == Mode::Heading && above.kind == Kind::Article {
            cost += weights.under_article;
        }
        if matches!(label.kind, Kind::Decimal(_)) {
            let own = &label.decimal[..label.decimal.len() - 1];
            let is_own = match above.kind {
                Kind::Decimal(_) => above.decimal == own,
                _ => own == [above.ordinal],
            };
            if !is_own {
                cost += weights.other_parent;
            }
        }
        cost
    }

    fn push(
        &self,
        depth: usize,
        (reading, label, mode): (usize, &Label, Mode),
        (cost, due, repeats, runs_on): (f32, usize, bool, bool),
        next: &mut Vec<Self>,
    ) {
        let mut stack = self.stack.clone();
        let mut last = self.last.clone();
        for closed in stack.drain(depth..) {
            last.retain(|(kind, _)| *kind != closed.kind);
            last.push((closed.kind, closed.ordinal));
        }
        let headings = stack.iter().filter(|open| open.mode == Mode::Heading).count();
        stack.push(Open {
            kind: label.kind,
            closing: label.closing,
            ordinal: label.ordinal,
            decimal: label.decimal.clone(),
            mode,
        });
        let is_misread = label.is_misread;
        let settled = Settled { reading, mode, depth: headings as u8, due, repeats, runs_on, is_misread };
        next.push(self.with(Some(settled), cost, stack, last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(kind: Kind, ordinal: usize) -> Label {
        Label {
            kind,
            ordinal,
            decimal: Vec::new(),
            closing: Closing::Stop,
            roman: kind == Kind::Roman,
            words: 0..1,
            seen: ordinal.to_string(),
            number: 0..1,
            rest: 3,
            broken: false,
            is_doubtful: false,
            is_misread: false,
            cost: 0.0,
        }
    }

    /// A candidate with the logarithm of the odds that it is a heading.
    fn candidate(labels: Vec<Label>, odds: f32) -> Candidate {
        Candidate { labels, heading: (-odds).exp().ln_1p(), numbered: odds.exp().ln_1p(), text: 1.5 }
    }

    fn modes(settled: &[Option<Settled>]) -> Vec<Option<(Mode, u8)>> {
        settled.iter().map(|own| own.map(|own| (own.mode, own.depth))).collect()
    }

    #[test]
    fn an_unclear_member_of_a_series_is_what_the_others_are() {
        let series = |odds: [f32; 3]| {
            let candidates: Vec<Candidate> = odds
                .into_iter()
                .zip(1..)
                .map(|(odds, n)| candidate(vec![label(Kind::Arabic, n)], odds))
                .collect();
            settle(&candidates, false, Weights::built_in())
                .into_iter()
                .map(|own| own.map(|own| own.mode))
                .collect::<Vec<_>>()
        };
        assert_eq!(series([3.0, -0.5, 3.0]), [Some(Mode::Heading); 3]);
        assert_eq!(series([-3.0, 0.5, -3.0]), [Some(Mode::Numbered); 3]);
    }

    #[test]
    fn the_reading_that_goes_on_is_the_one() {
        let stroke = || {
            let arabic = Label { cost: 1.0, broken: true, ..label(Kind::Arabic, 1) };
            candidate(vec![label(Kind::Roman, 1), arabic], 2.0)
        };
        let candidates = [
            candidate(vec![label(Kind::Roman, 1)], 4.0),
            candidate(vec![label(Kind::Roman, 2)], 4.0),
            stroke(),
            candidate(vec![label(Kind::Arabic, 2)], 2.0),
            candidate(vec![label(Kind::Roman, 3)], 4.0),
        ];
        let settled = settle(&candidates, false, Weights::built_in());
        let readings: Vec<usize> = settled.iter().flatten().map(|own| own.reading).collect();
        assert_eq!(readings, [0, 0, 1, 0, 0]);
        let depths: Vec<u8> = settled.iter().flatten().map(|own| own.depth).collect();
        assert_eq!(depths, [0, 0, 1, 1, 0]);
    }

    #[test]
    fn a_number_doubtfully_read_is_the_one_due_where_that_looks_like_it() {
        let series = |second: Label| {
            let candidates = [label(Kind::Arabic, 1), second, label(Kind::Arabic, 3)];
            let candidates = candidates.map(|label| candidate(vec![label], 2.0));
            settle(&candidates, false, Weights::built_in())[1].map(|own| (own.due, own.is_misread))
        };
        let seven = || label(Kind::Arabic, 7);
        assert_eq!(series(Label { is_doubtful: true, ..seven() }), Some((2, true)));
        assert_ne!(series(seven()).map(|(_, is_misread)| is_misread), Some(true), "the author's");
        let four = Label { is_doubtful: true, ..label(Kind::Arabic, 4) };
        assert_ne!(series(four).map(|(_, is_misread)| is_misread), Some(true), "of another shape");
    }

    #[test]
    fn a_series_stands_below_one_of_its_kind_that_another_mark_closes() {
        let of =
            |ordinal, closing, odds| candidate(vec![Label { closing, ..label(Kind::Letter, ordinal) }], odds);
        let (heading, text) = ((Closing::Stop, 2.0), (Closing::Bracket, -4.0));
        let candidates = [(1, heading), (1, text), (2, text), (2, heading)]
            .map(|(ordinal, (closing, odds))| of(ordinal, closing, odds));
        let wanted = [(Mode::Heading, 0), (Mode::Numbered, 1), (Mode::Numbered, 1), (Mode::Heading, 0)];
        assert_eq!(modes(&settle(&candidates, false, Weights::built_in())), wanted.map(Some));
    }

    #[test]
    fn articles_run_on_over_chapters_and_items_begin_again() {
        let of = |kind, ordinal| candidate(vec![label(kind, ordinal)], 3.0);
        let candidates = [
            of(Kind::Chapter, 1),
            of(Kind::Article, 1),
            of(Kind::Article, 2),
            of(Kind::Chapter, 2),
            of(Kind::Article, 3),
        ];
        let settled = settle(&candidates, false, Weights::built_in());
        assert!(settled[4].is_some_and(|own| own.runs_on && own.depth == 1), "{settled:?}");
        assert_eq!(modes(&settled), [0, 1, 1, 0, 1].map(|depth| Some((Mode::Heading, depth))));
    }

    #[test]
    fn a_number_out_of_every_series_in_the_middle_of_text_is_no_label() {
        let mut lone = candidate(vec![label(Kind::Arabic, 7)], -1.0);
        lone.text = 0.0;
        let candidates =
            [candidate(vec![label(Kind::Roman, 1)], 4.0), lone, candidate(vec![label(Kind::Roman, 2)], 4.0)];
        assert_eq!(settle(&candidates, false, Weights::built_in())[1], None);
    }

    #[test]
    fn the_links_of_thousands_of_candidates_are_given_up_without_a_deep_stack() {
        let candidates: Vec<Candidate> =
            (0..20_000).map(|_| candidate(vec![label(Kind::Arabic, 9)], -5.0)).collect();
        assert_eq!(settle(&candidates, false, Weights::built_in()).len(), candidates.len());
    }
}
