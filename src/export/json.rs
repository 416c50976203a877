//! `document.json`: the whole record.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::document::Document;

/// Returns the record as JSON in the order of the fields, indented by two spaces, with a newline at its end.
/// Numbers of an array share a line (`"bbox": [12, 40, 300, 80]`).
///
/// # Errors
///
/// Fails on a map with keys that are no text; a [`Document`] has none.
pub fn render(document: &Document) -> serde_json::Result<String> {
    pretty(document)
}

/// Returns any value in the same layout.
///
/// # Errors
///
/// Fails where the value cannot be expressed as JSON.
pub fn pretty<T: Serialize>(value: &T) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    write_pretty(value, &mut bytes)?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// Writes any value in the same layout.
///
/// # Errors
///
/// Fails where the value cannot be expressed as JSON, or not be written.
pub fn write_pretty<T: Serialize>(value: &T, to: &mut dyn io::Write) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *to, Layout::default()))?;
    to.write_all(b"\n").map_err(serde_json::Error::io)
}

/// The layout: objects, arrays and texts on lines of their own, numbers and nulls in a row.
#[derive(Default)]
struct Layout {
    depth: usize,
    /// For each array that is open, whether it has a line break within.
    broken: Vec<bool>,
    /// True between the start of an array's element and its first token.
    pending: bool,
}

impl Layout {
    fn line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }

    /// Begins an element that stands on its own line, if it is one of an array.
    fn element<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if std::mem::take(&mut self.pending) {
            if let Some(broken) = self.broken.last_mut() {
                *broken = true;
            }
            self.line(writer)?;
        }
        Ok(())
    }
}

impl Formatter for Layout {
    fn begin_string<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.element(writer)?;
        writer.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.element(writer)?;
        self.depth += 1;
        self.broken.push(false);
        writer.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pending = true;
        match self.broken.last() {
            _ if first => Ok(()),
            Some(true) => writer.write_all(b","),
            _ => writer.write_all(b", "),
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.pending = false;
        Ok(())
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.broken.pop() == Some(true) {
            self.line(writer)?;
        }
        writer.write_all(b"]")
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.element(writer)?;
        self.depth += 1;
        self.broken.push(false);
        writer.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if let Some(broken) = self.broken.last_mut() {
            *broken = true;
        }
        self.line(writer)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.broken.pop() == Some(true) {
            self.line(writer)?;
        }
        writer.write_all(b"}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_share_a_line_and_texts_have_their_own() {
        let value = json!({"a": [1, 2.5, null], "b": ["x", "y"], "c": [], "d": {}, "e": [[1, 2], [3, 4]]});
        let expected = r#"{
  "a": [1, 2.5, null],
  "b": [
    "x",
    "y"
  ],
  "c": [],
  "d": {},
  "e": [
    [1, 2],
    [3, 4]
  ]
}
"#;
        assert_eq!(pretty(&value).expect("JSON"), expected);
    }

    #[test]
    fn reads_back_as_what_was_written() {
        let value = json!([{"text": "\"tổ\"\n", "n": [[], [null, "a", 1, {"b": [true]}]]}]);
        let text = pretty(&value).expect("JSON");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
    }
}
