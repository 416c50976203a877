//! How cells of tables are written, as it is given.

use crate::export::spreadsheet::Cells;

/// For whom tables are.
#[derive(Debug, clap::Args)]
pub struct CellsFor {
    /// Write cells of CSV files as they are, for programs; a spreadsheet takes those that begin with `=`, `+`, `-` or `@` for
    /// formulas, and for one they begin with an apostrophe
    #[arg(long)]
    raw_cells: bool,
}

impl CellsFor {
    /// Returns it as tables are written.
    pub const fn cells(&self) -> Cells {
        if self.raw_cells { Cells::Raw } else { Cells::Guarded }
    }
}
