//! What the lines of a page stand in: tables, by the [rules](crate::document::Rule) that make them or by where words stand, and
//! blocks of lines.
//!
//! 1. [`grids`]: rules to [`Grid`](crate::document::Grid)s, whose cells are parted where rules were lost ([`lost_rules`]);
//! 2. [`aligned`]: words that stand in columns without rules to such grids;
//! 3. [`form_values`]: what was filled into a form's fields to the lines of its labels;
//! 4. [`blocks`]: lines to [`PageBlock`](crate::document::PageBlock)s.

pub mod aligned;
pub mod blocks;
pub mod form_values;
pub mod grids;
pub mod lost_rules;
