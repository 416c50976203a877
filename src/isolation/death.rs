//! How a child came to its end over a request, and whose fault that is.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

use rustix::process::{Resource, Signal, getrlimit};

use super::limits::Limits;
use super::process_state::ProcessState;
use crate::batch::{Failure, TOO_MANY_FILES};

/// What part of its time, one in so many, a child must have been at work for it to have taken too long by itself.
/// Set by hand.
const AT_WORK: u32 = 8;

/// How a child came to its end.
#[derive(Debug)]
pub(super) enum Death {
    /// It could not be started, or could not be asked anything.
    Unborn(String),
    /// It was ended, for it took longer than this.
    TooLong(Duration),
    /// It was ended after this time, in which it was stopped, or waited for the system.
    Stalled(Duration),
    /// It ended itself, or was ended from outside, and said this last.
    Ended {
        status: ExitStatus,
        words: String,
        /// Time of the processor that it has had at most, where that is known.
        worked: Option<Duration>,
    },
}

/// Whose fault a death is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// That of what was asked for.
    Input,
    /// That of what was asked for, or of what came before it in the same process: another child will tell.
    Either,
    /// That of the machine, or of who is at work on it.
    Surroundings,
}

/// Signals that a process gets for what it does itself.
const OF_ITS_OWN: [Signal; 7] =
    [Signal::SEGV, Signal::ABORT, Signal::BUS, Signal::FPE, Signal::ILL, Signal::TRAP, Signal::SYS];

/// Exit codes of a child that hears no more from its parent, or cannot reach it: see `phuchoi work`.
const UNHEARD: [i32; 2] = [0, 4];

impl Death {
    /// Returns the death of a child that had this time and was in these states before and after it.
    pub(super) fn out_of_time(
        before: Option<ProcessState>,
        after: Option<ProcessState>,
        had: Duration,
    ) -> Self {
        let was_held = before.zip(after).is_some_and(|(before, after)| {
            after.is_stopped || after.worked.saturating_sub(before.worked) < had / AT_WORK
        });
        if was_held { Self::Stalled(had) } else { Self::TooLong(had) }
    }

    /// Returns whose fault it is, under these limits.
    pub(super) fn fault(&self, limits: &Limits) -> Fault {
        match self {
            Self::Unborn(_) | Self::Stalled(_) => Fault::Surroundings,
            Self::TooLong(_) => Fault::Input,
            Self::Ended { .. } if self.is_memory() && system_allows() < limits.memory => Fault::Surroundings,
            Self::Ended { .. } if self.is_memory() => Fault::Input,
            Self::Ended { status, worked, .. } => match status.signal() {
                Some(signal) if signal == Signal::XCPU.as_raw() => {
                    let is_sent = worked.is_some_and(|worked| worked < limits.processor);
                    if is_sent { Fault::Surroundings } else { Fault::Input }
                }
                None if status.code().is_some_and(|code| UNHEARD.contains(&code)) => Fault::Surroundings,
                Some(signal) if !OF_ITS_OWN.iter().any(|own| own.as_raw() == signal) => Fault::Surroundings,
                _ => Fault::Either,
            },
        }
    }

    /// Returns whether memory was refused to it.
    fn is_memory(&self) -> bool {
        const REFUSED: [&str; 3] = ["memory allocation of", "bad_alloc", "std::length_error"];
        matches!(self, Self::Ended { words, .. } if REFUSED.iter().any(|said| words.contains(said)))
    }

    /// Returns it as the failure of what was asked for, under these limits.
    pub(super) fn failure(&self, limits: &Limits) -> Failure {
        match self {
            Self::Unborn(cause) if cause.contains(TOO_MANY_FILES) => Failure::of_too_many_files(cause.clone()),
            Self::Unborn(cause) => Failure::of_machine("no-child", cause.clone())
                .hint("processes or memory may have run out, or the program may have been replaced: try fewer `--jobs`, or start again"),
            Self::TooLong(had) => {
                let seconds = had.as_secs_f32();
                Failure::of_input("time-limit", format!("it took longer than {seconds} seconds"))
                    .hint("look at it; if it is sound, give it more with `--page-seconds`")
            }
            Self::Stalled(had) => {
                let seconds = had.as_secs_f32();
                Failure::of_surroundings(
                    "stalled",
                    format!("the process that worked it stood still for most of {seconds} seconds"),
                )
                .hint("it was stopped from outside, or a disk did not answer; run again when that is over")
            }
            Self::Ended { status, .. }
                if status.signal() == Some(Signal::XCPU.as_raw()) && self.fault(limits) == Fault::Input =>
            {
                let seconds = limits.processor.as_secs();
                Failure::of_input(
                    "processor-limit",
                    format!("it took more than {seconds} seconds of processor time"),
                )
                .hint("look at it; if it is sound, give it more with `--page-seconds`")
            }
            Self::Ended { .. } if self.is_memory() && self.fault(limits) == Fault::Surroundings => {
                let megabytes = system_allows() >> 20;
                Failure::of_surroundings(
                    "too-little-memory",
                    format!("it took more memory than the {megabytes} MB that the system lets a process have"),
                )
                .hint("raise that limit, as with `ulimit -v unlimited`; the next run tries it again")
            }
            Self::Ended { .. } if self.is_memory() => {
                let megabytes = limits.memory >> 20;
                Failure::of_input("memory-limit", format!("it took more than {megabytes} MB of memory"))
                    .hint("look at it; if it is sound, give it more with `--page-memory`")
            }
            Self::Ended { status, .. } if self.fault(limits) == Fault::Surroundings => Failure::of_surroundings(
                "killed-from-outside",
                format!("the process that worked it was ended from outside again and again, with {status}"),
            )
            .hint("memory may have run out: try fewer `--jobs` or less `--page-memory`; the next run tries it again"),
            Self::Ended { status, words, .. } => {
                let said = last_line(words).map_or_else(String::new, |line| format!(": {line}"));
                Failure::of_input("crashed", format!("the process that read it ended with {status}{said}"))
                    .hint("this is a fault of phuchoi or of a library; please report it with the input")
            }
        }
    }
}

/// Returns how many bytes of memory the system lets a process have, which is no more than the run lets it have where somebody set
/// that so.
fn system_allows() -> u64 {
    [Resource::As, Resource::Data]
        .into_iter()
        .filter_map(|resource| getrlimit(resource).current)
        .min()
        .unwrap_or(u64::MAX)
}

/// Returns the last line of what was said that is not empty.
pub(super) fn last_line(words: &str) -> Option<&str> {
    words.lines().rev().find(|line| !line.trim().is_empty())
}
