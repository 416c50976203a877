//! The closing, and what is stamped and signed beside the text: in lines that nothing else holds.

use super::chain;
use super::{Provenance, Trace, visible};
use crate::document::{Document, Letterhead};

/// How many lines below a part of a field the next one stands at most: recipients stand between the lines of an office.
const REACH: usize = 8;

impl Provenance<'_> {
    /// `from` is the line at which the first section begins.
    pub(super) fn trace_closing(&mut self, letterhead: &Letterhead, from: usize, taken: &[bool]) {
        let lines: Vec<usize> = (from..self.lines.len()).filter(|line| !taken[*line]).collect();
        let of =
            |field: Option<&str>| field.map_or_else(Trace::new, |text| self.trace_runs(text, &lines, REACH));
        let signer = letterhead.signer.as_ref();
        self.closing = super::ClosingTraces {
            recipients: letterhead.recipients.iter().map(|one| of(Some(one))).collect(),
            title: of(signer.and_then(|signer| signer.title.as_deref())),
            name: of(signer.and_then(|signer| signer.name.as_deref())),
        };
    }

    pub(super) fn trace_captions(&mut self, document: &Document) {
        let of = |page: u32, texts: &[String]| -> Vec<Trace> {
            let stretches = self.whole((0..self.lines.len()).filter(|line| self.lines[*line].page == page));
            let visible: Vec<Vec<char>> = texts.iter().map(|text| visible(text)).collect();
            let ways = chain::only_ways(&visible, &stretches);
            texts
                .iter()
                .zip(&ways)
                .map(|(text, way)| self.trace_way(text, way.as_ref(), &stretches))
                .collect()
        };
        let signatures = document.signatures.iter().map(|one| of(one.page, &one.lines)).collect();
        let arrivals = document.arrivals.iter().map(|one| of(one.page, &one.lines)).collect();
        (self.signatures, self.arrivals) = (signatures, arrivals);
    }
}
