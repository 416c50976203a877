//! The text of a document as it is read: passages, of a truth as it gives them, of a record the lines of its blocks.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::text::Text;
use crate::document::BlockKind;

/// A block: with its text in a truth, with its lines in a record.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Block {
    kind: BlockKind,
    #[serde(default)]
    text: Option<Text>,
    #[serde(default)]
    lines: Vec<[u32; 3]>,
}

/// A page of a record.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Page {
    number: u32,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Line {
    text: String,
}

/// A block with its text.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    /// Its first line that is not empty, with its page. A truth gives none.
    pub(super) first: Option<(u32, String)>,
}

impl Passage {
    /// Returns whether it is one of those whose order is compared: a footnote stands at no place of its own.
    pub(super) fn is_in_order(&self) -> bool {
        self.kind.is_read() && self.kind != BlockKind::Footnote
    }

    /// Returns whether it is a paragraph, of running text, of a list or of a form.
    pub(super) fn is_paragraph(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::FormLine)
    }
}

/// Returns blocks with their texts, in the same order.
pub(super) fn passages(blocks: &[Block], pages: &[Page]) -> Vec<Passage> {
    let pages: BTreeMap<u32, &Page> = pages.iter().map(|page| (page.number, page)).collect();
    let lines = |[number, first, last]: [u32; 3]| {
        let lines = pages.get(&number).map_or(&[][..], |page| &page.lines);
        let last = lines.len().min(last as usize);
        let lines = lines.get((first.max(1) as usize - 1).min(last)..last).unwrap_or_default();
        lines.iter().filter(|line| !line.text.trim().is_empty()).map(move |line| (number, line.text.as_str()))
    };
    let passage = |block: &Block| {
        let printed: Vec<(u32, &str)> = block.lines.iter().copied().flat_map(lines).collect();
        let text = match &block.text {
            Some(text) => text.to_string(),
            None => printed.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" "),
        };
        let first = printed.first().map(|(page, text)| (*page, (*text).to_owned()));
        Passage { kind: block.kind, text, first }
    };
    blocks.iter().map(passage).collect()
}
