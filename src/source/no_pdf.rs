//! What stands for PDFs where the program is built without them (feature `pdf`): none is ever opened.

use std::path::Path;

use super::error::SourceError;
use super::{Decoded, Fault, OpenOptions, Placement, TextLayer};

/// An opened PDF, of which there is none.
pub(super) enum Document {}

/// Why a page could not be had.
#[expect(dead_code, reason = "no page is had")]
pub(super) enum PageFault {
    /// The page as such, in words.
    Undecodable(String),
    /// Its image.
    Image(Fault),
}

impl Document {
    pub(super) fn open(path: &Path, _: Vec<u8>, _: &OpenOptions) -> Result<Self, SourceError> {
        Err(SourceError::Unsupported {
            path: path.to_owned(),
            looks_like: "a PDF",
            remedy: "build phuchoi with its feature `pdf`",
        })
    }

    pub(super) fn page_count(&self) -> usize {
        match *self {}
    }

    pub(super) fn page(&self, _: usize, _: u64) -> Result<(Decoded, Option<TextLayer>), PageFault> {
        match *self {}
    }

    pub(super) fn text(&self, _: usize) -> Option<TextLayer> {
        match *self {}
    }

    pub(super) fn is_xfa_only(&self) -> bool {
        match *self {}
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match *self {}
    }

    pub(super) fn placement(&self, _: usize) -> Option<Placement> {
        match *self {}
    }
}
