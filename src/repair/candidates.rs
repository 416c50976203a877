//! Candidates: the printed words that a string of characters may have been, each with ln p of being read so.
//!
//! The vocabulary's trie is walked in step with the characters, each step one confusion of the channel, keeping
//! the best few hypotheses at every character. What was seen as a whole in training joins in.

use std::collections::BTreeMap;

use super::channel::{Channel, LONGEST_READING, Unit};
use super::vocabulary::Vocabulary;
use crate::language::case::Case;

/// A printed word that may stand behind what was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The word, in its case.
    pub text: String,
    /// Its number in the language model.
    pub id: crate::language::ngram::WordId,
    /// Its case.
    pub case: Case,
    /// ln p of the characters read, given the word.
    pub score: f32,
    /// How often training saw the word read exactly so.
    pub seen: u32,
}

/// Hypotheses kept at each character. Chosen for speed; what a wider beam would bring has not been measured.
const BEAM: usize = 64;

/// Candidates kept for one string.
const MOST: usize = 24;

/// ln p below the best hypothesis at which one is dropped.
const WIDTH: f32 = 12.0;

/// ln p below the best candidate, frequency counted, at which one is dropped.
const SPREAD: f32 = 11.0;

/// ln p of a character read for another in a way never seen in training; once a word at most.
const UNHEARD: f32 = -8.5;

/// ln p of the best candidate below which steps never seen in training are tried too.
const POOR: f32 = -8.0;

/// ln p, per word, of a letter read as itself where training never saw it so.
const IDENTITY: f32 = -4.0;

/// How much a word's frequency counts while the list is cut to its best.
const FREQUENCY: f32 = 0.6;

/// Returns the likeliest printed words behind `read`, the likeliest first.
pub fn candidates(read: &str, channel: &Channel, vocabulary: &Vocabulary) -> Vec<Candidate> {
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
    if add(walk(&characters, channel, vocabulary, false)) < POOR {
        add(walk(&characters, channel, vocabulary, true));
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
            (rank(entry, score), Candidate { id: vocabulary.id(entry), text, case, score, seen })
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
    /// A step that training never saw was taken.
    unheard: bool,
}

type Hypothesis = (Place, f32);

/// Walks the trie and returns where hypotheses stand after the last character.
fn walk(characters: &[char], channel: &Channel, vocabulary: &Vocabulary, unheard: bool) -> Vec<Hypothesis> {
    let trie = vocabulary.trie();
    let count = characters.len();
    let mut beams: Vec<Vec<Hypothesis>> = vec![Vec::new(); count + 1];
    beams[0].extend(Case::ALL.map(|case| (Place { node: 0, case, unheard: !unheard }, 0.0)));
    for at in 0..=count {
        let mut beam = cut(std::mem::take(&mut beams[at]));
        // Units that were read as nothing lead to other places at the same character.
        let standing = beam.len();
        for unit in channel.read_as(&[]) {
            for index in 0..standing {
                let (place, score) = beam[index];
                if let Some(next) = step(trie, place, unit) {
                    beam.push((next, score + unit.score));
                }
            }
        }
        let beam = cut(beam);
        if at == count {
            return beam;
        }
        for length in 1..=LONGEST_READING.min(count - at) {
            for unit in channel.read_as(&characters[at..at + length]) {
                for (place, score) in &beam {
                    if let Some(next) = step(trie, *place, unit) {
                        beams[at + length].push((next, score + unit.score));
                    }
                }
            }
        }
        let itself = characters[at].to_lowercase().next().unwrap_or(characters[at]);
        for &(place, score) in &beam {
            if let Some(node) = trie.child(place.node, itself) {
                beams[at + 1].push((Place { node, ..place }, score + IDENTITY));
            }
            if !place.unheard {
                let strange = Place { unheard: true, ..place };
                beams[at + 1].push((strange, score + UNHEARD));
                let children = trie.children(place.node).iter();
                beams[at + 1]
                    .extend(children.map(|(_, node)| (Place { node: *node, ..strange }, score + UNHEARD)));
            }
        }
    }
    Vec::new()
}

/// Goes on by a printed unit, which must be in the place's case.
fn step(trie: &super::trie::Trie, mut place: Place, unit: &Unit) -> Option<Place> {
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

/// Keeps the best score of each place, and the best places.
fn cut(mut beam: Vec<Hypothesis>) -> Vec<Hypothesis> {
    let best = beam.iter().map(|h| h.1).fold(f32::NEG_INFINITY, f32::max);
    beam.retain(|h| h.1 > best - WIDTH);
    beam.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    beam.dedup_by_key(|h| h.0);
    if beam.len() > BEAM {
        beam.select_nth_unstable_by(BEAM, |a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        beam.truncate(BEAM);
    }
    beam
}
