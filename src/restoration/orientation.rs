//! Which way up a page lies: 0, 90, 180 or 270 degrees.
//!
//! Sideways or not: rows of print make the ink change more sharply along one axis than along the other, at the
//! best skew of each, and letters stand closer together along a row than across rows. Upside-down or not: of the ink outside the band of the small letters, Latin script has more
//! above (capitals, `b d đ h k l t`) than below (`g p q y`), and Vietnamese far more, since of its marks only
//! one, the dot below, stands under its letter.

use super::deskew::Points;
use super::letters::Letters;

/// Evidence above which a page is taken to lie on its side. On 28 scanned pages upright ones reach 0.21 (a photo
/// of a table), the one on its side has 5.8; 27 made pages turned four ways were all told apart.
const SIDEWAYS: f64 = 1.15;
/// Fewest lines of print on which "upside-down" is judged.
const FEWEST_LINES: usize = 3;
/// Fewest letters a line needs to be judged by.
const LETTERS_IN_LINE: usize = 4;
/// Letters of a line that are judged together: along the whole of a line that curls, as those of bound volumes do, the
/// small letters have no band of their own.
const LETTERS_IN_PIECE: usize = 8;
/// Upside-down needs the ink below to outweigh that above by this much, since the scanner's own way up is right
/// nearly always. On 27 pages of real scans upright ones have 0.275 to 0.53 (the photo 0.075), the one upside-down
/// -0.279; the fixtures' 33 pages have 0.16 to 0.49.
const UPSIDE_DOWN: f64 = 0.04;
/// Rows with at least this share of the fullest row's ink belong to the band of the small letters.
const BAND: f64 = 0.5;
/// Finest step at which the axes are compared, degrees.
const STEP: f32 = 0.2;

/// What speaks for which orientation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    /// Sharpness of the columns over that of the rows.
    pub(super) profile: f64,
    /// Letters with a close neighbour along the columns over those along the rows.
    pub(super) pairs: f64,
    /// The geometric mean of both; above 1 the page lies on its side.
    pub(super) sideways: f64,
    /// Ink above the small letters less ink below, over both, between -1 and 1, once set on its side or not;
    /// positive is upright.
    pub(super) upright: f64,
    /// Lines it was measured on.
    pub(super) lines: usize,
}

/// Returns the clockwise quarter turn, in degrees, that sets the page upright, and the evidence.
pub(super) fn quarter_turn(letters: &Letters) -> (u16, Evidence) {
    let turned = letters.turned();
    let (row_angle, rows) = Points::of(&letters.page).best_angle(STEP);
    let (column_angle, columns) = Points::of(&turned.page).best_angle(STEP);
    let profile = if rows > 0.0 { columns / rows } else { 1.0 };
    // One more on each side keeps a page without pairs undecided.
    let pairs = (turned.close_pairs() + 1) as f64 / (letters.close_pairs() + 1) as f64;
    let sideways = (profile * pairs).sqrt();
    let is_sideways = sideways > SIDEWAYS;
    let (read, angle) = if is_sideways { (&turned, column_angle) } else { (letters, row_angle) };
    let (upright, lines) = ascent(read, angle);
    let is_down = lines >= FEWEST_LINES && upright < -UPSIDE_DOWN;
    let turn = match (is_sideways, is_down) {
        (false, false) => 0,
        (true, false) => 90,
        (false, true) => 180,
        (true, true) => 270,
    };
    (turn, Evidence { profile, pairs, sideways, upright, lines })
}

/// Returns the ink above the small letters less that below, over both, for all lines together; lines run at
/// `skew` degrees.
fn ascent(letters: &Letters, skew: f32) -> (f64, usize) {
    let lines = letters.lines(LETTERS_IN_LINE);
    let page = &letters.page;
    let slope = skew.to_radians().tan();
    let (over, under) = letters.marks_over_and_under();
    let (mut above, mut below) = (over as f64, under as f64);
    let pieces = lines.iter().flat_map(|line| line.chunks(LETTERS_IN_PIECE));
    for piece in pieces.filter(|piece| piece.len() >= LETTERS_IN_LINE) {
        let bodies = || piece.iter().map(|&index| &letters.bodies[index]);
        // Each letter is moved to where it would stand were the line level.
        let level = |x: usize, y: usize| (y as f32 - x as f32 * slope).round() as i64;
        let top = bodies().map(|c| level(c.x0, c.y0)).min().unwrap_or(0);
        let bottom = bodies().map(|c| level(c.x0, c.y1)).max().unwrap_or(0);
        let mut rows = vec![0_u32; usize::try_from(bottom - top).unwrap_or(0)];
        for body in bodies() {
            for y in body.y0..body.y1 {
                let ink = &page.ink[y * page.width + body.x0..y * page.width + body.x1];
                let row = usize::try_from(level(body.x0, y) - top).unwrap_or(0).min(rows.len() - 1);
                rows[row] += ink.iter().filter(|&&ink| ink).count() as u32;
            }
        }
        let fullest = rows.iter().copied().max().unwrap_or(0);
        let in_band = |count: u32| f64::from(count) >= BAND * f64::from(fullest);
        let first = rows.iter().position(|&count| in_band(count)).unwrap_or(0);
        let last = rows.iter().rposition(|&count| in_band(count)).unwrap_or(0);
        above += f64::from(rows[..first].iter().sum::<u32>());
        below += f64::from(rows.iter().skip(last + 1).sum::<u32>());
    }
    let all = above + below;
    (if all > 0.0 { (above - below) / all } else { 0.0 }, lines.len())
}
