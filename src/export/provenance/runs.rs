//! A text made of parts of lines: a field of the head, a cell of a table in running lines.
//!
//! A run is as much of a line as goes on with the text; it begins and ends with a word. The next run stands on one of the
//! lines below. As in [`chain`](super::chain), a text that can be found in two places is found in none, but for one that
//! stands whole in a single line: that is taken before any that is put together.

use std::ops::Range;

use super::source_line::SourceLine;

/// A part of a line: its index and a range of its visible characters.
pub(super) type Run = (usize, Range<usize>);

/// Returns the runs that a text is made of, if there is one way to make it of the lines, given by index in order; each run
/// stands at most `reach` of these below the one before.
pub(super) fn only_runs(
    text: &[char],
    lines: &[SourceLine<'_>],
    within: &[usize],
    reach: usize,
) -> Option<Vec<Run>> {
    if text.is_empty() {
        return None;
    }
    let whole = |line: usize| {
        let own = &lines[line];
        let starts = (0..own.visible.len()).filter(move |at| own.begins(*at));
        starts.filter_map(move |at| {
            let end = at + text.len();
            (own.visible[at..].starts_with(text) && own.ends(end)).then_some((line, at..end))
        })
    };
    let mut found = within.iter().flat_map(|line| whole(*line));
    match (found.next(), found.next()) {
        (Some(one), None) => Some(vec![one]),
        (Some(_), Some(_)) => None,
        (None, _) => joined(text, lines, within, reach),
    }
}

/// A beginning of the text that runs make.
struct Begun {
    length: usize,
    /// Place of its last line among those searched.
    last: usize,
    ways: u8,
    runs: Vec<Run>,
}

fn joined(text: &[char], lines: &[SourceLine<'_>], within: &[usize], reach: usize) -> Option<Vec<Run>> {
    let mut begun: Vec<Begun> = Vec::new();
    let (mut ways, mut way) = (0u8, None);
    for (place, line) in within.iter().enumerate() {
        let own = &lines[*line];
        let start = Begun { length: 0, last: place, ways: 1, runs: Vec::new() };
        begun.retain(|from| from.last + reach >= place);
        let mut more: Vec<Begun> = Vec::new();
        for from in std::iter::once(&start).chain(&begun) {
            for at in (0..own.visible.len()).filter(|at| own.begins(*at)) {
                let Some(end) = run(&text[from.length..], own, at) else { continue };
                let mut runs = from.runs.clone();
                runs.push((*line, at..end));
                let length = from.length + end - at;
                if length == text.len() {
                    ways = (ways + from.ways).min(2);
                    way = Some(runs);
                    continue;
                }
                match more.iter_mut().find(|known| known.length == length) {
                    Some(known) => known.ways = (known.ways + from.ways).min(2),
                    None => more.push(Begun { length, last: place, ways: from.ways, runs }),
                }
            }
        }
        begun.append(&mut more);
    }
    way.filter(|_| ways == 1)
}

/// Returns where the longest run of a text ends that begins at a place of a line.
fn run(text: &[char], line: &SourceLine<'_>, start: usize) -> Option<usize> {
    let same = text.iter().zip(&line.visible[start..]).take_while(|(a, b)| a == b).count();
    (start + 1..=start + same).rev().find(|end| line.ends(*end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Line;

    fn runs(text: &str, lines: &[&str]) -> Option<Vec<Run>> {
        let own: Vec<Line> = lines.iter().copied().map(Line::from_text).collect();
        let lines: Vec<SourceLine> =
            own.iter().zip(1..).map(|(line, number)| SourceLine::new(1, number, line, &[])).collect();
        let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        only_runs(&text, &lines, &(0..lines.len()).collect::<Vec<_>>(), 3)
    }

    #[test]
    fn a_field_is_found_within_its_line_and_over_two() {
        let lines = ["UBND TỈNH    CỘNG HÒA", "VĂN PHÒNG", "Số: 12/BC-VP Lâm Hải, ngày 18"];
        assert_eq!(runs("12/BC-VP", &lines), Some(vec![(2, 3..11)]));
        assert_eq!(runs("UBND TỈNH VĂN PHÒNG", &lines), Some(vec![(0, 0..8), (1, 0..8)]));
        assert_eq!(runs("TỈNH CỘNG", &lines), Some(vec![(0, 4..12)]));
    }

    #[test]
    fn a_part_of_a_word_is_no_place() {
        assert_eq!(runs("BC", &["12/BCVP"]), None);
        assert_eq!(runs("10", &["100", "210"]), None);
    }

    #[test]
    fn a_number_that_stands_twice_is_found_nowhere() {
        assert_eq!(runs("10", &["1 Kế hoạch 10", "2 Khen thưởng 10"]), None);
        assert_eq!(runs("10", &["10 10"]), None);
    }
}
