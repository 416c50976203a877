//! Ruled lines: found, measured, and lifted off the print.
//!
//! A rule is a long dark run along a row or column that is thin, nearly unbroken, and clear on both sides: what
//! touches it are strokes that cross it here and there. Lines of bold capitals whose feet nearly meet are dark
//! runs too, but not clear on one side. A shorter run is a rule where both its ends meet rules, as the borders
//! of a table's cells do.

use image::GrayImage;

use super::bilevel::{self, Bilevel};
use crate::document::{BoundingBox, Rule};

mod faint;

/// Shortest rule, inches, along and down the page; no letter of a document is so long.
const SHORTEST: f32 = 0.5;
/// Shortest piece between two rules that is a rule, inches: the height of a cell of one line.
const SHORTEST_IN_TABLE: f32 = 0.15;
/// Shortest run in one row that a rule is put together from, inches.
const SHORTEST_RUN: f32 = 0.1;
/// Thickest rule, inches (1 mm); thicker is a bar or the edge of the sheet.
const THICKEST: f32 = 0.04;
/// Widest gap within a rule, inches: a pixel or two at 300 dpi.
const WIDEST_GAP: f32 = 0.008;
/// How far beside a rule's edge its surroundings are looked at, inches.
const BESIDE: f32 = 0.008;
/// Share of a rule's length that must be clear beside it, on the busier side.
const CLEAR: f32 = 0.6;
/// The same for a rule shorter than [`SURE`], which letters grown together might be. Rules of scanned tables
/// measured have 0.96 and more, the feet of a word in capitals up to 0.8.
const CLEAR_OF_LETTERS: f32 = 0.9;
/// No letters are grown together to this length, inches.
const SURE: f32 = 1.5;
/// How near a short piece's end comes to the rule it meets, inches.
const TOUCH: f32 = 0.012;
/// Share of a rule's length that is dark, at least.
const SOLID: f32 = 0.9;
/// Share of a rule's length at which no stroke crosses it, at least.
const UNCROSSED: f32 = 0.4;
/// How far to both sides of a place a rule's usual edges are taken from, inches: more than the stems of the letters that
/// touch it are long, which at 14 points are 0.14.
const STROKE: f32 = 0.25;
/// How far from its middle a rule's ink is looked for, pixels.
const OFF_MIDDLE: usize = 3;
/// How far from the grey value that parts print from ground to that of the ground the paler one lies, under which rules are looked
/// for again: a rule one pixel wide at 300 dpi may have two at 200, of grey value 147 on made pages, and print ended below.
const PALER: f32 = 0.4;
/// Share of a pale rule that is a dark one's at which it is none of its own.
const KNOWN: f32 = 0.8;
/// Rules nearer than this end to end and side by side are one, inches.
const JOIN: f32 = 0.03;

/// A rule with its dark extent at each place along it.
struct Found {
    /// First place along it, and one past the last.
    along: (usize, usize),
    /// First row across it and one past the last, over its whole length.
    across: (usize, usize),
    /// The same for each place along it.
    extents: Vec<(usize, usize)>,
    /// Share of its length that is clear on the busier side.
    clear: f32,
}

/// Returns the rules of a page at `dpi`, and the page without them.
pub(super) fn lift(image: &GrayImage, dpi: f32) -> (Vec<Rule>, GrayImage) {
    let threshold = bilevel::threshold(image);
    let pale = bilevel::between(threshold, bilevel::usual_grey(image), PALER);
    let [level, upright] = found(image, threshold, dpi);
    let [level_in_pale, upright_in_pale] = found(image, pale, dpi);
    let mut out = image.clone();
    let (level, mut pale_level) = beside(level, level_in_pale, dpi);
    let (upright, mut pale_upright) = beside(upright, upright_in_pale, dpi);
    pale_upright.extend(faint(image, &[&level, &pale_level], &[&upright, &pale_upright], false, dpi));
    pale_level.extend(faint(image, &[&upright, &pale_upright], &[&level, &pale_level], true, dpi));
    let all = |dark: &[Found], pale: &[Found], horizontal: bool| {
        let mut all: Vec<&Found> = dark.iter().chain(pale).collect();
        all.sort_by_key(|found| (found.across.0, found.along.0));
        all.into_iter().map(|found| rule(found, horizontal)).collect::<Vec<_>>()
    };
    let rules = [all(&level, &pale_level, true), all(&upright, &pale_upright, false)].concat();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let in_level = mask(level.iter().chain(&pale_level), width, height);
    let in_upright = mask(upright.iter().chain(&pale_upright), height, width).transposed();
    let in_level_turned = in_level.transposed();
    for (threshold, level, upright) in [(threshold, level, upright), (pale, pale_level, pale_upright)] {
        let page = Bilevel::below(image, threshold);
        erase(&mut out, &page, &level, &in_upright, dpi, |along, across| (along, across));
        let turned = page.transposed();
        erase(&mut out, &turned, &upright, &in_level_turned, dpi, |along, across| (across, along));
    }
    (rules, out)
}

/// Returns the rules between others that cross them, beside those that are known, that no grey value parts from the ground.
fn faint(
    image: &GrayImage,
    crossing: &[&[Found]],
    known: &[&[Found]],
    is_level: bool,
    dpi: f32,
) -> Vec<Found> {
    let crossing: Vec<&Found> = crossing.iter().copied().flatten().collect();
    let known: Vec<&Found> = known.iter().copied().flatten().collect();
    faint::find(&faint::Page { image, is_level }, &crossing, &known, dpi)
}

/// Returns the rules along and down a page, where what is darker than a grey value is ink.
fn found(image: &GrayImage, threshold: u8, dpi: f32) -> [Vec<Found>; 2] {
    let page = Bilevel::below(image, threshold);
    let (mut level, short_level) = find(&page, dpi);
    let (mut upright, short_upright) = find(&page.transposed(), dpi);
    let short_level = between(short_level, &level, &upright, dpi);
    upright.extend(between(short_upright, &upright, &level, dpi));
    level.extend(short_level);
    [level, upright]
}

/// Returns the dark rules and beside them those of the pale ones that are none of them: a pale one that covers most of a dark
/// one, and reaches farther, takes its place.
fn beside(mut dark: Vec<Found>, pale: Vec<Found>, dpi: f32) -> (Vec<Found>, Vec<Found>) {
    let join = pixels(JOIN, dpi);
    let shared = |a: &Found, b: &Found| {
        let is_near = a.across.0 <= b.across.1 + join && b.across.0 <= a.across.1 + join;
        let along = a.along.1.min(b.along.1).saturating_sub(a.along.0.max(b.along.0));
        if is_near { along } else { 0 }
    };
    let length = |found: &Found| found.along.1 - found.along.0;
    let mut kept = Vec::new();
    for pale in pale {
        let known: usize = dark.iter().map(|dark| shared(dark, &pale)).sum();
        if known as f32 >= KNOWN * length(&pale) as f32 {
            continue;
        }
        dark.retain(|dark| 2 * shared(dark, &pale) <= length(dark));
        kept.push(pale);
    }
    (dark, kept)
}

fn rule(found: &Found, horizontal: bool) -> Rule {
    let (a0, a1) = (found.along.0 as u32, found.along.1 as u32);
    let (b0, b1) = (found.across.0 as u32, found.across.1 as u32);
    let bbox = if horizontal { BoundingBox::new(a0, b0, a1, b1) } else { BoundingBox::new(b0, a0, b1, a1) };
    Rule { bbox, horizontal }
}

fn pixels(inches: f32, dpi: f32) -> usize {
    ((inches * dpi).round() as usize).max(1)
}

/// Returns those of the short pieces whose both ends meet a rule: one that crosses, or one that goes on.
fn between(short: Vec<Found>, along: &[Found], crossing: &[Found], dpi: f32) -> Vec<Found> {
    let (touch, join) = (pixels(TOUCH, dpi), pixels(JOIN, dpi));
    let near = |a: (usize, usize), b: (usize, usize), by: usize| a.0 <= b.1 + by && b.0 <= a.1 + by;
    let crosses = |end: usize, piece: &Found| {
        crossing
            .iter()
            .any(|other| near(other.across, (end, end), touch) && near(other.along, piece.across, touch))
    };
    let goes_on = |end: usize, other_end: fn(&Found) -> usize, piece: &Found| {
        along
            .iter()
            .any(|other| other_end(other).abs_diff(end) <= join && near(other.across, piece.across, touch))
    };
    short
        .into_iter()
        .filter(|piece| {
            let (start, end) = piece.along;
            piece.clear >= CLEAR_OF_LETTERS
                && (crosses(start, piece) || goes_on(start, |other| other.along.1, piece))
                && (crosses(end, piece) || goes_on(end, |other| other.along.0, piece))
        })
        .collect()
}

/// A dark run in one row.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    row: usize,
}

/// Returns the rules that run along the rows, and shorter pieces that may be rules of a table.
fn find(page: &Bilevel, dpi: f32) -> (Vec<Found>, Vec<Found>) {
    let shortest = pixels(SHORTEST, dpi);
    // A run is looked for in three rows at once, so that a line that drifts by a pixel stays one run.
    let mut runs: Vec<Run> = Vec::new();
    let mut three = vec![false; page.width];
    for y in 0..page.height {
        let row = |y: usize| &page.ink[y * page.width..(y + 1) * page.width];
        three.copy_from_slice(row(y));
        for near in [y.checked_sub(1), (y + 1 < page.height).then_some(y + 1)].into_iter().flatten() {
            for (value, &other) in three.iter_mut().zip(row(near)) {
                *value |= other;
            }
        }
        let long = long_runs(&three, pixels(WIDEST_GAP, dpi), pixels(SHORTEST_RUN, dpi));
        runs.extend(long.map(|(from, to)| Run { from, to, row: y }));
    }
    chains(&runs, pixels(JOIN, dpi))
        .into_iter()
        .filter(|chain| chain.along.1 - chain.along.0 >= pixels(SHORTEST_IN_TABLE, dpi))
        .filter_map(|chain| measure(page, &chain, dpi))
        .partition(|found| found.along.1 - found.along.0 >= shortest)
}

/// Returns the dark runs of a row that are at least `shortest` long, gaps up to `gap` let be.
fn long_runs(row: &[bool], gap: usize, shortest: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let from = at + row[at..].iter().position(|&ink| ink)?;
            let (mut to, mut x) = (from + 1, from + 1);
            while x < row.len() && x - to <= gap {
                if row[x] {
                    to = x + 1;
                }
                x += 1;
            }
            at = x;
            if to - from >= shortest {
                return Some((from, to));
            }
            if at >= row.len() {
                return None;
            }
        }
    })
}

/// Runs that make one line.
struct Chain {
    along: (usize, usize),
    rows: (usize, usize),
    runs: Vec<Run>,
}

impl Chain {
    /// Returns the middle of the line at each place along it: the mean row of the runs there.
    fn middles(&self) -> Vec<f32> {
        let length = self.along.1 - self.along.0;
        let (mut sums, mut counts) = (vec![0_i64; length + 1], vec![0_i64; length + 1]);
        for run in &self.runs {
            let (from, to) = (run.from - self.along.0, run.to - self.along.0);
            sums[from] += run.row as i64;
            sums[to] -= run.row as i64;
            counts[from] += 1;
            counts[to] -= 1;
        }
        let (mut sum, mut count) = (0, 0);
        let mut middle = (self.rows.0 + self.rows.1) as f32 / 2.0;
        (0..length)
            .map(|index| {
                sum += sums[index];
                count += counts[index];
                if count > 0 {
                    middle = sum as f32 / count as f32 + 0.5;
                }
                middle
            })
            .collect()
    }
}

/// Joins runs of the same or neighbouring rows that overlap or nearly meet.
fn chains(runs: &[Run], join: usize) -> Vec<Chain> {
    let mut parent: Vec<usize> = (0..runs.len()).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut start = 0;
    for (index, run) in runs.iter().enumerate() {
        while runs[start].row + 2 < run.row {
            start += 1;
        }
        for (other, near) in runs.iter().enumerate().take(index).skip(start) {
            if near.from <= run.to + join && run.from <= near.to + join {
                let (a, b) = (root(&mut parent, index), root(&mut parent, other));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut chain_of = vec![usize::MAX; runs.len()];
    let mut chains: Vec<Chain> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let first = root(&mut parent, index);
        if chain_of[first] == usize::MAX {
            chain_of[first] = chains.len();
            chains.push(Chain { along: (run.from, run.to), rows: (run.row, run.row + 1), runs: Vec::new() });
        }
        let chain = &mut chains[chain_of[first]];
        chain.along = (chain.along.0.min(run.from), chain.along.1.max(run.to));
        chain.rows = (chain.rows.0.min(run.row), chain.rows.1.max(run.row + 1));
        chain.runs.push(*run);
    }
    chains
}

/// Follows a chain place by place and returns it if it is thin, solid and clear beside.
fn measure(page: &Bilevel, chain: &Chain, dpi: f32) -> Option<Found> {
    let (from, to) = chain.along;
    let (thickest, beside, sure) = (pixels(THICKEST, dpi), pixels(BESIDE, dpi), pixels(SURE, dpi));
    let dark = |x: usize, y: usize| page.ink[y * page.width + x];
    let mut extents = vec![(0, 0); to - from];
    let mut thicknesses = Vec::new();
    for (index, middle) in chain.middles().into_iter().enumerate() {
        let x = from + index;
        // The dark pixel nearest to the middle, and the dark run up and down from there.
        let near = |y: &usize| ((*y as f32 + 0.5 - middle).abs() * 4.0) as usize;
        let range =
            (middle as usize).saturating_sub(OFF_MIDDLE)..(middle as usize + OFF_MIDDLE + 1).min(page.height);
        let Some(start) = range.filter(|&y| dark(x, y)).min_by_key(near) else { continue };
        let (mut first, mut last) = (start, start + 1);
        while last < page.height && last - first <= thickest && dark(x, last) {
            last += 1;
        }
        while first > 0 && last - first <= thickest && dark(x, first - 1) {
            first -= 1;
        }
        if last - first <= thickest {
            extents[index] = (first, last);
            thicknesses.push(last - first);
        }
    }
    if (thicknesses.len() as f32) < UNCROSSED * (to - from) as f32 {
        return None;
    }
    let mut sorted = thicknesses.clone();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() / 2];
    // Where a stroke crosses, the run is too thick to be the rule's own; its extent is that of its neighbours.
    for extent in &mut extents {
        if extent.1 - extent.0 > usual * 2 + 1 {
            *extent = (0, 0);
        }
    }
    let extents = without_strokes(&extents, pixels(STROKE, dpi));
    if extents.is_empty() {
        return None;
    }
    let solid = extents
        .iter()
        .enumerate()
        .filter(|(index, extent)| {
            (extent.0.saturating_sub(1)..(extent.1 + 1).min(page.height)).any(|y| dark(from + index, y))
        })
        .count();
    let (mut clear_above, mut clear_below) = (0, 0);
    for (index, extent) in extents.iter().enumerate() {
        let x = from + index;
        let above = extent.0.saturating_sub(1 + beside)..extent.0.saturating_sub(1);
        let below = (extent.1 + 1).min(page.height)..(extent.1 + 1 + beside).min(page.height);
        clear_above += usize::from(!above.into_iter().any(|y| dark(x, y)));
        clear_below += usize::from(!below.into_iter().any(|y| dark(x, y)));
    }
    let length = (to - from) as f32;
    let clear = clear_above.min(clear_below) as f32 / length;
    let needed = if to - from >= sure { CLEAR } else { CLEAR_OF_LETTERS };
    let is_rule = solid as f32 >= SOLID * length && clear >= needed;
    let across = extents.iter().fold((usize::MAX, 0), |(a, b), e| (a.min(e.0), b.max(e.1)));
    is_rule.then_some(Found { along: chain.along, across, extents, clear })
}

/// Returns a rule's extents without the strokes of letters that touch it from one side, and follow it for a while as
/// the stem of an H does: none reaches beyond the usual edges of what is within `reach` of it. Places of unknown
/// extent, (0, 0), and those beside the rule get the usual one. Nothing is returned where no place is known.
fn without_strokes(extents: &[(usize, usize)], reach: usize) -> Vec<(usize, usize)> {
    let is_known = |extent: &(usize, usize)| extent.1 > 0;
    let Some(mut usual) = extents.iter().copied().find(is_known) else { return Vec::new() };
    let (mut firsts, mut lasts) = (Vec::new(), Vec::new());
    let mut narrowed = Vec::with_capacity(extents.len());
    for (index, extent) in extents.iter().enumerate() {
        let around = &extents[index.saturating_sub(reach)..(index + reach + 1).min(extents.len())];
        firsts.clear();
        lasts.clear();
        for (first, last) in around.iter().filter(|extent| is_known(extent)) {
            firsts.push(*first);
            lasts.push(*last);
        }
        if !firsts.is_empty() {
            let middle = firsts.len() / 2;
            usual = (*firsts.select_nth_unstable(middle).1, *lasts.select_nth_unstable(middle).1);
        }
        let (first, last) = (extent.0.max(usual.0), extent.1.min(usual.1));
        narrowed.push(if first < last { (first, last) } else { usual });
    }
    narrowed
}

fn mask<'a>(rules: impl Iterator<Item = &'a Found>, width: usize, height: usize) -> Bilevel {
    let mut ink = vec![false; width * height];
    for rule in rules {
        for (index, extent) in rule.extents.iter().enumerate() {
            for y in extent.0..extent.1.min(height) {
                ink[y * width + rule.along.0 + index] = true;
            }
        }
    }
    Bilevel { width, height, ink }
}

/// Whitens the rules place by place, except where a stroke crosses that is no rule itself. What only touches a rule from
/// one side stays, and the rule beneath it goes.
fn erase(
    out: &mut GrayImage,
    page: &Bilevel,
    rules: &[Found],
    crossing_rules: &Bilevel,
    dpi: f32,
    to_image: impl Fn(usize, usize) -> (usize, usize),
) {
    // Anti-aliased edges are lighter than the threshold and lie one pixel, at high resolution two, beyond it.
    let fringe = (dpi / 200.0).round().max(1.0) as usize;
    for rule in rules {
        for (index, &(first, last)) in rule.extents.iter().enumerate() {
            let x = rule.along.0 + index;
            let (top, bottom) = (first.saturating_sub(fringe), (last + fringe).min(page.height));
            let is_stroke =
                |y: usize| page.ink[y * page.width + x] && !crossing_rules.ink[y * page.width + x];
            let touches_above = top > 0 && is_stroke(top - 1) && is_stroke(top);
            let touches_below = bottom < page.height && is_stroke(bottom) && is_stroke(bottom - 1);
            let goes = match (touches_above, touches_below) {
                (true, true) => continue,
                (true, false) => first..bottom,
                (false, true) => top..last,
                (false, false) => top..bottom,
            };
            for y in goes {
                let (column, row) = to_image(x, y);
                out.put_pixel(column as u32, row as u32, image::Luma([255]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: image::Luma<u8> = image::Luma([20]);

    fn fill(image: &mut GrayImage, x: std::ops::Range<u32>, y: std::ops::Range<u32>) {
        for row in y {
            for column in x.clone() {
                image.put_pixel(column, row, INK);
            }
        }
    }

    fn white() -> GrayImage {
        GrayImage::from_pixel(1200, 900, image::Luma([255]))
    }

    /// Letters: bars of 6 × 40 pixels, four to a word.
    fn letters(image: &mut GrayImage, x: u32, y: u32) {
        for index in 0..4 {
            fill(image, x + index * 20..x + index * 20 + 6, y..y + 40);
        }
    }

    #[test]
    fn a_table_s_rules_are_found_and_its_letters_stay() {
        let mut page = white();
        for y in [100, 200, 300] {
            fill(&mut page, 100..1000, y..y + 3);
        }
        for x in [100, 400, 997] {
            fill(&mut page, x..x + 3, 100..303);
        }
        let mut print = white();
        for (x, y) in [(150, 130), (500, 230)] {
            letters(&mut page, x, y);
            letters(&mut print, x, y);
        }
        let (rules, lifted) = lift(&page, 300.0);
        let across = rules.iter().filter(|rule| rule.horizontal).count();
        assert_eq!((across, rules.len() - across), (3, 3), "{rules:?}");
        assert_eq!(rules[0].bbox, BoundingBox::new(100, 100, 1000, 103));
        assert_eq!(lifted, print);
    }

    #[test]
    fn a_hairline_between_two_rows_of_pixels_is_a_rule_beside_dark_ones() {
        let (mut page, mut print) = (white(), white());
        for y in [100, 200, 300] {
            fill(&mut page, 100..1000, y..y + 3);
        }
        for x in [100, 997] {
            fill(&mut page, x..x + 3, 100..303);
        }
        for (x, y) in
            (400..402).flat_map(|x| (103..300).filter(|y| !(200..203).contains(y)).map(move |y| (x, y)))
        {
            page.put_pixel(x, y, image::Luma([147]));
        }
        for (x, y) in [(150, 130), (500, 230)] {
            letters(&mut page, x, y);
            letters(&mut print, x, y);
        }
        let (rules, lifted) = lift(&page, 200.0);
        let down: Vec<u32> = rules.iter().filter(|rule| !rule.horizontal).map(|rule| rule.bbox.x0).collect();
        assert_eq!((down, rules.len()), (vec![100, 400, 997], 6));
        assert_eq!(lifted, print);
    }

    #[test]
    fn short_borders_between_two_rules_are_rules() {
        let mut page = white();
        fill(&mut page, 100..1000, 100..103);
        fill(&mut page, 100..1000, 180..183);
        fill(&mut page, 500..503, 103..180);
        fill(&mut page, 700..703, 300..377);
        let (rules, _) = lift(&page, 300.0);
        let down: Vec<_> = rules.iter().filter(|rule| !rule.horizontal).map(|rule| rule.bbox.x0).collect();
        assert_eq!(down, [500], "the stroke that meets nothing is no rule");
    }

    #[test]
    fn a_rule_may_drift_and_have_small_gaps() {
        let mut page = white();
        for x in (100..1000).filter(|x| x % 90 != 0) {
            let y = 400 + x / 100;
            fill(&mut page, x..x + 1, y..y + 2);
        }
        let (rules, lifted) = lift(&page, 300.0);
        assert_eq!(rules.len(), 1, "{rules:?}");
        assert!(lifted.pixels().all(|pixel| pixel.0[0] == 255));
    }

    #[test]
    fn letters_that_stand_against_a_border_stay_whole() {
        // An H of 150 dpi beside a rule of two pixels: its serifs reach the rule, its stem stands a pixel off.
        let h = |image: &mut GrayImage, x: u32, y: u32| {
            for stem in [x + 1, x + 14] {
                fill(image, stem..stem + 2, y..y + 20);
            }
            for serif in [x, x + 13] {
                fill(image, serif..serif + 4, y..y + 1);
                fill(image, serif..serif + 4, y + 19..y + 20);
            }
            fill(image, x + 3..x + 14, y + 9..y + 10);
        };
        let (mut page, mut print) = (white(), white());
        fill(&mut page, 200..202, 100..700);
        for row in 0..12 {
            h(&mut page, 202, 115 + row * 48);
            h(&mut print, 202, 115 + row * 48);
        }
        let (rules, lifted) = lift(&page, 150.0);
        assert_eq!(rules.len(), 1, "{rules:?}");
        assert_eq!(lifted, print);
    }

    #[test]
    fn a_stroke_that_crosses_a_rule_is_kept() {
        let mut page = white();
        fill(&mut page, 100..1000, 400..403);
        fill(&mut page, 300..306, 380..430);
        let (_, lifted) = lift(&page, 300.0);
        assert!((380..430).all(|y| lifted.get_pixel(302, y).0[0] < 128));
        assert_eq!(lifted.get_pixel(600, 401).0[0], 255);
    }

    #[test]
    fn words_in_capitals_are_no_rules() {
        let mut page = white();
        // Bars with feet that nearly meet, as in bold capitals.
        for index in 0..12 {
            let x = 100 + index * 30;
            fill(&mut page, x + 8..x + 20, 300..345);
            fill(&mut page, x..x + 28, 341..345);
            fill(&mut page, x..x + 28, 300..304);
        }
        let (rules, lifted) = lift(&page, 300.0);
        assert!(rules.is_empty(), "{rules:?}");
        assert_eq!(lifted, page);
    }
}
