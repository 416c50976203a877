//! The lattice: everything a paragraph's characters may have been, as arcs over its atoms.
//!
//! Atom by atom there is an arc of candidates; an arc over one atom may hold two words (they were glued), and an
//! arc may span two atoms that were one word, or a word with the marks read beside and inside it (`hu.O.ng`). The
//! characters as they stand are always among the options.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use smallvec::{SmallVec, smallvec};
use smol_str::{SmolStr, format_smolstr};

use super::candidates::{Candidate, Reach, alternative, candidates};
use super::cell::Cell;
use super::channel::Channel;
use super::figure;
use super::protect;
use super::vocabulary::Vocabulary;
use crate::language::atom::{Atom, AtomKind};
use crate::language::case::Case;
use crate::language::letter;
use crate::language::ngram::{COMMA, END, NUMBER, UNKNOWN, WordId, stream};
use crate::language::syllable::is_syllable;

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

/// Tokens of one text: hardly ever more than two.
pub type Tokens = SmallVec<[Token; 2]>;

/// One thing that an arc's characters may have been.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The text as printed.
    pub text: SmolStr,
    /// What the language model sees of it.
    pub tokens: Tokens,
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
    /// What they may have been, the likeliest by their characters first; never empty.
    pub choices: Rc<[Choice]>,
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

/// The same of one that the user's own dictionary holds: it was given because it is met.
const OWN_WORD: f32 = -6.0;

/// ln p of each digit of a number, beside which letters read as digits are weighed.
const DIGIT: f32 = -2.3;

/// Letters of an abbreviation that may be proposed for another word, at most: `HĐTĐKT`.
const LONGEST_ABBREVIATION: usize = 6;

/// Digits in one word from which they are taken for a figure that has run into letters (`2871Tr` for `287/TTr`).
const FIGURE: usize = 3;

/// ln p of a comma read as a full stop, or the reverse: 0.8 % of them on damaged pages.
const MARK_MISREAD: f32 = -4.8;

/// ln p of a figure of a date read as a mark: what stands there is no date, so nothing is held against it.
const FIGURE_BROKEN: f32 = 0.0;

/// ln p of a full stop or colon between two words without any space being printed there (`v.v`). Set by hand.
const MARK_BETWEEN: f32 = -3.0;

/// ln p of an apostrophe beside a word being one, where engines make them of the horns of letters. Set by hand.
const APOSTROPHE: f32 = -6.0;

/// ln p of a colon that closes an item of a list off a page being one, and no semicolon. Set by hand: items that open
/// others of the same dash are rare, semicolons read as colons are 3 % on damaged pages.
const ITEM_COLON: f32 = -3.5;

/// ln p of a number read as letters, where a number must stand. Set by hand.
const FIGURE_READ: f32 = -3.0;

/// A channel score below this makes a split or a join worth trying.
const DOUBTFUL: f32 = -7.0;

/// Atoms after the first, at most, that a word strewn with marks runs over.
const MOST_STREWN: usize = 5;

/// A channel score below this is too little to take a mark for a part of a word.
const STREWN: f32 = -11.0;

/// Characters of two words without the space between them, at most: twice the seven letters of `nghiêng`, each read as up to
/// three characters. What is longer is no pair of words.
const LONGEST_GLUED: usize = 42;

/// Choices of each half that a glued pair tries.
const HALVES: usize = 4;
/// How surely, 0 to 1, a part of a code is read whose letters stay. Set by hand: of three right ones that became others two were read with
/// 0.91 and 0.92, one with 0.42.
const SURE_CODE: f32 = 0.7;

/// Candidate lists by the characters read.
pub type Cache = HashMap<(String, Reach), Rc<[Candidate]>>;

/// What the lattice is built with.
pub struct Builder<'a> {
    /// The channel that the text came through.
    pub channel: &'a Channel,
    /// The words that may be proposed.
    pub vocabulary: &'a Vocabulary,
    /// Strings for which readings that training never saw are tried.
    pub strange: &'a BTreeSet<String>,
    /// How much more often words are misread than in training, for words whose recogniser gave no confidence.
    pub misread: f32,
    /// Candidate lists found so far.
    cache: Cache,
    /// Choices for words of which only the characters are known.
    words: HashMap<String, Rc<[Choice]>>,
}

impl<'a> Builder<'a> {
    /// Makes a builder; `cache` is one of a builder with the same channel, or empty.
    pub fn new(
        channel: &'a Channel,
        vocabulary: &'a Vocabulary,
        strange: &'a BTreeSet<String>,
        cache: Cache,
    ) -> Self {
        Self { channel, vocabulary, strange, misread: 1.0, cache, words: HashMap::new() }
    }

    /// Gives up the candidate lists found.
    pub fn into_cache(self) -> Cache {
        self.cache
    }

    /// Builds the arcs of a paragraph, by first atom. Where `settled` has an arc, by its first atom, that one alone
    /// begins there.
    pub fn arcs(&mut self, cells: &[Cell<'_>], settled: &BTreeMap<usize, Arc>) -> Vec<Arc> {
        // One that grew would be moved, and moved again, for each paragraph.
        let mut arcs = Vec::with_capacity(2 * cells.len());
        for at in 0..cells.len() {
            if let Some(arc) = settled.get(&at) {
                arcs.push(arc.clone());
                continue;
            }
            if cells[at].atom.kind == AtomKind::Word && self.stands(cells, at) {
                let choices = listed(vec![self.literal(cells[at].atom.text)]);
                arcs.push(Arc { from: at, to: at + 1, choices });
                continue;
            }
            let choices = self.single(cells, at);
            let doubtful = cells[at].atom.kind == AtomKind::Word && best(&choices) < DOUBTFUL;
            arcs.push(Arc { from: at, to: at + 1, choices });
            if let Some(choices) = self.joined(cells, at, doubtful) {
                arcs.push(Arc { from: at, to: at + 2, choices: listed(choices) });
            }
            if let Some((to, text)) = figure::broken(cells, at) {
                let choice = Choice {
                    text: text.into(),
                    tokens: smallvec![Token::Reserved(NUMBER)],
                    score: FIGURE_BROKEN,
                    seen: 0,
                };
                arcs.push(Arc { from: at, to, choices: Rc::new([choice]) });
            }
            self.strewn(cells, at, &mut arcs);
        }
        arcs
    }

    /// What a mark, a number or a word may have been by itself.
    pub(super) fn single(&mut self, cells: &[Cell<'_>], at: usize) -> Rc<[Choice]> {
        let cell = &cells[at];
        match cell.atom.kind {
            AtomKind::Mark => listed(self.mark(cells, at)),
            AtomKind::Number => listed(self.number(cells, at)),
            AtomKind::Word => {
                let literal = || self.literal(cell.atom.text);
                if let Some(text) = figure::figure(cells, at) {
                    let tokens = smallvec![Token::Reserved(NUMBER)];
                    listed(vec![literal(), Choice { text: text.into(), tokens, score: FIGURE_READ, seen: 0 }])
                } else if let Some(numeral) = figure::numeral(cell.atom.text) {
                    listed(vec![literal(), Choice { score: FIGURE_READ, ..self.literal(&numeral) }])
                } else if self.is_sure_code(cells, at) {
                    let bare = letter::strip_marks(cell.atom.text);
                    let choices = self.word(cell);
                    let own = choices.iter().filter(|choice| letter::strip_marks(&choice.text) == bare);
                    listed(own.cloned().collect())
                } else {
                    self.word(cell)
                }
            }
        }
    }

    /// True for a part of a code in capitals that was surely read: no dictionary has all offices, and `PNV` of `88/BC-PNV` is no
    /// `SNV`. Marks it may have lost.
    fn is_sure_code(&self, cells: &[Cell<'_>], at: usize) -> bool {
        !self.channel.is_ruinous()
            && Case::of(cells[at].atom.text) == Some(Case::Upper)
            && cells[at].confidence.is_some_and(|confidence| confidence >= SURE_CODE)
            && protect::in_code(cells, at)
    }

    /// True for a word that nothing may change, or that its place settles better than its context.
    fn stands(&self, cells: &[Cell<'_>], at: usize) -> bool {
        let text = cells[at].atom.text;
        cells[at].protected
            || protect::is_label(cells, at)
            || protect::is_roman_numeral(text)
            || protect::is_measure(text)
            || protect::joins_names(cells, at)
            || self.is_known_code(cells, at)
            || !self.channel.is_ruinous() && (stands_alone(text) || self.fills_its_line(cells, at))
    }

    /// True for what is all its line has, as cells of a table have, and no syllable: a unit (`Kg`), a known abbreviation (`SL`). No
    /// context tells it from the word that it is like.
    fn fills_its_line(&self, cells: &[Cell<'_>], at: usize) -> bool {
        let text = cells[at].atom.text;
        protect::is_whole_line(cells, at)
            && (protect::is_unit(text)
                || protect::is_without_vowel(text) && self.vocabulary.entry(text).is_some())
    }

    /// A mark as it stands; off a page also a full stop for a comma and the reverse.
    fn mark(&self, cells: &[Cell<'_>], at: usize) -> Vec<Choice> {
        let cell = &cells[at];
        let next = cells.get(at + 1).map(|c| &c.atom);
        let tokens = match stream::token(&cell.atom, next.filter(|_| same_line(cells, at))) {
            Some(stream::Token::Reserved(id)) => smallvec![Token::Reserved(id)],
            _ => Tokens::new(),
        };
        let horn = matches!(cell.atom.text, "'" | "’" | "‘" | "`") && !cell.atom.spaced;
        let score = if horn && self.channel.is_ruinous() { APOSTROPHE } else { 0.0 };
        let mut choices = vec![Choice { text: cell.atom.text.into(), tokens, score, seen: 0 }];
        let (Some(confidence), Some(next)) = (cell.confidence, next) else { return choices };
        if cell.atom.text == ":" && !self.channel.is_ruinous() && closes_item(cells, at) {
            let tokens = choices[0].tokens.clone();
            choices[0].score = ITEM_COLON;
            choices.push(Choice { text: ";".into(), tokens, score: 0.0, seen: 0 });
            return choices;
        }
        if matches!(cell.atom.text, "." | ":") && !self.channel.is_ruinous() && is_between_words(cells, at) {
            choices[0].score = MARK_BETWEEN;
            choices.push(Choice { text: " ".into(), tokens: Tokens::new(), score: 0.0, seen: 0 });
            return choices;
        }
        // Initials and abbreviations (`TP. Hồ`) keep their full stop.
        let after_word = at > 0 && cells[at - 1].atom.kind == AtomKind::Word && !cell.atom.spaced;
        let word = after_word.then(|| Case::of(cells[at - 1].atom.text)).flatten();
        if self.channel.is_ruinous() || !next.spaced && same_line(cells, at) || word != Some(Case::Lower) {
            return choices;
        }
        let other = match cell.atom.text {
            "." => (",", COMMA),
            "," => (".", END),
            _ => return choices,
        };
        choices.push(Choice {
            text: other.0.into(),
            tokens: smallvec![Token::Reserved(other.1)],
            score: MARK_MISREAD,
            seen: 0,
        });
        doubt(&mut choices, cell.atom.text, Some(confidence), self.misread);
        choices
    }

    fn number(&mut self, cells: &[Cell<'_>], at: usize) -> Vec<Choice> {
        let text = cells[at].atom.text;
        let digits = text.chars().count() as f32;
        let mut choices = vec![Choice {
            text: text.into(),
            tokens: smallvec![Token::Reserved(NUMBER)],
            score: DIGIT * digits,
            seen: 0,
        }];
        if !cells[at].protected && self.channel.is_ruinous() && protect::may_be_letters(cells, at) {
            let found = self.candidates(text, Reach::Heard);
            let words = found.iter().filter(|candidate| candidate.text.chars().all(char::is_alphabetic));
            choices.extend(words.map(|candidate| self.choice(candidate)));
        }
        choices
    }

    fn word(&mut self, cell: &Cell<'_>) -> Rc<[Choice]> {
        let text = cell.atom.text;
        let alternatives = self.alternatives(cell);
        // What only its characters tell is told once.
        let told = alternatives.is_empty() && cell.confidence.is_none();
        if told && let Some(choices) = self.words.get(text) {
            return Rc::clone(choices);
        }
        let choices = listed(self.choices(cell, &alternatives));
        if told {
            self.words.insert(text.to_owned(), Rc::clone(&choices));
        }
        choices
    }

    fn choices(&mut self, cell: &Cell<'_>, alternatives: &[(usize, char, f32)]) -> Vec<Choice> {
        let text = cell.atom.text;
        let literal = self.literal(text);
        let candidates = if alternatives.is_empty() {
            self.candidates(text, Reach::Needy)
        } else {
            self.seek(&as_read(text), Reach::Needy, alternatives).into()
        };
        let kept = candidates.iter().filter(|candidate| self.keeps_digits(text, candidate));
        let mut choices: Vec<Choice> = kept.map(|candidate| self.choice(candidate)).collect();
        doubt(&mut choices, text, cell.confidence, self.misread);
        let length = text.chars().count();
        let digits = text.chars().any(|c| c.is_ascii_digit());
        // Where most words are mangled only those are parted that made no sense the first time.
        let senseless = || !self.channel.is_ruinous() || self.strange.contains(&as_read(text));
        let may_be_two = (4..=LONGEST_GLUED).contains(&length) && !digits && !self.channel.is_stripped();
        if may_be_two && senseless() && best(&choices) < DOUBTFUL {
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

    /// False for a candidate that would drop or change a digit which was most likely printed as one.
    ///
    /// Without a small letter beside them (`CLC2`, `P2`) digits stand for themselves, but for one beside one capital
    /// where a channel reads letters as digits. Where digits are rare readings of letters, only a single one after
    /// others is taken for a letter (`sa0`, not `14h` or `m2`), and never for none.
    fn keeps_digits(&self, text: &str, candidate: &Candidate) -> bool {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits == 0 || digits >= FIGURE {
            return digits == 0;
        }
        let code = text.chars().all(|c| c.is_alphanumeric() && !c.is_lowercase());
        let length = text.chars().count();
        let whole = candidate.text.chars().count() >= length;
        match (self.channel.is_ruinous(), code) {
            // `T6` for `Tổ`: what looked like a digit was a letter with marks.
            (true, true) => {
                let capital = |text: &str| text.starts_with(char::is_uppercase);
                // Of the digits only 6 and 9 are letters (`ó`, `ộ`) more often than parts of a name such as `A4`.
                let misread = text.ends_with(['6', '9']) && length <= 2 && !candidate.text.is_ascii();
                misread && whole && capital(text) && capital(&candidate.text)
            }
            (true, false) => true,
            (false, true) => false,
            (false, false) => {
                let misread = digits == 1 && length > 2 && !text.starts_with(|c: char| c.is_ascii_digit());
                misread && whole
            }
        }
    }

    /// The characters as they stand.
    pub(super) fn literal(&self, text: &str) -> Choice {
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
        Choice { text: text.into(), tokens: smallvec![token], score: 0.0, seen: 0 }
    }

    fn token(&self, entry: super::trie::Entry, case: Case) -> Token {
        match self.vocabulary.id(entry) {
            UNKNOWN if self.vocabulary.is_own(entry) => Token::Unlisted(OWN_WORD, Some(case)),
            UNKNOWN => Token::Unlisted(DICTIONARY_WORD, Some(case)),
            id => Token::Word(id, case),
        }
    }

    fn choice(&self, candidate: &Candidate) -> Choice {
        let token = self.token(candidate.entry, candidate.case);
        Choice {
            text: candidate.text.clone(),
            tokens: smallvec![token],
            score: candidate.score,
            seen: candidate.seen,
        }
    }

    /// The recogniser's other readings of a word's characters that may be right: place in the atom, character, ln p.
    fn alternatives(&self, cell: &Cell<'_>) -> Vec<(usize, char, f32)> {
        if self.channel.is_ruinous() {
            return Vec::new();
        }
        // They stand in order, those of the word's other atoms among them, and a word may have a hundred thousand.
        let (listed, first) = cell.alternatives;
        let end = first + (cell.atom.end - cell.atom.start);
        let from = listed.partition_point(|other| other.at < first);
        let inside = listed[from..].iter().take_while(|other| other.at < end).filter_map(|other| {
            let mut characters = other.text.chars();
            let character = characters.next().filter(|_| characters.next().is_none())?;
            Some(((other.at - first) as usize, character, alternative(other.score)?))
        });
        inside.collect()
    }

    fn candidates(&mut self, read: &str, reach: Reach) -> Rc<[Candidate]> {
        let read = as_read(read);
        let reach = if self.strange.contains(&read) { reach.max(Reach::Strange) } else { reach };
        let key = (read, reach);
        if let Some(found) = self.cache.get(&key) {
            return found.clone();
        }
        let found: Rc<[Candidate]> = self.seek(&key.0, reach, &[]).into();
        self.cache.insert(key, found.clone());
        found
    }

    fn seek(&self, read: &str, reach: Reach, alternatives: &[(usize, char, f32)]) -> Vec<Candidate> {
        let mut found = candidates(read, self.channel, self.vocabulary, reach, alternatives);
        if !self.channel.is_ruinous() {
            // A foreign word is hardly ever read for another one; it is itself, and none that a list happens to hold.
            let short = read.chars().count() <= LONGEST_ABBREVIATION;
            found.retain(|c| {
                short && c.case == Case::Upper || is_syllable(&c.text) || self.vocabulary.is_own(c.entry)
            });
        }
        found
    }

    /// Two words without the space between them.
    fn glued(&mut self, text: &str) -> Vec<Choice> {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let mut choices = Vec::new();
        for &(byte, _) in &characters[2..characters.len() - 1] {
            let (left, right) = text.split_at(byte);
            let good =
                |candidate: &&Candidate| candidate.score > DOUBTFUL && candidate.text.chars().count() > 1;
            let (lefts, rights) = (self.candidates(left, Reach::Heard), self.candidates(right, Reach::Heard));
            for l in lefts.iter().filter(good).take(HALVES) {
                for r in rights.iter().filter(good).take(HALVES) {
                    // Abbreviations are printed in one: `TTĐTTP`.
                    let worded = [l, r].iter().any(|half| is_syllable(&half.text));
                    if !worded && !self.channel.is_ruinous() {
                        continue;
                    }
                    let (l, r) = (self.choice(l), self.choice(r));
                    choices.push(Choice {
                        text: format_smolstr!("{} {}", l.text, r.text),
                        tokens: smallvec![l.tokens[0], r.tokens[0]],
                        score: l.score + r.score + GLUED,
                        seen: 0,
                    });
                }
            }
        }
        choices
    }

    /// Words whose strokes and marks were read as marks beside or between their letters: `hu.O.ng`, `tu.`, `the'`.
    fn strewn(&mut self, cells: &[Cell<'_>], at: usize, arcs: &mut Vec<Arc>) {
        // One digit before a sign may be a letter as well: `1€` for `lễ`.
        let figure = |atom: &Atom<'_>| atom.kind == AtomKind::Number && atom.text.len() > 1;
        let protected = |cell: &Cell<'_>| cell.protected || figure(&cell.atom);
        let strewing = self.channel.is_ruinous() && !self.channel.is_stripped();
        if !strewing || protected(&cells[at]) || is_joint(cells[at].atom.text) {
            return;
        }
        let mut text = cells[at].atom.text.to_owned();
        let mut worded = cells[at].atom.kind == AtomKind::Word;
        for (index, cell) in cells.iter().enumerate().skip(at + 1).take(MOST_STREWN) {
            let apart = cell.atom.spaced || cell.line != cells[at].line;
            // A mark at the end is one unless the channel reads it for a stroke; between letters it always is.
            let ends = cells.get(index + 1).is_none_or(|next| next.atom.spaced || next.line != cell.line);
            let stroke = cell.atom.text.chars().all(|c| self.channel.is_stroke(c));
            let mark = cell.atom.kind == AtomKind::Mark && ends && !stroke;
            let stands = cell.atom.kind == AtomKind::Word && self.stands(cells, index);
            if apart || mark || stands || protected(cell) || is_joint(cell.atom.text) {
                break;
            }
            text.push_str(cell.atom.text);
            worded |= cell.atom.kind == AtomKind::Word;
            if worded {
                let found = self.candidates(&text, Reach::Heard);
                let likely = found.iter().filter(|candidate| candidate.score > STREWN);
                let choices: Vec<Choice> = likely.map(|candidate| self.choice(candidate)).collect();
                if !choices.is_empty() {
                    arcs.push(Arc { from: at, to: index + 1, choices: listed(choices) });
                }
            }
        }
    }

    /// One word read as two, with a space between them.
    fn joined(&mut self, cells: &[Cell<'_>], at: usize, doubtful: bool) -> Option<Vec<Choice>> {
        let (a, b) = (cells.get(at)?, cells.get(at + 1)?);
        let words = a.atom.kind != AtomKind::Mark && b.atom.kind == AtomKind::Word;
        if self.channel.is_stripped()
            || !words
            || !same_line(cells, at)
            || !b.atom.spaced
            || a.protected
            || b.protected
        {
            return None;
        }
        let spaced = format!("{} {}", a.atom.text, b.atom.text);
        let mut choices: Vec<Choice> = Vec::new();
        for (printed, count) in self.channel.readings().of(&spaced) {
            if let (Some(entry), Some(case)) = (self.vocabulary.entry(printed), Case::of(printed)) {
                choices.push(Choice {
                    text: case.apply(self.vocabulary.word(entry)).into(),
                    tokens: smallvec![self.token(entry, case)],
                    score: Channel::mix(f32::NEG_INFINITY, *count, self.channel.readings().seen(printed)),
                    seen: *count,
                });
            }
        }
        let next_doubtful = || b.atom.text.chars().count() <= 2;
        if a.atom.kind == AtomKind::Word && (doubtful || next_doubtful()) {
            let whole = format!("{}{}", a.atom.text, b.atom.text);
            let found = self.candidates(&whole, Reach::Heard);
            for candidate in found.iter().filter(|c| c.score > DOUBTFUL).take(HALVES) {
                let mut choice = self.choice(candidate);
                choice.score += PARTED;
                choices.push(choice);
            }
        }
        (!choices.is_empty()).then_some(choices)
    }
}

/// Returns choices in the order in which they are decoded.
fn listed(mut choices: Vec<Choice>) -> Rc<[Choice]> {
    choices.sort_by(|a, b| b.score.total_cmp(&a.score));
    choices.into()
}

/// Returns the form in which the characters read are looked up.
pub fn as_read(text: &str) -> String {
    letter::fold_tone_placement(&letter::nfc(text))
}

/// True for what is no misread Vietnamese word where most words are right: a foreign name in mixed case, a sign.
fn stands_alone(text: &str) -> bool {
    Case::of(text).is_none() && text.is_ascii() || !text.contains(char::is_alphabetic)
}

/// A mark that joins the parts of codes and compounds, and is none of a letter's strokes.
fn is_joint(text: &str) -> bool {
    matches!(text, "/" | "-" | "–" | "—" | "@" | "%" | "|" | "…")
}

/// True for a mark that stands between two words in small letters without any space: dirt in the space between them.
fn is_between_words(cells: &[Cell<'_>], at: usize) -> bool {
    let word = |cell: &Cell<'_>| {
        cell.atom.kind == AtomKind::Word
            && Case::of(cell.atom.text) == Some(Case::Lower)
            && is_syllable(cell.atom.text)
            && !cell.protected
    };
    let (before, after) = (at.checked_sub(1).and_then(|before| cells.get(before)), cells.get(at + 1));
    !cells[at].atom.spaced
        && same_line(cells, at)
        && before.is_some_and(word)
        && after.is_some_and(|next| !next.atom.spaced && word(next))
}

/// True for the last atom of a list's item (`- Như Điều 3:`) that the next item follows.
fn closes_item(cells: &[Cell<'_>], at: usize) -> bool {
    let line = cells[at].line;
    let opens = |cell: &Cell<'_>| matches!(cell.atom.text, "-" | "–");
    // A line's beginning is looked for from its end alone.
    cells.get(at + 1).is_some_and(|next| next.line != line && opens(next))
        && cells[..=at].iter().rev().take_while(|cell| cell.line == line).last().is_some_and(opens)
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
fn doubt(choices: &mut [Choice], text: &str, confidence: Option<f32>, misread: f32) {
    /// Share of words misread, of those given at least this confidence, against the share over all words: 85,000
    /// words of pages that `scripts/make-pairs` damaged, of which 3.9 % were misread.
    const STEPS: [(f32, f32); 6] =
        [(0.96, 0.21), (0.92, 1.26), (0.9, 2.8), (0.8, 7.0), (0.5, 11.0), (0.0, 16.0)];
    let step = |sure: f32| STEPS.iter().find(|(at_least, _)| sure >= *at_least).map_or(1.0, |s| s.1);
    let factor = confidence.map_or(misread, step);
    for choice in choices.iter_mut().filter(|c| c.text != text) {
        choice.score += f32::ln(factor);
    }
}
