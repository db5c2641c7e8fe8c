//! What tells two studies apart: everything from which the numbers of their trials and their decision follow.

use std::fmt::{Debug, Write};

use super::registry::Registered;
use super::{Line, LineTable, Origin, Regime, Stage, Structure, Study, World};

impl Study {
    /// Everything that the numbers of its trials follow from, but for seed and number of trials, as lines `key = value`. Two
    /// studies with the same identity give the same trials for the same seed, and the same decision.
    #[must_use]
    pub fn identity(&self) -> String {
        let Study {
            title: _,
            question: _,
            seed: _,
            trials: _,
            currency: _,
            world,
            lines,
            structures,
            baseline,
            decision,
            uncertainty,
        } = self;
        let mut text = Text::default();
        let ids: Vec<&str> = structures.iter().map(|structure| structure.id.as_str()).collect();
        text.line("structures", &ids);
        text.line("baseline", &ids.get(*baseline));
        self::world(&mut text, world, uncertainty.is_some());
        line_table(&mut text, "lines", lines);
        for one in structures {
            structure(&mut text, one, uncertainty.is_some());
        }
        text.line("decision", decision);
        for parameter in uncertainty.iter().flat_map(|uncertainty| &uncertainty.parameters) {
            text.line(&format!("uncertainty.{}", parameter.key), parameter);
        }
        if let Some(sample) = uncertainty.as_ref().and_then(|uncertainty| uncertainty.sample.as_ref()) {
            text.line("uncertainty.sample", sample);
        }
        text.line("uncertainty.replications", &uncertainty.as_ref().map(|uncertainty| uncertainty.replications));
        text.0
    }
}

/// Lines `key = value`.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, key: &str, value: &impl Debug) {
        // Text can always be written.
        let _ = writeln!(self.0, "{key} = {value:?}");
    }

    /// All of a registered type.
    fn all<T: Registered>(&mut self, table: &str, value: &T) {
        self.some(table, value, |_| true);
    }

    /// Of a registered type all that is no number, and the numbers that count.
    fn some<T: Registered>(&mut self, table: &str, value: &T, counts: impl Fn(&str) -> bool) {
        for (field, shown) in value.besides() {
            let _ = writeln!(self.0, "{table}.{field} = {shown}");
        }
        for parameter in T::PARAMETERS.iter().filter(|parameter| counts(parameter.about.key)) {
            match parameter.get(value) {
                Some(number) => self.line(&format!("{table}.{}", parameter.about.key), &number),
                None => self.line(&format!("{table}.{}", parameter.about.key), &format_args!("left out")),
            }
        }
    }
}

fn world(text: &mut Text, world: &World, drawn: bool) {
    let World {
        clock,
        customers,
        represents,
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
    text.line("study.customers", customers);
    text.line("study.represents", represents);
    text.all("study", clock);
    for (place, function) in functions.iter().enumerate() {
        let table = format!("function.{}", function.id);
        // What it falls back on is its own as long as that is not drawn.
        if drawn { text.all(&table, function) } else { text.all(&table, &world.resolved(place)) }
    }
    touchpoints.iter().for_each(|one| text.all(&format!("touchpoint.{}", one.id), one));
    text.line("journey", journey);
    segments.iter().for_each(|one| text.all(&format!("segment.{}", one.id), one));
    text.all("customer", customer);
    text.all("initiatives", initiatives);
    text.all("organisation", organisation);
    text.all("environment", environment);
    text.all("economics", economics);
}

fn line_table(text: &mut Text, table: &str, lines: &LineTable) {
    for line in Line::ALL {
        text.all(&format!("{table}.{}", line.name()), lines.of(line));
    }
}

fn structure(text: &mut Text, structure: &Structure, drawn: bool) {
    let Structure { id, preset: _, description: _, regime, origin, stages } = structure;
    let table = format!("structure.{id}");
    self::regime(text, &table, regime, origin, drawn, |key| structure.uses_lever(0, key));
    for (number, stage) in stages.iter().enumerate() {
        let Stage { start, regime, renews_mandate, origin } = stage;
        let table = format!("{table}.stage.{}", number + 1);
        text.line(&format!("{table}.start"), start);
        text.line(&format!("{table}.renews_mandate"), renews_mandate);
        self::regime(text, &table, regime, origin, drawn, |key| structure.uses_lever(number + 1, key));
    }
}

/// Levers that nothing ever pulls do not count, and where a number comes from only where others are drawn.
fn regime(text: &mut Text, table: &str, regime: &Regime, origin: &Origin, drawn: bool, uses: impl Fn(&str) -> bool) {
    // Only hybrids have lines of their own, and nobody keeps their trials.
    let Regime { lines, line_table, levers, home, own_lines: _ } = regime;
    text.line(&format!("{table}.line_to"), lines);
    text.line(&format!("{table}.home"), home);
    text.some(table, levers, uses);
    self::line_table(text, &format!("{table}.lines"), line_table);
    if drawn {
        text.line(&format!("{table}.origin"), origin);
    }
}

/// Where two identities differ: keys with their values, the first few of them.
#[must_use]
pub fn differences(one: &str, other: &str) -> Vec<String> {
    let (ours, theirs) = (entries(one), entries(other));
    let value = |entries: &[(&'_ str, &'_ str)], key: &str| {
        entries.iter().find(|entry| entry.0 == key).map_or_else(|| "not there".to_owned(), |entry| shown(entry.1))
    };
    let new = theirs.iter().filter(|entry| ours.iter().all(|known| known.0 != entry.0));
    let differ = ours.iter().filter(|entry| !theirs.contains(entry)).chain(new);
    let told = |(key, _): &(&str, &str)| format!("{key} was {}, is {}", value(&ours, key), value(&theirs, key));
    differ.take(MOST_DIFFERENCES).map(told).collect()
}

/// More differences than these are not told.
const MOST_DIFFERENCES: usize = 5;

fn entries(identity: &str) -> Vec<(&str, &str)> {
    identity.lines().filter_map(|line| line.split_once(" = ")).collect()
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_owned(),
    }
}
