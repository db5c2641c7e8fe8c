//! `sensitivity`: what differences between structures hang on.

use dottedline::application::{self, SensitivityRequest};
use dottedline::output::REPORT;
use dottedline::study::{Sensitivity, SensitivityEffort, Swept};

use super::failure::Failure;
use super::format::{percent, wrapped};
use super::sweep::{inputs, points_run, scenario};
use super::sweep_arguments::SensitivityArguments;
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;
use super::watching::Watching;

/// Works it out and says what came of it.
pub(super) fn sensitivity(arguments: &SensitivityArguments, terminal: &Terminal) -> Result<(), Failure> {
    let alone = "sensitivity is of differences between structures";
    let scenario = scenario(&arguments.file, &arguments.run, alone, terminal)?;
    let inputs = inputs(&arguments.vary, &scenario)?;
    let effort =
        SensitivityEffort { trajectories: arguments.trajectories, rows: arguments.rows, trials: arguments.trials };
    let keys = inputs.iter().map(|input| input.address.to_string()).collect();
    let run = points_run(&scenario, keys, arguments.trials, "sensitivity", &arguments.run.how)?;
    let request = SensitivityRequest { run, inputs, effort };
    let mut watching = Watching::new(arguments.run.how.max_hours, *terminal);
    let result = application::sensitivity(&request, &mut watching)?;
    let Some((sensitivity, swept, written)) = &result.found else {
        let folder = request.run.folder.display();
        return Err(Failure::Interrupted(format!(
            "Interrupted: {} points are kept in {folder}; --resume goes on.",
            result.finished
        )));
    };
    let folder = written.path.display();
    let report = written.path.join(REPORT);
    let words = wrapped(&sensitivity.words(swept).join(" "), WIDTH);
    let table = shares(sensitivity, swept);
    terminal.tell(&format!("{words}\n{table}\nReport: {}\nResults: {folder} (sensitivity.csv)\n", report.display()))
}

/// Total shares of the difference that decides, structure by structure.
fn shares(found: &Sensitivity, swept: &Swept) -> String {
    let decides: Vec<_> = found.differences.iter().take(swept.structures.len() - 1).collect();
    let names = decides.iter().map(|one| swept.structures[one.structure].as_str());
    let head: Vec<&str> = std::iter::once("share of variance, with others").chain(names).collect();
    let mut sheet = Sheet::of_numbers(&head);
    for &input in &found.studied {
        let share = |one: &&_| found.share(one, input).map_or_else(|| "-".to_owned(), |share| percent(share.total, 0));
        let row: Vec<String> =
            std::iter::once(found.inputs[input].address.to_string()).chain(decides.iter().map(share)).collect();
        sheet.row(&row);
    }
    sheet.text()
}
