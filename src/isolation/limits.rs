//! What a page may take, and how a child process holds itself to it.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::source::PIXEL_LIMIT;

/// Bytes of pages, as they are kept, that a document's completion, or the writing of its files, may take a second more for than a
/// page. Set by hand, far above what they take.
const BYTES_PER_SECOND: u64 = 1 << 16;

/// How many bytes of memory it may take more for each of these bytes. Set by hand.
const MEMORY_PER_BYTE: u64 = 32;

/// Most seconds of the processor: what is longer, the system takes for shorter, for it counts in nanoseconds.
const LONGEST: u64 = 1 << 32;

/// What the reading of one scan, or the opening of one input, may take; what is done with a whole document may take more by the
/// bytes of its pages.
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
    /// Returns the limits of what is done with so many bytes of pages.
    pub(super) fn of_bytes(&self, bytes: u64) -> Self {
        let longer = Duration::from_secs(bytes / BYTES_PER_SECOND);
        Self {
            memory: self.memory.saturating_add(bytes.saturating_mul(MEMORY_PER_BYTE)),
            wall: self.wall.saturating_add(longer),
            processor: self.processor.saturating_add(longer),
            pixels: self.pixels,
        }
    }

    /// Holds this process, from here on, to what one request may take. Of memory the private writable is counted, for what else a
    /// process has mapped, files and code, costs nothing that cannot be taken back.
    pub(super) fn hold(&self) -> rustix::io::Result<()> {
        hold(Resource::Core, 0)?;
        hold(Resource::Data, self.memory)?;
        let spent = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
        // The system counts in whole seconds, of which the current one has begun.
        hold(Resource::Cpu, self.processor.as_secs().clamp(1, LONGEST).saturating_add(spent + 1))
    }
}

/// Sets what the process itself keeps to; the bound that it may not raise stays.
fn hold(resource: Resource, to: u64) -> rustix::io::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(resource);
    let current = Some(maximum.map_or(to, |maximum| to.min(maximum)));
    setrlimit(resource, Rlimit { current, maximum })
}
