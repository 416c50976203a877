//! Pages on which nothing is printed: the backs of sheets, with specks, shadows, and what shows through.

use super::letters::Letters;

/// Letters that must stand side by side to be print. Specks and the letters around a seal rarely line up so.
const LETTERS_IN_WORD: usize = 4;

/// Returns true where no print stands on the page, whichever way up it lies.
pub(super) fn is_blank(letters: &Letters) -> bool {
    words(letters) == 0 && words(&letters.turned()) == 0
}

fn words(letters: &Letters) -> usize {
    letters.lines(LETTERS_IN_WORD).len()
}
