//! What starts a child.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::process::Command;

/// The program that is running, whatever has become of its file since (proc_pid_exe(5)).
const RUNNING: &str = "/proc/self/exe";

/// A program and what it is given.
#[derive(Debug)]
pub(super) struct Launch {
    program: OsString,
    arguments: Vec<OsString>,
    /// Whether it is the program that is running.
    is_running: bool,
}

impl Launch {
    /// Makes one of the program's file and its arguments. The program that is running is started from what is running: its file may
    /// be replaced before the run is over.
    pub(super) fn new(launch: Vec<OsString>) -> Self {
        let mut launch = launch.into_iter();
        let program = launch.next().unwrap_or_default();
        let is_running = env::current_exe().is_ok_and(|running| running == *program);
        Self { program, arguments: launch.collect(), is_running }
    }

    /// Returns the program's file, as it was given.
    pub(super) fn program(&self) -> &OsStr {
        &self.program
    }

    /// Returns what starts it.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(if self.is_running { OsStr::new(RUNNING) } else { &self.program });
        command.arg0(&self.program).args(&self.arguments);
        command
    }
}
