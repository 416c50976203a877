//! What a document is made of: what was worked of its pages gathered, what is to be said of its PDF, why it is not whole.

use super::receipt;
use super::report::Reason;
use super::{Blame, Failure, NOT_REPAIRED, Worked};
use crate::document::{Document, Page, SourceInfo, Warning};
use crate::export::page_image::PageImages;
use crate::export::pdf::Bound;
use crate::export::recognised::Recognised;

/// The codes of the warnings that speak of `document.pdf`.
pub(super) const OF_PDF: [&str; 3] = ["signature-void", "not-pdf-a", "not-exported"];

/// Returns what was read, and the images of its pages. A scan may show two pages, so only now is it known which number each has.
pub(super) fn gathered(reading: String, source: SourceInfo, worked: Vec<Worked>) -> (Recognised, PageImages) {
    let (mut pages, mut images, mut warnings) = (Vec::new(), PageImages::default(), Vec::new());
    for (number, worked) in (1..).zip(worked) {
        pages.push(Page { number, ..worked.page });
        images.add(number, worked.images);
        warnings.extend(worked.warnings.into_iter().map(|w| Warning { page: Some(number), ..w }));
    }
    (Recognised::new(reading, source, pages, warnings), images)
}

/// Returns the images of scans that were restored once more, each with the number of the page that it shows. Where they could
/// not be, the document has a warning.
pub(super) fn placed(worked: Vec<Worked>, document: &mut Document) -> PageImages {
    let (mut images, mut unplaced) = (PageImages::default(), Vec::new());
    let mut waiting = worked.into_iter().peekable();
    while let Some(first) = waiting.next() {
        let scan = first.page.scan;
        let mut leaves = vec![first];
        while let Some(leaf) = waiting.next_if(|leaf| leaf.page.scan == scan) {
            leaves.push(leaf);
        }
        // A page that could not be read at all had no image then, and has none now.
        let shown = document.pages.iter().filter(|page| page.scan == scan && page.width.is_some());
        let numbers: Vec<u32> = shown.map(|page| page.number).collect();
        let failed =
            leaves.iter().flat_map(|leaf| &leaf.warnings).next().map(|warning| warning.message.clone());
        let cause = match failed {
            None if numbers.len() == leaves.len() || numbers.is_empty() => None,
            None => Some("it came out otherwise than when it was read".to_owned()),
            failed => failed,
        };
        match (cause, numbers.first()) {
            (None, _) => {
                leaves.into_iter().zip(numbers).for_each(|(leaf, page)| images.add(page, leaf.images))
            }
            (Some(cause), Some(page)) => unplaced.push(Warning {
                page: Some(*page),
                code: "not-encoded".to_owned(),
                message: format!("its restored image could not be written: {cause}"),
            }),
            (Some(_), None) => {}
        }
    }
    document.warnings.extend(unplaced);
    images
}

/// Returns a PDF's bytes, and warns of what is to be said of it, or of why there is none. A failure that is not the input's is
/// given back.
pub(super) fn settle_pdf(
    bound: Result<Bound, Failure>,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Vec<u8>>, Failure> {
    let warning = |code: &str, message| Warning { page: None, code: code.to_owned(), message };
    match bound {
        Ok(Bound { bytes, obstacles, was_signed }) => {
            if was_signed {
                let message = "`document.pdf` is no longer what was digitally signed: keep the input, whose signature holds";
                warnings.push(warning("signature-void", message.to_owned()));
            }
            if !obstacles.is_empty() {
                let message = format!("`document.pdf` does not claim to be PDF/A: {}", obstacles.join("; "));
                warnings.push(warning("not-pdf-a", message));
            }
            Ok(Some(bytes))
        }
        Err(failure) if failure.blame == Blame::Input => {
            let hint = failure.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
            warnings.push(warning("not-exported", format!("{failure}{hint}")));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// Why a document is not whole: of pages that are lacking, that of the first for all.
pub(super) fn reason_of(document: &Document) -> Option<Reason> {
    let failed = receipt::failed_pages(&document.pages);
    let Some(&number) = failed.first() else {
        let warning = document.warnings.iter().find(|warning| warning.code == NOT_REPAIRED)?;
        return Some(Reason { code: warning.code.clone(), message: warning.message.clone(), hint: None });
    };
    let first = document.warnings.iter().find(|warning| warning.page == Some(number));
    let message = format!("{} of {} pages not read whole", failed.len(), document.pages.len());
    Some(Reason {
        code: first.map_or("page-unreadable", |warning| &warning.code).to_owned(),
        message: first.map_or_else(|| message.clone(), |warning| format!("{message}: {}", warning.message)),
        hint: None,
    })
}
