//! What the report rests on: the run, the scenario, every assumption, what is left out, and how to repeat it.

use maud::{Markup, PreEscaped, html};

use super::super::numbers::{decimal, plain};
use super::super::page::isolated;
use super::super::results::Results;
use super::super::svg::escaped;
use super::super::turning::{TurningRow, turning_rows};
use crate::compare::listed;
use crate::numbers::count;
use crate::scenario::{ParameterDoc, parameters};

/// What the model leaves out; `docs/model.md` says more.
pub(in crate::report) const LEFT_OUT: &[(&str, &str)] = &[
    (
        "Competitors and prices.",
        "A customer who leaves is gone; nobody is won back. Margins move with satisfaction alone.",
    ),
    (
        "Learning and planning.",
        "Functions do not learn which initiatives work, and nobody anticipates others' decisions.",
    ),
    (
        "Networks of customers.",
        "Word of mouth moves the rate of newcomers only, through NPS; customers do not influence each other.",
    ),
    ("People within functions.", "A function is one mind; budgets are given and do not follow results."),
    ("Capacity as a decision.", "Touchpoint capacities are fixed; initiatives change quality, not queues."),
    ("Skills of an officer", "other than power, and any effect of who holds the office beyond the home function."),
    ("Seasons, and growth", "beyond the room: the firm never has more than customers · room."),
    ("What rivals win.", "A new standard takes quality relative to it; nobody is told to leave for a rival."),
    (
        "Traits that change.",
        "A customer's inclination to leave and person effect are fixed, and so are a slot's segment and phase.",
    ),
    (
        "Structure changes by choice.",
        "Road maps are given; nobody reorganises because of results, but a lost mandate ends the lines.",
    ),
];

/// The section.
pub(in crate::report) fn section(results: &Results) -> Markup {
    html! {
        p.lead {
            "No published study measures which structure is better. The ranking above follows from stated assumptions: change them and \
            see where the answer flips."
        }
        div.columns {
            div {
                h3 { "The run" }
                (run(results))
                h3 { "Repeat it" }
                p { "In the folder of this report, with dottedline " (results.manifest.version) ":" }
                pre.wraps tabindex="0" { code { (results.manifest.command) " --out again" } }
                p { "gives every table of the folder again, byte for byte, on any machine. The charts as files for slides:" }
                pre tabindex="0" { code { "dottedline report . --svg charts" } }
            }
            div {
                h3 { "What the model leaves out" }
                ul { @for (what, how) in LEFT_OUT { li { b { (what) } " " (how) } } }
            }
        }
        (changed(results))
        (uncertain(results))
        (assumed(results))
        details {
            summary { "The scenario as run (scenario.toml)" }
            pre.scenario tabindex="0" { code { (results.scenario) } }
        }
    }
}

fn run(results: &Results) -> Markup {
    let (manifest, world) = (&results.manifest, results.world());
    let number = |number: u64| decimal(number as f64, 0);
    let rows = [
        ("Trials", trials(results)),
        ("Horizon", format!("{} weeks after {} weeks of warm-up", number(world.clock.weeks.into()), world.clock.warmup_weeks)),
        ("Customers", format!("{} are simulated, each for {} of the firm", number(world.customers.into()), plain(world.represents))),
        ("Seed", manifest.seed.to_string()),
        ("Scenario", format!("{} (SHA-256 {}…)", manifest.name, manifest.sha256.get(..16).unwrap_or_default())),
        ("Program", format!("dottedline {}, sampling contract {}", manifest.version, manifest.sampling_contract)),
        ("Random inputs", "the same customers with the same random numbers under every structure, so that a difference is caused by the structure".to_owned()),
        ("Confidence", format!("{} % for all statements on the figure that decides together", decimal(100.0 * results.study.decision.confidence, 1).trim_end_matches(".0"))),
        ("Doubts covered", doubts(results)),
    ];
    html! {
        dl.facts { @for (name, value) in rows { div { dt { (name) } dd { (isolated(&value)) } } } }
    }
}

fn trials(results: &Results) -> String {
    let manifest = &results.manifest;
    let finished = decimal(manifest.trials_finished as f64, 0);
    match manifest.complete {
        true if manifest.trials_finished < manifest.trials_asked => {
            format!("{finished}; the run stopped when it knew enough")
        }
        true => finished,
        false => format!("{finished} of {}; the run was interrupted", decimal(manifest.trials_asked as f64, 0)),
    }
}

fn doubts(results: &Results) -> String {
    match &results.study.uncertainty {
        None => "random inputs alone; what is assumed is taken as certain".to_owned(),
        Some(uncertainty) => {
            let count =
                uncertainty.parameters.len() + uncertainty.sample.as_ref().map_or(0, |sample| sample.keys.len());
            format!("random inputs, and {count} uncertain parameters drawn anew")
        }
    }
}

/// Every parameter that the scenario changes.
fn changed(results: &Results) -> Markup {
    let changed = &results.changed;
    html! {
        h3 { "What was changed, and what was never touched" }
        p { (isolated(&touched(results))) }
        @if changed.is_empty() {
            p { "Nothing: every parameter stands at its default." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Changed parameters" {
                table {
                    thead { tr { th.w scope="col" { "parameter" } th.w scope="col" { "default" } th.w scope="col" { "here" } th.w scope="col" { "where the default comes from" } } }
                    tbody { @for one in changed {
                        tr { th.k { (one.key) } td.w { (isolated(&one.default)) } td.w { (isolated(&one.value)) } td.w { (one.status) } }
                    } }
                }
            }
        }
    }
}

/// How much was typed, how much stands at its default, and which of that is known to turn the answer.
fn touched(results: &Results) -> String {
    let settings = ours(&parameters()).filter(|doc| doc.status.starts_with("assumption")).count();
    let changed = results.changed.iter().filter(|one| one.status.starts_with("assumption")).count();
    let told = format!(
        "{} this firm; {} from the defaults (below). {} of {settings} assumptions of the model stand at their defaults.",
        count(results.of_firm.len(), "number describes", "numbers describe"),
        count(results.changed.len(), "setting differs", "settings differ"),
        settings.saturating_sub(changed)
    );
    let turning: Vec<TurningRow> =
        turning_rows(results).into_iter().filter(|row| row.point.is_some() && row.with.is_empty()).collect();
    let named = |typed: bool| -> String {
        let names = turning.iter().filter(|row| results.is_typed(&row.key) == typed).map(|row| row.name.as_str());
        listed(&names.collect::<Vec<_>>(), "and")
    };
    match (named(true).as_str(), named(false).as_str()) {
        ("", "") => told,
        (typed, "") => format!("{told} Turns or may turn the answer, and typed: {typed}."),
        ("", untouched) => format!("{told} Turns or may turn the answer, and never touched: {untouched}."),
        (typed, untouched) => {
            format!("{told} Turns or may turn the answer: {typed} (typed), and {untouched} (never touched).")
        }
    }
}

/// The parameters of the model: not the firm's own figures, nor the levers of structures.
fn ours(all: &[ParameterDoc]) -> impl Iterator<Item = &ParameterDoc> {
    let tables = ["customer.", "initiatives.", "organisation.", "environment.", "economics.", "lines."];
    all.iter().filter(move |doc| tables.iter().any(|table| doc.key.starts_with(table)) && !doc.default.is_empty())
}

/// Parameters that were drawn from ranges.
fn uncertain(results: &Results) -> Markup {
    let Some(uncertainty) = &results.study.uncertainty else { return html! {} };
    let sampled = uncertainty.sample.iter().flat_map(|sample| {
        sample.keys.iter().enumerate().map(|(place, key)| {
            let column = || sample.rows.iter().map(|row| row[place]);
            (key, column().fold(f64::INFINITY, f64::min), column().fold(f64::NEG_INFINITY, f64::max))
        })
    });
    html! {
        h3 { "What was drawn anew" }
        div.scroll tabindex="0" role="region" aria-label="Uncertain parameters" {
            table {
                thead { tr { th.w scope="col" { "parameter" } th.w scope="col" { "from" } th.w scope="col" { "to" } } }
                tbody { @for one in &uncertainty.parameters {
                    @let (low, high) = one.distribution.ends();
                    tr { th.k { (one.key) } td { (low) } td { (high) } }
                } @for (key, low, high) in sampled {
                    tr { th.k { (key) } td { (low) } td { (high) } }
                } }
            }
        }
    }
}

/// Every number that no study gives, as it was used.
fn assumed(results: &Results) -> Markup {
    let here = |key: &str| results.changed.iter().find(|one| one.key == key).map(|one| one.value.clone());
    let all = parameters();
    let ours: Vec<_> = ours(&all).collect();
    let assumed: Vec<_> = ours.iter().filter(|doc| doc.status.starts_with("assumption")).collect();
    html! {
        details {
            summary {
                "Which numbers are assumptions: " (assumed.len()) " of " (ours.len()) " parameters of the model, besides the firm's own \
                figures and the levers of structures"
            }
            div.scroll tabindex="0" role="region" aria-label="Assumptions" {
                table {
                    thead { tr { th.w scope="col" { "parameter" } th.w scope="col" { "value" } th.w scope="col" { "rests on" } } }
                    tbody { @for doc in &ours {
                        (row(&doc.key, &here(&doc.key).unwrap_or_else(|| doc.default.clone()), &doc.status))
                    } }
                }
            }
        }
    }
}

/// A row of three cells, without the ends that HTML lets go without saying.
fn row(key: &str, value: &str, status: &str) -> Markup {
    PreEscaped(format!(
        "<tr><th class=\"k\">{}<td class=\"w\">{}<td class=\"w\">{}",
        escaped(key),
        escaped(value),
        escaped(status)
    ))
}
