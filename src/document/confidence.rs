//! How sure each word and line is after repair, and which words a person should look at.

use std::collections::BTreeMap;

use super::Document;

/// Confidence below which a word is flagged for review. On pairs kept back and on a report that an English engine had
/// read, the 8 % of words with the least confidence, of which this is about the bound, hold four of five errors.
pub const REVIEW_BELOW: f32 = 0.97;

/// Parts of one that a confidence is told in: four digits. All others that a calculation gives say nothing, and were a fifth
/// of what is kept of the recogniser's other readings (two scans of shared/scans: 70.9 KB to 57.0, 23.1 to 18.6), and one to two
/// per cent of `document.json`.
const PARTS: f32 = 10_000.0;

/// Returns a confidence, or a score, as it is told.
pub fn rounded(confidence: f32) -> f32 {
    (confidence * PARTS).round() / PARTS
}

/// Sets the words' confidences, given by page and line in the order of the words, the lines' from them, and the
/// review flags. Lines that are not named keep what they have.
pub fn set(document: &mut Document, confidences: &BTreeMap<(u32, u32), Vec<f32>>) {
    for page in &mut document.pages {
        let number = page.number;
        for (line, count) in page.lines.iter_mut().zip(1..) {
            let Some(own) = confidences.get(&(number, count)) else { continue };
            let (mut sum, mut letters) = (0.0, 0.0);
            for (word, confidence) in line.words.iter_mut().zip(own) {
                word.confidence = rounded(confidence.clamp(0.0, 1.0));
                word.review = word.confidence < REVIEW_BELOW;
                let length = (word.span[1] - word.span[0]) as f32;
                sum += word.confidence * length;
                letters += length;
            }
            line.confidence = if letters > 0.0 { rounded(sum / letters) } else { 1.0 };
        }
    }
}
