//! The pages of a TIFF (TIFF 6.0, 1992; CCITT T.4 and T.6 for fax pages).
//!
//! The `tiff` crate reads the directories and most images. Two things it does not read are done here: CCITT in
//! all three forms, with either order of bits (the crate knows T.6 alone, first bit highest), and palettes.

use std::io::Cursor;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use image::DynamicImage;
use image::metadata::Orientation;
use tiff::decoder::ifd::Value;
use tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::raster::{self, gray, rgb};
use super::resolution;
use super::{Decoded, Fault, PAGE_LIMIT, Scan, missing_rows};

const CCITT_1D: u32 = 2;
const CCITT_T4: u32 = 3;
const CCITT_T6: u32 = 4;
const WHITE_IS_ZERO: u32 = 0;
const BLACK_IS_ZERO: u8 = 1;
const PALETTE: u32 = 3;

/// Returns how many pages the file holds; of more than [`PAGE_LIMIT`], one more than that.
pub(super) fn page_count(bytes: &[u8]) -> Result<usize, Fault> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let mut count = 1;
    while decoder.more_images() && count <= PAGE_LIMIT as usize {
        match decoder.next_image() {
            Ok(()) => count += 1,
            // A page whose directory is broken still counts; what follows it cannot be found.
            Err(_) => return Ok(count + 1),
        }
    }
    Ok(count)
}

/// Decodes the page with the given index, from 0. Of a fax that is cut short the part that is there is decoded.
pub(super) fn decode(bytes: &[u8], index: u32, pixel_limit: u64) -> Result<Decoded, Fault> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    for _ in 0..index {
        decoder.next_image().map_err(|error| fault(&error))?;
    }
    let (width, height) = decoder.dimensions().map_err(|error| fault(&error))?;
    raster::refuse_too_many(u64::from(width), u64::from(height), pixel_limit)?;
    let orientation = number(&mut decoder, Tag::Orientation)
        .and_then(|value| u8::try_from(value).ok())
        .and_then(Orientation::from_exif)
        .unwrap_or(Orientation::NoTransforms);
    let settled = resolution::settle(recorded_resolution(&mut decoder), width, height);
    let compression = number(&mut decoder, Tag::Compression).unwrap_or(1);
    let photometric = number(&mut decoder, Tag::PhotometricInterpretation);
    let (image, missing) = if matches!(compression, CCITT_1D | CCITT_T4 | CCITT_T6)
        && decoder.get_chunk_type() == ChunkType::Strip
    {
        fax(&mut decoder, bytes, width, height, compression)?
    } else if photometric == Some(PALETTE) {
        (palette(&mut decoder, bytes, index, width, height)?, None)
    } else {
        (plain(&mut decoder.with_limits(limits(pixel_limit)), width, height)?, None)
    };
    let mut pixels = raster::stretch(image, settled, pixel_limit)?;
    pixels.apply_orientation(orientation);
    Ok(Decoded { scan: Scan { pixels, dpi: settled.dpi, dpi_estimated: settled.estimated }, missing })
}

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

fn limits(pixel_limit: u64) -> Limits {
    // Eight bytes a pixel: RGBA of 16 bits, the deepest that is read.
    let bytes = usize::try_from(pixel_limit.saturating_mul(8)).unwrap_or(usize::MAX);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = bytes;
    limits.intermediate_buffer_size = bytes;
    limits
}

fn number(decoder: &mut Reader<'_>, tag: Tag) -> Option<u32> {
    decoder.find_tag_unsigned(tag).ok().flatten()
}

fn recorded_resolution(decoder: &mut Reader<'_>) -> Option<(f32, f32)> {
    let per_inch = match number(decoder, Tag::ResolutionUnit).unwrap_or(2) {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    let mut read = |tag| match decoder.find_tag(tag).ok().flatten()? {
        Value::Rational(over, under) if under > 0 => Some(over as f32 / under as f32),
        Value::Float(value) => Some(value),
        Value::Short(value) => Some(f32::from(value)),
        Value::Unsigned(value) => Some(value as f32),
        _ => None,
    };
    Some((read(Tag::XResolution)? * per_inch, read(Tag::YResolution)? * per_inch))
}

fn plain(decoder: &mut Reader<'_>, width: u32, height: u32) -> Result<DynamicImage, Fault> {
    let color = decoder.colortype().map_err(|error| fault(&error))?;
    let samples = match decoder.read_image().map_err(|error| fault(&error))? {
        DecodingResult::U8(data) => data,
        DecodingResult::U16(data) => data.into_iter().map(|value| (value >> 8) as u8).collect(),
        DecodingResult::U32(data) => data.into_iter().map(|value| (value >> 24) as u8).collect(),
        DecodingResult::F32(data) => {
            data.into_iter().map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8).collect()
        }
        _ => return Err(Fault::Malformed("its samples are of a kind that no scanner writes".to_owned())),
    };
    let wanted = width as usize * height as usize;
    let image = match color {
        ColorType::Gray(bits @ (1 | 2 | 4)) => {
            gray(width, height, unpack(&samples, width, height, bits, true))
        }
        ColorType::Gray(8 | 16 | 32) if samples.len() == wanted => gray(width, height, samples),
        ColorType::RGB(8 | 16 | 32) if samples.len() == 3 * wanted => rgb(width, height, samples),
        ColorType::Gray(bits) | ColorType::RGB(bits) if !matches!(bits, 8 | 16 | 32) => {
            return Err(Fault::Malformed(format!("its samples have {bits} bits, as no scanner writes them")));
        }
        ColorType::Gray(_) | ColorType::RGB(_) => return Err(short()),
        ColorType::GrayA(_) => {
            let image = image::GrayAlphaImage::from_raw(width, height, samples);
            raster::flatten(image.map(DynamicImage::ImageLumaA8).ok_or_else(short)?)
        }
        ColorType::RGBA(_) => {
            let image = image::RgbaImage::from_raw(width, height, samples);
            raster::flatten(image.map(DynamicImage::ImageRgba8).ok_or_else(short)?)
        }
        ColorType::CMYK(_) => rgb(width, height, samples.chunks_exact(4).flat_map(ink).collect()),
        ColorType::CMYKA(_) => rgb(width, height, samples.chunks_exact(5).flat_map(ink).collect()),
        ColorType::YCbCr(_) => rgb(width, height, samples.chunks_exact(3).flat_map(from_ycbcr).collect()),
        ColorType::Lab(_) => gray(width, height, samples.chunks_exact(3).map(|pixel| pixel[0]).collect()),
        ColorType::Multiband { num_samples, .. } => {
            let step = usize::from(num_samples.max(1));
            gray(width, height, samples.chunks_exact(step).map(|pixel| pixel[0]).collect())
        }
        other => return Err(Fault::Malformed(format!("its colours ({other:?}) are of no kind known here"))),
    };
    let channels = usize::from(image.color().channel_count());
    if image.as_bytes().len() != wanted * channels {
        return Err(short());
    }
    Ok(image)
}

fn short() -> Fault {
    Fault::Truncated("fewer pixels than its size says".to_owned())
}

/// Returns samples of 1, 2 or 4 bits as bytes; scaled up to the full range, or as they are.
fn unpack(packed: &[u8], width: u32, height: u32, bits: u8, scaled: bool) -> Vec<u8> {
    let (width, bits) = (width as usize, usize::from(bits));
    let stride = (width * bits).div_ceil(8);
    let top = (1_u16 << bits) - 1;
    let mut out = Vec::with_capacity(width * height as usize);
    for row in packed.chunks_exact(stride).take(height as usize) {
        for x in 0..width {
            let shift = 8 - bits - (x * bits) % 8;
            let value = u16::from(row[x * bits / 8] >> shift) & top;
            out.push(if scaled { value * 255 / top } else { value } as u8);
        }
    }
    out
}

fn ink(pixel: &[u8]) -> [u8; 3] {
    let light = |value: u8| 255 - u32::from(value);
    let through = |value: u8| (light(value) * light(pixel[3]) / 255) as u8;
    [through(pixel[0]), through(pixel[1]), through(pixel[2])]
}

/// ITU-R BT.601, full range, as TIFF 6.0 section 21 has it by default.
fn from_ycbcr(pixel: &[u8]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(pixel[0]), f32::from(pixel[1]) - 128.0, f32::from(pixel[2]) - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb]
        .map(|value| value.round().clamp(0.0, 255.0) as u8)
}

/// A palette is read by taking the file for one of gray levels, which are then looked up.
fn palette(
    decoder: &mut Reader<'_>,
    bytes: &[u8],
    index: u32,
    width: u32,
    height: u32,
) -> Result<DynamicImage, Fault> {
    let colours = decoder.get_tag_u16_vec(Tag::ColorMap).map_err(|error| fault(&error))?;
    let bits = number(decoder, Tag::BitsPerSample).unwrap_or(8);
    let directory = decoder.ifd_pointer().map(|pointer| pointer.0);
    let tag = directory.and_then(|at| photometric_value(bytes, usize::try_from(at).ok()?));
    let unknown = || Fault::Malformed("its palette is of a kind that is not read here".to_owned());
    let (at, little) = tag.ok_or_else(unknown)?;
    let mut patched = bytes.to_vec();
    patched[at..at + 2].copy_from_slice(&if little { [BLACK_IS_ZERO, 0] } else { [0, BLACK_IS_ZERO] });
    let mut gray_reader = Decoder::new(Cursor::new(patched.as_slice())).map_err(|error| fault(&error))?;
    for _ in 0..index {
        gray_reader.next_image().map_err(|error| fault(&error))?;
    }
    let samples = match gray_reader.read_image().map_err(|error| fault(&error))? {
        DecodingResult::U8(data) if bits == 8 => data,
        DecodingResult::U8(data) if matches!(bits, 1 | 2 | 4) => {
            unpack(&data, width, height, bits as u8, false)
        }
        _ => return Err(unknown()),
    };
    let entries = colours.len() / 3;
    let channel = |plane: usize, value: u8| {
        colours.get(plane * entries + usize::from(value)).map_or(255, |colour| (colour >> 8) as u8)
    };
    if samples.len() != width as usize * height as usize {
        return Err(short());
    }
    if samples.iter().any(|&sample| usize::from(sample) >= entries) {
        return Err(Fault::Malformed("its pixels name colours that its palette has not".to_owned()));
    }
    let data = samples.iter().flat_map(|&v| [channel(0, v), channel(1, v), channel(2, v)]).collect();
    Ok(rgb(width, height, data))
}

/// Returns where the directory at `at` of a classic TIFF holds its photometric interpretation, and whether the
/// file is little-endian.
fn photometric_value(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let little = match bytes.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let entries = usize::from(short(at)?);
    let place = (0..entries)
        .map(|index| at + 2 + 12 * index)
        .find(|&entry| short(entry) == Some(Tag::PhotometricInterpretation.to_u16()))?;
    bytes.get(place + 8..place + 10)?;
    Some((place + 8, little))
}

struct Rows {
    data: Vec<u8>,
    columns: usize,
    black: u8,
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        let start = self.data.len();
        self.data.resize(start + self.columns, !self.black);
        let row = &mut self.data[start..];
        for span in changes.chunks(2) {
            let from = (span[0] as usize).min(self.columns);
            let to = span.get(1).map_or(self.columns, |&end| (end as usize).min(self.columns));
            row[from..to].fill(self.black);
        }
    }
}

fn fax(
    decoder: &mut Reader<'_>,
    bytes: &[u8],
    width: u32,
    height: u32,
    compression: u32,
) -> Result<(DynamicImage, Option<String>), Fault> {
    let offsets = decoder.get_tag_u64_vec(Tag::StripOffsets).map_err(|error| fault(&error))?;
    let lengths = decoder.get_tag_u64_vec(Tag::StripByteCounts).map_err(|error| fault(&error))?;
    let rows_per_strip = number(decoder, Tag::RowsPerStrip).unwrap_or(height).clamp(1, height);
    // T4Options (tag 292), bit 0: two-dimensional; FillOrder (tag 266) 2: the first bit is the lowest.
    let two_dimensional = number(decoder, Tag::Unknown(292)).is_some_and(|options| options & 1 == 1);
    let is_reversed = number(decoder, Tag::FillOrder) == Some(2);
    // Photometric interpretation 0, the rule for faxes, has 0 (the colour of white runs) as white.
    let white_is_zero = number(decoder, Tag::PhotometricInterpretation).unwrap_or(0) == WHITE_IS_ZERO;
    let mut rows = Rows {
        data: Vec::with_capacity(width as usize * height as usize),
        columns: width as usize,
        black: if white_is_zero { 0 } else { 255 },
    };
    let (mut top, mut decoded) = (0, 0);
    for (&offset, &length) in offsets.iter().zip(&lengths) {
        let in_strip = rows_per_strip.min(height - top);
        if in_strip == 0 {
            break;
        }
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(bytes.len());
        let strip: Vec<u8> = if is_reversed {
            bytes[start..end].iter().map(|byte| byte.reverse_bits()).collect()
        } else {
            bytes[start..end].to_vec()
        };
        let mut context = DecoderContext::new(DecodeSettings {
            columns: width,
            rows: in_strip,
            end_of_block: true,
            end_of_line: false,
            rows_are_byte_aligned: compression == CCITT_1D,
            encoding: match compression {
                CCITT_T6 => EncodingMode::Group4,
                CCITT_T4 if two_dimensional => EncodingMode::Group3_2D,
                _ => EncodingMode::Group3_1D,
            },
            strict: false,
        });
        // Rows up to a fault are kept; whether too many are missing is settled below.
        let _ = hayro_ccitt::decode(&strip, &mut rows, &mut context);
        decoded += ((rows.data.len() / width as usize) as u32).min(top + in_strip) - top;
        top += in_strip;
        rows.data.resize(top as usize * width as usize, !rows.black);
    }
    if decoded == 0 {
        return Err(Fault::Malformed("no row of its image can be decoded".to_owned()));
    }
    rows.data.resize(width as usize * height as usize, !rows.black);
    Ok((gray(width, height, rows.data), missing_rows(decoded, height)))
}

fn fault(error: &TiffError) -> Fault {
    match error {
        TiffError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => {
            Fault::Truncated("its data end early".to_owned())
        }
        _ => Fault::Malformed(error.to_string()),
    }
}
