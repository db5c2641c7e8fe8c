//! What differs between parameter draws, and what is random input.

use super::decision_rules::figure_of;
use super::figures::Figure;
use super::findings::Findings;
use crate::stats::{VarianceShares, variance_shares};

/// A structure under the assumptions, by one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionRow<'f> {
    /// Name of the structure.
    pub structure: &'f str,
    /// The figure.
    pub figure: Figure,
    /// Parameter draws in which the figure is defined in at least one trial under all structures.
    pub worlds: u32,
    /// Share of these worlds in which its mean is the best; structures that are equally good share a world. `None`
    /// without worlds.
    pub best_share: Option<f64>,
    /// Where the spread of its difference to the baseline comes from; `None` for the baseline and below two worlds.
    pub spread: Option<VarianceShares>,
}

impl Findings {
    /// Every structure by every figure that counts for the decision. Nothing without parameter uncertainty.
    #[must_use]
    pub fn assumptions(&self) -> Vec<AssumptionRow<'_>> {
        if self.replications.is_none() {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for criterion in &self.rules().criteria {
            let Some((place, figure)) = figure_of(criterion) else { continue };
            let worlds = self.by_world(place);
            let shares = best_shares(&worlds, criterion.smaller_is_better);
            for (structure, best_share) in shares.into_iter().enumerate() {
                rows.push(AssumptionRow {
                    structure: self.name(structure),
                    figure,
                    worlds: u32::try_from(worlds.len()).unwrap_or(u32::MAX),
                    best_share: (!worlds.is_empty()).then_some(best_share),
                    spread: self.spread(&worlds, structure),
                });
            }
        }
        rows
    }

    /// Per world, the trials that tell the figure under all structures.
    fn by_world(&self, figure: usize) -> Vec<Vec<Vec<f64>>> {
        let columns: Vec<Vec<Option<f64>>> =
            (0..self.structures().len()).map(|structure| self.column(structure, figure).collect()).collect();
        let row = |trial: usize| columns.iter().map(|column| column.get(trial).copied().flatten()).collect();
        let rows: Vec<Option<Vec<f64>>> = (0..self.trials() as usize).map(row).collect();
        let worlds = self.by_worlds(rows).map(|world| world.into_iter().flatten().collect::<Vec<Vec<f64>>>());
        worlds.filter(|world| !world.is_empty()).collect()
    }

    fn spread(&self, worlds: &[Vec<Vec<f64>>], structure: usize) -> Option<VarianceShares> {
        let baseline = self.baseline();
        let difference = |row: &Vec<f64>| row[structure] - row[baseline];
        let of_world = |world: &Vec<Vec<f64>>| world.iter().map(difference).collect();
        let differences: Vec<Vec<f64>> = worlds.iter().map(of_world).collect();
        variance_shares(&differences).filter(|_| structure != baseline)
    }
}

/// Per structure, the share of worlds in which its mean is the best.
fn best_shares(worlds: &[Vec<Vec<f64>>], smaller_is_better: bool) -> Vec<f64> {
    let structures = worlds.first().and_then(|world| world.first()).map_or(0, Vec::len);
    let sign = if smaller_is_better { -1.0 } else { 1.0 };
    let mut shares = vec![0.0; structures];
    for world in worlds {
        let sum = |structure: usize| sign * world.iter().map(|row| row[structure]).sum::<f64>();
        let sums: Vec<f64> = (0..structures).map(sum).collect();
        let best = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let equals = sums.iter().filter(|&&sum| sum >= best).count() as f64;
        for (share, sum) in shares.iter_mut().zip(sums) {
            *share += if sum >= best { 1.0 / (equals * worlds.len() as f64) } else { 0.0 };
        }
    }
    shares
}
