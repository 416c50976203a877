//! Tables read from their lines alone: text files, and tables without rules.
//!
//! Two layouts are met, each page in one of them:
//!
//! ```text
//! row by row    head line* ; [label] text number{k} ; tail line*      the numbers stand at the row's middle
//! cell by cell  text line+ , number , … k times                       every cell on lines of its own, labels lost
//! ```
//!
//! Row by row, the line with label and numbers (the *anchor*) stands in the middle of the row's text, for cells
//! are centred; the lines between two anchors are parted so that rows come out balanced, sentences whole and rows
//! not cut by pages. The header is repeated on each page and joins the pages to one table.

use std::ops::Range;

use super::header;
use super::raw::{RawRow, RawTable, Spot};
use crate::document::{Column, ColumnRole, Text};
use crate::structure::folding;
use crate::structure::number;
use crate::structure::sheet::{Place, Role, Sheet};

/// Share of header words from which a line belongs to a header.
const HEADER: f64 = 0.5;
/// Most lines of a header row by row.
const HEADER_LINES: usize = 6;
/// Cost of a row cut by a page break, in lines of imbalance.
const CUT_BY_PAGE: f32 = 4.0;
/// A line is short below this share of the usual length.
const SHORT: f32 = 0.8;
/// Longest stretch between anchors that is parted by balance; a longer one belongs to the row above.
const LONGEST_STRETCH: usize = 80;

/// What stands at both ends of a table line.
#[derive(Debug, Clone)]
struct Anchor {
    label: Option<Spot>,
    numbers: Vec<Option<Spot>>,
    total: bool,
}

/// A line of a table page, row by row.
#[derive(Debug, Clone)]
struct Entry {
    line: usize,
    anchor: Option<Anchor>,
    /// The words between label and numbers, in characters.
    body: Range<usize>,
}

/// Finds tables by their headers in lines not claimed yet, and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Vec<RawTable> {
    let mut tables = Vec::new();
    let mut current: Option<RawTable> = None;
    let mut entries: Vec<Entry> = Vec::new();
    for page in 0..sheet.pages.len() {
        let lines: Vec<usize> =
            sheet.pages[page].lines.clone().filter(|at| sheet.lines[*at].role == Role::Body).collect();
        let found = find_header(sheet, &lines);
        let from = match (&found, &current) {
            (Some(header), None) => {
                let mut table = RawTable::new(None);
                let title = title_above(sheet, &lines, header.lines.start);
                let title = sheet.text(title.into_iter().map(|at| sheet.whole(at)));
                table.title = (!title.is_empty()).then_some(title);
                table.columns = header.columns.clone();
                current = Some(table);
                header.lines.end
            }
            (Some(header), Some(_)) => header.lines.end,
            (None, Some(table)) if goes_on(sheet, &lines, table) => 0,
            (None, Some(_)) => {
                tables.extend(finish(sheet, current.take(), &mut entries));
                continue;
            }
            (None, None) => continue,
        };
        let Some(table) = current.as_mut() else { continue };
        let body = &lines[from..];
        if table.columns.is_empty() {
            let header = found.as_ref().map(|h| &lines[h.lines.clone()]).unwrap_or_default();
            table.columns = guess_columns(sheet, header, usual_count(sheet, body));
        }
        let header_lines = found.map_or(0..0, |h| h.lines);
        let is_first = table.pages.is_empty();
        for at in &lines[header_lines] {
            table.take(sheet, *at);
            if !is_first {
                table.repeated.extend(sheet.text([sheet.whole(*at)]).spans);
            }
        }
        table.add_page(sheet.pages[page].number);
        let count = table.columns.len().saturating_sub(2).max(1);
        let closed = if cell_by_cell(sheet, body) {
            part_entries(sheet, &mut entries, table);
            add_cells(sheet, body, count, table)
        } else {
            add_entries(sheet, body, count, &mut entries)
        };
        if closed {
            tables.extend(finish(sheet, current.take(), &mut entries));
        }
    }
    tables.extend(finish(sheet, current.take(), &mut entries));
    tables
}

fn finish(sheet: &mut Sheet, table: Option<RawTable>, entries: &mut Vec<Entry>) -> Option<RawTable> {
    let mut table = table?;
    part_entries(sheet, entries, &mut table);
    let spots = table.rows.iter().flat_map(|row| &row.cells).flatten();
    let mut lines: Vec<usize> = spots.map(|spot| spot.line).collect();
    lines.dedup();
    for line in lines {
        if sheet.lines[line].role != Role::Table {
            table.take(sheet, line);
        }
    }
    table.with_rows(sheet)
}

/// A header: where it stands among the page's lines, and its columns where each is a block of its own.
struct Header {
    lines: Range<usize>,
    columns: Vec<Column>,
}

fn find_header(sheet: &Sheet, lines: &[usize]) -> Option<Header> {
    let text = |at: usize| sheet.lines[lines[at]].text.as_str();
    let first = (0..lines.len()).find(|at| header::opens_with_number_sign(text(*at)))?;
    let words = text(first).split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    if words > 1 {
        if header::header_share(text(first)) < HEADER {
            return None;
        }
        let belongs = |at: usize| {
            header::header_share(text(at)) >= HEADER && !text(at).chars().any(|c| c.is_ascii_digit())
        };
        let mut start = first;
        let may_open =
            |at: usize| belongs(at) && text(at).chars().count() < 40 && !header::opens_title(text(at));
        while start > 0 && first - start < 2 && may_open(start - 1) {
            start -= 1;
        }
        let mut end = first + 1;
        while end < lines.len() && end - first < HEADER_LINES && belongs(end) {
            end += 1;
        }
        return Some(Header { lines: start..end, columns: Vec::new() });
    }
    // Cell by cell: each block is a column's name.
    let mut blocks: Vec<Vec<usize>> = vec![vec![lines[first]]];
    let mut end = first + 1;
    while end < lines.len() {
        let line = &sheet.lines[lines[end]];
        let scrap = !line.gap_before && line.length() <= 3;
        if header::header_share(&line.text) < 0.6 && !scrap || blocks.len() > 12 {
            break;
        }
        match blocks.last_mut() {
            Some(block) if !line.gap_before => block.push(lines[end]),
            _ => blocks.push(vec![lines[end]]),
        }
        end += 1;
    }
    if blocks.len() < 3 {
        return None;
    }
    let names = blocks.into_iter().map(|block| sheet.text(block.into_iter().map(|at| sheet.whole(at))));
    let columns: Vec<Column> = names.map(|name| Column { role: header::role(&name), name }).collect();
    let scored = columns.iter().skip(2).any(|c| matches!(c.role, ColumnRole::Max | ColumnRole::Score));
    scored.then_some(Header { lines: first..end, columns })
}

/// Likeness from which a word of a header is one of a column's name.
const LIKE_WORD: f64 = 0.7;

/// Tells the columns of a header whose words are interleaved by the words that stand in it.
fn guess_columns(sheet: &Sheet, header: &[usize], count: usize) -> Vec<Column> {
    let mut words: Vec<(Place, String)> = Vec::new();
    for at in header {
        let line = &sheet.lines[*at];
        words.extend(
            line.tokens()
                .into_iter()
                .map(|token| ((*at, token.clone()), folding::skeleton(&line.slice(&token)))),
        );
    }
    let has = |wanted: &str| words.iter().any(|(_, word)| is_like(word, wanted));
    let mut names = vec![
        ("TT", ColumnRole::Label),
        (if has("dung") { "NỘI DUNG" } else { "TIÊU CHÍ" }, ColumnRole::Text),
    ];
    if has("chuẩn") {
        names.push(("ĐIỂM CHUẨN", ColumnRole::Max));
    } else if has("đa") || count > 1 {
        names.push(("ĐIỂM TỐI ĐA", ColumnRole::Max));
    }
    if has("chấm") {
        names.push(("ĐIỂM TỰ CHẤM", ColumnRole::Score));
    }
    if has("thẩm") && has("định") {
        names.push(("ĐIỂM THẨM ĐỊNH", ColumnRole::Score));
    }
    names.truncate(2 + count);
    while names.len() < 2 + count {
        names.push(("ĐIỂM", ColumnRole::Score));
    }
    let spans = words_of_names(&names, &words);
    let column = |((name, role), places): (&(&str, ColumnRole), Vec<Place>)| {
        // A name of which no word was read says what the column holds.
        let printed = Some(sheet.text(places)).filter(|printed| !printed.is_empty());
        Column { name: printed.unwrap_or_else(|| Text::bare(*name)), role: *role }
    };
    names.iter().zip(spans).map(column).collect()
}

/// Gives each word of a header to the column whose name still lacks one like it, from the left; a word like none to the last
/// that got one, so that each stands in one name.
fn words_of_names(names: &[(&str, ColumnRole)], words: &[(Place, String)]) -> Vec<Vec<Place>> {
    let mut lacking: Vec<Vec<&str>> = names.iter().map(|(name, _)| name.split(' ').collect()).collect();
    let mut given: Vec<Vec<Place>> = vec![Vec::new(); names.len()];
    let mut last = 0;
    for (place, word) in words {
        let fits = |lacking: &Vec<&str>| lacking.iter().position(|wanted| is_like(word, wanted));
        let found = lacking.iter().enumerate().find_map(|(column, own)| Some((column, fits(own)?)));
        if let Some((column, at)) = found {
            lacking[column].remove(at);
            last = column;
        }
        given[last].push(place.clone());
    }
    given
}

fn is_like(word: &str, wanted: &str) -> bool {
    strsim::normalized_damerau_levenshtein(word, &folding::skeleton(wanted)) > LIKE_WORD
}

/// Returns how many numbers usually close a row.
fn usual_count(sheet: &Sheet, lines: &[usize]) -> usize {
    let mut counts = [0usize; 5];
    for at in lines {
        let numbers = sheet.lines[*at].text.split_whitespace().rev().take_while(|t| is_number(t)).count();
        counts[numbers.min(4)] += 1;
    }
    (1..5).max_by_key(|n| (counts[*n], *n)).filter(|n| counts[*n] > 0).unwrap_or(2)
}

fn is_number(token: &str) -> bool {
    number::parse(token).is_some()
        || token.chars().count() <= 4
            && number::with_digits(token)
                .is_some_and(|_| token.chars().any(|c| c.is_ascii_digit() || c == '§'))
}

/// Returns the lines of the title that stands above a header. They stay text, for in a text nothing tells them from an
/// annex's heading.
fn title_above(sheet: &Sheet, lines: &[usize], header: usize) -> Vec<usize> {
    let mut title: Vec<usize> = Vec::new();
    for at in lines[..header].iter().rev().take(8) {
        let text = sheet.lines[*at].text.trim();
        let capitals = folding::capital_share(text) > 0.7 && text.split_whitespace().nth(2).is_some();
        if capitals {
            title.push(*at);
        } else if !title.is_empty() {
            break;
        }
    }
    title.reverse();
    title
}

/// Returns whether a page without header goes on with the table: a row's end within its first lines.
fn goes_on(sheet: &Sheet, lines: &[usize], table: &RawTable) -> bool {
    let count = table.columns.len().saturating_sub(2).max(1);
    let anchors = lines
        .iter()
        .take(12)
        .filter(|at| {
            let numbers =
                sheet.lines[**at].text.split_whitespace().rev().take_while(|t| is_number(t)).count();
            numbers == count
        })
        .count();
    anchors >= 2
}

/// Returns whether a page stands cell by cell: numbers on lines of their own, none at the ends of rows.
fn cell_by_cell(sheet: &Sheet, lines: &[usize]) -> bool {
    let (mut lone, mut closing) = (0, 0);
    for at in lines {
        let mut tokens = sheet.lines[*at].text.split_whitespace().rev();
        let first = tokens.next().is_some_and(is_number);
        match tokens.next() {
            None if first => lone += 1,
            Some(second) if first && is_number(second) => closing += 1,
            _ => {}
        }
    }
    lone >= 2 && lone > 2 * closing
}

/// Reads a page that stands cell by cell. Returns whether the closing row was met.
fn add_cells(sheet: &Sheet, lines: &[usize], count: usize, table: &mut RawTable) -> bool {
    let mut row = RawRow::new(count + 2);
    let mut filled = 0;
    for at in lines {
        let line = &sheet.lines[*at];
        let text = line.text.trim();
        let tokens = line.tokens();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let spot = Spot::new(sheet, *at, first.start..last.end);
        if is_number(text) && (!row.cells[1].is_empty() || filled > 0) {
            row.cells[2 + filled].push(spot);
            filled += 1;
            if filled == count {
                table.rows.push(std::mem::replace(&mut row, RawRow::new(count + 2)));
                filled = 0;
                if table.rows.last().is_some_and(|r| r.total) {
                    return true;
                }
            }
            continue;
        }
        if filled > 0 {
            table.rows.push(std::mem::replace(&mut row, RawRow::new(count + 2)));
            filled = 0;
        }
        if row.cells[1].is_empty() && row.cells[0].is_empty() && is_label(text) {
            row.cells[0].push(spot);
        } else {
            row.total |= row.cells[1].is_empty() && super::is_total(text);
            row.cells[1].push(spot);
        }
        row.page = line.page;
    }
    false
}

/// Returns whether a token can be a row's label.
fn is_label(token: &str) -> bool {
    let token = token.trim_end_matches('|');
    let length = token.chars().count();
    let decimal = token.split('.').filter(|p| !p.is_empty()).all(|p| p.chars().all(|c| c.is_ascii_digit()))
        && token.starts_with(|c: char| c.is_ascii_digit())
        && length <= 8;
    let roman = length <= 5
        && token
            .trim_end_matches(['.', ')'])
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'l' | '1' | '|' | 'i' | 'y' | 'Y' | '!'));
    let bracket = length <= 3 && token.ends_with(')');
    let scrap =
        length == 1 && !token.starts_with(char::is_alphabetic) && !token.starts_with(['-', '+', '*', '(']);
    decimal
        || roman
        || bracket
        || scrap
        || token == "€"
        || length == 1 && token.chars().all(|c| c.is_ascii_alphabetic())
}

/// Cuts a table line into label, words and numbers. `count` numbers close a row.
fn cut(sheet: &Sheet, at: usize, count: usize) -> Entry {
    let line = &sheet.lines[at];
    let tokens = line.tokens();
    let texts: Vec<String> = tokens.iter().map(|t| line.slice(t)).collect();
    // From the right: numbers, the scraps of rules between them, and lost cells.
    let mut found: Vec<Option<Spot>> = Vec::new();
    let (mut end, mut ruled) = (tokens.len(), false);
    while end > 0 && found.len() < count {
        let text = &texts[end - 1];
        if is_number(text) {
            found.push(Some(Spot::new(sheet, at, tokens[end - 1].clone())));
        } else if text == "|" {
            ruled = true;
        } else if !found.is_empty() && matches!(text.as_str(), "." | "," | "-" | "_" | ":" | "'" | "—") {
            found.push(None);
        } else {
            break;
        }
        end -= 1;
    }
    let numbers = found.iter().flatten().count();
    let mut begin = 0;
    let mut label = None;
    if let Some(first) = texts.first() {
        let barred =
            first.ends_with('|') && first.len() > 1 || texts.get(1).is_some_and(|t| t.starts_with('|'));
        let bare = first.trim_end_matches('|');
        let complete = numbers == count || numbers > 0 && (ruled || found.len() == count);
        if !bare.is_empty() && is_label(bare) && (barred || complete) && end > 0 {
            let start = tokens[0].start;
            label = Some(Spot::new(sheet, at, start..start + bare.chars().count()));
            begin = 1;
            while begin < end && texts[begin].starts_with('|') && texts[begin].len() == 1 {
                begin += 1;
            }
        }
    }
    let complete = numbers == count || numbers > 0 && (ruled || label.is_some() || found.len() == count);
    let anchored = complete || label.is_some();
    if !complete {
        // A number that ends a sentence (`thi đua: 0`) is none of the row's.
        end = tokens.len();
        found.clear();
    }
    while end > begin && texts[end - 1] == "|" {
        end -= 1;
    }
    let body = match (tokens.get(begin), end.checked_sub(1).and_then(|e| tokens.get(e))) {
        (Some(first), Some(last)) if begin < end => {
            // `|- text`: the rule was read into the word.
            let skip = line.slice(first).chars().take_while(|c| *c == '|').count();
            first.start + skip..last.end
        }
        _ => 0..0,
    };
    let total = complete && super::is_total(&line.slice(&body));
    while found.len() < count {
        found.push(None);
    }
    found.reverse();
    let anchor = anchored.then_some(Anchor { label, numbers: found, total });
    Entry { line: at, anchor, body }
}

/// Reads a page that stands row by row. Returns whether the closing row was met.
fn add_entries(sheet: &Sheet, lines: &[usize], count: usize, entries: &mut Vec<Entry>) -> bool {
    for at in lines {
        let entry = cut(sheet, *at, count);
        let total = entry.anchor.as_ref().is_some_and(|a| a.total);
        entries.push(entry);
        if total {
            return true;
        }
    }
    false
}

/// Parts the lines between anchors, and adds the rows to the table.
fn part_entries(sheet: &Sheet, entries: &mut Vec<Entry>, table: &mut RawTable) {
    let entries = std::mem::take(entries);
    let anchors: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].anchor.is_some()).collect();
    let Some(last) = anchors.last() else { return };
    let mut lengths: Vec<usize> = entries.iter().map(|e| e.body.len()).filter(|l| *l > 0).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    // options[i]: where row i may end, as an index of the first entry past it; cost of ending there, and the
    // choice of the row before that led to it.
    let mut choices: Vec<Vec<(usize, f32, usize)>> = Vec::with_capacity(anchors.len());
    let start_of = |row: usize, choices: &[Vec<(usize, f32, usize)>], choice: usize| {
        if row == 0 { 0 } else { choices[row - 1][choice].0 }
    };
    for (row, anchor) in anchors.iter().enumerate() {
        let next = anchors.get(row + 1).copied().unwrap_or(entries.len());
        let ends: Vec<usize> = if *anchor == *last || next - anchor > LONGEST_STRETCH {
            vec![next]
        } else {
            (anchor + 1..=next).collect()
        };
        let before: Vec<f32> =
            if row == 0 { vec![0.0] } else { choices[row - 1].iter().map(|c| c.1).collect() };
        let options = ends
            .into_iter()
            .map(|end| {
                let boundary = match entries.get(end) {
                    Some(below) => boundary_cost(sheet, &entries[end - 1], below, usual),
                    None => 0.0,
                };
                let best = (0..before.len())
                    .map(|choice| {
                        let start = start_of(row, &choices, choice);
                        (before[choice] + row_cost(sheet, &entries[start..end], anchor - start), choice)
                    })
                    .min_by(|a, b| a.0.total_cmp(&b.0))
                    .unwrap_or((0.0, 0));
                (end, best.0 + boundary, best.1)
            })
            .collect();
        choices.push(options);
    }
    let mut choice = 0;
    let mut bounds = Vec::with_capacity(anchors.len());
    for row in (0..anchors.len()).rev() {
        let (end, _, before) = choices[row][choice];
        bounds.push((start_of(row, &choices, before), end));
        choice = before;
    }
    bounds.reverse();
    let columns = table.columns.len();
    for (start, end) in bounds {
        table.rows.push(make_row(sheet, &entries[start..end], columns));
    }
}

/// Returns the imbalance of a row whose anchor is the entry at `anchor`.
fn row_cost(sheet: &Sheet, entries: &[Entry], anchor: usize) -> f32 {
    let (head, tail) = (anchor as f32, (entries.len() - anchor - 1) as f32);
    let own = &entries[anchor];
    let worded = has_words(sheet, own);
    let mut cost = if worded { ((tail - head - 0.5).abs() - 0.5).max(0.0) } else { (tail - head).abs() };
    if own.anchor.as_ref().is_some_and(|a| a.total) {
        cost += 3.0 * (head + tail);
    }
    let pages = sheet.lines[entries[0].line].page != sheet.lines[entries[entries.len() - 1].line].page;
    cost + if pages { CUT_BY_PAGE } else { 0.0 }
}

/// Returns how badly a row ends at one line and the next begins at the other.
/// `usual` is the usual length of a line of the text column: the last line of a row is often shorter.
fn boundary_cost(sheet: &Sheet, above: &Entry, below: &Entry, usual: usize) -> f32 {
    let (above_text, below_text) =
        (sheet.lines[above.line].slice(&above.body), sheet.lines[below.line].slice(&below.body));
    let mut cost = 0.0;
    let head = below_text.trim_start();
    if head.starts_with(char::is_lowercase) || head.starts_with('(') {
        cost += 1.5;
    } else if head.starts_with(char::is_uppercase) {
        cost -= 0.5;
    } else if crate::structure::paragraph::is_bullet(head) {
        cost += 1.0;
    }
    if above_text.trim_end().ends_with(['.', ')', ';', ':']) {
        cost -= 0.25;
    }
    let title = |text: &str| folding::capital_share(text) > 0.7;
    if title(&above_text) && title(&below_text) {
        cost += 1.5;
    }
    if (above.body.len() as f32) < SHORT * usual as f32 {
        cost -= 0.3;
    }
    cost
}

/// Returns whether an entry has words of its own, not only scraps of marks.
fn has_words(sheet: &Sheet, entry: &Entry) -> bool {
    let text = sheet.lines[entry.line].slice(&entry.body);
    text.split_whitespace().any(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 3)
        || text.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() == 2).count()
            >= 2
}

fn make_row(sheet: &Sheet, entries: &[Entry], columns: usize) -> RawRow {
    let mut row = RawRow::new(columns);
    row.page = entries.first().map_or(0, |e| sheet.lines[e.line].page);
    let many = entries.len() > 1;
    for entry in entries {
        if !entry.body.is_empty() && (!many || has_words(sheet, entry) || entry.anchor.is_none()) {
            row.cells[1].push(Spot::new(sheet, entry.line, entry.body.clone()));
        }
        let Some(anchor) = &entry.anchor else { continue };
        row.page = sheet.lines[entry.line].page;
        row.total = anchor.total;
        row.cells[0].extend(anchor.label.clone());
        for (cell, number) in row.cells[2..].iter_mut().zip(&anchor.numbers) {
            cell.extend(number.clone());
        }
    }
    row
}
