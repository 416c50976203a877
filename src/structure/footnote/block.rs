//! Blocks: lines at the foot of a page read as bodies, tied to the references above, and weighed.

use super::body::{Kind, Opening, ends_sentence, opening};
use super::mark::{Form, lost_a_digit, raised_figure, superior};
use super::reference::{self, Candidate};
use super::setting::Setting;
use crate::structure::sheet::{Sheet, SheetLine};
use crate::structure::{folding, paragraph};

/// Evidence from which a block counts as footnotes. Its parts are the weights below.
const PROVED: f32 = 3.0;
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
/// A body under a rule begins without a mark.
const MARK_LOST: f32 = -1.0;
/// A line that begins with a superior figure, and is no body.
const RAISED_UNUSED: f32 = -1.5;
/// A line that begins a paragraph under a rule, and is no body.
const PARAGRAPH_UNUSED: f32 = -0.7;
/// A block begins with the rest of the last page's note.
const CONTINUES: f32 = -0.5;
/// The block stands apart from the text above.
const APART: f32 = 1.0;
/// A rule stands between text and block.
const RULED: f32 = 3.0;
/// The block is set smaller than the text, or in a text its lines hold more characters.
const SMALLER: f32 = 2.0;
/// The full lines of a block in a text hold at least this many times the characters of a usual one. Notes at 10 pt under a
/// text at 13–14 pt hold 1.3 to 1.4 times as many.
const LONGER_LINES: f32 = 1.13;
/// A line in the block that can only be a heading, an item of a list, or part of a table.
const FOREIGN: f32 = -3.0;
/// A line in a block set smaller that is as large as the text.
const FULL_SIZE: f32 = -1.5;
/// A line that begins a paragraph, the line above having room for its first word, and is no body.
const CLEAR_PARAGRAPH_UNUSED: f32 = -1.5;
/// A body without a reference.
const UNREFERENCED: f32 = -2.5;
/// The same on a page with an image.
const UNREFERENCED_SEEN: f32 = -1.5;
/// Most places of a page that are weighed as references, each beside each body: several times those of a page of print. In a text
/// without pages of more, some references of its last notes may be missed.
const MOST_CANDIDATES: usize = 400;
/// How much higher than a line the next column's first stands at least, in heights of the line.
const COLUMN: f32 = 10.0;
/// The most columns of a page that are looked at.
const MOST_COLUMNS: usize = 4;
/// The most notes of a page that have stars for marks.
const MOST_STARRED: usize = 3;
/// Most lines a block may run back from the foot.
pub(super) const LONGEST: usize = 60;
/// Cost of a number that skips some, and of each it skips.
const SKIP: f32 = 1.5;
const SKIPPED: f32 = 0.5;
/// Cost of a number that was there before, but for a new start at 1.
const GOES_BACK: f32 = 4.0;
/// The most numbers that are skipped.
const MOST_SKIPPED: u32 = 9;

/// A block of footnotes, weighed.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Its first line: that of its first body, or one before it that goes on with the last page's note.
    pub(super) first: usize,
    /// The line after its last.
    pub(super) end: usize,
    /// What its marks are.
    pub(super) form: Form,
    /// The number of its first body.
    pub(super) start: u32,
    pub(super) bodies: Vec<Opening>,
    /// A reference for each body, where there is one.
    pub(super) references: Vec<Option<Candidate>>,
    pub(super) weight: f32,
}

impl Block {
    /// The number of the body after its last.
    pub(super) fn next(&self) -> u32 {
        self.start + self.bodies.len() as u32
    }

    /// True where a figure bears it out: of a body, or a reference seen to be raised, or each of its signs has a
    /// reference. A table's row `I …` at the foot of a page, with no reference to it, is none, nor is `(1) …` under a
    /// form.
    fn is_anchored(&self, sheet: &Sheet) -> bool {
        let figure = |c: char| c.is_ascii_digit() || superior(c).is_some();
        let mark = |o: &Opening| sheet.lines[o.line].slice(&o.mark);
        let all_figures = self.bodies.iter().all(|o| mark(o).contains(figure) && !mark(o).contains('('));
        let is_sure = self.bodies.iter().zip(&self.references).any(|(body, reference)| {
            reference.as_ref().is_some_and(|r| r.is_raised() || body.kind != Kind::Lost)
        });
        all_figures || is_sure
    }

    /// Returns its bodies with their numbers and references.
    fn notes(&self) -> impl Iterator<Item = (u32, &Opening, Option<&Candidate>)> {
        let bodies = (self.start..).zip(&self.bodies).zip(&self.references);
        bodies.map(|((number, body), reference)| (number, body, reference.as_ref()))
    }

    /// True where an image bears it out. What is set off as notes are needs a reference to half of its bodies, or marks
    /// that show what they are; what is set like the text needs both ends of every note as they must be.
    fn is_borne_out(&self, set: Set) -> bool {
        let count = |is: &dyn Fn(u32, &Opening, Option<&Candidate>) -> bool| {
            self.notes().filter(|(number, body, reference)| is(*number, body, *reference)).count()
        };
        let all = self.bodies.len();
        let tied = count(&|_, _, reference| reference.is_some());
        if !set.is_smaller && !set.is_ruled {
            let both = count(&|number, body, reference| {
                body.kind.says(self.form, number) && reference.is_some_and(|r| r.says(self.form, number))
            });
            return both == all;
        }
        if self.form == Form::Stars {
            let read = count(&|number, body, _| body.kind.says(self.form, number));
            return tied == all && all <= MOST_STARRED && (read > 0 || set.is_smaller);
        }
        let raised = count(&|number, body, _| body.kind == Kind::Raised(number));
        let read = count(&|number, body, _| body.kind.says(self.form, number));
        tied * 2 >= all || raised * 2 >= all || set.is_smaller && set.is_ruled && read * 2 >= all
    }
}

/// Where a block may stand.
struct Place {
    /// Its lines, the first of them first.
    lines: Vec<usize>,
    set: Set,
    /// What the setting weighs.
    weight: f32,
}

/// How a block is set.
#[derive(Debug, Clone, Copy)]
struct Set {
    /// The rule over notes stands above it.
    is_ruled: bool,
    is_smaller: bool,
}

/// What it costs that a block begins with a number where another is due; `None` where it cannot be.
pub(super) fn jump(due: u32, start: u32) -> Option<f32> {
    match start {
        start if start == due || start == 1 => Some(0.0),
        start if start > due => {
            let skipped = start - due;
            (skipped <= MOST_SKIPPED).then_some(SKIP + SKIPPED * skipped as f32)
        }
        _ => Some(GOES_BACK),
    }
}

/// Keeps as many candidates as are weighed, the surest and of those that are as sure the ones nearest to the foot, in order.
pub(super) fn keep_surest(candidates: &mut Vec<Candidate>) {
    if candidates.len() <= MOST_CANDIDATES {
        return;
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| candidates[*a].cost.total_cmp(&candidates[*b].cost).then(b.cmp(a)));
    let mut is_kept = vec![false; candidates.len()];
    order.into_iter().take(MOST_CANDIDATES).for_each(|at| is_kept[at] = true);
    let mut kept = is_kept.into_iter();
    candidates.retain(|_| kept.next().unwrap_or(false));
}

/// A page read for footnotes: where its blocks may begin, and what may refer to them.
pub(super) struct Foot<'a> {
    sheet: &'a Sheet<'a>,
    page: usize,
    /// For each line from `from` on, how it would open a body.
    openings: Vec<Option<Opening>>,
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
        let read = |at: usize| {
            let line = &sheet.lines[at];
            opening(line, at, has_image).filter(|_| !sheet.is_ruled(at) && !line.is_claimed)
        };
        let openings = (from..lines.end).map(read).collect();
        let mut candidates = reference::candidates(sheet, page, quotes_open);
        // Where characters were typed no sign stands for another.
        candidates.retain(|candidate| !sheet.pages[page].is_typed || candidate.is_figure());
        keep_surest(&mut candidates);
        let setting = Setting::of(sheet, page, usual);
        Self { sheet, page, openings, from, ends, candidates, setting, has_image }
    }

    /// Returns the blocks that are proved where `due` is the number that comes next, the best of each first number
    /// and count.
    pub(super) fn blocks(&self, due: u32) -> Vec<Block> {
        let mut best: Vec<Block> = Vec::new();
        for Place { lines, set, weight } in self.places() {
            for (form, start) in self.starts(&lines, due) {
                let cost = if form == Form::Figures { jump(due, start) } else { Some(0.0) };
                let Some(cost) = cost else { continue };
                let in_sequence = form == Form::Stars || start == due;
                for block in self.weigh(&lines, form, start, in_sequence, set) {
                    let block = Block { weight: block.weight + weight, ..block };
                    let is_proved = block.weight - cost >= PROVED && block.is_anchored(self.sheet);
                    if !is_proved || self.is_list(&block) || self.has_image && !block.is_borne_out(set) {
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

    /// Returns the places where a block may begin: at a line that opens a body, or under the rule over notes.
    fn places(&self) -> impl Iterator<Item = Place> {
        let sheet = self.sheet;
        let begins =
            |end: usize| (end.saturating_sub(LONGEST).max(self.from)..end).map(move |first| (first, end));
        self.ends.iter().copied().flat_map(begins).filter_map(move |(first, end)| {
            let is_ruled = self.setting.is_under_rule(first);
            let opens = self.at(first).is_some_and(|o| o.kind != Kind::Lost);
            if sheet.lines[first].is_claimed || !opens && !is_ruled {
                return None;
            }
            let lines: Vec<usize> = (first..end).filter(|at| !sheet.lines[*at].is_claimed).collect();
            let text = self.setting.text_above(sheet, first);
            let is_smaller = match text {
                Some(text) => self.setting.is_smaller(&lines, text),
                None => self.has_image && is_ruled,
            };
            let set = Set { is_ruled, is_smaller };
            let weight = self.weight(&lines, set, text);
            Some(Place { lines, set, weight })
        })
    }

    /// Returns the list of notes at the page's end that places on the pages before refer to, the list's first number `start`
    /// and `before` those places.
    pub(super) fn list(&self, start: u32, before: &[Candidate]) -> Option<Block> {
        if !self.has_image {
            return None;
        }
        let lists = self.places().filter_map(|Place { lines, mut set, weight }| {
            let first = lines[0];
            set.is_ruled |= self.is_titled(first);
            let opens = self.at(first).is_some_and(|opening| opening.kind.says(Form::Figures, start));
            let hopes = |block: &Block| block.weight - block.bodies.len() as f32 * UNREFERENCED;
            let all = self.weigh(&lines, Form::Figures, start, true, set).into_iter().filter(|_| opens);
            let block = all.reduce(|a, b| if hopes(&b) > hopes(&a) { b } else { a })?;
            let own = self.candidates.iter().filter(|candidate| candidate.line < first);
            let before: Vec<&Candidate> = before.iter().chain(own).collect();
            let most = block.bodies.len();
            let references = References::new(&before, Form::Figures, start, most, true).chosen(most);
            let block = Block { references, weight: block.weight + weight, ..block };
            let tied = block.notes().filter(|(number, _, reference)| {
                reference.is_some_and(|reference| reference.says(Form::Figures, *number))
            });
            let is_tied = tied.count() * 2 >= most;
            (is_tied && block.is_borne_out(set) && weight > FOREIGN).then_some(block)
        });
        lists.reduce(|a, b| if b.bodies.len() > a.bodies.len() { b } else { a })
    }

    /// Returns whether a title of notes stands right above a line.
    fn is_titled(&self, line: usize) -> bool {
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

    /// True where nothing refers to a block on a page that was typed, where no reference can have been misread: a list, or the
    /// rows of a table.
    fn is_list(&self, block: &Block) -> bool {
        self.sheet.pages[self.page].is_typed && block.references.iter().all(Option::is_none)
    }

    fn at(&self, line: usize) -> Option<&Opening> {
        self.openings.get(line.checked_sub(self.from)?)?.as_ref()
    }

    /// Returns the numbers that the block from a line on may begin with: the one due, 1 where it says so, and those
    /// that two of its figures agree on; and those of stars.
    fn starts(&self, lines: &[usize], due: u32) -> Vec<(Form, u32)> {
        let kinds = || lines.iter().filter_map(|line| self.at(*line)).map(|opening| opening.kind);
        let figures: Vec<u32> = kinds()
            .filter_map(|kind| match kind {
                Kind::Raised(number) | Kind::Figure(number) | Kind::Listed(number) => Some(number),
                Kind::Stars(_) | Kind::Sign(_) | Kind::Lost => None,
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
        // Figures were seen where they are raised; signs alone, before any note, are rather stars, which are not.
        let is_unread = self.has_image && due == 1 && figures.is_empty() && sure().next().is_none();
        if !stars.is_empty() || is_unread {
            // The first stars may have been read as a sign.
            stars.push(1);
            stars.sort_unstable();
            stars.dedup();
            starts.extend(stars.into_iter().map(|start| (Form::Stars, start)));
        }
        starts
    }

    /// Weighs a block of lines with its first body numbered `start`, but for how it is set; one block for each count of
    /// bodies.
    fn weigh(&self, lines: &[usize], form: Form, start: u32, in_sequence: bool, set: Set) -> Vec<Block> {
        let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else { return Vec::new() };
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
        // A column's foot has the notes of the columns beside it, too.
        let above: Vec<&Candidate> =
            self.candidates.iter().filter(|c| c.line < first || c.line > last).collect();
        let references = References::new(&above, form, start, most, self.has_image);
        let block = |n: usize| {
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
                let (weight, references) = (weight + references.weight(n), references.chosen(n));
                Block { first, end: last + 1, form, start, bodies, references, weight }
            })
        };
        (1..=most).filter_map(block).collect()
    }

    /// Weighs that a line opens the body of a number; `None` where it cannot.
    fn opens(
        &self,
        first: usize,
        line: usize,
        form: Form,
        number: u32,
        in_sequence: bool,
        set: Set,
    ) -> Option<f32> {
        let opening = self.at(line)?;
        let begins = line == first || self.begins(line);
        let is_seen = self.has_image && (set.is_ruled || set.is_smaller);
        if form == Form::Stars {
            return match opening.kind {
                Kind::Stars(read) if read == number => Some(NUMBER_DUE),
                Kind::Stars(_) if begins => Some(OTHER_FIGURE),
                Kind::Sign(weight) if begins => Some(weight),
                Kind::Lost if begins => is_seen.then_some(MARK_LOST),
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
            Kind::Lost => is_seen.then_some(MARK_LOST),
        }
    }

    /// Weighs that a line, the `n`th body open, goes on with it.
    fn stays(&self, first: usize, line: usize, n: usize, set: Set) -> f32 {
        // Only under a rule may the last page's note go on.
        if n == 0 && !set.is_ruled {
            return f32::MIN;
        }
        let continues = if n == 0 && line == first { CONTINUES } else { 0.0 };
        let is_seen = self.has_image && (set.is_ruled || set.is_smaller);
        let unused = match self.at(line).map(|opening| opening.kind) {
            Some(Kind::Raised(_)) => RAISED_UNUSED,
            Some(_) if is_seen && line != first && self.begins_clearly(line) => CLEAR_PARAGRAPH_UNUSED,
            Some(_) if is_seen && (line == first || self.begins(line)) => PARAGRAPH_UNUSED,
            _ => 0.0,
        };
        continues + unused
    }

    /// Weighs how lines are set off from text of a size above them.
    fn weight(&self, lines: &[usize], set: Set, text: Option<f32>) -> f32 {
        let sheet = self.sheet;
        let is_apart =
            sheet.lines[lines[0]].gap_before || set.is_ruled || sheet.lines[lines[0]].first_on_page;
        let mut weight = if is_apart { APART } else { -APART };
        if set.is_ruled {
            weight += RULED;
        }
        let longest = lines.iter().map(|at| sheet.lines[*at].length()).max().unwrap_or(0) as f32;
        let is_longer = longest >= LONGER_LINES * sheet.usual_length as f32 && sheet.usual_length > 0;
        if if self.has_image { set.is_smaller } else { is_longer } {
            weight += SMALLER;
        }
        let is_foreign = |at: usize| {
            sheet.is_ruled(at) || foreign(&sheet.lines[at]) || self.has_image && self.setting.is_apart(at)
        };
        let is_full = |at: usize| {
            set.is_smaller && !set.is_ruled && text.is_some_and(|text| self.setting.is_full_size(at, text))
        };
        weight += FOREIGN * lines.iter().filter(|at| is_foreign(**at)).count() as f32;
        weight + FULL_SIZE * lines.iter().filter(|at| is_full(**at)).count() as f32
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
    foot.weight(&lines, Set { is_ruled, is_smaller }, text) >= PROVED
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

/// References for the bodies of a block: one candidate a number, in order, at least cost, for every count of bodies.
struct References<'a> {
    candidates: &'a [&'a Candidate],
    form: Form,
    start: u32,
    /// `cost[n][c]`: of the first `n` numbers among the first `c` candidates.
    cost: Vec<Vec<f32>>,
}

impl<'a> References<'a> {
    fn new(candidates: &'a [&'a Candidate], form: Form, start: u32, most: usize, has_image: bool) -> Self {
        // Over an image what is raised is seen: a reference is lost sooner than read as another sign.
        let none = if has_image { -UNREFERENCED_SEEN } else { -UNREFERENCED } + 1.0;
        let mut cost = vec![vec![0.0f32; candidates.len() + 1]; most + 1];
        let mut references = Self { candidates, form, start, cost: Vec::new() };
        for n in 1..=most {
            cost[n][0] = cost[n - 1][0] + none;
            for c in 1..=candidates.len() {
                let taken = references.taken(n, c).map_or(f32::MAX, |taken| cost[n - 1][c - 1] + taken);
                cost[n][c] = cost[n][c - 1].min(cost[n - 1][c] + none).min(taken);
            }
        }
        references.cost = cost;
        references
    }

    /// What it costs that the `c`th candidate refers to the `n`th body, both counted from 1.
    fn taken(&self, n: usize, c: usize) -> Option<f32> {
        self.candidates[c - 1].refers_to(self.form, self.start.saturating_add(n as u32 - 1))
    }

    /// Weighs the references of the first `n` bodies.
    fn weight(&self, n: usize) -> f32 {
        n as f32 - self.cost[n][self.candidates.len()]
    }

    /// Returns the references of the first `n` bodies.
    fn chosen(&self, n: usize) -> Vec<Option<Candidate>> {
        let mut chosen = vec![None; n];
        let (mut n, mut c) = (n, self.candidates.len());
        while n > 0 {
            let here = self.cost[n][c];
            if c > 0 && here == self.cost[n][c - 1] {
                c -= 1;
            } else if c > 0 && self.taken(n, c).is_some_and(|taken| here == self.cost[n - 1][c - 1] + taken) {
                chosen[n - 1] = Some(self.candidates[c - 1].clone());
                (n, c) = (n - 1, c - 1);
            } else {
                n -= 1;
            }
        }
        chosen
    }
}

/// Returns whether a line can only stand in running text: a heading, or an item of a list.
fn foreign(line: &SheetLine) -> bool {
    let first = line.text.split_whitespace().next().unwrap_or_default();
    let list = matches!(first, "-" | "–" | "+") && line.gap_before;
    let decimal = first.chars().filter(|c| *c == '.').count() >= 2
        && first.chars().all(|c| c.is_ascii_digit() || c == '.')
        && first.starts_with(|c: char| c.is_ascii_digit());
    let capitals = line.length() > 12 && folding::capital_share(&line.text) > 0.8;
    let mut last = line.text.split_whitespace().rev();
    let numbers = last.by_ref().take(2).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).count();
    list || decimal || capitals || numbers == 2 || line.text.contains('|')
}
