//! The condition of a text: what its words look like, before anything is repaired.

use super::foreign::is_foreign_word;
use super::letter::is_vietnamese_only;
use super::syllable::{is_bare_syllable, is_syllable};

/// What the words of a text look like. Shares are of words, 0 to 1, but for [`vietnamese`](Self::vietnamese),
/// [`western`](Self::western) and [`unreadable`](Self::unreadable).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Condition {
    /// Words with a letter.
    pub words: usize,
    /// Letters.
    pub letters: usize,
    /// Of the letters, those that only Vietnamese writes.
    pub vietnamese: f32,
    /// Of the letters, Latin ones beyond ASCII that Vietnamese does not write.
    pub western: f32,
    /// Words spelled as syllables.
    pub spelled: f32,
    /// Words that bear a letter that only Vietnamese has.
    pub marked: f32,
    /// Of those, the ones spelled as syllables.
    pub spelled_of_marked: f32,
    /// How many are in small letters without marks and longer than one.
    pub plain: usize,
    /// Of those, the ones that are syllables but for their marks.
    pub bare_of_plain: f32,
    /// Words that are a syllable only with the next one.
    pub parted: f32,
    /// Words that English or French clauses open with.
    pub foreign: f32,
    /// Characters that stand for none.
    pub unreadable: f32,
}

impl Condition {
    /// Looks at the words of lines.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counted = Self::default();
        let (mut own, mut spelled, mut marked, mut both, mut parted, mut foreign) = (0, 0, 0, 0, 0, 0);
        let (mut bare_plain, mut western) = (0, 0);
        let (mut characters, mut unreadable) = (0, 0);
        let part = |count: usize, of: usize| count as f32 / of.max(1) as f32;
        for line in lines {
            let mut before: Option<&str> = None;
            for token in line.split_whitespace() {
                characters += token.chars().count();
                unreadable += token.chars().filter(|&c| is_unreadable(c)).count();
                let word = token.trim_matches(|c: char| !c.is_alphabetic());
                if word.is_empty() {
                    before = None;
                    continue;
                }
                let letters = word.chars().filter(|c| c.is_alphabetic());
                counted.words += 1;
                counted.letters += letters.clone().count();
                own += letters.clone().filter(|&c| is_vietnamese_only(c)).count();
                western += letters.filter(|&c| is_western(c)).count();
                let (is_spelled, is_marked) = (is_syllable(word), word.chars().any(is_vietnamese_only));
                spelled += usize::from(is_spelled);
                marked += usize::from(is_marked);
                both += usize::from(is_spelled && is_marked);
                foreign += usize::from(is_foreign_word(word));
                if !word.chars().any(char::is_uppercase) && word.chars().count() > 1 {
                    counted.plain += usize::from(word.is_ascii());
                    bare_plain += usize::from(is_bare_syllable(word));
                }
                parted += usize::from(before.is_some_and(|first| is_parted(first, word)));
                // A word that a mark ends is not parted from the next.
                before = Some(word).filter(|word| token.ends_with(word));
            }
        }
        let words = counted.words;
        Self {
            vietnamese: part(own, counted.letters),
            western: part(western, counted.letters),
            spelled: part(spelled, words),
            marked: part(marked, words),
            spelled_of_marked: part(both, marked),
            bare_of_plain: part(bare_plain, counted.plain),
            parted: part(parted, words),
            foreign: part(foreign, words),
            unreadable: part(unreadable, characters),
            ..counted
        }
    }
}

/// True for a Latin letter beyond ASCII that Vietnamese does not write.
fn is_western(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{24f}')
        && !is_vietnamese_only(letter)
        && !"àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ".contains(letter)
}

/// True for a character that stands for none: what a font does not say, or a place that Unicode leaves to fonts.
fn is_unreadable(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// Syllables without an onset that are words by themselves.
const WITHOUT_ONSET: &str = "à ạ á ả ác ách ải ái ám ảm án ảnh ánh ảo áo áp ạt át ắc ăn ắng ắt ấm âm ẩm ẩn ấn ân ấp ất ấu ẩu ấy \
                             é ê ế ễ ếch êm ép ít ích ịch ỉ ì ỉa í ò ó ọ ỏ ốc óc ói ỏi ô ồ ổ ố ôm ốm ôn ổn ồn ông ống ộp ốp \
                             ơ ở ờ ợ ơi ới ơn ớn ớt ủa ục úc ủi úi ủng ụng úng út úp ư ừ ứ ử ưa ứa ức ưng ứng ửng ước ướm ươm \
                             ươn ương ướt ưu ù ụ ủ ú ý ỷ ỳ y yếm yểm yên yến yêu yếu uốn uống ủy uỷ úy uỳnh uyên uy uế";

/// True for two words of a line that are a syllable together, where one of them is none by itself.
fn is_parted(first: &str, second: &str) -> bool {
    let is_word = |word: &str| {
        let small = word.to_lowercase();
        let bears = small.chars().next().is_some_and(|c| !c.is_ascii() && c != 'đ');
        is_syllable(word) && (!bears || WITHOUT_ONSET.split_whitespace().any(|known| known == small))
    };
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    // A capital begins a word unless all are capitals.
    let goes_on = !is_capital(second)
        || first.chars().all(char::is_uppercase) && second.chars().all(char::is_uppercase);
    goes_on && !(is_word(first) && is_word(second)) && {
        let whole = format!("{first}{second}");
        !whole.is_ascii() && is_syllable(&whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parted_syllables_are_seen() {
        let of = |text: &str| Condition::of([text]).parted;
        assert!(of("Vi ệt Nam, th ực hi ện nhi ệm v ụ đ ược giao") > 0.3);
        assert!(of("C Ộ NG H Ò A X Ã H Ộ I") > 0.3);
        assert_eq!(of("Khu ở của công nhân do ông Hai quản lý, có ý kiến thì ấn vào đây"), 0.0);
    }

    #[test]
    fn marks_and_their_lack_are_counted() {
        let bare = Condition::of(["Thuc hien nhiem vu duoc giao trong nam nay"]);
        assert_eq!((bare.bare_of_plain, bare.marked), (1.0, 0.0));
        let good = Condition::of(["Thực hiện nhiệm vụ được giao trong năm nay"]);
        assert_eq!((good.spelled, good.words), (1.0, 9));
        assert!(Condition::of(["\u{fffd}\u{fffd} \u{e001}a"]).unreadable > 0.5);
    }
}
