//! What the colours of the pages mean: sRGB (IEC 61966-2-1), as an output intent with its profile.

use lopdf::{Dictionary, Document as Pdf, Object, Stream, dictionary};
use moxcms::ColorProfile;

use super::PdfError;
use super::glyphless::packed;

/// Where a profile's header tells when it was made (ICC.1:2010, 7.2.8).
const MADE: std::ops::Range<usize> = 24..36;
/// The day that the standard of sRGB gives for itself, as a header writes it: year, month, day, hour, minute, second.
const DAY: [u8; 12] = [0x07, 0xcf, 0, 10, 0, 1, 0, 0, 0, 0, 0, 0];

/// Returns the output intent, its profile put into the PDF.
pub(super) fn intent(pdf: &mut Pdf) -> Result<Dictionary, PdfError> {
    let mut profile = ColorProfile::new_srgb().encode().map_err(|_| PdfError::Fixed("colour profile"))?;
    // The encoder takes the day from the clock; the same document has to give the same bytes.
    profile.get_mut(MADE).ok_or(PdfError::Fixed("colour profile"))?.copy_from_slice(&DAY);
    let profile = pdf.add_object(packed(Stream::new(dictionary! { "N" => 3 }, profile)));
    Ok(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    })
}
