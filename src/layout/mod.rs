//! What the lines of a page stand in: tables that its [rules](crate::document::Rule) make, and blocks of lines.
//!
//! 1. [`grids`]: rules to [`Grid`](crate::document::Grid)s;
//! 2. [`blocks`]: lines to [`PageBlock`](crate::document::PageBlock)s.

pub mod blocks;
pub mod grids;
