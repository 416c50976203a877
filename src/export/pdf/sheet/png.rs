//! The data of a PNG file, whose packing PDF shares (ISO 32000-1, 7.4.4.4: predictors).

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};
use lopdf::{Dictionary, Object, StringFormat, dictionary};
use png::{ColorType, Compression, Decoder, EncodingError, Filter};

use super::{Sheet, Strip, orientation};

/// A predictor that is told row by row.
const PREDICTOR: i64 = 15;
/// What a PNG begins with.
const SIGNATURE: usize = 8;

/// Returns the file's data as a sheet; `None` where they are interlaced, transparent or broken.
pub(super) fn sheet(bytes: &[u8]) -> Option<Sheet> {
    let mut reader = Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    reader.next_frame(&mut pixels).ok()?;
    let info = reader.info();
    if info.interlaced || info.trns.is_some() {
        return None;
    }
    let (space, colours) = match info.color_type {
        ColorType::Grayscale => ("DeviceGray".into(), 1),
        ColorType::Rgb => ("DeviceRGB".into(), 3),
        ColorType::Indexed => {
            let palette = info.palette.as_deref()?;
            let last = i64::try_from((palette.len() / 3).checked_sub(1)?).ok()?;
            let palette = Object::String(palette.to_vec(), StringFormat::Hexadecimal);
            (Object::Array(vec!["Indexed".into(), "DeviceRGB".into(), last.into(), palette]), 1)
        }
        ColorType::GrayscaleAlpha | ColorType::Rgba => return None,
    };
    let kind = kind(space, colours, info.bit_depth as u8, info.width);
    let orientation = orientation(bytes, ImageFormat::Png).unwrap_or(Orientation::NoTransforms);
    let strip = Strip { rows: info.height, kind, data: data(bytes) };
    Some(Sheet::of_strips((info.width, info.height), orientation, vec![strip]))
}

/// Packs pixels as a PNG does.
pub(super) fn pack(pixels: &DynamicImage) -> Result<Sheet, EncodingError> {
    let (width, height) = (pixels.width(), pixels.height());
    let (color, space, colours) = match pixels {
        DynamicImage::ImageLuma8(_) => (ColorType::Grayscale, "DeviceGray", 1),
        _ => (ColorType::Rgb, "DeviceRGB", 3),
    };
    let samples = match pixels {
        DynamicImage::ImageLuma8(gray) => gray.as_raw().clone(),
        other => other.to_rgb8().into_raw(),
    };
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::Adaptive);
    encoder.write_header()?.write_image_data(&samples)?;
    let strip = Strip { rows: height, kind: kind(space.into(), colours, 8, width), data: data(&file) };
    Ok(Sheet::of_strips((width, height), Orientation::NoTransforms, vec![strip]))
}

fn kind(space: Object, colours: i64, bits: u8, width: u32) -> Dictionary {
    dictionary! {
        "ColorSpace" => space,
        "BitsPerComponent" => i64::from(bits),
        "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! {
            "Predictor" => PREDICTOR,
            "Colors" => colours,
            "BitsPerComponent" => i64::from(bits),
            "Columns" => i64::from(width),
        },
    }
}

/// Returns what is in the data chunks of a file, one after another.
fn data(bytes: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(bytes.len());
    let mut rest = bytes.get(SIGNATURE..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some(body) = after.get(4..4 + length) else { break };
        if after.starts_with(b"IDAT") {
            data.extend_from_slice(body);
        }
        // Its kind before, and its checksum after it.
        rest = after.get(length + 8..).unwrap_or_default();
    }
    data
}
