//! A dictionary of any text takes an entry once, holds it from then on, and is in canonical form afterwards.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::language::lexicon::addition::{Addition, add};
use phuchoi::language::lexicon::query::Query;
use phuchoi::language::lexicon::{Dictionary, Entry, Lexicon, check};
use phuchoi_fuzz::file_of;

fuzz_target!(|input: &str| {
    // The form and the kind of an entry, a line each; then the dictionary.
    let [form, kind, text] = input.splitn(3, '\n').collect::<Vec<_>>()[..] else { return };
    check(text);
    let parsed = Dictionary::parse("fuzz", text, true);
    let opened = Dictionary::open(&file_of(text.as_bytes())).expect("a text");
    assert_eq!(opened.entries, parsed.entries);
    let lexicon = Lexicon::new(vec![parsed]);
    let query = Query::new(form);
    lexicon.dictionaries().iter().flat_map(|of| &of.entries).for_each(|entry| {
        query.is_held_by(entry);
    });

    let Ok(entry) = Entry::of_kind(form, kind) else { return };
    assert_eq!(Entry::of_kind(&entry.form, kind).as_ref(), Ok(&entry), "an entry's form stays as it is");
    let Ok(Addition::Text(added)) = add(text, &entry) else { return };
    assert_eq!(check(&added), [], "{added:?}");
    assert_eq!(add(&added, &entry), Ok(Addition::Repeated), "{added:?}");
    let entries = Dictionary::parse("fuzz", &added, true).entries;
    assert_eq!(entries.iter().filter(|held| held.form == entry.form).count(), 1, "{added:?}");
});
