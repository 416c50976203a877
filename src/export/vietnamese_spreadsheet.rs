//! What a spreadsheet set to Vietnamese takes for what: the comma parts decimals, a day is written `18/12/2023`, and a text of
//! figures and the signs between them is a number, a time or a day, whatever the column is.

use super::cell_value::whole_day;

/// Words that are computed as truth values, in small letters: by Excel in any language, by LibreOffice in Vietnamese.
const TRUTH: [&str; 4] = ["true", "false", "đúng", "sai"];

/// Signs that stand in numbers, times, days, shares and amounts of money.
const SIGNS: &str = ".,/:-+%()'$€£¥₫đĐeE";

/// What ends a time of a half day (*sáng*, *chiều*).
const HALVES: [&str; 4] = ["AM", "PM", "SA", "CH"];

/// Returns a number with a decimal comma, thousands not parted.
pub(super) fn number(number: f64) -> String {
    number.to_string().replace('.', ",")
}

/// Returns a day as `18/12/2023`; `None` where it is not known to the day.
pub(super) fn day(iso: &str) -> Option<String> {
    whole_day(iso).map(|(year, month, day)| format!("{day:02}/{month:02}/{year}"))
}

/// Returns whether a text would be taken for something else. A whole day as it is written here is not: it may be taken for the
/// day that it is.
pub(super) fn is_mistaken(text: &str) -> bool {
    let text = text.trim();
    if TRUTH.contains(&text.to_lowercase().as_str()) {
        return true;
    }
    let figures = HALVES.iter().find_map(|half| text.strip_suffix(half)).unwrap_or(text);
    let fits = |c: char| c.is_ascii_digit() || c.is_whitespace() || SIGNS.contains(c);
    figures.contains(|c: char| c.is_ascii_digit()) && figures.chars().all(fits) && !is_day(text)
}

/// True for `18/12/2023`.
fn is_day(text: &str) -> bool {
    let Some((of_year, year)) = text.rsplit_once('/') else { return false };
    let Some((day, month)) = of_year.split_once('/') else { return false };
    day.len() == 2 && whole_day(&format!("{year}-{month}-{day}")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_numbers_times_and_days_are_told() {
        for text in [
            "1.10",
            "1",
            "007",
            "1,5",
            "1/2",
            "12-5",
            "3:4",
            "1e5",
            "12.000 đ",
            "5%",
            "(5)",
            "1.",
            "2023",
            "12/2023",
            "9:30 SA",
            "31/02/2023",
            "1/2/2023",
            "+84 912",
            "TRUE",
            "Sai",
        ] {
            assert!(is_mistaken(text), "{text}");
        }
        for text in [
            "",
            "III.2.a",
            "TOTAL",
            "a",
            "Kế hoạch",
            "18/12/2023",
            "12/BC-VP",
            "đ",
            "-",
            "e",
            "Đúng hạn",
            "I.1",
        ] {
            assert!(!is_mistaken(text), "{text}");
        }
    }

    #[test]
    fn numbers_have_a_comma_and_days_a_day_first() {
        assert_eq!(
            (number(1195.5), number(1000.0), number(-0.25)),
            ("1195,5".into(), "1000".into(), "-0,25".into())
        );
        assert_eq!((day("2023-12-08").as_deref(), day("2023-12")), (Some("08/12/2023"), None));
    }
}
