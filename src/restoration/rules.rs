//! Ruled lines: found, measured, and lifted off the print.
//!
//! A rule is a long dark run along a row or column, let be thin, nearly unbroken, and clear on both sides: what
//! touches it are strokes that cross it here and there. Lines of bold capitals whose feet nearly meet are dark
//! runs too, but not clear on one side.

use image::GrayImage;

use super::bilevel::{self, Bilevel};
use crate::document::{BoundingBox, Rule};

/// Shortest rule, inches, along and down the page; no letter of a document is so long.
const SHORTEST: f32 = 0.5;
/// Thickest rule, inches (1 mm); thicker is a bar or the edge of the sheet.
const THICKEST: f32 = 0.04;
/// Widest gap within a rule, inches: a pixel or two at 300 dpi.
const WIDEST_GAP: f32 = 0.008;
/// How far beside a rule's edge its surroundings are looked at, inches.
const BESIDE: f32 = 0.008;
/// Share of a rule's length that must be clear beside it, on the busier side.
const CLEAR: f32 = 0.6;
/// Share of a rule's length that is dark, at least.
const SOLID: f32 = 0.9;
/// Rules nearer than this end to end and side by side are one, inches.
const JOIN: f32 = 0.03;

/// A rule with its dark extent at each place along it.
struct Found {
    /// First place along it, and one past the last.
    along: (usize, usize),
    /// First row across it and one past the last, over its whole length.
    across: (usize, usize),
    /// The same for each place along it; empty where there is a gap.
    extents: Vec<(usize, usize)>,
}

/// Returns the rules of a page at `dpi`, and the page without them.
pub(super) fn lift(image: &GrayImage, dpi: f32) -> (Vec<Rule>, GrayImage) {
    let page = Bilevel::below(image, bilevel::threshold(image));
    let turned = page.transposed();
    let level = find(&page, dpi);
    let upright = find(&turned, dpi);
    let rules = level
        .iter()
        .map(|found| rule(found, true))
        .chain(upright.iter().map(|found| rule(found, false)))
        .collect::<Vec<_>>();
    let mut out = image.clone();
    let in_level = mask(&level, page.width, page.height);
    let in_upright = mask(&upright, turned.width, turned.height).transposed();
    erase(&mut out, &page, &level, &in_upright, dpi, |along, across| (along, across));
    erase(&mut out, &turned, &upright, &in_level.transposed(), dpi, |along, across| (across, along));
    (rules, out)
}

fn rule(found: &Found, horizontal: bool) -> Rule {
    let (a0, a1) = (found.along.0 as u32, found.along.1 as u32);
    let (b0, b1) = (found.across.0 as u32, found.across.1 as u32);
    let bbox = if horizontal { BoundingBox::new(a0, b0, a1, b1) } else { BoundingBox::new(b0, a0, b1, a1) };
    Rule { bbox, horizontal }
}

/// A dark run in one row.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    row: usize,
}

/// Returns the rules that run along the rows.
fn find(page: &Bilevel, dpi: f32) -> Vec<Found> {
    let pixels = |inches: f32| ((inches * dpi).round() as usize).max(1);
    let (shortest, thickest, gap) = (pixels(SHORTEST), pixels(THICKEST), pixels(WIDEST_GAP));
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
        runs.extend(long_runs(&three, gap, shortest / 2).map(|(from, to)| Run { from, to, row: y }));
    }
    let mut found: Vec<Found> = chains(&runs, pixels(JOIN))
        .into_iter()
        .filter(|chain| chain.along.1 - chain.along.0 >= shortest)
        .filter_map(|chain| measure(page, &chain, thickest, pixels(BESIDE), gap))
        .collect();
    found.sort_by_key(|f| (f.across.0, f.along.0));
    found
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

struct Chain {
    along: (usize, usize),
    rows: (usize, usize),
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
        for other in start..index {
            let near = &runs[other];
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
            chains.push(Chain { along: (run.from, run.to), rows: (run.row, run.row + 1) });
        }
        let chain = &mut chains[chain_of[first]];
        chain.along = (chain.along.0.min(run.from), chain.along.1.max(run.to));
        chain.rows = (chain.rows.0.min(run.row), chain.rows.1.max(run.row + 1));
    }
    chains
}

/// Follows a chain place by place and returns it if it is thin, solid and clear beside.
fn measure(page: &Bilevel, chain: &Chain, thickest: usize, beside: usize, gap: usize) -> Option<Found> {
    let (from, to) = chain.along;
    // The rule's middle is followed from place to place: the dark run of the column that is nearest to it.
    let top = chain.rows.0.saturating_sub(1);
    let bottom = (chain.rows.1 + 1).min(page.height);
    let mut extents = vec![(0, 0); to - from];
    let mut thicknesses = Vec::new();
    let mut middle: Option<f32> = None;
    for x in from..to {
        let mut best: Option<(f32, (usize, usize))> = None;
        let mut y = top;
        while y < bottom {
            if !page.ink[y * page.width + x] {
                y += 1;
                continue;
            }
            let (mut first, mut last) = (y, y + 1);
            while last < page.height && last - first <= thickest * 2 && page.ink[last * page.width + x] {
                last += 1;
            }
            while first > 0 && last - first <= thickest * 2 && page.ink[(first - 1) * page.width + x] {
                first -= 1;
            }
            if last - first <= thickest {
                let off = middle.map_or(0.0, |m| ((first + last) as f32 / 2.0 - m).abs());
                if best.is_none_or(|(least, _)| off < least) {
                    best = Some((off, (first, last)));
                }
            }
            y = last.max(y + 1);
        }
        if let Some((off, extent)) = best
            && off <= (thickest / 2).max(3) as f32
        {
            extents[x - from] = extent;
            thicknesses.push(extent.1 - extent.0);
            let here = (extent.0 + extent.1) as f32 / 2.0;
            middle = Some(middle.map_or(here, |m| m * 0.9 + here * 0.1));
        }
    }
    if thicknesses.len() * 5 < (to - from) * 2 {
        return None;
    }
    let mut sorted = thicknesses.clone();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() / 2];
    // Where a stroke crosses, the run is too thick to be the rule's own; its extent is that of its neighbours.
    let mut crossed = vec![false; extents.len()];
    for extent in &mut extents {
        if extent.1 - extent.0 > usual * 2 + 1 {
            *extent = (0, 0);
        }
    }
    let mut last_known = extents.iter().copied().find(|e| e.1 > 0)?;
    for (index, extent) in extents.iter_mut().enumerate() {
        if extent.1 > 0 {
            last_known = *extent;
            continue;
        }
        crossed[index] = true;
        *extent = last_known;
    }
    let dark = |x: usize, y: usize| page.ink[y * page.width + x];
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
    let _ = gap;
    let is_rule = solid as f32 >= SOLID * length && clear_above.min(clear_below) as f32 >= CLEAR * length;
    let across = extents.iter().fold((usize::MAX, 0), |(a, b), e| (a.min(e.0), b.max(e.1)));
    is_rule.then_some(Found { along: chain.along, across, extents })
}

fn mask(rules: &[Found], width: usize, height: usize) -> Bilevel {
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

/// Whitens the rules place by place, except where a stroke crosses that is no rule itself.
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
            if touches_above || touches_below {
                continue;
            }
            for y in top..bottom {
                let (column, row) = to_image(x, y);
                out.put_pixel(column as u32, row as u32, image::Luma([255]));
            }
        }
    }
}
