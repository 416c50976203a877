//! Searchable PDFs that show the restored image: the words lie where its print lies, and the scan is gone from the file.

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops};
use lopdf::{Dictionary, Document as Pdf, Object, Stream, dictionary};
use phuchoi::Reading;
use phuchoi::batch::input::Input;
use phuchoi::document::{Basis, BasisKind, BoundingBox, Document, Line, Page, PageStatus};
use phuchoi::export::page_image::PageImages;
use phuchoi::export::pdf::{Bound, Showing};
use phuchoi::pipeline::{Opened, Pipeline};
use phuchoi::recognition::EngineSettings;
use phuchoi::restoration::{self, Leaf, Restored, Step};
use phuchoi::source::{self, FolderContents, OpenOptions};

/// A page that lay askew and curled at its spine.
const SCAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/quyet-dinh/level-2/page-01.jpg");
/// What the images made here say of their resolution.
const DPI: f32 = 200.0;
const PIXELS: u64 = 1 << 28;

fn scan() -> GrayImage {
    image::open(SCAN).expect("a fixture").to_luma8()
}

fn pipeline() -> Pipeline {
    Pipeline::new(Reading::default(), EngineSettings::default()).with_pdf_showing(Showing::Restored)
}

fn opened(name: &str, bytes: Vec<u8>) -> Opened {
    pipeline().open_bytes(Path::new(name), bytes, PIXELS).expect("it opens")
}

/// The page as it is once it is straight and clean, its rules still there.
fn clean(scan: &GrayImage) -> GrayImage {
    let mut clean = GrayImage::new(0, 0);
    let mut watch = |_: Leaf, step: Step, image: &GrayImage| {
        if step == Step::Clean {
            clean = image.clone();
        }
    };
    restoration::restore_without(&[], &DynamicImage::ImageLuma8(scan.clone()), DPI, &mut watch);
    clean
}

/// The boxes of the page's first pieces of print that are as large as words, top down, on the restored image.
fn words_read(restored: &Restored) -> Vec<BoundingBox> {
    let (width, height) = restored.image.dimensions();
    let cell = |x: u32, y: u32| BoundingBox::new(x, y, x + width / 12, y + height / 90);
    let is_print = |bbox: &BoundingBox| {
        let pixels = imageops::crop_imm(&restored.image, bbox.x0, bbox.y0, bbox.width(), bbox.height());
        pixels.to_image().pixels().filter(|pixel| pixel.0[0] < 128).count() > 40
    };
    (0..60)
        .flat_map(|row| (1..10).map(move |column| (column, row)))
        .map(|(column, row)| cell(column * width / 11, height / 10 + row * height / 80))
        .filter(is_print)
        .collect()
}

/// The record of what was read of a scan: word `k` says `chữk`, in a line of its own.
fn record(opened: &Opened, scan: &GrayImage, dpi: f32) -> (Document, Vec<Vec<BoundingBox>>, Vec<Restored>) {
    let restored = restoration::restore(&DynamicImage::ImageLuma8(scan.clone()), dpi);
    let whole = BoundingBox::new(0, 0, scan.width(), scan.height());
    let (mut pages, mut all) = (Vec::new(), Vec::new());
    for (number, leaf) in (1..).zip(&restored) {
        let part = leaf.part.unwrap_or(whole);
        let read = words_read(leaf);
        let lines = read.iter().enumerate().map(|(at, bbox)| {
            let on_scan = leaf.geometry.to_scan(*bbox);
            let mut line = Line::from_text(format!("chữ{at}"));
            line.part_into_words();
            line.words[0].bbox = Some(on_scan);
            line.bbox = Some(on_scan);
            line
        });
        pages.push(Page {
            scan: 1,
            part: leaf.part,
            width: Some(part.width()),
            height: Some(part.height()),
            dpi: Some(dpi),
            rotation: leaf.rotation,
            skew: leaf.skew,
            restored: Some(leaf.geometry.restored().clone()),
            status: PageStatus::Recognised,
            basis: Some(Basis { witness: BasisKind::Image, reason: String::new() }),
            ..Page::of_text(number, lines.collect())
        });
        all.push(read);
    }
    (Document::new(opened.info().clone(), pages), all, restored)
}

fn png(scan: &GrayImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let per_metre = (DPI / 0.0254).round() as u32;
    let mut encoder = png::Encoder::new(Cursor::new(&mut bytes), scan.width(), scan.height());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    encoder.write_header().and_then(|mut writer| writer.write_image_data(scan.as_raw())).expect("in memory");
    bytes
}

/// The PDF of a document that shows the restored images of its input's only scan.
fn bound(opened: &Opened, document: &Document) -> Bound {
    let mut images = PageImages::default();
    let leaves = pipeline().images(opened, 1).expect("restored");
    (1..).zip(leaves).for_each(|(page, leaf)| images.add(page, leaf.images));
    pipeline().bind(opened, document, &images.shown).expect("bound")
}

/// The words of a PDF's only page as boxes in the pixels of the image that it shows, which comes along.
fn shown(bound: &Bound) -> (GrayImage, Vec<(String, BoundingBox)>) {
    let source = source::open_bytes(Path::new("bound.pdf"), bound.bytes.clone(), &OpenOptions::default());
    let page = source.expect("it opens").page(1).expect("a page");
    let words = page.text.map_or(Vec::new(), |text| text.lines).into_iter().flat_map(|line| line.words);
    let boxes = words.map(|word| (word.text.to_string(), word.bbox.expect("a box"))).collect();
    (page.image.expect("an image").pixels.to_luma8(), boxes)
}

/// Asserts that each word lies within 2 mm of where it was read; `scale` leads from there to the pixels of what is shown.
fn assert_in_place(read: &[BoundingBox], words: &[(String, BoundingBox)], scale: f64, dpi: f32) {
    assert!(read.len() > 30, "{} words", read.len());
    let near = f64::from(dpi) * scale * 2.0 / 25.4;
    for (at, bbox) in read.iter().enumerate() {
        let (_, found) =
            words.iter().find(|(text, _)| *text == format!("chữ{at}")).expect("the word is there");
        let off = |a: u32, b: u32| (f64::from(a) * scale - f64::from(b)).abs();
        let furthest = off(bbox.x0, found.x0)
            .max(off(bbox.x1, found.x1))
            .max(off(bbox.y1, found.y1))
            .max(off(bbox.y0, found.y0));
        assert!(furthest <= near, "chữ{at}: {found:?}, read {bbox:?} times {scale}");
    }
}

#[test]
fn the_words_lie_on_the_straight_print_however_the_page_lay() {
    let scan = scan();
    for turned in [scan.clone(), imageops::rotate90(&scan), imageops::rotate180(&scan)] {
        let opened = opened("trang.png", png(&turned));
        let (document, read, restored) = record(&opened, &turned, DPI);
        let bound = bound(&opened, &document);
        let (image, words) = shown(&bound);
        assert_eq!(image.dimensions(), restored[0].image.dimensions());
        assert_in_place(&read[0], &words, 1.0, restored[0].dpi);
        let clean = clean(&turned);
        let threshold = restoration::ink_threshold(&clean);
        let is_same = |(shown, clean): (&Luma<u8>, &Luma<u8>)| (shown.0[0] < 128) == (clean.0[0] < threshold);
        assert!(image.pixels().zip(clean.pixels()).all(is_same), "print is shown in one bit a pixel");
    }
}

#[test]
fn both_pages_of_a_spread_are_straightened_where_they_lay() {
    let page = scan();
    let mut spread = GrayImage::from_pixel(page.width() * 2, page.height(), image::Luma([255]));
    imageops::overlay(&mut spread, &page, 0, 0);
    imageops::overlay(&mut spread, &page, i64::from(page.width()), 0);
    let opened = opened("trang-doi.png", png(&spread));
    let (document, read, restored) = record(&opened, &spread, DPI);
    assert_eq!(restored.len(), 2, "it is taken for a spread");
    let bound = bound(&opened, &document);
    let pdf = Pdf::load_mem(&bound.bytes).expect("it loads");
    assert_eq!(pdf.get_pages().len(), 1);
    let (image, words) = shown(&bound);
    // The page shows two images, and is drawn at a resolution of its own.
    let scale = f64::from(image.width()) / f64::from(spread.width());
    let left: Vec<BoundingBox> = read[0]
        .iter()
        .map(|bbox| {
            restored[0].geometry.to_straight_scan().bounding_box(*bbox, page.width() * 2, page.height())
        })
        .collect();
    assert_in_place(&left, &words, scale, DPI);
}

/// A PDF of one page that is a scan with another engine's words hidden over it and a caption that is seen.
fn made(scan: &GrayImage) -> Vec<u8> {
    let mut jpeg = Vec::new();
    DynamicImage::ImageLuma8(scan.clone())
        .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
        .expect("in memory");
    let mut pdf = Pdf::with_version("1.4");
    let tree = pdf.new_object_id();
    let kind = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(scan.width()),
        "Height" => i64::from(scan.height()), "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        "Filter" => "DCTDecode",
    };
    let image = pdf.add_object(Stream::new(kind, jpeg).with_compression(false));
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let (width, height) = (scan.width() as f32 * 72.0 / DPI, scan.height() as f32 * 72.0 / DPI);
    let content = format!(
        "1 g 0 0 {width} {height} re f q {width} 0 0 {height} 0 0 cm /Im Do Q \
         BT /F 9 Tf 3 Tr 60 400 Td (QUYET DJNH) Tj ET BT /F 9 Tf 0 Tr 60 40 Td (Signed) Tj ET"
    );
    let content = pdf.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Resources" => dictionary! {
            "XObject" => dictionary! { "Im" => image }, "Font" => dictionary! { "F" => font },
        },
    });
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    pdf.objects.insert(tree, pages.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).expect("in memory");
    bytes
}

#[test]
fn in_a_pdf_that_was_given_the_restored_image_takes_the_scans_place_and_a_caption_stays() {
    let bytes = made(&scan());
    let opened = opened("quyet-dinh.pdf", bytes.clone());
    let source = source::open_bytes(Path::new("quyet-dinh.pdf"), bytes.clone(), &OpenOptions::default());
    let read_scan = source.expect("it opens").page(1).expect("a page").image.expect("a scan");
    let (document, read, restored) = record(&opened, &read_scan.pixels.to_luma8(), read_scan.dpi);
    let bound = bound(&opened, &document);
    assert!(
        bound.bytes.len() < bytes.len() / 2,
        "the scan is gone: {} of {}",
        bound.bytes.len(),
        bytes.len()
    );
    let (image, words) = shown(&bound);
    assert_eq!(image.dimensions(), restored[0].image.dimensions());
    assert_in_place(&read[0], &words, 1.0, restored[0].dpi);
    let others: Vec<&str> =
        words.iter().map(|(text, _)| text.as_str()).filter(|text| !text.starts_with("chữ")).collect();
    assert_eq!(others, ["Signed"]);
}

#[test]
fn where_nothing_was_read_a_given_page_keeps_its_scan_and_the_text_that_another_hid_over_it() {
    let bytes = made(&scan());
    let opened = opened("quyet-dinh.pdf", bytes.clone());
    let source = source::open_bytes(Path::new("quyet-dinh.pdf"), bytes.clone(), &OpenOptions::default());
    let read_scan = source.expect("it opens").page(1).expect("a page").image.expect("a scan");
    let (mut document, ..) = record(&opened, &read_scan.pixels.to_luma8(), read_scan.dpi);
    document.pages[0].lines.clear();
    let bound = bound(&opened, &document);
    let (image, words) = shown(&bound);
    assert_eq!(image.dimensions(), (read_scan.pixels.width(), read_scan.pixels.height()));
    assert!(words.iter().any(|(text, _)| text == "DJNH"), "{words:?}");
}

#[test]
fn a_page_that_nobody_could_decode_costs_the_others_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut jpeg = Vec::new();
    DynamicImage::ImageLuma8(scan())
        .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
        .expect("in memory");
    // Its head tells its size; of its entropy-coded data nothing is left.
    let head = jpeg.windows(2).position(|marker| marker == [0xff, 0xda]).expect("a start of scan");
    std::fs::write(folder.path().join("trang-1.png"), png(&scan())).expect("written");
    std::fs::write(folder.path().join("trang-2.jpg"), &jpeg[..head]).expect("written");
    let files = ["trang-1.png", "trang-2.jpg"].map(|name| folder.path().join(name)).to_vec();
    let (path, name) = (folder.path().to_owned(), Path::new("trang").to_owned());
    let input = Input { path, name, is_folder: true, files };
    let opened = pipeline().open(&input, &FolderContents::default(), PIXELS).expect("it opens");
    let (mut document, read, restored) = record(&opened, &scan(), DPI);
    document.pages.push(Page { status: PageStatus::Failed, ..Page::of_text(2, Vec::new()) });
    let bound = bound(&opened, &document);
    let pdf = Pdf::load_mem(&bound.bytes).expect("read back");
    assert_eq!(pdf.get_pages().len(), 2);
    let (_, words) = shown(&bound);
    assert_in_place(&read[0], &words, 1.0, restored[0].dpi);
}

#[test]
fn a_page_whose_restored_image_is_lacking_shows_its_scan_with_the_words_where_they_lie_on_it() {
    let scan = scan();
    let opened = opened("trang.png", png(&scan));
    let (document, ..) = record(&opened, &scan, DPI);
    let bound = pipeline().bind(&opened, &document, &[]).expect("bound");
    let (image, words) = shown(&bound);
    assert_eq!(image.dimensions(), scan.dimensions());
    let boxes: Vec<BoundingBox> =
        document.pages[0].lines.iter().filter_map(|line| line.words[0].bbox).collect();
    assert_in_place(&boxes, &words, 1.0, DPI);
}
