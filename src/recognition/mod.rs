//! Page image to words: Tesseract and its hOCR.
