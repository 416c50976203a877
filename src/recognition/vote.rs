//! Several readings of the same words: how sure each is, and what is kept of those that were not taken.

use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;

/// Returns the mean confidence of words, 0 to 1, weighted by length; 0 where there are none.
pub(super) fn confidence(words: &[ReadWord]) -> f32 {
    let (sum, weight) = words.iter().fold((0.0, 0.0), |(sum, weight), word| {
        let length = word.symbols.len() as f32;
        (sum + word.confidence.unwrap_or(0.0) * length, weight + length)
    });
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Returns one of two readings of the same words, the other among its alternatives: the second where it is surer by more
/// than `by`, 0 to 1, or where the first saw nothing.
pub(super) fn surer(mut first: Vec<ReadWord>, mut second: Vec<ReadWord>, by: f32) -> Vec<ReadWord> {
    if first.is_empty() || confidence(&second) > confidence(&first) + by {
        std::mem::swap(&mut first, &mut second);
    }
    keep_as_alternatives(&second, confidence(&second), &mut first);
    first
}

/// Keeps another reading among the alternatives of words, symbol by symbol, where both have the same length.
/// `confidence`, 0 to 1, is the other's.
pub(super) fn keep_as_alternatives<'a>(
    other: &[ReadWord],
    confidence: f32,
    words: impl IntoIterator<Item = &'a mut ReadWord>,
) {
    let symbols: Vec<&mut ReadSymbol> = words.into_iter().flat_map(|word| &mut word.symbols).collect();
    if symbols.len() != other.iter().map(|word| word.symbols.len()).sum::<usize>() {
        return;
    }
    for (symbol, before) in symbols.into_iter().zip(other.iter().flat_map(|word| &word.symbols)) {
        let known = symbol.text == before.text || symbol.choices.iter().any(|(text, _)| *text == before.text);
        if !known {
            symbol.choices.push((before.text.clone(), confidence));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    fn words(text: &str, sure: u32) -> Vec<ReadWord> {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='x_wconf {sure}'>{text}</span></span></div>"
        );
        hocr::lines(&html).remove(0).words
    }

    fn taken(first: Vec<ReadWord>, second: Vec<ReadWord>) -> (String, Vec<(String, f32)>) {
        let word = surer(first, second, 0.02).remove(0);
        (word.text(), word.symbols[0].choices.clone())
    }

    #[test]
    fn the_second_reading_has_to_be_surer_by_so_much_and_the_other_one_stays() {
        assert_eq!(taken(words("l", 70), words("1", 71)), ("l".into(), vec![("1".into(), 0.71)]));
        assert_eq!(taken(words("l", 70), words("1", 80)), ("1".into(), vec![("l".into(), 0.7)]));
    }

    #[test]
    fn where_the_first_saw_nothing_the_second_is_taken_however_unsure() {
        assert_eq!(taken(Vec::new(), words("1", 0)), ("1".into(), Vec::new()));
    }
}
