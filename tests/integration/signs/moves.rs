//! Numbers of a study moved to the two ends of what is plausible, and what that does to the deciding figures.

use dottedline::engine::{Outcome, Plan};
use dottedline::model::{Address, Owner, Study};
use dottedline::scenario::parse;
use dottedline::stats::Moments;
use rayon::prelude::*;

/// The structures of the study, in its order.
pub(crate) const STRUCTURES: [&str; 4] = ["siloed", "advisory", "matrixed", "operational"];

/// The figures whose direction is held.
pub(crate) const FIGURES: [&str; 3] = ["retention", "NPS", "total value"];

/// The text of the retail bank as it was when another implementation computed it.
pub(crate) const BANK: &str = include_str!("../../reference/example_scenario.toml");

/// That bank with 400 customers that stand for its 2,000.
pub(crate) fn bank() -> Study {
    let small = ["study.customers=400", "study.represents=5", "study.seed=14"].map(str::to_owned);
    let study = parse("bank", BANK, &small).expect("is valid").study;
    assert!(study.structures.iter().map(|structure| structure.id.as_str()).eq(STRUCTURES));
    study
}

/// How a number is moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum To {
    /// To this.
    At(f64),
    /// By this factor.
    Times(f64),
    /// By this much.
    By(f64),
}

impl To {
    fn applied(self, number: f64) -> f64 {
        match self {
            To::At(value) => value,
            To::Times(factor) => number * factor,
            To::By(much) => number + much,
        }
    }
}

/// What all numbers of a kind are called: ids as `*`.
pub(crate) fn kind(address: &Address) -> String {
    let key = address.about().key;
    match address.owner() {
        Owner::Function(_) => format!("function.*.{key}"),
        Owner::Touchpoint(_) => format!("touchpoint.*.{key}"),
        Owner::Segment(_) => format!("segment.*.{key}"),
        Owner::Structure(_) => format!("structure.*.{key}"),
        _ => address.to_string(),
    }
}

/// The study with all numbers of a kind moved, or one by its path, each held within what is permitted. At least one has to be there.
pub(crate) fn moved(study: &Study, what: &str, to: To) -> Study {
    let mut moved = study.clone();
    let wanted = |address: &Address| kind(address) == what || address.to_string() == what;
    let mut found = false;
    for address in study.addresses().iter().filter(|address| wanted(address)) {
        let Some(number) = study.number(address) else { continue };
        let about = address.about();
        let value = to.applied(number).clamp(about.permitted.least, about.permitted.most);
        moved.set(address, if about.whole { value.round() } else { value }).expect("is permitted");
        found = true;
    }
    assert!(found, "the study has no {what}");
    moved
}

/// Trials of a study, all structures in each.
pub(crate) struct Trials(Vec<Vec<Outcome>>);

impl Trials {
    pub(crate) fn of(plan: &Plan, study: &Study, trials: u32) -> Trials {
        let plan = plan.in_world(&study.world);
        let trial = |number| plan.run_trial(&study.regimes(), study.seed, number);
        Trials((0..trials).into_par_iter().map(trial).collect())
    }

    /// A deciding figure of a structure, trial by trial.
    pub(crate) fn figure(&self, structure: usize, figure: usize) -> Vec<f64> {
        let read = |outcome: &Outcome| match figure {
            0 => 100.0 * outcome.end.retention,
            1 => outcome.end.nps_true.expect("customers"),
            _ => outcome.end.total_value(),
        };
        self.0.iter().map(|outcomes| read(&outcomes[structure])).collect()
    }
}

/// Mean and standard error of what one has more than another, trial by trial.
pub(crate) fn more(one: &[f64], other: &[f64]) -> (f64, f64) {
    let moments: Moments = one.iter().zip(other).map(|(one, other)| one - other).collect();
    (moments.mean().expect("trials"), moments.standard_error().expect("trials"))
}

impl std::fmt::Display for To {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            To::At(value) => write!(f, "{value}"),
            To::Times(factor) => write!(f, "×{factor}"),
            To::By(much) => write!(f, "{much:+}"),
        }
    }
}
