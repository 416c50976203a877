//! What a file is, as far as a walk must know it. Batch knows no formats: who does looks at the bytes for it.

use std::io;
use std::path::Path;

use super::Failure;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An image, which may be a page beside the others of its folder.
    Image,
    /// A document by itself.
    Document,
    /// Neither, for this reason.
    Neither(Failure),
}

/// Tells by its bytes what a file is; an error is that it cannot be read.
pub type Kinds<'a> = &'a dyn Fn(&Path) -> io::Result<Kind>;
