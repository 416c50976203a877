//! The columns of a stretch: what its rows leave free from top to bottom parts them.

use super::{Chunk, FEWEST_COLUMNS, counts_columns, is_dash, is_figure, is_label, joined, median};

/// Part of the rows that may run over a gutter, as a closing row's words do.
const CROSSING: f32 = 0.1;
/// Least width of a gutter, in heights of a line.
const NARROWEST: f32 = 0.3;
/// The blank that usually stands at a gutter, in heights of a line: half of such blanks are as wide.
const USUAL: f32 = 0.7;
/// The same between a column of figures and one of words, and by how much the parts of figures in two columns differ at least
/// where one is of figures.
const USUAL_BESIDE_FIGURES: f32 = 0.35;
const DIFFERENT: f32 = 0.8;
/// A height of a line counts for no less than so many usual blanks between words.
const BLANKS: f32 = 2.2;
/// The blanks between words of one line are narrower than this, in heights of a line, however it is justified.
const WITHIN_LINE: f32 = 1.0;
/// Part of the rows that have words on both sides of a gutter.
const PARTED: f32 = 0.3;
/// Part of a column's cells that are labels or numbers where it is one of these.
const NUMBERED: f32 = 0.6;

/// Returns the edges of the columns of a stretch, from left to right; `None` where it has too few or none of labels or
/// numbers, `fewest` of them at least.
pub(super) fn columns(bands: &[Vec<Chunk>], fewest: usize) -> Option<Vec<f32>> {
    // Names and titles run over what parts the rows below them, and so does what stands below the table: from the first row with a
    // figure to the last one.
    let has_figure = |band: &Vec<Chunk>| {
        band.len() > 1 && !counts_columns(band) && band.iter().any(|chunk| is_figure(&chunk.text()))
    };
    let is_sure = |band: &Vec<Chunk>| has_figure(band) && has_sure_figure(band);
    let ends = |is_end: &dyn Fn(&Vec<Chunk>) -> bool| {
        Some((bands.iter().position(is_end)?, bands.iter().rposition(is_end)?))
    };
    // What a signature is read as has single figures and dashes.
    let sure = ends(&is_sure).filter(|(first, last)| last + 1 >= first + MANY);
    let (first, last) = sure.or_else(|| ends(&has_figure))?;
    let rows: Vec<&Vec<Chunk>> = bands[first..=last].iter().collect();
    let height =
        median(rows.iter().flat_map(|band| band.iter()).map(|chunk| chunk.frame.height()).collect())?;
    // The blanks of a typewriter are nearly as wide as its lines are high.
    let blanks = rows.iter().flat_map(|band| band.iter()).flat_map(|chunk| chunk.words.windows(2));
    let blank = median(blanks.map(|pair| pair[1].frame.x0 - pair[0].frame.x1).collect()).unwrap_or(0.0);
    let height = height.max(BLANKS * blank);
    let allowed = (CROSSING * rows.len() as f32).floor() as i32;
    let mut gutters = free(&rows, allowed);
    // Where a place is left free by all, no word need be cut.
    let bare = free(&rows, 0);
    for gutter in &mut gutters {
        let within = bare.iter().filter(|(from, to)| gutter.0 <= *from && *to <= gutter.1);
        let widest = within.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        if let Some(widest) = widest.filter(|(from, to)| to - from >= USUAL * height) {
            *gutter = *widest;
        }
    }
    gutters.retain(|(from, to)| to - from >= NARROWEST * height);
    // What a word of the column to its left or right stands close to is a blank between words.
    while let Some(narrow) = (0..gutters.len()).find(|at| !is_wide(&rows, &gutters, *at, height)) {
        gutters.remove(narrow);
    }
    // What the words of the name below which cells stand leave free, no wider than a blank, is one.
    if let Some(named) = bands[..first].iter().rfind(|band| !counts_columns(band)) {
        let is_within =
            |from: f32, to: f32| named.iter().any(|chunk| chunk.frame.x0 < from && to < chunk.frame.x1);
        gutters.retain(|(from, to)| to - from >= WITHIN_LINE * height || !is_within(*from, *to));
    }
    let names = names(&bands[..first], height);
    while let Some(lonely) = lonely(&rows, &gutters, &names) {
        gutters.remove(lonely);
    }
    let middles = gutters.iter().map(|gutter| edge(*gutter, &names));
    let left =
        rows.iter().filter_map(|band| band.first()).map(|chunk| chunk.frame.x0).fold(f32::MAX, f32::min);
    let right =
        rows.iter().filter_map(|band| band.last()).map(|chunk| chunk.frame.x1).fold(f32::MIN, f32::max);
    let edges: Vec<f32> = std::iter::once(left - height).chain(middles).chain([right + height]).collect();
    (edges.len() > FEWEST_COLUMNS && has_figures(&rows, &edges, fewest)).then_some(edges)
}

/// Fewest rows of which one alone makes no column.
const MANY: usize = 4;

/// Returns whether a band has a number of several digits, or begins with a label that is no dash.
fn has_sure_figure(band: &[Chunk]) -> bool {
    let is_number = |chunk: &Chunk| {
        let text = chunk.text();
        is_figure(&text) && text.chars().filter(char::is_ascii_digit).count() > 1
    };
    let is_labelled = || {
        let first = band.first().map(Chunk::text).unwrap_or_default();
        is_label(&first) && first.contains(char::is_alphanumeric)
    };
    band.iter().any(is_number) || is_labelled()
}

/// Returns the gutter on the left of a column without a name that has words in few rows: where no names are known in the closing
/// one alone, whose words may stand in the middle of all columns.
fn lonely(rows: &[&Vec<Chunk>], gutters: &[(f32, f32)], names: &[Name]) -> Option<usize> {
    let middle = |gutter: &(f32, f32)| (gutter.0 + gutter.1) / 2.0;
    let is_lonely = |(left, right): (f32, f32)| {
        let held: Vec<usize> = (0..rows.len()).filter(|at| cell(rows[*at], left, right).is_some()).collect();
        let is_few = (held.len() as f32) < PARTED * rows.len() as f32;
        let is_closing = held == [rows.len() - 1];
        let is_named = |name: &Name| (left..right).contains(&((name.start + name.end) / 2.0));
        (is_closing || is_few && !names.is_empty()) && !names.iter().any(is_named)
    };
    let is_column =
        |at: &usize| is_lonely((middle(&gutters[*at]), gutters.get(at + 1).map_or(f32::MAX, middle)));
    (0..gutters.len()).find(|at| rows.len() >= MANY && is_column(at))
}

/// Most bands of names above the rows.
const NAMES: usize = 6;
/// Words of a name stand no farther apart than so many usual blanks of names, which are between these parts of a line's height.
const BLANKS_OF_NAMES: f32 = 1.4;
const WITHIN_NAME: (f32, f32) = (0.4, 0.6);
/// Places in a gutter that are tried for the edge, and how far beside a name it goes, as a part of the gutter.
const PLACES: u16 = 24;
const BESIDE: f32 = 0.17;

/// A name above the rows: where it begins and ends, and what it costs to cut it.
struct Name {
    start: f32,
    end: f32,
    cost: u32,
}

/// Returns the names above the rows. Those nearest to the rows are one column's, others may stand over several.
fn names(above: &[Vec<Chunk>], height: f32) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut cost = 2;
    let blanks = above.iter().rev().take(NAMES).flatten().flat_map(|chunk| chunk.words.windows(2));
    let blanks = blanks.map(|pair| pair[1].frame.x0 - pair[0].frame.x1);
    let usual = median(blanks.filter(|blank| *blank < WITHIN_NAME.1 * height).collect()).unwrap_or(height);
    let within = (BLANKS_OF_NAMES * usual).clamp(WITHIN_NAME.0 * height, WITHIN_NAME.1 * height);
    for band in above.iter().rev().take(NAMES) {
        let from = names.len();
        for word in band.iter().flat_map(|chunk| &chunk.words) {
            match names[from..].last_mut() {
                Some(name) if word.frame.x0 - name.end < within => {
                    name.end = name.end.max(word.frame.x1);
                }
                _ => names.push(Name { start: word.frame.x0, end: word.frame.x1, cost }),
            }
        }
        // One alone in its band is a title, or stands over several.
        if names.len() < from + 2 {
            names.truncate(from);
        } else {
            cost = 1;
        }
    }
    names
}

/// Returns the edge of two columns within a gutter: where it cuts the fewest names, as near to the middle as may be.
fn edge((from, to): (f32, f32), names: &[Name]) -> f32 {
    let middle = (from + to) / 2.0;
    let cost = |x: f32| -> u32 {
        names.iter().filter(|name| name.start < x && x < name.end).map(|name| name.cost).sum()
    };
    let place = |step: u16| from + (to - from) * f32::from(step) / f32::from(PLACES);
    let least = (1..PLACES).map(|step| cost(place(step))).min().unwrap_or(0);
    if cost(middle) == least {
        return middle;
    }
    let free: Vec<f32> = (1..PLACES).map(place).filter(|x| cost(*x) == least).collect();
    let near = |a: &f32, b: &f32| (a - middle).abs().total_cmp(&(b - middle).abs());
    // Not at the very end of a name, but amid what is free beside it.
    let Some(best) = free.iter().copied().min_by(near) else { return middle };
    let reach = BESIDE * (to - from);
    let run = free.iter().copied().filter(|x| (x - best).abs() < reach);
    let (sum, count) = run.fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    sum / count
}

/// Returns what words leave free, from left to right, but for as many bands as are allowed to run over it.
fn free(rows: &[&Vec<Chunk>], allowed: i32) -> Vec<(f32, f32)> {
    let mut events: Vec<(f32, i32)> = Vec::new();
    for word in rows.iter().flat_map(|band| band.iter()).flat_map(|chunk| &chunk.words) {
        events.push((word.frame.x0, 1));
        events.push((word.frame.x1, -1));
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut gutters: Vec<(f32, f32)> = Vec::new();
    let (mut covering, mut free_from) = (0, None);
    for (x, step) in events {
        covering += step;
        match free_from {
            None if covering <= allowed && step < 0 => free_from = Some(x),
            Some(from) if covering > allowed => {
                gutters.push((from, x));
                free_from = None;
            }
            _ => {}
        }
    }
    gutters
}

/// Returns whether a gutter is wide: by itself, or the blanks there are where words stand in the column on either side.
fn is_wide(rows: &[&Vec<Chunk>], gutters: &[(f32, f32)], at: usize, height: f32) -> bool {
    let middle = |gutter: &(f32, f32)| (gutter.0 + gutter.1) / 2.0;
    let (from, to) = gutters[at];
    let own = middle(&gutters[at]);
    // Where the words of a few cells go on behind it as in a line, their blanks happen to stand there.
    let parted: Vec<f32> = rows.iter().filter_map(|band| blank(band, own)).collect();
    let is_few =
        parted.len() == 1 || !parted.is_empty() && (parted.len() as f32) < PARTED * rows.len() as f32;
    if is_few && parted.iter().all(|blank| *blank < WITHIN_LINE * height) {
        return false;
    }
    if to - from >= USUAL * height {
        return true;
    }
    let before = at.checked_sub(1).map_or(f32::MIN, |before| middle(&gutters[before]));
    let behind = gutters.get(at + 1).map_or(f32::MAX, middle);
    let blanks = |from: f32, to: f32| -> Vec<f32> {
        let is_held = |band: &&&Vec<Chunk>| {
            band.iter().flat_map(|chunk| &chunk.words).any(|word| (from..to).contains(&word.frame.center().0))
        };
        rows.iter().filter(is_held).filter_map(|band| blank(band, own)).collect()
    };
    let (left, right) = (blanks(before, own), blanks(own, behind));
    // Between figures and words a narrower one is enough.
    let figures = |from: f32, to: f32| {
        let cells: Vec<bool> =
            rows.iter().filter_map(|band| cell(band, from, to)).map(|cell| is_figure(&cell)).collect();
        let count = cells.iter().filter(|is_figure| **is_figure).count();
        (count as f32 / cells.len().max(1) as f32, cells.len())
    };
    let ((part_left, _), (part_right, _)) = (figures(before, own), figures(own, behind));
    let differ = (part_left - part_right).abs() > DIFFERENT;
    let least = if differ { USUAL_BESIDE_FIGURES } else { USUAL };
    let usual = |blanks: Vec<f32>| median(blanks).is_some_and(|usual| usual >= least * height);
    (left.len().max(right.len()) as f32) >= PARTED * rows.len() as f32 && usual(left) && usual(right)
}

/// Returns the blank of a band at a place, where words stand on both sides of it and none over it.
fn blank(band: &[Chunk], at: f32) -> Option<f32> {
    let words = || band.iter().flat_map(|chunk| &chunk.words);
    let before = words().map(|word| word.frame.x1).filter(|x| *x <= at).fold(f32::MIN, f32::max);
    let behind = words().map(|word| word.frame.x0).filter(|x| *x >= at).fold(f32::MAX, f32::min);
    let is_crossed = words().any(|word| word.frame.x0 < at && at < word.frame.x1);
    (!is_crossed && before > f32::MIN && behind < f32::MAX).then_some(behind - before)
}

/// Returns what a band has between two places.
fn cell(band: &[Chunk], from: f32, to: f32) -> Option<String> {
    let words = band.iter().flat_map(|chunk| &chunk.words);
    let own: Vec<&str> = words
        .filter(|word| (from..to).contains(&word.frame.center().0))
        .map(|word| word.text.as_str())
        .collect();
    (!own.is_empty()).then(|| joined(own))
}

/// Returns whether a column holds labels or numbers, so many at least: the first one labels that are no mere dashes, as those of
/// recipients are, another one numbers of several digits, which the strokes of a signature are not taken for.
fn has_figures(rows: &[&Vec<Chunk>], edges: &[f32], fewest: usize) -> bool {
    edges.windows(2).enumerate().any(|(at, column)| {
        let cells: Vec<String> = rows.iter().filter_map(|band| cell(band, column[0], column[1])).collect();
        let figures: Vec<&String> = cells.iter().filter(|cell| is_figure(cell)).collect();
        let is_sure = |cell: &&&String| match at {
            0 => !is_dash(cell),
            _ => cell.chars().filter(char::is_ascii_digit).count() > 1,
        };
        let sure = figures.iter().filter(is_sure).count();
        let is_column = figures.len() >= fewest && figures.len() as f32 >= NUMBERED * cells.len() as f32;
        is_column && sure >= fewest && (at == 0 || 2 * sure >= figures.len())
    })
}
