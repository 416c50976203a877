//! `phuchoi train outline`: what speaks for a heading, weighed on made documents of which the headings are known.
//!
//! Each weight in turn is moved up and down, and stays where most headings come out right; with a little pull towards where it
//! began, so that one document does not move it far.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::json;

use super::{Error, log};
use crate::document::{Author, Document, ledger};
use crate::evaluation::{Found, RecordSet, score_records};
use crate::export::file::read_named;
use crate::structure::{Weights, WithoutOutline};

/// Times that all weights are moved.
const ROUNDS: usize = 6;
/// How far a weight is moved, in its unit.
const STEPS: [f32; 8] = [-1.0, 1.0, -0.5, 0.5, -0.2, 0.2, -0.1, 0.1];
/// What a move by one costs, squared, in headings.
const PULL: f32 = 0.25;

/// What `train outline` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folders of made documents, and of the records that `restore` made of them, a folder each of the same name:
    /// `made=records`
    #[arg(required = true, value_name = "MADE=RECORDS", value_parser = paired)]
    documents: Vec<(PathBuf, PathBuf)>,
    /// Documents to measure the weights on; may be given again
    #[arg(long, value_name = "MADE=RECORDS", value_parser = paired)]
    held_out: Vec<(PathBuf, PathBuf)>,
    /// Where to write the weights
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
}

/// A document whose headings are known.
struct Known {
    document: Document,
    truth: RecordSet,
}

/// The same, read but for its headings.
struct Outlined<'a> {
    document: WithoutOutline<'a>,
    truth: &'a RecordSet,
}

impl<'a> Outlined<'a> {
    fn of(documents: &'a [Known]) -> Vec<Self> {
        let read =
            |known: &'a Known| Self { document: WithoutOutline::of(&known.document), truth: &known.truth };
        documents.par_iter().map(read).collect()
    }
}

fn paired(text: &str) -> Result<(PathBuf, PathBuf), String> {
    let (made, records) = text.split_once('=').ok_or("has no `=RECORDS` after the made documents' folder")?;
    Ok((made.into(), records.into()))
}

/// Learns the weights from those that are built in.
///
/// # Errors
///
/// Where a record or a truth cannot be read, or there is none.
pub(super) fn learn(arguments: &Arguments) -> Result<Weights, Error> {
    let read = |pairs: &[(PathBuf, PathBuf)]| {
        let all: Result<Vec<Vec<Known>>, Error> =
            pairs.iter().map(|(made, records)| known(made, records)).collect();
        Ok::<Vec<Known>, Error>(all?.into_iter().flatten().collect())
    };
    let (documents, held_out) = (read(&arguments.documents)?, read(&arguments.held_out)?);
    let (documents, held_out) = (Outlined::of(&documents), Outlined::of(&held_out));
    let begun = Weights::built_in();
    log(format_args!("{} documents: F1 {:.2} %", documents.len(), count(&documents, begun).f1()));
    if !held_out.is_empty() {
        log(format_args!("{} held out: F1 {:.2} %", held_out.len(), count(&held_out, begun).f1()));
    }
    let mut weights = begun.clone();
    let mut best = gain(&documents, &weights, begun);
    for round in 1..=ROUNDS {
        let before = best;
        for index in 0..Weights::NAMES.len() {
            for step in STEPS {
                let mut moved = weights.clone();
                if let Some(weight) = moved.at(index) {
                    *weight += step;
                }
                let own = gain(&documents, &moved, begun);
                if own > best {
                    (weights, best) = (moved, own);
                }
            }
        }
        let (own, held) = (count(&documents, &weights), count(&held_out, &weights));
        log(format_args!("round {round}: F1 {:.2} %, held out {:.2} %", own.f1(), held.f1()));
        if best <= before {
            break;
        }
    }
    Ok(weights)
}

/// Returns the headings right, less half of those wrong and less the pull, of documents structured with weights.
fn gain(documents: &[Outlined<'_>], weights: &Weights, begun: &Weights) -> f32 {
    let found = count(documents, weights);
    let moved: f32 = {
        let (mut own, mut begun) = (weights.clone(), begun.clone());
        let places = 0..Weights::NAMES.len();
        places.filter_map(|index| Some(*own.at(index)? - *begun.at(index)?)).map(|moved| moved * moved).sum()
    };
    2.0 * found.right as f32 - found.found as f32 - PULL * moved
}

/// Counts the headings of documents structured with weights.
fn count(documents: &[Outlined<'_>], weights: &Weights) -> Found {
    let score = |own: &Outlined| {
        let seen = serde_json::from_value(json!({ "sections": own.document.sections(weights) }));
        score_records(own.truth, &seen.unwrap_or_default()).headings
    };
    documents.par_iter().map(score).reduce(Found::default, |a, b| Found {
        truth: a.truth + b.truth,
        found: a.found + b.found,
        right: a.right + b.right,
    })
}

/// Reads the records that have a truth, the structure's edits taken back.
fn known(made: &Path, records: &Path) -> Result<Vec<Known>, Error> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        Error::input(format!("cannot read `{}`: {error}", path.display()))
            .hint("make documents with `scripts/make-documents`, and restore them")
    };
    let entries = std::fs::read_dir(made).map_err(|error| unreadable(made, &error))?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    let mut all = Vec::new();
    for name in names {
        let (truth, record) =
            (made.join(&name).join("truth.json"), records.join(&name).join("document.json"));
        if !truth.exists() || !record.exists() {
            continue;
        }
        let bytes = |path: &Path| read_named(path).map_err(|error| unreadable(path, &error));
        let truth_value: serde_json::Value =
            serde_json::from_slice(&bytes(&truth)?).map_err(|error| unreadable(&truth, &error))?;
        let sections = json!({ "sections": truth_value["sections"] });
        let mut document: Document =
            serde_json::from_slice(&bytes(&record)?).map_err(|error| unreadable(&record, &error))?;
        ledger::take_back(&mut document, &|by| matches!(by, Author::Structure | Author::Arithmetic));
        document.warnings.clear();
        let truth = serde_json::from_value(sections).map_err(|error| unreadable(&truth, &error))?;
        all.push(Known { document, truth });
    }
    if all.is_empty() {
        return Err(Error::input(format!(
            "no document of `{}` has both a truth and a record in `{}`",
            made.display(),
            records.display()
        ))
        .hint("make documents with `scripts/make-documents`, and restore them"));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample;

    /// A folder with a made document of two headings, and its record.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let lines = ["I. ĐO GIÓ", "", "Gió mạnh ở ven sông và yếu ở trên đồi.", "", "II. BẢO TRÌ"];
        let record = serde_json::to_vec(&sample::document(vec![sample::page(1, &lines)])).unwrap();
        let heading =
            |label: &str, title: &str| json!({ "level": 1, "label": label, "title": title, "children": [] });
        let truth = json!({ "sections": [heading("I", "ĐO GIÓ"), heading("II", "BẢO TRÌ")] });
        for (set, file, bytes) in
            [("made", "truth.json", truth.to_string().into_bytes()), ("records", "document.json", record)]
        {
            let own = folder.path().join(set).join("0001");
            std::fs::create_dir_all(&own).unwrap();
            std::fs::write(own.join(file), bytes).unwrap();
        }
        folder
    }

    fn arguments(folder: &Path, records: &str) -> Arguments {
        let documents = vec![(folder.join("made"), folder.join(records))];
        Arguments { documents, held_out: Vec::new(), out: folder.join("out.tsv") }
    }

    #[test]
    fn weights_stay_where_they_are_while_every_heading_is_right() {
        let folder = folder();
        assert_eq!(learn(&arguments(folder.path(), "records")).unwrap(), *Weights::built_in());
    }

    #[test]
    fn documents_without_records_are_an_error_that_says_what_makes_them() {
        let folder = folder();
        let error = learn(&arguments(folder.path(), "elsewhere")).unwrap_err();
        assert!(error.to_string().contains("has both a truth and a record"), "{error}");
    }
}
