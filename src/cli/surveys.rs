//! What the survey says, beside what is true.

use dottedline::study::{Findings, presentation};

use super::format::{count, decimal, grouped, wrapped};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;

/// True and measured NPS side by side, with the interval that one survey would report; nothing if nobody ever answered.
pub(super) fn surveys(findings: &Findings, terminal: &Terminal) -> String {
    let structures = 0..findings.structures().len();
    let mean = |structure: usize, metric: &str| findings.summary_of(structure, metric)?.estimate.mean;
    if structures.clone().all(|structure| mean(structure, "nps_measured").is_none()) {
        return String::new();
    }
    let mut sheet = Sheet::of_numbers(&[
        "\nstructure",
        "\ntrue",
        "\nmeasured",
        "one survey's\n95 % interval",
        "\nanswers",
        "contains\nthe truth",
    ]);
    for structure in structures {
        let write = |metric: &str| {
            let written = mean(structure, metric).zip(presentation(metric));
            written.map_or("-".to_owned(), |(mean, shown)| decimal(shown.scale.factor() * mean, shown.decimals))
        };
        let ends = [write("nps_measured_low"), write("nps_measured_high")];
        sheet.row(&[
            findings.structures()[structure].clone(),
            write("nps_true"),
            write("nps_measured"),
            ends.join(" to "),
            write("nps_answers"),
            format!("{} %", write("nps_survey_right")),
        ]);
    }
    let heading = terminal.heading("NPS, true and as the survey measures it: means over trials");
    let asked = grouped(f64::from(findings.frame().customers));
    let note = wrapped(&format!("Answers are those of the {asked} simulated customers."), WIDTH);
    format!("\n{heading}\n\n{}{note}{}", sheet.text(), undefined(findings))
}

/// In how many trials there is no score.
fn undefined(findings: &Findings) -> String {
    let mut text = String::new();
    for (structure, name) in findings.structures().iter().enumerate() {
        for (metric, shown) in [("nps_true", "true NPS"), ("nps_measured", "measured NPS")] {
            let missing = findings.summary_of(structure, metric).map_or(0, |row| row.undefined);
            if missing > 0 {
                let trials = count(missing as usize, "trial", "trials");
                text += &wrapped(&format!("{name}: no {shown} in {trials}; they are left out and counted."), WIDTH);
            }
        }
    }
    text
}
