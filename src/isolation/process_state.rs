//! What the system says of a process.

use std::fs;
use std::time::Duration;

/// Ticks a second in which the system tells times to processes (`USER_HZ`): a hundred, on every machine that Linux runs on
/// today.
const TICKS_PER_SECOND: u64 = 100;

/// Whether a process is stopped, and how long it has been at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProcessState {
    /// Whether it is stopped by a signal or a debugger.
    pub(super) is_stopped: bool,
    /// Time of the processor that it has had.
    pub(super) worked: Duration,
}

impl ProcessState {
    /// Looks at a process; `None` where there is none, or the system does not say.
    pub(super) fn of(id: u32) -> Option<Self> {
        Self::read(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
    }

    /// Reads a line of `/proc/PID/stat` (proc_pid_stat(5)). The name of the program, in brackets, may hold blanks and brackets.
    fn read(stat: &str) -> Option<Self> {
        let (_, rest) = stat.rsplit_once(')')?;
        let mut fields = rest.split_whitespace();
        let is_stopped = matches!(fields.next()?, "T" | "t");
        // Fields 14 and 15, of which the state is the third.
        let ticks = fields.nth(10)?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
        Some(Self { is_stopped, worked: Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_with_brackets_in_its_name_is_read() {
        let stat = "7 (a) T (b) S 1 7 7 0 -1 4194304 90 0 0 0 250 50 0 0 20 0 1 0 100 2 3";
        let worked = Duration::from_secs(3);
        assert_eq!(ProcessState::read(stat), Some(ProcessState { is_stopped: false, worked }));
        assert!(ProcessState::read(&stat.replace(") S", ") T")).unwrap().is_stopped);
        assert_eq!(ProcessState::read("7 (a) S 1"), None);
    }

    #[test]
    fn this_process_is_at_work() {
        let began = ProcessState::of(std::process::id()).unwrap();
        assert!(!began.is_stopped);
        assert_eq!(ProcessState::of(u32::MAX), None);
    }
}
