//! The lines of the first page that hold the document's number and its date, both of which are often filled in by hand.
//!
//! ```text
//! number = "Số:" figures "/" symbol        date = place "," "ngày" day "tháng" month "năm" year
//! ```

use crate::document::{Document, Line};
use crate::language::letter::strip_marks;

/// Lines of the first page among which the head stands.
pub(super) const HEAD_LINES: usize = 30;

/// Most characters of a symbol, as the circular has it.
const SYMBOL: usize = 30;

fn lines(document: &Document) -> impl Iterator<Item = &Line> {
    document.pages.first().into_iter().flat_map(|page| page.lines.iter().take(HEAD_LINES))
}

/// Returns the line of the number, whether that can be read or not.
pub fn number_line(document: &Document) -> Option<&Line> {
    lines(document).find(|line| {
        let folded = strip_marks(line.text.trim());
        folded.strip_prefix("so").is_some_and(|rest| rest.starts_with([':', '.', ' ']) && rest.contains('/'))
    })
}

/// Returns the line of the date, whether that can be read or not.
pub fn date_line(document: &Document) -> Option<&Line> {
    lines(document).find(|line| {
        let folded = strip_marks(&line.text);
        let after = |text: &str, word: &str| text.find(word).map(|at| text[at + word.len()..].to_owned());
        after(&folded, "ngay").and_then(|rest| after(&rest, "thang")).is_some_and(|rest| rest.contains("nam"))
    })
}

/// Returns the symbol printed in the number's line, for where the number before its stroke cannot be read: `QĐ-UBND` of
/// `Số: 2Œ /QĐ-UBND`, and of `Số: … /2013/QĐ-UBND`, where the year is of the number.
pub fn printed_symbol(line: &Line) -> Option<String> {
    let rest = line.text.split_once('/')?.1.trim_start();
    let word = rest.split_whitespace().next()?;
    let symbol = match word.split_once('/') {
        Some((year, symbol)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => symbol,
        Some(_) => return None,
        None => word,
    };
    let symbol = symbol.trim_matches(['.', ',', ';', '-']).replace('–', "-");
    let opens = symbol.split('-').next().is_some_and(|kind| {
        (1..=5).contains(&kind.chars().count())
            && kind.starts_with(char::is_uppercase)
            && kind.chars().all(char::is_alphabetic)
    });
    let is_symbol = symbol.contains('-') && symbol.chars().all(|c| c.is_alphanumeric() || c == '-');
    (opens && is_symbol && symbol.chars().count() <= SYMBOL).then_some(symbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Page, SourceInfo, SourceKind};

    fn document(lines: &[&str]) -> Document {
        let source =
            SourceInfo { path: "a".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let lines = lines.iter().map(|line| Line::from_text(*line)).collect();
        let mut document = Document::new(source, vec![Page::of_text(1, lines)]);
        document.part_into_words();
        document
    }

    #[test]
    fn number_and_date_are_found_where_they_cannot_be_read() {
        let found = document(&[
            "Số lượng biên chế",
            "số: 2Œ /QĐ-UBND",
            "Cà Mau, ngày 1ý tháng 10 năm 2013",
            "Số: 5/KH",
        ]);
        assert_eq!(number_line(&found).map(|line| line.text.as_str()), Some("số: 2Œ /QĐ-UBND"));
        assert_eq!(
            date_line(&found).map(|line| line.text.as_str()),
            Some("Cà Mau, ngày 1ý tháng 10 năm 2013")
        );
        let none = document(&["Sở Y tế", "Sổ tay", "hằng năm, ngày làm việc"]);
        assert_eq!((number_line(&none), date_line(&none)), (None, None));
    }

    #[test]
    fn a_printed_symbol_is_read_beside_a_number_that_is_not() {
        let cases = [
            ("số: 2Œ /QĐ-UBND", Some("QĐ-UBND")),
            ("Số: 04. /2013/CT-UBND", Some("CT-UBND")),
            ("Số:    /BC-VP   Lâm Hải, ngày 18", Some("BC-VP")),
            ("Số: 1/TTr–SYT", Some("TTr-SYT")),
            ("Số: 12/2024", None),
            ("Số: /qđ-ubnd", None),
            ("Số: 63/2010/NĐ/CP", None),
            ("Số: /Q", None),
        ];
        for (line, expected) in cases {
            assert_eq!(printed_symbol(&Line::from_text(line)).as_deref(), expected, "{line}");
        }
    }
}
