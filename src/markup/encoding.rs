//! In which encoding a file of markup is written: what its first bytes say (XML 1.0, appendix F), or what it declares.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a file its declaration is looked for, bytes: as far as browsers look (HTML, 13.2.3.2).
const DECLARED_WITHIN: usize = 1024;

/// Returns the encoding of two bytes a letter that bytes are in: by their mark, or by the `<` that markup begins with.
pub(crate) fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        // The mark of UTF-32.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [b'<', 0, 1..=255, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, 1..=255, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Returns the text of a file of markup. What is UTF-8 is that, whatever it declares; what is in no encoding that is known is taken
/// for UTF-8 too, with U+FFFD where it is none.
pub(crate) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(encoding) = wide(bytes) {
        return encoding.decode_with_bom_removal(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => match declared(bytes) {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
            None => String::from_utf8_lossy(bytes),
        },
    }
}

/// Returns the encoding that a file declares: as XML, `encoding="…"`, or as HTML, `charset=…`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = WINDOWS_1252.decode_without_bom_handling(&bytes[..bytes.len().min(DECLARED_WITHIN)]).0;
    let head = head.to_ascii_lowercase();
    ["encoding", "charset"].into_iter().find_map(|name| {
        let value = head.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
        let label = value.trim_start_matches(['"', '\'']);
        let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
        Encoding::for_label_no_replacement(&label.as_bytes()[..end.unwrap_or(label.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_in_the_encoding_that_it_is_in() {
        let text = "<?xml version='1.0' encoding=\"ISO-8859-1\"?><alto>Cộng</alto>";
        let wide = |order: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
            mark.iter().copied().chain(text.encode_utf16().flat_map(order)).collect()
        };
        for (order, mark) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], b"\xff\xfe".as_slice()),
            (u16::to_be_bytes, b"\xfe\xff"),
            (u16::to_le_bytes, b""),
            (u16::to_be_bytes, b""),
        ] {
            assert_eq!(text_of(&wide(order, mark)), text, "{mark:?}");
        }
        assert_eq!(text_of(text.as_bytes()), text, "UTF-8 whatever it declares");
    }

    #[test]
    fn a_declared_encoding_counts_where_bytes_are_no_utf_8() {
        let cases: [(&[u8], &str); 4] = [
            (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Th\xf4ng</a>", "Thông"),
            (b"<html><meta charset=windows-1258><body>t\xf4\xec</body>", "tô\u{301}"),
            (b"<html><meta http-equiv='x' content='text/html; charset=iso-8859-1'>S\xe0i</html>", "Sài"),
            (b"<?xml version='1.0' encoding='no-such'?><a>S\xe0i</a>", "S\u{fffd}i"),
        ];
        for (bytes, expected) in cases {
            assert!(text_of(bytes).contains(expected), "{}", text_of(bytes));
        }
    }
}
