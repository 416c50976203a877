//! `phuchoi repair`: text in, text out; line k out is line k in, repaired.

use std::fs;
use std::path::PathBuf;

use super::{Error, Exit, lexicon, log, overwritten, print};
use crate::completion::{Repaired, repair_text};
use crate::document::{CharsetFinding, Document};
use crate::export::{ExportError, edits, file};
use crate::source::{Characters, TextLayer, characters};

/// What `repair` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The text; standard input without it. Pages are parted by form feeds, or begin with a line that a space opens
    file: Option<PathBuf>,
    /// Write every change, with its reason, one JSON object a line
    #[arg(long, value_name = "EDITS.jsonl")]
    explain: Option<PathBuf>,
    /// A dictionary of your own, whose words may be proposed beside the built-in ones; may be given again. The
    /// personal dictionary of `phuchoi dictionary add` is always read
    #[arg(long, value_name = "FILE")]
    dictionary: Vec<PathBuf>,
}

/// Repairs and prints.
///
/// # Errors
///
/// Where the text or a dictionary cannot be read, or the changes cannot be written.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    if let Some(explain) = &arguments.explain {
        let read = arguments.file.iter().chain(&arguments.dictionary);
        overwritten::check(explain, "--explain", read.map(PathBuf::as_path))?;
    }
    let bytes = match &arguments.file {
        Some(path) => file::read_named(path)
            .map_err(|error| Error::input(format!("cannot read `{}`: {error}", path.display())))?,
        None => file::read_to_end(std::io::stdin())
            .map_err(|error| Error::input(format!("cannot read standard input: {error}")))?,
    };
    let Characters { text, stray } = characters(&bytes).map_err(|line| {
        Error::input(format!("line {line} is neither UTF-8 nor in a charset of Vietnamese that is known"))
            .hint("convert it with `iconv -t UTF-8`")
    })?;
    if stray > 0 {
        log(format_args!("note: {stray} places in it are no UTF-8; U+FFFD stands there"));
    }
    let models = lexicon::models(&lexicon::in_use(&arguments.dictionary)?)?;
    let path = arguments.file.as_ref().map_or("-".to_owned(), |path| path.display().to_string());
    let Repaired { text, document } = repair_text(&text, path, &models);
    if let Some(path) = &arguments.explain {
        let explained = edits::render(&document.edits).map_err(Error::input)?;
        // As it is, for it may be a pipe to another program.
        fs::write(path, explained).map_err(|source| ExportError::Write { path: path.clone(), source })?;
    }
    for found in charsets(&document) {
        let name = found.charset.name();
        log(format_args!("note: {} lines were converted from {name}: {}", found.lines, found.evidence));
    }
    print(&text)?;
    Ok(Exit::Done)
}

/// The charsets that lines of a document were converted from.
fn charsets(document: &Document) -> Vec<CharsetFinding> {
    TextLayer::of_file(document.pages.iter().flat_map(|page| &page.lines).cloned().collect()).charsets
}
