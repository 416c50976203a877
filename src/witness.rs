//! A page's two witnesses: its image, and the text that the input itself gives.
//!
//! [`choose`] decides page by page which one to read, and says why ([`Basis`]). Where it is the image though an OCR
//! once hid its reading beneath it, [`attest`] lets that reading speak for the figures: an engine that knows no
//! Vietnamese mangles every word and still reads digits.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::document::{Alternative, Basis, BasisKind, BoundingBox, Line, Word};
use crate::language::condition::Condition;
use crate::source::{PageContent, Scan, TextLayer, TextOrigin};

/// Which of a page's witnesses to read, where it has both an image and a text layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Witness {
    /// The text where a program drew it or where a hidden reading is good Vietnamese; else the image.
    #[default]
    Auto,
    /// The image.
    Image,
    /// The text layer.
    TextLayer,
}

/// The parts of a hidden text layer's words that must be spelled as Vietnamese syllables, and bear a letter that only
/// Vietnamese has, for it to be kept. On 62 pages of `born-digital/` they are 0.87 to 1.00 (all but five above 0.92) and
/// 0.44 to 0.74, in what an English engine hid beneath 054 and 055 they are 0.54 to 0.60 and at most 0.01. A page that
/// falls short is read from its image, which costs time and no words.
pub(crate) const SPELLED: f32 = 0.92;
const MARKED: f32 = 0.4;

/// Fewer words than this are no text to judge a layer by.
const LEAST_WORDS: usize = 20;

/// What is to be read of a page, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The page's image; with no [`text`](Self::text) it is to be read.
    pub scan: Option<Scan>,
    /// The text that is taken as the page's own.
    pub text: Option<TextLayer>,
    /// A hidden reading that was not taken.
    pub other: Option<TextLayer>,
    /// Which witness was taken, and why.
    pub basis: Basis,
}

/// Chooses between a page's image and its text.
pub fn choose(content: PageContent, witness: Witness) -> Choice {
    let PageContent { image: scan, text, .. } = content;
    let basis = decide(text.as_ref(), scan.is_some(), witness);
    if scan.is_none() || basis.witness == BasisKind::TextLayer {
        return Choice { scan, text, other: None, basis };
    }
    Choice { scan, text: None, other: text.filter(|t| t.origin == TextOrigin::Hidden), basis }
}

/// Decides which witness of a page to read, by its text alone.
pub fn decide(text: Option<&TextLayer>, has_image: bool, witness: Witness) -> Basis {
    let of = |witness, reason: &str| Basis { witness, reason: reason.to_owned() };
    let image = |reason: &str| of(BasisKind::Image, reason);
    let layer = |reason: &str| of(BasisKind::TextLayer, reason);
    let Some(given) = text else { return image("the page has no text layer") };
    if !has_image {
        return layer("the input is text");
    }
    match (witness, given.origin) {
        (Witness::Image, _) => image("the image was asked for"),
        (_, TextOrigin::Caption) => image("the text layer is only a caption over the scan"),
        (Witness::TextLayer, _) => layer("the text layer was asked for"),
        (Witness::Auto, TextOrigin::File | TextOrigin::Drawn) => {
            layer("a program drew the letters on the page")
        }
        (Witness::Auto, TextOrigin::Hidden) => {
            let looks = Looks(Condition::of(given.lines.iter().map(|line| line.ocr.as_str())));
            let witness = if looks.is_vietnamese() { BasisKind::TextLayer } else { BasisKind::Image };
            of(witness, &looks.to_string())
        }
    }
}

/// What a hidden text layer looks like.
struct Looks(Condition);

impl Looks {
    fn is_vietnamese(&self) -> bool {
        self.0.words >= LEAST_WORDS && self.0.spelled >= SPELLED && self.0.marked >= MARKED
    }
}

impl std::fmt::Display for Looks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |part: f32| (part * 100.0).round() as u32;
        if self.0.words < LEAST_WORDS {
            return write!(f, "the hidden text layer has {} words, too few to judge it by", self.0.words);
        }
        let verdict =
            if self.is_vietnamese() { "reads as Vietnamese" } else { "does not read as Vietnamese" };
        let (spelled, marked) = (percent(self.0.spelled), percent(self.0.marked));
        write!(
            f,
            "the hidden text layer {verdict}: {spelled} % of its words are syllables, {marked} % bear marks"
        )
    }
}

/// The part of the smaller of two words' boxes in which they must meet to be readings of one word.
const SAME_PLACE: f32 = 0.6;

/// The score, 0 to 1, with which another witness's digit stands among a word's alternatives.
const ATTESTED: f32 = 0.5;

/// Enters the digits that a hidden text layer has where `lines` has other characters as alternatives of those.
///
/// Boxes of both are pixels of the scan, those of `lines` counted from `origin`. Words are compared where they lie on each other and are equally long.
pub fn attest(lines: &mut [Line], (x, y): (u32, u32), layer: &TextLayer) {
    let heard: Vec<(&Word, BoundingBox)> = layer
        .lines
        .iter()
        .flat_map(|line| &line.words)
        .filter(|word| word.ocr.chars().any(|c| c.is_ascii_digit()))
        .filter_map(|word| Some((word, word.bbox?)))
        .collect();
    for word in lines.iter_mut().flat_map(|line| &mut line.words) {
        let Some(bbox) = word.bbox.map(|b| BoundingBox::new(b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y)) else {
            continue;
        };
        let Some((other, _)) = heard.iter().find(|(_, there)| overlap(bbox, *there) >= SAME_PLACE) else {
            continue;
        };
        if word.ocr.chars().count() != other.ocr.chars().count() {
            continue;
        }
        for (at, (mine, theirs)) in (0..).zip(word.ocr.chars().zip(other.ocr.chars())) {
            let text = SmolStr::from_iter([theirs]);
            let known = word.alternatives.iter().any(|a| a.at == at && a.text == text);
            if theirs.is_ascii_digit() && mine != theirs && !known {
                word.alternatives.push(Alternative { at, text, score: ATTESTED });
            }
        }
        word.alternatives.sort_by_key(|a| a.at);
    }
}

/// Returns the part of the smaller of two boxes that both cover, 0 to 1.
fn overlap(a: BoundingBox, b: BoundingBox) -> f32 {
    let along = |a0: u32, a1: u32, b0: u32, b1: u32| a1.min(b1).saturating_sub(a0.max(b0)) as f32;
    let shared = along(a.x0, a.x1, b.x0, b.x1) * along(a.y0, a.y1, b.y0, b.y1);
    let area = |b: BoundingBox| b.width() as f32 * b.height() as f32;
    shared / area(a).min(area(b)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; theo đề nghị của Chánh \
                        Văn phòng Hội đồng nhân dân tỉnh";
    const BAD: &str = "CAn cir LuAt TO chirc chinh quyOn dia phucmg ngay 19 thang 6 nam 2015; theo de nghi dm Chanh \
                       Van pheng Fleli tong nhan dan tinh";

    fn page(text: &str, origin: TextOrigin) -> PageContent {
        let pixels = image::DynamicImage::new_luma8(10, 10);
        PageContent {
            number: 1,
            image: Some(Scan { pixels, dpi: 200.0, dpi_estimated: false }),
            cut_short: None,
            unread_form: None,
            text: Some(TextLayer { origin, ..TextLayer::of_file(vec![Line::from_text(text)]) }),
        }
    }

    fn chosen(text: &str, origin: TextOrigin, witness: Witness) -> (BasisKind, String) {
        let choice = choose(page(text, origin), witness);
        assert_eq!(choice.text.is_some(), choice.basis.witness == BasisKind::TextLayer);
        (choice.basis.witness, choice.basis.reason)
    }

    #[test]
    fn a_hidden_layer_is_kept_where_it_reads_as_vietnamese() {
        let (kind, reason) = chosen(GOOD, TextOrigin::Hidden, Witness::Auto);
        assert_eq!(kind, BasisKind::TextLayer);
        assert_eq!(
            reason,
            "the hidden text layer reads as Vietnamese: 100 % of its words are syllables, 67 % bear marks"
        );
        let (kind, reason) = chosen(BAD, TextOrigin::Hidden, Witness::Auto);
        assert_eq!(kind, BasisKind::Image);
        assert!(reason.contains("does not read as Vietnamese"), "{reason}");
    }

    #[test]
    fn few_hidden_words_are_no_proof() {
        let (kind, reason) = chosen("Quyết định", TextOrigin::Hidden, Witness::Auto);
        assert_eq!(kind, BasisKind::Image);
        assert!(reason.contains("2 words, too few"), "{reason}");
    }

    #[test]
    fn what_was_asked_for_is_taken_but_for_a_caption() {
        assert_eq!(chosen(GOOD, TextOrigin::Drawn, Witness::Image).0, BasisKind::Image);
        assert_eq!(chosen(BAD, TextOrigin::Hidden, Witness::TextLayer).0, BasisKind::TextLayer);
        assert_eq!(chosen(GOOD, TextOrigin::Caption, Witness::TextLayer).0, BasisKind::Image);
    }

    fn word(text: &str, x0: u32) -> Line {
        let mut line = Line::from_text(text);
        line.part_into_words();
        line.words[0].bbox = Some(BoundingBox::new(x0, 0, x0 + 40, 20));
        line
    }

    #[test]
    fn the_other_witness_speaks_for_the_figures() {
        let mut lines = [word("9l,5", 0), word("điểm", 100)];
        let layer = TextLayer {
            origin: TextOrigin::Hidden,
            ..TextLayer::of_file(vec![word("91,5", 2), word("d1em", 101)])
        };
        attest(&mut lines, (0, 0), &layer);
        let told: Vec<(u32, &str)> =
            lines[0].words[0].alternatives.iter().map(|a| (a.at, &*a.text)).collect();
        assert_eq!(told, [(1, "1")]);
    }

    #[test]
    fn words_at_other_places_say_nothing() {
        let mut lines = [word("9l,5", 0)];
        attest(
            &mut lines,
            (0, 0),
            &TextLayer { origin: TextOrigin::Hidden, ..TextLayer::of_file(vec![word("91,5", 30)]) },
        );
        assert!(lines[0].words[0].alternatives.is_empty());
    }
}
