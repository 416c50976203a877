//! The likeness of two tables, TEDS: one less the edit distance of their trees over the nodes of the larger one (Zhong,
//! ShafieiBavani and Jimeno Yepes, *Image-based table recognition*, ECCV 2020).
//!
//! A table's tree is the table, its rows, their cells. To insert or delete a node costs 1, to turn one cell into
//! another the part of its characters that differ, or 1 where they do not extend over as many rows and columns. Rows are only
//! paired with rows and cells with cells, which is all that trees of this shape let a cheapest edit do.
//!
//! The trees of the paper are HTML's: head and body of a table are two more nodes there, and a header may have rows and merged
//! cells. Ours has one row at most, the first, so that figures differ by what that brings.

use super::distance::distance;

/// The cells of a table, row by row, its header the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet(Vec<Vec<Node>>);

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    text: Vec<char>,
    extent: [u32; 2],
}

impl Sheet {
    /// Makes a sheet of rows of texts, each a cell of one row and one column.
    pub fn new(rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let node = |text: String| Node { text: text.chars().collect(), extent: [1, 1] };
        Self(rows.into_iter().map(|row| row.into_iter().map(node).collect()).collect())
    }

    /// Makes a sheet of rows of texts, one a column, with the numbers of rows and columns that each extends over. The empty
    /// cells that another covers are none.
    pub fn with_extents(rows: impl IntoIterator<Item = Vec<(String, [u32; 2])>>) -> Self {
        let rows = rows.into_iter().map(|row| {
            let node = |(text, [rows, columns]): (String, [u32; 2])| Node {
                text: text.chars().collect(),
                extent: [rows.max(1), columns.max(1)],
            };
            row.into_iter().map(node).collect()
        });
        Self(without_covered(rows.collect()))
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
    let row = |row: &Vec<Node>| 1.0 + row.len() as f64;
    let cells = |a: &Vec<Node>, b: &Vec<Node>| edit(a, b, |_| 1.0, difference);
    1.0 - edit(&truth.0, &seen.0, row, cells) / truth.nodes().max(seen.nodes()) as f64
}

/// Takes the empty cells out that a cell to the left or above extends over.
fn without_covered(rows: Vec<Vec<Node>>) -> Vec<Vec<Node>> {
    // Of each column, the first row that no cell above extends to.
    let mut free_from: Vec<usize> = Vec::new();
    let keep = |(number, row): (usize, Vec<Node>)| {
        free_from.resize(free_from.len().max(row.len()), 0);
        // Where the cell ends that was met last, and the first row below it.
        let mut last = (0, 0);
        let mut kept = Vec::with_capacity(row.len());
        for (column, (node, free)) in row.into_iter().zip(&mut free_from).enumerate() {
            if node.text.is_empty() && (number < *free || column < last.0) {
                if column < last.0 {
                    *free = (*free).max(last.1);
                }
                continue;
            }
            let [rows, columns] = node.extent.map(|extent| extent as usize);
            last = (column.saturating_add(columns), number.saturating_add(rows));
            *free = (*free).max(last.1);
            kept.push(node);
        }
        kept
    };
    rows.into_iter().enumerate().map(keep).collect()
}

/// Returns what it costs to turn one cell into another, 0 to 1: the part of their texts that differs, or all.
fn difference(a: &Node, b: &Node) -> f64 {
    if a.extent != b.extent {
        return 1.0;
    }
    distance(&a.text, &b.text) as f64 / a.text.len().max(b.text.len()).max(1) as f64
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
    fn a_merged_cell_is_one_node_and_costs_1_to_turn_into_another_extent() {
        let sheet = |rows: &[&[(&str, [u32; 2])]]| {
            let row = |row: &&[(&str, [u32; 2])]| {
                row.iter().map(|(text, extent)| ((*text).to_owned(), *extent)).collect()
            };
            Sheet::with_extents(rows.iter().map(row))
        };
        let one = [1, 1];
        // A cell over two rows and two columns: three of its four places hold nothing.
        let truth = sheet(&[
            &[("Vốn", [2, 2]), ("", one), ("10", one)],
            &[("", one), ("", one), ("20", one)],
            &[("Chi", one), ("", one), ("30", one)],
        ]);
        assert_eq!(
            truth.nodes(),
            1 + 3 + 3 + 3,
            "the covered places are no nodes, the empty cell of the last row is"
        );
        assert_eq!(teds(&truth, &truth), 1.0);
        let narrower = sheet(&[
            &[("Vốn", [2, 1]), ("", one), ("10", one)],
            &[("", one), ("", one), ("20", one)],
            &[("Chi", one), ("", one), ("30", one)],
        ]);
        assert_eq!(narrower.nodes(), 12, "one column less is covered");
        assert!((teds(&truth, &narrower) - (1.0 - 3.0 / 12.0)).abs() < 1e-9, "turned, and two nodes more");
        let beyond = sheet(&[&[("Vốn", [u32::MAX, u32::MAX]), ("", one)], &[("", one), ("có", one)]]);
        assert_eq!(beyond.nodes(), 5, "words within an extent are kept");
    }

    #[test]
    fn it_is_the_same_both_ways() {
        let (a, b) = (sheet(&[&["a", "b"], &["c"]]), sheet(&[&["a"], &["bc", "d"], &["e"]]));
        assert_eq!(teds(&a, &b), teds(&b, &a));
    }
}
