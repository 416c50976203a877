//! phuchoi (*phục hồi*, to restore): restores scanned Vietnamese documents.
//!
//! # The line
//!
//! One value, [`Document`], is read, improved and written, in six stages. Each is a plain function from what it
//! needs to what it knows; none prints, reads the environment or looks at the clock.
//!
//! 1. [`source`]: bytes on disk to pages, each a [`Scan`](source::Scan), a text layer, or both;
//! 2. [`restoration`]: a page image to a better one, [`Restored`](restoration::Restored): straight, clean, at 150 to 200 dpi;
//! 3. [`recognition`]: that image to [`Line`](document::Line)s of words with boxes, confidences and alternatives;
//! 4. [`repair`]: mangled words to the printed ones, as [`Edit`](document::Edit)s that can be taken back;
//! 5. [`structure`]: lines to letterhead, headings, footnotes and tables, checked by arithmetic;
//! 6. [`export`]: the document on disk, one file a format.
//!
//! [`restore`] runs the first five on one input: [`reading`] is the first three of them on one page, [`completion`] the other
//! two on a document. [`pipeline`] has their settings, [`isolation`] puts it into child processes with limits, for [`batch`],
//! which drives many inputs on many threads as a [`run::Request`] says; [`collection`] gathers what that wrote, [`archive`]
//! says of it what an archive must be given, [`cli`] is what a person types. [`document`] holds the nouns, [`language`]
//! Vietnamese itself, [`layout`] what lines stand in, [`markup`] what engines write down, [`witness`] chooses between a page's
//! image and its text, [`triage`] says what that text is, [`evaluation`] the measures.
//!
//! # A text restored
//!
//! ```
//! use phuchoi::document::{Document, Line, Page, SourceInfo, SourceKind};
//! use phuchoi::language::lexicon::Lexicon;
//! use phuchoi::{complete, export, repair};
//!
//! let models = repair::Models::built_in(Lexicon::built_in(Vec::new()))?;
//! // As an English engine read them.
//! let read = ["I. KET QUA", "Phuc vu hoat déng cia H6i d6éng nhan dan tinh."];
//! let source =
//!     SourceInfo { path: "a.txt".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
//! let page = Page::of_text(1, read.map(Line::from_text).into());
//! let document: Document = complete(source, vec![page], Vec::new(), &models);
//!
//! let line = &document.pages[0].lines[1];
//! assert_eq!(line.text, "Phục vụ hoạt động của Hội đồng nhân dân tỉnh.");
//! assert_eq!(line.ocr, read[1]);
//! assert!(export::markdown::render(&document).contains("hoạt động của Hội đồng nhân dân"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::path::Path;

#[cfg(feature = "batch")]
pub mod archive;
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod collection;
pub mod completion;
pub mod document;
pub mod evaluation;
pub mod export;
#[cfg(feature = "batch")]
pub mod isolation;
pub mod language;
pub mod layout;
pub mod markup;
#[cfg(feature = "batch")]
pub mod pipeline;
pub mod reading;
pub mod recognition;
pub mod repair;
pub mod restoration;
#[cfg(feature = "batch")]
pub mod run;
pub mod source;
pub mod structure;
pub mod triage;
pub mod witness;

pub use completion::{Repaired, complete, repair_text};
pub use reading::{ReadPage, Reading, RestoreError, Watch, read_pages};

use document::{Document, Page, Warning};
use recognition::{Reader, RecognitionError};
use repair::Models;
use source::OpenOptions;

/// Restores one input: all that phuchoi does but for writing it down.
///
/// `reader` makes the recogniser at the first page that needs one, so that texts need no Tesseract.
///
/// # Errors
///
/// Where the input cannot be opened or a page cannot be read. [`batch`] goes on with the other pages instead.
pub fn restore<R: Reader>(
    path: &Path,
    reading: &Reading,
    models: &Models,
    mut reader: impl FnMut() -> Result<R, RecognitionError>,
) -> Result<Document, RestoreError> {
    let source = source::open(path, &OpenOptions::default())?;
    let mut kept: Option<R> = None;
    let (mut pages, mut warnings) = (Vec::new(), Vec::new());
    for scan in 1..=source.page_count() {
        for read in read_pages(&source, scan, reading, &mut kept, &mut reader, &mut |_, _, _| {})? {
            let number = pages.len() as u32 + 1;
            pages.push(Page { number, ..read.page });
            warnings.extend(read.warning.map(|warning| Warning { page: Some(number), ..warning }));
        }
    }
    Ok(complete(source.info().clone(), pages, warnings, models))
}
