//! Ruled tables, found in the rules of an upright page.
//!
//! The rules of one table meet. A worn one may end before the corner it belongs to, and one broken by a fold goes on
//! behind the gap. Rules at one height are one row line, and those at one place one column line. A line that parts much
//! of the table is an edge of rows or columns; so is a shorter one that runs from one crossing rule to another, as in a
//! header of two rows or beside a cell that extends over several, while the line under a word crosses none. Tables are
//! also set without outer rules, and borders fade: there the rules that end all in one line say where the edge is.
//!
//! The areas between neighbouring edges are merged to a cell where no rule parts them. A frame around a page or a single
//! box is no grid.

use crate::document::{BoundingBox, Grid, GridCell, Rule};

/// How far, in inches, two rules may miss each other and still touch, and rules may lie apart sideways and still be
/// one. A rule of 1 point is often found as its two edges, 0.014 apart; an eighth of a line of text is 0.02.
const TOUCH: f32 = 0.04;

/// How far, in inches, a worn rule may end before the corner it belongs to, and how wide a gap in a rule may be: 0.16 on
/// a photograph, where the shadow of the sheet's edge stood 0.57 off.
const WORN: f32 = 0.16;

/// The narrowest row or column, in inches, that is made where an outer rule is missing.
const NARROWEST: f32 = 0.13;

/// The part of the table's width from which a line across is an edge of rows.
const ROW_LINE: f32 = 0.5;

/// The part of the table's height from which a line down is an edge of columns.
const COLUMN_LINE: f32 = 0.4;

/// The same for a rule that runs from one across to another, which a column under a shared name has over most of the height: a
/// short one is the edge of a picture or of a form's box.
const TIED_COLUMN_LINE: f32 = 0.2;

/// The part of a border that must be ruled for it to part two cells. A border half lost to a bad scan still parts;
/// a neighbour's rule that sticks out a little does not.
const RULED: f32 = 0.5;

/// The same of a border down. The stem of a `đ` above a rule goes on in it over up to 0.6 of a row of one line.
const RULED_DOWN: f32 = 0.65;

/// Returns the tables that the rules of an upright page make, from top to bottom by their middles.
///
/// `dpi` is the resolution, in dots per inch, of the image whose pixels the rules are in.
pub fn find(rules: &[Rule], dpi: f32) -> Vec<Grid> {
    let reach = Reach { touch: TOUCH * dpi, worn: WORN * dpi, narrowest: NARROWEST * dpi };
    let strokes: Vec<Stroke> = rules.iter().filter_map(Stroke::of).collect();
    let tables = joined(connected(&strokes, &reach), &reach);
    let mut grids: Vec<Grid> = tables.iter().filter_map(|strokes| grid(strokes, &reach)).collect();
    grids.sort_by_key(|grid| (grid.bbox.y0 + grid.bbox.y1, grid.bbox.x0));
    grids
}

/// The lengths that decide what belongs together, in pixels.
struct Reach {
    touch: f32,
    worn: f32,
    narrowest: f32,
}

/// A rule, taken for a line without thickness.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stroke {
    bbox: BoundingBox,
    horizontal: bool,
    /// Its height if it runs across, its place from the left if it runs down.
    at: f32,
    /// Where it begins and ends in the other direction.
    from: f32,
    to: f32,
}

impl Stroke {
    /// Returns the stroke of a rule; `None` for a box that is none.
    fn of(rule: &Rule) -> Option<Self> {
        let Rule { bbox, horizontal } = *rule;
        let (x, y) = ((bbox.x0, bbox.x1), (bbox.y0, bbox.y1));
        let ((from, to), across) = if horizontal { (x, y) } else { (y, x) };
        let at = u32::midpoint(across.0, across.1) as f32;
        let is_box = bbox.x0 <= bbox.x1 && bbox.y0 <= bbox.y1;
        is_box.then_some(Self { bbox, horizontal, at, from: from as f32, to: to as f32 })
    }

    /// True where an end of this rule stands on another one, which runs the other way.
    fn ends_on(&self, end: f32, other: &Self, reach: f32) -> bool {
        other.horizontal != self.horizontal
            && (other.at - end).abs() <= reach
            && (other.from - reach..=other.to + reach).contains(&self.at)
    }
}

/// A stroke, and how far from its ends other rules may stand and belong to it.
struct Reaching {
    stroke: Stroke,
    before: f32,
    behind: f32,
}

impl Reaching {
    /// An end that stands on a rule is whole; one in the open may have been worn off.
    fn of(stroke: Stroke, strokes: &[Stroke], reach: &Reach) -> Self {
        let at = |end: f32| {
            let is_whole = strokes.iter().any(|other| stroke.ends_on(end, other, reach.touch));
            if is_whole { reach.touch } else { reach.worn }
        };
        Self { stroke, before: at(stroke.from), behind: at(stroke.to) }
    }

    fn covers(&self, place: f32) -> bool {
        (self.stroke.from - self.before..=self.stroke.to + self.behind).contains(&place)
    }

    /// True where two rules meet, or one goes on in the other.
    fn belongs_to(&self, other: &Self, reach: &Reach) -> bool {
        let (own, others) = (self.stroke, other.stroke);
        if own.horizontal == others.horizontal {
            let gap = own.from.max(others.from) - own.to.min(others.to);
            // Of two rules that end in corners each is whole: those of a table close under another.
            let widest = if own.from <= others.from {
                self.behind.max(other.before)
            } else {
                self.before.max(other.behind)
            };
            (own.at - others.at).abs() <= reach.touch && gap <= widest
        } else {
            self.covers(others.at) && other.covers(own.at)
        }
    }
}

/// Groups rules that belong to each other, in the order of their first one.
fn connected(strokes: &[Stroke], reach: &Reach) -> Vec<Vec<Stroke>> {
    let reaching: Vec<Reaching> = strokes.iter().map(|s| Reaching::of(*s, strokes, reach)).collect();
    let mut group: Vec<usize> = (0..strokes.len()).collect();
    for (i, a) in reaching.iter().enumerate() {
        for (j, b) in reaching.iter().enumerate().skip(i + 1) {
            if group[i] != group[j] && a.belongs_to(b, reach) {
                let (from, to) = (group[j].max(group[i]), group[j].min(group[i]));
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let mut heads = group.clone();
    heads.sort_unstable();
    heads.dedup();
    let members =
        |head: &usize| strokes.iter().zip(&group).filter(|(_, g)| *g == head).map(|(s, _)| *s).collect();
    heads.iter().map(members).collect()
}

/// Joins groups of rules that lie in each other's way: parts of one table where more of a rule is worn off. What lies well
/// inside another, as a table does in a frame around the page, stays apart.
fn joined(groups: Vec<Vec<Stroke>>, reach: &Reach) -> Vec<Vec<Stroke>> {
    let mut done: Vec<(BoundingBox, Vec<Stroke>)> = Vec::new();
    let mut waiting: Vec<Vec<Stroke>> = groups;
    while let Some(mut group) = waiting.pop() {
        let Some(own) = around(&group) else { continue };
        let in_the_way = |(other, _): &(BoundingBox, Vec<Stroke>)| {
            own.intersection(*other).is_some()
                && !is_well_inside(own, *other, reach.worn)
                && !is_well_inside(*other, own, reach.worn)
        };
        match done.iter().position(in_the_way) {
            Some(at) => {
                group.append(&mut done.swap_remove(at).1);
                waiting.push(group);
            }
            None => done.push((own, group)),
        }
    }
    done.into_iter().map(|(_, group)| group).collect()
}

fn around(strokes: &[Stroke]) -> Option<BoundingBox> {
    strokes.iter().map(|stroke| stroke.bbox).reduce(BoundingBox::union)
}

/// True where a box lies inside another one, so far at least from each of its sides.
fn is_well_inside(inner: BoundingBox, outer: BoundingBox, reach: f32) -> bool {
    let is_far = |low: u32, high: u32| high as f32 - low as f32 > reach;
    is_far(outer.x0, inner.x0)
        && is_far(outer.y0, inner.y0)
        && is_far(inner.x1, outer.x1)
        && is_far(inner.y1, outer.y1)
}

/// Rules that lie along one line of the lattice.
#[derive(Debug, Clone)]
struct Track {
    /// Its height or place: the mean of its rules, weighted by length.
    at: f32,
    /// The stretches that are ruled, by where they begin.
    ruled: Vec<(f32, f32)>,
}

impl Track {
    /// A line that is not ruled.
    const fn bare(at: f32) -> Self {
        Self { at, ruled: Vec::new() }
    }

    /// Returns the length of its rules together.
    fn length(&self) -> f32 {
        self.ruled.iter().map(|(from, to)| to - from).sum()
    }

    /// Returns it without what sticks out of a table.
    fn within(&self, (first, last): (f32, f32)) -> Self {
        let clipped = |(from, to): &(f32, f32)| (from.clamp(first, last), to.clamp(first, last));
        Self { at: self.at, ruled: self.ruled.iter().map(clipped).collect() }
    }

    /// Returns where its first rule begins and its last one ends.
    fn ends(&self) -> (f32, f32) {
        let ends = |(first, last): (f32, f32), (from, to): &(f32, f32)| (first.min(*from), last.max(*to));
        self.ruled.iter().fold((f32::MAX, f32::MIN), ends)
    }

    /// True where one of its rules runs from one rule that crosses it to another, so far at least. A rule that is broken
    /// is one.
    fn is_tied(&self, crossing: &[Self], least: f32, reach: &Reach) -> bool {
        let mut whole: Vec<(f32, f32)> = Vec::new();
        for (from, to) in &self.ruled {
            match whole.last_mut() {
                Some(last) if *from <= last.1 + reach.worn => last.1 = last.1.max(*to),
                _ => whole.push((*from, *to)),
            }
        }
        let holds = |(from, to): &(f32, f32), at: f32| (from - reach.touch..=to + reach.touch).contains(&at);
        whole.iter().any(|rule| {
            let met = |line: &&Self| holds(rule, line.at) && line.ruled.iter().any(|r| holds(r, self.at));
            let mut met = crossing.iter().filter(met).map(|line| line.at);
            let Some(first) = met.next() else { return false };
            met.next_back().is_some_and(|last| last - first >= least)
        })
    }

    /// Returns whether so much of `from..to` is ruled.
    fn parts(&self, from: f32, to: f32, share: f32, touch: f32) -> bool {
        // Stretches of one broken rule may overlap; each pixel counts once.
        let (mut covered, mut reached) = (0.0, from);
        for (start, end) in &self.ruled {
            let (start, end) = ((start - touch).max(reached), (end + touch).min(to));
            covered += (end - start).max(0.0);
            reached = reached.max(end);
        }
        covered >= share * (to - from)
    }
}

/// Gathers the rules of one direction into the lines they lie along, in order of place.
fn tracks(strokes: &[Stroke], horizontal: bool, touch: f32) -> Vec<Track> {
    let mut strokes: Vec<&Stroke> = strokes.iter().filter(|s| s.horizontal == horizontal).collect();
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let settle = |track: &[&Stroke]| {
        let weight = |s: &Stroke| (s.to - s.from).max(1.0);
        let total: f32 = track.iter().map(|s| weight(s)).sum();
        let at = track.iter().map(|s| s.at * weight(s)).sum::<f32>() / total;
        let mut ruled: Vec<(f32, f32)> = track.iter().map(|s| (s.from, s.to)).collect();
        ruled.sort_by(|a, b| a.0.total_cmp(&b.0));
        Track { at, ruled }
    };
    strokes.chunk_by(|a, b| b.at - a.at <= touch).map(settle).collect()
}

/// Returns between which places lines run that these others cross: between the first and the last of them, or to where
/// they usually end, if that is further out.
fn extent(lines: &[Track], crossing: &[Track], share: f32, reach: &Reach) -> Option<(f32, f32)> {
    let (first, last) = (crossing.first()?.at, crossing.last()?.at);
    let mut ends: (Vec<f32>, Vec<f32>) =
        lines.iter().filter(|line| line.length() >= share * (last - first)).map(Track::ends).unzip();
    let middle = |places: &mut Vec<f32>, usual: f32| {
        places.sort_by(f32::total_cmp);
        places.get(places.len() / 2).copied().filter(|_| places.len() > 1).unwrap_or(usual)
    };
    let (begin, end) = (middle(&mut ends.0, first), middle(&mut ends.1, last));
    let first = if begin < first - reach.narrowest { begin } else { first };
    let last = if end > last + reach.narrowest { end } else { last };
    Some((first, last))
}

/// Makes a table of rules that belong together; `None` where they are none.
fn grid(strokes: &[Stroke], reach: &Reach) -> Option<Grid> {
    let (across, down) = (tracks(strokes, true, reach.touch), tracks(strokes, false, reach.touch));
    let sides = extent(&across, &down, ROW_LINE, reach)?;
    let ends = extent(&down, &across, COLUMN_LINE, reach)?;
    let (width, height) = (sides.1 - sides.0, ends.1 - ends.0);
    let level: Vec<Track> = across.iter().map(|line| line.within(sides)).collect();
    let upright: Vec<Track> = down.iter().map(|line| line.within(ends)).collect();
    let rows = edges(&level, &upright, (ROW_LINE * width, 0.0), ends, reach);
    let least = (COLUMN_LINE * height, TIED_COLUMN_LINE * height);
    let columns = edges(&upright, &level, least, sides, reach);
    let cells = cells(&rows, &columns, reach.touch);
    let bbox = around(strokes)?;
    (cells.len() > 1).then(|| lattice(bbox, &rows, &columns, cells))
}

/// Returns which lines are edges of rows or columns: those long enough, and those with a rule that runs far enough from one
/// rule to another; and the outer edges, which may be missing, of a table from `first` to `last`.
fn edges(
    lines: &[Track],
    crossing: &[Track],
    (least, least_tied): (f32, f32),
    (first, last): (f32, f32),
    reach: &Reach,
) -> Vec<Track> {
    let is_edge = |line: &&Track| line.length() >= least || line.is_tied(crossing, least_tied, reach);
    let mut edges: Vec<Track> = lines.iter().filter(is_edge).cloned().collect();
    if edges.first().is_none_or(|edge| edge.at > first + reach.narrowest) {
        edges.insert(0, Track::bare(first));
    }
    if edges.last().is_none_or(|edge| edge.at < last - reach.narrowest) {
        edges.push(Track::bare(last));
    }
    edges
}

/// Returns the pixel that holds a place.
fn pixel(at: f32) -> u32 {
    at.floor().max(0.0) as u32
}

fn lattice(bbox: BoundingBox, rows: &[Track], columns: &[Track], cells: Vec<GridCell>) -> Grid {
    let ends = |edges: &[Track]| {
        (edges.first().map_or(0, |edge| pixel(edge.at)), edges.last().map_or(0, |edge| pixel(edge.at)))
    };
    let ((top, bottom), (left, right)) = (ends(rows), ends(columns));
    let level = |edge: &Track| BoundingBox::new(left, pixel(edge.at), right, pixel(edge.at) + 1);
    let upright = |edge: &Track| BoundingBox::new(pixel(edge.at), top, pixel(edge.at) + 1, bottom);
    Grid {
        bbox,
        row_edges: rows.iter().map(level).collect(),
        column_edges: columns.iter().map(upright).collect(),
        cells,
    }
}

/// Merges the areas between neighbouring edges wherever nothing parts them.
fn cells(rows: &[Track], columns: &[Track], touch: f32) -> Vec<GridCell> {
    let (height, width) = (rows.len().saturating_sub(1), columns.len().saturating_sub(1));
    let mut taken = vec![vec![false; width]; height];
    let mut cells = Vec::new();
    // Does a rule part the area at (r, c) from the one to its right, from the one below?
    let right = |r: usize, c: usize| columns[c + 1].parts(rows[r].at, rows[r + 1].at, RULED_DOWN, 0.0);
    let below = |r: usize, c: usize| rows[r + 1].parts(columns[c].at, columns[c + 1].at, RULED, touch);
    for row in 0..height {
        for column in 0..width {
            if taken[row][column] {
                continue;
            }
            let mut end_column = column + 1;
            while end_column < width && !taken[row][end_column] && !right(row, end_column - 1) {
                end_column += 1;
            }
            let mut end_row = row + 1;
            // A row joins only whole, so that every cell is a rectangle whatever rules were lost.
            while end_row < height
                && (column..end_column).all(|c| !taken[end_row][c] && !below(end_row - 1, c))
                && (column..end_column - 1).all(|c| !right(end_row, c))
            {
                end_row += 1;
            }
            for taken in &mut taken[row..end_row] {
                taken[column..end_column].fill(true);
            }
            let (x0, y0) = (pixel(columns[column].at), pixel(rows[row].at));
            let (x1, y1) = (pixel(columns[end_column].at), pixel(rows[end_row].at));
            cells.push(GridCell {
                row: row as u32,
                column: column as u32,
                rows: (end_row - row) as u32,
                columns: (end_column - column) as u32,
                bbox: BoundingBox::new(x0, y0, x1, y1),
            });
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DPI: f32 = 300.0;

    /// A rule 3 pixels thick around the line from one point to the other.
    fn rule([x0, y0, x1, y1]: [u32; 4]) -> Rule {
        let horizontal = y0 == y1;
        let (x, y) = if horizontal { (0, 1) } else { (1, 0) };
        let bbox = BoundingBox::new(x0 - x, y0 - y, x1 + 2 * x, y1 + 2 * y);
        Rule { bbox, horizontal }
    }

    fn found(lines: &[[u32; 4]]) -> Vec<Grid> {
        find(&lines.iter().copied().map(rule).collect::<Vec<_>>(), DPI)
    }

    fn only(lines: &[[u32; 4]]) -> Grid {
        let mut grids = found(lines);
        assert_eq!(grids.len(), 1, "{grids:?}");
        grids.remove(0)
    }

    /// A table of 2 × 2 cells of 200 × 100 pixels from (100, 100).
    const TWO_BY_TWO: [[u32; 4]; 6] = [
        [100, 100, 500, 100],
        [100, 200, 500, 200],
        [100, 300, 500, 300],
        [100, 100, 100, 300],
        [300, 100, 300, 300],
        [500, 100, 500, 300],
    ];

    /// Rules across at these heights, 900 pixels wide.
    fn levels(heights: &[u32]) -> Vec<[u32; 4]> {
        heights.iter().map(|y| [100, *y, 1000, *y]).collect()
    }

    /// Rules down at these places, between two heights.
    fn sides(places: &[u32], top: u32, bottom: u32) -> Vec<[u32; 4]> {
        places.iter().map(|x| [*x, top, *x, bottom]).collect()
    }

    /// `[row, column, rows, columns]` of each cell.
    fn shape(grid: &Grid) -> Vec<[u32; 4]> {
        grid.cells.iter().map(|c| [c.row, c.column, c.rows, c.columns]).collect()
    }

    const FOUR: [[u32; 4]; 4] = [[0, 0, 1, 1], [0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 1, 1]];

    #[test]
    fn finds_the_cells_of_a_full_grid() {
        let grid = only(&TWO_BY_TWO);
        assert_eq!(shape(&grid), FOUR);
        assert_eq!(grid.cells[3].bbox, BoundingBox::new(300, 200, 500, 300));
        assert_eq!(grid.bbox, BoundingBox::new(99, 99, 502, 302), "the box around its rules");
        assert_eq!(grid.row_edges[1], BoundingBox::new(100, 200, 500, 201));
        assert_eq!(grid.column_edges[2], BoundingBox::new(500, 100, 501, 300));
    }

    #[test]
    fn cells_merge_where_no_rule_parts_them() {
        let mut head = TWO_BY_TWO;
        head[4] = [300, 200, 300, 300];
        assert_eq!(shape(&only(&head)), [[0, 0, 1, 2], [1, 0, 1, 1], [1, 1, 1, 1]]);
        let mut side = TWO_BY_TWO;
        side[1] = [300, 200, 500, 200];
        assert_eq!(shape(&only(&side)), [[0, 0, 2, 1], [0, 1, 1, 1], [1, 1, 1, 1]]);
    }

    #[test]
    fn a_broken_or_crooked_rule_still_parts() {
        let mut broken = TWO_BY_TWO.to_vec();
        broken[1] = [100, 198, 260, 198];
        broken.push([290, 203, 500, 203]);
        assert_eq!(shape(&only(&broken)), FOUR);
    }

    #[test]
    fn rules_broken_by_a_fold_are_one_table() {
        let mut folded = TWO_BY_TWO[..3].to_vec();
        folded.extend([sides(&[100, 300, 500], 100, 225), sides(&[100, 300, 500], 255, 300)].concat());
        assert_eq!(shape(&only(&folded)), FOUR);
    }

    #[test]
    fn the_stem_of_a_letter_above_a_rule_parts_no_name_over_two_columns() {
        let head = [[100, 100, 500, 100], [100, 154, 500, 154], [100, 254, 500, 254]];
        let rules = [&head[..], &sides(&[100, 500], 100, 254), &[[300, 122, 300, 254]]].concat();
        assert_eq!(shape(&only(&rules)), [[0, 0, 1, 2], [1, 0, 1, 1], [1, 1, 1, 1]]);
    }

    #[test]
    fn tables_close_under_one_another_are_two() {
        let upper = TWO_BY_TWO.to_vec();
        let lower = upper.iter().map(|[x0, y0, x1, y1]| [*x0, y0 + 220, *x1, y1 + 220]);
        let rules = lower.chain(upper.clone()).collect::<Vec<_>>();
        assert_eq!(found(&rules).iter().map(shape).collect::<Vec<_>>(), [FOUR, FOUR]);
    }

    #[test]
    fn a_worn_rule_belongs_to_the_corner_it_does_not_reach() {
        let mut worn = TWO_BY_TWO;
        worn[0] = [140, 100, 460, 100];
        worn[5] = [500, 130, 500, 270];
        assert_eq!(shape(&only(&worn)), FOUR);
    }

    #[test]
    fn parts_of_a_table_that_lie_in_each_other_s_way_are_one() {
        // Of the border on the left only the corner above is joined to anything.
        let mut worn = vec![[100, 100, 200, 100], [270, 100, 1000, 100]];
        worn.extend([[160, 200, 1000, 200], [160, 400, 1000, 400]]);
        worn.extend(sides(&[100, 400, 1000], 100, 400));
        assert_eq!(shape(&only(&worn)), FOUR);
    }

    #[test]
    fn a_table_in_a_frame_around_the_page_is_a_grid_without_it() {
        let mut framed = TWO_BY_TWO.to_vec();
        framed.extend([[10, 10, 900, 10], [10, 1200, 900, 1200], [10, 10, 10, 1200], [900, 10, 900, 1200]]);
        assert_eq!(shape(&only(&framed)), FOUR);
    }

    #[test]
    fn the_shadow_of_the_sheet_s_edge_is_no_column() {
        let mut shadowed = TWO_BY_TWO.to_vec();
        shadowed.push([671, 90, 671, 320]);
        assert_eq!(shape(&only(&shadowed)), FOUR);
    }

    #[test]
    fn outer_rules_may_be_missing() {
        let open = [TWO_BY_TWO[0], TWO_BY_TWO[1], TWO_BY_TWO[2], TWO_BY_TWO[4]];
        let grid = only(&open);
        assert_eq!(shape(&grid), FOUR);
        assert_eq!(grid.cells[0].bbox, BoundingBox::new(100, 100, 300, 200));
        let cut = [TWO_BY_TWO[0], TWO_BY_TWO[1], TWO_BY_TWO[3], TWO_BY_TWO[4], TWO_BY_TWO[5]];
        assert_eq!(shape(&only(&cut)), FOUR, "cut off at the foot of its page");
    }

    #[test]
    fn what_is_no_table_makes_no_grid() {
        let cases: [(&str, &[[u32; 4]]); 4] = [
            ("no rules", &[]),
            ("a rule above footnotes", &[[100, 900, 400, 900]]),
            (
                "a frame",
                &[[100, 100, 500, 100], [100, 300, 500, 300], [100, 100, 100, 300], [500, 100, 500, 300]],
            ),
            ("rules that do not touch", &[[100, 100, 500, 100], [100, 300, 500, 300], [700, 100, 700, 300]]),
        ];
        for (what, lines) in cases {
            assert!(found(lines).is_empty(), "{what}");
        }
    }

    #[test]
    fn two_tables_are_two_grids_top_to_bottom() {
        let lower = TWO_BY_TWO.map(|[x0, y0, x1, y1]| [x0, y0 + 250, x1, y1 + 250]);
        let all: Vec<[u32; 4]> = lower.into_iter().chain(TWO_BY_TWO).collect();
        let tops: Vec<u32> = found(&all).iter().map(|g| g.bbox.y0).collect();
        assert_eq!(tops, [99, 349]);
    }

    #[test]
    fn a_cell_beside_several_rows_is_one_cell() {
        // The third column's cell extends over both rows below the header.
        let mut lines = levels(&[100, 200, 400]);
        lines.push([100, 300, 400, 300]);
        lines.extend(sides(&[100, 200, 400, 1000], 100, 400));
        let grid = only(&lines);
        assert_eq!((grid.column_edges.len(), grid.row_edges.len()), (4, 4));
        assert!(shape(&grid).contains(&[2, 0, 1, 1]) && shape(&grid).contains(&[1, 2, 2, 1]), "{grid:?}");
    }

    #[test]
    fn a_header_over_two_columns_is_one_cell() {
        let mut lines = levels(&[100, 200, 400]);
        lines.push([400, 150, 1000, 150]);
        lines.extend(sides(&[100, 400, 1000], 100, 400));
        lines.push([700, 150, 700, 400]);
        let shape = shape(&only(&lines));
        assert_eq!(shape[..4], [[0, 0, 2, 1], [0, 1, 1, 2], [1, 1, 1, 1], [1, 2, 1, 1]]);
    }

    #[test]
    fn the_line_under_a_word_parts_no_rows() {
        let mut lines = levels(&[100, 200, 400]);
        lines.extend(sides(&[100, 400, 1000], 100, 400));
        lines.push([430, 150, 800, 150]);
        assert_eq!(only(&lines).row_edges.len(), 3);
    }

    #[test]
    fn a_short_rule_from_one_across_it_to_another_parts_rows_though_broken_and_too_long() {
        let mut lines = levels(&[100, 200, 400]);
        lines.extend([[100, 300, 240, 300], [270, 300, 450, 300]]);
        lines.extend(sides(&[100, 400, 1000], 100, 400));
        assert_eq!(only(&lines).row_edges.len(), 4);
    }

    #[test]
    fn a_gap_in_a_rule_does_not_join_cells() {
        let mut lines = levels(&[100, 400]);
        lines.extend([[100, 200, 520, 200], [580, 200, 1000, 200]]);
        lines.extend(sides(&[100, 1000], 100, 400));
        lines.extend([[400, 100, 400, 250], [400, 270, 400, 400]]);
        assert_eq!(shape(&only(&lines)), FOUR);
    }

    #[test]
    fn a_faded_border_at_the_side_stands_where_the_rules_across_end() {
        let mut lines = levels(&[100, 200, 400]);
        lines.extend(sides(&[100, 400, 800], 100, 400));
        assert_eq!(only(&lines).cells[5].bbox, BoundingBox::new(800, 200, 1000, 400));
    }

    proptest! {
        #[test]
        fn arbitrary_rules_give_cells_that_share_out_the_lattice(
            lines in prop::collection::vec((0_u32..600, 0_u32..600, 0_u32..600, 0_u32..600, any::<bool>()), 0..24)
        ) {
            let rules: Vec<Rule> = lines
                .into_iter()
                .map(|(x0, y0, x1, y1, horizontal)| Rule { bbox: BoundingBox { x0, y0, x1, y1 }, horizontal })
                .collect();
            for grid in find(&rules, DPI) {
                let places: u32 = grid.cells.iter().map(|c| c.rows * c.columns).sum();
                let lattice = (grid.row_edges.len() - 1) * (grid.column_edges.len() - 1);
                prop_assert_eq!(places as usize, lattice);
                for (at, a) in grid.cells.iter().enumerate() {
                    for b in &grid.cells[at + 1..] {
                        let apart = a.bbox.x1 <= b.bbox.x0 || b.bbox.x1 <= a.bbox.x0
                            || a.bbox.y1 <= b.bbox.y0 || b.bbox.y1 <= a.bbox.y0;
                        prop_assert!(apart, "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}
