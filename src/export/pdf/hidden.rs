//! Text that nobody sees, taken out of a page: set invisible, or drawn before an image that covers the page.
//!
//! Pages made of forms are gone into; a form that changes gets a copy of its own, for other pages may show it too. What is
//! seen stays as it is. Where it is not to be read out either, for its letters stand for others than they show, it is marked
//! as saying nothing (ISO 32000-1, 14.9.4), and the words laid over it say what it shows.

use hayro::kurbo::{Affine, Rect};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Pdf, Object, Stream, StringFormat, dictionary};

use super::glyphless::packed;
use super::objects::{LONGEST_CONTENT, dictionary_of, matrix};

/// The text rendering mode that shows nothing.
const INVISIBLE: i64 = 3;
/// Share of a page that an image covers which hides what lies beneath, as in [`source`](crate::source).
const COVERS: f64 = 0.9;
/// How deep forms within forms are gone into.
const DEEPEST: usize = 12;

/// What becomes of the text that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is read out as before.
    Speaks,
    /// It is seen, and says nothing.
    IsSilent,
}

/// What becomes of all that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picture {
    /// It is seen as before.
    Stays,
    /// It goes: another takes its place.
    Goes,
}

/// A page's content without what nobody sees.
#[derive(Debug)]
pub(super) struct Cleared {
    pub(super) content: Vec<u8>,
    pub(super) resources: Dictionary,
}

/// Clears a page's content; `None` where nothing of it changes.
pub(super) fn clear(
    pdf: &mut Pdf,
    content: &[u8],
    resources: &Dictionary,
    area: Rect,
    (seen, picture): (Seen, Picture),
) -> Result<Option<Cleared>, lopdf::Error> {
    let operations = Content::decode(content)?.operations;
    let mut clearing = Clearing { pdf, area, seen, picture };
    let cleared = clearing.level(operations, resources, &Level::default())?;
    let content = |operations| Content { operations }.encode();
    cleared
        .map(|(operations, resources)| Ok(Cleared { content: content(operations)?, resources }))
        .transpose()
}

struct Clearing<'a> {
    pdf: &'a mut Pdf,
    /// The page, in its own units.
    area: Rect,
    seen: Seen,
    picture: Picture,
}

/// Where a page or a form begins.
#[derive(Debug, Clone, Default)]
struct Level {
    transform: Affine,
    mode: i64,
    is_covered: bool,
    depth: usize,
}

impl Clearing<'_> {
    /// Clears the operations of a page or form; `None` where nothing changes.
    fn level(
        &mut self,
        operations: Vec<Operation>,
        resources: &Dictionary,
        level: &Level,
    ) -> Result<Option<(Vec<Operation>, Dictionary)>, lopdf::Error> {
        let covered_until =
            if level.is_covered { operations.len() } else { self.cover(&operations, resources, level) };
        let mut kept = Vec::with_capacity(operations.len());
        let mut resources = resources.clone();
        let (mut state, mut saved) = ((level.transform, level.mode), Vec::new());
        let (mut is_changed, mut has_text) = (false, false);
        let mut is_marked_whole = false;
        for (at, operation) in operations.iter().enumerate() {
            let is_hidden = at < covered_until || state.1 == INVISIBLE;
            match operation.operator.as_str() {
                "q" => saved.push(state),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.0 *= matrix(&operation.operands).unwrap_or_default(),
                "Tr" => {
                    state.1 =
                        operation.operands.first().and_then(|mode| mode.as_i64().ok()).unwrap_or_default()
                }
                "Tj" | "TJ" | "'" | "\"" if is_hidden => {
                    is_changed = true;
                    kept.extend(moves(operation));
                    continue;
                }
                "BT" if self.seen == Seen::IsSilent && at >= covered_until => {
                    is_marked_whole = !has_marks(&operations[at..]);
                    if is_marked_whole {
                        kept.push(says_nothing());
                        is_changed = true;
                    }
                }
                "ET" if is_marked_whole => {
                    is_marked_whole = false;
                    kept.push(operation.clone());
                    kept.push(Operation::new("EMC", Vec::new()));
                    continue;
                }
                "Tj" | "TJ" | "'" | "\"" => {
                    has_text = true;
                    if self.seen == Seen::IsSilent && !is_marked_whole {
                        is_changed = true;
                        kept.extend([says_nothing(), operation.clone(), Operation::new("EMC", Vec::new())]);
                        continue;
                    }
                }
                "BI" | "sh" if self.picture == Picture::Goes => {
                    is_changed = true;
                    continue;
                }
                "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" if self.picture == Picture::Goes => {
                    is_changed = true;
                    // The path may clip as well.
                    kept.push(Operation::new("n", Vec::new()));
                    continue;
                }
                "Do" if self.picture == Picture::Goes && self.draws_image(operation, &resources) => {
                    is_changed = true;
                    continue;
                }
                "Do" => {
                    let inner = Level {
                        transform: state.0,
                        mode: state.1,
                        is_covered: at < covered_until,
                        depth: level.depth + 1,
                    };
                    is_changed |= self.form(operation, &mut resources, inner)?;
                }
                _ => {}
            }
            kept.push(operation.clone());
        }
        if !is_changed {
            return Ok(None);
        }
        if self.picture == Picture::Goes {
            self.forget_images(&mut resources);
        }
        if !has_text && self.seen == Seen::Speaks {
            const OF_TEXT: [&str; 13] =
                ["BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Tr", "Ts"];
            kept.retain(|operation| !OF_TEXT.contains(&operation.operator.as_str()));
            if !self.lends_fonts(&kept, &resources) {
                resources.remove(b"Font");
            }
        }
        Ok(Some((kept, resources)))
    }

    /// Clears the form that an operation draws, if it draws one, and enters its copy among the resources; true where it changed.
    fn form(
        &mut self,
        operation: &Operation,
        resources: &mut Dictionary,
        level: Level,
    ) -> Result<bool, lopdf::Error> {
        if level.depth > DEEPEST {
            return Ok(false);
        }
        let Some((name, form)) = x_object(self.pdf, operation, resources) else { return Ok(false) };
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return Ok(false);
        }
        let operations = Content::decode(&form.get_plain_content_with_limit(LONGEST_CONTENT)?)?.operations;
        let own = dictionary_of(self.pdf, &form.dict, b"Resources");
        let inner = own.clone().unwrap_or_else(|| resources.clone());
        let transform = level.transform * form_matrix(&form.dict);
        let Some((operations, cleared)) = self.level(operations, &inner, &Level { transform, ..level })?
        else {
            return Ok(false);
        };
        let mut dictionary = form.dict.clone();
        for packing in ["Filter", "DecodeParms", "Length"] {
            dictionary.remove(packing.as_bytes());
        }
        if own.is_some() {
            dictionary.set("Resources", cleared);
        }
        let copy = self.pdf.add_object(packed(Stream::new(dictionary, Content { operations }.encode()?)));
        let mut objects = dictionary_of(self.pdf, resources, b"XObject").unwrap_or_default();
        objects.set(name, copy);
        resources.set("XObject", objects);
        Ok(true)
    }

    /// Returns the place of the last operation that draws an image which covers the page; 0 where none does.
    fn cover(&self, operations: &[Operation], resources: &Dictionary, level: &Level) -> usize {
        let (mut transform, mut saved) = (level.transform, Vec::new());
        let mut cover = 0;
        for (at, operation) in operations.iter().enumerate() {
            match operation.operator.as_str() {
                "q" => saved.push(transform),
                "Q" => transform = saved.pop().unwrap_or(transform),
                "cm" => transform *= matrix(&operation.operands).unwrap_or_default(),
                "Do" if self.draws_cover(operation, resources, transform, level.depth) => cover = at,
                _ => {}
            }
        }
        cover
    }

    /// True where an operation draws an opaque image that covers the page, or a form that does.
    fn draws_cover(
        &self,
        operation: &Operation,
        resources: &Dictionary,
        transform: Affine,
        depth: usize,
    ) -> bool {
        let Some((_, object)) = x_object(self.pdf, operation, resources) else { return false };
        let has = |key: &[u8]| !object.dict.get(key).is_ok_and(Object::is_null) && object.dict.has(key);
        match object.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => {
                let is_stencil = object.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
                let extent = transform.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
                let covers = extent.intersect(self.area).area() >= COVERS * self.area.area();
                covers && !is_stencil && !has(b"SMask") && !has(b"Mask")
            }
            Ok(b"Form") if depth < DEEPEST => {
                let inner =
                    dictionary_of(self.pdf, &object.dict, b"Resources").unwrap_or_else(|| resources.clone());
                let operations = object
                    .get_plain_content_with_limit(LONGEST_CONTENT)
                    .and_then(|content| Content::decode(&content));
                let transform = transform * form_matrix(&object.dict);
                let level = Level { transform, depth: depth + 1, ..Level::default() };
                operations.is_ok_and(|content| self.cover(&content.operations, &inner, &level) > 0)
            }
            _ => false,
        }
    }

    /// Takes the images out of the resources of what draws none any more: they would stay in the file.
    fn forget_images(&self, resources: &mut Dictionary) {
        let Some(objects) = dictionary_of(self.pdf, resources, b"XObject") else { return };
        let is_image = |object: &Object| {
            let object = self.pdf.dereference(object).ok().and_then(|(_, object)| object.as_stream().ok());
            object.is_some_and(|object| {
                object.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")
            })
        };
        let kept: Dictionary = objects.into_iter().filter(|(_, object)| !is_image(object)).collect();
        resources.set("XObject", kept);
    }

    fn draws_image(&self, operation: &Operation, resources: &Dictionary) -> bool {
        x_object(self.pdf, operation, resources).is_some_and(|(_, object)| {
            object.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")
        })
    }

    /// True where a form that is drawn takes its fonts from these resources, having none of its own.
    fn lends_fonts(&self, operations: &[Operation], resources: &Dictionary) -> bool {
        operations.iter().filter(|operation| operation.operator == "Do").any(|operation| {
            x_object(self.pdf, operation, resources).is_some_and(|(_, object)| {
                let is_form = object.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form");
                is_form && !object.dict.has(b"Resources")
            })
        })
    }
}

/// What shows a text also moves on to where the next begins; that much of it stays.
fn moves(operation: &Operation) -> Vec<Operation> {
    match (operation.operator.as_str(), operation.operands.as_slice()) {
        ("'", _) => vec![Operation::new("T*", Vec::new())],
        ("\"", [words, letters, ..]) => vec![
            Operation::new("Tw", vec![words.clone()]),
            Operation::new("Tc", vec![letters.clone()]),
            Operation::new("T*", Vec::new()),
        ],
        _ => Vec::new(),
    }
}

/// True where a text, from its beginning on, has marks of its own that one around it might cross.
fn has_marks(operations: &[Operation]) -> bool {
    let text = operations.iter().take_while(|operation| operation.operator != "ET");
    text.into_iter().any(|operation| matches!(operation.operator.as_str(), "BMC" | "BDC" | "EMC"))
}

fn says_nothing() -> Operation {
    let nothing = Object::String(Vec::new(), StringFormat::Literal);
    Operation::new("BDC", vec!["Span".into(), Object::Dictionary(dictionary! { "ActualText" => nothing })])
}

/// Returns what a `Do` draws, and its name.
fn x_object(pdf: &Pdf, operation: &Operation, resources: &Dictionary) -> Option<(Vec<u8>, Stream)> {
    let name = operation.operands.first()?.as_name().ok()?;
    let objects = dictionary_of(pdf, resources, b"XObject")?;
    let object = objects.get(name).ok()?;
    let (_, object) = pdf.dereference(object).ok()?;
    Some((name.to_vec(), object.as_stream().ok()?.clone()))
}

fn form_matrix(form: &Dictionary) -> Affine {
    form.get(b"Matrix").and_then(Object::as_array).ok().and_then(|array| matrix(array)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleared(content: &str, image: &Dictionary, seen: Seen) -> Option<String> {
        cleared_but_for(content, image, (seen, Picture::Stays))
    }

    fn cleared_but_for(
        content: &str,
        image: &Dictionary,
        (seen, picture): (Seen, Picture),
    ) -> Option<String> {
        let mut pdf = Pdf::with_version("1.7");
        let mut kind = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1 };
        kind.extend(image);
        let image = pdf.add_object(Stream::new(kind, vec![0]));
        let resources = dictionary! {
            "Font" => dictionary! { "F" => dictionary! {} },
            "XObject" => dictionary! { "Im" => image },
        };
        let area = Rect::new(0.0, 0.0, 100.0, 100.0);
        let cleared = clear(&mut pdf, content.as_bytes(), &resources, area, (seen, picture)).unwrap()?;
        Some(String::from_utf8(cleared.content).unwrap().replace('\n', " "))
    }

    const SCAN: &str = "q 100 0 0 100 0 0 cm /Im Do Q";

    #[test]
    fn invisible_text_goes_and_what_is_seen_stays() {
        let content = format!("{SCAN} BT /F 9 Tf 3 Tr (bad) Tj ET");
        assert_eq!(
            cleared(&content, &dictionary! {}, Seen::Speaks).unwrap(),
            "q 100 0 0 100 0 0 cm /Im Do Q"
        );
        let content = format!("{SCAN} BT /F 9 Tf 3 Tr (bad) Tj 0 Tr (seal) Tj ET");
        let expected = "q 100 0 0 100 0 0 cm /Im Do Q BT /F 9 Tf 3 Tr 0 Tr (seal) Tj ET";
        assert_eq!(cleared(&content, &dictionary! {}, Seen::Speaks).unwrap(), expected);
        assert!(cleared(&format!("{SCAN} BT /F 9 Tf (seal) Tj ET"), &dictionary! {}, Seen::Speaks).is_none());
    }

    #[test]
    fn the_mode_is_part_of_the_state_that_is_kept_and_restored() {
        let content = "q 3 Tr BT (bad) Tj ET Q BT (seen) Tj ET";
        assert_eq!(
            cleared(content, &dictionary! {}, Seen::Speaks).unwrap(),
            "q 3 Tr BT ET Q BT (seen) Tj ET"
        );
    }

    #[test]
    fn text_beneath_a_scan_goes_unless_something_shows_through() {
        let content = format!("BT /F 9 Tf (bad) Tj ET {SCAN}");
        assert_eq!(
            cleared(&content, &dictionary! {}, Seen::Speaks).unwrap(),
            "q 100 0 0 100 0 0 cm /Im Do Q"
        );
        for see_through in [dictionary! { "ImageMask" => true }, dictionary! { "SMask" => (9, 0) }] {
            assert!(cleared(&content, &see_through, Seen::Speaks).is_none(), "{see_through:?}");
        }
        assert!(cleared(&content.replace("100 0 0", "50 0 0"), &dictionary! {}, Seen::Speaks).is_none());
    }

    #[test]
    fn text_that_moves_on_goes_on_doing_so() {
        let content = "BT 3 Tr (a) ' 1 2 (b) \" 0 Tr (c) Tj ET";
        let expected = "BT 3 Tr T* 1 Tw 2 Tc T* 0 Tr (c) Tj ET";
        assert_eq!(cleared(content, &dictionary! {}, Seen::Speaks).unwrap(), expected);
    }

    #[test]
    fn what_is_to_say_nothing_is_marked_without_crossing_other_marks() {
        let nothing = "/Span <</ActualText()>> BDC";
        let whole = cleared("BT (a) Tj ET", &dictionary! {}, Seen::IsSilent).unwrap();
        assert_eq!(whole, format!("{nothing} BT (a) Tj ET EMC"));
        let marked = cleared("BT /P BMC (a) Tj EMC ET", &dictionary! {}, Seen::IsSilent).unwrap();
        assert_eq!(marked, format!("BT /P BMC {nothing} (a) Tj EMC EMC ET"));
    }

    #[test]
    fn where_the_picture_goes_captions_stay_and_paths_clip_without_being_painted() {
        let content = format!("0 0 100 100 re f {SCAN} 0 0 9 9 re W f BT /F 9 Tf (seal) Tj ET");
        let expected = "0 0 100 100 re n q 100 0 0 100 0 0 cm Q 0 0 9 9 re W n BT /F 9 Tf (seal) Tj ET";
        let left = cleared_but_for(&content, &dictionary! {}, (Seen::Speaks, Picture::Goes)).unwrap();
        assert_eq!(left, expected);
    }
}
