//! `phuchoi train`: the models, from text and from pairs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use smol_str::SmolStr;

use super::{Error, Exit, log, outline_training, overwritten};

use crate::document::{Alternative, Document, Line, Page, SourceInfo, SourceKind, ledger};
use crate::evaluation::distance::align;
use crate::evaluation::normalise;
use crate::export::file::{read_named_text, replace};
use crate::language::ngram::NgramModel;
use crate::language::ngram::train::{self as language, TrainingText};
use crate::repair::calibration::{self, Evidence};
use crate::repair::channel::{Channel as Trained, align, train as channel};
use crate::repair::reading::{self, Rounds};
use crate::repair::{self, paragraph};

/// What `train` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Which model to train.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Train the language model from text files, one paragraph or sentence a line (`.zst` is unpacked)
    Language(Language),
    /// Train a channel from pairs of printed and read lines, as `scripts/make-pairs` writes them
    Channel(Channel),
    /// Learn how sure a word is, from pairs that no channel was trained on
    Confidence(Confidence),
    /// Learn what speaks for a heading, from made documents and their records
    Outline(outline_training::Arguments),
}

#[derive(Debug, clap::Args)]
struct Confidence {
    /// Files of rows `recipe<TAB>printed<TAB>read`, with confidences and other readings where there are any; each
    /// file's text came through one channel
    #[arg(required = true)]
    pairs: Vec<PathBuf>,
    /// Where to write the calibration
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, clap::Args)]
struct Language {
    /// A text and how much one occurrence counts: `law.txt.zst=1.0`
    #[arg(required = true, value_name = "TEXT=WEIGHT", value_parser = weighted)]
    texts: Vec<TrainingText>,
    /// Where to write the model
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Least gain of n-grams of orders 2, 3 and 4; more makes a smaller model
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', default_values_t = [3.0, 7.0, 10.0])]
    least_gain: Vec<f32>,
    /// Text to measure the model on; may be given again
    #[arg(long, value_name = "TEXT")]
    held_out: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Channel {
    /// Files of rows `recipe<TAB>printed<TAB>read`
    #[arg(required = true)]
    pairs: Vec<PathBuf>,
    /// The channel's name
    #[arg(long)]
    name: String,
    /// Texts of the same engine without truth, to which the channel is adapted; may be given again
    #[arg(long, value_name = "TEXT")]
    adapt_to: Vec<PathBuf>,
    /// Where to write the channel
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Trains and writes.
///
/// # Errors
///
/// Where a text cannot be read or the model cannot be written.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let (out, read): (&Path, Vec<&PathBuf>) = match &arguments.command {
        Command::Language(Language { out, texts, held_out, .. }) => {
            (out, texts.iter().map(|text| &text.path).chain(held_out).collect())
        }
        Command::Channel(Channel { out, pairs, adapt_to, .. }) => {
            (out, pairs.iter().chain(adapt_to).collect())
        }
        Command::Confidence(Confidence { out, pairs }) => (out, pairs.iter().collect()),
        Command::Outline(own) => (&own.out, Vec::new()),
    };
    overwritten::check(out, "--out", read.into_iter().map(PathBuf::as_path))?;
    match &arguments.command {
        Command::Language(arguments) => train_language(arguments),
        Command::Channel(arguments) => train_channel(arguments),
        Command::Confidence(arguments) => train_confidence(arguments),
        Command::Outline(arguments) => {
            write(&arguments.out, outline_training::learn(arguments)?.table().as_bytes())?;
            Ok(Exit::Done)
        }
    }
}

fn weighted(text: &str) -> Result<TrainingText, String> {
    let (path, weight) = text.rsplit_once('=').ok_or("has no `=WEIGHT` after the file's name")?;
    let weight: f32 = weight.parse().map_err(|_| format!("`{weight}` is no number"))?;
    if !weight.is_finite() || weight <= 0.0 {
        return Err(format!("the weight `{weight}` is not above 0"));
    }
    Ok(TrainingText { path: path.into(), weight })
}

fn train_language(arguments: &Language) -> Result<Exit, Error> {
    let least_gain = <[f32; 3]>::try_from(arguments.least_gain.as_slice())
        .map_err(|_| Error::usage("`--least-gain` takes three numbers, such as `3,7,10`"))?;
    let settings = language::TrainingSettings { least_gain, ..language::TrainingSettings::default() };
    let bytes = language::train(&arguments.texts, &settings).map_err(Error::input)?;
    write(&arguments.out, &bytes)?;
    let model = NgramModel::from_bytes(bytes).map_err(Error::input)?;
    let [words, second, third, fourth] = model.counts();
    log(format_args!("{words} words, {second} pairs, {third} triples, {fourth} quadruples"));
    for path in &arguments.held_out {
        let measured = language::lines_of(path)
            .and_then(|lines| language::perplexity(&model, lines))
            .map_err(Error::input)?;
        log(format_args!(
            "{}: perplexity {:.1} over {} tokens, {} unknown words",
            path.display(),
            measured.perplexity,
            measured.tokens,
            measured.unknown
        ));
    }
    Ok(Exit::Done)
}

fn train_confidence(arguments: &Confidence) -> Result<Exit, Error> {
    let models = super::lexicon::models(&[])?;
    let mut words: BTreeMap<String, Vec<(Evidence, bool)>> = BTreeMap::new();
    for path in &arguments.pairs {
        let name = path.display();
        let text = read_named_text(path)
            .map_err(|error| Error::input(format!("cannot read pairs `{name}`: {error}")))?;
        let mut printed = Vec::new();
        let mut lines = Vec::new();
        for (number, row) in text.lines().enumerate() {
            let (truth, line) = pair(row).ok_or_else(|| {
                Error::input(format!("`{name}`, row {}: no pair", number + 1))
                    .hint("make pairs with `scripts/make-pairs`")
            })?;
            printed.push(truth);
            lines.push(line);
        }
        let mut document = document(vec![lines]);
        let (mut edits, mut evidence) = (Vec::new(), BTreeMap::new());
        repair::propose(&document, &models, &mut |channel, proposed| {
            edits.extend(proposed.edits);
            let by_line = proposed.evidence.into_iter();
            evidence.extend(by_line.map(|(line, words)| (line.line, (channel.name().to_owned(), words))));
        });
        ledger::apply(&mut document, edits);
        for ((line, truth), number) in document.pages[0].lines.iter().zip(printed).zip(1..) {
            if let Some((channel, evidence)) = evidence.get(&number) {
                let judged = evidence.iter().copied().zip(right(line, truth));
                words.entry(channel.clone()).or_default().extend(judged);
            }
        }
    }
    for (channel, words) in &words {
        let wrong = words.iter().filter(|(_, right)| !right).count();
        log(format_args!("{channel}: {} words, {wrong} wrong", words.len()));
    }
    write(&arguments.out, calibration::train(&words).table().as_bytes())?;
    Ok(Exit::Done)
}

/// Reads a row of pairs: the printed line, and the read one with what the recogniser said of its words.
fn pair(row: &str) -> Option<(&str, Line)> {
    let fields: Vec<&str> = row.split('\t').collect();
    let (printed, read) = (*fields.get(1)?, *fields.get(2)?);
    let mut line = Line::from_text(read);
    line.part_into_words();
    if let Some(confidences) = fields.get(3) {
        for (word, confidence) in line.words.iter_mut().zip(confidences.split(' ')) {
            word.ocr_confidence = Some(confidence.parse().ok()?);
        }
    }
    if let Some(others) = fields.get(4) {
        let others: Vec<Vec<(u32, SmolStr, f32)>> = serde_json::from_str(others).ok()?;
        for (word, others) in line.words.iter_mut().zip(others) {
            word.alternatives =
                others.into_iter().map(|(at, text, score)| Alternative { at, text, score }).collect();
        }
    }
    Some((printed, line))
}

/// Says of each word of a line whether it is as printed.
fn right(line: &Line, printed: &str) -> Vec<bool> {
    let truth = normalise::words(&normalise::clean(printed));
    let texts: Vec<Vec<String>> =
        line.words.iter().map(|word| normalise::words(&normalise::clean(&word.text))).collect();
    let seen: Vec<String> = texts.iter().flatten().cloned().collect();
    let mut matched = vec![false; seen.len()];
    for (word, at) in truth.iter().zip(align(&truth, &seen)) {
        if let Some(at) = at.filter(|at| seen[*at] == *word) {
            matched[at] = true;
        }
    }
    let mut matched = matched.into_iter();
    texts.iter().map(|words| matched.by_ref().take(words.len()).filter(|right| !right).count() == 0).collect()
}

fn train_channel(arguments: &Channel) -> Result<Exit, Error> {
    let mut pairs = Vec::new();
    for path in &arguments.pairs {
        let name = path.display();
        let text = read_named_text(path)
            .map_err(|error| Error::input(format!("cannot read pairs `{name}`: {error}")))?;
        for (number, row) in text.lines().enumerate() {
            // More columns, of confidences and other readings, may follow.
            let [_, printed, read, ..] = row.split('\t').collect::<Vec<_>>()[..] else {
                return Err(Error::input(format!("`{name}`, row {}: fewer than three columns", number + 1))
                    .hint("make pairs with `scripts/make-pairs`"));
            };
            pairs.extend(align::word_pairs(printed, read));
        }
    }
    let count = pairs.len();
    let trained = channel::train(&arguments.name, pairs, &channel::TrainingSettings::default());
    let trained = adapted(trained, &arguments.adapt_to)?;
    let bytes = trained.to_bytes().map_err(Error::input)?;
    write(&arguments.out, &bytes)?;
    log(format_args!("{} confusions from {count} word pairs", trained.confusions().len()));
    Ok(Exit::Done)
}

/// Adapts a channel to texts without truth, as repair does with the document at hand, but longer and to less sure
/// words too: what the texts share must show through what single pages mislead about.
fn adapted(channel: Trained, texts: &[PathBuf]) -> Result<Trained, Error> {
    if texts.is_empty() {
        return Ok(channel);
    }
    let mut pages = Vec::new();
    for path in texts {
        let text = read_named_text(path)
            .map_err(|error| Error::input(format!("cannot read `{}`: {error}", path.display())))?;
        let mut lines: Vec<Line> = text.lines().map(Line::from_text).collect();
        lines.iter_mut().for_each(Line::part_into_words);
        pages.push(lines);
    }
    let document = document(pages);
    let models = super::lexicon::models(&[])?;
    let lines = paragraph::located(&document);
    let rounds = Rounds { again: 4, teaches: 0.1 };
    Ok(reading::read(&mut reading::stretches(&lines), &channel, &models, &rounds))
}

/// Returns a document of pages of lines that came from no input.
fn document(pages: Vec<Vec<Line>>) -> Document {
    let source = SourceInfo {
        path: String::new(),
        blake3: String::new(),
        kind: SourceKind::Text,
        page_count: pages.len() as u32,
    };
    Document::new(source, pages.into_iter().zip(1..).map(|(lines, n)| Page::of_text(n, lines)).collect())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    Ok(replace(path, bytes)?)
}
