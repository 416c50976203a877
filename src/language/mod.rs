//! Vietnamese itself: syllables, tones, folding, case; the lexicon and the n-gram model.
