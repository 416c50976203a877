//! Candidates: the printed words that a string of characters may have been, each with ln p of being read so.
//!
//! The vocabulary's trie is walked in step with the characters, each step one confusion of the channel, keeping
//! the best few hypotheses at every character. What was seen as a whole in training joins in.

use std::collections::BTreeMap;

use super::channel::{Channel, LONGEST_READING};
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

/// Hypotheses kept at each character. Measured on held-out pairs: 48 loses 0.1 % of words that 200 finds.
const BEAM: usize = 96;

/// Candidates kept for one string.
const MOST: usize = 24;

/// ln p below the best hypothesis at which one is dropped.
const WIDTH: f32 = 14.0;

/// ln p of a character read for another in a way never seen in training; once a word at most.
const UNHEARD: f32 = -11.0;

/// ln p, per word, of a letter read as itself where training never saw it so.
const IDENTITY: f32 = -4.0;

/// How much a word's frequency counts while the list is cut to its best.
const FREQUENCY: f32 = 0.6;

/// Returns the likeliest printed words behind `read`, the likeliest first.
pub fn candidates(read: &str, channel: &Channel, vocabulary: &Vocabulary) -> Vec<Candidate> {
    let characters: Vec<char> = read.chars().collect();
    let mut found: BTreeMap<(u32, Case), f32> = BTreeMap::new();
    for (node, case, score) in walk(&characters, channel, vocabulary) {
        if let Some(entry) = vocabulary.trie().entry(node) {
            let case = settle(case, vocabulary.word(entry));
            let best = found.entry((entry, case)).or_insert(f32::NEG_INFINITY);
            *best = best.max(score);
        }
    }
    let readings = channel.readings();
    let mut whole: BTreeMap<(u32, Case), u32> = BTreeMap::new();
    for (printed, count) in readings.of(read) {
        if let (Some(entry), Some(case)) = (vocabulary.entry(printed), Case::of(printed)) {
            *whole.entry((entry, case)).or_default() += count;
            found.entry((entry, case)).or_insert(f32::NEG_INFINITY);
        }
    }
    let mut list: Vec<Candidate> = found
        .into_iter()
        .map(|((entry, case), characters)| {
            let text = case.apply(vocabulary.word(entry));
            let seen = whole.get(&(entry, case)).copied().unwrap_or(0);
            let score = Channel::mix(characters, seen, readings.seen(&text));
            Candidate { id: vocabulary.id(entry), text, case, score, seen }
        })
        .collect();
    let rank = |c: &Candidate| c.score + FREQUENCY * vocabulary.frequency(c.id);
    list.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.text.cmp(&b.text)));
    list.truncate(MOST);
    list
}

/// A word of one letter in capitals is Title, as [`Case::of`] has it.
fn settle(case: Case, word: &str) -> Case {
    if case == Case::Upper && word.chars().filter(|c| c.is_alphabetic()).count() == 1 { Case::Title } else { case }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    node: u32,
    case: Case,
    /// Letters of the word so far are none: the first letter is yet to come.
    first: bool,
    /// A step that training never saw was taken.
    unheard: bool,
}

/// Walks the trie and returns where hypotheses stand after the last character.
fn walk(characters: &[char], channel: &Channel, vocabulary: &Vocabulary) -> Vec<(u32, Case, f32)> {
    let trie = vocabulary.trie();
    let count = characters.len();
    let mut beams: Vec<BTreeMap<Place, f32>> = vec![BTreeMap::new(); count + 1];
    for case in Case::ALL {
        beams[0].insert(Place { node: 0, case, first: true, unheard: false }, 0.0);
    }
    for at in 0..=count {
        // Units that were read as nothing lead to other places at the same character.
        let here: Vec<(Place, f32)> = beams[at].iter().map(|(p, s)| (*p, *s)).collect();
        for (place, score) in here {
            for confusion in channel.read_as("") {
                if let Some(next) = step(trie, place, confusion.unit.chars()) {
                    raise(&mut beams[at], next, score + confusion.score);
                }
            }
        }
        let beam = cut(std::mem::take(&mut beams[at]));
        if at == count {
            return beam.into_iter().map(|(p, s)| (p.node, p.case, s)).collect();
        }
        for length in 1..=LONGEST_READING.min(count - at) {
            let read: String = characters[at..at + length].iter().collect();
            for confusion in channel.read_as(&read) {
                for (place, score) in &beam {
                    if let Some(next) = step(trie, *place, confusion.unit.chars()) {
                        raise(&mut beams[at + length], next, score + confusion.score);
                    }
                }
            }
        }
        for (place, score) in &beam {
            if let Some(next) = step(trie, *place, std::iter::once(characters[at])) {
                raise(&mut beams[at + 1], next, score + IDENTITY);
            }
            if !place.unheard {
                let strange = Place { unheard: true, ..*place };
                raise(&mut beams[at + 1], strange, score + UNHEARD);
                for (_, child) in trie.children(place.node) {
                    let next = Place { node: *child, first: false, ..strange };
                    raise(&mut beams[at + 1], next, score + UNHEARD);
                }
            }
        }
    }
    Vec::new()
}

/// Goes on by printed letters, which must be in the place's case.
fn step(trie: &super::trie::Trie, place: Place, letters: impl Iterator<Item = char>) -> Option<Place> {
    let mut place = place;
    for letter in letters {
        let upper = match place.case {
            Case::Lower => false,
            Case::Title => place.first,
            Case::Upper => true,
        };
        if letter.is_alphabetic() && letter.is_uppercase() != upper {
            return None;
        }
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        place.node = trie.child(place.node, lower)?;
        place.first = false;
    }
    Some(place)
}

fn raise(beam: &mut BTreeMap<Place, f32>, place: Place, score: f32) {
    let best = beam.entry(place).or_insert(f32::NEG_INFINITY);
    *best = best.max(score);
}

fn cut(beam: BTreeMap<Place, f32>) -> Vec<(Place, f32)> {
    let mut list: Vec<(Place, f32)> = beam.into_iter().collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let best = list.first().map_or(0.0, |l| l.1);
    list.retain(|l| l.1 > best - WIDTH);
    list.truncate(BEAM);
    list
}
