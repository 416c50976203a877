//! Bytes on disk to pages: PDF, TIFF, images, text.
