//! `edits.jsonl`: every change, one a line, in the order of pages, lines and spans.

use crate::document::Edit;

/// Returns the edits as JSON Lines (<https://jsonlines.org>).
///
/// # Errors
///
/// None arise from an [`Edit`], whose keys are all text.
pub fn render(edits: &[Edit]) -> serde_json::Result<String> {
    let mut lines = String::new();
    for edit in edits {
        lines.push_str(&serde_json::to_string(edit)?);
        lines.push('\n');
    }
    Ok(lines)
}
