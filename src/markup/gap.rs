//! Where two tellings of one text differ: the words of finer elements, and the text of the element around them.

use std::ops::Range;

use super::nfc;
use crate::document::Word;

/// A place at which two tellings of one text differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// The words there; empty where they are silent.
    pub(super) words: Range<usize>,
    /// The words of the text there; empty where it says less.
    pub(super) text: Range<usize>,
}

/// Above this many pairs of words that are left when the common ends are taken off nothing in between is aligned: no page
/// has 4,000 words that stand in one region and are read otherwise there.
const ALIGNMENT_LIMIT: usize = 1 << 24;

/// Returns the places at which `words` and `text` differ, in order. Where the same characters are parted otherwise they do
/// not.
pub(super) fn gaps<A: AsRef<str>, B: AsRef<str>>(words: &[A], text: &[B]) -> Vec<Gap> {
    let same = |(a, b): &(&A, &B)| a.as_ref() == b.as_ref();
    let begin = words.iter().zip(text).take_while(same).count();
    let end = words[begin..].iter().rev().zip(text[begin..].iter().rev()).take_while(same).count();
    let (rows, columns) = (words.len() - begin - end, text.len() - begin - end);
    let mut gaps = Vec::new();
    let (mut word, mut at) = (begin, begin);
    let mut gap_before = |i: usize, j: usize| {
        let gap = Gap { words: word..i, text: at..j };
        (word, at) = (i + 1, j + 1);
        if !is_parted_otherwise(&words[gap.words.clone()], &text[gap.text.clone()]) {
            gaps.push(gap);
        }
    };
    for (i, j) in common(&words[begin..begin + rows], &text[begin..begin + columns]) {
        gap_before(begin + i, begin + j);
    }
    gap_before(begin + rows, begin + columns);
    gaps
}

/// Returns whether two runs of words are the same characters; two empty ones are.
fn is_parted_otherwise<A: AsRef<str>, B: AsRef<str>>(words: &[A], text: &[B]) -> bool {
    let plain = |c: &char| !c.is_whitespace();
    let words = words.iter().flat_map(|word| word.as_ref().chars()).filter(plain);
    words.eq(text.iter().flat_map(|word| word.as_ref().chars()).filter(plain))
}

/// Returns the pairs of a longest common subsequence, in order.
fn common<A: AsRef<str>, B: AsRef<str>>(words: &[A], text: &[B]) -> Vec<(usize, usize)> {
    if words.len().saturating_mul(text.len()) > ALIGNMENT_LIMIT {
        return Vec::new();
    }
    let width = text.len() + 1;
    // For each pair of places, how many words are common from there on.
    let mut table = vec![0_u32; (words.len() + 1) * width];
    for (i, a) in words.iter().enumerate().rev() {
        for (j, b) in text.iter().enumerate().rev() {
            table[i * width + j] = if a.as_ref() == b.as_ref() {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < words.len() && j < text.len() {
        if words[i].as_ref() == text[j].as_ref() {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Returns the words of a line whose own text may say more than they do. Where it does, its words take their place: one of
/// the same letters as a word there has that one's box and confidence, the others have no box and `confidence`.
pub(super) fn completed(words: Vec<Word>, text: &str, confidence: Option<f32>) -> Vec<Word> {
    let told: Vec<String> = text.split_whitespace().map(nfc).collect();
    let own: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let says_more = |gap: &Gap| {
        let (words, text) = (&own[gap.words.clone()], &told[gap.text.clone()]);
        let of_words: usize = words.iter().map(|word| word.chars().count()).sum();
        let of_text: usize = text.iter().map(|word| word.chars().count()).sum();
        text.len() > words.len() || of_text > of_words
    };
    let more: Vec<Gap> = gaps(&own, &told).into_iter().filter(says_more).collect();
    let mut all = Vec::with_capacity(words.len());
    let mut words = words.into_iter();
    let mut at = 0;
    for gap in more {
        all.extend(words.by_ref().take(gap.words.start - at));
        at = gap.words.end;
        let replaced: Vec<Word> = words.by_ref().take(gap.words.len()).collect();
        let told = &told[gap.text];
        let letters_of = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        let of_words: Vec<String> = replaced.iter().map(|word| letters_of(&word.text)).collect();
        let of_text: Vec<String> = told.iter().map(|word| letters_of(word)).collect();
        let mut alike = common(&of_words, &of_text).into_iter().peekable();
        for (at, text) in told.iter().enumerate() {
            let same = alike.next_if(|(_, of_text)| *of_text == at).map(|(word, _)| &replaced[word]);
            all.push(match same {
                Some(word) => Word::as_read(text, None, word.bbox, word.ocr_confidence),
                None => Word::as_read(text, None, None, confidence),
            });
        }
    }
    all.extend(words);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BoundingBox;

    #[test]
    fn two_tellings_differ_where_their_characters_do() {
        let gap = |words: Range<usize>, text: Range<usize>| Gap { words, text };
        let cases: [(&str, &str, Vec<Gap>); 7] = [
            ("", "", vec![]),
            ("một hai", "một hai", vec![]),
            ("một", "một hai", vec![gap(1..1, 1..2)]),
            ("hai", "một hai", vec![gap(0..0, 0..1)]),
            ("một hai ba", "một ba", vec![gap(1..2, 1..1)]),
            ("một hái ba bốn", "một hai ba", vec![gap(1..2, 1..2), gap(3..4, 3..3)]),
            ("Hà , Nội", "Hà, Nội đẹp", vec![gap(3..3, 2..3)]),
        ];
        for (words, text, expected) in cases {
            let parted = |text: &'static str| -> Vec<&str> { text.split_whitespace().collect() };
            let got = gaps(&parted(words), &parted(text));
            assert_eq!(got, expected, "{words} / {text}");
        }
    }

    #[test]
    fn of_tellings_too_long_to_be_aligned_the_ends_are() {
        let long = |mark: &str| -> Vec<String> {
            let middle = (0..5000).map(|at| format!("{mark}{at}"));
            [vec!["đầu".to_owned()], middle.collect(), vec!["cuối".to_owned()]].concat()
        };
        assert_eq!(gaps(&long("a"), &long("b")), [Gap { words: 1..5001, text: 1..5001 }]);
    }

    #[test]
    fn a_line_s_own_text_takes_the_place_of_words_only_where_it_says_more() {
        let cases = [
            ("một", "một hai ba", "một@ hai ba"),
            ("một ba", "một hai ba bốn", "một@ hai ba@ bốn"),
            ("hai", "một hai", "một hai@"),
            ("", "một hai", "một hai"),
            ("một hai", "", "một@ hai@"),
            ("một hai ba", "một ba", "một@ hai@ ba@"),
            ("một hái ba", "một hai ba", "một@ hái@ ba@"),
            ("Hà , Nội", "Hà, Nội", "Hà@ ,@ Nội@"),
            ("Hà", "(Hà), Nội", "(Hà),@ Nội"),
            ("Hà ,", "Hà, Nội", "Hà,@ Nội"),
            ("x", "một hai", "một hai"),
        ];
        for (words, text, expected) in cases {
            let place = Some(BoundingBox::new(1, 2, 3, 4));
            let words = words.split_whitespace().map(|word| Word::as_read(word, None, place, Some(0.5)));
            let got = completed(words.collect(), text, Some(0.25));
            let told = got.iter().map(|word| {
                assert_eq!(word.confidence, if word.bbox.is_some() { 0.5 } else { 0.25 }, "{text}");
                format!("{}{}", word.text, if word.bbox.is_some() { "@" } else { "" })
            });
            assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
