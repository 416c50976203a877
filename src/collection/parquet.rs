//! `documents.parquet` and `scores.parquet` of a folder of records, packed with Zstandard.
//!
//! Their columns are those of the tables of the same names in [`sqlite`](super::sqlite), with `record` in the place of a
//! document's number. A row group is [`GROUP`] rows.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::{CollectionError, Record, year_of};
use crate::export::{ExportError, file, scores};

/// Rows that are held in memory and written together.
const GROUP: usize = 100_000;

/// The file of documents, in the folder given.
pub const DOCUMENTS_FILE: &str = "documents.parquet";
/// The file of scores.
pub const SCORES_FILE: &str = "scores.parquet";

/// Writes both files into a folder, made where it is missing, each whole or not at all.
///
/// # Errors
///
/// Where a file of such a name is no Parquet, or cannot be written.
pub fn write(folder: &Path, records: impl Iterator<Item = Record>) -> Result<(), CollectionError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::Write { path: folder.to_owned(), source })?;
    let (documents, of_scores) = (folder.join(DOCUMENTS_FILE), folder.join(SCORES_FILE));
    for path in [&documents, &of_scores] {
        if path.exists() && !file::begins_with(path, b"PAR1")? {
            return Err(CollectionError::NotOurs(path.clone()));
        }
    }
    let mut read = Some(records);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| CollectionError::Parquet { path, source }
    };
    // Both are written in one pass over the records, and come into place when both are whole.
    file::replace_at(&documents, |documents| {
        file::replace_at(&of_scores, |of_scores| {
            fill(documents, of_scores, read.take().into_iter().flatten()).map_err(failed(folder))
        })
    })
}

fn fill(
    documents: &Path,
    of_scores: &Path,
    records: impl Iterator<Item = Record>,
) -> Result<(), ParquetError> {
    let mut documents = Rows::<Record>::create(documents, DOCUMENTS)?;
    let mut of_scores = Rows::<ScoreRow>::create(of_scores, SCORES)?;
    for Record { name, document } in records {
        for score in scores::of(&document) {
            of_scores.push(ScoreRow {
                record: name.clone(),
                issuer: document.letterhead.issuer.as_deref().map(str::to_owned),
                table: score.table as i32,
                year: score.year.as_ref().and_then(|year| year.parse().ok()),
                path: score.row.path.clone(),
                criterion: score.row.text.text.clone(),
                column: score.column.name.text.clone(),
                role: score.role,
                value: score.value,
                status: score.status,
            })?;
        }
        // Of a document, only what stands in its row is kept.
        let mut document = document;
        document.source.page_count = document.pages.len() as u32;
        document.pages.clear();
        document.body.clear();
        document.edits.clear();
        documents.push(Record { name, document })?;
    }
    documents.end()?;
    of_scores.end()
}

struct ScoreRow {
    record: String,
    issuer: Option<String>,
    table: i32,
    year: Option<i32>,
    path: String,
    criterion: String,
    column: String,
    role: &'static str,
    value: Option<f64>,
    status: &'static str,
}

/// A column: its name, and what it holds of a row.
struct Column<T>(&'static str, Content<T>);

enum Content<T> {
    Text(fn(&T) -> Option<&str>),
    Integer(fn(&T) -> Option<i32>),
    Number(fn(&T) -> Option<f64>),
}

const DOCUMENTS: &[Column<Record>] = &[
    Column("record", Content::Text(|r| Some(&r.name))),
    Column("path", Content::Text(|r| Some(&r.document.source.path))),
    Column("blake3", Content::Text(|r| Some(&r.document.source.blake3))),
    Column("pages", Content::Integer(|r| i32::try_from(r.document.source.page_count).ok())),
    Column("parent", Content::Text(|r| r.document.letterhead.parent.as_deref())),
    Column("issuer", Content::Text(|r| r.document.letterhead.issuer.as_deref())),
    Column("number", Content::Text(|r| r.document.letterhead.number.as_deref())),
    Column("place", Content::Text(|r| r.document.letterhead.place.as_deref())),
    Column("date", Content::Text(|r| r.document.letterhead.iso_date())),
    Column("year", Content::Integer(|r| year_of(&r.document).and_then(|year| i32::try_from(year).ok()))),
    Column("kind", Content::Text(|r| r.document.letterhead.kind.as_deref())),
    Column("subject", Content::Text(|r| r.document.letterhead.subject.as_deref())),
    Column("signer_title", Content::Text(|r| r.document.letterhead.signer.as_ref()?.title.as_deref())),
    Column("signer_name", Content::Text(|r| r.document.letterhead.signer.as_ref()?.name.as_deref())),
];

const SCORES: &[Column<ScoreRow>] = &[
    Column("record", Content::Text(|s| Some(&s.record))),
    Column("issuer", Content::Text(|s| s.issuer.as_deref())),
    Column("table_number", Content::Integer(|s| Some(s.table))),
    Column("year", Content::Integer(|s| s.year)),
    Column("path", Content::Text(|s| Some(&s.path))),
    Column("criterion", Content::Text(|s| Some(&s.criterion))),
    Column("column_name", Content::Text(|s| Some(&s.column))),
    Column("role", Content::Text(|s| Some(s.role))),
    Column("value", Content::Number(|s| s.value)),
    Column("status", Content::Text(|s| Some(s.status))),
];

/// A file of rows, those that are not written yet in memory.
struct Rows<T: 'static> {
    columns: &'static [Column<T>],
    waiting: Vec<T>,
    writer: SerializedFileWriter<fs::File>,
}

impl<T> Rows<T> {
    fn create(path: &Path, columns: &'static [Column<T>]) -> Result<Self, ParquetError> {
        let field = |Column(name, content): &Column<T>| match content {
            Content::Text(_) => format!("optional binary {name} (UTF8);"),
            Content::Integer(_) => format!("optional int32 {name};"),
            Content::Number(_) => format!("optional double {name};"),
        };
        let fields: String = columns.iter().map(field).collect();
        let schema = parse_message_type(&format!("message phuchoi {{ {fields} }}"))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("phuchoi ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer =
            SerializedFileWriter::new(fs::File::create(path)?, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { columns, waiting: Vec::new(), writer })
    }

    fn push(&mut self, row: T) -> Result<(), ParquetError> {
        self.waiting.push(row);
        if self.waiting.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.waiting);
        let mut group = self.writer.next_row_group()?;
        for Column(_, content) in self.columns {
            match content {
                Content::Text(of) => {
                    let bytes = |row: &T| of(row).map(ByteArray::from);
                    put::<ByteArrayType, _>(&mut group, &rows, bytes)?;
                }
                Content::Integer(of) => put::<Int32Type, _>(&mut group, &rows, of)?,
                Content::Number(of) => put::<DoubleType, _>(&mut group, &rows, of)?,
            }
        }
        group.close()?;
        Ok(())
    }

    fn end(mut self) -> Result<(), ParquetError> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }
}

/// Writes the group's next column, whose values may be missing.
fn put<D: DataType, T>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    rows: &[T],
    of: impl Fn(&T) -> Option<D::T>,
) -> Result<(), ParquetError> {
    let values: Vec<Option<D::T>> = rows.iter().map(of).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<D::T> = values.into_iter().flatten().collect();
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the schema has too few columns".to_owned()));
    };
    column.typed::<D>().write_batch(&values, Some(&levels), None)?;
    column.close()
}
