//! The output folder, claimed: one run at a time writes to it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{Failure, report};
use crate::export::{self, ExportError};

/// The folder, within the output folder, of what a run keeps for itself: no result, and not the same from run to run.
pub const STATE: &str = ".phuchoi";

/// The file, within [`STATE`], that is locked.
const LOCK: &str = "lock";

/// How what a lock says of its holder begins.
const HOLDER: &str = "process ";

/// How much of a lock is read to know it: more than the name of any machine needs.
const HOLDER_WITHIN: u64 = 512;

/// An output folder that this process may write to. The claim ends with the process, however that ends.
#[derive(Debug)]
pub struct Claim {
    output: PathBuf,
    state: PathBuf,
    /// Held for the whole folder, or shared with the runs of other shards.
    lock: File,
    /// Held for one shard.
    _shard: Option<File>,
}

/// Why a folder could not be claimed.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Another run has it.
    #[error("another run is at work on `{output}`{by}")]
    Taken {
        /// The folder.
        output: PathBuf,
        /// Who has it, where that is known.
        by: String,
    },
    /// It cannot be written to, or holds another program's `run.json`.
    #[error(transparent)]
    Output(#[from] ExportError),
}

impl Claim {
    /// Claims `output`, made where it is missing, for a run over everything.
    ///
    /// # Errors
    ///
    /// Where another run has it, or it is not ours to write to.
    pub fn whole(output: &Path) -> Result<Self, ClaimError> {
        let state = output.join(STATE);
        let mut lock = open(output, &state)?;
        take(&mut lock, File::try_lock, output, &state)?;
        Self::made(output, state, lock, None)
    }

    /// Claims what one shard writes in `output`. Runs of other shards may go on beside it.
    ///
    /// # Errors
    ///
    /// Where a run over everything or one over the same shard has it, or it is not ours to write to.
    pub fn shard(output: &Path, name: &str) -> Result<Self, ClaimError> {
        let whole = output.join(STATE);
        let mut lock = open(output, &whole)?;
        take(&mut lock, File::try_lock_shared, output, &whole)?;
        let state = whole.join(name);
        let mut own = open(output, &state)?;
        take(&mut own, File::try_lock, output, &state)?;
        Self::made(output, state, lock, Some(own))
    }

    fn made(output: &Path, state: PathBuf, lock: File, shard: Option<File>) -> Result<Self, ClaimError> {
        let run = output.join(report::FILE);
        if fs::symlink_metadata(&run).is_ok() && !export::file::begins_with(&run, report::HEAD.as_bytes())? {
            return Err(ExportError::InOurPlace(run).into());
        }
        for folder in [output, &state] {
            export::file::sweep(folder)?;
        }
        Ok(Self { output: output.to_owned(), state, lock, _shard: shard })
    }

    /// Returns the output folder.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Returns the folder of what the run keeps for itself.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Returns whether the folder is still the one that was claimed, and not taken away or another put in its place.
    pub fn holds(&self) -> bool {
        let there = fs::metadata(self.output.join(STATE).join(LOCK));
        let file = |metadata: io::Result<fs::Metadata>| metadata.map(|m| (m.dev(), m.ino())).ok();
        file(there).is_some_and(|there| file(self.lock.metadata()) == Some(there))
    }

    /// Returns what ends a run whose folder is no longer its own.
    pub(super) fn lost(&self) -> Failure {
        let message = format!("`{}` was taken away while the run went on", self.output.display());
        Failure::of_output("output-gone", message)
            .hint("run again; what was in it is lost unless you put it back")
    }

    /// Returns whether a folder proves to be one that a run wrote to: by its report, or by who last claimed it. A mere
    /// folder of that name proves nothing.
    pub fn is_output(folder: &Path) -> bool {
        let run = folder.join(report::FILE);
        if run.is_file() && export::file::begins_with(&run, report::HEAD.as_bytes()).unwrap_or(false) {
            return true;
        }
        let mut holder = String::new();
        let lock = folder.join(STATE).join(LOCK);
        let is_file = fs::symlink_metadata(&lock).is_ok_and(|metadata| metadata.is_file());
        let read = |file: File| file.take(HOLDER_WITHIN).read_to_string(&mut holder);
        is_file && File::open(&lock).and_then(read).is_ok() && is_holder(&holder)
    }

    /// Returns whether a run is at work on `output`.
    pub fn is_taken(output: &Path) -> bool {
        export::file::open(&output.join(STATE).join(LOCK))
            .is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

fn open(output: &Path, state: &Path) -> Result<File, ExportError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Write { path, source }
    };
    fs::create_dir_all(output).map_err(failed(output))?;
    fs::create_dir_all(state).map_err(failed(state))?;
    // What the run keeps for itself lies in the output folder itself: no link leads elsewhere.
    let folders = state.ancestors().take_while(|folder| *folder != output);
    for folder in folders {
        if !fs::symlink_metadata(folder).map_err(failed(folder))?.is_dir() {
            return Err(ExportError::InOurPlace(folder.to_owned()));
        }
    }
    let path = state.join(LOCK);
    export::file::open_to_write(&path).map_err(failed(&path))
}

/// Takes a lock, and writes into it who has it.
fn take(
    lock: &mut File,
    attempt: impl Fn(&File) -> Result<(), TryLockError>,
    output: &Path,
    state: &Path,
) -> Result<(), ClaimError> {
    match attempt(lock) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let by = export::file::read(&state.join(LOCK), HOLDER_WITHIN).unwrap_or_default();
            let by: String = String::from_utf8_lossy(&by).chars().filter(|c| !c.is_control()).collect();
            let by = if by.is_empty() { by } else { format!(", {by}") };
            return Err(ClaimError::Taken { output: output.to_owned(), by });
        }
        Err(TryLockError::Error(source)) => {
            return Err(ExportError::Write { path: state.join(LOCK), source }.into());
        }
    }
    let host = fs::read_to_string("/etc/hostname").unwrap_or_default();
    let by = format!("{HOLDER}{} on {}", std::process::id(), host.trim());
    // Only said to a person; a run is no worse for lack of it.
    let _ = lock.set_len(0).and_then(|()| lock.write_all(by.as_bytes()));
    Ok(())
}

/// True for what [`take`] writes.
fn is_holder(text: &str) -> bool {
    let number = text.strip_prefix(HOLDER).and_then(|rest| rest.split_once(" on ")).map(|(number, _)| number);
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_claimed_once_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let claim = Claim::whole(&output).unwrap();
        assert!(Claim::is_taken(&output));
        let refused = Claim::whole(&output).unwrap_err();
        assert!(refused.to_string().contains(&format!("process {}", std::process::id())), "{refused}");
        assert!(matches!(Claim::shard(&output, "1"), Err(ClaimError::Taken { .. })));
        drop(claim);
        assert!(!Claim::is_taken(&output));
        assert!(Claim::whole(&output).is_ok());
    }

    #[test]
    fn shards_go_on_beside_each_other_but_not_beside_a_run_over_everything() {
        let folder = tempfile::tempdir().unwrap();
        let one = Claim::shard(folder.path(), "1").unwrap();
        let _two = Claim::shard(folder.path(), "2").unwrap();
        assert!(matches!(Claim::shard(folder.path(), "1"), Err(ClaimError::Taken { .. })));
        assert!(matches!(Claim::whole(folder.path()), Err(ClaimError::Taken { .. })));
        drop(one);
        assert!(Claim::shard(folder.path(), "1").is_ok());
    }

    #[test]
    fn a_folder_put_in_the_place_of_the_claimed_one_is_not_it() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let claim = Claim::whole(&output).unwrap();
        assert!(claim.holds());
        fs::remove_dir_all(&output).unwrap();
        assert!(!claim.holds());
        let _other = Claim::whole(&output).unwrap();
        assert!(!claim.holds());
    }

    #[test]
    fn a_folder_is_a_run_s_output_where_a_run_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("named/.phuchoi")).unwrap();
        fs::create_dir_all(at("forged/.phuchoi")).unwrap();
        fs::write(at("forged/.phuchoi/lock"), "process of law").unwrap();
        fs::write(at("forged/run.json"), "{}").unwrap();
        drop(Claim::whole(&at("whole")).unwrap());
        drop(Claim::shard(&at("shard"), "1").unwrap());
        let proves = ["named", "forged", "whole", "shard", "none"].map(|name| Claim::is_output(&at(name)));
        assert_eq!(proves, [false, false, true, true, false]);
    }

    #[test]
    fn a_report_of_another_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(report::FILE), "{}").unwrap();
        assert!(matches!(Claim::whole(folder.path()), Err(ClaimError::Output(ExportError::InOurPlace(_)))));
    }
}
