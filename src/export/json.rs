//! `document.json`: the whole record.

use std::borrow::Cow;
use std::io;

use serde::{Serialize, Serializer};

use crate::document::{
    Arrival, Block, Document, Edit, Footnote, Letterhead, Line, Page, Part, Section, Signature, SourceInfo,
    Table, Warning,
};

/// Returns the record as JSON in the order of the fields, as [`pretty`] lays it out, without the recogniser's other readings:
/// they stand in [`recognised`](super::recognised), and nothing that reads records needs them.
///
/// # Errors
///
/// Fails on a map with keys that are no text; a [`Document`] has none.
pub fn render(document: &Document) -> serde_json::Result<String> {
    pretty(&Record::of(document))
}

/// Writes the same.
///
/// # Errors
///
/// Fails where it cannot be written.
pub fn write(document: &Document, to: &mut dyn io::Write) -> serde_json::Result<()> {
    write_pretty(&Record::of(document), to)
}

/// A document as its record is written: all its fields, in their order, and of its pages what [`render`] says.
#[derive(Serialize)]
struct Record<'a> {
    schema: &'a str,
    source: &'a SourceInfo,
    letterhead: &'a Letterhead,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    signatures: &'a [Signature],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    arrivals: &'a [Arrival],
    sections: &'a [Section],
    footnotes: &'a [Footnote],
    tables: &'a [Table],
    body: &'a [Block],
    parts: &'a [Part],
    #[serde(serialize_with = "without_readings")]
    pages: &'a [Page],
    edits: &'a [Edit],
    warnings: &'a [Warning],
}

impl<'a> Record<'a> {
    fn of(document: &'a Document) -> Self {
        let Document {
            schema,
            source,
            letterhead,
            signatures,
            arrivals,
            sections,
            footnotes,
            tables,
            body,
            parts,
            pages,
            edits,
            warnings,
        } = document;
        Self {
            schema,
            source,
            letterhead,
            signatures,
            arrivals,
            sections,
            footnotes,
            tables,
            body,
            parts,
            pages,
            edits,
            warnings,
        }
    }
}

/// Writes pages without the recogniser's other readings, one after the other: of a long document a copy would be too much.
fn without_readings<S: Serializer>(pages: &[Page], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(pages.iter().map(|page| {
        let mut page = Cow::Borrowed(page);
        let words = |line: &Line| line.words.iter().any(|word| !word.alternatives.is_empty());
        if page.lines.iter().any(words) {
            let words = page.to_mut().lines.iter_mut().flat_map(|line| &mut line.words);
            words.for_each(|word| word.alternatives.clear());
        }
        page
    }))
}

/// Returns any value as JSON, indented by two spaces, with a newline at its end. Numbers of an array share a line
/// (`"bbox": [12, 40, 300, 80]`), rows of numbers with it (`"spans": [[1, 2, 0, 5]]`), and so does an object within another that
/// holds nothing but texts, numbers and such rows, as a word or a cell does, and one that holds such objects, where the line stays
/// short (`{"kind": "cell", "bbox": [12, 40, 300, 80], "cell": {"grid": 0, "cell": 3}}`).
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
    serde_json::to_writer(Layout::new(to), value)?;
    to.write_all(b"\n").map_err(serde_json::Error::io)
}

/// Longest line, in bytes and without its indent, that holds an object within an object: as long as that of a word.
const SHORT: usize = 160;

/// Lays out the compact JSON that is written to it, and passes it on but for the innermost objects, as long as they may share a
/// line.
struct Layout<'a> {
    to: &'a mut dyn io::Write,
    open: Vec<Open>,
    at: At,
    /// The innermost objects, the outermost first, where nothing in them needs a line of its own.
    held: Vec<Held>,
}

/// An object that may yet share a line.
struct Held {
    /// Its place among what is open.
    depth: usize,
    /// Its members so far.
    members: Vec<Vec<u8>>,
    /// Whether one of them holds an object.
    is_nested: bool,
}

/// An array or object that is open.
struct Open {
    is_object: bool,
    /// Whether there is a line break within.
    is_broken: bool,
}

/// Where in JSON the next byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before a key.
    Key,
    /// Before a value, or in or after one that is no text.
    Value,
    /// In a text.
    Text,
    /// In a text, after a backslash.
    Escaped,
}

impl<'a> Layout<'a> {
    fn new(to: &'a mut dyn io::Write) -> Self {
        Self { to, open: Vec::new(), at: At::Value, held: Vec::new() }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.held.last_mut().and_then(|object| object.members.last_mut()) {
            Some(member) => member.extend_from_slice(bytes),
            None => self.to.write_all(bytes)?,
        }
        Ok(())
    }

    fn line(&mut self, depth: usize) -> io::Result<()> {
        self.to.write_all(b"\n")?;
        (0..depth).try_for_each(|_| self.to.write_all(b"  "))
    }

    fn is_in_object(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_object)
    }

    /// Gives each member that was held a line of its own.
    fn let_go(&mut self) -> io::Result<()> {
        for object in std::mem::take(&mut self.held) {
            self.to.write_all(b"{")?;
            for (number, member) in object.members.iter().enumerate() {
                if number > 0 {
                    self.to.write_all(b",")?;
                }
                self.line(object.depth + 1)?;
                self.to.write_all(member)?;
            }
            if let Some(open) = self.open.get_mut(object.depth) {
                open.is_broken = !object.members.is_empty();
            }
        }
        Ok(())
    }

    /// Begins a value that shares its line with no other of its array.
    fn begin_broken(&mut self) -> io::Result<()> {
        if self.open.is_empty() || self.is_in_object() {
            return Ok(());
        }
        self.let_go()?;
        if let Some(array) = self.open.last_mut() {
            array.is_broken = true;
        }
        self.line(self.open.len())
    }

    fn begin_key(&mut self) -> io::Result<()> {
        if let Some(object) = self.held.last_mut() {
            object.members.push(Vec::new());
            return Ok(());
        }
        if let Some(object) = self.open.last_mut() {
            object.is_broken = true;
        }
        self.line(self.open.len())
    }

    fn open(&mut self, bracket: u8) -> io::Result<()> {
        let is_object = bracket == b'{';
        if is_object || self.open.last().is_some_and(|array| array.is_broken) {
            self.begin_broken()?;
        }
        if is_object && !self.open.is_empty() {
            self.held.push(Held { depth: self.open.len(), members: Vec::new(), is_nested: false });
        } else {
            self.put(&[bracket])?;
        }
        self.open.push(Open { is_object, is_broken: false });
        self.at = if is_object { At::Key } else { At::Value };
        Ok(())
    }

    fn close(&mut self, bracket: u8) -> io::Result<()> {
        self.at = At::Value;
        let length = |object: &Held| object.members.iter().map(|member| member.len() + 2).sum::<usize>();
        if self.held.last().is_some_and(|object| object.is_nested && length(object) > SHORT) {
            self.let_go()?;
        }
        let closed = self.open.pop();
        match closed {
            Some(Open { is_object: true, .. }) if !self.held.is_empty() => {
                let members = self.held.pop().map(|object| object.members).unwrap_or_default();
                self.put(b"{")?;
                self.put(&members.join(b", ".as_slice()))?;
                if let Some(around) = self.held.last_mut() {
                    around.is_nested = true;
                }
            }
            Some(Open { is_broken: true, .. }) => self.line(self.open.len())?,
            _ => {}
        }
        self.put(&[bracket])
    }

    /// Lays out a byte that stands in no text.
    fn token(&mut self, byte: u8) -> io::Result<()> {
        match byte {
            b'{' | b'[' => self.open(byte),
            b'}' | b']' => self.close(byte),
            b'"' => {
                if self.at == At::Key { self.begin_key() } else { self.begin_broken() }?;
                self.at = At::Text;
                self.put(b"\"")
            }
            b':' => self.put(b": "),
            b',' if self.is_in_object() => {
                self.at = At::Key;
                if self.held.is_empty() { self.put(b",") } else { Ok(()) }
            }
            b',' if self.open.last().is_some_and(|array| array.is_broken) => self.put(b","),
            b',' => self.put(b", "),
            _ => self.put(&[byte]),
        }
    }
}

impl io::Write for Layout<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            match self.at {
                At::Key | At::Value => self.token(byte)?,
                At::Escaped => {
                    self.at = At::Text;
                    self.put(&[byte])?;
                }
                At::Text => {
                    let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\')).count();
                    if plain > 0 {
                        let (plain, after) = rest.split_at(plain);
                        self.put(plain)?;
                        rest = after;
                        continue;
                    }
                    self.at = if byte == b'"' { At::Value } else { At::Escaped };
                    self.put(&[byte])?;
                }
            }
            rest = after;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

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
  "e": [[1, 2], [3, 4]]
}
"#;
        assert_eq!(pretty(&value).expect("JSON"), expected);
    }

    #[test]
    fn an_object_of_texts_and_numbers_within_another_shares_a_line() {
        let value = json!({
            "a": {"bbox": [1, 2], "text": "{\"[\\"},
            "b": [{"x": 1, "y": null}, {"x": {"z": true}, "y": [{}]}, {"x": ["và"]}, [3]],
            "c": [{"x": [[1]]}],
        });
        let expected = r#"{
  "a": {"bbox": [1, 2], "text": "{\"[\\"},
  "b": [
    {"x": 1, "y": null},
    {
      "x": {"z": true},
      "y": [
        {}
      ]
    },
    {
      "x": [
        "và"
      ]
    },
    [3]
  ],
  "c": [
    {"x": [[1]]}
  ]
}
"#;
        assert_eq!(pretty(&value).expect("JSON"), expected);
    }

    #[test]
    fn an_object_that_holds_such_objects_shares_a_line_while_that_is_short() {
        let long = "dài ".repeat(40);
        let value =
            json!({"a": {"b": {"c": {"d": 1}}, "e": [1]}, "f": {"g": {"h": 1}, "i": {"j": long}, "k": {}}});
        let expected = format!(
            r#"{{
  "a": {{"b": {{"c": {{"d": 1}}}}, "e": [1]}},
  "f": {{
    "g": {{"h": 1}},
    "i": {{"j": "{long}"}},
    "k": {{}}
  }}
}}
"#
        );
        assert_eq!(pretty(&value).expect("JSON"), expected);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,6}".prop_map(Value::from),
            "[\"\\\\{}\\[\\],:]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(".{0,3}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_back_as_what_was_written(value in any_value()) {
            let text = pretty(&value).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
        }
    }

    #[test]
    fn the_record_leaves_other_readings_out_and_lays_a_word_on_a_line() {
        let mut line = crate::document::Line::from_text("tổ chức");
        line.part_into_words();
        line.words[0].alternatives =
            vec![crate::document::Alternative { at: 1, text: "ô".into(), score: 0.25 }];
        let source = crate::document::SourceInfo {
            path: "a.txt".to_owned(),
            blake3: String::new(),
            kind: crate::document::SourceKind::Text,
            page_count: 1,
        };
        let text = render(&Document::new(source, vec![Page::of_text(1, vec![line])])).expect("JSON");
        assert!(!text.contains("alternatives"), "{text}");
        let word = r#"{"text": "tổ", "ocr": "tổ", "span": [0, 2], "bbox": null, "confidence": 1.0}"#;
        assert!(text.contains(word), "{text}");
    }
}
