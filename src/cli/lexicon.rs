//! The dictionaries and models a command works with, for its settings.

use std::path::PathBuf;

use super::Error;
use crate::language::lexicon::{Dictionary, Lexicon};
use crate::repair::Models;

/// Loads the built-in models and dictionaries and the user's own.
///
/// # Errors
///
/// Where a dictionary cannot be read.
pub fn models(dictionaries: &[PathBuf]) -> Result<Models, Error> {
    let user =
        dictionaries.iter().map(|path| Dictionary::open(path)).collect::<Result<Vec<_>, _>>().map_err(
            |error| {
                Error::input(error).hint("a dictionary is a UTF-8 file with one entry a row, its form first")
            },
        )?;
    Models::built_in(Lexicon::built_in(user)).map_err(Error::input)
}
