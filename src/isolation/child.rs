//! The parent's side: a child process, asked and waited for.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufReader, BufWriter, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{self, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::Signal;

use super::frame;
use super::limits::Limits;
use super::message::{Answer, Request, Setup};
use crate::batch::Failure;

/// Bytes kept of what a child said last on standard error.
const LAST_WORDS: usize = 4096;

/// A child process that works pages.
#[derive(Debug)]
pub struct Child {
    process: process::Child,
    requests: BufWriter<ChildStdin>,
    answers: Receiver<io::Result<Option<Answer>>>,
    last_words: Option<JoinHandle<String>>,
}

/// How a child came to its end over a request.
#[derive(Debug)]
pub(super) enum Death {
    /// It was ended, for it took too long.
    TooLong,
    /// It ended itself, or was ended from outside, and said this last.
    Ended(ExitStatus, String),
}

impl Child {
    /// Starts a child and tells it its setup.
    pub(super) fn start(launch: &[OsString], setup: &Setup) -> Result<Self, Failure> {
        let program = launch.first().cloned().unwrap_or_default();
        let failed = |error: io::Error| {
            let message = format!("cannot start `{}`: {error}", program.display());
            Failure::of_installation("no-child", message)
                .hint("processes or memory may have run out; try fewer `--jobs`")
        };
        let mut process = Command::new(&program)
            .args(launch.iter().skip(1))
            .arg("work")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // In a group of its own: Ctrl-C is for the parent, which lets the pages in hand be finished.
            .process_group(0)
            .spawn()
            .map_err(failed)?;
        let (stdin, stdout, stderr) = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
            return Err(failed(io::ErrorKind::BrokenPipe.into()));
        };
        let mut child = Self {
            process,
            requests: BufWriter::new(stdin),
            answers: hear(stdout),
            last_words: Some(thread::spawn(|| listen(stderr))),
        };
        // One that has died already cannot be told; whoever asks it will find out why it died.
        let _ = frame::write(&mut child.requests, setup, &[]);
        Ok(child)
    }

    /// Asks a child and waits for its answer, no longer than `wall`. After a death it is of no more use.
    pub(super) fn ask(&mut self, request: &Request<'_>, wall: Duration) -> Result<Answer, Death> {
        // One that has died cannot be asked; why it died is found below.
        let asked = request.write(&mut self.requests);
        match asked.map_or(Err(RecvTimeoutError::Disconnected), |()| self.answers.recv_timeout(wall)) {
            Ok(Ok(Some(answer))) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => {
                self.end();
                Err(Death::TooLong)
            }
            Ok(Ok(None) | Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                let (status, words) = self.end();
                Err(Death::Ended(status, words))
            }
        }
    }

    /// Makes sure that the process has ended.
    fn end(&mut self) -> (ExitStatus, String) {
        // One that closed its end is about to end by itself; its own status tells more than ours would.
        let ended = (0..20).find_map(|_| match self.process.try_wait() {
            Ok(None) => {
                thread::sleep(Duration::from_millis(5));
                None
            }
            ended => ended.ok().flatten(),
        });
        let status = ended.or_else(|| {
            let _ = self.process.kill();
            self.process.wait().ok()
        });
        let words = self.last_words.take().and_then(|listener| listener.join().ok());
        (status.unwrap_or_default(), words.unwrap_or_default())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Hears a child's answers in a thread, so that they can be waited for no longer than a time.
fn hear(stdout: ChildStdout) -> Receiver<io::Result<Option<Answer>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut from = BufReader::new(stdout);
        loop {
            let heard = Answer::read(&mut from);
            let is_last = !matches!(heard, Ok(Some(_)));
            if sender.send(heard).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

/// Returns the last of what a child says on standard error, when it has ended.
fn listen(mut stderr: ChildStderr) -> String {
    let (mut last, mut buffer) = (VecDeque::with_capacity(LAST_WORDS), [0; 1024]);
    while let Ok(count @ 1..) = stderr.read(&mut buffer) {
        last.extend(&buffer[..count]);
        last.drain(..last.len().saturating_sub(LAST_WORDS));
    }
    String::from_utf8_lossy(last.make_contiguous()).into_owned()
}

impl Death {
    /// Returns whether what was asked for need not be to blame.
    pub(super) fn may_be_chance(&self) -> bool {
        matches!(self, Self::Ended(status, _) if !is_signal(*status, Signal::XCPU)) && !self.is_memory()
    }

    /// Returns whether memory was refused to it.
    fn is_memory(&self) -> bool {
        const REFUSED: [&str; 3] = ["memory allocation of", "bad_alloc", "std::length_error"];
        matches!(self, Self::Ended(_, words) if REFUSED.iter().any(|said| words.contains(said)))
    }

    /// Returns it as the failure of what was asked for.
    pub(super) fn failure(&self, limits: &Limits, share: u32) -> Failure {
        match self {
            Self::TooLong => {
                let seconds = limits.wall(share).as_secs_f32();
                Failure::of_input("time-limit", format!("it took longer than {seconds} seconds"))
                    .hint("look at it; if it is sound, give it more with `--page-seconds`")
            }
            Self::Ended(status, _) if is_signal(*status, Signal::XCPU) => {
                let seconds = limits.processor.as_secs().saturating_mul(share.into());
                Failure::of_input(
                    "processor-limit",
                    format!("it took more than {seconds} seconds of processor time"),
                )
                .hint("look at it; if it is sound, give it more with `--page-seconds`")
            }
            Self::Ended(..) if self.is_memory() => {
                let megabytes = limits.memory.saturating_mul(share.into()) >> 20;
                Failure::of_input("memory-limit", format!("it took more than {megabytes} MB of memory"))
                    .hint("look at it; if it is sound, give it more with `--page-memory`")
            }
            Self::Ended(status, words) => {
                let said = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
                let said = if said.is_empty() { String::new() } else { format!(": {said}") };
                Failure::of_input("crashed", format!("the process that read it ended with {status}{said}"))
                    .hint("this is a fault of phuchoi or of a library; please report it with the input")
            }
        }
    }
}

fn is_signal(status: ExitStatus, signal: Signal) -> bool {
    status.signal() == Some(signal.as_raw())
}
