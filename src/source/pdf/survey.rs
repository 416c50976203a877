//! What is drawn on a page, and in which order, without drawing it.

use hayro::hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Name, Object, Stream};
use hayro::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};

use super::super::resolution::jpeg_is_cut_off;
use super::box_glyphs;

/// Glyph space units an em, as `hayro` scales every font.
const UNITS_PER_EM: f64 = 1000.0;
/// Advance taken for a glyph whose font gives none, ems.
const MEAN_ADVANCE: f64 = 0.5;

/// Something drawn, other than text.
#[derive(Debug)]
pub(super) enum Drawn {
    Image(DrawnImage),
    Path,
}

impl Drawn {
    pub(super) fn image(&self) -> Option<&DrawnImage> {
        match self {
            Self::Image(image) => Some(image),
            Self::Path => None,
        }
    }
}

/// An image drawn on the page.
#[derive(Debug)]
pub(super) struct DrawnImage {
    /// Its place among the page's images, from 0.
    pub(super) number: usize,
    /// Where it is drawn, points.
    pub(super) extent: Rect,
    /// The part of that within the page and the clip.
    pub(super) visible: Rect,
    /// The finer of its resolutions along its two axes, dots per inch.
    pub(super) dpi: f64,
    /// True where nothing beneath shows through.
    pub(super) is_opaque: bool,
    /// True where it is drawn without a mask or transparency of the page's making.
    pub(super) is_plain: bool,
    /// True where it is a JPEG that ends early.
    pub(super) is_cut_off: bool,
    /// True where it is packed in a way that is not known, so that what is drawn are packed bytes.
    pub(super) is_packed: bool,
}

/// A glyph with its place on the page in points, origin top left.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it stands for; U+FFFD where the font does not say.
    pub(super) text: String,
    /// Start of its baseline.
    pub(super) origin: Point,
    /// Unit vector along its baseline.
    pub(super) direction: Vec2,
    /// Advance along the baseline, points.
    pub(super) advance: f64,
    /// Height of an em across the baseline, points.
    pub(super) em: f64,
    /// True for text drawn with rendering mode 3.
    pub(super) invisible: bool,
    /// How many images and paths were drawn before it.
    pub(super) drawn_before: usize,
    /// Which of the page's fonts it is set in, by the place of its name among [`Survey::fonts`].
    pub(super) font: usize,
}

/// A device that notes what is drawn.
pub(super) struct Survey {
    page: Rect,
    clips: Vec<Rect>,
    groups: Vec<bool>,
    images: usize,
    /// How many glyphs the page itself has; those that follow are of its annotations.
    of_page: usize,
    pub(super) drawn: Vec<Drawn>,
    pub(super) glyphs: Vec<Glyph>,
    /// Names of the fonts met, without the prefix of a subset; the first is that of fonts that tell none.
    pub(super) fonts: Vec<String>,
}

impl Survey {
    pub(super) fn new(page: Rect) -> Self {
        Self {
            page,
            clips: Vec::new(),
            groups: Vec::new(),
            images: 0,
            of_page: usize::MAX,
            drawn: Vec::new(),
            glyphs: Vec::new(),
            fonts: vec![String::new()],
        }
    }

    /// Says that what is drawn from here on is of annotations.
    pub(super) fn begin_annotations(&mut self) {
        self.of_page = self.glyphs.len();
    }

    /// Takes out the glyphs of annotations that stand in each of some places.
    pub(super) fn take_from_annotations(&mut self, places: &[Rect]) -> Vec<Vec<Glyph>> {
        let mut taken = vec![Vec::new(); places.len()];
        if places.is_empty() {
            return taken;
        }
        let of_annotations = self.glyphs.split_off(self.of_page.min(self.glyphs.len()));
        for glyph in of_annotations {
            let middle = glyph.origin + glyph.direction * (glyph.advance / 2.0);
            match places.iter().position(|place| place.inflate(1.0, 1.0).contains(middle)) {
                Some(at) => taken[at].push(glyph),
                None => self.glyphs.push(glyph),
            }
        }
        taken
    }

    /// Returns the place of a glyph's font among the names.
    fn font_of(&mut self, glyph: &PdfGlyph<'_>) -> usize {
        let data = match glyph {
            PdfGlyph::Outline(outline) => outline.font_data(),
            PdfGlyph::Type3(_) => None,
        };
        let name = data.and_then(|data| data.postscript_name).unwrap_or_default();
        self.fonts.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.fonts.push(name);
            self.fonts.len() - 1
        })
    }

    fn clip(&self) -> Rect {
        self.clips.iter().fold(self.page, |clip, next| clip.intersect(*next))
    }
}

impl<'a> Device<'a> for Survey {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        let extent = props.transform.transform_rect_bbox(path.bounding_box());
        let visible = extent.inflate(0.1, 0.1).intersect(self.clip());
        if visible.area() > 0.0 {
            self.drawn.push(Drawn::Path);
        }
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.clips.push(clip_path.path.bounding_box());
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend_mode: BlendMode) {
        self.groups.push(opacity > 0.999 && mask.is_none() && blend_mode == BlendMode::Normal);
    }

    fn draw_glyph_run(&mut self, glyph_run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        let first: Option<&PdfGlyph<'_>> = glyph_run.glyphs().first().map(|positioned| &**positioned);
        let font = first.map_or(0, |glyph| self.font_of(glyph));
        for positioned in glyph_run.glyphs() {
            let glyph: &PdfGlyph<'_> = positioned;
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            };
            let coded = as_coded(text, glyph.char_code());
            let text = match box_glyphs::of_font(&self.fonts[font], glyph.char_code(), &coded) {
                Some(check_box) => check_box.to_owned(),
                None => coded,
            };
            let place = props.transform * positioned.transform();
            let along = linear(place, UNITS_PER_EM, 0.0);
            let em = linear(place, 0.0, UNITS_PER_EM).hypot();
            if !(along.hypot() > 0.0 && em > 0.0 && along.hypot().is_finite() && em.is_finite()) {
                continue;
            }
            let advance = match glyph {
                PdfGlyph::Outline(outline) => outline.advance_width(),
                PdfGlyph::Type3(drawn) => drawn.advance_width(),
            };
            let ems = advance.map_or(MEAN_ADVANCE, |width| f64::from(width) / UNITS_PER_EM);
            self.glyphs.push(Glyph {
                text,
                origin: place * Point::ORIGIN,
                direction: along / along.hypot(),
                advance: ems * along.hypot(),
                em,
                invisible: matches!(draw_mode, DrawMode::Invisible),
                drawn_before: self.drawn.len(),
                font,
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let extent = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let across = linear(props.transform, 1.0, 0.0).hypot();
        let down = linear(props.transform, 0.0, 1.0).hypot();
        let finest = across.min(down);
        self.drawn.push(Drawn::Image(DrawnImage {
            number: self.images,
            extent,
            visible: extent.intersect(self.clip()),
            dpi: if finest > 0.0 { 72.0 / finest } else { 0.0 },
            is_opaque: matches!(image, Image::Raster(_)) && !has_mask(&image),
            is_plain: self.groups.iter().all(|plain| *plain),
            is_cut_off: is_cut_off(&image),
            is_packed: is_packed(&image),
        }));
        self.images += 1;
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}

/// Byte that fonts of before Unicode have `ư` at, and that PDF's own encodings call a hyphen.
const SOFT_HYPHEN: u32 = 0xad;

/// Returns what a glyph stands for, where PDF's encodings make something commoner of its code: fonts with letters of their
/// own are embedded under those encodings all the same.
fn as_coded(text: String, code: u32) -> String {
    match text.as_str() {
        "-" if code == SOFT_HYPHEN => '\u{ad}'.to_string(),
        _ => text,
    }
}

fn has_mask(image: &Image<'_, '_>) -> bool {
    let dictionary = stream_of(image).dict();
    [&b"SMask"[..], b"Mask", b"SMaskInData"].iter().any(|key| dictionary.contains_key(key))
}

fn is_cut_off(image: &Image<'_, '_>) -> bool {
    let stream = stream_of(image);
    matches!(stream.filters().as_slice(), [Filter::DctDecode]) && jpeg_is_cut_off(&stream.raw_data())
}

/// True where a filter is named that `hayro` does not know; it passes over those.
fn is_packed(image: &Image<'_, '_>) -> bool {
    let stream = stream_of(image);
    let entry = [&b"F"[..], b"Filter"].into_iter().find_map(|key| stream.dict().get::<Object<'_>>(key));
    let named = match entry {
        Some(Object::Name(_)) => 1,
        Some(Object::Array(names)) => names.iter::<Name<'_>>().count(),
        _ => 0,
    };
    named > stream.filters().len()
}

fn stream_of<'b>(image: &'b Image<'_, '_>) -> &'b Stream<'b> {
    match image {
        Image::Raster(raster) => raster.stream(),
        Image::Stencil(stencil) => stencil.stream(),
    }
}

/// Returns where a vector goes, the shift left out.
fn linear(transform: Affine, x: f64, y: f64) -> Vec2 {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    Vec2::new(a * x + c * y, b * x + d * y)
}
