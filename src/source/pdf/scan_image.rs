//! The pixels of one image of a page, turned as the page shows them.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, LumaData, Paint,
    SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Point};
use image::DynamicImage;

use super::super::raster::{gray, refuse_too_many, rgb};
use super::super::{Fault, missing_rows};

/// How far from a whole quarter turn an image may be drawn and still be shown by its own pixels; a share of its
/// side, so that the far edge is off by less than two pixels in 3500.
const SQUARE_WITHIN: f64 = 0.000_5;

/// A device that takes one image from the page and passes over all else.
pub(super) struct Grab {
    wanted: usize,
    seen: usize,
    pixel_limit: u64,
    pub(super) image: Option<Grabbed>,
    pub(super) fault: Option<Fault>,
}

/// An image as the file holds it.
pub(super) struct Grabbed {
    /// From its pixels to points of the upright page.
    pub(super) transform: Affine,
    /// None where its pixels alone do not show what the page shows.
    pub(super) pixels: Option<DynamicImage>,
    /// What of it is missing, in words.
    pub(super) missing: Option<String>,
}

impl Grab {
    pub(super) fn new(wanted: usize, pixel_limit: u64) -> Self {
        Self { wanted, seen: 0, pixel_limit, image: None, fault: None }
    }
}

impl<'a> Device<'a> for Grab {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let number = self.seen;
        self.seen += 1;
        if number != self.wanted {
            return;
        }
        let (width, height) = (image.width(), image.height());
        if let Err(fault) = refuse_too_many(u64::from(width), u64::from(height), self.pixel_limit) {
            self.fault = Some(fault);
            return;
        }
        let mut taken = None;
        let mut factors = (1.0, 1.0);
        let mut rows = height;
        match &image {
            Image::Raster(raster) => raster.with_rgba(
                |data, alpha| {
                    let (x, y) = data.scale_factors();
                    factors = (f64::from(x), f64::from(y));
                    rows = (data.height() as f32 * y).round() as u32;
                    taken = Some(alpha.is_none().then(|| pixels_of(data)));
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    factors = (f64::from(mask.scale_factors.0), f64::from(mask.scale_factors.1));
                    rows = (mask.height as f32 * mask.scale_factors.1).round() as u32;
                    taken = Some(painted(mask, paint));
                },
                None,
            ),
        }
        // What is decoded may be larger than the page said: a fax's own parameters say how wide it is.
        if let Some(Some(pixels)) = &taken {
            let decoded = (u64::from(pixels.width()), u64::from(pixels.height()));
            if let Err(fault) = refuse_too_many(decoded.0, decoded.1, self.pixel_limit) {
                self.fault = Some(fault);
                return;
            }
        }
        let transform = props.transform * Affine::scale_non_uniform(factors.0, factors.1);
        // Of data that end early the decoder gives the rows that are there.
        let missing = missing_rows(rows, height);
        self.image = taken.map(|pixels| Grabbed { transform, pixels, missing });
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn pixels_of(data: ImageData) -> DynamicImage {
    match data {
        ImageData::Luma(luma) => gray(luma.width, luma.height, luma.data),
        ImageData::Rgb(colour) => rgb(colour.width, colour.height, colour.data),
    }
}

/// Returns a stencil as it looks on white paper.
fn painted(mask: LumaData, paint: &Paint<'_>) -> Option<DynamicImage> {
    let Paint::Color(colour) = paint else { return None };
    let [r, g, b, alpha] = colour.to_rgba().to_rgba8();
    let luma = (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000;
    let ink = (luma * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
    let data = mask.data.iter().map(|&v| ((255 * (255 - u32::from(v)) + ink * u32::from(v)) / 255) as u8);
    Some(gray(mask.width, mask.height, data.collect()))
}

/// An image set upright.
pub(super) struct Turned {
    pub(super) pixels: DynamicImage,
    /// Where its top left corner lies on the page, points.
    pub(super) origin: Point,
    /// Points a pixel, along x and y.
    pub(super) points_per_pixel: (f64, f64),
}

/// Turns and mirrors an image as `transform` (pixels to points) draws it; nothing where that is not a whole
/// number of quarter turns.
pub(super) fn turn(pixels: DynamicImage, transform: Affine) -> Option<Turned> {
    let [a, b, c, d, e, f] = transform.as_coeffs();
    let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
    let skew = |off: f64, on: f64| off.abs() <= SQUARE_WITHIN * on.abs();
    let corner = |x: f64, y: f64| Point::new(e.min(x), f.min(y));
    if skew(b, a) && skew(c, d) && a != 0.0 && d != 0.0 {
        let mut pixels = pixels;
        if a < 0.0 {
            pixels = pixels.fliph();
        }
        if d < 0.0 {
            pixels = pixels.flipv();
        }
        let origin = corner(e + a * width, f + d * height);
        return Some(Turned { pixels, origin, points_per_pixel: (a.abs(), d.abs()) });
    }
    if skew(a, b) && skew(d, c) && b != 0.0 && c != 0.0 {
        // A quarter turn and a mirroring exchange x and y; what signs are left are mirrorings.
        let mut pixels = pixels.rotate90().fliph();
        if c < 0.0 {
            pixels = pixels.fliph();
        }
        if b < 0.0 {
            pixels = pixels.flipv();
        }
        let origin = corner(e + c * height, f + b * width);
        return Some(Turned { pixels, origin, points_per_pixel: (c.abs(), b.abs()) });
    }
    None
}

#[cfg(test)]
mod tests {
    use image::GrayImage;

    use super::*;

    /// Every pixel must land where the transform puts it, for all eight ways to turn and mirror.
    #[test]
    fn pixels_land_where_the_transform_puts_them() {
        let (width, height) = (5_u32, 3_u32);
        let source = GrayImage::from_fn(width, height, |x, y| image::Luma([(y * width + x) as u8]));
        let coefficients = [
            [2.0, 0.0, 0.0, 2.0],
            [-2.0, 0.0, 0.0, 2.0],
            [2.0, 0.0, 0.0, -2.0],
            [-2.0, 0.0, 0.0, -2.0],
            [0.0, 2.0, 2.0, 0.0],
            [0.0, 2.0, -2.0, 0.0],
            [0.0, -2.0, 2.0, 0.0],
            [0.0, -2.0, -2.0, 0.0],
        ];
        for [a, b, c, d] in coefficients {
            let transform = Affine::new([a, b, c, d, 100.0, 200.0]);
            let turned = turn(DynamicImage::ImageLuma8(source.clone()), transform).unwrap();
            let upright = turned.pixels.to_luma8();
            for (x, y, pixel) in source.enumerate_pixels() {
                let at = transform * Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                let column = ((at.x - turned.origin.x) / turned.points_per_pixel.0).floor() as u32;
                let row = ((at.y - turned.origin.y) / turned.points_per_pixel.1).floor() as u32;
                assert_eq!(upright.get_pixel(column, row), pixel, "{a} {b} {c} {d} at {x}, {y}");
            }
        }
    }

    #[test]
    fn a_slanted_image_is_not_shown_by_its_own_pixels() {
        let image = DynamicImage::ImageLuma8(GrayImage::new(100, 100));
        assert!(turn(image, Affine::rotate(0.01)).is_none());
    }
}
