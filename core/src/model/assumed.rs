//! Parameter draws: a study with its uncertain parameters drawn.

use thiserror::Error;

use super::{Address, SetError, Study};
use crate::stats::Sobol;

impl Study {
    /// For each structure the index of the first one with the same lines, levers and stages, in every world that can be drawn:
    /// these cannot differ in anything.
    #[must_use]
    pub fn same_levers(&self) -> Vec<usize> {
        // What one structure has for itself shows where one parameter alone goes to one of its ends.
        let parameters = self.uncertainty.iter().flat_map(|uncertainty| &uncertainty.parameters);
        let ends = parameters.flat_map(|one| [0.0, 1.0].map(|share| vec![(one.key.clone(), one.at(share))]));
        let sample = self.uncertainty.iter().flat_map(|uncertainty| &uncertainty.sample);
        let of_structures = |row: Vec<(String, f64)>| row.into_iter().filter(|(key, _)| key.starts_with("structure."));
        let ends = ends.chain(sample.flat_map(|sample| sample.row(0)).map(|row| of_structures(row).collect()));
        let studies: Vec<Study> = ends.filter_map(|end| self.with(&end).ok()).chain([self.clone()]).collect();
        let same = |a: usize, b: usize| studies.iter().all(|study| study.structures[a].does_as(&study.structures[b]));
        (0..self.structures.len()).map(|each| (0..each).find(|&other| same(each, other)).unwrap_or(each)).collect()
    }

    /// The parameters of a parameter draw, numbered from 0, by key: a scrambled Sobol' point that follows from the study's seed
    /// and the number alone, and the row of that number of the sample. None without uncertainty.
    #[must_use]
    pub fn draw(&self, number: u32) -> Vec<(String, f64)> {
        let Some(uncertainty) = &self.uncertainty else { return Vec::new() };
        let sobol = Sobol::new(uncertainty.parameters.len());
        let point = sobol.map_or_else(Vec::new, |sobol| sobol.scrambled(self.seed, number));
        let parameters = uncertainty.parameters.iter().zip(point);
        let own = parameters.map(|(parameter, share)| (parameter.key.clone(), parameter.at(share)));
        let row = uncertainty.sample.as_ref().and_then(|sample| sample.row(number));
        own.chain(row.into_iter().flatten()).collect()
    }

    /// The study in a parameter draw: with its parameters drawn and nothing else changed, so that all structures share the
    /// world. Without uncertainty every world is the study's own.
    ///
    /// # Errors
    /// A world that cannot be, with its values; a draw beyond the last row of the sample.
    pub fn in_world(&self, number: u32) -> Result<Study, ImpossibleWorld> {
        let sample = self.uncertainty.as_ref().and_then(|uncertainty| uncertainty.sample.as_ref());
        if let Some(sample) = sample.filter(|sample| sample.rows.len() <= number as usize) {
            let why = format!(
                "the sample of `[uncertainty]` has {} firms, and this is draw {}",
                sample.rows.len(),
                number + 1
            );
            return Err(ImpossibleWorld { numbers: Vec::new(), why });
        }
        self.with(&self.draw(number))
    }

    /// The study with these numbers.
    ///
    /// # Errors
    /// Numbers that cannot be, by themselves or together.
    pub fn with(&self, numbers: &[(String, f64)]) -> Result<Study, ImpossibleWorld> {
        let impossible = |why: String| ImpossibleWorld { numbers: numbers.to_vec(), why };
        let mut study = self.clone();
        for (key, value) in numbers {
            let address: Address = key.parse().map_err(|error: SetError| impossible(error.to_string()))?;
            match study.set(&address, *value) {
                // Structures that are left out of a run are drawn all the same, so that the others' draws stay as they are.
                Err(SetError::NotThere(_)) if address.is_of_structure() => {}
                set => set.map_err(|error| impossible(error.to_string()))?,
            }
        }
        match study.contradictions().first() {
            Some(contradiction) => Err(impossible(contradiction.to_string())),
            None => Ok(study),
        }
    }
}

/// A drawn world that cannot be.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("a world cannot be drawn with {}: {why}", listed(.numbers))]
pub struct ImpossibleWorld {
    /// What was drawn, by key.
    pub numbers: Vec<(String, f64)>,
    /// What is wrong with it.
    pub why: String,
}

fn listed(numbers: &[(String, f64)]) -> String {
    numbers.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}
