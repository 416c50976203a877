//! The `scores.csv` of many records as one, in the output folder: written as they come, for an archive may have millions.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{ExportError, file, scores};

/// The table of all, being written.
pub struct GatheredScores {
    path: PathBuf,
    /// None before the first record, for where there is none there is no table.
    beside: Option<file::Beside>,
}

impl GatheredScores {
    /// Begins the table in the output folder.
    ///
    /// # Errors
    ///
    /// [`ExportError::InOurPlace`] where a file of that name is there that is no such table.
    pub fn begin(output: &Path) -> Result<Self, ExportError> {
        let path = output.join(scores::FILE);
        if path.exists() && !file::begins_with(&path, &scores::head())? {
            return Err(ExportError::InOurPlace(path));
        }
        Ok(Self { path, beside: None })
    }

    /// Adds the table of a record, given by its file.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or no more be written.
    pub fn add(&mut self, table: &Path) -> Result<(), ExportError> {
        let head = scores::head();
        let bytes = fs::read(table).map_err(ExportError::write(table))?;
        let beside = match &mut self.beside {
            Some(beside) => beside,
            none => {
                let mut begun = file::Beside::begin(&self.path)?;
                begun.write_all(&head).map_err(ExportError::write(&self.path))?;
                none.insert(begun)
            }
        };
        let lines = bytes.strip_prefix(head.as_slice()).unwrap_or_default();
        beside.write_all(lines).map_err(ExportError::write(&self.path))
    }

    /// Puts it in its place; without any record's, one of an earlier run goes.
    ///
    /// # Errors
    ///
    /// Where that cannot be done.
    pub fn end(self) -> Result<(), ExportError> {
        self.beside.map_or_else(|| file::remove(&self.path), file::Beside::put)
    }
}
