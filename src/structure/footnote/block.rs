//! Blocks: the notes at the foot of a page, tied to the references above, and weighed.

use super::body::{Kind, Opening};
use super::mark::{Form, MOST_STARS, is_bracketed, superior};
use super::reference::Candidate;
use super::set_off::SetOff;
use crate::structure::sheet::Sheet;

/// Cost of a number that skips some, and of each it skips.
const SKIP: f32 = 1.5;
const SKIPPED: f32 = 0.5;
/// Cost of a number that was there before, but for a new start at 1.
const GOES_BACK: f32 = 4.0;
/// The most numbers that are skipped.
pub(super) const MOST_SKIPPED: u32 = 9;

/// Cost of figures where all notes before have stars.
const OTHER_FORM: f32 = 1.0;

/// What comes next of each form: stars are counted by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) figure: u32,
    /// 1 where no note before has stars: they are counted over pages, or begin anew on each.
    pub(super) star: u32,
}

impl Due {
    /// What is due before any note.
    pub(super) const FIRST: Self = Self { figure: 1, star: 1 };

    /// Returns what is due after a block.
    pub(super) fn after(self, block: &Block) -> Self {
        match block.form {
            Form::Figures => Self { figure: block.next(), ..self },
            Form::Stars => Self { star: block.next().min(MOST_STARS as u32), ..self },
        }
    }

    /// Returns what it costs that a block begins as it does; `None` where it cannot.
    pub(super) fn jump(self, form: Form, start: u32) -> Option<f32> {
        match form {
            Form::Figures if self.star > 1 && self.figure == 1 => Some(jump(1, start)? + OTHER_FORM),
            Form::Figures => jump(self.figure, start),
            Form::Stars => Some(0.0),
        }
    }
}

/// A block of footnotes, weighed.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Its first line: that of its first body, or one before it that goes on with the last page's note.
    pub(super) first: usize,
    /// The line after its last.
    pub(super) end: usize,
    /// What its marks are.
    pub(super) form: Form,
    /// The number of its first body.
    pub(super) start: u32,
    pub(super) bodies: Vec<Opening>,
    /// A reference for each body, where there is one.
    pub(super) references: Vec<Option<Candidate>>,
    pub(super) weight: f32,
}

impl Block {
    /// The number of the body after its last.
    pub(super) fn next(&self) -> u32 {
        self.start + self.bodies.len() as u32
    }

    /// True where its first body or the reference to it has just the mark of its first number.
    pub(super) fn says_start(&self) -> bool {
        self.notes().next().is_some_and(|(number, body, reference)| {
            body.kind.says(self.form, number) || reference.is_some_and(|r| r.says(self.form, number))
        })
    }

    /// Returns how many of its bodies have a reference.
    pub(super) fn tied(&self) -> usize {
        self.references.iter().flatten().count()
    }

    /// True where it begins with the rest of the last page's note.
    pub(super) fn goes_on(&self) -> bool {
        self.bodies.first().is_some_and(|body| body.line > self.first)
    }

    /// True where a mark bears it out: a figure of a body, a reference seen to be raised or to be stars, or a sign that has
    /// a reference. A table's row `I …` at the foot of a page, with no reference to it, is none, nor is `(1) …` under a
    /// form.
    pub(super) fn is_anchored(&self, sheet: &Sheet) -> bool {
        let figure = |c: char| c.is_ascii_digit() || superior(c).is_some();
        let mark = |o: &Opening| sheet.lines[o.line].slice(&o.mark);
        let all_figures = self.bodies.iter().all(|o| mark(o).contains(figure) && !mark(o).contains('('));
        let is_sure = self.notes().any(|(number, body, reference)| {
            reference.is_some_and(|r| {
                r.is_raised()
                    || self.form == Form::Stars && r.says(self.form, number)
                    || !matches!(body.kind, Kind::Dash | Kind::Lost | Kind::Cut)
            })
        });
        all_figures || is_sure
    }

    /// Returns its bodies with their numbers and references.
    pub(super) fn notes(&self) -> impl Iterator<Item = (u32, &Opening, Option<&Candidate>)> {
        let bodies = (self.start..).zip(&self.bodies).zip(&self.references);
        bodies.map(|((number, body), reference)| (number, body, reference.as_ref()))
    }

    /// True where an image bears it out. What is set off as notes are needs a reference to half of its bodies, or marks
    /// that show what they are; what is set like the text needs both ends of every note as they must be: the body in
    /// brackets where its reference is. Stars that were read as signs need another note that `stars` go on from.
    pub(super) fn is_borne_out(&self, sheet: &Sheet, set: SetOff, stars: u32) -> bool {
        let count = |is: &dyn Fn(u32, &Opening, Option<&Candidate>) -> bool| {
            self.notes().filter(|(number, body, reference)| is(*number, body, *reference)).count()
        };
        let all = self.bodies.len();
        // Where both ends are clear and differ they are not of one note.
        let tied = count(&|number, body, reference| {
            let is_said = body.kind.says(self.form, number);
            reference.is_some_and(|r| !(is_said && r.is_another(self.form, number)))
        });
        if !set.is_smaller && !set.is_ruled {
            let both = count(&|number, body, reference| {
                let mark = sheet.lines[body.line].slice(&body.mark);
                body.kind.says(self.form, number)
                    && reference.is_some_and(|r| {
                        r.says(self.form, number) && (is_bracketed(&mark) || !is_bracketed(&r.sign))
                    })
            });
            return both == all;
        }
        if self.form == Form::Stars {
            let read = count(&|number, body, _| body.kind.says(self.form, number));
            let is_stars = |r: &Candidate| r.said().is_some_and(|(form, _)| form == Form::Stars);
            let seen = count(&|_, _, reference| reference.is_some_and(is_stars));
            let is_tied = tied == all || seen * 2 >= all;
            let goes_on = stars > 1 && self.start == stars;
            return is_tied && all <= MOST_STARS && (read > 0 || set.is_smaller || goes_on);
        }
        let raised = count(&|number, body, _| body.kind == Kind::Raised(number));
        let read = count(&|number, body, _| body.kind.says(self.form, number));
        tied * 2 >= all || raised * 2 >= all || set.is_smaller && set.is_ruled && read * 2 >= all
    }
}

/// What it costs that a block begins with a number where another is due; `None` where it cannot be.
fn jump(due: u32, start: u32) -> Option<f32> {
    match start {
        start if start == due || start == 1 => Some(0.0),
        start if start > due => {
            let skipped = start - due;
            (skipped <= MOST_SKIPPED).then_some(SKIP + SKIPPED * skipped as f32)
        }
        _ => Some(GOES_BACK),
    }
}
