//! The sums over a text: CER, WER, numbers wrong, right words broken.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::distance::{align, distance};
use super::normalise::{clean, digits, is_digit, settle, words};

/// What a comparison of a text with its truth counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Characters of the truth.
    pub characters: usize,
    /// Characters to insert, delete or substitute.
    pub character_errors: usize,
    /// Words of the truth.
    pub words: usize,
    /// Words to insert, delete or substitute.
    pub word_errors: usize,
    /// Words of the truth that hold a digit.
    pub numbers: usize,
    /// Those of them whose digits are not the digits of the word aligned to them.
    pub numbers_wrong: usize,
    /// What the OCR itself scores, where it was given.
    #[serde(flatten)]
    pub ocr: Option<OcrScore>,
}

/// What the OCR text scores against the same truth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct OcrScore {
    /// Words that the OCR has right.
    pub right_words: usize,
    /// Those of them that the hypothesis does not have right any more.
    pub right_words_broken: usize,
    /// Character errors of the OCR.
    pub ocr_character_errors: usize,
    /// Word errors of the OCR.
    pub ocr_word_errors: usize,
}

impl Score {
    /// Returns the character error rate in percent.
    pub fn cer(&self) -> f64 {
        percent(self.character_errors, self.characters)
    }

    /// Returns the word error rate in percent.
    pub fn wer(&self) -> f64 {
        percent(self.word_errors, self.words)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CER {:.2}%  WER {:.2}%  numbers wrong {}/{}",
            self.cer(),
            self.wer(),
            self.numbers_wrong,
            self.numbers
        )?;
        let Some(ocr) = self.ocr else { return Ok(()) };
        write!(
            f,
            "  right words broken {}/{} ({:.2}%)  | OCR itself: CER {:.2}% WER {:.2}%",
            ocr.right_words_broken,
            ocr.right_words,
            percent(ocr.right_words_broken, ocr.right_words),
            percent(ocr.ocr_character_errors, self.characters),
            percent(ocr.ocr_word_errors, self.words)
        )
    }
}

/// Returns `part` of `whole` in percent; of nothing it is `part` of one, so that an invented word counts.
pub fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// Scores `hypothesis` against `truth`, line by line, and `ocr` beside it where it is given.
///
/// A line that the hypothesis lacks counts as empty; lines after the truth's last are not looked at. In the
/// truth, `{?word}` counts as `word`; a line that holds nothing but such a mark without a word is passed over.
///
/// ```
/// use phuchoi::evaluation::score;
/// let lines = |text: &str| vec![text.to_owned()];
/// let score = score(&lines("Đoàn ĐBQH có 45 người"), &lines("Đoàn PBQH có 45 người"), None);
/// assert_eq!((score.word_errors, score.words, score.numbers_wrong), (1, 5, 0));
/// ```
pub fn score(truth: &[String], hypothesis: &[String], ocr: Option<&[String]>) -> Score {
    let mut total = Score::default();
    let mut of_ocr = OcrScore::default();
    for (at, line) in truth.iter().enumerate() {
        let (line, unsure) = settle(line);
        let line = clean(&line);
        if unsure && line.is_empty() {
            continue;
        }
        let truth = Parted::new(&line);
        let seen = Parted::new(&clean(hypothesis.get(at).map_or("", String::as_str)));
        total.characters += line.chars().count();
        total.character_errors += distance(&truth.characters, &seen.characters);
        total.words += truth.words.len();
        total.word_errors += distance(&truth.words, &seen.words);
        let aligned = align(&truth.words, &seen.words);
        for (word, place) in truth.words.iter().zip(&aligned) {
            if word.chars().any(is_digit) {
                total.numbers += 1;
                let kept = place.is_some_and(|place| digits(&seen.words[place]) == digits(word));
                total.numbers_wrong += usize::from(!kept);
            }
        }
        if let Some(read) = ocr.and_then(|ocr| ocr.get(at)) {
            let read = Parted::new(&clean(read));
            of_ocr.ocr_character_errors += distance(&truth.characters, &read.characters);
            of_ocr.ocr_word_errors += distance(&truth.words, &read.words);
            let right = |other: &Parted, place: Option<usize>, word: &String| {
                place.is_some_and(|place| other.words[place] == *word)
            };
            let by_ocr = align(&truth.words, &read.words);
            for ((word, place), now) in truth.words.iter().zip(by_ocr).zip(&aligned) {
                if right(&read, place, word) {
                    of_ocr.right_words += 1;
                    of_ocr.right_words_broken += usize::from(!right(&seen, *now, word));
                }
            }
        }
    }
    total.ocr = ocr.map(|_| of_ocr);
    total
}

/// A cleaned line as words with folded tones, and as the characters of those words.
struct Parted {
    words: Vec<String>,
    characters: Vec<char>,
}

impl Parted {
    fn new(line: &str) -> Self {
        let words = words(line);
        let characters = words.join(" ").chars().collect();
        Self { words, characters }
    }
}

/// A range of lines `A-B`, both counted from 1 and both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRange {
    first: usize,
    last: usize,
}

impl LineRange {
    /// Returns the lines of `all` that lie in the range.
    pub fn of<'a>(&self, all: &'a [String]) -> &'a [String] {
        let last = self.last.min(all.len());
        &all[(self.first - 1).min(last)..last]
    }
}

/// Why a text is not a range of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected `A-B`, two line numbers from 1 with A not after B, such as `1-499`")]
pub struct LineRangeError;

impl FromStr for LineRange {
    type Err = LineRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, last) = text.split_once('-').ok_or(LineRangeError)?;
        let first: usize = first.trim().parse().map_err(|_| LineRangeError)?;
        let last: usize = last.trim().parse().map_err(|_| LineRangeError)?;
        if first == 0 || last < first { Err(LineRangeError) } else { Ok(Self { first, last }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_number_is_wrong_when_its_digits_are() {
        let cases = [
            ("có 45 biên chế", "có 45 biên chế", 0, "kept"),
            ("có 45 biên chế", "có 46 biên chế", 1, "a digit read wrong"),
            ("có 45 biên chế", "có biên chế", 1, "left out"),
            ("số 218/BC-VP", "số 218/BO-VP", 0, "letters of a code are words' matter"),
        ];
        for (truth, seen, wrong, why) in cases {
            let score = score(&lines(truth), &lines(seen), None);
            assert_eq!((score.numbers, score.numbers_wrong), (1, wrong), "{why}");
        }
    }

    #[test]
    fn a_word_is_broken_when_the_ocr_had_it_right() {
        let got =
            score(&lines("lãnh đạo cơ quan"), &lines("lãnh đạo cờ quan"), Some(&lines("lanh đạo cơ quan")));
        let ocr = got.ocr.expect("was given");
        assert_eq!((ocr.right_words, ocr.right_words_broken), (3, 1));
        assert_eq!((got.word_errors, ocr.ocr_word_errors), (1, 1));
    }

    #[test]
    fn missing_lines_count_as_empty() {
        let score = score(&lines("một hai\nba"), &lines("một hai"), None);
        assert_eq!((score.words, score.word_errors, score.character_errors), (3, 1, 2));
    }

    #[test]
    fn a_line_with_only_an_unsure_gap_is_passed_over() {
        let score = score(&lines("{?}\nmột"), &lines("xyz\nmột"), None);
        assert_eq!((score.words, score.word_errors), (1, 0));
    }

    #[test]
    fn ranges_count_from_one_and_include_both_ends() {
        let all = lines("a\nb\nc");
        assert_eq!("2-3".parse::<LineRange>().expect("valid").of(&all), ["b", "c"]);
        assert_eq!("3-9".parse::<LineRange>().expect("valid").of(&all), ["c"]);
        assert!("4-9".parse::<LineRange>().expect("valid").of(&all).is_empty());
        for wrong in ["0-3", "3-2", "3", "a-b", "-"] {
            assert_eq!(wrong.parse::<LineRange>(), Err(LineRangeError), "{wrong}");
        }
    }
}
