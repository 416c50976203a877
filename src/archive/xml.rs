//! `metadata.xml`: what is known of a document, field by field, empty ones with them (docs/metadata.xsd).
//!
//! Elements are named by the circular's codes, one level an element. Attributes of a field: `from` (`list`, `page`, `count`,
//! `rule`), `review` where a word of it was read with doubt, `label` what its codes stand for, `printed` what the page says
//! where the value is a code for that.

use std::borrow::Cow;
use std::io;

use super::conformance::Entry;
use super::fields::{Field, Level};
use super::metadata::{Value, of_level};
use crate::export::xml::Xml;

/// The file's name, in the record's folder.
pub const FILE: &str = "metadata.xml";

/// The namespace of its elements.
pub const NAMESPACE: &str = "urn:phuchoi:archive:1";

/// Returns the first bytes of such a file.
pub fn head() -> Vec<u8> {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata xmlns=\"{NAMESPACE}\"").into_bytes()
}

/// Returns a document's metadata as XML.
///
/// # Errors
///
/// Where the writer fails; one that writes to memory does not.
pub fn render(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut xml = Xml::begin()?;
    let root = [
        ("xmlns", NAMESPACE.into()),
        ("record", entry.record.as_str().into()),
        ("generator", concat!("phuchoi ", env!("CARGO_PKG_VERSION")).into()),
    ];
    xml.open("metadata", &root)?;
    for level in Level::ALL {
        xml.open(level.name(), &[])?;
        for (at, field) in of_level(level) {
            match entry.metadata.at(at) {
                Some(value) => xml.text(field.code(), &attributes(field, value), &value.text)?,
                None => xml.empty(field.code(), &[])?,
            }
        }
        xml.close(level.name())?;
    }
    xml.close("metadata")?;
    Ok(xml.end())
}

fn attributes<'a>(field: &Field, value: &'a Value) -> Vec<(&'static str, Cow<'a, str>)> {
    let mut attributes = vec![("from", value.from.name().into())];
    if value.review {
        attributes.push(("review", "true".into()));
    }
    attributes.extend(label(field, &value.text).map(|label| ("label", label.into())));
    attributes.extend(value.printed.as_ref().map(|printed| ("printed", printed.into())));
    attributes
}

/// Returns what a value's codes stand for; none where its field has no codes.
pub(super) fn label(field: &Field, text: &str) -> Option<String> {
    let list = field.form.list()?;
    let labels: Vec<&str> = text.split(';').filter_map(|code| list.label(code)).collect();
    Some(labels.join("; "))
}
