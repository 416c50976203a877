//! Sums that hold, and digits that sums bring back.
//!
//! A score table is a tree: in every numeric column the children of a row sum to the row. Where a sum fails, the
//! question is who erred, the recogniser or the author. [`settle`] answers only where the evidence leaves one
//! answer.
//!
//! # Method
//!
//! Values are exact integers. From each cluster of failing sums a best-first search changes one cell at a time,
//! always to the value that mends the sum at hand, at the cost of reading what was seen as what would be needed
//! (a weighted edit distance over the digits, where look-alikes cost [`LOOK_ALIKE`]). A sum may also be left failing, at [`AUTHOR_SLIP`]: authors err too.
//!
//! Where the recogniser said what else each digit may be, only what it said counts as a look-alike.
//!
//! A change is made only if
//!
//! - every explanation within [`MARGIN`] of the cheapest makes that same change, and
//! - it mends more sums than it changes cells: a misread section score fails the sum of its items *and* the
//!   sum of sections, by the same amount, and one change mends both. A cell that was no clean number as seen
//!   (`l0`, `§`) was certainly misread, so there one mended sum is enough.
//!
//! A slip of the author's that is carried upward, or that stands in the closing row, fails one sum only and is
//! reported, never mended. The one slip that cannot be told from damage is a wrong subtotal, exactly a look-alike
//! digit away from the right one, under a grand total that was computed from the right one.
//!
//! A cell that is lost altogether is filled where the one sum that misses it stands on a row that another
//! sum confirms.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::number;

/// Cost of one digit read as its look-alike. The unit of all costs here.
const LOOK_ALIKE: u32 = 10;
/// Cost of a letter that stood for another digit than its usual one.
const OTHER_LETTER: u32 = 7;
/// Cost of a letter read as its usual digit.
const USUAL_LETTER: u32 = 1;
/// Cost of a character lost or added. Above [`CELL_LIMIT`]: a clean number that misses a digit has too many rivals,
/// and made tables showed wrong repairs as soon as it was cheaper.
const LOST_DIGIT: u32 = 24;
/// Cost of one digit read as any other.
const UNLIKE: u32 = 30;
/// Score, 0 to 1, from which a recogniser's alternative is what may have been printed. Of 5,723 digits read right in our
/// fixtures' tables, damaged anew at levels 2 and 3, 21 in a hundred had another digit with 0.8 or more beside them, 7
/// with 0.85, 2.4 with 0.9; of 24 misread ones 18, 15 and 12 had the right one.
const RIVAL: f32 = 0.9;
/// Most that one cell may cost: two look-alikes.
const CELL_LIMIT: u32 = 20;
/// The same for a clean number of a text: one. With two, sums printed wrong by 1 to 50 were made to agree in 285 of
/// 5,000 made tables, with one in 132.
const TEXT_LIMIT: u32 = 10;
/// Cost of holding that a sum fails because its author erred.
const AUTHOR_SLIP: u32 = 25;
/// An explanation counts as a rival up to this much above the cheapest: one more look-alike, or a slip of the author's in
/// place of one. In 6,000 made tables with one to three digits damaged, 91 % of what the sums determine came back
/// (with 22 it was 85 %), nothing wrong; with room for no look-alike more all of it did, and seven numbers wrong.
const MARGIN: u32 = 16;
/// The same for cells that were no clean numbers, where the cheapest reading starts near zero.
const DOUBTFUL_MARGIN: u32 = 12;
/// Most states the search may open for a cluster; beyond, nothing is repaired there.
const STATES: usize = 4000;
/// Most rows that all states of a cluster look at together: one of more than 130 rows opens fewer states, and less is repaired there.
const LOOKS: usize = 1 << 19;
/// Most failing sums in a cluster; beyond, the table was read with another structure than it has.
const CLUSTER: usize = 12;

/// Pairs of digits that recognisers take for each other on worn print.
const LOOK_ALIKES: &[(u8, u8)] = &[
    (b'0', b'6'),
    (b'0', b'8'),
    (b'0', b'9'),
    (b'1', b'4'),
    (b'1', b'7'),
    (b'2', b'7'),
    (b'3', b'5'),
    (b'3', b'8'),
    (b'3', b'9'),
    (b'4', b'9'),
    (b'5', b'6'),
    (b'5', b'8'),
    (b'6', b'8'),
    (b'8', b'9'),
];

/// A cell of one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// What was seen, without blanks.
    pub(super) seen: String,
    /// Its value; `None` where nothing could be read.
    pub(super) value: Option<i64>,
    /// True where what was seen is a number as it stands.
    pub(super) clean: bool,
    /// Highest value it may take.
    pub(super) limit: Option<i64>,
    /// What the recogniser saw beside each digit, with its place in `seen` and its score: nothing where it was typed;
    /// `None` where it did not say, as in text, and look-alikes must do.
    pub(super) rivals: Option<Vec<(usize, char, f32)>>,
}

impl Cell {
    /// Reads a cell as seen.
    pub(super) fn read(seen: &str) -> Self {
        let seen: String = seen.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(value) = number::parse(&seen) {
            return Self { seen, value: Some(value), clean: true, limit: None, rivals: None };
        }
        let value = number::with_digits(&seen).and_then(|w| number::parse(&w));
        Self { seen, value, clean: false, limit: None, rivals: None }
    }
}

/// A sum that should hold: the row `whole` is the sum of the rows `parts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

impl Sum {
    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.whole).chain(self.parts.iter().copied())
    }

    /// Returns the sum of the parts, `None` where one is unknown.
    pub(super) fn expected(&self, value: impl Fn(usize) -> Option<i64>) -> Option<i64> {
        self.parts.iter().try_fold(0i64, |total, part| total.checked_add(value(*part)?))
    }

    /// Returns whether it holds, `None` where a value is unknown.
    pub(super) fn holds(&self, value: impl Fn(usize) -> Option<i64>) -> Option<bool> {
        Some(self.expected(&value)? == value(self.whole)?)
    }

    /// Adds up what is known of it.
    fn balance(&self, value: impl Fn(usize) -> Option<i64>) -> Balance {
        let known = || self.parts.iter().filter_map(|part| value(*part));
        let total = known().map(i128::from).sum();
        Balance { whole: value(self.whole), total, unknown: self.parts.len() - known().count() }
    }
}

/// What is known of a sum, which may have ten thousand parts.
#[derive(Debug, Clone, Copy)]
struct Balance {
    whole: Option<i64>,
    /// What its known parts add up to.
    total: i128,
    /// How many of its parts are not known.
    unknown: usize,
}

impl Balance {
    fn expected(&self) -> Option<i64> {
        i64::try_from(self.total).ok().filter(|_| self.unknown == 0)
    }

    /// Returns whether the sum holds, `None` where a value is unknown.
    fn holds(&self) -> Option<bool> {
        Some(self.expected()? == self.whole?)
    }

    /// Returns what the whole, or else a part of this value, would have to be for the sum to hold.
    fn needed(&self, is_whole: bool, own: Option<i64>) -> Option<i64> {
        if is_whole {
            return self.expected();
        }
        let others = self.total - i128::from(own.unwrap_or(0));
        let is_known = self.unknown == usize::from(own.is_none());
        i64::try_from(i128::from(self.whole?) - others).ok().filter(|_| is_known)
    }

    /// Learns the value of the whole, or else of a part that was not known.
    fn learn(&mut self, is_whole: bool, value: i64) {
        if is_whole {
            self.whole = Some(value);
        } else {
            self.total += i128::from(value);
            self.unknown -= 1;
        }
    }
}

/// A value that the sums prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) row: usize,
    pub(super) value: i64,
    /// The sums that prove it, by index.
    pub(super) sums: Vec<usize>,
}

/// Finds the values that the sums prove to have been printed where others were seen, by row.
pub(super) fn settle(cells: &[Cell], sums: &[Sum]) -> Vec<Proof> {
    let mut column = Column::new(cells, sums);
    let mut proofs = column.fill_lost();
    let mut repaired = column.repair();
    // A repair may confirm the row that a lost cell hangs on.
    for proof in &repaired {
        column.values[proof.row] = Some(proof.value);
    }
    proofs.append(&mut repaired);
    proofs.append(&mut column.fill_lost());
    proofs.sort_by_key(|p| p.row);
    proofs
}

/// Cells and sums of one column, with the sums by row.
struct Column<'a> {
    cells: &'a [Cell],
    sums: &'a [Sum],
    values: Vec<Option<i64>>,
    of_row: Vec<Vec<usize>>,
}

type Changes = BTreeMap<usize, i64>;

/// A state of the search: changes made and sums left failing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    changes: Changes,
    left: BTreeSet<usize>,
}

impl<'a> Column<'a> {
    fn new(cells: &'a [Cell], sums: &'a [Sum]) -> Self {
        let mut of_row = vec![Vec::new(); cells.len()];
        for (at, sum) in sums.iter().enumerate() {
            for row in sum.rows() {
                of_row[row].push(at);
            }
        }
        Self { cells, sums, values: cells.iter().map(|c| c.value).collect(), of_row }
    }

    fn value(&self, row: usize) -> Option<i64> {
        self.values[row]
    }

    fn value_in(&self, changes: &Changes, row: usize) -> Option<i64> {
        changes.get(&row).copied().or(self.values[row])
    }

    fn fill_lost(&mut self) -> Vec<Proof> {
        let mut proofs = Vec::new();
        let mut balances: Vec<Balance> = self.sums.iter().map(|sum| sum.balance(|r| self.value(r))).collect();
        for row in 0..self.cells.len() {
            if self.values[row].is_some() {
                continue;
            }
            let mut needs = self.of_row[row]
                .iter()
                .filter_map(|s| Some((*s, balances[*s].needed(self.sums[*s].whole == row, None)?)));
            let Some((first, value)) = needs.next() else { continue };
            let rest: Vec<(usize, i64)> = needs.collect();
            let whole = self.sums[first].whole;
            let confirmed =
                self.of_row[whole].iter().find(|s| **s != first && balances[**s].holds() == Some(true));
            let proved = if rest.is_empty() {
                whole != row && confirmed.is_some()
            } else {
                rest.iter().all(|(_, v)| *v == value)
            };
            if proved && value >= 0 && self.cells[row].limit.is_none_or(|limit| value <= limit) {
                let others = rest
                    .iter()
                    .map(|(s, _)| *s)
                    .chain(rest.is_empty().then_some(confirmed).flatten().copied());
                let sums = std::iter::once(first).chain(others).collect();
                self.values[row] = Some(value);
                for sum in &self.of_row[row] {
                    balances[*sum].learn(self.sums[*sum].whole == row, value);
                }
                proofs.push(Proof { row, value, sums });
            }
        }
        proofs
    }

    fn fails(&self, sum: usize, changes: &Changes) -> bool {
        self.sums[sum].holds(|r| self.value_in(changes, r)) == Some(false)
    }

    fn repair(&self) -> Vec<Proof> {
        let failing: Vec<usize> = (0..self.sums.len()).filter(|s| self.fails(*s, &Changes::new())).collect();
        let mut proofs = Vec::new();
        for cluster in self.clusters(&failing) {
            if cluster.len() <= CLUSTER {
                proofs.append(&mut self.explain(&cluster));
            }
        }
        proofs
    }

    /// Joins failing sums that share a row.
    fn clusters(&self, failing: &[usize]) -> Vec<Vec<usize>> {
        let all: BTreeSet<usize> = failing.iter().copied().collect();
        let mut seen = BTreeSet::new();
        let mut clusters = Vec::new();
        for start in failing {
            if !seen.insert(*start) {
                continue;
            }
            let mut cluster = vec![*start];
            let mut at = 0;
            while let Some(sum) = cluster.get(at).copied() {
                at += 1;
                for row in self.sums[sum].rows() {
                    for next in &self.of_row[row] {
                        if all.contains(next) && seen.insert(*next) {
                            cluster.push(*next);
                        }
                    }
                }
            }
            cluster.sort_unstable();
            clusters.push(cluster);
        }
        clusters
    }

    /// Searches the explanations of a cluster of failing sums and returns what all cheap ones agree on.
    fn explain(&self, cluster: &[usize]) -> Vec<Proof> {
        let rows: usize = cluster.iter().map(|sum| self.sums[*sum].parts.len()).sum();
        let most = STATES.min(LOOKS / rows.max(1));
        let mut queue = BinaryHeap::new();
        let mut opened = BTreeSet::new();
        let mut explanations: Vec<(u32, State)> = Vec::new();
        queue.push(Reverse((0u32, State { changes: Changes::new(), left: BTreeSet::new() })));
        while let Some(Reverse((cost, state))) = queue.pop() {
            if explanations.first().is_some_and(|(best, _)| cost > best + MARGIN) {
                break;
            }
            if !opened.insert(state.clone()) {
                continue;
            }
            if opened.len() > most {
                return Vec::new();
            }
            let touched = state.changes.keys().flat_map(|row| &self.of_row[*row]);
            let open: BTreeSet<usize> = cluster.iter().chain(touched).copied().collect();
            let next = open.into_iter().find(|s| !state.left.contains(s) && self.fails(*s, &state.changes));
            let Some(sum) = next else {
                explanations.push((cost, state));
                continue;
            };
            let mut left = state.clone();
            left.left.insert(sum);
            queue.push(Reverse((cost + AUTHOR_SLIP, left)));
            let balance = self.sums[sum].balance(|r| self.value_in(&state.changes, r));
            for row in self.sums[sum].rows() {
                if state.changes.contains_key(&row) {
                    continue;
                }
                let Some(needed) = balance.needed(row == self.sums[sum].whole, self.values[row]) else {
                    continue;
                };
                let Some(price) = self.price(row, needed) else { continue };
                let mut changed = state.clone();
                changed.changes.insert(row, needed);
                queue.push(Reverse((cost + price, changed)));
            }
        }
        let Some((least, best)) = explanations.first() else { return Vec::new() };
        let mut proofs = Vec::new();
        for group in self.groups(&best.changes) {
            let changes: Changes =
                best.changes.iter().filter(|(r, _)| group.contains(r)).map(|(r, v)| (*r, *v)).collect();
            let doubtful = group.iter().all(|r| !self.cells[*r].clean);
            let margin = if doubtful { DOUBTFUL_MARGIN } else { MARGIN };
            let rivals = || explanations.iter().take_while(|(cost, _)| *cost <= least + margin);
            let agreed =
                changes.iter().all(|(row, value)| rivals().all(|(_, s)| s.changes.get(row) == Some(value)));
            let sums: BTreeSet<usize> = group.iter().flat_map(|r| self.of_row[*r].iter().copied()).collect();
            let holding: BTreeSet<usize> = sums
                .into_iter()
                .filter(|s| self.sums[*s].holds(|r| self.value_in(&best.changes, r)) == Some(true))
                .collect();
            let mended = holding.iter().filter(|s| self.fails(**s, &Changes::new())).count();
            let wanted = if doubtful { group.len() } else { group.len() + 1 };
            let proved_each = group.iter().all(|row| {
                let of_row = &self.of_row[*row];
                of_row.iter().all(|s| holding.contains(s)) && (doubtful || of_row.len() > 1)
            });
            if agreed && mended >= wanted && proved_each {
                for (row, value) in changes {
                    let sums = self.of_row[row].clone();
                    proofs.push(Proof { row, value, sums });
                }
            }
        }
        proofs
    }

    /// Parts changes into groups that share sums.
    fn groups(&self, changes: &Changes) -> Vec<BTreeSet<usize>> {
        let mut groups: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
        for row in changes.keys() {
            let mut rows = BTreeSet::from([*row]);
            let mut sums: BTreeSet<usize> = self.of_row[*row].iter().copied().collect();
            groups.retain(|(other_rows, other_sums)| {
                let apart = other_sums.is_disjoint(&sums);
                if !apart {
                    rows.extend(other_rows);
                    sums.extend(other_sums);
                }
                apart
            });
            groups.push((rows, sums));
        }
        groups.into_iter().map(|(rows, _)| rows).collect()
    }

    /// Returns the cost of what was seen having been printed as a value, `None` where that is out of reach.
    fn price(&self, row: usize, value: i64) -> Option<u32> {
        let cell = &self.cells[row];
        if value < 0 || cell.limit.is_some_and(|limit| value > limit) || cell.seen.is_empty() {
            return None;
        }
        let cost = reading_cost(cell, &number::write(value, false));
        let limit = if cell.clean && cell.rivals.is_none() { TEXT_LIMIT } else { CELL_LIMIT };
        (cost <= limit).then_some(cost)
    }
}

/// Returns the cost of reading the digits of a cell as those of `printed`; separators do not count.
fn reading_cost(cell: &Cell, printed: &str) -> u32 {
    let figures = |text: &str| -> Vec<(usize, char)> {
        text.chars().enumerate().filter(|(_, c)| !matches!(c, '.' | '%')).collect()
    };
    let (seen, printed) = (figures(&cell.seen), figures(printed));
    if seen.len().abs_diff(printed.len()) > 1 {
        return u32::MAX;
    }
    let mut row: Vec<u32> = (0..=printed.len() as u32).map(|n| n * LOST_DIGIT).collect();
    for s in &seen {
        let mut diagonal = row[0];
        row[0] += LOST_DIGIT;
        for (at, (_, p)) in printed.iter().enumerate() {
            let best = (diagonal + figure_cost(cell, *s, *p))
                .min(row[at] + LOST_DIGIT)
                .min(row[at + 1] + LOST_DIGIT);
            diagonal = std::mem::replace(&mut row[at + 1], best);
        }
    }
    row[printed.len()]
}

fn figure_cost(cell: &Cell, (at, seen): (usize, char), printed: char) -> u32 {
    if seen == printed {
        return 0;
    }
    if !seen.is_ascii_digit() {
        return if number::digit_for(seen) == Some(printed) { USUAL_LETTER } else { OTHER_LETTER };
    }
    if let Some(rivals) = &cell.rivals {
        let is_rival = |(place, figure, score): &(usize, char, f32)| {
            *place == at && *figure == printed && *score >= RIVAL
        };
        return if rivals.iter().any(is_rival) { LOOK_ALIKE } else { UNLIKE };
    }
    let pair = (seen.min(printed) as u32 as u8, seen.max(printed) as u32 as u8);
    if printed.is_ascii_digit() && LOOK_ALIKES.contains(&pair) { LOOK_ALIKE } else { UNLIKE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::number::UNIT;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    fn cells(seen: &[&str]) -> Vec<Cell> {
        seen.iter().map(|s| Cell::read(s)).collect()
    }

    fn sum(whole: usize, parts: &[usize]) -> Sum {
        Sum { whole, parts: parts.to_vec() }
    }

    /// Total, two sections, two items each.
    fn tree() -> Vec<Sum> {
        vec![sum(0, &[1, 4]), sum(1, &[2, 3]), sum(4, &[5, 6])]
    }

    #[test]
    fn two_sums_bring_back_a_subtotal() {
        let cells = cells(&["243", "103", "150", "43", "50", "20", "30"]);
        let proofs = settle(&cells, &tree());
        assert_eq!(proofs, [Proof { row: 1, value: 193 * UNIT, sums: vec![0, 1] }]);
    }

    #[test]
    fn a_slip_carried_upward_is_left_alone() {
        let cells = cells(&["248", "198", "150", "43", "50", "20", "30"]);
        assert_eq!(settle(&cells, &tree()), []);
    }

    #[test]
    fn a_wrong_total_is_left_alone() {
        let cells = cells(&["248", "193", "150", "43", "50", "20", "30"]);
        assert_eq!(settle(&cells, &tree()), []);
    }

    #[test]
    fn a_leaf_of_clean_digits_is_left_alone() {
        let cells = cells(&["243", "193", "150", "48", "50", "20", "30"]);
        assert_eq!(settle(&cells, &tree()), []);
    }

    #[test]
    fn letters_in_a_leaf_are_settled_by_one_confirmed_sum() {
        let cells = cells(&["243", "193", "150", "4B", "50", "20", "30"]);
        assert_eq!(settle(&cells, &tree()), [Proof { row: 3, value: 43 * UNIT, sums: vec![1] }]);
    }

    #[test]
    fn what_the_recogniser_saw_beside_a_digit_counts_for_more_than_its_looks() {
        let mut cells = cells(&["243", "103", "150", "43", "50", "20", "30"]);
        cells[1].rivals = Some(vec![(1, '6', 0.95)]);
        assert_eq!(settle(&cells, &tree()), [], "it saw a 6 there, not a 9: the author erred");
        cells[1].rivals = Some(vec![(1, '6', 0.92), (1, '9', 0.95)]);
        assert_eq!(settle(&cells, &tree()), [Proof { row: 1, value: 193 * UNIT, sums: vec![0, 1] }]);
    }

    #[test]
    fn a_lost_leaf_is_filled_where_its_parent_is_confirmed() {
        let cells = cells(&["243", "193", "150", "", "50", "20", "30"]);
        assert_eq!(settle(&cells, &tree()), [Proof { row: 3, value: 43 * UNIT, sums: vec![1, 0] }]);
    }

    #[test]
    fn two_lost_leaves_of_one_sum_stay_open() {
        let cells = cells(&["243", "193", "", "", "50", "20", "30"]);
        assert_eq!(settle(&cells, &tree()), []);
    }

    /// A made table: leaves by item, items by section.
    #[derive(Debug, Clone)]
    struct Made {
        values: Vec<i64>,
        sums: Vec<Sum>,
    }

    fn made() -> impl Strategy<Value = Made> {
        let item = prop_oneof![(1i64..60).prop_map(|v| vec![v]), prop::collection::vec(1i64..40, 2..5),];
        prop::collection::vec(prop::collection::vec(item, 2..6), 2..6).prop_map(|sections| {
            let mut made = Made { values: vec![0], sums: vec![sum(0, &[])] };
            for section in sections {
                let at = made.values.len();
                made.values.push(0);
                made.sums[0].parts.push(at);
                let mut parts = Vec::new();
                for leaves in section {
                    let item = made.values.len();
                    parts.push(item);
                    made.values.push(leaves.iter().sum());
                    if leaves.len() > 1 {
                        let first = made.values.len();
                        made.values.extend(&leaves);
                        made.sums.push(Sum { whole: item, parts: (first..first + leaves.len()).collect() });
                    }
                }
                made.values[at] = parts.iter().map(|p| made.values[*p]).sum();
                made.values[0] += made.values[at];
                made.sums.push(Sum { whole: at, parts });
            }
            made
        })
    }

    /// Replaces a digit by one of its look-alikes, each digit once.
    fn damage(printed: &str, seen: &mut String, place: usize, pick: usize) {
        let at = place % seen.len();
        let was = printed.as_bytes()[at];
        let others: Vec<u8> = LOOK_ALIKES
            .iter()
            .filter_map(|(a, b)| if *a == was { Some(*b) } else { (*b == was).then_some(*a) })
            .collect();
        if !others.is_empty() {
            seen.replace_range(at..=at, &char::from(others[pick % others.len()]).to_string());
        }
    }

    /// Draws made tables, the same ones each time: three damages conspire once in some 60,000 tables, by the
    /// measure of longer runs.
    fn made_tables(count: usize) -> Vec<Made> {
        let mut runner = TestRunner::deterministic();
        (0..count).map(|_| made().new_tree(&mut runner).unwrap().current()).collect()
    }

    fn read_all(seen: &[String]) -> Vec<Cell> {
        seen.iter().map(|s| Cell::read(s)).collect()
    }

    #[test]
    fn one_to_three_damaged_digits_are_never_repaired_wrongly() {
        for (round, made) in made_tables(5000).into_iter().enumerate() {
            let mut seen: Vec<String> = made.values.iter().map(ToString::to_string).collect();
            for hit in 0..=round % 3 {
                let row = (round * 7919 + hit * 104_729) % seen.len();
                damage(&made.values[row].to_string(), &mut seen[row], round + hit, round / 3);
            }
            for proof in settle(&read_all(&seen), &made.sums) {
                assert_eq!(proof.value, made.values[proof.row] * UNIT, "row {} of {seen:?}", proof.row);
            }
        }
    }

    #[test]
    fn authors_slips_are_never_mended() {
        for (round, made) in made_tables(5000).into_iter().enumerate() {
            let slip = (round % 41) as i64 - 20;
            let mut values = made.values.clone();
            // The author carries the wrong sum upward.
            let mut row = Some(made.sums[round % made.sums.len()].whole);
            while let Some(r) = row {
                values[r] = (values[r] + slip).max(0);
                row = made.sums.iter().find(|s| s.parts.contains(&r)).map(|s| s.whole);
            }
            let seen: Vec<String> = values.iter().map(ToString::to_string).collect();
            assert_eq!(settle(&read_all(&seen), &made.sums), vec![], "{seen:?}");
        }
    }

    /// Cells of an image: beside each digit the recogniser saw what was printed, if it read another.
    fn with_rivals(seen: &[String], printed: &[i64]) -> Vec<Cell> {
        let rivals = |seen: &str, printed: String| {
            let pairs = seen.chars().zip(printed.chars()).enumerate();
            pairs.filter(|(_, (s, p))| s != p).map(|(at, (_, p))| (at, p, 0.95)).collect()
        };
        let cell = |(seen, printed): (&String, &i64)| Cell {
            rivals: Some(rivals(seen, printed.to_string())),
            ..Cell::read(seen)
        };
        seen.iter().zip(printed).map(cell).collect()
    }

    #[test]
    fn on_images_a_wrong_printed_sum_is_never_made_to_agree_whatever_is_damaged() {
        for (round, made) in made_tables(3000).into_iter().enumerate() {
            // One printed sum is wrong, and nothing above it was computed from it.
            let mut values = made.values.clone();
            let whole = made.sums[round % made.sums.len()].whole;
            values[whole] = (values[whole] + [1, -1, 10, -10, 2, 5, 100, -3][round % 8]).max(0);
            let mut seen: Vec<String> = values.iter().map(ToString::to_string).collect();
            for hit in 0..=round % 3 {
                let row = (round * 7919 + hit * 104_729) % seen.len();
                damage(&values[row].to_string(), &mut seen[row], round + hit, round / 3);
            }
            for proof in settle(&with_rivals(&seen, &values), &made.sums) {
                assert_eq!(proof.value, values[proof.row] * UNIT, "row {} of {seen:?}", proof.row);
            }
        }
    }

    /// Damages one to three digits of right tables and returns how many cells the sums determine, and how many of them
    /// came back. A cell is determined where two sums meet in it and nothing else in them is damaged.
    fn brought_back(count: usize, read: impl Fn(&[String], &[i64]) -> Vec<Cell>) -> (usize, usize) {
        let (mut determined, mut back) = (0, 0);
        for (round, made) in made_tables(count).into_iter().enumerate() {
            let printed: Vec<String> = made.values.iter().map(ToString::to_string).collect();
            let mut seen = printed.clone();
            for hit in 0..=round % 3 {
                let row = (round * 7919 + hit * 104_729) % seen.len();
                damage(&printed[row], &mut seen[row], round + hit, round / 3);
            }
            let is_damaged = |row: usize| seen[row] != printed[row];
            let proofs = settle(&read(&seen, &made.values), &made.sums);
            for row in (0..seen.len()).filter(|row| is_damaged(*row)) {
                let of_row = || made.sums.iter().filter(|sum| sum.rows().any(|r| r == row));
                let alone = of_row().all(|sum| sum.rows().all(|r| r == row || !is_damaged(r)));
                if of_row().count() > 1 && alone {
                    determined += 1;
                    back += usize::from(
                        proofs.iter().any(|p| (p.row, p.value) == (row, made.values[row] * UNIT)),
                    );
                }
            }
        }
        (determined, back)
    }

    #[test]
    fn nine_tenths_of_what_the_sums_determine_come_back_from_text_and_all_of_it_from_images() {
        let (determined, back) = brought_back(3000, |seen, _| read_all(seen));
        assert!(10 * back >= 9 * determined, "{back} of {determined} in text");
        let (determined, back) = brought_back(3000, with_rivals);
        assert_eq!(back, determined, "on images");
    }
}
