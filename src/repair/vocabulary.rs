//! The words that repair may propose: the language model's, and those of the dictionaries.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::trie::{Entry, Trie};
use crate::language::atom::atoms;
use crate::language::case::Case;
use crate::language::letter;
use crate::language::lexicon::Lexicon;
use crate::language::ngram::{NgramModel, UNKNOWN, WordId, stream};

/// Words with their numbers in the language model and a trie over them.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: Vec<(String, WordId)>,
    entries: HashMap<String, Entry>,
    trie: Trie,
    frequencies: Vec<f32>,
    shadowed: Vec<bool>,
    own: HashSet<Entry>,
}

impl Vocabulary {
    /// Makes the vocabulary of a model's words and those of the lexicon.
    pub fn new(model: &NgramModel, lexicon: &Lexicon) -> Self {
        let many = model.counts()[0] + lexicon.words().count();
        let mut words: Vec<(String, WordId)> = Vec::with_capacity(many);
        let mut entries = HashMap::with_capacity(many);
        let listed = model.vocabulary().map(|(id, word)| (word, id));
        for (word, id) in listed.chain(lexicon.words().map(|word| (word, UNKNOWN))) {
            if !entries.contains_key(word) {
                entries.insert(word.to_owned(), words.len() as Entry);
                words.push((word.to_owned(), id));
            }
        }
        let nowhere = model.nowhere();
        let frequencies: Vec<f32> =
            (0..model.counts()[0]).map(|id| model.score(nowhere, id as WordId).0).collect();
        let listed = words.iter().enumerate().map(|(at, (word, _))| (word.as_str(), at as Entry));
        let trie = Trie::new(listed, |entry| frequencies[usize::from(words[entry as usize].1)]);
        let shadowed = shadowed(&words, lexicon);
        let dictionaries = lexicon.dictionaries().iter().filter(|dictionary| dictionary.user);
        let forms =
            dictionaries.flat_map(|dictionary| &dictionary.entries).flat_map(|entry| atoms(&entry.form));
        let own = forms.filter_map(|atom| entries.get(&stream::key(atom.text)).copied()).collect();
        Self { words, entries, trie, frequencies, shadowed, own }
    }

    /// True for a word of a dictionary that the user gave.
    pub fn is_own(&self, entry: Entry) -> bool {
        self.own.contains(&entry)
    }

    /// True for a word that is never proposed: `hdnd`, which careless typing puts into every large text, beside
    /// `hđnd` of the dictionaries.
    pub fn is_shadowed(&self, entry: Entry) -> bool {
        self.shadowed[entry as usize]
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

/// Marks the words that are an abbreviation of the dictionaries less its marks, and none themselves; and those that
/// mix letters with digits (`m2`), which stand where they stand and are no word to be guessed.
fn shadowed(words: &[(String, WordId)], lexicon: &Lexicon) -> Vec<bool> {
    let mut bare = BTreeSet::new();
    let forms = lexicon.dictionaries().iter().flat_map(|d| &d.entries).map(|entry| entry.form.as_str());
    for atom in forms.filter(|form| form.contains('Đ')).flat_map(atoms) {
        if Case::of(atom.text) == Some(Case::Upper) && atom.text.contains('Đ') {
            bare.insert(letter::strip_marks(atom.text));
        }
    }
    let listed: HashSet<&str> = lexicon.words().collect();
    let mixed = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    words
        .iter()
        .map(|(word, _)| (bare.contains(word) || mixed(word)) && !listed.contains(word.as_str()))
        .collect()
}
