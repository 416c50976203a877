//! Page numbers: a number that stands alone and counts the pages.
//!
//! ```text
//! page-number = [ "-" ] number [ "/" number ] [ "-" ] | "Trang" number [ "/" number ]
//! ```
//!
//! It stands at the head or foot of its page, or parted from the text by a gap on a page that holds several printed ones, and is
//! the page's number or counts on from another page's. Where the numbers at that edge do so, one that does not was misread. A
//! number that counts something else, a total or an amount, is the document's; in a ruled table it is a cell, and under a line
//! that ends with a colon what that announces.

use std::collections::{BTreeMap, BTreeSet};

use super::folding;
use super::sheet::{Role, Sheet};
use crate::document::BlockKind;

/// Most lone numbers of a page of which one may be its own: more are a table's cells.
const MOST_LONE: usize = 2;
/// Fewest pages whose numbers count on for another at the same edge to be a misread one.
const FEWEST_COUNTED: usize = 2;

/// A line that is a number and nothing else.
#[derive(Debug, Clone, Copy)]
struct Lone {
    line: usize,
    /// What it is beyond the page's place in the document.
    beyond: i64,
    /// True where it says that it is a page's.
    is_named: bool,
    edge: Option<Edge>,
    /// True where the line above ends with a colon.
    is_announced: bool,
}

/// Where on its page a line is the outermost one that no block has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Head,
    Foot,
}

/// Claims the page numbers.
pub(super) fn claim(sheet: &mut Sheet) {
    let pages: Vec<Vec<Lone>> = (0..sheet.pages.len()).map(|page| lone_numbers(sheet, page)).collect();
    let mut having: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    for (page, lone) in
        pages.iter().enumerate().flat_map(|(page, own)| own.iter().map(move |lone| (page, lone)))
    {
        having.entry(lone.beyond).or_default().insert(page);
    }
    let counts_on = |lone: &Lone| {
        lone.is_named || lone.beyond == 0 || having.get(&lone.beyond).is_some_and(|pages| pages.len() > 1)
    };
    let at_edge = |edge: Edge| pages.iter().flatten().filter(move |lone| lone.edge == Some(edge));
    let is_ordered = |edge: Edge| {
        let counted = at_edge(edge).filter(|lone| counts_on(lone)).count();
        counted >= FEWEST_COUNTED && 2 * counted >= at_edge(edge).count()
    };
    let (is_head_ordered, is_foot_ordered) = (is_ordered(Edge::Head), is_ordered(Edge::Foot));
    // Over a page's number a sentence may break off; over those of most pages only what they are the numbers of stands.
    let announced = pages.iter().flatten().filter(|lone| lone.is_announced && !lone.is_named).count();
    let foot = at_edge(Edge::Foot).filter(|lone| !lone.is_named).count();
    let are_announced = 2 * announced > foot;
    let is_only = pages.iter().flatten().filter(|lone| lone.edge.is_some()).count() == 1;
    let mut found = Vec::new();
    for lone in pages.iter().filter(|own| own.len() <= MOST_LONE).flatten() {
        let line = &sheet.lines[lone.line];
        let is_value = lone.is_announced && !lone.is_named && (are_announced || lone.edge.is_none());
        if line.role != Role::Body || is_value {
            continue;
        }
        let is_number = counts_on(lone) && (lone.edge.is_some() || line.gap_before)
            || match lone.edge {
                // Of a single leaf nobody can tell what it is out of.
                Some(Edge::Head) => is_head_ordered || is_only,
                Some(Edge::Foot) => is_foot_ordered || is_only && line.gap_before,
                None => false,
            };
        if is_number {
            found.push(lone.line);
        }
    }
    for line in found {
        sheet.claim(BlockKind::PageNumber, [line]);
    }
}

/// Returns the lines of a page that are a number and nothing else, in no table.
fn lone_numbers(sheet: &Sheet, page: usize) -> Vec<Lone> {
    let own = || sheet.pages[page].lines.clone().filter(|at| !sheet.is_ruled(*at));
    // What was claimed for a page's number on an earlier look still is the outermost line; a running title is not.
    let may_be = |at: &usize| {
        let line = &sheet.lines[*at];
        line.role == Role::Body || line.role == Role::PageNumber && read(&line.text).is_some()
    };
    let (first, last) = (own().find(may_be), own().rfind(may_be));
    let lone = |at: usize| {
        let (number, is_named) = read(&sheet.lines[at].text)?;
        let edge =
            if first == Some(at) { Some(Edge::Head) } else { (last == Some(at)).then_some(Edge::Foot) };
        let beyond = number - i64::from(sheet.pages[page].number);
        let above = (sheet.pages[page].lines.start..at).next_back();
        let is_announced = above.is_some_and(|at| sheet.lines[at].text.trim_end().ends_with(':'));
        Some(Lone { line: at, beyond, is_named, edge, is_announced })
    };
    own().filter(may_be).filter_map(lone).collect()
}

/// Reads a number of up to three digits that stands alone, and whether it says that it is a page's.
fn read(text: &str) -> Option<(i64, bool)> {
    let folded = folding::fold(text);
    let (text, is_named) =
        folded.strip_prefix("trang ").map_or((folded.as_str(), false), |rest| (rest, true));
    let text = text.trim_matches(|c: char| matches!(c, '-' | '–' | ' '));
    let digits = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let (number, all) = text.split_once('/').unwrap_or((text, "1"));
    let (number, all) = (number.trim(), all.trim());
    (digits(number) && digits(all)).then(|| number.parse().ok()).flatten().map(|number| (number, is_named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample::{document, page};

    /// The numbers claimed on pages of lines.
    fn claimed(pages: &[&[&str]]) -> Vec<String> {
        let pages = pages.iter().zip(1..).map(|(lines, number)| page(number, lines)).collect();
        let given = document(pages);
        let mut sheet = Sheet::new(&given);
        claim(&mut sheet);
        let lines = sheet.blocks.iter().flat_map(|block| &block.lines);
        lines.map(|at| sheet.lines[*at].text.to_string()).collect()
    }

    #[test]
    fn a_number_at_an_edge_that_counts_no_pages_stays_in_the_text() {
        let cases: [(&[&[&str]], &str); 6] = [
            (&[&["Gió mạnh", "250"], &["Gió yếu", "310"], &["Gió nhẹ", "275"]], "totals at the foot"),
            (&[&["12", "Gió mạnh."], &["40", "Gió yếu."], &["7", "Gió nhẹ."]], "amounts at the head"),
            (&[&["Tổng số trạm:", "40"]], "a total at the end of a leaf"),
            (&[&["Gió mạnh", "5", "5"], &["Gió yếu.", "9"]], "the same number twice on a page"),
            (
                &[&["2", "Gió mạnh."], &["1", "Gió yếu."], &["3/8", "Gió nhẹ."], &["9", "Gió"]],
                "one fits by chance",
            ),
            (
                &[&["1", "Gió."], &["25", "Gió."], &["14", "Gió."], &["60", "Gió."], &["8", "Gió."]],
                "in no order",
            ),
        ];
        let expected: [&[&str]; 6] = [&[], &[], &[], &[], &["3/8"], &["1"]];
        for ((pages, why), expected) in cases.iter().zip(expected) {
            assert_eq!(claimed(pages), expected, "{why}");
        }
    }

    #[test]
    fn a_number_that_counts_the_pages_is_claimed_however_it_is_written() {
        let cases: [(&[&[&str]], &[&str]); 6] = [
            (&[&["Gió."], &["2", "Gió."], &["3", "Gió."]], &["2", "3"]),
            (&[&["Gió.", "- 7 -"], &["Gió.", "- 8 -"]], &["- 7 -", "- 8 -"]),
            (&[&["Gió.", "Trang 1/2"], &["Gió.", "Trang 2/2"]], &["Trang 1/2", "Trang 2/2"]),
            (&[&["Gió.", "1/3"], &["Gió.", "2/3"], &["Gió.", "3/3"]], &["1/3", "2/3", "3/3"]),
            (&[&["17", "Gió mạnh ở ven sông."]], &["17"]),
            (
                &[&["Gió."], &["2", "Gió."], &["3", "Gió."], &["41", "Gió."], &["5", "Gió."]],
                &["2", "3", "41", "5"],
            ),
        ];
        for (pages, expected) in cases {
            assert_eq!(claimed(pages), expected, "{pages:?}");
        }
    }

    #[test]
    fn a_number_that_a_colon_announces_is_the_line_s() {
        let cases: [(&[&[&str]], &[&str]); 5] = [
            (&[&["Cộng số trạm:", "12"], &["Cộng số trạm:", "13"], &["Cộng số trạm:", "14"]], &[]),
            (&[&["Cộng số trạm:", "", "1"], &["Cộng số trạm:", "", "2"]], &[]),
            (&[&["Gió.", "Số trạm:", "", "1", "Mưa."], &["Gió.", "Số trạm:", "", "2", "Mưa."]], &[]),
            (&[&["Tổng số trạm:", "1"]], &[]),
            (
                &[
                    &["Gió.", "1"],
                    &["Những việc sau:", "2"],
                    &["Gió.", "3"],
                    &["Những việc sau:", "4"],
                    &["Gió.", "5"],
                ],
                &["1", "2", "3", "4", "5"],
            ),
        ];
        for (pages, expected) in cases {
            assert_eq!(claimed(pages), expected, "{pages:?}");
        }
    }

    #[test]
    fn what_stands_under_a_page_s_number_is_no_second_one() {
        let given = document(vec![page(1, &["Gió."]), page(2, &["2", "40", "Gió mạnh."])]);
        let mut sheet = Sheet::new(&given);
        claim(&mut sheet);
        claim(&mut sheet);
        assert_eq!(sheet.blocks.len(), 1);
    }
}
