//! What is known of the document: where it came from, what a reader should know, what became of its pages.

use std::io;

use super::Html;
use crate::document::{BasisKind, LayerVerdict, Page, PageStatus, SourceKind};

impl Html<'_> {
    pub(super) fn facts(&mut self) -> io::Result<()> {
        self.xml.open("aside", &[("class", "facts".into()), ("aria-label", "Về bản ghi".into())])?;
        self.warnings()?;
        self.source()?;
        self.xml.close("aside")
    }

    fn warnings(&mut self) -> io::Result<()> {
        let warnings = &self.document.warnings;
        if warnings.is_empty() {
            return Ok(());
        }
        self.xml.open("details", &[("class", "warnings".into())])?;
        // What to look at.
        self.xml.text("summary", &[], &format!("Điều cần lưu ý ({})", warnings.len()))?;
        self.xml.open("table", &[])?;
        self.header(&["Trang", "Mã", "Nội dung"])?;
        self.xml.open("tbody", &[])?;
        for warning in warnings {
            self.xml.open("tr", &[])?;
            self.xml.open("td", &[("class", "number".into())])?;
            if let Some(page) = warning.page {
                match self.page_link(page) {
                    Some(link) => self.xml.text("a", &[("href", link.into())], &page.to_string())?,
                    None => self.xml.characters(&page.to_string())?,
                }
            }
            self.xml.close("td")?;
            self.xml.text("td", &[("lang", "en".into())], &warning.code)?;
            self.xml.text("td", &[("lang", "en".into())], &warning.message)?;
            self.xml.close("tr")?;
        }
        self.xml.close("tbody")?;
        self.xml.close("table")?;
        self.xml.close("details")
    }

    fn source(&mut self) -> io::Result<()> {
        let source = &self.document.source;
        self.xml.open("details", &[])?;
        // Of the document: source, kind, pages, hash, what made the record.
        self.xml.text("summary", &[], "Nguồn và các trang")?;
        self.xml.open("dl", &[])?;
        let generator = concat!("phuchoi ", env!("CARGO_PKG_VERSION"));
        let facts = [
            ("Tệp", source.path.clone()),
            ("Loại", kind(source.kind).to_owned()),
            ("Số trang", source.page_count.to_string()),
            ("BLAKE3", source.blake3.clone()),
            ("Lập bằng", generator.to_owned()),
        ];
        for (name, value) in &facts {
            self.xml.text("dt", &[], name)?;
            self.xml.text("dd", &[], value)?;
        }
        self.xml.close("dl")?;
        self.xml.open("table", &[])?;
        // Page, scan, how it came out, what it was read from, its text layer, dots per inch, lines, what was left out.
        self.header(&["Trang", "Bản quét", "Tình trạng", "Đọc từ", "Lớp chữ", "dpi", "Dòng", "Bỏ ra"])?;
        self.xml.open("tbody", &[])?;
        for page in &self.document.pages {
            self.page_row(page)?;
        }
        self.xml.close("tbody")?;
        self.xml.close("table")?;
        self.xml.close("details")
    }

    fn page_row(&mut self, page: &Page) -> io::Result<()> {
        let number = [("class", "number".into())];
        self.xml.open("tr", &[])?;
        self.xml.open("td", &number)?;
        let link = [("href", format!("#trang-{}", page.number).into())];
        self.xml.text("a", &link, &page.number.to_string())?;
        self.xml.close("td")?;
        self.xml.text("td", &number, &page.scan.to_string())?;
        self.xml.text("td", &[], status(page.status))?;
        match &page.basis {
            Some(basis) => {
                let witness = match basis.witness {
                    BasisKind::Image => "ảnh",
                    BasisKind::TextLayer => "lớp chữ",
                };
                self.xml.text("td", &[("title", basis.reason.as_str().into())], witness)?;
            }
            None => self.xml.text("td", &[], "")?,
        }
        match &page.text_layer {
            Some(layer) => {
                let reason = [("title", layer.reason.as_str().into())];
                self.xml.text("td", &reason, verdict(layer.verdict))?;
            }
            None => self.xml.text("td", &[], "")?,
        }
        let dpi = page.dpi.map(|dpi| dpi.round().to_string()).unwrap_or_default();
        self.xml.text("td", &number, &dpi)?;
        self.xml.text("td", &number, &page.lines.len().to_string())?;
        let left_out = page.left_out.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        match page.left_out.len() {
            0 => self.xml.text("td", &number, "")?,
            count => {
                let words = [("class", "number".into()), ("title", left_out.into())];
                self.xml.text("td", &words, &count.to_string())?;
            }
        }
        self.xml.close("tr")
    }
}

const fn kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Pdf => "PDF",
        SourceKind::Image => "ảnh",
        SourceKind::Tiff => "TIFF",
        // Plain text.
        SourceKind::Text => "văn bản thuần",
        // A folder of images.
        SourceKind::Folder => "thư mục ảnh",
        SourceKind::Hocr => "hOCR",
        SourceKind::Alto => "ALTO",
        SourceKind::PageXml => "PAGE XML",
    }
}

const fn status(status: PageStatus) -> &'static str {
    match status {
        PageStatus::Recognised => "nhận dạng",
        // The input's own text.
        PageStatus::Text => "chữ có sẵn",
        PageStatus::Blank => "trống",
        PageStatus::Failed => "không đọc được",
    }
}

const fn verdict(verdict: LayerVerdict) -> &'static str {
    match verdict {
        LayerVerdict::None => "không có",
        LayerVerdict::Good => "tốt",
        // In a charset of before Unicode.
        LayerVerdict::LegacyCharset => "bảng mã cũ",
        // Read by an English engine.
        LayerVerdict::EnglishEngine => "máy tiếng Anh đọc",
        LayerVerdict::BadOcr => "nhận dạng kém",
        // Split syllables; without marks.
        LayerVerdict::SplitSyllables => "âm tiết bị tách",
        LayerVerdict::LostTones => "mất dấu",
    }
}
