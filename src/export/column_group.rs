//! Columns under one cell of a table's header.

use crate::document::Column;

/// Neighbouring columns whose names begin with the same words of the page: those of the cell above them.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) columns: &'a [Column],
    /// How many spans of each name are the cell's; of a column by itself all.
    pub(super) shared: usize,
}

impl<'a> Group<'a> {
    fn of(columns: &'a [Column]) -> Self {
        let [head, others @ ..] = columns else { return Self { columns, shared: 0 } };
        let alike = |other: &Column| {
            head.name.spans.iter().zip(&other.name.spans).take_while(|(own, other)| own == other).count()
        };
        let shared = others.iter().map(alike).min().unwrap_or(head.name.spans.len());
        Self { columns, shared }
    }

    /// Returns whether a column of it has words of its own.
    pub(super) fn is_parted(&self) -> bool {
        self.columns.iter().any(|column| column.name.spans.len() > self.shared)
    }
}

/// Returns the columns of a table in such groups.
pub(super) fn of(columns: &[Column]) -> Vec<Group<'_>> {
    let first = |column: &Column| column.name.spans.first().copied();
    columns.chunk_by(|a, b| first(a).is_some() && first(a) == first(b)).map(Group::of).collect()
}
