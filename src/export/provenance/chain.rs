//! Texts in order, each made of whole stretches of lines in order.
//!
//! A paragraph is printed lines joined; between two of them others may stand that are no part of it: a page's number, a
//! footnote, a table. Blanks do not count, for joining adds and takes them. There may be more than one way to make a
//! text; then none is taken: what cannot be told is not guessed.

use std::ops::Range;

/// A part of a line, in visible characters, that a text holds as a whole or not at all. It is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    /// Index of the line.
    pub(super) line: usize,
    /// Where it stands among the line's visible characters.
    pub(super) range: Range<usize>,
    /// The characters themselves.
    pub(super) characters: &'a [char],
}

/// Returns for each text the stretches it is made of, by index; `None` where it cannot be made, or in more ways than one.
///
/// Whatever the ways of the other texts, a text lies behind the earliest end that those before it can have, and before the
/// latest start of those behind it: if there is one way between the two, it is the way.
pub(super) fn only_ways(texts: &[Vec<char>], stretches: &[Stretch<'_>]) -> Vec<Option<Vec<usize>>> {
    let mut earliest = vec![0];
    for text in texts {
        let from = earliest.last().copied().unwrap_or(0);
        earliest.push(earliest_end(text, stretches, from).unwrap_or(from));
    }
    let mut latest = vec![stretches.len()];
    for text in texts.iter().rev() {
        let to = latest.last().copied().unwrap_or(0);
        latest.push(latest_start(text, stretches, to).unwrap_or(to));
    }
    latest.reverse();
    let window = |at: usize| earliest[at]..latest[at + 1];
    texts.iter().enumerate().map(|(at, text)| only_way(text, stretches, window(at))).collect()
}

/// Returns the index past the last stretch of the way that ends first.
fn earliest_end(text: &[char], stretches: &[Stretch<'_>], from: usize) -> Option<usize> {
    let mut reached = vec![0];
    for (at, stretch) in stretches.iter().enumerate().skip(from).filter(|_| !text.is_empty()) {
        let more: Vec<usize> = reached
            .iter()
            .filter(|start| text[**start..].starts_with(stretch.characters))
            .map(|start| start + stretch.characters.len())
            .collect();
        if more.contains(&text.len()) {
            return Some(at + 1);
        }
        reached.extend(more);
        reached.sort_unstable();
        reached.dedup();
    }
    None
}

/// Returns the index of the first stretch of the way that begins last.
fn latest_start(text: &[char], stretches: &[Stretch<'_>], to: usize) -> Option<usize> {
    let mut reached = vec![text.len()];
    for (at, stretch) in stretches.iter().enumerate().take(to).rev().filter(|_| !text.is_empty()) {
        let more: Vec<usize> = reached
            .iter()
            .filter(|end| text[..**end].ends_with(stretch.characters))
            .map(|end| end - stretch.characters.len())
            .collect();
        if more.contains(&0) {
            return Some(at);
        }
        reached.extend(more);
        reached.sort_unstable();
        reached.dedup();
    }
    None
}

/// A place in a text that stretches lead to.
struct Reached {
    /// How much of the text is made.
    length: usize,
    /// In how many ways, 2 standing for more.
    ways: u8,
    /// The last step of one of them; the way, where it is the only one.
    step: Option<usize>,
}

/// Returns the way to make a text of stretches within a range of them, if there is exactly one.
fn only_way(text: &[char], stretches: &[Stretch<'_>], within: Range<usize>) -> Option<Vec<usize>> {
    if text.is_empty() || within.is_empty() {
        return None;
    }
    // A step is a stretch and the step before it.
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    let mut reached = vec![Reached { length: 0, ways: 1, step: None }];
    for at in within {
        let characters = stretches[at].characters;
        let fits = |from: &&Reached| text[from.length..].starts_with(characters);
        let more: Vec<(usize, u8, Option<usize>)> = reached
            .iter()
            .filter(fits)
            .map(|from| (from.length + characters.len(), from.ways, from.step))
            .collect();
        for (length, ways, before) in more {
            steps.push((at, before));
            let step = Some(steps.len() - 1);
            match reached.iter_mut().find(|known| known.length == length) {
                Some(known) => (known.ways, known.step) = ((known.ways + ways).min(2), step),
                None => reached.push(Reached { length, ways, step }),
            }
        }
    }
    let whole = reached.iter().find(|known| known.length == text.len() && known.ways == 1)?;
    let mut way = Vec::new();
    let mut step = whole.step;
    while let Some(at) = step {
        way.push(steps[at].0);
        step = steps[at].1;
    }
    way.reverse();
    Some(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(texts: &[&str], lines: &[&str]) -> Vec<Option<Vec<usize>>> {
        let characters = |text: &&str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
        let lines: Vec<Vec<char>> = lines.iter().map(characters).collect();
        let stretches: Vec<Stretch> = lines
            .iter()
            .enumerate()
            .map(|(line, own)| Stretch { line, range: 0..own.len(), characters: own })
            .collect();
        only_ways(&texts.iter().map(characters).collect::<Vec<_>>(), &stretches)
    }

    #[test]
    fn paragraphs_are_found_around_what_stands_between_their_lines() {
        let lines = ["một hai", "ba", "2", "chú thích", "bốn", "năm", "sáu"];
        assert_eq!(ways(&["một hai ba bốn", "năm sáu"], &lines), [Some(vec![0, 1, 4]), Some(vec![5, 6])]);
    }

    #[test]
    fn a_line_that_only_looks_like_the_beginning_of_the_next_is_passed_over() {
        assert_eq!(ways(&["tổng 1.000 người"], &["tổng", "1", "1.000 người"]), [Some(vec![0, 2])]);
    }

    #[test]
    fn where_two_lines_are_the_same_none_is_guessed() {
        assert_eq!(ways(&["Có."], &["Có.", "Có."]), [None]);
        assert_eq!(ways(&["Có.", "Có."], &["Có.", "Có."]), [Some(vec![0]), Some(vec![1])]);
        assert_eq!(ways(&["Có.", "Không."], &["Có.", "Không.", "Có."]), [Some(vec![0]), Some(vec![1])]);
    }

    #[test]
    fn a_text_that_no_lines_make_leaves_the_others_in_their_places() {
        assert_eq!(ways(&["một", "lạ", "hai"], &["một", "hai"]), [Some(vec![0]), None, Some(vec![1])]);
        assert_eq!(ways(&["một", ""], &["một"]), [Some(vec![0]), None]);
    }
}
