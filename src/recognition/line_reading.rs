//! A line of print cut out of its page, set on white and read alone.

use image::{GrayImage, Luma};
use tesseract::PageSegMode;

use super::RecognitionError;
use super::crop_reader::CropReader;
use super::faint_ends::with_faint_ends;
use super::ink::Ink;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use super::text_lines::TextLine;
use super::view::View;
use super::vote::surer;
use crate::document::BoundingBox;

/// The room a line is given over and under its baseline, in heights of its capitals, at the first and the second
/// reading: the network scales it to one height. On nine born-digital pages of tables F1 of words was 93.4 with the
/// first alone, 93.3 and 91.8 with (1.6, 0.6) and (1.8, 0.8), 94.1 with both, each line as its surer reading.
pub(super) const SPACES: [(f32, f32); 2] = [(1.4, 0.5), (1.7, 0.7)];

/// A line all of whose words are read with this confidence, 0 to 1, is not read a second time. 0.9 gives 0.2 more
/// for a tenth more time.
const SURE: f32 = 0.8;

/// White set around whatever sticks out of that room, in heights of capitals. Without any, words read right fall
/// from 91 to 75 in a hundred.
const PADDING: f32 = 0.1;

/// White set before and after a line, in heights of its capitals. With half a height the network sees full stops and
/// quotation marks there.
const SIDE: f32 = 0.1;

/// The part of the ground's grey value from which on all is white.
const GROUND: f32 = 0.9;

/// A gap in a line, in heights of its characters, at which it is read in two.
const GAP: f32 = 6.0;

/// A gap in a word's print, in heights of its capitals, that is a space the network did not see: it was trained on the
/// narrower ones of wide lines, and cells are justified with wider ones.
const MISSED_SPACE: f32 = 1.2;

/// Fewest symbols before such a gap: the box of a word's first letter often ends too early (`N ghị`, `g iấy`).
const FEWEST_BEFORE: usize = 2;

/// How far around a part, in pixels, the grey of its edges reaches.
const FRINGE: u32 = 2;

/// More than any white set around a line, so that what is left and above of a page's edge has coordinates.
const MARGIN: u32 = 1000;

/// Reads a line, in pieces where it has wide gaps, in each of `spaces` until it is read surely. Boxes come back in pixels
/// of the page.
pub(super) fn read_line(
    view: View<'_>,
    line: &TextLine,
    spaces: &[(f32, f32)],
    read: &mut CropReader<'_>,
) -> Result<ReadLine, RecognitionError> {
    let mut words: Vec<ReadWord> = Vec::new();
    for segment in segments(line, view.ink) {
        let mut best: Vec<ReadWord> = Vec::new();
        for &space in spaces {
            best = surer(best, read_segment(view, &segment, space, read)?, 0.0);
            if !best.is_empty() && best.iter().all(|w| w.confidence.is_none_or(|c| c >= SURE)) {
                break;
            }
        }
        words.extend(best);
    }
    Ok(ReadLine { bbox: Some(line.bbox), words })
}

fn read_segment(
    view: View<'_>,
    segment: &TextLine,
    space: (f32, f32),
    read: &mut CropReader<'_>,
) -> Result<Vec<ReadWord>, RecognitionError> {
    let mut words: Vec<ReadWord> = Vec::new();
    let segment = &with_faint_ends(view, segment);
    let (crop, left, top) = cut(view, segment, space);
    for heard in read(&crop, view.dpi, PageSegMode::PsmRawLine)? {
        for mut word in heard.words {
            let back = |b: BoundingBox| {
                let x = |at: u32| (at + left).saturating_sub(MARGIN).clamp(segment.bbox.x0, segment.bbox.x1);
                let y = |at: u32| (at + top).saturating_sub(MARGIN).clamp(segment.bbox.y0, segment.bbox.y1);
                BoundingBox::new(x(b.x0), y(b.y0), x(b.x1), y(b.y1))
            };
            word.each_box(back);
            words.extend(parted_at_gaps(word, segment, view.ink));
        }
    }
    Ok(words)
}

/// Parts a word where its line has no print over the width of a space.
fn parted_at_gaps(mut word: ReadWord, line: &TextLine, ink: &Ink) -> Vec<ReadWord> {
    let mut parted = Vec::new();
    let mut print: Vec<(u32, u32)> =
        line.parts.iter().map(|i| (ink.parts()[*i].x0, ink.parts()[*i].x1)).collect();
    print.sort_unstable();
    let mut end = print.first().map_or(0, |part| part.1);
    for (x0, x1) in print {
        let is_space = x0 as f32 > end as f32 + MISSED_SPACE * line.capital as f32;
        if let Some(bbox) = word.bbox.filter(|bbox| is_space && bbox.x0 < end && x0 < bbox.x1) {
            // A symbol's box may reach over the gap behind it, but begins with its print.
            let before = |b: BoundingBox| b.x0 < end;
            let count = word.symbols.iter().take_while(|s| s.bbox.is_some_and(before)).count();
            if (FEWEST_BEFORE..word.symbols.len()).contains(&count) {
                let rest = word.symbols.split_off(count);
                let bbox_of_rest = Some(BoundingBox { x0, ..bbox });
                let rest = ReadWord { bbox: bbox_of_rest, symbols: rest, ..word.clone() };
                word.bbox = Some(BoundingBox { x1: end, ..bbox });
                parted.push(std::mem::replace(&mut word, rest));
            }
        }
        end = end.max(x1);
    }
    parted.push(word);
    parted
}

/// Parts a line at its wide gaps.
pub(super) fn segments(line: &TextLine, ink: &Ink) -> Vec<TextLine> {
    let mut parts = line.parts.clone();
    parts.sort_by_key(|i| (ink.parts()[*i].x0, *i));
    let mut segments: Vec<TextLine> = Vec::new();
    for i in parts {
        let part = ink.parts()[i];
        match segments.last_mut() {
            Some(last) if part.x0 as f32 <= last.bbox.x1 as f32 + GAP * line.capital as f32 => {
                last.parts.push(i);
                last.bbox.x1 = last.bbox.x1.max(part.x1);
            }
            _ => segments.push(TextLine {
                parts: vec![i],
                bbox: BoundingBox { x0: part.x0, x1: part.x1, ..line.bbox },
                ..line.clone()
            }),
        }
    }
    segments.iter_mut().for_each(|s| s.parts.sort_unstable());
    segments
}

/// Cuts a line out and sets it on white, without what belongs to others. Returns with it the place on the page,
/// [`MARGIN`] to the right and below, of its first pixel.
fn cut(view: View<'_>, line: &TextLine, space: (f32, f32)) -> (GrayImage, u32, u32) {
    let View { page, ink, .. } = view;
    let least = (PADDING * line.capital as f32).ceil() as u32;
    let side = (SIDE * line.capital as f32).ceil().max(FRINGE as f32) as u32;
    let BoundingBox { x0, y0, x1, y1 } = line.bbox;
    let over =
        ((space.0 * line.capital as f32) as u32).saturating_sub(line.baseline.saturating_sub(y0)).max(least);
    let under =
        ((space.1 * line.capital as f32) as u32).saturating_sub(y1.saturating_sub(line.baseline)).max(least);
    let mut crop =
        GrayImage::from_pixel(line.bbox.width() + 2 * side, line.bbox.height() + over + under, Luma([255]));
    // The grey of a bad page's ground would end at the crop's edge as at a rule.
    let white = GROUND * f32::from(ink.ground());
    let level = |grey: u8| (255.0 * f32::from(grey) / white).min(255.0) as u8;
    let foreign = |x: u32, y: u32| ink.part_at(x, y).is_some_and(|i| line.parts.binary_search(&i).is_err());
    for y in y0.saturating_sub(FRINGE)..(y1 + FRINGE).min(page.height()) {
        for x in x0.saturating_sub(FRINGE)..(x1 + FRINGE).min(page.width()) {
            let grey = level(page.get_pixel(x, y).0[0]);
            if grey == 255 || foreign(x, y) {
                continue;
            }
            let own = ink.part_at(x, y).is_some();
            let near_foreign = !own
                && (y.saturating_sub(1)..=y + 1)
                    .any(|near_y| (x.saturating_sub(1)..=x + 1).any(|near_x| foreign(near_x, near_y)));
            let inside = (y0..y1).contains(&y) || !own;
            if !near_foreign && inside {
                // A small line has less room over it than its fringe is high.
                let (to_x, to_y) = (x + side - x0, (y + over).checked_sub(y0));
                if let Some(to_y) = to_y.filter(|to_y| to_x < crop.width() && *to_y < crop.height()) {
                    crop.put_pixel(to_x, to_y, Luma([grey]));
                }
            }
        }
    }
    (crop, (x0 + MARGIN).saturating_sub(side), (y0 + MARGIN).saturating_sub(over))
}
