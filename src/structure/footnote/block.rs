//! Blocks: lines at the foot of a page read as bodies, tied to the references above, and weighed.

use super::body::{Kind, Opening, ends_sentence, opening};
use super::mark::{lost_a_digit, raised_figure, superior};
use super::reference::{self, Candidate};
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
/// The block's lines hold more characters, or lower letters, than the text's.
const SMALLER: f32 = 2.0;
/// The block's full lines hold at least this many times the characters of a usual one. Notes at 10 pt under a
/// text at 13–14 pt hold 1.3 to 1.4 times as many.
const LONGER_LINES: f32 = 1.13;
/// The block's letters are at most this high, measured by the text's.
const LOWER_LINES: f32 = 0.88;
/// A line in the block that can only be a heading, an item of a list, or part of a ruled table.
const FOREIGN: f32 = -3.0;
/// A body without a reference.
const UNREFERENCED: f32 = -2.5;
/// The same on a page with an image.
const UNREFERENCED_SEEN: f32 = -1.5;
/// Most places of a page that are weighed as references, each beside each body: several times those of a page of print. In a text
/// without pages of more, some references of its last notes may be missed.
const MOST_CANDIDATES: usize = 400;
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
fn keep_surest(candidates: &mut Vec<Candidate>) {
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
    candidates: Vec<Candidate>,
    /// True where lines have boxes.
    has_image: bool,
}

impl<'a> Foot<'a> {
    /// `quotes_open` counts the quotation marks open at the page's head.
    pub(super) fn new(sheet: &'a Sheet, page: usize, quotes_open: i32) -> Self {
        let lines = sheet.pages[page].lines.clone();
        let from = lines.end.saturating_sub(LONGEST).max(lines.start + 1).min(lines.end);
        let read = |at: usize| opening(&sheet.lines[at], at).filter(|_| !sheet.is_ruled(at));
        let openings = (from..lines.end).map(read).collect();
        let mut candidates = reference::candidates(sheet, page, quotes_open);
        // Where characters were typed no sign stands for another.
        candidates.retain(|candidate| !sheet.pages[page].is_typed || candidate.is_figure());
        keep_surest(&mut candidates);
        let has_image = sheet.pages[page].extent.is_some();
        Self { sheet, page, openings, from, candidates, has_image }
    }

    /// Returns the blocks that are proved where `due` is the number that comes next, the best of each first number
    /// and count.
    pub(super) fn blocks(&self, due: u32) -> Vec<Block> {
        let mut best: Vec<Block> = Vec::new();
        for first in self.from..self.from + self.openings.len() {
            let ruled = is_under_rule(self.sheet, self.page, first);
            let opens = self.at(first).is_some_and(|o| o.kind != Kind::Lost);
            if !opens && !ruled {
                continue;
            }
            for start in self.starts(first, due) {
                let Some(cost) = jump(due, start) else { continue };
                for block in self.weigh(first, start, start == due, ruled) {
                    if block.weight - cost < PROVED || !block.is_anchored(self.sheet) || self.is_list(&block)
                    {
                        continue;
                    }
                    match best.iter_mut().find(|b| (b.start, b.next()) == (block.start, block.next())) {
                        Some(known) if known.weight >= block.weight => {}
                        Some(known) => *known = block,
                        None => best.push(block),
                    }
                }
            }
        }
        best
    }

    /// True where nothing refers to a block on a page that was typed, where no reference can have been misread: a list, or the
    /// rows of a table.
    fn is_list(&self, block: &Block) -> bool {
        self.sheet.pages[self.page].is_typed && block.references.iter().all(Option::is_none)
    }

    fn at(&self, line: usize) -> Option<&Opening> {
        self.openings.get(line.checked_sub(self.from)?)?.as_ref()
    }

    fn end(&self) -> usize {
        self.from + self.openings.len()
    }

    /// Returns the numbers that the block from a line on may begin with: the one due, 1 where it says so, and those
    /// that two of its figures agree on.
    fn starts(&self, first: usize, due: u32) -> Vec<u32> {
        let figures: Vec<u32> = (first..self.end())
            .filter_map(|line| self.at(line))
            .filter_map(|opening| match opening.kind {
                Kind::Raised(number) | Kind::Figure(number) => Some(number),
                Kind::Sign(_) | Kind::Lost => None,
            })
            .collect();
        let mut starts = vec![due];
        starts.extend(figures.first().filter(|number| **number == 1));
        let sure = self.candidates.iter().filter(|c| c.is_raised()).filter_map(|c| raised_figure(&c.sign));
        for number in figures.iter().copied().chain(sure) {
            starts.extend(number.saturating_sub(MOST_SKIPPED).max(1)..=number);
        }
        starts.retain(|start| *start == due || *start > 1 || figures.first() == Some(&1));
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Weighs the block from a line on with its first body numbered `start`; one block for each count of bodies.
    fn weigh(&self, first: usize, start: u32, in_sequence: bool, ruled: bool) -> Vec<Block> {
        let sheet = self.sheet;
        let lines: Vec<usize> = (first..self.end()).collect();
        let most = lines.iter().filter(|line| self.at(**line).is_some()).count();
        // best[i][n]: the most that the first i lines weigh as n bodies, and whether the last of them opens one.
        let mut best = vec![vec![(f32::MIN, false); most + 1]; lines.len() + 1];
        best[0][0] = (0.0, false);
        for (i, line) in lines.iter().enumerate() {
            for n in 0..=most {
                let stays = best[i][n].0 + self.stays(first, *line, n, ruled);
                let opens = match n.checked_sub(1) {
                    Some(before) if best[i][before].0 > f32::MIN => {
                        let weight = self.opens(first, *line, start + before as u32, in_sequence, ruled);
                        weight.map_or(f32::MIN, |weight| best[i][before].0 + weight)
                    }
                    _ => f32::MIN,
                };
                best[i + 1][n] = if opens > stays { (opens, true) } else { (stays, false) };
            }
        }
        let above: Vec<&Candidate> = self.candidates.iter().filter(|c| c.line < first).collect();
        let references = References::new(&above, start, most, self.has_image);
        let setting = setting(sheet, self.page, first, ruled)
            + FOREIGN
                * lines.iter().filter(|at| sheet.is_ruled(**at) || foreign(&sheet.lines[**at])).count()
                    as f32;
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
                let (weight, references) = (weight + setting + references.weight(n), references.chosen(n));
                Block { first, start, bodies, references, weight }
            })
        };
        (1..=most).filter_map(block).collect()
    }

    /// Weighs that a line opens the body of a number; `None` where it cannot.
    fn opens(&self, first: usize, line: usize, number: u32, in_sequence: bool, ruled: bool) -> Option<f32> {
        let opening = self.at(line)?;
        let begins = line == first || self.begins(line);
        match opening.kind {
            Kind::Raised(read) | Kind::Figure(read) if read == number => Some(NUMBER_DUE),
            Kind::Raised(read) if lost_a_digit(read, number) => Some(DIGIT_LEFT),
            Kind::Raised(_) => Some(RAISED),
            // Numbering that starts again must say so with a figure.
            _ if !begins || line == first && !in_sequence && !ruled => None,
            Kind::Figure(read) if self.has_image && lost_a_digit(read, number) => Some(FIGURE_LEFT),
            Kind::Figure(_) => (self.has_image && ruled).then_some(OTHER_FIGURE),
            Kind::Sign(weight) => Some(weight),
            Kind::Lost => (self.has_image && ruled).then_some(MARK_LOST),
        }
    }

    /// Weighs that a line, the `n`th body open, goes on with it.
    fn stays(&self, first: usize, line: usize, n: usize, ruled: bool) -> f32 {
        // Only under a rule may the last page's note go on.
        if n == 0 && !ruled {
            return f32::MIN;
        }
        let continues = if n == 0 && line == first { CONTINUES } else { 0.0 };
        let unused = match self.at(line).map(|opening| opening.kind) {
            Some(Kind::Raised(_)) => RAISED_UNUSED,
            Some(_) if self.has_image && ruled && (line == first || self.begins(line)) => PARAGRAPH_UNUSED,
            _ => 0.0,
        };
        continues + unused
    }

    /// Returns whether a line may begin a paragraph.
    fn begins(&self, line: usize) -> bool {
        let (before, here) = (&self.sheet.lines[line - 1], &self.sheet.lines[line]);
        here.gap_before || ends_sentence(before) || paragraph::leaves_room(self.sheet, before, here)
    }
}

/// Returns whether a rule stands between a line and the one before it.
fn is_under_rule(sheet: &Sheet, page: usize, line: usize) -> bool {
    let (above, below) = (sheet.lines[line - 1].frame, sheet.lines[line].frame);
    above.zip(below).is_some_and(|(above, below)| {
        sheet.pages[page].across.iter().any(|rule| {
            let y = rule.center().1;
            y > above.center().1 && y < below.center().1
        })
    })
}

/// Returns whether the lines from one on to the page's end, none of them a body, are set off as footnotes are.
pub(super) fn could_go_on(sheet: &Sheet, page: usize, first: usize) -> bool {
    let lines = first..sheet.pages[page].lines.end;
    setting(sheet, page, first, is_under_rule(sheet, page, first)) >= PROVED
        && !lines.into_iter().any(|at| sheet.is_ruled(at) || foreign(&sheet.lines[at]))
}

/// References for the bodies of a block: one candidate a number, in order, at least cost, for every count of bodies.
struct References<'a> {
    candidates: &'a [&'a Candidate],
    start: u32,
    /// `cost[n][c]`: of the first `n` numbers among the first `c` candidates.
    cost: Vec<Vec<f32>>,
}

impl<'a> References<'a> {
    fn new(candidates: &'a [&'a Candidate], start: u32, most: usize, has_image: bool) -> Self {
        // Over an image what is raised is seen: a reference is lost sooner than read as another sign.
        let none = if has_image { -UNREFERENCED_SEEN } else { -UNREFERENCED } + 1.0;
        let mut cost = vec![vec![0.0f32; candidates.len() + 1]; most + 1];
        let mut references = Self { candidates, start, cost: Vec::new() };
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
        let candidate = self.candidates[c - 1];
        Some(candidate.cost + candidate.misread(self.start + n as u32 - 1)?)
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

/// Weighs how the block from `first` to the page's end is set off from the text above it.
fn setting(sheet: &Sheet, page: usize, first: usize, ruled: bool) -> f32 {
    let lines = &sheet.pages[page].lines;
    let (text, block) = (&sheet.lines[lines.start..first], &sheet.lines[first..lines.end]);
    let mut weight = if block[0].gap_before || ruled { APART } else { -APART };
    let longest = block.iter().map(SheetLine::length).max().unwrap_or(0) as f32;
    if longest >= LONGER_LINES * sheet.usual_length as f32 && sheet.usual_length > 0 {
        weight += SMALLER;
    }
    if ruled {
        weight += RULED;
    }
    let height = |lines: &[SheetLine]| {
        let mut heights: Vec<f32> = lines.iter().filter_map(|l| l.frame).map(|f| f.height()).collect();
        heights.sort_by(f32::total_cmp);
        heights.get(heights.len() / 2).copied().unwrap_or(0.0)
    };
    if block[0].frame.is_some() && height(block) <= LOWER_LINES * height(text) {
        weight += SMALLER;
    }
    weight
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
