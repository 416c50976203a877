//! What a run knows of its inputs, on disk: archives hold more files than fit in memory.
//!
//! An SQLite file in the state folder. What was walked, in order, with what became of each, is the run's own and made
//! anew by every run. What a file's bytes hash to while its [`Stamp`] stays as it is, which inputs failed, and where their
//! records stand, are kept from run to run; `phuchoi triage` notes here what it found of each input. None of it is the truth
//! about a record, which is its receipt: where the file is lost or broken, another is begun, and the next run takes longer.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};

use super::folder::Folder;
use super::input::{Input, Stamp};
use super::report::{InputReport, PassedOver, Reason};
use crate::document::written;

/// The file, in the state folder.
const FILE: &str = "catalogue.sqlite";

/// The version of the tables that are kept; a file of another is begun anew.
const VERSION: i64 = 2;

/// Inputs fetched at once.
const FETCHED: i64 = 256;

/// How much is lost to a crash at most, in time; writing less often would not be faster.
const COMMIT_EVERY: Duration = Duration::from_secs(1);

/// What is kept from run to run.
const KEPT: &str = "
    CREATE TABLE bytes (path BLOB PRIMARY KEY, stamp TEXT NOT NULL, blake3 TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE failure (
        path BLOB PRIMARY KEY, blake3 TEXT NOT NULL, fingerprint TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
    -- The record that an input has, whatever it is given with.
    CREATE TABLE record (same BLOB PRIMARY KEY, name BLOB NOT NULL) WITHOUT ROWID;
";

/// What is each run's own. Tables that an earlier run left go, with whatever columns they had.
const WALKED: &str = "
    DROP TABLE IF EXISTS input;
    DROP TABLE IF EXISTS folder;
    DROP TABLE IF EXISTS doubled;
    DROP TABLE IF EXISTS passed_over;
    DROP TABLE IF EXISTS number;
    DROP TABLE IF EXISTS looked_into;
    DROP TABLE IF EXISTS looked_for;
    DROP TABLE IF EXISTS waiting;
    DROP TABLE IF EXISTS note;
    -- One row an input, or a path that could not be walked, which has a report from the start and no name.
    -- `place` sorts as the walk goes; `same` is equal for two ways to one file; `name_hash` for names that
    -- one folder cannot hold; `is_kept` says that a record of it stands under the name.
    CREATE TABLE input (
        id INTEGER PRIMARY KEY, place BLOB NOT NULL UNIQUE, path BLOB NOT NULL, files BLOB, same BLOB,
        name BLOB, name_hash BLOB, is_kept INTEGER NOT NULL DEFAULT 0, report TEXT);
    CREATE INDEX input_same ON input (same, place);
    CREATE INDEX input_name ON input (name_hash);
    CREATE TABLE folder (name_hash BLOB PRIMARY KEY) WITHOUT ROWID;
    -- The names that several inputs have.
    CREATE TABLE doubled (name_hash BLOB PRIMARY KEY) WITHOUT ROWID;
    -- What was found and is no input, with the reason.
    CREATE TABLE passed_over (place BLOB NOT NULL, code TEXT NOT NULL, said TEXT NOT NULL);
    CREATE INDEX passed_over_place ON passed_over (place);
    -- The number that a name was given last, so that the next of that name need not try all before it.
    CREATE TABLE number (name_hash BLOB PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
    -- The folders that were looked into, where links are followed.
    CREATE TABLE looked_into (path BLOB PRIMARY KEY) WITHOUT ROWID;
    -- The names that records were looked for under, with every number behind them.
    CREATE TABLE looked_for (name_hash BLOB PRIMARY KEY) WITHOUT ROWID;
    -- What a survey found of an input.
    CREATE TABLE note (input INTEGER PRIMARY KEY, said TEXT NOT NULL);
    -- The folders that are still to be looked into, links to such last.
    CREATE TABLE waiting (
        is_link INTEGER NOT NULL, place BLOB NOT NULL, path BLOB NOT NULL, real BLOB NOT NULL, below BLOB NOT NULL,
        is_within_output INTEGER NOT NULL, of_record TEXT, PRIMARY KEY (is_link, place)) WITHOUT ROWID;
";

/// Returns what a database has that stays from run to run or acts by itself, as it was declared: the kept tables, triggers, views.
fn lasting_schema_of(connection: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut declared = connection.prepare(
        "SELECT name, sql FROM sqlite_schema
         WHERE type IN ('trigger', 'view') OR tbl_name IN ('bytes', 'failure', 'record') ORDER BY type, name",
    )?;
    declared.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Returns whether a database is a catalogue as phuchoi makes it: one that has a trigger, say, is another's.
fn is_ours(connection: &Connection) -> rusqlite::Result<bool> {
    let ours = Connection::open_in_memory()?;
    ours.execute_batch(KEPT)?;
    Ok(lasting_schema_of(connection)? == lasting_schema_of(&ours)?)
}

/// Returns whether a database holds nothing at all.
fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}

/// Why the catalogue could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the run's own catalogue `{path}`: {source}; where the disk is sound and not full, remove that file and start again: no record is lost with it"
)]
pub struct CatalogueError {
    path: PathBuf,
    source: rusqlite::Error,
}

impl CatalogueError {
    /// Returns whether it is for want of room.
    pub fn is_full(&self) -> bool {
        self.source.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
    }
}

type Result<T> = std::result::Result<T, CatalogueError>;

/// The catalogue of a run.
#[derive(Debug)]
pub struct Catalogue {
    path: PathBuf,
    connection: Connection,
    /// The folder that was entered last, above which all are known.
    above: PathBuf,
    fetched: std::vec::IntoIter<(i64, Vec<u8>, Input)>,
    /// The place of the input that was fetched last.
    cursor: Option<Vec<u8>>,
    committed: Instant,
}

impl Catalogue {
    /// Opens the catalogue in a state folder, or begins it, with nothing walked.
    ///
    /// # Errors
    ///
    /// Where the file can be neither used nor begun anew.
    pub fn open(state: &Path) -> Result<Self> {
        // SQLite follows no link for us, on the way to the folder either.
        let path = state.canonicalize().unwrap_or_else(|_| state.to_owned()).join(FILE);
        let opened = Self::prepare(&path).or_else(|_| {
            for ending in ["", "-journal"] {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                // One that stays is found out by opening it again.
                let _ = fs::remove_file(name);
            }
            Self::prepare(&path)
        });
        let connection = opened.map_err(|source| CatalogueError { path: path.clone(), source })?;
        Ok(Self {
            path,
            connection,
            above: PathBuf::new(),
            fetched: Vec::new().into_iter(),
            cursor: None,
            committed: Instant::now(),
        })
    }

    fn prepare(path: &Path) -> rusqlite::Result<Connection> {
        // No link is followed to a database elsewhere.
        let flags = OpenFlags::default() | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let connection = Connection::open_with_flags(path, flags)?;
        // What is lost here is only done again, so that not every byte need be on disk at once. Its own temporary files
        // stay in memory: they are small, and `/tmp` may be smaller.
        connection.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000",
        )?;
        match connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))? {
            VERSION if is_ours(&connection)? => {}
            0 if is_empty(&connection)? => {
                connection.execute_batch(KEPT)?;
                connection.pragma_update(None, "user_version", VERSION)?;
            }
            _ => return Err(rusqlite::Error::InvalidQuery),
        }
        connection.execute_batch(WALKED)?;
        connection.execute_batch("BEGIN")?;
        Ok(connection)
    }

    /// Does something with the tables.
    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.connection).map_err(|source| CatalogueError { path: self.path.clone(), source })
    }

    /// Puts on disk what was written so far.
    ///
    /// # Errors
    ///
    /// Where the disk does not take it.
    pub fn commit(&mut self) -> Result<()> {
        self.committed = Instant::now();
        self.with(|tables| tables.execute_batch("COMMIT; BEGIN"))
    }

    fn commit_at_times(&mut self) -> Result<()> {
        if self.committed.elapsed() < COMMIT_EVERY { Ok(()) } else { self.commit() }
    }

    /// Enters an input. `place` sorts as the walk goes, `same` is equal for two ways to one file.
    pub(super) fn add(&mut self, place: &[u8], same: &Path, input: &Input) -> Result<()> {
        let above = input.name.parent().unwrap_or(Path::new(""));
        if self.above != above {
            for folder in above.ancestors() {
                self.reserve(folder)?;
            }
            self.above = above.to_owned();
        }
        let files = input.is_folder.then(|| joined(&input.files));
        self.with(|tables| {
            tables
                .prepare_cached(
                    "INSERT INTO input (place, path, files, same, name, name_hash) VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    place,
                    bytes(&input.path),
                    files,
                    hash(written(same).as_bytes()),
                    bytes(&input.name),
                    name_hash(&input.name)
                ])
        })?;
        self.commit_at_times()
    }

    /// Enters a path that could not be walked.
    pub(super) fn add_unwalked(&mut self, place: &[u8], path: &Path, report: &InputReport) -> Result<()> {
        self.with(|tables| {
            tables
                .prepare_cached("INSERT INTO input (place, path, report) VALUES (?, ?, ?)")?
                .execute(params![place, bytes(path), json(report)?])
        })?;
        self.commit_at_times()
    }

    /// Keeps a name from being any record's.
    pub(super) fn reserve(&mut self, name: &Path) -> Result<()> {
        self.with(|tables| {
            tables.prepare_cached("INSERT OR IGNORE INTO folder VALUES (?)")?.execute([name_hash(name)])
        })?;
        Ok(())
    }

    /// Enters what was found and is no input.
    pub(super) fn pass_over(&mut self, place: &[u8], said: &PassedOver) -> Result<()> {
        self.with(|tables| {
            tables
                .prepare_cached("INSERT INTO passed_over (place, code, said) VALUES (?, ?, ?)")?
                .execute(params![place, said.reason.code, json(said)?])
        })?;
        self.commit_at_times()
    }

    /// Shows what was found and is no input, in the order of the walk.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read, and what `see` gives.
    pub fn each_passed_over<E: From<CatalogueError>>(
        &self,
        see: impl FnMut(PassedOver) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        self.each_said("SELECT said FROM passed_over ORDER BY place", see)
    }

    /// Returns how much was found and is no input, by the code of the reason.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read.
    pub fn passed_over(&self) -> Result<BTreeMap<String, u64>> {
        self.with(|tables| {
            tables
                .prepare_cached("SELECT code, count(*) FROM passed_over GROUP BY code")?
                .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?
                .collect()
        })
    }

    /// Enters a folder that is still to be looked into.
    pub(super) fn wait(&mut self, folder: &Folder) -> Result<()> {
        let Folder { path, real, below, place, is_link, is_within_output, of_record } = folder;
        self.with(|tables| {
            tables.prepare_cached("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
                is_link,
                place,
                bytes(path),
                bytes(real),
                bytes(below),
                is_within_output,
                of_record
            ])
        })?;
        Ok(())
    }

    /// Takes out the next folder that is to be looked into: in the order of the walk, links when there is nothing else.
    pub(super) fn next_waiting(&mut self) -> Result<Option<Folder>> {
        self.with(|tables| {
            let next = tables
                .prepare_cached(
                    "SELECT path, real, below, place, is_link, is_within_output, of_record FROM waiting
                     ORDER BY is_link, place LIMIT 1",
                )?
                .query_row([], |row| {
                    Ok(Folder {
                        path: path(row.get_ref(0)?.as_blob()?),
                        real: path(row.get_ref(1)?.as_blob()?),
                        below: path(row.get_ref(2)?.as_blob()?),
                        place: row.get(3)?,
                        is_link: row.get(4)?,
                        is_within_output: row.get(5)?,
                        of_record: row.get(6)?,
                    })
                })
                .optional()?;
            if let Some(Folder { is_link, place, .. }) = &next {
                tables
                    .prepare_cached("DELETE FROM waiting WHERE is_link = ? AND place = ?")?
                    .execute(params![is_link, place])?;
            }
            Ok(next)
        })
    }

    /// Notes that a folder is looked into; false where it was before, by another way.
    pub(super) fn look_into(&mut self, real: &Path) -> Result<bool> {
        self.with(|tables| {
            let noted = tables
                .prepare_cached("INSERT OR IGNORE INTO looked_into VALUES (?)")?
                .execute([hash(bytes(real))])?;
            Ok(noted == 1)
        })
    }

    /// Takes out the later ways to files that were found more than once, and passes over each with what `say` says of it and
    /// of the way by which the file is taken.
    pub(super) fn take_each_once(&mut self, say: impl Fn(&Path, &Path) -> PassedOver) -> Result<()> {
        type Later = (i64, Vec<u8>, PathBuf, PathBuf);
        let mut after = 0;
        loop {
            let later: Vec<Later> = self.with(|tables| {
                tables
                    .prepare_cached(
                        "SELECT id, place, path, (
                             SELECT path FROM input AS first WHERE first.same = input.same ORDER BY place LIMIT 1)
                         FROM input WHERE id > ?1 AND same IS NOT NULL AND EXISTS (
                             SELECT 1 FROM input AS earlier
                             WHERE earlier.same = input.same AND earlier.place < input.place)
                         ORDER BY id LIMIT ?2",
                    )?
                    .query_map(params![after, FETCHED], |row| {
                        let paths = (path(row.get_ref(2)?.as_blob()?), path(row.get_ref(3)?.as_blob()?));
                        Ok((row.get(0)?, row.get(1)?, paths.0, paths.1))
                    })?
                    .collect()
            })?;
            let Some((last, ..)) = later.last() else { return Ok(()) };
            after = *last;
            for (id, place, path, taken) in later {
                self.with(|tables| tables.prepare_cached("DELETE FROM input WHERE id = ?")?.execute([id]))?;
                self.pass_over(&place, &say(&path, &taken))?;
            }
        }
    }

    /// Enters that the record of what lies at a place, a path from the root as receipts have it, stands under a name. One that is
    /// known already stays.
    pub(super) fn remember(&self, place: &str, name: &Path) -> Result<()> {
        self.with(|tables| {
            tables
                .prepare_cached("INSERT OR IGNORE INTO record VALUES (?, ?)")?
                .execute(params![hash(place.as_bytes()), bytes(name)])
        })?;
        Ok(())
    }

    /// Takes out what is known of an input's record.
    pub(super) fn forget(&self, id: i64) -> Result<()> {
        self.with(|tables| {
            tables
                .prepare_cached("DELETE FROM record WHERE same = (SELECT same FROM input WHERE id = ?)")?
                .execute([id])
        })?;
        Ok(())
    }

    /// Returns the name under which an input's record stands, where that is known.
    pub(super) fn record_of(&self, id: i64) -> Result<Option<PathBuf>> {
        self.with(|tables| {
            tables
                .prepare_cached(
                    "SELECT record.name FROM record JOIN input ON record.same = input.same WHERE id = ?",
                )?
                .query_row([id], |row| Ok(path(row.get_ref(0)?.as_blob()?)))
                .optional()
        })
    }

    /// Notes that records are looked for under a name and its numbers; false where they were before.
    pub(super) fn look_for(&self, name: &Path) -> Result<bool> {
        self.with(|tables| {
            let noted = tables
                .prepare_cached("INSERT OR IGNORE INTO looked_for VALUES (?)")?
                .execute([name_hash(name)])?;
            Ok(noted == 1)
        })
    }

    /// Gives an input the name that its record stands under, unless another input kept that, or needs a folder of that name.
    pub(super) fn keep_name(&mut self, id: i64, name: &Path) -> Result<()> {
        let kept = self.with(|tables| {
            tables
                .prepare_cached(
                    "UPDATE input SET name = ?2, name_hash = ?3, is_kept = 1 WHERE id = ?1
                         AND NOT EXISTS (SELECT 1 FROM input WHERE name_hash = ?3 AND is_kept)
                         AND NOT EXISTS (SELECT 1 FROM folder WHERE name_hash = ?3)",
                )?
                .execute(params![id, bytes(name), name_hash(name)])
        })?;
        if kept == 1 {
            for folder in name.ancestors().skip(1) {
                self.reserve(folder)?;
            }
        }
        Ok(())
    }

    /// Returns the number that comes next for a name, from 2.
    pub(super) fn next_number(&self, name: &Path) -> Result<u64> {
        self.with(|tables| {
            tables
                .prepare_cached(
                    "INSERT INTO number VALUES (?1, 2) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
                )?
                .query_row([name_hash(name)], |row| row.get::<_, i64>(0))
        })
        .map(i64::unsigned_abs)
    }

    /// Returns the first inputs after a place that have no name of their own, each with its number and place.
    pub(super) fn unnamed(&mut self, after: &[u8]) -> Result<Vec<(i64, Vec<u8>, Input)>> {
        self.with(|tables| {
            tables
                .prepare_cached(
                    "SELECT id, place, path, files, name FROM input
                     WHERE name_hash IS NULL AND name IS NOT NULL AND place > ?1 ORDER BY place LIMIT ?2",
                )?
                .query_map(params![after, FETCHED], entry)?
                .collect()
        })
    }

    /// Returns the first inputs after a place, each with its number and place.
    pub(super) fn named(&self, after: &[u8]) -> Result<Vec<(i64, Vec<u8>, Input)>> {
        self.with(|tables| {
            tables
                .prepare_cached(
                    "SELECT id, place, path, files, name FROM input
                     WHERE name IS NOT NULL AND place > ?1 ORDER BY place LIMIT ?2",
                )?
                .query_map(params![after, FETCHED], entry)?
                .collect()
        })
    }

    /// Takes their names' hashes from the inputs that share a name, also with a reserved one, but for those that keep theirs.
    pub(super) fn unname_doubles(&mut self) -> Result<()> {
        self.with(|tables| {
            // What stands in a table of its own need not stand in memory as a whole.
            tables.execute_batch(
                "INSERT INTO doubled
                     SELECT name_hash FROM input WHERE name_hash IS NOT NULL GROUP BY name_hash HAVING count(*) > 1;
                 UPDATE input SET name_hash = NULL
                     WHERE NOT is_kept AND (
                         EXISTS (SELECT 1 FROM doubled WHERE doubled.name_hash = input.name_hash)
                         OR EXISTS (SELECT 1 FROM folder WHERE folder.name_hash = input.name_hash))",
            )
        })?;
        Ok(())
    }

    /// Gives an input the name, if no other has it.
    pub(super) fn name(&mut self, id: i64, name: &Path) -> Result<bool> {
        let hash = name_hash(name);
        self.with(|tables| {
            let named = tables
                .prepare_cached(
                    "UPDATE input SET name = ?2, name_hash = ?3 WHERE id = ?1
                         AND NOT EXISTS (SELECT 1 FROM input WHERE name_hash = ?3)
                         AND NOT EXISTS (SELECT 1 FROM folder WHERE name_hash = ?3)",
                )?
                .execute(params![id, bytes(name), hash])?;
            Ok(named == 1)
        })
    }

    /// Returns how many inputs there are, those that could not be walked among them.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read.
    pub fn count(&self) -> Result<u64> {
        self.with(|tables| tables.query_row("SELECT count(*) FROM input", [], |row| row.get::<_, i64>(0)))
            .map(i64::unsigned_abs)
    }

    /// Returns the next input and its number, in order.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read.
    #[expect(clippy::should_implement_trait, reason = "what it gives may be an error")]
    pub fn next(&mut self) -> Result<Option<(i64, Input)>> {
        if self.fetched.len() == 0 {
            let after = self.cursor.take();
            let fetched: Vec<_> = self.with(|tables| {
                tables
                    .prepare_cached(
                        "SELECT id, place, path, files, name FROM input
                         WHERE name IS NOT NULL AND (?1 IS NULL OR place > ?1) ORDER BY place LIMIT ?2",
                    )?
                    .query_map(params![after, FETCHED], entry)?
                    .collect()
            })?;
            self.cursor = fetched.last().map(|(_, place, _)| place.clone()).or(after);
            self.fetched = fetched.into_iter();
        }
        Ok(self.fetched.next().map(|(id, _, input)| (id, input)))
    }

    /// Enters what became of an input.
    pub(super) fn report(&mut self, id: i64, report: &InputReport) -> Result<()> {
        self.with(|tables| {
            tables
                .prepare_cached("UPDATE input SET report = ? WHERE id = ?")?
                .execute(params![json(report)?, id])?;
            if report.record.is_some() {
                tables
                    .prepare_cached(
                        "INSERT OR REPLACE INTO record SELECT same, name FROM input WHERE id = ? AND same IS NOT NULL",
                    )?
                    .execute([id])?;
            }
            Ok(())
        })?;
        self.commit_at_times()
    }

    /// Shows each input, in order: its path, the name of its record, where it can have one, and what became of it.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read, and what `see` gives.
    pub fn each<E: From<CatalogueError>>(
        &self,
        mut see: impl FnMut(&Path, Option<&Path>, InputReport) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let failed = |source| CatalogueError { path: self.path.clone(), source };
        let mut rows = self
            .connection
            .prepare_cached("SELECT path, report, name FROM input ORDER BY place")
            .map_err(failed)?;
        let mut rows = rows.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let seen = || -> rusqlite::Result<_> {
                let path = path(row.get_ref(0)?.as_blob()?);
                let report = match row.get_ref(1)?.as_str_or_null()? {
                    Some(report) => parsed(report)?,
                    None => InputReport::pending(&path),
                };
                Ok((path, row.get_ref(2)?.as_blob_or_null()?.map(self::path), report))
            };
            let (path, name, report) = seen().map_err(failed)?;
            see(&path, name.as_deref(), report)?;
        }
        Ok(())
    }

    /// Shows each input of which it is known what became of it, in order; before a run those that could not be walked.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read, and what `see` gives.
    pub fn each_settled<E: From<CatalogueError>>(
        &self,
        see: impl FnMut(InputReport) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        self.each_said("SELECT report FROM input WHERE report IS NOT NULL ORDER BY place", see)
    }

    /// Keeps what was found of an input, until the catalogue is opened anew.
    ///
    /// # Errors
    ///
    /// Where the disk does not take it.
    pub fn note<T: serde::Serialize>(&mut self, id: i64, said: &T) -> Result<()> {
        self.with(|tables| {
            tables
                .prepare_cached("INSERT OR REPLACE INTO note VALUES (?, ?)")?
                .execute(params![id, json(said)?])
        })?;
        self.commit_at_times()
    }

    /// Shows what was found of inputs, in their order.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot be read, and what `see` gives.
    pub fn each_note<T: serde::de::DeserializeOwned, E: From<CatalogueError>>(
        &self,
        see: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        self.each_said("SELECT said FROM note JOIN input ON input.id = note.input ORDER BY place", see)
    }

    /// Shows what a query gives, which is one text a row.
    fn each_said<T: serde::de::DeserializeOwned, E: From<CatalogueError>>(
        &self,
        query: &str,
        mut see: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let failed = |source| CatalogueError { path: self.path.clone(), source };
        let mut rows = self.connection.prepare_cached(query).map_err(failed)?;
        let rows = rows.query_map([], |row| parsed(row.get_ref(0)?.as_str()?)).map_err(failed)?;
        for said in rows {
            see(said.map_err(failed)?)?;
        }
        Ok(())
    }

    /// Returns the hash of an input's bytes, if it is known of these very files.
    pub(super) fn blake3(&self, input: &Input, stamp: &Stamp) -> Result<Option<String>> {
        self.with(|tables| {
            tables
                .prepare_cached("SELECT blake3 FROM bytes WHERE path = ? AND stamp = ?")?
                .query_row(params![bytes(&input.path), stamp.as_str()], |row| row.get(0))
                .optional()
        })
    }

    /// Keeps the hash of an input's bytes.
    pub(super) fn keep_blake3(&mut self, input: &Input, stamp: &Stamp, blake3: &str) -> Result<()> {
        self.with(|tables| {
            tables.prepare_cached("INSERT OR REPLACE INTO bytes VALUES (?, ?, ?)")?.execute(params![
                bytes(&input.path),
                stamp.as_str(),
                blake3
            ])
        })?;
        self.commit_at_times()
    }

    /// Returns why an input of these bytes failed under these settings.
    pub(super) fn failure(&self, input: &Input, blake3: &str, fingerprint: &str) -> Result<Option<Reason>> {
        self.with(|tables| {
            tables
                .prepare_cached(
                    "SELECT reason FROM failure WHERE path = ? AND blake3 = ? AND fingerprint = ?",
                )?
                .query_row(params![bytes(&input.path), blake3, fingerprint], |row| {
                    parsed(row.get_ref(0)?.as_str()?)
                })
                .optional()
        })
    }

    /// Keeps why an input failed.
    pub(super) fn keep_failure(
        &mut self,
        input: &Input,
        blake3: &str,
        fingerprint: &str,
        reason: &Reason,
    ) -> Result<()> {
        self.with(|tables| {
            tables.prepare_cached("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)")?.execute(params![
                bytes(&input.path),
                blake3,
                fingerprint,
                json(reason)?
            ])
        })?;
        Ok(())
    }
}

impl Drop for Catalogue {
    fn drop(&mut self) {
        // What is lost by this is only done again.
        let _ = self.connection.execute_batch("COMMIT");
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<(i64, Vec<u8>, Input)> {
    let own = path(row.get_ref(2)?.as_blob()?);
    let files = row.get_ref(3)?.as_blob_or_null()?;
    let input = Input {
        files: match files {
            Some(files) => files.split(|byte| *byte == 0).map(path).collect(),
            None => vec![own.clone()],
        },
        is_folder: files.is_some(),
        path: own,
        name: path(row.get_ref(4)?.as_blob()?),
    };
    Ok((row.get(0)?, row.get(1)?, input))
}

/// Paths in one string, with the one byte between them that no path can hold.
fn joined(files: &[PathBuf]) -> Vec<u8> {
    files.iter().map(|file| bytes(file)).collect::<Vec<_>>().join(&0)
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// Half of a BLAKE3 hash: two of a billion paths are equal by chance once in 10²⁰ archives.
fn hash(bytes: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    half
}

/// Equal for names that some systems' disks take for the same, for they differ only in case.
fn name_hash(name: &Path) -> [u8; 16] {
    match name.to_str() {
        Some(name) => hash(name.to_lowercase().as_bytes()),
        None => hash(bytes(name)),
    }
}

fn json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}
