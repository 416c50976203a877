//! The head: its fields are parts of the lines before the first section.

use unicode_normalization::UnicodeNormalization;

use super::chain;
use super::{Provenance, SourceLine, Trace, Traced, visible};
use crate::document::Letterhead;
use crate::export::reading_order::day_in_words;

/// Names of state and Party, and the state's motto, without marks and blanks.
const MOTTO: [&str; 3] = ["conghoaxahoichunghiavietnam", "doclap-tudo-hanhphuc", "dangcongsanvietnam"];

/// How many lines below a part of a field the next one stands at most: the lines of the two columns may alternate.
const REACH: usize = 3;

impl Provenance<'_> {
    /// `end` is the line at which the first section begins.
    pub(super) fn trace_head(&mut self, letterhead: &Letterhead, end: usize) {
        let first_page = self.lines.first().map(|line| line.page);
        let lines: Vec<usize> =
            (0..end).take_while(|line| Some(self.lines[*line].page) == first_page).collect();
        let of =
            |field: Option<&str>| field.map_or_else(Trace::new, |text| self.trace_runs(text, &lines, REACH));
        let subject = letterhead.subject.as_deref().unwrap_or_default();
        let stretches = self.whole(lines.iter().copied());
        let ways = chain::only_ways(&[visible(subject)], &stretches);
        let subject = match &ways[0] {
            Some(way) => self.trace_way(subject, Some(way), &stretches),
            None => self.trace_runs(subject, &lines, REACH),
        };
        let head = super::HeadTraces {
            parent: of(letterhead.parent.as_deref()),
            issuer: of(letterhead.issuer.as_deref()),
            number: of(letterhead.number.as_deref()),
            place: of(letterhead.place.as_deref()),
            date: of(letterhead.date.as_deref().map(day_in_words).as_deref()),
            kind: of(letterhead.kind.as_deref()),
            subject,
            motto: MOTTO.iter().filter_map(|words| self.motto(words, &lines)).collect(),
        };
        self.head = head;
    }

    fn motto(&self, words: &str, lines: &[usize]) -> Option<Traced> {
        let words: Vec<char> = words.chars().collect();
        lines.iter().find_map(|line| {
            let own = &self.lines[*line];
            let folded: Vec<char> = own.visible.iter().map(|c| folded(*c)).collect();
            let start = folded.windows(words.len()).position(|part| part == words)?;
            let end = start + words.len();
            let text = between(own, start, end);
            let trace = self.trace(&text, [(*line, start..end)]);
            Some((text, trace))
        })
    }
}

/// Returns the text of a line between two of its visible characters.
fn between(line: &SourceLine<'_>, start: usize, end: usize) -> String {
    let (from, to) = (line.places[start] as usize, line.places[end - 1] as usize);
    line.line.text.chars().skip(from).take(to + 1 - from).collect()
}

/// Returns a letter without its marks, small; dashes are one.
fn folded(character: char) -> char {
    match character {
        'đ' | 'Đ' => 'd',
        '–' | '—' => '-',
        _ => character.nfd().next().unwrap_or(character).to_ascii_lowercase(),
    }
}
