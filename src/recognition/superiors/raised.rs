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

/// The least height of a figure without its pale fringes, in heights of capitals.
const LEAST_DARK: f32 = 0.37;

/// Parts of a line from which it is taken to have a capital.
const FEWEST_PARTS: usize = 20;

/// Finds what is raised in a line as superior figures are, and so high at least in heights of capitals, from left to right,
/// each mark as a line of its own.
pub(super) fn raised(line: &TextLine, ink: &Ink, least: f32) -> Vec<TextLine> {
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
    let mut figures: Vec<usize> = line.parts.iter().copied().filter(is_figure).collect();
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
        if mark.parts.len() > FIGURES {
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
        let is_before = |b: &BoundingBox| b.x0 < mark.bbox.x0 && b.height() as f32 >= HEIGHT.0 * capital;
        let others = line.parts.iter().filter(|i| !mark.parts.contains(i));
        let before: Vec<BoundingBox> = others.map(|i| parts[*i]).filter(is_before).collect();
        // It stands right behind a letter, or at the head of its line.
        !stands_in_a_line(mark, parts, capital)
            && (before.is_empty() || before.iter().any(|b| near(*b, mark.bbox)))
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
pub(super) fn loosened(line: &TextLine, extent: BoundingBox, usual: u32, view: View<'_>) -> Vec<TextLine> {
    let View { page, ink, dpi } = view;
    let Some(own) = line_in(ink.parts(), extent, dpi) else { return Vec::new() };
    // A line too short to have a capital may have its mark taken for one.
    let capital = if line.parts.len() < FEWEST_PARTS { line.capital.min(usual) } else { line.capital };
    let own = TextLine { capital, baseline: line.baseline, ..own };
    let capital = capital as f32;
    let mut marks = raised(&own, ink, LEAST_DARK);
    marks.retain(|mark| {
        let b = mark.bbox;
        let stop = line.baseline.saturating_sub((STOP * capital) as u32);
        let under = BoundingBox::new(b.x0, b.y1 + (SPLINTER * capital) as u32, b.x1, stop);
        let is_higher = b.y0 as f32 <= line.baseline as f32 - (1.0 + HEAD) * capital;
        is_higher && under.y0 < under.y1 && is_clear(page, under, ink.ground())
    });
    marks
}
