//! What differences hang on, in sentences.

use super::sensitivity::{DifferenceSensitivity, Sensitivity};
use super::swept::Swept;
use crate::numbers::{count, percent};
use crate::stats::SobolIndex;

/// Inputs that are named, at most.
const NAMED: usize = 3;

/// A share below this is not told.
const TOLD: f64 = 0.05;

impl Sensitivity {
    /// The share of an input (place) in a difference, if it was studied.
    #[must_use]
    pub fn share<'s>(&self, one: &'s DifferenceSensitivity, input: usize) -> Option<&'s SobolIndex> {
        let place = self.studied.iter().position(|studied| *studied == input)?;
        one.shares.as_ref()?.inputs.get(place)
    }

    /// The inputs (places) of a difference with their shares, the greatest total first.
    #[must_use]
    pub fn by_total<'s>(&self, one: &'s DifferenceSensitivity) -> Vec<(usize, &'s SobolIndex)> {
        let mut all: Vec<(usize, &SobolIndex)> =
            self.studied.iter().filter_map(|&input| Some((input, self.share(one, input)?))).collect();
        all.sort_by(|a, b| b.1.total.total_cmp(&a.1.total));
        all
    }

    /// What each difference in the metric that decides hangs on, and what was left out.
    #[must_use]
    pub fn words(&self, swept: &Swept) -> Vec<String> {
        let first = self.differences.first().map(|one| one.metric.as_str()).unwrap_or_default();
        let decides = self.differences.iter().filter(|one| one.metric == first);
        let mut sentences: Vec<String> = decides.clone().map(|one| self.told(one, swept)).collect();
        sentences.push(format!(
            "Shares of variance are of the {} (of {}) that move these differences most in the screening, the others being as in the scenario.",
            count(self.studied.len(), "number", "numbers"),
            self.inputs.len()
        ));
        let below = decides
            .clone()
            .flat_map(|one| one.shares.iter().flat_map(|shares| &shares.inputs))
            .any(|one| one.first < 0.0);
        if below {
            sentences.push("Shares below 0 are estimates of shares of about 0.".to_owned());
        }
        let noise = decides.filter_map(|one| one.noise).fold(0.0, f64::max);
        if noise > 0.0 {
            sentences.push(format!(
                "Noise: at {} a point, other random numbers would make up to {} of the variance; it is not in the shares, as all points have the same.",
                count(swept.trials as usize, "trial", "trials"),
                percent(noise, 0)
            ));
        }
        if self.impossible > 0 || self.failed > 0 {
            sentences.push(format!(
                "{} at which the firm cannot be, and {} that failed, count nowhere: what needs them is left out whole.",
                count(self.impossible, "point", "points"),
                count(self.failed as usize, "trial", "trials")
            ));
        }
        sentences
    }

    fn told(&self, one: &DifferenceSensitivity, swept: &Swept) -> String {
        let what = format!("{} less {}", swept.structures[one.structure], swept.structures[swept.baseline]);
        let all = self.by_total(one);
        let told: Vec<String> = all
            .iter()
            .filter(|(_, share)| share.total >= TOLD)
            .take(NAMED)
            .map(|(input, share)| {
                format!(
                    "{} ({} of its variance, {} by itself)",
                    self.inputs[*input].address,
                    percent(share.total.min(1.0), 0),
                    percent(share.first.max(0.0), 0)
                )
            })
            .collect();
        match told.is_empty() {
            true => format!("{what} hangs on no number that was varied."),
            false => format!("{what} hangs most on {}.", told.join(", ")),
        }
    }
}
