//! A page's lines in blocks, for formats that want them so.
//!
//! A block ends where one of the body does and, within that, where the page's own blocks part its lines (columns, cells), or
//! where nothing tells of such, where the next line does not stand right below.

use std::collections::BTreeMap;

use super::printed::{self, Printed};
use super::reading::{self, Lines};
use crate::document::{BlockKind, BoundingBox, Document, Line, LineId, Page};

/// What a block is of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text, cells of tables, and all else.
    Text,
    /// The title of a section of this level, from 1.
    Heading(u8),
    /// A footnote.
    Footnote,
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What they are.
    pub role: Role,
    /// The lines.
    pub lines: Vec<PrintedLine>,
}

/// A line that holds a word.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedLine {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Where it stands; `None` for text.
    pub bbox: Option<BoundingBox>,
    /// Its words.
    pub words: Vec<Printed>,
}

impl Block {
    /// Returns the box around its lines.
    pub fn bbox(&self) -> Option<BoundingBox> {
        self.lines.iter().filter_map(|line| line.bbox).reduce(BoundingBox::union)
    }
}

/// A document's lines, and which block of its body has each.
#[derive(Debug)]
pub struct Layout<'a> {
    lines: Lines<'a>,
    owners: BTreeMap<LineId, (usize, Role)>,
}

impl<'a> Layout<'a> {
    /// Gathers them.
    pub fn of(document: &'a Document) -> Self {
        let levels: BTreeMap<u32, u8> = reading::sections(document)
            .into_iter()
            .filter_map(|section| Some((section.block?, section.level)))
            .collect();
        let mut owners = BTreeMap::new();
        for (at, block) in document.body.iter().enumerate() {
            let role = match block.kind {
                BlockKind::Heading => {
                    levels.get(&(at as u32)).map_or(Role::Text, |level| Role::Heading(*level))
                }
                BlockKind::Footnote => Role::Footnote,
                _ => Role::Text,
            };
            owners.extend(block.line_ids().map(|id| (id, (at, role))));
        }
        Self { lines: Lines::of(document), owners }
    }

    /// Parts a page's lines into blocks, in reading order.
    pub fn blocks(&self, page: &Page) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut last: Option<(Option<usize>, &Line)> = None;
        for (number, line) in (1..).zip(&page.lines) {
            let id = LineId::new(page.number, number as u32);
            let words = printed::words(line, self.lines.edited(id));
            if words.is_empty() {
                last = None;
                continue;
            }
            let owner = self.owners.get(&id).copied();
            let (at, role) = owner.map_or((None, Role::Text), |(at, role)| (Some(at), role));
            let goes_on = last.is_some_and(|(before, above)| before == at && stand_together(above, line));
            let line_of_block = PrintedLine { number, bbox: line.bbox, words };
            match blocks.last_mut() {
                Some(open) if goes_on => open.lines.push(line_of_block),
                _ => blocks.push(Block { role, lines: vec![line_of_block] }),
            }
            last = Some((at, line));
        }
        blocks
    }
}

/// True where lines stand together as their page says, or as their places do, where it does not say.
fn stand_together(above: &Line, line: &Line) -> bool {
    match (above.block, line.block) {
        (Some(above), Some(own)) => above == own,
        _ => follows(above.bbox, line.bbox),
    }
}

/// True where a line stands right below another.
fn follows(above: Option<BoundingBox>, line: Option<BoundingBox>) -> bool {
    let (Some(above), Some(line)) = (above, line) else { return above.is_some() == line.is_some() };
    let height = above.height().max(line.height());
    line.y0 + line.y1 > above.y0 + above.y1
        && line.y0 < above.y1 + height
        && line.x0 < above.x1
        && above.x0 < line.x1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{self, Section, SourceInfo, SourceKind, Text};

    #[test]
    fn blocks_end_at_headings_gaps_and_columns() {
        let line = |text: &str, x: u32, y: u32| {
            let mut line = Line::from_text(text);
            line.part_into_words();
            line.bbox = Some(BoundingBox::new(x, y, x + 100, y + 10));
            line
        };
        let lines = vec![
            line("I. Mục", 0, 0),
            line("một", 0, 15),
            line("hai", 0, 30),
            line("cột bên", 200, 30),
            line("xa", 200, 100),
            line("^[1] chú", 200, 112),
            line("thích", 200, 124),
        ];
        let source =
            SourceInfo { path: String::new(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let mut document = Document::new(source, vec![Page::of_text(1, lines)]);
        // As on a page that tells of no blocks.
        document.pages[0].lines.iter_mut().for_each(|line| line.block = None);
        let block = |kind, lines: std::ops::RangeInclusive<u32>| {
            document::Block::new(kind, lines.map(|line| LineId::new(1, line)))
        };
        document.body = vec![
            block(BlockKind::Heading, 1..=1),
            block(BlockKind::Paragraph, 2..=5),
            block(BlockKind::Footnote, 6..=7),
        ];
        document.sections = vec![Section {
            level: 2,
            label: Text::bare("I"),
            title: Text::bare("Mục"),
            page: 1,
            line: 1,
            block: Some(0),
            paragraphs: Vec::new(),
            children: Vec::new(),
        }];
        let found: Vec<(Role, Vec<usize>)> = Layout::of(&document)
            .blocks(&document.pages[0])
            .into_iter()
            .map(|block| (block.role, block.lines.iter().map(|line| line.number).collect()))
            .collect();
        let expected = [
            (Role::Heading(2), vec![1]),
            (Role::Text, vec![2, 3]),
            (Role::Text, vec![4]),
            (Role::Text, vec![5]),
            (Role::Footnote, vec![6, 7]),
        ];
        assert_eq!(found, expected);
    }
}
