//! Natural order: `page-2` before `page-10`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

/// Returns a key whose bytes sort as a person sorts names: runs of digits by their number, letters without regard to
/// case. Names that are equal so far are told apart by their own bytes, so that the order is total. It holds one zero
/// byte, before the name itself.
///
/// ```
/// use phuchoi::batch::natural::key;
/// let mut names = ["page-10", "page-2", "Page-1"];
/// names.sort_by_key(|name| key(name.as_ref()));
/// assert_eq!(names, ["Page-1", "page-2", "page-10"]);
/// ```
pub fn key(name: &OsStr) -> Vec<u8> {
    let text = name.to_string_lossy();
    let mut key = Vec::with_capacity(2 * name.len() + 2);
    let mut rest = text.as_ref();
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let digits = take_digits(&mut rest).trim_start_matches('0');
            // Where digits sort among characters; then how many there are, for more are a larger number; then they.
            key.push(b'0');
            key.push(u8::try_from(digits.len() + 1).unwrap_or(u8::MAX));
            key.extend(digits.bytes());
        } else {
            key.extend(first.to_lowercase().filter(|c| *c != '\0').collect::<String>().bytes());
            rest = &rest[first.len_utf8()..];
        }
    }
    key.push(0);
    key.extend(name.as_bytes());
    key
}

fn take_digits<'a>(text: &mut &'a str) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;

    fn compare(a: &str, b: &str) -> Ordering {
        key(a.as_ref()).cmp(&key(b.as_ref()))
    }

    #[test]
    fn numbers_count_by_their_value() {
        let cases = [
            ("page-2", "page-10", Ordering::Less, "value, not digits"),
            ("page-002", "page-2", Ordering::Less, "equal value: told apart by characters"),
            ("2", "a", Ordering::Less, "digits before letters"),
            (" 2", "2", Ordering::Less, "but after blanks"),
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

    proptest! {
        #[test]
        fn no_two_names_have_one_key(a in "[aA0-2é-]{0,6}", b in "[aA0-2é-]{0,6}") {
            prop_assert_eq!(compare(&a, &b).is_eq(), a == b);
        }

        #[test]
        fn the_zero_byte_parts_the_order_from_the_name(name in "\\PC{0,12}") {
            let key = key(name.as_ref());
            let zero = key.iter().position(|byte| *byte == 0).expect("one");
            prop_assert_eq!(&key[zero + 1..], name.as_bytes());
        }
    }
}
