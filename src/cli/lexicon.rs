//! The dictionaries and models a command works with, for its settings.
//!
//! Beside the built-in dictionaries every run reads the personal one, which `phuchoi dictionary add` keeps, and then
//! those given with `--dictionary`.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use crate::language::lexicon::{Dictionary, Lexicon};
use crate::language::threads::shared;
use crate::repair::Models;

/// The variable that says where the personal dictionary lies; empty for none at all.
pub const VARIABLE: &str = "PHUCHOI_DICTIONARY";

/// Where the personal dictionary lies in the folder for the user's data.
const PLACE: &str = "phuchoi/dictionary.tsv";

/// Returns where the personal dictionary lies, whether it is there or not; `None` where nobody has a place for it.
pub fn personal() -> Option<PathBuf> {
    place(env::var_os(VARIABLE), env::var_os("XDG_DATA_HOME"), env::var_os("HOME"))
}

/// Returns the place of the personal dictionary by [`VARIABLE`], the folder for data and the home folder. A folder
/// that is not absolute does not count, as the XDG Base Directory Specification wants it.
fn place(own: Option<OsString>, data: Option<OsString>, home: Option<OsString>) -> Option<PathBuf> {
    if let Some(own) = own {
        return (!own.is_empty()).then(|| PathBuf::from(own));
    }
    let absolute = |folder: Option<OsString>| folder.map(PathBuf::from).filter(|folder| folder.is_absolute());
    let data = absolute(data).or_else(|| absolute(home).map(|home| home.join(".local/share")))?;
    Some(data.join(PLACE))
}

/// Returns the user's dictionaries that a run reads: the personal one, where there is one, and those given.
///
/// # Errors
///
/// Where it cannot be told whether the personal one is there.
pub fn in_use(given: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    if let Some(personal) = personal()
        && is_there(&personal)?
    {
        paths.push(personal);
    }
    paths.extend_from_slice(given);
    Ok(paths)
}

/// Returns whether the personal dictionary is there.
///
/// # Errors
///
/// Where its folder does not let itself be looked into.
pub fn is_there(personal: &Path) -> Result<bool, Error> {
    personal.try_exists().map_err(|error| {
        Error::input(format!("cannot look for the personal dictionary `{}`: {error}", personal.display()))
            .hint(format!("set {VARIABLE} to its place, or to nothing to do without"))
    })
}

/// Opens the user's own dictionaries.
///
/// # Errors
///
/// Where one cannot be read.
pub fn opened(dictionaries: &[PathBuf]) -> Result<Vec<Dictionary>, Error> {
    let opened: Result<Vec<_>, _> = dictionaries.iter().map(|path| Dictionary::open(path)).collect();
    opened.map_err(|error| {
        Error::input(error).hint("a dictionary is a UTF-8 file with one entry a row, its form first")
    })
}

/// Loads the built-in dictionaries and after them the user's own from the given files.
///
/// # Errors
///
/// Where a dictionary cannot be read, or the system gives no threads.
pub fn load(dictionaries: &[PathBuf]) -> Result<Lexicon, Error> {
    let user = opened(dictionaries)?;
    shared(|| Lexicon::built_in(user)).map_err(|error| without_threads(&error))
}

/// Loads the built-in models and dictionaries and the user's own from the given files.
///
/// # Errors
///
/// As [`load`].
pub fn models(dictionaries: &[PathBuf]) -> Result<Models, Error> {
    let lexicon = load(dictionaries)?;
    let models = shared(|| Models::built_in(lexicon)).map_err(|error| without_threads(&error))?;
    models.map_err(Error::input)
}

fn without_threads(error: &io::Error) -> Error {
    Error::of_run(format!("cannot start a thread: {error}"))
        .hint("processes or memory have run out; try again later")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_personal_dictionary_lies_where_the_environment_says() {
        let at = |own: Option<&str>, data: Option<&str>, home: Option<&str>| {
            place(own.map(Into::into), data.map(Into::into), home.map(Into::into))
        };
        let path = |path: &str| Some(PathBuf::from(path));
        assert_eq!(at(Some("own.tsv"), Some("/data"), Some("/home/an")), path("own.tsv"));
        assert_eq!(at(None, Some("/data"), Some("/home/an")), path("/data/phuchoi/dictionary.tsv"));
        let at_home = path("/home/an/.local/share/phuchoi/dictionary.tsv");
        assert_eq!(at(None, None, Some("/home/an")), at_home);
        assert_eq!(at(None, Some(""), Some("/home/an")), at_home, "an empty folder is none");
        assert_eq!(at(None, Some("data"), Some("/home/an")), at_home, "nor is one that is not absolute");
        assert_eq!(at(Some(""), Some("/data"), Some("/home/an")), None, "switched off");
        assert_eq!(at(None, None, None), None);
    }
}
