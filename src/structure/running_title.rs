//! Running titles: a line that stands at the head or the foot of page after page.
//!
//! It is of the sheet, not of the document, and would part the paragraphs that run over the page's end. The header of a table
//! that is repeated on each page is none.

use std::collections::{BTreeMap, BTreeSet};

use super::folding;
use super::sheet::{Role, Sheet};
use super::table;
use crate::document::BlockKind;

/// Fewest pages that such a line stands on.
const FEWEST_PAGES: usize = 3;
/// Share of the pages that it stands on, at least.
const SHARE: f64 = 0.5;
/// Fewest letters of such a line: less is a mark or a speck.
const FEWEST_LETTERS: usize = 8;

/// The outermost line of a page, which may be a running title.
struct Edge {
    line: usize,
    /// Its text, folded, without its figures: what is compared where a figure may have been misread.
    letters: String,
    /// Its text, folded, as it stands and with each of its numbers in turn as one that counts the pages.
    readings: Vec<String>,
}

/// Claims the running titles.
pub(super) fn claim(sheet: &mut Sheet) {
    if sheet.pages.len() < FEWEST_PAGES {
        return;
    }
    for is_head in [true, false] {
        let edges: Vec<Edge> = (0..sheet.pages.len()).filter_map(|page| edge(sheet, page, is_head)).collect();
        let letters = counted(edges.iter().map(|edge| edge.letters.as_str()));
        let readings = counted(edges.iter().flat_map(|edge| &edge.readings).map(String::as_str));
        // A number that differs from page to page and counts nothing is the document's: a total, a receipt's number.
        let running: BTreeSet<&str> = edges
            .iter()
            .filter(|edge| edge.readings.iter().any(|text| readings[text.as_str()] >= FEWEST_PAGES))
            .map(|edge| edge.letters.as_str())
            .filter(|text| letters[text] as f64 >= SHARE * sheet.pages.len() as f64)
            .collect();
        for edge in edges.iter().filter(|edge| running.contains(edge.letters.as_str())) {
            sheet.claim(BlockKind::RunningTitle, [edge.line]);
        }
    }
}

fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    counts
}

/// Returns the outermost line of a page, where it may be one.
fn edge(sheet: &Sheet, page: usize, is_head: bool) -> Option<Edge> {
    let mut free = sheet.pages[page].lines.clone().filter(|at| sheet.lines[*at].role == Role::Body);
    let line = if is_head { free.next() } else { free.next_back() }?;
    let text = &sheet.lines[line].text;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_words = letters >= FEWEST_LETTERS && text.split_whitespace().nth(1).is_some();
    let may_be = is_words && !sheet.is_ruled(line) && !table::opens_header(text);
    may_be.then(|| {
        let text = folding::fold(text);
        let readings = readings(&text, sheet.pages[page].number);
        Edge { line, letters: text.chars().filter(|c| !c.is_ascii_digit()).collect(), readings }
    })
}

/// Returns a text as it stands, and with each of its numbers in turn as what it is beyond the page's.
fn readings(text: &str, page: u32) -> Vec<String> {
    let mut found = vec![text.to_owned()];
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let end = text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |at| start + at);
        if let Ok(number) = text[start..end].parse::<i64>() {
            found.push(format!("{}#{}{}", &text[..start], number - i64::from(page), &text[end..]));
        }
        rest = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample::{body, document, page};

    #[test]
    fn a_line_on_most_pages_is_a_running_title_and_a_table_s_header_is_none() {
        let pages = [
            page(1, &["BÁO CÁO", "Kết quả đo gió."]),
            page(2, &["Báo cáo đo gió năm 2023 - trang 2", "Gió mạnh ở ven sông"]),
            page(3, &["Báo cáo đo gió năm 2023 - trang 3", "và yếu ở trên đồi."]),
            page(4, &["Báo cáo đo gió năm 2023 - trang 4", "Hết."]),
        ];
        let mut sheet = Sheet::new(&document(pages.to_vec()));
        claim(&mut sheet);
        assert_eq!(
            body(&sheet),
            ["BÁO CÁO", "Kết quả đo gió.", "Gió mạnh ở ven sông", "và yếu ở trên đồi.", "Hết."]
        );
        let header = "TT NỘI DUNG ĐIỂM CHUẨN";
        let pages = [page(1, &[header, "1"]), page(2, &[header, "2"]), page(3, &[header, "3"])];
        let mut sheet = Sheet::new(&document(pages.to_vec()));
        claim(&mut sheet);
        assert_eq!(sheet.blocks.len(), 0);
    }

    #[test]
    fn a_line_whose_number_differs_and_counts_no_pages_is_the_document_s() {
        let running = |heads: [&str; 4]| {
            let feet = ["Gió mạnh.", "Gió yếu.", "Gió nhẹ.", "Lặng gió."];
            let pages =
                heads.iter().zip(feet).zip(1..).map(|((head, foot), number)| page(number, &[head, foot]));
            let mut sheet = Sheet::new(&document(pages.collect()));
            claim(&mut sheet);
            sheet.blocks.len()
        };
        let total = ["Tổng số thu: 5", "Tổng số thu: 7", "Tổng số thu: 9", "Tổng số thu: 4"];
        assert_eq!(running(total), 0);
        let receipt = ["Biên lai số 17", "Biên lai số 23", "Biên lai số 31", "Biên lai số 8"];
        assert_eq!(running(receipt), 0);
        let counted = [
            "Báo cáo số 12, tờ 4/9",
            "Báo cáo số 12, tờ 5/9",
            "Báo cáo số 12, tờ 6/9",
            "Báo cáo số 12, tờ 1/9",
        ];
        assert_eq!(running(counted), 4, "the last one was misread");
    }
}
