//! Which metrics of a table count, and from which difference on.

use super::table::is_label;
use super::{OwnResults, TableProblem, TrialTable};
use crate::study::{Criterion, DecisionRules, Practical};

/// What was asked of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRequest {
    /// The metric that decides.
    pub primary: Option<String>,
    /// Differences that matter, by metric.
    pub practical: Vec<(String, f64)>,
    /// Metrics of which less is better.
    pub smaller_is_better: Vec<String>,
    /// Probability that anything said of the primary metric is wrong; `None`: that of the run, else 0.05.
    pub alpha: Option<f64>,
}

/// Why the rules cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesError {
    /// What was asked for is not there: what it is, its name, and the names that there are.
    Unknown {
        /// What was looked for: a metric, a metric that counts.
        what: &'static str,
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        there: Vec<String>,
    },
    /// Nobody said which metric decides; these could.
    NoPrimary(Vec<String>),
    /// Nobody said which difference in this metric matters.
    NoPractical(String),
    /// A metric that would count cannot be read.
    Unreadable(TableProblem),
}

impl TableRequest {
    /// The rules by which a table is judged: what was asked, else those of the run that wrote it, else the usual ones for metrics
    /// with known names.
    ///
    /// # Errors
    /// If they cannot be told. A metric that counts and cannot be read never gives way to another one.
    pub fn rules(&self, table: &TrialTable, own: Option<&OwnResults>) -> Result<DecisionRules, RulesError> {
        let alpha = self.alpha.or_else(|| own?.rules.as_ref().map(|rules| rules.alpha)).unwrap_or(0.05);
        let plain = self.primary.is_none() && self.practical.is_empty();
        let of_run = own.and_then(|own| own.rules.clone());
        let usual = of_run.map_or_else(|| usual_of(table), |rules| rules.criteria);
        let names = self.names(table, &usual, plain)?;
        for metric in &self.smaller_is_better {
            known(metric, &names, "metric that counts")?;
        }
        let criteria = names.iter().map(|name| self.criterion(name, &usual)).collect::<Result<_, _>>()?;
        Ok(DecisionRules { criteria, alpha })
    }

    /// The metrics whose practical difference was given for this table.
    #[must_use]
    pub fn sized(&self) -> Vec<&str> {
        self.practical.iter().map(|(metric, _)| metric.as_str()).collect()
    }

    fn names(&self, table: &TrialTable, usual: &[Criterion], plain: bool) -> Result<Vec<String>, RulesError> {
        if plain {
            usual.iter().try_for_each(|each| readable(table, &each.metric))?;
        }
        let metrics: Vec<String> = table.metrics().map(str::to_owned).collect();
        let mut names = vec![self.primary_of(table, &metrics, usual)?];
        for (metric, _) in &self.practical {
            readable(table, metric)?;
            let name = known(metric, &metrics, "metric")?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if plain {
            let others = usual.iter().map(|each| each.metric.clone()).filter(|name| metrics.contains(name));
            names.extend(others.filter(|name| *name != names[0]).collect::<Vec<_>>());
        }
        Ok(names)
    }

    fn primary_of(&self, table: &TrialTable, metrics: &[String], usual: &[Criterion]) -> Result<String, RulesError> {
        let metrics: Vec<String> = metrics.iter().filter(|name| !is_label(name)).cloned().collect();
        let metrics = metrics.as_slice();
        let first = usual.iter().find(|each| metrics.contains(&each.metric)).map(|each| each.metric.clone());
        let first = first.filter(|name| usual.first().is_some_and(|each| each.metric == *name));
        match (&self.primary, self.practical.as_slice(), metrics) {
            (Some(name), _, _) => {
                readable(table, name)?;
                known(name, metrics, "metric")
            }
            (None, [(name, _), ..], _) if first.is_none() => {
                readable(table, name)?;
                known(name, metrics, "metric")
            }
            (None, _, [only]) => Ok(only.clone()),
            (None, _, _) => first.ok_or_else(|| RulesError::NoPrimary(metrics.to_vec())),
        }
    }

    fn criterion(&self, name: &str, usual: &[Criterion]) -> Result<Criterion, RulesError> {
        let given = self.practical.iter().rev().find(|(metric, _)| metric == name);
        let known = usual.iter().find(|criterion| criterion.metric == name);
        let practical = match (given, known) {
            (Some((_, size)), _) => Practical::Absolute(*size),
            (None, Some(known)) => known.practical,
            (None, None) => return Err(RulesError::NoPractical(name.to_owned())),
        };
        let turned = known.is_some_and(|known| known.smaller_is_better);
        let smaller_is_better = turned || self.smaller_is_better.iter().any(|metric| metric == name);
        Ok(Criterion { metric: name.to_owned(), practical, smaller_is_better })
    }
}

/// What counts in a table that no run of ours tells about: what does in a run; retention itself where there is none per year.
fn usual_of(table: &TrialTable) -> Vec<Criterion> {
    let mut usual = DecisionRules::default().criteria;
    let others =
        table.unread().iter().map(|column| &column.name).chain(table.ignored().iter().map(|column| &column.name));
    let mut names = table.metrics().chain(others.map(String::as_str));
    if let Some(primary) = usual.first_mut().filter(|primary| names.all(|name| name != primary.metric)) {
        let practical = Practical::Absolute(RETENTION_MATTERS);
        *primary = Criterion { metric: "retention".to_owned(), practical, smaller_is_better: false };
    }
    usual
}

/// The difference in retention that matters unless somebody says otherwise: half a point.
const RETENTION_MATTERS: f64 = 0.005;

/// Refuses a metric whose column is there but holds something else than numbers.
fn readable(table: &TrialTable, metric: &str) -> Result<(), RulesError> {
    if let Some(unread) = table.unread().iter().find(|column| column.name == metric) {
        return Err(RulesError::Unreadable(unread.problem.clone()));
    }
    let text = table.ignored().iter().find(|column| column.name == metric);
    match text.and_then(|column| column.first.as_ref()) {
        Some(first) => {
            let what = format!("column `{metric}` holds text, such as `{first}`, and no numbers");
            Err(RulesError::Unreadable(TableProblem::of_table(
                what,
                "name a column of numbers, or write numbers into it",
            )))
        }
        None => Ok(()),
    }
}

fn known(name: &str, names: &[String], what: &'static str) -> Result<String, RulesError> {
    let unknown = || RulesError::Unknown { what, name: name.to_owned(), there: names.to_vec() };
    names.iter().find(|each| *each == name).cloned().ok_or_else(unknown)
}
