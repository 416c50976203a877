//! The sheet: a document's printed lines in reading order, as the parsers of this stage work on them.
//!
//! Blank lines are left out and remembered as a gap before the next line; on an image a gap is a step between
//! two lines clearly wider than the page's usual one. Boxes are turned upright (quarter turn and skew taken
//! out), so that columns and rules can be compared by x and y alone.
//!
//! Each line is an [`EditedLine`]. The parsers change the restored text through [`Sheet::replace`]; what they changed is
//! read off at the end as [`Edit`]s in recognised coordinates, whole words where repair had edited before. A parser that
//! understands lines claims them as a block of the body ([`Sheet::claim`]), and writes down what it read as a
//! [`Text`](Sheet::text), once the lines no longer change.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::Chars;

use super::line_text::LineText;
use super::upright_grid::UprightGrid;
use super::{boldness, text_columns};
use crate::document::edited_line::EditedLine;
pub(super) use crate::document::geometry::Frame;
use crate::document::{
    Author, BlockKind, BoundingBox, CellPlace, Document, Edit, Geometry, Line, LineId, Page, Span, Text,
    Word, text,
};

/// A step between lines counts as a gap from this many usual steps on. Times at 13 pt sets paragraphs apart by
/// 6 pt or more, which is 1.4 of a single-spaced line.
const GAP_STEPS: f32 = 1.35;

/// The least width of a line of text, in that of the page's widest: a stamp's in the margin are far less. Set by hand.
const LONG: f32 = 0.5;

/// The part of the steps between lines of running text that lead from one to the next of its paragraph, at least: paragraphs of two
/// lines have half of such steps. And how many steps tell that.
const GOES_ON: f32 = 0.35;
const FEWEST_STEPS: usize = 8;

/// Words from which a line is one of running text.
const TEXT_WORDS: usize = 5;

/// What a line turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Not claimed: running text or a heading.
    Body,
    /// Part of a footnote.
    Footnote,
    /// Part of a table.
    Table,
    /// Part of a digital signature's caption, or of a stamp of arrival.
    Caption,
    /// Part of the document's head or closing.
    Letterhead,
    /// A page number standing alone.
    PageNumber,
}

impl Role {
    /// Returns the role of the lines of a block.
    const fn of(kind: BlockKind) -> Self {
        match kind {
            BlockKind::Footnote => Self::Footnote,
            BlockKind::Table | BlockKind::Caption => Self::Table,
            BlockKind::Signature | BlockKind::Stamp => Self::Caption,
            BlockKind::Letterhead | BlockKind::Closing => Self::Letterhead,
            BlockKind::PageNumber | BlockKind::RunningTitle => Self::PageNumber,
            BlockKind::Heading
            | BlockKind::Paragraph
            | BlockKind::ListItem
            | BlockKind::FormLine
            | BlockKind::Blank => Self::Body,
        }
    }
}

/// A word with its upright box.
#[derive(Debug, Clone)]
pub(super) struct PlacedWord<'a> {
    /// Where it stands in the line's text, in characters.
    pub(super) range: Range<usize>,
    pub(super) frame: Frame,
    /// The width of its strokes against that of running text; none where no image was measured.
    pub(super) boldness: Option<f32>,
    /// As the document has it.
    pub(super) word: &'a Word,
}

impl PlacedWord<'_> {
    /// Parts a word that has blanks in it, as two that were read as one; each piece has as much of its width as of its characters.
    fn parted(self, line: &LineText<'_>) -> Vec<Self> {
        let own = line.slice(&self.range);
        if !own.contains(' ') {
            return vec![self];
        }
        let own: Vec<char> = own.chars().collect();
        let step = (self.frame.x1 - self.frame.x0) / own.len() as f32;
        let mut pieces = Vec::new();
        let mut start = 0;
        for piece in own.split(|c| *c == ' ') {
            let end = start + piece.len();
            if start < end {
                let x = |at: usize| self.frame.x0 + step * at as f32;
                let frame = Frame { x0: x(start), x1: x(end), ..self.frame };
                let range = self.range.start + start..self.range.start + end;
                pieces.push(Self { range, frame, ..self.clone() });
            }
            start = end + 1;
        }
        pieces
    }
}

/// A printed line.
#[derive(Debug, Clone)]
pub(super) struct SheetLine<'a> {
    /// Index of the page in [`Sheet::pages`].
    pub(super) sheet_page: usize,
    pub(super) page: u32,
    pub(super) line: u32,
    /// The text as restored and as changed by this stage.
    pub(super) text: LineText<'a>,
    pub(super) ocr: LineText<'a>,
    pub(super) frame: Option<Frame>,
    pub(super) words: Box<[PlacedWord<'a>]>,
    /// The cell of one of the page's tables that it was found in.
    pub(super) cell: Option<CellPlace>,
    /// True where blank lines or a wide step stand before it.
    pub(super) gap_before: bool,
    /// True where it is the first printed line of its page.
    pub(super) first_on_page: bool,
    /// True where an image shows it set in from the left edge of the text, or of its column.
    pub(super) indented: bool,
    /// Left and right edge of the column of text that it stands in, on a page set in two.
    pub(super) column: Option<(f32, f32)>,
    pub(super) role: Role,
    /// True where a block of the body has it.
    pub(super) is_claimed: bool,
    /// Confidence of the line as recognised and repaired.
    pub(super) confidence: f32,
    edited: EditedLine<'a>,
}

impl SheetLine<'_> {
    /// Returns the tokens between blanks, as ranges of characters of the text.
    pub(super) fn tokens(&self) -> Vec<Range<usize>> {
        let mut tokens = Vec::new();
        let mut start = None;
        let mut at = 0;
        for c in self.text.chars() {
            match (c.is_whitespace(), start) {
                (true, Some(s)) => {
                    tokens.push(s..at);
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
            at += 1;
        }
        tokens.extend(start.map(|s| s..at));
        tokens
    }

    /// Returns the characters of the text in a range.
    pub(super) fn slice(&self, range: &Range<usize>) -> String {
        self.text.slice(range).to_owned()
    }

    /// Returns the words that stand in a range of the text.
    fn words_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Word> {
        let own =
            self.words.iter().filter(|word| word.range.start < range.end && range.start < word.range.end);
        own.map(|word| word.word)
    }

    /// Returns how surely a range of the text was read: its least sure word, 1 where it has none.
    pub(super) fn read_at(&self, range: &Range<usize>) -> f32 {
        self.words_in(range).map(|word| word.confidence).reduce(f32::min).unwrap_or(1.0)
    }

    /// Returns whether a recogniser said how surely it read a word in a range of the text.
    pub(super) fn was_recognised(&self, range: &Range<usize>) -> bool {
        self.words_in(range).any(|word| word.ocr_confidence.is_some())
    }

    /// Returns the characters of the text from a place on.
    pub(super) fn characters_from(&self, start: usize) -> Chars<'_> {
        self.text.from(start)
    }

    /// Returns the recognised text behind a range of the restored text; whole edits where they are touched.
    pub(super) fn recognised(&self, range: &Range<usize>) -> String {
        let [start, end] = self.edited.recognised(&(range.start as u32..range.end as u32));
        self.ocr.slice(&(start as usize..end as usize)).to_owned()
    }

    /// Returns how bold a range of the text is, or that of whole words which it touches: a mean over characters.
    pub(super) fn boldness(&self, range: &Range<usize>) -> Option<f32> {
        let own =
            self.words.iter().filter(|word| word.range.start < range.end && range.start < word.range.end);
        mean(own.filter_map(|word| Some((word.boldness?, word.range.len()))))
    }

    /// Returns the length of the text in characters.
    pub(super) const fn length(&self) -> usize {
        self.text.length()
    }

    /// Returns where a span of the recognised text stands in the text, whole edits where they are touched.
    pub(super) fn restored(&self, span: [u32; 2]) -> Option<Range<u32>> {
        self.edited.restored(span)
    }

    /// Returns which line of the document it is.
    pub(super) const fn id(&self) -> LineId {
        LineId::new(self.page, self.line)
    }

    fn replace(&mut self, range: Range<usize>, after: &str, number: usize) {
        self.edited.replace(range.start as u32..range.end as u32, after, number);
        self.text = LineText::new(self.edited.text());
        let shift = after.chars().count() as isize - range.len() as isize;
        for word in &mut self.words {
            if word.range.start >= range.end {
                word.range.start = word.range.start.saturating_add_signed(shift);
            }
            if word.range.end >= range.end {
                word.range.end = word.range.end.saturating_add_signed(shift);
            }
        }
    }
}

/// A page of the sheet.
#[derive(Debug, Clone)]
pub(super) struct SheetPage {
    pub(super) number: u32,
    /// Its lines in [`Sheet::lines`].
    pub(super) lines: Range<usize>,
    /// Upright rules that run across.
    pub(super) across: Vec<Frame>,
    /// Its ruled tables.
    pub(super) grids: Vec<UprightGrid>,
    /// Left and right edge of its text, where boxes are known.
    pub(super) extent: Option<(f32, f32)>,
    /// True where its characters were typed, so that no word and no number of it was misread ([`Page::is_typed`]).
    pub(super) is_typed: bool,
}

/// The printed lines of a document.
#[derive(Debug, Clone)]
pub(super) struct Sheet<'a> {
    pub(super) pages: Vec<SheetPage>,
    pub(super) lines: Vec<SheetLine<'a>>,
    /// Usual length of a line in characters: half of the text in lines of three words or more stands in lines as long and longer.
    pub(super) usual_length: usize,
    /// The blocks claimed so far.
    pub(super) blocks: Vec<Claimed>,
    /// How many edits the document has; this stage's own are numbered from there on.
    given: usize,
    changes: Vec<Change>,
    /// What moved in each line, in order.
    moves: BTreeMap<LineId, Vec<Move>>,
}

/// A replacement in a line that characters behind it moved by.
#[derive(Debug, Clone)]
struct Move {
    /// The number of its change.
    change: usize,
    range: Range<u32>,
    length: u32,
}

impl Move {
    /// Moves a span of its line; one that it touches holds all that was put there. Returns whether it does.
    fn apply(&self, span: &mut Span) -> bool {
        let behind = |place: u32| (place + self.length).saturating_sub(self.range.end - self.range.start);
        if self.range.end <= span.start {
            (span.start, span.end) = (behind(span.start), behind(span.end));
            return false;
        }
        if span.end <= self.range.start {
            return false;
        }
        span.end = behind(span.end.max(self.range.end));
        span.start = span.start.min(self.range.start);
        true
    }
}

/// A block of the body while the document is read.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    pub(super) kind: BlockKind,
    /// Its lines in [`Sheet::lines`].
    pub(super) lines: Vec<usize>,
}

/// Why this stage changed a line.
#[derive(Debug, Clone)]
struct Change {
    reason: String,
    confidence: f32,
    by: Author,
}

/// A stretch of a line of the sheet, in characters of its text.
pub(super) type Place = (usize, Range<usize>);

impl<'a> Sheet<'a> {
    /// Reads the printed lines off a document.
    pub(super) fn new(document: &'a Document) -> Self {
        let mut edits: BTreeMap<(u32, u32), Vec<(usize, &Edit)>> = BTreeMap::new();
        for (number, edit) in document.edits.iter().enumerate() {
            edits.entry((edit.page, edit.line)).or_default().push((number, edit));
        }
        let mut sheet = Self {
            pages: Vec::new(),
            lines: Vec::new(),
            usual_length: 0,
            blocks: Vec::new(),
            // One more, for texts that their edits do not explain.
            given: document.edits.len() + 1,
            changes: Vec::new(),
            moves: BTreeMap::new(),
        };
        for page in &document.pages {
            sheet.add_page(page, &edits);
        }
        let mut lengths: Vec<usize> = sheet
            .lines
            .iter()
            .filter(|l| l.text.split_whitespace().nth(2).is_some())
            .map(SheetLine::length)
            .collect();
        lengths.sort_unstable();
        // The many short lines of tables and lists say nothing of how long a full one is.
        let half = lengths.iter().sum::<usize>() / 2;
        let mut passed = 0;
        let is_half = |length: &&usize| {
            passed += **length;
            passed > half
        };
        sheet.usual_length = lengths.iter().find(is_half).copied().unwrap_or(0);
        sheet.weigh_print();
        sheet
    }

    /// Says of all words how bold they are.
    fn weigh_print(&mut self) {
        let stroke = |line: &SheetLine| {
            mean(line.words.iter().filter_map(|word| Some((word.word.stroke?, word.range.len()))))
        };
        let mut pages = vec![Vec::new(); self.pages.len()];
        // Tables are set smaller than text, in headings and names of columns bolder.
        let text = self.lines.iter().filter(|line| line.cell.is_none() && line.words.len() >= TEXT_WORDS);
        for line in text {
            pages[line.sheet_page].extend(stroke(line).map(|stroke| (stroke, line.length())));
        }
        let usual = boldness::usual_strokes(&pages);
        for line in &mut self.lines {
            for word in &mut line.words {
                word.boldness =
                    word.word.stroke.zip(usual[line.sheet_page]).map(|(stroke, usual)| stroke / usual);
            }
        }
    }

    fn add_page(&mut self, page: &'a Page, edits: &BTreeMap<(u32, u32), Vec<(usize, &'a Edit)>>) {
        let geometry = Geometry::of(page);
        let upright = |bbox: BoundingBox| {
            geometry.as_ref().map_or_else(|| bbox.into(), |geometry| geometry.upright(bbox))
        };
        let first = self.lines.len();
        let sheet_page = self.pages.len();
        let mut gap = false;
        for (line, number) in page.lines.iter().zip(1..) {
            if line.text.trim().is_empty() {
                gap = true;
                continue;
            }
            let own = edits.get(&(page.number, number)).map_or(&[][..], Vec::as_slice);
            // A text that its edits do not explain is one edit.
            let edited = EditedLine::new(&line.ocr, own.iter().copied())
                .filter(|edited| edited.text() == line.text)
                .unwrap_or_else(|| EditedLine::unexplained(&line.ocr, &line.text, self.given - 1));
            let text = LineText::new(line.text.as_str());
            let words: Box<[PlacedWord<'_>]> = line
                .words
                .iter()
                .filter_map(|w| {
                    let range = edited.restored(w.span)?;
                    let range = range.start as usize..range.end as usize;
                    Some(PlacedWord { range, frame: upright(w.bbox?), boldness: None, word: w })
                })
                .flat_map(|word| word.parted(&text))
                .collect();
            self.lines.push(SheetLine {
                sheet_page,
                page: page.number,
                line: number,
                text,
                ocr: LineText::new(line.ocr.as_str()),
                frame: frame_of_words(line, &words).or_else(|| line.bbox.map(upright)),
                words,
                cell: line.block.and_then(|block| page.blocks.get(block as usize)?.cell),
                gap_before: gap,
                first_on_page: self.lines.len() == first,
                indented: false,
                column: None,
                role: Role::Body,
                is_claimed: false,
                confidence: line.confidence,
                edited,
            });
            gap = false;
        }
        let lines = first..self.lines.len();
        let extent = measure(&mut self.lines[lines.clone()]);
        let mut across: Vec<Frame> =
            page.rules.iter().filter(|rule| rule.horizontal).map(|rule| upright(rule.bbox)).collect();
        across.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
        let grids = (0..)
            .zip(&page.grids)
            .filter_map(|(index, grid)| UprightGrid::of(index, grid, upright))
            .collect();
        let is_typed = page.is_typed();
        self.pages.push(SheetPage { number: page.number, lines, across, grids, extent, is_typed });
    }

    /// Replaces characters of a line's text. Empty ranges and ranges past its end change nothing.
    pub(super) fn replace(
        &mut self,
        line: usize,
        range: Range<usize>,
        after: &str,
        reason: String,
        confidence: f32,
    ) {
        self.replace_by(Author::Structure, line, range, after, reason, confidence);
    }

    /// As [`replace`](Self::replace), by another than this stage's parsers.
    pub(super) fn replace_by(
        &mut self,
        by: Author,
        line: usize,
        range: Range<usize>,
        after: &str,
        reason: String,
        confidence: f32,
    ) {
        let number = self.given + self.changes.len();
        let line = &mut self.lines[line];
        if range.start < range.end && range.end <= line.length() && line.slice(&range) != after {
            let length = after.chars().count() as u32;
            let own = range.start as u32..range.end as u32;
            let change = self.changes.len();
            self.moves.entry(line.id()).or_default().push(Move { change, range: own, length });
            line.replace(range, after, number);
            self.changes.push(Change { reason, confidence, by });
        }
    }

    /// Returns how much was changed so far, to [`follow`](Self::follow) texts from.
    pub(super) const fn moment(&self) -> usize {
        self.changes.len()
    }

    /// Makes a text that was read at a moment what now stands at its places.
    pub(super) fn follow(&self, moment: usize, text: &mut Text) {
        let mut is_touched = false;
        for span in &mut text.spans {
            let moves = self.moves.get(&span.line).map_or(&[][..], Vec::as_slice);
            let since = moves.partition_point(|own| own.change < moment);
            for own in &moves[since..] {
                is_touched |= own.apply(span);
            }
        }
        if is_touched {
            *text = self.text(self.places(text));
        }
    }

    /// Claims lines as a block of the body; returns its number among those claimed. Lines that another block has stay there.
    pub(super) fn claim(&mut self, kind: BlockKind, lines: impl IntoIterator<Item = usize>) -> u32 {
        self.blocks.push(Claimed { kind, lines: Vec::new() });
        let block = (self.blocks.len() - 1) as u32;
        self.extend(block, lines);
        block
    }

    /// Adds lines to a block; those that another has stay there.
    pub(super) fn extend(&mut self, block: u32, lines: impl IntoIterator<Item = usize>) {
        let Some(claimed) = self.blocks.get_mut(block as usize) else { return };
        let role = Role::of(claimed.kind);
        for at in lines {
            let line = &mut self.lines[at];
            if !line.is_claimed {
                (line.is_claimed, line.role) = (true, role);
                claimed.lines.push(at);
            }
        }
    }

    /// Returns a line of the document; `None` where nothing is printed in it.
    pub(super) fn line(&self, id: LineId) -> Option<&SheetLine<'a>> {
        let at = self.lines.binary_search_by_key(&id, SheetLine::id).ok()?;
        self.lines.get(at)
    }

    /// Returns the whole of a line.
    pub(super) fn whole(&self, line: usize) -> Place {
        (line, 0..self.lines[line].length())
    }

    /// Returns the text that stands at places, joined, without the blanks around each.
    pub(super) fn text(&self, places: impl IntoIterator<Item = Place>) -> Text {
        let mut parts: Vec<String> = Vec::new();
        let mut spans = Vec::new();
        for (at, range) in places {
            let line = &self.lines[at];
            let slice = line.slice(&range);
            let trimmed = slice.trim();
            if trimmed.is_empty() {
                continue;
            }
            let before = slice.chars().take_while(|c| c.is_whitespace()).count();
            let start = (range.start + before) as u32;
            spans.push(Span { line: line.id(), start, end: start + trimmed.chars().count() as u32 });
            parts.push(trimmed.to_owned());
        }
        Text { text: text::join(parts.iter().map(String::as_str)), spans }
    }

    /// Returns what stands at places without certain characters at the end.
    pub(super) fn text_without_end(
        &self,
        places: impl IntoIterator<Item = Place>,
        is_cut: impl Fn(char) -> bool,
    ) -> Text {
        let mut places: Vec<Place> = places.into_iter().collect();
        while let Some((at, range)) = places.pop() {
            let own = self.lines[at].slice(&range);
            let kept = own.trim_end_matches(|c: char| c.is_whitespace() || is_cut(c)).chars().count();
            if kept > 0 {
                places.push((at, range.start..range.start + kept));
                break;
            }
        }
        self.text(places)
    }

    /// Returns the places of a text that was read here.
    pub(super) fn places(&self, text: &Text) -> Vec<Place> {
        let place = |span: &Span| {
            let at = self.lines.binary_search_by_key(&span.line, SheetLine::id).ok()?;
            Some((at, span.start as usize..span.end as usize))
        };
        text.spans.iter().filter_map(place).collect()
    }

    /// Returns where words stand within a place, blanks aside; the whole place where they do not stand there as they are.
    pub(super) fn find(&self, place: Place, words: &str) -> Place {
        self.find_exactly(place.clone(), words).unwrap_or(place)
    }

    /// Returns where words stand within a place, blanks aside.
    pub(super) fn find_exactly(&self, place: Place, words: &str) -> Option<Place> {
        self.find_over(&[place], words, |printed, wanted| printed == wanted)?.pop()
    }

    /// Returns where words stand in places that follow each other, blanks aside, each printed character being as
    /// `is_same` wants it.
    pub(super) fn find_over(
        &self,
        places: &[Place],
        words: &str,
        is_same: impl Fn(char, char) -> bool,
    ) -> Option<Vec<Place>> {
        let printed: Vec<(usize, usize, char)> = places
            .iter()
            .flat_map(|(at, range)| {
                let slice = self.lines[*at].slice(range);
                let characters = (range.start..).zip(slice.chars().collect::<Vec<_>>());
                characters.map(|(character, c)| (*at, character, c)).filter(|(.., c)| !c.is_whitespace())
            })
            .collect();
        let wanted: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
        let is_here = |window: &&[(usize, usize, char)]| {
            window.iter().zip(&wanted).all(|((.., printed), wanted)| is_same(*printed, *wanted))
        };
        let window = printed.windows(wanted.len().max(1)).find(is_here).filter(|_| !wanted.is_empty())?;
        let own = window.chunk_by(|a, b| a.0 == b.0);
        Some(own.filter_map(|own| Some((own[0].0, own[0].1..own.last()?.1 + 1))).collect())
    }

    /// Returns the left and right edge of the text that a line stands in, or of its column, where boxes are known.
    pub(super) fn extent_of(&self, line: &SheetLine<'_>) -> Option<(f32, f32)> {
        line.column.or(self.pages[line.sheet_page].extent)
    }

    /// Returns whether a line was typed, not read off an image.
    pub(super) fn is_typed(&self, line: usize) -> bool {
        self.pages[self.lines[line].sheet_page].is_typed
    }

    /// Returns whether a line stands in a ruled table.
    pub(super) fn is_ruled(&self, line: usize) -> bool {
        let line = &self.lines[line];
        let grids = &self.pages[line.sheet_page].grids;
        line.frame.is_some_and(|frame| grids.iter().any(|grid| grid.cell_at(frame.center()).is_some()))
    }

    /// Returns this stage's changes, by page and line.
    pub(super) fn into_edits(self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for line in &self.lines {
            for piece in line.edited.pieces() {
                let own = piece.edit.and_then(|number| number.checked_sub(self.given));
                let Some(Change { reason, confidence, by }) = own.and_then(|own| self.changes.get(own))
                else {
                    continue;
                };
                edits.push(Edit {
                    page: line.page,
                    line: line.line,
                    span: piece.span,
                    before: line.ocr.slice(&(piece.span[0] as usize..piece.span[1] as usize)).to_owned(),
                    after: piece.text.to_string(),
                    reason: reason.clone(),
                    confidence: *confidence,
                    by: by.clone(),
                    time: None,
                    replaced: Vec::new(),
                });
            }
        }
        edits
    }
}

/// Returns the step from line to line within paragraphs: that of running text, of which a good part, not always half, goes on; where
/// there is little, half of all.
fn usual_step(lines: &[SheetLine], frames: &[Frame]) -> f32 {
    let step = |at: usize| frames[at].center().1 - frames[at - 1].center().1;
    let is_text = |line: &SheetLine| line.cell.is_none() && line.words.len() >= TEXT_WORDS;
    let mut steps: Vec<f32> =
        (1..lines.len()).filter(|at| is_text(&lines[at - 1]) && is_text(&lines[*at])).map(step).collect();
    let mut part = GOES_ON;
    if steps.len() < FEWEST_STEPS {
        (steps, part) = ((1..lines.len()).map(step).collect(), 0.5);
    }
    steps.retain(|step| *step > 1.0);
    steps.sort_by(f32::total_cmp);
    steps.get((steps.len() as f32 * part) as usize).copied().unwrap_or(f32::MAX)
}

/// Returns the box around the words of a line; `None` where a word has none. The line's own box may be wider: what was taken for dirt
/// stood in it.
fn frame_of_words(line: &Line, words: &[PlacedWord<'_>]) -> Option<Frame> {
    let have_boxes = line.words.iter().all(|word| word.bbox.is_some());
    words.iter().filter(|_| have_boxes).map(|word| word.frame).reduce(Frame::union)
}

/// Returns the mean of measures, each with how often it counts.
fn mean(measures: impl Iterator<Item = (f32, usize)>) -> Option<f32> {
    let (sum, count) =
        measures.fold((0.0, 0), |(sum, all), (own, count)| (sum + own * count as f32, all + count));
    (count > 0).then(|| sum / count as f32)
}

/// Marks gaps and indents on a page with boxes, and returns the extent of its text.
fn measure(lines: &mut [SheetLine]) -> Option<(f32, f32)> {
    let frames: Vec<Frame> = lines.iter().filter_map(|l| l.frame).collect();
    if frames.len() < lines.len() || frames.is_empty() {
        return None;
    }
    let step = usual_step(lines, &frames);
    let mut heights: Vec<f32> = frames.iter().map(|f| f.height()).collect();
    heights.sort_by(f32::total_cmp);
    let height = heights[heights.len() / 2];
    let mut lefts: Vec<f32> = frames.iter().map(|f| f.x0).collect();
    lefts.sort_by(f32::total_cmp);
    let left = lefts[lefts.len() / 10];
    let right = right_edge(&frames);
    for at in 0..lines.len() {
        if at > 0 && frames[at].center().1 - frames[at - 1].center().1 > GAP_STEPS * step {
            lines[at].gap_before = true;
        }
        lines[at].indented = frames[at].x0 > left + height;
    }
    let place = |frame: &Frame| text_columns::Place { x0: frame.x0, x1: frame.x1, y: frame.center().1 };
    let places: Vec<text_columns::Place> = frames.iter().map(place).collect();
    for (at, column) in text_columns::edges(&places, (left, right)).into_iter().enumerate() {
        if let Some((left, _)) = column {
            lines[at].column = column;
            lines[at].indented = frames[at].x0 > left + height;
        }
    }
    Some((left, right))
}

/// Returns the right edge of a page's text: no line reaches farther but those, a stamp's, that stand in the margin behind all long ones.
fn right_edge(frames: &[Frame]) -> f32 {
    let width = |frame: &&Frame| frame.x1 - frame.x0;
    let longest = frames.iter().map(|frame| width(&frame)).fold(0.0, f32::max);
    let farthest = |right: f32, frame: &Frame| right.max(frame.x1);
    let right = frames.iter().filter(|frame| width(frame) >= LONG * longest).fold(f32::MIN, farthest);
    frames.iter().filter(|frame| frame.x0 < right).fold(right, farthest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ledger;
    use crate::structure::sample;

    #[test]
    fn a_change_inside_an_edited_word_proposes_the_whole_word() {
        let mut document = sample::text(&["dia ban Tinh'. Hoat dong"]);
        let edit = Edit {
            page: 1,
            line: 1,
            span: [8, 13],
            before: "Tinh'".into(),
            after: "Tỉnh'".into(),
            reason: "test".into(),
            confidence: 0.9,
            by: Author::Repair,
            time: None,
            replaced: Vec::new(),
        };
        assert!(ledger::apply(&mut document, vec![edit]).is_empty());
        let mut sheet = Sheet::new(&document);
        sheet.replace(0, 12..13, "^[1]", "mark".into(), 0.9);
        assert_eq!(sheet.lines[0].text.as_str(), "dia ban Tỉnh^[1]. Hoat dong");
        let edits = sheet.into_edits();
        assert_eq!((edits[0].span, edits[0].after.as_str()), ([8, 13], "Tỉnh^[1]"));
        assert!(ledger::apply(&mut document, edits).is_empty());
        assert_eq!(document.pages[0].lines[0].text, "dia ban Tỉnh^[1]. Hoat dong");
    }
}
