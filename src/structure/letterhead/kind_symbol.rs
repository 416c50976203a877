//! The kind's symbol in a document's number, `12/TTr-SYT` of a proposal (tờ trình): what the head names twice.

use super::field;
use super::symbol::number_of;
use crate::document::Letterhead;
use crate::language::lexicon::Lexicon;
use crate::structure::folding;
use crate::structure::sheet::Sheet;

/// Fewest letters of a symbol of which one may have been read as another; of a shorter one marks alone.
const FEWEST_LETTERS: usize = 3;

/// Probability that what the kind says is what was printed.
const CONFIDENCE: f32 = 0.9;

/// Writes the symbol in a document's number as its kind has it, where it was misread, be it that repair made another kind's of it.
pub(super) fn mend(sheet: &mut Sheet, letterhead: &mut Letterhead) {
    let (Some(number), Some(kind)) = (&letterhead.number, &letterhead.kind) else { return };
    let [(at, range)] = &sheet.places(&number.text)[..] else { return };
    let (at, range) = (*at, range.clone());
    let line = &sheet.lines[at];
    let (printed, recognised) = (line.slice(&range), line.recognised(&range));
    let mended = with_symbol_of(kind, &printed).or_else(|| with_symbol_of(kind, &recognised));
    let Some(mended) = mended.filter(|_| !sheet.is_typed(at)) else { return };
    let Some(number) = number_of(&format!("Số: {mended}")) else { return };
    let reason = format!("`{printed}` of a document whose kind is `{}`", &**kind);
    let moment = sheet.moment();
    sheet.replace(at, range.clone(), &mended, reason, CONFIDENCE);
    // What stands behind it in the line moved.
    for field in letterhead.fields_mut() {
        sheet.follow(moment, &mut field.text);
    }
    let end = range.start + mended.chars().count();
    letterhead.number = Some(field(sheet, (at, range.start..end), number));
}

/// Returns a number with the symbol of a kind in the place of one that was misread for it; none where it has that or another.
fn with_symbol_of(kind: &str, number: &str) -> Option<String> {
    let rows: Vec<Vec<&str>> =
        Lexicon::rows_of("document-kinds.tsv").filter(|row| row.len() > 1 && row[1] != "-").collect();
    let kind = folding::fold(kind);
    let own: Vec<&str> = rows.iter().filter(|row| folding::fold(row[0]) == kind).map(|row| row[1]).collect();
    let is_known = |part: &str| rows.iter().any(|row| row[1] == part);
    let parts: Vec<&str> = number.split(['/', '-', '–']).collect();
    if parts.iter().any(|part| own.contains(part)) {
        return None;
    }
    let symbol_for = |part: &str| own.iter().find(|symbol| !is_known(part) && is_misread_for(part, symbol));
    let mut found = parts.iter().filter_map(|part| Some((*part, *symbol_for(part)?)));
    let (part, symbol) = found.next().filter(|_| found.next().is_none())?;
    Some(number.replacen(part, symbol, 1))
}

/// Returns whether one letter of a symbol was read as another, or its marks.
fn is_misread_for(part: &str, symbol: &str) -> bool {
    let count = symbol.chars().count();
    let same_length = part.chars().count() == count;
    let others = part.chars().zip(symbol.chars()).filter(|(read, printed)| read != printed).count();
    let is_marks = folding::fold(part) == folding::fold(symbol);
    same_length
        && part.chars().all(char::is_alphabetic)
        && (is_marks || count >= FEWEST_LETTERS && others == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_misread_is_what_the_kind_has() {
        for (kind, number, mended) in [
            ("TỜ TRÌNH", "867/TTT-TCDT", "867/TTr-TCDT"),
            ("TỜ TRÌNH", "867-TTY/TU", "867-TTr/TU"),
            ("CHƯƠNG TRÌNH", "375/CTT-UBND", "375/CTr-UBND"),
            ("QUYẾT ĐỊNH", "12/2004/QD-UB", "12/2004/QĐ-UB"),
        ] {
            assert_eq!(with_symbol_of(kind, number).as_deref(), Some(mended));
        }
    }

    #[test]
    fn a_symbol_of_that_kind_or_of_another_stays() {
        for (kind, number) in [
            ("TỜ TRÌNH", "867/TTr-TCDT"),
            ("THÔNG BÁO", "7/BC-SG"),
            ("BÁO CÁO", "7/BG-SG"),
            ("HƯỚNG DẪN", "7/HĐ-SG"),
            ("ĐƠN XIN ĐO GIÓ", "7/ĐX-SG"),
        ] {
            assert_eq!(with_symbol_of(kind, number), None, "{number}");
        }
    }
}
