//! A small world for tests: three functions, four touchpoints, two segments.

use super::customers::encounters::Conditions;
use super::matrix::Matrix;
use super::plan::{Plan, References, Start};
use crate::model::{
    Clock, CustomerParameters, Economics, Environment, Function, InitiativeParameters, Journey, Levers, Line,
    OrganisationParameters, Origin, Preset, Regime, Row, Segment, Structure, Touchpoint, World, line_defaults,
};
use crate::units::Share;

pub(crate) fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

pub(crate) fn row(pairs: &[(usize, f64)]) -> Row {
    Row::new(pairs.to_vec()).expect("a row")
}

fn function(id: &str) -> Function {
    Function {
        id: id.to_owned(),
        budget: 1.4,
        blame: None,
        readiness: None,
        implements: true,
        provides_data: true,
        influences: false,
        defines: false,
    }
}

fn touchpoint(id: &str, owner: usize, quality: f64, weight: f64) -> Touchpoint {
    Touchpoint {
        id: id.to_owned(),
        owner,
        quality,
        weight,
        feedback: share(0.1),
        risk: Share::ONE,
        resolves: false,
        heard_by: None,
        capacity: None,
    }
}

pub(crate) fn journey() -> Journey {
    Journey {
        calm: vec![
            row(&[(0, 0.2), (1, 0.2), (2, 0.1)]),
            row(&[(1, 0.3), (3, 0.2)]),
            row(&[(2, 0.3), (3, 0.1)]),
            row(&[(0, 0.2), (3, 0.2)]),
            row(&[(2, 0.2)]),
        ],
        problem: vec![row(&[(3, 0.6)]); 5],
    }
}

/// Web and shop (sales), billing (finance), help (service; solves problems, has a capacity).
pub(crate) fn world() -> World {
    let mut touchpoints = vec![
        touchpoint("web", 0, 0.75, 0.8),
        touchpoint("shop", 0, 0.8, 1.0),
        touchpoint("billing", 1, 0.7, 1.2),
        touchpoint("help", 2, 0.7, 1.5),
    ];
    touchpoints[3].resolves = true;
    touchpoints[3].capacity = Some(30.0);
    let segment = |id: &str, part: f64, renewal_weeks: u32| Segment {
        id: id.to_owned(),
        share: share(part),
        expectation: share(0.7),
        churn_alpha: 0.9,
        churn_beta: 9.0,
        renewal_weeks,
        margin: 4.0,
        journey: journey(),
    };
    World {
        clock: Clock { weeks: 52, warmup_weeks: 13, cycle_weeks: 4, survey_weeks: 13 },
        customers: 150,
        represents: 1.0,
        functions: vec![function("sales"), function("finance"), function("service")],
        touchpoints,
        journey: journey(),
        segments: vec![segment("many", 0.7, 13), segment("few", 0.3, 26)],
        customer: CustomerParameters::default(),
        initiatives: InitiativeParameters::default(),
        organisation: OrganisationParameters::default(),
        environment: Environment::default(),
        economics: Economics::default(),
    }
}

/// As many touchpoints as wanted, of all functions in turn; from each, half of them can follow, up to twenty.
pub(crate) fn many_touchpoints(number: usize) -> World {
    let mut world = world();
    world.touchpoints = (0..number).map(|j| touchpoint(&format!("t{j}"), j % 3, 0.7, 0.5 + j as f64 / 40.0)).collect();
    world.touchpoints.iter_mut().step_by(5).for_each(|touchpoint| touchpoint.resolves = true);
    let options = (number / 2).min(20);
    let next = |node: usize, step: usize| {
        let mut pairs: Vec<(usize, f64)> =
            (0..options).map(|k| ((node + k * step) % number, 0.8 / (options + k) as f64)).collect();
        pairs.sort_by_key(|&(to, _)| to);
        row(&pairs)
    };
    let journey = Journey {
        calm: (0..=number).map(|node| next(node, 1)).collect(),
        problem: (0..=number).map(|node| next(node + 1, 3)).collect(),
    };
    world.segments.iter_mut().for_each(|segment| segment.journey = journey.clone());
    world.journey = journey;
    world
}

/// What customers meet at the start.
pub(crate) fn conditions(plan: &Plan) -> Conditions {
    let functions = plan.world.functions.len();
    Conditions {
        quality: plan.world.touchpoints.iter().map(|touchpoint| touchpoint.quality).collect(),
        shock: vec![0.01; plan.world.touchpoints.len()],
        coordination: Matrix::links(functions, 0.3),
        data_sharing: Matrix::links(functions, 0.4),
        contacts_last_week: vec![0; plan.world.touchpoints.len()],
    }
}

/// References as if warmed up, without an intercept.
pub(crate) fn start(plan: &Plan) -> Start {
    let references = References { satisfaction: 0.7, problem_share: 0.1 };
    let customer = &plan.world.customer;
    let shift =
        customer.churn_sensitivity * references.satisfaction - customer.churn_problem * references.problem_share;
    let segments = plan.world.segments.len();
    let (shifts, by_segment) = (vec![shift as f32; segments], vec![0.7; segments]);
    Start { references, shifts, by_segment, nps: 0.0, promoter_share: 0.3 }
}

/// An officer that everybody listens to, who never leaves, without money or a limit on attention.
pub(crate) const LEVERS: Levers = Levers {
    power: Share::ONE,
    mandate: Share::ONE,
    capacity: 100.0,
    budget: 0.0,
    cadence: 1,
    tenure_weeks: 1e12,
    vacancy_weeks: 12,
    decay: Share::ZERO,
    staff: 2.0,
    transition_weeks: 0,
    shock: 0.0,
    span: 100.0,
    reach: 100.0,
    ..Preset::ALL[0].levers
};

pub(crate) fn regime(lines: [Line; 3], levers: Levers) -> Regime {
    Regime { lines: lines.to_vec(), line_table: line_defaults(), levers, home: None, own_lines: None }
}

/// A structure of the sample world: lines to sales, finance and service.
pub(crate) fn structure(lines: [Line; 3], levers: Levers) -> Structure {
    Structure {
        id: "sample".to_owned(),
        preset: "none".to_owned(),
        description: String::new(),
        regime: regime(lines, levers),
        origin: Origin::of_preset("none"),
        stages: Vec::new(),
    }
}
