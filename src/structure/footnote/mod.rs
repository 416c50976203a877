//! Footnotes: marks in the running text, bodies at the foot of the page, and the proof that ties them.
//!
//! # Grammar
//!
//! ```text
//! reference = word mark [ closing punctuation ]        mark set as a superior figure, glued to the word
//! body      = mark text *( line )                      runs to the next body or to the end of the page or column
//! list      = body *( body )                           at a document's or a part's end, its references on pages before
//! mark      = figure | "(" figure ")" | "[" figure "]" | 1*"*"
//! ```
//!
//! Recognisers seldom read superior figures: `Tỉnh¹.` comes out as `Tinh'.`, `Tinh®`, `dcf)ngg`, and the body
//! begins with `!`, `%`, `®>` or nothing. A single stray character proves nothing. What proves a footnote is the
//! whole: a block at the foot of the page that begins like a body, is set smaller (longer lines, lower boxes, a
//! rule or a gap above), as many references above it as it has bodies, in order, and numbers that go on from the
//! footnote before. [`find`] weighs these and changes text only where they come together: an ordinary quotation
//! mark without a body stays what it is.

use std::collections::BTreeSet;
use std::ops::Range;

mod block;
mod body;
mod foot;
mod lone_mark;
mod mark;
mod openings;
mod reference;
mod references;
mod set_off;
mod setting;
mod ties;

use super::record_text;
use super::sheet::Sheet;
use crate::document::{BlockKind, Footnote, Reference, Text, Warning};
use block::{Block, Due};
use foot::Foot;
use mark::Form;
use reference::Candidate;
use references::References;

/// Cost of a block that begins with the rest of a note where there is no note before it.
const NOTHING_GOES_ON: f32 = 2.0;

/// Footnotes found, with the document's complaints about them.
pub(super) struct Found {
    pub(super) footnotes: Vec<Footnote>,
    pub(super) warnings: Vec<Warning>,
}

/// Finds the footnotes of a document, marks both ends in the sheet with `^[n]`, and claims the bodies' lines.
pub(super) fn find(sheet: &mut Sheet) -> Found {
    let mut found = Found { footnotes: Vec::new(), warnings: Vec::new() };
    let mut moments = Vec::new();
    let mut due = Due::FIRST;
    let usual = setting::usual_of(sheet);
    let chosen = lists(sheet, usual, blocks(sheet, usual));
    let references = chosen.iter().flatten().flat_map(|block| &block.references);
    let referring: BTreeSet<usize> = references.flatten().map(|reference| reference.line).collect();
    for (page, blocks) in chosen.into_iter().enumerate() {
        if blocks.is_empty() {
            lone_mark::settle(sheet, page, due.figure, &referring, &mut found.warnings);
            continue_last(sheet, page, usual, &mut found);
        }
        for block in blocks {
            due = due.after(&block);
            settle(sheet, page, &block, &mut found);
            moments.resize(found.footnotes.len(), sheet.moment());
        }
    }
    // Another block's references may stand in the same lines.
    for (note, moment) in found.footnotes.iter_mut().zip(moments) {
        record_text::follow(sheet, moment, note);
    }
    found
}

/// A way through the first columns of a document's pages.
struct Way {
    weight: f32,
    /// What comes next.
    due: Due,
    /// The line after its last block.
    end: usize,
    /// The block of its last column, where it has one, and the way before it among those of the column before.
    block: Option<Block>,
    before: usize,
}

/// Chooses for each page its blocks, one a column at most, so that they weigh most together: the shortest path over columns
/// (Viterbi), its states the numbers, and stars, that may be due.
fn blocks(sheet: &Sheet, usual: Option<f32>) -> Vec<Vec<Block>> {
    let mut ways = vec![vec![Way { weight: 0.0, due: Due::FIRST, end: 0, block: None, before: 0 }]];
    let mut pages = Vec::new();
    let mut quotes_open = 0;
    for page in 0..sheet.pages.len() {
        let foot = Foot::new(sheet, page, quotes_open, usual);
        quotes_open = reference::quotes_after(sheet, page, quotes_open);
        for column in 0..foot.columns() {
            let next = column_ways(ways.last().map_or(&[], Vec::as_slice), &foot, column);
            ways.push(next);
            pages.push(page);
        }
    }
    let best = |ways: &[Way]| {
        let better = |best: usize, at: usize| if ways[at].weight > ways[best].weight { at } else { best };
        (1..ways.len()).fold(0, better)
    };
    let mut at = ways.last().map_or(0, |last| best(last));
    let mut chosen: Vec<Vec<Block>> = sheet.pages.iter().map(|_| Vec::new()).collect();
    for (mut column, page) in ways.into_iter().skip(1).zip(pages).rev() {
        let way = column.swap_remove(at);
        at = way.before;
        chosen[page].extend(way.block);
    }
    chosen.iter_mut().for_each(|blocks| blocks.reverse());
    chosen
}

/// Returns the ways that go on from those before over a column of a page, the best of each number that is due after it.
fn column_ways(before: &[Way], foot: &Foot, column: usize) -> Vec<Way> {
    let mut next: Vec<Way> = Vec::new();
    for (at, way) in before.iter().enumerate() {
        let mut reach = |reached: Way| match next.iter_mut().find(|known| known.due == reached.due) {
            Some(known) if known.weight >= reached.weight => {}
            Some(known) => *known = reached,
            None => next.push(reached),
        };
        reach(Way { block: None, before: at, ..*way });
        for block in foot.blocks(column, way.due).into_iter().filter(|block| block.first >= way.end) {
            let Some(cost) = way.due.jump(block.form, block.start) else { continue };
            let has_note_to_go_on = way.end > 0 || !block.goes_on();
            let cost = if has_note_to_go_on { cost } else { cost + NOTHING_GOES_ON };
            let weight = way.weight + block.weight - cost;
            let (due, end) = (way.due.after(&block), block.end);
            reach(Way { weight, due, end, block: Some(block), before: at });
        }
    }
    next
}

/// Finds the lists of notes at a document's or a part's end, to which places on the pages before refer, beside the blocks that
/// were chosen; one that nothing on its page refers to may be such a list. Then ties notes to places on other pages.
fn lists(sheet: &Sheet, usual: Option<f32>, mut chosen: Vec<Vec<Block>>) -> Vec<Vec<Block>> {
    let mut quotes_open = 0;
    let mut before = Vec::new();
    let mut loose = Vec::new();
    let mut due = Due::FIRST;
    let mut goes_on = false;
    let mut over_pages: Vec<ListOverPages> = Vec::new();
    for (page, chosen) in chosen.iter_mut().enumerate() {
        let foot = Foot::new(sheet, page, quotes_open, usual);
        quotes_open = reference::quotes_after(sheet, page, quotes_open);
        let tied: usize = chosen.iter().map(Block::tied).sum();
        let is_whole =
            !chosen.is_empty() && chosen.iter().flat_map(|block| &block.references).all(Option::is_some);
        let mut starts = vec![(Form::Figures, 1), (Form::Figures, due.figure), (Form::Stars, 1)];
        starts.dedup();
        let mut list = None;
        if !is_whole || foot.has_title() {
            let found = |(form, start)| foot.list(form, start, &before, goes_on);
            // Under a title of its own a list is told from notes of the page.
            let is_list = |list: &Block| tied == 0 || list.tied() > tied || foot.is_titled(list.first);
            list = starts.into_iter().find_map(found).filter(is_list);
        }
        if let Some(list) = &list {
            match over_pages.last_mut().filter(|_| goes_on) {
                Some(last) => last.pages.end = page + 1,
                None => {
                    let places = before.iter().chain(foot.candidates_above(list.first)).cloned().collect();
                    over_pages.push(ListOverPages { pages: page..page + 1, places });
                }
            }
        }
        goes_on = list.is_some();
        if tied > 0 && list.is_none() {
            due = chosen.iter().fold(due, Due::after);
            loose.push(foot.into_candidates_beside(chosen));
            // The note of a reference near the page's foot may stand at the next one's.
            before = loose.last().into_iter().flatten().filter(|own| own.is_seen()).cloned().collect();
            continue;
        }
        if let Some(list) = list {
            due = due.after(&list);
            before.extend(foot.candidates_above(list.first).cloned());
            // A note has one body: what refers to these refers to none on the pages that follow.
            let is_tied = |own: &Candidate| list.references.iter().flatten().any(|tied| tied.is_at(own));
            before.retain(|own| !is_tied(own));
            references::keep_surest(&mut before);
            loose.push(Vec::new());
            *chosen = vec![list];
            continue;
        }
        let own = foot.into_candidates();
        before.extend(own.iter().cloned());
        references::keep_surest(&mut before);
        loose.push(own);
    }
    for list in over_pages.into_iter().filter(|list| list.pages.len() > 1) {
        list.tie(&mut chosen[list.pages.clone()]);
    }
    ties::tie_over_pages(&mut chosen, loose);
    chosen
}

/// A list of notes that runs over pages.
struct ListOverPages {
    pages: Range<usize>,
    /// What may refer to its notes: the places before its first.
    places: Vec<Candidate>,
}

impl ListOverPages {
    /// Ties all of the list's notes at once, its block on each page: by those of one page alone a place is taken for another's.
    fn tie(&self, chosen: &mut [Vec<Block>]) {
        let mut blocks: Vec<&mut Block> = chosen.iter_mut().flatten().collect();
        let goes_on =
            blocks.windows(2).all(|two| two[0].form == two[1].form && two[0].next() == two[1].start);
        let Some(first) = blocks.first().filter(|_| goes_on) else { return };
        let most = blocks.iter().map(|block| block.bodies.len()).sum();
        let places: Vec<&Candidate> = self.places.iter().collect();
        let tied = References::new(&places, first.form, first.start, most, true).chosen(most);
        let mut tied = tied.into_iter();
        for block in &mut blocks {
            block.references = tied.by_ref().take(block.bodies.len()).collect();
        }
    }
}

/// Writes a block's marks into the sheet and its notes into the records.
fn settle(sheet: &mut Sheet, page: usize, block: &Block, found: &mut Found) {
    let number_of_page = sheet.pages[page].number;
    let end = block.end;
    let confidence = (0.5 + block.weight / 20.0).min(0.99);
    // From the right, so that places in the same line stay true.
    let mut linked: Vec<Vec<(usize, usize, String)>> = vec![Vec::new(); block.bodies.len()];
    let numbers = (block.start..block.next()).map(|number| block.form.mark(number));
    for ((at, reference), mark) in block.references.iter().enumerate().zip(numbers.clone()).rev() {
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
        linked[at].push((r.line, r.token.start, r.word.clone()));
    }
    // A second mark in a line moves the words behind it.
    let linked: Vec<Vec<Reference>> =
        linked.into_iter().map(|own| own.into_iter().map(|r| reference(sheet, &r)).collect()).collect();
    go_on_with_last(sheet, page, block.first..block.bodies[0].line, found);
    for ((at, opening), mark) in block.bodies.iter().enumerate().zip(numbers) {
        let line = &sheet.lines[opening.line];
        // A mark may be a line of its own.
        let blank = if opening.mark.end < line.length() { " " } else { "" };
        let written = format!("^[{mark}]{blank}");
        let reason = format!("footnote mark {mark} at the head of its body, proved by the sequence");
        if opening.mark.is_empty()
            && let Some(word) = line.tokens().into_iter().next()
        {
            let after = format!("{written}{}", line.slice(&word));
            sheet.replace(opening.line, word, &after, reason, confidence);
        } else {
            sheet.replace(opening.line, opening.mark.clone(), &written, reason, confidence);
        }
        let last = note_end(sheet, opening.line..block.bodies.get(at + 1).map_or(end, |o| o.line));
        let own = |sheet: &Sheet, line: &usize| !sheet.lines[*line].is_claimed;
        let lines: Vec<usize> = (opening.line..last).filter(|line| own(sheet, line)).collect();
        let first = &sheet.lines[opening.line];
        let mark_range = mark_at_head(&first.text, &mark);
        let (mark_text, rest) = match mark_range {
            Some(range) => {
                let rest = range.end + 1;
                (sheet.text([(opening.line, range)]), rest..first.length())
            }
            None => (Text::bare(mark), 0..first.length()),
        };
        let others = lines.iter().filter(|line| **line != opening.line).map(|line| sheet.whole(*line));
        let rest = std::iter::once((opening.line, rest)).filter(|(_, rest)| !rest.is_empty());
        let text = sheet.text(rest.chain(others));
        let note = sheet.claim(BlockKind::Footnote, lines);
        found.footnotes.push(Footnote {
            mark: mark_text,
            text,
            page: number_of_page,
            block: note,
            references: linked.get(at).cloned().unwrap_or_default(),
        });
    }
}

/// Returns the end of a note that opens lines: where those end, but in a text, which need have no pages, where an empty line
/// parts what follows from a note that is over.
fn note_end(sheet: &Sheet, lines: Range<usize>) -> usize {
    let is_over = |at: &usize| {
        let (above, line) = (&sheet.lines[*at - 1], &sheet.lines[*at]);
        line.frame.is_none() && line.gap_before && body::ends_sentence(above)
    };
    (lines.start + 1..lines.end).find(is_over).unwrap_or(lines.end)
}

/// Adds lines at the head of a page's notes to the last page's note; where there is none they stay text.
fn go_on_with_last(sheet: &mut Sheet, page: usize, lines: Range<usize>, found: &mut Found) {
    let before = page.checked_sub(1).map(|p| sheet.pages[p].number);
    let Some(note) = found.footnotes.last_mut().filter(|note| Some(note.page) == before) else { return };
    let lines: Vec<usize> = lines.filter(|at| !sheet.lines[*at].is_claimed).collect();
    note.text.append(sheet.text(lines.iter().map(|at| sheet.whole(*at))));
    sheet.extend(note.block, lines);
}

/// Returns where the number of a mark stands that a line begins with: behind `^[`.
fn mark_at_head(line: &str, mark: &str) -> Option<Range<usize>> {
    let blanks = line.chars().take_while(|c| c.is_whitespace()).count();
    let rest = line.trim_start().strip_prefix("^[")?.strip_prefix(mark)?;
    let start = blanks + 2;
    rest.starts_with(']').then_some(start..start + mark.chars().count())
}

/// Returns the reference whose word stands in a line from a place on.
fn reference(sheet: &Sheet, (at, start, word): &(usize, usize, String)) -> Reference {
    let line = &sheet.lines[*at];
    let place = sheet.find_exactly((*at, *start..line.length()), word);
    let places = place.map(|place| sheet.text([place]).spans);
    let after = Text { text: word.clone(), spans: places.unwrap_or_default() };
    Reference { page: line.page, line: line.line, after }
}

/// Adds a block without a mark at the foot of the page after a note that broke off in mid-sentence.
fn continue_last(sheet: &mut Sheet, page: usize, usual: Option<f32>, found: &mut Found) {
    let lines = sheet.pages[page].lines.clone();
    let Some(note) = found.footnotes.last() else { return };
    if note.text.trim_end().ends_with(['.', ';', ')', '”', '!', '?']) {
        return;
    }
    let furthest = lines.end.saturating_sub(foot::LONGEST).max(lines.start + 1);
    let start = (furthest..lines.end).rev().find(|at| sheet.lines[*at].gap_before);
    let Some(start) = start else { return };
    let lower = sheet.lines[start].text.trim_start().starts_with(char::is_lowercase);
    if lower && foot::could_go_on(sheet, page, start, usual) {
        go_on_with_last(sheet, page, start..lines.end, found);
    }
}
