//! Adaptation: a channel brought nearer to the document at hand by what was decoded of it, without truth.
//!
//! One round of the training's expectation–maximisation on the words that were decoded with certainty, the trained
//! channel standing for a number of occurrences of its own (maximum a posteriori estimation).

use std::collections::BTreeMap;

use super::train::{Expected, Item, Model, confusion, expect};
use super::{Channel, Confusion, Packed, pack};

/// Occurrences of a unit at which the document weighs as much as training. Set by hand.
const PRIOR: f64 = 8.0;

/// Expected occurrences in the document from which a confusion that training never saw is taken over.
const LEAST: f64 = 0.7;

/// Returns the channel adapted to pairs of a printed word and what was read for it, with how often each was met.
pub fn adapt(channel: &Channel, pairs: &BTreeMap<(String, String), f64>) -> Channel {
    let model = Model::of(channel.confusions());
    let mut expected = Expected::new();
    let mut met: BTreeMap<Packed, f64> = BTreeMap::new();
    for ((printed, read), count) in pairs {
        let item = Item::new(printed, read, *count);
        expect(&item, &model, &mut expected);
        for length in 1..=super::LONGEST_UNIT {
            for unit in item.printed.windows(length) {
                *met.entry(pack(unit.iter().copied())).or_default() += count;
            }
        }
    }
    let share = |unit: Packed, trained: f64, own: f64| {
        let met = met.get(&unit).copied().unwrap_or(0.0);
        (PRIOR * trained + own) / (PRIOR + met)
    };
    let mut confusions: Vec<Confusion> = Vec::new();
    for confusion in channel.confusions() {
        let unit = pack(confusion.unit.chars());
        let own = expected.remove(&(unit, pack(confusion.read.chars()))).unwrap_or(0.0);
        let score = share(unit, f64::from(confusion.score).exp(), own).ln() as f32;
        confusions.push(Confusion { score, ..confusion.clone() });
    }
    let fresh = expected.into_iter().filter(|(_, own)| *own >= LEAST);
    confusions.extend(fresh.map(|(key, own)| confusion(key, share(key.0, 0.0, own))));
    channel.with_confusions(confusions)
}
