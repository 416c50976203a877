//! The properties that stand in an element's `title`.

use crate::document::BoundingBox;

/// Parts a `title` into names and values; a semicolon between quotes does not part.
pub(super) fn properties(title: &str) -> Vec<(&str, &str)> {
    let mut quote = None;
    title
        .split(move |c: char| {
            match quote {
                Some(open) if open == c => quote = None,
                None if c == '"' || c == '\'' => quote = Some(c),
                _ => {}
            }
            c == ';' && quote.is_none()
        })
        .filter_map(|property| property.trim().split_once(char::is_whitespace))
        .map(|(name, value)| (name, value.trim()))
        .collect()
}

/// Reads the first `N` numbers of a value.
pub(super) fn numbers<const N: usize>(value: &str) -> Option<[f64; N]> {
    let mut read = [0.0; N];
    let mut fields = value.split_ascii_whitespace();
    for number in &mut read {
        *number = fields.next()?.parse().ok().filter(|n: &f64| n.is_finite())?;
    }
    Some(read)
}

pub(super) fn bounding_box(value: &str) -> Option<BoundingBox> {
    let [a, b, c, d] = numbers::<4>(value)?.map(|n| n.round().clamp(0.0, f64::from(i32::MAX)) as u32);
    Some(BoundingBox::new(a.min(c), b.min(d), a.max(c), b.max(d)))
}

pub(super) fn percent(value: &str) -> Option<f32> {
    numbers::<1>(value).map(|[n]| (n / 100.0).clamp(0.0, 1.0) as f32)
}

/// What a quoted value cannot hold, and how it is written there, as in an address (RFC 3986, section 2.1).
const QUOTED: [(char, &str); 4] = [('%', "%25"), ('"', "%22"), ('\'', "%27"), (';', "%3B")];

/// Returns a text as the value of a property.
pub(crate) fn quoted(text: &str) -> String {
    let mut value = String::from("\"");
    for character in text.chars() {
        match QUOTED.iter().find(|(plain, _)| *plain == character) {
            Some((_, written)) => value.push_str(written),
            None => value.push(character),
        }
    }
    value.push('"');
    value
}

/// Returns the text that a value was [`quoted`] from.
pub(super) fn unquoted(value: &str) -> String {
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    // The sign that all others begin with comes last.
    QUOTED.iter().rev().fold(value.to_owned(), |value, (plain, written)| {
        value.replace(written, plain.encode_utf8(&mut [0; 4]))
    })
}
