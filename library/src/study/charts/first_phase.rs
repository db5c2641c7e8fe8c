//! The first phase of a search among more charts than can all have a first look: a sample, a model of it, and neighbours of the best.

use std::collections::BTreeMap;

use super::space::{ChartSpace, LISTED};
use super::trials::{ChartTrials, Ended};
use crate::model::Line;
use crate::random::{Purpose, RandomInputs};
use crate::stats::{Cholesky, Moments};

/// Trials (parameter draws) of a chart in this phase.
pub(super) const FIRST_TRIALS: u32 = 4;
/// Charts of the sample for each number of the model.
const PER_NUMBER: usize = 2;
/// Charts that the model thinks best of all and that are tried then.
const PREDICTED: usize = 64;
/// Charts that go on, at most.
const GO_ON: usize = 256;
/// Charts whose neighbours are tried, from the best down.
const LEADERS: usize = 3;
/// Weight of the model's numbers against the sample: they are kept small where the sample says little.
const RIDGE: f64 = 1.0;

/// The trial of which a sample is drawn; no trial of a study has this number.
const SAMPLING_TRIAL: u32 = u32::MAX - 2;

/// What the first phase came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FirstPhase {
    /// Charts that go on, the best first.
    pub(super) taken_up: Vec<u64>,
    /// All charts that were tried.
    pub(super) tried: Vec<u64>,
    /// The sample among them.
    pub(super) sample: Vec<u64>,
    /// Whether it ended because no neighbour of the leaders is better, and not for want of budget.
    pub(super) settled: bool,
}

/// What it may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// Structure-trials, at most.
    pub(super) trials: u64,
    /// Charts that can go on.
    pub(super) go_on: usize,
    /// Trials of a parameter draw.
    pub(super) together: u32,
    /// 1 where more is better, −1 where less is.
    pub(super) sign: f64,
}

/// Tries charts and decides which go on.
pub(super) fn first_phase(
    trials: &mut ChartTrials<'_>,
    space: &ChartSpace,
    seed: u64,
    allowance: Allowance,
) -> Result<FirstPhase, Ended> {
    let each = FIRST_TRIALS * allowance.together;
    let most = (allowance.trials / u64::from(each)) as usize;
    let model = Additive::of(space);
    let sample = sample(space, (PER_NUMBER * model.numbers).min(most / 2).max(2), seed);
    let mut means: BTreeMap<u64, f64> = BTreeMap::new();
    let mut known = |new: &[u64], means: &mut BTreeMap<u64, f64>| -> Result<(), Ended> {
        trials.know(new, 0, each)?;
        for &number in new {
            let column = trials.column(number, 0, 0, each);
            let mean = column.into_iter().filter(|one| !one.is_nan()).collect::<Moments>().mean();
            means.insert(number, mean.map_or(f64::NEG_INFINITY, |mean| allowance.sign * mean));
        }
        Ok(())
    };
    known(&sample, &mut means)?;
    let best = model.best(space, &sample, &means);
    let room = |means: &BTreeMap<u64, f64>| most.saturating_sub(means.len());
    let new: Vec<u64> =
        best.into_iter().filter(|one| !means.contains_key(one)).take(PREDICTED.min(room(&means))).collect();
    known(&new, &mut means)?;
    let mut settled = false;
    while room(&means) > 0 {
        let leaders = ordered(&means).into_iter().take(LEADERS);
        let mut new: Vec<u64> =
            leaders.flat_map(|one| space.neighbours(one)).filter(|one| !means.contains_key(one)).collect();
        new.sort_unstable();
        new.dedup();
        if new.is_empty() {
            settled = true;
            break;
        }
        new.truncate(room(&means));
        known(&new, &mut means)?;
    }
    let order = ordered(&means);
    let taken_up = order.iter().copied().take(allowance.go_on.min(GO_ON)).collect();
    Ok(FirstPhase { taken_up, tried: means.into_keys().collect(), sample, settled })
}

/// Charts by their means, the best first.
fn ordered(means: &BTreeMap<u64, f64>) -> Vec<u64> {
    let mut order: Vec<(u64, f64)> = means.iter().map(|(&number, &mean)| (number, mean)).collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    order.into_iter().map(|(number, _)| number).collect()
}

/// The charts with the same line to all functions, and others in which each function has each line, and each office comes, equally often.
fn sample(space: &ChartSpace, charts: usize, seed: u64) -> Vec<u64> {
    let functions = space.functions();
    let random = RandomInputs::new(seed, SAMPLING_TRIAL);
    let column = |place: usize, levels: usize| -> Vec<usize> {
        let mut draws = random.draws(Purpose::Resampling, place as u32, 0);
        let mut column: Vec<usize> = (0..charts).map(|chart| chart % levels).collect();
        for last in (1..column.len()).rev() {
            column.swap(last, ((u64::from(draws.word()) * (last as u64 + 1)) >> 32) as usize);
        }
        column
    };
    let lines: Vec<Vec<usize>> = (0..functions).map(|function| column(function, Line::ALL.len())).collect();
    let offices = column(functions, space.offices().len());
    let drawn = (0..charts).map(|chart| {
        let lines: Vec<Line> = lines.iter().map(|column| Line::ALL[column[chart]]).collect();
        space.number(&lines, offices[chart])
    });
    let alike = Line::ALL.into_iter().map(|line| space.number(&vec![line; functions], 0));
    let possible = alike.chain(drawn).filter(|&one| space.forbidden(one).is_none()).map(|one| space.same_as(one));
    let mut sample: Vec<u64> = possible.collect();
    sample.sort_unstable();
    sample.dedup();
    sample
}

/// A model of charts: a number for each line of each function, for each pair of lines of each two functions, and for each office.
struct Additive {
    functions: usize,
    numbers: usize,
}

impl Additive {
    fn of(space: &ChartSpace) -> Additive {
        let functions = space.functions();
        let pairs = functions * functions.saturating_sub(1) / 2;
        Additive { functions, numbers: 1 + 3 * functions + 9 * pairs + space.offices().len() - 1 }
    }

    /// The places of the numbers that a chart's value is the sum of.
    fn places(&self, space: &ChartSpace, number: u64) -> Vec<usize> {
        let chart = space.chart(number);
        let level = |function: usize| chart.lines[function] as usize;
        let mut places = vec![0];
        let of_pairs = 1 + 3 * self.functions;
        let mut pair = 0;
        for one in 0..self.functions {
            if level(one) > 0 {
                places.push(3 * one + level(one));
            }
            for other in one + 1..self.functions {
                if level(one) > 0 && level(other) > 0 {
                    places.push(of_pairs + 9 * pair + 3 * (level(one) - 1) + level(other) - 1);
                }
                pair += 1;
            }
        }
        let office = space.offices().iter().position(|one| *one == chart.office).unwrap_or(0);
        if office > 0 {
            places.push(of_pairs + 9 * pair + office - 1);
        }
        places
    }

    /// The model's numbers, by least squares with a small weight on the numbers themselves; `None` if there are none.
    fn fitted(&self, space: &ChartSpace, sample: &[u64], means: &BTreeMap<u64, f64>) -> Option<Vec<f64>> {
        let n = self.numbers;
        let (mut squares, mut products) = (vec![0.0; n * n], vec![0.0; n]);
        let known = sample.iter().filter_map(|one| Some((*one, *means.get(one).filter(|mean| mean.is_finite())?)));
        let known: Vec<(u64, f64)> = known.collect();
        let middle = known.iter().map(|(_, mean)| *mean).collect::<Moments>().mean()?;
        for (number, mean) in known {
            let places = self.places(space, number);
            for &row in &places {
                products[row] += mean - middle;
                places.iter().for_each(|&column| squares[row * n + column] += 1.0);
            }
        }
        let matrix = |row: usize, column: usize| squares[row * n + column] + if row == column { RIDGE } else { 0.0 };
        Some(Cholesky::of(n, 1e-12, matrix)?.solved(&products))
    }

    /// Charts that the model thinks best, the best first: among all where they are listed, else those that steps of one line lead to.
    fn best(&self, space: &ChartSpace, sample: &[u64], means: &BTreeMap<u64, f64>) -> Vec<u64> {
        let Some(numbers) = self.fitted(space, sample, means) else { return Vec::new() };
        let value = |number: u64| self.places(space, number).into_iter().map(|place| numbers[place]).sum::<f64>();
        let mut valued: BTreeMap<u64, f64> = BTreeMap::new();
        if space.size() <= LISTED {
            let (all, _) = space.all().unwrap_or_default();
            valued.extend(all.into_iter().map(|number| (number, value(number))));
        } else {
            for start in ordered(means).into_iter().take(PREDICTED) {
                let mut at = (start, value(start));
                loop {
                    let near = space.neighbours(at.0).into_iter().map(|one| (one, value(one)));
                    let near: Vec<(u64, f64)> = near.collect();
                    valued.extend(near.iter().copied());
                    let best =
                        near.into_iter().max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
                    match best.filter(|best| best.1 > at.1) {
                        Some(better) => at = better,
                        None => break,
                    }
                }
            }
        }
        ordered(&valued)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::line_defaults;
    use crate::study::charts::Office;

    fn with_space<T>(offices: &[&str], make: impl FnOnce(&ChartSpace) -> T) -> T {
        let offices: Vec<Office> = offices.iter().filter_map(|name| Office::named(name)).collect();
        let functions = ["marketing", "sales", "service", "digital", "finance", "operations"].map(str::to_owned);
        make(&ChartSpace::of(functions.to_vec(), line_defaults(), &offices).expect("six functions"))
    }

    /// A value that is a sum of lines and of one pair, and of the office.
    fn planted(space: &ChartSpace, number: u64) -> f64 {
        let chart = space.chart(number);
        let lines = [[0.0, 1.0, 3.0, 2.0], [0.0, -1.0, -2.0, -3.0], [0.0, 2.0, 2.5, 5.0]];
        let own: f64 = lines.iter().zip(&chart.lines).map(|(values, &line)| values[line as usize]).sum();
        let together = f64::from(u8::from(chart.lines[0] == Line::Solid && chart.lines[5] == Line::Advisory));
        own + 4.0 * together - 0.5 * f64::from(u8::from(chart.office.name == "large"))
    }

    #[test]
    fn a_sample_has_each_line_of_each_function_about_equally_often() {
        with_space(&["usual"], |space| {
            let sample = sample(space, 300, 5);
            assert!(sample.len() > 280 && sample.len() <= 304, "{}", sample.len());
            for function in 0..6 {
                for line in Line::ALL {
                    let with = sample.iter().filter(|&&one| space.chart(one).lines[function] == line).count();
                    assert!((65..=85).contains(&with), "{with} of function {function}");
                }
            }
        });
    }

    #[test]
    fn the_model_finds_the_best_chart_of_a_planted_sum_among_all() {
        with_space(&["usual", "large"], |space| {
            let model = Additive::of(space);
            assert_eq!(model.numbers, 1 + 18 + 135 + 1);
            let sample = sample(space, 3 * model.numbers, 5);
            let means = sample.iter().map(|&one| (one, planted(space, one))).collect();
            let found = model.best(space, &sample, &means);
            let (all, _) = space.all().expect("listed");
            let most = all.iter().map(|&one| planted(space, one)).fold(f64::NEG_INFINITY, f64::max);
            let close = found.iter().take(PREDICTED).filter(|&&one| planted(space, one) == most).count();
            assert!(close > 0, "none of the first {PREDICTED}");
        });
    }

    #[test]
    fn neighbours_differ_in_one_line_or_in_the_office() {
        with_space(&["usual", "large"], |space| {
            let number = space.number(&[Line::Dotted; 6], 0);
            let near = space.neighbours(number);
            assert_eq!(near.len(), 19);
            let unlike = |&one: &u64| {
                let lines = space.chart(one).lines.iter().filter(|&&line| line != Line::Dotted).count();
                lines + usize::from(space.chart(one).office.name == "large")
            };
            assert!(near.iter().all(|one| unlike(one) == 1));
        });
    }
}
