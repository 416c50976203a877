//! What a page may take, and how a child process holds itself to it.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::source::PIXEL_LIMIT;

/// What one page, or the opening of one input, may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Memory of a child process, in bytes.
    pub memory: u64,
    /// Time by the clock.
    pub wall: Duration,
    /// Time of the processor.
    pub processor: Duration,
    /// Pixels of an image, before it is decoded.
    pub pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 4 << 30,
            wall: Duration::from_mins(10),
            processor: Duration::from_mins(5),
            pixels: PIXEL_LIMIT,
        }
    }
}

impl Limits {
    /// Holds this process to the limit of memory from here on. Private writable memory is counted, for what else a process
    /// has mapped, files and code, costs nothing that cannot be taken back.
    pub(super) fn hold_memory(&self) -> rustix::io::Result<()> {
        lower(Resource::Core, 0)?;
        lower(Resource::Data, self.memory)
    }

    /// Lets this process run so long as one request may take, counted from here.
    pub(super) fn hold_time(&self) -> rustix::io::Result<()> {
        let spent = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
        // The system counts in whole seconds, of which the current one has begun.
        lower(Resource::Cpu, spent + 1 + self.processor.as_secs().max(1))
    }
}

/// Sets what the process itself keeps to; the bound that it may not raise stays.
fn lower(resource: Resource, to: u64) -> rustix::io::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(resource);
    let current = Some(maximum.map_or(to, |maximum| to.min(maximum)));
    setrlimit(resource, Rlimit { current, maximum })
}
