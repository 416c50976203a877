//! What is written into the gaps of a line that was drawn before: an office's program numbers and dates a finished document, a
//! form is filled in. `Số:      /QĐ-UBND`, drawn first, and `316`, drawn last, are one line.

use super::{OFF_BASELINE, Piece, Row, SAME_DIRECTION, extent};

/// How many words such a row has at most: a number, a day and a month, a name.
const MOST_WORDS: usize = 8;

/// How far a word may stand into its neighbours, ems: `tháng02` is drawn so.
const OVERLAP: f64 = 0.25;

/// The widest gap between two rows that a number fills, ems: where it was left open they came apart.
const WIDEST: f64 = 8.0;

/// The most rows of a page that is looked at: each is held against each. A page of print has a hundred.
pub(super) const MOST_ROWS: usize = 2000;

/// Puts the words of rows that were drawn later into the gaps of those before.
pub(super) fn put_in(mut rows: Vec<Row>) -> Vec<Row> {
    if rows.len() > MOST_ROWS {
        return rows;
    }
    let mut at = 0;
    while at < rows.len() {
        if rows[at].words.len() <= MOST_WORDS
            && let Some(gaps) =
                (0..at).find_map(|host| gaps_within(&rows[host], &rows[at]).map(|gaps| (host, gaps)))
        {
            let (host, gaps) = gaps;
            let row = rows.remove(at);
            // From the last gap on, so that those before stay true.
            for (gap, word) in gaps.into_iter().zip(row.words).rev() {
                rows[host].words.insert(gap, word);
            }
            continue;
        }
        if let Some(host) = rows_about(&rows[..at], &rows[at]) {
            let row = rows.remove(at);
            let behind = rows.remove(host + 1);
            rows[host].end = behind.end;
            rows[host].words.extend(row.words.into_iter().chain(behind.words));
            // One row before this one is gone.
            at -= 1;
            continue;
        }
        at += 1;
    }
    rows
}

/// Returns the words of a host before which those of a row stand, each in a gap; none where one stands elsewhere.
fn gaps_within(host: &Row, row: &Row) -> Option<Vec<usize>> {
    if host.words.len() < 2 || !are_level(host, row) {
        return None;
    }
    row.words.iter().map(|word| gap_of(host, word)).collect()
}

/// Returns the word of a host before which a word stands, clear of it and of the one before.
fn gap_of(host: &Row, word: &[Piece]) -> Option<usize> {
    let (start, end) = extent(word);
    let overlap = OVERLAP * host.em;
    let behind = host.words.iter().position(|other| extent(other).0 > start)?;
    let before = host.words[..behind].last()?;
    (extent(before).1 <= start + overlap && end <= extent(&host.words[behind]).0 + overlap).then_some(behind)
}

/// Returns the first of two rows drawn one after the other between which a number stands, as it does where its place was left open.
fn rows_about(drawn: &[Row], row: &Row) -> Option<usize> {
    if !row.words.iter().flatten().any(|piece| piece.text.contains(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let (start, end) = row.extent();
    let is_open = |two: &[Row]| {
        if !are_level(&two[0], row) || !are_level(&two[1], row) {
            return false;
        }
        let (left, right) = (two[0].extent().1, two[1].extent().0);
        let overlap = OVERLAP * two[0].em;
        // What the right one goes on with: `/QĐ-UBND`, of a number; cells of a table begin with a word.
        let goes_on = two[1]
            .words
            .first()
            .and_then(|word| word.first())
            .is_some_and(|piece| piece.text.starts_with(['/', '-', '–']));
        goes_on && right - left <= WIDEST * two[0].em && left <= start + overlap && end <= right + overlap
    };
    // Rows whose places were left open follow one another: the line was drawn at once.
    drawn.windows(2).position(is_open)
}

/// Returns whether two rows stand on one baseline.
fn are_level(host: &Row, row: &Row) -> bool {
    host.direction.dot(row.direction) > SAME_DIRECTION
        && (host.baseline - row.baseline).abs() <= OFF_BASELINE * host.em.max(row.em)
}
