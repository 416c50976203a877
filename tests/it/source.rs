//! Inputs of every kind through `source::open`: pages, resolutions, text layers, and what is said of bad files.

#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in test functions; these are their builders")]

use std::fs;
use std::path::PathBuf;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};
use phuchoi::document::{Line, PageStatus, Rule, SourceKind};
use phuchoi::recognition::{Reader, RecognitionError, Transcript};
use phuchoi::source::{
    self, FolderContents, OpenOptions, Original, PageContent, Source, SourceError, TextOrigin,
};
use phuchoi::{ReadPage, Reading, read_pages};
use tempfile::TempDir;

/// A folder of its own for each test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn open(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<Source, SourceError> {
        source::open(&self.write(name, bytes), &OpenOptions::default())
    }

    fn page(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<PageContent, SourceError> {
        self.open(name, bytes)?.page(1)
    }
}

/// An image with another gray level in each quarter, so that every turn and mirroring shows.
fn quarters(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let levels = [[10, 80], [160, 240]];
        Luma([levels[usize::from(y >= height / 2)][usize::from(x >= width / 2)]])
    })
}

fn corners(image: &DynamicImage) -> [u8; 4] {
    let gray = image.to_luma8();
    let (x, y) = (gray.width() - 1, gray.height() - 1);
    [(0, 0), (x, 0), (0, y), (x, y)].map(|(x, y)| gray.get_pixel(x, y).0[0])
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn gray(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageLuma8(quarters(width, height))
}

/// CRC-32 as PNG chunks carry it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| (c >> 1) ^ (0xedb8_8320 & (c & 1).wrapping_neg()))
    })
}

fn png_with_resolution(image: &DynamicImage, per_metre: u32) -> Vec<u8> {
    png_with_resolutions(image, [per_metre; 2])
}

/// A PNG with another resolution along each axis.
fn png_with_resolutions(image: &DynamicImage, per_metre: [u32; 2]) -> Vec<u8> {
    let mut bytes = encoded(image, ImageFormat::Png);
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.iter().flat_map(|along| along.to_be_bytes()));
    chunk.push(1);
    let mut whole = 9_u32.to_be_bytes().to_vec();
    whole.extend(&chunk);
    whole.extend(crc(&chunk).to_be_bytes());
    bytes.splice(33..33, whole);
    bytes
}

#[test]
fn images_come_with_their_pixels_and_recorded_resolution() {
    let folder = Folder::new();
    let image = gray(400, 600);
    let mut bitmap = encoded(&DynamicImage::ImageRgb8(image.to_rgb8()), ImageFormat::Bmp);
    for at in [38, 42] {
        bitmap[at..at + 4].copy_from_slice(&7874_u32.to_le_bytes());
    }
    let mut jpeg = encoded(&image, ImageFormat::Jpeg);
    assert_eq!(&jpeg[6..11], b"JFIF\0");
    jpeg[13..18].copy_from_slice(&[1, 0, 150, 0, 150]);
    let cases = [
        ("a.png", png_with_resolution(&image, 11_811), 300.0),
        ("a.bmp", bitmap, 200.0),
        ("a.jpg", jpeg, 150.0),
    ];
    for (name, bytes, dpi) in cases {
        let scan = folder.page(name, bytes).unwrap().image.unwrap();
        assert!((scan.dpi - dpi).abs() < 0.1 && !scan.dpi_estimated, "{name}: {}", scan.dpi);
        let near = corners(&scan.pixels).iter().zip([10, 80, 160, 240]).all(|(a, b)| a.abs_diff(b) < 6);
        assert!(near, "{name}");
    }
    for (name, format) in [("a.pgm", ImageFormat::Pnm), ("a.webp", ImageFormat::WebP)] {
        let scan = folder.page(name, encoded(&image, format)).unwrap().image.unwrap();
        assert!(scan.dpi_estimated, "{name}");
        assert_eq!(corners(&scan.pixels), [10, 80, 160, 240], "{name}");
    }
}

#[test]
fn what_is_transparent_is_white() {
    let clear = RgbaImage::from_pixel(40, 60, Rgba([0, 0, 0, 0]));
    let bytes = encoded(&DynamicImage::ImageRgba8(clear), ImageFormat::Png);
    let scan = Folder::new().page("a.png", bytes).unwrap().image.unwrap();
    assert_eq!(corners(&scan.pixels), [255; 4]);
}

#[test]
fn exif_orientation_is_applied() {
    let mut jpeg = encoded(&gray(64, 96), ImageFormat::Jpeg);
    // Orientation 6: turn 90 degrees clockwise to see it upright.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    segment.extend(exif);
    jpeg.splice(2..2, segment);
    let scan = Folder::new().page("a.jpg", jpeg).unwrap().image.unwrap();
    assert_eq!((scan.pixels.width(), scan.pixels.height()), (96, 64));
    let got = corners(&scan.pixels);
    assert!(got.iter().zip([160, 10, 240, 80]).all(|(a, b)| a.abs_diff(b) < 8), "{got:?}");
}

/// A tag of a TIFF: its number, its type, its value.
type Entry = (u16, u16, u32);

/// A TIFF of one strip a page, little-endian; each page is its tags (tag, type, value) and its strip.
fn tiff(pages: &[(&[Entry], &[u8])], extra: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0".to_vec();
    bytes.extend(8_u32.to_le_bytes());
    let mut at = 8;
    for (index, (tags, strip)) in pages.iter().enumerate() {
        let mut tags = tags.to_vec();
        let directory = 2 + 12 * (tags.len() as u32 + 2) + 4;
        tags.push((273, 4, at + directory));
        tags.push((279, 4, strip.len() as u32));
        tags.sort_unstable();
        bytes.extend((tags.len() as u16).to_le_bytes());
        let end = at + directory + strip.len() as u32;
        for (tag, kind, value) in tags {
            let count = match tag {
                // A palette of two colours and a rational stand in `extra`, at the end of the file.
                320 => 6,
                _ => 1,
            };
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend((count as u32).to_le_bytes());
            let is_far = matches!(tag, 282 | 283 | 320);
            let value = if is_far { value + end } else { value };
            bytes.extend(value.to_le_bytes());
        }
        let next = if index + 1 < pages.len() { end } else { 0 };
        bytes.extend(next.to_le_bytes());
        bytes.extend(*strip);
        at = end;
    }
    bytes.extend(extra);
    bytes
}

const SIZE: [Entry; 6] = [(256, 3, 16), (257, 3, 4), (258, 3, 1), (277, 3, 1), (278, 3, 4), (262, 3, 0)];

fn bits(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    digits
        .chunks(8)
        .map(|byte| byte.iter().enumerate().fold(0, |v, (i, b)| v | (b - b'0') << (7 - i)))
        .collect()
}

/// Four rows of 16 pixels: 4 white, 8 black, 4 white.
fn is_band(page: &PageContent) -> bool {
    let image = page.image.as_ref().unwrap().pixels.to_luma8();
    image.dimensions() == (16, 4)
        && image.enumerate_pixels().all(|(x, _, pixel)| (pixel.0[0] == 0) == (4..12).contains(&x))
}

#[test]
fn fax_tiffs_of_all_kinds_are_read() {
    // T.6: the first row by runs, three rows as the one above, end of block. T.4: white 4, black 8, white 4.
    let t6 = bits("001 1011 000101 1  111 111 111  000000000001 000000000001");
    let row = "1011 000101 1011";
    let mh = bits(&[row, "00"].concat().repeat(4));
    let t4 = bits(&format!("000000000001 {row}").repeat(4));
    let reversed: Vec<u8> = t6.iter().map(|byte| byte.reverse_bits()).collect();
    let plain = [0x0f, 0xf0].repeat(4);
    let cases: [(&str, u32, &[u8], Option<Entry>); 5] = [
        ("T.6", 4, &t6, None),
        ("T.6, lowest bit first", 4, &reversed, Some((266, 3, 2))),
        ("modified Huffman", 2, &mh, None),
        ("T.4", 3, &t4, None),
        ("no compression", 1, &plain, None),
    ];
    let folder = Folder::new();
    for (name, compression, strip, more) in cases {
        let mut tags = SIZE.to_vec();
        tags.push((259, 3, compression));
        tags.extend(more);
        let page = folder.page("a.tif", tiff(&[(&tags, strip)], &[])).unwrap();
        assert!(is_band(&page), "{name}: {:?}", page.image.unwrap().pixels.to_luma8().as_raw());
    }
}

#[test]
fn a_tiff_gives_all_its_pages_and_each_its_resolution() {
    let strip = [0x0f, 0xf0].repeat(4);
    let mut tags = SIZE.to_vec();
    tags.push((259, 3, 1));
    let mut second = tags.clone();
    second.extend([(282, 5, 0), (283, 5, 0), (296, 3, 3)]);
    let mut rational = 100_u32.to_le_bytes().to_vec();
    rational.extend(1_u32.to_le_bytes());
    let folder = Folder::new();
    let source = folder.open("a.tif", tiff(&[(&tags, &strip), (&second, &strip)], &rational)).unwrap();
    assert_eq!((source.info().kind, source.page_count()), (SourceKind::Tiff, 2));
    let (first, second) = (source.page(1).unwrap(), source.page(2).unwrap());
    assert!(is_band(&first) && is_band(&second));
    assert!(first.image.unwrap().dpi_estimated);
    assert!((second.image.unwrap().dpi - 254.0).abs() < 0.1);
    assert!(matches!(source.page(3), Err(SourceError::PageOutOfRange { page: 3, page_count: 2, .. })));
    assert!(matches!(source.page(0), Err(SourceError::PageOutOfRange { .. })));
}

#[test]
fn a_palette_tiff_is_looked_up() {
    let mut tags: Vec<_> = SIZE.iter().copied().filter(|tag| tag.0 != 262).collect();
    tags.extend([(262, 3, 3), (259, 3, 1), (320, 3, 0)]);
    // Colour 0 is white, colour 1 black: all reds, then all greens, then all blues.
    let palette: Vec<u8> =
        [0xffff_u16, 0, 0xffff, 0, 0xffff, 0].iter().flat_map(|v| v.to_le_bytes()).collect();
    let strip = [0x0f, 0xf0].repeat(4);
    let page = Folder::new().page("a.tif", tiff(&[(&tags, &strip)], &palette)).unwrap();
    assert!(is_band(&page));
}

/// A PDF of the given objects, from number 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", index + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    bytes.extend(data);
    bytes.extend(b"\nendstream");
    bytes
}

/// A page of 240 × 360 points with a 300 dpi image of `quarters` to draw as `/Scan`, and Times as `/F`.
fn page_of(content: &str, page_entries: &str) -> Vec<u8> {
    let image = quarters(1000, 1500);
    pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 240 360] {page_entries} /Contents 4 0 R \
                 /Resources << /XObject << /Scan 5 0 R >> /Font << /F 6 0 R >> >> >>"
            )
            .into_bytes(),
            stream("", content.as_bytes()),
            stream(
                "/Type /XObject /Subtype /Image /Width 1000 /Height 1500 /ColorSpace /DeviceGray \
                 /BitsPerComponent 8",
                image.as_raw(),
            ),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>".to_vec(),
        ],
        "",
    )
}

const SCAN: &str = "q 240 0 0 360 0 0 cm /Scan Do Q";

#[test]
fn a_scanned_page_gives_the_scan_s_own_pixels() {
    let cases = [
        ("", (1000, 1500), [10, 80, 160, 240]),
        ("/Rotate 90", (1500, 1000), [160, 10, 240, 80]),
        ("/Rotate 180", (1000, 1500), [240, 160, 80, 10]),
        ("/Rotate 270", (1500, 1000), [80, 240, 10, 160]),
    ];
    let folder = Folder::new();
    for (rotate, size, expected) in cases {
        let page = folder.page("a.pdf", page_of(SCAN, rotate)).unwrap();
        let scan = page.image.unwrap();
        assert_eq!((scan.pixels.width(), scan.pixels.height()), size, "{rotate}");
        assert!((scan.dpi - 300.0).abs() < 0.5 && !scan.dpi_estimated, "{rotate}: {}", scan.dpi);
        assert_eq!(corners(&scan.pixels), expected, "{rotate}");
        assert_eq!(page.text, None);
    }
}

#[test]
fn a_hidden_text_layer_lies_over_its_scan() {
    let text = "BT /F 12 Tf 3 Tr 24 300 Td (Van phong) Tj 0 -20 Td (so 12) Tj ET";
    let folder = Folder::new();
    for (rotate, swapped) in [("", false), ("/Rotate 90", true)] {
        let page = folder.page("a.pdf", page_of(&format!("{SCAN} {text}"), rotate)).unwrap();
        let layer = page.text.unwrap();
        assert_eq!(layer.origin, TextOrigin::Hidden);
        let lines: Vec<_> = layer.lines.iter().map(|line| line.ocr.as_str()).collect();
        assert_eq!(lines, ["Van phong", "so 12"]);
        // 24 points from the left and 60 from the top, at 300 dpi.
        let bbox = layer.lines[0].bbox.unwrap();
        let (left, baseline) = if swapped { (bbox.y0, 1500 - bbox.x0) } else { (bbox.x0, bbox.y1) };
        assert!(left.abs_diff(100) <= 2, "{rotate}: {bbox:?}");
        assert!(baseline.abs_diff(250 + 11) <= 2, "{rotate}: {bbox:?}");
        assert_eq!(page.image.unwrap().pixels.width(), if swapped { 1500 } else { 1000 });
    }
}

#[test]
fn a_caption_over_a_scan_is_not_taken_for_its_text() {
    let text = "BT /F 8 Tf 20 20 Td (Ky boi: Van phong) Tj ET";
    let page = Folder::new().page("a.pdf", page_of(&format!("{SCAN} {text}"), "")).unwrap();
    assert_eq!(page.text.unwrap().origin, TextOrigin::Caption);
}

#[test]
fn a_page_of_drawn_text_is_rasterised_with_its_words_in_place() {
    let text = "BT /F 20 Tf 24 300 Td (Hello world) Tj ET";
    let page = Folder::new().page("a.pdf", page_of(text, "")).unwrap();
    let (scan, layer) = (page.image.unwrap(), page.text.unwrap());
    assert_eq!((scan.pixels.width(), scan.pixels.height(), scan.dpi), (1000, 1500, 300.0));
    assert_eq!(layer.origin, TextOrigin::Drawn);
    let words = &layer.lines[0].words;
    assert_eq!(words.iter().map(|word| word.ocr.as_str()).collect::<Vec<_>>(), ["Hello", "world"]);
    // All ink lies within the words' boxes, and each box holds some.
    let image = scan.pixels.to_luma8();
    let boxes: Vec<_> = words.iter().map(|word| word.bbox.unwrap()).collect();
    let mut ink = vec![0; boxes.len()];
    for (x, y, _) in image.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[0] < 128) {
        let at = boxes.iter().position(|b| (b.x0..b.x1).contains(&x) && (b.y0..b.y1).contains(&y));
        ink[at.unwrap_or_else(|| panic!("ink at {x}, {y} outside {boxes:?}"))] += 1;
    }
    assert!(ink.iter().all(|&count| count > 500), "{ink:?}");
}

#[test]
fn an_overlaid_scan_is_drawn_so_that_nothing_is_lost() {
    let stamp = "q 0 0 0 rg 20 20 40 40 re f Q";
    let page = Folder::new().page("a.pdf", page_of(&format!("{SCAN} {stamp}"), "")).unwrap();
    let image = page.image.unwrap().pixels.to_luma8();
    assert_eq!(image.dimensions(), (1000, 1500));
    assert_eq!(image.get_pixel(160, 1340).0[0], 0, "the stamp is there");
    assert_eq!(image.get_pixel(900, 100).0[0], 80, "and so is the scan");
}

#[test]
fn bad_files_are_named_with_what_is_wrong() {
    let folder = Folder::new();
    let png = encoded(&gray(200, 300), ImageFormat::Png);
    let jpeg = encoded(&gray(200, 300), ImageFormat::Jpeg);
    let whole = page_of(SCAN, "");
    let locked = pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
            format!(
                "<< /Filter /Standard /V 1 /R 2 /P -4 /O <{}> /U <{}> >>",
                "11".repeat(32),
                "22".repeat(32)
            )
            .into_bytes(),
        ],
        &format!("/Encrypt 3 0 R /ID [<{0}> <{0}>]", "00".repeat(16)),
    );
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.pdf", Vec::new(), "is empty"),
        ("cut.pdf", whole[..whole.len() / 2].to_vec(), "truncated"),
        ("broken.pdf", b"%PDF-1.4\nnothing\nstartxref\n0\n%%EOF".to_vec(), "page tree"),
        ("locked.pdf", locked, "protected by a password"),
        ("cut.png", png[..30].to_vec(), "truncated"),
        ("cut.jpg", jpeg[..100].to_vec(), "truncated"),
        ("cut.tif", b"II*\0\x08\0\0\0\x09\0".to_vec(), "truncated"),
        ("report.docx", b"PK\x03\x04....word/document.xml".to_vec(), "Word document"),
        ("scans.zip", b"PK\x03\x04....a.png".to_vec(), "ZIP archive"),
        ("text.png", "Cộng hòa".into(), "holds plain text"),
        ("old.txt", b"ok\nC\xd6ng h\xdfa\n".to_vec(), "line 2 is not UTF-8"),
    ];
    for (name, bytes, expected) in cases {
        let error = folder.page(name, bytes).unwrap_err().to_string();
        assert!(error.contains(expected) && error.contains(name), "{name}: {error}");
    }
    let missing = source::open(&folder.0.path().join("none.pdf"), &OpenOptions::default()).unwrap_err();
    assert!(matches!(missing, SourceError::NotFound { .. }));
    let is_folder = source::open(folder.0.path(), &OpenOptions::default()).unwrap_err();
    assert!(matches!(is_folder, SourceError::IsFolder { .. }));
}

/// The first part of a file.
fn cut(bytes: &[u8], share: f64) -> Vec<u8> {
    bytes[..(bytes.len() as f64 * share) as usize].to_vec()
}

#[test]
fn of_a_scan_that_is_cut_short_the_part_that_is_there_is_given_and_the_rest_is_said() {
    let folder = Folder::new();
    // Grained, so that its data are as long as a scan's.
    let mut grained = quarters(200, 300);
    for (x, y, pixel) in grained.enumerate_pixels_mut() {
        pixel.0[0] += ((x * 7919 + y * y * 31) % 5) as u8;
    }
    let scan = DynamicImage::ImageLuma8(grained.clone());
    let (png, jpeg) = (encoded(&scan, ImageFormat::Png), encoded(&scan, ImageFormat::Jpeg));
    let image = |filter: &str, data: &[u8]| {
        let entries = "/Type /XObject /Subtype /Image /Width 200 /Height 300 /ColorSpace /DeviceGray \
                       /BitsPerComponent 8";
        pdf(
            &[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 48 72] /Contents 4 0 R \
                  /Resources << /XObject << /Scan 5 0 R >> >> >>"
                    .to_vec(),
                stream("", b"q 48 0 0 72 0 0 cm /Scan Do Q"),
                stream(&format!("{entries} {filter}"), data),
            ],
            "",
        )
    };
    let pixels = grained.into_raw();
    // All rows are there, but the checksum before the end chunk is not theirs.
    let mut unsure = png.clone();
    let last = unsure.len() - 13;
    unsure[last] ^= 1;
    let cases = [
        ("unsure.png", unsure),
        ("cut.jpg", cut(&jpeg, 0.9)),
        ("cut.png", cut(&png, 0.6)),
        ("jpeg.pdf", image("/Filter /DCTDecode", &cut(&jpeg, 0.9))),
        ("plain.pdf", image("", &cut(&pixels, 0.6))),
    ];
    for (name, bytes) in cases {
        let page = folder.page(name, bytes).unwrap();
        let said = page.cut_short.unwrap();
        assert!(said.contains(name) && said.contains("only a part"), "{name}: {said}");
        let [left, right, ..] = corners(&page.image.unwrap().pixels);
        assert!(left.abs_diff(10) < 8 && right.abs_diff(80) < 8, "{name}: {left} {right}");
    }
    let endless = png[..png.len() - 12].to_vec();
    let whole = [
        ("whole.jpg", jpeg),
        ("whole.png", png),
        ("without-end.png", endless),
        ("whole.pdf", image("", &pixels)),
    ];
    for (name, bytes) in whole {
        assert_eq!(folder.page(name, bytes).unwrap().cut_short, None, "{name}");
    }
}

#[test]
fn a_scan_packed_in_a_way_that_is_not_known_is_not_taken_for_a_page() {
    let image =
        "/Type /XObject /Subtype /Image /Width 200 /Height 300 /ColorSpace /DeviceGray /BitsPerComponent 8";
    for filter in
        ["/Filter /NoSuchDecode", "/Filter [/NoSuchDecode]", "/Filter [/ASCIIHexDecode /NoSuchDecode]"]
    {
        let entries = format!("{image} {filter}");
        let bytes = pdf(
            &[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 48 72] /Contents 4 0 R \
                  /Resources << /XObject << /Scan 5 0 R >> >> >>"
                    .to_vec(),
                stream("", b"q 48 0 0 72 0 0 cm /Scan Do Q"),
                stream(&entries, &b"7f".repeat(60_000)),
            ],
            "",
        );
        let error = Folder::new().page("a.pdf", bytes).unwrap_err().to_string();
        assert!(error.contains("packed in a way that is not known"), "{filter}: {error}");
    }
}

/// Reads one line, whatever it is shown.
struct OneLine;

impl Reader for OneLine {
    fn read(&mut self, _: &GrayImage, _: f32, _: &[Rule]) -> Result<Transcript, RecognitionError> {
        Ok(Transcript { lines: vec![Line::from_text("Độc lập")], left_out: Vec::new() })
    }
}

#[test]
fn what_was_read_of_a_scan_that_is_cut_short_is_kept_and_its_page_counts_as_failed() {
    let jpeg = fs::read("fixtures/quyet-dinh/level-1/page-01.jpg").unwrap();
    let source = Folder::new().open("a.jpg", cut(&jpeg, 0.6)).unwrap();
    let read = read_pages(&source, 1, &Reading::default(), &mut None, &mut || Ok(OneLine), &mut |_, _, _| {});
    let ReadPage { page, warning } = read.unwrap().remove(0);
    assert_eq!(page.status, PageStatus::Failed);
    assert_eq!(page.lines[0].ocr, "Độc lập");
    assert_eq!(warning.unwrap().code, "cut-short");
}

#[test]
fn of_a_fax_that_is_cut_short_the_rows_that_are_there_are_given() {
    // In group 4 a row like the one above it is one bit, and the first one's is white.
    let tags = [(256, 4, 8), (257, 4, 64), (258, 3, 1), (259, 3, 4), (262, 3, 0), (278, 4, 64)];
    let whole = [0xff; 8];
    let page = Folder::new().page("a.tif", tiff(&[(&tags, &whole)], &[])).unwrap();
    assert_eq!(page.cut_short, None);
    let page = Folder::new().page("a.tif", tiff(&[(&tags, &whole[..4])], &[])).unwrap();
    assert!(page.cut_short.is_some_and(|said| said.contains("32 of 64 rows")));
}

#[test]
fn what_a_tiff_s_pixels_say_and_cannot_be_shown_is_not_taken_for_a_blank_page() {
    let folder = Folder::new();
    let odd = [(256, 4, 8), (257, 4, 8), (258, 3, 3), (259, 3, 1), (262, 3, 1), (278, 4, 8)];
    let error = folder.page("odd.tif", tiff(&[(&odd, &[0; 64])], &[])).unwrap_err().to_string();
    assert!(error.contains("odd.tif"), "{error}");
    let short = [(256, 4, 8), (257, 4, 8), (258, 3, 8), (259, 3, 1), (262, 3, 3), (278, 4, 8), (320, 3, 0)];
    let two_colours = [0; 12];
    let error = folder.page("short.tif", tiff(&[(&short, &[9; 64])], &two_colours)).unwrap_err().to_string();
    assert!(error.contains("palette"), "{error}");
}

#[test]
fn what_is_no_file_is_refused_and_not_waited_for() {
    for path in ["/dev/zero", "/dev/null"] {
        let error = source::open(path.as_ref(), &OpenOptions::default()).unwrap_err();
        assert!(matches!(error, SourceError::NotAFile { .. }), "{path}: {error}");
    }
}

#[test]
fn texts_and_page_counts_beyond_all_measure_are_refused() {
    let folder = Folder::new();
    let error = folder.open("long.txt", vec![b'a'; 18 << 20]).unwrap_err();
    assert!(matches!(error, SourceError::TooLong { megabytes: 18, .. }), "{error}");
    let error = folder.open("pages.txt", "a\n\u{c}".repeat(200_000)).unwrap_err();
    assert!(matches!(error, SourceError::TooManyPages { page_count: 200_000, .. }), "{error}");
}

#[test]
fn a_text_cut_short_within_a_letter_is_called_truncated() {
    let text = "Độc lập - Tự do - Hạnh phú".as_bytes();
    let error = Folder::new().open("a.txt", &text[..text.len() - 1]).unwrap_err();
    assert!(matches!(error, SourceError::Truncated { .. }), "{error}");
}

#[test]
fn content_counts_more_than_the_name() {
    let page = Folder::new().page("scan.pdf", encoded(&gray(200, 300), ImageFormat::Png)).unwrap();
    assert_eq!(page.image.unwrap().pixels.width(), 200);
}

#[test]
fn too_many_pixels_are_refused_before_they_are_decoded() {
    let folder = Folder::new();
    let path = folder.write("a.png", encoded(&gray(200, 300), ImageFormat::Png));
    let options = OpenOptions { pixel_limit: 50_000, ..OpenOptions::default() };
    let error = source::open(&path, &options).unwrap().page(1).unwrap_err();
    assert!(matches!(error, SourceError::TooManyPixels { width: 200, height: 300, .. }));
    let path = folder.write("a.pdf", page_of(SCAN, ""));
    let error = source::open(&path, &options).unwrap().page(1).unwrap_err();
    assert!(matches!(error, SourceError::TooManyPixels { width: 1000, page: Some(1), .. }));
}

#[test]
fn pixels_are_counted_once_they_are_square() {
    let folder = Folder::new();
    // 60 and 1200 dpi: stretched to square pixels its 20 rows are 400.
    let path = folder.write("a.png", png_with_resolutions(&gray(200, 20), [47_244, 2362]));
    let open = |pixel_limit| {
        source::open(&path, &OpenOptions { pixel_limit, ..OpenOptions::default() }).unwrap().page(1)
    };
    let error = open(79_999).unwrap_err();
    assert!(matches!(error, SourceError::TooManyPixels { width: 200, height: 400, .. }), "{error}");
    assert_eq!(open(80_000).unwrap().image.unwrap().pixels.height(), 400);
}

#[test]
fn a_scan_that_is_larger_than_its_page_says_is_refused() {
    // 24 pixels wide by its entry, 1728 by its fax parameters: 32 white rows (T.6), each the same as the one before.
    let fax = stream(
        "/Type /XObject /Subtype /Image /Width 24 /Height 32 /ColorSpace /DeviceGray /BitsPerComponent 1 \
         /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 1728 /Rows 32 >>",
        &[0xff; 4],
    );
    let bytes = pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 240 360] /Contents 4 0 R \
              /Resources << /XObject << /Scan 5 0 R >> >> >>"
                .to_vec(),
            stream("", SCAN.as_bytes()),
            fax,
        ],
        "",
    );
    let folder = Folder::new();
    let path = folder.write("a.pdf", bytes);
    let options = OpenOptions { pixel_limit: 50_000, ..OpenOptions::default() };
    let error = source::open(&path, &options).unwrap().page(1).unwrap_err();
    assert!(matches!(error, SourceError::TooManyPixels { width: 1728, height: 32, .. }), "{error}");
}

#[test]
fn a_page_that_is_drawn_keeps_to_the_limit_of_pixels() {
    let bytes = page_of("BT /F 12 Tf 40 300 Td (text) Tj ET", "/CropBox [0 0 163 199]");
    let folder = Folder::new();
    let path = folder.write("a.pdf", bytes);
    for pixel_limit in 40_000..40_100 {
        let options = OpenOptions { pixel_limit, ..OpenOptions::default() };
        let pixels = source::open(&path, &options).unwrap().page(1).unwrap().image.unwrap().pixels;
        let drawn = u64::from(pixels.width()) * u64::from(pixels.height());
        assert!(drawn <= pixel_limit, "{drawn} of {pixel_limit}");
        assert!(drawn > pixel_limit - 400, "{drawn} of {pixel_limit}: as fine as the limit lets it be");
    }
}

#[test]
fn the_images_of_a_folder_are_one_document() {
    let folder = Folder::new();
    let paths = vec![
        folder.write("page-2.png", encoded(&gray(200, 300), ImageFormat::Png)),
        folder.write("page-10.png", b"\x89PNG\r\n\x1a\nbroken"),
        folder.write("page-11.png", encoded(&gray(210, 300), ImageFormat::Png)),
    ];
    let hashes: Vec<u8> =
        paths.iter().flat_map(|path| *blake3::hash(&fs::read(path).unwrap()).as_bytes()).collect();
    let source = Source::folder(paths);
    assert_eq!((source.info().kind, source.page_count()), (SourceKind::Folder, 3));
    assert_eq!(source.info().blake3, blake3::hash(&hashes).to_hex().to_string());
    assert_eq!(source.page(1).unwrap().image.unwrap().pixels.width(), 200);
    assert!(source.page(2).unwrap_err().to_string().contains("page-10.png"));
    let third = source.page(3).unwrap();
    assert_eq!((third.number, third.image.unwrap().pixels.width()), (3, 210));
}

#[test]
fn a_file_of_many_pages_in_a_folder_is_read_once() {
    let folder = Folder::new();
    let strip = [0x0f, 0xf0].repeat(4);
    let mut tags = SIZE.to_vec();
    tags.push((259, 3, 1));
    let paths = vec![folder.write("a.tif", tiff(&[(&tags, &strip), (&tags, &strip)], &[]))];
    let source = Source::folder(paths.clone());
    fs::remove_file(&paths[0]).unwrap();
    for number in [1, 2] {
        assert!(source.page(number).unwrap().image.is_some(), "page {number}");
        assert!(matches!(source.original(number).unwrap(), Original::Tiff(..)));
    }

    let known = source.folder_contents();
    assert_eq!(known.page_counts, Some(vec![2]));
    let again = Source::folder_with(paths, &known, &OpenOptions::default());
    assert_eq!(again.info(), source.info(), "nothing need be read to know that");
    assert!(again.page(1).unwrap_err().to_string().contains("a.tif"), "but a page must be");
}

#[test]
fn of_images_of_a_folder_whose_hash_is_known_only_the_beginning_is_read_before_their_pages() {
    let folder = Folder::new();
    let paths = vec![folder.write("a.png", b"\x89PNG\r\n\x1a\nbroken"), folder.0.path().join("none.jpg")];
    let known = FolderContents { blake3: Some("known".to_owned()), page_counts: None };
    let source = Source::folder_with(paths, &known, &OpenOptions::default());
    assert_eq!((source.info().blake3.as_str(), source.page_count()), ("known", 2));
}

#[test]
fn texts_are_read_in_their_encodings() {
    let folder = Folder::new();
    let text = "Cộng hòa\r\nĐộc lập\n";
    let mut with_mark = vec![0xef, 0xbb, 0xbf];
    with_mark.extend(text.bytes());
    let wide = |big: bool| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>()
    };
    for bytes in [text.into(), with_mark, wide(false), wide(true)] {
        let page = folder.page("a.txt", bytes).unwrap();
        let layer = page.text.unwrap();
        assert_eq!(layer.origin, TextOrigin::File);
        let lines: Vec<_> = layer.lines.iter().map(|line| line.ocr.as_str()).collect();
        assert_eq!((lines, page.image), (vec!["Cộng hòa", "Độc lập"], None));
    }
}
