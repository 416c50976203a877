//! Dates as archives write them, `DD/MM/YYYY`, or only `MM/YYYY` or `YYYY`.

/// A date, as exact as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, from 1; none where it is not known.
    pub month: Option<u8>,
    /// The day, from 1; none where it is not known.
    pub day: Option<u8>,
}

impl Date {
    /// Reads a date of the archive's: `18/12/2023`, `8.1.2023`, `12/2023`, `2023`, or after ISO 8601, `2023-12-18`.
    /// `None` for what is no day of the calendar.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split(['/', '-', '.']).map(str::trim).collect();
        let number = |part: &str, most: usize| {
            let is_number =
                (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok()).flatten()
        };
        let small = |part: &str| number(part, 2).and_then(|value| u8::try_from(value).ok());
        let (year, month, day) = match parts[..] {
            [year] => (year, None, None),
            [year, month] if year.len() == 4 => (year, Some(month), None),
            [month, year] => (year, Some(month), None),
            [year, month, day] if year.len() == 4 => (year, Some(month), Some(day)),
            [day, month, year] => (year, Some(month), Some(day)),
            _ => return None,
        };
        let read = |part: Option<&str>| part.map_or(Some(None), |part| small(part).map(Some));
        let date = Self {
            year: number(year, 4).filter(|year| (1000..2200).contains(year))?,
            month: read(month)?,
            day: read(day)?,
        };
        date.is_real().then_some(date)
    }

    /// Returns whether it names a day.
    pub const fn is_day(self) -> bool {
        self.day.is_some()
    }

    fn is_real(self) -> bool {
        let leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let days = match self.month {
            Some(2) => 28 + u8::from(leap),
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        };
        self.month.is_none_or(|month| (1..=12).contains(&month))
            && self.day.is_none_or(|day| (1..=days).contains(&day))
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(day) = self.day {
            write!(out, "{day:02}/")?;
        }
        if let Some(month) = self.month {
            write!(out, "{month:02}/")?;
        }
        write!(out, "{:04}", self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_out_as_the_circular_has_them() {
        let cases = [
            ("2023-12-18", "18/12/2023"),
            ("18/12/2023", "18/12/2023"),
            ("8/1/2023", "08/01/2023"),
            ("8.1.2023", "08/01/2023"),
            (" 29-02-2024 ", "29/02/2024"),
            ("12/2023", "12/2023"),
            ("2023-12", "12/2023"),
            ("1954", "1954"),
        ];
        for (written, expected) in cases {
            assert_eq!(
                Date::read(written).map(|date| date.to_string()).as_deref(),
                Some(expected),
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_no_day_is_no_date() {
        let bad = [
            "",
            "29/02/2023",
            "31/04/2024",
            "0/1/2024",
            "12/13/2024",
            "45354",
            "18/12/23",
            "1/2/3/2024",
            "x",
            "+1/01/2024",
            "99999",
        ];
        for written in bad {
            assert_eq!(Date::read(written), None, "{written}");
        }
    }

    #[test]
    fn a_date_less_exact_sorts_before_the_days_it_holds() {
        let read = |text| Date::read(text).expect("a date");
        assert!(read("2023") < read("01/2023") && read("01/2023") < read("01/01/2023"));
        assert!(read("31/12/2022") < read("2023"));
    }
}
