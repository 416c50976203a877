//! The noisy channel: how likely a printed word is read as a given string of characters.
//!
//! A channel knows two things, both learned ([`train`]) from pairs that `scripts/make-pairs` prints, damages and
//! reads: *confusions* of one or two printed characters with up to three read ones (`ư` as `u`, `w`, `ur`), and
//! whole *readings* that were seen (`Vin` for `Văn`). The probability of a reading mixes both, the whole reading
//! counting for more the more often the word was seen.

pub mod adapt;
pub mod align;
pub mod train;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::language::letter;

/// Printed characters that one confusion covers at most.
pub const LONGEST_UNIT: usize = 2;

/// Read characters that one confusion covers at most.
pub const LONGEST_READING: usize = 3;

/// One learned confusion.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    /// What was printed: one or two characters.
    pub unit: String,
    /// What was read for it: none to three characters.
    pub read: String,
    /// ln of the probability.
    pub score: f32,
}

impl Confusion {
    /// The marks read for pieces of a letter, where that is not too rare.
    fn strokes(&self) -> impl Iterator<Item = char> {
        /// ln of the share of a letter that must be read so: 0.4 %.
        const COMMON: f32 = -5.5;
        let letters = self.unit.chars().all(|c| c.is_ascii_alphabetic() || is_vietnamese(c));
        let common = letters && self.score > COMMON;
        self.read.chars().filter(move |c| common && !c.is_alphanumeric() && !c.is_whitespace())
    }

    /// True for a letter with marks that is read as one digit more than rarely.
    fn reads_a_digit(&self) -> bool {
        /// ln of the share of a letter that must be read so: 2 %. The English channel reads 29 % of all `ó` as `6`;
        /// the Vietnamese one no letter with marks in more than 0.2 %.
        const COMMON: f32 = -3.9;
        self.score > COMMON
            && self.unit.chars().count() == 1
            && self.unit.chars().all(is_vietnamese)
            && !self.read.is_empty()
            && self.read.chars().all(|r| r.is_ascii_digit())
    }
}

/// Name of the channel of [`Channel::stripped`].
const STRIPPED: &str = "stripped";

/// True for a letter of the Vietnamese alphabet that bears a mark, in either case.
fn is_vietnamese(letter: char) -> bool {
    letter::is_vietnamese_only(letter) || "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ".contains(letter)
}

/// Whole words as they were read in training.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    by_read: HashMap<String, Vec<(String, u32)>>,
    totals: HashMap<String, u32>,
}

/// How often a word must be read as one with no letter in common to be believed.
const OFTEN: u32 = 3;

/// True for two words of two letters and more, and nothing else, none of which stands at its place in the other.
fn are_strangers(read: &str, printed: &str) -> bool {
    let letters = |word: &str| word.chars().count() >= 2 && word.chars().all(char::is_alphabetic);
    let plain = |word: &str| letter::strip_marks(word).to_lowercase();
    let (a, b) = (plain(read), plain(printed));
    letters(read)
        && letters(printed)
        && strsim::levenshtein(&a, &b) >= a.chars().count().max(b.chars().count())
}

impl Readings {
    /// Makes the table from what each string was read for, with counts; each string comes once. A word paired but a
    /// time or two with one that it has no letter in common with was paired wrongly, and is left out.
    pub fn new(mut by_read: Vec<(String, Vec<(String, u32)>)>) -> Self {
        for (read, words) in &mut by_read {
            words.retain(|(printed, count)| *count >= OFTEN || !are_strangers(read, printed));
        }
        let mut totals: HashMap<String, u32> = HashMap::with_capacity(by_read.len() / 2);
        for (printed, count) in by_read.iter().flat_map(|(_, words)| words) {
            match totals.get_mut(printed) {
                Some(total) => *total += count,
                None => {
                    totals.insert(printed.clone(), *count);
                }
            }
        }
        Self { by_read: by_read.into_iter().collect(), totals }
    }

    /// Returns the printed words that were read as `read`, with counts.
    pub fn of(&self, read: &str) -> &[(String, u32)] {
        self.by_read.get(read).map_or(&[], Vec::as_slice)
    }

    /// Returns how often a printed word, in its case, was seen in training.
    pub fn seen(&self, printed: &str) -> u32 {
        self.totals.get(printed).copied().unwrap_or(0)
    }
}

/// A learned channel.
#[derive(Debug, Clone)]
pub struct Channel {
    name: String,
    confusions: Vec<Confusion>,
    by_read: HashMap<Packed, Vec<Unit>>,
    readings: Arc<Readings>,
    ruinous: bool,
    strokes: BTreeSet<char>,
}

/// A confusion's printed side, ready for a walk over lower-case letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// The letters in lower case; only the first `length` count.
    pub letters: [char; LONGEST_UNIT],
    /// For each letter: printed as a capital, as a small letter, or without case.
    pub capital: [Option<bool>; LONGEST_UNIT],
    /// How many letters there are.
    pub length: u8,
    /// ln of the probability of the reading.
    pub score: f32,
}

impl Unit {
    /// Returns the unit of one printed character.
    pub fn single(character: char, score: f32) -> Self {
        Self::of(&Confusion { unit: character.to_string(), read: String::new(), score })
    }

    fn of(confusion: &Confusion) -> Self {
        let mut unit = Self { letters: ['\0'; 2], capital: [None; 2], length: 0, score: confusion.score };
        for (slot, letter) in confusion.unit.chars().take(LONGEST_UNIT).enumerate() {
            unit.letters[slot] = letter.to_lowercase().next().unwrap_or(letter);
            unit.capital[slot] = letter.is_alphabetic().then(|| letter.is_uppercase());
            unit.length += 1;
        }
        unit
    }
}

/// Up to [`LONGEST_READING`] characters, 21 bits each.
type Packed = u64;

fn pack(characters: impl Iterator<Item = char>) -> Packed {
    characters.fold(0, |packed, c| packed << 21 | u64::from(u32::from(c)))
}

fn unpack(packed: Packed) -> Vec<char> {
    let places = (0..LONGEST_READING as u32).rev().map(|place| (packed >> (21 * place)) as u32 & 0x1f_ffff);
    places.filter(|code| *code != 0).filter_map(char::from_u32).collect()
}

/// Why bytes are not a channel.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ChannelError {
    /// The file does not unpack or is something else.
    #[error("not a phuchoi channel; train one with `phuchoi train channel`")]
    Magic,
    /// A row is not what it should be.
    #[error("channel is damaged at row {row}; train it again with `phuchoi train channel`")]
    Row {
        /// The row, from 1, after unpacking.
        row: usize,
    },
}

const MAGIC: &str = "phuchoi channel 1";

impl Channel {
    /// Makes a channel of its parts.
    pub fn new(name: &str, confusions: Vec<Confusion>, readings: Readings) -> Self {
        let ruinous = name == STRIPPED || confusions.iter().any(Confusion::reads_a_digit);
        let (name, readings) = (name.to_owned(), Arc::new(readings));
        Self {
            name,
            confusions: Vec::new(),
            by_read: HashMap::new(),
            readings,
            ruinous,
            strokes: BTreeSet::new(),
        }
        .fill(confusions)
    }

    /// Returns the channel's name, such as `english`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns every confusion, by unit.
    pub fn confusions(&self) -> &[Confusion] {
        &self.confusions
    }

    /// Returns the printed units whose reading is exactly `read`, the likeliest first, of [`LONGEST_READING`] characters at most.
    pub fn read_as(&self, read: &[char]) -> &[Unit] {
        self.by_read.get(&pack(read.iter().copied())).map_or(&[], Vec::as_slice)
    }

    /// Returns the whole readings.
    pub fn readings(&self) -> &Readings {
        &self.readings
    }

    /// True for a channel that mangles most words: digits are common readings of letters in it (`ó` as `6`), or marks
    /// are lost, so that a digit or a plain letter inside a word says little.
    pub fn is_ruinous(&self) -> bool {
        self.ruinous
    }

    /// True for a mark that the channel reads for a piece of a letter, as the dot of `ụ`.
    pub fn is_stroke(&self, mark: char) -> bool {
        // The horn of `ơ` and `ư` is an apostrophe to every engine now and then.
        self.strokes.contains(&mark) || matches!(mark, '\'' | '’' | '‘' | '`')
    }

    /// True for the channel that takes every mark off and does nothing else.
    pub fn is_stripped(&self) -> bool {
        self.name == STRIPPED
    }

    /// Returns the channel of text that was written without marks, or lost them all: each letter becomes its base
    /// letter. Nothing is learned about it, for it is a law.
    pub fn stripped() -> Self {
        let letters =
            ('a'..='z').chain(('\u{c0}'..='\u{1ef9}').filter(|c| c.is_lowercase() && is_vietnamese(*c)));
        let confusions = letters
            .flat_map(|lower| [lower, lower.to_uppercase().next().unwrap_or(lower)])
            .map(|c| Confusion { unit: c.to_string(), read: letter::base(c).to_string(), score: 0.0 })
            .collect();
        Self::new(STRIPPED, confusions, Readings::default())
    }

    /// Returns this channel with other confusions.
    fn with_confusions(&self, confusions: Vec<Confusion>) -> Self {
        Self { confusions: Vec::new(), by_read: HashMap::new(), ..self.clone() }.fill(confusions)
    }

    fn fill(mut self, confusions: Vec<Confusion>) -> Self {
        let mut likeliest: Vec<&Confusion> = confusions.iter().collect();
        likeliest.sort_by(|a, b| b.score.total_cmp(&a.score));
        for confusion in likeliest {
            self.by_read.entry(pack(confusion.read.chars())).or_default().push(Unit::of(confusion));
        }
        self.strokes = confusions.iter().flat_map(Confusion::strokes).collect();
        self.confusions = confusions;
        self
    }

    /// Mixes the score of a word by its characters with what was seen of it as a whole.
    ///
    /// `characters` is ln p by confusions; `count` how often the word was read so, of `seen` times in all.
    pub fn mix(characters: f32, count: u32, seen: u32) -> f32 {
        /// Occurrences of a word at which its whole readings weigh as much as its characters.
        const TRUST: f32 = 4.0;
        /// The most that whole readings may weigh: training never shows all that an archive's engines do to a word,
        /// so a frequent one must stay within reach of readings it was never seen in.
        const LIMIT: f32 = 0.8;
        let share = (seen as f32 / (seen as f32 + TRUST)).min(LIMIT);
        let whole = if seen == 0 { 0.0 } else { count as f32 / seen as f32 };
        (share * whole + (1.0 - share) * characters.exp()).max(f32::MIN_POSITIVE).ln()
    }

    /// Returns the channel as a zstd-packed table.
    ///
    /// # Errors
    ///
    /// Where packing fails, which it does only for want of memory.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        zstd::encode_all(self.table().as_bytes(), 19)
    }

    fn table(&self) -> String {
        use std::fmt::Write;
        let mut table = format!("{MAGIC}\t{}\n", self.name);
        for c in &self.confusions {
            let _ = writeln!(table, "c\t{}\t{}\t{:.2}", c.unit, c.read, c.score);
        }
        let ordered: BTreeMap<_, _> = self.readings.by_read.iter().collect();
        for (read, words) in ordered {
            for (printed, count) in words {
                let _ = writeln!(table, "r\t{read}\t{printed}\t{count}");
            }
        }
        table
    }

    /// Reads a channel back.
    ///
    /// # Errors
    ///
    /// Where the bytes are not a channel of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ChannelError> {
        let unpacked = zstd::decode_all(bytes).map_err(|_| ChannelError::Magic)?;
        let table = std::str::from_utf8(&unpacked).map_err(|_| ChannelError::Magic)?;
        let mut rows = table.lines().enumerate();
        let name = rows
            .next()
            .and_then(|(_, first)| first.strip_prefix(MAGIC)?.strip_prefix('\t'))
            .ok_or(ChannelError::Magic)?;
        let mut confusions = Vec::new();
        let mut readings: Vec<(String, Vec<(String, u32)>)> = Vec::new();
        for (index, row) in rows {
            let damaged = || ChannelError::Row { row: index + 1 };
            let mut parted = row.split('\t');
            let fields = [(); 4].map(|()| parted.next().unwrap_or_default());
            match fields {
                ["c", unit, read, score] => confusions.push(Confusion {
                    unit: unit.to_owned(),
                    read: read.to_owned(),
                    score: score.parse().map_err(|_| damaged())?,
                }),
                ["r", read, printed, count] => {
                    let word = (printed.to_owned(), count.parse().map_err(|_| damaged())?);
                    match readings.last_mut() {
                        Some((last, words)) if last == read => words.push(word),
                        _ => readings.push((read.to_owned(), vec![word])),
                    }
                }
                _ => return Err(damaged()),
            }
        }
        Ok(Self::new(name, confusions, Readings::new(readings)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_paired_once_with_a_stranger_is_left_out() {
        let words = |words: &[(&str, u32)]| words.iter().map(|(word, n)| ((*word).to_owned(), *n)).collect();
        let readings = Readings::new(vec![
            ("TT".into(), words(&[("hoặc", 1), ("TT", 4)])),
            ("vol".into(), words(&[("với", 1)])),
            ("0".into(), words(&[("c", 1)])),
        ]);
        assert_eq!(readings.of("TT"), [("TT".to_owned(), 4)]);
        assert_eq!((readings.of("vol").len(), readings.of("0").len()), (1, 1));
        assert_eq!(readings.seen("hoặc"), 0);
    }
}
