//! Mangled words to the printed ones: a noisy channel decoded against a language model and dictionaries.
//!
//! 1. [`channel`]: how likely a printed word is read as a string of characters, learned from pairs;
//! 2. [`provenance`]: which channel each page came through;
//! 3. [`candidates`]: the printed words that may stand behind a string, over the [`vocabulary`]'s [`trie`];
//! 4. [`lattice`]: everything a [`paragraph`] may have been, tokens parted and joined among it, [`protect`]ed ones
//!    left, [`figure`]s read as letters put right;
//! 5. [`decode`]: the likeliest path through it, and how sure each step is;
//! 6. [`reading`]: the same once more, with the channel adapted to the document and a [`memory`] of what it said;
//! 7. [`phrases`]: entries of the dictionaries that fit better than what was decoded;
//! 8. [`proposal`]: the path's changes as [`Edit`]s, which [`ledger`](crate::document::ledger) applies;
//! 9. [`calibration`]: how often a word with such evidence is right;
//! 10. [`soft_hyphen`]: text of before Unicode that lost one of its letters on the way here, in the place of all that;
//! 11. [`freed`]: once structure has found the footnotes, words that their marks stood behind, decoded without them.

pub mod calibration;
pub mod candidates;
pub mod cell;
pub mod channel;
pub mod decode;
pub mod figure;
pub mod freed;
pub mod lattice;
pub mod memory;
pub mod models;
mod near;
pub mod paragraph;
pub mod phrases;
pub mod proposal;
pub mod protect;
pub mod provenance;
pub mod reading;
mod skeleton;
pub mod soft_hyphen;
pub mod step;
pub mod trie;
pub mod vocabulary;

use std::collections::BTreeMap;

use crate::document::check_box::is_check_box;
use crate::document::{Document, Edit, Word};
use calibration::Evidence;
use channel::Channel;
pub use freed::repair_freed;
pub use models::Models;
use paragraph::Located;
pub use proposal::Proposed;
use reading::Stretch;

/// What repair proposes for a document.
#[derive(Debug, Clone, Default)]
pub struct Repair {
    /// The changes proposed, in order.
    pub edits: Vec<Edit>,
    /// How sure each word of each line is after repair, by page and line.
    pub confidences: BTreeMap<(u32, u32), Vec<f32>>,
    /// Name of the channel that most of the text was taken to have come through.
    pub channel: String,
}

/// Repairs the lines of a document, whose lines have been parted into words.
pub fn repair(document: &Document, models: &Models) -> Repair {
    let (mut edits, mut confidences) = (Vec::new(), BTreeMap::new());
    let channel = propose(document, models, &mut |channel, proposed| {
        edits.extend(proposed.edits);
        confidences.extend(proposed.evidence.into_iter().map(|(line, words)| {
            let read: &[Word] = document.line(line).map_or(&[][..], |line| &line.words);
            let sure = |(at, evidence): (usize, &Evidence)| match read
                .get(at)
                .filter(|word| is_check_box(&word.text))
            {
                // Its own form told it, no letters did.
                Some(word) => word.confidence,
                None => models.calibration.confidence(channel.name(), evidence),
            };
            ((line.page, line.line), words.iter().enumerate().map(sure).collect())
        }));
    });
    Repair { edits, confidences, channel }
}

/// Gives what repair proposes for the lines of a document, which have been parted into words, paragraph by paragraph, each with
/// the channel it came through. Returns the name of the one that most of the text did.
pub fn propose(document: &Document, models: &Models, give: &mut dyn FnMut(&Channel, Proposed)) -> String {
    let lines = paragraph::located(document);
    let unfolded = proposal::prefers_unfolded(&lines);
    let bereft = soft_hyphen::bereft_pages(document);
    let (mut bereft, lines): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| bereft.contains(&line.page));
    // What lost its letters is not as it was typed.
    bereft.iter_mut().for_each(|line| line.typed = false);
    soft_hyphen::propose(&bereft, unfolded, models, give);
    let (mut most, mut largest) = (String::new(), 0);
    for (channel, lines) in by_channel(&lines, models) {
        if lines.len() > largest {
            largest = lines.len();
            channel.name().clone_into(&mut most);
        }
        for part in reading::parts(&lines) {
            let mut stretches: Vec<Stretch<'_, '_>> = part.into_iter().map(Stretch::of).collect();
            let adapted = reading::read(&mut stretches, channel, models, &reading::Rounds::default());
            for Stretch { lines, cells, steps } in stretches {
                give(&adapted, proposal::propose(&cells, lines, &steps, (unfolded, &adapted)));
            }
        }
    }
    most
}

/// Parts the lines by the channel they came through, each channel's in order.
fn by_channel<'a, 'b>(lines: &[Located<'b>], models: &'a Models) -> Vec<(&'a Channel, Vec<Located<'b>>)> {
    let channels = provenance::provenance(lines, models);
    let mut parted: BTreeMap<&str, (&Channel, Vec<Located<'_>>)> = BTreeMap::new();
    for line in lines {
        if let Some(channel) = channels.get(&line.page) {
            parted.entry(channel.name()).or_insert((channel, Vec::new())).1.push(*line);
        }
    }
    parted.into_values().collect()
}
