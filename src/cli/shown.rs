//! What comes from files and names, as it can stand on a terminal: what steers one is written out.

use std::path::Path;

use crate::document::written;

/// Returns a text as it can stand in a line.
pub(super) fn shown(text: &str) -> String {
    with(text, |c| steers(c) || c == '\n' || c == '\t')
}

/// Returns a path as it can stand in a line.
pub(super) fn shown_path(path: &Path) -> String {
    shown(&written(path))
}

/// Returns lines of text, which the program itself parted.
pub(super) fn shown_lines(text: &str) -> String {
    with(text, steers)
}

/// Returns JSON, in whose strings control characters beyond ASCII may stand, with those written out.
pub(super) fn shown_json(json: &str) -> String {
    let out = |c: char| if steers(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(out).collect()
}

fn with(text: &str, is_written_out: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_written_out(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// True for what a terminal obeys, and for what turns the order of the letters behind it or ends a line unseen.
fn steers(c: char) -> bool {
    let is_of_direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let parts_lines = matches!(c, '\u{2028}' | '\u{2029}');
    is_of_direction || parts_lines || c.is_control() && c != '\n' && c != '\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(shown("báo\ncáo\u{1b}[2J.pdf"), "báo\\ncáo\\u{1b}[2J.pdf");
        assert_eq!(shown("a\u{9b}2Jb\u{202e}fdp.exe\u{7f}"), "a\\u{9b}2Jb\\u{202e}fdp.exe\\u{7f}");
    }

    #[test]
    fn lines_stay_lines_and_json_stays_json() {
        assert_eq!(shown_lines("one\n\ttwo\r\u{1b}]0;x\u{7}"), "one\n\ttwo\\r\\u{1b}]0;x\\u{7}");
        let json = serde_json::to_string("a\u{9b}\u{1b}\u{7f}b").unwrap();
        let shown = shown_json(&json);
        assert!(!shown.chars().any(char::is_control), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), "a\u{9b}\u{1b}\u{7f}b");
    }
}
