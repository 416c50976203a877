//! Proposals: a decoded path's changes as edits, and how sure each word is.

use super::calibration::{Evidence, Shape};
use super::cell::Cell;
use super::channel::Channel;
use super::lattice::Token;
use super::paragraph::Located;
use super::protect;
use super::step::Step;
use crate::document::characters::Characters;
use crate::document::{Author, Edit, LineId, Word};
use crate::language::atom::AtomKind;
use crate::language::letter;

/// Probability from which digits are taken for letters (`101` for `lời`); below it they stay a number.
const LETTERS_FOR_NUMBER: f32 = 0.95;

/// Probability from which a word is changed where most words are right as they stand; below it the word is left and
/// its low confidence flags it. What a ruinous channel says is nearly always wrong, so there the likeliest word stands.
const CHANGE: f32 = 0.85;

/// True where the document itself writes `hoá` rather than `hóa`.
pub fn prefers_unfolded(lines: &[Located<'_>]) -> bool {
    let (mut folded, mut unfolded) = (0, 0);
    for word in lines.iter().flat_map(|l| l.line.ocr.split_whitespace()) {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        if letter::fold_tone_placement(word) != word {
            unfolded += 1;
        } else if letter::unfold_tone_placement(word) != word {
            folded += 1;
        }
    }
    unfolded > folded
}

/// What is proposed of a paragraph.
#[derive(Debug, Clone, Default)]
pub struct Proposed {
    /// Its changes, in order.
    pub edits: Vec<Edit>,
    /// What speaks for each word of each of its lines as it came out.
    pub evidence: Vec<(LineId, Vec<Evidence>)>,
}

/// Turns a decoded path into edits and the evidence for each word.
pub fn propose(
    cells: &[Cell<'_>],
    paragraph: &[Located<'_>],
    steps: &[Step],
    (unfolded, channel): (bool, &Channel),
) -> Proposed {
    let mut edits = Vec::new();
    let ruinous = channel.is_ruinous();
    let mut found: Vec<Vec<Evidence>> =
        paragraph.iter().map(|l| l.line.words.iter().map(untouched).collect()).collect();
    let characters: Vec<Characters<'_>> =
        paragraph.iter().map(|located| Characters::of(&located.line.ocr)).collect();
    for step in steps {
        let (first, last) = (&cells[step.from], &cells[step.to - 1]);
        let located = &paragraph[first.line];
        let span = [first.atom.start, last.atom.end];
        let Some(before) = characters[first.line].slice(span) else { continue };
        let after = in_style(&step.choice.text, before, unfolded);
        let was_number = first.atom.kind == AtomKind::Number;
        let least = match (was_number, ruinous) {
            (true, _) => LETTERS_FOR_NUMBER,
            (false, true) => 0.0,
            (false, false) => CHANGE,
        };
        let number = !ruinous && protect::may_be_number(before);
        let changed = after != before;
        let withheld = changed && (number || step.probability < least);
        // What stands is doubted as far as the change withheld is believed.
        let probability = if withheld { 1.0 - step.probability } else { step.probability };
        let unlisted = step.choice.tokens.iter().any(|token| matches!(token, Token::Unlisted(..)));
        let words = &located.line.words;
        let touched = words.partition_point(|word| word.span[1] <= span[0])
            ..words.partition_point(|word| word.span[0] < span[1]);
        for evidence in found[first.line].get_mut(touched).into_iter().flatten() {
            evidence.probability = evidence.probability.min(probability);
            evidence.score = evidence.score.min(step.score);
            evidence.unlisted |= unlisted;
            evidence.changed |= changed && !withheld;
        }
        if changed && !withheld {
            edits.push(Edit {
                page: located.page,
                line: located.number,
                span,
                before: before.to_owned(),
                reason: reason(channel.name(), step),
                confidence: step.probability,
                by: Author::Repair,
                time: None,
                replaced: Vec::new(),
                after,
            });
        }
    }
    let places = paragraph.iter().map(|located| LineId::new(located.page, located.number));
    Proposed { edits, evidence: places.zip(found).collect() }
}

/// Nothing is known yet but what the recogniser said.
fn untouched(word: &Word) -> Evidence {
    Evidence {
        probability: 1.0,
        score: 0.0,
        read: word.ocr_confidence,
        unlisted: false,
        changed: false,
        shape: Shape::of(&word.ocr),
    }
}

/// Returns the text in the document's own tone placement; what differs in nothing else stays as it was.
fn in_style(text: &str, before: &str, unfolded: bool) -> String {
    if letter::fold_tone_placement(&letter::nfc(before)) == text {
        return before.to_owned();
    }
    if !unfolded {
        return text.to_owned();
    }
    text.split(' ').map(letter::unfold_tone_placement).collect::<Vec<_>>().join(" ")
}

fn reason(channel: &str, step: &Step) -> String {
    let seen = match step.choice.seen {
        0 => "by its characters".to_owned(),
        1 => "so read once in training".to_owned(),
        times => format!("so read {times} times in training"),
    };
    let seen = match &step.dictionary {
        Some(dictionary) => format!("a phrase of {dictionary}"),
        None => seen,
    };
    if step.others.is_empty() {
        return format!("{channel} channel, {seen}");
    }
    let others: Vec<String> =
        step.others.iter().map(|(text, share)| format!("`{text}` ({share:.2})")).collect();
    format!("{channel} channel, {seen}; else {}", others.join(", "))
}
