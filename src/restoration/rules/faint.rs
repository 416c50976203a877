//! Rules too pale for any grey value to part them from the ground: found by their whole length between rules that are there.
//!
//! A line one pixel wide that a scan spreads over two is hardly darker than the grain around it, and in one row of a table it is found
//! while in the next it is not. But it is darker than what is beside it at every place, from rule to rule, which neither grain is nor a
//! letter, lower than its row; and it runs through most rows of its table, and not on above and below it, as a streak of the scanner
//! does.

use image::GrayImage;

use super::{Found, KNOWN, pixels};

/// How far beside a place the ground is that it is held against, inches: beyond a rule of a millimetre and its fringe.
const GROUND: f32 = 0.027;
/// How much darker than both its sides a place of a rule is, in grey values. Faint rules of made pages at 150 dpi are by 10 to 30.
const DARKER: u8 = 4;
/// The part of the places from rule to rule at which it is: of faint rules 0.88 and more, of the stems of one line of letters 0.6.
const COVERED: f32 = 0.85;
/// The same of a row beside others that have the rule.
const COVERED_BESIDE: f32 = 0.7;
/// The least part of any stretch of so many inches of a row at which it is: beside a name that stands over two columns a rule ends, and what
/// is left of the row's height has letters and blanks.
const NOWHERE_LESS: f32 = 0.5;
const STRETCH: f32 = 0.12;
/// The part of a table's rows that have the rule at least, and the fewest.
const RUNS_THROUGH: f32 = 0.5;
const FEWEST: usize = 2;
/// How far a rule may wander within a table, inches.
const WANDER: f32 = 0.02;
/// Rules that bound the rows of one table have this part of the widest one's length.
const AS_WIDE: f32 = 0.8;
/// The lowest and the tallest row, inches.
const LOWEST: f32 = 0.12;
const TALLEST: f32 = 2.0;
/// How far above and below its table a streak is looked for, inches.
const OUTSIDE: f32 = 0.2;
/// The step by which an end is followed, inches.
const STEP: f32 = 0.04;

/// The grey values of a page, rows or columns first.
pub(super) struct Page<'a> {
    pub(super) image: &'a GrayImage,
    /// True where what is looked for runs along the page's rows.
    pub(super) is_level: bool,
}

impl Page<'_> {
    /// Returns the grey value at a place along what is looked for and one across it.
    fn grey(&self, along: usize, across: usize) -> u8 {
        let (x, y) = if self.is_level { (along, across) } else { (across, along) };
        self.image.get_pixel(x as u32, y as u32).0[0]
    }

    /// Returns its places along and across what is looked for.
    fn size(&self) -> (usize, usize) {
        let (width, height) = (self.image.width() as usize, self.image.height() as usize);
        if self.is_level { (width, height) } else { (height, width) }
    }

    fn is_darker(&self, along: usize, across: usize, ground: usize) -> bool {
        let beside = self.grey(along, across - ground).min(self.grey(along, across + ground));
        beside.saturating_sub(self.grey(along, across)) > DARKER
    }

    /// Returns the part of some places along at which a place across is darker than both its sides.
    fn covered(&self, (from, to): (usize, usize), across: usize, ground: usize) -> f32 {
        let is_within = across >= ground && across + ground < self.size().1;
        if !is_within || from >= to {
            return 0.0;
        }
        let count = (from..to).filter(|along| self.is_darker(*along, across, ground)).count();
        count as f32 / (to - from) as f32
    }

    /// Returns whether no stretch of some places along is without the rule at a place across.
    fn is_whole(&self, (from, to): (usize, usize), across: usize, ground: usize, dpi: f32) -> bool {
        let stretch = pixels(STRETCH, dpi).min(to - from);
        let starts = (from..=to - stretch).step_by((stretch / 2).max(1)).chain([to - stretch]);
        starts.into_iter().all(|from| self.covered((from, from + stretch), across, ground) >= NOWHERE_LESS)
    }
}

/// The room between two rules that bound a row of a table, in places along what is looked for.
struct Band {
    /// From the edge of the one rule to that of the other.
    along: (usize, usize),
    /// From the middle of the one to that of the other.
    reach: (usize, usize),
}

/// Finds the rules that run from rule to rule of those that cross them; `known` are those found in their direction.
pub(super) fn find(page: &Page<'_>, crossing: &[&Found], known: &[&Found], dpi: f32) -> Vec<Found> {
    let mut found = Vec::new();
    for (bands, across) in tables(crossing, dpi) {
        for at in places(page, &bands, across, known, dpi) {
            found.extend(pieces(page, &bands, at, known, dpi));
        }
    }
    found
}

/// A rule that crosses, all its pieces: its extent across and along.
#[derive(Clone, Copy)]
struct Level {
    across: (usize, usize),
    along: (usize, usize),
}

impl Level {
    fn middle(self) -> usize {
        usize::midpoint(self.across.0, self.across.1)
    }

    fn length(self) -> usize {
        self.along.1 - self.along.0
    }

    /// Returns how long both run beside one another.
    fn shared(self, other: Self) -> usize {
        self.along.1.min(other.along.1).saturating_sub(self.along.0.max(other.along.0))
    }
}

/// Returns the bands of each table and its extent across them.
fn tables(crossing: &[&Found], dpi: f32) -> Vec<(Vec<Band>, (usize, usize))> {
    let mut levels: Vec<Level> = Vec::new();
    let mut sorted: Vec<&Found> = crossing.to_vec();
    sorted.sort_by_key(|rule| (rule.across.0, rule.along.0));
    let near = pixels(WANDER, dpi);
    for rule in sorted {
        match levels.last_mut().filter(|level| rule.across.0 <= level.across.0 + near) {
            Some(level) => {
                level.across.1 = level.across.1.max(rule.across.1);
                level.along = (level.along.0.min(rule.along.0), level.along.1.max(rule.along.1));
            }
            None => levels.push(Level { across: rule.across, along: rule.along }),
        }
    }
    let (lowest, tallest) = (pixels(LOWEST, dpi), pixels(TALLEST, dpi));
    let mut tables: Vec<Vec<Level>> = Vec::new();
    for level in levels {
        let Some(last) = tables.last().and_then(|table| table.last().copied()) else {
            tables.push(vec![level]);
            continue;
        };
        let (shared, step) = (last.shared(level), level.across.0.saturating_sub(last.across.1));
        let is_as_wide = shared as f32 >= AS_WIDE * last.length().max(level.length()) as f32;
        // A shorter one, below a name in the head, bounds no row, nor does one as near as the edges of a double rule.
        let is_within = if is_as_wide { step < lowest } else { shared == level.length() };
        match tables.last_mut() {
            Some(table) if step <= tallest && is_as_wide && !is_within => table.push(level),
            _ if step <= tallest && is_within => {}
            _ => tables.push(vec![level]),
        }
    }
    tables.retain(|levels| levels.len() > FEWEST);
    let bands = |levels: Vec<Level>| {
        let bands = levels.windows(2).map(|pair| Band {
            along: (pair[0].across.1, pair[1].across.0),
            reach: (pair[0].middle(), pair[1].middle()),
        });
        let from = levels.iter().map(|level| level.along.0).min().unwrap_or_default();
        let to = levels.iter().map(|level| level.along.1).max().unwrap_or_default();
        (bands.collect(), (from, to))
    };
    tables.into_iter().map(bands).collect()
}

/// Returns whether a rule that is known runs through most of a band at a place.
fn is_known(band: &Band, at: usize, known: &[&Found], near: usize) -> bool {
    let own = known.iter().filter(|rule| rule.across.0 <= at + near && at <= rule.across.1 + near);
    let shared =
        |rule: &&Found| rule.along.1.min(band.along.1).saturating_sub(rule.along.0.max(band.along.0));
    own.map(shared).sum::<usize>() as f32 >= KNOWN * (band.along.1 - band.along.0) as f32
}

/// Returns the places across a table at which a rule runs through so many of its bands that it is one.
fn places(
    page: &Page<'_>,
    bands: &[Band],
    (from, to): (usize, usize),
    known: &[&Found],
    dpi: f32,
) -> Vec<usize> {
    let (ground, wander) = (pixels(GROUND, dpi), pixels(WANDER, dpi));
    let (from, to) = (from.saturating_sub(wander), to + wander);
    let Some(ends) = bands.first().zip(bands.last()).map(|(first, last)| (first.reach.0, last.reach.1))
    else {
        return Vec::new();
    };
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for (index, band) in bands.iter().enumerate() {
        let covered: Vec<f32> = (from..to).map(|at| page.covered(band.along, at, ground)).collect();
        let runs = covered.iter().enumerate().filter(|(_, covered)| **covered >= COVERED);
        seen.extend(runs.map(|(offset, _)| (from + offset, index)));
    }
    // What is known of a rule counts where it is faint in other rows.
    let within = known.iter().filter(|rule| rule.along.0 < ends.1 && ends.0 < rule.along.1);
    for at in within.map(|rule| usize::midpoint(rule.across.0, rule.across.1)) {
        let own = bands.iter().enumerate().filter(|(_, band)| is_known(band, at, known, wander));
        seen.extend(own.map(|(index, _)| (at, index)));
    }
    seen.sort_unstable();
    let outside = pixels(OUTSIDE, dpi);
    let above = (ends.0.saturating_sub(outside + ground), ends.0.saturating_sub(ground));
    let below = (ends.1 + ground, (ends.1 + ground + outside).min(page.size().0));
    let is_streak = |at: usize| {
        let runs_on = |along: (usize, usize)| {
            (at.saturating_sub(wander)..=at + wander).any(|at| page.covered(along, at, ground) >= COVERED)
        };
        runs_on(above) && runs_on(below)
    };
    let fewest = FEWEST.max((RUNS_THROUGH * bands.len() as f32).ceil() as usize);
    let own = seen.chunk_by(|a, b| b.0 - a.0 <= wander).filter_map(|places| {
        let mut rows: Vec<usize> = places.iter().map(|(_, band)| *band).collect();
        rows.sort_unstable();
        rows.dedup();
        let at = places[places.len() / 2].0;
        (rows.len() >= fewest && !is_streak(at)).then_some(at)
    });
    let mut places: Vec<usize> = own.collect();
    // Both sides of a thick one.
    places.dedup_by(|b, a| *b - *a <= 2 * wander);
    places
}

/// Returns the pieces of a rule at a place of a table that are not known.
fn pieces(page: &Page<'_>, bands: &[Band], at: usize, known: &[&Found], dpi: f32) -> Vec<Found> {
    let (ground, wander) = (pixels(GROUND, dpi), pixels(WANDER, dpi));
    let mut pieces: Vec<Found> = Vec::new();
    let mut last = None;
    for (index, band) in bands.iter().enumerate() {
        let places = at.saturating_sub(wander)..=at + wander;
        let best =
            places.map(|at| (page.covered(band.along, at, ground), at)).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, own)) = best.filter(|(covered, _)| *covered >= COVERED_BESIDE) else { continue };
        if is_known(band, at, known, wander) || !page.is_whole(band.along, own, ground, dpi) {
            continue;
        }
        let extents = |from: usize, to: usize| (from..to).map(move |_| (own.saturating_sub(1), own + 2));
        match pieces.last_mut().filter(|_| last.is_some_and(|last: usize| last + 1 == index)) {
            Some(piece) => {
                piece.extents.extend(extents(piece.along.1, band.reach.1));
                piece.along.1 = band.reach.1;
                piece.across = (piece.across.0.min(own.saturating_sub(1)), piece.across.1.max(own + 2));
            }
            None => pieces.push(Found {
                along: band.reach,
                across: (own.saturating_sub(1), own + 2),
                extents: extents(band.reach.0, band.reach.1).collect(),
                clear: 1.0,
            }),
        }
        last = Some(index);
    }
    pieces.into_iter().map(|piece| grown(page, piece, ground, pixels(STEP, dpi))).collect()
}

/// Returns a piece as long as it goes on beyond its ends, step by step.
fn grown(page: &Page<'_>, mut piece: Found, ground: usize, step: usize) -> Found {
    let goes_on = |along: (usize, usize), (first, last): (usize, usize)| {
        (first..last).any(|at| page.covered(along, at, ground) >= COVERED_BESIDE)
    };
    let (first, last) = (piece.extents[0], piece.extents[piece.extents.len() - 1]);
    let (mut from, mut to) = piece.along;
    while to + step <= page.size().0 && goes_on((to, to + step), last) {
        to += step;
    }
    while from >= step && goes_on((from - step, from), first) {
        from -= step;
    }
    piece.extents.splice(0..0, (from..piece.along.0).map(|_| first));
    piece.extents.extend((piece.along.1..to).map(|_| last));
    piece.along = (from, to);
    piece
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    const DPI: f32 = 150.0;

    /// A page with grain, on which five rows are ruled, and what is drawn besides: the grey value of a place, if it is any.
    fn page(drawn: impl Fn(u32, u32) -> Option<u8>) -> GrayImage {
        let mut state = 7_u32;
        GrayImage::from_fn(600, 400, |x, y| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (state >> 24) as u8 / 16;
            let is_rule = (50..550).contains(&x) && (100..=250).contains(&y) && y % 30 == 10;
            Luma([if is_rule { 60 } else { drawn(x, y).unwrap_or(225) } + grain])
        })
    }

    fn rules(image: &GrayImage) -> Vec<Found> {
        rules_between(image, &[100, 130, 160, 190, 220, 250])
    }

    fn rules_between(image: &GrayImage, levels: &[usize]) -> Vec<Found> {
        let level = |y: &usize| Found {
            along: (50, 550),
            across: (*y, y + 1),
            extents: vec![(*y, y + 1); 500],
            clear: 1.0,
        };
        let crossing: Vec<Found> = levels.iter().map(level).collect();
        find(&Page { image, is_level: false }, &crossing.iter().collect::<Vec<_>>(), &[], DPI)
    }

    fn spans(found: &[Found]) -> Vec<((usize, usize), (usize, usize))> {
        found.iter().map(|rule| (rule.across, rule.along)).collect()
    }

    #[test]
    fn a_line_little_darker_than_the_grain_from_rule_to_rule_is_one() {
        let image = page(|x, y| ((100..250).contains(&y) && (300..302).contains(&x)).then_some(205));
        let found = rules(&image);
        let [rule] = &found[..] else { panic!("{:?}", spans(&found)) };
        assert!(rule.across.0 <= 300 && 302 <= rule.across.1, "{:?}", rule.across);
        assert!(rule.along.0.abs_diff(100) < 7 && rule.along.1.abs_diff(250) < 7, "{:?}", rule.along);
    }

    #[test]
    fn it_begins_below_a_name_that_stands_over_both_its_sides() {
        let image = page(|x, y| ((145..250).contains(&y) && (300..302).contains(&x)).then_some(205));
        let found = rules(&image);
        let [rule] = &found[..] else { panic!("{:?}", spans(&found)) };
        assert!(rule.along.0.abs_diff(145) < 7, "{:?}", rule.along);
        // Of a row as high as six lines it has the lower four, and letters stand in line with it.
        let drawn = |x: u32, y: u32| {
            let letters = [107, 112, 117, 126].iter().any(|top| (*top..top + 2).contains(&y));
            ((letters || (131..250).contains(&y)) && (300..302).contains(&x)).then_some(205)
        };
        let image = page(drawn);
        let found = rules_between(&image, &[100, 190, 220, 250]);
        let [rule] = &found[..] else { panic!("{:?}", spans(&found)) };
        assert!(rule.along.0 > 125, "{:?}", rule.along);
    }

    #[test]
    fn grain_letters_and_streaks_are_none() {
        assert_eq!(spans(&rules(&page(|_, _| None))), []);
        // Stems as high as letters, one in each row.
        let stem =
            |x: u32, y: u32| ((300..303).contains(&x) && (6..24).contains(&((y + 20) % 30))).then_some(90);
        assert_eq!(spans(&rules(&page(stem))), []);
        let streak = |x: u32, _: u32| (300..302).contains(&x).then_some(205);
        assert_eq!(spans(&rules(&page(streak))), []);
    }
}
