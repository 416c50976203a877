//! Tables without rules between their columns: grids read off where words stand.
//!
//! ```text
//! table  = [ head ] row *( row )      no words stand between its columns, from top to bottom
//! row    = anchor *( line )           an anchor has a label or a number; lines of its cells stand around it
//! head   = name *( line ) | name over several columns, and names below it
//! ```
//!
//! A stretch of the page is a table where at least three columns are parted by gutters that its lines leave free, in which far
//! wider blanks stand than between words, and where a column is one of labels or numbers ([`stretch`], [`gutters`]). Its rows
//! are parted where lines stand farthest apart between two anchors, or where a rule runs across ([`rows`]); its head may have
//! names over several columns ([`head`]); what only stands near is cut off ([`trim`]). Dirt has no part in it ([`specks`]), and rows
//! that lie askew are set level for it ([`slope`]), so that cells stand as high or low as their rows do there. What is found is a
//! grid as those of ruled tables are, and is read as they are.
//!
//! Lengths and parts are set by hand on the development seeds of scripts/make-documents, at 300 dpi.

mod closing;
mod gutters;
mod head;
mod rows;
mod slope;
mod specks;
mod stretch;
mod trim;

use crate::document::geometry::Frame;
use crate::document::{self, BoundingBox, CellPlace, Grid, GridCell, Line, Rule};

/// Fewest columns of such a table.
const FEWEST_COLUMNS: usize = 3;
/// Fewest of its rows.
const FEWEST_ROWS: usize = 3;
/// Fewest labels or numbers of the column that is one of these.
const FEWEST_FIGURES: usize = 2;
/// Fewest rules across between which a table stands: above its names, below them, and below its last row.
const FEWEST_RULES: usize = 3;
/// Fewest such rules where each row has its own, and how far below the row above it one without stands at most, in their usual
/// steps.
const RULED_ROWS: usize = 4;
const FOLLOWS: f32 = 1.5;

/// A word of an upright page.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedWord {
    /// Where it stands.
    pub frame: Frame,
    /// What was read; empty where there is print that was not read.
    pub text: String,
}

impl PrintedWord {
    /// Returns the words of a line that have boxes. One with blanks in it, as two that were read as one and parted, gives its
    /// pieces as much of its width as they have of its characters.
    pub fn of_line(line: &Line) -> Vec<Self> {
        let mut words = Vec::new();
        for word in &line.words {
            let Some(bbox) = word.bbox else { continue };
            let frame = Frame::from(bbox);
            let step = (frame.x1 - frame.x0) / word.text.chars().count().max(1) as f32;
            let mut at = 0;
            for piece in word.text.split(' ') {
                let length = piece.chars().count();
                if length > 0 {
                    let (x0, x1) = (frame.x0 + step * at as f32, frame.x0 + step * (at + length) as f32);
                    words.push(Self { frame: Frame { x0, x1, ..frame }, text: piece.to_owned() });
                }
                at += length + 1;
            }
        }
        words
    }
}

/// Adds the tables that no rules part to those of a page, whose lines are upright in the pixels of the grids.
pub fn add(grids: &mut Vec<Grid>, lines: &[Line], rules: &[Rule]) {
    let is_free = |line: &&Line| line.bbox.is_some_and(|bbox| CellPlace::of(bbox, grids).is_none());
    let found = find(lines.iter().filter(is_free).map(PrintedWord::of_line).collect(), rules);
    grids.extend(found);
    grids.sort_by_key(|grid| (grid.bbox.y0 + grid.bbox.y1, grid.bbox.x0));
}

/// Words at one height with no wide blank between them.
#[derive(Debug, Clone, PartialEq)]
struct Chunk {
    frame: Frame,
    words: Vec<PrintedWord>,
}

impl Chunk {
    fn of(word: PrintedWord) -> Self {
        Self { frame: word.frame, words: vec![word] }
    }

    fn push(&mut self, word: PrintedWord) {
        let (a, b) = (self.frame, word.frame);
        self.frame = Frame { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) };
        self.words.push(word);
    }

    fn text(&self) -> String {
        joined(self.words.iter().map(|word| word.text.as_str()))
    }

    /// Returns whether any of it was read.
    fn is_read(&self) -> bool {
        self.words.iter().any(|word| !word.text.is_empty())
    }

    fn y(&self) -> f32 {
        self.frame.center().1
    }
}

/// Returns the tables of an upright page that no rules part down their columns, from top to bottom. `lines` are the words of
/// each line that stands in no ruled table, in any order; `rules` may part rows.
pub fn find(lines: Vec<Vec<PrintedWord>>, rules: &[Rule]) -> Vec<Grid> {
    let across: Vec<Frame> =
        rules.iter().filter(|rule| rule.horizontal).map(|rule| Frame::from(rule.bbox)).collect();
    let sides = stretch::sides(&lines);
    let heights = |line: &Vec<PrintedWord>| line.first().map_or(0.0, |word| word.frame.center().1);
    let mut by_height: Vec<&Vec<PrintedWord>> = lines.iter().collect();
    by_height.sort_by(|a, b| heights(a).total_cmp(&heights(b)));
    let mut grids = Vec::new();
    for bands in stretch::stretches(lines.clone(), sides) {
        let slope = slope::of(&bands);
        if slope == 0.0 {
            grids.extend(table(&bands, &across));
            continue;
        }
        let (Some(top), Some(bottom)) =
            (bands.first().and_then(|b| b.first()), bands.last().and_then(|b| b.first()))
        else {
            continue;
        };
        let (top, bottom, reach) = (top.y(), bottom.y(), ASKEW * top.frame.height());
        let from = by_height.partition_point(|line| heights(line) < top - reach);
        let own = by_height[from..].iter().take_while(|line| heights(line) <= bottom + reach);
        let middle = f32::midpoint(sides.0, sides.1);
        let level = |frame: Frame| lowered(frame, -slope, middle);
        let upright: Vec<Vec<PrintedWord>> = own
            .map(|line| {
                line.iter()
                    .map(|word| PrintedWord { frame: level(word.frame), text: word.text.clone() })
                    .collect()
            })
            .collect();
        let across: Vec<Frame> = across.iter().copied().map(level).collect();
        for bands in stretch::stretches(upright, sides) {
            let y = |band: &Vec<Chunk>| band.first().map_or(0.0, Chunk::y);
            let own = bands.first().zip(bands.last()).map(|(first, last)| f32::midpoint(y(first), y(last)));
            if own.is_some_and(|own| (top..=bottom).contains(&own)) {
                grids.extend(table(&bands, &across).map(|grid| askew(grid, slope, middle)));
            }
        }
    }
    grids
}

/// How far above and below a stretch that lies askew words may stand that belong to it, in heights of a line.
const ASKEW: f32 = 3.0;

/// Returns the table of a stretch.
fn table(bands: &[Vec<Chunk>], across: &[Frame]) -> Option<Grid> {
    if let Some(framed) = framed(bands, across) {
        return grid(framed, &gutters::columns(framed, 1)?, across, 1);
    }
    let columns = gutters::columns(bands, FEWEST_FIGURES)?;
    grid(trim::table(bands, &columns)?, &columns, across, FEWEST_ROWS)
}

/// Returns a frame as much lower as a slope is there, which is level at a place.
fn lowered(frame: Frame, slope: f32, level_at: f32) -> Frame {
    let by = slope * (frame.center().0 - level_at);
    Frame { y0: frame.y0 + by, y1: frame.y1 + by, ..frame }
}

/// Returns a grid whose rows have a slope: each cell as high or low as they are there.
fn askew(mut grid: Grid, slope: f32, level_at: f32) -> Grid {
    let pixel = |at: f32| at.round().max(0.0) as u32;
    let by = |x: f32| slope * (x - level_at);
    for cell in &mut grid.cells {
        let frame = lowered(Frame::from(cell.bbox), slope, level_at);
        (cell.bbox.y0, cell.bbox.y1) = (pixel(frame.y0), pixel(frame.y1));
    }
    for edge in &mut grid.row_edges {
        let ends = [by(edge.x0 as f32), by(edge.x1 as f32)].map(|by| edge.y0 as f32 + by);
        (edge.y0, edge.y1) = (pixel(ends[0].min(ends[1])), pixel(ends[0].max(ends[1])) + 1);
    }
    let cells = grid.cells.iter().map(|cell| cell.bbox).reduce(BoundingBox::union);
    grid.bbox = cells.unwrap_or(grid.bbox);
    grid
}

/// Returns the bands of a stretch between rules across, the same from end to end, that stand above the names, below them and below
/// the last row: what stands outside is no part of that table, and one row is enough.
fn framed<'a>(bands: &'a [Vec<Chunk>], across: &[Frame]) -> Option<&'a [Vec<Chunk>]> {
    let frames = || bands.iter().flatten().map(|chunk| chunk.frame);
    let height = median(frames().map(|frame| frame.height()).collect())?;
    let (top, bottom) = (frames().next()?.y0 - height, frames().next_back()?.y1 + height);
    let mut rules: Vec<&Frame> =
        across.iter().filter(|rule| (top..bottom).contains(&rule.center().1)).collect();
    rules.sort_by(|a, b| a.center().1.total_cmp(&b.center().1));
    let same = |a: &Frame, b: &Frame| (a.x0 - b.x0).abs() < height && (a.x1 - b.x1).abs() < height;
    let widest = rules.iter().max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)))?;
    let heights: Vec<f32> =
        rules.iter().filter(|rule| same(rule, widest)).map(|rule| rule.center().1).collect();
    let (first, last) = (*heights.first()?, *heights.last()?);
    let y = |band: &Vec<Chunk>| band.first().map_or(0.0, Chunk::y);
    let (from, to) =
        (bands.partition_point(|band| y(band) < first), bands.partition_point(|band| y(band) < last));
    let is_within =
        |chunk: &Chunk| chunk.frame.x0 > widest.x0 - height && chunk.frame.x1 < widest.x1 + height;
    // Where rows are ruled one by one, those below a rule that was lost, as under a seal, follow as near.
    let steps = heights.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let usual = median(steps).filter(|_| heights.len() >= RULED_ROWS).unwrap_or(0.0);
    let follows = |at: &usize| {
        let (above, band) = (&bands[*at - 1], &bands[*at]);
        let is_row = band.len() > 1 && band.iter().any(|chunk| is_figure(&chunk.text()));
        is_row && band.iter().all(is_within) && y(band) - y(above) < FOLLOWS * usual
    };
    let rest = (to.max(1)..bands.len()).take_while(follows).count();
    let own = bands.get(from..to + rest)?;
    let is_framed = heights.len() >= FEWEST_RULES && own.iter().flatten().all(is_within);
    (is_framed && own.iter().filter(|band| band.len() > 1).count() > 1).then_some(own)
}

/// Makes the grid of a stretch whose columns are known; `None` where too little of it is a table's, which has so many rows at
/// least.
fn grid(bands: &[Vec<Chunk>], columns: &[f32], across: &[Frame], fewest: usize) -> Option<Grid> {
    let pieces = rows::pieces(bands, columns);
    let rules = rows::rules(&pieces, across);
    let anchors = rows::one_between_rules(rows::anchors(&pieces), &pieces, &rules);
    let first = anchors.first()?;
    let head = head::find(&pieces, columns, *first, &rules, across);
    let columns = &with_names(columns, &pieces, head.edges[0]);
    let (mut edges, mut merged) = (head.edges, head.merged);
    let from = edges.len() - 1;
    edges.extend(rows::edges(&pieces, &anchors, head.bottom, &rules));
    let places: Vec<closing::Place<'_>> =
        pieces.iter().map(|piece| (piece.first, piece.last, &piece.chunk)).collect();
    merged.extend(closing::merged(&places, columns, &edges, from));
    (anchors.len() >= fewest).then(|| lattice(columns, &edges, &merged))
}

/// Returns the edges of columns, the outer ones beside all that stands in the table, `top` its upper edge: names may be wider than
/// what they name.
fn with_names(columns: &[f32], pieces: &[rows::Piece], top: f32) -> Vec<f32> {
    let own = || pieces.iter().filter(|piece| piece.chunk.y() > top).map(|piece| piece.chunk.frame);
    let mut columns = columns.to_vec();
    if let Some(first) = columns.first_mut() {
        *first = own().map(|frame| frame.x0 - frame.height()).fold(*first, f32::min);
    }
    if let Some(last) = columns.last_mut() {
        *last = own().map(|frame| frame.x1 + frame.height()).fold(*last, f32::max);
    }
    columns
}

/// Makes a grid of edges; `merged` are cells over several places: row, column, rows, columns.
fn lattice(columns: &[f32], rows: &[f32], merged: &[[usize; 4]]) -> Grid {
    let pixel = |at: f32| at.round().max(0.0) as u32;
    let (left, right) = (pixel(columns[0]), pixel(columns[columns.len() - 1]));
    let (top, bottom) = (pixel(rows[0]), pixel(rows[rows.len() - 1]));
    let bbox = |[row, column, height, width]: [usize; 4]| {
        let (x0, x1) = (pixel(columns[column]), pixel(columns[column + width]));
        BoundingBox::new(x0, pixel(rows[row]), x1, pixel(rows[row + height]))
    };
    let mut cells = Vec::new();
    for row in 0..rows.len() - 1 {
        for column in 0..columns.len() - 1 {
            let holds = |[r, c, height, width]: &&[usize; 4]| {
                (*r..r + height).contains(&row) && (*c..c + width).contains(&column)
            };
            let own = merged.iter().find(holds).copied().unwrap_or([row, column, 1, 1]);
            if own[..2] == [row, column] {
                let [rows, columns] = [own[2], own[3]].map(|count| count as u32);
                cells.push(GridCell {
                    row: row as u32,
                    column: column as u32,
                    rows,
                    columns,
                    bbox: bbox(own),
                });
            }
        }
    }
    Grid {
        bbox: BoundingBox::new(left, top, right, bottom),
        row_edges: rows.iter().map(|y| BoundingBox::new(left, pixel(*y), right, pixel(*y) + 1)).collect(),
        column_edges: columns
            .iter()
            .map(|x| BoundingBox::new(pixel(*x), top, pixel(*x) + 1, bottom))
            .collect(),
        cells,
    }
}

/// Returns whether a band counts the columns, as a row below the names does.
fn counts_columns(band: &[Chunk]) -> bool {
    let cells: Vec<String> = band.iter().map(|chunk| chunk.text().replace(' ', "")).collect();
    document::counts_columns(cells.iter().map(String::as_str))
}

/// Returns what words say, one blank between those that were read.
fn joined<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the middle one of values.
fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Most characters of a label.
const LABEL: usize = 6;

/// Figures that may have a letter among them for each: of times, `7h30 - 8h00`.
const FIGURES_A_LETTER: usize = 3;

/// Returns whether a cell is a number or a label: `1.250`, `12,5 %`, `III`, `a)`, `-`, or a time. What was not read is one: words
/// are read more often than figures that stand alone.
fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let others = cell.chars().filter(|c| c.is_alphabetic()).count();
    is_label(cell) || digits > 0 && others <= (digits / FIGURES_A_LETTER).max(1) && !cell.contains("  ")
}

/// Returns whether a cell is a label: a number, roman or not, a letter with a bracket, decimals, a dash, or was not read.
fn is_label(cell: &str) -> bool {
    if cell.is_empty() {
        return true;
    }
    let core = cell.trim().trim_end_matches(['.', ')', ':']).trim_start_matches('(');
    let is_roman = || core.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_decimal = || {
        core.chars().all(|c| c.is_ascii_digit() || c == '.') && core.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_letter =
        || core.chars().count() == 1 && core != cell.trim() && core.chars().all(char::is_alphabetic);
    let is_capital = || core.chars().count() == 1 && core.chars().all(char::is_uppercase);
    !core.is_empty()
        && core.chars().count() <= LABEL
        && (is_roman() || is_decimal() || is_letter() || is_capital() || is_dash(core))
}

/// Returns whether a cell is a dash, or another mark of an item without a number.
fn is_dash(cell: &str) -> bool {
    matches!(cell.trim(), "-" | "–" | "—" | "+" | "*" | "•")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a line at a height, each piece at a place with its words 10 pixels a character, 20 high.
    fn line(y: u32, pieces: &[(u32, &str)]) -> Vec<PrintedWord> {
        let mut words = Vec::new();
        for (x, text) in pieces {
            let mut at = *x;
            for word in text.split(' ') {
                let end = at + 10 * word.chars().count() as u32;
                words.push(PrintedWord {
                    frame: BoundingBox::new(at, y, end, y + 20).into(),
                    text: word.into(),
                });
                at = end + 6;
            }
        }
        words
    }

    /// A text as wide as the page.
    fn prose(y: u32) -> Vec<PrintedWord> {
        line(
            y,
            &[(
                0,
                "Trong năm các trạm ven sông đã đo gió theo lịch và gửi số liệu về trung tâm mỗi giờ một lần",
            )],
        )
    }

    fn rows() -> Vec<Vec<PrintedWord>> {
        let names = ["Trạm ven sông", "Trạm trên đồi", "Trạm Hoa Sim", "Trạm ở thị trấn"];
        let row = |(y, (label, name)): (u32, (&str, &str))| {
            line(y, &[(20, label), (100, name), (500, "12,5"), (700, "1.250")])
        };
        [160, 200, 240, 280].into_iter().zip(["1", "2", "3", "4"].into_iter().zip(names)).map(row).collect()
    }

    fn head() -> Vec<PrintedWord> {
        line(120, &[(20, "TT"), (140, "Tên trạm"), (480, "Gió (m/s)"), (690, "Số giờ")])
    }

    fn found(lines: &[Vec<PrintedWord>]) -> Vec<Grid> {
        find(lines.to_vec(), &[])
    }

    /// Rows and columns of each grid.
    fn sizes(grids: &[Grid]) -> Vec<(usize, usize)> {
        grids.iter().map(|grid| (grid.row_edges.len() - 1, grid.column_edges.len() - 1)).collect()
    }

    /// The row of the grid that holds a height.
    fn row_at(grid: &Grid, y: u32) -> usize {
        grid.row_edges.iter().filter(|edge| edge.y0 <= y).count() - 1
    }

    #[test]
    fn columns_with_their_names_between_texts_are_a_grid() {
        let lines = [&[prose(40), prose(66), head()][..], &rows(), &[prose(340), prose(366)]].concat();
        let grids = found(&lines);
        assert_eq!(sizes(&grids), [(5, 4)]);
        assert!(grids[0].bbox.y0 > 86 && grids[0].bbox.y1 < 340, "{:?}", grids[0].bbox);
        let heights = [130, 170, 210, 250, 290].map(|y| row_at(&grids[0], y));
        assert_eq!(heights, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn lines_at_one_height_that_were_read_apart_are_one_row() {
        let apart: Vec<Vec<PrintedWord>> = rows()
            .into_iter()
            .chain([head()])
            .flat_map(|line| line.into_iter().map(|word| vec![word]))
            .collect();
        assert_eq!(sizes(&found(&apart)), [(5, 4)]);
    }

    #[test]
    fn what_is_no_table_has_no_grid() {
        let list = |y: u32, label: &str| {
            line(y, &[(0, label), (40, "Sở đã đặt thêm trạm đo gió tại các xã ven sông")])
        };
        for (lines, why) in [
            (vec![prose(0), prose(26), prose(52), prose(78)], "running text"),
            ((0..5).map(|n| list(30 * n, &format!("{}.", n + 1))).collect(), "a list"),
            (
                vec![
                    line(0, &[(40, "SỞ ĐO GIÓ"), (400, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]),
                    line(26, &[(60, "VĂN PHÒNG"), (450, "Độc lập - Tự do - Hạnh phúc")]),
                    line(60, &[(60, "Số: 12/BC-VP"), (440, "Hoa Sim, ngày 3 tháng 4 năm 2023")]),
                ],
                "a letterhead",
            ),
            (
                vec![
                    line(0, &[(0, "NGƯỜI LẬP"), (300, "KẾ TOÁN"), (600, "GIÁM ĐỐC")]),
                    line(120, &[(0, "Lê Gió Lành"), (300, "Trần Văn Sông"), (600, "Phạm Thị Đồi")]),
                ],
                "signers",
            ),
        ] {
            assert_eq!(found(&lines), [], "{why}");
        }
    }

    #[test]
    fn the_lines_of_a_cell_stay_in_its_row_wherever_its_number_stands() {
        // The number stands beside the first line of its row, or between its two.
        for number in [0, 13] {
            let mut lines = vec![head()];
            for (at, label) in (0..4).zip(["1", "2", "3", "4"]) {
                let y = 170 + 80 * at;
                lines.push(line(y, &[(100, "Trạm đo gió ở ven")]));
                lines.push(line(y + 26, &[(100, "sông Hoa Sim")]));
                lines.push(line(y + number, &[(20, label), (500, "12,5"), (700, "1.250")]));
            }
            let grids = found(&lines);
            assert_eq!(sizes(&grids), [(5, 4)], "{number}");
            for at in 0..4 {
                let y = 170 + 80 * at;
                let own = [y + 10, y + 36].map(|y| row_at(&grids[0], y));
                assert_eq!(own, [at as usize + 1; 2], "{number}");
            }
        }
    }

    #[test]
    fn a_name_over_several_columns_is_one_cell_above_theirs() {
        let names = [
            line(100, &[(570, "Năm 2023")]),
            line(118, &[(20, "TT"), (140, "Tên trạm")]),
            line(136, &[(490, "Gió"), (690, "Số giờ")]),
        ];
        let lines = [
            &names[..],
            &rows().into_iter().map(|row| row.into_iter().map(lowered).collect()).collect::<Vec<_>>(),
        ]
        .concat();
        let grids = found(&lines);
        assert_eq!(sizes(&grids), [(6, 4)]);
        let merged: Vec<[u32; 4]> = grids[0]
            .cells
            .iter()
            .filter(|cell| cell.rows * cell.columns > 1)
            .map(|cell| [cell.row, cell.column, cell.rows, cell.columns])
            .collect();
        assert_eq!(merged, [[0, 0, 2, 1], [0, 1, 2, 1], [0, 2, 1, 2]]);
    }

    fn lowered(word: PrintedWord) -> PrintedWord {
        let Frame { x0, y0, x1, y1 } = word.frame;
        PrintedWord { frame: Frame { x0, y0: y0 + 20.0, x1, y1: y1 + 20.0 }, ..word }
    }

    #[test]
    fn a_name_stands_over_as_many_columns_as_have_it_in_their_middle() {
        // It reaches over the first two of three, and stands in the middle of all.
        let names = [
            line(100, &[(440, "Kết quả năm 23")]),
            line(118, &[(20, "TT"), (140, "Tên trạm")]),
            line(136, &[(400, "Gió"), (530, "Mưa"), (660, "Sóng")]),
        ];
        let row = |(y, label): (u32, &str)| {
            line(y, &[(20, label), (100, "Trạm ven sông"), (400, "12,5"), (530, "8,25"), (660, "1,50")])
        };
        let rows = [(180, "1"), (220, "2"), (260, "3"), (300, "4")].map(row);
        let grids = found(&[&names[..], &rows].concat());
        let over: Vec<[u32; 2]> = grids[0]
            .cells
            .iter()
            .filter(|cell| cell.columns > 1)
            .map(|cell| [cell.column, cell.columns])
            .collect();
        assert_eq!(over, [[2, 3]]);
    }

    #[test]
    fn a_rule_below_a_name_says_over_which_columns_it_stands() {
        let names = [
            line(100, &[(575, "Kết quả")]),
            line(118, &[(20, "TT"), (140, "Tên trạm")]),
            line(136, &[(400, "Giao"), (530, "Gió"), (660, "Mưa"), (790, "Sóng")]),
        ];
        let row = |(y, label): (u32, &str)| {
            let numbers = [(400, "10,0"), (530, "12,5"), (660, "8,25"), (790, "1,50")];
            line(y, &[&[(20, label), (100, "Trạm ven sông")][..], &numbers].concat())
        };
        let rows = [(180, "1"), (220, "2"), (260, "3"), (300, "4")].map(row);
        let lines = [&names[..], &rows].concat();
        let over = |rules: &[Rule]| -> Vec<[u32; 2]> {
            let wide = |cell: &&GridCell| cell.columns > 1;
            find(lines.clone(), rules)[0]
                .cells
                .iter()
                .filter(wide)
                .map(|cell| [cell.column, cell.columns])
                .collect()
        };
        let below = Rule { bbox: BoundingBox::new(500, 126, 750, 127), horizontal: true };
        assert_eq!(over(&[rule(90), below, rule(165), rule(340)]), [[3, 2]]);
    }

    #[test]
    fn the_page_s_number_over_a_table_is_no_name_of_it() {
        let spread = |line: Vec<PrintedWord>| line.into_iter().map(|word| moved(word, 75.0)).collect();
        let rows: Vec<Vec<PrintedWord>> = rows().into_iter().map(spread).collect();
        let grids = found(&[vec![line(190, &[(400, "2")])], rows].concat());
        assert_eq!(sizes(&grids), [(4, 4)]);
        assert!(grids[0].bbox.y0 > 210, "{:?}", grids[0].bbox);
    }

    #[test]
    fn the_second_line_of_a_note_is_no_row() {
        let mut lines = vec![head()];
        for (at, label) in (0..).zip(["1", "2", "3", "4"]) {
            let y = 170 + 80 * at;
            lines.push(line(y, &[(20, label), (100, "Trạm ven sông"), (500, "12,5"), (700, "Đang")]));
            // It stands apart by more than the lines of a cell usually do.
            lines.push(line(y + 34, &[(700, "sửa")]));
        }
        let grids = found(&lines);
        assert_eq!(sizes(&grids), [(5, 4)]);
    }

    #[test]
    fn a_sum_under_labels_is_a_row_and_its_words_stand_in_the_second_column_or_over_both() {
        let is_merged = |x: u32| {
            let closing = line(320, &[(x, "Cộng"), (500, "50,0")]);
            let grids = found(&[&[head()][..], &rows(), &[closing]].concat());
            assert_eq!(sizes(&grids), [(6, 4)]);
            grids[0].cells.iter().any(|cell| (cell.row, cell.columns) == (5, 2))
        };
        assert!(!is_merged(100), "it begins where the names do");
        // An edge runs through the blank between the words, and a speck before them was read as a figure.
        let closing = line(320, &[(215, "7"), (270, "Tổng"), (365, "cộng"), (700, "5.000")]);
        let grids = found(&[&[head()][..], &rows(), &[closing]].concat());
        assert!(grids[0].cells.iter().any(|cell| (cell.row, cell.columns) == (5, 3)), "{grids:?}");
        assert!(is_merged(165));
    }

    #[test]
    fn a_title_over_the_table_is_not_its_head() {
        let title = line(70, &[(190, "BẢNG TỔNG HỢP SỐ LIỆU ĐO GIÓ CÁC TRẠM")]);
        let grids = found(&[&[title, head()][..], &rows()].concat());
        assert_eq!(sizes(&grids), [(5, 4)]);
        assert!(grids[0].bbox.y0 > 90);
    }

    #[test]
    fn labels_that_were_not_read_have_a_column_by_their_print() {
        let unread = |mut line: Vec<PrintedWord>| {
            line[0].text.clear();
            line
        };
        let grids = found(&[vec![head()], rows().into_iter().map(unread).collect()].concat());
        assert_eq!(sizes(&grids), [(5, 4)]);
    }

    #[test]
    fn names_far_above_rows_that_stand_as_far_apart_are_their_head() {
        let spread = |line: Vec<PrintedWord>| line.into_iter().map(|word| moved(word, 75.0)).collect();
        let lines: Vec<Vec<PrintedWord>> = [vec![head()], rows()].concat().into_iter().map(spread).collect();
        assert_eq!(sizes(&found(&lines)), [(5, 4)]);
    }

    /// A word of a table whose rows are 40 pixels apart, in one where they are so many apart.
    fn moved(word: PrintedWord, by: f32) -> PrintedWord {
        let Frame { x0, y0, x1, y1 } = word.frame;
        let y = (y0 - 120.0) / 40.0 * by + 200.0;
        PrintedWord { frame: Frame { x0, y0: y, x1, y1: y + y1 - y0 }, ..word }
    }

    #[test]
    fn a_sentence_or_a_unit_over_the_table_is_not_its_head() {
        for above in [
            line(84, &[(100, "Số liệu được thể hiện ở bảng sau.")]),
            line(84, &[(560, "Đơn vị tính: giờ")]),
            line(84, &[(40, "Số liệu được thể hiện ở bảng sau đây")]),
        ] {
            let grids = found(&[&[above.clone(), head()][..], &rows()].concat());
            assert_eq!(sizes(&grids), [(5, 4)], "{above:?}");
            assert!(grids[0].bbox.y0 > 104, "{above:?}: {:?}", grids[0].bbox);
        }
    }

    #[test]
    fn an_edge_through_the_blank_of_a_name_parts_it_not() {
        // The year stands over the last two columns, whose edge runs behind its first word.
        let names = [line(90, &[(588, "Năm"), (626, "2023")]), head()];
        let grids = found(&[&names[..], &rows()].concat());
        let over = grids[0].cells.iter().find(|cell| cell.columns > 1).map(|cell| (cell.row, cell.column));
        assert_eq!(over, Some((0, 2)), "{grids:?}");
    }

    fn rule(y: u32) -> Rule {
        Rule { bbox: BoundingBox::new(0, y, 800, y + 2), horizontal: true }
    }

    #[test]
    fn between_rules_one_row_is_a_table_and_what_stands_outside_is_not() {
        let title = line(70, &[(190, "BẢNG SỐ LIỆU ĐO GIÓ")]);
        let lines = [title, head(), rows().remove(0)];
        let grids = find(lines.to_vec(), &[rule(108), rule(150), rule(190)]);
        assert_eq!(sizes(&grids), [(2, 4)]);
        assert!(grids[0].bbox.y0 > 100, "{:?}", grids[0].bbox);
        assert_eq!(found(&lines), [], "without rules too few rows");
    }

    #[test]
    fn names_stand_between_the_first_rule_and_the_first_row_whatever_rules_part_them() {
        let counting = line(150, &[(22, "A"), (160, "B"), (510, "1"), (720, "2")]);
        let below: Vec<Vec<PrintedWord>> =
            rows().into_iter().map(|row| row.into_iter().map(lowered).collect()).collect();
        let lines = [&[head(), counting][..], &below].concat();
        let grids = find(lines, &[108, 145, 174, 330].map(rule));
        assert_eq!(sizes(&grids), [(6, 4)]);
        assert_eq!([130, 160, 190].map(|y| row_at(&grids[0], y)), [0, 1, 2]);
    }

    #[test]
    fn the_words_of_a_closing_row_in_the_middle_of_all_columns_before_its_sum_are_one_cell() {
        let closing = line(320, &[(270, "Tổng số giờ"), (700, "5.000")]);
        let grids = found(&[&[head()][..], &rows(), &[closing]].concat());
        let merged: Vec<[u32; 4]> = grids[0]
            .cells
            .iter()
            .filter(|cell| cell.columns > 1)
            .map(|cell| [cell.row, cell.column, cell.rows, cell.columns])
            .collect();
        assert_eq!(merged, [[5, 0, 1, 3]]);
    }

    #[test]
    fn words_that_a_few_cells_have_behind_the_ends_of_others_are_in_no_column_of_their_own() {
        let mut lines = rows();
        lines[1].extend(line(200, &[(234, "cao")]));
        assert_eq!(sizes(&found(&[vec![head()], lines].concat())), [(5, 4)]);
    }

    #[test]
    fn a_blank_that_all_cells_of_a_column_have_at_one_place_is_none_under_a_name_that_has_it_too() {
        let row = |(y, label): (u32, &str)| {
            line(y, &[(20, label), (100, "Trạm ven sông"), (500, "12,5"), (700, "Đang"), (756, "chạy")])
        };
        let names = line(120, &[(20, "TT"), (140, "Tên trạm"), (480, "Gió"), (690, "Ghi"), (738, "chú")]);
        let lines: Vec<Vec<PrintedWord>> = [names]
            .into_iter()
            .chain([160, 200, 240, 280].into_iter().zip(["1", "2", "3", "4"]).map(row))
            .collect();
        assert_eq!(sizes(&found(&lines)), [(5, 4)]);
    }

    #[test]
    fn recipients_beside_a_signature_are_no_table() {
        let names = ["Như trên", "Sở đo gió", "Các trạm ven sông", "Lưu văn phòng"];
        let row = |(at, (name, stroke)): (u32, (&str, &str))| {
            line(30 * at, &[(0, "-"), (30, name), (400, stroke), (700, "Lê Gió")])
        };
        let strokes = ["1", "7", "", "11"];
        let lines: Vec<Vec<PrintedWord>> = (0..4).zip(names.into_iter().zip(strokes)).map(row).collect();
        assert_eq!(found(&lines), []);
    }

    #[test]
    fn specks_beside_a_text_make_it_no_table() {
        let specked = |y: u32| {
            let mut line = prose(y);
            line[0].text.clear();
            line
        };
        assert_eq!(found(&[specked(0), specked(26), specked(52), specked(78)]), []);
    }

    #[test]
    fn rows_that_lie_askew_have_cells_that_follow_them() {
        // Each pixel to the right stands lower, by more than half a row at the end.
        let fall = |line: Vec<PrintedWord>| -> Vec<PrintedWord> {
            let word =
                |word: PrintedWord| PrintedWord { frame: super::lowered(word.frame, 0.018, 0.0), ..word };
            line.into_iter().map(word).collect()
        };
        let rows = (0..8u32).map(|at| {
            let label = (at + 1).to_string();
            line(160 + 30 * at, &[(20, &label), (100, "Trạm ven sông"), (500, "12,5"), (900, "1.250")])
        });
        let lines: Vec<Vec<PrintedWord>> = rows.map(fall).collect();
        let grids = found(&lines);
        assert_eq!(sizes(&grids), [(8, 4)]);
        for (row, line) in lines.iter().enumerate() {
            for word in line {
                let (x, y) = word.frame.center();
                let at = BoundingBox::new(x as u32, y as u32, x as u32 + 1, y as u32 + 1);
                let place = CellPlace::of(at, &grids).map(|place| grids[0].cells[place.cell as usize].row);
                assert_eq!(place, Some(row as u32), "{word:?}");
            }
        }
    }

    #[test]
    fn a_signature_below_the_table_whose_strokes_are_read_as_figures_runs_over_no_column() {
        let closing = [
            line(330, &[(0, "Nơi nhận và nơi lưu giữ:"), (520, "TRẠM TRƯỞNG KIÊM THỦ KHO")]),
            line(360, &[(10, "-"), (40, "Trạm đo gió ven sông"), (560, "4"), (640, "7")]),
            line(390, &[(10, "-"), (40, "Lưu hồ sơ của trạm"), (540, "Lò Văn Gió"), (700, "2")]),
        ];
        let lines = [&[head()][..], &rows(), &closing].concat();
        assert_eq!(sizes(&found(&lines)), [(5, 4)]);
    }

    #[test]
    fn rows_below_the_last_rule_that_was_found_are_rows() {
        let rules = [110, 150, 190, 230].map(rule);
        let grids = find([&[head()][..], &rows()].concat(), &rules);
        assert_eq!(sizes(&grids), [(5, 4)]);
    }

    #[test]
    fn a_year_parted_from_its_word_is_no_figure_and_a_rule_below_two_names_is_of_both() {
        let names = [
            line(100, &[(20, "Số"), (442, "Năm"), (480, "2022"), (702, "Năm"), (740, "2023")]),
            line(126, &[(20, "TT"), (140, "Tên trạm")]),
            line(138, &[(400, "Giao"), (530, "Gió"), (660, "Giao"), (790, "Gió")]),
        ];
        let row = |(y, label): (u32, &str)| {
            let numbers = [(400, "10,0"), (530, "12,5"), (660, "8,25"), (790, "1,50")];
            line(y, &[&[(20, label), (100, "Trạm ven sông")][..], &numbers].concat())
        };
        let rows = [(180, "1"), (220, "2"), (260, "3"), (300, "4")].map(row);
        let below = Rule { bbox: BoundingBox::new(380, 126, 850, 127), horizontal: true };
        let whole = |y: u32| Rule { bbox: BoundingBox::new(0, y, 860, y + 2), horizontal: true };
        let grids = find([&names[..], &rows].concat(), &[whole(90), below, whole(165), whole(340)]);
        assert_eq!(sizes(&grids), [(6, 6)]);
        let over: Vec<[u32; 2]> = grids[0]
            .cells
            .iter()
            .filter(|cell| cell.columns > 1)
            .map(|cell| [cell.column, cell.columns])
            .collect();
        assert_eq!(over, [[2, 2], [4, 2]]);
        assert!(grids[0].bbox.y0 < 100, "the marks of the names are in their cells");
        // The year below its word.
        let names = [
            line(100, &[(20, "TT"), (140, "Tên trạm"), (400, "Năm"), (660, "Năm")]),
            line(135, &[(395, "2022"), (655, "2023")]),
        ];
        let grids = find([&names[..], &rows].concat(), &[whole(90), whole(165), whole(340)]);
        assert_eq!(grids[0].row_edges.len(), 6, "{:?}", grids[0].row_edges);
    }

    #[test]
    fn a_rule_under_a_heading_above_the_table_is_none_of_it() {
        let lines = [&[head()][..], &rows()].concat();
        let under_heading = Rule { bbox: BoundingBox::new(0, 40, 600, 42), horizontal: true };
        assert_eq!(sizes(&find(lines.clone(), &[under_heading])), sizes(&found(&lines)));
    }

    #[test]
    fn lines_between_the_same_two_rules_are_of_one_row() {
        // The second line of each cell stands as far below the first as a row would.
        let row = |y: u32, label: &str| {
            let first =
                [(20, label), (100, "Đo gió ở"), (400, "Trạm ven"), (560, "Các trạm"), (700, "Sổ ghi")];
            let second = [(100, "ven sông"), (400, "sông"), (560, "trên đồi"), (700, "gió")];
            [line(y, &first), line(y + 34, &second)]
        };
        let names =
            line(120, &[(20, "TT"), (100, "Việc"), (400, "Chủ trì"), (560, "Phối hợp"), (700, "Sản phẩm")]);
        let lines = [vec![names], row(170, "1").into(), row(250, "2").into(), row(330, "3").into()].concat();
        let grids = find(lines, &[108, 150, 235, 315, 395].map(rule));
        assert_eq!(sizes(&grids), [(4, 5)]);
    }

    #[test]
    fn a_worn_rule_in_pieces_parts_names_from_the_first_row() {
        let piece = |x0: u32, x1: u32| Rule { bbox: BoundingBox::new(x0, 150, x1, 152), horizontal: true };
        // Names as near to the first row as rows are to one another.
        let names = line(128, &[(20, "TT"), (140, "Tên trạm"), (490, "Gió"), (690, "Số giờ")]);
        let rules = [rule(115), piece(0, 330), piece(350, 700), piece(740, 800)];
        let rows_at = |rules: &[Rule]| {
            let grids = find([&[names.clone()][..], &rows()].concat(), &[rules, &[rule(330)]].concat());
            grids[0].row_edges[1].y0
        };
        assert_eq!(rows_at(&rules), 151);
        assert_ne!(rows_at(&rules[..2]), 151, "one piece says nothing");
    }

    #[test]
    fn a_title_in_two_pieces_above_the_names_of_all_columns_is_none_of_them() {
        let title = line(70, &[(200, "DANH SÁCH TRẠM"), (500, "VEN SÔNG")]);
        let grids = found(&[&[title, head()][..], &rows()].concat());
        assert_eq!(sizes(&grids), [(5, 4)]);
        assert!(grids[0].bbox.y0 > 100 && row_at(&grids[0], 170) == 1, "{:?}", grids[0].row_edges);
    }

    #[test]
    fn names_of_two_columns_in_the_middle_stand_above_what_counts_the_columns() {
        let names = [
            line(60, &[(20, "TT"), (140, "Tên"), (420, "Năm 2023"), (690, "Kho")]),
            line(90, &[(340, "Gió"), (500, "Mưa")]),
            line(120, &[(20, "A"), (140, "B"), (345, "1"), (505, "2"), (695, "3")]),
        ];
        let row = |(y, name): (u32, &str)| {
            line(y, &[(20, "1."), (100, name), (330, "12,5"), (490, "8,25"), (690, "140")])
        };
        let rows = [(160, "Kè"), (200, "Cống"), (240, "Đập"), (280, "Hồ")].map(row);
        let grids = found(&[&names[..], &rows].concat());
        assert!(grids[0].bbox.y0 <= 60, "{:?}", grids[0].row_edges);
    }
}
