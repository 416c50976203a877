//! What went wrong, as Python knows it: `phuchoi.Error` with a message, a code and a hint.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;
use std::sync::OnceLock;

use phuchoi::batch::catalogue::CatalogueError;
use phuchoi::batch::claim::ClaimError;
use phuchoi::batch::shard::ShardError;
use phuchoi::batch::{Failure, RunError};
use phuchoi::cli;
use pyo3::PyErr;

pyo3::import_exception!(phuchoi._error, Error);

/// What went wrong.
#[derive(Debug)]
pub(crate) struct Fault {
    code: String,
    message: String,
    hint: Option<String>,
}

impl Fault {
    /// Makes one with a short stable name for machines.
    pub(crate) fn new(code: &str, message: impl ToString) -> Self {
        Self { code: code.to_owned(), message: message.to_string(), hint: None }
    }

    /// Returns it with what mends it.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Returns it as the failure of a page.
    pub(crate) fn of_input(self) -> Failure {
        Failure { hint: self.hint, ..Failure::of_input(&self.code, self.message) }
    }

    /// Makes one of what a command of the program would have said.
    pub(crate) fn of_command(code: &str, error: &cli::Error) -> Self {
        Self { hint: error.remedy().map(str::to_owned), ..Self::new(code, error) }
    }
}

impl From<Fault> for PyErr {
    fn from(Fault { message, code, hint }: Fault) -> Self {
        Error::new_err((message, code, hint))
    }
}

impl From<Failure> for Fault {
    fn from(Failure { code, message, hint, .. }: Failure) -> Self {
        Self { code, message, hint }
    }
}

impl From<ClaimError> for Fault {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Taken { .. } => Self::new("output-claimed", error)
                .hint("wait until that run is done, or name another output folder"),
            ClaimError::Output(error) => Failure::from(error).into(),
        }
    }
}

impl From<CatalogueError> for Fault {
    fn from(error: CatalogueError) -> Self {
        Self::new("catalogue", error)
    }
}

impl From<ShardError> for Fault {
    fn from(error: ShardError) -> Self {
        match error {
            ShardError::Output(error) => Failure::from(error).into(),
            ShardError::Unreadable { .. } => Self::new("shard-unreadable", error),
            ShardError::Malformed { .. } => Self::new("shard-malformed", error),
            ShardError::NotApart(failure) => failure.into(),
            ShardError::Catalogue(error) => error.into(),
        }
    }
}

impl From<RunError> for Fault {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Ended(failure) => failure.into(),
            RunError::Output(error) => Failure::from(error).into(),
            RunError::Catalogue(error) => error.into(),
        }
    }
}

/// Does some work of phuchoi; a panic becomes a fault, for nothing must unwind into the interpreter.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    refuse_forks()?;
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(of_panic(&*panic)))
}

/// Refuses to work in a process that was forked off one in which phuchoi has worked: its threads are not there any more,
/// and it would wait for them for ever.
fn refuse_forks() -> Result<(), Fault> {
    static HOME: OnceLock<u32> = OnceLock::new();
    if *HOME.get_or_init(process::id) == process::id() {
        return Ok(());
    }
    Err(Fault::new("forked", "this process was forked off one in which phuchoi had worked")
        .hint("start processes by `spawn` or `forkserver`: `multiprocessing.get_context(\"spawn\")`"))
}

fn of_panic(panic: &(dyn Any + Send)) -> Fault {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Fault::new("internal-error", format!("phuchoi gave up: {}", words.unwrap_or("no reason given")))
        .hint("this is a fault of phuchoi; please report it with the input")
}
