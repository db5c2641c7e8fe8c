//! `check`: is the file right, and what does it say?

use std::path::Path;

use dottedline::observed;
use dottedline::scenario::{self, Scenario, ScenarioError};

use super::arguments::CheckArguments;
use super::as_is;
use super::failure::Failure;
use super::format::count;
use super::money;
use super::remedies::message;
use super::terminal::Terminal;

/// Shows all problems of a scenario, or what it says in plain words.
pub(super) fn check(arguments: &CheckArguments, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = read(&arguments.file, &arguments.sets, terminal)?;
    terminal.tell(&format!("{}\n", scenario::describe(&scenario.study).trim_end()))?;
    let (as_is, targets) = observed::compare(&scenario.study, &scenario.observed);
    let today = [terminal.heading("\nThe firm today\n\n"), as_is::today(&scenario.study, &as_is)];
    terminal.tell(&today.concat())?;
    if !targets.is_empty() {
        let heading = terminal.heading("\nWhat was observed, and what this file implies\n\n");
        terminal.tell(&[heading, as_is::comparison(&targets)].concat())?;
    }
    if let Some(money) = money::in_the_files_terms(&scenario.study, &scenario.observed) {
        let heading = terminal.heading("\nMoney as observed, in the terms of this file\n\n");
        terminal.tell(&[heading, money].concat())?;
    }
    terminal.note(&format!("{}: no problems found; {}", arguments.file.display(), typed(&scenario)));
    Ok(())
}

/// "91 numbers describe the firm; 7 of the others differ from their defaults, of 187".
fn typed(scenario: &Scenario) -> String {
    let of_firm = count(scenario.of_firm.len(), "number describes the firm", "numbers describe the firm");
    let changed = count(scenario.changed.len(), "value differs from its default", "values differ from their defaults");
    format!("{of_firm}, {changed}")
}

/// Reads a scenario and shows its warnings; what is wrong with it becomes a message in the right colour.
pub(super) fn read(file: &Path, sets: &[String], terminal: &Terminal) -> Result<Scenario, Failure> {
    let colour = terminal.colour_errors;
    let scenario = scenario::read(file, sets).map_err(|error| match error {
        ScenarioError::Unreadable { .. } => Failure::CannotWrite(error.to_string()),
        wrong => Failure::Scenario(message(&wrong, colour)),
    })?;
    if !scenario.warnings.is_empty() {
        terminal.show(&scenario.warnings.render(colour));
    }
    Ok(scenario)
}
