//! The JSON Schema of `document.json`.

use crate::document::Document;

/// Returns the schema (JSON Schema 2020-12) of [`Document`], indented, with a newline at its end.
///
/// # Errors
///
/// Fails where the schema cannot be expressed as JSON, which no version of [`Document`] brought about yet.
pub fn document() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Document))?;
    text.push('\n');
    Ok(text)
}
