//! Dirt that was read as words.
//!
//! Specks, the rings of seals and what shows through from the back stand where no print does, and the recogniser says
//! of them `.`, `7` or `2...`. No word has their form: a letter is not as low as a stop, a stop does not stand apart
//! from every word, and two characters are not as wide as ten. Words of such form are left out. Forms were
//! gathered from what was read on our damaged pages and is not printed there; confidences alone do not part them from
//! print, for the recogniser is often sure of a speck.

use super::cells::Piece;
use super::median::median;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use crate::document::check_box::is_check_box;
use crate::document::{BoundingBox, LeftOut};

// All lengths are in usual heights: the median height of the words of three letters and more, of the line where it has
// enough of them, else of the page. It is some two thirds of the type size. The figures are of our fixtures and born-digital
// pages at levels 2 and 3.

/// A character or two are at least so high; raised footnote marks measured 0.4 and more.
const LOWEST: f32 = 0.2;
/// The same where they are read in doubt.
const LOWEST_IN_DOUBT: f32 = 0.35;
/// Two letters beyond doubt are so wide; `KÝ` in a box 0.2 high measured 4.
const NARROWEST_PAIR: f32 = 0.8;
/// A lone character in doubt is so high at most.
const HIGHEST: f32 = 1.6;
/// A lone character in doubt and each mark with it is so wide at most. The recogniser's boxes may be twice as wide as
/// what stands in them.
const WIDEST: f32 = 1.7;
/// The confidence, 0 to 1, from which a character of unusual size is print: a heading's number, a page's.
const SURE: f32 = 0.95;
/// A lone character has so many marks at most.
const MARKS: usize = 3;
/// A character with marks that is believed less than this, 0 to 1, is dirt; of 180 on our damaged pages 170 were.
const BELIEVABLE: f32 = 0.6;
/// The same of a character without.
const BELIEVABLE_ALONE: f32 = 0.35;
/// A stop, comma or colon stands so near to a word; the widest spaces of justified lines are narrower.
const APART: f32 = 0.8;
/// The number at the head of a line stands so near to its first word.
const BY_WORD: f32 = 1.5;
/// A dash is so wide at least; hyphens measured 0.14 and more.
const NARROWEST_DASH: f32 = 0.13;
/// A dash as far as this from every other word, and in doubt, is dirt.
const DASH_APART: f32 = 3.0;
/// A character or two so far from every other word of their line are believed as a character with marks is, or are what
/// is left of a seal.
const REMOTE: f32 = 10.0;
/// The confidence from which a letter behind a word is print however wide its box: `A` of `BÊN A` was read with 0.81 and 0.91.
const SURE_OF_LAST: f32 = 0.8;
/// The confidence under which it is in doubt.
const DOUBT: f32 = 0.85;
/// On a page of print some word of two letters and more is believed so much, 0 to 1, even at 110 dpi; on 60 blank backs
/// with seals, specks and bleeding we made, none was.
const BELIEVED_WORD: f32 = 0.75;
/// Where none is, and those with letters are believed no more than this on average, there is no print.
const BELIEVED_ON_AVERAGE: f32 = 0.5;
/// Words of a line from which its own usual height is taken.
const ENOUGH: usize = 3;

/// Marks that stand by a word, never alone.
const STOPS: &str = ".,:;'`ˆ^~*|\\_…¬";
/// Marks that are low, wherever they stand: those, dashes and quotes.
const LOW: &str = "._-–—…,:;'`ˆ^~\"“”‘’=*|\\";
/// Marks that may stand alone.
const DASHES: &str = "-–—";

/// Leaves out the words of a page that are dirt; all of them, where none is believed. Returns them, top to bottom.
pub(super) fn leave_out_dirt(pieces: &mut [Piece]) -> Vec<LeftOut> {
    let words = || pieces.iter().flat_map(|piece| &piece.line.words);
    if !words().any(is_believed) && mean_confidence(words()) < BELIEVED_ON_AVERAGE {
        return in_order(pieces.iter_mut().flat_map(|piece| piece.line.words.drain(..)));
    }
    let Some(usual) = usual_height(pieces.iter().flat_map(|piece| &piece.line.words), 1) else {
        return Vec::new();
    };
    in_order(pieces.iter_mut().flat_map(|piece| {
        let own = usual_height(&piece.line.words, ENOUGH).unwrap_or(usual);
        leave_out(&mut piece.line, own, piece.place.is_some())
    }))
}

fn in_order(words: impl Iterator<Item = ReadWord>) -> Vec<LeftOut> {
    let mut left_out: Vec<LeftOut> = words
        .map(|word| LeftOut { text: word.text(), bbox: word.bbox, confidence: word.confidence })
        .collect();
    left_out.sort_by_key(|word| word.bbox.map(|bbox| (bbox.y0, bbox.x0)));
    left_out
}

/// Returns whether a word is one beyond doubt; what has no confidence is believed.
fn is_believed(word: &ReadWord) -> bool {
    let letters = word.letters_and_digits();
    let least = if letters > 1 { BELIEVED_WORD } else { SURE };
    letters > 0 && word.confidence.is_none_or(|confidence| confidence >= least)
}

/// Returns the mean confidence of the words with letters or digits; 1 where there are none.
fn mean_confidence<'a>(words: impl Iterator<Item = &'a ReadWord>) -> f32 {
    let of_letters = words.filter(|word| word.letters_and_digits() > 0);
    let (sum, count) =
        of_letters.fold((0.0, 0.0), |(sum, count), word| (sum + word.confidence.unwrap_or(1.0), count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// Returns the median height of words of three letters and more, if there are enough of them.
pub(super) fn usual_height<'a>(words: impl IntoIterator<Item = &'a ReadWord>, enough: usize) -> Option<f32> {
    let is_long = |word: &&ReadWord| word.letters_and_digits() > 2;
    let heights: Vec<u32> =
        words.into_iter().filter(is_long).filter_map(|word| word.bbox).map(BoundingBox::height).collect();
    if heights.len() < enough {
        return None;
    }
    median(heights).filter(|height| *height > 0).map(|height| height as f32)
}

fn leave_out(line: &mut ReadLine, usual: f32, in_cell: bool) -> Vec<ReadWord> {
    let boxes: Vec<Option<BoundingBox>> = line.words.iter().map(|word| word.bbox).collect();
    let gaps = |at: usize| {
        let gap = |left: Option<BoundingBox>, right: Option<BoundingBox>| {
            left.zip(right).map_or(f32::INFINITY, |(left, right)| right.x0.saturating_sub(left.x1) as f32)
        };
        let before = at.checked_sub(1).map_or(f32::INFINITY, |before| gap(boxes[before], boxes[at]));
        let after = boxes.get(at + 1).map_or(f32::INFINITY, |after| gap(boxes[at], *after));
        (before / usual, after / usual)
    };
    let is_label_word: Vec<bool> = line.words.iter().map(|word| opens_label(&word.text())).collect();
    let is_long: Vec<bool> = line.words.iter().map(|word| word.letters() > 1).collect();
    let count = line.words.len();
    let mut at = 0;
    let is_dirt = |word: &mut ReadWord| {
        at += 1;
        let (before, after) = gaps(at - 1);
        let Some(form) = Form::of(word, usual, before.min(after)) else { return false };
        let is_near = form.apart <= BY_WORD;
        let form = Form {
            is_behind_label_word: at > 1 && is_label_word[at - 2],
            opens_line: at == 1 && count > 1 && is_near,
            follows_word: at > 1 && is_long[at - 2] && is_near,
            stands_between: before.max(after) <= APART
                && at > 1
                && is_long[at - 2]
                && is_long.get(at).is_some_and(|own| *own),
            ..form
        };
        form.is_low()
            || form.is_stray()
            || (!in_cell && (form.is_huge() || form.is_doubtful() || form.is_remote()))
    };
    line.words.extract_if(.., is_dirt).collect()
}

/// Returns whether a label's number follows a word: `Điều 1.`
fn opens_label(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "điều" | "phần" | "chương" | "mục" | "lục")
}

/// Returns whether this is a letter or digit; Unicode counts a circumflex by itself among the letters.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !STOPS.contains(c)
}

/// What a word looks like, in usual heights.
struct Form {
    text: String,
    letters: usize,
    width: f32,
    height: f32,
    /// How far from the nearest word of its line it stands.
    apart: f32,
    confidence: f32,
    /// True where the word before it is one that a label begins with.
    is_behind_label_word: bool,
    /// True where it opens its line, right before a word.
    opens_line: bool,
    /// True where it stands right behind a word of letters.
    follows_word: bool,
    /// True where it stands right between two words of letters.
    stands_between: bool,
}

impl Form {
    /// Returns the form of a word; `None` where it has no box, or is a box to be ticked, which was told by its own form.
    fn of(word: &ReadWord, usual: f32, apart: f32) -> Option<Self> {
        let bbox = word.bbox?;
        let text = word.text();
        if is_check_box(&text) {
            return None;
        }
        Some(Self {
            letters: text.chars().filter(|c| is_letter(*c)).count(),
            width: bbox.width() as f32 / usual,
            height: bbox.height() as f32 / usual,
            apart,
            confidence: word.confidence.unwrap_or(1.0),
            is_behind_label_word: false,
            opens_line: false,
            follows_word: false,
            stands_between: false,
            text,
        })
    }

    fn is_alphabetic(&self) -> bool {
        self.text.chars().all(char::is_alphabetic)
    }

    fn is_all(&self, characters: &str) -> bool {
        self.text.chars().all(|c| characters.contains(c))
    }

    /// Returns whether these are characters, a few, lower than such characters are.
    fn is_low(&self) -> bool {
        let lowest = if self.confidence < SURE { LOWEST_IN_DOUBT } else { LOWEST };
        match self.letters {
            0 => !self.text.chars().any(|c| LOW.contains(c)) && self.height < LOWEST,
            1 | 2 => self.height < lowest && !self.is_of_its_width(),
            letters => self.is_alphabetic() && self.height < LOWEST && self.width < LOWEST * letters as f32,
        }
    }

    /// Returns whether these are two letters beyond doubt, as wide as two are: no speck is, and the box is too low.
    fn is_of_its_width(&self) -> bool {
        self.letters == 2 && self.is_alphabetic() && self.confidence >= SURE && self.width >= NARROWEST_PAIR
    }

    /// Returns whether this is a character, with marks, that is hardly believed and no label.
    fn is_doubtful(&self) -> bool {
        let count = self.text.chars().count();
        let is_dash = self.is_all(DASHES);
        let least = if count > 1 { BELIEVABLE } else { BELIEVABLE_ALONE };
        self.letters <= 1 && count <= 1 + MARKS && !is_dash && !self.is_label() && self.confidence < least
    }

    /// Returns whether these are a character or two, hardly believed, far from the other words of their line.
    fn is_remote(&self) -> bool {
        let is_far = self.apart > REMOTE && self.apart.is_finite();
        (1..=2).contains(&self.letters) && is_far && self.confidence < BELIEVABLE && !self.is_label()
    }

    /// Returns whether this has the form of a list's label: `a)`, `1.`, `(2)`, `7/`.
    fn is_label(&self) -> bool {
        let mut rest = self.text.strip_prefix('(').unwrap_or(&self.text).chars();
        rest.next().is_some_and(is_letter)
            && matches!(rest.as_str(), ")" | "." | "/" | ":" | ";" | "," | ".-" | ")-" | "-")
    }

    /// Returns whether this is the number of a label behind its word, `Điều 1.`, `PHẦN I`, or at the head of its line: its box may reach
    /// into the line above.
    fn is_label_s_number(&self) -> bool {
        (self.is_behind_label_word || self.opens_line)
            && (self.is_label() || self.letters == 1 && self.confidence >= self.least_of_number())
    }

    /// Returns how much the number of a label is believed at least: behind its word nothing else stands.
    fn least_of_number(&self) -> f32 {
        if self.is_behind_label_word { BELIEVABLE } else { DOUBT }
    }

    /// Returns whether this is a lone character, with marks, larger than the print around it.
    fn is_huge(&self) -> bool {
        let count = self.text.chars().count();
        let is_leader = self.letters == 0 && self.height < LOWEST_IN_DOUBT;
        // The box of a letter that ends a line, `BÊN A`, reaches to the speck behind it.
        let is_last_letter =
            self.follows_word && count == 1 && self.is_alphabetic() && self.confidence >= SURE_OF_LAST;
        self.letters <= 1
            && count <= 1 + MARKS
            && self.confidence < SURE
            && !is_leader
            && !self.is_label_s_number()
            && !self.is_amid_words()
            && (self.height > HIGHEST || self.width > WIDEST * count as f32 && !is_last_letter)
    }

    /// Returns whether this is a letter or a dash between two words, as in `SỞ Y TẾ`: its box may reach into the line above.
    fn is_amid_words(&self) -> bool {
        let is_one = self.text.chars().count() == 1 && (self.is_alphabetic() || self.is_all(DASHES));
        self.stands_between && is_one && self.width <= WIDEST && self.confidence >= DOUBT
    }

    /// Returns whether this is a mark where no mark stands.
    fn is_stray(&self) -> bool {
        let is_ellipsis = matches!(self.text.as_str(), "…" | "...") && self.confidence >= DOUBT;
        if self.is_all(STOPS) {
            return self.text.chars().count() <= MARKS && self.apart > APART && !is_ellipsis;
        }
        self.is_all(DASHES)
            && (self.width.max(self.height) < NARROWEST_DASH
                || (self.apart > DASH_APART && self.confidence < DOUBT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// What is left of words given as text, confidence in percent, left, top, width and height, after two words 20 high.
    fn left_in(place: Option<(usize, usize)>, words: &[(&str, u32, [u32; 4])]) -> Vec<String> {
        let before = [("giấy", 96, [0, 0, 60, 20]), ("phép", 96, [66, 0, 60, 20])];
        let spans: String = before
            .iter()
            .chain(words)
            .map(|(text, confidence, [x, y, width, height])| {
                let (right, bottom) = (x + width, y + height);
                format!(
                    "<span class='ocrx_word' title='bbox {x} {y} {right} {bottom}; x_wconf {confidence}'>{text}</span>"
                )
            })
            .collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>");
        let line = hocr::lines(&html).remove(0);
        let mut pieces = [Piece { place, line }];
        let out = leave_out_dirt(&mut pieces);
        assert_eq!(
            out.len() + pieces[0].line.words.len(),
            2 + words.len(),
            "what is left out is kept in mind"
        );
        pieces[0].line.words.iter().skip(2).map(ReadWord::text).collect()
    }

    fn left(text: &str, confidence: u32, bbox: [u32; 4]) -> bool {
        !left_in(None, &[(text, confidence, bbox)]).is_empty()
    }

    #[test]
    fn letters_as_low_as_stops_are_specks_however_sure_and_raised_marks_are_none() {
        assert!(!left("8", 96, [130, 10, 3, 3]));
        assert!(!left("+", 76, [130, 10, 3, 3]));
        assert!(left("3", 92, [128, 0, 5, 8]));
        assert!(left("năm", 92, [130, 10, 30, 3]), "no word of three letters is taken for a speck");
        assert!(!left("năm", 92, [130, 10, 3, 3]), "but where its box is one");
    }

    #[test]
    fn lone_characters_larger_than_the_print_are_seals_unless_they_are_sure() {
        assert!(!left("2...", 60, [130, 0, 140, 22]));
        assert!(!left("7", 90, [130, 0, 24, 40]));
        assert!(left("I", 97, [130, 0, 24, 40]));
        assert!(left("UBND", 60, [130, 0, 100, 40]));
    }

    #[test]
    fn two_letters_as_wide_as_two_are_print_in_however_low_a_box() {
        assert!(left("KÝ", 96, [130, 10, 40, 3]));
        assert!(!left("KÝ", 60, [130, 10, 40, 3]), "in doubt");
        assert!(!left("KÝ", 96, [130, 10, 4, 3]), "a speck");
    }

    #[test]
    fn a_letter_or_a_dash_between_two_words_may_have_too_high_a_box() {
        let between = |text, confidence, height| {
            left_in(None, &[(text, confidence, [130, 0, 14, height]), ("Tế", 96, [150, 0, 40, 20])])
        };
        assert_eq!(between("Y", 92, 40), ["Y", "Tế"]);
        assert_eq!(between("-", 93, 40), ["-", "Tế"]);
        assert_eq!(between("Y", 60, 40), ["Tế"], "in doubt");
        assert_eq!(between("7", 92, 40), ["Tế"], "a figure");
        assert!(!left("Y", 92, [130, 0, 14, 40]), "nothing behind it");
    }

    #[test]
    fn the_letter_that_ends_a_line_of_words_may_have_too_wide_a_box() {
        assert!(left("A", 91, [134, 0, 70, 20]));
        assert!(!left("A", 70, [134, 0, 70, 20]), "in doubt");
        assert!(!left("A", 91, [300, 0, 70, 20]), "far behind the words");
    }

    #[test]
    fn the_number_behind_a_label_s_word_is_none_whatever_its_box_and_doubt() {
        let behind = |words: &[(&str, u32, [u32; 4])]| left_in(None, words);
        let tall = ("1.", 68, [160, 0, 24, 40]);
        assert_eq!(behind(&[("Điều", 96, [130, 0, 26, 20]), tall]), ["Điều", "1."]);
        assert_eq!(behind(&[("PHẦN", 96, [130, 0, 26, 20]), ("I", 92, [160, 0, 10, 40])]), ["PHẦN", "I"]);
        assert_eq!(behind(&[("MỤC", 96, [130, 0, 26, 20]), ("1", 70, [160, 0, 10, 40])]), ["MỤC", "1"]);
        assert_eq!(behind(&[("Điều", 96, [130, 0, 26, 20]), ("1.-", 29, [160, 0, 20, 20])]), ["Điều", "1.-"]);
        assert_eq!(behind(&[("gió", 96, [130, 0, 26, 20]), tall]), ["gió"]);
        let words = |left: u32| {
            let html = format!(
                "<div class='ocr_page'><span class='ocr_line'>\
                 <span class='ocrx_word' title='bbox 0 0 10 40; x_wconf 92'>I</span> \
                 <span class='ocrx_word' title='bbox {left} 0 90 20; x_wconf 96'>giấy</span> \
                 <span class='ocrx_word' title='bbox 100 0 160 20; x_wconf 96'>phép</span></span></div>"
            );
            let mut pieces = [Piece { place: None, line: hocr::lines(&html).remove(0) }];
            leave_out_dirt(&mut pieces);
            pieces[0].line.words.iter().map(ReadWord::text).collect::<Vec<_>>()
        };
        assert_eq!(words(20), ["I", "giấy", "phép"], "at the head of a line");
        assert_eq!(words(60), ["giấy", "phép"], "far before it");
    }

    #[test]
    fn stops_stand_by_a_word_and_what_stands_apart_is_dirt() {
        assert!(left(":", 93, [130, 8, 3, 8]));
        assert!(!left(":", 93, [300, 8, 3, 8]));
        assert!(left("...", 93, [300, 16, 20, 3]), "an ellipsis may stand alone");
        assert!(left("..........", 40, [300, 16, 200, 3]), "so may leaders");
    }

    #[test]
    fn dashes_are_wider_than_specks() {
        assert!(left("-", 93, [300, 10, 6, 2]));
        assert!(!left("-", 93, [300, 10, 2, 2]));
        assert!(!left("-", 60, [300, 10, 6, 2]), "far away and in doubt");
    }

    #[test]
    fn characters_hardly_believed_are_dirt_and_labels_are_none() {
        assert!(!left("ˆ,", 50, [130, 4, 8, 10]));
        assert!(!left("L", 20, [130, 4, 8, 14]));
        assert!(left("L", 50, [130, 4, 8, 14]));
        assert!(left("c)", 20, [130, 4, 12, 16]));
    }

    #[test]
    fn a_character_or_two_far_from_their_line_and_hardly_believed_are_dirt() {
        assert!(!left("L2", 42, [800, 0, 30, 20]));
        assert!(left("L2", 70, [800, 0, 30, 20]));
        assert!(left("L2", 42, [140, 0, 30, 20]));
    }

    #[test]
    fn numbers_in_cells_stay_whatever_their_size_and_doubt() {
        let cell = Some((0, 0));
        assert_eq!(left_in(cell, &[("8", 20, [130, 0, 40, 36])]), ["8"]);
        assert!(left_in(cell, &[("8", 20, [130, 10, 3, 3])]).is_empty());
    }

    #[test]
    fn dashes_in_a_seal_do_not_make_print_of_figures_hardly_believed() {
        let page = |words: &[(&str, u32)]| {
            let spans: String = words
                .iter()
                .map(|(text, sure)| {
                    format!("<span class='ocrx_word' title='bbox 10 10 22 30; x_wconf {sure}'>{text}</span> ")
                })
                .collect();
            let html = format!("<div class='ocr_page'><span class='ocr_line'>{spans}</span></div>");
            let line = hocr::lines(&html).remove(0);
            let mut pieces = [Piece { place: None, line }];
            leave_out_dirt(&mut pieces);
            pieces[0].line.words.iter().map(ReadWord::text).collect::<Vec<_>>()
        };
        assert!(page(&[("-", 67), ("-", 66), ("7.", 15), ("3", 60)]).is_empty());
        assert_eq!(page(&[("-", 67), ("3", 76)]), ["-", "3"], "a page's number may stand alone");
    }

    #[test]
    fn a_page_without_words_has_no_usual_height_and_keeps_what_it_has() {
        let mut pieces = [Piece { place: None, line: ReadLine::default() }];
        assert_eq!(leave_out_dirt(&mut pieces), []);
        assert!(pieces[0].line.words.is_empty());
    }
}
