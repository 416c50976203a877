//! The order of reading: whether what follows in the truth follows in what was found.

use super::body::Passage;
use super::found::Found;
use super::stream::{GAP, Place};
use super::text::beginning;

/// Counts the pairs of neighbours among the passages of the truth; each is given with its place in what was found. Found are
/// those of which both are there.
pub(super) fn score(placed: &[(&Passage, Place)], errors: &mut Vec<String>) -> Found {
    let mut found = Found::default();
    for pair in placed.windows(2) {
        let [(before, Place { end, .. }), (after, Place { start, .. })] = pair else { continue };
        let apart = end.zip(*start).map(|(end, start)| end.abs_diff(start));
        let right = apart.is_some_and(|apart| apart <= GAP);
        found.add(true, apart.is_some(), right);
        if !right {
            let (before, after) = (beginning(&before.text), beginning(&after.text));
            let why = match apart {
                Some(apart) => format!("{apart} words apart"),
                None => "not both found".to_owned(),
            };
            errors.push(format!("order: `{after}` does not follow `{before}`, {why}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::scored;
    use super::*;

    const TEXTS: [&str; 4] = [
        "Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011",
        "Điều 1. Phạm vi điều chỉnh",
        "Quy chế này quy định việc quét tài liệu giấy tại kho",
        "Điều 2. Trách nhiệm thi hành của các phòng",
    ];

    fn blocks(order: &[usize]) -> Value {
        let block = |at: &usize| json!({ "kind": "paragraph", "text": TEXTS[*at] });
        json!({ "blocks": order.iter().map(block).collect::<Vec<_>>() })
    }

    fn of(seen: &Value) -> Found {
        scored(&blocks(&[0, 1, 2, 3]), seen).order
    }

    #[test]
    fn neighbours_are_right_that_follow_one_another() {
        assert_eq!(of(&blocks(&[0, 1, 2, 3])), Found { truth: 3, found: 3, right: 3 });
        assert_eq!(of(&blocks(&[2, 3, 0, 1])), Found { truth: 3, found: 3, right: 2 }, "two columns turned");
        assert_eq!(of(&blocks(&[0, 2, 1, 3])), Found { truth: 3, found: 3, right: 0 });
        assert_eq!(of(&blocks(&[0, 1, 3])), Found { truth: 3, found: 1, right: 1 }, "one is lost");
    }

    #[test]
    fn it_is_of_what_is_read_without_footnotes() {
        let page = |lines: &[&str]| {
            let lines: Vec<Value> = lines.iter().map(|text| json!({ "text": text })).collect();
            json!([{ "number": 1, "lines": lines }])
        };
        let between = |kind: &str| {
            let seen = json!({
                "pages": page(&[TEXTS[0], TEXTS[1], "Một dòng dài năm từ khác", TEXTS[2], TEXTS[3]]),
                "body": [
                    { "kind": "paragraph", "lines": [[1, 1, 2]] },
                    { "kind": kind, "lines": [[1, 3, 3]] },
                    { "kind": "paragraph", "lines": [[1, 4, 9]] },
                ],
            });
            of(&seen).right
        };
        assert_eq!(between("running-title"), 3);
        assert_eq!(between("footnote"), 3);
        assert_eq!(between("paragraph"), 2);
    }

    #[test]
    fn it_is_measured_only_where_the_truth_tells_of_it() {
        assert_eq!(scored(&json!({}), &blocks(&[0, 1])).order, Found::default());
    }
}
