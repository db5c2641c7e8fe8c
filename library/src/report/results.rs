//! Results as the report sees them: every number on the page is here, from the tables of a results folder.

use std::collections::BTreeMap;

use super::error::ReportError;
use super::manifest::Manifest;
use super::reading::{Tables, Troubles};
use super::source::Source;
use super::table::{CsvRow, CsvTable};
use crate::model::{Study, World};
use crate::scenario::{ChangedDefault, parse};
use crate::stats::{Interval, Verdict};
use crate::study::{Frame, presentation};

/// Weeks that a line is drawn through, about, where there are more.
const POINTS_DRAWN: usize = 60;

/// Results, read.
#[derive(Debug)]
pub(super) struct Results {
    /// What the run says of itself.
    pub(super) manifest: Manifest,
    /// The scenario as run, as text.
    pub(super) scenario: String,
    /// The same, read.
    pub(super) study: Study,
    /// What figures are told of.
    pub(super) frame: Frame,
    /// Parameters that differ from their defaults.
    pub(super) changed: Vec<ChangedDefault>,
    /// Numbers that describe the firm.
    pub(super) of_firm: Vec<ChangedDefault>,
    /// Files that are not as they were written.
    pub(super) altered: Vec<String>,
    /// The structures, the baseline first.
    pub(super) structures: Vec<StructureRow>,
    summary: BTreeMap<(String, String), EstimateRow>,
    comparisons: CsvTable,
    decisions: CsvTable,
    courses: CsvTable,
    pub(super) acceptability: CsvTable,
    pub(super) flips: CsvTable,
    pub(super) assumptions: CsvTable,
    pub(super) touchpoints: CsvTable,
    pub(super) functions: CsvTable,
    pub(super) handoffs: CsvTable,
    pub(super) why: CsvTable,
    /// Empty where nobody looked.
    pub(super) turning_points: CsvTable,
    /// Empty where nothing was split.
    pub(super) levers: CsvTable,
    segment_summary: CsvTable,
    segment_comparisons: CsvTable,
    weeks: BTreeMap<(String, String), Vec<Week>>,
    differences: BTreeMap<(String, String), Vec<Week>>,
}

/// A structure of the run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StructureRow {
    /// Its name in files.
    pub(super) id: String,
    /// Its name for readers.
    pub(super) name: String,
    /// Its place in the study.
    pub(super) place: usize,
}

/// A figure over trials.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct EstimateRow {
    pub(super) n: u64,
    pub(super) mean: Option<f64>,
    pub(super) interval: Option<Interval>,
}

/// A figure in one week: its mean with interval, and quantiles of trials where they are given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Week {
    pub(super) week: f64,
    pub(super) mean: f64,
    pub(super) interval: Option<Interval>,
    /// The middle 50 % of trials.
    pub(super) half: Option<Interval>,
    /// The middle 90 % of trials.
    pub(super) most: Option<Interval>,
}

/// A structure against the baseline in one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PairRow {
    pub(super) n: u64,
    pub(super) difference: Option<f64>,
    /// The interval that holds for all pairs at once where the metric is judged, else that of the pair alone.
    pub(super) interval: Option<Interval>,
    pub(super) practical: Option<f64>,
    pub(super) verdict: Option<Verdict>,
    pub(super) more_trials: Option<u64>,
    pub(super) share_better: Option<f64>,
}

/// A structure as a choice, by one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ChoiceRow {
    pub(super) mean: Option<f64>,
    pub(super) ahead: Option<Interval>,
    pub(super) standing: String,
    pub(super) probability_best: Option<f64>,
    pub(super) regret_mean: Option<f64>,
    pub(super) regret_worst: Option<f64>,
    pub(super) bad_trial: Option<f64>,
    pub(super) practical: Option<f64>,
    pub(super) n: u64,
}

/// What becomes of a weekly difference.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Course {
    pub(super) dip: Option<(f64, f64)>,
    pub(super) dip_interval: Option<Interval>,
    pub(super) crossover: Option<f64>,
    pub(super) crossover_interval: Option<Interval>,
}

impl Results {
    /// Reads results, from wherever they are.
    pub(super) fn read(source: &dyn Source) -> Result<Results, ReportError> {
        let manifest = source.manifest()?;
        if let Some(folder) = source.folder().filter(|_| !manifest.experiment.is_empty()) {
            let analysis = if manifest.experiment == "sensitivity" { " analysis" } else { "" };
            let (experiment, command) = (manifest.experiment + analysis, manifest.command);
            return Err(ReportError::Experiment { folder: folder.to_owned(), experiment, command });
        }
        let mut troubles = Troubles::default();
        let scenario = troubles.text(source, "scenario.toml");
        let read = parse("scenario.toml", &scenario, &[]);
        if let Err(error) = &read {
            let first = error.to_string().lines().next().unwrap_or_default().to_owned();
            troubles.different.push(format!("scenario.toml: {first}"));
        }
        let tables = troubles.tables(source);
        let (Ok(read), Some(tables), true) = (read, tables, troubles.none()) else {
            return Err(troubles.told(source, &manifest));
        };
        let structures = structures(&manifest, &read.study);
        let Tables { summary, comparisons, decisions, courses, acceptability, flips, assumptions, .. } = tables;
        Ok(Results {
            summary: summary.rows().map(|row| (key(row), estimate(row))).collect(),
            weeks: by_week(&tables.weeks, "mean"),
            differences: by_week(&tables.differences, "difference"),
            touchpoints: tables.touchpoints,
            functions: tables.functions,
            handoffs: tables.handoffs,
            why: tables.why,
            levers: tables.levers,
            turning_points: tables.turning_points,
            segment_summary: tables.segment_summary,
            segment_comparisons: tables.segment_comparisons,
            manifest,
            scenario,
            frame: (&read.study).into(),
            changed: read.changed.into_iter().filter(|one| !is_spelt_out(&read.study, &one.key)).collect(),
            of_firm: read.of_firm,
            study: read.study,
            altered: source.altered(),
            structures,
            comparisons,
            decisions,
            courses,
            acceptability,
            flips,
            assumptions,
        })
    }

    /// The firm.
    pub(super) const fn world(&self) -> &World {
        &self.study.world
    }

    /// Whether somebody typed a number of this key that is not the default.
    pub(super) fn is_typed(&self, key: &str) -> bool {
        self.changed.iter().chain(&self.of_firm).any(|one| one.key == key)
    }

    /// The baseline.
    pub(super) fn baseline(&self) -> &StructureRow {
        &self.structures[0]
    }

    /// The structures that are compared with the baseline, with their places.
    pub(super) fn others(&self) -> impl Iterator<Item = (usize, &StructureRow)> {
        self.structures.iter().enumerate().skip(1)
    }

    /// The metrics that count for the decision, the primary one first.
    pub(super) fn criteria(&self) -> Vec<&str> {
        let named = self.study.decision.criteria.iter().map(|criterion| criterion.metric.as_str());
        named.filter(|metric| self.decisions.rows().any(|row| row.text("metric") == *metric)).collect()
    }

    /// Those of them that charts and titles tell; others are left to tables.
    pub(super) fn told_criteria(&self) -> impl Iterator<Item = &str> {
        let only_in_tables = |metric: &str| presentation(metric).is_some_and(|known| known.only_in_tables);
        self.criteria().into_iter().filter(move |metric| !only_in_tables(metric))
    }

    /// The metric that decides.
    pub(super) fn primary(&self) -> String {
        primary(&self.study)
    }

    /// Whether less of a metric is better.
    pub(super) fn smaller_is_better(&self, metric: &str) -> bool {
        let criteria = &self.study.decision.criteria;
        criteria.iter().any(|criterion| criterion.metric == metric && criterion.smaller_is_better)
    }

    /// A figure at the horizon.
    pub(super) fn figure(&self, structure: usize, metric: &str) -> EstimateRow {
        let id = self.structures.get(structure).map_or("", |one| one.id.as_str());
        self.summary.get(&(id.to_owned(), metric.to_owned())).copied().unwrap_or_default()
    }

    /// The largest mean of a metric, without its sign.
    pub(super) fn largest(&self, metric: &str) -> f64 {
        let means = (0..self.structures.len()).filter_map(|place| self.figure(place, metric).mean);
        means.fold(0.0, |most, mean| most.max(mean.abs()))
    }

    /// A structure against the baseline.
    pub(super) fn pair(&self, structure: usize, metric: &str) -> PairRow {
        let (Some(one), baseline) = (self.structures.get(structure), self.baseline()) else {
            return PairRow::default();
        };
        let wanted = [("metric", metric), ("structure", one.id.as_str()), ("other", baseline.id.as_str())];
        self.comparisons.find(&wanted).map(pair).unwrap_or_default()
    }

    /// All pairs in a metric, other structures' included, as (structure, other, pair).
    pub(super) fn pairs<'a>(&'a self, metric: &'a str) -> impl Iterator<Item = (&'a str, &'a str, PairRow)> {
        let rows = self.comparisons.rows().filter(move |row| row.text("metric") == metric);
        rows.map(|row| (row.text("structure"), row.text("other"), pair(row)))
    }

    /// A figure of a segment (id) at the horizon, and where the structure stands in it.
    pub(super) fn in_segment(&self, segment: &str, structure: usize, metric: &str) -> (EstimateRow, &str) {
        let id = self.structures.get(structure).map_or("", |one| one.id.as_str());
        let row = self.segment_summary.find(&[("segment", segment), ("structure", id), ("metric", metric)]);
        row.map_or((EstimateRow::default(), ""), |row| (estimate(row), row.text("standing")))
    }

    /// A structure against the baseline in a segment (id).
    pub(super) fn pair_in_segment(&self, segment: &str, structure: usize, metric: &str) -> PairRow {
        let Some(one) = self.structures.get(structure) else { return PairRow::default() };
        let wanted = [("segment", segment), ("metric", metric), ("structure", &one.id), ("other", &self.baseline().id)];
        self.segment_comparisons.find(&wanted).map(pair).unwrap_or_default()
    }

    /// A structure as a choice.
    pub(super) fn choice(&self, structure: usize, metric: &str) -> ChoiceRow {
        let Some(one) = self.structures.get(structure) else { return ChoiceRow::default() };
        self.decisions.find(&[("metric", metric), ("structure", one.id.as_str())]).map(choice).unwrap_or_default()
    }

    /// What becomes of a weekly difference to the baseline.
    pub(super) fn course(&self, structure: usize, metric: &str) -> Course {
        let Some(one) = self.structures.get(structure) else { return Course::default() };
        self.courses.find(&[("structure", one.id.as_str()), ("metric", metric)]).map(course).unwrap_or_default()
    }

    /// Of weekly points those that are drawn: at most about [`POINTS_DRAWN`], at the end of decision cycles, the last one always.
    pub(super) fn drawn<'a>(&self, weeks: &'a [Week]) -> Vec<&'a Week> {
        let cycle = (self.world().clock.cycle_weeks as usize).max(1);
        let step = if weeks.len() <= POINTS_DRAWN { 1 } else { cycle * weeks.len().div_ceil(cycle * POINTS_DRAWN) };
        let mut drawn: Vec<&Week> = weeks.iter().rev().step_by(step).collect();
        let first = weeks.first().filter(|first| drawn.last().is_some_and(|last| last.week > first.week));
        drawn.extend(first);
        drawn.reverse();
        drawn
    }

    /// A weekly figure.
    pub(super) fn weeks(&self, structure: usize, metric: &str) -> &[Week] {
        weekly(&self.weeks, self.structures.get(structure), metric)
    }

    /// A weekly difference to the baseline.
    pub(super) fn difference_weeks(&self, structure: usize, metric: &str) -> &[Week] {
        weekly(&self.differences, self.structures.get(structure), metric)
    }

    /// A name for readers, of any id.
    pub(super) fn shown(id: &str) -> String {
        id.replace('_', " ")
    }
}

fn primary(study: &Study) -> String {
    study.decision.primary().map_or_else(|| "retention".to_owned(), |criterion| criterion.metric.clone())
}

fn key(row: CsvRow<'_>) -> (String, String) {
    (row.text("structure").to_owned(), row.text("metric").to_owned())
}

fn interval(row: CsvRow<'_>, low: &str, high: &str) -> Option<Interval> {
    Some(Interval { low: row.number(low)?, high: row.number(high)? })
}

fn estimate(row: CsvRow<'_>) -> EstimateRow {
    EstimateRow { n: row.count("n"), mean: row.number("mean"), interval: interval(row, "ci_low", "ci_high") }
}

/// Whether a scenario as run merely writes out what would hold without the key.
fn is_spelt_out(study: &Study, key: &str) -> bool {
    match key {
        "study.baseline" => study.baseline == 0,
        key if key.starts_with("decision.") => study.decision == crate::model::Decision::default(),
        _ => false,
    }
}

fn pair(row: CsvRow<'_>) -> PairRow {
    let simultaneous = interval(row, "simultaneous_low", "simultaneous_high");
    PairRow {
        n: row.count("n"),
        difference: row.number("difference"),
        interval: simultaneous.or_else(|| interval(row, "ci_low", "ci_high")),
        practical: row.number("practical_difference"),
        verdict: Verdict::named(row.text("verdict")),
        more_trials: row.number("more_trials").map(|number| number as u64),
        share_better: row.number("share_better"),
    }
}

fn choice(row: CsvRow<'_>) -> ChoiceRow {
    ChoiceRow {
        mean: row.number("mean"),
        ahead: interval(row, "ahead_low", "ahead_high"),
        standing: row.text("standing").to_owned(),
        probability_best: row.number("probability_best"),
        regret_mean: row.number("regret_mean"),
        regret_worst: row.number("regret_worst"),
        bad_trial: row.number("bad_trial"),
        practical: row.number("practical_difference"),
        n: row.count("n"),
    }
}

fn course(row: CsvRow<'_>) -> Course {
    Course {
        dip: row.number("dip_week").zip(row.number("dip")),
        dip_interval: interval(row, "dip_low", "dip_high"),
        crossover: row.number("crossover_week"),
        crossover_interval: interval(row, "crossover_low", "crossover_high"),
    }
}

fn weekly<'a>(
    weeks: &'a BTreeMap<(String, String), Vec<Week>>,
    structure: Option<&StructureRow>,
    metric: &str,
) -> &'a [Week] {
    let id = structure.map_or("", |one| one.id.as_str());
    weeks.get(&(id.to_owned(), metric.to_owned())).map_or(&[], Vec::as_slice)
}

/// Weekly rows by structure and metric; rows without a mean are left out.
fn by_week(table: &CsvTable, mean: &str) -> BTreeMap<(String, String), Vec<Week>> {
    let mut weeks: BTreeMap<(String, String), Vec<Week>> = BTreeMap::new();
    for row in table.rows() {
        let Some(mean) = row.number(mean) else { continue };
        weeks.entry(key(row)).or_default().push(Week {
            week: row.number("week").unwrap_or(0.0),
            mean,
            interval: interval(row, "ci_low", "ci_high"),
            half: interval(row, "p25", "p75"),
            most: interval(row, "p05", "p95"),
        });
    }
    weeks
}

/// The run's structures, the baseline first.
fn structures(manifest: &Manifest, study: &Study) -> Vec<StructureRow> {
    let place = |id: &String| study.structures.iter().position(|one| one.id == *id);
    let named = |id: &String| Some(StructureRow { id: id.clone(), name: Results::shown(id), place: place(id)? });
    let mut structures: Vec<StructureRow> = manifest.structures.iter().filter_map(named).collect();
    structures.sort_by_key(|one| one.id != manifest.baseline);
    structures
}
