//! Provenance: the channel that a page's text came through.
//!
//! Text with Vietnamese letters came through the Vietnamese engine, or is right as it stands. What is left of the
//! others is told by likelihood: a sample of the page is decoded with each channel, and the one under which what was
//! read is likeliest is taken.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::cell::Cell;
use super::channel::Channel;
use super::decode;
use super::lattice::{Builder, Cache};
use super::models::Models;
use super::paragraph::{Located, cells, paragraphs};
use crate::language::atom::atoms;
use crate::language::condition::Condition;

/// Share of Vietnamese-only letters below which an English engine is taken to have read the text.
///
/// Two texts that English engines read hold 0.0 and 0.03 %; a report and news as printed 22 and 19 %.
const VIETNAMESE_LETTERS: f32 = 0.04;

/// Atoms decoded with every channel to tell which one the pages came through.
const SAMPLE: usize = 400;

/// Atoms of one stretch of the sample.
const STRETCH: usize = 40;

/// Letters below which a page says too little by itself and follows the rest of its document.
const LEAST_LETTERS: usize = 200;

/// Returns the channel that each page came through, by page number.
pub fn provenance<'a>(lines: &[Located<'_>], models: &'a Models) -> BTreeMap<u32, &'a Channel> {
    let whole = Whole { lines, condition: OnceCell::new() };
    let (printed, mangled): (Vec<&[Located<'_>]>, Vec<&[Located<'_>]>) =
        lines.chunk_by(|a, b| a.page == b.page).partition(|page| is_vietnamese(page, &whole));
    let ruinous = if mangled.is_empty() { &models.vietnamese } else { ruinous(&mangled, models) };
    let printed = printed.into_iter().map(|page| (page[0].page, &models.vietnamese));
    printed.chain(mangled.into_iter().map(|page| (page[0].page, ruinous))).collect()
}

/// A document's lines and what they look like together, which is found out for the first page that asks: of thousands of short
/// pages each one does.
struct Whole<'a, 'b> {
    lines: &'a [Located<'b>],
    condition: OnceCell<Condition>,
}

impl Whole<'_, '_> {
    fn condition(&self) -> Condition {
        *self.condition.get_or_init(|| looks(self.lines))
    }
}

fn looks(lines: &[Located<'_>]) -> Condition {
    Condition::of(lines.iter().map(|located| located.line.ocr.as_str()))
}

/// True for a page whose letters are Vietnamese; one that says too little by itself goes by its document.
fn is_vietnamese(page: &[Located<'_>], document: &Whole<'_, '_>) -> bool {
    let own = looks(page);
    let told = if own.letters < LEAST_LETTERS { document.condition() } else { own };
    told.letters == 0 || told.vietnamese >= VIETNAMESE_LETTERS
}

/// Returns the ruinous channel under which a sample of the pages is likeliest.
fn ruinous<'a>(pages: &[&[Located<'_>]], models: &'a Models) -> &'a Channel {
    let sample = sample(pages);
    let none = BTreeSet::new();
    let likelihood = |channel: &Channel| -> f32 {
        let mut builder = Builder::new(channel, &models.vocabulary, &none, Cache::new());
        sample
            .iter()
            .map(|cells| {
                decode::decode(&builder.arcs(cells, &BTreeMap::new()), cells.len(), &models.language, None)
                    .score
            })
            .sum()
    };
    let scored = [&models.english, &models.other, &models.stripped].map(|c| (likelihood(c), c));
    scored.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or(&models.english, |(_, channel)| channel)
}

/// Takes stretches from all over the pages.
fn sample<'a>(pages: &[&[Located<'a>]]) -> Vec<Vec<Cell<'a>>> {
    let paragraphs: Vec<&[Located<'a>]> = pages.iter().flat_map(|page| paragraphs(page)).collect();
    let atoms = |paragraph: &[Located<'_>]| -> usize {
        paragraph.iter().map(|located| atoms(&located.line.ocr).len()).sum()
    };
    let lengths: Vec<usize> = paragraphs.iter().map(|paragraph| atoms(paragraph).div_ceil(STRETCH)).collect();
    // Of every so many one, so that head, body and tables all have their say.
    let stride = (lengths.iter().sum::<usize>() * STRETCH / SAMPLE).max(1);
    let mut sample = Vec::new();
    let mut before = 0_usize;
    for (paragraph, length) in paragraphs.into_iter().zip(lengths) {
        let first = before.next_multiple_of(stride) - before;
        if first < length {
            let cells = cells(paragraph);
            sample.extend(cells.chunks(STRETCH).skip(first).step_by(stride).map(<[Cell<'_>]>::to_vec));
        }
        before += length;
    }
    sample
}
