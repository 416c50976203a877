//! Marks of bodies' names in a head, which capitals lose first: `UỶ BAN NHAN DÂN`, `SỚ Y TẾ`.
//!
//! What a name's words are is read off `dictionaries/organisations.tsv`: names stand in heads whole, cut by a column's lines
//! (`NHÂN DÂN TỈNH`) and with others' around them, so runs of their words are known as well.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::language::letter::fold_tone_placement;
use crate::language::lexicon::Lexicon;
use crate::structure::folding;
use crate::structure::sheet::{Role, Sheet};

/// Fewest words of a name, and of a run within one: two words of a longer name may be anybody's.
const FEWEST_OF_NAME: usize = 2;
const FEWEST_OF_RUN: usize = 3;

/// The kind of entries that name persons in office.
const OFFICE: &str = "office";

/// Probability that a name so found is what was printed.
const CONFIDENCE: f32 = 0.9;

/// Confidence of a word from which on its marks stay as they were read, as surnames' do: there are more bodies, and places in their
/// names, than any list has. Of a text of which no recogniser says how surely it was read, none is. Of so many words and more the others
/// prove one: `BỆNH TẠT` was read with more.
const STAYS_FROM: f32 = 0.9;
const PROVEN_BY_OTHERS: usize = 4;

/// The words, in capitals, of each run of words, folded; none where two names have it with other marks.
struct Runs {
    words: HashMap<String, Option<Vec<String>>>,
    /// Words of the longest.
    longest: usize,
}

static RUNS: LazyLock<Runs> = LazyLock::new(|| {
    let mut runs = Runs { words: HashMap::new(), longest: 0 };
    for row in Lexicon::rows_of("organisations.tsv") {
        let [name, kind] = row[..] else { continue };
        let name: Vec<String> = name.split(' ').map(str::to_uppercase).collect();
        if kind == OFFICE || name.len() < FEWEST_OF_NAME {
            continue;
        }
        runs.longest = runs.longest.max(name.len());
        for length in FEWEST_OF_RUN.min(name.len())..=name.len() {
            for run in name.windows(length) {
                let known = runs.words.entry(key(run)).or_insert_with(|| Some(run.to_vec()));
                if known.as_deref().is_some_and(|known| known != run) {
                    *known = None;
                }
            }
        }
    }
    runs
});

/// How a run of words is found.
fn key(words: &[String]) -> String {
    folding::fold(&words.join(" "))
}

/// Gives the names of bodies in a line in capitals the marks that the recogniser lost. Where the tone of `ỦY` or `HÓA` stands is
/// the document's own.
pub(super) fn mend_bodies(sheet: &mut Sheet, at: usize) {
    let line = &sheet.lines[at];
    if sheet.is_typed(at) || line.role != Role::Body || folding::capital_share(&line.text) < 0.7 {
        return;
    }
    let tokens = line.tokens();
    let read: Vec<String> = tokens.iter().map(|token| line.slice(token)).collect();
    let mut misread = Vec::new();
    let mut start = 0;
    while start < read.len() {
        let found = (FEWEST_OF_NAME..=RUNS.longest.min(read.len() - start)).rev().find_map(|length| {
            let own = &read[start..start + length];
            RUNS.words.get(&key(own))?.as_ref()
        });
        let Some(names) = found else {
            start += 1;
            continue;
        };
        for (index, name) in names.iter().enumerate() {
            let own = &tokens[start + index];
            let is_sure = || {
                names.len() < PROVEN_BY_OTHERS && line.was_recognised(own) && line.read_at(own) >= STAYS_FROM
            };
            if fold_tone_placement(&read[start + index]) != fold_tone_placement(name) && !is_sure() {
                misread.push((start + index, name, names.join(" ")));
            }
        }
        start += names.len();
    }
    // From the last: what stands behind a change moves.
    for (index, name, body) in misread.into_iter().rev() {
        let reason = format!("`{}` in the name of a body: `{body}`", read[index]);
        sheet.replace(at, tokens[index].clone(), name, reason, CONFIDENCE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a line, each word as surely read as is said, as mended.
    fn mended_where_read_at(confidence: f32, line: &str) -> String {
        let mut document = crate::structure::sample::set(&[&[(line, 300, 100)]]);
        for word in document.pages[0].lines.iter_mut().flat_map(|line| &mut line.words) {
            (word.confidence, word.ocr_confidence) = (confidence, Some(confidence));
        }
        let mut sheet = Sheet::new(&document);
        mend_bodies(&mut sheet, 0);
        sheet.lines[0].text.to_string()
    }

    fn mended(line: &str) -> String {
        mended_where_read_at(0.8, line)
    }

    #[test]
    fn a_body_s_name_has_its_marks_whole_and_in_part_and_within_a_longer_one() {
        for (read, printed) in [
            ("ỦY BAN NHAN DÂN HUYỆN LÂM HẢI", "ỦY BAN NHÂN DÂN HUYỆN LÂM HẢI"),
            ("SỚ Y TẾ", "SỞ Y TẾ"),
            ("NHÂN DAN TỈNH", "NHÂN DÂN TỈNH"),
            ("PHÒNG NÔNG NGHIỆP VA PHAT TRIỂN", "PHÒNG NÔNG NGHIỆP VÀ PHÁT TRIỂN"),
        ] {
            assert_eq!(mended(read), printed);
        }
    }

    #[test]
    fn the_place_of_a_tone_and_names_that_no_dictionary_has_stay() {
        for line in ["UỶ BAN NHÂN DÂN", "PHÒNG VĂN HOÁ VÀ THÔNG TIN", "TRẠM ĐO GIÓ", "Ủy ban nhan dân tỉnh"]
        {
            assert_eq!(mended(line), line);
        }
    }

    #[test]
    fn what_was_surely_read_stays_but_where_the_rest_of_a_long_name_proves_it() {
        // A place of another name may stand where a body known to the list has its own.
        for line in ["NHÂN DAN TỈNH", "SỚ Y TẾ"] {
            assert_eq!(mended_where_read_at(0.95, line), line);
        }
        let proven = mended_where_read_at(0.95, "TRUNG TÂM KIỂM SOÁT BỆNH TẠT");
        assert_eq!(proven, "TRUNG TÂM KIỂM SOÁT BỆNH TẬT");
    }
}
