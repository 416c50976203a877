//! What speaks for a label and against it, weighed. `phuchoi train outline` learns the weights from made documents, beginning with those
//! that are built in. These were set by hand on the development seeds of scripts/make-documents, and then learned from 205 documents, 80
//! of them twice, clean and at 150 dpi, and 45 at 150 dpi that another factory than ours made: three weights moved, and the headings of
//! those documents came from 93.68 to 93.97 %; of 60 kept back, 97.60 % before and after.

use std::sync::LazyLock;

/// Why a table holds no weights.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the weights of the outline are damaged at row {row}; learn them again with `phuchoi train outline`")]
pub struct WeightsError {
    /// The row, from 1.
    row: usize,
}

/// Declares the weights with their names.
macro_rules! weights {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        /// Weights of the outline: logarithms of odds, or costs in their unit.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Weights {
            $($(#[$doc])+ pub(super) $name: f32,)+
        }

        impl Weights {
            /// Names of the weights, in the order of the table's rows.
            pub const NAMES: &[&str] = &[$(stringify!($name),)+];

            /// Returns the weight of a place among the names.
            pub fn at(&mut self, index: usize) -> Option<&mut f32> {
                [$(&mut self.$name,)+].into_iter().nth(index)
            }

            fn of(values: [f32; Self::NAMES.len()]) -> Self {
                let [$($name,)+] = values;
                Self { $($name,)+ }
            }

            fn values(&self) -> [f32; Self::NAMES.len()] {
                [$(self.$name,)+]
            }
        }
    };
}

weights! {
    /// Odds of a heading whose number is roman.
    roman,
    /// Odds of one whose number is a capital.
    capital,
    /// Odds of one whose number is a small letter.
    letter,
    /// Odds of one with another number.
    other,
    /// Odds of a title that ends like a sentence.
    sentence,
    /// The same of one in bold or thin print: a stop may close a title.
    closed,
    /// Odds of one that has no end like a sentence, and whose paragraph ends there.
    ends,
    /// Odds of one whose paragraph goes on in further lines.
    goes_on,
    /// Odds of one set in capitals.
    in_capitals,
    /// Odds of one in the middle of the line.
    centred,
    /// Odds of one in bold.
    bold,
    /// Odds of one in print thinner than the text's, as italics are.
    thin,
    /// Odds of one in plain print, where others with its kind of label are bold.
    plain,
    /// Odds of a short one.
    short,
    /// Odds of a long one.
    long,
    /// Odds of first words that end with a colon, where a sentence follows.
    run_in,
    /// Odds of such words that take more than a line.
    run_in_wrapped,
    /// Odds of a title below a small letter that fills its line.
    full_letter,
    /// Cost of a label where no paragraph begins, below a sentence that goes on.
    amid_sentence,
    /// Cost of a label where no paragraph begins, below the end of a sentence.
    below_sentence,
    /// Cost of no label where a paragraph begins.
    no_label,
    /// Cost of no label where a line below the end of a sentence begins with a word and its number: `Điều 2. Gió`.
    no_worded,
    /// What that costs more for each unit of the odds that it is a heading.
    no_heading,
    /// Cost of a number that goes on from the one before it in its series; less than nothing.
    next,
    /// Cost of a decimal that begins under the next parent, `2.1` after `1.3`.
    next_parent,
    /// Cost of a number that stands twice.
    repeated,
    /// Cost of a number that leaves some out.
    skipped,
    /// Cost of each number that it leaves out.
    each_skipped,
    /// Cost of a number that was doubtfully read, taken for the one that is due, which looks like it.
    misread,
    /// Cost of a number that is smaller than the one before, or far greater.
    astray,
    /// Cost of a series that does not begin with one.
    not_first,
    /// Cost of a series that goes on where the last one of its kind ended, under another heading: articles do over chapters.
    runs_on,
    /// Cost of a new series of a kind that stands open above: its numbers begin again without a heading over them.
    begins_again,
    /// Cost of kinds that nest in another order than they usually do.
    inverted,
    /// Cost of a series right below one of its kind that another mark closes: `a)` below `a.`.
    within_alike,
    /// Cost of another closing than the series has.
    other_closing,
    /// Cost of a heading in a series of numbered paragraphs, and the other way.
    mixed,
    /// Cost of a heading under a numbered paragraph.
    under_paragraph,
    /// Cost of a heading under an article, whose clauses are paragraphs.
    under_article,
    /// Cost of a decimal label whose first figures are not those of the heading that it stands under.
    other_parent,
}

#[expect(clippy::unwrap_used, reason = "the program's own data, which a test reads")]
static BUILT_IN: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../../../dictionaries/models/outline.tsv")).unwrap());

impl Weights {
    /// Returns the weights that are built in.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads weights: a row each, its name and the weight parted by a tab, after a row of names.
    ///
    /// # Errors
    ///
    /// Where a row is not that, or one is missing.
    pub fn parse(table: &str) -> Result<Self, WeightsError> {
        let mut rows = table.lines().skip(1);
        let mut values = [0.0; Self::NAMES.len()];
        for (index, (value, name)) in values.iter_mut().zip(Self::NAMES).enumerate() {
            let read = rows.next().and_then(|row| row.split_once('\t'));
            *value = read
                .filter(|(own, _)| own == name)
                .and_then(|(_, weight)| weight.parse().ok())
                .filter(|weight: &f32| weight.is_finite())
                .ok_or(WeightsError { row: index + 2 })?;
        }
        Ok(Self::of(values))
    }

    /// Returns the weights as [`parse`](Self::parse) reads them.
    pub fn table(&self) -> String {
        let mut table = String::from("evidence\tweight\n");
        for (name, value) in Self::NAMES.iter().zip(self.values()) {
            table.push_str(&format!("{name}\t{value:.3}\n"));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_read_back_as_they_were_written() {
        let table = Weights::built_in().table();
        assert_eq!(Weights::parse(&table).map(|weights| weights.table()), Ok(table.clone()));
        let damaged = table.replace("letter\t", "letters\t");
        assert_eq!(Weights::parse(&damaged), Err(WeightsError { row: 4 }));
        let short: String = table.lines().take(9).map(|row| format!("{row}\n")).collect();
        assert_eq!(Weights::parse(&short), Err(WeightsError { row: 10 }));
    }
}
