//! Training: text to a model.
//!
//! Counts are weighted by source, so that administration and law speak louder than news; absolute discounting
//! with modified Kneser–Ney's three discounts takes its shares from them, and lower orders count in how many
//! contexts an n-gram is seen. N-grams that the shorter context foretells nearly as well are pruned.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::format::{self, CASE_BYTES};
use super::stream::{self, Token};
use super::{END, NUMBER, ORDER, RESERVED, START, UNKNOWN, WordId};
use crate::language::atom::{AtomKind, atoms};
use crate::language::case::Case;

/// A text to train from, one paragraph or sentence a line; a name ending in `.zst` is unpacked as it is read.
#[derive(Debug, Clone)]
pub struct TrainingText {
    /// The file.
    pub path: PathBuf,
    /// How much one occurrence counts.
    pub weight: f32,
}

/// What a model is trained with.
#[derive(Debug, Clone)]
pub struct TrainingSettings {
    /// Words in the vocabulary at most, below 65,536.
    pub vocabulary: usize,
    /// Least weighted count of a word.
    pub least_word: f32,
    /// Least weighted count of n-grams of orders 2, 3, 4.
    pub least_count: [f32; 3],
    /// Least gain, in weighted count times ln p, of n-grams of orders 2, 3, 4 over the shorter context.
    pub least_gain: [f32; 3],
    /// Lines of each file are taken in blocks of this many; where `hold_out` says so, a block is passed over.
    pub block: usize,
    /// `(n, k)`: of every n blocks, the k-th, from 0, is held out for testing.
    pub hold_out: Option<(usize, usize)>,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        Self {
            vocabulary: 40_000,
            least_word: 8.0,
            least_count: [1.0, 2.0, 3.0],
            least_gain: [2.0, 4.0, 6.0],
            block: 500,
            hold_out: Some((40, 7)),
        }
    }
}

/// Why training stopped.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// A text cannot be read.
    #[error("cannot read training text `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line of a text cannot be read: its bytes are no UTF-8, or the file ends in the midst of what is packed.
    #[error("training text `{path}`, line {line}: {source}; texts are UTF-8, one paragraph a line")]
    BadLine {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What the system said.
        source: std::io::Error,
    },
    /// The texts hold too little to train from.
    #[error("the training texts hold no words; name files with one paragraph a line")]
    Empty,
}

/// Trains a model and returns its bytes.
///
/// # Errors
///
/// Where a text or a line of one cannot be read, or the texts hold no words.
pub fn train(texts: &[TrainingText], settings: &TrainingSettings) -> Result<Vec<u8>, TrainingError> {
    let mut interner = Interner::default();
    let mut streams = Vec::new();
    for text in texts {
        let lines = lines_of(&text.path)?;
        streams.push((text.weight, interner.read(lines, text.weight, settings)?));
    }
    let vocabulary = interner.vocabulary(settings);
    if vocabulary.words.is_empty() {
        return Err(TrainingError::Empty);
    }
    let mut tables: Vec<Table> = Vec::new();
    for order in 2..=ORDER {
        let mut merged = Table::default();
        for (weight, stream) in &streams {
            merged = merged.merge(Table::count(stream, &vocabulary.of_raw, order, *weight));
        }
        tables.push(merged);
    }
    drop(streams);
    let size = vocabulary.words.len() + RESERVED;
    let model = estimate(tables, size, settings);
    Ok(write(&vocabulary, &model))
}

/// Opens a text for reading by lines. A line that cannot be read is an error, not the end of the text.
///
/// # Errors
///
/// Where it cannot be opened or is not what its name says.
pub fn lines_of(
    path: &Path,
) -> Result<impl Iterator<Item = Result<String, TrainingError>> + use<>, TrainingError> {
    let opened: std::io::Result<Box<dyn BufRead>> = File::open(path).and_then(|file| {
        Ok(if path.extension().is_some_and(|e| e == "zst") {
            Box::new(BufReader::new(zstd::Decoder::new(file)?)) as Box<dyn BufRead>
        } else {
            Box::new(BufReader::new(file))
        })
    });
    let path = path.to_owned();
    match opened {
        Err(source) => Err(TrainingError::Unreadable { path, source }),
        Ok(text) => Ok(lines_within(text).zip(1..).map(move |(read, line)| {
            read.map_err(|source| TrainingError::BadLine { path: path.clone(), line, source })
        })),
    }
}

/// Most bytes of a line of a text, which is a paragraph. A device that never ends has longer ones.
const LONGEST_LINE: u64 = 1 << 26;

/// Returns the lines of a text, without their ends; one that is longer than a paragraph can be is an error, and the last.
fn lines_within(mut text: impl BufRead) -> impl Iterator<Item = std::io::Result<String>> {
    let mut is_over = false;
    std::iter::from_fn(move || {
        let mut line = String::new();
        let read = (&mut text).take(LONGEST_LINE).read_line(&mut line);
        if is_over || matches!(read, Ok(0)) {
            return None;
        }
        is_over = matches!(read, Ok(length) if length as u64 == LONGEST_LINE);
        Some(read.and_then(|_| {
            let ended = line.strip_suffix('\n');
            match ended.map(|line| line.strip_suffix('\r').unwrap_or(line)) {
                Some(line) => Ok(line.to_owned()),
                None if is_over => {
                    Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "it is longer than 64 MB"))
                }
                None => Ok(line),
            }
        }))
    })
}

/// Raw token numbers: the reserved ones as they are, words from [`RESERVED`] on as they are first met.
#[derive(Default)]
struct Interner {
    ids: HashMap<String, u32>,
    words: Vec<Tally>,
}

/// What is known of a word before the vocabulary is chosen.
#[derive(Clone, Default)]
struct Tally {
    count: f32,
    /// Occurrences by case of the word before (none, then [`Case::ALL`]) and own case.
    cases: [[u32; 3]; 4],
}

struct Vocabulary {
    words: Vec<String>,
    case: Vec<[u8; CASE_BYTES]>,
    of_raw: Vec<WordId>,
}

impl Interner {
    /// Reads lines into one stream of raw tokens, sentences begun by [`START`] and closed by [`END`].
    fn read(
        &mut self,
        lines: impl Iterator<Item = Result<String, TrainingError>>,
        weight: f32,
        settings: &TrainingSettings,
    ) -> Result<Vec<u32>, TrainingError> {
        let mut stream = Vec::new();
        for (number, line) in lines.enumerate() {
            let line = line?;
            if settings.hold_out.is_some_and(|(n, k)| (number / settings.block) % n == k) {
                continue;
            }
            self.read_line(&line, weight, &mut stream);
        }
        Ok(stream)
    }

    fn read_line(&mut self, line: &str, weight: f32, stream: &mut Vec<u32>) {
        let atoms = atoms(line);
        let mut before: Option<Case> = None;
        let (start, end) = (u32::from(START), u32::from(END));
        for (index, atom) in atoms.iter().enumerate() {
            let Some(token) = stream::token(atom, atoms.get(index + 1)) else { continue };
            if matches!(stream.last(), None | Some(&2)) {
                stream.push(start);
                before = None;
            }
            match token {
                Token::Reserved(id) => {
                    let id = u32::from(id);
                    let opened = stream.last() == Some(&start);
                    if id == end && opened {
                        stream.pop();
                    } else if stream.last() != Some(&id) {
                        stream.push(id);
                    }
                }
                Token::Word(word) => {
                    let next = self.ids.len() as u32;
                    let raw = *self.ids.entry(word).or_insert(next);
                    if raw as usize == self.words.len() {
                        self.words.push(Tally::default());
                    }
                    let tally = &mut self.words[raw as usize];
                    tally.count += weight;
                    if let Some(case) = Case::of(atom.text).filter(|_| atom.kind == AtomKind::Word) {
                        tally.cases[before.map_or(0, |b| 1 + b as usize)][case as usize] += 1;
                        before = Some(case);
                    }
                    stream.push(raw + RESERVED as u32);
                }
            }
        }
        if !matches!(stream.last(), None | Some(&2)) {
            stream.push(end);
        }
    }

    fn vocabulary(self, settings: &TrainingSettings) -> Vocabulary {
        let mut chosen: Vec<(String, u32)> = self
            .ids
            .into_iter()
            .filter(|(word, raw)| {
                self.words[*raw as usize].count >= settings.least_word && is_vocabulary_word(word)
            })
            .collect();
        chosen.sort_unstable_by(|a, b| {
            let count = |entry: &(String, u32)| self.words[entry.1 as usize].count;
            count(b).total_cmp(&count(a)).then_with(|| a.0.cmp(&b.0))
        });
        chosen.truncate(settings.vocabulary.min(usize::from(WordId::MAX)) - RESERVED);
        let mut of_raw = vec![UNKNOWN; self.words.len() + RESERVED];
        for (id, slot) in of_raw.iter_mut().take(RESERVED).enumerate() {
            *slot = id as WordId;
        }
        for (index, (_, raw)) in chosen.iter().enumerate() {
            of_raw[*raw as usize + RESERVED] = (index + RESERVED) as WordId;
        }
        let mut all = Tally::default();
        for (_, raw) in &chosen {
            for (sum, own) in all.cases.iter_mut().zip(&self.words[*raw as usize].cases) {
                for (sum, own) in sum.iter_mut().zip(own) {
                    *sum += own;
                }
            }
        }
        let case = chosen.iter().map(|(_, raw)| case_shares(&self.words[*raw as usize], &all)).collect();
        Vocabulary { words: chosen.into_iter().map(|(word, _)| word).collect(), case, of_raw }
    }
}

/// True for a word that may enter the vocabulary: letters, `&` between them, nothing else.
fn is_vocabulary_word(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || c == '&')
        && word.chars().count() <= 24
        && !word.starts_with('&')
}

/// Shares of Title and Upper for each case of the word before, smoothed towards the language's own.
fn case_shares(own: &Tally, all: &Tally) -> [u8; CASE_BYTES] {
    /// How many occurrences the language's habit weighs.
    const HABIT: f32 = 3.0;
    let mut shares = [0; CASE_BYTES];
    let total = |cases: &[u32; 3]| cases.iter().sum::<u32>() as f32;
    for slot in 0..4 {
        // Capitals beget capitals whatever the word; elsewhere a word's own habit over all places helps too.
        let anywhere: [f32; 3] = std::array::from_fn(|case| {
            (1..3).map(|s| own.cases[s][case] as f32).sum::<f32>()
                / (total(&own.cases[1]) + total(&own.cases[2])).max(1.0)
        });
        let seen = total(&own.cases[slot]);
        let language = total(&all.cases[slot]).max(1.0);
        for (offset, case) in [Case::Title, Case::Upper].into_iter().enumerate() {
            let habit = all.cases[slot][case as usize] as f32 / language;
            let habit =
                if matches!(slot, 1 | 2) { 0.5 * habit + 0.5 * anywhere[case as usize] } else { habit };
            let share = (own.cases[slot][case as usize] as f32 + HABIT * habit) / (seen + HABIT);
            shares[slot * 2 + offset] = (share * 255.0).round().clamp(0.0, 255.0) as u8;
        }
    }
    shares
}

/// N-grams of one order: packed words, first word highest, and weighted counts, sorted by key.
#[derive(Default)]
struct Table {
    keys: Vec<u64>,
    counts: Vec<f32>,
}

impl Table {
    /// Counts the n-grams of a stream of raw tokens. Those that hold an unknown word are left out.
    fn count(stream: &[u32], of_raw: &[WordId], order: usize, weight: f32) -> Self {
        let mask = if order == 4 { u64::MAX } else { (1 << (16 * order)) - 1 };
        let mut keys = Vec::with_capacity(stream.len());
        let (mut window, mut length) = (0u64, 0);
        for &raw in stream {
            let id = of_raw[raw as usize];
            if id == START || id == UNKNOWN {
                (window, length) = (0, 0);
                if id == UNKNOWN {
                    continue;
                }
            }
            window = (window << 16 | u64::from(id)) & mask;
            length += 1;
            if length >= order {
                keys.push(window);
            }
        }
        keys.par_sort_unstable();
        let mut table = Self::default();
        for run in keys.chunk_by(|a, b| a == b) {
            table.keys.push(run[0]);
            table.counts.push(run.len() as f32 * weight);
        }
        table
    }

    fn merge(self, other: Self) -> Self {
        if self.keys.is_empty() {
            return other;
        }
        let mut merged = Self::default();
        merged.keys.reserve(self.keys.len() + other.keys.len() / 2);
        merged.counts.reserve(self.keys.len() + other.keys.len() / 2);
        let (mut a, mut b) = (0, 0);
        while a < self.keys.len() || b < other.keys.len() {
            let left = self.keys.get(a).copied().unwrap_or(u64::MAX);
            let right = other.keys.get(b).copied().unwrap_or(u64::MAX);
            let take_left = a < self.keys.len() && (b >= other.keys.len() || left <= right);
            let take_right = b < other.keys.len() && (a >= self.keys.len() || right <= left);
            let mut count = 0.0;
            if take_left {
                count += self.counts[a];
                a += 1;
            }
            if take_right {
                count += other.counts[b];
                b += 1;
            }
            merged.keys.push(left.min(right));
            merged.counts.push(count);
        }
        merged
    }
}

/// An estimated order: its n-grams with ln p, sorted by key.
struct Level {
    keys: Vec<u64>,
    probabilities: Vec<f32>,
    backoffs: Vec<f32>,
}

struct Estimated {
    unigrams: Vec<f32>,
    unigram_backoffs: Vec<f32>,
    levels: Vec<Level>,
}

/// Kneser–Ney's counts of an order below the highest: in how many contexts, each counted at most once, the
/// n-gram is seen; n-grams that begin a sentence keep their own count, having no word before them.
fn continuation(longer: &Table, own: Option<&Table>, order: usize) -> Table {
    let mask = (1u64 << (16 * order)) - 1;
    let mut seen: Vec<(u64, f32)> =
        longer.keys.iter().zip(&longer.counts).map(|(key, count)| (key & mask, count.min(1.0))).collect();
    seen.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut table = Table::default();
    for run in seen.chunk_by(|a, b| a.0 == b.0) {
        table.keys.push(run[0].0);
        table.counts.push(run.iter().map(|r| r.1).sum());
    }
    let Some(own) = own else { return table };
    let mut starting = Table::default();
    let first = |key: u64| (key >> (16 * (order - 1))) as WordId;
    for (key, count) in own.keys.iter().zip(&own.counts) {
        if first(*key) == START {
            starting.keys.push(*key);
            starting.counts.push(*count);
        }
    }
    starting.merge(table)
}

/// The three discounts of modified Kneser–Ney, from how many n-grams count one to four.
fn discounts(counts: &[f32]) -> [f32; 3] {
    let mut of = [0f64; 5];
    for count in counts {
        let rounded = count.round() as usize;
        if (1..=4).contains(&rounded) {
            of[rounded] += 1.0;
        }
    }
    let y = of[1] / (of[1] + 2.0 * of[2]).max(1.0);
    let discount = |k: usize, fallback: f64| {
        let value = k as f64 - (k + 1) as f64 * y * of[k + 1] / of[k].max(1.0);
        (if value > 0.0 && value < k as f64 { value } else { fallback }) as f32
    };
    [discount(1, 0.6), discount(2, 1.0), discount(3, 1.4)]
}

fn discount_of(discounts: &[f32; 3], count: f32) -> f32 {
    let discount = match count {
        c if c < 1.5 => discounts[0],
        c if c < 2.5 => discounts[1],
        _ => discounts[2],
    };
    discount.min(count)
}

fn estimate(tables: Vec<Table>, size: usize, settings: &TrainingSettings) -> Estimated {
    let unigrams = unigrams(&tables[0], size);
    // Interpolated probabilities of every n-gram above its least count, with the gain over the shorter context.
    let mut levels: Vec<(Level, Vec<f32>)> = Vec::new();
    for order in 2..=ORDER {
        let raw = &tables[order - 2];
        let smoothed = (order < ORDER).then(|| continuation(&tables[order - 1], Some(raw), order));
        let counts = smoothed.as_ref().unwrap_or(raw);
        let lower = levels.last().map(|(level, _)| level);
        levels.push(interpolate(order, counts, raw, lower, &unigrams, settings));
    }
    let mut kept: Vec<Level> = prune(levels, settings);
    let mut unigram_backoffs = vec![0.0; size];
    for order in 2..=ORDER {
        let (below, above) = kept.split_at_mut(order - 2);
        backoffs(order, below, &above[0], &unigrams, &mut unigram_backoffs);
    }
    for level in &mut kept {
        level.backoffs.resize(level.keys.len(), 0.0);
    }
    Estimated { unigrams, unigram_backoffs, levels: kept }
}

/// Returns ln p of each word from the number of contexts it is seen in, a share left for every word.
fn unigrams(bigrams: &Table, size: usize) -> Vec<f32> {
    let mut contexts = vec![0f64; size];
    for (key, count) in bigrams.keys.iter().zip(&bigrams.counts) {
        contexts[(key & 0xFFFF) as usize] += f64::from(count.min(1.0));
    }
    contexts[usize::from(START)] = 0.0;
    let total: f64 = contexts.iter().sum();
    /// Share of the mass spread evenly over the vocabulary.
    const EVEN: f64 = 0.01;
    contexts.iter().map(|c| ((1.0 - EVEN) * c / total + EVEN / size as f64).ln() as f32).collect()
}

fn interpolate(
    order: usize,
    counts: &Table,
    raw: &Table,
    lower: Option<&Level>,
    unigrams: &[f32],
    settings: &TrainingSettings,
) -> (Level, Vec<f32>) {
    let discounts = discounts(&counts.counts);
    let lower_mask = (1u64 << (16 * (order - 1))) - 1;
    let mut level = Level { keys: Vec::new(), probabilities: Vec::new(), backoffs: Vec::new() };
    let mut gains = Vec::new();
    let mut at = 0;
    let mut raw_at = 0;
    while at < counts.keys.len() {
        let context = counts.keys[at] >> 16;
        let end = at + counts.keys[at..].iter().take_while(|k| **k >> 16 == context).count();
        let total: f64 = counts.counts[at..end].iter().map(|c| f64::from(*c)).sum();
        let freed: f64 = counts.counts[at..end].iter().map(|c| f64::from(discount_of(&discounts, *c))).sum();
        for index in at..end {
            let key = counts.keys[index];
            while raw.keys.get(raw_at).is_some_and(|k| *k < key) {
                raw_at += 1;
            }
            let seen = if raw.keys.get(raw_at) == Some(&key) { raw.counts[raw_at] } else { 0.0 };
            if seen < settings.least_count[order - 2] {
                continue;
            }
            let shorter = match lower {
                None => unigrams[(key & 0xFFFF) as usize],
                Some(lower) => match lower.keys.binary_search(&(key & lower_mask)) {
                    Ok(found) => lower.probabilities[found],
                    // The shorter n-gram fell below its own least count: so does this one.
                    Err(_) => continue,
                },
            };
            let count = counts.counts[index];
            let own = f64::from(count - discount_of(&discounts, count)) / total;
            let foretold = freed / total * f64::from(shorter.exp());
            level.keys.push(key);
            level.probabilities.push((own + foretold).ln() as f32);
            gains.push(seen * ((own + foretold) / foretold).ln() as f32);
        }
        at = end;
    }
    (level, gains)
}

/// Keeps the n-grams whose gain is enough, and those that a kept longer one begins with.
fn prune(levels: Vec<(Level, Vec<f32>)>, settings: &TrainingSettings) -> Vec<Level> {
    let mut kept: Vec<Level> = Vec::new();
    let mut needed: Vec<u64> = Vec::new();
    for (index, (level, gains)) in levels.into_iter().enumerate().rev() {
        let mut chosen = Level { keys: Vec::new(), probabilities: Vec::new(), backoffs: Vec::new() };
        for (at, &key) in level.keys.iter().enumerate() {
            if gains[at] >= settings.least_gain[index] || needed.binary_search(&key).is_ok() {
                chosen.keys.push(key);
                chosen.probabilities.push(level.probabilities[at]);
            }
        }
        needed = chosen.keys.iter().map(|k| k >> 16).collect();
        needed.dedup();
        kept.push(chosen);
    }
    kept.reverse();
    kept
}

/// Sets the back-off of every context of `order` so that its probabilities sum to one.
fn backoffs(
    order: usize,
    below: &mut [Level],
    level: &Level,
    unigrams: &[f32],
    unigram_backoffs: &mut [f32],
) {
    let mut found = Vec::new();
    let lower_mask = (1u64 << (16 * (order - 1))) - 1;
    let mut at = 0;
    while at < level.keys.len() {
        let context = level.keys[at] >> 16;
        let end = at + level.keys[at..].iter().take_while(|k| **k >> 16 == context).count();
        let (mut own, mut foretold) = (0f64, 0f64);
        for index in at..end {
            own += f64::from(level.probabilities[index].exp());
            let shorter = level.keys[index] & lower_mask;
            foretold += f64::from(probability(order - 1, shorter, below, unigrams, unigram_backoffs).exp());
        }
        let backoff = ((1.0 - own).max(1e-6) / (1.0 - foretold).max(1e-6)).ln() as f32;
        found.push((context, backoff));
        at = end;
    }
    if order == 2 {
        for (context, backoff) in found {
            unigram_backoffs[context as usize] = backoff;
        }
    } else {
        let lower = &mut below[order - 3];
        lower.backoffs.resize(lower.keys.len(), 0.0);
        for (context, backoff) in found {
            if let Ok(index) = lower.keys.binary_search(&context) {
                lower.backoffs[index] = backoff;
            }
        }
    }
}

/// Returns ln p of an n-gram by the finished orders, backing off as the model will.
fn probability(order: usize, key: u64, levels: &[Level], unigrams: &[f32], unigram_backoffs: &[f32]) -> f32 {
    if order == 1 {
        return unigrams[key as usize];
    }
    let level = &levels[order - 2];
    if let Ok(index) = level.keys.binary_search(&key) {
        return level.probabilities[index];
    }
    let context = key >> 16;
    let backoff = if order == 2 {
        unigram_backoffs[context as usize]
    } else {
        let lower = &levels[order - 3];
        lower.keys.binary_search(&context).map_or(0.0, |at| lower.backoffs.get(at).copied().unwrap_or(0.0))
    };
    let shorter = key & ((1 << (16 * (order - 1))) - 1);
    backoff + probability(order - 1, shorter, levels, unigrams, unigram_backoffs)
}

/// A code book of 256 values, each the mean of an equal share of the sorted values, and each value's code.
fn quantise(values: &[f32]) -> ([f32; 256], Vec<u8>) {
    let mut sorted = values.to_vec();
    sorted.par_sort_unstable_by(f32::total_cmp);
    let mut book = [0f32; 256];
    for (code, entry) in book.iter_mut().enumerate() {
        let share = &sorted[code * sorted.len() / 256..((code + 1) * sorted.len() / 256)];
        *entry = match share {
            [] => sorted.get(code * sorted.len() / 256).copied().unwrap_or(0.0),
            share => (share.iter().map(|v| f64::from(*v)).sum::<f64>() / share.len() as f64) as f32,
        };
    }
    let codes = values
        .iter()
        .map(|value| {
            let above = book.partition_point(|b| b < value).min(255);
            let below = above.saturating_sub(1);
            if (book[above] - value).abs() < (value - book[below]).abs() { above as u8 } else { below as u8 }
        })
        .collect();
    (book, codes)
}

fn write(vocabulary: &Vocabulary, model: &Estimated) -> Vec<u8> {
    let size = vocabulary.words.len() + RESERVED;
    let mut body = Vec::new();
    let listed: String = vocabulary.words.iter().flat_map(|w| [w.as_str(), "\n"]).collect();
    body.extend((listed.len() as u32).to_le_bytes());
    body.extend(listed.as_bytes());
    body.extend([0; RESERVED * CASE_BYTES]);
    body.extend(vocabulary.case.iter().flatten());
    let children_of_words =
        first_children((0..size as u64).collect::<Vec<_>>().as_slice(), &model.levels[0].keys);
    for (word, children) in children_of_words[..size].iter().enumerate() {
        body.extend(model.unigrams[word].to_le_bytes());
        body.extend(model.unigram_backoffs[word].to_le_bytes());
        body.extend(children.to_le_bytes());
    }
    body.extend(children_of_words[size].to_le_bytes());
    for (index, level) in model.levels.iter().enumerate() {
        let highest = index + 2 == ORDER;
        let (book, probabilities) = quantise(&level.probabilities);
        body.extend(book.iter().flat_map(|v| v.to_le_bytes()));
        let backoffs = (!highest).then(|| quantise(&level.backoffs));
        if let Some((book, _)) = &backoffs {
            body.extend(book.iter().flat_map(|v| v.to_le_bytes()));
        }
        body.extend(level.keys.iter().flat_map(|k| ((k & 0xFFFF) as u16).to_le_bytes()));
        body.extend(probabilities);
        if let Some((_, codes)) = backoffs {
            body.extend(codes);
            let children = first_children(&level.keys, &model.levels[index + 1].keys);
            body.extend(children.iter().flat_map(|c| c.to_le_bytes()));
        }
    }
    let counts: [u32; 3] = std::array::from_fn(|order| model.levels[order].keys.len() as u32);
    format::seal(size as u32, counts, &body)
}

/// Returns, for each context and once more at the end, the index of its first child among `longer`.
fn first_children(contexts: &[u64], longer: &[u64]) -> Vec<u32> {
    let mut first = Vec::with_capacity(contexts.len() + 1);
    let mut at = 0;
    for context in contexts {
        while longer.get(at).is_some_and(|key| key >> 16 < *context) {
            at += 1;
        }
        first.push(at as u32);
    }
    first.push(longer.len() as u32);
    first
}

/// The perplexity of a text under a model: tokens scored, unknown words among them, and the perplexity over
/// the known ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Perplexity {
    /// Tokens scored, sentence ends included, unknown words left out.
    pub tokens: usize,
    /// Unknown words met.
    pub unknown: usize,
    /// e to the mean of −ln p.
    pub perplexity: f64,
}

/// Measures a model on lines of text.
///
/// # Errors
///
/// That of the first line that cannot be read.
pub fn perplexity<E>(
    model: &super::NgramModel,
    lines: impl Iterator<Item = Result<String, E>>,
) -> Result<Perplexity, E> {
    let (mut tokens, mut unknown, mut sum) = (0, 0, 0f64);
    for line in lines {
        let line = line?;
        let atoms = atoms(&line);
        let mut state = model.start();
        let mut last = START;
        let mut step = |id: WordId, state: &mut super::State| {
            let (score, next) = model.score(*state, id);
            *state = if id == END { model.start() } else { next };
            if id == UNKNOWN {
                unknown += 1;
            } else {
                tokens += 1;
                sum -= f64::from(score);
            }
        };
        for (index, atom) in atoms.iter().enumerate() {
            let id = match stream::token(atom, atoms.get(index + 1)) {
                None => continue,
                Some(Token::Word(word)) => model.id_of_key(&word),
                Some(Token::Reserved(id)) => id,
            };
            if id == last && matches!(id, NUMBER..=super::SEMICOLON | END) || (id == END && last == START) {
                continue;
            }
            step(id, &mut state);
            last = if id == END { START } else { id };
        }
        if last != START {
            step(END, &mut state);
        }
    }
    Ok(Perplexity { tokens, unknown, perplexity: (sum / tokens.max(1) as f64).exp() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(folder: &Path, name: &str, bytes: &[u8]) -> TrainingText {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        TrainingText { path, weight: 1.0 }
    }

    #[test]
    fn a_bad_byte_stops_training_and_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let text = b"to tieu hoc\nthu hai\nc\xf3 m\xf4t byte sai\nthu tu\n";
        let packed = zstd::encode_all(&text[..], 3).unwrap();
        for (name, bytes) in [("a.txt", &text[..]), ("b.txt.zst", &packed)] {
            let given = corpus(folder.path(), name, bytes);
            let error = train(&[given], &TrainingSettings::default()).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains("line 3"), "{error}");
        }
    }

    #[test]
    fn a_packed_text_that_was_cut_short_stops_training() {
        let folder = tempfile::tempdir().unwrap();
        let text: String = (0..20_000).map(|number| format!("dòng {number}\n")).collect();
        let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
        let given = corpus(folder.path(), "a.txt.zst", &packed[..packed.len() / 2]);
        let error = train(&[given], &TrainingSettings::default()).unwrap_err();
        assert!(matches!(error, TrainingError::BadLine { .. }), "{error}");
    }

    #[test]
    fn a_bad_byte_in_a_held_out_text_is_no_end_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let settings = TrainingSettings { hold_out: None, least_word: 1.0, ..TrainingSettings::default() };
        let good = corpus(folder.path(), "good.txt", "một hai ba\n".repeat(50).as_bytes());
        let model = super::super::NgramModel::from_bytes(train(&[good], &settings).unwrap()).unwrap();
        let bad = corpus(folder.path(), "bad.txt", b"m\xf4t hai\n");
        let measured = perplexity(&model, lines_of(&bad.path).unwrap());
        assert!(matches!(measured, Err(TrainingError::BadLine { line: 1, .. })));
    }
}
