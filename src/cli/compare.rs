//! `compare`: a table of trials in, verdicts out.

use std::fs::File;
use std::path::Path;

use dottedline::compare::{Judgement, Table, TableError, Together, answer, to_json};
use dottedline::experiment::{Criterion, DecisionRules, Practical};

use super::arguments::CompareArguments;
use super::failure::Failure;
use super::format::{count, listed, wrapped};
use super::judgements::{judgements, metrics_together};
use super::select::nearest;
use super::table::WIDTH;
use super::terminal::Terminal;

/// What a table cannot tell.
const NO_COURSE: &str = "A table of trials has no time course: dips, crossovers and break-even are not judged here.";

/// Judges the structures of a table.
pub(super) fn compare(arguments: &CompareArguments, terminal: &Terminal) -> Result<(), Failure> {
    let table = read(&arguments.file)?;
    let rules = rules(&table, arguments)?;
    let structures: Vec<&str> = table.structures().iter().map(String::as_str).collect();
    let baseline = match &arguments.baseline {
        Some(name) => place(name, &structures, "structure")?,
        None => 0,
    };
    note_what_is_left_out(&table, &rules, terminal);
    let judged = Judgement::of_table(&table, baseline, &rules);
    let together = Together::of_table(&table, &judged, &rules, costs(&table, arguments)?);
    if arguments.json {
        return terminal.data(&format!("{:#}\n", to_json(&judged, &together)));
    }
    let trials = count(table.trials(), "trial", "trials");
    let size = format!("{trials} of {}.", count(structures.len(), "structure", "structures"));
    let title = terminal.heading(&arguments.file.display().to_string());
    let text = format!("{title}\n{size}\n\n{}{}", wrapped(&answer(&judged), WIDTH), judgements(&judged, terminal));
    terminal.tell(&(text + &metrics_together(&together) + &wrapped(NO_COURSE, WIDTH)))
}

/// The column of costs, if one is named.
fn costs<'a>(table: &Table, arguments: &'a CompareArguments) -> Result<Option<&'a str>, Failure> {
    let metrics: Vec<&str> = table.metrics().collect();
    arguments.costs.as_deref().map(|name| place(name, &metrics, "metric").map(|_| name)).transpose()
}

fn read(file: &Path) -> Result<Table, Failure> {
    let shown = file.display();
    let wrong = |why: String| Failure::Scenario(format!("error: {shown}: {why}"));
    if file.is_dir() {
        return Err(wrong("this is a folder, not a table\n  remedy: name the trials.csv in it".to_owned()));
    }
    let text = File::open(file).map_err(|error| Failure::unreadable(file, &error))?;
    Table::read(text).map_err(|error| match error {
        TableError::System(why) => Failure::CannotWrite(format!("{shown}: {why}")),
        error => wrong(error.to_string()),
    })
}

/// The metrics that count, and from which difference on.
fn rules(table: &Table, arguments: &CompareArguments) -> Result<DecisionRules, Failure> {
    let metrics: Vec<&str> = table.metrics().collect();
    let primary = primary(&metrics, arguments)?;
    let mut names = vec![primary];
    for (metric, _) in &arguments.deltas {
        let name = metrics[place(metric, &metrics, "metric")?];
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if arguments.primary.is_none() && arguments.deltas.is_empty() {
        let known = DecisionRules::default().criteria;
        names.extend(metrics.iter().filter(|name| **name != primary && known.iter().any(|each| each.metric == **name)));
    }
    for metric in &arguments.smaller_is_better {
        place(metric, &names, "metric that counts")?;
    }
    let criteria = names.iter().map(|name| criterion(name, arguments)).collect::<Result<_, _>>()?;
    Ok(DecisionRules { criteria, alpha: arguments.alpha })
}

fn primary<'t>(metrics: &[&'t str], arguments: &CompareArguments) -> Result<&'t str, Failure> {
    match (&arguments.primary, arguments.deltas.as_slice(), metrics) {
        (Some(name), _, _) => Ok(metrics[place(name, metrics, "metric")?]),
        (None, [(name, _), ..], _) if !metrics.contains(&"retention") => Ok(metrics[place(name, metrics, "metric")?]),
        (None, _, [only]) => Ok(only),
        (None, _, _) => metrics.iter().copied().find(|name| *name == "retention").ok_or_else(|| {
            Failure::Usage(format!(
                "say which metric decides: --primary {}\nThe table's metrics are {}.",
                metrics.first().unwrap_or(&"METRIC"),
                listed(metrics)
            ))
        }),
    }
}

fn criterion(name: &str, arguments: &CompareArguments) -> Result<Criterion, Failure> {
    let given = arguments.deltas.iter().rev().find(|(metric, _)| metric == name);
    let known = DecisionRules::default().criteria.into_iter().find(|criterion| criterion.metric == name);
    let practical = match (given, known) {
        (Some((_, size)), _) => Practical::Absolute(*size),
        (None, Some(known)) => known.practical,
        (None, None) => {
            let why = "a difference below it will be called equivalent";
            return Err(Failure::Usage(format!("say which difference in {name} matters: --delta {name}=VALUE\n{why}")));
        }
    };
    let smaller_is_better = arguments.smaller_is_better.iter().any(|metric| metric == name);
    Ok(Criterion { metric: name.to_owned(), practical, smaller_is_better })
}

/// Where a name is, or a message with the nearest one.
fn place(name: &str, names: &[&str], what: &str) -> Result<usize, Failure> {
    names.iter().position(|each| *each == name).ok_or_else(|| {
        let guess = nearest(name, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        Failure::Usage(format!("the table has no {what} `{name}`{guess}\nThere is {}.", listed(names)))
    })
}

fn note_what_is_left_out(table: &Table, rules: &DecisionRules, terminal: &Terminal) {
    if !table.ignored().is_empty() {
        let names: Vec<&str> = table.ignored().iter().map(String::as_str).collect();
        terminal.note(&format!("Ignored, for they hold no numbers: {}.", listed(&names)));
    }
    for (name, trials) in table.ended_early() {
        let all = count(table.trials(), "trial", "trials");
        terminal.note(&format!(
            "{name} has no rows after {trials} of {all}: it counts as ruled out there, not as missing."
        ));
    }
    let counts = |name: &&str| rules.criteria.iter().any(|criterion| criterion.metric == *name);
    let others = table.metrics().filter(|name| !counts(name)).count();
    if others > 0 {
        let others = count(others, "other column", "other columns");
        terminal.note(&format!("Not judged: {others} of numbers; name one with --delta METRIC=VALUE to add it."));
    }
}
