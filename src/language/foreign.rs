//! English and French: the languages that stand among Vietnamese in archives, told by the words that open their clauses.

/// Words that open every other clause of English and French, and that no engine makes of Vietnamese.
const FOREIGN: [&str; 26] = [
    "and", "are", "avec", "been", "cette", "dans", "des", "est", "for", "from", "has", "have", "is", "les",
    "of", "pour", "shall", "sont", "that", "their", "this", "une", "was", "were", "which", "with",
];

/// Share of such words from which a stretch of text is in another language. English prose has about a quarter.
const FOREIGN_SHARE: f32 = 0.12;

/// Words below which a stretch says too little to tell.
const FOREIGN_LEAST: usize = 6;

/// True for a word that only another language has.
pub fn is_foreign_word(word: &str) -> bool {
    FOREIGN.contains(&word.to_lowercase().as_str())
}

/// True for words of another language, which repair does not know.
pub fn is_foreign<'a>(words: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut all, mut foreign) = (0, 0);
    for word in words {
        all += 1;
        foreign += usize::from(is_foreign_word(word));
    }
    all >= FOREIGN_LEAST && foreign as f32 >= FOREIGN_SHARE * all as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_language_is_told_by_its_small_words() {
        let foreign = |text: &str| is_foreign(text.split(' '));
        assert!(foreign("The report of the committee was sent to all members with a letter"));
        assert!(foreign("Les membres de la commission sont dans une salle"));
        assert!(!foreign("Can cu Luat To chuc chinh quyen dia phuong ngay 19 thang 6"));
        assert!(!foreign("Thuc hien du an Vision and Mission cua tinh"));
        assert!(!foreign("Terms of use"), "too short to tell");
    }
}
