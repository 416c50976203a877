//! A font that draws nothing: every letter is an empty box, half an em wide, that stands for the character it was made for.
//!
//! Its file has two glyphs, `.notdef`, which PDF/A forbids to show, and the empty one. Each character of the document has a
//! code of its own, which a map leads to that glyph and another back to the character (ISO 32000-1, 9.7.4 and 9.10.3).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use lopdf::{Document as Pdf, Object, ObjectId, Stream, dictionary};
use write_fonts::FontBuilder;
use write_fonts::tables::head::Head;
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::maxp::Maxp;
use write_fonts::tables::post::Post;
use write_fonts::types::{FWord, Fixed, Tag, UfWord};

use super::PdfError;

/// Units of an em.
const EM: u16 = 1000;
/// How far every character moves the pen, ems.
pub(super) const ADVANCE: f64 = 0.5;
/// Height of a line above its baseline, ems: capitals with two marks, as in `Ế`, in the fonts of administrative papers.
pub(super) const ASCENT: f64 = 0.78;
/// Depth of a line below its baseline, ems.
pub(super) const DESCENT: f64 = 0.22;

pub(super) const NAME: &str = "PhuchoiGlyphless";
/// Entries that one section of a map may have (Adobe Technical Note 5014).
const MAP_SECTION: usize = 100;

/// The characters of a document and their codes, from 1 in their order.
#[derive(Debug)]
pub(super) struct Alphabet {
    codes: BTreeMap<char, u16>,
}

impl Alphabet {
    /// Takes in the characters of texts.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let characters: BTreeSet<char> =
            texts.into_iter().flat_map(str::chars).chain([' ']).filter(|c| !c.is_control()).collect();
        Self { codes: characters.into_iter().zip(1..).collect() }
    }

    /// Returns the codes of a text, two bytes each. What the alphabet has no code for is left out.
    pub(super) fn encode(&self, text: &str) -> Vec<u8> {
        text.chars().filter_map(|c| self.codes.get(&c)).flat_map(|code| code.to_be_bytes()).collect()
    }

    /// Puts the font into a PDF.
    pub(super) fn add_to(&self, pdf: &mut Pdf) -> Result<ObjectId, PdfError> {
        let file = file().ok_or(PdfError::Fixed("font of the invisible words"))?;
        let length = i64::try_from(file.len()).unwrap_or(i64::MAX);
        let file = pdf.add_object(packed(Stream::new(dictionary! { "Length1" => length }, file)));
        let units = |ems: f64| (ems * f64::from(EM)).round() as i64;
        let bounds = [0, units(-DESCENT), units(ADVANCE), units(ASCENT)];
        let descriptor = pdf.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => NAME,
            // Of one width, and with letters of its own.
            "Flags" => 1 | 4,
            "FontBBox" => bounds.map(Object::Integer).to_vec(),
            "ItalicAngle" => 0,
            "Ascent" => units(ASCENT),
            "Descent" => units(-DESCENT),
            "CapHeight" => units(ASCENT),
            "StemV" => 0,
            "FontFile2" => file,
        });
        let to_glyph = [0, 0].into_iter().chain(self.codes.iter().flat_map(|_| [0, 1])).collect();
        let to_glyph = pdf.add_object(packed(Stream::new(dictionary! {}, to_glyph)));
        let descendant = pdf.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => NAME,
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            "DW" => units(ADVANCE),
            "CIDToGIDMap" => to_glyph,
        });
        let to_unicode = pdf.add_object(packed(Stream::new(dictionary! {}, self.to_unicode().into_bytes())));
        Ok(pdf.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => NAME,
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
            "ToUnicode" => to_unicode,
        }))
    }

    /// Returns the map from codes to characters.
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let entries: Vec<_> = self.codes.iter().collect();
        for section in entries.chunks(MAP_SECTION) {
            // Writing to a string does not fail.
            let _ = writeln!(map, "{} beginbfchar", section.len());
            for (character, code) in section {
                let _ = write!(map, "<{code:04X}> <");
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(map, "{unit:04X}");
                }
                map.push_str(">\n");
            }
            map.push_str("endbfchar\n");
        }
        map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }
}

/// Packs a stream, where that makes it smaller.
pub(super) fn packed(mut stream: Stream) -> Stream {
    // What cannot be packed stays as it is.
    let _ = stream.compress();
    stream
}

/// Returns the font's file, a TrueType font of two glyphs without outlines.
fn file() -> Option<Vec<u8>> {
    let advance = (ADVANCE * f64::from(EM)).round() as u16;
    let units = |ems: f64| FWord::new((ems * f64::from(EM)).round() as i16);
    let metric = || LongMetric { advance, side_bearing: 0 };
    let head = Head { units_per_em: EM, lowest_rec_ppem: 1, ..Head::default() };
    let hhea = Hhea {
        ascender: units(ASCENT),
        descender: units(-DESCENT),
        advance_width_max: UfWord::new(advance),
        caret_slope_rise: 1,
        number_of_h_metrics: 2,
        ..Hhea::default()
    };
    let maxp = Maxp {
        num_glyphs: 2,
        max_points: Some(0),
        max_contours: Some(0),
        max_composite_points: Some(0),
        max_composite_contours: Some(0),
        max_zones: Some(1),
        max_twilight_points: Some(0),
        max_storage: Some(0),
        max_function_defs: Some(0),
        max_instruction_defs: Some(0),
        max_stack_elements: Some(0),
        max_size_of_instructions: Some(0),
        max_component_elements: Some(0),
        max_component_depth: Some(0),
    };
    let post = Post {
        version: write_fonts::types::Version16Dot16::VERSION_3_0,
        is_fixed_pitch: 1,
        italic_angle: Fixed::ZERO,
        ..Post::default()
    };
    let mut font = FontBuilder::new();
    font.add_table(&head).ok()?;
    font.add_table(&hhea).ok()?;
    font.add_table(&maxp).ok()?;
    font.add_table(&Hmtx::new(vec![metric(), metric()], Vec::new())).ok()?;
    font.add_table(&post).ok()?;
    // Three offsets, all 0: neither glyph has an outline. A table of no bytes is refused by some readers.
    font.add_raw(Tag::new(b"loca"), vec![0; 6]);
    font.add_raw(Tag::new(b"glyf"), vec![0; 4]);
    Some(font.build())
}
