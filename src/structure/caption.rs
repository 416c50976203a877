//! Captions of digital signatures: what signing software prints of a signature on the page.
//!
//! Decree 30/2020/NĐ-CP, appendix I, has the issuing body's signature show the body and the time of signing on the first
//! page, and an annex's the document's number and the time. Signing software adds labels of its own. A caption is
//! small print over or beside the head, in a block of lines that begin at one edge:
//!
//! ```text
//! caption = "Ký bởi:" body | "Cơ quan:" body | "Email:" address | "Số:" number | "Thời gian ký:" time | …
//! ```
//!
//! It is no part of the text, and is claimed before the head is read.

use std::sync::LazyLock;

use regex::Regex;

use super::folding;
use super::sheet::{Frame, Role, Sheet};
use crate::document::{BlockKind, Signature, Text};

/// How far apart two lines of a caption stand at most, in heights of the line: they are set without space.
const STEP: f32 = 0.9;
/// How far from the block's left edge a line of it begins at most, in heights of the line: labels may be set in.
const EDGE: f32 = 1.5;
/// How much higher than the labelled line a line of a caption is at most.
const HIGHER: f32 = 1.4;
/// Lines before and after a labelled one that may belong to it.
const REACH: usize = 6;

/// What a line of a caption tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Signer,
    Body,
    Email,
    Number,
    Time,
    Other,
}

/// Labels as they are folded.
const LABELS: [(&str, Field); 16] = [
    ("ky boi", Field::Signer),
    ("nguoi ky", Field::Signer),
    ("duoc ky boi", Field::Signer),
    ("da ky boi", Field::Signer),
    ("signed by", Field::Signer),
    ("co quan", Field::Body),
    ("to chuc", Field::Body),
    ("don vi", Field::Body),
    ("email", Field::Email),
    ("so", Field::Number),
    ("thoi gian ky", Field::Time),
    ("ngay ky", Field::Time),
    ("gio ky", Field::Time),
    ("date", Field::Time),
    ("chuc vu", Field::Other),
    ("ly do", Field::Other),
];

static DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})\b").ok());
static ISO_DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})").ok());
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\s*([+-][0-9]{2}):?([0-9]{2}))?").ok()
});

/// Reads the captions and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Vec<Signature> {
    let mut signatures = Vec::new();
    for page in 0..sheet.pages.len() {
        let lines = sheet.pages[page].lines.clone();
        for at in lines {
            if sheet.lines[at].role == Role::Body && is_proof(&sheet.lines[at].text) {
                signatures.push(claim(sheet, at));
            }
        }
    }
    signatures
}

/// Returns the label a line begins with, and what stands after it.
fn labelled(text: &str) -> Option<(Field, &str)> {
    let (label, value) = text.split_once(':')?;
    let label = folding::fold(label);
    let field = LABELS.iter().find(|(known, _)| *known == label)?.1;
    Some((field, value.trim()))
}

/// Returns whether a line by itself shows that a signature's caption stands here: who signed, or when.
fn is_proof(text: &str) -> bool {
    match labelled(text) {
        Some((Field::Signer, value)) => folding::fold(text).contains("ky boi") && !value.is_empty(),
        Some((Field::Time, value)) => day_of(value).is_some(),
        _ => false,
    }
}

/// Claims the block around a line and reads it.
fn claim(sheet: &mut Sheet, proof: usize) -> Signature {
    let page = sheet.pages[sheet.lines[proof].sheet_page].lines.clone();
    let mut block = vec![proof];
    let mut grows = true;
    while grows {
        let near = page.start.max(proof.saturating_sub(REACH))..page.end.min(proof + REACH + 1);
        let near = near.filter(|at| !block.contains(at));
        let next = near.into_iter().find(|at| block.iter().any(|of| belongs(sheet, *at, *of, proof)));
        grows = next.is_some();
        block.extend(next);
    }
    block.sort_unstable();
    let mut signature = Signature { page: sheet.lines[proof].page, ..Signature::default() };
    let mut told: Vec<(Field, Text)> = Vec::new();
    for at in &block {
        let line = &sheet.lines[*at];
        if let Some((field, value)) = labelled(&line.text) {
            let label = line.text.chars().take_while(|c| *c != ':').count() + 1;
            let place = sheet.find((*at, label..line.length()), value);
            told.push((field, sheet.text([place])));
        } else if let Some((_, value)) = told.last_mut() {
            // What has no label goes on with the line above.
            value.append(sheet.text([sheet.whole(*at)]));
        }
    }
    signature.block = sheet.claim(BlockKind::Signature, block);
    let of =
        |field| told.iter().find(|(of, value)| *of == field && !value.is_empty()).map(|(_, value)| value);
    signature.signer = of(Field::Signer).cloned();
    signature.body = of(Field::Body).cloned();
    signature.email = of(Field::Email).cloned();
    signature.number = of(Field::Number).cloned();
    signature.time = of(Field::Time).and_then(|time| time_of(time));
    signature
}

/// Returns whether a line belongs to the caption that another one, `of`, is a line of.
fn belongs(sheet: &Sheet, at: usize, of: usize, proof: usize) -> bool {
    let line = &sheet.lines[at];
    if line.role != Role::Body {
        return false;
    }
    let is_labelled = labelled(&line.text).is_some();
    let (Some(here), Some(there), Some(small)) =
        (line.frame, sheet.lines[of].frame, sheet.lines[proof].frame)
    else {
        // In bare text only labels and neighbourhood tell.
        return is_labelled && at.abs_diff(of) == 1;
    };
    is_below_or_above(here, there) && here.height() <= HIGHER * small.height() && begins_with(here, there)
}

fn is_below_or_above(a: Frame, b: Frame) -> bool {
    let gap = (a.y0.max(b.y0)) - (a.y1.min(b.y1));
    gap <= STEP * b.height() && (a.center().1 - b.center().1).abs() > b.height() / 2.0
}

fn begins_with(a: Frame, b: Frame) -> bool {
    (a.x0 - b.x0).abs() <= EDGE * b.height()
}

/// Returns the day in a text, `2025-02-19`.
pub(super) fn day_of(text: &str) -> Option<String> {
    let (year, month, day) = if let Some(found) = ISO_DAY.as_ref()?.captures(text) {
        (found[1].to_owned(), found[2].to_owned(), found[3].to_owned())
    } else {
        let found = DAY.as_ref()?.captures(text)?;
        (found[3].to_owned(), format!("{:0>2}", &found[2]), format!("{:0>2}", &found[1]))
    };
    let within = |value: &str, most: u32| value.parse().is_ok_and(|value: u32| (1..=most).contains(&value));
    (within(&month, 12) && within(&day, 31)).then(|| format!("{year}-{month}-{day}"))
}

/// Returns the time in a text after ISO 8601, as far as it is told: `2025-02-19T16:21:27+07:00`.
fn time_of(text: &str) -> Option<String> {
    let day = day_of(text)?;
    let Some(clock) = CLOCK.as_ref().and_then(|clock| clock.captures(text)) else { return Some(day) };
    let zone = match (clock.get(4), clock.get(5)) {
        (Some(hours), Some(minutes)) => format!("{}:{}", hours.as_str(), minutes.as_str()),
        _ => String::new(),
    };
    Some(format!("{day}T{:0>2}:{}:{}{zone}", &clock[1], &clock[2], &clock[3]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample::{self, body, claimed as lines, printed};

    #[test]
    fn a_block_of_small_print_is_read_and_claimed_and_the_head_beside_it_stays() {
        let document = printed(&[
            ("ỦY BAN NHÂN DÂN", [200, 150, 500, 185]),
            ("Ký bởi: Ủy ban nhân dân", [1100, 34, 1340, 56]),
            ("tỉnh Mẫu", [1100, 60, 1200, 82]),
            ("Cơ quan: Tỉnh Mẫu", [1110, 84, 1340, 104]),
            ("Thời gian ký: 19.02.2025", [1100, 108, 1400, 128]),
            ("16:21:27 +07:00", [1100, 132, 1280, 150]),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", [700, 170, 1450, 205]),
        ]);
        let mut sheet = Sheet::new(&document);
        let found = find(&mut sheet);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].signer.as_deref(), Some("Ủy ban nhân dân tỉnh Mẫu"));
        assert_eq!(found[0].body.as_deref(), Some("Tỉnh Mẫu"));
        assert_eq!(found[0].time.as_deref(), Some("2025-02-19T16:21:27+07:00"));
        assert_eq!(body(&sheet), ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]);
    }

    #[test]
    fn the_rest_of_a_line_that_was_lost_belongs_to_the_block_too() {
        let document = printed(&[
            ("tỉnh Mẫu", [1100, 40, 1200, 60]),
            ("Thời gian ký: 05/01/2021", [1100, 62, 1340, 82]),
            ("Số: 04/CT-UBND", [500, 190, 900, 230]),
        ]);
        let mut sheet = Sheet::new(&document);
        let found = find(&mut sheet);
        assert_eq!(lines(&sheet), ["tỉnh Mẫu", "Thời gian ký: 05/01/2021"]);
        assert_eq!(found[0].time.as_deref(), Some("2021-01-05"));
        assert_eq!(body(&sheet), ["Số: 04/CT-UBND"]);
    }

    #[test]
    fn an_annexs_caption_names_the_documents_number() {
        let document =
            sample::text(&["Số: 250/QĐ-UBND", "Thời gian ký: 2025-02-19T16:21:27+07:00", "DANH MỤC"]);
        let mut sheet = Sheet::new(&document);
        let found = find(&mut sheet);
        assert_eq!(found[0].number.as_deref(), Some("250/QĐ-UBND"));
        assert_eq!(found[0].time.as_deref(), Some("2025-02-19T16:21:27+07:00"));
        assert_eq!(body(&sheet), ["DANH MỤC"]);
    }

    #[test]
    fn a_form_that_asks_who_signs_is_no_caption() {
        for text in
            ["Người ký: Nguyễn Văn Mẫu", "Cơ quan: Sở Tư pháp", "Ngày ký: ...", "Văn bản do Sở ký bởi lý do:"]
        {
            let given = sample::text(&[text]);
            let mut sheet = Sheet::new(&given);
            assert_eq!(find(&mut sheet), [], "{text}");
        }
    }

    #[test]
    fn times_are_written_as_far_as_they_are_told() {
        assert_eq!(time_of("07/8/2017"), Some("2017-08-07".to_owned()));
        assert_eq!(time_of("17-02-2025 9:05:00"), Some("2025-02-17T09:05:00".to_owned()));
        assert_eq!(time_of("45/13/2020"), None);
    }

    #[test]
    fn boxes_of_another_size_are_print() {
        let document = printed(&[
            ("Thời gian ký: 05/01/2021", [1100, 62, 1340, 82]),
            ("CỘNG HÒA XÃ HỘI", [1100, 90, 1500, 130]),
        ]);
        let mut sheet = Sheet::new(&document);
        find(&mut sheet);
        assert_eq!(lines(&sheet), ["Thời gian ký: 05/01/2021"]);
    }
}
