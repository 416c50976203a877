//! A text file as pages of lines.
//!
//! # Grammar
//!
//! A file is lines ended by `\n` or `\r\n` (the `\r` is part of the end, not of the line); the last may lack its
//! end. Pages are parted in one of two ways:
//!
//! - *by form feeds*, where there is one: a line that begins with a form feed is the first of a new page; after
//!   a line that holds one elsewhere, the next line is;
//! - *by a leading space*, where the file looks like it: some OCR programs set one space before the first line
//!   of each page and nowhere else. A line of the space alone begins no page, since nothing is printed on it.
//!
//! Form feed and space stay in the line's text. So every line of the file is a line of some page, in order, and
//! the file's lines are the pages' lines joined, but for the charset of some.

use super::charset;
use crate::document::Line;
use crate::language::charset::{recognise, windows_1252};

/// Fewest lines with a leading space before the convention is believed.
const PAGE_STARTS_NEEDED: usize = 3;

/// Most lines in a hundred that may begin with a space under the convention. A page of print has some 30 to 60
/// lines; indented text goes far beyond.
const PAGE_STARTS_PER_HUNDRED: usize = 10;

const FORM_FEED: char = '\u{c}';

/// Returns the pages of a text, each as its lines. There is at least one page; it may hold no line. Lines in a charset of
/// before Unicode, or not composed, are converted and keep what they were ([`Line::legacy`]).
pub fn read_text(text: &str) -> Vec<Vec<Line>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    let pages = if text.contains(FORM_FEED) {
        by_form_feeds(&lines)
    } else if pages_begin_with_a_space(&lines) {
        by_leading_space(&lines)
    } else {
        vec![lines]
    };
    charset::convert(pages)
}

/// Most characters in a thousand that may be no UTF-8 in a text that otherwise is.
const STRAY_PER_THOUSAND: usize = 1;

/// The characters of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Characters {
    /// The text, not converted from its charset yet.
    pub text: String,
    /// How many places in it were no UTF-8 and are U+FFFD now; the rest of it is.
    pub stray: usize,
}

/// Returns the characters of a text's bytes: UTF-8, UTF-16 with its mark, or a charset of before Unicode, which is then
/// given as Windows-1252 has it and which [`read_text`] converts.
///
/// # Errors
///
/// The first line, from 1, that is none of these.
pub fn characters(bytes: &[u8]) -> Result<Characters, usize> {
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
        let line = text.split('\u{fffd}').next().unwrap_or_default().matches('\n').count() + 1;
        return if had_errors { Err(line) } else { Ok(Characters { text: text.into_owned(), stray: 0 }) };
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Characters { text: text.to_owned(), stray: 0 }),
        Err(error) => error,
    };
    let western = windows_1252::text(bytes);
    if recognise::whole(western.lines()).is_some() {
        return Ok(Characters { text: western, stray: 0 });
    }
    let mended = String::from_utf8_lossy(bytes);
    let stray = mended.matches(char::REPLACEMENT_CHARACTER).count();
    if stray * 1000 <= mended.chars().count() * STRAY_PER_THOUSAND {
        return Ok(Characters { text: mended.into_owned(), stray });
    }
    let before = &bytes[..error.valid_up_to()];
    Err(before.iter().filter(|&&byte| byte == b'\n').count() + 1)
}

fn by_form_feeds<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut pages: Vec<Vec<&str>> = vec![Vec::new()];
    let mut page_is_over = false;
    for (index, line) in lines.iter().enumerate() {
        let leading = line.chars().take_while(|&c| c == FORM_FEED).count();
        // Programs end the last page with a form feed too; no page comes after it.
        let is_closing = index + 1 == lines.len() && leading == line.chars().count();
        let first = index == 0;
        if !is_closing {
            // Of several form feeds in a row each closes a page, so those between are empty pages.
            let opened =
                if first { leading.saturating_sub(1) } else { leading.max(usize::from(page_is_over)) };
            pages.extend(std::iter::repeat_n(Vec::new(), opened));
        }
        if let Some(page) = pages.last_mut() {
            page.push(*line);
        }
        page_is_over = line.chars().skip(leading).any(|c| c == FORM_FEED);
    }
    pages
}

fn starts_page(line: &str) -> bool {
    line.strip_prefix(' ').is_some_and(|rest| !rest.starts_with(' ') && !rest.trim().is_empty())
}

/// Returns true where some lines begin with exactly one space, few enough to be page starts, and none is
/// indented in any other way.
fn pages_begin_with_a_space(lines: &[&str]) -> bool {
    let starts = lines.iter().filter(|line| starts_page(line)).count();
    let indented = lines
        .iter()
        .any(|line| !starts_page(line) && line.starts_with([' ', '\t']) && !line.trim().is_empty());
    starts >= PAGE_STARTS_NEEDED && !indented && starts * 100 <= lines.len() * PAGE_STARTS_PER_HUNDRED
}

fn by_leading_space<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut pages: Vec<Vec<&str>> = Vec::new();
    for line in lines {
        match pages.last_mut() {
            Some(page) if !starts_page(line) => page.push(line),
            _ => pages.push(vec![line]),
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(text: &str) -> Vec<Vec<String>> {
        read_text(text).into_iter().map(|page| page.into_iter().map(|line| line.ocr).collect()).collect()
    }

    fn pages(expected: &[&[&str]]) -> Vec<Vec<String>> {
        expected.iter().map(|page| page.iter().map(|line| (*line).to_owned()).collect()).collect()
    }

    #[test]
    fn form_feeds_part_pages() {
        let cases: &[(&str, &[&[&str]])] = &[
            ("a\nb\n\u{c}c\nd\n\u{c}", &[&["a", "b"], &["\u{c}c", "d", "\u{c}"]]),
            ("a\n\u{c}\u{c}c\n", &[&["a"], &[], &["\u{c}\u{c}c"]]),
            ("a\u{c}\nb\n", &[&["a\u{c}"], &["b"]]),
            ("a\n\u{c}\nb", &[&["a"], &["\u{c}", "b"]]),
            ("\u{c}a\nb", &[&["\u{c}a", "b"]]),
            ("a\u{c}\n\u{c}b", &[&["a\u{c}"], &["\u{c}b"]]),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text), pages(expected), "{text:?}");
        }
    }

    #[test]
    fn a_leading_space_begins_a_page_where_the_file_looks_like_it() {
        let mut text = String::new();
        for page in 0..4 {
            text.push_str(&format!(" first of {page}\n"));
            for line in 0..20 {
                text.push_str(&format!("line {line}\n\n"));
            }
        }
        text.push(' ');
        let got = shape(&text);
        assert_eq!(got.len(), 4);
        assert_eq!(got[1][0], " first of 1");
        assert_eq!(got[3].last().map(String::as_str), Some(" "), "a bare space begins no page");
        assert_eq!(got.concat(), text.lines().collect::<Vec<_>>());
    }

    #[test]
    fn indented_text_is_one_page() {
        let indented = "a\n b\n c\n d\n e\n";
        assert_eq!(shape(indented).len(), 1, "too many lines begin with a space");
        let mut deep = "word\n".repeat(100);
        deep.push_str(" x\n y\n z\n    deep\n");
        assert_eq!(shape(&deep).len(), 1, "a deeper indent speaks against the convention");
    }

    #[test]
    fn line_ends_and_byte_order_mark_are_no_part_of_lines() {
        assert_eq!(shape("\u{feff}a\r\nb\r\n"), pages(&[&["a", "b"]]));
        assert_eq!(shape(""), pages(&[&[]]));
    }

    proptest! {
        #[test]
        fn every_line_of_the_file_is_a_line_of_some_page(text in "[ab \u{c}\r\n]{0,120}") {
            let got: Vec<String> = shape(&text).concat();
            prop_assert_eq!(got, text.lines().collect::<Vec<_>>());
        }
    }
}
