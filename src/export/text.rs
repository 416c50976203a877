//! `document.txt`: the restored lines as they stand on the pages.
//!
//! Grammar: `file = [page *(FF page)]`, `page = *(line LF)`. A line never holds a line end, so that line *k* of
//! a text that was given is line *k* of the file.

use crate::document::Document;

const FORM_FEED: char = '\u{c}';

/// Returns the text of all pages, parted by form feeds: those that its lines hold, where it was a text, and others.
pub fn render(document: &Document) -> String {
    let mut text = String::new();
    // How many form feeds are still to part the page before from what is to come.
    let mut lacking = 0_usize;
    for (at, page) in document.pages.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| document.pages.get(before)?.lines.last());
        // A line may hold the one that ends its page.
        let is_over = before.is_some_and(|line| line.text.trim_start_matches(FORM_FEED).contains(FORM_FEED));
        lacking += usize::from(at > 0 && !is_over);
        for line in &page.lines {
            let own = line.text.chars().take_while(|c| *c == FORM_FEED).count();
            text.extend(std::iter::repeat_n(FORM_FEED, lacking.saturating_sub(own)));
            text.push_str(&line.text);
            text.push('\n');
            lacking = 0;
        }
    }
    text.extend(std::iter::repeat_n(FORM_FEED, lacking));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Line, Page, SourceInfo, SourceKind};
    use crate::source::read_text;

    #[test]
    fn a_text_with_form_feeds_comes_out_as_it_was_and_is_read_as_the_same_pages() {
        for text in
            ["a\n\u{c}b\n", "a\n\u{c}\u{c}b\n", "a\n\u{c}\nb\n", "a\u{c}\nb\n", "a\n", "a\n\u{c}b\n\u{c}c\n"]
        {
            let pages: Vec<Page> =
                (1..).zip(read_text(text)).map(|(number, lines)| Page::of_text(number, lines)).collect();
            let source = SourceInfo {
                path: "a.txt".into(),
                blake3: String::new(),
                kind: SourceKind::Text,
                page_count: 1,
            };
            assert_eq!(render(&Document::new(source, pages)), text, "{text:?}");
        }
    }

    #[test]
    fn pages_whose_lines_hold_no_form_feed_are_parted_by_one() {
        let page = |number, lines: &[&str]| {
            Page::of_text(number, lines.iter().copied().map(Line::from_text).collect())
        };
        let source =
            SourceInfo { path: "a.pdf".into(), blake3: String::new(), kind: SourceKind::Pdf, page_count: 4 };
        let pages = vec![page(1, &["a"]), page(2, &[]), page(3, &["b", "c"]), page(4, &[])];
        assert_eq!(render(&Document::new(source, pages)), "a\n\u{c}\u{c}b\nc\n\u{c}");
    }
}
