//! A step of the path through a lattice.

use smol_str::SmolStr;

use super::lattice::Choice;

/// One step of the decoded path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// First atom.
    pub from: usize,
    /// One past the last atom.
    pub to: usize,
    /// What was chosen.
    pub choice: Choice,
    /// ln p of the words chosen, after those before them, and of the characters read for them.
    pub score: f32,
    /// Probability of this text at these atoms, among the hypotheses kept.
    pub probability: f32,
    /// The dictionary whose phrase settled the text, where one did.
    pub dictionary: Option<String>,
    /// The likeliest other texts at these atoms with their probabilities, the likeliest first.
    pub others: Vec<(SmolStr, f32)>,
}
