//! Numbers in prose that should add up: `tiếp nhận 179 đơn (53 đơn khiếu nại, 29 đơn tố cáo, 97 kiến nghị)`.
//!
//! # Grammar
//!
//! ```text
//! tally = number unit "(" item 2*( ( "," | ";" | "và" ) item ) ")"
//! item  = words with one number, which counts the same unit
//! ```
//!
//! Such a tally is a check, never a repair: where it fails, the reader is told. Words as `tăng`, `giảm` and `so với`
//! compare, and `trong đó` names only some of the parts, which then may not exceed the whole.

use std::sync::LazyLock;

use regex::Regex;

use super::folding;
use super::number::{self, UNIT};
use super::sheet::{Role, Sheet};
use crate::document::{Warning, text};

/// Fewest parts of a tally: two numbers in brackets are as often two remarks.
const FEWEST_PARTS: usize = 3;

/// A number and its unit before a bracket, and what stands in the bracket.
static TALLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\d[\d.]*)\s+(\p{L}+(?:\s\p{L}+)?)\s*(?:\^\[\d+\])?\s*\(([^()]{12,600})\)").ok()
});

/// Where one part ends and the next begins.
static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[,;]\s|\s(?:và|với)\s").ok());

/// A number that counts: not one of a date, a code, a share or an article.
static COUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s:(])(\d{1,3}(?:\.\d{3})+|\d+)(?:\s|$)").ok());

/// Warns of tallies in running text and notes whose parts do not add up.
pub(super) fn check(sheet: &Sheet, warnings: &mut Vec<Warning>) {
    let mut at = 0;
    while at < sheet.lines.len() {
        let role = sheet.lines[at].role;
        let first = at;
        at += 1;
        // A bracket may run over several lines, but not over paragraphs.
        while at < sheet.lines.len()
            && sheet.lines[at].role == role
            && !super::paragraph::begins(sheet, &sheet.lines[at - 1], &sheet.lines[at])
        {
            at += 1;
        }
        if !matches!(role, Role::Body | Role::Footnote) {
            continue;
        }
        let text = text::join(sheet.lines[first..at].iter().map(|line| line.text.as_str()));
        let page = sheet.lines[first].page;
        warnings.extend(failing(&text).into_iter().map(|message| Warning {
            page: Some(page),
            code: "tally-does-not-add-up".into(),
            message,
        }));
    }
}

/// Returns what to say of each tally in a text that fails.
fn failing(text: &str) -> Vec<String> {
    let Some(tallies) = TALLY.as_ref() else { return Vec::new() };
    tallies.captures_iter(text).filter_map(|found| fails(&found[1], &found[2], &found[3])).collect()
}

fn fails(whole: &str, unit: &str, inside: &str) -> Option<String> {
    let total = number::parse(whole)?;
    let folded = folding::fold(inside);
    let compares =
        ["tang ", "giam ", "so voi", "nam truoc", "dat ty le"].iter().any(|word| folded.contains(word));
    if compares || inside.contains('%') {
        return None;
    }
    let items: Vec<&str> = BETWEEN.as_ref()?.split(inside).collect();
    let counts: Vec<Vec<i64>> = items.iter().map(|item| counts(item)).collect();
    let parts: Option<Vec<i64>> = counts
        .iter()
        .filter(|counts| !counts.is_empty())
        .map(|counts| (counts.len() == 1).then(|| counts[0]))
        .collect();
    let parts = parts.filter(|parts| parts.len() >= FEWEST_PARTS)?;
    // The unit must be named with a part, or be plain from the last one.
    let unit = unit.split_whitespace().next()?;
    let named = items.iter().filter(|item| item.split_whitespace().any(|word| word == unit)).count();
    let sum: i64 = parts.iter().sum();
    let some_only = folded.starts_with("trong do") || folded.contains("trong do co");
    if named == 0 || sum == total || some_only && sum < total {
        return None;
    }
    let equation: Vec<String> = parts.iter().map(|part| number::write(*part, false)).collect();
    Some(format!(
        "`{whole} {unit}` and its parts in brackets do not add up: {} = {}",
        equation.join(" + "),
        number::write(sum, false)
    ))
}

/// Returns the numbers of an item that count something.
fn counts(item: &str) -> Vec<i64> {
    const NAMES: [&str; 9] = ["nam", "thang", "ngay", "dieu", "khoan", "so", "quy", "ky", "khoa"];
    let Some(count) = COUNT.as_ref() else { return Vec::new() };
    let is_name = |before: &str| {
        before.split_whitespace().last().is_some_and(|word| NAMES.contains(&folding::fold(word).as_str()))
    };
    count
        .captures_iter(item)
        .filter_map(|found| found.get(1))
        .filter(|found| !is_name(&item[..found.start()]))
        .filter_map(|found| number::parse(found.as_str()))
        .filter(|value| value % UNIT == 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_do_not_add_up_are_told() {
        let text = "Tiếp nhận 179 đơn (khiếu nại 53 đơn, tố cáo 29 đơn, kiến nghị 42 đơn, phản ánh 56 đơn).";
        assert_eq!(
            failing(text),
            ["`179 đơn` and its parts in brackets do not add up: 53 + 29 + 42 + 56 = 180"]
        );
    }

    #[test]
    fn nothing_is_said_of_what_holds_or_is_no_tally() {
        let cases = [
            ("Tiếp nhận 179 đơn (khiếu nại 53, tố cáo 29, kiến nghị 42, phản ánh 55 đơn).", "it holds"),
            ("Trồng 1.250 cây (500 cây sao, 400 cây dầu và 350 cây xoài).", "it holds in thousands"),
            (
                "Có 31 biên chế (trong đó có 08 biên chế lãnh đạo, 02 biên chế nữ, 01 biên chế mới).",
                "some of them",
            ),
            ("Tiếp 62 lượt (tăng 12 lượt, trong đó xã 3 lượt, huyện 4 lượt).", "a comparison"),
            ("Ban hành 46 nghị quyết (ngày 12 tháng 5 năm 2024, số 17 và Điều 3).", "names, not counts"),
            ("Có 05 kỳ họp (02 kỳ thường lệ, 03 kỳ chuyên đề).", "two parts only"),
            ("Đạt 90 điểm (30% điểm cộng, 20% điểm trừ, 10% điểm thưởng).", "shares"),
        ];
        for (text, why) in cases {
            assert_eq!(failing(text), Vec::<String>::new(), "{why}");
        }
    }
}
