//! What a run does when the system asks it to end.

use std::fs;
use std::process;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;

use super::{Error, log_lines};
use crate::batch::stop::Stop;

/// How long pages in hand have when the system, and no person at the keyboard, asks for the end: `systemd` kills after 90 seconds,
/// Docker and Slurm after 10 or more.
const GRACE: Duration = Duration::from_secs(5);

/// Returns the wish to stop that SIGINT, SIGTERM and SIGHUP have, but for those that were ignored when the program was started, as
/// `nohup` has it: they stay ignored. Ctrl-C lets the pages in hand be finished, a second one ends the program at once; the other
/// two give the pages in hand some seconds.
///
/// # Errors
///
/// Where the system lets no signals be heard.
pub(super) fn stop_on_signals() -> Result<Arc<Stop>, Error> {
    let unheard = |error| Error::of_run(format!("cannot listen for signals: {error}"));
    let ignored = ignored();
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0);
    let mut signals = Signals::new(heard).map_err(unheard)?;
    let stop = Arc::new(Stop::new());
    let wish = Arc::clone(&stop);
    let listen = move || {
        for signal in signals.forever() {
            if signal != SIGINT {
                wish.finish();
                log_lines(format_args!("\nending; pages in hand have {} seconds", GRACE.as_secs()));
                thread::sleep(GRACE);
                wish.at_once();
            } else if wish.is_wished() {
                process::exit(130);
            } else {
                wish.finish();
                log_lines("\nfinishing the pages in hand; press Ctrl-C again to stop at once");
            }
        }
    };
    thread::Builder::new().spawn(listen).map_err(unheard)?;
    Ok(stop)
}

/// Has a file that may grow no further be an error of writing, and not the end of the process.
pub(super) fn survive_file_limits() {
    // Where that is refused, such a file still ends the process.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// Returns the signals that this process ignores, as bits of which the lowest is the first signal (proc_pid_status(5)).
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
