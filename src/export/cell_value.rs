//! A value of a spreadsheet's cell, by what it is: a text, a number, a day.
//!
//! Formats for spreadsheets write each as what it is, so that a program need not guess.

use std::borrow::Cow;

/// A value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue<'a> {
    /// A text, whatever it looks like; empty for nothing.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A day after ISO 8601, as far as it is known: `2023-12-18`, `2023-12`.
    Day(Cow<'a, str>),
}

impl CellValue<'_> {
    /// Returns a number, or nothing where there is none.
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Text(Cow::Borrowed("")), Self::Number)
    }

    /// Returns what counts (pages, tables, years).
    pub fn count(count: impl TryInto<u32>) -> Self {
        Self::number(count.try_into().ok().map(f64::from))
    }
}

impl<'a> From<&'a str> for CellValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for CellValue<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for CellValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// Returns year, month and day of a day after ISO 8601 that is known to the day and is one of the calendar from 1900 on, which is
/// where spreadsheets begin; `None` for any other.
pub(crate) fn whole_day(iso: &str) -> Option<(u16, u8, u8)> {
    let mut parts = iso.split('-');
    let mut next = |length: usize| {
        let part = parts.next().filter(|part| part.len() == length)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok()).flatten()
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u16::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_real = year >= 1900 && (1..=12).contains(&month) && (1..=days).contains(&day);
    let is_real = is_real && parts.next().is_none();
    Some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)).filter(|_| is_real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_whole_days() {
        assert_eq!(whole_day("2024-02-29"), Some((2024, 2, 29)));
        for no_day in
            ["2023-02-29", "2023-12", "2023", "", "1899-12-31", "2023-13-01", "2023-12-18-1", "18/12/2023"]
        {
            assert_eq!(whole_day(no_day), None, "{no_day}");
        }
    }
}
