//! Fonts whose names say which charset their glyphs stand in.

use crate::document::Charset;

/// How the text set in a font is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FontCharset {
    /// The charset.
    pub charset: Charset,
    /// True for a font whose small letters are drawn as capitals.
    pub capitals: bool,
}

/// Returns the charset that a font's name tells, with or without the prefix of a subset (`ABCDEF+`) and the style
/// (`,Bold`, `-Italic`, `BoldMT`).
///
/// `.VnTime`, `VnTime` and `.VnArialH` are TCVN3; `VNI-Times` and `VNIHelve` VNI; `VPS Times` VPS. Fonts such as
/// `UVnTime`, `VnUnicode` or `VNtimes` are none of these.
pub fn of(name: &str) -> Option<FontCharset> {
    let name = match name.split_once('+') {
        Some((subset, rest)) if subset.len() == 6 && subset.bytes().all(|b| b.is_ascii_uppercase()) => rest,
        _ => name,
    };
    let as_written = |charset| Some(FontCharset { charset, capitals: false });
    let begins =
        |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if begins("vni") && name[3..].starts_with(|c: char| !c.is_ascii_lowercase()) {
        return as_written(Charset::Vni);
    }
    if begins("vps") && name[3..].starts_with(|c: char| !c.is_ascii_lowercase()) {
        return as_written(Charset::Vps);
    }
    let family = name.strip_prefix('.').unwrap_or(name).strip_prefix("Vn")?;
    if !family.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        || family.starts_with("Unicode")
    {
        return None;
    }
    let family = family.split([',', '-']).next().unwrap_or(family);
    let mut plain = family.trim_end();
    while let Some(shorter) =
        ["Bold", "Italic", "Regular", "Normal", "MT"].iter().find_map(|style| plain.strip_suffix(style))
    {
        plain = shorter.trim_end();
    }
    Some(FontCharset { charset: Charset::Tcvn3, capitals: plain.len() > 1 && plain.ends_with('H') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fonts_tell_their_charset() {
        let tcvn3 = |capitals| Some(FontCharset { charset: Charset::Tcvn3, capitals });
        let plain = |charset| Some(FontCharset { charset, capitals: false });
        for (name, expected) in [
            (".VnTime", tcvn3(false)),
            ("BADEPR+.VnTimeH,Bold", tcvn3(true)),
            ("FBHPFO+VnTimeHBold", tcvn3(true)),
            ("VnTimeBoldItalic", tcvn3(false)),
            (".Vn3DH", tcvn3(true)),
            (".VnArial-Bold", tcvn3(false)),
            ("VNI-Times", plain(Charset::Vni)),
            ("ABCDEF+VNI-Helve-Condense,Bold", plain(Charset::Vni)),
            ("VPS Times", plain(Charset::Vps)),
            ("UVnTime", None),
            ("VNtimes new roman", None),
            ("TimesNewRomanPSMT", None),
            ("Vnunicode", None),
            ("", None),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
    }
}
