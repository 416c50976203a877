//! A path as text: for records, reports and tables, in which every path must be told from every other.

use std::path::Path;

/// Returns a path as text. Bytes that are no UTF-8 are written `\\xff`, and so is the stroke before what would read as one of
/// those, so that no two paths are written alike.
///
/// ```
/// use phuchoi::document::written;
///
/// assert_eq!(written("báo cáo.pdf".as_ref()), "báo cáo.pdf");
/// assert_eq!(written(r"a\xff".as_ref()), r"a\x5cxff");
/// ```
pub fn written(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            if c == '\\' && reads_as_byte(&valid[at + 1..]) { text += "\\x5c" } else { text.push(c) }
        }
        chunk.invalid().iter().for_each(|byte| text += &format!("\\x{byte:02x}"));
    }
    text
}

/// True for `xff` and its like.
fn reads_as_byte(rest: &str) -> bool {
    let is_figure = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    matches!(rest.as_bytes(), [b'x', high, low, ..] if is_figure(high) && is_figure(low))
}

#[cfg(all(test, unix))]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn no_two_paths_are_written_alike() {
        let names: [&[u8]; 9] = [
            b"a\xff",
            b"a\\xff",
            b"a\\x5cxff",
            b"a\\\xff",
            b"a\xfe\xff",
            "a\u{fffd}".as_bytes(),
            b"a\xc3",
            b"a\\xc3",
            "a\u{c3}".as_bytes(),
        ];
        let all: BTreeSet<String> =
            names.iter().map(|name| written(Path::new(OsStr::from_bytes(name)))).collect();
        assert_eq!(all.len(), names.len(), "{all:?}");
        assert_eq!(written(Path::new(OsStr::from_bytes(b"a\xff\xfe.pdf"))), r"a\xff\xfe.pdf");
    }
}
