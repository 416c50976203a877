//! The head of a table without rules: names of columns, some over several.

use super::rows::{Anchor, Piece};
use super::{Chunk, counts_columns};

/// Lines of a head stand no farther above one another than this many heights of a line.
const NEAR: f32 = 2.6;
/// Names stand at one height where their middles lie no farther apart than this part of a line's height.
const LEVEL: f32 = 0.5;
/// Lines nearer than this part of a line's height are at one height.
const SAME: f32 = 0.3;
/// Steps between lines are alike from this part of the wider one on.
const ALIKE: f32 = 0.85;
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

/// Finds the head above a table's first row.
pub(super) fn find(pieces: &[Piece], columns: &[f32], first: Anchor, rules: &[f32]) -> Head {
    let height = first.height.max(1.0);
    // A rule may stand between it and the first row, and one above it.
    let between = rules.iter().rfind(|rule| **rule < first.y).copied();
    let over = between.and_then(|between| rules.iter().rfind(|rule| **rule < between - height).copied());
    // From there upwards, as long as lines stand near.
    let mut own: Vec<&Piece> = Vec::new();
    let mut reached = between.unwrap_or(first.y);
    let start = between.unwrap_or(first.y - LEVEL * height);
    for piece in pieces.iter().rev().filter(|piece| piece.chunk.y() < start) {
        let y = piece.chunk.y();
        if over.is_some_and(|over| y < over) || over.is_none() && reached - y > NEAR * height {
            break;
        }
        reached = y;
        own.push(piece);
    }
    own.reverse();
    if between.is_none() {
        // The lines of the first row that stand above its anchor are below the widest step.
        let mut ys: Vec<f32> = own.iter().map(|piece| piece.chunk.y()).chain([first.y]).collect();
        ys.dedup_by(|b, a| *b - *a < SAME * height);
        let steps: Vec<f32> = ys.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let widest = steps.iter().copied().fold(0.0, f32::max);
        let end = steps.iter().rposition(|step| *step >= ALIKE * widest).map_or(f32::MAX, |at| ys[at + 1]);
        own.retain(|piece| piece.chunk.y() < end - SAME * height);
    }
    // The lines of the first row that stand above its anchor, a text of several lines set in the middle, are no names.
    let named = own.iter().map(|piece| (piece.first..=piece.last).count()).sum::<usize>();
    if named < 2 {
        let top = own.iter().map(|piece| piece.chunk.frame.y0).fold(first.y - height, f32::min);
        return Head { edges: vec![top], merged: Vec::new(), bottom: top };
    }
    let top = own.iter().map(|piece| piece.chunk.frame.y0).fold(f32::MAX, f32::min);
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
    // What stands over several columns, level by level.
    let mut levels: Vec<f32> = Vec::new();
    let mut spans: Vec<(usize, usize, usize)> = Vec::new();
    for piece in &own {
        let Some((from, to)) = span(piece, &own, columns) else { continue };
        let y = piece.chunk.y();
        let level = levels.iter().position(|level| (level - y).abs() < LEVEL * height).unwrap_or_else(|| {
            levels.push(y);
            levels.len() - 1
        });
        spans.push((level, from, to));
    }
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

/// Returns the columns that a name stands over, where these are several: it runs over an edge, or names stand below it and
/// at that height beside it.
fn span(piece: &Piece, own: &[&Piece], columns: &[f32]) -> Option<(usize, usize)> {
    if piece.last > piece.first {
        return Some((piece.first, piece.last));
    }
    let (height, y) = (piece.chunk.frame.height(), piece.chunk.y());
    let of = |column: usize| own.iter().filter(move |other| other.first <= column && column <= other.last);
    let is_level = |a: f32, b: f32| (a - b).abs() < LEVEL * height;
    let leaf = of(piece.first).map(|other| other.chunk.y()).find(|other| *other > y + LEVEL * height)?;
    // Beside it, nothing at its height, and a name at that of the one below it.
    let is_leaf = |column: usize| {
        of(column).any(|other| is_level(other.chunk.y(), leaf))
            && !of(column).any(|other| is_level(other.chunk.y(), y))
    };
    let column = piece.first;
    let (left, right) = (column.checked_sub(1)?, column + 1);
    let middle = (columns[column] + columns[column + 1]) / 2.0;
    let is_centred =
        (piece.chunk.frame.center().0 - middle).abs() < CENTRED * (columns[column + 1] - columns[column]);
    (right + 1 < columns.len() && is_centred && is_leaf(left) && is_leaf(right)).then_some((left, right))
}
