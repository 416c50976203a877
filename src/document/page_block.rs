//! What belongs together on a page: the lines of a paragraph, of a cell, of a column of the letterhead.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BoundingBox, CellPlace, Grid, Line};

/// Lines that stand together on a page. Which they are, each of them says: [`Line::block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageBlock {
    /// What holds them together.
    pub kind: PageBlockKind,
    /// The box of the cell, or around the lines; none for text without boxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<BoundingBox>,
    /// Which cell it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellPlace>,
}

impl PageBlock {
    /// Returns a block that is no cell, its box not known.
    pub const fn of(kind: PageBlockKind) -> Self {
        Self { kind, bbox: None, cell: None }
    }

    /// Returns the block that a cell of one of a page's tables is.
    pub fn of_cell(place: CellPlace, grids: &[Grid]) -> Self {
        let cell = grids.get(place.grid as usize).and_then(|grid| grid.cells.get(place.cell as usize));
        Self { kind: PageBlockKind::Cell, bbox: cell.map(|cell| cell.bbox), cell: Some(place) }
    }
}

/// What holds the lines of a block together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PageBlockKind {
    /// They follow each other. Running text may go on in the next block of this kind.
    Text,
    /// They stand in one cell of a table.
    Cell,
    /// They are one of two columns side by side, as in a letterhead or a closing.
    Column,
}

impl PageBlockKind {
    /// True where the text of a block ends with it: it goes on in no other.
    pub const fn is_closed(self) -> bool {
        !matches!(self, Self::Text)
    }
}

/// Makes blocks of lines without boxes, and tells the lines: each is what stands between empty lines.
pub(super) fn between_empty_lines(lines: &mut [Line]) -> Vec<PageBlock> {
    let mut blocks = Vec::new();
    let mut is_open = false;
    for line in lines {
        if line.ocr.trim().is_empty() {
            (line.block, is_open) = (None, false);
            continue;
        }
        if !is_open {
            blocks.push(PageBlock::of(PageBlockKind::Text));
            is_open = true;
        }
        line.block = (blocks.len() as u32).checked_sub(1);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_of_a_text_stand_between_its_empty_lines() {
        let mut lines = ["", "một", "hai", " ", "", "ba"].map(Line::from_text);
        let blocks = between_empty_lines(&mut lines);
        let of: Vec<Option<u32>> = lines.iter().map(|line| line.block).collect();
        assert_eq!(of, [None, Some(0), Some(0), None, None, Some(1)]);
        assert_eq!(blocks, [PageBlock::of(PageBlockKind::Text); 2]);
    }
}
