//! Records of version 1, which kept in `document.json` what was recognised: what such a record holds of that.

use std::path::Path;

use serde::Deserialize;

use crate::document::{Geometry, Grid, Line, Page, PageStatus, Rule, SourceInfo, Warning};
use crate::export;
use crate::export::recognised::Recognised;
use crate::layout::grids;

const SCHEMA: &str = "phuchoi/document/1";

/// The codes of warnings that came of reading; all others come again when the document is made.
const OF_READING: [&str; 3] = ["no-word-found", "cut-short", "not-encoded"];

/// A record of version 1, as far as it is of use.
#[derive(Deserialize)]
struct FirstRecord {
    schema: String,
    source: SourceInfo,
    pages: Vec<Page>,
    warnings: Vec<Warning>,
}

/// Returns what the record of version 1 in a folder holds of what was recognised; in which way that was read it does not say, and
/// the fingerprint is empty. `None` where there is no such record, or where that is not enough: where a
/// page could not be read.
pub(super) fn recognised(record: &Path) -> Option<Recognised> {
    let bytes = export::file::read(&record.join(export::RECORD), export::files::LONGEST_RECORD).ok()?;
    let FirstRecord { schema, source, mut pages, mut warnings } = serde_json::from_slice(&bytes).ok()?;
    if schema != SCHEMA || pages.iter().any(|page| page.status == PageStatus::Failed) {
        return None;
    }
    for page in &mut pages {
        page.lines.iter_mut().for_each(take_back);
        // Records of version 1 kept the rules of a page, and not the tables that they make.
        page.grids = grids_of(page);
    }
    warnings.retain(|warning| OF_READING.contains(&warning.code.as_str()));
    Some(Recognised::new(String::new(), source, pages, warnings))
}

/// Takes a line back to what was recognised, and how sure that was.
fn take_back(line: &mut Line) {
    line.take_back();
    let (mut sum, mut letters) = (0.0, 0.0);
    for word in &mut line.words {
        word.confidence = word.ocr_confidence.unwrap_or(1.0);
        word.review = false;
        let length = word.ocr.chars().count() as f32;
        sum += word.confidence * length;
        letters += length;
    }
    line.confidence = if letters > 0.0 { sum / letters } else { 1.0 };
}

/// The resolution of a scan that did not say its own.
const USUAL_DPI: f32 = 200.0;

/// Returns the tables that a page's rules make: found where the page stands upright, and told where it lies.
fn grids_of(page: &Page) -> Vec<Grid> {
    let Some(geometry) = Geometry::of(page) else { return Vec::new() };
    let upright = |rule: &Rule| Rule { bbox: geometry.from_scan(rule.bbox).to_box(), ..*rule };
    let rules: Vec<Rule> = page.rules.iter().map(upright).collect();
    let mut found = grids::find(&rules, page.dpi.unwrap_or(USUAL_DPI));
    found.iter_mut().for_each(|grid| grid.each_box(|bbox| *bbox = geometry.to_scan(*bbox)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BoundingBox;

    /// A page of 1000 × 1400 pixels that shows a table of two rows and two columns, on a scan turned and askew.
    fn ruled(rotation: u16, skew: f32) -> Page {
        let rule = |x0, y0, x1, y1, horizontal| Rule { bbox: BoundingBox::new(x0, y0, x1, y1), horizontal };
        let upright = [
            rule(100, 300, 900, 303, true),
            rule(100, 400, 900, 403, true),
            rule(100, 500, 900, 503, true),
            rule(100, 300, 103, 503, false),
            rule(500, 300, 503, 503, false),
            rule(897, 300, 900, 503, false),
        ];
        let (width, height) = if rotation % 180 == 90 { (1400, 1000) } else { (1000, 1400) };
        let page = Page {
            width: Some(width),
            height: Some(height),
            dpi: Some(200.0),
            rotation,
            skew,
            ..Page::of_text(1, Vec::new())
        };
        let geometry = Geometry::of(&page).unwrap();
        let rules = upright.map(|rule| Rule { bbox: geometry.to_scan(rule.bbox), ..rule }).into();
        Page { rules, ..page }
    }

    #[test]
    fn the_tables_of_rules_are_found_however_the_scan_lay() {
        for rotation in [0, 90, 180, 270] {
            for skew in [-2.0, 0.0, 1.3] {
                let page = ruled(rotation, skew);
                let found = grids_of(&page);
                assert_eq!(found.len(), 1, "{rotation} {skew}");
                let cells: Vec<(u32, u32)> =
                    found[0].cells.iter().map(|cell| (cell.row, cell.column)).collect();
                assert_eq!(cells, [(0, 0), (0, 1), (1, 0), (1, 1)], "{rotation} {skew}");
                let first = Geometry::of(&page).unwrap().from_scan(found[0].cells[0].bbox).to_box();
                let expected = [100_u32, 300, 500, 400];
                for (edge, expected) in [first.x0, first.y0, first.x1, first.y1].into_iter().zip(expected) {
                    assert!(edge.abs_diff(expected) < 8, "{rotation} {skew}: {first:?}");
                }
            }
        }
    }
}
