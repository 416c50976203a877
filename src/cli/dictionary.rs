//! `phuchoi dictionary`: the TSV files that a person edits.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::columns::{padded, width};
use super::shown::{shown, shown_path};
use super::{Error, Exit, lexicon as own, log, say};
use crate::export::{ExportError, file};
use crate::language::lexicon::addition::{self, Addition, AdditionError};
use crate::language::lexicon::query::Query;
use crate::language::lexicon::{self, Dictionary, Entry, Lexicon};

/// What `dictionary` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to do with dictionaries.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say where files depart from the canonical form; the built-in dictionaries without a file
    Check {
        /// Dictionary files
        files: Vec<PathBuf>,
    },
    /// Print the entries that hold a word: dictionary, form, other columns; the list of dictionaries without a word
    ///
    /// Words are found in any case. One typed without marks is found whatever its marks (`hdnd` finds `HĐND`).
    Show(ShowArguments),
    /// Add an entry to the personal dictionary, which every run reads
    ///
    /// It lies at $PHUCHOI_DICTIONARY, else at $XDG_DATA_HOME/phuchoi/dictionary.tsv, else at
    /// ~/.local/share/phuchoi/dictionary.tsv, and begins with the first entry. Set PHUCHOI_DICTIONARY to nothing to
    /// do without.
    Add(AddArguments),
}

#[derive(Debug, clap::Args)]
struct ShowArguments {
    /// Words to find; several in quotes must stand side by side
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// A dictionary of your own to look into beside the built-in ones and the personal one; may be given again
    #[arg(long, value_name = "FILE")]
    dictionary: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct AddArguments {
    /// The name, term or abbreviation, as it is written
    form: String,
    /// What it is, in a word: name, place, abbreviation, …
    #[arg(long, default_value = "term")]
    kind: String,
    /// Add it to this dictionary instead, to be given with `--dictionary`
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Checks, shows or adds.
///
/// # Errors
///
/// Where a file cannot be read or written, or an entry not be added. Faults found and words not found are told and
/// give exit code 1.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    match &arguments.command {
        Command::Check { files } => check(files),
        Command::Show(arguments) if arguments.words.is_empty() => list(arguments),
        Command::Show(arguments) => show(arguments),
        Command::Add(arguments) => add(arguments),
    }
}

fn check(files: &[PathBuf]) -> Result<Exit, Error> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let text = file::read_named_text(file)
            .map_err(|error| Error::input(format!("cannot read dictionary `{name}`: {error}")))?;
        texts.push((name, text));
    }
    if files.is_empty() {
        texts.extend(Lexicon::BUILT_IN.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
    let mut faulty = false;
    for (name, text) in &texts {
        for fault in lexicon::check(text) {
            faulty = true;
            log(format_args!("{name}:{}: {}", fault.line, fault.message));
        }
        let rows = text.lines().filter(|line| !line.starts_with('#')).count();
        say(&format!("{}: {rows} entries\n", shown(name)))?;
    }
    Ok(if faulty { Exit::SomeFailed } else { Exit::Done })
}

/// Prints every dictionary with its number of entries, and where the user's own lie.
fn list(arguments: &ShowArguments) -> Result<Exit, Error> {
    let lexicon = own::load(&[])?;
    let mut rows: Vec<(String, usize, String)> = lexicon
        .dictionaries()
        .iter()
        .map(|dictionary| (dictionary.name.clone(), dictionary.entries.len(), "built in".to_owned()))
        .collect();
    match own::personal() {
        Some(path) => {
            let there = own::is_there(&path)?;
            let entries = if there { entries_of(&path)? } else { 0 };
            let state = if there { "" } else { " (not there yet; `phuchoi dictionary add` begins it)" };
            rows.push(("personal".to_owned(), entries, format!("{}{state}", shown_path(&path))));
        }
        None => rows.push((
            "personal".to_owned(),
            0,
            format!("none: {} is empty, or there is no home folder", own::VARIABLE),
        )),
    }
    for path in &arguments.dictionary {
        rows.push(("given".to_owned(), entries_of(path)?, shown_path(path)));
    }
    let places = rows.iter().map(|(name, ..)| width(name)).max().unwrap_or(0);
    let lines = rows
        .iter()
        .map(|(name, entries, place)| format!("{}  {entries:>6}  {place}\n", padded(name, places)));
    say(&lines.collect::<String>())?;
    Ok(Exit::Done)
}

fn entries_of(path: &Path) -> Result<usize, Error> {
    Ok(Dictionary::open(path).map_err(Error::input)?.entries.len())
}

/// Prints the entries that hold each word, as rows with the dictionary's name first.
fn show(arguments: &ShowArguments) -> Result<Exit, Error> {
    let lexicon = own::load(&own::in_use(&arguments.dictionary)?)?;
    let mut rows = String::new();
    let mut exit = Exit::Done;
    for word in &arguments.words {
        let before = rows.len();
        let query = Query::new(word);
        for dictionary in lexicon.dictionaries() {
            for entry in dictionary.entries.iter().filter(|entry| query.is_held_by(entry)) {
                let columns = entry.columns.iter().flat_map(|column| ["\t", column.as_str()]);
                rows.push_str(&dictionary.name);
                rows.extend(["\t", entry.form.as_str()].into_iter().chain(columns));
                rows.push('\n');
            }
        }
        if rows.len() == before {
            log(format_args!("no dictionary holds `{word}`"));
            exit = Exit::SomeFailed;
        }
    }
    say(&rows)?;
    Ok(exit)
}

/// Adds an entry to the personal dictionary or the file named, which is made where it is missing.
fn add(arguments: &AddArguments) -> Result<Exit, Error> {
    let entry = Entry::of_kind(&arguments.form, &arguments.kind).map_err(Error::usage)?;
    let path = match &arguments.file {
        Some(path) => path.clone(),
        None => own::personal().ok_or_else(|| {
            Error::usage("there is no place for a personal dictionary")
                .hint(format!("set {} to a file, or name one with `--file`", own::VARIABLE))
        })?,
    };
    let name = path.display();
    let (path, text) = match fs::canonicalize(&path) {
        // Where the name is a link, the dictionary stays where it points to.
        Ok(path) => (path.clone(), read(&path)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.clone(), String::new()),
        Err(error) => return Err(Error::input(format!("cannot open dictionary `{name}`: {error}"))),
    };
    let addition = addition::add(&text, &entry).map_err(|error| {
        let hint = match error {
            AdditionError::OtherRow { .. } => format!("`phuchoi dictionary check {name}` says what to mend"),
            _ => "name another file with `--file`".to_owned(),
        };
        Error::input(format!("cannot add to `{name}`: {error}")).hint(hint)
    })?;
    match addition {
        Addition::Repeated => log(format_args!("`{}` is in {name} already", entry.form)),
        Addition::Text(text) => {
            if arguments.file.is_none()
                && let Some(folder) = path.parent()
            {
                fs::create_dir_all(folder)
                    .map_err(|source| ExportError::Write { path: folder.to_owned(), source })?;
            }
            file::replace(&path, text.as_bytes())?;
            log(format_args!("added `{}` to {name}", entry.form));
        }
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<String, Error> {
    let name = path.display();
    if !path.is_file() {
        return Err(Error::input(format!("dictionary `{name}` is no ordinary file")));
    }
    file::read_named_text(path).map_err(|error| {
        Error::input(format!("cannot read dictionary `{name}`: {error}"))
            .hint("a dictionary is UTF-8 text; convert it with `iconv -t UTF-8`")
    })
}
