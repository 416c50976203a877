//! One SQLite database of a folder of records, with full-text search.
//!
//! Each table's columns are described where they are made, in [`TABLES`], which the database itself keeps
//! (`sqlite3 FILE .schema`). Marks and capitals do not count in a search: pages are indexed by SQLite's tokenizer, which
//! takes marks off all letters but `đ`, and once more with `d` for `đ`, so that `dieu`, `điều` and `Điều` find the same.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};

use super::{CollectionError, LeftOut, Record, year_of};
use crate::document::{Section, TableKind};
use crate::export::{file, scores};
use crate::language::letter::strip_marks;

/// What marks the file as ours: `phuc` in ASCII, as SQLite's application identifier.
const APPLICATION: i32 = 0x7068_7563;

const TABLES: &str = "
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL UNIQUE,        -- folder of the record
    path TEXT NOT NULL,                 -- the input, as it was given
    blake3 TEXT NOT NULL,               -- hash of its bytes
    pages INTEGER NOT NULL,
    parent TEXT,                        -- body above the issuing one (cơ quan chủ quản)
    issuer TEXT,                        -- issuing body (cơ quan ban hành)
    number TEXT,                        -- number and symbol (số, ký hiệu)
    place TEXT,
    date TEXT,                          -- ISO 8601
    year INTEGER,
    kind TEXT,                          -- BÁO CÁO, QUYẾT ĐỊNH (loại văn bản)
    subject TEXT,                       -- what it is about (trích yếu)
    signer_title TEXT,
    signer_name TEXT,
    recipients TEXT NOT NULL);          -- one a line
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    number INTEGER NOT NULL,            -- from 1
    status TEXT NOT NULL,               -- recognised, text, blank, failed
    text TEXT NOT NULL,                 -- the restored lines
    folded TEXT GENERATED ALWAYS AS (replace(replace(text, 'đ', 'd'), 'Đ', 'D')) VIRTUAL);
CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    parent INTEGER REFERENCES sections, -- null at the root
    level INTEGER NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    text TEXT NOT NULL);                -- its own paragraphs, one a line
CREATE TABLE footnotes (
    document INTEGER NOT NULL REFERENCES documents,
    mark TEXT NOT NULL,
    text TEXT NOT NULL,
    page INTEGER NOT NULL,
    reference_page INTEGER,             -- where the text first refers to it
    reference_line INTEGER,
    reference_after TEXT);
CREATE TABLE tables (
    document INTEGER NOT NULL REFERENCES documents,
    number INTEGER NOT NULL,            -- in the document, from 1
    kind TEXT NOT NULL,                 -- score, plain
    title TEXT,
    first_page INTEGER,
    rows INTEGER NOT NULL,
    columns TEXT NOT NULL);             -- names, one a line
CREATE TABLE scores (
    document INTEGER NOT NULL REFERENCES documents,
    table_number INTEGER NOT NULL,
    year INTEGER,                       -- that the table or its column names, or the document's
    path TEXT NOT NULL,                 -- labels from the root: III.2.a, TOTAL
    criterion TEXT NOT NULL,            -- the row's words (tiêu chí)
    folded TEXT NOT NULL,               -- the same in small letters without marks
    column_name TEXT NOT NULL,
    role TEXT NOT NULL,                 -- max, score
    value REAL,                         -- null where it cannot be known
    status TEXT NOT NULL);              -- suspect, repaired, holds, open, plausible; empty where nothing speaks of it
CREATE TABLE edits (
    document INTEGER NOT NULL REFERENCES documents,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    span_start INTEGER NOT NULL,        -- characters of the line as it was recognised
    span_end INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL,
    confidence REAL NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(text, folded, content='pages', content_rowid='id',
    tokenize=\"unicode61 remove_diacritics 2\");
";

/// Made when the rows are there, which is faster.
const INDEXES: &str = "
CREATE INDEX pages_document ON pages (document, number);
CREATE INDEX sections_document ON sections (document);
CREATE INDEX footnotes_document ON footnotes (document);
CREATE INDEX scores_document ON scores (document);
CREATE INDEX scores_criterion ON scores (folded, year);
CREATE INDEX edits_document ON edits (document, page, line);
INSERT INTO search (search) VALUES ('rebuild');
INSERT INTO search (search) VALUES ('optimize');
ANALYZE;
";

/// Writes the database, whole or not at all, and returns the records that could not be entered. A database of an earlier export
/// is replaced.
///
/// # Errors
///
/// Where something else stands there, or the file cannot be written.
pub fn write(path: &Path, records: impl Iterator<Item = Record>) -> Result<Vec<LeftOut>, CollectionError> {
    if path.exists() && !is_ours(path) {
        return Err(CollectionError::NotOurs(path.to_owned()));
    }
    let failed = |source| CollectionError::Sqlite { path: path.to_owned(), source };
    let mut left_out = Vec::new();
    file::replace_at(path, |temporary| fill(temporary, records, &mut left_out).map_err(failed))?;
    Ok(left_out)
}

fn is_ours(path: &Path) -> bool {
    let open = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let read = |open: Connection| open.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0));
    open.and_then(read).is_ok_and(|application| application == APPLICATION)
}

fn fill(
    path: &Path,
    records: impl Iterator<Item = Record>,
    left_out: &mut Vec<LeftOut>,
) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    // Nobody else sees the file before it is whole. What undoes a record is no larger than that.
    connection.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    let mut transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    for record in records {
        let entry = transaction.savepoint()?;
        match enter(&entry, &record) {
            Ok(()) => entry.commit()?,
            Err(error) if is_of_disk(&error) => return Err(error),
            // Dropped, the savepoint takes back what of the record was entered.
            Err(error) => left_out.push(LeftOut { record: record.name, cause: error.to_string() }),
        }
    }
    transaction.execute_batch(INDEXES)?;
    transaction.commit()
}

/// True where no other record would fare better.
fn is_of_disk(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseCorrupt, DiskFull, OutOfMemory, ReadOnly, SystemIoFailure,
    };
    let code = error.sqlite_error_code();
    let all = [CannotOpen, DatabaseCorrupt, DiskFull, OutOfMemory, ReadOnly, SystemIoFailure];
    code.is_some_and(|code| all.contains(&code))
}

fn enter(to: &Connection, Record { name, document }: &Record) -> rusqlite::Result<()> {
    let head = &document.letterhead;
    let signer = head.signer.as_ref();
    to.prepare_cached("INSERT INTO documents VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?.execute(
        params![
            name,
            document.source.path,
            document.source.blake3,
            document.pages.len() as i64,
            head.parent.as_deref(),
            head.issuer.as_deref(),
            head.number.as_deref(),
            head.place.as_deref(),
            head.iso_date(),
            year_of(document),
            head.kind.as_deref(),
            head.subject.as_deref(),
            signer.and_then(|signer| signer.title.as_deref()),
            signer.and_then(|signer| signer.name.as_deref()),
            lines(head.recipients.iter().map(|recipient| &**recipient)),
        ],
    )?;
    let id = to.last_insert_rowid();
    for page in &document.pages {
        let text = page.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        to.prepare_cached("INSERT INTO pages (document, number, status, text) VALUES (?,?,?,?)")?
            .execute(params![id, page.number, page.status.name(), text])?;
    }
    for section in &document.sections {
        enter_section(to, id, None, section)?;
    }
    for note in &document.footnotes {
        let first = note.references.first();
        to.prepare_cached("INSERT INTO footnotes VALUES (?,?,?,?,?,?,?)")?.execute(params![
            id,
            note.mark.as_str(),
            note.text.as_str(),
            note.page,
            first.map(|reference| reference.page),
            first.map(|reference| reference.line),
            first.map(|reference| reference.after.as_str()),
        ])?;
    }
    for (table, number) in document.tables.iter().zip(1..) {
        let kind = match table.kind {
            TableKind::Score => "score",
            TableKind::Plain => "plain",
        };
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        to.prepare_cached("INSERT INTO tables VALUES (?,?,?,?,?,?,?)")?.execute(params![
            id,
            number,
            kind,
            table.title.as_deref(),
            table.pages.first(),
            table.rows.len() as i64,
            columns.join("\n"),
        ])?;
    }
    for score in scores::of(document) {
        to.prepare_cached("INSERT INTO scores VALUES (?,?,?,?,?,?,?,?,?,?)")?.execute(params![
            id,
            score.table as i64,
            score.year.as_ref().and_then(|year| year.parse::<i64>().ok()),
            score.row.path,
            score.row.text.as_str(),
            strip_marks(&score.row.text),
            score.column.name.as_str(),
            score.role,
            score.value,
            score.status,
        ])?;
    }
    for edit in &document.edits {
        to.prepare_cached("INSERT INTO edits VALUES (?,?,?,?,?,?,?,?,?)")?.execute(params![
            id,
            edit.page,
            edit.line,
            edit.span[0],
            edit.span[1],
            edit.before,
            edit.after,
            edit.reason,
            f64::from(edit.confidence),
        ])?;
    }
    Ok(())
}

/// Returns texts one a line.
fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join("\n")
}

fn enter_section(
    to: &Connection,
    document: i64,
    parent: Option<i64>,
    section: &Section,
) -> rusqlite::Result<()> {
    to.prepare_cached("INSERT INTO sections VALUES (NULL,?,?,?,?,?,?,?,?)")?.execute(params![
        document,
        parent,
        section.level,
        section.label.as_str(),
        section.title.as_str(),
        section.page,
        section.line,
        lines(section.paragraphs.iter().map(|paragraph| paragraph.as_str())),
    ])?;
    let id = to.last_insert_rowid();
    section.children.iter().try_for_each(|child| enter_section(to, document, Some(id), child))
}
