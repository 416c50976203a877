//! Which labels the sequence of rows mends: what was lost, and what may have been misread.

use std::collections::BTreeMap;

use super::label;
use super::raw::{RawTable, Spot};
use crate::document::Text;
use crate::structure::look_alike::look_alike;
use crate::structure::sheet::Sheet;

/// How sure the recogniser is, 0 to 1, of a label that it may have misread. On made typewritten pages `1` was read as `4` with
/// 0.86 to 0.88.
const DOUBTFUL: f32 = 0.9;

/// How often each label of a table was seen, bare.
#[derive(Debug)]
pub(super) struct Seen(BTreeMap<String, usize>);

impl Seen {
    pub(super) fn of(sightings: &[label::Sighting]) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for sighting in sightings.iter().filter(|sighting| !sighting.seen.trim().is_empty()) {
            *counts.entry(counted(&sighting.seen)).or_default() += 1;
        }
        Self(counts)
    }

    /// Returns whether a label that was seen may stand for another one: it looks like that, and was seen a second time in the
    /// table, the other one nowhere.
    pub(super) fn may_be_twin(&self, seen: &str, label: &str) -> bool {
        let (seen, label) = (counted(seen), counted(label));
        let count = |label: &String| self.0.get(label).copied().unwrap_or(0);
        count(&seen) > 1 && count(&label) == 0 && is_alike(&seen, &label)
    }
}

/// Returns a label as it counts: bare, `04` as 4.
pub(super) fn counted(label: &str) -> String {
    let bare = bare(label);
    let number = bare.trim_start_matches('0');
    if number.is_empty() { bare } else { number.to_owned() }
}

/// Returns a label written as long as one that was seen in its place: `01` where `04` was seen.
pub(super) fn written_like(seen: &str, label: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let seen = bare(seen);
    let is_filled = seen.starts_with('0') && is_number(&seen) && is_number(label);
    let zeros = if is_filled { seen.len().saturating_sub(label.len()) } else { 0 };
    "0".repeat(zeros) + label
}

/// Returns whether one label is read for another: `14` for `11`, `II` for `III`.
fn is_alike(seen: &str, label: &str) -> bool {
    let is_stroke = |text: &str| !text.is_empty() && text.bytes().all(|c| matches!(c, b'i' | b'v' | b'x'));
    let lacks_a_stroke = |short: &str, long: &str| long.strip_prefix(short) == Some("i");
    let pairs = || seen.chars().zip(label.chars());
    is_stroke(seen) && is_stroke(label) && (lacks_a_stroke(seen, label) || lacks_a_stroke(label, seen))
        || seen.chars().count() == label.chars().count() && pairs().all(|(a, b)| a == b || look_alike(a, b))
}

/// Returns whether the recogniser was unsure of a label.
pub(super) fn is_doubtful(sheet: &Sheet, spot: &Spot) -> bool {
    let own = sheet.lines[spot.line].words.iter();
    own.filter(|word| word.range.start < spot.range.end && spot.range.start < word.range.end)
        .filter_map(|word| word.word.ocr_confidence)
        .any(|confidence| confidence < DOUBTFUL)
}

/// True where a label of a plain table, which no sum proves, may have been misread: a number of as many characters
/// stood there, and not every one of them was read as a digit (`l6` for `16`, not `1` for `7`); or strokes that may be `1` as
/// well as `I` (`11` for `II`).
pub(super) fn may_be_misread(seen: &str, label: &str) -> bool {
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
pub(super) fn sequence_is_trusted(sightings: &[label::Sighting], places: &[label::Place]) -> bool {
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
pub(super) fn restore_lost_labels(
    cells: &mut [Vec<Text>],
    places: &[label::Place],
    raw: &RawTable,
    column: usize,
) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(labels: &[&str]) -> Seen {
        let sighting = |seen: &&str| label::Sighting {
            seen: (*seen).into(),
            doubtful: false,
            titled: false,
            is_bare: false,
            capitals: false,
            total: false,
            values: Vec::new(),
        };
        Seen::of(&labels.iter().map(sighting).collect::<Vec<_>>())
    }

    #[test]
    fn a_label_seen_twice_may_stand_for_the_one_that_was_seen_nowhere() {
        let list = seen(&["10", "14", "12", "13", "14"]);
        assert!(list.may_be_twin("14", "11"));
        assert!(!list.may_be_twin("12", "11"), "it stands there once");
        assert!(!list.may_be_twin("14", "13"), "that one was seen");
        assert!(!list.may_be_twin("14", "15"), "they do not look alike");
        assert!(seen(&["04", "02", "03", "04"]).may_be_twin("04", "1"));
        let groups = seen(&["I", "II.", "II"]);
        assert!(groups.may_be_twin("II", "III"));
        assert!(!groups.may_be_twin("II", "IV"));
    }

    #[test]
    fn a_label_is_written_with_the_zeros_of_what_was_seen() {
        for (seen, label, written) in
            [("04", "1", "01"), ("4", "1", "1"), ("09", "10", "10"), ("0", "I", "I")]
        {
            assert_eq!(written_like(seen, label), written);
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
