//! A document on disk: one file a format.
