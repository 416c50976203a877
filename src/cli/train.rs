//! `phuchoi train`: the models, from text and from pairs.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Error, Exit, log};
use crate::export::file::replace;
use crate::language::ngram::NgramModel;
use crate::language::ngram::train::{self as language, TrainingText};
use crate::repair::channel::{align, train as channel};

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
    match &arguments.command {
        Command::Language(arguments) => train_language(arguments),
        Command::Channel(arguments) => train_channel(arguments),
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
        let lines = language::lines_of(path)
            .map_err(|error| Error::input(format!("cannot read `{}`: {error}", path.display())))?;
        let measured = language::perplexity(&model, lines.map_while(Result::ok));
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

fn train_channel(arguments: &Channel) -> Result<Exit, Error> {
    let mut pairs = Vec::new();
    for path in &arguments.pairs {
        let name = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| Error::input(format!("cannot read pairs `{name}`: {error}")))?;
        for (number, row) in text.lines().enumerate() {
            let [_, printed, read] = row.split('\t').collect::<Vec<_>>()[..] else {
                return Err(Error::input(format!("`{name}`, row {}: not three columns", number + 1))
                    .hint("make pairs with `scripts/make-pairs`"));
            };
            pairs.extend(align::word_pairs(printed, read));
        }
    }
    let count = pairs.len();
    let trained = channel::train(&arguments.name, pairs, &channel::TrainingSettings::default());
    let bytes = trained.to_bytes().map_err(Error::input)?;
    write(&arguments.out, &bytes)?;
    log(format_args!("{} confusions from {count} word pairs", trained.confusions().len()));
    Ok(Exit::Done)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(path, bytes).map_err(Error::input)
}
