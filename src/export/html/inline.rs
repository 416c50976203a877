//! Running text with its footnote marks, and what its trace brings: changes, doubtful words, beginnings of pages.
//!
//! ```text
//! change = <span class="sua" id="sua-N" title="reason · confidence"><del>before</del><ins>after</ins></span>
//! doubt  = <mark title="confidence">word</mark>
//! mark   = <sup><a class="note-mark" href="#ghi-chu-N">n</a></sup>
//! ```

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use super::{Html, percent};
use crate::document::Edit;
use crate::export::footnote_marks::Mark;
use crate::export::provenance::{Place, Provenance, SourceLine};

/// A change with the characters of the text that it put there.
struct Change<'a> {
    range: Range<usize>,
    number: usize,
    edit: &'a Edit,
    line: &'a SourceLine<'a>,
}

/// A text on the way to the page.
struct Inline<'a> {
    characters: Vec<char>,
    trace: &'a [Option<Place>],
    /// Footnote marks, their ranges in characters and without the blanks before them.
    marks: Vec<(Range<usize>, Mark)>,
    /// For each character the doubtful word it belongs to: its line, its index there, its confidence.
    doubts: Vec<Option<(usize, usize, f32)>>,
}

impl Html<'_> {
    /// Writes a text; `trace` is its trace, or empty.
    pub(super) fn inline(&mut self, text: &str, trace: &[Option<Place>]) -> io::Result<()> {
        let characters: Vec<char> = text.chars().collect();
        let trace = if trace.len() == characters.len() { trace } else { &[] };
        let marks = self.notes.marks_in(text).into_iter().map(|mark| {
            let start = text[..mark.range.start + mark.blanks].chars().count();
            let length = text[mark.range.start + mark.blanks..mark.range.end].chars().count();
            (start..start + length, mark)
        });
        let inline = Inline {
            marks: marks.collect(),
            doubts: doubts(self.provenance, trace, characters.len()),
            characters,
            trace,
        };
        let mut at = 0;
        for change in changes(self.provenance, &inline) {
            self.stretch(&inline, at..change.range.start)?;
            self.change(&inline, &change)?;
            at = change.range.end;
        }
        self.stretch(&inline, at..inline.characters.len())
    }

    fn change(&mut self, inline: &Inline<'_>, change: &Change<'_>) -> io::Result<()> {
        let Change { range, number, edit, line } = change;
        if !range.is_empty() {
            self.begin_page(line.page)?;
        }
        self.begin_change(*number, edit)?;
        if !edit.before.is_empty() {
            let next = line.line.ocr.chars().nth(edit.span[1] as usize);
            let blank = if range.is_empty() && next.is_some_and(char::is_whitespace) { " " } else { "" };
            self.xml.text("del", &[], &format!("{}{blank}", edit.before))?;
        }
        if !range.is_empty() {
            self.xml.open("ins", &[])?;
            self.stretch(inline, range.clone())?;
            self.xml.close("ins")?;
        }
        self.xml.close("span")
    }

    /// Opens the element of a change, with its reason and confidence; where it is shown first, with its name.
    pub(super) fn begin_change(&mut self, number: usize, edit: &Edit) -> io::Result<()> {
        let mut attributes = vec![("class", "sua".into())];
        if let Some(shown) = self.shown.get_mut(number).filter(|shown| !**shown) {
            *shown = true;
            attributes.push(("id", format!("sua-{}", number + 1).into()));
        }
        // The confidence.
        let told = format!("{} · độ tin cậy {}", edit.reason, percent(edit.confidence));
        attributes.push(("title", told.into()));
        self.xml.open("span", &attributes)
    }

    /// Writes a part of a text that no change begins or ends within.
    fn stretch(&mut self, inline: &Inline<'_>, range: Range<usize>) -> io::Result<()> {
        let page = |at: usize| {
            let place = inline.trace.get(at).copied().flatten()?;
            self.provenance.lines.get(place.line).map(|line| line.page)
        };
        let pages: Vec<Option<u32>> = range.clone().map(page).collect();
        let mut at = range.start;
        while at < range.end {
            if let Some(page) = pages[at - range.start] {
                self.begin_page(page)?;
            }
            if let Some((own, mark)) = inline.marks.iter().find(|(own, _)| own.start == at) {
                self.mark(mark)?;
                at = own.end;
                continue;
            }
            if inline.characters[at] == '\n' {
                self.xml.empty("br", &[])?;
                at += 1;
                continue;
            }
            let goes_on = |next: &usize| {
                inline.doubts[*next] == inline.doubts[at]
                    && inline.characters[*next] != '\n'
                    && pages[*next - range.start].is_none_or(|page| page <= self.page)
                    && !inline.marks.iter().any(|(own, _)| own.start == *next)
            };
            let end = (at + 1..range.end).take_while(goes_on).last().map_or(at + 1, |last| last + 1);
            let text: String = inline.characters[at..end].iter().collect();
            match inline.doubts[at] {
                Some((_, _, confidence)) => {
                    let told = format!("độ tin cậy {}", percent(confidence));
                    self.xml.text("mark", &[("title", told.into())], &text)?;
                }
                None => self.xml.characters(&text)?,
            }
            at = end;
        }
        Ok(())
    }

    fn mark(&mut self, mark: &Mark) -> io::Result<()> {
        let (note, reference) = (mark.note + 1, mark.reference);
        self.xml.open("sup", &[])?;
        let attributes = [
            ("class", "note-mark".into()),
            ("id", format!("dan-{note}-{reference}").into()),
            ("href", format!("#ghi-chu-{note}").into()),
            ("role", "doc-noteref".into()),
        ];
        let name = self.document.footnotes.get(mark.note).map_or("", |own| own.mark.as_str());
        self.xml.text("a", &attributes, name)?;
        self.xml.close("sup")
    }
}

/// Returns for each character of a text the doubtful word it belongs to.
fn doubts(
    provenance: &Provenance<'_>,
    trace: &[Option<Place>],
    length: usize,
) -> Vec<Option<(usize, usize, f32)>> {
    let mut by_line: BTreeMap<usize, Vec<(usize, f32, Range<u32>)>> = BTreeMap::new();
    for place in trace.iter().flatten() {
        by_line.entry(place.line).or_insert_with(|| {
            let Some(line) = provenance.lines.get(place.line) else { return Vec::new() };
            let words = line.line.words.iter().enumerate().filter(|(_, word)| word.review);
            words.filter_map(|(at, word)| Some((at, word.confidence, line.restored(word.span)?))).collect()
        });
    }
    let doubt = |at: usize| {
        let place = trace.get(at).copied().flatten()?;
        let words = by_line.get(&place.line)?;
        let (word, confidence, _) = words.iter().find(|(_, _, range)| range.contains(&place.at))?;
        Some((place.line, *word, *confidence))
    };
    (0..length).map(doubt).collect()
}

/// Returns the changes that can be shown in a text, in order.
fn changes<'a>(provenance: &'a Provenance<'a>, inline: &Inline<'_>) -> Vec<Change<'a>> {
    let mut lines: BTreeMap<usize, BTreeMap<u32, usize>> = BTreeMap::new();
    for (at, place) in inline.trace.iter().enumerate() {
        if let Some(place) = place {
            lines.entry(place.line).or_default().insert(place.at, at);
        }
    }
    let mut changes: Vec<Change<'a>> = Vec::new();
    for (line, places) in &lines {
        let Some(line) = provenance.lines.get(*line) else { continue };
        for (number, edit, own) in &line.edits {
            let Some(range) = shown_at(line, own, places, inline) else { continue };
            changes.push(Change { range, number: *number, edit, line });
        }
    }
    changes.sort_by_key(|change| (change.range.start, change.range.end));
    changes
}

/// Returns where in a text a change stands; `None` where not all of it does, or not by itself.
fn shown_at(
    line: &SourceLine<'_>,
    own: &Range<u32>,
    places: &BTreeMap<u32, usize>,
    inline: &Inline<'_>,
) -> Option<Range<usize>> {
    let visible = line.visible_in(own);
    let range = if visible.is_empty() {
        // What was struck out stood behind the character before it, or at the head of the line.
        let at = match (line.visible_before(own.start), line.visible_from(own.end)) {
            (Some(before), _) => places.get(&before)? + 1,
            (None, Some(behind)) => *places.get(&behind)?,
            (None, None) => return None,
        };
        at..at
    } else {
        let shown: Option<Vec<usize>> = visible.iter().map(|at| places.get(at).copied()).collect();
        let shown = shown?;
        let (first, last) = (*shown.first()?, *shown.last()?);
        let in_order = shown.windows(2).all(|pair| pair[0] < pair[1]);
        let between = inline.characters.get(first..=last)?;
        if !in_order || between.iter().filter(|c| !c.is_whitespace()).count() != shown.len() {
            return None;
        }
        first..last + 1
    };
    let cuts = |mark: &Range<usize>| {
        let holds = range.start <= mark.start && mark.end <= range.end;
        !holds && range.start < mark.end && mark.start < range.end
            || range.is_empty() && mark.start < range.start && range.start < mark.end
    };
    (!inline.marks.iter().any(|(mark, _)| cuts(mark))).then_some(range)
}
