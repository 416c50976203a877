//! The outline: headings, the tree they make, and the paragraphs under each.
//!
//! A line that begins like a label ([`label`]) is a candidate. What its words look like says whether it may be a heading
//! ([`evidence`]); what is, in which of its readings and how deep, is settled for a whole part at once ([`sequence`]), for it is
//! the others of a series that prove a label. A number that the recogniser broke is then written as the sequence has it, by an
//! edit; one that is clean but out of sequence is the author's: it stays, with a warning.
//!
//! ```text
//! heading  = label title *( line ) | label title ":" text | label text          the last an article's
//! bullet   = ( "-" | "+" | "*" ) …                                              opens a paragraph
//! ```
//!
//! A numbered block that runs on for long, or closes like a sentence, is a paragraph with a number (a *khoản*),
//! not a heading; nor is an entry of a list of contents, which ends with dots and a page.

mod evidence;
mod label;
mod sequence;
mod series;
mod weights;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::sheet::{Place, Role, Sheet};
use super::{folding, letterhead, paragraph, table};
use crate::document::{BlockKind, PartKind, Section, Text, Warning};
use evidence::Title;
use label::{Kind, Label, WORDED, readings};
use sequence::{Candidate, Mode, Settled};
pub use weights::{Weights, WeightsError};

/// Fewest articles with a title before their words.
const FEWEST_TITLED: usize = 2;
/// Most lines of a heading.
const LONGEST: usize = 8;
/// Most characters of a heading that closes like a sentence, or is set in lower case.
const LONGEST_TITLE: usize = 700;
/// A heading line that wraps holds at least this share of a usual line.
const WRAPPED: f32 = 0.7;
/// A line set in that leaves more than this part of the text's width free on an image is no running text.
const TITLE_ROOM: f32 = 0.25;
/// Capitals among letters from which a line is set in them.
const CAPITALS: f64 = 0.8;
/// Probability that a number of the sequence is what was printed.
const SEQUENCE_CONFIDENCE: f32 = 0.9;
/// Odds, logarithms, of a heading that are as good as certain.
const CERTAIN: f32 = 8.0;

/// A heading found, with its paragraphs.
struct Found {
    level: u8,
    label: Text,
    title: Text,
    page: u32,
    line: u32,
    /// The block claimed for it; none where text stands before the first heading.
    block: Option<u32>,
    paragraphs: Vec<Text>,
    /// The line, and where in it the first paragraph begins, of a heading that goes on in its paragraph.
    rest: Option<(usize, usize)>,
}

/// A line that a label opens.
struct Opened {
    label: Label,
    settled: Settled,
    title: Title,
}

/// What it costs more that a chapter's name alone in the middle of its line is no heading: one whose number was not read may stand between
/// two. Set by hand, above `skipped` and `each_skipped` of the weights less `no_worded`.
const LONE: f32 = 2.0;

/// Builds the heading tree from the lines of a part that nothing else claimed, and claims them as headings and paragraphs.
pub(super) fn find(
    sheet: &mut Sheet,
    own: Range<usize>,
    part: PartKind,
    weights: &Weights,
    warnings: &mut Vec<Warning>,
) -> Vec<Section> {
    let is_free = |at: &usize| sheet.lines[*at].role == Role::Body && !sheet.lines[*at].is_claimed;
    let body: Vec<usize> = own.filter(is_free).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut text: Vec<usize> = Vec::new();
    let mut index = 0;
    if part == PartKind::Annex
        && let Some(length) = annex_title(sheet, &body).filter(|length| *length > 0)
    {
        found.push(annex_heading(sheet, &body[..length]));
        index = length;
    }
    let opened = outline(sheet, &body, index, !found.is_empty(), weights);
    while let Some(&at) = body.get(index) {
        let Some(Opened { label, settled, title }) =
            opened.get(&at).filter(|own| own.settled.mode == Mode::Heading)
        else {
            text.push(at);
            index += 1;
            continue;
        };
        flush(sheet, &mut text, &mut found, &opened);
        let (label, moved) = write_label(sheet, at, label, settled, warnings);
        let lines = &body[index..index + title.lines.max(1)];
        let mut heading = begin(sheet, lines, settled.depth + 1);
        heading.label = in_sentence_case(sheet.text([label.0]));
        let rest = label.1;
        if title.lines == 0 {
            let end = title.run_in.map(|(line, end)| match line == at {
                true => (line, end.saturating_add_signed(moved)),
                false => (line, end),
            });
            if let Some((last, end)) = end {
                let place = |line: usize| -> Place {
                    let from = if line == at { rest } else { 0 };
                    (line, from..if line == last { end } else { sheet.lines[line].length() })
                };
                heading.title = sheet.text((at..=last).map(place));
            }
            heading.rest = Some(end.map_or((at, rest), |(line, end)| (line, end + 1)));
            text.push(at);
        } else {
            heading.title = whole_title(sheet, lines, rest);
            heading.block = Some(sheet.claim(BlockKind::Heading, lines.iter().copied()));
        }
        found.push(heading);
        index += title.lines.max(1);
    }
    flush(sheet, &mut text, &mut found, &opened);
    nest(found)
}

/// Settles which lines of a part open with a label.
fn outline(
    sheet: &Sheet,
    body: &[usize],
    from: usize,
    is_annex: bool,
    weights: &Weights,
) -> BTreeMap<usize, Opened> {
    let mut lines = Vec::new();
    let mut candidates = Vec::new();
    let mut heading_end = from;
    let habit = evidence::Habit::of(sheet, &body[from..]);
    for index in from..body.len() {
        let at = body[index];
        let labels = readings(sheet, at);
        let Some(first) = labels.first() else { continue };
        let before = index.checked_sub(1).map(|index| body[index]);
        let opens = index == heading_end
            || before.is_none_or(|before| opens_block(sheet, before, at))
            || is_set_in_label(sheet, at, first)
            || before.is_some_and(|before| is_label_after_sentence(sheet, before, at));
        let below_sentence =
            before.is_some_and(|before| sheet.lines[before].text.trim_end().ends_with(['.', ';', ':', ')']));
        let Some(mut title) = evidence::weigh(sheet, &body[index..], first, &habit, weights) else {
            continue;
        };
        // A line of a form has a number, and is no heading of what follows.
        if paragraph::is_of_form(&sheet.lines[at].text) && !first.is_worded() {
            title.odds = -CERTAIN;
        }
        if title.odds > 0.0 && title.lines > 0 {
            heading_end = index + title.lines;
        }
        let amid = match (opens, below_sentence) {
            (true, _) => 0.0,
            (false, true) => weights.below_sentence,
            (false, false) => weights.amid_sentence,
        };
        let is_worded = first.is_worded();
        let (heading, numbered) =
            if is_worded { (0.0, f32::MAX) } else { ((-title.odds).exp().ln_1p(), title.odds.exp().ln_1p()) };
        // The more it looks like a heading, the less it is none.
        let text = match opens {
            true => weights.no_label + weights.no_heading * title.odds.clamp(0.0, CERTAIN),
            false if is_worded && below_sentence => weights.no_worded,
            false if below_sentence => weights.no_heading * title.odds.clamp(0.0, CERTAIN),
            false => 0.0,
        };
        let text = if stands_alone(sheet, at, first) { text.max(weights.no_worded) + LONE } else { text };
        candidates.push(Candidate { labels, heading: heading + amid, numbered: numbered + amid, text });
        lines.push((at, title));
    }
    let settled = sequence::settle(&candidates, is_annex, weights);
    let opened =
        lines.into_iter().zip(candidates).zip(settled).filter_map(|(((at, title), candidate), settled)| {
            let settled = settled?;
            let label = candidate.labels.into_iter().nth(settled.reading)?;
            Some((at, Opened { label, settled, title }))
        });
    let mut opened: BTreeMap<usize, Opened> = opened.collect();
    series::settle_lone_headings(sheet, &mut opened);
    // `Chương 1` is no `Chương I` where `Chương 2` stands beside it.
    let is_figure =
        |own: &&Opened| !own.label.roman && own.label.seen.contains(|c: char| matches!(c, '2'..='9'));
    let in_figures: BTreeSet<Kind> = opened.values().filter(is_figure).map(|own| own.label.kind).collect();
    for own in opened.values_mut().filter(|own| own.label.seen == "1" && in_figures.contains(&own.label.kind))
    {
        own.label.roman = false;
    }
    // Of articles in a row each has a title before its words, or none: `Điều 1. Phạm vi: Quy chế này …`, and
    // `Điều 3. Các ông, bà: Chánh Văn phòng, …` beside articles without.
    let articles = || opened.values().filter(|own| own.label.kind == Kind::Article && own.title.lines == 0);
    let titled = articles().filter(|own| own.title.run_in.is_some()).count();
    if titled < FEWEST_TITLED || titled < articles().count() {
        for own in opened.values_mut().filter(|own| own.label.kind == Kind::Article) {
            own.title.run_in = None;
        }
    }
    // What goes on below an article of which the one before is a sentence, is one too, whatever its end.
    let mut is_sentence = false;
    for own in opened.values_mut().filter(|own| own.label.is_worded()) {
        if own.label.kind == Kind::Article && is_sentence && own.title.lines > 1 {
            own.title.lines = 0;
        }
        is_sentence = own.label.kind == Kind::Article && own.title.lines == 0;
    }
    opened
}

/// Returns whether a part, a chapter or a division is named by a line of its own in the middle, its title below.
fn stands_alone(sheet: &Sheet, at: usize, label: &Label) -> bool {
    let line = &sheet.lines[at];
    let is_named = matches!(label.kind, Kind::Part | Kind::Chapter | Kind::Division | Kind::Subdivision);
    is_named && label.rest == line.length() && paragraph::is_in_middle(sheet, line)
}

/// Begins a heading of lines.
fn begin(sheet: &Sheet, lines: &[usize], level: u8) -> Found {
    let first = &sheet.lines[lines[0]];
    Found {
        level,
        label: Text::default(),
        title: Text::default(),
        page: first.page,
        line: first.line,
        block: None,
        paragraphs: Vec::new(),
        rest: None,
    }
}

/// Makes a heading of the title that an annex opens with.
fn annex_heading(sheet: &mut Sheet, lines: &[usize]) -> Found {
    let at = lines[0];
    let mut heading = begin(sheet, lines, 1);
    let named = |sheet: &Sheet| readings(sheet, at).into_iter().find(|label| label.kind == Kind::Appendix);
    if let Some(label) = named(sheet) {
        mend_word(sheet, at, &label);
    }
    let line = &sheet.lines[at];
    if let Some(label) = named(sheet) {
        heading.label = in_sentence_case(sheet.text([(at, label.words.start..label.number.end)]));
        let first = (at, label.rest.min(line.length())..line.length());
        let others = lines[1..].iter().map(|at| sheet.whole(*at));
        heading.title = sheet.text(std::iter::once(first).chain(others));
    } else {
        // A scrap before the label is no part of it.
        let scrap = line.text.chars().take_while(|c| !c.is_alphanumeric()).count();
        let label = (at, scrap..line.length());
        let named = usize::from(folding::fold(line.slice(&label.1).trim()) == "phu luc" && lines.len() > 1);
        if named > 0 {
            heading.label = in_sentence_case(sheet.text([label]));
        }
        heading.title = sheet.text(lines[named..].iter().map(|at| sheet.whole(*at)));
    }
    heading.block = Some(sheet.claim(BlockKind::Heading, lines.iter().copied()));
    heading
}

fn opens_block(sheet: &Sheet, before: usize, at: usize) -> bool {
    let line = &sheet.lines[at];
    // Something else stands between: a page number, a table.
    before + 1 != at
        || line.gap_before
        || line.first_on_page
        || paragraph::begins(sheet, &sheet.lines[before], line)
}

/// Returns whether a label stands at the head of a line of text, where nothing shows how wide that is set, right below the
/// end of a sentence or the note under an annex's title.
fn is_label_after_sentence(sheet: &Sheet, before: usize, at: usize) -> bool {
    let above = &sheet.lines[before];
    sheet.lines[at].frame.is_none()
        && (above.text.trim_end().ends_with(['.', ';', ':']) || letterhead::is_annex_note(sheet, before))
}

/// Returns whether an image shows a label at the head of a line that is set in: justified text never begins so.
fn is_set_in_label(sheet: &Sheet, at: usize, label: &Label) -> bool {
    let line = &sheet.lines[at];
    let title: String = line.characters_from(label.rest).collect();
    let is_apart = label.is_worded()
        && (title.trim().is_empty() || folding::capital_share(&title) > CAPITALS)
        || paragraph::is_bold(line, &(label.rest..line.length()));
    line.frame.is_some() && line.indented && (!paragraph::is_centred(sheet, line) || is_apart)
}

/// Writes the collected lines as paragraphs of the last heading, and claims them.
fn flush(sheet: &mut Sheet, text: &mut Vec<usize>, found: &mut Vec<Found>, opened: &BTreeMap<usize, Opened>) {
    let mut paragraphs: Vec<Vec<usize>> = Vec::new();
    for at in std::mem::take(text) {
        let goes_on = |open: &Vec<usize>| {
            open.last().is_some_and(|before| {
                !stands_between(sheet, *before, at)
                    && !paragraph::begins(sheet, &sheet.lines[*before], &sheet.lines[at])
            }) && !opened.contains_key(&at)
        };
        match paragraphs.last_mut() {
            Some(open) if goes_on(open) => open.push(at),
            _ => paragraphs.push(vec![at]),
        }
    }
    for lines in paragraphs {
        let first = lines[0];
        if found.is_empty() {
            found.push(begin(sheet, &lines, 1));
        }
        let Some(last) = found.last_mut() else { continue };
        // An article's words stand on the line of its label.
        let rest = last.rest.take();
        let (from, skip) = rest.unwrap_or((first, 0));
        let place =
            |at: &usize| -> Place { (*at, if *at == from { skip } else { 0 }..sheet.lines[*at].length()) };
        let own = sheet.text(lines.iter().filter(|at| **at >= from).map(place));
        let kind = match rest {
            Some(_) => BlockKind::Heading,
            None => kind(sheet, first, opened.contains_key(&first)),
        };
        let block = sheet.claim(kind, lines);
        if rest.is_some() {
            last.block = Some(block);
        }
        if !own.is_empty() {
            last.paragraphs.push(own);
        }
    }
}

/// Returns whether something stands between two lines that no paragraph runs over, as it does over the notes and the number
/// at a page's end.
fn stands_between(sheet: &Sheet, before: usize, at: usize) -> bool {
    let parts = [Role::Table, Role::Letterhead];
    sheet.lines[before + 1..at].iter().any(|line| parts.contains(&line.role))
}

/// Returns what a paragraph is that begins at a line.
fn kind(sheet: &Sheet, at: usize, is_labelled: bool) -> BlockKind {
    let text = sheet.lines[at].text.trim();
    if paragraph::is_of_form(text) {
        BlockKind::FormLine
    } else if paragraph::is_bullet(text) || is_labelled {
        BlockKind::ListItem
    } else {
        BlockKind::Paragraph
    }
}

/// Writes a label as the sequence has it; returns where it stands then, where its title begins, and by how much what follows
/// has moved.
fn write_label(
    sheet: &mut Sheet,
    at: usize,
    label: &Label,
    settled: &Settled,
    warnings: &mut Vec<Warning>,
) -> ((Place, usize), isize) {
    let line = &sheet.lines[at];
    let (page, row) = (line.page, line.line);
    let length = line.length();
    let mut label = label.clone();
    if settled.is_misread {
        label.misread_for(settled.due);
    }
    if label.ordinal != settled.due && !settled.runs_on {
        let strokes = label.roman && label.broken;
        // Strokes alone were never a `V` or an `X`.
        let slanted = |text: &str| text.contains(['V', 'X', 'Y', 'v', 'x', 'y']);
        let due = table::label::roman(settled.due);
        let alike = slanted(&label.seen) || !slanted(&due);
        if strokes && alike && strsim::levenshtein(&table::label::roman(label.ordinal), &due) <= 2 {
            label.ordinal = settled.due;
        } else if label.kind != Kind::Appendix {
            let (code, what) = if settled.repeats {
                ("heading-number-repeated", "stands twice in a row")
            } else {
                ("heading-number-out-of-sequence", "does not go on from the heading before it")
            };
            let message =
                format!("the number of heading `{}` on line {row} {what}; kept as printed", label.seen);
            warnings.push(Warning { page: Some(page), code: code.into(), message });
        }
    }
    let is_due = label.ordinal == settled.due || settled.runs_on;
    let written = label.written();
    // `Điều 7b` of an amending law looks like a broken 76.
    if label.broken && written != label.seen && (is_due || label.roman) {
        let reason = format!("heading number read as `{}`: {written} is due in the sequence", label.seen);
        sheet.replace(at, label.number.clone(), &written, reason, SEQUENCE_CONFIDENCE);
    }
    mend_word(sheet, at, &label);
    let moved = sheet.lines[at].length() as isize - length as isize;
    let end = label.number.end.saturating_add_signed(moved);
    let rest = label.rest.saturating_add_signed(moved);
    (((at, label.words.start..end), rest), moved)
}

/// Returns a label whose word is written as it is spoken of, `Phụ lục I`, also where it is set in capitals.
fn in_sentence_case(label: Text) -> Text {
    let lower = label.text.to_lowercase();
    let rest = |word: &str| {
        let rest = lower.strip_prefix(&word.to_lowercase())?;
        label.text.get(label.text.len() - rest.len()..)
    };
    let spoken = |word: &str| {
        let rest = rest(word)?;
        let rest = rest.replace(" SỐ ", " số ").replace(" THỨ ", " thứ ");
        // `NHẤT` (first) is a word as `PHẦN` is, and no Roman numeral.
        let ordinal =
            rest.strip_prefix(" thứ ").filter(|ordinal| !ordinal.chars().all(|c| "IVXLC".contains(c)));
        let rest = ordinal.map(|ordinal| format!(" thứ {}", ordinal.to_lowercase())).unwrap_or(rest);
        Some(format!("{word}{rest}"))
    };
    let written = WORDED.iter().find_map(|(_, word, _)| spoken(word));
    Text { text: written.unwrap_or_else(|| label.text.clone()), ..label }
}

/// Writes the word of a label into its line where it was misread.
fn mend_word(sheet: &mut Sheet, at: usize, label: &Label) {
    let Some((_, word, _)) = WORDED.iter().find(|(kind, ..)| *kind == label.kind) else { return };
    let head = sheet.lines[at].tokens().into_iter().filter(|token| token.start >= label.words.start);
    let own: Vec<Range<usize>> = head.take(word.split(' ').count()).collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return };
    let range = first.start..last.end;
    let seen = sheet.lines[at].slice(&range);
    let is_word = seen.split_whitespace().map(str::to_lowercase).eq(word.split(' ').map(str::to_lowercase));
    if is_word || sheet.is_typed(at) {
        return;
    }
    let in_capitals = folding::capital_share(&seen) > 0.7;
    let written = if in_capitals { word.to_uppercase() } else { (*word).to_owned() };
    let reason = format!("label of a heading read as `{seen}`: `{word}` before its number");
    sheet.replace(at, range, &written, reason, SEQUENCE_CONFIDENCE);
}

/// Returns the words of a heading of whole lines, its label ending at a place of the first.
fn whole_title(sheet: &Sheet, lines: &[usize], rest: usize) -> Text {
    let place = |at: &usize| -> Place {
        let length = sheet.lines[*at].length();
        (*at, if *at == lines[0] { rest.min(length) } else { 0 }..length)
    };
    // A dash behind a title is dirt.
    sheet.text_without_end(lines.iter().map(place), |c| matches!(c, '-' | '–' | '—'))
}

/// Returns the length of the title that an annex opens with: what stands before the note that says what it belongs to, or
/// its lines in capitals.
fn annex_title(sheet: &Sheet, lines: &[usize]) -> Option<usize> {
    // A regulation has its title in its head.
    if lines.first().is_some_and(|at| letterhead::ends_with_note(sheet, *at)) {
        return None;
    }
    let noted = lines.iter().take(LONGEST).position(|at| letterhead::is_annex_note(sheet, *at));
    let first = lines.first().and_then(|at| readings(sheet, *at).into_iter().next());
    if let Some(label) = first.filter(|label| label.kind == Kind::Appendix) {
        return Some(noted.unwrap_or_else(|| evidence::extent(sheet, lines, &label).0));
    }
    let capitals =
        || lines.iter().take_while(|at| folding::capital_share(&sheet.lines[**at].text) > CAPITALS).count();
    let count = noted.unwrap_or_else(capitals);
    // Where the title is that of a table, which has it, the table's number is left: no heading for what is no text.
    let numbers_table = |at: &usize| table::is_caption(&sheet.lines[*at].text);
    (!lines.iter().take(count).all(numbers_table)).then_some(count)
}

/// Nests headings by level.
fn nest(found: Vec<Found>) -> Vec<Section> {
    let mut open: Vec<Section> = Vec::new();
    let mut roots: Vec<Section> = Vec::new();
    fn close(open: &mut Vec<Section>, roots: &mut Vec<Section>) {
        if let Some(done) = open.pop() {
            open.last_mut().map_or(&mut *roots, |parent| &mut parent.children).push(done);
        }
    }
    for heading in found {
        while open.last().is_some_and(|o| o.level >= heading.level) {
            close(&mut open, &mut roots);
        }
        let Found { level, label, title, page, line, block, paragraphs, .. } = heading;
        open.push(Section { level, label, title, page, line, block, paragraphs, children: Vec::new() });
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample;

    const TEXT: &str =
        "Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và sửa xong máy";

    /// The labels and titles of the headings in lines of one page, set one under the other without a gap; what stands between asterisks
    /// is bold.
    fn headings(lines: &[&str]) -> Vec<(String, String)> {
        let lines: Vec<(&str, u32, u32)> =
            lines.iter().zip(1..).map(|(text, at)| (*text, 100, 40 * at)).collect();
        let document = sample::set_in_bold(&[&lines]);
        let mut sheet = Sheet::new(&document);
        let all = 0..sheet.lines.len();
        let sections = find(&mut sheet, all, PartKind::Document, Weights::built_in(), &mut Vec::new());
        let mut found = Vec::new();
        let mut open: Vec<Section> = sections.into_iter().rev().collect();
        while let Some(section) = open.pop() {
            found.push((section.label.text, section.title.text));
            open.extend(section.children.into_iter().rev());
        }
        found
    }

    fn titled(headings: &[(&str, &str)]) -> Vec<(String, String)> {
        headings.iter().map(|(label, title)| ((*label).to_owned(), (*title).to_owned())).collect()
    }

    #[test]
    fn chapters_that_are_counted_in_figures_begin_with_one() {
        let labels = |second: &str| -> Vec<String> {
            let lines =
                ["CHƯƠNG 1", "*QUY ĐỊNH CHUNG*", TEXT, "và kho.", second, "*TRẠM ĐO GIÓ*", TEXT, "và mái."];
            headings(&lines).into_iter().map(|(label, _)| label).collect()
        };
        assert_eq!(labels("CHƯƠNG 2"), ["Chương 1", "Chương 2"]);
        assert_eq!(labels("CHƯƠNG II"), ["Chương I", "Chương II"], "a stroke read for a figure");
    }

    #[test]
    fn a_chapter_in_the_middle_of_its_line_is_a_heading_though_the_one_before_it_was_not_read() {
        let page = [
            ("CHƯƠNG 1", 950, 100),
            ("QUY ĐỊNH CHUNG", 900, 140),
            (TEXT, 200, 180),
            ("CHƯƠNG 3", 950, 300),
            ("TRẠM ĐO GIÓ", 920, 340),
            (TEXT, 200, 380),
        ];
        let sections = crate::structure::structure(&crate::structure::sample::set(&[&page])).sections;
        let labels: Vec<&str> = sections.iter().map(|section| &*section.label.text).collect();
        assert_eq!(labels, ["Chương 1", "Chương 3"]);
    }

    #[test]
    fn a_semicolon_ends_a_title_where_it_was_read_for_the_colon_of_the_others() {
        let page = |end: &str| {
            let title = format!("2. Công tác đo mưa{end}");
            let titles =
                ["1. Công tác đo gió:", &title, "3. Công tác đo nắng:", "4. Kinh phí:", "5. Kiến nghị:"];
            let lines: Vec<&str> = titles.into_iter().flat_map(|title| [title, TEXT, "và kho."]).collect();
            headings(&lines).len()
        };
        assert_eq!((page(":"), page(";")), (5, 5));
    }

    #[test]
    fn a_sentence_that_breaks_off_before_a_number_is_no_title() {
        let article = |end: &str, next: &str| {
            let first =
                format!("Điều 1. Bãi bỏ các quy định về đo gió ở ven sông và trên đồi, trừ khoản 2 {end}");
            headings(&[
                &first,
                next,
                "Điều 2. Các trạm đo gió ở ven sông thi hành Quyết định này từ hôm nay.",
            ])
        };
        let bare = titled(&[("Điều 1", ""), ("Điều 2", "")]);
        assert_eq!(article("Điều", "9 Quyết định số 41 của Sở Đo gió."), bare);
        assert_eq!(article("Quyết định số", "41/QĐ-SĐG của Sở Đo gió."), bare);
    }

    #[test]
    fn a_short_item_among_long_ones_is_no_heading_unless_it_is_bold() {
        let items = |fourth: &str| {
            let sentence =
                |n: u32| [format!("{n}. {TEXT}"), "và kho. Máy ghi ở trạm hai còn chậm.".to_owned()];
            let mut lines: Vec<String> = (1..=3).flat_map(sentence).collect();
            lines.extend([
                format!("4. {fourth}"),
                "a) Sửa máy ở các trạm.".to_owned(),
                "b) Gửi sổ về Sở.".to_owned(),
            ]);
            lines.extend((5..=7).flat_map(sentence));
            headings(&lines.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(items("Trưởng các trạm ven biển:"), titled(&[("", "")]), "text before any heading alone");
        assert_eq!(
            items("*Trưởng các trạm ven biển:*"),
            titled(&[("", ""), ("4", "Trưởng các trạm ven biển:")])
        );
    }

    #[test]
    fn a_long_title_in_bold_ends_where_its_print_does() {
        let found = headings(&[
            "1. *Kết quả đo gió ở các trạm ven biển và những việc cần thống nhất giữa các trạm với*",
            "*đài khí tượng trong thời gian tới*",
            TEXT,
            "và kho. Máy ghi ở trạm hai còn chậm.",
            "2. *Việc còn lại*",
            TEXT,
        ]);
        let first = "Kết quả đo gió ở các trạm ven biển và những việc cần thống nhất giữa các trạm với đài khí tượng trong \
                     thời gian tới";
        assert_eq!(found, titled(&[("1", first), ("2", "Việc còn lại")]));
    }

    #[test]
    fn a_title_goes_on_with_a_small_letter_though_its_line_had_room_or_stood_in_the_middle() {
        let second = "2. *Kết quả đo gió ở các trạm ven biển và những việc của các trạm*";
        let found = headings(&[
            "1. *Kết quả đo gió và những việc*",
            "*cần thống nhất giữa các trạm*",
            TEXT,
            "và kho. Máy ghi ở trạm hai còn chậm.",
            second,
            "*với đài khí tượng*",
            TEXT,
            "và mái.",
        ]);
        let titles: Vec<&str> = found.iter().map(|(_, title)| title.as_str()).collect();
        let long = "Kết quả đo gió ở các trạm ven biển và những việc của các trạm với đài khí tượng";
        assert_eq!(titles, ["Kết quả đo gió và những việc cần thống nhất giữa các trạm", long]);
    }

    #[test]
    fn a_stop_may_close_a_title_in_bold_and_closes_a_clause_in_plain_print() {
        let lines = |mark: &str| [1, 2].map(|number| format!("{number}. {mark}Việc của trạm đo gió.{mark}"));
        let found = |mark: &str| {
            let [first, second] = lines(mark);
            headings(&[&first, TEXT, "và kho.", &second, TEXT, "và mái."]).len()
        };
        assert_eq!(found("*"), 2);
        assert_eq!(found(""), 1, "all text, under no heading");
    }

    #[test]
    fn a_title_that_fills_its_line_ends_at_the_colon_there() {
        let found = headings(&[
            "1. Các trạm đo gió ven biển, trên đồi, trong rừng và các trạm mới đặt ở các xã miền núi:",
            TEXT,
            "và kho.",
            "2. Kho máy: Trong năm, kho đã nhận đủ máy của các trạm, gửi số liệu về đúng hẹn, và sửa",
            "xong mái.",
        ]);
        let titles: Vec<&str> = found.iter().map(|(_, title)| title.as_str()).collect();
        let first = "Các trạm đo gió ven biển, trên đồi, trong rừng và các trạm mới đặt ở các xã miền núi:";
        assert_eq!(titles, [first, "Kho máy"]);
    }

    #[test]
    fn first_words_in_bold_are_a_title_whatever_closes_them() {
        let rest = "Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và";
        let (first, second) = (format!("1. *Về đo gió.* {rest}"), format!("2. *Về đo mưa.* {rest}"));
        let found = headings(&[&first, "sửa xong máy.", &second, "sửa xong kho."]);
        assert_eq!(found, titled(&[("1", "Về đo gió"), ("2", "Về đo mưa")]));
        let plain = (first.replace('*', ""), second.replace('*', ""));
        assert_eq!(headings(&[&plain.0, "sửa xong máy.", &plain.1, "sửa xong kho."]), titled(&[("", "")]));
    }

    #[test]
    fn numbered_lines_in_plain_print_are_no_headings_where_others_of_their_kind_are_bold() {
        let lines = |bold: &str| {
            [
                format!("1) {bold}Đo gió{bold}"),
                TEXT.to_owned(),
                "và kho.".to_owned(),
                format!("2) {bold}Đo mưa{bold}"),
                TEXT.to_owned(),
                "và kho.".to_owned(),
                format!("3) {bold}Đo sóng{bold}"),
                "Các trạm cử người:".to_owned(),
                "1) Trạm một".to_owned(),
                "2) Trạm hai".to_owned(),
                "3) Trạm ba".to_owned(),
            ]
        };
        let found = |bold: &str| headings(&lines(bold).each_ref().map(String::as_str));
        assert_eq!(found("*"), titled(&[("1", "Đo gió"), ("2", "Đo mưa"), ("3", "Đo sóng")]));
        assert_ne!(found(""), found("*"), "nothing else tells them apart");
    }
}
