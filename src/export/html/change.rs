//! The table of all changes. One that is shown in the text is linked to.

use std::io;

use super::{Html, percent};

impl Html<'_> {
    pub(super) fn changes(&mut self) -> io::Result<()> {
        let edits = &self.document.edits;
        if edits.is_empty() {
            return Ok(());
        }
        let shown = self.shown.iter().filter(|shown| **shown).count();
        self.xml.open("details", &[("class", "changes".into())])?;
        // How many there are, and how many of them the text shows.
        let summary = format!("Mọi chỗ sửa: {} · hiện được trong văn bản: {shown}", edits.len());
        self.xml.text("summary", &[], &summary)?;
        self.xml.open("table", &[])?;
        self.header(&["Số", "Trang", "Dòng", "Trước", "Sau", "Lý do", "Tin cậy"])?;
        self.xml.open("tbody", &[])?;
        for (at, edit) in edits.iter().enumerate() {
            let number = (at + 1).to_string();
            self.xml.open("tr", &[])?;
            self.xml.open("td", &[])?;
            if self.shown.get(at).copied().unwrap_or(false) {
                self.xml.text("a", &[("href", format!("#sua-{number}").into())], &number)?;
            } else {
                self.xml.characters(&number)?;
            }
            self.xml.close("td")?;
            for place in [edit.page, edit.line] {
                self.xml.text("td", &[], &place.to_string())?;
            }
            self.xml.text("td", &[], &edit.before)?;
            self.xml.text("td", &[], &edit.after)?;
            self.xml.text("td", &[("lang", "en".into())], &edit.reason)?;
            self.xml.text("td", &[], &percent(edit.confidence))?;
            self.xml.close("tr")?;
        }
        self.xml.close("tbody")?;
        self.xml.close("table")?;
        self.xml.close("details")
    }
}
