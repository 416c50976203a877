//! Tables that go on over a page break, under a head that is printed again: what one page shows of one tells how to read the
//! other.
//!
//! A page that shows a row or two of a table without rules says little of its columns, or is no table by itself. Where the words
//! of the head stand on both pages, the columns and the head of the page that shows more are carried over to the other one,
//! moved by as much as those words moved; the rows below are those found there, or the lines that keep to the columns.

use super::{header, label, title};
use crate::document::geometry::Frame;
use crate::structure::folding;
use crate::structure::number;
use crate::structure::sheet::{Role, Sheet};
use crate::structure::upright_grid::UprightGrid;

/// Part of the head's words that must stand on the other page, at one distance from those of the head.
const REPEATED: f64 = 0.6;
/// Fewest of them.
const FEWEST_WORDS: usize = 3;
/// How far apart words of one head stand on two pages at most: up and down in heights of a line, and to the sides as a part of
/// the table's width.
const LEVEL: f32 = 0.6;
const ASIDE: f32 = 0.08;
/// Most pairs of like words that are looked at; a head has fewer.
const MOST_PAIRS: usize = 600;
/// Letters between two grids from which they are two tables; specks read between pages have fewer.
pub(super) const TEXT_BETWEEN: usize = 12;
/// Letters of running titles above a head that is printed again, or below the last row of a page.
const RUNNING_TITLES: usize = 120;
/// Words stand at one height where their middles lie no farther apart than this part of a line's height.
const ONE_LINE: f32 = 0.45;
/// Lines of a cell stand no farther apart than so many heights of a line, rows of a table no farther than so many.
const CELL: f32 = 1.6;
const FARTHEST: f32 = 4.0;
/// A word crosses an edge where it reaches over it by this part of its height on both sides.
const OVER: f32 = 0.4;
/// Characters of a label, at most.
const LABEL: usize = 6;

/// A table as one page shows it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) grid: UprightGrid,
    /// How many rows of the grid are head.
    pub(super) head: usize,
    /// True where its columns are those of the page before, or of the one behind it.
    pub(super) is_carried: bool,
    /// The head that stands alone at the foot of the page before.
    pub(super) head_above: Option<UprightGrid>,
}

/// A word on its page.
struct Printed {
    folded: String,
    text: String,
    frame: Frame,
}

/// Reads the tables of pages anew where a neighbouring page shows more of them: more columns, where no word there stands over their
/// edges, for a rule is lost more easily than found where there is none; otherwise more rows.
pub(super) fn carry(sheet: &Sheet, pages: &mut [Vec<Shown>]) {
    for page in 1..pages.len() {
        let (before, from) = pages.split_at_mut(page);
        let (Some(above), Some(below)) = (before.last_mut(), from.first_mut()) else { continue };
        let rows = |shown: Option<&Shown>| shown.map_or(0, |shown| shown.grid.row_count() - shown.head);
        let columns = |shown: Option<&Shown>| shown.map_or(0, |shown| shown.grid.column_count());
        let (last, first) = (above.last(), below.first());
        let is_another = first.is_some_and(|first| opens_another(sheet, page, first.grid.top()));
        if columns(last) == columns(first) || is_another {
            continue;
        }
        let has_both = last.is_some() && first.is_some();
        let is_upper_wider = columns(last) > columns(first);
        let is_upper_longer = rows(last) >= rows(first);
        let by_columns = has_both
            && if is_upper_wider {
                down(sheet, page, above, below, true)
            } else {
                up(sheet, page, above, below, true)
            };
        let carried = by_columns
            || is_upper_longer && down(sheet, page, above, below, false)
            || up(sheet, page, above, below, false)
            || !is_upper_longer && down(sheet, page, above, below, false);
        if !carried && !bare(sheet, page, above, below) {
            opening(sheet, page, above, below);
        }
    }
}

/// Carries the last table of a page over to the next one, whose index is given; where `is_strict`, only if no word there stands
/// over an edge.
fn down(sheet: &Sheet, page: usize, above: &[Shown], below: &mut Vec<Shown>, is_strict: bool) -> bool {
    let Some(from) = above.last() else { return false };
    let words = words(sheet, page);
    let Some(moved) = repeated(sheet, page - 1, from, &words) else { return false };
    let top = from.grid.top() + moved.1;
    if letters(&words, |y| y < top) >= RUNNING_TITLES || opens_another(sheet, page, top) {
        return false;
    }
    let found = below.first().map(|shown| &shown.grid);
    let Some(grid) = set(from, moved, &words, found, is_strict) else { return false };
    below.retain(|shown| shown.grid.top() >= grid.bottom());
    below.insert(0, Shown { grid, head: from.head, is_carried: true, head_above: None });
    true
}

/// Carries the first table of a page, whose index is given, back to the page before, as [`down`] does.
fn up(sheet: &Sheet, page: usize, above: &mut Vec<Shown>, below: &mut [Shown], is_strict: bool) -> bool {
    let Some(from) = below.first_mut() else { return false };
    let words = words(sheet, page - 1);
    let Some(moved) = repeated(sheet, page, from, &words) else { return false };
    let found = above.last().map(|shown| &shown.grid);
    let Some(grid) = set(from, moved, &words, found, is_strict) else { return false };
    if letters(&words, |y| y > grid.bottom()) >= RUNNING_TITLES {
        return false;
    }
    above.retain(|shown| shown.grid.bottom() <= grid.top());
    above.push(Shown { grid, head: from.head, is_carried: true, head_above: None });
    from.is_carried = true;
    true
}

/// Returns whether a title or an annex above a place of a page opens another table than that of the page before.
fn opens_another(sheet: &Sheet, page: usize, top: f32) -> bool {
    let is_above = |at: &usize| {
        let line = &sheet.lines[*at];
        line.role == Role::Body && line.frame.is_some_and(|frame| frame.center().1 < top)
    };
    let mut above = sheet.pages[page].lines.clone().filter(is_above);
    above.any(|at| header::opens_title(&sheet.lines[at].text) || title::names_annex(sheet, at))
}

/// Carries the columns of a page's last table over to the top of the next one, where no head stands: there the label behind the
/// table's last one opens rows that keep to its columns.
fn bare(sheet: &Sheet, page: usize, above: &[Shown], below: &mut Vec<Shown>) -> bool {
    let Some(from) = above.last() else { return false };
    let number = |word: &Printed| label::core(&word.text).parse::<usize>().ok();
    let is_label =
        |word: &&Printed| from.grid.column_at(word.frame.center().0) == Some(0) && number(word).is_some();
    let own = words(sheet, page - 1);
    let is_own = |word: &&Printed| from.grid.place_at(word.frame.center()).is_some();
    let last = own.iter().filter(is_own).rfind(is_label).and_then(number);
    let words = words(sheet, page);
    let first = words.iter().find(is_label);
    let (Some(last), Some(first)) = (last, first) else { return false };
    if number(first) != last.checked_add(1) {
        return false;
    }
    let Some(height) = median(words.iter().map(|word| word.frame.height()).collect()) else { return false };
    // Words of its row may stand half a line higher.
    let reach = first.frame.y0 - height;
    let is_row = |word: &&Printed| word.frame.y0 >= reach;
    let top = words.iter().filter(is_row).map(|word| word.frame.y0).fold(first.frame.y0, f32::min);
    let moved = (0.0, top - height / 2.0 - from.grid.top());
    let Some(grid) = set(&Shown { head: 0, ..from.clone() }, moved, &words, None, true) else { return false };
    if letters(&words, |y| y < grid.top()) >= RUNNING_TITLES {
        return false;
    }
    below.retain(|shown| shown.grid.top() >= grid.bottom());
    below.insert(0, Shown { grid, head: 0, is_carried: true, head_above: None });
    true
}

/// Carries the columns of a table that opens a page without a head back to the foot of the page before: there lines that keep to them
/// and fill most of them are its head, which names the labels, and its first rows, if it does not open with the first label.
fn opening(sheet: &Sheet, page: usize, above: &mut Vec<Shown>, below: &mut [Shown]) -> bool {
    let Some(from) = below.first_mut().filter(|from| from.head == 0) else { return false };
    let on_page = words(sheet, page);
    let is_label =
        |word: &&Printed| from.grid.place_at(word.frame.center()).is_some_and(|place| place.1 == 0);
    let first = on_page.iter().find(is_label).and_then(|word| label::core(&word.text).parse::<usize>().ok());
    let Some(first) = first.filter(|first| *first > 0) else { return false };
    let end = above.last().map_or(0.0, |shown| shown.grid.bottom());
    let words = words(sheet, page - 1);
    let words = &words[words.partition_point(|word| word.frame.center().1 < end)..];
    let Some(height) = median(words.iter().map(|word| word.frame.height()).collect()) else { return false };
    let y = |word: &Printed| word.frame.center().1;
    let lines: Vec<&[Printed]> = words.chunk_by(|a, b| y(b) - y(a) < ONE_LINE * height).collect();
    let mut top = None;
    let mut last: Option<f32> = None;
    for line in lines.iter().rev() {
        let mut own: Vec<&Printed> = line.iter().collect();
        own.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
        let at = line.iter().map(y).sum::<f32>() / line.len() as f32;
        let is_near = last.is_none_or(|last| last - at <= FARTHEST * height);
        if !is_near || own.iter().any(|word| crosses(&from.grid, word)) {
            break;
        }
        if let [sign, ..] = own.as_slice()
            && fills_most(&from.grid, &own)
            && header::opens_with_number_sign(&sign.text)
        {
            let above = line.iter().map(|word| word.frame.y0).fold(f32::MAX, f32::min);
            let bottom = line.iter().map(|word| word.frame.y1).fold(f32::MIN, f32::max);
            top = Some((above, bottom));
            break;
        }
        last = Some(at);
    }
    let Some((top, bottom)) = top else { return false };
    let head = bottom + height / 4.0;
    let is_head_alone = first == 1;
    let foot = words.last().map_or(bottom, |word| word.frame.y1.max(bottom));
    let head = if is_head_alone { foot + height / 4.0 } else { head };
    let bare = from.grid.opening(0, (0.0, top - height / 2.0 - from.grid.top()), &[head]);
    if is_head_alone {
        from.is_carried = true;
        from.head_above = Some(bare);
        return true;
    }
    let below = rows(&bare, head, height, words);
    if below.is_empty() {
        return false;
    }
    let grid = bare.opening(1, (0.0, 0.0), &below);
    above.push(Shown { grid, head: 1, is_carried: true, head_above: None });
    from.is_carried = true;
    true
}

/// Returns the words of a page that nothing has claimed.
fn words(sheet: &Sheet, page: usize) -> Vec<Printed> {
    let lines = sheet.pages[page].lines.clone().map(|at| &sheet.lines[at]);
    let mut words: Vec<Printed> = lines
        .filter(|line| line.role == Role::Body)
        .flat_map(|line| line.words.iter().map(move |word| (line.slice(&word.range), word.frame)))
        .map(|(text, frame)| Printed { folded: folded(&text), text, frame })
        .collect();
    words.sort_by(|a, b| a.frame.center().1.total_cmp(&b.frame.center().1));
    words
}

fn folded(word: &str) -> String {
    folding::fold(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Returns how many letters stand where it is asked for.
fn letters(words: &[Printed], is_there: impl Fn(f32) -> bool) -> usize {
    let own = words.iter().filter(|word| is_there(word.frame.center().1));
    own.map(|word| word.text.chars().filter(|c| c.is_alphabetic()).count()).sum()
}

/// Returns how far to the right and down the head of a table stands on another page; `None` where it does not.
fn repeated(sheet: &Sheet, page: usize, from: &Shown, words: &[Printed]) -> Option<(f32, f32)> {
    let grid = &from.grid;
    let is_head = |word: &Printed| grid.place_at(word.frame.center()).is_some_and(|(row, _)| row < from.head);
    let is_name = |word: &Printed| word.folded.contains(char::is_alphabetic);
    let head: Vec<Printed> =
        self::words(sheet, page).into_iter().filter(|word| is_head(word) && is_name(word)).collect();
    let height = median(head.iter().map(|word| word.frame.height()).collect())?;
    let (left, right) = grid.sides();
    let mut pairs: Vec<(f32, f32, usize)> = Vec::new();
    for (at, name) in head.iter().enumerate() {
        for word in words.iter().filter(|word| word.folded == name.folded) {
            let (a, b) = (name.frame.center(), word.frame.center());
            if (b.0 - a.0).abs() < ASIDE * (right - left) {
                pairs.push((b.1 - a.1, b.0 - a.0, at));
            }
        }
    }
    pairs.truncate(MOST_PAIRS);
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: &[(f32, f32, usize)] = &[];
    let mut most = 0;
    for start in 0..pairs.len() {
        let end = pairs.partition_point(|pair| pair.0 <= pairs[start].0 + LEVEL * height);
        let mut own: Vec<usize> = pairs[start..end].iter().map(|pair| pair.2).collect();
        own.sort_unstable();
        own.dedup();
        if own.len() > most {
            (most, best) = (own.len(), &pairs[start..end]);
        }
    }
    let is_repeated = most >= FEWEST_WORDS && most as f64 >= REPEATED * head.len() as f64;
    let down = median(best.iter().map(|pair| pair.0).collect())?;
    let aside = median(best.iter().map(|pair| pair.1).collect())?;
    is_repeated.then_some((aside, down))
}

/// Returns the grid of a table's head and columns moved to where they stand on another page, with the rows below; `None` where
/// there are none, or, where `is_strict`, where a word of theirs stands over an edge.
fn set(
    from: &Shown,
    moved: (f32, f32),
    words: &[Printed],
    found: Option<&UprightGrid>,
    is_strict: bool,
) -> Option<UprightGrid> {
    let bare = from.grid.opening(from.head, moved, &[]);
    let head = bare.bottom();
    let height = median(words.iter().map(|word| word.frame.height()).collect())?;
    let is_there = |grid: &&UprightGrid| grid.top() < head + FARTHEST * height && grid.bottom() > head;
    let below: Vec<f32> = match found.filter(is_there) {
        Some(found) => found.row_edges().iter().copied().filter(|y| *y > head + height / 2.0).collect(),
        None => rows(&bare, head, height, words),
    };
    let end = *below.last()?;
    let is_within = |word: &&Printed| (head..end).contains(&word.frame.center().1);
    let is_over = is_strict && words.iter().filter(is_within).any(|word| crosses(&bare, word));
    (!is_over).then(|| from.grid.opening(from.head, moved, &below))
}

/// Returns the lower edges of the rows below a head: each has a label or a number, the first at least words in most columns, and
/// its words keep to the columns.
fn rows(bare: &UprightGrid, head: f32, height: f32, words: &[Printed]) -> Vec<f32> {
    let from = words.partition_point(|word| word.frame.center().1 < head);
    // Lines from the top, each with its height, and whether it has what a row is known by.
    let mut lines: Vec<(f32, bool)> = Vec::new();
    let mut anchors: Vec<usize> = Vec::new();
    let y = |word: &Printed| word.frame.center().1;
    let mut last = head;
    for line in words[from..].chunk_by(|a, b| y(b) - y(a) < ONE_LINE * height) {
        let at = line.iter().map(y).sum::<f32>() / line.len() as f32;
        let mut own: Vec<&Printed> = line.iter().collect();
        own.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
        let text = own.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let is_first = anchors.is_empty() && fills_most(bare, &own);
        let is_anchor = super::is_total(&text) || is_first || own.iter().any(|word| is_anchor(bare, word));
        let reach = if is_anchor { FARTHEST } else { CELL };
        let over = own.iter().filter(|word| crosses(bare, word)).count();
        // A label may have been read as one word with what stands behind it.
        let keeps = over == 0 || super::is_total(&text) || over == 1 && is_anchor && fills_most(bare, &own);
        if at - last > reach * height || !keeps {
            break;
        }
        if is_anchor {
            anchors.push(lines.len());
        }
        lines.push((at, is_anchor));
        last = at;
    }
    let mut edges: Vec<f32> = anchors
        .windows(2)
        .map(|pair| {
            // Rows part where the lines between their labels stand farthest apart.
            let steps = lines[pair[0]..=pair[1]]
                .windows(2)
                .map(|two| (two[1].0 - two[0].0, two[0].0.midpoint(two[1].0)));
            steps.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0.0, |(_, middle)| middle)
        })
        .collect();
    if !anchors.is_empty() {
        edges.extend(lines.last().map(|(at, _)| at + 0.7 * height));
    }
    edges
}

/// Returns whether a line has words in most columns, as a row whose label was not read.
fn fills_most(bare: &UprightGrid, line: &[&Printed]) -> bool {
    let mut own: Vec<usize> = line.iter().filter_map(|word| bare.column_at(word.frame.center().0)).collect();
    own.dedup();
    2 * own.len() > bare.column_count()
}

/// Returns whether a word is a row's label, or a number of it.
fn is_anchor(bare: &UprightGrid, word: &Printed) -> bool {
    match bare.column_at(word.frame.center().0) {
        Some(0) => word.text.chars().count() <= LABEL && label::is_clear(&word.text),
        Some(_) => number::parse(&word.text).is_some(),
        None => false,
    }
}

/// Returns whether a word stands over an edge between two columns, or outside them all.
fn crosses(bare: &UprightGrid, word: &Printed) -> bool {
    let Frame { x0, x1, .. } = word.frame;
    let least = OVER * word.frame.height();
    let is_over = |edge: &f32| edge - x0 > least && x1 - edge > least;
    bare.column_edges().iter().any(is_over) || bare.column_at(word.frame.center().0).is_none()
}

/// Returns the middle one of some lengths; `None` of none.
fn median(mut lengths: Vec<f32>) -> Option<f32> {
    lengths.sort_by(f32::total_cmp);
    lengths.get(lengths.len() / 2).copied()
}
