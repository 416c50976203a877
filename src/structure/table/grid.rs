//! Tables read from their rules.
//!
//! The rules down part the columns, the rules across part the rows; a word belongs to the cell that holds its
//! centre. A rule across that stops short of half the table does not part rows: the cells beside it are merged.
//! Tables without rules are left to [`text`](super::text).
//!
//! All boxes are upright ([`sheet`](crate::structure::sheet)), so rules are compared by x and y alone.

use std::ops::Range;

use super::header;
use super::{RawRow, RawTable, Spot};
use crate::document::{Column, ColumnRole};
use crate::structure::folding;
use crate::structure::sheet::{Frame, PlacedWord, Role, Sheet};

/// Two rules closer than this, in pixels, are one. A rule of 1 pt is 4 px thick at 300 dpi, and is often found as
/// its two edges.
const SAME_RULE: f32 = 12.0;
/// A rule across parts rows if it spans this share of the table's width.
const ROW_RULE: f32 = 0.5;
/// A rule down parts columns if together with others at its x it spans this share of the table's height.
const COLUMN_RULE: f32 = 0.4;

/// A ruled region of a page.
struct Grid {
    columns: Vec<f32>,
    rows: Vec<f32>,
}

/// Finds tables on pages with boxes, and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Vec<RawTable> {
    let mut tables: Vec<RawTable> = Vec::new();
    let mut open = false;
    for page in 0..sheet.pages.len() {
        if sheet.pages[page].extent.is_none() {
            open = false;
            continue;
        }
        let grids = grids(sheet, page);
        let mut went_on = false;
        for grid in grids {
            let Some((lines, rows)) = cells(sheet, page, &grid) else { continue };
            let head = header_rows(&rows);
            let names: Vec<String> = (0..grid.columns.len() - 1)
                .map(|c| {
                    let spots = rows[..head].iter().flat_map(|r| r.cells[c].iter());
                    super::join_spots(sheet, spots)
                })
                .collect();
            let same = open
                && tables.last().is_some_and(|t| {
                    t.columns.len() == names.len()
                        && (head == 0
                            || t.columns
                                .iter()
                                .zip(&names)
                                .filter(|(c, n)| folding::likeness(&c.name, n) > 0.6)
                                .count()
                                * 2
                                >= names.len())
                });
            for at in lines.clone() {
                sheet.lines[at].role = Role::Table;
            }
            if !same {
                let title = title_above(sheet, page, lines.start);
                let mut table = RawTable::new(title);
                table.columns =
                    names.into_iter().map(|name| Column { role: header::role(&name), name }).collect();
                tables.push(table);
            }
            if let Some(table) = tables.last_mut() {
                table.add_page(sheet.pages[page].number);
                table.rows.extend(rows.into_iter().skip(head));
                if !same {
                    assign_roles(sheet, table);
                }
            }
            open = true;
            went_on = true;
        }
        if !went_on && !sheet.pages[page].lines.is_empty() {
            open = false;
        }
    }
    tables.retain(|t| !t.rows.is_empty());
    tables
}

/// Finds the grids of a page: rules down that stand together, closed by rules across.
fn grids(sheet: &Sheet, page: usize) -> Vec<Grid> {
    let sheet_page = &sheet.pages[page];
    let across = &sheet_page.across;
    let down = &sheet_page.down;
    if across.len() < 2 || down.len() < 2 {
        return Vec::new();
    }
    // Rules across that overlap in y-bands joined by rules down belong together.
    let mut bands: Vec<(f32, f32)> = down.iter().map(|d| (d.y0 - SAME_RULE, d.y1 + SAME_RULE)).collect();
    bands.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut regions: Vec<(f32, f32)> = Vec::new();
    for (top, bottom) in bands {
        match regions.last_mut() {
            Some(last) if top <= last.1 => last.1 = last.1.max(bottom),
            _ => regions.push((top, bottom)),
        }
    }
    regions.into_iter().filter_map(|region| grid_in(across, down, region)).collect()
}

fn grid_in(across: &[Frame], down: &[Frame], (top, bottom): (f32, f32)) -> Option<Grid> {
    let inside = |y: f32| y >= top && y <= bottom;
    let down: Vec<&Frame> = down.iter().filter(|d| inside(d.center().1)).collect();
    let left = down.iter().map(|d| d.center().0).fold(f32::MAX, f32::min);
    let right = down.iter().map(|d| d.center().0).fold(f32::MIN, f32::max);
    let height = bottom - top - 2.0 * SAME_RULE;
    let columns = merge(down.iter().map(|d| (d.center().0, d.height())).collect(), COLUMN_RULE * height);
    let across: Vec<(f32, f32)> = across
        .iter()
        .filter(|a| inside(a.center().1) && a.x1 > left && a.x0 < right)
        .map(|a| (a.center().1, a.x1.min(right) - a.x0.max(left)))
        .collect();
    let rows = merge(across, ROW_RULE * (right - left));
    (columns.len() >= 3 && rows.len() >= 3).then_some(Grid { columns, rows })
}

/// Merges rules at nearly the same place and keeps those long enough together.
fn merge(mut rules: Vec<(f32, f32)>, least: f32) -> Vec<f32> {
    rules.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f32, f32, f32)> = Vec::new();
    for (at, length) in rules {
        match merged.last_mut() {
            Some((last, total, weighted)) if at - *last <= SAME_RULE => {
                *last = at;
                *total += length;
                *weighted += at * length;
            }
            _ => merged.push((at, length, at * length)),
        }
    }
    merged
        .into_iter()
        .filter(|(_, length, _)| *length >= least && *length > 0.0)
        .map(|(_, length, weighted)| weighted / length)
        .collect()
}

/// Assigns the words in a grid to its cells. Returns the lines it covers and its rows.
fn cells(sheet: &Sheet, page: usize, grid: &Grid) -> Option<(Range<usize>, Vec<RawRow>)> {
    let count = grid.columns.len() - 1;
    let mut rows: Vec<RawRow> = (1..grid.rows.len()).map(|_| RawRow::new(count)).collect();
    let mut covered: Vec<usize> = Vec::new();
    for at in sheet.pages[page].lines.clone() {
        let line = &sheet.lines[at];
        if line.role != Role::Body {
            continue;
        }
        let whole = line.frame.map(|frame| PlacedWord {
            range: 0..line.length(),
            frame,
            ocr: line.ocr.clone(),
            alternatives: Vec::new(),
        });
        let words: Vec<PlacedWord> =
            if line.words.is_empty() { whole.into_iter().collect() } else { line.words.clone() };
        let mut last: Option<(usize, usize)> = None;
        for word in words {
            let (x, y) = word.frame.center();
            // Lines stand level: the word's own height is no guide where it has no descender.
            let Some(row) = slot(&grid.rows, y) else { continue };
            let Some(column) = slot(&grid.columns, x) else { continue };
            if covered.last() != Some(&at) {
                covered.push(at);
            }
            let row_cells = &mut rows[row];
            row_cells.page = line.page;
            if last == Some((row, column))
                && let Some(spot) = row_cells.cells[column].last_mut()
            {
                *spot = Spot::new(sheet, at, spot.range.start..word.range.end);
            } else {
                row_cells.cells[column].push(Spot::new(sheet, at, word.range));
            }
            last = Some((row, column));
        }
    }
    for row in &mut rows {
        let words: String = row.cells.iter().flatten().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        row.total = super::is_total(&words);
    }
    rows.retain(|r| r.cells.iter().any(|c| !c.is_empty()));
    let (first, last) = (*covered.first()?, *covered.last()?);
    (rows.len() >= 2).then_some((first..last + 1, rows))
}

/// Returns which interval between neighbouring edges holds a place.
fn slot(edges: &[f32], at: f32) -> Option<usize> {
    let after = edges.partition_point(|e| *e <= at);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

/// Returns how many rows at the top are header: they read as one, or hold no number where later rows do.
fn header_rows(rows: &[RawRow]) -> usize {
    let mut head = 0;
    for row in rows.iter().take(3) {
        let text: Vec<&str> = row.cells.iter().flatten().map(|s| s.text.as_str()).collect();
        let known = row.cells.iter().filter(|c| {
            let name: Vec<&str> = c.iter().map(|s| s.text.as_str()).collect();
            !name.is_empty() && header::role(&name.join(" ")) != ColumnRole::Other
        });
        let numbered = text.iter().any(|t| crate::structure::number::parse(t).is_some());
        if known.count() >= 2 && !numbered
            || head > 0 && !numbered && header::header_share(&text.join(" ")) > 0.5
        {
            head += 1;
        } else {
            break;
        }
    }
    // A plain table's header has no numbers and is followed by rows that have.
    let has_number =
        |r: &RawRow| r.cells.iter().flatten().any(|s| crate::structure::number::parse(&s.text).is_some());
    if head == 0 && rows.len() > 1 && !has_number(&rows[0]) && has_number(&rows[1]) {
        head = 1;
    }
    head.min(rows.len().saturating_sub(1))
}

/// Gives a label and a text column to a table whose header does not name them.
fn assign_roles(sheet: &Sheet, table: &mut RawTable) {
    let length = |column: usize| -> usize {
        table.rows.iter().map(|r| super::join_spots(sheet, r.cells[column].iter()).chars().count()).sum()
    };
    let lengths: Vec<usize> = (0..table.columns.len()).map(length).collect();
    let has = |role: ColumnRole| table.columns.iter().any(|c| c.role == role);
    let (label, text) = (has(ColumnRole::Label), has(ColumnRole::Text));
    if !label
        && lengths.first().is_some_and(|l| *l <= 5 * table.rows.len())
        && table.columns[0].role == ColumnRole::Other
    {
        table.columns[0].role = ColumnRole::Label;
    }
    if !text
        && let Some(widest) = (0..lengths.len()).max_by_key(|c| lengths[*c])
        && table.columns[widest].role == ColumnRole::Other
    {
        table.columns[widest].role = ColumnRole::Text;
    }
}

/// Returns the title that stands above a table, and claims its lines; an annex's title stays the annex's heading too.
fn title_above(sheet: &mut Sheet, page: usize, first: usize) -> Option<String> {
    let start = sheet.pages[page].lines.start;
    let mut title: Vec<usize> = Vec::new();
    let mut caption = None;
    for at in (start..first).rev().take(6) {
        let text = sheet.lines[at].text.trim();
        let capitals = folding::capital_share(text) > 0.7 && text.split_whitespace().nth(2).is_some();
        if capitals {
            title.push(at);
        } else if !title.is_empty() {
            break;
        } else if caption.is_none() && is_caption(text) {
            caption = Some(at);
        }
    }
    title.reverse();
    let lines = if title.is_empty() { caption.into_iter().collect() } else { title };
    let above = lines.first()?.checked_sub(1).filter(|above| *above >= start);
    let is_annex = above.is_some_and(|at| folding::fold(&sheet.lines[at].text).starts_with("phu luc"));
    let text = lines.iter().map(|at| sheet.lines[*at].text.trim()).collect::<Vec<_>>().join(" ");
    if !is_annex {
        lines.iter().for_each(|at| sheet.lines[*at].role = Role::Table);
    }
    Some(text)
}

/// Returns whether a line numbers a table: `Biểu số 01`, `Bảng 2`.
fn is_caption(text: &str) -> bool {
    let folded = folding::fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let is_number = |word: &&str| word.trim_end_matches(['.', ':']).bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), ["bieu" | "bang" | "mau", "so", number] | ["bieu" | "bang", number] if is_number(number))
}
