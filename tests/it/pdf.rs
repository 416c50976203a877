//! Searchable PDFs: the scan is in them untouched, the restored words at their places, and what stood there before gives way.

use std::io::Cursor;
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageEncoder, ImageFormat, RgbImage};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Dictionary, Document as Pdf, Object, Stream, dictionary};
use phuchoi::document::{
    Basis, BasisKind, BoundingBox, DateField, Document, Field, Line, Page, PageStatus, Section, SourceInfo,
    SourceKind, Text, Word,
};
use phuchoi::export::page_image::{self, PageImage};
use phuchoi::export::pdf::{self, Bound, OldPage, Original, PdfError, Sheet};
use phuchoi::source::{self, OpenOptions, Placement, Source};
use proptest::prelude::*;

const DPI: f32 = 150.0;
/// A fax of 17 strips a page.
const STRIPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/quyet-dinh/level-0.tif");
/// Pixels of two millimetres at that resolution.
const NEAR: f64 = 2.0 / 25.4 * DPI as f64;
const WIDTH: u32 = 800;
const HEIGHT: u32 = 1000;

fn document(pages: Vec<Page>, page_count: u32) -> Document {
    let blake3 = blake3::hash(b"scan").to_hex().to_string();
    Document::new(
        SourceInfo { path: "bao-cao.jpg".to_owned(), blake3, kind: SourceKind::Image, page_count },
        pages,
    )
}

/// A page of lines, each word of them with its box.
fn page(number: u32, lines: &[Vec<(&str, BoundingBox)>]) -> Page {
    let line = |words: &Vec<(&str, BoundingBox)>| {
        let text = words.iter().map(|(text, _)| *text).collect::<Vec<_>>().join(" ");
        let mut line = Line::from_text(&text);
        line.part_into_words();
        for (word, (_, bbox)) in line.words.iter_mut().zip(words) {
            word.bbox = Some(*bbox);
        }
        line.bbox = words.iter().map(|(_, bbox)| *bbox).reduce(BoundingBox::union);
        line
    };
    Page {
        width: Some(WIDTH),
        height: Some(HEIGHT),
        dpi: Some(DPI),
        status: PageStatus::Recognised,
        basis: Some(Basis { witness: BasisKind::Image, reason: String::new() }),
        ..Page::of_text(number, lines.iter().map(line).collect())
    }
}

/// A scan with something on it.
fn scan() -> GrayImage {
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| image::Luma([(200 + (x * 7 + y * 13) % 50) as u8]))
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).expect("written to memory");
    bytes
}

fn opened(name: &str, bytes: Vec<u8>) -> Source {
    source::open_bytes(Path::new(name), bytes, &OpenOptions::default()).expect("it opens")
}

fn sheet(bytes: &[u8], format: ImageFormat, index: u32) -> Sheet {
    let decode = || {
        let content = opened("scan", bytes.to_vec()).page(index + 1).map_err(|error| error.to_string())?;
        Ok(content.image.expect("an image").pixels)
    };
    Sheet::of(&Original { bytes, format, index }, decode).expect("packed")
}

fn bound(document: &Document) -> Bound {
    let jpeg = encoded(&scan().into(), ImageFormat::Jpeg);
    pdf::bind(document, |_| Ok(sheet(&jpeg, ImageFormat::Jpeg, 0))).expect("bound")
}

/// The words that a PDF's page says, with their boxes in the pixels of its scan.
pub(crate) fn words_of(bytes: &[u8], number: u32) -> Vec<Word> {
    let content = opened("bound.pdf", bytes.to_vec()).page(number).expect("a page");
    content.text.map_or(Vec::new(), |text| text.lines.into_iter().flat_map(|line| line.words).collect())
}

pub(crate) fn texts(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// Where a box of the scan comes to lie when it is turned clockwise.
fn turned(bbox: BoundingBox, turn: u16) -> BoundingBox {
    let BoundingBox { x0, y0, x1, y1 } = bbox;
    match turn {
        90 => BoundingBox::new(HEIGHT - y1, x0, HEIGHT - y0, x1),
        180 => BoundingBox::new(WIDTH - x1, HEIGHT - y1, WIDTH - x0, HEIGHT - y0),
        270 => BoundingBox::new(y0, WIDTH - x1, y1, WIDTH - x0),
        _ => bbox,
    }
}

/// How far the furthest of two boxes' sides lie apart.
fn distance(a: BoundingBox, b: BoundingBox) -> f64 {
    let apart = [(a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)].map(|(a, b)| a.abs_diff(b));
    apart.into_iter().max().map_or(0.0, f64::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However a page lay on the glass, each word is found, whole, at its print.
    #[test]
    fn words_are_read_back_from_their_places(
        lines in prop::collection::vec(prop::collection::vec("[a-zA-ZĂÂĐÊÔƠƯăâđêôơưếạịốữỹỵ0-9]{1,9}", 1..5), 1..6),
        turn in prop::sample::select(vec![0_u16, 90, 180, 270]),
        skew in -3.0_f32..3.0,
    ) {
        let slope = f64::from(skew).to_radians().tan();
        // Upright, lines lie 60 pixels apart, and letters are 12 pixels wide and 26 high.
        let (width, height) = if turn % 180 == 0 { (WIDTH, HEIGHT) } else { (HEIGHT, WIDTH) };
        let mut placed = Vec::new();
        for (line, row) in lines.iter().zip(1..) {
            let mut left = 60;
            let mut words = Vec::new();
            for text in line {
                let right = left + 12 * text.chars().count() as u32;
                let (fall, further) = ((f64::from(left) * slope) as i32, (f64::from(right) * slope) as i32);
                let top: u32 = 60 * row + 60;
                let bbox = BoundingBox::new(
                    left,
                    top.saturating_add_signed(fall.min(further)),
                    right,
                    (top + 26).saturating_add_signed(fall.max(further)),
                );
                words.push((text.as_str(), bbox));
                left = right + 10;
            }
            placed.push(words);
        }
        // As they lie on the scan: turned back.
        let back = |bbox: BoundingBox| {
            let BoundingBox { x0, y0, x1, y1 } = bbox;
            match turn {
                90 => BoundingBox::new(y0, width - x1, y1, width - x0),
                180 => BoundingBox::new(width - x1, height - y1, width - x0, height - y0),
                270 => BoundingBox::new(height - y1, x0, height - y0, x1),
                _ => bbox,
            }
        };
        let on_scan: Vec<Vec<_>> =
            placed.iter().map(|words| words.iter().map(|(text, bbox)| (*text, back(*bbox))).collect()).collect();
        let page = Page { rotation: turn, skew, ..page(1, &on_scan) };
        let bound = bound(&document(vec![page], 1));
        let read = words_of(&bound.bytes, 1);
        let expected: Vec<_> = placed.iter().flatten().collect();
        prop_assert_eq!(texts(&read), expected.iter().map(|(text, _)| *text).collect::<Vec<_>>());
        for (word, (text, bbox)) in read.iter().zip(&expected) {
            let apart = distance(word.bbox.expect("a box"), *bbox);
            prop_assert!(apart <= NEAR, "{} lies {} pixels off: {:?} for {:?}", text, apart, word.bbox, bbox);
        }
        prop_assert_eq!(bound.obstacles, Vec::<String>::new());
    }
}

#[test]
fn every_kind_of_image_shows_the_pixels_that_were_read() {
    let gray = DynamicImage::ImageLuma8(scan());
    let colour = DynamicImage::ImageRgb8(RgbImage::from_fn(90, 70, |x, y| {
        image::Rgb([(x * 2) as u8, (y * 3) as u8, (x + y) as u8])
    }));
    let print =
        GrayImage::from_fn(90, 70, |x, y| image::Luma([if (x / 5 + y / 7) % 2 == 0 { 255 } else { 0 }]));
    let see_through = DynamicImage::ImageRgba8(image::RgbaImage::from_fn(60, 50, |x, y| {
        image::Rgba([x as u8, y as u8, 9, (x * 4) as u8])
    }));
    let deep = DynamicImage::ImageLuma16(image::ImageBuffer::from_fn(60, 50, |x, y| {
        image::Luma([(x * 1000 + y) as u16])
    }));
    let fax = PageImage::encode(1, &print, 150.0, 128, &[page_image::ImageFormat::Tif])
        .expect("encoded")
        .remove(0)
        .bytes;
    let cases = [
        ("gray.jpg", encoded(&gray, ImageFormat::Jpeg), ImageFormat::Jpeg),
        ("colour.jpg", encoded(&colour, ImageFormat::Jpeg), ImageFormat::Jpeg),
        ("turned.jpg", with_orientation(&colour, Orientation::Rotate90), ImageFormat::Jpeg),
        ("mirrored.jpg", with_orientation(&colour, Orientation::Rotate270FlipH), ImageFormat::Jpeg),
        ("gray.png", encoded(&gray, ImageFormat::Png), ImageFormat::Png),
        ("colour.png", encoded(&colour, ImageFormat::Png), ImageFormat::Png),
        ("see-through.png", encoded(&see_through, ImageFormat::Png), ImageFormat::Png),
        ("deep.png", encoded(&deep, ImageFormat::Png), ImageFormat::Png),
        ("palette.png", indexed(), ImageFormat::Png),
        ("colour.bmp", encoded(&colour, ImageFormat::Bmp), ImageFormat::Bmp),
        ("print.pgm", encoded(&print.clone().into(), ImageFormat::Pnm), ImageFormat::Pnm),
        ("colour.webp", encoded(&colour, ImageFormat::WebP), ImageFormat::WebP),
        ("fax.tif", fax, ImageFormat::Tiff),
        ("strips.tif", std::fs::read(STRIPS).expect("a fixture"), ImageFormat::Tiff),
    ];
    for (name, bytes, format) in cases {
        let read = opened(name, bytes.clone()).page(1).expect("a page").image.expect("an image");
        let page = Page {
            width: Some(read.pixels.width()),
            height: Some(read.pixels.height()),
            dpi: Some(read.dpi),
            ..page(1, &[])
        };
        let bound = pdf::bind(&document(vec![page], 1), |_| Ok(sheet(&bytes, format, 0))).expect("bound");
        let shown = opened("bound.pdf", bound.bytes).page(1).expect("a page").image.expect("an image");
        assert_eq!(shown.pixels.to_rgb8().dimensions(), read.pixels.to_rgb8().dimensions(), "{name}");
        // Two decoders of JPEG may differ by rounding.
        let limit = if format == ImageFormat::Jpeg { 4 } else { 0 };
        let (shown, read) = (shown.pixels.to_rgb8().into_raw(), read.pixels.to_rgb8().into_raw());
        let apart = shown.iter().zip(&read).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default();
        assert!(apart <= limit, "{name}: {apart}");
    }
}

/// A JPEG whose Exif block says how it is to be turned.
fn with_orientation(image: &DynamicImage, orientation: Orientation) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95);
    // One entry: tag 0x0112, a short, one of it.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation.to_exif(), 0, 0, 0, 0, 0, 0, 0]);
    encoder.set_exif_metadata(exif).expect("an Exif block");
    encoder.encode_image(image).expect("encoded");
    bytes
}

/// A PNG of three colours.
fn indexed() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 40, 30);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_palette(vec![255, 255, 255, 200, 0, 0, 0, 0, 90]);
    let mut writer = encoder.write_header().expect("written to memory");
    let rows: Vec<u8> = (0..10 * 30).map(|at| if at % 3 == 0 { 0b0001_1000 } else { 0b0100_0010 }).collect();
    writer.write_image_data(&rows).expect("written to memory");
    writer.finish().expect("written to memory");
    bytes
}

#[test]
fn a_jpeg_is_in_the_pdf_byte_for_byte() {
    let jpeg = encoded(&scan().into(), ImageFormat::Jpeg);
    let bound = bound(&document(vec![page(1, &[])], 1));
    assert_eq!(images_of(&bound.bytes), [jpeg]);
}

#[test]
fn the_strips_of_a_fax_are_one_image_without_seams() {
    let bytes = std::fs::read(STRIPS).expect("a fixture");
    let bound = pdf::bind(&document(vec![page(1, &[])], 1), |_| Ok(sheet(&bytes, ImageFormat::Tiff, 0)));
    assert_eq!(images_of(&bound.expect("bound").bytes).len(), 1);
}

/// The data of a PDF's images as they are in the file.
fn images_of(bytes: &[u8]) -> Vec<Vec<u8>> {
    let pdf = Pdf::load_mem(bytes).expect("it loads");
    let is_image =
        |stream: &&Stream| stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image");
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    streams.filter(is_image).map(|stream| stream.content.clone()).collect()
}

#[test]
fn the_pages_of_a_tiff_are_bound_in_their_order() {
    let words = |text| vec![vec![(text, BoundingBox::new(100, 100, 180, 126))]];
    let pages = vec![page(1, &words("một")), Page { scan: 2, ..page(2, &words("hai")) }];
    let bound = bound(&document(pages, 2));
    assert_eq!(texts(&words_of(&bound.bytes, 1)), ["một"]);
    assert_eq!(texts(&words_of(&bound.bytes, 2)), ["hai"]);
}

#[test]
fn both_pages_of_a_spread_lie_on_its_scan() {
    let half = |number, text, x0| Page {
        scan: 1,
        part: Some(BoundingBox::new(x0, 0, x0 + WIDTH / 2, HEIGHT)),
        width: Some(WIDTH / 2),
        ..page(number, &[vec![(text, BoundingBox::new(100, 100, 180, 126))]])
    };
    let bound = bound(&document(vec![half(1, "trái", 0), half(2, "phải", WIDTH / 2)], 1));
    let read = words_of(&bound.bytes, 1);
    assert_eq!(texts(&read), ["trái", "phải"]);
    let left = read.iter().map(|word| word.bbox.expect("a box").x0).collect::<Vec<_>>();
    assert!(left[0].abs_diff(100) < 4 && left[1].abs_diff(100 + WIDTH / 2) < 4, "{left:?}");
}

#[test]
fn it_tells_what_the_document_is_and_where_its_headings_are() {
    let mut document = document(vec![page(1, &[vec![("I.", BoundingBox::new(100, 400, 130, 426))]])], 1);
    document.letterhead.kind = Some(Field::bare("BÁO CÁO"));
    document.letterhead.subject = Some(Field::bare("Tổng kết & đánh giá"));
    document.letterhead.number = Some(Field::bare("12/BC-VP"));
    document.letterhead.date = Some(DateField { iso: Some("2023-12-18".to_owned()), ..DateField::default() });
    let section = |label: &str, children| Section {
        level: 1,
        label: Text::bare(label),
        title: Text::bare("Kết quả"),
        page: 1,
        line: 1,
        block: None,
        paragraphs: Vec::new(),
        children,
    };
    document.sections = vec![section("I", vec![section("1", Vec::new())]), section("II", Vec::new())];
    let bytes = bound(&document).bytes;
    let pdf = Pdf::load_mem(&bytes).expect("it loads");
    let packet = pdf
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .find(|stream| stream.dict.get(b"Type").and_then(Object::as_name).ok() == Some(b"Metadata"))
        .expect("a packet");
    let packet = std::str::from_utf8(&packet.content).expect("UTF-8");
    for told in [
        "BÁO CÁO Tổng kết &amp; đánh giá",
        "12/BC-VP",
        "2023-12-18",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>B<",
    ] {
        assert!(packet.contains(told), "{told} in {packet}");
    }
    roxmltree::Document::parse(packet.trim_start_matches(|c| c != '<')).expect("XML");
    let titles = |of: &Dictionary| {
        let mut titles = Vec::new();
        let mut next = of.get(b"First").and_then(Object::as_reference).ok();
        while let Some(entry) = next.map(|id| pdf.get_dictionary(id).expect("an entry")) {
            titles.push((
                lopdf::decode_text_string(entry.get(b"Title").expect("a title")).expect("text"),
                entry,
            ));
            next = entry.get(b"Next").and_then(Object::as_reference).ok();
        }
        titles
    };
    let root = pdf.catalog().and_then(|catalog| catalog.get(b"Outlines")).and_then(Object::as_reference);
    let top = titles(pdf.get_dictionary(root.expect("an outline")).expect("an outline"));
    assert_eq!(
        top.iter().map(|(title, _)| title.as_str()).collect::<Vec<_>>(),
        ["I. Kết quả", "II. Kết quả"]
    );
    assert_eq!(titles(top[0].1).len(), 1);
    let place = top[0].1.get(b"Dest").and_then(Object::as_array).expect("a place");
    let height = place[3].as_float().expect("a height");
    assert!((height - (HEIGHT - 400) as f32 * 72.0 / DPI).abs() < 0.1, "{height}");
}

#[test]
fn the_same_document_gives_the_same_bytes_and_another_another_identifier() {
    let of = |text| {
        bound(&document(vec![page(1, &[vec![(text, BoundingBox::new(100, 100, 180, 126))]])], 1)).bytes
    };
    assert_eq!(of("Việt"), of("Việt"));
    let identifier =
        |bytes: &[u8]| Pdf::load_mem(bytes).expect("it loads").trailer.get(b"ID").expect("one").clone();
    assert_ne!(identifier(&of("Việt")), identifier(&of("Nam")));
}

/// A PDF of one page: a scan, and what else is drawn.
pub(crate) fn made(drawn: &str) -> Pdf {
    let mut pdf = Pdf::with_version("1.4");
    let tree = pdf.new_object_id();
    let image = pdf.add_object(
        Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(WIDTH), "Height" => i64::from(HEIGHT),
                "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            },
            encoded(&scan().into(), ImageFormat::Jpeg),
        )
        .with_compression(false),
    );
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let (width, height) =
        (f64::from(WIDTH) * 72.0 / f64::from(DPI), f64::from(HEIGHT) * 72.0 / f64::from(DPI));
    let content = drawn.replace("SCAN", &format!("q {width} 0 0 {height} 0 0 cm /Im Do Q"));
    let content = pdf.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), Object::Real(width as f32), Object::Real(height as f32)],
        "Resources" => dictionary! {
            "XObject" => dictionary! { "Im" => image }, "Font" => dictionary! { "F" => font },
        },
    });
    pdf.objects
        .insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    pdf
}

pub(crate) fn saved(pdf: &mut Pdf) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).expect("written to memory");
    bytes
}

pub(crate) fn overlaid(bytes: &[u8], document: &Document) -> Result<Bound, PdfError> {
    let source = opened("old.pdf", bytes.to_vec());
    let old = |Placement { to_user, origin, .. }| OldPage {
        to_user,
        is_drawn: origin == source::TextOrigin::Drawn,
        restored: None,
    };
    pdf::overlay(document, bytes, vec![source.placement(1).map(old)])
}

pub(crate) const HIDDEN: &str = "SCAN BT /F 9 Tf 3 Tr 60 400 Td (Bao cao) Tj ET";

pub(crate) fn report() -> Document {
    let words =
        vec![("Báo", BoundingBox::new(100, 100, 150, 126)), ("cáo", BoundingBox::new(160, 100, 210, 126))];
    document(vec![page(1, &[words])], 1)
}

#[test]
fn another_engines_hidden_text_gives_way() {
    for drawn in [HIDDEN, "BT /F 9 Tf 60 400 Td (Bao cao) Tj ET SCAN"] {
        let bytes = saved(&mut made(drawn));
        assert_eq!(texts(&words_of(&bytes, 1)), ["Bao", "cao"]);
        let bound = overlaid(&bytes, &report()).expect("bound");
        let read = words_of(&bound.bytes, 1);
        assert_eq!(texts(&read), ["Báo", "cáo"]);
        let apart = distance(read[0].bbox.expect("a box"), BoundingBox::new(100, 100, 150, 126));
        assert!(apart <= NEAR, "{:?}", read[0].bbox);
        assert_eq!(images_of(&bound.bytes), images_of(&bytes));
        assert_eq!(bound.obstacles, Vec::<String>::new(), "its font is gone with its text");
    }
}

#[test]
fn where_nothing_was_read_the_hidden_text_stays() {
    let bytes = saved(&mut made(HIDDEN));
    let bound = overlaid(&bytes, &document(vec![page(1, &[])], 1)).expect("bound");
    assert_eq!(texts(&words_of(&bound.bytes, 1)), ["Bao", "cao"]);
}

/// The content of a PDF's first page, as it is once decoded.
fn content_of(bytes: &[u8]) -> String {
    let pdf = Pdf::load_mem(bytes).expect("it loads");
    let page = pdf.page_iter().next().expect("a page");
    String::from_utf8_lossy(&pdf.get_page_content(page)).into_owned()
}

fn is_tagged(bytes: &[u8]) -> bool {
    let pdf = Pdf::load_mem(bytes).expect("it loads");
    pdf.catalog().expect("a catalog").has(b"MarkInfo")
}

#[test]
fn the_words_of_a_scanned_pdf_are_tagged_and_its_picture_is_an_artifact() {
    let bound = overlaid(&saved(&mut made(HIDDEN)), &report()).expect("bound").bytes;
    assert!(is_tagged(&bound));
    let content = content_of(&bound);
    let order = ["/Artifact BMC", "/Im Do", "EMC", "/P<</MCID 0>>BDC", "BT", "ET", "EMC"];
    let mut rest = content.as_str();
    for mark in order {
        let (_, after) = rest.split_once(mark).unwrap_or_else(|| panic!("{mark} is lacking: {content}"));
        rest = after;
    }
}

#[test]
fn tags_that_were_there_stay_and_drawn_pages_get_none() {
    let mut tagged = made(HIDDEN);
    let root = tagged.add_object(dictionary! { "Type" => "StructTreeRoot" });
    tagged.catalog_mut().expect("a catalog").set("StructTreeRoot", root);
    let bound = overlaid(&saved(&mut tagged), &report()).expect("bound").bytes;
    assert!(!content_of(&bound).contains("MCID"));
    let drawn = saved(&mut made("BT /F 12 Tf 60 400 Td (Bao cao nam nay) Tj ET"));
    let bound = overlaid(&drawn, &report()).expect("bound").bytes;
    assert!(!is_tagged(&bound) && !content_of(&bound).contains("MCID"));
}

#[test]
fn a_pdf_without_bookmarks_gets_those_of_the_headings() {
    let mut document = report();
    document.sections.push(Section {
        level: 1,
        label: Text::bare("I"),
        title: Text::bare("Kết quả"),
        page: 1,
        line: 1,
        block: None,
        paragraphs: Vec::new(),
        children: Vec::new(),
    });
    let bound = overlaid(&saved(&mut made(HIDDEN)), &document).expect("bound");
    let pdf = Pdf::load_mem(&bound.bytes).expect("it loads");
    let root = pdf.catalog().and_then(|catalog| catalog.get(b"Outlines")).and_then(Object::as_reference);
    let root = pdf.get_dictionary(root.expect("an outline")).expect("it was not pruned");
    let first = root.get(b"First").and_then(Object::as_reference).expect("an entry");
    let title = pdf.get_dictionary(first).and_then(|entry| entry.get(b"Title")).expect("a title");
    assert_eq!(lopdf::decode_text_string(title).expect("text"), "I. Kết quả");
}

#[test]
fn a_caption_that_is_seen_stays_and_no_archive_is_promised_its_font() {
    let bytes = saved(&mut made(&format!("{HIDDEN} BT /F 9 Tf 0 Tr 60 40 Td (Signed by) Tj ET")));
    let bound = overlaid(&bytes, &report()).expect("bound");
    // The caption was drawn first, and stands at the foot.
    assert_eq!(texts(&words_of(&bound.bytes, 1)), ["Báo", "cáo", "Signed", "by"]);
    assert!(
        matches!(bound.obstacles.as_slice(), [one] if one.contains("Helvetica")),
        "{:?}",
        bound.obstacles
    );
}

#[test]
fn a_sideways_page_comes_to_stand_upright_with_its_words() {
    let bytes = saved(&mut made("SCAN"));
    let bbox = BoundingBox::new(100, 200, 126, 300);
    let page = Page { rotation: 90, ..page(1, &[vec![("Việt", bbox)]]) };
    let bound = overlaid(&bytes, &document(vec![page], 1)).expect("bound");
    let read = words_of(&bound.bytes, 1);
    assert_eq!(texts(&read), ["Việt"]);
    let apart = distance(read[0].bbox.expect("a box"), turned(bbox, 90));
    assert!(apart <= NEAR, "{:?} for {:?}", read[0].bbox, turned(bbox, 90));
}

#[test]
fn a_drawn_page_that_says_what_the_record_says_is_left_alone() {
    let bytes = saved(&mut made("BT /F 12 Tf 60 400 Td (Bao cao nam nay) Tj ET"));
    let content = |bytes: &[u8]| {
        let pdf = Pdf::load_mem(bytes).expect("it loads");
        let id = pdf.page_iter().next().expect("a page");
        pdf.get_page_content(id)
    };
    let mut document = report();
    document.pages[0].basis = Some(Basis { witness: BasisKind::TextLayer, reason: String::new() });
    let bound = overlaid(&bytes, &document).expect("bound");
    assert_eq!(content(&bound.bytes), content(&bytes));
    document.pages[0].basis = Some(Basis { witness: BasisKind::Image, reason: String::new() });
    let bound = overlaid(&bytes, &document).expect("bound");
    assert!(String::from_utf8_lossy(&content(&bound.bytes)).contains("ActualText"));
}

#[test]
fn what_is_encrypted_does_not_come_out_bare() {
    let mut pdf = made(HIDDEN);
    pdf.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("a")]);
    let version = EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a key");
    pdf.encrypt(&state).expect("encrypted");
    let bytes = saved(&mut pdf);
    let refused = overlaid(&bytes, &report()).expect_err("refused");
    assert!(matches!(refused, PdfError::Encrypted), "{refused}");
}

#[test]
fn a_signed_pdf_is_said_to_be_one() {
    let mut pdf = made(HIDDEN);
    let field = pdf
        .add_object(dictionary! { "FT" => "Sig", "V" => dictionary! {}, "T" => Object::string_literal("S") });
    let catalog = pdf.catalog_mut().expect("a catalogue");
    catalog.set("AcroForm", dictionary! { "Fields" => vec![field.into()] });
    let bytes = saved(&mut pdf);
    assert!(overlaid(&bytes, &report()).expect("bound").was_signed);
    assert!(!overlaid(&saved(&mut made(HIDDEN)), &report()).expect("bound").was_signed);
}

#[test]
fn a_record_of_other_pages_is_refused() {
    let bytes = saved(&mut made(HIDDEN));
    let mut document = report();
    document.source.page_count = 2;
    assert!(matches!(overlaid(&bytes, &document), Err(PdfError::Pages { found: 1, expected: 2 })));
}

#[test]
fn what_cannot_be_read_again_is_refused() {
    // Its page names the catalogue as the node above it, and its table lies elsewhere: each library mends that in its own way.
    let broken = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n\
        endobj\n3 0 obj\n<</Type/Page/Parent 1 0 R/MediaBox[0 0 \xd9 80]/C\xd9\xd9nts 4 0 R>>\nendobj\n4 0 obj\n<</Length 3>>stream\n\
        q Q\nendstream\nendobj\nxref\n0 2\n0000000000 65535 f \n00000\xd900347 00000 n \ntrailer\n<</Size 5/Root 1 0 R>>\n\
        startxref\n190\n%%EOF\n";
    let mut document = report();
    document.pages[0].lines.clear();
    let refused = pdf::overlay(&document, broken, vec![None]).expect_err("refused");
    assert!(matches!(refused, PdfError::Unreadable(_)), "{refused}");
}
