//! Pages on which nothing is printed: the backs of sheets, with specks, shadows, and what shows through.

use image::GrayImage;

use super::bilevel;
use super::letters::Letters;

/// Letters that must stand side by side to be print. Specks and the letters around a seal rarely line up so.
const LETTERS_IN_WORD: usize = 4;

/// Returns true where no print stands on the page, whichever way up it lies.
pub(super) fn is_blank(letters: &Letters) -> bool {
    words(letters) == 0 && words(&letters.turned()) == 0
}

/// Share of a page that specks, bleeding and a seal or two cover with ink at most; a picture covers more.
const BARE: f32 = 0.03;

/// Returns true where so little is on a restored page that it is blank if no word was read of it.
pub(super) fn is_nearly_bare(image: &GrayImage) -> bool {
    let threshold = bilevel::threshold(image);
    let ink = image.as_raw().iter().filter(|level| **level < threshold).count();
    ink as f32 <= BARE * image.as_raw().len() as f32
}

fn words(letters: &Letters) -> usize {
    letters.lines(LETTERS_IN_WORD).len()
}
