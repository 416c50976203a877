//! Syllables: which strings of letters Vietnamese can write as one.
//!
//! A syllable is an onset, a rhyme and a tone. Spelling binds them: `k` stands before `i e ê y` only, a rhyme that
//! ends in a stop bears sắc or nặng. Loanwords and abbreviations are none.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::letter;

/// Onsets as written, the longer of two that begin alike first.
const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l",
    "m", "n", "p", "r", "s", "t", "v", "x", "đ",
];

/// Rhymes without their tone, by the letter they begin with.
const RHYMES: [(char, &str); 12] = [
    ('a', "a ac ach ai am an ang anh ao ap at au ay"),
    ('ă', "ăc ăm ăn ăng ăp ăt"),
    ('â', "âc âm ân âng âp ât âu ây"),
    ('e', "e ec em en eng eo ep et"),
    ('ê', "ê êch êm ên ênh êp êt êu"),
    ('i', "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu"),
    (
        'o',
        "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong \
         ooc oong op ot",
    ),
    ('ô', "ô ôc ôi ôm ôn ông ôp ôt"),
    ('ơ', "ơ ơi ơm ơn ơp ơt"),
    (
        'u',
        "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt \
         uynh uyt uyu",
    ),
    ('ư', "ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"),
    ('y', "y yêm yên yêng yêt yêu"),
];

/// True for a word, in any case, that is spelled as a Vietnamese syllable.
pub fn is_syllable(word: &str) -> bool {
    let mut tones = Vec::new();
    let mut bare = String::with_capacity(word.len());
    for letter in letter::nfc(word).to_lowercase().chars() {
        let (rest, tone) = letter::split_tone(letter);
        if tone.is_some() && !"aăâeêioôơuưy".contains(rest) {
            return false;
        }
        tones.extend(tone);
        bare.push(rest);
    }
    let stopped = ["c", "ch", "p", "t"].iter().any(|stop| bare.ends_with(stop));
    let tone_fits = match tones[..] {
        [] => !stopped,
        [tone] => !stopped || matches!(tone, '\u{301}' | '\u{323}'),
        _ => false,
    };
    let spelled =
        || ONSETS.iter().any(|onset| bare.strip_prefix(onset).is_some_and(|rest| joins(onset, rest)));
    tone_fits && (bare == "gi" || is_rhyme(&bare) || spelled())
}

/// True where spelling lets the rhyme follow the onset.
fn joins(onset: &str, rhyme: &str) -> bool {
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    let fits = match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "ng" => !front,
        "g" => !front || rhyme.starts_with('i'),
        _ => true,
    };
    fits && is_rhyme(rhyme)
}

/// True for a word, in any case, that is spelled as a Vietnamese syllable but for its marks: `nghieng`, `duoc`, `Viet`.
pub fn is_bare_syllable(word: &str) -> bool {
    static BARE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let onsets = ONSETS.iter().copied().chain([""]);
        let whole = |onset: &str| {
            let rhymes = RHYMES.iter().flat_map(|(_, rhymes)| rhymes.split(' '));
            let fitting = rhymes.filter(|rhyme| onset.is_empty() || joins(onset, rhyme));
            fitting.map(|rhyme| letter::strip_marks(&format!("{onset}{rhyme}"))).collect::<Vec<_>>()
        };
        onsets.flat_map(whole).chain(["gi".to_owned()]).collect()
    });
    word.is_ascii() && BARE.contains(&word.to_ascii_lowercase())
}

fn is_rhyme(text: &str) -> bool {
    let first = text.chars().next();
    RHYMES
        .iter()
        .any(|(letter, rhymes)| Some(*letter) == first && rhymes.split(' ').any(|rhyme| rhyme == text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_without_their_marks_are_told_from_other_words() {
        for word in ["nghieng", "Quyet", "UY", "duoc", "Viet", "gi", "o", "khuyu"] {
            assert!(is_bare_syllable(word), "{word}");
        }
        for word in ["", "HDND", "việt", "chirc", "quyOn", "report", "w", "ngi"] {
            assert!(!is_bare_syllable(word), "{word}");
        }
    }

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in [
            "nghiêng", "Quyết", "ỦY", "gì", "gìn", "giếng", "quốc", "yêu", "ở", "khuỷu", "củi", "kỷ", "HUYỆN",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "", "HĐND", "Đắk", "Zenlumix", "quyêt", "mât", "kà", "ngị", "cệ", "ñan", "tínhh", "bànộ", "h6i",
            "w",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
