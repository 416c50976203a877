//! The lattice: everything a paragraph's characters may have been, as arcs over its atoms.
//!
//! Atom by atom there is an arc of candidates; an arc over one atom may hold two words (they were glued), and an
//! arc may span two atoms that were one word. The characters as they stand are always among the options.

use std::collections::HashMap;

use super::candidates::{Candidate, candidates};
use super::cell::Cell;
use super::channel::Channel;
use super::protect;
use super::vocabulary::Vocabulary;
use crate::language::atom::AtomKind;
use crate::language::case::Case;
use crate::language::letter;
use crate::language::ngram::{NUMBER, UNKNOWN, WordId, stream};

/// A token for the language model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token {
    /// A word in its case.
    Word(WordId, Case),
    /// A word that no list holds, with its ln p.
    Unlisted(f32, Option<Case>),
    /// A reserved token.
    Reserved(WordId),
}

/// One thing that an arc's characters may have been.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The text as printed.
    pub text: String,
    /// What the language model sees of it.
    pub tokens: Vec<Token>,
    /// ln p of the characters read, given the text.
    pub score: f32,
    /// How often training saw exactly this reading of it.
    pub seen: u32,
}

/// Choices for the atoms `from..to`.
#[derive(Debug, Clone)]
pub struct Arc {
    /// First atom.
    pub from: usize,
    /// One past the last atom.
    pub to: usize,
    /// What they may have been; never empty.
    pub choices: Vec<Choice>,
}

/// ln p that a space between two words was lost: a guess of 1 in 600 words, not yet counted in pairs.
const GLUED: f32 = -6.5;

/// ln p that a word was read as two: a guess of 1 in 400 words, not yet counted in pairs.
const PARTED: f32 = -6.0;

/// ln p of meeting a word that no list holds.
const UNLISTED: f32 = -5.5;

/// ln p of each letter of such a word.
const UNLISTED_LETTER: f32 = -2.6;

/// ln p of each character of such a word that is no letter of the alphabet: print seldom has one inside a word.
const UNLISTED_SIGN: f32 = -12.0;

/// ln p, on top, of such a word in small letters where a channel mangles most words: what looks like none is one.
const UNLISTED_RUIN: f32 = -4.0;

/// ln p of a word that only a dictionary holds.
const DICTIONARY_WORD: f32 = -10.0;

/// ln p of each digit of a number, beside which letters read as digits are weighed.
const DIGIT: f32 = -2.3;

/// A channel score below this makes a split or a join worth trying.
const DOUBTFUL: f32 = -7.0;

/// Choices of each half that a glued pair tries.
const HALVES: usize = 4;

/// Candidate lists by the characters read, kept for a document.
pub type Cache = HashMap<String, Vec<Candidate>>;

/// What the lattice is built with.
pub struct Builder<'a> {
    /// The channel that the text came through.
    pub channel: &'a Channel,
    /// The words that may be proposed.
    pub vocabulary: &'a Vocabulary,
    /// Candidate lists found so far.
    pub cache: Cache,
}

impl Builder<'_> {
    /// Builds the arcs of a paragraph, by first atom.
    pub fn arcs(&mut self, cells: &[Cell<'_>]) -> Vec<Arc> {
        let mut arcs = Vec::new();
        for at in 0..cells.len() {
            let choices = self.single(cells, at);
            let doubtful = cells[at].atom.kind == AtomKind::Word && best(&choices) < DOUBTFUL;
            arcs.push(Arc { from: at, to: at + 1, choices });
            if let Some(choices) = self.joined(cells, at, doubtful) {
                arcs.push(Arc { from: at, to: at + 2, choices });
            }
        }
        arcs
    }

    fn single(&mut self, cells: &[Cell<'_>], at: usize) -> Vec<Choice> {
        let cell = &cells[at];
        let atom = &cell.atom;
        let next = cells.get(at + 1).map(|c| &c.atom);
        match atom.kind {
            AtomKind::Mark => {
                let token = match stream::token(atom, next.filter(|_| same_line(cells, at))) {
                    Some(stream::Token::Reserved(id)) => vec![Token::Reserved(id)],
                    _ => Vec::new(),
                };
                vec![Choice { text: atom.text.to_owned(), tokens: token, score: 0.0, seen: 0 }]
            }
            AtomKind::Number => self.number(cells, at),
            AtomKind::Word => self.word(cells, at),
        }
    }

    fn number(&mut self, cells: &[Cell<'_>], at: usize) -> Vec<Choice> {
        let text = cells[at].atom.text;
        let digits = text.chars().count() as f32;
        let mut choices = vec![Choice {
            text: text.to_owned(),
            tokens: vec![Token::Reserved(NUMBER)],
            score: DIGIT * digits,
            seen: 0,
        }];
        if !cells[at].protected && self.channel.is_ruinous() && protect::may_be_letters(cells, at) {
            let likely =
                self.candidates(text).into_iter().filter(|c| c.text.chars().all(char::is_alphabetic));
            choices.extend(likely.map(|candidate| self.choice(candidate)).collect::<Vec<_>>());
        }
        choices
    }

    fn word(&mut self, cells: &[Cell<'_>], at: usize) -> Vec<Choice> {
        let cell = &cells[at];
        let text = cell.atom.text;
        let literal = self.literal(text);
        if cell.protected || protect::is_label(cells, at) || protect::is_roman_numeral(text) {
            return vec![literal];
        }
        if self.is_known_code(cells, at) {
            return vec![literal];
        }
        let mut candidates = self.candidates(text);
        self.keep_digits(text, &mut candidates);
        let mut choices: Vec<Choice> = candidates.into_iter().map(|c| self.choice(c)).collect();
        doubt(&mut choices, text, cell.confidence);
        let length = text.chars().count();
        let digits = text.chars().any(|c| c.is_ascii_digit());
        if best(&choices) < DOUBTFUL && length >= 4 && !digits {
            choices.extend(self.glued(text));
        }
        if !choices.iter().any(|c| c.text == literal.text) {
            choices.push(literal);
        }
        choices
    }

    /// True for a part of a code (`UB` of `159/QĐ-UB`) that is a known abbreviation: it is what it says, unless the
    /// channel takes the marks off (`HDND`).
    fn is_known_code(&self, cells: &[Cell<'_>], at: usize) -> bool {
        let text = cells[at].atom.text;
        !self.channel.is_ruinous()
            && Case::of(text) == Some(Case::Upper)
            && protect::in_code(cells, at)
            && self.vocabulary.entry(text).is_some()
    }

    /// Takes out the candidates that would drop or change a digit which was most likely printed as one.
    ///
    /// Without a small letter beside them (`CLC2`, `P2`) digits stand for themselves, but for one beside one capital
    /// where a channel reads letters as digits. Where digits are rare readings of letters, only a single one after
    /// others is taken for a letter (`sa0`, not `14h` or `m2`), and never for none.
    fn keep_digits(&self, text: &str, candidates: &mut Vec<Candidate>) {
        if !text.chars().any(|c| c.is_ascii_digit()) {
            return;
        }
        let common = self.channel.is_ruinous();
        let code = !text.chars().any(char::is_lowercase);
        let length = text.chars().count();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let misread = digits == 1 && length > 2 && !text.starts_with(|c: char| c.is_ascii_digit());
        candidates.retain(|candidate| match (common, code) {
            // `T6` for `Tổ`: what looked like a digit was a letter with marks.
            (true, true) => {
                length <= 2 && candidate.text.chars().count() >= length && !candidate.text.is_ascii()
            }
            (true, false) => true,
            (false, true) => false,
            (false, false) => misread && candidate.text.chars().count() >= length,
        });
    }

    /// The characters as they stand.
    fn literal(&self, text: &str) -> Choice {
        let case = Case::of(text);
        let entry = self
            .vocabulary
            .entry(text)
            .filter(|entry| !(self.channel.is_ruinous() && self.vocabulary.is_shadowed(*entry)));
        let token = match (entry, case) {
            // A mixture such as `TTr` is a known abbreviation in its own case.
            (Some(entry), case) => self.token(entry, case.unwrap_or(Case::Upper)),
            (None, _) => {
                let ruin = self.channel.is_ruinous() && text.chars().any(char::is_lowercase);
                let letters: f32 = text.chars().map(unlisted_letter).sum();
                Token::Unlisted(UNLISTED + letters + if ruin { UNLISTED_RUIN } else { 0.0 }, case)
            }
        };
        Choice { text: text.to_owned(), tokens: vec![token], score: 0.0, seen: 0 }
    }

    fn token(&self, entry: super::trie::Entry, case: Case) -> Token {
        match self.vocabulary.id(entry) {
            UNKNOWN => Token::Unlisted(DICTIONARY_WORD, Some(case)),
            id => Token::Word(id, case),
        }
    }

    fn choice(&self, candidate: Candidate) -> Choice {
        let token = match candidate.id {
            UNKNOWN => Token::Unlisted(DICTIONARY_WORD, Some(candidate.case)),
            id => Token::Word(id, candidate.case),
        };
        Choice { text: candidate.text, tokens: vec![token], score: candidate.score, seen: candidate.seen }
    }

    fn candidates(&mut self, read: &str) -> Vec<Candidate> {
        let read = letter::fold_tone_placement(&letter::nfc(read));
        if let Some(found) = self.cache.get(&read) {
            return found.clone();
        }
        let found = candidates(&read, self.channel, self.vocabulary);
        self.cache.insert(read, found.clone());
        found
    }

    /// Two words without the space between them.
    fn glued(&mut self, text: &str) -> Vec<Choice> {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let mut choices = Vec::new();
        for &(byte, _) in &characters[2..characters.len() - 1] {
            let (left, right) = text.split_at(byte);
            let good = |list: Vec<Candidate>| -> Vec<Candidate> {
                list.into_iter()
                    .filter(|c| c.score > DOUBTFUL && c.text.chars().count() > 1)
                    .take(HALVES)
                    .collect()
            };
            let (lefts, rights) = (good(self.candidates(left)), good(self.candidates(right)));
            for l in &lefts {
                for r in &rights {
                    let (l, r) = (self.choice(l.clone()), self.choice(r.clone()));
                    choices.push(Choice {
                        text: format!("{} {}", l.text, r.text),
                        tokens: vec![l.tokens[0], r.tokens[0]],
                        score: l.score + r.score + GLUED,
                        seen: 0,
                    });
                }
            }
        }
        choices
    }

    /// One word read as two, with a space between them.
    fn joined(&mut self, cells: &[Cell<'_>], at: usize, doubtful: bool) -> Option<Vec<Choice>> {
        let (a, b) = (cells.get(at)?, cells.get(at + 1)?);
        let words = a.atom.kind != AtomKind::Mark && b.atom.kind == AtomKind::Word;
        if !words || !same_line(cells, at) || !b.atom.spaced || a.protected || b.protected {
            return None;
        }
        let spaced = format!("{} {}", a.atom.text, b.atom.text);
        let mut choices: Vec<Choice> = Vec::new();
        for (printed, count) in self.channel.readings().of(&spaced) {
            if let (Some(entry), Some(case)) = (self.vocabulary.entry(printed), Case::of(printed)) {
                choices.push(Choice {
                    text: case.apply(self.vocabulary.word(entry)),
                    tokens: vec![self.token(entry, case)],
                    score: Channel::mix(f32::NEG_INFINITY, *count, self.channel.readings().seen(printed)),
                    seen: *count,
                });
            }
        }
        let next_doubtful = || b.atom.text.chars().count() <= 2;
        if a.atom.kind == AtomKind::Word && (doubtful || next_doubtful()) {
            let whole = format!("{}{}", a.atom.text, b.atom.text);
            let found = self.candidates(&whole);
            for candidate in found.into_iter().filter(|c| c.score > DOUBTFUL).take(HALVES) {
                let mut choice = self.choice(candidate);
                choice.score += PARTED;
                choices.push(choice);
            }
        }
        (!choices.is_empty()).then_some(choices)
    }
}

/// True where the atom after `at` stands in the same line.
fn same_line(cells: &[Cell<'_>], at: usize) -> bool {
    cells.get(at + 1).is_some_and(|next| next.line == cells[at].line)
}

/// ln p of one character of a word that no list holds.
fn unlisted_letter(c: char) -> f32 {
    if c.is_ascii_alphabetic()
        || letter::is_vietnamese_only(c)
        || "àáâãèéêìíòóôõùúý".contains(c.to_lowercase().next().unwrap_or(c))
    {
        UNLISTED_LETTER
    } else {
        UNLISTED_SIGN
    }
}

fn best(choices: &[Choice]) -> f32 {
    choices.iter().map(|c| c.score).fold(f32::NEG_INFINITY, f32::max)
}

/// Weighs changes by what the recogniser thought of its word: one it was sure of is rarely wrong.
fn doubt(choices: &mut [Choice], text: &str, confidence: Option<f32>) {
    let Some(confidence) = confidence else { return };
    /// Share of words misread, of those given this confidence, against the share over all words.
    /// Set by hand and not yet fitted to pairs.
    const STEPS: [(f32, f32); 5] = [(0.96, 0.15), (0.93, 0.4), (0.9, 0.8), (0.8, 2.0), (0.0, 5.0)];
    let factor = STEPS.iter().find(|(at_least, _)| confidence >= *at_least).map_or(1.0, |s| s.1);
    for choice in choices.iter_mut().filter(|c| c.text != text) {
        choice.score += f32::ln(factor);
    }
}
