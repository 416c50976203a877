//! Pages put by: read once, when their input is opened, and unpacked when they are asked for.
//!
//! A page of OCR markup takes a hundred times as much memory as what it says, and a file may have twenty thousand.

use crate::document::Page;

/// How hard a page is packed: as fast as can be.
const LEVEL: i32 = 1;

/// A page as compact JSON, packed by Zstandard.
#[derive(Debug)]
pub(super) struct PackedPage(Vec<u8>);

impl PackedPage {
    /// Packs a page.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words; no page is known that cannot be packed.
    pub(super) fn of(page: &Page) -> Result<Self, String> {
        let json = serde_json::to_vec(page).map_err(|error| error.to_string())?;
        // It comes with the room that the worst of pages would take.
        let fitting = |mut packed: Vec<u8>| {
            packed.shrink_to_fit();
            Self(packed)
        };
        zstd::bulk::compress(&json, LEVEL).map(fitting).map_err(|error| error.to_string())
    }

    /// Returns the page.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words: nothing, but where memory was damaged.
    pub(super) fn unpacked(&self) -> Result<Page, String> {
        let json = zstd::decode_all(self.0.as_slice()).map_err(|error| error.to_string())?;
        serde_json::from_slice(&json).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::Markup;

    #[test]
    fn a_page_comes_out_as_it_was_put_by() {
        let markup = b"<div class='ocr_page' title='bbox 0 0 99 99'><span class='ocr_line'>\
            <span class='ocrx_word' title='bbox 1 2 30 40; x_wconf 61.37'>Gi\xc3\xb3</span></span></div>";
        let page = Markup::Hocr.read(markup).expect("hOCR").remove(0);
        assert_eq!(PackedPage::of(&page).and_then(|packed| packed.unpacked()), Ok(page));
    }
}
