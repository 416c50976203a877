//! The lattice of a ruled table: the columns and rows between its rules, and the cells that span several of them.
//!
//! The rules of one table meet: those down the page stand between rules across it. Where they part the table from
//! edge to edge they are edges of columns and rows; so is a shorter one that both its ends tie to rules it meets, as
//! in a header of two rows or beside a cell that spans rows, while the line under a word ends in the open. Two
//! neighbours with no rule between them are one cell. Boxes are upright, so that rules are compared by x and y alone.

use super::sheet::Frame;

/// Two rules closer than this, in pixels, are one. A rule of 1 pt is 4 px thick at 300 dpi, and is often found as
/// its two edges.
const SAME_RULE: f32 = 12.0;
/// How far, in pixels, a worn rule may end before the corner it belongs to: 24 on a scan of 150 dpi, where a shadow of
/// the sheet's edge stood 85 off.
const CORNER: f32 = 30.0;
/// The narrowest column that a border lost at the side of a table is missed for, pixels.
const NARROWEST: f32 = 40.0;
/// A rule across is an edge of rows if with others at its height it spans this share of the table's width.
const ROW_RULE: f32 = 0.5;
/// A rule down is an edge of columns if with others at its x it spans this share of the table's height.
const COLUMN_RULE: f32 = 0.4;
/// The same for a rule tied at both ends, which a column under a shared name has over most of the height: a short one is the edge of a picture or a form's box.
const TIED_COLUMN_RULE: f32 = 0.2;
/// Share of a border between two cells that must be ruled; broken rules of poor scans keep more.
const BORDER: f32 = 0.5;

/// A ruled table's edges and merged cells, pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lattice {
    /// Edges of the columns from left to right, one more than there are columns.
    columns: Vec<f32>,
    /// Edges of the rows from top to bottom.
    rows: Vec<f32>,
    /// For each place, row by row, row and column of the place that its cell begins with: the upper left one.
    origins: Vec<(usize, usize)>,
}

impl Lattice {
    /// Finds the tables in upright rules, from top to bottom.
    pub(super) fn find(across: &[Frame], down: &[Frame]) -> Vec<Self> {
        let mut bands: Vec<(f32, f32)> = down
            .iter()
            .filter(|rule| across.iter().any(|other| meets(rule, other)))
            .map(|rule| (rule.y0 - SAME_RULE, rule.y1 + SAME_RULE))
            .collect();
        bands.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut regions: Vec<(f32, f32)> = Vec::new();
        for (top, bottom) in bands {
            match regions.last_mut() {
                Some(last) if top <= last.1 => last.1 = last.1.max(bottom),
                _ => regions.push((top, bottom)),
            }
        }
        regions.into_iter().filter_map(|region| Self::within(across, down, region)).collect()
    }

    /// Reads the table between two heights; it has at least two columns. One row alone may be the rest of a table.
    fn within(across: &[Frame], down: &[Frame], (top, bottom): (f32, f32)) -> Option<Self> {
        let inside = |rule: &&Frame| (top..=bottom).contains(&rule.center().1);
        let down: Vec<Frame> = down
            .iter()
            .filter(inside)
            .filter(|rule| across.iter().any(|other| meets(rule, other)))
            .copied()
            .collect();
        let left = down.iter().map(|rule| rule.center().0).fold(f32::MAX, f32::min);
        let right = down.iter().map(|rule| rule.center().0).fold(f32::MIN, f32::max);
        let across: Vec<Frame> =
            across.iter().filter(inside).filter(|rule| rule.x1 > left && rule.x0 < right).copied().collect();
        // A faded border at the side: the rules across end where it stood.
        let (begin, end) = usual_ends(&across, ROW_RULE * (right - left)).unwrap_or((left, right));
        let left = if begin < left - NARROWEST { begin } else { left };
        let right = if end > right + NARROWEST { end } else { right };
        let across: Vec<Frame> = across
            .iter()
            .map(|rule| Frame { x0: rule.x0.max(left), x1: rule.x1.min(right), ..*rule })
            .collect();
        let height = bottom - top - 2.0 * SAME_RULE;
        let ties_down = |rule: &Frame| {
            rule.height() >= TIED_COLUMN_RULE * height
                && ends_at(&across, |other| other.center().1, rule.y0, rule.y1)
        };
        let ties_across = |rule: &Frame| ends_at(&down, |other| other.center().0, rule.x0, rule.x1);
        let mut columns = edges(
            down.iter().map(|rule| (rule.center().0, rule.height(), ties_down(rule))),
            COLUMN_RULE * height,
        );
        if columns.first().is_some_and(|first| left < first - NARROWEST) {
            columns.insert(0, left);
        }
        if columns.last().is_some_and(|last| right > last + NARROWEST) {
            columns.push(right);
        }
        let rows = edges(
            across.iter().map(|rule| (rule.center().1, rule.x1 - rule.x0, ties_across(rule))),
            ROW_RULE * (right - left),
        );
        if columns.len() < 3 || rows.len() < 2 {
            return None;
        }
        let mut lattice = Self { columns, rows, origins: Vec::new() };
        lattice.merge(&across, &down);
        Some(lattice)
    }

    /// Grows each cell from its upper left place to the right and down, as far as no rule stands between.
    fn merge(&mut self, across: &[Frame], down: &[Frame]) {
        let (rows, columns) = (self.row_count(), self.column_count());
        // Whether a rule stands on the right of each place, and below it.
        let mut walled = vec![false; rows * columns];
        let mut floored = vec![false; rows * columns];
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = (self.columns[column + 1], self.rows[row + 1]);
                let upright = down.iter().filter(|rule| (rule.center().0 - x).abs() <= SAME_RULE);
                let level = across.iter().filter(|rule| (rule.center().1 - y).abs() <= SAME_RULE);
                let at = row * columns + column;
                walled[at] = column + 1 == columns
                    || is_covered(upright.map(|rule| (rule.y0, rule.y1)), self.rows[row], y);
                floored[at] = row + 1 == rows
                    || is_covered(level.map(|rule| (rule.x0, rule.x1)), self.columns[column], x);
            }
        }
        let mut origins: Vec<Option<(usize, usize)>> = vec![None; rows * columns];
        for row in 0..rows {
            for column in 0..columns {
                if origins[row * columns + column].is_some() {
                    continue;
                }
                let free = |row: usize, column: usize| origins[row * columns + column].is_none();
                let mut right = column;
                while !walled[row * columns + right] && free(row, right + 1) {
                    right += 1;
                }
                let mut bottom = row;
                while (column..=right).all(|c| !floored[bottom * columns + c] && free(bottom + 1, c))
                    && (column..right).all(|c| !walled[(bottom + 1) * columns + c])
                {
                    bottom += 1;
                }
                for r in row..=bottom {
                    origins[r * columns + column..=r * columns + right].fill(Some((row, column)));
                }
            }
        }
        self.origins = origins.into_iter().flatten().collect();
    }

    /// Returns how many columns the lattice has.
    pub(super) fn column_count(&self) -> usize {
        self.columns.len() - 1
    }

    /// Returns how many rows the lattice has.
    pub(super) fn row_count(&self) -> usize {
        self.rows.len() - 1
    }

    /// Returns where the table begins, pixels from the top of the page.
    pub(super) fn top(&self) -> f32 {
        self.rows[0]
    }

    /// Returns where the table ends, pixels from the top of the page.
    pub(super) fn bottom(&self) -> f32 {
        self.rows[self.row_count()]
    }

    /// Returns whether the columns stand where those of another table do.
    pub(super) fn has_columns_of(&self, other: &Self) -> bool {
        self.columns.len() == other.columns.len()
            && self.columns.iter().zip(&other.columns).all(|(a, b)| (a - b).abs() <= SAME_RULE)
    }

    /// Returns row and column that hold a point, whatever cell they belong to.
    pub(super) fn place_at(&self, (x, y): (f32, f32)) -> Option<(usize, usize)> {
        Some((slot(&self.rows, y)?, slot(&self.columns, x)?))
    }

    /// Returns row and column of the upper left place of the cell that holds a point.
    pub(super) fn cell_at(&self, point: (f32, f32)) -> Option<(usize, usize)> {
        Some(self.origin(self.place_at(point)?))
    }

    /// Parts a cell that spans rows into one for each row.
    pub(super) fn part_rows(&mut self, (row, column): (usize, usize)) {
        let columns = self.column_count();
        for (at, origin) in self.origins.iter_mut().enumerate() {
            if *origin == (row, column) {
                origin.0 = at / columns;
            }
        }
    }

    /// Returns the upper left place of the cell that a place belongs to.
    pub(super) fn origin(&self, (row, column): (usize, usize)) -> (usize, usize) {
        self.origins[row * self.column_count() + column]
    }

    /// Returns how many rows and columns the cell that begins at a place extends over.
    pub(super) fn extent(&self, (row, column): (usize, usize)) -> (u32, u32) {
        let of_it = |place: &(usize, usize)| self.origin(*place) == (row, column);
        let rows = (row..self.row_count()).map(|r| (r, column)).take_while(of_it).count();
        let columns = (column..self.column_count()).map(|c| (row, c)).take_while(of_it).count();
        (rows.max(1) as u32, columns.max(1) as u32)
    }

    /// Returns the row below the cell that begins at a place.
    pub(super) fn end_of_rows(&self, (row, column): (usize, usize)) -> usize {
        (row..self.row_count())
            .take_while(|r| self.origin((*r, column)) == (row, column))
            .last()
            .map_or(row, |r| r + 1)
    }
}

/// Returns where the rules across at least so long usually begin and end; `None` where there are fewer than two.
fn usual_ends(across: &[Frame], least: f32) -> Option<(f32, f32)> {
    let long: Vec<&Frame> = across.iter().filter(|rule| rule.x1 - rule.x0 >= least).collect();
    let middle = |mut places: Vec<f32>| {
        places.sort_by(f32::total_cmp);
        places.get(places.len() / 2).copied().filter(|_| places.len() > 1)
    };
    let ends = |end: fn(&Frame) -> f32| middle(long.iter().map(|rule| end(rule)).collect());
    Some((ends(|rule| rule.x0)?, ends(|rule| rule.x1)?))
}

/// True where a rule down and a rule across touch, or all but do.
fn meets(down: &Frame, across: &Frame) -> bool {
    let (x, y) = (down.center().0, across.center().1);
    (across.x0 - CORNER..=across.x1 + CORNER).contains(&x)
        && (down.y0 - CORNER..=down.y1 + CORNER).contains(&y)
}

/// True where rules stand at both ends of another one.
fn ends_at(rules: &[Frame], place: impl Fn(&Frame) -> f32, start: f32, end: f32) -> bool {
    let at = |end: f32| rules.iter().any(|rule| (place(rule) - end).abs() <= SAME_RULE);
    at(start) && at(end)
}

/// Merges rules `(place, length, tied at both ends)` at nearly the same place and keeps those long enough together,
/// and those with a tied one among them.
fn edges(rules: impl Iterator<Item = (f32, f32, bool)>, least: f32) -> Vec<f32> {
    let mut rules: Vec<(f32, f32, bool)> = rules.collect();
    rules.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f32, f32, f32, bool)> = Vec::new();
    for (at, length, tied) in rules {
        match merged.last_mut() {
            Some((last, total, weighted, any_tied)) if at - *last <= SAME_RULE => {
                *last = at;
                *total += length;
                *weighted += at * length;
                *any_tied |= tied;
            }
            _ => merged.push((at, length, at * length, tied)),
        }
    }
    merged
        .into_iter()
        .filter(|(_, length, _, tied)| (*tied || *length >= least) && *length > 0.0)
        .map(|(_, length, weighted, _)| weighted / length)
        .collect()
}

/// Returns whether stretches cover enough of an interval to be the border of a cell.
fn is_covered(stretches: impl Iterator<Item = (f32, f32)>, start: f32, end: f32) -> bool {
    let mut stretches: Vec<(f32, f32)> = stretches.collect();
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut covered, mut reached) = (0.0, start);
    for (from, to) in stretches {
        covered += (to.min(end) - from.max(reached)).max(0.0);
        reached = reached.max(to);
    }
    covered >= BORDER * (end - start)
}

/// Returns which interval between neighbouring edges holds a place.
fn slot(edges: &[f32], at: f32) -> Option<usize> {
    let after = edges.partition_point(|edge| *edge <= at);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(y: f32, x0: f32, x1: f32) -> Frame {
        Frame { x0, y0: y - 1.0, x1, y1: y + 1.0 }
    }

    fn down(x: f32, y0: f32, y1: f32) -> Frame {
        Frame { x0: x - 1.0, y0, x1: x + 1.0, y1 }
    }

    /// Rules across at these heights, from 0 to 900.
    fn levels(heights: &[f32]) -> Vec<Frame> {
        heights.iter().map(|y| across(*y, 0.0, 900.0)).collect()
    }

    /// Rules down at these places, between two heights.
    fn sides(places: &[f32], top: f32, bottom: f32) -> Vec<Frame> {
        places.iter().map(|x| down(*x, top, bottom)).collect()
    }

    fn only(level: Vec<Frame>, upright: Vec<Frame>) -> Lattice {
        let mut found = Lattice::find(&level, &upright);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn a_cell_beside_several_rows_is_one_cell() {
        // The third column's cell spans both rows below the header.
        let mut level = levels(&[100.0, 200.0, 400.0]);
        level.push(across(300.0, 0.0, 300.0));
        let lattice = only(level, sides(&[0.0, 100.0, 300.0, 900.0], 100.0, 400.0));
        assert_eq!((lattice.column_count(), lattice.row_count()), (3, 3));
        assert_eq!(lattice.cell_at((50.0, 350.0)), Some((2, 0)));
        assert_eq!(lattice.cell_at((600.0, 350.0)), Some((1, 2)));
        assert_eq!(lattice.end_of_rows((1, 2)), 3);
    }

    #[test]
    fn a_header_over_two_columns_is_one_cell() {
        let mut level = levels(&[100.0, 200.0, 400.0]);
        level.push(across(150.0, 300.0, 900.0));
        let mut upright = sides(&[0.0, 300.0, 900.0], 100.0, 400.0);
        upright.push(down(600.0, 150.0, 400.0));
        let lattice = only(level, upright);
        assert_eq!(lattice.origin((0, 2)), (0, 1));
        assert_eq!(lattice.origin((1, 2)), (1, 2));
        assert_eq!(lattice.origin((1, 0)), (0, 0), "the other column's name stands beside both rows");
    }

    #[test]
    fn the_line_under_a_word_parts_no_rows() {
        let mut level = levels(&[100.0, 200.0, 400.0]);
        level.push(across(150.0, 330.0, 700.0));
        assert_eq!(only(level, sides(&[0.0, 300.0, 900.0], 100.0, 400.0)).row_count(), 2);
    }

    #[test]
    fn a_gap_in_a_rule_does_not_join_cells() {
        let mut level = levels(&[100.0, 400.0]);
        level.extend([across(200.0, 0.0, 420.0), across(200.0, 480.0, 900.0)]);
        let mut upright = sides(&[0.0, 900.0], 100.0, 400.0);
        upright.extend([down(300.0, 100.0, 250.0), down(300.0, 270.0, 400.0)]);
        let lattice = only(level, upright);
        assert!((0..2).all(|row| (0..2).all(|column| lattice.origin((row, column)) == (row, column))));
    }

    #[test]
    fn a_faded_border_at_the_side_stands_where_the_rules_across_end() {
        let lattice = only(levels(&[100.0, 200.0, 400.0]), sides(&[0.0, 300.0, 700.0], 100.0, 400.0));
        assert_eq!(lattice.cell_at((800.0, 300.0)), Some((1, 2)));
    }

    #[test]
    fn tables_one_below_the_other_are_two() {
        let level = levels(&[100.0, 200.0, 300.0, 700.0, 800.0, 900.0]);
        let places = [0.0, 300.0, 900.0];
        let upright = [sides(&places, 100.0, 300.0), sides(&places, 700.0, 900.0)].concat();
        assert_eq!(Lattice::find(&level, &upright).len(), 2);
    }
}
