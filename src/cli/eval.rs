//! `phuchoi eval`: a text against what was printed, or the records of a document against what they should be.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Error, Exit, print, say};
use crate::evaluation::normalise::lines;
use crate::evaluation::score::percent;
use crate::evaluation::{LineRange, RecordSet, Score, score, score_records};
use crate::export::file::read_named;
use crate::export::json::pretty;

/// What `eval` is given. Line k of one text is held against line k of the other; of two `.json` files, the records.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The text as it was printed, `{?word}` for a word that no reader could be sure of; or a document.json whose records
    /// are right
    truth: PathBuf,
    /// The text, or the document.json, to measure
    hypothesis: PathBuf,
    /// The text before repair: also count the words that it had right and the hypothesis has not
    #[arg(long)]
    ocr: Option<PathBuf>,
    /// Only these lines, such as 1-499
    #[arg(long, value_name = "A-B")]
    lines: Option<LineRange>,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

/// Measures and prints.
///
/// # Errors
///
/// Where a file cannot be read, or holds no text.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let is_json =
        |path: &Path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    match (is_json(&arguments.truth), is_json(&arguments.hypothesis)) {
        (true, true) => return run_on_records(arguments),
        (false, false) => {}
        _ => {
            return Err(Error::usage("records can only be held against records")
                .hint("give two `.json` files, or two texts"));
        }
    }
    let cut = |all: Vec<String>| arguments.lines.map_or_else(|| all.clone(), |range| range.of(&all).to_vec());
    let truth = cut(read(&arguments.truth)?);
    let hypothesis = cut(read(&arguments.hypothesis)?);
    let ocr = arguments.ocr.as_deref().map(read).transpose()?.map(cut);
    let score = score(&truth, &hypothesis, ocr.as_deref());
    if arguments.json {
        print(&as_json(&score)?)?
    } else {
        say(&format!("{score}\n"))?
    }
    Ok(Exit::Done)
}

fn run_on_records(arguments: &Arguments) -> Result<Exit, Error> {
    if arguments.ocr.is_some() || arguments.lines.is_some() {
        return Err(Error::usage("`--ocr` and `--lines` are for texts").hint("leave them out"));
    }
    let score = score_records(&records(&arguments.truth)?, &records(&arguments.hypothesis)?);
    if arguments.json {
        let mut value = serde_json::to_value(&score).map_err(Error::input)?;
        value["mean_teds"] = json!(score.mean_teds());
        value["mean_teds_spans"] = json!(score.mean_teds_spans());
        print(&pretty(&value).map_err(Error::input)?)?;
    } else {
        say(&format!("{score}\n"))?;
    }
    Ok(Exit::Done)
}

fn records(path: &Path) -> Result<RecordSet, Error> {
    let bytes = read_named(path)
        .map_err(|error| Error::input(format!("cannot read `{}`: {error}", path.display())))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Error::input(format!("`{}` holds no records: {error}", path.display()))
            .hint("`phuchoi schema` says how a document.json looks")
    })
}

fn read(path: &Path) -> Result<Vec<String>, Error> {
    let bytes = read_named(path)
        .map_err(|error| Error::input(format!("cannot read `{}`: {error}", path.display())))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Error::input(format!("`{}` is no UTF-8 text: {}", path.display(), error.utf8_error()))
            .hint("convert it with `iconv -t UTF-8`")
    })?;
    Ok(lines(&text))
}

/// The counts, and the rates they give in percent.
fn as_json(score: &Score) -> Result<String, Error> {
    let mut value = serde_json::to_value(score).map_err(Error::input)?;
    value["cer"] = json!(score.cer());
    value["wer"] = json!(score.wer());
    if let Some(ocr) = score.ocr {
        value["broken"] = json!(percent(ocr.right_words_broken, ocr.right_words));
        value["ocr_cer"] = json!(percent(ocr.ocr_character_errors, score.characters));
        value["ocr_wer"] = json!(percent(ocr.ocr_word_errors, score.words));
    }
    pretty(&value).map_err(Error::input)
}
