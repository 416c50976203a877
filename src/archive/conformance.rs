//! The checks before delivery: what of a record falls short of a clause, or wants a look.
//!
//! Not checked, for nothing on disk tells: whether the scan is at full size and its colours true, whether the PDF keeps PDF/A
//! (veraPDF does), and whether it is signed.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::clause::Clause;
use super::codes;
use super::fields::{FIELDS, Field, Level, Need, place};
use super::finding::{Check, Finding, Severity};
use super::metadata::{Metadata, Provenance, resolution_of};
use super::pdf::{FILE, Pdf};
use super::sheet::{Colours, Sheet};
use super::{head, page_number};
use crate::document::{Document, Page, PageStatus, SourceKind};

/// Dots per inch that a document is scanned at, at least.
const RESOLUTION: f32 = 200.0;

/// The same of maps and drawings.
const DRAWING_RESOLUTION: f32 = 300.0;

/// At which pages of a PDF are drawn that are more than one scan.
const DRAWN: f32 = 300.0;

/// How far below that a scanner's rounding may bring it.
const ROUNDING: f32 = 0.5;

/// Shortest and longest side of sheets, in millimetres: half of an A5, and an A0.
const SHORTEST: f32 = 105.0;
const LONGEST: f32 = 1200.0;

/// What a field is made of; where that is empty, the field is not asked for by itself.
const FOLLOWS: [(&str, &str); 7] = [
    ("document.docId", "file.fileCode"),
    ("document.docCode", "file.fileCode"),
    ("document.docOrdinal", "file.fileCode"),
    ("document.maintenance", "file.maintenance"),
    ("document.mode", "file.mode"),
    ("document.riskRecovery", "file.riskRecovery"),
    ("document.riskRecoveryStatus", "file.riskRecoveryStatus"),
];

/// A document that is to be delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its record's folder, relative to the output folder, with `/`, as it is written.
    pub record: String,
    /// The folder itself, whose name may be any bytes.
    pub folder: PathBuf,
    /// What is known of it.
    pub metadata: Metadata,
    /// What was found of its pages and its copy.
    pub findings: Vec<Finding>,
}

/// A finding without record, pages and field.
fn finding(severity: Severity, check: Check, clause: Clause) -> Finding {
    Finding {
        severity,
        check,
        record: String::new(),
        also: Vec::new(),
        pages: Vec::new(),
        field: None,
        found: String::new(),
        asked: String::new(),
        clause,
        remedy: String::new(),
    }
}

/// Checks what needs a document's pages, which are not kept, and the scans that the copy shows.
pub fn of_pages(
    record: &str,
    document: &Document,
    metadata: &Metadata,
    sheets: &[Option<Sheet>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    unread(document, &mut findings);
    resolution(document, metadata, sheets, &mut findings);
    colours(document, sheets, &mut findings);
    size(document, &mut findings);
    numbering(document, &mut findings);
    for warning in document.warnings.iter().filter(|warning| warning.code == "number-unreadable") {
        findings.push(Finding {
            pages: warning.page.into_iter().collect(),
            field: place("document.codeNumber"),
            found: warning.message.clone(),
            asked: "the number as printed".to_owned(),
            remedy: "write it into the list, column `document.codeNumber`".to_owned(),
            ..finding(Severity::Look, Check::Doubtful, Clause::DocumentData)
        });
    }
    illegible(document, metadata, &mut findings);
    for finding in &mut findings {
        record.clone_into(&mut finding.record);
    }
    findings
}

/// Says what stands where number and date should, and was not read as such.
fn illegible(document: &Document, metadata: &Metadata, findings: &mut Vec<Finding>) {
    let read = [
        ("document.codeNumber", Severity::Look, head::number_line(document)),
        ("document.issuedDate", Severity::Fails, head::date_line(document)),
    ];
    for (key, severity, line) in read {
        let field = place(key);
        let is_said = findings.iter().any(|finding| finding.field == field);
        if metadata.value(key).is_none()
            && !is_said
            && let Some(line) = line
        {
            findings.push(Finding {
                pages: vec![1],
                field,
                found: format!("empty; the page was read as `{}`", line.text.trim()),
                asked: "what is printed or written there".to_owned(),
                remedy: format!("look at the page, and write it into the list, column `{key}`"),
                ..finding(severity, Check::Missing, Clause::DocumentData)
            });
        }
    }
}

fn unread(document: &Document, findings: &mut Vec<Finding>) {
    let failed = document.pages.iter().filter(|page| page.status == PageStatus::Failed);
    let pages: Vec<u32> = failed.map(|page| page.number).collect();
    if !pages.is_empty() {
        findings.push(Finding {
            pages,
            found: "not read".to_owned(),
            asked: "a layer of text over each page".to_owned(),
            remedy: "scan them again, or see the record's warnings".to_owned(),
            ..finding(Severity::Fails, Check::Unread, Clause::Digitised)
        });
    }
}

fn resolution(
    document: &Document,
    metadata: &Metadata,
    sheets: &[Option<Sheet>],
    findings: &mut Vec<Finding>,
) {
    let is_drawing = codes::DRAWINGS.contains(&metadata.text("document.typeName"));
    let asked = if is_drawing { DRAWING_RESOLUTION } else { RESOLUTION };
    let mut short: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for page in &document.pages {
        if let Some(dpi) = resolution_of(page, sheets).filter(|dpi| *dpi < asked - ROUNDING) {
            short.entry(dpi.round() as u32).or_default().push(page.number);
        }
    }
    // What lies over a scan, such as a signature's caption, has the page drawn anew, and its own resolution is not told.
    let drawn: Vec<u32> = document
        .pages
        .iter()
        .filter(|page| {
            sheets.is_empty() && document.source.kind == SourceKind::Pdf && page.dpi == Some(DRAWN)
        })
        .map(|page| page.number)
        .collect();
    if let (false, Some(lowest)) = (drawn.is_empty(), short.keys().next()) {
        findings.push(Finding {
            pages: drawn,
            found: format!("{DRAWN} dpi, at which it may have been drawn anew; others have {lowest}"),
            asked: format!("{asked} dpi"),
            remedy: "see at what resolution it was scanned; a `document.pdf` would tell".to_owned(),
            ..finding(Severity::Look, Check::Resolution, Clause::Digitised)
        });
    }
    for (dpi, pages) in short {
        findings.push(Finding {
            pages,
            found: format!("{dpi} dpi{}", if sheets.is_empty() { ", as recorded or estimated" } else { "" }),
            asked: format!("{asked} dpi"),
            remedy: format!("scan again at {asked} dpi or more"),
            ..finding(Severity::Fails, Check::Resolution, Clause::Digitised)
        });
    }
}

/// Says which pages are scanned in fewer colours than the paper may have.
fn colours(document: &Document, sheets: &[Option<Sheet>], findings: &mut Vec<Finding>) {
    for few in [Colours::Bilevel, Colours::Gray] {
        let is_few = |page: &&Page| {
            let sheet = usize::try_from(page.scan).ok().and_then(|scan| sheets.get(scan.checked_sub(1)?));
            sheet.copied().flatten().and_then(|sheet| sheet.colours) == Some(few)
        };
        let pages: Vec<u32> = document.pages.iter().filter(is_few).map(|page| page.number).collect();
        if !pages.is_empty() {
            findings.push(Finding {
                pages,
                field: place("copy.colours"),
                found: few.name().to_owned(),
                asked: "colour, 24 bits a pixel".to_owned(),
                remedy: "scan again in colour".to_owned(),
                ..finding(Severity::Fails, Check::Colour, Clause::Digitised)
            });
        }
    }
}

fn size(document: &Document, findings: &mut Vec<Finding>) {
    let mut odd: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for page in &document.pages {
        let Some((width, height)) = millimetres(page) else { continue };
        if width.min(height) < SHORTEST || width.max(height) > LONGEST {
            odd.entry((width.round() as u32, height.round() as u32)).or_default().push(page.number);
        }
    }
    for ((width, height), pages) in odd {
        findings.push(Finding {
            pages,
            found: format!("{width} x {height} mm at the resolution it has"),
            asked: "the size of the paper, 100 %".to_owned(),
            remedy: "compare it with the paper; where the resolution recorded is wrong, scan again"
                .to_owned(),
            ..finding(Severity::Look, Check::Size, Clause::Digitised)
        });
    }
}

fn millimetres(page: &Page) -> Option<(f32, f32)> {
    let dpi = page.dpi.filter(|dpi| *dpi > 0.0)?;
    let length = |pixels: u32| pixels as f32 / dpi * 25.4;
    Some((length(page.width?), length(page.height?)))
}

fn numbering(document: &Document, findings: &mut Vec<Finding>) {
    let numbering = page_number::of(document);
    for broken in &numbering.breaks {
        findings.push(Finding {
            pages: vec![broken.page],
            found: format!("number {} is printed on it", broken.printed),
            asked: format!("number {}, as the pages before count", broken.expected),
            remedy: if broken.printed > broken.expected {
                "look for pages that were not scanned, or scanned out of order".to_owned()
            } else {
                "look for pages out of order, or scanned twice".to_owned()
            },
            ..finding(Severity::Look, Check::PageOrder, Clause::DecreePages)
        });
    }
    if !numbering.bare.is_empty() {
        let found = if numbering.any { "no number found on them" } else { "no page bears a number" };
        findings.push(Finding {
            pages: numbering.bare,
            found: found.to_owned(),
            asked: "a number on each page after the first".to_owned(),
            remedy: "count the pages against the paper; the first page of an annex bears none".to_owned(),
            ..finding(Severity::Look, Check::PageNumber, Clause::DecreePages)
        });
    }
}

/// Checks the copy beside a record.
pub fn of_copy(record: &str, document: &Document, pdf: &io::Result<Option<Pdf>>) -> Vec<Finding> {
    let asked = "PDF/A of two layers, image and text".to_owned();
    let restore = "run `phuchoi restore` with `pdf` among its `--formats`".to_owned();
    let warned = |code: &str| document.warnings.iter().find(|warning| warning.code == code);
    let because =
        |code: &str| warned(code).map_or_else(String::new, |warning| format!(": {}", warning.message));
    let mut findings = match pdf {
        Ok(None) => vec![Finding {
            found: format!("no `{FILE}` beside the record{}", because("not-exported")),
            asked,
            remedy: restore,
            ..finding(Severity::Fails, Check::NoPdf, Clause::Digitised)
        }],
        Err(error) => vec![Finding {
            found: format!("`{FILE}` cannot be read: {error}"),
            asked,
            remedy: restore,
            ..finding(Severity::Fails, Check::NoPdf, Clause::Digitised)
        }],
        Ok(Some(pdf)) => of_pdf(pdf, &asked, &because("not-pdf-a")),
    };
    if let (Ok(Some(_)), Some(warning)) = (pdf, warned("signature-void")) {
        findings.push(Finding {
            found: warning.message.clone(),
            asked: "a digital signature that holds".to_owned(),
            remedy: "sign the copy, and keep the input with it".to_owned(),
            ..finding(Severity::Look, Check::Signature, Clause::Digitised)
        });
    }
    for finding in &mut findings {
        record.clone_into(&mut finding.record);
    }
    findings
}

fn of_pdf(pdf: &Pdf, asked: &str, because: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if pdf.part.is_none() || pdf.version.is_none() {
        findings.push(Finding {
            found: if pdf.version.is_none() {
                format!("`{}` is no PDF", pdf.name)
            } else {
                format!(
                    "it does not say that it is PDF/A{}",
                    because.replacen(": `document.pdf` does not claim to be PDF/A", "", 1)
                )
            },
            asked: asked.to_owned(),
            remedy: "see docs/pdf-a.md: the archive may ask for PDF/A-2 (TCVN 14159-2:2024, ISO 19005-2)"
                .to_owned(),
            ..finding(Severity::Fails, Check::NoPdfA, Clause::Digitised)
        });
    }
    if let Some(version) = pdf.version.as_deref().filter(|version| *version < "1.4") {
        findings.push(Finding {
            found: format!("PDF {version}"),
            asked: "PDF 1.4 or later".to_owned(),
            remedy: "make it anew as PDF/A-2".to_owned(),
            ..finding(Severity::Fails, Check::PdfVersion, Clause::DecreeCopy)
        });
    }
    findings
}

/// Checks what needs the fields of all documents, once they are settled.
pub fn of_fields(entries: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // What is of the fonds or the file is said once for all its documents.
    let mut shared: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
    for entry in entries {
        let metadata = &entry.metadata;
        for (at, field) in FIELDS.iter().enumerate() {
            let value = metadata.at(at);
            let Some(value) = value else {
                let Some(severity) = lacking(field, metadata) else { continue };
                if field.level == Level::Document {
                    // Its finding says more.
                    let is_said = entry.findings.iter().any(|finding| finding.field == Some(at));
                    if !is_said {
                        findings.push(missing(at, severity, &entry.record, &[]));
                    }
                } else {
                    let file = if field.level == Level::File { metadata.text("file.fileCode") } else { "" };
                    shared.entry((at, file)).or_default().push(&entry.record);
                }
                continue;
            };
            let length = value.text.chars().count();
            if let Some(most) = field.length.filter(|most| length > *most) {
                findings.push(Finding {
                    record: entry.record.clone(),
                    field: Some(at),
                    found: format!("{length} characters"),
                    asked: format!("at most {most}"),
                    remedy: format!("write a shorter one into the list, column `{}`", field.key),
                    ..finding(Severity::Fails, Check::TooLong, field.clause)
                });
            }
            if value.review && value.from == Provenance::Page && field.level != Level::Page {
                findings.push(Finding {
                    record: entry.record.clone(),
                    field: Some(at),
                    found: value.text.clone(),
                    asked: "what is printed".to_owned(),
                    remedy: format!(
                        "compare it with the page; what stands in the list, column `{}`, counts",
                        field.key
                    ),
                    ..finding(Severity::Look, Check::Doubtful, field.clause)
                });
            }
        }
        differences(entry, &mut findings);
    }
    for ((at, _), records) in shared {
        if let Some((first, others)) = records.split_first() {
            findings.push(missing(at, Severity::Fails, first, others));
        }
    }
    twice(entries, &mut findings);
    names(entries, &mut findings);
    findings
}

/// Returns how grave it is that a field is empty; none where it may be.
fn lacking(field: &Field, metadata: &Metadata) -> Option<Severity> {
    let of_level = |code: &str| metadata.text(&format!("{}.{code}", field.level.name()));
    let follows = FOLLOWS.iter().find(|(own, _)| *own == field.key);
    if follows.is_some_and(|(_, source)| metadata.value(source).is_none()) {
        return None;
    }
    let is_asked = match field.need {
        Need::Always => true,
        Need::OfPaper => matches!(metadata.text("document.confidenceLevel"), codes::DIGITISED | codes::MIXED),
        Need::WithReserve => of_level("riskRecovery") == codes::YES,
        Need::Expected => return Some(Severity::Look),
        Need::IfAny => false,
    };
    is_asked.then_some(Severity::Fails)
}

fn missing(at: usize, severity: Severity, record: &str, others: &[&str]) -> Finding {
    let field = &FIELDS[at];
    let found = match others.len() {
        0 => "empty".to_owned(),
        1 => "empty, and in another record".to_owned(),
        count => format!("empty, and in {count} other records"),
    };
    let remedy = if severity == Severity::Look {
        format!("look at the page; where it has one, write it into the list, column `{}`", field.key)
    } else {
        format!("write it into the list, column `{}`", field.key)
    };
    Finding {
        record: record.to_owned(),
        also: others.iter().map(|record| (*record).to_owned()).collect(),
        field: Some(at),
        found,
        asked: field.meaning.to_owned(),
        remedy,
        ..finding(severity, Check::Missing, field.clause)
    }
}

fn differences(entry: &Entry, findings: &mut Vec<Finding>) {
    for difference in &entry.metadata.differences {
        let Some(field) = FIELDS.get(difference.field) else { continue };
        // A secret document that the list lets everybody see is no matter of taste.
        let is_grave = field.key == "document.mode" && difference.found == codes::SECRET;
        let shown = |text: &str| {
            let label = field.form.list().and_then(|list| list.label(text));
            label.map_or_else(|| text.to_owned(), |label| format!("{text} {label}"))
        };
        findings.push(Finding {
            record: entry.record.clone(),
            field: Some(difference.field),
            found: format!("the list, line {}, says `{}`", difference.line, shown(&difference.listed)),
            asked: format!("`{}`, as read or counted", shown(&difference.found)),
            remedy: "look which is right; the list's is written".to_owned(),
            ..finding(if is_grave { Severity::Fails } else { Severity::Look }, Check::Differs, field.clause)
        });
    }
}

/// Says which identifiers two documents have, and which scans came in twice.
fn twice(entries: &[Entry], findings: &mut Vec<Finding>) {
    let unique = [
        (
            "document.docId",
            Severity::Fails,
            "an identifier of its own",
            "give one of the two another, or another `document.docOrdinal`",
        ),
        (
            "document.docCode",
            Severity::Fails,
            "a code of its own",
            "give one of the two another, or another `document.docOrdinal`",
        ),
        ("copy.sourceBlake3", Severity::Look, "a scan of its own", "deliver one of the two"),
    ];
    for (key, severity, asked, remedy) in unique {
        let Some(at) = place(key) else { continue };
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        for entry in entries {
            let text = entry.metadata.text(key);
            if text.is_empty() {
                continue;
            }
            if let Some(other) = first.get(text) {
                findings.push(Finding {
                    record: entry.record.clone(),
                    field: Some(at),
                    found: format!("`{other}` has the same, {text}"),
                    asked: asked.to_owned(),
                    remedy: remedy.to_owned(),
                    ..finding(severity, Check::Twice, FIELDS[at].clause)
                });
            } else {
                first.insert(text, &entry.record);
            }
        }
    }
}

/// Says where a copy has another name than the one asked for.
fn names(entries: &[Entry], findings: &mut Vec<Finding>) {
    for entry in entries {
        let (has, asked) = (entry.metadata.text("copy.fileName"), entry.metadata.text("copy.nameAsked"));
        if !has.is_empty() && !asked.is_empty() && has != asked {
            findings.push(Finding {
                record: entry.record.clone(),
                field: place("copy.fileName"),
                found: has.to_owned(),
                asked: asked.to_owned(),
                remedy: "name it so in the package".to_owned(),
                ..finding(Severity::Look, Check::Name, Clause::FileName)
            });
        }
    }
}

/// Says of which records no metadata could be written, and why.
pub fn of_unwritten(unwritten: Vec<(String, String)>) -> Vec<Finding> {
    let finding = |(record, cause)| Finding {
        record,
        found: cause,
        asked: "its metadata".to_owned(),
        remedy: "see that its folder can be written to, and deliver again".to_owned(),
        ..finding(Severity::Fails, Check::NotWritten, Clause::None)
    };
    unwritten.into_iter().map(finding).collect()
}

/// Says what the list and the run have that the delivery has not, and the other way round.
pub fn of_rest(
    idle: Vec<(String, u64)>,
    unlisted: Vec<String>,
    bad: Vec<(String, String)>,
    failed: Vec<(String, String)>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (subject, line) in idle {
        findings.push(Finding {
            found: format!("line {line} of the list speaks of `{subject}`"),
            asked: "a record".to_owned(),
            remedy: "correct `record` or `path` there, or restore the input".to_owned(),
            ..finding(Severity::Look, Check::NoRecord, Clause::None)
        });
    }
    for record in unlisted {
        findings.push(Finding {
            record,
            found: "the list does not speak of it".to_owned(),
            asked: "a line of its own or of its folder".to_owned(),
            remedy: "add one".to_owned(),
            ..finding(Severity::Look, Check::NotListed, Clause::None)
        });
    }
    for (record, cause) in bad {
        findings.push(Finding {
            record,
            found: cause,
            asked: "a record".to_owned(),
            remedy: "restore its input again".to_owned(),
            ..finding(Severity::Fails, Check::BadRecord, Clause::None)
        });
    }
    for (input, cause) in failed {
        findings.push(Finding {
            record: input,
            found: format!("not restored: {cause}"),
            asked: "a record".to_owned(),
            remedy: "see `failed/`, then `phuchoi restore … --retry-failed`".to_owned(),
            ..finding(Severity::Fails, Check::FailedInput, Clause::None)
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::fields::Key;
    use super::*;
    use crate::document::{Line, SourceInfo, SourceKind};

    fn scan(number: u32, dpi: f32, status: PageStatus) -> Page {
        let side = |millimetres: f32| (millimetres / 25.4 * dpi) as u32;
        Page {
            dpi: Some(dpi),
            width: Some(side(210.0)),
            height: Some(side(297.0)),
            status,
            ..Page::of_text(number, vec![Line::from_text(number.to_string())])
        }
    }

    fn document(pages: Vec<Page>) -> Document {
        let source =
            SourceInfo { path: "a".into(), blake3: String::new(), kind: SourceKind::Pdf, page_count: 1 };
        Document::new(source, pages)
    }

    fn entry(record: &str, values: &[(&str, &str)]) -> Entry {
        let mut metadata = Metadata::default();
        for (key, text) in values {
            metadata.count(Key::named(key), text);
        }
        Entry { record: record.to_owned(), folder: record.into(), metadata, findings: Vec::new() }
    }

    fn of(findings: &[Finding], check: Check) -> Vec<&Finding> {
        findings.iter().filter(|finding| finding.check == check).collect()
    }

    #[test]
    fn pages_of_few_dots_are_named_together_and_one_drawn_anew_is_not_trusted() {
        let read = PageStatus::Recognised;
        let pages =
            vec![scan(1, 199.9, read), scan(2, 150.0, read), scan(3, 150.0, read), scan(4, 300.0, read)];
        let found = of_pages("a", &document(pages), &Metadata::default(), &[]);
        let short = of(&found, Check::Resolution);
        let told: Vec<(String, Severity)> =
            short.iter().map(|finding| (finding.page_ranges(), finding.severity)).collect();
        assert_eq!(told, [("4".to_owned(), Severity::Look), ("2-3".to_owned(), Severity::Fails)]);
        let short = &short[1..];
        assert!(short[0].found.contains("150 dpi") && short[0].asked.contains("200 dpi"));
        assert_eq!(short[0].record, "a");
    }

    #[test]
    fn what_the_copy_shows_counts_before_what_was_read() {
        let sheet = |dpi, colours| Some(Sheet { dpi, colours: Some(colours) });
        let sheets = [sheet(150.0, Colours::Full), sheet(300.0, Colours::Bilevel), None];
        let pages = vec![
            scan(1, 300.0, PageStatus::Recognised),
            scan(2, 300.0, PageStatus::Recognised),
            scan(3, 100.0, PageStatus::Recognised),
        ];
        let found = of_pages("a", &document(pages), &Metadata::default(), &sheets);
        let short: Vec<String> =
            of(&found, Check::Resolution).iter().map(|finding| finding.page_ranges()).collect();
        assert_eq!(short, ["3", "1"]);
        let few = of(&found, Check::Colour);
        assert_eq!((few.len(), few[0].page_ranges().as_str(), few[0].found.as_str()), (1, "2", "bilevel"));
    }

    #[test]
    fn a_map_is_asked_for_more() {
        let map = entry("a", &[("document.typeName", "30")]);
        let pages = vec![scan(1, 200.0, PageStatus::Recognised)];
        let found = of_pages("a", &document(pages), &map.metadata, &[]);
        assert!(of(&found, Check::Resolution)[0].asked.contains("300 dpi"));
    }

    #[test]
    fn a_page_of_no_size_of_paper_and_one_that_failed_are_told() {
        let small = Page { width: Some(300), height: Some(400), ..scan(1, 200.0, PageStatus::Recognised) };
        let found = of_pages(
            "a",
            &document(vec![small, scan(2, 200.0, PageStatus::Failed)]),
            &Metadata::default(),
            &[],
        );
        assert!(of(&found, Check::Size)[0].found.contains("38 x 51 mm"), "{found:?}");
        assert_eq!(of(&found, Check::Unread)[0].pages, [2]);
    }

    #[test]
    fn what_a_file_lacks_is_said_once_and_what_follows_from_it_not_at_all() {
        let records =
            [entry("a", &[("file.fileCode", "H1")]), entry("b", &[("file.fileCode", "H1")]), entry("c", &[])];
        let found = of_fields(&records);
        let missing = |key: &str| {
            let found =
                found.iter().filter(|finding| finding.check == Check::Missing && finding.key() == key);
            found.map(|finding| (finding.record.as_str(), finding.found.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(missing("fonds.organId"), [("a", "empty, and in 2 other records")]);
        assert_eq!(missing("file.title"), [("c", "empty"), ("a", "empty, and in another record")]);
        assert_eq!(missing("file.fileCode"), [("c", "empty")]);
        assert_eq!(missing("document.mode"), [("", ""); 0], "the file's is missing");
        assert_eq!(missing("document.docId"), [("a", "empty"), ("b", "empty")], "their file has a code");
        assert_eq!(missing("document.subject").len(), 3);
        assert_eq!(missing("file.paperFileCode"), [("", ""); 0], "nothing says that it was paper");
    }

    #[test]
    fn conditions_of_fields_are_kept() {
        let digitised = entry(
            "a",
            &[
                ("document.confidenceLevel", "02"),
                ("document.riskRecovery", "1"),
                ("file.riskRecoveryStatus", "02"),
            ],
        );
        let found = of_fields(&[digitised]);
        let keys: Vec<&str> =
            found.iter().filter(|finding| finding.severity == Severity::Fails).map(Finding::key).collect();
        assert!(
            keys.contains(&"file.paperFileCode") && keys.contains(&"document.riskRecoveryStatus"),
            "{keys:?}"
        );
        let number = found.iter().find(|finding| finding.key() == "document.codeNumber");
        assert_eq!(number.map(|finding| finding.severity), Some(Severity::Look), "some documents have none");
    }

    #[test]
    fn too_long_a_value_and_an_identifier_given_twice_fail() {
        let subject = "x".repeat(501);
        let one = entry(
            "a",
            &[("document.subject", &subject), ("document.docId", "H1.1"), ("copy.sourceBlake3", "b")],
        );
        let two = entry("b", &[("document.docId", "H1.1"), ("copy.sourceBlake3", "b")]);
        let found = of_fields(&[one, two]);
        assert_eq!(of(&found, Check::TooLong)[0].found, "501 characters");
        let twice: Vec<(&str, Severity)> =
            of(&found, Check::Twice).iter().map(|finding| (finding.key(), finding.severity)).collect();
        assert_eq!(twice, [("document.docId", Severity::Fails), ("copy.sourceBlake3", Severity::Look)]);
    }

    #[test]
    fn the_copy_is_asked_for_and_must_say_what_it_is() {
        let pdf = |version: Option<&str>, part| Pdf {
            name: "document.pdf".to_owned(),
            size: 1,
            sha256: String::new(),
            version: version.map(str::to_owned),
            part,
            level: None,
            sheets: Vec::new(),
        };
        let checks = |pdf: io::Result<Option<Pdf>>| {
            of_copy("a", &document(Vec::new()), &pdf).iter().map(|finding| finding.check).collect::<Vec<_>>()
        };
        assert_eq!(checks(Ok(None)), [Check::NoPdf]);
        assert_eq!(checks(Err(io::ErrorKind::PermissionDenied.into())), [Check::NoPdf]);
        assert_eq!(checks(Ok(Some(pdf(Some("1.7"), Some('2'))))), []);
        assert_eq!(checks(Ok(Some(pdf(Some("1.7"), None)))), [Check::NoPdfA]);
        assert_eq!(checks(Ok(Some(pdf(Some("1.3"), None)))), [Check::NoPdfA, Check::PdfVersion]);
        assert_eq!(checks(Ok(Some(pdf(None, None)))), [Check::NoPdfA]);
    }
}
