//! Names of places in the head, mended by how the document writes them elsewhere.
//!
//! A head's capitals carry their marks in little room, and lose them sooner than small letters do: `TỈNH TÂN CƯƠNG` stands over a
//! document of `tỉnh Tân Cường`. So whatever names a place (behind the word for its unit, or before the date) is taken for a mention of
//! it, however its marks were read, and for each syllable the reading is kept that was read most surely most often.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::structure::folding;
use crate::structure::sheet::{Sheet, SheetLine};

/// Words, folded, behind which a place is named.
const UNITS: &[&str] = &["tinh", "huyen", "quan", "xa", "phuong", "tran", "pho", "khu", "thon"];

/// Most syllables of a place's name.
const LONGEST: usize = 4;

/// What a reading in capitals counts for, in readings in small letters. Set by hand.
const IN_CAPITALS: f32 = 0.7;

/// The same of one without any mark: marks are lost sooner than seen where there are none. Set by hand.
const WITHOUT_MARKS: f32 = 0.6;

/// How many times as much the reading that takes another's place counts for. Set by hand.
const SURER: f32 = 1.1;

/// The same of another name that differs by a letter. Set by hand.
const FAR_SURER: f32 = 1.5;

/// Probability that a syllable so found is what was printed.
const MENTION_CONFIDENCE: f32 = 0.9;

/// A mention of a place: its line, its syllables there, and the name without marks.
struct Mention {
    line: usize,
    syllables: Vec<Range<usize>>,
    name: Vec<String>,
}

/// How surely each reading of a syllable was read, all mentions together.
type Readings = BTreeMap<String, f32>;

/// Gives the names of places in lines of a head the marks that most mentions of them in its part have.
pub(super) fn mend_places(sheet: &mut Sheet, head: Range<usize>, part: Range<usize>) {
    let own: Vec<Mention> = head.flat_map(|at| mentions(&sheet.lines[at], at)).collect();
    let mut tally: BTreeMap<Vec<String>, Vec<Readings>> =
        own.iter().map(|mention| (mention.name.clone(), vec![Readings::new(); mention.name.len()])).collect();
    for line in sheet.lines[part].iter().filter(|_| !own.is_empty()) {
        count(line, &mut tally);
    }
    let mut changes = Vec::new();
    for mention in &own {
        let line = &sheet.lines[mention.line];
        let name = other_name(&tally, &mention.name).unwrap_or(&mention.name);
        let Some(tally) = tally.get(name) else { continue };
        for (place, readings) in mention.syllables.iter().zip(tally) {
            let seen = line.slice(place);
            let own = readings.get(&seen.to_lowercase()).copied().unwrap_or_default();
            let best = readings.iter().max_by(|a, b| a.1.total_cmp(b.1));
            let Some((best, _)) = best.filter(|(_, weight)| **weight > SURER * own) else { continue };
            changes.push((mention.line, place.clone(), seen.clone(), written_as(best, &seen)));
        }
    }
    // From the right, so that places in the same line stay true.
    for (line, place, seen, written) in changes.into_iter().rev() {
        if seen != written && !sheet.is_typed(line) {
            let reason =
                format!("`{seen}` in the name of a place, which reads `{written}` elsewhere in the document");
            sheet.replace(line, place, &written, reason, MENTION_CONFIDENCE);
        }
    }
}

/// Returns the other name of the head that one is a misreading of: but for a letter the same, and far more surely read.
fn other_name<'a>(
    tally: &'a BTreeMap<Vec<String>, Vec<Readings>>,
    name: &[String],
) -> Option<&'a Vec<String>> {
    let weight = |name: &[String]| -> f32 {
        let readings = tally.get(name).into_iter().flatten();
        readings.map(|own| own.values().sum()).reduce(f32::min).unwrap_or_default()
    };
    let is_like = |other: &&Vec<String>| {
        other.len() == name.len() && strsim::levenshtein(&other.join(" "), &name.join(" ")) == 1
    };
    let other = tally.keys().filter(is_like).max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
    (weight(other) > FAR_SURER * weight(name)).then_some(other)
}

/// Counts how a line writes the names that are tallied.
fn count(line: &SheetLine, tally: &mut BTreeMap<Vec<String>, Vec<Readings>>) {
    let tokens = line.tokens();
    let texts: Vec<String> = tokens.iter().map(|token| line.slice(token)).collect();
    let folded: Vec<String> = texts.iter().map(|text| folding::fold(core(text))).collect();
    for (name, readings) in tally.iter_mut() {
        for start in 0..(folded.len() + 1).saturating_sub(name.len()) {
            let own = start..start + name.len();
            if folded[own.clone()] != name[..] || !texts[own.clone()].iter().all(|text| is_name(text)) {
                continue;
            }
            for (at, readings) in own.zip(readings.iter_mut()) {
                let seen = core(&texts[at]);
                let capitals = if is_capital(seen) { IN_CAPITALS } else { 1.0 };
                let bare = if is_bare(seen) { WITHOUT_MARKS } else { 1.0 };
                let weight = capitals * bare * line.read_at(&tokens[at]);
                *readings.entry(seen.to_lowercase()).or_default() += weight;
            }
        }
    }
}

/// Returns the places that a line names, from left to right.
fn mentions(line: &SheetLine, at: usize) -> Vec<Mention> {
    let tokens = line.tokens();
    let texts: Vec<String> = tokens.iter().map(|token| line.slice(token)).collect();
    let mut found = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let is_unit = UNITS.contains(&folding::fold(text).as_str());
        // `Tân Cường, ngày 5 tháng 3 năm 2019`
        let is_date = folding::fold(text) == "ngay" && index > 0 && texts[index - 1].ends_with(',');
        let named = if is_unit {
            let all_capitals = is_capital(text);
            let is_name = |text: &&String| is_name(text) && (!all_capitals || is_capital(text));
            let count = texts[index + 1..].iter().take(LONGEST).take_while(is_name).count();
            let closed =
                texts[index + 1..][..count].iter().position(|text| trimmed(text) < text.chars().count());
            index + 1..index + 1 + closed.map_or(count, |last| last + 1)
        } else if is_date {
            let before = texts[..index].iter().rev().take(LONGEST);
            let closes = |(back, text): (usize, &String)| back > 0 && trimmed(text) < text.chars().count();
            let count =
                before.enumerate().take_while(|(back, text)| is_name(text) && !closes((*back, text))).count();
            index - count..index
        } else {
            continue;
        };
        let syllables: Vec<Range<usize>> = named
            .map(|own| tokens[own].start..tokens[own].start + trimmed(&texts[own]))
            .filter(|syllable| !syllable.is_empty())
            .collect();
        let name = syllables.iter().map(|syllable| folding::fold(&line.slice(syllable))).collect();
        if syllables.len() > 1 {
            found.push(Mention { line: at, syllables, name });
        }
    }
    found
}

/// Returns a token without the stop behind it.
fn core(token: &str) -> &str {
    token.trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// Returns how many characters a token has without the stop behind it.
fn trimmed(token: &str) -> usize {
    core(token).chars().count()
}

/// Returns whether a token may be a syllable of a name: letters that begin with a capital.
fn is_name(token: &str) -> bool {
    core(token).starts_with(char::is_uppercase) && core(token).chars().all(char::is_alphabetic)
}

/// Returns whether no letter of a syllable has a mark; that of `đ` is a part of it.
fn is_bare(syllable: &str) -> bool {
    folding::fold(syllable) == syllable.to_lowercase().replace('đ', "d")
}

fn is_capital(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// Returns a syllable in small letters with its capitals where another has them.
fn written_as(syllable: &str, seen: &str) -> String {
    if is_capital(seen) {
        return syllable.to_uppercase();
    }
    let mut letters = syllable.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample;

    /// The lines of a text, each word as surely read as `sure` says of it and else wholly, after the places in the first three are
    /// mended.
    fn mended(lines: &[&str], sure: &[(&str, f32)]) -> Vec<String> {
        let mut document = sample::text(lines);
        let words =
            document.pages.iter_mut().flat_map(|page| &mut page.lines).flat_map(|line| &mut line.words);
        for word in words {
            let doubt = sure.iter().find(|(text, _)| word.text.trim_end_matches(',') == *text);
            word.confidence = doubt.map_or(1.0, |(_, sure)| *sure);
        }
        let mut sheet = Sheet::new(&document);
        mend_places(&mut sheet, 0..lines.len().min(3), 0..lines.len());
        sheet.lines.iter().map(|line| line.text.to_string()).collect()
    }

    #[test]
    fn a_place_in_the_head_has_the_marks_that_it_mostly_has_elsewhere() {
        let lines = [
            "ỦY BAN NHÂN DÂN TỈNH HOA SIM",
            "Hòa Sím, ngày 5 tháng 3 năm 2019",
            "BÁO CÁO",
            "Tỉnh Hòa Sim có bốn trạm; các trạm ở Hòa Sim đã ghi gió.",
        ];
        let read = mended(&lines, &[("Sím", 0.6)]);
        assert_eq!(read[..2], ["ỦY BAN NHÂN DÂN TỈNH HÒA SIM", "Hòa Sim, ngày 5 tháng 3 năm 2019"]);
        assert_eq!(read[3], lines[3]);
    }

    #[test]
    fn a_place_before_the_date_that_differs_by_a_letter_hardly_read_is_the_head_s() {
        let lines =
            |place: &'static str| ["ỦY BAN NHÂN DÂN HUYỆN KỲ SIM", place, "BÁO CÁO", "Tại xã Kỳ Sim có gió."];
        let read = |place, sure| {
            mended(&lines(place), &[(place.split(' ').next().unwrap_or_default(), sure)])[1].clone()
        };
        assert_eq!(read("Kụ Sim, ngày 5 tháng 3 năm 2019", 0.5), "Kỳ Sim, ngày 5 tháng 3 năm 2019");
        assert_eq!(read("Ký Lim, ngày 5 tháng 3 năm 2019", 0.5), "Kỳ Sim, ngày 5 tháng 3 năm 2019");
        assert_eq!(read("Ký Hải, ngày 5 tháng 3 năm 2019", 0.5), "Ký Hải, ngày 5 tháng 3 năm 2019");
    }

    #[test]
    fn a_place_stays_as_it_was_read_where_nothing_is_surer_or_other_letters_stand() {
        let lines = [
            "ỦY BAN NHÂN DÂN XÃ LÂM HẢI",
            "Lâm Hải, ngày 5 tháng 3 năm 2019",
            "BÁO CÁO",
            "Các xã Lâm Hái, Lâm Hà đã ghi gió.",
        ];
        assert_eq!(mended(&lines, &[("Hái", 0.5)]), lines);
    }
}
