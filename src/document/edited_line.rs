//! A recognised line with its edits: which printed characters stand where, before and after.

use std::borrow::Cow;
use std::ops::Range;

use super::Edit;
use super::characters::Characters;

/// A line cut at its edits.
///
/// Its pieces follow each other without a gap in the recognised text and in the restored one. A piece is the recognised
/// text itself, character for character, or what one edit made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedLine<'a> {
    pieces: Vec<Piece<'a>>,
}

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands in the recognised text.
    pub span: [u32; 2],
    /// Where it stands in the restored text.
    pub range: Range<u32>,
    /// How it reads now.
    pub text: Cow<'a, str>,
    /// The number of the edit that made it, as whoever made the line counts them; `None` for the recognised text itself.
    pub edit: Option<usize>,
}

impl<'a> EditedLine<'a> {
    /// Cuts a recognised text at edits, given by number and in order; `None` where they overlap or lie outside it.
    pub fn new(ocr: &'a str, edits: impl IntoIterator<Item = (usize, &'a Edit)>) -> Option<Self> {
        let characters = Characters::of(ocr);
        let mut line = Self { pieces: Vec::new() };
        let mut at = 0;
        for (number, edit) in edits {
            let [start, end] = edit.span;
            if start < at || end < start {
                return None;
            }
            line.push([at, start], characters.slice([at, start])?.into(), None);
            characters.slice(edit.span)?;
            line.push(edit.span, edit.after.as_str().into(), Some(number));
            at = end;
        }
        let end = characters.count();
        line.push([at, end], characters.slice([at, end])?.into(), None);
        Some(line)
    }

    /// Takes a whole line for one edit of this number, where nothing tells how its text came about.
    pub fn unexplained(ocr: &str, text: &'a str, number: usize) -> Self {
        let mut line = Self { pieces: Vec::new() };
        line.push([0, ocr.chars().count() as u32], text.into(), Some(number));
        line
    }

    fn push(&mut self, span: [u32; 2], text: Cow<'a, str>, edit: Option<usize>) {
        if edit.is_some() || !text.is_empty() {
            let start = self.length();
            let range = start..start + text.chars().count() as u32;
            self.pieces.push(Piece { span, range, text, edit });
        }
    }

    /// Returns its pieces, in order.
    pub fn pieces(&self) -> &[Piece<'a>] {
        &self.pieces
    }

    /// Returns its restored text.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| &*piece.text).collect()
    }

    /// Returns the length of its restored text, in characters.
    pub fn length(&self) -> u32 {
        self.pieces.last().map_or(0, |last| last.range.end)
    }

    /// Returns where a span of the recognised text stands in the restored one, whole edits where they are touched; `None`
    /// where nothing is left of it, or nothing ever stood there.
    pub fn restored(&self, span: [u32; 2]) -> Option<Range<u32>> {
        let touches = |piece: &&Piece| piece.span[0] < span[1] && span[0] < piece.span[1];
        // Pieces stand in order, and a line may have a hundred thousand.
        let from = self.pieces.partition_point(|piece| piece.span[1] <= span[0]);
        let mut touched =
            self.pieces[from..].iter().take_while(|piece| piece.span[0] < span[1]).filter(touches);
        let first = touched.next()?;
        let last = touched.last().unwrap_or(first);
        let at = |piece: &Piece, place: u32, edge: u32| match piece.edit {
            None => piece.range.start + place.clamp(piece.span[0], piece.span[1]) - piece.span[0],
            Some(_) => edge,
        };
        Some(at(first, span[0], first.range.start)..at(last, span[1], last.range.end))
    }

    /// Returns the recognised span behind a range of the restored text, whole edits where they are touched.
    pub fn recognised(&self, range: &Range<u32>) -> [u32; 2] {
        let from = self.pieces.partition_point(|piece| piece.range.end <= range.start);
        let touched: Vec<&Piece> = self.pieces[from..]
            .iter()
            .take_while(|piece| piece.range.start < range.end)
            .filter(|piece| piece.range.start < range.end && range.start < piece.range.end)
            .collect();
        let (Some(first), Some(last)) = (touched.first(), touched.last()) else { return [0, 0] };
        let at = |piece: &Piece, place: u32, edge: u32| match piece.edit {
            None => piece.span[0] + place.clamp(piece.range.start, piece.range.end) - piece.range.start,
            Some(_) => edge,
        };
        [at(first, range.start, first.span[0]), at(last, range.end, last.span[1])]
    }

    /// Returns what the characters of a word have become, given those of the recognised text and the word's span there. An edit
    /// over several words is the first one's, and the words that it swallowed are empty; what was put in at a word's end is
    /// that word's.
    pub fn word(&self, characters: &Characters<'_>, [start, end]: [u32; 2]) -> String {
        let mut text = String::new();
        let from = self.pieces.partition_point(|piece| piece.span[1] <= start);
        let own = |piece: &&Piece| piece.span[0] < end || piece.span == [end, end];
        for piece in self.pieces[from..].iter().take_while(own) {
            let [first, last] = piece.span;
            match piece.edit {
                None => {
                    text.push_str(characters.slice([first.max(start), last.min(end)]).unwrap_or_default())
                }
                Some(_) if first >= start => text.push_str(&piece.text),
                Some(_) => {}
            }
        }
        text
    }

    /// Replaces characters of the restored text. An edit that is only partly within is made anew as a whole, by this one.
    pub fn replace(&mut self, range: Range<u32>, after: &str, number: usize) {
        let mut kept = Self { pieces: Vec::with_capacity(self.pieces.len() + 2) };
        let mut merged: Option<([u32; 2], String)> = None;
        let mut tail: Vec<Piece<'_>> = Vec::new();
        for piece in std::mem::take(&mut self.pieces) {
            let Range { start, end } = piece.range;
            if end <= range.start && merged.is_none() {
                kept.push(piece.span, piece.text, piece.edit);
                continue;
            }
            if start >= range.end {
                tail.push(piece);
                continue;
            }
            let (from, to) = (range.start.saturating_sub(start), range.end.min(end) - start);
            let (head, rest) = split(&piece.text, from);
            let (_, foot) = split(rest, to.saturating_sub(from));
            let (mut span, mut own_head) = (piece.span, head);
            let mut own_foot = foot;
            if piece.edit.is_none() {
                kept.push([span[0], span[0] + from], head.to_owned().into(), None);
                if !foot.is_empty() {
                    let [at, end] = [span[0] + to, span[1]];
                    tail.push(Piece {
                        span: [at, end],
                        range: 0..0,
                        text: foot.to_owned().into(),
                        edit: None,
                    });
                }
                span = [span[0] + from, span[0] + to];
                (own_head, own_foot) = ("", "");
            }
            merged = Some(match merged {
                None => (span, format!("{own_head}{after}{own_foot}")),
                Some((first, text)) => ([first[0], span[1]], format!("{text}{own_foot}")),
            });
        }
        if let Some((span, text)) = merged {
            kept.push(span, text.into(), Some(number));
        }
        for piece in tail {
            kept.push(piece.span, piece.text, piece.edit);
        }
        *self = kept;
    }
}

/// Parts a text behind a number of characters.
fn split(text: &str, characters: u32) -> (&str, &str) {
    let mut rest = text.chars();
    if let Some(before) = characters.checked_sub(1) {
        rest.nth(before as usize);
    }
    text.split_at(text.len() - rest.as_str().len())
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{Author, ledger};

    /// An edit of a recognised text.
    pub(crate) fn edit(ocr: &str, span: [u32; 2], after: &str) -> Edit {
        Edit {
            page: 1,
            line: 1,
            span,
            before: ledger::slice(ocr, span).expect("within").to_owned(),
            after: after.to_owned(),
            reason: "test".to_owned(),
            confidence: 0.9,
            by: Author::Repair,
            time: None,
            replaced: Vec::new(),
        }
    }

    fn edits(ocr: &str, edits: &[([u32; 2], &str)]) -> Vec<Edit> {
        edits.iter().map(|(span, after)| edit(ocr, *span, after)).collect()
    }

    fn line<'a>(ocr: &'a str, edits: &'a [Edit]) -> EditedLine<'a> {
        EditedLine::new(ocr, edits.iter().enumerate()).expect("in order")
    }

    fn slice(text: &str, range: Range<u32>) -> String {
        text.chars().skip(range.start as usize).take(range.len()).collect()
    }

    #[test]
    fn what_was_recognised_behind_a_part_of_a_line_takes_whole_edits() {
        let ocr = "Co quan co 45 bien che'";
        let edits = edits(ocr, &[([0, 7], "Cơ quan"), ([14, 18], "biên"), ([22, 23], "^[1]")]);
        let line = line(ocr, &edits);
        assert_eq!(line.text(), "Cơ quan co 45 biên che^[1]");
        for (range, expected) in [
            (0..7, "Co quan"),
            (3..10, "Co quan co"),
            (8..13, "co 45"),
            (14..18, "bien"),
            (11..21, "45 bien ch"),
            (19..26, "che'"),
            (0..26, ocr),
        ] {
            assert_eq!(ledger::slice(ocr, line.recognised(&range)), Some(expected), "{range:?}");
        }
    }

    #[test]
    fn words_keep_their_places_behind_edits() {
        let ocr = "Co quan cua ~ tinh";
        let edits = edits(ocr, &[([0, 7], "Cơ quan này"), ([12, 13], ""), ([14, 18], "tỉnh^[1]")]);
        let line = line(ocr, &edits);
        for (span, expected) in [
            ([0, 2], "Cơ quan này"),
            ([3, 7], "Cơ quan này"),
            ([8, 11], "cua"),
            ([12, 13], ""),
            ([14, 18], "tỉnh^[1]"),
        ] {
            let range = line.restored(span).expect("it stands there");
            assert_eq!(slice(&line.text(), range), expected, "{span:?}");
        }
    }

    #[test]
    fn edits_that_overlap_or_lie_outside_make_no_line() {
        let ocr = "Co quan";
        let two = [edit(ocr, [0, 4], "a"), edit(ocr, [3, 7], "b")];
        assert_eq!(EditedLine::new(ocr, two.iter().enumerate()), None);
        let mut outside = edit(ocr, [0, 7], "a");
        outside.span = [3, 9];
        assert_eq!(EditedLine::new(ocr, [(0, &outside)]), None);
    }

    #[test]
    fn a_change_inside_an_edited_word_takes_the_whole_word() {
        let ocr = "dia ban Tinh'. Hoat dong";
        let edits = edits(ocr, &[([8, 13], "Tỉnh'")]);
        let mut line = line(ocr, &edits);
        line.replace(12..13, "^[1]", 7);
        assert_eq!(line.text(), "dia ban Tỉnh^[1]. Hoat dong");
        let changed: Vec<(&str, [u32; 2])> =
            line.pieces().iter().filter(|p| p.edit == Some(7)).map(|p| (&*p.text, p.span)).collect();
        assert_eq!(changed, [("Tỉnh^[1]", [8, 13])]);
    }

    proptest! {
        /// Whatever is replaced, the text is what replacing gives, the pieces cover both texts without a gap, and those that
        /// are no edit are the recognised text.
        #[test]
        fn pieces_cover_both_texts_whatever_is_replaced(
            ocr in "[a-cơ ]{0,12}",
            changes in prop::collection::vec((0_u32..14, 0_u32..14, "[x-z]{0,3}"), 0..6),
        ) {
            let mut line = EditedLine::new(&ocr, []).expect("no edits");
            let mut text: Vec<char> = ocr.chars().collect();
            for (number, (a, b, after)) in changes.iter().enumerate() {
                let (start, end) = ((*a).min(*b), (*a).max(*b));
                if start == end || end as usize > text.len() {
                    continue;
                }
                line.replace(start..end, after, number);
                text.splice(start as usize..end as usize, after.chars());
            }
            prop_assert_eq!(line.text(), text.iter().collect::<String>());
            let (mut at, mut place) = (0, 0);
            for piece in line.pieces() {
                prop_assert_eq!((piece.span[0], piece.range.start), (at, place));
                prop_assert_eq!(piece.range.len(), piece.text.chars().count());
                if piece.edit.is_none() {
                    prop_assert_eq!(ledger::slice(&ocr, piece.span), Some(&*piece.text));
                }
                (at, place) = (piece.span[1], piece.range.end);
            }
            prop_assert_eq!((at as usize, place as usize), (ocr.chars().count(), text.len()));
        }
    }
}
