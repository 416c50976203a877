//! A file written whole or not at all.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::ExportError;

/// How the names of files still being written begin. A killed run may leave one behind; it is nobody's.
const TEMPORARY: &str = ".phuchoi-";

/// Writes `bytes` to a new file in the same folder, flushes it to disk and renames it to `path`.
///
/// # Errors
///
/// [`ExportError::Write`]; what stood at `path` before is then still there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    replace_by(path, &mut |file| file.write_all(bytes))
}

/// As [`replace`], with what `write` writes.
///
/// # Errors
///
/// [`ExportError::Write`]; what stood at `path` before is then still there.
pub fn replace_by(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ExportError> {
    let mut beside = Beside::begin(path)?;
    write(&mut beside).map_err(ExportError::write(path))?;
    beside.put()
}

/// A file that is being written beside its place. Dropped, it is gone.
pub struct Beside {
    path: PathBuf,
    buffered: io::BufWriter<tempfile::NamedTempFile>,
}

impl Beside {
    /// Begins the file of a place.
    ///
    /// # Errors
    ///
    /// [`ExportError::Write`] where none can be made there.
    pub fn begin(path: &Path) -> Result<Self, ExportError> {
        let temporary = temporary(path).map_err(ExportError::write(path))?;
        Ok(Self { path: path.to_owned(), buffered: io::BufWriter::new(temporary) })
    }

    /// Flushes it to disk and renames it to its place.
    ///
    /// # Errors
    ///
    /// [`ExportError::Write`]; what stood there before is then still there.
    pub fn put(self) -> Result<(), ExportError> {
        let Self { path, buffered } = self;
        let put = || -> io::Result<()> {
            let file = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        put().map_err(ExportError::write(&path))
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffered.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.buffered.flush()
    }
}

/// As [`replace`], with what `make` makes of an empty file that is then moved into place.
///
/// # Errors
///
/// What `make` says, or [`ExportError::Write`]; what stood at `path` before is then still there.
pub fn replace_at<E: From<ExportError>>(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |source| E::from(ExportError::write(path)(source));
    let file = temporary(path).map_err(failed)?;
    make(file.path())?;
    // Opened anew, for it may have been written anew.
    fs::File::open(file.path()).and_then(|written| written.sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Makes a file beside the place of another.
fn temporary(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY).suffix(".tmp");
    // A temporary file is private by default; a record is as readable as the user's other files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Opens a file that lies where anyone may have put something in its place: a regular one, which no link leads to. A pipe or a
/// device there is an error, and not waited for.
///
/// # Errors
///
/// Where there is none, or something else.
pub fn open(path: &Path) -> io::Result<fs::File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = fs::File::from(rustix::fs::open(path, flags, Mode::empty())?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_regular()) }
}

/// Opens such a file to read and to write it, made where it is missing.
///
/// # Errors
///
/// Where it cannot be, or something else is there.
pub fn open_to_write(path: &Path) -> io::Result<fs::File> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = fs::File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(0o666))?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_regular()) }
}

/// Reads such a file, where it has at most so many bytes.
///
/// # Errors
///
/// As [`open`]; and where it is longer.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let too_long = || io::Error::new(io::ErrorKind::InvalidData, format!("it has more than {most} bytes"));
    let file = open(path)?;
    if file.metadata()?.len() > most {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    // It may have grown since.
    if bytes.len() as u64 > most { Err(too_long()) } else { Ok(bytes) }
}

/// Most bytes of a file that a person names: more text than anyone works with at once. A device that never ends has more.
const LONGEST_NAMED: u64 = 1 << 30;

/// Reads a file that a person names, whatever it is: a pipe from another program too.
///
/// # Errors
///
/// Where it cannot be read, or does not end within a length that no such file has.
pub fn read_named(path: &Path) -> io::Result<Vec<u8>> {
    read_to_end(fs::File::open(path)?)
}

/// As [`read_named`], of what is open already.
///
/// # Errors
///
/// As [`read_named`].
pub fn read_to_end(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LONGEST_NAMED + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_NAMED {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 1 GB"));
    }
    Ok(bytes)
}

/// As [`read_named`], of text.
///
/// # Errors
///
/// As [`read_named`]; and where it is no UTF-8.
pub fn read_named_text(path: &Path) -> io::Result<String> {
    let no_text = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    String::from_utf8(read_named(path)?).map_err(|error| no_text(error.utf8_error()))
}

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file")
}

/// Makes sure that what was renamed into `folder`, if it is there, outlasts a power cut.
///
/// # Errors
///
/// [`ExportError::Write`] where the system does not say so.
pub fn settle(folder: &Path) -> Result<(), ExportError> {
    if !is_folder(folder)? {
        return Ok(());
    }
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(ExportError::write(folder))
}

/// Returns whether something is there. `Path::exists` takes a system that does not say for a no, and what is there would be lost.
///
/// # Errors
///
/// [`ExportError::Write`] where the system does not say.
pub fn is_there(path: &Path) -> Result<bool, ExportError> {
    path.try_exists().map_err(ExportError::write(path))
}

/// Returns whether a folder is there.
///
/// # Errors
///
/// As [`is_there`].
pub fn is_folder(path: &Path) -> Result<bool, ExportError> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match fs::metadata(path) {
        Ok(there) => Ok(there.is_dir()),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(false),
        Err(error) => Err(ExportError::write(path)(error)),
    }
}

/// Returns whether a file begins with some bytes.
///
/// # Errors
///
/// [`ExportError::Write`] where it cannot be read.
pub fn begins_with(path: &Path, bytes: &[u8]) -> Result<bool, ExportError> {
    let mut head = Vec::with_capacity(bytes.len());
    let file = open(path).map_err(ExportError::write(path))?;
    file.take(bytes.len() as u64).read_to_end(&mut head).map_err(ExportError::write(path))?;
    Ok(head == bytes)
}

/// Takes a file away; one that is not there is no error.
///
/// # Errors
///
/// [`ExportError::Write`] where it is there and stays.
pub fn remove(path: &Path) -> Result<(), ExportError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ExportError::write(path)(error)),
        _ => Ok(()),
    }
}

/// Takes away what runs that were killed left half written in `folder`, if it is there.
///
/// # Errors
///
/// [`ExportError::Write`] where the folder cannot be read, or such a file stays.
pub fn sweep(folder: &Path) -> Result<(), ExportError> {
    if !is_folder(folder)? {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(ExportError::write(folder))? {
        let entry = entry.map_err(ExportError::write(folder))?;
        let path = entry.path();
        if is_temporary(&entry.file_name()) {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => fs::remove_dir_all(&path).map_err(ExportError::write(&path))?,
                _ => remove(&path)?,
            }
        }
    }
    Ok(())
}

/// Makes a folder within another for files that are then [moved](take) out of it; it goes when it is dropped.
///
/// # Errors
///
/// [`ExportError::Write`] where it cannot be made.
pub fn staging(within: &Path) -> Result<tempfile::TempDir, ExportError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY).suffix(".tmp").tempdir_in(within).map_err(ExportError::write(within))
}

/// Moves a file, which was flushed to disk, to a place whose folder is made where it is missing.
///
/// # Errors
///
/// [`ExportError::Write`]; what stood there before is then still there.
pub fn take(from: &Path, to: &Path) -> Result<(), ExportError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(ExportError::write(folder))?;
    }
    match fs::rename(from, to) {
        // The record's folder lies on another disk.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            replace_by(to, &mut |out| io::copy(&mut fs::File::open(from)?, out).map(|_| ()))
        }
        moved => moved.map_err(ExportError::write(to)),
    }
}

/// True for the name of a file that was still being written.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(TEMPORARY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_does_not_say_is_not_taken_for_a_no() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "a").unwrap();
        let is = |path: &Path| (is_there(path).unwrap(), is_folder(path).unwrap());
        assert_eq!(is(folder.path()), (true, true));
        assert_eq!(is(&file), (true, false));
        assert_eq!(is(&folder.path().join("b")), (false, false));
        assert!(!is_folder(&file.join("b")).unwrap(), "a file holds nothing");
        // A name that no file can have.
        let unsayable = folder.path().join("a".repeat(1000));
        assert!(!unsayable.exists());
        assert!(is_there(&unsayable).is_err());
        assert!(is_folder(&unsayable).is_err());
    }
}
