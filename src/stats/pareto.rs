//! Several metrics at once, none of them weighed against another.

/// For each structure, the share of trials in which no other one is at least as good in every metric and better in one.
///
/// `metrics[m][i]` is the column of structure i in metric m, one entry per trial; more is better in all of them. Trials
/// with any number missing are left out, and those beyond the shortest column: not all structures ran there. `None` if
/// metrics have different numbers of structures, or no trial is left.
///
/// ```
/// use dottedline::stats::pareto_shares;
/// let retention = vec![vec![Some(0.7), Some(0.7)], vec![Some(0.8), Some(0.8)]];
/// let profit = vec![vec![Some(5.0), Some(3.0)], vec![Some(4.0), Some(4.0)]];
/// assert_eq!(pareto_shares(&[retention, profit]), Some(vec![0.5, 1.0]));
/// ```
#[must_use]
pub fn pareto_shares(metrics: &[Vec<Vec<Option<f64>>>]) -> Option<Vec<f64>> {
    let structures = metrics.first()?.len();
    let trials = metrics.iter().flatten().map(Vec::len).min()?;
    if metrics.iter().any(|metric| metric.len() != structures) {
        return None;
    }
    let mut counts = vec![0_u64; structures];
    let rows = (0..trials).filter_map(|trial| points(metrics, structures, trial));
    let whole = rows.inspect(|points| count_undominated(points, &mut counts)).count();
    (whole > 0).then(|| counts.iter().map(|&count| count as f64 / whole as f64).collect())
}

/// One point per structure, one coordinate per metric; `None` if any is missing.
fn points(metrics: &[Vec<Vec<Option<f64>>>], structures: usize, trial: usize) -> Option<Vec<Vec<f64>>> {
    let point = |structure: usize| {
        metrics.iter().map(|metric| metric[structure][trial].filter(|number| number.is_finite())).collect()
    };
    (0..structures).map(point).collect()
}

fn count_undominated(points: &[Vec<f64>], counts: &mut [u64]) {
    for (own, count) in points.iter().zip(counts) {
        *count += u64::from(!points.iter().any(|other| dominates(other, own)));
    }
}

fn dominates(first: &[f64], second: &[f64]) -> bool {
    let pairs = || first.iter().zip(second);
    pairs().all(|(a, b)| a >= b) && pairs().any(|(a, b)| a > b)
}
