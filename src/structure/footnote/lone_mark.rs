//! Figures that can only be marks on pages without a note: dirt over a word is read as one, and a note may be lost.

use std::collections::BTreeSet;
use std::ops::Range;

use super::mark::{as_number, is_superior, superior};
use crate::document::Warning;
use crate::language::syllable;
use crate::structure::sheet::Sheet;

/// How many notes in a row may be lost. A mark that would need more was never printed: notes are numbered from one on.
const LOST: u32 = 1;

/// Probability that nothing is printed there.
const CONFIDENCE: f32 = 0.8;

/// Takes back the marks of a page that no numbering can have, `due` being the next note's number, and warns of others. Lines
/// `referring` to notes elsewhere are left out.
pub(super) fn settle(
    sheet: &mut Sheet,
    page: usize,
    due: u32,
    referring: &BTreeSet<usize>,
    warnings: &mut Vec<Warning>,
) {
    for at in sheet.pages[page].lines.clone().filter(|at| !referring.contains(at)) {
        // From the right, so that places in the same line stay true.
        for token in sheet.lines[at].tokens().into_iter().rev() {
            let text = sheet.lines[at].slice(&token);
            if let Some(raised) = raised(&text).filter(|_| !sheet.is_typed(at)) {
                let number: String = text.chars().skip(raised.start).take(raised.len()).collect();
                if as_number(&number).is_some_and(|number| number > due + LOST) {
                    let reason = format!(
                        "`{number}` raised behind a word of a page without notes, where note {due} would be next"
                    );
                    let place = token.start + raised.start..token.start + raised.end;
                    sheet.replace(at, place, "", reason, CONFIDENCE);
                    continue;
                }
            }
            if let Some((raised, figures)) = raised_in_code(&text).filter(|_| !sheet.is_typed(at)) {
                let reason = "a figure of a code is no mark".to_owned();
                let place = token.start + raised.start..token.start + raised.end;
                sheet.replace(at, place, &figures, reason, CONFIDENCE);
                continue;
            }
            if let Some((place, letter)) = letter_read_as_mark(&text).filter(|_| !sheet.is_typed(at)) {
                let reason = format!("`{text}` is no word with a mark, and one with `{letter}`");
                let place = token.start + place..token.start + place + 1;
                sheet.replace(at, place, &letter.to_string(), reason, CONFIDENCE);
                continue;
            }
            if may_be_mark(&text, due) {
                let line = &sheet.lines[at];
                warnings.push(Warning {
                    page: Some(line.page),
                    code: "footnote-body-missing".into(),
                    message: format!(
                        "`{text}` on line {} looks like a footnote mark without a body",
                        line.line
                    ),
                });
            }
        }
    }
}

/// Returns the place of a raised figure behind the letters of a word. Units have one (`m²`), variables (`x²`), sums.
fn raised(word: &str) -> Option<Range<usize>> {
    let characters: Vec<char> = word.chars().collect();
    let start = characters.iter().position(|c| is_superior(*c))?;
    let end = start + characters[start..].iter().take_while(|c| is_superior(**c)).count();
    let letters = &characters[..start];
    let is_variable = letters.len() == 1 && letters[0].is_lowercase();
    let is_word = !letters.is_empty() && letters.iter().all(|c| c.is_alphabetic());
    let is_last = characters[end..].iter().all(|c| !c.is_alphanumeric() && !is_superior(*c));
    (is_word && is_last && !is_variable && !is_unit(word)).then_some(start..end)
}

/// Returns where a raised one stands behind letters that are no syllable, and the letter that makes them one: `ch¹` of a typewriter's
/// `chi`.
fn letter_read_as_mark(word: &str) -> Option<(usize, char)> {
    let start = word.chars().position(|c| !c.is_alphabetic())?;
    let letters: String = word.chars().take(start).collect();
    let mut rest = word.chars().skip(start);
    let is_one = rest.next() == Some('¹') && rest.all(|c| !c.is_alphanumeric() && !is_superior(c));
    let is_word = |word: &str| syllable::is_syllable(&word.to_lowercase());
    let letter = ['i', 't'].into_iter().find(|letter| is_word(&format!("{letters}{letter}")))?;
    (start > 1 && is_one && !is_word(&letters)).then_some((start, letter))
}

/// Returns the place of raised figures behind a digit of a code in capitals, `K1¹`, and what they are at full size. Codes have figures of
/// one size: it is a narrow one that was taken for a raised one.
fn raised_in_code(word: &str) -> Option<(Range<usize>, String)> {
    let characters: Vec<char> = word.chars().collect();
    let start = characters.iter().position(|c| is_superior(*c))?;
    let end = start + characters[start..].iter().take_while(|c| is_superior(**c)).count();
    let is_code = characters[0].is_uppercase()
        && characters[..start].iter().all(|c| c.is_uppercase() || c.is_ascii_digit())
        && characters[..start].last().is_some_and(char::is_ascii_digit);
    let figures: Option<String> =
        characters[start..end].iter().map(|c| char::from_digit(superior(*c)?, 10)).collect();
    let is_last = characters[end..].iter().all(|c| !c.is_alphanumeric());
    Some((start..end, figures.filter(|_| is_code && is_last)?))
}

/// Returns whether a word may be a unit: of metres, or a rate.
fn is_unit(word: &str) -> bool {
    word.contains(['m', '/'])
}

/// Returns whether a word can only be one with a mark.
fn may_be_mark(text: &str, due: u32) -> bool {
    let lone = text.contains(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']) && !is_unit(text);
    let word: String = text.chars().take_while(|c| c.is_lowercase()).collect();
    let figure = text[word.len()..].trim_end_matches(['.', ',', ';']);
    let glued = word.chars().count() > 2 && figure == due.to_string();
    lone || glued || text.contains("^[")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample;

    /// Returns a page's line as settled, and how many warnings there are.
    fn settled(line: &str, due: u32) -> (String, usize) {
        let document = sample::set(&[&[(line, 200, 100)]]);
        let mut sheet = Sheet::new(&document);
        let mut warnings = Vec::new();
        settle(&mut sheet, 0, due, &BTreeSet::new(), &mut warnings);
        (sheet.lines[0].text.to_string(), warnings.len())
    }

    #[test]
    fn a_raised_figure_far_from_any_numbering_is_taken_back() {
        assert_eq!(settled("Sở Y⁷ tế đo kỹ⁴ thuật", 1), ("Sở Y tế đo kỹ thuật".into(), 0));
        assert_eq!(settled("giếng¹⁴, nước", 3), ("giếng, nước".into(), 0));
    }

    #[test]
    fn a_mark_that_may_have_lost_its_note_stays_with_a_warning() {
        for (line, due) in
            [("nước giếng¹ của trạm", 1), ("nước giếng² của trạm", 1), ("nước giếng⁴ của trạm", 3)]
        {
            assert_eq!(settled(line, due), (line.into(), 1));
        }
    }

    #[test]
    fn the_figures_of_a_code_are_of_one_size() {
        assert_eq!(settled("CĐ ĐHKK K1¹ và CĐ K1¹¹", 1), ("CĐ ĐHKK K11 và CĐ K111".into(), 0));
    }

    #[test]
    fn a_letter_that_makes_a_syllable_was_read_as_a_mark() {
        assert_eq!(settled("nhiệm vụ ch¹. Nước", 1), ("nhiệm vụ chi. Nước".into(), 0));
        assert_eq!(settled("nhiệm vụ chi¹.", 1).0, "nhiệm vụ chi¹.");
        assert_eq!(settled("theo UBND¹", 1).0, "theo UBND¹");
    }

    #[test]
    fn units_and_variables_keep_their_exponents() {
        for line in ["rộng 30 m³ nước", "đo 4km⁴ nước", "lấy x⁴ trừ", "được 10⁶ đồng"]
        {
            assert_eq!(settled(line, 1).0, line);
        }
    }
}
