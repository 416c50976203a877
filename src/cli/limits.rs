//! What a page may take, as it is given.

use crate::isolation::Limits;
use crate::run::Request;

/// The limits of a page.
#[derive(Debug, clap::Args)]
pub struct PageLimits {
    /// Most memory that a page may take while it is read, in MB; a page that takes more fails, and the rest goes on
    #[arg(long, value_name = "MB", default_value_t = Limits::default().memory >> 20,
          value_parser = clap::value_parser!(u64).range(1..))]
    page_memory: u64,
    /// Most time that a page may take while it is read, in seconds by the clock, and half of it of the processor
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().wall.as_secs(),
          value_parser = clap::value_parser!(u64).range(1..))]
    page_seconds: u64,
    /// Most pixels that a page's image may have, in millions
    #[arg(long, value_name = "MILLIONS", default_value_t = Limits::default().pixels / 1_000_000,
          value_parser = clap::value_parser!(u64).range(1..))]
    page_pixels: u64,
}

impl PageLimits {
    /// Returns a request that lets a page take so much.
    pub fn of(&self, request: Request) -> Request {
        request.page_limits(self.page_memory, self.page_seconds, self.page_pixels)
    }
}
