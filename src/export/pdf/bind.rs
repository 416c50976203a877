//! A new PDF of images.

use hayro::kurbo::{Affine, Point};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, dictionary};

use super::glyphless::{Alphabet, packed};
use super::number::rounded;
use super::sheet::Sheet;
use super::tags::Tags;
use super::tags::marks::{self, Marks};
use super::{Bound, FONT, PdfError, by_scan, finish, layer, outline, pixels_of, save};
use crate::document::{BoundingBox, Document, Page};

/// What object streams and everything here needs; PDF/A-2 is made on it.
const VERSION: &str = "1.7";
/// Points of an inch.
const POINTS: f64 = 72.0;
/// The long side that a page is given whose resolution is not known, points: that of A4.
const LONG_SIDE: f64 = 842.0;

/// Returns the PDF of a document read from images; `image` gives that of an input's page, from 1.
///
/// # Errors
///
/// Where the image of a page cannot be had: a PDF that silently lacks a page is worse than none.
pub fn bind(
    document: &Document,
    mut image: impl FnMut(u32) -> Result<Sheet, PdfError>,
) -> Result<Bound, PdfError> {
    let scans = by_scan(document);
    let texts: Vec<String> = document.pages.iter().flat_map(layer::texts).collect();
    let alphabet = Alphabet::of(texts.iter().map(String::as_str));
    let mut pdf = Pdf::with_version(VERSION);
    let tree = pdf.new_object_id();
    let font = alphabet.add_to(&mut pdf)?;
    let tags = Tags::of(document);
    let mut marked = Vec::new();
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut seed = Vec::new();
    for scan in 1..=document.source.page_count {
        let pages = scans.get(&scan).map_or(&[][..], Vec::as_slice);
        let mut marks = Marks::new(Some(&tags));
        let words = (font, &alphabet, &mut marks);
        let leaf = Leaf::add_to(&mut pdf, tree, pages, image(scan)?, words, &mut seed);
        marked.push((leaf.id, marks.into_elements()));
        leaves.push(leaf);
    }
    if leaves.is_empty() {
        return Err(PdfError::NoImage);
    }
    let kids: Vec<Object> = leaves.iter().map(|leaf| leaf.id.into()).collect();
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    pdf.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);

    tags.add_to(&mut pdf, &marked)?;
    let target = |page: u32, line: u32| {
        let at = document.pages.binary_search_by_key(&page, |found| found.number).ok()?;
        let page = document.pages.get(at)?;
        let leaf = leaves.get(usize::try_from(page.scan.checked_sub(1)?).ok()?)?;
        Some((leaf.id, leaf.top_of(page, line)))
    };
    let outline = outline::add_to(&mut pdf, &document.sections, &target);
    finish(&mut pdf, document, outline, true)?;
    let bytes = save(pdf, document, &seed)?;
    Ok(Bound { bytes, obstacles: Vec::new(), was_signed: false, taken_out: Vec::new() })
}

/// A page of the PDF.
struct Leaf {
    id: ObjectId,
    /// From the scan's pixels to points, origin at the foot.
    to_user: Affine,
}

impl Leaf {
    fn add_to(
        pdf: &mut Pdf,
        tree: ObjectId,
        pages: &[&Page],
        sheet: Sheet,
        (font, alphabet, marks): (ObjectId, &Alphabet, &mut Marks<'_>),
        seed: &mut Vec<u8>,
    ) -> Self {
        let (pixels, scale) = match (pixels_of(pages), pages.iter().find_map(|page| page.dpi)) {
            (Some(pixels), Some(dpi)) if dpi > 0.0 => (pixels, POINTS / f64::from(dpi)),
            _ => {
                let (width, height) = (f64::from(sheet.width), f64::from(sheet.height));
                ((width, height), LONG_SIDE / width.max(height))
            }
        };
        let (width, height) = (rounded(pixels.0 * scale), rounded(pixels.1 * scale));
        let from_square = Affine::new([width, 0.0, 0.0, -height, 0.0, height]);
        let to_user = from_square * Affine::scale_non_uniform(1.0 / pixels.0, 1.0 / pixels.1);

        let mut images = Dictionary::new();
        let drawn = sheet.draw(pdf, &mut images, from_square);
        let mut content = [marks::BEGIN_ARTIFACT, &drawn, marks::END].concat();
        let words = layer::content(pages, to_user, alphabet, marks);
        let mut resources = dictionary! { "XObject" => images };
        if let Some(words) = &words {
            resources.set("Font", dictionary! { FONT => font });
            content.extend_from_slice(words);
            seed.extend_from_slice(words);
        }
        let content = pdf.add_object(packed(Stream::new(Dictionary::new(), content)));
        let side = |points: f64| Object::Real(points as f32);
        let mut page = dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => vec![0.into(), 0.into(), side(width), side(height)],
            "Resources" => resources,
            "Contents" => content,
        };
        // Of a spread both pages were turned alike.
        if let Some(turn) = pages.first().map(|page| page.rotation).filter(|turn| *turn != 0) {
            page.set("Rotate", i64::from(turn));
        }
        Self { id: pdf.add_object(page), to_user }
    }

    /// Returns the height of a line's top, points.
    fn top_of(&self, page: &Page, line: u32) -> f64 {
        top_of(page, line, self.to_user)
    }
}

/// Returns the height of the top of a page's line, or of the page where it has none, in the PDF's units.
pub(super) fn top_of(page: &Page, line: u32, to_user: Affine) -> f64 {
    let place = |line: u32| page.lines.get(usize::try_from(line.checked_sub(1)?).ok()?)?.bbox;
    let bbox = place(line).unwrap_or(BoundingBox::new(0, 0, 0, 0));
    let origin = page.part.map_or((0, 0), |part| (part.x0, part.y0));
    rounded((to_user * Point::new((origin.0 + bbox.x0).into(), (origin.1 + bbox.y0).into())).y)
}
