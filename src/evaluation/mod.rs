//! Measures a restored document against its truth: CER, WER, words broken, numbers wrong.
