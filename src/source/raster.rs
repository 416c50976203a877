//! One raster image (PNG, JPEG, BMP, PNM, WebP) as a page.

use std::io::Cursor;

use fast_image_resize::images::Image as Canvas;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};

use super::resolution::{self, Resolution};
use super::{Fault, Scan};

/// Decodes an image, upright by its Exif orientation, on white, in gray or RGB of 8 bits.
pub(super) fn decode(bytes: &[u8], format: ImageFormat, pixel_limit: u64) -> Result<Scan, Fault> {
    if format == ImageFormat::Jpeg && resolution::jpeg_is_cut_off(bytes) {
        return Err(Fault::Truncated("the JPEG's end marker is missing".to_owned()));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The pixel limit below bounds memory; the crate's own default refuses large but legitimate scans.
    reader.no_limits();
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    refuse_too_many(u64::from(width), u64::from(height), pixel_limit)?;
    let orientation = decoder.orientation().map_err(|error| fault(&error))?;
    let exif = decoder.exif_metadata().ok().flatten();
    let recorded = match format {
        ImageFormat::Png => resolution::png(bytes),
        ImageFormat::Jpeg => resolution::jfif(bytes),
        ImageFormat::Bmp => resolution::bitmap(bytes),
        _ => None,
    }
    .or_else(|| exif.as_deref().and_then(resolution::exif));
    let settled = resolution::settle(recorded, width, height);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    let mut pixels = stretch(flatten(decoded), settled, pixel_limit)?;
    pixels.apply_orientation(orientation);
    Ok(Scan { pixels, dpi: settled.dpi, dpi_estimated: settled.estimated })
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

fn fault(error: &image::ImageError) -> Fault {
    let cause = error.to_string();
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = source {
        let ended = inner
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof);
        if ended {
            return Fault::Truncated(cause);
        }
        source = inner.source();
    }
    // Some decoders give the reason in words only.
    if ["unexpected end", "end of file", "eof", "truncated"]
        .iter()
        .any(|sign| cause.to_lowercase().contains(sign))
    {
        return Fault::Truncated(cause);
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
