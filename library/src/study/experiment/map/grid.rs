//! The rectangle of a regime map: its pixels, and the unit square in which surfaces are fitted.

use crate::study::experiment::inputs::Input;

/// Pixels along each side, unless a number has fewer values.
pub(super) const SIDE: u32 = 48;

/// The pixels of a map, column after column in each row, from the lowest row up.
#[derive(Clone, Debug, PartialEq)]
pub struct MapGrid {
    /// The two numbers: across and up.
    pub inputs: [Input; 2],
    /// Middles of the columns.
    pub across: Vec<f64>,
    /// Middles of the rows.
    pub up: Vec<f64>,
}

impl MapGrid {
    /// Over the ranges of two numbers, evenly between their ends.
    #[must_use]
    pub fn new([across, up]: [Input; 2]) -> MapGrid {
        let even = |input: Input| Input { around_today: false, levels: None, ..input };
        let inputs = [even(across), even(up)];
        let [across, up] = [middles(&inputs[0]), middles(&inputs[1])];
        MapGrid { inputs, across, up }
    }

    /// How many pixels there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.across.len() * self.up.len()
    }

    /// Whether there are none; never, as a range has two ends.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The middle of a pixel, as values of the two numbers.
    #[must_use]
    pub fn at(&self, pixel: usize) -> [f64; 2] {
        let columns = self.across.len();
        [self.across[pixel % columns], self.up[pixel / columns]]
    }

    /// The pixel that holds a point of the rectangle; `None` outside of it.
    #[must_use]
    pub fn pixel_of(&self, values: &[f64]) -> Option<usize> {
        let nearest = |middles: &[f64], value: f64| {
            let gap = |place: &usize| (middles[*place] - value).abs();
            (0..middles.len()).min_by(|one, other| gap(one).total_cmp(&gap(other)))
        };
        let inside = |input: &Input, value: f64| (input.low..=input.high).contains(&value);
        let [x, y] = [*values.first()?, *values.get(1)?];
        let inside = inside(&self.inputs[0], x) && inside(&self.inputs[1], y);
        Some(nearest(&self.up, y)? * self.across.len() + nearest(&self.across, x)?).filter(|_| inside)
    }

    /// A point in the unit square, if it lies in the rectangle.
    pub(super) fn unit(&self, values: &[f64]) -> Option<Vec<f64>> {
        let share = |(input, value): (&Input, &f64)| {
            let inside = (input.low..=input.high).contains(value);
            inside.then(|| (value - input.low) / (input.high - input.low))
        };
        self.inputs.iter().zip(values).map(share).collect()
    }
}

/// The middles of as many equal parts of a range as a side has; every value where only whole numbers make sense and these are fewer.
fn middles(input: &Input) -> Vec<f64> {
    if input.address.about().whole && input.high - input.low < f64::from(SIDE) {
        let first = input.low.ceil();
        let count = (input.high.floor() - first).max(0.0) as u32 + 1;
        return (0..count).map(|place| first + f64::from(place)).collect();
    }
    let mut middles: Vec<f64> = (0..SIDE).map(|place| input.at((f64::from(place) + 0.5) / f64::from(SIDE))).collect();
    middles.dedup();
    middles
}
