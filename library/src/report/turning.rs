//! Where single assumptions turn the answer, as `turning_points.csv` says.

use super::numbers::decimal;
use super::results::Results;
use super::table::CsvRow;
use crate::model::Address;
use crate::stats::Interval;
use crate::study::beyond;

/// What came out of moving an assumption through its plausible range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TurningOutcome {
    /// Another structure becomes the best, for sure.
    Turns,
    /// Another structure's mean becomes the best; the trials do not tell for sure.
    MayTurn,
    /// The trials do not tell.
    Unsettled,
    /// The best structure stays ahead.
    Never,
    /// Nobody looked, or the firm cannot be like that.
    NotTried,
}

/// An assumption that was moved by itself, or together with another one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TurningRow {
    /// Its path in the scenario file.
    pub(super) key: String,
    /// What it is called in a sentence.
    pub(super) name: String,
    /// What it means, in a line.
    pub(super) meaning: &'static str,
    /// Its unit.
    pub(super) unit: String,
    /// Its value in the scenario.
    pub(super) today: f64,
    /// Its plausible range.
    pub(super) plausible: Interval,
    /// The other one that was moved with it; empty: by itself.
    pub(super) with: String,
    pub(super) outcome: TurningOutcome,
    /// Where the answer turns, if it does or may.
    pub(super) point: Option<TurningPoint>,
    /// How far the best structure stays ahead at least.
    pub(super) least_lead: Option<f64>,
    /// Trials at the point that was tried most.
    pub(super) trials: u64,
}

/// Where the answer turns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TurningPoint {
    /// The structure that is the best beyond, by its id.
    pub(super) to: String,
    /// Whether beyond is above the value.
    pub(super) above: bool,
    pub(super) value: f64,
    /// Ends of its interval; an open end may never be reached.
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    whole: bool,
}

/// All assumptions of which something is known, those that turn the answer first and nearest, then those that come close.
pub(super) fn turning_rows(results: &Results) -> Vec<TurningRow> {
    let mut rows: Vec<TurningRow> = results.turning_points.rows().filter_map(turning_row).collect();
    rows.sort_by(|one, other| {
        let key = |row: &TurningRow| (row.outcome, !row.with.is_empty());
        let near = |row: &TurningRow| row.distance().or(row.least_lead).unwrap_or(f64::INFINITY);
        key(one).cmp(&key(other)).then(near(one).total_cmp(&near(other)))
    });
    rows
}

fn turning_row(row: CsvRow<'_>) -> Option<TurningRow> {
    let address: Address = row.text("assumption").parse().ok()?;
    let (value, to) = (row.number("value"), row.text("turns_to"));
    let point = value.filter(|_| !to.is_empty()).map(|value| TurningPoint {
        to: to.to_owned(),
        above: row.text("side") == "above",
        value,
        low: row.number("value_low"),
        high: row.number("value_high"),
        whole: address.about().whole,
    });
    Some(TurningRow {
        key: row.text("assumption").to_owned(),
        name: Results::shown(&address.words()),
        meaning: address.about().meaning,
        unit: row.text("unit").to_owned(),
        today: row.number("today")?,
        plausible: Interval { low: row.number("plausible_low")?, high: row.number("plausible_high")? },
        with: row.text("together_with").to_owned(),
        outcome: match row.text("outcome") {
            "turns" => TurningOutcome::Turns,
            "may turn" => TurningOutcome::MayTurn,
            "unsettled" => TurningOutcome::Unsettled,
            "never in the plausible range" => TurningOutcome::Never,
            _ => TurningOutcome::NotTried,
        },
        point,
        least_lead: row.number("least_lead"),
        trials: row.count("trials"),
    })
}

impl TurningRow {
    /// Whether anything is known of it.
    pub(super) fn is_tried(&self) -> bool {
        self.outcome != TurningOutcome::NotTried
    }

    /// How far the turning point is from today, as a share of the plausible range.
    fn distance(&self) -> Option<f64> {
        let width = self.plausible.high - self.plausible.low;
        self.point.as_ref().map(|point| (point.value - self.today).abs() / width.max(f64::MIN_POSITIVE))
    }
}

impl TurningPoint {
    /// "above 0.6 (0.5 to 0.8)", as the run's own sentence says it.
    pub(super) fn words(&self) -> String {
        let (from, until) = if self.above { (self.low, self.high) } else { (self.high, self.low) };
        beyond(self.above, self.value, [from.unwrap_or(self.value), until.unwrap_or(f64::NAN)], self.whole)
    }
}

/// A number to three digits, without needless zeros.
pub(super) fn written(number: f64) -> String {
    let size = number.abs();
    if size >= 100.0 || size == 0.0 {
        return decimal(number, 0);
    }
    let text = decimal(number, (2.0 - libm::floor(libm::log10(size))).clamp(0.0, 9.0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_and_no_needless_zeros() {
        assert_eq!(
            [0.225, 0.9, 4.0, -0.001_234_9, 250_000.0, 0.0].map(written),
            ["0.225", "0.9", "4", "−0.00123", "250,000", "0"]
        );
    }
}
