//! Weighted least squares, for few unknowns.

use crate::stats::Cholesky;

/// A predictor of which the others leave no more than this share unexplained says nothing of its own.
const LEAST: f64 = 1e-12;

/// Weighted least squares: for each column of `responses` an intercept, then a slope per column of `predictors`. `None` if the predictors
/// do not tell the slopes apart.
pub(super) fn regress(predictors: &[Vec<f64>], responses: &[Vec<f64>], weights: &[f64]) -> Option<Vec<Vec<f64>>> {
    let unknowns = predictors.first()?.len() + 1;
    let columns = responses.first()?.len();
    let at = |row: &[f64], i: usize| if i == 0 { 1.0 } else { row[i - 1] };
    let normal = |i: usize, j: usize| -> f64 {
        predictors.iter().zip(weights).map(|(row, weight)| weight * at(row, i) * at(row, j)).sum()
    };
    let factor = Cholesky::of(unknowns, LEAST, normal)?;
    let solution = |column: usize| {
        let moment = |i: usize| -> f64 {
            let all = predictors.iter().zip(responses).zip(weights);
            all.map(|((row, response), weight)| weight * at(row, i) * response[column]).sum()
        };
        factor.solved(&(0..unknowns).map(moment).collect::<Vec<f64>>())
    };
    let by_column: Vec<Vec<f64>> = (0..columns).map(solution).collect();
    Some((0..unknowns).map(|i| by_column.iter().map(|solved| solved[i]).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_without_noise_is_found_whatever_the_weights() {
        let predictors: Vec<Vec<f64>> = (0..9).map(|i| vec![f64::from(i % 3), f64::from(i / 3)]).collect();
        let responses: Vec<Vec<f64>> = predictors.iter().map(|x| vec![2.0 + 3.0 * x[0] - x[1], 1.0]).collect();
        let weights: Vec<f64> = (1..10).map(f64::from).collect();
        let found = regress(&predictors, &responses, &weights).expect("three points at least");
        for (row, expected) in found.iter().zip([[2.0, 1.0], [3.0, 0.0], [-1.0, 0.0]]) {
            assert!((row[0] - expected[0]).abs() < 1e-12 && (row[1] - expected[1]).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn predictors_that_say_the_same_have_no_slopes_of_their_own() {
        let predictors: Vec<Vec<f64>> = (0..5).map(|i| vec![f64::from(i), 2.0 * f64::from(i)]).collect();
        let responses = vec![vec![1.0]; 5];
        assert_eq!(regress(&predictors, &responses, &[1.0; 5]), None);
    }
}
