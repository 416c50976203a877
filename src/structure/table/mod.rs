//! Tables: rows with their place in the tree, and numbers that add up.
//!
//! Three readers give the same raw rows, spots of the sheet by column: [`grid`] from rules and boxes, [`text`] and
//! [`columns`] from lines alone. What follows is the same for all: [`mod@label`] settles each row's place by sequence,
//! [`arithmetic`] checks the sums and brings digits back, and both propose edits.
//!
//! # Grammar
//!
//! ```text
//! table = header row+ [ total ]        header repeated on each page
//! row   = [ label ] text number*       path: labels from the root joined by dots
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::arithmetic::{self, Cell, Sum};
use super::sheet::{Place, Role, Sheet};
use super::{folding, number, record_text};
use crate::document::{
    self, Alternative, Author, BlockKind, Check, CheckStatus, Column, ColumnRole, Row, Span, Table,
    TableKind, Text, Warning,
};

mod columns;
mod grid;
mod header;
pub(super) mod label;
mod text;
mod title;

pub(super) use title::is_caption;

/// Probability that a label settled by sequence is what was printed.
const LABEL_CONFIDENCE: f32 = 0.9;
/// Probability that a number proved by two sums is what was printed.
const PROVED_CONFIDENCE: f32 = 0.98;
/// Share of a column's cells that must be numbers for the column to be one of numbers.
const NUMERIC: f32 = 0.6;

/// A stretch of a sheet line.
#[derive(Debug, Clone)]
struct Spot {
    line: usize,
    range: Range<usize>,
    text: String,
    recognised: String,
}

impl Spot {
    fn new(sheet: &Sheet, line: usize, range: Range<usize>) -> Self {
        let sheet_line = &sheet.lines[line];
        let (text, recognised) = (sheet_line.slice(&range), sheet_line.recognised(&range));
        Self { line, range, text, recognised }
    }

    fn place(&self) -> Place {
        (self.line, self.range.clone())
    }
}

/// A row before its place is known: spots by column, and how many rows and columns each cell extends over.
#[derive(Debug, Clone)]
struct RawRow {
    cells: Vec<Vec<Spot>>,
    extents: Vec<(u32, u32)>,
    page: u32,
    total: bool,
}

impl RawRow {
    fn new(columns: usize) -> Self {
        Self { cells: vec![Vec::new(); columns], extents: vec![(1, 1); columns], page: 0, total: false }
    }
}

/// A table before its rows are placed.
#[derive(Debug, Clone)]
struct RawTable {
    title: Option<Text>,
    pages: Vec<u32>,
    columns: Vec<Column>,
    rows: Vec<RawRow>,
    /// Its lines, header and all.
    lines: Vec<usize>,
    /// The lines of its title, where something else stands between that and the table.
    caption: Vec<usize>,
    /// Headers on further pages.
    repeated: Vec<Span>,
}

impl RawTable {
    fn new(title: Option<Text>) -> Self {
        Self {
            title,
            pages: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            lines: Vec::new(),
            caption: Vec::new(),
            repeated: Vec::new(),
        }
    }

    /// Takes a line for the table's own, at once, so that no other reader finds a table in it.
    fn take(&mut self, sheet: &mut Sheet, line: usize) {
        sheet.lines[line].role = Role::Table;
        self.lines.push(line);
    }

    /// Returns the table if it has rows; the lines of one that has none are text again.
    fn with_rows(self, sheet: &mut Sheet) -> Option<Self> {
        if self.rows.is_empty() {
            for at in self.lines.iter().chain(&self.caption) {
                sheet.lines[*at].role = Role::Body;
            }
            return None;
        }
        Some(self)
    }

    fn add_page(&mut self, page: u32) {
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
    }
}

/// Finds the tables of a document, writes what labels and sums prove into the sheet, and claims their lines.
pub(super) fn find(sheet: &mut Sheet, warnings: &mut Vec<Warning>) -> Vec<Table> {
    let moment = sheet.moment();
    let mut raw = grid::find(sheet);
    raw.extend(text::find(sheet));
    raw.extend(columns::find(sheet));
    raw.sort_by_key(|t| t.pages.first().copied());
    let mut tables: Vec<(usize, Table)> = Vec::with_capacity(raw.len());
    for table in raw {
        let table = build(sheet, table, moment, warnings);
        tables.push((sheet.moment(), table));
    }
    let followed = |(built, mut table): (usize, Table)| {
        record_text::follow(sheet, built, &mut table);
        table
    };
    tables.into_iter().map(followed).collect()
}

/// Returns whether a line opens the header of a table.
pub(super) fn opens_header(line: &str) -> bool {
    header::opens_with_number_sign(line) || header::header_share(line) > 0.5
}

/// Returns whether words open a closing row: Tổng điểm, Tổng cộng, Cộng.
fn is_total(words: &str) -> bool {
    let folded = folding::fold(words);
    let mut start = folded.split_whitespace().skip_while(|w| !w.chars().any(char::is_alphabetic));
    match (start.next(), start.next()) {
        (Some("tong"), Some(next)) => {
            ["diem", "cong", "so"].iter().any(|w| folding::reads_as(next, w)) || number::parse(next).is_some()
        }
        (Some("tong" | "cong"), None) => true,
        (Some("cong"), Some(next)) => number::parse(next).is_some(),
        _ => false,
    }
}

/// Returns what stands at spots, in their order.
fn text_of<'a>(sheet: &Sheet, spots: impl IntoIterator<Item = &'a Spot>) -> Text {
    sheet.text(spots.into_iter().map(Spot::place))
}

/// Builds a table whose lines were read at a moment.
fn build(sheet: &mut Sheet, mut raw: RawTable, moment: usize, warnings: &mut Vec<Warning>) -> Table {
    let count = raw.columns.len();
    let column_of = |role: ColumnRole| raw.columns.iter().position(|c| c.role == role);
    let (label_column, text_column) = (column_of(ColumnRole::Label), column_of(ColumnRole::Text));
    let numeric: Vec<usize> = (0..count).filter(|c| is_numeric(&raw, *c)).collect();
    let cells: Vec<Vec<Cell>> = numeric.iter().map(|c| read_column(sheet, &raw, *c)).collect();
    let sightings: Vec<label::Sighting> = raw
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| label::Sighting {
            titled: label_column.is_some_and(|c| is_titled(&row.cells[c])),
            seen: label_column.map(|c| label_of(&row.cells[c])).unwrap_or_default(),
            // Without a column of labels there are none to be found again.
            capitals: text_column
                .filter(|_| label_column.is_some())
                .is_some_and(|c| folding::capital_share(&recognised(&row.cells[c], |s| &s.text)) > 0.7),
            total: row.total,
            values: cells.iter().map(|column| column[at].value).collect(),
        })
        .collect();
    let score = raw.columns.iter().any(|c| matches!(c.role, ColumnRole::Max | ColumnRole::Score));
    let mut places = label::settle(&sightings, !score);
    let is_trusted = sequence_is_trusted(&sightings, &places);
    // A label that the sequence mends was misread; any other that is clear is what was printed.
    let mends = |at: usize, place: &label::Place| {
        let spot = label_column.and_then(|c| {
            raw.rows[at].cells[c].as_slice().first().filter(|_| raw.rows[at].cells[c].len() == 1)
        })?;
        let is_whole = sightings[at].seen == spot.text.trim();
        let is_other = label::is_of_another_numbering(&spot.text, &place.label) || sheet.is_typed(spot.line);
        let may_mend = is_whole && !is_other && (score || may_be_misread(&spot.text, &place.label));
        let differs = !place.label.is_empty() && bare(&spot.text) != bare(&place.label);
        (is_trusted && may_mend && differs).then(|| spot.clone())
    };
    label::keep_printed(&mut places, &sightings, |at, place| {
        let seen = &sightings[at].seen;
        label::is_clear(seen)
            && !place.label.is_empty()
            && !label::agrees(seen, &place.label)
            && mends(at, place).is_none()
    });
    label::part_paths(&mut places);
    let places = places;
    let sums = sums(&places, &raw.rows);
    let mut table = Table {
        kind: if score { TableKind::Score } else { TableKind::Plain },
        title: raw.title.clone(),
        pages: raw.pages.clone(),
        columns: raw.columns.clone(),
        repeated: raw.repeated.clone(),
        block: 0,
        rows: Vec::with_capacity(raw.rows.len()),
        checks: Vec::new(),
    };
    let mut values: Vec<Vec<Option<i64>>> = vec![vec![None; count]; raw.rows.len()];
    let mut changes: Vec<Change> = Vec::new();
    for (index, column) in numeric.iter().enumerate() {
        let adds_up = !header::names(&raw.columns[*column].name);
        settle_column(
            &raw,
            *column,
            &cells[index],
            if adds_up { &sums } else { &[] },
            &places,
            &mut values,
            &mut table,
            &mut changes,
            warnings,
        );
    }
    bound_checks(&raw, &places, &values, &mut table);
    for (at, place) in places.iter().enumerate() {
        let Some(spot) = mends(at, place) else { continue };
        let reason = format!("row label read as `{}`: `{}` by the sequence of rows", spot.text, place.path);
        let (after, confidence) = (place.printed.clone(), LABEL_CONFIDENCE);
        changes.push(Change { spot, after, reason, confidence, by: Author::Structure });
    }
    let lines = std::mem::take(&mut raw.lines);
    make_changes(sheet, &mut raw, changes);
    // Its title and header may stand in lines that it changed, or a table before it.
    record_text::follow(sheet, moment, &mut table);
    let mut cell_texts: Vec<Vec<Text>> =
        raw.rows.iter().map(|r| r.cells.iter().map(|c| text_of(sheet, c)).collect()).collect();
    if let Some(column) = label_column.filter(|_| is_trusted) {
        restore_lost_labels(&mut cell_texts, &places, &raw, column);
    }
    let labels: Vec<Text> = places
        .iter()
        .zip(raw.rows.iter().zip(&cell_texts))
        .map(|(place, (row, texts))| {
            label(sheet, place, label_column.map(|c| (row.cells[c].as_slice(), &texts[c])))
        })
        .collect();
    let given: Vec<&str> = labels
        .iter()
        .zip(&places)
        .filter(|(label, _)| !label.is_empty() && label.spans.is_empty())
        .map(|(_, place)| place.path.as_str())
        .collect();
    if let (Some(first), Some(page)) = (given.first(), raw.pages.first()) {
        let message = format!(
            "{} row labels of a table were not read, `{first}` the first of them; the sequence of rows gives them",
            given.len()
        );
        warnings.push(Warning { page: Some(*page), code: "row-label-restored".into(), message });
    }
    for (((row, place), label), (values, texts)) in
        raw.rows.iter().zip(&places).zip(labels).zip(values.into_iter().zip(cell_texts))
    {
        let lines: Vec<usize> = row.cells.iter().flatten().map(|s| s.line).collect();
        let confidence = lines.iter().map(|l| sheet.lines[*l].confidence).fold(1.0f32, f32::min);
        // A title set over the whole row begins in its first cell.
        let title = label_column.filter(|c| is_titled(&row.cells[*c]));
        let text = text_column.map(|c| texts[c].clone()).filter(|text| !text.is_empty());
        table.rows.push(Row {
            path: place.path.clone(),
            label,
            text: text.or_else(|| title.map(|c| texts[c].clone())).unwrap_or_default(),
            page: row.page,
            values: values.iter().map(|v| v.map(number::as_f64)).collect(),
            printed: row.cells.iter().map(|c| recognised(c, |s| &s.recognised)).collect(),
            cells: cells_of(texts, &row.extents),
            confidence,
        });
    }
    if !raw.caption.is_empty() {
        sheet.claim(BlockKind::Caption, raw.caption);
    }
    table.block = sheet.claim(BlockKind::Table, lines);
    table
}

/// Returns a row's label: what its cell shows where that is the label the sequence has for it, without the marks around it.
/// Any other is no more than the sequence's word, and stands nowhere.
fn label(sheet: &Sheet, place: &label::Place, cell: Option<(&[Spot], &Text)>) -> Text {
    if place.label.is_empty() {
        return Text::default();
    }
    let printed = cell.and_then(|(spots, text)| {
        if label::is_dash(text) {
            return spots.first().map(Spot::place);
        }
        let shown = label::core(label::shown(text));
        if shown.is_empty() || !label::agrees(shown, &place.label) {
            return None;
        }
        // `Bước 3` ends with it.
        spots.iter().rev().find_map(|spot| sheet.find_exactly(spot.place(), shown))
    });
    printed.map_or_else(|| Text::bare(place.label.as_str()), |place| sheet.text([place]))
}

fn cells_of(texts: Vec<Text>, extents: &[(u32, u32)]) -> Vec<document::Cell> {
    let cell = |(text, (rows, columns)): (Text, &(u32, u32))| document::Cell {
        text,
        rows: *rows,
        columns: *columns,
    };
    texts.into_iter().zip(extents).map(cell).collect()
}

/// Writes changes into the sheet, and moves the spots that they move.
fn make_changes(sheet: &mut Sheet, raw: &mut RawTable, mut changes: Vec<Change>) {
    // From the right, so that places in the same line stay true.
    changes.sort_by_key(|c| std::cmp::Reverse((c.spot.line, c.spot.range.start)));
    let mut of_lines: BTreeMap<usize, Vec<&mut Spot>> = BTreeMap::new();
    for spot in raw.rows.iter_mut().flat_map(|row| &mut row.cells).flatten() {
        of_lines.entry(spot.line).or_default().push(spot);
    }
    for Change { spot, after, reason, confidence, by } in changes {
        let before = sheet.lines[spot.line].length();
        let range = spot.range.clone();
        sheet.replace_by(by, spot.line, range.clone(), &after, reason, confidence);
        let by = sheet.lines[spot.line].length() as isize - before as isize;
        if by == 0 {
            continue;
        }
        for other in of_lines.get_mut(&spot.line).into_iter().flatten() {
            if other.range.start >= range.end {
                other.range.start = other.range.start.saturating_add_signed(by);
            }
            if other.range.end >= range.end {
                other.range.end = other.range.end.saturating_add_signed(by);
            }
        }
    }
}

/// True where a label of a plain table, which no sum proves, may have been misread: a number of as many characters
/// stood there, and not every one of them was read as a digit (`l6` for `16`, not `1` for `7`); or strokes that may be `1` as
/// well as `I` (`11` for `II`).
fn may_be_misread(seen: &str, label: &str) -> bool {
    let seen = seen.trim().trim_end_matches(['.', ')']);
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_strokes = |text: &str| text.chars().all(|c| matches!(c, '1' | 'I' | 'l' | '|'));
    seen.chars().count() == label.chars().count()
        && (is_number(label) && !is_number(seen) || is_strokes(label) && is_strokes(seen))
}

/// Share of the labels seen that must stand as the sequence has them before it may mend the others. Set between a
/// score table that keeps most of its labels and a photographed list of which little is legible.
const SEQUENCE_SHARE: f64 = 0.6;

/// Returns a label without brackets and stops.
fn bare(label: &str) -> String {
    label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// True where enough of a table's labels agree with the sequence found for them, if `I` is read for `1` too.
fn sequence_is_trusted(sightings: &[label::Sighting], places: &[label::Place]) -> bool {
    let bare = |label: &str| bare(label).replace(['i', 'l'], "1");
    let seen: Vec<bool> = sightings
        .iter()
        .zip(places)
        .filter(|(sighting, _)| !sighting.seen.trim().is_empty())
        .map(|(sighting, place)| bare(&sighting.seen) == bare(&place.label))
        .collect();
    let agreeing = seen.iter().filter(|agrees| **agrees).count();
    agreeing as f64 >= SEQUENCE_SHARE * seen.len() as f64
}

/// Writes the labels that the sequence gives into label cells in which nothing was read. No line holds such a label, so it is
/// no edit: the row's `printed` says that nothing stood there. Under a cell over several rows there is none to be lost.
fn restore_lost_labels(cells: &mut [Vec<Text>], places: &[label::Place], raw: &RawTable, column: usize) {
    let mut covered = 0;
    for (at, (cells, place)) in cells.iter_mut().zip(places).enumerate() {
        let (rows, _) = raw.rows[at].extents[column];
        let is_free = at >= covered;
        covered = covered.max(at + rows as usize);
        if is_free && cells[column].is_empty() && !place.label.is_empty() {
            cells[column] = Text::bare(place.printed.as_str());
        }
    }
}

/// A change to the text of a cell.
struct Change {
    spot: Spot,
    after: String,
    reason: String,
    confidence: f32,
    by: Author,
}

/// Reads the cells of a column of numbers.
fn read_column(sheet: &Sheet, raw: &RawTable, column: usize) -> Vec<Cell> {
    let texts: Vec<String> =
        raw.rows.iter().map(|row| recognised(&row.cells[column], |spot| &spot.text)).collect();
    let grouped = is_grouped(&texts);
    let cell = |(row, text): (&RawRow, &String)| {
        let rivals = rivals(sheet, &row.cells[column]);
        match with_points(text).filter(|_| grouped) {
            // Read with a comma where the column has points: no clean number.
            Some(pointed) => Cell { seen: text.clone(), clean: false, rivals, ..Cell::read(&pointed) },
            None => Cell { rivals, ..Cell::read(text) },
        }
    };
    raw.rows.iter().zip(&texts).map(cell).collect()
}

/// Fewest numbers with points in thousands that make a column one of whole numbers.
const GROUPED: usize = 2;

/// Returns whether a column holds whole numbers in thousands, `38.250`, and none with one or two decimals.
fn is_grouped(texts: &[String]) -> bool {
    let pointed = texts
        .iter()
        .filter(|text| !text.contains(',') && text.contains('.'))
        .filter_map(|t| number::parse(t));
    let decimal = |text: &String| text.split_once(',').is_some_and(|(_, decimals)| decimals.len() != 3);
    pointed.count() >= GROUPED && !texts.iter().any(decimal)
}

/// Returns a number like `1,500` or `19,500.000` with points in thousands.
fn with_points(text: &str) -> Option<String> {
    let text = text.trim();
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let digits = |group: &&str| group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let is_grouped = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    (text.contains(',') && is_grouped && groups.iter().all(digits)).then(|| groups.join("."))
}

/// Returns what the recogniser saw beside each digit of a cell of one word, with its place; `None` where it did not say.
/// Beside what was typed there is nothing.
fn rivals(sheet: &Sheet, spots: &[Spot]) -> Option<Vec<(usize, char, f32)>> {
    let [spot] = spots else { return None };
    if sheet.is_typed(spot.line) {
        return Some(Vec::new());
    }
    let word = sheet.lines[spot.line].words.iter().find(|word| word.range == spot.range)?.word;
    if word.alternatives.is_empty() || word.ocr != spot.text {
        return None;
    }
    let rival = |other: &Alternative| Some((other.at as usize, single(&other.text)?, other.score));
    Some(word.alternatives.iter().filter_map(rival).collect())
}

/// Returns the one digit of a text.
fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|c| c.is_ascii_digit() && characters.next().is_none())
}

/// Returns the label that a label's cell shows.
fn label_of(cell: &[Spot]) -> String {
    label::shown(&recognised(cell, |spot| &spot.text)).to_owned()
}

/// True where a label's cell holds a title set over the whole row.
fn is_titled(cell: &[Spot]) -> bool {
    !cell.is_empty() && label_of(cell).is_empty()
}

fn recognised(spots: &[Spot], text: impl Fn(&Spot) -> &String) -> String {
    spots.iter().map(|s| text(s).trim()).collect::<Vec<_>>().join(" ")
}

fn is_numeric(raw: &RawTable, column: usize) -> bool {
    match raw.columns[column].role {
        ColumnRole::Max | ColumnRole::Score => true,
        ColumnRole::Label | ColumnRole::Text | ColumnRole::Note => false,
        ColumnRole::Other => {
            let filled: Vec<String> = raw
                .rows
                .iter()
                .map(|r| recognised(&r.cells[column], |s| &s.text))
                .filter(|t| !t.is_empty())
                .collect();
            let numbers = filled.iter().filter(|t| number::parse(t).is_some()).count();
            !filled.is_empty() && numbers as f32 >= NUMERIC * filled.len() as f32
        }
    }
}

/// Returns the sums that a table's tree demands: each row with children, and the closing row.
fn sums(places: &[label::Place], rows: &[RawRow]) -> Vec<Sum> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    let mut top = Vec::new();
    let mut sums = Vec::new();
    for (at, place) in places.iter().enumerate() {
        match place.parent {
            Some(parent) => children[parent].push(at),
            None if rows[at].total => {
                let parts = std::mem::take(&mut top);
                if parts.len() > 1 {
                    sums.push(Sum { whole: at, parts });
                }
            }
            None => top.push(at),
        }
    }
    for (whole, parts) in children.into_iter().enumerate() {
        if parts.len() > 1 {
            sums.push(Sum { whole, parts });
        }
    }
    sums
}

#[expect(clippy::too_many_arguments, reason = "one step of `build`, cut out to be read on its own")]
fn settle_column(
    raw: &RawTable,
    column: usize,
    cells: &[Cell],
    sums: &[Sum],
    places: &[label::Place],
    values: &mut [Vec<Option<i64>>],
    table: &mut Table,
    changes: &mut Vec<Change>,
    warnings: &mut Vec<Warning>,
) {
    // Scores are bounded by the maxima settled before them: columns run left to right, maximum first.
    let limits = raw.columns.iter().position(|c| c.role == ColumnRole::Max).filter(|m| *m < column);
    let bounded: Vec<Cell> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let limit = if raw.columns[column].role == ColumnRole::Score {
                limits.and_then(|m| values[at][m])
            } else {
                None
            };
            Cell { limit, ..cell.clone() }
        })
        .collect();
    let proofs = arithmetic::settle(&bounded, sums);
    for (row, cell) in values.iter_mut().zip(cells) {
        row[column] = cell.value;
    }
    let grouped = cells.iter().any(|c| c.seen.contains('.') && c.clean);
    for proof in &proofs {
        values[proof.row][column] = Some(proof.value);
        let [spot] = raw.rows[proof.row].cells[column].as_slice() else { continue };
        let after = number::write(proof.value, grouped && proof.value >= 1000 * number::UNIT);
        let proved: Vec<String> =
            proof.sums.iter().map(|s| equation(&sums[*s], places, values, column)).collect();
        let reason = format!("digits read as `{}`: {}", spot.recognised, proved.join("; "));
        let (spot, confidence) = (spot.clone(), PROVED_CONFIDENCE);
        changes.push(Change { spot, after, reason, confidence, by: Author::Arithmetic });
    }
    // Letters where a number must stand, with nothing to prove them wrong.
    let proved: BTreeSet<usize> = proofs.iter().map(|proof| proof.row).collect();
    for (row, cell) in cells.iter().enumerate() {
        let touched = proved.contains(&row);
        let ([spot], Some(value), false, false) =
            (raw.rows[row].cells[column].as_slice(), cell.value, cell.clean, touched)
        else {
            continue;
        };
        let after = number::write(value, grouped && value >= 1000 * number::UNIT);
        let reason = format!("`{}` in a column of numbers", spot.recognised);
        changes.push(Change { spot: spot.clone(), after, reason, confidence: 0.8, by: Author::Structure });
    }
    let is_of =
        |sum: &&usize, row: usize| sums[**sum].whole == row || sums[**sum].parts.binary_search(&row).is_ok();
    let mended = proofs.iter().flat_map(|proof| proof.sums.iter().filter(|sum| is_of(sum, proof.row)));
    let mended: BTreeSet<usize> = mended.copied().collect();
    for (at, sum) in sums.iter().enumerate() {
        let value = |row: usize| values[row][column];
        let expected = sum.expected(value);
        let found = cells[sum.whole].value;
        let changed = mended.contains(&at);
        let certain = std::iter::once(sum.whole).chain(sum.parts.iter().copied()).all(|r| cells[r].clean);
        let status = match sum.holds(value) {
            Some(true) if changed => CheckStatus::Repaired,
            Some(true) => CheckStatus::Holds,
            Some(false) if certain => CheckStatus::Violated,
            _ => CheckStatus::Open,
        };
        let rule = rule(sum, places);
        if status == CheckStatus::Violated {
            let (e, f) = (expected.unwrap_or_default(), found.unwrap_or_default());
            warnings.push(Warning {
                page: Some(raw.rows[sum.whole].page),
                code: "sum-violated".into(),
                message: format!(
                    "column `{}`: {rule} gives {}, but {} is printed",
                    raw.columns[column].name,
                    number::write(e, false),
                    number::write(f, false)
                ),
            });
        }
        table.checks.push(Check {
            rule,
            row: places[sum.whole].path.clone(),
            column: column as u32,
            expected: expected.map(number::as_f64),
            found: found.map(number::as_f64),
            status,
        });
    }
}

/// Writes a sum with paths: `III = III.1 + III.2`.
fn rule(sum: &Sum, places: &[label::Place]) -> String {
    let parts: Vec<&str> = sum.parts.iter().map(|p| places[*p].path.as_str()).collect();
    format!("{} = {}", places[sum.whole].path, parts.join(" + "))
}

/// Writes a sum with numbers: `III: 35 + 38 = 73`.
fn equation(sum: &Sum, places: &[label::Place], values: &[Vec<Option<i64>>], column: usize) -> String {
    let written = |row: usize| values[row][column].map_or("?".to_owned(), |v| number::write(v, false));
    let parts: Vec<String> = sum.parts.iter().map(|p| written(*p)).collect();
    format!("{}: {} = {}", places[sum.whole].path, parts.join(" + "), written(sum.whole))
}

/// Checks that no score exceeds its maximum.
fn bound_checks(raw: &RawTable, places: &[label::Place], values: &[Vec<Option<i64>>], table: &mut Table) {
    let Some(maximum) = raw.columns.iter().position(|c| c.role == ColumnRole::Max) else { return };
    for (column, head) in raw.columns.iter().enumerate() {
        if head.role != ColumnRole::Score {
            continue;
        }
        for (place, row) in places.iter().zip(values) {
            let (expected, found) = (row[maximum], row[column]);
            let status = match (expected, found) {
                (Some(max), Some(score)) if score <= max => CheckStatus::Holds,
                (Some(_), Some(_)) => CheckStatus::Violated,
                _ => CheckStatus::Open,
            };
            table.checks.push(Check {
                rule: format!("{} at most its maximum", place.path),
                row: place.path.clone(),
                column: column as u32,
                expected: expected.map(number::as_f64),
                found: found.map(number::as_f64),
                status,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_a_point_only_in_a_column_of_thousands() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert!(is_grouped(&texts(&["38.250", "6.300", "1,500", "900", ""])));
        assert!(!is_grouped(&texts(&["38.250", "6.300", "91,25"])), "it has decimals");
        assert!(!is_grouped(&texts(&["38.250", "1,500"])), "one number says too little");
        for (seen, pointed) in [
            ("1,500", Some("1.500")),
            ("19,500.000", Some("19.500.000")),
            ("1.500", None),
            ("91,25", None),
            ("1,5OO", None),
        ] {
            assert_eq!(with_points(seen).as_deref(), pointed, "{seen}");
        }
    }

    #[test]
    fn a_plain_table_s_label_changes_only_where_a_digit_was_read_as_something_else() {
        for (seen, label, may) in [
            ("l6", "16", true),
            ("ọ", "9", true),
            ("1", "7", false),
            ("HH", "a", false),
            ("St. MãSV", "1", false),
        ] {
            assert_eq!(may_be_misread(seen, label), may, "{seen}");
        }
    }
}
