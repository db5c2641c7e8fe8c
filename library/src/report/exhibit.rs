//! A figure of the report: a title that claims what the trials support, the drawing, and the numbers under it.

use std::fmt::Write;

use super::numbers::decimal;
use super::results::{EstimateRow, Results, StructureRow};
use super::svg::Drawing;
use crate::output::harmless;
use crate::stats::Interval;

/// Width of a drawing across the page.
pub(super) const WIDE: f64 = 960.0;
/// Width of the same drawing on a telephone.
pub(super) const NARROW: f64 = 390.0;
/// Width of a drawing that stands beside another one.
pub(super) const HALF: f64 = 424.0;
/// So many columns of cells can be read on a telephone, at most.
const COLUMNS_NARROW: usize = 6;
/// So many columns of cells can be read in half a page, at most.
const COLUMNS_BESIDE: usize = 5;

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exhibit {
    /// Its name in links and files.
    pub(super) id: &'static str,
    /// What it shows, as a sentence that the trials support.
    pub(super) title: String,
    /// How to read it: what is drawn, in which unit.
    pub(super) note: String,
    /// The drawing; none: its numbers are the figure, and stand open.
    pub(super) drawing: Option<Drawing>,
    /// The same for a narrow screen, if the figure goes across the page and is drawn for both.
    pub(super) narrow: Option<Drawing>,
    /// What is drawn, in numbers.
    pub(super) numbers: ExhibitNumbers,
}

impl Exhibit {
    /// A figure beside another one.
    pub(super) fn half(
        id: &'static str,
        title: String,
        note: &str,
        drawing: Drawing,
        numbers: ExhibitNumbers,
    ) -> Exhibit {
        Exhibit { id, title, note: note.to_owned(), drawing: Some(drawing), narrow: None, numbers }
    }

    /// A table across the page.
    pub(super) fn table(id: &'static str, title: String, note: &str, numbers: ExhibitNumbers) -> Exhibit {
        Exhibit { id, title, note: note.to_owned(), drawing: None, narrow: None, numbers }
    }

    /// Beside another figure where so many columns fit into half a page, else across it.
    pub(super) fn by_columns(
        id: &'static str,
        title: String,
        note: &str,
        columns: usize,
        draw: impl Fn(f64) -> Drawing,
        numbers: ExhibitNumbers,
    ) -> Exhibit {
        match columns > COLUMNS_BESIDE {
            true => Exhibit::across(id, title, note, draw, numbers).with_columns(columns),
            false => Exhibit::half(id, title, note, draw(HALF), numbers),
        }
    }

    /// The same on a telephone with its full width, to be moved sideways, where so many columns do not fit there.
    pub(super) fn with_columns(self, columns: usize) -> Exhibit {
        if columns > COLUMNS_NARROW { Exhibit { narrow: None, ..self } } else { self }
    }

    /// Whether it stands beside another one.
    pub(super) fn is_half(&self) -> bool {
        self.drawing.as_ref().is_some_and(|drawing| drawing.width <= HALF)
    }

    /// A figure across the page, drawn for two widths.
    pub(super) fn across(
        id: &'static str,
        title: String,
        note: &str,
        draw: impl Fn(f64) -> Drawing,
        numbers: ExhibitNumbers,
    ) -> Exhibit {
        Exhibit { id, title, note: note.to_owned(), drawing: Some(draw(WIDE)), narrow: Some(draw(NARROW)), numbers }
    }
}

/// The numbers of a figure: for readers rounded, for spreadsheets as they stand in the results folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ExhibitNumbers {
    /// For readers, and for spreadsheets.
    pub(super) head: Vec<(String, String)>,
    /// Rows, each of a structure (its place) or of none.
    pub(super) rows: Vec<(Option<usize>, Vec<NumberCell>)>,
    /// A word on what is not in the table; may be empty.
    pub(super) remark: String,
}

/// One cell of the numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NumberCell {
    /// For readers.
    pub(super) shown: String,
    /// As in the results folder.
    pub(super) exact: String,
    /// Whether it is a number, and stands to the right.
    pub(super) is_number: bool,
}

impl NumberCell {
    /// A name: shown with spaces, exact as in files.
    pub(super) fn name(structure: &StructureRow) -> NumberCell {
        NumberCell { shown: structure.name.clone(), exact: structure.id.clone(), is_number: false }
    }

    /// An id of a touchpoint or function.
    pub(super) fn id(id: &str) -> NumberCell {
        NumberCell { shown: Results::shown(id), exact: id.to_owned(), is_number: false }
    }

    /// Words.
    pub(super) fn words(text: impl Into<String>) -> NumberCell {
        let text = text.into();
        NumberCell { shown: text.clone(), exact: text, is_number: false }
    }

    /// A number times a factor with so many decimals; "–" where it is missing.
    pub(super) fn number(number: Option<f64>, factor: f64, decimals: usize) -> NumberCell {
        let shown = number.map_or("–".to_owned(), |number| decimal(number * factor, decimals));
        let exact = number.filter(|number| number.is_finite()).map(|number| (number + 0.0).to_string());
        NumberCell { shown, exact: exact.unwrap_or_default(), is_number: true }
    }

    /// Both ends of an interval.
    pub(super) fn ends(interval: Option<Interval>, factor: f64, decimals: usize) -> [NumberCell; 2] {
        [interval.map(|ends| ends.low), interval.map(|ends| ends.high)]
            .map(|end| NumberCell::number(end, factor, decimals))
    }

    /// Mean and interval.
    pub(super) fn estimate(estimate: &EstimateRow, factor: f64, decimals: usize) -> [NumberCell; 3] {
        let [low, high] = NumberCell::ends(estimate.interval, factor, decimals);
        [NumberCell::number(estimate.mean, factor, decimals), low, high]
    }
}

impl ExhibitNumbers {
    /// Columns as (for readers, for spreadsheets).
    pub(super) fn new(head: &[(&str, &str)]) -> ExhibitNumbers {
        let head = head.iter().map(|(shown, exact)| ((*shown).to_owned(), (*exact).to_owned())).collect();
        ExhibitNumbers { head, ..ExhibitNumbers::default() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, structure: Option<usize>, cells: impl IntoIterator<Item = NumberCell>) {
        self.rows.push((structure, cells.into_iter().collect()));
    }

    /// As CSV, text that a spreadsheet would take for a formula made harmless.
    pub(super) fn csv(&self) -> String {
        let mut text = String::new();
        push_line(&mut text, self.head.iter().map(|(_, exact)| exact.as_str()));
        for (_, cells) in &self.rows {
            let fields = cells.iter().map(|cell| (cell.exact.as_str(), cell.is_number));
            let line: Vec<String> =
                fields.map(|(text, number)| if number { text.to_owned() } else { field(text) }).collect();
            let _ = writeln!(text, "{}", line.join(","));
        }
        text
    }
}

fn push_line<'a>(text: &mut String, fields: impl Iterator<Item = &'a str>) {
    let line: Vec<String> = fields.map(field).collect();
    let _ = writeln!(text, "{}", line.join(","));
}

/// A text field: harmless, and quoted where it must be.
fn field(text: &str) -> String {
    let text = harmless(text);
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_gets_exact_numbers_and_no_formula() {
        let mut numbers = ExhibitNumbers::new(&[("structure", "structure"), ("retention, %", "retention")]);
        numbers.row(None, [NumberCell::words("=cmd()"), NumberCell::number(Some(-0.123_456), 100.0, 1)]);
        numbers.row(None, [NumberCell::words("a, \"b\""), NumberCell::number(None, 100.0, 1)]);
        assert_eq!(numbers.csv(), "structure,retention\n'=cmd(),-0.123456\n\"a, \"\"b\"\"\",\n");
        assert_eq!(numbers.rows[0].1[1].shown, "−12.3");
    }
}
