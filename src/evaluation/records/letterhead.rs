//! The head and the closing of a document: fields, recipients, signers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::found::{Found, in_order};
use super::text::{Text, folded, near};

/// What stands before an item of a list.
const BULLETS: [char; 7] = ['-', '–', '—', '+', '*', '•', ' '];

/// Head and closing of a document or of a part of one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Letterhead {
    parent: Option<Text>,
    issuer: Option<Text>,
    number: Option<Text>,
    place: Option<Text>,
    date: Option<Text>,
    kind: Option<Text>,
    subject: Option<Text>,
    recipients: Vec<Text>,
    /// The one who signed; of several the first.
    signer: Option<Signer>,
    /// All who signed, in the order of reading, where there may be several.
    signers: Vec<Signer>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Signer {
    title: Option<Text>,
    name: Option<Text>,
}

impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |text: &Option<Text>| text.clone().unwrap_or_default();
        write!(f, "{}, {}", said(&self.title), said(&self.name))
    }
}

impl Letterhead {
    /// Returns the fields of its head, in the order of [`Fields`].
    fn head(&self) -> [(&'static str, Option<&Text>); 7] {
        [
            ("parent", self.parent.as_ref()),
            ("issuer", self.issuer.as_ref()),
            ("number", self.number.as_ref()),
            ("place", self.place.as_ref()),
            ("date", self.date.as_ref()),
            ("kind", self.kind.as_ref()),
            ("subject", self.subject.as_ref()),
        ]
    }

    fn signers(&self) -> &[Signer] {
        if self.signers.is_empty() { self.signer.as_slice() } else { &self.signers }
    }
}

/// The fields of a head, each by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Fields {
    /// The parent body of the issuer.
    pub parent: Found,
    /// The issuing body.
    pub issuer: Found,
    /// Number and symbol.
    pub number: Found,
    /// The place of issue.
    pub place: Found,
    /// The day of issue.
    pub date: Found,
    /// The kind of document.
    pub kind: Found,
    /// What it is about.
    pub subject: Found,
}

impl Fields {
    /// Returns the counts with their names.
    pub fn named(&self) -> [(&'static str, Found); 7] {
        [
            ("parent", self.parent),
            ("issuer", self.issuer),
            ("number", self.number),
            ("place", self.place),
            ("date", self.date),
            ("kind", self.kind),
            ("subject", self.subject),
        ]
    }

    fn counts(&mut self) -> [&mut Found; 7] {
        [
            &mut self.parent,
            &mut self.issuer,
            &mut self.number,
            &mut self.place,
            &mut self.date,
            &mut self.kind,
            &mut self.subject,
        ]
    }

    /// Counts the fields of a head.
    pub(super) fn count(&mut self, truth: &Letterhead, seen: &Letterhead) {
        let pairs = truth.head().into_iter().zip(seen.head());
        for (count, ((_, truth), (_, seen))) in self.counts().into_iter().zip(pairs) {
            count.add(truth.is_some(), seen.is_some(), is_right(truth, seen));
        }
    }
}

/// Counts the fields of head and closing, the recipients as one, and names those that are wrong.
pub(super) fn score_all(
    what: &str,
    truth: &Letterhead,
    seen: &Letterhead,
    errors: &mut Vec<String>,
) -> Found {
    let fields = |of: &Letterhead| {
        let recipients: Vec<&str> = of.recipients.iter().map(|recipient| &**recipient).collect();
        let recipients = (!recipients.is_empty()).then(|| Text(recipients.join("; ")));
        let signer = of.signer.as_ref().or(of.signers.first()).cloned().unwrap_or_default();
        let closing =
            [("recipients", recipients), ("signer's title", signer.title), ("signer's name", signer.name)];
        let head = of.head().map(|(name, field)| (name, field.cloned()));
        head.into_iter().chain(closing)
    };
    let mut found = Found::default();
    for ((name, truth), (_, seen)) in fields(truth).zip(fields(seen)) {
        let right = is_right(truth.as_ref(), seen.as_ref());
        found.add(truth.is_some(), seen.is_some(), right);
        if truth.is_some() != seen.is_some() || truth.is_some() && !right {
            errors.push(format!("{what}, {name}: {truth:?} is {seen:?}"));
        }
    }
    found
}

fn is_right(truth: Option<&Text>, seen: Option<&Text>) -> bool {
    truth.is_some_and(|truth| seen.is_some_and(|seen| folded(truth) == folded(seen)))
}

/// Counts recipients one by one, in order.
pub(super) fn recipients(truth: &Letterhead, seen: &Letterhead, errors: &mut Vec<String>) -> Found {
    let same = |a: &Text, b: &Text| near(a.trim_start_matches(BULLETS), b.trim_start_matches(BULLETS));
    in_order("recipient", &truth.recipients, &seen.recipients, same, errors)
}

/// Counts signers one by one, in order.
pub(super) fn signers(truth: &Letterhead, seen: &Letterhead, errors: &mut Vec<String>) -> Found {
    let same = |a: &Signer, b: &Signer| {
        let near = |a: &Option<Text>, b: &Option<Text>| {
            near(a.as_deref().unwrap_or_default(), b.as_deref().unwrap_or_default())
        };
        near(&a.title, &b.title) && near(&a.name, &b.name)
    };
    in_order("signer", truth.signers(), seen.signers(), same, errors)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{RecordScore, scored};
    use super::*;

    fn of(truth: &Value, seen: &Value) -> RecordScore {
        scored(&json!({ "letterhead": truth }), &json!({ "letterhead": seen }))
    }

    #[test]
    fn a_field_the_truth_has_not_is_invented() {
        let truth = json!({ "recipients": [], "number": "218/BC-VP" });
        let seen = json!({ "recipients": [], "number": "218/BC-VP", "place": "Tỉnh" });
        let score = of(&truth, &seen);
        assert_eq!(score.letterhead, Found { truth: 1, found: 2, right: 1 });
        assert_eq!(score.fields.number, Found { truth: 1, found: 1, right: 1 });
        assert_eq!(score.fields.place, Found { truth: 0, found: 1, right: 0 });
    }

    #[test]
    fn each_field_counts_by_itself() {
        let names = ["parent", "issuer", "number", "place", "date", "kind", "subject"];
        let head = |wrong: &str| {
            let said = |name: &str| if name == wrong { "sai" } else { "đúng" };
            Value::Object(names.iter().map(|name| ((*name).to_owned(), json!(said(name)))).collect())
        };
        for wrong in names {
            let fields = of(&head("none"), &head(wrong)).fields.named();
            let missed: Vec<&str> =
                fields.iter().filter(|(_, found)| found.right == 0).map(|(name, _)| *name).collect();
            assert_eq!(missed, [wrong]);
        }
    }

    #[test]
    fn recipients_are_right_one_by_one_without_bullets_and_stops() {
        let truth = json!({ "recipients": ["Như Điều 3", "UBND các huyện", "Lưu: VT"] });
        let seen =
            json!({ "recipients": ["- Như Điêu 3;", "Một dòng lạ ở đây", "• UBND các huyện;", "Lưu: VT."] });
        let score = of(&truth, &seen);
        assert_eq!(score.recipients, Found { truth: 3, found: 4, right: 3 });
        let turned = json!({ "recipients": ["UBND các huyện", "Như Điều 3", "Lưu: VT"] });
        assert_eq!(of(&truth, &turned).recipients.right, 2, "one is out of order");
    }

    #[test]
    fn a_signer_is_right_with_office_and_name() {
        let signers = [
            json!({ "title": "CHỦ TỊCH", "name": "Đàm Vũ Khuê" }),
            json!({ "title": "TRƯỞNG PHÒNG", "name": "Ngụy Thế Hoành" }),
        ];
        let truth = json!({ "signers": signers });
        assert_eq!(of(&truth, &truth).signers, Found { truth: 2, found: 2, right: 2 });
        assert_eq!(
            of(&truth, &json!({ "signer": signers[1] })).signers,
            Found { truth: 2, found: 1, right: 1 }
        );
        let other = json!({ "signers": [{ "title": "GIÁM ĐỐC", "name": "Đàm Vũ Khuê" }, signers[1]] });
        assert_eq!(of(&truth, &other).signers, Found { truth: 2, found: 2, right: 1 });
    }
}
