//! The one place that applies [`Edit`]s.
//!
//! Stages propose edits against [`Line::ocr`](super::Line::ocr); [`apply`] settles overlaps, rewrites the lines'
//! texts and their words, and keeps the list in order. [`take_back`] takes edits back: all, the machine's, or a person's.
//!
//! A later proposal whose span covers an earlier one takes its place, the reasons of both kept in order, and keeps what
//! another had made there ([`Edit::replaced`]); one that only partly overlaps, or lies outside its line, or misquotes the
//! text it would replace, is refused.

use std::collections::BTreeMap;

use super::characters::Characters;
use super::edited_line::EditedLine;
use super::{Author, Document, Edit, Line, Page};

/// Why a proposed edit was not applied.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LedgerError {
    /// The edit names a page or line that the document does not have.
    #[error("edit on page {page}, line {line}: no such line")]
    NoSuchLine {
        /// Page named.
        page: u32,
        /// Line named.
        line: u32,
    },
    /// The edit's span runs backwards or past the end of the line.
    #[error(
        "edit on page {page}, line {line}: span {start}..{end} lies outside the line's {length} characters"
    )]
    OutsideLine {
        /// Page named.
        page: u32,
        /// Line named.
        line: u32,
        /// Start of the span.
        start: u32,
        /// End of the span.
        end: u32,
        /// Characters in the line.
        length: u32,
    },
    /// The edit's `before` is not what stands in the line.
    #[error("edit on page {page}, line {line}: expects `{expected}` where the line has `{found}`")]
    Misquoted {
        /// Page named.
        page: u32,
        /// Line named.
        line: u32,
        /// The edit's `before`.
        expected: String,
        /// What stands at its span.
        found: String,
    },
    /// The edit partly overlaps one that was applied before.
    #[error("edit on page {page}, line {line}: span {start}..{end} cuts through an earlier edit")]
    Overlap {
        /// Page named.
        page: u32,
        /// Line named.
        line: u32,
        /// Start of the span.
        start: u32,
        /// End of the span.
        end: u32,
    },
}

/// Applies `proposals` to `document`: its edits, and the text of every line touched.
///
/// Returns the proposals that were refused, with the reason; the others are applied. Proposals that change
/// nothing (`before` equals `after`) are dropped, and take an earlier edit that they cover away.
pub fn apply(document: &mut Document, proposals: Vec<Edit>) -> Vec<(Edit, LedgerError)> {
    let mut entered = Entered::new();
    for edit in document.edits.drain(..) {
        entered.entry((edit.page, edit.line)).or_default().push(edit);
    }
    for edits in entered.values_mut() {
        edits.sort_by_key(|e| e.span);
    }
    let mut refused = Vec::new();
    for of_line in proposals.chunk_by(|a, b| (a.page, a.line) == (b.page, b.line)) {
        let Some(&Edit { page, line, .. }) = of_line.first() else { continue };
        let Some(ocr) = ocr_of(&document.pages, page, line) else {
            refused.extend(of_line.iter().map(|e| (e.clone(), LedgerError::NoSuchLine { page, line })));
            continue;
        };
        let characters = Characters::of(ocr);
        let edits = entered.entry((page, line)).or_default();
        for proposal in of_line {
            if let Err(error) = enter(&characters, edits, proposal.clone()) {
                refused.push((proposal.clone(), error));
            }
        }
    }
    rewrite(&mut document.pages, &entered);
    document.edits = entered.into_values().flatten().collect();
    refused
}

/// Takes back the edits of those who are asked for. What one of them took the place of comes back, unless it is asked for as
/// well; where all are, each line's text is again what was recognised.
pub fn take_back(document: &mut Document, is_asked_for: &dyn Fn(&Author) -> bool) {
    let mut entered = Entered::new();
    for edit in std::mem::take(&mut document.edits) {
        left_of(edit, is_asked_for, &mut |edit| {
            entered.entry((edit.page, edit.line)).or_default().push(edit)
        });
    }
    rewrite(&mut document.pages, &entered);
    document.edits = entered.into_values().flatten().collect();
}

/// Gives what is left of an edit.
fn left_of(mut edit: Edit, is_asked_for: &dyn Fn(&Author) -> bool, give: &mut dyn FnMut(Edit)) {
    let replaced = std::mem::take(&mut edit.replaced);
    if is_asked_for(&edit.by) {
        replaced.into_iter().for_each(|edit| left_of(edit, is_asked_for, give));
        return;
    }
    let mut kept = Vec::new();
    replaced.into_iter().for_each(|own| left_of(own, is_asked_for, &mut |own| kept.push(own)));
    edit.replaced = kept;
    give(edit);
}

/// Returns the part of `ocr` at `span`, or `None` where the span lies outside.
pub fn slice(ocr: &str, span: [u32; 2]) -> Option<&str> {
    // `Chars` skips many characters at a time; lines may have a hundred thousand.
    let byte = |index: u32| {
        let mut rest = ocr.chars();
        if let Some(before) = index.checked_sub(1) {
            rest.nth(before as usize)?;
        }
        Some(ocr.len() - rest.as_str().len())
    };
    ocr.get(byte(span[0])?..byte(span[1])?)
}

/// Edits by page and line.
type Entered = BTreeMap<(u32, u32), Vec<Edit>>;

/// Enters a proposal among the edits of its line, which stand in order.
fn enter(characters: &Characters<'_>, edits: &mut Vec<Edit>, mut proposal: Edit) -> Result<(), LedgerError> {
    let Edit { page, line, span: [start, end], .. } = proposal;
    let found = characters.slice([start, end]).ok_or_else(|| LedgerError::OutsideLine {
        page,
        line,
        start,
        end,
        length: characters.count(),
    })?;
    if found != proposal.before {
        let (expected, found) = (proposal.before, found.to_owned());
        return Err(LedgerError::Misquoted { page, line, expected, found });
    }
    // Edits do not overlap, so that those which this one meets stand together; a line may have as many as it has words.
    let first = edits.partition_point(|e| e.span[1] < start);
    let near = first..first + edits[first..].partition_point(|e| e.span[0] <= end);
    let overlaps = |e: &Edit| e.span == [start, end] || (e.span[0] < end && start < e.span[1]);
    if edits[near.clone()].iter().any(|e| overlaps(e) && !(start <= e.span[0] && e.span[1] <= end)) {
        return Err(LedgerError::Overlap { page, line, start, end });
    }
    let covered: Vec<Edit> = edits.extract_if(near, |e| overlaps(e)).collect();
    if proposal.before != proposal.after {
        let mut reasons: Vec<&str> = covered.iter().map(|e| e.reason.as_str()).collect();
        reasons.push(&proposal.reason);
        proposal.reason = reasons.join("; then ");
        let of_others = covered.into_iter().flat_map(|edit| match edit.by == proposal.by {
            true => edit.replaced,
            false => vec![edit],
        });
        proposal.replaced = of_others.collect();
        proposal.replaced.sort_by_key(|edit| edit.span);
        let place = edits.partition_point(|e| e.span < proposal.span);
        edits.insert(place, proposal);
    }
    Ok(())
}

/// Returns what was recognised of a line; pages are kept in order.
fn ocr_of(pages: &[Page], page: u32, line: u32) -> Option<&str> {
    let page = pages.binary_search_by_key(&page, |p| p.number).ok().and_then(|at| pages.get(at))?;
    page.lines.get((line as usize).checked_sub(1)?).map(|line| line.ocr.as_str())
}

fn rewrite(pages: &mut [Page], entered: &Entered) {
    for page in pages {
        let number = page.number;
        for (line, count) in page.lines.iter_mut().zip(1..) {
            rewrite_line(line, entered.get(&(number, count)).map_or(&[], Vec::as_slice));
        }
    }
}

/// Sets a line's text, and each word's text to what its characters have become. A line whose edits are not of it, as no stage
/// makes them, stays.
fn rewrite_line(line: &mut Line, edits: &[Edit]) {
    let Some(edited) = EditedLine::new(&line.ocr, edits.iter().enumerate()) else { return };
    let characters = Characters::of(&line.ocr);
    for word in &mut line.words {
        word.text = edited.word(&characters, word.span).into();
    }
    line.text = edited.text();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::edited_line::tests::edit;
    use crate::document::{SourceInfo, SourceKind};

    fn document(ocr: &str) -> Document {
        let source =
            SourceInfo { path: String::new(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        Document::new(source, vec![Page::of_text(1, vec![Line::from_text(ocr)])])
    }

    fn proposal(by: Author, ocr: &str, span: [u32; 2], after: &str) -> Edit {
        Edit { by, ..edit(ocr, span, after) }
    }

    #[test]
    fn what_a_person_wrote_over_the_machine_s_word_gives_way_to_that_word() {
        let ocr = "Doan PBQH tinh";
        let person = || Author::Person("Lê Mẫu".into());
        let mut both = document(ocr);
        let edits = vec![
            proposal(Author::Repair, ocr, [0, 4], "Đoàn"),
            proposal(Author::Repair, ocr, [5, 9], "PBQH."),
            proposal(Author::Structure, ocr, [5, 9], "ĐBQH"),
            proposal(person(), ocr, [0, 9], "Đoàn ĐBQH và"),
            proposal(person(), ocr, [10, 14], "tỉnh"),
        ];
        assert_eq!(apply(&mut both, edits), []);
        let text = |document: &Document| document.pages[0].lines[0].text.clone();
        assert_eq!(text(&both), "Đoàn ĐBQH và tỉnh");
        let without = |is_asked_for: &dyn Fn(&Author) -> bool| {
            let mut document = both.clone();
            take_back(&mut document, is_asked_for);
            (text(&document), document.edits.len())
        };
        assert_eq!(without(&Author::is_person), ("Đoàn ĐBQH tinh".to_owned(), 2));
        assert_eq!(without(&|by| !by.is_person()), ("Đoàn ĐBQH và tỉnh".to_owned(), 2));
        let neither = |by: &Author| by.is_person() || *by == Author::Structure;
        assert_eq!(without(&neither), ("Đoàn PBQH. tinh".to_owned(), 2));
        assert_eq!(without(&|_| true), (ocr.to_owned(), 0));
    }

    #[test]
    fn words_become_what_the_edits_over_and_beside_them_make_of_them() {
        let mut document = document("mot hai ba bon");
        document.part_into_words();
        let edits = [
            proposal(Author::Repair, "mot hai ba bon", [3, 3], ","),
            proposal(Author::Repair, "mot hai ba bon", [4, 10], "hai-ba"),
            proposal(Author::Repair, "mot hai ba bon", [12, 13], "ố"),
        ];
        assert_eq!(apply(&mut document, edits.into()), []);
        let line = &document.pages[0].lines[0];
        let words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!((line.text.as_str(), words), ("mot, hai-ba bốn", vec!["mot,", "hai-ba", "", "bốn"]));
    }

    #[test]
    fn proposals_may_come_in_any_order() {
        let ocr = "mot hai ba bon";
        let edits =
            [([11, 14], "bốn"), ([0, 3], "một"), ([8, 10], "bà"), ([4, 10], "hai ba"), ([9, 12], "x")];
        let mut document = document(ocr);
        let refused = apply(
            &mut document,
            edits.map(|(span, after)| proposal(Author::Repair, ocr, span, after)).into(),
        );
        assert_eq!(document.pages[0].lines[0].text, "một hai ba bốn");
        assert!(
            matches!(refused.as_slice(), [(_, LedgerError::Overlap { start: 9, end: 12, .. })]),
            "{refused:?}"
        );
    }

    #[test]
    fn a_slice_is_counted_in_characters_and_lies_within_the_line() {
        let cases = [
            ([0, 3], Some("Độc")),
            ([4, 7], Some("lập")),
            ([7, 7], Some("")),
            ([6, 8], None),
            ([5, 4], None),
        ];
        for (span, expected) in cases {
            assert_eq!(slice("Độc lập", span), expected, "{span:?}");
        }
    }
}
