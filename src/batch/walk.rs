//! Finding the inputs.

use std::fs::{self, DirEntry, FileType};
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::{Component, Path, PathBuf};

use super::catalogue::{Catalogue, CatalogueError};
use super::claim::STATE;
use super::input::{Group, Input, unreadable};
use super::report::InputReport;
use super::{Failure, names, natural};

/// Extensions of the files that are taken from a folder; a file named by itself is taken whatever its name.
const EXTENSIONS: [&str; 16] = [
    "pdf", "png", "jpg", "jpeg", "tif", "tiff", "bmp", "pbm", "pgm", "ppm", "pnm", "webp", "txt", "hocr",
    "alto.xml", "page.xml",
];

/// Those of them that are no images, which `--group folder` does not take together.
const NO_IMAGES: [&str; 5] = ["pdf", "txt", "hocr", "alto.xml", "page.xml"];

/// Enters the inputs under `paths` into a catalogue: files as given, folders walked in natural order.
///
/// Passed over are names that begin with a full stop, links to folders (which may lead round in circles), `output` and
/// any other folder that phuchoi wrote its records to. A file found twice is taken once. Every input's
/// [`name`](Input::name) is its own, whatever the order of threads. What looks like an input by its name and is none,
/// such as a link that leads nowhere, or a folder that cannot be looked into, is entered as failed.
///
/// # Errors
///
/// Where the catalogue cannot be written.
pub fn walk(
    catalogue: &mut Catalogue,
    paths: &[PathBuf],
    group: Group,
    output: &Path,
) -> Result<(), CatalogueError> {
    let mut walk = Walk { catalogue, group, output: output.canonicalize().ok() };
    for (number, path) in (0_u32..).zip(paths) {
        let place = number.to_be_bytes().to_vec();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk.tree(path, place)?,
            Ok(metadata) if metadata.is_file() => walk.file(path.clone(), stem_of(path), &place, None)?,
            Ok(metadata) => walk.fail(path, &place, &no_file(path, metadata.file_type()))?,
            Err(error) => walk.fail(path, &place, &unreadable(path, &error))?,
        }
    }
    catalogue.take_each_once()?;
    names::make_distinct(catalogue)?;
    catalogue.commit()
}

struct Walk<'a> {
    catalogue: &'a mut Catalogue,
    group: Group,
    output: Option<PathBuf>,
}

/// A folder to look into.
struct Folder {
    path: PathBuf,
    /// Itself, without links on the way.
    real: PathBuf,
    /// Its path below the folder that was given.
    below: PathBuf,
    /// Sorts before what sorts after it.
    place: Vec<u8>,
}

/// What sorts apart the things of one folder: its files, itself as a document of images, its folders.
const FILES: u8 = 1;
const ITSELF: u8 = 2;
const FOLDERS: u8 = 3;

impl Walk<'_> {
    /// Walks a folder and all below it. Those still to be looked into are kept in a list, so that no depth is too deep.
    fn tree(&mut self, path: &Path, place: Vec<u8>) -> Result<(), CatalogueError> {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut waiting = vec![Folder { path: path.to_owned(), real, below: PathBuf::new(), place }];
        while let Some(folder) = waiting.pop() {
            if Some(&folder.real) == self.output.as_ref() || folder.path.join(STATE).is_dir() {
                continue;
            }
            if let Err(error) = self.folder(&folder, &mut waiting)? {
                let place = [folder.place.as_slice(), &[ITSELF, 0]].concat();
                self.fail(&folder.path, &place, &unreadable(&folder.path, &error))?;
            }
        }
        Ok(())
    }

    fn folder(
        &mut self,
        folder: &Folder,
        waiting: &mut Vec<Folder>,
    ) -> Result<io::Result<()>, CatalogueError> {
        let entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => return Ok(Err(error)),
        };
        let mut images = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Ok(Err(error)),
            };
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let place = |kind| [folder.place.as_slice(), &[kind], &natural::key(&name), &[0]].concat();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => waiting.push(Folder {
                    path: entry.path(),
                    real: folder.real.join(&name),
                    below: folder.below.join(&name),
                    place: place(FOLDERS),
                }),
                kind => {
                    if let Some(image) = self.entry(folder, &entry, kind, &place(FILES))? {
                        images.push(image);
                    }
                }
            }
        }
        if !images.is_empty() {
            images.sort_by_cached_key(|path| natural::key(path.file_name().unwrap_or_default()));
            let name = if folder.below.as_os_str().is_empty() {
                last_of(&folder.real)
            } else {
                folder.below.clone()
            };
            let input = Input { path: folder.path.clone(), files: images, is_folder: true, name };
            self.catalogue.add(&[folder.place.as_slice(), &[ITSELF]].concat(), &folder.real, &input)?;
        }
        Ok(Ok(()))
    }

    /// Enters what is no folder, or returns it where it is an image that is taken with its folder.
    fn entry(
        &mut self,
        folder: &Folder,
        entry: &DirEntry,
        kind: io::Result<FileType>,
        place: &[u8],
    ) -> Result<Option<PathBuf>, CatalogueError> {
        let path = entry.path();
        let Some(extension) = extension_of(&path) else { return Ok(None) };
        let (kind, real) = match kind {
            Ok(kind) if kind.is_symlink() => match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => return Ok(None),
                Ok(metadata) => (Ok(metadata.file_type()), path.canonicalize().ok()),
                Err(error) => (Err(error), None),
            },
            kind => (kind, Some(folder.real.join(entry.file_name()))),
        };
        match kind {
            Err(error) => self.fail(&path, place, &unreadable(&path, &error))?,
            Ok(kind) if !kind.is_file() => self.fail(&path, place, &no_file(&path, kind))?,
            Ok(_) if self.group == Group::Folder && !NO_IMAGES.contains(&extension) => return Ok(Some(path)),
            Ok(_) => {
                let name = folder.below.join(stem_of(&path));
                self.file(path, name, place, real)?;
            }
        }
        Ok(None)
    }

    fn file(
        &mut self,
        path: PathBuf,
        name: PathBuf,
        place: &[u8],
        real: Option<PathBuf>,
    ) -> Result<(), CatalogueError> {
        let same = real.or_else(|| path.canonicalize().ok()).unwrap_or_else(|| path.clone());
        let input = Input { files: vec![path.clone()], path, is_folder: false, name };
        self.catalogue.add(place, &same, &input)
    }

    fn fail(&mut self, path: &Path, place: &[u8], failure: &Failure) -> Result<(), CatalogueError> {
        self.catalogue.add_unwalked(place, path, &InputReport::failed(path, failure))
    }
}

fn no_file(path: &Path, kind: FileType) -> Failure {
    let what = if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    };
    Failure::of_input("not-a-file", format!("`{}` is {what}, not a file", path.display()))
        .hint("write what comes out of it to a file, and give that")
}

/// Returns a path's extension if files with it are taken from folders.
fn extension_of(path: &Path) -> Option<&'static str> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    EXTENSIONS.into_iter().find(|extension| {
        name.strip_suffix(extension).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
    })
}

/// Returns a file's name without its extension, of which `001.alto.xml` has two.
fn stem_of(path: &Path) -> PathBuf {
    let inner = path.file_stem().map(Path::new);
    let stem = match extension_of(path) {
        Some(extension) if extension.contains('.') => inner.and_then(Path::file_stem),
        _ => path.file_stem(),
    };
    stem.map_or_else(|| PathBuf::from("document"), PathBuf::from)
}

fn last_of(path: &Path) -> PathBuf {
    let last = path.components().rev().find(|part| matches!(part, Component::Normal(_)));
    last.map_or_else(|| PathBuf::from("folder"), |part| PathBuf::from(part.as_os_str()))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        folder
    }

    fn walked(paths: &[PathBuf], group: Group, output: &Path) -> Catalogue {
        let state = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(state.path()).unwrap();
        walk(&mut catalogue, paths, group, output).unwrap();
        catalogue
    }

    fn inputs(mut catalogue: Catalogue) -> Vec<Input> {
        std::iter::from_fn(|| catalogue.next().unwrap()).map(|(_, input)| input).collect()
    }

    fn failures(catalogue: &Catalogue) -> Vec<(String, String)> {
        let mut all = Vec::new();
        catalogue
            .each::<CatalogueError>(|path, report| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                all.extend(report.reason.map(|reason| (name, reason.code)));
                Ok(())
            })
            .unwrap();
        all
    }

    fn found(files: &[&str], group: Group) -> Vec<(String, usize)> {
        let folder = tree(files);
        let found = walked(&[folder.path().join("in")], group, &folder.path().join("in/out"));
        assert_eq!(failures(&found), []);
        inputs(found)
            .iter()
            .map(|input| (input.name.to_string_lossy().into_owned(), input.files.len()))
            .collect()
    }

    fn names(files: &[&str]) -> Vec<String> {
        found(files, Group::File).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn folders_are_walked_in_natural_order_and_keep_their_names() {
        let files = [
            "in/b-10/x.pdf",
            "in/p-10.png",
            "in/p-2.PNG",
            "in/b-2/y/z.pdf",
            "in/b-2/x.pdf",
            "in/notes.docx",
            "in/.hidden.pdf",
            "in/out/old.txt",
        ];
        assert_eq!(names(&files), ["p-2", "p-10", "b-2/x", "b-2/y/z", "b-10/x"]);
    }

    #[test]
    fn records_never_share_a_folder() {
        let cases: [(&[&str], &[&str], &str); 7] = [
            (&["in/a.pdf", "in/a.png", "in/b.txt"], &["a.pdf", "a.png", "b"], "equal stems"),
            (&["in/x/a.pdf", "in/y/a.pdf"], &["x/a", "y/a"], "subfolders tell apart"),
            (&["in/a.pdf", "in/a/tables.pdf"], &["a.pdf", "a/tables"], "a record within a record"),
            (&["in/a.pdf", "in/a/b/c.pdf"], &["a.pdf", "a/b/c"], "far within"),
            (&["in/a.pdf", "in/A.pdf"], &["A.pdf", "a.pdf-2"], "names that differ in case only"),
            (&["in/run.json.txt", "in/failed.pdf"], &["failed.pdf", "run.json.txt"], "our own names"),
            (
                &["in/a.pdf", "in/a.png", "in/a.pdf.txt"],
                &["a.pdf-2", "a.pdf", "a.png"],
                "a longer name is taken",
            ),
        ];
        for (files, expected, why) in cases {
            assert_eq!(names(files), expected, "{why}");
        }
    }

    #[test]
    fn the_images_of_a_folder_are_one_document_in_natural_order() {
        let files = ["in/s/2.png", "in/s/10.png", "in/s/c.pdf", "in/t/1.jpg"];
        // `s` is the folder of `s/c`, so that its record needs another name.
        let expected = [("s/c", 1), ("s-2", 2), ("t", 1)].map(|(name, count)| (name.to_owned(), count));
        assert_eq!(found(&files, Group::Folder), expected);
        let folder = tree(&files);
        let all = inputs(walked(&[folder.path().join("in")], Group::Folder, Path::new("out")));
        let pages: Vec<_> = all[1].files.iter().map(|file| file.file_name().unwrap()).collect();
        assert_eq!(pages, ["2.png", "10.png"]);
    }

    #[test]
    fn a_missing_path_is_named_and_the_rest_goes_on() {
        let folder = tree(&["a.txt"]);
        let paths = [folder.path().join("nothing"), folder.path().join("a.txt")];
        let found = walked(&paths, Group::File, Path::new("out"));
        assert_eq!(failures(&found), [("nothing".to_owned(), "not-found".to_owned())]);
        assert_eq!(inputs(found).len(), 1);
    }

    #[test]
    fn a_file_found_twice_is_taken_once_where_it_comes_first() {
        let folder = tree(&["in/b.txt", "in/c/d.txt"]);
        let root = folder.path().join("in");
        symlink(root.join("b.txt"), root.join("a.txt")).unwrap();
        let taken = |paths: &[PathBuf]| -> Vec<PathBuf> {
            let all = inputs(walked(paths, Group::File, Path::new("out")));
            all.iter().map(|input| input.path.strip_prefix(&root).unwrap().to_owned()).collect()
        };
        assert_eq!(taken(&[root.clone(), root.join("c")]), ["a.txt", "c/d.txt"].map(PathBuf::from));
        assert_eq!(taken(&[root.join("c"), root.clone()]), ["c/d.txt", "a.txt"].map(PathBuf::from));
    }

    #[test]
    fn links_that_lead_round_or_nowhere_and_what_is_no_file_stop_nothing() {
        let folder = tree(&["in/z.txt"]);
        let root = folder.path().join("in");
        symlink(&root, root.join("round")).unwrap();
        symlink("nowhere.pdf", root.join("broken.pdf")).unwrap();
        symlink("loop.pdf", root.join("loop.pdf")).unwrap();
        symlink("/dev/zero", root.join("zero.png")).unwrap();
        let _socket = UnixListener::bind(root.join("socket.txt")).unwrap();
        let found = walked(std::slice::from_ref(&root), Group::File, Path::new("out"));
        let expected = [
            ("broken.pdf", "broken-link"),
            ("loop.pdf", "link-loop"),
            ("socket.txt", "not-a-file"),
            ("zero.png", "not-a-file"),
        ];
        assert_eq!(failures(&found), expected.map(|(name, code)| (name.to_owned(), code.to_owned())));
        assert_eq!(inputs(found).len(), 1);
        let given = walked(&[root.join("zero.png")], Group::File, Path::new("out"));
        assert_eq!(failures(&given)[0].1, "not-a-file");
    }

    #[test]
    fn names_of_any_bytes_are_taken_and_kept_apart() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tree(&[]);
        for name in [b"a\xff.txt".as_slice(), b"a\xfe.txt", "a\u{fffd}.txt".as_bytes(), b"new\nline.txt"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), "text").unwrap();
        }
        let all = inputs(walked(&[folder.path().to_owned()], Group::File, Path::new("out")));
        let names: std::collections::BTreeSet<_> = all.iter().map(|input| &input.name).collect();
        assert_eq!((all.len(), names.len()), (4, 4));
    }

    #[test]
    fn the_records_of_an_earlier_run_are_no_inputs() {
        let folder = tree(&["in/a.txt", "in/restored/a/document.txt", "in/restored/.phuchoi/lock"]);
        let all = inputs(walked(&[folder.path().join("in")], Group::File, &folder.path().join("other")));
        assert_eq!(all.len(), 1);
    }
}
