//! The headings of a document as the bookmarks of its PDF (ISO 32000-1, 12.3.3).

use lopdf::{Document as Pdf, Object, ObjectId, dictionary};

use super::text_string;
use crate::document::Section;
use crate::export::reading::heading_words;

/// Puts the outline of a heading tree into a PDF. `target` gives what a page and a line of the record are in the PDF: the page
/// there, and the height of the line above its foot. `None` where there are no headings.
pub(super) fn add_to(
    pdf: &mut Pdf,
    sections: &[Section],
    target: &impl Fn(u32, u32) -> Option<(ObjectId, f64)>,
) -> Option<ObjectId> {
    let root = pdf.new_object_id();
    let (first, last, count) = level(pdf, sections, root, target)?;
    let outline = dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count };
    pdf.objects.insert(root, outline.into());
    Some(root)
}

/// Puts headings of one level in, and what is below them; returns the first, the last, and how many of this level there are.
fn level(
    pdf: &mut Pdf,
    sections: &[Section],
    parent: ObjectId,
    target: &impl Fn(u32, u32) -> Option<(ObjectId, f64)>,
) -> Option<(ObjectId, ObjectId, i64)> {
    // What has neither label nor title is no heading: the text before the first.
    let named = sections.iter().filter(|section| !heading_words(&section.label, &section.title).is_empty());
    let entries: Vec<(ObjectId, &Section)> = named.map(|section| (pdf.new_object_id(), section)).collect();
    for (at, (id, section)) in entries.iter().enumerate() {
        let mut entry = dictionary! {
            "Title" => text_string(&heading_words(&section.label, &section.title)),
            "Parent" => parent,
        };
        if let Some((page, height)) = target(section.page, section.line) {
            let height = Object::Real(height as f32);
            entry.set("Dest", vec![page.into(), "XYZ".into(), Object::Null, height, Object::Null]);
        }
        let before = at.checked_sub(1).and_then(|before| entries.get(before));
        if let Some((before, _)) = before {
            entry.set("Prev", *before);
        }
        if let Some((next, _)) = entries.get(at + 1) {
            entry.set("Next", *next);
        }
        if let Some((first, last, count)) = level(pdf, &section.children, *id, target) {
            entry.set("First", first);
            entry.set("Last", last);
            // Closed until a reader opens it.
            entry.set("Count", -count);
        }
        pdf.objects.insert(*id, entry.into());
    }
    let (first, last) = (entries.first()?.0, entries.last()?.0);
    Some((first, last, i64::try_from(entries.len()).unwrap_or(i64::MAX)))
}
