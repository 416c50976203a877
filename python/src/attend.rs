//! Work in a thread, so that Python's signals are heard meanwhile.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use phuchoi::batch::stop::Stop;
use pyo3::prelude::*;

use crate::fault::{Fault, guarded};

/// How long a signal may wait to be heard.
const EAR: Duration = Duration::from_millis(100);

/// Does some work and returns what comes of it. Other threads of Python go on meanwhile. An exception that a signal
/// raises, such as `KeyboardInterrupt`, is told to the work as the wish to stop, and is raised when the work has ended.
pub(crate) fn attend<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&Stop) -> Result<T, Fault> + Send,
) -> PyResult<T> {
    let stop = Stop::new();
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
                        stop.finish();
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
