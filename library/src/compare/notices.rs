//! What does not look right in a table, told before anybody acts on it.

use super::table::canonical;
use super::{TableProblem, TrialTable};
use crate::stats::Support;
use crate::study::{DecisionRules, figures};

/// What was noticed in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// Sentences for its reader.
    pub told: Vec<String>,
    /// What keeps it from being judged.
    pub wrong: Vec<TableProblem>,
}

/// Looks at the metrics that count; `sized`: those whose practical difference somebody gave for this table.
#[must_use]
pub fn notices(table: &TrialTable, rules: &DecisionRules, sized: &[&str]) -> Notices {
    let mut notices = Notices::default();
    notices.told.extend(partners(table));
    if table.shares_random_numbers() == Some(false) {
        let told =
            "The column of seeds differs within a trial, so the structures do not share their random numbers there.";
        notices.told.push(told.to_owned());
    }
    for criterion in &rules.criteria {
        let Some(columns) = table.columns(&criterion.metric) else { continue };
        let metric = MetricColumn { table, name: &criterion.metric, columns };
        metric.scale(sized.contains(&criterion.metric.as_str()), &mut notices);
        notices.told.extend(metric.missing());
        notices.told.extend(metric.outlying());
        if !criterion.smaller_is_better {
            notices.told.extend(metric.direction());
        }
    }
    notices
}

/// Trials that only one structure has, but for those that came after it was eliminated.
fn partners(table: &TrialTable) -> Vec<String> {
    let told = |place: usize| {
        let (alone, all) = (table.without_partner(place), table.trials_of(place));
        let name = &table.structures()[place];
        let ended = !table.eliminated().is_empty();
        (alone > 0 && !ended).then(|| {
            let has = if alone == 1 { "has" } else { "have" };
            format!("{alone} of {all} trials of {name} {has} no partner under another structure.")
        })
    };
    (0..table.structures().len()).filter_map(told).collect()
}

struct MetricColumn<'t> {
    table: &'t TrialTable,
    name: &'t str,
    columns: &'t [Vec<Option<f64>>],
}

impl MetricColumn<'_> {
    fn numbers(&self, structure: usize) -> impl Iterator<Item = f64> + '_ {
        self.columns[structure].iter().flatten().copied()
    }

    fn structures(&self) -> impl Iterator<Item = (usize, &str)> {
        self.table.structures().iter().map(String::as_str).enumerate()
    }

    /// Whether numbers fit what the metric's name says.
    fn scale(&self, sized: bool, notices: &mut Notices) {
        self.two_scales(notices);
        if let Some(support) = self.support() {
            self.outside(support, sized, notices);
        }
        let all = || (0..self.columns.len()).flat_map(|structure| self.numbers(structure));
        let is_score = canonical(self.name).starts_with("nps") && self.support() != Some(Support::NOT_NEGATIVE);
        if is_score && all().count() > 0 && all().all(|number| (0.0..=10.0).contains(&number)) {
            notices.told.push(format!(
                "All of `{}` is from 0 to 10: are these answers and no net promoter scores (-100 to 100)? Then a difference of \
                 2 would be a fifth of the scale: say what matters with --delta {}=VALUE.",
                self.name, self.name
            ));
        }
    }

    fn support(&self) -> Option<Support> {
        let name = canonical(self.name);
        let known = figures().find(|figure| figure.name == self.name).and_then(|figure| figure.support());
        known.or_else(|| (name == "nps").then_some(Support::NET_PROMOTER))
    }

    fn outside(&self, support: Support, sized: bool, notices: &mut Notices) {
        let outside = self.structures().find_map(|(place, name)| {
            let trial =
                self.columns[place].iter().position(|number| number.is_some_and(|number| !support.holds(number)))?;
            Some((name.to_owned(), trial, self.columns[place][trial]?))
        });
        let Some((structure, trial, number)) = outside else { return };
        let (name, trial) = (self.name, &self.table.trial_names()[trial]);
        let is = match support {
            Support::SHARE => "a share from 0 to 1",
            Support::NET_PROMOTER => "a score from -100 to 100",
            _ => "never below 0",
        };
        let percent = support == Support::SHARE && number > 1.0 && number <= 100.0;
        let what = format!("`{name}` is {is}, but {number} in trial {trial} of {structure}");
        let asks = if percent { ": is it a percentage?" } else { "" };
        if sized {
            return notices.told.push(format!("{what}{asks}"));
        }
        let remedy = if percent {
            format!("write shares, or say which difference matters on this scale: --delta {name}=VALUE")
        } else {
            format!("mend it, or say which difference matters on this scale: --delta {name}=VALUE")
        };
        notices.wrong.push(TableProblem::of_table(what + asks, remedy));
    }

    /// Some structures in shares and others in percentages.
    fn two_scales(&self, notices: &mut Notices) {
        let median = |(place, name)| Some((median(self.numbers(place).map(f64::abs).collect())?, name));
        let mut medians: Vec<(f64, &str)> = self.structures().filter_map(median).collect();
        medians.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (Some(&(least, small)), Some(&(most, large))) = (medians.first(), medians.last()) else { return };
        if least > 0.0 && least <= 1.0 && (1.0..=100.0).contains(&most) && (50.0..=200.0).contains(&(most / least)) {
            let what = format!(
                "`{}` is about {least:.3} under {small} and {most:.3} under {large}: shares under one and percentages under the \
                 other?",
                self.name
            );
            notices.wrong.push(TableProblem::of_table(what, "write the metric on one scale under every structure"));
        }
    }

    /// By structure, how often the number is missing.
    fn missing(&self) -> Option<String> {
        let lacks = |place: usize| {
            let there = |trial: &usize| self.table.has_row(place, *trial) && self.columns[place][*trial].is_none();
            (0..self.table.trials()).filter(there).count()
        };
        let counted: Vec<(usize, &str)> = self.structures().map(|(place, name)| (lacks(place), name)).collect();
        let some: Vec<String> = counted
            .iter()
            .filter(|(lacks, _)| *lacks > 0)
            .map(|(lacks, name)| format!("{lacks} under {name}"))
            .collect();
        let only = if some.len() == 1 { ", under no other: is it missing for a reason?" } else { "" };
        (!some.is_empty()).then(|| format!("`{}` is missing in trials: {}{only}", self.name, some.join(", ")))
    }

    /// Numbers that no measurement gives: a sentinel, or a hundred times its neighbours.
    fn outlying(&self) -> Option<String> {
        const SENTINELS: [f64; 8] = [-999.0, -9999.0, -99999.0, -99.0, 999.0, 9999.0, 99999.0, -1.0e30];
        let found = |(place, structure)| Some((structure, self.outlier(place, &SENTINELS)?));
        let (structure, (trial, number)) = self.structures().find_map(found)?;
        let trial = &self.table.trial_names()[trial];
        let looks = if SENTINELS.contains(&number) {
            "looks like a mark for a missing number"
        } else {
            "is a hundred times its neighbours"
        };
        Some(format!(
            "`{}` is {number} in trial {trial} of {structure}: that {looks}. It counts as it stands.",
            self.name
        ))
    }

    fn outlier(&self, structure: usize, sentinels: &[f64]) -> Option<(usize, f64)> {
        let sizes: Vec<f64> = self.numbers(structure).map(f64::abs).collect();
        let enough = sizes.len() >= 4;
        let usual = median(sizes)?;
        let odd = |number: f64| {
            let sentinel = sentinels.contains(&number) && number.abs() > 10.0 * usual;
            sentinel || (enough && usual > 0.0 && number.abs() >= 100.0 * usual)
        };
        let find =
            |(trial, number): (usize, &Option<f64>)| number.filter(|number| odd(*number)).map(|number| (trial, number));
        self.columns[structure].iter().enumerate().find_map(find)
    }

    /// Names of which less is mostly better.
    fn direction(&self) -> Option<String> {
        const LESS: [&str; 30] = [
            "churn",
            "churned",
            "wait",
            "waits",
            "waiting",
            "cost",
            "costs",
            "error",
            "errors",
            "time",
            "delay",
            "delays",
            "complaint",
            "complaints",
            "defect",
            "defects",
            "loss",
            "losses",
            "failure",
            "failures",
            "attrition",
            "leavers",
            "queue",
            "backlog",
            "abandoned",
            "abandonment",
            "regret",
            "risk",
            "effort",
            "rework",
        ];
        let name = canonical(self.name);
        let less = name.split(|letter: char| !letter.is_alphanumeric()).any(|word| LESS.contains(&word));
        less.then(|| {
            format!("More of `{0}` is taken to be better; if less is, say --smaller-is-better {0}.", self.name)
        })
    }
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    let middle = numbers.len() / 2;
    (!numbers.is_empty()).then(|| *numbers.select_nth_unstable_by(middle, f64::total_cmp).1)
}
