//! The least of a function of a few numbers, without derivatives (Nelder & Mead 1965).

/// Where a function is least, as far as the search came.
#[derive(Clone, Debug, PartialEq)]
pub struct Least {
    /// The point.
    pub at: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// How often the function was asked.
    pub evaluations: usize,
}

/// Searches downhill from a point with a simplex whose corners are a step away along each axis, until all its values differ by less
/// than `tolerance` or the function was asked `most` times. Values that are not finite count as worst. The same bytes everywhere,
/// as far as the function has them.
///
/// ```
/// use dottedline_core::stats::nelder_mead;
/// // Rosenbrock's valley, with its least at (1, 1).
/// let square = |x: f64| x * x;
/// let valley = |x: &[f64]| square(1.0 - x[0]) + 100.0 * square(x[1] - x[0] * x[0]);
/// let least = nelder_mead(valley, &[-1.2, 1.0], &[0.5, 0.5], 1e-14, 2_000);
/// assert!((least.at[0] - 1.0).abs() < 1e-5 && (least.at[1] - 1.0).abs() < 1e-5);
/// ```
#[must_use]
pub fn nelder_mead(
    mut f: impl FnMut(&[f64]) -> f64,
    start: &[f64],
    steps: &[f64],
    tolerance: f64,
    most: usize,
) -> Least {
    let n = start.len();
    let mut evaluations = 0;
    let mut ask = |at: Vec<f64>| {
        evaluations += 1;
        let value = f(&at);
        (if value.is_finite() { value } else { f64::INFINITY }, at)
    };
    let moved = |axis: usize| {
        let mut at = start.to_vec();
        at[axis] += steps[axis];
        at
    };
    let mut corners = vec![ask(start.to_vec())];
    corners.extend((0..n).map(moved).collect::<Vec<_>>().into_iter().map(&mut ask));
    let mut asked = corners.len();
    loop {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst, second) = (corners[0].0, corners[n].0, corners[n.saturating_sub(1)].0);
        if n == 0 || asked >= most || (worst - best).abs() <= tolerance {
            break;
        }
        let centre: Vec<f64> = (0..n).map(|i| corners[..n].iter().map(|c| c.1[i]).sum::<f64>() / n as f64).collect();
        let away = |by: f64| -> Vec<f64> { (0..n).map(|i| centre[i] + by * (corners[n].1[i] - centre[i])).collect() };
        let reflected = ask(away(-1.0));
        asked += 1;
        let candidate = if reflected.0 < best {
            asked += 1;
            let expanded = ask(away(-2.0));
            if expanded.0 < reflected.0 { expanded } else { reflected }
        } else if reflected.0 < second {
            reflected
        } else {
            asked += 1;
            let contracted = ask(away(if reflected.0 < worst { -0.5 } else { 0.5 }));
            if contracted.0 < worst.min(reflected.0) {
                contracted
            } else {
                let first = corners[0].1.clone();
                let shrunk = |c: &(f64, Vec<f64>)| (0..n).map(|i| first[i] + 0.5 * (c.1[i] - first[i])).collect();
                let rest: Vec<Vec<f64>> = corners[1..].iter().map(shrunk).collect();
                corners.truncate(1);
                asked += rest.len();
                corners.extend(rest.into_iter().map(&mut ask));
                continue;
            }
        };
        corners[n] = candidate;
    }
    let (value, at) = corners.swap_remove(0);
    Least { at, value, evaluations }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_a_sphere_is_found_in_six_dimensions() {
        let least = nelder_mead(
            |x| x.iter().enumerate().map(|(i, x)| (x - i as f64) * (x - i as f64)).sum(),
            &[3.0; 6],
            &[1.0; 6],
            1e-16,
            20_000,
        );
        for (i, x) in least.at.iter().enumerate() {
            assert!((x - i as f64).abs() < 1e-4, "{i}: {x} after {}", least.evaluations);
        }
    }

    #[test]
    fn what_is_not_a_number_is_worst_and_the_search_ends() {
        let least = nelder_mead(|x| if x[0] < 0.0 { f64::NAN } else { x[0] }, &[2.0], &[1.0], 0.0, 300);
        assert!(least.value < 1e-6 && least.at[0] >= 0.0 && least.evaluations <= 302, "{least:?}");
        assert!(nelder_mead(|_| f64::NAN, &[1.0, 1.0], &[1.0, 1.0], 1e-9, 100).evaluations < 110);
    }
}
