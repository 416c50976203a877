//! Whether a PDF that was somebody else's may say of itself that it is PDF/A-2b.
//!
//! Only what is known to hold is claimed. Each clause of ISO 19005-2 that a scan may run against is looked at, and where the file
//! keeps something that is not looked into (letters of other fonts, forms, JPEG 2000), that is said in the place of a claim;
//! `docs/pdf-a.md` lists the clauses.

use std::collections::BTreeSet;

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Pdf, Object};

use super::glyphless;
use super::objects::LONGEST_CONTENT;

/// Returns what keeps a PDF from being PDF/A-2b, or from being known to be, each in a sentence; none where nothing does.
pub(super) fn obstacles(pdf: &Pdf) -> Vec<String> {
    let mut found = Found::default();
    if let Ok(catalog) = pdf.catalog() {
        found.catalog(pdf, catalog);
    }
    for object in pdf.objects.values() {
        found.look(object, 0);
        if let Object::Stream(stream) = object
            && (stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form"))
        {
            found.content(stream.get_plain_content_with_limit(LONGEST_CONTENT));
        }
    }
    for page in pdf.page_iter() {
        found.content(pdf.get_page_content_with_limit(page, LONGEST_CONTENT));
    }
    let Found { fonts, others } = found;
    let fonts: Vec<String> = fonts.into_iter().collect();
    let of_fonts = (!fonts.is_empty()).then(|| {
        format!(
            "it keeps visible text, and whether its fonts ({}) are fit for an archive is not checked",
            fonts.join(", ")
        )
    });
    of_fonts.into_iter().chain(others.into_iter().map(str::to_owned)).collect()
}

#[derive(Default)]
struct Found {
    fonts: BTreeSet<String>,
    others: BTreeSet<&'static str>,
}

impl Found {
    fn catalog(&mut self, pdf: &Pdf, catalog: &Dictionary) {
        let entries: [(&[u8], &'static str); 6] = [
            (b"AcroForm", "it has form fields, such as those of signatures"),
            (b"OCProperties", "it has layers"),
            (b"AA", "it does something by itself"),
            (b"OpenAction", "it does something when it is opened"),
            (b"Requirements", "it asks for certain programs"),
            (b"Perms", "it restricts what may be done with it"),
        ];
        for (key, what) in entries {
            // Most open at a page, which is no action.
            let is_place = pdf
                .dereference(catalog.get(key).unwrap_or(&Object::Null))
                .is_ok_and(|(_, o)| o.as_array().is_ok());
            if catalog.has(key) && !is_place {
                self.others.insert(what);
            }
        }
        if let Some(names) = super::objects::dictionary_of(pdf, catalog, b"Names") {
            if names.has(b"EmbeddedFiles") {
                self.others.insert("it has files within");
            }
            if names.has(b"JavaScript") {
                self.others.insert("it runs programs");
            }
        }
    }

    /// Looks at an object and what it holds.
    fn look(&mut self, object: &Object, depth: usize) {
        /// Objects are not nested deeper; references are not followed, for what they lead to is looked at in its turn.
        const DEEPEST: usize = 32;
        if depth > DEEPEST {
            self.others.insert("its objects are nested too deep to be looked into");
            return;
        }
        match object {
            Object::Array(array) => array.iter().for_each(|inner| self.look(inner, depth + 1)),
            Object::Dictionary(dictionary) => self.dictionary(dictionary, depth),
            Object::Stream(stream) => {
                if stream.dict.has(b"F") {
                    self.others.insert("it keeps data in other files");
                }
                self.dictionary(&stream.dict, depth);
            }
            Object::Name(name) => match name.as_slice() {
                b"DeviceCMYK" => self.is_of_printers_colours(),
                b"LZWDecode" | b"LZW" => {
                    self.others.insert("it packs data with LZW");
                }
                b"JPXDecode" => {
                    self.others.insert("it has images in JPEG 2000, which are not checked");
                }
                b"Crypt" => {
                    self.others.insert("data in it are encrypted");
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn is_of_printers_colours(&mut self) {
        self.others.insert("its colours are those of a printer (CMYK) that it does not name");
    }

    fn dictionary(&mut self, dictionary: &Dictionary, depth: usize) {
        let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).ok();
        let is = |key: &[u8], of: &[&[u8]]| name(key).is_some_and(|name| of.contains(&name));
        let says = |key: &[u8]| dictionary.get(key).and_then(Object::as_bool).unwrap_or(false);
        if is(b"Type", &[b"Font"]) && name(b"BaseFont") != Some(glyphless::NAME.as_bytes()) {
            let name = name(b"BaseFont").map_or("unnamed".into(), String::from_utf8_lossy);
            self.fonts.insert(name.into_owned());
        }
        let checks: [(bool, &'static str); 8] = [
            (is(b"Type", &[b"Annot"]) && !is(b"Subtype", &[b"Link"]), "it has notes or fields on its pages"),
            (
                is(
                    b"S",
                    &[
                        b"JavaScript",
                        b"Launch",
                        b"Sound",
                        b"Movie",
                        b"Rendition",
                        b"SetOCGState",
                        b"Hide",
                        b"ResetForm",
                        b"ImportData",
                        b"Trans",
                        b"GoTo3DView",
                    ],
                ),
                "it runs programs or plays something",
            ),
            (
                is(b"Subtype", &[b"PS"]) || dictionary.has(b"OPI") || dictionary.has(b"Ref"),
                "it draws what lies elsewhere",
            ),
            (says(b"Interpolate"), "it asks for its images to be smoothed"),
            (dictionary.has(b"Alternates"), "it has other images for the same place"),
            (dictionary.has(b"TR") || dictionary.has(b"HTP"), "it changes its colours for a printer"),
            (is(b"Type", &[b"Filespec"]) || dictionary.has(b"EF"), "it has files within"),
            (dictionary.has(b"JS"), "it runs programs or plays something"),
        ];
        self.others.extend(checks.into_iter().filter(|(holds, _)| *holds).map(|(_, what)| what));
        dictionary.iter().for_each(|(_, inner)| self.look(inner, depth + 1));
    }

    /// Looks at what is drawn.
    fn content(&mut self, content: lopdf::Result<Vec<u8>>) {
        let Ok(content) = content.and_then(|content| Content::decode(&content)) else {
            self.others.insert("what is drawn on a page cannot be read");
            return;
        };
        for operation in &content.operations {
            match operation.operator.as_str() {
                "k" | "K" => self.is_of_printers_colours(),
                _ => operation.operands.iter().for_each(|operand| self.look(operand, 0)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    fn page(content: &str, extra: Dictionary) -> Vec<String> {
        let mut pdf = Pdf::with_version("1.7");
        let tree = pdf.new_object_id();
        let content = pdf.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let page = pdf.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content });
        pdf.objects.insert(
            tree,
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into(),
        );
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
        catalog.extend(&extra);
        let catalog = pdf.add_object(catalog);
        pdf.trailer.set("Root", catalog);
        obstacles(&pdf)
    }

    #[test]
    fn nothing_stands_in_the_way_of_a_plain_page() {
        assert!(page("q Q", Dictionary::new()).is_empty());
    }

    #[test]
    fn each_thing_that_an_archive_forbids_is_named() {
        let cases = [
            page("0 0 0 1 k", Dictionary::new()),
            page("q Q", dictionary! { "AcroForm" => dictionary! {} }),
            page("q Q", dictionary! { "Names" => dictionary! { "JavaScript" => dictionary! {} } }),
            page("q Q", dictionary! { "X" => dictionary! { "Type" => "Font", "BaseFont" => "Times" } }),
            page("q Q", dictionary! { "X" => dictionary! { "Filter" => "LZWDecode" } }),
        ];
        for found in cases {
            assert_eq!(found.len(), 1, "{found:?}");
        }
    }
}
