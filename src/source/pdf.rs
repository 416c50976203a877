//! A PDF's pages, by way of `hayro`.
//!
//! A page that is one scanned image gives that image's own pixels, turned as the page is; its resolution follows
//! from the size it is drawn at. Any other page is drawn at [`RASTER_DPI`]. The text layer is gathered glyph by
//! glyph on the way ([`text_layer`]).

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use image::DynamicImage;

use super::error::SourceError;
use super::raster::{self, gray, rgb};
use super::{Decoded, Fault, OpenOptions, Placement, Scan, TextLayer, TextOrigin};
use crate::document::Line;

mod box_glyphs;
mod fonts;
mod form;
mod form_values;
mod scan_image;
mod survey;
mod text_layer;

use fonts::Fonts;
use form::FormState;
use survey::{Drawn, Survey};

/// Resolution at which pages that are not one scan are drawn, dots per inch.
const RASTER_DPI: f64 = 300.0;
/// Bounds of the resolution at which a page of several scanned strips is drawn, dots per inch.
const STRIP_DPI: std::ops::RangeInclusive<f64> = 100.0..=600.0;
/// Share of the page's area that images must cover for it to count as scanned. Scans leave a margin where the
/// page box was rounded up, and signing software leaves nothing.
const SCAN_COVERAGE: f64 = 0.9;
/// Share of the image that may lie outside the page box before its cutting is taken for intended.
const OVERHANG: f64 = 0.02;
/// Most letters that a caption drawn over a scan has. The captions of digital signatures seen have up to 250; a
/// page of text has 1500.
const CAPTION_LETTERS: usize = 400;
/// Pages whose long side is longer were made without regard to resolution (a pixel a point); points. ISO A2 is
/// 1684 points long.
const LONGEST_SIDE: f64 = 24.0 * 72.0;
/// Most pixels along a side that the renderer draws.
const RENDER_SIDE_LIMIT: f64 = 65_535.0;
/// How far from the end the closing `startxref` is looked for, bytes. Readers ask for it in the last 1024, but
/// some programs append to the file.
const TAIL: usize = 65_536;

/// An opened PDF.
pub(super) struct Document {
    pdf: Pdf,
    form: FormState,
}

/// Why a page could not be had.
pub(super) enum PageFault {
    /// The page as such, in words.
    Undecodable(String),
    /// Its image.
    Image(Fault),
}

impl Document {
    pub(super) fn open(path: &Path, bytes: Vec<u8>, options: &OpenOptions) -> Result<Self, SourceError> {
        let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
        let ends = tail.windows(9).any(|window| window == b"startxref");
        let truncated = || {
            Fault::Truncated("the cross-reference at the end of the PDF is missing".to_owned()).on(path, None)
        };
        if !ends {
            return Err(truncated());
        }
        let at = || path.to_owned();
        let encrypted = |cause: &str| SourceError::Encrypted { path: at(), cause: cause.to_owned() };
        let password = options.password.as_deref().unwrap_or_default();
        let pdf = Pdf::new_with_password(bytes, password).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                SourceError::PasswordProtected { path: at() }
            }
            LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
                encrypted("its algorithm is not known")
            }
            LoadPdfError::Decryption(_) => encrypted("its encryption entries are broken"),
            LoadPdfError::Invalid => {
                Fault::Malformed("its page tree cannot be found".to_owned()).on(path, None)
            }
        })?;
        if pdf.pages().is_empty() {
            return Err(Fault::Malformed("it has no pages".to_owned()).on(path, None));
        }
        let form = FormState::of(&pdf);
        Ok(Self { pdf, form })
    }

    /// Returns whether its form is described by XFA alone, so that its pages show only what stands in the form's place.
    pub(super) const fn is_xfa_only(&self) -> bool {
        self.form.is_xfa_only
    }

    pub(super) fn page_count(&self) -> usize {
        self.pdf.pages().len()
    }

    /// Decodes the page with the given index, from 0: its image and its text layer.
    pub(super) fn page(
        &self,
        index: usize,
        pixel_limit: u64,
    ) -> Result<(Decoded, Option<TextLayer>), PageFault> {
        let page = self
            .pdf
            .pages()
            .get(index)
            .ok_or_else(|| PageFault::Undecodable("the page tree has no such page".to_owned()))?;
        let survey = survey_page(page);
        if survey.drawn.is_empty() && survey.glyphs.is_empty() && !page.resources().x_objects.is_empty() {
            return Err(PageFault::Undecodable("what should be drawn on it cannot be found".to_owned()));
        }
        let view = View::of(page, &survey);
        if view.is_packed && view.origin != TextOrigin::Drawn {
            return Err(PageFault::Undecodable("its image is packed in a way that is not known".to_owned()));
        }
        if let Some(image) = view.lone_scan
            && let Some(scan) = native_scan(page, image, &view, pixel_limit)?
        {
            let text = self.layer(page, survey, view.origin, scan.to_pixels, scan.pixels.dimensions_u32());
            let missing = scan.missing;
            let scan = Scan { pixels: scan.pixels, dpi: scan.dpi, dpi_estimated: scan.estimated };
            return Ok((Decoded { scan, missing }, text));
        }
        let (scan, scale) = draw(page, &view, pixel_limit)?;
        let text = self.layer(page, survey, view.origin, Affine::scale(scale), scan.pixels.dimensions_u32());
        let missing = view.is_cut_off.then(|| raster::JPEG_CUT_OFF.to_owned());
        Ok((Decoded { scan, missing }, text))
    }

    /// Returns the text layer of the page with the given index, from 0, without its image. Boxes are in points.
    pub(super) fn text(&self, index: usize) -> Option<TextLayer> {
        let page = self.pdf.pages().get(index)?;
        let survey = survey_page(page);
        let view = View::of(page, &survey);
        let size = (view.size.0.ceil() as u32, view.size.1.ceil() as u32);
        self.layer(page, survey, view.origin, Affine::IDENTITY, size)
    }

    fn layer(
        &self,
        page: &Page<'_>,
        mut survey: Survey,
        origin: TextOrigin,
        to_pixels: Affine,
        size: (u32, u32),
    ) -> Option<TextLayer> {
        let fields = form::fields(page);
        // Told by all that is drawn, then each by itself.
        let Fonts { readings, named } = Fonts::of(&survey);
        let drawn = survey.take_from_annotations(&fields.iter().map(|field| field.rect).collect::<Vec<_>>());
        let lines = text_layer::gather(&survey.glyphs, &readings, to_pixels, size);
        let charsets = super::charset::findings(&lines, &named);
        let needed = self.form.needs_appearances;
        let values: Vec<Vec<Line>> = (fields.iter().zip(drawn))
            .map(|(field, glyphs)| {
                let shown = text_layer::gather(&glyphs, &readings, to_pixels, size);
                form_values::lines(field, shown, needed, to_pixels)
            })
            .filter(|lines| !lines.is_empty())
            .collect();
        let is_empty = lines.is_empty() && values.is_empty();
        (!is_empty).then_some(TextLayer { lines, values, blocks: Vec::new(), origin, charsets, sheet: None })
    }
}

impl Document {
    /// Returns the file's bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.pdf.data().as_ref()
    }

    /// Returns where on the page with the given index, from 0, its image lies that [`page`](Self::page) gives.
    pub(super) fn placement(&self, index: usize) -> Option<Placement> {
        let page = self.pdf.pages().get(index)?;
        let survey = survey_page(page);
        let view = View::of(page, &survey);
        let whole = Rect::new(0.0, 0.0, view.size.0, view.size.1);
        let images = || survey.drawn.iter().filter_map(Drawn::image);
        let scan = view.lone_scan.and_then(|number| images().find(|image| image.number == number));
        let place = scan.map_or(whole, |image| image.extent);
        let from_square = Affine::translate((place.x0, place.y0))
            * Affine::scale_non_uniform(place.width(), place.height());
        let to_user = page.initial_transform(true).to_kurbo().inverse() * from_square;
        Some(Placement { to_user, origin: view.origin, is_drawing: scan.is_none() })
    }
}

trait Dimensions {
    fn dimensions_u32(&self) -> (u32, u32);
}

impl Dimensions for DynamicImage {
    fn dimensions_u32(&self) -> (u32, u32) {
        (self.width(), self.height())
    }
}

fn survey_page(page: &Page<'_>) -> Survey {
    let (width, height) = page.render_dimensions();
    let mut survey = Survey::new(Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
    let of = |render_content| InterpreterSettings { render_content, ..InterpreterSettings::default() };
    interpret(page, &mut survey, of(RenderContent::PAGE));
    survey.begin_annotations();
    interpret(page, &mut survey, of(RenderContent::ANNOTATIONS));
    survey
}

/// Runs a page past a device, in points of the page set upright, origin top left.
fn interpret<'a>(
    page: &'a Page<'a>,
    device: &mut impl hayro::hayro_interpret::Device<'a>,
    settings: InterpreterSettings,
) {
    let (width, height) = page.render_dimensions();
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, target, &cache, page.xref(), settings);
    interpret_page(page, &mut context, device);
}

/// What a survey says about how to look at a page.
struct View {
    /// Width and height in points, upright.
    size: (f64, f64),
    /// The image that is the page, by its place among all images.
    lone_scan: Option<usize>,
    /// Resolution to draw at otherwise.
    raster_dpi: f64,
    /// Where its text comes from.
    origin: TextOrigin,
    /// True where an image that covers a good part of it ends early.
    is_cut_off: bool,
    /// True where one is packed in a way that is not known.
    is_packed: bool,
}

impl View {
    fn of(page: &Page<'_>, survey: &Survey) -> Self {
        let (width, height) = page.render_dimensions();
        let size = (f64::from(width), f64::from(height));
        let area = size.0 * size.1;
        let images = || survey.drawn.iter().enumerate().filter_map(|(at, drawn)| Some((at, drawn.image()?)));
        let covered: f64 = images().map(|(_, image)| image.visible.area()).sum();
        let is_scanned = covered >= SCAN_COVERAGE * area;
        let cover = images().rfind(|(_, image)| image.visible.area() >= SCAN_COVERAGE * area);
        // Text drawn before the image that covers the page is hidden by it.
        let hidden_before = cover.map_or(0, |(at, _)| at + 1);
        let letters = |hidden: bool| {
            survey.glyphs.iter().filter(|g| (g.invisible || g.drawn_before < hidden_before) == hidden).count()
        };
        let (hidden, drawn) = (letters(true), letters(false));
        let origin = match is_scanned {
            true if drawn > CAPTION_LETTERS => TextOrigin::Drawn,
            true if hidden >= drawn => TextOrigin::Hidden,
            true => TextOrigin::Caption,
            false if hidden > drawn => TextOrigin::Hidden,
            false => TextOrigin::Drawn,
        };
        let lone_scan = cover.filter(|_| origin != TextOrigin::Drawn).and_then(|(at, image)| {
            let others = if image.is_opaque { &survey.drawn[at + 1..] } else { &survey.drawn[..] };
            let is_alone = others.len() == usize::from(!image.is_opaque);
            let is_whole = image.visible.area() >= (1.0 - OVERHANG) * image.extent.area();
            (is_alone && is_whole && image.is_plain).then_some(image.number)
        });
        let large = || images().filter(|(_, image)| image.visible.area() >= 0.05 * area);
        let finest = large().map(|(_, image)| image.dpi).fold(0.0, f64::max);
        let is_cut_off = large().any(|(_, image)| image.is_cut_off);
        let is_packed = large().any(|(_, image)| image.is_packed);
        let overlaid = drawn > 0 || survey.drawn.iter().any(|drawn| matches!(drawn, Drawn::Path));
        let raster_dpi = match (is_scanned, overlaid) {
            (true, false) => finest.clamp(*STRIP_DPI.start(), *STRIP_DPI.end()),
            (true, true) => finest.clamp(RASTER_DPI, *STRIP_DPI.end()),
            (false, _) => RASTER_DPI,
        };
        Self { size, lone_scan, raster_dpi, origin, is_cut_off, is_packed }
    }

    /// True where the page's size in points is no size of paper.
    fn is_oversized(&self) -> bool {
        self.size.0.max(self.size.1) > LONGEST_SIDE
    }
}

struct NativeScan {
    pixels: DynamicImage,
    dpi: f32,
    estimated: bool,
    /// What of it is missing, in words.
    missing: Option<String>,
    /// From points of the upright page to these pixels.
    to_pixels: Affine,
}

/// Returns the scan that is the page, or nothing where its pixels alone would not show it right.
fn native_scan(
    page: &Page<'_>,
    number: usize,
    view: &View,
    pixel_limit: u64,
) -> Result<Option<NativeScan>, PageFault> {
    let failed = Arc::new(AtomicBool::new(false));
    let mut grab = scan_image::Grab::new(number, pixel_limit);
    interpret(page, &mut grab, reporting(&failed));
    if let Some(fault) = grab.fault {
        return Err(PageFault::Image(fault));
    }
    let Some(image) = grab.image else {
        return Err(PageFault::Undecodable("its image cannot be decoded".to_owned()));
    };
    let Some(pixels) = image.pixels else { return Ok(None) };
    let Some(turned) = scan_image::turn(pixels, image.transform) else { return Ok(None) };
    let (per_x, per_y) = turned.points_per_pixel;
    let recorded = (!view.is_oversized()).then_some(((72.0 / per_x) as f32, (72.0 / per_y) as f32));
    let settled = super::resolution::settle(recorded, turned.pixels.width(), turned.pixels.height());
    let stretch = Affine::scale_non_uniform(f64::from(settled.stretch.0), f64::from(settled.stretch.1));
    let to_pixels = stretch
        * Affine::scale_non_uniform(1.0 / per_x, 1.0 / per_y)
        * Affine::translate((-turned.origin.x, -turned.origin.y));
    Ok(Some(NativeScan {
        pixels: raster::stretch(turned.pixels, settled, pixel_limit).map_err(PageFault::Image)?,
        dpi: settled.dpi,
        estimated: settled.estimated,
        missing: image.missing.or_else(|| view.is_cut_off.then(|| raster::JPEG_CUT_OFF.to_owned())),
        to_pixels,
    }))
}

/// Returns settings that note when an image fails to decode.
fn reporting(failed: &Arc<AtomicBool>) -> InterpreterSettings {
    let failed = Arc::clone(failed);
    InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, hayro::hayro_interpret::InterpreterWarning::ImageDecodeFailure) {
                failed.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    }
}

/// Draws a page on white. Returns it with the pixels a point.
fn draw(page: &Page<'_>, view: &View, pixel_limit: u64) -> Result<(Scan, f64), PageFault> {
    let (width, height) = view.size;
    let longest = width.max(height);
    let wanted = view.raster_dpi / 72.0;
    let most = (pixel_limit as f64 / (width * height)).sqrt();
    let scale = wanted.min(RENDER_SIDE_LIMIT / longest).min(most).max(1.0 / longest);
    let side = |points: f64| {
        let side = points * scale;
        // At the limit two sides rounded up would go beyond it.
        let whole = if scale < most { side.round() } else { side.floor() };
        whole.clamp(1.0, RENDER_SIDE_LIMIT) as u16
    };
    let mut target = RenderContext::new(side(width), side(height));
    let failed = Arc::new(AtomicBool::new(false));
    let settings = RenderSettings { force_image_interpolation: true, ..RenderSettings::default() };
    let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    render_into(page, &RenderCache::new(), &reporting(&failed), &settings, &mut target, transform);
    target.flush();
    let mut pixmap = Pixmap::new(target.width(), target.height());
    let onto_white = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() };
    target.render_with(&mut pixmap, &mut Resources::default(), onto_white);
    if failed.load(Ordering::Relaxed) && view.origin != TextOrigin::Drawn {
        return Err(PageFault::Undecodable("an image on it cannot be decoded".to_owned()));
    }
    let pixels = opaque(&pixmap);
    let recorded = (!view.is_oversized()).then_some((scale * 72.0) as f32);
    let settled = super::resolution::settle(recorded.map(|dpi| (dpi, dpi)), pixels.width(), pixels.height());
    Ok((Scan { pixels, dpi: settled.dpi, dpi_estimated: settled.estimated }, scale))
}

/// Returns the drawing without its alpha (it is on white), in gray where it has no colour.
fn opaque(pixmap: &Pixmap) -> DynamicImage {
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let data = pixmap.data_as_u8_slice();
    if data.chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]) {
        return gray(width, height, data.chunks_exact(4).map(|pixel| pixel[0]).collect());
    }
    rgb(width, height, data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}
