//! How cells of tables are written, as it is given.

use clap::ValueEnum;

use crate::export::spreadsheet::Cells;

/// For whom tables are.
#[derive(Debug, clap::Args)]
pub struct CellsFor {
    /// Write cells of CSV files as they are, for programs; a spreadsheet takes those that begin with `=`, `+`, `-` or `@` for
    /// formulas, and for one they begin with an apostrophe
    #[arg(long)]
    raw_cells: bool,
    /// For whom CSV files are, where not for anyone: `excel-vi` for Excel or LibreOffice set to Vietnamese, parted by semicolons, with
    /// decimal commas, days as 18/12/2023, and texts that look like numbers kept as texts by an apostrophe
    #[arg(long, value_enum, value_name = "PROGRAM", conflicts_with = "raw_cells")]
    csv: Option<Spreadsheet>,
}

/// A program that CSV files are opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Spreadsheet {
    /// A spreadsheet set to Vietnamese
    ExcelVi,
}

impl CellsFor {
    /// Returns it as tables are written.
    pub const fn cells(&self) -> Cells {
        match self.csv {
            Some(Spreadsheet::ExcelVi) => Cells::ExcelVi,
            None if self.raw_cells => Cells::Raw,
            None => Cells::Guarded,
        }
    }
}
