//! The dots counted of leaders that were read: those of a list of contents.
//!
//! Of forty dots the recogniser reads thirty-nine: it reads along a line by what differs, and nothing does. In the ink each dot is a part
//! by itself, and they stand at one distance; so the leader's length over that distance is their number, also where some have run together
//! or are lost.

use std::ops::Range;

use crate::document::BoundingBox;
use crate::recognition::cells::Piece;
use crate::recognition::ink::Ink;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;

/// Fewest dots of a leader; fewer are an ellipsis.
const FEWEST: usize = 6;
/// How high and wide a dot is at most, in heights of its word.
const DOT: f32 = 0.35;
/// How far a distance between two dots may be from the usual one, as a part of it, to count for the mean.
const REGULAR: f32 = 0.3;
/// The part of the dots that were read by which the count may be off; more, and it is no leader of one kind of dots.
const OFF: f32 = 0.15;

/// Counts the dots of the leaders in lines outside tables.
pub(in crate::recognition) fn count_dots(pieces: &mut [Piece], ink: &Ink) {
    let words =
        pieces.iter_mut().filter(|piece| piece.place.is_none()).flat_map(|piece| &mut piece.line.words);
    for word in words {
        let Some(run) = leader(word) else { continue };
        let read = dots_in(&word.symbols[run.clone()]);
        let Some(counted) = counted(word, &run, ink)
            .filter(|counted| *counted != read && counted.abs_diff(read) as f32 <= OFF * read as f32)
        else {
            continue;
        };
        let bbox = extent(&word.symbols[run.clone()]);
        let dot = ReadSymbol { text: ".".into(), bbox, choices: Vec::new() };
        word.symbols.splice(run, std::iter::repeat_n(dot, counted));
    }
}

/// Returns the longest run of dots in a word, if it is a leader.
fn leader(word: &ReadWord) -> Option<Range<usize>> {
    let mut longest = 0..0;
    let mut start = 0;
    for (at, symbol) in word.symbols.iter().enumerate() {
        if !symbol.text.chars().all(|c| matches!(c, '.' | '…')) {
            start = at + 1;
        } else if at + 1 - start > longest.len() {
            longest = start..at + 1;
        }
    }
    (dots_in(&word.symbols[longest.clone()]) >= FEWEST).then_some(longest)
}

fn dots_in(symbols: &[ReadSymbol]) -> usize {
    symbols.iter().flat_map(|symbol| symbol.text.chars()).map(|c| if c == '…' { 3 } else { 1 }).sum()
}

fn extent(symbols: &[ReadSymbol]) -> Option<BoundingBox> {
    symbols.iter().filter_map(|symbol| symbol.bbox).reduce(BoundingBox::union)
}

/// Returns how many dots stand where a run of them was read.
fn counted(word: &ReadWord, run: &Range<usize>, ink: &Ink) -> Option<usize> {
    let (whole, leader) = (word.bbox?, extent(&word.symbols[run.clone()])?);
    // Boxes of symbols end anywhere between the dots; what stands before and behind the run is no dot.
    let x0 = if run.start == 0 { whole.x0 } else { leader.x0 };
    let x1 = if run.end == word.symbols.len() { whole.x1 } else { leader.x1 };
    let largest = DOT * ink.usual_height()?;
    let is_dot = |part: &&BoundingBox| {
        let (x, y) = part.middle();
        (x0..x1).contains(&x)
            && (whole.y0..whole.y1 + 2).contains(&y)
            && part.width() as f32 <= largest
            && part.height() as f32 <= largest
    };
    let mut places: Vec<f32> =
        ink.parts().iter().filter(is_dot).map(|part| (part.x0 + part.x1) as f32 / 2.0).collect();
    places.sort_by(f32::total_cmp);
    let steps: Vec<f32> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut sorted = steps.clone();
    sorted.sort_by(f32::total_cmp);
    let usual = *sorted.get(sorted.len() / 2).filter(|usual| **usual > 0.0)?;
    let regular: Vec<f32> =
        steps.iter().copied().filter(|step| (step - usual).abs() <= REGULAR * usual).collect();
    let step = regular.iter().sum::<f32>() / regular.len() as f32;
    Some(((places.last()? - places.first()?) / step).round() as usize + 1)
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;
    use crate::recognition::hocr;

    /// Two letters and dots 9 pixels apart, but those left out.
    fn ink(dots: u32, lost: &[u32]) -> Ink {
        let mut page = GrayImage::from_pixel(800, 60, Luma([255]));
        let mut blot = |x0: u32, y0: u32, width: u32, height: u32| {
            for (x, y) in (x0..x0 + width).flat_map(|x| (y0..y0 + height).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([0]));
            }
        };
        blot(10, 10, 12, 24);
        blot(26, 10, 12, 24);
        (0..dots).filter(|dot| !lost.contains(dot)).for_each(|dot| blot(44 + 9 * dot, 31, 3, 3));
        Ink::of(&page, BoundingBox::new(0, 0, 800, 60))
    }

    /// What becomes of a word of two letters and so many dots, with `after` behind them.
    fn counted_in(read: usize, dots: u32, lost: &[u32], after: &str) -> String {
        let right = 44 + 9 * dots;
        let symbol = |text: &str, x0: u32, x1: u32| {
            format!("<span class='ocrx_cinfo' title='x_bboxes {x0} 8 {x1} 36; x_conf 90'>{text}</span>")
        };
        let middle: String = (0..read as u32)
            .map(|n| {
                let at = |n| 42 + (right - 42) * n / read as u32;
                symbol(".", at(n), at(n + 1))
            })
            .collect();
        let tail: String = after.chars().map(|c| symbol(&c.to_string(), right, right + 10)).collect();
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox 10 8 {} 36; \
             x_wconf 90'>{}{}{middle}{tail}</span></span></div>",
            right + 10,
            symbol("n", 10, 22),
            symbol("m", 26, 38)
        );
        let line = hocr::lines(&html).remove(0);
        let mut pieces = [Piece { place: None, line }];
        count_dots(&mut pieces, &ink(dots, lost));
        pieces[0].line.words[0].text()
    }

    #[test]
    fn a_leader_has_as_many_dots_as_there_are_in_the_ink() {
        assert_eq!(counted_in(39, 40, &[], ""), format!("nm{}", ".".repeat(40)));
        assert_eq!(counted_in(41, 40, &[], "a"), format!("nm{}a", ".".repeat(40)));
    }

    #[test]
    fn dots_that_are_lost_within_it_count_by_the_distance_of_the_others() {
        assert_eq!(counted_in(38, 40, &[7, 8, 20], ""), format!("nm{}", ".".repeat(40)));
    }

    #[test]
    fn an_ellipsis_and_what_differs_too_much_stay_as_they_were_read() {
        assert_eq!(counted_in(3, 4, &[], ""), "nm...");
        assert_eq!(counted_in(20, 40, &[], ""), format!("nm{}", ".".repeat(20)));
    }
}
