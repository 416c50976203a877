//! Columns of numbers: their cells read, digits brought back by sums, and what the sums say.

use std::collections::BTreeSet;

use super::raw::{Change, RawRow, RawTable, Spot, recognised};
use super::{Standing, label};
use crate::document::{Alternative, Author, Check, CheckStatus, ColumnRole, Table, Warning};
use crate::structure::arithmetic::{self, Cell, Sum};
use crate::structure::number;
use crate::structure::sheet::Sheet;

/// Probability that a number proved by two sums is what was printed.
const PROVED_CONFIDENCE: f32 = 0.98;
/// Share of a column's cells that must be numbers for the column to be one of numbers.
const NUMERIC: f32 = 0.6;

/// Reads the cells of a column of numbers.
pub(super) fn read_column(sheet: &Sheet, raw: &RawTable, column: usize) -> Vec<Cell> {
    let texts: Vec<String> =
        raw.rows.iter().map(|row| recognised(&row.cells[column], |spot| &spot.text)).collect();
    let grouped = is_grouped(&texts);
    let has_comma = has_comma(&texts);
    let cell = |(row, text): (&RawRow, &String)| {
        let rivals = rivals(sheet, &row.cells[column]);
        let apart = joined(text).filter(|_| has_comma && number::parse(text).is_none());
        match with_points(text).filter(|_| grouped).or(apart) {
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

/// Returns whether a number of a column has a comma.
fn has_comma(texts: &[String]) -> bool {
    texts.iter().any(|text| text.contains(',') && number::parse(text).is_some())
}

/// Returns a number whose comma stands as far from the figure behind it as words do, `65, 3`, as it is written. Where no number has a
/// comma, such are several.
fn joined(text: &str) -> Option<String> {
    let (whole, decimals) = text.trim().split_once(", ")?;
    let is_figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_figures(whole) && is_figures(decimals)).then(|| format!("{whole},{decimals}"))
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

pub(super) fn is_numeric(raw: &RawTable, column: usize) -> bool {
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
            let has_comma = has_comma(&filled);
            let is_number =
                |text: &&String| number::parse(text).is_some() || has_comma && joined(text).is_some();
            let numbers = filled.iter().filter(is_number).count();
            !filled.is_empty() && numbers as f32 >= NUMERIC * filled.len() as f32
        }
    }
}

/// Returns the sums that a table's tree demands: each row with children, rows that add up those above them, and the closing row, which adds up
/// what no such row has.
pub(super) fn sums(places: &[label::Place], rows: &[RawRow], standings: &[Standing]) -> Vec<Sum> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    let mut top = Vec::new();
    let mut sums = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let is_unlabelled = place.label.is_empty();
        match place.parent {
            Some(parent) => children[parent].push(at),
            None if rows[at].total || standings[at] == Standing::Subtotal => {
                let parts = std::mem::take(&mut top);
                if parts.len() > 1 {
                    sums.push(Sum { whole: at, parts });
                }
                if !rows[at].total {
                    top.push(at);
                }
            }
            None if is_unlabelled && standings[at] == Standing::Part => {}
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
pub(super) fn settle_column(
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
        let status = match sum.holds(value) {
            Some(true) if changed => CheckStatus::Repaired,
            Some(true) => CheckStatus::Holds,
            Some(false) => CheckStatus::Suspect,
            None => CheckStatus::Open,
        };
        let rule = rule(sum, places);
        if status == CheckStatus::Suspect {
            let (e, f) = (expected.unwrap_or_default(), found.unwrap_or_default());
            warnings.push(Warning {
                page: Some(raw.rows[sum.whole].page),
                code: "sum-suspect".into(),
                message: format!(
                    "column `{}`: {rule} gives {}, but {} was read: one of these numbers was misread, or the author erred",
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
            parts: sum.parts.iter().map(|part| *part as u32).collect(),
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

/// Returns whether a score is within its maximum; of points that are taken off, `-5`, no more are taken.
const fn is_within(score: i64, maximum: i64) -> bool {
    if maximum < 0 { maximum <= score && score <= 0 } else { score <= maximum }
}

/// Checks that no score exceeds its maximum.
pub(super) fn bound_checks(
    raw: &RawTable,
    places: &[label::Place],
    values: &[Vec<Option<i64>>],
    table: &mut Table,
) {
    let Some(maximum) = raw.columns.iter().position(|c| c.role == ColumnRole::Max) else { return };
    for (column, head) in raw.columns.iter().enumerate() {
        if head.role != ColumnRole::Score {
            continue;
        }
        for (place, row) in places.iter().zip(values) {
            let (expected, found) = (row[maximum], row[column]);
            let status = match (expected, found) {
                (Some(max), Some(score)) if is_within(score, max) => CheckStatus::Plausible,
                (Some(_), Some(_)) => CheckStatus::Suspect,
                _ => CheckStatus::Open,
            };
            table.checks.push(Check {
                rule: format!("{} at most its maximum", place.path),
                row: place.path.clone(),
                column: column as u32,
                expected: expected.map(number::as_f64),
                found: found.map(number::as_f64),
                parts: Vec::new(),
                status,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_apart_from_its_decimals_is_one_where_other_numbers_have_one() {
        assert_eq!(joined("65, 3").as_deref(), Some("65,3"));
        assert_eq!(joined("65 3"), None);
        assert_eq!(joined("1, 2, 3"), None);
        assert!(has_comma(&["72,5".to_owned(), "65, 3".to_owned()]));
        assert!(!has_comma(&["1, 2".to_owned(), "3".to_owned()]));
    }

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
    fn points_taken_off_are_within_their_maximum_down_to_it() {
        assert!(is_within(-15, -50) && is_within(0, -50) && is_within(-50, -50));
        assert!(!is_within(-60, -50) && !is_within(10, -50), "more than may be, and none that are given");
        assert!(is_within(40, 50) && !is_within(51, 50));
    }
}
