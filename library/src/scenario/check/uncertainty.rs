//! `[uncertainty]`: parameters that exist, each with a distribution that its range can hold.

use super::{Checker, at, sample};
use crate::model::{Distribution, Sample, Study, UncertainParameter, Uncertainty};
use crate::scenario::drawable::{self, Drawable};
use crate::scenario::file::UncertainEntry;
use crate::scenario::problem::Problem;
use crate::scenario::source::Place;
use crate::scenario::words::number;
use crate::stats::SOBOL_DIMENSIONS;

impl Checker<'_> {
    pub(super) fn uncertainty(&mut self, study: &Study) -> Option<Uncertainty> {
        let section = self.file.uncertainty.as_ref()?;
        let all = drawable::of(study);
        let draw = |(key, entry): (&String, &UncertainEntry)| self.uncertain(key, entry, &all);
        let parameters: Vec<UncertainParameter> = section.parameters.iter().filter_map(draw).collect();
        let count = section.parameters.len();
        if count > SOBOL_DIMENSIONS {
            let title = format!("{count} parameters are uncertain, more than {SOBOL_DIMENSIONS}");
            let problem = Problem::new(self.key_place(at!["uncertainty"]), title).label("too many");
            self.report(problem.remedy("keep those that matter most"));
        }
        let sample = section.sample.as_ref().and_then(|text| self.sample(text, study, section.replications, &all));
        // Without parameters there is nothing to draw, which is what the section left out says too.
        let enough = (1..=SOBOL_DIMENSIONS).contains(&parameters.len()) || sample.is_some();
        enough.then_some(Uncertainty { parameters, replications: section.replications, sample })
    }

    /// Firms that are drawn whole.
    fn sample(&mut self, text: &str, study: &Study, replications: u32, all: &[Drawable]) -> Option<Sample> {
        let alone = self.file.uncertainty.as_ref().map(|section| section.parameters.keys().collect::<Vec<_>>());
        let found = sample::read(text, all, &alone.unwrap_or_default())
            .and_then(|sample| sample::check_length(sample, study.trials, replications));
        let place = self.place(at!["uncertainty", "sample"]);
        found
            .map_err(|wrong| {
                for sample::Wrong { title, remedy } in wrong {
                    self.report(Problem::new(place, title).label("the sample").remedy(remedy));
                }
            })
            .ok()
    }

    fn uncertain(&mut self, key: &str, entry: &UncertainEntry, all: &[Drawable]) -> Option<UncertainParameter> {
        let place = self.key_place(at!["uncertainty", key]);
        let Some(drawable) = all.iter().find(|drawable| drawable.key == key) else {
            let problem = Problem::new(place, format!("no number called `{key}` can be uncertain"));
            self.report(problem.label("not a parameter").remedy(drawable::remedy(key, all)));
            return None;
        };
        let own = format!("uncertainty.{key}.");
        if self.any_reported(|setting| setting.starts_with(&own)) {
            return None;
        }
        let Some(distribution) = distribution(entry, drawable) else {
            let problem =
                Problem::new(place, format!("it is not clear what {key} may be")).label("half a distribution");
            let forms =
                "write { low = ..., high = ... }, { low = ..., mode = ..., high = ... } or { mean = ..., sd = ... }";
            self.report(problem.remedy(forms));
            return None;
        };
        let known = self.problems.len();
        self.check_order(key, entry);
        self.check_range(key, entry, drawable);
        let fine = self.problems.len() == known;
        fine.then(|| UncertainParameter { key: key.to_owned(), distribution, whole: drawable.whole })
    }

    /// Low below high, and the mode between them.
    fn check_order(&mut self, key: &str, entry: &UncertainEntry) {
        let (Some(low), Some(high)) = (entry.low, entry.high) else { return };
        if low >= high {
            let title = format!("the low end of {key}, {}, is not below the high end, {}", number(low), number(high));
            let problem = Problem::new(self.uncertain_place(key, "low"), title).label("not below");
            let remedy =
                if low > high { "swap the two" } else { "give two different ends, or leave it out if it is known" };
            self.report(problem.also(self.uncertain_place(key, "high"), "this").remedy(remedy));
        } else if let Some(mode) = entry.mode.filter(|mode| !(low..=high).contains(mode)) {
            let title = format!("the mode of {key}, {}, is not from {} to {}", number(mode), number(low), number(high));
            let problem = Problem::new(self.uncertain_place(key, "mode"), title).label("outside");
            self.report(problem.remedy("give the likeliest value between both ends"));
        }
    }

    fn check_range(&mut self, key: &str, entry: &UncertainEntry, drawable: &Drawable) {
        for (name, value) in [("low", entry.low), ("high", entry.high), ("mean", entry.mean)] {
            let Some(value) = value.filter(|value| !(drawable.least..=drawable.most).contains(value)) else { continue };
            let (bound, word) =
                if value < drawable.least { (drawable.least, "at least") } else { (drawable.most, "at most") };
            // The number after a bound that is itself not allowed is not one to show.
            let (bound, word) = if bound.next_down() == 0.0 { (0.0, "above") } else { (bound, word) };
            let title = format!("{key} must be {word} {}, but {name} is {}", number(bound), number(value));
            let problem = Problem::new(self.uncertain_place(key, name), title).label("out of range");
            self.report(problem.remedy(format!("give a number {word} {}", number(bound))));
        }
    }

    fn uncertain_place(&self, key: &str, name: &str) -> Place {
        self.place(at!["uncertainty", key, name])
    }
}

fn distribution(entry: &UncertainEntry, drawable: &Drawable) -> Option<Distribution> {
    // Whole numbers are drawn by rounding; so the first and the last one need as much room as the others.
    let room = if drawable.whole { 0.5 } else { 0.0 };
    let (least, most) = (drawable.least, drawable.most);
    match (entry.low, entry.mode, entry.high, entry.mean, entry.sd) {
        (Some(low), None, Some(high), None, None) => Some(Distribution::Uniform { low: low - room, high: high + room }),
        (Some(low), Some(mode), Some(high), None, None) => Some(Distribution::Triangular { low, mode, high }),
        (None, None, None, Some(mean), Some(sd)) => Some(Distribution::Normal { mean, sd, low: least, high: most }),
        _ => None,
    }
}
