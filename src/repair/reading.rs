//! Reading: a channel's paragraphs decoded, and decoded again with what the first time taught.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::cell::Cell;
use super::channel::{Channel, adapt};
use super::decode;
use super::lattice::{Arc, Builder, Cache, Token, as_read};
use super::memory::Memory;
use super::models::Models;
use super::paragraph::{self, Located};
use super::phrases::{Decoded, PhraseBook};
use super::step::Step;
use crate::language::atom::AtomKind;

/// A paragraph on its way.
#[derive(Debug)]
pub struct Stretch<'a, 'b> {
    /// Its lines.
    pub lines: &'a [Located<'b>],
    /// What they fall into.
    pub cells: Vec<Cell<'b>>,
    /// What was decoded of them.
    pub steps: Vec<Step>,
}

/// How often, and from what, a channel is adapted.
#[derive(Debug, Clone)]
pub struct Rounds {
    /// Times that the paragraphs are decoded after the first.
    pub again: usize,
    /// Probability from which a decoded word teaches the channel.
    pub teaches: f32,
}

impl Default for Rounds {
    /// On a report that an English engine read, words of probability 0.1 as teachers leave 1.35 % of words wrong, those
    /// of 0.5 and 0.8 as good as the same, 1.25 %.
    fn default() -> Self {
        Self { again: 2, teaches: 0.8 }
    }
}

/// ln p of a decoded word with its reading below which it is improbable, so that readings training never saw are
/// tried. -14 does as well, -8 a little worse.
const IMPROBABLE: f32 = -11.0;

/// Probability from which a decoded word that is not improbable is not considered again. From 0.98 to 0.995 it makes
/// no difference to what comes out.
const SETTLES: f32 = 0.99;

impl<'a, 'b> Stretch<'a, 'b> {
    /// Returns a paragraph, not yet decoded.
    pub fn of(paragraph: &'a [Located<'b>]) -> Self {
        Self { lines: paragraph, cells: paragraph::cells(paragraph), steps: Vec::new() }
    }
}

/// Parts lines into paragraphs, not yet decoded.
pub fn stretches<'a, 'b>(lines: &'a [Located<'b>]) -> Vec<Stretch<'a, 'b>> {
    paragraph::paragraphs(lines).into_iter().map(Stretch::of).collect()
}

/// Words that are read together at most, some 250 full pages. What is decoded of a word is kept until all are: of 800,000 words of
/// hOCR that took 340 MB when they were read as one. A longer document is read in parts, and what one teaches of the channel is not
/// known in the next.
const LONGEST_PART: usize = 100_000;

/// Parts a document's paragraphs into as few parts as may be, each as long as the others as far as paragraphs allow.
pub fn parts<'a, 'b>(lines: &'a [Located<'b>]) -> Vec<Vec<&'a [Located<'b>]>> {
    let words = |lines: &[Located<'_>]| lines.iter().map(|located| located.line.words.len()).sum::<usize>();
    let all = words(lines);
    let count = all.div_ceil(LONGEST_PART).max(1);
    let mut parts = vec![Vec::new(); count];
    let mut before = 0;
    for paragraph in paragraph::paragraphs(lines) {
        let own = words(paragraph);
        // Which part its middle falls into.
        let part = (before + own / 2) * count / all.max(1);
        parts[part.min(count - 1)].push(paragraph);
        before += own;
    }
    parts
}

/// Decodes the paragraphs; with a ruinous channel again, with what was learned from the time before. Returns the
/// channel that had the last word.
pub fn read(
    stretches: &mut [Stretch<'_, '_>],
    channel: &Channel,
    models: &Models,
    rounds: &Rounds,
) -> Channel {
    let mut channel = channel.clone();
    let mut memory: Option<Memory> = None;
    let mut strange = BTreeSet::new();
    let mut misread = 1.0;
    let mut cache = Cache::new();
    for round in 0.. {
        let mut builder = Builder::new(&channel, &models.vocabulary, &strange, cache);
        builder.misread = misread;
        let (mut open, mut steps) = (0, 0);
        for stretch in stretches.iter_mut() {
            decode_stretch(stretch, &mut builder, models, memory.as_ref());
            open += stretch.steps.iter().filter(|step| !is_settled(step)).count();
            steps += stretch.steps.len();
        }
        cache = builder.into_cache();
        if !channel.is_ruinous() {
            // How much is misread is known only now; once is enough to settle it.
            if round > 0 {
                break;
            }
            misread = misread_of(stretches);
            continue;
        }
        // Later rounds bring something new only where much is not understood.
        let much = open as f32 > MUCH * steps as f32;
        if round == rounds.again || round > 0 && !much {
            break;
        }
        let mut learned = Memory::default();
        let mut pairs = BTreeMap::new();
        for stretch in stretches.iter() {
            learned.learn(&stretch.steps);
            collect(stretch, rounds.teaches, models, &mut pairs);
            for step in stretch.steps.iter().filter(|step| step.score < IMPROBABLE) {
                strange.insert(as_read(&read_for(stretch, step)));
            }
        }
        memory = Some(learned);
        if !channel.is_stripped() {
            channel = adapt::adapt(&channel, &pairs);
            cache.clear();
        }
    }
    for stretch in stretches {
        lay_phrases(stretch, &models.phrases);
    }
    channel
}

/// Share of words in doubt from which a text is decoded a third time.
const MUCH: f32 = 0.2;

/// Share of words misread in what the Vietnamese channel was trained on.
const MISREAD: f32 = 0.039;

/// Words of training that stand beside a document's own, so that a short one is not taken at its word.
const PRIOR_WORDS: f32 = 100.0;

/// Returns how much more often than in training words of the document are misread, as far as they were decoded.
fn misread_of(stretches: &[Stretch<'_, '_>]) -> f32 {
    let (mut words, mut changed) = (PRIOR_WORDS, PRIOR_WORDS * MISREAD);
    for stretch in stretches {
        for step in stretch.steps.iter().filter(|step| stretch.cells[step.from].atom.kind == AtomKind::Word) {
            words += 1.0;
            let stands = as_read(stretch.cells[step.from].atom.text) == step.choice.text;
            changed += if stands { 1.0 - step.probability } else { step.probability };
        }
    }
    changed / words / MISREAD
}

/// Steps beyond doubt that are decoded again on either side of one that is not: as many as the language model sees.
const CONTEXT: usize = 4;

/// Decodes a paragraph: all of it the first time, later what is not settled, with its surroundings.
fn decode_stretch(
    stretch: &mut Stretch<'_, '_>,
    builder: &mut Builder<'_>,
    models: &Models,
    memory: Option<&Memory>,
) {
    if stretch.steps.is_empty() {
        let arcs = builder.arcs(&stretch.cells, &BTreeMap::new());
        stretch.steps = decode::decode(&arcs, stretch.cells.len(), &models.language, memory).steps;
        return;
    }
    let sure = sure(&stretch.steps, memory, models);
    for window in windows(&sure).into_iter().rev() {
        let before = &stretch.steps[window.clone()];
        let (first, last) = (before[0].from, before[before.len() - 1].to);
        let settled = settled(before, &sure[window.clone()], first);
        let cells = &stretch.cells[first..last];
        let arcs = builder.arcs(cells, &settled);
        let mut steps = decode::decode(&arcs, cells.len(), &models.language, memory).steps;
        for step in &mut steps {
            step.from += first;
            step.to += first;
        }
        keep_doubts(before, &sure[window.clone()], &mut steps);
        stretch.steps.splice(window, steps);
    }
}

/// Says of each step whether it is settled, and the document itself does not dispute it.
fn sure(steps: &[Step], memory: Option<&Memory>, models: &Models) -> Vec<bool> {
    let word = |step: &Step| match step.choice.tokens[..] {
        [Token::Word(id, _)] => Some(id),
        _ => None,
    };
    let disputed = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| word(&steps[before]));
        match (memory, before, word(&steps[at])) {
            (Some(memory), Some(before), Some(own)) => memory.disputes(before, own, &models.language),
            _ => false,
        }
    };
    (0..steps.len()).map(|at| is_settled(&steps[at]) && !disputed(at)).collect()
}

/// Returns the stretches of steps that hold one in doubt, with their surroundings, in order.
fn windows(sure: &[bool]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..sure.len()).filter(|at| !sure[*at]) {
        let end = (at + 1 + CONTEXT).min(sure.len());
        match found.last_mut() {
            Some(last) if at.saturating_sub(CONTEXT) <= last.end => last.end = end,
            _ => found.push(at.saturating_sub(CONTEXT)..end),
        }
    }
    found
}

/// True for a step beyond doubt.
fn is_settled(step: &Step) -> bool {
    step.probability >= SETTLES && step.score >= IMPROBABLE
}

/// Returns the arcs of the steps that are beyond doubt, by first atom, each with its text as the only choice; atoms
/// count from `first`.
fn settled(steps: &[Step], sure: &[bool], first: usize) -> BTreeMap<usize, Arc> {
    let arc = |step: &Step| {
        let (from, to) = (step.from - first, step.to - first);
        (from, Arc { from, to, choices: Rc::new([step.choice.clone()]) })
    };
    steps.iter().zip(sure).filter(|(_, sure)| **sure).map(|(step, _)| arc(step)).collect()
}

/// Gives settled steps what was known of them when others were considered.
fn keep_doubts(before: &[Step], sure: &[bool], steps: &mut [Step]) {
    let mut before = before.iter().zip(sure).filter(|(_, sure)| **sure).map(|(step, _)| step).peekable();
    for step in steps {
        while before.next_if(|old| old.from < step.from).is_some() {}
        if let Some(old) = before.next_if(|old| old.from == step.from) {
            step.clone_from(old);
        }
    }
}

/// Probability of a word that a phrase settled, for a likeness of 1. Not yet measured.
const SETTLED: f32 = 0.95;

/// Puts the words of dictionary phrases that fit in the place of what was decoded.
fn lay_phrases(stretch: &mut Stretch<'_, '_>, phrases: &PhraseBook) {
    let seen: Vec<String> = stretch.steps.iter().map(|step| read_for(stretch, step)).collect();
    let words: Vec<Decoded<'_>> = stretch
        .steps
        .iter()
        .zip(&seen)
        .map(|(step, seen)| {
            let cell = &stretch.cells[step.from];
            let fixed = cell.protected || cell.atom.kind != AtomKind::Word || step.to > step.from + 1;
            Decoded { seen, text: &step.choice.text, probability: step.probability, fixed }
        })
        .collect();
    for fit in phrases.fits(&words) {
        for (step, word) in stretch.steps[fit.from..fit.to].iter_mut().zip(fit.words) {
            if step.choice.text != word {
                let was = std::mem::replace(&mut step.choice.text, word.into());
                step.others.insert(0, (was, step.probability));
                step.probability = SETTLED * fit.similarity as f32;
                step.dictionary = Some(fit.source.clone());
            }
        }
    }
}

/// Collects what was read for the words that were decoded, each as often as it was likely.
fn collect(
    stretch: &Stretch<'_, '_>,
    teaches: f32,
    models: &Models,
    pairs: &mut BTreeMap<(String, String), f64>,
) {
    for step in &stretch.steps {
        let cells = &stretch.cells[step.from..step.to];
        let one_word = matches!(step.choice.tokens[..], [Token::Word(..) | Token::Unlisted(..)]);
        if cells[0].atom.kind != AtomKind::Word || !one_word {
            continue;
        }
        let read = read_for(stretch, step);
        let chosen = std::iter::once((&step.choice.text, step.probability));
        for (text, share) in chosen.chain(step.others.iter().map(|(text, share)| (text, *share))) {
            if share >= teaches && models.vocabulary.entry(text).is_some() {
                *pairs.entry((text.to_string(), read.clone())).or_default() += f64::from(share);
            }
        }
    }
}

/// The characters that were read at a step's atoms.
fn read_for(stretch: &Stretch<'_, '_>, step: &Step) -> String {
    let mut read = String::new();
    for (index, cell) in stretch.cells[step.from..step.to].iter().enumerate() {
        if index > 0 && cell.atom.spaced {
            read.push(' ');
        }
        read.push_str(cell.atom.text);
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Line, Page, SourceInfo, SourceKind};

    /// A text of so many lines of a hundred words each, every other one blank.
    fn text(lines: usize) -> Document {
        let line = Line::from_text("gió ".repeat(100));
        let lines = (0..lines).flat_map(|_| [line.clone(), Line::from_text("")]);
        let (path, blake3) = (String::new(), String::new());
        let source = SourceInfo { path, blake3, kind: SourceKind::Text, page_count: 1 };
        let mut document = Document::new(source, vec![Page::of_text(1, lines.collect())]);
        document.part_into_words();
        document
    }

    #[test]
    fn a_long_document_is_read_in_equal_parts_that_hold_each_paragraph_once_and_in_order() {
        for (lines, expected) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (2500, 3)] {
            let document = text(lines);
            let located = paragraph::located(&document);
            let parts = parts(&located);
            assert_eq!(parts.len(), expected, "{lines} lines");
            let lengths: Vec<usize> = parts.iter().map(Vec::len).collect();
            assert!(
                lengths.iter().max() <= lengths.iter().min().map(|least| least + 1).as_ref(),
                "{lengths:?}"
            );
            let numbers = |paragraph: &[Located<'_>]| paragraph[0].number;
            let in_parts: Vec<u32> = parts.iter().flatten().map(|paragraph| numbers(paragraph)).collect();
            let whole: Vec<u32> =
                paragraph::paragraphs(&located).iter().map(|paragraph| numbers(paragraph)).collect();
            assert_eq!(in_parts, whole);
        }
    }
}
