//! Words that lost their `ư`.
//!
//! In TCVN3 `ư` is the byte that Windows-1252 calls a soft hyphen. Software that takes the text for Western drops it, for
//! such a hyphen is not printed: `được` comes as `®îc`, `tư` as `t`. Where it was dropped once it was dropped throughout, so
//! that what is left is certain for each word, and only the language says which word it was. Text like that was typed, and
//! came through no recogniser's channel.

use std::collections::BTreeSet;
use std::rc::Rc;

use smallvec::smallvec;

use super::channel::Channel;
use super::lattice::{Arc, Builder, Cache, Choice, Token};
use super::models::Models;
use super::paragraph::{self, Located};
use super::proposal::{self, Proposed};
use super::reading::Stretch;
use super::{decode, protect};
use crate::document::{Charset, Document, ledger};
use crate::language::atom::AtomKind;
use crate::language::case::Case;
use crate::language::ngram::UNKNOWN;
use crate::language::syllable::is_syllable;

/// What `ư` looks like in a text in TCVN3 that has not lost it: the soft hyphen, or a minus by its glyph's name.
const SOFT_HYPHENS: [char; 2] = ['\u{ad}', '\u{2212}'];

/// Letters of a text without any of these from which they were dropped. Of a hundred letters two or three are `ư`, so that
/// one text in a hundred of that length has none; there the language would hardly ever put one in.
const LEAST_LETTERS: usize = 150;

/// Why.
const REASON: &str = "the soft hyphen that ư is in TCVN3 was dropped";

/// Returns the pages whose text lost its `ư`.
pub fn bereft_pages(document: &Document) -> BTreeSet<u32> {
    let (mut pages, mut letters) = (BTreeSet::new(), 0);
    for page in &document.pages {
        for legacy in page.lines.iter().filter_map(|line| line.legacy.as_ref()) {
            if legacy.charset != Charset::Tcvn3 {
                continue;
            }
            if legacy.text.contains(SOFT_HYPHENS) {
                return BTreeSet::new();
            }
            pages.insert(page.number);
            letters += legacy.text.chars().filter(|c| !c.is_whitespace()).count();
        }
    }
    if letters < LEAST_LETTERS { BTreeSet::new() } else { pages }
}

/// Proposes the words that lines without `ư` were.
pub fn propose(
    lines: &[Located<'_>],
    unfolded: bool,
    models: &Models,
    give: &mut dyn FnMut(&Channel, Proposed),
) {
    let none = BTreeSet::new();
    // No mark of its letters is certain, as in text without marks, whose confidences are therefore its own.
    let channel: &Channel = &models.stripped;
    let mut builder = Builder::new(&models.vietnamese, &models.vocabulary, &none, Cache::new());
    for mut stretch in paragraph::paragraphs(lines).into_iter().map(Stretch::of) {
        let arcs: Vec<Arc> = (0..stretch.cells.len())
            .map(|at| {
                let cell = &stretch.cells[at];
                let stands = match cell.atom.kind {
                    AtomKind::Word => None,
                    _ => {
                        builder.single(&stretch.cells, at).iter().find(|c| c.text == cell.atom.text).cloned()
                    }
                };
                let stands = stands.unwrap_or_else(|| builder.literal(cell.atom.text));
                // A letter alone is a label, a symbol or an initial, unless among words: a capital before a small letter.
                let letters = cell.atom.text.chars().count();
                let next = stretch.cells.get(at + 1).filter(|next| next.line == cell.line);
                let leads = next.is_some_and(|next| {
                    let ocr = &stretch.lines[cell.line].line.ocr;
                    let between = ledger::slice(ocr, [cell.atom.end, next.atom.start]);
                    between == Some(" ") && next.atom.text.starts_with(char::is_lowercase)
                });
                let stuck = next
                    .filter(|next| !next.atom.spaced)
                    .is_some_and(|next| !matches!(next.atom.text, "," | "." | ";" | ":" | ")"));
                let alone =
                    letters == 1 && (cell.atom.text.chars().any(char::is_uppercase) && !leads || stuck);
                let whole = cell.atom.kind == AtomKind::Word
                    && !cell.protected
                    && !alone
                    && !protect::is_label(&stretch.cells, at);
                let others = if whole { with_u(cell.atom.text, models) } else { Vec::new() };
                let choices: Rc<[Choice]> =
                    std::iter::once(Choice { score: 0.0, ..stands }).chain(others).collect();
                Arc { from: at, to: at + 1, choices }
            })
            .collect();
        stretch.steps = decode::decode(&arcs, stretch.cells.len(), &models.language, None).steps;
        let mut proposed =
            proposal::propose(&stretch.cells, stretch.lines, &stretch.steps, (unfolded, channel));
        for edit in &mut proposed.edits {
            REASON.clone_into(&mut edit.reason);
        }
        give(channel, proposed);
    }
}

/// Returns the words that a word may have been with an `ư` more.
fn with_u(word: &str, models: &Models) -> Vec<Choice> {
    let letters: Vec<char> = word.chars().collect();
    // One that is there was typed as Unicode.
    if letters.contains(&'ư') || !letters.iter().all(|c| c.is_alphabetic()) {
        return Vec::new();
    }
    let with = |at: usize| -> String {
        let (before, after) = letters.split_at(at);
        before.iter().chain(['ư'].iter()).chain(after).collect()
    };
    let choice = |text: String| {
        let id = models.language.id(&text);
        let case = Case::of(&text).filter(|_| id != UNKNOWN && is_syllable(&text))?;
        Some(Choice { text: text.into(), tokens: smallvec![Token::Word(id, case)], score: 0.0, seen: 0 })
    };
    (0..=letters.len()).filter_map(|at| choice(with(at))).collect()
}
