//! Page image to a better page image: orientation, deskew, scale, background.
