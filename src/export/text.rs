//! `document.txt`: the restored lines as they stand on the pages.
//!
//! Grammar: `file = [page *(FF page)]`, `page = *(line LF)`. A line never holds a line end, so that line *k* of
//! a text that was given is line *k* of the file.

use crate::document::Document;

/// Returns the text of all pages, parted by form feeds.
pub fn render(document: &Document) -> String {
    let mut text = String::new();
    for (at, page) in document.pages.iter().enumerate() {
        if at > 0 {
            text.push('\u{c}');
        }
        for line in &page.lines {
            text.push_str(&line.text);
            text.push('\n');
        }
    }
    text
}
