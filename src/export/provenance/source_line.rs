//! A restored line as it is searched: its visible characters, and where its edits stand in it.

use std::ops::Range;

use crate::document::{Edit, Line, ledger};

/// A line of the document with what was changed in it.
#[derive(Debug, Clone)]
pub struct SourceLine<'a> {
    /// Its page.
    pub page: u32,
    /// Its number on the page, from 1.
    pub number: u32,
    /// The line itself.
    pub line: &'a Line,
    /// Its edits, by span, each with its number in [`Document::edits`](crate::document::Document::edits) and the range of
    /// characters of [`Line::text`] that it put there. None where they do not explain the text.
    pub edits: Vec<(usize, &'a Edit, Range<u32>)>,
    /// The characters of the text that are no blanks.
    pub(super) visible: Vec<char>,
    /// Where each of them stands in the text.
    pub(super) places: Vec<u32>,
}

impl<'a> SourceLine<'a> {
    /// Reads a line; `edits` are those that name it.
    pub(super) fn new(page: u32, number: u32, line: &'a Line, edits: &[(usize, &'a Edit)]) -> Self {
        let (mut visible, mut places) = (Vec::new(), Vec::new());
        for (at, character) in (0..).zip(line.text.chars()).filter(|(_, c)| !c.is_whitespace()) {
            visible.push(character);
            places.push(at);
        }
        Self { page, number, line, edits: placed(line, edits), visible, places }
    }

    /// Returns whether a token begins at a visible character: behind a blank, or behind what is neither letter nor digit.
    pub(super) fn begins(&self, at: usize) -> bool {
        at == 0
            || self.visible.get(at).is_some()
                && (self.places[at] > self.places[at - 1] + 1 || !self.visible[at - 1].is_alphanumeric())
    }

    /// Returns whether a token may end before a visible character.
    pub(super) fn ends(&self, at: usize) -> bool {
        at >= self.visible.len()
            || at > 0
                && (self.places[at] > self.places[at - 1] + 1
                    || !self.visible[at].is_alphanumeric()
                    || !self.visible[at - 1].is_alphanumeric())
    }

    /// Returns whether a blank stands before a visible character, or nothing.
    pub(super) fn follows_blank(&self, at: usize) -> bool {
        at == 0 || self.places.get(at).is_some_and(|place| *place > self.places[at - 1] + 1)
    }

    /// Returns which characters of a range of the text are no blanks.
    pub fn visible_in(&self, range: &Range<u32>) -> &[u32] {
        let from = self.places.partition_point(|at| *at < range.start);
        let to = self.places.partition_point(|at| *at < range.end);
        self.places.get(from..to).unwrap_or_default()
    }

    /// Returns the last character before a place of the text that is no blank.
    pub fn visible_before(&self, at: u32) -> Option<u32> {
        self.visible_in(&(0..at)).last().copied()
    }

    /// Returns the first character from a place of the text on that is no blank.
    pub fn visible_from(&self, at: u32) -> Option<u32> {
        self.visible_in(&(at..u32::MAX)).first().copied()
    }

    /// Returns where a span of the recognised text stands in the restored one, whole edits where they are touched; `None`
    /// where the edits do not explain the text.
    pub fn restored(&self, span: [u32; 2]) -> Option<Range<u32>> {
        if self.edits.is_empty() && self.line.text != self.line.ocr {
            return None;
        }
        let place = |at: u32, is_end: bool| {
            // How far the restored text is ahead of the recognised one.
            let mut ahead = 0;
            for (_, edit, own) in &self.edits {
                let [start, end] = edit.span;
                if at < start || at == start && start < end {
                    break;
                }
                if at < end {
                    return if is_end { own.end } else { own.start };
                }
                ahead = i64::from(own.end) - i64::from(end);
            }
            (i64::from(at) + ahead).max(0) as u32
        };
        Some(place(span[0], false)..place(span[1], true))
    }

    /// Returns the recognised characters behind a range of the text, in characters; whole edits where they are touched.
    pub(super) fn recognised(&self, range: &Range<u32>) -> &'a str {
        // How far the recognised text is ahead of the restored one, behind each edit.
        let mut ahead = 0;
        let (mut start, mut end) = (None, None);
        let recognised = |at: u32, ahead: i64| (i64::from(at) + ahead).max(0) as u32;
        for (_, edit, own) in &self.edits {
            if own.start >= range.end {
                break;
            }
            if own.end > range.start {
                start = start.or(Some(if own.start <= range.start {
                    edit.span[0]
                } else {
                    recognised(range.start, ahead)
                }));
                end = (own.end >= range.end).then_some(edit.span[1]);
            }
            ahead = i64::from(edit.span[1]) - i64::from(own.end);
        }
        let start = start.unwrap_or(recognised(range.start, ahead));
        let end = end.unwrap_or(recognised(range.end, ahead));
        ledger::slice(&self.line.ocr, [start, end.max(start)]).unwrap_or_default()
    }
}

/// Returns where a line's edits stand in its restored text; none where they do not make it of the recognised one.
fn placed<'a>(line: &Line, edits: &[(usize, &'a Edit)]) -> Vec<(usize, &'a Edit, Range<u32>)> {
    let mut placed = Vec::with_capacity(edits.len());
    let (mut at, mut in_text) = (0, 0);
    for (number, edit) in edits {
        let [start, end] = edit.span;
        if start < at || end < start {
            return Vec::new();
        }
        in_text += start - at;
        let length = edit.after.chars().count() as u32;
        placed.push((*number, *edit, in_text..in_text + length));
        (at, in_text) = (end, in_text + length);
    }
    let quotes = |(_, edit): &(usize, &Edit)| {
        ledger::slice(&line.ocr, edit.span).is_some_and(|before| before == edit.before)
    };
    let explains = edits.iter().all(quotes)
        && ledger::text_with(&line.ocr, edits.iter().map(|(_, edit)| *edit)) == line.text;
    if explains { placed } else { Vec::new() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::export) fn edit(ocr: &str, span: [u32; 2], after: &str) -> Edit {
        Edit {
            page: 1,
            line: 1,
            span,
            before: ledger::slice(ocr, span).expect("within").to_owned(),
            after: after.to_owned(),
            reason: "test".to_owned(),
            confidence: 0.9,
        }
    }

    #[test]
    fn what_was_recognised_behind_a_part_of_a_line_takes_whole_edits() {
        let ocr = "Co quan co 45 bien che'";
        let edits = [edit(ocr, [0, 7], "Cơ quan"), edit(ocr, [14, 18], "biên"), edit(ocr, [22, 23], "^[1]")];
        let mut line = Line::from_text(ocr);
        line.text = ledger::text_with(ocr, &edits);
        let numbered: Vec<(usize, &Edit)> = edits.iter().enumerate().collect();
        let source = SourceLine::new(1, 1, &line, &numbered);
        assert_eq!(line.text, "Cơ quan co 45 biên che^[1]");
        let cases = [
            (0..7, "Co quan"),
            (3..10, "Co quan co"),
            (8..13, "co 45"),
            (14..18, "bien"),
            (11..21, "45 bien ch"),
            (19..26, "che'"),
            (0..26, ocr),
        ];
        for (range, expected) in cases {
            assert_eq!(source.recognised(&range), expected, "{range:?}");
        }
    }

    #[test]
    fn words_keep_their_places_behind_edits() {
        let ocr = "Co quan cua ~ tinh";
        let edits =
            [edit(ocr, [0, 7], "Cơ quan này"), edit(ocr, [12, 13], ""), edit(ocr, [14, 18], "tỉnh^[1]")];
        let mut line = Line::from_text(ocr);
        line.text = ledger::text_with(ocr, &edits);
        let numbered: Vec<(usize, &Edit)> = edits.iter().enumerate().collect();
        let source = SourceLine::new(1, 1, &line, &numbered);
        let restored = |span| {
            let range = source.restored(span).expect("explained");
            line.text.chars().skip(range.start as usize).take(range.len()).collect::<String>()
        };
        let cases = [
            ([0, 2], "Cơ quan này"),
            ([3, 7], "Cơ quan này"),
            ([8, 11], "cua"),
            ([12, 13], ""),
            ([14, 18], "tỉnh^[1]"),
        ];
        for (span, expected) in cases {
            assert_eq!(restored(span), expected, "{span:?}");
        }
    }

    #[test]
    fn edits_that_do_not_make_the_text_stand_nowhere() {
        let ocr = "Co quan";
        let edits = [edit(ocr, [0, 2], "Cơ")];
        let numbered: Vec<(usize, &Edit)> = edits.iter().enumerate().collect();
        let line = Line::from_text(ocr);
        assert!(SourceLine::new(1, 1, &line, &numbered).edits.is_empty());
    }
}
