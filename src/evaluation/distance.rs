//! Edit distance between two sequences, and the alignment behind it.

/// Returns the least number of insertions, deletions and substitutions that turn `truth` into `seen` (Levenshtein 1966). Time
/// is the product of the length and the distance, after the common ends are taken off; memory is in proportion to the distance.
pub fn distance<T: PartialEq>(truth: &[T], seen: &[T]) -> usize {
    let same = |a: &T, b: &T| a == b;
    let (_, truth, seen) = without_common_ends(0, truth, seen, &same);
    within_band(truth.len(), seen.len(), |most| {
        let mut row = Band::first_row(seen.len(), most);
        for (i, a) in truth.iter().enumerate() {
            row = Band::next_row(&row, i + 1, a, seen, most, &same);
        }
        let distance = row.last().copied().unwrap_or(FAR) as usize;
        (distance, distance)
    })
}

/// Returns, for each element of `truth`, the index of the element of `seen` that stands for it in a cheapest
/// alignment, or `None` where it was left out. Memory is the product of the length and the distance.
///
/// Of the cheapest alignments it is always the same one: common ends are taken off first; then, from the end
/// backwards, leaving an element out comes before inserting one, and that before pairing two. This is the
/// order of the rapidfuzz library, so that figures agree with scripts that use it.
pub fn align<T: PartialEq>(truth: &[T], seen: &[T]) -> Vec<Option<usize>> {
    align_by(truth, seen, |a, b| a == b)
}

/// Returns what [`align`] does, where `same` says of two elements whether one stands for the other at no cost.
pub fn align_by<T>(truth: &[T], seen: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let total = (truth.len(), seen.len());
    let (from, truth, seen) = without_common_ends(0, truth, seen, &same);
    let mut pairs: Vec<Option<usize>> = vec![None; total.0];
    for (at, pair) in pairs.iter_mut().enumerate().take(from) {
        *pair = Some(at);
    }
    for back in 1..=total.0 - from - truth.len() {
        pairs[total.0 - back] = Some(total.1 - back);
    }

    let band = within_band(truth.len(), seen.len(), |most| {
        let band = Band::of(truth, seen, most, &same);
        (band.cost(truth.len(), seen.len()) as usize, band)
    });
    for (at, pair) in band.pairs(seen.len()).into_iter().enumerate() {
        pairs[from + at] = pair.map(|pair| from + pair);
    }
    pairs
}

/// The first bound of a distance that is tried.
const NEAR: usize = 32;

/// More than any cost.
const FAR: u32 = u32::MAX / 2;

/// Finds what has a cost, given a bound of it: bounds are tried, each twice the one before, until the cost is within, for then
/// nothing that matters was passed by (Ukkonen 1985).
fn within_band<R>(truth: usize, seen: usize, mut find: impl FnMut(usize) -> (usize, R)) -> R {
    let mut most = NEAR.max(truth.abs_diff(seen));
    loop {
        let (cost, found) = find(most);
        if cost <= most || most >= truth.max(seen) {
            return found;
        }
        most *= 2;
    }
}

/// The costs of turning each beginning of one sequence into each beginning of another, row by row, but where their lengths differ
/// by more than a bound.
struct Band {
    rows: Vec<Vec<u32>>,
    most: usize,
}

impl Band {
    fn of<T>(truth: &[T], seen: &[T], most: usize, same: &impl Fn(&T, &T) -> bool) -> Self {
        let mut rows = Vec::with_capacity(truth.len() + 1);
        let mut row = Self::first_row(seen.len(), most);
        for (i, a) in truth.iter().enumerate() {
            let next = Self::next_row(&row, i + 1, a, seen, most, same);
            rows.push(std::mem::replace(&mut row, next));
        }
        rows.push(row);
        Self { rows, most }
    }

    fn first_row(seen: usize, most: usize) -> Vec<u32> {
        (0..=seen.min(most) as u32).collect()
    }

    /// Returns the costs of a beginning of `i` elements, the last of which is given; `above` are those of one less.
    fn next_row<T>(
        above: &[u32],
        i: usize,
        last: &T,
        seen: &[T],
        most: usize,
        same: &impl Fn(&T, &T) -> bool,
    ) -> Vec<u32> {
        let (first, first_above) = (i.saturating_sub(most), (i - 1).saturating_sub(most));
        let above =
            |j: usize| j.checked_sub(first_above).and_then(|at| above.get(at)).copied().unwrap_or(FAR);
        let end = seen.len().min(i + most);
        let mut row: Vec<u32> = Vec::with_capacity((end + 1).saturating_sub(first));
        for j in first..=end {
            let left = row.last().copied().unwrap_or(FAR);
            let paired = match j.checked_sub(1) {
                Some(before) => above(before) + u32::from(!same(last, &seen[before])),
                None => FAR,
            };
            row.push(paired.min(above(j) + 1).min(left + 1));
        }
        row
    }

    /// Returns which element of the other sequence, of this length, stands for each.
    fn pairs(&self, seen: usize) -> Vec<Option<usize>> {
        let (mut i, mut j) = (self.rows.len() - 1, seen);
        let mut pairs = vec![None; i];
        while i > 0 && j > 0 {
            if self.cost(i, j) == self.cost(i - 1, j) + 1 {
                i -= 1;
            } else if self.cost(i, j - 1) + 1 == self.cost(i - 1, j - 1) {
                j -= 1;
            } else {
                (i, j) = (i - 1, j - 1);
                pairs[i] = Some(j);
            }
        }
        pairs
    }

    fn cost(&self, i: usize, j: usize) -> u32 {
        let at = j.checked_sub(i.saturating_sub(self.most));
        at.and_then(|at| self.rows[i].get(at)).copied().unwrap_or(FAR)
    }
}

/// Takes the common beginning and then the common end off; returns also where the rest begins.
fn without_common_ends<'a, T>(
    from: usize,
    truth: &'a [T],
    seen: &'a [T],
    same: &impl Fn(&T, &T) -> bool,
) -> (usize, &'a [T], &'a [T]) {
    let head = truth.iter().zip(seen).take_while(|(a, b)| same(a, b)).count();
    let (truth, seen) = (&truth[head..], &seen[head..]);
    let tail = truth.iter().rev().zip(seen.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    (from + head, &truth[..truth.len() - tail], &seen[..seen.len() - tail])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn counts_the_textbook_cases() {
        let cases =
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("đoàn", "Poan", 2), ("ab", "ba", 2)];
        for (truth, seen, expected) in cases {
            assert_eq!(distance(&letters(truth), &letters(seen)), expected, "{truth} {seen}");
        }
    }

    #[test]
    fn leaves_out_the_later_of_two_equal_choices_as_rapidfuzz_does() {
        // rapidfuzz.distance.Levenshtein.opcodes("abcd", "xd"), ("ab", "xaybz"), ("aab", "ab"), ("xay", "bb").
        let cases: [(&str, &str, &[Option<usize>]); 4] = [
            ("abcd", "xd", &[Some(0), None, None, Some(1)]),
            ("ab", "xaybz", &[Some(1), Some(3)]),
            ("aab", "ab", &[Some(0), None, Some(1)]),
            ("xay", "bb", &[Some(0), Some(1), None]),
        ];
        for (truth, seen, expected) in cases {
            assert_eq!(align(&letters(truth), &letters(seen)), expected, "{truth} {seen}");
        }
    }

    /// All costs by their definition, none passed by.
    fn whole(truth: &[char], seen: &[char]) -> Band {
        let mut rows: Vec<Vec<u32>> = vec![(0..=seen.len() as u32).collect()];
        for (i, a) in truth.iter().enumerate() {
            let above = &rows[i];
            let mut row = vec![i as u32 + 1];
            for (j, b) in seen.iter().enumerate() {
                row.push((above[j] + u32::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1));
            }
            rows.push(row);
        }
        Band { rows, most: truth.len().max(seen.len()) }
    }

    proptest! {
        #[test]
        fn is_what_the_definition_says_beyond_the_first_bound_too(
            a in "[ab]{0,160}",
            b in "[ab]{0,90}",
        ) {
            let (a, b) = (letters(&a), letters(&b));
            let all = whole(&a, &b);
            prop_assert_eq!(distance(&a, &b), all.cost(a.len(), b.len()) as usize);
            let (_, a, b) = without_common_ends(0, &a, &b, &|a, b| a == b);
            prop_assert_eq!(align(a, b), whole(a, b).pairs(b.len()));
        }

        #[test]
        fn is_zero_only_for_equal_sequences(a in "[abc]{0,8}", b in "[abc]{0,8}") {
            prop_assert_eq!(distance(&letters(&a), &letters(&b)) == 0, a == b);
        }

        #[test]
        fn is_the_same_both_ways(a in "[abc]{0,12}", b in "[abc]{0,12}") {
            prop_assert_eq!(distance(&letters(&a), &letters(&b)), distance(&letters(&b), &letters(&a)));
        }

        #[test]
        fn keeps_the_triangle_inequality(a in "[abc]{0,8}", b in "[abc]{0,8}", c in "[abc]{0,8}") {
            let (a, b, c) = (letters(&a), letters(&b), letters(&c));
            prop_assert!(distance(&a, &c) <= distance(&a, &b) + distance(&b, &c));
        }

        #[test]
        fn the_alignment_costs_what_the_distance_says(a in "[abc]{0,120}", b in "[abc]{0,70}") {
            let (a, b) = (letters(&a), letters(&b));
            let pairs = align(&a, &b);
            let paired: Vec<usize> = pairs.iter().flatten().copied().collect();
            prop_assert!(paired.is_sorted_by(|x, y| x < y), "pairs cross: {:?}", pairs);
            let substituted =
                pairs.iter().enumerate().filter(|(i, j)| j.is_some_and(|j| a[*i] != b[j])).count();
            let cost = (a.len() - paired.len()) + (b.len() - paired.len()) + substituted;
            prop_assert_eq!(cost, distance(&a, &b));
        }
    }
}
