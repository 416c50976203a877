//! What an archive must be given with digitised papers: metadata beside each copy, and what falls short of it.
//!
//! Circular 05/2025/TT-BNV fixes the data of a fonds (phông), a file (hồ sơ) and a document (tài liệu), and how copies of
//! paper are to be made. [`deliver`] reads the records that a run wrote, a layer above the document:
//!
//! 1. [`metadata`] fills the [`fields`] of each document from its record, from the copy beside it ([`pdf`], [`sheet`]) and from the
//!    archive's own [`list`]: [`number`] from symbol, where they stand ([`head`]), [`date`], [`keyword`]s, [`marks`] of secrecy;
//! 2. [`dossier`] numbers the documents of each file and gives the file what its documents tell;
//! 3. [`conformance`] says what falls short, or wants a look: [`finding`]s, each with its [`clause`].
//!
//! [`Delivery::write`] writes [`xml`] and [`mod@csv`] into each record's folder, and the list of documents and the [`report`]
//! into the output folder. It builds no packages (SIP, AIP): the fields go into those of the archive's system.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::batch::report::{FILE as RUN, Status};
use crate::batch::{natural, past_run};
use crate::collection::{self, CollectionError};
use crate::export::spreadsheet::Cells;
use crate::export::{ExportError, file};
use conformance::Entry;
use finding::{Finding, Severity};
use list::{List, ListError};
use metadata::slashed;
use pdf::Pdf;

pub mod clause;
pub mod codes;
pub mod conformance;
pub mod csv;
pub mod date;
pub mod dossier;
pub mod fields;
pub mod finding;
pub mod head;
pub mod keyword;
pub mod list;
pub mod marks;
pub mod metadata;
pub mod number;
pub mod page_number;
pub mod pdf;
pub mod report;
pub mod sheet;
pub mod xml;

/// Why a delivery could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There are no records, or their folder cannot be looked into.
    #[error(transparent)]
    Records(#[from] CollectionError),
    /// The list cannot be taken.
    #[error(transparent)]
    List(#[from] ListError),
    /// A file of that name is there that is not ours.
    #[error("`{0}` was not written by `phuchoi deliver`; take it away, or give it another name")]
    NotOurs(PathBuf),
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] ExportError),
}

/// Documents with their metadata, and what falls short.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    folder: PathBuf,
    /// The documents, in natural order of their records.
    pub entries: Vec<Entry>,
    /// What falls short or wants a look, by record.
    pub findings: Vec<Finding>,
}

/// Brings together what an archive must be given with the records in a folder. A record that cannot be read is a finding.
///
/// # Errors
///
/// Where the folder cannot be looked into or holds no record.
pub fn deliver(folder: &Path, list: Option<&List>) -> Result<Delivery, ArchiveError> {
    let mut folders = collection::records(folder)?;
    folders.sort_by_cached_key(|path| natural::key(path.as_os_str()));
    let empty = List::default();
    let given = list.unwrap_or(&empty);
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for path in &folders {
        match collection::read(folder, path) {
            Ok(record) => {
                let name = slashed(&record.name);
                let pdf = Pdf::beside(path);
                let metadata = metadata::of(&record, given, pdf.as_ref().ok().and_then(Option::as_ref));
                let sheets =
                    pdf.as_ref().ok().and_then(|pdf| pdf.as_ref()).map_or(&[][..], |pdf| &pdf.sheets);
                let mut findings = conformance::of_pages(&name, &record.document, &metadata, sheets);
                findings.extend(conformance::of_copy(&name, &record.document, &pdf));
                entries.push(Entry { record: name, folder: path.clone(), metadata, findings });
            }
            Err(error) => {
                bad.push((slashed(&collection::name_of(folder, path)), error.to_string()));
            }
        }
    }
    dossier::settle(&mut entries.iter_mut().map(|entry| &mut entry.metadata).collect::<Vec<_>>());

    let mut findings: Vec<Finding> = entries.iter().flat_map(|entry| entry.findings.clone()).collect();
    findings.extend(conformance::of_fields(&entries));
    let input = |entry: &'_ Entry| entry.metadata.text("copy.sourcePath").to_owned();
    let inputs: Vec<String> = entries.iter().map(input).collect();
    let failed = failed_inputs(folder).unwrap_or_else(|error| {
        bad.push((RUN.to_owned(), format!("which inputs failed is not known: {error}")));
        Vec::new()
    });
    let known = || entries.iter().map(|entry| entry.record.as_str()).zip(inputs.iter().map(String::as_str));
    let unlisted = known().filter(|(record, input)| list.is_some() && given.of(record, input).is_empty());
    findings.extend(conformance::of_rest(
        given.idle(known()),
        unlisted.map(|(record, _)| record.to_owned()).collect(),
        bad,
        failed,
    ));
    order(&mut findings);
    Ok(Delivery { folder: folder.to_owned(), entries, findings })
}

/// Puts findings in natural order of their records; of one record the gravest first, then as the fields stand.
fn order(findings: &mut [Finding]) {
    let place = |finding: &Finding| natural::key(finding.record.as_ref());
    findings.sort_by_cached_key(|finding| (place(finding), finding.severity, finding.check, finding.field));
}

/// Returns the inputs that the run could not restore, with the reason. A folder without `run.json`, as a shard's, has none.
///
/// # Errors
///
/// Where that file cannot be read.
fn failed_inputs(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut failed = Vec::new();
    past_run::each_input(folder, &mut |input| {
        if matches!(input.status, Status::Failed | Status::Pending) {
            let told = input.reason.as_ref().map(|reason| reason.message_after(&input.path).to_owned());
            let reason = told.unwrap_or_else(|| "not come to".to_owned());
            failed.push((input.path, reason));
        }
    })?;
    Ok(failed)
}

impl Delivery {
    /// Returns how many documents fall short of nothing that is checked.
    pub fn ready(&self) -> usize {
        let fails = self.findings.iter().filter(|finding| finding.severity == Severity::Fails);
        let short: BTreeSet<&str> = fails
            .flat_map(|finding| finding.also.iter().chain([&finding.record]))
            .map(String::as_str)
            .collect();
        self.entries.iter().filter(|entry| !short.contains(entry.record.as_str())).count()
    }

    /// Returns whether anything falls short.
    pub fn falls_short(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Fails)
    }

    /// Returns the files that are written into the output folder, but for the report.
    pub fn tables(&self) -> [PathBuf; 2] {
        [csv::DELIVERY, csv::CONFORMANCE].map(|name| self.folder.join(name))
    }

    /// Writes metadata beside each record, and the list of documents, what falls short and the report of it into the output
    /// folder, or the report to `report`. Files of an earlier delivery are replaced. A record beside which nothing can be
    /// written, or whose file of such a name is not ours, is a finding. `cells` says how cells of tables are written.
    ///
    /// # Errors
    ///
    /// [`ArchiveError::NotOurs`] where a file of such a name in the output folder is not ours; then nothing is written.
    pub fn write(&mut self, report: Option<&Path>, cells: Cells) -> Result<(), ArchiveError> {
        let [delivery, conformance] = self.tables();
        let report = report.map_or_else(|| self.folder.join(report::FILE), Path::to_owned);
        own(&delivery, &tables(csv::DELIVERY))?;
        own(&conformance, &tables(csv::CONFORMANCE))?;
        own(&report, &[report::HEAD.as_bytes().to_vec()])?;

        let mut unwritten = Vec::new();
        for entry in &self.entries {
            match beside(entry, cells) {
                Err(error) if is_of_all(&error) => return Err(error),
                Err(error) => unwritten.push((entry.record.clone(), error.to_string())),
                Ok(()) => {}
            }
        }
        self.findings.extend(conformance::of_unwritten(unwritten));
        order(&mut self.findings);
        file::replace(&delivery, &csv::delivery(&self.entries, cells))?;
        file::replace(&conformance, &csv::conformance(&self.findings, cells))?;
        file::replace(&report, report::render(self).as_bytes())?;
        Ok(file::settle(&self.folder)?)
    }
}

/// Writes the metadata of a document beside its record: both files, or none where one of them is not ours.
fn beside(entry: &Entry, cells: Cells) -> Result<(), ArchiveError> {
    let [xml, table] = [xml::FILE, csv::METADATA].map(|name| entry.folder.join(name));
    own(&xml, &[xml::head()])?;
    own(&table, &tables(csv::METADATA))?;
    let failed = |source: io::Error| ExportError::Write { path: xml.clone(), source };
    file::replace(&xml, &xml::render(entry).map_err(failed)?)?;
    file::replace(&table, &csv::metadata(entry, cells))?;
    Ok(file::settle(&entry.folder)?)
}

/// True where no other record would fare better.
fn is_of_all(error: &ArchiveError) -> bool {
    use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let ArchiveError::Write(ExportError::Write { source, .. }) = error else { return false };
    matches!(source.kind(), QuotaExceeded | ReadOnlyFilesystem | StorageFull)
}

/// Returns the first bytes that a table of a name may have.
fn tables(name: &str) -> [Vec<u8>; Cells::ALL.len()] {
    Cells::ALL.map(|cells| csv::head(name, cells))
}

/// Makes sure that a file is missing or ours, which its first bytes tell.
fn own(path: &Path, heads: &[Vec<u8>]) -> Result<(), ArchiveError> {
    if !path.exists() {
        return Ok(());
    }
    let begins = |head: &Vec<u8>| file::begins_with(path, head);
    let is_ours = path.is_file() && heads.iter().map(begins).collect::<Result<Vec<_>, _>>()?.contains(&true);
    if is_ours { Ok(()) } else { Err(ArchiveError::NotOurs(path.to_owned())) }
}
