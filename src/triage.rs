//! What a page's text layer is: good, of a charset of before Unicode, an OCR's, broken, or none.
//!
//! Told by its words ([`Condition`]) and by where it comes from, without reading the page's image, so that an archive can be
//! surveyed before anyone spends a night on it.

use serde::{Deserialize, Serialize};

use crate::document::{Basis, Charset, LayerReport, LayerVerdict};
use crate::language::condition::Condition;
use crate::source::{Source, SourceError, TextLayer, TextOrigin};
use crate::witness::{SPELLED, Witness, decide};

/// Fewer words than this say little.
const FEW_WORDS: usize = 20;

/// Fewer words in small letters without marks than this do not tell what became of a text's marks.
const FEW_PLAIN_WORDS: usize = 8;

/// Characters that stand for none, of all, from which a layer is hardly text.
const UNREADABLE: f32 = 0.2;

/// Words that bear marks, of all, from which a text is written with them: of prose as printed they are 0.44 and more, of
/// what an English engine made of it 0.01 and less (`born-digital/`, `bad-text-layers/`); tables of numbers and codes lie between.
const WITH_MARKS: f32 = 0.1;

/// Words spelled as syllables, of all, from which text that no OCR hid beneath a scan is good: pages of `born-digital/` have
/// 0.87 and more, but for tables of codes.
const SPELLED_DRAWN: f32 = 0.75;

/// The same of the words that bear marks, where the others are codes or in English: of text that a program drew, which is no OCR's,
/// and of text that may be one's. A table of provinces (`Đắk Lắk`) and their codes has 0.75.
const SPELLED_OF_MARKED_DRAWN: f32 = 0.7;
const SPELLED_OF_MARKED: f32 = 0.9;

/// The same of all words of text that was converted from a charset: some software drops the soft hyphen that `ư` is in TCVN3.
const SPELLED_CONVERTED: f32 = 0.5;

/// Words that are syllables only with the next, of all, from which syllables are parted. In 192 texts of the corpus it is 0.014 at
/// most, in the same with half of their longer words parted 0.1 and more.
const PARTED: f32 = 0.04;

/// Words without a capital that are syllables but for their marks, from which only the marks are gone, and from which they are
/// Vietnamese at all: 0.97 and more in 192 texts whose marks were taken off, 0.58 to 0.87 on 25 pages that an English engine
/// read, 0.1 to 0.4 in English and French.
const BARE: f32 = 0.94;
const MANGLED: f32 = 0.48;

/// Words that clauses of English and French open with, of all, from which a text is in one of them: prose has 0.1 and more,
/// Vietnamese 0.013 at most.
const FOREIGN: f32 = 0.06;

/// Letters beyond ASCII that Vietnamese does not have, of all letters, from which a text without Vietnamese ones is garbled.
const WESTERN: f32 = 0.1;

/// What a page's text layer is, and what would be read of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// The page, from 1.
    pub page: u32,
    /// What its text layer is.
    pub layer: LayerReport,
    /// What [`restore`](crate::restore) would read of it, and why.
    pub basis: Basis,
}

/// Surveys a page of an input, from 1, without decoding its image.
///
/// # Errors
///
/// Where there is no such page, or it cannot be looked into.
pub fn survey(source: &Source, page: u32, witness: Witness) -> Result<Survey, SourceError> {
    let text = source.text(page)?;
    let has_image = text.as_ref().is_none_or(|text| text.origin != TextOrigin::File);
    Ok(Survey { page, layer: report(text.as_ref()), basis: decide(text.as_ref(), has_image, witness) })
}

/// Returns what a page's text layer is.
pub fn report(text: Option<&TextLayer>) -> LayerReport {
    let of = |verdict, confidence: f32, reason: String| LayerReport {
        verdict,
        confidence,
        reason,
        charsets: text.map(|text| text.charsets.clone()).unwrap_or_default(),
    };
    let Some(text) = text else {
        return of(LayerVerdict::None, 1.0, "the page has no text layer".to_owned());
    };
    if text.origin == TextOrigin::Caption {
        return of(LayerVerdict::None, 0.95, "the text layer is only a caption over the scan".to_owned());
    }
    let looks = Condition::of(text.lines.iter().map(|line| line.ocr.as_str()));
    if looks.words == 0 && looks.unreadable == 0.0 {
        return of(LayerVerdict::None, 0.9, "the text layer has no words".to_owned());
    }
    let legacy =
        text.charsets.iter().filter(|found| found.charset != Charset::Decomposed).max_by_key(|f| f.lines);
    let (verdict, margin) = match legacy {
        Some(found) if looks.spelled >= SPELLED_CONVERTED || looks.words < FEW_WORDS => {
            (LayerVerdict::LegacyCharset, found.confidence)
        }
        _ => judge(&looks, text.origin),
    };
    of(verdict, confidence(margin, looks.words), reason(verdict, &looks, legacy.map(|found| found.charset)))
}

/// The verdict, and by how far its sign lies beyond the bound: 0 at the bound, 1 as far as can be.
fn judge(looks: &Condition, origin: TextOrigin) -> (LayerVerdict, f32) {
    let above = |value: f32, bound: f32| ((value - bound) / (1.0 - bound)).clamp(0.0, 1.0);
    let below = |value: f32, bound: f32| ((bound - value) / bound).clamp(0.0, 1.0);
    let spelled = if origin == TextOrigin::Hidden { SPELLED } else { SPELLED_DRAWN };
    if looks.unreadable >= UNREADABLE {
        return (LayerVerdict::BadOcr, above(looks.unreadable, UNREADABLE));
    }
    if looks.parted >= PARTED {
        // Hardly a text has more than a third of its words parted.
        return (LayerVerdict::SplitSyllables, (3.0 * above(looks.parted, PARTED)).min(1.0));
    }
    if looks.marked >= WITH_MARKS {
        let others_are_codes = match origin {
            TextOrigin::Drawn => looks.spelled_of_marked >= SPELLED_OF_MARKED_DRAWN,
            TextOrigin::File => looks.spelled_of_marked >= SPELLED_OF_MARKED,
            TextOrigin::Hidden | TextOrigin::Caption => false,
        };
        return match looks.spelled >= spelled || looks.foreign >= FOREIGN || others_are_codes {
            true => (LayerVerdict::Good, above(looks.spelled.max(looks.spelled_of_marked), spelled)),
            false => (LayerVerdict::BadOcr, below(looks.spelled, spelled)),
        };
    }
    if looks.foreign >= FOREIGN {
        return (LayerVerdict::Good, above(looks.foreign, FOREIGN));
    }
    let unmarked = below(looks.marked, WITH_MARKS);
    // Names and codes alone say nothing; what is hidden beneath a scan is an OCR's in any case.
    let of_ocr = origin == TextOrigin::Hidden || looks.plain >= FEW_PLAIN_WORDS;
    if looks.bare_of_plain >= BARE && of_ocr {
        (LayerVerdict::LostTones, unmarked * above(looks.bare_of_plain, BARE))
    } else if looks.bare_of_plain >= MANGLED && of_ocr {
        (LayerVerdict::EnglishEngine, unmarked * below(looks.bare_of_plain, BARE))
    } else if origin == TextOrigin::Hidden || looks.western >= WESTERN {
        (LayerVerdict::BadOcr, below(looks.bare_of_plain, MANGLED) / 2.0)
    } else {
        // Names, codes, numbers, another language: nothing says that it is not what stands there.
        (LayerVerdict::Good, 0.0)
    }
}

/// A margin as a confidence: half at the bound, the nearer to it the fewer words there are.
fn confidence(margin: f32, words: usize) -> f32 {
    let weight = words as f32 / (words + FEW_WORDS) as f32;
    0.5 + 0.5 * margin.sqrt() * weight
}

fn reason(verdict: LayerVerdict, looks: &Condition, charset: Option<Charset>) -> String {
    let percent = |part: f32| (part * 100.0).round() as u32;
    let Condition { words, spelled, marked, bare_of_plain, parted, unreadable, .. } = *looks;
    let (spelled, marked) = (percent(spelled), percent(marked));
    let few = if words < FEW_WORDS { "; there are few" } else { "" };
    let told = match verdict {
        LayerVerdict::LegacyCharset => {
            let name = charset.map_or("an old charset", Charset::name);
            format!("converted from {name}, {spelled} % of {words} words are syllables")
        }
        LayerVerdict::SplitSyllables => {
            format!("{} % of {words} words are a syllable only with the next one", percent(parted))
        }
        LayerVerdict::EnglishEngine | LayerVerdict::LostTones => format!(
            "{marked} % of {words} words bear marks; of those in small letters {} % are syllables but for their marks",
            percent(bare_of_plain)
        ),
        LayerVerdict::BadOcr if unreadable >= UNREADABLE => {
            format!("{} % of its characters stand for none", percent(unreadable))
        }
        LayerVerdict::Good if looks.foreign >= FOREIGN => {
            format!("{} % of {words} words open clauses of English or French", percent(looks.foreign))
        }
        LayerVerdict::Good if marked < 10 => {
            format!("nothing speaks against it: {words} words, {marked} % bear marks")
        }
        LayerVerdict::Good | LayerVerdict::BadOcr | LayerVerdict::None => {
            format!("{spelled} % of {words} words are syllables, {marked} % bear marks")
        }
    };
    told + few
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Line;
    use crate::language::charset::encode;
    use crate::language::letter::strip_marks;
    use crate::source::read_text;

    const GOOD: &str = "Ban quản lý rừng phòng hộ báo cáo việc trồng cây ven biển trong quý ba. Các thôn đã nhận đủ cây giống, phân \
                        bón và dụng cụ theo kế hoạch. Đề nghị hạt kiểm lâm cử cán bộ hướng dẫn bà con chăm sóc, bảo vệ.";

    fn verdict(text: &str, origin: TextOrigin) -> LayerVerdict {
        let lines = read_text(text).remove(0);
        report(Some(&TextLayer { origin, ..TextLayer::of_file(lines) })).verdict
    }

    #[test]
    fn each_kind_of_layer_is_told() {
        let parted = GOOD
            .replace("iệ", "i ệ")
            .replace("ế", " ế")
            .replace("ậ", " ậ")
            .replace("ồ", " ồ")
            .replace("ả", " ả");
        let mangled = "Ban quan 1y rirng phong hQ bao cao viec trong cay ven bien trong quy ba. Cac thon da nhan du cay giong, \
                       phan b6n va dung cu theo ke hoach. D6 nghi hat kiem larn cir can bo hu6ng dan ba con charn soc, bao ve.";
        let garbled = "Ban quảnj lý rừngg phòn hộh báo cáoo việtc trồnq câyv enz biểnn tronq quỷq bam. Cácc thônn đãa nhậnj đủd";
        for (text, expected) in [
            (GOOD.to_owned(), LayerVerdict::Good),
            (encode(Charset::Tcvn3, &GOOD.to_lowercase()), LayerVerdict::LegacyCharset),
            (encode(Charset::Vni, GOOD), LayerVerdict::LegacyCharset),
            (strip_marks(GOOD), LayerVerdict::LostTones),
            (parted, LayerVerdict::SplitSyllables),
            (mangled.to_owned(), LayerVerdict::EnglishEngine),
            (garbled.to_owned(), LayerVerdict::BadOcr),
            (
                "The report of the committee was sent to all members with a letter".to_owned(),
                LayerVerdict::Good,
            ),
            ("\u{fffd}\u{fffd}\u{fffd} \u{fffd}\u{fffd}".to_owned(), LayerVerdict::BadOcr),
            (String::new(), LayerVerdict::None),
        ] {
            assert_eq!(verdict(&text, TextOrigin::Drawn), expected, "{text}");
        }
        assert_eq!(verdict(GOOD, TextOrigin::Caption), LayerVerdict::None);
        assert_eq!(report(None).verdict, LayerVerdict::None);
    }

    #[test]
    fn few_words_leave_doubt() {
        let of = |text: &str| report(Some(&TextLayer::of_file(vec![Line::from_text(text)]))).confidence;
        assert!(of("Kính gửi") < 0.6);
        assert!(of(GOOD) > 0.8);
    }
}
