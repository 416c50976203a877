//! Tables. Where each line of a cell is a line of the page, as in a ruled table that was read cell by cell, the cells are
//! whole lines in the order of the rows. Else a cell is part of lines: sought on its row's page, and among the lines of
//! its row, once some cell of it is found.
//!
//! Either way the recognised text of the place must be what the row says was printed there.

use super::chain;
use super::{Place, Provenance, TableTraces, Trace, visible};
use crate::document::{Document, Row, Table};

/// How many lines below a part of a cell the next one stands at most.
const REACH: usize = 3;

impl Provenance<'_> {
    pub(super) fn trace_tables(&mut self, document: &Document, taken: &mut [bool]) {
        for table in &document.tables {
            let traces = self.trace_table(table, taken);
            for line in traces
                .rows
                .iter()
                .flatten()
                .chain(&traces.columns)
                .chain([&traces.title])
                .flat_map(|trace| Self::lines_of(trace))
            {
                taken[line] = true;
            }
            self.tables.push(traces);
        }
    }

    fn trace_table(&self, table: &Table, taken: &[bool]) -> TableTraces {
        let free = |line: &usize| !taken[*line] && table.pages.contains(&self.lines[*line].page);
        let lines: Vec<usize> = (0..self.lines.len()).filter(free).collect();
        let stretches = self.whole(lines.iter().copied());
        let title = table.title.as_deref().unwrap_or_default();
        let names = std::iter::once(title).chain(table.columns.iter().map(|column| column.name.as_str()));
        let cells = table.rows.iter().flat_map(|row| row.cells.iter().map(String::as_str));
        let texts: Vec<Vec<char>> = names.chain(cells).map(visible).collect();
        let mut ways = chain::only_ways(&texts, &stretches).into_iter();
        let title = self.trace_way(title, ways.next().flatten().as_ref(), &stretches);
        let columns = table
            .columns
            .iter()
            .map(|column| self.trace_way(&column.name, ways.next().flatten().as_ref(), &stretches))
            .collect();
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let whole = row.cells.iter().enumerate().map(|(at, cell)| {
                let trace = self.trace_way(cell, ways.next().flatten().as_ref(), &stretches);
                if self.stood_there(row, at, &trace) { trace } else { Trace::new() }
            });
            let mut own: Vec<Trace> = whole.collect();
            self.trace_parts(row, &mut own, &lines);
            rows.push(own);
        }
        let mut cells = table.rows.iter().flat_map(|row| &row.cells).zip(rows.iter().flatten());
        let whole = cells.all(|(cell, trace)| cell.trim().is_empty() || !trace.is_empty());
        TableTraces { title, columns, rows, whole }
    }

    /// Traces the cells of a row that are part of lines, the longest first.
    fn trace_parts(&self, row: &Row, traces: &mut [Trace], lines: &[usize]) {
        let mut cells: Vec<usize> = (0..row.cells.len()).filter(|at| traces[*at].is_empty()).collect();
        cells.sort_by_key(|at| std::cmp::Reverse(row.cells[*at].len()));
        let near = [row.page, row.page.saturating_add(1)];
        let on_page: Vec<usize> =
            lines.iter().copied().filter(|line| near.contains(&self.lines[*line].page)).collect();
        for at in cells.into_iter().filter(|at| !visible(&row.cells[*at]).is_empty()) {
            let found: Vec<usize> = traces.iter().flat_map(|trace| Self::lines_of(trace)).collect();
            let within = found.iter().min().zip(found.iter().max());
            let of_row: Vec<usize> = match within {
                Some((first, last)) => {
                    on_page.iter().copied().filter(|line| (first..=last).contains(&line)).collect()
                }
                None => Vec::new(),
            };
            let candidates = [&on_page, &of_row].map(|lines| self.trace_runs(&row.cells[at], lines, REACH));
            let right = candidates.into_iter().find(|trace| self.stood_there(row, at, trace));
            traces[at] = right.unwrap_or_default();
        }
    }

    /// Returns whether what was recognised where a trace leads is what a cell's row says was printed there.
    fn stood_there(&self, row: &Row, column: usize, trace: &[Option<Place>]) -> bool {
        let Some(printed) = row.printed.get(column) else { return false };
        let mut recognised = String::new();
        for line in Self::lines_of(trace) {
            let own = trace.iter().flatten().filter(|place| place.line == line).map(|place| place.at);
            let Some((first, last)) = own.clone().min().zip(own.max()) else { continue };
            recognised.push_str(self.lines[line].recognised(&(first..last + 1)));
        }
        !trace.is_empty() && visible(&recognised) == visible(printed)
    }
}
