//! Learning a channel from pairs of printed and read words.
//!
//! Expectation–maximisation over every way to part a printed word into units of one or two characters, each read
//! as none to three characters (the many-to-many alignment of Jiampojamarn, Kondrak and Sherif, 2007).

use std::collections::BTreeMap;

use super::align::WordPair;
use super::{Channel, Confusion, LONGEST_READING, LONGEST_UNIT, Packed, Readings, pack, unpack};
use crate::language::letter;

/// What a channel is trained with.
#[derive(Debug, Clone)]
pub struct TrainingSettings {
    /// Rounds of expectation and maximisation.
    pub rounds: usize,
    /// Confusions less likely than this are left out.
    pub least_probability: f64,
    /// Confusions seen less often than this are left out.
    pub least_count: f64,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        Self { rounds: 8, least_probability: 2e-5, least_count: 0.8 }
    }
}

/// Learns a channel under `name` from word pairs.
pub fn train(name: &str, pairs: impl IntoIterator<Item = WordPair>, settings: &TrainingSettings) -> Channel {
    let mut counted: BTreeMap<(String, String), u32> = BTreeMap::new();
    for pair in pairs {
        *counted.entry((pair.printed, pair.read)).or_default() += 1;
    }
    let items: Vec<Item> = counted
        .iter()
        // A word that was lost, or read as something of quite another length, teaches no confusion.
        .filter(|((printed, read), _)| {
            let (p, r) = (printed.chars().count(), read.chars().count());
            r > 0 && r <= 2 * p + 2 && p <= 2 * r + 2
        })
        .map(|((printed, read), count)| Item::new(printed, read, f64::from(*count)))
        .collect();
    let mut model = Model::default();
    for _ in 0..settings.rounds {
        let mut expected = Expected::new();
        for item in &items {
            expect(item, &model, &mut expected);
        }
        model = Model::maximise(expected);
    }
    let confusions = model.confusions(settings);
    let mut readings: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
    for ((printed, read), count) in counted {
        if !read.is_empty() {
            readings.entry(read).or_default().push((printed, count));
        }
    }
    Channel::new(name, confusions, Readings::new(readings.into_iter().collect()))
}

/// A printed word, what was read for it, and how often.
pub(super) struct Item {
    pub(super) printed: Vec<char>,
    read: Vec<char>,
    count: f64,
}

impl Item {
    pub(super) fn new(printed: &str, read: &str, count: f64) -> Self {
        Self { printed: printed.chars().collect(), read: read.chars().collect(), count }
    }
}

/// A unit with a reading of it, both packed.
pub(super) type Key = (Packed, Packed);

/// Expected counts of readings of units.
pub(super) type Expected = BTreeMap<Key, f64>;

/// Probabilities of readings while they are learned.
#[derive(Default)]
pub(super) struct Model {
    /// Probability of each reading of each unit, times that of taking a unit of that length.
    probabilities: BTreeMap<Key, f64>,
    totals: BTreeMap<Packed, f64>,
    /// How much the first guess counts for readings without a probability.
    guesses: f64,
}

impl Model {
    /// Returns the model of a trained channel, readings it has not met left to the first guess.
    pub(super) fn of(confusions: &[Confusion]) -> Self {
        let probabilities = confusions
            .iter()
            .map(|c| ((pack(c.unit.chars()), pack(c.read.chars())), f64::from(c.score).exp()))
            .collect();
        Self { probabilities, totals: BTreeMap::new(), guesses: GUESSES }
    }

    fn probability(&self, unit: &[char], read: &[char]) -> f64 {
        if self.probabilities.is_empty() {
            return guess(unit, read);
        }
        let key = (pack(unit.iter().copied()), pack(read.iter().copied()));
        match self.probabilities.get(&key) {
            Some(probability) => *probability,
            None if self.guesses > 0.0 => self.guesses * guess(unit, read),
            None => 0.0,
        }
    }

    fn maximise(expected: Expected) -> Self {
        let mut totals: BTreeMap<Packed, f64> = BTreeMap::new();
        // How often each first character begins a unit of any length.
        let mut by_first: BTreeMap<Packed, f64> = BTreeMap::new();
        for ((unit, _), count) in &expected {
            *totals.entry(*unit).or_default() += count;
            *by_first.entry(first_of(*unit)).or_default() += count;
        }
        let total = |unit: Packed| totals.get(&unit).copied().unwrap_or(0.0);
        let probabilities = expected
            .iter()
            .map(|(&(unit, reading), count)| {
                let characters = unpack(unit);
                // A unit of one character stands for itself whatever follows; one of two competes with it.
                let sum = match characters[..] {
                    [_] => total(unit),
                    _ => {
                        let singles = characters.iter().map(|c| total(pack(std::iter::once(*c))));
                        let least = singles.fold(f64::INFINITY, f64::min);
                        total(unit) + least.min(by_first[&first_of(unit)])
                    }
                };
                ((unit, reading), count / sum.max(1e-9))
            })
            .collect();
        Self { probabilities, totals, guesses: 0.0 }
    }

    fn confusions(&self, settings: &TrainingSettings) -> Vec<Confusion> {
        let likely = self.probabilities.iter().filter(|((unit, _), probability)| {
            let count = **probability * self.totals.get(unit).copied().unwrap_or(0.0);
            **probability >= settings.least_probability && count >= settings.least_count
        });
        likely.map(|(key, probability)| confusion(*key, *probability)).collect()
    }
}

fn first_of(unit: Packed) -> Packed {
    pack(unpack(unit).into_iter().take(1))
}

/// Returns the confusion of a key.
pub(super) fn confusion((unit, read): Key, probability: f64) -> Confusion {
    Confusion {
        unit: unpack(unit).into_iter().collect(),
        read: unpack(read).into_iter().collect(),
        score: probability.ln() as f32,
    }
}

/// Weight of the first guess beside a trained channel.
const GUESSES: f64 = 1e-3;

/// The first guess: the closer the plain letters, the likelier; single characters before pairs.
fn guess(unit: &[char], read: &[char]) -> f64 {
    let plain = |c: &char| letter::base(*c).to_lowercase().next().unwrap_or(*c);
    let (u, r): (String, String) = (unit.iter().map(plain).collect(), read.iter().map(plain).collect());
    let same = if unit == read { 1.0 } else { 0.6 };
    let apart = strsim::levenshtein(&u, &r) as i32;
    let length = if unit.len() == 1 { 1.0 } else { 0.02 };
    same * length * 0.03f64.powi(apart)
}

/// Adds the expected counts of one pair.
pub(super) fn expect(item: &Item, model: &Model, expected: &mut Expected) {
    let (n, m) = (item.printed.len(), item.read.len());
    let width = m + 1;
    let mut arcs: Vec<(usize, usize, usize, usize, f64)> = Vec::new();
    let mut forward = vec![0f64; (n + 1) * width];
    forward[0] = 1.0;
    for i in 0..n {
        for j in 0..=m {
            let here = forward[i * width + j];
            if here == 0.0 {
                continue;
            }
            for taken in 1..=LONGEST_UNIT.min(n - i) {
                for length in 0..=LONGEST_READING.min(m - j) {
                    if taken > 1 && length == 0 {
                        continue;
                    }
                    let p = model.probability(&item.printed[i..i + taken], &item.read[j..j + length]);
                    if p > 0.0 {
                        forward[(i + taken) * width + j + length] += here * p;
                        arcs.push((i, j, taken, length, p));
                    }
                }
            }
        }
    }
    let total = forward[n * width + m];
    if total <= 0.0 {
        return;
    }
    let mut backward = vec![0f64; (n + 1) * width];
    backward[n * width + m] = 1.0;
    for &(i, j, taken, length, p) in arcs.iter().rev() {
        let after = backward[(i + taken) * width + j + length];
        backward[i * width + j] += p * after;
        let share = forward[i * width + j] * p * after / total * item.count;
        if share > 1e-6 {
            let unit = pack(item.printed[i..i + taken].iter().copied());
            let read = pack(item.read[j..j + length].iter().copied());
            *expected.entry((unit, read)).or_default() += share;
        }
    }
}
