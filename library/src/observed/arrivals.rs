//! How often customers come by themselves, where it is known how often they come at all: the row `away` of a journey, from contacts
//! per year and from where contacts lead.
//!
//! A customer is somewhere with or without an open problem; this is a Markov chain, and in its stationary state as many come to a
//! touchpoint as are there: contacts = from away + from other touchpoints. All of it is linear in the contacts, so that one system of
//! equations gives what comes from away. How often contacts fail depends a little on where customers come from, and so on the solution: the
//! system is solved a few times.

use std::f64::consts::PI;

use crate::model::{CustomerParameters, Journey, OrganisationParameters, Row, Touchpoint};
use crate::stats::normal_probability;

/// Solutions, each with the failures of the one before; the last two differ by less than what is rounded.
const ROUNDS: u32 = 12;

const WEEKS_PER_YEAR: f64 = 52.0;

/// Why contacts are not to be had.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoArrivals {
    /// Other touchpoints and problems bring more customers to a touchpoint than are there, in contacts per year.
    TooFew {
        /// The touchpoint.
        touchpoint: usize,
        /// What is brought to it.
        brought: f64,
    },
    /// Customers have no weeks left from which to come: contacts and weeks with a problem fill them.
    NoTime,
    /// Customers with a problem get to where they never come from again.
    Stuck,
}

/// The firm in which customers travel.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'s> {
    /// Where they meet it.
    pub touchpoints: &'s [Touchpoint],
    /// How they experience that.
    pub customer: &'s CustomerParameters,
    /// Between which functions they are handed on.
    pub organisation: &'s OrganisationParameters,
}

/// The row `away` of customers without a problem under which contacts per customer and year are these (`None`: whatever comes of the
/// others). All other rows are those of the journey; `follows` says that customers with a problem come from away by the same row.
///
/// # Errors
/// Contacts that no row gives.
pub fn arrivals(
    stage: Stage<'_>,
    journey: &Journey,
    contacts: &[Option<f64>],
    follows: bool,
) -> Result<Row, NoArrivals> {
    let weekly: Vec<Option<f64>> = contacts.iter().map(|yearly| yearly.map(|yearly| yearly / WEEKS_PER_YEAR)).collect();
    let mut chain = Chain::new(stage, journey);
    let mut away: Vec<f64> = weekly.iter().map(|known| known.unwrap_or(0.0)).collect();
    for _ in 0..ROUNDS {
        if follows {
            chain.problem[0].clone_from(&away);
        }
        away = chain.solve(&weekly)?;
        chain.meet(stage);
    }
    let pairs = away.into_iter().enumerate().filter(|(_, probability)| *probability > 0.0).collect();
    Row::new(pairs).map_err(|_| NoArrivals::NoTime)
}

/// The chain: rows as dense tables (0: away), and what contacts are like.
struct Chain {
    calm: Vec<Vec<f64>>,
    problem: Vec<Vec<f64>>,
    /// Share of the contacts without an open problem that leave one.
    opens: Vec<f64>,
    /// Share of the contacts with an open problem that solve it.
    solves: Vec<f64>,
    /// Contacts a week without and with an open problem.
    without: Vec<f64>,
    with: Vec<f64>,
}

impl Chain {
    fn new(stage: Stage<'_>, journey: &Journey) -> Chain {
        let count = stage.touchpoints.len();
        let dense = |rows: &[Row]| -> Vec<Vec<f64>> { rows.iter().map(|row| spread(row, count)).collect() };
        let none = vec![0.0; count];
        let mut chain = Chain {
            calm: dense(&journey.calm),
            problem: dense(&journey.problem),
            opens: none.clone(),
            solves: none.clone(),
            without: none.clone(),
            with: none,
        };
        chain.meet(stage);
        chain
    }

    /// Works out what contacts are like, with the handoffs of the solution so far.
    fn meet(&mut self, stage: Stage<'_>) {
        let handed = self.handed_on();
        for (j, touchpoint) in stage.touchpoints.iter().enumerate() {
            let handoff = |rows: &[Vec<f64>], from: &[f64], contacts: f64| {
                let penalties = (0..from.len()).map(|i| from[i] * rows[i + 1][j] * penalty(stage, i, j));
                if contacts > 0.0 { penalties.sum::<f64>() / contacts } else { 0.0 }
            };
            let quality = touchpoint.quality;
            let calm = quality - handoff(&self.calm, &handed.0, self.without[j]);
            let problem = quality - handoff(&self.problem, &handed.1, self.with[j]) - stage.customer.problem_penalty;
            self.opens[j] = touchpoint.risk.get() * (1.0 - success(stage.customer, calm));
            self.solves[j] = if touchpoint.resolves { success(stage.customer, problem) } else { 0.0 };
        }
    }

    /// Customers who go on from each touchpoint, without and with a problem.
    fn handed_on(&self) -> (Vec<f64>, Vec<f64>) {
        let each = 0..self.without.len();
        let calm = |j: usize| self.without[j] * (1.0 - self.opens[j]) + self.with[j] * self.solves[j];
        let problem = |j: usize| self.without[j] * self.opens[j] + self.with[j] * (1.0 - self.solves[j]);
        (each.clone().map(calm).collect(), each.map(problem).collect())
    }

    /// The row `away` without a problem.
    fn solve(&mut self, weekly: &[Option<f64>]) -> Result<Vec<f64>, NoArrivals> {
        let count = weekly.len();
        let leave: f64 = self.problem[0].iter().sum();
        let problems = self.opens.iter().any(|&share| share > 0.0);
        let stays = (1..=count).any(|j| self.problem[j].iter().sum::<f64>() < 1.0);
        if problems && stays && leave <= 0.0 {
            return Err(NoArrivals::Stuck);
        }
        // Customers with a problem who leave j: to a touchpoint, at once or after some weeks away.
        let comes = |j: usize, k: usize| {
            let (row, away) = (&self.problem[j + 1], &self.problem[0]);
            let waits = 1.0 - row.iter().sum::<f64>();
            row[k] + if leave > 0.0 { waits * away[k] / leave } else { 0.0 }
        };
        let mut system = vec![vec![0.0; 2 * count + 1]; 2 * count];
        for k in 0..count {
            system[k][k] = 1.0;
            if let Some(known) = weekly[k] {
                system[k][count + k] = 1.0;
                system[k][2 * count] = known;
            } else {
                for j in 0..count {
                    system[k][j] -= (1.0 - self.opens[j]) * self.calm[j + 1][k];
                    system[k][count + j] -= self.solves[j] * self.calm[j + 1][k];
                }
            }
            system[count + k][count + k] = 1.0;
            // Where none opens, none is ever open.
            for j in (0..count).filter(|_| problems) {
                system[count + k][j] -= self.opens[j] * comes(j, k);
                system[count + k][count + j] -= (1.0 - self.solves[j]) * comes(j, k);
            }
        }
        let solution = eliminated(system).ok_or(NoArrivals::Stuck)?;
        (self.without, self.with) = (solution[..count].to_vec(), solution[count..].to_vec());
        let (calm, problem) = self.handed_on();
        let waiting: f64 = (0..count).map(|j| problem[j] * (1.0 - self.problem[j + 1].iter().sum::<f64>())).sum();
        let waiting = if leave > 0.0 { waiting / leave } else { 0.0 };
        let there: f64 = solution.iter().sum();
        let away = 1.0 - there - waiting;
        let mut row = vec![0.0; count];
        for k in (0..count).filter(|&k| weekly[k].is_some()) {
            let passed: f64 = (0..count).map(|j| calm[j] * self.calm[j + 1][k]).sum();
            let comes = self.without[k] - passed;
            if comes < -1e-9 {
                let brought = WEEKS_PER_YEAR * (passed + self.with[k]);
                return Err(NoArrivals::TooFew { touchpoint: k, brought });
            }
            row[k] = comes.max(0.0);
        }
        if away <= 0.0 || row.iter().sum::<f64>() > away {
            return Err(NoArrivals::NoTime);
        }
        row.iter_mut().for_each(|comes| *comes /= away);
        Ok(row)
    }
}

fn spread(row: &Row, count: usize) -> Vec<f64> {
    let mut all = vec![0.0; count];
    row.pairs().iter().for_each(|&(touchpoint, probability)| all[touchpoint] = probability);
    all
}

/// What a handoff from one touchpoint to another takes from the experience.
fn penalty(stage: Stage<'_>, from: usize, to: usize) -> f64 {
    let (customer, organisation) = (stage.customer, stage.organisation);
    if stage.touchpoints[from].owner == stage.touchpoints[to].owner {
        return 0.0;
    }
    customer.handoff_coordination * (1.0 - organisation.coordination)
        + customer.handoff_context * (1.0 - organisation.data_sharing)
}

/// Probability that a contact succeeds whose experience is this before noise and person, held within 0 and 1.
fn success(customer: &CustomerParameters, base: f64) -> f64 {
    let sd = libm::hypot(customer.noise, customer.person);
    let experience = if sd > 0.0 {
        let (low, high) = (-base / sd, (1.0 - base) / sd);
        let density = |z: f64| libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * PI);
        let (below_low, below_high) = (normal_probability(low), normal_probability(high));
        base * (below_high - below_low) + sd * (density(low) - density(high)) + 1.0 - below_high
    } else {
        base.clamp(0.0, 1.0)
    };
    (customer.success_base + customer.success_slope * experience).clamp(0.0, 1.0)
}

/// The solution of linear equations, each with its right side last, by elimination with the largest pivot; `None` if there is none.
fn eliminated(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let count = rows.len();
    for column in 0..count {
        let pivot = (column..count).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        if rows[pivot][column].abs() < 1e-12 {
            return None;
        }
        rows.swap(column, pivot);
        let own = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|&(place, _)| place != column) {
            let factor = row[column] / own[column];
            row.iter_mut().zip(&own).skip(column).for_each(|(value, own)| *value -= factor * own);
        }
    }
    Some((0..count).map(|place| rows[place][count] / rows[place][place]).collect())
}
