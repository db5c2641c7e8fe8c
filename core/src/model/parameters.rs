//! Parameters with their defaults: meaning, unit, ranges, and where the number comes from.
//!
//! An assumption is a number that no published study gives; vary it before you rely on a verdict.

use thiserror::Error;

use super::registry::{above, registered, within};
use crate::units::Share;

registered! {
    /// How customers experience, remember and leave (`[customer]`; docs/model.md 7.1 to 7.3, 7.5).
    pub struct CustomerParameters {
        /// σ: standard deviation of the noise in one experience, on the 0–1 scale.
        noise: f64 = 0.14, "0-1", within(0.0, 1.0) => within(0.07, 0.28), Assumption;
        /// Standard deviation of the person effect: how much better or worse one customer finds everything than another. From .09 (customers of one year) to .12 (of four years) satisfaction spreads as in a survey (ECSI mobile phones, n = 250: 1.33 from 1 to 10).
        person: f64 = 0.13, "0-1", within(0.0, 1.0) => within(0.09, 0.16), Assumption "of the size of the spread of satisfaction in a survey (ECSI)";
        /// ρ: share of the gap to a new impression that satisfaction closes at a contact of ordinary weight.
        learning: f64 = 0.12, "share", within(0.0, 1.0) => within(0.1, 0.4), Assumption;
        /// γ: how much a positive surprise adds to the impression.
        disconfirmation: f64 = 0.5, "factor", within(0.0, 10.0) => within(0.25, 1.0), Assumption;
        /// λ: how much more a negative surprise counts than a positive one. That it counts more: Anderson & Sullivan 1993, Mittal et al. 1998; the size is an assumption, 1.5–2.5.
        loss_aversion: f64 = 2.0, "factor", within(0.0, 20.0) => within(1.5, 2.5), Assumption "that it is above 1: Anderson & Sullivan 1993, Mittal et al. 1998";
        /// α_E: share of a surprise that moves the expectation.
        expectation_learning: f64 = 0.06, "share", within(0.0, 1.0) => within(0.05, 0.3), Assumption;
        /// μ: rise of every expectation per week.
        expectation_drift: f64 = 0.0001, "0-1 per week", within(0.0, 1.0) => within(0.0, 0.0002), Assumption;
        /// s₀: probability that a contact succeeds at an experience of 0. First-contact resolution near 70 %.
        success_base: f64 = 0.1, "probability", within(0.0, 1.0) => within(0.05, 0.2), Assumption;
        /// s₁: how much an experience of 1 adds to it.
        success_slope: f64 = 0.75, "probability per unit of experience", within(0.0, 2.0) => within(0.6, 0.9), Assumption;
        /// π: what an open problem takes from every experience.
        problem_penalty: f64 = 0.1, "0-1", within(0.0, 1.0) => within(0.05, 0.2), Assumption;
        /// R: satisfaction regained when a problem is solved at once. See `recovery_decay_weeks`.
        recovery: f64 = 0.06, "0-1", within(0.0, 1.0) => within(0.03, 0.12), Assumption;
        /// τ: weeks after which the recovery is down to 37 %. Win-back 47 % within 90 days, 30 % at 90–180 days (Dillard & Bates).
        recovery_decay_weeks: f64 = 26.0, "weeks", above(0.0, 5200.0) => within(13.0, 52.0), Published "Dillard & Bates";
        /// η_c: what a handoff between two wholly uncoordinated functions takes from the experience. A transfer costs about 12 points of satisfaction (SQM, a vendor).
        handoff_coordination: f64 = 0.14, "0-1", within(0.0, 1.0) => within(0.07, 0.28), Assumption "order of size from a vendor (SQM)";
        /// η_d: what a handoff without any shared data takes from the experience.
        handoff_context: f64 = 0.1, "0-1", within(0.0, 1.0) => within(0.05, 0.2), Assumption "order of size from a vendor (SQM)";
        /// ω: what a touchpoint at twice its capacity takes from the experience.
        overload: f64 = 0.15, "0-1", within(0.0, 1.0) => within(0.075, 0.3), Assumption;
        /// κ: how strongly satisfaction acts on the log-odds of leaving.
        churn_sensitivity: f64 = 5.0, "log-odds per unit of satisfaction", within(0.0, 100.0) => within(2.5, 10.0), Assumption;
        /// ψ: what an open problem adds to the log-odds of leaving. Of those with a problem solved at once, solved later and unsolved 5, 9 and 25 % intend to leave (SQM, a vendor).
        churn_problem: f64 = 1.5, "log-odds", within(-20.0, 20.0) => within(0.75, 3.0), Assumption "order of size from a vendor (SQM)";
        /// S̄₀: mean satisfaction at which customers leave as their loyalty says; a firm below it keeps fewer. Left out: the mean after warm-up of the scenario as its file describes it, before `--set`, sweeps and uncertainty.
        reference_satisfaction: Option<Share> = None, "0-1", within(0.0, 1.0) => within(0.4, 0.9), Choice;
        /// p̄₀: share of customers with an open problem at which they leave as their loyalty says. Left out: as `reference_satisfaction`.
        reference_problems: Option<Share> = None, "share", within(0.0, 1.0) => within(0.0, 0.4), Choice;
        /// Customers that the firm can have, per customer at the start: newcomers find no more places.
        room: f64 = 1.25, "factor", within(1.0, 10.0) => within(1.0, 2.0), Assumption;
        /// Newcomers per year as a share of the customers at the start.
        acquisition: f64 = 0.1, "share per year", within(0.0, 10.0) => within(0.05, 0.2), Assumption;
        /// ω_m: relative change of acquisition per 100 points of true NPS above the start.
        word_of_mouth: f64 = 1.0, "factor", within(0.0, 20.0) => within(0.5, 2.0), Assumption;
        /// r₀: log-odds that a customer of average satisfaction answers the survey. 10–30 % answer.
        answer_base: f64 = -1.4, "log-odds", within(-20.0, 20.0) => within(-2.2, -0.8), Assumption;
        /// r₁: what distance from average satisfaction, either way, adds to those log-odds.
        answer_extreme: f64 = 1.0, "log-odds per unit of satisfaction", within(-20.0, 20.0) => within(0.5, 2.0), Assumption;
        /// r₂: what satisfaction above average adds to those log-odds.
        answer_satisfied: f64 = 0.6, "log-odds per unit of satisfaction", within(-20.0, 20.0) => within(0.3, 1.2), Assumption;
    }
}

registered! {
    /// What functions think of (`[initiatives]`; docs/model.md 7.4, step e). Normal distributions as mean and `_sd`.
    pub struct InitiativeParameters {
        /// Candidates per function and four weeks (Poisson mean).
        rate: f64 = 1.4, "candidates per function and four weeks", within(0.0, 20.0) => within(0.7, 2.8), Assumption;
        /// Share of candidates that chase the function's own KPI.
        kpi_share: f64 = 0.5, "share", within(0.0, 1.0) => within(0.35, 0.65), Assumption;
        /// Share of candidates that improve the experience; the rest are bridges.
        experience_share: f64 = 0.3, "share", within(0.0, 1.0) => within(0.15, 0.35), Assumption;
        /// KPI candidates: mean gain of the lead's KPI (never below .1).
        kpi_gain: f64 = 1.0, "KPI points", within(-100.0, 100.0) => within(0.5, 2.0), Assumption;
        /// KPI candidates: its standard deviation.
        kpi_sd: f64 = 0.5, "KPI points", within(0.0, 100.0) => within(0.25, 1.0), Assumption;
        /// KPI candidates: mean effect on quality at the own touchpoint.
        kpi_side_own: f64 = 0.0, "0-1", within(-1.0, 1.0) => within(-0.003, 0.003), Assumption;
        /// KPI candidates: mean effect on quality at each neighbour, times `coupling`.
        kpi_side_other: f64 = -0.001, "0-1", within(-1.0, 1.0) => within(-0.002, -0.0005), Assumption;
        /// KPI candidates: standard deviation of both.
        side_sd: f64 = 0.006, "0-1", within(0.0, 1.0) => within(0.003, 0.012), Assumption;
        /// Experience candidates: mean gain of the lead's KPI.
        experience_kpi: f64 = 0.1, "KPI points", within(-100.0, 100.0) => within(0.05, 0.2), Assumption;
        /// Experience candidates: its standard deviation.
        experience_kpi_sd: f64 = 0.35, "KPI points", within(0.0, 100.0) => within(0.175, 0.7), Assumption;
        /// Experience candidates: mean effect on quality at the own touchpoint (never below 0).
        experience_gain: f64 = 0.012, "0-1", within(-1.0, 1.0) => within(0.006, 0.024), Assumption;
        /// Experience candidates: its standard deviation.
        experience_sd: f64 = 0.006, "0-1", within(0.0, 1.0) => within(0.003, 0.012), Assumption;
        /// Experience candidates: mean effect on quality at each neighbour, times `coupling`.
        experience_spill: f64 = 0.003, "0-1", within(-1.0, 1.0) => within(0.0015, 0.006), Assumption;
        /// Experience candidates: its standard deviation.
        spill_sd: f64 = 0.006, "0-1", within(0.0, 1.0) => within(0.003, 0.012), Assumption;
        /// Bridges: mean effect on the KPI of each of the two functions.
        bridge_kpi: f64 = -0.15, "KPI points", within(-100.0, 100.0) => within(-0.3, -0.075), Assumption;
        /// Bridges: its standard deviation.
        bridge_kpi_sd: f64 = 0.2, "KPI points", within(0.0, 100.0) => within(0.1, 0.4), Assumption;
        /// Bridges: effect on quality at both touchpoints.
        bridge_gain: f64 = 0.003, "0-1", within(-1.0, 1.0) => within(0.0015, 0.006), Assumption;
        /// Bridges: share of the way to 1 that coordination and data sharing of the two functions move.
        bridge_link: f64 = 0.04, "share", within(0.0, 1.0) => within(0.02, 0.08), Assumption;
        /// Scale of what functions do to each other's touchpoints. To be swept (Rivkin & Siggelkow 2003).
        coupling: f64 = 1.0, "factor", within(0.0, 20.0) => within(0.5, 2.0), Assumption;
        /// ξ: share of what it does that an initiative loses to each one that interferes with it, between wholly uncoordinated functions.
        clash: f64 = 0.1, "share", within(0.0, 1.0) => within(0.05, 0.2), Assumption;
        /// Least cost of an initiative, in cost units.
        cost_min: f64 = 0.6, "cost units", above(0.0, 100.0) => within(0.3, 0.8), Assumption;
        /// Greatest cost of an initiative, in cost units.
        cost_max: f64 = 1.4, "cost units", above(0.0, 100.0) => within(1.0, 2.8), Assumption;
        /// Longest duration in cycles of four weeks (uniform from 1).
        duration_max_cycles: u32 = 6, "four weeks", within(1.0, 52.0) => within(3.0, 12.0), Assumption;
        /// Cycles of four weeks that a candidate waits at most.
        max_age_cycles: u32 = 6, "four weeks", within(1.0, 52.0) => within(3.0, 12.0), Assumption;
    }
}

registered! {
    /// How the organisation perceives, decides and changes (`[organisation]`; docs/model.md 7.4).
    pub struct OrganisationParameters {
        /// Readiness of functions for customer work at the start, r₀; a function can have its own.
        readiness: f64 = 0.4, "0-1", within(0.0, 1.0) => within(0.2, 0.8), Assumption;
        /// ω₀: weight of customers against the KPI in a function left alone.
        customer_weight: f64 = 0.15, "share", within(0.0, 1.0) => within(0.075, 0.3), Assumption;
        /// Coordination between two functions at the start, and where it falls back to. Assumption, of the size of a survey: 35 % of sales and marketing see only their own silo (CMO Council).
        coordination: f64 = 0.35, "0-1", within(0.0, 1.0) => within(0.2, 0.6), Assumption "order of size from a survey (CMO Council)";
        /// Data sharing between two functions at the start, and where it falls back to. Assumption, of the size of a survey: 38 % of sales and marketing see only their own silo (CMO Council).
        data_sharing: f64 = 0.35, "0-1", within(0.0, 1.0) => within(0.2, 0.6), Assumption "order of size from a survey (CMO Council)";
        /// Share of negative effects at its touchpoints that a function hides from the others; a function can have its own.
        blame: f64 = 0.5, "share", within(0.0, 1.0) => within(0.25, 1.0), Assumption;
        /// What an initiative must be worth per cost unit, in KPI points.
        hurdle: f64 = 0.25, "KPI points per cost unit", within(-100.0, 100.0) => within(0.125, 0.5), Assumption;
        /// χ: KPI points that one point of perceived customer effect is worth.
        value_scale: f64 = 150.0, "KPI points", within(0.0, 100000.0) => within(75.0, 300.0), Assumption;
        /// Customer effect that a viewer with full visibility expects of a bridge.
        bridge_value: f64 = 0.006, "0-1", within(-1.0, 1.0) => within(0.003, 0.012), Assumption;
        /// Probability that a bridge needs nobody's backing.
        spontaneous_bridge: f64 = 0.1, "probability", within(0.0, 1.0) => within(0.05, 0.2), Assumption;
        /// Standard deviation of the error in a perceived effect without any feedback.
        sensing_noise: f64 = 0.006, "0-1", within(0.0, 1.0) => within(0.003, 0.012), Assumption;
        /// n₀: signals per four weeks at which the error is down to 71 %.
        sensing_signals: f64 = 50.0, "signals per four weeks", above(0.0, 1e9) => within(25.0, 100.0), Assumption;
        /// Share of quality above the floor that is lost per four weeks.
        decay: f64 = 0.002, "share per four weeks", within(0.0, 1.0) => within(0.001, 0.004), Assumption;
        /// Quality that is never lost to neglect.
        floor: f64 = 0.35, "0-1", within(0.0, 1.0) => within(0.175, 0.6), Assumption;
        /// Share of KPI levels that wears off per four weeks.
        kpi_decay: f64 = 0.01, "share per four weeks", within(0.0, 1.0) => within(0.005, 0.02), Assumption;
        /// Cycles' budgets that what a budget holder did not spend can add up to; four weeks each.
        carry_over: f64 = 2.0, "four weeks", within(0.0, 520.0) => within(1.0, 4.0), Assumption;
        /// Part of its gains that ordered work keeps where the lead has no readiness.
        order_fidelity: f64 = 0.45, "share", within(0.0, 1.0) => within(0.3, 0.6), Assumption "order of size: of decisions by edict fewer than half are kept up, by participation or persuasion about three quarters (Nutt 1986, 1998)";
        /// Share of the gap to its target that a link closes per four weeks.
        link_growth: f64 = 0.12, "share per four weeks", within(0.0, 1.0) => within(0.06, 0.24), Assumption;
        /// Share of its excess over the start that a link loses per four weeks.
        link_decay: f64 = 0.01, "share per four weeks", within(0.0, 1.0) => within(0.005, 0.02), Assumption;
        /// Share of the way to 1 that the lead's readiness moves with each win that it was willing to work for.
        readiness_gain: f64 = 0.03, "share", within(0.0, 1.0) => within(0.015, 0.06), Assumption;
        /// Part of that gain that every function gets.
        readiness_spread: f64 = 0.3, "share", within(0.0, 1.0) => within(0.15, 0.6), Assumption;
        /// What ordered work that counts as a win takes from the lead's readiness, as a share of what it lacks to 1.
        reactance: f64 = 0.02, "share", within(0.0, 1.0) => within(0.01, 0.04), Assumption;
        /// Readiness that a function loses at a sitting of an office that has time for none of its requests; per four weeks from one decision to the next.
        neglect: f64 = 0.01, "0-1", within(0.0, 1.0) => within(0.005, 0.02), Assumption "that a team must keep up with the support that departments ask for: Forrester";
        /// Share of every function's readiness that is lost when lines end for good.
        disappointment: f64 = 0.15, "share", within(0.0, 1.0) => within(0.075, 0.3), Assumption;
        /// Share of readiness above .8 r₀ that is lost per four weeks.
        readiness_decay: f64 = 0.004, "share per four weeks", within(0.0, 1.0) => within(0.002, 0.008), Assumption;
        /// Share of the gap to a readier function with the role `influences` that closes per four weeks.
        influence_rate: f64 = 0.02, "share per four weeks", within(0.0, 1.0) => within(0.01, 0.04), Assumption;
        /// How much the share of promoters raises the rate of experience candidates.
        co_creation: f64 = 0.0, "factor", within(0.0, 20.0) => within(0.0, 1.0), Assumption;
        /// Part of the mandate that is left when the officer leaves.
        turnover_mandate: f64 = 0.8, "share", within(0.0, 1.0) => within(0.6, 1.0), Assumption;
        /// Standard deviation of a successor's power.
        successor_power_sd: f64 = 0.12, "0-1", within(0.0, 1.0) => within(0.06, 0.24), Assumption;
        /// Most that the mandate gains or loses by NPS at a survey.
        mandate_nps: f64 = 0.02, "0-1", within(0.0, 1.0) => within(0.01, 0.04), Assumption;
        /// NPS points against a year ago that make 76 % of it.
        mandate_nps_scale: f64 = 10.0, "NPS points", above(0.0, 1000.0) => within(5.0, 20.0), Assumption;
        /// Most that the mandate gains by wins at a survey.
        mandate_wins: f64 = 0.1, "0-1", within(0.0, 1.0) => within(0.05, 0.2), Assumption;
        /// Wins since the last survey that make 76 % of it.
        mandate_wins_scale: f64 = 3.0, "wins", above(0.0, 1000.0) => within(1.5, 6.0), Assumption;
        /// Most that the mandate gains or loses at a survey by net value against a year ago.
        mandate_value: f64 = 0.05, "0-1", within(0.0, 1.0) => within(0.025, 0.1), Assumption;
        /// Change of net value against a year ago, as a share of it, that makes 76 % of it.
        mandate_value_scale: f64 = 0.1, "share", above(0.0, 1000.0) => within(0.05, 0.2), Assumption;
        /// Mandate below which all lines end for good.
        mandate_end: f64 = 0.15, "0-1", within(0.0, 1.0) => within(0.075, 0.3), Assumption;
        /// How much longer a reorganisation to a solid line takes where readiness is 0, as a share of its weeks.
        resistance: f64 = 1.0, "factor", within(0.0, 20.0) => within(0.5, 2.0), Assumption;
        /// Part of a reorganisation's shock that customers meet again when solid lines end for good.
        rollback: f64 = 0.5, "share", within(0.0, 1.0) => within(0.25, 1.0), Assumption;
        /// Cycles of four weeks that initiatives under a dotted line last longer for committees, where readiness is one half.
        delay: f64 = 0.5, "four weeks", within(0.0, 26.0) => within(0.25, 1.0), Assumption "that a matrix is slow to decide: Davis & Lawrence 1978";
    }
}

registered! {
    /// What happens around the firm (`[environment]`; docs/model.md 7.8).
    pub struct Environment {
        /// Disruptions per year (Poisson mean): a rival sets a new standard at one of the touchpoints, all alike. 0: none.
        disruptions: f64 = 0.0, "per year", within(0.0, 520.0) => within(0.0, 4.0), Assumption;
        /// Share of its quality by which the touchpoint falls behind a new standard.
        disruption_size: f64 = 0.1, "share", within(0.0, 1.0) => within(0.05, 0.2), Assumption;
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
        /// Cost of one member of the officer's team per four weeks, while there are lines.
        team_cost: f64 = 500.0, "currency per person and four weeks", within(0.0, 1e12) => within(250.0, 1000.0), Assumption;
        /// Cost of the reorganisation of one function to a solid line, when it begins.
        reorganisation_cost: f64 = 12000.0, "currency per function", within(0.0, 1e12) => within(6000.0, 24000.0), Assumption;
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
