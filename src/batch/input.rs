//! Inputs, and the folder that each one's record goes to.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use super::Failure;
use super::natural::compare_paths;

/// Extensions of the files that are taken from a folder; a file named by itself is taken whatever its name.
const EXTENSIONS: [&str; 12] =
    ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "bmp", "pbm", "pgm", "ppm", "webp", "txt"];

/// Those of them that are images, which `--group folder` takes together.
const IMAGES: [&str; 10] = ["png", "jpg", "jpeg", "tif", "tiff", "bmp", "pbm", "pgm", "ppm", "webp"];

/// What makes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Each file.
    File,
    /// The images of a folder, in natural order; other files by themselves.
    Folder,
}

/// An input: a file, or the images of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file or folder, as it was given or found.
    pub path: PathBuf,
    /// The files of its pages, in order: the file itself, or the images of the folder.
    pub files: Vec<PathBuf>,
    /// True where it is a folder whose images are its pages.
    pub is_folder: bool,
    /// The folder of its record, relative to the output folder.
    pub name: PathBuf,
}

impl Input {
    /// Returns the BLAKE3 hash of its bytes in hexadecimal; for a folder, of the files' hashes, 32 bytes each,
    /// one after another.
    ///
    /// # Errors
    ///
    /// Where a file cannot be read.
    pub fn blake3(&self) -> io::Result<String> {
        let hash = |path: &Path| {
            Ok::<_, io::Error>(blake3::Hasher::new().update_reader(File::open(path)?)?.finalize())
        };
        match (self.is_folder, self.files.as_slice()) {
            (false, [file]) => hash(file),
            (_, files) => {
                let mut all = blake3::Hasher::new();
                for file in files {
                    all.update(hash(file)?.as_bytes());
                }
                Ok(all.finalize())
            }
        }
        .map(|hash| hash.to_hex().to_string())
    }
}

/// What was found under the paths given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The inputs, in order.
    pub inputs: Vec<Input>,
    /// The paths that could not be walked.
    pub unwalked: Vec<Unwalked>,
}

/// A path that could not be walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwalked {
    /// The path.
    pub path: PathBuf,
    /// Why.
    pub failure: Failure,
}

/// Finds the inputs under `paths`: files as given, folders walked in natural order.
///
/// Names that begin with a full stop, links to folders (which may lead round in circles) and `output` itself are
/// passed over. A file found twice is taken once. Every input's [`name`](Input::name) is its own, whatever the
/// order of threads; see [`name_all`].
pub fn find(paths: &[PathBuf], group: Group, output: &Path) -> Found {
    let mut walk =
        Walk { group, output: output.canonicalize().ok(), found: Vec::new(), unwalked: Vec::new() };
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk.folder(path, Path::new("")),
            Ok(_) => walk.take(path.clone(), vec![path.clone()], false, stem_of(path)),
            Err(error) => walk.fail(path, &error),
        }
    }
    let mut seen = BTreeSet::new();
    walk.found.retain(|input| seen.insert(input.path.canonicalize().unwrap_or_else(|_| input.path.clone())));
    name_all(&mut walk.found);
    Found { inputs: walk.found, unwalked: walk.unwalked }
}

struct Walk {
    group: Group,
    output: Option<PathBuf>,
    found: Vec<Input>,
    unwalked: Vec<Unwalked>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, below: &Path) {
        if self.output.is_some() && folder.canonicalize().ok() == self.output {
            return;
        }
        let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.fail(folder, &error),
        };
        entries.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        entries.sort_by(|a, b| compare_paths(Path::new(&a.file_name()), Path::new(&b.file_name())));

        let mut images = Vec::new();
        let mut folders = Vec::new();
        for entry in entries {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push((path, below.join(entry.file_name())));
            } else if !path.is_file() {
            } else if self.group == Group::Folder && has_extension(&path, &IMAGES) {
                images.push(path);
            } else if has_extension(&path, &EXTENSIONS) {
                let name = below.join(stem_of(&path));
                self.take(path.clone(), vec![path], false, name);
            }
        }
        if !images.is_empty() {
            let own_name =
                || folder.canonicalize().ok().map_or_else(|| "folder".into(), |path| last_of(&path));
            let name = if below.as_os_str().is_empty() { own_name() } else { below.to_owned() };
            self.take(folder.to_owned(), images, true, name);
        }
        for (path, below) in folders {
            self.folder(&path, &below);
        }
    }

    fn take(&mut self, path: PathBuf, files: Vec<PathBuf>, is_folder: bool, name: PathBuf) {
        self.found.push(Input { path, files, is_folder, name });
    }

    fn fail(&mut self, path: &Path, error: &io::Error) {
        let shown = path.display();
        let failure = match error.kind() {
            io::ErrorKind::NotFound => Failure::of_input("not-found", format!("there is no `{shown}`"))
                .hint("check the spelling of the path"),
            io::ErrorKind::PermissionDenied => {
                Failure::of_input("no-permission", format!("no permission to read `{shown}`"))
                    .hint("run as a user who may read it, or change its mode")
            }
            _ => Failure::of_input("unreadable", format!("cannot read `{shown}`: {error}")),
        };
        self.unwalked.push(Unwalked { path: path.to_owned(), failure });
    }
}

/// Makes the names of the inputs' records distinct.
///
/// An input whose name another one has too, or has as a folder above its own (`a.pdf` beside `a/b.pdf`), takes
/// its extension into the name: `a.pdf`, `a.png`. Those that are still equal are numbered in order: `a.pdf-2`.
/// Names that differ only in case count as equal, as they do on other systems' disks.
pub fn name_all(inputs: &mut [Input]) {
    let key = |name: &Path| name.to_string_lossy().to_lowercase();
    let names: Vec<String> = inputs.iter().map(|input| key(&input.name)).collect();
    let mut above: BTreeSet<String> =
        inputs.iter().flat_map(|input| input.name.ancestors().skip(1).map(key).collect::<Vec<_>>()).collect();
    above.insert(super::report::FILE.to_owned());
    above.insert(crate::export::scores::FILE.to_owned());
    let mut once = BTreeSet::new();
    let twice: BTreeSet<&String> = names.iter().filter(|name| !once.insert(*name)).collect();

    let mut taken = above.clone();
    for (input, name) in inputs.iter().zip(&names) {
        if !twice.contains(name) && !above.contains(name) {
            taken.insert(key(&input.name));
        }
    }
    for (input, name) in inputs.iter_mut().zip(&names) {
        if !twice.contains(name) && !above.contains(name) {
            continue;
        }
        let mut longer = input.name.as_os_str().to_owned();
        if let Some(extension) = input.path.extension().filter(|_| !input.is_folder) {
            longer.push(".");
            longer.push(extension);
        }
        let numbered = (2..).map(|count: u32| {
            let mut name = longer.clone();
            name.push(format!("-{count}"));
            name
        });
        let free = std::iter::once(longer.clone())
            .chain(numbered)
            .find(|name| !taken.contains(&key(Path::new(name))));
        input.name = free.unwrap_or(longer).into();
        taken.insert(key(&input.name));
    }
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    extensions.contains(&extension.as_str())
}

fn stem_of(path: &Path) -> PathBuf {
    path.file_stem().map_or_else(|| PathBuf::from("document"), PathBuf::from)
}

fn last_of(path: &Path) -> PathBuf {
    let last = path.components().rev().find(|part| matches!(part, Component::Normal(_)));
    last.map_or_else(|| PathBuf::from("folder"), |part| PathBuf::from(part.as_os_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("has one")).expect("made");
            fs::write(path, file).expect("written");
        }
        folder
    }

    fn found(files: &[&str], group: Group) -> Vec<(String, usize)> {
        let folder = tree(files);
        let Found { inputs, unwalked } =
            find(&[folder.path().join("in")], group, &folder.path().join("in/out"));
        assert!(unwalked.is_empty());
        inputs.iter().map(|input| (input.name.to_string_lossy().into_owned(), input.files.len())).collect()
    }

    fn names(files: &[&str]) -> Vec<String> {
        found(files, Group::File).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn folders_are_walked_in_natural_order_and_keep_their_names() {
        let files =
            ["in/p-10.png", "in/p-2.PNG", "in/b/x.pdf", "in/notes.docx", "in/.hidden.pdf", "in/out/old.txt"];
        assert_eq!(names(&files), ["p-2", "p-10", "b/x"]);
    }

    #[test]
    fn records_never_share_a_folder() {
        let cases: [(&[&str], &[&str], &str); 5] = [
            (&["in/a.pdf", "in/a.png", "in/b.txt"], &["a.pdf", "a.png", "b"], "equal stems"),
            (&["in/x/a.pdf", "in/y/a.pdf"], &["x/a", "y/a"], "subfolders tell apart"),
            (&["in/a.pdf", "in/a/tables.pdf"], &["a.pdf", "a/tables"], "a record within a record"),
            (&["in/a.pdf", "in/A.pdf"], &["A.pdf", "a.pdf-2"], "names that differ in case only"),
            (&["in/run.json.txt"], &["run.json.txt"], "the report's own name"),
        ];
        for (files, expected, why) in cases {
            assert_eq!(names(files), expected, "{why}");
        }
    }

    #[test]
    fn the_images_of_a_folder_are_one_document() {
        let files = ["in/s/2.png", "in/s/10.png", "in/s/c.pdf", "in/t/1.jpg"];
        let expected = [("s/c", 1), ("s", 2), ("t", 1)].map(|(name, count)| (name.to_owned(), count));
        // `s` is the folder of `s/c`, so that its record needs another name.
        let mut expected = expected.to_vec();
        expected[1].0 = "s-2".to_owned();
        assert_eq!(found(&files, Group::Folder), expected);
    }

    #[test]
    fn a_missing_path_is_named_and_the_rest_goes_on() {
        let folder = tree(&["a.txt"]);
        let paths = [folder.path().join("nothing"), folder.path().join("a.txt")];
        let Found { inputs, unwalked } = find(&paths, Group::File, Path::new("out"));
        assert_eq!(inputs.len(), 1);
        assert_eq!(unwalked[0].failure.code, "not-found");
    }

    #[test]
    fn a_file_given_twice_is_taken_once() {
        let folder = tree(&["a.txt"]);
        let paths = [folder.path().join("a.txt"), folder.path().to_owned()];
        assert_eq!(find(&paths, Group::File, Path::new("out")).inputs.len(), 1);
    }

    #[test]
    fn the_hash_of_a_folder_is_that_of_its_files_hashes() {
        let folder = tree(&["in/1.png", "in/2.png"]);
        let Found { inputs, .. } = find(&[folder.path().join("in")], Group::Folder, Path::new("out"));
        let mut all = blake3::Hasher::new();
        all.update(blake3::hash(b"in/1.png").as_bytes()).update(blake3::hash(b"in/2.png").as_bytes());
        assert_eq!(inputs[0].blake3().expect("readable"), all.finalize().to_hex().to_string());
    }
}
