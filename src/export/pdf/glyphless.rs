//! A font that draws nothing: every letter is an empty box, as wide as in print, that stands for the character it was made for.
//!
//! Its file has `.notdef`, which PDF/A forbids to show, and an empty glyph for each of [`WIDTHS`]. Each character of the document
//! has a code of its own, which a map leads to the glyph of its width and another back to the character (ISO 32000-1, 9.7.4 and
//! 9.10.3). Codes have two bytes: some programs (lopdf is one) cannot read a font whose codes have one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use lopdf::{Document as Pdf, Object, ObjectId, Stream, dictionary};
use unicode_normalization::UnicodeNormalization;
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
/// Widths of letters, units, each with the letters without marks that have it in the face of administrative papers, Times New
/// Roman. Others are as wide as a figure.
const WIDTHS: [(u16, &str); 10] = [
    (250, " .,"),
    (278, "ijlt/;:\\"),
    (333, "frI-()[]!"),
    (389, "sJ"),
    (444, "aceyz"),
    (500, ""),
    (556, "FPSZ"),
    (667, "BCELRT&"),
    (722, "ADGHKNOQUVXYw"),
    (833, "mMW%"),
];
/// Of them, the one of figures.
const FIGURE: usize = 5;
/// Height of a line above its baseline, ems: capitals with two marks, as in `Ế`, in the fonts of administrative papers.
pub(super) const ASCENT: f64 = 0.78;
/// Depth of a line below its baseline, ems.
pub(super) const DESCENT: f64 = 0.22;

pub(super) const NAME: &str = "PhuchoiGlyphless";
/// Entries that one section of a map may have (Adobe Technical Note 5014).
const MAP_SECTION: usize = 100;

/// The characters of a document and their codes, from 1: by width, then in their order.
#[derive(Debug)]
pub(super) struct Alphabet {
    codes: BTreeMap<char, u16>,
}

impl Alphabet {
    /// Takes in the characters of texts.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let characters: BTreeSet<char> =
            texts.into_iter().flat_map(str::chars).chain([' ']).filter(|c| !c.is_control()).collect();
        let mut by_width: Vec<char> = characters.into_iter().collect();
        by_width.sort_by_key(|character| width_of(*character));
        Self { codes: by_width.into_iter().zip(1..).collect() }
    }

    /// Returns the codes of a text, two bytes each. What the alphabet has no code for is left out.
    pub(super) fn encode(&self, text: &str) -> Vec<u8> {
        text.chars().filter_map(|c| self.codes.get(&c)).flat_map(|code| code.to_be_bytes()).collect()
    }

    /// Returns how far a text moves the pen, ems.
    pub(super) fn advance(&self, text: &str) -> f64 {
        let known = text.chars().filter(|c| self.codes.contains_key(c));
        known.map(|c| f64::from(WIDTHS[width_of(c)].0)).sum::<f64>() / f64::from(EM)
    }

    /// Puts the font into a PDF.
    pub(super) fn add_to(&self, pdf: &mut Pdf) -> Result<ObjectId, PdfError> {
        let file = file().ok_or(PdfError::Fixed("font of the invisible words"))?;
        let length = i64::try_from(file.len()).unwrap_or(i64::MAX);
        let file = pdf.add_object(packed(Stream::new(dictionary! { "Length1" => length }, file)));
        let units = |ems: f64| (ems * f64::from(EM)).round() as i64;
        let widest = WIDTHS.map(|(width, _)| i64::from(width)).into_iter().max().unwrap_or_default();
        let bounds = [0, units(-DESCENT), widest, units(ASCENT)];
        let descriptor = pdf.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => NAME,
            // With letters of its own.
            "Flags" => 4,
            "FontBBox" => bounds.map(Object::Integer).to_vec(),
            "ItalicAngle" => 0,
            "Ascent" => units(ASCENT),
            "Descent" => units(-DESCENT),
            "CapHeight" => units(ASCENT),
            "StemV" => 0,
            "FontFile2" => file,
        });
        let mut glyphs: Vec<(u16, u16)> =
            self.codes.iter().map(|(c, code)| (*code, width_of(*c) as u16)).collect();
        glyphs.sort_unstable();
        let mut widths: Vec<Object> = Vec::new();
        for alike in glyphs.chunk_by(|one, next| one.1 == next.1) {
            if let ([(first, width), ..], [.., (last, _)]) = (alike, alike) {
                let width = WIDTHS[usize::from(*width)].0;
                widths.extend([*first, *last, width].map(|number| Object::Integer(number.into())));
            }
        }
        let glyphs = std::iter::once(0).chain(glyphs.into_iter().map(|(_, width)| width + 1));
        let to_glyph = glyphs.flat_map(u16::to_be_bytes).collect();
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
            "DW" => i64::from(WIDTHS[FIGURE].0),
            "W" => widths,
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

/// Returns which of the widths a character has.
fn width_of(character: char) -> usize {
    let bare = match character {
        'đ' => 'd',
        'Đ' => 'D',
        other => other.nfd().next().unwrap_or(other),
    };
    WIDTHS.iter().position(|(_, letters)| letters.contains(bare)).unwrap_or(FIGURE)
}

/// Packs a stream, where that makes it smaller.
pub(super) fn packed(mut stream: Stream) -> Stream {
    // What cannot be packed stays as it is.
    let _ = stream.compress();
    stream
}

/// Returns the font's file, a TrueType font of glyphs without outlines.
fn file() -> Option<Vec<u8>> {
    let units = |ems: f64| FWord::new((ems * f64::from(EM)).round() as i16);
    let advances = std::iter::once(WIDTHS[FIGURE].0).chain(WIDTHS.map(|(width, _)| width));
    let metrics: Vec<LongMetric> = advances.map(|advance| LongMetric { advance, side_bearing: 0 }).collect();
    let count = metrics.len() as u16;
    let widest = metrics.iter().map(|metric| metric.advance).max().unwrap_or_default();
    let head = Head { units_per_em: EM, lowest_rec_ppem: 1, ..Head::default() };
    let hhea = Hhea {
        ascender: units(ASCENT),
        descender: units(-DESCENT),
        advance_width_max: UfWord::new(widest),
        caret_slope_rise: 1,
        number_of_h_metrics: count,
        ..Hhea::default()
    };
    let maxp = Maxp {
        num_glyphs: count,
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
        italic_angle: Fixed::ZERO,
        ..Post::default()
    };
    let mut font = FontBuilder::new();
    font.add_table(&head).ok()?;
    font.add_table(&hhea).ok()?;
    font.add_table(&maxp).ok()?;
    font.add_table(&Hmtx::new(metrics, Vec::new())).ok()?;
    font.add_table(&post).ok()?;
    // An offset for each and one for the end, all 0: no glyph has an outline. A table of no bytes is refused by some readers.
    font.add_raw(Tag::new(b"loca"), vec![0; 2 * (usize::from(count) + 1)]);
    font.add_raw(Tag::new(b"glyf"), vec![0; 4]);
    Some(font.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_wide_with_marks_as_without() {
        let alphabet = Alphabet::of(["iịwđdỘO"]);
        for (one, other) in [("i", "ị"), ("đ", "d"), ("Ộ", "O")] {
            assert_eq!(alphabet.advance(one), alphabet.advance(other));
        }
        assert!(alphabet.advance("w") > 2.0 * alphabet.advance("i"));
    }
}
