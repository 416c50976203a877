//! A cell: an atom in its paragraph.

use crate::document::Alternative;
use crate::language::atom::Atom;

/// An atom of a paragraph, with the line it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// The atom.
    pub atom: Atom<'a>,
    /// Index of its line among the paragraph's lines.
    pub line: usize,
    /// The recogniser's confidence in its word, where it gave one.
    pub confidence: Option<f32>,
    /// The recogniser's other readings of single characters of its word, and where in the word the atom begins.
    pub alternatives: (&'a [Alternative], u32),
    /// True where the atom belongs to a token that nothing may change (an e-mail, an address).
    pub protected: bool,
}
