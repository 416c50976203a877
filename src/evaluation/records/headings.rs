//! Headings, with what stands above them.

use std::fmt;

use serde::Deserialize;

use super::found::{Found, pair};
use super::text::{Text, near};
use crate::evaluation::normalise::clean;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Heading {
    level: u8,
    label: Text,
    title: Text,
    #[serde(default)]
    children: Vec<Heading>,
}

/// A heading with the labels that stand above it.
struct Placed<'a> {
    heading: &'a Heading,
    parents: Vec<&'a str>,
}

impl fmt::Display for Placed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Heading { level, label, title, .. } = self.heading;
        write!(f, "{} / {label} (level {level}): {title}", self.parents.join(" / "))
    }
}

fn placed<'a>(headings: &'a [Heading], parents: &[&'a str], out: &mut Vec<Placed<'a>>) {
    for heading in headings {
        // What stands before the first heading is kept in a section without label and title.
        if heading.label.is_empty() && heading.title.is_empty() && heading.children.is_empty() {
            continue;
        }
        out.push(Placed { heading, parents: parents.to_vec() });
        let below: Vec<&str> = parents.iter().copied().chain([&*heading.label]).collect();
        placed(&heading.children, &below, out);
    }
}

/// Counts headings.
pub(super) fn score(truth: &[Heading], seen: &[Heading], errors: &mut Vec<String>) -> Found {
    let all = |headings| {
        let mut out = Vec::new();
        placed(headings, &[], &mut out);
        out
    };
    let (truth, seen) = (all(truth), all(seen));
    let same = |a: &Placed<'_>, b: &Placed<'_>| {
        a.heading.level == b.heading.level
            && clean(&a.heading.label) == clean(&b.heading.label)
            && a.parents == b.parents
            && near(&a.heading.title, &b.heading.title)
    };
    pair("heading", &truth, &seen, same, errors)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::scored;
    use super::*;

    fn heading(level: u8, label: &str, title: &str, children: &[Value]) -> Value {
        json!({ "level": level, "label": label, "title": title, "children": children })
    }

    fn headings_of(truth: &[Value], seen: &[Value]) -> Found {
        scored(&json!({ "sections": truth }), &json!({ "sections": seen })).headings
    }

    #[test]
    fn a_heading_is_right_with_its_level_label_and_parents() {
        let article = heading(2, "Điều 1", "Phạm vi điều chỉnh", &[]);
        let chapter = |label: &str| heading(1, label, "QUY ĐỊNH CHUNG", std::slice::from_ref(&article));
        let truth = [chapter("Chương I")];
        assert_eq!(headings_of(&truth, &truth), Found { truth: 2, found: 2, right: 2 });
        assert_eq!(headings_of(&truth, &[chapter("Chương II")]).right, 0, "another parent");
        let flat =
            [heading(1, "Chương I", "QUY ĐỊNH CHUNG", &[]), heading(1, "Điều 1", "Phạm vi điều chỉnh", &[])];
        assert_eq!(headings_of(&truth, &flat).right, 1, "another level");
    }
}
