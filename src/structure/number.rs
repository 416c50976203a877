//! Numbers written the Vietnamese way.
//!
//! # Grammar
//!
//! ```text
//! number   = [ "-" ] integer [ "," digits ] [ "%" ]
//! integer  = digits | 1*3digit 1*( "." 3digit )
//! ```
//!
//! `1.000` is a thousand, `91,25` ninety-one and a quarter. A full stop before one or two digits (`7.5`) can only
//! be a decimal point, and is read so. `00/00`, dates and document numbers are not numbers.
//!
//! Values are exact: integers in units of 1/10,000.

/// Units in one.
pub(super) const UNIT: i64 = 10_000;

/// Longest run of digits that is a number here; codes are longer.
const MAX_DIGITS: usize = 12;

/// Returns the value of a number as printed, in units of 1/10,000.
pub(super) fn parse(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (integer, fraction) = match text.split_once(',') {
        Some((integer, fraction)) => (integer, fraction),
        None => match text.rsplit_once('.') {
            Some((integer, fraction)) if fraction.len() < 3 && !integer.contains('.') => (integer, fraction),
            _ => (text, ""),
        },
    };
    if text.contains(',') && fraction.is_empty() || text.ends_with('.') {
        return None;
    }
    let mut groups = integer.split('.');
    let first = groups.next()?;
    if !all_digits(first) {
        return None;
    }
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !all_digits(group) || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    if digits.len() > MAX_DIGITS || fraction.len() > 4 || !(fraction.is_empty() || all_digits(fraction)) {
        return None;
    }
    let whole: i64 = digits.parse().ok()?;
    let parts: i64 = format!("{fraction:0<4}").parse().ok()?;
    let value = whole * UNIT + parts;
    Some(if negative { -value } else { value })
}

/// Returns the digit that a character stands for where a number must stand: `l` is 1, `O` is 0.
pub(super) fn digit_for(character: char) -> Option<char> {
    Some(match character {
        c if c.is_ascii_digit() => c,
        'O' | 'o' | 'Q' | 'D' | 'ọ' | 'ó' | 'Ó' | 'ô' | 'Ô' | 'ơ' | 'Ơ' => '0',
        'l' | 'I' | '|' | 'i' | '!' | 'ị' | 'í' | 'T' => '1',
        'Z' | 'z' => '2',
        'S' | 's' | '§' | 'Š' => '5',
        'b' | 'G' => '6',
        'B' => '8',
        'g' | 'q' => '9',
        _ => return None,
    })
}

/// Returns the number that a token with letters in it stands for where a number must stand, written with digits.
/// `None` where it is a plain number already, or no digits can be made of it.
pub(super) fn with_digits(token: &str) -> Option<String> {
    if parse(token).is_some() || token.chars().count() > 9 {
        return None;
    }
    let written: Option<String> =
        token.chars().map(|c| if matches!(c, '.' | ',' | '%') { Some(c) } else { digit_for(c) }).collect();
    written.filter(|w| parse(w).is_some())
}

/// Writes a value the way its neighbours are printed, with full stops between thousands where `grouped`.
pub(super) fn write(value: i64, grouped: bool) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, parts) = (value.abs() / UNIT, value.abs() % UNIT);
    let digits = whole.to_string();
    let mut written = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if grouped && at > 0 && (digits.len() - at) % 3 == 0 {
            written.push('.');
        }
        written.push(digit);
    }
    if parts > 0 {
        written.push(',');
        written.push_str(format!("{parts:04}").trim_end_matches('0'));
    }
    written
}

/// Returns a value as a floating-point number.
pub(super) fn as_f64(value: i64) -> f64 {
    value as f64 / UNIT as f64
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_numbers_the_vietnamese_way() {
        for (text, value) in [
            ("1.000", Some(1000.0)),
            ("91,25", Some(91.25)),
            ("12.345.678", Some(12_345_678.0)),
            ("97,06%", Some(97.06)),
            ("7.5", Some(7.5)),
            ("0", Some(0.0)),
            ("00/00", None),
            ("1.00.0", None),
            ("5,", None),
            ("12.", None),
            ("218/BC-VP", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(as_f64), value, "{text}");
        }
    }

    #[test]
    fn reads_letters_as_digits_only_where_asked() {
        assert_eq!(with_digits("l0"), Some("10".into()));
        assert_eq!(with_digits("§O"), Some("50".into()));
        assert_eq!(with_digits("10"), None);
        assert_eq!(with_digits("điểm"), None);
    }

    proptest! {
        #[test]
        fn parse_takes_any_text(text in "\\PC*") {
            let _ = (parse(&text), with_digits(&text));
        }

        #[test]
        fn what_is_written_reads_back(value in -9_999_999_999i64..9_999_999_999, grouped: bool) {
            let value = value / 100 * 100;
            prop_assert_eq!(parse(&write(value, grouped)), Some(value));
        }
    }
}
