//! `phuchoi text`: the lines of a record, as restored or with edits taken back.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Error, Exit, print};
use crate::document::{Author, Document, ledger};
use crate::export::files::LONGEST_RECORD;
use crate::export::{self, text};

/// What `text` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of a record, or its document.json
    record: PathBuf,
    /// Whose edits to take back: without the machine's and people's the text is what was recognised. What a person had put in
    /// the place of the machine's word gives way to that word
    #[arg(long, value_enum, value_name = "WHOSE")]
    without: Option<Whose>,
}

/// Whose edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Whose {
    /// Those of repair, structure and sums
    Machine,
    /// Those of people
    People,
    /// All
    All,
}

/// Writes the lines to standard output, pages parted by form feeds.
///
/// # Errors
///
/// Where the record cannot be read.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let mut document = read(&arguments.record)?;
    if let Some(whose) = arguments.without {
        let is_asked_for = |by: &Author| match whose {
            Whose::Machine => !by.is_person(),
            Whose::People => by.is_person(),
            Whose::All => true,
        };
        ledger::take_back(&mut document, &is_asked_for);
    }
    print(&text::render(&document))?;
    Ok(Exit::Done)
}

fn read(record: &Path) -> Result<Document, Error> {
    let path = if record.is_dir() { record.join(export::RECORD) } else { record.to_owned() };
    let bytes = export::file::read(&path, LONGEST_RECORD).map_err(|error| {
        Error::input(format!("cannot read `{}`: {error}", path.display()))
            .hint("name the folder of a record, which holds a document.json")
    })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Error::input(format!("`{}` is no record of this version: {error}", path.display()))
            .hint("`phuchoi restore` with the same input and `--out` makes it anew")
    })
}
