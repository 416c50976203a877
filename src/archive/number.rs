//! A document's number (số) parted from its symbol (ký hiệu).
//!
//! ```text
//! 218/BC-VP        number 218       symbol BC-VP        a state body's (Decree 30/2020/NĐ-CP)
//! 05/2025/TT-BNV   number 05/2025   symbol TT-BNV       a norm: its number counts within the year
//! 36-HD/VPTW       number 36        symbol HD/VPTW      the Party's (Guideline 36-HD/VPTW)
//! 12a/QĐ-UBND      number 12a       symbol QĐ-UBND
//! ```

/// The number and the symbol; either is empty where it is not there, and both where the text is no such thing.
pub fn part(printed: &str) -> (String, String) {
    let text: String =
        printed.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '–' { '-' } else { c }).collect();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    // One small letter after the figures is of the number: what was put in between 12 and 13 is 12a.
    let suffix = match rest.chars().next() {
        Some(letter)
            if digits > 0
                && letter.is_lowercase()
                && !rest[letter.len_utf8()..].starts_with(char::is_alphanumeric) =>
        {
            letter.len_utf8()
        }
        _ => 0,
    };
    let (number, mut symbol) = text.split_at(digits + suffix);
    if !symbol.is_empty() && !symbol.starts_with(['/', '-']) {
        return (String::new(), String::new());
    }
    let mut number = number.to_owned();
    let after = symbol.strip_prefix('/').unwrap_or_default();
    if !number.is_empty()
        && after.len() > 5
        && is_year(&after[..after.floor_char_boundary(4)])
        && after[4..].starts_with('/')
    {
        number = format!("{number}/{}", &after[..4]);
        symbol = &after[4..];
    }
    let symbol = symbol.trim_matches(['/', '-']);
    (number, if symbol.contains(char::is_alphabetic) { symbol.to_owned() } else { String::new() })
}

fn is_year(text: &str) -> bool {
    text.parse().is_ok_and(|year: u32| (1945..2200).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_symbol_are_parted_where_each_body_parts_them() {
        let cases = [
            ("218/BC-VP", "218", "BC-VP", "a state body's"),
            ("218 / BC – VP", "218", "BC-VP", "blanks and a long dash"),
            ("05/2025/TT-BNV", "05/2025", "TT-BNV", "a norm, by its year"),
            ("36-HD/VPTW", "36", "HD/VPTW", "the Party's"),
            ("12a/QĐ-UBND", "12a", "QĐ-UBND", "a number put in between"),
            ("218/UBND-VX", "218", "UBND-VX", "a letter's"),
            ("1234/QĐ-UBND-HC", "1234", "QĐ-UBND-HC", "a longer symbol"),
            ("2024/QĐ-TTg", "2024", "QĐ-TTg", "a number that looks like a year"),
            ("15/2024", "15", "", "figures after the stroke and nothing else are no symbol"),
            ("218", "218", "", "no symbol"),
            ("/QĐ-UBND", "", "QĐ-UBND", "a number left to be written by hand"),
            ("12/Đ", "12", "Đ", "a symbol of one letter, not of one byte"),
            ("12/Đại/X", "12", "Đại/X", "letters of many bytes where a year might stand"),
            ("QĐ-UBND", "", "", "no number at all"),
            ("12QĐ-UBND", "", "", "nothing parts them"),
            ("", "", "", "nothing"),
        ];
        for (printed, number, symbol, why) in cases {
            assert_eq!(part(printed), (number.to_owned(), symbol.to_owned()), "{printed}: {why}");
        }
    }
}
