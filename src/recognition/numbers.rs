//! Numbers that were read in pieces: a typewriter's points and figures stand as far apart as words of other faces.

use super::read_line::ReadLine;
use super::read_word::ReadWord;
use crate::document::BoundingBox;

/// Figures of one number stand nearer than this part of the line's height, and its points and commas nearer than that.
const FIGURES: f32 = 0.4;
const POINTS: f32 = 0.65;

/// Joins the words of a line that are one number by what lies between them. `parts` are those of its print.
pub(super) fn join(line: &mut ReadLine, parts: &[BoundingBox]) {
    if !line.words.windows(2).any(|pair| pair.iter().all(is_of_number)) {
        return;
    }
    let height = parts.iter().map(|part| part.height()).max().unwrap_or(0) as f32;
    let mut words: Vec<ReadWord> = Vec::with_capacity(line.words.len());
    for word in std::mem::take(&mut line.words) {
        let is_joined = words.last().is_some_and(|before| is_one_number(before, &word, parts, height));
        match words.last_mut().filter(|_| is_joined) {
            Some(before) => {
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

/// Returns whether two words, one behind the other, stand as near as the figures of a number do.
fn is_one_number(before: &ReadWord, word: &ReadWord, parts: &[BoundingBox], height: f32) -> bool {
    let (Some(left), Some(right)) = (before.bbox, word.bbox) else { return false };
    if !is_of_number(before) || !is_of_number(word) {
        return false;
    }
    // The boxes of words reach over the blanks beside them.
    let edge = u32::midpoint(left.x1, right.x0);
    let end = parts.iter().filter(|part| part.middle().0 < edge).map(|part| part.x1).max();
    let start = parts.iter().filter(|part| part.middle().0 >= edge).map(|part| part.x0).min();
    let gap = end.zip(start).map_or(f32::MAX, |(end, start)| start.saturating_sub(end) as f32);
    let is_point = before.text().ends_with(['.', ',']) || word.text().starts_with(['.', ',']);
    gap < height * if is_point { POINTS } else { FIGURES }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// A line of words, each from one place to another, with ink as wide.
    fn joined(words: &[(&str, u32, u32)]) -> String {
        let spans: String = words
            .iter()
            .map(|(text, x0, x1)| {
                format!("<span class='ocrx_word' title='bbox {x0} 10 {x1} 40; x_wconf 90'>{text}</span>")
            })
            .collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>");
        let mut line: ReadLine = hocr::lines(&html).remove(0);
        let ink: Vec<BoundingBox> =
            words.iter().map(|(_, x0, x1)| BoundingBox::new(*x0, 10, *x1, 40)).collect();
        join(&mut line, &ink);
        line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn figures_and_points_that_stand_near_are_one_number() {
        assert_eq!(joined(&[("1.", 0, 40), ("834", 58, 120)]), "1.834");
        assert_eq!(joined(&[("2", 0, 20), (".", 38, 42), ("921", 60, 120)]), "2.921");
        assert_eq!(joined(&[("4", 0, 20), ("68", 28, 70)]), "468");
    }

    #[test]
    fn numbers_that_stand_apart_and_words_stay_as_they_are() {
        assert_eq!(joined(&[("12", 0, 40), ("15", 60, 100)]), "12 15");
        assert_eq!(joined(&[("ngày", 0, 60), ("15", 68, 100)]), "ngày 15");
        assert_eq!(joined(&[("12,5", 0, 60), ("%", 64, 80)]), "12,5 %");
    }
}
