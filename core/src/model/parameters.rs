//! Parameters with their defaults: meaning, unit, ranges, and where the number comes from.
//!
//! An assumption is a number that no published study gives; vary it before you rely on a verdict.

use thiserror::Error;

use super::registry::{above, registered, within};

registered! {
    /// How customers experience, remember and leave (`[customer]`; docs/model.md 7.1 to 7.3, 7.5).
    pub struct CustomerParameters {
        /// σ: standard deviation of the noise in one experience, on the 0–1 scale.
        noise: f64 = 0.14, "0-1", within(0.0, 1.0), Assumption;
        /// ρ: share of the gap to a new impression that satisfaction closes at a contact of ordinary weight.
        learning: f64 = 0.12, "share", within(0.0, 1.0) => within(0.1, 0.4), Assumption;
        /// γ: how much a positive surprise adds to the impression.
        disconfirmation: f64 = 0.5, "factor", within(0.0, 10.0), Assumption;
        /// λ: how much more a negative surprise counts than a positive one. That it counts more: Anderson & Sullivan 1993, Mittal et al. 1998; the size is an assumption, 1.5–2.5.
        loss_aversion: f64 = 2.0, "factor", within(0.0, 20.0) => within(1.5, 2.5), Assumption "that it is above 1: Anderson & Sullivan 1993, Mittal et al. 1998";
        /// α_E: share of a surprise that moves the expectation.
        expectation_learning: f64 = 0.06, "share", within(0.0, 1.0) => within(0.05, 0.3), Assumption;
        /// μ: rise of every expectation per week.
        expectation_drift: f64 = 0.0001, "0-1 per week", within(0.0, 1.0), Assumption;
        /// s₀: probability that a contact succeeds at an experience of 0. First-contact resolution near 70–80 %.
        success_base: f64 = 0.3, "probability", within(0.0, 1.0), Assumption;
        /// s₁: how much an experience of 1 adds to it.
        success_slope: f64 = 0.8, "probability per unit of experience", within(-2.0, 2.0), Assumption;
        /// π: what an open problem takes from every experience.
        problem_penalty: f64 = 0.1, "0-1", within(0.0, 1.0), Assumption;
        /// R: satisfaction regained when a problem is solved at once. See `recovery_decay_weeks`.
        recovery: f64 = 0.06, "0-1", within(0.0, 1.0), Assumption;
        /// τ: weeks after which the recovery is down to 37 %. Win-back 47 % within 90 days, 30 % at 90–180 days (Dillard & Bates).
        recovery_decay_weeks: f64 = 26.0, "weeks", above(0.0, 5200.0), Published "Dillard & Bates";
        /// η_c: what a handoff between two wholly uncoordinated functions takes from the experience. A transfer costs about 12 points of satisfaction (SQM, a vendor).
        handoff_coordination: f64 = 0.14, "0-1", within(0.0, 1.0), Assumption "order of size from a vendor (SQM)";
        /// η_d: what a handoff without any shared data takes from the experience.
        handoff_context: f64 = 0.1, "0-1", within(0.0, 1.0), Assumption "order of size from a vendor (SQM)";
        /// ω: what a touchpoint at twice its capacity takes from the experience.
        overload: f64 = 0.15, "0-1", within(0.0, 1.0), Assumption;
        /// κ: how strongly satisfaction acts on the log-odds of leaving.
        churn_sensitivity: f64 = 5.0, "log-odds per unit of satisfaction", within(0.0, 100.0), Assumption;
        /// ψ: what an open problem adds to the log-odds of leaving.
        churn_problem: f64 = 0.6, "log-odds", within(-20.0, 20.0), Assumption;
        /// Newcomers per year as a share of the customer slots.
        acquisition: f64 = 0.1, "share per year", within(0.0, 10.0), Assumption;
        /// ω_m: relative change of acquisition per 100 points of true NPS above the start.
        word_of_mouth: f64 = 1.0, "factor", within(0.0, 20.0), Assumption;
        /// r₀: log-odds that a customer of average satisfaction answers the survey. 10–30 % answer.
        answer_base: f64 = -1.4, "log-odds", within(-20.0, 20.0), Assumption;
        /// r₁: what distance from average satisfaction, either way, adds to those log-odds.
        answer_extreme: f64 = 1.0, "log-odds per unit of satisfaction", within(-20.0, 20.0), Assumption;
        /// r₂: what satisfaction above average adds to those log-odds.
        answer_satisfied: f64 = 0.6, "log-odds per unit of satisfaction", within(-20.0, 20.0), Assumption;
    }
}

registered! {
    /// What functions think of (`[initiatives]`; docs/model.md 7.4, step e). Normal distributions as mean and `_sd`.
    pub struct InitiativeParameters {
        /// Candidates per function and cycle (Poisson mean).
        rate: f64 = 1.4, "candidates per function and cycle", within(0.0, 20.0), Assumption;
        /// Share of candidates that chase the function's own KPI.
        kpi_share: f64 = 0.5, "share", within(0.0, 1.0), Assumption;
        /// Share of candidates that improve the experience; the rest are bridges.
        experience_share: f64 = 0.3, "share", within(0.0, 1.0), Assumption;
        /// KPI candidates: mean gain of the lead's KPI (never below .1).
        kpi_gain: f64 = 1.0, "KPI points", within(-100.0, 100.0), Assumption;
        /// KPI candidates: its standard deviation.
        kpi_sd: f64 = 0.5, "KPI points", within(0.0, 100.0), Assumption;
        /// KPI candidates: mean effect on quality at the own touchpoint.
        kpi_side_own: f64 = 0.0, "0-1", within(-1.0, 1.0), Assumption;
        /// KPI candidates: mean effect on quality at each neighbour, times `coupling`.
        kpi_side_other: f64 = -0.001, "0-1", within(-1.0, 1.0), Assumption;
        /// KPI candidates: standard deviation of both.
        side_sd: f64 = 0.006, "0-1", within(0.0, 1.0), Assumption;
        /// Experience candidates: mean gain of the lead's KPI.
        experience_kpi: f64 = 0.1, "KPI points", within(-100.0, 100.0), Assumption;
        /// Experience candidates: its standard deviation.
        experience_kpi_sd: f64 = 0.35, "KPI points", within(0.0, 100.0), Assumption;
        /// Experience candidates: mean effect on quality at the own touchpoint (never below 0).
        experience_gain: f64 = 0.012, "0-1", within(-1.0, 1.0), Assumption;
        /// Experience candidates: its standard deviation.
        experience_sd: f64 = 0.006, "0-1", within(0.0, 1.0), Assumption;
        /// Experience candidates: mean effect on quality at each neighbour, times `coupling`.
        experience_spill: f64 = 0.003, "0-1", within(-1.0, 1.0), Assumption;
        /// Experience candidates: its standard deviation.
        spill_sd: f64 = 0.006, "0-1", within(0.0, 1.0), Assumption;
        /// Bridges: mean effect on the KPI of each of the two functions.
        bridge_kpi: f64 = -0.15, "KPI points", within(-100.0, 100.0), Assumption;
        /// Bridges: its standard deviation.
        bridge_kpi_sd: f64 = 0.2, "KPI points", within(0.0, 100.0), Assumption;
        /// Bridges: effect on quality at both touchpoints.
        bridge_gain: f64 = 0.003, "0-1", within(-1.0, 1.0), Assumption;
        /// Bridges: share of the way to 1 that coordination and data sharing of the two functions move.
        bridge_link: f64 = 0.04, "share", within(0.0, 1.0), Assumption;
        /// Scale of what functions do to each other's touchpoints. To be swept (Rivkin & Siggelkow 2003).
        coupling: f64 = 1.0, "factor", within(0.0, 20.0), Assumption;
        /// ξ: share of a gain lost to each clashing initiative between wholly uncoordinated functions.
        clash: f64 = 0.06, "share", within(0.0, 1.0), Assumption;
        /// Least cost of an initiative, in cost units.
        cost_min: f64 = 0.6, "cost units", above(0.0, 100.0), Assumption;
        /// Greatest cost of an initiative, in cost units.
        cost_max: f64 = 1.4, "cost units", above(0.0, 100.0), Assumption;
        /// Longest duration in cycles (uniform from 1).
        duration_max_cycles: u32 = 6, "cycles", within(1.0, 52.0), Assumption;
        /// Cycles that a candidate waits at most.
        max_age_cycles: u32 = 6, "cycles", within(1.0, 52.0), Assumption;
    }
}

registered! {
    /// How the organisation perceives, decides and changes (`[organisation]`; docs/model.md 7.4).
    pub struct OrganisationParameters {
        /// Readiness of functions for customer work at the start, r₀; a function can have its own.
        readiness: f64 = 0.4, "0-1", within(0.0, 1.0), Assumption;
        /// ω₀: weight of customers against the KPI in a function left alone.
        customer_weight: f64 = 0.15, "share", within(0.0, 1.0), Assumption;
        /// Coordination between two functions at the start, and where it falls back to. Assumption, of the size of a survey: 35 % of sales and marketing see only their own silo (CMO Council).
        coordination: f64 = 0.35, "0-1", within(0.0, 1.0), Assumption "order of size from a survey (CMO Council)";
        /// Data sharing between two functions at the start, and where it falls back to. Assumption, of the size of a survey: 38 % of sales and marketing see only their own silo (CMO Council).
        data_sharing: f64 = 0.35, "0-1", within(0.0, 1.0), Assumption "order of size from a survey (CMO Council)";
        /// Share of negative effects at its touchpoints that a function hides from the others; a function can have its own.
        blame: f64 = 0.5, "share", within(0.0, 1.0), Assumption;
        /// What an initiative must be worth per cost unit, in KPI points.
        hurdle: f64 = 0.25, "KPI points per cost unit", within(-100.0, 100.0), Assumption;
        /// χ: KPI points that one point of perceived customer effect is worth.
        value_scale: f64 = 150.0, "KPI points", within(0.0, 100000.0), Assumption;
        /// Customer effect that a viewer with full visibility expects of a bridge.
        bridge_value: f64 = 0.006, "0-1", within(-1.0, 1.0), Assumption;
        /// Probability that a bridge needs nobody's backing.
        spontaneous_bridge: f64 = 0.1, "probability", within(0.0, 1.0), Assumption;
        /// Standard deviation of the error in a perceived effect without any feedback.
        sensing_noise: f64 = 0.006, "0-1", within(0.0, 1.0), Assumption;
        /// n₀: signals per cycle at which the error is down to 71 %.
        sensing_signals: f64 = 50.0, "signals per cycle", above(0.0, 1e9), Assumption;
        /// Share of quality above the floor that is lost per cycle.
        decay: f64 = 0.0006, "share per cycle", within(0.0, 1.0), Assumption;
        /// Quality that is never lost to neglect.
        floor: f64 = 0.35, "0-1", within(0.0, 1.0), Assumption;
        /// Share of the gap to its target that a link closes per cycle.
        link_growth: f64 = 0.12, "share per cycle", within(0.0, 1.0), Assumption;
        /// Share of its excess over the start that a link loses per cycle.
        link_decay: f64 = 0.01, "share per cycle", within(0.0, 1.0), Assumption;
        /// Share of the way to 1 that the lead's readiness moves with each win.
        readiness_gain: f64 = 0.03, "share", within(0.0, 1.0), Assumption;
        /// Part of that gain that every function gets.
        readiness_spread: f64 = 0.2, "share", within(0.0, 1.0), Assumption;
        /// Share of readiness above .8 r₀ that is lost per cycle.
        readiness_decay: f64 = 0.004, "share per cycle", within(0.0, 1.0), Assumption;
        /// Share of the gap to a readier function with the role `influences` that closes per cycle.
        influence_rate: f64 = 0.02, "share per cycle", within(0.0, 1.0), Assumption;
        /// How much the share of promoters raises the rate of experience candidates.
        co_creation: f64 = 0.0, "factor", within(0.0, 20.0), Assumption;
        /// Part of the mandate that is left when the officer leaves.
        turnover_mandate: f64 = 0.8, "share", within(0.0, 1.0), Assumption;
        /// Standard deviation of a successor's power.
        successor_power_sd: f64 = 0.12, "0-1", within(0.0, 1.0), Assumption;
        /// Most that the mandate gains or loses by NPS at a survey.
        mandate_nps: f64 = 0.02, "0-1", within(0.0, 1.0), Assumption;
        /// NPS points against a year ago that make 76 % of it.
        mandate_nps_scale: f64 = 10.0, "NPS points", above(0.0, 1000.0), Assumption;
        /// Most that the mandate gains by wins at a survey.
        mandate_wins: f64 = 0.07, "0-1", within(0.0, 1.0), Assumption;
        /// Wins since the last survey that make 76 % of it.
        mandate_wins_scale: f64 = 3.0, "wins", above(0.0, 1000.0), Assumption;
        /// Mandate below which all lines end for good.
        mandate_end: f64 = 0.15, "0-1", within(0.0, 1.0), Assumption;
    }
}

registered! {
    /// What customers bring in and what decisions cost (`[economics]`), in the scenario's currency. Initiatives and team belong to a firm of 2,000 customers by default: scale them with the firm.
    pub struct Economics {
        /// How much more customers bring in as they are more content: share of the margin per unit of their segment's satisfaction above the start.
        spend: f64 = 1.0, "share per unit of satisfaction", within(0.0, 100.0) => within(0.5, 2.0), Assumption;
        /// Cost of a contact with an open problem.
        problem_cost: f64 = 5.0, "currency per contact", within(0.0, 1e9) => within(2.5, 10.0), Assumption;
        /// Cost of winning a newcomer.
        acquisition_cost: f64 = 150.0, "currency per newcomer", within(0.0, 1e9) => within(75.0, 300.0), Assumption;
        /// Worth of one KPI point per week to a firm that wants functional KPIs in its books; 0 leaves them out.
        kpi_value: f64 = 0.0, "currency per KPI point and week", within(-1e9, 1e9) => within(0.0, 36.0), Assumption;
        /// Cost of one cost unit of the initiatives that are started; by default they cost .6 to 1.4 units.
        initiative_cost: f64 = 1200.0, "currency per cost unit", within(0.0, 1e12) => within(600.0, 2400.0), Assumption;
        /// Cost of one member of the officer's team per cycle, while there are lines.
        team_cost: f64 = 500.0, "currency per person and cycle", within(0.0, 1e12) => within(250.0, 1000.0), Assumption;
        /// Discount rate per year; 0 counts all weeks alike.
        discount_rate: f64 = 0.12, "share per year", within(-0.5, 10.0) => within(0.06, 0.24), Assumption;
        /// Years after the horizon in which what customers bring in counts as customer equity. Long: with the usual discount what comes later is next to nothing.
        equity_years: f64 = 50.0, "years", above(0.0, 1000.0) => within(25.0, 100.0), Choice;
    }
}

/// A rule between numbers that is broken.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum Contradiction {
    /// More than all initiatives are of two of the three kinds.
    #[error("kpi_share and experience_share add up to {0}, more than 1")]
    SharesAboveOne(f64),
    /// The least cost of an initiative is above the greatest.
    #[error("the least cost of an initiative, {least}, is above the greatest, {most}")]
    CostsCrossed {
        /// `cost_min`.
        least: f64,
        /// `cost_max`.
        most: f64,
    },
}

impl InitiativeParameters {
    /// Rules between these numbers that are broken.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let shares = self.kpi_share + self.experience_share;
        let above_one = (shares > 1.0 + 1e-9).then(|| Contradiction::SharesAboveOne((shares * 1e9).round() / 1e9));
        let (least, most) = (self.cost_min, self.cost_max);
        let crossed = (least > most).then_some(Contradiction::CostsCrossed { least, most });
        above_one.into_iter().chain(crossed).collect()
    }
}
