//! Words by what they look like: those that are near to one are found without a look at all others.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::skeleton::Skeleton;

/// How like a word those found are at least: one letter of five may differ.
pub(super) const LIKE: f64 = 0.8;

/// Letters from which one of two words so like each other may differ in more than one letter from the other.
const LONG: u32 = 10;

/// Fewest letters of a word that is so like one of [`LONG`] letters. Words from here on are few, and looked at one by one.
const NEARLY_LONG: u32 = 8;

/// Words, given by number, in the order of what is left of them without any one letter.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    /// What hashes to what is left of which word of fewer letters than [`LONG`], or to all of it. Of two words that differ in one
    /// letter, or in the order of two, something that is left is the same.
    left: Vec<(u64, u32)>,
    /// The words of [`NEARLY_LONG`] letters or more with their lengths, the shortest first.
    long: Vec<(u32, u32)>,
}

impl Near {
    /// Makes it of words' numbers and skeletons.
    pub(super) fn new<'a>(words: impl Iterator<Item = (u32, &'a Skeleton)>) -> Self {
        let mut near = Self::default();
        for (word, skeleton) in words {
            if skeleton.length() < LONG {
                near.left.extend(left_of(skeleton).map(|hash| (hash, word)));
            }
            if skeleton.length() >= NEARLY_LONG {
                near.long.push((skeleton.length(), word));
            }
        }
        near.left.sort_unstable();
        near.left.dedup();
        near.long.sort_unstable();
        near
    }

    /// Returns the words that are as like one as [`LIKE`] says, in order; `skeleton` gives that of a word.
    pub(super) fn of<'a>(&self, seen: &Skeleton, skeleton: impl Fn(u32) -> &'a Skeleton) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        if seen.length() < LONG {
            for hash in left_of(seen) {
                let from = self.left.partition_point(|(other, _)| *other < hash);
                let same = self.left[from..].iter().take_while(|(other, _)| *other == hash);
                found.extend(same.map(|(_, word)| *word));
            }
        }
        let shortest = (LIKE * f64::from(seen.length())) as u32;
        let longest = (f64::from(seen.length()) / LIKE).ceil() as u32;
        let from = self.long.partition_point(|(length, _)| *length < shortest);
        let long = self.long[from..].iter().take_while(|(length, _)| *length <= longest);
        found.extend(long.map(|(_, word)| *word));
        found.sort_unstable();
        found.dedup();
        found.retain(|word| {
            let own = skeleton(*word);
            seen.bound(own) >= LIKE && seen.likeness(own) >= LIKE
        });
        found
    }
}

/// Returns what a word's letters hash to, and those that are left without any one of them.
fn left_of(skeleton: &Skeleton) -> impl Iterator<Item = u64> {
    let hash = |parts: [&str; 2]| {
        let mut hasher = DefaultHasher::new();
        parts.iter().for_each(|part| part.bytes().for_each(|byte| byte.hash(&mut hasher)));
        hasher.finish()
    };
    let text = skeleton.text();
    let without = text.char_indices().map(move |(at, c)| hash([&text[..at], &text[at + c.len_utf8()..]]));
    std::iter::once(hash([text, ""])).chain(without)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is found is what a look at all words finds.
        #[test]
        fn all_words_that_are_like_one_are_found(
            words in prop::collection::vec("[abn]{0,13}", 0..40),
            seen in "[abn]{0,13}",
        ) {
            let words: Vec<Skeleton> = words.iter().map(|word| Skeleton::of(word)).collect();
            let seen = Skeleton::of(&seen);
            let near = Near::new((0..).zip(&words));
            let all = (0..).zip(&words).filter(|(_, word)| seen.likeness(word) >= LIKE);
            let all: Vec<u32> = all.map(|(number, _)| number).collect();
            prop_assert_eq!(near.of(&seen, |word| &words[word as usize]), all);
        }
    }
}
