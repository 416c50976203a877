//! The body: what a document is read as, block by block.
//!
//! # Law
//!
//! Every line of every page stands in exactly one block. What is made for a person to read (Markdown, HTML, the tags of
//! a PDF) is written from the blocks, in their order: each word of the lines stands there once, or its block says why
//! not ([`BlockKind::is_read`]).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LineId;
use super::letterhead::Letterhead;
use super::text::Text;

/// A block of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its lines, in order. Those of a paragraph or a table may stand on several pages.
    pub lines: Vec<Lines>,
}

impl Block {
    /// Returns a block of lines, in order.
    pub fn new(kind: BlockKind, lines: impl IntoIterator<Item = LineId>) -> Self {
        let mut block = Self { kind, lines: Vec::new() };
        lines.into_iter().for_each(|line| block.push(line));
        block
    }

    /// Adds a line at its end.
    pub fn push(&mut self, line: LineId) {
        match self.lines.last_mut() {
            Some(last) if last.page == line.page && last.last + 1 == line.line => last.last = line.line,
            _ => self.lines.push(Lines { page: line.page, first: line.line, last: line.line }),
        }
    }

    /// Returns its lines one by one.
    pub fn line_ids(&self) -> impl Iterator<Item = LineId> {
        self.lines.iter().flat_map(|run| (run.first..=run.last).map(|line| LineId::new(run.page, line)))
    }

    /// Returns whether a line is one of its own.
    pub fn holds(&self, line: LineId) -> bool {
        self.lines.iter().any(|run| run.page == line.page && (run.first..=run.last).contains(&line.line))
    }
}

/// Neighbouring lines of one page: `[page, first, last]`, each counted from 1, the last one included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[u32; 3]", into = "[u32; 3]")]
#[schemars(with = "[u32; 3]")]
pub struct Lines {
    /// Their page.
    pub page: u32,
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
}

impl From<[u32; 3]> for Lines {
    fn from([page, first, last]: [u32; 3]) -> Self {
        Self { page, first, last }
    }
}

impl From<Lines> for [u32; 3] {
    fn from(Lines { page, first, last }: Lines) -> Self {
        [page, first, last]
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The head of a part: bodies, number, place and date, kind, subject.
    Letterhead,
    /// A heading; of a numbered paragraph that opens a section (an article, `Điều 1.`) its whole first paragraph.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list: a paragraph that opens with a dash, a dot or a label.
    ListItem,
    /// A line of a form that is to be filled in: a label and dots.
    FormLine,
    /// The title of a table that stands apart from it.
    Caption,
    /// A table with its title and header.
    Table,
    /// A footnote.
    Footnote,
    /// The closing of a part: recipients and signer.
    Closing,
    /// What a digital signature prints of itself.
    Signature,
    /// A stamp of arrival.
    Stamp,
    /// A page's number.
    PageNumber,
    /// A line that stands at the head or foot of page after page.
    RunningTitle,
    /// Lines of a page on which nothing is printed.
    Blank,
}

impl BlockKind {
    /// Returns whether its words are part of what a person reads: a page's number and a running title are of the sheet, not
    /// of the document.
    pub const fn is_read(self) -> bool {
        !matches!(self, Self::PageNumber | Self::RunningTitle | Self::Blank)
    }

    /// Returns its name, as in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Letterhead => "letterhead",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::FormLine => "form-line",
            Self::Caption => "caption",
            Self::Table => "table",
            Self::Footnote => "footnote",
            Self::Closing => "closing",
            Self::Signature => "signature",
            Self::Stamp => "stamp",
            Self::PageNumber => "page-number",
            Self::RunningTitle => "running-title",
            Self::Blank => "blank",
        }
    }
}

/// A document within the document: a decision, the regulation that it issues, an annex, a second paper of the same pile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What it is called: an annex's title, label and all; null where the letterhead says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Its own head and closing.
    pub letterhead: Letterhead,
    /// Its blocks in [`Document::body`](super::Document::body), half open.
    pub body: [u32; 2],
    /// Its sections among the roots of [`Document::sections`](super::Document::sections), half open.
    pub sections: [u32; 2],
    /// Its tables, half open.
    pub tables: [u32; 2],
    /// Its footnotes, half open.
    pub footnotes: [u32; 2],
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// A paper with a head of its own, or what the pages open with.
    Document,
    /// An annex (phụ lục), or a regulation issued with a decision.
    Annex,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_lines_are_one_run() {
        let ids = [(1, 3), (1, 4), (2, 1), (2, 3)].map(|(page, line)| LineId::new(page, line));
        let block = Block::new(BlockKind::Paragraph, ids);
        assert_eq!(serde_json::to_string(&block.lines).unwrap(), "[[1,3,4],[2,1,1],[2,3,3]]");
        assert_eq!(block.line_ids().collect::<Vec<_>>(), ids);
        assert!(block.holds(LineId::new(1, 4)) && !block.holds(LineId::new(2, 2)));
    }
}
