//! What was filled into a form's fields, set among the lines of its page.
//!
//! A PDF draws what its fields hold after the page, so that labels come first and all values behind them. A value stands in the line
//! of its label: the one left of it at its height, a tick in that which is nearest on either side. A value without a label is a line
//! of its own, behind what stands above it.

use crate::document::{BoundingBox, CellPlace, Grid, Line};

/// The part of the lower one's height that a value and the line of its label share.
const SHARED: f32 = 0.5;
/// How far from its label a drawn box stands at most, in its heights.
const NEAR: f32 = 8.0;
/// How much higher than its label a field for one line is at most; a higher one holds several.
const ONE_LINE: f32 = 2.5;

/// Sets values, each one's lines, among those of a page; boxes are in the same pixels as those of its tables. Nothing joins what stands in two cells.
pub fn enter(lines: &mut Vec<Line>, values: Vec<Vec<Line>>, grids: &[Grid]) {
    for value in values {
        let mut value = value.into_iter();
        let Some(first) = value.next() else { continue };
        let at = match first.bbox.and_then(|bbox| label_of(lines, bbox, is_tick(&first), grids)) {
            Some(label) => {
                let own = std::mem::replace(&mut lines[label], Line::from_text(""));
                lines[label] = joined(own, first);
                label
            }
            None => {
                let at = place_of(lines, first.bbox, grids);
                lines.insert(at, first);
                at
            }
        };
        lines.splice(at + 1..at + 1, value);
    }
}

fn is_tick(line: &Line) -> bool {
    crate::document::check_box::is_check_box(&line.text)
}

/// Sets boxes to be ticked that are drawn on the page, one a line, among the lines of the page: beside what stands near them at their
/// height, or in their cell. Others are no boxes of a form.
pub fn enter_boxes(lines: &mut Vec<Line>, boxes: Vec<Line>, grids: &[Grid]) {
    for own in boxes {
        let Some(bbox) = own.bbox else { continue };
        let is_set = |line: &Line| {
            line.words.iter().any(|word| word.bbox.is_some_and(|set| set.holds_middle_of(bbox)))
        };
        if lines.iter().any(is_set) {
            continue;
        }
        let near = label_of(lines, bbox, true, grids).filter(|at| {
            let gap = lines[*at].bbox.map_or(u32::MAX, |label| label.gap_across(bbox));
            gap as f32 <= NEAR * bbox.height() as f32
        });
        match near {
            Some(label) => {
                let line = std::mem::replace(&mut lines[label], Line::from_text(""));
                lines[label] = joined(line, own);
            }
            None if CellPlace::of(bbox, grids).is_some() => {
                let at = place_of(lines, Some(bbox), grids);
                lines.insert(at, own);
            }
            None => {}
        }
    }
}

/// Returns the line that a value stands in.
fn label_of(lines: &[Line], bbox: BoundingBox, is_tick: bool, grids: &[Grid]) -> Option<usize> {
    let place = CellPlace::of(bbox, grids);
    let level = lines.iter().enumerate().filter_map(|(at, line)| {
        let own = line.bbox?;
        let low = own.height().min(bbox.height()) as f32;
        let is_level = own.shared_height(bbox) as f32 >= SHARED * low;
        let is_one_line = bbox.height() as f32 <= ONE_LINE * own.height() as f32;
        (is_level && is_one_line && CellPlace::of(own, grids) == place).then_some((at, own))
    });
    let gap = |(at, own): (usize, BoundingBox)| {
        let is_left = own.middle().0 < bbox.x0 || own.x0 < bbox.x0;
        // What stands to the right of a text is the next label.
        (is_left || is_tick).then(|| (own.gap_across(bbox), is_left, at))
    };
    level.filter_map(gap).min().map(|(.., at)| at)
}

/// Returns where among the lines one goes that stands in a place: behind the last of those above it.
fn place_of(lines: &[Line], bbox: Option<BoundingBox>, grids: &[Grid]) -> usize {
    let Some(bbox) = bbox else { return lines.len() };
    let place = CellPlace::of(bbox, grids);
    let is_above = |line: &Line| {
        line.bbox.is_some_and(|own| own.middle().1 <= bbox.middle().1 && CellPlace::of(own, grids) == place)
    };
    lines.iter().rposition(is_above).map_or(0, |last| last + 1)
}

/// Returns a label's line with its value, left to right.
fn joined(label: Line, value: Line) -> Line {
    let legacy = label.legacy.map(|mut legacy| {
        legacy.text.push(' ');
        legacy.text.push_str(&value.ocr);
        legacy
    });
    let begins = value.words.first().and_then(|word| word.bbox).map(|bbox| bbox.middle().0);
    let is_behind =
        |other: Option<BoundingBox>| other.zip(begins).is_some_and(|(own, begins)| own.middle().0 > begins);
    let mut words = label.words;
    let at = words.iter().position(|word| is_behind(word.bbox)).unwrap_or(words.len());
    words.splice(at..at, value.words);
    let bbox = label.bbox.zip(value.bbox).map(|(own, other)| own.union(other));
    Line { legacy, ..Line::of_words(bbox, words) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Word;

    /// A line of one word, 20 high.
    fn line(text: &str, x0: u32, x1: u32, y: u32) -> Line {
        let bbox = Some(BoundingBox::new(x0, y, x1, y + 20));
        Line::of_words(None, vec![Word::as_read(text, None, bbox, None)])
    }

    fn texts(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn values_stand_behind_their_labels_and_ticks_beside_the_nearer() {
        let mut lines = vec![
            line("Đơn vị:", 0, 80, 0),
            line("Nam", 30, 70, 100),
            line("Nữ", 130, 150, 100),
            line("Hết", 0, 50, 200),
        ];
        let values = [line("Xã An Phú", 300, 500, 2), line("☑", 0, 20, 100), line("☐", 100, 120, 100)];
        enter(&mut lines, values.map(|value| vec![value]).to_vec(), &[]);
        assert_eq!(texts(&lines), ["Đơn vị: Xã An Phú", "☑ Nam", "☐ Nữ", "Hết"]);
    }

    #[test]
    fn a_value_without_a_label_stands_below_what_is_above_it_and_keeps_its_lines() {
        let mut lines = vec![line("Ý kiến", 0, 80, 0), line("Hết", 0, 50, 200)];
        enter(&mut lines, vec![vec![line("Đồng ý", 0, 90, 60), line("cả hai", 0, 90, 85)]], &[]);
        assert_eq!(texts(&lines), ["Ý kiến", "Đồng ý", "cả hai", "Hết"]);
    }

    #[test]
    fn a_drawn_box_far_from_all_print_or_under_a_word_is_left() {
        let mut lines = vec![line("Nam", 40, 80, 0), line("☐", 100, 120, 0)];
        let drawn =
            [line("☑", 10, 30, 0), line("☑", 100, 120, 0), line("☑", 900, 920, 0), line("☑", 10, 30, 300)];
        enter_boxes(&mut lines, drawn.to_vec(), &[]);
        assert_eq!(texts(&lines), ["☑ Nam", "☐"]);
    }
}
