//! Natural order: `page-2` before `page-10`.

use std::cmp::Ordering;
use std::path::Path;

/// Compares two names the way a person sorts them: runs of digits by their number, letters without regard to
/// case. Names that are equal so far are told apart by their characters, so that the order is total.
///
/// ```
/// use phuchoi::batch::natural::compare;
/// let mut names = ["page-10", "page-2", "Page-1"];
/// names.sort_by(|a, b| compare(a, b));
/// assert_eq!(names, ["Page-1", "page-2", "page-10"]);
/// ```
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        let ordering = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (m, n) = (take_digits(&mut left), take_digits(&mut right));
            // Numbers may be longer than any integer type: more digits, then the digits themselves.
            let (m, n) = (m.trim_start_matches('0'), n.trim_start_matches('0'));
            m.len().cmp(&n.len()).then_with(|| m.cmp(n))
        } else {
            left = &left[x.len_utf8()..];
            right = &right[y.len_utf8()..];
            x.to_lowercase().cmp(y.to_lowercase())
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
}

/// Compares two paths by their components, each in natural order; a folder comes before what is in it.
pub fn compare_paths(a: &Path, b: &Path) -> Ordering {
    let mut right = b.components();
    for component in a.components() {
        let Some(other) = right.next() else { return Ordering::Greater };
        let (x, y) = (component.as_os_str(), other.as_os_str());
        let ordering = compare(&x.to_string_lossy(), &y.to_string_lossy()).then_with(|| x.cmp(y));
        if ordering.is_ne() {
            return ordering;
        }
    }
    if right.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

fn take_digits<'a>(text: &mut &'a str) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_count_by_their_value() {
        let cases = [
            ("page-2", "page-10", Ordering::Less, "value, not digits"),
            ("page-002", "page-2", Ordering::Less, "equal value: told apart by characters"),
            ("2", "a", Ordering::Less, "digits before letters"),
            ("trang 9b", "trang 10a", Ordering::Less, "value before what follows"),
            ("A", "b", Ordering::Less, "case does not matter"),
            ("Đ1", "đ2", Ordering::Less, "nor for Vietnamese letters"),
            ("1.2.10", "1.2.9", Ordering::Greater, "every run counts"),
            ("99999999999999999999998", "99999999999999999999999", Ordering::Less, "longer than any integer"),
            ("a", "a1", Ordering::Less, "the shorter first"),
        ];
        for (a, b, expected, why) in cases {
            assert_eq!(compare(a, b), expected, "{a} {b}: {why}");
            assert_eq!(compare(b, a), expected.reverse(), "{b} {a}: {why}");
        }
    }

    #[test]
    fn folders_keep_together() {
        let mut paths = ["b/1.png", "a/10.png", "a/2.png", "a", "a/2/x.png"].map(Path::new);
        paths.sort_by(|a, b| compare_paths(a, b));
        assert_eq!(paths, ["a", "a/2/x.png", "a/2.png", "a/10.png", "b/1.png"].map(Path::new));
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[aA0-2é-]{0,6}", b in "[aA0-2é-]{0,6}", c in "[aA0-2é-]{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b).is_eq(), a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
