//! The resolution of a scan: as its file records it, or as its shape suggests.
//!
//! Sources: PNG (W3C Recommendation, 11.3.5.3 pHYs), JFIF 1.02, Exif 2.3 (tags 0x011A, 0x011B, 0x0128), BMP
//! (`biXPelsPerMeter`).

/// Recorded resolutions below this are placeholders, not scans; dots per inch.
const LOWEST: f32 = 50.0;
/// Recorded resolutions above this are mistakes: no document scanner goes beyond; dots per inch.
const HIGHEST: f32 = 1200.0;
/// A recorded resolution that makes the page's long side longer than this is a placeholder, such as the 72 dpi
/// that cameras write; inches. ISO A2 is 23.4 inches.
const LONGEST_SIDE: f32 = 24.0;
/// The long side of an A4 page, taken where nothing else is known; inches (297 mm).
const ASSUMED_LONG_SIDE: f32 = 297.0 / 25.4;
/// Axes whose resolutions differ by less than this share are taken as equal.
const SQUARE_WITHIN: f32 = 0.05;

const INCHES_PER_METRE: f32 = 39.370_08;
const CENTIMETRES_PER_INCH: f32 = 2.54;

/// A page's resolution, with what must be done to make its pixels square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Resolution {
    /// Dots per inch, along both axes once the image is stretched.
    pub(super) dpi: f32,
    /// True where it is a guess from the page's shape.
    pub(super) estimated: bool,
    /// Factors that make the pixels square, along x and y; both 1 for nearly every scan, not for faxes.
    pub(super) stretch: (f32, f32),
}

/// Returns the resolution of an image of `width` × `height` pixels for which `recorded` was found, along x
/// and y in dots per inch.
pub(super) fn settle(recorded: Option<(f32, f32)>, width: u32, height: u32) -> Resolution {
    let plausible =
        |dpi: f32, pixels: u32| (LOWEST..=HIGHEST).contains(&dpi) && pixels as f32 / dpi <= LONGEST_SIDE;
    if let Some((x, y)) = recorded
        && plausible(x, width)
        && plausible(y, height)
    {
        let dpi = x.max(y);
        let stretch = if dpi / x.min(y) - 1.0 < SQUARE_WITHIN { (1.0, 1.0) } else { (dpi / x, dpi / y) };
        return Resolution { dpi, estimated: false, stretch };
    }
    let dpi = width.max(height) as f32 / ASSUMED_LONG_SIDE;
    Resolution { dpi, estimated: true, stretch: (1.0, 1.0) }
}

/// Returns what a PNG's `pHYs` chunk records.
pub(super) fn png(bytes: &[u8]) -> Option<(f32, f32)> {
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        match kind {
            b"pHYs" => {
                let data = bytes.get(at + 8..at + 17)?;
                let x = u32::from_be_bytes(data[..4].try_into().ok()?) as f32;
                let y = u32::from_be_bytes(data[4..8].try_into().ok()?) as f32;
                return (data[8] == 1).then_some((x / INCHES_PER_METRE, y / INCHES_PER_METRE));
            }
            b"IDAT" | b"IEND" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

/// Returns what a BMP's header records.
pub(super) fn bitmap(bytes: &[u8]) -> Option<(f32, f32)> {
    let header_size = u32::from_le_bytes(bytes.get(14..18)?.try_into().ok()?);
    if header_size < 40 {
        return None;
    }
    let x = i32::from_le_bytes(bytes.get(38..42)?.try_into().ok()?);
    let y = i32::from_le_bytes(bytes.get(42..46)?.try_into().ok()?);
    (x > 0 && y > 0).then(|| (x as f32 / INCHES_PER_METRE, y as f32 / INCHES_PER_METRE))
}

/// Returns what a JPEG's JFIF header records.
pub(super) fn jfif(bytes: &[u8]) -> Option<(f32, f32)> {
    let segment =
        jpeg_segments(bytes).find(|(marker, data)| *marker == 0xe0 && data.starts_with(b"JFIF\0"))?.1;
    let (unit, x, y) = (*segment.get(7)?, segment.get(8..10)?, segment.get(10..12)?);
    let (x, y) = (f32::from(u16::from_be_bytes([x[0], x[1]])), f32::from(u16::from_be_bytes([y[0], y[1]])));
    match unit {
        1 => Some((x, y)),
        2 => Some((x * CENTIMETRES_PER_INCH, y * CENTIMETRES_PER_INCH)),
        _ => None,
    }
}

/// Returns what an Exif block (beginning with its TIFF header) records.
pub(super) fn exif(block: &[u8]) -> Option<(f32, f32)> {
    let little = match block.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let b: [u8; 2] = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(b) } else { u16::from_be_bytes(b) })
    };
    let long = |at: usize| -> Option<u32> {
        let b: [u8; 4] = block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(b) } else { u32::from_be_bytes(b) })
    };
    let rational = |entry: usize| -> Option<f32> {
        let at = long(entry + 8)? as usize;
        let (over, under) = (long(at)?, long(at.checked_add(4)?)?);
        (under != 0).then(|| over as f32 / under as f32)
    };
    let directory = long(4)? as usize;
    let (mut x, mut y, mut unit) = (None, None, 2);
    for index in 0..usize::from(short(directory)?) {
        let entry = directory.checked_add(2 + 12 * index)?;
        match short(entry)? {
            0x011a => x = rational(entry),
            0x011b => y = rational(entry),
            0x0128 => unit = short(entry + 8)?,
            _ => {}
        }
    }
    let (x, y) = (x?, y?);
    match unit {
        2 => Some((x, y)),
        3 => Some((x * CENTIMETRES_PER_INCH, y * CENTIMETRES_PER_INCH)),
        _ => None,
    }
}

/// Returns the segments of a JPEG before its first scan: marker and data without the length.
fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = 2;
    std::iter::from_fn(move || {
        let marker = match bytes.get(at..at + 2)? {
            [0xff, 0xda] => return None,
            [0xff, marker] => *marker,
            _ => return None,
        };
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let data = bytes.get(at + 4..at + 2 + length.max(2))?;
        at += 2 + length.max(2);
        Some((marker, data))
    })
}

/// Returns true where a JPEG's data stop before the end-of-image marker.
///
/// Decoders fill what is missing with gray, so this is the only sign. In the data of a scan every 0xFF is
/// followed by 0 or a restart marker, so the marker cannot occur by chance.
pub(super) fn jpeg_is_cut_off(bytes: &[u8]) -> bool {
    let headers: usize = 2 + jpeg_segments(bytes).map(|(_, data)| data.len() + 4).sum::<usize>();
    bytes.get(headers..).is_none_or(|scan| !scan.windows(2).any(|pair| pair == [0xff, 0xd9]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_resolution_is_believed_only_where_it_can_be() {
        let cases = [
            (Some((300.0, 300.0)), (2480, 3508), (300.0, false)),
            (Some((72.0, 72.0)), (3000, 4000), (342.1, true)),
            (Some((1.0, 1.0)), (1654, 2338), (200.0, true)),
            (Some((9600.0, 9600.0)), (2480, 3508), (300.0, true)),
            (None, (3508, 2480), (300.0, true)),
        ];
        for (recorded, (width, height), (dpi, estimated)) in cases {
            let got = settle(recorded, width, height);
            assert!((got.dpi - dpi).abs() < 0.1, "{recorded:?}: {got:?}");
            assert_eq!(got.estimated, estimated, "{recorded:?}");
        }
    }

    #[test]
    fn a_fax_is_stretched_to_square_pixels() {
        let got = settle(Some((204.0, 98.0)), 1728, 1100);
        assert_eq!(got.dpi, 204.0);
        assert!((got.stretch.1 - 2.08).abs() < 0.01 && got.stretch.0 == 1.0, "{got:?}");
    }

    #[test]
    fn exif_resolution_is_read_in_both_byte_orders_and_units() {
        let block = |little: bool, unit: u16| {
            let s = |v: u16| if little { v.to_le_bytes() } else { v.to_be_bytes() };
            let l = |v: u32| if little { v.to_le_bytes() } else { v.to_be_bytes() };
            let mut out = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
            out.extend(l(8));
            out.extend(s(3));
            for (tag, kind, value) in [(0x011a_u16, 5_u16, 50_u32), (0x011b, 5, 50)] {
                out.extend(s(tag));
                out.extend(s(kind));
                out.extend(l(1));
                out.extend(l(value));
            }
            out.extend(s(0x0128));
            out.extend(s(3));
            out.extend(l(1));
            out.extend(s(unit));
            out.extend(s(0));
            out.extend(l(0));
            out.extend(l(300));
            out.extend(l(2));
            out
        };
        for little in [true, false] {
            assert_eq!(exif(&block(little, 2)), Some((150.0, 150.0)));
            assert_eq!(exif(&block(little, 3)), Some((381.0, 381.0)));
        }
        assert_eq!(exif(b"II*\0\xff\xff\xff\xff"), None);
    }
}
