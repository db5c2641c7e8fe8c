//! The whole scenario as one text: what was run, with nothing left to a default or another file. What a number falls back on
//! stays a fallback, so that a change of that still reaches it.

use std::collections::BTreeMap;

use super::file::{
    DecisionSection, FunctionEntry, Given, JourneySection, LinesSection, ObservedSection, RegimeKeys, Role, RowEntry,
    Rows, ScenarioFile, SegmentEntry, StageEntry, StructureEntry, StudySection, TouchpointEntry, UncertainEntry,
    UncertaintySection,
};
use crate::model::{
    Decision, Distribution, Function, Journey, Keys, Levers, Line, LineTable, Origin, Practical, Regime, Registered,
    Row, Sample, Segment, Stage, StageStart, Structure, Study, Touchpoint, UncertainParameter, Uncertainty, World,
};

/// A study as a complete text, with what was observed. Reading it gives the same study, also after defaults have changed.
pub(crate) fn write(study: &Study, observed: Option<&ObservedSection>) -> String {
    let file = ScenarioFile { observed: observed.cloned(), ..file(study) };
    let body = toml::to_string(&file).unwrap_or_else(|error| format!("# not written: {error}\n"));
    format!("# The scenario as it was run: every layer merged, every default written out.\n\n{body}")
}

fn file(study: &Study) -> ScenarioFile {
    let Study { title, question, seed, trials, currency, world, lines, structures, baseline, decision, uncertainty } =
        study;
    let World {
        clock,
        customers: _,
        represents: _,
        functions,
        touchpoints,
        journey,
        segments,
        customer,
        initiatives,
        organisation,
        environment,
        economics,
    } = world;
    ScenarioFile {
        schema: Some(1),
        extends: None,
        title: Some(title.clone()),
        question: Some(question.clone()).filter(|question| !question.is_empty()),
        study: StudySection {
            title: None,
            question: None,
            seed: *seed,
            trials: *trials,
            clock: Given::all_of(clock),
            size: Given::all_of(world),
            currency: Some(currency.clone()).filter(|currency| !currency.is_empty()),
            baseline: structures.get(*baseline).map(|structure| structure.id.clone()),
            structures: None,
        },
        decision: decision_section(decision),
        uncertainty: uncertainty.as_ref().map(uncertainty_section),
        observed: None,
        function: functions.iter().map(function).collect(),
        touchpoint: touchpoints.iter().map(|one| touchpoint(one, world)).collect(),
        journey: journey_section(journey, world),
        segment: segments.iter().map(|one| segment(one, world)).collect(),
        customer: Given::all_of(customer),
        initiatives: Given::all_of(initiatives),
        organisation: Given::all_of(organisation),
        environment: Given::all_of(environment),
        economics: Given::all_of(economics),
        lines: line_sections(lines, |_| Keys::all()),
        structure: structures.iter().map(|one| structure(one, world)).collect(),
    }
}

fn decision_section(decision: &Decision) -> DecisionSection {
    let Decision { criteria, confidence } = decision;
    let mut section = DecisionSection {
        primary: decision.primary().map(|primary| primary.metric.clone()).unwrap_or_default(),
        delta: BTreeMap::new(),
        delta_share: BTreeMap::new(),
        smaller_is_better: Vec::new(),
        confidence: *confidence,
    };
    for criterion in criteria {
        let metric = criterion.metric.clone();
        if criterion.smaller_is_better {
            section.smaller_is_better.push(metric.clone());
        }
        match criterion.practical {
            Practical::Absolute(size) => section.delta.insert(metric, size),
            Practical::ShareOfBaseline(share) => section.delta_share.insert(metric, share),
        };
    }
    section
}

fn uncertainty_section(uncertainty: &Uncertainty) -> UncertaintySection {
    let Uncertainty { parameters, replications, sample } = uncertainty;
    let parameters = parameters.iter().map(|one| (one.key.clone(), uncertain(one))).collect();
    UncertaintySection { replications: *replications, parameters, sample: sample.as_ref().map(Sample::to_csv) }
}

fn uncertain(parameter: &UncertainParameter) -> UncertainEntry {
    // A whole number is drawn by rounding, from half a number more on both sides.
    let room = if parameter.whole { 0.5 } else { 0.0 };
    let none = UncertainEntry::default();
    match parameter.distribution {
        Distribution::Uniform { low, high } => {
            UncertainEntry { low: Some(low + room), high: Some(high - room), mode: None, mean: None, sd: None }
        }
        Distribution::Triangular { low, mode, high } => {
            UncertainEntry { low: Some(low), mode: Some(mode), high: Some(high), ..none }
        }
        // Its ends are those of what the parameter can be.
        Distribution::Normal { mean, sd, low: _, high: _ } => UncertainEntry { mean: Some(mean), sd: Some(sd), ..none },
    }
}

fn function(function: &Function) -> FunctionEntry {
    let roles = [
        (Role::Implements, function.implements),
        (Role::ProvidesData, function.provides_data),
        (Role::Influences, function.influences),
        (Role::Defines, function.defines),
    ];
    let roles = roles.into_iter().filter(|(_, has)| *has).map(|(role, _)| role).collect();
    FunctionEntry { id: Some(function.id.clone()), roles, numbers: Given::all_of(function) }
}

fn touchpoint(touchpoint: &Touchpoint, world: &World) -> TouchpointEntry {
    let id_of = |function: usize| world.functions[function].id.clone();
    TouchpointEntry {
        id: Some(touchpoint.id.clone()),
        owner: Some(id_of(touchpoint.owner)),
        resolves: touchpoint.resolves,
        heard_by: touchpoint.heard_by.map(id_of),
        numbers: Given::all_of(touchpoint),
    }
}

fn segment(segment: &Segment, world: &World) -> SegmentEntry {
    let journey = own_rows(&segment.journey, world);
    SegmentEntry { id: Some(segment.id.clone()), journey, numbers: Given::all_of(segment) }
}

/// The nodes of journeys by name: `away`, then the touchpoints.
fn nodes(world: &World) -> impl Iterator<Item = &str> {
    std::iter::once("away").chain(world.touchpoints.iter().map(|touchpoint| touchpoint.id.as_str()))
}

fn row(row: &Row, world: &World) -> RowEntry {
    row.pairs().iter().map(|&(touchpoint, share)| (world.touchpoints[touchpoint].id.clone(), share)).collect()
}

/// The firm's rows; those with an open problem where they differ from those without.
fn journey_section(journey: &Journey, world: &World) -> JourneySection {
    let Journey { calm, problem } = journey;
    let named = |rows: &[Row], such: &dyn Fn(usize) -> bool| -> Rows {
        let rows = nodes(world).zip(rows).enumerate().filter(|(node, _)| such(*node));
        rows.map(|(_, (name, one))| (name.to_owned(), row(one, world))).collect()
    };
    JourneySection {
        contacts: BTreeMap::new(),
        from: named(calm, &|node| !calm[node].pairs().is_empty()),
        problem: named(problem, &|node| problem[node] != calm[node]),
    }
}

/// A segment's rows where they are not what the firm's would make them.
fn own_rows(journey: &Journey, world: &World) -> JourneySection {
    let firm = &world.journey;
    let mut own = JourneySection::default();
    for (node, name) in nodes(world).enumerate() {
        let (calm, problem) = (&journey.calm[node], &journey.problem[node]);
        if *calm != firm.calm[node] {
            own.from.insert(name.to_owned(), row(calm, world));
        }
        let fallback = if firm.problem[node] == firm.calm[node] { calm } else { &firm.problem[node] };
        if problem != fallback {
            own.problem.insert(name.to_owned(), row(problem, world));
        }
    }
    own
}

fn structure(structure: &Structure, world: &World) -> StructureEntry {
    let Structure { id, preset, description, regime, origin, stages } = structure;
    let mut keys = regime_keys(structure, 0, regime, Keys::all(), world);
    keys.preset = Some(preset.clone());
    keys.lines = line_sections(&regime.line_table, |line| Keys::all().without_all(origin.follows_study[line as usize]));
    StructureEntry {
        id: Some(id.clone()),
        description: Some(description.clone()).filter(|text| !text.is_empty()),
        regime: keys,
        stage: stages.iter().enumerate().map(|(number, one)| stage(structure, number + 1, one, world)).collect(),
    }
}

fn stage(structure: &Structure, number: usize, stage: &Stage, world: &World) -> StageEntry {
    let Stage { start, regime, renews_mandate, origin: Origin { preset, follows_study: _, own_lines, follows_start } } =
        stage;
    let (week, readiness) = match start {
        StageStart::Week(week) => (Some(*week), None),
        StageStart::Readiness(readiness) => (None, Some(readiness.get())),
    };
    let mut own = Keys::all().without_all(*follows_start);
    if let Some(mandate) = Levers::place("mandate").filter(|_| !renews_mandate) {
        own = own.without(mandate);
    }
    let mut keys = regime_keys(structure, number, regime, own, world);
    keys.preset = preset.map(str::to_owned);
    keys.lines = line_sections(&regime.line_table, |line| own_lines[line as usize]);
    StageEntry { week, readiness, regime: keys }
}

/// Lists, home and those of the levers that are wanted; levers that nothing ever pulls are left out.
fn regime_keys(
    structure: &Structure,
    number: usize,
    regime: &Regime,
    wanted: Keys<Levers>,
    world: &World,
) -> RegimeKeys {
    let mut keys = RegimeKeys::default();
    for line in Line::ALL {
        let functions = world.functions.iter().zip(&regime.lines).filter(|(_, other)| **other == line);
        keys.set_list(line, functions.map(|(function, _)| function.id.clone()).collect());
    }
    let uses = |place: &usize| structure.uses_lever(number, Levers::PARAMETERS[*place].about.key);
    let used = (0..Levers::PARAMETERS.len()).filter(|place| wanted.contains(*place)).filter(uses);
    keys.levers = Given::some_of(&regime.levers, used.fold(Keys::NONE, Keys::with));
    let home = regime.home.map_or_else(|| "none".to_owned(), |home| world.functions[home].id.clone());
    keys.home = Some(home).filter(|_| structure.uses_lever(number, "home"));
    keys
}

fn line_sections(table: &LineTable, keys: impl Fn(Line) -> Keys<crate::model::LineLevers>) -> LinesSection {
    let mut section = LinesSection::default();
    for line in Line::ALL {
        *section.of_mut(line) = Given::some_of(table.of(line), keys(line));
    }
    section
}
