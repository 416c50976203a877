//! `documents.parquet` and `scores.parquet` of a folder of records, packed with Zstandard.
//!
//! Their columns are those of the tables of the same names in [`sqlite`](super::sqlite), with `record` in the place of a
//! document's number. Rows are written in groups as they come, so that memory holds a group, however many records there are.

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

/// Rows that are held in memory and written together, at most, and bytes of their texts.
const GROUP: usize = 100_000;
const GROUP_BYTES: usize = 16 << 20;

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
    for record in records {
        let Record { name, document } = &record;
        for score in scores::of(document) {
            of_scores.push(&ScoreRow {
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
        documents.push(&record)?;
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
    Column("pages", Content::Integer(|r| i32::try_from(r.document.pages.len()).ok())),
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

/// A column's content, and the values of it that are not written yet.
enum Filled<T> {
    Text(fn(&T) -> Option<&str>, Vec<Option<ByteArray>>),
    Integer(fn(&T) -> Option<i32>, Vec<Option<i32>>),
    Number(fn(&T) -> Option<f64>, Vec<Option<f64>>),
}

impl<T> Filled<T> {
    fn new(Column(_, content): &Column<T>) -> Self {
        match content {
            Content::Text(of) => Self::Text(*of, Vec::new()),
            Content::Integer(of) => Self::Integer(*of, Vec::new()),
            Content::Number(of) => Self::Number(*of, Vec::new()),
        }
    }
}

/// A file of rows, those that are not written yet in memory, column by column.
struct Rows<T> {
    columns: Vec<Filled<T>>,
    rows: usize,
    bytes: usize,
    writer: SerializedFileWriter<fs::File>,
}

impl<T> Rows<T> {
    fn create(path: &Path, columns: &[Column<T>]) -> Result<Self, ParquetError> {
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
        Ok(Self { columns: columns.iter().map(Filled::new).collect(), rows: 0, bytes: 0, writer })
    }

    fn push(&mut self, row: &T) -> Result<(), ParquetError> {
        for column in &mut self.columns {
            match column {
                Filled::Text(of, values) => {
                    let text = of(row);
                    self.bytes += text.map_or(0, str::len);
                    values.push(text.map(ByteArray::from));
                }
                Filled::Integer(of, values) => values.push(of(row)),
                Filled::Number(of, values) => values.push(of(row)),
            }
        }
        self.rows += 1;
        if self.rows >= GROUP || self.bytes >= GROUP_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            match column {
                Filled::Text(_, values) => put::<ByteArrayType>(&mut group, values)?,
                Filled::Integer(_, values) => put::<Int32Type>(&mut group, values)?,
                Filled::Number(_, values) => put::<DoubleType>(&mut group, values)?,
            }
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    fn end(mut self) -> Result<(), ParquetError> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }
}

/// Writes the group's next column, whose values may be missing, and takes them.
fn put<D: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    values: &mut Vec<Option<D::T>>,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<D::T> = values.drain(..).flatten().collect();
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the schema has too few columns".to_owned()));
    };
    column.typed::<D>().write_batch(&values, Some(&levels), None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    #[test]
    fn long_texts_are_written_before_there_are_many() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        const COLUMNS: &[Column<String>] = &[Column("text", Content::Text(|text| Some(text)))];
        let mut rows = Rows::create(&path, COLUMNS).unwrap();
        let long = "ộ".repeat(1 << 20);
        (0..14).for_each(|_| rows.push(&long).unwrap());
        rows.end().unwrap();
        let reader = SerializedFileReader::new(fs::File::open(&path).unwrap()).unwrap();
        let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [6, 6, 2]);
    }
}
