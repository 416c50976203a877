//! The scans that the pages of a copy show: at what resolution they lie there, and in how many colours. A record does not
//! tell, for a page with something over its scan was drawn anew before it was read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use hayro::kurbo::Affine;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::export::file;
use crate::export::pdf::objects::{dictionary_of, inherited, matrix};

/// Size of a file from which its pages are not looked into: it is read into memory.
const LARGEST_FILE: u64 = 1 << 30;

/// Most that the operations of a page may unpack to, bytes.
const LONGEST_CONTENT: usize = 1 << 26;

/// How many forms within forms are followed.
const DEEPEST: usize = 4;

/// How many colours a scan has, the fewest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// Black and white, one bit a pixel.
    Bilevel,
    /// Grays.
    Gray,
    /// Colours.
    Full,
}

impl Colours {
    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bilevel => "bilevel",
            Self::Gray => "gray",
            Self::Full => "colour",
        }
    }
}

/// The scan that a page shows: of several images the one with the most pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// Dots per inch, the fewer of across and down.
    pub dpi: f32,
    /// Its colours; none where its kind is not known.
    pub colours: Option<Colours>,
}

/// Reads what each page of a PDF shows, in order: none for a page without an image. None at all where the file is no PDF, too
/// large, encrypted or cannot be followed.
pub fn read(path: &Path) -> Option<Vec<Option<Sheet>>> {
    let bytes = file::read(path, LARGEST_FILE).ok()?;
    // What comes of a broken file is no worse than not to know.
    catch_unwind(AssertUnwindSafe(|| of_bytes(&bytes))).ok().flatten()
}

fn of_bytes(bytes: &[u8]) -> Option<Vec<Option<Sheet>>> {
    let pdf = Document::load_mem(bytes).ok()?;
    if pdf.is_encrypted() || pdf.was_encrypted() {
        return None;
    }
    Some(pdf.get_pages().into_values().map(|page| of_page(&pdf, page)).collect())
}

fn of_page(pdf: &Document, page: ObjectId) -> Option<Sheet> {
    let resources = inherited(pdf, page, b"Resources")?.as_dict().ok()?.clone();
    let dictionary = pdf.get_dictionary(page).ok()?;
    let unit = dictionary.get(b"UserUnit").and_then(Object::as_float).map_or(1.0, f64::from);
    let (_, contents) = pdf.dereference(dictionary.get(b"Contents").ok()?).ok()?;
    let parts = match contents {
        Object::Array(parts) => parts.iter().collect(),
        part => vec![part],
    };
    let mut content = Vec::new();
    for part in parts {
        let (_, part) = pdf.dereference(part).ok()?;
        let room = LONGEST_CONTENT.checked_sub(content.len())?;
        content.extend(part.as_stream().ok()?.get_plain_content_with_limit(room).ok()?);
        // Operators do not run over the end of a part.
        content.push(b'\n');
    }
    let mut found = Vec::new();
    images(pdf, &content, &resources, Affine::scale(unit), 0, &mut found);
    found.into_iter().max_by_key(|(pixels, _)| *pixels).map(|(_, sheet)| sheet)
}

/// Gathers the images that a content shows, each with its number of pixels.
fn images(
    pdf: &Document,
    content: &[u8],
    resources: &Dictionary,
    to_points: Affine,
    depth: usize,
    found: &mut Vec<(u64, Sheet)>,
) {
    let Ok(content) = Content::decode(content) else { return };
    let objects = dictionary_of(pdf, resources, b"XObject");
    let (mut place, mut kept) = (to_points, Vec::new());
    for operation in &content.operations {
        match operation.operator.as_str() {
            "q" => kept.push(place),
            "Q" => place = kept.pop().unwrap_or(place),
            "cm" => place *= matrix(&operation.operands).unwrap_or_default(),
            "Do" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                let object = name.zip(objects.as_ref()).and_then(|(name, objects)| objects.get(name).ok());
                let Some(stream) = object
                    .and_then(|object| pdf.dereference(object).ok())
                    .and_then(|(_, object)| object.as_stream().ok())
                else {
                    continue;
                };
                match stream.dict.get(b"Subtype").and_then(Object::as_name) {
                    Ok(b"Image") => found.extend(sheet(pdf, &stream.dict, place)),
                    Ok(b"Form") if depth < DEEPEST => {
                        let own = dictionary_of(pdf, &stream.dict, b"Resources");
                        let array = stream.dict.get(b"Matrix").and_then(Object::as_array);
                        let inner = array.ok().and_then(|array| matrix(array)).unwrap_or_default();
                        if let Ok(content) = stream.get_plain_content_with_limit(LONGEST_CONTENT) {
                            let resources = own.as_ref().unwrap_or(resources);
                            images(pdf, &content, resources, place * inner, depth + 1, found);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Returns an image's pixels and what it is on the page, where the unit square has `place`.
fn sheet(pdf: &Document, image: &Dictionary, place: Affine) -> Option<(u64, Sheet)> {
    let side = |key: &[u8]| {
        let (_, value) = pdf.dereference(image.get(key).ok()?).ok()?;
        u32::try_from(value.as_i64().ok()?).ok().filter(|side| *side > 0)
    };
    let (width, height) = (side(b"Width")?, side(b"Height")?);
    let [a, b, c, d, ..] = place.as_coeffs();
    let dpi = |pixels: u32, points: f64| f64::from(pixels) * 72.0 / points;
    let dpi = dpi(width, a.hypot(b)).min(dpi(height, c.hypot(d)));
    let pixels = u64::from(width) * u64::from(height);
    dpi.is_finite().then(|| (pixels, Sheet { dpi: dpi as f32, colours: colours(pdf, image) }))
}

fn colours(pdf: &Document, image: &Dictionary) -> Option<Colours> {
    let value = |key: &[u8]| pdf.dereference(image.get(key).ok()?).ok().map(|(_, value)| value);
    let is_mask = value(b"ImageMask").is_some_and(|mask| mask.as_bool().unwrap_or(false));
    if is_mask || value(b"BitsPerComponent").is_some_and(|bits| bits.as_i64().ok() == Some(1)) {
        return Some(Colours::Bilevel);
    }
    of_space(pdf, value(b"ColorSpace")?, 0)
}

fn of_space(pdf: &Document, space: &Object, depth: usize) -> Option<Colours> {
    let name = match space {
        Object::Name(name) => name.as_slice(),
        Object::Array(parts) => parts.first()?.as_name().ok()?,
        _ => return None,
    };
    let part = |at: usize| pdf.dereference(space.as_array().ok()?.get(at)?).ok().map(|(_, part)| part);
    match name {
        b"DeviceGray" | b"CalGray" | b"G" => Some(Colours::Gray),
        b"DeviceRGB" | b"CalRGB" | b"Lab" | b"DeviceCMYK" | b"RGB" | b"CMYK" => Some(Colours::Full),
        b"ICCBased" => {
            let count = part(1)?.as_stream().ok()?.dict.get(b"N").and_then(Object::as_i64).ok()?;
            Some(if count == 1 { Colours::Gray } else { Colours::Full })
        }
        b"Indexed" | b"I" if depth == 0 => of_space(pdf, part(1)?, depth + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    /// A PDF of one page with an image of 1654 by 2339 pixels, and a seal of few over it.
    fn pdf(content: &str, image: Dictionary) -> Vec<u8> {
        let mut pdf = Document::with_version("1.7");
        let tree = pdf.new_object_id();
        let mut scan =
            dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1654, "Height" => 2339 };
        scan.extend(&image);
        let scan = pdf.add_object(Stream::new(scan, vec![0]));
        let seal = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 90, "Height" => 90,
        "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8 };
        let seal = pdf.add_object(Stream::new(seal, vec![0]));
        let inner = dictionary! { "XObject" => dictionary! { "Scan" => scan } };
        let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => inner,
        "Matrix" => vec![0.5.into(), 0.into(), 0.into(), 0.5.into(), 0.into(), 0.into()] };
        let form = pdf.add_object(Stream::new(form, b"1190.88 0 0 1684.08 0 0 cm /Scan Do".to_vec()));
        let objects = dictionary! { "Scan" => scan, "Seal" => seal, "Form" => form };
        let contents = pdf.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let page = pdf.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => contents });
        pdf.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1,
            "Resources" => dictionary! { "XObject" => objects }, "MediaBox" => vec![0.into(), 0.into(), 596.into(), 842.into()] });
        let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        pdf.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).expect("written");
        bytes
    }

    fn seen(content: &str, image: Dictionary) -> Option<(u32, Option<Colours>)> {
        let pages = of_bytes(&pdf(content, image)).expect("a PDF");
        assert_eq!(pages.len(), 1);
        pages[0].map(|sheet| (sheet.dpi.round() as u32, sheet.colours))
    }

    fn gray() -> Dictionary {
        dictionary! { "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 }
    }

    #[test]
    fn the_scan_lies_at_its_own_resolution_whatever_lies_over_it() {
        let scan = "q 595.44 0 0 842.04 0 0 cm /Scan Do Q q 40 0 0 40 500 780 cm /Seal Do Q";
        assert_eq!(seen(scan, gray()), Some((200, Some(Colours::Gray))));
        let turned = "q 0 595.44 -842.04 0 842 0 cm /Scan Do Q";
        assert_eq!(seen(turned, gray()), Some((200, Some(Colours::Gray))));
        assert_eq!(seen("/Form Do", gray()), Some((200, Some(Colours::Gray))), "in a form");
        let twice = "q 2 0 0 2 0 0 cm q 595.44 0 0 842.04 0 0 cm /Scan Do Q Q";
        assert_eq!(seen(twice, gray()), Some((100, Some(Colours::Gray))));
        assert_eq!(seen("BT ET", gray()), None, "a page of text");
        assert_eq!(seen("q 0 0 0 0 0 0 cm /Scan Do Q", gray()), None, "nothing is seen of it");
    }

    #[test]
    fn colours_are_told_by_bits_and_space() {
        let space = |space: Object| dictionary! { "ColorSpace" => space, "BitsPerComponent" => 8 };
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let cases = [
            (dictionary! { "ImageMask" => true }, Some(Colours::Bilevel)),
            (dictionary! { "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1 }, Some(Colours::Bilevel)),
            (space(name("DeviceRGB")), Some(Colours::Full)),
            (
                space(
                    vec![name("Indexed"), name("DeviceRGB"), 255.into(), Object::string_literal("")].into(),
                ),
                Some(Colours::Full),
            ),
            (space(vec![name("CalGray"), Dictionary::new().into()].into()), Some(Colours::Gray)),
            (space(name("Pattern")), None),
            (Dictionary::new(), None),
        ];
        for (image, expected) in cases {
            let told = format!("{image:?}");
            let found = seen("q 595.44 0 0 842.04 0 0 cm /Scan Do Q", image);
            assert_eq!(found.map(|(_, colours)| colours), Some(expected), "{told}");
        }
    }

    #[test]
    fn what_is_no_pdf_tells_nothing() {
        assert_eq!(of_bytes(b"%PDF-1.7\n%%EOF"), None);
        assert_eq!(of_bytes(b""), None);
    }
}
