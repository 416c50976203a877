//! The strips of a TIFF that is a fax, and print packed as one (ITU-T T.4 and T.6; ISO 32000-1, 7.4.6).

use std::io::Cursor;

use fax::decoder::{decode_g4, pels};
use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use image::GrayImage;
use image::metadata::Orientation;
use lopdf::{Dictionary, Object, dictionary};
use tiff::decoder::{ChunkType, Decoder};
use tiff::tags::Tag;

use super::{Sheet, Strip};

/// Values of the tag `Compression`.
const MODIFIED_HUFFMAN: u32 = 2;
const GROUP_3: u32 = 3;
const GROUP_4: u32 = 4;
/// Bits of the tag `T4Options`.
const TWO_DIMENSIONAL: u32 = 1;
const UNCOMPRESSED: u32 = 2;
const BYTE_ALIGNED: u32 = 4;
/// Value of the tag `PhotometricInterpretation`.
const BLACK_IS_ZERO: u32 = 1;
/// Value of the tag `FillOrder`: the first pixel is the lowest bit.
const LOWEST_FIRST: u32 = 2;
/// The longest row that the encoder can count, pixels.
const WIDEST: u32 = i16::MAX as u32;

/// Returns the strips of a TIFF's image as a sheet; `None` where it is no fax.
pub(super) fn sheet(bytes: &[u8], index: u32) -> Option<Sheet> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).ok()?;
    for _ in 0..index {
        decoder.next_image().ok()?;
    }
    let (width, height) = decoder.dimensions().ok()?;
    let mut number =
        |tag, otherwise| decoder.find_tag_unsigned::<u32>(tag).ok().map(|n| n.unwrap_or(otherwise));
    let options = number(Tag::Unknown(292), 0)?;
    let compression = number(Tag::Compression, 1)?;
    // Below 0: two dimensions; 0: one; above: both.
    let (k, has_line_ends) = match compression {
        MODIFIED_HUFFMAN => (0, false),
        GROUP_3 if options & UNCOMPRESSED == 0 => (i64::from(options & TWO_DIMENSIONAL), true),
        GROUP_4 => (-1, false),
        _ => return None,
    };
    let is_aligned =
        compression == MODIFIED_HUFFMAN || (compression == GROUP_3 && options & BYTE_ALIGNED != 0);
    let is_black_zero = number(Tag::PhotometricInterpretation, 0)? == BLACK_IS_ZERO;
    let is_lowest_first = number(Tag::FillOrder, 1)? == LOWEST_FIRST;
    let rows_a_strip = number(Tag::RowsPerStrip, height)?.clamp(1, height.max(1));
    let orientation = number(Tag::Orientation, 1)?;
    let orientation = u8::try_from(orientation).ok().and_then(Orientation::from_exif)?;
    if decoder.get_chunk_type() != ChunkType::Strip || width == 0 || height == 0 {
        return None;
    }
    let offsets = decoder.get_tag_u64_vec(Tag::StripOffsets).ok()?;
    let lengths = decoder.get_tag_u64_vec(Tag::StripByteCounts).ok()?;
    if offsets.len() != lengths.len() || offsets.len() != height.div_ceil(rows_a_strip) as usize {
        return None;
    }
    let strips = offsets.iter().zip(&lengths).zip(0..).map(|((offset, length), at)| {
        let start = usize::try_from(*offset).ok()?;
        let data = bytes.get(start..start.checked_add(usize::try_from(*length).ok()?)?)?;
        let data = match is_lowest_first {
            true => data.iter().map(|byte| byte.reverse_bits()).collect(),
            false => data.to_vec(),
        };
        let rows = rows_a_strip.min(height - at * rows_a_strip);
        let mut parameters = dictionary! {
            "K" => k,
            "Columns" => i64::from(width),
            "Rows" => i64::from(rows),
            "BlackIs1" => is_black_zero,
        };
        if has_line_ends {
            parameters.set("EndOfLine", true);
        }
        if is_aligned {
            parameters.set("EncodedByteAlign", true);
        }
        Some(Strip { rows, kind: kind(parameters), data })
    });
    let mut strips = strips.collect::<Option<Vec<_>>>()?;
    if compression == GROUP_4
        && strips.len() > 1
        && let Some(joined) = join(&strips, width, height)
    {
        strips = vec![joined];
    }
    Some(Sheet::of_strips((width, height), orientation, strips))
}

/// Makes one strip of many, pixel by pixel the same: programs that draw strips side by side leave a seam between them. `None`
/// where one is broken.
fn join(strips: &[Strip], width: u32, height: u32) -> Option<Strip> {
    let columns = u16::try_from(width).ok().filter(|_| width <= WIDEST)?;
    let mut encoder = Encoder::new(VecWriter::new());
    for strip in strips {
        let rows = u16::try_from(strip.rows).ok()?;
        decode_g4(strip.data.iter().copied(), columns, Some(rows), |changes| {
            let Ok(()) = encoder.encode_line(pels(changes, columns), columns);
        })?;
    }
    let Ok(writer) = encoder.finish();
    let mut kind = strips.first()?.kind.clone();
    if let Ok(parameters) = kind.get_mut(b"DecodeParms").and_then(Object::as_dict_mut) {
        parameters.set("Rows", i64::from(height));
    }
    Some(Strip { rows: height, kind, data: writer.finish() })
}

/// Packs a black and white image as fax group 4; `None` where it is too wide.
pub(super) fn pack(print: &GrayImage) -> Option<Sheet> {
    let (width, height) = print.dimensions();
    let columns = u16::try_from(width).ok().filter(|_| width <= WIDEST)?;
    let mut encoder = Encoder::new(VecWriter::new());
    for row in print.as_raw().chunks_exact(width as usize) {
        let colours = row.iter().map(|value| if *value == 0 { Color::Black } else { Color::White });
        let Ok(()) = encoder.encode_line(colours, columns);
    }
    let Ok(writer) = encoder.finish();
    let parameters = dictionary! { "K" => -1, "Columns" => i64::from(width), "Rows" => i64::from(height) };
    let strip = Strip { rows: height, kind: kind(parameters), data: writer.finish() };
    Some(Sheet::of_strips((width, height), Orientation::NoTransforms, vec![strip]))
}

fn kind(parameters: Dictionary) -> Dictionary {
    dictionary! {
        "ColorSpace" => "DeviceGray",
        "BitsPerComponent" => 1,
        "Filter" => "CCITTFaxDecode",
        "DecodeParms" => parameters,
    }
}
