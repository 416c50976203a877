//! Calibration: how often a word is right that was decoded with this evidence.
//!
//! The decoder's own probability knows only what it considered; a mark that it took as it stood, a name it could not
//! look up, a word that the recogniser hardly saw are less sure than it says. A logistic regression over the evidence
//! for each word, learned from pairs ([`train`]), turns it into a probability that can be relied on.

use std::collections::BTreeMap;

/// What speaks for a word of the OCR as it came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Least probability of what was decoded in it.
    pub probability: f32,
    /// Least ln p of what was decoded in it, with its reading.
    pub score: f32,
    /// The recogniser's confidence, where it gave one.
    pub read: Option<f32>,
    /// A word in it stands in no list.
    pub unlisted: bool,
    /// Repair changed it.
    pub changed: bool,
    /// What its characters are.
    pub shape: Shape,
}

/// What a word's characters are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shape {
    /// It holds neither letter nor digit, and is no dash, bullet or dots.
    pub lone: bool,
    /// It holds a sign that print seldom has inside a word, or letters beside digits.
    pub mixed: bool,
    /// It holds a digit.
    pub number: bool,
    /// It is a number of three digits at most, as letters are sometimes read.
    pub figure: bool,
    /// A mark ends it.
    pub closed: bool,
    /// It has two characters at most.
    pub short: bool,
}

impl Shape {
    /// Returns the shape of a word.
    pub fn of(word: &str) -> Self {
        let letters = word.chars().any(char::is_alphabetic);
        let number = word.chars().any(|c| c.is_ascii_digit());
        let plain = |c: char| c.is_alphanumeric() || ".,;:/-–()[]\"“”'%…!?+*".contains(c);
        let (first, last) = (word.chars().next(), word.chars().next_back());
        let inner = word.chars().skip(1).take(word.chars().count().saturating_sub(2));
        let strewn = inner.into_iter().any(|c| "'\"“”()[]?!*:".contains(c));
        Self {
            lone: !letters && !number && !word.chars().all(|c| "-–+*•/|.…".contains(c)),
            mixed: !word.chars().all(plain) || strewn || first.is_some_and(|c| "'*_:.".contains(c)),
            number,
            figure: word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()),
            closed: last.is_some_and(|c| ".,;:".contains(c)),
            short: word.chars().count() <= 2,
        }
    }
}

/// Things counted about the evidence.
const FEATURES: usize = 14;

/// Names of the features, as the model's file has them.
const NAMES: [&str; FEATURES] = [
    "bias",
    "posterior",
    "doubtful",
    "improbable",
    "read",
    "unread",
    "unlisted",
    "changed",
    "lone",
    "mixed",
    "number",
    "figure",
    "closed",
    "short",
];

impl Evidence {
    fn features(&self) -> [f64; FEATURES] {
        let flag = f64::from;
        let logit =
            |p: f32, least: f32, most: f32| f64::from((p / (1.0 - p).max(1e-6)).ln().clamp(least, most));
        [
            1.0,
            logit(self.probability, -3.0, 6.0),
            flag(u8::from(self.probability < 0.9)),
            f64::from((self.score + 6.0).clamp(-20.0, 0.0)),
            self.read.map_or(0.0, |read| logit(read, -2.0, 3.6)),
            flag(u8::from(self.read.is_none())),
            flag(u8::from(self.unlisted)),
            flag(u8::from(self.changed)),
            flag(u8::from(self.shape.lone)),
            flag(u8::from(self.shape.mixed)),
            flag(u8::from(self.shape.number)),
            flag(u8::from(self.shape.figure)),
            flag(u8::from(self.shape.closed)),
            flag(u8::from(self.shape.short)),
        ]
    }
}

/// The learned weights, by kind of channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    weights: BTreeMap<String, [f64; FEATURES]>,
}

/// Why bytes are no calibration.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("calibration is damaged at row {row}; train it again with `phuchoi train confidence`")]
pub struct CalibrationError {
    /// The row, from 1.
    row: usize,
}

impl Calibration {
    /// Returns the probability that a word that came through `channel` is right; the decoder's own where the channel
    /// was not calibrated.
    pub fn confidence(&self, channel: &str, evidence: &Evidence) -> f32 {
        match self.weights.get(channel) {
            Some(weights) => logistic(weights, &evidence.features()) as f32,
            None => evidence.probability,
        }
    }

    /// Reads a calibration: a row a channel, its name and the weights parted by tabs, after a row of names.
    ///
    /// # Errors
    ///
    /// Where a row is not that.
    pub fn parse(table: &str) -> Result<Self, CalibrationError> {
        let mut weights = BTreeMap::new();
        for (index, row) in table.lines().enumerate().skip(1) {
            let damaged = || CalibrationError { row: index + 1 };
            let (channel, rest) = row.split_once('\t').ok_or_else(damaged)?;
            let read: Vec<f64> = rest.split('\t').map_while(|field| field.parse().ok()).collect();
            weights.insert(channel.to_owned(), read.try_into().map_err(|_| damaged())?);
        }
        Ok(Self { weights })
    }

    /// Returns the calibration as [`parse`](Self::parse) reads it.
    pub fn table(&self) -> String {
        let mut table = format!("channel\t{}\n", NAMES.join("\t"));
        for (channel, weights) in &self.weights {
            let row: Vec<String> = weights.iter().map(|weight| format!("{weight:.4}")).collect();
            table.push_str(&format!("{channel}\t{}\n", row.join("\t")));
        }
        table
    }
}

fn logistic(weights: &[f64; FEATURES], features: &[f64; FEATURES]) -> f64 {
    let sum: f64 = weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Rounds of Newton's method.
const ROUNDS: usize = 25;

/// Weight of the pull of each weight towards 0.
const RIDGE: f64 = 1.0;

/// Learns the weights from words, by channel, each with its evidence and whether it is right: the maximum of the
/// likelihood, with a little pull towards 0, by Newton's method.
pub fn train(words: &BTreeMap<String, Vec<(Evidence, bool)>>) -> Calibration {
    let fit = |words: &Vec<(Evidence, bool)>| {
        let mut weights = [0.0; FEATURES];
        for _ in 0..ROUNDS {
            let mut gradient = weights.map(|weight| -RIDGE * weight);
            let mut curvature = [[0.0; FEATURES]; FEATURES];
            for (at, row) in curvature.iter_mut().enumerate() {
                row[at] = RIDGE;
            }
            for (evidence, right) in words {
                let features = evidence.features();
                let p = logistic(&weights, &features);
                let error = f64::from(u8::from(*right)) - p;
                for (i, feature) in features.iter().enumerate() {
                    gradient[i] += error * feature;
                    for (j, other) in features.iter().enumerate() {
                        curvature[i][j] += p * (1.0 - p) * feature * other;
                    }
                }
            }
            for (weight, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
                *weight += step;
            }
        }
        weights
    };
    Calibration { weights: words.iter().map(|(channel, words)| (channel.clone(), fit(words))).collect() }
}

/// Solves a system of linear equations by elimination, pivots chosen; the matrix is positive definite.
fn solve(mut matrix: [[f64; FEATURES]; FEATURES], mut right: [f64; FEATURES]) -> [f64; FEATURES] {
    for at in 0..FEATURES {
        let pivot =
            (at..FEATURES).max_by(|a, b| matrix[*a][at].abs().total_cmp(&matrix[*b][at].abs())).unwrap_or(at);
        matrix.swap(at, pivot);
        right.swap(at, pivot);
        for row in at + 1..FEATURES {
            let factor = matrix[row][at] / matrix[at][at];
            let above = matrix[at];
            for (own, above) in matrix[row].iter_mut().zip(above) {
                *own -= factor * above;
            }
            right[row] -= factor * right[at];
        }
    }
    for at in (0..FEATURES).rev() {
        let known: f64 = (at + 1..FEATURES).map(|column| matrix[at][column] * right[column]).sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(probability: f32, text: &str) -> Evidence {
        Evidence {
            probability,
            score: -4.0,
            read: None,
            unlisted: false,
            changed: true,
            shape: Shape::of(text),
        }
    }

    #[test]
    fn confidence_comes_out_as_often_as_words_are_right() {
        // Of words that the decoder thinks sure nine of ten are right, of lone signs two of ten.
        let mut words = Vec::new();
        for index in 0..2000 {
            words.push((evidence(0.99, "đoàn"), index % 10 != 0));
            words.push((evidence(0.99, "*"), index % 10 < 2));
        }
        let learned = train(&BTreeMap::from([("english".to_owned(), words)]));
        let sure = |text| learned.confidence("english", &evidence(0.99, text));
        assert!((sure("đoàn") - 0.9).abs() < 0.01, "{}", sure("đoàn"));
        assert!((sure("*") - 0.2).abs() < 0.01, "{}", sure("*"));
        assert_eq!(learned.confidence("unknown", &evidence(0.7, "và")), 0.7);
    }

    #[test]
    fn a_calibration_reads_back_as_it_was_written() {
        let words = vec![(evidence(0.9, "và"), true), (evidence(0.4, "d6"), false)];
        let table = train(&BTreeMap::from([("other".to_owned(), words)])).table();
        assert_eq!(Calibration::parse(&table).map(|c| c.table()), Ok(table));
        assert_eq!(Calibration::parse("channel\nenglish\t1\t2\n"), Err(CalibrationError { row: 2 }));
    }

    #[test]
    fn shapes_tell_dirt_from_words() {
        assert!(Shape::of("®").lone && Shape::of("]").lone);
        assert!(Shape::of("dcf)ngg.").mixed && Shape::of("hi€u").mixed && !Shape::of("(Đoàn)").mixed);
        assert!(Shape::of("2018,").number && Shape::of("2018,").closed);
    }
}
