//! The body: all that was claimed, in the order in which it is read.
//!
//! A block stands where its first line does; pages and lines are in reading order already. A line on which nothing is
//! printed goes with the block of the line before it on its page, at the head of a page with that of the line after it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Records;
use super::sheet::Sheet;
use crate::document::{
    Block, BlockKind, Document, Field, Letterhead, LineId, Part, PartKind, Section, Text, Word,
};

/// A part that was read, with the lines it stands in.
pub(super) struct Read {
    pub(super) kind: PartKind,
    pub(super) lines: Range<usize>,
    pub(super) letterhead: Letterhead,
    pub(super) sections: Vec<Section>,
}

/// Lays out the body and the parts. Records that named the block they claimed name its place in the body from then on.
pub(super) fn lay_out(sheet: &Sheet, document: &Document, records: &mut Records, parts: Vec<Read>) {
    let mut order: Vec<usize> =
        (0..sheet.blocks.len()).filter(|at| !sheet.blocks[*at].lines.is_empty()).collect();
    order.sort_by_key(|at| sheet.blocks[*at].lines.iter().min().copied());
    let mut place = vec![0_u32; sheet.blocks.len()];
    let mut owner: BTreeMap<LineId, usize> = BTreeMap::new();
    let mut firsts = Vec::with_capacity(order.len());
    for (at, claimed) in order.iter().enumerate() {
        place[*claimed] = at as u32;
        let lines = &sheet.blocks[*claimed].lines;
        firsts.extend(lines.iter().min().copied());
        owner.extend(lines.iter().map(|line| (sheet.lines[*line].id(), at)));
    }
    let mut kinds: Vec<BlockKind> = order.iter().map(|at| sheet.blocks[*at].kind).collect();
    place_blanks(document, &mut owner, &mut kinds);
    let mut lines: Vec<Vec<LineId>> = vec![Vec::new(); kinds.len()];
    for (line, block) in owner {
        lines[block].push(line);
    }
    records.body = kinds.into_iter().zip(lines).map(|(kind, lines)| Block::new(kind, lines)).collect();
    // A blank page stands where it is; those behind it move on.
    let moved = sort_blanks(&mut records.body);

    let settle = |block: &mut u32| {
        *block = place.get(*block as usize).and_then(|at| moved.get(*at as usize)).copied().unwrap_or(0);
    };
    records.signatures.iter_mut().for_each(|signature| settle(&mut signature.block));
    records.arrivals.iter_mut().for_each(|arrival| settle(&mut arrival.block));
    records.footnotes.iter_mut().for_each(|note| settle(&mut note.block));
    records.tables.iter_mut().for_each(|table| settle(&mut table.block));
    records.footnotes.sort_by_key(|note| note.block);
    records.tables.sort_by_key(|table| table.block);

    let count = records.body.len() as u32;
    let begins = |lines: &Range<usize>| {
        let first = firsts.partition_point(|first| *first < lines.start);
        firsts.get(first).and_then(|_| moved.get(first)).copied().unwrap_or(count)
    };
    let starts: Vec<u32> =
        parts.iter().enumerate().map(|(at, part)| if at == 0 { 0 } else { begins(&part.lines) }).collect();
    for (at, part) in parts.into_iter().enumerate() {
        let Read { kind, mut letterhead, mut sections, .. } = part;
        let body = [starts[at], starts.get(at + 1).copied().unwrap_or(count)];
        sections.iter_mut().for_each(|section| settle_section(section, &settle));
        // They stand in the order of their blocks.
        let within = |before: &dyn Fn(u32) -> usize| body.map(|block| before(block) as u32);
        let from = records.sections.len() as u32;
        let title = match &letterhead.kind {
            Some(kind) => [Some(kind), letterhead.subject.as_ref()]
                .into_iter()
                .flatten()
                .map(|field| field.text.clone())
                .reduce(joined),
            None => sections.first().map(|section| joined(section.label.clone(), section.title.clone())),
        };
        let title = title.filter(|title| kind == PartKind::Annex && !title.is_empty());
        records.sections.append(&mut sections);
        letterhead.fields_mut().for_each(|field| judge(sheet, document, field));
        if at == 0 {
            records.letterhead = letterhead.clone();
        }
        records.parts.push(Part {
            kind,
            title,
            letterhead,
            body,
            sections: [from, records.sections.len() as u32],
            tables: within(&|block| records.tables.partition_point(|table| table.block < block)),
            footnotes: within(&|block| records.footnotes.partition_point(|note| note.block < block)),
        });
    }
}

/// Gives each line on which nothing is printed to a block; pages that have no other get blocks of their own, behind the
/// others.
fn place_blanks(document: &Document, owner: &mut BTreeMap<LineId, usize>, kinds: &mut Vec<BlockKind>) {
    for page in &document.pages {
        let ids = || (1..).zip(&page.lines).map(|(line, _)| LineId::new(page.number, line));
        let mut near = ids().find_map(|id| owner.get(&id).copied());
        for id in ids() {
            match owner.get(&id) {
                Some(block) => near = Some(*block),
                None => {
                    let block = *near.get_or_insert_with(|| {
                        kinds.push(BlockKind::Blank);
                        kinds.len() - 1
                    });
                    owner.insert(id, block);
                }
            }
        }
    }
}

/// Moves the blocks of blank pages, which stand behind the others, to their places: behind all of the pages before. Returns for
/// each block where it is now.
fn sort_blanks(body: &mut Vec<Block>) -> Vec<u32> {
    let mut numbered: Vec<(usize, Block)> = body.drain(..).enumerate().collect();
    numbered.sort_by_key(|(_, block)| block.lines.first().map(|run| run.page));
    let mut moved = vec![0; numbered.len()];
    for (at, (before, block)) in numbered.into_iter().enumerate() {
        moved[before] = at as u32;
        body.push(block);
    }
    moved
}

fn settle_section(section: &mut Section, settle: &impl Fn(&mut u32)) {
    section.block.iter_mut().for_each(settle);
    section.children.iter_mut().for_each(|child| settle_section(child, settle));
}

fn joined(mut text: Text, behind: Text) -> Text {
    text.append(behind);
    text
}

/// Sets how sure a field is by its words.
fn judge(sheet: &Sheet, document: &Document, field: &mut Field) {
    let mut confidence: f32 = 1.0;
    for span in &field.text.spans {
        let (Some(line), Some(read)) = (document.line(span.line), sheet.line(span.line)) else { continue };
        let stands_there = |word: &&Word| {
            read.restored(word.span).is_some_and(|own| own.start < span.end && span.start < own.end)
        };
        for word in line.words.iter().filter(stands_there) {
            confidence = confidence.min(word.confidence);
            field.review |= word.review;
        }
    }
    field.confidence = confidence;
}
