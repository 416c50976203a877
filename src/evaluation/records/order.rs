//! The order of reading: whether what follows in the truth follows in what was found.

use super::body::Passage;
use super::found::Found;
use super::stream::{GAP, Place, Stream};
use super::text::beginning;
use crate::document::BlockKind;

/// Counts the pairs of neighbours among the passages of the truth; each is given with its place in what was found, of which
/// `found` are the passages and `stream` the words. Found are those pairs of which both are there.
pub(super) fn score(
    placed: &[(&Passage, Place)],
    found: &[Passage],
    stream: &Stream,
    errors: &mut Vec<String>,
) -> Found {
    let whole = |(passage, place): &(&Passage, Place)| {
        let is_such = |at: usize| found[at].kind == passage.kind;
        if has_columns(passage.kind) { stream.widened(*place, is_such) } else { *place }
    };
    let places: Vec<Place> = placed.iter().map(whole).collect();
    let mut counts = Found::default();
    for (pair, places) in placed.windows(2).zip(places.windows(2)) {
        let ([(before, _), (after, _)], [Place { end, .. }, Place { start, .. }]) = (pair, places) else {
            continue;
        };
        // A word that an OCR parted in two may be the end of the one and the beginning of the other.
        let both = end.zip(*start);
        let right = both.is_some_and(|(end, start)| (end..=end + GAP + 1).contains(&(start + 1)));
        counts.add(true, both.is_some(), right);
        if !right {
            let (before, after) = (beginning(&before.text), beginning(&after.text));
            let why = match both {
                Some((end, start)) if start < end => {
                    format!("but stands {} words before its end", end - start)
                }
                Some((end, start)) => format!("but stands {} words behind it", start - end),
                None => "not both were found".to_owned(),
            };
            errors.push(format!("order: `{after}` does not follow `{before}`, {why}"));
        }
    }
    counts
}

/// Returns whether a block has columns beside one another, which may be read in one order or the other: only the block as a
/// whole has its place.
const fn has_columns(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Letterhead | BlockKind::Closing | BlockKind::Table)
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
    fn short_neighbours_that_are_turned_are_wrong() {
        let blocks = |texts: [&str; 2]| {
            let blocks = texts.map(|text| json!({ "kind": "paragraph", "text": text }));
            json!({ "blocks": blocks })
        };
        let truth = blocks(["Đạt", "Giỏi"]);
        assert_eq!(scored(&truth, &truth).order.right, 1);
        assert_eq!(scored(&truth, &blocks(["Giỏi", "Đạt"])).order.right, 0);
    }

    #[test]
    fn a_block_of_columns_stands_as_a_whole() {
        let blocks = |kind: &str, closing: &str| {
            json!({ "blocks": [
                { "kind": "paragraph", "text": TEXTS[0] },
                { "kind": kind, "text": closing },
                { "kind": "paragraph", "text": TEXTS[2] },
            ] })
        };
        let truth = "Nơi nhận: Như Điều 3; Lưu: VT, BQSH; Các sở, ban, ngành tỉnh GIÁM ĐỐC Lương Kỳ Thạc";
        let seen = "GIÁM ĐỐC Lương Kỳ Thạc Nơi nhận: Như Điều 3; Lưu: VT, BQSH; Các sở, ban, ngành tỉnh";
        let right = |kind: &str| scored(&blocks(kind, truth), &blocks(kind, seen)).order.right;
        assert_eq!(right("closing"), 2);
        assert_eq!(right("paragraph"), 0);
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
