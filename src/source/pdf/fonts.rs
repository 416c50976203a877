//! The charset of each font on a page.
//!
//! A font's name tells it ([`font`]), unless what is set in it has letters that only Unicode has. Fonts whose names tell
//! nothing are judged by their words, all together, for a line may change fonts within a word.

use std::collections::BTreeMap;

use super::survey::{Glyph, Survey};
use crate::document::Charset;
use crate::language::charset::font::{self, FontCharset};
use crate::language::charset::recognise;
use crate::language::letter::is_vietnamese_only;

/// How to read what is set in a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading(FontCharset);

impl Reading {
    pub(super) const fn charset(self) -> Charset {
        self.0.charset
    }

    /// Returns in composed Unicode what is written in a font of this reading.
    pub(super) fn read(self, written: &str) -> String {
        let FontCharset { charset, capitals } = self.0;
        let read = recognise::convert(charset, written);
        if capitals { read.to_uppercase() } else { read }
    }
}

/// The fonts of a page.
pub(super) struct Fonts {
    /// How to read each, in the order of [`Survey::fonts`]; `None` for those in Unicode.
    pub(super) readings: Vec<Option<Reading>>,
    /// The names that told a charset.
    pub(super) named: BTreeMap<Charset, Vec<String>>,
}

impl Fonts {
    pub(super) fn of(survey: &Survey) -> Self {
        let told: Vec<Option<FontCharset>> = survey
            .fonts
            .iter()
            .enumerate()
            .map(|(at, name)| font::of(name).filter(|_| !is_unicode(&survey.glyphs, at)))
            .collect();
        let mut named: BTreeMap<Charset, Vec<String>> = BTreeMap::new();
        for (name, told) in survey.fonts.iter().zip(&told) {
            if let Some(told) = told {
                named.entry(told.charset).or_default().push(name.clone());
            }
        }
        let rest = text(survey.glyphs.iter().filter(|glyph| told[glyph.font].is_none()));
        let others =
            recognise::whole(rest.lines()).map(|(charset, _)| FontCharset { charset, capitals: false });
        Self { readings: told.into_iter().map(|told| told.or(others).map(Reading)).collect(), named }
    }
}

/// Letters that only Vietnamese has, of all that is set in a font, from which it is in Unicode. In Vietnamese a fifth of the letters
/// are; a stray one may come of a glyph's name.
const IN_UNICODE: f64 = 0.05;

/// True where what is set in a font has letters that only Unicode has.
fn is_unicode(glyphs: &[Glyph], font: usize) -> bool {
    let own = || glyphs.iter().filter(|glyph| glyph.font == font);
    let unicode = own().filter(|glyph| glyph.text.chars().any(is_vietnamese_only)).count();
    unicode > 0 && unicode as f64 >= IN_UNICODE * own().count() as f64
}

/// Glyphs as words: a new run, or one that stands elsewhere, is taken for a new word only where it says so by a space or by
/// its place on another line.
fn text<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> String {
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        let continues = last.is_some_and(|last| {
            let end = last.origin + last.direction * last.advance;
            end.distance(glyph.origin) <= NEXT * last.em
        });
        if !continues && last.is_some() {
            text.push('\n');
        }
        text.push_str(&glyph.text);
        last = Some(glyph);
    }
    text
}

/// A glyph further from the end of the last one begins a new word, ems.
const NEXT: f64 = 0.16;
