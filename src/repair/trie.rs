//! The words repair may propose, as a trie over their lower-case letters.

use std::collections::BTreeMap;

/// A word's place in the list that the trie was made of.
pub type Entry = u32;

/// A trie; node 0 is the root.
#[derive(Debug, Clone)]
pub struct Trie {
    /// For each node, where its children begin in [`edges`](Self::edges); one more at the end.
    first: Vec<u32>,
    /// Letter and node of each child, a node's own together and sorted by letter.
    edges: Vec<(char, u32)>,
    /// The word that ends at each node.
    entries: Vec<Option<Entry>>,
}

impl Trie {
    /// Makes a trie of words in lower case with the entries they stand for. Of equal words the first counts.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, Entry)>) -> Self {
        let mut sorted: BTreeMap<Vec<char>, Entry> = BTreeMap::new();
        for (word, entry) in words {
            sorted.entry(word.chars().collect()).or_insert(entry);
        }
        let words: Vec<(Vec<char>, Entry)> = sorted.into_iter().collect();
        let mut trie = Self { first: Vec::new(), edges: Vec::new(), entries: Vec::new() };
        // Breadth first, so that each node's children are laid down together: (range of words, depth).
        let mut queue = std::collections::VecDeque::from([(0..words.len(), 0)]);
        let mut made = 1;
        while let Some((range, depth)) = queue.pop_front() {
            trie.first.push(trie.edges.len() as u32);
            let mut at = range.start;
            let mut entry = None;
            if at < range.end && words[at].0.len() == depth {
                entry = Some(words[at].1);
                at += 1;
            }
            trie.entries.push(entry);
            while at < range.end {
                let letter = words[at].0[depth];
                let end = at + words[at..range.end].iter().take_while(|w| w.0[depth] == letter).count();
                trie.edges.push((letter, made));
                made += 1;
                queue.push_back((at..end, depth + 1));
                at = end;
            }
        }
        trie.first.push(trie.edges.len() as u32);
        trie
    }

    /// Returns the child of `node` by `letter`.
    pub fn child(&self, node: u32, letter: char) -> Option<u32> {
        let children = self.children(node);
        children.binary_search_by_key(&letter, |edge| edge.0).ok().map(|at| children[at].1)
    }

    /// Returns the children of `node`, by letter.
    pub fn children(&self, node: u32) -> &[(char, u32)] {
        let node = node as usize;
        &self.edges[self.first[node] as usize..self.first[node + 1] as usize]
    }

    /// Returns the word that ends at `node`.
    pub fn entry(&self, node: u32) -> Option<Entry> {
        self.entries[node as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_at_its_end_and_no_other() {
        let words = ["đoàn", "đoà", "đo", "và", "văn"];
        let trie = Trie::new(words.iter().enumerate().map(|(i, w)| (*w, i as Entry)));
        let walk = |word: &str| word.chars().try_fold(0, |node, letter| trie.child(node, letter));
        for (index, word) in words.iter().enumerate() {
            assert_eq!(walk(word).and_then(|node| trie.entry(node)), Some(index as Entry), "{word}");
        }
        assert_eq!(walk("v").and_then(|node| trie.entry(node)), None);
        assert_eq!(walk("xa"), None);
    }
}
