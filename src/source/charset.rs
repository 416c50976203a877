//! Lines as the input has them to lines in composed Unicode, with what the input had beside them.

use std::collections::BTreeMap;

use crate::document::{Charset, CharsetFinding, Legacy, Line};
use crate::language::charset::recognise::{self, Weight};

/// Returns the lines of a text's pages with their charsets told by all of them.
pub(super) fn convert(pages: Vec<Vec<&str>>) -> Vec<Vec<Line>> {
    let all: Vec<&str> = pages.iter().flatten().copied().collect();
    let mut charsets = recognise::of_lines(&all).into_iter();
    let mut line = |text: &str| match charsets.next().flatten() {
        Some(charset) => converted(charset, text),
        None => Line::from_text(text),
    };
    pages.into_iter().map(|page| page.into_iter().map(&mut line).collect()).collect()
}

fn converted(charset: Charset, text: &str) -> Line {
    let line = Line::from_text(recognise::convert(charset, text));
    let legacy = (line.ocr != text).then(|| Legacy { charset, text: text.to_owned() });
    Line { legacy, ..line }
}

/// Returns the charsets that lines were converted from. `fonts` are those whose names told so, by charset.
pub(super) fn findings(lines: &[Line], fonts: &BTreeMap<Charset, Vec<String>>) -> Vec<CharsetFinding> {
    let finding = |charset: Charset| {
        let own = || lines.iter().filter_map(|line| line.legacy.as_ref()).filter(|l| l.charset == charset);
        let count = own().count();
        let weight = Weight::of(charset, own().map(|legacy| legacy.text.as_str()));
        let named = fonts.get(&charset);
        let words = weight.confidence();
        let (confidence, evidence) = match (named, charset) {
            (_, Charset::Decomposed) => (1.0, "marks stand apart from their letters".to_owned()),
            // The name and the words are two witnesses: the words' doubt is left to one in ten.
            (Some(fonts), _) => {
                (1.0 - 0.1 * (1.0 - words), format!("set in {}; {}", fonts.join(", "), weight.evidence()))
            }
            (None, _) => (words, weight.evidence()),
        };
        let lines = u32::try_from(count).unwrap_or(u32::MAX);
        (count > 0).then_some(CharsetFinding { charset, lines, confidence, evidence })
    };
    Charset::ALL.into_iter().filter_map(finding).collect()
}
