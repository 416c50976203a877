//! `document.html`: what a browser shows, with the changes hidden and shown.

use std::collections::{BTreeMap, BTreeSet};

use phuchoi::document::{
    Arrival, Check, CheckStatus, Column, ColumnRole, Document, Edit, Footnote, Letterhead, Line, Page,
    Reference, Row, Section, Signature, Signer, SourceInfo, SourceKind, Table, TableKind, Warning, ledger,
};
use phuchoi::export::html;
use phuchoi::structure::structure;
use proptest::prelude::*;
use roxmltree::{Node, ParsingOptions};

fn source() -> SourceInfo {
    let blake3 = "0123456789abcdef".repeat(4);
    SourceInfo { path: "bao-cao.pdf".to_owned(), blake3, kind: SourceKind::Pdf, page_count: 2 }
}

fn rendered(document: &Document) -> String {
    String::from_utf8(html::render(document).expect("written to memory")).expect("UTF-8")
}

fn parsed(html: &str) -> roxmltree::Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    roxmltree::Document::parse_with_options(html, options).unwrap_or_else(|error| panic!("{error}\n{html}"))
}

/// What of the changes is shown.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// None: the restored text.
    New,
    /// The old readings, the new ones taken out.
    Old,
}

/// The text of an element without blanks, footnote marks as in the record.
fn text(node: Node<'_, '_>, shown: Shown) -> String {
    let own = |child: Node<'_, '_>| match child.tag_name().name() {
        "del" if shown == Shown::New => String::new(),
        "ins" if shown == Shown::Old => String::new(),
        "sup" => format!("^[{}]", text(child, shown)),
        _ if child.is_text() => compact(child.text().unwrap_or_default()),
        _ => text(child, shown),
    };
    node.children().map(own).collect()
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn elements<'a, 'input>(
    html: &'a roxmltree::Document<'input>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    html.descendants().filter(move |node| node.has_tag_name(("http://www.w3.org/1999/xhtml", name)))
}

fn article<'a, 'input>(html: &'a roxmltree::Document<'input>) -> Node<'a, 'input> {
    elements(html, "article").next().expect("an article")
}

/// The texts of the elements of a name within the article.
fn texts(html: &roxmltree::Document<'_>, name: &str, shown: Shown) -> Vec<String> {
    let own = article(html).descendants().filter(|node| node.tag_name().name() == name);
    own.map(|node| text(node, shown)).collect()
}

fn classed<'a, 'input>(
    html: &'a roxmltree::Document<'input>,
    class: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    html.descendants()
        .filter(move |node| node.attribute("class").is_some_and(|own| own.split(' ').any(|one| one == class)))
}

/// Two pages of a report, with their lines and records as the stages leave them.
fn report() -> Document {
    let first = [
        "UBND TỈNH LÂM HẢI    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "VĂN PHÒNG    Độc lập - Tự do - Hạnh phúc",
        "Số: 12/BC-VP    Lâm Hải, ngày 18 tháng 12 năm 2023",
        "BÁO CÁO",
        "Tổng kết công tác năm 2023",
        "I. KET QUA",
        "Co quan có 45 biên chế' và",
        "1 Trong đó có 02 người mới.",
    ];
    let second = [
        "2",
        "06 hop ~ đồng.",
        "II. BẢNG ĐIỂM",
        "TT",
        "NỘI DUNG",
        "ĐIỂM CHUẨN",
        "TỰ CHẤM",
        "I",
        "THI ĐUA",
        "1.200",
        "105",
        "I.",
        "Kế hoạch",
        "1.200",
        "1.195,5",
        "Nơi nhận:",
        "- Như trén;",
        "CHÁNH VĂN PHÒNG",
        "Trần Mẫu",
    ];
    let mut pages = Vec::new();
    for (lines, number) in [first.as_slice(), &second].into_iter().zip(1..) {
        let mut lines: Vec<Line> = lines.iter().copied().map(Line::from_text).collect();
        lines.iter_mut().for_each(Line::part_into_words);
        pages.push(Page::of_text(number, lines));
    }
    let word = &mut pages[0].lines[6].words[1];
    (word.confidence, word.review) = (0.85, true);
    let mut document = Document::new(source(), pages);
    let edit = |page, line, span: [u32; 2], before: &str, after: &str| Edit {
        page,
        line,
        span,
        before: before.to_owned(),
        after: after.to_owned(),
        reason: format!("`{before}` is `{after}`"),
        confidence: 0.98,
    };
    let proposals = vec![
        edit(1, 6, [3, 10], "KET QUA", "KẾT QUẢ"),
        edit(1, 7, [0, 7], "Co quan", "Cơ quan"),
        edit(1, 7, [22, 23], "'", "^[1]"),
        edit(1, 8, [0, 2], "1 ", "^[1] "),
        edit(2, 2, [3, 6], "hop", "hợp"),
        edit(2, 2, [7, 8], "~", ""),
        edit(2, 11, [0, 3], "105", "1.195,5"),
        edit(2, 12, [0, 2], "I.", "1."),
        edit(2, 17, [6, 10], "trén", "trên"),
    ];
    assert_eq!(ledger::apply(&mut document, proposals), []);
    document.letterhead = Letterhead {
        parent: Some("UBND TỈNH LÂM HẢI".to_owned()),
        issuer: Some("VĂN PHÒNG".to_owned()),
        number: Some("12/BC-VP".to_owned()),
        place: Some("Lâm Hải".to_owned()),
        date: Some("2023-12-18".to_owned()),
        kind: Some("BÁO CÁO".to_owned()),
        subject: Some("Tổng kết công tác năm 2023".to_owned()),
        recipients: vec!["Như trên".to_owned()],
        signer: Some(Signer {
            title: Some("CHÁNH VĂN PHÒNG".to_owned()), name: Some("Trần Mẫu".to_owned())
        }),
    };
    let paragraph = "Cơ quan có 45 biên chế^[1] và 06 hợp  đồng.".to_owned();
    document.sections = vec![
        section("I", "KẾT QUẢ", (1, 6), vec![paragraph]),
        section("II", "BẢNG ĐIỂM", (2, 3), Vec::new()),
    ];
    document.footnotes = vec![Footnote {
        mark: "1".to_owned(),
        text: "Trong đó có 02 người mới.".to_owned(),
        page: 1,
        references: vec![Reference { page: 1, line: 7, after: "chế".to_owned() }],
    }];
    document.tables = vec![scores()];
    document.warnings = vec![Warning {
        page: Some(2),
        code: "table-sum-violated".to_owned(),
        message: "column `TỰ CHẤM`: 1 < 2 & so on".to_owned(),
    }];
    document
}

fn section(label: &str, title: &str, (page, line): (u32, u32), paragraphs: Vec<String>) -> Section {
    let (label, title) = (label.to_owned(), title.to_owned());
    Section { level: 1, label, title, page, line, paragraphs, children: Vec::new() }
}

fn scores() -> Table {
    let column = |name: &str, role| Column { name: name.to_owned(), role };
    let row = |path: &str, cells: [&str; 4], printed: [&str; 4], values| Row {
        path: path.to_owned(),
        label: path.to_owned(),
        text: cells[1].to_owned(),
        page: 2,
        cells: cells.map(str::to_owned).to_vec(),
        printed: printed.map(str::to_owned).to_vec(),
        values,
        confidence: 0.9,
    };
    let check = |expected, found, status| Check {
        rule: "I = I.1".to_owned(),
        row: "I".to_owned(),
        column: if status == CheckStatus::Holds { 2 } else { 3 },
        expected: Some(expected),
        found: Some(found),
        status,
    };
    Table {
        kind: TableKind::Score,
        title: Some("Bảng chấm điểm".to_owned()),
        pages: vec![2],
        columns: vec![
            column("TT", ColumnRole::Label),
            column("NỘI DUNG", ColumnRole::Text),
            column("ĐIỂM CHUẨN", ColumnRole::Max),
            column("TỰ CHẤM", ColumnRole::Score),
        ],
        rows: vec![
            row(
                "I",
                ["I", "THI ĐUA", "1.200", "1.195,5"],
                ["I", "THI ĐUA", "1.200", "105"],
                vec![None, None, Some(1200.0), Some(1195.5)],
            ),
            row(
                "I.1",
                ["1.", "Kế hoạch", "1.200", "1.195,5"],
                ["I.", "Kế hoạch", "1.200", "1.195,5"],
                vec![None, None, Some(1200.0), Some(1195.5)],
            ),
        ],
        checks: vec![check(1200.0, 1200.0, CheckStatus::Holds), check(1195.5, 105.0, CheckStatus::Repaired)],
    }
}

#[test]
fn a_report_is_laid_out_with_its_changes_and_checks() {
    let html = rendered(&report());
    let (start, end) = (html.find("<style>").expect("a style") + 7, html.find("</style>").expect("its end"));
    // A line for each element that a reader sees as one.
    let laid_out = format!("{}…{}", &html[..start], &html[end..]);
    let mut laid_out = laid_out.replace(concat!("phuchoi ", env!("CARGO_PKG_VERSION")), "phuchoi …");
    for name in ["main", "nav", "article", "header", "div", "section", "h1", "h2", "p", "table", "tr", "li"] {
        laid_out = laid_out.replace(&format!("<{name}"), &format!("\n<{name}"));
    }
    for name in ["th", "td", "aside", "details", "footer", "ul", "dt"] {
        laid_out = laid_out.replace(&format!("<{name}>"), &format!("\n<{name}>"));
        laid_out = laid_out.replace(&format!("<{name} "), &format!("\n<{name} "));
    }
    insta::assert_snapshot!(laid_out);
}

#[test]
fn the_old_readings_come_back_where_the_new_ones_are_taken_out() {
    let html = rendered(&report());
    let html = parsed(&html);
    let cases = [
        ("h2", Shown::New, vec!["I.KẾTQUẢ", "II.BẢNGĐIỂM"]),
        ("h2", Shown::Old, vec!["I.KETQUA", "II.BẢNGĐIỂM"]),
        ("td", Shown::New, vec!["THIĐUA", "1.200", "1.195,5", "Kếhoạch", "1.200", "1.195,5"]),
        ("td", Shown::Old, vec!["THIĐUA", "1.200", "105", "Kếhoạch", "1.200", "1.195,5"]),
        ("li", Shown::New, vec!["Nhưtrên", "^[1]Trongđócó02ngườimới."]),
        ("li", Shown::Old, vec!["Nhưtrén", "1Trongđócó02ngườimới."]),
    ];
    for (name, shown, expected) in cases {
        let found: Vec<String> = texts(&html, name, shown).into_iter().filter(|t| !t.is_empty()).collect();
        let found: Vec<&str> =
            found.iter().map(String::as_str).filter(|t| !t.starts_with("column")).collect();
        let found: Vec<&str> = match name {
            // The checks below the table have cells of their own.
            "td" => found.into_iter().take(expected.len()).collect(),
            _ => found,
        };
        assert_eq!(found, expected, "{name}");
    }
    let paragraphs = texts(&html, "p", Shown::Old);
    assert!(paragraphs.contains(&"Coquancó45biênchế'và06hop~đồng.".to_owned()), "{paragraphs:?}");
    let paragraphs = texts(&html, "p", Shown::New);
    assert!(paragraphs.contains(&"Cơquancó45biênchế^[1]và06hợpđồng.".to_owned()), "{paragraphs:?}");
}

#[test]
fn a_change_that_cannot_be_placed_is_in_the_table_and_nowhere_else() {
    let mut document = report();
    document.sections[0].paragraphs[0].push_str(" Câu không có trong bản quét.");
    let html = rendered(&document);
    let html = parsed(&html);
    let rows = |html: &roxmltree::Document<'_>| {
        let table = classed(html, "changes").next().expect("a table of changes");
        table.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "tr"))).count()
            - 1
    };
    assert_eq!(rows(&html), document.edits.len());
    let of_lines = |lines: [u32; 2]| {
        let own = |edit: &&Edit| (edit.page, edit.line) == (lines[0], lines[1]);
        document.edits.iter().filter(own).count()
    };
    let lost = of_lines([1, 7]) + of_lines([2, 2]);
    let shown = classed(&html, "sua").filter(|node| node.attribute("id").is_some()).count();
    assert_eq!(shown, document.edits.len() - lost);
}

#[test]
fn every_link_has_its_target_and_no_two_elements_one_name() {
    for document in [report(), crate::sample::document()] {
        let html = rendered(&document);
        let html = parsed(&html);
        let mut ids = BTreeSet::new();
        for id in html.descendants().filter_map(|node| node.attribute("id")) {
            assert!(ids.insert(id), "{id}");
        }
        for link in html.descendants().filter_map(|node| node.attribute("href")) {
            let target = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads elsewhere"));
            assert!(ids.contains(target), "{link}");
        }
        for label in elements(&html, "label").filter_map(|node| node.attribute("for")) {
            assert!(ids.contains(label), "{label}");
        }
    }
}

#[test]
fn the_closing_and_tables_stand_before_what_is_printed_below_them() {
    let mut document = report();
    let annex = Line::from_text("Phụ lục");
    document.pages[1].lines.push(annex);
    let at = (2, document.pages[1].lines.len() as u32);
    document.sections.push(section("Phụ lục", "", at, Vec::new()));
    let html = rendered(&document);
    let of = |part: &str| html.find(part).unwrap_or_else(|| panic!("no {part}"));
    let places = [of("id=\"muc-2\""), of("id=\"bang-1\""), of("class=\"closing\""), of("id=\"muc-3\"")];
    assert!(places.is_sorted(), "{places:?}");
    let markdown = phuchoi::export::markdown::render(&document);
    let of = |part: &str| markdown.find(part).unwrap_or_else(|| panic!("no {part}"));
    let places = [of("## II."), of("| TT |"), of("*Nơi nhận:*"), of("## Phụ lục")];
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn how_a_note_s_mark_was_read_is_shown_at_its_head() {
    let html = rendered(&report());
    let html = parsed(&html);
    let notes = classed(&html, "notes").next().expect("notes");
    assert_eq!(text(notes, Shown::New), "^[1]Trongđócó02ngườimới.");
    assert_eq!(text(notes, Shown::Old), "1Trongđócó02ngườimới.");
}

#[test]
fn pages_that_hold_no_text_are_marked_too() {
    let mut document = report();
    document.pages.push(Page::of_text(3, Vec::new()));
    let html = rendered(&document);
    let html = parsed(&html);
    let pages: Vec<&str> = classed(&html, "page").filter_map(|node| node.attribute("data-page")).collect();
    assert_eq!(pages, ["1", "2", "3"]);
}

#[test]
fn a_document_without_structure_is_its_lines_with_their_changes() {
    let mut document = report();
    document.sections.clear();
    document.tables.clear();
    document.footnotes.clear();
    let html = rendered(&document);
    let html = parsed(&html);
    let expected = |of: &dyn Fn(&Line) -> String| -> String {
        document.pages.iter().flat_map(|page| &page.lines).map(|line| compact(&of(line))).collect()
    };
    assert_eq!(text(article(&html), Shown::New), expected(&|line| line.text.clone()));
    assert_eq!(text(article(&html), Shown::Old), expected(&|line| line.ocr.clone()));
}

#[test]
fn a_document_without_structure_shows_its_tables_in_the_place_of_their_lines() {
    let mut document = report();
    document.sections.clear();
    let html = rendered(&document);
    let html = parsed(&html);
    let own = text(article(&html), Shown::New);
    for (part, times) in
        [("THIĐUA", 1), ("NỘIDUNG", 1), ("II.BẢNGĐIỂM", 1), ("Nơinhận:", 1), ("1.195,5", 2 + 1)]
    {
        assert_eq!(own.matches(part).count(), times, "{part}");
    }
    let (table, after) = (own.find("THIĐUA"), own.find("Nơinhận:"));
    assert!(table < after, "{own}");
}

/// A document whose paragraphs are known lines: of few words, so that lines repeat, with other lines between.
#[derive(Debug, Clone)]
struct Known {
    document: Document,
    /// For each paragraph its lines.
    lines: Vec<Vec<(u32, u32)>>,
}

/// Words, and what each becomes where it is changed.
const WORDS: [(&str, &str); 6] =
    [("co", "có"), ("khong", "không có"), ("mot", "một"), ("'", "^[1]"), ("~", ""), ("hai", "hai")];

prop_compose! {
    fn any_line()(words in prop::collection::vec((0..WORDS.len(), any::<bool>()), 1..4)) -> Vec<(usize, bool)> {
        words
    }
}

prop_compose! {
    /// Each line with what it is: 0 begins a paragraph, 1 goes on with one, 2 belongs to none.
    fn known()(
        lines in prop::collection::vec((any_line(), 0..3u8, 0..8u8), 1..24),
    ) -> Known {
        let mut pages: Vec<Page> = vec![Page::of_text(1, vec![Line::from_text("I. PHẦN")])];
        let mut edits = Vec::new();
        let mut paragraphs: Vec<Vec<(u32, u32)>> = Vec::new();
        for (words, role, turn) in lines {
            if turn == 0 {
                pages.push(Page::of_text(pages.len() as u32 + 1, Vec::new()));
            }
            let page = pages.last_mut().expect("a page");
            let place = (page.number, page.lines.len() as u32 + 1);
            let mut ocr = String::new();
            for (word, changed) in words {
                if !ocr.is_empty() {
                    ocr.push(' ');
                }
                let (before, after) = WORDS[word];
                let start = ocr.chars().count() as u32;
                ocr.push_str(before);
                if changed {
                    edits.push(Edit {
                        page: place.0,
                        line: place.1,
                        span: [start, ocr.chars().count() as u32],
                        before: before.to_owned(),
                        after: after.to_owned(),
                        reason: "test".to_owned(),
                        confidence: 0.5,
                    });
                }
            }
            page.lines.push(Line::from_text(ocr));
            match (role, paragraphs.last_mut()) {
                (2, _) => {}
                (1, Some(open)) => open.push(place),
                _ => paragraphs.push(vec![place]),
            }
        }
        let mut document = Document::new(source(), pages);
        assert_eq!(ledger::apply(&mut document, edits), []);
        let text = |(page, line): &(u32, u32)| {
            document.pages[*page as usize - 1].lines[*line as usize - 1].text.trim().to_owned()
        };
        let joined = paragraphs.iter().map(|lines| lines.iter().map(text).collect::<Vec<_>>().join(" ")).collect();
        document.sections = vec![section("I", "PHẦN", (1, 1), joined)];
        Known { document, lines: paragraphs }
    }
}

/// The edits that a page of HTML shows in the text, by number.
fn shown(html: &roxmltree::Document<'_>) -> BTreeSet<usize> {
    let ids =
        classed(html, "sua").filter_map(|node| node.attribute("id")?.strip_prefix("sua-")?.parse().ok());
    ids.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Were an edit shown at a wrong word, taking it back would not give what its own line had.
    #[test]
    fn a_shown_change_stands_at_its_word_and_can_be_taken_back(known in known()) {
        let html = rendered(&known.document);
        let html = parsed(&html);
        let shown = shown(&html);
        let mut kept: BTreeMap<(u32, u32), Vec<&Edit>> = BTreeMap::new();
        for (at, edit) in known.document.edits.iter().enumerate() {
            if !shown.contains(&(at + 1)) {
                kept.entry((edit.page, edit.line)).or_default().push(edit);
            }
        }
        let own = texts(&html, "p", Shown::New);
        let expected: Vec<String> = known.document.sections[0].paragraphs.iter().map(|p| compact(p)).collect();
        prop_assert_eq!(own, expected);
        let taken_back: Vec<String> = texts(&html, "p", Shown::Old);
        for (lines, found) in known.lines.iter().zip(taken_back) {
            let of_line = |place: &(u32, u32)| {
                let ocr = &known.document.pages[place.0 as usize - 1].lines[place.1 as usize - 1].ocr;
                let kept = kept.get(place).map_or(&[][..], Vec::as_slice);
                compact(&ledger::text_with(ocr, kept.iter().copied()))
            };
            prop_assert_eq!(found, lines.iter().map(of_line).collect::<String>());
        }
    }

    #[test]
    fn with_the_changes_hidden_the_text_is_the_record_s(
        pages in prop::collection::vec(prop::collection::vec("(- |I\\. |1\\. |a\\) |Điều 1\\. )?[A-ZĐa-zđ0-9 .|]{0,40}", 0..20), 1..4),
        changed in prop::collection::vec((0usize..4, 0usize..20, 0u32..20, 1u32..6, "[a-zđ ]{0,5}"), 0..30),
    ) {
        let page = |(lines, number): (Vec<String>, u32)| {
            Page::of_text(number, lines.into_iter().map(Line::from_text).collect())
        };
        let mut document = Document::new(source(), pages.into_iter().zip(1..).map(page).collect());
        let propose = |(page, line, start, length, after): (usize, usize, u32, u32, String)| {
            let ocr = &document.pages.get(page)?.lines.get(line)?.ocr;
            let span = [start, start + length];
            let before = ledger::slice(ocr, span)?.to_owned();
            let (page, line) = (page as u32 + 1, line as u32 + 1);
            Some(Edit { page, line, span, before, after, reason: String::new(), confidence: 1.0 })
        };
        let proposals = changed.into_iter().filter_map(propose).collect();
        ledger::apply(&mut document, proposals);
        let records = structure(&document);
        ledger::apply(&mut document, records.edits);
        document.sections = records.sections;
        document.tables = records.tables;
        document.footnotes = records.footnotes;
        let html = rendered(&document);
        let html = parsed(&html);
        fn paragraphs<'a>(sections: &'a [Section], into: &mut Vec<&'a str>) {
            for section in sections {
                into.extend(section.paragraphs.iter().map(String::as_str));
                paragraphs(&section.children, into);
            }
        }
        if !document.sections.is_empty() {
            let mut expected = Vec::new();
            paragraphs(&document.sections, &mut expected);
            let expected: Vec<String> = expected.into_iter().map(compact).collect();
            prop_assert_eq!(texts(&html, "p", Shown::New), expected);
        }
        let cells: Vec<String> =
            document.tables.iter().flat_map(|t| &t.rows).flat_map(|row| &row.cells).map(|c| compact(c)).collect();
        let found: Vec<String> = elements(&html, "table")
            .filter(|table| table.attribute("id").is_some())
            .flat_map(|table| table.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "tbody"))))
            .flat_map(|body| body.descendants().filter(|node| matches!(node.tag_name().name(), "td" | "th")))
            .map(|cell| text(cell, Shown::New))
            .collect();
        prop_assert_eq!(found, cells);
        // What is struck out and put in is what the ledger says.
        for change in classed(&html, "sua") {
            let Some(number) = change.attribute("id").and_then(|id| id.strip_prefix("sua-")) else { continue };
            let edit = &document.edits[number.parse::<usize>().expect("a number") - 1];
            prop_assert_eq!(text(change, Shown::New), compact(&edit.after));
            prop_assert_eq!(text(change, Shown::Old), compact(&edit.before));
        }
    }

    #[test]
    fn any_text_in_any_field_stays_text(texts in prop::collection::vec(hostile(), 24)) {
        let html = rendered(&filled(&texts));
        let html = parsed(&html);
        const ELEMENTS: &[&str] = &[
            "html", "head", "meta", "title", "style", "body", "a", "input", "div", "label", "main", "nav", "details",
            "summary", "ol", "ul", "li", "article", "header", "h1", "h2", "p", "time", "section", "span", "del", "ins",
            "mark", "sup", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer", "aside", "br", "dl", "dt",
            "dd",
        ];
        const ATTRIBUTES: &[&str] = &[
            "lang", "charset", "name", "content", "class", "href", "type", "id", "for", "aria-label", "open", "datetime",
            "role", "data-page", "title", "tabindex", "scope",
        ];
        for node in html.descendants().filter(|node| node.is_element()) {
            prop_assert!(ELEMENTS.contains(&node.tag_name().name()), "{:?}", node.tag_name());
            for attribute in node.attributes() {
                prop_assert!(ATTRIBUTES.contains(&attribute.name()), "{}", attribute.name());
            }
            prop_assert!(node.attribute("href").is_none_or(|link| link.starts_with('#')));
        }
        prop_assert!(html.descendants().all(|node| !node.is_comment() && !node.is_pi()));
        let held = |text: &str| {
            let held = |c: char| {
                !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
            };
            compact(&text.chars().map(|c| if held(c) { c } else { '\u{fffd}' }).collect::<String>())
        };
        let paths: Vec<String> = elements(&html, "dd").take(1).map(|node| text(node, Shown::New)).collect();
        prop_assert_eq!(paths, [held(&texts[0])]);
        let paragraphs: Vec<String> = elements(&html, "p").map(|node| text(node, Shown::New)).collect();
        prop_assert!(paragraphs.contains(&held(&texts[10])), "{:?}", paragraphs);
    }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{1,20}",
        any::<String>(),
        prop::sample::select(vec![
            "<script>alert(1)</script>",
            "\" onmouseover=\"x",
            "' style='x",
            "</style></title><b>",
            "<!-- -->",
            "]]>",
            "<?xml version='1.0'?>",
            "&lt;b&gt; &amp;",
            "^[1] ^[\"><b>]",
            "\0\u{b}\u{ffff}",
            "javascript:alert(1)",
            "-->\r\n<br>",
        ])
        .prop_map(String::from),
    ]
}

/// A document with a text in every field that holds one.
fn filled(texts: &[String]) -> Document {
    let t = |at: usize| texts[at].clone();
    let mut line = Line::from_text(format!("x{}", t(1)));
    line.part_into_words();
    line.words.iter_mut().for_each(|word| word.review = true);
    let mut document =
        Document::new(SourceInfo { path: t(0), ..source() }, vec![Page::of_text(1, vec![line])]);
    let edit = Edit {
        page: 1,
        line: 1,
        span: [0, 1],
        before: "x".to_owned(),
        after: t(2),
        reason: t(3),
        confidence: 1.0,
    };
    ledger::apply(&mut document, vec![edit]);
    document.letterhead = Letterhead {
        parent: Some(t(4)),
        issuer: Some(t(5)),
        number: Some(t(6)),
        place: Some(t(7)),
        date: Some(t(8)),
        kind: None,
        subject: Some(t(9)),
        recipients: vec![t(11)],
        signer: Some(Signer { title: Some(t(12)), name: Some(t(13)) }),
    };
    let line = document.pages[0].lines[0].text.clone();
    document.sections = vec![section(&t(14), &t(15), (1, 1), vec![line, t(10)])];
    document.footnotes = vec![Footnote { mark: t(16), text: t(17), page: 1, references: Vec::new() }];
    document.tables = vec![Table {
        kind: TableKind::Score,
        title: Some(t(18)),
        pages: vec![1],
        columns: vec![Column { name: t(19), role: ColumnRole::Score }],
        rows: vec![Row {
            path: t(20),
            label: t(20),
            text: t(20),
            page: 1,
            cells: vec![t(21)],
            values: vec![None],
            printed: vec![t(22)],
            confidence: 1.0,
        }],
        checks: vec![Check {
            rule: t(23),
            row: t(20),
            column: 0,
            expected: None,
            found: None,
            status: CheckStatus::Open,
        }],
    }];
    document.signatures = vec![Signature { page: 1, lines: vec![t(4), t(5)], ..Signature::default() }];
    document.arrivals = vec![Arrival { page: 1, lines: vec![t(6)], ..Arrival::default() }];
    document.warnings = vec![Warning { page: Some(1), code: t(7), message: t(8) }];
    document
}
