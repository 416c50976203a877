//! Lines to records: letterhead, headings, footnotes, tables.
