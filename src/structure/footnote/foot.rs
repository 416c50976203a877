//! The foot of a page: where blocks of notes may begin, and which of them are proved.

use super::block::{Block, Due, MOST_SKIPPED};
use super::body::{Kind, Opening};
use super::mark::{Form, is_bracketed, raised_figure};
use super::openings::Openings;
use super::reference::{self, Candidate};
use super::references::{References, UNREFERENCED, keep_surest};
use super::set_off::{FOREIGN, SetOff};
use super::setting::Setting;
use crate::structure::sheet::{Frame, Sheet};
use crate::structure::{folding, letterhead, paragraph};

/// Evidence from which a block counts as footnotes. Its parts are the weights below.
const PROVED: f32 = 3.0;
/// How much higher than a line the next column's first stands at least, in heights of the line.
const COLUMN: f32 = 10.0;
/// The most columns of a page that are looked at.
const MOST_COLUMNS: usize = 4;
/// White above a line without a mark that sets it apart from notes above it, in heights of the higher line.
const WHITE: f32 = 1.5;
/// The part of the text's width that a recipient leaves free behind it at least, and the most lines of recipients above one.
const RECIPIENT_ROOM: f32 = 0.3;
const MOST_RECIPIENTS: usize = 20;
/// Most lines a block may run back from the foot.
pub(super) const LONGEST: usize = 60;

/// Where a block may stand.
struct Place {
    /// Its lines, the first of them first.
    lines: Vec<usize>,
    set: SetOff,
    /// What the setting weighs.
    weight: f32,
}

/// A page read for footnotes: where its blocks may begin, and what may refer to them.
pub(super) struct Foot<'a> {
    sheet: &'a Sheet<'a>,
    page: usize,
    openings: Openings<'a>,
    /// The first line that is looked at.
    from: usize,
    /// Where columns end, the line after the last of each, from top to bottom of the page's order.
    ends: Vec<usize>,
    candidates: Vec<Candidate>,
    setting: Setting,
    /// True where lines have boxes.
    has_image: bool,
}

impl<'a> Foot<'a> {
    /// `quotes_open` counts the quotation marks open at the page's head; `usual` is the usual size of the document's lines.
    pub(super) fn new(sheet: &'a Sheet, page: usize, quotes_open: i32, usual: Option<f32>) -> Self {
        let lines = sheet.pages[page].lines.clone();
        let has_image = sheet.pages[page].extent.is_some();
        let ends = ends(sheet, page);
        // A page may consist of the notes of those before.
        let head = lines.start + usize::from(!has_image);
        let from = ends[0].saturating_sub(LONGEST).max(head).min(lines.end);
        let openings = Openings::new(sheet, page, from);
        let mut candidates = reference::candidates(sheet, page, quotes_open);
        // Where characters were typed no sign stands for another.
        candidates.retain(|candidate| !sheet.pages[page].is_typed || candidate.is_figure());
        keep_surest(&mut candidates);
        let setting = Setting::of(sheet, page, usual);
        Self { sheet, page, openings, from, ends, candidates, setting, has_image }
    }

    /// Returns how many columns the page has.
    pub(super) fn columns(&self) -> usize {
        self.ends.len()
    }

    /// Returns the blocks at the foot of a column that are proved where `due` is the number that comes next, the best of each
    /// first number and count.
    pub(super) fn blocks(&self, column: usize, due: Due) -> Vec<Block> {
        let mut best: Vec<Block> = Vec::new();
        for Place { lines, set, weight } in self.places(&self.ends[column..=column], None) {
            for (form, start) in self.starts(&lines, due) {
                let Some(cost) = due.jump(form, start) else { continue };
                let in_sequence = form == Form::Stars || start == due.figure;
                for block in self.weigh(&lines, form, start, in_sequence, set) {
                    let block = Block { weight: block.weight + weight, ..block };
                    let is_proved = block.weight - cost >= PROVED
                        && block.is_anchored(self.sheet)
                        && (form == Form::Figures || start == 1 || start == due.star || block.says_start());
                    if !is_proved
                        || self.is_list(&block)
                        || self.has_image && !block.is_borne_out(self.sheet, set, due.star)
                    {
                        continue;
                    }
                    let key = |block: &Block| (block.form, block.start, block.bodies.len());
                    match best.iter_mut().find(|b| key(b) == key(&block)) {
                        Some(known) if known.weight >= block.weight => {}
                        Some(known) => *known = block,
                        None => best.push(block),
                    }
                }
            }
        }
        best
    }

    /// Returns the places where a block may begin that runs to one of some columns' ends: at a line that opens a body, or under
    /// the rule over notes, or at the page's `head` where a list goes on there.
    fn places(&self, ends: &[usize], head: Option<usize>) -> impl Iterator<Item = Place> {
        let sheet = self.sheet;
        let begins =
            |end: usize| (end.saturating_sub(LONGEST).max(self.from)..end).map(move |first| (first, end));
        ends.iter().copied().flat_map(begins).filter_map(move |(first, end)| {
            let is_ruled = self.setting.is_under_rule(first);
            let opens =
                self.at(first).is_some_and(|o| !matches!(o.kind, Kind::Dash | Kind::Lost | Kind::Cut));
            if sheet.lines[first].is_claimed || !opens && !is_ruled && head != Some(first) {
                return None;
            }
            let mut lines: Vec<usize> = (first..end).filter(|at| !sheet.lines[*at].is_claimed).collect();
            while lines.len() > 1 && self.is_apart_below(lines[lines.len() - 2], lines[lines.len() - 1]) {
                lines.pop();
            }
            if !is_ruled && (self.goes_on_in_list(first) || self.is_recipient(first)) {
                return None;
            }
            let text = self.setting.text_above(sheet, first);
            let is_smaller = match text {
                Some(text) => self.setting.is_smaller(&lines, text),
                None => self.has_image && is_ruled,
            };
            let set = SetOff { is_ruled, is_smaller };
            let weight = set.weight(sheet, &self.setting, &lines, text);
            Some(Place { lines, set, weight })
        })
    }

    /// Returns the list of notes at the page's end that places on the pages before refer to, the list's first number `start`
    /// and `before` those places; `goes_on` where a list ends the page before.
    pub(super) fn list(&self, form: Form, start: u32, before: &[Candidate], goes_on: bool) -> Option<Block> {
        if !self.has_image {
            return None;
        }
        let head = self.head().filter(|_| goes_on);
        let lists = self.places(&self.ends, head).filter_map(|Place { lines, mut set, weight }| {
            let first = lines[0];
            let goes_on = head == Some(first);
            set.is_ruled |= self.is_titled(first) || goes_on;
            // Stars are seldom read.
            let may_be_lost = form == Form::Stars && set.is_set_off();
            let opens = self.at(first).is_some_and(|opening| may_be_lost || opening.kind.says(form, start));
            let opens_below = |block: &Block| goes_on && block.bodies[0].kind.says(form, start);
            let hopes = |block: &Block| block.weight - block.bodies.len() as f32 * UNREFERENCED;
            let all = self.weigh(&lines, form, start, true, set).into_iter();
            let all = all.filter(|block| opens || opens_below(block));
            let block = all.reduce(|a, b| if hopes(&b) > hopes(&a) { b } else { a })?;
            let before: Vec<&Candidate> = before.iter().chain(self.candidates_above(first)).collect();
            let most = block.bodies.len();
            let references = References::new(&before, form, start, most, true).chosen(most);
            let block = Block { references, weight: block.weight + weight, ..block };
            let said = block.notes().filter(|(number, _, reference)| {
                reference.is_some_and(|reference| reference.says(form, *number))
            });
            let said = said.count();
            let is_tied = said * 2 >= most || may_be_lost && block.references.iter().all(Option::is_some);
            let is_plain =
                || (goes_on || said > 0 && self.is_titled(first)) && self.says_all_in_brackets(&block);
            let is_proved = is_tied && block.is_borne_out(self.sheet, set, 1) || is_plain();
            (is_proved && weight > FOREIGN).then_some(block)
        });
        lists.reduce(|a, b| if b.bodies.len() > a.bodies.len() { b } else { a })
    }

    /// Returns the places above a line of the page that may refer to notes.
    pub(super) fn candidates_above(&self, line: usize) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(move |candidate| candidate.line < line)
    }

    /// Returns whether each body of a block says its number, in brackets, as text seldom does under a title of notes.
    fn says_all_in_brackets(&self, block: &Block) -> bool {
        block.notes().all(|(number, body, _)| {
            let mark = self.sheet.lines[body.line].slice(&body.mark);
            body.kind.says(block.form, number) && is_bracketed(&mark)
        })
    }

    /// Returns whether a line without a mark stands apart below another or far in from the left, as a running title does below
    /// notes.
    fn is_apart_below(&self, above: usize, below: usize) -> bool {
        let is_marked = self.at(below).is_some_and(|opening| {
            matches!(opening.kind, Kind::Raised(_) | Kind::Figure(_) | Kind::Listed(_) | Kind::Stars(_))
        });
        let frames = self.sheet.lines[above].frame.zip(self.sheet.lines[below].frame);
        let is_white =
            |(above, below): (Frame, Frame)| below.y0 - above.y1 > WHITE * above.height().max(below.height());
        let is_far_in = || paragraph::is_centred(self.sheet, &self.sheet.lines[below]);
        !is_marked && (frames.is_some_and(is_white) || is_far_in())
    }

    /// Returns whether a line begins with a star, as does what opens above it: an item of a list.
    fn goes_on_in_list(&self, line: usize) -> bool {
        let is_item = |at: usize| self.at(at).is_some_and(|opening| opening.kind == Kind::Stars(1));
        let is_marked =
            |at: &usize| self.at(*at).is_some_and(|opening| !matches!(opening.kind, Kind::Lost | Kind::Cut));
        is_item(line) && (self.from..line).rev().find(is_marked).is_some_and(is_item)
    }

    /// Returns whether a line is of a list of recipients, each of which may begin with a star: short lines under its opening.
    fn is_recipient(&self, line: usize) -> bool {
        let first = self.sheet.pages[self.page].lines.start;
        let is_short =
            |at: &usize| paragraph::room_behind(self.sheet, &self.sheet.lines[*at]) >= RECIPIENT_ROOM;
        let mut above = (first..line).rev().take(MOST_RECIPIENTS).take_while(is_short);
        let has_figure = self.at(line).is_some_and(|opening| {
            matches!(opening.kind, Kind::Raised(_) | Kind::Figure(_) | Kind::Listed(_))
        });
        !has_figure && is_short(&line) && above.any(|at| letterhead::opens_recipients(self.sheet, at))
    }

    /// Returns the first line of the page that nothing has claimed.
    fn head(&self) -> Option<usize> {
        self.sheet.pages[self.page].lines.clone().find(|at| !self.sheet.lines[*at].is_claimed)
    }

    /// Returns whether a title of notes stands on the page.
    pub(super) fn has_title(&self) -> bool {
        self.sheet.pages[self.page].lines.clone().any(|at| self.is_titled(at))
    }

    /// Returns whether a title of notes stands right above a line.
    pub(super) fn is_titled(&self, line: usize) -> bool {
        let above = (self.sheet.pages[self.page].lines.start..line).next_back();
        above.is_some_and(|at| {
            let title = folding::fold(self.sheet.lines[at].text.trim());
            matches!(title.trim_end_matches([':', '.']), "ghi chu" | "chu thich")
        })
    }

    /// Returns what may refer to notes here and on later pages.
    pub(super) fn into_candidates(self) -> Vec<Candidate> {
        self.candidates
    }

    /// Returns what may refer to notes elsewhere: what stands outside the blocks of this page and refers to none of their notes.
    pub(super) fn into_candidates_beside(self, blocks: &[Block]) -> Vec<Candidate> {
        let mut candidates = self.candidates;
        candidates.retain(|candidate| {
            let is_own = |own: &Candidate| own.is_at(candidate);
            let is_in = |block: &Block| {
                (block.first..block.end).contains(&candidate.line)
                    || block.references.iter().flatten().any(is_own)
            };
            !blocks.iter().any(is_in)
        });
        candidates
    }

    /// True where nothing refers to a block on a page that was typed, where no reference can have been misread: a list, or the
    /// rows of a table.
    fn is_list(&self, block: &Block) -> bool {
        self.sheet.pages[self.page].is_typed && block.references.iter().all(Option::is_none)
    }

    fn at(&self, line: usize) -> Option<&Opening> {
        self.openings.at(line)
    }

    /// Weighs lines as a block whose first body is numbered `start`, but for how it is set; one block for each count of
    /// bodies.
    fn weigh(&self, lines: &[usize], form: Form, start: u32, in_sequence: bool, set: SetOff) -> Vec<Block> {
        let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else { return Vec::new() };
        let bodies = self.openings.bodies(lines, form, start, in_sequence, set);
        // A column's foot has the notes of the columns beside it, too.
        let above: Vec<&Candidate> =
            self.candidates.iter().filter(|c| c.line < first || c.line > last).collect();
        let most = bodies.iter().map(|(bodies, _)| bodies.len()).max().unwrap_or(0);
        let references = References::new(&above, form, start, most, self.has_image);
        let block = |(bodies, weight): (Vec<Opening>, f32)| {
            let n = bodies.len();
            let (weight, references) = (weight + references.weight(n), references.chosen(n));
            Block { first, end: last + 1, form, start, bodies, references, weight }
        };
        bodies.into_iter().map(block).collect()
    }

    /// Returns the numbers that the block from a line on may begin with: the one due, 1 where it says so, and those
    /// that two of its figures agree on; and those of stars.
    fn starts(&self, lines: &[usize], Due { figure: due, star }: Due) -> Vec<(Form, u32)> {
        let kinds = || lines.iter().filter_map(|line| self.at(*line)).map(|opening| opening.kind);
        let figures: Vec<u32> = kinds()
            .filter_map(|kind| match kind {
                Kind::Raised(number) | Kind::Figure(number) | Kind::Listed(number) => Some(number),
                Kind::Stars(_) | Kind::Sign(_) | Kind::Dash | Kind::Lost | Kind::Cut => None,
            })
            .collect();
        let mut starts = vec![due];
        starts.extend(figures.first().filter(|number| **number == 1));
        let sure = || self.candidates.iter().filter(|c| c.is_raised()).filter_map(|c| raised_figure(&c.sign));
        for number in figures.iter().copied().chain(sure()) {
            starts.extend(number.saturating_sub(MOST_SKIPPED).max(1)..=number);
        }
        starts.retain(|start| *start == due || *start > 1 || figures.first() == Some(&1) || self.has_image);
        starts.sort_unstable();
        starts.dedup();
        let mut starts: Vec<(Form, u32)> = starts.into_iter().map(|start| (Form::Figures, start)).collect();
        let mut stars: Vec<u32> = kinds()
            .filter_map(|kind| match kind {
                Kind::Stars(number) => Some(number),
                _ => None,
            })
            .collect();
        // Stars may be counted over pages, and be read in the text only.
        let said = |candidate: &Candidate| match candidate.said() {
            Some((Form::Stars, number)) => Some(number),
            _ => None,
        };
        stars.extend(self.candidates.iter().filter_map(said));
        // Figures were seen where they are raised; signs alone, before any note, are rather stars, which are not.
        let is_unread = self.has_image && due == 1 && figures.is_empty() && sure().next().is_none();
        if !stars.is_empty() || is_unread || star > 1 {
            // The first stars may have been read as a sign.
            stars.extend([1, star]);
            stars.sort_unstable();
            stars.dedup();
            starts.extend(stars.into_iter().map(|start| (Form::Stars, start)));
        }
        starts
    }
}

/// Returns whether the lines from one on to the page's end, none of them a body, are set off as footnotes are.
pub(super) fn could_go_on(sheet: &Sheet, page: usize, first: usize, usual: Option<f32>) -> bool {
    let foot = Foot::new(sheet, page, 0, usual);
    let lines: Vec<usize> =
        (first..sheet.pages[page].lines.end).filter(|at| !sheet.lines[*at].is_claimed).collect();
    if lines.is_empty() {
        return false;
    }
    let is_ruled = foot.setting.is_under_rule(first);
    let text = foot.setting.text_above(sheet, first);
    let is_smaller = text.is_some_and(|text| foot.setting.is_smaller(&lines, text));
    SetOff { is_ruled, is_smaller }.weight(sheet, &foot.setting, &lines, text) >= PROVED
}

/// Returns where the columns of a page end, the page itself last: the next line stands higher, beside them.
fn ends(sheet: &Sheet, page: usize) -> Vec<usize> {
    let lines = sheet.pages[page].lines.clone();
    let is_end = |at: &usize| {
        let (above, below) = (sheet.lines[at - 1].frame, sheet.lines[*at].frame);
        above.zip(below).is_some_and(|(above, below)| {
            let is_beside = above.x1 <= below.x0 || below.x1 <= above.x0;
            is_beside && above.y0 - below.y1 > COLUMN * above.height()
        })
    };
    let mut ends: Vec<usize> = (lines.start + 1..lines.end).filter(is_end).take(MOST_COLUMNS - 1).collect();
    ends.push(lines.end);
    ends
}
