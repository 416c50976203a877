//! The law of the body: every line stands in one block, and every word of the lines in what people read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use phuchoi::document::text::join;
use phuchoi::document::{BlockKind, Document, Edit, LineId, Page, Text, ledger};
use phuchoi::export::{html, markdown};
use phuchoi::markup::hocr::read_hocr;
use serde_json::Value;

/// Asserts that each line of a document stands in exactly one block of its body, and that its records stand in their lines.
pub(crate) fn assert_law(document: &Document) {
    let mut owners: BTreeMap<LineId, usize> = BTreeMap::new();
    for (at, block) in document.body.iter().enumerate() {
        assert!(!block.lines.is_empty(), "block {at} has no line");
        for id in block.line_ids() {
            assert_eq!(owners.insert(id, at), None, "{id:?} stands in two blocks");
        }
    }
    let ids = document
        .pages
        .iter()
        .flat_map(|page| (1..).zip(&page.lines).map(|(line, _)| LineId::new(page.number, line)));
    for id in ids {
        assert!(owners.remove(&id).is_some(), "{id:?} stands in no block");
    }
    assert!(owners.is_empty(), "blocks hold lines that are not there: {owners:?}");
    let mut end = 0;
    for part in &document.parts {
        assert_eq!(part.body[0], end, "parts follow each other");
        end = part.body[1];
    }
    assert_eq!(end as usize, document.body.len(), "parts hold all blocks");
    assert_texts(document);
}

/// Asserts that each text of the records is what stands at its spans: the restored lines there, joined. Of a letterhead's fields
/// and of headings' labels blanks and the case of letters do not count: a number may have lost its blanks, a name, or `PHỤ LỤC`,
/// the capitals of its line.
fn assert_texts(document: &Document) {
    let record = serde_json::to_value(document).expect("a record");
    let mut waiting = vec![(String::new(), &record)];
    while let Some((path, value)) = waiting.pop() {
        if value["text"].is_string() && value["spans"].is_array() {
            let text = serde_json::from_value(value.clone()).expect("a text");
            assert_stands_there(document, &path, &text);
        }
        let inner: Vec<(String, &Value)> = match value {
            Value::Array(values) => {
                (0..).zip(values).map(|(at, value): (usize, _)| (at.to_string(), value)).collect()
            }
            Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
            _ => Vec::new(),
        };
        waiting.extend(inner.into_iter().map(|(name, value)| (format!("{path}/{name}"), value)));
    }
}

fn assert_stands_there(document: &Document, path: &str, text: &Text) {
    let mut printed: Vec<String> = Vec::new();
    for span in &text.spans {
        let line = document.line(span.line).unwrap_or_else(|| panic!("{path}: {span:?} has no line"));
        assert!(span.start < span.end, "{path}: {span:?} of `{text}` is empty");
        let length = line.text.chars().count() as u32;
        assert!(
            span.end <= length,
            "{path}: {span:?} of `{text}` runs over the {length} characters of its line"
        );
        printed.push(
            line.text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect(),
        );
    }
    let printed = join(printed.iter().map(String::as_str));
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let is_label = path.starts_with("/sections/") && path.ends_with("/label");
    if path.contains("/letterhead/") || path.starts_with("/parts/") && path.ends_with("/title") || is_label {
        assert_eq!(visible(&printed), visible(text), "{path}: {:?}", text.spans);
    } else {
        assert_eq!(printed, **text, "{path}: {:?}", text.spans);
    }
}

/// Returns the words of the lines that are to be read, and lie in no named list, less those of a text.
pub(crate) fn words_lost(document: &Document, shown: &str) -> Vec<String> {
    let mut there: BTreeMap<String, i64> = BTreeMap::new();
    for word in words(shown) {
        *there.entry(word).or_default() += 1;
    }
    let mut lost = Vec::new();
    for block in document.body.iter().filter(|block| block.kind.is_read()) {
        for id in block.line_ids() {
            let line = document.line(id).expect("the line of a block");
            for word in words(&line.text) {
                let count = there.entry(word.clone()).or_default();
                *count -= 1;
                if *count < 0 {
                    lost.push(word);
                }
            }
        }
    }
    let mut repeated: Vec<String> = Vec::new();
    for span in document.tables.iter().flat_map(|table| &table.repeated) {
        let line = document.line(span.line).expect("the line of a header");
        let text: String =
            line.text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect();
        repeated.extend(words(&text));
    }
    lost.retain(|word| match repeated.iter().position(|own| own == word) {
        Some(at) => {
            repeated.swap_remove(at);
            false
        }
        None => true,
    });
    lost
}

/// Words: letters and digits. Marks, and numbers of footnotes, which are written as links, do not count.
fn words(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    while let Some(start) = text.find("^[") {
        let mark = text[start + 2..].split([']', '[', ' ', '\n']).next().unwrap_or_default().len();
        let end = start + 2 + mark;
        let is_mark = text[end..].starts_with(']');
        text.replace_range(start..if is_mark { end + 1 } else { start + 2 }, " ");
    }
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_owned).collect()
}

/// The text of an HTML page: what stands in its article, without what was struck out.
pub(crate) fn text_of_html(bytes: &[u8]) -> String {
    let html = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let article =
        html.split("<article").nth(1).and_then(|rest| rest.split("</article>").next()).expect("an article");
    let mut text = String::new();
    let mut rest = article;
    let mut is_struck = false;
    while let Some(start) = rest.find('<') {
        if !is_struck {
            text.push_str(&rest[..start]);
        }
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        let tag = &rest[start..end];
        is_struck = if tag == "<del>" { true } else { is_struck && tag != "</del>" };
        let is_inline = ["span", "ins", "del", "mark", "/span", "/ins", "/del", "/mark"];
        let name = tag.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        if !is_inline.contains(&name) {
            text.push(' ');
        }
        rest = &rest[end..];
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", "\"")
}

/// Asserts that nothing of a document is lost to those who read it, and that each change is shown.
pub(crate) fn assert_read(document: &Document) {
    assert_law(document);
    let lost = words_lost(document, &markdown::render(document));
    assert!(lost.is_empty(), "words that Markdown lacks: {lost:?}");
    let page = html::render(document).expect("HTML");
    let lost = words_lost(document, &text_of_html(&page));
    assert!(lost.is_empty(), "words that HTML lacks: {lost:?}");
    let html = String::from_utf8(page).expect("UTF-8");
    let hidden = (1..=document.edits.len()).filter(|number| !html.contains(&format!("id=\"sua-{number}\"")));
    let hidden: Vec<&Edit> = hidden.map(|number| &document.edits[number - 1]).collect();
    assert!(hidden.is_empty(), "changes that HTML does not show: {hidden:?}");
}

#[test]
fn removing_all_edits_of_a_document_with_records_gives_what_was_recognised() {
    let mut document = crate::sample::document();
    assert_read(&document);
    ledger::take_back(&mut document, &|_| true);
    for line in document.pages.iter().flat_map(|page| &page.lines) {
        assert_eq!(line.text, line.ocr);
    }
}

#[test]
fn a_document_that_nobody_structured_is_its_paragraphs() {
    let mut document = crate::structure::text(&["một\nhai\n\nba", "\nbốn"]);
    document.lay_out_as_read();
    assert_read(&document);
    let kinds: Vec<BlockKind> = document.body.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Paragraph; 3]);
}

/// The documents kept of the fixtures, as they were read and not yet structured.
fn kept() -> Vec<(String, Document)> {
    let mut kept = Vec::new();
    for name in ["bao-cao-thi-dua", "ke-hoach-ngan-sach", "quyet-dinh"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        for file in ["document.txt", "english.txt", "english-truth.txt", "truth.txt"] {
            let text = fs::read_to_string(folder.join(file)).expect("a text");
            let pages: Vec<&str> = text.split('\u{c}').collect();
            kept.push((format!("{name}/{file}"), crate::structure::text(&pages)));
        }
        for level in [1, 2] {
            let path = |number: u32| folder.join(format!("hocr/level-{level}-page-{number:02}.hocr.zst"));
            let read = |number: u32| {
                let bytes = zstd::decode_all(fs::read(path(number)).ok()?.as_slice()).expect("whole");
                let page = read_hocr(&bytes).expect("hOCR").into_iter().next().expect("a page");
                Some(Page { number, ..page })
            };
            let pages: Vec<Page> = (1..).map_while(read).collect();
            assert!(pages.len() > 2, "{name} has pages");
            let mut document = crate::structure::text(&[]);
            document.pages = pages;
            kept.push((format!("{name}/level-{level}"), document));
        }
    }
    kept
}

#[test]
fn every_text_of_the_fixtures_is_what_stands_at_its_places() {
    for (name, document) in kept() {
        println!("{name}");
        assert_read(&crate::sample::structured(document));
    }
}
