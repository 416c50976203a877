//! The names of the inputs' records: folders relative to the output folder, each one input's own.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::catalogue::{Catalogue, CatalogueError};
use super::input::Input;
use super::{quarantine, report, shard};
use crate::export::scores;

/// Most bytes of a name, on the file systems of Linux.
const NAME_LIMIT: usize = 255;

/// Makes the names of what was walked distinct.
///
/// An input whose name another one has too, or has as a folder above its own (`a.pdf` beside `a/b.pdf`), takes
/// its extension into the name: `a.pdf`, `a.png`. Those that are still equal are numbered in order: `a.pdf-2`.
/// Names that differ only in case count as equal, as they do on other systems' disks.
pub(super) fn make_distinct(catalogue: &mut Catalogue) -> Result<(), CatalogueError> {
    for ours in [report::FILE, scores::FILE, quarantine::FOLDER, shard::FOLDER] {
        catalogue.reserve(Path::new(ours))?;
    }
    catalogue.unname_doubles()?;
    loop {
        let unnamed = catalogue.unnamed()?;
        if unnamed.is_empty() {
            return Ok(());
        }
        for (id, input) in unnamed {
            for name in longer(&input) {
                if catalogue.name(id, &name)? {
                    break;
                }
            }
        }
    }
}

/// Names for an input whose own is taken, the best first, without end.
fn longer(input: &Input) -> impl Iterator<Item = PathBuf> {
    let name = input.name.clone();
    let mut ending = OsString::new();
    if let Some(extension) = input.path.extension().filter(|_| !input.is_folder) {
        ending.push(".");
        ending.push(extension);
    }
    let endings = std::iter::once(ending.clone()).chain((2_u64..).map(move |count| {
        let mut numbered = ending.clone();
        numbered.push(format!("-{count}"));
        numbered
    }));
    endings.map(move |ending| with_ending(&name, &ending))
}

/// Returns a name with an ending, its last part cut where it would be too long for a file system.
fn with_ending(name: &Path, ending: &OsStr) -> PathBuf {
    let last = name.file_name().unwrap_or_default();
    let room = NAME_LIMIT.saturating_sub(ending.len());
    let mut kept = last.as_bytes();
    if kept.len() > room {
        // Not within a letter, if it is text.
        let cut = last.to_str().map_or(room, |text| text.floor_char_boundary(room));
        kept = &kept[..cut];
    }
    let mut last = OsStr::from_bytes(kept).to_owned();
    last.push(ending);
    name.with_file_name(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_an_ending_fits_a_file_system() {
        let long = format!("a/{}", "ộ".repeat(85));
        let named = with_ending(Path::new(&long), ".pdf-2".as_ref());
        assert_eq!(named, PathBuf::from(format!("a/{}.pdf-2", "ộ".repeat(83))));
        assert_eq!(with_ending(Path::new("a/b"), ".pdf".as_ref()), PathBuf::from("a/b.pdf"));
    }
}
