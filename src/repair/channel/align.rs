//! Printed and recognised lines to pairs of a printed word and what was read for it.
//!
//! Tokens are aligned first (one to one, one to two, two to one, or lost), by how much their plain letters
//! differ; within a pair of tokens the characters are aligned, so that each printed word takes the characters
//! read for it and not the punctuation beside it.

use crate::language::atom::{AtomKind, atoms};
use crate::language::letter;

/// A printed word and the characters read for it; `read` is empty where the word was lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordPair {
    /// The word as printed, NFC, in its case, tone placement folded.
    pub printed: String,
    /// The characters read, tone placement folded; they hold a space where the word was read as two.
    pub read: String,
}

/// Aligns a printed line with its reading.
pub fn word_pairs(printed: &str, read: &str) -> Vec<WordPair> {
    let printed_tokens: Vec<&str> = printed.split_whitespace().collect();
    let read_tokens: Vec<&str> = read.split_whitespace().collect();
    let mut pairs = Vec::new();
    for (from, to) in align_tokens(&printed_tokens, &read_tokens) {
        pair_words(&printed_tokens[from].join(" "), &read_tokens[to].join(" "), &mut pairs);
    }
    pairs
}

type Span = std::ops::Range<usize>;

/// Cost of a token without a counterpart, beside which a pair's cost is its share of differing letters, 0 to 1.
const LOST_TOKEN: f32 = 0.75;

/// Cost on top for tokens that part or join.
const PARTED_TOKEN: f32 = 0.15;

/// Returns spans of printed tokens with the spans of read tokens that stand for them, lost ones left out.
fn align_tokens(printed: &[&str], read: &[&str]) -> Vec<(Span, Span)> {
    const STEPS: [(usize, usize); 5] = [(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)];
    let plain = |tokens: &[&str]| -> Vec<String> { tokens.iter().map(|t| letter::strip_marks(t)).collect() };
    let (p, r) = (plain(printed), plain(read));
    let width = r.len() + 1;
    let mut cost = vec![f32::INFINITY; (p.len() + 1) * width];
    let mut step = vec![0usize; cost.len()];
    cost[0] = 0.0;
    for i in 0..=p.len() {
        for j in 0..=r.len() {
            for (index, (di, dj)) in STEPS.into_iter().enumerate() {
                if di > i || dj > j {
                    continue;
                }
                let before = cost[(i - di) * width + j - dj];
                let own = match (di, dj) {
                    (1, 1) => distance(&p[i - 1], &r[j - 1]),
                    (1, 2) => distance(&p[i - 1], &[r[j - 2].as_str(), &r[j - 1]].concat()) + PARTED_TOKEN,
                    (2, 1) => distance(&[p[i - 2].as_str(), &p[i - 1]].concat(), &r[j - 1]) + PARTED_TOKEN,
                    _ => LOST_TOKEN,
                };
                if before + own < cost[i * width + j] {
                    cost[i * width + j] = before + own;
                    step[i * width + j] = index;
                }
            }
        }
    }
    let (mut i, mut j) = (p.len(), r.len());
    let mut spans = Vec::new();
    while (i, j) != (0, 0) {
        let (di, dj) = STEPS[step[i * width + j]];
        if di > 0 && dj > 0 {
            spans.push((i - di..i, j - dj..j));
        }
        (i, j) = (i - di, j - dj);
    }
    spans.reverse();
    spans
}

/// Returns the share of letters that differ, 0 to 1.
fn distance(a: &str, b: &str) -> f32 {
    1.0 - strsim::normalized_levenshtein(a, b) as f32
}

/// Aligns the characters of a printed and a read token and gives each printed word its characters.
fn pair_words(printed: &str, read: &str, pairs: &mut Vec<WordPair>) {
    let a: Vec<char> = printed.chars().collect();
    let b: Vec<char> = read.chars().collect();
    let width = b.len() + 1;
    let mut cost = vec![f32::INFINITY; (a.len() + 1) * width];
    let mut from = vec![(0, 0); cost.len()];
    cost[0] = 0.0;
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let here = cost[i * width + j];
            for (di, dj) in [(1, 1), (1, 0), (0, 1)] {
                if i + di > a.len() || j + dj > b.len() {
                    continue;
                }
                let own = if di == dj { substitution(a[i], b[j]) } else { 1.0 };
                let to = (i + di) * width + j + dj;
                if here + own < cost[to] {
                    cost[to] = here + own;
                    from[to] = (di, dj);
                }
            }
        }
    }
    // Where in the reading each printed character begins: insertions go with the character before them.
    let mut begins = vec![0; a.len() + 1];
    let (mut i, mut j) = (a.len(), b.len());
    begins[i] = j;
    while (i, j) != (0, 0) {
        let (di, dj) = from[i * width + j];
        (i, j) = (i - di, j - dj);
        if di > 0 {
            begins[i] = j;
        }
    }
    begins[0] = 0;
    for atom in atoms(printed).iter().filter(|atom| atom.kind == AtomKind::Word) {
        let read: String = b[begins[atom.start as usize]..begins[atom.end as usize]].iter().collect();
        let fold = |word: &str| letter::fold_tone_placement(&letter::nfc(word));
        pairs.push(WordPair { printed: fold(atom.text), read: fold(read.trim()) });
    }
}

/// Cost of reading one character for another: nothing for itself, little for the same plain letter.
fn substitution(printed: char, read: char) -> f32 {
    if printed == read {
        return 0.0;
    }
    let plain = |c: char| letter::base(c).to_lowercase().next().unwrap_or(c);
    if plain(printed) == plain(read) {
        return 0.2;
    }
    match (printed.is_alphanumeric(), read.is_alphanumeric()) {
        (true, true) => 0.8,
        (false, false) => 0.6,
        _ => 1.4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(printed: &str, read: &str) -> Vec<(String, String)> {
        word_pairs(printed, read).into_iter().map(|p| (p.printed, p.read)).collect()
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn punctuation_stays_out_of_the_words() {
        assert_eq!(
            pairs("Tỉnh. “Đoàn”; Sở", "Tinh. “Poan”; S&"),
            owned(&[("Tỉnh", "Tinh"), ("Đoàn", "Poan"), ("Sở", "S&")])
        );
    }

    #[test]
    fn a_code_gives_its_words() {
        assert_eq!(
            pairs("số 43/NQ-HĐND", "sé 43/NQ-HPND"),
            owned(&[("số", "sé"), ("NQ", "NQ"), ("HĐND", "HPND")])
        );
    }

    #[test]
    fn parted_and_joined_tokens_are_followed() {
        assert_eq!(pairs("thực hiện", "thyc hi én"), owned(&[("thực", "thyc"), ("hiện", "hi én")]));
        assert_eq!(
            pairs("nhân dân ta", "nhandan ta"),
            owned(&[("nhân", "nhan"), ("dân", "dan"), ("ta", "ta")])
        );
    }
}
