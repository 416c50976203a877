//! The head of a table without rules: names of columns, some over several.

use super::rows::{Anchor, Piece};
use super::{Chunk, counts_columns, median};
use crate::document::geometry::Frame;

/// Names stand at one height where their middles lie no farther apart than this part of a line's height.
const LEVEL: f32 = 0.5;
/// Lines nearer than this part of a line's height are at one height.
const SAME: f32 = 0.3;
/// Steps between lines are alike from this part of the wider one on.
const ALIKE: f32 = 0.85;
/// The lines of a cell stand nearer than so many heights of a line.
const APART: f32 = 1.5;
/// Words of one name stand no farther apart than this part of a line's height, whatever edge is between them, or than so many
/// blanks of other names, and never farther than the last.
const WITHIN_NAME: f32 = 0.5;
const BLANKS: f32 = 1.6;
const WIDEST: f32 = 0.9;
/// A name below one over several columns stands at least so many heights of a line below it.
const NEXT_LINE: f32 = 1.35;
/// How far above the box of what was read the marks of capitals may reach, in heights of a line: under a rule their print was read without
/// them.
const MARKS: f32 = 0.4;
/// Most columns on either side that a name stands over besides those that it reaches over.
const WIDEST_SPAN: usize = 3;
/// A name stands in the middle of its column where its middle lies no farther from that than this part of the column's width.
const CENTRED: f32 = 0.25;

/// The head of a table.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The edges of its rows, its top first, its bottom the last.
    pub(super) edges: Vec<f32>,
    /// Its cells that extend over several places: row, column, rows, columns.
    pub(super) merged: Vec<[usize; 4]>,
    /// Where it ends.
    pub(super) bottom: f32,
}

/// A name over several columns.
struct Over {
    from: usize,
    to: usize,
    /// The height of its last line.
    foot: f32,
    /// How many stand over it.
    level: usize,
}

/// Finds the head above a table's first row.
/// `rules` are the heights of those that run across the table, `across` all that run so, from which one over some columns is known.
pub(super) fn find(
    pieces: &[Piece],
    columns: &[f32],
    first: Anchor,
    rules: &[f32],
    across: &[Frame],
) -> Head {
    let height = first.height.max(1.0);
    // A rule may stand between it and the first row, and others between its rows; nothing of it stands above the first.
    let between = rules.iter().rfind(|rule| **rule < first.y).copied();
    let highest = pieces.iter().map(|piece| piece.chunk.frame.y0).fold(f32::MAX, f32::min) - height;
    let is_over = |rule: &&f32| between.is_some_and(|between| **rule < between - height) && **rule > highest;
    let over = rules.iter().find(is_over).copied();
    let start = between.unwrap_or(first.y - LEVEL * height);
    let is_below = |piece: &&Piece| over.is_none_or(|over| piece.chunk.y() >= over);
    let joined = names(pieces.iter().filter(|piece| piece.chunk.y() < start).filter(is_below));
    let mut own: Vec<&Piece> = joined.iter().collect();
    if between.is_none() {
        // The lines of the first row that stand above its anchor are below the widest step, or one that is no line's.
        let mut ys: Vec<f32> = own.iter().map(|piece| piece.chunk.y()).chain([first.y]).collect();
        ys.dedup_by(|b, a| *b - *a < SAME * height);
        // What stands above the labels names them: none of it is of a row.
        let of_labels = own.iter().filter(|piece| piece.first == 0).map(|piece| piece.chunk.y());
        let lowest = of_labels.fold(f32::MIN, f32::max);
        ys.retain(|y| *y > lowest - SAME * height);
        let steps: Vec<f32> = ys.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let widest = steps.iter().copied().fold(0.0, f32::max);
        let is_wide = |step: &f32| *step >= ALIKE * widest || *step >= (APART * height).max(widest / 2.0);
        let end = steps.iter().rposition(is_wide).map_or(f32::MAX, |at| ys[at + 1]);
        own.retain(|piece| piece.chunk.y() < end - SAME * height);
    }
    // The lines of the first row that stand above its anchor, a text of several lines set in the middle, are no names.
    let named = own.iter().map(|piece| (piece.first..=piece.last).count()).sum::<usize>();
    if named < 2 {
        let top = own.iter().map(|piece| piece.chunk.frame.y0).fold(first.y - height, f32::min);
        return Head { edges: vec![top], merged: Vec::new(), bottom: top };
    }
    // Marks stand higher than what was read of their letters; the cells begin below the rule above.
    let top = own.iter().map(|piece| piece.chunk.frame.y0).fold(f32::MAX, f32::min);
    let top = (top - MARKS * height).max(over.unwrap_or(f32::MIN)).min(top);
    // What counts the columns is a row of its own, below the names.
    let last = own.iter().map(|piece| piece.chunk.y()).fold(f32::MIN, f32::max);
    let (letters, own): (Vec<&Piece>, Vec<&Piece>) =
        own.into_iter().partition(|piece| last - piece.chunk.y() < LEVEL * height);
    let mut counting: Vec<Chunk> = letters.iter().map(|piece| piece.chunk.clone()).collect();
    counting.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
    let (own, letters) = if counts_columns(&counting) && !own.is_empty() {
        (own, letters.iter().map(|piece| piece.chunk.frame.y0).reduce(f32::min))
    } else {
        let mut all = own;
        all.extend(letters);
        (all, None)
    };
    let lowest =
        letters.unwrap_or_else(|| own.iter().map(|piece| piece.chunk.frame.y1).fold(f32::MIN, f32::max));
    let bottom = between.unwrap_or((lowest + (first.y - LEVEL * height).max(lowest)) / 2.0);
    // What stands over several columns, level by level: names beside one another stand at heights of their own, and in lines.
    let mut names: Vec<Over> = Vec::new();
    for piece in &own {
        let Some((from, to)) = span(piece, &own, columns, across) else { continue };
        let y = piece.chunk.y();
        let is_next_line =
            |name: &&mut Over| (name.from, name.to) == (from, to) && y - name.foot < NEXT_LINE * height;
        if let Some(name) = names.iter_mut().find(is_next_line) {
            name.foot = y;
            continue;
        }
        let over = names.iter().filter(|name| name.from <= to && from <= name.to);
        let level = over.map(|name| name.level + 1).max().unwrap_or(0);
        names.push(Over { from, to, foot: y, level });
    }
    let count = names.iter().map(|name| name.level + 1).max().unwrap_or(0);
    let foot = |level: usize| {
        names.iter().filter(|name| name.level == level).map(|name| name.foot).fold(f32::MIN, f32::max)
    };
    let levels: Vec<f32> = (0..count).map(foot).collect();
    let spans: Vec<(usize, usize, usize)> =
        names.iter().map(|name| (name.level, name.from, name.to)).collect();
    let mut edges = vec![top];
    for (index, level) in levels.iter().enumerate() {
        // Below its words, above the next ones under it.
        let is_under = |piece: &&&Piece| {
            piece.chunk.y() > level + LEVEL * height
                && spans
                    .iter()
                    .any(|(at, from, to)| *at == index && *from <= piece.first && piece.last <= *to)
        };
        let under = own.iter().filter(is_under).map(|piece| piece.chunk.y()).fold(f32::MAX, f32::min);
        edges.push(if under == f32::MAX { level + height } else { (level + under) / 2.0 });
    }
    let lowest = own.iter().map(|piece| piece.chunk.frame.y1).fold(f32::MIN, f32::max);
    edges.push(letters.map_or(bottom, |letters| f32::midpoint(lowest.min(letters), letters)));
    let rows = edges.len() - 1;
    edges.extend(letters.map(|_| bottom));
    let mut merged: Vec<[usize; 4]> =
        spans.iter().map(|(level, from, to)| [*level, *from, 1, to - from + 1]).collect();
    for column in 0..columns.len() - 1 {
        // A name that nothing parts reaches down from below the lowest that stands over it.
        let over =
            spans.iter().filter(|(_, from, to)| (*from..=*to).contains(&column)).map(|(level, ..)| level + 1);
        let from = over.max().unwrap_or(0);
        if rows - from > 1 {
            merged.push([from, column, rows - from, 1]);
        }
    }
    Head { edges, merged, bottom }
}

/// Returns the pieces of a head, those of a name over several columns joined where an edge runs through one of its blanks.
fn names<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Vec<Piece> {
    let mut names: Vec<Piece> = Vec::new();
    let mut pieces: Vec<&Piece> = pieces.collect();
    pieces.sort_by_key(|piece| piece.first);
    let blanks = pieces.iter().flat_map(|piece| piece.chunk.words.windows(2));
    let blank = median(blanks.map(|pair| pair[1].frame.x0 - pair[0].frame.x1).collect()).unwrap_or(0.0);
    // Below a name over several columns stand theirs.
    let lowest = |column: usize| {
        let own = pieces.iter().filter(|piece| (piece.first..=piece.last).contains(&column));
        own.map(|piece| piece.chunk.y()).fold(f32::MIN, f32::max)
    };
    let lowest: Vec<f32> =
        (0..=pieces.iter().map(|piece| piece.last).max().unwrap_or(0)).map(lowest).collect();
    for piece in &pieces {
        let (frame, height) = (piece.chunk.frame, piece.chunk.frame.height());
        let is_before = |name: &&mut Piece| {
            let gap = frame.x0 - name.chunk.frame.x1;
            let is_over = |column: usize| lowest[column] > piece.chunk.y() + LEVEL * height;
            (name.first..=piece.last).all(is_over)
                && name.last + 1 == piece.first
                && (name.chunk.y() - piece.chunk.y()).abs() < SAME * height
                && gap < (BLANKS * blank).clamp(WITHIN_NAME * height, WIDEST * height)
        };
        match names.iter_mut().find(is_before) {
            Some(name) => {
                name.last = piece.last;
                piece.chunk.words.iter().for_each(|word| name.chunk.push(word.clone()));
            }
            None => names.push((*piece).clone()),
        }
    }
    names.sort_by(|a, b| a.chunk.y().total_cmp(&b.chunk.y()));
    names
}

/// Returns the columns that a name stands over, where these are several: it runs over an edge, or names stand below it and
/// at that height beside it. Of the columns beside those that it reaches over, it stands over as many as have it in their middle.
fn span(piece: &Piece, own: &[&Piece], columns: &[f32], across: &[Frame]) -> Option<(usize, usize)> {
    let (height, y, middle) = (piece.chunk.frame.height(), piece.chunk.y(), piece.chunk.frame.center().0);
    let of = |column: usize| own.iter().filter(move |other| other.first <= column && column <= other.last);
    let is_level = |a: f32, b: f32| (a - b).abs() < LEVEL * height;
    let (first, last) = (piece.first, piece.last);
    let below = |column: usize| {
        of(column).map(|other| other.chunk.y()).filter(|other| *other > y + LEVEL * height).reduce(f32::min)
    };
    let leaf = (first..=last).filter_map(below).reduce(f32::min);
    let reached = (last > first).then_some((first, last));
    let Some(leaf) = leaf else { return reached };
    // The rule between it and the names below it is as wide as their columns.
    let is_between =
        |rule: &&Frame| (y..leaf).contains(&rule.center().1) && (rule.x0..rule.x1).contains(&middle);
    let ruled = across.iter().filter(is_between).find_map(|rule| {
        let is_over =
            |column: &usize| (rule.x0..rule.x1).contains(&columns[*column].midpoint(columns[column + 1]));
        let mut over = (0..columns.len() - 1).filter(is_over);
        let from = over.next()?;
        let to = over.next_back()?;
        let is_part = to - from + 2 < columns.len();
        // One below several names stands below no one of them.
        let is_beside = |other: &&&Piece| {
            let center = other.chunk.frame.center();
            is_level(center.1, y) && (rule.x0..rule.x1).contains(&center.0)
        };
        let is_alone = own.iter().filter(is_beside).count() == 1;
        (is_part && is_alone && from <= first && last <= to).then_some((from, to))
    });
    if ruled.is_some() {
        return ruled;
    }
    // The next line of the same name stands nearer.
    if leaf - y < NEXT_LINE * height {
        return reached;
    }
    // Beside it, nothing at its height, and a name at that of the one below it.
    let is_leaf = |column: usize| {
        of(column).any(|other| is_level(other.chunk.y(), leaf))
            && !of(column).any(|other| is_level(other.chunk.y(), y))
    };
    let off = |from: usize, to: usize| (middle - columns[from].midpoint(columns[to + 1])).abs();
    let starts = (0..first).rev().take_while(|column| is_leaf(*column)).take(WIDEST_SPAN);
    let starts: Vec<usize> = std::iter::once(first).chain(starts).collect();
    let ends = (last + 1..columns.len() - 1).take_while(|column| is_leaf(*column)).take(WIDEST_SPAN);
    let ends: Vec<usize> = std::iter::once(last).chain(ends).collect();
    let spans = starts.iter().flat_map(|from| ends.iter().map(move |to| (*from, *to)));
    let best = spans
        .filter(|(from, to)| to > from)
        .filter(|(from, to)| off(*from, *to) < CENTRED * (columns[first + 1] - columns[first]))
        .min_by(|a, b| off(a.0, a.1).total_cmp(&off(b.0, b.1)));
    let Some(best) = best else { return reached };
    // A name of one column alone stands in its middle.
    let is_nearer = reached.is_some() || best.1 > best.0 + 1 || off(best.0, best.1) < off(first, last) / 2.0;
    if is_nearer { Some(best) } else { reached }
}
