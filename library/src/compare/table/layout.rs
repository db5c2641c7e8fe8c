//! How a table is laid out: which column says what, as far as somebody said so, and which names say it by themselves.

use super::names::canonical;
use crate::numerals::DecimalMark;

/// Which columns of a table say what. Whatever is left out is told from the names of columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableLayout {
    /// Columns that say together which trial a row is about.
    pub trial: Vec<String>,
    /// Columns that say together which structure it is about.
    pub structure: Vec<String>,
    /// The column whose values group trials that are no evidence by themselves: replications of one site, of one parameter
    /// draw.
    pub block: Option<String>,
    /// The column that splits the table into several, each compared by itself.
    pub by: Option<String>,
    /// The column of which the last value counts for each trial and structure: a time step.
    pub last: Option<String>,
    /// The table has a column per structure; its numbers are of this metric.
    pub wide: Option<String>,
    /// The table has a row per metric: the columns of its name and of its number.
    pub long: Option<(String, String)>,
    /// The decimal mark, where the numbers do not tell.
    pub decimal: Option<DecimalMark>,
    /// Structures that ran no further because they were eliminated.
    pub eliminated: Vec<String>,
}

impl TableLayout {
    /// The columns that are named.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        let long = self.long.iter().flat_map(|(metric, value)| [metric, value]);
        let single = [&self.block, &self.by, &self.last].into_iter().flatten();
        self.trial.iter().chain(&self.structure).chain(single).chain(long).map(String::as_str)
    }
}

/// Names of the column of trials, the plainest first.
const TRIALS: [&str; 15] = [
    "trial",
    "replication",
    "replicate",
    "rep",
    "run",
    "run_number",
    "iteration",
    "iter",
    "sample",
    "sim",
    "simulation",
    "repetition",
    "trial_id",
    "run_id",
    "seed",
];

/// Names of the column of structures.
const STRUCTURES: [&str; 15] = [
    "structure",
    "scenario",
    "policy",
    "config",
    "configuration",
    "arm",
    "variant",
    "treatment",
    "condition",
    "design",
    "strategy",
    "alternative",
    "system",
    "group",
    "design_point",
];

/// Names of columns of time steps.
const STEPS: [&str; 12] =
    ["step", "tick", "ticks", "time", "t", "week", "month", "day", "year", "period", "timestep", "epoch"];

/// The name as letters only: `[run number]` is `run_number`.
fn plain(name: &str) -> String {
    let name = canonical(name);
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
    inner.trim().replace([' ', '-', '.'], "_")
}

fn rank(name: &str, names: &[&str]) -> Option<usize> {
    let name = plain(name);
    names.iter().position(|each| *each == name)
}

pub(super) fn is_trial_name(name: &str) -> bool {
    rank(name, &TRIALS).is_some()
}

pub(super) fn is_structure_name(name: &str) -> bool {
    rank(name, &STRUCTURES).is_some()
}

pub(super) fn is_step_name(name: &str) -> bool {
    rank(name, &STEPS).is_some()
}

/// Whether a column names trials or steps, or their seed, rather than measuring anything.
pub(crate) fn is_label(name: &str) -> bool {
    is_trial_name(name) || is_step_name(name) || plain(name).contains("seed")
}

/// The column that says the trial by its name, the plainest name first.
pub(super) fn trial_column(header: &[String]) -> Option<usize> {
    plainest(header, &TRIALS)
}

/// The column that says the structure by its name.
pub(super) fn structure_column(header: &[String]) -> Option<usize> {
    plainest(header, &STRUCTURES)
}

fn plainest(header: &[String], names: &[&str]) -> Option<usize> {
    let ranked = header.iter().enumerate().filter_map(|(place, name)| Some((rank(name, names)?, place)));
    ranked.min().map(|(_, place)| place)
}
