//! Labels at the heads of lines, read again with the first word alone.
//!
//! All of a heading hangs on its label, and of all words it is read worst: `2.1/` before a line comes back as `2`, `I.-` as `.-`.
//! The network reads a label right where it sees no more
//! of the line than the label and the word behind it.

use std::sync::LazyLock;

use regex::Regex;

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::line_reading::{SPACES, read_line};
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use super::text_lines::line_in;
use super::view::View;
use crate::document::BoundingBox;

/// A label read with less confidence than this, 0 to 1, is in doubt.
const DOUBT: f32 = 0.9;
/// The first word behind a label has so many letters, and is read with so much confidence, 0 to 1.
const LETTERS: usize = 2;
const SURE: f32 = 0.85;
/// Most words, and characters, that stand before it.
const MOST_WORDS: usize = 3;
const MOST_CHARACTERS: usize = 8;
/// Room before the first word in which print may stand that was not read, in its heights.
const ROOM: f32 = 0.6;
/// How much of the first word is read again, at least, as it was: of 1.
const SAME_WORD: f64 = 0.5;
/// Confidence, 0 to 1, from which a label read again is taken where there was none, and how much surer than the first reading it is.
const BELIEVABLE: f32 = 0.6;
const SURER: f32 = 0.02;

/// A label: `1.`, `2.1/`, `IV -`, `(a)`, `1.2`.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\(?(?:\d{1,2}(?:\.\d{1,2}){1,3}|(?:[IVXL]{1,5}|[A-ZĐ]|[a-zđ]|\d{1,2}(?:\.\d{1,2}){0,3})\s?(?:[.)/:][-–]?|[-–]))$",
    )
    .ok()
});

/// Reads again the labels that are in doubt, and those that were not read.
pub(super) fn read_line_heads(
    pieces: &mut [Piece],
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    for piece in pieces.iter_mut().filter(|piece| piece.place.is_none()) {
        let Some((count, area)) = doubtful_head(&piece.line) else { continue };
        let words = &mut piece.line.words;
        let Some(line) = line_in(view.ink.parts(), area, view.dpi) else { continue };
        let heard = read_line(view, &line, &SPACES, read)?;
        let label = label_before(heard.words, &words[count]);
        if is_better(&label, &words[..count]) {
            words.splice(..count, label);
        }
    }
    Ok(())
}

/// Returns how many words stand before the first one of a line where they may be a label misread, and the box from where they
/// begin to the end of that word.
fn doubtful_head(line: &ReadLine) -> Option<(usize, BoundingBox)> {
    let is_sure =
        |word: &ReadWord| word.letters() >= LETTERS && word.confidence.is_none_or(|own| own >= SURE);
    let count = line.words.iter().take(MOST_WORDS + 1).position(is_sure)?;
    let first = line.words[count].bbox?;
    let head = &line.words[..count];
    // A line's box may begin behind its first word.
    let left = line.bbox.map_or(first.x0, |bbox| bbox.x0.min(first.x0));
    let left = head.iter().filter_map(|word| word.bbox).fold(left, |left, bbox| left.min(bbox.x0));
    let area = BoundingBox::new(left, first.y0, first.x1, first.y1);
    let text: String = head.iter().map(ReadWord::text).collect();
    let is_unsure = |word: &ReadWord| word.confidence.is_some_and(|own| own < DOUBT);
    // A word in doubt is none to be left out.
    let is_word = |word: &ReadWord| word.letters() >= LETTERS && !word.text().chars().all(is_of_label);
    if head.iter().any(is_word) {
        return None;
    }
    let is_doubtful = match head {
        [] => (first.x0 - left) as f32 > ROOM * first.height() as f32,
        _ => text.chars().count() <= MOST_CHARACTERS && (head.iter().any(is_unsure) || is_upright_dash(head)),
    };
    is_doubtful.then_some((count, area))
}

/// Returns whether a character may be of a roman number, or closes a label; strokes are read for these.
fn is_of_label(c: char) -> bool {
    matches!(c, 'I' | 'V' | 'X' | 'L' | 'U' | 'l' | 'i') || !c.is_alphabetic()
}

/// Returns whether this is a dash that is higher than wide: a one, or a stroke.
fn is_upright_dash(head: &[ReadWord]) -> bool {
    let [word] = head else { return false };
    matches!(word.text().as_str(), "-" | "–" | "—")
        && word.bbox.is_some_and(|bbox| bbox.height() > bbox.width())
}

/// Returns what was read before the first word of a line; nothing where that word was read as another.
fn label_before(heard: Vec<ReadWord>, first: &ReadWord) -> Vec<ReadWord> {
    let text = first.text().to_lowercase();
    let is_first =
        |word: &ReadWord| strsim::normalized_levenshtein(&word.text().to_lowercase(), &text) >= SAME_WORD;
    let at = heard.iter().position(is_first).unwrap_or(0);
    heard.into_iter().take(at).collect()
}

/// Returns whether a second reading of a label is to take the place of the first.
fn is_better(label: &[ReadWord], first: &[ReadWord]) -> bool {
    let confidence = least_confidence(label);
    if !is_label(label) || confidence < BELIEVABLE {
        return false;
    }
    !is_label(first) || confidence >= least_confidence(first) + SURER
}

fn is_label(words: &[ReadWord]) -> bool {
    let text: Vec<String> = words.iter().map(ReadWord::text).collect();
    LABEL.as_ref().is_some_and(|label| label.is_match(&text.join(" ")))
}

fn least_confidence(words: &[ReadWord]) -> f32 {
    words.iter().filter_map(|word| word.confidence).fold(1.0, f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// A line of words as (text, confidence in hundredths, left, right), 30 high; its own box begins at `left`.
    fn line(left: u32, of: &[(&str, u32, u32, u32)]) -> ReadLine {
        let word = |(text, confidence, x0, x1): &(&str, u32, u32, u32)| {
            let bottom = if x1 - x0 < 5 { 12 } else { 40 };
            format!(
                "<span class='ocrx_word' title='bbox {x0} 10 {x1} {bottom}; x_wconf {confidence}'>{text}</span> "
            )
        };
        let spans: String = of.iter().map(word).collect();
        let line = format!("<span class='ocr_line' title='bbox {left} 10 900 40'>{spans}</span>");
        hocr::lines(&format!("<div class='ocr_page'>{line}</div>")).remove(0)
    }

    fn count(left: u32, of: &[(&str, u32, u32, u32)]) -> Option<usize> {
        doubtful_head(&line(left, of)).map(|(count, _)| count)
    }

    #[test]
    fn labels_in_doubt_or_lost_are_read_again_and_others_are_not() {
        let gauge = ("Trạm", 96, 60, 140);
        assert_eq!(count(10, &[("2", 57, 10, 50), gauge]), Some(1));
        assert_eq!(count(10, &[gauge, ("một", 96, 150, 200)]), Some(0), "room before the first word");
        assert_eq!(count(10, &[("-", 93, 20, 28), gauge]), Some(1), "a dash higher than wide");
        assert_eq!(count(10, &[("1", 95, 10, 20), ("-", 70, 24, 40), gauge]), Some(2));
        assert_eq!(count(10, &[("2)", 96, 10, 20), ("Cac", 60, 24, 50), gauge]), None, "a word in doubt");
        assert_eq!(count(10, &[("IIL", 60, 10, 50), gauge]), Some(1));
        assert_eq!(count(10, &[("2.", 96, 10, 40), gauge]), None);
        assert_eq!(count(58, &[gauge]), None);
        assert_eq!(count(80, &[gauge]), None, "a box that begins behind it");
        assert_eq!(count(10, &[("12.345.678", 50, 10, 50), gauge]), None, "an amount");
        assert_eq!(count(10, &[("2", 57, 10, 50)]), None, "nothing stands behind");
    }

    #[test]
    fn what_is_read_again_is_taken_if_it_is_a_label_before_the_same_word_and_surer() {
        let read = |first: &[(&str, u32, u32, u32)], second: &[(&str, u32, u32, u32)]| {
            let (first, second) = (line(10, first).words, line(10, second).words);
            let (anchor, head) = first.split_last().unwrap();
            let label = label_before(second, anchor);
            is_better(&label, head)
        };
        let gauge = ("Trạm", 96, 60, 140);
        let two = ("2", 57, 10, 50);
        assert!(read(&[two, gauge], &[("2.1/", 80, 10, 50), ("Tram", 90, 60, 140)]));
        assert!(read(&[gauge], &[("I", 80, 10, 30), ("-", 80, 34, 50), gauge]));
        assert!(!read(&[two, gauge], &[("2.1/", 80, 10, 50), ("gió", 90, 60, 140)]), "another word");
        assert!(!read(&[two, gauge], &[("2.1/", 50, 10, 50), gauge]), "hardly believed");
        assert!(!read(&[two, gauge], &[("7", 95, 10, 50), gauge]), "no label");
        let label = ("9.", 70, 10, 50);
        assert!(read(&[label, gauge], &[("2.", 90, 10, 50), gauge]));
        assert!(!read(&[label, gauge], &[("2.", 70, 10, 50), gauge]), "no surer");
    }
}
