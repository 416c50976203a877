//! What a page may take, and how a child process holds itself to it.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::source::PIXEL_LIMIT;

/// What one page, or the opening of one input, may take; the completion of a document may take that for each of its pages.
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
    /// Holds this process, from here on, to what one request may take: so many times what a page may. Of memory the
    /// private writable is counted, for what else a process has mapped, files and code, costs nothing that cannot be taken
    /// back.
    pub(super) fn hold(&self, share: u32) -> rustix::io::Result<()> {
        hold(Resource::Core, 0)?;
        hold(Resource::Data, self.memory.saturating_mul(share.into()))?;
        let spent = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
        let allowed = self.processor.as_secs().max(1).saturating_mul(share.into());
        // The system counts in whole seconds, of which the current one has begun.
        hold(Resource::Cpu, allowed.saturating_add(spent + 1))
    }

    /// Returns the time by the clock of a request that may take so many times what a page may.
    pub(super) fn wall(&self, share: u32) -> Duration {
        self.wall.saturating_mul(share)
    }
}

/// Sets what the process itself keeps to; the bound that it may not raise stays.
fn hold(resource: Resource, to: u64) -> rustix::io::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(resource);
    let current = Some(maximum.map_or(to, |maximum| to.min(maximum)));
    setrlimit(resource, Rlimit { current, maximum })
}
