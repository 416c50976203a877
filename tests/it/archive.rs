//! What an archive is given: metadata beside each record, and what falls short of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use phuchoi::archive::clause::Clause;
use phuchoi::archive::fields::{FIELDS, Form, Level};
use phuchoi::archive::finding::Check;
use phuchoi::archive::list::List;
use phuchoi::archive::{self, ArchiveError, codes};
use phuchoi::document::{Document, PageStatus};
use phuchoi::export::spreadsheet::Cells;
use phuchoi::export::{self, Format, Made};

use crate::sample;

const DOCS: &str = include_str!("../../docs/delivery.md");
const XSD: &str = include_str!("../../docs/metadata.xsd");

/// What the list says of all the records, and of the one in `2023`.
const LIST: &str = "\u{feff}record;fonds.organId;Tên phông;fileCode;Tiêu đề hồ sơ;file.maintenance;file.mode;file.riskRecovery;file.paperFileCode;Số lượng tờ;file.language;document.language\r\n\
.;P07;Văn phòng UBND tỉnh Lâm Hải;;;;;;;;;\r\n\
2023;;;H49.07.2023.15;Tập báo cáo năm 2023;01: Vĩnh viễn;Công khai;0;L07.02.15;2;01;01\r\n";

/// A folder with a record in which all is well, and one at fault.
fn records() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut good = sample::document();
    good.pages[1].lines.insert(0, phuchoi::document::Line::from_text("2"));
    for word in good.pages.iter_mut().flat_map(|page| &mut page.lines).flat_map(|line| &mut line.words) {
        word.review = false;
    }
    write(&good, folder.path(), "2023/báo cáo");
    let xmp = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>";
    fs::write(folder.path().join("2023/báo cáo/document.pdf"), format!("%PDF-1.7\n{xmp}\n%%EOF"))
        .expect("written");

    let mut bad = sample::document();
    bad.source.blake3 = "0".repeat(64);
    bad.letterhead.date = None;
    bad.letterhead.kind = None;
    bad.pages[0].dpi = Some(150.0);
    bad.pages[1].status = PageStatus::Failed;
    write(&bad, folder.path(), "2024/báo cáo");
    folder
}

fn write(document: &Document, folder: &Path, name: &str) {
    export::write(document, &Made::default(), &folder.join(name), &[Format::Json]).expect("written");
}

fn list() -> List {
    List::of_bytes(LIST.as_bytes(), Path::new("list.csv")).expect("a list")
}

fn delivered(folder: &Path) -> archive::Delivery {
    let mut delivery = archive::deliver(folder, Some(&list())).expect("records");
    delivery.write(None, Cells::Guarded).expect("written");
    delivery
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn phuchoi(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("phuchoi").expect("built");
    let output =
        command.args(arguments).env("PHUCHOI_DICTIONARY", "").current_dir(folder).output().expect("it runs");
    (output.status.code().expect("not killed"), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn a_record_with_its_list_has_every_field_that_must_be_there() {
    let folder = records();
    let delivery = delivered(folder.path());
    let of_good: Vec<String> = delivery
        .findings
        .iter()
        .filter(|finding| finding.record == "2023/báo cáo")
        .map(|finding| format!("{} {} {}", finding.severity.name(), finding.check.name(), finding.key()))
        .collect();
    assert_eq!(of_good, ["look name copy.fileName"]);
    assert_eq!(delivery.ready(), 1);

    let xml = read(&folder.path().join("2023/báo cáo/metadata.xml"));
    let tree = roxmltree::Document::parse(&xml).expect("XML");
    let of = |level: &str, code: &str| {
        let level = tree.root_element().children().find(|node| node.has_tag_name(level)).expect("a level");
        let node = level.children().find(|node| node.has_tag_name(code)).expect("a field");
        let attribute = |name| node.attribute(name).unwrap_or_default().to_owned();
        (node.text().unwrap_or_default().to_owned(), attribute("from"), attribute("label"))
    };
    let expected = [
        ("fonds", "organId", "P07", "list", ""),
        ("file", "title", "Tập báo cáo năm 2023", "list", ""),
        ("file", "startDate", "18/12/2023", "rule", ""),
        ("file", "numberOfPage", "2", "count", ""),
        ("document", "docId", "H49.07.2023.15.1", "rule", ""),
        ("document", "docCode", "H49.07.2023.15.0000001", "rule", ""),
        ("document", "maintenance", "01", "rule", "Vĩnh viễn"),
        ("document", "typeName", "14", "page", "Báo cáo"),
        ("document", "codeNumber", "12", "page", ""),
        ("document", "codeNotation", "BC-VP", "page", ""),
        ("document", "issuedDate", "18/12/2023", "page", ""),
        ("document", "autograph", "", "", ""),
        ("copy", "fileFormat", "PDF/A-2U", "count", ""),
        ("copy", "nameAsked", "H49.07.2023.15.1.pdf", "rule", ""),
    ];
    for (level, code, text, from, label) in expected {
        assert_eq!(of(level, code), (text.into(), from.into(), label.into()), "{level}.{code}");
    }
}

#[test]
fn what_falls_short_is_named_with_page_clause_and_remedy() {
    let folder = records();
    let delivery = delivered(folder.path());
    let found = |check: Check, key: &str| {
        let mut all = delivery.findings.iter();
        all.find(|finding| finding.check == check && finding.key() == key && finding.record == "2024/báo cáo")
    };
    let resolution = found(Check::Resolution, "").expect("150 dpi");
    assert_eq!((resolution.page_ranges().as_str(), resolution.clause), ("1", Clause::Digitised));
    assert_eq!(found(Check::Unread, "").map(|finding| finding.pages.clone()), Some(vec![2]));
    assert!(found(Check::NoPdf, "").is_some());
    for key in ["document.issuedDate", "document.typeName", "file.fileCode", "file.title"] {
        let missing = found(Check::Missing, key).unwrap_or_else(|| panic!("{key}"));
        assert!(missing.remedy.contains(key) && !missing.clause.reference().is_empty(), "{missing:?}");
    }
    assert!(found(Check::Missing, "fonds.organId").is_none(), "the list has it for all");
    assert!(found(Check::NotListed, "").is_none(), "the list speaks of all");

    let table = read(&folder.path().join("conformance.csv"));
    let report = read(&folder.path().join("conformance.md"));
    assert_eq!(table.lines().count(), 1 + delivery.findings.len());
    assert!(
        table.contains("fails,resolution,2024/báo cáo,1,,,\"150 dpi, as recorded or estimated\",200 dpi"),
        "{table}"
    );
    assert!(report.contains("## 2024/báo cáo") && report.contains("| missing |"), "{report}");
    let lines = report.lines().filter(|line| line.starts_with("- **"));
    assert_eq!(lines.count(), delivery.findings.len());
}

#[test]
fn the_same_records_and_list_give_the_same_bytes() {
    let files = [
        "delivery.csv",
        "conformance.csv",
        "conformance.md",
        "2023/báo cáo/metadata.xml",
        "2023/báo cáo/metadata.csv",
    ];
    let (one, two) = (records(), records());
    for folder in [&one, &two, &two] {
        delivered(folder.path());
    }
    for name in files {
        assert!(read(&one.path().join(name)) == read(&two.path().join(name)), "{name}");
    }
}

#[test]
fn a_delivery_filled_in_is_a_list() {
    let folder = records();
    let first = delivered(folder.path());
    let bytes = fs::read(folder.path().join("delivery.csv")).expect("there");
    let list = List::of_bytes(&bytes, Path::new("delivery.csv")).expect("a list");
    assert_eq!(list.unknown, [""; 0]);
    let again = archive::deliver(folder.path(), Some(&list)).expect("records");
    for (first, again) in first.entries.iter().zip(&again.entries) {
        for field in FIELDS {
            assert_eq!(first.metadata.text(field.key), again.metadata.text(field.key), "{}", field.key);
        }
        assert_eq!(again.metadata.differences, []);
    }
}

#[test]
fn what_another_program_wrote_stays_and_nothing_is_written_beside_it() {
    for name in ["delivery.csv", "conformance.md"] {
        let folder = records();
        fs::write(folder.path().join(name), "<mine/>").expect("written");
        let mut delivery = archive::deliver(folder.path(), None).expect("records");
        let refused = delivery.write(None, Cells::Guarded).expect_err("it is not ours");
        assert!(matches!(&refused, ArchiveError::NotOurs(path) if path.ends_with(name)), "{refused}");
        assert_eq!(read(&folder.path().join(name)), "<mine/>");
        assert!(!folder.path().join("2023/báo cáo/metadata.xml").exists(), "{name}");
    }
}

#[test]
fn a_record_beside_which_nothing_can_be_written_costs_itself_alone() {
    for name in ["metadata.xml", "metadata.csv"] {
        let folder = records();
        let taken = folder.path().join("2024/báo cáo").join(name);
        fs::write(&taken, "<mine/>").expect("written");
        let mut delivery = archive::deliver(folder.path(), None).expect("records");
        delivery.write(None, Cells::Guarded).expect("written");
        assert_eq!(read(&taken), "<mine/>");
        let files = fs::read_dir(folder.path().join("2024/báo cáo")).expect("there").count();
        assert_eq!(files, 2, "both files or none, beside document.json");
        assert!(folder.path().join("2023/báo cáo/metadata.xml").exists(), "{name}");
        let told = read(&folder.path().join("conformance.csv"));
        assert!(told.contains("fails,not-written,2024/báo cáo"), "{told}");
    }
}

#[test]
fn records_whose_names_are_no_text_are_delivered_each_under_a_name_of_its_own() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names: [&[u8]; 4] =
        [b"B\xb8o c\xb8o", b"B\xb9o c\xb8o", b"B\\xb8o c\\xb8o", "Báo cáo\n=1+2".as_bytes()];
    for name in names {
        let record = folder.path().join(OsStr::from_bytes(name));
        export::write(&sample::document(), &Made::default(), &record, &[Format::Json]).expect("written");
    }
    let mut delivery = archive::deliver(folder.path(), None).expect("records");
    delivery.write(None, Cells::Guarded).expect("written");
    let named: std::collections::BTreeSet<&str> =
        delivery.entries.iter().map(|entry| entry.record.as_str()).collect();
    assert_eq!(named.len(), names.len(), "{named:?}");
    for name in names {
        let record = folder.path().join(OsStr::from_bytes(name));
        assert!(record.join("metadata.csv").exists() && record.join("metadata.xml").exists(), "{record:?}");
        roxmltree::Document::parse(&read(&record.join("metadata.xml"))).expect("XML");
    }
}

#[test]
fn the_command_says_how_many_fall_short_and_refuses_a_list_with_faults() {
    let folder = records();
    fs::write(folder.path().join("list.csv"), format!("{LIST}2025;;;;;;;;;;;\r\n")).expect("written");
    let (code, told) =
        phuchoi(folder.path(), &["deliver", ".", "--list", "list.csv", "--report", "report.md"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("2 documents, 1 of them without a fault; see report.md"), "{told}");
    assert!(read(&folder.path().join("report.md")).contains("line 4 of the list speaks of `2025`"));
    assert!(!folder.path().join("conformance.md").exists());

    fs::write(folder.path().join("bad.csv"), "record,file.mode,Hộp\n2023,4,1\n").expect("written");
    let (code, told) = phuchoi(folder.path(), &["deliver", ".", "--list", "bad.csv"]);
    assert_eq!(code, 2);
    assert!(told.contains("line 2: `file.mode` is `4`; write one of: 01 Công khai"), "{told}");

    let (code, told) = phuchoi(folder.path(), &["deliver", ".", "--list", "delivery.csv"]);
    assert_eq!(code, 2);
    assert!(told.contains("would be written over") && told.contains("hint: copy it"), "{told}");

    fs::create_dir(folder.path().join("empty")).expect("made");
    let (code, told) = phuchoi(folder.path(), &["deliver", "empty"]);
    assert_eq!(code, 2);
    assert!(told.contains("no record in `empty`"), "{told}");
}

#[test]
fn a_record_that_cannot_be_read_and_an_input_that_failed_are_told() {
    let folder = records();
    fs::write(folder.path().join("2024/báo cáo/document.json"), "{").expect("written");
    let run = r#"{"inputs": [{"path": "in/x.pdf", "record": null, "status": "failed", "reason": {"code": "broken", "message": "it is cut short"},
                 "blake3": null, "failed_pages": [], "counts": null}]}"#;
    fs::write(folder.path().join("run.json"), run).expect("written");
    let delivery = delivered(folder.path());
    let told: Vec<(&str, &str)> = delivery
        .findings
        .iter()
        .filter(|finding| matches!(finding.check, Check::BadRecord | Check::FailedInput))
        .map(|finding| (finding.record.as_str(), finding.check.name()))
        .collect();
    assert_eq!(told, [("2024/báo cáo", "bad-record"), ("in/x.pdf", "failed-input")]);
    assert_eq!(delivery.entries.len(), 1);
}

/// Reads what the schema says of a level: the names of its elements, in order, with the pattern that each value keeps.
fn schema() -> BTreeMap<String, Vec<(String, regex::Regex)>> {
    let tree = roxmltree::Document::parse(XSD).expect("XML");
    let named = |name: &str| {
        let mut nodes = tree.root_element().children();
        nodes.find(|node| node.attribute("name") == Some(name)).unwrap_or_else(|| panic!("no type `{name}`"))
    };
    let pattern = |kind: &str| {
        let base = named(kind).descendants().find_map(|node| node.attribute("base")).expect("a base");
        if base == "xs:string" {
            return "(?s).*".to_owned();
        }
        let pattern = named(base).descendants().find(|node| node.tag_name().name() == "pattern");
        pattern.and_then(|node| node.attribute("value")).expect("a pattern").to_owned()
    };
    let level = |level: Level| {
        let elements = named(level.name()).descendants().filter(|node| node.tag_name().name() == "element");
        let of = |node: roxmltree::Node<'_, '_>| {
            let kind = node.attribute("type").expect("a type");
            let pattern = regex::Regex::new(&format!("^(?:{})$", pattern(kind))).expect("a pattern");
            (node.attribute("name").expect("a name").to_owned(), pattern)
        };
        (level.name().to_owned(), elements.map(of).collect())
    };
    Level::ALL.into_iter().map(level).collect()
}

#[test]
fn metadata_keep_to_the_schema_and_it_knows_every_field() {
    let schema = schema();
    let folder = records();
    delivered(folder.path());
    for name in ["2023/báo cáo/metadata.xml", "2024/báo cáo/metadata.xml"] {
        let xml = read(&folder.path().join(name));
        let tree = roxmltree::Document::parse(&xml).expect("XML");
        let levels: Vec<_> = tree.root_element().children().filter(roxmltree::Node::is_element).collect();
        assert_eq!(levels.len(), Level::ALL.len());
        for (node, level) in levels.iter().zip(Level::ALL) {
            assert_eq!(
                (node.tag_name().name(), node.tag_name().namespace()),
                (level.name(), Some("urn:phuchoi:archive:1"))
            );
            let fields: Vec<_> = node.children().filter(roxmltree::Node::is_element).collect();
            assert_eq!(fields.len(), schema[level.name()].len());
            for (field, (code, pattern)) in fields.iter().zip(&schema[level.name()]) {
                assert_eq!(field.tag_name().name(), code);
                let text = field.text().unwrap_or_default();
                assert!(pattern.is_match(text), "{code}: `{text}`");
            }
        }
    }
    for level in Level::ALL {
        let codes: Vec<&str> = schema[level.name()].iter().map(|(code, _)| code.as_str()).collect();
        let fields: Vec<_> = FIELDS.iter().filter(|field| field.level == level).collect();
        assert_eq!(codes, fields.iter().map(|field| field.code()).collect::<Vec<_>>());
        for (field, (_, pattern)) in fields.iter().zip(&schema[level.name()]) {
            // What the schema lets through is what the field takes.
            let (good, bad): (Vec<&str>, &str) = match field.form {
                Form::Text => (vec!["", "x"], ""),
                Form::Number => (vec!["", "12"], "x"),
                Form::Day => (vec!["", "18/12/2023"], "2023"),
                Form::Date => (vec!["", "18/12/2023", "12/2023", "2023"], "18/12"),
                Form::Code(list) | Form::Codes(list) => {
                    (list.entries().iter().map(|(code, _)| *code).chain([""]).collect(), "99")
                }
            };
            assert!(good.iter().all(|text| pattern.is_match(text)), "{}", field.key);
            assert!(bad.is_empty() || !pattern.is_match(bad), "{}: {bad}", field.key);
        }
    }
}

#[test]
fn xmllint_takes_metadata_for_valid() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metadata.xsd");
    let folder = records();
    delivered(folder.path());
    let file = folder.path().join("2023/báo cáo/metadata.xml");
    let run =
        std::process::Command::new("xmllint").args(["--noout", "--schema"]).args([&schema, &file]).output();
    // A machine without it has the test above.
    let Ok(output) = run else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let broken = read(&file).replace(">18/12/2023<", ">18.12.2023<");
    fs::write(&file, broken).expect("written");
    let run =
        std::process::Command::new("xmllint").args(["--noout", "--schema"]).args([&schema, &file]).output();
    assert!(!run.expect("it ran before").status.success(), "it takes anything");
}

#[test]
fn the_documentation_has_every_field_check_clause_and_code() {
    for field in FIELDS {
        let length = field.length.map(|length| length.to_string()).unwrap_or_default();
        let line = format!(
            "| `{}` | {} | {} | {} | {length} | {} | {} | {} |",
            field.key,
            field.name,
            field.meaning,
            field.form.name(),
            field.need.words(),
            field.origin,
            field.clause.name()
        );
        assert!(DOCS.lines().any(|own| own == line), "docs/delivery.md lacks: {line}");
    }
    for clause in Clause::ALL {
        let line = format!("| {} | {} | {} |", clause.name(), clause.reference(), clause.seen().word());
        assert!(DOCS.lines().any(|own| own == line), "docs/delivery.md lacks: {line}");
    }
    for check in Check::ALL {
        assert!(DOCS.contains(&format!("| `{}` |", check.name())), "{}", check.name());
    }
    let lists = [
        &codes::KINDS,
        &codes::LANGUAGES,
        &codes::RETENTION,
        &codes::ACCESS,
        &codes::ORIGINS,
        &codes::CONDITIONS,
        &codes::YES_NO,
        &codes::RESERVES,
    ];
    for list in lists {
        assert!(DOCS.contains(&list.listed()), "docs/delivery.md lacks: {}", list.listed());
    }
}

#[test]
fn the_list_in_the_documentation_is_one() {
    let block =
        DOCS.split("```").find(|block| block.trim_start().starts_with("record,")).expect("an example");
    let list = List::of_bytes(block.trim().as_bytes(), Path::new("list.csv")).expect("a list");
    assert_eq!(list.of("2023/tong-ket/a", "").len(), 9);
    assert_eq!(list.unknown, [""; 0]);
}
