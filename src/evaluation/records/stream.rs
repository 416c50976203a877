//! The words of a document as they follow one another, and where in them a text stands.
//!
//! A word is letters and digits without case; marks of punctuation are none, and part words. A text is looked for by the words
//! that it begins and ends with: half of them must stand there, each at its place. Its places are guessed from each of
//! these words and from each two neighbours of them, of which only those nearest to where the text before ended are looked at
//! where there are many ([`PLACES`]), and one that is due there goes before all others: what is printed over and over is found
//! in order, and the cost of a text has a bound.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::evaluation::normalise::{clean, is_digit, words};

/// Words of a beginning and of an end by which a text is looked for. Six are enough that one or two may be misread.
const ENDS: usize = 6;

/// Places of a word, before and after where the last text ended, that are looked at.
const PLACES: usize = 16;

/// Words that may stand between two texts that follow one another.
pub(super) const GAP: usize = 3;

/// The part of a text's length by which it may be longer or shorter where it was read, in words.
const SLACK: f64 = 0.1;

/// The most words that this comes to: a long text is not looked for again at each of them.
const MOST_SLACK: usize = 32;

/// Returns the words of a text as they are compared here.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let apart = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    words(&clean(text).to_lowercase().chars().map(apart).collect::<String>())
}

/// The words of passages, one after the other.
pub(super) struct Stream {
    words: Vec<u32>,
    /// Where each passage begins in them, and which one it is.
    starts: Vec<(usize, usize)>,
    numbers: HashMap<String, u32>,
    places: Vec<Vec<usize>>,
    pairs: HashMap<[u32; 2], Vec<usize>>,
}

/// A word of a text that is looked for: its number in the stream, where it is there, and whether it may be a label.
#[derive(Debug, Clone, Copy)]
struct Word {
    number: Option<u32>,
    is_label: bool,
}

/// Where a text stands: the first of its words, and one past its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
}

impl Stream {
    /// Makes a stream of the passages of these texts, each with its number.
    pub(super) fn new<'a>(texts: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let mut stream = Self {
            words: Vec::new(),
            starts: Vec::new(),
            numbers: HashMap::new(),
            places: Vec::new(),
            pairs: HashMap::new(),
        };
        for (passage, text) in texts {
            stream.starts.push((stream.words.len(), passage));
            for word in words_of(text) {
                stream.push(word);
            }
        }
        stream
    }

    fn push(&mut self, word: String) {
        let next = self.places.len();
        let number = *self.numbers.entry(word).or_insert(next as u32);
        if number as usize == next {
            self.places.push(Vec::new());
        }
        let at = self.words.len();
        self.places[number as usize].push(at);
        if let Some(before) = self.words.last() {
            self.pairs.entry([*before, number]).or_default().push(at - 1);
        }
        self.words.push(number);
    }

    /// Returns the passages that stand at a word, the one that it is in and those beside that.
    pub(super) fn passages_at(&self, word: usize) -> impl Iterator<Item = usize> {
        let after = self.starts.partition_point(|(start, _)| *start <= word);
        let around = self.starts.get(after.saturating_sub(2)..self.starts.len().min(after + 1));
        let own = after.checked_sub(1).and_then(|own| self.starts.get(own));
        own.into_iter().chain(around.unwrap_or_default()).map(|(_, passage)| *passage)
    }

    /// Returns a place widened to the whole of the passages in which it begins and ends, where they are such.
    pub(super) fn widened(&self, place: Place, is_such: impl Fn(usize) -> bool) -> Place {
        let passage = |word: usize| {
            let after = self.starts.partition_point(|(start, _)| *start <= word);
            let (start, passage) = *self.starts.get(after.checked_sub(1)?)?;
            let end = self.starts.get(after).map_or(self.words.len(), |(next, _)| *next);
            is_such(passage).then_some((start, end))
        };
        let first = place.start.and_then(passage);
        let last = place.end.and_then(|end| passage(end.checked_sub(1)?));
        Place {
            start: first.or(last).map(|(start, _)| start).or(place.start),
            end: last.or(first).map(|(_, end)| end).or(place.end),
        }
    }

    /// Returns where texts stand, looked for one after the other: of equal ones, each at a place of its own.
    pub(super) fn places<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Vec<Place> {
        let mut cursor = 0;
        let mut taken = BTreeSet::new();
        let place = |text: &str| {
            let words: Vec<Word> = words_of(text).iter().map(|word| self.word(word)).collect();
            let place = self.place(&words, cursor, &taken);
            taken.extend(place.start);
            cursor = place.end.or(place.start.map(|start| start + words.len())).unwrap_or(cursor);
            place
        };
        texts.into_iter().map(place).collect()
    }

    fn place(&self, words: &[Word], cursor: usize, taken: &BTreeSet<usize>) -> Place {
        let ends = words.len().min(ENDS);
        let (head, tail) = (&words[..ends], &words[words.len() - ends..]);
        let slack = ((SLACK * words.len() as f64) as usize + 2).min(MOST_SLACK);
        // How many words of the end stand where they should after a beginning, and where that is.
        let end_after = |start: usize| {
            let due = start + words.len() - ends;
            let from = due.saturating_sub(slack).max(start);
            let best = (from..=due + slack)
                .map(|at| (self.standing(tail, at), at))
                .max_by_key(|(standing, at)| (*standing, Reverse(at.abs_diff(due))));
            best.filter(|(standing, _)| is_enough(*standing, tail))
        };
        let guesses = self.guesses(head, cursor).into_iter().map(|(standing, start)| {
            let end = end_after(start);
            // Where it is due, a misread word does not send it to another place that says the same.
            let is_due = start.abs_diff(cursor) <= GAP && end.is_some() && self.labels_stand(head, start);
            (is_due, standing + end.map_or(0, |(standing, _)| standing), start)
        });
        // Nor is what stands there another's, whose words were misread.
        let free = guesses.filter(|(is_due, _, start)| !taken.contains(start) || *is_due && *start >= cursor);
        let start = free
            .min_by_key(|(is_due, standing, start)| {
                // The nearest after the text before, but for what was counted twice.
                (!is_due, Reverse(*standing), *start + GAP < cursor, start.abs_diff(cursor))
            })
            .map(|(.., start)| start);
        let end = start.and_then(end_after).map(|(_, at)| at).or_else(|| {
            // Torn from its beginning: wherever it stands.
            let due = start.unwrap_or(cursor) + words.len() - ends;
            let ends = self.guesses(tail, due).into_iter();
            ends.min_by_key(|(standing, at)| (Reverse(*standing), at.abs_diff(due))).map(|(_, at)| at)
        });
        Place { start, end: end.map(|at| at + ends) }
    }

    /// Returns where some words may stand of which enough do, with how many; those nearest to a place.
    fn guesses(&self, words: &[Word], around: usize) -> BTreeSet<(usize, usize)> {
        let nearest = |places: &[usize], from: usize| {
            let after = places.partition_point(|place| *place < around + from);
            places[after.saturating_sub(PLACES)..places.len().min(after + PLACES)].to_vec()
        };
        let mut starts = BTreeSet::new();
        for (from, word) in words.iter().enumerate() {
            let Some(word) = word.number else { continue };
            let next = words.get(from + 1).and_then(|next| next.number);
            let pairs = next.and_then(|next| self.pairs.get(&[word, next])).map_or(&[][..], Vec::as_slice);
            for places in [&self.places[word as usize], pairs] {
                starts.extend(nearest(places, from).iter().filter_map(|place| place.checked_sub(from)));
            }
        }
        let standing = starts.into_iter().map(|start| (self.standing(words, start), start));
        standing.filter(|(standing, _)| is_enough(*standing, words)).collect()
    }

    /// Returns how many of some words stand at a place, each at its own.
    fn standing(&self, words: &[Word], start: usize) -> usize {
        let there = self.words.get(start..).unwrap_or_default();
        words.iter().zip(there).filter(|(word, there)| word.number == Some(**there)).count()
    }

    /// Returns whether those of some words stand at a place that tell items apart.
    fn labels_stand(&self, words: &[Word], start: usize) -> bool {
        let there = self.words.get(start..).unwrap_or_default();
        words.iter().zip(there).all(|(word, there)| !word.is_label || word.number == Some(*there))
    }

    fn word(&self, word: &str) -> Word {
        let is_label = word.chars().count() == 1
            || word.chars().any(is_digit)
            || word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'));
        Word { number: self.numbers.get(word).copied(), is_label }
    }
}

fn is_enough(standing: usize, words: &[Word]) -> bool {
    2 * standing >= words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(texts: &[&str], looked_for: &[&str]) -> Vec<Option<(usize, usize)>> {
        let stream = Stream::new(texts.iter().copied().enumerate());
        let places = stream.places(looked_for.iter().copied());
        places.into_iter().map(|place| place.start.zip(place.end)).collect()
    }

    #[test]
    fn a_text_is_found_by_its_ends_though_words_are_misread() {
        let read =
            "Điều 1 Uy ban nhân dân tinh ban hanh quy chế số hóa tài liệu lưu trữ kèm theo quyêt định này";
        let said = "Ủy ban nhân dân tỉnh ban hành Quy chế số hóa tài liệu lưu trữ kèm theo quyết định này.";
        assert_eq!(places(&[read], &[said]), [Some((2, 22))]);
        assert_eq!(places(&[read], &["Các sở, ngành và huyện chịu trách nhiệm"]), [None]);
    }

    #[test]
    fn equal_texts_are_found_in_order_each_at_its_own_place() {
        let texts = ["Lưu: VT", "Phòng Một", "Lưu: VT", "Phòng Hai", "Lưu: VT"];
        let expected = [Some((0, 2)), Some((2, 4)), Some((4, 6)), Some((6, 8)), Some((8, 10))];
        assert_eq!(places(&texts, &texts), expected);
        // Where one between them stands elsewhere, the next of the equal ones is none that was taken.
        let turned = ["Lưu: VT", "Lưu: VT", "Phòng Một"];
        let found = places(&turned, &["Lưu: VT", "Phòng Một", "Lưu: VT"]);
        assert_eq!(found, [Some((0, 2)), Some((4, 6)), Some((2, 4))]);
    }

    #[test]
    fn a_misread_text_is_found_where_it_is_due_but_for_its_label() {
        let texts = ["Phòng Một lập", "Lun: VT", "Phòng Hai lập", "Lưu: VT"];
        let expected = [Some((0, 3)), Some((3, 5)), Some((5, 8)), Some((8, 10))];
        assert_eq!(places(&texts, &["Phòng Một lập", "Lưu: VT", "Phòng Hai lập", "Lưu: VT"]), expected);
        // An article that stands elsewhere is not taken for another that stands in its place.
        let found = places(&["Phụ lục", "Điều 7", "Hết", "Điều 5"], &["Phụ lục", "Điều 5"]);
        assert_eq!(found, [Some((0, 2)), Some((5, 7))]);
    }

    #[test]
    fn texts_that_begin_alike_are_told_apart_by_their_ends() {
        let one = "Chủ trì, phối hợp với các cơ quan liên quan lập dự toán hằng năm trình Sở";
        let two = "Chủ trì, phối hợp với các cơ quan liên quan kiểm tra việc quét tài liệu giấy";
        let found = places(&[one, two], &[two, one]);
        assert_eq!(found, [Some((17, 34)), Some((0, 17))]);
    }

    #[test]
    fn what_is_printed_over_and_over_costs_no_more_a_text() {
        // A thousand texts of the same words: each is found, in order, though only the nearest places are looked at.
        let texts = vec!["của các cơ quan"; 1000];
        let found = places(&texts, &texts);
        assert!(found.iter().enumerate().all(|(at, place)| *place == Some((4 * at, 4 * at + 4))));
    }
}
