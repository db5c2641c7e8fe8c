//! What the report reads of results: the manifest, and the tables with the columns that it needs.

use std::io::ErrorKind;
use std::path::Path;

use super::error::ReportError;
use super::manifest::Manifest;
use super::source::Source;
use super::table::{CsvTable, Trouble};
use crate::study::{each, processors};

/// Weekly figures that the page draws.
const WEEKLY: &[&str] = &["retention", "nps_true", "nps_measured", "mandate", "readiness", "lines"];
/// Weekly differences that the page draws.
const DIFFERENCES: &[&str] = &["retention", "value", "net_value_so_far"];

/// The tables that the page is made from.
pub(super) struct Tables {
    pub(super) summary: CsvTable,
    pub(super) comparisons: CsvTable,
    pub(super) decisions: CsvTable,
    pub(super) courses: CsvTable,
    pub(super) acceptability: CsvTable,
    pub(super) flips: CsvTable,
    pub(super) assumptions: CsvTable,
    pub(super) touchpoints: CsvTable,
    pub(super) functions: CsvTable,
    pub(super) handoffs: CsvTable,
    pub(super) why: CsvTable,
    pub(super) levers: CsvTable,
    pub(super) turning_points: CsvTable,
    pub(super) segment_summary: CsvTable,
    pub(super) segment_comparisons: CsvTable,
    pub(super) weeks: CsvTable,
    pub(super) differences: CsvTable,
}

/// All that is wrong with results.
#[derive(Default)]
pub(super) struct Troubles {
    unreadable: Vec<String>,
    missing: Vec<String>,
    pub(super) different: Vec<String>,
}

impl Troubles {
    /// Whether nothing is wrong.
    pub(super) fn none(&self) -> bool {
        self.unreadable.is_empty() && self.missing.is_empty() && self.different.is_empty()
    }

    /// A text file; what is wrong with it is noted.
    pub(super) fn text(&mut self, source: &dyn Source, file: &str) -> String {
        source.text(file).unwrap_or_else(|error| {
            match error.kind() {
                ErrorKind::NotFound => self.missing.push(format!("{file} is missing")),
                ErrorKind::InvalidData => self.different.push(format!("{file} is not UTF-8 text")),
                _ => self.unreadable.push(format!("{file}: {error}")),
            }
            String::new()
        })
    }

    /// What was read, or nothing and what was wrong.
    fn noted<T>(&mut self, read: Result<T, Trouble>) -> Option<T> {
        match read {
            Ok(table) => return Some(table),
            Err(Trouble::Unreadable(text)) => self.unreadable.push(text),
            Err(Trouble::Missing(text)) => self.missing.push(text),
            Err(Trouble::Different(text)) => self.different.push(text),
        }
        None
    }

    /// Every table, or none; whatever is wrong with any is noted.
    pub(super) fn tables(&mut self, source: &dyn Source) -> Option<Tables> {
        let mut read = |file: &str, needs: &str| self.noted(table(source, file, needs, &[]));
        let summary = read("summary.csv", "structure metric n mean ci_low ci_high");
        let comparisons = read(
            "comparisons.csv",
            "metric structure other n difference ci_low ci_high verdict more_trials simultaneous_low simultaneous_high",
        );
        let decisions =
            read("decisions.csv", "metric structure n standing ahead_low ahead_high probability_best regret_mean");
        let courses = read("courses.csv", "structure metric dip_week dip crossover_week crossover_low");
        let acceptability = read("acceptability.csv", "worth_of_a_point structure probability_best leader");
        let flips = read("flips.csv", "structure other kpi_value flip flip_low flip_high first");
        let assumptions = read("assumptions.csv", "structure metric best_share sd_assumptions sd_random");
        let touchpoints =
            read("touchpoints.csv", "structure touchpoint owner contacts experience problems_opened leavers");
        let functions = read("functions.csv", "structure function kpi kpi_ci_low kpi_ci_high");
        let handoffs = read("handoffs.csv", "structure from to contacts contacts_ci_low contacts_ci_high");
        let why = read("why.csv", "structure scope item component difference ci_low ci_high");
        // Only a run that was asked for it splits differences by levers; none that is interrupted looks for turning points.
        let mut if_any = |file: &str, needs: &str| match source.table(file).map(drop) {
            Err(error) if error.kind() == ErrorKind::NotFound => Some(CsvTable::default()),
            _ => read(file, needs),
        };
        let levers = if_any(
            "levers.csv",
            "metric structure levers alike n share ci_low ci_high difference difference_ci_low difference_ci_high",
        );
        let turning_points = if_any(
            "turning_points.csv",
            "assumption together_with unit today plausible_low plausible_high outcome turns_to side value value_low value_high trials least_lead",
        );
        let segment_summary = read("segment_summary.csv", "segment structure metric n mean ci_low ci_high standing");
        let segment_comparisons = read(
            "segment_comparisons.csv",
            "segment metric structure other n difference ci_low ci_high practical_difference simultaneous_low simultaneous_high \
             verdict more_trials",
        );
        // By far the longest tables: each on a thread of its own where there are two.
        let quantiles = "structure week metric mean ci_low ci_high p05 p25 p50 p75 p95";
        let weekly = [
            ("weeks.csv", quantiles, WEEKLY),
            ("differences.csv", "structure week metric difference ci_low ci_high", DIFFERENCES),
        ];
        let weekly =
            each(processors(), weekly.into(), |(file, needs, drawn)| table(source, file, needs, &[("metric", drawn)]));
        let [weeks, differences] = <[_; 2]>::try_from(weekly).ok()?.map(|read| self.noted(read));
        Some(Tables {
            summary: summary?,
            comparisons: comparisons?,
            decisions: decisions?,
            courses: courses?,
            acceptability: acceptability?,
            flips: flips?,
            assumptions: assumptions?,
            touchpoints: touchpoints?,
            functions: functions?,
            handoffs: handoffs?,
            why: why?,
            levers: levers?,
            turning_points: turning_points?,
            segment_summary: segment_summary?,
            segment_comparisons: segment_comparisons?,
            weeks: weeks?,
            differences: differences?,
        })
    }

    /// The error: what cannot be read goes before what is missing, and that before what is different.
    pub(super) fn told(self, source: &dyn Source, manifest: &Manifest) -> ReportError {
        let Some(folder) = source.folder().map(Path::to_owned) else {
            return ReportError::NoPage { wrong: [self.unreadable, self.missing, self.different].concat() };
        };
        let theirs = manifest.version.clone();
        let command = if manifest.command.is_empty() { "dottedline run".to_owned() } else { manifest.command.clone() };
        if !self.unreadable.is_empty() {
            ReportError::Unreadable { folder, files: self.unreadable }
        } else if self.missing.is_empty() {
            ReportError::OtherVersion { folder, theirs, different: self.different, command }
        } else {
            ReportError::Incomplete { folder, missing: [self.missing, self.different].concat(), command }
        }
    }
}

/// A table with the columns that it needs, the rows that are kept alone.
fn table(source: &dyn Source, file: &str, needs: &str, keep: &[(&str, &[&str])]) -> Result<CsvTable, Trouble> {
    CsvTable::read(source, file, &needs.split_whitespace().collect::<Vec<_>>(), keep)
}
