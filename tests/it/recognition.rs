//! A made-up report, read from its kept hOCR and by the engine itself.

use std::path::Path;

use image::GrayImage;
use phuchoi::document::{BoundingBox, Document, Line, Page, PageBlockKind, Rule, Word, check_box, ledger};
use phuchoi::markup::hocr::read_hocr;
use phuchoi::recognition::{Engine, EngineSettings, KeptHocr, Reader, RecognitionError};
use phuchoi::source::{self, OpenOptions};
use phuchoi::{Reading, read_pages};

const HOCR: &[u8] = include_bytes!("../../fixtures/hocr/report.hocr");
const PNG: &[u8] = include_bytes!("../../fixtures/hocr/report.png");
const DPI: f32 = 300.0;

/// The page from its first line to its last, the table row by row.
const HEAD: [&str; 8] = [
    "UBND XÃ SAO MAI",
    "VĂN PHÒNG",
    "Số: 27/BC-VP",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Sao Mai, ngày 12 tháng 3 năm 2024",
    "BÁO CÁO",
    "Kết quả chấm điểm các tiêu chí quý I như sau:",
];
const TABLE: [&str; 12] = [
    "TT",
    "Nội dung",
    "Tối đa",
    "Chấm",
    "1",
    "Tổ chức hội nghị",
    "8",
    "7",
    "2",
    "Thực hiện báo cáo",
    "4",
    "3",
];

/// The rules of the fixture's table.
fn rules() -> Vec<Rule> {
    let rows = [350, 420, 490, 560].map(|y| (BoundingBox::new(90, y - 1, 1150, y + 2), true));
    let columns = [90, 190, 800, 980, 1150].map(|x| (BoundingBox::new(x - 1, 350, x + 2, 560), false));
    rows.into_iter().chain(columns).map(|(bbox, horizontal)| Rule { bbox, horizontal }).collect()
}

#[expect(clippy::unwrap_used, reason = "a test may panic")]
fn page() -> GrayImage {
    image::load_from_memory(PNG).unwrap().to_luma8()
}

fn texts(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|l| l.ocr.as_str()).collect()
}

#[expect(clippy::unwrap_used, reason = "a test may panic")]
fn engine() -> Engine {
    Engine::new(&EngineSettings::default()).unwrap()
}

#[test]
fn a_kept_hocr_gives_the_lines_of_a_page_in_reading_order() {
    let lines = KeptHocr::new(HOCR).unwrap().read(&GrayImage::new(1, 1), DPI, &rules()).unwrap().lines;
    let texts = texts(&lines);
    assert_eq!(texts[..HEAD.len()], HEAD);
    assert_eq!(
        texts[texts.len() - 5..],
        ["Tổng số điểm đạt được là 10 điểm.", "Nơi nhận:", "-Lưu: VT.", "CHÁNH VĂN PHÒNG", "Trần Văn Mẫu"]
    );
}

#[test]
fn columns_and_cells_of_a_page_are_blocks() {
    let page = KeptHocr::new(HOCR).unwrap().read(&GrayImage::new(1, 1), DPI, &rules()).unwrap();
    let blocks = page.lines.iter().map(|line| page.blocks[line.block.unwrap() as usize]);
    let kinds: Vec<PageBlockKind> = blocks.clone().map(|block| block.kind).collect();
    let head = [vec![PageBlockKind::Column; 6], vec![PageBlockKind::Text; 2]].concat();
    let table = [PageBlockKind::Cell; TABLE.len()];
    assert_eq!(kinds[..HEAD.len() + TABLE.len()], [head.as_slice(), &table].concat());
    for (line, block) in page.lines.iter().zip(blocks).skip(HEAD.len()).take(TABLE.len()) {
        let cell = page.grids[0].cells[block.cell.unwrap().cell as usize];
        assert!(line.bbox.unwrap().intersection(cell.bbox).is_some(), "{line:?} {cell:?}");
    }
}

#[test]
fn words_of_a_kept_hocr_have_spans_boxes_confidences_and_alternatives() {
    let pages = read_hocr(HOCR).unwrap();
    let [page] = pages.as_slice() else { panic!("{} pages", pages.len()) };
    assert_eq!((page.width, page.height, page.dpi), (Some(1240), Some(900), Some(300.0)));
    let words: Vec<_> = page.lines.iter().flat_map(|l| l.words.iter().map(move |w| (l, w))).collect();
    assert!(words.len() > 50);
    for (line, word) in &words {
        assert_eq!(ledger::slice(&line.ocr, word.span), Some(word.ocr.as_str()));
        assert!(word.bbox.is_some_and(|b| b.width() > 0 && b.height() > 0), "{word:?}");
        assert!(word.ocr_confidence.is_some_and(|c| (0.0..=1.0).contains(&c)), "{word:?}");
        let length = word.ocr.chars().count() as u32;
        assert!(word.alternatives.iter().all(|a| a.at < length && a.score > 0.0), "{word:?}");
    }
    assert!(words.iter().filter(|(_, w)| !w.alternatives.is_empty()).count() * 4 > words.len() * 3);
}

#[test]
fn a_kept_hocr_that_runs_out_says_so() {
    let mut kept = KeptHocr::new(HOCR).unwrap();
    kept.read(&GrayImage::new(1, 1), DPI, &[]).unwrap();
    let error = kept.read(&GrayImage::new(1, 1), DPI, &[]).unwrap_err();
    assert!(matches!(error, RecognitionError::NoSuchPage { count: 1, asked: 2 }), "{error}");
}

#[test]
fn an_engine_mends_the_cell_that_tesseract_takes_for_noise() {
    let lines = engine().read(&page(), DPI, &rules()).unwrap().lines;
    let texts = texts(&lines);
    assert_eq!(texts[..HEAD.len()], HEAD);
    assert_eq!(texts[HEAD.len()..HEAD.len() + TABLE.len()], TABLE);
}

#[test]
fn two_engines_on_two_threads_and_one_used_twice_read_the_same() {
    let read = || {
        let mut engine = engine();
        let first = engine.read(&page(), DPI, &rules()).unwrap();
        let again = engine.read(&page(), DPI, &rules()).unwrap();
        assert_eq!(first, again);
        first
    };
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(read);
        (read(), other.join().unwrap())
    });
    assert_eq!(one, other);
}

#[test]
fn an_engine_takes_images_without_pixels_and_refuses_giants() {
    let mut engine = engine();
    assert_eq!(engine.read(&GrayImage::new(0, 0), DPI, &[]).unwrap().lines, []);
    let error = engine.read(&GrayImage::new(40_000, 1), DPI, &[]).unwrap_err();
    assert!(matches!(error, RecognitionError::TooLarge { width: 40_000, .. }), "{error}");
    assert!(!engine.read(&page(), DPI, &[]).unwrap().lines.is_empty(), "the engine goes on after an error");
}

#[test]
fn damaged_data_is_an_error_that_names_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vie.traineddata"), "not a model").unwrap();
    let settings = EngineSettings { tessdata: Some(folder.path().to_owned()), ..EngineSettings::default() };
    let error = Engine::new(&settings).unwrap_err();
    assert!(matches!(error, RecognitionError::Start { .. }), "{error}");
    assert!(error.to_string().contains("hint:"), "{error}");
}

/// A form of our own with its truth: boxes and leaders, in lines and in a table.
const FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/forms/to-khai.png");
const FORM_LINES: &str = include_str!("../../fixtures/forms/truth.txt");

#[test]
fn boxes_and_leaders_of_a_form_stand_where_they_are_printed() {
    let source = source::open(Path::new(FORM), &OpenOptions::default()).unwrap();
    let engine = &mut || Engine::new(&EngineSettings::default());
    let read = read_pages(&source, 1, &Reading::default(), &mut None, engine, &mut |_, _, _| {}).unwrap();
    let pages: Vec<Page> = read.into_iter().map(|read| read.page).collect();
    let mut document = Document::new(source.info().clone(), pages);
    assert_eq!(check_box::enter(&mut document), []);
    let shortened = |word: &Word| match word.text.trim_matches('.') {
        "" => "…".to_owned(),
        _ => word.text.to_string(),
    };
    let lines = document.pages[0].lines.iter();
    let lines: Vec<String> =
        lines.map(|line| line.words.iter().map(shortened).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(lines, FORM_LINES.lines().collect::<Vec<_>>());
    let boxes = document.pages[0].lines.iter().flat_map(|line| &line.words);
    let boxes = boxes.filter(|word| check_box::is_check_box(&word.text));
    assert!(boxes.clone().all(|word| word.bbox.is_some_and(|b| b.width().abs_diff(b.height()) < 4)));
    let replaced = boxes.filter(|word| word.text != word.ocr).count();
    assert_eq!(document.edits.len(), replaced, "what was read in their places is kept");
    ledger::take_back(&mut document, &|_| true);
    assert!(document.pages[0].lines.iter().all(|line| line.text == line.ocr));
}
