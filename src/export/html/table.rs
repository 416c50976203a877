//! Tables: numbers to the right, header cells as such, the outcome of the checks at each cell, and all of them below.

use std::io;

use super::inline::Between;
use super::{Html, check};
use crate::document::{ColumnRole, Row, Table, TableKind};
use crate::export::alignment::{self, Alignment};
use crate::export::reading::TableParts;

impl Html<'_> {
    pub(super) fn table(&mut self, at: usize, table: &Table, parts: &TableParts) -> io::Result<()> {
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
        self.element("caption", "", &parts.title, Between::Blank)?;
        let alignments: Vec<Alignment> =
            (0..table.columns.len()).map(|column| alignment::of(table, column)).collect();
        self.xml.open("thead", &[])?;
        self.xml.open("tr", &[])?;
        for own in &table.columns {
            // A name that was guessed stands on no page.
            let is_guessed = own.name.spans.is_empty() && !own.name.is_empty();
            let attributes = [("scope", "col".into()), ("class", "guessed".into())];
            self.xml.open("th", &attributes[..1 + usize::from(is_guessed)])?;
            match own.name.spans.as_slice() {
                [] => self.xml.characters(&own.name)?,
                spans => self.inline(spans)?,
            }
            self.xml.close("th")?;
        }
        self.xml.close("tr")?;
        self.xml.close("thead")?;
        self.xml.open("tbody", &[])?;
        for row in &table.rows {
            let is_top = is_top(table, row);
            let top = [("class", "top".into())];
            self.xml.open("tr", &top[usize::from(!is_top)..])?;
            for (column, alignment) in alignments.iter().enumerate() {
                self.cell(table, row, column, *alignment)?;
            }
            self.xml.close("tr")?;
        }
        self.xml.close("tbody")?;
        self.xml.close("table")?;
        self.xml.close("div")?;
        self.as_lines("beside", &parts.rest)?;
        self.as_lines("sheet", &parts.repeated)?;
        self.checks(table)
    }

    fn cell(&mut self, table: &Table, row: &Row, column: usize, alignment: Alignment) -> io::Result<()> {
        let cell = row.cells.get(column);
        let (text, spans) = cell.map_or(("", &[][..]), |cell| (&**cell, cell.text.spans.as_slice()));
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
        if spans.is_empty() && !text.trim().is_empty() {
            // The sequence of rows gave it: nothing was read there.
            let told = [("class", "sua".into()), ("title", "ô này không đọc được gì".into())];
            self.xml.open("span", &told)?;
            self.xml.text("ins", &[], text)?;
            self.xml.close("span")?;
        } else {
            self.inline(spans)?;
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
