//! The folder of what failed: links to the inputs, under the code of the reason, so that a person can look at all that
//! went wrong in one way. `run.json` says the rest.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::catalogue::{Catalogue, CatalogueError};
use super::report::{InputReport, Status};
use crate::export::ExportError;

/// The folder, within the output folder.
pub const FOLDER: &str = "failed";

/// The links, made one by one.
#[derive(Debug)]
pub(super) struct Links<'a> {
    /// None where something of a person's stands in its place.
    folder: Option<PathBuf>,
    /// What numbers those of one name.
    catalogue: &'a Catalogue,
}

impl<'a> Links<'a> {
    /// Begins them anew: those of earlier runs are taken away.
    ///
    /// # Errors
    ///
    /// Where one cannot be taken away.
    pub(super) fn begin(output: &Path, catalogue: &'a Catalogue) -> Result<Self, ExportError> {
        let folder = output.join(FOLDER);
        let is_theirs = fs::symlink_metadata(&folder).is_ok_and(|there| !there.is_dir());
        if is_theirs {
            return Ok(Self { folder: None, catalogue });
        }
        clear(&folder).map_err(|source| ExportError::Write { path: folder.clone(), source })?;
        Ok(Self { folder: Some(folder), catalogue })
    }

    /// Makes the link to an input, under the name of its record where it has one, if it failed. Where the file system has no links, or none as long, there is none:
    /// `run.json` says the same.
    ///
    /// # Errors
    ///
    /// Where the catalogue cannot number it.
    pub(super) fn add(
        &self,
        input: &Path,
        record: Option<&Path>,
        report: &InputReport,
    ) -> Result<(), CatalogueError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let Some((name, target)) = place_of(input, record, report) else { return Ok(()) };
        let path = folder.join(&name);
        let mut made = folders_above(folder, &name).and_then(|()| symlink(&target, &path));
        while made.is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists) {
            let number = self.catalogue.next_number(&Path::new(FOLDER).join(&name))?;
            let mut numbered = path.as_os_str().to_owned();
            numbered.push(format!("-{number}"));
            made = symlink(&target, numbered);
        }
        Ok(())
    }
}

/// Makes the folders above a link, in the folder of links. Where a link to an input stands in the place of one, that is no folder to
/// write to.
fn folders_above(folder: &Path, name: &Path) -> io::Result<()> {
    let mut above = folder.to_owned();
    fs::create_dir_all(&above)?;
    for part in name.parent().into_iter().flat_map(Path::components) {
        above.push(part);
        if let Err(error) = fs::create_dir(&above)
            && !fs::symlink_metadata(&above).is_ok_and(|there| there.is_dir())
        {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, error));
        }
    }
    Ok(())
}

/// Returns where the link to an input goes, and to where it leads, if the input failed.
fn place_of(input: &Path, record: Option<&Path>, report: &InputReport) -> Option<(PathBuf, PathBuf)> {
    if !matches!(report.status, Status::Failed | Status::Incomplete) {
        return None;
    }
    let code = &report.reason.as_ref()?.code;
    let name = record.filter(|_| report.record.is_some()).or_else(|| input.file_name().map(Path::new))?;
    Some((Path::new(code).join(name), std::path::absolute(input).ok()?))
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

#[cfg(test)]
mod tests {
    use super::super::Failure;
    use super::*;

    #[test]
    fn no_link_is_made_in_a_folder_that_another_link_leads_to() {
        let place = tempfile::tempdir().unwrap();
        let input = place.path().join("in/s");
        fs::create_dir_all(&input).unwrap();
        let catalogue = Catalogue::open(place.path()).unwrap();
        let links = Links::begin(place.path(), &catalogue).unwrap();
        let failed = InputReport::failed(&input, &Failure::of_input("x", "why"));
        links.add(&input, None, &failed).unwrap();
        let within = InputReport { record: Some("s/c".to_owned()), ..failed };
        links.add(&input.join("c.pdf"), Some(Path::new("s/c")), &within).unwrap();
        assert_eq!(fs::read_link(place.path().join("failed/x/s")).unwrap(), input);
        assert_eq!(fs::read_dir(&input).unwrap().count(), 0);
    }
}
