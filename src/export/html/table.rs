//! Tables: numbers to the right, header cells as such, the outcome of the checks at each cell, and all of them below.

use std::collections::BTreeSet;
use std::io;

use super::extent::{self, Extent};
use super::inline::Between;
use super::{Html, check};
use crate::document::{Column, ColumnRole, Row, Table, TableKind};
use crate::export::alignment::{self, Alignment};
use crate::export::checks::Checks;
use crate::export::column_group::{self, Group};
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
        self.column_names(&table.columns)?;
        self.xml.open("tbody", &[])?;
        let mut checks = Checks::of(table);
        let tops = tops(table);
        for (row, extents) in table.rows.iter().zip(extent::of(table)) {
            let is_top = row.path == "TOTAL" || tops.contains(row.path.as_str());
            let told = checks.told_of_next(&row.path);
            let top = [("class", "top".into())];
            self.xml.open("tr", &top[usize::from(!is_top)..])?;
            for ((column, alignment), extent) in alignments.iter().enumerate().zip(extents) {
                if let Some(extent) = extent {
                    self.cell((table, &checks, told), row, column, *alignment, extent)?;
                }
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

    /// Writes the columns' names. What stands in a cell over several of them is written once, over all of these.
    fn column_names(&mut self, columns: &[Column]) -> io::Result<()> {
        let groups = column_group::of(columns);
        let is_parted = groups.iter().any(Group::is_parted);
        self.xml.open("thead", &[])?;
        self.xml.open("tr", &[])?;
        for group in &groups {
            let [first, ..] = group.columns else { continue };
            let mut attributes = match group.columns.len() {
                1 => vec![("scope", "col".into())],
                count => vec![("scope", "colgroup".into()), ("colspan", count.to_string().into())],
            };
            if is_parted && !group.is_parted() {
                attributes.push(("rowspan", "2".into()));
            }
            // A name that was guessed stands on no page.
            if first.name.spans.is_empty() && !first.name.is_empty() {
                attributes.push(("class", "guessed".into()));
            }
            self.xml.open("th", &attributes)?;
            match first.name.spans.get(..group.shared) {
                None | Some([]) => self.xml.characters(&first.name)?,
                Some(spans) => self.inline(spans)?,
            }
            self.xml.close("th")?;
        }
        self.xml.close("tr")?;
        if is_parted {
            self.xml.open("tr", &[])?;
            for group in groups.iter().filter(|group| group.is_parted()) {
                for column in group.columns {
                    self.xml.open("th", &[("scope", "col".into())])?;
                    self.inline(column.name.spans.get(group.shared..).unwrap_or_default())?;
                    self.xml.close("th")?;
                }
            }
            self.xml.close("tr")?;
        }
        self.xml.close("thead")
    }

    fn cell(
        &mut self,
        (table, checks, told): (&Table, &Checks<'_>, usize),
        row: &Row,
        column: usize,
        alignment: Alignment,
        extent: Extent,
    ) -> io::Result<()> {
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
        for (name, count) in [("rowspan", extent.rows), ("colspan", extent.columns)] {
            if count > 1 {
                attributes.push((name, count.to_string().into()));
            }
        }
        self.xml.open(element, &attributes)?;
        self.begin_page(row.page)?;
        if spans.is_empty() && !text.trim().is_empty() {
            // The sequence of rows gave it: nothing was read there.
            let told = [("class", "sua".into()), ("title", "ô này không đọc được gì".into())];
            self.xml.open("span", &told)?;
            self.xml.text("ins", &[], text)?;
            self.xml.close("span")?;
        } else {
            self.inline(spans)?;
        }
        let outcome = check::of_cell(checks.of_cell(&row.path, column), told);
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

/// Returns the paths of the rows at the top that others stand under.
fn tops(table: &Table) -> BTreeSet<&str> {
    let above = table.rows.iter().filter_map(|row| Some(row.path.split_once('.')?.0));
    above.filter(|top| !top.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Line, LineId, Page, SourceInfo, SourceKind, Span, Text};
    use crate::export::reading::Lines;

    /// A column whose name is these words, each the whole of a line.
    fn column(lines: &[(u32, &str)]) -> Column {
        let spans = lines.iter().map(|(line, text)| Span {
            line: LineId::new(1, *line),
            start: 0,
            end: text.chars().count() as u32,
        });
        let text = lines.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ");
        Column { name: Text { text, spans: spans.collect() }, role: ColumnRole::Other }
    }

    fn head(columns: &[Column], lines: &[&str]) -> String {
        let source =
            SourceInfo { path: "a.txt".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let lines = lines.iter().map(|text| Line::from_text(*text)).collect();
        let mut document = Document::new(source, vec![Page::of_text(1, lines)]);
        document.lay_out_as_read();
        let lines = Lines::of(&document);
        let mut html = Html::new(&document, &lines).unwrap();
        // The page that its lines stand on has begun.
        html.page = 1;
        html.column_names(columns).unwrap();
        let written = String::from_utf8(html.xml.end()).unwrap();
        written[written.find("<thead>").unwrap()..].trim_end().to_owned()
    }

    #[test]
    fn what_stands_over_several_columns_is_written_once_over_all_of_them() {
        let lines = ["Tiêu chí", "Điểm", "tối đa", "tự chấm", "Ghi chú"];
        let columns = [
            column(&[(1, "Tiêu chí")]),
            column(&[(2, "Điểm"), (3, "tối đa")]),
            column(&[(2, "Điểm"), (4, "tự chấm")]),
            column(&[(5, "Ghi chú")]),
        ];
        assert_eq!(
            head(&columns, &lines),
            r#"<thead><tr><th scope="col" rowspan="2">Tiêu chí</th><th scope="colgroup" colspan="2">Điểm</th><th scope="col" rowspan="2">Ghi chú</th></tr><tr><th scope="col">tối đa</th><th scope="col">tự chấm</th></tr></thead>"#
        );
    }

    #[test]
    fn a_cell_over_columns_without_names_of_their_own_needs_no_second_row() {
        let columns = [column(&[(1, "Điểm")]), column(&[(1, "Điểm")]), column(&[])];
        assert_eq!(
            head(&columns, &["Điểm"]),
            r#"<thead><tr><th scope="colgroup" colspan="2">Điểm</th><th scope="col"></th></tr></thead>"#
        );
    }
}
