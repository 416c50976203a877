//! Parts: documents within the document.
//!
//! A part begins with one of these, after Decree 30/2020/NĐ-CP:
//!
//! ```text
//! document   = *4( issuer ) state motto | Party                     under which a head stands
//!            | issuer *( issuer | number | date ) kind              without motto, where what stands above is over
//!            | issuer *( issuer | number | subject ) date           a letter's
//!            | kind                                                 alone and in capitals: "BIÊN BẢN"
//! annex      = "Phụ lục" [ number ] [ TITLE ]
//!            | 1*6( title ) note                                    the first in capitals, or at the head of a page
//!            | regulation                                           where the text above issues one: "QUY CHẾ"
//! note       = "(Kèm theo …)" | "(Ban hành kèm theo …)"
//! ```
//!
//! A document with such a note under its title is an annex, whatever head it has: a decision's regulation and its lists. What
//! stands before the first opening is a document. At the head of a page, and below a closing, an opening is enough; elsewhere
//! text must stand above it, and a gap or the end of a sentence part it from that. A list of contents opens nothing, nor does a
//! sentence that speaks of an annex, nor a form: in an annex, and under `Mẫu số 01`, a head without number and date is one's.

use std::ops::Range;

use super::sheet::{Role, Sheet};
use super::{folding, letterhead, office, paragraph};
use crate::document::PartKind;

/// Lines of a page's top among which the name of state or Party stands, where the page opens a document.
const TOP: usize = 4;
/// The same where all of them are of a head: names of two bodies of two lines each, and the number, may be read before it.
const TALL_TOP: usize = 9;
/// Words of the state's name.
const STATE_WORDS: usize = 8;
/// Most lines of an annex's title before its note.
const TITLE: usize = 6;
/// Most lines of a head above the note under its title.
const HEAD: usize = 16;
/// Most lines of a head without motto down to its kind.
const BARE_HEAD: usize = 6;
/// Most lines of such a note.
const NOTE: usize = 4;
/// Most words of a line of a title, and fewest of a line that is text.
const TITLE_WORDS: usize = 20;
const TEXT_WORDS: usize = 6;
/// Letters and figures of the longest number of an annex, `XVIII` or `01a`.
const LONGEST_NUMBER: usize = 5;
/// Share of capitals from which a line is set in them.
const CAPITALS: f64 = 0.8;

/// A part while the document is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) kind: PartKind,
    /// Its lines in [`Sheet::lines`].
    pub(super) lines: Range<usize>,
    /// True where it has a head of its own, or a kind.
    pub(super) has_head: bool,
}

/// How a part begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Opening {
    kind: PartKind,
    has_head: bool,
    /// How many of the lines left on the page open it.
    length: usize,
}

/// Parts a sheet; the first part begins with its first line.
pub(super) fn stretches(sheet: &Sheet) -> Vec<Stretch> {
    let mut openings: Vec<(usize, Opening)> = Vec::new();
    let mut above = Above::default();
    let mut first = None;
    for page in &sheet.pages {
        let may_tell = |at: &usize| {
            !sheet.lines[*at].is_claimed && !sheet.is_ruled(*at) && has_words(&sheet.lines[*at].text)
        };
        let free: Vec<usize> = page.lines.clone().filter(may_tell).collect();
        first = first.or(free.first().copied());
        let mut index = 0;
        let mut from = page.lines.start;
        while let Some(at) = free.get(index) {
            let is_top = index == 0;
            above.pass_tables(sheet, from..*at);
            from = *at + 1;
            let may_open = is_top || above.may_end(sheet, *at);
            match may_open.then(|| opening(sheet, &free[index..], is_top, &above)).flatten() {
                Some(opening) => {
                    openings.push((*at, opening));
                    let is_annex = opening.kind == PartKind::Annex;
                    above = Above { issues: above.issues, is_annex, ..Above::default() };
                    let end = (index + opening.length).min(free.len());
                    free[index..end].iter().for_each(|at| above.last = Some(*at));
                    index = end.max(index + 1);
                    from = free[index - 1] + 1;
                }
                None => {
                    above.pass(sheet, *at);
                    index += 1;
                }
            }
        }
        above.pass_tables(sheet, from..page.lines.end);
    }
    let own = openings.first().filter(|(at, _)| Some(*at) == first).map(|(_, opening)| *opening);
    let (kind, has_head) = own.map_or((PartKind::Document, true), |own| (own.kind, own.has_head));
    let mut parts = vec![Stretch { kind, has_head, lines: 0..sheet.lines.len() }];
    for (at, Opening { kind, has_head, .. }) in openings.into_iter().skip(usize::from(own.is_some())) {
        if let Some(last) = parts.last_mut() {
            last.lines.end = at;
        }
        parts.push(Stretch { kind, has_head, lines: at..sheet.lines.len() });
    }
    parts
}

/// What stands above a line, since the last opening.
#[derive(Debug, Default)]
struct Above {
    /// The last line.
    last: Option<usize>,
    /// True where there is text, not only a head.
    has_text: bool,
    /// True where a table stands below the last line.
    ends_with_table: bool,
    /// True where the document's closing stands there.
    is_closed: bool,
    /// True in an annex.
    is_annex: bool,
    /// True where something is issued with the document (`ban hành kèm theo Quyết định này`); of all parts above.
    issues: bool,
}

impl Above {
    fn pass(&mut self, sheet: &Sheet, at: usize) {
        let text = sheet.lines[at].text.trim();
        self.has_text |= is_text(text);
        self.is_closed |= ends_document(text);
        let before = self.last.map_or("", |last| sheet.lines[last].text.as_str());
        let folded = folding::fold(&format!("{before} {text}"));
        self.issues |= folded.split_once("kem theo ").is_some_and(|(_, rest)| {
            rest.split(' ').take(4).any(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()) == "nay")
        });
        self.last = Some(at);
        self.ends_with_table = false;
    }

    /// Passes the lines that were not left for parts, which are text where they are a table's.
    fn pass_tables(&mut self, sheet: &Sheet, lines: Range<usize>) {
        let has_table = has_table(sheet, lines);
        self.has_text |= has_table;
        self.ends_with_table |= has_table;
    }

    /// Returns whether what stands above may be over where a line begins.
    fn may_end(&self, sheet: &Sheet, at: usize) -> bool {
        let line = &sheet.lines[at];
        let above = self.last.map_or("", |last| sheet.lines[last].text.trim());
        let is_apart = line.gap_before && line.role == Role::Body
            || self.ends_with_table
            || ends_sentence(above)
            || letterhead::is_name(above.rsplit(['.', ';']).next().unwrap_or_default().trim());
        (self.has_text || self.is_closed) && is_apart && !self.stands_below(sheet, at)
    }

    /// Returns whether what stands above was only read before a line, and stands below it on the page: a head's right column is read
    /// after the left one, and after an addressee's first line at times.
    fn stands_below(&self, sheet: &Sheet, at: usize) -> bool {
        let line = &sheet.lines[at];
        let last = self.last.map(|last| &sheet.lines[last]).filter(|last| last.sheet_page == line.sheet_page);
        last.and_then(|last| last.frame).zip(line.frame).is_some_and(|(last, own)| last.y0 >= own.y1)
    }

    /// Returns whether a list goes on in the next line, as grounds do.
    fn goes_on(&self, sheet: &Sheet) -> bool {
        self.last.is_some_and(|last| sheet.lines[last].text.trim_end().ends_with([';', ',', ':']))
    }

    /// Returns whether a sentence goes on in the next line.
    fn is_amid_sentence(&self, sheet: &Sheet) -> bool {
        let Some(last) = self.last.map(|last| &sheet.lines[last]) else { return false };
        let text = last.text.trim();
        !ends_sentence(text)
            && !self.is_closed
            && !self.ends_with_table
            && folding::capital_share(text) < CAPITALS
            && text.split_whitespace().count() >= TEXT_WORDS
    }
}

/// Returns whether a table stands among lines. Its title may, above the note under that.
fn has_table(sheet: &Sheet, mut lines: Range<usize>) -> bool {
    lines.any(|at| {
        let line = &sheet.lines[at];
        line.role == Role::Table && (sheet.is_ruled(at) || sheet.pages[line.sheet_page].grids.is_empty())
    })
}

/// Returns what part begins with the first of the lines left on a page.
fn opening(sheet: &Sheet, lines: &[usize], is_top: bool, above: &Above) -> Option<Opening> {
    let text = |at: usize| sheet.lines[at].text.trim();
    let first = text(*lines.first()?);
    // What stands below a table is of no title or head above it.
    let table = lines.windows(2).take(HEAD).position(|pair| has_table(sheet, pair[0]..pair[1]));
    let lines = &lines[..table.map_or(lines.len(), |table| table + 1)];
    let noted = lines.iter().take(TITLE + 1).position(|at| letterhead::is_annex_note(sheet, *at));
    let annex = |length: usize| Some(Opening { kind: PartKind::Annex, has_head: false, length });
    // A scrap of a page's number may stand before its first words.
    let named = if is_top { first.trim_start_matches(|c: char| !c.is_alphanumeric()) } else { first };
    if names_annex(named) {
        let next = lines.get(1).map_or("", |at| text(*at));
        let goes_on =
            next.starts_with(char::is_lowercase) || above.is_amid_sentence(sheet) && !is_capital(first);
        let is_listed = paragraph::is_contents_entry(first)
            || lines.iter().skip(1).take(2).any(|at| names_annex(text(*at)));
        return if goes_on || is_listed { None } else { annex(noted.map_or(1, |noted| noted + 1)) };
    }
    let is_state = |at: &usize| is_state(text(*at));
    let states = || lines.iter().take(TOP).take_while(|at| is_of_head(text(**at)));
    let is_above_state = |at: &&usize| is_of_head(text(**at)) || letterhead::is_number(text(**at));
    let tall = || lines.iter().take(TALL_TOP).take_while(is_above_state).position(is_state);
    let state = if is_top {
        lines.iter().take(TOP).position(is_state).or_else(tall)
    } else {
        states().position(is_state)
    };
    let state = state.filter(|state| is_top || is_motto_pair(sheet, &lines[*state..]));
    let is_over_above = above.is_closed || is_top && !above.is_amid_sentence(sheet) && !above.goes_on(sheet);
    let bare = || bare_head(sheet, lines).filter(|_| is_over_above);
    if let Some(state) = state.or_else(bare) {
        let is_over =
            |at: usize| is_text(text(at)) && !letterhead::is_annex_note(sheet, at) || names_annex(text(at));
        let mut head = lines.iter().take(HEAD).take_while(|at| !is_over(**at));
        let noted = head.position(|at| letterhead::is_annex_note(sheet, *at));
        let kind = if noted.is_some() { PartKind::Annex } else { PartKind::Document };
        let is_of_form = noted.is_none() && (names_form(first) || above.is_annex) && !is_dated(sheet, lines);
        let opening = Opening { kind, has_head: true, length: noted.unwrap_or(state) + 1 };
        return Some(opening).filter(|_| !is_of_form);
    }
    let kind = letterhead::is_kind(first);
    if let Some(noted) = noted.filter(|noted| *noted > 0) {
        let title = &lines[..noted];
        let is_title = title.iter().all(|at| may_be_title(text(*at)));
        if is_title && (is_capital(first) || is_top && stands_alone(sheet, &lines[noted..])) {
            return Some(Opening { kind: PartKind::Annex, has_head: kind.is_some(), length: noted + 1 });
        }
    }
    // Without head and note a document is known by its kind, where the one above it is over.
    let kind = kind.filter(|_| is_top && !above.is_amid_sentence(sheet) || above.is_closed)?;
    let is_regulation = letterhead::is_issued(kind);
    let is_annex = above.issues && is_regulation;
    let opens = is_annex || (is_regulation || kind == "BIÊN BẢN" || above.is_closed) && above.last.is_some();
    let kind = if is_annex { PartKind::Annex } else { PartKind::Document };
    opens.then_some(Opening { kind, has_head: true, length: 1 })
}

/// Returns where a head without motto ends: under an issuer and its number, date and kind. A body's name over a kind is enough;
/// of another name the number tells that it is an issuer's.
fn bare_head(sheet: &Sheet, lines: &[usize]) -> Option<usize> {
    let text = |at: usize| sheet.lines[at].text.trim();
    let first = text(*lines.first()?);
    let name = first.split("   ").next().unwrap_or_default();
    if !is_capital(name) || is_office(name) {
        return None;
    }
    let (mut has_number, mut has_date) = (false, false);
    for (index, at) in lines.iter().enumerate().take(BARE_HEAD) {
        let number = columns(text(*at)).any(letterhead::is_number);
        let date = columns(text(*at)).any(letterhead::is_place_and_date);
        has_number |= number;
        has_date |= date;
        let has_kind = index > 0 && letterhead::is_kind(text(*at)).is_some();
        if has_kind && (has_number || letterhead::is_body(name)) || has_number && has_date {
            return Some(index);
        }
        let is_subject = letterhead::opens_subject(text(*at)) || text(*at).starts_with(char::is_lowercase);
        let is_of_head = number || date || is_capital(text(*at)) || has_number && is_subject;
        if !is_of_head {
            return None;
        }
    }
    None
}

/// Returns whether a head has a number or a date, or the text under it is the minutes of a day.
fn is_dated(sheet: &Sheet, lines: &[usize]) -> bool {
    let text = |at: &usize| sheet.lines[*at].text.trim();
    let lines = || lines.iter().take(HEAD).map(text);
    let mut head = lines().take_while(|text| !is_text(text)).flat_map(columns);
    let body = lines().find(|text| is_text(text));
    body.is_some_and(letterhead::opens_minutes)
        || head.any(|text| letterhead::is_number(text) || letterhead::is_place_and_date(text))
}

/// Returns what stands in each column of a line of text, and the whole of it.
fn columns(text: &str) -> impl Iterator<Item = &str> {
    text.split("   ").map(str::trim).chain([text])
}

/// Returns whether a line names a form: `Mẫu số 01`, `Mẫu Đơn đề nghị`.
fn names_form(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.to_lowercase() == "mẫu")
}

/// Returns whether there is more on a line than a number or specks, which tell nothing of where a part begins.
fn has_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
}

fn is_capital(text: &str) -> bool {
    folding::capital_share(text) > CAPITALS
}

/// Returns whether a line stands below every head.
fn is_text(text: &str) -> bool {
    let is_sentence = text.split_whitespace().count() >= TEXT_WORDS && ends_sentence(text);
    // A speck behind a body's name is no stop.
    is_sentence && !is_capital(text) || letterhead::opens_body(text)
}

/// Returns whether a note that the first of lines opens stands in brackets, and nothing behind them.
fn stands_alone(sheet: &Sheet, lines: &[usize]) -> bool {
    let note: Vec<&str> = lines.iter().take(NOTE).map(|at| sheet.lines[*at].text.trim()).collect();
    let end = note.iter().position(|text| text.contains([')', ']']));
    note.first().is_some_and(|text| text.starts_with(['(', '[']))
        && end.is_some_and(|end| note[end].ends_with([')', ']']))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', ';', ':', '!', '?'])
}

/// Returns whether a line names an annex: `Phụ lục II`, `PHỤ LỤC II. BẢNG KÊ`. A sentence that speaks of one does not.
fn names_annex(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [phu, luc, rest @ ..] = words.as_slice() else { return false };
    let bare_luc = luc.trim_end_matches([':', '.']);
    if folding::fold(&format!("{phu} {bare_luc}")) != "phu luc" || !phu.starts_with(char::is_uppercase) {
        return false;
    }
    let rest = rest.strip_prefix(&["số"]).or(rest.strip_prefix(&["SỐ"])).unwrap_or(rest);
    let is_number = |word: &str| {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_figures = |c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | 'L' | 'l' | '|' | '1');
        core.chars().count() <= LONGEST_NUMBER && (core.starts_with(is_figures) || core.chars().count() == 1)
    };
    match rest {
        [] => true,
        [number] if is_number(number) => true,
        _ => is_capital(text),
    }
}

/// Returns whether a line is the name of state or Party, or the motto, or has it in one of its columns.
fn is_state(text: &str) -> bool {
    letterhead::is_motto(text) || text.split("   ").any(letterhead::is_motto) || ends_with_state(text)
}

/// Returns whether the state's name stands behind that of a body on one line.
fn ends_with_state(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let before = words.len().saturating_sub(STATE_WORDS);
    before > 0 && is_capital(text) && letterhead::is_motto(&words[before..].join(" "))
}

/// Returns whether a line may stand in a head at or above the motto: in capitals, or the motto.
fn is_of_head(text: &str) -> bool {
    is_state(text) || is_capital(text) && !is_office(text)
}

/// Returns whether the state's name and the motto, or the Party's name, stand at the first of lines.
fn is_motto_pair(sheet: &Sheet, lines: &[usize]) -> bool {
    let is_one = |at: &usize| is_state(sheet.lines[*at].text.trim());
    let is_party =
        lines.first().is_some_and(|at| folding::fold(&sheet.lines[*at].text).contains("dang cong san"));
    is_party || lines.iter().take(3).filter(|at| is_one(at)).count() > 1
}

/// Returns whether a line may be of a title: no sentence, no item of a list, nothing of a closing.
fn may_be_title(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= TITLE_WORDS
        && !text.ends_with(['.', ';', ',', ':'])
        && !paragraph::is_bullet(text)
        && (is_capital(text) || !text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()))
        && !is_office(text)
        && !letterhead::is_name(text)
        && !ends_document(text)
}

fn is_office(text: &str) -> bool {
    office::named(text).is_some() || office::stands_for_another(text)
}

/// Returns whether a line ends a document's text: the list of recipients, the file copy with which that ends, or the signer's
/// office.
fn ends_document(text: &str) -> bool {
    let folded = folding::fold(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    folded.starts_with("noi nhan:")
        || folded.starts_with("luu:") && paragraph::is_bullet(text.trim_start())
        || text.split("   ").any(|column| is_capital(column) && is_office(column.trim()))
        || text.split("   ").any(|column| is_signer_of_minutes(column.trim()))
}

/// Returns whether a text is what a signer of minutes or of a contract is called: `THƯ KÝ`, `CHỦ TỌA`, `ĐẠI DIỆN BÊN A`.
fn is_signer_of_minutes(text: &str) -> bool {
    let folded = folding::fold(text);
    is_capital(text)
        && (matches!(folded.as_str(), "thu ky" | "chu toa" | "chu tri" | "nguoi ghi bien ban")
            || folded.starts_with("dai dien ben"))
}
