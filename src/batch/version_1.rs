//! Records of version 1, which kept in `document.json` what was recognised: what such a record holds of that.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::document::{BoundingBox, Grid, Line, Page, PageStatus, Rule, SourceInfo, Warning};
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

/// Returns what the record of version 1 in a folder holds of what was recognised, as if read in the way that has this
/// fingerprint: in which it was read it does not say. `None` where there is no such record, or where that is not enough: where a
/// page could not be read.
pub(super) fn recognised(record: &Path, reading: &str) -> Option<Recognised> {
    let bytes = fs::read(record.join(export::RECORD)).ok()?;
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
    Some(Recognised::new(reading.to_owned(), source, pages, warnings))
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
    let (Some(width), Some(height)) = (page.width, page.height) else { return Vec::new() };
    let turn = Turn::of(page, width, height);
    let upright = |rule: &Rule| Rule { bbox: turn.upright(rule.bbox), ..*rule };
    let rules: Vec<Rule> = page.rules.iter().map(upright).collect();
    let mut found = grids::find(&rules, page.dpi.unwrap_or(USUAL_DPI));
    found.iter_mut().for_each(|grid| grid.each_box(|bbox| *bbox = turn.as_scanned(*bbox)));
    found
}

/// How a scan is turned to stand upright: by quarters, then by its skew.
struct Turn {
    rotation: u16,
    width: f32,
    height: f32,
    sine: f32,
    cosine: f32,
    /// Added to both coordinates of what stands upright, so that none is below 0.
    margin: f32,
}

impl Turn {
    fn of(page: &Page, width: u32, height: u32) -> Self {
        let (sine, cosine) = page.skew.to_radians().sin_cos();
        let (width, height) = (width as f32, height as f32);
        let margin = (width.max(height) * sine.abs()).ceil();
        Self { rotation: page.rotation, width, height, sine, cosine, margin }
    }

    fn upright(&self, bbox: BoundingBox) -> BoundingBox {
        self.moved(bbox, |x, y| {
            let (x, y) = match self.rotation {
                90 => (self.height - y, x),
                180 => (self.width - x, self.height - y),
                270 => (y, self.width - x),
                _ => (x, y),
            };
            let (x, y) = (x * self.cosine + y * self.sine, y * self.cosine - x * self.sine);
            (x + self.margin, y + self.margin)
        })
    }

    fn as_scanned(&self, bbox: BoundingBox) -> BoundingBox {
        self.moved(bbox, |x, y| {
            let (x, y) = (x - self.margin, y - self.margin);
            let (x, y) = (x * self.cosine - y * self.sine, y * self.cosine + x * self.sine);
            match self.rotation {
                90 => (y, self.height - x),
                180 => (self.width - x, self.height - y),
                270 => (self.width - y, x),
                _ => (x, y),
            }
        })
    }

    /// Returns the box of the same size around where the centre goes, so that a thin rule stays thin.
    fn moved(&self, bbox: BoundingBox, to: impl Fn(f32, f32) -> (f32, f32)) -> BoundingBox {
        let (mut w, mut h) = (bbox.width() as f32, bbox.height() as f32);
        let (x, y) = to(bbox.x0 as f32 + w / 2.0, bbox.y0 as f32 + h / 2.0);
        if self.rotation % 180 == 90 {
            std::mem::swap(&mut w, &mut h);
        }
        let edge = |centre: f32, half: f32| (centre + half).round().max(0.0) as u32;
        BoundingBox::new(edge(x, -w / 2.0), edge(y, -h / 2.0), edge(x, w / 2.0), edge(y, h / 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let turn = Turn { margin: 0.0, ..Turn::of(&page, width, height) };
        let rules = upright.map(|rule| Rule { bbox: turn.as_scanned(rule.bbox), ..rule }).into();
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
                let turn = Turn { margin: 0.0, ..Turn::of(&page, page.width.unwrap(), page.height.unwrap()) };
                let first = turn.upright(found[0].cells[0].bbox);
                let expected = [100_u32, 300, 500, 400];
                for (edge, expected) in [first.x0, first.y0, first.x1, first.y1].into_iter().zip(expected) {
                    assert!(edge.abs_diff(expected) < 8, "{rotation} {skew}: {first:?}");
                }
            }
        }
    }
}
