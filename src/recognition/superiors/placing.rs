//! A mark put into the word that it stands behind.

use super::figures::superior;
use super::proportions::{GAP, SLACK};
use crate::document::BoundingBox;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;
use crate::recognition::text_lines::TextLine;

/// The narrowest letter, in heights of capitals: an `i` has 0.2 to 0.3.
const NARROWEST_LETTER: f32 = 0.2;

/// Puts a mark into the word that it stands behind, in place of what was read there; at the head of a line, before all
/// words. `capital` is the height of the line's capitals in pixels; `has_print` says whether anything but the mark stands
/// in a box.
pub(super) fn place(
    words: &mut Vec<ReadWord>,
    figures: &str,
    mark: &TextLine,
    capital: f32,
    confidence: f32,
    has_print: &dyn Fn(BoundingBox) -> bool,
) {
    let at = mark.bbox;
    let symbol = |figure: char| ReadSymbol { text: figure.into(), bbox: Some(at), choices: Vec::new() };
    let symbols: Vec<ReadSymbol> = figures.chars().map(symbol).collect();
    let middle = |b: BoundingBox| b.middle().0;
    let index = words.iter().rposition(|word| word.bbox.is_some_and(|b| b.x0 < middle(at)));
    let gap = (GAP * capital) as u32;
    let Some(word) =
        index.map(|index| &mut words[index]).filter(|word| word.bbox.is_some_and(|b| at.x0 <= b.x1 + gap))
    else {
        let alone = ReadWord { bbox: Some(at), confidence: Some(confidence), symbols, ..ReadWord::default() };
        words.insert(index.map_or(0, |index| index + 1), alone);
        return;
    };
    // Boxes of symbols end where the network was sure of the next one, and a stop may reach back under the figure.
    let slack = (SLACK * capital) as u32;
    let least_letter = (NARROWEST_LETTER * capital) as u32;
    // A letter whose box reaches over the figure behind it has print before it.
    let is_letter_before = |symbol: &ReadSymbol| {
        let is_letter = symbol.text.chars().any(char::is_alphanumeric);
        is_letter && symbol.bbox.is_some_and(|b| b.x0 + least_letter <= at.x0 && has_print(b))
    };
    let is_there = |symbol: &ReadSymbol| {
        let is_stop = matches!(symbol.text.as_str(), "." | "," | ";" | ":");
        !is_stop
            && symbol.bbox.is_some_and(|b| {
                let is_over = b.x0 <= at.x0 && at.x1 <= b.x1 + slack;
                let is_at = (at.x0..at.x1 + 2 * slack).contains(&(middle(b) + slack));
                is_over && !has_print(b) || is_at && !is_letter_before(symbol)
            })
    };
    let is_before =
        |symbol: &ReadSymbol| symbol.bbox.is_some_and(|b| middle(b) < at.x0) || is_letter_before(symbol);
    // The same figure, its box begun too early over a percent sign's: `45,45%1` for `45,45%¹`.
    let read_as_digit = word.symbols.iter().enumerate().position(|(index, symbol)| {
        let before = index.checked_sub(1).map(|before| word.symbols[before].text.as_str());
        symbol.text.chars().all(|c| c.is_ascii_digit())
            && symbol.bbox.is_some_and(|b| b.x0 <= at.x0 && at.x1 <= b.x1 + slack)
            && superior(&symbol.text).as_deref() == Some(figures)
            && before.is_some_and(|before| !before.chars().any(|c| c.is_ascii_digit()))
    });
    if let Some(index) = read_as_digit {
        word.symbols.splice(index..=index, symbols);
        return;
    }
    let from = word.symbols.iter().position(is_there);
    let from = from.unwrap_or_else(|| word.symbols.iter().rposition(is_before).map_or(0, |last| last + 1));
    let to = from + word.symbols[from..].iter().take_while(|symbol| is_there(symbol)).count();
    // Within a word it is a letter's broken mark; before all words it is the mark of a note that begins right behind it.
    let is_at_head = index == Some(0) && from == 0 && !word.symbols.first().is_some_and(is_before);
    if !is_at_head && word.symbols[to..].iter().any(|symbol| symbol.text.chars().any(char::is_alphanumeric)) {
        return;
    }
    word.symbols.splice(from..to, symbols);
    word.bbox = word.bbox.map(|b| b.union(at));
    word.confidence = word.confidence.map(|own| if from == 0 { own.max(confidence) } else { own });
    // A mark that was read as a word of its own belongs to the one that it stands right behind.
    let Some(before) = index.and_then(|index| index.checked_sub(1)).filter(|_| from == 0) else { return };
    if words[before].bbox.is_some_and(|b| at.x0 <= b.x1 + gap) {
        let mark = words.remove(before + 1);
        words[before].bbox = words[before].bbox.zip(mark.bbox).map(|(a, b)| a.union(b));
        words[before].symbols.extend(mark.symbols);
    }
}
