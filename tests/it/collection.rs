//! A folder of records as one database, and as Parquet.

use std::fs;
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use phuchoi::collection::{self, CollectionError, parquet as columns, sqlite};
use phuchoi::document::{DateField, Line};
use phuchoi::export::{self, Format, Made};
use rusqlite::Connection;

use crate::sample;

/// A folder with the records of two years' reports.
fn records() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, year) in [("2023/báo cáo", "2023"), ("2024/báo cáo", "2024")] {
        let mut document = sample::document();
        document.letterhead.date =
            Some(DateField { iso: Some(format!("{year}-12-18")), ..DateField::default() });
        document.pages[0].lines.push(Line::from_text("Điều 5. Đại biểu dự họp"));
        export::write(&document, &Made::default(), &folder.path().join(name), &[Format::Json])
            .expect("written");
    }
    folder
}

fn gathered(folder: &Path, database: &str) -> PathBuf {
    let path = folder.join(database);
    let records = collection::records(folder).expect("records");
    let read = records.iter().map(|record| collection::read(folder, record).expect("a record"));
    assert!(sqlite::write(&path, read).expect("written").is_empty());
    path
}

fn ask<T: rusqlite::types::FromSql>(database: &Connection, query: &str) -> Vec<T> {
    let mut statement = database.prepare(query).expect("a query");
    let rows = statement.query_map([], |row| row.get(0)).expect("an answer");
    rows.map(|value| value.expect("a value")).collect()
}

#[test]
fn marks_and_capitals_do_not_count_in_a_search() {
    let folder = records();
    let database = Connection::open(gathered(folder.path(), "all.sqlite")).expect("a database");
    for words in ["dieu", "điều", "Điều", "ĐIỀU", "dai bieu", "\"Đại biểu dự họp\"", "\"dai bieu du hop\""]
    {
        let query = format!(
            "SELECT record FROM search JOIN pages ON pages.id = search.rowid JOIN documents ON documents.id = document \
             WHERE search MATCH '{words}' ORDER BY record"
        );
        assert_eq!(ask::<String>(&database, &query), ["2023/báo cáo", "2024/báo cáo"], "{words}");
    }
    assert!(ask::<i64>(&database, "SELECT rowid FROM search WHERE search MATCH 'vắng'").is_empty());
}

#[test]
fn every_score_of_a_criterion_is_found_over_the_years_by_office() {
    let folder = records();
    let database = Connection::open(gathered(folder.path(), "all.sqlite")).expect("a database");
    let query = "SELECT issuer || ' ' || scores.year || ': ' || value FROM scores JOIN documents ON documents.id = document \
                 WHERE role = 'score' AND folded LIKE '%thi dua%' ORDER BY scores.year";
    assert_eq!(ask::<String>(&database, query), ["VĂN PHÒNG 2023: 1195.5", "VĂN PHÒNG 2024: 1195.5"]);
}

#[test]
fn a_database_holds_sections_footnotes_and_edits() {
    let folder = records();
    let database = Connection::open(gathered(folder.path(), "all.sqlite")).expect("a database");
    let titles =
        "SELECT child.title FROM sections AS child JOIN sections AS above ON above.id = child.parent";
    assert_eq!(ask::<String>(&database, titles), ["Công tác tham mưu"; 2]);
    assert_eq!(ask::<String>(&database, "SELECT reference_after FROM footnotes"), ["che"; 2]);
    let edits = sample::document().edits.len();
    assert_eq!(ask::<i64>(&database, "SELECT count(*) FROM edits"), [2 * edits as i64]);
    assert_eq!(ask::<String>(&database, "PRAGMA integrity_check"), ["ok"]);
}

#[test]
fn records_whose_names_are_no_text_are_gathered_each_under_a_name_of_its_own() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in [b"\xff".as_slice(), b"\xfe", "\u{fffd}".as_bytes(), b"\\xff"] {
        let record = folder.path().join(OsStr::from_bytes(name));
        export::write(&sample::document(), &Made::default(), &record, &[Format::Json]).expect("written");
    }
    let database = Connection::open(gathered(folder.path(), "all.sqlite")).expect("a database");
    let names = ask::<String>(&database, "SELECT record FROM documents ORDER BY record");
    assert_eq!(names, [r"\x5cxff", r"\xfe", r"\xff", "\u{fffd}"]);
}

#[test]
fn a_record_that_cannot_be_entered_is_left_out_and_the_rest_is_there() {
    let folder = records();
    let path = folder.path().join("all.sqlite");
    let record = |name: &str| collection::Record { name: name.to_owned(), document: sample::document() };
    let left_out = sqlite::write(&path, ["a", "a", "b"].map(record).into_iter()).expect("written");
    assert_eq!(left_out.iter().map(|left| left.record.as_str()).collect::<Vec<_>>(), ["a"]);
    let database = Connection::open(&path).expect("a database");
    assert_eq!(ask::<String>(&database, "SELECT record FROM documents"), ["a", "b"]);
    let edits = 2 * sample::document().edits.len() as i64;
    assert_eq!(ask::<i64>(&database, "SELECT count(*) FROM edits"), [edits]);
    assert_eq!(ask::<String>(&database, "PRAGMA integrity_check"), ["ok"]);
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let folder = records();
    let one = fs::read(gathered(folder.path(), "one.sqlite")).expect("there");
    let two = fs::read(gathered(folder.path(), "two.sqlite")).expect("there");
    assert!(one == two, "the databases differ");
}

#[test]
fn what_another_program_wrote_is_not_replaced() {
    let folder = records();
    let other = folder.path().join("mine.sqlite");
    Connection::open(&other)
        .and_then(|other| other.execute_batch("CREATE TABLE mine (a)"))
        .expect("a database");
    let note = folder.path().join("note.txt");
    fs::write(&note, "mine").expect("written");
    for path in [&other, &note] {
        let before = fs::read(path).expect("there");
        let refused = sqlite::write(path, std::iter::empty()).expect_err("it is not ours");
        assert!(matches!(refused, CollectionError::NotOurs(_)), "{refused}");
        assert_eq!(fs::read(path).expect("there"), before);
    }
    gathered(folder.path(), "all.sqlite");
    gathered(folder.path(), "all.sqlite");
}

#[test]
fn parquet_holds_a_row_a_document_and_a_row_a_score() {
    let folder = records();
    let out = folder.path().join("parquet");
    let records = collection::records(folder.path()).expect("records");
    let read = || records.iter().map(|record| collection::read(folder.path(), record).expect("a record"));
    columns::write(&out, read()).expect("written");
    let rows = |name: &str| {
        let file = fs::File::open(out.join(name)).expect("there");
        let reader = SerializedFileReader::new(file).expect("Parquet");
        reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect::<Vec<_>>()
    };
    let documents = rows(columns::DOCUMENTS_FILE);
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].get_string(0).expect("a record"), "2024/báo cáo");
    assert_eq!(documents[1].get_int(3).expect("pages"), 2);
    let scores = rows(columns::SCORES_FILE);
    let found =
        scores.iter().find(|row| row.get_string(7).is_ok_and(|role| role == "score")).expect("a score");
    assert_eq!(found.get_string(1).expect("an issuer"), "VĂN PHÒNG");
    assert_eq!(found.get_double(8).expect("a value"), 1195.5);

    let before = fs::read(out.join(columns::SCORES_FILE)).expect("there");
    columns::write(&out, read()).expect("written again");
    assert!(fs::read(out.join(columns::SCORES_FILE)).expect("there") == before, "other bytes");
}

#[test]
fn a_record_that_cannot_be_read_is_named() {
    let folder = records();
    let path = folder.path().join("2023/báo cáo");
    fs::write(path.join("document.json"), "{").expect("written");
    let error = collection::read(folder.path(), &path).expect_err("it is cut short").to_string();
    assert!(
        error.contains("2023/báo cáo/document.json") && error.contains("restore its input again"),
        "{error}"
    );
    let empty = tempfile::tempdir().expect("a temporary folder");
    assert!(matches!(collection::records(empty.path()), Err(CollectionError::Empty(_))));
}
