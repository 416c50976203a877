//! Tags of a PDF: each word is part of one element, and the elements stand in the order in which they are read.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{GrayImage, ImageFormat};
use lopdf::content::Content;
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};
use phuchoi::document::{
    Block, BlockKind, BoundingBox, Cell, Column, ColumnRole, Document, Footnote, Line, Lines, Page, Row,
    SourceInfo, SourceKind, Table, TableKind, Text,
};
use phuchoi::export::pdf::{self, Original, Sheet};

use crate::sample;

const WIDTH: u32 = 800;
const HEIGHT: u32 = 1000;
const DPI: f32 = 96.0;

/// A page of lines, each word with a box.
fn page(number: u32, lines: &[&str]) -> Page {
    let line = |(text, top): (&&str, u32)| {
        let mut line = Line::from_text(*text);
        line.part_into_words();
        for (word, left) in line.words.iter_mut().zip(0_u32..) {
            word.bbox = Some(BoundingBox::new(40 + left * 60, top, 90 + left * 60, top + 20));
        }
        line.bbox = Some(BoundingBox::new(40, top, 760, top + 20));
        line
    };
    Page {
        scan: number,
        width: Some(WIDTH),
        height: Some(HEIGHT),
        dpi: Some(DPI),
        ..Page::of_text(number, lines.iter().zip((40..).step_by(30)).map(line).collect())
    }
}

fn document(pages: &[&[&str]]) -> Document {
    let page_count = pages.len() as u32;
    let pages = pages.iter().zip(1..).map(|(lines, number)| page(number, lines)).collect();
    let blake3 = blake3::hash(b"scan").to_hex().to_string();
    Document::new(
        SourceInfo { path: "bao-cao.jpg".into(), blake3, kind: SourceKind::Image, page_count },
        pages,
    )
}

fn bound(document: &Document) -> Pdf {
    let mut jpeg = Vec::new();
    GrayImage::from_pixel(WIDTH, HEIGHT, image::Luma([250]))
        .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
        .expect("written to memory");
    let original = Original { bytes: &jpeg, format: ImageFormat::Jpeg, index: 0 };
    let bound = pdf::bind(document, |_| Ok(Sheet::of(&original, || unreachable!()).expect("packed")));
    Pdf::load_mem(&bound.expect("bound").bytes).expect("it loads")
}

/// The marked words of each page, by its mark.
fn marked(pdf: &Pdf, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts: BTreeMap<Vec<u8>, &Dictionary> = pdf.get_page_fonts(page).expect("fonts");
    let encoding = fonts.values().next().map(|font| font.get_font_encoding(pdf).expect("an encoding"));
    let content = Content::decode(&pdf.get_page_content(page)).expect("content");
    let (mut open, mut words) = (None, BTreeMap::<i64, String>::new());
    for operation in content.operations {
        match operation.operator.as_str() {
            "BMC" => open = Some(None),
            "BDC" => {
                assert!(open.is_none(), "marks do not lie within each other");
                let properties = operation.operands[1].as_dict().expect("properties");
                open = Some(properties.get(b"MCID").and_then(Object::as_i64).ok());
            }
            "EMC" => open = None,
            "Tj" | "TJ" => {
                let mark = open.expect("every word is marked");
                let shown =
                    operation.operands[0].as_array().cloned().unwrap_or(vec![operation.operands[0].clone()]);
                for part in shown.iter().filter_map(|part| part.as_str().ok()) {
                    let text = Pdf::decode_text(encoding.as_ref().expect("a font"), part).expect("text");
                    words.entry(mark.unwrap_or(-1)).or_default().push_str(&text);
                }
            }
            _ => {}
        }
    }
    words
}

/// The structure as an outline: an element a line, its type and its words, indented.
fn structure(pdf: &Pdf) -> String {
    let catalog = pdf.catalog().expect("a catalog");
    let root = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).expect("a structure");
    let root = pdf.get_dictionary(root).expect("a root");
    let words: BTreeMap<ObjectId, BTreeMap<i64, String>> =
        pdf.page_iter().map(|page| (page, marked(pdf, page))).collect();
    let mut told = String::new();
    let top = root.get(b"K").and_then(Object::as_reference).expect("a document");
    tell(pdf, top, &words, 0, &mut told);
    told
}

fn tell(
    pdf: &Pdf,
    element: ObjectId,
    words: &BTreeMap<ObjectId, BTreeMap<i64, String>>,
    depth: usize,
    told: &mut String,
) {
    let own = pdf.get_dictionary(element).expect("an element");
    let kind = own.get(b"S").and_then(Object::as_name).expect("a type");
    let page = own.get(b"Pg").and_then(Object::as_reference).ok();
    let kids = match own.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    };
    let mut text = String::new();
    for kid in &kids {
        let (page, mark) = match kid {
            Object::Integer(mark) => (page.expect("its page"), *mark),
            Object::Dictionary(mark) => (
                mark.get(b"Pg").and_then(Object::as_reference).expect("its page"),
                mark.get(b"MCID").and_then(Object::as_i64).expect("its mark"),
            ),
            _ => continue,
        };
        text.push_str(&words[&page][&mark]);
        assert_eq!(parent_of(pdf, page, mark), element, "the way back leads to the element");
    }
    told.push_str(format!("{}{} {}", "  ".repeat(depth), String::from_utf8_lossy(kind), text).trim_end());
    told.push('\n');
    for kid in kids.iter().filter_map(|kid| kid.as_reference().ok()) {
        tell(pdf, kid, words, depth + 1, told);
    }
}

/// Follows the tree that leads from a page's marks back to their elements.
fn parent_of(pdf: &Pdf, page: ObjectId, mark: i64) -> ObjectId {
    let number =
        pdf.get_dictionary(page).and_then(|page| page.get(b"StructParents")).expect("a number").clone();
    let root =
        pdf.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot")).and_then(Object::as_reference);
    let root = pdf.get_dictionary(root.expect("a structure")).expect("a root");
    let tree = root.get(b"ParentTree").and_then(Object::as_reference).expect("a tree");
    let entries = pdf
        .get_dictionary(tree)
        .and_then(|tree| tree.get(b"Nums"))
        .and_then(Object::as_array)
        .expect("entries");
    let at = entries.iter().step_by(2).position(|entry| *entry == number).expect("the page's entry");
    let marks =
        entries[at * 2 + 1].as_reference().and_then(|id| pdf.get_object(id)).and_then(Object::as_array);
    marks.expect("marks")[mark as usize].as_reference().expect("an element")
}

#[test]
fn headings_paragraphs_and_footnotes_are_told_in_the_order_in_which_they_are_read() {
    let mut document = document(&[
        &["I. KẾT QUẢ", "Đã làm tốt ^[1]", "trong năm", "^[1] Theo báo cáo", "1"],
        &["2", "các việc.", "1. Nhiệm vụ", "Làm tiếp."],
    ]);
    let at = |page, line, words: &str| sample::at(&document, page, line, words);
    let mut first = sample::section(1, at(1, 1, "I"), at(1, 1, "KẾT QUẢ"), (1, 1), Some(0));
    first.children.push(sample::section(2, at(2, 3, "1"), at(2, 3, "Nhiệm vụ"), (2, 3), Some(5)));
    let note = Footnote {
        mark: at(1, 4, "1"),
        text: at(1, 4, "Theo báo cáo"),
        page: 1,
        block: 2,
        references: Vec::new(),
    };
    document.sections = vec![first];
    document.footnotes = vec![note];
    let lines = |lines: &[[u32; 3]]| lines.iter().map(|run| Lines::from(*run)).collect();
    document.body = vec![
        Block { kind: BlockKind::Heading, lines: lines(&[[1, 1, 1]]) },
        Block { kind: BlockKind::Paragraph, lines: lines(&[[1, 2, 3], [2, 2, 2]]) },
        Block { kind: BlockKind::Footnote, lines: lines(&[[1, 4, 4]]) },
        Block { kind: BlockKind::PageNumber, lines: lines(&[[1, 5, 5]]) },
        Block { kind: BlockKind::PageNumber, lines: lines(&[[2, 1, 1]]) },
        Block { kind: BlockKind::Heading, lines: lines(&[[2, 3, 3]]) },
        Block { kind: BlockKind::Paragraph, lines: lines(&[[2, 4, 4]]) },
    ];
    let expected = "\
Document
  H1 I. KẾT QUẢ
  P Đã làm tốt 1 trong năm các việc.
  Note 1 Theo báo cáo
  H2 1. Nhiệm vụ
  P Làm tiếp.
";
    assert_eq!(structure(&bound(&document)), expected);
}

#[test]
fn a_table_has_rows_of_as_many_cells_and_what_stands_beside_it_is_not_lost() {
    let mut document = document(&[&["PHỤ LỤC", "TT Nội dung Điểm", "1 Kỷ luật 10", "2 Học tập", "bên lề"]]);
    let at = |line, words: &str| sample::at(&document, 1, line, words);
    let column = |name: &str| Column { name: at(2, name), role: ColumnRole::Other };
    let row = |line, cells: [&str; 3]| {
        let cell = |words: &str| if words.is_empty() { Cell::bare("") } else { Cell::new(at(line, words)) };
        Row {
            path: cells[0].to_owned(),
            label: Text::bare(cells[0]),
            text: Text::bare(cells[1]),
            page: 1,
            printed: cells.map(str::to_owned).to_vec(),
            cells: cells.map(cell).to_vec(),
            values: vec![None; 3],
            confidence: 1.0,
        }
    };
    let table = Table {
        kind: TableKind::Plain,
        title: None,
        pages: vec![1],
        block: 1,
        columns: ["TT", "Nội dung", "Điểm"].map(column).to_vec(),
        repeated: Vec::new(),
        rows: vec![row(3, ["1", "Kỷ luật", "10"]), row(4, ["2", "Học tập", ""])],
        checks: Vec::new(),
    };
    document.tables = vec![table];
    document.body =
        vec![sample::block(BlockKind::Paragraph, [1, 1, 1]), sample::block(BlockKind::Table, [1, 2, 5])];
    let expected = "\
Document
  P PHỤ LỤC
  Table
    TR
      TH TT
      TH Nội dung
      TH Điểm
    TR
      TD 1
      TD Kỷ luật
      TD 10
    TR
      TD 2
      TD Học tập
      TD
  P bên lề
";
    assert_eq!(structure(&bound(&document)), expected);
}

#[test]
fn a_document_that_nobody_structured_is_tagged_in_paragraphs() {
    let mut document = document(&[&["Dấu mờ", "chữ ký"]]);
    assert_eq!(structure(&bound(&document)), "Document\n  P Dấu mờ\n  P chữ ký\n");
    document.lay_out_as_read();
    assert_eq!(structure(&bound(&document)), "Document\n  P Dấu mờ chữ ký\n");
}
