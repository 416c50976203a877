//! The `scores.csv` of many records as one, in the output folder: written as they come, for an archive may have millions.
//!
//! What runs wrote is known by its seals, which a run keeps for itself. A table that has none of them was changed by hand, or
//! written by another program, and is kept aside before it is replaced or taken away.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::files::{Seal, Sealing, keep_aside};
use super::spreadsheet::Cells;
use super::{ExportError, file, json, scores};

/// The file of the seals, in the folder of what a run keeps for itself.
const SEALS: &str = "scores.json";

/// Most bytes of it that are read: it holds two.
const LONGEST: u64 = 1 << 16;

/// The table of all, being written.
pub struct GatheredScores {
    path: PathBuf,
    seals: PathBuf,
    /// As the tables of records begin, and as it begins itself.
    head: Vec<u8>,
    /// None before the first record, for where there is none there is no table.
    beside: Option<Sealing<file::Beside>>,
}

impl GatheredScores {
    /// Begins the table in the output folder; `state` is that of what a run keeps for itself, `cells` says how the tables of
    /// records were written.
    ///
    /// # Errors
    ///
    /// [`ExportError::InOurPlace`] where a file of that name is there that is no such table.
    pub fn begin(output: &Path, state: &Path, cells: Cells) -> Result<Self, ExportError> {
        let path = output.join(scores::FILE);
        if path.exists() {
            let heads = Cells::ALL.map(scores::head);
            let is_table = heads.iter().map(|head| file::begins_with(&path, head));
            if !is_table.collect::<Result<Vec<_>, _>>()?.contains(&true) {
                return Err(ExportError::InOurPlace(path));
            }
        }
        Ok(Self { path, seals: state.join(SEALS), head: scores::head(cells), beside: None })
    }

    /// Adds the table of a record, given by its file.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or no more be written.
    pub fn add(&mut self, table: &Path) -> Result<(), ExportError> {
        let head = &self.head;
        let bytes = fs::read(table).map_err(ExportError::write(table))?;
        let beside = match &mut self.beside {
            Some(beside) => beside,
            none => {
                let mut begun = Sealing::new(file::Beside::begin(&self.path)?);
                begun.write_all(head).map_err(ExportError::write(&self.path))?;
                none.insert(begun)
            }
        };
        let lines = bytes.strip_prefix(head.as_slice()).unwrap_or_default();
        beside.write_all(lines).map_err(ExportError::write(&self.path))
    }

    /// Puts it in its place; without any record's, one of an earlier run goes. Returns the name under which one that a person had
    /// changed is kept.
    ///
    /// # Errors
    ///
    /// Where that cannot be done.
    pub fn end(self) -> Result<Option<String>, ExportError> {
        let (beside, seal) = self.beside.map(Sealing::into_parts).unzip();
        let known = file::read(&self.seals, LONGEST).ok();
        let mut seals: Vec<Seal> =
            known.and_then(|known| serde_json::from_slice(&known).ok()).unwrap_or_default();
        seals.extend(seal.clone());
        let is_ours = !file::is_there(&self.path)? || seals.iter().any(|seal| seal.fits_file(&self.path));
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let aside = if is_ours { None } else { keep_aside(folder, scores::FILE, None)? };
        if seals.is_empty() {
            file::remove(&self.path)?;
            return Ok(aside);
        }
        // Before the table is, for this may be the last that is done.
        file::replace(&self.seals, json::pretty(&seals)?.as_bytes())?;
        beside.map_or_else(|| file::remove(&self.path), file::Beside::put)?;
        file::replace(&self.seals, json::pretty(&seal.as_slice())?.as_bytes())?;
        Ok(aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_a_person_changed_is_kept_aside_and_one_that_runs_wrote_is_not() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        let state = at("state");
        fs::create_dir(&state).unwrap();
        let gather = |rows: &str| {
            let mut gathered = GatheredScores::begin(place.path(), &state, Cells::Guarded).unwrap();
            if !rows.is_empty() {
                fs::write(at("of-record.csv"), [&scores::head(Cells::Guarded), rows.as_bytes()].concat())
                    .unwrap();
                gathered.add(&at("of-record.csv")).unwrap();
            }
            gathered.end().unwrap()
        };
        let table = || fs::read_to_string(at("scores.csv")).unwrap();
        assert_eq!((gather("1\r\n"), gather("2\r\n"), gather("2\r\n")), (None, None, None));
        assert!(table().ends_with("2\r\n"));

        fs::write(at("scores.csv"), table() + "by hand\r\n").unwrap();
        assert_eq!(gather("3\r\n").as_deref(), Some("scores.kept-1.csv"));
        assert!(table().ends_with("3\r\n"));
        assert!(fs::read_to_string(at("scores.kept-1.csv")).unwrap().ends_with("by hand\r\n"));
        assert_eq!(gather(""), None);
        assert!(!at("scores.csv").exists(), "where there are no scores there is no table");

        // What runs wrote is not known any more: nothing is lost that may be a person's.
        gather("4\r\n");
        fs::remove_file(state.join(SEALS)).unwrap();
        assert_eq!((gather("4\r\n"), gather("5\r\n")), (None, None));
        fs::remove_file(state.join(SEALS)).unwrap();
        assert_eq!(gather("6\r\n").as_deref(), Some("scores.kept-2.csv"));
    }
}
