//! What the trials of a study say, built up trial by trial in trial order.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::decision_rules::DecisionRules;
use super::figures::{columns, figures};
use super::frame::Frame;
use super::growing::{FirstTrials, Growing};
use super::replications::{Replications, mean_of};
use super::tallies::{Tallies, tally_items};
use super::trial_range::{TrialRange, TrialStore};
use super::verdicts::Verdicts;
use super::week_sample::sampled_trials;
use crate::engine::{Outcome, WEEK_METRICS};
use crate::model::Study;
use crate::stats::{Moments, StudentTable};

/// What the finished trials of a study say.
///
/// Nothing depends on how the trials were shared out: every total is taken in the one order of [`Dyadic`](crate::stats::Dyadic), everything
/// else over columns in trial order. Kept per trial: the figures at the horizon (8 bytes each), and the weekly figures of
/// the first `WEEK_SAMPLE_TRIALS` trials at most.
#[derive(Clone, Debug)]
pub struct Findings {
    pub(super) names: Names,
    seed: u64,
    /// By what the trials decide; see [`Findings::judged_by`].
    pub(super) rules: DecisionRules,
    /// Trials in each parameter draw; `None`: parameters are not uncertain.
    pub(super) replications: Option<u32>,
    held: Growing,
    /// Critical values of the 95 % intervals in tables.
    pub(super) student: StudentTable,
    blank: Tallies,
    /// What the totals say table by table, once somebody has asked.
    tallies: OnceLock<Tallies>,
    /// What the trials decide, once somebody has asked.
    pub(super) judged: OnceLock<Vec<Verdicts>>,
    /// The same of each segment.
    pub(super) judged_segments: OnceLock<Vec<Vec<Verdicts>>>,
}

/// The names that rows carry.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) structures: Vec<String>,
    pub(super) baseline: usize,
    /// Structures with the same number have the same levers, so that they cannot differ.
    pub(super) alike: Vec<usize>,
    pub(super) touchpoints: Vec<String>,
    pub(super) owners: Vec<usize>,
    pub(super) functions: Vec<String>,
    pub(super) segments: Vec<String>,
    pub(super) frame: Frame,
}

impl Names {
    fn new(study: &Study) -> Names {
        Names {
            structures: study.structures.iter().map(|structure| structure.id.clone()).collect(),
            baseline: study.baseline,
            alike: study.same_levers(),
            touchpoints: study.world.touchpoints.iter().map(|touchpoint| touchpoint.id.clone()).collect(),
            owners: study.world.touchpoints.iter().map(|touchpoint| touchpoint.owner).collect(),
            functions: study.world.functions.iter().map(|function| function.id.clone()).collect(),
            segments: study.world.segments.iter().map(|segment| segment.id.clone()).collect(),
            frame: study.into(),
        }
    }
}

impl Findings {
    /// Findings of no trial yet.
    #[must_use]
    pub fn new(study: &Study) -> Findings {
        Findings::starting_at(study, 0)
    }

    /// Findings of no trial yet, of which the first will be this one.
    #[must_use]
    pub fn starting_at(study: &Study, trial: u32) -> Findings {
        Findings::held(study, Growing::starting_at(study, trial))
    }

    /// Findings of trials that are kept elsewhere.
    #[must_use]
    pub fn of(study: &Study, trials: Arc<dyn TrialStore>) -> Findings {
        Findings::held(study, Growing::after(study, trials))
    }

    fn held(study: &Study, held: Growing) -> Findings {
        Findings {
            names: Names::new(study),
            seed: study.seed,
            rules: (&study.decision).into(),
            replications: study.uncertainty.as_ref().map(|uncertainty| uncertainty.replications),
            held,
            student: StudentTable::new(0.95),
            blank: Tallies::new(study),
            tallies: OnceLock::new(),
            judged: OnceLock::new(),
            judged_segments: OnceLock::new(),
        }
    }

    /// Takes up the next trial: one entry per structure, in study order; `None` for a structure that has been eliminated. It
    /// must not come back.
    pub fn add(&mut self, outcomes: &[Option<Outcome>]) {
        self.forget();
        self.held.add(outcomes);
    }

    /// Notes that the next trial failed: these structures (indices) should have run in it.
    pub fn fail(&mut self, running: &[usize]) {
        self.forget();
        self.held.fail(running);
    }

    /// What was made of the trials before.
    fn forget(&mut self) {
        self.tallies.take();
        self.judged.take();
        self.judged_segments.take();
    }

    /// The number of the trial that comes next.
    #[must_use]
    pub const fn next_trial(&self) -> u32 {
        self.held.new_trials().trials.end
    }

    /// The trials that are not kept elsewhere.
    #[must_use]
    pub const fn new_trials(&self) -> &TrialRange {
        self.held.new_trials()
    }

    /// Takes all trials so far from elsewhere from now on, where they must be the same.
    pub fn settle(&mut self, all: Arc<dyn TrialStore>) {
        self.held.settle(all);
    }

    /// The first ones of the trials that are kept elsewhere, without what is summed up over them.
    pub(super) fn first_trials(&self, study: &Study, count: u32) -> Option<Findings> {
        let first = FirstTrials { all: Arc::clone(self.held.kept()?), count };
        Some(Findings::of(study, Arc::new(first)).judged_by(self.rules.clone()))
    }

    /// What kept trials that are kept elsewhere from being read, if anything did: then tables lack numbers that they should
    /// have.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.store().trouble()
    }

    /// The trials.
    #[must_use]
    pub fn store(&self) -> &dyn TrialStore {
        &self.held
    }

    /// Everything that is summed up, table by table.
    pub(super) fn tallies(&self) -> &Tallies {
        self.tallies.get_or_init(|| match self.store().totals().whole() {
            Some(whole) => self.blank.clone().filled_with(&whole),
            None => self.blank.clone(),
        })
    }

    /// Number of trials taken up, those that failed included.
    #[must_use]
    pub fn trials(&self) -> u32 {
        self.store().trials().iter().map(|range| range.end - range.start).sum()
    }

    /// Number of trials in which a structure (index) ran: the first ones, all unless it was eliminated.
    #[must_use]
    pub fn trials_of(&self, structure: usize) -> u32 {
        self.store().ran(structure)
    }

    /// Number of these that did not fail.
    pub(super) fn finished_of(&self, structure: usize) -> u32 {
        let (ran, store) = (self.trials_of(structure), self.store());
        let among = |trial: &u32| place_of(&store.trials(), *trial).is_some_and(|place| place < u64::from(ran));
        ran - u32::try_from(store.failed().iter().filter(|&trial| among(trial)).count()).unwrap_or(0)
    }

    /// Trials that failed, ascending.
    #[must_use]
    pub fn failed(&self) -> Vec<u32> {
        self.store().failed()
    }

    /// Structures (indices) that were eliminated on the way, in study order.
    pub fn eliminated(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.structures().len()).filter(|&structure| self.trials_of(structure) < self.trials())
    }

    /// The study's seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Sets the rules by which tables judge; without it they are the study's.
    #[must_use]
    pub fn judged_by(mut self, rules: DecisionRules) -> Findings {
        self.rules = rules;
        self.judged.take();
        self.judged_segments.take();
        self
    }

    /// The rules by which tables judge.
    #[must_use]
    pub const fn rules(&self) -> &DecisionRules {
        &self.rules
    }

    /// The structures' names, in study order.
    #[must_use]
    pub fn structures(&self) -> &[String] {
        &self.names.structures
    }

    /// What figures are told of: the horizon, the whole firm and its money.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.names.frame
    }

    pub(super) fn name(&self, structure: usize) -> &str {
        &self.names.structures[structure]
    }

    /// Index of the structure that the others are compared with.
    #[must_use]
    pub const fn baseline(&self) -> usize {
        self.names.baseline
    }

    /// Whether two structures (indices) have the same lines, levers and stages, so that they cannot differ.
    #[must_use]
    pub fn are_alike(&self, first: usize, second: usize) -> bool {
        let alike = self.names.alike.get(first).zip(self.names.alike.get(second));
        alike.is_some_and(|(first, second)| first == second)
    }

    /// A figure (index into [`figures`](super::figures)) of a structure (index) in every trial in which it ran, in trial
    /// order; `None`: not defined in that trial. Nothing for an index out of range.
    pub fn column(&self, structure: usize, figure: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        let column = self.store().column(structure, figure);
        (0..column.len()).map(move |place| column[place]).map(|number| (!number.is_nan()).then_some(number))
    }

    /// A figure of a structure (indices) as independent replications: its trials, or, where parameters are assumed,
    /// the mean of each parameter draw, as the trials of one world share its assumptions.
    pub(super) fn evidence(&self, structure: usize, figure: usize) -> Vec<Option<f64>> {
        self.evidence_in(self.column(structure, figure).collect())
    }

    /// The same of a column that has been read.
    pub(super) fn evidence_in(&self, column: Vec<Option<f64>>) -> Vec<Option<f64>> {
        match self.replications {
            None => column,
            Some(_) => self.by_worlds(column).map(|world| mean_of(&world)).collect(),
        }
    }

    /// What belongs to the first trials (as many as there are entries), world by world.
    pub(super) fn by_worlds<T>(&self, entries: Vec<T>) -> impl Iterator<Item = Vec<T>> + use<T> {
        let inner = self.replications.unwrap_or(1).max(1);
        let lengths = world_lengths(&self.store().trials(), inner);
        let mut entries = entries.into_iter();
        lengths
            .into_iter()
            .map(move |length| entries.by_ref().take(length).collect::<Vec<T>>())
            .take_while(|w| !w.is_empty())
    }

    /// A figure (name) of all structures, as independent replications, the first `most` of them; `None` for an
    /// unknown name.
    #[must_use]
    pub fn evidence_of(&self, metric: &str, most: usize) -> Option<Vec<Vec<Option<f64>>>> {
        let figure = figures().position(|figure| figure.name == metric)?;
        let first = |structure| self.first_evidence(structure, figure, most);
        Some((0..self.structures().len()).map(first).collect())
    }

    /// The first `most` replications. In memory of their own: collecting from the whole would keep all of its room.
    pub(super) fn first_evidence(&self, structure: usize, figure: usize, most: usize) -> Vec<Option<f64>> {
        let all = self.evidence(structure, figure);
        all.iter().take(most).copied().collect()
    }

    /// Trials that make a replication.
    #[must_use]
    pub fn trials_per_evidence(&self) -> u32 {
        self.replications.unwrap_or(1).max(1)
    }

    /// What its independent replications are.
    #[must_use]
    pub const fn kind_of_evidence(&self) -> Replications {
        if self.replications.is_some() { Replications::ParameterDraws } else { Replications::Trials }
    }

    /// Bytes that the findings of a whole study will take, about.
    #[must_use]
    pub fn expected_bytes(study: &Study) -> f64 {
        let structures = study.structures.len() as f64;
        let rows = row_bytes(study) * f64::from(study.trials);
        let sampled = f64::from(sampled_trials(study).min(study.trials));
        let weekly = structures * f64::from(study.world.clock.weeks) * WEEK_METRICS.len() as f64 * sampled * 8.0;
        rows + weekly + totals_bytes(study)
    }
}

/// Bytes of the figures of one trial.
#[must_use]
pub(crate) fn row_bytes(study: &Study) -> f64 {
    (study.structures.len() * columns(study) * size_of::<f64>()) as f64
}

/// Bytes of everything that is summed up while trials come in: one total for each binary digit of their number, and a few.
#[must_use]
pub(crate) fn totals_bytes(study: &Study) -> f64 {
    let totals = 4 + study.trials.max(1).ilog2();
    tally_items(study) as f64 * size_of::<Moments>() as f64 * f64::from(totals)
}

/// How many trials there are before this one, if it is there.
fn place_of(ranges: &[Range<u32>], trial: u32) -> Option<u64> {
    let mut before = 0;
    for range in ranges {
        if range.contains(&trial) {
            return Some(before + u64::from(trial - range.start));
        }
        before += u64::from(range.end - range.start);
    }
    None
}

/// How many of the trials that are there each world has, of the worlds that have any.
fn world_lengths(ranges: &[Range<u32>], inner: u32) -> Vec<usize> {
    let mut lengths: Vec<(u32, usize)> = Vec::new();
    for range in ranges {
        let mut at = range.start;
        while at < range.end {
            let world = at / inner;
            let until = (world + 1).saturating_mul(inner).min(range.end);
            match lengths.last_mut().filter(|(last, _)| *last == world) {
                Some((_, length)) => *length += (until - at) as usize,
                None => lengths.push((world, (until - at) as usize)),
            }
            at = until;
        }
    }
    lengths.into_iter().map(|(_, length)| length).collect()
}
