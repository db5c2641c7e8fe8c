//! The organisation: officer, links, initiatives, mandate. One turn per cycle, steps a to i; the mandate at each survey.
//!
//! Structures are present only as [`Regime`]s: sets of levers.

mod authority;
pub(crate) mod candidate;
mod demand;
mod effects;
pub(crate) mod event_log;
mod finish;
mod hearing;
mod links;
mod logger;
mod mandate;
mod office;
mod officer;
mod perception;
mod reorganisation;
mod start;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use std::rc::Rc;

use crate::engine::matrix::Matrix;
use crate::engine::plan::Plan;
use crate::model::{Line, LineLevers, Regime, Regimes, Stage, StageStart};
use crate::random::RandomInputs;
use candidate::{Candidate, Footprint, Kind};
use event_log::Terms;
pub(crate) use logger::Logger;
pub(crate) use mandate::Heard;
use officer::Officer;
use perception::Attention;
use reorganisation::SolidStart;
use start::Savings;

/// One firm's organisation.
#[derive(Clone, Debug)]
pub(crate) struct Organisation<'a> {
    regime: &'a Regime,
    /// Stages still to come.
    stages: &'a [Stage],
    /// The line to each function now.
    lines: Vec<Line>,
    has_lines: bool,
    /// Functions with a solid line.
    solid: usize,
    /// Week in which all lines ended for good.
    pub(crate) ended_week: Option<u32>,
    officer: Officer,
    /// Quality of each touchpoint, q.
    pub(crate) quality: Vec<f64>,
    /// Readiness of each function, r.
    pub(crate) readiness: Vec<f64>,
    /// KPI level of each function, k.
    pub(crate) kpi: Vec<f64>,
    /// Coordination between functions, c.
    pub(crate) coordination: Matrix,
    /// Data sharing between functions, d.
    pub(crate) data_sharing: Matrix,
    /// When each function's solid line began; of functions that had one when all lines ended it stays.
    solid_since: Vec<Option<SolidStart>>,
    /// Functions whose reorganisation has begun and is not paid.
    reorganised: u32,
    waiting: Vec<Waiting>,
    projects: Vec<Project>,
    /// What budget holders have not spent.
    savings: Savings,
    wins_since_survey: f64,
    nps_history: Vec<f64>,
    /// Net value of each survey period, after what was expected of one at the start.
    value_history: Vec<f64>,
    /// Share of promoters at the last survey.
    promoter_share: f64,
    /// What each function did.
    pub(crate) deeds: Vec<Deeds>,
    /// What became of finished initiatives.
    pub(crate) finished: Finished,
    /// How often the officer left.
    pub(crate) officer_exits: u64,
    /// Turns in which the seat was vacant.
    pub(crate) vacant_turns: u64,
    /// What the last turn costs.
    pub(crate) bill: Bill,
    /// Who keeps the event log; nobody, unless a trace is asked for.
    pub(crate) logger: Option<Box<Logger>>,
}

/// What the office and a function as lead did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Deeds {
    pub(crate) started: [u64; 3],
    /// Started against the lead's will.
    pub(crate) ordered: u64,
    /// Started with money that a function with a solid line kept.
    pub(crate) own_money: u64,
    /// Started as a pilot.
    pub(crate) pilots: u64,
    pub(crate) backed: u64,
    pub(crate) stopped: u64,
    /// Examined, but somebody did not consent.
    pub(crate) refused: u64,
    /// Cases that the office had no time for, at each of its sittings.
    pub(crate) unexamined: u64,
}

/// Initiatives that have ended, and what interference took from them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Finished {
    pub(crate) all: u64,
    pub(crate) interfered: u64,
    /// Sum of the shares lost.
    pub(crate) lost: f64,
}

/// What a turn costs: cost units of initiatives and of committees, and functions whose reorganisation begins.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bill {
    pub(crate) initiatives: f64,
    pub(crate) committees: f64,
    pub(crate) reorganised: u32,
}

/// The office's backing of a candidate.
#[derive(Clone, Copy, Debug)]
struct Backing {
    verdict: f64,
    /// Whether somebody consented because it costs nothing.
    pilot: bool,
}

/// A candidate that has not started.
#[derive(Clone, Debug)]
struct Waiting {
    candidate: Rc<Candidate>,
    since_cycle: u32,
    examined: bool,
    /// Value to the budget holder, if the office asked for it in this turn.
    value: Option<f64>,
    /// The office's backing, if it prevailed for the candidate in this turn.
    backed: Option<Backing>,
    /// Whether it started in this turn.
    started: bool,
}

impl Waiting {
    fn new(candidate: Rc<Candidate>, since_cycle: u32) -> Waiting {
        Waiting { candidate, since_cycle, examined: false, value: None, backed: None, started: false }
    }

    /// Ends its turn; whether it waits for another.
    fn stays(&mut self) -> bool {
        (self.value, self.backed) = (None, None);
        !self.started
    }
}

/// An initiative that runs or ran.
#[derive(Clone, Debug)]
struct Project {
    candidate: Rc<Candidate>,
    /// Beside the candidate, as all that runs is asked for it whenever something ends.
    footprint: Footprint,
    holder: Holder,
    start_cycle: u32,
    end_cycle: u32,
    terms: Terms,
    /// What it found of its gains, by how well its lead heard customers when it started.
    found: f64,
}

/// Who decides over a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    Function(usize),
    SolidGroup,
}

/// When a turn takes place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) week: u32,
    pub(crate) cycle: u32,
}

impl<'a> Organisation<'a> {
    /// The organisation at the start of its run under some regimes.
    pub(crate) fn new(plan: &Plan, regimes: Regimes<'a>, nps: f64, promoter_share: f64) -> Organisation<'a> {
        let world = &plan.world;
        let functions = world.functions.len();
        let mut organisation = Organisation {
            regime: regimes.first,
            stages: regimes.stages,
            lines: vec![Line::None; functions],
            has_lines: false,
            solid: 0,
            ended_week: None,
            officer: Officer::new(regimes.first),
            quality: world.touchpoints.iter().map(|touchpoint| touchpoint.quality).collect(),
            readiness: (0..world.functions.len()).map(|function| world.readiness(function)).collect(),
            kpi: vec![0.0; functions],
            coordination: Matrix::links(functions, world.organisation.coordination),
            data_sharing: Matrix::links(functions, world.organisation.data_sharing),
            solid_since: vec![None; functions],
            reorganised: 0,
            waiting: Vec::new(),
            projects: Vec::new(),
            savings: Savings::none(functions),
            wins_since_survey: 0.0,
            nps_history: vec![nps],
            value_history: Vec::new(),
            promoter_share,
            deeds: vec![Deeds::default(); functions],
            finished: Finished::default(),
            officer_exits: 0,
            vacant_turns: 0,
            bill: Bill::default(),
            logger: None,
        };
        organisation.adopt(plan, regimes.first, 0);
        organisation
    }

    /// The organisation's turn at the start of a cycle: steps a to i.
    pub(crate) fn turn(
        &mut self,
        plan: &Plan,
        inputs: &RandomInputs,
        now: Moment,
        thoughts: &[Rc<Candidate>],
        contacts_last_cycle: &[u64],
    ) {
        self.enter_stages(plan, now.week);
        self.officer_step(plan, inputs, now);
        self.finish_projects(plan, now);
        self.erode(plan);
        self.move_links(plan, now.week);
        self.collect(plan, inputs, now.cycle, thoughts);
        let attention = Attention::new(&plan.world, contacts_last_cycle);
        self.note(|organisation, logger| logger.open_turn(organisation, plan, now, &attention));
        self.office_says(plan, now, &attention);
        self.start_initiatives(plan, now, &attention);
    }

    /// Changes the lines.
    fn draw_lines(&mut self, draw: impl FnOnce(&mut Vec<Line>)) {
        draw(&mut self.lines);
        self.has_lines = self.lines.iter().any(|&line| line != Line::None);
        self.solid = self.lines.iter().filter(|&&line| line == Line::Solid).count();
    }

    /// Begins the stages of the road map that are due. Once all lines have ended for good, no stage begins.
    fn enter_stages(&mut self, plan: &Plan, week: u32) {
        while let Some((stage, later)) = self.stages.split_first() {
            let due = match stage.start {
                StageStart::Week(first) => week >= first,
                StageStart::Readiness(enough) => self.mean_readiness() >= enough.get(),
            };
            if !due || self.ended_week.is_some() {
                return;
            }
            self.stages = later;
            if stage.renews_mandate {
                self.officer.mandate = stage.regime.levers.mandate.get();
            }
            self.adopt(plan, &stage.regime, week);
        }
    }

    /// New candidates join those that wait; those that waited too long are dropped.
    fn collect(&mut self, plan: &Plan, inputs: &RandomInputs, cycle: u32, thoughts: &[Rc<Candidate>]) {
        let max_age = plan.cycles(plan.world.initiatives.max_age_cycles);
        let too_old = |waiting: &Waiting| cycle - waiting.since_cycle >= max_age;
        self.note(|organisation, logger| {
            let old = organisation.waiting.iter().filter(|waiting| too_old(waiting));
            old.for_each(|waiting| logger.drop_idea(&waiting.candidate));
        });
        self.waiting.retain(|waiting| !too_old(waiting));
        let co_created = candidate::co_create(plan, inputs, cycle, self.promoter_share);
        let new = thoughts.iter().cloned().chain(co_created);
        self.waiting.extend(new.map(|candidate| Waiting::new(candidate, cycle)));
    }

    /// Whether any function has a line.
    pub(crate) fn has_lines(&self) -> bool {
        self.has_lines
    }

    /// The levers of the line to a function.
    fn line(&self, function: usize) -> &LineLevers {
        match &self.regime.own_lines {
            Some(own) if self.has_lines => &own.levers[function],
            _ => self.regime.line_table.of(self.lines[function]),
        }
    }

    fn is_solid(&self, function: usize) -> bool {
        self.lines[function] == Line::Solid
    }

    /// The budget holder of a function.
    fn holder(&self, function: usize) -> Holder {
        if self.is_solid(function) { Holder::SolidGroup } else { Holder::Function(function) }
    }

    /// Officer's mandate; what was left of it once all lines have ended, 0 without an office.
    pub(crate) fn mandate(&self) -> f64 {
        if self.has_lines() || self.ended_week.is_some() { self.officer.mandate } else { 0.0 }
    }

    /// Mean readiness of the functions.
    pub(crate) fn mean_readiness(&self) -> f64 {
        mean(&self.readiness)
    }

    /// Mean quality of the touchpoints.
    pub(crate) fn mean_quality(&self) -> f64 {
        mean(&self.quality)
    }

    /// People in the officer's team while there are lines.
    pub(crate) fn staff(&self) -> f64 {
        if self.has_lines() { self.regime.levers.staff } else { 0.0 }
    }
}

impl Kind {
    /// Its place in counts by kind.
    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
