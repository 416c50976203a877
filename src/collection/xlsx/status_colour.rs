//! Which colour the outcome of a check has, and what it says: the one table of it.

/// An outcome, as it is shown.
#[derive(Debug)]
pub(super) struct Shown {
    /// Its name, as in the record and in `scores.csv`.
    pub(super) name: &'static str,
    /// The background of its cells, `0xRRGGBB`.
    pub(super) colour: u32,
    /// What it says.
    pub(super) vietnamese: &'static str,
    /// The same in English.
    pub(super) english: &'static str,
    /// Whether a person should look at it.
    pub(super) is_doubtful: bool,
}

/// Every outcome. Proved ones are green and blue, doubtful ones yellow to red, those that a sum says little of grey.
pub(super) const SHOWN: [Shown; 6] = [
    Shown {
        name: "holds",
        colour: 0x00C6_EFCE,
        vietnamese: "phép cộng khớp với số này",
        english: "a sum holds with this number",
        is_doubtful: false,
    },
    Shown {
        name: "plausible",
        colour: 0x00E7_E6E6,
        vietnamese: "không vượt điểm tối đa; không có phép cộng nào để kiểm",
        english: "not above its maximum; no sum speaks of it",
        is_doubtful: false,
    },
    Shown {
        name: "repaired",
        colour: 0x00BD_D7EE,
        vietnamese: "chữ số đọc sai đã được sửa, phép cộng chứng minh",
        english: "a misread digit was repaired, proved by a sum",
        is_doubtful: false,
    },
    Shown {
        name: "suspect",
        colour: 0x00FF_C7CE,
        vietnamese: "nằm trong một phép cộng không khớp, hoặc vượt điểm tối đa: đọc sai, hoặc bản in sai",
        english: "in a sum that does not hold, or above its maximum: misread, or the author erred",
        is_doubtful: true,
    },
    Shown {
        name: "open",
        colour: 0x00FF_EB9C,
        vietnamese: "chưa quyết định được từ những gì đọc được",
        english: "cannot be decided from what was read",
        is_doubtful: true,
    },
    Shown {
        name: "slip",
        colour: 0x00F4_B084,
        vietnamese: "lỗi của chính người soạn, đã xác nhận; giữ như bản in",
        english: "the author's own slip, confirmed; kept as printed",
        is_doubtful: false,
    },
];

/// Returns how an outcome is shown; `None` without one, and for one that has no line in the table.
pub(super) fn of(name: &str) -> Option<&'static Shown> {
    SHOWN.iter().find(|shown| shown.name == name)
}

/// Returns the background of an outcome's cells.
pub(super) fn colour(name: &str) -> Option<u32> {
    of(name).map(|shown| shown.colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::CheckStatus;
    use crate::export::outcome_name;

    #[test]
    fn every_outcome_has_a_colour_of_its_own() {
        for status in [
            CheckStatus::Holds,
            CheckStatus::Plausible,
            CheckStatus::Repaired,
            CheckStatus::Suspect,
            CheckStatus::Open,
        ] {
            assert!(of(outcome_name(status)).is_some(), "{status:?}");
        }
        let mut colours: Vec<u32> = SHOWN.iter().map(|shown| shown.colour).collect();
        colours.sort_unstable();
        colours.dedup();
        assert_eq!(colours.len(), SHOWN.len());
    }
}
