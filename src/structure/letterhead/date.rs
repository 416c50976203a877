//! Place and date (địa danh và ngày tháng): `Đồng Xanh, ngày 18 tháng 12 năm 2023`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number_pattern::{NUMBER, is_specks};
use crate::structure::{folding, number};

/// A place of issue has fewer letters: `Thị trấn` with the longest names takes some thirty.
const PLACE_LENGTH: usize = 40;

/// Most words of a place that begins with a small letter.
const SMALL_PLACE_WORDS: usize = 4;

/// Words, folded, that open a sentence with a date in it, and no place.
const SENTENCES: &[&str] = &["theo ", "hom nay", "ke tu", "truoc ", "can cu"];

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)ng[aàáảạ][yuỳýỷ]?\s*([0-9OoÔÓƠơôIlSBi|§]{1,2})\s*th[^\s]{1,2}ng\s*([0-9OoÔÓƠơôIlSBi|§]{1,2})\s*n[^\s]{1,2}m\s*([0-9OoÔÓƠơôIlSBi|§]{4})").ok()
});

static OPEN_DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)ng[aàáảạ][yuỳýỷ]?\b.{0,8}\bth[^\s]{1,2}ng\b.{0,8}\bn[^\s]{1,2}m\s").ok()
});

static OPEN_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)ng[aàáảạ][yuỳýỷ]?[\s.…_/]*th[^\s]{1,2}ng\s*([0-9]{1,2})?[\s.…_/]*n[^\s]{1,2}m\s*([0-9]{4})",
    )
    .ok()
});

static SHORT_DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)ng[aàáảạ]y\s+([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})").ok());

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Date {
    /// The day after ISO 8601, as far as it is known.
    pub(super) iso: String,
    /// As it is printed.
    pub(super) printed: String,
    /// The place of issue before it.
    pub(super) place: Option<String>,
}

/// Reads a date and the place before it.
pub(super) fn date_of(text: &str) -> Option<Date> {
    let (iso, range) = find(text)?;
    let place = place_in(&text[..range.start]);
    Some(Date { iso, printed: text[range].to_owned(), place })
}

/// Finds the first date in a text, and where it stands.
fn find(text: &str) -> Option<(String, Range<usize>)> {
    let figures = |digits: &str| -> Option<u32> {
        digits.chars().map(number::digit_for).collect::<Option<String>>()?.parse().ok()
    };
    let captures = [&*DATE, &*SHORT_DATE].into_iter().flatten().find_map(|r| r.captures(text))?;
    let range = captures.get(0)?.range();
    let (day, month, year) = (figures(&captures[1])?, figures(&captures[2])?, figures(&captures[3])?);
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) || !(1900..2200).contains(&year) {
        return None;
    }
    Some((format!("{year:04}-{month:02}-{day:02}"), range))
}

/// Reads a date that a text begins with, and says where it ends.
pub(super) fn leading_date(text: &str) -> Option<(Date, usize)> {
    let (iso, range) = find(text)?;
    let opens = text[..range.start].chars().all(|c| !c.is_alphanumeric());
    let end = range.end;
    opens.then(|| (Date { iso, printed: text[range].to_owned(), place: None }, end))
}

/// Reads the date of a line of place and date, and the place. Within a sentence a date is not the document's own; one without
/// a place is only where the head's other parts are near.
pub(super) fn date_in_head(text: &str, near: bool) -> Option<Date> {
    let (iso, range) = find(text)?;
    let (before, after) = (without_number(&text[..range.start]).trim(), &text[range.end..]);
    let alone = is_specks(after) && if is_specks(before) { near } else { may_be_place(before) };
    alone.then(|| Date {
        iso,
        printed: text[range.clone()].to_owned(),
        place: place_in(&text[..range.start]),
    })
}

/// Returns whether what stands before a date may be the place of issue, and not the sentence that the date is in.
fn may_be_place(before: &str) -> bool {
    let folded = folding::fold(before.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let sentence = SENTENCES.iter().any(|opening| folded.starts_with(opening))
        || folded.split(' ').any(|word| word == "ngay")
        || before.trim_end_matches(';').contains(['(', ';'])
        || before.contains(':') && !folded.starts_with("so");
    let words = folded.split(' ').count();
    // Fonts that set small letters as capitals leave small ones: `hà nội, ngày …`.
    let named = before.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
        || before.ends_with(',') && words <= SMALL_PLACE_WORDS;
    !sentence && named && before.chars().count() < PLACE_LENGTH
}

/// Cuts off the document's number, which may stand before place and date on one line.
fn without_number(before: &str) -> &str {
    let number = NUMBER.as_ref().and_then(|number| number.find(before));
    number.map_or(before, |number| &before[number.end()..])
}

/// Reads the place out of what stands before a date; the document's number may stand before it on one line.
fn place_in(before: &str) -> Option<String> {
    // A comma is read as what is like it.
    let before = before.trim_end().strip_suffix([',', ';', '.'])?;
    let place = without_number(before).trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    (!place.is_empty() && place.chars().count() < PLACE_LENGTH).then(|| place.to_owned())
}

/// Reads a date whose day was left to be written by hand, with its month or without: `ngày      tháng 6 năm 2003`. Its place is
/// read by itself.
pub(super) fn open_date_of(text: &str) -> Option<Date> {
    let captures = OPEN_DAY.as_ref()?.captures(text)?;
    let year: u32 = captures[2].parse().ok()?;
    let month: Option<u32> = captures.get(1).and_then(|month| month.as_str().parse().ok());
    if !(1900..2200).contains(&year) || month.is_some_and(|month| !(1..=12).contains(&month)) {
        return None;
    }
    let iso = month.map_or_else(|| format!("{year:04}"), |month| format!("{year:04}-{month:02}"));
    Some(Date { iso, printed: captures[0].to_owned(), place: None })
}

/// Reads the place before a date whose day or month cannot be read, as where it was left to be written by hand.
pub(super) fn place_of_open_date(text: &str) -> Option<String> {
    let before = &text[..OPEN_DATE.as_ref()?.find(text)?.start()];
    place_in(before).filter(|_| may_be_place(without_number(before).trim()))
}

/// Reads the place before such a date out of a whole line, where the gap left for the day was taken for the one between the
/// columns. What stands before the date is the place alone, and no number or symbol.
pub(super) fn place_across_gap(text: &str) -> Option<String> {
    place_of_open_date(text).filter(|place| !place.contains(['/', ':']) && !place.contains("   "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::letterhead;
    use crate::structure::sample;
    use crate::structure::sheet::Sheet;

    #[test]
    fn a_date_is_read_where_its_words_and_figures_run_together() {
        for line in ["Lâm Hải, ngày 14 tháng5 năm 2008", "Lâm Hải, ngày14 tháng 5năm2008"] {
            let read = date_of(line).expect("a date");
            assert_eq!((read.iso.as_str(), read.place.as_deref()), ("2008-05-14", Some("Lâm Hải")), "{line}");
        }
        let read = date_in_head("Lâm Hải; ngày 14 tháng Ơ5 năm 2008", false).expect("a date");
        assert_eq!((read.iso.as_str(), read.place.as_deref()), ("2008-05-14", Some("Lâm Hải")));
        assert_eq!(date_in_head("Các trạm; họp ngày 14 tháng 5 năm 2008", false), None);
    }

    #[test]
    fn a_place_is_read_where_a_gap_is_left_for_the_day() {
        let place = |line: &str| {
            let lines =
                ["ỦY BAN NHÂN DÂN", "TỈNH LÂM HẢI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line, "QUYẾT ĐỊNH"];
            letterhead::find(&mut Sheet::new(&sample::text(&lines)), 0..lines.len(), &mut Vec::new()).place
        };
        assert_eq!(place("Lâm Hải, ngày      tháng 02 năm 2025").as_deref(), Some("Lâm Hải"));
        assert_eq!(place("Số: /QĐ-UBND Lâm Hải, ngày      tháng 02 năm 2025").as_deref(), None);
    }
}
