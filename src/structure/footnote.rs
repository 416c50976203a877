//! Footnotes: marks in the running text, bodies at the foot of the page, and the proof that ties them.
//!
//! # Grammar
//!
//! ```text
//! reference = word mark [ closing punctuation ]        mark set as a superior figure, glued to the word
//! body      = mark text *( line )                      runs to the next body or to the end of the page
//! ```
//!
//! Recognisers seldom read superior figures: `Tỉnh¹.` comes out as `Tinh'.`, `Tinh®`, `dcf)ngg`, and the body
//! begins with `!`, `%`, `®>` or nothing. A single stray character proves nothing. What proves a footnote is the
//! whole: a block at the foot of the page that begins like a body, is set smaller (longer lines, lower boxes, a
//! rule or a gap above), as many references above it as it has bodies, in order, and numbers that go on from the
//! footnote before. [`find`] weighs these and changes text only where they come together: an ordinary quotation
//! mark without a body stays what it is.

use std::ops::Range;

use super::folding;
use super::sheet::{Role, Sheet, SheetLine};
use crate::document::{Footnote, Reference, Warning};

/// Evidence from which a block counts as footnotes. Its parts are the weights below.
const PROVED: f32 = 3.0;
/// A body begins with the very number that is due.
const NUMBER_DUE: f32 = 3.0;
/// A body begins with a sign that superior figures turn into.
const SIGN: f32 = 1.0;
/// A body begins with a superior figure, though not the one that is due.
const RAISED: f32 = 2.0;
/// The block stands apart from the text above.
const APART: f32 = 1.0;
/// A rule stands between text and block.
const RULED: f32 = 3.0;
/// The block's lines hold more characters, or lower letters, than the text's.
const SMALLER: f32 = 2.0;
/// The block's full lines hold at least this many times the characters of a usual one. Notes at 10 pt under a
/// text at 13–14 pt hold 1.3 to 1.4 times as many.
const LONGER_LINES: f32 = 1.13;
/// The block's letters are at most this high, measured by the text's.
const LOWER_LINES: f32 = 0.88;
/// A line in the block that can only be a heading, an item of a list, or part of a ruled table.
const FOREIGN: f32 = -3.0;
/// A body without a reference.
const UNREFERENCED: f32 = -2.5;
/// Cost of a reference whose superior figure was read as another than its number.
const OTHER_FIGURE: f32 = 1.2;
/// Cost above which a reference is no reference.
const REFERENCE_LIMIT: f32 = 1.6;
/// Most lines a block may run back from the foot.
const LONGEST_BLOCK: usize = 60;

/// Footnotes found, with the document's complaints about them.
pub(super) struct Found {
    pub(super) footnotes: Vec<Footnote>,
    pub(super) warnings: Vec<Warning>,
}

/// A line that may begin a body.
#[derive(Debug, Clone)]
struct Opening {
    line: usize,
    /// Characters taken by the mark and the blanks after it.
    mark: Range<usize>,
    /// The number as read, where it is one.
    number: Option<u32>,
    /// True where it was seen in the image to be a superior figure: then it is a mark, whatever figure was read.
    raised: bool,
    /// How surely it is a mark.
    weight: f32,
}

/// A place that may refer to a footnote.
#[derive(Debug, Clone)]
struct Candidate {
    line: usize,
    /// The token in the restored text, with what belongs to it.
    token: Range<usize>,
    /// The word without mark and punctuation.
    word: String,
    /// Punctuation behind the mark.
    behind: String,
    /// What the mark was read as.
    sign: String,
    cost: f32,
}

/// A block of footnotes, weighed.
struct Block {
    bodies: Vec<(Opening, u32)>,
    references: Vec<Option<Candidate>>,
    weight: f32,
}

impl Block {
    /// True where a reference was found for one of the bodies, or each of them opens with a figure as it stands: a
    /// table's row `I …` at the foot of a page, with no reference to it, is none, nor is `(1) …` under a form.
    fn is_anchored(&self, sheet: &Sheet) -> bool {
        let figure = |c: char| c.is_ascii_digit() || superior(c).is_some();
        self.references.iter().any(Option::is_some)
            || self.bodies.iter().all(|(o, _)| {
                let mark = sheet.lines[o.line].slice(&o.mark);
                mark.contains(figure) && !mark.contains('(')
            })
    }
}

/// Finds the footnotes of a document, marks both ends in the sheet with `^[n]`, and claims the bodies' lines.
pub(super) fn find(sheet: &mut Sheet) -> Found {
    let mut found = Found { footnotes: Vec::new(), warnings: Vec::new() };
    let mut due = 1;
    let mut quotes_open = 0;
    for page in 0..sheet.pages.len() {
        match best_block(sheet, page, due, quotes_open) {
            Some(block) => {
                due = block.bodies.last().map_or(due, |(_, n)| n + 1);
                settle(sheet, page, block, &mut found);
            }
            None => {
                warn_of_lone_marks(sheet, page, due, &mut found.warnings);
                continue_last(sheet, page, &mut found);
            }
        }
        quotes_open = quotes_after(sheet, page, quotes_open);
    }
    found
}

/// Weighs every block that could begin on the page and returns the best that is proved.
fn best_block(sheet: &Sheet, page: usize, due: u32, quotes_open: i32) -> Option<Block> {
    let lines = sheet.pages[page].lines.clone();
    let openings: Vec<Opening> = lines
        .clone()
        .filter(|at| !sheet.is_ruled(*at))
        .filter_map(|at| opening(&sheet.lines[at], at))
        .collect();
    if openings.is_empty() {
        return None;
    }
    let candidates = candidates(sheet, page, quotes_open, due);
    let mut best: Option<Block> = None;
    let furthest = lines.end.saturating_sub(LONGEST_BLOCK).max(lines.start + 1);
    for (index, first) in openings.iter().enumerate().filter(|(_, o)| o.line >= furthest) {
        let starts: &[u32] = if due > 1 { &[due, 1] } else { &[1] };
        for start in starts {
            let Some(block) =
                weigh(sheet, page, &openings[index..], first, *start, *start == due, &candidates)
            else {
                continue;
            };
            if block.weight >= PROVED
                && block.is_anchored(sheet)
                && best.as_ref().is_none_or(|b| block.weight > b.weight)
            {
                best = Some(block);
            }
        }
    }
    best
}

fn weigh(
    sheet: &Sheet,
    page: usize,
    openings: &[Opening],
    first: &Opening,
    start: u32,
    in_sequence: bool,
    candidates: &[Candidate],
) -> Option<Block> {
    // Numbering that starts again must say so with a figure.
    if !in_sequence && first.number != Some(start) {
        return None;
    }
    let lines = sheet.pages[page].lines.clone();
    let mut bodies: Vec<(Opening, u32)> = Vec::new();
    let mut weight = 0.0;
    for opening in openings {
        let next = start + bodies.len() as u32;
        let line = &sheet.lines[opening.line];
        let opens = bodies.is_empty()
            || opening.number == Some(next)
            || opening.raised
            || opening.number.is_none() && (line.gap_before || ends_sentence(&sheet.lines[opening.line - 1]));
        if !opens {
            continue;
        }
        match opening.number {
            Some(n) if n == next => weight += NUMBER_DUE,
            Some(_) if opening.raised => weight += RAISED,
            Some(_) if bodies.is_empty() => return None,
            Some(_) => continue,
            None => weight += opening.weight,
        }
        bodies.push((opening.clone(), next));
    }
    weight += setting(sheet, page, first.line);
    for at in first.line..lines.end {
        if sheet.is_ruled(at) || foreign(&sheet.lines[at]) {
            weight += FOREIGN;
        }
    }
    let above: Vec<&Candidate> = candidates.iter().filter(|c| c.line < first.line).collect();
    let numbers: Vec<u32> = bodies.iter().map(|(_, n)| *n).collect();
    let references = choose(&above, &numbers);
    for reference in &references {
        weight += reference.as_ref().map_or(UNREFERENCED, |r| 1.0 - r.cost);
    }
    let references = references.into_iter().map(|r| r.cloned()).collect();
    Some(Block { bodies, references, weight })
}

/// Weighs how the block from `first` to the page's end is set off from the text above it.
fn setting(sheet: &Sheet, page: usize, first: usize) -> f32 {
    let sheet_page = &sheet.pages[page];
    let (text, block) =
        (&sheet.lines[sheet_page.lines.start..first], &sheet.lines[first..sheet_page.lines.end]);
    let mut weight = if block[0].gap_before { APART } else { -APART };
    let longest = block.iter().map(SheetLine::length).max().unwrap_or(0) as f32;
    if longest >= LONGER_LINES * sheet.usual_length as f32 && sheet.usual_length > 0 {
        weight += SMALLER;
    }
    if let (Some(above), Some(below)) = (text.last().and_then(|l| l.frame), block[0].frame) {
        let ruled = sheet_page.across.iter().any(|r| {
            let y = r.center().1;
            y > above.center().1 && y < below.center().1
        });
        if ruled {
            weight += RULED;
        }
        let height = |lines: &[SheetLine]| {
            let mut heights: Vec<f32> = lines.iter().filter_map(|l| l.frame).map(|f| f.height()).collect();
            heights.sort_by(f32::total_cmp);
            heights.get(heights.len() / 2).copied().unwrap_or(0.0)
        };
        if height(block) <= LOWER_LINES * height(text) {
            weight += SMALLER;
        }
    }
    weight
}

/// Returns whether a line can only stand in running text: a heading, or an item of a list.
fn foreign(line: &SheetLine) -> bool {
    let first = line.text.split_whitespace().next().unwrap_or_default();
    let list = matches!(first, "-" | "–" | "+") && line.gap_before;
    let decimal = first.chars().filter(|c| *c == '.').count() >= 2
        && first.chars().all(|c| c.is_ascii_digit() || c == '.')
        && first.starts_with(|c: char| c.is_ascii_digit());
    let capitals = line.length() > 12 && folding::capital_share(&line.text) > 0.8;
    let mut last = line.text.split_whitespace().rev();
    let numbers = last.by_ref().take(2).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).count();
    list || decimal || capitals || numbers == 2 || line.text.contains('|')
}

fn ends_sentence(line: &SheetLine) -> bool {
    line.text.trim_end().ends_with(['.', ';', ')', '”', '"', ':'])
}

/// Reads a line as the opening of a body.
fn opening(line: &SheetLine, at: usize) -> Option<Opening> {
    let tokens = line.tokens();
    if tokens.len() < 3 {
        return None;
    }
    // Dirt may stand before a superior figure.
    let is_dirt = |token: &Range<usize>| line.slice(token).chars().all(|c| !c.is_alphanumeric());
    let is_figure = |token: &Range<usize>| line.slice(token).starts_with(is_superior);
    let lead = usize::from(is_dirt(&tokens[0]) && is_figure(&tokens[1]));
    let start = tokens[0].start;
    let token = &tokens[lead];
    let text = line.slice(token);
    let mark_end = tokens[lead + 1].start;
    let raised = text.starts_with(is_superior);
    let sure = |number: u32, end: usize| Opening {
        line: at,
        mark: start..end,
        number: Some(number),
        raised,
        weight: NUMBER_DUE,
    };
    if let Some(number) = as_number(&text) {
        return Some(sure(number, mark_end));
    }
    // A figure glued to the first word.
    let digits: String = text.chars().take_while(|c| superior(*c).is_some()).collect();
    let rest = text.chars().nth(digits.chars().count());
    let capital = rest.is_some_and(char::is_uppercase);
    if let Some(number) = as_number(&digits)
        && (capital || raised)
    {
        return Some(sure(number, token.start + digits.chars().count()));
    }
    if let Some(weight) = sign_weight(&text) {
        return Some(Opening { line: at, mark: token.start..mark_end, number: None, raised, weight });
    }
    // Repair may have taken the mark for dirt.
    let seen = line.ocr.split_whitespace().next().filter(|s| !text.starts_with(s))?;
    let (number, weight) = match as_number(seen) {
        Some(number) => (Some(number), NUMBER_DUE),
        None => (None, sign_weight(seen)?),
    };
    Some(Opening { line: at, mark: token.start..token.start, number, raised, weight })
}

/// Returns how surely a token at the head of a line is a superior figure misread.
fn sign_weight(token: &str) -> Option<f32> {
    let length = token.chars().count();
    if length > 3 || token.chars().any(char::is_alphanumeric) && !matches!(token, "l" | "I" | "i") {
        return None;
    }
    match token {
        "-" | "–" | "—" | "+" | "•" | "." | "," | "..." | "(" => None,
        // A star also opens items of lists.
        "*" => Some(SIGN / 2.0),
        _ => Some(SIGN),
    }
}

/// Returns the value of a plain or superior figure, `[1]`, `(1)` or `^[1]`.
fn as_number(token: &str) -> Option<u32> {
    let inner = token
        .strip_prefix("^[")
        .or_else(|| token.strip_prefix('['))
        .and_then(|t| t.strip_suffix(']'))
        .or_else(|| token.strip_prefix('(').and_then(|t| t.strip_suffix(')')))
        .unwrap_or(token);
    if inner.is_empty() || inner.chars().count() > 3 {
        return None;
    }
    let number = inner.chars().try_fold(0, |n, c| Some(n * 10 + superior(c)?))?;
    (number > 0).then_some(number)
}

fn is_superior(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

fn superior(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' => Some(0),
        '⁴'..='⁹' => Some(c as u32 - '⁰' as u32),
        _ => c.to_digit(10),
    }
}

/// Collects the places above that may be references, in reading order.
fn candidates(sheet: &Sheet, page: usize, quotes_open: i32, due: u32) -> Vec<Candidate> {
    let mut open = quotes_open;
    let mut candidates = Vec::new();
    for at in sheet.pages[page].lines.clone() {
        let line = &sheet.lines[at];
        if at > 0 && super::paragraph::begins(sheet, &sheet.lines[at - 1], line) {
            open = 0;
        }
        let tokens = line.tokens();
        for (index, token) in tokens.iter().enumerate() {
            let text = line.slice(token);
            let seen = line.recognised(token);
            open += opened(&seen).max(opened(&text));
            let closes = open > 0;
            let mut candidate = None;
            for reading in [&text, &seen] {
                if let Some(c) = reference(reading, closes, due) {
                    candidate = Some(c);
                    break;
                }
            }
            if seen.contains(['”', '"']) || text.contains(['”', '"']) {
                open = (open - 1).max(0);
            }
            let Some((word, sign, behind, cost)) = candidate else { continue };
            // Where repair made as many letters of it as were seen, the sign was a letter.
            let letters = |t: &str| t.chars().filter(|c| !matches!(c, '.' | ',' | ';' | ':')).count();
            if !text.contains(sign.as_str())
                && letters(&text) >= letters(&word) + letters(&sign)
                && text != seen
            {
                continue;
            }
            let mut place = token.clone();
            let mut word = word;
            if word.is_empty() {
                // The mark stands alone: it belongs to the word before it.
                let Some(before) = index.checked_sub(1).map(|i| &tokens[i]) else { continue };
                word = line.slice(before);
                place = before.start..token.end;
            } else if !text.starts_with(&word) {
                // The mark was read off the recognised text; the word is the restored one.
                word = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned();
                if has_letter_too_many(&word) {
                    word.pop();
                }
            }
            let raised = sign.chars().any(is_superior);
            if word.chars().any(char::is_alphabetic) || word.ends_with(')') || word.ends_with('.') || raised {
                candidates.push(Candidate { line: at, token: place, word, behind, sign, cost });
            }
        }
    }
    candidates
}

/// Reads a token as `word mark punctuation`; returns word, mark, punctuation and cost.
fn reference(token: &str, closes_quote: bool, due: u32) -> Option<(String, String, String, f32)> {
    let characters: Vec<char> = token.chars().collect();
    let tail = characters.iter().rev().take_while(|c| matches!(c, '.' | ',' | ';' | ':')).count();
    let core = &characters[..characters.len() - tail];
    let behind: String = characters[core.len()..].iter().collect();
    // `^[n]` stands there already.
    if let Some(open) = token.find("^[") {
        let number = token[open..].split(']').next()?;
        let rest = token[open + number.len()..].trim_start_matches(']');
        return Some((token[..open].to_owned(), format!("{number}]"), rest.to_owned(), 0.0));
    }
    let is_sign = |c: &char| {
        matches!(
            c,
            '\'' | '’'
                | '‘'
                | '`'
                | '´'
                | '*'
                | '®'
                | '©'
                | '™'
                | '°'
                | 'º'
                | 'ª'
                | '^'
                | '§'
                | '”'
                | '"'
                | '%'
                | '?'
                | '!'
                | '#'
                | '$'
                | '&'
                | '¢'
                | '»'
                | '>'
                | '<'
                | '~'
        ) || is_superior(*c)
    };
    // Before a superior figure a percent sign is one: `45,45%¹`.
    let raised = core.iter().rev().take_while(|c| is_superior(**c)).count();
    let signs = if raised > 0 { raised } else { core.iter().rev().take_while(|c| is_sign(c)).count() };
    let (word, sign) = core.split_at(core.len() - signs);
    let text = |c: &[char]| c.iter().collect::<String>();
    // `m²` and `km²` are units.
    let unit = matches!(text(word).as_str(), "m" | "km" | "dm" | "cm" | "mm")
        && sign.iter().all(|c| is_superior(*c));
    if signs > 0 && signs <= 3 && !unit {
        let last = word.last();
        let lone = word.is_empty();
        let raised = sign.iter().any(|c| is_superior(*c));
        let after_word = last.is_some_and(|c| c.is_alphabetic() || matches!(c, ')' | '.')) || raised;
        let in_code = last.is_some_and(char::is_ascii_digit);
        if !lone && !after_word && !in_code {
            return None;
        }
        if lone && token.chars().count() > 3 {
            return None;
        }
        let mut cost = sign
            .iter()
            .map(|c| match c {
                c if is_superior(*c) => 0.0,
                '®' | '©' | '™' | '°' | 'º' | '*' | '^' => 0.3,
                '”' | '"' if closes_quote => 1.5,
                '”' | '"' => 0.6,
                '?' => 0.8,
                '!' | '>' | '<' | '$' => 0.9,
                // English engines write these for vowels: `s&` is `sở`.
                '&' | '¢' => 1.6,
                _ => 0.6,
            })
            .fold(f32::MAX, f32::min);
        if in_code && !raised {
            cost += 1.0;
        }
        if lone {
            cost += 0.5;
        }
        return (cost <= REFERENCE_LIMIT).then(|| (text(word), text(sign), behind, cost));
    }
    // A figure glued to a word, or `(5)` behind it.
    let figures = core.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    if figures > 0 && figures <= 2 && figures < core.len() {
        let (word, sign) = core.split_at(core.len() - figures);
        let lower =
            word.iter().all(|c| c.is_alphabetic() || *c == ')') && word.iter().any(|c| c.is_lowercase());
        let number: Option<u32> = text(sign).parse().ok();
        if lower && word.len() > 1 && number.is_some() {
            // Letters come out as these digits: `ho1` is `hội`.
            let lettered = sign.iter().all(|c| matches!(c, '0' | '1' | '5' | '6'));
            return Some((text(word), text(sign), behind, if lettered { 0.7 } else { 0.3 }));
        }
        // `NQ/TW3`: a code, unless the figure is just the one that is due.
        if !lower && word.iter().all(|c| c.is_alphabetic() || matches!(c, '/' | '-')) && number == Some(due) {
            return Some((text(word), text(sign), behind, 1.0));
        }
        return None;
    }
    // A letter too many: no Vietnamese syllable ends so.
    if has_letter_too_many(&text(core)) {
        let (word, sign) = core.split_at(core.len() - 1);
        return Some((text(word), text(sign), behind, 1.0));
    }
    None
}

/// Returns whether a letter stands behind the end of a syllable, where a figure was read as one.
fn has_letter_too_many(word: &str) -> bool {
    const ENDS: &[&str] = &["ngg", "nhg", "gg", "ngs", "nhs", "ngl", "nhl", "ngz", "ngq", "nhq", "ngb"];
    let folded = folding::fold(word);
    word.chars().count() > 3 && ENDS.iter().any(|e| folded.ends_with(e))
}

/// Returns what it costs that a figure was read as a sign; `None` where it cannot have been.
fn misread(sign: &str, number: u32) -> Option<f32> {
    if sign.chars().all(is_superior) {
        let read = sign.chars().filter_map(superior).fold(0, |n, digit| n * 10 + digit);
        return Some(if read == number { 0.0 } else { OTHER_FIGURE });
    }
    if compatible(sign, number) {
        return Some(0.0);
    }
    // A figure glued to a word was a mark, whichever it was read as.
    (sign.chars().count() == 1 && sign.chars().all(|c| c.is_ascii_digit())).then_some(OTHER_FIGURE)
}

fn compatible(sign: &str, number: u32) -> bool {
    let digits: String = sign.chars().filter_map(|c| superior(c)?.to_string().chars().next()).collect();
    if digits.len() == sign.chars().filter(|c| c.is_alphanumeric()).count() && !digits.is_empty() {
        return digits == number.to_string();
    }
    let last = number % 10;
    match sign.chars().next() {
        Some('g' | 'q') => matches!(last, 8 | 9 | 6),
        Some('s' | 'S') => matches!(last, 5 | 8),
        Some('b') => matches!(last, 6 | 8),
        Some('z') => matches!(last, 2 | 7),
        Some('l') => matches!(last, 1 | 7),
        _ if sign.starts_with("^[") => sign == format!("^[{number}]"),
        _ => true,
    }
}

/// Chooses one candidate a number, in order, at least cost; `None` for a number that finds none.
fn choose<'a>(candidates: &[&'a Candidate], numbers: &[u32]) -> Vec<Option<&'a Candidate>> {
    let none = -UNREFERENCED + 1.0;
    let (rows, columns) = (numbers.len(), candidates.len());
    let mut best = vec![vec![0.0f32; columns + 1]; rows + 1];
    for row in 1..=rows {
        best[row][0] = best[row - 1][0] + none;
        for column in 1..=columns {
            let candidate = candidates[column - 1];
            let mut least = best[row][column - 1].min(best[row - 1][column] + none);
            if let Some(misread) = misread(&candidate.sign, numbers[row - 1]) {
                least = least.min(best[row - 1][column - 1] + candidate.cost + misread);
            }
            best[row][column] = least;
        }
    }
    let mut chosen = vec![None; rows];
    let (mut row, mut column) = (rows, columns);
    while row > 0 {
        let here = best[row][column];
        if column > 0 && here == best[row][column - 1] {
            column -= 1;
        } else if column > 0
            && let Some(misread) = misread(&candidates[column - 1].sign, numbers[row - 1])
            && here == best[row - 1][column - 1] + candidates[column - 1].cost + misread
        {
            chosen[row - 1] = Some(candidates[column - 1]);
            (row, column) = (row - 1, column - 1);
        } else {
            row -= 1;
        }
    }
    chosen
}

/// Writes a block's marks into the sheet and its notes into the records.
fn settle(sheet: &mut Sheet, page: usize, block: Block, found: &mut Found) {
    let number_of_page = sheet.pages[page].number;
    let end = sheet.pages[page].lines.end;
    let confidence = (0.5 + block.weight / 20.0).min(0.99);
    // From the right, so that places in the same line stay true.
    let mut linked: Vec<Vec<Reference>> = vec![Vec::new(); block.bodies.len()];
    for (at, reference) in block.references.iter().enumerate().rev() {
        let mark = block.bodies[at].1;
        let Some(r) = reference else {
            found.warnings.push(Warning {
                page: Some(number_of_page),
                code: "footnote-unreferenced".into(),
                message: format!("footnote {mark} has no reference in the text of its page"),
            });
            continue;
        };
        let after = format!("{}^[{mark}]{}", r.word, r.behind);
        let reason =
            format!("footnote mark {mark}, read as `{}`: proved by its body and the sequence", r.sign);
        sheet.replace(r.line, r.token.clone(), &after, reason, confidence);
        let line = &sheet.lines[r.line];
        linked[at].push(Reference { page: line.page, line: line.line, after: r.word.clone() });
    }
    for (at, (opening, mark)) in block.bodies.iter().enumerate() {
        let written = format!("^[{mark}] ");
        let reason = format!("footnote mark {mark} at the head of its body, proved by the sequence");
        let line = &sheet.lines[opening.line];
        if opening.mark.is_empty()
            && let Some(word) = line.tokens().into_iter().next()
        {
            let after = format!("{written}{}", line.slice(&word));
            sheet.replace(opening.line, word, &after, reason, confidence);
        } else {
            sheet.replace(opening.line, opening.mark.clone(), &written, reason, confidence);
        }
        let last = block.bodies.get(at + 1).map_or(end, |(o, _)| o.line);
        let own = |sheet: &Sheet, line: &usize| sheet.lines[*line].role != Role::PageNumber;
        let lines: Vec<usize> = (opening.line..last).filter(|line| own(sheet, line)).collect();
        for line in &lines {
            sheet.lines[*line].role = Role::Footnote;
        }
        let text = super::paragraph::join(lines.iter().map(|line| sheet.lines[*line].text.as_str()));
        let text = text.strip_prefix(written.as_str()).map_or(text.clone(), ToOwned::to_owned);
        found.footnotes.push(Footnote {
            mark: mark.to_string(),
            text,
            page: number_of_page,
            references: std::mem::take(&mut linked[at]),
        });
    }
}

/// Adds a block without a mark at the foot of the page after a note that broke off in mid-sentence.
fn continue_last(sheet: &mut Sheet, page: usize, found: &mut Found) {
    let lines = sheet.pages[page].lines.clone();
    let Some(note) = found.footnotes.last_mut() else { return };
    let before = page.checked_sub(1).map(|p| sheet.pages[p].number);
    if Some(note.page) != before || note.text.trim_end().ends_with(['.', ';', ')', '”', '!', '?']) {
        return;
    }
    let furthest = lines.end.saturating_sub(LONGEST_BLOCK).max(lines.start + 1);
    let start = (furthest..lines.end).rev().find(|at| sheet.lines[*at].gap_before);
    let Some(start) = start else { return };
    let lower = sheet.lines[start].text.trim_start().starts_with(char::is_lowercase);
    if lower
        && setting(sheet, page, start) >= PROVED
        && !(start..lines.end).any(|at| sheet.is_ruled(at) || foreign(&sheet.lines[at]))
    {
        let rest = super::paragraph::join(sheet.lines[start..lines.end].iter().map(|l| l.text.as_str()));
        note.text = super::paragraph::join([note.text.as_str(), rest.as_str()].into_iter());
        for at in start..lines.end {
            sheet.lines[at].role = Role::Footnote;
        }
    }
}

/// Warns of figures that can only be marks where the page has no body.
fn warn_of_lone_marks(sheet: &Sheet, page: usize, due: u32, warnings: &mut Vec<Warning>) {
    for at in sheet.pages[page].lines.clone() {
        let line = &sheet.lines[at];
        for token in line.tokens() {
            let text = line.slice(&token);
            let lone =
                text.contains(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']) && !text.contains(['m', '/']);
            let word: String = text.chars().take_while(|c| c.is_lowercase()).collect();
            let figure = text[word.len()..].trim_end_matches(['.', ',', ';']);
            let glued = word.chars().count() > 2 && figure == due.to_string();
            if lone || glued || text.contains("^[") {
                warnings.push(Warning {
                    page: Some(line.page),
                    code: "footnote-body-missing".into(),
                    message: format!(
                        "`{text}` on line {} looks like a footnote mark without a body",
                        line.line
                    ),
                });
            }
        }
    }
}

fn opened(token: &str) -> i32 {
    let curly = token.matches(['“', '«']).count();
    let straight = usize::from(token.starts_with('"') && token.chars().count() > 1);
    (curly + straight) as i32
}

/// Follows quotation marks over a page.
fn quotes_after(sheet: &Sheet, page: usize, before: i32) -> i32 {
    let mut open = before;
    for at in sheet.pages[page].lines.clone() {
        let line = &sheet.lines[at];
        if line.role != Role::Body {
            continue;
        }
        if at > 0 && super::paragraph::begins(sheet, &sheet.lines[at - 1], line) {
            open = 0;
        }
        for token in line.text.split_whitespace() {
            open += opened(token);
            if token.contains('”') || token.len() > 1 && token.ends_with('"') {
                open = (open - 1).max(0);
            }
        }
    }
    // A quotation that stays open for more than a page was never closed.
    open.min(1)
}
