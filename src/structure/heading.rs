//! Headings, and the tree they make.
//!
//! # Grammar
//!
//! ```text
//! heading  = label title *( line )
//! label    = "Phụ lục" n | "Phần" roman | "Chương" roman | "Mục" n | "Tiểu mục" n | "Điều" n "."
//!          | capital "." | roman "." | n "." | n 1*( "." n ) [ "." ] | letter ")"
//! bullet   = ( "-" | "+" | "*" ) …          opens a paragraph, not a heading
//! ```
//!
//! The order above is the order of nesting. A label's number must go on from the heading before it on the same
//! level; where the recogniser broke it (`I1.`, `1IL`, `Phin 11`) the sequence says what was printed, and an edit
//! is proposed. A number that is clean but out of sequence is the author's: it stays, with a warning.
//!
//! A numbered block that runs on for long, or closes like a sentence, is a paragraph with a number (a *khoản*),
//! not a heading; nor is an entry of a list of contents, which ends with dots and a page.

use std::ops::Range;

use super::folding;
use super::letterhead;
use super::number;
use super::paragraph;
use super::sheet::{Place, Role, Sheet};
use super::table;
use super::table::label::{LETTERS, roman};
use crate::document::{BlockKind, PartKind, Section, Text, Warning, text};

/// Most lines of a heading.
const LONGEST: usize = 8;
/// Most characters of a heading that closes like a sentence, or is set in lower case.
const LONGEST_TITLE: usize = 700;
/// A heading line that wraps holds at least this share of a usual line.
const WRAPPED: f32 = 0.7;
/// A line set in that leaves more than this part of the text's width free on an image is no running text.
const TITLE_ROOM: f32 = 0.25;
/// Largest step in a sequence that is still one.
const LARGEST_STEP: usize = 3;

/// Kinds of label in order of nesting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Appendix,
    Part,
    Chapter,
    Division,
    Subdivision,
    Article,
    Capital,
    Roman,
    Arabic,
    Decimal(usize),
    Letter,
}

/// Labels that begin with a word: kind, word, and whether its number is roman.
const WORDED: &[(Kind, &str, bool)] = &[
    (Kind::Appendix, "Phụ lục", false),
    (Kind::Part, "Phần", true),
    (Kind::Chapter, "Chương", true),
    (Kind::Subdivision, "Tiểu mục", false),
    (Kind::Division, "Mục", false),
    (Kind::Article, "Điều", false),
];

/// A label as read at the head of a line.
#[derive(Debug, Clone)]
struct Label {
    kind: Kind,
    ordinal: usize,
    /// Components of a decimal label.
    decimal: Vec<usize>,
    /// True where the number is roman.
    roman: bool,
    /// Where its first word stands in the line; of a number alone, that.
    words: std::ops::Range<usize>,
    /// The number as seen, and where it stands in the line.
    seen: String,
    number: std::ops::Range<usize>,
    /// Where the title begins.
    rest: usize,
    /// True where the number held characters that no number has.
    broken: bool,
    /// The number with its digits kept as printed (`01`).
    written: String,
}

/// An open heading.
struct Open {
    kind: Kind,
    ordinal: usize,
    decimal: Vec<usize>,
}

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
    /// True where the first paragraph begins in the heading's line.
    goes_on: bool,
}

/// Builds the heading tree from the lines of a part that nothing else claimed, and claims them as headings and paragraphs.
pub(super) fn find(
    sheet: &mut Sheet,
    own: Range<usize>,
    part: PartKind,
    warnings: &mut Vec<Warning>,
) -> Vec<Section> {
    let mut found: Vec<Found> = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut text: Vec<usize> = Vec::new();
    let is_free = |at: &usize| sheet.lines[*at].role == Role::Body && !sheet.lines[*at].is_claimed;
    let body: Vec<usize> = own.filter(is_free).collect();
    let mut index = 0;
    let mut heading_end = 0;
    while index < body.len() {
        let at = body[index];
        let before = index.checked_sub(1).map(|i| body[i]);
        let after_heading = index == heading_end;
        let opens =
            after_heading || before.is_none_or(|b| opens_block(sheet, b, at)) || is_set_in_label(sheet, at);
        let opens = opens || before.is_some_and(|before| is_label_after_sentence(sheet, before, at));
        let label = if opens { read(sheet, at) } else { None };
        let after_sentence = found.last().is_some_and(|f| f.title.is_empty() && !f.label.is_empty());
        let length = label.as_ref().and_then(|l| length(sheet, &body[index..], l, after_sentence));
        if let (Some(label), Some(length)) = (label, length)
            && let Some((label, level)) = place(sheet, at, label, &mut stack, warnings)
        {
            flush(sheet, &mut text, &mut found);
            let lines = &body[index..index + length.max(1)];
            let mut heading = heading(sheet, lines, level);
            heading.label = in_sentence_case(sheet.text([label]));
            if length == 0 {
                heading.goes_on = true;
                text.push(at);
            } else {
                heading.title = title(sheet, lines);
                heading.block = Some(sheet.claim(BlockKind::Heading, lines.iter().copied()));
            }
            found.push(heading);
            index += length.max(1);
            heading_end = if length == 0 { 0 } else { index };
            continue;
        }
        let length = match part {
            PartKind::Annex if index == 0 => annex_title(sheet, &body),
            _ if opens => unlabelled(sheet, &body[index..], &stack),
            _ => None,
        };
        if let Some(length) = length {
            flush(sheet, &mut text, &mut found);
            // Its headings stand under it, whatever was open before.
            stack = vec![Open { kind: Kind::Appendix, ordinal: 0, decimal: Vec::new() }];
            let lines = &body[index..index + length];
            let mut heading = heading(sheet, lines, 1);
            // A scrap before the label is no part of it.
            let own = &sheet.lines[at];
            let scrap = own.text.chars().take_while(|c| !c.is_alphanumeric()).count();
            let label = (at, scrap..own.length());
            let named = usize::from(folding::fold(own.slice(&label.1).trim()) == "phu luc" && length > 1);
            if named > 0 {
                heading.label = in_sentence_case(sheet.text([label]));
            }
            heading.title = sheet.text(lines[named..].iter().map(|at| sheet.whole(*at)));
            heading.block = Some(sheet.claim(BlockKind::Heading, lines.iter().copied()));
            found.push(heading);
            index += length;
            heading_end = index;
            continue;
        }
        text.push(at);
        index += 1;
    }
    flush(sheet, &mut text, &mut found);
    nest(found)
}

/// Begins a heading of lines.
fn heading(sheet: &Sheet, lines: &[usize], level: u8) -> Found {
    let first = &sheet.lines[lines[0]];
    Found {
        level,
        label: Text::default(),
        title: Text::default(),
        page: first.page,
        line: first.line,
        block: None,
        paragraphs: Vec::new(),
        goes_on: false,
    }
}

fn opens_block(sheet: &Sheet, before: usize, at: usize) -> bool {
    let line = &sheet.lines[at];
    // Something else stands between: a page number, a table.
    before + 1 != at
        || line.gap_before
        || line.first_on_page
        || paragraph::begins(sheet, &sheet.lines[before], line)
        || read(sheet, before).is_some()
}

/// Returns whether a label stands at the head of a line of text, where nothing shows how wide that is set, right below the
/// end of a sentence or the note under an annex's title.
fn is_label_after_sentence(sheet: &Sheet, before: usize, at: usize) -> bool {
    let above = &sheet.lines[before];
    sheet.lines[at].frame.is_none()
        && (above.text.trim_end().ends_with(['.', ';', ':']) || letterhead::is_annex_note(sheet, before))
        && read(sheet, at).is_some()
}

/// Returns whether an image shows a label at the head of a line that is set in: justified text never begins so.
fn is_set_in_label(sheet: &Sheet, at: usize) -> bool {
    let line = &sheet.lines[at];
    let alone = |label: Label| label.kind <= Kind::Article && label.rest >= line.length();
    line.frame.is_some()
        && line.indented
        && read(sheet, at).is_some_and(|label| !paragraph::is_centred(sheet, line) || alone(label))
}

/// Writes the collected lines as paragraphs of the last heading, and claims them.
fn flush(sheet: &mut Sheet, text: &mut Vec<usize>, found: &mut Vec<Found>) {
    let mut paragraphs: Vec<Vec<usize>> = Vec::new();
    for at in std::mem::take(text) {
        let goes_on = |open: &Vec<usize>| {
            open.last().is_some_and(|before| {
                !stands_between(sheet, *before, at)
                    && !paragraph::begins(sheet, &sheet.lines[*before], &sheet.lines[at])
            }) && read(sheet, at).is_none()
        };
        match paragraphs.last_mut() {
            Some(open) if goes_on(open) => open.push(at),
            _ => paragraphs.push(vec![at]),
        }
    }
    for lines in paragraphs {
        let first = lines[0];
        if found.is_empty() {
            found.push(heading(sheet, &lines, 1));
        }
        let Some(last) = found.last_mut() else { continue };
        // An article's words stand on the line of its label.
        let is_article = std::mem::take(&mut last.goes_on);
        let skip = if is_article { read(sheet, first).map_or(0, |label| label.rest) } else { 0 };
        let place =
            |at: &usize| -> Place { (*at, if *at == first { skip } else { 0 }..sheet.lines[*at].length()) };
        let own = sheet.text(lines.iter().map(place));
        let kind = if is_article { BlockKind::Heading } else { kind(sheet, first) };
        let block = sheet.claim(kind, lines);
        if is_article {
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
fn kind(sheet: &Sheet, at: usize) -> BlockKind {
    let text = sheet.lines[at].text.trim();
    if text.contains(paragraph::LEADER) || text.contains("……") {
        BlockKind::FormLine
    } else if paragraph::is_bullet(text) || read(sheet, at).is_some() {
        BlockKind::ListItem
    } else {
        BlockKind::Paragraph
    }
}

/// Reads the label at the head of a line.
fn read(sheet: &Sheet, at: usize) -> Option<Label> {
    let line = &sheet.lines[at];
    let tokens = line.tokens();
    // A scrap before the label is no part of it.
    let lead = tokens.iter().position(|t| line.slice(t).chars().any(char::is_alphanumeric))?;
    if lead > 1 {
        return None;
    }
    let tokens = &tokens[lead..];
    let text = |index: usize| tokens.get(index).map(|t| line.slice(t));
    let first = text(0)?;
    for (kind, word, is_roman) in WORDED {
        let words = word.split(' ').count();
        let head: Vec<String> = (0..words).filter_map(text).collect();
        // `Phụ lục số 2`
        let is_told = *kind == Kind::Appendix && text(words).is_some_and(|t| folding::fold(&t) == "so");
        let own = words + usize::from(is_told);
        let Some(seen) = text(own) else { continue };
        let first_letter = head.first().and_then(|h| h.chars().next()).is_some_and(char::is_uppercase);
        if !first_letter || folding::likeness(&head.join(" "), word) < 0.7 {
            continue;
        }
        let core = seen.trim_end_matches(['.', ':', ',']);
        let punctuated = core.len() < seen.len();
        // In running text the word and its number stand in a sentence: `Phần I của báo cáo`.
        let lone = tokens.len() == own + 1;
        let title_capital = text(own + 1).is_some_and(|t| t.starts_with(char::is_uppercase));
        let set_apart = line.indented && paragraph::room_behind(sheet, line) > TITLE_ROOM;
        let titled = title_capital && (punctuated || *kind != Kind::Article || set_apart);
        if !lone && !titled {
            continue;
        }
        let recognised = line.recognised(&tokens[own]);
        let number = tokens[own].start..tokens[own].start + core.chars().count();
        let (ordinal, broken) = if *is_roman && !core.chars().all(|c| c.is_ascii_digit() && c != '1')
            || *kind == Kind::Appendix && core.chars().all(|c| !c.is_ascii_digit())
        {
            let (n, b) = roman_value(core)?;
            (n, b || recognised.contains(|c: char| c.is_ascii_digit() || c.is_lowercase()))
        } else {
            (
                core.parse().ok().or_else(|| number::with_digits(core)?.parse().ok())?,
                core.parse::<usize>().is_err(),
            )
        };
        let rest = tokens.get(own + 1).map_or(line.length(), |t| t.start);
        let (written, seen) = (core.to_owned(), core.to_owned());
        return Some(Label {
            kind: *kind,
            ordinal,
            decimal: Vec::new(),
            roman: *is_roman || core.starts_with(|c: char| c.is_alphabetic()),
            words: tokens[0].start..tokens[words - 1].end,
            seen,
            number,
            rest,
            broken,
            written,
        });
    }
    let next = text(1)?;
    if !next.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '(')) {
        return None;
    }
    let start = tokens[0].start;
    let rest = tokens[1].start;
    let core = first.trim_end_matches(['.', ')', ':']);
    let closed = first.len() > core.len();
    let number = start..start + core.chars().count();
    let make = |kind, ordinal, decimal: Vec<usize>, broken| Label {
        kind,
        ordinal,
        decimal,
        roman: kind == Kind::Roman,
        words: number.clone(),
        seen: core.to_owned(),
        number: number.clone(),
        rest,
        broken,
        written: core.to_owned(),
    };
    let components: Vec<&str> = core.split('.').collect();
    if components.len() > 1 {
        let decimal: Option<Vec<usize>> =
            components.iter().map(|c| c.parse().ok().filter(|n| *n > 0 && *n < 100)).collect();
        let decimal = decimal?;
        // `1.000 người` is an amount.
        if components.iter().any(|c| c.len() > 2) {
            return None;
        }
        return Some(make(Kind::Decimal(decimal.len()), *decimal.last()?, decimal.clone(), false));
    }
    if !closed {
        return None;
    }
    let recognised = line.recognised(&tokens[0]);
    if first.ends_with(')') {
        let letter = core.to_lowercase();
        let ordinal = LETTERS.iter().position(|l| *l == letter)? + 1;
        return Some(make(Kind::Letter, ordinal, Vec::new(), false));
    }
    if let Ok(ordinal) = core.parse::<usize>() {
        // `11.` before capitals is a mangled II.
        let rest_of_line: String = line.text.chars().skip(rest).collect();
        let capitals = folding::capital_share(&rest_of_line) > 0.8 && rest_of_line.chars().count() > 8;
        if capitals && core.len() > 1 && core.chars().all(|c| c == '1') {
            return Some(make(Kind::Roman, core.len(), Vec::new(), true));
        }
        return (ordinal > 0 && ordinal < 100).then(|| make(Kind::Arabic, ordinal, Vec::new(), false));
    }
    if let Some((ordinal, broken)) = roman_value(core) {
        let broken =
            broken || recognised.chars().any(|c| c.is_ascii_digit() || c == '|' || c == 'l' || c == '!');
        return Some(make(Kind::Roman, ordinal, Vec::new(), broken));
    }
    if core.chars().count() == 1 && core.chars().all(char::is_uppercase) {
        let letter = core.to_lowercase();
        let ordinal = LETTERS.iter().position(|l| *l == letter)? + 1;
        return Some(make(Kind::Capital, ordinal, Vec::new(), false));
    }
    if let Some(ordinal) = number::with_digits(core).and_then(|d| d.parse::<usize>().ok())
        && ordinal > 0
        && ordinal < 100
        && core.len() <= 2
    {
        return Some(make(Kind::Arabic, ordinal, Vec::new(), true));
    }
    None
}

/// Reads roman figures, with strokes that were taken for `1`, `l`, `|` or `L` put right.
/// Returns the value and whether anything had to be put right.
fn roman_value(text: &str) -> Option<(usize, bool)> {
    if text.is_empty() || text.chars().count() > 6 {
        return None;
    }
    let mut broken = false;
    let mut clear = String::new();
    for c in text.chars() {
        match c {
            'I' | 'V' | 'X' => clear.push(c),
            '1' | 'l' | '|' | '!' | 'i' | 'L' | 'T' | 'j' => {
                broken = true;
                clear.push('I');
            }
            'Y' | 'v' | 'U' => {
                broken = true;
                clear.push('V');
            }
            'x' => {
                broken = true;
                clear.push('X');
            }
            _ => return None,
        }
    }
    (1..=40).find(|n| roman(*n) == clear).map(|n| (n, broken)).or_else(|| {
        // No number is written so: let the sequence decide.
        clear.chars().all(|c| c == 'I').then_some((clear.len(), true))
    })
}

/// Returns how many lines a heading takes, 0 for a label whose words are a paragraph, `None` where the block is a
/// numbered paragraph. `after_sentence` says that the article before was such a paragraph.
fn length(sheet: &Sheet, lines: &[usize], label: &Label, after_sentence: bool) -> Option<usize> {
    let worded = label.kind <= Kind::Article;
    let own: String = sheet.lines[lines[0]].text.chars().skip(label.rest).collect();
    let mut count = 1;
    let mut capitals = folding::capital_share(&own) > 0.8;
    let mut awaiting = own.trim().is_empty();
    while count < LONGEST.min(lines.len()) {
        let (before, at) = (&sheet.lines[lines[count - 1]], &sheet.lines[lines[count]]);
        let apart = lines[count] != lines[count - 1] + 1;
        let head = at.text.trim_start();
        let own_capitals = folding::capital_share(&at.text) > 0.7;
        let note = head.starts_with('(') && letterhead::is_annex_note(sheet, lines[count]);
        if apart || note || paragraph::is_bullet(head) || at.page != before.page {
            break;
        }
        if awaiting {
            // `Phần I` alone: its title follows, in capitals if a gap parts them.
            if read(sheet, lines[count]).is_some() || at.gap_before && !own_capitals {
                break;
            }
            (awaiting, capitals) = (false, own_capitals);
            count += 1;
            continue;
        }
        if at.gap_before || read(sheet, lines[count]).is_some() {
            break;
        }
        let wraps = if at.frame.is_some() {
            !paragraph::leaves_room(sheet, before, at)
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
    // An entry may go on in lines that are no longer its heading's.
    let goes_on = |at: &usize| sheet.lines[*at].gap_before || read(sheet, *at).is_some();
    let below = lines.iter().skip(count).take(1).filter(|at| !goes_on(at));
    if lines[..count].iter().chain(below).any(|at| paragraph::is_contents_entry(&sheet.lines[*at].text)) {
        return None;
    }
    if worded {
        let title = text::join(
            std::iter::once(own.as_str())
                .chain(lines[1..count].iter().map(|l| sheet.lines[*l].text.as_str())),
        );
        // `Điều 1. Ban hành kèm theo Quyết định này …` is an article whose words follow its label.
        let is_sentence = label.kind == Kind::Article
            && (title.trim_end().ends_with(['.', ':', ';']) || after_sentence && count > 1);
        return Some(if is_sentence { 0 } else { count });
    }
    let text = text::join(lines[..count].iter().map(|l| sheet.lines[*l].text.as_str()));
    let goes_on = lines.get(count).is_some_and(|next| {
        // `a)` begins a point, `trong năm` goes on with a sentence.
        let mut head = sheet.lines[*next].text.trim_start().chars();
        let begins_small = head.next().is_some_and(char::is_lowercase)
            && head.next().is_some_and(|c| c.is_lowercase() || c.is_whitespace());
        *next == lines[count - 1] + 1
            && !capitals
            && (begins_small || !opens_block(sheet, lines[count - 1], *next))
    });
    let sentence =
        text.ends_with(['.', ';']) && !text.ends_with("...") && folding::capital_share(&text) < 0.7;
    // A point (điểm) is a heading only where it stands as one; most are paragraphs.
    let last = &sheet.lines[lines[count - 1]];
    let point = label.kind == Kind::Letter
        && last.frame.is_some()
        && paragraph::room_behind(sheet, last) < TITLE_ROOM;
    (!goes_on && !sentence && !point && text.chars().count() <= LONGEST_TITLE).then_some(count)
}

/// Settles a label by sequence and mends it in its line; returns where it stands there, and its level.
fn place(
    sheet: &mut Sheet,
    at: usize,
    mut label: Label,
    stack: &mut Vec<Open>,
    warnings: &mut Vec<Warning>,
) -> Option<(Place, u8)> {
    // A stroke under a roman heading, where its first arabic one is due, is a one.
    let is_stroke = label.kind == Kind::Roman && label.seen.chars().count() == 1;
    let beneath = stack.last().is_some_and(|o| o.kind == Kind::Roman);
    let title: String = sheet.lines[at].text.chars().skip(label.rest).collect();
    if is_stroke && label.ordinal == 1 && beneath && folding::capital_share(&title) < 0.7 {
        (label.kind, label.roman, label.broken, label.written) = (Kind::Arabic, false, true, "1".into());
    }
    // The clauses (khoản) and points (điểm) of an article are paragraphs.
    if label.kind > Kind::Article && stack.last().is_some_and(|o| o.kind == Kind::Article) {
        return None;
    }
    let depth = stack.iter().position(|o| o.kind >= label.kind).unwrap_or(stack.len());
    let before = stack.get(depth).filter(|o| o.kind == label.kind);
    if let Kind::Decimal(_) = label.kind {
        // The components above must be those of the open headings.
        let above = &label.decimal[..label.decimal.len() - 1];
        let parent = depth.checked_sub(1).map(|d| &stack[d]);
        let fits = parent.is_some_and(|p| p.decimal == above || p.decimal.is_empty() && above == [p.ordinal]);
        let sibling = before.is_some_and(|b| b.decimal[..b.decimal.len() - 1] == *above);
        if !fits && !sibling && stack.iter().any(|o| o.kind == Kind::Arabic) {
            return None;
        }
    }
    let due = before.map_or(1, |o| o.ordinal + 1);
    let line = &sheet.lines[at];
    let (page, row) = (line.page, line.line);
    if label.ordinal != due {
        let strokes = label.roman && label.broken;
        // Strokes alone were never a `V` or an `X`.
        let slanted = |text: &str| text.contains(['V', 'X', 'Y', 'v', 'x', 'y']);
        let alike = slanted(&label.seen) || !slanted(&roman(due));
        let near = strokes && alike && strsim::levenshtein(&roman(label.ordinal), &roman(due)) <= 2;
        if near {
            label.ordinal = due;
        } else if label.ordinal > due + LARGEST_STEP && label.kind > Kind::Article {
            return None;
        } else if label.kind != Kind::Appendix {
            let (code, what) = if before.is_some_and(|b| b.ordinal == label.ordinal) {
                ("heading-number-repeated", "stands twice in a row")
            } else {
                ("heading-number-out-of-sequence", "does not go on from the heading before it")
            };
            let message =
                format!("the number of heading `{}` on line {row} {what}; kept as printed", label.seen);
            warnings.push(Warning { page: Some(page), code: code.into(), message });
        }
    }
    let written = match label.kind {
        Kind::Decimal(_) => label.written.clone(),
        _ if label.roman => roman(label.ordinal),
        _ if label.broken && label.ordinal == due => label.ordinal.to_string(),
        // `Điều 7b` of an amending law looks like a broken 76.
        _ if label.broken => label.seen.clone(),
        Kind::Letter => label.written.to_lowercase(),
        _ => label.written.clone(),
    };
    let length = sheet.lines[at].length();
    if written != label.seen && label.broken {
        let reason = format!("heading number read as `{}`: {} is due in the sequence", label.seen, written);
        sheet.replace(at, label.number.clone(), &written, reason, 0.9);
    }
    if let Some((_, word, _)) = WORDED.iter().find(|(kind, ..)| *kind == label.kind) {
        mend_word(sheet, at, label.words.clone(), word);
    }
    let end = (label.number.end + sheet.lines[at].length()).saturating_sub(length);
    stack.truncate(depth);
    stack.push(Open { kind: label.kind, ordinal: label.ordinal, decimal: label.decimal });
    Some(((at, label.words.start..end), stack.len() as u8))
}

/// Returns a label whose word is written as it is spoken of, `Phụ lục I`, also where it is set in capitals.
fn in_sentence_case(label: Text) -> Text {
    let lower = label.text.to_lowercase();
    let rest = |word: &str| {
        let rest = lower.strip_prefix(&word.to_lowercase())?;
        label.text.get(label.text.len() - rest.len()..)
    };
    let spoken = |word: &str| Some(format!("{word}{}", rest(word)?.replace(" SỐ ", " số ")));
    let written = WORDED.iter().find_map(|(_, word, _)| spoken(word));
    Text { text: written.unwrap_or_else(|| label.text.clone()), ..label }
}

/// Writes the word of a label into a line in which it was misread.
fn mend_word(sheet: &mut Sheet, at: usize, range: Range<usize>, word: &str) {
    let seen = sheet.lines[at].slice(&range);
    let is_word = seen.split_whitespace().map(str::to_lowercase).eq(word.split(' ').map(str::to_lowercase));
    if is_word || sheet.is_typed(at) {
        return;
    }
    let in_capitals = folding::capital_share(&seen) > 0.7;
    let written = if in_capitals { word.to_uppercase() } else { word.to_owned() };
    let reason = format!("label of a heading read as `{seen}`: `{word}` before its number");
    sheet.replace(at, range, &written, reason, 0.9);
}

/// Returns a heading's words without its label, read anew, for the label may have been mended.
fn title(sheet: &Sheet, lines: &[usize]) -> Text {
    let skip = read(sheet, lines[0]).map_or(0, |l| l.rest);
    let place = |at: &usize| -> Place {
        let length = sheet.lines[*at].length();
        (*at, if *at == lines[0] { skip.min(length) } else { 0 }..length)
    };
    // A dash behind a title is dirt.
    sheet.text_without_end(lines.iter().map(place), |c| matches!(c, '-' | '–' | '—'))
}

/// Returns the length of a heading without label: an annex whose title in capitals opens a page and is followed by
/// `(Kèm theo …)`.
fn unlabelled(sheet: &Sheet, lines: &[usize], stack: &[Open]) -> Option<usize> {
    let first = &sheet.lines[lines[0]];
    if !first.first_on_page || stack.is_empty() {
        return None;
    }
    let count = lines.iter().take_while(|l| folding::capital_share(&sheet.lines[**l].text) > 0.8).count();
    let is_noted = lines.get(count).is_some_and(|at| letterhead::is_annex_note(sheet, *at));
    (count > 0 && is_noted).then_some(count)
}

/// Returns the length of the title that an annex opens with: what stands before the note that says what it belongs to, or
/// its lines in capitals.
fn annex_title(sheet: &Sheet, lines: &[usize]) -> Option<usize> {
    let noted = lines.iter().take(LONGEST).position(|at| letterhead::is_annex_note(sheet, *at));
    let capitals =
        || lines.iter().take_while(|at| folding::capital_share(&sheet.lines[**at].text) > 0.8).count();
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
