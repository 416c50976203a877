//! Shards: written, and worked in child processes.

use std::ffi::OsString;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::thread::available_parallelism;

use phuchoi::batch::catalogue::Catalogue;
use phuchoi::batch::claim::Claim;
use phuchoi::batch::input::Group;
use phuchoi::batch::report::Settings;
use phuchoi::batch::{self, Plan, Scope, shard, walk};
use phuchoi::export::Format;
use phuchoi::isolation::Isolated;
use phuchoi::pipeline::Pipeline;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::fault::Fault;
use crate::models;
use crate::options::{Limits, Options, formats};

/// How a shard is to be worked, as it is given.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Run {
    jobs: usize,
    formats: Vec<String>,
    resume: bool,
    retry_failed: bool,
}

/// A shard to be worked.
pub(crate) struct Shard {
    launch: Vec<OsString>,
    manifest: PathBuf,
    out: PathBuf,
    run: Run,
    jobs: NonZeroUsize,
    limits: Limits,
    formats: Vec<Format>,
    pipeline: Pipeline,
    options: Options,
}

impl Shard {
    /// Makes one of what is given; an option that is not known is a `ValueError`.
    pub(crate) fn new(
        launch: Vec<OsString>,
        manifest: PathBuf,
        out: PathBuf,
        run: Run,
        limits: Limits,
        options: Options,
    ) -> PyResult<Self> {
        let none = || PyValueError::new_err("`jobs` is at least 1");
        let jobs = NonZeroUsize::new(run.jobs).ok_or_else(none)?;
        let formats = formats(&run.formats)?;
        let images = formats.iter().filter_map(|format| format.of_images()).collect();
        let pipeline = Pipeline::new(options.reading()?, options.engine()).with_images(images);
        Ok(Self { launch, manifest, out, run, jobs, limits, formats, pipeline, options })
    }

    /// Works it, as `phuchoi restore --shard` does, and returns its receipt as JSON.
    pub(crate) fn restore(self, stop: &AtomicBool) -> Result<String, Fault> {
        let dictionaries = models::in_use(&self.options.dictionaries)?;
        let name = name_of(&self.manifest)?;
        let claim = Claim::shard(&self.out, name)?;
        let mut catalogue = Catalogue::open(claim.state())?;
        let group = shard::read(&mut catalogue, &self.manifest)?.group;
        let plan = self.plan(group, &dictionaries);
        let lexicon = models::lexicon(&dictionaries)?;
        let line = Isolated::new(self.launch, self.pipeline, self.limits.limits(), &lexicon);
        batch::run(&line, &claim, &mut catalogue, &plan, Scope::Shard(name), stop, &|_, _| {})?;

        let receipt = self.out.join(shard::FOLDER).join(format!("{name}.json"));
        fs::read_to_string(&receipt).map_err(|error| {
            Fault::new("output-unreadable", format!("cannot read `{}`: {error}", receipt.display()))
        })
    }

    fn plan(&self, group: Group, dictionaries: &[PathBuf]) -> Plan {
        let cores = available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Plan {
            jobs: self.jobs.min(cores),
            formats: self.formats.clone(),
            resume: self.run.resume,
            retry_failed: self.run.retry_failed,
            settings: Settings {
                from: self.options.from.clone(),
                language: self.options.lang.clone(),
                group,
                dictionaries: dictionaries.iter().map(|path| path.display().to_string()).collect(),
                formats: self.formats.iter().map(|format| format.name().to_owned()).collect(),
            },
        }
    }
}

/// Writes shards of the inputs and returns their paths.
pub(crate) fn write(
    inputs: &[PathBuf],
    out: &Path,
    folder: &Path,
    size: usize,
    group: Group,
) -> Result<Vec<PathBuf>, Fault> {
    let state = tempfile::tempdir()
        .map_err(|error| Fault::new("no-room", format!("no room for a catalogue: {error}")))?;
    let mut catalogue = Catalogue::open(state.path())?;
    walk::walk(&mut catalogue, inputs, group, out)?;
    if catalogue.count()? == 0 {
        return Err(Fault::new("no-inputs", "there is nothing to restore in what was given")
            .hint("name a file, or a folder with PDF, PNG, JPEG, TIFF, BMP, PNM, WebP or text files"));
    }
    let count = shard::write(&mut catalogue, group, size, folder)?;
    Ok((0..count).map(|number| folder.join(format!("{number:05}.jsonl"))).collect())
}

/// The name of a shard: its manifest's.
fn name_of(manifest: &Path) -> Result<&str, Fault> {
    let name = manifest.file_stem().and_then(|name| name.to_str());
    name.ok_or_else(|| Fault::new("shard-unreadable", format!("`{}` is no shard", manifest.display())))
}
