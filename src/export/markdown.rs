//! `document.md`: the document to read, in Markdown (CommonMark with pipe tables and footnotes).
//!
//! Head first, then the heading tree with its paragraphs, each table after the last heading that begins on its
//! first page or before it, then the closing, the captions of digital signatures, the stamps of arrival and the
//! footnotes. A footnote mark `^[n]` becomes `[^n]`; where a document numbers its notes anew on every page, the second note 1 is `[^1-2]`. Marks without a note stay as
//! they are.
//!
//! A document in which no structure was found is given line by line instead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Column, ColumnRole, Document, Footnote, Letterhead, Section, Table};

/// Markdown knows six levels of headings.
const DEEPEST_HEADING: usize = 6;

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s*\^\[([^\]\s]+)\]").ok());

/// Returns the document as Markdown, with a newline at its end.
pub fn render(document: &Document) -> String {
    let mut notes = Notes::new(&document.footnotes);
    let mut blocks = Vec::new();
    if document.sections.is_empty() {
        blocks.extend(bare_pages(document, &mut notes));
        blocks.extend(document.tables.iter().map(|t| table(t, &mut notes)));
    } else {
        blocks.extend(head(&document.letterhead));
        let mut tables = document.tables.as_slice();
        let flat = flatten(&document.sections);
        for (at, section) in flat.iter().enumerate() {
            blocks.extend(heading(section, &mut notes));
            blocks.extend(section.paragraphs.iter().map(|text| paragraph(text, &mut notes)));
            let next_begins = flat.get(at + 1).map_or(u32::MAX, |next| next.page);
            while let [first, rest @ ..] = tables
                && first.pages.first().is_none_or(|page| *page < next_begins)
            {
                blocks.push(table(first, &mut notes));
                tables = rest;
            }
        }
        blocks.extend(closing(&document.letterhead));
        blocks.extend(document.signatures.iter().map(|signature| quotation(&signature.lines)));
        blocks.extend(document.arrivals.iter().map(|arrival| quotation(&arrival.lines)));
    }
    blocks.extend(notes.bodies(&document.footnotes));
    blocks.retain(|block| !block.is_empty());
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

fn flatten(sections: &[Section]) -> Vec<&Section> {
    sections.iter().flat_map(|section| std::iter::once(section).chain(flatten(&section.children))).collect()
}

fn head(letterhead: &Letterhead) -> Vec<String> {
    let Letterhead { parent, issuer, number, place, date, kind, subject, .. } = letterhead;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(parent.as_deref().map(escape));
    lines.extend(issuer.as_deref().map(|issuer| format!("**{}**", escape(issuer))));
    lines.extend(number.as_deref().map(|number| format!("Số: {}", escape(number))));
    let day = date.as_deref().map(|date| escape(&day_in_words(date)));
    let place_and_day: Vec<String> = place.as_deref().map(escape).into_iter().chain(day).collect();
    if !place_and_day.is_empty() {
        lines.push(format!("*{}*", place_and_day.join(", ")));
    }
    let mut blocks = vec![lines.join("\\\n")];
    blocks.extend(kind.as_deref().map(|kind| format!("# {}", escape(kind))));
    blocks.extend(subject.as_deref().map(|subject| format!("**{}**", escape(subject))));
    blocks
}

/// `2023-12-18` as `ngày 18 tháng 12 năm 2023`; anything else as it stands.
fn day_in_words(date: &str) -> String {
    match date.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("ngày {day} tháng {month} năm {year}"),
        _ => date.to_owned(),
    }
}

fn closing(letterhead: &Letterhead) -> Vec<String> {
    let mut blocks = Vec::new();
    if let Some(signer) = &letterhead.signer {
        let lines = [signer.title.as_deref(), signer.name.as_deref()];
        let lines: Vec<String> =
            lines.into_iter().flatten().map(|line| format!("**{}**", escape(line))).collect();
        blocks.push(lines.join("\\\n"));
    }
    if !letterhead.recipients.is_empty() {
        let items = letterhead.recipients.iter().map(|recipient| format!("- {}", escape(recipient)));
        blocks.push("*Nơi nhận:*".to_owned());
        blocks.push(items.collect::<Vec<_>>().join("\n"));
    }
    blocks
}

/// What a digital signature or a stamp of arrival prints, as a quotation.
fn quotation(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("> {}", escape(line))).collect();
    lines.join("\\\n")
}

fn heading(section: &Section, notes: &mut Notes) -> Option<String> {
    let words = heading_words(&section.label, &section.title);
    // The document's kind has the first level, so that the tree begins at the second.
    let depth = usize::from(section.level.max(1)) + 1;
    (!words.is_empty())
        .then(|| format!("{} {}", "#".repeat(depth.min(DEEPEST_HEADING)), inline(&words, notes)))
}

/// `III` and `Title` as `III. Title`; a single letter is followed by a bracket, as it is printed: `a) Title`.
pub(super) fn heading_words(label: &str, title: &str) -> String {
    let mut letters = label.chars();
    let single = letters.next().filter(|_| letters.next().is_none());
    match (label, title) {
        ("", title) => title.to_owned(),
        (label, "") => label.to_owned(),
        (label, title) => match single {
            Some(letter) if letter.is_lowercase() => format!("{label}) {title}"),
            Some(sign) if !sign.is_alphanumeric() => format!("{label} {title}"),
            _ => format!("{label}. {title}"),
        },
    }
}

fn paragraph(text: &str, notes: &mut Notes) -> String {
    text.lines().map(|line| opening(&inline(line.trim(), notes))).collect::<Vec<_>>().join("\\\n")
}

/// The lines as they stand, page by page; an empty line parts paragraphs.
fn bare_pages(document: &Document, notes: &mut Notes) -> Vec<String> {
    let mut blocks = Vec::new();
    for page in &document.pages {
        let lines: Vec<&str> = page.lines.iter().map(|line| line.text.trim()).collect();
        for run in lines.split(|line| line.is_empty()).filter(|run| !run.is_empty()) {
            blocks.push(paragraph(&run.join("\n"), notes));
        }
    }
    blocks
}

fn table(table: &Table, notes: &mut Notes) -> String {
    let cells = |texts: Vec<String>| format!("| {} |", texts.join(" | "));
    let column_name = |column: &Column| escape_cell(&escape(&fold(&column.name)));
    let mut lines = vec![
        cells(table.columns.iter().map(column_name).collect()),
        cells(table.columns.iter().map(|column| alignment(column.role).to_owned()).collect()),
    ];
    for row in &table.rows {
        let texts = (0..table.columns.len()).map(|at| row.cells.get(at).map_or("", String::as_str));
        lines.push(cells(texts.map(|text| escape_cell(&inline(&fold(text), notes))).collect()));
    }
    let title = table.title.as_deref().filter(|title| !title.trim().is_empty());
    let title = title.map(|title| format!("**{}**\n\n", inline(&fold(title), notes)));
    title.unwrap_or_default() + &lines.join("\n")
}

const fn alignment(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Max | ColumnRole::Score => "---:",
        ColumnRole::Label => ":---:",
        ColumnRole::Text | ColumnRole::Note | ColumnRole::Other => "---",
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escapes a text and turns its footnote marks into references.
fn inline(text: &str, notes: &mut Notes) -> String {
    let Some(mark) = MARK.as_ref() else { return escape(text) };
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    for found in mark.captures_iter(text) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
        match notes.refer(name.as_str()) {
            Some(reference) => {
                written.push_str(&escape(&text[at..whole.start()]));
                written.push_str(&format!("[^{reference}]"));
            }
            None => written.push_str(&escape(&text[at..whole.end()])),
        }
        at = whole.end();
    }
    written + &escape(&text[at..])
}

/// Escapes what Markdown would take for emphasis, code, links, entities or tags.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let special = match character {
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '~' | '$' => true,
            '&' => rest.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Escapes the beginning of a line that Markdown would take for a heading, list, quotation or rule.
fn opening(line: &str) -> String {
    static BLOCK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:([-+>#=])|([0-9]{1,9})([.)])(?:\s|$))").ok());
    let Some(found) = BLOCK.as_ref().and_then(|block| block.captures(line)) else { return line.to_owned() };
    let at = found.get(3).map_or(0, |delimiter| delimiter.start());
    format!("{}\\{}", &line[..at], &line[at..])
}

/// Escapes the bar that would end a cell.
fn escape_cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The names under which footnotes are referred to.
struct Notes {
    /// For each mark, the names of the notes with that mark, in order.
    names: BTreeMap<String, Vec<String>>,
    /// For each mark, how often it was referred to.
    seen: BTreeMap<String, usize>,
    referred: BTreeSet<String>,
}

impl Notes {
    fn new(footnotes: &[Footnote]) -> Self {
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for note in footnotes {
            let same = names.entry(note.mark.clone()).or_default();
            same.push(match same.len() {
                0 => note.mark.clone(),
                before => format!("{}-{}", note.mark, before + 1),
            });
        }
        Self { names, seen: BTreeMap::new(), referred: BTreeSet::new() }
    }

    /// Returns the name that the next reference to `mark` has: the notes of one mark in turn, then the last.
    fn refer(&mut self, mark: &str) -> Option<String> {
        let names = self.names.get(mark)?;
        let seen = self.seen.entry(mark.to_owned()).or_default();
        let name = names.get(*seen).or(names.last())?.clone();
        *seen += 1;
        self.referred.insert(name.clone());
        Some(name)
    }

    /// The notes' texts; one that nothing refers to would not be shown as a footnote, and is a paragraph.
    fn bodies(&mut self, footnotes: &[Footnote]) -> Vec<String> {
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        let mut bodies = Vec::new();
        for note in footnotes {
            let at = used.entry(&note.mark).or_default();
            let name =
                self.names.get(&note.mark).and_then(|names| names.get(*at)).cloned().unwrap_or_default();
            *at += 1;
            let text = escape(&fold(&note.text));
            bodies.push(if self.referred.contains(&name) {
                format!("[^{name}]: {text}")
            } else {
                format!("^\\[{}\\] {text}", escape(&note.mark))
            });
        }
        bodies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_markdown_would_read_are_escaped() {
        let cases = [
            ("a*b_c", r"a\*b\_c"),
            ("[x] <y>", r"\[x\] \<y>"),
            ("R&D, A & B", r"R\&D, A & B"),
            (r"a\b", r"a\\b"),
        ];
        for (text, expected) in cases {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn paragraphs_do_not_turn_into_lists_or_headings() {
        let cases = [
            ("- Tổ chức", r"\- Tổ chức"),
            ("+ Có", r"\+ Có"),
            ("# 1", r"\# 1"),
            ("1. Công tác", r"1\. Công tác"),
            ("12) Có", r"12\) Có"),
            ("3.1. Có", "3.1. Có"),
            ("2023 là năm", "2023 là năm"),
            ("> x", r"\> x"),
        ];
        for (text, expected) in cases {
            assert_eq!(opening(text), expected);
        }
    }

    #[test]
    fn labels_are_written_as_they_are_printed() {
        let cases = [
            ("III", "KẾT QUẢ", "III. KẾT QUẢ"),
            ("a", "Ưu điểm", "a) Ưu điểm"),
            ("đ", "Khác", "đ) Khác"),
            ("3.1.2", "Tổ chức", "3.1.2. Tổ chức"),
            ("Phần I", "", "Phần I"),
            ("", "KẾT LUẬN", "KẾT LUẬN"),
            ("-", "Một", "- Một"),
            ("V", "Năm", "V. Năm"),
        ];
        for (label, title, expected) in cases {
            assert_eq!(heading_words(label, title), expected);
        }
    }

    fn note(mark: &str, text: &str) -> Footnote {
        Footnote { mark: mark.to_owned(), text: text.to_owned(), page: 1, references: Vec::new() }
    }

    #[test]
    fn notes_numbered_anew_keep_their_own_bodies() {
        let footnotes = [note("1", "một"), note("1", "hai"), note("2", "ba")];
        let mut notes = Notes::new(&footnotes);
        assert_eq!(inline("tỉnh^[1] và huyện^[1].", &mut notes), "tỉnh[^1] và huyện[^1-2].");
        assert_eq!(notes.bodies(&footnotes), ["[^1]: một", "[^1-2]: hai", r"^\[2\] ba"]);
    }

    #[test]
    fn a_mark_without_a_note_stays_as_it_is() {
        let mut notes = Notes::new(&[]);
        assert_eq!(inline("tỉnh^[7]", &mut notes), r"tỉnh^\[7\]");
    }
}
