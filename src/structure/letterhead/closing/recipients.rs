//! The list of recipients: where it begins, where each of them does, and where it ends.
//!
//! ```text
//! list      = *( [ bullet ] recipient [ ";" | "," ] ) [ bullet ] file-copy [ "." | "./." ]
//! file-copy = "Lưu" [ ":" ] …
//! ```
//!
//! Whether a line is a recipient of its own or goes on with the one above is told by what the others of the list have: bullets, and
//! what ends them.

use std::ops::Range;

use super::super::body;
use super::may_be_office;
use super::person::is_name;
use super::signers::is_note;
use crate::document::Field;
use crate::structure::sheet::{Frame, Place, Role, Sheet};
use crate::structure::{folding, office, paragraph};

/// Fewest recipients before the file copy that are a list without its opening words.
const FEWEST: usize = 2;

/// Letters of the longest line of a list without bullets.
const LONGEST: usize = 60;

/// How far from the edge of the file copy, in its heights, a recipient without a bullet begins at most, and over how many heights such a list
/// runs.
const ALIGNED: f32 = 0.8;
const ROWS: f32 = 20.0;

/// Probability that an abbreviation so found is what was printed.
const ABBREVIATION_CONFIDENCE: f32 = 0.9;

/// Most lines of a list of recipients.
pub(super) const MOST: usize = 30;

/// Share of the lines of a list that have a bullet, or end alike, from which all should: a third goes on in a second line at most.
const HABIT: f64 = 0.4;

/// Share of the longest line's width from which a line is full, with the first word of the next behind it.
const FULL: f32 = 0.98;

/// Most words of a line that goes on with a full one where nothing tells lines of their own.
const FEW_WORDS: usize = 2;

/// A line of a list.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) places: Vec<Place>,
    /// Its text, trimmed.
    pub(super) text: String,
    pub(super) frame: Option<Frame>,
}

/// What the lines of a list have in common.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habit {
    has_bullets: bool,
    ends_with_semicolons: bool,
    ends_with_commas: bool,
    /// Width of the longest line, pixels.
    width: f32,
}

impl Habit {
    pub(super) fn of(rows: &[Row]) -> Self {
        let share = |is: &dyn Fn(&Row) -> bool| {
            let count = rows.iter().filter(|row| is(row)).count();
            count as f64 > HABIT * rows.len().max(1) as f64
        };
        let width = |row: &Row| row.frame.map_or(0.0, |frame| frame.x1 - frame.x0);
        Self {
            has_bullets: share(&|row| bullet(&row.text) > 0),
            ends_with_semicolons: share(&|row| row.text.ends_with(';')),
            ends_with_commas: share(&|row| row.text.ends_with(',')),
            width: rows.iter().map(width).fold(0.0, f32::max),
        }
    }

    /// Returns whether a recipient begins in a line below another.
    pub(super) fn begins(self, above: &Row, row: &Row) -> bool {
        let text = row.text.trim();
        let above_text = above.text.trim();
        if bullet(text) > 0 || lost_bullet(text) > 0 || is_file_copy(text) {
            return true;
        }
        if text.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '&')) {
            return false;
        }
        if above_text.ends_with([';', '.']) {
            return true;
        }
        let is_broken = above_text.ends_with(['(', '-', '–', '&', ':']) || calls_for_more(above_text);
        let is_full = self.is_full(above, row);
        if is_broken || is_full == Some(false) {
            return !is_broken;
        }
        if self.ends_with_semicolons {
            return false;
        }
        if self.ends_with_commas {
            return above_text.ends_with(',') && !self.has_bullets;
        }
        if self.has_bullets || above_text.ends_with(',') {
            return false;
        }
        // Without bullets and stops a list is seldom so wide that a name goes on.
        body::opens(text) || !(is_full == Some(true) && text.split_whitespace().count() <= FEW_WORDS)
    }

    /// Returns whether the first word of a line would not have stood behind the one above; `None` where no boxes are known.
    fn is_full(self, above: &Row, row: &Row) -> Option<bool> {
        let (above, own) = (above.frame?, row.frame?);
        let letters = |text: &str| text.chars().count().max(1) as f32;
        let first = row.text.split_whitespace().next().unwrap_or_default();
        let word = (own.x1 - own.x0) * letters(first) / letters(&row.text);
        Some(above.x1 - above.x0 + word + own.height() / 2.0 >= FULL * self.width)
    }
}

/// Returns whether a text ends with a word that another follows: `trang thông tin của`.
fn calls_for_more(text: &str) -> bool {
    let last = text.split_whitespace().last().map(folding::fold);
    last.is_some_and(|last| matches!(last.as_str(), "va" | "cua" | "cho" | "voi" | "tai" | "theo" | "cac"))
}

/// Reads the recipients off the lines of a list.
pub(super) fn read(sheet: &Sheet, rows: &[Row]) -> Vec<Field> {
    let habit = Habit::of(rows);
    let mut recipients: Vec<Vec<Place>> = Vec::new();
    let mut above: Option<&Row> = None;
    for row in rows {
        let places = without_bullet(row);
        match recipients.last_mut().zip(above) {
            Some((last, above)) if !habit.begins(above, row) => last.extend(places),
            _ => recipients.push(places),
        }
        above = Some(row);
    }
    let fields = recipients.into_iter().map(|places| field(sheet, places));
    fields.filter(|field| !field.is_empty()).collect()
}

/// Gives abbreviations in recipients the stroke that was read as a letter: `Đ/c` (đồng chí, comrade), `(b/c)` (báo cáo, to report) and
/// `(p/h)` (phối hợp, to work with).
pub(super) fn mend_abbreviations(sheet: &mut Sheet, recipients: &[Field]) {
    let mut changes: Vec<(Place, &str)> = Vec::new();
    for (at, range) in recipients.iter().flat_map(|recipient| sheet.places(&recipient.text)) {
        if sheet.is_typed(at) {
            continue;
        }
        let line = &sheet.lines[at];
        for token in line.tokens().iter().filter(|own| range.contains(&own.start)) {
            let text = line.slice(token);
            let word = text.trim_end_matches([';', ',', '.']);
            let is_first = token.start == range.start;
            let rest = line.slice(&(token.end..range.end.max(token.end)));
            let printed = in_brackets(word).or(comrade(word, &rest).filter(|_| is_first));
            let place = (at, token.start..token.start + word.chars().count());
            changes.extend(printed.map(|printed| (place, printed)));
        }
    }
    // From the last of a line to its first, so that places stay where they are.
    changes.sort_by_key(|((at, range), _)| (*at, std::cmp::Reverse(range.start)));
    for ((at, range), printed) in changes {
        let seen = sheet.lines[at].slice(&range);
        let reason = format!("recipient's `{seen}`: `{printed}`, its stroke read as a letter");
        sheet.replace(at, range, printed, reason, ABBREVIATION_CONFIDENCE);
    }
}

/// Returns the abbreviation in brackets that a word is with a letter for its stroke.
fn in_brackets(word: &str) -> Option<&'static str> {
    let inner: Vec<char> = word.strip_prefix('(')?.strip_suffix(')')?.chars().collect();
    match *inner {
        ['b', stroke, 'c'] if is_like_stroke(stroke) => Some("(b/c)"),
        ['p', stroke, 'h'] if is_like_stroke(stroke) => Some("(p/h)"),
        _ => None,
    }
}

/// Returns the abbreviation of comrade where a word is it with a letter for its stroke: `Đíc`, or before an office `Đức`.
fn comrade(word: &str, rest: &str) -> Option<&'static str> {
    let characters: Vec<char> = word.chars().collect();
    let ['Đ', stroke, 'c'] = *characters else { return None };
    let is_word = || stroke.is_alphabetic() && office::opens(&rest.trim_start().to_uppercase());
    (is_like_stroke(stroke) || is_word()).then_some("Đ/c")
}

/// Returns whether a character is what a stroke is read as, no syllable being so spelt.
fn is_like_stroke(c: char) -> bool {
    matches!(c, 'i' | 'í' | 'ì' | 'ị' | 'l' | 'I' | '1' | '|' | '!')
}

/// Returns a recipient without what ends it in the list.
pub(super) fn field(sheet: &Sheet, places: Vec<Place>) -> Field {
    sheet.text_without_end(places, |c| matches!(c, ';' | '.' | ',' | ':' | '/')).into()
}

/// Returns where a line's recipient stands behind its bullet.
pub(super) fn without_bullet(row: &Row) -> Vec<Place> {
    let mut places = row.places.clone();
    if let Some((_, range)) = places.first_mut() {
        range.start = (range.start + bullet(&row.text).max(lost_bullet(&row.text))).min(range.end);
    }
    places
}

/// Returns how many characters a bullet takes, and the blanks behind it; 0 where there is none. The blank may be missing.
pub(super) fn bullet(text: &str) -> usize {
    let is_dash = |c: &char| matches!(c, '-' | '–' | '—' | '+' | '*' | '•' | '·' | '~' | '●' | '«' | '»');
    // A dash may stand twice.
    let cut = text.chars().take_while(|c| is_dash(c) || c.is_whitespace()).count();
    let has_dash = text.chars().take(cut).any(|c| is_dash(&c));
    // A number that a dash stands before is a number.
    let is_number = text.chars().nth(cut).is_some_and(|c| c.is_ascii_digit());
    if has_dash && !is_number { cut } else { 0 }
}

/// Returns how many characters a bullet takes that was read as a letter that is no word, or as a sign: `s Đài phát thanh`.
fn lost_bullet(text: &str) -> usize {
    let mut characters = text.chars();
    let (first, blank, next) = (characters.next(), characters.next(), characters.next());
    let is_speck = first.is_some_and(|c| {
        matches!(c, 's' | 'e' | 'c' | 'o' | 'z' | 't' | 'x')
            || !c.is_alphanumeric() && !matches!(c, '(' | '&')
    });
    let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    match (is_speck, blank) {
        (true, Some(' ')) if is_capital(next) => 2,
        // `sUBND xã`.
        (true, _) if is_capital(blank) && is_capital(next) => 1,
        _ => 0,
    }
}

/// Returns whether a recipient is the file copy, `Lưu: VT`, with which the list ends.
pub(super) fn is_file_copy(recipient: &str) -> bool {
    let name = recipient.trim_start_matches(|c: char| !c.is_alphanumeric());
    folding::fold(name).split(|c: char| !c.is_alphanumeric()).next() == Some("luu")
}

/// Returns whether the last line of a list goes on in one below.
pub(super) fn goes_on(text: &str) -> bool {
    text.trim_end().ends_with([',', '(', '-', '&', ':'])
}

/// Returns the first line of a list of recipients whose opening was lost, under a seal or a signature: dashes, or short lines that
/// end with `;`, up to the file copy, `- Lưu: VT`, with which every such list ends.
pub(super) fn first_recipient(sheet: &Sheet, own: Range<usize>) -> Option<usize> {
    let line = |at: usize| sheet.lines[at].text.trim();
    let is_one = |at: usize| {
        paragraph::is_bullet(line(at)) || line(at).ends_with(';') && line(at).chars().count() <= LONGEST
    };
    let is_copy = |at: &usize| {
        let folded = folding::fold(line(*at));
        let is_bare = ["luu:", "luu vt", "luu :"].iter().any(|opening| folded.starts_with(opening));
        sheet.lines[*at].role == Role::Body
            && (paragraph::is_bullet(line(*at)) && is_file_copy(line(*at)) || is_bare)
    };
    let last = own.clone().find(is_copy)?;
    let start = sheet.pages[sheet.lines[last].sheet_page].lines.start.max(own.start);
    // The signer's office stands beside the list.
    let is_beside = |at: usize| {
        let has_letters = line(at).chars().filter(|c| c.is_alphabetic()).nth(2).is_some();
        !has_letters || may_be_office(line(at)) || is_note(line(at)) || is_name(line(at))
    };
    // Without bullets and what ends them they stand under each other.
    let is_aligned = |at: usize| {
        let frames = sheet.lines[at].frame.zip(sheet.lines[last].frame);
        frames.is_some_and(|(own, copy)| {
            (own.x0 - copy.x0).abs() <= ALIGNED * copy.height()
                && copy.y0 - own.y1 <= ROWS * copy.height()
                && line(at).chars().count() <= LONGEST
                && line(at).starts_with(char::is_uppercase)
                && !line(at).ends_with(['.', ':'])
        })
    };
    let first = |is_listed: &dyn Fn(usize) -> bool| {
        let block = (start..last).rev().take(MOST).take_while(|at| is_listed(*at) || is_beside(*at));
        let listed: Vec<usize> = block.filter(|at| is_listed(*at)).collect();
        listed.last().copied().filter(|_| listed.len() >= FEWEST)
    };
    first(&is_one).or_else(|| first(&|at| is_one(at) || is_aligned(at) && !may_be_office(line(at))))
}
