//! Head and closing of an administrative document.
//!
//! # Grammar
//!
//! After Decree 30/2020/NĐ-CP, appendix I, and Guideline 36-HD/VPTW for the Party's documents:
//!
//! ```text
//! head     = left column: [ parent ] issuer "Số:" number     right column: motto, place "," date
//!            kind in capitals, subject; or "V/v" subject under the number of a letter
//! date     = "ngày" [ 1*2digit ] "tháng" [ 1*2digit ] "năm" 4digit
//! closing  = [ "Nơi nhận:" *( [ bullet ] recipient [ ";" ] ) ]   beside, above or below it: 1*( signer's office, name )
//! appendix = "(Kèm theo" kind "số" number "ngày" date
//! ```
//!
//! Where boxes are known the columns of a head are parted by where the state's name stands ([`mod@column`]), a subject ends where its
//! lines leave the middle ([`subject`]), and a closing is read by where its pieces stand ([`closing`]). In text they come mixed: the
//! motto parts a line into left and right, a signer's office follows `Nơi nhận:`, a name follows a recipient's full stop. An
//! appendix's reference stands in for the number and date that the head has lost, if it names the same kind.

mod body;
mod body_marks;
mod closing;
mod column;
mod date;
mod head;
mod kind;
mod kind_symbol;
mod mentions;
mod number_pattern;
mod subject;
mod symbol;

use std::ops::Range;

use super::sheet::{Place, Role, Sheet};
use super::{folding, number};
use crate::document::{DateField, Field, Letterhead, Text, Warning};
use closing::read_closing;
use date::{date_in_head, date_of};
use head::{HEAD_LINES, read_head};
use symbol::{is_guess, number_in_head, number_of};

/// Most lines of the note that says what an annex belongs to.
const NOTE_LINES: usize = 4;

/// Probability that letters among the figures of a number stand for figures.
const FIGURES_CONFIDENCE: f32 = 0.9;

/// Words, folded, that open the note under an annex's title.
const ANNEX_NOTES: &[&str] = &["kem theo", "ban hanh kem theo", "dinh kem"];

/// How like such words, 0 to 1, the first ones in a bracket must read to be them: a letter lost of eight.
const LIKE_NOTE: f64 = 0.85;

/// Words, folded, that open the text under a head.
const BODY_OPENINGS: &[&str] = &["can cu", "kinh gui", "hom nay", "chuong i", "chuong 1", "dieu 1"];

/// Returns whether a text is the name of state or Party, or the motto.
pub(super) fn is_motto(text: &str) -> bool {
    column::is_motto(text)
}

/// Returns whether a text is the number of a document with its symbol, as a head has it: `Số: 21/QĐ-UBND`.
pub(super) fn is_number(text: &str) -> bool {
    number_in_head(text).is_some()
}

/// Returns whether a text is a place and date, as a head or a form's end has them: `Hoa Sim, ngày 3 tháng 4 năm 2023`.
pub(super) fn is_place_and_date(text: &str) -> bool {
    date_in_head(text, false).is_some_and(|date| date.place.is_some())
}

/// Returns whether a text says when what is recorded took place, as minutes begin: `Hôm nay, ngày 5 tháng 6 năm 2023`.
pub(super) fn opens_minutes(text: &str) -> bool {
    folding::fold(text).starts_with("hom nay") && date_of(text).is_some()
}

/// Returns whether a line opens the list of recipients.
pub(super) fn opens_recipients(sheet: &Sheet, at: usize) -> bool {
    closing::opens(sheet, at)
}

/// Returns whether a text opens a letter's subject: `V/v đo gió`.
pub(super) fn opens_subject(text: &str) -> bool {
    folding::fold(text).starts_with("v/v")
}

/// Returns whether a text opens the addressee or the recipients: `Kính gửi:`, `Nơi nhận:`.
pub(super) fn opens_addressees(text: &str) -> bool {
    let folded = folding::fold(text);
    ["kinh gui", "noi nhan"].iter().any(|opening| folded.starts_with(opening))
}

/// Returns whether a text in capitals opens the name of a body: `ỦY BAN NHÂN DÂN XÃ HOA SIM`.
pub(super) fn is_body(text: &str) -> bool {
    folding::capital_share(text) > 0.8 && body::opens(text)
}

/// Returns whether a text is a person's name.
pub(super) fn is_name(text: &str) -> bool {
    closing::is_name(text)
}

/// Reads head and closing of the part that lines are, and claims what it understands of them.
pub(super) fn find(sheet: &mut Sheet, lines: Range<usize>, warnings: &mut Vec<Warning>) -> Letterhead {
    let mut letterhead = Letterhead::default();
    read_head(sheet, lines.clone(), &mut letterhead, warnings);
    read_closing(sheet, lines, &mut letterhead);
    settle(sheet, &mut letterhead);
    letterhead
}

/// Returns the kind of document that a line names to the letter, in capitals and with nothing beside it: `QUY CHẾ`.
pub(super) fn is_kind(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let kind = kind::exact(&folding::fold(text))?;
    (folding::capital_share(text) > 0.8).then_some(kind)
}

/// Returns whether documents of a kind are issued with a decision, as `QUY CHẾ` is.
pub(super) fn is_issued(kind: &str) -> bool {
    kind::ISSUED.contains(&kind)
}

/// Returns whether a line names a kind of document: `QUY CHẾ`.
pub(super) fn names_kind(sheet: &Sheet, at: usize) -> bool {
    sheet.lines.get(at).is_some_and(|line| kind::kind_of(&line.text).is_some())
}

/// Returns whether a line names a kind of document, or one in capitals that no list has: `DANH SÁCH`.
pub(super) fn names_any_kind(sheet: &Sheet, at: usize) -> bool {
    let is_unlisted = |text: &str| kind::may_be_unlisted(text) && kind::opens_unlisted(text);
    names_kind(sheet, at) || sheet.lines.get(at).is_some_and(|line| is_unlisted(&line.text))
}

/// Reads the closing of an annex that has no head of its own.
pub(super) fn find_closing(sheet: &mut Sheet, lines: Range<usize>) -> Letterhead {
    let mut letterhead = Letterhead::default();
    read_closing(sheet, lines, &mut letterhead);
    settle(sheet, &mut letterhead);
    letterhead
}

/// Sees to it that each field is what stands at its places: letters that were read for figures of a number are mended there,
/// and a field that stands nowhere as it is has no place.
fn settle(sheet: &mut Sheet, letterhead: &mut Letterhead) {
    let is_same = |printed: char, wanted: char| printed.to_lowercase().eq(wanted.to_lowercase());
    let is_figure =
        |printed, wanted: char| wanted.is_ascii_digit() && number::digit_for(printed) == Some(wanted);
    for field in letterhead.fields_mut() {
        let places = sheet.places(&field.text);
        let own = sheet.text(places.iter().cloned());
        if visible(&own).to_lowercase() == visible(&field.text).to_lowercase() {
            continue;
        }
        let found = sheet.find_over(&places, &field.text, is_same);
        let found = found.or_else(|| {
            sheet.find_over(&places, &field.text, |printed, wanted| {
                is_same(printed, wanted) || is_figure(printed, wanted)
            })
        });
        let mut wanted = field.text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>().into_iter();
        for (at, range) in found.iter().flatten() {
            let seen = sheet.lines[*at].slice(range);
            let mended = |c: char| match c.is_whitespace() {
                true => c,
                false => wanted.next().filter(|wanted| !is_same(c, *wanted)).unwrap_or(c),
            };
            let after: String = seen.chars().map(mended).collect();
            let reason = format!("figures of the document's number read as `{seen}`");
            sheet.replace(*at, range.clone(), &after, reason, FIGURES_CONFIDENCE);
        }
        field.text.spans = sheet.text(found.unwrap_or_default()).spans;
    }
}

fn visible(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Returns a field that says `words`, read at a place.
fn field(sheet: &Sheet, place: Place, words: impl Into<String>) -> Field {
    let words = words.into();
    let spans = sheet.text([sheet.find(place, &words)]).spans;
    Text { text: words, spans }.into()
}

/// Returns a range of bytes of a text in characters.
fn in_characters(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].chars().count();
    start..start + text[range].chars().count()
}

/// Returns a place within another, in characters of that.
fn within((at, range): Place, part: Range<usize>) -> Place {
    (at, range.start + part.start..(range.start + part.end).min(range.end))
}

/// Returns whether the head above a line ends with the note that says what an annex belongs to.
pub(super) fn ends_with_note(sheet: &Sheet, at: usize) -> bool {
    let above = (at.saturating_sub(NOTE_LINES)..at).rev();
    above.take_while(|at| sheet.lines[*at].role == Role::Letterhead).any(|at| is_annex_note(sheet, at))
}

/// Returns whether the first page opens as an annex does. A stamp on it numbers what it belongs to.
pub(super) fn is_annex(sheet: &Sheet) -> bool {
    let head = sheet.lines.iter().take(HEAD_LINES).take_while(|line| line.sheet_page == 0);
    let before_body = head.take_while(|line| !opens_body(&line.text)).count();
    (0..before_body).any(|at| is_annex_note(sheet, at))
}

/// Returns whether a note begins at a line that says what an annex belongs to: `(Kèm theo …)`, `(Ban hành kèm theo …)`. It may
/// be broken after any word; without a bracket it is one where it cites a number.
pub(super) fn is_annex_note(sheet: &Sheet, at: usize) -> bool {
    let own = sheet.lines[at].text.trim();
    let next = sheet.lines.get(at + 1).map(|line| line.text.as_str()).unwrap_or_default();
    let text = folding::fold(&format!("{own} {next}"));
    let note = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let words = |count: usize| note.split(' ').take(count).collect::<Vec<_>>().join(" ");
    let is_like = |opening: &str| folding::likeness(&words(opening.split(' ').count()), opening) >= LIKE_NOTE;
    let opens = ANNEX_NOTES
        .iter()
        .any(|opening| note.starts_with(opening) || own.starts_with('(') && is_like(opening));
    opens
        && own.contains(char::is_alphabetic)
        && (own.starts_with(['(', '[']) || note.split(' ').any(|word| word.trim_end_matches(':') == "so"))
}

/// Returns whether a line stands under every head: the grounds, the addressee, the first chapter or article.
pub(super) fn opens_body(text: &str) -> bool {
    let folded = folding::fold(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    folding::opens_with(&folded, BODY_OPENINGS)
}

/// Takes number and date that a head has lost from the note of an annex that belongs to it.
pub(super) fn read_appendix_reference(sheet: &mut Sheet, letterhead: &mut Letterhead) {
    find_appendix_reference(sheet, letterhead);
    settle(sheet, letterhead);
}

fn find_appendix_reference(sheet: &Sheet, letterhead: &mut Letterhead) {
    if letterhead.number.is_some() && letterhead.date.is_some() {
        return;
    }
    for (at, line) in sheet.lines.iter().enumerate() {
        let folded = folding::fold(&line.text);
        let Some(rest) = folded.strip_prefix("(kem theo ") else { continue };
        let same = letterhead.kind.as_deref().is_some_and(|k| {
            let words = k.split_whitespace().count();
            let named: Vec<&str> = rest.split_whitespace().take(words).collect();
            let named = named.join(" ");
            folding::likeness(&named, k) > 0.65 && kind::nearest(&named).is_some_and(|(_, kind)| kind == k)
        });
        if !same {
            continue;
        }
        let next = sheet.lines.get(at + 1).map(|l| l.text.as_str()).unwrap_or_default();
        let text = format!("{} {next}", line.text);
        let places =
            || [at, at + 1].into_iter().filter(|at| *at < sheet.lines.len()).map(|at| sheet.whole(at));
        if letterhead.number.is_none() && !is_guess(line) {
            let number = number_of(&text);
            letterhead.number = number.map(|number| found_in(sheet, places(), number));
        }
        if letterhead.date.is_none() {
            let date = date_of(&text);
            letterhead.date = date.map(|date| DateField {
                field: found_in(sheet, places(), date.printed),
                iso: Some(date.iso),
            });
        }
        if letterhead.number.is_some() && letterhead.date.is_some() {
            return;
        }
    }
}

/// Returns a field that stands in one of several lines; where it runs over their ends, in all of them.
fn found_in(sheet: &Sheet, places: impl Iterator<Item = Place> + Clone, words: String) -> Field {
    let own = places.clone().find_map(|place| sheet.find_exactly(place, &words));
    let spans = match own {
        Some(place) => sheet.text([place]).spans,
        None => sheet.text(places).spans,
    };
    Text { text: words, spans }.into()
}

#[cfg(test)]
mod tests {
    use crate::structure::sample;
    use crate::structure::structure;

    #[test]
    fn a_stamp_on_an_annex_does_not_number_the_annex() {
        let stamp = ["Số: 12/QĐ-UBND", "Thời gian ký: 2019-03-05T16:21:27+07:00"];
        let number = |lines: &[&str]| structure(&sample::text(lines)).letterhead.number;
        let annex = ["DANH MỤC", "(Kèm theo Quyết định số:", "/QĐ-UBND ngày /03/2019 của tỉnh Lâm Hải)"];
        assert_eq!(number(&[&stamp[..], &annex].concat()).as_deref(), None);
        let decision = ["ỦY BAN NHÂN DÂN", "QUYẾT ĐỊNH", "Về việc đo gió"];
        assert_eq!(number(&[&stamp[..], &decision].concat()).as_deref(), Some("12/QĐ-UBND"));
    }
}
