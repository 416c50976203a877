//! hOCR, turned into what was read: Tesseract's answers and a kept file. No other file here knows that there is hOCR.

use super::RecognitionError;
use super::read_line::ReadLine;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;
use crate::markup::hocr::{HocrLine, HocrSymbol, HocrWord, parse};

/// Returns the lines of each page of an hOCR file, in the file's order.
///
/// # Errors
///
/// [`RecognitionError::Hocr`] where it is malformed or holds no page.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Vec<ReadLine>>, RecognitionError> {
    let pages = parse(bytes)?.into_iter();
    Ok(pages.map(|page| page.lines.into_iter().map(read_line).collect()).collect())
}

fn read_line(line: HocrLine) -> ReadLine {
    ReadLine { bbox: line.bbox, words: line.words.into_iter().map(read_word).collect() }
}

fn read_word(word: HocrWord) -> ReadWord {
    let HocrWord { bbox, confidence, recognised, symbols } = word;
    ReadWord {
        bbox,
        confidence,
        recognised,
        stroke: None,
        symbols: symbols.into_iter().map(read_symbol).collect(),
    }
}

fn read_symbol(symbol: HocrSymbol) -> ReadSymbol {
    let HocrSymbol { text, bbox, choices } = symbol;
    ReadSymbol { text, bbox, choices }
}

/// Returns the lines of the first page of an hOCR, for tests.
#[cfg(test)]
pub(super) fn lines(text: &str) -> Vec<ReadLine> {
    pages(text.as_bytes()).unwrap().remove(0)
}
