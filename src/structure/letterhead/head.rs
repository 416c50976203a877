//! The head: issuer, number, place and date, kind and subject.

use std::ops::Range;

use super::body::{self, bodies};
use super::body_marks::mend_bodies;
use super::column::{Columns, HeadLine, is_motto};
use super::date::{
    Date, date_in_head, date_of, leading_date, open_date_of, place_across_gap, place_of_open_date,
};
use super::kind::{self, kind_of, title_of};
use super::kind_symbol;
use super::mentions::mend_places;
use super::number_pattern::NUMBER;
use super::symbol::{
    before_number, is_bare_symbol, is_guess, number_in_head, number_of, number_range, open_number,
    with_first_letters, without_symbol,
};
use super::{NOTE_LINES, field, found_in, is_annex_note, opens_body, subject, within};
use crate::document::{BlockKind, DateField, Field, Letterhead, Text, Warning};
use crate::structure::sheet::{Place, Role, Sheet};
use crate::structure::{folding, office};

/// Most lines of a head: the longest forms of the appendix take some twenty.
pub(super) const HEAD_LINES: usize = 30;

/// Most lines of a title that holds number and date.
const TITLE_LINES: usize = 3;

/// Lines under the state's name beside which the issuer's may stand: the motto's second, and the number's.
const BESIDE_STATE: usize = 2;

/// Most words between `của` and `số` in such a title: whose document it is.
const OWNER_WORDS: usize = 12;

/// Fewest letters of a line in capitals that is an issuer, `SỞ Y TẾ`, and of one that goes on with one, `SIM`.
const FEWEST_LETTERS: usize = 5;
const FEWEST_LETTERS_BELOW: usize = 3;

/// Most lines of a subject that stands between its kind and the number below.
const ABOVE_SUBJECT_S_NUMBER: usize = 4;
/// Most lines from the first of an issuer down to the number: its own, the parent's, the other column's.
const ABOVE_NUMBER: usize = 8;

/// The widest step between lines of a letter's subject, in heights of the higher: it is set close. Set by hand.
const SUBJECT_STEP: f32 = 2.2;

/// Probability that a kind so found is what was printed.
const KIND_CONFIDENCE: f32 = 0.9;

pub(super) fn read_head(
    sheet: &mut Sheet,
    own: Range<usize>,
    letterhead: &mut Letterhead,
    warnings: &mut Vec<Warning>,
) {
    let (part, own) = (own.clone(), own.start..own.end.min(own.start + HEAD_LINES));
    let Some(page) = sheet.lines.get(own.start).map(|line| line.sheet_page) else { return };
    for at in own.clone() {
        mend_bodies(sheet, at);
    }
    mend_places(sheet, own.clone(), part);
    let lines: Vec<usize> = own
        .clone()
        .take_while(|at| sheet.lines[*at].sheet_page == page)
        // A table below may have taken the motto for its title.
        .take_while(|at| sheet.lines[*at].role != Role::Table || is_motto(&sheet.lines[*at].text))
        // A signer's stamp may bear a number and a date, and so may notes.
        .filter(|at| !matches!(sheet.lines[*at].role, Role::Caption | Role::Footnote))
        .collect();
    let columns = Columns::of(sheet, &lines);
    let lines: Vec<HeadLine> = lines.into_iter().map(|at| columns.part(sheet, at)).collect();
    let mut issuers: Vec<Field> = Vec::new();
    let mut head_end = own.start;
    let mut seen_head = false;
    let mut seen_motto = false;
    let mut under_motto = false;
    let mut under_number = false;
    let mut kind_at = None;
    // Index of the last line of a letter's subject.
    let mut subject_end: Option<usize> = None;
    let mut owner = String::new();
    // Upper edge of the first line of text.
    let mut floor: Option<f32> = None;
    let state_in_small_letters = lines
        .iter()
        .position(|line| [&line.left, &line.right].into_iter().any(|text| is_state_in_small_letters(text)));
    let has_motto = lines.iter().any(|line| is_motto(&line.left) || is_motto(&line.right));
    let title = running_title(sheet, &lines);
    if let Some(title) = &title {
        letterhead.kind = Some(kind_field(sheet, lines[0].at, title.kind));
        let places = || lines[..=title.last].iter().map(|line| sheet.whole(line.at));
        let found = |words: &str| found_in(sheet, places(), words.to_owned());
        letterhead.issuer = title.issuer.as_deref().map(found);
        letterhead.number = Some(found(&title.number));
        letterhead.date =
            Some(DateField { field: found(&title.date.printed), iso: Some(title.date.iso.clone()) });
        owner.clone_from(&title.of);
        kind_at = Some(title.last);
    }
    for (index, line) in lines.iter().enumerate().take_while(|_| title.is_none()) {
        let text = &sheet.lines[line.at].text;
        if is_annex_note(sheet, line.at) || opens_body(text) {
            // An annex by itself has no head: the number and date are those of what it belongs to.
            floor = floor.or(top_of(sheet, line.at).filter(|_| columns.are_parted()));
            if floor.is_none() {
                break;
            }
        }
        // The text may be read before the right column.
        if floor.is_some_and(|floor| top_of(sheet, line.at).is_none_or(|top| top >= floor)) {
            continue;
        }
        let seen = Seen { head: seen_head, number: under_number, letter: letterhead.subject.is_some() };
        if let Some((kind, of)) = find_kind(sheet, columns, line, seen) {
            (letterhead.kind, owner, kind_at) = (Some(kind), of, Some(index));
            break;
        }
        let text = &sheet.lines[line.at].text;
        let [left, right] = line.columns();
        let dated = |(text, place): &(&str, Place)| Some((date_in_head(text, seen_head)?, place.clone()));
        if let Some((date, place)) = dated(&right).or_else(|| dated(&left))
            && letterhead.date.is_none()
        {
            letterhead.place = date.place.map(|name| field(sheet, place.clone(), name));
            letterhead.date =
                Some(DateField { field: field(sheet, place, date.printed), iso: Some(date.iso) });
            (seen_head, head_end) = (true, line.at + 1);
        }
        let placed = |(text, place): &(&str, Place)| Some((place_of_open_date(text)?, place.clone()));
        if letterhead.date.is_none()
            && letterhead.place.is_none()
            && let Some((name, place)) = placed(&right)
                .or_else(|| placed(&left))
                .or_else(|| Some((place_across_gap(text)?, sheet.whole(line.at))))
        {
            letterhead.place = Some(field(sheet, place.clone(), name));
            letterhead.date = open_date_of(sheet.lines[place.0].text.slice(&place.1))
                .map(|date| DateField { field: field(sheet, place, date.printed), iso: Some(date.iso) });
            (seen_head, head_end) = (true, line.at + 1);
        }
        let numbered = |(text, place): &(&str, Place)| {
            Some((number_in_head(text)?, within(place.clone(), number_range(text)?)))
        };
        if letterhead.number.is_none()
            && let Some((found, place)) = numbered(&left).or_else(|| numbered(&right))
        {
            (seen_head, head_end) = (true, line.at + 1);
            let printed = &sheet.lines[line.at];
            if is_guess(printed) {
                warnings.push(Warning {
                    page: Some(printed.page),
                    code: "number-unreadable".to_owned(),
                    message: format!(
                        "the document's number was read as `{found}` and cannot be trusted: it may be written by \
                         hand; look at line {} of the scan",
                        printed.line
                    ),
                });
            } else {
                let moment = sheet.moment();
                let number = number_field(sheet, place, found);
                // What stands behind it in the line moved.
                for field in letterhead.fields_mut() {
                    sheet.follow(moment, &mut field.text);
                }
                letterhead.number = Some(number);
            }
            under_number = true;
            continue;
        }
        let may_be_small =
            !under_motto && state_in_small_letters.is_some_and(|at| index <= at + BESIDE_STATE);
        under_motto |= is_last_motto(text);
        if is_motto(&line.right) || is_motto(&line.left) {
            (seen_head, seen_motto, head_end) = (true, true, line.at + 1);
        }
        if let Some(subject) = letter_subject(&line.left) {
            letterhead.subject = Some(field(sheet, line.left_place(), subject));
            (head_end, subject_end) = (line.at + 1, Some(index));
            continue;
        }
        if let Some((subject, last)) = letterhead.subject.as_mut().zip(subject_end)
            && goes_on_subject(sheet, &lines[last], line, index - last)
        {
            subject.text.append(sheet.text([line.left_place()]));
            (head_end, subject_end) = (line.at + 1, Some(index));
            continue;
        }
        // Without the motto beside it an issuer stands in the middle of the page.
        let is_centred = !has_motto && line.left.trim().is_empty() && body::opens(line.right.trim());
        let (column, column_place) = if is_centred { right } else { left };
        let name = without_specks(without_symbol(before_number(column)), !issuers.is_empty());
        let in_capitals = may_be_small && (body::opens(name) || !issuers.is_empty());
        let in_capitals = in_capitals.then(|| name.to_uppercase());
        let written = in_capitals.as_deref().unwrap_or(name);
        let fewest = if issuers.is_empty() { FEWEST_LETTERS } else { FEWEST_LETTERS_BELOW };
        let has_letters = written.chars().filter(|c| c.is_alphabetic()).count() >= fewest
            || !issuers.is_empty() && ends_name(sheet, line.at, name);
        let capitals = folding::capital_share(written) > 0.7 && (has_letters || body::opens(written));
        // Where columns are known the motto is no title's, and where a number follows what stands above it is the issuer.
        let may_be_title = under_motto && columns.are_unknown() && !has_number(&lines[index..]);
        let is_issuer = capitals && body::may_be_issuer(written, &issuers, may_be_title);
        // A number left to be written by hand ends the issuer as one does that is there.
        // Behind words of a sentence it is another document's.
        let is_beside_text =
            |at: usize| at > 0 && !line.left.trim().is_empty() && folding::capital_share(&line.left) < 0.7;
        let opened = line.columns().iter().position(|(text, _)| opens_number(text));
        let opened = opened.filter(|at| !is_beside_text(*at));
        if let Some(opened) = opened {
            (under_number, head_end) = (true, head_end.max(line.at + 1));
            let (text, place) = line.columns()[opened].clone();
            if letterhead.number.is_none()
                && let Some((number, range)) = open_number(text)
            {
                let line = &sheet.lines[line.at];
                warnings.push(Warning {
                    page: Some(line.page),
                    code: "number-left-open".to_owned(),
                    message: format!(
                        "the document's number has no figures before `{number}`: left open, or written by hand and not \
                         read; look at line {} of the scan",
                        line.line
                    ),
                });
                letterhead.number = Some(number_field(sheet, within(place, range), number));
            }
        }
        let is_over = under_number || letterhead.number.is_some();
        if is_issuer && !is_over && !is_motto(written) && date_of(written).is_none() {
            let mut issuer = field(sheet, column_place, name);
            written.clone_into(&mut issuer.text.text);
            issuers.push(issuer);
        }
    }
    // Over a date alone, or a kind alone, a line in capitals may be a form's title.
    let has_body = issuers.first().is_some_and(|name| body::opens(name));
    let is_head = letterhead.number.is_some() || seen_motto || kind_at.is_some();
    if title.is_none() && (seen_head && is_head || has_body && (seen_head || is_head)) {
        // The last line or lines are the issuer; what names a body of its own above is the parent.
        let mut names = bodies(issuers);
        let is_dash = |c: char| matches!(c, '-' | '–');
        for name in names.iter_mut().filter(|name| name.ends_with(is_dash)) {
            name.text = sheet.text_without_end(sheet.places(&name.text), is_dash);
        }
        letterhead.issuer = names.pop();
        letterhead.parent = names.pop();
    }
    if let Some(index) = kind_at {
        let last = lines[index].at;
        let mut under = &lines[index + 1..];
        // A contract's number stands below its kind, or below its subject.
        let mut first = index + 1;
        let mut number_end = None;
        if letterhead.number.is_none()
            && let Some(at) = under
                .iter()
                .take(ABOVE_SUBJECT_S_NUMBER)
                .position(|line| opens_number(&sheet.lines[line.at].text))
            && let Some(found) = number_in_head(&sheet.lines[under[at].at].text)
        {
            let own = under[at].at;
            letterhead.number = Some(number_field(sheet, sheet.whole(own), found));
            if at == 0 {
                (first, under) = (first + 1, &under[1..]);
            } else {
                (number_end, under) = (Some(own + 1), &under[..at]);
            }
        }
        let rest = title.as_ref().filter(|title| !title.rest.is_empty());
        let opened = rest.map(|title| sheet.find(sheet.whole(last), &title.rest)).into_iter().collect();
        let under: Vec<usize> = under.iter().map(|line| line.at).collect();
        let (subject, read) = subject::find(sheet, last, &under, opened, &owner);
        let end =
            note_end(sheet, lines[first + read - 1].at + 1..own.end).max(number_end.unwrap_or_default());
        if !subject.is_empty() {
            letterhead.subject = Some(sheet.text(without_opening(sheet, subject)).into());
        }
        kind_symbol::mend(sheet, letterhead);
        sheet.claim(BlockKind::Letterhead, own.start..end);
    } else if seen_head {
        let is_text =
            |at: &usize| floor.is_some_and(|floor| top_of(sheet, *at).is_some_and(|top| top >= floor));
        let head: Vec<usize> = (own.start..head_end).filter(|at| !is_text(at)).collect();
        sheet.claim(BlockKind::Letterhead, head);
    }
}

/// Returns where the note ends that stands under a title and says what was issued with it; the beginning of the lines given where there
/// is none.
fn note_end(sheet: &Sheet, lines: Range<usize>) -> usize {
    let closes = |at: &usize| sheet.lines[*at].text.trim_end_matches(['.', ';', ' ']).ends_with([')', ']']);
    let is_free = |at: &usize| sheet.lines[*at].role == Role::Body;
    let is_note = !lines.is_empty() && is_annex_note(sheet, lines.start);
    let mut note = lines.clone().take(NOTE_LINES).take_while(is_free).filter(|_| is_note);
    note.find(closes).map_or(lines.start, |last| last + 1)
}

/// Returns the upper edge of a line.
fn top_of(sheet: &Sheet, at: usize) -> Option<f32> {
    Some(sheet.lines[at].frame?.y0)
}

/// Returns the number of a document where it stands, with the first letters of its codes as they were recognised.
fn number_field(sheet: &mut Sheet, place: Place, number: String) -> Field {
    let (at, range) = sheet.find(place, &number);
    let line = &sheet.lines[at];
    let printed = line.slice(&range);
    let mended = with_first_letters(&printed, &line.recognised(&range)).filter(|_| !sheet.is_typed(at));
    let Some(mended) = mended else { return field(sheet, (at, range), number) };
    let reason = format!("code of the document's number read as `{printed}`, recognised as `{mended}`");
    sheet.replace(at, range.clone(), &mended, reason, KIND_CONFIDENCE);
    let end = range.start + mended.chars().count();
    let number = number_of(&format!("Số: {mended}")).unwrap_or(number);
    field(sheet, (at, range.start..end), number)
}

/// Returns the kind of a document where its line names it, and mends it there where it was misread.
fn kind_field(sheet: &mut Sheet, at: usize, kind: &str) -> Field {
    let line = &sheet.lines[at];
    let words = kind::words_of(line);
    let seen = line.slice(&words);
    let read = sheet.text([(at, words.clone())]);
    let same = read.to_lowercase() == kind.to_lowercase();
    if same || sheet.is_typed(at) {
        // A kind in small letters is written as the others are.
        return if same { Text { text: kind.to_owned(), ..read }.into() } else { read.into() };
    }
    let small = || kind.chars().take(1).chain(kind.to_lowercase().chars().skip(1)).collect();
    let written = if folding::capital_share(&seen) > 0.5 { kind.to_owned() } else { small() };
    let reason = format!("kind of document read as `{seen}`: `{kind}` of the list of kinds");
    sheet.replace(at, words.clone(), &written, reason, KIND_CONFIDENCE);
    let place = (at, words.start..words.start + written.chars().count());
    Text { text: kind.to_owned(), ..sheet.text([place]) }.into()
}

/// Returns whether a column has the state's name, which is printed in capitals, in small letters: what is left where a font
/// made them capitals, so that the issuer beside it is in small letters as well.
fn is_state_in_small_letters(column: &str) -> bool {
    is_motto(column)
        && folding::fold(column).contains("xa hoi chu nghia")
        && folding::capital_share(column) < 0.5
}

/// How surely the end of a name is read, 0 to 1, that is as short as specks are.
const SURE_END: f32 = 0.9;

/// Returns whether a line is the last syllable of a name, of two letters: `CÔNG TY SỢI VĨNH` / `AN`.
fn ends_name(sheet: &Sheet, at: usize, name: &str) -> bool {
    let line = &sheet.lines[at];
    let is_vowel =
        |c: char| matches!(folding::fold(&c.to_string()).as_str(), "a" | "e" | "i" | "o" | "u" | "y");
    name.chars().count() == 2
        && name.chars().all(char::is_uppercase)
        && name.chars().any(is_vowel)
        && line.text.trim() == name
        && line.read_at(&(0..line.length())) >= SURE_END
}

/// Cuts off specks around a line of a name; a dash stays where the name may go on, or where it goes on with one.
fn without_specks(name: &str, goes_on: bool) -> &str {
    let is_dash = |c: char| matches!(c, '-' | '–');
    let end = name.trim_end();
    let has_dash = end.ends_with(is_dash) && end.trim_end_matches(is_dash).ends_with(' ');
    let opens_with_dash = goes_on && name.trim_start().starts_with(is_dash);
    let is_speck = |c: char| !c.is_alphanumeric();
    let from = if opens_with_dash { name.trim_start() } else { name.trim_start_matches(is_speck) };
    if has_dash { from.trim_end() } else { from.trim_end_matches(is_speck) }
}

/// Returns whether a number opens a column, be it left to be written by hand: `Số:`, `Số: 5/BC-VP`, `Số …/BC-VP`.
fn opens_number(column: &str) -> bool {
    if is_bare_symbol(column) {
        return true;
    }
    let column = column.trim();
    let rest = column.trim_start_matches(char::is_alphabetic);
    let word = &column[..column.len() - rest.len()];
    folding::fold(word) == "so"
        && (rest.trim_start().starts_with(':')
            || word.chars().nth(1).is_some_and(char::is_lowercase) && rest.contains('/'))
}

/// Returns whether a number stands in one of the first lines.
fn has_number(lines: &[HeadLine]) -> bool {
    let is_number = |text: &str| opens_number(text) || number_in_head(text).is_some();
    lines.iter().take(ABOVE_NUMBER).any(|line| is_number(&line.left) || is_number(&line.right))
}

/// What was seen above a line of the head.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// The number, place and date or the motto.
    head: bool,
    number: bool,
    /// A letter's subject, which has no kind under it.
    letter: bool,
}

/// Reads the kind off a line, and whose document it is where the line says so, folded. What is no kind of the list is one where a
/// word of such kinds opens it, and where it stands alone in the middle, in capitals, below the number.
fn find_kind(sheet: &mut Sheet, columns: Columns, line: &HeadLine, seen: Seen) -> Option<(Field, String)> {
    if columns.is_beside(sheet, line.at) {
        return None;
    }
    let text = sheet.lines[line.at].text.to_string();
    let plain = title_of(&text).filter(|_| seen.head && !seen.letter);
    if let Some(kind) = kind_of(&text).or(plain.as_ref().map(|title| title.kind)) {
        let of = plain.map(|title| title.of).unwrap_or_default();
        return Some((kind_field(sheet, line.at, kind), of));
    }
    if !seen.head || seen.letter || !kind::may_be_unlisted(&text) || subject::is_label(&text) {
        return None;
    }
    let is_known = kind::opens_unlisted(&text);
    let stands_alone = columns.is_alone(sheet, line.at);
    let is_name = body::opens(&text) || office::opens(&text) || number_in_head(&text).is_some();
    if !is_known && (!stands_alone || !seen.number || is_name) {
        return None;
    }
    let words = kind::words_of(&sheet.lines[line.at]);
    let mut kind: Field = sheet.text([(line.at, words)]).into();
    kind.review = !is_known;
    Some((kind, String::new()))
}

/// Returns whether a letter's subject goes on in the left column of a line, so many lines below its last.
fn goes_on_subject(sheet: &Sheet, last: &HeadLine, line: &HeadLine, below: usize) -> bool {
    let text = line.left.trim();
    let first = text.chars().next();
    let is_other = subject::is_label(text) || date_of(text).is_some() || place_of_open_date(text).is_some();
    if is_other || !text.contains(char::is_alphanumeric) {
        return false;
    }
    let (Some(above), Some(own)) = (last.left_frame(sheet), line.left_frame(sheet)) else {
        let is_small = first.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        return below == 1 && is_small && !sheet.lines[line.at].gap_before;
    };
    let height = above.height().max(own.height());
    let step = own.center().1 - above.center().1;
    let is_below = step > 0.0 && step <= SUBJECT_STEP * height;
    let is_small = first.is_some_and(|c| !c.is_uppercase());
    let has_room = own.x0 >= above.x0 - height && own.x1 <= above.x1 + height;
    is_below && (is_small || has_room || (own.center().0 - above.center().0).abs() <= height)
}

/// Returns whether a line is the motto's second.
fn is_last_motto(text: &str) -> bool {
    let folded = folding::fold(text);
    folded.contains("doc lap") && folded.contains("hanh phuc")
}

/// A title in running words with number and date, as collections of laws print it instead of a head: `Thông tư của Bộ Nước số
/// 5/2011/TT-BN ngày 7/3/2011 về việc …`.
struct RunningTitle {
    kind: &'static str,
    /// Whose document it is, folded.
    of: String,
    /// The same as printed, where it is a body or its head: the body.
    issuer: Option<String>,
    number: String,
    date: Date,
    /// What follows the date in its line.
    rest: String,
    /// Index of the line with the date.
    last: usize,
}

/// Reads such a title, which opens the document or is not there.
fn running_title(sheet: &Sheet, lines: &[HeadLine]) -> Option<RunningTitle> {
    let mut text = String::new();
    for (last, line) in lines.iter().take(TITLE_LINES).enumerate() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(sheet.lines[line.at].text.trim());
        let Some(found) = NUMBER.as_ref().and_then(|number| number.find(&text)) else { continue };
        let title = title_of(&text[..found.start()])?;
        if title.of.is_empty() || title.of.split(' ').any(|word| word == "ve" || word == "theo") {
            return None;
        }
        if title.of.split(' ').count() > OWNER_WORDS {
            return None;
        }
        let Some((date, end)) = leading_date(&text[found.end()..]) else { continue };
        let rest = text[found.end() + end..].trim().to_owned();
        let number = number_of(&text)?;
        let issuer =
            text[..found.start()].rsplit_once("của ").map(|(_, owner)| body::of_office(owner).to_owned());
        let issuer = issuer.filter(|issuer| body::opens(issuer));
        return Some(RunningTitle { kind: title.kind, of: title.of, issuer, number, date, rest, last });
    }
    None
}

/// Returns the places of a subject without the `V/v` that opens it under some kinds.
fn without_opening(sheet: &Sheet, mut subject: Vec<Place>) -> Vec<Place> {
    if let Some((at, range)) = subject.first_mut() {
        let text = sheet.lines[*at].slice(range);
        if let Some(rest) = letter_subject(&text) {
            range.start += text.trim_end().chars().count() - rest.chars().count();
        }
    }
    subject
}

/// Returns what follows `V/v` at the beginning of a line; its second letter may be lost.
fn letter_subject(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix(['V', 'v'])?.trim_start();
    // The stroke is read as a letter at times: `VIv`.
    let rest = match rest.strip_prefix('/') {
        Some(rest) => rest.strip_prefix(['v', 'V', 'y', 'w']).unwrap_or(rest),
        None => rest.strip_prefix(['I', 'l', '|'])?.strip_prefix('v')?,
    };
    let is_word = rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '.'));
    is_word.then(|| rest.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

#[cfg(test)]
mod tests {
    use crate::document::Letterhead;
    use crate::structure::letterhead;
    use crate::structure::sample;
    use crate::structure::sheet::Sheet;
    use crate::structure::structure;

    fn head(lines: &[&str]) -> Letterhead {
        letterhead::find(&mut Sheet::new(&sample::text(lines)), 0..lines.len(), &mut Vec::new())
    }

    fn number_and_date(head: &Letterhead) -> (Option<&str>, Option<&str>) {
        (head.number.as_deref(), head.iso_date())
    }

    #[test]
    fn a_number_and_date_cited_in_running_text_are_not_the_documents_own() {
        for cited in [
            "Biểu này được dùng theo Quyết định số 12/2019/QĐ-BN",
            "ban hành ngày 5 tháng 3 năm 2019 của Bộ trưởng",
            "số 12/2019/QĐ-BN ngày 5 tháng 3 năm 2019 của Bộ trưởng",
            "ngày 05 tháng 3 năm 2019 của Bộ Nước",
            "( Tài liệu cho lớp học ngày 5/3/2019 tại Lâm Hải )",
            "(Từ ngày 1 tháng 3 đến ngày 5 tháng 3 năm 2019)",
            "Kê khai theo Nghị định số 12/2019/NĐ-CP",
        ] {
            let plain = head(&["Hướng dẫn ghi biểu", cited, "1. Tên đề tài"]);
            assert_eq!(number_and_date(&plain), (None, None), "{cited}");
            let form = head(&[
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "Bản khai",
                cited,
            ]);
            assert_eq!(number_and_date(&form), (None, None), "{cited}");
        }
    }

    #[test]
    fn a_contract_s_number_may_stand_below_its_subject() {
        let lines = [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "HỢP ĐỒNG",
            "Mua bán máy đo gió",
            "Số: 218/HĐKT",
            "Căn cứ nhu cầu của hai bên,",
        ];
        let read = head(&lines);
        assert_eq!(
            (read.number.as_deref(), read.subject.as_deref()),
            (Some("218/HĐKT"), Some("Mua bán máy đo gió"))
        );
        let above = head(&[&lines[..3], &lines[4..5], &lines[3..4], &lines[5..]].concat());
        assert_eq!(
            (above.number.as_deref(), above.subject.as_deref()),
            (read.number.as_deref(), read.subject.as_deref())
        );
    }

    #[test]
    fn grounds_and_addressee_end_the_search_for_number_and_date() {
        for opening in ["Căn cứ Luật Nước;", "- Căn cứ Luật Nước;", "Kính gửi: Sở Gió", "Điều 1. Phạm vi"]
        {
            let read =
                head(&["ỦY BAN NHÂN DÂN", opening, "Số: 12/QĐ-UBND", "Lâm Hải, ngày 5 tháng 3 năm 2019"]);
            assert_eq!(number_and_date(&read), (None, None), "{opening}");
        }
    }

    #[test]
    fn an_annex_has_no_number_and_date_of_its_own_however_its_note_is_written() {
        for note in [
            "(Kèm theo Quyết định số 12/QĐ-UBND ngày 5 tháng 3 năm 2019)",
            "( Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 5/3/2019",
            "Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 5 tháng 3 năm 2019 của UBND tỉnh",
        ] {
            let read = head(&["Phụ lục", note, "Số: 7/BC-VP", "Lâm Hải, ngày 6 tháng 4 năm 2019"]);
            assert_eq!(number_and_date(&read), (None, None), "{note}");
        }
        let broken = head(&["Phụ lục", "(Ban hành", "kèm theo Quyết định", "Số: 7/BC-VP"]);
        assert_eq!(number_and_date(&broken), (None, None));
    }

    #[test]
    fn a_heads_own_number_and_date_stay_wherever_heads_write_them() {
        let own = (Some("12/QĐ-UBND"), Some("2019-03-05"));
        for lines in [
            &["ỦY BAN NHÂN DÂN", "Số: 12/QĐ-UBND", "Lâm Hải, ngày 5 tháng 3 năm 2019"][..],
            &["ỦY BAN NHÂN DÂN", "Số: 12/QĐ-UBND     Lâm Hải, ngày 5 tháng 3 năm 2019"],
            &["ỦY BAN NHÂN DÂN", "Số: 12/QĐ-UBND Lâm Hải, ngày 5 tháng 3 năm 2019"],
            &["ỦY BAN NHÂN DÂN TỈNH LÂM HẢI Số: 12/QĐ-UBND", "Lâm Hải. ngày 5 tháng 3 năm 2019 ."],
            &["Ủy ban nhân dân", "số: 12/QĐ-UBND", "lâm hải, ngày 5 tháng 3 năm 2019"],
            &["Ủy ban nhân dân", "Nghị quyết số: 12/QĐ-UBND", "Ngày 5 tháng 3 năm 2019"],
        ] {
            assert_eq!(number_and_date(&head(lines)), own, "{lines:?}");
        }
    }

    #[test]
    fn a_title_in_running_words_holds_number_and_date() {
        for lines in [
            &["Thông tư của Bộ Nước số 5/2011/TT-BN ngày 7/3/2011", "về việc đo nước giếng"][..],
            &["Thông tư của Bộ Nước số 5/2011/TT-BN", "ngày 7/3/2011 về việc đo nước giếng"],
            &["thông tư", "của Bộ Nước Số 5/2011/TT-BN  ngày 7 tháng 3 năm 2011", "về việc đo nước giếng"],
        ] {
            let read = head(&[lines, &["Bộ Nước", "Căn cứ Luật Nước số 9/2010/QH12;"]].concat());
            assert_eq!(number_and_date(&read), (Some("5/2011/TT-BN"), Some("2011-03-07")), "{lines:?}");
            assert_eq!(read.kind.as_deref(), Some("THÔNG TƯ"), "{lines:?}");
            assert_eq!(read.subject.as_deref(), Some("về việc đo nước giếng"), "{lines:?}");
        }
        let cited = head(&["Quyết định của Bộ Nước về việc thi hành Thông tư số 5/2011/TT-BN ngày 7/3/2011"]);
        assert_eq!(number_and_date(&cited), (None, None));
    }

    #[test]
    fn a_code_of_a_form_and_a_title_under_the_motto_are_no_issuer() {
        let motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];
        assert!(head(&[&["C2-3-MAUDON"][..], &motto].concat()).issuer.is_none());
        assert!(head(&[&motto[..], &["ĐƠN XIN ĐO GIÓ"]].concat()).issuer.is_none());
        let numbered = head(&["TRƯỜNG TIỂU HỌC SỐ 2", "Số: 4/BC-TH"]);
        assert_eq!(numbered.issuer.as_deref(), Some("TRƯỜNG TIỂU HỌC SỐ 2"));
        let goes_on = head(&["BAN CHỈ ĐẠO CHƯƠNG TRÌNH", "GIÓ XANH 215", "Số: 4/BC-BCĐ"]);
        assert_eq!(goes_on.issuer.as_deref(), Some("BAN CHỈ ĐẠO CHƯƠNG TRÌNH GIÓ XANH 215"));
    }

    #[test]
    fn an_issuer_is_known_in_the_small_letters_that_a_font_of_capitals_leaves() {
        let lines = [
            "ủy ban nhân dân\tCộng hòa xã hội chủ nghĩa việt nam",
            "huyện đồng xanh\tĐộc lập - Tự do - Hạnh phúc",
            "Số: 12/2004/QĐ-UB\tĐồng Xanh, ngày 01 tháng 7 năm 2004",
            "Ban kiểm tra hồ sơ",
        ];
        assert_eq!(head(&lines).issuer.as_deref(), Some("ỦY BAN NHÂN DÂN HUYỆN ĐỒNG XANH"));
        let form = [
            "Cộng hòa xã hội chủ nghĩa Việt nam",
            "Độc lập   - Tự do -  Hạnh phúc",
            "bản khai của thân nhân",
        ];
        assert!(head(&form).issuer.is_none());
    }

    #[test]
    fn a_title_in_running_words_says_the_issuer() {
        let lines = ["Quyết định của Bộ trưởng Bộ Nước số 15/2003/QĐ-BN ngày 10/10/2003", "về việc giữ nước"];
        assert_eq!(head(&lines).issuer.as_deref(), Some("Bộ Nước"));
    }

    #[test]
    fn a_kind_under_number_or_motto_is_known_in_small_letters() {
        let read = head(&[
            "Bộ Nước",
            "Số: 5/2011/QĐ-BN",
            "quyết định của bộ trưởng bộ nước",
            "Về việc đo nước giếng",
            "bộ trưởng bộ nước",
            "Căn cứ Luật Nước;",
        ]);
        assert_eq!(read.kind.as_deref(), Some("QUYẾT ĐỊNH"));
        assert_eq!(read.subject.as_deref(), Some("Về việc đo nước giếng"));
        let law = head(&["Quốc hội", "Luật số: 9/2010/QH12", "Luật", "Nước giếng", "Căn cứ Hiến pháp;"]);
        assert_eq!((law.kind.as_deref(), law.number.as_deref()), (Some("LUẬT"), Some("9/2010/QH12")));
        assert_eq!(law.subject.as_deref(), Some("Nước giếng"));
        let proposal =
            head(&["SỞ GIÓ", "Số: 4/TTr-SG", "TỜ TRÌNH", "V/v lập kế hoạch", "đo gió", "Kính gửi: Sở Nước"]);
        assert_eq!(proposal.subject.as_deref(), Some("lập kế hoạch đo gió"), "under a kind too");
        let letter = head(&["SỞ GIÓ", "Số: 4/SG-VP", "V/v lập", "kế hoạch", "Kính gửi: Sở Nước"]);
        assert_eq!((letter.kind.is_none(), letter.subject.as_deref()), (true, Some("lập kế hoạch")));
    }

    #[test]
    fn a_subject_ends_before_who_decides_and_before_an_annexs_note() {
        let read = head(&[
            "ỦY BAN NHÂN DÂN TỈNH LÂM HẢI",
            "QUYẾT ĐỊNH",
            "Về việc đo gió",
            "ỦY BAN NHÂN DÂN TỈNH",
            "Căn cứ Luật Nước;",
        ]);
        assert_eq!(read.subject.as_deref(), Some("Về việc đo gió"));
        let annex = head(&["QUY ĐỊNH", "VỀ ĐO GIÓ", "( Ban hành kèm theo Quyết định số …/2019)", "Chương I"]);
        assert_eq!(annex.subject.as_deref(), Some("VỀ ĐO GIÓ"));
        assert!(annex.number.is_none());
    }

    /// A head on an image above a text, from its lines with their middles.
    fn set(lines: &[(&str, u32)]) -> Letterhead {
        let text = [
            ("    Trạm đo gió trên đồi ghi sổ hằng ngày và gửi về Sở vào cuối tháng, kể cả ngày nghỉ.", 0),
            ("Sổ được giữ ở trạm.", 0),
        ];
        let left = |text: &str, middle: u32| match middle {
            0 => 200,
            _ => middle - sample::LETTER * text.chars().count() as u32 / 2,
        };
        let lines: Vec<(&str, u32, u32)> = lines
            .iter()
            .chain(&text)
            .zip(2..)
            .map(|((text, middle), row)| (*text, left(text, *middle), 50 * row))
            .collect();
        structure(&sample::set(&[&lines])).letterhead
    }

    fn parent_and_issuer(head: &Letterhead) -> (Option<&str>, Option<&str>) {
        (head.parent.as_deref(), head.issuer.as_deref())
    }

    /// Middles of the left column, the right one and the page.
    const LEFT: u32 = 450;
    const RIGHT: u32 = 1050;
    const MIDDLE: u32 = 787;
    const STATE: (&str, u32) = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT);
    const MOTTO: (&str, u32) = ("Độc lập - Tự do - Hạnh phúc", RIGHT);

    #[test]
    fn a_line_over_both_columns_is_parted_where_the_state_s_name_begins() {
        for (lines, parent, issuer) in [
            (
                &[
                    ("PHÒNG GIÁO DỤC VÀ ĐÀO   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 830),
                    ("TẠO     Độc lập - Tự do - Hạnh phúc", 960),
                    ("HUYỆN HÒA MỸ", LEFT),
                    ("TRƯỜNG MẦM NON", LEFT),
                    ("ĐỒNG TIẾN", LEFT),
                ][..],
                Some("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN HÒA MỸ"),
                "TRƯỜNG MẦM NON ĐỒNG TIẾN",
            ),
            (
                &[
                    ("PHÒNG GIÁO DỤC VÀ ĐÀO CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 830),
                    ("TẠO", LEFT),
                    ("TRƯỜNG MẦM NON", LEFT),
                    ("VIỆT NAM", RIGHT),
                    MOTTO,
                ],
                Some("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"),
                "TRƯỜNG MẦM NON",
            ),
            (&[("UBND", LEFT), ("TỈNH LÂM HẢI", LEFT), STATE, MOTTO], None, "UBND TỈNH LÂM HẢI"),
            (
                &[
                    ("ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 830),
                    ("TỈNH ĐẠI PHƯỚC", LEFT),
                    MOTTO,
                ],
                None,
                "ỦY BAN NHÂN DÂN TỈNH ĐẠI PHƯỚC",
            ),
            (
                &[
                    ("TỔNG CÔNG TY HẠ", LEFT),
                    ("TẦNG", LEFT),
                    ("CÔNG TY CỔ PHẦN", LEFT),
                    ("ĐO GIÓ HOA SIM", LEFT),
                    STATE,
                    MOTTO,
                ],
                Some("TỔNG CÔNG TY HẠ TẦNG"),
                "CÔNG TY CỔ PHẦN ĐO GIÓ HOA SIM",
            ),
            (
                &[
                    ("TỈNH ĐOÀN LÂM HẢI", LEFT),
                    ("BAN CHẤP HÀNH", LEFT),
                    ("HUYỆN ĐOÀN HOA SIM", LEFT),
                    STATE,
                    MOTTO,
                ],
                Some("TỈNH ĐOÀN LÂM HẢI"),
                "BAN CHẤP HÀNH HUYỆN ĐOÀN HOA SIM",
            ),
            (
                &[
                    ("HỘI ĐO GIÓ", LEFT),
                    ("TỈNH LÂM HẢI", LEFT),
                    ("BCH CHI HỘI", LEFT),
                    ("HOA SIM", LEFT),
                    STATE,
                    MOTTO,
                ],
                Some("HỘI ĐO GIÓ TỈNH LÂM HẢI"),
                "BCH CHI HỘI HOA SIM",
            ),
            (
                &[("CÔNG TY GỐM HOA SIM", LEFT), ("TỔ LÒ SỐ HAI", LEFT), STATE, MOTTO],
                Some("CÔNG TY GỐM HOA SIM"),
                "TỔ LÒ SỐ HAI",
            ),
            (
                &[
                    ("ỦY BAN MẶT TRẬN", LEFT),
                    ("TỔ QUỐC VIỆT NAM", LEFT),
                    ("TỈNH LÂM HẢI", LEFT),
                    STATE,
                    MOTTO,
                ],
                None,
                "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH LÂM HẢI",
            ),
            (
                &[("TRƯỜNG ĐẠI HỌC", LEFT), ("KHOA HỌC TỰ NHIÊN", LEFT), STATE, MOTTO],
                None,
                "TRƯỜNG ĐẠI HỌC KHOA HỌC TỰ NHIÊN",
            ),
            (
                &[("SỞ GIÓ", LEFT), ("TRẠM ĐO GIÓ HUYỆN KỲ", LEFT), ("PHONG", LEFT), STATE, MOTTO],
                Some("SỞ GIÓ"),
                "TRẠM ĐO GIÓ HUYỆN KỲ PHONG",
            ),
            (
                &[
                    ("UBND HUYỆN HOA SIM", LEFT),
                    ("PHÒNG TÀI CHÍNH -", LEFT),
                    ("KẾ HOẠCH", LEFT),
                    STATE,
                    MOTTO,
                ],
                Some("UBND HUYỆN HOA SIM"),
                "PHÒNG TÀI CHÍNH - KẾ HOẠCH",
            ),
            (
                &[
                    ("LIÊN ĐOÀN ĐO GIÓ TỈNH LÂM HẢI", LEFT),
                    ("CÔNG ĐOÀN", LEFT),
                    ("VIÊN CHỨC TỈNH", LEFT),
                    STATE,
                    MOTTO,
                ],
                Some("LIÊN ĐOÀN ĐO GIÓ TỈNH LÂM HẢI"),
                "CÔNG ĐOÀN VIÊN CHỨC TỈNH",
            ),
        ] {
            let below = [
                ("Số:      /BC-ĐG", LEFT),
                ("Hoa Sim, ngày     tháng 6 năm 2003", RIGHT),
                ("BÁO CÁO", MIDDLE),
                ("Kết quả đo gió", MIDDLE),
            ];
            let head = set(&[lines, &below].concat());
            assert_eq!(parent_and_issuer(&head), (parent, Some(issuer)));
            assert_eq!((head.number.as_deref(), head.place.as_deref()), (Some("/BC-ĐG"), Some("Hoa Sim")));
            assert_eq!(head.date.and_then(|date| date.iso).as_deref(), Some("2003-06"));
            assert_eq!(
                (head.kind.as_deref(), head.subject.as_deref()),
                (Some("BÁO CÁO"), Some("Kết quả đo gió"))
            );
        }
    }

    #[test]
    fn a_head_in_the_middle_of_the_page_has_its_bodies_over_the_motto_or_under_it() {
        let (state, motto) = ((STATE.0, MIDDLE), (MOTTO.0, MIDDLE));
        let bodies = [("SỞ GIÓ", MIDDLE), ("TRẠM ĐO GIÓ SỐ 2", MIDDLE)];
        let below =
            [("Số: 12/BC-TĐG", MIDDLE), ("Hoa Sim, ngày 5 tháng 6 năm 2003", MIDDLE), ("BÁO CÁO", MIDDLE)];
        for above in [[bodies[0], bodies[1], state, motto], [state, motto, bodies[0], bodies[1]]] {
            let head = set(&[&above[..], &below].concat());
            assert_eq!(parent_and_issuer(&head), (Some("SỞ GIÓ"), Some("TRẠM ĐO GIÓ SỐ 2")), "{above:?}");
            assert_eq!(number_and_date(&head), (Some("12/BC-TĐG"), Some("2003-06-05")));
            assert_eq!(head.place.as_deref(), Some("Hoa Sim"));
        }
        let form = set(&[state, motto, ("ĐƠN XIN ĐO GIÓ", MIDDLE), ("Kính gửi: Sở Gió", MIDDLE)]);
        assert_eq!(parent_and_issuer(&form), (None, None));
        assert_eq!(form.kind.as_deref(), Some("ĐƠN XIN ĐO GIÓ"));
    }

    #[test]
    fn a_kind_that_no_list_has_stands_alone_in_the_middle_under_the_number() {
        for (line, kind, review) in [
            ("PHIẾU ĐÁNH GIÁ", Some("PHIẾU ĐÁNH GIÁ"), false),
            ("DANH SÁCH TRẠM ĐO", Some("DANH SÁCH TRẠM ĐO"), false),
            ("BIÊN BẢN HỌP", Some("BIÊN BẢN HỌP"), false),
            ("LỜI CHÀO", Some("LỜI CHÀO"), true),
            ("I. TÌNH HÌNH GIÓ", None, false),
            ("ỦY BAN NHÂN DÂN TỈNH", None, false),
        ] {
            let head = set(&[
                ("SỞ GIÓ", LEFT),
                ("Số: 12/SG-VP", LEFT),
                STATE,
                MOTTO,
                ("Hoa Sim, ngày 5 tháng 6 năm 2003", RIGHT),
                (line, MIDDLE),
            ]);
            assert_eq!(head.kind.as_deref(), kind, "{line}");
            assert_eq!(head.kind.is_some_and(|kind| kind.review), review, "{line}");
            assert_eq!(head.issuer.as_deref(), Some("SỞ GIÓ"), "{line}");
        }
    }

    #[test]
    fn a_name_may_end_with_a_syllable_as_short_as_specks() {
        let issuer = |end: &str| {
            let lines = [("CÔNG TY SỢI VĨNH", LEFT), (end, LEFT), ("Số: 12/TTr-SVA", LEFT), STATE, MOTTO];
            set(&lines).issuer.map(|issuer| issuer.text.text)
        };
        assert_eq!(issuer("AN").as_deref(), Some("CÔNG TY SỢI VĨNH AN"));
        for speck in ["X", "XT", "an"] {
            assert_eq!(issuer(speck).as_deref(), Some("CÔNG TY SỢI VĨNH"), "{speck}");
        }
    }

    #[test]
    fn a_subject_ends_where_its_lines_leave_the_middle_or_a_label_stands() {
        let subject = |lines: &[(&str, u32)]| {
            let head = [("SỞ GIÓ", LEFT), ("Số: 12/BC-SG", LEFT), STATE, MOTTO, ("BÁO CÁO", MIDDLE)];
            set(&[&head[..], lines].concat()).subject
        };
        let first = ("Kết quả đo gió của các trạm ven sông trong giai đoạn 2018", MIDDLE);
        let full = "Về việc đo gió ở các trạm ven sông, trên đồi và ngoài đảo trong năm, cả mưa bão";
        for (lines, expected) in [
            (&[first][..], first.0),
            (
                &[first, ("- 2021", MIDDLE)],
                "Kết quả đo gió của các trạm ven sông trong giai đoạn 2018 - 2021",
            ),
            (&[first, ("I. Tình hình gió", MIDDLE)], first.0),
            (&[first, ("PHẦN I", MIDDLE), ("TÌNH HÌNH GIÓ", MIDDLE)], first.0),
            (&[first, ("PHẦN THỨ NHẤT", MIDDLE), ("TÌNH HÌNH GIÓ", MIDDLE)], first.0),
            (&[("Đo gió", MIDDLE), ("BÊN A: TRẠM ĐO GIÓ", 0)], "Đo gió"),
            (&[("Đo gió", MIDDLE), ("Kính mời: Ông Lê Gió", MIDDLE)], "Đo gió"),
        ] {
            assert_eq!(subject(lines).as_deref(), Some(expected), "{lines:?}");
        }
        let long = subject(&[(full, MIDDLE), (full, MIDDLE), ("của Sở", MIDDLE)]);
        assert_eq!(long.as_deref(), Some(&*format!("{full} {full} của Sở")));
    }

    #[test]
    fn a_letter_s_subject_has_all_its_lines_and_the_addressee_may_be_read_before_the_date() {
        let head = set(&[
            ("SỞ GIÓ", LEFT),
            ("Số: 12/SG-VP", LEFT),
            ("V/v đo gió", LEFT),
            ("Trạm Hoa Sim", LEFT),
            ("2023", LEFT),
        ]);
        assert_eq!(head.subject.as_deref(), Some("đo gió Trạm Hoa Sim 2023"));
        let lines = [
            ("SỞ GIÓ", 400, 100),
            ("Số: 12/SG-VP", 380, 150),
            ("V/v đo gió", 390, 200),
            ("Kính gửi:", 600, 300),
            (STATE.0, 900, 100),
            (MOTTO.0, 950, 150),
            ("Hoa Sim, ngày 5 tháng 6 năm 2023", 920, 200),
            ("- Trạm đo gió Hoa Sim;", 700, 350),
            ("- Trạm đo gió Lâm Hải.", 700, 400),
            ("Trạm đo gió trên đồi ghi sổ hằng ngày và gửi về Sở vào cuối tháng, kể cả ngày nghỉ.", 200, 450),
        ];
        let document = sample::set(&[&lines]);
        let records = structure(&document);
        assert_eq!(records.parts.len(), 1);
        assert_eq!(number_and_date(&records.letterhead), (Some("12/SG-VP"), Some("2023-06-05")));
        assert_eq!(records.letterhead.place.as_deref(), Some("Hoa Sim"));
    }
}
