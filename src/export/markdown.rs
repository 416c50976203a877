//! `document.md`: the document to read, in Markdown (CommonMark with pipe tables and footnotes).
//!
//! It is written passage by passage ([`reading`]). A footnote mark `^[n]` becomes `[^n]`; where a document numbers its notes
//! anew on every page, the second note 1 is `[^1-2]`. Marks without a note stay as they are. Parts are divided by a rule.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::alignment::{self, Alignment};
use super::column_group::{self, Group};
use super::footnote_marks::Notes;
use super::reading::{self, Content, Lines, Passage, Piece, Role, Side};
use crate::document::{BlockKind, Column, Document, Footnote, Section, Span, Table};

/// Markdown knows six levels of headings.
const DEEPEST_HEADING: usize = 6;

/// What divides parts.
const RULE: &str = "* * *";

/// Returns the document as Markdown, with a newline at its end.
pub fn render(document: &Document) -> String {
    let lines = Lines::of(document);
    let mut writer = Writer { lines: &lines, notes: Notes::new(&document.footnotes), blocks: Vec::new() };
    let starts: BTreeSet<u32> = document.parts.iter().skip(1).map(|part| part.body[0]).collect();
    for (at, passage) in (0..).zip(reading::passages(document, &lines)) {
        if starts.contains(&at) {
            writer.blocks.push(RULE.to_owned());
        }
        writer.passage(&passage);
    }
    writer.blocks.retain(|block| !block.trim().is_empty());
    let mut text = writer.blocks.join("\n\n");
    text.push('\n');
    text
}

struct Writer<'a> {
    lines: &'a Lines<'a>,
    notes: Notes,
    blocks: Vec<String>,
}

impl Writer<'_> {
    fn passage(&mut self, passage: &Passage<'_>) {
        match &passage.content {
            Content::Head(_, pieces) => self.head(pieces),
            Content::Heading(_, section, words, text) => {
                self.heading(section, words);
                self.paragraph(text);
            }
            Content::Text(spans) if passage.block.kind == BlockKind::Caption => {
                let title = self.inline(spans);
                self.blocks.push(format!("**{title}**"));
            }
            Content::Text(spans) => self.paragraph(spans),
            Content::Lines(spans) => match passage.block.kind {
                BlockKind::Signature | BlockKind::Stamp => self.quotation(spans),
                kind if kind.is_read() => self.as_lines(spans),
                _ => {}
            },
            Content::Table(_, own, parts) => {
                let title = self.inline(&parts.title);
                if !title.is_empty() {
                    self.blocks.push(format!("**{title}**"));
                }
                let names = column_names(&own.columns, self.lines);
                let table = table(own, &names, &mut self.notes);
                self.blocks.push(table);
                self.as_lines(&parts.rest);
            }
            Content::Footnote(at, note, _, text) => {
                let text = escape(&fold(&self.lines.text(text)));
                self.blocks.push(note_body(*at, note, &text, &self.notes));
            }
            Content::Closing(_, pieces) => self.closing(pieces),
        }
    }

    /// A text with its footnote marks.
    fn inline(&mut self, spans: &[Span]) -> String {
        inline(&self.lines.text(spans), &mut self.notes)
    }

    fn paragraph(&mut self, spans: &[Span]) {
        let text = self.inline(spans);
        self.blocks.push(opening(text.trim()));
    }

    fn as_lines(&mut self, spans: &[Span]) {
        let lines: Vec<String> = spans.iter().map(|span| opening(&self.inline(&[*span]))).collect();
        self.blocks.push(lines.join("\\\n"));
    }

    /// What a digital signature or a stamp of arrival prints, as a quotation.
    fn quotation(&mut self, spans: &[Span]) {
        let lines: Vec<String> = spans.iter().map(|span| format!("> {}", self.inline(&[*span]))).collect();
        self.blocks.push(lines.join("\\\n"));
    }

    fn heading(&mut self, section: &Section, words: &[Span]) {
        let words = match words {
            // The title stands below its label, where no stop is printed between them.
            [label, title @ ..] if reading::is_label_alone(section, words) => {
                format!("{}. {}", self.inline(&[*label]), self.inline(title))
            }
            words => self.inline(words),
        };
        // The document's kind has the first level, so that the tree begins at the second.
        let depth = usize::from(section.level.max(1)) + 1;
        if !words.is_empty() {
            self.blocks.push(format!("{} {words}", "#".repeat(depth.min(DEEPEST_HEADING))));
        }
    }

    /// The left column, the right one, and what stands below both.
    fn head(&mut self, pieces: &[Piece]) {
        for side in [Side::Left, Side::Right] {
            let column: Vec<&Piece> = pieces.iter().filter(|piece| piece.side == side).collect();
            let written: Vec<String> = column
                .into_iter()
                .map(|piece| {
                    let text = self.inline(&piece.spans);
                    match piece.role {
                        Role::Issuer => format!("**{text}**"),
                        Role::Place | Role::Date => format!("*{text}*"),
                        _ => opening(&text),
                    }
                })
                .collect();
            self.blocks.push(written.join("\\\n"));
        }
        for piece in pieces.iter().filter(|piece| piece.side == Side::Middle) {
            let text = self.inline(&piece.spans);
            self.blocks.push(match piece.role {
                Role::Kind => format!("# {text}"),
                Role::Subject => format!("**{text}**"),
                _ => opening(&text),
            });
        }
    }

    /// Recipients, then the signer.
    fn closing(&mut self, pieces: &[Piece]) {
        let mut items: Vec<String> = Vec::new();
        for piece in pieces.iter().filter(|piece| piece.side != Side::Right) {
            let text = self.inline(&piece.spans);
            if let Role::Recipient(_) = piece.role {
                items.push(format!("- {}", without_bullet(&text)));
                continue;
            }
            self.blocks.push(std::mem::take(&mut items).join("\n"));
            self.blocks.push(format!("*{text}*"));
        }
        self.blocks.push(items.join("\n"));
        // An office's lines are its parts: `KT. CHỦ TỊCH` (for the chairman), `PHÓ CHỦ TỊCH` (vice chairman).
        let right = pieces.iter().filter(|piece| piece.side == Side::Right).flat_map(|piece| &piece.spans);
        let signer: Vec<String> = right.map(|span| format!("**{}**", self.inline(&[*span]))).collect();
        self.blocks.push(signer.join("\\\n"));
    }
}

/// Returns an item without the dash before it.
fn without_bullet(text: &str) -> &str {
    let rest = text.trim_start_matches(['\\', '-', '–', '—', '+', '*', '•', '~']);
    if rest.len() < text.len() { rest.trim_start() } else { text }
}

/// Returns the columns' names. What stands in a cell over several columns is said in the first of them, unless the others
/// would then be called as another column is: Markdown has one row of names, and a reader tells columns by them.
fn column_names(columns: &[Column], lines: &Lines<'_>) -> Vec<String> {
    let groups = column_group::of(columns);
    let once: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            let own = |(at, column): (usize, &Column)| match column.name.spans.get(group.shared..) {
                Some(own) if at > 0 => lines.text(own),
                _ => fold(&column.name),
            };
            group.columns.iter().enumerate().map(own).collect()
        })
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    once.iter().flatten().for_each(|name| *counts.entry(name).or_default() += 1);
    let is_told = |names: &[String], group: &Group<'_>| {
        !group.is_parted() || names.iter().skip(1).all(|name| !name.is_empty() && counts[name.as_str()] == 1)
    };
    let names = groups.iter().zip(&once).flat_map(|(group, names)| match is_told(names, group) {
        true => names.clone(),
        false => group.columns.iter().map(|column| fold(&column.name)).collect(),
    });
    names.collect()
}

fn table(table: &Table, names: &[String], notes: &mut Notes) -> String {
    let cells = |texts: Vec<String>| format!("| {} |", texts.join(" | "));
    let mut lines = vec![
        cells(names.iter().map(|name| escape_cell(&escape(name))).collect()),
        cells((0..table.columns.len()).map(|column| alignment(table, column).to_owned()).collect()),
    ];
    for row in &table.rows {
        let texts = (0..table.columns.len()).map(|at| row.cells.get(at).map_or("", |cell| &**cell));
        lines.push(cells(texts.map(|text| escape_cell(&inline(&fold(text), notes))).collect()));
    }
    lines.join("\n")
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

/// A note's text; one that nothing refers to would not be shown as a footnote, and is a paragraph.
fn note_body(at: usize, note: &Footnote, text: &str, notes: &Notes) -> String {
    match notes.references(at) {
        0 => format!("^\\[{}\\] {text}", escape(&note.mark)),
        _ => format!("[^{}]: {text}", notes.name(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ColumnRole, Line, LineId, Page, SourceInfo, SourceKind, Text};

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

    /// The names of columns, each of which is words of lines.
    fn names(columns: &[&[u32]], lines: &[&str]) -> Vec<String> {
        let source =
            SourceInfo { path: "a.txt".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let column = |own: &&[u32]| {
            let spans = own.iter().map(|line| Span {
                line: LineId::new(1, *line),
                start: 0,
                end: lines[*line as usize - 1].chars().count() as u32,
            });
            let text = own.iter().map(|line| lines[*line as usize - 1]).collect::<Vec<_>>().join(" ");
            Column { name: Text { text, spans: spans.collect() }, role: ColumnRole::Other }
        };
        let columns: Vec<Column> = columns.iter().map(column).collect();
        let page = Page::of_text(1, lines.iter().map(|text| Line::from_text(*text)).collect());
        let document = Document::new(source, vec![page]);
        column_names(&columns, &Lines::of(&document))
    }

    #[test]
    fn what_stands_over_several_columns_is_said_once_where_the_others_have_names_of_their_own() {
        let lines = ["Điểm", "tối đa", "tự chấm", "Ghi chú"];
        assert_eq!(names(&[&[1, 2], &[1, 3], &[4]], &lines), ["Điểm tối đa", "tự chấm", "Ghi chú"]);
        assert_eq!(names(&[&[1], &[1], &[4]], &lines), ["Điểm", "", "Ghi chú"]);
        assert_eq!(names(&[&[1, 2], &[1, 4], &[4]], &lines), ["Điểm tối đa", "Điểm Ghi chú", "Ghi chú"]);
        let years = ["Năm 2022", "Năm 2023", "Kế hoạch", "Thực hiện", "Kế hoạch", "Thực hiện"];
        assert_eq!(
            names(&[&[1, 3], &[1, 4], &[2, 5], &[2, 6]], &years),
            ["Năm 2022 Kế hoạch", "Năm 2022 Thực hiện", "Năm 2023 Kế hoạch", "Năm 2023 Thực hiện"]
        );
        assert_eq!(names(&[&[1, 3], &[1], &[4]], &years)[..2], ["Năm 2022 Kế hoạch", "Năm 2022"]);
    }

    fn note(mark: &str, text: &str) -> Footnote {
        let (mark, text) = (Text::bare(mark), Text::bare(text));
        Footnote { mark, text, page: 1, block: 0, references: Vec::new() }
    }

    #[test]
    fn notes_numbered_anew_keep_their_own_bodies() {
        let footnotes = [note("1", "một"), note("1", "hai"), note("2", "ba")];
        let mut notes = Notes::new(&footnotes);
        assert_eq!(inline("tỉnh^[1] và huyện^[1].", &mut notes), "tỉnh[^1] và huyện[^1-2].");
        let bodies: Vec<String> =
            (0..).zip(&footnotes).map(|(at, note)| note_body(at, note, &note.text, &notes)).collect();
        assert_eq!(bodies, ["[^1]: một", "[^1-2]: hai", r"^\[2\] ba"]);
    }

    #[test]
    fn a_mark_without_a_note_stays_as_it_is() {
        let mut notes = Notes::new(&[]);
        assert_eq!(inline("tỉnh^[7]", &mut notes), r"tỉnh^\[7\]");
    }
}
