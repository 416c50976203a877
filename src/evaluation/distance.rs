//! Edit distance between two sequences, and the alignment behind it.

/// Returns the least number of insertions, deletions and substitutions that turn `truth` into `seen`
/// (Levenshtein 1966). Time is the product of the lengths after the common ends are taken off; memory one row.
pub fn distance<T: PartialEq>(truth: &[T], seen: &[T]) -> usize {
    let (from, truth, seen) = (0, truth, seen);
    let (_, truth, seen) = without_common_ends(from, truth, seen);
    let mut row: Vec<usize> = (0..=seen.len()).collect();
    for (i, a) in truth.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in seen.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(a != b)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[seen.len()]
}

/// Returns, for each element of `truth`, the index of the element of `seen` that stands for it in a cheapest
/// alignment, or `None` where it was left out.
///
/// Of the cheapest alignments it is always the same one: common ends are taken off first; then, from the end
/// backwards, leaving an element out comes before inserting one, and that before pairing two. This is the
/// order of the rapidfuzz library, so that figures agree with scripts that use it.
pub fn align<T: PartialEq>(truth: &[T], seen: &[T]) -> Vec<Option<usize>> {
    let total = (truth.len(), seen.len());
    let (from, truth, seen) = without_common_ends(0, truth, seen);
    let mut pairs: Vec<Option<usize>> = vec![None; total.0];
    for (at, pair) in pairs.iter_mut().enumerate().take(from) {
        *pair = Some(at);
    }
    for back in 1..=total.0 - from - truth.len() {
        pairs[total.0 - back] = Some(total.1 - back);
    }

    let width = seen.len() + 1;
    let table = table(truth, seen);
    let cost = |i: usize, j: usize| table[i * width + j];
    let (mut i, mut j) = (truth.len(), seen.len());
    while i > 0 && j > 0 {
        if cost(i, j) == cost(i - 1, j) + 1 {
            i -= 1;
        } else if cost(i, j - 1) + 1 == cost(i - 1, j - 1) {
            j -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs[from + i] = Some(from + j);
        }
    }
    pairs
}

/// The costs of turning each beginning of `truth` into each beginning of `seen`, row by row.
fn table<T: PartialEq>(truth: &[T], seen: &[T]) -> Vec<usize> {
    let width = seen.len() + 1;
    let mut table: Vec<usize> = (0..width).collect();
    for (i, a) in truth.iter().enumerate() {
        table.push(i + 1);
        for (j, b) in seen.iter().enumerate() {
            let above = table[i * width + j + 1];
            let diagonal = table[i * width + j];
            let left = table[(i + 1) * width + j];
            table.push((diagonal + usize::from(a != b)).min(above + 1).min(left + 1));
        }
    }
    table
}

/// Takes the common beginning and then the common end off; returns also where the rest begins.
fn without_common_ends<'a, T: PartialEq>(
    from: usize,
    truth: &'a [T],
    seen: &'a [T],
) -> (usize, &'a [T], &'a [T]) {
    let head = truth.iter().zip(seen).take_while(|(a, b)| a == b).count();
    let (truth, seen) = (&truth[head..], &seen[head..]);
    let tail = truth.iter().rev().zip(seen.iter().rev()).take_while(|(a, b)| a == b).count();
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

    proptest! {
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
        fn the_alignment_costs_what_the_distance_says(a in "[abc]{0,12}", b in "[abc]{0,12}") {
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
