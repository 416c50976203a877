//! Head and closing of an administrative document.
//!
//! # Grammar
//!
//! After Decree 30/2020/NĐ-CP, appendix I, and Guideline 36-HD/VPTW for the Party's documents:
//!
//! ```text
//! head     = left column: [ parent ] issuer "Số:" number     right column: motto, place "," date
//!            kind in capitals, subject; or "V/v" subject under the number of a letter
//! date     = "ngày" 1*2digit "tháng" 1*2digit "năm" 4digit
//! closing  = "Nơi nhận:" *( "-" recipient ";" )              beside it: signer's office, name
//! appendix = "(Kèm theo" kind "số" number "ngày" date
//! ```
//!
//! Where boxes are known the columns are parted by the page's middle. In text they come mixed: the motto parts a
//! line into left and right, a signer's office follows `Nơi nhận:`, a name follows a recipient's full stop. An
//! appendix's reference stands in for the number and date that the head has lost, if it names the same kind.

mod body;
mod closing;
mod column;
mod date;
mod head;
mod symbol;

use super::folding;
use super::sheet::Sheet;
use crate::document::{Letterhead, Warning};
use closing::read_closing;
use date::date_of;
use head::read_head;
use symbol::{is_guess, number_of};

/// Reads head and closing, and claims their lines.
pub(super) fn find(sheet: &mut Sheet, warnings: &mut Vec<Warning>) -> Letterhead {
    let mut letterhead = Letterhead::default();
    read_head(sheet, &mut letterhead, warnings);
    read_closing(sheet, &mut letterhead);
    read_appendix_reference(sheet, &mut letterhead);
    letterhead
}

/// Returns whether a line says what an annex belongs to: `(Kèm theo …)`, `(Ban hành kèm theo …)`.
fn is_annex_note(text: &str) -> bool {
    let folded = folding::fold(text);
    folded.starts_with("(kem theo") || folded.starts_with("(ban hanh kem theo")
}

fn read_appendix_reference(sheet: &Sheet, letterhead: &mut Letterhead) {
    if letterhead.number.is_some() && letterhead.date.is_some() {
        return;
    }
    for (at, line) in sheet.lines.iter().enumerate() {
        let folded = folding::fold(&line.text);
        let Some(rest) = folded.strip_prefix("(kem theo ") else { continue };
        let same = letterhead.kind.as_deref().is_some_and(|k| {
            let words = k.split_whitespace().count();
            let named: Vec<&str> = rest.split_whitespace().take(words).collect();
            folding::likeness(&named.join(" "), k) > 0.65
        });
        if !same {
            continue;
        }
        let next = sheet.lines.get(at + 1).map(|l| l.text.as_str()).unwrap_or_default();
        let text = format!("{} {next}", line.text);
        letterhead.number = letterhead.number.take().or_else(|| number_of(&text).filter(|_| !is_guess(line)));
        letterhead.date = letterhead.date.take().or_else(|| date_of(&text).map(|(d, _)| d));
        if letterhead.number.is_some() && letterhead.date.is_some() {
            return;
        }
    }
}
