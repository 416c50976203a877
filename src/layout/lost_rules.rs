//! Cells that a lost rule joined: parted again where their print leaves the place of a column's edge free.
//!
//! A rule one pixel thick fades away before the letters do, in some rows and not in others. A cell that truly extends over several
//! columns holds one text, whose blanks are narrow. Where no row has the rule any more, the column is two where its cells, the name
//! at its head among them, leave one wide blank free from top to bottom. A name with a rule below it of its own, beside names that
//! reach farther down, stands over several columns: what is below it tells.

use crate::document::{BoundingBox, Grid, GridCell};

/// The least blank around the edge of a column that parts a cell, in heights of the usual letter: three usual blanks.
const BLANK: f32 = 1.6;
/// The least blank that parts a whole column, where nothing else tells: on a speckled page the usual part is lower than a letter.
const COLUMN_BLANK: f32 = 2.4;
/// What is lower and narrower than this, in such heights, is dirt, or the mark of a letter.
const SPECK: f32 = 0.4;
/// What is so many times as high as wide, and as high as so many letters, is left of a rule.
const UPRIGHT: u32 = 6;
const HIGH: f32 = 1.5;

/// Pieces of one rule stand no farther aside than this part of such a height, have this part of the height of the cells that they run
/// through, and run through so many.
const ALIKE: f32 = 0.5;
const RULED: f32 = 0.5;
const FEWEST_RULED: u32 = 2;
/// Fewest cells of a column that have print on both sides of a blank where a rule was lost, and which part of those with print; the
/// first one is the name.
const FEWEST_CELLS: usize = 3;
const BOTH_SIDES: f32 = 0.5;

/// Parts columns and cells of grids. `print` are the connected parts of the ink, in the pixels of the grids.
pub fn part(grids: &mut [Grid], print: &[BoundingBox]) {
    for grid in grids {
        let own: Vec<BoundingBox> =
            print.iter().filter(|part| grid.bbox.holds_middle_of(**part)).copied().collect();
        let mut heights: Vec<u32> = own.iter().map(|part| part.height()).collect();
        heights.sort_unstable();
        // Dots and marks are as many as letters, and dirt may be more.
        let Some(usual) = heights.get(heights.len() * 3 / 5).map(|height| *height as f32) else { continue };
        let is_letter = |part: &&BoundingBox| {
            part.width().max(part.height()) as f32 >= SPECK * usual && !is_rule(part, usual)
        };
        let mut letters: Vec<BoundingBox> = own.iter().filter(is_letter).copied().collect();
        letters.sort_by_key(|part| part.middle().1);
        let mut uprights: Vec<BoundingBox> =
            own.iter().filter(|part| is_rule(part, usual)).copied().collect();
        uprights.sort_by_key(|part| part.middle().0);
        while let Some((column, at)) = ruled_edge(grid, &uprights, &letters, usual) {
            add_edge(grid, column, at);
        }
        while let Some((column, at)) = lost_edge(grid, &letters, usual) {
            add_edge(grid, column, at);
        }
        let edges: Vec<u32> = grid.column_edges.iter().map(|edge| edge.middle().0).collect();
        let cells = std::mem::take(&mut grid.cells);
        grid.cells =
            cells.into_iter().flat_map(|cell| parted(cell, &edges, &letters, BLANK * usual)).collect();
    }
}

/// Returns whether a part is what is left of a rule down, where the usual letter is so high.
fn is_rule(part: &BoundingBox, usual: f32) -> bool {
    part.height() as f32 > HIGH * usual && part.height() > UPRIGHT * part.width()
}

/// Returns the cells of one column, from top to bottom, without a name above them that stands over several: it ends above another that
/// begins level with it.
fn cells_of(grid: &Grid, column: u32) -> (Option<&GridCell>, Vec<&GridCell>) {
    let mut cells: Vec<&GridCell> =
        grid.cells.iter().filter(|cell| (cell.column, cell.columns) == (column, 1)).collect();
    cells.sort_by_key(|cell| cell.row);
    let is_over = |name: &GridCell| {
        grid.cells.iter().any(|other| other.row == name.row && name.row + name.rows < other.row + other.rows)
    };
    let over = cells.first().copied().filter(|name| name.row == 0 && is_over(name));
    cells.drain(..usize::from(over.is_some()));
    (over, cells)
}

/// Returns a column through most of which a rule runs that was not found, and where: at its head two names stand on both sides, which
/// a streak over the page has not. `uprights` are what is left of rules, from left to right, `letters` from top to bottom.
fn ruled_edge(
    grid: &Grid,
    uprights: &[BoundingBox],
    letters: &[BoundingBox],
    usual: f32,
) -> Option<(u32, u32)> {
    let edges: Vec<u32> = grid.column_edges.iter().map(|edge| edge.middle().0).collect();
    uprights.chunk_by(|a, b| ((b.middle().0 - a.middle().0) as f32) < ALIKE * usual).find_map(|pieces| {
        let at = pieces[pieces.len() / 2].middle().0;
        let column = edges.partition_point(|edge| *edge <= at).checked_sub(1)?;
        let (left, right) = (*edges.get(column)?, *edges.get(column + 1)?);
        let is_within = (at - left).min(right - at) as f32 > usual;
        let (_, cells) = cells_of(grid, column as u32);
        let names: Vec<&BoundingBox> = cells
            .iter()
            .map(|cell| within(letters, cell.bbox).collect::<Vec<_>>())
            .find(|own| !own.is_empty())?;
        let before = names.iter().filter(|part| part.middle().0 < at).map(|part| part.x1).max()?;
        let behind = names.iter().filter(|part| part.middle().0 >= at).map(|part| part.x0).min()?;
        let has_names = before <= at && at <= behind && (behind - before) as f32 >= BLANK * usual;
        let (mut ruled, mut height, mut count) = (0, 0, 0);
        for cell in cells {
            let held = pieces.iter().filter(|piece| cell.bbox.holds_middle_of(**piece));
            let own = held.map(|piece| piece.height()).sum::<u32>().min(cell.bbox.height());
            height += cell.bbox.height();
            ruled += own;
            count += u32::from(own > 0);
        }
        let is_edge =
            is_within && has_names && count >= FEWEST_RULED && ruled as f32 >= RULED * height as f32;
        is_edge.then_some((column as u32, at))
    })
}

/// Returns the column that is two, and where they meet; `letters` from top to bottom.
fn lost_edge(grid: &Grid, letters: &[BoundingBox], usual: f32) -> Option<(u32, u32)> {
    (0..grid.column_edges.len().saturating_sub(1) as u32).find_map(|column| {
        let (over, cells) = cells_of(grid, column);
        let blank = if over.is_some() { BLANK } else { COLUMN_BLANK } * usual;
        let print: Vec<Vec<BoundingBox>> = cells
            .iter()
            .map(|cell| within(letters, cell.bbox).copied().collect::<Vec<_>>())
            .filter(|own| !own.is_empty())
            .collect();
        let mut all: Vec<BoundingBox> = print.iter().flatten().copied().collect();
        all.sort_by_key(|part| part.x0);
        let mut end = all.first()?.x1;
        let mut gaps: Vec<(u32, u32)> = Vec::new();
        for part in &all {
            if part.x0.saturating_sub(end) as f32 >= blank {
                gaps.push((end, part.x0));
            }
            end = end.max(part.x1);
        }
        let is_on_both = |own: &Vec<BoundingBox>, at: u32| {
            own.iter().any(|part| part.x1 <= at) && own.iter().any(|part| part.x0 >= at)
        };
        let is_lost = |at: u32| {
            let both = print.iter().filter(|own| is_on_both(own, at)).count();
            print.first().is_some_and(|name| is_on_both(name, at))
                && both >= FEWEST_CELLS
                && both as f32 >= BOTH_SIDES * print.len() as f32
        };
        gaps.into_iter()
            .map(|(from, to)| u32::midpoint(from, to))
            .find(|at| is_lost(*at))
            .map(|at| (column, at))
    })
}

/// Returns the letters whose middles a box holds.
fn within(letters: &[BoundingBox], bbox: BoundingBox) -> impl Iterator<Item = &BoundingBox> {
    let from = letters.partition_point(|part| part.middle().1 < bbox.y0);
    let own = letters[from..].iter().take_while(move |part| part.middle().1 < bbox.y1);
    own.filter(move |part| bbox.holds_middle_of(**part))
}

/// Parts a column at a place; cells over several columns extend over both, and so does a name above it.
fn add_edge(grid: &mut Grid, column: u32, at: u32) {
    let over = cells_of(grid, column).0.map(|name| name.row);
    let edges = &mut grid.column_edges;
    let Some(edge) = edges.get(column as usize).map(|edge| BoundingBox { x0: at, x1: at + 1, ..*edge })
    else {
        return;
    };
    edges.insert(column as usize + 1, edge);
    let mut cells = Vec::with_capacity(grid.cells.len());
    for cell in std::mem::take(&mut grid.cells) {
        if cell.column > column {
            cells.push(GridCell { column: cell.column + 1, ..cell });
        } else if cell.column + cell.columns <= column {
            cells.push(cell);
        } else if cell.columns > 1 || over == Some(cell.row) {
            cells.push(GridCell { columns: cell.columns + 1, ..cell });
        } else {
            cells.push(GridCell { bbox: BoundingBox { x1: at, ..cell.bbox }, ..cell });
            cells.push(GridCell { column: column + 1, bbox: BoundingBox { x0: at, ..cell.bbox }, ..cell });
        }
    }
    grid.cells = cells;
}

/// Returns a cell in the pieces that its blanks make of it; `letters` from top to bottom.
fn parted(cell: GridCell, edges: &[u32], letters: &[BoundingBox], blank: f32) -> Vec<GridCell> {
    if cell.columns < 2 {
        return vec![cell];
    }
    let own: Vec<&BoundingBox> = within(letters, cell.bbox).collect();
    let is_free = |at: u32| {
        let before = own.iter().filter(|part| part.middle().0 < at).map(|part| part.x1).max();
        let behind = own.iter().filter(|part| part.middle().0 >= at).map(|part| part.x0).min();
        before
            .zip(behind)
            .is_some_and(|(end, start)| end <= at && at <= start && (start - end) as f32 >= blank)
    };
    let last = cell.column + cell.columns;
    let mut pieces = vec![cell];
    for column in cell.column + 1..last {
        let Some(at) = edges.get(column as usize).copied().filter(|at| is_free(*at)) else { continue };
        let Some(open) = pieces.last_mut() else { break };
        let right =
            GridCell { column, columns: last - column, bbox: BoundingBox { x0: at, ..open.bbox }, ..cell };
        (open.columns, open.bbox.x1) = (column - open.column, at);
        pieces.push(right);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;
    use crate::layout::grids;

    /// Three columns of 200 pixels; the rules between them run beside the first row alone.
    fn grid() -> Vec<Grid> {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 160, 220, 280].map(|y| rule([0, y, 600, y + 2], true));
        let down = [[0, 100, 280], [200, 100, 162], [400, 100, 162], [600, 100, 280]];
        let down = down.map(|[x, y0, y1]| rule([x, y0, x + 2, y1], false));
        let found = grids::find(&[across.as_slice(), &down].concat(), 300.0);
        assert_eq!(columns(&found, 0), [1, 1, 1]);
        assert_eq!(columns(&found, 1), [3]);
        found
    }

    /// Over how many columns each cell of a row extends.
    fn columns(grids: &[Grid], row: u32) -> Vec<u32> {
        grids[0].cells.iter().filter(|cell| cell.row == row).map(|cell| cell.columns).collect()
    }

    /// Letters 10 pixels wide and 20 high from one place to another, at a height.
    fn letters(y: u32, from: u32, to: u32) -> Vec<BoundingBox> {
        (from..to).step_by(14).map(|x| BoundingBox::new(x, y, x + 10, y + 20)).collect()
    }

    #[test]
    fn a_cell_whose_print_leaves_the_edges_free_is_parted() {
        let mut grids = grid();
        let print =
            [letters(120, 20, 120), letters(180, 20, 150), letters(180, 230, 300), letters(180, 450, 500)];
        part(&mut grids, &print.concat());
        assert_eq!(columns(&grids, 1), [1, 1, 1]);
        let cell = grids[0].cells.iter().find(|cell| (cell.row, cell.column) == (1, 1)).unwrap();
        assert_eq!((cell.bbox.x0, cell.bbox.x1), (201, 401), "between the middles of the rules");
        assert_eq!(columns(&grids, 2), [3], "nothing stands in it");
    }

    #[test]
    fn an_empty_place_between_two_texts_is_a_cell() {
        let mut grids = grid();
        part(&mut grids, &[letters(180, 20, 150), letters(180, 450, 500)].concat());
        assert_eq!(columns(&grids, 1), [1, 1, 1]);
    }

    #[test]
    fn one_text_over_several_columns_stays_one_cell() {
        let mut grids = grid();
        // A blank between its words lies at the first edge.
        part(&mut grids, &[letters(180, 60, 190), letters(180, 206, 480)].concat());
        assert_eq!(columns(&grids, 1), [3]);
        let mut grids = grid();
        part(&mut grids, &letters(180, 20, 150));
        assert_eq!(columns(&grids, 1), [3], "a title that ends before the edge");
    }

    #[test]
    fn a_line_of_the_text_over_the_edge_holds_the_cell_together() {
        let mut grids = grid();
        part(&mut grids, &[letters(170, 20, 580), letters(196, 20, 100), letters(196, 450, 500)].concat());
        assert_eq!(columns(&grids, 1), [3]);
    }

    #[test]
    fn a_rule_that_was_not_found_parts_the_cells_that_it_runs_through_however_near_their_print_stands() {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 160, 220, 280].map(|y| rule([0, y, 600, y + 2], true));
        let down = [0, 200, 600].map(|x| rule([x, 100, x + 2, 280], false));
        let row = |y: u32| [letters(y, 20, 150), letters(y, 230, 395), letters(y, 405, 500)].concat();
        let scraps =
            |count: u32| (0..count).map(|at| BoundingBox::new(399, 105 + 60 * at, 402, 157 + 60 * at));
        let head =
            |end: u32| [letters(120, 20, 150), letters(120, 230, end), letters(120, 450, 500)].concat();
        let found = |count: u32, end: u32| {
            let mut grids = grids::find(&[across.as_slice(), &down].concat(), 300.0);
            let print: Vec<BoundingBox> =
                [head(end), row(180), row(240)].concat().into_iter().chain(scraps(count)).collect();
            part(&mut grids, &print);
            grids[0].column_edges.len()
        };
        assert_eq!(found(3, 340), 4);
        assert_eq!(found(1, 340), 3, "a stroke in one cell is none");
        assert_eq!(found(3, 445), 3, "one name stands over it: a streak");
    }

    #[test]
    fn a_column_whose_cells_all_leave_one_wide_blank_free_is_two() {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 160, 220, 280].map(|y| rule([0, y, 600, y + 2], true));
        let down = [0, 200, 600].map(|x| rule([x, 100, x + 2, 280], false));
        let found = || grids::find(&[across.as_slice(), &down].concat(), 300.0);
        let row =
            |y: u32, end: u32| [letters(y, 20, 150), letters(y, 230, end), letters(y, 450, 500)].concat();
        let mut grids = found();
        part(&mut grids, &[row(120, 300), row(180, 390), row(240, 330)].concat());
        assert_eq!(grids[0].column_edges.len(), 4);
        assert_eq!([0, 1, 2].map(|row| columns(&grids, row)), [[1, 1, 1]; 3]);
        let meets = grids[0].column_edges[2].x0;
        assert!((400..450).contains(&meets), "{meets}");
        // Where one text runs over the blank it is one column.
        let mut grids = found();
        part(&mut grids, &[row(120, 300), row(180, 445), row(240, 330)].concat());
        assert_eq!(grids[0].column_edges.len(), 3);
    }

    #[test]
    fn the_column_below_a_name_over_several_is_parted_and_the_name_is_not() {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 160, 220, 280, 340].map(|y| rule([0, y, 600, y + 2], true));
        let below = rule([200, 130, 600, 132], true);
        let down = [0, 200, 600].map(|x| rule([x, 100, x + 2, 340], false));
        let parted = |below: &[Rule]| {
            let mut grids = grids::find(&[across.as_slice(), below, &down].concat(), 300.0);
            let row = |y: u32| [letters(y, 20, 150), letters(y, 230, 350), letters(y, 410, 500)].concat();
            let head = [letters(106, 280, 540), letters(120, 20, 150)].concat();
            part(&mut grids, &[head, row(136), row(180), row(240), row(300)].concat());
            (grids[0].column_edges.len(), columns(&grids, 0), columns(&grids, 1))
        };
        assert_eq!(parted(&[below]), (4, vec![1, 2], vec![1, 1]));
        assert_eq!(parted(&[]), (3, vec![1, 1], vec![1, 1]), "a name of one column over wide blanks");
    }

    #[test]
    fn dirt_and_what_is_left_of_the_rule_part_no_less() {
        let mut grids = grid();
        let scraps = [BoundingBox::new(199, 165, 202, 210), BoundingBox::new(190, 190, 194, 194)];
        part(&mut grids, &[letters(180, 20, 150), letters(180, 230, 300), scraps.to_vec()].concat());
        assert_eq!(columns(&grids, 1), [1, 2]);
    }
}
