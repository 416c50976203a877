//! Row labels, settled by sequence.
//!
//! # Grammar
//!
//! ```text
//! label = roman | capital letter | arabic | letter ")" | decimal | dash   I  A  1  a)  1.2  -
//! order : a a) b) c) d) đ) e) g) h) i) k) …      the alphabet of Vietnamese lists
//! ```
//!
//! A label says where its row stands: after `III.2` come `III.3`, `III.2.a` or `IV`, and nothing else. Labels that
//! the recogniser lost or mangled (`0` for `c)`, `iy` for `III`) are found by the sequence that costs least over
//! the whole table, kept as a beam; a group of rows whose numbers sum to their parent speaks for a reading. A clear
//! label of another numbering (`102` among `1`, `2`) is what was printed, whatever the sequence says. A dash is a dash: its row
//! stands under the one above it that has another label, and its path counts it, `I.1.-2`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::structure::folding;

/// Readings kept side by side. Tables need few: a label is either nearly right or nearly gone.
const BEAM: usize = 48;
/// Cost of a label that is lost altogether.
const LOST: f32 = 1.5;
/// Cost of a row of a plain table that has no label: less than one lost, more than one that closes a gap. A row with
/// numbers is an item like its neighbours, whose label was lost.
const WITHOUT: f32 = 1.2;
const WITHOUT_BUT_NUMBERS: f32 = 2.0;
/// Cost of a step past one label of the sequence.
const SKIPPED: f32 = 3.0;
/// Cost of a group that opens with a clear label that is not the first, as at the top of a continued table.
const OPENED: f32 = 1.2;
/// Cost of a digit, without a bracket, seen for a letter it looks like.
const DIGIT_FOR_LETTER: f32 = 1.4;
/// Cost of a section whose words are not in capitals though its label is just as it was seen: less than that of a `1` seen for `I`, and of
/// a group that opens with `II`.
const UNUSUAL_SECTION_AS_SEEN: f32 = 0.5;
/// Gain of a group whose sums hold in a column, and cost of one whose sums fail.
const SUM_HOLDS: f32 = -1.5;
const SUM_FAILS: f32 = 1.0;

/// Characters of the longest label, `XVIII.` with some dirt; more than one word of more is text.
const LONGEST_LABEL: usize = 10;
/// The last roman number that is believed as the first label of a table.
const LAST_ROMAN: usize = 30;

/// The last arabic number that is believed so; a list goes on from a hundred, a year is no label.
const LAST_ARABIC: usize = 999;

/// The last roman number of a table, `CCCXCIX`: behind it they grow longer with every hundred, and no table has as many groups.
const MOST_ROMAN: usize = 399;

/// The letters of Vietnamese lists in order.
pub(crate) const LETTERS: &[&str] = &[
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
    "x", "y",
];

/// Kinds of label, in the order in which they usually nest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Capital,
    Roman,
    Arabic,
    /// `1.2`, the number of components.
    Decimal(u8),
    Letter,
    Dash,
}

/// A row as the sequence sees it.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    /// The label as seen, empty where there is none.
    pub(super) seen: String,
    /// True where the recogniser was unsure of it.
    pub(super) doubtful: bool,
    /// True where a title stands in the label's place, or words that have none: `Trong đó: …` (of which).
    pub(super) titled: bool,
    /// True where an image shows neither a label nor a number: words that go on with the row above, or tell of it.
    pub(super) is_bare: bool,
    /// True where most of the row's letters are capitals.
    pub(super) capitals: bool,
    /// True for the closing row.
    pub(super) total: bool,
    /// The row's numbers by column.
    pub(super) values: Vec<Option<i64>>,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The label without brackets and full stops; empty where the table has none.
    pub(super) label: String,
    /// The label as it would be printed.
    pub(super) printed: String,
    pub(super) path: String,
    pub(super) parent: Option<usize>,
}

#[derive(Debug, Clone)]
struct Open {
    kind: Kind,
    ordinal: usize,
    /// Components of a decimal label.
    decimal: Vec<usize>,
    row: usize,
    /// Sum of the children seen so far by column; `None` once a value is missing.
    children: Vec<Option<i64>>,
    any: bool,
}

#[derive(Debug, Clone)]
struct Reading {
    stack: Vec<Open>,
    cost: f32,
    places: Chain,
}

/// Places of a reading, newest first, shared between readings.
type Chain = Option<Rc<Link>>;

#[derive(Debug)]
struct Link {
    place: Place,
    rest: Chain,
}

impl Drop for Link {
    /// A table has as many as rows: one that drops the next would not come back in time.
    fn drop(&mut self) {
        let mut rest = self.rest.take();
        while let Some(mut link) = rest.and_then(Rc::into_inner) {
            rest = link.rest.take();
        }
    }
}

impl Reading {
    /// Settles the place of a further row.
    fn settle(&mut self, place: Place) {
        self.places = Some(Rc::new(Link { place, rest: self.places.take() }));
    }
}

/// Returns the label in what a label's cell holds: `3` of `Bước 3`, nothing of a title set over the whole row.
pub(super) fn shown(cell: &str) -> &str {
    let cell = cell.trim();
    let (words, number) = cell.rsplit_once(' ').unwrap_or(("", cell));
    let is_letters = |text: &str| text.chars().all(char::is_alphabetic);
    let number_only = number.trim_end_matches(['.', ':', ')']);
    if words.chars().count() >= 2
        && is_letters(words)
        && !number_only.is_empty()
        && number_only.bytes().all(|b| b.is_ascii_digit())
    {
        return number_only;
    }
    let is_prose = cell.chars().count() > LONGEST_LABEL && cell.split_whitespace().nth(1).is_some();
    if is_prose { "" } else { cell }
}

/// Returns whether a cell shows a roman or arabic number, a decimal one, or a letter with a bracket or stop, and nothing else.
pub(super) fn is_clear(cell: &str) -> bool {
    let cell = cell.trim();
    let number = cell.trim_end_matches(['.', ')']);
    let is_figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_decimal = || number.contains('.') && number.split('.').all(is_figures);
    let is_roman = || (1..=LAST_ROMAN).any(|n| roman(n) == number);
    let is_letter = || cell.strip_suffix([')', '.']).is_some_and(|letter| LETTERS.contains(&letter));
    is_figures(number) || is_decimal() || is_roman() || is_letter()
}

/// Settles the labels of a table's rows. Rows of a table without labels get their number as path; where a table's
/// rows `may_lack` a label, one without has none unless the rows around it miss it, and the path of the row above.
pub(super) fn settle(rows: &[Sighting], may_lack: bool) -> Vec<Place> {
    if rows.iter().all(|r| r.seen.is_empty() && !r.capitals) {
        return plain(rows);
    }
    if let Some(places) = counted(rows) {
        return places;
    }
    let rows = &without_misread(rows);
    let start = Reading { stack: Vec::new(), cost: 0.0, places: None };
    let mut beam = vec![start];
    for (at, row) in rows.iter().enumerate() {
        let mut next: Vec<Reading> = beam.iter().flat_map(|r| extend(r, at, row, rows, may_lack)).collect();
        next.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        next.truncate(BEAM);
        beam = next;
    }
    for reading in &mut beam {
        while !reading.stack.is_empty() {
            // Without a total the table may go on elsewhere, and its last groups with it.
            close(reading, rows, 0.0);
        }
    }
    beam.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let Some(best) = beam.into_iter().next() else { return plain(rows) };
    let mut places = Vec::with_capacity(rows.len());
    let mut chain = &best.places;
    while let Some(link) = chain {
        places.push(link.place.clone());
        chain = &link.rest;
    }
    places.reverse();
    if may_lack && are_words(rows, &places) { plain(rows) } else { places }
}

/// Returns whether what stands in the place of labels are words of their own, as blood groups are: some are capitals that are no number,
/// and no more than half say the labels that they would be.
fn are_words(rows: &[Sighting], places: &[Place]) -> bool {
    let seen = || rows.iter().zip(places).filter(|(row, _)| !row.seen.is_empty());
    let is_word = |text: &str| {
        text.chars().count() > 1
            && text.chars().all(char::is_uppercase)
            && !text.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
    };
    let agreeing = seen().filter(|(row, place)| agrees(&row.seen, &place.label)).count();
    seen().any(|(row, _)| is_word(row.seen.trim())) && 2 * agreeing <= seen().count()
}

/// Fewest rows that count on from one another whatever their sums say.
const COUNTED: usize = 3;

/// Returns the places of rows that are numbered from 1 on, each as it was seen: the first may be the sum of the others and is no section
/// for that.
fn counted(rows: &[Sighting]) -> Option<Vec<Place>> {
    let mut count = 0;
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let label = if row.total {
            String::new()
        } else {
            count += 1;
            let number = core(&row.seen).parse::<usize>().ok().filter(|number| *number == count)?;
            number.to_string()
        };
        let (path, printed) = match row.total {
            true => ("TOTAL".to_owned(), String::new()),
            false => (label.clone(), row.seen.trim().to_owned()),
        };
        places.push(Place { label, printed, path, parent: None });
    }
    (count >= COUNTED).then_some(places)
}

/// Returns the number that stands in the place of a label between the two that come before and behind it, where what was read
/// there is doubtful, or a dash: items by dashes would be followed by that number.
pub(super) fn due_between(rows: &[Sighting], at: usize) -> Option<usize> {
    let number = |at: usize| core(&rows.get(at)?.seen).parse::<usize>().ok();
    let row = rows.get(at).filter(|row| is_dash(&row.seen) || row.doubtful && !row.seen.is_empty())?;
    let (above, below) = (at.checked_sub(1).and_then(number)?, number(at + 1)?);
    let due = above.checked_add(1)?;
    (due.checked_add(1) == Some(below) && !agrees(&row.seen, &due.to_string())).then_some(due)
}

/// Returns rows without the labels in whose place another number is due.
fn without_misread(rows: &[Sighting]) -> Vec<Sighting> {
    let row = |(at, row): (usize, &Sighting)| match due_between(rows, at) {
        Some(_) => Sighting { seen: String::new(), ..row.clone() },
        None => row.clone(),
    };
    rows.iter().enumerate().map(row).collect()
}

/// Returns whether a cell shows the label that a place has, however its digits and strokes were written: `01` is 1, `1.` may
/// be I.
pub(super) fn agrees(seen: &str, label: &str) -> bool {
    let plain = |text: &str| {
        let text = core(text).to_lowercase().replace(['i', 'l'], "1");
        let bare = text.trim_start_matches('0');
        if bare.is_empty() { text } else { bare.to_owned() }
    };
    plain(seen) == plain(label)
}

/// Returns a label without the marks around it.
pub(super) fn core(label: &str) -> &str {
    label.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Returns whether a cell clearly shows a label of another numbering than that of a place, which is no misreading of it: of
/// another kind, or longer or shorter. One character may stand for any other.
pub(super) fn is_of_another_numbering(seen: &str, label: &str) -> bool {
    let (own, given) = (core(seen), core(label));
    let lengths = (own.chars().count(), given.chars().count());
    if !is_clear(seen) || agrees(seen, label) || lengths.0 < 2 && lengths.1 < 2 {
        return false;
    }
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_roman = |text: &str| text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'));
    match (is_number(own), is_number(given)) {
        (true, true) => lengths.0 != lengths.1,
        (false, false) => is_roman(own) != is_roman(given) || own.contains('.') != given.contains('.'),
        _ => true,
    }
}

/// Gives rows that keep what was printed that label, and the rows beneath them the path that follows. One of another
/// numbering stands under no row.
pub(super) fn keep_printed(places: &mut [Place], rows: &[Sighting], is_kept: impl Fn(usize, &Place) -> bool) {
    let mut has_moved = vec![false; places.len()];
    for at in 0..places.len() {
        let is_kept = is_kept(at, &places[at]);
        let parent = places[at].parent;
        has_moved[at] = is_kept || parent.is_some_and(|parent| has_moved[parent]);
        if is_kept {
            let seen = &rows[at].seen;
            if is_of_another_numbering(seen, &places[at].label) {
                places[at].parent = None;
            }
            places[at].label = core(seen).to_owned();
            places[at].printed = seen.trim().to_owned();
        }
        if has_moved[at] {
            // A decimal label is a path by itself.
            let parent = places[at].parent.filter(|_| !places[at].label.contains('.'));
            let above = parent.map(|parent| format!("{}.", places[parent].path)).unwrap_or_default();
            places[at].path = format!("{above}{}", places[at].label);
        }
    }
}

fn plain(rows: &[Sighting]) -> Vec<Place> {
    rows.iter()
        .zip(1..)
        .map(|(row, n)| Place {
            label: String::new(),
            printed: String::new(),
            path: if row.total { "TOTAL".into() } else { n.to_string() },
            parent: None,
        })
        .collect()
}

fn extend(reading: &Reading, at: usize, row: &Sighting, rows: &[Sighting], may_lack: bool) -> Vec<Reading> {
    if row.total {
        let mut reading = reading.clone();
        while !reading.stack.is_empty() {
            close(&mut reading, rows, SUM_FAILS);
        }
        let place =
            Place { label: String::new(), printed: String::new(), path: "TOTAL".into(), parent: None };
        reading.settle(place);
        return vec![reading];
    }
    if is_dash(&row.seen) {
        // A dash counts on below the last label that is none.
        let depth = reading.stack.iter().rposition(|open| open.kind != Kind::Dash).map_or(0, |at| at + 1);
        let ordinal = reading.stack.get(depth).map_or(1, |open| open.ordinal + 1);
        let mut readings = Vec::new();
        push(&mut readings, reading, depth, Kind::Dash, ordinal, Vec::new(), 0.0, at, row, rows, may_lack);
        return readings;
    }
    let mut readings = Vec::new();
    if (may_lack || row.is_bare) && row.seen.is_empty() {
        let mut reading = reading.clone();
        let place = Place { label: String::new(), printed: String::new(), path: String::new(), parent: None };
        let has_numbers = row.values.iter().any(Option::is_some);
        reading.cost += if has_numbers { WITHOUT_BUT_NUMBERS } else { WITHOUT };
        reading.settle(place);
        readings.push(reading);
        if row.titled {
            return readings;
        }
    }
    // What a plain table shows is as it was printed more often than what a score table of a poor text does.
    // But behind one row without a label the second is what follows a first that was lost.
    let lost_first = at == 1 && rows[0].seen.is_empty() && !rows[0].titled;
    let opened = if may_lack && !lost_first { OPENED / 6.0 } else { OPENED };
    for depth in (0..reading.stack.len()).filter(|depth| reading.stack[*depth].kind != Kind::Dash) {
        let open = &reading.stack[depth];
        for step in 1..=2 {
            let ordinal = open.ordinal + step;
            let mut decimal = open.decimal.clone();
            if let Some(last) = decimal.last_mut() {
                *last += step;
            }
            // Many offices' lists leave đ out.
            let free = open.kind == Kind::Letter && step == 2 && LETTERS.get(ordinal - 2) == Some(&"đ");
            let skip = if step == 1 || free { 0.0 } else { SKIPPED };
            push(&mut readings, reading, depth, open.kind, ordinal, decimal, skip, at, row, rows, may_lack);
        }
    }
    let depth = reading.stack.len();
    let used = |kind: Kind| reading.stack.iter().any(|o| o.kind == kind);
    let top = reading.stack.last();
    for kind in [Kind::Capital, Kind::Roman, Kind::Arabic, Kind::Letter] {
        let deeper = top.is_none_or(|o| o.kind < kind);
        if !used(kind) && deeper {
            let skip = match (depth, kind) {
                (0, Kind::Roman | Kind::Arabic) => 0.0,
                (0, _) => 1.0,
                (_, Kind::Arabic) => 0.2,
                _ => 0.5,
            };
            push(&mut readings, reading, depth, kind, 1, Vec::new(), skip, at, row, rows, may_lack);
            // Rows above may be lost, or on another page: a clear label opens a group by itself.
            if let Some(ordinal) = later(kind, &row.seen) {
                push(
                    &mut readings,
                    reading,
                    depth,
                    kind,
                    ordinal,
                    Vec::new(),
                    skip + opened,
                    at,
                    row,
                    rows,
                    may_lack,
                );
            }
        } else if reading.stack.first().is_some_and(|root| kind < root.kind)
            && let Some(ordinal) = later(kind, &row.seen)
        {
            // The table began amid a group, whose own row is on another page; here the next one of its level stands.
            push(&mut readings, reading, 0, kind, ordinal, Vec::new(), opened, at, row, rows, may_lack);
        }
    }
    // `1.1` below `1`, below `1.` of its own, and below `I`.
    if let Some(open) = top.filter(|o| matches!(o.kind, Kind::Roman | Kind::Arabic | Kind::Decimal(_))) {
        let mut decimal = if open.decimal.is_empty() { vec![open.ordinal] } else { open.decimal.clone() };
        decimal.push(1);
        let kind = Kind::Decimal(decimal.len() as u8);
        push(&mut readings, reading, depth, kind, 1, decimal, 0.3, at, row, rows, may_lack);
    }
    readings
}

/// Returns the number in its sequence that a label shows clearly, where that is not the first.
fn later(kind: Kind, seen: &str) -> Option<usize> {
    let seen = seen.trim();
    let ordinal = match kind {
        Kind::Arabic => seen.parse().ok()?,
        Kind::Roman => (1..=LAST_ROMAN).find(|n| roman(*n) == seen.trim_end_matches('.'))?,
        Kind::Letter => {
            1 + LETTERS.iter().position(|letter| seen.strip_suffix([')', '.']) == Some(letter))?
        }
        Kind::Capital | Kind::Decimal(_) | Kind::Dash => return None,
    };
    (2..=LAST_ARABIC).contains(&ordinal).then_some(ordinal)
}

#[expect(clippy::too_many_arguments, reason = "one step of the search, called from one place")]
fn push(
    readings: &mut Vec<Reading>,
    reading: &Reading,
    depth: usize,
    kind: Kind,
    ordinal: usize,
    decimal: Vec<usize>,
    extra: f32,
    at: usize,
    row: &Sighting,
    rows: &[Sighting],
    may_lack: bool,
) {
    let Some(label) = write(kind, ordinal, &decimal) else { return };
    let printed = match kind {
        Kind::Letter => format!("{label})"),
        Kind::Dash => row.seen.trim().to_owned(),
        _ => label.clone(),
    };
    let mut cost = extra + distance(&row.seen, &printed, kind);
    // A lost label is more often an item's than that of a level below items.
    if row.seen.is_empty() {
        cost += match kind {
            Kind::Decimal(_) => 1.5,
            Kind::Letter => 0.7,
            _ => 0.0,
        };
    }
    // Section titles are set in capitals, items are not; in a plain table as often as not.
    let section = matches!(kind, Kind::Roman | Kind::Capital);
    if section != row.capitals {
        let unusual = match section {
            true if core(&row.seen) == label => UNUSUAL_SECTION_AS_SEEN,
            true => 1.5,
            false => 1.0,
        };
        cost += if may_lack { unusual / 5.0 } else { unusual };
    }
    let mut next = reading.clone();
    while next.stack.len() > depth {
        close(&mut next, rows, SUM_FAILS);
    }
    let parent = next.stack.last().map(|o| o.row);
    let path = match kind {
        Kind::Decimal(_) => label.clone(),
        _ => {
            let mut labels: Vec<String> =
                next.stack.iter().filter_map(|o| write(o.kind, o.ordinal, &o.decimal)).collect();
            labels.push(label.clone());
            labels.join(".")
        }
    };
    if let Some(open) = next.stack.last_mut() {
        open.any = true;
        for (total, value) in open.children.iter_mut().zip(&row.values) {
            *total = total.zip(*value).and_then(|(t, v)| t.checked_add(v));
        }
    }
    let children = vec![Some(0); row.values.len()];
    next.stack.push(Open { kind, ordinal, decimal, row: at, children, any: false });
    next.cost += cost;
    // A dash is told by its path, and shown as it is.
    let label = if kind == Kind::Dash { printed.clone() } else { label };
    next.settle(Place { label, printed, path, parent });
    readings.push(next);
}

/// Closes the deepest open row and weighs its sums; one that does not hold costs `fails`.
fn close(reading: &mut Reading, rows: &[Sighting], fails: f32) {
    let Some(open) = reading.stack.pop() else { return };
    if !open.any {
        return;
    }
    for (total, value) in open.children.iter().zip(&rows[open.row].values) {
        if let (Some(total), Some(value)) = (total, value) {
            reading.cost += if total == value { SUM_HOLDS } else { fails };
        }
    }
}

fn write(kind: Kind, ordinal: usize, decimal: &[usize]) -> Option<String> {
    match kind {
        Kind::Capital => {
            let letter = LETTERS.get(ordinal - 1)?;
            Some(letter.to_uppercase())
        }
        Kind::Roman => (ordinal <= MOST_ROMAN).then(|| roman(ordinal)),
        Kind::Arabic => Some(ordinal.to_string()),
        Kind::Letter => LETTERS.get(ordinal - 1).map(|l| (*l).to_owned()),
        Kind::Decimal(_) => Some(decimal.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")),
        Kind::Dash => Some(format!("-{ordinal}")),
    }
}

/// Returns whether a label is a dash, or another mark of an item without a number.
pub(super) fn is_dash(seen: &str) -> bool {
    matches!(seen.trim(), "-" | "–" | "—" | "+" | "*" | "•")
}

/// Makes the path of each row its own: where decimal labels begin again under another heading, that stands before them,
/// `II.2.1`; what is the same even so is counted.
pub(super) fn part_paths(places: &mut [Place]) {
    let mut seen = BTreeSet::new();
    let is_own =
        |place: &Place, seen: &mut BTreeSet<String>| place.path.is_empty() || seen.insert(place.path.clone());
    if !places.iter().all(|place| is_own(place, &mut seen)) {
        for at in 0..places.len() {
            let above = places[at].parent.map(|parent| places[parent].path.clone());
            if let (Some(above), Some((_, last))) = (above, places[at].label.rsplit_once('.')) {
                places[at].path = format!("{above}.{last}");
            } else if let Some(above) = places[at].parent.map(|parent| places[parent].path.clone())
                && let Some((_, own)) = places[at].path.rsplit_once('.')
            {
                places[at].path = format!("{above}.{own}");
            }
        }
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for place in places.iter_mut().filter(|place| !place.path.is_empty()) {
        let count = counts.entry(place.path.clone()).or_default();
        *count += 1;
        if *count > 1 {
            place.path = format!("{}#{count}", place.path);
        }
    }
}

/// Returns a number in roman figures.
pub(crate) fn roman(number: usize) -> String {
    const FIGURES: &[(usize, &str)] =
        &[(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut written = String::new();
    for (value, figure) in FIGURES {
        while rest >= *value && written.len() < 64 {
            written.push_str(figure);
            rest -= value;
        }
    }
    written
}

/// Returns the cost of having seen a label for what was printed.
fn distance(seen: &str, printed: &str, kind: Kind) -> f32 {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric() || !c.is_ascii()).collect() };
    let core = bare(seen);
    if kind == Kind::Dash {
        return 0.0;
    }
    if core.is_empty() {
        // A lone bracket was a letter's.
        return match (seen.contains(')'), kind) {
            (true, Kind::Letter) => LOST * 0.6,
            (true, _) => LOST * 1.4,
            _ => LOST,
        };
    }
    let printed = bare(printed);
    if core == printed {
        // `c)` for c, but `1)` may be an item too.
        return if seen.contains(')') && kind != Kind::Letter { 0.3 } else { 0.0 };
    }
    let folded = |text: &str| folding::fold(text);
    let is_stopped =
        kind == Kind::Letter && seen.trim().ends_with('.') && core.chars().all(char::is_lowercase);
    let bracket = if is_stopped || seen.contains(')') == (kind == Kind::Letter) { 0.0 } else { 0.4 };
    match kind {
        Kind::Roman | Kind::Capital => {
            let clear = |text: &str| -> String {
                text.chars()
                    .map(|c| if matches!(c, '1' | 'l' | 'i' | '|' | '!' | 'j' | 'í' | 'ị') { 'I' } else { c })
                    .collect::<String>()
                    .to_uppercase()
            };
            let (a, b) = (clear(&core), clear(&printed));
            if a == b {
                return 0.2 + bracket;
            }
            let strokes =
                |t: &str| t.chars().all(|c| matches!(c, 'I' | 'V' | 'Y' | 'X' | 'L' | 'U' | 'N' | 'H' | 'M'));
            let steps = strsim::levenshtein(&a, &b) as f32;
            0.5 + if strokes(&a) { 0.5 * steps } else { 1.2 * steps } + bracket
        }
        Kind::Letter => {
            let (a, b) = (folded(&core), folded(&printed));
            if a == b {
                return 0.1 + bracket;
            }
            let alike: &[&str] = match b.as_str() {
                "a" => &["2", "q", "4", "8", "@", "o"],
                "b" => &["6", "h", "8", "l"],
                "c" => &["0", "e", "€", "o", "¢", "©", "(", "6"],
                "d" => &["đ", "0", "q", "4", "ä"],
                "e" => &["c", "€", "0", "6"],
                "g" => &["9", "q", "8", "s"],
                _ => &[],
            };
            match alike.contains(&a.as_str()) {
                true if a.chars().all(|c| c.is_ascii_digit()) && bracket > 0.0 => DIGIT_FOR_LETTER,
                true => 0.8,
                false => 2.2 + bracket,
            }
        }
        Kind::Arabic => {
            let digits: String =
                core.chars().map(|c| crate::structure::number::digit_for(c).unwrap_or(c)).collect();
            // `01` is as clear as 1.
            if core.len() > 1 && core.trim_start_matches('0') == printed {
                return bracket;
            }
            if digits == printed {
                return 0.3 + bracket;
            }
            let steps = strsim::levenshtein(&digits, &printed) as f32;
            let alike = matches!(
                (digits.as_str(), printed.as_str()),
                ("5", "6") | ("6", "5") | ("3", "8") | ("8", "3")
            );
            bracket + if alike { 1.0 } else { 0.7 + 1.3 * steps }
        }
        Kind::Dash => 0.0,
        Kind::Decimal(_) => {
            let full: String = seen.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            let full = full.trim_end_matches('.');
            if full.split('.').count() > 1 && full.replace('.', "") == printed { 0.0 } else { 3.0 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seen: &str, capitals: bool, values: &[i64]) -> Sighting {
        Sighting {
            seen: seen.into(),
            doubtful: false,
            titled: false,
            is_bare: false,
            capitals,
            total: seen == "TOTAL",
            values: values.iter().map(|v| Some(*v)).collect(),
        }
    }

    fn paths(rows: &[Sighting]) -> Vec<String> {
        settle(rows, false).into_iter().map(|p| p.path).collect()
    }

    #[test]
    fn a_list_that_goes_on_from_a_hundred_counts_on() {
        let rows: Vec<Sighting> = (109..=113).map(|n| row(&n.to_string(), false, &[])).collect();
        let paths: Vec<String> = settle(&rows, true).into_iter().map(|place| place.path).collect();
        assert_eq!(paths, ["109", "110", "111", "112", "113"]);
    }

    #[test]
    fn numbers_that_count_on_are_what_they_are_though_the_first_is_the_sum_of_the_others() {
        let values = [&[100, 60][..], &[15, 10], &[25, 20], &[60, 30]];
        let rows: Vec<Sighting> =
            (1..).zip(values).map(|(n, values)| row(&n.to_string(), false, values)).collect();
        assert_eq!(paths(&rows), ["1", "2", "3", "4"]);
    }

    #[test]
    fn sections_in_small_letters_over_decimal_labels_stay_roman() {
        let labels = ["I", "1.1", "1.2", "II", "2.1", "2.2", "III", "3.1"];
        let rows: Vec<Sighting> = labels.iter().map(|label| row(label, false, &[])).collect();
        assert_eq!(paths(&rows), labels);
        let items = ["I", "2", "3"].map(|label| row(label, false, &[]));
        assert_eq!(paths(&items), ["1", "2", "3"], "a stroke read for a figure");
    }

    #[test]
    fn decimal_labels_with_which_a_table_begins_are_what_was_printed() {
        let rows = ["2.1", "2.2", "3", "3.1"].map(|label| row(label, false, &[]));
        let mut places = settle(&rows, false);
        keep_printed(&mut places, &rows, |at, place| !agrees(&rows[at].seen, &place.label));
        let kept: Vec<(&str, &str)> =
            places.iter().map(|place| (place.label.as_str(), place.path.as_str())).collect();
        assert_eq!(kept, [("2.1", "2.1"), ("2.2", "2.2"), ("3", "3"), ("3.1", "3.1")]);
        assert!(is_of_another_numbering("2.1", "1"));
        assert!(is_of_another_numbering("2.1", "a"));
    }

    #[test]
    fn lost_and_mangled_labels_come_back_by_sequence() {
        let rows = [
            row("", true, &[50]),
            row("", false, &[30]),
            row("", false, &[20]),
            row("iy", true, &[40]),
            row("1", false, &[25]),
            row("a)", false, &[10]),
            row("b)", false, &[10]),
            row("0", false, &[5]),
            row("5", false, &[15]),
            row("TOTAL", true, &[90]),
        ];
        assert_eq!(
            paths(&rows),
            ["I", "I.1", "I.2", "II", "II.1", "II.1.a", "II.1.b", "II.1.c", "II.2", "TOTAL"]
        );
    }

    #[test]
    fn the_places_of_hundreds_of_thousands_of_rows_are_given_up_without_a_deep_stack() {
        let mut reading = Reading { stack: Vec::new(), cost: 0.0, places: None };
        let none = Place { label: String::new(), printed: String::new(), path: String::new(), parent: None };
        (0..300_000).for_each(|_| reading.settle(none.clone()));
        let other = reading.clone();
        drop(reading);
        assert_eq!(other.places.as_ref().map(|link| &link.place), Some(&none));
    }

    #[test]
    fn letters_with_stops_are_as_clear_as_those_with_brackets() {
        let rows = [
            row("1", false, &[30]),
            row("a.", false, &[]),
            row("b.", false, &[10]),
            row("c.", false, &[10]),
            row("2", false, &[5]),
        ];
        assert_eq!(paths(&rows), ["1", "1.a", "1.b", "1.c", "2"]);
        assert!(is_clear("b.") && !is_clear("B.") && !is_clear("bê."));
    }

    #[test]
    fn a_dash_in_the_place_of_the_one_number_that_is_missing_was_that_number() {
        let paths = |labels: &[&str]| -> Vec<String> {
            let rows: Vec<Sighting> = labels.iter().map(|label| row(label, false, &[])).collect();
            settle(&rows, true).into_iter().map(|place| place.path).collect()
        };
        assert_eq!(paths(&["1", "2", "-", "4"]), ["1", "2", "3", "4"]);
        assert_eq!(paths(&["1", "2", "-", "3"]), ["1", "2", "2.-1", "3"]);
    }

    #[test]
    fn a_doubtful_label_between_two_numbers_is_the_one_between_them() {
        let mut rows = ["106", "167", "108", "10", "110"].map(|label| row(label, false, &[]));
        assert_eq!(due_between(&rows, 1), None, "it was surely read");
        (rows[1].doubtful, rows[3].doubtful) = (true, true);
        assert_eq!((due_between(&rows, 1), due_between(&rows, 3)), (Some(107), Some(109)));
        let paths: Vec<String> = settle(&rows, true).into_iter().map(|place| place.path).collect();
        assert_eq!(paths, ["106", "107", "108", "109", "110"]);
        rows[2].seen = "120".into();
        assert_eq!(due_between(&rows, 1), None);
    }

    #[test]
    fn clear_numbers_stay_where_the_rows_above_them_are_lost() {
        let rows =
            [row("2", false, &[8]), row("3", false, &[12]), row("4", false, &[5]), row("5 _", false, &[4])];
        assert_eq!(paths(&rows), ["2", "3", "4", "5"]);
    }

    #[test]
    fn a_table_continued_from_another_page_begins_amid_a_group_and_goes_on_above_it() {
        let rows = [
            row("b)", false, &[15]),
            row("c)", false, &[20]),
            row("2", false, &[70]),
            row("a)", false, &[30]),
            row("b)", false, &[40]),
            row("IV", true, &[50]),
            row("1", false, &[50]),
            row("TOTAL", true, &[1000]),
        ];
        assert_eq!(paths(&rows), ["b", "c", "2", "2.a", "2.b", "IV", "IV.1", "TOTAL"]);
    }

    #[test]
    fn a_group_cut_off_by_the_end_of_the_page_keeps_its_label_whatever_its_sum() {
        let rows = [row("III", true, &[200]), row("1", false, &[60]), row("a)", false, &[25])];
        assert_eq!(paths(&rows), ["III", "III.1", "III.1.a"]);
    }

    #[test]
    fn decimal_labels_are_paths_of_their_own() {
        let rows = [
            row("1", false, &[30]),
            row("1.1", false, &[10]),
            row("1.2", false, &[20]),
            row("2", false, &[5]),
        ];
        assert_eq!(paths(&rows), ["1", "1.1", "1.2", "2"]);
    }

    #[test]
    fn a_plain_table_s_row_without_a_label_has_none_unless_the_next_one_misses_it() {
        let paths = |labels: &[&str]| -> Vec<String> {
            let rows: Vec<Sighting> = labels.iter().map(|label| row(label, false, &[])).collect();
            settle(&rows, true).into_iter().map(|place| place.path).collect()
        };
        assert_eq!(paths(&["", "5", "6"]), ["", "5", "6"]);
        assert_eq!(paths(&["", "2", "3"]), ["1", "2", "3"]);
        assert_eq!(paths(&["1", "2", ""]), ["1", "2", ""]);
        assert_eq!(paths(&["1", "", "2"]), ["1", "", "2"]);
        assert_eq!(paths(&["1", "", "3"]), ["1", "2", "3"]);
    }

    #[test]
    fn a_bare_row_between_labels_that_go_on_has_none_and_one_that_they_miss_has_it() {
        let bare = Sighting { is_bare: true, values: vec![None], ..row("", false, &[]) };
        let rows = |below: &str| {
            let own = |seen: &str, value: i64| row(seen, false, &[value]);
            vec![own("I", 9), own("1", 4), bare.clone(), own(below, 5), own("TOTAL", 9)]
        };
        assert_eq!(paths(&rows("2"))[2..4], ["", "I.2"]);
        assert_eq!(paths(&rows("3"))[2..4], ["I.2", "I.3"]);
    }

    #[test]
    fn a_word_before_a_number_is_part_of_the_label_and_a_title_over_the_row_is_none() {
        for (cell, label) in [
            ("Bước 3", "3"),
            ("III.", "III."),
            ("a)", "a)"),
            ("Té),", "Té),"),
            ("LĨNH VỰC KHOÁNG SẢN (02 thủ tục)", ""),
        ] {
            assert_eq!(shown(cell), label, "{cell}");
        }
    }

    #[test]
    fn a_table_without_labels_is_numbered() {
        let rows = [row("", false, &[1]), row("", false, &[2])];
        assert_eq!(paths(&rows), ["1", "2"]);
    }

    #[test]
    fn writes_roman_figures() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["I", "IV", "IX", "XIV", "XL"]);
    }
}
