//! Memory: what a document has said before, it is likely to say again.
//!
//! Pairs of neighbouring words that were decoded with certainty are counted; the language model is mixed with them
//! (a cache model, Kuhn and De Mori, 1990), so that a name read well three times is read the same the fourth.

use std::collections::HashMap;

use super::lattice::Token;
use super::step::Step;
use crate::language::letter;
use crate::language::ngram::{NgramModel, WordId};

/// Probability from which a decoded word is remembered.
const CERTAIN: f32 = 0.9;

/// The most that memory weighs beside the language model. Set by hand.
const WEIGHT: f32 = 0.3;

/// Times a word was seen at which memory has half its weight.
const HALF: f32 = 3.0;

/// Times that a word must have followed another for a different word there to be disputed.
const OFTEN: f32 = 3.0;

/// Pairs of neighbouring words of a document.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pairs: HashMap<(WordId, WordId), f32>,
    firsts: HashMap<WordId, f32>,
    /// The word that followed each oftenest, and how often.
    usual: HashMap<WordId, (WordId, f32)>,
}

impl Memory {
    /// Remembers what a paragraph was decoded to.
    pub fn learn(&mut self, steps: &[Step]) {
        let mut before: Option<WordId> = None;
        for step in steps {
            for token in &step.choice.tokens {
                let word = match *token {
                    Token::Word(id, _) if step.probability >= CERTAIN => Some(id),
                    Token::Reserved(id) => Some(id),
                    _ => None,
                };
                if let (Some(first), Some(second)) = (before, word) {
                    let times = self.pairs.entry((first, second)).or_default();
                    *times += 1.0;
                    let usual = self.usual.entry(first).or_insert((second, 0.0));
                    if *times > usual.1 {
                        *usual = (second, *times);
                    }
                    *self.firsts.entry(first).or_default() += 1.0;
                }
                before = word;
            }
        }
    }

    /// True where the document mostly has another word of the same letters, but for their marks, after `before`:
    /// `Khe Say` once, `Khe Sậy` five times.
    pub fn disputes(&self, before: WordId, word: WordId, model: &NgramModel) -> bool {
        let Some(&(usual, times)) = self.usual.get(&before) else { return false };
        let own = self.pairs.get(&(before, word)).copied().unwrap_or(0.0);
        usual != word
            && times >= OFTEN
            && times > own
            && letter::strip_marks(model.word(usual)) == letter::strip_marks(model.word(word))
    }

    /// Mixes ln p of `word` after `before` with what is remembered.
    pub fn mix(&self, before: Option<WordId>, word: WordId, score: f32) -> f32 {
        let Some(first) = before else { return score };
        let Some(seen) = self.firsts.get(&first) else { return score };
        let share = WEIGHT * seen / (seen + HALF);
        let pair = self.pairs.get(&(first, word)).copied().unwrap_or(0.0);
        ((1.0 - share) * score.exp() + share * pair / seen).ln()
    }
}
