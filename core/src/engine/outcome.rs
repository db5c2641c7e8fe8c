//! What one trial of one structure leaves behind.

use super::money::Money;
use super::office_figures::OfficeFigures;
use super::segments::SegmentFigures;
use super::weekly::WeekFigures;
use crate::stats::{Interval, net_promoter_interval};

/// One trial of one structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Figures at the horizon.
    pub end: Figures,
    /// One entry per week, from week 0.
    pub weeks: Vec<WeekFigures>,
    /// One entry per segment.
    pub segments: Vec<SegmentFigures>,
    /// One entry per touchpoint.
    pub touchpoints: Vec<TouchpointFigures>,
    /// One entry per function.
    pub functions: Vec<FunctionFigures>,
    /// What experiences were made of, by survey period (the last one may be shorter).
    pub periods: Vec<ExperienceSums>,
    /// Contacts by owner of the touchpoint of the week before (row) and of this one (column), for customers that came
    /// straight from another touchpoint: functions × functions, row by row.
    pub handoffs: Vec<u64>,
}

/// Figures of one trial at the horizon. `None`: not defined in this trial (no customer left, no contact, one function only).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Share of the first cohort still in the firm.
    pub retention: f64,
    /// Retention per year at a constant rate.
    pub retention_annualised: f64,
    /// Customers in the firm.
    pub customers_end: u64,
    /// Newcomers over the run.
    pub acquired: u64,
    /// True net promoter score.
    pub nps_true: Option<f64>,
    /// Net promoter score among those who answered.
    pub nps_measured: Option<f64>,
    /// Standard error of the measured score within the survey.
    pub nps_measured_se: Option<f64>,
    /// Answers to the last survey.
    pub nps_answers: u64,
    /// Mean experience over all contacts of the run.
    pub experience_mean: Option<f64>,
    /// Mean handoff penalty over all contacts of the run.
    pub handoff_mean: Option<f64>,
    /// Share of contacts that came straight from a touchpoint of another function.
    pub handoff_share: Option<f64>,
    /// Mean satisfaction.
    pub satisfaction_mean: Option<f64>,
    /// Mean expectation.
    pub expectation_mean: Option<f64>,
    /// Share of customers with an open problem.
    pub problem_share: Option<f64>,
    /// Contacts over the run.
    pub contacts: u64,
    /// Mean quality of touchpoints.
    pub quality_mean: f64,
    /// Mean coordination over pairs of functions.
    pub coordination_mean: Option<f64>,
    /// Mean data sharing over pairs of functions.
    pub data_sharing_mean: Option<f64>,
    /// Mean readiness of functions.
    pub readiness_mean: f64,
    /// The office's mandate; what was left of it once all lines have ended, 0 without an office.
    pub mandate: f64,
    /// Week in which the lines ended for good, if they did.
    pub programme_end_week: Option<u32>,
    /// Sum of KPI levels over functions.
    pub kpi_total: f64,
    /// KPI initiatives started.
    pub started_kpi: u64,
    /// Experience initiatives started.
    pub started_experience: u64,
    /// Bridges started.
    pub started_bridge: u64,
    /// Candidates that the office backed.
    pub backed: u64,
    /// Candidates that the office stopped.
    pub stopped: u64,
    /// What the office and its lines did.
    pub office: OfficeFigures,
    /// Share of contracts due without an open problem that ended.
    pub leaving_calm: Option<f64>,
    /// Share of contracts due with an open problem that ended.
    pub leaving_problem: Option<f64>,
    /// What came in and went out over the run, part by part.
    pub money: Money,
    /// What the customers who are left are still worth.
    pub equity: f64,
    /// KPI levels added up over functions and weeks, discounted as money is.
    pub kpi_points: f64,
}

impl Figures {
    /// What is left over the run and what customers are still worth.
    #[must_use]
    pub fn total_value(&self) -> f64 {
        self.money.net() + self.equity
    }

    /// What a firm that knows its survey alone would say of its score: the 95 % interval (adjusted Wald) of the answers. It
    /// is about who happened to answer, not about who answers more readily; `None` without answers.
    #[must_use]
    pub fn survey_interval(&self) -> Option<Interval> {
        net_promoter_interval(self.nps_measured?, self.nps_measured_se?, self.nps_answers, 0.95)
    }
}

/// Sums over contacts of what experience is made of:
/// experience = quality − handoff_coordination − handoff_context − overload − problem − transition + rest,
/// where the rest is the noise of the contact and the clamping to 0–1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExperienceSums {
    /// Number of contacts.
    pub contacts: u64,
    /// Sum of experience.
    pub experience: f64,
    /// Sum of the touchpoints' own quality.
    pub quality: f64,
    /// Sum of handoff penalties for lack of coordination.
    pub handoff_coordination: f64,
    /// Sum of handoff penalties for lack of context.
    pub handoff_context: f64,
    /// Sum of overload penalties.
    pub overload: f64,
    /// Sum of penalties for open problems.
    pub problem: f64,
    /// Sum of quality lost to a transition.
    pub transition: f64,
}

impl ExperienceSums {
    /// Adds the sums of other contacts.
    pub fn add(&mut self, other: &ExperienceSums) {
        self.contacts += other.contacts;
        self.experience += other.experience;
        self.quality += other.quality;
        self.handoff_coordination += other.handoff_coordination;
        self.handoff_context += other.handoff_context;
        self.overload += other.overload;
        self.problem += other.problem;
        self.transition += other.transition;
    }
}

/// One touchpoint over one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TouchpointFigures {
    /// Quality at the horizon, without the shock of a transition.
    pub quality: f64,
    /// Contacts and experience over the run.
    pub experience: ExperienceSums,
    /// Contacts straight from a touchpoint of another function.
    pub handoffs: u64,
    /// Contacts of customers with an open problem.
    pub problem_contacts: u64,
    /// Problems that opened here.
    pub problems_opened: u64,
    /// Problems that were solved here.
    pub problems_solved: u64,
    /// Customers that left in a week in which they were here.
    pub leavers: u64,
    /// Years that customers of the firm lived through, all together.
    pub customer_years: f64,
}

/// One function over one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FunctionFigures {
    /// KPI level at the horizon.
    pub kpi: f64,
    /// Readiness at the horizon.
    pub readiness: f64,
    /// KPI initiatives that it led and started.
    pub started_kpi: u64,
    /// Experience initiatives that it led and started.
    pub started_experience: u64,
    /// Bridges that it led and started.
    pub started_bridge: u64,
    /// Candidates it led that the office backed.
    pub backed: u64,
    /// Candidates it led that the office stopped.
    pub stopped: u64,
    /// Initiatives that it led against its will.
    pub ordered: u64,
    /// Weight of customers against the KPI in its decisions, or in those of others over its work, at the horizon.
    pub customer_weight: f64,
}
