//! Setting: how the foot of a page is set off from the text above it, where an image shows it.
//!
//! Notes are set smaller than the text, under a short rule that begins at the text's left edge, behind a gap, in lines with
//! nothing beside them. How large a line is set shows in the width of its characters and the height of its words, each
//! measured by those of the lines of text on its page.

use std::ops::Range;

use super::body::stands_before;
use crate::structure::sheet::{Role, Sheet, SheetLine};

/// The most that lines of notes measure, as a part of the text's lines. Of the notes of 60 made documents, set at 0.75 to 0.9 of
/// the text, those of a page together measure 0.70 to 0.96; text by itself 0.97 to 1.03.
const SMALLER: f32 = 0.965;

/// Fewest characters of a line that is measured by itself, and of one that counts with others.
const LONG: usize = 25;
const SHORT: usize = 8;

/// Fewest characters of text that a page is measured by; with less, the document is.
const MEASURE: usize = 200;

/// Lengths of the rule over notes, in widths of the text: a third in most programs, 0.2 to 0.45 in made documents.
const RULE: (f32, f32) = (0.1, 0.62);

/// How far from the text's left edge it begins at most, in widths of the text: by a first line's indent.
const RULE_INDENT: f32 = 0.15;

/// The most white between a line and the rule that underlines the whole of it, in heights of the line.
const UNDERLINE: f32 = 0.5;

/// The widest blank in a line of prose, in heights of the line: justified lines of one word more have under two.
const BLANK: f32 = 2.6;

/// How large a line is set: any unit, with the characters that it was measured by.
#[derive(Debug, Clone, Copy)]
struct Size {
    size: f32,
    characters: usize,
}

/// Measures a line: the geometric mean of the width of its characters and the height of its words.
fn size(line: &SheetLine) -> Option<Size> {
    let frame = line.frame?;
    if line.words.is_empty() {
        let characters = line.length();
        let size = (frame.x1 - frame.x0) / characters.max(1) as f32 * frame.height();
        return (characters > 0).then(|| Size { size: size.sqrt(), characters });
    }
    let mut characters = 0;
    let (mut width, mut height) = (0.0, 0.0);
    for word in &line.words {
        characters += word.range.len();
        width += word.frame.x1 - word.frame.x0;
        height += word.frame.height() * word.range.len() as f32;
    }
    let all = characters.max(1) as f32;
    (characters > 0).then(|| Size { size: (width / all * (height / all)).sqrt(), characters })
}

/// The usual size of lines, the median over their characters; `None` where there are too few.
fn usual(mut sizes: Vec<Size>) -> Option<f32> {
    sizes.sort_by(|a, b| a.size.total_cmp(&b.size));
    let all: usize = sizes.iter().map(|size| size.characters).sum();
    let mut below = 0;
    let middle = sizes.into_iter().find(|size| {
        below += size.characters;
        below * 2 >= all
    });
    middle.map(|middle| middle.size).filter(|_| all >= MEASURE)
}

/// The usual size of a document's lines.
pub(super) fn usual_of(sheet: &Sheet) -> Option<f32> {
    usual(sheet.lines.iter().filter_map(size).filter(|size| size.characters >= LONG).collect())
}

/// A page's lines, measured.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// Its lines.
    lines: Range<usize>,
    has_image: bool,
    sizes: Vec<Option<Size>>,
    /// The usual size of the document's lines.
    usual: Option<f32>,
    /// For each line, whether the rule of notes stands over it.
    is_under_rule: Vec<bool>,
    /// For each line, whether it can be no line of prose across the page: something stands beside it, or far apart in it.
    is_apart: Vec<bool>,
}

impl Setting {
    /// Measures the lines of a page; `usual` is the usual size of its document's.
    pub(super) fn of(sheet: &Sheet, page: usize, usual: Option<f32>) -> Self {
        let lines = sheet.pages[page].lines.clone();
        let own = &sheet.lines[lines.clone()];
        Self {
            sizes: own.iter().map(size).collect(),
            usual,
            is_under_rule: under_rules(sheet, page),
            is_apart: apart(own),
            has_image: sheet.pages[page].extent.is_some(),
            lines,
        }
    }

    /// True where lines have boxes.
    pub(super) fn has_image(&self) -> bool {
        self.has_image
    }

    pub(super) fn is_under_rule(&self, line: usize) -> bool {
        self.at(&self.is_under_rule, line)
    }

    pub(super) fn is_apart(&self, line: usize) -> bool {
        self.at(&self.is_apart, line)
    }

    fn at(&self, of: &[bool], line: usize) -> bool {
        line.checked_sub(self.lines.start).and_then(|at| of.get(at)).copied().unwrap_or(false)
    }

    /// Returns the usual size of the text above a line, where it can be told.
    pub(super) fn text_above(&self, sheet: &Sheet, first: usize) -> Option<f32> {
        let above = self.lines.start..first;
        let sizes = above.filter(|at| !sheet.is_ruled(*at) && !sheet.lines[*at].is_claimed);
        let sizes = sizes.filter_map(|at| self.sizes[at - self.lines.start]);
        usual(sizes.filter(|size| size.characters >= LONG).collect()).or(self.usual)
    }

    /// Returns whether lines together are set smaller than text of a size.
    pub(super) fn is_smaller(&self, lines: &[usize], text: f32) -> bool {
        let (mut sum, mut characters) = (0.0, 0);
        for size in lines.iter().filter_map(|at| self.sizes[at - self.lines.start]) {
            if size.characters >= SHORT {
                sum += size.size * size.characters as f32;
                characters += size.characters;
            }
        }
        characters > 0 && sum / characters as f32 <= SMALLER * text
    }

    /// Returns whether a line is set as large as text of a size, and is long enough to tell.
    pub(super) fn is_full_size(&self, line: usize, text: f32) -> bool {
        let size = self.sizes[line - self.lines.start];
        size.is_some_and(|size| size.characters >= LONG && size.size > text)
    }
}

/// Returns for each line of a page whether the rule over notes stands right above it.
fn under_rules(sheet: &Sheet, page: usize) -> Vec<bool> {
    let page = &sheet.pages[page];
    let lines = &sheet.lines[page.lines.clone()];
    let Some((left, right)) = page.extent else { return vec![false; lines.len()] };
    let width = (right - left).max(1.0);
    let mut rules: Vec<_> = page
        .across
        .iter()
        .filter(|rule| {
            (RULE.0..=RULE.1).contains(&((rule.x1 - rule.x0) / width))
                && (rule.x0 - left).abs() <= RULE_INDENT * width
        })
        .collect();
    rules.sort_by(|a, b| a.y1.total_cmp(&b.y1));
    let mut by_middle: Vec<_> = lines.iter().filter_map(|line| line.frame).collect();
    by_middle.sort_by(|a, b| a.center().1.total_cmp(&b.center().1));
    let is_under = |line: &SheetLine| {
        let Some(frame) = line.frame else { return false };
        let middle = frame.center().1;
        let over = rules.partition_point(|rule| rule.center().1 < middle);
        let Some(rule) = over.checked_sub(1).map(|at| rules[at]) else { return false };
        let y = rule.center().1;
        // Nothing stands between them, nor does the rule underline what stands above it.
        let before = by_middle.partition_point(|other| other.center().1 < middle - frame.height() / 2.0);
        before.checked_sub(1).is_none_or(|at| {
            let above = by_middle[at];
            let ends = (above.x0 - rule.x0).abs().max((above.x1 - rule.x1).abs());
            let is_under_all = y - above.y1 < UNDERLINE * above.height() && ends < above.height();
            let is_underlined = is_under_all || above.y1 > y && above.x0 < rule.x1 && rule.x0 < above.x1;
            above.center().1 < y && !is_underlined
        })
    };
    lines.iter().map(is_under).collect()
}

/// Returns for each of a page's lines whether something stands beside it, or far apart in it.
fn apart(lines: &[SheetLine]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].frame.is_some()).collect();
    let top = |at: usize| lines[at].frame.map_or(0.0, |frame| frame.y0);
    order.sort_by(|a, b| top(*a).total_cmp(&top(*b)));
    let mut is_apart = vec![false; lines.len()];
    // Lines that stand beside each other are neighbours from top to bottom.
    for pair in order.windows(2) {
        let (Some(a), Some(b)) = (lines[pair[0]].frame, lines[pair[1]].frame) else { continue };
        let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
        let is_beside = a.x1 <= b.x0 || b.x1 <= a.x0;
        let is_mark = stands_before(&lines[pair[0]], &lines[pair[1]])
            || stands_before(&lines[pair[1]], &lines[pair[0]]);
        if !is_mark && is_beside && shared > a.height().min(b.height()) / 2.0 {
            is_apart[pair[0]] = lines[pair[0]].role == Role::Body && lines[pair[1]].role == Role::Body;
            is_apart[pair[1]] = is_apart[pair[0]];
        }
    }
    for (line, is_apart) in lines.iter().zip(&mut is_apart) {
        let Some(frame) = line.frame else { continue };
        // A mark may stand far before its note.
        let wide = line
            .words
            .windows(2)
            .skip(1)
            .any(|pair| pair[1].frame.x0 - pair[0].frame.x1 > BLANK * frame.height());
        *is_apart |= wide;
    }
    is_apart
}
