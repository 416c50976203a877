//! `phuchoi schema`: the JSON Schema of `document.json`.

use super::{Error, Exit, print};
use crate::export::schema;

/// Prints the schema.
///
/// # Errors
///
/// Where standard output cannot be written to.
pub fn run() -> Result<Exit, Error> {
    print(&schema::document().map_err(Error::input)?)?;
    Ok(Exit::Done)
}
