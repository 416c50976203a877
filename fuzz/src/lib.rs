//! What the fuzz targets share: files made of bytes, and the laws that hold of every page and every document.

use std::collections::BTreeSet;
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use phuchoi::document::edited_line::EditedLine;
use phuchoi::document::{Document, Edit, Line, LineId, Section, SourceInfo, SourceKind, ledger};
use phuchoi::export;
use phuchoi::source::{self, OpenOptions, Source, SourceError};

pub mod prose;

/// Most pixels an image may have: small, so that a page is decoded in a millisecond.
pub const PIXEL_LIMIT: u64 = 40_000;

/// Most pages of an input that are decoded.
const PAGES: u32 = 6;

/// A file in memory, written anew for each input.
#[derive(Debug)]
pub struct MemoryFile {
    file: File,
}

impl MemoryFile {
    /// Makes one that no folder lists, so that nothing is left behind where a target is killed.
    pub fn new() -> Self {
        let folder = if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "/tmp" };
        Self { file: tempfile::tempfile_in(folder).expect("a file in memory") }
    }

    /// Fills it and returns a path under which it can be opened.
    pub fn write(&self, bytes: &[u8]) -> PathBuf {
        self.file.set_len(0).and_then(|()| self.file.write_all_at(bytes, 0)).expect("room in memory");
        format!("/proc/self/fd/{}", self.file.as_raw_fd()).into()
    }
}

impl Default for MemoryFile {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the path of a file of these bytes; the one before is overwritten.
pub fn file_of(bytes: &[u8]) -> PathBuf {
    static FILE: LazyLock<MemoryFile> = LazyLock::new(MemoryFile::new);
    FILE.write(bytes)
}

/// Lets panics of decoders unwind, for `source` catches them and their page fails with a reason; libFuzzer's own hook
/// would end the process there. A panic in phuchoi's own code still ends it. Each place is told once.
#[allow(clippy::print_stderr, reason = "whoever fuzzes reads it there")]
pub fn tolerate_panics_of_dependencies() {
    static ONCE: Once = Once::new();
    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    ONCE.call_once(|| {
        let fatal = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            if !place.contains("/registry/src/") {
                fatal(panic);
            }
            let is_new = SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(place.clone());
            if is_new {
                eprintln!("tolerated: a dependency panicked at {place}");
            }
        }));
    });
}

/// Opens an input with a small limit of pixels.
pub fn open(bytes: &[u8]) -> Option<Source> {
    source::open(&file_of(bytes), &OpenOptions { pixel_limit: PIXEL_LIMIT, ..OpenOptions::default() }).ok()
}

/// Checks an opened input: every page can be asked for and no other, and images keep to the limit of pixels.
pub fn check_source(source: &Source) {
    let count = source.page_count();
    assert!(count > 0, "no page");
    assert_eq!(source.info().page_count, count);
    let is_beyond = |number| matches!(source.page(number), Err(SourceError::PageOutOfRange { .. }));
    assert!(is_beyond(0) && count.checked_add(1).is_none_or(is_beyond), "a page that is not there");
    for number in 1..=count.min(PAGES) {
        let Ok(page) = source.page(number) else { continue };
        assert_eq!(page.number, number);
        assert!(page.image.is_some() || page.text.is_some(), "a page of nothing");
        if let Some(scan) = &page.image {
            let (width, height) = (u64::from(scan.pixels.width()), u64::from(scan.pixels.height()));
            assert!(width > 0 && height > 0, "no pixels");
            // A page of a PDF that is as good as a line is drawn a pixel wide, as long as the renderer goes.
            let is_line = width.min(height) == 1 && source.info().kind == SourceKind::Pdf;
            assert!(
                is_line || width * height <= PIXEL_LIMIT,
                "{width} × {height} pixels, more than the limit"
            );
            assert!(scan.dpi.is_finite() && scan.dpi > 0.0, "{} dpi", scan.dpi);
            assert!(
                matches!(scan.pixels, image::DynamicImage::ImageLuma8(_) | image::DynamicImage::ImageRgb8(_)),
                "neither gray nor RGB of 8 bits"
            );
        }
        for line in page.text.iter().flat_map(|text| &text.lines) {
            check_line(line);
            assert_eq!(line.text, line.ocr, "a line that was read is as it was read");
        }
    }
}

/// Checks that words stand where they say and that nobody is surer than sure.
pub fn check_line(line: &Line) {
    let is_share = |share: f32| (0.0..=1.0).contains(&share);
    assert!(is_share(line.confidence), "confidence {}", line.confidence);
    for word in &line.words {
        assert_eq!(ledger::slice(&line.ocr, word.span), Some(word.ocr.as_str()), "{line:?}");
        assert!(is_share(word.confidence), "confidence {}", word.confidence);
        assert!(word.ocr_confidence.is_none_or(is_share), "{word:?}");
        let length = word.ocr.chars().count() as u32;
        assert!(word.alternatives.iter().all(|other| other.at < length), "{word:?}");
    }
}

/// Returns where a document that was made up came from.
pub fn made_up(page_count: usize) -> SourceInfo {
    SourceInfo {
        path: "made-up.txt".to_owned(),
        blake3: String::new(),
        kind: SourceKind::Text,
        page_count: page_count as u32,
    }
}

/// Checks a completed document whose lines were read as `ocr`, page by page: the ledger's law, the records' own shapes, and
/// that it can be written in every form.
pub fn check_document(mut document: Document, ocr: &[Vec<String>]) {
    for warning in &document.warnings {
        assert_ne!(warning.code, "edit-refused", "{}", warning.message);
    }
    check_ledger(&document);
    document.pages.iter().flat_map(|page| &page.lines).for_each(check_line);
    check_records(&document);
    check_body(&document);
    check_exports(&document);
    ledger::take_back(&mut document, &|_| true);
    let reverted: Vec<Vec<String>> =
        document.pages.iter().map(|page| page.lines.iter().map(|line| line.text.clone()).collect()).collect();
    assert_eq!(reverted, ocr, "taking every edit back gives the text that was read");
}

/// Checks that every line of every page stands in exactly one block, and that parts hold all blocks.
pub fn check_body(document: &Document) {
    let mut owned: Vec<LineId> = document.body.iter().flat_map(|block| block.line_ids()).collect();
    owned.sort_unstable();
    let lines = document
        .pages
        .iter()
        .flat_map(|page| (1..).zip(&page.lines).map(|(line, _)| LineId::new(page.number, line)));
    assert_eq!(owned, lines.collect::<Vec<_>>(), "every line stands in one block");
    let mut end = 0;
    for part in &document.parts {
        assert_eq!(part.body[0], end, "{part:?}");
        end = part.body[1];
    }
    assert_eq!(end as usize, document.body.len(), "parts hold all blocks");
}

/// Checks that every edit quotes what it replaces, that none cuts through another, and that texts are what they make.
pub fn check_ledger(document: &Document) {
    for page in &document.pages {
        for (line, number) in page.lines.iter().zip(1..) {
            let own: Vec<&Edit> = document
                .edits
                .iter()
                .filter(|edit| (edit.page, edit.line) == (page.number, number))
                .collect();
            for edit in &own {
                assert_eq!(ledger::slice(&line.ocr, edit.span), Some(edit.before.as_str()), "{edit:?}");
                assert!((0.0..=1.0).contains(&edit.confidence), "{edit:?}");
            }
            assert!(own.windows(2).all(|pair| pair[0].span[1] <= pair[1].span[0]), "{own:?}");
            let edited = EditedLine::new(&line.ocr, own.iter().copied().enumerate());
            assert_eq!(Some(&line.text), edited.map(|edited| edited.text()).as_ref());
        }
    }
}

/// Checks that records speak of lines that are there, and that tables are rectangles.
pub fn check_records(document: &Document) {
    let is_there = |page: u32, line: u32| {
        let found = document.pages.iter().find(|of| of.number == page);
        found.is_some_and(|page| (1..=page.lines.len()).contains(&(line as usize)))
    };
    let mut sections: Vec<&Section> = document.sections.iter().collect();
    while let Some(section) = sections.pop() {
        assert!(is_there(section.page, section.line), "{section:?}");
        assert!(section.children.iter().all(|child| child.level > section.level), "{section:?}");
        sections.extend(&section.children);
    }
    for footnote in &document.footnotes {
        assert!(is_there(footnote.page, 1), "{footnote:?}");
        assert!(footnote.references.iter().all(|at| is_there(at.page, at.line)), "{footnote:?}");
    }
    for table in &document.tables {
        let columns = table.columns.len();
        for row in &table.rows {
            let lengths = [row.cells.len(), row.values.len(), row.printed.len()];
            assert_eq!(lengths, [columns; 3], "{row:?}");
            assert!(row.values.iter().flatten().all(|value| value.is_finite()), "{row:?}");
            assert!((0.0..=1.0).contains(&row.confidence), "{row:?}");
        }
        for check in &table.checks {
            assert!((check.column as usize) < columns, "{check:?}");
            assert!(check.expected.into_iter().chain(check.found).all(f64::is_finite), "{check:?}");
        }
    }
}

/// Checks that a document is written in every form, and that its JSON is read back as it was.
pub fn check_exports(document: &Document) {
    let json = export::json::render(document).expect("JSON");
    let back: Document = serde_json::from_str(&json).expect("what was written is read");
    assert_eq!(back.pages, document.pages);
    assert_eq!(back.edits, document.edits);
    assert_eq!(back.sections, document.sections);
    assert_eq!(back.footnotes, document.footnotes);
    let lines = export::edits::render(&document.edits).expect("JSON lines");
    assert_eq!(lines.lines().count(), document.edits.len());
    for table in &document.tables {
        export::csv::render(table, export::spreadsheet::Cells::Guarded);
    }
    export::scores::render(document, export::spreadsheet::Cells::Guarded);
    export::markdown::render(document);
    export::html::render(document).expect("HTML");
    export::text::render(document);
}
