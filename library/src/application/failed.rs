//! Trials that fail by a fault of the program: how many are too many, and which was the first.

/// How many trials may fail, and which are made to.
#[derive(Clone, Debug, PartialEq)]
pub struct Failing {
    /// A greater share of trials ends the run.
    pub most_share: f64,
    /// Trials that are made to fail, to try out what becomes of the others.
    pub on_purpose: Vec<u32>,
}

impl Default for Failing {
    fn default() -> Failing {
        Failing { most_share: 0.01, on_purpose: Vec::new() }
    }
}

/// Trials that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedTrials {
    /// More than so many are too many.
    most: f64,
    /// How many failed.
    pub count: u32,
    /// The first one: its number, and how it failed.
    pub first: Option<(u32, String)>,
}

impl FailedTrials {
    /// None yet, of so many trials.
    pub(super) fn none_of(trials: u32, failing: &Failing) -> FailedTrials {
        FailedTrials { most: failing.most_share * f64::from(trials), count: 0, first: None }
    }

    /// Counts one.
    pub(super) fn take(&mut self, trial: u32, how: &str) {
        self.count += 1;
        self.first.get_or_insert((trial, how.to_owned()));
    }

    /// Whether the run ended for them.
    #[must_use]
    pub fn are_too_many(&self) -> bool {
        f64::from(self.count) > self.most
    }
}
