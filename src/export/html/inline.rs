//! Running text with its footnote marks, changes, doubtful words and beginnings of pages.
//!
//! ```text
//! change = <span class="sua" id="sua-N" title="reason · confidence"><del>before</del><ins>after</ins></span>
//! doubt  = <mark title="confidence">word</mark>
//! mark   = <sup><a class="note-mark" href="#ghi-chu-N">n</a></sup>
//! ```
//!
//! A change is shown where the characters that it put there are, what was struck out between those around it. Of a change
//! that two texts share, as where one edit runs over the mark and the first word of a note, each has its part.

use std::io;
use std::ops::Range;
use std::rc::Rc;

use super::{Html, percent};
use crate::document::edited_line::Piece;
use crate::document::{Edit, Line, LineId, Span};
use crate::export::footnote_marks::Mark;

/// A line on the way to the page; of a long one many stretches are asked for.
pub(super) struct Laid {
    id: LineId,
    characters: Vec<char>,
    /// Doubtful words, in order.
    doubts: Vec<(Range<u32>, f32)>,
}

/// A stretch of a line on the way to the page.
struct Stretch<'a> {
    line: &'a Laid,
    /// Footnote marks, in order, their ranges in characters and without the blanks before them.
    marks: Vec<(Range<u32>, Mark)>,
}

impl Laid {
    /// Returns which of the doubtful words a character is of.
    fn doubt(&self, at: u32) -> Option<usize> {
        let index = self.doubts.partition_point(|(own, _)| own.end <= at);
        self.doubts.get(index).filter(|(own, _)| own.contains(&at)).map(|_| index)
    }
}

impl Stretch<'_> {
    /// Returns the footnote mark that begins at a character.
    fn mark(&self, at: u32) -> Option<&(Range<u32>, Mark)> {
        let index = self.marks.partition_point(|(own, _)| own.start < at);
        self.marks.get(index).filter(|(own, _)| own.start == at)
    }
}

/// What stands between two spans of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// Running text goes on.
    Blank,
    /// A line stays a line.
    Break,
}

impl Html<'_> {
    /// Writes what stands at spans as running text.
    pub(super) fn inline(&mut self, spans: &[Span]) -> io::Result<()> {
        self.spans(spans, Between::Blank)
    }

    /// Writes what stands at spans.
    pub(super) fn spans(&mut self, spans: &[Span], between: Between) -> io::Result<()> {
        let mut above: Option<Span> = None;
        for span in spans {
            match (above, between) {
                (Some(_), Between::Break) => self.xml.empty("br", &[])?,
                (Some(above), Between::Blank) if !self.is_broken(above, *span) => self.xml.characters(" ")?,
                _ => {}
            }
            self.span(*span, true)?;
            above = Some(*span);
        }
        Ok(())
    }

    /// Returns whether a word is broken between two spans by a hyphen, and goes on without a blank.
    fn is_broken(&self, above: Span, below: Span) -> bool {
        let (above, below) = (self.lines.slice(above), self.lines.slice(below));
        above.ends_with('-')
            && above.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && below.starts_with(char::is_alphanumeric)
    }

    /// Writes what stands at a span, its footnote marks as links where those are wanted.
    fn span(&mut self, span: Span, has_marks: bool) -> io::Result<()> {
        let Some(line) = self.lines.line(span.line) else { return Ok(()) };
        self.begin_page(span.line.page)?;
        let laid = self.lay(span.line, line);
        let characters = &laid.characters;
        let end = span.end.min(characters.len() as u32);
        let marks = if has_marks { self.marks(span) } else { Vec::new() };
        let stretch = Stretch { line: &laid, marks };
        let lines = self.lines;
        let Some(edited) = lines.edited(span.line) else {
            return self.stretch(&stretch, span.start..end).map(|_| ());
        };
        // What was struck out in the blanks around belongs to what is shown.
        let is_blank = |at: &u32| characters.get(*at as usize).is_some_and(|c| c.is_whitespace());
        let first = (0..span.start).rev().take_while(is_blank).last().unwrap_or(span.start);
        let last = (end..characters.len() as u32).take_while(is_blank).last().map_or(end, |at| at + 1);
        let mut written = span.start;
        let pieces = edited.pieces();
        let pieces = &pieces[pieces.partition_point(|piece| piece.range.end < first)..];
        for piece in pieces.iter().take_while(|piece| piece.range.start <= last) {
            let (from, to) = (piece.range.start.max(written), piece.range.end.min(end));
            let is_struck = piece.range.is_empty() && (first..=last).contains(&piece.range.start);
            match piece.edit {
                Some(number) if is_struck || from < to => {
                    let Some(edit) = self.document.edits.get(number) else { continue };
                    if is_struck && self.shown.get(number).copied().unwrap_or(true) {
                        continue;
                    }
                    let behind = || line.ocr.chars().nth(edit.span[1] as usize);
                    let blank = is_struck && behind().is_some_and(char::is_whitespace);
                    self.change(&stretch, number, edit, (from..to.max(from), blank))?;
                    written = written.max(to);
                }
                None if from < to => written = written.max(self.stretch(&stretch, from..to)?),
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes the mark at the head of a note, and how it was read; `behind` is where the note's text begins.
    pub(super) fn note_mark(&mut self, mark: &str, at: Span, behind: u32) -> io::Result<()> {
        self.begin_page(at.line.page)?;
        let changed = self.lines.edited(at.line).and_then(|edited| {
            let pieces = edited.pieces();
            let from = pieces.partition_point(|piece| piece.range.end <= at.start);
            let of_mark = |piece: &&Piece| piece.range.start < behind;
            pieces[from..].iter().take_while(of_mark).find_map(|piece| piece.edit)
        });
        let edit = changed.and_then(|number| Some((number, self.document.edits.get(number)?)));
        let Some((number, edit)) = edit else { return self.xml.text("sup", &[], mark) };
        self.begin_change(number, edit)?;
        self.xml.text("del", &[], &edit.before)?;
        self.xml.open("ins", &[])?;
        self.xml.text("sup", &[], mark)?;
        self.xml.close("ins")?;
        self.xml.close("span")
    }

    /// Writes the changes of lines that were not shown: of lines in which nothing is left.
    pub(super) fn struck_lines(&mut self, lines: impl Iterator<Item = LineId>) -> io::Result<()> {
        for id in lines {
            for number in self.changes_of.get(&id).cloned().unwrap_or_default() {
                if self.shown[number] {
                    continue;
                }
                let Some(edit) = self.document.edits.get(number) else { continue };
                self.begin_page(id.page)?;
                self.begin_change(number, edit)?;
                self.xml.text("del", &[], &edit.before)?;
                if !edit.after.trim().is_empty() {
                    self.xml.text("ins", &[], &edit.after)?;
                }
                self.xml.close("span")?;
            }
        }
        Ok(())
    }

    fn change(
        &mut self,
        stretch: &Stretch<'_>,
        number: usize,
        edit: &Edit,
        (range, blank): (Range<u32>, bool),
    ) -> io::Result<()> {
        let is_first = !self.shown.get(number).copied().unwrap_or(true);
        self.begin_change(number, edit)?;
        if is_first && !edit.before.is_empty() {
            self.xml.text("del", &[], &format!("{}{}", edit.before, if blank { " " } else { "" }))?;
        }
        if !range.is_empty() {
            self.xml.open("ins", &[])?;
            self.stretch(stretch, range)?;
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

    /// Writes a part of a line that no change begins or ends within; returns where it ended, which is beyond the part where a
    /// mark goes on.
    fn stretch(&mut self, stretch: &Stretch<'_>, range: Range<u32>) -> io::Result<u32> {
        let mut at = range.start;
        while at < range.end {
            if let Some((own, mark)) = stretch.mark(at) {
                self.mark(mark)?;
                at = own.end;
                continue;
            }
            let doubt = stretch.line.doubt(at);
            let goes_on = |next: &u32| stretch.line.doubt(*next) == doubt && stretch.mark(*next).is_none();
            let end = (at + 1..range.end).take_while(goes_on).last().map_or(at + 1, |last| last + 1);
            let text: String = stretch.line.characters[at as usize..end as usize].iter().collect();
            match doubt {
                Some(word) => {
                    let told = format!("độ tin cậy {}", percent(stretch.line.doubts[word].1));
                    self.xml.text("mark", &[("title", told.into())], &text)?;
                }
                None => self.xml.characters(&text)?,
            }
            at = end;
        }
        self.begin_page(stretch.line.id.page)?;
        Ok(at)
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

    /// Returns the footnote marks of a span.
    fn marks(&mut self, span: Span) -> Vec<(Range<u32>, Mark)> {
        let slice = self.lines.slice(span);
        let in_characters = |mark: Mark| {
            let start = slice[..mark.range.start + mark.blanks].chars().count() as u32;
            let length = slice[mark.range.start + mark.blanks..mark.range.end].chars().count() as u32;
            (span.start + start..span.start + start + length, mark)
        };
        self.notes.marks_in(&slice).into_iter().map(in_characters).collect()
    }

    /// Lays out a line, unless it is the one that was laid out last.
    fn lay(&mut self, id: LineId, line: &Line) -> Rc<Laid> {
        if let Some(laid) = self.laid.as_ref().filter(|laid| laid.id == id) {
            return Rc::clone(laid);
        }
        let laid = Laid { id, characters: line.text.chars().collect(), doubts: self.doubts(id, line) };
        Rc::clone(self.laid.insert(Rc::new(laid)))
    }

    /// Returns the words of a line that a person should look at, in order.
    fn doubts(&self, id: LineId, line: &Line) -> Vec<(Range<u32>, f32)> {
        let edited = self.lines.edited(id);
        let is_unchanged = edited.is_none() && line.text == line.ocr;
        let range = |span: [u32; 2]| match edited {
            Some(edited) => edited.restored(span),
            None => is_unchanged.then(|| span[0]..span[1]),
        };
        let words = line.words.iter().filter(|word| word.review);
        words.filter_map(|word| Some((range(word.span)?, word.confidence))).collect()
    }
}
