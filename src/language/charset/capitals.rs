//! Capitals that TCVN3 has no code for.
//!
//! Its marked letters are small, and drawn as capitals by fonts of their own (`.VnTimeH`). In a text that came without its
//! fonts a heading reads `QUYếT ĐịNH`: letters without marks were typed as capitals, those with marks could not be.

/// What the letters of a word say of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// In capitals: a small letter with a mark stands after two capitals or before one, and no small letter without a mark.
    Capitals,
    /// It may be either: its small letters have marks, after at most one capital (`Xã`, `Bộ`, `ở`).
    Open,
    /// It has no letters, or those it has are capitals.
    Silent,
    /// It has a small letter without a mark, which would have been typed as a capital; or it is `đI`.
    Small,
}

/// Returns a line with the words that were drawn in capitals in capitals: those that say so themselves, and those among and
/// next to them that may be.
pub(super) fn drawn(line: &str) -> String {
    let is_letter = |c: &char| c.is_alphabetic();
    let letters: Vec<char> = line.chars().collect();
    let pieces: Vec<&[char]> = letters.chunk_by(|a, b| is_letter(a) == is_letter(b)).collect();
    let words: Vec<Word> = pieces.iter().map(|piece| of(piece)).collect();
    let mut drawn = String::with_capacity(line.len());
    let mut at = 0;
    for run in words.split_inclusive(|word| *word == Word::Small) {
        let run_pieces = &pieces[at..at + run.len()];
        at += run.len();
        // What begins small is no heading's beginning: `ở BộY TẾ`, `đã`.
        let is_loud = |index: &usize| {
            run[*index] == Word::Capitals || run_pieces[*index].iter().any(|c| c.is_uppercase())
        };
        let loud = || (0..run.len()).filter(is_loud).filter(|index| run[*index] != Word::Small);
        let says_so = run.contains(&Word::Capitals);
        let among = loud().next().zip(loud().next_back()).map_or(0..0, |(first, last)| first..last + 1);
        for (index, piece) in run_pieces.iter().enumerate() {
            let joins = says_so && run[index] == Word::Open && among.contains(&index);
            match run[index] == Word::Capitals || joins {
                true => drawn.extend(piece.iter().flat_map(|c| c.to_uppercase())),
                false => drawn.extend(*piece),
            }
        }
    }
    drawn
}

/// Judges a word; what stands between words is silent.
fn of(letters: &[char]) -> Word {
    let is_small_marked = |c: char| c.is_lowercase() && !c.is_ascii();
    if letters.iter().any(char::is_ascii_lowercase) {
        return Word::Small;
    }
    // Word processors made a capital of an English `I` that stood behind a code of TCVN3: `đI` is `đi`.
    if let [before @ .., 'I'] = letters
        && !before.is_empty()
        && before.iter().all(|c| is_small_marked(*c))
    {
        return Word::Small;
    }
    let Some(first) = letters.iter().position(|c| is_small_marked(*c)) else { return Word::Silent };
    let capitals_before = letters[..first].len();
    let is_before_one = letters[first..].iter().any(|c| c.is_uppercase());
    if capitals_before >= 2 || is_before_one { Word::Capitals } else { Word::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_whose_marked_letters_are_small_is_in_capitals() {
        for (read, printed) in [
            ("QUYếT ĐịNH", "QUYẾT ĐỊNH"),
            ("CHủ TịCH HộI ĐồNG", "CHỦ TỊCH HỘI ĐỒNG"),
            ("Tổ CHứC Và QUảN Lý HợP TáC Xã", "TỔ CHỨC VÀ QUẢN LÝ HỢP TÁC XÃ"),
            ("Bộ TRƯởNG Bộ Y Tế", "BỘ TRƯỞNG BỘ Y TẾ"),
            ("ủY BAN", "ỦY BAN"),
            ("III.3-Tổ CHứC", "III.3-TỔ CHỨC"),
            ("KINH Tế - Xã HộI", "KINH TẾ - XÃ HỘI"),
        ] {
            assert_eq!(drawn(read), printed);
        }
    }

    #[test]
    fn words_of_a_sentence_stay_as_they_are() {
        for line in [
            "Căn cứ Luật Tổ chức chính quyền",
            "Bộ Y tế và Sở Tài chính đã thống nhất ở Hà Nội",
            "UBND Xã",
            "III.3-Tổ chức",
            "KT.Bộ trưởng",
            "người ta đI",
            "HỘI ĐỒNG NHÂN DÂN",
            "Ở đó có 5 xã, 2 ấp; ý kiến: đã rõ",
            "",
            "  \t ",
        ] {
            assert_eq!(drawn(line), line);
        }
    }

    #[test]
    fn a_name_in_capitals_within_a_sentence_leaves_its_neighbours_small() {
        assert_eq!(drawn("theo QUYếT ĐịNH của Bộ"), "theo QUYẾT ĐỊNH của Bộ");
        assert_eq!(drawn("đã ở Hà NộI này"), "đã ở HÀ NỘI này");
    }

    #[test]
    fn blanks_stay() {
        assert_eq!(drawn(" QUYếT\t ĐịNH  số"), " QUYẾT\t ĐỊNH  số");
    }
}
