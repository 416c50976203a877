//! The likeness of two tables, TEDS: one less the edit distance of their trees over the nodes of the larger one (Zhong,
//! ShafieiBavani and Jimeno Yepes, *Image-based table recognition*, ECCV 2020).
//!
//! A table's tree is the table, its rows, their cells. To insert or delete a node costs 1, to turn one cell into
//! another the part of its characters that differ. Rows are only paired with rows and cells with cells, which is all
//! that trees of this shape let a cheapest edit do; records keep no merged cells, so there are no spans to compare.

use super::distance::distance;

/// The cells of a table, row by row, its header the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet(Vec<Vec<Vec<char>>>);

impl Sheet {
    /// Makes a sheet of rows of texts.
    pub fn new(rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let cells = |row: Vec<String>| row.iter().map(|cell| cell.chars().collect()).collect();
        Self(rows.into_iter().map(cells).collect())
    }

    fn nodes(&self) -> usize {
        1 + self.0.iter().map(|row| 1 + row.len()).sum::<usize>()
    }
}

/// Returns the likeness of two tables, 0 to 1.
///
/// ```
/// use phuchoi::evaluation::teds::{Sheet, teds};
/// let sheet = |rows: &[[&str; 2]]| Sheet::new(rows.iter().map(|row| row.map(String::from).to_vec()));
/// let truth = sheet(&[["TT", "ĐIỂM"], ["1", "20"]]);
/// assert_eq!(teds(&truth, &truth), 1.0);
/// assert_eq!(teds(&truth, &sheet(&[["TT", "ĐIỂM"]])), 1.0 - 3.0 / 7.0);
/// ```
pub fn teds(truth: &Sheet, seen: &Sheet) -> f64 {
    let row = |row: &Vec<Vec<char>>| 1.0 + row.len() as f64;
    let cells = |a: &Vec<Vec<char>>, b: &Vec<Vec<char>>| edit(a, b, |_| 1.0, |a, b| difference(a, b));
    1.0 - edit(&truth.0, &seen.0, row, cells) / truth.nodes().max(seen.nodes()) as f64
}

/// Returns the part of two texts that differs, 0 to 1.
fn difference(a: &[char], b: &[char]) -> f64 {
    distance(a, b) as f64 / a.len().max(b.len()).max(1) as f64
}

/// Returns the cost of the cheapest edit of one sequence into another.
fn edit<T>(from: &[T], to: &[T], whole: impl Fn(&T) -> f64, turned: impl Fn(&T, &T) -> f64) -> f64 {
    let mut row = vec![0.0];
    row.extend(to.iter().scan(0.0, |sum, node| {
        *sum += whole(node);
        Some(*sum)
    }));
    for node in from {
        let mut diagonal = row[0];
        row[0] += whole(node);
        for (at, other) in to.iter().enumerate() {
            let above = row[at + 1];
            let cheapest = (above + whole(node)).min(row[at] + whole(other));
            row[at + 1] = cheapest.min(diagonal + turned(node, other));
            diagonal = above;
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        Sheet::new(rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn each_wrong_node_counts_once() {
        let truth = sheet(&[&["TT", "ĐIỂM"], &["1", "20"], &["2", "30"]]);
        let cases: [(&[&[&str]], f64, &str); 4] = [
            (&[&["TT", "ĐIỂM"], &["1", "20"], &["2", "36"]], 0.5, "half of a cell"),
            (&[&["TT", "ĐIỂM"], &["1", "20"], &["2"]], 1.0, "a cell lost"),
            (&[&["TT", "ĐIỂM"], &["2", "30"]], 3.0, "a row lost"),
            (&[], 9.0, "all lost but the table"),
        ];
        for (rows, wrong, why) in cases {
            assert!((teds(&truth, &sheet(rows)) - (1.0 - wrong / 10.0)).abs() < 1e-9, "{why}");
        }
    }

    #[test]
    fn it_is_the_same_both_ways() {
        let (a, b) = (sheet(&[&["a", "b"], &["c"]]), sheet(&[&["a"], &["bc", "d"], &["e"]]));
        assert_eq!(teds(&a, &b), teds(&b, &a));
    }
}
