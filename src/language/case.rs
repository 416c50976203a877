//! Case as its own small question: which of a word's letters are capitals.

/// The case of a word's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Case {
    /// No capitals: `quyết`.
    Lower = 0,
    /// The first letter only: `Quyết`. A single capital letter counts as this.
    Title = 1,
    /// Capitals throughout, two letters or more: `QUYẾT`, `HĐND`.
    Upper = 2,
}

impl Case {
    /// Every case, in order.
    pub const ALL: [Self; 3] = [Self::Lower, Self::Title, Self::Upper];

    /// Returns the case of `word`, or `None` for a mixture such as `ThS`.
    ///
    /// Characters that have no case (digits, signs) are passed over; a word without letters is [`Case::Lower`].
    pub fn of(word: &str) -> Option<Self> {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { return Some(Self::Lower) };
        let (mut upper, mut lower) = (0, 0);
        for letter in letters {
            if letter.is_uppercase() {
                upper += 1;
            } else {
                lower += 1;
            }
        }
        match (first.is_uppercase(), upper, lower) {
            (false, 0, _) => Some(Self::Lower),
            (true, 0, _) => Some(Self::Title),
            (true, _, 0) => Some(Self::Upper),
            _ => None,
        }
    }

    /// Returns a word given in lower case in this case.
    pub fn apply(self, lower: &str) -> String {
        match self {
            Self::Lower => lower.to_owned(),
            Self::Upper => lower.chars().flat_map(char::to_uppercase).collect(),
            Self::Title => {
                let mut letters = lower.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_told_from_the_letters() {
        for (word, case) in [
            ("quyết", Some(Case::Lower)),
            ("Quyết", Some(Case::Title)),
            ("HĐND", Some(Case::Upper)),
            ("Ý", Some(Case::Title)),
            ("ThS", None),
            ("iPhone", None),
            ("12", Some(Case::Lower)),
        ] {
            assert_eq!(Case::of(word), case, "{word}");
        }
    }

    #[test]
    fn case_of_an_applied_case_is_that_case() {
        for case in Case::ALL {
            assert_eq!(Case::of(&case.apply("đoàn")), Some(case));
        }
    }
}
