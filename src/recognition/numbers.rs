//! Numbers that were read in pieces: a typewriter's points and figures stand as far apart as words of other faces.

use super::read_line::ReadLine;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;
use crate::document::BoundingBox;

/// Figures of one number stand no farther apart than this part of their height, and with a point or comma between them than that: of
/// most faces, and of a typewriter's, each of whose figures takes more than so much of it.
const FIGURES: (f32, f32) = (0.35, 0.65);
const POINTS: (f32, f32) = (0.75, 1.5);
const TYPEWRITER: f32 = 0.88;
/// A point or comma is lower and narrower than this part of a figure's height.
const POINT: f32 = 0.4;
/// Figures of a group behind a point.
const GROUP: usize = 3;

/// Joins the words of a line that are one number by what lies between them. `parts` are those of its print.
pub(super) fn join(line: &mut ReadLine, parts: &[BoundingBox]) {
    if !line.words.windows(2).any(|pair| pair.iter().all(is_of_number)) {
        return;
    }
    let Some(height) = parts.iter().map(|part| part.height()).max() else { return };
    let print = Print::of(parts, height as f32, &line.words);
    let mut words: Vec<ReadWord> = Vec::with_capacity(line.words.len());
    for word in std::mem::take(&mut line.words) {
        let between = words.last().and_then(|before| print.between(before, &word));
        match words.last_mut().zip(between) {
            Some((before, point)) => {
                before.symbols.extend(point);
                before.bbox = before.bbox.zip(word.bbox).map(|(a, b)| a.union(b));
                before.confidence = before.confidence.zip(word.confidence).map(|(a, b)| a.min(b));
                before.symbols.extend(word.symbols);
            }
            None => words.push(word),
        }
    }
    line.words = words;
}

/// Returns whether a word is of figures, points and commas.
fn is_of_number(word: &ReadWord) -> bool {
    let text = word.text();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// The print of a line with numbers: its figures, and their points and commas.
struct Print {
    figures: Vec<BoundingBox>,
    points: Vec<BoundingBox>,
    /// How far apart figures of one number stand at most, in pixels, and with a point between them.
    apart: (f32, f32),
    /// The same with a point and a group of figures behind it, in every face.
    grouped: f32,
}

impl Print {
    fn of(parts: &[BoundingBox], height: f32, words: &[ReadWord]) -> Self {
        let is_point = |part: &BoundingBox| (part.height().max(part.width()) as f32) < POINT * height;
        let (points, mut figures): (Vec<BoundingBox>, Vec<BoundingBox>) =
            parts.iter().copied().partition(is_point);
        figures.sort_by_key(|part| part.x0);
        // Figures of one word stand a figure's width apart.
        let holds = |word: &ReadWord, part: &BoundingBox| {
            word.bbox.is_some_and(|bbox| (bbox.x0..bbox.x1).contains(&part.middle().0))
        };
        let of_word =
            |pair: &&[BoundingBox]| words.iter().any(|word| pair.iter().all(|part| holds(word, part)));
        let steps = figures.windows(2).filter(of_word);
        let step = steps.map(|pair| pair[1].middle().0.saturating_sub(pair[0].middle().0)).min();
        let is_typewriter = step.is_some_and(|step| step as f32 > TYPEWRITER * height);
        let apart = if is_typewriter { (FIGURES.1, POINTS.1) } else { (FIGURES.0, POINTS.0) };
        Self { figures, points, apart: (apart.0 * height, apart.1 * height), grouped: POINTS.1 * height }
    }

    /// Returns what stands between two words, one behind the other, that are one number: nothing, or a point that was not read;
    /// `None` where they are two.
    fn between(&self, before: &ReadWord, word: &ReadWord) -> Option<Option<ReadSymbol>> {
        if !is_of_number(before) || !is_of_number(word) {
            return None;
        }
        // The boxes of words reach over the blanks beside them.
        let edge = u32::midpoint(before.bbox?.x1, word.bbox?.x0);
        let (left, right) =
            self.figures.split_at(self.figures.partition_point(|part| part.middle().0 < edge));
        let (end, start) = (left.last()?.x1, right.first()?.x0);
        let gap = start.saturating_sub(end) as f32;
        let (own, next) = (before.text(), word.text());
        if own.ends_with(['.', ',']) || next.starts_with(['.', ',']) {
            // Behind a point with a group of figures it is one number in every face; `1, 2` is two.
            let group = next.trim_start_matches('.');
            let figures = group.bytes().take_while(u8::is_ascii_digit).count();
            let is_grouped = !own.ends_with(',') && !next.starts_with(',') && matches!(figures, 0 | GROUP);
            let most = if is_grouped { self.apart.1.max(self.grouped) } else { self.apart.1 };
            return (gap < most).then_some(None);
        }
        let point = self.points.iter().find(|point| end <= point.middle().0 && point.middle().0 < start);
        let group = next.bytes().take_while(u8::is_ascii_digit).count();
        match point.filter(|_| group == GROUP && gap < self.apart.1) {
            Some(point) => {
                Some(Some(ReadSymbol { text: ".".into(), bbox: Some(*point), choices: Vec::new() }))
            }
            None => (gap < self.apart.0).then_some(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// Figures 20 wide and 30 high from place to place, and points 6 wide.
    fn joined(words: &[(&str, u32)], step: u32) -> String {
        let mut ink: Vec<BoundingBox> = Vec::new();
        let mut spans = String::new();
        for (text, x0) in words {
            let mut end = *x0;
            for (x, c) in (0..).map(|at| x0 + at * step).zip(text.chars()) {
                let (width, height) = if c.is_ascii_digit() { (20, 30) } else { (6, 6) };
                // `_` is a point that was not read.
                ink.push(BoundingBox::new(x, 40 - height, x + width, 40));
                end = x + width;
            }
            let text = text.replace('_', "");
            spans +=
                &format!("<span class='ocrx_word' title='bbox {x0} 10 {end} 40; x_wconf 90'>{text}</span>");
        }
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>");
        let mut line: ReadLine = hocr::lines(&html).remove(0);
        join(&mut line, &ink);
        line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn figures_and_points_that_stand_near_are_one_number() {
        assert_eq!(joined(&[("1.", 0), ("834", 30)], 23), "1.834");
        assert_eq!(joined(&[("2", 0), (".", 22), ("921", 31)], 23), "2.921");
        assert_eq!(joined(&[("4", 0), ("68", 23)], 23), "468");
        assert_eq!(joined(&[("17.", 0), ("950.", 78), ("000", 180)], 25), "17.950.000");
    }

    #[test]
    fn those_of_a_typewriter_stand_farther_apart() {
        assert_eq!(joined(&[("78,", 0), ("56", 90)], 30), "78,56");
        assert_eq!(joined(&[("1", 0), ("952", 35)], 30), "1952");
    }

    #[test]
    fn a_point_before_a_group_that_was_not_read_is_one() {
        assert_eq!(joined(&[("1_", 0), ("834", 30)], 23), "1.834");
        assert_eq!(joined(&[("1_", 0), ("834.500", 30)], 23), "1.834.500");
        assert_eq!(joined(&[("1_", 0), ("83", 40)], 23), "1 83", "no group");
    }

    #[test]
    fn numbers_that_stand_apart_and_words_stay_as_they_are() {
        assert_eq!(joined(&[("12", 0), ("15", 57)], 23), "12 15");
        assert_eq!(joined(&[("1,", 0), ("2", 52)], 23), "1, 2");
        assert_eq!(joined(&[("1.", 0), ("25", 52)], 23), "1. 25");
        assert_eq!(joined(&[("12", 0), ("15", 80)], 30), "12 15");
    }
}
