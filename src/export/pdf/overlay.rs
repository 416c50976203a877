//! A PDF with its hidden text replaced.

use std::collections::BTreeMap;

use hayro::kurbo::{Affine, Rect};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::glyphless::{Alphabet, packed};
use super::hidden::{self, Picture, Seen};
use super::objects::{LONGEST_CONTENT, dictionary_of, inherited};
use super::sheet::Sheet;
use super::tags::Tags;
use super::tags::marks::{self, Marks};
use super::{
    Bound, FONT, PdfError, active, bind, by_scan, conformance, finish, layer, outline, pixels_of, save,
};
use crate::document::{BasisKind, Document, Page};

/// The least version, which object streams and everything here needs.
const VERSION: &str = "1.7";

/// How a page of the PDF shows what was read.
#[derive(Debug)]
pub struct OldPage {
    /// From the unit square of the image that was read, upright as the PDF shows it and its origin at the top, to the PDF's
    /// units.
    pub to_user: Affine,
    /// True where its text is drawn to be seen, as a word processor does.
    pub is_drawn: bool,
    /// What it shows from now on, if words were read of it; `None` where that stays as it is. It is for pages whose text is not
    /// drawn.
    pub restored: Option<RestoredPage>,
}

/// What takes the place of a page's picture.
#[derive(Debug)]
pub struct RestoredPage {
    /// The image.
    pub sheet: Sheet,
    /// True where it was made of a drawing of all that the page showed; captions are in it then.
    pub is_drawing: bool,
}

/// Returns the PDF `bytes` with a document's words in the place of those that nobody sees, and without what it does by itself. `old` tells of its pages, in order;
/// `None` where nothing is known of one, which then stays as it is.
///
/// A page whose text is drawn stays as it is too where the record says the same; where it says other, the words drawn are
/// marked as saying nothing, and the record's are laid over them.
///
/// # Errors
///
/// Where it is encrypted, or its structure cannot be followed.
pub fn overlay(document: &Document, bytes: &[u8], old: Vec<Option<OldPage>>) -> Result<Bound, PdfError> {
    let mut pdf = Pdf::load_mem(bytes)?;
    if pdf.is_encrypted() || pdf.was_encrypted() {
        return Err(PdfError::Encrypted);
    }
    let ids: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    if ids.len() != document.source.page_count as usize || ids.len() != old.len() {
        return Err(PdfError::Pages { found: ids.len(), expected: document.source.page_count });
    }
    let was_signed = is_signed(&pdf);
    let taken_out = active::take_out(&mut pdf);
    let texts: Vec<String> = document.pages.iter().flat_map(layer::texts).collect();
    let alphabet = Alphabet::of(texts.iter().map(String::as_str));
    let font = alphabet.add_to(&mut pdf)?;

    let scans = by_scan(document);
    let tags = is_taggable(&pdf, &scans, &old).then(|| Tags::of(document));
    let mut marked = Vec::new();
    let mut places = Vec::new();
    let mut seed = Vec::new();
    for ((id, old), scan) in ids.iter().zip(old).zip(1..) {
        let pages = scans.get(&scan).map_or(&[][..], Vec::as_slice);
        let Some((old, (width, height))) = old.zip(pixels_of(pages)) else {
            places.push((*id, None));
            continue;
        };
        let to_user = old.to_user * Affine::scale_non_uniform(1.0 / width, 1.0 / height);
        places.push((*id, Some(to_user)));
        let mut marks = Marks::new(tags.as_ref());
        let Some(words) = layer::content(pages, to_user, &alphabet, &mut marks) else {
            // Where nothing was read, what somebody else read is all there is.
            continue;
        };
        let Some(treatment) = treatment(pages, old.is_drawn) else { continue };
        replace(&mut pdf, *id, old, (treatment, tags.is_some()), (&words, font))?;
        turn(&mut pdf, *id, pages)?;
        marked.push((*id, marks.into_elements()));
        seed.extend(words);
    }
    if let Some(tags) = tags {
        tags.add_to(&mut pdf, &marked)?;
    }

    // Ours takes its place. What only the old text needed is referred to no more.
    pdf.catalog_mut()?.remove(b"Metadata");
    pdf.prune_objects();
    if pdf.version.as_str() < VERSION {
        VERSION.clone_into(&mut pdf.version);
    }
    let obstacles = conformance::obstacles(&pdf, font);

    let target = |page: u32, line: u32| {
        let at = document.pages.binary_search_by_key(&page, |found| found.number).ok()?;
        let page = document.pages.get(at)?;
        let (id, to_user) = places.get(usize::try_from(page.scan.checked_sub(1)?).ok()?)?;
        Some((*id, bind::top_of(page, line, (*to_user)?)))
    };
    let has_outline =
        dictionary_of(&pdf, pdf.catalog()?, b"Outlines").is_some_and(|outline| outline.has(b"First"));
    let outline = if has_outline { None } else { outline::add_to(&mut pdf, &document.sections, &target) };
    finish(&mut pdf, document, outline, obstacles.is_empty())?;
    pdf.prune_objects();
    Ok(Bound { bytes: save(pdf, document, &seed)?, obstacles, was_signed, taken_out })
}

/// True where every page's words are ours, so that tags can be told of all: what is not tagged in a file that is would not be
/// read aloud. A file that has tags keeps them.
fn is_taggable(pdf: &Pdf, scans: &BTreeMap<u32, Vec<&Page>>, old: &[Option<OldPage>]) -> bool {
    let is_ours = |(old, scan): (&Option<OldPage>, u32)| {
        let pages = scans.get(&scan).map_or(&[][..], Vec::as_slice);
        let has_words = pages.iter().any(|page| page.lines.iter().any(|line| !line.text.trim().is_empty()));
        old.as_ref().is_some_and(|old| has_words && !old.is_drawn) && pixels_of(pages).is_some()
    };
    let is_tagged = pdf.catalog().is_ok_and(|catalog| catalog.has(b"StructTreeRoot"));
    !is_tagged && old.iter().zip(1..).all(is_ours)
}

/// Returns what becomes of the text seen on a page whose words are replaced; `None` where the page stays as it is.
fn treatment(pages: &[&Page], is_drawn: bool) -> Option<Seen> {
    let is_read_anew =
        pages.iter().any(|page| page.basis.as_ref().is_none_or(|basis| basis.witness == BasisKind::Image));
    let says_other = || {
        let mut lines = pages.iter().flat_map(|page| &page.lines);
        lines.any(|line| line.legacy.is_some() || line.text != line.ocr)
    };
    match is_drawn {
        false => Some(Seen::Speaks),
        true => (is_read_anew || says_other()).then_some(Seen::IsSilent),
    }
}

/// Puts words into a page in the place of those that nobody sees, and the restored image, where there is one, in that of its scan.
fn replace(
    pdf: &mut Pdf,
    page: ObjectId,
    old: OldPage,
    (seen, is_tagged): (Seen, bool),
    (words, font): (&[u8], ObjectId),
) -> Result<(), PdfError> {
    let resources = inherited(pdf, page, b"Resources").and_then(|found| found.as_dict().ok().cloned());
    let mut resources = resources.unwrap_or_default();
    // The words are laid on in the units that the page began with.
    let mut begin = b"q\n".to_vec();
    let mut end = b"\nQ\n".to_vec();
    let mut before: Option<Vec<Object>> = None;
    match old.restored {
        Some(RestoredPage { is_drawing: true, .. }) => {
            resources = Dictionary::new();
            before = Some(Vec::new());
        }
        _ => {
            let content = pdf.get_page_content_with_limit(page, LONGEST_CONTENT)?;
            let area = inherited(pdf, page, b"CropBox").or_else(|| inherited(pdf, page, b"MediaBox"));
            let area = area.and_then(|area| rectangle(pdf, &area)).unwrap_or_default();
            let picture = if old.restored.is_some() { Picture::Goes } else { Picture::Stays };
            if let Some(cleared) = hidden::clear(pdf, &content, &resources, area, (seen, picture))? {
                resources = cleared.resources;
                let content = packed(Stream::new(Dictionary::new(), cleared.content));
                before = Some(vec![pdf.add_object(content).into()]);
            }
        }
    }
    if is_tagged {
        // All that is no text of ours is the picture of the page.
        end.extend_from_slice(marks::END);
    }
    if let Some(RestoredPage { sheet, .. }) = old.restored {
        let mut images = dictionary_of(pdf, &resources, b"XObject").unwrap_or_default();
        begin = [sheet.draw(pdf, &mut images, old.to_user), begin].concat();
        resources.set("XObject", images);
    }
    let mut fonts = dictionary_of(pdf, &resources, b"Font").unwrap_or_default();
    fonts.set(FONT, font);
    resources.set("Font", fonts);
    end.extend_from_slice(words);
    if is_tagged {
        begin = [marks::BEGIN_ARTIFACT, &begin].concat();
    }
    let before =
        before.unwrap_or_else(|| pdf.get_page_contents(page).into_iter().map(Object::Reference).collect());
    let begin = pdf.add_object(Stream::new(Dictionary::new(), begin));
    let end = pdf.add_object(packed(Stream::new(Dictionary::new(), end)));
    let streams: Vec<Object> = [vec![begin.into()], before, vec![end.into()]].concat();
    let page = pdf.get_dictionary_mut(page)?;
    page.set("Resources", resources);
    page.set("Contents", streams);
    Ok(())
}

/// Turns a page upright, as its scan was.
fn turn(pdf: &mut Pdf, page: ObjectId, pages: &[&Page]) -> Result<(), PdfError> {
    let Some(turn) = pages.first().map(|page| i64::from(page.rotation)).filter(|turn| *turn != 0) else {
        return Ok(());
    };
    let before = inherited(pdf, page, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or_default();
    pdf.get_dictionary_mut(page)?.set("Rotate", (before + turn).rem_euclid(360));
    Ok(())
}

fn rectangle(pdf: &Pdf, object: &Object) -> Option<Rect> {
    let side = |at: usize| {
        let side = object.as_array().ok()?.get(at)?;
        Some(f64::from(pdf.dereference(side).ok()?.1.as_float().ok()?))
    };
    Some(Rect::from_points((side(0)?, side(1)?), (side(2)?, side(3)?)))
}

/// True where a field of it holds a digital signature.
fn is_signed(pdf: &Pdf) -> bool {
    pdf.objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .any(|field| field.get(b"FT").and_then(Object::as_name).ok() == Some(b"Sig") && field.has(b"V"))
}
