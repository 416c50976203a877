//! The closing: recipients (nơi nhận), and the signers' offices and names.
//!
//! On an image it is read by where its pieces stand ([`printed`]): the recipients at the left, below their opening words, each signer
//! in a column of his own. In plain text it is read line by line ([`plain`]).

mod levels;
mod next_page;
mod person;
mod piece;
mod plain;
mod printed;
mod recipients;
mod signers;

use std::ops::Range;

use super::column::frame_of;
use super::date::{date_in_head, place_across_gap};
use crate::document::{BlockKind, DateField, Field, Letterhead, Signer};
use crate::structure::sheet::{Place, Role, Sheet};
use crate::structure::{folding, office};
use person::Misreading;
pub(super) use person::is_name;
use recipients::first_recipient;

/// Words that open the recipients.
const OPENINGS: [&str; 2] = ["nơi nhận", "nơi gửi"];

/// How like them, 0 to 1, two words must read to be them: two letters lost of eight.
const LIKE_OPENING: f64 = 0.75;

/// Probability that an office so found is what was printed.
const OFFICE_CONFIDENCE: f32 = 0.9;

/// Probability that a surname or a degree so found is what was printed.
const NAME_CONFIDENCE: f32 = 0.8;

/// Confidence of a word from which on an office stays as it was read, but for its marks: there are more than any list has.
const UNSURE: f32 = 0.7;

/// Confidence of a word from which on its letters stand in whatever an office is mended to: `BAN THƯỜNG TRỰC`, behind an opening
/// hardly read, is no `BAN THƯỜNG VỤ`.
const SURE: f32 = 0.9;

/// What a closing says.
#[derive(Debug, Default)]
struct Closing {
    recipients: Vec<Field>,
    signers: Vec<Signer>,
    /// The lines it stands in.
    lines: Vec<usize>,
}

pub(super) fn read_closing(sheet: &mut Sheet, own: Range<usize>, letterhead: &mut Letterhead) {
    let opening = own.clone().rfind(|at| opens(sheet, *at));
    let start = opening.or_else(|| first_recipient(sheet, own.clone()));
    let is_printed = |at: usize| sheet.lines[at].frame.is_some();
    let closing = match start {
        Some(start) if is_printed(start) => {
            printed::beside_list(sheet, own.clone(), start, opening.is_some())
        }
        Some(start) => plain::read(sheet, own.clone(), start, opening),
        None => printed::without_list(sheet, own.clone()),
    };
    let Closing { recipients, signers, mut lines } = closing;
    if !signers.is_empty()
        && let Some(at) = date_above(sheet, own, &lines)
    {
        lines.push(at);
        take_date(sheet, at, letterhead);
    }
    lines.sort_unstable();
    lines.dedup();
    if !lines.is_empty() {
        sheet.claim(BlockKind::Closing, lines);
    }
    letterhead.recipients = recipients;
    letterhead.signer = signers.last().cloned();
    letterhead.signers = signers;
}

/// Returns the line of place and date right above a closing's lines, as forms and minutes have it: `Hoa Sim, ngày ..... tháng 4 năm 2023`.
fn date_above(sheet: &Sheet, own: Range<usize>, lines: &[usize]) -> Option<usize> {
    let first = *lines.iter().min()?;
    let is_free = |at: &usize| sheet.lines[*at].role == Role::Body;
    let above = (own.start..first).rev().find(is_free)?;
    let text = sheet.lines[above].text.trim();
    let is_date = date_in_head(text, false).is_some_and(|date| date.place.is_some())
        || place_across_gap(text).is_some();
    (sheet.lines[above].sheet_page == sheet.lines[first].sheet_page && is_date).then_some(above)
}

/// Takes place and date from the line over who signs, where the head has none, as minutes and forms do.
fn take_date(sheet: &Sheet, at: usize, letterhead: &mut Letterhead) {
    if letterhead.date.is_some() {
        return;
    }
    let Some(date) = date_in_head(&sheet.lines[at].text, false) else { return };
    let found = |words: &str| Field::from(sheet.text([sheet.find(sheet.whole(at), words)]));
    letterhead.date = Some(DateField { field: found(&date.printed), iso: Some(date.iso) });
    if letterhead.place.is_none() {
        letterhead.place = date.place.as_deref().map(found);
    }
}

/// Returns whether a line opens the recipients: with these words alone, or a colon behind them.
pub(in crate::structure::letterhead) fn opens(sheet: &Sheet, at: usize) -> bool {
    let line = &sheet.lines[at];
    if line.role != Role::Body {
        return false;
    }
    let text = without_specks_before(&line.text);
    let head: Vec<&str> = text.split_whitespace().take(2).collect();
    let opening = head.join(" ");
    head.len() == 2
        && OPENINGS.iter().any(|words| folding::likeness(&opening, words) >= LIKE_OPENING)
        && (is_closed_by_colon(text) || is_alone(sheet, at) || opening.len() + 2 >= text.trim().len())
}

/// Returns a text without the specks before its first word: `. Nơi nhận`.
fn without_specks_before(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Returns whether a colon follows the first two words of a line: `Nơi nhận : …`.
fn is_closed_by_colon(text: &str) -> bool {
    text.split_once(':').is_some_and(|(before, _)| before.split_whitespace().count() <= 2)
}

/// Returns whether a wide gap follows the first two words of a line.
fn is_alone(sheet: &Sheet, at: usize) -> bool {
    let first = piece::of_line(sheet, at).into_iter().next();
    first.is_some_and(|first| without_specks_before(&first.text).split_whitespace().count() == 2)
}

/// A change of a line that the closing proves.
struct Change {
    line: usize,
    range: Range<usize>,
    printed: String,
    reason: String,
    confidence: f32,
}

/// Returns whether a figure stands among the letters of a word: `8Í THƯ`.
fn has_figure_for_letter(text: &str) -> bool {
    let has = |word: &str, is: &dyn Fn(char) -> bool| word.chars().any(is);
    text.split(' ').any(|word| has(word, &char::is_alphabetic) && has(word, &|c| c.is_ascii_digit()))
}

/// Returns the changes of an office's lines, each of which says an office. `cut` are those that are known to be part of one.
fn mended_office(sheet: &Sheet, places: &[Place], cut: &[(Place, &'static str)]) -> Vec<Change> {
    // What was read as two lines side by side is no office each.
    let is_whole = |(line, range): &Place| {
        let own = frame_of(sheet, &(*line, range.clone()));
        let is_beside = |other: &Place| {
            let frames = own.zip(frame_of(sheet, other));
            frames.is_some_and(|(own, other)| {
                (own.center().1 - other.center().1).abs() < own.height().min(other.height()) / 2.0
            })
        };
        !places.iter().any(|other| other.0 != *line && is_beside(other))
    };
    let places: Vec<Place> = places.iter().filter(|place| is_whole(place)).cloned().collect();
    let places = places.as_slice();
    let seen: Vec<String> = places.iter().map(|(line, range)| sheet.lines[*line].slice(range)).collect();
    let mut said = seen.clone();
    let is_in_doubt = |at: usize| {
        has_figure_for_letter(&seen[at])
            || office::misread_in_small(&seen[at]).is_some()
            || sheet.lines[places[at].0].read_at(&places[at].1) < UNSURE
    };
    let is_opening_in_doubt = |at: usize| {
        let (line, range) = &places[at];
        let first = seen[at].chars().take_while(|c| !c.is_whitespace()).count();
        seen[at].starts_with("TM ")
            || sheet.lines[*line].read_at(&(range.start..range.start + first)) < UNSURE
    };
    let letters = |text: &str| folding::fold(text).replace(' ', "");
    let keeps_sure = |at: usize, printed: &str| keeps_sure_words(sheet, &places[at], &letters(printed));
    for (said, place) in said.iter_mut().zip(places) {
        let whole = cut.iter().find(|(own, _)| own == place).map(|(_, whole)| *whole);
        if let Some(known) = office::misread_in_small(said).or(whole) {
            known.clone_into(said);
        }
    }
    for at in 0..said.len() {
        let is_in_doubt = is_in_doubt(at);
        let below = said.get(at + 1).map(String::as_str);
        let due = office::with_opening_due(&said[at], below).filter(|_| is_opening_in_doubt(at));
        let opening = due.or_else(|| office::with_opening_written(&said[at]));
        let opening = opening.filter(|written| keeps_sure(at, written));
        let said = &mut said[at];
        if let Some(written) = opening.filter(|written| is_in_doubt || written.contains('/')) {
            *said = written;
        }
        // Marks are lost everywhere; but there are more offices than any list has, and `TRƯỞNG ĐOÀN` is no `TRƯỞNG BAN`.
        let known = if is_in_doubt { office::misread_in_doubt(said) } else { office::misread(said) };
        let known = known.filter(|known| keeps_sure(at, known));
        let has_its_letters = |known: &&str| letters(said) == letters(known);
        if let Some(known) = known.filter(|known| is_in_doubt || has_its_letters(known)) {
            *said = known.to_owned();
        }
    }
    for at in 0..said.len() {
        let above = at.checked_sub(1).map(|above| said[above].as_str());
        let due = office::due(above, &said[at], said.get(at + 1).map(String::as_str));
        // What reads as an end of it, or its beginning, was read well, and a word beside it lost.
        let is_cut = |due: &String| {
            let own = &said[at];
            due.ends_with(&format!(" {own}"))
                || due.starts_with(own)
                || office::are_words_of(own, due)
                || office::is_misread_for(own, due)
        };
        if let Some(due) = due.filter(|due| (is_in_doubt(at) || is_cut(due)) && keeps_sure(at, due)) {
            said[at] = due;
        }
    }
    let changed = places.iter().zip(seen.iter().zip(said)).filter(|(_, (seen, said))| *seen != said);
    // Some print offices in small letters; what was surely read so was printed so.
    let is_only_case = |(line, range): &Place, seen: &str, said: &str| {
        seen.to_lowercase() == said.to_lowercase() && sheet.lines[*line].read_at(range) >= SURE
    };
    changed
        .filter(|((line, _), _)| !sheet.is_typed(*line))
        .filter(|(place, (seen, said))| !is_only_case(place, seen, said))
        .map(|((line, range), (seen, printed))| Change {
            line: *line,
            range: range.clone(),
            reason: format!("signer's office read as `{seen}`: `{printed}` as offices are called"),
            printed,
            confidence: OFFICE_CONFIDENCE,
        })
        .collect()
}

/// Returns whether what an office is mended to, its folded letters, has those of each word of its place that was surely read.
fn keeps_sure_words(sheet: &Sheet, (line, range): &Place, printed: &str) -> bool {
    let line = &sheet.lines[*line];
    let own = line.tokens().into_iter().filter(|token| range.start <= token.start && token.end <= range.end);
    let is_kept = |token: &Range<usize>| {
        let word = folding::fold(&line.slice(token));
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        core.chars().count() < 2 || !core.chars().all(char::is_alphabetic) || printed.contains(core)
    };
    own.filter(|token| line.was_recognised(token) && line.read_at(token) >= SURE).all(|token| is_kept(&token))
}

/// Gives offices, and names, that were misread their letters where they stand. Names so mended are to be looked at.
fn mend<'a>(
    sheet: &mut Sheet,
    offices: impl Iterator<Item = &'a Field>,
    names: impl Iterator<Item = &'a mut Field>,
    cut: &[(Place, &'static str)],
) {
    let mut changes = Vec::new();
    for office in offices {
        changes.extend(mended_office(sheet, &sheet.places(&office.text), cut));
    }
    for name in names {
        let places = sheet.places(&name.text);
        let [(line, range)] = places.as_slice() else { continue };
        if sheet.is_typed(*line) {
            continue;
        }
        for Misreading { range: own, printed, stays_from } in
            person::misread(&sheet.lines[*line].slice(range))
        {
            let own = range.start + own.start..range.start + own.end;
            if sheet.lines[*line].read_at(&own) >= stays_from {
                continue;
            }
            let seen = sheet.lines[*line].slice(&own);
            let reason = format!(
                "signer's name read as `{seen}`: `{printed}` as surnames, degrees and names are written"
            );
            changes.push(Change { line: *line, range: own, printed, reason, confidence: NAME_CONFIDENCE });
            name.review = true;
        }
    }
    // From the last of a line to its first, so that places stay where they are.
    changes.sort_by_key(|change| (change.line, std::cmp::Reverse(change.range.start)));
    for Change { line, range, printed, reason, confidence } in changes {
        sheet.replace(line, range, &printed, reason, confidence);
    }
}

/// Returns whether words in the closing may be an office: codes of files and forms are none, and recipients go on with `&`
/// and end with `;`.
fn may_be_office(text: &str) -> bool {
    let has_code = text.contains(|c: char| c.is_ascii_digit() || matches!(c, '/' | ';' | '&'));
    folding::capital_share(text) > 0.8
        && text.trim().chars().count() > 3
        && (!has_code
            || office::stands_for_another(text.trim())
            || office::misread_in_doubt(text.trim()).is_some())
}
