//! What the data say of behaviour and levels: approximate Bayesian computation on the reference table, with regression adjustment
//! (Beaumont, Zhang & Balding 2002).
//!
//! Levels were solved for in every row, so that most figures fit in all of them; what is compared is what levels leave open. Where that
//! is nothing, the rows are the posterior: behaviour as it was assumed, with the levels that go with it.

use super::fit::{Fit, IMPROBABLE, is_statistic};
use super::levels::{has_level, rounded};
use super::line::{from_line, of_level, to_level, to_line};
use super::linear::regress;
use super::table::Row;
use crate::model::{Address, Assumption, Sample};
use crate::observed::{Observed, Target};
use crate::random::{Purpose, RandomInputs};
use crate::stats::{chi_square_above, quantile_of_sorted};

/// Share of the table that is kept where something is compared. Statistics of it are few, three at most as a rule, and the adjustment takes
/// out what is linear.
const KEPT: f64 = 0.125;
/// Fewer are not kept from a small table: the ends of a 95 % interval are then its last row or two, and it holds some 90 %.
const LEAST_KEPT: usize = 256;
/// A figure with a level has to be reached by a firm, if this share of firms reaches it.
const MOST: f64 = 0.25;
/// Behaviour whose spread falls by less than this share is not informed by the data.
pub const INFORMED: f64 = 0.2;
/// Standard deviation of a share that may be anything from 0 to 1: 1/√12.
const PRIOR_SD: f64 = 0.288_675_134_594_812_9;
/// Bins of the uniformity test.
const BINS: usize = 20;

/// A number after calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Which number.
    pub address: Address,
    /// Its median.
    pub median: f64,
    /// Ends of the intervals of 50, 80 and 95 %.
    pub intervals: [(f64, f64); 3],
    /// By which share the data narrowed its spread; `None` for a level, which had none before.
    pub shrinkage: Option<f64>,
}

impl Estimate {
    /// Whether the data say anything of it.
    #[must_use]
    pub fn is_informed(&self) -> bool {
        self.shrinkage.is_none_or(|shrinkage| shrinkage >= INFORMED)
    }
}

/// What the data say: a sample of firms, all alike probable.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Numbers that differ between the firms: behaviour, then levels.
    pub addresses: Vec<Address>,
    /// The firms, in an order that means nothing.
    pub rows: Vec<Vec<f64>>,
    /// Median, intervals and shrinkage, one per number.
    pub estimates: Vec<Estimate>,
    /// Places of the targets that were compared.
    pub compared: Vec<usize>,
    /// Firms of the table that do not come to what was observed, whatever their levels.
    pub impossible: u32,
}

/// The table seen from what was observed, or from what one of its own rows implies.
struct Seen<'a> {
    fit: &'a Fit,
    rows: Vec<&'a Row>,
    compared: Vec<usize>,
    /// Standard deviations of the compared gaps.
    spreads: Vec<f64>,
}

/// Rows that are kept, adjusted, with their weights.
struct Kept {
    /// Behaviour on the line.
    behaviour: Vec<Vec<f64>>,
    levels: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl Posterior {
    /// The posterior of a fit from rows of its table, as a sample of so many firms. `None` if no row can be used.
    #[must_use]
    pub fn of(fit: &Fit, observed: &Observed, rows: &[Row], draws: u32) -> Option<Posterior> {
        let seen = Seen::new(fit, observed, rows);
        let kept = seen.kept(&vec![0.0; seen.compared.len()], None)?;
        let chosen = systematic(&kept.weights, draws, fit.study.seed);
        let row = |&place: &usize| -> Vec<f64> {
            let behaviour = fit.unknown.iter().zip(&kept.behaviour[place]).map(|(one, &x)| one.at(from_line(x)));
            behaviour.chain(kept.levels[place].iter().copied()).map(rounded).collect()
        };
        let sample: Vec<Vec<f64>> = chosen.iter().map(row).collect();
        let addresses: Vec<Address> =
            fit.unknown.iter().map(|one| one.address.clone()).chain(fit.levels.iter().cloned()).collect();
        let estimate = |(place, address): (usize, &Address)| {
            let after = || kept.behaviour.iter().map(|row| from_line(row[place])).collect::<Vec<f64>>();
            let narrowed = || 1.0 - weighted_sd(&after(), &kept.weights) / PRIOR_SD;
            let shrinkage = fit.unknown.get(place).map(|_| narrowed());
            Estimate::of(address.clone(), sample.iter().map(|row| row[place]).collect(), shrinkage)
        };
        Some(Posterior {
            estimates: addresses.iter().enumerate().map(estimate).collect(),
            addresses,
            rows: sample,
            compared: seen.compared.clone(),
            impossible: u32::try_from(rows.len() - seen.rows.len()).unwrap_or(u32::MAX),
        })
    }
}

impl Posterior {
    /// The firms as they can be drawn.
    #[must_use]
    pub fn sample(&self) -> Sample {
        Sample { keys: self.addresses.iter().map(ToString::to_string).collect(), rows: self.rows.clone() }
    }
}

impl Estimate {
    fn of(address: Address, mut values: Vec<f64>, shrinkage: Option<f64>) -> Estimate {
        values.sort_by(f64::total_cmp);
        let at = |share| quantile_of_sorted(&values, share).unwrap_or(f64::NAN);
        let interval = |inside: f64| (at((1.0 - inside) / 2.0), at((1.0 + inside) / 2.0));
        Estimate { address, median: at(0.5), intervals: [0.5, 0.8, 0.95].map(interval), shrinkage }
    }
}

impl<'a> Seen<'a> {
    fn new(fit: &'a Fit, observed: &Observed, rows: &'a [Row]) -> Seen<'a> {
        let places = || fit.targets.iter().enumerate().filter(|(_, target)| is_statistic(target.measure));
        let lived = |row: &&Row| {
            places().all(|(place, _)| row.gaps[place].is_finite()) && row.levels.iter().all(|level| level.is_finite())
        };
        let lived: Vec<&Row> = rows.iter().filter(lived).collect();
        let by_level = |target: &Target| has_level(target.measure, observed, false);
        // A level that came to its end in nearly all firms is compared as what has none.
        let reached = |row: &&Row, place: usize| row.gaps[place].abs() <= fit.targets[place].tolerance;
        let most =
            |place: usize| lived.iter().filter(|row| reached(row, place)).count() as f64 >= MOST * lived.len() as f64;
        let (given, compared): (Vec<_>, Vec<_>) =
            places().partition(|(place, target)| by_level(target) && most(*place));
        let compared: Vec<usize> = compared.into_iter().map(|(place, _)| place).collect();
        let rows: Vec<&Row> =
            lived.into_iter().filter(|row| given.iter().all(|(place, _)| reached(row, *place))).collect();
        let spread = |&place: &usize| {
            weighted_sd(&rows.iter().map(|row| row.gaps[place]).collect::<Vec<f64>>(), &vec![1.0; rows.len()])
        };
        let spreads = compared.iter().map(spread).collect();
        Seen { fit, rows, compared, spreads }
    }

    /// The rows nearest to where the compared gaps are `at`, adjusted to be there; leaving one row out.
    fn kept(&self, at: &[f64], without: Option<usize>) -> Option<Kept> {
        let gaps =
            |row: &Row| -> Vec<f64> { self.compared.iter().zip(at).map(|(&place, at)| row.gaps[place] - at).collect() };
        let distance =
            |row: &Row| gaps(row).iter().zip(&self.spreads).map(|(gap, sd)| (gap / sd) * (gap / sd)).sum::<f64>();
        let others = self.rows.iter().enumerate().filter(|(place, _)| Some(*place) != without);
        let mut near: Vec<(f64, &Row)> = others.map(|(_, row)| (distance(row), *row)).collect();
        if near.is_empty() {
            return None;
        }
        let mut farthest = 1.0;
        if !self.compared.is_empty() {
            near.sort_by(|a, b| a.0.total_cmp(&b.0));
            near.truncate(((KEPT * near.len() as f64) as usize).max(LEAST_KEPT));
            farthest = near.last().map_or(1.0, |last| last.0).max(f64::MIN_POSITIVE);
        }
        let weight = |distance: f64| if self.compared.is_empty() { 1.0 } else { (1.0 - distance / farthest).max(0.0) };
        let weights: Vec<f64> = near.iter().map(|(distance, _)| weight(*distance)).collect();
        let predictors: Vec<Vec<f64>> = near.iter().map(|(_, row)| gaps(row)).collect();
        let lines = |row: &Row| -> Vec<f64> {
            let levels = self.fit.levels.iter().zip(&row.levels).map(|(level, &value)| of_level(level, value));
            row.shares.iter().map(|&share| to_line(share)).chain(levels).collect()
        };
        let responses: Vec<Vec<f64>> = near.iter().map(|(_, row)| lines(row)).collect();
        let slopes = if self.compared.is_empty() { None } else { regress(&predictors, &responses, &weights) };
        let adjusted = predictors.iter().zip(responses).map(|(gaps, mut response)| {
            for (gap, slopes) in gaps.iter().zip(slopes.iter().flat_map(|slopes| &slopes[1..])) {
                response.iter_mut().zip(slopes).for_each(|(value, slope)| *value -= slope * gap);
            }
            response
        });
        let split = self.fit.unknown.len();
        let (mut behaviour, mut levels) = (Vec::new(), Vec::new());
        for mut row in adjusted {
            let rest = row.split_off(split);
            levels.push(self.fit.levels.iter().zip(rest).map(|(level, x)| to_level(level, x)).collect());
            behaviour.push(row);
        }
        Some(Kept { behaviour, levels, weights })
    }
}

fn weighted_sd(values: &[f64], weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    let mean = values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / all;
    let square = |(value, weight): (&f64, &f64)| weight * (value - mean) * (value - mean);
    (values.iter().zip(weights).map(square).sum::<f64>() / all).sqrt()
}

/// Places, drawn in proportion to their weights with one draw for all, in an order that means nothing.
fn systematic(weights: &[f64], draws: u32, seed: u64) -> Vec<usize> {
    let mut random = RandomInputs::new(seed, 1).draws(Purpose::Calibration, 0, 0);
    let all: f64 = weights.iter().sum();
    let (start, step) = (random.uniform(), all / f64::from(draws));
    let (mut chosen, mut sum, mut place) = (Vec::new(), 0.0, 0);
    for draw in 0..draws {
        let at = (f64::from(draw) + start) * step;
        while place + 1 < weights.len() && sum + weights[place] <= at {
            sum += weights[place];
            place += 1;
        }
        chosen.push(place);
    }
    // Fisher and Yates.
    for last in (1..chosen.len()).rev() {
        chosen.swap(last, (random.uniform() * (last + 1) as f64) as usize);
    }
    chosen
}

/// How well posteriors of firms of the table itself hold what is true of them (simulation-based calibration, Talts et al. 2018).
#[derive(Clone, Debug, PartialEq)]
pub struct SelfCheck {
    /// Per unknown of behaviour: χ² of the ranks of the true values in 20 bins, its probability, and coverage of the 50, 80 and 95 % intervals.
    pub behaviour: Vec<(Address, f64, f64, [f64; 3])>,
    /// How many posteriors.
    pub posteriors: u32,
}

impl SelfCheck {
    /// Of how many unknowns the ranks are not as even as they should be.
    #[must_use]
    pub fn uneven(&self) -> usize {
        self.behaviour.iter().filter(|(_, _, p, _)| *p < IMPROBABLE).count()
    }

    /// Takes so many rows of a table for what was observed, each against all others.
    #[must_use]
    pub fn of(fit: &Fit, observed: &Observed, rows: &[Row], posteriors: u32) -> SelfCheck {
        let seen = Seen::new(fit, observed, rows);
        let count = (posteriors as usize).min(seen.rows.len());
        let mut ranks: Vec<Vec<f64>> = vec![Vec::new(); fit.unknown.len()];
        for number in 0..count {
            let place = number * seen.rows.len() / count.max(1);
            let truth = seen.rows[place];
            let at: Vec<f64> = seen.compared.iter().map(|&place| truth.gaps[place]).collect();
            let Some(kept) = seen.kept(&at, Some(place)) else { continue };
            let all: f64 = kept.weights.iter().sum();
            for (unknown, ranks) in ranks.iter_mut().enumerate() {
                let true_one = to_line(truth.shares[unknown]);
                let below = kept.behaviour.iter().zip(&kept.weights).filter(|(row, _)| row[unknown] < true_one);
                ranks.push(below.map(|(_, weight)| weight).sum::<f64>() / all);
            }
        }
        let of = |(one, ranks): (&Assumption, Vec<f64>)| {
            let (statistic, p) = uniformity(&ranks);
            let inside = |inside: f64| {
                let within = ranks.iter().filter(|&&rank| (rank - 0.5).abs() <= inside / 2.0).count();
                within as f64 / ranks.len().max(1) as f64
            };
            (one.address.clone(), statistic, p, [0.5, 0.8, 0.95].map(inside))
        };
        SelfCheck {
            behaviour: fit.unknown.iter().zip(ranks).map(of).collect(),
            posteriors: u32::try_from(count).unwrap_or(u32::MAX),
        }
    }
}

/// χ² of numbers from 0 to 1 in equal bins, and the probability of as much if all are alike.
fn uniformity(ranks: &[f64]) -> (f64, f64) {
    let mut counts = [0.0; BINS];
    ranks.iter().for_each(|rank| counts[((rank * BINS as f64) as usize).min(BINS - 1)] += 1.0);
    let expected = ranks.len() as f64 / BINS as f64;
    let statistic: f64 = counts.iter().map(|count| (count - expected) * (count - expected) / expected.max(1e-9)).sum();
    (statistic, chi_square_above(statistic, BINS as u32 - 1))
}
