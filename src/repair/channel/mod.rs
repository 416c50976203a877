//! The noisy channel: how likely a printed word is read as a given string of characters.
//!
//! A channel knows two things, both learned ([`train`]) from pairs that `scripts/make-pairs` prints, damages and
//! reads: *confusions* of one or two printed characters with up to three read ones (`ư` as `u`, `w`, `ur`), and
//! whole *readings* that were seen (`Vin` for `Văn`). The probability of a reading mixes both, the whole reading
//! counting for more the more often the word was seen.

pub mod align;
pub mod train;

use std::collections::{BTreeMap, HashMap};

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

/// Whole words as they were read in training.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    by_read: HashMap<String, Vec<(String, u32)>>,
    totals: HashMap<String, u32>,
}

impl Readings {
    /// Makes the table from what each string was read for, with counts.
    pub fn new(by_read: BTreeMap<String, Vec<(String, u32)>>) -> Self {
        let mut totals: HashMap<String, u32> = HashMap::new();
        for (printed, count) in by_read.values().flatten() {
            *totals.entry(printed.clone()).or_default() += count;
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
    by_read: HashMap<u64, Vec<Unit>>,
    readings: Readings,
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

/// Packs up to [`LONGEST_READING`] characters, 21 bits each.
fn pack(read: impl Iterator<Item = char>) -> u64 {
    read.fold(0, |packed, c| packed << 21 | u64::from(u32::from(c)))
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
        let mut by_read: HashMap<u64, Vec<Unit>> = HashMap::new();
        for confusion in &confusions {
            by_read.entry(pack(confusion.read.chars())).or_default().push(Unit::of(confusion));
        }
        Self { name: name.to_owned(), confusions, by_read, readings }
    }

    /// Returns the channel's name, such as `english`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns every confusion, by unit.
    pub fn confusions(&self) -> &[Confusion] {
        &self.confusions
    }

    /// Returns the printed units whose reading is exactly `read`, of [`LONGEST_READING`] characters at most.
    pub fn read_as(&self, read: &[char]) -> &[Unit] {
        self.by_read.get(&pack(read.iter().copied())).map_or(&[], Vec::as_slice)
    }

    /// Returns the whole readings.
    pub fn readings(&self) -> &Readings {
        &self.readings
    }

    /// True for a channel that mangles most words: digits are common readings of letters in it (`ó` as `6`), so that
    /// a digit or a plain letter inside a word says little.
    pub fn is_ruinous(&self) -> bool {
        /// ln of the share of a letter that must be read as one digit: 2 %. The English channel reads 29 % of all `ó` as
        /// `6`; the Vietnamese one no letter in more than 0.2 % (`I` as `1`).
        const COMMON: f32 = -3.9;
        self.confusions.iter().any(|c| {
            c.score > COMMON
                && c.unit.chars().all(char::is_alphabetic)
                && c.unit.chars().count() == 1
                && !c.read.is_empty()
                && c.read.chars().all(|r| r.is_ascii_digit())
        })
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

    /// Returns a hash of the channel's content in hexadecimal.
    pub fn fingerprint(&self) -> String {
        blake3::hash(self.table().as_bytes()).to_hex().to_string()
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
        let mut readings: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for (index, row) in rows {
            let damaged = || ChannelError::Row { row: index + 1 };
            let fields: Vec<&str> = row.split('\t').collect();
            match fields[..] {
                ["c", unit, read, score] => confusions.push(Confusion {
                    unit: unit.to_owned(),
                    read: read.to_owned(),
                    score: score.parse().map_err(|_| damaged())?,
                }),
                ["r", read, printed, count] => readings
                    .entry(read.to_owned())
                    .or_default()
                    .push((printed.to_owned(), count.parse().map_err(|_| damaged())?)),
                _ => return Err(damaged()),
            }
        }
        Ok(Self::new(name, confusions, Readings::new(readings)))
    }
}
