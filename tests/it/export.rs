//! What stands in a document's folder.

use std::fs;
use std::path::Path;

use image::{GrayImage, Luma};
use phuchoi::document::{Document, Edit, Line, ledger};
use phuchoi::export::page_image::{ImageFormat, PageImage};
use phuchoi::export::spreadsheet::Cells;
use phuchoi::export::{self, ExportError, Format, GatheredScores, Made};
use phuchoi::source::{self, OpenOptions};

use crate::sample;

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn written(document: &Document, formats: &[Format]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    export::write(document, &Made::default(), folder.path(), formats).expect("written");
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_record_reads_back_as_the_document() {
    let document = sample::document();
    let folder = written(&document, &Format::ALL);
    let back: Document = serde_json::from_str(&read(folder.path(), "document.json")).expect("JSON");
    assert_eq!(back, document);
}

#[test]
fn removing_every_edit_from_the_record_gives_the_ocr_back() {
    let folder = written(&sample::document(), &Format::ALL);
    let mut back: Document = serde_json::from_str(&read(folder.path(), "document.json")).expect("JSON");
    assert_ne!(back.pages[0].lines[0].text, back.pages[0].lines[0].ocr);
    ledger::take_back(&mut back, &|_| true);
    assert_eq!(back.pages[0].lines[1].text, "Co quan co 45 bien che' va 06 hop dong.");
}

#[test]
fn edits_are_one_a_line_in_order() {
    let document = sample::document();
    let folder = written(&document, &Format::ALL);
    let edits: Vec<Edit> = read(folder.path(), "edits.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("an edit"))
        .collect();
    assert_eq!(edits, document.edits);
}

#[test]
fn markdown_reads_like_the_document() {
    let expected = r#"UBND TỈNH LÂM HẢI\
**VĂN PHÒNG**\
Số: 12/BC-VP

*Lâm Hải, ngày 18 tháng 12 năm 2023*

# BÁO CÁO

**Tổng kết công tác năm 2023**

## I. KẾT QUẢ

Cơ quan co 45 bien che[^1] va 06 hop dong.

### 1. Công tác tham mưu

\- Tổ chức \[họp\] \*đúng\* hạn.

*Nơi nhận:*

- Như trên;
- Lưu: VT.

**CHÁNH VĂN PHÒNG**\
**Trần Mẫu**

[^1]: Trong do co 02 nguoi moi.

## II. BANG DIEM

**Bảng chấm điểm**

| TT | NỘI DUNG | ĐIỂM CHUẨN | TỰ CHẤM |
| :---: | --- | ---: | ---: |
| I | THI ĐUA | 1.200 | 1.195,5 |
| 1 | Kế hoạch \| chỉ đạo | 1.000 | 1.000 |
| 2 | Khen thưởng | 200 | 195,5 |
| 3 | Không chấm | 00/00 |  |
"#;
    assert_eq!(export::markdown::render(&sample::document()), expected);
}

#[test]
fn a_document_without_structure_is_given_in_the_paragraphs_of_its_lines() {
    let mut document = sample::document();
    document.pages[1].lines.clear();
    document.pages[0].lines.truncate(2);
    document.pages[0].lines.push(Line::from_text(""));
    document.pages[0].lines.push(Line::from_text("- Lưu: VT."));
    document.lay_out_as_read();
    let expected = "I. KẾT QUẢ Cơ quan co 45 bien che[^1] va 06 hop dong.\n\n\\- Lưu: VT.\n";
    assert_eq!(export::markdown::render(&document), expected);
}

#[test]
fn tables_open_in_a_spreadsheet_with_numbers_as_numbers() {
    let folder = written(&sample::document(), &Format::ALL);
    let expected = "\u{feff}path,page,TT,NỘI DUNG,ĐIỂM CHUẨN,TỰ CHẤM,status,rule\r\n\
        I,2,I,THI ĐUA,1200,1195.5,repaired,\"TỰ CHẤM: I = I.1 + I.2 (gives 1195.5, read 105)\"\r\n\
        I.1,2,1,Kế hoạch | chỉ đạo,1000,1000,holds,\"ĐIỂM CHUẨN: I = I.1 + I.2; TỰ CHẤM: I = I.1 + I.2 (gives 1195.5, read 105)\"\r\n\
        I.2,2,2,Khen thưởng,200,195.5,holds,\"ĐIỂM CHUẨN: I = I.1 + I.2; TỰ CHẤM: I = I.1 + I.2 (gives 1195.5, read 105)\"\r\n\
        I.3,2,3,Không chấm,00/00,,,\r\n";
    assert_eq!(read(&folder.path().join("tables"), "01.csv"), expected);
}

#[test]
fn text_keeps_the_lines_and_parts_the_pages() {
    let document = sample::document();
    let page = |page: usize| -> String {
        document.pages[page].lines.iter().map(|line| format!("{}\n", line.text)).collect()
    };
    let expected = format!("{}\u{c}{}", page(0), page(1));
    assert_eq!(export::text::render(&sample::document()), expected);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (one, two) = (written(&sample::document(), &Format::ALL), written(&sample::document(), &Format::ALL));
    let names = [
        "document.json",
        "edits.jsonl",
        "document.md",
        "document.html",
        "document.txt",
        "scores.csv",
        "tables/01.csv",
    ];
    for name in names {
        assert_eq!(read(one.path(), name), read(two.path(), name), "{name}");
    }
}

#[test]
fn only_what_is_asked_for_is_there_afterwards() {
    let mut document = sample::document();
    let folder = written(&document, &Format::ALL);
    fs::write(folder.path().join("my-notes.txt"), "mine").expect("written");
    assert_eq!(
        names(folder.path()),
        [
            "document.html",
            "document.json",
            "document.md",
            "document.txt",
            "edits.jsonl",
            "my-notes.txt",
            "pages",
            "scores.csv",
            "tables"
        ]
    );

    document.tables.clear();
    export::write(&document, &Made::default(), folder.path(), &[Format::Csv, Format::Edits])
        .expect("written");
    assert_eq!(names(folder.path()), ["document.json", "edits.jsonl", "my-notes.txt"]);
}

#[test]
fn scores_of_a_run_are_gathered_and_a_stranger_s_table_stays() {
    let output = tempfile::tempdir().expect("a temporary folder");
    let state = tempfile::tempdir().expect("a temporary folder");
    let records: Vec<_> = ["mot", "hai"].iter().map(|name| output.path().join(name)).collect();
    for record in &records {
        export::write(&sample::document(), &Made::default(), record, &[Format::Csv]).expect("written");
    }
    let tables: Vec<_> = records.iter().map(|record| record.join("scores.csv")).collect();
    let mut all = GatheredScores::begin(output.path(), state.path(), Cells::Guarded).expect("ours");
    tables.iter().for_each(|table| all.add(table).expect("gathered"));
    all.end().expect("written");
    let gathered = read(output.path(), "scores.csv");
    let of_one = read(&records[0], "scores.csv");
    let lines = of_one.split_once("\r\n").expect("a header").1;
    assert_eq!(gathered, format!("{of_one}{lines}"));

    fs::write(output.path().join("scores.csv"), "mine").expect("written");
    let refused =
        GatheredScores::begin(output.path(), state.path(), Cells::Guarded).err().expect("it is not ours");
    assert!(refused.to_string().contains("scores.csv"), "{refused}");
    assert_eq!(read(output.path(), "scores.csv"), "mine");

    fs::write(output.path().join("scores.csv"), &gathered).expect("written");
    GatheredScores::begin(output.path(), state.path(), Cells::Guarded)
        .and_then(GatheredScores::end)
        .expect("ours");
    assert!(!output.path().join("scores.csv").exists(), "no record has a table any more");
}

#[test]
fn images_of_pages_come_and_go_as_they_are_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let image = |page, format, bytes: &[u8]| PageImage { page, format, bytes: bytes.to_vec() };
    let images = [
        image(1, ImageFormat::Png, &[1, 2, 3]),
        image(1, ImageFormat::Tif, &[4, 5]),
        image(9, ImageFormat::Png, &[6]),
    ];
    let pages = folder.path().join("pages");
    let write = |images: &[PageImage], formats: &[Format]| {
        export::write(&sample::document(), &Made { images, ..Made::default() }, folder.path(), formats)
            .expect("written");
    };
    write(&images, &[Format::Png, Format::Tif]);
    assert_eq!(fs::read(pages.join("001.png")).expect("there"), [1, 2, 3]);
    assert_eq!(fs::read(pages.join("001.tif")).expect("there"), [4, 5]);
    fs::write(pages.join("9.png"), "mine").expect("written");
    write(&images[..2], &[Format::Tif]);
    assert_eq!(
        names(&pages),
        ["001.tif", "9.png"],
        "other formats and fewer pages leave no image behind, and nobody's own is touched"
    );
    fs::remove_file(pages.join("9.png")).expect("taken away");
    write(&images, &[]);
    assert_eq!(names(folder.path()), ["document.json"]);
}

#[test]
fn images_read_back_as_scans_of_the_same_pixels_and_resolution() {
    let ink = |x: u32, y: u32| y % 40 < 20 && (x * 7 + y / 40) % 31 < 9;
    let print = GrayImage::from_fn(850, 1100, |x, y| Luma([if ink(x, y) { 0 } else { 255 }]));
    let picture =
        GrayImage::from_fn(850, 1100, |x, y| Luma([if y < 600 { (x / 55 * 17) as u8 } else { 255 }]));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (page, expected) in [(1, print), (2, picture)] {
        for image in PageImage::encode(page, &expected, 100.0, 128, &ImageFormat::ALL).expect("encoded") {
            let path = folder.path().join(format!("{page}.{}", image.format.extension()));
            fs::write(&path, &image.bytes).expect("written");
            let source = source::open(&path, &OpenOptions::default()).expect("opened");
            let scan = source.page(1).expect("a page").image.expect("an image");
            assert!((scan.dpi - 100.0).abs() < 0.1, "{}: {} dpi", path.display(), scan.dpi);
            assert!(!scan.dpi_estimated, "{}", path.display());
            assert!(scan.pixels.to_luma8() == expected, "{} has other pixels", path.display());
        }
    }
}

#[test]
fn a_folder_of_someone_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("thesis.md"), "mine").expect("written");
    let error = export::write(&sample::document(), &Made::default(), folder.path(), &Format::ALL)
        .expect_err("refused");
    assert!(matches!(&error, ExportError::NotOurs(path) if path == folder.path()), "{error}");
    assert_eq!(names(folder.path()), ["thesis.md"]);
}

#[test]
fn a_file_left_half_written_by_a_killed_run_is_in_nobodys_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join(".phuchoi-x7Yz.tmp"), "{\"sch").expect("written");
    export::write(&sample::document(), &Made::default(), folder.path(), &[]).expect("written");
    assert!(read(folder.path(), "document.json").starts_with("{\n  \"schema\""));
    assert_eq!(names(folder.path()), ["document.json"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let error = export::write(&sample::document(), &Made::default(), &file.join("below"), &[])
        .expect_err("a file is no folder");
    assert!(error.to_string().contains("file/below"), "{error}");

    // A record is as readable as any other file of the user.
    export::write(&sample::document(), &Made::default(), &folder.path().join("record"), &[])
        .expect("written");
    let mode = fs::metadata(folder.path().join("record/document.json")).expect("there").permissions().mode();
    let plain = fs::metadata(&file).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, plain & 0o777);
}
