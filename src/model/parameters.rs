//! Parameters with their defaults: meaning, unit, range, and where the number comes from.
//!
//! "Assumption" marks a number that no published study gives; sweep it before you rely on a verdict.

/// How customers experience, remember and leave (`[customer]`; docs/model.md 7.1 to 7.3, 7.5).
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerParameters {
    /// σ: standard deviation of the luck in one experience, on the 0–1 scale, 0 to 1. Assumption.
    pub noise: f64,
    /// ρ: share of the gap to a new impression that satisfaction closes at a contact of ordinary weight, 0 to 1. Assumption, .1–.4.
    pub learning: f64,
    /// γ: how much a positive surprise adds to the impression, 0 or more. Assumption.
    pub disconfirmation: f64,
    /// λ: how much more a negative surprise counts than a positive one, 0 or more. That it counts more: Anderson & Sullivan 1993, Mittal et al. 1998; the size is an assumption, 1.5–2.5.
    pub loss_aversion: f64,
    /// α_E: share of a surprise that moves the expectation, 0 to 1. Assumption, .05–.3.
    pub expectation_learning: f64,
    /// μ: rise of every expectation per week, 0 to 1. Assumption: rising expectations.
    pub expectation_drift: f64,
    /// s₀: probability that a contact succeeds at an experience of 0. Assumption; first-contact resolution near 70–80 %.
    pub success_base: f64,
    /// s₁: how much an experience of 1 adds to it. Assumption.
    pub success_slope: f64,
    /// π: what an open problem takes from every experience, 0 to 1. Assumption.
    pub problem_penalty: f64,
    /// R: satisfaction regained when a problem is solved at once, 0 to 1. Assumption on size; see `recovery_decay_weeks`.
    pub recovery: f64,
    /// τ: weeks after which the recovery is down to 37 %, above 0. Win-back 47 % within 90 days, 30 % at 90–180 days (Dillard & Bates).
    pub recovery_decay_weeks: f64,
    /// η_c: what a handoff between two wholly uncoordinated functions takes from the experience, 0 to 1. Assumption; a transfer costs about 12 points of satisfaction (SQM, a vendor).
    pub handoff_coordination: f64,
    /// η_d: what a handoff without any shared data takes from the experience, 0 to 1. Assumption, as above.
    pub handoff_context: f64,
    /// ω: what a touchpoint at twice its capacity takes from the experience, 0 to 1. Assumption.
    pub overload: f64,
    /// κ: how strongly satisfaction acts on the log-odds of leaving, 0 or more. Assumption.
    pub churn_sensitivity: f64,
    /// ψ: what an open problem adds to the log-odds of leaving. Assumption.
    pub churn_problem: f64,
    /// Newcomers per year as a share of the customer slots, 0 or more. Assumption.
    pub acquisition: f64,
    /// ω_m: relative change of acquisition per 100 points of true NPS above the start, 0 or more. Assumption.
    pub word_of_mouth: f64,
    /// r₀: log-odds that a customer of average satisfaction answers the survey. Assumption; 10–30 % answer.
    pub answer_base: f64,
    /// r₁: what distance from average satisfaction, either way, adds to those log-odds. Assumption.
    pub answer_extreme: f64,
    /// r₂: what satisfaction above average adds to those log-odds. Assumption.
    pub answer_satisfied: f64,
}

impl Default for CustomerParameters {
    fn default() -> Self {
        CustomerParameters {
            noise: 0.14,
            learning: 0.12,
            disconfirmation: 0.5,
            loss_aversion: 2.0,
            expectation_learning: 0.06,
            expectation_drift: 0.0001,
            success_base: 0.3,
            success_slope: 0.8,
            problem_penalty: 0.1,
            recovery: 0.06,
            recovery_decay_weeks: 26.0,
            handoff_coordination: 0.14,
            handoff_context: 0.1,
            overload: 0.15,
            churn_sensitivity: 5.0,
            churn_problem: 0.6,
            acquisition: 0.1,
            word_of_mouth: 1.0,
            answer_base: -1.4,
            answer_extreme: 1.0,
            answer_satisfied: 0.6,
        }
    }
}

/// What functions think of (`[initiatives]`; docs/model.md 7.4, step e). Normal distributions as mean and `_sd`.
#[derive(Clone, Debug, PartialEq)]
pub struct InitiativeParameters {
    /// Candidates per function and cycle (Poisson mean), 0 to 20. Assumption.
    pub rate: f64,
    /// Share of candidates that chase the function's own KPI, 0 to 1. Assumption.
    pub kpi_share: f64,
    /// Share of candidates that improve the experience, 0 to 1; the rest are bridges. Assumption.
    pub experience_share: f64,
    /// KPI candidates: mean gain of the lead's KPI (never below .1). Assumption.
    pub kpi_gain: f64,
    /// KPI candidates: its standard deviation. Assumption.
    pub kpi_sd: f64,
    /// KPI candidates: mean effect on quality at the own touchpoint. Assumption.
    pub kpi_side_own: f64,
    /// KPI candidates: mean effect on quality at each neighbour, times `coupling`. Assumption.
    pub kpi_side_other: f64,
    /// KPI candidates: standard deviation of both. Assumption.
    pub side_sd: f64,
    /// Experience candidates: mean gain of the lead's KPI. Assumption.
    pub experience_kpi: f64,
    /// Experience candidates: its standard deviation. Assumption.
    pub experience_kpi_sd: f64,
    /// Experience candidates: mean effect on quality at the own touchpoint (never below 0). Assumption.
    pub experience_gain: f64,
    /// Experience candidates: its standard deviation. Assumption.
    pub experience_sd: f64,
    /// Experience candidates: mean effect on quality at each neighbour, times `coupling`. Assumption.
    pub experience_spill: f64,
    /// Experience candidates: its standard deviation. Assumption.
    pub spill_sd: f64,
    /// Bridges: mean effect on the KPI of each of the two functions. Assumption.
    pub bridge_kpi: f64,
    /// Bridges: its standard deviation. Assumption.
    pub bridge_kpi_sd: f64,
    /// Bridges: effect on quality at both touchpoints. Assumption.
    pub bridge_gain: f64,
    /// Bridges: share of the way to 1 that coordination and data sharing of the two functions move, 0 to 1. Assumption.
    pub bridge_link: f64,
    /// Scale of what functions do to each other's touchpoints, 0 or more. Assumption, to be swept (Rivkin & Siggelkow 2003).
    pub coupling: f64,
    /// ξ: share of a gain lost to each clashing initiative between wholly uncoordinated functions, 0 to 1. Assumption.
    pub clash: f64,
    /// Least cost of an initiative, in cost units, above 0. Assumption.
    pub cost_min: f64,
    /// Greatest cost of an initiative, in cost units. Assumption.
    pub cost_max: f64,
    /// Longest duration in cycles (uniform from 1), 1 to 52. Assumption.
    pub duration_max_cycles: u32,
    /// Cycles that a candidate waits at most, 1 to 52. Assumption.
    pub max_age_cycles: u32,
}

impl Default for InitiativeParameters {
    fn default() -> Self {
        InitiativeParameters {
            rate: 1.4,
            kpi_share: 0.5,
            experience_share: 0.3,
            kpi_gain: 1.0,
            kpi_sd: 0.5,
            kpi_side_own: 0.0,
            kpi_side_other: -0.001,
            side_sd: 0.006,
            experience_kpi: 0.1,
            experience_kpi_sd: 0.35,
            experience_gain: 0.012,
            experience_sd: 0.006,
            experience_spill: 0.003,
            spill_sd: 0.006,
            bridge_kpi: -0.15,
            bridge_kpi_sd: 0.2,
            bridge_gain: 0.003,
            bridge_link: 0.04,
            coupling: 1.0,
            clash: 0.06,
            cost_min: 0.6,
            cost_max: 1.4,
            duration_max_cycles: 6,
            max_age_cycles: 6,
        }
    }
}

/// How the organisation perceives, decides and changes (`[organisation]`; docs/model.md 7.4).
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationParameters {
    /// Readiness of functions for customer work at the start, r₀, 0 to 1; a function can have its own. Assumption.
    pub readiness: f64,
    /// ω₀: weight of customers against the KPI in a function left alone, 0 to 1. Assumption.
    pub customer_weight: f64,
    /// Coordination between two functions at the start, and where it falls back to, 0 to 1. Assumption, of the size of a survey: 35 % of sales and marketing see only their own silo (CMO Council).
    pub coordination: f64,
    /// Data sharing between two functions at the start, and where it falls back to, 0 to 1. Assumption, of the size of a survey: 38 % of sales and marketing see only their own silo (CMO Council).
    pub data_sharing: f64,
    /// Share of negative effects at its touchpoints that a function hides from the others, 0 to 1; a function can have its own. Assumption.
    pub blame: f64,
    /// What an initiative must be worth per cost unit, in KPI points. Assumption.
    pub hurdle: f64,
    /// χ: KPI points that one point of perceived customer effect is worth. Assumption.
    pub value_scale: f64,
    /// Customer effect that a viewer with full sight expects of a bridge. Assumption.
    pub bridge_value: f64,
    /// Probability that a bridge needs nobody's backing, 0 to 1. Assumption.
    pub spontaneous_bridge: f64,
    /// Standard deviation of the error in a perceived effect without any feedback, 0 or more. Assumption.
    pub sensing_noise: f64,
    /// n₀: signals per cycle at which the error is down to 71 %, above 0. Assumption.
    pub sensing_signals: f64,
    /// Share of quality above the floor that is lost per cycle, 0 to 1. Assumption.
    pub decay: f64,
    /// Quality that is never lost to neglect, 0 to 1. Assumption.
    pub floor: f64,
    /// Share of the gap to its target that a link closes per cycle, 0 to 1. Assumption.
    pub link_growth: f64,
    /// Share of its excess over the start that a link loses per cycle, 0 to 1. Assumption.
    pub link_decay: f64,
    /// Share of the way to 1 that the lead's readiness moves with each win, 0 to 1. Assumption.
    pub readiness_gain: f64,
    /// Part of that gain that every function gets, 0 to 1. Assumption.
    pub readiness_spread: f64,
    /// Share of readiness above .8 r₀ that is lost per cycle, 0 to 1. Assumption.
    pub readiness_decay: f64,
    /// Share of the gap to a readier function with the role `influences` that closes per cycle, 0 to 1. Assumption.
    pub influence_rate: f64,
    /// How much the share of promoters raises the rate of experience candidates, 0 or more. Assumption.
    pub co_creation: f64,
    /// Part of the mandate that is left when the officer leaves, 0 to 1. Assumption.
    pub turnover_mandate: f64,
    /// Standard deviation of a successor's power, 0 or more. Assumption.
    pub successor_power_sd: f64,
    /// Most that the mandate gains or loses by NPS at a survey, 0 to 1. Assumption.
    pub mandate_nps: f64,
    /// NPS points against a year ago that make 76 % of it, above 0. Assumption.
    pub mandate_nps_scale: f64,
    /// Most that the mandate gains by wins at a survey, 0 to 1. Assumption.
    pub mandate_wins: f64,
    /// Wins since the last survey that make 76 % of it, above 0. Assumption.
    pub mandate_wins_scale: f64,
    /// Mandate below which all lines end for good, 0 to 1. Assumption.
    pub mandate_end: f64,
}

impl Default for OrganisationParameters {
    fn default() -> Self {
        OrganisationParameters {
            readiness: 0.4,
            customer_weight: 0.15,
            coordination: 0.35,
            data_sharing: 0.35,
            blame: 0.5,
            hurdle: 0.25,
            value_scale: 150.0,
            bridge_value: 0.006,
            spontaneous_bridge: 0.1,
            sensing_noise: 0.006,
            sensing_signals: 50.0,
            decay: 0.0006,
            floor: 0.35,
            link_growth: 0.12,
            link_decay: 0.01,
            readiness_gain: 0.03,
            readiness_spread: 0.2,
            readiness_decay: 0.004,
            influence_rate: 0.02,
            co_creation: 0.0,
            turnover_mandate: 0.8,
            successor_power_sd: 0.12,
            mandate_nps: 0.02,
            mandate_nps_scale: 10.0,
            mandate_wins: 0.07,
            mandate_wins_scale: 3.0,
            mandate_end: 0.15,
        }
    }
}

/// What weeks are worth and what decisions cost (`[economics]`), in the scenario's currency. The defaults belong to a firm of 2,000 customers: scale them with the firm.
#[derive(Clone, Debug, PartialEq)]
pub struct Economics {
    /// Worth of one KPI point per week. Assumption.
    pub kpi_value: f64,
    /// Cost of one cost unit of the initiatives that are started; by default they cost .6 to 1.4 units. Assumption.
    pub initiative_cost: f64,
    /// Cost of one member of the officer's team per cycle, while there are lines. Assumption.
    pub team_cost: f64,
    /// Discount rate per year, -.5 or more; 0 counts all weeks alike.
    pub discount_rate: f64,
}

impl Default for Economics {
    fn default() -> Self {
        Economics { kpi_value: 18.0, initiative_cost: 1200.0, team_cost: 500.0, discount_rate: 0.0 }
    }
}
