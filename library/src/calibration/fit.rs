//! The firm that fits best: levels solved, and behaviour moved no further from what is plausible than the data ask for.

use super::behaviour::{put, unknown};
use super::levels::{Solving, addresses, has_level, rounded, solve, take_over};
use super::line::{from_line, to_line};
use crate::engine::References;
use crate::model::{Address, Assumption, Row, Study};
use crate::observed::{self, Measure, Observed, Target};
use crate::stats::{Cholesky, chi_square_above};
use crate::study::{NoThreads, in_parallel};
use crate::units::Share;

/// Years lived through at most to solve for the levels.
const ROUNDS: u32 = 40;
/// The same after a small step of behaviour.
const ROUNDS_OF_A_STEP: u32 = 8;
/// How far behaviour is moved to see what it does: shares of what is plausible, up and down.
const STEP: f64 = 0.1;
/// Steps of Gauss and Newton.
const STEPS: usize = 4;
/// Standard deviation of the logistic distribution, which a share has on the line if all shares are alike: π/√3.
const PRIOR_SD: f64 = 1.813_799_364_234_217_8;
/// An error of measurement that nobody gave is taken for this part of the tolerance (assumption).
const UNKNOWN_ERROR: f64 = 0.5;

/// What is as improbable as this, if all is right, is told.
pub(super) const IMPROBABLE: f64 = 0.01;

/// A firm that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The study with the firm that fits.
    pub study: Study,
    /// What was observed, beside what the file implied.
    pub before: Vec<Target>,
    /// What was observed, beside what the firm that fits implies.
    pub targets: Vec<Target>,
    /// The numbers that are levels.
    pub levels: Vec<Address>,
    /// The behaviour that is not known, as it was assumed.
    pub unknown: Vec<Assumption>,
    /// What fits best of it, as shares of what is plausible.
    pub shares: Vec<f64>,
    /// Whether the model can have produced what no level alone gives; `None` if there is nothing of the kind.
    pub misfit: Option<Misfit>,
}

/// How badly observed figures fit together in the model, before any data moved its behaviour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misfit {
    /// Squared distance of the figures from what plausible behaviour makes of them, in units of their variance.
    pub statistic: f64,
    /// How many figures.
    pub degrees: u32,
    /// Probability of a distance as large or larger if the model is right (χ²).
    pub p: f64,
}

impl Misfit {
    /// Whether the model can hardly have produced the figures, whatever plausible behaviour.
    #[must_use]
    pub fn is_improbable(&self) -> bool {
        self.p < IMPROBABLE
    }
}

/// The standard error of a target, or what is assumed where nobody gave one.
#[must_use]
pub(super) fn error_of(target: &Target) -> f64 {
    target.standard_error.unwrap_or(UNKNOWN_ERROR * target.tolerance).max(1e-9)
}

/// Whether a figure is a statistic of customers' lives that errors of measurement and behaviour act on: not a number of the file itself,
/// and not the journey, which is held as it was fitted.
pub(super) const fn is_statistic(measure: Measure) -> bool {
    !matches!(
        measure,
        Measure::Share(_)
            | Measure::Margin(_)
            | Measure::Customers
            | Measure::Money
            | Measure::Contacts(_)
            | Measure::Transfers
            | Measure::RetentionByYear(..)
    )
}

impl Fit {
    /// Fits a study to what was observed.
    ///
    /// # Errors
    /// Threads that cannot be had.
    pub fn of(study: &Study, observed: &Observed, threads: usize) -> Result<Fit, NoThreads> {
        let mut fitted = study.clone();
        let before = observed::compare(study, observed).1;
        let unknown = unknown(study, observed);
        take_over(&mut fitted, observed);
        for (address, number) in observed::money_settings(&fitted, observed) {
            // What is proposed is permitted.
            let _ = fitted.set(&address, number);
        }
        let goals = before.iter().map(|target| target.observed).collect();
        let fitting = Fitting { observed, unknown: &unknown, goals, threads };
        let centred = is_centred_on_itself(study);
        fitting.solve_centred(&mut fitted, centred);
        let (shares, misfit) = fitting.behaviour(&mut fitted)?;
        if misfit.is_some() {
            fitting.solve_centred(&mut fitted, centred);
        }
        round(&mut fitted, study);
        let targets = observed::compare(&fitted, observed).1;
        let levels = addresses(&fitted, observed, &targets);
        Ok(Fit { study: fitted, before, targets, levels, unknown, shares, misfit })
    }

    /// The figures whose error of measurement nobody gave, each with the standard error that it is taken to have (assumption).
    pub(crate) fn assumed_errors(&self) -> Vec<(&Target, f64)> {
        let unknown = self.targets.iter().filter(|one| one.standard_error.is_none() && is_statistic(one.measure));
        unknown.map(|target| (target, error_of(target))).collect()
    }
}

/// Whether leaving is centred on what customers of the study's own firm live through, as it is where a file says nothing else.
fn is_centred_on_itself(study: &Study) -> bool {
    let own = References::of(&study.world);
    let customer = &study.world.customer;
    [(customer.reference_satisfaction, own.satisfaction), (customer.reference_problems, own.problem_share)]
        .into_iter()
        .all(|(given, own)| given.is_none_or(|given| given.get() == own))
}

/// Numbers that were changed keep six digits, probabilities of the journey seven decimals, so that no row exceeds 1.
fn round(fitted: &mut Study, before: &Study) {
    let world = &mut fitted.world;
    if world.journey != before.world.journey {
        let segments = world.segments.iter_mut().map(|segment| &mut segment.journey);
        for journey in std::iter::once(&mut world.journey).chain(segments) {
            for row in journey.calm.iter_mut().chain(&mut journey.problem) {
                let to_digits = |round: fn(f64) -> f64| {
                    Row::new(row.pairs().iter().map(|&(to, p)| (to, round(p * 1e7) / 1e7)).collect())
                };
                if let Ok(rounded) = to_digits(libm::round).or_else(|_| to_digits(libm::floor)) {
                    *row = rounded;
                }
            }
        }
    }
    for address in fitted.addresses() {
        let (now, then) = (fitted.number(&address), before.number(&address));
        if let Some(now) = now.filter(|_| now != then) {
            // What rounding cannot hold stays as it is.
            let _ = fitted.set(&address, rounded(now));
        }
    }
}

struct Fitting<'a> {
    observed: &'a Observed,
    unknown: &'a [Assumption],
    goals: Vec<f64>,
    threads: usize,
}

impl Fitting<'_> {
    /// Solves for the levels, with leaving centred on the firm that comes out.
    fn solve_centred(&self, study: &mut Study, centred: bool) {
        let how = Solving { customers: observed::CUSTOMERS, rounds: ROUNDS, journey: true };
        solve(study, self.observed, &self.goals, how);
        if !centred {
            return;
        }
        let own = References::of(&study.world);
        study.world.customer.reference_satisfaction = Share::new(own.satisfaction);
        study.world.customer.reference_problems = Share::new(own.problem_share);
        solve(study, self.observed, &self.goals, how);
    }

    /// Moves behaviour to the most probable place: least squares of what levels leave open, and of the way from the middle of what is
    /// plausible. Returns the shares, and how far off the figures were before.
    fn behaviour(&self, study: &mut Study) -> Result<(Vec<f64>, Option<Misfit>), NoThreads> {
        let middle = vec![0.5; self.unknown.len()];
        let start = observed::seen_in(study, self.observed, observed::CUSTOMERS).1;
        let open: Vec<usize> = (0..start.len()).filter(|&i| self.is_open(&start[i])).collect();
        if open.is_empty() || middle.is_empty() {
            return Ok((middle, None));
        }
        let errors: Vec<f64> = open.iter().map(|&i| error_of(&start[i])).collect();
        let slopes = self.slopes(study, &open)?;
        let mut gaps = gaps(&start, &open);
        let misfit = misfit(&slopes, &errors, &gaps);
        let mut x = vec![0.0; middle.len()];
        for _ in 0..STEPS {
            let Some(next) = most_probable(&slopes, &errors, &gaps, &x) else { break };
            let step = next.iter().zip(&x).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            x = next;
            let targets = self.live(study, &x.iter().map(|&x| from_line(x)).collect::<Vec<f64>>());
            gaps = self::gaps(&targets, &open);
            if step < 0.01 {
                break;
            }
        }
        Ok((x.into_iter().map(from_line).collect(), misfit))
    }

    /// Whether no level gives a target, or its level has come to an end.
    fn is_open(&self, target: &Target) -> bool {
        is_statistic(target.measure)
            && target.implied.is_some()
            && (!has_level(target.measure, self.observed, true) || !target.is_alike())
    }

    /// Gives a study this behaviour and solves for its levels again.
    fn live(&self, study: &mut Study, shares: &[f64]) -> Vec<Target> {
        // Plausible numbers are permitted.
        let _ = put(study, self.unknown, shares);
        let how = Solving { customers: observed::CUSTOMERS, rounds: ROUNDS_OF_A_STEP, journey: false };
        solve(study, self.observed, &self.goals, how)
    }

    /// What each unknown does to each open gap, per unit on the line, in the middle of what is plausible: central differences under
    /// common random numbers.
    fn slopes(&self, study: &Study, open: &[usize]) -> Result<Vec<Vec<f64>>, NoThreads> {
        let of_side = |number: u32| {
            let (place, up) = (number as usize / 2, number % 2 == 1);
            let mut shares = vec![0.5; self.unknown.len()];
            shares[place] = if up { 0.5 + STEP } else { 0.5 - STEP };
            gaps(&self.live(&mut study.clone(), &shares), open)
        };
        let count = u32::try_from(2 * self.unknown.len()).unwrap_or(0);
        let sides = in_parallel(self.threads, 0..count, of_side)?;
        let width = to_line(0.5 + STEP) - to_line(0.5 - STEP);
        let of_unknown =
            |pair: &[Vec<f64>]| pair[1].iter().zip(&pair[0]).map(|(up, down)| (up - down) / width).collect();
        Ok(sides.chunks_exact(2).map(of_unknown).collect())
    }
}

/// The gaps of some targets; 0 where nothing is implied.
fn gaps(targets: &[Target], which: &[usize]) -> Vec<f64> {
    which.iter().map(|&i| targets[i].gap().unwrap_or(0.0)).collect()
}

/// V⁻¹ g, with V the variance of the gaps: of measuring, and of behaviour as far as it is plausible. `slopes[k][i]`: of unknown k on
/// gap i. `None` if gaps are not told apart.
fn weighed(slopes: &[Vec<f64>], errors: &[f64], gaps: &[f64]) -> Option<Vec<f64>> {
    let variance = |i: usize, j: usize| {
        let of_behaviour: f64 = slopes.iter().map(|slope| PRIOR_SD * PRIOR_SD * slope[i] * slope[j]).sum();
        of_behaviour + if i == j { errors[i] * errors[i] } else { 0.0 }
    };
    Cholesky::of(gaps.len(), 1e-12, variance).map(|factor| factor.solved(gaps))
}

/// g′ V⁻¹ g against χ².
fn misfit(slopes: &[Vec<f64>], errors: &[f64], gaps: &[f64]) -> Option<Misfit> {
    let statistic: f64 = weighed(slopes, errors, gaps)?.iter().zip(gaps).map(|(a, b)| a * b).sum();
    let degrees = u32::try_from(gaps.len()).unwrap_or(u32::MAX);
    Some(Misfit { statistic, degrees, p: chi_square_above(statistic, degrees) })
}

/// The most probable place on the line if gaps are linear around `x`: −P B′ V⁻¹ (g − B x).
fn most_probable(slopes: &[Vec<f64>], errors: &[f64], gaps: &[f64], x: &[f64]) -> Option<Vec<f64>> {
    let at_middle = |i: usize| gaps[i] - slopes.iter().zip(x).map(|(slope, x)| slope[i] * x).sum::<f64>();
    let weighed = weighed(slopes, errors, &(0..gaps.len()).map(at_middle).collect::<Vec<f64>>())?;
    let along = |slope: &Vec<f64>| slope.iter().zip(&weighed).map(|(a, b)| a * b).sum::<f64>();
    Some(slopes.iter().map(|slope| -PRIOR_SD * PRIOR_SD * along(slope)).collect())
}
