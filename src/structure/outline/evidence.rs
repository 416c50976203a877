//! What speaks for a labelled line being a heading: how its words look, how they end, what follows them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::label::{Kind, Label};
use super::weights::Weights;
use super::{CAPITALS, LONGEST, LONGEST_TITLE, TITLE_ROOM, WRAPPED, opens_block};
use crate::document::text;
use crate::structure::boldness::THIN;
use crate::structure::sheet::{Sheet, SheetLine};
use crate::structure::{folding, letterhead, paragraph};

/// Most words of a heading that goes on in its paragraph, up to its colon or stop.
const RUN_IN_WORDS: usize = 28;
/// Most lines of such a heading's title.
const RUN_IN_LINES: usize = 3;
/// How bold titles are at least that make plain ones beside them none. On made pages at 150 dpi short titles in plain print measured up
/// to 1.25.
const CLEARLY_BOLD: f32 = 1.3;
/// Characters of plain print that show where a bold title ends.
const PLAIN_BEHIND: usize = 8;
/// The step between the lines of a title in capitals, in heights of the higher one: 1.2 to 1.5 on made pages, a blank line makes it 2 and more.
const CLOSE: f32 = 1.7;
/// Words up to which a title is short, and from which it is long.
const SHORT: usize = 14;
const LONG: usize = 28;

/// What a labelled line's title is, were it a heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Title {
    /// How many lines it takes; 0 where the words behind the label are a paragraph.
    pub(super) lines: usize,
    /// The line and the place in it, in characters, where the title ends of one that goes on in its paragraph.
    pub(super) run_in: Option<(usize, usize)>,
    /// Logarithm of the odds that it is a heading.
    pub(super) odds: f32,
}

/// Weighs the first of lines, which begins with a label; `None` for an entry of a list of contents.
pub(super) fn weigh(
    sheet: &Sheet,
    lines: &[usize],
    label: &Label,
    habit: &Habit,
    weights: &Weights,
) -> Option<Title> {
    let (count, capitals) = extent(sheet, lines, label);
    if is_listed(sheet, lines, count) {
        return None;
    }
    let own: String = sheet.lines[lines[0]].characters_from(label.rest).collect();
    let title = text::join(
        std::iter::once(own.as_str()).chain(lines[1..count].iter().map(|at| &*sheet.lines[*at].text)),
    );
    let title = title.trim();
    if label.is_worded() {
        // `Điều 1. Ban hành kèm theo Quyết định này …` is an article whose words follow its label.
        let is_sentence = label.kind == Kind::Article
            && (title.ends_with(['.', ':', ';', ',']) || goes_on(sheet, lines, count, capitals));
        let run_in = run_in(sheet, lines, label).filter(|_| is_sentence);
        return Some(Title { lines: if is_sentence { 0 } else { count }, run_in, odds: f32::MAX });
    }
    let words = title.split_whitespace().count();
    // A semicolon is what a colon was read as, where all others end with one.
    let may_be_colon = habit.ends_with_colons && title.ends_with(';');
    let is_sentence = title.ends_with(['.', ';', ',']) && !title.ends_with("...") && !may_be_colon;
    let goes_on = goes_on(sheet, lines, count, capitals);
    let mut odds = match label.kind {
        Kind::Roman => weights.roman,
        Kind::Capital => weights.capital,
        Kind::Letter => weights.letter,
        _ => weights.other,
    };
    if capitals {
        odds += weights.in_capitals;
    }
    if paragraph::is_in_middle(sheet, &sheet.lines[lines[0]]) {
        odds += weights.centred;
    }
    let run_in = run_in(sheet, lines, label).filter(|_| !capitals);
    let (first, opening) = (&sheet.lines[lines[0]], opening(sheet, lines[0], label, run_in));
    let is_thin = first.boldness(&opening).is_some_and(|own| own <= THIN);
    let is_bold = paragraph::is_bold(first, &opening);
    if is_bold {
        odds += weights.bold;
    } else if is_thin {
        odds += weights.thin;
    } else if habit.bold.contains(&label.kind) && paragraph::is_plain(first, &opening) {
        odds += weights.plain;
    }
    match run_in {
        Some(_) if goes_on || is_sentence || is_full(sheet, lines[0]) => {
            let wraps = run_in.is_some_and(|(last, _)| last != lines[0]);
            let odds = odds + weights.run_in + if wraps { weights.run_in_wrapped } else { 0.0 };
            return Some(Title { lines: 0, run_in, odds });
        }
        _ => {}
    }
    odds += match is_sentence && !capitals {
        true if is_bold || is_thin => weights.closed,
        true => weights.sentence,
        false => 0.0,
    };
    odds += if goes_on {
        weights.goes_on
    } else if is_sentence {
        0.0
    } else {
        weights.ends
    };
    odds += match words {
        ..=SHORT => weights.short,
        LONG.. if !capitals => weights.long,
        _ => 0.0,
    };
    if title.chars().count() > LONGEST_TITLE {
        return None;
    }
    // A point (điểm) is a heading only where it stands as one; most are paragraphs.
    let last = &sheet.lines[lines[count - 1]];
    if label.kind == Kind::Letter && last.frame.is_some() && paragraph::room_behind(sheet, last) < TITLE_ROOM
    {
        odds += weights.full_letter;
    }
    Some(Title { lines: count, run_in: None, odds })
}

/// Returns where the part of a title stands that shares the line with its label.
fn opening(sheet: &Sheet, at: usize, label: &Label, run_in: Option<(usize, usize)>) -> Range<usize> {
    let end = run_in.filter(|(last, _)| *last == at).map(|(_, end)| end);
    label.rest..end.unwrap_or_else(|| sheet.lines[at].length())
}

/// How the labelled lines of a part are set.
#[derive(Debug)]
pub(super) struct Habit {
    /// The kinds of label that stand before bold print, in lines more than one.
    bold: BTreeSet<Kind>,
    /// Many lines end with a colon, and hardly any with a semicolon.
    ends_with_colons: bool,
}

/// Fewest lines that end with a colon where that is how titles end, and how many of them there are to each semicolon.
const COLONS: usize = 4;
const TO_EACH_SEMICOLON: usize = 4;

impl Habit {
    pub(super) fn of(sheet: &Sheet, lines: &[usize]) -> Self {
        let (mut once, mut bold) = (BTreeSet::new(), BTreeSet::new());
        let (mut colons, mut semicolons) = (0, 0);
        for (index, at) in lines.iter().enumerate() {
            // `1.` may be a roman one.
            let labels = super::label::readings(sheet, *at);
            if !labels.is_empty() {
                let text = sheet.lines[*at].text.trim_end();
                colons += usize::from(text.ends_with(':'));
                semicolons += usize::from(text.ends_with(';'));
            }
            let [label] = labels.as_slice() else { continue };
            let title = opening(sheet, *at, label, run_in(sheet, &lines[index..], label));
            let is_bold = sheet.lines[*at].boldness(&title).is_some_and(|own| own >= CLEARLY_BOLD);
            if is_bold && !once.insert(label.kind) {
                bold.insert(label.kind);
            }
        }
        Self { bold, ends_with_colons: colons >= COLONS.max(TO_EACH_SEMICOLON * semicolons) }
    }
}

/// Returns how many lines a title takes, and whether it is set in capitals.
pub(super) fn extent(sheet: &Sheet, lines: &[usize], label: &Label) -> (usize, bool) {
    let own: String = sheet.lines[lines[0]].characters_from(label.rest).collect();
    let mut count = 1;
    let mut capitals =
        folding::capital_share(&own) > CAPITALS && own.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let mut awaiting = own.trim().is_empty();
    let labelled = |at: usize| !super::label::readings(sheet, at).is_empty();
    while count < LONGEST.min(lines.len()) {
        let (before, at) = (&sheet.lines[lines[count - 1]], &sheet.lines[lines[count]]);
        let apart = lines[count] != lines[count - 1] + 1;
        let head = at.text.trim_start();
        let own_capitals = folding::capital_share(&at.text) > 0.7;
        let note = head.starts_with('(') && letterhead::is_annex_note(sheet, lines[count]);
        let is_announced = before.text.trim_end().ends_with(':') && head.starts_with(char::is_uppercase);
        // What begins with a small letter below words that nothing closes is the rest of them.
        let is_rest =
            paragraph::begins_small(head) && !before.text.trim_end().ends_with(['.', ';', ':', ',']);
        let is_text = !awaiting
            && (!capitals && (paragraph::is_title_above(sheet, before, at) && !is_rest || is_announced)
                || paragraph::changes_boldness(before, at));
        // A dash before capitals that go on is dirt.
        let is_bullet = paragraph::is_bullet(head) && !(capitals && own_capitals);
        if apart || note || is_text || is_bullet || at.page != before.page {
            break;
        }
        if awaiting {
            // `Phần I` alone: its title follows, in capitals or in the middle if a gap parts them.
            let is_title = own_capitals || label.is_worded() && paragraph::is_in_middle(sheet, at);
            if labelled(lines[count]) || at.gap_before && !is_title {
                break;
            }
            (awaiting, capitals) = (false, own_capitals);
            count += 1;
            continue;
        }
        let is_close = || capitals && own_capitals && is_set_close(before, at);
        if at.gap_before && !is_close() || labelled(lines[count]) {
            break;
        }
        let wraps = if at.frame.is_some() {
            !paragraph::leaves_room(sheet, before, at) || is_rest
        } else {
            before.length() as f32 >= WRAPPED * sheet.usual_length as f32
        };
        // An appendix's title is centred, its lines as long as they like.
        let free = label.kind == Kind::Appendix;
        if !free && (capitals != own_capitals && !(capitals && at.length() < 12) || !capitals && !wraps) {
            break;
        }
        count += 1;
    }
    (count, capitals)
}

/// Returns whether a line of a title in bold capitals stands as close below another as lines of one title do: on a page of a table
/// the usual step is that of its rows.
fn is_set_close(above: &SheetLine, below: &SheetLine) -> bool {
    let is_bold =
        |line: &SheetLine| line.boldness(&(0..line.length())).is_some_and(|own| own >= CLEARLY_BOLD);
    let frames = above.frame.zip(below.frame);
    frames.is_some_and(|(a, b)| b.y1 - a.y1 <= CLOSE * a.height().max(b.height()))
        && is_bold(above)
        && is_bold(below)
}

/// Returns whether lines, or the one below, are of a list of contents.
fn is_listed(sheet: &Sheet, lines: &[usize], count: usize) -> bool {
    // An entry may go on in lines that are no longer its heading's.
    let goes_on = |at: &usize| sheet.lines[*at].gap_before || !super::label::readings(sheet, *at).is_empty();
    let below = lines.iter().skip(count).take(1).filter(|at| !goes_on(at));
    lines[..count].iter().chain(below).any(|at| paragraph::is_contents_entry(&sheet.lines[*at].text))
}

/// Words, folded, behind which a number comes: of a document, an article, a day.
const BEFORE_NUMBER: &[&str] = &["so", "dieu", "khoan", "diem", "ngay", "thang", "nam", "muc", "chuong"];

/// Returns whether a line breaks off before a number: `… trừ khoản 2 Điều`.
fn calls_for_number(text: &str) -> bool {
    text.split_whitespace()
        .next_back()
        .is_some_and(|word| BEFORE_NUMBER.contains(&folding::fold(word).as_str()))
}

fn opens_with_digit(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a title's paragraph goes on below it.
fn goes_on(sheet: &Sheet, lines: &[usize], count: usize, capitals: bool) -> bool {
    lines.get(count).is_some_and(|next| {
        let begins_small = paragraph::begins_small(sheet.lines[*next].text.trim_start());
        let last = &sheet.lines[lines[count - 1]].text;
        let is_cited = calls_for_number(last) && opens_with_digit(&sheet.lines[*next].text);
        let is_labelled = !is_cited && !super::label::readings(sheet, *next).is_empty();
        *next == lines[count - 1] + 1
            && !capitals
            && !is_labelled
            && (begins_small || !opens_block(sheet, lines[count - 1], *next))
    })
}

/// Returns whether a line leaves little of the text's width free.
fn is_full(sheet: &Sheet, at: usize) -> bool {
    let line = &sheet.lines[at];
    match line.frame {
        Some(_) => paragraph::room_behind(sheet, line) < TITLE_ROOM,
        None => line.length() as f32 >= WRAPPED * sheet.usual_length as f32,
    }
}

/// Returns where the title of a heading ends that goes on in its paragraph: `1. Về kinh tế: Trong năm …`.
fn run_in(sheet: &Sheet, lines: &[usize], label: &Label) -> Option<(usize, usize)> {
    let mut words = 0;
    for (index, at) in lines.iter().copied().enumerate().take(RUN_IN_LINES) {
        let from = if index == 0 { label.rest } else { 0 };
        if let Some(before) = index.checked_sub(1).map(|index| lines[index]) {
            let is_apart = before + 1 != at || opens_block(sheet, before, at);
            if is_apart || !super::label::readings(sheet, at).is_empty() {
                return None;
            }
        }
        let own: Vec<char> = sheet.lines[at].characters_from(from).collect();
        // A colon is sometimes read as a semicolon; bold print ends with its title, whatever closes that.
        let line = &sheet.lines[at];
        let is_end_of_bold = |end: usize| {
            let (title, behind) = (from..from + end, from + end + 1..line.length());
            behind.len() > PLAIN_BEHIND
                && paragraph::is_bold(line, &title)
                && paragraph::is_plain(line, &behind)
        };
        let bold_end = own.iter().enumerate().filter(|(_, c)| matches!(c, '.' | ';' | ':'));
        let bold_end = bold_end.map(|(end, _)| end).find(|end| is_end_of_bold(*end));
        let colon = bold_end.or_else(|| own.iter().position(|c| *c == ':' || index == 0 && *c == ';'));
        let head: String = own[..colon.unwrap_or(own.len())].iter().collect();
        words += head.split_whitespace().count();
        if words > RUN_IN_WORDS || bold_end.is_none() && head.contains(['.', ';']) {
            return None;
        }
        let Some(colon) = colon else { continue };
        let rest: String = own[colon + 1..].iter().collect();
        let follows = rest
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"".contains(c));
        return (follows && rest.starts_with(char::is_whitespace) && words > 0).then_some((at, from + colon));
    }
    None
}
