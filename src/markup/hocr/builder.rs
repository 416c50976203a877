//! Elements, as they open and close, put together as pages.

use super::element::{Element, OpenArea, OpenLine};
use super::word::{Between, Content, OpenWord, add_signs, bare_lines, bare_words, finish_word, set_choices};
use super::{HocrLine, HocrPage, HocrSymbol, nfc};
use crate::document::BoundingBox;

#[derive(Debug, Default)]
pub(super) struct Builder {
    pages: Vec<HocrPage>,
    /// Open elements with their names, outermost first.
    pub(super) open: Vec<(String, Element)>,
    /// Text that stands in no page and in nothing else that takes text, since the last that does.
    outside: String,
    /// The lines that stand in no page and before the first.
    before: Vec<HocrLine>,
    /// Whether there was an element of hOCR.
    is_hocr: bool,
    /// Whether pages were given away already, the first with what stood before it.
    has_given: bool,
}

impl Builder {
    pub(super) fn open(&mut self, name: String, mut element: Element) {
        match &mut element {
            Element::Word(word) => self.settle_text(Some(word)),
            Element::Area(OpenArea { bbox, .. }, _) | Element::Line(OpenLine { bbox, .. }, _) => {
                let bbox = *bbox;
                self.settle_text(None);
                self.settle_line(bbox);
            }
            Element::Page(..) => self.settle_text(None),
            _ => {}
        }
        self.is_hocr |= !matches!(element, Element::Silent | Element::Other);
        if let Element::Area(area, _) = &mut element {
            let pages = self.open.iter_mut().rev().filter_map(|(_, element)| match element {
                Element::Page(page, _) => Some(page),
                _ => None,
            });
            if let Some(page) = pages.into_iter().next() {
                area.id = Some(page.areas.len());
                page.areas.push(area.bbox);
            }
        }
        self.open.push((name, element));
    }

    /// Gives away the pages that nothing can be added to any more: all but the last.
    pub(super) fn settled(&mut self) -> Vec<HocrPage> {
        let count = self.pages.len().saturating_sub(1);
        if count > 0 {
            self.settle_first();
        }
        self.pages.drain(..count).collect()
    }

    /// Gives the first page what stood before it.
    fn settle_first(&mut self) {
        if let Some(first) = self.pages.first_mut().filter(|_| !self.has_given) {
            let before = std::mem::take(&mut self.before);
            first.area_of.splice(0..0, before.iter().map(|_| None));
            first.lines.splice(0..0, before);
            self.has_given = true;
        }
    }

    /// Returns the pages that are left, the file being at its end. What stood before the first belongs to it; where there is none it is a
    /// page, unless it is a text in which nothing is hOCR.
    pub(super) fn finish(mut self) -> Vec<HocrPage> {
        self.settle_text(None);
        if self.pages.is_empty() && self.is_hocr && !self.before.is_empty() {
            self.pages.push(HocrPage::default());
        }
        self.settle_first();
        self.pages
    }

    /// Makes words or lines of the text that stood by itself in the innermost open element until now. Its signs may be of
    /// the word that comes next.
    fn settle_text(&mut self, next: Option<&mut OpenWord>) {
        for at in (0..self.open.len()).rev() {
            match &mut self.open[at].1 {
                Element::Line(line, text) => return line.settle(&std::mem::take(text), next),
                Element::Area(_, text) | Element::Page(_, text) => {
                    let text = std::mem::take(text);
                    return bare_lines(&text).for_each(|line| self.line(line));
                }
                Element::Word(_) => return,
                _ => {}
            }
        }
        let text = std::mem::take(&mut self.outside);
        bare_lines(&text).for_each(|line| self.line(line));
    }

    /// Ends the innermost open line, if any, where an element with lines of its own begins in it: what has come of it stands
    /// before that one, what will come stands behind. Its box is that of the first words unless it is around both.
    fn settle_line(&mut self, within: Option<BoundingBox>) {
        let line = self.open.iter_mut().rev().find_map(|(_, element)| match element {
            Element::Line(line, _) => Some(line),
            _ => None,
        });
        if let Some(open) = line {
            open.bbox =
                open.bbox.filter(|own| within.is_none_or(|within| own.intersection(within).is_none()));
            if !open.words.is_empty() {
                let line = open.take();
                self.line(line);
            }
        }
    }

    /// Ends the printed line that text of the innermost open element stands in. A word goes on.
    pub(super) fn end_line(&mut self) {
        for (_, element) in self.open.iter_mut().rev() {
            match element {
                Element::Line(_, text) | Element::Area(_, text) | Element::Page(_, text) => {
                    return text.push('\n');
                }
                Element::Word(_) | Element::Silent => return,
                _ => {}
            }
        }
        self.outside.push('\n');
    }

    /// Gives text to the innermost open element that takes it.
    pub(super) fn text(&mut self, text: &str) {
        for (_, element) in self.open.iter_mut().rev() {
            match element {
                Element::Choice(choice, _) => return choice.push_str(text),
                Element::Symbol(symbol) => return symbol.text.push_str(text),
                Element::Word(word) => {
                    if let Some(Content::Text(last)) = word.content.last_mut() {
                        last.push_str(text);
                    } else if !text.trim().is_empty() {
                        word.content.push(Content::Text(text.to_owned()));
                    }
                    return;
                }
                Element::Line(_, own)
                | Element::Area(_, own)
                | Element::Page(_, own)
                | Element::Slot(_, own) => {
                    return own.push_str(text);
                }
                Element::Silent => return,
                Element::Other => {}
            }
        }
        self.outside.push_str(text);
    }

    /// Closes the innermost open element.
    pub(super) fn close_innermost(&mut self) {
        if let Some((_, element)) = self.open.pop() {
            self.close(element);
        }
    }

    /// Hands a closed element to the open one it belongs to.
    fn close(&mut self, element: Element) {
        let open = self.open.iter_mut().rev().map(|(_, element)| element);
        match element {
            Element::Other | Element::Silent => {}
            Element::Area(area, text) => {
                let mut lines: Vec<HocrLine> = bare_lines(&text).collect();
                // Of more lines than one the area's box is none's.
                if let ([line], false) = (lines.as_mut_slice(), area.has_lines) {
                    line.bbox = area.bbox;
                }
                // The area is open no longer, but these are its own.
                lines.into_iter().for_each(|line| self.line_in(line, area.id));
            }
            Element::Page(mut page, text) => {
                for line in bare_lines(&text) {
                    page.area_of.push(None);
                    page.lines.push(line);
                }
                self.pages.push(page);
            }
            Element::Line(mut line, text) => {
                line.settle(&text, None);
                self.line(line.take());
            }
            Element::Word(word) => {
                let words = finish_word(word);
                for element in open {
                    match element {
                        Element::Line(line, _) => {
                            line.ends_in_word |= !words.is_empty();
                            return line.words.extend(words);
                        }
                        Element::Area(..) | Element::Page(..) => break,
                        _ => {}
                    }
                }
                self.line(HocrLine { bbox: None, words });
            }
            Element::Symbol(symbol) => self.symbol(symbol),
            // With a text of its own it is a symbol that has no box.
            Element::Slot(choices, text) if !text.trim().is_empty() => {
                let mut symbol = HocrSymbol { text: nfc(text.trim()), ..HocrSymbol::default() };
                set_choices(&mut symbol, choices);
                self.symbol(symbol);
            }
            Element::Slot(choices, _) => {
                for element in open {
                    match element {
                        // Mode 1 nests slots by time step; they are about one symbol.
                        Element::Slot(outer, _) => return outer.extend(choices),
                        Element::Word(word) => return word.content.push(Content::Slot(choices)),
                        _ => {}
                    }
                }
            }
            Element::Choice(text, score) => {
                for element in open {
                    match element {
                        Element::Slot(choices, _) => return choices.push((nfc(text.trim()), score)),
                        Element::Word(_) | Element::Line(..) => break,
                        _ => {}
                    }
                }
                // A character with its confidence, not one of several.
                self.symbol(HocrSymbol { text, ..HocrSymbol::default() });
            }
        }
    }

    /// Hands a symbol to the word it is in; the text of one in no word to what is around it.
    fn symbol(&mut self, mut symbol: HocrSymbol) {
        symbol.text = nfc(symbol.text.trim());
        if symbol.text.is_empty() {
            return;
        }
        for (_, element) in self.open.iter_mut().rev() {
            if let Element::Word(word) = element {
                return word.content.push(Content::Symbol(symbol));
            }
        }
        self.text(&symbol.text);
    }

    fn line(&mut self, line: HocrLine) {
        self.line_in(line, None);
    }

    /// Puts a line on its page, in an area or else in the innermost open one.
    fn line_in(&mut self, line: HocrLine, mut area: Option<usize>) {
        for (_, element) in self.open.iter_mut().rev() {
            match element {
                Element::Area(open, _) => {
                    area = area.or(open.id);
                    open.has_lines |= !line.words.is_empty();
                }
                Element::Page(page, _) => {
                    page.area_of.push(area);
                    return page.lines.push(line);
                }
                _ => {}
            }
        }
        if line.words.is_empty() {
            return;
        }
        match self.pages.last_mut() {
            Some(page) => {
                page.area_of.push(None);
                page.lines.push(line);
            }
            None => self.before.push(line),
        }
    }
}

impl OpenLine {
    /// Makes words of the text that has come since its last word.
    fn settle(&mut self, text: &str, next: Option<&mut OpenWord>) {
        if text.is_empty() {
            return;
        }
        let has_last = std::mem::take(&mut self.ends_in_word);
        let Between { of_last, own, of_next } = Between::of(text, has_last);
        if let Some(last) = self.words.last_mut() {
            add_signs(last, of_last);
        }
        match next {
            Some(next) => {
                next.signs_before = of_next.to_owned();
                self.words.extend(bare_words(own));
            }
            None => self.words.extend(bare_words(&text[of_last.len()..])),
        }
    }

    /// Returns the line so far.
    fn take(&mut self) -> HocrLine {
        HocrLine { bbox: self.bbox.take(), words: std::mem::take(&mut self.words) }
    }
}
