//! Tables: rows with their place in the tree, and numbers that add up.
//!
//! Three readers give the same [`raw`] rows, spots of the sheet by column: [`grid`] from rules and boxes, [`text`] and
//! [`columns`] from lines alone. What follows is the same for all: [`mod@label`] settles each row's place by sequence, [`mending`]
//! says which labels it changes, [`numbers`] checks the sums and brings digits back, and both propose edits.
//!
//! # Grammar
//!
//! ```text
//! table = header row+ [ total ]        header repeated on each page
//! row   = [ label ] text number*       path: labels from the root joined by dots
//! ```

use std::collections::BTreeMap;

use super::sheet::Sheet;
use super::{folding, number, record_text};
use crate::document::{self, Author, BlockKind, ColumnRole, Row, Table, TableKind, Text, Warning};
use crate::structure::arithmetic::Cell;
use raw::{Change, RawRow, RawTable, Spot, recognised};

mod carried;
mod closing_row;
mod columns;
mod grid;
mod head_above;
mod header;
pub(super) mod label;
mod mending;
mod numbers;
mod raw;
mod text;
mod title;

pub(super) use title::is_caption;

/// Probability that a label settled by sequence is what was printed.
const LABEL_CONFIDENCE: f32 = 0.9;

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

/// What a closing row says behind `Cộng` that it adds, folded: money, an item, a page. `Cộng đồng` and `Cộng tác` are other words.
const ADDED: &[&str] = &["tien", "muc", "phan", "nhom", "chung", "trang", "cac"];

/// Words, folded, with which a row opens that is part of the one above it, and has no label: of which, parted into.
const PART_OF_ROW_ABOVE: &[&str] = &["trong do", "chia ra", "bao gom"];

/// Words, folded, with which a row opens that adds to what stands above it, or takes off: tax, reserve, rounding.
const ADDED_BELOW: &[&str] = &["thue", "du phong", "chi phi du phong", "lam tron", "giam tru", "giam gia"];

/// What a row is among those that a sum adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// One of them.
    Item,
    /// Part of the row above it.
    Part,
    /// Added below them, without a label.
    Added,
    /// What they add up to so far: `Cộng trước thuế`, to which tax is added.
    Subtotal,
}

impl Standing {
    /// Returns what a row with these words is.
    fn of(words: &str) -> Self {
        let folded = folding::fold(words);
        if folding::opens_with(&folded, PART_OF_ROW_ABOVE) {
            Self::Part
        } else if folding::opens_with(&folded, ADDED_BELOW) {
            Self::Added
        } else if SUBTOTALS.iter().any(|opening| folded.starts_with(opening)) {
            Self::Subtotal
        } else {
            Self::Item
        }
    }
}

/// Openings, folded, of rows that add up those above them and do not close the table.
const SUBTOTALS: &[&str] =
    &["cong truoc thue", "cong (", "cong chua thue", "gia tri truoc thue", "tong truoc thue"];

/// Returns whether words open a closing row: Tổng điểm, Tổng cộng, Cộng.
fn is_total(words: &str) -> bool {
    let folded = folding::fold(words);
    let mut start = folded.split_whitespace().skip_while(|w| !w.chars().any(char::is_alphabetic));
    // `Cộng:` closes as `Cộng` does.
    let first = start.next().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    match (first, start.next()) {
        (Some("tong"), Some(next)) => {
            ["diem", "cong", "so"].iter().any(|w| folding::reads_as(next, w)) || number::parse(next).is_some()
        }
        (Some("tong" | "cong"), None) => true,
        (Some("cong"), Some(next)) => number::parse(next).is_some() || ADDED.contains(&next),
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
    let numeric: Vec<usize> = (0..count).filter(|c| numbers::is_numeric(&raw, *c)).collect();
    let cells: Vec<Vec<Cell>> = numeric.iter().map(|c| numbers::read_column(sheet, &raw, *c)).collect();
    let standing = |row: &RawRow| {
        let words = text_column.map(|c| recognised(&row.cells[c], |spot| &spot.text));
        words.map_or(Standing::Item, |words| Standing::of(&words))
    };
    let standings: Vec<Standing> = raw.rows.iter().map(standing).collect();
    let sightings: Vec<label::Sighting> = raw
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| label::Sighting {
            doubtful: label_column
                .is_some_and(|c| row.cells[c].iter().any(|spot| mending::is_doubtful(sheet, spot))),
            titled: label_column.is_some_and(|c| {
                is_titled(&row.cells[c]) || row.cells[c].is_empty() && standings[at] != Standing::Item
            }),
            seen: label_column.map(|c| label_of(&row.cells[c])).unwrap_or_default(),
            is_bare: label_column.is_some_and(|c| row.cells[c].is_empty())
                && row.cells.iter().flatten().all(|spot| sheet.lines[spot.line].frame.is_some())
                && cells.iter().all(|column| column[at].value.is_none()),
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
    let is_trusted = mending::sequence_is_trusted(&sightings, &places);
    let seen = mending::Seen::of(&sightings);
    // A label that the sequence mends was misread; any other that is clear is what was printed.
    let mends = |at: usize, place: &label::Place| {
        let spot = label_column.and_then(|c| {
            raw.rows[at].cells[c].as_slice().first().filter(|_| raw.rows[at].cells[c].len() == 1)
        })?;
        let is_whole = sightings[at].seen == spot.text.trim();
        // One that stands twice, the due one nowhere, or between the numbers around the due one, was misread even where it is clear,
        // but not where it was surely read.
        let is_due = || label::due_between(&sightings, at).is_some_and(|due| due.to_string() == place.label);
        let is_proved = sightings[at].doubtful && seen.may_be_twin(&spot.text, &place.label) || is_due();
        let is_other = label::is_of_another_numbering(&spot.text, &place.label) && !is_proved;
        let is_misread = || is_proved || mending::may_be_misread(&spot.text, &place.label);
        let may_mend = is_whole && !is_other && !sheet.is_typed(spot.line) && (score || is_misread());
        let differs =
            !place.label.is_empty() && mending::counted(&spot.text) != mending::counted(&place.label);
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
    let sums = numbers::sums(&places, &raw.rows, &standings);
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
        let name = &raw.columns[*column].name;
        let fails = || sums.iter().any(|sum| sum.holds(|row| cells[index][row].value) == Some(false));
        let adds_up = !(header::names(name) || header::is_ratio(name) && fails());
        numbers::settle_column(
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
    numbers::bound_checks(&raw, &places, &values, &mut table);
    for (at, place) in places.iter().enumerate() {
        let Some(spot) = mends(at, place) else { continue };
        let reason = format!("row label read as `{}`: `{}` by the sequence of rows", spot.text, place.path);
        let (after, confidence) = (mending::written_like(&spot.text, &place.printed), LABEL_CONFIDENCE);
        changes.push(Change { spot, after, reason, confidence, by: Author::Structure });
    }
    let lines = std::mem::take(&mut raw.lines);
    make_changes(sheet, &mut raw, changes);
    // Its title and header may stand in lines that it changed, or a table before it.
    record_text::follow(sheet, moment, &mut table);
    let mut cell_texts: Vec<Vec<Text>> =
        raw.rows.iter().map(|r| r.cells.iter().map(|c| text_of(sheet, c)).collect()).collect();
    if let Some(column) = label_column.filter(|_| is_trusted) {
        mending::restore_lost_labels(&mut cell_texts, &places, &raw, column);
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

/// Returns the label that a label's cell shows.
fn label_of(cell: &[Spot]) -> String {
    label::shown(&recognised(cell, |spot| &spot.text)).to_owned()
}

/// True where a label's cell holds a title set over the whole row.
fn is_titled(cell: &[Spot]) -> bool {
    !cell.is_empty() && label_of(cell).is_empty()
}
