//! Heads that a page break parts from their rows, or cuts through: names of columns at the foot of a page, and what they name at the
//! top of the next one.
//!
//! The lower part has the same columns, or parts those of the upper one: `Số hồ sơ tiếp nhận` above, `Kỳ trước` and `Mới tiếp nhận`
//! below.

use super::carried::{Shown, TEXT_BETWEEN};
use crate::structure::number;
use crate::structure::sheet::{Role, Sheet};
use crate::structure::upright_grid::UprightGrid;

/// Most rows of a head.
const TALLEST: usize = 3;

/// Gives the first table of each page the head that stands alone at the foot of the page before.
pub(super) fn join(sheet: &Sheet, pages: &mut [Vec<Shown>]) {
    for page in 1..pages.len() {
        let (before, from) = pages.split_at_mut(page);
        let (Some(above), Some(below)) =
            (before.last_mut(), from.first_mut().and_then(|tables| tables.first_mut()))
        else {
            continue;
        };
        let is_joined = above.last().is_some_and(|head| {
            head.head_above.is_none()
                && is_head_alone(sheet, page - 1, &head.grid)
                && below.grid.parts_columns_of(&head.grid)
                && letters(sheet, page, |y| y < below.grid.top()) < TEXT_BETWEEN
        });
        if is_joined && let Some(head) = above.pop() {
            below.head_above = Some(head.grid);
        }
    }
}

/// Returns whether a grid at the foot of a page holds a head alone: few rows that give most columns a name and hold no number.
fn is_head_alone(sheet: &Sheet, page: usize, grid: &UprightGrid) -> bool {
    let mut is_named = vec![false; grid.column_count()];
    for at in sheet.pages[page].lines.clone().filter(|at| sheet.lines[*at].role == Role::Body) {
        let line = &sheet.lines[at];
        for word in &line.words {
            let Some((row, column)) = grid.cell_at(word.frame.center()) else { continue };
            if number::parse(&line.slice(&word.range)).is_some() {
                return false;
            }
            let across = grid.extent((row, column)).1 as usize;
            is_named[column..column + across].fill(true);
        }
    }
    let named = is_named.iter().filter(|is_named| **is_named).count();
    grid.row_count() <= TALLEST
        && 2 * named > grid.column_count()
        && letters(sheet, page, |y| y > grid.bottom()) < TEXT_BETWEEN
}

/// Returns how many letters stand where it is asked for on a page, which nothing has claimed.
fn letters(sheet: &Sheet, page: usize, is_there: impl Fn(f32) -> bool) -> usize {
    let lines = sheet.pages[page].lines.clone().map(|at| &sheet.lines[at]);
    let own = lines
        .filter(|line| line.role == Role::Body && line.frame.is_some_and(|frame| is_there(frame.center().1)));
    own.map(|line| line.text.chars().filter(|c| c.is_alphabetic()).count()).sum()
}
