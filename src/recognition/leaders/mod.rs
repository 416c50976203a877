//! Leaders: rows of dots or short strokes to be written on.
//!
//! Forms are full of them, and where one stands the recogniser reads `ceeeeee`, loses the label before it, or takes forty dots for
//! thirty-nine: it reads along a line by what differs, and nothing does. In the ink each dot is a part by itself, and they stand at
//! one distance. So leaders are found there and taken out of the page before it is read ([`lifted`]), and set behind their labels when
//! it has been ([`put_back`]). A leader's length over the distance of its dots is their number, also where some have run together or are
//! lost.
//!
//! What is set by hand below was set on 24 forms of our own, in eight faces of 10 to 14 points, at 300 dpi and damaged at 150; of the
//! fixtures, made documents and real scans none without leaders has one.

use std::collections::BTreeSet;

use image::{GrayImage, Luma};

use super::ink::Ink;
use super::median::median;
use crate::document::BoundingBox;

mod counting;
mod placing;

pub(super) use counting::count_dots;
pub(super) use placing::put_back;

/// Fewest dots of a leader; fewer are an ellipsis.
const FEWEST: usize = 6;
/// Fewest strokes of one: of `_ _ _ _`.
const FEWEST_STROKES: usize = 4;
/// Height of a dot or stroke at most, in usual heights of letters, and the width of a dot.
const LOW: f32 = 0.35;
/// The width of a stroke at most.
const STROKE: f32 = 1.6;
/// How far a dot or a stroke stands from the next one at most, in usual heights, and how far above or below it.
const NEXT: f32 = 1.0;
const LEVEL: f32 = 0.14;
/// How far a distance between two dots may be from the usual one, as a part of it, to count for the mean.
const REGULAR: f32 = 0.3;
/// The part of the distances that are regular in a leader.
const ALIKE: f32 = 0.7;
/// The least length of a leader, in usual heights: shorter ones the recogniser reads, and specks stand in short rows.
const SHORTEST: f32 = 4.0;
/// The least height and width of a dot in pixels; what is thinner is the edge of a sheet or a shadow.
const LEAST: u32 = 2;
/// A row of strokes is one to write on where print stands so near before it, in usual heights; others are printed for a rule.
const BEHIND: f32 = 4.0;
/// How far behind a leader the number of a page in a list of contents ends at most, in usual heights: three figures and a blank.
const PAGE: f32 = 4.0;
/// How far around a dot, in pixels, the grey of its edges reaches.
const FRINGE: u32 = 2;

/// A leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leader {
    /// Its box, in pixels of the page.
    pub(super) bbox: BoundingBox,
    /// Its dots or strokes.
    pub(super) text: String,
    /// The usual height of letters on its page.
    pub(super) letters: u32,
    /// Indices of its parts in the ink.
    parts: Vec<usize>,
}

/// Finds the leaders in the ink of a page, from left to right; `usual` is the usual height of its letters.
pub(super) fn find(ink: &Ink, usual: f32) -> Vec<Leader> {
    let is_low =
        |part: &BoundingBox| (part.height() as f32) <= LOW * usual && (part.width() as f32) <= STROKE * usual;
    let mut order: Vec<usize> = (0..ink.parts().len()).filter(|at| is_low(&ink.parts()[*at])).collect();
    order.sort_by_key(|at| (ink.parts()[*at].x0, ink.parts()[*at].y0, *at));
    let print = Print::of(ink.parts(), usual);
    let rows = chains(ink.parts(), &order, usual).into_iter().filter(|row| row.len() >= FEWEST_STROKES);
    let rows = rows.flat_map(|row| without_print(&print, row));
    let leaders = rows.filter_map(|row| leader(ink.parts(), row, usual));
    let is_to_write_on = |leader: &Leader| leader.text.starts_with('.') || print.stands_before(leader.bbox);
    leaders.filter(|leader| is_to_write_on(leader) && !print.closes_entry(leader.bbox)).collect()
}

/// Parts in a row, each near to the one before it and level with it.
fn chains(parts: &[BoundingBox], order: &[usize], usual: f32) -> Vec<Vec<usize>> {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    // By the foot of the last part of each that may go on.
    let mut open: BTreeSet<(u32, usize)> = BTreeSet::new();
    let level = (LEVEL * usual).ceil() as u32;
    for &at in order {
        let part = parts[at];
        let (from, to) = ((part.y1.saturating_sub(level), 0), (part.y1 + level, usize::MAX));
        let near: Vec<(u32, usize)> = open.range(from..=to).copied().collect();
        let mut best: Option<(u32, (u32, usize))> = None;
        for key in near {
            let last = chains[key.1].last().map_or(0, |last| parts[*last].x1);
            if part.x0 as f32 > last as f32 + NEXT * usual {
                open.remove(&key);
            } else if part.x0 >= last {
                let candidate = (key.0.abs_diff(part.y1), key);
                best = Some(best.map_or(candidate, |best| best.min(candidate)));
            }
        }
        let chain = match best {
            Some((_, key)) => {
                open.remove(&key);
                chains[key.1].push(at);
                key.1
            }
            None => {
                chains.push(vec![at]);
                chains.len() - 1
            }
        };
        open.insert((part.y1, chain));
    }
    chains
}

/// Parts a row where print stands between two of its parts, as the strokes of `..../..../....` do, and leaves out at its ends what is
/// of the print: the lower dot of a colon, the dot under a letter.
fn without_print(print: &Print<'_>, row: Vec<usize>) -> Vec<Vec<usize>> {
    let all = print.parts;
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in row {
        match rows.last_mut().and_then(|row| row.last().copied().map(|last| (row, last))) {
            Some((row, last)) if !print.stands_between(all[last], all[at]) => row.push(at),
            _ => rows.push(vec![at]),
        }
    }
    for row in &mut rows {
        while row.last().is_some_and(|last| print.stands_over(all[*last])) {
            row.pop();
        }
        let first = row.iter().position(|at| !print.stands_over(all[*at])).unwrap_or(row.len());
        row.drain(..first);
    }
    rows
}

/// The parts of the ink, from left to right.
struct Print<'a> {
    parts: &'a [BoundingBox],
    /// The left edge of each and its index.
    order: Vec<(u32, usize)>,
    /// The parts that reach into each band of the page, as high as letters, from the top down.
    bands: Vec<Vec<BoundingBox>>,
    usual: f32,
}

impl<'a> Print<'a> {
    fn of(parts: &'a [BoundingBox], usual: f32) -> Self {
        let mut order: Vec<(u32, usize)> = parts.iter().enumerate().map(|(at, part)| (part.x0, at)).collect();
        order.sort_unstable();
        let mut bands: Vec<Vec<BoundingBox>> = Vec::new();
        for part in parts {
            let (first, last) = (band(part.y0, usual), band(part.y1, usual));
            bands.resize_with(bands.len().max(last + 1), Vec::new);
            bands[first..=last].iter_mut().for_each(|band| band.push(*part));
        }
        Self { parts, order, bands, usual }
    }

    /// Returns the parts that reach into some rows of pixels.
    fn level_with(&self, y0: u32, y1: u32) -> impl Iterator<Item = BoundingBox> {
        let first = band(y0, self.usual);
        let bands = self.bands.iter().enumerate().skip(first).take(band(y1, self.usual) + 1 - first);
        // A part is told of in the first of these bands that it reaches into.
        let is_first = move |at: usize, part: &BoundingBox| band(part.y0, self.usual).max(first) == at;
        let parts = bands.flat_map(move |(at, band)| band.iter().filter(move |part| is_first(at, part)));
        parts.copied().filter(move |part| part.y0 < y1 && y0 < part.y1)
    }

    /// Returns the parts no wider than letters that reach into some columns.
    fn within(&self, x0: u32, x1: u32) -> impl Iterator<Item = BoundingBox> {
        let letter = (2.0 * self.usual) as u32;
        let from = self.order.partition_point(|(left, _)| *left + letter < x0);
        let near = self.order[from..].iter().take_while(move |(left, _)| *left < x1);
        near.map(|(_, at)| self.parts[*at]).filter(move |part| part.x1 > x0)
    }

    /// Returns whether something higher than a dot stands on the line between two dots.
    fn stands_between(&self, left: BoundingBox, right: BoundingBox) -> bool {
        let (top, foot) = (left.y1.saturating_sub(self.usual as u32), left.y1);
        let is_high = |part: BoundingBox| part.height() as f32 > LOW * self.usual;
        right.x0 > left.x1
            && self.within(left.x1, right.x0).any(|part| is_high(part) && part.y0 < foot && top < part.y1)
    }

    /// Returns whether print as high as letters stands on the line close before a row.
    fn stands_before(&self, row: BoundingBox) -> bool {
        let (top, foot) = (row.y1.saturating_sub(self.usual as u32), row.y1);
        let is_letter = |part: BoundingBox| part.height() as f32 > LOW * self.usual && part.x1 <= row.x0;
        let from = row.x0.saturating_sub((BEHIND * self.usual) as u32);
        self.within(from, row.x0).any(|part| is_letter(part) && part.y0 < foot && top < part.y1)
    }

    /// Returns whether a row leads to a page in a list of contents: a number stands behind it, and nothing more. It is read with its line,
    /// which it holds together.
    fn closes_entry(&self, row: BoundingBox) -> bool {
        let foot = row.y1;
        let level = (LEVEL * self.usual) as u32;
        let is_behind = |part: &BoundingBox| part.x0 >= row.x1 && part.height() as f32 > LOW * self.usual;
        let behind = self.level_with(foot.saturating_sub(self.usual as u32), foot).filter(is_behind);
        let behind = behind.reduce(BoundingBox::union);
        // Dots behind it again: it is a stroke between two leaders, `..../....`.
        let goes_on = |page: BoundingBox| {
            let is_dot = |part: &BoundingBox| {
                part.x0 >= page.x1
                    && part.height() as f32 <= LOW * self.usual
                    && part.y1.abs_diff(foot) <= level
            };
            let near = self.level_with(foot.saturating_sub(level + self.usual as u32), foot + level + 1);
            near.filter(is_dot).nth(FEWEST - 1).is_some()
        };
        behind.is_some_and(|page| (page.x1 - row.x1) as f32 <= PAGE * self.usual && !goes_on(page))
    }

    /// Returns whether something stands over a dot, nearer than a letter is high.
    fn stands_over(&self, dot: BoundingBox) -> bool {
        let top = dot.y0.saturating_sub(self.usual as u32);
        let (middle, _) = dot.middle();
        self.within(dot.x0, dot.x1).any(|part| {
            part != dot && part.y1 <= dot.y0 && part.y1 > top && part.x0 <= middle && middle < part.x1
        })
    }
}

/// Returns the band of a page, as high as its letters, that a row of pixels is in.
fn band(y: u32, usual: f32) -> usize {
    (y as f32 / usual.max(1.0)) as usize
}

/// Returns the leader that parts in a row make, if they do.
fn leader(all: &[BoundingBox], parts: Vec<usize>, usual: f32) -> Option<Leader> {
    let bbox = parts.iter().map(|at| all[*at]).reduce(BoundingBox::union)?;
    let width = median(parts.iter().map(|at| all[*at].width()))? as f32;
    let are_strokes = width > LOW * usual;
    if parts.len() < if are_strokes { FEWEST_STROKES } else { FEWEST } {
        return None;
    }
    let height = median(parts.iter().map(|at| all[*at].height()))?;
    if (bbox.width() as f32) < SHORTEST * usual || height < LEAST || (width as u32) < LEAST {
        return None;
    }
    let places: Vec<f32> = parts.iter().map(|at| (all[*at].x0 + all[*at].x1) as f32 / 2.0).collect();
    let steps: Vec<f32> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut sorted = steps.clone();
    sorted.sort_by(f32::total_cmp);
    let step = *sorted.get(sorted.len() / 2).filter(|step| **step > 0.0)?;
    let regular: Vec<f32> =
        steps.iter().copied().filter(|own| (own - step).abs() <= REGULAR * step).collect();
    if (regular.len() as f32) < ALIKE * steps.len() as f32 {
        return None;
    }
    let step = regular.iter().sum::<f32>() / regular.len() as f32;
    let count = ((places.last()? - places.first()?) / step).round() as usize + 1;
    let text = if are_strokes { "_" } else { "." }.repeat(count);
    Some(Leader { bbox, text, letters: usual as u32, parts })
}

/// Returns a page without leaders, whose parts are of this ink.
pub(super) fn lifted(image: &GrayImage, ink: &Ink, leaders: &[Leader]) -> GrayImage {
    let mut page = image.clone();
    for &at in leaders.iter().flat_map(|leader| &leader.parts) {
        let part = ink.parts()[at];
        for y in part.y0.saturating_sub(FRINGE)..(part.y1 + FRINGE).min(page.height()) {
            for x in part.x0.saturating_sub(FRINGE)..(part.x1 + FRINGE).min(page.width()) {
                if ink.part_at(x, y).is_none_or(|own| own == at) {
                    page.put_pixel(x, y, Luma([ink.ground()]));
                }
            }
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Usual height of letters.
    const LETTERS: f32 = 24.0;

    /// The ink of blots, each with its left and top edge, width and height.
    fn ink(blots: &[[u32; 4]]) -> (GrayImage, Ink) {
        let mut page = GrayImage::from_pixel(900, 60, Luma([255]));
        for [left, top, width, height] in blots {
            for (x, y) in (*left..left + width).flat_map(|x| (*top..top + height).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([0]));
            }
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, 900, 60));
        (page, ink)
    }

    /// A letter, and dots nine pixels apart behind it but those left out.
    fn dots(from: u32, count: u32, lost: &[u32]) -> Vec<[u32; 4]> {
        let dots = (0..count).filter(|dot| !lost.contains(dot)).map(|dot| [from + 9 * dot, 31, 3, 3]);
        [[10, 10, 12, 24]].into_iter().chain(dots).collect()
    }

    fn texts(blots: &[[u32; 4]]) -> Vec<String> {
        find(&ink(blots).1, LETTERS).into_iter().map(|leader| leader.text).collect()
    }

    #[test]
    fn a_leader_has_as_many_dots_as_it_is_long() {
        assert_eq!(texts(&dots(44, 40, &[])), [".".repeat(40)]);
        assert_eq!(texts(&dots(44, 40, &[7, 8, 20])), [".".repeat(40)], "some are lost");
    }

    #[test]
    fn the_lower_dot_of_a_colon_and_a_dot_under_a_letter_are_none_of_it() {
        let colon = [dots(44, 40, &[]), vec![[35, 31, 3, 3], [35, 18, 3, 3]]].concat();
        assert_eq!(find(&ink(&colon).1, LETTERS)[0].bbox.x0, 44);
        let under = [dots(44, 40, &[]), vec![[32, 31, 3, 3], [28, 10, 12, 18]]].concat();
        assert_eq!(find(&ink(&under).1, LETTERS)[0].bbox.x0, 44);
    }

    #[test]
    fn strokes_between_dots_part_them() {
        let date = [dots(44, 14, &[]), vec![[172, 8, 5, 28]], dots(184, 14, &[])[1..].to_vec()].concat();
        assert_eq!(texts(&date), [".".repeat(14), ".".repeat(14)]);
    }

    #[test]
    fn a_row_of_strokes_behind_print_is_a_leader_and_one_alone_a_rule() {
        let strokes: Vec<[u32; 4]> = (0..12).map(|at| [44 + 22 * at, 32, 14, 2]).collect();
        assert_eq!(texts(&[vec![[10, 10, 12, 24]], strokes.clone()].concat()), ["_".repeat(12)]);
        assert_eq!(texts(&strokes), [""; 0]);
    }

    #[test]
    fn a_row_that_leads_to_a_page_s_number_is_read_with_it() {
        let number = [[420, 10, 12, 24], [436, 10, 12, 24]];
        assert_eq!(texts(&[dots(44, 40, &[]), number.to_vec()].concat()), [""; 0]);
        let label = (0..9).map(|at| [420 + 16 * at, 10, 12, 24]).collect();
        assert_eq!(texts(&[dots(44, 40, &[]), label].concat()).len(), 1);
    }

    #[test]
    fn an_ellipsis_and_specks_are_no_leaders() {
        assert_eq!(texts(&dots(44, 4, &[])), [""; 0]);
        let specks: Vec<[u32; 4]> =
            [3, 31, 38, 77, 95, 102, 160, 171, 200].map(|x| [44 + x, 31, 3, 3]).to_vec();
        assert_eq!(texts(&specks), [""; 0]);
    }

    #[test]
    fn what_is_lifted_leaves_print_where_it_stands() {
        let (page, ink) = ink(&dots(44, 40, &[]));
        let bare = lifted(&page, &ink, &find(&ink, LETTERS));
        assert_eq!((bare.get_pixel(45, 32).0[0], bare.get_pixel(15, 20).0[0]), (255, 0));
    }
}
