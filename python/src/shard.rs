//! Shards: written, and worked in child processes.

use std::ffi::OsString;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use phuchoi::batch::catalogue::Catalogue;
use phuchoi::batch::claim::Claim;
use phuchoi::batch::draft;
use phuchoi::batch::input::Group;
use phuchoi::batch::stop::Stop;
use phuchoi::batch::walk::{self, Walking};
use phuchoi::batch::{self, Scope, apart, shard};
use phuchoi::run::{Request, kind_of};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::fault::Fault;
use crate::models;
use crate::options::{Limits, Options, unknown_option};

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
    request: Request,
    dictionaries: Vec<PathBuf>,
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
        let request = options.request()?.formats(&run.formats).map_err(unknown_option)?;
        let request = limits.of(request).jobs(Some(jobs)).again(run.resume, run.retry_failed);
        Ok(Self { launch, manifest, out, request, dictionaries: options.dictionaries })
    }

    /// Works it, as `phuchoi restore --shard` does, and returns its receipt as JSON.
    pub(crate) fn restore(self, stop: &Stop) -> Result<String, Fault> {
        let request = self.request.dictionaries(models::in_use(&self.dictionaries)?);
        let name = name_of(&self.manifest)?;
        shard::check(&self.manifest, &self.out)?;
        let claim = Claim::shard(&self.out, name)?;
        let mut catalogue = Catalogue::open(claim.state())?;
        let group = shard::read(&mut catalogue, &self.manifest)?.group;
        let plan = request.plan(group);
        let line = request.line(self.launch, models::opened(request.chosen_dictionaries())?);
        let line = line.writing_below(&draft::folder(claim.state()));
        batch::run(&line, &claim, &mut catalogue, &plan, Scope::Shard(name), stop, &|_, _| {})?;

        let receipt = self.out.join(shard::FOLDER).join(format!("{name}.json"));
        fs::read_to_string(&receipt).map_err(|error| {
            Fault::new("output-unreadable", format!("cannot read `{}`: {error}", receipt.display()))
        })
    }
}

/// Writes shards of the inputs and returns their paths.
pub(crate) fn write(
    inputs: &[PathBuf],
    out: &Path,
    folder: &Path,
    size: usize,
    group: Group,
    follow_links: bool,
) -> Result<Vec<PathBuf>, Fault> {
    apart::check(inputs, out, "out")?;
    let state = tempfile::tempdir()
        .map_err(|error| Fault::new("no-room", format!("no room for a catalogue: {error}")))?;
    let mut catalogue = Catalogue::open(state.path())?;
    let walking = Walking { group, follow_links, kinds: &kind_of };
    walk::walk(&mut catalogue, inputs, &walking, out)?;
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
