//! What a child may do besides working: read files, and write where its drafts lie; neither reach the network nor start programs.
//!
//! A library that outside bytes have taken over can then do no more than that. Files are Landlock's (landlock(7)), calls of the
//! system seccomp's (seccomp(2)); both hold for the thread that asks for them and all that it starts, and cannot be taken back.
//! A kernel that has less confines less.

use std::collections::BTreeMap;
use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use serde::{Deserialize, Serialize};

/// What confines a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// Whether it writes only where it may.
    pub files: bool,
    /// Whether it reaches no network and starts no program.
    pub calls: bool,
}

/// The newest interface to Landlock that is known; of an older kernel's as much as there is.
const NEWEST: ABI = ABI::V6;

/// Calls that are refused: those of the network, of programs started, and of other processes.
const REFUSED: [i64; 17] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_io_uring_setup,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_unshare,
    libc::SYS_setns,
];

/// Confines this thread and what it starts to writing below some folders, which are there.
pub fn confine(writable: &[&Path]) -> Confinement {
    let files = confine_files(writable).is_ok_and(|status| status != RulesetStatus::NotEnforced);
    Confinement { files, calls: confine_calls().is_some() }
}

fn confine_files(writable: &[&Path]) -> Result<RulesetStatus, RulesetError> {
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    let paths = [(Path::new("/"), read), (Path::new("/dev/null"), read | AccessFs::WriteFile)];
    let below = writable.iter().map(|path| (*path, AccessFs::from_all(NEWEST) & !AccessFs::Execute));
    for (path, access) in paths.into_iter().chain(below) {
        // What is not there cannot be written to either.
        if let Ok(opened) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    Ok(ruleset.restrict_self()?.ruleset)
}

fn confine_calls() -> Option<()> {
    let refused: BTreeMap<i64, Vec<_>> = REFUSED.into_iter().map(|call| (call, Vec::new())).collect();
    let refusal = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let architecture = std::env::consts::ARCH.try_into().ok()?;
    let filter = SeccompFilter::new(refused, SeccompAction::Allow, refusal, architecture).ok()?;
    seccompiler::apply_filter(&BpfProgram::try_from(filter).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::os::unix::net::UnixListener;
    use std::process::Command;
    use std::thread;

    use super::*;

    /// A thread is confined, and not those of other tests.
    fn confined<T: Send>(writable: &Path, work: impl FnOnce() -> T + Send) -> Option<T> {
        thread::scope(|scope| {
            let confined = scope.spawn(|| {
                let confinement = confine(&[writable]);
                // A kernel without either has nothing to be tried.
                (confinement == Confinement { files: true, calls: true }).then(work)
            });
            confined.join().unwrap()
        })
    }

    #[test]
    fn it_writes_where_it_may_and_nowhere_else_and_reads_everywhere() {
        let place = tempfile::tempdir().unwrap();
        let (own, other) = (place.path().join("own"), place.path().join("other"));
        fs::create_dir(&own).unwrap();
        fs::create_dir(&other).unwrap();
        fs::write(other.join("theirs"), "theirs").unwrap();
        confined(&own, || {
            fs::create_dir(own.join("a")).unwrap();
            fs::write(own.join("x"), "mine").unwrap();
            // From folder to folder, as images go to their places.
            fs::rename(own.join("x"), own.join("a/x")).unwrap();
            assert_eq!(fs::read_to_string(own.join("a/x")).unwrap(), "mine");
            fs::remove_dir_all(own.join("a")).unwrap();

            assert_eq!(fs::read_to_string(other.join("theirs")).unwrap(), "theirs");
            assert!(fs::write(other.join("mine"), "mine").is_err());
            assert!(fs::write(other.join("theirs"), "mine").is_err());
            assert!(fs::remove_file(other.join("theirs")).is_err());
            assert!(fs::rename(other.join("theirs"), own.join("theirs")).is_err());
            assert!(fs::hard_link(other.join("theirs"), own.join("theirs")).is_err());
            assert!(fs::File::options().append(true).open(other.join("theirs")).is_err());
        });
        assert_eq!(fs::read_to_string(other.join("theirs")).unwrap(), "theirs");
    }

    #[test]
    fn it_reaches_no_network_and_starts_no_program() {
        let place = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        confined(place.path(), || {
            assert!(TcpStream::connect(address).is_err());
            assert!(TcpListener::bind("127.0.0.1:0").is_err());
            assert!(UdpSocket::bind("127.0.0.1:0").is_err());
            assert!(UnixListener::bind(place.path().join("socket")).is_err());
            assert!(Command::new("/bin/true").status().is_err());
        });
        assert!(TcpStream::connect(address).is_ok(), "another thread is not confined");
    }
}
