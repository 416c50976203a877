//! Specks among the words of a stretch: read as marks or characters, or print that was not read, where no column is.

use super::{Chunk, PrintedWord};

/// Part of the bands with several chunks that have a word over the place of a mark that is one of a column.
const SHARED: f32 = 0.3;
/// The same of a character that stands alone, or that is as narrow as this part of its height, as a stroke is.
const SHARED_BY_CHARACTERS: f32 = 0.1;
const NARROW: f32 = 0.35;
/// Fewest bands with several chunks that tell where columns are.
const FEWEST: usize = 4;

/// Returns the words of bands without specks, band by band: marks, strokes and what was not read where few other bands have words,
/// and single characters where hardly any has.
pub(super) fn taken_out(bands: Vec<Vec<Chunk>>) -> Vec<Vec<PrintedWord>> {
    let parted = bands.iter().filter(|band| band.len() > 1).count();
    let words = || bands.iter().filter(|band| band.len() > 1).flatten().flat_map(|chunk| &chunk.words);
    let (mut starts, mut ends): (Vec<f32>, Vec<f32>) =
        words().map(|word| (word.frame.x0, word.frame.x1)).unzip();
    starts.sort_by(f32::total_cmp);
    ends.sort_by(f32::total_cmp);
    // How many words reach over a place of the line.
    let over =
        |x: f32| (starts.partition_point(|start| *start <= x) - ends.partition_point(|end| *end < x)) as f32;
    let is_speck = |word: &PrintedWord| {
        let over = over(word.frame.center().0);
        let is_stroke = word.frame.x1 - word.frame.x0 < NARROW * word.frame.height();
        let (is_mark, is_character) =
            (!word.text.chars().any(char::is_alphanumeric), word.text.chars().count() == 1);
        (is_mark || is_character && is_stroke) && over < SHARED * parted as f32
            || is_character && over <= (SHARED_BY_CHARACTERS * parted as f32).max(1.0)
    };
    let is_known = parted >= FEWEST;
    let own = |band: Vec<Chunk>| -> Vec<PrintedWord> {
        // What stands alone in its band is no speck among words.
        let is_parted = band.len() > 1;
        let words = band.into_iter().flat_map(|chunk| chunk.words);
        words.filter(|word| !(is_known && is_parted && is_speck(word))).collect()
    };
    bands.into_iter().map(own).filter(|words| !words.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BoundingBox;

    /// A band of chunks of one word each, 10 pixels a character and 20 high.
    fn band(y: u32, words: &[(u32, &str)]) -> Vec<Chunk> {
        let word = |(x, text): &(u32, &str)| PrintedWord {
            frame: BoundingBox::new(*x, y, x + 10 * text.chars().count().max(1) as u32, y + 20).into(),
            text: (*text).into(),
        };
        words.iter().map(|at| Chunk::of(word(at))).collect()
    }

    fn left(bands: Vec<Vec<Chunk>>) -> Vec<Vec<String>> {
        let texts = |words: Vec<PrintedWord>| words.into_iter().map(|word| word.text).collect();
        taken_out(bands).into_iter().map(texts).collect()
    }

    #[test]
    fn marks_and_lone_characters_beside_the_columns_are_specks() {
        let bands = vec![
            band(0, &[(3, "-"), (100, "1"), (200, "Kè"), (400, "12")]),
            band(40, &[(100, "2"), (200, "Cống"), (350, "4"), (400, "35")]),
            band(80, &[(100, "3"), (200, "Đập"), (310, ""), (400, "18")]),
            band(120, &[(100, "4"), (200, "Trạm"), (400, "40")]),
        ];
        let rows = left(bands);
        assert_eq!(rows[0], ["1", "Kè", "12"]);
        assert_eq!(rows[1], ["2", "Cống", "35"], "no other row has anything there");
        assert_eq!(rows[2], ["3", "Đập", "18"]);
    }

    #[test]
    fn dashes_and_unread_labels_in_a_column_stay() {
        let bands = vec![
            band(0, &[(100, "1"), (200, "Kè"), (400, "12")]),
            band(40, &[(100, "-"), (200, "Cống"), (400, "-")]),
            band(80, &[(100, ""), (200, "Đập"), (400, "18")]),
            band(120, &[(100, "2"), (200, "Trạm"), (400, "40")]),
        ];
        let all =
            bands.iter().map(|band| band.iter().map(Chunk::text).collect::<Vec<_>>()).collect::<Vec<_>>();
        assert_eq!(left(bands), all);
    }

    #[test]
    fn few_rows_do_not_tell_a_speck() {
        let bands =
            vec![band(0, &[(3, "-"), (100, "1"), (200, "Kè")]), band(40, &[(100, "2"), (200, "Cống")])];
        assert_eq!(left(bands)[0], ["-", "1", "Kè"]);
    }
}
