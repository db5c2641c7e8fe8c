//! Where customers go next: a Markov chain over touchpoints and `away`.

use thiserror::Error;

/// Probabilities of next week's touchpoint; what is missing to 1 is `away`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row(Vec<(usize, f64)>);

/// Why a list of numbers is no journey row.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum RowError {
    /// A probability is negative, above 1, or not a number.
    #[error("a probability must be from 0 to 1")]
    NotAProbability,
    /// The probabilities add up to more than 1.
    #[error("the probabilities of a row add up to {0}, more than 1")]
    SumAboveOne(f64),
    /// The same touchpoint twice.
    #[error("a touchpoint is named twice")]
    Twice,
}

impl Row {
    /// A row from (touchpoint, probability) pairs. Pairs are kept in touchpoint order, so that the
    /// order in a file changes nothing; probabilities of 0 are dropped.
    ///
    /// # Errors
    /// Numbers that are no probabilities, a sum above 1 (by more than 10⁻⁹), a touchpoint named twice.
    pub fn new(mut pairs: Vec<(usize, f64)>) -> Result<Row, RowError> {
        if pairs.iter().any(|&(_, p)| !(0.0..=1.0).contains(&p)) {
            return Err(RowError::NotAProbability);
        }
        let sum: f64 = pairs.iter().map(|&(_, p)| p).sum();
        if sum > 1.0 + 1e-9 {
            return Err(RowError::SumAboveOne(sum));
        }
        pairs.sort_by_key(|&(touchpoint, _)| touchpoint);
        if pairs.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(RowError::Twice);
        }
        pairs.retain(|&(_, p)| p > 0.0);
        Ok(Row(pairs))
    }

    /// The (touchpoint, probability) pairs, in touchpoint order.
    #[must_use]
    pub fn pairs(&self) -> &[(usize, f64)] {
        &self.0
    }
}

/// A journey: for each node (0 is `away`, j + 1 is touchpoint j) where customers go next.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Rows without an open problem (`journey.from`); one per node.
    pub calm: Vec<Row>,
    /// Rows while a problem is open (`journey.problem`, its `default` filled in; where the file
    /// gives neither a row nor a default, the calm row); one per node.
    pub problem: Vec<Row>,
}

impl Journey {
    /// Touchpoint pairs that are adjacent: an edge between them, either way, with or without an open problem.
    /// Entry `[i][j]` is true if i and j are adjacent and different.
    #[must_use]
    pub fn adjacency(&self) -> Vec<Vec<bool>> {
        let touchpoints = self.calm.len().saturating_sub(1);
        let mut adjacent = vec![vec![false; touchpoints]; touchpoints];
        for (from, row) in self.calm.iter().skip(1).enumerate().chain(self.problem.iter().skip(1).enumerate()) {
            for &(to, _) in row.pairs() {
                if from != to {
                    adjacent[from][to] = true;
                    adjacent[to][from] = true;
                }
            }
        }
        adjacent
    }
}
