//! Plain tables that came out column by column, blocks of narrow lines with nothing to tell their columns.
//!
//! ```text
//! page   = header block+ , item+
//! header = column name, a block of its own; `Ghi chú` closes it
//! item   = label title , [ paragraph ]        label n for the k-th time stands in column k of row n
//! ```
//!
//! Such a page is known by its narrow lines and by a header that closes with `Ghi chú`. Items without numbers say
//! nothing of their column; a page without numbered items is left as text.

use super::raw::{RawRow, RawTable, Spot};
use crate::document::{Column, ColumnRole, text};
use crate::structure::folding;
use crate::structure::sheet::{Role, Sheet};

/// Lines of such a page hold at most this share of the usual length.
const NARROW: f32 = 0.5;
/// Fewest lines that make such a page.
const FEWEST: usize = 10;
/// Most blocks of a header.
const COLUMNS: usize = 8;

/// Finds such tables in lines without boxes, and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Vec<RawTable> {
    let mut tables = Vec::new();
    for page in 0..sheet.pages.len() {
        let narrow = |at: &usize| {
            let line = &sheet.lines[*at];
            line.role == Role::Body
                && line.frame.is_none()
                && line.length() as f32 <= NARROW * sheet.usual_length as f32
        };
        let lines: Vec<usize> = sheet.pages[page].lines.clone().rev().take_while(narrow).collect();
        let apart = |at: &usize| sheet.lines[*at].gap_before;
        let lines: Vec<usize> = lines.into_iter().rev().skip_while(|at| !apart(at)).collect();
        if lines.len() < FEWEST {
            continue;
        }
        let blocks = blocks(sheet, lines.into_iter());
        let text = |block: &[usize]| text::join(block.iter().map(|l| sheet.lines[*l].text.as_str()));
        let closes = |block: &Vec<usize>| folding::reads_as(&text(block), "ghi chú");
        let Some(last) = blocks.iter().take(COLUMNS).position(closes) else { continue };
        let name = |block: &Vec<usize>| sheet.text(block.iter().map(|at| sheet.whole(*at)));
        let columns: Vec<Column> =
            blocks[..=last].iter().map(|b| Column { name: name(b), role: ColumnRole::Other }).collect();
        let Some(rows) = rows(sheet, &blocks[last + 1..], columns.len()) else { continue };
        let mut table = RawTable::new(None);
        table.columns = columns;
        if let Some(note) = table.columns.last_mut() {
            note.role = ColumnRole::Note;
        }
        table.rows = rows;
        table.add_page(sheet.pages[page].number);
        for at in blocks.into_iter().flatten() {
            table.take(sheet, at);
        }
        tables.push(table);
    }
    tables
}

/// Parts lines at gaps.
fn blocks(sheet: &Sheet, lines: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for at in lines {
        match blocks.last_mut() {
            Some(block) if !sheet.lines[at].gap_before => block.push(at),
            _ => blocks.push(vec![at]),
        }
    }
    blocks
}

/// Sorts numbered blocks, with what follows each, into rows; `None` where the numbers make no table.
fn rows(sheet: &Sheet, blocks: &[Vec<usize>], columns: usize) -> Option<Vec<RawRow>> {
    let mut rows: Vec<RawRow> = Vec::new();
    let mut cell: Option<(usize, usize)> = None;
    for block in blocks {
        let first = &sheet.lines[block[0]];
        let number =
            first.text.split_whitespace().next().and_then(|t| t.strip_suffix('.')?.parse::<usize>().ok());
        if let Some(number) = number {
            if number == 0 || number > rows.len() + 1 {
                return None;
            }
            if number > rows.len() {
                let mut row = RawRow::new(columns);
                row.page = first.page;
                rows.push(row);
            }
            let column = rows[number - 1].cells.iter().position(Vec::is_empty)?;
            cell = Some((number - 1, column));
        }
        let (row, column) = cell?;
        for at in block {
            let length = sheet.lines[*at].length();
            rows[row].cells[column].push(Spot::new(sheet, *at, 0..length));
        }
    }
    (!rows.is_empty()).then_some(rows)
}
