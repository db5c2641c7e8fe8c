//! The rest of the first screen: what would turn the answer, when it pays, and what to bear in mind.

use maud::{Markup, html};

use super::super::numbers::{decimal, first_upper};
use super::super::page::isolated;
use super::super::results::Results;
use super::super::turning::{TurningOutcome, TurningRow, turning_rows};
use super::answer::named;
use crate::compare::listed;
use crate::numbers::{count, rounded};

/// Assumptions on the first screen.
const CARRYING: usize = 3;

/// What carries the answer, when it pays, and three caveats; nothing where nothing is compared.
pub(in crate::report) fn notes(results: &Results) -> Markup {
    if results.structures.len() < 2 || results.manifest.trials_finished < 2 {
        return html! {};
    }
    let tried: Vec<TurningRow> =
        turning_rows(results).into_iter().filter(|row| row.is_tried() && row.with.is_empty()).collect();
    let pays = named(results, &results.manifest.pays);
    html! {
        div.columns.board {
            div {
                h3 { "What would change the answer" }
                (carrying(results, &tried))
            }
            div {
                @if !pays.is_empty() { h3 { "When it pays" } p { (isolated(&first_upper(pays.trim_start_matches("When it pays, ")))) } }
                h3 { "Before you act" }
                ul { @for caveat in caveats(results, &tried) { li { (isolated(&caveat)) } } }
            }
        }
    }
}

/// The assumptions that carry the answer, with the value at which it turns.
fn carrying(results: &Results, tried: &[TurningRow]) -> Markup {
    if tried.is_empty() {
        let told = named(results, &results.manifest.turning);
        let told = if told.is_empty() { "At which values of assumptions was not looked for.".to_owned() } else { told };
        return html! { p { (isolated(&told)) } };
    }
    html! {
        table.carrying {
            thead { tr {
                th.w scope="col" { "assumption" } th scope="col" { "here" } th scope="col" { "plausible" }
                th.w scope="col" { "the answer" }
            } }
            tbody { @for row in tried.iter().take(CARRYING) {
                tr {
                    th scope="row" { (first_upper(&row.name)) }
                    td { (rounded(row.today)) }
                    td { (rounded(row.plausible.low)) " to " (rounded(row.plausible.high)) }
                    td.w { (isolated(&turns(results, row))) }
                }
            } }
        }
        p.remark { (looked(results, tried)) }
    }
}

/// "turns to operational above 0.6 (0.5 to 0.8)".
fn turns(results: &Results, row: &TurningRow) -> String {
    let to = |verb: &str| {
        let point = row.point.as_ref()?;
        Some(format!("{verb} to {} {}", named(results, &point.to), point.words()))
    };
    let told = match row.outcome {
        TurningOutcome::Turns => to("turns"),
        TurningOutcome::MayTurn => to("may turn"),
        TurningOutcome::Never => Some("stays, everywhere in the plausible range".to_owned()),
        TurningOutcome::Unsettled | TurningOutcome::NotTried => None,
    };
    told.unwrap_or_else(|| "may turn: the trials do not tell".to_owned())
}

/// How much of what could be tried was.
fn looked(results: &Results, tried: &[TurningRow]) -> String {
    let all = turning_rows(results).iter().filter(|row| row.with.is_empty()).count();
    let hidden = tried.iter().skip(CARRYING).filter(|row| row.outcome == TurningOutcome::Unsettled).count();
    let open = if hidden > 0 { format!("; {hidden} more are open") } else { String::new() };
    let tried = decimal(tried.len() as f64, 0);
    format!("Each was moved alone within its plausible range. {tried} of {all} were tried{open}.")
}

/// What the reader of a verdict has to know, in three sentences.
fn caveats(results: &Results, tried: &[TurningRow]) -> [String; 3] {
    let model = "No published study measures which structure is better: this ranking follows from a model.";
    [model.to_owned(), doubts(results), own_numbers(results, tried)]
}

/// Which doubts the intervals hold.
fn doubts(results: &Results) -> String {
    match &results.study.uncertainty {
        None => "The intervals and the word “best” allow for chance alone, not for a wrong assumption.".to_owned(),
        Some(_) => {
            "The intervals and the word “best” allow for chance and the parameters drawn anew, not for other wrong assumptions.".to_owned()
        }
    }
}

/// What was typed, what was never touched, and which of that matters.
fn own_numbers(results: &Results, tried: &[TurningRow]) -> String {
    let matters = tried.iter().filter(|row| row.outcome <= TurningOutcome::MayTurn);
    let untouched: Vec<&str> =
        matters.filter(|row| !results.is_typed(&row.key)).map(|row| row.name.as_str()).take(CARRYING).collect();
    let told = format!(
        "{} describe this firm and {} from the defaults; all other settings are defaults.",
        count(results.of_firm.len(), "number", "numbers"),
        count(results.changed.len(), "setting differs", "settings differ")
    );
    match untouched.as_slice() {
        [] => told,
        names => format!(
            "{told} Still at their defaults, though they turn or may turn the answer: {}.",
            listed(names, "and")
        ),
    }
}
