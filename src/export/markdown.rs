//! `document.md`: the document to read, in Markdown (CommonMark with pipe tables and footnotes).
//!
//! It is written in [`reading_order`]. A footnote mark `^[n]` becomes `[^n]`; where a document numbers its notes anew on
//! every page, the second note 1 is `[^1-2]`. Marks without a note stay as they are.

use std::sync::LazyLock;

use regex::Regex;

use super::alignment::{self, Alignment};
use super::footnote_marks::Notes;
use super::provenance::Provenance;
use super::reading_order::{self, Block, day_in_words, heading_words};
use crate::document::{Column, Document, Footnote, Letterhead, Section, Table};

/// Markdown knows six levels of headings.
const DEEPEST_HEADING: usize = 6;

/// Returns the document as Markdown, with a newline at its end.
pub fn render(document: &Document) -> String {
    let mut notes = Notes::new(&document.footnotes);
    let mut blocks = Vec::new();
    for block in reading_order::blocks(document, &Provenance::of(document)) {
        match block {
            Block::Head(letterhead) => blocks.extend(head(letterhead)),
            Block::Heading(_, section) => blocks.extend(heading(section, &mut notes)),
            Block::Paragraph(_, _, text) => blocks.push(paragraph(text, &mut notes)),
            Block::Lines(page, lines) => {
                let lines: Vec<&str> = page.lines[lines].iter().map(|line| line.text.trim()).collect();
                blocks.push(paragraph(&lines.join("\n"), &mut notes));
            }
            Block::Table(_, own) => blocks.push(table(own, &mut notes)),
            Block::Closing(letterhead) => blocks.extend(closing(letterhead)),
            Block::Signature(_, signature) => blocks.push(quotation(&signature.lines)),
            Block::Arrival(_, arrival) => blocks.push(quotation(&arrival.lines)),
            Block::Footnotes(footnotes) => blocks.extend(bodies(footnotes, &notes)),
        }
    }
    blocks.retain(|block| !block.is_empty());
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
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

fn paragraph(text: &str, notes: &mut Notes) -> String {
    text.lines().map(|line| opening(&inline(line.trim(), notes))).collect::<Vec<_>>().join("\\\n")
}

fn table(table: &Table, notes: &mut Notes) -> String {
    let cells = |texts: Vec<String>| format!("| {} |", texts.join(" | "));
    let column_name = |column: &Column| escape_cell(&escape(&fold(&column.name)));
    let mut lines = vec![
        cells(table.columns.iter().map(column_name).collect()),
        cells((0..table.columns.len()).map(|column| alignment(table, column).to_owned()).collect()),
    ];
    for row in &table.rows {
        let texts = (0..table.columns.len()).map(|at| row.cells.get(at).map_or("", String::as_str));
        lines.push(cells(texts.map(|text| escape_cell(&inline(&fold(text), notes))).collect()));
    }
    let title = table.title.as_deref().filter(|title| !title.trim().is_empty());
    let title = title.map(|title| format!("**{}**\n\n", inline(&fold(title), notes)));
    title.unwrap_or_default() + &lines.join("\n")
}

fn alignment(table: &Table, column: usize) -> &'static str {
    match alignment::of(table, column) {
        Alignment::Right => "---:",
        Alignment::Centre => ":---:",
        Alignment::Left => "---",
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escapes a text and turns its footnote marks into references.
fn inline(text: &str, notes: &mut Notes) -> String {
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    for mark in notes.marks_in(text) {
        written.push_str(&escape(&text[at..mark.range.start]));
        written.push_str(&format!("[^{}]", notes.name(mark.note)));
        at = mark.range.end;
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

/// The notes' texts; one that nothing refers to would not be shown as a footnote, and is a paragraph.
fn bodies(footnotes: &[Footnote], notes: &Notes) -> Vec<String> {
    let body = |(at, note): (usize, &Footnote)| {
        let text = escape(&fold(&note.text));
        match notes.references(at) {
            0 => format!("^\\[{}\\] {text}", escape(&note.mark)),
            _ => format!("[^{}]: {text}", notes.name(at)),
        }
    };
    footnotes.iter().enumerate().map(body).collect()
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

    fn note(mark: &str, text: &str) -> Footnote {
        Footnote { mark: mark.to_owned(), text: text.to_owned(), page: 1, references: Vec::new() }
    }

    #[test]
    fn notes_numbered_anew_keep_their_own_bodies() {
        let footnotes = [note("1", "một"), note("1", "hai"), note("2", "ba")];
        let mut notes = Notes::new(&footnotes);
        assert_eq!(inline("tỉnh^[1] và huyện^[1].", &mut notes), "tỉnh[^1] và huyện[^1-2].");
        assert_eq!(bodies(&footnotes, &notes), ["[^1]: một", "[^1-2]: hai", r"^\[2\] ba"]);
    }

    #[test]
    fn a_mark_without_a_note_stays_as_it_is() {
        let mut notes = Notes::new(&[]);
        assert_eq!(inline("tỉnh^[7]", &mut notes), r"tỉnh^\[7\]");
    }
}
