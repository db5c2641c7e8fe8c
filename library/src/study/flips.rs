//! At which worth of a KPI point the structure that is best on total value changes.

use super::figures::figures;
use super::findings::Findings;
use crate::stats::{Crossing, Moments, crossing};

/// Where another structure becomes as good as the best one.
#[derive(Clone, Debug, PartialEq)]
pub struct FlipRow<'a> {
    /// The structure with the highest mean total value, at the worth of a KPI point that the scenario has.
    pub best: &'a str,
    /// Another one.
    pub other: &'a str,
    /// Trials, or parameter draws, of both.
    pub n: usize,
    /// Mean by which the best one is ahead in total value without the worth of KPIs.
    pub ahead: Option<f64>,
    /// Mean of KPI points and weeks that the other one has more.
    pub points: Option<f64>,
    /// The worth of a KPI point at which both are level, and the first one from which the interval may reach it; `None`: at no
    /// worth from 0 on.
    pub level: Option<Crossing>,
    /// Whether no other one is level with the best nearer to the worth that the scenario has.
    pub first: bool,
}

impl Findings {
    /// For every structure but the one that is best on total value, the worth of a KPI point at which it is level with that
    /// one: mean(ahead − worth · points) = 0, with an interval that holds for all of them at once (95 %, Bonferroni). `now` is
    /// the worth that the scenario has. Nothing without trials.
    #[must_use]
    pub fn flips(&self, now: f64) -> Vec<FlipRow<'_>> {
        let of = |name: &str| {
            let figure = figures().position(|figure| figure.name == name).unwrap_or(usize::MAX);
            (0..self.structures().len()).map(|one| self.evidence(one, figure)).collect::<Vec<_>>()
        };
        let (totals, kpis, points) = (of("total_value"), of("value_kpi"), of("kpi_points"));
        let mean = |column: &Vec<Option<f64>>| column.iter().flatten().copied().collect::<Moments>().mean();
        let means: Vec<Option<f64>> = totals.iter().map(mean).collect();
        let ranked = means.iter().enumerate().filter_map(|(one, mean)| Some((one, (*mean)?)));
        // The first one of several that are equally good.
        let Some((best, _)) = ranked.rev().max_by(|a, b| a.1.total_cmp(&b.1)) else { return Vec::new() };
        let rivals = (self.structures().len() - 1).max(1) as f64;
        let without = |one: usize, trial: usize| Some((*totals[one].get(trial)?)? - (*kpis[one].get(trial)?)?);
        let point = |one: usize, trial: usize| *points[one].get(trial)?;
        let row = |other: usize| {
            let pair = |trial| {
                let ahead = without(best, trial)? - without(other, trial)?;
                Some((ahead, point(other, trial)? - point(best, trial)?))
            };
            let pairs: Vec<(f64, f64)> = (0..totals[other].len()).filter_map(pair).collect();
            FlipRow {
                best: self.name(best),
                other: self.name(other),
                n: pairs.len(),
                ahead: pairs.iter().map(|pair| pair.0).collect::<Moments>().mean(),
                points: pairs.iter().map(|pair| pair.1).collect::<Moments>().mean(),
                level: crossing(&pairs, 1.0 - 0.05 / rivals).filter(|level| level.at >= 0.0),
                first: false,
            }
        };
        let mut rows: Vec<FlipRow<'_>> = (0..totals.len()).filter(|&other| other != best).map(row).collect();
        let far = |row: &FlipRow<'_>| row.level.map_or(f64::INFINITY, |level| (level.at - now).abs());
        let nearest = rows.iter().map(far).fold(f64::INFINITY, f64::min);
        if let Some(first) = rows.iter_mut().find(|row| nearest.is_finite() && far(row) == nearest) {
            first.first = true;
        }
        rows
    }
}
