//! What a PDF's objects say, wherever they stand.

use hayro::kurbo::Affine;
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};

/// Most that the operations of a page or a form may unpack to, bytes. The longest seen have three million.
pub(super) const LONGEST_CONTENT: usize = 1 << 28;

/// Returns a dictionary within a dictionary, wherever it stands.
pub(crate) fn dictionary_of(pdf: &Pdf, of: &Dictionary, key: &[u8]) -> Option<Dictionary> {
    pdf.dereference(of.get(key).ok()?).ok()?.1.as_dict().ok().cloned()
}

/// Returns a matrix of six numbers (ISO 32000-1, 8.3.4).
pub(crate) fn matrix(operands: &[Object]) -> Option<Affine> {
    let mut coefficients = [0.0; 6];
    if operands.len() != coefficients.len() {
        return None;
    }
    for (coefficient, operand) in coefficients.iter_mut().zip(operands) {
        *coefficient = f64::from(operand.as_float().ok()?);
    }
    Some(Affine::new(coefficients))
}

/// Returns an entry of a page that its tree may hand down to it (ISO 32000-1, 7.7.3.4).
pub(crate) fn inherited(pdf: &Pdf, page: ObjectId, key: &[u8]) -> Option<Object> {
    /// A tree deeper than this leads round in a circle.
    const DEEPEST_TREE: usize = 64;
    let mut node = page;
    for _ in 0..DEEPEST_TREE {
        let dictionary = pdf.get_dictionary(node).ok()?;
        if let Ok(found) = dictionary.get(key) {
            return Some(pdf.dereference(found).ok()?.1.clone());
        }
        node = dictionary.get(b"Parent").and_then(Object::as_reference).ok()?;
    }
    None
}

/// Returns a name within a dictionary, wherever it stands.
pub(super) fn name_of<'a>(pdf: &'a Pdf, of: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    pdf.dereference(of.get(key).ok()?).ok()?.1.as_name().ok()
}

/// Returns the dictionary that an object is, or that of the stream that it is, wherever it stands.
pub(super) fn entries_of<'a>(pdf: &'a Pdf, object: &'a Object) -> Option<&'a Dictionary> {
    match pdf.dereference(object).ok()?.1 {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}
