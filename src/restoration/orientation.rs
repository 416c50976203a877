//! Which way up a page lies: 0, 90, 180 or 270 degrees.
//!
//! Sideways or not: rows of print make the ink change more sharply along one axis than along the other, at the
//! best skew of each. Upside-down or not: of the ink outside the band of the small letters, Latin script has more
//! above (capitals, `b d đ h k l t`) than below (`g p q y`), and Vietnamese far more, since of its marks only
//! one, the dot below, stands under its letter.

use super::deskew::Points;
use super::letters::Letters;

/// How much sharper the columns must be than the rows before a page is taken to lie on its side. Upright pages
/// measured reach 0.5 (a table of short cells), pages on their side begin at 2.
const SIDEWAYS: f64 = 1.15;
/// Fewest lines of print on which "upside-down" is judged.
const FEWEST_LINES: usize = 3;
/// Fewest letters a line needs to be judged by.
const LETTERS_IN_LINE: usize = 4;
/// Upside-down needs the votes of lines below to outweigh those above by this much; the scanner's own way up is
/// right nearly always.
const UPSIDE_DOWN: f64 = 0.04;
/// Rows with at least this share of the fullest row's ink belong to the band of the small letters.
const BAND: f64 = 0.5;
/// Finest step at which the axes are compared, degrees.
const STEP: f32 = 0.2;

/// What speaks for which orientation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    /// Sharpness of the columns over that of the rows; above 1 the page lies on its side.
    pub(super) sideways: f64,
    /// Ink above the small letters less ink below, over both, between -1 and 1, once set on its side or not;
    /// positive is upright.
    pub(super) upright: f64,
    /// Lines it was measured on.
    pub(super) lines: usize,
}

/// Returns the clockwise quarter turn, in degrees, that sets the page upright, and the evidence.
pub(super) fn quarter_turn(letters: &Letters) -> (u16, Evidence) {
    let points = Points::of(&letters.page);
    let (_, rows) = points.best_angle(STEP);
    let (_, columns) = points.turned().best_angle(STEP);
    let sideways = if rows > 0.0 { columns / rows } else { 1.0 };
    let is_sideways = sideways > SIDEWAYS;
    let turned;
    let read = if is_sideways {
        turned = letters.turned();
        &turned
    } else {
        letters
    };
    let (upright, lines) = ascent(read);
    let is_down = lines >= FEWEST_LINES && upright < -UPSIDE_DOWN;
    let turn = match (is_sideways, is_down) {
        (false, false) => 0,
        (true, false) => 90,
        (false, true) => 180,
        (true, true) => 270,
    };
    (turn, Evidence { sideways, upright, lines })
}

/// Returns the ink above the small letters less that below, over both, for all lines together.
fn ascent(letters: &Letters) -> (f64, usize) {
    let lines = letters.lines(LETTERS_IN_LINE);
    let page = &letters.page;
    let (mut above, mut below) = (0.0, 0.0);
    for line in &lines {
        let bodies = || line.iter().map(|&index| &letters.bodies[index]);
        let top = bodies().map(|c| c.y0).min().unwrap_or(0);
        let bottom = bodies().map(|c| c.y1).max().unwrap_or(0);
        let mut rows = vec![0_u32; bottom - top];
        for body in bodies() {
            // Each letter is set on the line through the middles of its neighbours, so that a skewed line has
            // as sharp a profile as a level one.
            for y in body.y0..body.y1 {
                let ink = &page.ink[y * page.width + body.x0..y * page.width + body.x1];
                rows[y - top] += ink.iter().filter(|&&ink| ink).count() as u32;
            }
        }
        let fullest = rows.iter().copied().max().unwrap_or(0);
        let in_band = |count: u32| f64::from(count) >= BAND * f64::from(fullest);
        let first = rows.iter().position(|&count| in_band(count)).unwrap_or(0);
        let last = rows.iter().rposition(|&count| in_band(count)).unwrap_or(0);
        above += f64::from(rows[..first].iter().sum::<u32>());
        below += f64::from(rows[last + 1..].iter().sum::<u32>());
    }
    let all = above + below;
    (if all > 0.0 { (above - below) / all } else { 0.0 }, lines.len())
}
