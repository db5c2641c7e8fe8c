//! `[decision]`: figures that exist, each with the difference that matters.

use std::collections::BTreeMap;

use super::{Checker, at};
use crate::engine::METRICS;
use crate::model::{Criterion, Decision, Practical};
use crate::scenario::file::DecisionSection;
use crate::scenario::nearest::did_you_mean;
use crate::scenario::problem::Problem;
use crate::scenario::source::Place;

/// A figure that does not count by itself, with the difference that matters where it is named as the one that decides.
const ON_REQUEST: (&str, Practical) = ("retention", Practical::Absolute(0.005));
/// Both net promoter scores at once.
const BOTH_SCORES: &str = "nps";
/// The scores that it stands for; the first one when only one can be meant.
const SCORES: [&str; 2] = ["nps_true", "nps_measured"];

impl Checker<'_> {
    pub(super) fn decision(&mut self) -> Decision {
        let section = &self.file.decision;
        self.check_figures("delta", &section.delta);
        self.check_figures("delta_share", &section.delta_share);
        for (index, metric) in section.smaller_is_better.iter().enumerate() {
            let place = self.place(at!["decision", "smaller_is_better", index]);
            self.check_figure(metric, false, place);
        }
        let sizes = sizes(section);
        let primary = self.primary(&sizes);
        let criterion = |metric: &str| {
            sizes.get(metric).map(|practical| Criterion {
                metric: metric.to_owned(),
                practical: *practical,
                smaller_is_better: section.smaller_is_better.iter().any(|name| name == metric),
            })
        };
        let others = METRICS.iter().map(|known| known.name).filter(|name| *name != primary);
        let all = std::iter::once(primary.as_str()).chain(others);
        Decision { criteria: all.filter_map(criterion).collect(), confidence: section.confidence }
    }

    fn check_figures(&mut self, key: &str, sizes: &BTreeMap<String, f64>) {
        for metric in sizes.keys() {
            let place = self.key_place(at!["decision", key, metric.as_str()]);
            self.check_figure(metric, true, place);
        }
    }

    fn check_figure(&mut self, metric: &str, or_both: bool, place: Place) {
        let mut names: Vec<&str> = METRICS.iter().map(|known| known.name).collect();
        if or_both {
            names.push(BOTH_SCORES);
        }
        if !names.contains(&metric) {
            let problem = Problem::new(place, format!("there is no figure `{metric}`")).label("unknown figure");
            self.report(problem.remedy(did_you_mean(metric, &names)));
        }
    }

    /// The figure that decides. It must have a difference that matters.
    fn primary(&mut self, sizes: &BTreeMap<String, Practical>) -> String {
        let named = &self.file.decision.primary;
        let metric = if named == BOTH_SCORES { SCORES[0] } else { named };
        let place = self.place(at!["decision", "primary"]);
        let known = self.problems.len();
        self.check_figure(metric, true, place);
        let cut_off = self.any_reported(|setting| setting.starts_with("decision.delta"));
        if self.problems.len() == known && !sizes.contains_key(metric) && !cut_off {
            let problem = Problem::new(place, format!("nothing says which difference in {named} matters"));
            let remedy = format!("add it to the differences: delta = {{ {named} = ... }}");
            self.report(problem.label("has no delta").remedy(remedy));
        }
        metric.to_owned()
    }
}

/// The difference that matters of each figure: the model's, with what the scenario says over them. A figure's own name
/// goes before `nps`, and `delta` before `delta_share`.
fn sizes(section: &DecisionSection) -> BTreeMap<String, Practical> {
    let usual = Decision::default().criteria.into_iter();
    let on_request = (section.primary == ON_REQUEST.0).then(|| (ON_REQUEST.0.to_owned(), ON_REQUEST.1));
    let usual = usual.map(|criterion| (criterion.metric, criterion.practical));
    let mut sizes = usual.chain(on_request).collect();
    put(&mut sizes, &section.delta_share, Practical::ShareOfBaseline);
    put(&mut sizes, &section.delta, Practical::Absolute);
    sizes
}

fn put(sizes: &mut BTreeMap<String, Practical>, layer: &BTreeMap<String, f64>, practical: impl Fn(f64) -> Practical) {
    if let Some(&size) = layer.get(BOTH_SCORES) {
        sizes.extend(SCORES.map(|score| (score.to_owned(), practical(size))));
    }
    let own = layer.iter().filter(|(metric, _)| *metric != BOTH_SCORES);
    sizes.extend(own.map(|(metric, &size)| (metric.clone(), practical(size))));
}
