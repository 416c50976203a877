//! Blocks of a page's lines: which of them belong together.
//!
//! Lines of one cell, or of one of two columns side by side, are a block. Outside these a block ends where the next line
//! stands no longer below (another column), and at a gap of more than a line.

use std::collections::BTreeMap;

use crate::document::{BoundingBox, CellPlace, Grid, Line, PageBlock, PageBlockKind};

/// How wide the gap between two lines of a block may be, in heights of the higher one.
const GAP: f32 = 1.0;

/// Lines in reading order, and what is known of where they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// The block that they are, its box where that is known; `None` for text, which may be several.
    pub block: Option<PageBlock>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Makes the blocks of zones, one after another, and returns their lines, which know their blocks.
pub fn of_zones(zones: impl IntoIterator<Item = Zone>) -> (Vec<Line>, Vec<PageBlock>) {
    let (mut lines, mut blocks) = (Vec::new(), Vec::new());
    for mut zone in zones {
        match zone.block {
            _ if zone.lines.is_empty() => {}
            None => runs(&mut zone.lines, &mut blocks),
            Some(block) => {
                blocks.push(PageBlock { bbox: block.bbox.or_else(|| around(&zone.lines)), ..block });
                let block = last(&blocks);
                zone.lines.iter_mut().for_each(|line| line.block = block);
            }
        }
        lines.append(&mut zone.lines);
    }
    (lines, blocks)
}

/// Makes the blocks of a page's lines, whose boxes are in the same pixels as those of its tables, and tells the lines. A
/// line stands in the cell that holds its middle.
pub fn of_lines(lines: &mut [Line], grids: &[Grid]) -> Vec<PageBlock> {
    let mut blocks = Vec::new();
    let mut cells: BTreeMap<CellPlace, Option<u32>> = BTreeMap::new();
    let place = |line: &Line| CellPlace::of(line.bbox?, grids);
    for stretch in lines.chunk_by_mut(|a, b| place(a) == place(b)) {
        let Some(cell) = stretch.first().and_then(place) else {
            runs(stretch, &mut blocks);
            continue;
        };
        // The lines of a cell may be drawn with others' between them.
        let block = *cells.entry(cell).or_insert_with(|| {
            blocks.push(PageBlock::of_cell(cell, grids));
            last(&blocks)
        });
        stretch.iter_mut().for_each(|line| line.block = block);
    }
    blocks
}

/// Makes blocks of text, and tells its lines.
fn runs(lines: &mut [Line], blocks: &mut Vec<PageBlock>) {
    for run in lines.chunk_by_mut(|above, line| follows(above.bbox, line.bbox)) {
        blocks.push(PageBlock { bbox: around(run), ..PageBlock::of(PageBlockKind::Text) });
        let block = last(blocks);
        run.iter_mut().for_each(|line| line.block = block);
    }
}

/// True where a line stands right below another.
fn follows(above: Option<BoundingBox>, line: Option<BoundingBox>) -> bool {
    let (Some(above), Some(line)) = (above, line) else { return above.is_some() == line.is_some() };
    let gap = (GAP * above.height().max(line.height()) as f32) as u32;
    line.y0 + line.y1 > above.y0 + above.y1
        && line.y0 < above.y1.saturating_add(gap)
        && line.x0 < above.x1
        && above.x0 < line.x1
}

fn last(blocks: &[PageBlock]) -> Option<u32> {
    (blocks.len() as u32).checked_sub(1)
}

fn around(lines: &[Line]) -> Option<BoundingBox> {
    lines.iter().filter_map(|line| line.bbox).reduce(BoundingBox::union)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;
    use crate::layout::grids;

    fn line(x: u32, y: u32) -> Line {
        Line { bbox: Some(BoundingBox::new(x, y, x + 100, y + 10)), ..Line::from_text("chữ") }
    }

    fn blocks_of(lines: &[Line]) -> Vec<Option<u32>> {
        lines.iter().map(|line| line.block).collect()
    }

    fn kinds(blocks: &[PageBlock]) -> Vec<PageBlockKind> {
        blocks.iter().map(|block| block.kind).collect()
    }

    #[test]
    fn text_is_parted_at_gaps_and_columns() {
        let mut lines = [line(0, 0), line(0, 15), line(200, 15), line(200, 100), line(210, 112)];
        let blocks = of_lines(&mut lines, &[]);
        assert_eq!(blocks_of(&lines), [0, 0, 1, 2, 2].map(Some));
        let boxes: Vec<Option<BoundingBox>> = blocks.iter().map(|block| block.bbox).collect();
        let expected = [[0, 0, 100, 25], [200, 15, 300, 25], [200, 100, 310, 122]];
        assert_eq!(boxes, expected.map(|bbox| Some(bbox.into())));
    }

    fn two_cells() -> Vec<Grid> {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 200].map(|y| rule([0, y, 400, y + 2], true));
        let down = [0, 200, 400].map(|x| rule([x, 100, x + 2, 200], false));
        grids::find(&[across.as_slice(), &down].concat(), 300.0)
    }

    #[test]
    fn the_lines_of_a_cell_are_one_block_though_others_are_drawn_between_them() {
        let grids = two_cells();
        let mut lines = [line(20, 50), line(20, 110), line(220, 110), line(20, 160), line(20, 230)];
        let blocks = of_lines(&mut lines, &grids);
        assert_eq!(blocks_of(&lines), [0, 1, 2, 1, 3].map(Some));
        assert_eq!(blocks[1].cell, Some(CellPlace { grid: 0, cell: 0 }));
        assert_eq!(blocks[2].bbox, Some(grids[0].cells[1].bbox), "the cell's own box, not the text's");
        assert_eq!(
            kinds(&blocks),
            [PageBlockKind::Text, PageBlockKind::Cell, PageBlockKind::Cell, PageBlockKind::Text]
        );
    }

    #[test]
    fn the_lines_of_a_column_stay_together_over_gaps() {
        let column = |lines| Zone { block: Some(PageBlock::of(PageBlockKind::Column)), lines };
        let text = Zone { block: None, lines: vec![line(0, 120), line(0, 200)] };
        let zones = [column(vec![line(0, 0), line(0, 80)]), column(vec![line(300, 0)]), text];
        let (lines, blocks) = of_zones(zones);
        assert_eq!(blocks_of(&lines), [0, 0, 1, 2, 3].map(Some));
        assert_eq!(
            kinds(&blocks),
            [PageBlockKind::Column, PageBlockKind::Column, PageBlockKind::Text, PageBlockKind::Text]
        );
    }
}
