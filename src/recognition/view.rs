//! What the passes look at.

use image::GrayImage;

use super::ink::Ink;

/// A page's image, or a part of one set on plain ground, with its ink.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) page: &'a GrayImage,
    /// The ink of it, or of the area that is looked at.
    pub(super) ink: &'a Ink,
    /// Resolution of the page in dots per inch.
    pub(super) dpi: f32,
}
