//! Work in a thread, so that Python's signals are heard meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;

use crate::fault::{Fault, guarded};

/// How long a signal may wait to be heard.
const EAR: Duration = Duration::from_millis(100);

/// Does some work and returns what comes of it. Other threads of Python go on meanwhile. An exception that a signal
/// raises, such as `KeyboardInterrupt`, sets the flag that the work is given, and is raised when the work has ended.
pub(crate) fn attend<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&AtomicBool) -> Result<T, Fault> + Send,
) -> PyResult<T> {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (sender, mut results) = mpsc::channel();
        let stop = &stop;
        scope.spawn(move || {
            // Whoever waits for it cannot be gone.
            let _ = sender.send(guarded(|| work(stop)));
        });
        let mut raised = None;
        loop {
            // The receiver goes along, for it belongs to one thread at a time, and with the lock given back to none.
            let result;
            (results, result) = py.detach(move || {
                let result = results.recv_timeout(EAR);
                (results, result)
            });
            match result {
                Ok(result) => return raised.map_or_else(|| Ok(result?), Err),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(error) = py.check_signals() {
                        stop.store(true, Ordering::SeqCst);
                        raised.get_or_insert(error);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Fault::new("internal-error", "a thread ended without a word").into());
                }
            }
        }
    })
}
