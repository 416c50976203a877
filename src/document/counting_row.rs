//! The row below a table's names that counts its columns: `A B 1 2 3=2/1`, `(1) (2) (3)`.

/// Fewest cells of such a row that say the number of their column.
const FEWEST: usize = 3;
/// One cell may be misread where so many are not.
const ENOUGH: usize = 4;
/// Most columns that have a letter, those of labels and words.
const MOST_LETTERS: usize = 3;

/// Returns whether the cells of a row, from left to right, count its columns. Empty ones say nothing, and one of many may be
/// misread, as the `1` that is a lone stroke.
pub fn counts_columns<'a>(cells: impl IntoIterator<Item = &'a str>) -> bool {
    let cells: Vec<&str> = cells.into_iter().collect();
    (0..=MOST_LETTERS.min(cells.len())).any(|letters| {
        let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let says = |(at, cell): (usize, &&str)| match at.checked_sub(letters) {
            None => is_letter(cell),
            Some(before) => number(cell) == Some(before + 1),
        };
        let (right, wrong): (Vec<bool>, Vec<bool>) = filled.map(says).partition(|says| *says);
        // No row of figures begins with the first two letters, nor does the text of one labelled `A` have one letter.
        let is_lettered = letters > 1 && cells[0].trim() == "A" && cells[1].trim().chars().count() == 1;
        // Nor are all cells of one numbers in brackets.
        let is_bracketed = || cells.iter().filter(|cell| cell.contains(')')).count() > FEWEST;
        let enough = if is_lettered || is_bracketed() { FEWEST } else { ENOUGH };
        // Where every cell has its bracket, the figures that say their places speak for as many that do not: `0)`, `6)`.
        let are_bracketed = cells.iter().all(|cell| cell.trim().is_empty() || cell.trim().ends_with(')'));
        let are_few = wrong.is_empty() || wrong.len() == 1 && right.len() >= enough;
        right.len() >= FEWEST && (are_few || are_bracketed && wrong.len() <= right.len())
    })
}

/// Returns the number that a cell begins with, before what it is made of: 3 of `3=2/1`, 2 of `(2)`.
fn number(cell: &str) -> Option<usize> {
    let first = cell.trim().trim_start_matches('(').split(['=', ')']).next()?.trim();
    if matches!(first, "I" | "l" | "|") { Some(1) } else { first.parse().ok() }
}

/// Returns whether a cell is one capital letter.
fn is_letter(cell: &str) -> bool {
    let core = cell.trim_matches(|c: char| !c.is_alphanumeric());
    core.chars().count() == 1 && core.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::counts_columns;

    #[test]
    fn letters_and_then_numbers_in_order_count_columns() {
        let cases: [&[&str]; 5] = [
            &["A", "B", "1", "2", "3=2/1"],
            &["(1)", "(2)", "(3)"],
            &["1", "2", "3", "4", "5"],
            &["A", "B", "", "2", "3"],
            &["A", "B", "C", "1"],
        ];
        for row in cases {
            assert!(counts_columns(row.iter().copied()), "{row:?}");
        }
    }

    #[test]
    fn a_lone_stroke_is_one_and_one_of_many_may_be_misread() {
        assert!(counts_columns(["I", "2", "3", "4", "5"]));
        assert!(counts_columns(["A", "8", "1", "2", "3=2/1"]));
        assert!(counts_columns(["A", "B", "1", "?"]));
        assert!(counts_columns(["A", "e", "1", "2"]));
        assert!(counts_columns(["0)", "2)", "3)", "(4)"]));
        assert!(counts_columns(["6)", "(2)", "6)", "(4)", "6)", "(6)"]), "in brackets half may be");
        assert!(!counts_columns(["8", "2", "3"]), "of three none");
    }

    #[test]
    fn rows_with_figures_of_their_own_count_nothing() {
        let cases: [&[&str]; 5] = [
            &["1", "Trạm ven sông", "3", "4"],
            &["I", "Đo gió", "12", "13"],
            &["2", "3", "4", "5"],
            &["A", "B"],
            &["1", "1", "1", "1"],
        ];
        for row in cases {
            assert!(!counts_columns(row.iter().copied()), "{row:?}");
        }
    }
}
