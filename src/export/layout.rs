//! A page's lines in blocks, for formats that want them so.
//!
//! A block ends where another role begins, where the next line stands no longer below (another column, another cell),
//! and at a gap of more than a line.

use std::collections::BTreeMap;

use super::printed::{self, Printed};
use crate::document::{BoundingBox, Document, Page, Section};

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

/// The headings of a document: level by page and line.
#[derive(Debug, Clone, Default)]
pub struct Headings(BTreeMap<(u32, u32), u8>);

impl Headings {
    /// Gathers them.
    pub fn of(document: &Document) -> Self {
        let mut headings = Self::default();
        let mut waiting: Vec<&Section> = document.sections.iter().collect();
        while let Some(section) = waiting.pop() {
            headings.0.insert((section.page, section.line), section.level);
            waiting.extend(&section.children);
        }
        headings
    }
}

/// Parts a page's lines into blocks, in reading order.
pub fn blocks(page: &Page, headings: &Headings) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut goes_on = false;
    for (number, line) in (1..).zip(&page.lines) {
        let words = printed::words(line);
        if words.is_empty() {
            goes_on = false;
            continue;
        }
        let heading = headings.0.get(&(page.number, number as u32));
        let role = match heading {
            Some(level) => Role::Heading(*level),
            None if line.text.starts_with("^[") => Role::Footnote,
            // A footnote goes on until something else begins.
            None if goes_on && blocks.last().is_some_and(|last| last.role == Role::Footnote) => {
                Role::Footnote
            }
            None => Role::Text,
        };
        let line = PrintedLine { number, bbox: line.bbox, words };
        match blocks.last_mut() {
            Some(last)
                if goes_on
                    && last.role == role
                    && heading.is_none()
                    && last.lines.last().is_none_or(|above| follows(above.bbox, line.bbox)) =>
            {
                last.lines.push(line);
            }
            _ => blocks.push(Block { role, lines: vec![line] }),
        }
        goes_on = true;
    }
    blocks
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
    use crate::document::Line;

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
        let page = Page::of_text(1, lines);
        let headings = Headings([((1, 1), 2)].into());
        let found: Vec<(Role, Vec<usize>)> = blocks(&page, &headings)
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
