//! The archive's own list: what no page tells, such as fonds, file code, retention and access. A CSV file.
//!
//! | column | what |
//! | --- | --- |
//! | `record` (thư mục) | what the line speaks of: a record's folder under the output folder, or a folder above records, for all of them; `.` for all there are |
//! | `path` (tệp) | where `record` is empty: the input's path, as `run.json` has it |
//! | any other | a field, by its key (`file.title`), by its code (`fileCode`) or its Vietnamese name, with or without marks, where only one field has that |
//!
//! UTF-8, or UTF-16 with a byte order mark; parted by commas, semicolons or tabs, as the first line is. Of several lines
//! that speak of a record the nearest one counts, field by field. Columns of what is counted on disk (`copy.…`) and columns
//! that are no field are passed over, so that `delivery.csv`, filled in, is such a list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fmt, io};

use super::codes::folded;
use super::date::Date;
use super::fields::{FIELDS, Field, Form};
use crate::export::{file, spreadsheet};
use crate::language::letter::nfc;

/// Names of the column that names a record's folder, as they are compared.
const RECORD: [&str; 2] = ["record", "thu muc"];

/// Names of the column that names an input.
const PATH: [&str; 2] = ["path", "tep"];

/// What archives also call a field, beside the name that the circular has for it; as they are compared.
const ALSO: [(&str, &str); 4] = [
    ("che do su dung", "muc do tiep can"),
    ("thoi han bao quan", "thoi han luu tru"),
    ("so van ban", "so cua tai lieu"),
    ("ky hieu van ban", "ky hieu cua tai lieu"),
];

/// Faults that a message names before it counts the rest.
const NAMED_FAULTS: usize = 20;

/// The list, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    rows: BTreeMap<Subject, Row>,
    /// Columns that are no field, as written.
    pub unknown: Vec<String>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: u64,
    /// Values by the place of their field in [`FIELDS`].
    values: BTreeMap<usize, String>,
}

/// What a line speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A folder and all records in it; empty for all there are.
    Folder(String),
    /// The record of an input.
    Input(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) if folder.is_empty() => out.write_str("."),
            Self::Folder(name) | Self::Input(name) => out.write_str(name),
        }
    }
}

/// Why a list cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It cannot be read.
    #[error("cannot read the list `{path}`: {source}")]
    Unreadable {
        /// The list.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is in another charset.
    #[error("the list `{0}` is no UTF-8; save it as `CSV UTF-8`")]
    Charset(PathBuf),
    /// It is no CSV.
    #[error("the list `{path}` is no CSV: {source}")]
    Csv {
        /// The list.
        path: PathBuf,
        /// What the reader said.
        source: csv::Error,
    },
    /// It has no column that says what its lines speak of.
    #[error(
        "the list `{0}` has neither a column `record` nor a column `path`; its first line must name the columns, one of \
         them the records' folders"
    )]
    NoSubject(PathBuf),
    /// Some of it is wrong; nothing of it is taken.
    #[error("the list `{path}` has faults:{}", told(.faults))]
    Faults {
        /// The list.
        path: PathBuf,
        /// What is wrong, by line.
        faults: Vec<Fault>,
    },
}

/// Something wrong in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong, and what mends it.
    pub message: String,
}

fn told(faults: &[Fault]) -> String {
    let named = faults.iter().take(NAMED_FAULTS);
    let mut text: String = named.map(|fault| format!("\n  line {}: {}", fault.line, fault.message)).collect();
    if let Some(more) = faults.len().checked_sub(NAMED_FAULTS).filter(|more| *more > 0) {
        text.push_str(&format!("\n  and {more} more"));
    }
    text
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Record,
    Path,
    Field(usize),
    PassedOver,
}

impl List {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// Where it cannot be read or is no such list; all its faults are told at once.
    pub fn read(path: &Path) -> Result<Self, ListError> {
        let unreadable = |source| ListError::Unreadable { path: path.to_owned(), source };
        Self::of_bytes(&file::read_named(path).map_err(unreadable)?, path)
    }

    /// Reads a list's bytes; `path` is what its errors call it.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn of_bytes(bytes: &[u8], path: &Path) -> Result<Self, ListError> {
        let (text, _, is_malformed) = encoding_rs::UTF_8.decode(bytes);
        if is_malformed {
            return Err(ListError::Charset(path.to_owned()));
        }
        // The reader counts the lines of a file that ends them with CR LF one too few.
        let text = lines(&nfc(&text));
        let refused = |source| ListError::Csv { path: path.to_owned(), source };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let head = records.next().transpose().map_err(refused)?.unwrap_or_default();
        let mut list = Self::default();
        let mut faults = Vec::new();
        let columns = list.columns(&head, &mut faults);
        if faults.is_empty() && !columns.iter().any(|column| matches!(column, Column::Record | Column::Path))
        {
            return Err(ListError::NoSubject(path.to_owned()));
        }
        for record in records {
            let record = record.map_err(refused)?;
            if record.iter().all(str::is_empty) {
                continue;
            }
            let line = record.position().map_or(0, csv::Position::line);
            let mut say = |message: String| faults.push(Fault { line, message });
            let row = row(line, &record, &columns, &mut say);
            let Some((subject, row)) = row else { continue };
            if let Some(first) = list.rows.get(&subject) {
                say(format!("`{subject}` has a line already, line {}; leave one of the two", first.line));
            } else {
                list.rows.insert(subject, row);
            }
        }
        if faults.is_empty() { Ok(list) } else { Err(ListError::Faults { path: path.to_owned(), faults }) }
    }

    fn columns(&mut self, head: &csv::StringRecord, faults: &mut Vec<Fault>) -> Vec<Column> {
        let mut taken: BTreeMap<Column, &str> = BTreeMap::new();
        let mut columns = Vec::new();
        for name in head.iter().map(spreadsheet::bare) {
            let column = match column(name) {
                Ok(Some(column)) => column,
                Ok(None) => {
                    self.unknown.extend((!name.is_empty()).then(|| name.to_owned()));
                    Column::PassedOver
                }
                Err(keys) => {
                    let keys = keys.join("` or `");
                    faults.push(Fault {
                        line: 1,
                        message: format!("column `{name}` may be `{keys}`; name one of them"),
                    });
                    Column::PassedOver
                }
            };
            if column != Column::PassedOver
                && let Some(first) = taken.insert(column, name)
            {
                let message = format!("columns `{first}` and `{name}` are the same; take one away");
                faults.push(Fault { line: 1, message });
            }
            columns.push(column);
        }
        columns
    }

    /// Returns what the list says of a record: for each field a value and the line it stands in.
    ///
    /// Names are compared as a list can hold them: letters with their marks in one, without blanks around.
    pub fn of(&self, record: &str, input: &str) -> BTreeMap<usize, (&str, u64)> {
        let speaking = speaking(record, input);
        let values = speaking
            .iter()
            .filter_map(|subject| self.rows.get(subject))
            .flat_map(|row| row.values.iter().map(|(place, value)| (*place, (value.as_str(), row.line))));
        values.collect()
    }

    /// Returns the lines that speak of no record, given all there are by folder and input: what each speaks of, and its line.
    pub fn idle<'a>(&self, records: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, u64)> {
        let spoken_of: BTreeSet<Subject> =
            records.flat_map(|(record, input)| speaking(record, input)).collect();
        let idle = self.rows.iter().filter(|(subject, _)| !spoken_of.contains(subject));
        let mut idle: Vec<(String, u64)> =
            idle.map(|(subject, row)| (subject.to_string(), row.line)).collect();
        idle.sort_by_key(|(_, line)| *line);
        idle
    }
}

/// Returns what may speak of a record, the farthest first: all there are, the folders above it, its own, its input.
fn speaking(record: &str, input: &str) -> Vec<Subject> {
    let record = bare(&held(record));
    let folders = record.match_indices('/').map(|(at, _)| &record[..at]).chain(std::iter::once(&*record));
    let folders = std::iter::once("").chain(folders.filter(|folder| !folder.is_empty()));
    let folders = folders.map(|folder| Subject::Folder(folder.to_owned()));
    folders.chain(std::iter::once(Subject::Input(held(input)))).collect()
}

/// Returns a name as a list that was read holds it.
fn held(name: &str) -> String {
    lines(&nfc(name)).trim().to_owned()
}

/// Returns a text whose lines all end in one way.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns what parts the values of a list: the sign that its first line has most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            byte if !is_quoted => {
                counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, count)| *count += 1)
            }
            _ => {}
        }
    }
    // The first of the greatest, a comma where there is none.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// Returns what a column's name names; an error where it may be several, with their keys.
fn column(name: &str) -> Result<Option<Column>, Vec<&'static str>> {
    let wanted = folded(name);
    if RECORD.contains(&wanted.as_str()) {
        return Ok(Some(Column::Record));
    }
    if PATH.contains(&wanted.as_str()) {
        return Ok(Some(Column::Path));
    }
    let wanted = ALSO
        .iter()
        .find_map(|(also, name)| {
            let rest = wanted.strip_prefix(also).filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
            Some(format!("{name}{rest}"))
        })
        .unwrap_or(wanted);
    let fields = || FIELDS.iter().enumerate();
    let exact = fields().find(|(_, field)| folded(field.key) == wanted);
    let named = |field: &Field| {
        let own = folded(field.name);
        own == wanted || format!("{own} {}", folded(field.level.suffix())) == wanted
    };
    let found: Vec<(usize, &Field)> = match exact {
        Some(found) => vec![found],
        None => fields()
            .filter(|(_, field)| field.is_listed() && (folded(field.code()) == wanted || named(field)))
            .collect(),
    };
    match found[..] {
        [] => Ok(None),
        [(_, field)] if !field.is_listed() => Ok(Some(Column::PassedOver)),
        [(place, _)] => Ok(Some(Column::Field(place))),
        _ => Err(found.iter().map(|(_, field)| field.key).collect()),
    }
}

fn row(
    line: u64,
    record: &csv::StringRecord,
    columns: &[Column],
    say: &mut impl FnMut(String),
) -> Option<(Subject, Row)> {
    if record.iter().skip(columns.len()).any(|value| !value.is_empty()) {
        say(format!(
            "it has {} values and there are {} columns; put values that hold the parting sign in quotes",
            record.len(),
            columns.len()
        ));
        return None;
    }
    let (mut folder, mut input) = (None, None);
    let mut values = BTreeMap::new();
    let given = record.iter().map(spreadsheet::bare);
    for (value, column) in given.zip(columns).filter(|(value, _)| !value.is_empty()) {
        match column {
            Column::Record => folder = Some(value),
            Column::Path => input = Some(value),
            Column::PassedOver => {}
            Column::Field(place) => match written(&FIELDS[*place], value) {
                Ok(value) => {
                    values.insert(*place, value);
                }
                Err(asked) => say(format!("`{}` is `{value}`; write {asked}", FIELDS[*place].key)),
            },
        }
    }
    let subject = match (folder, input) {
        (Some(folder), _) => Subject::Folder(bare(folder)),
        (None, Some(input)) => Subject::Input(input.to_owned()),
        (None, None) => {
            say("it does not say what it speaks of; fill in `record`, or `.` there for all records"
                .to_owned());
            return None;
        }
    };
    Some((subject, Row { line, values }))
}

/// Returns a folder's name as the record has it: without `./` before and `/` behind.
fn bare(folder: &str) -> String {
    let folder = folder.replace('\\', "/");
    let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.join("/")
}

/// Returns a value as the circular has it; an error says what is asked for.
fn written(field: &Field, value: &str) -> Result<String, String> {
    let value = match field.form {
        Form::Text => value.split_whitespace().collect::<Vec<_>>().join(" "),
        Form::Number => {
            let figures: String = value.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
            figures.parse::<u64>().map_err(|_| "a whole number".to_owned())?.to_string()
        }
        Form::Day => match Date::read(value) {
            Some(date) if date.is_day() => date.to_string(),
            _ => return Err("a day as DD/MM/YYYY, the column as text".to_owned()),
        },
        Form::Date => Date::read(value)
            .ok_or_else(|| "a date as DD/MM/YYYY, MM/YYYY or YYYY, the column as text".to_owned())?
            .to_string(),
        Form::Code(list) => list.read(value).ok_or_else(|| format!("one of: {}", list.listed()))?.to_owned(),
        Form::Codes(list) => {
            let codes = value.split([';', '+']).map(|value| list.read(value)).collect::<Option<Vec<_>>>();
            codes.ok_or_else(|| format!("some of, joined by `;`: {}", list.listed()))?.join(";")
        }
    };
    match field.length {
        Some(most) if value.chars().count() > most => Err(format!("at most {most} characters")),
        _ => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::place;
    use super::*;

    fn read(text: &str) -> Result<List, ListError> {
        List::of_bytes(text.as_bytes(), Path::new("list.csv"))
    }

    fn value(list: &List, record: &str, key: &str) -> Option<String> {
        let place = place(key).expect("a field");
        list.of(record, "").get(&place).map(|(value, _)| (*value).to_owned())
    }

    fn faults(text: &str) -> Vec<Fault> {
        match read(text) {
            Err(ListError::Faults { faults, .. }) => faults,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn columns_are_known_by_key_code_or_name_however_a_spreadsheet_wrote_them() {
        let texts = [
            "record,file.fileCode,file.maintenance\na,H1.2020,01\n",
            "\u{feff}RECORD;fileCode;Thời hạn lưu trữ của hồ sơ\r\n./a/;H1.2020;01: Vĩnh viễn\r\n",
            "thu muc\tma ho so\tthoi han bao quan cua ho so\na\tH1.2020\tvinh vien\n",
            "Thư mục,Mã hồ sơ,file.maintenance,Hộp số\n\"a\",\"H1.2020\",1,7\n,,,\n",
        ];
        for text in texts {
            let list = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(value(&list, "a", "file.fileCode").as_deref(), Some("H1.2020"), "{text}");
            assert_eq!(value(&list, "a", "file.maintenance").as_deref(), Some("01"), "{text}");
        }
    }

    #[test]
    fn utf_16_as_excel_saves_it_is_read_and_another_charset_is_refused() {
        let text = "\u{feff}record\tTiêu đề hồ sơ\r\na\tBáo cáo\r\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let list = List::of_bytes(&bytes, Path::new("list.csv")).expect("a list");
        assert_eq!(value(&list, "a", "file.title").as_deref(), Some("Báo cáo"));
        let old = List::of_bytes(b"record,file.title\na,B\xb8o c\xb8o\n", Path::new("list.csv"));
        let message = old.expect_err("TCVN3").to_string();
        assert!(message.contains("list.csv") && message.contains("CSV UTF-8"), "{message}");
    }

    #[test]
    fn the_nearest_line_counts_field_by_field() {
        let list = read(
            "record,path,organId,file.title,document.mode\n.,,P1,,01\n2023,,,Hồ sơ năm 2023,\n2023/a,,,,03\n,in/b.pdf,,,02\n",
        )
        .expect("a list");
        assert_eq!(value(&list, "2023/a", "fonds.organId").as_deref(), Some("P1"));
        assert_eq!(value(&list, "2023/a", "file.title").as_deref(), Some("Hồ sơ năm 2023"));
        assert_eq!(value(&list, "2023/a", "document.mode").as_deref(), Some("03"));
        assert_eq!(value(&list, "2023/ab", "document.mode").as_deref(), Some("01"), "no folder above it");
        assert_eq!(value(&list, "20231", "file.title"), None);
        let place = place("document.mode").expect("a field");
        assert_eq!(list.of("2023/b", "in/b.pdf").get(&place), Some(&("02", 5)));
        let records = [("2023/c", "in/c.pdf")];
        let idle = list.idle(records.into_iter());
        assert_eq!(idle, [("2023/a".to_owned(), 4), ("in/b.pdf".to_owned(), 5)]);
    }

    #[test]
    fn values_come_out_as_the_circular_has_them() {
        let list = read(
            "record;document.issuedDate;file.startDate;file.totalDoc;file.language;file.title\n\
             a;8-1-2023;2023;1.200;01; Tập   báo cáo \nb;2023-01-08;1/2023;7;1: Tiếng Việt;\"x;y\"\n",
        )
        .expect("a list");
        let all = |record| {
            ["document.issuedDate", "file.startDate", "file.totalDoc", "file.language", "file.title"]
                .map(|key| value(&list, record, key).expect("given"))
        };
        assert_eq!(all("a"), ["08/01/2023", "2023", "1200", "01", "Tập báo cáo"]);
        assert_eq!(all("b"), ["08/01/2023", "01/2023", "7", "01", "x;y"]);
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_what_mends_it() {
        let text = "record,file.maintenance,document.issuedDate,file.totalDoc\na,08,31/02/2023,x\n,01,,\na,01,,\nb,01,,,,more\n";
        let found = faults(text);
        assert_eq!(found, faults(&text.replace('\n', "\r\n")), "Excel ends lines so");
        let lines: Vec<u64> = found.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 2, 2, 3, 4, 5]);
        let parts =
            ["01 Vĩnh viễn", "DD/MM/YYYY", "a whole number", "fill in `record`", "line 2", "in quotes"];
        for (fault, part) in found.iter().zip(parts) {
            assert!(fault.message.contains(part), "{}", fault.message);
        }
    }

    #[test]
    fn a_name_of_several_fields_is_asked_about_and_a_column_given_twice_refused() {
        let found = faults("record,Từ khóa\na,x\n");
        assert!(found[0].message.contains("`file.keyword` or `document.keyword`"), "{}", found[0].message);
        let found = faults("record,fileCode,Mã hồ sơ\na,x,y\n");
        assert!(found[0].message.contains("take one away"), "{}", found[0].message);
    }

    #[test]
    fn columns_that_are_no_field_are_passed_over_and_told() {
        let list = read("record,Hộp số,copy.fileSize,file.title\na,12,99,x\n").expect("a list");
        assert_eq!(list.unknown, ["Hộp số"]);
        assert_eq!(list.of("a", "").len(), 1);
    }

    #[test]
    fn a_list_that_says_of_nothing_what_it_speaks_of_is_refused() {
        for text in ["", "fileCode\nx\n", "\n\n"] {
            assert!(matches!(read(text), Err(ListError::NoSubject(_))), "{text:?}");
        }
        assert!(read("record\n").is_ok(), "an empty list");
    }

    #[test]
    fn what_is_too_long_is_refused_with_the_length() {
        let found = faults(&format!("record,document.docId\na,{}\n", "x".repeat(26)));
        assert!(found[0].message.contains("at most 25 characters"), "{}", found[0].message);
    }
}
