//! Mangled words to the printed ones: a noisy channel decoded against a language model and dictionaries.
//!
//! 1. [`channel`]: how likely a printed word is read as a string of characters, learned from pairs;
//! 2. [`candidates`]: the printed words that may stand behind a string, over the [`vocabulary`]'s [`trie`];
//! 3. [`lattice`]: everything a paragraph may have been, tokens parted and joined among it, [`protect`]ed ones left;
//! 4. [`decode`]: the likeliest path through it, and how sure each step is;
//! 5. the path's changes as [`Edit`]s, which [`ledger`] applies.

pub mod candidates;
pub mod cell;
pub mod channel;
pub mod decode;
pub mod lattice;
pub mod models;
pub mod phrases;
pub mod protect;
pub mod trie;
pub mod vocabulary;

use std::collections::BTreeMap;

use crate::document::{Document, Edit, Line, ledger};
use crate::language::atom::{AtomKind, atoms};
use crate::language::letter;
use cell::Cell;
use channel::Channel;
use decode::Step;
use lattice::{Builder, Cache};
pub use models::Models;

/// What repair proposes for a document.
#[derive(Debug, Clone, Default)]
pub struct Repair {
    /// The changes proposed, in order.
    pub edits: Vec<Edit>,
    /// How sure each word of each line is after repair, by page and line.
    pub confidences: BTreeMap<(u32, u32), Vec<f32>>,
    /// Name of the channel that the text was taken to have come through.
    pub channel: String,
}

/// Atoms decoded together at most; a paragraph that is longer is cut at a line's end.
const LONGEST_PARAGRAPH: usize = 600;

/// Probability from which digits are taken for letters (`101` for `lời`); below it they stay a number.
const LETTERS_FOR_NUMBER: f32 = 0.95;

/// Probability from which a word is changed where most words are right as they stand; below it the word is left and
/// its low confidence flags it. What a ruinous channel says is nearly always wrong, so there the likeliest word stands.
const CHANGE: f32 = 0.5;

/// Share of Vietnamese-only letters below which an English engine is taken to have read the text.
///
/// Two texts that English engines read hold 0.0 and 0.03 %; a report and news as printed 22 and 19 %.
const VIETNAMESE_LETTERS: f32 = 0.04;

/// Repairs the lines of a document, whose lines have been parted into words.
pub fn repair(document: &Document, models: &Models) -> Repair {
    let lines: Vec<Located<'_>> = document
        .pages
        .iter()
        .flat_map(|page| {
            page.lines.iter().zip(1..).map(|(line, number)| Located { page: page.number, number, line })
        })
        .collect();
    let channel = choose(&lines, models);
    let unfolded = prefers_unfolded(&lines);
    let mut cache = Cache::new();
    let mut repair = Repair { channel: channel.name().to_owned(), ..Repair::default() };
    for paragraph in paragraphs(&lines) {
        let cells = cells(paragraph);
        let mut builder =
            Builder { channel, vocabulary: &models.vocabulary, cache: std::mem::take(&mut cache) };
        let arcs = builder.arcs(&cells);
        cache = builder.cache;
        let steps = decode::decode(&arcs, cells.len(), &models.language);
        propose(&cells, paragraph, &steps, (unfolded, channel.is_ruinous()), &mut repair);
    }
    repair
}

/// A line and where it stands.
#[derive(Clone, Copy)]
struct Located<'a> {
    page: u32,
    number: u32,
    line: &'a Line,
}

fn choose<'a>(lines: &[Located<'_>], models: &'a Models) -> &'a Channel {
    let (mut letters, mut own) = (0usize, 0usize);
    for c in lines.iter().flat_map(|l| l.line.ocr.chars()).filter(|c| c.is_alphabetic()) {
        letters += 1;
        own += usize::from(letter::is_vietnamese_only(c));
    }
    if (own as f32) < VIETNAMESE_LETTERS * letters as f32 { &models.english } else { &models.vietnamese }
}

/// True where the document itself writes `hoá` rather than `hóa`.
fn prefers_unfolded(lines: &[Located<'_>]) -> bool {
    let (mut folded, mut unfolded) = (0, 0);
    for word in lines.iter().flat_map(|l| l.line.ocr.split_whitespace()) {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        if letter::fold_tone_placement(word) != word {
            unfolded += 1;
        } else if letter::unfold_tone_placement(word) != word {
            folded += 1;
        }
    }
    unfolded > folded
}

/// Parts lines into paragraphs: at empty lines, and where one grows too long.
fn paragraphs<'a, 'b>(lines: &'a [Located<'b>]) -> Vec<&'a [Located<'b>]> {
    let mut found = Vec::new();
    for block in lines.split(|l| l.line.ocr.trim().is_empty()) {
        let (mut from, mut size) = (0, 0);
        for (at, located) in block.iter().enumerate() {
            let own = atoms(&located.line.ocr).len();
            if size + own > LONGEST_PARAGRAPH && at > from {
                found.push(&block[from..at]);
                (from, size) = (at, 0);
            }
            size += own;
        }
        if from < block.len() {
            found.push(&block[from..]);
        }
    }
    found
}

fn cells<'a>(paragraph: &[Located<'a>]) -> Vec<Cell<'a>> {
    let mut found = Vec::new();
    for (index, located) in paragraph.iter().enumerate() {
        let words = &located.line.words;
        let mut at = 0;
        for atom in atoms(&located.line.ocr) {
            while words.get(at).is_some_and(|w| w.span[1] <= atom.start) {
                at += 1;
            }
            let word = words.get(at).filter(|w| w.span[0] <= atom.start);
            found.push(Cell {
                atom,
                line: index,
                confidence: word.and_then(|w| w.ocr_confidence),
                protected: word.is_some_and(|w| protect::is_address(&w.ocr)),
            });
        }
    }
    found
}

/// Turns a decoded path into edits and word confidences.
fn propose(
    cells: &[Cell<'_>],
    paragraph: &[Located<'_>],
    steps: &[Step],
    (unfolded, ruinous): (bool, bool),
    repair: &mut Repair,
) {
    let mut sure: Vec<Vec<f32>> = paragraph.iter().map(|l| vec![1.0; l.line.words.len()]).collect();
    for step in steps {
        let (first, last) = (&cells[step.from], &cells[step.to - 1]);
        let located = &paragraph[first.line];
        let span = [first.atom.start, last.atom.end];
        for (word, confidence) in located.line.words.iter().zip(&mut sure[first.line]) {
            if word.span[0] < span[1] && span[0] < word.span[1] {
                *confidence = confidence.min(step.probability);
            }
        }
        let Some(before) = ledger::slice(&located.line.ocr, span) else { continue };
        let after = in_style(&step.choice.text, before, unfolded);
        let was_number = first.atom.kind == AtomKind::Number;
        let least = match (was_number, ruinous) {
            (true, _) => LETTERS_FOR_NUMBER,
            (false, true) => 0.0,
            (false, false) => CHANGE,
        };
        let number = !ruinous && protect::may_be_number(before);
        if after != before && (number || step.probability < least) {
            // What stands is doubted as far as the change withheld is believed.
            for (word, confidence) in located.line.words.iter().zip(&mut sure[first.line]) {
                if word.span[0] < span[1] && span[0] < word.span[1] {
                    *confidence = confidence.min(1.0 - step.probability);
                }
            }
            continue;
        }
        if after == before {
            continue;
        }
        repair.edits.push(Edit {
            page: located.page,
            line: located.number,
            span,
            before: before.to_owned(),
            reason: reason(&repair.channel, step),
            confidence: step.probability,
            after,
        });
    }
    for (located, confidences) in paragraph.iter().zip(sure) {
        repair.confidences.insert((located.page, located.number), confidences);
    }
}

/// Returns the text in the document's own tone placement; what differs in nothing else stays as it was.
fn in_style(text: &str, before: &str, unfolded: bool) -> String {
    if letter::fold_tone_placement(&letter::nfc(before)) == text {
        return before.to_owned();
    }
    if !unfolded {
        return text.to_owned();
    }
    text.split(' ').map(letter::unfold_tone_placement).collect::<Vec<_>>().join(" ")
}

fn reason(channel: &str, step: &Step) -> String {
    let seen = match step.choice.seen {
        0 => "by its characters".to_owned(),
        1 => "so read once in training".to_owned(),
        times => format!("so read {times} times in training"),
    };
    match &step.runner_up {
        Some((text, share)) if *share >= 0.01 => {
            format!("{channel} channel, {seen}; else `{text}` ({share:.2})")
        }
        _ => format!("{channel} channel, {seen}"),
    }
}
