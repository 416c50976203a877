//! Cells of ruled tables, and text parted along them.
//!
//! Rules that cross or touch make a grid. Its row and column lines are where rules lie at one height or one place;
//! the areas between neighbouring ones are merged to a cell where no rule parts them. A frame around a page or a
//! single box is no grid.
//!
//! Tesseract runs its lines over the borders of cells. Here each is parted at them, a word by its symbols if it
//! must.

use crate::document::{BoundingBox, Rule};
use crate::markup::hocr::{HocrLine, HocrWord};

/// The cells that a page's rules make, for one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The box around all its rules, in pixels.
    pub bbox: BoundingBox,
    /// Its cells, by row and then column.
    pub cells: Vec<Cell>,
}

/// A cell of a [`Grid`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Index of its first row, from 0.
    pub row: usize,
    /// Index of its first column, from 0.
    pub column: usize,
    /// Number of rows it spans.
    pub row_span: usize,
    /// Number of columns it spans.
    pub column_span: usize,
    /// Its box, between the middles of the rules around it.
    pub bbox: BoundingBox,
}

/// A line, or the part of one that stands in one cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Index of the grid and of its cell; `None` for text outside every table.
    pub(super) place: Option<(usize, usize)>,
    pub(super) line: HocrLine,
}

/// How far, in inches, two rules may miss each other and still touch, and how far the pieces of one rule may lie
/// apart sideways. About the gap of a rule broken by a fold or by thresholding; an eighth of a line of text.
const TOUCH: f32 = 0.03;

/// The part of a border that must be ruled for it to part two cells. A border half lost to a bad scan still parts;
/// a neighbour's rule that sticks out a little does not.
const RULED: f32 = 0.5;

/// The part of a word's width that must stand in each of two cells before the word is parted. Boxes overlap a rule
/// by a few pixels without meaning anything.
const STRADDLE: f32 = 0.2;

/// Returns the grids that the rules of a page make, top to bottom by their middles.
///
/// `dpi` is the resolution, in dots per inch, of the image whose pixels the rules are in.
pub fn grids(rules: &[Rule], dpi: f32) -> Vec<Grid> {
    let touch = (TOUCH * dpi).ceil().max(1.0) as u32;
    let mut grids: Vec<Grid> = components(rules, touch).iter().filter_map(|r| grid(r, touch)).collect();
    grids.sort_by_key(|g| (g.bbox.y0 + g.bbox.y1, g.bbox.x0));
    grids
}

/// Groups rules that are connected by touching, in the order of their first rule.
fn components(rules: &[Rule], touch: u32) -> Vec<Vec<Rule>> {
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for (i, a) in rules.iter().enumerate() {
        for (j, b) in rules.iter().enumerate().skip(i + 1) {
            if near(a.bbox, b.bbox, touch) {
                let (from, to) = (group[j].max(group[i]), group[j].min(group[i]));
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let mut heads = group.clone();
    heads.sort_unstable();
    heads.dedup();
    let members =
        |head: &usize| rules.iter().zip(&group).filter(|(_, g)| *g == head).map(|(r, _)| *r).collect();
    heads.iter().map(members).collect()
}

fn near(a: BoundingBox, b: BoundingBox, touch: u32) -> bool {
    a.x0 <= b.x1.saturating_add(touch)
        && b.x0 <= a.x1.saturating_add(touch)
        && a.y0 <= b.y1.saturating_add(touch)
        && b.y0 <= a.y1.saturating_add(touch)
}

/// The rules that lie along one row or column line.
struct Track {
    /// Its height or place: the mean of its rules' middles, weighted by length.
    at: u32,
    /// Stretches that are ruled.
    ruled: Vec<(u32, u32)>,
}

impl Track {
    /// Returns whether enough of `from..to` is ruled.
    fn parts(&self, from: u32, to: u32, touch: u32) -> bool {
        // Stretches of one broken rule may overlap; each pixel counts once.
        let mut covered = 0;
        let mut reached = from;
        for &(start, end) in &self.ruled {
            let start = start.saturating_sub(touch).max(reached);
            let end = end.saturating_add(touch).min(to);
            covered += end.saturating_sub(start);
            reached = reached.max(end);
        }
        covered as f32 >= RULED * to.saturating_sub(from) as f32
    }
}

/// Gathers rules into tracks, by their middles. `along` gives a rule's extent along the track, `across` across it.
fn tracks(
    rules: impl Iterator<Item = BoundingBox>,
    along: impl Fn(BoundingBox) -> (u32, u32),
    across: impl Fn(BoundingBox) -> (u32, u32),
    touch: u32,
) -> Vec<Track> {
    let middle = |b: BoundingBox| u32::midpoint(across(b).0, across(b).1);
    let mut rules: Vec<BoundingBox> = rules.collect();
    rules.sort_by_key(|b| (middle(*b), along(*b)));
    let mut tracks: Vec<Vec<BoundingBox>> = Vec::new();
    for rule in rules {
        match tracks.last_mut() {
            Some(track) if track.last().is_some_and(|l| middle(rule) - middle(*l) <= touch) => {
                track.push(rule)
            }
            _ => tracks.push(vec![rule]),
        }
    }
    let settle = |track: Vec<BoundingBox>| {
        let weight = |b: &BoundingBox| u64::from((along(*b).1 - along(*b).0).max(1));
        let total: u64 = track.iter().map(weight).sum();
        let at = track.iter().map(|b| u64::from(middle(*b)) * weight(b)).sum::<u64>() / total;
        let mut ruled: Vec<(u32, u32)> = track.into_iter().map(&along).collect();
        ruled.sort_unstable();
        Track { at: at as u32, ruled }
    };
    tracks.into_iter().map(settle).collect()
}

fn grid(rules: &[Rule], touch: u32) -> Option<Grid> {
    let upright = |b: &BoundingBox| b.x0 <= b.x1 && b.y0 <= b.y1;
    let of = |horizontal: bool| {
        rules.iter().filter(move |r| r.horizontal == horizontal).map(|r| r.bbox).filter(upright)
    };
    let mut rows = tracks(of(true), |b| (b.x0, b.x1), |b| (b.y0, b.y1), touch);
    let mut columns = tracks(of(false), |b| (b.y0, b.y1), |b| (b.x0, b.x1), touch);
    if rows.is_empty() || columns.is_empty() {
        return None;
    }
    let extent = rules.iter().map(|r| r.bbox).filter(upright).reduce(BoundingBox::union)?;
    // Tables are also set without outer rules: the others then stick out over the last inner one.
    close(&mut rows, extent.y0, extent.y1, touch);
    close(&mut columns, extent.x0, extent.x1, touch);
    let cells = cells(&rows, &columns, touch);
    (cells.len() > 1).then_some(Grid { bbox: extent, cells })
}

/// Adds the outer lines that are missing at `low` and `high`.
fn close(tracks: &mut Vec<Track>, low: u32, high: u32, touch: u32) {
    let reach = 2 * touch;
    if tracks.first().is_some_and(|t| t.at > low + reach) {
        tracks.insert(0, Track { at: low, ruled: Vec::new() });
    }
    if tracks.last().is_some_and(|t| t.at + reach < high) {
        tracks.push(Track { at: high, ruled: Vec::new() });
    }
}

/// Merges the areas between neighbouring lines wherever nothing parts them.
fn cells(rows: &[Track], columns: &[Track], touch: u32) -> Vec<Cell> {
    let (height, width) = (rows.len().saturating_sub(1), columns.len().saturating_sub(1));
    let mut taken = vec![vec![false; width]; height];
    let mut cells = Vec::new();
    // Does a rule part the area at (r, c) from the one to its right, from the one below?
    let right = |r: usize, c: usize| columns[c + 1].parts(rows[r].at, rows[r + 1].at, touch);
    let below = |r: usize, c: usize| rows[r + 1].parts(columns[c].at, columns[c + 1].at, touch);
    for row in 0..height {
        for column in 0..width {
            if taken[row][column] {
                continue;
            }
            let mut column_span = 1;
            while column + column_span < width
                && !taken[row][column + column_span]
                && !right(row, column + column_span - 1)
            {
                column_span += 1;
            }
            let mut row_span = 1;
            // A row joins only whole, so that every cell is a rectangle whatever rules were lost.
            while row + row_span < height
                && (column..column + column_span)
                    .all(|c| !taken[row + row_span][c] && !below(row + row_span - 1, c))
                && (column..column + column_span - 1).all(|c| !right(row + row_span, c))
            {
                row_span += 1;
            }
            for taken in &mut taken[row..row + row_span] {
                taken[column..column + column_span].fill(true);
            }
            let bbox = BoundingBox::new(
                columns[column].at,
                rows[row].at,
                columns[column + column_span].at,
                rows[row + row_span].at,
            );
            cells.push(Cell { row, column, row_span, column_span, bbox });
        }
    }
    cells
}

/// Parts lines at the borders of cells. Each piece lies in one cell or outside all; the order is the engine's.
pub(super) fn part(lines: Vec<HocrLine>, grids: &[Grid]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let first = pieces.len();
        let whole = line.bbox;
        for word in line.words.into_iter().flat_map(|word| part_word(word, grids)) {
            let place = word.bbox.and_then(|b| place(b, grids));
            // A line may come back to a cell it left, where a border is crooked: its words stay together.
            match pieces[first..].iter_mut().find(|piece| piece.place == place) {
                Some(piece) => piece.line.words.push(word),
                None => pieces.push(Piece { place, line: HocrLine { bbox: None, words: vec![word] } }),
            }
        }
        if let [piece] = &mut pieces[first..] {
            piece.line.bbox = whole;
        }
    }
    pieces
}

/// Returns the grid and cell that hold the middle of a box: the smallest cell, where a table stands within another's.
pub(super) fn place(bbox: BoundingBox, grids: &[Grid]) -> Option<(usize, usize)> {
    let (x, y) = (u32::midpoint(bbox.x0, bbox.x1), u32::midpoint(bbox.y0, bbox.y1));
    let holds = |b: BoundingBox| b.x0 <= x && x < b.x1 && b.y0 <= y && y < b.y1;
    let area = |b: BoundingBox| u64::from(b.width()) * u64::from(b.height());
    let cells = |(at, grid): (usize, &Grid)| {
        let held = grid.cells.iter().enumerate().filter(|(_, cell)| holds(cell.bbox));
        held.map(|(cell, c)| (area(c.bbox), (at, cell))).collect::<Vec<_>>()
    };
    grids.iter().enumerate().flat_map(cells).min().map(|(_, place)| place)
}

/// Parts a word that stands in two cells, by the boxes of its symbols.
fn part_word(word: HocrWord, grids: &[Grid]) -> Vec<HocrWord> {
    let Some(bbox) = word.bbox else { return vec![word] };
    let width = bbox.width() as f32;
    let y = u32::midpoint(bbox.y0, bbox.y1);
    let shares = |b: BoundingBox| {
        let shared = b.x1.min(bbox.x1).saturating_sub(b.x0.max(bbox.x0)) as f32;
        b.y0 <= y && y < b.y1 && shared >= STRADDLE * width
    };
    let straddles = grids.iter().any(|g| g.cells.iter().filter(|c| shares(c.bbox)).count() > 1);
    if !straddles || word.symbols.iter().any(|s| s.bbox.is_none()) {
        return vec![word];
    }
    let mut parts: Vec<(Option<(usize, usize)>, HocrWord)> = Vec::new();
    for symbol in word.symbols {
        let here = symbol.bbox.and_then(|b| place(BoundingBox { y0: bbox.y0, y1: bbox.y1, ..b }, grids));
        match parts.last_mut() {
            Some((there, part)) if *there == here => {
                part.bbox = part.bbox.zip(symbol.bbox).map(|(a, b)| a.union(b));
                part.symbols.push(symbol);
            }
            _ => {
                let part = HocrWord {
                    bbox: symbol.bbox,
                    confidence: word.confidence,
                    symbols: vec![symbol],
                    ..HocrWord::default()
                };
                parts.push((here, part));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markup::hocr::HocrSymbol;

    const DPI: f32 = 300.0;

    /// A rule 3 pixels thick around the line from one point to the other.
    fn rule([x0, y0, x1, y1]: [u32; 4]) -> Rule {
        let horizontal = y0 == y1;
        let bbox = if horizontal {
            BoundingBox::new(x0, y0 - 1, x1, y1 + 2)
        } else {
            BoundingBox::new(x0 - 1, y0, x1 + 2, y1)
        };
        Rule { bbox, horizontal }
    }

    fn rules(lines: &[[u32; 4]]) -> Vec<Rule> {
        lines.iter().copied().map(rule).collect()
    }

    /// A table of 2 × 2 cells of 200 × 100 pixels from (100, 100).
    const TWO_BY_TWO: [[u32; 4]; 6] = [
        [100, 100, 500, 100],
        [100, 200, 500, 200],
        [100, 300, 500, 300],
        [100, 100, 100, 300],
        [300, 100, 300, 300],
        [500, 100, 500, 300],
    ];

    /// `(row, column, row_span, column_span)` of each cell.
    fn shape(grid: &Grid) -> Vec<(usize, usize, usize, usize)> {
        grid.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect()
    }

    #[test]
    fn finds_the_cells_of_a_full_grid() {
        let grids = grids(&rules(&TWO_BY_TWO), DPI);
        assert_eq!(grids.len(), 1);
        assert_eq!(shape(&grids[0]), [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
        assert_eq!(grids[0].cells[3].bbox, BoundingBox::new(300, 200, 500, 300));
    }

    #[test]
    fn cells_merge_where_no_rule_parts_them() {
        let mut head = TWO_BY_TWO;
        head[4] = [300, 200, 300, 300];
        assert_eq!(shape(&grids(&rules(&head), DPI)[0]), [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]);
        let mut side = TWO_BY_TWO;
        side[1] = [300, 200, 500, 200];
        assert_eq!(shape(&grids(&rules(&side), DPI)[0]), [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn a_broken_or_crooked_rule_still_parts() {
        let mut broken = TWO_BY_TWO.to_vec();
        broken[1] = [100, 198, 260, 198];
        broken.push([290, 203, 500, 203]);
        assert_eq!(grids(&rules(&broken), DPI)[0].cells.len(), 4);
    }

    #[test]
    fn outer_rules_may_be_missing() {
        let open = [TWO_BY_TWO[0], TWO_BY_TWO[1], TWO_BY_TWO[2], TWO_BY_TWO[4]];
        let grids = grids(&rules(&open), DPI);
        assert_eq!(grids[0].cells.len(), 4);
        assert_eq!(grids[0].cells[0].bbox, BoundingBox::new(100, 100, 300, 200));
    }

    #[test]
    fn what_is_no_table_makes_no_grid() {
        let cases: [(&str, &[[u32; 4]]); 4] = [
            ("no rules", &[]),
            ("a rule above footnotes", &[[100, 900, 400, 900]]),
            (
                "a frame",
                &[[100, 100, 500, 100], [100, 300, 500, 300], [100, 100, 100, 300], [500, 100, 500, 300]],
            ),
            ("rules that do not touch", &[[100, 100, 500, 100], [100, 300, 500, 300], [700, 100, 700, 300]]),
        ];
        for (what, lines) in cases {
            assert!(grids(&rules(lines), DPI).is_empty(), "{what}");
        }
    }

    #[test]
    fn two_tables_are_two_grids_top_to_bottom() {
        let lower = TWO_BY_TWO.map(|[x0, y0, x1, y1]| [x0, y0 + 500, x1, y1 + 500]);
        let all: Vec<[u32; 4]> = lower.into_iter().chain(TWO_BY_TWO).collect();
        let tops: Vec<u32> = grids(&rules(&all), DPI).iter().map(|g| g.bbox.y0).collect();
        assert_eq!(tops, [99, 599]);
    }

    fn word(text: &str, x0: u32, x1: u32) -> HocrWord {
        let step = (x1 - x0) / text.chars().count() as u32;
        let symbols = (0..).zip(text.chars()).map(|(at, c)| HocrSymbol {
            text: c.into(),
            bbox: Some(BoundingBox::new(x0 + at * step, 130, x0 + (at + 1) * step, 160)),
            choices: Vec::new(),
        });
        HocrWord {
            bbox: Some(BoundingBox::new(x0, 130, x1, 160)),
            confidence: None,
            symbols: symbols.collect(),
            ..HocrWord::default()
        }
    }

    fn texts(pieces: &[Piece]) -> Vec<(Option<usize>, String)> {
        let text = |p: &Piece| p.line.words.iter().map(HocrWord::text).collect::<Vec<_>>().join(" ");
        pieces.iter().map(|p| (p.place.map(|(_, cell)| cell), text(p))).collect()
    }

    #[test]
    fn a_line_over_cells_is_parted_and_a_word_over_a_border_too() {
        let grids = grids(&rules(&TWO_BY_TWO), DPI);
        let words = vec![
            word("ngoài", 10, 60),
            word("trái", 120, 200),
            word("ab12", 260, 340),
            word("phải", 400, 460),
        ];
        let pieces = part(vec![HocrLine { bbox: None, words }], &grids);
        let expected = [(None, "ngoài"), (Some(0), "trái ab"), (Some(1), "12 phải")];
        assert_eq!(texts(&pieces), expected.map(|(place, text)| (place, text.to_owned())));
    }

    #[test]
    fn a_word_that_only_leans_over_a_border_stays_whole() {
        let grids = grids(&rules(&TWO_BY_TWO), DPI);
        let pieces = part(vec![HocrLine { bbox: None, words: vec![word("abcdefghij", 205, 305)] }], &grids);
        assert_eq!(texts(&pieces), [(Some(0), "abcdefghij".to_owned())]);
    }

    proptest! {
        #[test]
        fn arbitrary_rules_give_cells_that_do_not_overlap(
            lines in prop::collection::vec((0_u32..600, 0_u32..600, 0_u32..600, 0_u32..600, any::<bool>()), 0..24)
        ) {
            let rules: Vec<Rule> = lines
                .into_iter()
                .map(|(x0, y0, x1, y1, horizontal)| Rule { bbox: BoundingBox { x0, y0, x1, y1 }, horizontal })
                .collect();
            for grid in grids(&rules, DPI) {
                for (at, a) in grid.cells.iter().enumerate() {
                    for b in &grid.cells[at + 1..] {
                        let apart = a.bbox.x1 <= b.bbox.x0 || b.bbox.x1 <= a.bbox.x0
                            || a.bbox.y1 <= b.bbox.y0 || b.bbox.y1 <= a.bbox.y0;
                        prop_assert!(apart, "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}
