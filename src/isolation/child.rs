//! The parent's side: a child process, asked and waited for.

use std::collections::VecDeque;
use std::io::{self, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{self, ChildStderr, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::death::{Death, last_line};
use super::frame;
use super::launch::Launch;
use super::limits::Limits;
use super::message::{Answer, Asked, Setup};
use super::process_state::ProcessState;
use crate::batch::stop::Stop;
use crate::pipeline::BUILD;

/// Bytes kept of what a child said last on standard error.
const LAST_WORDS: usize = 4096;

/// How long a child may take to say that it lives: a loaded machine starts one in some tenths of a second.
const START: Duration = Duration::from_mins(1);

/// How often a child that is waited for is looked after. What a look comes later than this, the whole machine or the parent was
/// suspended for, and the child has not had.
const LOOK: Duration = Duration::from_secs(1);

/// A child process that works pages.
#[derive(Debug)]
pub struct Child {
    process: process::Child,
    /// Written by a thread of its own, for one that is stopped reads nothing.
    requests: Sender<Vec<u8>>,
    answers: Receiver<io::Result<Option<Answer>>>,
    last_words: Option<JoinHandle<String>>,
}

impl Child {
    /// Starts a child, tells it its setup and waits until it says that it lives.
    ///
    /// # Errors
    ///
    /// How it died before it could be asked anything.
    pub(super) fn start(launch: &Launch, setup: &Setup, stop: &Stop) -> Result<Self, Death> {
        let program = launch.program();
        let unborn =
            |error: io::Error| Death::Unborn(format!("cannot start `{}`: {error}", program.display()));
        let mut process = launch
            .command()
            .arg("work")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // In a group of its own: Ctrl-C is for the parent, which lets the pages in hand be finished.
            .process_group(0)
            .spawn()
            .map_err(unborn)?;
        let (stdin, stdout, stderr) = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
            return Err(unborn(io::ErrorKind::BrokenPipe.into()));
        };
        let mut child = Self {
            process,
            requests: tell(stdin).map_err(unborn)?,
            answers: hear(stdout).map_err(unborn)?,
            last_words: None,
        };
        child.last_words = Some(spawn(|| listen(stderr)).map_err(unborn)?);
        child.say(setup).map_err(unborn)?;
        match child.answer(START, stop) {
            Ok(Answer::Ready { build }) if build == BUILD => Ok(child),
            Ok(Answer::Ready { build }) => Err(Death::Unborn(format!(
                "`{}` is another program now: it is {build}, and this run {}",
                program.display(),
                BUILD
            ))),
            Ok(_) => Err(Death::Unborn(format!("`{}` answers what it was not asked", program.display()))),
            Err(Death::Ended { status, words, .. }) => {
                let said = last_line(&words).map_or_else(String::new, |line| format!(": {line}"));
                Err(Death::Unborn(format!("`{}` ended at once with {status}{said}", program.display())))
            }
            Err(death) => Err(death),
        }
    }

    /// Asks a child and waits for its answer, no longer than the limits say, or until it is to be given up. After a death it is of
    /// no more use.
    pub(super) fn ask(&mut self, asked: &Asked, limits: &Limits, stop: &Stop) -> Result<Answer, Death> {
        // One that has died cannot be asked; why it died is found when its answer is waited for.
        let _ = self.say(asked);
        self.answer(limits.wall, stop)
    }

    fn say(&self, value: &impl serde::Serialize) -> io::Result<()> {
        let mut bytes = Vec::new();
        frame::write(&mut bytes, value)?;
        self.requests.send(bytes).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    /// Waits for an answer so long, not counting what the parent itself was suspended for.
    fn answer(&mut self, wall: Duration, stop: &Stop) -> Result<Answer, Death> {
        let before = ProcessState::of(self.process.id());
        let (mut seen, mut seen_at) = (before, Instant::now());
        let mut waited = Duration::ZERO;
        loop {
            let began = Instant::now();
            match self.answers.recv_timeout(LOOK.min(wall.saturating_sub(waited))) {
                Ok(Ok(Some(answer))) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) => {
                    waited += began.elapsed().min(LOOK);
                    (seen, seen_at) = (ProcessState::of(self.process.id()).or(seen), Instant::now());
                    if waited >= wall || stop.is_at_once() {
                        self.end();
                        return Err(Death::out_of_time(before, seen, wall));
                    }
                }
                Ok(Ok(None) | Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    let cores = thread::available_parallelism().map_or(1, |cores| cores.get() as u32);
                    let since = seen_at.elapsed() * cores;
                    let worked = before
                        .zip(seen)
                        .map(|(before, seen)| seen.worked.saturating_sub(before.worked) + since);
                    let (status, words) = self.end();
                    return Err(Death::Ended { status, words, worked });
                }
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

/// Starts a thread; one that is refused is an error, where `thread::spawn` panics.
fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<JoinHandle<T>> {
    thread::Builder::new().spawn(work)
}

/// Writes requests in a thread, until there are no more or nobody reads them.
fn tell(mut stdin: ChildStdin) -> io::Result<Sender<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel::<Vec<u8>>();
    spawn(move || receiver.iter().try_for_each(|bytes| stdin.write_all(&bytes)))?;
    Ok(sender)
}

/// Hears a child's answers in a thread, so that they can be waited for no longer than a time.
fn hear(stdout: ChildStdout) -> io::Result<Receiver<io::Result<Option<Answer>>>> {
    let (sender, receiver) = mpsc::channel();
    spawn(move || {
        let mut from = BufReader::new(stdout);
        loop {
            let heard = frame::read(&mut from);
            let is_last = !matches!(heard, Ok(Some(_)));
            if sender.send(heard).is_err() || is_last {
                return;
            }
        }
    })?;
    Ok(receiver)
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
