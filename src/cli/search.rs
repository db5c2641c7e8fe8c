//! `search`: which organisation chart is best, among all of them.

use dottedline::application::{self, SearchRequest, SearchResult, SearchWishes, search_design, threads_asked};
use dottedline::output::REPORT;
use dottedline::study::ChartSearch;

use super::check::read;
use super::failure::Failure;
use super::format::{duration, grouped, memory, wrapped};
use super::kernel;
use super::search_arguments::SearchArguments;
use super::sweep::listed;
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;
use super::watching::Watching;

/// Charts that the terminal shows.
const SHOWN: usize = 5;
/// Longest name of a chart there.
const NAME_MOST: usize = 64;

/// Searches, and says what was found.
pub(super) fn search(arguments: &SearchArguments, terminal: &Terminal) -> Result<(), Failure> {
    let run = &arguments.run;
    let scenario = read(&arguments.file, &run.settings(), terminal)?;
    let wishes = SearchWishes {
        objective: arguments.objective.clone(),
        delta: arguments.delta,
        keeps: arguments.keep.clone(),
        offices: arguments.office.clone(),
        budget: arguments.budget,
        stages: arguments.stages.clone(),
        pareto: arguments.pareto,
    };
    let design = search_design(&scenario.study, &wishes).map_err(|wrong| Failure::Usage(listed("search:", &wrong)))?;
    let request = SearchRequest {
        scenario: &scenario,
        design,
        folder: run.folder(&scenario.name, "search"),
        earlier: run.earlier(),
        threads: run.threads,
        form: kernel::form(run.kernel.asked.as_deref())?,
    };
    if arguments.dry_run {
        return terminal.tell(&would_run(&request));
    }
    let mut watching = Watching::new(run.max_hours, *terminal).counting("structure-trials");
    match application::search(&request, &mut watching)? {
        SearchResult::Kept(trials) => Err(Failure::Interrupted(format!(
            "Interrupted: {} structure-trials are kept in {}; --resume goes on.",
            grouped(trials as f64),
            request.folder.display()
        ))),
        SearchResult::Ended(found, written) => {
            let folder = written.path.display();
            let report = written.path.join(REPORT);
            let told = told(&found);
            terminal.tell(&format!("{told}\nReport: {}\nResults: {folder} (search.csv)\n", report.display()))?;
            watching.says_took();
            Ok(())
        }
    }
}

/// What would be searched, and what it would take.
fn would_run(request: &SearchRequest<'_>) -> String {
    let (study, needs) = (&request.scenario.study, request.resources());
    let functions = study.world.functions.len();
    let offices: Vec<&str> = request.design.offices.iter().map(|office| office.name).collect();
    let charts = (0..functions).fold(offices.len() as f64, |charts, _| 4.0 * charts);
    format!(
        "Would search {} charts of {functions} functions (offices: {}) for {}, with at most {} structure-trials: \
         about {} at most on {} threads, and {} of memory.\nNothing was run or written.\n",
        grouped(charts),
        offices.join(", "),
        request.design.metric,
        grouped(request.design.budget as f64),
        duration(needs.seconds),
        threads_asked(request.threads),
        memory(needs.memory),
    )
}

/// The answer, the first charts, and what is found as text of a scenario.
fn told(found: &ChartSearch) -> String {
    let mut text: String = found.words().iter().map(|sentence| wrapped(sentence, WIDTH)).collect();
    let shown = || found.rows.iter().filter(|row| row.in_selection).take(SHOWN);
    let unit = shown().next().map_or_else(String::new, |row| found.behind(row).1);
    let behind = if unit.is_empty() { "behind".to_owned() } else { format!("behind, {unit}") };
    let mut sheet = Sheet::of_numbers(&["chart", "trials", &behind, ""]);
    for row in shown() {
        let standing = if row.out_after.is_none() { "in" } else { "out" };
        sheet.row(&[shortened(&row.words), row.trials.to_string(), found.behind(row).0, standing.to_owned()]);
    }
    text.push_str(&format!("\n{}", sheet.text()));
    if let Some(chart) = &found.found {
        text.push_str(&format!("\nFor the scenario:\n\n{}", chart.toml));
    }
    text
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= NAME_MOST {
        return words.to_owned();
    }
    words.chars().take(NAME_MOST - 1).chain(['…']).collect()
}
