//! The models of repair, loaded once.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use phuchoi::cli::lexicon;
use phuchoi::language::lexicon::{Dictionary, Lexicon};
use phuchoi::repair::Models;

use crate::fault::Fault;

/// Models, and the bytes of the user's dictionaries that they were made with.
type Kept = (Vec<Vec<u8>>, Arc<Models>);

/// The models used last.
static KEPT: Mutex<Option<Kept>> = Mutex::new(None);

/// Returns the dictionaries of the user's that are read: the personal one, where there is one, and those given.
pub(crate) fn in_use(given: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    lexicon::in_use(given).map_err(|error| unreadable(&error))
}

/// Returns the models with the user's dictionaries. These are read every time, for they may have changed; the models are
/// made again only if they have.
pub(crate) fn with(dictionaries: &[PathBuf]) -> Result<Arc<Models>, Fault> {
    // What cannot be read here is no dictionary that models were made with; loading it says what is the matter.
    let bytes = dictionaries.iter().map(fs::read).collect::<Result<Vec<_>, _>>().ok();
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, models)) = &*kept
        && bytes.as_ref() == Some(of)
    {
        return Ok(Arc::clone(models));
    }
    let models = Models::built_in(Lexicon::built_in(opened(dictionaries)?))
        .map_err(|error| Fault::new("models-damaged", error))?;
    let models = Arc::new(models);
    *kept = bytes.map(|bytes| (bytes, Arc::clone(&models)));
    Ok(models)
}

/// Opens the user's own dictionaries.
pub(crate) fn opened(dictionaries: &[PathBuf]) -> Result<Vec<Dictionary>, Fault> {
    lexicon::opened(dictionaries).map_err(|error| unreadable(&error))
}

fn unreadable(error: &phuchoi::cli::Error) -> Fault {
    Fault::of_command("dictionary-unreadable", error)
}
