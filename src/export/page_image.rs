//! The restored image of a page, as small as an archive would want it.
//!
//! Print is black on white, so a page becomes one bit a pixel; where it shows pictures, whose greys that would lose,
//! four bits ([`raster`]). Both are written with the page's resolution, as [`mod@png`] or as [`tif`]; the two hold the
//! same pixels.
//!
//! On the eleven fixture pages of level 1, whose scans take 238 KB a page as JPEG, one bit takes 47 KB as PNG and 30 KB as
//! fax group 4; on one of them with a photo pasted over an eighth of it, four bits take 243 KB as PNG and 225 KB as TIFF.

use ::png::EncodingError;
use image::GrayImage;
use serde::{Deserialize, Serialize};
use tiff::TiffError;

use raster::Raster;

mod png;
mod raster;
mod tif;

/// A form in which a page's image is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageFormat {
    /// PNG, which anything shows.
    Png,
    /// TIFF, as archives keep it.
    Tif,
}

impl ImageFormat {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Png, Self::Tif];

    /// Returns what its files' names end in, which is its name on the command line as well.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Tif => "tif",
        }
    }
}

/// The restored image of one page, encoded in one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// The page's number in the input, from 1.
    pub page: u32,
    /// What the bytes are.
    pub format: ImageFormat,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// The restored images of a page, or of all pages of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageImages {
    /// Those that are files of their own.
    pub files: Vec<PageImage>,
    /// Those that `document.pdf` shows in the place of scans.
    pub shown: Vec<PageImage>,
}

impl PageImages {
    /// Adds those of another page, which has this number.
    pub fn add(&mut self, page: u32, images: Self) {
        let numbered = |image| PageImage { page, ..image };
        self.files.extend(images.files.into_iter().map(numbered));
        self.shown.extend(images.shown.into_iter().map(numbered));
    }
}

/// Why an image could not be encoded.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The image is of no width or no height.
    #[error("it has no pixels; `--dump` shows which step of restoration took them")]
    Empty,
    /// The PNG encoder refused it; of an image that has pixels it is not known to.
    #[error("{0}; ask for `tif` in the place of `png`")]
    Png(#[from] EncodingError),
    /// The TIFF encoder refused it, such as one that takes more than 4 GB.
    #[error("{0}; ask for `png` in the place of `tif`")]
    Tif(#[from] TiffError),
}

impl PageImage {
    /// Encodes a page's image of so many dots per inch in each of the formats, in their order. Gray levels under `ink` are ink.
    ///
    /// # Errors
    ///
    /// Where the image is empty, or too large for a format.
    pub fn encode(
        page: u32,
        image: &GrayImage,
        dpi: f32,
        ink: u8,
        formats: &[ImageFormat],
    ) -> Result<Vec<Self>, EncodeError> {
        let raster = Raster::of(image, dpi, ink).ok_or(EncodeError::Empty)?;
        formats.iter().map(|format| Self::of(page, &raster, *format)).collect()
    }

    /// Encodes a page's image of so many dots per inch as small as it may be: print as a TIFF, pictures as a PNG. Gray levels
    /// under `ink` are ink.
    ///
    /// # Errors
    ///
    /// Where the image is empty, or too large for the format.
    pub fn encode_small(page: u32, image: &GrayImage, dpi: f32, ink: u8) -> Result<Self, EncodeError> {
        let raster = Raster::of(image, dpi, ink).ok_or(EncodeError::Empty)?;
        let format = if tif::fax_width(&raster).is_some() { ImageFormat::Tif } else { ImageFormat::Png };
        Self::of(page, &raster, format)
    }

    fn of(page: u32, raster: &Raster, format: ImageFormat) -> Result<Self, EncodeError> {
        let bytes = match format {
            ImageFormat::Png => png::encode(raster)?,
            ImageFormat::Tif => tif::encode(raster)?,
        };
        Ok(Self { page, format, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_without_pixels_is_refused() {
        let refused = PageImage::encode(1, &GrayImage::new(0, 3), 300.0, 128, &ImageFormat::ALL).unwrap_err();
        assert!(matches!(refused, EncodeError::Empty), "{refused}");
    }

    #[test]
    fn only_formats_asked_for_are_encoded() {
        let image = GrayImage::new(9, 3);
        let formats = |asked: &[ImageFormat]| {
            let images = PageImage::encode(1, &image, 300.0, 128, asked).unwrap();
            images.into_iter().map(|image| image.format).collect::<Vec<_>>()
        };
        assert_eq!(formats(&[ImageFormat::Tif]), [ImageFormat::Tif]);
        assert_eq!(formats(&[]), []);
    }
}
