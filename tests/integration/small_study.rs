//! A small study with made-up trials, for tests of what stands on top of the engine.

use dottedline::engine::{
    ExperienceSums, Figures, FunctionFigures, Money, Outcome, SegmentFigures, TouchpointFigures, WeekFigures,
};
use dottedline::model::{
    Clock, Criterion, CustomerParameters, Decision, Economics, Environment, Function, InitiativeParameters, Journey,
    OrganisationParameters, Origin, Practical, Preset, Regime, Row, Segment, Structure, Study, Touchpoint, World,
    line_defaults,
};
use dottedline::units::Share;

pub(crate) const WEEKS: u32 = 8;
pub(crate) const SURVEY_WEEKS: u32 = 3;

/// Two functions with a touchpoint each and a third touchpoint that nobody visits; structures of these names, the first
/// one the baseline.
pub(crate) fn study(trials: u32, structures: &[&str]) -> Study {
    Study {
        title: "A small study".to_owned(),
        question: "Does it add up?".to_owned(),
        seed: 7,
        trials,
        currency: String::new(),
        world: world(),
        lines: line_defaults(),
        structures: structures.iter().map(|id| structure(id)).collect(),
        baseline: 0,
        decision: decision(),
        uncertainty: None,
    }
}

/// Retention decides, from half a point on; beside it both scores and net value.
fn decision() -> Decision {
    let criterion =
        |metric: &str, practical| Criterion { metric: metric.to_owned(), practical, smaller_is_better: false };
    let criteria = vec![
        criterion("retention", Practical::Absolute(0.005)),
        criterion("nps_true", Practical::Absolute(2.0)),
        criterion("nps_measured", Practical::Absolute(2.0)),
        criterion("net_value", Practical::ShareOfBaseline(0.01)),
    ];
    Decision { criteria, confidence: 0.95 }
}

fn world() -> World {
    let clock = Clock { weeks: WEEKS, warmup_weeks: 0, cycle_weeks: 4, survey_weeks: SURVEY_WEEKS };
    let rows = vec![Row::default(); 4];
    let journey = Journey { calm: rows.clone(), problem: rows };
    World {
        clock,
        customers: 100,
        represents: 1.0,
        functions: vec![function("service"), function("digital")],
        touchpoints: vec![touchpoint("branch", 0), touchpoint("app", 1), touchpoint("letter", 0)],
        journey: journey.clone(),
        segments: vec![Segment {
            id: "all".to_owned(),
            share: Share::ONE,
            expectation: share(0.7),
            churn_alpha: 0.7,
            churn_beta: 3.8,
            renewal_weeks: 52,
            margin: 1.0,
            journey,
        }],
        customer: CustomerParameters::default(),
        initiatives: InitiativeParameters::default(),
        organisation: OrganisationParameters::default(),
        environment: Environment::default(),
        economics: Economics::default(),
    }
}

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

fn function(id: &str) -> Function {
    Function {
        id: id.to_owned(),
        budget: 2.0,
        blame: Some(share(0.5)),
        readiness: Some(share(0.4)),
        implements: true,
        provides_data: true,
        influences: false,
        defines: false,
    }
}

fn touchpoint(id: &str, owner: usize) -> Touchpoint {
    Touchpoint {
        id: id.to_owned(),
        owner,
        quality: 0.7,
        weight: 1.0,
        feedback: share(0.1),
        risk: Share::ONE,
        resolves: true,
        heard_by: None,
        capacity: None,
    }
}

fn structure(id: &str) -> Structure {
    let preset = Preset::named("siloed").expect("a preset of this name");
    let regime = Regime {
        lines: vec![preset.lines.rest; 2],
        line_table: line_defaults(),
        levers: preset.levers,
        home: None,
        own_lines: None,
    };
    Structure {
        id: id.to_owned(),
        preset: preset.name.to_owned(),
        description: String::new(),
        regime,
        origin: Origin::of_preset(preset.name),
        stages: Vec::new(),
    }
}

/// A random number from 0 to 1 that follows from the trial and a purpose alone (SplitMix64's mixing).
pub(crate) fn noise(trial: u32, purpose: u64) -> f64 {
    let mut bits = (u64::from(trial) << 32 | purpose).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Made-up outcomes of one trial: structures share its random numbers, and each is `step` better in retention than the one before,
/// give or take a little random numbers of its own.
pub(crate) fn outcomes(study: &Study, trial: u32, step: f64) -> Vec<Outcome> {
    (0..study.structures.len()).map(|structure| outcome(trial, structure as u64, step * structure as f64)).collect()
}

/// As [`outcomes`], of the structures (indices) that run.
pub(crate) fn outcomes_of(running: &[usize], trial: u32, step: f64) -> Vec<Outcome> {
    running.iter().map(|&structure| outcome(trial, structure as u64, step * structure as f64)).collect()
}

/// A trial in which all structures ran.
pub(crate) fn all(outcomes: Vec<Outcome>) -> Vec<Option<Outcome>> {
    outcomes.into_iter().map(Some).collect()
}

/// A made-up outcome that is `better` than the baseline's in retention and experience.
pub(crate) fn outcome(trial: u32, structure: u64, better: f64) -> Outcome {
    let retention = 0.6 + 0.1 * noise(trial, 0) + better + 0.002 * (noise(trial, 100 + structure) - 0.5);
    let periods = (0..WEEKS.div_ceil(SURVEY_WEEKS)).map(|period| sums(trial, structure, u64::from(period), better));
    Outcome {
        end: Figures {
            retention,
            nps_true: Some(100.0 * (retention - 0.5)),
            nps_measured: (trial % 3 != 1).then_some(40.0 * retention),
            quality_mean: 0.7 + better,
            experience_mean: Some(0.6 + better),
            customers_end: (100.0 * retention) as u64,
            money: Money { margins: 1_000.0 * retention, initiatives: 50.0 * structure as f64, ..Money::default() },
            contacts: 300,
            ..Figures::default()
        },
        weeks: (0..WEEKS).map(|week| week_figures(trial, week, retention)).collect(),
        segments: vec![SegmentFigures {
            customers: (100.0 * retention) as u64,
            retention_annualised: Some(retention),
            leaving_calm: (trial % 4 != 2).then_some(1.0 - retention),
            ..SegmentFigures::default()
        }],
        touchpoints: (0..3).map(|place| touchpoint_figures(trial, structure, place, better)).collect(),
        functions: (0..2)
            .map(|place| FunctionFigures { kpi: noise(trial, 300 + place), ..Default::default() })
            .collect(),
        periods: periods.collect(),
        handoffs: vec![10, 20 + u64::from(trial), 30, 40],
    }
}

fn week_figures(trial: u32, week: u32, retention: f64) -> WeekFigures {
    let surveyed = (week + 1).is_multiple_of(SURVEY_WEEKS) || week + 1 == WEEKS;
    WeekFigures {
        retention: 1.0 - (1.0 - retention) * f64::from(week + 1) / f64::from(WEEKS),
        customers: 100.0,
        value: noise(trial, 200 + u64::from(week)),
        nps_true: surveyed.then_some(10.0),
        ..WeekFigures::default()
    }
}

fn touchpoint_figures(trial: u32, structure: u64, place: u64, better: f64) -> TouchpointFigures {
    // Nobody ever comes to the third touchpoint.
    let experience = if place == 2 { ExperienceSums::default() } else { sums(trial, structure, 10 + place, better) };
    TouchpointFigures { quality: 0.7, experience, handoffs: experience.contacts / 4, leavers: 2, ..Default::default() }
}

fn sums(trial: u32, structure: u64, purpose: u64, better: f64) -> ExperienceSums {
    let contacts = 80 + (20.0 * noise(trial, 400 + purpose)) as u64 + structure;
    let each = |mean: f64, slot: u64| contacts as f64 * (mean + 0.1 * noise(trial, 1_000 * (slot + 1) + purpose));
    ExperienceSums {
        contacts,
        experience: each(0.5 + better, 1),
        quality: each(0.7, 2),
        handoff_coordination: each(0.05 - better, 3),
        handoff_context: each(0.04, 4),
        overload: each(0.01, 5),
        problem: each(0.02, 6),
        transition: each(0.01 * structure as f64, 7),
    }
}
