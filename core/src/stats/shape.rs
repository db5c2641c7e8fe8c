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
    let mean = numbers.iter().copied().collect::<Moments>().mean()?;
    let n = numbers.len() as f64;
    let power = |exponent: i32| numbers.iter().map(|x| (0..exponent).fold(1.0, |p, _| p * (x - mean))).sum::<f64>() / n;
    let second = power(2);
    (second > 0.0).then(|| power(3) / (second * second.sqrt())).filter(|skewness| skewness.is_finite())
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
