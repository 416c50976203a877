//! XML, written event by event.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML document being written.
pub(crate) struct Xml(Writer<Vec<u8>>);

/// Attributes of an element: names and values, in order.
pub(crate) type Attributes<'a> = [(&'a str, Cow<'a, str>)];

impl Xml {
    /// Begins a document in UTF-8, indented by one blank a level.
    pub(crate) fn begin() -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    /// Begins a page that is HTML as well. It is not indented, for blanks between words are text there.
    pub(super) fn begin_html() -> io::Result<Self> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::DocType(BytesText::from_escaped("html")))?;
        Ok(Self(writer))
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, name: &str, attributes: &Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    /// Closes the element opened last.
    pub(crate) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// Writes an element that holds a text.
    pub(crate) fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.characters(text)?;
        self.close(name)
    }

    /// Writes text into the element that is open.
    pub(super) fn characters(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(&clean(text))))
    }

    /// Writes text as it stands: style sheets, which hold nothing that would have to be escaped.
    pub(super) fn verbatim(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::from_escaped(text)))
    }

    /// Ends the document.
    pub(crate) fn end(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

fn start<'a>(name: &'a str, attributes: &Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, clean(value).as_ref()));
    }
    start
}

/// Returns the text with U+FFFD for what XML 1.0 cannot hold (section 2.2, production 2).
fn clean(text: &str) -> Cow<'_, str> {
    let is_held =
        |c: char| !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(is_held) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_held(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_the_rest_escaped() {
        let mut xml = Xml::begin().unwrap();
        xml.text("a", &[("b", "\"<\0\n".into())], "&\x0c]]>\u{ffff}").unwrap();
        let written = xml.end();
        let text = std::str::from_utf8(&written).unwrap();
        let read = roxmltree::Document::parse(text).unwrap();
        assert_eq!(read.root_element().text(), Some("&\u{fffd}]]>\u{fffd}"));
        assert_eq!(read.root_element().attribute("b"), Some("\"<\u{fffd}\n"));
    }
}
