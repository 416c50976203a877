//! Phrases: entries of the dictionaries that fit a stretch of decoded words better than what was decoded.
//!
//! The decoder weighs a word by its neighbours and knows nothing of entries as wholes. Here each entry of two words
//! or more is laid over the words it may stand at, and each word it would change is judged by how near it comes to
//! what the OCR saw, marks taken off and look-alikes folded ([`Skeleton`]).
//!
//! A built-in phrase needs a word that was surely decoded as its own, and changes only words that the decoder
//! doubted, or that are no Vietnamese at all. A phrase of the user's own needs likeness alone. Either changes a
//! sound word only into one that is as near to what was seen, a built-in phrase one that was read as it was decoded
//! only where [`WITNESSES`] speak for it; a single word of the user's own changes no sound word that was surely
//! decoded. What stands in a dictionary already is changed by none of its rank.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::near::{self, Near};
use super::skeleton::Skeleton;
use crate::language::atom::{Atom, AtomKind, atoms};
use crate::language::case::Case;
use crate::language::lexicon::{Entry, Lexicon};
use crate::language::ngram::stream;
use crate::language::syllable::is_syllable;

/// Probability above which a word counts as surely decoded. Set by hand.
const SURE: f32 = 0.9;

/// Likeness, from 0 to 1, that each word a built-in phrase changes must have to what was seen.
///
/// This, [`PHRASE`] and [`WITNESSES`] were set by hand and then held against 11,000 words of a right report: with
/// every sixth word doubted, or all, they change none. Over two reports that an English engine read, 11,000 words
/// and a fixture, they find eleven stretches, all of them as printed where that is known.
const WORD: f64 = 0.6;

/// Likeness that a built-in phrase must have as a whole, a word that stays counting as wholly alike.
const PHRASE: f64 = 0.85;

/// Words of a built-in phrase that must stand beside one that the OCR read, marks and all, as it was decoded.
/// With fewer, `ban tổ chức` would make a doubted `bản tổ chức` its own.
const WITNESSES: usize = 3;

/// Likeness that each word of a user's own phrase must have to what was seen. Set by hand, as [`OWN_PHRASE`] is.
const OWN_WORD: f64 = 0.5;

/// Likeness that a user's own phrase must have as a whole, so that one of its words has it.
const OWN_PHRASE: f64 = near::LIKE;

/// Likeness by which a phrase must lead another one over the same words, or neither is chosen. Set by hand.
const LEAD: f64 = 0.03;

/// Weight, against likeness without marks, of likeness with them, where phrases over the same words are compared. Set by
/// hand.
const MARKS: f64 = 0.25;

/// Unit words that names of places come with.
const UNITS: [&str; 8] = ["huyện", "phường", "quận", "thành phố", "thị trấn", "thị xã", "tỉnh", "xã"];

/// A word, number or mark of a paragraph after decoding. Numbers and marks stand among the words, as fixed ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decoded<'a> {
    /// As the OCR had it.
    pub seen: &'a str,
    /// As decoded. A text with a blank in it, two words that were glued, is left alone.
    pub text: &'a str,
    /// Probability of the text.
    pub probability: f32,
    /// True for what must not change: something protected, a number, a mark.
    pub fixed: bool,
}

/// A stretch of words that a dictionary's phrase fits better than what was decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// First word of the stretch.
    pub from: usize,
    /// One past its last word.
    pub to: usize,
    /// The words to print, one for each of the stretch; some are what was decoded already. Tone placement is folded.
    pub words: Vec<String>,
    /// How alike the phrase is to what was seen, from 0 to 1.
    pub similarity: f64,
    /// True for a phrase of the user's own.
    pub user: bool,
    /// Name of the dictionary that holds the phrase.
    pub source: String,
}

/// The phrases of a lexicon, by the words in them.
#[derive(Debug, Clone, Default)]
pub struct PhraseBook {
    words: Vec<Word>,
    /// Indices of `words` by key.
    numbers: HashMap<String, u32>,
    /// The words in the cases they are written in.
    written: Vec<String>,
    pieces: Vec<Piece>,
    phrases: Vec<Phrase>,
    /// Names of the dictionaries.
    sources: Vec<String>,
    /// Where each word stands in built-in phrases.
    places: Index,
    /// Which of the user's own phrases each word opens.
    openings: Index,
    /// Where each word stands in phrases of the user's own.
    own_places: Index,
    /// The words of these phrases, by what they look like.
    own_words: Near,
}

/// A word of the dictionaries, or a number or mark inside their phrases.
#[derive(Debug, Clone)]
struct Word {
    key: String,
    skeleton: Skeleton,
    /// False for numbers and marks, which must stand as they are.
    spelled: bool,
}

/// A word of a phrase.
#[derive(Debug, Clone, Copy)]
struct Piece {
    word: u32,
    /// Index of the word as this phrase writes it.
    written: u32,
    /// True for a word of a name, which only a capital can open.
    capital: bool,
}

#[derive(Debug, Clone, Copy)]
struct Phrase {
    /// First of its pieces, and how many they are.
    pieces: (u32, u32),
    source: u32,
    user: bool,
}

/// A phrase, and which of its pieces is meant.
#[derive(Debug, Clone, Copy)]
struct Place {
    phrase: u32,
    at: u32,
}

/// Places by word, those of word `w` from `starts[w]` to `starts[w + 1]`.
#[derive(Debug, Clone, Default)]
struct Index {
    starts: Vec<u32>,
    places: Vec<Place>,
}

impl Index {
    fn new(words: usize, entries: &[(u32, Place)]) -> Self {
        let mut starts = vec![0u32; words + 1];
        for (word, _) in entries {
            starts[*word as usize + 1] += 1;
        }
        for word in 0..words {
            starts[word + 1] += starts[word];
        }
        let mut next = starts.clone();
        let mut places = vec![Place { phrase: 0, at: 0 }; entries.len()];
        for (word, place) in entries {
            let slot = &mut next[*word as usize];
            places[*slot as usize] = *place;
            *slot += 1;
        }
        Self { starts, places }
    }

    fn of(&self, word: u32) -> &[Place] {
        let word = word as usize;
        &self.places[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}

/// What is known of a decoded word before any phrase is laid over it.
struct Glimpse {
    /// The word, where a dictionary has it.
    word: Option<u32>,
    seen: Skeleton,
    /// The same with `P` taken for `Đ`.
    seen_d: Option<Skeleton>,
    /// How like what was seen the decoded word is.
    likeness: f64,
    /// True for a word that was read, marks and all, as it was decoded.
    as_seen: bool,
    sure: bool,
    /// True for a Vietnamese syllable or a word of a dictionary.
    sound: bool,
    /// True where it may change at all.
    open: bool,
    capital: bool,
    settled: Settled,
}

/// Whether a word stands in a stretch that a dictionary has as it was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Settled {
    No,
    BuiltIn,
    User,
}

impl Glimpse {
    fn is_doubtful(&self) -> bool {
        self.open && !(self.sure && self.sound) && self.settled == Settled::No
    }

    /// Returns the most that `alike` makes of what was seen and a word.
    fn compare(&self, word: &Word, alike: impl Fn(&Skeleton, &Skeleton) -> f64) -> f64 {
        let plain = alike(&self.seen, &word.skeleton);
        match &self.seen_d {
            Some(seen) if word.key.contains('đ') => plain.max(alike(seen, &word.skeleton)),
            _ => plain,
        }
    }
}

/// A phrase that may stand at a stretch.
struct Match {
    from: usize,
    to: usize,
    phrase: u32,
    similarity: f64,
    /// Likeness with and without marks, to compare phrases over the same words by.
    rank: f64,
}

impl PhraseBook {
    /// Makes the book of a lexicon: its entries of two words or more, names of one word with their unit, and every
    /// entry of the user's own.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut book = Builder::default();
        for dictionary in lexicon.dictionaries() {
            let source = book.sources.len() as u32;
            book.sources.push(dictionary.name.clone());
            let mut before = "";
            for entry in &dictionary.entries {
                // The same name in another era or with another unit is the same phrase.
                if entry.form != before {
                    book.add(entry, source, dictionary.user);
                }
                before = &entry.form;
            }
        }
        book.finish()
    }

    /// Returns the stretches, in order and none over another, where a phrase fits better than what was decoded.
    pub fn fits(&self, words: &[Decoded<'_>]) -> Vec<Fit> {
        let glimpses = self.glimpses(words);
        let mut found = self.built_in_matches(words, &glimpses);
        found.extend(self.user_matches(words, &glimpses));
        let mut fits: Vec<Fit> = self.choose(found).into_iter().map(|m| self.fit(words, &m)).collect();
        fits.sort_by_key(|fit| fit.from);
        fits
    }

    fn pieces(&self, phrase: &Phrase) -> &[Piece] {
        let (first, count) = phrase.pieces;
        &self.pieces[first as usize..(first + count) as usize]
    }

    fn glimpses(&self, words: &[Decoded<'_>]) -> Vec<Glimpse> {
        let mut glimpses: Vec<Glimpse> = words
            .iter()
            .map(|decoded| {
                let key = stream::key(decoded.text);
                let word = self.numbers.get(&key).copied();
                let open = !decoded.fixed && !decoded.text.contains(' ');
                let as_seen = decoded.seen == decoded.text || stream::key(decoded.seen) == key;
                let seen = Skeleton::of(decoded.seen);
                Glimpse {
                    word,
                    likeness: if as_seen { 1.0 } else { seen.likeness(&Skeleton::of_key(&key)) },
                    as_seen,
                    seen,
                    seen_d: Skeleton::with_d_for_p(decoded.seen),
                    sure: decoded.probability > SURE,
                    sound: word.is_some() || is_syllable(decoded.text),
                    open,
                    capital: decoded.text.starts_with(char::is_uppercase),
                    settled: Settled::No,
                }
            })
            .collect();
        for start in 0..glimpses.len() {
            let Some(word) = glimpses[start].word else { continue };
            for place in self.openings.of(word).iter().chain(self.places.of(word)).filter(|p| p.at == 0) {
                let phrase = &self.phrases[place.phrase as usize];
                let pieces = self.pieces(phrase);
                let Some(stretch) = glimpses.get_mut(start..start + pieces.len()) else { continue };
                if stretch.iter().zip(pieces).all(|(glimpse, piece)| glimpse.word == Some(piece.word)) {
                    let settled = if phrase.user { Settled::User } else { Settled::BuiltIn };
                    stretch.iter_mut().for_each(|glimpse| glimpse.settled = glimpse.settled.max(settled));
                }
            }
        }
        glimpses
    }

    /// Lays built-in phrases over the words that were surely decoded as one of theirs.
    fn built_in_matches(&self, words: &[Decoded<'_>], glimpses: &[Glimpse]) -> Vec<Match> {
        // How many words before each one are doubtful: most stretches hold none.
        let mut doubtful = vec![0];
        for glimpse in glimpses {
            doubtful.push(doubtful[doubtful.len() - 1] + usize::from(glimpse.is_doubtful()));
        }
        let mut found = Vec::new();
        for (at, glimpse) in glimpses.iter().enumerate().filter(|(_, g)| g.sure) {
            let Some(anchor) = glimpse.word else { continue };
            for place in self.places.of(anchor) {
                let phrase = &self.phrases[place.phrase as usize];
                let pieces = self.pieces(phrase);
                let Some(from) = at.checked_sub(place.at as usize) else { continue };
                let to = from + pieces.len();
                if to > words.len() || doubtful[from] == doubtful[to] {
                    continue;
                }
                // Another sure word before this one has shown the same phrase at the same place.
                let mut before = glimpses[from..at].iter().zip(pieces);
                if !before.any(|(g, piece)| g.sure && g.word == Some(piece.word) && self.is_spelled(*piece)) {
                    found.extend(self.judge_built_in(from, place.phrase, glimpses, words));
                }
            }
        }
        found
    }

    fn is_spelled(&self, piece: Piece) -> bool {
        self.words[piece.word as usize].spelled
    }

    fn judge_built_in(
        &self,
        from: usize,
        number: u32,
        glimpses: &[Glimpse],
        words: &[Decoded<'_>],
    ) -> Option<Match> {
        let pieces = self.pieces(&self.phrases[number as usize]);
        let stretch = glimpses.get(from..from + pieces.len())?;
        let witnesses = stretch.iter().zip(pieces).filter(|(g, piece)| g.word == Some(piece.word)).count();
        self.judge(from, number, PHRASE, glimpses, words, |glimpse, piece| {
            if piece.capital && !glimpse.capital {
                return None;
            }
            if glimpse.word == Some(piece.word) {
                return Some(1.0);
            }
            if !glimpse.is_doubtful() || glimpse.sound && glimpse.as_seen && witnesses < WITNESSES {
                return None;
            }
            Some(if glimpse.sound { glimpse.likeness.max(WORD) } else { WORD })
        })
    }

    /// Lays the user's own phrases over words that come near one of theirs: one of a phrase that is as like as [`OWN_PHRASE`] as a
    /// whole is as like itself.
    fn user_matches(&self, words: &[Decoded<'_>], glimpses: &[Glimpse]) -> Vec<Match> {
        let mut known: HashMap<(&str, Option<u32>), Rc<[u32]>> = HashMap::new();
        let anchors = words.iter().zip(glimpses).map(|(decoded, glimpse)| {
            let anchors = known.entry((decoded.seen, glimpse.word)).or_insert_with(|| self.anchors(glimpse));
            Rc::clone(anchors)
        });
        let anchors: Vec<Rc<[u32]>> = anchors.collect();
        let mut found = Vec::new();
        for (at, own) in anchors.iter().enumerate() {
            for place in own.iter().flat_map(|anchor| self.own_places.of(*anchor)) {
                let Some(from) = at.checked_sub(place.at as usize) else { continue };
                let pieces = self.pieces(&self.phrases[place.phrase as usize]);
                // A word before this one has shown the same phrase at the same place.
                let mut before = anchors[from..at].iter().zip(pieces);
                if !before.any(|(own, piece)| own.binary_search(&piece.word).is_ok()) {
                    found.extend(self.judge_user(from, place.phrase, glimpses, words));
                }
            }
        }
        found
    }

    /// Returns the words of the user's own phrases that a word is, or is like, in order.
    fn anchors(&self, glimpse: &Glimpse) -> Rc<[u32]> {
        let skeleton = |word: u32| &self.words[word as usize].skeleton;
        let mut anchors = self.own_words.of(&glimpse.seen, skeleton);
        if let Some(seen) = &glimpse.seen_d {
            let near = self.own_words.of(seen, skeleton).into_iter();
            anchors.extend(near.filter(|word| self.words[*word as usize].key.contains('đ')));
        }
        anchors.extend(glimpse.word);
        anchors.sort_unstable();
        anchors.dedup();
        anchors.into()
    }

    fn judge_user(
        &self,
        from: usize,
        number: u32,
        glimpses: &[Glimpse],
        words: &[Decoded<'_>],
    ) -> Option<Match> {
        let alone = self.phrases[number as usize].pieces.1 == 1;
        self.judge(from, number, OWN_PHRASE, glimpses, words, |glimpse, piece| {
            if glimpse.word == Some(piece.word) {
                return Some(1.0);
            }
            let kept = glimpse.sure && glimpse.sound;
            if !glimpse.open || glimpse.settled == Settled::User || kept && alone {
                return None;
            }
            Some(if kept { glimpse.likeness.max(OWN_WORD) } else { OWN_WORD })
        })
    }

    /// Lays a phrase over the words from `from` on; `None` where it does not fit, or would change nothing.
    ///
    /// `wanted` says how like what was seen a word of the phrase must be, `None` where it cannot stand; the phrase
    /// as a whole must be as like as `least`.
    fn judge(
        &self,
        from: usize,
        number: u32,
        least: f64,
        glimpses: &[Glimpse],
        words: &[Decoded<'_>],
        wanted: impl Fn(&Glimpse, &Piece) -> Option<f64>,
    ) -> Option<Match> {
        let pieces = self.pieces(&self.phrases[number as usize]);
        let to = from + pieces.len();
        let stretch = glimpses.get(from..to)?;
        let whole = |alike: fn(&Skeleton, &Skeleton) -> f64| {
            let (mut sum, mut letters) = (0.0, 0.0);
            for (glimpse, piece) in stretch.iter().zip(pieces) {
                let word = &self.words[piece.word as usize];
                let stands = glimpse.word == Some(piece.word);
                if !stands && !word.spelled {
                    return None;
                }
                let likeness = if stands { 1.0 } else { glimpse.compare(word, alike) };
                if likeness < wanted(glimpse, piece)? {
                    return None;
                }
                sum += likeness * f64::from(word.skeleton.length());
                letters += f64::from(word.skeleton.length());
            }
            Some(sum / letters).filter(|whole| *whole >= least)
        };
        let changed = stretch.iter().zip(pieces).any(|(glimpse, piece)| glimpse.word != Some(piece.word));
        // Nearly all phrases fail by their bounds.
        if !changed || whole(Skeleton::bound).is_none() {
            return None;
        }
        let similarity = whole(Skeleton::likeness)?;
        let marked = |(decoded, piece): (&Decoded<'_>, &Piece)| {
            let key = &self.words[piece.word as usize].key;
            strsim::normalized_damerau_levenshtein(&stream::key(decoded.seen), key)
        };
        let marked = words[from..to].iter().zip(pieces).map(marked).sum::<f64>() / pieces.len() as f64;
        Some(Match { from, to, phrase: number, similarity, rank: similarity + MARKS * marked })
    }

    /// Chooses, of matches that overlap, the user's own, then the longer, then the likelier.
    fn choose(&self, mut found: Vec<Match>) -> Vec<Match> {
        let user = |m: &Match| self.phrases[m.phrase as usize].user;
        found.sort_by(|a, b| {
            user(b)
                .cmp(&user(a))
                .then((b.to - b.from).cmp(&(a.to - a.from)))
                .then(b.rank.total_cmp(&a.rank))
                .then(a.from.cmp(&b.from))
                .then(a.phrase.cmp(&b.phrase))
        });
        // A line may have as many as it has words: those over the same words stand together, the likeliest first.
        let mut over: BTreeMap<(usize, usize, bool), Vec<usize>> = BTreeMap::new();
        for (index, m) in found.iter().enumerate() {
            over.entry((m.from, m.to, user(m))).or_default().push(index);
        }
        // None is over another's words: where each one begins, and its end.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut chosen: Vec<Match> = Vec::new();
        let mut undecided: BTreeSet<(usize, usize, bool)> = BTreeSet::new();
        for (index, candidate) in found.iter().enumerate() {
            let Match { from, to, .. } = *candidate;
            let place = (from, to, user(candidate));
            let overlaps = taken.range(..to).next_back().is_some_and(|(_, end)| from < *end);
            if overlaps || undecided.contains(&place) {
                continue;
            }
            let same = over.get(&place).map_or(&[][..], Vec::as_slice);
            let later =
                same[same.partition_point(|other| *other <= index)..].iter().map(|other| &found[*other]);
            let near = later.take_while(|m| candidate.rank - m.rank < LEAD);
            if near.map(|m| m.phrase).any(|phrase| self.reads_otherwise(candidate.phrase, phrase)) {
                undecided.insert(place);
            } else {
                taken.insert(from, to);
                chosen.push(Match { ..*candidate });
            }
        }
        chosen
    }

    fn reads_otherwise(&self, a: u32, b: u32) -> bool {
        let words = |number: u32| self.pieces(&self.phrases[number as usize]).iter().map(|piece| piece.word);
        !words(a).eq(words(b))
    }

    /// Puts the phrase into the case of what was decoded.
    fn fit(&self, words: &[Decoded<'_>], found: &Match) -> Fit {
        let phrase = &self.phrases[found.phrase as usize];
        let stretch = &words[found.from..found.to];
        let cases = || stretch.iter().filter(|w| w.text.chars().count() > 1).map(|w| Case::of(w.text));
        let heading = cases().all(|case| case == Some(Case::Upper)) && cases().next().is_some();
        let pieces = self.pieces(phrase);
        let written = |piece: &Piece| self.written[piece.written as usize].as_str();
        let own_case = phrase.user && pieces.iter().any(|piece| written(piece).contains(char::is_uppercase));
        let printed = stretch.iter().zip(pieces).map(|(decoded, piece)| {
            let key = &self.words[piece.word as usize].key;
            if heading && self.is_spelled(*piece) {
                Case::Upper.apply(key)
            } else if own_case {
                written(piece).to_owned()
            } else if stream::key(decoded.text) == *key {
                decoded.text.to_owned()
            } else if !decoded.seen.contains(char::is_alphabetic) {
                // `$6` for `Sở` shows no case.
                written(piece).to_owned()
            } else {
                Case::of(decoded.text).map_or_else(|| written(piece).to_owned(), |case| case.apply(key))
            }
        });
        Fit {
            from: found.from,
            to: found.to,
            words: printed.collect(),
            similarity: found.similarity,
            user: phrase.user,
            source: self.sources[phrase.source as usize].clone(),
        }
    }
}

/// Returns the atoms of an entry's form, marks at its ends left out.
fn phrase_atoms(form: &str) -> Vec<Atom<'_>> {
    let all = atoms(form);
    let inner = |atom: &Atom<'_>| atom.kind != AtomKind::Mark;
    match (all.iter().position(inner), all.iter().rposition(inner)) {
        (Some(first), Some(last)) => all[first..=last].to_vec(),
        _ => Vec::new(),
    }
}

/// A book in the making.
#[derive(Default)]
struct Builder<'a> {
    words: Vec<Word>,
    numbers: HashMap<String, u32>,
    written: Vec<String>,
    /// Words by what stands in the forms, so that each is folded only once.
    known: HashMap<&'a str, Piece>,
    pieces: Vec<Piece>,
    phrases: Vec<Phrase>,
    sources: Vec<String>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, entry: &'a Entry, source: u32, user: bool) {
        let first = self.pieces.len();
        let form = entry.form.as_str();
        if form.chars().all(|c| c.is_alphabetic() || c == ' ') {
            // Most forms: parted at blanks, they are the same atoms at a tenth of the cost.
            for word in form.split(' ').filter(|word| !word.is_empty()) {
                self.push(word, true);
            }
        } else {
            for atom in phrase_atoms(form) {
                self.push(atom.text, atom.kind == AtomKind::Word);
            }
        }
        let name = self.pieces[first..].iter().all(|piece| piece.capital);
        self.pieces[first..].iter_mut().for_each(|piece| piece.capital &= name && !user);

        if self.pieces.len() == first + 1 && !user {
            let name = self.pieces.split_off(first);
            let Some(unit) = entry.columns.first().filter(|unit| UNITS.contains(&unit.as_str())) else {
                return;
            };
            for word in unit.split(' ') {
                self.push(word, true);
            }
            self.pieces.extend(name);
        }
        let count = self.pieces.len() - first;
        if self.pieces[first..].iter().any(|piece| self.words[piece.word as usize].spelled) {
            self.phrases.push(Phrase { pieces: (first as u32, count as u32), source, user });
        }
    }

    fn push(&mut self, text: &'a str, spelled: bool) {
        let piece = match self.known.get(text) {
            Some(piece) => *piece,
            None => {
                let word = self.number(text, spelled);
                let capital = text.starts_with(char::is_uppercase);
                let piece = Piece { word, written: self.written.len() as u32, capital };
                self.written.push(text.to_owned());
                self.known.insert(text, piece);
                piece
            }
        };
        self.pieces.push(piece);
    }

    fn number(&mut self, text: &str, spelled: bool) -> u32 {
        let key = stream::key(text);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(Word { skeleton: Skeleton::of_key(&key), key: key.clone(), spelled });
        self.numbers.insert(key, number);
        number
    }

    fn finish(self) -> PhraseBook {
        let (mut places, mut openings) = (Vec::new(), Vec::new());
        let mut own_places = Vec::new();
        for (number, phrase) in (0..).zip(&self.phrases) {
            let pieces = &self.pieces[phrase.pieces.0 as usize..][..phrase.pieces.1 as usize];
            if phrase.user {
                openings.push((pieces[0].word, Place { phrase: number, at: 0 }));
                let own = (0..).zip(pieces).map(|(at, piece)| (piece.word, Place { phrase: number, at }));
                own_places.extend(own);
            } else {
                let spelled = (0..).zip(pieces).filter(|(_, piece)| self.words[piece.word as usize].spelled);
                places.extend(spelled.map(|(at, piece)| (piece.word, Place { phrase: number, at })));
            }
        }
        let mut own: Vec<u32> = own_places.iter().map(|(word, _)| *word).collect();
        own.sort_unstable();
        own.dedup();
        let own_words = Near::new(own.into_iter().map(|word| (word, &self.words[word as usize].skeleton)));
        PhraseBook {
            places: Index::new(self.words.len(), &places),
            openings: Index::new(self.words.len(), &openings),
            own_places: Index::new(self.words.len(), &own_places),
            own_words,
            words: self.words,
            numbers: self.numbers,
            written: self.written,
            pieces: self.pieces,
            phrases: self.phrases,
            sources: self.sources,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::lexicon::Dictionary;

    /// The built-in dictionaries and one of the user's own.
    fn book(own: &[&str]) -> PhraseBook {
        PhraseBook::new(&Lexicon::built_in(vec![Dictionary::parse("own.tsv", &own.join("\n"), true)]))
    }

    /// Words decoded from others: `seen>text` where they differ, a `?` behind a word of which the decoder doubted.
    fn decoded(line: &str) -> Vec<Decoded<'_>> {
        line.split(' ')
            .map(|word| {
                let (word, probability) = match word.strip_suffix('?') {
                    Some(word) => (word, 0.5),
                    None => (word, 0.99),
                };
                let (seen, text) = word.split_once('>').unwrap_or((word, word));
                Decoded { seen, text, probability, fixed: !text.contains(char::is_alphabetic) }
            })
            .collect()
    }

    fn printed(book: &PhraseBook, line: &str) -> String {
        let words = decoded(line);
        let mut texts: Vec<String> = words.iter().map(|word| word.text.to_owned()).collect();
        for fit in book.fits(&words) {
            assert_eq!(fit.words.len(), fit.to - fit.from);
            texts[fit.from..fit.to].clone_from_slice(&fit.words);
        }
        texts.join(" ")
    }

    #[test]
    fn a_doubted_word_of_a_phrase_becomes_the_phrase_s() {
        let book = book(&[]);
        for (seen, right) in [
            ("đại biểu Hội đồng nhan>nhăn? dân xã", "đại biểu Hội đồng nhân dân xã"),
            ("họp Hoi>Hồi? d6ng>dòng? nhân dân", "họp Hội đồng nhân dân"),
            ("huyện Tuan>Tuân? Giáo", "huyện Tuần Giáo"),
            ("trình $6>có? Tài chính", "trình Sở Tài chính"),
            ("HỘI ĐỒNG NHAN>NHĂN? DÂN", "HỘI ĐỒNG NHÂN DÂN"),
            ("thành phố Hué>Huệ?", "thành phố Huế"),
        ] {
            assert_eq!(printed(&book, seen), right, "{seen}");
        }
    }

    #[test]
    fn a_fit_says_where_it_stands_and_where_it_comes_from() {
        let fits = book(&[]).fits(&decoded("của Hội đồng nhan>nhăn? dân"));
        let [fit] = &fits[..] else { panic!("{fits:?}") };
        assert_eq!((fit.from, fit.to, fit.user), (1, 5, false));
        assert_eq!(
            (fit.words.join(" ").as_str(), fit.source.as_str()),
            ("Hội đồng nhân dân", "organisations.tsv")
        );
        assert_eq!(fit.similarity, 1.0);
    }

    #[test]
    fn letters_that_look_like_signs_count_as_alike() {
        assert_eq!(Skeleton::of("d6ng"), Skeleton::of("đồng"));
        assert_eq!(Skeleton::of("s&"), Skeleton::of("sở"));
        assert_eq!(Skeleton::of("1ý"), Skeleton::of("lý"));
        assert_eq!(Skeleton::with_d_for_p("HPND"), Some(Skeleton::of("HĐND")));
        assert_eq!(Skeleton::with_d_for_p("DPoàn"), Some(Skeleton::of("Đoàn")));
    }

    #[test]
    fn right_text_is_not_changed_even_where_it_is_doubted() {
        let book = book(&[]);
        for line in [
            "Các thành phố và thành phần kinh tế cùng góp công sức làm sạch dòng kênh .",
            "Anh Tân hỏi bà Hội về chuyến tàu sáng mai đi Hải Phòng .",
            "Trường mới xây xong , học sinh ba xóm không còn phải lội suối tới lớp .",
            "Ông trưởng thôn mời bà con họp bàn việc sửa mái đình , quét vôi và trồng cây .",
            "Hợp tác xã thu mua lúa của xã viên với giá cao hơn năm trước .",
            "Tổ công tác kiểm tra công trình thủy lợi , ghi biên bản rồi báo cáo Ủy ban nhân dân huyện .",
            "UỶ BAN NHÂN DÂN XÃ THÔNG BÁO LỊCH TIÊM PHÒNG CHO ĐÀN TRÂU BÒ",
            "Cuộc thi tìm hiểu luật giao thông thu hút đông đảo thanh niên tham gia .",
            "Việc này thuộc thẩm quyền của xã , chậm nhất đến ngày mai phải xong .",
            "Bà con trong bản tổ chức lễ cơm mới , kết hợp thi bắn nỏ .",
            "Nước lũ rút , chợ phiên lại đông , hàng quán bày kín hai bên đường .",
        ] {
            assert_eq!(printed(&book, line), line);
            let words: Vec<&str> = line.split(' ').collect();
            for doubted in 0..words.len() {
                let mark =
                    |(at, word): (usize, &&str)| format!("{word}{}", if at == doubted { "?" } else { "" });
                let line_doubted = words.iter().enumerate().map(mark).collect::<Vec<_>>().join(" ");
                assert_eq!(printed(&book, &line_doubted), line, "{line_doubted}");
            }
        }
    }

    #[test]
    fn a_built_in_phrase_changes_no_word_that_was_surely_decoded() {
        let book = book(&[]);
        assert_eq!(printed(&book, "Hội đồng nhăn dân"), "Hội đồng nhăn dân");
        assert_eq!(printed(&book, "Hội đồng nh@n dân"), "Hội đồng nhân dân", "`nh@n` is no word at all");
    }

    #[test]
    fn a_built_in_phrase_needs_a_sure_word_and_names_need_capitals() {
        let book = book(&[]);
        assert_eq!(printed(&book, "huyện Tuan>Tuân? Giao>Giao?"), "huyện Tuân Giao");
        assert_eq!(printed(&book, "khi tuan>tuân? giáo"), "khi tuân giáo");
    }

    #[test]
    fn a_built_in_phrase_must_be_near_to_what_was_seen() {
        let d = Dictionary::parse("d", "Hội đồng nhân dân\nthường trực\n", false);
        let book = PhraseBook::new(&Lexicon::new(vec![d]));
        for (seen, right, why) in [
            ("Hội đồng nhqn? dân", "Hội đồng nhân dân", "near"),
            ("Hội đồng thqn? dân", "Hội đồng thqn dân", "a word too far"),
            ("thqqng? trực", "thqqng trực", "a phrase too far as a whole"),
            ("Hội đồng nhon>nhơn? dân", "Hội đồng nhơn dân", "what was decoded is nearer"),
        ] {
            assert_eq!(printed(&book, seen), right, "{why}");
        }
    }

    #[test]
    fn what_two_phrases_fit_alike_is_left() {
        let lexicon = Lexicon::new(vec![Dictionary::parse("d", "Bản Lang\nBản Láng\n", false)]);
        let book = PhraseBook::new(&lexicon);
        assert_eq!(printed(&book, "Bản Lảng>Lạng?"), "Bản Lạng");
        assert_eq!(printed(&book, "Bản Láng>Lạng?"), "Bản Láng", "the marks that were seen decide");
    }

    #[test]
    fn the_user_s_phrases_outrank_what_was_surely_decoded() {
        let book = book(&["Tạ Đình Khởi\tname", "Xưởng Hoa Sim\tname"]);
        for (seen, right) in [
            ("ông Ta>Tạ Dinh>Đình Khdi>Khôi ,", "ông Tạ Đình Khởi ,"),
            ("ông Tạ Đình Khôi ,", "ông Tạ Đình Khởi ,"),
            ("tại xuong>xương hoa sim", "tại Xưởng Hoa Sim"),
            ("TẠI XUGNG>XƯNG HOA SIM", "TẠI XƯỞNG HOA SIM"),
        ] {
            assert_eq!(printed(&book, seen), right, "{seen}");
        }
    }

    #[test]
    fn a_name_that_was_surely_read_otherwise_is_not_the_user_s() {
        let book = book(&["Tạ Đình Nam\tname"]);
        for line in ["ông Tạ Đình Lâm", "ông Tạ Định Lâm", "bà Tạ Minh Nam", "ông Tạ Đình Nam"]
        {
            assert_eq!(printed(&book, line), line);
        }
    }

    #[test]
    fn a_single_word_of_the_user_s_changes_no_sure_word() {
        let book = book(&["Zenlumix\tname", "Khởi\tname"]);
        assert_eq!(printed(&book, "Công ty Zenlum1x mở lớp"), "Công ty Zenlumix mở lớp");
        assert_eq!(printed(&book, "Công ty Zenlunix mở lớp"), "Công ty Zenlumix mở lớp");
        assert_eq!(printed(&book, "ông Khôi đến"), "ông Khôi đến");
        assert_eq!(printed(&book, "ông Khéi>Khôi? đến"), "ông Khôi đến", "too far");
        assert_eq!(printed(&book, "ông Khoi>Khôi? đến"), "ông Khởi đến");
    }

    #[test]
    fn what_the_user_s_dictionary_has_is_changed_by_no_built_in_phrase() {
        let line = "Hội đồng nhăn? dân";
        assert_eq!(printed(&book(&[]), line), "Hội đồng nhân dân");
        assert_eq!(printed(&book(&["đồng nhăn"]), line), "Hội đồng nhăn dân");
    }

    #[test]
    fn fixed_words_must_stand_as_they_are() {
        let book = book(&["quyền, nghĩa vụ", "Trạm 5 Hoa Sim"]);
        assert_eq!(printed(&book, "quyen>quyên , nghĩa vụ"), "quyền , nghĩa vụ");
        assert_eq!(printed(&book, "quyen>quyên nghĩa vụ"), "quyên nghĩa vụ");
        assert_eq!(printed(&book, "Tram>Trảm 5 Hoa Sim"), "Trạm 5 Hoa Sim");
        assert_eq!(printed(&book, "Tram>Trảm 6 Hoa Sim"), "Trảm 6 Hoa Sim");
        let mut words = decoded("Xuong>Xương Hoa Sim");
        words[0].fixed = true;
        assert_eq!(PhraseBook::new(&Lexicon::built_in(Vec::new())).fits(&words), []);
    }

    #[test]
    fn an_entry_without_words_is_no_phrase() {
        let book = book(&["24/7", "…", "Hoa Sim"]);
        assert_eq!(printed(&book, "24 / 7 Hoa Sin"), "24 / 7 Hoa Sin");
    }
}
