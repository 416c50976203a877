//! References: what in the running text may be a footnote's mark, and which of them are.

use std::str::Chars;

use std::ops::Range;

use super::mark::{Form, head, is_superior, lost_a_digit, misread, stars, stars_misread};
use crate::structure::sheet::{Role, Sheet};
use crate::structure::{folding, letterhead, paragraph};

/// Cost above which a reference is no reference.
const REFERENCE_LIMIT: f32 = 1.6;
/// What a sign costs more on a page with an image: there, most of what is raised was seen to be, and read as a figure.
const NOT_RAISED: f32 = 0.9;

/// Cost of a sign that does not belong where it stands: a question mark before a small letter, a bracket never opened.
const MISPLACED: f32 = 0.8;

/// Cost of two figures of which the first was read as a sign.
const HALVED: f32 = 0.6;

/// Cost of a mark in brackets of which a quotation mark was read.
const GARBLED: f32 = 0.6;

/// Cost of a figure behind a stop.
const BEHIND_STOP: f32 = 0.4;

/// Cost of a figure at the end of a code, which must be just the one that is due.
const CODE: f32 = 1.0;

/// A place that may refer to a footnote.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) line: usize,
    /// The token in the restored text, with what belongs to it.
    pub(super) token: Range<usize>,
    /// The word without mark and punctuation.
    pub(super) word: String,
    /// Punctuation behind the mark.
    pub(super) behind: String,
    /// What the mark was read as.
    pub(super) sign: String,
    pub(super) cost: f32,
    /// True where the mark is a word of its own.
    is_alone: bool,
    /// What of the cost is for a sign on a page where figures were seen to be raised; stars are not.
    unraised: f32,
}

impl Candidate {
    /// Returns what it costs that this refers to a number; `None` where it cannot.
    pub(super) fn refers_to(&self, form: Form, number: u32) -> Option<f32> {
        match form {
            Form::Figures => {
                let cost = misread(&self.sign, number)?;
                (cost == 0.0 || !self.is_code()).then_some(self.cost + cost)
            }
            Form::Stars => Some(self.cost - self.unraised + stars_misread(&self.sign, number)?),
        }
    }

    /// Returns whether it stands where another does.
    pub(super) fn is_at(&self, other: &Self) -> bool {
        self.line == other.line && self.token == other.token
    }

    /// Returns whether its figure ends a code: `NQ/TW3`.
    fn is_code(&self) -> bool {
        let is_figure = self.sign.chars().all(|c| c.is_ascii_digit());
        is_figure && !self.word.chars().any(char::is_lowercase) && !self.word.ends_with([')', '.'])
    }

    /// Returns whether it was seen to be a superior figure.
    pub(super) fn is_raised(&self) -> bool {
        self.sign.chars().any(is_superior)
    }

    /// Returns whether its mark is a figure as it stands.
    pub(super) fn is_figure(&self) -> bool {
        self.sign.chars().all(|c| c.is_ascii_digit() || is_superior(c))
    }

    /// Returns whether it was seen to be a mark: a superior figure, a figure in brackets, or stars.
    pub(super) fn is_seen(&self) -> bool {
        self.is_raised() || self.sign.starts_with(['(', '[', '*'])
    }

    /// Returns the mark that it is as it stands, in brackets or not.
    pub(super) fn said(&self) -> Option<(Form, u32)> {
        let figure = head(&self.sign).map(|head| (Form::Figures, head.number));
        figure.or_else(|| Some((Form::Stars, stars(&self.sign)?)))
    }

    /// Returns whether it was seen to be the raised figure of another number, no digit of which was lost.
    pub(super) fn is_another(&self, form: Form, number: u32) -> bool {
        let said = self.said().filter(|(said, _)| self.is_raised() && *said == form);
        said.is_some_and(|(_, said)| !self.says(form, number) && !lost_a_digit(said, number))
    }

    /// Returns whether its mark is the one of a number as it stands; of a superior figure a digit may not have been seen to be
    /// raised: `1⁴` for 14.
    pub(super) fn says(&self, form: Form, number: u32) -> bool {
        let is_whole = || self.is_raised() && misread(&self.sign, number) == Some(0.0);
        self.said() == Some((form, number)) || form == Form::Figures && is_whole()
    }
}

/// Collects the places above that may be references, in reading order.
pub(super) fn candidates(sheet: &Sheet, page: usize, quotes_open: i32) -> Vec<Candidate> {
    let mut open = quotes_open;
    let mut brackets = 0;
    let mut candidates = Vec::new();
    for at in sheet.pages[page].lines.clone() {
        let line = &sheet.lines[at];
        if at > 0 && paragraph::begins(sheet, &sheet.lines[at - 1], line) {
            open = 0;
            brackets = 0;
        }
        // Nothing refers from the State's name and motto: a speck behind them is read as a star.
        let tokens = if letterhead::is_motto(&line.text) { Vec::new() } else { line.tokens() };
        for (index, token) in tokens.iter().enumerate() {
            let text = line.slice(token);
            let seen = line.recognised(token);
            open += opened(&seen).max(opened(&text));
            brackets += text.matches('(').count() as i32;
            let around = Place {
                closes_quote: open > 0,
                closes_bracket: brackets > 0 || index == 0 || line.frame.is_none(),
                goes_on: goes_on(sheet, at, token.end),
            };
            brackets = (brackets - text.matches(')').count() as i32).max(0);
            let mut candidate = None;
            for reading in [&text, &seen] {
                if let Some(c) = reference(reading, around) {
                    candidate = Some(c);
                    break;
                }
            }
            if closes(&seen) || closes(&text) {
                open = (open - 1).max(0);
            }
            let Some((word, sign, behind, cost)) = candidate else { continue };
            // Where repair made as many letters of it as were seen, the sign was a letter.
            let letters = |t: &str| t.chars().filter(|c| !matches!(c, '.' | ',' | ';' | ':')).count();
            if !text.contains(sign.as_str())
                && letters(&text) >= letters(&word) + letters(&sign)
                && text != seen
            {
                continue;
            }
            let is_alone = word.is_empty();
            let mut place = token.clone();
            let mut word = word;
            if word.is_empty() {
                // The mark stands alone: it belongs to the word before it.
                let Some(before) = index.checked_sub(1).map(|i| &tokens[i]) else { continue };
                word = line.slice(before);
                if sign.chars().all(|c| is_superior(c) || c.is_ascii_digit()) {
                    let characters: Vec<char> = word.chars().chain(sign.chars()).collect();
                    word = characters[..characters.len() - raised_tail(&characters, around)].iter().collect();
                }
                place = before.start..token.end;
            } else if !text.starts_with(&word) {
                // The mark was read off the recognised text; the word is the restored one.
                word = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned();
                if has_letter_too_many(&word) {
                    word.pop();
                }
            }
            let raised = sign.chars().any(is_superior);
            let is_figure = sign.ends_with(|c: char| c.is_ascii_digit());
            let is_sign = !raised && !is_figure && !is_misplaced(&sign, around);
            let is_square = sign.starts_with('[') || sign.starts_with('(');
            let unraised = if line.frame.is_some() && is_sign && !is_square { NOT_RAISED } else { 0.0 };
            let cost = cost + unraised;
            if cost > REFERENCE_LIMIT {
                continue;
            }
            if word.chars().any(char::is_alphabetic)
                || word.ends_with([')', '.', '%', ',', ';', ':'])
                || raised
            {
                candidates.push(Candidate {
                    line: at,
                    token: place,
                    word,
                    behind,
                    sign,
                    cost,
                    unraised,
                    is_alone,
                });
            }
        }
    }
    without_items(candidates)
}

/// Lines over which items of a list in a sentence go on from one another at most.
const ITEMS_APART: usize = 3;

/// Returns candidates without plain figures in brackets that stand by themselves and count on from one another: `gồm: (1) cam; (2) bưởi` is a
/// list.
fn without_items(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let number = |candidate: &Candidate| -> Option<u32> {
        let figure = candidate.sign.strip_prefix('(')?.strip_suffix(')')?;
        figure.parse().ok().filter(|_| candidate.is_alone)
    };
    let alone: Vec<usize> = (0..candidates.len()).filter(|at| number(&candidates[*at]).is_some()).collect();
    let counts_on = |two: &[usize]| {
        let (one, next) = (&candidates[two[0]], &candidates[two[1]]);
        number(next) == number(one).map(|one| one + 1) && next.line - one.line <= ITEMS_APART
    };
    let items: Vec<usize> = alone.windows(2).filter(|two| counts_on(two)).flatten().copied().collect();
    let kept = candidates.into_iter().enumerate().filter(|(at, _)| !items.contains(at));
    kept.map(|(_, candidate)| candidate).collect()
}

/// What the text around a token says of the signs at its end.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// A quotation is open.
    closes_quote: bool,
    /// A bracket is open, or nothing is known of brackets.
    closes_bracket: bool,
    /// A small letter comes next.
    goes_on: bool,
}

/// Returns whether a small letter comes next after a place in a line.
fn goes_on(sheet: &Sheet, at: usize, end: usize) -> bool {
    let line = &sheet.lines[at];
    let next = |mut rest: Chars<'_>| rest.find(|c| !c.is_whitespace());
    let after = next(line.characters_from(end)).or_else(|| {
        let below = sheet.lines.get(at + 1).filter(|below| below.page == line.page);
        below.and_then(|below| next(below.text.chars()))
    });
    after.is_some_and(char::is_lowercase)
}

/// Returns whether a sign cannot be one where it stands.
fn is_misplaced(sign: &str, place: Place) -> bool {
    match sign {
        "?" | "!" => place.goes_on,
        ")" => !place.closes_bracket,
        _ => false,
    }
}

/// Reads a token as `word mark punctuation`; returns word, mark, punctuation and cost.
fn reference(token: &str, place: Place) -> Option<(String, String, String, f32)> {
    let characters: Vec<char> = token.chars().collect();
    let mut tail = characters.iter().rev().take_while(|c| matches!(c, '.' | ',' | ';' | ':')).count();
    // The bracket behind a superior figure that was opened before its word: `(Nghị quyết số 5²)`.
    if let [.., figure, ')'] = &characters[..characters.len() - tail]
        && is_superior(*figure)
        && place.closes_bracket
        && !is_bracketed(&characters[..characters.len() - tail])
    {
        tail += 1;
    }
    let core = &characters[..characters.len() - tail];
    let behind: String = characters[core.len()..].iter().collect();
    // `^[n]` stands there already.
    if let Some(open) = token.find("^[") {
        let number = token[open..].split(']').next()?;
        let rest = token[open + number.len()..].trim_start_matches(']');
        return Some((token[..open].to_owned(), format!("{number}]"), rest.to_owned(), 0.0));
    }
    if let Some((word, sign, cost)) = in_brackets(core, place) {
        return Some((word, sign, behind, cost));
    }
    if let Some((word, sign)) = garbled(core, place) {
        return Some((word.iter().collect(), sign.iter().collect(), behind, GARBLED));
    }
    let is_sign = |c: &char| {
        matches!(
            c,
            '\'' | '’'
                | '‘'
                | '`'
                | '´'
                | '*'
                | '®'
                | '©'
                | '™'
                | '°'
                | 'º'
                | 'ª'
                | '^'
                | '§'
                | '”'
                | '“'
                | '"'
                | '%'
                | '?'
                | '!'
                | '#'
                | '$'
                | '&'
                | '¢'
                | '»'
                | '>'
                | '<'
                | '~'
        ) || is_superior(*c)
    };
    // Before a superior figure a percent sign is one: `45,45%¹`.
    let raised = raised_tail(core, place);
    let signs = if raised > 0 { raised } else { core.iter().rev().take_while(|c| is_sign(c)).count() };
    // Of its brackets the closing one may be lost: `tiêu(³`.
    let is_opened = raised > 0 && matches!(core[..core.len() - raised], [.., '(' | '[']);
    let signs = signs + usize::from(is_opened);
    let (word, sign) = core.split_at(core.len() - signs);
    let text = |c: &[char]| c.iter().collect::<String>();
    if let [.., last, ')'] = core
        && is_misplaced(")", place)
        && last.is_lowercase()
        && core.len() > 2
    {
        return Some((text(&core[..core.len() - 1]), ")".to_owned(), behind, MISPLACED));
    }
    // `m²` and `km³` are units, `km⁵` is none.
    let unit = matches!(text(word).as_str(), "m" | "km" | "dm" | "cm" | "mm") && matches!(sign, ['²' | '³']);
    let is_mark = signs <= 3 || raised > 0 || stars(&text(sign)).is_some();
    if signs > 0 && is_mark && !unit {
        let last = word.last();
        let lone = word.is_empty();
        let raised = sign.iter().any(|c| is_superior(*c));
        let after_word =
            last.is_some_and(|c| c.is_alphabetic() || matches!(c, ')' | '.' | ',' | ';' | ':')) || raised;
        let in_code = last.is_some_and(char::is_ascii_digit);
        if !lone && !after_word && !in_code {
            return None;
        }
        if lone && token.chars().count() > 3 {
            return None;
        }
        let mut cost = sign
            .iter()
            .map(|c| match c {
                c if is_superior(*c) => 0.0,
                '®' | '©' | '™' | '°' | 'º' | '*' | '^' => 0.3,
                // It opens nothing at a word's end.
                '“' => 0.5,
                '”' | '"' if place.closes_quote => 1.5,
                '”' | '"' => 0.6,
                '?' => 0.8,
                '!' | '>' | '<' | '$' => 0.9,
                // English engines write these for vowels: `s&` is `sở`.
                '&' | '¢' => 1.6,
                _ => 0.6,
            })
            .fold(f32::MAX, f32::min);
        if is_misplaced(&text(sign), place) {
            cost = MISPLACED;
        }
        if in_code && !raised {
            cost += 1.0;
        }
        if lone {
            cost += 0.5;
        }
        return (cost <= REFERENCE_LIMIT).then(|| (text(word), text(sign), behind, cost));
    }
    // A figure glued to a word, or `(5)` behind it.
    let figures = core.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    if figures > 0 && figures <= 2 && figures < core.len() {
        // The first of two figures was read as a sign: `tri'2`.
        let halved = usize::from(
            matches!(core[..core.len() - figures], [.., last, '\'' | '!'] if last.is_lowercase()),
        );
        let (word, sign) = core.split_at(core.len() - figures - halved);
        if halved > 0 {
            return Some((text(word), text(sign), behind, HALVED));
        }
        // A mark may stand behind a stop: `lúa,1`, `12,5%1`.
        let (stopped, stops) = match word {
            [inner @ .., ',' | ';' | ':' | '.' | '”' | '"'] => (inner, 1),
            _ => (word, 0),
        };
        let lower = stopped.iter().all(|c| c.is_alphabetic() || *c == ')')
            && stopped.iter().any(|c| c.is_lowercase());
        let is_share = matches!(word, [first, .., '%'] if first.is_ascii_digit());
        let is_year = stops > 0 && stopped.len() == 4 && stopped.iter().all(char::is_ascii_digit);
        let number: Option<u32> = text(sign).parse().ok();
        if lower && word.len() > 1 && number.is_some() && stops > 0 || is_share || is_year {
            let cost = if is_year { CODE } else { BEHIND_STOP };
            return Some((text(word), text(sign), behind, cost));
        }
        if lower && word.len() > 1 && number.is_some() {
            // Letters come out as these digits: `ho1` is `hội`.
            let lettered = sign.iter().all(|c| matches!(c, '0' | '1' | '5' | '6'));
            return Some((text(word), text(sign), behind, if lettered { 0.7 } else { 0.3 }));
        }
        // `NQ/TW3`: a code, unless the figure is just the one that is due.
        if !lower && word.iter().all(|c| c.is_alphabetic() || matches!(c, '/' | '-')) && number.is_some() {
            return Some((text(word), text(sign), behind, CODE));
        }
        return None;
    }
    // A letter too many: no Vietnamese syllable ends so.
    if has_letter_too_many(&text(core)) {
        let (word, sign) = core.split_at(core.len() - 1);
        return Some((text(word), text(sign), behind, 1.0));
    }
    None
}

/// Parts a word from a mark in brackets, behind a small letter, of which a quotation mark was read where none is open:
/// `hồi”)`, `trọng"9`.
fn garbled(word: &[char], place: Place) -> Option<(&[char], &[char])> {
    let is_quote = |c: &char| matches!(c, '"' | '”' | '“');
    let is_closing = |c: &char| matches!(c, ')' | ']');
    let is_part = |c: &&char| is_quote(c) || is_closing(c) || c.is_ascii_digit();
    let (before, sign) = word.split_at(word.len() - word.iter().rev().take_while(is_part).count());
    let is_of_text = place.closes_quote || place.closes_bracket && sign.iter().any(is_closing);
    let is_mark = (2..=3).contains(&sign.len()) && sign.iter().any(is_quote) && !sign.iter().all(is_quote);
    (is_mark && !is_of_text && before.last().is_some_and(|last| last.is_lowercase()))
        .then_some((before, sign))
}

/// Returns whether a word ends with superior figures in brackets of their own.
fn is_bracketed(word: &[char]) -> bool {
    let figures = word.iter().rev().skip(1).take_while(|c| is_superior(**c) || c.is_ascii_digit()).count();
    word.len().checked_sub(figures + 2).is_some_and(|at| matches!(word[at], '(' | '['))
}

/// Cost of a plain figure in brackets by itself with a small letter behind it: more than that of one behind its word.
const ITEM: f32 = 0.8;

/// Reads a word as one with a figure in brackets behind it, plain or superior: word, mark and cost.
fn in_brackets(word: &[char], place: Place) -> Option<(String, String, f32)> {
    let (closing, inner) = word.split_last().filter(|(last, _)| matches!(last, ')' | ']'))?;
    let figures = inner.iter().rev().take_while(|c| is_superior(**c) || c.is_ascii_digit()).count();
    let (before, digits) = inner.split_at(inner.len() - figures);
    let is_raised = digits.iter().any(|c| is_superior(*c));
    // The opening bracket of a raised one may have been read as figures: `ủy11¹)`, `trí18³)`.
    let most = if is_raised { 4 } else { 2 };
    if !(1..=most).contains(&figures) {
        return None;
    }
    // One raised was read as a stroke: `14/⁶)`.
    let is_opening = |c: &&char| matches!(c, '(' | '[') || is_raised && **c == '/';
    let is_open = before.last().filter(is_opening).is_some();
    let own = &before[..before.len() - usize::from(is_open)];
    let ends_word =
        |c: &char| c.is_alphanumeric() || matches!(c, ')' | '”' | '"' | '%' | ',' | '.' | ';' | ':');
    let is_word = own.last().is_some_and(ends_word);
    // Behind a figure brackets of plain figures are of the text: `5(1)`; so is one that closes what was opened.
    let is_number = own.last().is_some_and(char::is_ascii_digit);
    let is_mark =
        if is_open { is_raised || !is_number } else { (is_raised || !is_number) && !place.closes_bracket };
    if !(is_mark && (is_word || own.is_empty() && (is_open || is_raised || !place.closes_bracket))) {
        return None;
    }
    let cost = match (is_raised, closing) {
        (true, _) => 0.0,
        (false, ']') => 0.2,
        (false, _) => 0.4,
    };
    let lone = match own.is_empty() {
        // What goes on behind it may be an item of a list: `gồm: (1) cam; (2) bưởi`.
        true if !is_raised && place.goes_on => ITEM,
        true => 0.2,
        false => 0.0,
    };
    Some((own.iter().collect(), word[own.len()..].iter().collect(), cost + lone))
}

/// Returns how many characters at the end of a word are a mark with a superior figure in it. Behind a small letter or a
/// percent sign figures of it may have been read as signs or digits: `kể'⁶` for `kể¹⁶`, `cuộc¹2`, `100%1¹`; so may
/// a quotation mark where no quotation is open: `Viettel"¹`.
fn raised_tail(word: &[char], place: Place) -> usize {
    let is_figure = |c: &&char| is_superior(**c) || c.is_ascii_digit() || matches!(c, '\'' | '!' | '?');
    let tail = word.iter().rev().take_while(is_figure).count();
    let (before, tail) = word.split_at(word.len() - tail);
    let Some(first) = tail.iter().position(|c| is_superior(*c)) else { return 0 };
    match before {
        [.., last, '"' | '”'] if last.is_lowercase() && !place.closes_quote => tail.len() + 1,
        [.., last] if last.is_lowercase() || *last == '%' => tail.len(),
        _ => tail.len() - first,
    }
}

/// Returns whether a letter stands behind the end of a syllable, where a figure was read as one.
fn has_letter_too_many(word: &str) -> bool {
    const ENDS: &[&str] = &["ngg", "nhg", "gg", "ngs", "nhs", "ngl", "nhl", "ngz", "ngq", "nhq", "ngb"];
    let folded = folding::fold(word);
    word.chars().count() > 3 && ENDS.iter().any(|e| folded.ends_with(e))
}

/// Returns how many quotations a token opens. Of the two strokes of a quotation mark one may be lost.
fn opened(token: &str) -> i32 {
    let curly = token.matches(['“', '«']).count();
    let is_opening = |first: char| matches!(first, '"' | '\'' | '‘');
    let straight = token.strip_prefix(is_opening).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    (curly + usize::from(straight)) as i32
}

/// Returns whether a token closes a quotation.
fn closes(token: &str) -> bool {
    let is_opening_alone = token.starts_with('"') && token.matches('"').count() == 1;
    token.contains('”') || token.contains('"') && !is_opening_alone
}

/// Follows quotation marks over a page.
pub(super) fn quotes_after(sheet: &Sheet, page: usize, before: i32) -> i32 {
    let mut open = before;
    for at in sheet.pages[page].lines.clone() {
        let line = &sheet.lines[at];
        if line.role != Role::Body {
            continue;
        }
        if at > 0 && paragraph::begins(sheet, &sheet.lines[at - 1], line) {
            open = 0;
        }
        for token in line.text.split_whitespace() {
            open += opened(token);
            if closes(token) {
                open = (open - 1).max(0);
            }
        }
    }
    // A quotation that stays open for more than a page was never closed.
    open.min(1)
}
