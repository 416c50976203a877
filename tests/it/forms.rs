//! Forms: what was filled into the fields of a PDF, and the boxes that typed pages show.

use std::path::Path;
use std::sync::LazyLock;

use lopdf::{Dictionary, Document as Pdf, Object, Stream, StringFormat, dictionary};
use phuchoi::completion::complete;
use phuchoi::document::{Author, BlockKind, Document, PageStatus, ledger};
use phuchoi::language::lexicon::Lexicon;
use phuchoi::reading::{Reading, read_pages};
use phuchoi::recognition::KeptHocr;
use phuchoi::repair::Models;
use phuchoi::source::{self, OpenOptions};

static MODELS: LazyLock<Models> =
    LazyLock::new(|| Models::built_in(Lexicon::built_in(Vec::new())).expect("built in"));

/// A PDF of one page that writes texts, each at its place, with the fields of a form; `form` are entries of the form itself.
fn pdf(texts: &[(&str, i32, i32)], fields: Vec<Dictionary>, form: Dictionary) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.7");
    let pages = pdf.new_object_id();
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let write = |(text, x, y): &(&str, i32, i32)| format!("BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n");
    let content =
        pdf.add_object(Stream::new(dictionary! {}, texts.iter().map(write).collect::<String>().into()));
    let fields: Vec<Object> = fields.into_iter().map(|field| pdf.add_object(field).into()).collect();
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Annots" => fields.clone(),
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    pdf.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let mut whole = dictionary! { "Fields" => fields };
    whole.extend(&form);
    let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "AcroForm" => whole });
    pdf.trailer.set("Root", root);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).expect("written to memory");
    bytes
}

/// A field of a kind, as high as a line on a baseline, 200 points wide.
fn field(kind: &str, x: i32, y: i32, more: Dictionary) -> Dictionary {
    let mut field = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => kind, "F" => 4,
        "Rect" => vec![x.into(), (y - 4).into(), (x + if kind == "Btn" { 12 } else { 200 }).into(), (y + 12).into()],
    };
    field.extend(&more);
    field
}

/// A text as PDF writes it where it has more than Latin letters.
fn said(text: &str) -> Object {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String([0xfe, 0xff].into_iter().chain(units).collect(), StringFormat::Hexadecimal)
}

fn read(bytes: Vec<u8>) -> Document {
    let source =
        source::open_bytes(Path::new("to-khai.pdf"), bytes, &OpenOptions::default()).expect("it opens");
    let mut no_reader = || unreachable!("its text is trusted");
    let pages =
        read_pages::<KeptHocr>(&source, 1, &Reading::default(), &mut None, &mut no_reader, &mut |_, _, _| {});
    let read = pages.expect("it is read");
    let warnings = read.iter().filter_map(|page| page.warning.clone()).collect();
    let pages = read.into_iter().map(|read| read.page).collect();
    complete(source.info().clone(), pages, warnings, &MODELS)
}

/// The lines as they were read: repair sets marks that the fonts of these pages have not.
fn read_lines(document: &Document) -> Vec<&str> {
    document.pages[0].lines.iter().map(|line| line.ocr.as_str()).collect()
}

fn lines(document: &Document) -> Vec<&str> {
    document.pages[0].lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn what_was_filled_in_stands_behind_its_label_though_nothing_draws_it() {
    let texts =
        [("Don vi:", 72, 700), ("Xep loai:", 72, 660), ("Da kiem tra:", 72, 620), ("Ky ten", 72, 580)];
    let options = vec![vec![said("1"), said("Xuất sắc")].into(), vec![said("2"), said("Tốt")].into()];
    let fields = vec![
        field("Tx", 200, 700, dictionary! { "V" => said("Xã An Phú") }),
        field("Ch", 200, 660, dictionary! { "V" => said("1"), "Opt" => Object::Array(options) }),
        field("Btn", 200, 620, dictionary! { "V" => "Co", "AS" => "Co" }),
        field("Tx", 200, 580, dictionary! {}),
    ];
    let document = read(pdf(&texts, fields, dictionary! { "NeedAppearances" => true }));
    assert_eq!(
        read_lines(&document),
        ["Don vi: Xã An Phú", "Xep loai: Xuất sắc", "Da kiem tra: ☑", "Ky ten"],
        "an empty field says nothing"
    );
    let body: Vec<usize> = document.body.iter().map(|block| block.lines.len()).collect();
    assert_eq!(body, [1; 4], "each is a line of the form by itself");
}

#[test]
fn ticks_stand_before_the_words_that_they_stand_close_to() {
    let texts = [("Nam", 90, 700), ("Nu", 190, 700)];
    let fields = vec![
        field("Btn", 74, 700, dictionary! { "AS" => "Off" }),
        field("Btn", 174, 700, dictionary! { "AS" => "1" }),
        field("Btn", 300, 700, dictionary! { "Ff" => 1 << 16, "AS" => "1" }),
    ];
    let document = read(pdf(&texts, fields, dictionary! {}));
    assert_eq!(read_lines(&document).join(" "), "☐ Nam ☑ Nu", "a push button is no box");
}

#[test]
fn a_form_described_by_xfa_alone_is_warned_of() {
    let form = dictionary! { "XFA" => said("<xdp/>") };
    let document = read(pdf(&[("Please wait...", 72, 700)], Vec::new(), form.clone()));
    let codes: Vec<&str> = document.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes, ["xfa-form"]);
    assert!(document.warnings[0].message.contains("to-khai.pdf"));
    assert_eq!(document.pages[0].status, PageStatus::Text);
    let filled = vec![field("Tx", 200, 700, dictionary! { "V" => said("Có") })];
    let document = read(pdf(&[("Y kien:", 72, 700)], filled, form));
    assert!(document.warnings.is_empty(), "what XFA describes stands in fields, too");
}

#[test]
fn squares_drawn_beside_words_of_a_typed_page_are_boxes() {
    let texts = [
        ("Dong y", 92, 700),
        (
            "Khong dong y) Tj ET 0.8 w 74 699 11 11 re S 74 679 11 11 re S 76 681 m 83 688 l 76 688 m 83 681 l S BT (",
            92,
            680,
        ),
    ];
    let document = read(pdf(&texts, Vec::new(), dictionary! {}));
    assert_eq!(read_lines(&document), ["☐ Dong y", "☑ Khong dong y"]);
    assert!(document.body.iter().all(|block| block.kind == BlockKind::FormLine));
}

#[test]
fn a_box_of_another_sign_is_an_edit_that_can_be_taken_back() {
    let mut pages =
        vec![phuchoi::document::Page::of_text(1, vec![phuchoi::document::Line::from_text("□ Nam ☑ Nữ")])];
    pages[0].lines[0].part_into_words();
    pages[0].lines[0].words[0].text = "☐".into();
    let source = phuchoi::document::SourceInfo {
        path: "a.pdf".to_owned(),
        blake3: "00".to_owned(),
        kind: phuchoi::document::SourceKind::Pdf,
        page_count: 1,
    };
    let mut document = complete(source, pages, Vec::new(), &MODELS);
    assert_eq!(lines(&document), ["☐ Nam ☑ Nữ"]);
    assert!(document.edits.iter().all(|edit| edit.by == Author::Recognition));
    ledger::take_back(&mut document, &|_| true);
    assert_eq!(lines(&document), ["□ Nam ☑ Nữ"]);
}
