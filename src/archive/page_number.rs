//! The numbers printed on pages: whether they are there, and whether they count on.
//!
//! They stand at the head of the page, older ones at its foot (Decree 30/2020/NĐ-CP, appendix I); the first page bears none,
//! and an annex begins anew. A number that is greater than the count says that a page is missing.

use std::collections::BTreeMap;

use super::marks;
use crate::document::{Block, BlockKind, Document, LineId, Page, PageStatus};

/// Lines at the head and at the foot of a page among which its number stands.
const EDGE: usize = 3;

/// Lines at the head of a page among which an annex begins that needs no number there.
const OPENING: u32 = 6;

/// Greatest number from which an annex may begin to count: its first page bears none or 1.
const BEGINNING: u32 = 2;

/// What the printed numbers of a document tell. Pages are those of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbering {
    /// Pages after the first, not blank and not the first of an annex, on which no number was found.
    pub bare: Vec<u32>,
    /// Whether any page bears one.
    pub any: bool,
    /// Where the count is broken.
    pub breaks: Vec<Break>,
}

/// A break in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The page.
    pub page: u32,
    /// The number that the pages before let expect.
    pub expected: u32,
    /// The number printed on it.
    pub printed: u32,
}

/// Reads the numbers printed on a document's pages.
pub fn of(document: &Document) -> Numbering {
    let pages: Vec<&Page> = document.pages.iter().filter(|page| is_read(page)).collect();
    let begins_page = |line: &LineId| line.line <= OPENING;
    let annexes: Vec<u32> =
        marks::annex_openings(document).filter(begins_page).map(|line| line.page).collect();
    let mut printed = chosen(document, &pages);
    let mut numbering = Numbering { any: printed.iter().any(Option::is_some), ..Numbering::default() };
    for (at, expected) in strays(&printed) {
        if let Some(number) = printed[at].replace(expected) {
            numbering.breaks.push(Break { page: pages[at].number, expected, printed: number });
        }
    }
    let mut last: Option<(usize, u32)> = None;
    for (at, (page, number)) in pages.iter().zip(&printed).enumerate() {
        let Some(number) = *number else {
            if page.number > 1 && !annexes.contains(&page.number) {
                numbering.bare.push(page.number);
            }
            continue;
        };
        if let Some((before, count)) = last {
            let expected = count + (at - before) as u32;
            if number > expected || number < expected && number > BEGINNING {
                numbering.breaks.push(Break { page: page.number, expected, printed: number });
            }
        }
        last = Some((at, number));
    }
    numbering.breaks.sort_by_key(|broken| broken.page);
    numbering
}

/// Returns the pages whose number is out of a count that goes on around them, with the number that the count gives them: a
/// stray page, or a figure misread.
fn strays(printed: &[Option<u32>]) -> Vec<(usize, u32)> {
    let numbered: Vec<(usize, u32)> =
        printed.iter().enumerate().filter_map(|(at, number)| Some((at, (*number)?))).collect();
    let stray = |window: &[(usize, u32)]| {
        let [before, own, after] = window else { return None };
        let expected = before.1 + (own.0 - before.0) as u32;
        let goes_on = after.1 == before.1 + (after.0 - before.0) as u32;
        (goes_on && own.1 != expected).then_some((own.0, expected))
    };
    numbered.windows(3).filter_map(stray).collect()
}

/// A page that was read and is not blank: the others bear numbers that nobody knows, or none.
fn is_read(page: &Page) -> bool {
    matches!(page.status, PageStatus::Recognised | PageStatus::Text)
}

/// Returns the number of each page: what the body has for one. Where it has none, of several that stand alone near the page's
/// edges it is the one that counts as most pages count, and else one on its outermost lines.
fn chosen(document: &Document, pages: &[&Page]) -> Vec<Option<u32>> {
    let known = known(document);
    let candidates: Vec<Vec<(u32, bool)>> = pages
        .iter()
        .map(|page| known.get(&page.number).cloned().unwrap_or_else(|| lone_numbers(page)))
        .collect();
    let offset = |at: usize, number: u32| i64::from(number) - at as i64;
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for (at, found) in candidates.iter().enumerate() {
        for (number, _) in found {
            *votes.entry(offset(at, *number)).or_default() += 1;
        }
    }
    // With as many votes, the one that begins nearest to 1.
    let usual = votes
        .iter()
        .max_by_key(|(offset, count)| (**count, -(**offset - 1).abs()))
        .map(|(offset, _)| *offset);
    let choose = |(at, found): (usize, &Vec<(u32, bool)>)| {
        let counting = found.iter().find(|(number, _)| Some(offset(at, *number)) == usual);
        counting.or_else(|| found.iter().find(|(_, outermost)| *outermost)).map(|(number, _)| *number)
    };
    candidates.iter().enumerate().map(choose).collect()
}

/// Returns the numbers that the body has for each page's.
fn known(document: &Document) -> BTreeMap<u32, Vec<(u32, bool)>> {
    let mut known: BTreeMap<u32, Vec<(u32, bool)>> = BTreeMap::new();
    for id in
        document.body.iter().filter(|block| block.kind == BlockKind::PageNumber).flat_map(Block::line_ids)
    {
        // `Trang 3/8`
        let text = document.line(id).map_or("", |line| line.text.as_str());
        let figures = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = figures.find(|c: char| !c.is_ascii_digit()).unwrap_or(figures.len());
        if let Some(number) = figures[..end].parse().ok().filter(|number| *number > 0) {
            known.entry(id.page).or_default().push((number, true));
        }
    }
    known
}

/// Returns the numbers that stand alone near a page's edges, each with whether its line is the page's first or last.
fn lone_numbers(page: &Page) -> Vec<(u32, bool)> {
    let count = page.lines.len();
    let near = |at: &usize| *at < EDGE || *at + EDGE >= count;
    let number = |at: usize| {
        let text = page.lines[at].text.trim().trim_matches(['-', '–', '—', ' ', '.']);
        let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let value = is_number.then(|| text.parse::<u32>().ok()).flatten().filter(|value| *value > 0)?;
        Some((value, at == 0 || at + 1 == count))
    };
    (0..count).filter(near).filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Line, Part, PartKind, SourceInfo, SourceKind};

    /// A document of pages that begin with what is given, and hold text below.
    fn numbering(heads: &[&str]) -> Numbering {
        let source =
            SourceInfo { path: "a".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let page = |(head, number): (&&str, u32)| {
            let lines = [*head, "Văn bản", "Văn bản", "Văn bản", "Văn bản", "Văn bản", "Văn bản"];
            let lines =
                lines.iter().filter(|line| !line.is_empty()).map(|line| Line::from_text(*line)).collect();
            let status = if *head == "blank" { PageStatus::Blank } else { PageStatus::Recognised };
            Page { status, ..Page::of_text(number, lines) }
        };
        let mut document = Document::new(source, heads.iter().zip(1..).map(page).collect());
        document.lay_out_as_read();
        for at in 0..document.body.len() {
            let ids: Vec<LineId> = document.body[at].line_ids().collect();
            if ids.iter().filter_map(|id| document.line(*id)).any(|line| line.text.starts_with("PHỤ LỤC"))
            {
                let body = [at as u32, at as u32 + 1];
                let part = Part {
                    kind: PartKind::Annex,
                    title: None,
                    letterhead: document.letterhead.clone(),
                    body,
                    sections: [0, 0],
                    tables: [0, 0],
                    footnotes: [0, 0],
                };
                document.parts.push(part);
            }
        }
        of(&document)
    }

    #[test]
    fn what_the_body_has_for_a_page_s_number_is_it_however_it_is_written() {
        let source =
            SourceInfo { path: "a".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 3 };
        let page = |number: u32| {
            let lines = ["12".to_owned(), "Văn bản".to_owned(), format!("Trang {number}/3")];
            Page::of_text(number, lines.into_iter().map(Line::from_text).collect())
        };
        let mut document = Document::new(source, (1..=3).map(page).collect());
        let block = |kind, page, line| Block::new(kind, [LineId::new(page, line)]);
        document.body = (1..=3)
            .flat_map(|page| {
                [
                    block(BlockKind::Paragraph, page, 1),
                    block(BlockKind::Paragraph, page, 2),
                    block(BlockKind::PageNumber, page, 3),
                ]
            })
            .collect();
        assert_eq!(of(&document), Numbering { any: true, ..Numbering::default() });
    }

    #[test]
    fn pages_that_count_on_from_the_second_have_no_fault() {
        let whole = Numbering { any: true, ..Numbering::default() };
        assert_eq!(numbering(&["", "2", "- 3 -", "4."]), whole);
        assert_eq!(numbering(&["", "2", "blank", "3"]), whole, "blank backs are not counted");
    }

    #[test]
    fn a_number_beyond_the_count_says_that_a_page_is_missing() {
        let found = numbering(&["", "2", "3", "6", "7"]);
        assert_eq!(found.breaks, [Break { page: 4, expected: 4, printed: 6 }]);
        assert_eq!(found.bare, [0; 0]);
        assert_eq!(numbering(&["", "2", "", "5"]).breaks, [Break { page: 4, expected: 4, printed: 5 }]);
    }

    #[test]
    fn a_page_out_of_order_is_told_and_an_annex_that_begins_anew_is_not() {
        assert_eq!(numbering(&["", "2", "4", "3"]).breaks.len(), 2);
        let annex = numbering(&["", "2", "3", "", "2", "3"]);
        assert_eq!((annex.breaks.len(), &annex.bare[..]), (0, &[4][..]));
    }

    #[test]
    fn a_stray_number_amid_a_count_is_told_once() {
        let stray = |printed| Break { page: 4, expected: 4, printed };
        assert_eq!(numbering(&["", "2", "3", "9", "5", "6"]).breaks, [stray(9)]);
        assert_eq!(numbering(&["", "2", "3", "1", "5", "6"]).breaks, [stray(1)], "no annex begins there");
    }

    #[test]
    fn the_first_page_of_an_annex_needs_no_number() {
        assert_eq!(numbering(&["", "2", "PHỤ LỤC", "2", "3"]).bare, [0; 0]);
    }

    #[test]
    fn pages_without_a_number_are_named() {
        assert_eq!(numbering(&["", "2", "", "4"]).bare, [3]);
        let none = numbering(&["", "", ""]);
        assert_eq!((none.any, &none.bare[..]), (false, &[2, 3][..]));
    }
}
