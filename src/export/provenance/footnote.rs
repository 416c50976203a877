//! Footnotes: from the line on their page that begins with their mark, over whole lines, onto the next page too.

use super::chain;
use super::{Provenance, Trace, visible};
use crate::document::Footnote;

impl Provenance<'_> {
    pub(super) fn trace_footnotes(&mut self, footnotes: &[Footnote], taken: &mut [bool]) {
        let mut openings: Vec<Option<(usize, usize)>> = Vec::with_capacity(footnotes.len());
        for note in footnotes {
            let mark = visible(&format!("^[{}]", note.mark));
            let opens = |line: &usize| {
                self.lines[*line].page == note.page
                    && self.lines[*line].visible.starts_with(&mark)
                    && !openings.iter().flatten().any(|(other, _)| other == line)
            };
            let opening = (0..self.lines.len()).find(opens).map(|line| (line, mark.len()));
            openings.push(opening);
        }
        for (note, opening) in footnotes.iter().zip(&openings) {
            let Some((start, mark)) = *opening else {
                self.footnotes.push(Trace::new());
                self.footnote_marks.push(Trace::new());
                continue;
            };
            let mut ends: Vec<usize> =
                openings.iter().flatten().map(|(line, _)| *line).filter(|line| *line > start).collect();
            ends.sort_unstable();
            let end = ends.first().copied().unwrap_or(self.lines.len());
            let is_near =
                |line: &usize| self.lines[*line].page <= note.page.saturating_add(1) && !taken[*line];
            let mut stretches = vec![self.stretch(start, mark)];
            stretches.retain(|stretch| !stretch.characters.is_empty());
            stretches.extend(self.whole((start + 1..end).filter(is_near)));
            let ways = chain::only_ways(&[visible(&note.text)], &stretches);
            let trace = self.trace_way(&note.text, ways[0].as_ref(), &stretches);
            let mark = self.trace(&format!("^[{}]", note.mark), [(start, 0..mark)]);
            self.footnote_marks.push(mark);
            for line in Self::lines_of(&trace) {
                taken[line] = true;
            }
            self.footnotes.push(trace);
        }
    }
}
