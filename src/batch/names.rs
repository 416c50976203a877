//! The names of the inputs' records: folders relative to the output folder, each one input's own.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::catalogue::{Catalogue, CatalogueError};
use super::input::{self, Input};
use super::receipt::{Found, Receipt};
use super::record::Record;
use super::shard;

/// Most bytes of a name, on the file systems of Linux.
const NAME_LIMIT: usize = 255;

/// Most characters of a number behind a name, with the dash before it.
const LONGEST_NUMBER: usize = 21;

/// Makes the names of what was walked distinct.
///
/// An input that has a record in the output folder keeps the name of that, whatever it is given with. Any other whose name another
/// one has too, or has as a folder above its own (`a.pdf` beside `a/b.pdf`), takes its extension into the name: `a.pdf`, `a.png`.
/// Those that are still equal are numbered in order: `a.pdf-2`. Names that differ only in case count as equal, as they do on other
/// systems' disks.
pub(super) fn make_distinct(catalogue: &mut Catalogue, output: &Path) -> Result<(), CatalogueError> {
    for ours in shard::OURS {
        catalogue.reserve(Path::new(ours))?;
    }
    keep_names_of_records(catalogue, output)?;
    catalogue.unname_doubles()?;
    let mut after = Vec::new();
    loop {
        let unnamed = catalogue.unnamed(&after)?;
        let Some((_, last, _)) = unnamed.last() else { return Ok(()) };
        after.clone_from(last);
        for (id, _, input) in unnamed {
            name(catalogue, id, &input)?;
        }
    }
}

/// Gives the inputs that have records in the output folder the names of those.
fn keep_names_of_records(catalogue: &mut Catalogue, output: &Path) -> Result<(), CatalogueError> {
    let mut after = Vec::new();
    loop {
        let named = catalogue.named(&after)?;
        let Some((_, last, _)) = named.last() else { return Ok(()) };
        after.clone_from(last);
        for (id, _, input) in named {
            if let Some(name) = name_of_record(catalogue, output, id, &input)? {
                catalogue.keep_name(id, &name)?;
            }
        }
    }
}

/// Returns the name of the record that an input has in the output folder: one that the catalogue knows and that is still there,
/// or one under a name that the input may have been given. Those that are numbered are looked through once for all.
fn name_of_record(
    catalogue: &Catalogue,
    output: &Path,
    id: i64,
    input: &Input,
) -> Result<Option<PathBuf>, CatalogueError> {
    if let Some(name) = catalogue.record_of(id)? {
        let folder = output.join(&name);
        let is_its = match place_of_record(&folder) {
            Some(place) => place == input::absolute(&input.path),
            // A run that was cut short may have left it without a receipt.
            None => Record::is_at(&folder),
        };
        if is_its && shard::is_name_of_record(&name) {
            return Ok(Some(name));
        }
        catalogue.forget(id)?;
    }
    let remember = |name: &Path| {
        let place = place_of_record(&output.join(name));
        place.map_or(Ok(()), |place| catalogue.remember(&place, name))
    };
    let ending = ending_of(input);
    let longer = with_ending(&input.name, &ending);
    remember(&input.name)?;
    remember(&longer)?;
    if catalogue.look_for(&longer)? {
        let numbered = (2..).map(|number| with_number(&input.name, &ending, number));
        numbered.take_while(|name| output.join(name).is_dir()).try_for_each(|name| remember(&name))?;
    }
    catalogue.record_of(id)
}

/// Returns where the input lies that a folder holds the record of.
fn place_of_record(folder: &Path) -> Option<String> {
    match Receipt::read(folder) {
        Found::Whole(receipt) => receipt.place,
        Found::First(_) | Found::Nothing => None,
    }
}

/// Returns the extension of an input, with its full stop, as it is put behind a name that lacks it.
fn ending_of(input: &Input) -> OsString {
    let mut ending = OsString::new();
    // What is no extension is in the name already.
    let is_cut = input.path.file_name() != input.name.file_name();
    if let Some(extension) = input.path.extension().filter(|_| !input.is_folder && is_cut) {
        ending.push(".");
        ending.push(extension);
    }
    ending
}

fn with_number(name: &Path, ending: &OsStr, number: u64) -> PathBuf {
    let mut numbered = ending.to_owned();
    numbered.push(format!("-{number}"));
    with_ending(name, &numbered)
}

/// Gives an input whose own name is taken another: with its extension, or with that and the next number.
fn name(catalogue: &mut Catalogue, id: i64, input: &Input) -> Result<(), CatalogueError> {
    let ending = ending_of(input);
    let mut longer = with_ending(&input.name, &ending);
    // Names that are cut to make room for a number may be equal then; they are numbered together.
    let room = OsString::from("-".repeat(LONGEST_NUMBER));
    let numbered_as = with_ending(&input.name, &[ending.as_os_str(), &room].join(OsStr::new("")));
    while !catalogue.name(id, &longer)? {
        longer = with_number(&input.name, &ending, catalogue.next_number(&numbered_as)?);
    }
    Ok(())
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
    fn long_names_that_are_cut_to_the_same_are_numbered_apart() {
        let place = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(place.path()).unwrap();
        for (number, last) in (0_u32..60).zip(["a", "b", "c"].into_iter().cycle()) {
            let name = PathBuf::from(format!("{}{last}", "x".repeat(250)));
            let path = PathBuf::from(format!("{number}/{}.tif", name.display()));
            let input = Input { files: vec![path.clone()], path, is_folder: false, name };
            catalogue.add(&number.to_be_bytes(), &input.path, &input).unwrap();
        }
        make_distinct(&mut catalogue, place.path()).unwrap();
        let mut names = std::collections::BTreeSet::new();
        while let Some((_, input)) = catalogue.next().unwrap() {
            assert!(input.name.as_os_str().len() <= NAME_LIMIT);
            names.insert(input.name);
        }
        assert_eq!(names.len(), 60);
    }

    #[test]
    fn a_name_with_an_ending_fits_a_file_system() {
        let long = format!("a/{}", "ộ".repeat(85));
        let named = with_ending(Path::new(&long), ".pdf-2".as_ref());
        assert_eq!(named, PathBuf::from(format!("a/{}.pdf-2", "ộ".repeat(83))));
        assert_eq!(with_ending(Path::new("a/b"), ".pdf".as_ref()), PathBuf::from("a/b.pdf"));
    }
}
