//! Money as a firm knows it, in the terms of its scenario: which settings amount to what was observed, and what each structure then
//! has in a year.

use dottedline::model::Study;
use dottedline::observed::{self, Observed, Spending};

use super::format::{decimal, grouped, plain, wrapped};
use super::table::{Sheet, WIDTH};

/// What the money that was observed amounts to; nothing where none was.
pub(super) fn in_the_files_terms(study: &Study, observed: &Observed) -> Option<String> {
    let known = [
        observed.cx_budget_per_year,
        observed.cx_people,
        observed.person_cost_per_year,
        observed.initiatives_per_year,
        observed.initiative_cost,
    ];
    known.iter().flatten().next()?;
    let settings = observed::money_settings(study, observed);
    let mut fitted = study.clone();
    let mut text = String::new();
    for (address, value) in &settings {
        // Settings are permitted, each for itself.
        let _ = fitted.set(address, *value);
        text.push_str(&format!("  --set {address}={value}\n"));
    }
    if text.is_empty() {
        text = "The settings are what was observed, or none would be.\n".to_owned();
    } else {
        text = format!(
            "{}{text}",
            wrapped("These settings amount to it (write them into the file, or try them first):", WIDTH)
        );
    }
    let unmet = observed::money_targets(observed, &fitted);
    for target in unmet.iter().filter(|target| !target.is_alike()) {
        let implied = target.implied.map_or("nothing".to_owned(), plain);
        let sentence = format!(
            "No permitted setting gives {} = {}: it stays {implied} (moved by {}).",
            target.name,
            plain(target.observed),
            target.moved_by
        );
        text.push_str(&wrapped(&sentence, WIDTH));
    }
    Some(format!("{text}\n{}", table(&fitted, &observed::spending(&fitted))))
}

/// What each structure has in a year.
fn table(study: &Study, spending: &[Spending]) -> String {
    let headings = ["a year under", "people", "examines", "begins", "team", "own money", "all initiatives"];
    let mut sheet = Sheet::of_numbers(&headings);
    for (structure, spent) in study.structures.iter().zip(spending) {
        let levers = structure.regime.levers;
        let office = structure.regime.has_lines();
        let own = |value: f64, decimals| if office { decimal(value, decimals) } else { "-".to_owned() };
        let money = |value: f64| if office { grouped(value.round()) } else { "-".to_owned() };
        sheet.row(&[
            structure.id.clone(),
            own(levers.staff, 1),
            own(13.0 * levers.capacity, 0),
            decimal(spent.begun, 0),
            money(spent.team),
            money(13.0 * levers.budget * study.world.economics.initiative_cost),
            grouped(spent.initiatives.round()),
        ]);
    }
    let currency = if study.currency.is_empty() { "the currency of the file" } else { &study.currency };
    let note = format!(
        "Team, own money and initiatives in {currency}, of the whole firm, not discounted. Own money is the most that the \
         office can spend on initiatives, at its start; functions pay for the others from their own budgets. On average \
         over the study's weeks, four years at most."
    );
    format!("{}{}", sheet.text(), wrapped(&note, WIDTH))
}
