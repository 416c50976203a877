//! Superior figures whose ink touches their letter's: on bad scans the `2` of `hội²` and the dot of its `i` are one part.
//!
//! No part of the ink shows such a figure, but the reading does: behind the word's last letter stands a sign that is
//! seldom there (`hội?`, `học)`, `trị!`). Where that sign was read, a figure's strip is looked at by itself: ink as high
//! as a figure, and clear ground under it, which signs that stand on the baseline have not.

use std::ops::Range;

use image::{GrayImage, Luma};

use super::clear_ground::is_clear;
use super::proportions::{HEAD, HEIGHT, OVER, SLACK, STOP};
use crate::document::BoundingBox;
use crate::recognition::ink::Ink;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;
use crate::recognition::text_lines::TextLine;

/// How far above the baseline the figure's foot stands at least, in heights of capitals: 0.45 to 0.6 on our fixtures. A
/// question mark's hook ends at 0.3.
const FOOT: f32 = 0.36;

/// A figure by itself.
pub(super) struct StuckMark {
    /// Where it is on the page.
    pub(super) bbox: BoundingBox,
    /// Its strip of the page alone on its ground, and the ink of that.
    pub(super) image: GrayImage,
    pub(super) ink: Ink,
    /// The figure as a line of the strip.
    pub(super) line: TextLine,
}

/// Finds what may be a superior figure behind a word's last letter, where a sign was read.
pub(super) fn find(word: &ReadWord, line: &TextLine, page: &GrayImage) -> Option<StuckMark> {
    let sign = sign_of(&word.symbols)?;
    let capital = line.capital as f32;
    let height = |part: f32| (part * capital) as u32;
    let over = |part: f32| line.baseline.saturating_sub(height(part)).min(page.height());
    let slack = height(SLACK);
    let left = sign.x0.saturating_sub(slack)..sign.x0 + slack + 1;
    let x0 = clearest_column(page, left, over(FOOT + HEIGHT.0)..over(FOOT))?;
    let x1 = (sign.x1 + slack).min(page.width());
    let strip = BoundingBox::new(x0, over(1.0 + OVER), x1.max(x0), over(FOOT));
    let under = BoundingBox::new(x0, over(FOOT), x1.max(x0), over(STOP));
    let margin = line.capital.max(4);
    let around =
        BoundingBox::new(x0.saturating_sub(margin), strip.y0, (x1 + margin).min(page.width()), line.baseline);
    let ground = Ink::of(page, around).ground();
    if !is_clear(page, under, ground) {
        return None;
    }
    let image = alone(page, strip, margin, ground);
    let ink = Ink::of(&image, BoundingBox::new(0, 0, image.width(), image.height()));
    // What the line above hangs into the strip does not reach down to the figure.
    let reaches_down = |part: &BoundingBox| part.y1 > margin + height(OVER);
    let is_figure = |part: &BoundingBox| part.height() as f32 >= HEIGHT.0 * capital && reaches_down(part);
    let parts: Vec<usize> = (0..ink.parts().len()).filter(|i| is_figure(&ink.parts()[*i])).collect();
    let bbox = parts.iter().map(|i| ink.parts()[*i]).reduce(BoundingBox::union)?;
    let is_high = bbox.height() as f32 <= HEIGHT.1 * capital;
    if !is_high || strip.y0 + bbox.y0 > over(1.0 + HEAD) + margin {
        return None;
    }
    let (x, y) =
        (|x: u32| (x + strip.x0).saturating_sub(margin), |y: u32| (y + strip.y0).saturating_sub(margin));
    Some(StuckMark {
        bbox: BoundingBox::new(x(bbox.x0), y(bbox.y0), x(bbox.x1), y(bbox.y1)),
        line: TextLine { parts, bbox, capital: bbox.height(), baseline: bbox.y1 },
        image,
        ink,
    })
}

/// Copies a strip of a page onto plain ground, with a margin around it.
fn alone(page: &GrayImage, strip: BoundingBox, margin: u32, ground: u8) -> GrayImage {
    let mut image =
        GrayImage::from_pixel(strip.width() + 2 * margin, strip.height() + 2 * margin, Luma([ground]));
    for (x, y) in (strip.x0..strip.x1).flat_map(|x| (strip.y0..strip.y1).map(move |y| (x, y))) {
        image.put_pixel(x - strip.x0 + margin, y - strip.y0 + margin, *page.get_pixel(x, y));
    }
    image
}

/// Returns where the signs stand that were read right behind a word's last letter.
fn sign_of(symbols: &[ReadSymbol]) -> Option<BoundingBox> {
    let is_stop = |symbol: &&ReadSymbol| matches!(symbol.text.as_str(), "." | "," | ":");
    let end = symbols.len() - symbols.iter().rev().take_while(is_stop).count();
    let is_sign = |symbol: &&ReadSymbol| {
        !symbol.text.chars().any(char::is_alphabetic) && symbol.text != "-" && symbol.text != "/"
    };
    let signs = symbols[..end].iter().rev().take_while(is_sign).count();
    let (letters, signs) = symbols[..end].split_at(end - signs);
    letters.last().filter(|letter| letter.text.chars().all(char::is_alphabetic))?;
    signs.iter().map(|symbol| symbol.bbox).reduce(|a, b| Some(a?.union(b?)))?
}

/// Returns the column with the least ink, by the sum of its grey values in some rows.
fn clearest_column(page: &GrayImage, columns: Range<u32>, rows: Range<u32>) -> Option<u32> {
    let light = |x: u32| {
        rows.clone().filter(|y| *y < page.height()).map(|y| u32::from(page.get_pixel(x, y).0[0])).sum::<u32>()
    };
    columns.filter(|x| *x < page.width()).max_by_key(|x| light(*x))
}
