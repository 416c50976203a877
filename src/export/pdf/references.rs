//! The table of a PDF's objects, packed.
//!
//! lopdf writes it bare (ISO 32000-1, 7.5.8), seven bytes an object; a tagged page has a hundred, and most rows differ from
//! the one above in a byte. Told as differences (7.4.4.4) and deflated they take a seventh of that.

use lopdf::{Stream, dictionary};

/// What lopdf gives the fields of a row: kind, place, number.
const FIELDS: &str = "/W[1 4 2]";
/// Bytes of a row.
const ROW: usize = 7;
/// The PNG filter that tells a row as what it differs from the one above.
const UP: u8 = 2;
/// What says so in a PDF.
const PREDICTOR: u8 = 12;

/// Returns a PDF that lopdf wrote with its table packed; as it is where that is not as lopdf writes it.
pub(super) fn pack(bytes: Vec<u8>) -> Vec<u8> {
    repacked(&bytes).unwrap_or(bytes)
}

fn repacked(bytes: &[u8]) -> Option<Vec<u8>> {
    const START: &[u8] = b"startxref";
    const STREAM: &[u8] = b">>stream\n";
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what);
    let start = bytes.windows(START.len()).rposition(|window| window == START)?;
    let offset: usize =
        std::str::from_utf8(&bytes[start + START.len()..]).ok()?.split_whitespace().next()?.parse().ok()?;
    let table = bytes.get(offset..start)?;
    let begins = find(table, STREAM)?;
    let head = std::str::from_utf8(&table[..begins]).ok()?;
    let (head, length) = head.rsplit_once("/Length ")?;
    let length: usize = length.parse().ok()?;
    let rows = table.get(begins + STREAM.len()..)?.get(..length)?;
    let is_known = head.contains("/Type/XRef") && head.contains(FIELDS) && !head.contains("/Filter");
    if !is_known || rows.is_empty() || !rows.len().is_multiple_of(ROW) {
        return None;
    }
    let mut told = Vec::with_capacity(rows.len() / ROW * (ROW + 1));
    let mut above = [0; ROW].as_slice();
    for row in rows.chunks_exact(ROW) {
        told.push(UP);
        told.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above = row;
    }
    let mut packed = Stream::new(dictionary! {}, told);
    packed.compress().ok()?;
    let filter = packed.dict.has(b"Filter").then_some("/Filter/FlateDecode")?;
    let parameters = format!("/DecodeParms<</Predictor {PREDICTOR}/Columns {ROW}>>");
    let head = format!("{head}{filter}{parameters}/Length {}", packed.content.len());
    let tail = format!("\nendstream\nendobj\nstartxref\n{offset}\n%%EOF\n");
    Some([&bytes[..offset], head.as_bytes(), STREAM, &packed.content, tail.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hayro::hayro_syntax::Pdf as Reread;
    use lopdf::{Document as Pdf, SaveOptions};

    use super::*;

    fn written() -> Vec<u8> {
        let mut pdf = Pdf::with_version("1.7");
        let tree = pdf.new_object_id();
        let pages: Vec<lopdf::Object> = (0..40)
            .map(|_| pdf.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => vec![0.into(), 0.into(), 9.into(), 9.into()] }).into())
            .collect();
        pdf.objects.insert(tree, dictionary! { "Type" => "Pages", "Count" => 40, "Kids" => pages }.into());
        let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        pdf.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true);
        pdf.save_with_options(&mut bytes, options.build()).unwrap();
        bytes
    }

    #[test]
    fn a_packed_table_leads_to_the_same_objects_and_is_smaller() {
        let bytes = written();
        let packed = pack(bytes.clone());
        assert!(packed.len() + 150 < bytes.len(), "{} of {}", packed.len(), bytes.len());
        assert_eq!(Reread::new(Arc::new(packed.clone())).unwrap().pages().len(), 40);
        let objects = |bytes: &[u8]| {
            let objects = Pdf::load_mem(bytes).unwrap().objects;
            objects.into_iter().filter(|(_, object)| object.as_dict().is_ok()).collect::<Vec<_>>()
        };
        assert_eq!(objects(&packed), objects(&bytes));
    }

    #[test]
    fn what_is_not_as_it_is_known_stays_as_it_is() {
        let bytes = written();
        for end in [0, 9, bytes.len() / 2, bytes.len() - 8] {
            assert_eq!(pack(bytes[..end].to_vec()), bytes[..end]);
        }
        let twice = pack(pack(bytes.clone()));
        assert_eq!(twice, pack(bytes));
    }
}
