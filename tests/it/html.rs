//! `document.html`: what a browser shows, with the changes hidden and shown.

use std::collections::BTreeSet;

use phuchoi::document::{
    Arrival, Author, Block, BlockKind, Cell, Check, CheckStatus, Column, ColumnRole, DateField, Document,
    Edit, Field, Footnote, Letterhead, Line, LineId, Page, Row, Signature, Signer, SourceInfo, SourceKind,
    Span, Table, TableKind, Text, Warning, ledger,
};
use phuchoi::export::html;
use proptest::prelude::*;
use roxmltree::{Node, ParsingOptions};

use crate::{sample, structure};

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

/// The text of an element without blanks, footnote marks as in the record; what tells of checks is no part of it.
fn text(node: Node<'_, '_>, shown: Shown) -> String {
    let own = |child: Node<'_, '_>| match child.tag_name().name() {
        "del" if shown == Shown::New => String::new(),
        "ins" if shown == Shown::Old => String::new(),
        "details" => String::new(),
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

/// A report of four pages with its records, a word changed in it, another in doubt.
fn report() -> Document {
    let mut document = structure::whole_report();
    document.source = source();
    document.part_into_words();
    let line =
        document.pages[0].lines.iter_mut().find(|line| line.ocr.starts_with("Trong năm")).expect("there");
    (line.words[0].confidence, line.words[0].review) = (0.85, true);
    let number =
        document.pages[1].lines.iter().position(|line| line.ocr.starts_with("Máy")).expect("there") + 1;
    let edit = Edit {
        page: 2,
        line: number as u32,
        span: [0, 3],
        before: "Máy".to_owned(),
        after: "Máy đo".to_owned(),
        reason: "`Máy` is `Máy đo`".to_owned(),
        confidence: 0.98,
        by: Author::Repair,
        time: None,
        replaced: Vec::new(),
    };
    assert_eq!(ledger::apply(&mut document, vec![edit]), []);
    document.warnings = vec![Warning {
        page: Some(2),
        code: "table-sum-suspect".to_owned(),
        message: "column `TỰ CHẤM`: 1 < 2 & so on".to_owned(),
    }];
    sample::structured(document)
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
    let holds = |name: &str, shown: Shown, expected: &str| {
        let found = texts(&html, name, shown);
        assert!(found.iter().any(|text| text == &compact(expected)), "no `{expected}` in {found:?}");
    };
    for (name, new, old) in [
        ("h3", "III. HẠN CHẾ, TỒN TẠI", "II1. HẠN CHẾ, TỒN TẠI"),
        ("h2", "Phần II NHIỆM VỤ NĂM 2024", "Phần 11 NHIỆM VỤ NĂM 2024"),
        ("p", "Máy đo ở hai trạm còn cũ.", "Máy ở hai trạm còn cũ."),
        ("td", "93", "03"),
        (
            "aside",
            "^[2] Lịch đo được ban hành hằng quý và gửi cho các trạm trước ngày đầu tiên của quý, kèm theo hướng \
             dẫn kiểm tra máy.",
            "® Lịch đo được ban hành hằng quý và gửi cho các trạm trước ngày đầu tiên của quý, kèm theo hướng dẫn \
             kiểm tra máy.",
        ),
    ] {
        holds(name, Shown::New, new);
        holds(name, Shown::Old, old);
    }
}

#[test]
fn every_link_has_its_target_and_no_two_elements_one_name() {
    for document in [report(), sample::document()] {
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
fn closing_annex_and_table_stand_as_they_are_printed() {
    let document = report();
    let html = rendered(&document);
    let of = |part: &str| html.find(part).unwrap_or_else(|| panic!("no {part}"));
    let places = [
        of("NHIỆM VỤ NĂM 2024"),
        of("class=\"closing\""),
        of("class=\"part\""),
        of("id=\"muc-8\""),
        of("id=\"bang-1\""),
    ];
    assert!(places[1..].is_sorted(), "{places:?}");
    let markdown = phuchoi::export::markdown::render(&document);
    let of = |part: &str| markdown.find(part).unwrap_or_else(|| panic!("no {part} in {markdown}"));
    let places = [of("## Phần II"), of("*Nơi nhận:*"), of("* * *"), of("## Phụ lục 01"), of("| :---: |")];
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_cell_over_two_rows_is_one_and_stands_in_the_first() {
    let mut document = sample::document();
    document.tables[0].rows[2].cells[3].rows = 2;
    crate::body::assert_read(&document);
    let html = rendered(&document);
    let html = parsed(&html);
    let merged: Vec<String> = elements(&html, "td")
        .filter(|node| node.attribute("rowspan") == Some("2"))
        .map(|node| text(node, Shown::New))
        .collect();
    assert_eq!(merged, ["195,5"]);
    let cells = |row: Node<'_, '_>| row.children().filter(Node::is_element).count();
    let counts: Vec<usize> = elements(&html, "tr").filter(|row| row.has_children()).map(cells).collect();
    assert!(counts.windows(5).any(|rows| rows == [4, 4, 4, 4, 3]), "{counts:?}");
    let markdown = phuchoi::export::markdown::render(&document);
    assert!(markdown.contains("| 195,5 |\n| 3 | Không chấm | 00/00 |  |"), "{markdown}");
}

#[test]
fn every_entry_of_the_contents_names_a_heading() {
    let body = "Trong năm, Sở đã đặt thêm mười hai trạm đo gió.\n\nI. KẾT QUẢ\n\n1. Công tác đo gió\n\nGió mạnh.\n\nII. HẠN CHẾ";
    let annex = "PHỤ LỤC\n\nGió yếu ở trên đồi.";
    for pages in [
        &[body][..],
        &[body, annex],
        &["Gió mạnh.", body, body],
        &[annex, body],
        &["UBND TỈNH SÔNG XANH\nSố: 5/BC-SĐG\nBÁO CÁO\nĐo gió\n\nGió nhẹ ở ven sông.", body],
    ] {
        let document = sample::structured(crate::structure::text(pages));
        let html = rendered(&document);
        let html = parsed(&html);
        let entries: Vec<Node<'_, '_>> = elements(&html, "li")
            .filter(|node| node.ancestors().any(|a| a.has_tag_name(("http://www.w3.org/1999/xhtml", "nav"))))
            .collect();
        assert!(entries.len() > 2, "{pages:?}");
        for entry in entries {
            let link = entry.first_element_child().expect("a link");
            assert_eq!(link.tag_name().name(), "a");
            let target = link.attribute("href").expect("a target").trim_start_matches('#');
            let heading =
                html.descendants().find(|node| node.attribute("id") == Some(target)).expect("a heading");
            assert!(text(heading, Shown::New).contains(&text(link, Shown::New)), "{target} of {pages:?}");
        }
    }
}

#[test]
fn what_is_of_the_sheet_is_there_for_those_who_ask_what_was_changed() {
    let mut document = report();
    document.pages[1].lines.insert(0, Line::from_text("2"));
    let html = rendered(&sample::structured(Document::new(source(), document.pages)));
    let html = parsed(&html);
    let sheets: Vec<String> = classed(&html, "sheet").map(|node| text(node, Shown::New)).collect();
    assert!(sheets.contains(&"2".to_owned()), "{sheets:?}");
}

#[test]
fn pages_that_hold_no_text_are_marked_too() {
    let mut document = report();
    document.pages.push(Page::of_text(5, Vec::new()));
    let html = rendered(&document);
    let html = parsed(&html);
    let pages: Vec<&str> = classed(&html, "page").filter_map(|node| node.attribute("data-page")).collect();
    assert_eq!(pages, ["1", "2", "3", "4", "5"]);
}

/// Words, and what each becomes where it is changed.
const WORDS: [(&str, &str); 10] = [
    ("co", "có"),
    ("khong", "không có"),
    ("mot", "một"),
    ("'", "^[1]"),
    ("~", ""),
    ("hai", "hai"),
    ("I.", "II."),
    ("Dieu 1.", "Điều 1."),
    ("Noi nhan:", "Nơi nhận:"),
    ("- Luu: VT.", "- Lưu: VT."),
];

prop_compose! {
    fn any_line()(words in prop::collection::vec((0..WORDS.len(), any::<bool>()), 0..5)) -> Vec<(usize, bool)> {
        words
    }
}

prop_compose! {
    /// Pages of lines of few words, so that lines repeat, some of the words changed.
    fn changed()(pages in prop::collection::vec(prop::collection::vec(any_line(), 0..12), 1..4)) -> Document {
        let mut edits = Vec::new();
        let mut of_document = Vec::new();
        for (lines, page) in pages.into_iter().zip(1..) {
            let mut of_page = Vec::new();
            for (words, line) in lines.into_iter().zip(1..) {
                let mut ocr = String::new();
                for (word, is_changed) in words {
                    if !ocr.is_empty() {
                        ocr.push(' ');
                    }
                    let (before, after) = WORDS[word];
                    let start = ocr.chars().count() as u32;
                    ocr.push_str(before);
                    let span = [start, ocr.chars().count() as u32];
                    let (before, after) = (before.to_owned(), after.to_owned());
                    edits.extend(is_changed.then(|| Edit {
                        page,
                        line,
                        span,
                        before,
                        after,
                        reason: "test".to_owned(),
                        confidence: 0.5,
                        by: Author::Repair,
                        time: None,
                        replaced: Vec::new(),
                    }));
                }
                of_page.push(Line::from_text(ocr));
            }
            of_document.push(Page::of_text(page, of_page));
        }
        let mut document = Document::new(source(), of_document);
        assert_eq!(ledger::apply(&mut document, edits), []);
        sample::structured(document)
    }
}

/// The characters of a text, sorted: what is the same in whatever order it is read.
fn characters(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Were an edit shown at a wrong word, or a word twice, taking all back would not give what the lines had.
    #[test]
    fn each_change_stands_at_its_word_and_can_be_taken_back(document in changed()) {
        crate::body::assert_read(&document);
        let html = rendered(&document);
        let html = parsed(&html);
        let recognised: String =
            document.pages.iter().flat_map(|page| &page.lines).map(|line| compact(&line.ocr)).collect();
        prop_assert_eq!(characters(&text(article(&html), Shown::Old)), characters(&recognised));
        // What is struck out and put in is what the ledger says.
        for change in classed(&html, "sua") {
            let Some(number) = change.attribute("id").and_then(|id| id.strip_prefix("sua-")) else { continue };
            let edit = &document.edits[number.parse::<usize>().expect("a number") - 1];
            prop_assert_eq!(text(change, Shown::Old), compact(&edit.before));
            prop_assert!(compact(&edit.after).starts_with(&text(change, Shown::New)));
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
            "dd", "hr",
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
        let wanted = held(&texts[10]);
        prop_assert!(wanted.is_empty() || paragraphs.contains(&wanted), "{:?}", paragraphs);
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

/// A document with a text in every field that holds one, each standing in a line of its own.
fn filled(texts: &[String]) -> Document {
    let t = |at: usize| texts[at].clone();
    let mut lines: Vec<Line> = texts.iter().map(|text| Line::from_text(text.as_str())).collect();
    lines[1] = Line::from_text(format!("x{}", t(1)));
    lines.iter_mut().for_each(Line::part_into_words);
    lines[1].words.iter_mut().for_each(|word| word.review = true);
    let mut document = Document::new(SourceInfo { path: t(0), ..source() }, vec![Page::of_text(1, lines)]);
    let edit = Edit {
        page: 1,
        line: 2,
        span: [0, 1],
        before: "x".to_owned(),
        after: t(2),
        reason: t(3),
        confidence: 1.0,
        by: Author::Person(t(3)),
        time: None,
        replaced: Vec::new(),
    };
    ledger::apply(&mut document, vec![edit]);
    let whole = |at: usize| {
        let line = LineId::new(1, at as u32 + 1);
        let end = document.line(line).expect("there").text.chars().count() as u32;
        Text { text: t(at), spans: vec![Span { line, start: 0, end }] }
    };
    let field = |at: usize| Some(Field::from(whole(at)));
    let block =
        |kind, lines: std::ops::RangeInclusive<u32>| Block::new(kind, lines.map(|line| LineId::new(1, line)));
    let letterhead = Letterhead {
        parent: field(4),
        issuer: field(5),
        number: field(6),
        place: field(7),
        date: Some(DateField { field: whole(8).into(), iso: Some(t(8)) }),
        kind: None,
        subject: field(9),
        recipients: vec![whole(11).into()],
        signer: Some(Signer { title: field(12), name: field(13) }),
        signers: Vec::new(),
    };
    let mut section = sample::section(1, whole(14), whole(15), (1, 15), Some(3));
    section.paragraphs = vec![whole(10)];
    let footnote = Footnote { mark: whole(16), text: whole(17), page: 1, block: 4, references: Vec::new() };
    let table = Table {
        kind: TableKind::Score,
        title: Some(whole(18)),
        pages: vec![1],
        block: 5,
        columns: vec![Column { name: whole(19), role: ColumnRole::Score }],
        repeated: Vec::new(),
        rows: vec![Row {
            path: t(20),
            label: whole(20),
            text: whole(20),
            page: 1,
            cells: vec![Cell::new(whole(21))],
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
            parts: Vec::new(),
            status: CheckStatus::Open,
        }],
    };
    document.letterhead = letterhead;
    document.sections = vec![section];
    document.footnotes = vec![footnote];
    document.tables = vec![table];
    document.body = vec![
        block(BlockKind::Letterhead, 5..=10),
        block(BlockKind::Paragraph, 11..=11),
        block(BlockKind::Closing, 12..=14),
        block(BlockKind::Heading, 15..=16),
        block(BlockKind::Footnote, 17..=18),
        block(BlockKind::Table, 19..=23),
        block(BlockKind::Signature, 24..=24),
        block(BlockKind::Stamp, 1..=1),
        block(BlockKind::FormLine, 2..=4),
    ];
    document.signatures = vec![Signature { page: 1, block: 6, ..Signature::default() }];
    document.arrivals = vec![Arrival { page: 1, block: 7, ..Arrival::default() }];
    document.warnings = vec![Warning { page: Some(1), code: t(7), message: t(8) }];
    document
}
