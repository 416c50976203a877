//! Stars: the marks of notes that are counted by stars, read as quotation marks.
//!
//! A raised star is as high as a quotation mark, and the engine knows few stars. In the image they differ: a star is one part
//! about as wide as high, its middle the darkest of it; of a quotation mark each stroke is narrow, and where two run together
//! the ground shows between them.

use image::GrayImage;

use super::proportions::SLACK;
use crate::document::BoundingBox;
use crate::recognition::ink::Ink;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;
use crate::recognition::text_lines::TextLine;

/// The most stars of a mark.
pub(super) const MOST: usize = 4;

/// Heights of a star, in heights of the line's capitals.
const STAR: (f32, f32) = (0.12, 0.6);

/// The width of a star, in its heights.
const WIDTH: (f32, f32) = (0.78, 1.4);

/// How far above the baseline a star's middle stands at least, in heights of capitals.
const MIDDLE: f32 = 0.6;

/// How many times as dark as all of it the middle of a star is at least: by its area a full disc's would be 1.27, that of two
/// strokes with ground between them is under 1.
const CORE: f32 = 1.2;

/// How many lines a quotation may run over.
const QUOTED_LINES: usize = 2;

/// Follows quotations from line to line: what closes one is no star.
#[derive(Debug, Default)]
pub(super) struct Quotation {
    /// How many lines may yet close it; none where none is open.
    lines: usize,
}

impl Quotation {
    /// Goes on to the next line.
    pub(super) fn next_line(&mut self) {
        self.lines = self.lines.saturating_sub(1);
    }

    /// Goes over a word; returns whether a quotation is open at its end.
    pub(super) fn is_open_at_end(&mut self, word: &ReadWord) -> bool {
        let text = word.text();
        if text.contains('“') || text.starts_with('"') {
            self.lines = QUOTED_LINES + 1;
        }
        let is_open = self.lines > 0;
        if text.contains('”') || text.trim_end_matches(['.', ',', ';', ':']).ends_with('"') {
            self.lines = 0;
        }
        is_open
    }
}

/// Puts stars in the place of the sign at a word's end that they were read as.
pub(super) fn put_right(word: &mut ReadWord, line: &TextLine, page: &GrayImage, ink: &Ink) {
    let is_sign =
        |text: &str| matches!(text, "\"" | "”" | "“" | "'" | "’" | "‘" | "°" | "º" | "*" | "^" | "`" | "´");
    let is_stop = |text: &str| matches!(text, "." | "," | ";" | ":" | ")");
    let count = |symbols: &[ReadSymbol], is: &dyn Fn(&str) -> bool| {
        symbols.iter().rev().take_while(|symbol| is(&symbol.text)).count()
    };
    let end = word.symbols.len() - count(&word.symbols, &is_stop);
    let start = end - count(&word.symbols[..end], &is_sign);
    let Some(sign) =
        word.symbols[start..end].iter().map(|s| s.bbox).reduce(|a, b| Some(a?.union(b?))).flatten()
    else {
        return;
    };
    let Some((count, bbox)) = stars(sign, line, page, ink) else { return };
    let star = || ReadSymbol { text: "*".into(), bbox: Some(bbox), choices: Vec::new() };
    word.symbols.splice(start..end, std::iter::repeat_with(star).take(count));
}

/// Counts the stars that stand where a sign was read, all of them in a box; `None` where something else stands there.
fn stars(sign: BoundingBox, line: &TextLine, page: &GrayImage, ink: &Ink) -> Option<(usize, BoundingBox)> {
    let capital = line.capital as f32;
    let slack = (SLACK * capital) as u32;
    let is_there = |b: BoundingBox| (sign.x0.saturating_sub(slack)..sign.x1 + slack).contains(&b.middle().0);
    let is_high = |b: BoundingBox| b.middle().1 as f32 <= line.baseline as f32 - MIDDLE * capital;
    let parts: Vec<BoundingBox> =
        line.parts.iter().map(|i| ink.parts()[*i]).filter(|b| is_there(*b) && is_high(*b)).collect();
    let bbox = parts.iter().copied().reduce(BoundingBox::union)?;
    let all = parts.iter().all(|part| is_star(*part, capital, page, ink, CORE));
    (parts.len() <= MOST && all).then_some((parts.len(), bbox))
}

/// Returns whether a part of the ink looks like a star of a line whose capitals are so high, its middle so dark at least against all of it.
pub(super) fn is_star(part: BoundingBox, capital: f32, page: &GrayImage, ink: &Ink, darkest: f32) -> bool {
    let (width, height) = (part.width() as f32, part.height() as f32);
    (STAR.0 * capital..=STAR.1 * capital).contains(&height)
        && (WIDTH.0 * height..=WIDTH.1 * height).contains(&width)
        && core(page, part, ink.ground()) >= darkest
}

/// Returns how dark the middle half of an area is, as a part of how dark all of it is; `ground` is the grey value of none.
fn core(page: &GrayImage, area: BoundingBox, ground: u8) -> f32 {
    let dark = |x: u32, y: u32| f32::from(ground.saturating_sub(page.get_pixel(x, y).0[0]));
    let mean = |area: BoundingBox| {
        let sum: f32 = (area.x0..area.x1).flat_map(|x| (area.y0..area.y1).map(move |y| dark(x, y))).sum();
        sum / (area.width() * area.height()).max(1) as f32
    };
    let (x, y) = (area.width() / 4, area.height() / 4);
    let middle = BoundingBox::new(area.x0 + x, area.y0 + y, area.x1 - x, area.y1 - y);
    let all = mean(area);
    if all > 0.0 { mean(middle) / all } else { 0.0 }
}
