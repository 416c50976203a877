//! Lines and words as an engine read them.

use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;

use super::confidence::rounded;
use super::{Alternative, BoundingBox, Line, Word};

impl Line {
    /// Puts words, of which only the span is still to be settled, together as a line, one space between them. Where `bbox`
    /// is none, the line's box is the one around its words.
    pub fn of_words(bbox: Option<BoundingBox>, mut words: Vec<Word>) -> Self {
        let (mut ocr, mut text) = (String::new(), String::new());
        let (mut at, mut sum, mut weight) = (0, 0.0, 0.0);
        for (index, word) in words.iter_mut().enumerate() {
            if index > 0 {
                ocr.push(' ');
                text.push(' ');
                at += 1;
            }
            let length = word.ocr.chars().count() as u32;
            word.span = [at, at + length];
            at += length;
            ocr.push_str(&word.ocr);
            text.push_str(&word.text);
            sum += word.confidence * length as f32;
            weight += length as f32;
        }
        let bbox = bbox.or_else(|| words.iter().filter_map(|word| word.bbox).reduce(BoundingBox::union));
        let confidence = if weight > 0.0 { rounded(sum / weight) } else { 1.0 };
        Self { bbox, confidence, ocr, words, ..Self::from_text(text) }
    }
}

impl Word {
    /// Returns a word with its place and how sure the engine was, 0 to 1; `ocr` is what it was before it was restored, where
    /// that is another. Texts become NFC. [`Line::of_words`] settles the span.
    pub fn as_read(
        text: &str,
        ocr: Option<&str>,
        bbox: Option<BoundingBox>,
        confidence: Option<f32>,
    ) -> Self {
        let nfc = |text: &str| -> SmolStr { text.trim().nfc().collect() };
        let (text, confidence) = (nfc(text), confidence.map(rounded));
        Self {
            ocr: ocr.map_or_else(|| text.clone(), nfc),
            text,
            span: [0, 0],
            bbox,
            confidence: confidence.unwrap_or(1.0),
            ocr_confidence: confidence,
            stroke: None,
            review: false,
            alternatives: Vec::new(),
        }
    }

    /// Gives a word the other readings of its symbols. `symbols` are the characters of each, as many as the engine took for
    /// one, with its other readings and the engine's scores, 0 to 1.
    #[must_use]
    pub fn with_readings(self, symbols: impl IntoIterator<Item = (String, Vec<(String, f32)>)>) -> Self {
        let mut alternatives = Vec::new();
        let mut at = 0;
        for (text, readings) in symbols {
            let length = text.chars().count() as u32;
            // An alternative stands for one character; readings of several at once have no place of their own.
            if length == 1 {
                let readings = readings.into_iter();
                alternatives.extend(readings.map(|(text, score)| Alternative {
                    at,
                    text: text.into(),
                    score: rounded(score),
                }));
            }
            at += length;
        }
        Self { alternatives, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_the_characters_as_recognised_and_long_words_weigh_more() {
        let words = vec![
            Word::as_read("Đoàn", Some(" Doan "), Some(BoundingBox::new(1, 2, 40, 20)), Some(0.5)),
            Word::as_read("a\u{323}", None, Some(BoundingBox::new(50, 4, 60, 22)), Some(1.0)),
        ];
        let line = Line::of_words(None, words);
        assert_eq!((line.ocr.as_str(), line.text.as_str()), ("Doan ạ", "Đoàn ạ"));
        assert_eq!(line.words[1].span, [5, 6]);
        assert_eq!(line.bbox, Some(BoundingBox::new(1, 2, 60, 22)));
        assert_eq!(line.confidence, 0.6);
    }

    #[test]
    fn only_readings_of_one_character_have_a_place() {
        let other = |text: &str| vec![(text.to_owned(), 0.5)];
        let symbols = [("…".into(), other("...")), ("ff".into(), other("f")), ("1".into(), other("l"))];
        let word = Word::as_read("…ff1", None, None, None).with_readings(symbols);
        let places: Vec<(u32, &str)> = word.alternatives.iter().map(|a| (a.at, a.text.as_str())).collect();
        assert_eq!(places, [(0, "..."), (3, "l")]);
    }
}
