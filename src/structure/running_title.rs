//! Running titles: a line that stands at the head or the foot of page after page.
//!
//! It is of the sheet, not of the document, and would part the paragraphs that run over the page's end. The header of a table
//! that is repeated on each page is none.

use std::collections::BTreeMap;

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

/// Claims the running titles.
pub(super) fn claim(sheet: &mut Sheet) {
    if sheet.pages.len() < FEWEST_PAGES {
        return;
    }
    for is_head in [true, false] {
        let edges: Vec<(usize, String)> =
            (0..sheet.pages.len()).filter_map(|page| edge(sheet, page, is_head)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, text) in &edges {
            *counts.entry(text).or_default() += 1;
        }
        let is_running = |text: &String| {
            let count = counts.get(text.as_str()).copied().unwrap_or(0);
            count >= FEWEST_PAGES && count as f64 >= SHARE * sheet.pages.len() as f64
        };
        let running: Vec<usize> =
            edges.iter().filter(|(_, text)| is_running(text)).map(|(at, _)| *at).collect();
        for at in running {
            sheet.claim(BlockKind::RunningTitle, [at]);
        }
    }
}

/// Returns the outermost line of a page that may be one, with its text as it is compared: numbers count on.
fn edge(sheet: &Sheet, page: usize, is_head: bool) -> Option<(usize, String)> {
    let mut free = sheet.pages[page].lines.clone().filter(|at| sheet.lines[*at].role == Role::Body);
    let at = if is_head { free.next() } else { free.next_back() }?;
    let text = &sheet.lines[at].text;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_words = letters >= FEWEST_LETTERS && text.split_whitespace().nth(1).is_some();
    let may_be = is_words && !sheet.is_ruled(at) && !table::opens_header(text);
    may_be.then(|| (at, folding::fold(text).chars().filter(|c| !c.is_ascii_digit()).collect()))
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
}
