//! The wish that a run end before its time.

use std::sync::atomic::{AtomicU8, Ordering};

/// The wish that a run end, as any thread may have it and all of the run look to.
#[derive(Debug, Default)]
pub struct Stop(AtomicU8);

const GO_ON: u8 = 0;
const FINISH: u8 = 1;
const AT_ONCE: u8 = 2;

impl Stop {
    /// Returns one that wishes nothing yet.
    pub const fn new() -> Self {
        Self(AtomicU8::new(GO_ON))
    }

    /// Wishes that nothing be begun any more, and what is in hand be finished.
    pub fn finish(&self) {
        self.0.fetch_max(FINISH, Ordering::SeqCst);
    }

    /// Wishes that what is in hand be given up, too; it is worked by the next run.
    pub fn at_once(&self) {
        self.0.fetch_max(AT_ONCE, Ordering::SeqCst);
    }

    /// Returns whether nothing is to be begun any more.
    pub fn is_wished(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= FINISH
    }

    /// Returns whether what is in hand is to be given up.
    pub fn is_at_once(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= AT_ONCE
    }
}
