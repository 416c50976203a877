//! Mangled words to the printed ones: a noisy channel decoded against a language model and dictionaries.
