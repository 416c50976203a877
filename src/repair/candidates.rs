//! Candidates: the printed words that a string of characters may have been, each with ln p of being read so.
//!
//! The vocabulary's trie is walked in step with the characters, each step one confusion of the channel, keeping
//! the best few hypotheses at every character. What was seen as a whole in training joins in.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::channel::{Channel, LONGEST_READING, Unit};
use super::trie::{Entry, Trie};
use super::vocabulary::Vocabulary;
use crate::language::case::Case;

/// A printed word that may stand behind what was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The word, in its case.
    pub text: SmolStr,
    /// Its place in the vocabulary.
    pub entry: Entry,
    /// Its case.
    pub case: Case,
    /// ln p of the characters read, given the word.
    pub score: f32,
    /// How often training saw the word read exactly so.
    pub seen: u32,
}

/// Hypotheses kept at each character. On a report that an English engine read 40 leave 0.06 % of its words more wrong.
const BEAM: usize = 56;

/// Candidates kept for one string. With 24 a report that an English engine read has 0.14 % of its words more wrong.
const MOST: usize = 60;

/// ln p below the best hypothesis at which one is dropped.
const WIDTH: f32 = 9.0;

/// The same where readings are tried that training never saw.
const STRANGE_WIDTH: f32 = 12.0;

/// ln p below the best candidate, frequency counted, at which one is dropped.
const SPREAD: f32 = 11.0;

/// ln p of a character being what the recogniser gave as its other reading, by the least score it gave it. Of 230,000
/// other readings on damaged pages 19 % were right from 0.95, 8 % from 0.85, 0.9 % from 0.75 on,
/// and hardly any below.
const ALTERNATIVE: [(f32, f32); 3] = [(0.95, -1.6), (0.85, -2.5), (0.75, -4.7)];

/// Returns ln p of a character being another reading of this score, or `None` where it never is.
pub fn alternative(score: f32) -> Option<f32> {
    ALTERNATIVE.iter().find(|(least, _)| score >= *least).map(|step| step.1)
}

/// ln p of a character read for another in a way never seen in training; once a word at most, where most words are
/// mangled twice. With -6.5 a text layer that another engine left comes out far worse.
const UNHEARD: f32 = -8.5;

/// The same, on top, of two characters read for one. Set by hand.
const UNHEARD_PAIR: f32 = -1.5;

/// The same, on top, of a letter with marks, which a ruinous channel takes for anything: without it a fiftieth of that
/// text layer's words more are wrong.
const MARKED: f32 = 2.0;

/// Signs that are hardly ever printed: what is read so is dirt, or a piece of a letter.
const NOISY: &[char] = &['_', '~', '^', '`', '\\', '{', '}', '|'];

/// Marks that print never has between two letters of a word: a stroke of one of them.
const INSIDE: &[char] = &['.', ',', '\'', '’', '‘', '"', ':', ';'];

/// ln p of such a sign read where nothing is printed. Set by hand.
const NOISE: f32 = -5.0;

/// ln p of the best candidate below which steps never seen in training are tried too.
const POOR: f32 = -8.0;

/// ln p, per word, of a letter read as itself where training never saw it so.
const IDENTITY: f32 = -4.0;

/// How much a word's frequency counts while the list is cut to its best.
const FREQUENCY: f32 = 0.6;

/// How far candidates are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Only by readings that training saw.
    Heard,
    /// By others too where those give hardly anything.
    Needy,
    /// By others too.
    Strange,
}

/// Returns the likeliest printed words behind `read`, the likeliest first. `alternatives` are the recogniser's other
/// readings of single characters: place, character and ln p.
pub fn candidates(
    read: &str,
    channel: &Channel,
    vocabulary: &Vocabulary,
    reach: Reach,
    alternatives: &[(usize, char, f32)],
) -> Vec<Candidate> {
    let characters: Vec<char> = read.chars().collect();
    let mut found: BTreeMap<(u32, Case), f32> = BTreeMap::new();
    let mut add = |hypotheses: Vec<Hypothesis>| {
        let mut best = f32::NEG_INFINITY;
        for (place, score) in hypotheses {
            let entry = vocabulary.trie().entry(place.node);
            if let Some(entry) = entry.filter(|entry| !vocabulary.is_shadowed(*entry)) {
                best = best.max(score);
                let case = settle(place.case, vocabulary.word(entry));
                let slot = found.entry((entry, case)).or_insert(f32::NEG_INFINITY);
                *slot = slot.max(score);
            }
        }
        best
    };
    let unheard = if channel.is_ruinous() { 2 } else { 1 };
    let heard = add(walk(&characters, channel, vocabulary, 0, alternatives));
    let strange = match reach {
        Reach::Heard => false,
        Reach::Needy => heard < POOR,
        Reach::Strange => true,
    };
    if strange && !channel.is_stripped() {
        add(walk(&characters, channel, vocabulary, unheard, alternatives));
    }
    let readings = channel.readings();
    let mut whole: BTreeMap<(u32, Case), u32> = BTreeMap::new();
    for (printed, count) in readings.of(read) {
        if let (Some(entry), Some(case)) = (vocabulary.entry(printed), Case::of(printed)) {
            *whole.entry((entry, case)).or_default() += count;
            found.entry((entry, case)).or_insert(f32::NEG_INFINITY);
        }
    }
    let rank = |entry: u32, score: f32| score + FREQUENCY * vocabulary.frequency(vocabulary.id(entry));
    let mut list: Vec<(f32, Candidate)> = found
        .into_iter()
        .map(|((entry, case), characters)| {
            let text = case.apply(vocabulary.word(entry));
            let seen = whole.get(&(entry, case)).copied().unwrap_or(0);
            let score = Channel::mix(characters, seen, readings.seen(&text));
            (rank(entry, score), Candidate { entry, text: text.into(), case, score, seen })
        })
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
    let best = list.first().map_or(0.0, |l| l.0);
    list.into_iter().take(MOST).take_while(|l| l.0 > best - SPREAD).map(|l| l.1).collect()
}

/// A word of one letter in capitals is Title, as [`Case::of`] has it.
fn settle(case: Case, word: &str) -> Case {
    if case == Case::Upper && word.chars().filter(|c| c.is_alphabetic()).count() == 1 {
        Case::Title
    } else {
        case
    }
}

/// Where a hypothesis stands in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    node: u32,
    case: Case,
    /// Steps that training never saw which may still be taken.
    unheard: u8,
}

type Hypothesis = (Place, f32);

/// Hypotheses on their way to one character.
#[derive(Debug, Clone, Default)]
struct Arrivals {
    hypotheses: Vec<Hypothesis>,
    /// The best score so far.
    leader: Option<f32>,
}

impl Arrivals {
    /// True where a hypothesis of this score would be dropped.
    fn too_late(&self, score: f32, width: f32) -> bool {
        self.leader.is_some_and(|leader| score <= leader - width)
    }

    fn push(&mut self, place: Place, score: f32, width: f32) {
        if !self.too_late(score, width) {
            self.leader = Some(self.leader.map_or(score, |leader| leader.max(score)));
            self.hypotheses.push((place, score));
        }
    }
}

/// Walks the trie and returns where hypotheses stand after the last character.
fn walk(
    characters: &[char],
    channel: &Channel,
    vocabulary: &Vocabulary,
    unheard: u8,
    alternatives: &[(usize, char, f32)],
) -> Vec<Hypothesis> {
    let trie = vocabulary.trie();
    let mut others = alternatives.to_vec();
    others.sort_by_key(|(place, ..)| *place);
    let mut others = others.into_iter().peekable();
    let count = characters.len();
    let width = if unheard > 0 { STRANGE_WIDTH } else { WIDTH };
    let mut beams: Vec<Arrivals> = vec![Arrivals::default(); count + 1];
    for case in Case::ALL {
        beams[0].push(Place { node: 0, case, unheard }, 0.0, width);
    }
    for at in 0..=count {
        let mut beam = cut(std::mem::take(&mut beams[at].hypotheses), trie, width);
        // Units that were read as nothing lead to other places at the same character.
        let standing = beam.len();
        for unit in channel.read_as(&[]) {
            for index in 0..standing {
                let (place, score) = beam[index];
                if beams[at].too_late(score + unit.score, width) {
                    break;
                }
                if let Some(next) = step(trie, place, unit) {
                    beam.push((next, score + unit.score));
                }
            }
        }
        let beam = cut(beam, trie, width);
        if at == count {
            return beam;
        }
        for length in 1..=LONGEST_READING.min(count - at) {
            let arrivals = &mut beams[at + length];
            for unit in channel.read_as(&characters[at..at + length]) {
                for (place, score) in &beam {
                    if arrivals.too_late(score + unit.score, width) {
                        break;
                    }
                    if let Some(next) = step(trie, *place, unit) {
                        arrivals.push(next, score + unit.score, width);
                    }
                }
            }
        }
        while let Some((_, other, own)) = others.next_if(|(place, ..)| *place == at) {
            let unit = Unit::single(other, own);
            for (place, score) in &beam {
                if let Some(next) = step(trie, *place, &unit) {
                    beams[at + 1].push(next, score + own, width);
                }
            }
        }
        let itself = characters[at].to_lowercase().next().unwrap_or(characters[at]);
        let letter = |at: usize| characters.get(at).is_some_and(|c| c.is_alphabetic());
        let inside = at > 0 && letter(at - 1) && letter(at + 1) && INSIDE.contains(&characters[at]);
        let noisy = inside || NOISY.contains(&characters[at]);
        for &(place, score) in &beam {
            if let Some(node) = trie.child(place.node, itself) {
                beams[at + 1].push(Place { node, ..place }, score + IDENTITY, width);
            }
            if noisy {
                beams[at + 1].push(place, score + NOISE, width);
            }
            if place.unheard > 0 {
                // A character too many, or one or two for a letter.
                let strange = Place { unheard: place.unheard - 1, ..place };
                let score = score + UNHEARD;
                beams[at + 1].push(strange, score, width);
                for &(letter, node) in trie.children(place.node) {
                    let marked = channel.is_ruinous() && !letter.is_ascii();
                    let score = if marked { score + MARKED } else { score };
                    beams[at + 1].push(Place { node, ..strange }, score, width);
                    if at + 2 <= count && channel.is_ruinous() {
                        beams[at + 2].push(Place { node, ..strange }, score + UNHEARD_PAIR, width);
                    }
                }
            }
        }
    }
    Vec::new()
}

/// Goes on by a printed unit, which must be in the place's case.
fn step(trie: &Trie, mut place: Place, unit: &Unit) -> Option<Place> {
    for slot in 0..usize::from(unit.length) {
        let capital = match place.case {
            Case::Lower => false,
            Case::Title => place.node == 0,
            Case::Upper => true,
        };
        if unit.capital[slot].is_some_and(|own| own != capital) {
            return None;
        }
        place.node = trie.child(place.node, unit.letters[slot])?;
    }
    Some(place)
}

/// Keeps the best score of each place, and the best places: those whose score promises most together with the most
/// frequent word that they may still become.
fn cut(mut beam: Vec<Hypothesis>, trie: &Trie, width: f32) -> Vec<Hypothesis> {
    let best = beam.iter().map(|h| h.1).fold(f32::NEG_INFINITY, f32::max);
    beam.retain(|h| h.1 > best - width);
    beam.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    beam.dedup_by_key(|h| h.0);
    if beam.len() > BEAM {
        let promise = |h: &Hypothesis| h.1 + FREQUENCY * trie.worth(h.0.node);
        beam.select_nth_unstable_by(BEAM, |a, b| {
            promise(b).total_cmp(&promise(a)).then_with(|| a.0.cmp(&b.0))
        });
        beam.truncate(BEAM);
    }
    beam.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    beam
}
