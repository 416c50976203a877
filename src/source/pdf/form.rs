//! The fields of a PDF's form on a page: where they stand, and what was filled in.
//!
//! What a field shows is drawn by its appearance, which may be missing (`NeedAppearances`: whoever shows the file is to draw it) and
//! which knows no text where it is a tick. Its value is among the field's entries, some of which it has from its parents.

use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, String as PdfString};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Rect;

/// How many parents of a field are asked for an entry; files may lead in a circle.
const PARENTS: usize = 16;
/// Flags of an annotation that is not shown: hidden, and not to be viewed.
const UNSEEN: u32 = 2 | 32;
/// Flag of a button that does something and holds nothing.
const PUSH_BUTTON: u32 = 1 << 16;
/// Flag of a text field whose text is not to be seen: a password.
const PASSWORD: u32 = 1 << 13;

/// A field that shows something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// Where it stands, points of the page set upright, origin top left.
    pub(super) rect: Rect,
    /// What it holds.
    pub(super) value: Value,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text, or what was chosen; empty where nothing was.
    Text(String),
    /// A box or a ring, ticked or not.
    Tick(bool),
}

/// Returns the fields of a page, in the file's order.
pub(super) fn fields(page: &Page<'_>) -> Vec<Field> {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    let upright = page.initial_transform(true).to_kurbo();
    let field = |widget: Dict<'_>| {
        let is_widget = widget.get::<Name<'_>>(b"Subtype").is_some_and(|name| &*name == b"Widget");
        if !is_widget || widget.get::<u32>(b"F").unwrap_or(0) & UNSEEN != 0 {
            return None;
        }
        let place = widget.get::<PdfRect>(b"Rect")?;
        let corners = Rect::new(place.x0, place.y0, place.x1, place.y1);
        Some(Field { rect: upright.transform_rect_bbox(corners.abs()), value: value(&widget)? })
    };
    annotations.iter::<Dict<'_>>().filter_map(field).collect()
}

/// Returns what a field holds; `None` where it holds nothing that is read: a push button, a signature.
fn value(widget: &Dict<'_>) -> Option<Value> {
    let kind = entry(widget, |dict| dict.get::<Name<'_>>(b"FT"))?;
    let flags = entry(widget, |dict| dict.get::<u32>(b"Ff")).unwrap_or(0);
    match &*kind {
        b"Btn" if flags & PUSH_BUTTON == 0 => Some(Value::Tick(is_ticked(widget))),
        b"Tx" if flags & PASSWORD == 0 => {
            let text = entry(widget, |dict| dict.get::<Object<'_>>(b"V"));
            Some(Value::Text(text.as_ref().and_then(text_of).unwrap_or_default()))
        }
        b"Ch" => Some(Value::Text(chosen(widget))),
        _ => None,
    }
}

/// Returns an entry of a field, or of the next of its parents that has it.
fn entry<'a, T>(widget: &Dict<'a>, get: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut dict = widget.clone();
    for _ in 0..PARENTS {
        if let Some(found) = get(&dict) {
            return Some(found);
        }
        dict = dict.get::<Dict<'a>>(b"Parent")?;
    }
    None
}

/// Returns whether the state of a button is another than off. A button that tells none shows the field's own, if it has that.
fn is_ticked(widget: &Dict<'_>) -> bool {
    let is_on = |name: &Name<'_>| &**name != b"Off";
    if let Some(state) = widget.get::<Name<'_>>(b"AS") {
        return is_on(&state);
    }
    let Some(value) = entry(widget, |dict| dict.get::<Name<'_>>(b"V")).filter(is_on) else { return false };
    let states = widget.get::<Dict<'_>>(b"AP").and_then(|looks| looks.get::<Dict<'_>>(b"N"));
    states.is_none_or(|states| states.contains_key(&*value))
}

/// Returns what is chosen of a list, in the words that it is shown with.
fn chosen(widget: &Dict<'_>) -> String {
    let options = entry(widget, |dict| dict.get::<Array<'_>>(b"Opt"));
    let shown = |exported: String| {
        let pairs = options.iter().flat_map(|options| options.iter::<Array<'_>>());
        let pair = |pair: Array<'_>| {
            let mut texts = pair.iter::<PdfString<'_>>().map(|text| decoded(&text));
            Some((texts.next()?, texts.next()?))
        };
        let of = pairs.filter_map(pair).find(|(value, _)| *value == exported);
        of.map_or(exported, |(_, shown)| shown)
    };
    match entry(widget, |dict| dict.get::<Object<'_>>(b"V")) {
        Some(Object::Array(values)) => {
            let texts = values.iter::<PdfString<'_>>().map(|text| shown(decoded(&text)));
            texts.collect::<Vec<_>>().join(", ")
        }
        Some(value) => text_of(&value).map(shown).unwrap_or_default(),
        None => String::new(),
    }
}

fn text_of(value: &Object<'_>) -> Option<String> {
    match value {
        Object::String(text) => Some(decoded(text)),
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        Object::Stream(stream) => Some(decoded(&stream.decoded().ok()?)),
        _ => None,
    }
}

/// Characters of PDF's own encoding that are not those of Latin-1, from 0x80 on (ISO 32000-1, annex D.2).
const FROM_0X80: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ',
    'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// Returns the characters of a text string.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xff, 0xfe, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Against the standard some programs write UTF-8.
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| of_pdf_encoding(*byte)).collect(),
        },
    }
}

fn of_pdf_encoding(byte: u8) -> char {
    byte.checked_sub(0x80).and_then(|at| FROM_0X80.get(usize::from(at))).copied().unwrap_or(char::from(byte))
}

/// How much of its form a file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FormState {
    /// Whoever shows the file is to draw what its fields hold.
    pub(super) needs_appearances: bool,
    /// The form is described by XFA alone: no field stands on a page.
    pub(super) is_xfa_only: bool,
}

impl FormState {
    pub(super) fn of(pdf: &Pdf) -> Self {
        let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
        let form = root.as_ref().and_then(|root| root.get::<Dict<'_>>(b"AcroForm"));
        let Some(form) = form else { return Self { needs_appearances: false, is_xfa_only: false } };
        let has_fields =
            form.get::<Array<'_>>(b"Fields").is_some_and(|fields| fields.raw_iter().next().is_some());
        let needs_rendering = root.and_then(|root| root.get::<bool>(b"NeedsRendering")).unwrap_or(false);
        Self {
            needs_appearances: form.get::<bool>(b"NeedAppearances").unwrap_or(false),
            is_xfa_only: form.contains_key(b"XFA") && (needs_rendering || !has_fields),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_read_in_each_of_their_encodings() {
        let cases: [(&[u8], &str); 5] = [
            (b"\xfe\xff\x00H\x1e\xc7", "Hệ"),
            (b"\xff\xfeH\x00\xc7\x1e", "Hệ"),
            (b"\xef\xbb\xbfH\xe1\xbb\x87", "Hệ"),
            (b"H\xe1\xbb\x87", "Hệ"),
            (b"caf\xe9 \x85", "café –"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decoded(bytes), expected);
        }
    }
}
