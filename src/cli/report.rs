//! `report`: the page of a results folder, made again; its charts as files; opened in the browser.

use std::path::Path;
use std::process::{Command, Stdio};

use dottedline::report::{Report, ReportError};

use super::arguments::ReportArguments;
use super::failure::Failure;
use super::format::count;
use super::terminal::Terminal;

/// Makes the report of a results folder again.
pub(super) fn report(arguments: &ReportArguments, terminal: &Terminal) -> Result<(), Failure> {
    let report = Report::read(&arguments.folder).map_err(told)?;
    let (file, bytes) = report.write(&arguments.folder).map_err(told)?;
    terminal.data(&format!("{}\n", file.display()))?;
    if !report.altered().is_empty() {
        let (altered, folder) = (report.altered().join(", "), arguments.folder.display());
        terminal.warn(&format!(
            "not as the run wrote them: {altered}; the page says so and shows what they say now. Check the folder with: \
             dottedline verify {folder}"
        ));
    }
    terminal.note(&format!("Wrote {} ({} kB).", file.display(), bytes.div_ceil(1000)));
    if let Some(folder) = &arguments.svg {
        let charts = report.write_charts(folder).map_err(told)?;
        terminal.note(&format!("Wrote {} to {}.", count(charts.len(), "chart", "charts"), folder.display()));
    }
    if arguments.open {
        open(&file, terminal);
    }
    Ok(())
}

/// The report at the end of a run could not be written; the numbers are complete, so none of them is lost.
pub(super) fn unwritten(folder: &Path, error: &ReportError) -> Failure {
    let folder = folder.display();
    Failure::CannotWrite(format!(
        "{error}\nThe results are complete; make the report again with: dottedline report {folder}"
    ))
}

fn told(error: ReportError) -> Failure {
    match error {
        ReportError::CannotWrite { .. } | ReportError::Unreadable { .. } => Failure::CannotWrite(error.to_string()),
        wrong => Failure::Scenario(format!("error: {wrong}")),
    }
}

/// Hands the page to whatever this system opens pages with. That there is nothing of the kind is no failure: the page is there.
fn open(file: &Path, terminal: &Terminal) {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let openers: &[&[&str]] = match std::env::consts::OS {
        "macos" => &[&["open"]],
        "windows" => &[&["explorer"]],
        _ => &[&["xdg-open"], &["gio", "open"], &["wslview"]],
    };
    let started = openers.iter().filter_map(|words| words.split_first()).any(|(program, words)| {
        let mut command = Command::new(program);
        command.args(words).arg(&absolute).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok()
    });
    if !started {
        terminal.warn(&format!("no program to open a page with was found; open {} yourself", absolute.display()));
    }
}
