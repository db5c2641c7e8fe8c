//! How lopsided numbers are, and what common random numbers are worth.

use super::Moments;

/// Skewness m₃ / m₂^{3/2} of the numbers (divisor n); `None` if they do not vary.
///
/// ```
/// use dottedline_core::stats::skewness;
/// assert!((skewness(&[0.0, 0.0, 0.0, 4.0]).unwrap() - 1.154_700_538).abs() < 1e-9);
/// assert_eq!(skewness(&[2.0, 2.0]), None);
/// ```
#[must_use]
pub fn skewness(numbers: &[f64]) -> Option<f64> {
    skewness_about(numbers.iter().copied().collect::<Moments>().mean()?, numbers)
}

/// As [`skewness`], of numbers of which the mean is known.
pub(super) fn skewness_about(mean: f64, numbers: &[f64]) -> Option<f64> {
    let powers = numbers.iter().map(|x| x - mean).map(|apart| (apart * apart, apart * apart * apart));
    // Sums start at −0, as those of iterators do.
    let (squares, cubes) =
        powers.fold((-0.0, -0.0), |(squares, cubes), (square, cube)| (squares + square, cubes + cube));
    let n = numbers.len() as f64;
    let (second, third): (f64, f64) = (squares / n, cubes / n);
    (second > 0.0).then(|| third / (second * second.sqrt())).filter(|skewness| skewness.is_finite())
}

/// What a variance-reduction factor means, in words; it goes on "sharing the random numbers of a trial …".
///
/// ```
/// use dottedline_core::stats::worth_in_words;
/// assert_eq!(worth_in_words(Some(38.2)), "worth 38 times as many independent trials");
/// assert_eq!(worth_in_words(Some(0.8)), "did harm: 0.80 times as many independent trials would do");
/// assert_eq!(worth_in_words(None), "cannot be judged: the difference does not vary");
/// ```
#[must_use]
pub fn worth_in_words(variance_reduction: Option<f64>) -> String {
    match variance_reduction {
        None => "cannot be judged: the difference does not vary".to_owned(),
        Some(factor) if factor < 0.995 => format!("did harm: {factor:.2} times as many independent trials would do"),
        Some(factor) if factor < 9.95 => format!("worth {factor:.1} times as many independent trials"),
        Some(factor) => format!("worth {factor:.0} times as many independent trials"),
    }
}
