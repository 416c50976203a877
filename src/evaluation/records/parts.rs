//! The documents within a document.

use std::fmt;

use serde::Deserialize;

use super::body::Passage;
use super::found::Found;
use super::letterhead::Letterhead;
use super::text::{Text, folded, near};
use crate::document::PartKind;
use crate::evaluation::distance::align_by;

/// A part: a truth says how it opens, a record which blocks are its own.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    kind: PartKind,
    #[serde(default)]
    page: Option<u32>,
    #[serde(default)]
    opening: Option<Text>,
    #[serde(default)]
    body: [usize; 2],
    #[serde(default)]
    letterhead: Letterhead,
}

/// A part with its opening.
pub(super) struct Opened<'a> {
    kind: PartKind,
    page: Option<u32>,
    line: String,
    /// All of the block that it opens with.
    block: String,
    letterhead: &'a Letterhead,
}

/// First words of an opening that must stand in the block that a part opens with.
const FIRST_WORDS: usize = 3;

impl fmt::Display for Opened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.kind == PartKind::Annex { "annex" } else { "document" };
        let page = self.page.map_or_else(|| "no page".to_owned(), |page| format!("page {page}"));
        write!(f, "{kind} of {page}, `{}`", self.line)
    }
}

impl Opened<'_> {
    /// Returns whether a part of a record opens with the same words. Its line may go on, where two columns were read as one, or
    /// break off; a head may be read from its other column on.
    fn opens_like(&self, seen: &Self) -> bool {
        let words = self.line.split_whitespace().count();
        let first =
            |count: usize, line: &str| line.split_whitespace().take(count).collect::<Vec<_>>().join(" ");
        let (own, block) = (folded(&first(FIRST_WORDS, &self.line)), folded(&seen.block));
        near(&self.line, &seen.line)
            || words > 0 && near(&self.line, &first(words, &seen.line))
            || words >= FIRST_WORDS && block.contains(&own)
    }

    fn is_right(&self, seen: &Self) -> bool {
        self.kind == seen.kind && self.page == seen.page && self.opens_like(seen)
    }
}

/// Returns parts with their openings: of a record the first line of what is read of their blocks.
pub(super) fn opened<'a>(parts: &'a [Part], body: &[Passage]) -> Vec<Opened<'a>> {
    let open = |part: &'a Part| {
        let [from, to] = part.body;
        let own = body.get(from..to.min(body.len())).unwrap_or_default();
        let read = own.iter().filter(|passage| passage.kind.is_read());
        let first = read.filter_map(|passage| Some((passage.first.clone()?, passage.text.clone()))).next();
        let (page, line, block) = first
            .map_or((None, String::new(), String::new()), |((page, line), block)| (Some(page), line, block));
        Opened {
            kind: part.kind,
            page: part.page.or(page),
            line: part.opening.as_deref().map_or(line, str::to_owned),
            block,
            letterhead: &part.letterhead,
        }
    };
    parts.iter().map(open).collect()
}

/// The heads of parts after the first: of the truth, and of the part found for it.
pub(super) type Heads<'a> = Vec<(Option<&'a Letterhead>, Option<&'a Letterhead>)>;

/// Counts parts, in order, and returns the heads of those after the first, those that only one side has as well.
pub(super) fn score<'a>(
    truth: &[Opened<'a>],
    seen: &[Opened<'a>],
    errors: &mut Vec<String>,
) -> (Found, Heads<'a>) {
    let mut found = Found { truth: truth.len(), found: seen.len(), right: 0 };
    let mut heads = Heads::new();
    let mut free = vec![true; seen.len()];
    for (number, (part, at)) in truth.iter().zip(pairs(truth, seen)).enumerate() {
        let other = at.map(|at| &seen[at]);
        let right = other.is_some_and(|other| part.is_right(other));
        found.right += usize::from(right);
        match other {
            _ if right => {}
            Some(other) => errors.push(format!("part {}: {part} is {other}", number + 1)),
            None => errors.push(format!("part {} lost: {part}", number + 1)),
        }
        if let Some(at) = at {
            free[at] = false;
        }
        // The head of the first is the document's own.
        if number > 0 {
            heads.push((Some(part.letterhead), other.map(|other| other.letterhead)));
        }
    }
    for (number, (part, _)) in seen.iter().zip(free).enumerate().filter(|(_, (_, free))| *free) {
        errors.push(format!("part not in the truth: {part}"));
        if number > 0 {
            heads.push((None, Some(part.letterhead)));
        }
    }
    (found, heads)
}

/// Returns for each part of the truth the one that opens at its place. Both begin with their first parts.
fn pairs(truth: &[Opened<'_>], seen: &[Opened<'_>]) -> Vec<Option<usize>> {
    let (Some((_, truth)), Some((_, seen))) = (truth.split_first(), seen.split_first()) else {
        return vec![None; truth.len()];
    };
    // Annexes open alike; where one is lost, their pages say which.
    let same = |a: &Opened<'_>, b: &Opened<'_>| a.page == b.page && a.opens_like(b);
    let is_it = |part: &Opened<'_>, at: usize| part.page == seen[at].page || part.opens_like(&seen[at]);
    let rest = truth.iter().zip(align_by(truth, seen, same));
    let rest = rest.map(|(part, at)| at.filter(|at| is_it(part, *at)).map(|at| at + 1));
    std::iter::once(Some(0)).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::scored;
    use super::*;

    fn wanted() -> Value {
        json!({
            "letterhead": { "number": "12/QĐ-SLT", "recipients": ["Như Điều 3"] },
            "parts": [
                { "kind": "document", "page": 1, "opening": "SỞ LƯU TRỮ" },
                {
                    "kind": "annex", "page": 2, "opening": "PHỤ LỤC I",
                    "letterhead": {
                        "kind": "DANH MỤC", "recipients": ["Các xã"], "signer": { "name": "Lương Kỳ Thạc" },
                    },
                },
                { "kind": "annex", "page": 3, "opening": "PHỤ LỤC II", "letterhead": { "kind": "BIỂU MẪU" } },
            ],
        })
    }

    /// A part of a record: its kind, its page, its first line, its letterhead.
    type Given<'a> = (&'a str, u32, &'a str, Value);

    /// A record of parts of two blocks each: the page's number, and a line.
    fn record(parts: &[Given<'_>]) -> Value {
        let page = |(_, number, line, _): &Given<'_>| {
            let lines = ["7", line].map(|text| json!({ "text": text }));
            json!({ "number": number, "lines": lines })
        };
        let blocks = |(_, number, ..): &Given<'_>| {
            [("page-number", 1), ("paragraph", 2)]
                .map(|(kind, line)| json!({ "kind": kind, "lines": [[number, line, line]] }))
        };
        let part = |(at, given): (usize, &Given<'_>)| json!({ "kind": given.0, "letterhead": given.3, "body": [2 * at, 2 * at + 2] });
        json!({
            "letterhead": { "number": "12/QĐ-SLT", "recipients": ["Như Điều 3"] },
            "pages": parts.iter().map(page).collect::<Vec<_>>(),
            "body": parts.iter().flat_map(blocks).collect::<Vec<_>>(),
            "parts": parts.iter().enumerate().map(part).collect::<Vec<_>>(),
        })
    }

    #[test]
    fn a_part_is_right_with_its_kind_page_and_first_line() {
        let of = |kind: &str, page: u32, line: &str| {
            let none = || json!({});
            let parts = [
                // Its line goes on where two columns were read as one.
                ("document", 1, "SỞ LƯU TRỮ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", none()),
                (kind, page, line, none()),
                ("annex", 3, "PHỤ LỤC II", none()),
            ];
            scored(&wanted(), &record(&parts)).parts
        };
        assert_eq!(of("annex", 2, "PHU LỤC I"), Found { truth: 3, found: 3, right: 3 });
        assert_eq!(of("document", 2, "PHỤ LỤC I").right, 2);
        assert_eq!(of("annex", 4, "PHỤ LỤC I").right, 2);
        assert_eq!(of("annex", 2, "DANH SÁCH KÈM THEO").right, 2);
    }

    #[test]
    fn a_lost_part_loses_no_other_and_leaves_its_recipients_lost() {
        let parts = [
            ("document", 1, "SỞ LƯU TRỮ", json!({})),
            ("annex", 3, "PHỤ LỤC II", json!({ "kind": "BIỂU MẪU", "recipients": ["Ai đó"] })),
        ];
        let score = scored(&wanted(), &record(&parts));
        assert_eq!(score.parts, Found { truth: 3, found: 2, right: 2 });
        assert_eq!(score.fields.kind, Found { truth: 1, found: 1, right: 1 }, "of the part that was found");
        assert_eq!(score.fields.number, Found { truth: 1, found: 1, right: 1 }, "of the document");
        assert_eq!(score.recipients, Found { truth: 2, found: 2, right: 1 });
        assert_eq!(score.signers, Found { truth: 1, found: 0, right: 0 });
    }

    #[test]
    fn parts_are_measured_only_where_the_truth_tells_of_them() {
        let parts = [("document", 1, "SỞ LƯU TRỮ", json!({}))];
        assert_eq!(scored(&json!({}), &record(&parts)).parts, Found::default());
    }
}
