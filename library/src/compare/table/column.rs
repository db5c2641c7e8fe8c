//! A column of cells on its way to numbers: read by one rule for all of its cells, or refused.

use std::collections::BTreeMap;

use crate::compare::error::TableProblem;
use crate::numerals::{DecimalMark, Dressed, evidence, is_missing, plain};

/// Letters of a cell that a message shows.
const SHOWN_LETTERS: usize = 40;

/// A cell with the line that it stands in.
#[derive(Clone, Debug)]
struct Seen {
    line: u64,
    text: String,
}

impl Seen {
    fn new(line: u64, text: &str) -> Seen {
        Seen { line, text: text.chars().take(SHOWN_LETTERS).collect() }
    }
}

/// The cells of a column so far.
#[derive(Debug)]
pub(super) struct ParsedColumn {
    pub(super) name: String,
    /// A number per row; NaN where it is missing or not plain.
    numbers: Vec<f64>,
    /// Rows with cells that are neither plain numbers nor missing.
    odd: BTreeMap<usize, Seen>,
    first_plain: Option<Seen>,
    /// The first plain number with a point that separates decimals for sure.
    first_point: Option<Seen>,
    /// Rows of plain numbers whose point might separate thousands.
    perhaps_grouped: Vec<usize>,
    not_finite: Option<Seen>,
}

/// What a column turned out to be.
#[derive(Debug)]
pub(super) enum Read {
    /// Numbers, NaN where missing; and how they were read, if that is not as they stand.
    Numbers(Vec<f64>, Option<String>),
    /// Text, or nothing at all: no number in it.
    Text {
        /// The first text, if there is any.
        first: Option<String>,
    },
    /// Numbers that cannot be read by one rule.
    Wrong(TableProblem),
}

impl ParsedColumn {
    pub(super) fn new(name: &str) -> ParsedColumn {
        ParsedColumn {
            name: name.to_owned(),
            numbers: Vec::new(),
            odd: BTreeMap::new(),
            first_plain: None,
            first_point: None,
            perhaps_grouped: Vec::new(),
            not_finite: None,
        }
    }

    /// Takes the cell of a row (index), which is the next one or one that came before.
    pub(super) fn take(&mut self, row: usize, cell: &str, line: u64) {
        if self.numbers.len() <= row {
            self.numbers.resize(row + 1, f64::NAN);
        } else {
            self.odd.remove(&row);
        }
        self.numbers[row] = self.number(row, cell, line);
    }

    fn number(&mut self, row: usize, cell: &str, line: u64) -> f64 {
        match plain(cell) {
            Some(number) if number.is_finite() => {
                self.note_point(row, cell, line);
                number
            }
            Some(_) if !is_missing(cell) => {
                self.not_finite.get_or_insert_with(|| Seen::new(line, cell));
                f64::NAN
            }
            _ if is_missing(cell) => f64::NAN,
            _ => {
                self.odd.insert(row, Seen::new(line, cell));
                f64::NAN
            }
        }
    }

    fn note_point(&mut self, row: usize, cell: &str, line: u64) {
        if self.first_plain.is_none() {
            self.first_plain = Some(Seen::new(line, cell));
        }
        if self.first_point.is_none() && cell.contains('.') {
            match evidence(cell) {
                Some(_) => self.first_point = Some(Seen::new(line, cell)),
                None => self.perhaps_grouped.push(row),
            }
        }
    }

    /// Whether a row's cell was there.
    pub(super) fn has(&self, row: usize) -> bool {
        self.numbers.get(row).is_some_and(|number| !number.is_nan()) || self.odd.contains_key(&row)
    }

    /// What stood in a row, as far as it is known.
    pub(super) fn shown(&self, row: usize) -> String {
        let odd = self.odd.get(&row).map(|seen| seen.text.clone());
        odd.unwrap_or_else(|| self.numbers.get(row).map_or(String::new(), f64::to_string))
    }

    /// Whether no cell is a number, in whatever dress.
    pub(super) fn is_text(&self) -> bool {
        self.first_plain.is_none() && !self.odd.values().any(|seen| Dressed::of(&seen.text).is_some())
    }

    /// The column by one rule; `mark`: the decimal mark that was asked for.
    pub(super) fn read(mut self, rows: usize, mark: Option<DecimalMark>) -> Read {
        self.numbers.resize(rows, f64::NAN);
        if let Some(Seen { line, text }) = &self.not_finite {
            let remedy =
                "a number that grew beyond all bounds is no measurement: mend what wrote it, or leave the cell empty";
            return Read::Wrong(TableProblem::at(
                *line,
                format!("`{text}` in column `{}` is not finite", self.name),
                remedy,
            ));
        }
        if self.odd.is_empty() && self.first_plain.is_some() {
            return Read::Numbers(self.numbers, None);
        }
        if self.is_text() {
            return Read::Text { first: self.odd.values().next().map(|seen| seen.text.clone()) };
        }
        match self.undressed(mark) {
            Ok((numbers, how)) => Read::Numbers(numbers, Some(how)),
            Err(problem) => Read::Wrong(problem),
        }
    }

    fn undressed(mut self, asked: Option<DecimalMark>) -> Result<(Vec<f64>, String), TableProblem> {
        let mut cells = Vec::with_capacity(self.odd.len());
        for (row, seen) in std::mem::take(&mut self.odd) {
            match Dressed::of(&seen.text) {
                Some(dressed) => cells.push((row, seen, dressed)),
                None => return Err(self.not_a_number(&seen)),
            }
        }
        let percent = self.percent(&cells)?;
        let currency = self.currency(&cells)?;
        let mark = self.mark(&cells, asked)?;
        let factor = if percent { 100.0 } else { 1.0 };
        for (row, seen, dressed) in &cells {
            self.numbers[*row] = dressed.number(mark).ok_or_else(|| self.not_a_number(seen))? / factor;
        }
        if mark == DecimalMark::Comma {
            for &row in &self.perhaps_grouped {
                self.numbers[row] = (self.numbers[row] * 1000.0).round();
            }
        }
        Ok((self.numbers, how(percent, currency, mark, &cells)))
    }

    fn not_a_number(&self, seen: &Seen) -> TableProblem {
        let what = format!("`{}` in column `{}` is not a number", seen.text, self.name);
        TableProblem::at(seen.line, what, "leave the cell empty if the number is missing")
    }

    /// Whether all cells are percentages; some and others is refused.
    fn percent(&self, cells: &[(usize, Seen, Dressed)]) -> Result<bool, TableProblem> {
        let with = cells.iter().find(|(_, _, dressed)| dressed.percent).map(|(_, seen, _)| seen);
        let without = cells.iter().find(|(_, _, dressed)| !dressed.percent).map(|(_, seen, _)| seen);
        match (with, without.or(self.first_plain.as_ref())) {
            (Some(with), Some(without)) => Err(self.mixed(with, without, "only one of them has a percent sign")),
            (with, _) => Ok(with.is_some()),
        }
    }

    fn currency(&self, cells: &[(usize, Seen, Dressed)]) -> Result<Option<&'static str>, TableProblem> {
        let mut found: Option<(&Seen, &'static str)> = None;
        for (_, seen, dressed) in cells {
            match (found, dressed.currency) {
                (None, Some(currency)) => found = Some((seen, currency)),
                (Some((first, before)), Some(currency)) if before != currency => {
                    return Err(self.mixed(first, seen, "these are two currencies"));
                }
                _ => {}
            }
        }
        Ok(found.map(|(_, currency)| currency))
    }

    fn mark(&self, cells: &[(usize, Seen, Dressed)], asked: Option<DecimalMark>) -> Result<DecimalMark, TableProblem> {
        if let Some(asked) = asked {
            return Ok(asked);
        }
        let with =
            |mark| cells.iter().find(|(_, _, dressed)| dressed.evidence() == Some(mark)).map(|(_, seen, _)| seen);
        let (comma, point) = (with(DecimalMark::Comma), with(DecimalMark::Point).or(self.first_point.as_ref()));
        let ambiguous = cells.iter().find(|(_, _, dressed)| dressed.is_ambiguous());
        match (comma, point, ambiguous) {
            (Some(comma), Some(point), _) => Err(self.mixed(comma, point, "their decimal marks differ")),
            (Some(_), None, _) => Ok(DecimalMark::Comma),
            (None, None, Some((_, seen, dressed))) => Err(self.ambiguous(seen, dressed)),
            (None, _, _) => Ok(DecimalMark::Point),
        }
    }

    fn ambiguous(&self, seen: &Seen, dressed: &Dressed) -> TableProblem {
        let read = |mark| dressed.number(mark).map_or("no number".to_owned(), |number| number.to_string());
        let (point, comma) = (read(DecimalMark::Point), read(DecimalMark::Comma));
        let what = format!("`{}` in column `{}` can be {comma} or {point}", seen.text, self.name);
        TableProblem::at(seen.line, what, "say which: --decimal comma or --decimal point")
    }

    fn mixed(&self, first: &Seen, second: &Seen, why: &str) -> TableProblem {
        let (first, second) = if first.line <= second.line { (first, second) } else { (second, first) };
        let what = format!(
            "column `{}` has `{}` here and `{}` in line {}: {why}",
            self.name, first.text, second.text, second.line
        );
        TableProblem::at(first.line, what, "write all numbers of a column in the same way")
    }
}

fn how(percent: bool, currency: Option<&'static str>, mark: DecimalMark, cells: &[(usize, Seen, Dressed)]) -> String {
    let example = cells.first().map_or("", |(_, seen, _)| seen.text.as_str());
    let number = cells.first().and_then(|(_, _, dressed)| dressed.number(mark));
    let number = number.map(|number| if percent { number / 100.0 } else { number });
    let mut rules = Vec::new();
    rules.extend(percent.then_some("as percentages"));
    rules.extend((mark == DecimalMark::Comma).then_some("with decimal commas"));
    rules.extend(currency.map(|_| "without the sign of its currency"));
    if rules.is_empty() {
        rules.push("with groups of thousands");
    }
    let number = number.map_or(String::new(), |number| format!(" (`{example}` is {})", (number * 1e9).round() / 1e9));
    format!("read {}{number}", rules.join(", "))
}
