//! Layouts of points over inputs: grids, samples, and one input at a time.

use thiserror::Error;

use super::inputs::Input;
use crate::random::{Purpose, RandomInputs};
use crate::stats::{SOBOL_DIMENSIONS, Sobol};

/// Most points of an experiment.
pub const POINTS_MOST: usize = 100_000;

/// A trial number that no study has: its random inputs lay out points.
const LAYING_OUT_TRIAL: u32 = u32::MAX - 1;

/// How points lie over the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every combination of some values of each input.
    Factorial,
    /// A Latin hypercube: so many points, each input once in each of as many equally probable parts of its range.
    LatinHypercube(u32),
    /// So many scrambled Sobol' points; take a power of two.
    Sobol(u32),
    /// Today's point, and each input by itself at its ends, or at as many values as it names.
    OneAtATime,
}

/// Why there is no such layout.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoLayout {
    /// There would be too many points.
    #[error("this would be {0} points, and the most is 100,000; take fewer values of each, or a sample")]
    TooMany(String),
    /// Sobol' points have fewer dimensions.
    #[error("Sobol' points have at most {SOBOL_DIMENSIONS} inputs, and these are {0}; take a Latin hypercube (lhs)")]
    TooManyInputs(usize),
    /// An input that has no value of today to stay at.
    #[error("{0} is left out in the scenario, so one at a time has nothing to keep it at; give it a value there")]
    NoToday(String),
    /// Nothing varies.
    #[error("there is nothing to vary")]
    Nothing,
}

impl Layout {
    /// The points: for each, its name and a value per input. A pure function of the inputs and the seed.
    ///
    /// # Errors
    /// Too many points or inputs, none, or an input without a value of today where others vary alone.
    pub fn points(self, inputs: &[Input], seed: u64) -> Result<Vec<(String, Vec<f64>)>, NoLayout> {
        if inputs.is_empty() {
            return Err(NoLayout::Nothing);
        }
        let count = self.count(inputs);
        if count > POINTS_MOST as f64 {
            return Err(NoLayout::TooMany(crate::numbers::grouped(count)));
        }
        match self {
            Layout::Factorial => Ok(numbered(combinations(inputs))),
            Layout::LatinHypercube(points) => Ok(numbered(latin_hypercube(inputs, points, seed))),
            Layout::Sobol(points) => {
                let sobol = Sobol::new(inputs.len()).ok_or(NoLayout::TooManyInputs(inputs.len()))?;
                Ok(numbered((0..points).map(|place| at(inputs, &sobol.scrambled(seed, place))).collect()))
            }
            Layout::OneAtATime => one_at_a_time(inputs),
        }
    }

    /// How many points there are, before any is made.
    fn count(self, inputs: &[Input]) -> f64 {
        match self {
            Layout::Factorial => inputs.iter().map(|input| f64::from(levels(input, inputs.len()))).product(),
            Layout::LatinHypercube(points) | Layout::Sobol(points) => f64::from(points),
            Layout::OneAtATime => 1.0 + inputs.iter().map(|input| f64::from(input.levels.unwrap_or(2))).sum::<f64>(),
        }
    }
}

/// Values of an input on a grid of so many inputs: a line of 9, a map of 8 by 8, then fewer.
fn levels(input: &Input, inputs: usize) -> u32 {
    input.levels.unwrap_or(match inputs {
        1 => 9,
        2 => 8,
        3 => 4,
        _ => 2,
    })
}

/// Points named by their number, from 1.
fn numbered(points: Vec<Vec<f64>>) -> Vec<(String, Vec<f64>)> {
    points.into_iter().enumerate().map(|(place, values)| ((place + 1).to_string(), values)).collect()
}

fn at(inputs: &[Input], shares: &[f64]) -> Vec<f64> {
    inputs.iter().zip(shares).map(|(input, share)| input.at(*share)).collect()
}

/// Every combination, the last input changing fastest.
fn combinations(inputs: &[Input]) -> Vec<Vec<f64>> {
    inputs.iter().fold(vec![Vec::new()], |points, input| {
        let values = input.grid(levels(input, inputs.len()));
        let longer =
            |point: &Vec<f64>| values.iter().map(|value| [point.as_slice(), &[*value]].concat()).collect::<Vec<_>>();
        points.iter().flat_map(longer).collect()
    })
}

/// McKay, Beckman & Conover (1979): in each input a random order of the parts, and a random place within each.
fn latin_hypercube(inputs: &[Input], points: u32, seed: u64) -> Vec<Vec<f64>> {
    let random = RandomInputs::new(seed, LAYING_OUT_TRIAL);
    let column = |(place, input): (usize, &Input)| -> Vec<f64> {
        let mut draws = random.draws(Purpose::Resampling, place as u32, 0);
        let mut parts: Vec<u32> = (0..points).collect();
        for last in (1..parts.len()).rev() {
            let other = (u64::from(draws.word()) * (last as u64 + 1)) >> 32;
            parts.swap(last, other as usize);
        }
        let within =
            |part: u32, word: u32| (f64::from(part) + (f64::from(word) + 0.5) / 4_294_967_296.0) / f64::from(points);
        parts.into_iter().map(|part| input.at(within(part, draws.word()))).collect()
    };
    let columns: Vec<Vec<f64>> = inputs.iter().enumerate().map(column).collect();
    (0..points as usize).map(|point| columns.iter().map(|column| column[point]).collect()).collect()
}

/// The name of the point at which nothing is elsewhere.
pub(super) const TODAY: &str = "today";

fn one_at_a_time(inputs: &[Input]) -> Result<Vec<(String, Vec<f64>)>, NoLayout> {
    let today = |input: &Input| input.today.ok_or_else(|| NoLayout::NoToday(input.address.to_string()));
    let today: Vec<f64> = inputs.iter().map(today).collect::<Result<_, _>>()?;
    let mut points = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        for value in input.grid(input.levels.unwrap_or(2)).into_iter().filter(|value| *value != today[place]) {
            let mut point = today.clone();
            point[place] = value;
            points.push(point);
        }
    }
    Ok(std::iter::once((TODAY.to_owned(), today)).chain(numbered(points)).collect())
}
