//! Text to the language model's tokens.

use super::{COMMA, END, NUMBER, SEMICOLON, WordId};
use crate::language::atom::{Atom, AtomKind};
use crate::language::letter;

/// A token of the language model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A word in lower case, tone placement folded.
    Word(String),
    /// One of the reserved tokens.
    Reserved(WordId),
}

/// Returns the form under which the model knows a word: NFC, lower case, tone placement folded.
pub fn key(word: &str) -> String {
    letter::fold_tone_placement(&letter::nfc(word).to_lowercase())
}

/// Returns the token that an atom stands for, or `None` for a mark that the model passes over.
///
/// `next` is the atom after it: a full stop ends a sentence only where white space or nothing follows.
pub fn token(atom: &Atom<'_>, next: Option<&Atom<'_>>) -> Option<Token> {
    match atom.kind {
        AtomKind::Word => Some(Token::Word(key(atom.text))),
        AtomKind::Number => Some(Token::Reserved(NUMBER)),
        AtomKind::Mark => match atom.text {
            "," => Some(Token::Reserved(COMMA)),
            ";" | ":" => Some(Token::Reserved(SEMICOLON)),
            "." | "!" | "?" | "…" if next.is_none_or(|n| n.spaced) => Some(Token::Reserved(END)),
            _ => None,
        },
    }
}

/// Collects a sentence's tokens, folding runs of the same reserved token (`216/2018` is one number).
pub fn push(sentence: &mut Vec<WordId>, id: WordId) {
    let repeated = matches!(id, NUMBER | COMMA | SEMICOLON) && sentence.last() == Some(&id);
    if !repeated {
        sentence.push(id);
    }
}
