//! The whole scenario as one text: what was run, with nothing left to a default, a preset or another file.

use super::file::{DecisionSection, LineEntry, LinesSection, RegimeKeys, ScenarioFile, StageEntry, StructureEntry};
use crate::model::{
    Decision, Levers, Line, LineTable, Practical, Preset, Regime, Stage, StageStart, Structure, Study, World,
};

/// The scenario as a complete text. Reading it gives the same study, also after presets or defaults have changed.
pub(crate) fn write(file: &ScenarioFile, study: &Study) -> String {
    let mut complete = file.clone();
    complete.schema = Some(1);
    complete.extends = None;
    complete.title = Some(study.title.clone());
    complete.question = Some(study.question.clone()).filter(|question| !question.is_empty());
    complete.study.title = None;
    complete.study.question = None;
    complete.study.structures = None;
    complete.study.baseline = study.structures.get(study.baseline).map(|structure| structure.id.clone());
    complete_decision(&mut complete.decision, &study.decision);
    complete_firm(&mut complete, &study.world);
    let table = complete_lines(&mut complete.lines);
    complete.structure = study.structures.iter().map(|one| structure(one, &study.world, &table)).collect();
    let body = toml::to_string(&complete).unwrap_or_else(|error| format!("# not written: {error}\n"));
    format!("# The scenario as it was run: every layer merged, every default written out.\n\n{body}")
}

fn complete_firm(file: &mut ScenarioFile, world: &World) {
    // What a function takes from an uncertain parameter of the organisation, it has to go on taking from it.
    let drawn = |key: &str| file.uncertainty.as_ref().is_some_and(|section| section.parameters.contains_key(key));
    let (blame, readiness) = (drawn("organisation.blame"), drawn("organisation.readiness"));
    for (entry, function) in file.function.iter_mut().zip(&world.functions) {
        entry.blame = entry.blame.or_else(|| (!blame).then(|| function.blame.get()));
        entry.readiness = entry.readiness.or_else(|| (!readiness).then(|| function.readiness.get()));
    }
    for (entry, touchpoint) in file.touchpoint.iter_mut().zip(&world.touchpoints) {
        entry.heard_by = touchpoint.heard_by.map(|function| world.functions[function].id.clone());
    }
    for (entry, segment) in file.segment.iter_mut().zip(&world.segments) {
        entry.share = segment.share.get();
    }
}

fn complete_decision(section: &mut DecisionSection, decision: &Decision) {
    section.primary = decision.primary().map(|primary| primary.metric.clone()).unwrap_or_default();
    section.delta.clear();
    section.delta_share.clear();
    for criterion in &decision.criteria {
        let metric = criterion.metric.clone();
        match criterion.practical {
            Practical::Absolute(size) => section.delta.insert(metric, size),
            Practical::ShareOfBaseline(share) => section.delta_share.insert(metric, share),
        };
    }
}

/// Fills in the defaults of `[lines]`; returns them as levers.
fn complete_lines(lines: &mut LinesSection) -> LineTable {
    let mut table = crate::model::line_defaults();
    super::check::override_lines(&mut table, lines);
    for line in Line::ALL {
        *lines.of_mut(line) = LineEntry::from(table.of(line));
    }
    table
}

fn structure(structure: &Structure, world: &World, lines: &LineTable) -> StructureEntry {
    let mut entry = StructureEntry {
        id: Some(structure.id.clone()),
        description: Some(structure.description.clone()).filter(|text| !text.is_empty()),
        ..StructureEntry::default()
    };
    let mut keys = regime(&structure.regime, world, lines);
    keys.preset = Some(structure.preset.clone());
    // A preset may have a say of its own, which would come back where the scenario has changed it.
    if let Some((line, _)) = Preset::named(&structure.preset).and_then(|preset| preset.say) {
        keys.lines.of_mut(line).say = Some(structure.regime.line_table.of(line).say.get());
    }
    entry.set_regime_keys(keys);
    let mut before = &structure.regime;
    for stage in &structure.stages {
        entry.stage.push(write_stage(stage, before, world));
        before = &stage.regime;
    }
    entry
}

fn write_stage(stage: &Stage, before: &Regime, world: &World) -> StageEntry {
    let mut entry = StageEntry::default();
    match stage.start {
        StageStart::Week(week) => entry.week = Some(week),
        StageStart::Readiness(readiness) => entry.readiness = Some(readiness.get()),
    }
    let mut keys = regime(&stage.regime, world, &before.line_table);
    if !stage.renews_mandate {
        keys.mandate = None;
    }
    entry.set_regime_keys(keys);
    entry
}

fn regime(regime: &Regime, world: &World, others: &LineTable) -> RegimeKeys {
    let named = |line: Line| -> Option<Vec<String>> {
        let functions = world.functions.iter().zip(&regime.lines).filter(|(_, other)| **other == line);
        let names: Vec<String> = functions.map(|(function, _)| function.id.clone()).collect();
        (!names.is_empty()).then_some(names)
    };
    let keys = RegimeKeys {
        lists: Line::ALL.map(named),
        lines: own_lines(&regime.line_table, others),
        ..RegimeKeys::default()
    };
    // Without lines there is no office whose levers could matter.
    if regime.has_lines() { with_levers(keys, regime, world) } else { keys }
}

fn with_levers(keys: RegimeKeys, regime: &Regime, world: &World) -> RegimeKeys {
    let levers: &Levers = &regime.levers;
    let solid = regime.lines.contains(&Line::Solid);
    let home = levers.home.map_or_else(|| "none".to_owned(), |home| world.functions[home].id.clone());
    RegimeKeys {
        power: Some(levers.power.get()),
        mandate: Some(levers.mandate.get()),
        capacity: Some(levers.capacity),
        purse: Some(levers.purse),
        cadence: Some(levers.cadence),
        tenure_weeks: Some(levers.tenure_weeks),
        vacancy_weeks: Some(levers.vacancy_weeks),
        fade: Some(levers.fade.get()),
        staff: Some(levers.staff),
        transition_weeks: solid.then_some(levers.transition_weeks),
        shock: solid.then_some(levers.shock),
        span: solid.then_some(levers.span),
        home: Some(home),
        home_bias: levers.home.map(|_| levers.home_bias),
        ..keys
    }
}

/// The line levers that differ from others.
fn own_lines(table: &LineTable, others: &LineTable) -> LinesSection {
    let mut section = LinesSection::default();
    for line in Line::ALL {
        *section.of_mut(line) = LineEntry::difference(table.of(line), others.of(line));
    }
    section
}
