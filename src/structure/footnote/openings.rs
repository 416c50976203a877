//! Openings: which of the lines at the foot of a page open the bodies of a block.

use super::body::{Kind, Opening, ends_sentence, lone_mark, opening};
use super::mark::{Form, lost_a_digit};
use super::set_off::SetOff;
use crate::structure::paragraph;
use crate::structure::sheet::{Role, Sheet};

/// A body begins with the very number that is due.
const NUMBER_DUE: f32 = 3.0;
/// A body begins with what is left of its number when one digit is lost.
const DIGIT_LEFT: f32 = 2.2;
/// A body begins with a superior figure, though not the one that is due.
const RAISED: f32 = 1.5;
/// A body on a page with an image begins with a figure, not seen to be raised, that lost a digit.
const FIGURE_LEFT: f32 = 1.5;
/// A body on a page with an image begins with another figure.
const OTHER_FIGURE: f32 = 0.5;
/// A body of numbered notes begins with a star.
const STAR: f32 = 0.5;
/// A body that is set off as notes are begins with a dash.
const DASH: f32 = -0.5;
/// A body under a rule begins without a mark.
const MARK_LOST: f32 = -1.0;
/// The same of a body by stars that is set off as notes are: engines leave out small stars at the head of a line.
const STARS_LOST: f32 = -0.5;
/// A line that begins with a superior figure, and is no body.
const RAISED_UNUSED: f32 = -1.5;
/// A line that begins a paragraph under a rule, and is no body.
const PARAGRAPH_UNUSED: f32 = -0.7;
/// A line that begins a paragraph, the line above having room for its first word, and is no body.
const CLEAR_PARAGRAPH_UNUSED: f32 = -1.5;
/// The same in a block that is set off as notes are, each of which is a paragraph.
const CLEAR_NOTE_UNUSED: f32 = -2.6;
/// The part of the text's width that the last line of a note leaves free from which on nothing can go on in the next.
const SHORT: f32 = 0.4;
/// A block begins with the rest of the last page's note.
const CONTINUES: f32 = -0.5;

/// The lines at the foot of a page, read as openings of bodies.
pub(super) struct Openings<'a> {
    sheet: &'a Sheet<'a>,
    /// For each line from `from` on, how it would open a body.
    openings: Vec<Option<Opening>>,
    from: usize,
    /// True where lines have boxes.
    has_image: bool,
}

impl<'a> Openings<'a> {
    /// Reads the lines of a page from one on.
    pub(super) fn new(sheet: &'a Sheet<'a>, page: usize, from: usize) -> Self {
        let has_image = sheet.pages[page].extent.is_some();
        let read = |at: usize| {
            let line = &sheet.lines[at];
            let next = sheet.lines.get(at + 1).filter(|next| next.page == line.page);
            let read = opening(line, at, has_image).or_else(|| lone_mark(line, at, next?));
            read.filter(|_| !sheet.is_ruled(at) && !line.is_claimed)
        };
        let openings = (from..sheet.pages[page].lines.end).map(read).collect();
        Self { sheet, openings, from, has_image }
    }

    pub(super) fn at(&self, line: usize) -> Option<&Opening> {
        self.openings.get(line.checked_sub(self.from)?)?.as_ref()
    }

    /// Returns the bodies that lines may be, the first of them numbered `start`: for each count of bodies those that weigh
    /// most, and what they weigh.
    pub(super) fn bodies(
        &self,
        lines: &[usize],
        form: Form,
        start: u32,
        in_sequence: bool,
        set: SetOff,
    ) -> Vec<(Vec<Opening>, f32)> {
        let Some(&first) = lines.first() else { return Vec::new() };
        let most = lines.iter().filter(|line| self.at(**line).is_some()).count();
        // best[i][n]: the most that the first i lines weigh as n bodies, and whether the last of them opens one.
        let mut best = vec![vec![(f32::MIN, false); most + 1]; lines.len() + 1];
        best[0][0] = (0.0, false);
        for (i, line) in lines.iter().enumerate() {
            for n in 0..=most {
                let stays = best[i][n].0 + self.stays(first, *line, n, set);
                let opens = match n.checked_sub(1) {
                    Some(before) if best[i][before].0 > f32::MIN => {
                        let number = start.saturating_add(before as u32);
                        let weight = self.opens(first, *line, form, number, in_sequence, set);
                        weight.map_or(f32::MIN, |weight| best[i][before].0 + weight)
                    }
                    _ => f32::MIN,
                };
                best[i + 1][n] = if opens > stays { (opens, true) } else { (stays, false) };
            }
        }
        let bodies = |n: usize| {
            let weight = best[lines.len()][n].0;
            (weight > f32::MIN).then(|| {
                let mut bodies = Vec::new();
                let mut left = n;
                for i in (0..lines.len()).rev() {
                    if best[i + 1][left].1 {
                        bodies.extend(self.at(lines[i]).cloned());
                        left -= 1;
                    }
                }
                bodies.reverse();
                (bodies, weight)
            })
        };
        (1..=most).filter_map(bodies).collect()
    }

    /// Weighs that a line opens the body of a number; `None` where it cannot.
    fn opens(
        &self,
        first: usize,
        line: usize,
        form: Form,
        number: u32,
        in_sequence: bool,
        set: SetOff,
    ) -> Option<f32> {
        let opening = self.at(line)?;
        let begins = line == first || self.begins(line);
        let is_seen = self.has_image && (set.is_ruled || set.is_smaller);
        let is_set_off = set.is_set_off();
        if form == Form::Stars {
            return match opening.kind {
                Kind::Stars(read) if read == number => Some(NUMBER_DUE),
                Kind::Stars(_) if begins => Some(OTHER_FIGURE),
                Kind::Sign(weight) if begins => Some(weight),
                Kind::Dash if begins => is_set_off.then_some(DASH),
                Kind::Figure(_) | Kind::Listed(_) if begins => is_set_off.then_some(OTHER_FIGURE),
                Kind::Lost if begins && is_set_off => Some(STARS_LOST),
                Kind::Lost if begins => is_seen.then_some(MARK_LOST),
                Kind::Cut => self.may_be_cut(first, line, set).then_some(MARK_LOST),
                _ => None,
            };
        }
        match opening.kind {
            Kind::Raised(read) | Kind::Figure(read) if read == number => Some(NUMBER_DUE),
            Kind::Listed(read) if read == number && is_seen && begins => Some(NUMBER_DUE),
            Kind::Raised(read) if lost_a_digit(read, number) => Some(DIGIT_LEFT),
            Kind::Raised(_) => Some(RAISED),
            // Numbering that starts again must say so with a figure, or be set off.
            _ if !begins || line == first && !in_sequence && !is_seen => None,
            Kind::Figure(read) if self.has_image && lost_a_digit(read, number) => Some(FIGURE_LEFT),
            Kind::Figure(_) | Kind::Listed(_) => is_seen.then_some(OTHER_FIGURE),
            Kind::Stars(1) => Some(STAR),
            Kind::Stars(_) => None,
            Kind::Sign(weight) => Some(weight),
            Kind::Dash => is_set_off.then_some(DASH),
            Kind::Lost => is_seen.then_some(MARK_LOST),
            Kind::Cut => self.may_be_cut(first, line, set).then_some(MARK_LOST),
        }
    }

    /// Weighs that a line, the `n`th body open, goes on with it.
    fn stays(&self, first: usize, line: usize, n: usize, set: SetOff) -> f32 {
        // Only under a rule may the last page's note go on.
        if n == 0 && !set.is_ruled {
            return f32::MIN;
        }
        let continues = if n == 0 && line == first { CONTINUES } else { 0.0 };
        let is_seen = self.has_image && (set.is_ruled || set.is_smaller);
        let unused = match self.at(line).map(|opening| opening.kind) {
            Some(Kind::Raised(_)) => RAISED_UNUSED,
            Some(Kind::Cut) if !self.may_be_cut(first, line, set) => 0.0,
            Some(_) if self.has_image && self.is_after_a_note(first, line, set) => CLEAR_NOTE_UNUSED,
            Some(_) if is_seen && line != first && self.begins_clearly(line) => CLEAR_PARAGRAPH_UNUSED,
            Some(_) if is_seen && (line == first || self.begins(line)) => PARAGRAPH_UNUSED,
            _ => 0.0,
        };
        continues + unused
    }

    /// Returns whether a note clearly ends above a line: its last line is a sentence's, and leaves room, or most of it is room.
    fn is_after_a_note(&self, first: usize, line: usize, set: SetOff) -> bool {
        let above = || &self.sheet.lines[line - 1];
        let is_short = || paragraph::room_behind(self.sheet, above()) >= SHORT;
        let is_over = || (ends_sentence(above()) || is_short()) && self.begins_clearly(line);
        set.is_set_off() && line != first && is_over()
    }

    /// Returns whether a line that begins with a small letter may open a note: one ends above it, or none goes on over the page.
    fn may_be_cut(&self, first: usize, line: usize, set: SetOff) -> bool {
        let is_new = || line == first && set.is_set_off() && self.ended_on_page_before(line);
        is_new() || self.is_after_a_note(first, line, set)
    }

    /// Returns whether the last line of the page before, what stands at the foot of every page aside, ends a sentence and leaves room.
    fn ended_on_page_before(&self, line: usize) -> bool {
        let page = self.sheet.lines[line].sheet_page;
        let Some(before) = page.checked_sub(1) else { return true };
        let lines = self.sheet.pages[before].lines.clone();
        let last = lines.rev().map(|at| &self.sheet.lines[at]).find(|line| line.role == Role::Body);
        last.is_none_or(|last| ends_sentence(last) && paragraph::room_behind(self.sheet, last) >= SHORT)
    }

    /// Returns whether the line above one shows that it begins a paragraph: it had room for its first word.
    fn begins_clearly(&self, line: usize) -> bool {
        let (before, here) = (&self.sheet.lines[line - 1], &self.sheet.lines[line]);
        before.page == here.page && paragraph::leaves_room(self.sheet, before, here)
    }

    /// Returns whether a line may begin a paragraph.
    fn begins(&self, line: usize) -> bool {
        let (before, here) = (&self.sheet.lines[line - 1], &self.sheet.lines[line]);
        here.gap_before || ends_sentence(before) || paragraph::leaves_room(self.sheet, before, here)
    }
}
