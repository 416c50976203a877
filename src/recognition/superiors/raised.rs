//! What is raised in a line as superior figures are.

use super::clear_ground::is_clear;
use super::figures::FIGURES;
use super::proportions::{GAP, HEAD, HEIGHT, OVER, STOP};
use crate::document::BoundingBox;
use crate::recognition::ink::Ink;
use crate::recognition::text_lines::{TextLine, line_in};
use crate::recognition::view::View;

/// How far above the baseline a superior figure's foot stands at least, in its own heights: 0.58 to 1.3 on our
/// fixtures. Letters of another column, a little above the line, stay under 0.4.
const RAISED: f32 = 0.55;

/// The widest superior figure, in heights of capitals.
const WIDTH: f32 = 0.6;

/// The widest mark with its brackets, in heights of capitals: one figure in brackets has 0.9 on made documents, a second one
/// up to 0.5 more.
const WIDEST: f32 = 1.6;

/// Letters whose feet are as high as a figure's, so near beside it in heights of capitals and so many, are with it of a line
/// of their own, a little above, that was taken for part of this one. One alone may be the upper ring of a percent sign.
const BESIDE: f32 = 4.0;
const FEWEST_BESIDE: usize = 3;

/// How far apart the feet of letters of one line stand at most, in heights of capitals.
const LEVEL: f32 = 0.12;

/// How far under a figure's foot, in heights of capitals, what broke off it reaches.
const SPLINTER: f32 = 0.15;

/// The part of a figure's width that other ink may lie over, or under as far down as the baseline.
const CLEAR: f32 = 0.34;

/// Heights of brackets around superior figures, in heights of the figures: 1.3 to 1.4 in the faces of made documents.
const BRACKET: (f32, f32) = (1.15, 1.75);

/// The widest bracket, in its own heights: 0.2, in italics 0.47.
const NARROW: f32 = 0.55;

/// How far before a line, in heights of capitals, a mark in brackets with a stop behind it may begin that was not read.
const BEFORE: f32 = 2.0;

/// The widest gap between a bracket and its figures, in heights of those.
const BRACKET_GAP: f32 = 0.3;

/// How far above the baseline the foot of a raised bracket stands at least, in heights of capitals.
const OFF_LINE: f32 = 0.06;

/// The least height of a figure without its pale fringes, in heights of capitals.
const LEAST_DARK: f32 = 0.37;

/// Parts of a line from which it is taken to have a capital.
pub(super) const FEWEST_PARTS: usize = 20;

/// A mark as it is raised in a line.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// All of it, as a line of its own.
    pub(super) whole: TextLine,
    /// Its figures alone, without the brackets around them.
    pub(super) figures: TextLine,
    /// A bracket stands before the figures, or behind them.
    pub(super) is_opened: bool,
    pub(super) is_closed: bool,
}

impl Mark {
    /// A mark of figures alone.
    pub(super) const fn bare(figures: TextLine, whole: TextLine) -> Self {
        Self { whole, figures, is_opened: false, is_closed: false }
    }
}

/// Adds to a line's parts those raised over it that were not taken for its own: brackets and figures side by side, far above
/// its letters' middles, are told apart as a line above; and what was not read stands before `extent`, or behind it.
pub(super) fn with_raised(line: TextLine, extent: BoundingBox, parts: &[BoundingBox]) -> TextLine {
    let (capital, baseline) = (line.capital as f32, line.baseline as f32);
    let reach = |part: f32| (part * capital) as u32;
    let is_letter = |b: BoundingBox| {
        b.height() as f32 >= HEIGHT.0 * capital && (b.y1 as f32) > baseline - RAISED * HEIGHT.0 * capital
    };
    let is_high = |b: BoundingBox| {
        b.height() as f32 >= HEIGHT.0 * capital
            && b.y0 as f32 >= baseline - (1.0 + OVER) * capital
            && b.y1 as f32 <= baseline - OFF_LINE * capital
    };
    // What stands behind it may be the beginning of another, which goes on.
    let behind = extent.x1 + reach(WIDEST);
    let goes_on = |b: &BoundingBox| is_high(*b) && (behind..behind + reach(BESIDE)).contains(&b.x0);
    let right = if parts.iter().any(goes_on) { extent.x1 } else { behind };
    let columns = extent.x0.saturating_sub(reach(BEFORE))..right;
    let is_raised = |b: BoundingBox| columns.contains(&b.middle().0) && is_high(b);
    // What stands before the line may be the end of another.
    let ends_another = |b: BoundingBox| {
        b.x1 <= extent.x0
            && parts.iter().any(|other| {
                let is_beside = other.x1 <= b.x0 && b.x0 - other.x1 <= reach(BESIDE);
                is_beside && is_letter(*other) && other.y0 < line.baseline && b.y0 < other.y1
            })
    };
    let mut own = line.parts.clone();
    own.extend((0..parts.len()).filter(|i| is_raised(parts[*i]) && !ends_another(parts[*i])));
    own.sort_unstable();
    own.dedup();
    TextLine { parts: own, ..line }
}

/// Finds what is raised in a line as superior figures are, and so high at least in heights of capitals, from left to right,
/// each mark as a line of its own.
pub(super) fn raised(line: &TextLine, ink: &Ink, least: f32) -> Vec<Mark> {
    let parts = ink.parts();
    let (capital, baseline) = (line.capital as f32, line.baseline as f32);
    let top = baseline - (1.0 + OVER) * capital;
    // A tone mark has its letter under it, in this line or in what was taken for another.
    let around: Vec<usize> = (0..parts.len())
        .filter(|i| parts[*i].x1 > line.bbox.x0 && parts[*i].x0 < line.bbox.x1)
        .filter(|i| (parts[*i].y0 as f32) < baseline)
        .collect();
    let splinter = (SPLINTER * capital) as u32;
    let is_figure = |i: &usize| {
        let own = parts[*i];
        let height = own.height() as f32;
        let foot = own.y1 + splinter;
        let others = around.iter().filter(|other| *other != i && parts[**other].y1 > foot);
        (least * capital..=HEIGHT.1 * capital).contains(&height)
            && own.width() as f32 <= WIDTH * capital
            && own.y1 as f32 <= baseline - RAISED * height
            && own.y0 as f32 >= top
            && others.map(|other| own.shared_width(parts[*other]) as f32).sum::<f32>()
                <= CLEAR * own.width() as f32
    };
    let is_bracket = |i: usize, figure: BoundingBox| {
        let b = parts[i];
        let height = figure.height() as f32;
        let taller = b.height() as f32 / height.max(1.0);
        (BRACKET.0..=BRACKET.1).contains(&taller)
            && b.width() as f32 <= NARROW * b.height() as f32
            && b.gap_across(figure) as f32 <= BRACKET_GAP * height
            && b.y0 as f32 <= figure.y0 as f32 + LEVEL * height
            && b.y1 as f32 >= figure.y1 as f32 - LEVEL * height
            && b.y1 as f32 <= baseline - OFF_LINE * capital
    };
    let mut figures: Vec<usize> = line.parts.iter().copied().filter(is_figure).collect();
    let raised = figures.clone();
    figures.retain(|i| !raised.iter().any(|other| other != i && is_bracket(*i, parts[*other])));
    figures.sort_by_key(|i| (parts[*i].x0, *i));
    let near = |a: BoundingBox, b: BoundingBox| b.x0 as f32 <= a.x1 as f32 + GAP * capital;
    let mut marks: Vec<TextLine> = Vec::new();
    for i in figures {
        match marks.last_mut() {
            Some(mark) if near(mark.bbox, parts[i]) => {
                mark.parts.push(i);
                mark.bbox = mark.bbox.union(parts[i]);
            }
            _ => marks.push(TextLine { parts: vec![i], bbox: parts[i], capital: 0, baseline: 0 }),
        }
    }
    marks.retain_mut(|mark| {
        // Brackets that were not told from figures are read with them.
        let is_narrow = mark.bbox.width() as f32 <= WIDEST * capital;
        if mark.parts.len() > FIGURES + if is_narrow { 2 } else { 0 } {
            return false;
        }
        // What broke off a figure touches it.
        let is_splinter = |i: &&usize| {
            let b = parts[**i];
            let touches = b.x0 <= mark.bbox.x1 + 1 && mark.bbox.x0 <= b.x1 + 1;
            touches && b.y0 >= mark.bbox.y0 && b.y1 <= mark.bbox.y1 + splinter && !mark.parts.contains(*i)
        };
        let splinters: Vec<usize> = line.parts.iter().filter(is_splinter).copied().collect();
        mark.bbox = splinters.iter().map(|i| parts[*i]).fold(mark.bbox, BoundingBox::union);
        mark.parts.extend(splinters);
        mark.parts.sort_unstable();
        (mark.capital, mark.baseline) = (mark.bbox.height(), mark.bbox.y1);
        true
    });
    let bracketed = |figures: TextLine| {
        let bracket = |is_there: &dyn Fn(BoundingBox) -> bool| {
            (0..parts.len())
                .find(|i| !figures.parts.contains(i) && is_there(parts[*i]) && is_bracket(*i, figures.bbox))
        };
        let opening = bracket(&|b| b.x1 <= figures.bbox.x0 + 1);
        let closing = bracket(&|b| b.x0 + 1 >= figures.bbox.x1);
        let mut whole = figures.clone();
        for i in [opening, closing].into_iter().flatten() {
            whole.parts.push(i);
            whole.bbox = whole.bbox.union(parts[i]);
        }
        whole.parts.sort_unstable();
        (whole.capital, whole.baseline) = (whole.bbox.height(), whole.bbox.y1);
        Mark { whole, figures, is_opened: opening.is_some(), is_closed: closing.is_some() }
    };
    let mut marks: Vec<Mark> = marks.into_iter().map(bracketed).collect();
    marks.retain(|mark| {
        let whole = &mark.whole;
        let is_letter = |b: &BoundingBox| b.height() as f32 >= HEIGHT.0 * capital;
        let is_stop = |b: &BoundingBox| b.y0 as f32 >= baseline - STOP * capital;
        let others = line.parts.iter().filter(|i| !whole.parts.contains(i));
        let before: Vec<BoundingBox> = others
            .map(|i| parts[*i])
            .filter(|b| b.x0 < whole.bbox.x0 && (is_letter(b) || is_stop(b)))
            .collect();
        // It stands right behind a letter or a stop, or at the head of its line.
        !stands_in_a_line(whole, parts, capital)
            && (!before.iter().any(is_letter) || before.iter().any(|b| near(*b, whole.bbox)))
    });
    marks
}

/// Returns whether letters as high as a mark stand beside it: then it is with them of a line of its own.
pub(super) fn stands_in_a_line(mark: &TextLine, parts: &[BoundingBox], capital: f32) -> bool {
    let is_level = |b: BoundingBox| {
        b.height() as f32 >= HEIGHT.0 * capital
            && b.y1.abs_diff(mark.bbox.y1) as f32 <= LEVEL * capital
            && b.gap_across(mark.bbox) as f32 <= BESIDE * capital
    };
    let level = (0..parts.len()).filter(|i| !mark.parts.contains(i) && is_level(parts[*i]));
    level.count() >= FEWEST_BESIDE
}

/// Finds the marks in a line that show only in darker or paler ink than the page's, with clear ground under them: those
/// that touch a letter by pale fringes, and those that are paler than the letters. `extent` is what was read as the line.
/// `usual` is the height of the capitals of most lines.
pub(super) fn loosened(line: &TextLine, extent: BoundingBox, usual: u32, view: View<'_>) -> Vec<Mark> {
    let View { page, ink, dpi } = view;
    let Some(own) = line_in(ink.parts(), extent, dpi) else { return Vec::new() };
    // A line too short to have a capital may have its mark taken for one.
    let capital = if line.parts.len() < FEWEST_PARTS { line.capital.min(usual) } else { line.capital };
    let own = with_raised(TextLine { capital, baseline: line.baseline, ..own }, extent, ink.parts());
    let capital = capital as f32;
    let mut marks = raised(&own, ink, LEAST_DARK);
    marks.retain(|mark| {
        let b = mark.figures.bbox;
        let stop = line.baseline.saturating_sub((STOP * capital) as u32);
        let under = BoundingBox::new(b.x0, b.y1 + (SPLINTER * capital) as u32, b.x1, stop);
        let is_higher = b.y0 as f32 <= line.baseline as f32 - (1.0 + HEAD) * capital;
        is_higher && under.y0 < under.y1 && is_clear(page, under, ink.ground())
    });
    marks
}
