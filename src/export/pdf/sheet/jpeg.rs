//! A JPEG file, which a PDF takes as it is (ISO 32000-1, 7.4.8).

use image::ImageFormat;
use image::metadata::Orientation;
use lopdf::dictionary;

use super::{Sheet, Strip, orientation};

/// Returns the file as a sheet; `None` where it is broken before its pixels, or its colours are those of a printer, which would
/// need another intent than sRGB.
pub(super) fn sheet(bytes: &[u8]) -> Option<Sheet> {
    let Frame { width, height, components } = frame(bytes)?;
    let space = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => return None,
    };
    let kind = dictionary! { "ColorSpace" => space, "BitsPerComponent" => 8, "Filter" => "DCTDecode" };
    let orientation = orientation(bytes, ImageFormat::Jpeg).unwrap_or(Orientation::NoTransforms);
    let strip = Strip { rows: height, kind, data: bytes.to_vec() };
    Some(Sheet::of_strips((width, height), orientation, vec![strip]))
}

/// What the frame header says (ITU-T T.81, B.2.2).
struct Frame {
    width: u32,
    height: u32,
    components: u8,
}

fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut at = 2;
    bytes.starts_with(&[0xff, 0xd8]).then_some(())?;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // A byte that fills up.
            0xff => at += 1,
            // Baseline, extended and progressive frames of Huffman's code; those of others are in no PDF.
            0xc0..=0xc2 => {
                let data = bytes.get(at + 4..at + 10)?;
                let side = |high: usize| u32::from(u16::from_be_bytes([data[high], data[high + 1]]));
                let (height, width) = (side(1), side(3));
                let is_whole = data[0] == 8 && width > 0 && height > 0;
                return is_whole.then_some(Frame { width, height, components: data[5] });
            }
            // The scan, or the end.
            0xd9 | 0xda => return None,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_cut_anywhere_before_the_frame_are_refused() {
        let mut bytes = Vec::new();
        let gray = image::GrayImage::new(9, 5);
        gray.write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
        let whole = sheet(&bytes).unwrap();
        assert_eq!((whole.width, whole.height), (9, 5));
        for end in 0..20 {
            assert!(sheet(&bytes[..end]).is_none(), "{end}");
        }
    }
}
