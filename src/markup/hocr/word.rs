//! A word put together of its content: text, symbols and slots.

use super::{HocrLine, HocrSymbol, HocrWord, nfc};
use crate::document::BoundingBox;

/// A word whose content is still coming.
#[derive(Debug, Default)]
pub(super) struct OpenWord {
    pub(super) bbox: Option<BoundingBox>,
    pub(super) confidence: Option<f32>,
    pub(super) recognised: Option<String>,
    /// Signs that stand before it without a blank.
    pub(super) signs_before: String,
    pub(super) content: Vec<Content>,
}

#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    Symbol(HocrSymbol),
    Slot(Vec<(String, f32)>),
}

/// Puts a word together. More than one comes back where white space stands in it, none where it is empty.
pub(super) fn finish_word(mut word: OpenWord) -> Vec<HocrWord> {
    let has_symbols = word.content.iter().any(|c| matches!(c, Content::Symbol(_)));
    let mut parts: Vec<Vec<HocrSymbol>> = vec![Vec::new()];
    let mut slots = Vec::new();
    for content in std::mem::take(&mut word.content) {
        match content {
            Content::Symbol(symbol) => last(&mut parts).push(symbol),
            Content::Slot(choices) if has_symbols => {
                if let Some(symbol) = last(&mut parts).last_mut() {
                    set_choices(symbol, choices);
                }
            }
            Content::Slot(choices) => slots.push(choices),
            Content::Text(text) => {
                for character in nfc(text.trim()).chars() {
                    if character.is_whitespace() && word.recognised.is_none() {
                        parts.push(Vec::new());
                    } else {
                        let symbol = HocrSymbol { text: character.into(), ..HocrSymbol::default() };
                        last(&mut parts).push(symbol);
                    }
                }
            }
        }
    }
    align(&mut parts, slots);
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return bare_words(&word.signs_before).collect();
    }
    parts[0].splice(0..0, bare_symbols(&word.signs_before));
    if let Some(recognised) = &mut word.recognised {
        recognised.insert_str(0, &word.signs_before);
    }
    parts
        .into_iter()
        .map(|symbols| HocrWord {
            bbox: word.bbox,
            confidence: word.confidence,
            recognised: word.recognised.take(),
            symbols: settle(symbols),
        })
        .collect()
}

/// The text of a line between two of its words.
pub(super) struct Between<'a> {
    /// Signs that no blank parts from the word before.
    pub(super) of_last: &'a str,
    /// Words of its own.
    pub(super) own: &'a str,
    /// Signs that no blank parts from the word after.
    pub(super) of_next: &'a str,
}

/// What begins a bracket or a quotation: with no blank on either side it is of the word after it.
const OPENINGS: [char; 8] = ['(', '[', '{', '<', '“', '‘', '«', '„'];

impl<'a> Between<'a> {
    /// Parts a text that begins, where `has_last`, right behind a word.
    pub(super) fn of(text: &'a str, has_last: bool) -> Self {
        let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let signs = &text[..text.len() - text.trim_start_matches(is_sign).len()];
        let (of_last, rest) =
            if has_last { text.split_at(signs.trim_end_matches(OPENINGS).len()) } else { ("", text) };
        let begin = rest.trim_end_matches(is_sign);
        let own =
            if begin.ends_with(char::is_alphanumeric) { rest.trim_end_matches(OPENINGS) } else { begin };
        Self { of_last, own, of_next: &rest[own.len()..] }
    }
}

/// Gives a word the signs that stand behind it without a blank.
pub(super) fn add_signs(word: &mut HocrWord, signs: &str) {
    word.symbols.extend(bare_symbols(signs));
    word.symbols = settle(std::mem::take(&mut word.symbols));
    if let Some(recognised) = &mut word.recognised {
        recognised.push_str(signs);
    }
}

fn bare_symbols(text: &str) -> Vec<HocrSymbol> {
    nfc(text).chars().map(|c| HocrSymbol { text: c.into(), ..HocrSymbol::default() }).collect()
}

fn last(parts: &mut Vec<Vec<HocrSymbol>>) -> &mut Vec<HocrSymbol> {
    if parts.is_empty() {
        parts.push(Vec::new());
    }
    let end = parts.len() - 1;
    &mut parts[end]
}

/// Makes the symbols' joined text NFC: where a mark stands as a symbol of its own, it joins the letter before it.
fn settle(symbols: Vec<HocrSymbol>) -> Vec<HocrSymbol> {
    let joined: String = symbols.iter().map(|s| s.text.as_str()).collect();
    let composed = nfc(&joined);
    if composed == joined {
        return symbols;
    }
    bare_symbols(&composed)
}

/// Returns the words of a text, of which nothing but the text is known.
pub(super) fn bare_words(text: &str) -> impl Iterator<Item = HocrWord> {
    text.split_whitespace().map(|word| HocrWord { symbols: bare_symbols(word), ..HocrWord::default() })
}

/// Returns the printed lines of a text that have a word.
pub(super) fn bare_lines(text: &str) -> impl Iterator<Item = HocrLine> {
    let lines = text.lines().map(|line| HocrLine { bbox: None, words: bare_words(line).collect() });
    lines.filter(|line| !line.words.is_empty())
}

/// Keeps the choices that differ from what was read, one a reading, in the engine's order.
pub(super) fn set_choices(symbol: &mut HocrSymbol, choices: Vec<(String, f32)>) {
    for (text, score) in choices {
        let known = text == symbol.text || symbol.choices.iter().any(|(other, _)| *other == text);
        if !known && !text.is_empty() {
            symbol.choices.push((text, score));
        }
    }
}

/// Above this many pairs of symbol and slot nothing is aligned: no word is that long, so the file is not sound.
const ALIGNMENT_LIMIT: usize = 1 << 14;

/// Gives each slot to the symbol it is about, in order: the alignment in which most symbols are among their slot's
/// choices, its first choice counting double.
fn align(parts: &mut [Vec<HocrSymbol>], slots: Vec<Vec<(String, f32)>>) {
    let mut symbols: Vec<&mut HocrSymbol> = parts.iter_mut().flatten().collect();
    let (rows, columns) = (symbols.len(), slots.len());
    if rows * columns == 0 || rows * columns > ALIGNMENT_LIMIT {
        return;
    }
    let agreement = |symbol: &HocrSymbol, slot: &[(String, f32)]| match slot
        .iter()
        .position(|(text, _)| *text == symbol.text)
    {
        Some(0) => 2_u32,
        Some(_) => 1,
        None => 0,
    };
    let mut best = vec![vec![0_u32; columns + 1]; rows + 1];
    for (i, symbol) in symbols.iter().enumerate() {
        for (j, slot) in slots.iter().enumerate() {
            best[i + 1][j + 1] = best[i][j + 1].max(best[i + 1][j]).max(best[i][j] + agreement(symbol, slot));
        }
    }
    let (mut i, mut j) = (rows, columns);
    let mut slots: Vec<Option<Vec<(String, f32)>>> = slots.into_iter().map(Some).collect();
    while i > 0 && j > 0 {
        if best[i][j] == best[i - 1][j] {
            i -= 1;
        } else if best[i][j] == best[i][j - 1] {
            j -= 1;
        } else {
            i -= 1;
            j -= 1;
            if let Some(choices) = slots[j].take() {
                set_choices(symbols[i], choices);
            }
        }
    }
}
