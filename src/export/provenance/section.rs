//! Headings and paragraphs: between the line that a section names and the next section's, whole lines in order. A heading
//! stands behind its label; so do the words of an article.

use super::chain::{self, Stretch};
use super::{Place, Provenance, SourceLine, Trace, visible};
use crate::document::Section;
use crate::export::reading_order::heading_separator;

/// What may stand behind a title and is left out of it: a dash of dirt.
const BEHIND_TITLE: [&str; 3] = ["-", "–", "—"];

impl Provenance<'_> {
    pub(super) fn trace_sections(&mut self, sections: &[&Section], taken: &mut [bool]) {
        let starts: Vec<Option<usize>> =
            sections.iter().map(|section| self.find(section.page, section.line)).collect();
        for (at, section) in sections.iter().enumerate() {
            let next = starts[at + 1..].iter().flatten().next().copied().unwrap_or(self.lines.len());
            let (heading, paragraphs) = match starts[at] {
                Some(start) if start < next => self.trace_section(section, start, next, taken),
                _ => (Trace::new(), vec![Trace::new(); section.paragraphs.len()]),
            };
            self.headings.push(heading);
            self.paragraphs.push(paragraphs);
        }
    }

    fn trace_section(
        &self,
        section: &Section,
        start: usize,
        next: usize,
        taken: &mut [bool],
    ) -> (Trace, Vec<Trace>) {
        let label = label_in(&self.lines[start], &section.label);
        let mut stretches: Vec<Stretch<'_>> = Vec::new();
        stretches.extend(label.as_ref().map(|label| self.stretch(start, label.rest)));
        stretches.retain(|stretch| !stretch.characters.is_empty());
        stretches.extend(self.whole(start + 1..next));
        let mut texts: Vec<Vec<char>> = vec![visible(&section.title)];
        texts.extend(section.paragraphs.iter().map(|text| visible(text)));
        let with = |behind: &str| {
            let mut texts = texts.clone();
            texts[0].extend(behind.chars());
            chain::only_ways(&texts, &stretches)
        };
        let mut ways = with("");
        if ways[0].is_none() && !texts[0].is_empty() {
            let titled = BEHIND_TITLE.iter().map(|behind| with(behind)).find(|ways| ways[0].is_some());
            ways = titled.unwrap_or(ways);
        }
        for stretch in ways.iter().flatten().flatten() {
            taken[stretches[*stretch].line] = true;
        }
        let title = self.trace_way(&section.title, ways[0].as_ref(), &stretches);
        let heading = match &label {
            Some(label) => self.trace_heading(section, start, label, title),
            None => Trace::new(),
        };
        if heading.iter().any(Option::is_some) {
            taken[start] = true;
        }
        let of_paragraph =
            |(text, way): (&String, &Option<Vec<usize>>)| self.trace_way(text, way.as_ref(), &stretches);
        (heading, section.paragraphs.iter().zip(&ways[1..]).map(of_paragraph).collect())
    }

    /// The trace of a heading's words: its label, what is printed behind it, its title.
    fn trace_heading(&self, section: &Section, start: usize, label: &Label, title: Trace) -> Trace {
        let line = &self.lines[start];
        let mut heading = self.trace(&section.label, [(start, label.start..label.end)]);
        let mut at = label.end;
        for character in heading_separator(&section.label, &section.title).chars() {
            let printed = at < label.rest && line.visible[at] == character;
            heading.push(printed.then(|| Place { line: start, at: line.places[at] }));
            at += usize::from(printed);
        }
        let length = section.title.chars().count();
        heading.extend(if title.is_empty() { vec![None; length] } else { title });
        heading
    }
}

/// A label at the head of a line, in visible characters.
struct Label {
    start: usize,
    end: usize,
    /// Where the next word begins.
    rest: usize,
}

/// Finds a section's label at the head of its line. A scrap without letters or digits may stand before it, marks behind.
fn label_in(line: &SourceLine<'_>, label: &str) -> Option<Label> {
    let label = visible(label);
    if label.is_empty() {
        return Some(Label { start: 0, end: 0, rest: 0 });
    }
    let next_word = |from: usize| {
        (from..line.visible.len()).find(|at| line.follows_blank(*at)).unwrap_or(line.visible.len())
    };
    let second = next_word(1);
    let is_scrap = !line.visible[..second].iter().any(|c| c.is_alphanumeric());
    let start = [Some(0), is_scrap.then_some(second)].into_iter().flatten();
    let mut start = start.filter(|at| line.visible[*at..].starts_with(&label));
    let start = start.next()?;
    let end = start + label.len();
    let rest = if line.follows_blank(end) { end } else { next_word(end) };
    let is_mark = |at: usize| !line.visible[at].is_alphanumeric();
    (end..rest).all(is_mark).then_some(Label { start, end, rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Line;

    #[test]
    fn a_label_is_found_behind_a_scrap_and_before_its_marks() {
        let found = |text: &str, label: &str| {
            let line = Line::from_text(text);
            let line = SourceLine::new(1, 1, &line, &[]);
            label_in(&line, label).map(|label| (label.start, label.end, label.rest))
        };
        assert_eq!(found("III. KẾT QUẢ", "III"), Some((0, 3, 4)));
        assert_eq!(found("| a) Ưu điểm", "a"), Some((1, 2, 3)));
        assert_eq!(found("Phần I", "Phần I"), Some((0, 5, 5)));
        assert_eq!(found("Điều 1. Phạm vi", "Điều 1"), Some((0, 5, 6)));
        assert_eq!(found("III. KẾT QUẢ", "II"), None);
        assert_eq!(found("KẾT QUẢ", ""), Some((0, 0, 0)));
        assert_eq!(found("", "I"), None);
    }
}
