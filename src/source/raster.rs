//! One raster image (PNG, JPEG, BMP, PNM, WebP) as a page.

use std::io::Cursor;

use fast_image_resize::images::Image as Canvas;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};

use super::resolution::{self, Resolution};
use super::{Decoded, Fault, Scan, missing_rows};

/// What is said of a JPEG that is cut off.
pub(super) const JPEG_CUT_OFF: &str = "its end marker is missing";

/// Decodes an image, upright by its Exif orientation, on white, in gray or RGB of 8 bits. Of a JPEG or PNG that is cut
/// short the part that is there is decoded.
pub(super) fn decode(bytes: &[u8], format: ImageFormat, pixel_limit: u64) -> Result<Decoded, Fault> {
    let fault = |error| if ends_early(bytes, format) { early() } else { fault(&error) };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The pixel limit below bounds memory; the crate's own default refuses large but legitimate scans.
    reader.no_limits();
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    refuse_too_many(u64::from(width), u64::from(height), pixel_limit)?;
    let orientation = decoder.orientation().map_err(fault)?;
    let exif = decoder.exif_metadata().ok().flatten();
    let recorded = match format {
        ImageFormat::Png => resolution::png(bytes),
        ImageFormat::Jpeg => resolution::jfif(bytes),
        ImageFormat::Bmp => resolution::bitmap(bytes),
        _ => None,
    }
    .or_else(|| exif.as_deref().and_then(resolution::exif));
    let settled = resolution::settle(recorded, width, height);
    let (decoded, missing) = match DynamicImage::from_decoder(decoder) {
        Ok(image) => (image, is_cut_off(bytes, format).then(|| JPEG_CUT_OFF.to_owned())),
        Err(error) if format == ImageFormat::Png => {
            // Where all rows are there and only what follows them is not, nothing is missing.
            let is_early = matches!(self::fault(&error), Fault::Truncated(_));
            let broken = (!is_early).then(|| format!("its data are broken: {error}"));
            let (image, rows) = first_rows(bytes).ok_or_else(|| fault(error))?;
            (image, missing_rows(rows, height).or(broken))
        }
        Err(error) => return Err(fault(error)),
    };
    let mut pixels = stretch(flatten(decoded), settled, pixel_limit)?;
    pixels.apply_orientation(orientation);
    Ok(Decoded { scan: Scan { pixels, dpi: settled.dpi, dpi_estimated: settled.estimated }, missing })
}

/// Returns a broken PNG as far as its rows can be decoded, white below, and how many those are; nothing where there is
/// none, or they do not come from top to bottom.
fn first_rows(bytes: &[u8]) -> Option<(DynamicImage, u32)> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height, is_interlaced) =
        (reader.info().width, reader.info().height, reader.info().interlaced);
    let (color, _) = reader.output_color_type();
    if is_interlaced {
        return None;
    }
    let mut data = Vec::new();
    let mut rows = 0;
    while let Ok(Some(row)) = reader.next_row() {
        data.extend_from_slice(row.data());
        rows += 1;
    }
    data.resize(width as usize * height as usize * color.samples(), u8::MAX);
    let image = match color {
        png::ColorType::Grayscale => DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, data)?),
        png::ColorType::GrayscaleAlpha => {
            DynamicImage::ImageLumaA8(image::GrayAlphaImage::from_raw(width, height, data)?)
        }
        png::ColorType::Rgb => DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, data)?),
        png::ColorType::Rgba => DynamicImage::ImageRgba8(image::RgbaImage::from_raw(width, height, data)?),
        png::ColorType::Indexed => return None,
    };
    (rows > 0).then_some((image, rows))
}

/// Refuses an image with no pixels or with more than the limit.
pub(super) fn refuse_too_many(width: u64, height: u64, limit: u64) -> Result<(), Fault> {
    if width == 0 || height == 0 {
        return Err(Fault::Malformed("the image has no pixels".to_owned()));
    }
    if width.saturating_mul(height) > limit {
        return Err(Fault::TooManyPixels { width, height, limit });
    }
    Ok(())
}

fn is_cut_off(bytes: &[u8], format: ImageFormat) -> bool {
    format == ImageFormat::Jpeg && resolution::jpeg_is_cut_off(bytes)
}

/// Returns true where the file is shorter than its format says.
fn ends_early(bytes: &[u8], format: ImageFormat) -> bool {
    // A WebP begins with `RIFF` and the number of the bytes that follow.
    let announced = bytes.get(4..8).map(|b| u64::from(u32::from_le_bytes([b[0], b[1], b[2], b[3]])) + 8);
    match format {
        ImageFormat::WebP => announced.is_none_or(|length| (bytes.len() as u64) < length),
        _ => is_cut_off(bytes, format),
    }
}

fn early() -> Fault {
    Fault::Truncated("its data end early".to_owned())
}

fn fault(error: &image::ImageError) -> Fault {
    let cause = error.to_string();
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = source {
        let ended = inner
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof);
        if ended {
            return early();
        }
        source = inner.source();
    }
    // Some decoders give the reason in words only.
    if ["unexpected end", "end of file", "eof", "truncated", "fill whole buffer", "not enough data"]
        .iter()
        .any(|sign| cause.to_lowercase().contains(sign))
    {
        return early();
    }
    Fault::Malformed(cause)
}

/// Returns the image in gray or RGB of 8 bits, what is transparent on white.
pub(super) fn flatten(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => image,
        DynamicImage::ImageLumaA8(_) | DynamicImage::ImageLumaA16(_) => {
            let source = image.into_luma_alpha8();
            let (width, height) = source.dimensions();
            let data = source.pixels().map(|pixel| on_white(pixel.0[0], pixel.0[1])).collect();
            gray(width, height, data)
        }
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(image.into_luma8()),
        _ if image.color().has_alpha() => {
            let source = image.into_rgba8();
            let (width, height) = source.dimensions();
            let data = source
                .pixels()
                .flat_map(|pixel| {
                    let [r, g, b, a] = pixel.0;
                    [on_white(r, a), on_white(g, a), on_white(b, a)]
                })
                .collect();
            rgb(width, height, data)
        }
        _ => DynamicImage::ImageRgb8(image.into_rgb8()),
    }
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// Returns a gray image of `data`, or a white one where their number is not `width` × `height`.
pub(super) fn gray(width: u32, height: u32, data: Vec<u8>) -> DynamicImage {
    let blank = || GrayImage::from_pixel(width, height, image::Luma([255]));
    DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, data).unwrap_or_else(blank))
}

/// Returns an RGB image of `data`, or a white one where their number is not 3 × `width` × `height`.
pub(super) fn rgb(width: u32, height: u32, data: Vec<u8>) -> DynamicImage {
    let blank = || RgbImage::from_pixel(width, height, image::Rgb([255; 3]));
    DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, data).unwrap_or_else(blank))
}

/// Returns the image with square pixels; refuses one that has more than the limit by then, for a few bytes can record
/// pixels twenty times as long as wide.
pub(super) fn stretch(
    image: DynamicImage,
    resolution: Resolution,
    pixel_limit: u64,
) -> Result<DynamicImage, Fault> {
    if resolution.stretch == (1.0, 1.0) {
        return Ok(image);
    }
    let width = (image.width() as f32 * resolution.stretch.0).round().max(1.0) as u32;
    let height = (image.height() as f32 * resolution.stretch.1).round().max(1.0) as u32;
    refuse_too_many(u64::from(width), u64::from(height), pixel_limit)?;
    let is_gray = matches!(image, DynamicImage::ImageLuma8(_));
    let kind = if is_gray { PixelType::U8 } else { PixelType::U8x3 };
    let (old_width, old_height) = (image.width(), image.height());
    let Ok(source) = Canvas::from_vec_u8(old_width, old_height, image.clone().into_bytes(), kind) else {
        return Ok(image);
    };
    let mut target = Canvas::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Ok(match Resizer::new().resize(&source, &mut target, &options) {
        Ok(()) if is_gray => gray(width, height, target.into_vec()),
        Ok(()) => rgb(width, height, target.into_vec()),
        Err(_) => image,
    })
}
