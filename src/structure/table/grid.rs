//! Tables read from their rules.
//!
//! A line belongs to the cell of the [grid](crate::structure::upright_grid) in which it was found; of one that runs over
//! several, each word to the cell that holds its centre. A cell that spans several rows or columns stands in the first of
//! them. Tables without rules are left to [`text`](super::text).
//!
//! A table goes on over the page where one of as many columns opens the next page, under the same header or none,
//! with no text in between. Its first row there goes on the last one where it has no label and begins in the middle
//! of a sentence.

use super::carried::{self, Shown, TEXT_BETWEEN};
use super::raw::{RawRow, RawTable, Spot};
use super::{closing_row, head_above, header, label, title};
use crate::document::geometry::Frame;
use crate::document::{self, Column, ColumnRole, Text};
use crate::structure::folding;
use crate::structure::number;
use crate::structure::sheet::{Role, Sheet, SheetLine};
use crate::structure::upright_grid::UprightGrid;

/// The same where the labels count on over the page and the columns stay: there may be running titles.
const RUNNING_TITLES: usize = 120;
/// How far the middles of words of one printed line lie apart at most, in their heights.
const LEVEL: f32 = 0.4;
/// Share of the rows beside a cell with which its words must stand level to be theirs.
const LISTED: f64 = 0.75;
/// Most rows of a header.
const TALLEST_HEADER: usize = 3;
/// Share of the columns that a header of unknown names gives one.
const NAMED: f64 = 0.6;
/// Share of a header's names that must be like the earlier page's for the table to go on.
const SAME_NAMES: f64 = 0.5;
/// Likeness from which two names are the same.
const LIKE_NAME: f64 = 0.6;
/// Share of rows that must have a label for a row without one to be the rest of another.
const LABELLED: f64 = 0.6;

/// Finds tables on pages with boxes, and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Vec<RawTable> {
    let mut tables: Vec<RawTable> = Vec::new();
    let mut above: Option<(usize, UprightGrid)> = None;
    let mut shown: Vec<Vec<Shown>> = (0..sheet.pages.len()).map(|page| on_page(sheet, page)).collect();
    carried::carry(sheet, &mut shown);
    head_above::join(sheet, &mut shown);
    for (page, shown) in shown.into_iter().enumerate() {
        if sheet.pages[page].extent.is_none() {
            continue;
        }
        for Shown { mut grid, head, is_carried, head_above } in shown {
            closing_row::merge(sheet, page, &mut grid, head);
            let Some(mut filled) = Filled::new(sheet, page, &grid) else { continue };
            if let Some(above) = &head_above {
                filled.name_by(sheet, page - 1, above, &grid);
            }
            let Some(&first) = filled.covered.first() else { continue };
            let goes_on = tables.last().zip(above.as_ref()).is_some_and(|(table, above)| {
                head_above.is_none()
                    && filled.continues(table)
                    && follows(
                        sheet,
                        above,
                        (page, &grid),
                        &Seam {
                            is_bare: filled.head == 0,
                            has_columns: is_carried || grid.has_columns_of(&above.1),
                            counts_on: filled.counts_on(table) || filled.head > 0 && filled.runs_on(table),
                        },
                    )
            });
            if !goes_on && filled.rows.len() < 2 {
                continue;
            }
            above = Some((page, grid));
            let number = sheet.pages[page].number;
            let opening = page - usize::from(head_above.is_some());
            if let Some(table) = tables.last_mut().filter(|_| goes_on) {
                table.add_page(number);
                filled.covered.iter().for_each(|at| table.take(sheet, *at));
                take_repeated(sheet, table, &filled);
                append(table, filled.body());
                continue;
            }
            for at in &filled.covered {
                sheet.lines[*at].role = Role::Table;
            }
            let mut table = RawTable::new(None);
            table.title = title::find(sheet, opening, first, &mut table);
            filled.covered.iter().for_each(|at| table.take(sheet, *at));
            table.columns = filled
                .names
                .iter()
                .map(|name| Column { role: header::role(name), name: name.clone() })
                .collect();
            table.add_page(sheet.pages[opening].number);
            table.add_page(number);
            table.rows = filled.body();
            assign_roles(sheet, &mut table);
            tables.push(table);
        }
    }
    let mut tables: Vec<RawTable> = tables.into_iter().filter_map(|table| table.with_rows(sheet)).collect();
    for table in &mut tables {
        drop_empty_columns(table);
        // The first column may have been such a one.
        assign_roles(sheet, table);
    }
    tables
}

/// Returns the tables that a page shows, each with its head.
fn on_page(sheet: &Sheet, page: usize) -> Vec<Shown> {
    let mut grids = sheet.pages[page].grids.clone();
    grids.iter_mut().for_each(|grid| part_listed_cells(sheet, page, grid));
    let shown = |grid: UprightGrid| {
        let filled = Filled::new(sheet, page, &grid)?;
        let head = filled.rows.get(filled.head).filter(|_| filled.head > 0).map_or(0, |(row, _)| *row);
        Some(Shown { grid, head, is_carried: false, head_above: None })
    };
    grids.into_iter().filter_map(shown).collect()
}

/// A word's place in a grid, the height of its middle on the page, and its own, and whether it begins with a small letter.
type Middle = ((usize, usize), f32, f32, bool);

/// Parts cells over several rows whose words stand level with those of the rows beside them, a line to a row: there a
/// rule was lost, as on photographs. The words of a cell that truly spans rows keep a spacing of their own, or go on in small
/// letters.
fn part_listed_cells(sheet: &Sheet, page: usize, grid: &mut UprightGrid) {
    let words = sheet.pages[page]
        .lines
        .clone()
        .filter(|at| sheet.lines[*at].role == Role::Body)
        .flat_map(|at| sheet.lines[at].words.iter().map(move |word| (at, word)))
        .filter_map(|(at, word)| {
            let (_, y) = word.frame.center();
            let is_small = sheet.lines[at].slice(&word.range).starts_with(char::is_lowercase);
            Some((grid.place_at(word.frame.center())?, y, word.frame.height(), is_small))
        });
    let mut of_rows: Vec<Vec<Middle>> = vec![Vec::new(); grid.row_count()];
    for word in words {
        of_rows[word.0.0].push(word);
    }
    let is_level = |a: f32, b: f32, height: f32| (a - b).abs() <= LEVEL * height;
    // The lines of a name, `Số` / `TT`, stand beside names over others and those below them.
    for row in parted_header(grid, 0)..grid.row_count() {
        for column in 0..grid.column_count() {
            let origin = (row, column);
            if grid.origin(origin) != origin || grid.end_of_rows(origin) < row + 2 {
                continue;
            }
            let own = |r: usize| of_rows[r].iter();
            let is_row_listed = |r: usize| -> Option<bool> {
                let mut inside = own(r).filter(|(place, ..)| grid.origin(*place) == origin);
                let (_, y, height, _) = inside.next()?;
                let is_one_line = inside.all(|(_, other, ..)| is_level(*y, *other, *height));
                let mut beside = own(r).filter(|(place, ..)| {
                    grid.origin(*place).0 == r && grid.end_of_rows(grid.origin(*place)) == r + 1
                });
                Some(is_one_line && beside.any(|(_, other, ..)| is_level(*y, *other, *height)))
            };
            let begins_small =
                |r: usize| own(r).find(|(place, ..)| grid.origin(*place) == origin).map(|word| word.3);
            let mut begin = (row..grid.end_of_rows(origin)).filter_map(begins_small);
            // A text that goes on in the row below, where no entry begins.
            if begin.next() == Some(false) && begin.any(|is_small| is_small) {
                continue;
            }
            let listed: Vec<bool> = (row..grid.end_of_rows(origin)).filter_map(is_row_listed).collect();
            let agreeing = listed.iter().filter(|is_listed| **is_listed).count();
            if agreeing > 1 && agreeing as f64 >= LISTED * listed.len() as f64 {
                grid.part_rows(origin);
            }
        }
    }
}

/// What tells whether two grids on two pages are one table.
struct Seam {
    /// True where the lower one has no header.
    is_bare: bool,
    /// True where their columns are the same.
    has_columns: bool,
    /// True where the labels go on below a header that is printed again, or count on.
    counts_on: bool,
}

/// Returns whether a grid stands on a later page than another with no text between them; under a table of the very
/// same columns a note may stand, where no new header begins, or the labels count on.
fn follows(sheet: &Sheet, above: &(usize, UprightGrid), below: (usize, &UprightGrid), seam: &Seam) -> bool {
    let letters = |pages: std::ops::Range<usize>, lies_between: &dyn Fn(f32) -> bool| -> usize {
        pages
            .flat_map(|page| sheet.pages[page].lines.clone())
            .filter(|at| sheet.lines[*at].role == Role::Body && !sheet.is_ruled(*at))
            .filter(|at| sheet.lines[*at].frame.is_none_or(|frame| lies_between(frame.center().1)))
            .map(|at| sheet.lines[at].text.chars().filter(|c| c.is_alphabetic()).count())
            .sum()
    };
    let ((last, upper), (page, lower)) = (above, below);
    if *last >= page {
        return false;
    }
    let is_same = seam.is_bare && seam.has_columns;
    let most = if seam.has_columns && seam.counts_on { RUNNING_TITLES } else { TEXT_BETWEEN };
    let after = if is_same { 0 } else { letters(*last..last + 1, &|y| y > upper.bottom()) };
    let between = letters(last + 1..page, &|_| true);
    let before = letters(page..page + 1, &|y| y < lower.top());
    after + between + before < most
}

/// Drops columns without name and content, such as the gap between two rules set side by side.
fn drop_empty_columns(table: &mut RawTable) {
    for column in (0..table.columns.len()).rev() {
        if table.columns[column].name.is_empty() && table.rows.iter().all(|row| row.cells[column].is_empty())
        {
            table.columns.remove(column);
            for row in &mut table.rows {
                row.cells.remove(column);
                row.extents.remove(column);
                for (at, (_, columns)) in row.extents.iter_mut().enumerate().take(column) {
                    // A cell that began before it and reached over it is narrower.
                    *columns -= u32::from(at + *columns as usize > column);
                }
            }
        }
    }
}

/// Takes the header of a further page, which names the columns where it was read the more surely.
fn take_repeated(sheet: &Sheet, table: &mut RawTable, filled: &Filled) {
    let header = filled.rows[..filled.head].iter().flat_map(|(_, row)| &row.cells).flatten();
    let repeated = super::text_of(sheet, header).spans;
    let sure = |names: &mut dyn Iterator<Item = &Text>| names.map(|name| certainty(sheet, name)).sum::<f32>();
    let is_surer =
        sure(&mut filled.names.iter()) > sure(&mut table.columns.iter().map(|column| &column.name));
    if !is_surer {
        table.repeated.extend(repeated);
        return;
    }
    for (column, name) in table.columns.iter_mut().zip(&filled.names) {
        let before = std::mem::replace(&mut column.name, name.clone());
        // A name over several columns is in all of theirs.
        for span in before.spans {
            if !table.repeated.contains(&span) {
                table.repeated.push(span);
            }
        }
        column.role = header::role(name);
    }
}

/// Returns how surely the least sure word of a text was read; 0 of none.
fn certainty(sheet: &Sheet, text: &Text) -> f32 {
    let of_place = |(line, range): (usize, std::ops::Range<usize>)| {
        let line = &sheet.lines[line];
        let own =
            line.words.iter().filter(|word| word.range.start < range.end && range.start < word.range.end);
        own.map(|word| word.word.confidence).reduce(f32::min).unwrap_or(line.confidence)
    };
    sheet.places(text).into_iter().map(of_place).reduce(f32::min).unwrap_or(0.0)
}

/// Adds the rows of a further page to a table.
fn append(table: &mut RawTable, rows: Vec<RawRow>) {
    let mut rows = rows.into_iter().peekable();
    if let (Some(row), Some(label)) =
        (rows.peek(), table.columns.iter().position(|c| c.role == ColumnRole::Label))
        && goes_on(table, row, label)
        && let Some(last) = table.rows.last_mut()
        && let Some(row) = rows.next()
    {
        for (cell, rest) in last.cells.iter_mut().zip(row.cells) {
            cell.extend(rest);
        }
    }
    table.rows.extend(rows);
}

/// Returns whether a page's first row is the rest of the table's last one, which the page break cut.
fn goes_on(table: &RawTable, row: &RawRow, label: usize) -> bool {
    let Some(last) = table.rows.last().filter(|last| !last.total && !row.total) else { return false };
    let labelled = table.rows.iter().filter(|row| !row.cells[label].is_empty()).count();
    let rest = |(cell, before): (&Vec<Spot>, &Vec<Spot>)| {
        !before.is_empty() && cell.first().is_some_and(|spot| spot.text.starts_with(char::is_lowercase))
    };
    let has_number = row.cells.iter().flatten().any(|spot| number::parse(&spot.text).is_some());
    row.cells[label].is_empty()
        && !has_number
        && labelled as f64 >= LABELLED * table.rows.len() as f64
        && row.cells.iter().zip(&last.cells).any(rest)
}

/// A grid with its words.
struct Filled {
    /// The lines it holds, in order.
    covered: Vec<usize>,
    /// Rows with their place in the grid; empty ones are left out.
    rows: Vec<(usize, RawRow)>,
    /// How many of them are header.
    head: usize,
    /// The columns' names; empty without a header.
    names: Vec<Text>,
}

impl Filled {
    /// Sorts a page's words into a grid; `None` where none fall into it.
    fn new(sheet: &Sheet, page: usize, grid: &UprightGrid) -> Option<Self> {
        let count = grid.column_count();
        let mut rows: Vec<RawRow> = (0..grid.row_count()).map(|_| RawRow::new(count)).collect();
        let mut covered: Vec<usize> = Vec::new();
        for at in sheet.pages[page].lines.clone() {
            let line = &sheet.lines[at];
            if line.role != Role::Body {
                continue;
            }
            // A line without words stands where it does as a whole.
            let whole = line.frame.filter(|_| line.words.is_empty()).map(|frame| (0..line.length(), frame));
            let words = line.words.iter().flat_map(|word| parted(line, word.range.clone(), word.frame, grid));
            let words = words.chain(whole);
            let mut last: Option<(usize, usize)> = None;
            let own = line.cell.zip(line.frame).and_then(|(cell, frame)| grid.cell_of(cell, frame));
            for (range, frame) in words {
                // Lines stand level: the word's own height is no guide where it has no descender.
                let Some((row, column)) = own.or_else(|| grid.cell_at(frame.center())) else { continue };
                if covered.last() != Some(&at) {
                    covered.push(at);
                }
                let row_cells = &mut rows[row];
                row_cells.page = line.page;
                if last == Some((row, column))
                    && let Some(spot) = row_cells.cells[column].last_mut()
                {
                    *spot = Spot::new(sheet, at, spot.range.start..range.end);
                } else {
                    row_cells.cells[column].push(Spot::new(sheet, at, range));
                }
                last = Some((row, column));
            }
        }
        for (at, row) in rows.iter_mut().enumerate() {
            row.total = super::is_total(&row_text(row)) && !is_numbered(row);
            for (column, extent) in row.extents.iter_mut().enumerate() {
                *extent = grid.extent((at, column));
            }
        }
        let mut rows: Vec<(usize, RawRow)> =
            rows.into_iter().enumerate().filter(|(_, row)| row.cells.iter().any(|c| !c.is_empty())).collect();
        // Cells reach over the rows that are left.
        let places: Vec<usize> = rows.iter().map(|(place, _)| *place).collect();
        for (at, (place, row)) in rows.iter_mut().enumerate() {
            for (own, _) in &mut row.extents {
                let end = *place + *own as usize;
                *own = places[at..].partition_point(|below| *below < end) as u32;
            }
        }
        if rows.is_empty() {
            return None;
        }
        let head = if rows.len() < 2 { 0 } else { header_rows(grid, &rows) };
        let names = (0..count).map(|column| name(sheet, grid, &rows[..head], column)).collect();
        Some(Self { covered, rows, head, names })
    }

    /// Takes the names of its columns, or what of them stands there, from a head that stands alone on the page before.
    fn name_by(&mut self, sheet: &Sheet, page: usize, above: &UprightGrid, own: &UprightGrid) {
        let Some(head) = Self::new(sheet, page, above) else { return };
        // Where they open without a label and no figure stands among them, the names go on.
        if let [(_, first), (_, second), ..] = self.rows.as_slice()
            && self.head == 0
            && first.cells.first().is_some_and(Vec::is_empty)
            && second.cells.first().is_some_and(|label| !label.is_empty())
            && !row_text(first).contains(|c: char| c.is_ascii_digit())
        {
            self.head = 1;
            self.names = (0..own.column_count()).map(|c| name(sheet, own, &self.rows[..1], c)).collect();
        }
        let moved = above.sides().0 - own.sides().0;
        let over = |column: usize| {
            let middle = own.column_edges()[column].midpoint(own.column_edges()[column + 1]);
            above
                .column_at(middle + moved)
                .map(|over| name(sheet, above, &head.rows, over))
                .unwrap_or_default()
        };
        let over: Vec<Text> = (0..self.names.len()).map(over).collect();
        let like = over.iter().zip(&self.names).filter(|(o, n)| folding::likeness(o, n) > LIKE_NAME);
        let is_repeated = like.count() as f64 >= SAME_NAMES * over.len() as f64;
        if !is_repeated {
            for (below, over) in self.names.iter_mut().zip(over) {
                let rest = std::mem::replace(below, over);
                below.append(rest);
            }
        }
        self.covered.splice(0..0, head.covered);
    }

    /// Returns the rows below the header.
    fn body(self) -> Vec<RawRow> {
        self.rows.into_iter().skip(self.head).map(|(_, row)| row).collect()
    }

    /// Returns whether this is a further page of a table.
    fn continues(&self, table: &RawTable) -> bool {
        let like =
            table.columns.iter().zip(&self.names).filter(|(c, n)| folding::likeness(&c.name, n) > LIKE_NAME);
        table.columns.len() == self.names.len()
            && (self.head == 0 || like.count() as f64 >= SAME_NAMES * self.names.len() as f64)
    }

    /// Returns whether the rows go on below a header that is printed again: the first label is not the one that the table opens with,
    /// and the table is not closed.
    fn runs_on(&self, table: &RawTable) -> bool {
        let label = |row: &RawRow| {
            let spots = row.cells.first().map(Vec::as_slice).unwrap_or_default();
            let text: String = spots.iter().map(|spot| spot.text.as_str()).collect();
            label::core(&text).trim_start_matches('0').to_owned()
        };
        let first = self.rows.get(self.head).map(|(_, row)| row);
        let opening = table.rows.first().map(label);
        let is_closed = table.rows.last().is_some_and(|row| row.total);
        first.is_some_and(|row| row.total || !label(row).is_empty() && Some(label(row)) != opening)
            && !is_closed
    }

    /// Returns whether the first label below the header is the number behind a table's last one.
    fn counts_on(&self, table: &RawTable) -> bool {
        let number = |row: &RawRow| -> Option<usize> {
            let [spot] = row.cells.first()?.as_slice() else { return None };
            label::core(&spot.text).parse().ok()
        };
        let first = self.rows.get(self.head).and_then(|(_, row)| number(row));
        let last = table.rows.last().and_then(number);
        last.zip(first).is_some_and(|(last, first)| last.checked_add(1) == Some(first))
    }
}

/// How far, in heights of a word, an edge may lie from the place where a label and a word behind it were read as one.
const GLUED: f32 = 1.0;

/// Returns a word in two where a label before it was read with it, `01Kho`, and the edge of a column runs there.
fn parted(
    line: &SheetLine<'_>,
    range: std::ops::Range<usize>,
    frame: Frame,
    grid: &UprightGrid,
) -> Vec<(std::ops::Range<usize>, Frame)> {
    let text = line.slice(&range);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let is_label = digits > 0 && text.chars().nth(digits).is_some_and(char::is_uppercase);
    let at = frame.x0 + (frame.x1 - frame.x0) * digits as f32 / range.len().max(1) as f32;
    let is_edge =
        |edge: &f32| (edge - at).abs() < GLUED * frame.height() && frame.x0 < *edge && *edge < frame.x1;
    if !is_label || !grid.column_edges().iter().any(is_edge) {
        return vec![(range, frame)];
    }
    let middle = range.start + digits;
    let (label, word) = (Frame { x1: at, ..frame }, Frame { x0: at, ..frame });
    vec![(range.start..middle, label), (middle..range.end, word)]
}

/// Returns the name of a column: the header's cells above it from top to bottom, those over several columns too.
fn name(sheet: &Sheet, grid: &UprightGrid, header: &[(usize, RawRow)], column: usize) -> Text {
    let named = header.iter().filter(|(_, row)| !counts_columns(row));
    let mut origins: Vec<(usize, usize)> = named.map(|(row, _)| grid.origin((*row, column))).collect();
    origins.dedup();
    let cell = |(row, column): &(usize, usize)| {
        header.iter().find(|(at, _)| at == row).map(|(_, r)| &r.cells[*column])
    };
    super::text_of(sheet, origins.iter().filter_map(cell).flatten())
}

fn row_text(row: &RawRow) -> String {
    row.cells.iter().flatten().map(|spot| spot.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Most words of a closing row that has a number: `5 Tổng cộng`.
const CLOSING_WORDS: usize = 2;

/// Returns whether a row that seems to close a table is one of its numbered ones: `5 Tống Công Chiến`, `1 Tổng số hộ nghèo`.
fn is_numbered(row: &RawRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let label: String = filled.next().into_iter().flatten().map(|spot| spot.text.as_str()).collect();
    let words = filled.next().into_iter().flatten().flat_map(|spot| spot.text.split_whitespace()).count();
    let digits = label.trim_matches(|c: char| !c.is_alphanumeric());
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && words > CLOSING_WORDS
}

/// Returns how many rows at the top are header: their names are known, `TT` opens them, they hold no number where
/// the next row does, or most of their cells stand beside two rows of names.
fn header_rows(grid: &UprightGrid, rows: &[(usize, RawRow)]) -> usize {
    let has_number =
        |row: &RawRow| row.cells.iter().flatten().any(|spot| number::parse(&spot.text).is_some());
    let cell_text = |cell: &Vec<Spot>| cell.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
    let filled = |row: &RawRow| row.cells.iter().filter(|cell| !cell.is_empty()).count() as f64;
    let mut head = 0;
    for (_, row) in rows.iter().take(TALLEST_HEADER) {
        let known = row
            .cells
            .iter()
            .map(cell_text)
            .filter(|name| !name.is_empty() && header::role(name) != ColumnRole::Other)
            .count();
        // A title over the rows below is one cell, or follows a label.
        let is_title = filled(row) < 2.0 || label::is_clear(&cell_text(&row.cells[0]));
        let names = known >= 2 || head > 0 && !is_title && header::header_share(&row_text(row)) > 0.5;
        // A stroke of the header may be read as a number, but not where most names are known.
        let is_sure = 2 * known > row.cells.len();
        if !names || has_number(row) && !is_sure {
            break;
        }
        head += 1;
    }
    let first = &rows[0].1;
    if head == 0 && !has_number(first) {
        let opens = cell_text(&first.cells[0]);
        let is_header = header::opens_with_number_sign(&opens) && opens.split_whitespace().count() <= 2
            // A plain table's header names its columns, without numbers, and is followed by rows that have some.
            || has_number(&rows[1].1) && filled(first) >= NAMED * first.cells.len() as f64
            // As one of times does, `7h30 - 8h00`, under a header that names each column.
            || filled(first) as usize == first.cells.len() && opens_with_figures(rows);
        head = usize::from(is_header);
    }
    // The labels' name stands in the middle of a header of several rows.
    let names_labels = |row: &RawRow| {
        let text = cell_text(&row.cells[0]);
        header::opens_with_number_sign(&text) && text.split_whitespace().count() <= 2
    };
    let has_figure = |row: &RawRow| {
        row.cells.iter().flatten().any(|spot| spot.text.contains(|c: char| c.is_ascii_digit()))
    };
    let named = rows.iter().take(TALLEST_HEADER).position(|(_, row)| names_labels(row));
    // A letter of the names may have been read as a figure.
    let has_figures = |row: &RawRow| {
        let is_figure =
            |cell: &&Vec<Spot>| cell.iter().any(|spot| spot.text.contains(|c: char| c.is_ascii_digit()));
        2 * row.cells.iter().filter(is_figure).count() >= filled(row) as usize
    };
    let is_free = |named: &usize| {
        !rows[..*named].iter().any(|(_, row)| has_figure(row)) && !has_figures(&rows[*named].1)
    };
    if let Some(named) = named.filter(|named| head == 0 && is_free(named)) {
        let goes_on = |(_, row): &&(usize, RawRow)| row.cells[0].is_empty() && !has_figure(row) && !row.total;
        head = named + 1;
        head += rows[head..].iter().take(TALLEST_HEADER - head).take_while(goes_on).count();
    }
    // A cell for the labels' name beside rows of names reaches over the whole header.
    let opens = cell_text(&first.cells[0]);
    let sign = grid.end_of_rows(grid.origin((rows[0].0, 0)));
    if header::opens_with_number_sign(&opens) && opens.split_whitespace().count() <= 2 {
        let below = rows.iter().take_while(|(row, _)| *row < sign).count();
        if (head + 1..=TALLEST_HEADER).contains(&below) {
            head = below;
        }
    }
    let tall = tall_header(grid, rows[0].0);
    let below = rows.iter().take_while(|(row, _)| *row < tall).count();
    if below > head && !rows[..below].iter().any(|(_, row)| has_number(row)) {
        head = below;
    }
    // Years may be among the names of a header in which every cell tells it.
    let parted = parted_header(grid, rows[0].0);
    head = head.max(rows.iter().take_while(|(row, _)| *row < parted).count());
    // Where the names above it were not read, what counts the columns is no row either.
    while rows.get(head).is_some_and(|(_, row)| counts_columns(row)) {
        head += 1;
    }
    head.min(rows.len() - 1)
}

/// Fewest rows below a header that tell what its first column holds.
const FEWEST_BELOW: usize = 2;

/// Returns whether all rows but the first, which has none, open with a figure.
fn opens_with_figures(rows: &[(usize, RawRow)]) -> bool {
    let opens = |row: &RawRow| {
        let mut first = row.cells.first().into_iter().flatten();
        first.any(|spot| spot.text.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_figure = |spot: &Spot| spot.text.contains(|c: char| c.is_ascii_digit());
    let Some(((_, first), below)) = rows.split_first() else { return false };
    below.len() >= FEWEST_BELOW
        && !first.cells.iter().flatten().any(is_figure)
        && below.iter().all(|(_, row)| opens(row) || row.total)
}

/// Returns whether a row below a header counts its columns.
fn counts_columns(row: &RawRow) -> bool {
    let text = |cell: &Vec<Spot>| cell.iter().map(|spot| spot.text.as_str()).collect::<String>();
    let cells: Vec<String> = row.cells.iter().map(text).collect();
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    2 * filled > cells.len() && document::counts_columns(cells.iter().map(String::as_str))
}

/// Returns the row below a header of several rows: most cells of its first row span them, and one is parted below.
/// Without such a header it is 0.
fn tall_header(grid: &UprightGrid, first: usize) -> usize {
    let columns = grid.column_count();
    let ends: Vec<usize> = (0..columns).map(|c| grid.end_of_rows(grid.origin((first, c)))).collect();
    let end = ends.iter().copied().max().unwrap_or(0);
    let tall = ends.iter().filter(|e| **e == end).count();
    let is_parted = tall < columns;
    if is_parted && 2 * tall >= columns && (first + 2..=first + TALLEST_HEADER).contains(&end) {
        end
    } else {
        0
    }
}

/// Returns the row below a header that nothing else can be: each cell of its first row reaches down over it, or stands over several
/// columns, and there are both. Without such a header it is 0.
fn parted_header(grid: &UprightGrid, first: usize) -> usize {
    let origin = |column: usize| grid.origin((first, column));
    let columns = grid.column_count();
    let ends: Vec<usize> = (0..columns).map(|column| grid.end_of_rows(origin(column))).collect();
    let Some(end) = ends.iter().copied().max() else { return 0 };
    let stands_over =
        |column: usize| (0..columns).filter(|other| origin(*other) == origin(column)).count() > 1;
    let tells = |column: usize| ends[column] == end || stands_over(column);
    let is_parted = (0..columns).any(|column| ends[column] < end) && (0..columns).all(tells);
    if is_parted && (first + 2..=first + TALLEST_HEADER).contains(&end) { end } else { 0 }
}

/// Gives a label and a text column to a table whose header does not name them.
fn assign_roles(sheet: &Sheet, table: &mut RawTable) {
    let length = |column: usize| -> usize {
        table.rows.iter().map(|r| super::text_of(sheet, &r.cells[column]).chars().count()).sum()
    };
    let lengths: Vec<usize> = (0..table.columns.len()).map(length).collect();
    let has = |role: ColumnRole| table.columns.iter().any(|c| c.role == role);
    let (label, text) = (has(ColumnRole::Label), has(ColumnRole::Text));
    let is_numeric = |column: usize| {
        let cells = table.rows.iter().map(|row| &row.cells[column]).filter(|cell| !cell.is_empty());
        let (numbers, others): (Vec<bool>, Vec<bool>) =
            cells.map(|cell| cell.iter().all(|spot| number::parse(&spot.text).is_some())).partition(|is| *is);
        numbers.len() > others.len()
    };
    if !label
        && lengths.first().is_some_and(|l| *l <= 5 * table.rows.len())
        && table.columns[0].role == ColumnRole::Other
    {
        table.columns[0].role = ColumnRole::Label;
    }
    // Amounts may be longer than what they are for.
    let widest = (0..lengths.len()).max_by_key(|c| (!is_numeric(*c), lengths[*c]));
    if !text
        && let Some(widest) = widest
        && table.columns[widest].role == ColumnRole::Other
    {
        table.columns[widest].role = ColumnRole::Text;
    }
}
