//! Small systems of linear equations.

/// Solves A X = B for a symmetric positive definite A by Cholesky's decomposition; `None` if A is not. B and X hold a row per unknown.
pub(super) fn solve_positive(a: &[Vec<f64>], b: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = a.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let before: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = a[i][j] - before;
            if i == j {
                if rest <= 1e-12 * a[i][i].abs() || !rest.is_finite() {
                    return None;
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    let mut x = b.to_vec();
    for i in 0..n {
        take_off(&mut x, i, &lower[i][..i], 0);
        x[i].iter_mut().for_each(|value| *value /= lower[i][i]);
    }
    for i in (0..n).rev() {
        let below: Vec<f64> = lower[i + 1..].iter().map(|row| row[i]).collect();
        take_off(&mut x, i, &below, i + 1);
        x[i].iter_mut().for_each(|value| *value /= lower[i][i]);
    }
    Some(x)
}

/// Takes multiples of the rows from `first` on off row `i`.
fn take_off(rows: &mut [Vec<f64>], i: usize, factors: &[f64], first: usize) {
    for (k, factor) in (first..).zip(factors) {
        let other = rows[k].clone();
        rows[i].iter_mut().zip(other).for_each(|(value, other)| *value -= factor * other);
    }
}

/// Weighted least squares: for each column of `responses` an intercept, then a slope per column of `predictors`. `None` if the predictors
/// do not tell the slopes apart.
pub(super) fn regress(predictors: &[Vec<f64>], responses: &[Vec<f64>], weights: &[f64]) -> Option<Vec<Vec<f64>>> {
    let unknowns = predictors.first()?.len() + 1;
    let columns = responses.first()?.len();
    let mut a = vec![vec![0.0; unknowns]; unknowns];
    let mut b = vec![vec![0.0; columns]; unknowns];
    for ((row, response), &weight) in predictors.iter().zip(responses).zip(weights) {
        let at = |i: usize| if i == 0 { 1.0 } else { row[i - 1] };
        for i in 0..unknowns {
            for (j, sum) in a[i].iter_mut().enumerate() {
                *sum += weight * at(i) * at(j);
            }
            for (sum, value) in b[i].iter_mut().zip(response) {
                *sum += weight * at(i) * value;
            }
        }
    }
    solve_positive(&a, &b)
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
