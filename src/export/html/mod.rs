//! `document.html`: the document to read in a browser, in one file that needs no other.
//!
//! It is written passage by passage ([`reading`]), head and closing laid out as Decree 30/2020/NĐ-CP lays them out. Two boxes
//! to tick, which work without a script, show what was changed and what is in doubt: the old reading, struck through, beside
//! the new one, with reason and confidence; and what is of the sheet and not of the document: page numbers, running titles,
//! headers that are printed again. Each change is shown at its place; at the end a table lists all. Page breaks, marks of checks and the like are drawn by the style sheet, so that what is
//! copied from the page is the document's text.
//!
//! The file is XML as well as HTML. The words of its interface are Vietnamese; what the record says in English is marked as
//! such.

use std::io;
use std::rc::Rc;

use std::collections::{BTreeMap, BTreeSet};

use super::footnote_marks::Notes;
use super::reading::{self, Content, Lines, Passage};
use super::xml::Xml;
use crate::document::{BlockKind, Document, LineId, PageStatus, Span};
use inline::{Between, Laid};

mod change;
mod check;
mod closing;
mod contents;
mod extent;
mod facts;
mod footnote;
mod head;
mod heading;
mod inline;
mod table;

/// The style sheet. It holds neither `<` nor `&`.
const STYLE: &str = include_str!("style.css");

/// Returns the document as HTML.
///
/// # Errors
///
/// Where the writer fails; one that writes to memory does not.
pub fn render(document: &Document) -> io::Result<Vec<u8>> {
    let lines = Lines::of(document);
    let mut html = Html::new(document, &lines)?;
    html.page()?;
    Ok(html.xml.end())
}

/// A page of HTML being written.
struct Html<'a> {
    xml: Xml,
    document: &'a Document,
    lines: &'a Lines<'a>,
    /// The numbers of each line's edits.
    changes_of: BTreeMap<LineId, Vec<usize>>,
    notes: Notes,
    /// For each edit, whether it was shown in the text.
    shown: Vec<bool>,
    /// The last page whose beginning was marked.
    page: u32,
    /// Levels of the sections that are open.
    open: Vec<u8>,
    /// The line that something was written of last.
    laid: Option<Rc<Laid>>,
}

impl<'a> Html<'a> {
    fn new(document: &'a Document, lines: &'a Lines<'a>) -> io::Result<Self> {
        let mut changes_of: BTreeMap<LineId, Vec<usize>> = BTreeMap::new();
        for (number, edit) in document.edits.iter().enumerate() {
            changes_of.entry(LineId::new(edit.page, edit.line)).or_default().push(number);
        }
        Ok(Self {
            xml: Xml::begin_html()?,
            document,
            lines,
            changes_of,
            notes: Notes::new(&document.footnotes),
            shown: vec![false; document.edits.len()],
            page: 0,
            open: Vec::new(),
            laid: None,
        })
    }

    fn page(&mut self) -> io::Result<()> {
        let language = [
            ("xmlns", "http://www.w3.org/1999/xhtml".into()),
            ("lang", "vi".into()),
            ("xml:lang", "vi".into()),
        ];
        self.xml.open("html", &language)?;
        self.head_element()?;
        self.xml.open("body", &[])?;
        let skip = [("class", "skip".into()), ("href", "#van-ban".into())];
        // To the document's text.
        self.xml.text("a", &skip, "Tới văn bản")?;
        self.switches()?;
        self.xml.open("main", &[])?;
        self.contents()?;
        self.xml.open("article", &[("id", "van-ban".into())])?;
        let parts: BTreeSet<u32> = self.document.parts.iter().skip(1).map(|part| part.body[0]).collect();
        for (at, passage) in (0..).zip(reading::passages(self.document, self.lines)) {
            if parts.contains(&at) {
                self.close_sections(0)?;
                self.xml.empty("hr", &[("class", "part".into())])?;
            }
            self.passage(&passage)?;
        }
        self.close_sections(0)?;
        let last = self.document.pages.last().map_or(0, |page| page.number);
        self.begin_page(last)?;
        self.xml.close("article")?;
        self.facts()?;
        self.changes()?;
        for name in ["main", "body", "html"] {
            self.xml.close(name)?;
        }
        Ok(())
    }

    fn head_element(&mut self) -> io::Result<()> {
        self.xml.open("head", &[])?;
        self.xml.empty("meta", &[("charset", "utf-8".into())])?;
        let viewport =
            [("name", "viewport".into()), ("content", "width=device-width, initial-scale=1".into())];
        self.xml.empty("meta", &viewport)?;
        let generator = concat!("phuchoi ", env!("CARGO_PKG_VERSION"));
        self.xml.empty("meta", &[("name", "generator".into()), ("content", generator.into())])?;
        self.xml.text("title", &[], &title(self.document))?;
        self.xml.open("style", &[])?;
        self.xml.verbatim(STYLE)?;
        self.xml.close("style")?;
        self.xml.close("head")
    }

    /// The boxes to tick, before all that they show, and their labels.
    fn switches(&mut self) -> io::Result<()> {
        let words = self.document.pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words);
        let doubtful = words.filter(|word| word.review).count();
        // Show what was changed; show the words to look at.
        let switches = [
            ("hien-sua", "Hiện chỗ sửa", self.document.edits.len()),
            ("hien-ngo", "Hiện chữ cần xem lại", doubtful),
        ];
        let switches: Vec<_> = switches.into_iter().filter(|(_, _, count)| *count > 0).collect();
        if switches.is_empty() {
            return Ok(());
        }
        for (id, ..) in &switches {
            let attributes = [("type", "checkbox".into()), ("id", (*id).into()), ("class", "switch".into())];
            self.xml.empty("input", &attributes)?;
        }
        self.xml.open("div", &[("class", "bar".into())])?;
        for (id, words, count) in &switches {
            self.xml.text("label", &[("for", (*id).into())], &format!("{words} ({count})"))?;
        }
        self.xml.close("div")
    }

    fn passage(&mut self, passage: &Passage<'_>) -> io::Result<()> {
        if let Some(first) = passage.block.lines.first() {
            self.begin_page(first.page)?;
        }
        match &passage.content {
            Content::Head(letterhead, pieces) => self.letterhead(letterhead, pieces)?,
            Content::Heading(at, section, words, text) => {
                self.heading(*at, section, words)?;
                self.paragraph("", text)?;
            }
            Content::Text(spans) => {
                let class = match passage.block.kind {
                    BlockKind::ListItem => "item",
                    BlockKind::Caption => "title",
                    _ => "",
                };
                self.paragraph(class, spans)?;
            }
            Content::Lines(spans) => match passage.block.kind {
                // A digital signature.
                BlockKind::Signature => self.caption("Chữ ký số", spans)?,
                // A stamp of arrival.
                BlockKind::Stamp => self.caption("Dấu đến", spans)?,
                kind if kind.is_read() => self.as_lines("lines", spans)?,
                _ => self.as_lines("sheet", spans)?,
            },
            Content::Table(at, table, parts) => self.table(*at, table, parts)?,
            Content::Footnote(at, note, mark, text) => self.footnote(*at, note, *mark, text)?,
            Content::Closing(_, pieces) => self.closing(pieces)?,
        }
        self.struck_lines(passage.block.line_ids())
    }

    /// Writes a paragraph, if there is anything in it.
    fn paragraph(&mut self, class: &str, spans: &[Span]) -> io::Result<()> {
        self.element("p", class, spans, Between::Blank)
    }

    /// Writes lines that stay lines.
    fn as_lines(&mut self, class: &str, spans: &[Span]) -> io::Result<()> {
        self.element("p", class, spans, Between::Break)
    }

    /// Writes an element with what stands at spans, if there is anything.
    fn element(&mut self, name: &str, class: &str, spans: &[Span], between: Between) -> io::Result<()> {
        if spans.is_empty() {
            return Ok(());
        }
        let classes = [("class", class.into())];
        self.xml.open(name, &classes[usize::from(class.is_empty())..])?;
        self.spans(spans, between)?;
        self.xml.close(name)
    }

    /// Marks where a page begins, and those before it that nothing was shown of. A page that was begun stays so.
    fn begin_page(&mut self, number: u32) -> io::Result<()> {
        let before = self.page;
        // Most of what is written stands on a page that has begun.
        if number <= before {
            return Ok(());
        }
        let pages = &self.document.pages;
        let first = pages.partition_point(|page| page.number <= before);
        for page in pages[first..].iter().take_while(|page| page.number <= number) {
            // Blank; could not be read.
            let told = match page.status {
                PageStatus::Blank => format!("{} (trống)", page.number),
                PageStatus::Failed => format!("{} (không đọc được)", page.number),
                PageStatus::Recognised | PageStatus::Text => page.number.to_string(),
            };
            let attributes = [
                ("class", "page".into()),
                ("id", format!("trang-{}", page.number).into()),
                ("role", "doc-pagebreak".into()),
                ("aria-label", format!("trang {told}").into()),
                ("data-page", told.into()),
            ];
            self.xml.text("span", &attributes, "")?;
        }
        self.page = number;
        Ok(())
    }

    /// Returns a link's target to a page of the document.
    fn page_link(&self, page: u32) -> Option<String> {
        self.document
            .pages
            .binary_search_by_key(&page, |own| own.number)
            .is_ok()
            .then(|| format!("#trang-{page}"))
    }
}

/// Returns the title of the window: kind, number and subject, or the input's path.
fn title(document: &Document) -> String {
    let head = &document.letterhead;
    let parts = [head.kind.as_deref(), head.number.as_deref(), head.subject.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() { document.source.path.clone() } else { parts.join(" · ") }
}

/// Returns a confidence in percent. What is not certain is not told as 100.
fn percent(confidence: f32) -> String {
    match (confidence.clamp(0.0, 1.0) * 100.0).round() {
        // More than.
        100.0 if confidence < 1.0 => "trên 99 %".to_owned(),
        percent => format!("{percent} %"),
    }
}
