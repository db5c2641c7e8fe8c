//! What differs between assumed worlds, and what is luck.

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
    /// Assumed worlds in which the figure is defined in at least one trial under all structures.
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
        let Some(inner) = self.inner_trials else { return Vec::new() };
        let mut rows = Vec::new();
        for criterion in &self.rules().criteria {
            let Some((place, figure)) = criterion.figure() else { continue };
            let worlds = self.by_world(place, inner as usize);
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
    fn by_world(&self, figure: usize, inner: usize) -> Vec<Vec<Vec<f64>>> {
        let structures = self.structures().len();
        let row = |trial| (0..structures).map(|structure| self.number(structure, figure, trial)).collect();
        let rows: Vec<Option<Vec<f64>>> = (0..self.trials() as usize).map(row).collect();
        let told = |world: &[Option<Vec<f64>>]| world.iter().flatten().cloned().collect();
        let worlds: Vec<Vec<Vec<f64>>> = rows.chunks(inner.max(1)).map(told).collect();
        worlds.into_iter().filter(|world| !world.is_empty()).collect()
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
