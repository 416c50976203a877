//! The words repair may propose, as a trie over their lower-case letters.

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
    /// The best worth of a word at or below each node.
    worths: Vec<f32>,
}

impl Trie {
    /// Makes a trie of words in lower case with the entries they stand for. Of equal words the first counts.
    /// `worth` is what an entry is worth to a search, such as ln p of its word.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, Entry)>, worth: impl Fn(Entry) -> f32) -> Self {
        // In the order of their bytes, which is that of their letters; stable, so that the first of equals leads.
        let mut words: Vec<(&str, Entry)> = words.into_iter().collect();
        words.sort_by_key(|word| word.0);
        words.dedup_by_key(|word| word.0);
        let mut trie = Self { first: Vec::new(), edges: Vec::new(), entries: Vec::new(), worths: Vec::new() };
        // Breadth first, so that each node's children are laid down together: (range of words, bytes they share).
        let mut queue = std::collections::VecDeque::from([(0..words.len(), 0)]);
        let mut made = 1;
        while let Some((range, shared)) = queue.pop_front() {
            trie.first.push(trie.edges.len() as u32);
            let mut at = range.start;
            let mut entry = None;
            if at < range.end && words[at].0.len() == shared {
                entry = Some(words[at].1);
                at += 1;
            }
            trie.entries.push(entry);
            let next = |at: usize| words[at].0[shared..].chars().next();
            while at < range.end
                && let Some(letter) = next(at)
            {
                let end = at + (at..range.end).take_while(|other| next(*other) == Some(letter)).count();
                trie.edges.push((letter, made));
                made += 1;
                queue.push_back((at..end, shared + letter.len_utf8()));
                at = end;
            }
        }
        trie.first.push(trie.edges.len() as u32);
        trie.worths = trie.entries.iter().map(|e| e.map_or(f32::NEG_INFINITY, &worth)).collect();
        // Children come after their parents.
        for node in (0..trie.worths.len()).rev() {
            let below = trie.children(node as u32).iter().map(|(_, child)| trie.worths[*child as usize]);
            trie.worths[node] = below.fold(trie.worths[node], f32::max);
        }
        trie
    }

    /// Returns the best worth of a word at or below `node`.
    pub fn worth(&self, node: u32) -> f32 {
        self.worths[node as usize]
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
        let trie =
            Trie::new(words.iter().enumerate().map(|(i, w)| (*w, i as Entry)), |entry| -(entry as f32));
        let walk = |word: &str| word.chars().try_fold(0, |node, letter| trie.child(node, letter));
        for (index, word) in words.iter().enumerate() {
            assert_eq!(walk(word).and_then(|node| trie.entry(node)), Some(index as Entry), "{word}");
        }
        assert_eq!(walk("v").map(|node| trie.worth(node)), Some(-3.0), "the better of `và` and `văn`");
        assert_eq!(walk("v").and_then(|node| trie.entry(node)), None);
        assert_eq!(walk("xa"), None);
    }
}
