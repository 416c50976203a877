//! The command line: one file a subcommand.
//!
//! Data goes to standard output, everything else to standard error. A message is lower case without a full stop;
//! what mends it follows after an empty line as `hint: …`. Nothing is coloured.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::batch::{Blame, Failure};

pub mod cells;
mod columns;
pub mod deliver;
pub mod dictionary;
pub mod doctor;
pub mod eval;
pub mod export;
pub mod lexicon;
pub mod limits;
mod memory;
mod outline_training;
mod overwritten;
mod progress;
pub mod render;
pub mod repair;
pub mod restore;
pub mod schema;
pub mod shard;
mod shown;
mod signals;
pub mod status;
pub mod text;
pub mod train;
pub mod triage;
pub mod verify;
pub mod work;

/// Restores scanned Vietnamese documents: straightens, reads, repairs the marks, and returns structured records.
#[derive(Debug, Parser)]
#[command(name = "phuchoi", version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Restore scans, PDFs and texts, each into a folder of its own
    Restore(restore::Arguments),
    /// Say what the text layers of scans, PDFs and texts are, without restoring anything
    Triage(triage::Arguments),
    /// Say how a run goes, or how it ended
    Status(status::Arguments),
    /// Part a run into shards, for many machines
    Shard(shard::Arguments),
    /// Write other formats for records that are there
    Render(render::Arguments),
    /// Gather records into one SQLite database, Parquet files or a workbook
    Export(export::Arguments),
    /// Write what an archive must be given with records: metadata, and what falls short
    Deliver(deliver::Arguments),
    /// Say whether what was written is still there, byte for byte, and make again what is damaged
    Verify(verify::Arguments),
    /// Repair a text: line k out is line k in, repaired
    Repair(repair::Arguments),
    /// Print the lines of a record, as restored or with edits taken back
    Text(text::Arguments),
    /// Measure a text against what was printed
    Eval(eval::Arguments),
    /// Look after the dictionaries that a person edits
    Dictionary(dictionary::Arguments),
    /// Train the models
    Train(train::Arguments),
    /// Say what is installed, what is missing, and what mends it
    Doctor(doctor::Arguments),
    /// Print the JSON Schema of document.json
    Schema,
    /// Work pages for `restore`, which starts this by itself
    #[command(hide = true)]
    Work,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All was done.
    Done,
    /// It finished, but some inputs failed.
    SomeFailed,
    /// Something needed is not installed.
    NotInstalled,
    /// It finished, but the machine let nothing come of some inputs: the same command tries them again.
    SomeHindered,
    /// It was interrupted; what was finished is kept.
    Interrupted,
}

impl Exit {
    /// Returns the exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::SomeFailed => 1,
            Self::NotInstalled => 3,
            Self::SomeHindered => 4,
            Self::Interrupted => 130,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
    hint: Option<String>,
    code: u8,
}

impl Error {
    /// Returns an error of usage: what was asked for cannot be done. Exit code 2.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::new(&message.to_string(), 2)
    }

    /// The message is one line, whatever names it holds; some end in a line of their own that says what mends it.
    fn new(message: &str, code: u8) -> Self {
        let (message, hint) = match message.split_once("\nhint: ") {
            Some((message, hint)) => (message, Some(hint.to_owned())),
            None => (message, None),
        };
        Self { message: shown::shown(message), hint, code }
    }

    /// Returns it with more lines to its message, each of which may hold names.
    fn and_lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        for line in lines {
            self.message.push_str("\n  ");
            self.message.push_str(&shown::shown(&line));
        }
        self
    }

    /// Returns an error of the input or the output. Exit code 1.
    pub fn input(message: impl fmt::Display) -> Self {
        Self::new(&message.to_string(), 1)
    }

    /// Returns an error of a run that could not go on, whatever its inputs are: a full disk, an output folder that another run has.
    /// Exit code 4.
    pub fn of_run(message: impl fmt::Display) -> Self {
        Self::new(&message.to_string(), 4)
    }

    /// Returns an error for lack of something that is not installed. Exit code 3.
    pub fn not_installed(message: impl fmt::Display) -> Self {
        Self::new(&message.to_string(), 3)
    }

    /// Returns it with what mends it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Returns the exit code.
    pub const fn code(&self) -> u8 {
        self.code
    }

    /// Returns what mends it, where that is known.
    pub fn remedy(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let error = match failure.blame {
            Blame::Installation => Self::not_installed(&failure.message),
            Blame::Output | Blame::Surroundings | Blame::Machine => Self::of_run(&failure.message),
            Blame::Input => Self::input(&failure.message),
        };
        Self { hint: failure.hint.or(error.hint), message: error.message, code: error.code }
    }
}

/// Runs the program with the process's arguments: parses them, does what they say, tells what went wrong.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        log_lines(panic);
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            log_lines(trace);
        }
    }));
    match std::env::current_exe() {
        Ok(program) => ExitCode::from(run_as(vec![program.into()], std::env::args_os())),
        Err(error) => {
            let error = Error::of_run(format!("cannot find phuchoi itself: {error}"))
                .hint("it is found by `/proc/self/exe`; mount `/proc`, as with `mount -t proc proc /proc`");
            tell(&error);
            error.code().into()
        }
    }
}

/// Runs the program with these arguments, the first of which is its name, and returns its exit code. `launch` is what
/// starts it, for its child processes: its file, or an interpreter that holds it.
pub fn run_as(launch: Vec<OsString>, arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help, too, comes this way.
            if error.use_stderr() {
                log_lines(error.to_string().trim_end());
            } else if let Err(error) = put(&error.render().to_string()) {
                tell(&error);
                return error.code();
            }
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    signals::survive_file_limits();
    let is_work = matches!(
        arguments.command,
        Command::Restore(_) | Command::Triage(_) | Command::Repair(_) | Command::Train(_) | Command::Work
    );
    let may_begin = if is_work { memory::check() } else { Ok(()) };
    let done = may_begin.and_then(|()| match &arguments.command {
        Command::Restore(arguments) => restore::run(arguments, launch),
        Command::Triage(arguments) => triage::run(arguments, launch),
        Command::Status(arguments) => status::run(arguments),
        Command::Shard(arguments) => shard::run(arguments),
        Command::Render(arguments) => render::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Deliver(arguments) => deliver::run(arguments),
        Command::Verify(arguments) => verify::run(arguments),
        Command::Repair(arguments) => repair::run(arguments),
        Command::Text(arguments) => text::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Dictionary(arguments) => dictionary::run(arguments),
        Command::Train(arguments) => train::run(arguments),
        Command::Doctor(arguments) => doctor::run(arguments),
        Command::Schema => schema::run(),
        Command::Work => work::run(),
    });
    match done {
        Ok(exit) => exit.code(),
        Err(error) => {
            tell(&error);
            error.code()
        }
    }
}

/// Writes data to standard output, as it is; to a terminal with what steers one written out. A reader that has seen enough,
/// such as `head`, is no error.
///
/// # Errors
///
/// Where standard output cannot be written to.
pub fn print(data: &str) -> Result<(), Error> {
    if io::stdout().is_terminal() { say(data) } else { put(data) }
}

/// Writes lines for a person to standard output; what is in them of names and files must be [`shown`](shown::shown).
///
/// # Errors
///
/// As [`print()`].
pub fn say(lines: &str) -> Result<(), Error> {
    put(&shown::shown_lines(lines))
}

fn put(data: &str) -> Result<(), Error> {
    let mut output = io::stdout().lock();
    match output.write_all(data.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::input(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error, whatever names are in it; there is nobody to tell if that fails.
pub fn log(line: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{}", shown::shown(&line.to_string()));
}

/// Writes lines to standard error; what is in them of names and files must be [`shown`](shown::shown).
pub fn log_lines(lines: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{}", shown::shown_lines(&lines.to_string()));
}

fn tell(error: &Error) {
    log_lines(format_args!("error: {error}"));
    if let Some(hint) = &error.hint {
        log_lines("");
        log(format_args!("hint: {hint}"));
    }
}
