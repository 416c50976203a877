//! Lines of text found in the parts of a cell's ink.
//!
//! Characters are parts as high as most are. The middle thirds of the characters of one line overlap, those of two
//! lines do not, however deep their descenders and marks reach into each other's space. Marks, dots and dashes then
//! go to the character they stand over or under; a part that reaches over several lines (letters grown together,
//! what is left of a rule) belongs to each as far as the line's own space goes.

use super::median::median;
use crate::document::BoundingBox;

/// A line of text in an area's ink.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Indices of its parts, in ascending order.
    pub(super) parts: Vec<usize>,
    /// The box around them, in pixels of the page; no higher than its own space.
    pub(super) bbox: BoundingBox,
    /// Height of its capitals and digits in pixels, or of whatever else it has.
    pub(super) capital: u32,
    /// Where its characters stand: one past the lowest row of most.
    pub(super) baseline: u32,
}

/// The least height of a character, in inches: digits of 6 point are 0.055 high, specks and commas lower.
pub(super) const LEAST_HEIGHT: f32 = 0.045;

/// The heights of characters as parts of the usual one: superscripts, and capitals grown together with two marks. Two
/// lines of single spacing grown together are higher.
const CHARACTER: (f32, f32) = (0.5, 2.3);

/// Lines whose middles are nearer than this, in usual heights, are one with a superscript in it.
const ONE_LINE: f32 = 0.7;

/// Blurred marks are lower than this and nearer to the characters below, in usual heights.
const MARK: f32 = 0.9;
const MARK_GAP: f32 = 0.25;

/// How far from a line's characters, in usual heights, its marks and dots stand at most.
const REACH: f32 = 1.2;

/// How far under the feet of a line's characters, in usual heights, the middle of a dot or comma lies at most. The
/// second mark on a vowel of the next line is nearer to these feet than to its own vowel's head, but lies lower.
const UNDER: f32 = 0.4;

/// The share of a line's characters that are lower than its capitals, or than letters that are as high.
const CAPITALS: (usize, usize) = (4, 5);

/// The least width, in usual heights, of what stands on a line without a character on it: a dash.
const LEAST_DASH: f32 = 0.25;

/// How many times as wide as high a dash is at least; specks are not.
const FLAT: f32 = 1.5;

/// Finds the lines of text in some of the parts of a page's ink, `dpi` dots per inch, from top to bottom.
pub(super) fn text_lines(parts: &[BoundingBox], of: &[usize], dpi: f32) -> Vec<TextLine> {
    let least = LEAST_HEIGHT * dpi;
    let Some(usual) = usual_height(parts, of, least) else {
        return dashes(parts, of, least);
    };
    let is_character = |b: BoundingBox| {
        let height = b.height() as f32;
        height >= least && (CHARACTER.0 * usual..=CHARACTER.1 * usual).contains(&height)
    };
    let (characters, mut rest): (Vec<usize>, Vec<usize>) = of.iter().partition(|i| is_character(parts[**i]));
    let mut rows = rows(parts, characters, usual);
    rest.extend(take_marks(parts, &mut rows, usual));
    let cores: Vec<(u32, u32)> = rows.iter().map(|row| core(parts, row)).collect();
    let (mut lonely, mut small) = (Vec::new(), Vec::new());
    for part in rest {
        let bbox = parts[part];
        if bbox.height() as f32 > CHARACTER.1 * usual {
            let crossed: Vec<usize> = (0..rows.len()).filter(|r| crosses(bbox, cores[*r])).collect();
            match *crossed {
                [] => lonely.push(part),
                [row] if is_flourish(parts, &rows[row], bbox) => lonely.push(part),
                _ => crossed.iter().for_each(|r| rows[*r].push(part)),
            }
            continue;
        }
        match nearest(&cores, bbox, usual) {
            Some(row) => small.push((part, row)),
            None => lonely.push(part),
        }
    }
    lower_stacked_marks(parts, &mut small, &cores);
    small.into_iter().for_each(|(part, row)| rows[row].push(part));
    let spaces: Vec<(u32, u32)> = (0..rows.len())
        .map(|r| {
            let reach = (REACH * usual) as u32;
            let (top, foot) = (cores[r].0.saturating_sub(reach), cores[r].1 + reach);
            let from = r.checked_sub(1).map_or(0, |above| u32::midpoint(cores[above].1, cores[r].0));
            let to = cores.get(r + 1).map_or(u32::MAX, |below| u32::midpoint(cores[r].1, below.0));
            (from.max(top).min(cores[r].0), to.min(foot).max(cores[r].1))
        })
        .collect();
    let tall = |b: BoundingBox| b.height() as f32 > CHARACTER.1 * usual;
    let mut lines: Vec<TextLine> = rows
        .into_iter()
        .zip(spaces)
        .filter_map(|(row, (from, to))| {
            let within = |b: BoundingBox| {
                if tall(b) { BoundingBox { y0: b.y0.max(from), y1: b.y1.min(to), ..b } } else { b }
            };
            line(row, |i| within(parts[i]), is_character)
        })
        .collect();
    let (high, low): (Vec<usize>, Vec<usize>) = lonely.into_iter().partition(|i| tall(parts[*i]));
    if !high.is_empty() && !lines.is_empty() {
        lines.extend(text_lines(parts, &high, dpi));
    }
    lines.extend(dashes(parts, &low, LEAST_DASH * usual));
    lines.sort_by_key(|l| (l.bbox.y0 + l.bbox.y1, l.bbox.x0));
    lines
}

/// The part of a line's width that what is found in its box must span, to be the same line.
const SPAN: f32 = 0.8;

/// How far above and below a line's box, in its heights, its print is looked for.
const AROUND: f32 = 0.6;

/// Finds the line of print that stands in a box among the parts of a page's ink, whatever of it the box cuts off.
pub(super) fn line_in(parts: &[BoundingBox], bbox: BoundingBox, dpi: f32) -> Option<TextLine> {
    let reach = (AROUND * bbox.height() as f32) as u32;
    let (from, to) = (bbox.y0.saturating_sub(reach), bbox.y1 + reach);
    let within = |b: &BoundingBox| {
        let (middle, _) = b.middle();
        (bbox.x0..bbox.x1).contains(&middle) && b.y0 < to && from < b.y1
    };
    let of: Vec<usize> = (0..parts.len()).filter(|i| within(&parts[*i])).collect();
    let shared = |line: &TextLine| line.bbox.shared_height(bbox);
    // Of the parts that stand in the box the line has most; what crosses it is higher, but one.
    let inside =
        |line: &TextLine| line.parts.len() * 100 * shared(line) as usize / line.bbox.height().max(1) as usize;
    let line = text_lines(parts, &of, dpi).into_iter().max_by_key(inside)?;
    let same = shared(&line) * 2 > line.bbox.height().min(bbox.height())
        && line.bbox.width() as f32 >= SPAN * bbox.width() as f32;
    same.then_some(line)
}

/// Returns the height that parts as high as characters have, those of much ink counting for more: there may be more
/// specks than letters.
fn usual_height(parts: &[BoundingBox], of: &[usize], least: f32) -> Option<f32> {
    let mut sizes: Vec<(u32, u64)> = of
        .iter()
        .map(|i| parts[*i])
        .filter(|b| b.height() as f32 >= least)
        .map(|b| (b.height(), u64::from(b.width()) * u64::from(b.height())))
        .collect();
    sizes.sort_unstable();
    let half = sizes.iter().map(|(_, size)| size).sum::<u64>() / 2;
    let mut below = 0;
    let at = sizes.iter().position(|(_, size)| {
        below += size;
        below > half
    })?;
    Some(sizes[at].0 as f32)
}

/// Gathers characters into rows by the overlap of their middle thirds, top to bottom.
fn rows(parts: &[BoundingBox], mut characters: Vec<usize>, usual: f32) -> Vec<Vec<usize>> {
    let middle = |i: &usize| {
        let b = parts[*i];
        (b.y0 + b.height() / 3, b.y1 - b.height() / 3)
    };
    characters.sort_by_key(|i| (middle(i), *i));
    let mut rows: Vec<((u32, u32), Vec<usize>)> = Vec::new();
    for i in characters {
        let (from, to) = middle(&i);
        match rows.last_mut() {
            Some((reach, row)) if from < reach.1 => {
                reach.1 = reach.1.max(to);
                row.push(i);
            }
            _ => rows.push(((from, to), vec![i])),
        }
    }
    let mut joined: Vec<((u32, u32), Vec<usize>)> = Vec::new();
    for (reach, row) in rows {
        let near = |other: (u32, u32)| {
            (u32::midpoint(reach.0, reach.1).abs_diff(u32::midpoint(other.0, other.1)) as f32)
                < ONE_LINE * usual
        };
        match joined.last_mut() {
            // Two long rows so near are two lines; a superscript or two are not.
            Some((other, into)) if near(*other) => {
                if row.len() > into.len() {
                    *other = reach;
                }
                into.extend(row);
            }
            _ => joined.push((reach, row)),
        }
    }
    joined.into_iter().map(|(_, row)| row).collect()
}

/// Takes out the rows that are but marks of the row below, blurred to the size of characters.
fn take_marks(parts: &[BoundingBox], rows: &mut Vec<Vec<usize>>, usual: f32) -> Vec<usize> {
    let cores: Vec<(u32, u32)> = rows.iter().map(|row| core(parts, row)).collect();
    let height = |core: (u32, u32)| core.1.saturating_sub(core.0) as f32;
    let is_marks = |r: usize| {
        let below = cores.get(r + 1).map(|below| below.0.saturating_sub(cores[r].1) as f32 / usual);
        height(cores[r]) < MARK * usual && below.is_some_and(|gap| gap < MARK_GAP)
    };
    let marks: Vec<bool> = (0..rows.len()).map(is_marks).collect();
    let mut taken = Vec::new();
    let mut at = 0;
    rows.retain_mut(|row| {
        at += 1;
        if marks[at - 1] {
            taken.append(row);
        }
        !marks[at - 1]
    });
    taken
}

/// Returns the space between the usual top and the usual bottom of a row's characters.
fn core(parts: &[BoundingBox], row: &[usize]) -> (u32, u32) {
    let usual =
        |edge: fn(&BoundingBox) -> u32| median(row.iter().map(|i| edge(&parts[*i]))).unwrap_or_default();
    (usual(|b| b.y0), usual(|b| b.y1))
}

/// Returns whether a part covers half of the height of a row's characters.
fn crosses(bbox: BoundingBox, (from, to): (u32, u32)) -> bool {
    2 * bbox.y1.min(to).saturating_sub(bbox.y0.max(from)) > to - from
}

/// Characters that a stroke of a pen behind a line may stand over or under.
const CROSSED: usize = 2;

/// Returns whether what is higher than a row begins before its characters or ends behind them, over hardly any of
/// them: a stroke of a pen.
fn is_flourish(parts: &[BoundingBox], row: &[usize], bbox: BoundingBox) -> bool {
    let middle = |i: &usize| parts[*i].middle().0;
    let crossed = row.iter().filter(|i| (bbox.x0..bbox.x1).contains(&middle(i))).count();
    let sticks_out = row.iter().all(|i| parts[*i].x1 < bbox.x1) || row.iter().all(|i| parts[*i].x0 > bbox.x0);
    sticks_out && crossed <= CROSSED && 2 * crossed < row.len()
}

/// Returns the row that a small part belongs to: of those it stands in, on or right under, the nearest.
fn nearest(cores: &[(u32, u32)], bbox: BoundingBox, usual: f32) -> Option<usize> {
    let (_, middle) = bbox.middle();
    let gap = |(from, to): (u32, u32)| from.saturating_sub(bbox.y1).max(bbox.y0.saturating_sub(to));
    (0..cores.len())
        .filter(|r| middle.saturating_sub(cores[*r].1) as f32 <= UNDER * usual)
        .map(|r| (gap(cores[r]), r))
        .filter(|(gap, _)| *gap as f32 <= REACH * usual)
        .min()
        .map(|(_, r)| r)
}

/// Gives the upper of two marks stacked over a capital (`Ẩ`) to the row of the lower one, where it stands nearer to
/// that mark than to the feet of the row above.
fn lower_stacked_marks(parts: &[BoundingBox], small: &mut [(usize, usize)], cores: &[(u32, u32)]) {
    for at in 0..small.len() {
        let (part, row) = small[at];
        let upper = parts[part];
        let Some(from_feet) = upper.y0.checked_sub(cores[row].1) else { continue };
        let (middle, _) = upper.middle();
        let is_under = |(lower, of): &(usize, usize)| {
            let lower = parts[*lower];
            let gap = lower.y0.saturating_sub(upper.y1);
            *of == row + 1 && (lower.x0..lower.x1).contains(&middle) && lower.y0 > upper.y0 && gap < from_feet
        };
        if small.iter().any(is_under) {
            small[at].1 = row + 1;
        }
    }
}

/// Makes lines of parts that have no character beside them, those wide enough to be dashes.
fn dashes(parts: &[BoundingBox], of: &[usize], least: f32) -> Vec<TextLine> {
    let is_dash = |b: BoundingBox| b.width() as f32 >= least.max(FLAT * b.height() as f32);
    let mut of: Vec<usize> = of.iter().copied().filter(|i| is_dash(parts[*i])).collect();
    of.sort_by_key(|i| (parts[*i].y0, *i));
    let mut rows: Vec<(u32, Vec<usize>)> = Vec::new();
    for i in of {
        match rows.last_mut() {
            Some((to, row)) if parts[i].y0 < *to => {
                *to = (*to).max(parts[i].y1);
                row.push(i);
            }
            _ => rows.push((parts[i].y1, vec![i])),
        }
    }
    rows.into_iter().filter_map(|(_, row)| line(row, |i| parts[i], |_| true)).collect()
}

fn line(
    mut parts: Vec<usize>,
    place: impl Fn(usize) -> BoundingBox,
    is_character: impl Fn(BoundingBox) -> bool,
) -> Option<TextLine> {
    parts.sort_unstable();
    let bbox = parts.iter().map(|i| place(*i)).reduce(BoundingBox::union)?;
    let characters: Vec<BoundingBox> = parts.iter().map(|i| place(*i)).filter(|b| is_character(*b)).collect();
    let mut heights: Vec<u32> = characters.iter().map(|b| b.height()).collect();
    heights.sort_unstable();
    let capital = *heights.get(heights.len() * CAPITALS.0 / CAPITALS.1)?;
    let baseline = median(characters.iter().map(|b| b.y1))?;
    Some(TextLine { parts, bbox, capital, baseline })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DPI: f32 = 300.0;

    /// Letters 20 wide and 24 high, three to a line, their feet at `baseline`.
    fn letters(baseline: u32) -> Vec<BoundingBox> {
        (0..3).map(|i| BoundingBox::new(i * 30, baseline - 24, i * 30 + 20, baseline)).collect()
    }

    fn lines_of(parts: &[BoundingBox]) -> Vec<Vec<usize>> {
        let all: Vec<usize> = (0..parts.len()).collect();
        text_lines(parts, &all, DPI).into_iter().map(|line| line.parts).collect()
    }

    #[test]
    fn two_lines_of_single_spacing_are_two() {
        let parts = [letters(100), letters(158)].concat();
        assert_eq!(lines_of(&parts), [vec![0, 1, 2], vec![3, 4, 5]]);
    }

    #[test]
    fn a_dot_below_and_a_second_mark_above_go_to_their_own_lines() {
        let dot = BoundingBox::new(8, 104, 13, 109);
        let circumflex = BoundingBox::new(32, 124, 46, 131);
        let acute = BoundingBox::new(36, 114, 44, 123);
        let parts = [letters(100), letters(158), vec![dot, circumflex, acute]].concat();
        assert_eq!(lines_of(&parts), [vec![0, 1, 2, 6], vec![3, 4, 5, 7, 8]]);
    }

    #[test]
    fn marks_blurred_to_the_size_of_letters_are_no_line() {
        let marks = [BoundingBox::new(0, 116, 20, 131), BoundingBox::new(60, 116, 80, 131)];
        let parts = [letters(100), letters(158), marks.to_vec()].concat();
        assert_eq!(lines_of(&parts), [vec![0, 1, 2], vec![3, 4, 5, 6, 7]]);
    }

    #[test]
    fn a_stroke_of_a_pen_behind_a_line_is_none_of_its_letters() {
        let word: Vec<BoundingBox> =
            (0..20).map(|i| BoundingBox::new(i * 30, 76, i * 30 + 20, 100)).collect();
        let letters: Vec<usize> = (0..20).collect();
        let stroke = BoundingBox::new(585, 60, 670, 150);
        assert_eq!(lines_of(&[word.clone(), vec![stroke]].concat()), [letters.clone(), vec![20]]);
        let amid_them = BoundingBox::new(285, 60, 370, 150);
        assert_eq!(lines_of(&[word, vec![amid_them]].concat()), [[letters, vec![20]].concat()]);
    }

    #[test]
    fn letters_grown_together_over_two_lines_belong_to_both_each_with_its_own_space() {
        let tall = BoundingBox::new(100, 76, 120, 158);
        let parts = [letters(100), letters(158), vec![tall]].concat();
        let all: Vec<usize> = (0..parts.len()).collect();
        let lines = text_lines(&parts, &all, DPI);
        assert_eq!(lines.iter().map(|l| l.parts.len()).collect::<Vec<_>>(), [4, 4]);
        assert!(lines[0].bbox.y1 <= lines[1].bbox.y0, "{lines:?}");
    }

    #[test]
    fn a_lone_dash_is_a_line_and_a_lone_speck_is_none() {
        assert_eq!(lines_of(&[BoundingBox::new(50, 50, 68, 54)]), [vec![0]]);
        assert!(lines_of(&[BoundingBox::new(50, 50, 55, 55)]).is_empty());
    }

    #[test]
    fn a_line_s_baseline_is_where_most_of_its_letters_stand() {
        let descender = BoundingBox::new(100, 76, 120, 109);
        let parts = [letters(100), vec![descender]].concat();
        let lines = text_lines(&parts, &[0, 1, 2, 3], DPI);
        assert_eq!((lines[0].baseline, lines[0].capital), (100, 33));
    }
}
