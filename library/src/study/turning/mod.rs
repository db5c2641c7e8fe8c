//! Turning points: which single assumption, at which value, would make another structure the best.
//!
//! The deciding figure is asked for with one assumption elsewhere in its plausible range and all else as today, on the random numbers of the
//! run's own trials. So the change of a lead is known from few trials, and the lead itself is that of the whole run and the change.
//!
//! Pure phases: the leads of the run ([`leads`]), trials elsewhere ([`firm`]), points along an assumption and where the best changes
//! between them ([`path`]), which points are tried ([`search`], by [`order`] within a budget), two assumptions together ([`pairs`]), and what
//! came out, in [`words`].

mod axis;
mod firm;
mod leads;
mod order;
mod pairs;
mod path;
mod search;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use words::beyond;

use thiserror::Error;

use super::Findings;
use super::workers::{NoThreads, Workers};
use crate::lanes::Form;
use crate::model::{Assumption, Study};
use axis::Axis;
use firm::{Firm, Simulated, Values, cost, deciding};
use leads::Today;
use path::{Path, Seen, TODAY, Turn};
use search::Search;

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurningEffort {
    /// A quick look: as many assumptions as a fifth of the run's trials allow, those first that turn answers most.
    Quick,
    /// All assumptions, until the run's trials settle it, and pairs of those that do not turn the answer by themselves.
    All,
}

/// The part of the run's trials that a quick look takes; the rest up to a fifth is for making the worlds.
const QUICK_PART: f64 = 0.17;

/// A run of fewer trials has no room for a quick look.
pub(crate) const QUICK_LEAST: u32 = 50;

/// How trials are run.
#[derive(Clone, Copy)]
pub struct TurningOptions<'o> {
    /// How much is tried.
    pub effort: TurningEffort,
    /// Threads; no result depends on them.
    pub threads: usize,
    /// Form of the customer loop; no result depends on it.
    pub form: Form,
    /// Told of each round of [all](TurningEffort::All), with its trials; a quick look is too short to be watched.
    pub begins: &'o (dyn Fn(u32) + Sync),
    /// Told of each trial of a round that is over.
    pub computed: &'o (dyn Fn() + Sync),
    /// Asked before each piece of work whether to end; nothing is found then.
    pub interrupted: &'o (dyn Fn() -> bool + Sync),
}

/// Why turning points were not looked for to the end.
#[derive(Debug, Error)]
pub enum NoTurning {
    /// Threads could not be started.
    #[error("the threads could not be started ({0})")]
    Threads(#[from] NoThreads),
    /// Somebody asked for the end.
    #[error("interrupted")]
    Interrupted,
}

/// What single assumptions turn.
#[derive(Clone, Debug, PartialEq)]
pub struct TurningPoints {
    /// Name of the figure that decides.
    pub metric: String,
    /// The structure that is best today; `None` if the run does not settle which: then nothing was tried.
    pub best: Option<String>,
    /// How much was tried.
    pub effort: TurningEffort,
    /// Trials that were run for it, each with one assumption elsewhere.
    pub trials: u64,
    /// One row per assumption, in the order of the scenario file.
    pub rows: Vec<TurningRow>,
    /// Pairs of assumptions that were moved together, those first that take most of the lead.
    pub pairs: Vec<TurningPair>,
}

/// Two assumptions, neither of which turns the answer by itself, moved together: the same share of the way to an end of their plausible ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct TurningPair {
    /// Each of them with what came out, which is the same for both, but for the values at which the answer turns.
    pub rows: [TurningRow; 2],
    /// Whether each goes upwards.
    pub above: [bool; 2],
    /// What both together take off the lead at their ends beyond what each takes there by itself, in the deciding figure's unit: an
    /// estimate without an interval.
    pub interaction: Option<f64>,
}

/// An assumption and whether it turns the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct TurningRow {
    /// The assumption, with its plausible range.
    pub assumption: Assumption,
    /// Trials at the point of it that was tried most; 0: not tried.
    pub trials: u32,
    /// What came out.
    pub outcome: Turning,
    /// How far the best structure of today is ahead at least, at the points that were tried, in the deciding figure's unit.
    pub least_lead: Option<f64>,
}

/// Whether an assumption turns the answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Turning {
    /// It was not tried.
    NotTried,
    /// The firm cannot be like that by itself.
    Impossible,
    /// The best structure stays ahead wherever it was tried, each point with 95 % confidence: never in the plausible range.
    Never,
    /// The trials do not tell.
    Unsettled,
    /// Another structure becomes the best.
    At(TurningPoint),
}

/// Where another structure becomes the best.
#[derive(Clone, Debug, PartialEq)]
pub struct TurningPoint {
    /// The value nearest to today's at which it does.
    pub value: f64,
    /// The first value from which it may be better, seen from today, with 95 % confidence.
    pub from: f64,
    /// The first value from which it is better with 95 % confidence; `None`: at no value that was tried. Then it may never be.
    pub until: Option<f64>,
    /// Whether it lies above today's value.
    pub above: bool,
    /// How far from today, as a share of the way to that end of the plausible range.
    pub distance: f64,
    /// The structure that is best beyond it.
    pub to: String,
}

impl Findings {
    /// What single assumptions turn, for the study that the findings are of; `None` where there is nothing to ask: a single structure, no
    /// assumptions, no figure that decides, or `[uncertainty]`, under which today is many worlds; and for a quick look at fewer than 50 trials or at a run
    /// that does not settle which structure is best.
    ///
    /// # Errors
    /// Threads that cannot be started, and an end that was asked for.
    pub fn turning_points(
        &self,
        study: &Study,
        options: TurningOptions<'_>,
    ) -> Result<Option<TurningPoints>, NoTurning> {
        let assumptions = study.assumptions();
        let Some((figure, sign)) = deciding(study).filter(|_| study.uncertainty.is_none()) else { return Ok(None) };
        let columns: Vec<Vec<Option<f64>>> =
            (0..study.structures.len()).map(|place| self.column(place, figure).collect()).collect();
        let value = |trial: usize| {
            let of = |column: &Vec<Option<f64>>| column.get(trial).copied().flatten().map(|value| sign * value);
            columns.iter().map(of).collect()
        };
        let values: Vec<Values> = (0..self.trials() as usize).map(value).collect();
        let eliminated: Vec<usize> = self.eliminated().collect();
        let running: Vec<usize> = (0..columns.len()).filter(|place| !eliminated.contains(place)).collect();
        let Some(today) = self.today(&running, &values) else { return Ok(None) };
        let costs: Vec<f64> = assumptions.iter().map(|one| cost(study, one, running.len())).collect();
        let Some(firm) = Simulated::new(study, &assumptions, &values, running, options.form) else { return Ok(None) };
        let order = order::order(study, &assumptions, &today);
        let sought =
            Sought { today: &today, order: &order, costs: &costs, trials: self.trials(), names: self.structures() };
        let Some(found) = sought.by(&firm, &assumptions, options)? else { return Ok(None) };
        let metric = study.decision.primary().map(|criterion| criterion.metric.clone()).unwrap_or_default();
        Ok(Some(TurningPoints { metric, ..found }))
    }

    /// The leads of the structure with the best mean, in the trials that all who run have.
    fn today(&self, running: &[usize], values: &[Values]) -> Option<Today> {
        let whole = |values: &&Values| running.iter().all(|&place| values[place].is_some());
        let whole: Vec<&Values> = values.iter().filter(whole).collect();
        let mean = |place: usize| whole.iter().filter_map(|values| values[place]).sum::<f64>() / whole.len() as f64;
        // The first one of several that are equally good.
        let best = running.iter().copied().rev().max_by(|&a, &b| mean(a).total_cmp(&mean(b)))?;
        let rivals = running.iter().copied().filter(|&place| place != best && !self.are_alike(place, best));
        Today::new(best, rivals.collect(), values)
    }
}

/// What is looked for.
struct Sought<'s> {
    today: &'s Today,
    order: &'s [usize],
    costs: &'s [f64],
    /// Trials of the run.
    trials: u32,
    names: &'s [String],
}

impl Sought<'_> {
    /// Looks for it in a firm; `None` if a quick look could try nothing.
    fn by(
        &self,
        firm: &dyn Firm,
        assumptions: &[Assumption],
        options: TurningOptions<'_>,
    ) -> Result<Option<TurningPoints>, NoTurning> {
        let blank = TurningPoints {
            metric: String::new(),
            best: None,
            effort: options.effort,
            trials: 0,
            rows: Vec::new(),
            pairs: Vec::new(),
        };
        if assumptions.is_empty() {
            return Ok(None);
        }
        let quick = options.effort == TurningEffort::Quick;
        if self.today.standing().interval().low <= 0.0 {
            // The headline has said that it is not settled.
            return Ok((!quick).then_some(blank));
        }
        if quick && self.trials < QUICK_LEAST {
            return Ok(None);
        }
        let workers = Workers::new(options.threads)?;
        let mut search = Search {
            firm,
            workers: &workers,
            today: self.today,
            most: self.trials,
            options,
            axes: (0..assumptions.len()).map(Axis::single).collect(),
            paths: vec![Path::default(); assumptions.len()],
            trials: 0,
        };
        let searched = match options.effort {
            TurningEffort::All => search.all(),
            TurningEffort::Quick => search.some(self.order, self.costs, QUICK_PART * f64::from(self.trials)),
        };
        searched.map_err(|search::Interrupted| NoTurning::Interrupted)?;
        if search.trials == 0 {
            return Ok(None);
        }
        let usual = search.usual();
        let row = |(path, assumption): (&Path, &Assumption)| self.row(path, assumption, true, &usual);
        let rows = search.paths.iter().zip(assumptions).map(row).collect();
        let pairs = search.axes.iter().zip(&search.paths).skip(assumptions.len());
        let pairs =
            pairs.filter_map(|(axis, path)| self.pair(axis, path, assumptions, &search.paths, &usual)).collect();
        let best = self.names.get(self.today.best).cloned();
        Ok(Some(TurningPoints { best, trials: search.trials, rows, pairs, ..blank }))
    }

    fn pair(
        &self,
        axis: &Axis,
        path: &Path,
        assumptions: &[Assumption],
        singles: &[Path],
        usual: &[f64],
    ) -> Option<TurningPair> {
        let [one, other] = <[_; 2]>::try_from(axis.0.clone()).ok()?;
        let rows = [one, other].map(|(place, up)| self.row(path, &assumptions[place], up, usual));
        let at = |path: &Path, share: f64| {
            let point = path.points.iter().find(|point| point.share == share)?;
            self.today.standing_at(share, &point.changes, usual)
        };
        let interaction = || {
            let both = at(path, 1.0)?;
            let (_, rival) = both.least();
            let before = self.today.standing().leads[rival];
            let alone =
                axis.at(1.0).into_iter().map(|(place, share)| Some(before - at(&singles[place], share)?.leads[rival]));
            Some(before - both.leads[rival] - alone.sum::<Option<f64>>()?)
        };
        Some(TurningPair { rows, above: [one.1, other.1], interaction: interaction() })
    }

    fn row(&self, path: &Path, assumption: &Assumption, up: bool, usual: &[f64]) -> TurningRow {
        let outcome = match path.seen(self.today, usual) {
            _ if path.impossible => Turning::Impossible,
            _ if path.points.is_empty() => Turning::NotTried,
            Seen::Stays => Turning::Never,
            Seen::Unsettled => Turning::Unsettled,
            Seen::Turns(turn) => Turning::At(self.point(assumption, turn, up)),
        };
        let least_lead = Some(path.least(self.today, usual)).filter(|lead| lead.is_finite());
        let trials = path.points.iter().map(|point| point.trials).max().unwrap_or(0);
        TurningRow { assumption: assumption.clone(), trials, outcome, least_lead }
    }

    /// Where it changes, on a way on which the assumption goes upwards or downwards.
    fn point(&self, assumption: &Assumption, turn: Turn, up: bool) -> TurningPoint {
        let at = |share: f64| assumption.at(if up { share } else { 1.0 - share });
        let rival = self.today.rivals.get(turn.rival).and_then(|&place| self.names.get(place));
        TurningPoint {
            value: at(turn.share),
            from: at(turn.from),
            until: turn.until.map(at),
            above: (turn.share > TODAY) == up,
            distance: (turn.share - TODAY).abs() / TODAY,
            to: rival.cloned().unwrap_or_default(),
        }
    }
}
