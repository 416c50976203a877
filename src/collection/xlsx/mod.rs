//! A workbook of a folder of records, for analysts: Office Open XML (ECMA-376), as Excel and LibreOffice open it.
//!
//! | sheet | what |
//! | --- | --- |
//! | [`criteria`] | `Tiêu chí`: criteria by offices and years, coloured by what the sums say of each value |
//! | [`long_list`] | `Điểm`: the rows and columns of `scores.csv` |
//! | [`sums`] | `Kiểm tra`: every check, computed anew by a formula from the cells of the list before |
//! | [`documents`] | `Văn bản`: number, date, issuer, parent, kind, subject, pages |
//! | [`attention`] | `Cần xem`: what a person should look at, with file and page |
//! | [`legend`] | `Chú giải`: what the colours and the sheets are |
//!
//! Titles are Vietnamese with English beside. Numbers are numbers and days are days; a text stays a text whatever it begins with.
//! docs/workbook.md says what each column holds. The same records give the same bytes: the time that the file says it was made at
//! is a fixed one, which also tells a file that was saved by another program since.

use std::fs;
use std::io::Read;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{CollectionError, Record};
use crate::export::file;

mod attention;
mod criteria;
mod criterion_key;
mod documents;
mod legend;
mod long_list;
mod sheet;
mod status_colour;
mod sum_formula;
mod sums;

use sheet::Room;

/// The file's author, as it says itself.
const AUTHOR: &str = "phuchoi";

/// The first of January of this year is when every file says it was made, and last changed.
const YEAR: u16 = 2000;

/// The part of a workbook that says who made it and when, and most bytes of it that are read: ours has 700.
const PROPERTIES: &str = "docProps/core.xml";
const LONGEST: u64 = 1 << 16;

/// Writes the workbook, whole or not at all. One of an earlier export is replaced, unless another program saved it since.
///
/// # Errors
///
/// Where something else stands there, the records have more rows than a sheet takes, or the file cannot be written.
pub fn write(path: &Path, records: impl Iterator<Item = Record>) -> Result<(), CollectionError> {
    if path.exists() && !is_ours(path) {
        return Err(CollectionError::NotOurs(path.to_owned()));
    }
    let failed = |source| CollectionError::Xlsx { path: path.to_owned(), source };
    let too_long = |Room { sheet, most }| CollectionError::TooLong { path: path.to_owned(), sheet, most };
    let mut workbook = gather(records).map_err(|error| match error {
        NotGathered::Sheet(error) => failed(error),
        NotGathered::Room(room) => too_long(room),
    })?;
    file::replace_at(path, |temporary| workbook.save(temporary).map_err(failed))
}

/// Why a sheet takes no more.
#[derive(Debug)]
enum NotGathered {
    Sheet(XlsxError),
    Room(Room),
}

impl From<XlsxError> for NotGathered {
    fn from(error: XlsxError) -> Self {
        Self::Sheet(error)
    }
}

impl From<Room> for NotGathered {
    fn from(room: Room) -> Self {
        Self::Room(room)
    }
}

fn gather(records: impl Iterator<Item = Record>) -> Result<Workbook, NotGathered> {
    let mut criteria = criteria::Criteria::default();
    let mut list = long_list::LongList::begin()?;
    let mut sums = sums::Sums::begin()?;
    let mut documents = documents::begin()?;
    let mut attention = attention::Attention::begin()?;
    for record in records {
        criteria.add(&record);
        let places = list.add(&record.document)?;
        sums.add(&record.document, &places)?;
        documents::add(&mut documents, &record)?;
        attention.add(&record.document)?;
    }
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(YEAR, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_author(AUTHOR).set_creation_datetime(&made));
    workbook.push_worksheet(criteria.end()?);
    workbook.push_worksheet(list.end()?);
    workbook.push_worksheet(sums.end()?);
    workbook.push_worksheet(documents.end()?);
    workbook.push_worksheet(attention.end()?);
    workbook.push_worksheet(legend::sheet()?);
    Ok(workbook)
}

/// True for a workbook as it was exported: whoever saves it with another program has it say another time.
fn is_ours(path: &Path) -> bool {
    let own = [
        format!("<dc:creator>{AUTHOR}</dc:creator>"),
        format!("<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{YEAR}-01-01T00:00:00Z</dcterms:modified>"),
    ];
    properties(path).is_some_and(|said| own.iter().all(|sign| said.contains(sign)))
}

/// Returns what a workbook says of who made it and when; `None` for what is no workbook.
fn properties(path: &Path) -> Option<String> {
    let mut parts = zip::ZipArchive::new(fs::File::open(path).ok()?).ok()?;
    let mut said = String::new();
    parts.by_name(PROPERTIES).ok()?.take(LONGEST).read_to_string(&mut said).ok()?;
    Some(said)
}
