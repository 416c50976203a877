//! The words that repair may propose: the language model's, and those of the dictionaries.

use std::collections::HashMap;

use super::trie::{Entry, Trie};
use crate::language::ngram::{NgramModel, UNKNOWN, WordId, stream};

/// Words with their numbers in the language model and a trie over them.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: Vec<(String, WordId)>,
    entries: HashMap<String, Entry>,
    trie: Trie,
    frequencies: Vec<f32>,
}

impl Vocabulary {
    /// Makes the vocabulary of a model's words and further words, given as [`stream::key`] makes them.
    pub fn new<'a>(model: &NgramModel, further: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words: Vec<(String, WordId)> = Vec::new();
        let mut entries = HashMap::new();
        let listed = model.vocabulary().map(|(id, word)| (word, id));
        for (word, id) in listed.chain(further.into_iter().map(|word| (word, UNKNOWN))) {
            if !entries.contains_key(word) {
                entries.insert(word.to_owned(), words.len() as Entry);
                words.push((word.to_owned(), id));
            }
        }
        let trie = Trie::new(words.iter().enumerate().map(|(at, (word, _))| (word.as_str(), at as Entry)));
        let nowhere = model.nowhere();
        let frequencies = (0..model.counts()[0]).map(|id| model.score(nowhere, id as WordId).0).collect();
        Self { words, entries, trie, frequencies }
    }

    /// Returns the trie over the words.
    pub fn trie(&self) -> &Trie {
        &self.trie
    }

    /// Returns the entry of a word given in any case.
    pub fn entry(&self, word: &str) -> Option<Entry> {
        self.entries.get(&stream::key(word)).copied()
    }

    /// Returns a word in lower case.
    pub fn word(&self, entry: Entry) -> &str {
        &self.words[entry as usize].0
    }

    /// Returns a word's number in the language model; [`UNKNOWN`] for one that only a dictionary has.
    pub fn id(&self, entry: Entry) -> WordId {
        self.words[entry as usize].1
    }

    /// Returns ln p of a word without any context.
    pub fn frequency(&self, id: WordId) -> f32 {
        self.frequencies[usize::from(id)]
    }
}
