//! Finding the inputs.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::{Component, Path, PathBuf};

use super::catalogue::{Catalogue, CatalogueError};
use super::claim::{Claim, STATE};
use super::folder::Folder;
use super::input::{Group, Input, unreadable};
use super::kind::{Kind, Kinds};
use super::record::Record;
use super::report::{InputReport, PassedOver};
use super::{Blame, Failure, names, natural, quarantine, report, shard};
use crate::document::written;
use crate::export::{files, scores};

/// Extensions of the files that are taken from a folder whatever they hold. Others are taken by what they hold, and a file
/// named by itself is always taken.
const EXTENSIONS: [&str; 16] = [
    "pdf", "png", "jpg", "jpeg", "tif", "tiff", "bmp", "pbm", "pgm", "ppm", "pnm", "webp", "txt", "hocr",
    "alto.xml", "page.xml",
];

/// Those of them that are no images, which `--group folder` does not take together unless they hold some.
const NO_IMAGES: [&str; 5] = ["pdf", "txt", "hocr", "alto.xml", "page.xml"];

/// How folders are walked.
#[derive(Clone, Copy)]
pub struct Walking<'a> {
    /// What makes a document.
    pub group: Group,
    /// Whether links to folders are walked as folders are.
    pub follow_links: bool,
    /// What tells by its bytes what a file is.
    pub kinds: Kinds<'a>,
}

/// Enters the inputs under `paths` into a catalogue: files as given, folders walked in natural order. Every input's
/// [`name`](Input::name) is its own, whatever the order of threads. A path that cannot be read, and what looks like an input
/// by its name and is none, such as a link that leads nowhere, is entered as failed.
///
/// What else is found and is no input is entered as passed over, with its reason: empty folders, hidden files and folders, what holds no
/// document, links to folders unless they are followed, what a run wrote, and a second way to a file or folder.
///
/// # Errors
///
/// Where the catalogue cannot be written.
pub fn walk(
    catalogue: &mut Catalogue,
    paths: &[PathBuf],
    walking: &Walking<'_>,
    output: &Path,
) -> Result<(), CatalogueError> {
    let mut walk = Walk { catalogue, walking, output: output.canonicalize().ok() };
    for (number, path) in (0_u32..).zip(paths) {
        let place = number.to_be_bytes().to_vec();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                let (path, below) = (path.to_owned(), PathBuf::new());
                walk.catalogue.wait(&Folder {
                    path,
                    real,
                    below,
                    place,
                    is_link: false,
                    is_within_output: false,
                    of_record: None,
                })?;
            }
            Ok(metadata) if metadata.is_file() => walk.file(path.clone(), stem_of(path), &place, None)?,
            Ok(metadata) => walk.fail(path, &place, &no_file(path, metadata.file_type()))?,
            Err(error) => walk.fail(path, &place, &unreadable(path, &error))?,
        }
    }
    // Those still to be looked into wait in the catalogue, so that no depth is too deep and no folder too wide.
    while let Some(folder) = walk.catalogue.next_waiting()? {
        walk.look_into(folder)?;
    }
    catalogue.take_each_once(|path, taken| PassedOver::new(path, &taken_already(path, taken)))?;
    names::make_distinct(catalogue, output)?;
    catalogue.commit()
}

struct Walk<'a> {
    catalogue: &'a mut Catalogue,
    walking: &'a Walking<'a>,
    output: Option<PathBuf>,
}

/// What sorts apart the things of one folder: its files, itself as a document of images, its folders.
const FILES: u8 = 1;
const ITSELF: u8 = 2;
const FOLDERS: u8 = 3;

impl Walk<'_> {
    fn look_into(&mut self, mut folder: Folder) -> Result<(), CatalogueError> {
        let Folder { path, real, .. } = &folder;
        let shown = written(path);
        let place = [folder.place.as_slice(), &[ITSELF, 0]].concat();
        if self.output.as_ref().is_some_and(|output| real.starts_with(output)) {
            let why = format!("`{shown}` is where the records of this run go");
            return self.pass_over(path, &place, &Failure::of_input(OUTPUT, why));
        }
        if self.walking.follow_links && !self.catalogue.look_into(real)? {
            let why = format!("`{shown}` is a folder that is looked into already");
            return self.pass_over(path, &place, &Failure::of_input(TWICE, why));
        }
        let (is_record, is_output) = (Record::is_at(path), Claim::is_output(path));
        if is_record && !folder.is_within_output {
            let why = Failure::of_input("record", format!("`{shown}` is the record of a document"));
            self.pass_over(path, &place, &why)?;
        }
        if is_output {
            let why = format!("`{shown}` is what a run wrote; its records are no inputs");
            self.pass_over(path, &place, &Failure::of_input(OUTPUT, why))?;
        }
        folder.is_within_output |= is_output;
        if is_record {
            folder.of_record = Some(String::new());
        }
        match self.folder(&folder, is_output)? {
            Ok(()) => Ok(()),
            Err(error) => self.fail(&folder.path, &place, &unreadable(&folder.path, &error)),
        }
    }

    fn folder(&mut self, folder: &Folder, is_output: bool) -> Result<io::Result<()>, CatalogueError> {
        let entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => return Ok(Err(error)),
        };
        let mut images = Vec::new();
        let mut is_empty = true;
        for entry in entries {
            is_empty = false;
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Ok(Err(error)),
            };
            let name = entry.file_name();
            let place = |kind| [folder.place.as_slice(), &[kind], &natural::key(&name), &[0]].concat();
            let kind = entry.file_type();
            if is_output && is_of_run(&name)
                || folder.of_record.as_ref().is_some_and(|of| is_of_record(of, &name))
            {
                continue;
            }
            if name.as_encoded_bytes().starts_with(b".") {
                let what = if kind.is_ok_and(|kind| kind.is_dir()) { "folder" } else { "file" };
                let why = format!("`{}` is a hidden {what}", written(&entry.path()));
                let why = Failure::of_input("hidden", why).hint("give it itself, if it is an input");
                self.pass_over(&entry.path(), &place(FILES), &why)?;
                continue;
            }
            match kind {
                Ok(kind) if kind.is_dir() => self.catalogue.wait(&Folder {
                    path: entry.path(),
                    real: folder.real.join(&name),
                    below: below(&folder.below, &name),
                    place: place(FOLDERS),
                    is_link: false,
                    is_within_output: folder.is_within_output,
                    of_record: files::FOLDERS
                        .iter()
                        .find(|within| folder.of_record.as_deref() == Some("") && name == **within)
                        .map(|within| format!("{within}/")),
                })?,
                kind => {
                    if let Some(image) = self.entry(folder, &entry, kind, &place(FILES))? {
                        images.push(image);
                    }
                }
            }
        }
        if is_empty {
            let why =
                Failure::of_input("empty-folder", format!("`{}` is an empty folder", written(&folder.path)));
            self.pass_over(&folder.path, &[folder.place.as_slice(), &[ITSELF, 0]].concat(), &why)?;
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
        let (kind, real) = match kind {
            Ok(kind) if kind.is_symlink() => match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => return self.link(folder, path, place).map(|()| None),
                Ok(metadata) => (Ok(metadata.file_type()), path.canonicalize().ok()),
                Err(error) => (Err(error), None),
            },
            kind => (kind, Some(folder.real.join(entry.file_name()))),
        };
        let extension = extension_of(&path);
        let kind = match kind {
            Ok(kind) if kind.is_file() => self.kind_of(&path, extension),
            Ok(kind) => Ok(Kind::Neither(no_file(&path, kind))),
            Err(error) => Err(error),
        };
        match kind {
            Ok(Kind::Image) if self.walking.group == Group::Folder => return Ok(Some(path)),
            Ok(Kind::Image | Kind::Document) => {
                let name = folder.below.join(stem_of(&path));
                self.file(path, name, place, real)?;
            }
            // By its name it is an input.
            Ok(Kind::Neither(why)) if extension.is_some() => self.fail(&path, place, &why)?,
            Ok(Kind::Neither(why)) => self.pass_over(&path, place, &why)?,
            Err(error) => self.fail(&path, place, &unreadable(&path, &error))?,
        }
        Ok(None)
    }

    /// Returns what a file is. One whose name says so is an input whatever it holds, for what is wrong with it is said when it
    /// is opened; it is looked into only where the two kinds make a difference.
    fn kind_of(&self, path: &Path, extension: Option<&str>) -> io::Result<Kind> {
        let kinds = self.walking.kinds;
        match extension {
            None => kinds(path),
            Some(_) if self.walking.group == Group::File => Ok(Kind::Document),
            Some(extension) => Ok(match kinds(path) {
                Ok(kind @ (Kind::Image | Kind::Document)) => kind,
                _ if NO_IMAGES.contains(&extension) => Kind::Document,
                _ => Kind::Image,
            }),
        }
    }

    /// A link to a folder: followed when all else is walked, or passed over.
    fn link(&mut self, folder: &Folder, path: PathBuf, place: &[u8]) -> Result<(), CatalogueError> {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.fail(&path, place, &unreadable(&path, &error)),
        };
        if !self.walking.follow_links {
            let why = format!("`{}` is a link to the folder `{}`", written(&path), written(&real));
            let why = Failure::of_input("link-to-folder", why).hint("`--follow-links` takes what is in it");
            return self.pass_over(&path, place, &why);
        }
        let name = path.file_name().unwrap_or_default();
        self.catalogue.wait(&Folder {
            real,
            below: below(&folder.below, name),
            place: [folder.place.as_slice(), &[FOLDERS], &natural::key(name), &[0]].concat(),
            is_link: true,
            is_within_output: false,
            of_record: None,
            path,
        })
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
        let report = match failure.blame {
            Blame::Input => InputReport::failed(path, failure),
            // The next run may see what is there.
            _ => InputReport { reason: Some(failure.into()), ..InputReport::pending(path) },
        };
        self.catalogue.add_unwalked(place, path, &report)
    }

    fn pass_over(&mut self, path: &Path, place: &[u8], why: &Failure) -> Result<(), CatalogueError> {
        self.catalogue.pass_over(place, &PassedOver::new(path, why))
    }
}

/// The codes of what a run wrote, and of a second way to what is taken.
const OUTPUT: &str = "output-of-a-run";
const TWICE: &str = "taken-already";

/// Returns the path of a folder below the one that was given; records go there, so that none is called as what is no record.
fn below(above: &Path, name: &OsStr) -> PathBuf {
    if above.as_os_str().is_empty() && shard::is_ours(name) {
        let mut other = name.to_owned();
        other.push("-2");
        return other.into();
    }
    above.join(name)
}

/// True for what stands in the output of a run beside the records.
fn is_of_run(name: &OsStr) -> bool {
    [STATE, report::FILE, scores::FILE, quarantine::FOLDER, shard::FOLDER].iter().any(|ours| name == *ours)
}

/// True for a file of a record, which is named with it.
fn is_of_record(of: &str, name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| Record::owns(&format!("{of}{name}")))
}

fn taken_already(path: &Path, taken: &Path) -> Failure {
    let (path, taken) = (written(path), written(taken));
    Failure::of_input(TWICE, format!("`{path}` leads to a file that is taken as `{taken}`"))
}

fn no_file(path: &Path, kind: FileType) -> Failure {
    let what = if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    };
    Failure::of_input("not-a-file", format!("`{}` is {what}, not a file", written(path)))
        .hint("write what comes out of it to a file, and give that")
}

/// Returns a path's extension if files with it are taken from folders.
fn extension_of(path: &Path) -> Option<&'static str> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    EXTENSIONS.into_iter().find(|extension| {
        name.strip_suffix(extension).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
    })
}

/// Most letters of an extension that is not known; what stands behind the last full stop of `1. Báo cáo quý` is none.
const LONGEST_EXTENSION: usize = 5;

/// Returns a file's name without its extension, of which `001.alto.xml` has two and `CV 12.2019` none.
fn stem_of(path: &Path) -> PathBuf {
    let inner = path.file_stem().map(Path::new);
    let is_one = |extension: &OsStr| {
        let bytes = extension.as_encoded_bytes();
        bytes.len() <= LONGEST_EXTENSION
            && bytes.iter().all(u8::is_ascii_alphanumeric)
            && bytes.iter().any(u8::is_ascii_alphabetic)
    };
    let stem = match extension_of(path) {
        Some(extension) if extension.contains('.') => inner.and_then(Path::file_stem),
        None if !path.extension().is_some_and(is_one) => path.file_name(),
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

    /// Files begin with what they are.
    fn kind(path: &Path) -> io::Result<Kind> {
        let text = fs::read_to_string(path)?;
        Ok(match text.split_whitespace().next() {
            Some("image") => Kind::Image,
            Some("text") => Kind::Document,
            _ => Kind::Neither(Failure::of_input("unsupported", "something else")),
        })
    }

    fn walked_so(paths: &[PathBuf], group: Group, follow_links: bool, output: &Path) -> Catalogue {
        let state = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(state.path()).unwrap();
        walk(&mut catalogue, paths, &Walking { group, follow_links, kinds: &kind }, output).unwrap();
        catalogue
    }

    fn walked(paths: &[PathBuf], group: Group, output: &Path) -> Catalogue {
        walked_so(paths, group, false, output)
    }

    /// What was passed over, by path below a folder, with the code of the reason.
    fn passed_over(catalogue: &Catalogue, root: &Path) -> Vec<(String, String)> {
        let mut all = Vec::new();
        catalogue
            .each_passed_over::<CatalogueError>(|said| {
                let path = Path::new(&said.path).strip_prefix(root).unwrap().to_string_lossy().into_owned();
                all.push((path, said.reason.code));
                Ok(())
            })
            .unwrap();
        all
    }

    fn inputs(mut catalogue: Catalogue) -> Vec<Input> {
        std::iter::from_fn(|| catalogue.next().unwrap()).map(|(_, input)| input).collect()
    }

    fn failures(catalogue: &Catalogue) -> Vec<(String, String)> {
        let mut all = Vec::new();
        catalogue
            .each::<CatalogueError>(|path, _, report| {
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
        let over =
            passed_over(&walked(&[root.clone(), root.join("c")], Group::File, Path::new("out")), &root);
        assert_eq!(over, coded(&[("b.txt", "taken-already"), ("c/d.txt", "taken-already")]));
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
    fn records_of_a_folder_that_is_called_as_what_is_no_record_go_beside_it() {
        let place = tree(&["scores.csv/a.txt", "Run.json/a.txt", "b/run.json/a.txt", "delivery.csv.txt"]);
        let all = inputs(walked(&[place.path().to_owned()], Group::File, Path::new("out")));
        let names: std::collections::BTreeSet<_> =
            all.iter().map(|input| input.name.to_string_lossy().into_owned()).collect();
        let expected = ["Run.json-2/a", "b/run.json/a", "delivery.csv.txt", "scores.csv-2/a"];
        assert_eq!(names, expected.map(str::to_owned).into());
    }

    /// Names of what is taken, and what is passed over, of the folder `in` of a place.
    fn told(place: &tempfile::TempDir, follow_links: bool) -> (Vec<String>, Vec<(String, String)>) {
        let root = place.path().join("in");
        let catalogue =
            walked_so(std::slice::from_ref(&root), Group::File, follow_links, &place.path().join("out"));
        assert_eq!(failures(&catalogue), []);
        let over = passed_over(&catalogue, &root);
        (inputs(catalogue).iter().map(|input| input.name.to_string_lossy().into_owned()).collect(), over)
    }

    fn coded(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn what_a_run_wrote_is_passed_over_and_what_a_person_put_beside_it_is_taken() {
        let place = tree(&["in/a.txt", "in/restored/scans/1.txt", "in/b/.phuchoi/lock", "in/b/c.txt"]);
        let restored = place.path().join("in/restored");
        drop(Claim::whole(&restored).unwrap());
        for record in ["x", "2019/y"] {
            fs::create_dir_all(restored.join(record)).unwrap();
            fs::write(restored.join(record).join("document.json"), r#"{"schema": "phuchoi/document/2"}"#)
                .unwrap();
            fs::write(restored.join(record).join("document.txt"), "text").unwrap();
        }
        fs::create_dir_all(restored.join("failed/empty")).unwrap();
        symlink("/etc/hostname", restored.join("failed/empty/1.txt")).unwrap();
        let forged = place.path().join("in/forged");
        fs::create_dir(&forged).unwrap();
        fs::write(forged.join("receipt.json"), r#"{"path": "a", "blake3": "b", "fingerprint": "c"}"#)
            .unwrap();
        fs::write(forged.join("document.txt"), "text").unwrap();
        let copied = place.path().join("in/copied");
        fs::create_dir_all(copied.join("pages")).unwrap();
        for name in ["document.md", "pages/001.png", "pages/002.kept-1.png", "pages/cover.png", "scan.jpg"] {
            fs::write(copied.join(name), "image").unwrap();
        }
        fs::copy(restored.join("x/document.json"), copied.join("document.json")).unwrap();
        let (taken, over) = told(&place, false);
        assert_eq!(
            taken,
            ["a", "b/c", "copied/scan", "copied/pages/cover", "forged/document", "restored/scans/1"]
        );
        let expected = [
            ("b/.phuchoi", "hidden"),
            ("copied", "record"),
            ("forged/receipt.json", "unsupported"),
            ("restored", "output-of-a-run"),
        ];
        assert_eq!(over, coded(&expected));
    }

    #[test]
    fn files_are_taken_by_their_bytes_and_what_is_not_taken_is_named_with_the_reason() {
        let place = tree(&["in/.DS_Store", "in/.old/x.txt", "in/Thumbs.db", "in/empty.tif", "in/scan.part"]);
        fs::write(place.path().join("in/scan.part"), "image of a page").unwrap();
        fs::write(place.path().join("in/2019"), "text of a letter").unwrap();
        let _socket = UnixListener::bind(place.path().join("in/socket")).unwrap();
        let (taken, over) = told(&place, false);
        assert_eq!(taken, ["2019", "empty", "scan"]);
        let expected = [
            (".DS_Store", "hidden"),
            (".old", "hidden"),
            ("socket", "not-a-file"),
            ("Thumbs.db", "unsupported"),
        ];
        assert_eq!(over, coded(&expected));
    }

    #[test]
    fn a_name_loses_no_more_than_its_extension() {
        let place = tree(&[
            "in/CV 12.2019",
            "in/1. Báo cáo quý",
            "in/a.jfif",
            "in/b.",
            "in/c.d/1.Số 2",
            "in/d.alto.xml",
        ]);
        for name in ["CV 12.2019", "1. Báo cáo quý", "a.jfif", "b.", "c.d/1.Số 2"] {
            fs::write(place.path().join("in").join(name), "image").unwrap();
        }
        let (taken, _) = told(&place, false);
        assert_eq!(taken, ["1. Báo cáo quý", "a", "b.", "CV 12.2019", "d", "c.d/1.Số 2"]);
    }

    #[test]
    fn images_of_a_folder_are_known_by_their_bytes_too() {
        let place = tree(&["in/s/1.jfif", "in/s/2.jpg", "in/s/3.jpg"]);
        let root = place.path().join("in");
        fs::write(root.join("s/1.jfif"), "image").unwrap();
        fs::write(root.join("s/3.jpg"), "text").unwrap();
        let all = inputs(walked(&[root], Group::Folder, &place.path().join("out")));
        let files: Vec<usize> = all.iter().map(|input| input.files.len()).collect();
        assert_eq!(files, [1, 2]);
    }

    #[test]
    fn links_to_folders_are_named_and_followed_when_asked_for() {
        let place = tree(&["in/z/a.txt", "nas/x.txt", "nas/deep/y.txt"]);
        let root = place.path().join("in");
        symlink("../nas", root.join("2019")).unwrap();
        symlink("../nas/deep", root.join("deep")).unwrap();
        symlink("z", root.join("a")).unwrap();
        symlink("../../in", root.join("z/round")).unwrap();
        symlink("../in", place.path().join("nas/back")).unwrap();
        let (taken, over) = told(&place, false);
        assert_eq!(taken, ["z/a"]);
        assert_eq!(over, coded(&["2019", "a", "deep", "z/round"].map(|name| (name, "link-to-folder"))),);
        let (taken, over) = told(&place, true);
        assert_eq!(taken, ["2019/x", "2019/deep/y", "z/a"]);
        let twice = ["2019/back", "a", "deep", "z/round"].map(|name| (name, "taken-already"));
        assert_eq!(over, coded(&twice));
    }

    #[test]
    fn folders_that_link_to_each_other_cost_no_more_than_their_number() {
        let place = tree(&["in/end.txt"]);
        let root = place.path().join("in");
        for level in 0..40 {
            for side in ["l", "r"] {
                let folder = root.join(format!("{level}/{side}"));
                fs::create_dir_all(&folder).unwrap();
                for other in ["l", "r"] {
                    symlink(root.join(format!("{}/{other}", level + 1)), folder.join(other)).unwrap();
                }
            }
        }
        fs::create_dir_all(root.join("40/l")).unwrap();
        fs::create_dir_all(root.join("40/r")).unwrap();
        let (taken, over) = told(&place, true);
        let (empty, links): (Vec<_>, Vec<_>) = over.iter().partition(|(_, code)| code == "empty-folder");
        assert_eq!((taken.len(), links.len(), empty.len()), (1, 160, 2));
    }

    #[test]
    fn an_empty_folder_is_told_wherever_it_stands() {
        let place = tree(&["in/end.txt"]);
        fs::create_dir_all(place.path().join("in/bare/deep")).unwrap();
        let (taken, over) = told(&place, false);
        assert_eq!((taken.len(), over), (1, coded(&[("bare/deep", "empty-folder")])));
    }

    #[test]
    fn inputs_of_one_name_are_numbered_in_order_however_many_they_are() {
        let place = tree(&[]);
        let paths: Vec<PathBuf> = (0..700).map(|k| place.path().join(format!("{k}/1.tif"))).collect();
        for path in &paths {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "image").unwrap();
        }
        let names: Vec<String> = inputs(walked(&paths, Group::File, &place.path().join("out")))
            .iter()
            .map(|input| input.name.to_string_lossy().into_owned())
            .collect();
        let expected = (0..700).map(|k| if k == 0 { "1.tif".to_owned() } else { format!("1.tif-{}", k + 1) });
        assert_eq!(names, expected.collect::<Vec<_>>());
    }
}
