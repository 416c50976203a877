//! What a PDF says of itself: XMP (ISO 16684-1) for today's readers, the information dictionary for older ones.
//!
//! | property | of | |
//! | --- | --- | --- |
//! | `dc:title` | kind and subject; else the first heading, else the file's name | `Title` |
//! | `dc:creator` | issuing body | `Author` |
//! | `dc:description` | subject | `Subject` |
//! | `dc:date` | date of issue | |
//! | `dc:identifier` | number and symbol | `Keywords` |
//! | `dc:type` | kind | |
//! | `dc:contributor` | who signed it | |
//! | `dc:source` | BLAKE3 hash of the input | |
//! | `dc:language` | `vi` | |

use std::path::Path;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, dictionary};
use xmp_writer::{DateTime, LangId, XmpWriter};

use super::text_string;
use crate::document::{Document, Letterhead, Section};
use crate::export::reading::heading_words;

/// The part of ISO 19005 that is claimed, and its level.
const PART: i32 = 2;
const LEVEL: &str = "B";

/// What is known of a document.
#[derive(Debug)]
pub(super) struct Metadata<'a> {
    title: String,
    letterhead: &'a Letterhead,
    source: String,
}

impl<'a> Metadata<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let letterhead = &document.letterhead;
        let of_head = [&letterhead.kind, &letterhead.subject].into_iter().flatten();
        let of_head = of_head.map(|field| &**field).collect::<Vec<_>>().join(" ");
        let first =
            |section: &Section| Some(heading_words(&section.label, &section.title)).filter(|t| !t.is_empty());
        let title = Some(of_head).filter(|title| !title.trim().is_empty());
        let title = title.or_else(|| document.sections.iter().find_map(first)).unwrap_or_else(|| {
            let name = Path::new(&document.source.path).file_stem().unwrap_or_default();
            name.to_string_lossy().into_owned()
        });
        Self { title, letterhead, source: format!("blake3:{}", document.source.blake3) }
    }

    /// Puts the dictionary for older readers into a PDF.
    pub(super) fn information(&self, pdf: &mut Pdf) -> ObjectId {
        let Letterhead { issuer, number, subject, .. } = self.letterhead;
        // What an older file told beside, such as when it was made, stays.
        let mut information = match pdf.trailer.get(b"Info").and_then(|info| pdf.dereference(info)) {
            Ok((_, Object::Dictionary(information))) => {
                let is_told = |value: &Object| matches!(value, Object::String(..) | Object::Name(_));
                let told = information.iter().filter(|(_, value)| is_told(value));
                told.map(|(key, value)| (key.clone(), value.clone())).collect()
            }
            _ => Dictionary::new(),
        };
        let entries = [
            ("Title", Some(self.title.as_str())),
            ("Author", issuer.as_deref()),
            ("Subject", subject.as_deref()),
            ("Keywords", number.as_deref()),
        ];
        for (key, value) in entries {
            if let Some(value) = value {
                information.set(key, text_string(value));
            }
        }
        information.set("Producer", text_string(PRODUCER));
        pdf.add_object(information)
    }

    /// Puts the XMP packet into a PDF.
    pub(super) fn packet(&self, pdf: &mut Pdf, is_archival: bool) -> ObjectId {
        let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        let Letterhead { issuer, number, kind, subject, signer, .. } = self.letterhead;
        let mut xmp = XmpWriter::new();
        xmp.format("application/pdf");
        xmp.title([(None, clean(&self.title).as_str())]);
        xmp.language([LangId("vi")]);
        xmp.source(&self.source);
        xmp.producer(PRODUCER);
        if let Some(issuer) = issuer {
            xmp.creator([clean(issuer).as_str()]);
        }
        if let Some(name) = signer.as_ref().and_then(|signer| signer.name.as_ref()) {
            xmp.contributor([clean(name).as_str()]);
        }
        if let Some(subject) = subject {
            xmp.description([(None, clean(subject).as_str())]);
        }
        if let Some(kind) = kind {
            xmp.type_([clean(kind).as_str()]);
        }
        if let Some(number) = number {
            xmp.identifier(&clean(number));
            xmp.pdf_keywords(&clean(number));
        }
        if let Some(date) = self.letterhead.iso_date().and_then(day) {
            xmp.date([date]);
        }
        if is_archival {
            xmp.pdfa_part(PART);
            xmp.pdfa_conformance(LEVEL);
        }
        let packet = xmp.finish(None).into_bytes();
        let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        // Programs that know no PDF look for the packet, so it is not compressed.
        pdf.add_object(Stream::new(kind, packet).with_compression(false))
    }
}

/// What the file was made by.
const PRODUCER: &str = concat!("phuchoi ", env!("CARGO_PKG_VERSION"));

/// Reads a day after ISO 8601.
fn day(date: &str) -> Option<DateTime> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(DateTime::date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}
