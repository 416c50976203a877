//! An input: a file, or the images of a folder.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::Failure;
use crate::document::written;

/// How long a file must have lain still before its [`Stamp`] tells its bytes: a change within one tick of a file
/// system's clock leaves the stamp as it was. FAT, the coarsest, counts in steps of two seconds.
const STILL: Duration = Duration::from_secs(2);

/// What makes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Each file.
    File,
    /// The images of a folder, in natural order; other files by themselves.
    Folder,
}

/// An input.
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

    /// Returns the stamp of its files.
    ///
    /// # Errors
    ///
    /// Where one of them is no file, or is not to be seen.
    pub fn stamp(&self) -> io::Result<Stamp> {
        let mut stamp = Stamp { text: String::new(), changed: SystemTime::UNIX_EPOCH };
        for file in &self.files {
            let metadata = fs::metadata(file)?;
            if !metadata.is_file() {
                return Err(io::Error::other("it is no file"));
            }
            stamp.add(&metadata);
        }
        Ok(stamp)
    }
}

/// What the file system says of an input's files: which they are, how long, when they were changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    text: String,
    /// When the last of them was changed, by its bytes or its name.
    changed: SystemTime,
}

impl Stamp {
    fn add(&mut self, metadata: &Metadata) {
        let (device, number, length) = (metadata.dev(), metadata.ino(), metadata.size());
        let written = (metadata.mtime(), metadata.mtime_nsec());
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        self.text += &format!("{device} {number} {length} {written:?} {changed:?};");
        for (seconds, nanoseconds) in [written, changed] {
            let since =
                Duration::new(u64::try_from(seconds).unwrap_or(0), u32::try_from(nanoseconds).unwrap_or(0));
            self.changed = self.changed.max(SystemTime::UNIX_EPOCH + since);
        }
    }

    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether bytes read from `when` on are those of every file with this stamp.
    pub fn tells_bytes_read_at(&self, when: SystemTime) -> bool {
        when.duration_since(self.changed).is_ok_and(|lain| lain > STILL)
    }
}

/// Returns why a path cannot be read, and what mends it.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = written(path);
    match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            Failure::of_input("broken-link", format!("`{shown}` is a link to what is not there"))
                .hint("bring back what it leads to, or take the link away")
        }
        io::ErrorKind::NotFound => Failure::of_input("not-found", format!("there is no `{shown}`"))
            .hint("check the spelling of the path"),
        io::ErrorKind::PermissionDenied => {
            Failure::of_input("no-permission", format!("no permission to read `{shown}`"))
                .hint("run as a user who may read it, or change its mode")
        }
        _ if [Errno::MFILE, Errno::NFILE]
            .iter()
            .any(|none| error.raw_os_error() == Some(none.raw_os_error())) =>
        {
            Failure::of_too_many_files(format!("cannot read `{shown}`: {error}"))
        }
        _ if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => {
            Failure::of_input("link-loop", format!("`{shown}` is a link that leads back to itself"))
                .hint("take the link away")
        }
        _ => Failure::of_input("unreadable", format!("cannot read `{shown}`: {error}"))
            .hint("check the disk, or move it to a shorter path"),
    }
}

/// Returns where a path leads, without links on the way, as text: the same for all ways to one file.
pub(super) fn absolute(path: &Path) -> String {
    let real = path.canonicalize().or_else(|_| std::path::absolute(path));
    written(&real.unwrap_or_else(|_| path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(files: Vec<PathBuf>, is_folder: bool) -> Input {
        Input { path: files[0].clone(), files, is_folder, name: "a".into() }
    }

    #[test]
    fn the_hash_of_a_folder_is_that_of_its_files_hashes() {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<PathBuf> = ["1.png", "2.png"].iter().map(|name| folder.path().join(name)).collect();
        files.iter().zip(["one", "two"]).for_each(|(file, text)| fs::write(file, text).unwrap());
        let mut all = blake3::Hasher::new();
        all.update(blake3::hash(b"one").as_bytes()).update(blake3::hash(b"two").as_bytes());
        assert_eq!(input(files, true).blake3().unwrap(), all.finalize().to_hex().to_string());
    }

    #[test]
    fn a_stamp_changes_with_the_bytes_and_tells_them_only_of_files_that_lay_still() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "one").unwrap();
        let input = input(vec![file.clone()], false);
        let stamp = input.stamp().unwrap();
        assert_eq!(stamp, input.stamp().unwrap());
        assert!(!stamp.tells_bytes_read_at(SystemTime::now()));
        assert!(stamp.tells_bytes_read_at(SystemTime::now() + 2 * STILL));
        fs::write(&file, "longer").unwrap();
        assert_ne!(stamp, input.stamp().unwrap());
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        assert!(input(vec![folder.path().to_owned()], false).stamp().is_err());
    }
}
