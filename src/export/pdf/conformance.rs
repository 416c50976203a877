//! Whether a PDF that was somebody else's may say of itself that it is PDF/A-2b.
//!
//! Only what is known to hold is claimed. Each clause of ISO 19005-2 that a scan may run against is looked at, and where the file
//! keeps something that is not looked into (letters of other fonts, forms, JPEG 2000), that is said in the place of a claim;
//! `docs/pdf-a.md` lists the clauses.

use std::collections::BTreeSet;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream};
use moxcms::ColorProfile;

use super::objects::{LONGEST_CONTENT, entries_of, inherited, name_of};

/// Versions that ISO 19005-2, 6.1.2 allows.
const VERSIONS: [&str; 8] = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];
/// Bytes of the longest string, and of the longest name (6.1.13).
const LONGEST_STRING: usize = 32_767;
const LONGEST_NAME: usize = 127;
/// Indirect objects that there may be (6.1.13).
const MOST_OBJECTS: usize = 8_388_607;
/// How often a graphics state may be kept before it is given back (6.1.13).
const DEEPEST_STATE: usize = 28;
/// Lengths that a page's sides may have, units (6.1.13).
const SIDES: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;

const OF_PROGRAMS: &str = "it runs programs or plays something";
const OF_LAYERS: &str = "it has layers";
const UNREADABLE: &str = "what is drawn on a page cannot be read";

/// Returns what keeps a PDF from being PDF/A-2b, or from being known to be, each in a sentence; none where nothing does. `font`
/// is that of our words, which is fit for an archive.
pub(super) fn obstacles(pdf: &Pdf, font: ObjectId) -> Vec<String> {
    let mut found = Found {
        pdf,
        ours: ours(pdf, font),
        seen: BTreeSet::new(),
        fonts: BTreeSet::new(),
        others: BTreeSet::new(),
    };
    if pdf.objects.len() > MOST_OBJECTS {
        found.is_beyond_limits();
    }
    if !VERSIONS.contains(&pdf.version.as_str()) {
        found.is_of_other_version();
    }
    if let Ok(catalog) = pdf.catalog() {
        found.catalog(catalog);
    }
    for (id, object) in &pdf.objects {
        if found.ours.contains(id) {
            continue;
        }
        found.look(object, 0);
        if let Object::Stream(stream) = object {
            let is_form = name_of(pdf, &stream.dict, b"Subtype") == Some(b"Form");
            if is_form || stream.dict.has(b"PatternType") {
                let content = stream.get_plain_content_with_limit(LONGEST_CONTENT);
                found.content(content, stream.dict.get(b"Resources").ok());
            }
        }
    }
    for page in pdf.page_iter() {
        found.page(page);
    }
    let Found { fonts, others, .. } = found;
    let fonts: Vec<String> = fonts.into_iter().collect();
    let of_fonts = (!fonts.is_empty()).then(|| {
        format!(
            "it keeps visible text, and whether its fonts ({}) are fit for an archive is not checked",
            fonts.join(", ")
        )
    });
    of_fonts.into_iter().chain(others.into_iter().map(str::to_owned)).collect()
}

/// Returns the objects that our font is made of. A name would not do: any font may bear it.
fn ours(pdf: &Pdf, font: ObjectId) -> BTreeSet<ObjectId> {
    let mut ours = BTreeSet::from([font]);
    let descendants = pdf.get_dictionary(font).and_then(|font| font.get(b"DescendantFonts"));
    let descendants = descendants.and_then(Object::as_array).map_or(&[][..], Vec::as_slice);
    ours.extend(descendants.iter().filter_map(|descendant| descendant.as_reference().ok()));
    ours
}

struct Found<'a> {
    pdf: &'a Pdf,
    ours: BTreeSet<ObjectId>,
    /// Lists of fonts and of notes that were looked at: many pages may share one.
    seen: BTreeSet<(&'static [u8], ObjectId)>,
    fonts: BTreeSet<String>,
    others: BTreeSet<&'static str>,
}

impl<'a> Found<'a> {
    fn is_beyond_limits(&mut self) {
        self.others.insert("something in it is longer, larger or deeper than archives allow");
    }

    fn is_of_other_version(&mut self) {
        self.others.insert("it is of a version of PDF that came after the standard");
    }

    fn resolved(&self, object: &'a Object) -> &'a Object {
        self.pdf.dereference(object).map_or(&Object::Null, |(_, object)| object)
    }

    /// True where what an object leads to was looked at before, as what stands under this key.
    fn was_seen(&mut self, key: &'static [u8], object: &Object) -> bool {
        object.as_reference().is_ok_and(|id| !self.seen.insert((key, id)))
    }

    fn catalog(&mut self, catalog: &'a Dictionary) {
        let entries: [(&[u8], &'static str); 8] = [
            (b"AcroForm", "it has form fields, such as those of signatures"),
            (b"OCProperties", OF_LAYERS),
            (b"AA", "it does something by itself"),
            (b"OpenAction", "it does something when it is opened"),
            (b"Requirements", "it asks for certain programs"),
            (b"Perms", "it restricts what may be done with it"),
            (b"NeedsRendering", "a program has to draw it first"),
            (b"Collection", "it has files within"),
        ];
        for (key, what) in entries {
            // Most open at a page, which is no action, or go to one.
            let value = self.resolved(catalog.get(key).unwrap_or(&Object::Null));
            let goes = value.as_dict().is_ok_and(|action| name_of(self.pdf, action, b"S") == Some(b"GoTo"));
            let is_place = key == b"OpenAction" && (value.as_array().is_ok() || goes);
            if catalog.has(key) && !is_place {
                self.others.insert(what);
            }
        }
        if catalog.has(b"Version")
            && !name_of(self.pdf, catalog, b"Version")
                .is_some_and(|version| VERSIONS.iter().any(|known| known.as_bytes() == version))
        {
            self.is_of_other_version();
        }
        let names = catalog.get(b"Names").ok().and_then(|names| entries_of(self.pdf, names));
        if let Some(names) = names {
            let trees: [(&[u8], &'static str); 4] = [
                (b"EmbeddedFiles", "it has files within"),
                (b"JavaScript", OF_PROGRAMS),
                (b"Renditions", OF_PROGRAMS),
                (b"AlternatePresentations", "it is shown in more ways than one"),
            ];
            self.others.extend(trees.into_iter().filter(|(key, _)| names.has(key)).map(|(_, what)| what));
        }
    }

    fn page(&mut self, id: ObjectId) {
        let Ok(page) = self.pdf.get_dictionary(id) else {
            self.others.insert(UNREADABLE);
            return;
        };
        self.content(self.pdf.get_page_content_with_limit(id, LONGEST_CONTENT), page.get(b"Resources").ok());
        for (key, is_needed) in [
            (&b"MediaBox"[..], true),
            (b"CropBox", false),
            (b"BleedBox", false),
            (b"TrimBox", false),
            (b"ArtBox", false),
        ] {
            match inherited(self.pdf, id, key) {
                None if !is_needed => {}
                Some(bounds) if self.is_of_right_size(&bounds) => {}
                _ => self.is_beyond_limits(),
            }
        }
        if page.has(b"PresSteps") {
            self.others.insert("it is shown in more ways than one");
        }
        let Ok(notes) = page.get(b"Annots") else { return };
        if self.was_seen(b"Annots", notes) {
            return;
        }
        match self.resolved(notes) {
            Object::Array(notes) => {
                for note in notes {
                    match self.resolved(note) {
                        Object::Dictionary(note) => self.note(note),
                        _ => self.has_notes(),
                    }
                }
            }
            Object::Null => {}
            _ => self.has_notes(),
        }
    }

    fn is_of_right_size(&self, bounds: &Object) -> bool {
        let Ok(bounds) = bounds.as_array() else { return false };
        let number = |side: &Object| self.pdf.dereference(side).ok()?.1.as_float().ok();
        let sides: Vec<f32> = bounds.iter().filter_map(number).collect();
        match sides.as_slice() {
            [x0, y0, x1, y1] if bounds.len() == sides.len() => {
                [x1 - x0, y1 - y0].iter().all(|side| SIDES.contains(&side.abs()))
            }
            _ => false,
        }
    }

    fn has_notes(&mut self) {
        self.others.insert("it has notes or fields on its pages");
    }

    /// Looks at a note of a page, whether it says that it is one or not.
    fn note(&mut self, note: &Dictionary) {
        /// Bits of a note's flags (ISO 32000-1, 12.5.3): printed; and not shown at times.
        const PRINTED: i64 = 1 << 2;
        const HIDDEN: i64 = 1 | 1 << 1 | 1 << 5 | 1 << 8;
        if name_of(self.pdf, note, b"Subtype") != Some(b"Link") || note.has(b"AP") {
            self.has_notes();
            return;
        }
        let flags = note.get(b"F").and_then(|flags| self.pdf.dereference(flags));
        let flags = flags.ok().and_then(|(_, flags)| flags.as_i64().ok()).unwrap_or_default();
        if flags & PRINTED == 0 || flags & HIDDEN != 0 {
            self.others.insert("it has links that do not say that they are printed");
        }
    }

    /// Looks at an object and what it holds.
    fn look(&mut self, object: &'a Object, depth: usize) {
        /// Objects are not nested deeper; references are not followed, for what they lead to is looked at in its turn.
        const DEEPEST: usize = 32;
        if depth > DEEPEST {
            self.others.insert("its objects are nested too deep to be looked into");
            return;
        }
        match object {
            Object::Array(array) => self.array(array, depth),
            Object::Dictionary(dictionary) => self.dictionary(dictionary, depth),
            Object::Stream(stream) => self.stream(stream, depth),
            Object::Name(name) => self.name(name),
            Object::String(string, _) if string.len() > LONGEST_STRING => self.is_beyond_limits(),
            Object::Integer(number) if i32::try_from(*number).is_err() => self.is_beyond_limits(),
            // Neither without end, nor closer to 0 than reckoned with.
            Object::Real(number) if *number != 0.0 && !number.is_normal() => self.is_beyond_limits(),
            _ => {}
        }
    }

    fn name(&mut self, name: &[u8]) {
        match name {
            b"DeviceCMYK" => self.is_of_printers_colours(),
            b"Separation" | b"DeviceN" => {
                self.others.insert("it has colours of certain inks, which are not checked");
            }
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
        }
        if name.len() > LONGEST_NAME {
            self.is_beyond_limits();
        }
        if std::str::from_utf8(name).is_err() {
            self.others.insert("names in it are not in Unicode");
        }
    }

    fn array(&mut self, array: &'a [Object], depth: usize) {
        if let [first, profile, ..] = array
            && self.resolved(first).as_name().ok() == Some(b"ICCBased")
            && !matches!(self.resolved(profile), Object::Stream(profile) if is_profile(profile))
        {
            self.others
                .insert("it has a colour profile that is not one, or not of the kinds that are checked");
        }
        array.iter().for_each(|inner| self.look(inner, depth + 1));
    }

    fn stream(&mut self, stream: &'a Stream, depth: usize) {
        const KNOWN: [&[u8]; 10] = [
            b"ASCIIHexDecode",
            b"ASCII85Decode",
            b"FlateDecode",
            b"RunLengthDecode",
            b"CCITTFaxDecode",
            b"JBIG2Decode",
            b"DCTDecode",
            // Said by name.
            b"LZWDecode",
            b"JPXDecode",
            b"Crypt",
        ];
        let of_other_files: [&[u8]; 3] = [b"F", b"FFilter", b"FDecodeParms"];
        if of_other_files.iter().any(|key| stream.dict.has(key)) {
            self.others.insert("it keeps data in other files");
        }
        if let Ok(filter) = stream.dict.get(b"Filter") {
            let filters = match self.resolved(filter) {
                Object::Array(filters) => filters.as_slice(),
                filter => std::slice::from_ref(filter),
            };
            let is_known = |filter: &'a Object| match self.resolved(filter) {
                Object::Name(name) => KNOWN.contains(&name.as_slice()),
                other => other.is_null(),
            };
            if !filters.iter().all(is_known) {
                self.others.insert("it packs data in a way that is not known");
            }
        }
        self.dictionary(&stream.dict, depth);
    }

    fn is_of_printers_colours(&mut self) {
        self.others.insert("its colours are those of a printer (CMYK) that it does not name");
    }

    fn font(&mut self, font: &'a Dictionary) {
        let name = name_of(self.pdf, font, b"BaseFont").map_or("unnamed".into(), String::from_utf8_lossy);
        self.fonts.insert(name.into_owned());
    }

    /// Looks at fonts where they stand, whether they say that they are fonts or not.
    fn fonts(&mut self, fonts: &'a Object) {
        let named: Vec<&Object> = match self.resolved(fonts) {
            // Of resources.
            Object::Dictionary(fonts) if !fonts.has(b"BaseFont") => {
                fonts.iter().map(|(_, font)| font).collect()
            }
            // Of a graphics state: the font and its size.
            Object::Array(sized) => sized.iter().take(1).collect(),
            _ => vec![fonts],
        };
        for font in named {
            let is_ours = font.as_reference().is_ok_and(|id| self.ours.contains(&id));
            if let Some(font) = entries_of(self.pdf, font).filter(|_| !is_ours) {
                self.font(font);
            }
        }
    }

    fn dictionary(&mut self, dictionary: &'a Dictionary, depth: usize) {
        const BLENDS: [&[u8]; 17] = [
            b"Normal",
            b"Compatible",
            b"Multiply",
            b"Screen",
            b"Overlay",
            b"Darken",
            b"Lighten",
            b"ColorDodge",
            b"ColorBurn",
            b"HardLight",
            b"SoftLight",
            b"Difference",
            b"Exclusion",
            b"Hue",
            b"Saturation",
            b"Color",
            b"Luminosity",
        ];
        let pdf = self.pdf;
        let name = |key: &[u8]| name_of(pdf, dictionary, key);
        let is = |key: &[u8], of: &[&[u8]]| name(key).is_some_and(|name| of.contains(&name));
        let has = |key: &[u8]| dictionary.has(key);
        let value = |key: &[u8]| pdf.dereference(dictionary.get(key).ok()?).ok().map(|(_, value)| value);
        let says = |key: &[u8]| value(key).is_some_and(|value| value.as_bool().unwrap_or(false));
        if is(b"Type", &[b"Font"]) {
            self.font(dictionary);
        }
        if let Ok(fonts) = dictionary.get(b"Font")
            && !self.was_seen(b"Font", fonts)
        {
            self.fonts(fonts);
        }
        if is(b"Type", &[b"Annot"]) {
            self.note(dictionary);
        }
        let is_of_other_blend = has(b"BM") && !is(b"BM", &BLENDS);
        let is_of_other_intent = |key: &[u8]| has(key) && name(key).is_some_and(|name| !is_intent(name));
        let is_of_bits =
            value(b"BitsPerComponent").is_none_or(|bits| matches!(bits.as_i64(), Ok(1 | 2 | 4 | 8 | 16)));
        let is_image = is(b"Subtype", &[b"Image"]);
        let checks: [(bool, &'static str); 14] = [
            (is_action(dictionary, name(b"S"), name(b"N")), OF_PROGRAMS),
            (
                is(b"Subtype", &[b"PS"])
                    || is(b"Subtype2", &[b"PS"])
                    || has(b"OPI")
                    || has(b"Ref")
                    || has(b"PS"),
                "it draws what lies elsewhere",
            ),
            (says(b"Interpolate"), "it asks for its images to be smoothed"),
            (has(b"Alternates"), "it has other images for the same place"),
            (
                has(b"TR") || has(b"HTP") || has(b"HT") || (has(b"TR2") && !is(b"TR2", &[b"Default"])),
                "it changes its colours for a printer",
            ),
            (is_of_other_blend, "it lays colours over others in a way that is not known"),
            (
                is_of_other_intent(b"RI") || (is_image && is_of_other_intent(b"Intent")),
                "it asks for colours in a way that is not known",
            ),
            (is_image && !is_of_bits, "it has images of a depth that is not known"),
            (is(b"Type", &[b"Filespec", b"F", b"EmbeddedFile"]) || has(b"EF"), "it has files within"),
            (is(b"Type", &[b"OCG", b"OCMD"]) || has(b"OC"), OF_LAYERS),
            (has(b"JS"), OF_PROGRAMS),
            (has(b"AA"), "it does something by itself"),
            (has(b"XFA"), "a program has to draw it first"),
            (has(b"Metadata"), "parts of it have descriptions of their own, which are not checked"),
        ];
        self.others.extend(checks.into_iter().filter(|(holds, _)| *holds).map(|(_, what)| what));
        for (key, inner) in dictionary {
            self.name(key);
            self.look(inner, depth + 1);
        }
    }

    /// Looks at what is drawn, with the resources that it has of its own.
    fn content(&mut self, content: lopdf::Result<Vec<u8>>, resources: Option<&'a Object>) {
        let drawn =
            content.and_then(|content| Ok((Content::decode_strict(&content)?, is_of_whole_bytes(&content))));
        let Ok((content, is_of_whole_bytes)) = drawn else {
            self.others.insert(UNREADABLE);
            return;
        };
        if !is_of_whole_bytes {
            self.others.insert("it has texts of half a byte among what it draws");
        }
        let resources = resources.and_then(|resources| entries_of(self.pdf, resources));
        let mut kept = 0_usize;
        for operation in &content.operations {
            self.operation(operation, resources);
            match operation.operator.as_str() {
                "q" => kept += 1,
                "Q" => kept = kept.saturating_sub(1),
                _ => {}
            }
            if kept > DEEPEST_STATE {
                self.is_beyond_limits();
            }
        }
    }

    fn operation(&mut self, operation: &Operation, resources: Option<&'a Dictionary>) {
        const KNOWN: [&str; 72] = [
            "b", "B", "b*", "B*", "BDC", "BI", "BMC", "BT", "BX", "c", "cm", "CS", "cs", "d", "d0", "d1",
            "Do", "DP", "EI", "EMC", "ET", "EX", "f", "F", "f*", "G", "g", "gs", "h", "i", "ID", "j", "J",
            "K", "k", "l", "m", "M", "MP", "n", "q", "Q", "re", "RG", "rg", "ri", "s", "S", "SC", "sc",
            "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ", "TL", "Tm", "Tr", "Ts", "Tw", "Tz",
            "v", "w", "W", "W*", "y", "'",
        ];
        const OF_DEVICES: [&[u8]; 4] = [b"DeviceGray", b"DeviceRGB", b"DeviceCMYK", b"Pattern"];
        let operator = operation.operator.as_str();
        if !KNOWN.contains(&operator) && operator != "\"" {
            self.others.insert("it draws with operators that are not of the standard");
        }
        let named = |at: Option<&'_ Object>| at.and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec);
        let (first, last) = (named(operation.operands.first()), named(operation.operands.last()));
        let needed = match operator {
            "Do" => Some((&b"XObject"[..], first)),
            "Tf" => Some((&b"Font"[..], first)),
            "gs" => Some((&b"ExtGState"[..], first)),
            "sh" => Some((&b"Shading"[..], first)),
            "cs" | "CS" if !first.as_ref().is_some_and(|name| OF_DEVICES.contains(&name.as_slice())) => {
                Some((&b"ColorSpace"[..], first))
            }
            "scn" | "SCN" if last.is_some() => Some((&b"Pattern"[..], last)),
            "BDC" | "DP" if operation.operands.len() > 1 && last.is_some() => {
                Some((&b"Properties"[..], last))
            }
            "k" | "K" => {
                self.is_of_printers_colours();
                None
            }
            "ri" => {
                if !first.is_some_and(|name| is_intent(&name)) {
                    self.others.insert("it asks for colours in a way that is not known");
                }
                None
            }
            // How it is packed, and of which colours it is, stands in words of its own.
            "BI" => {
                self.others.insert("it has images amid what it draws, which are not checked");
                None
            }
            _ => None,
        };
        if let Some((kind, name)) = needed {
            let of_kind = resources.and_then(|resources| resources.get(kind).ok());
            let of_kind = of_kind.and_then(|of_kind| entries_of(self.pdf, of_kind));
            let is_held = name.zip(of_kind).is_some_and(|(name, of_kind)| {
                of_kind.get(&name).is_ok_and(|held| !self.resolved(held).is_null())
            });
            if !is_held {
                self.others.insert("it draws with what is not among its own resources");
            }
        }
        let is_marked = matches!(operator, "BDC" | "BMC" | "DP" | "MP");
        if is_marked && operation.operands.first().is_some_and(|tag| tag.as_name().ok() == Some(b"OC")) {
            self.others.insert(OF_LAYERS);
        }
        for operand in &operation.operands {
            self.operand(operand);
        }
    }

    /// Looks at what an operation is given, which refers to no objects.
    fn operand(&mut self, operand: &Object) {
        match operand {
            Object::Array(array) => array.iter().for_each(|inner| self.operand(inner)),
            Object::Dictionary(dictionary) => dictionary.iter().for_each(|(key, inner)| {
                self.name(key);
                self.operand(inner);
            }),
            Object::Name(name) => self.name(name),
            Object::String(string, _) if string.len() > LONGEST_STRING => self.is_beyond_limits(),
            Object::Integer(number) if i32::try_from(*number).is_err() => self.is_beyond_limits(),
            Object::Real(number) if *number != 0.0 && !number.is_normal() => self.is_beyond_limits(),
            _ => {}
        }
    }
}

/// Returns whether each hexadecimal text among what is drawn has an even number of digits, and nothing else but white space (6.1.6):
/// whoever reads the operations is not told.
fn is_of_whole_bytes(content: &[u8]) -> bool {
    let mut rest = content.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => while rest.next_if(|byte| !matches!(byte, b'\r' | b'\n')).is_some() {},
            b'(' => {
                let mut open = 1_usize;
                while open > 0
                    && let Some(byte) = rest.next()
                {
                    match byte {
                        b'\\' => drop(rest.next()),
                        b'(' => open += 1,
                        b')' => open -= 1,
                        _ => {}
                    }
                }
            }
            // Of a dictionary.
            b'<' if rest.next_if_eq(&b'<').is_some() => {}
            b'<' => {
                let mut digits = 0_usize;
                loop {
                    match rest.next() {
                        Some(b'>') => break,
                        Some(byte) if byte.is_ascii_hexdigit() => digits += 1,
                        Some(0 | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ') => {}
                        _ => return false,
                    }
                }
                if !digits.is_multiple_of(2) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// True of an action that 6.5.1 does not allow, and of those that reach out of the file.
fn is_action(dictionary: &Dictionary, action: Option<&[u8]>, named: Option<&[u8]>) -> bool {
    const FORBIDDEN: [&[u8]; 17] = [
        b"JavaScript",
        b"Launch",
        b"Sound",
        b"Movie",
        b"Rendition",
        b"SetOCGState",
        b"Hide",
        b"ResetForm",
        b"ImportData",
        b"SubmitForm",
        b"Trans",
        b"GoTo3DView",
        b"RichMediaExecute",
        b"SetState",
        b"NOP",
        b"set-state",
        b"no-op",
    ];
    const OF_PAGES: [&[u8]; 4] = [b"NextPage", b"PrevPage", b"FirstPage", b"LastPage"];
    match action {
        Some(b"Named") => dictionary.has(b"N") && !named.is_some_and(|named| OF_PAGES.contains(&named)),
        Some(action) => FORBIDDEN.contains(&action),
        None => false,
    }
}

/// True of the rendering intents of ISO 32000-1, 8.6.5.8.
fn is_intent(name: &[u8]) -> bool {
    matches!(name, b"RelativeColorimetric" | b"AbsoluteColorimetric" | b"Perceptual" | b"Saturation")
}

/// True of a colour profile as 6.2.4.2 asks for, of gray or of red, green and blue.
fn is_profile(stream: &Stream) -> bool {
    /// Most that a profile is read of, bytes. Those of scanners have thousands.
    const LONGEST_PROFILE: usize = 1 << 24;
    // Where a header tells the version, what it is of and which colours (ICC.1:2010, 7.2).
    let Ok(profile) = stream.get_plain_content_with_limit(LONGEST_PROFILE) else { return false };
    let (Some(version), Some(class), Some(colours), Some(mark)) =
        (profile.get(8), profile.get(12..16), profile.get(16..20), profile.get(36..40))
    else {
        return false;
    };
    let components = stream.dict.get(b"N").and_then(Object::as_i64);
    let is_of_right_colours = matches!((colours, components), (b"GRAY", Ok(1)) | (b"RGB ", Ok(3)));
    let is_of_right_class = matches!(class, b"scnr" | b"mntr" | b"prtr" | b"spac");
    (1..=4).contains(version)
        && is_of_right_class
        && is_of_right_colours
        && mark == b"acsp"
        && ColorProfile::new_from_slice(&profile).is_ok()
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    fn page(content: &str, extra: Dictionary) -> Vec<String> {
        let mut pdf = Pdf::with_version("1.7");
        let tree = pdf.new_object_id();
        let content = pdf.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let page = pdf.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 99.into(), 99.into()] });
        pdf.objects.insert(
            tree,
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into(),
        );
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
        catalog.extend(&extra);
        let catalog = pdf.add_object(catalog);
        pdf.trailer.set("Root", catalog);
        obstacles(&pdf, (u32::MAX, 0))
    }

    #[test]
    fn nothing_stands_in_the_way_of_a_plain_page() {
        assert!(page("q Q", Dictionary::new()).is_empty());
    }

    #[test]
    fn texts_of_whole_bytes_and_what_only_looks_like_others_stand_in_no_way() {
        for content in [
            "/Span <</ActualText <FEFF 00 41>>> BDC EMC",
            "/Span <</ActualText (<a) /E (\\)<b\\\\)>> BDC EMC % <c",
            "/Span <</ActualText (a (<b) c)>> BDC EMC",
            "/Span <</ActualText <>>> BDC EMC",
        ] {
            assert_eq!(page(content, Dictionary::new()), [""; 0], "{content}");
        }
    }

    #[test]
    fn each_thing_that_an_archive_forbids_is_named() {
        let group = || dictionary! { "Type" => "OCG", "Name" => Object::string_literal("gió") };
        let cases = [
            page("/Span <</ActualText <FEFF0>>> BDC EMC", Dictionary::new()),
            page("/Span <</ActualText <>>> BDC EMC /Span <</E <0041 4>>> BDC EMC", Dictionary::new()),
            page("/OC <<>> BDC EMC", Dictionary::new()),
            page("q Q", dictionary! { "X" => group() }),
            page("q Q", dictionary! { "X" => dictionary! { "OC" => Object::Null } }),
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
