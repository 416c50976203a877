//! The program `phuchoi`: arguments in, exit code out. See [`phuchoi::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    phuchoi::cli::run()
}
