//! Decoding: the likeliest path through the lattice, and how sure each step of it is.
//!
//! A beam search from left to right over (language model state, case of the last word); the probability of every
//! arc then comes from the sums over the hypotheses before and behind it (forward–backward).

use std::collections::BTreeMap;

use super::lattice::{Arc, Choice, Token};
use crate::language::case::Case;
use crate::language::ngram::{COMMA, END, NUMBER, NgramModel, SEMICOLON, State, UNKNOWN};

/// Hypotheses kept at each atom. Chosen for speed; what a wider beam would bring has not been measured.
const BEAM: usize = 8;

/// ln p below the best hypothesis at which one is dropped.
const WIDTH: f32 = 10.0;

/// Weight of the channel beside the language model. Its characters are not independent, as it takes them to be.
const CHANNEL: f32 = 0.9;

/// Weight of the prior of case.
const CASE: f32 = 0.5;

/// One step of the decoded path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// First atom.
    pub from: usize,
    /// One past the last atom.
    pub to: usize,
    /// What was chosen.
    pub choice: Choice,
    /// Probability of this text at these atoms, among the hypotheses kept.
    pub probability: f32,
    /// The likeliest other text at these atoms, with its probability.
    pub runner_up: Option<(String, f32)>,
}

/// What makes two hypotheses at one atom the same: the words and the case they remember.
type Key = (State, Option<Case>);

#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    state: State,
    /// Case of the last word; `None` at the start of a sentence.
    case: Option<Case>,
    /// Best score of a path that ends here.
    best: f32,
    /// ln of the sum over the paths that end here.
    sum: f32,
    /// The transition that the best path came by.
    by: u32,
}

/// From a hypothesis, by a choice of an arc, to a hypothesis.
#[derive(Debug, Clone, Copy)]
struct Transition {
    from: (u32, u32),
    arc: u32,
    choice: u32,
    to: (u32, u32),
    score: f32,
}

/// Decodes a paragraph of `length` atoms.
pub fn decode(arcs: &[Arc], length: usize, model: &NgramModel) -> Vec<Step> {
    let mut beams: Vec<Vec<Hypothesis>> = vec![Vec::new(); length + 1];
    let mut pending: Vec<BTreeMap<Key, Hypothesis>> = vec![BTreeMap::new(); length + 1];
    let mut arrivals: Vec<Vec<(Transition, Key)>> = vec![Vec::new(); length + 1];
    let mut transitions: Vec<Transition> = Vec::new();
    let start = Hypothesis { state: model.start(), case: None, best: 0.0, sum: 0.0, by: u32::MAX };
    pending[0].insert((start.state, None), start);
    let mut by_start: Vec<Vec<u32>> = vec![Vec::new(); length];
    for (index, arc) in arcs.iter().enumerate() {
        by_start[arc.from].push(index as u32);
    }
    for at in 0..=length {
        let beam = cut(std::mem::take(&mut pending[at]));
        for (transition, key) in std::mem::take(&mut arrivals[at]) {
            if let Some(to) = beam.iter().position(|h| (h.state, h.case) == key) {
                transitions.push(Transition { to: (at as u32, to as u32), ..transition });
            }
        }
        beams[at] = beam;
        if at == length {
            break;
        }
        for &arc_index in &by_start[at] {
            let arc = &arcs[arc_index as usize];
            for (choice_index, choice) in arc.choices.iter().enumerate() {
                for (from, hypothesis) in beams[at].iter().enumerate() {
                    let (score, state, case) = advance(model, hypothesis, &choice.tokens);
                    let score = score + CHANNEL * choice.score;
                    let transition = Transition {
                        from: (at as u32, from as u32),
                        arc: arc_index,
                        choice: choice_index as u32,
                        to: (0, 0),
                        score,
                    };
                    let (best, sum) = (hypothesis.best + score, hypothesis.sum + score);
                    let entry = pending[arc.to].entry((state, case)).or_insert(Hypothesis {
                        state,
                        case,
                        best: f32::NEG_INFINITY,
                        sum: f32::NEG_INFINITY,
                        by: u32::MAX,
                    });
                    entry.best = entry.best.max(best);
                    entry.sum = log_add(entry.sum, sum);
                    arrivals[arc.to].push((transition, (state, case)));
                }
            }
        }
    }
    // The transition by which each hypothesis is best.
    for (index, t) in transitions.iter().enumerate() {
        let before = beams[t.from.0 as usize][t.from.1 as usize].best;
        let hypothesis = &mut beams[t.to.0 as usize][t.to.1 as usize];
        if hypothesis.by == u32::MAX && before + t.score >= hypothesis.best - 1e-4 {
            hypothesis.by = index as u32;
        }
    }
    trace(arcs, &beams, &transitions)
}

/// Follows the best path back and adds the probabilities of its steps.
fn trace(arcs: &[Arc], beams: &[Vec<Hypothesis>], transitions: &[Transition]) -> Vec<Step> {
    let mut behind: Vec<Vec<f32>> = beams.iter().map(|b| vec![f32::NEG_INFINITY; b.len()]).collect();
    let Some(last) = behind.last_mut() else { return Vec::new() };
    last.fill(0.0);
    for t in transitions.iter().rev() {
        let after = behind[t.to.0 as usize][t.to.1 as usize] + t.score;
        let slot = &mut behind[t.from.0 as usize][t.from.1 as usize];
        *slot = log_add(*slot, after);
    }
    let total = behind[0].first().copied().unwrap_or(0.0);
    // Probability of each text over the same atoms.
    let mut shares: BTreeMap<(usize, usize), BTreeMap<&str, f32>> = BTreeMap::new();
    for t in transitions {
        let arc = &arcs[t.arc as usize];
        let before = beams[t.from.0 as usize][t.from.1 as usize].sum;
        let after = behind[t.to.0 as usize][t.to.1 as usize];
        let share = (before + t.score + after - total).exp();
        let text = arc.choices[t.choice as usize].text.as_str();
        *shares.entry((arc.from, arc.to)).or_default().entry(text).or_default() += share;
    }
    let mut steps = Vec::new();
    let Some(mut at) = beams.last().and_then(|beam| {
        let best = (0..beam.len()).max_by(|a, b| beam[*a].best.total_cmp(&beam[*b].best))?;
        Some(beam[best])
    }) else {
        return steps;
    };
    while let Some(t) = transitions.get(at.by as usize) {
        let arc = &arcs[t.arc as usize];
        let choice = arc.choices[t.choice as usize].clone();
        let own = &shares[&(arc.from, arc.to)];
        let probability = own.get(choice.text.as_str()).copied().unwrap_or(0.0).min(1.0);
        let runner_up = own
            .iter()
            .filter(|(text, _)| **text != choice.text)
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(text, share)| ((*text).to_owned(), *share));
        steps.push(Step { from: arc.from, to: arc.to, choice, probability, runner_up });
        at = beams[t.from.0 as usize][t.from.1 as usize];
    }
    steps.reverse();
    steps
}

/// Takes a hypothesis over a choice's tokens.
fn advance(model: &NgramModel, from: &Hypothesis, tokens: &[Token]) -> (f32, State, Option<Case>) {
    let (mut state, mut before, mut score) = (from.state, from.case, 0.0);
    for token in tokens {
        match *token {
            Token::Word(id, case) => {
                let (own, next) = model.score(state, id);
                score += own + CASE * model.case_probability(id, before, case);
                (state, before) = (next, Some(case));
            }
            Token::Unlisted(own, case) => {
                // The words before are forgotten; an unlisted word foretells nothing.
                score += own;
                state = model.score(state, UNKNOWN).1;
                before = case.or(before);
            }
            Token::Reserved(END) => {
                score += model.score(state, END).0;
                (state, before) = (model.start(), None);
            }
            Token::Reserved(id) => {
                let repeats = matches!(id, NUMBER | COMMA | SEMICOLON) && state.last() == Some(id);
                if !repeats {
                    let (own, next) = model.score(state, id);
                    score += own;
                    state = next;
                }
            }
        }
    }
    (score, state, before)
}

fn cut(beam: BTreeMap<Key, Hypothesis>) -> Vec<Hypothesis> {
    let mut list: Vec<Hypothesis> = beam.into_values().collect();
    list.sort_by(|a, b| b.best.total_cmp(&a.best).then_with(|| (a.state, a.case).cmp(&(b.state, b.case))));
    let best = list.first().map_or(0.0, |h| h.best);
    list.retain(|h| h.best > best - WIDTH);
    list.truncate(BEAM);
    list
}

fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}
