//! The two columns of head and closing: in a head parted by where the name of the state stands, else by the page's middle
//! and, in text, by what opens the right one.

use std::ops::Range;

use super::date::date_of;
use super::number_pattern::NUMBER;
use crate::structure::folding;
use crate::structure::sheet::{Frame, Place, PlacedWord, Sheet};

/// How far from the middle of the text, in its widths, the gap between two columns lies at most; a gap behind a bullet
/// lies farther.
const NEAR_MIDDLE: f32 = 0.3;

/// How far from the place where the right column begins, in widths of the text, the gap that parts a line may lie. A place of
/// issue of three words begins its line as far left of the state's name. Set by hand.
const NEAR_COLUMN: f32 = 0.12;

/// The least such gap, in heights of the line: words of one column stand 0.3 apart, a typewriter's 0.8.
const COLUMN_GAP: f32 = 1.0;

/// How far left of that place, in widths of the text, a line of the right column begins where nothing in it is a gap for sure.
const RIGHT_COLUMN: f32 = 0.06;

/// How far from the middle of the text, in its widths, the state's name stands at most where all of the head stands in the
/// middle; in a right column it is 0.15 and more off. Measured on 60 made heads.
const STACKED: f32 = 0.08;

/// How far from the middle of the text, in its widths, a line below the columns of a head stands at most: a left column's is
/// 0.15 and more off. Measured on 60 made heads.
const MIDDLE: f32 = 0.1;

/// Lines before and after one among which those beside it are.
const BESIDE: usize = 6;

/// Width, in those of the text, up to which a line in the middle is no two columns.
const ONE_COLUMN: f32 = 0.5;

/// Where the columns of a head stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Columns {
    /// Nothing tells; each line by itself.
    Unknown,
    /// All lines stand in the middle, one below the other.
    Stacked,
    /// The right column begins at this x.
    Parted(f32),
}

impl Columns {
    /// Finds the columns of a head by where the name of state or Party, and the motto under it, stand.
    pub(super) fn of(sheet: &Sheet, lines: &[usize]) -> Self {
        let frames: Vec<(usize, Frame)> = lines
            .iter()
            .filter_map(|at| {
                let line = &sheet.lines[*at];
                let start = state_in(sheet, *at)?;
                let own: Vec<&PlacedWord> =
                    line.words.iter().filter(|word| word.range.start >= start).collect();
                let (first, last) = (own.first()?.frame, own.last()?.frame);
                Some((*at, Frame { x1: last.x1, ..first }))
            })
            .collect();
        let Some((at, first)) = frames.first() else { return Self::Unknown };
        let Some((left, right)) = sheet.pages[sheet.lines[*at].sheet_page].extent else {
            return Self::Unknown;
        };
        let off = (first.center().0 - (left + right) / 2.0).abs();
        if off <= STACKED * (right - left) {
            return Self::Stacked;
        }
        let begins = frames.iter().map(|(_, frame)| frame.x0).fold(f32::MAX, f32::min);
        if begins < (left + right) / 2.0 - 2.0 * NEAR_COLUMN * (right - left) {
            return Self::Unknown;
        }
        Self::Parted(begins)
    }

    /// Returns whether nothing tells where they stand.
    pub(super) fn are_unknown(self) -> bool {
        self == Self::Unknown
    }

    /// Returns whether there are two, and it is known where.
    pub(super) fn are_parted(self) -> bool {
        matches!(self, Self::Parted(_))
    }

    /// Returns whether a line stands in one of two columns, and not in the middle below them.
    pub(super) fn is_beside(self, sheet: &Sheet, at: usize) -> bool {
        matches!(self, Self::Parted(_)) && off_middle(sheet, at).is_some_and(|off| off > MIDDLE)
    }

    /// Returns whether a line is known to stand in the middle, and nothing beside it.
    pub(super) fn is_alone(self, sheet: &Sheet, at: usize) -> bool {
        let lines = &sheet.pages[sheet.lines[at].sheet_page].lines;
        let Some(own) = sheet.lines[at].frame else { return false };
        let near =
            (at.saturating_sub(BESIDE)..at + BESIDE).filter(|near| *near != at && lines.contains(near));
        let is_beside = |near: usize| {
            sheet.lines[near]
                .frame
                .is_some_and(|frame| frame.y0 < own.center().1 && own.center().1 < frame.y1)
        };
        self != Self::Unknown
            && off_middle(sheet, at).is_some_and(|off| off <= MIDDLE)
            && !near.into_iter().any(is_beside)
    }

    /// Parts a line of the head.
    pub(super) fn part(self, sheet: &Sheet, at: usize) -> HeadLine {
        let line = &sheet.lines[at];
        let (Some(frame), Some((left, right)), false) =
            (line.frame, sheet.pages[line.sheet_page].extent, line.words.is_empty())
        else {
            return part(sheet, at);
        };
        let begins = match self {
            Self::Unknown => return part(sheet, at),
            Self::Stacked => return HeadLine::new(sheet, at, line.length()),
            Self::Parted(begins) => begins,
        };
        if let Some(start) = state_in(sheet, at) {
            return HeadLine::new(sheet, at, start);
        }
        let off = |w: &[PlacedWord]| ((w[0].frame.x1 + w[1].frame.x0) / 2.0 - begins).abs();
        let gap = |w: &[PlacedWord]| w[1].frame.x0 - w[0].frame.x1;
        let height = line.words.iter().map(|word| word.frame.height()).fold(0.0, f32::max);
        let split = line
            .words
            .windows(2)
            .filter(|w| gap(w) > COLUMN_GAP * height && off(w) <= NEAR_COLUMN * (right - left))
            .max_by(|a, b| gap(a).total_cmp(&gap(b)))
            .map(|w| w[1].range.start);
        let own = frame_of(sheet, &sheet.whole(at)).unwrap_or(frame);
        let is_right = own.center().0 > begins;
        let split = split.filter(|_| own.x0 < begins - RIGHT_COLUMN * (right - left));
        HeadLine::new(sheet, at, split.unwrap_or(if is_right { 0 } else { line.length() }))
    }
}

/// Returns how far from the middle of the text, in its widths, a line's words stand.
fn off_middle(sheet: &Sheet, at: usize) -> Option<f32> {
    let (left, right) = sheet.pages[sheet.lines[at].sheet_page].extent?;
    let frame = frame_of(sheet, &sheet.whole(at))?;
    Some((frame.center().0 - (left + right) / 2.0).abs() / (right - left).max(1.0))
}

/// Returns the box around the words of a place.
pub(super) fn frame_of(sheet: &Sheet, (at, range): &Place) -> Option<Frame> {
    let own = |word: &&PlacedWord| range.start <= word.range.start && word.range.start < range.end;
    let mut frames = sheet.lines.get(*at)?.words.iter().filter(own).map(|word| word.frame);
    let first = frames.next()?;
    Some(frames.fold(first, |all, frame| Frame {
        x0: all.x0.min(frame.x0),
        y0: all.y0.min(frame.y0),
        x1: all.x1.max(frame.x1),
        y1: all.y1.max(frame.y1),
    }))
}

/// Returns where in a line the name of state or Party or the motto begins, in characters.
fn state_in(sheet: &Sheet, at: usize) -> Option<usize> {
    let line = &sheet.lines[at];
    // The word before it may have run into its first.
    let opening = |token: &Range<usize>| {
        let folded = folding::fold(line.text.slice(token));
        let own = ["cong", "dang", "doc", "viet"].into_iter().find(|own| folded.ends_with(own))?;
        let start = token.end.checked_sub(own.len())?;
        (start == token.start || own == "cong").then_some(start)
    };
    let mut starts = line.tokens().into_iter().filter_map(|token| opening(&token));
    // Beside a word or two of the left column the whole line still reads as the motto.
    let own = starts.find(|start| is_motto(line.text.slice(&(*start..line.length()))));
    own.or_else(|| is_motto(&line.text).then_some(0))
}

/// A line of the head, parted into columns.
pub(super) struct HeadLine {
    pub(super) at: usize,
    pub(super) left: String,
    pub(super) right: String,
    /// Where the right column begins, in characters of the line.
    start: usize,
    length: usize,
}

impl HeadLine {
    /// Parts a line before one of its characters.
    fn new(sheet: &Sheet, at: usize, start: usize) -> Self {
        let line = &sheet.lines[at];
        let length = line.length();
        let (left, right) = (line.slice(&(0..start)), line.slice(&(start..length)));
        Self { at, left, right, start, length }
    }

    /// Returns where the left column stands.
    pub(super) fn left_place(&self) -> Place {
        (self.at, 0..self.start)
    }

    /// Returns where the right column stands.
    pub(super) fn right_place(&self) -> Place {
        (self.at, self.start..self.length)
    }

    /// Returns the box around the left column's words.
    pub(super) fn left_frame(&self, sheet: &Sheet) -> Option<Frame> {
        frame_of(sheet, &self.left_place())
    }

    /// Returns both columns, each with its place.
    pub(super) fn columns(&self) -> [(&str, Place); 2] {
        [(&self.left, self.left_place()), (&self.right, self.right_place())]
    }
}

/// Parts a line into what stands left and right of the page's middle.
pub(super) fn part(sheet: &Sheet, at: usize) -> HeadLine {
    let line = &sheet.lines[at];
    let extent = sheet.pages[line.sheet_page].extent;
    if let (Some((left, right)), false) = (extent, line.words.is_empty()) {
        let middle = (left + right) / 2.0;
        // A gap between words wider than two letters' height near the middle parts the columns.
        let height = line.frame.map_or(0.0, |f| f.height());
        let off = |w: &[PlacedWord]| ((w[0].frame.x1 + w[1].frame.x0) / 2.0 - middle).abs();
        let is_one = line.frame.is_some_and(|frame| {
            frame.x1 - frame.x0 < ONE_COLUMN * (right - left)
                && (frame.center().0 - middle).abs() < STACKED * (right - left)
        });
        let split = line
            .words
            .windows(2)
            .filter(|_| !is_one)
            .filter(|w| w[1].frame.x0 - w[0].frame.x1 > 1.2 * height)
            .filter(|w| off(w) <= NEAR_MIDDLE * (right - left))
            .min_by(|a, b| off(a).total_cmp(&off(b)))
            .map(|w| w[1].range.start);
        if let Some(start) = split {
            return HeadLine::new(sheet, at, start);
        }
        let center = line.frame.map_or(middle, |f| f.center().0);
        let start = if center > middle + (right - left) * 0.05 { 0 } else { line.length() };
        return HeadLine::new(sheet, at, start);
    }
    // In text, the motto or the place opens the right column, or three blanks or a tab do.
    let text = &line.text;
    let tokens = line.tokens();
    let skeletons: Vec<String> = tokens.iter().map(|t| folding::fold(&line.slice(t))).collect();
    for index in 1..tokens.len() {
        let gap = tokens[index].start - tokens[index - 1].end;
        let next = skeletons.get(index + 1).map(String::as_str);
        let motto = matches!(
            (skeletons[index].as_str(), next),
            ("cong", Some("hoa")) | ("dang", Some("cong")) | ("doc", Some("lap"))
        );
        let has_tab = line.slice(&(tokens[index - 1].end..tokens[index].start)).contains('\t');
        if gap >= 3 || has_tab || motto {
            return HeadLine::new(sheet, at, tokens[index].start);
        }
    }
    // `Số: 12/BC-VP Đồng Xanh, ngày …` on one line.
    let found = NUMBER.as_ref().and_then(|n| n.find(text));
    if let (Some(found), Some(_)) = (found, date_of(text)) {
        return HeadLine::new(sheet, at, text[..found.end()].chars().count());
    }
    let is_right = is_motto(text) || date_of(text).is_some();
    HeadLine::new(sheet, at, if is_right { 0 } else { line.length() })
}

pub(super) fn is_motto(text: &str) -> bool {
    const MOTTOES: [&str; 5] = [
        "cộng hòa xã hội chủ nghĩa việt nam",
        // In a narrow column the state's name takes two lines.
        "cộng hòa xã hội chủ nghĩa",
        "độc lập - tự do - hạnh phúc",
        "đảng cộng sản việt nam",
        // Until 1976.
        "việt nam dân chủ cộng hòa",
    ];
    folding::reads_as_one_of(text, &MOTTOES)
}
