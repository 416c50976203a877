//! Words that no record holds, as paragraphs where they are printed.

use std::collections::{BTreeMap, BTreeSet};

use super::Element;

/// Paragraphs of what no record holds, and where they belong among the elements right below the document.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// Elements passed so far, as they are printed.
    passed: BTreeSet<usize>,
    /// The element passed last, and whether that was on this page.
    last: Option<(usize, bool)>,
    /// The paragraph that the next line goes on with.
    open: Option<usize>,
    /// At the head of a page, for what comes next will tell where they belong.
    waiting: Vec<usize>,
    before: BTreeMap<usize, Vec<usize>>,
    after: BTreeMap<Option<usize>, Vec<usize>>,
}

impl Loose {
    /// Returns the paragraph that a line is part of.
    pub(super) fn paragraph(&mut self, elements: &mut Vec<Element>) -> usize {
        if let Some(open) = self.open {
            return open;
        }
        let element = elements.len();
        elements.push(Element { kind: "P", children: Vec::new() });
        match self.last {
            Some((last, true)) => self.after.entry(Some(last)).or_default().push(element),
            _ => self.waiting.push(element),
        }
        self.open = Some(element);
        element
    }

    pub(super) fn end_paragraph(&mut self) {
        self.open = None;
    }

    /// Goes past a word of an element.
    pub(super) fn pass(&mut self, top: usize) {
        self.open = None;
        let is_new = self.passed.insert(top);
        if is_new {
            self.before.entry(top).or_default().append(&mut self.waiting);
        }
        self.settle_waiting();
        self.last = Some((top, true));
    }

    /// Puts what still waits behind what was passed last.
    fn settle_waiting(&mut self) {
        let last = self.last.map(|(last, _)| last);
        self.after.entry(last).or_default().append(&mut self.waiting);
    }

    pub(super) fn turn_page(&mut self) {
        self.settle_waiting();
        self.last = self.last.map(|(last, _)| (last, false));
        self.open = None;
    }

    /// Returns the elements with the paragraphs among them.
    pub(super) fn laid_among(mut self, elements: &[usize]) -> Vec<usize> {
        self.settle_waiting();
        let mut all = self.after.remove(&None).unwrap_or_default();
        for element in elements {
            all.extend(self.before.remove(element).unwrap_or_default());
            all.push(*element);
            all.extend(self.after.remove(&Some(*element)).unwrap_or_default());
        }
        all
    }
}
