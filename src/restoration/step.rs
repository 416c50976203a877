//! The steps of restoration, by name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A step of restoration, in the order in which they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// Colour taken out, red ink and the stamps in blue faded.
    Gray,
    /// The scanner's bed around the sheet and punch holes filled.
    Cleared,
    /// Turned by quarters.
    Upright,
    /// A two-page spread cut in two.
    Parted,
    /// Brought to 150 to 200 dpi.
    Scaled,
    /// Paper evened to white.
    Even,
    /// Skew taken out.
    Straight,
    /// Curled lines made level, on a page that is straight.
    Flat,
    /// Bad print cleaned.
    Clean,
    /// Ruled lines lifted off.
    Unruled,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 10] = [
        Self::Gray,
        Self::Cleared,
        Self::Upright,
        Self::Parted,
        Self::Scaled,
        Self::Even,
        Self::Straight,
        Self::Flat,
        Self::Clean,
        Self::Unruled,
    ];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::Cleared => "cleared",
            Self::Upright => "upright",
            Self::Parted => "parted",
            Self::Scaled => "scaled",
            Self::Even => "even",
            Self::Straight => "straight",
            Self::Flat => "flat",
            Self::Clean => "clean",
            Self::Unruled => "unruled",
        }
    }
}

/// Writes its number, from 1, and its name: `7-straight`.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", *self as u8 + 1, self.name())
    }
}
