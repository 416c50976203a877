//! Tables: numbers to the right, header cells as such, the outcome of the checks at each cell, and all of them below.

use std::io;

use super::{Html, check};
use crate::document::{ColumnRole, Row, Table, TableKind};
use crate::export::alignment::{self, Alignment};
use crate::export::provenance::Place;

impl Html<'_> {
    pub(super) fn table(&mut self, at: usize, table: &Table) -> io::Result<()> {
        let provenance = self.provenance;
        let traces = provenance.tables.get(at);
        // What is wider than the page can be moved with the keyboard, too.
        let name = format!("Bảng {}", at + 1);
        let region = [
            ("class", "scroll".into()),
            ("role", "region".into()),
            ("tabindex", "0".into()),
            ("aria-label", name.into()),
        ];
        self.xml.open("div", &region)?;
        let class = if table.kind == TableKind::Score { "score" } else { "plain" };
        self.xml.open("table", &[("id", format!("bang-{}", at + 1).into()), ("class", class.into())])?;
        let title = traces.map_or(&[][..], |traces| &traces.title);
        self.field("caption", "", "", table.title.as_deref(), title)?;
        let alignments: Vec<Alignment> =
            (0..table.columns.len()).map(|column| alignment::of(table, column)).collect();
        self.xml.open("thead", &[])?;
        self.xml.open("tr", &[])?;
        for (column, own) in table.columns.iter().enumerate() {
            self.xml.open("th", &[("scope", "col".into())])?;
            let trace = traces.and_then(|traces| traces.columns.get(column));
            self.inline(&own.name, trace.map_or(&[][..], Vec::as_slice))?;
            self.xml.close("th")?;
        }
        self.xml.close("tr")?;
        self.xml.close("thead")?;
        self.xml.open("tbody", &[])?;
        for (number, row) in table.rows.iter().enumerate() {
            let is_top = is_top(table, row);
            let top = [("class", "top".into())];
            self.xml.open("tr", &top[usize::from(!is_top)..])?;
            for (column, alignment) in alignments.iter().enumerate() {
                let trace = traces.and_then(|traces| traces.rows.get(number)?.get(column));
                self.cell(table, row, column, *alignment, trace.map_or(&[][..], Vec::as_slice))?;
            }
            self.xml.close("tr")?;
        }
        self.xml.close("tbody")?;
        self.xml.close("table")?;
        self.xml.close("div")?;
        self.checks(table)
    }

    fn cell(
        &mut self,
        table: &Table,
        row: &Row,
        column: usize,
        alignment: Alignment,
        trace: &[Option<Place>],
    ) -> io::Result<()> {
        let text = row.cells.get(column).map_or("", String::as_str);
        let is_label = table.columns.get(column).is_some_and(|own| own.role == ColumnRole::Label);
        let (element, mut attributes) = match is_label && !text.trim().is_empty() {
            true => ("th", vec![("scope", "row".into())]),
            false => ("td", Vec::new()),
        };
        match alignment {
            Alignment::Left => {}
            Alignment::Centre => attributes.push(("class", "label".into())),
            Alignment::Right => attributes.push(("class", "number".into())),
        }
        self.xml.open(element, &attributes)?;
        if column == 0 {
            self.begin_page(row.page)?;
        }
        let printed = row.printed.get(column).map_or("", String::as_str);
        let same = printed.split_whitespace().eq(text.split_whitespace());
        if trace.is_empty() && !same {
            // The record says how the cell was read, though not in which line.
            let told = match printed.trim() {
                // Nothing was read there.
                "" => "ô này không đọc được gì",
                // As the row of the record says.
                _ => "theo hàng của bảng trong bản ghi",
            };
            self.xml.open("span", &[("class", "sua".into()), ("title", told.into())])?;
            if !printed.trim().is_empty() {
                self.xml.text("del", &[], printed)?;
            }
            if !text.trim().is_empty() {
                self.xml.open("ins", &[])?;
                self.inline(text, trace)?;
                self.xml.close("ins")?;
            }
            self.xml.close("span")?;
        } else {
            self.inline(text, trace)?;
        }
        let outcome = check::of_cell(table, &row.path, column);
        if let Some((status, told)) = outcome {
            let attributes = [
                ("class", format!("check {status}").into()),
                ("role", "img".into()),
                ("aria-label", told.clone().into()),
                ("title", told.into()),
            ];
            self.xml.text("span", &attributes, "")?;
        }
        self.xml.close(element)
    }
}

/// Returns whether a row is the total, or one at the top that others stand under.
fn is_top(table: &Table, row: &Row) -> bool {
    let is_under = |other: &Row| other.path.strip_prefix(&row.path).is_some_and(|rest| rest.starts_with('.'));
    let is_first = !row.path.is_empty() && !row.path.contains('.');
    row.path == "TOTAL" || is_first && table.rows.iter().any(is_under)
}
