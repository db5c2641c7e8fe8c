//! The metrics of a run judged by its rules, once; and what they say together.

use super::decision_rules::{Criterion, figure_of};
use super::figures::figures;
use super::findings::Findings;
use super::options::CHOICE_MOST;
use super::sharing::{each, threads_for_columns};
use super::verdicts::{MetricCase, Verdicts};
use crate::stats::{Acceptability, Panel, acceptability, pareto_shares};

impl Findings {
    /// All metrics that count, judged by the study's rules, the primary one first; judged once. A criterion with an unknown
    /// figure has none.
    #[must_use]
    pub fn verdicts(&self) -> &[Verdicts] {
        self.judged.get_or_init(|| self.judge(1))
    }

    /// Works out all that the trials say beyond single rows, on so many threads, so that it is known when tables ask for it. Nothing
    /// depends on their number, and nobody has to ask for this.
    pub fn conclude(&self, threads: usize) {
        let threads = self.threads_of(threads);
        // What is worked out on several threads is no lock's business before it is known.
        if self.judged.get().is_none() {
            let _ = self.judged.set(self.judge(threads));
        }
        self.tallies();
        if self.judged_segments.get().is_none() {
            let _ = self.judged_segments.set(self.judge_segments(threads));
        }
    }

    /// How many of these threads are to work on its columns.
    #[must_use]
    pub(crate) fn threads_of(&self, threads: usize) -> usize {
        threads_for_columns(threads, self.trials() as usize, self.structures().len())
    }

    fn judge(&self, threads: usize) -> Vec<Verdicts> {
        let rules = self.rules();
        let work = |place: Option<usize>| match place {
            Some(place) => self.verdicts_of(&rules.criteria[place], rules.alpha_of(place)),
            // One thread sums up meanwhile.
            None => {
                self.tallies();
                None
            }
        };
        let sums_up = (threads > 1).then_some(None);
        let places = sums_up.into_iter().chain((0..rules.criteria.len()).map(Some));
        each(threads, places.collect(), work).into_iter().flatten().collect()
    }

    fn verdicts_of(&self, criterion: &Criterion, alpha: f64) -> Option<Verdicts> {
        let (index, figure) = figure_of(criterion)?;
        let case = MetricCase {
            panel: &self.panel(index)?,
            baseline: self.baseline(),
            criterion,
            alpha,
            support: figure.support(),
            seed: self.seed(),
            trials_per_evidence: self.trials_per_evidence(),
            alike: &self.names.alike,
            in_full: true,
            second_opinions: true,
        };
        Some(case.judge())
    }

    /// The evidence on a figure (index) under all structures.
    fn panel(&self, figure: usize) -> Option<Panel> {
        let column = |structure| self.evidence(structure, figure);
        Panel::new(&(0..self.structures().len()).map(column).collect::<Vec<_>>())
    }

    /// For each structure, the share of trials in which no other is at least as good in all figures that count and better
    /// in one, of the trials that all have; `None` for a structure with too few of them. Where parameters are assumed it is a share
    /// of worlds.
    #[must_use]
    pub fn pareto_shares(&self) -> Option<Vec<Option<f64>>> {
        let columns = |criterion: &Criterion| {
            let (index, _) = figure_of(criterion)?;
            let sign = if criterion.smaller_is_better { -1.0 } else { 1.0 };
            let column = |structure| self.scaled(structure, index, sign);
            Some((0..self.structures().len()).map(column).collect::<Vec<Vec<_>>>())
        };
        pareto_shares(&self.rules().criteria.iter().filter_map(columns).collect::<Vec<_>>())
    }

    /// Which structure is best by what a point of retention is worth: net benefit = worth × points of retention − costs,
    /// from 0 to twice the worth at which the last two mean net benefits cross, in 20 steps. Only worth 0 where none
    /// cross; `None` without trials.
    #[must_use]
    pub fn acceptability(&self) -> Option<Vec<Acceptability>> {
        let points = self.columns_of("retention", 100.0)?;
        let costs = self.columns_of("costs", 1.0)?;
        let both = Panel::new(&[points.clone(), costs.clone()].concat())?.side_by_side();
        let means = both.means()?;
        let last = last_crossing(&means[..means.len() / 2], &means[means.len() / 2..]);
        let worths: Vec<f64> = match last {
            Some(worth) => (0..=20).map(|step| worth * f64::from(step) / 10.0).collect(),
            None => vec![0.0],
        };
        acceptability(&points, &costs, &worths)
    }

    fn scaled(&self, structure: usize, figure: usize, scale: f64) -> Vec<Option<f64>> {
        let numbers = self.first_evidence(structure, figure, CHOICE_MOST).into_iter();
        numbers.map(|number| number.map(|number| scale * number)).collect()
    }

    fn columns_of(&self, metric: &str, scale: f64) -> Option<Vec<Vec<Option<f64>>>> {
        let index = figures().position(|figure| figure.name == metric)?;
        let column = |structure| self.scaled(structure, index, scale);
        Some((0..self.structures().len()).map(column).collect())
    }
}

/// The greatest worth of a unit of benefit at which two means of net benefit are equal.
fn last_crossing(benefits: &[f64], costs: &[f64]) -> Option<f64> {
    let crossing = |i: usize, j: usize| (costs[i] - costs[j]) / (benefits[i] - benefits[j]);
    let pairs = (0..benefits.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs.map(|(i, j)| crossing(i, j)).filter(|worth| worth.is_finite() && *worth > 0.0).max_by(f64::total_cmp)
}
