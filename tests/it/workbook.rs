//! A folder of records as a workbook, and tables for a spreadsheet set to Vietnamese.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use phuchoi::collection::{self, CollectionError, Record, xlsx};
use phuchoi::document::{CheckStatus, DateField, Document};
use roxmltree::{Document as Xml, Node};

use crate::sample;

/// A record of an office's report of a year.
fn record(name: &str, issuer: &str, day: &str, change: impl FnOnce(&mut Document)) -> Record {
    let mut document = sample::document();
    document.source.path = format!("{name}.pdf");
    if let Some(field) = &mut document.letterhead.issuer {
        field.text.text = issuer.to_owned();
    }
    document.letterhead.date = Some(DateField { iso: Some(day.to_owned()), ..DateField::default() });
    change(&mut document);
    Record { name: name.to_owned(), document }
}

fn records() -> Vec<Record> {
    vec![
        record("a", "VĂN PHÒNG", "2022-12-18", |_| {}),
        record("b", "Văn phòng", "2023-12-08", |document| {
            let table = &mut document.tables[0];
            "Ke hoach, chi dao".clone_into(&mut table.rows[1].text.text);
            table.rows[1].values[3] = Some(90.25);
            table.rows[2].values[3] = None;
            for check in table.checks.iter_mut().filter(|check| check.column == 3) {
                (check.expected, check.status) = (None, CheckStatus::Open);
            }
        }),
        record("c", "SỞ NỘI VỤ", "2023-12", |document| {
            let table = &mut document.tables[0];
            table.rows[1].path = "1.10".to_owned();
            table.rows[2].text.text = "=HYPERLINK(\"x\")".to_owned();
            table.checks.iter_mut().for_each(|check| {
                check.rule = "I = 1.10 + I.2".to_owned();
                check.status = CheckStatus::Suspect;
            });
        }),
    ]
}

fn written() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("điểm.xlsx");
    xlsx::write(&path, records().into_iter()).expect("written");
    (folder, path)
}

/// A cell as a spreadsheet finds it.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    /// True for what is stored as a number.
    is_number: bool,
    value: String,
    formula: Option<String>,
    /// Its background, `FFRRGGBB`.
    colour: Option<String>,
    /// How its number is shown, where that is said.
    form: Option<String>,
}

/// The sheets of a workbook by name: rows of cells by column.
type Sheets = BTreeMap<String, Vec<BTreeMap<String, Found>>>;

fn part(path: &Path, name: &str) -> String {
    let mut parts = zip::ZipArchive::new(fs::File::open(path).expect("there")).expect("a workbook");
    let mut text = String::new();
    parts.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

fn children<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |child| child.tag_name().name() == name)
}

fn sheets(path: &Path) -> Sheets {
    let shared = part(path, "xl/sharedStrings.xml");
    let shared = Xml::parse(&shared).expect("XML");
    let shared: Vec<String> = children(shared.root(), "si")
        .map(|text| children(text, "t").filter_map(|t| t.text()).collect())
        .collect();
    let styles = part(path, "xl/styles.xml");
    let styles = Xml::parse(&styles).expect("XML");
    let fills: Vec<Option<String>> = children(styles.root(), "fill")
        .map(|fill| Some(children(fill, "fgColor").next()?.attribute("rgb")?.to_owned()))
        .collect();
    let forms: BTreeMap<&str, &str> = children(styles.root(), "numFmt")
        .filter_map(|form| Some((form.attribute("numFmtId")?, form.attribute("formatCode")?)))
        .collect();
    let of_cells = children(styles.root(), "cellXfs").next().expect("formats");
    let looks: Vec<(Option<String>, Option<String>)> = children(of_cells, "xf")
        .map(|look| {
            let fill = look.attribute("fillId").and_then(|at| at.parse::<usize>().ok());
            let form = look.attribute("numFmtId").and_then(|id| forms.get(id));
            (fill.and_then(|at| fills[at].clone()), form.map(|form| (*form).to_owned()))
        })
        .collect();
    let workbook = part(path, "xl/workbook.xml");
    let workbook = Xml::parse(&workbook).expect("XML");
    let names = children(workbook.root(), "sheet").map(|sheet| sheet.attribute("name").expect("a name"));
    names
        .zip(1..)
        .map(|(name, number)| {
            let sheet = part(path, &format!("xl/worksheets/sheet{number}.xml"));
            let sheet = Xml::parse(&sheet).expect("XML");
            assert!(children(sheet.root(), "autoFilter").next().is_some(), "{name} has a filter");
            let pane = children(sheet.root(), "pane").next().expect("a frozen header");
            assert_eq!(
                (pane.attribute("state"), pane.attribute("ySplit")),
                (Some("frozen"), Some("1")),
                "{name}"
            );
            let rows = children(sheet.root(), "row").map(|row| {
                children(row, "c")
                    .map(|cell| {
                        let column = cell.attribute("r").expect("a place").trim_end_matches(char::is_numeric);
                        let text = |name| Some(children(cell, name).next()?.text().unwrap_or_default());
                        let value = text("v").unwrap_or_default();
                        let kind = cell.attribute("t").unwrap_or("n");
                        let value = if kind == "s" {
                            shared[value.parse::<usize>().expect("an index")].clone()
                        } else {
                            value.to_owned()
                        };
                        let look = cell.attribute("s").map_or(0, |at| at.parse::<usize>().expect("an index"));
                        let (colour, form) = looks[look].clone();
                        let is_number = kind == "n" && !value.is_empty();
                        let formula = text("f").map(str::to_owned);
                        (column.to_owned(), Found { is_number, value, formula, colour, form })
                    })
                    .collect()
            });
            (name.to_owned(), rows.collect())
        })
        .collect()
}

/// Returns the cells of a row below the header, by the Vietnamese part of their titles.
fn row<'a>(
    rows: &'a [BTreeMap<String, Found>],
    is_it: impl Fn(&dyn Fn(&str) -> String) -> bool,
) -> BTreeMap<String, Found> {
    let title = |column: &str| rows[0][column].value.lines().next().expect("a title").to_owned();
    let named = |row: &'a BTreeMap<String, Found>| -> BTreeMap<String, Found> {
        row.iter().map(|(column, cell)| (title(column), cell.clone())).collect()
    };
    let mut found = rows[1..].iter().map(named);
    found
        .find(|row| is_it(&|name| row.get(name).map(|cell| cell.value.clone()).unwrap_or_default()))
        .expect("such a row")
}

#[test]
fn the_same_records_give_the_same_workbook() {
    let (_one, first) = written();
    let (_two, second) = written();
    assert!(fs::read(first).expect("there") == fs::read(second).expect("there"), "the workbooks differ");
}

#[test]
fn numbers_and_days_are_numbers_and_days_and_texts_stay_texts() {
    let (_folder, path) = written();
    let sheets = sheets(&path);
    let list = &sheets["Điểm (scores)"];
    let score = row(list, |of| of("Văn bản") == "b.pdf" && of("Mục") == "I.1" && of("Loại") == "score");
    assert!(score["Giá trị"].is_number && score["Năm"].is_number, "{score:?}");
    assert_eq!((score["Giá trị"].value.as_str(), score["Năm"].value.as_str()), ("90.25", "2023"));
    let path_of_figures = row(list, |of| of("Mục") == "1.10");
    assert!(!path_of_figures["Mục"].is_number);
    let formula = row(list, |of| of("Tiêu chí").starts_with("=HYPERLINK"));
    assert_eq!(formula["Tiêu chí"].formula, None);

    let documents = &sheets["Văn bản (documents)"];
    let day = &row(documents, |of| of("Hồ sơ") == "b")["Ngày"];
    // Days are counted from the end of 1899.
    assert!(day.is_number && day.value == "45268" && day.form.as_deref() == Some("dd/mm/yyyy"), "{day:?}");
    let month = &row(documents, |of| of("Hồ sơ") == "c")["Ngày"];
    assert_eq!((month.is_number, month.value.as_str()), (false, "12/2023"));
    let pages = &row(documents, |of| of("Hồ sơ") == "a")["Số trang"];
    assert!(pages.is_number && pages.value == "2");
}

#[test]
fn the_list_has_the_lines_of_scores_csv() {
    let (_folder, path) = written();
    let list = &sheets(&path)["Điểm (scores)"];
    let mut lines = Vec::new();
    for record in records() {
        let table = phuchoi::export::scores::render(&record.document, Default::default()).expect("scores");
        let text = String::from_utf8(table).expect("UTF-8").replace("'=", "=");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        lines.extend(
            reader.records().map(|line| line.expect("a line").iter().map(str::to_owned).collect::<Vec<_>>()),
        );
    }
    let columns = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
    let found: Vec<Vec<String>> = list[1..]
        .iter()
        .map(|row| {
            columns.map(|column| row.get(column).map(|cell| cell.value.clone()).unwrap_or_default()).to_vec()
        })
        .collect();
    assert_eq!(found, lines);
}

#[test]
fn a_criterion_s_years_stand_side_by_side_in_the_colours_of_their_outcomes() {
    let (_folder, path) = written();
    let criteria = &sheets(&path)["Tiêu chí (criteria)"];
    let of_office =
        row(criteria, |of| of("Mục") == "I.1" && of("Cơ quan") == "VĂN PHÒNG" && of("Loại") == "score");
    let value = |year: &str| of_office[year].value.as_str();
    assert_eq!((value("2022"), value("2023")), ("1000", "90.25"), "whatever marks its words were read with");
    assert_eq!(of_office["Văn bản"].value, "a.pdf\nb.pdf");
    let whole = row(criteria, |of| of("Mục") == "I" && of("Cơ quan") == "VĂN PHÒNG" && of("Loại") == "score");
    let colour = |year: &str| whole[year].colour.as_deref();
    assert_eq!((colour("2022"), colour("2023")), (Some("FFBDD7EE"), Some("FFFFEB9C")), "repaired and open");
    let suspect = row(criteria, |of| of("Mục") == "I" && of("Cơ quan") == "SỞ NỘI VỤ" && of("Loại") == "max");
    assert_eq!(suspect["2023"].colour.as_deref(), Some("FFFFC7CE"));
}

#[test]
fn no_value_of_an_office_takes_the_place_of_another_of_the_same_year() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xlsx");
    let twice = ["a", "b"].map(|name| record(name, "VĂN PHÒNG", "2023-12-18", |_| {}));
    xlsx::write(&path, twice.into_iter()).expect("written");
    let criteria = &sheets(&path)["Tiêu chí (criteria)"];
    for name in ["a.pdf", "b.pdf"] {
        row(criteria, |of| of("Mục") == "I" && of("Văn bản") == name && of("2023") == "1195.5");
    }
}

#[test]
fn a_check_is_computed_from_the_cells_of_the_list() {
    let (_folder, path) = written();
    let sheets = sheets(&path);
    let checks = &sheets["Kiểm tra (checks)"];
    let sum = row(checks, |of| of("Văn bản") == "a.pdf" && of("Mục") == "I" && of("Cột") == "TỰ CHẤM");
    let formula = sum["Tính lại"].formula.clone().expect("a formula");
    let cells: Vec<&str> = formula
        .strip_prefix("ROUND(SUM(")
        .and_then(|rest| rest.strip_suffix("),4)"))
        .expect("a sum")
        .split(',')
        .collect();
    let list = &sheets["Điểm (scores)"];
    let added: Vec<&str> = cells
        .iter()
        .map(|cell| {
            cell.strip_prefix("'Điểm (scores)'!H")
                .expect("a value of the list")
                .parse::<usize>()
                .expect("a row")
        })
        .map(|at| list[at - 1]["D"].value.as_str())
        .collect();
    assert_eq!(added, ["I.1", "I.2"]);
    assert_eq!((sum["Tính lại"].value.as_str(), sum["Giá trị"].value.as_str()), ("1195.5", "1195.5"));
    assert_eq!((sum["Như bản in"].value.as_str(), sum["Chênh lệch"].value.as_str()), ("1.195,5", "0"));

    let open = row(checks, |of| of("Văn bản") == "b.pdf" && of("Mục") == "I" && of("Cột") == "TỰ CHẤM");
    let formula = open["Tính lại"].formula.as_deref().expect("a formula");
    assert!(
        formula.starts_with("IF(COUNT(") && open["Tính lại"].value.is_empty(),
        "a part is not known: {open:?}"
    );
    let suspect = row(checks, |of| of("Văn bản") == "c.pdf" && of("Quy tắc") == "I = 1.10 + I.2");
    assert!(suspect["Tính lại"].formula.is_some());
}

#[test]
fn what_to_look_at_names_file_and_page() {
    let (_folder, path) = written();
    let sheets = sheets(&path);
    let attention = &sheets["Cần xem (to look at)"];
    let warning = row(attention, |of| of("Văn bản") == "a.pdf" && of("Loại") == "cảnh báo (warning)");
    assert_eq!((warning["Trang"].value.as_str(), warning["Trang"].is_number), ("2", true));
    let open = row(attention, |of| of("Văn bản") == "b.pdf" && of("Loại") == "phép kiểm (check)");
    assert_eq!(open["Máy đọc"].value, "105");
    let word = |row: &BTreeMap<String, Found>| row.get("D").is_some_and(|kind| kind.value == "từ (word)");
    let words: usize = records()
        .iter()
        .flat_map(|record| &record.document.pages)
        .flat_map(|page| page.lines.iter().flat_map(|line| &line.words))
        .filter(|word| word.review)
        .count();
    assert_eq!(attention.iter().filter(|row| word(row)).count(), words);
}

#[test]
fn what_another_program_wrote_or_saved_is_not_replaced() {
    let (folder, path) = written();
    xlsx::write(&path, records().into_iter()).expect("its own is replaced");
    let saved = folder.path().join("saved.xlsx");
    let mut parts = zip::ZipArchive::new(fs::File::open(&path).expect("there")).expect("a workbook");
    let mut other = zip::ZipWriter::new(fs::File::create(&saved).expect("made"));
    let names: Vec<String> = parts.file_names().map(|name| name.expect("a name").into_owned()).collect();
    for name in names {
        let mut text = Vec::new();
        parts.by_name(&name).expect("there").read_to_end(&mut text).expect("read");
        let text = String::from_utf8(text).expect("UTF-8").replace("2000-01-01", "2026-12-01");
        other.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        other.write_all(text.as_bytes()).expect("written");
    }
    other.finish().expect("written");
    let note = folder.path().join("note.xlsx");
    fs::write(&note, "mine").expect("written");
    for path in [&saved, &note] {
        let before = fs::read(path).expect("there");
        let refused = xlsx::write(path, records().into_iter()).expect_err("it is not ours");
        assert!(matches!(refused, CollectionError::NotOurs(_)), "{refused}");
        assert!(refused.to_string().contains("name another file"), "{refused}");
        assert!(fs::read(path).expect("there") == before, "it is as it was");
    }
}

#[test]
fn a_record_with_anything_in_it_makes_a_workbook() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xlsx");
    let odd = record("\u{1}\u{b}<&>]]>\"", "\u{ffff}\u{fffe}", "0000-99-99", |document| {
        let table = &mut document.tables[0];
        table.rows[0].values = vec![Some(f64::NAN), Some(1e300), Some(f64::INFINITY), Some(-0.0)];
        table.rows[1].values.clear();
        table.rows[2].cells.clear();
        table.checks[0].column = 99;
        table.checks[1].rule = " =  + ".to_owned();
        table.rows[3].path = "I".to_owned();
        table.rows[3].text.text = "ộ".repeat(40_000);
        document.warnings[0].message = "\u{0}".to_owned();
    });
    xlsx::write(&path, std::iter::once(odd)).expect("written");
    assert_eq!(sheets(&path).len(), 6);
    xlsx::write(&path, std::iter::empty()).expect("an empty one");
    assert_eq!(sheets(&path).len(), 6);
    assert!(matches!(collection::records(folder.path()), Err(CollectionError::Empty(_))));
}
