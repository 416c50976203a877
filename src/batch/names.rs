//! The names of the inputs' records: folders relative to the output folder, each one input's own.

use std::path::{Path, PathBuf};

use super::catalogue::{Catalogue, CatalogueError};
use super::input::Input;
use super::{quarantine, report, shard};
use crate::export::scores;

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
    let mut longer = input.name.as_os_str().to_owned();
    if let Some(extension) = input.path.extension().filter(|_| !input.is_folder) {
        longer.push(".");
        longer.push(extension);
    }
    let numbered = (2_u64..).scan(longer.clone(), |longer, count| {
        let mut name = longer.clone();
        name.push(format!("-{count}"));
        Some(PathBuf::from(name))
    });
    std::iter::once(PathBuf::from(longer)).chain(numbered)
}
