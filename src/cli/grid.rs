//! A table of means with their intervals: a row per structure, a column per figure.

use dottedline::engine::Scale;
use dottedline::numbers::{decimals_of_interval, of_money};
use dottedline::stats::{Estimate, Interval};
use dottedline::study::{Findings, Frame, presentation};

use super::format::decimal;
use super::table::{Sheet, WIDTH};

/// A figure that has a column.
#[derive(Clone, Debug)]
pub(super) struct GridColumn {
    pub(super) metric: &'static str,
    heading: String,
    scale: Scale,
    factor: f64,
    currency: String,
    with_interval: bool,
}

impl GridColumn {
    /// Of a figure (name) of this firm.
    pub(super) fn new(metric: &'static str, frame: &Frame) -> GridColumn {
        let scale = presentation(metric).map_or(Scale::Plain, |shown| shown.scale);
        GridColumn {
            metric,
            heading: frame.label(metric),
            scale,
            factor: frame.factor(scale),
            currency: frame.currency_of(scale).to_owned(),
            with_interval: true,
        }
    }

    /// The same with the mean alone, beside a figure that says how sure it is.
    pub(super) fn without_interval(self) -> GridColumn {
        GridColumn { with_interval: false, ..self }
    }

    /// The same under another heading.
    pub(super) fn called(self, heading: String) -> GridColumn {
        GridColumn { heading, ..self }
    }
}

/// A heading in two lines, the second one shorter where there is a choice; a number stays with its word.
fn in_two(heading: &str) -> String {
    let is_digit = |place: usize| heading[..place].ends_with(|letter: char| letter.is_ascii_digit());
    let breaks = heading.match_indices(' ').map(|(place, _)| place).filter(|&place| !is_digit(place));
    let longest = |place: &usize| (*place).max(heading.len() - place - 1);
    match breaks.rev().min_by_key(longest) {
        Some(place) => format!("{}\n{}", &heading[..place], &heading[place + 1..]),
        None => format!("\n{heading}"),
    }
}

/// A way to write a number with so many decimals.
type Write = fn(f64, usize) -> String;

/// A mean over trials.
#[derive(Clone, Copy, Debug)]
pub(super) struct GridMean {
    /// Trials in which the figure is defined.
    pub(super) trials: u64,
    /// Trials in which the structure ran.
    pub(super) ran: u64,
    /// Mean over these in which it is defined.
    pub(super) mean: Option<f64>,
    /// 95 % interval of the mean.
    pub(super) interval: Option<Interval>,
}

/// Cells by structure and figure.
pub(super) struct Grid {
    columns: Vec<GridColumn>,
    headings: Vec<String>,
    rows: Vec<(String, Vec<GridMean>)>,
}

impl Grid {
    /// A grid of what `read` knows of a structure (index) and a metric (name); structures of which it knows nothing get
    /// no row.
    pub(super) fn new(
        structures: &[String],
        columns: Vec<GridColumn>,
        read: impl Fn(usize, &str) -> Option<GridMean>,
    ) -> Grid {
        let cells = |index: usize| {
            columns
                .iter()
                .map(|column| Some(read(index, column.metric)?.times(column.factor)))
                .collect::<Option<Vec<_>>>()
        };
        let named = structures.iter().enumerate();
        let rows = named.filter_map(|(index, name)| Some((name.clone(), cells(index)?))).collect();
        let mut grid = Grid { columns, headings: Vec::new(), rows };
        grid.headings = (0..grid.columns.len()).map(|column| grid.headed(column)).collect();
        grid
    }

    /// A grid of figures at the horizon, structure by structure.
    pub(super) fn of_findings(findings: &Findings, columns: Vec<GridColumn>) -> Grid {
        Grid::new(findings.structures(), columns, |structure, metric| {
            let estimate = findings.summary_of(structure, metric)?.estimate;
            Some(GridMean::of(&estimate, findings.trials_of(structure)))
        })
    }

    /// The heading of a column; money and large numbers of customers are brought to thousands, millions or billions.
    fn headed(&mut self, column: usize) -> String {
        let GridColumn { scale, currency, heading, .. } = self.columns[column].clone();
        let unit = match scale {
            Scale::Money | Scale::Count => format!("{} {currency}", self.scaled(column)).trim().to_owned(),
            scale => scale.unit_of_column().to_owned(),
        };
        if unit.is_empty() { heading } else { format!("{heading}, {unit}") }
    }

    fn scaled(&mut self, column: usize) -> &'static str {
        let means = self.rows.iter().filter_map(|(_, cells)| cells[column].mean);
        let most = means.fold(0.0, |most: f64, mean| most.max(mean.abs()));
        // Two digits before the point at least: decimals are the first to go where a table is too wide.
        let (factor, unit) = of_money(if most < 1e6 { most } else { most / 10.0 });
        self.rows.iter_mut().for_each(|(_, cells)| cells[column] = cells[column].times(factor));
        unit
    }

    /// Whether an interval includes zero.
    pub(super) fn has_unclear(&self) -> bool {
        self.rows.iter().flat_map(|(_, cells)| cells).any(GridMean::unclear)
    }

    /// The grid as a table. `marked`: a `~` stands behind every interval that includes zero. Decimals that would make
    /// it too wide for the terminal are left out, those of the first figures last.
    pub(super) fn text(&self, write: Write, marked: bool) -> String {
        let marked = marked && self.has_unclear();
        let table = |most: [usize; 4]| self.table(write, marked, most);
        let wider = [[3; 4], [2; 4], [1; 4], [1, 1, 1, 0], [1, 1, 0, 0]].map(table);
        let fits = wider.into_iter().find(|sheet| sheet.width() <= WIDTH);
        fits.unwrap_or_else(|| table([1, 0, 0, 0])).text()
    }

    /// With so many decimals at most; later columns have those of the last one.
    fn table(&self, write: Write, marked: bool, most_decimals: [usize; 4]) -> Sheet {
        let headings = std::iter::once("\nstructure".to_owned()).chain(self.headings.iter().map(|text| in_two(text)));
        let headings: Vec<String> = headings.collect();
        let most = most_decimals.into_iter().chain(std::iter::repeat(most_decimals[3]));
        let decimals: Vec<usize> =
            (0..self.columns.len()).zip(most).map(|(at, most)| self.decimals(at).min(most)).collect();
        let mut sheet = Sheet::of_numbers(&headings.iter().map(String::as_str).collect::<Vec<_>>());
        for (name, cells) in &self.rows {
            let cells = cells.iter().zip(&self.columns).zip(&decimals);
            let texts = cells.map(|((cell, column), &digits)| match column.with_interval {
                true => cell.text(write, digits) + cell.mark(marked),
                false => GridMean { interval: None, ..*cell }.text(write, digits.min(1)),
            });
            sheet.row(&std::iter::once(name.clone()).chain(texts).collect::<Vec<_>>());
        }
        sheet
    }

    /// Decimals of a column, 0 to 3: so many that its narrowest interval shows one digit of its half width.
    fn decimals(&self, column: usize) -> usize {
        let intervals = self.rows.iter().filter_map(|(_, cells)| cells[column].interval);
        let halves = intervals.map(|ends| (ends.high - ends.low) / 2.0).filter(|&half| half > 0.0);
        decimals_of_interval(halves.fold(f64::INFINITY, f64::min))
    }

    /// Says where a mean is over fewer trials than the structure ran in.
    pub(super) fn gaps(&self) -> String {
        let mut text = String::new();
        for (name, cells) in &self.rows {
            for (cell, heading) in cells.iter().zip(&self.headings).filter(|(cell, _)| cell.trials < cell.ran) {
                let (trials, ran) = (cell.trials, cell.ran);
                text += &format!("{name}: {heading} is defined in {trials} of {ran} trials only\n");
            }
        }
        text
    }
}

impl GridMean {
    /// An estimate of a structure that ran in so many trials.
    pub(super) fn of(estimate: &Estimate, ran: u32) -> GridMean {
        GridMean { trials: estimate.n, ran: u64::from(ran), mean: estimate.mean, interval: estimate.interval }
    }

    fn times(self, factor: f64) -> GridMean {
        let interval = self.interval.map(|ends| Interval { low: ends.low * factor, high: ends.high * factor });
        GridMean { mean: self.mean.map(|mean| mean * factor), interval, ..self }
    }

    fn unclear(&self) -> bool {
        self.interval.is_some_and(|interval| !interval.excludes_zero())
    }

    /// The mark of a cell in a table with marks, so that numbers stay below each other.
    fn mark(&self, marked: bool) -> &'static str {
        match (marked, self.unclear()) {
            (false, _) => "",
            (true, true) => "~",
            (true, false) => " ",
        }
    }

    fn text(&self, write: Write, decimals: usize) -> String {
        match (self.mean, self.interval) {
            (None, _) => "not defined".to_owned(),
            (Some(mean), None) => write(mean, decimals),
            (Some(mean), Some(Interval { low, high })) => {
                format!("{} [{}, {}]", write(mean, decimals), decimal(low, decimals), decimal(high, decimals))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::format::signed;

    const SHOWN: [&str; 3] = ["retention_annualised", "nps_true", "total_value"];

    fn grid(name: &str, means: [f64; 3], half: f64) -> Grid {
        grid_of(8, name, means, half)
    }

    /// Eight trials have numbers of so many that ran.
    fn grid_of(ran: u64, name: &str, means: [f64; 3], half: f64) -> Grid {
        let interval = |mean: f64| Some(Interval { low: mean - half, high: mean + half });
        let cell = |metric: &str| {
            let mean = means[SHOWN.iter().position(|shown| *shown == metric)?];
            Some(GridMean { trials: 8, ran, mean: Some(mean), interval: interval(mean) })
        };
        let frame = Frame { currency: "EUR".to_owned(), ..Frame::default() };
        let columns = SHOWN.map(|metric| GridColumn::new(metric, &frame)).to_vec();
        Grid::new(&["siloed".to_owned(), name.to_owned()], columns, |index, metric| {
            (index > 0).then(|| cell(metric))?
        })
    }

    #[test]
    fn a_difference_has_a_sign_its_unit_and_a_mark_if_it_may_be_none() {
        let text = grid("advisory", [0.02, -2.0, 12_345.0], 0.03).text(signed, true);
        assert!(text.contains("total value,") && text.contains("thousand EUR\n"), "{text}");
        assert!(text.contains("+2.0 [-1.0, 5.0]~"), "{text}");
        assert!(text.contains("-2.00 [-2.03, -1.97]"), "{text}");
        assert!(text.contains("+12.345 [12.345, 12.345]"), "{text}");
    }

    #[test]
    fn a_long_name_costs_decimals_before_it_costs_the_width() {
        let text = grid("center_of_excellence", [0.0001, 1.23, -123_456.7], 0.001).text(signed, true);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }

    #[test]
    fn figures_of_fewer_trials_are_named() {
        assert_eq!(grid("a", [0.1, 0.2, 0.3], 0.1).gaps(), "");
        assert!(
            grid_of(9, "a", [0.1, 0.2, 0.3], 0.1)
                .gaps()
                .starts_with("a: yearly retention, % is defined in 8 of 9 trials only\n")
        );
    }
}
