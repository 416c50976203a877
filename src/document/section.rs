//! Headings with what stands under them, and footnotes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Depth in the tree; 1 is the top.
    pub level: u8,
    /// The label as printed, repaired: `Phần I`, `III`, `3.1.2`, `a`. Empty where the heading has none.
    pub label: Text,
    /// The heading's words, its lines joined. Empty where a paragraph follows the label (`Điều 1. …`).
    pub title: Text,
    /// Page of its first line.
    pub page: u32,
    /// First line of the heading on that page.
    pub line: u32,
    /// Its block in the body; null where text stands before the first heading.
    pub block: Option<u32>,
    /// Paragraphs before the first child, lines joined.
    pub paragraphs: Vec<Text>,
    /// Subordinate headings.
    pub children: Vec<Section>,
}

/// A footnote and the places that refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Footnote {
    /// The mark as settled, without brackets: `1`, `*`, `**`.
    pub mark: Text,
    /// The note's own text, without its mark, lines joined.
    pub text: Text,
    /// Page of its body.
    pub page: u32,
    /// Its block in the body.
    pub block: u32,
    /// Where the running text refers to it.
    pub references: Vec<Reference>,
}

/// A place in the running text that refers to a footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Page of the reference.
    pub page: u32,
    /// Line of the reference.
    pub line: u32,
    /// The word that the mark stands after.
    pub after: Text,
}
