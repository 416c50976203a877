//! The folder of what failed: links to the inputs, under the code of the reason, so that a person can look at all that
//! went wrong in one way. `run.json` says the rest.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::report::{InputReport, Status};
use crate::export::ExportError;

/// The folder, within the output folder.
pub const FOLDER: &str = "failed";

/// The links, made one by one.
#[derive(Debug)]
pub(super) struct Links {
    folder: PathBuf,
}

impl Links {
    /// Begins them anew: those of earlier runs are taken away.
    ///
    /// # Errors
    ///
    /// Where one cannot be taken away.
    pub(super) fn begin(output: &Path) -> Result<Self, ExportError> {
        let folder = output.join(FOLDER);
        clear(&folder).map_err(|source| ExportError::Write { path: folder.clone(), source })?;
        Ok(Self { folder })
    }

    /// Makes the link to an input, if it failed. Where the file system has no links, or none as long, there is none:
    /// `run.json` says the same.
    pub(super) fn add(&self, input: &Path, report: &InputReport) {
        if let Some((path, target)) = place_of(input, report) {
            let _ = put(&self.folder.join(path), &target);
        }
    }
}

/// Returns where the link to an input goes, and to where it leads, if the input failed.
fn place_of(input: &Path, report: &InputReport) -> Option<(PathBuf, PathBuf)> {
    if !matches!(report.status, Status::Failed | Status::Incomplete) {
        return None;
    }
    let code = &report.reason.as_ref()?.code;
    let name =
        report.record.as_deref().map_or_else(|| input.file_name().map(PathBuf::from), |r| Some(r.into()));
    Some((Path::new(code).join(name?), std::path::absolute(input).ok()?))
}

/// Makes a link; where another is in its place, with a number.
fn put(path: &Path, target: &Path) -> io::Result<()> {
    if let Some(above) = path.parent() {
        fs::create_dir_all(above)?;
    }
    let mut place = path.to_owned();
    for count in 2_u64.. {
        match symlink(target, &place) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let mut name = path.as_os_str().to_owned();
                name.push(format!("-{count}"));
                place = name.into();
            }
            done => return done,
        }
    }
    Ok(())
}

/// Takes the links in a folder away, and folders that are empty then. What is no link was not put there by us.
fn clear(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            fs::remove_file(entry.path())?;
        } else if kind.is_dir() {
            clear(&entry.path())?;
        }
    }
    // One that is not empty holds a person's own files, and stays.
    let _ = fs::remove_dir(folder);
    Ok(())
}
