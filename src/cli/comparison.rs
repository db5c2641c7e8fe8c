//! What a run says on stdout: the answer, each structure, verdicts, and what the choice costs and risks.

use dottedline::compare::{Judgement, Together, answer};
use dottedline::compare::{by_segment, segment_finding};
use dottedline::engine::Presentation;
use dottedline::model::Study;
use dottedline::study::{Findings, presentation};

use super::dry_run::size;
use super::format::{count, decimal, horizon, listed, signed, wrapped};
use super::grid::{Grid, GridColumn};
use super::harmless::harmless;
use super::in_short::in_short;
use super::judgements::{judgements, metrics_together};
use super::outlook::outlook;
use super::segments::segments_in_detail;
use super::sparkline::{columns, ends, sparkline};
use super::surveys::surveys;
use super::table::{WIDTH, clipped};
use super::terminal::Terminal;

/// The comparison of a study's structures, as text for 80 columns: in short, or with `details` all of it, segment by segment too.
pub(super) fn comparison(
    study: &Study,
    findings: &Findings,
    flips: &str,
    details: bool,
    terminal: &Terminal,
) -> String {
    let judged = Judgement::of_findings(findings);
    let mut text = format!("{}\n", terminal.heading(&harmless(&study.title)));
    if !study.question.is_empty() {
        text += &wrapped(&harmless(&study.question), WIDTH);
    }
    text += &format!("{}\n{}\n", size(study, findings.trials()), wrapped(&findings.frame().words(), WIDTH));
    let segments = by_segment(findings);
    let finding = segment_finding(&segments);
    if !details {
        return text + &in_short(findings, &judged, &finding, flips);
    }
    text += &wrapped(&answer(&judged), WIDTH);
    if !finding.is_empty() && findings.trials() > 1 {
        text += &format!("\n{}", wrapped(&finding, WIDTH));
    }
    if !flips.is_empty() {
        text += &format!("\n{}", wrapped(flips, WIDTH));
    }
    text += &format!("\n{}{}", levels(findings, terminal), surveys(findings, terminal));
    text += &courses(findings, terminal);
    if findings.structures().len() > 1 && findings.trials() > 1 {
        text += &judgements(&judged, terminal);
        text += &metrics_together(&Together::of_findings(findings, &judged));
        text += &outlook(findings, terminal);
        text += &segments_in_detail(study, findings, &segments, terminal);
    }
    text
}

/// Letters of a sparkline: two of them and a name fit beside each other.
const LETTERS: usize = 26;
/// Letters of a name beside sparklines.
const NAME: usize = 22;

/// The figures of each structure by itself: retention per year, and beside it what that comes to at the horizon.
const SHOWN: [&str; 4] = ["retention_annualised", DRAWN, "nps_true", "total_value"];

/// The figure that is drawn week by week.
const DRAWN: &str = "retention";

/// Retention over the weeks, and how it differs from the baseline's: a line per structure.
fn courses(findings: &Findings, terminal: &Terminal) -> String {
    let places = 0..findings.structures().len();
    let courses: Vec<Vec<Option<f64>>> = places.map(|place| findings.weekly_means(place, DRAWN)).collect();
    let Some(scale) = ends(courses.iter().flatten().flatten().copied()) else { return String::new() };
    let shown = presentation(DRAWN).unwrap_or(Presentation::plain(DRAWN));
    let (factor, unit) = (shown.scale.factor(), shown.scale.unit());
    let level = |number: f64| decimal(factor * number, shown.decimals);
    let mut headings = vec!["structure".to_owned(), format!("{} to {} {unit}", level(scale.1), level(scale.0))];
    let first = |course: &Vec<Option<f64>>| vec![sparkline(course, scale, LETTERS)];
    let mut rows: Vec<(String, Vec<String>)> =
        findings.structures().iter().map(|name| clipped(name, NAME)).zip(courses.iter().map(first)).collect();
    let differences = retention_differences(findings);
    if let Some((low, high)) =
        ends(differences.iter().flatten().flatten().copied().chain([0.0])).filter(|_| rows.len() > 1)
    {
        let points = |number: f64| signed(factor * number, shown.decimals);
        let names = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max("structure".len());
        headings.push(against(findings, &points(low), &points(high), WIDTH.saturating_sub(names + LETTERS + 4)));
        for (row, course) in rows.iter_mut().zip(&differences) {
            row.1.push(sparkline(course, (low, high), LETTERS));
        }
    }
    let weeks = courses.first().map_or(0, Vec::len);
    let heading = terminal.heading(&format!("Retention over {}", horizon(weeks as u32)));
    format!("\n{heading}\n\n{}", columns(&headings, &rows, terminal))
}

/// What the second sparkline is, as far as there is room: "against siloed, -2.4 to +3.3 points".
fn against(findings: &Findings, low: &str, high: &str, room: usize) -> String {
    let baseline = &findings.structures()[findings.baseline()];
    let all = format!("against {baseline}, {low} to {high} points");
    let shorter = [all.clone(), all.trim_end_matches(" points").to_owned()];
    let fits = shorter.into_iter().find(|text| text.chars().count() <= room);
    fits.unwrap_or_else(|| format!("{low} to {high} points"))
}

/// By structure and week, how retention differs from the baseline's; nothing for the baseline.
fn retention_differences(findings: &Findings) -> Vec<Vec<Option<f64>>> {
    let mut courses = vec![Vec::new(); findings.structures().len()];
    for row in findings.weekly_differences().filter(|row| row.metric == DRAWN) {
        if let Some(place) = findings.structures().iter().position(|name| name == row.structure) {
            courses[place].push(row.estimate.mean);
        }
    }
    courses
}

/// Each structure by itself.
fn levels(findings: &Findings, terminal: &Terminal) -> String {
    let over = format!("over {}", horizon(findings.frame().weeks));
    let columns = SHOWN.map(|metric| match GridColumn::new(metric, findings.frame()) {
        column if metric == DRAWN => column.without_interval().called(over.clone()),
        column => column,
    });
    let grid = Grid::of_findings(findings, columns.to_vec());
    let heading = terminal.heading("Each structure: mean over trials [95 % interval]");
    format!("{heading}\n\n{}{}", grid.text(decimal, false), grid.gaps() + &eliminated(findings))
}

/// Whose means are of the first trials only, because they were eliminated.
fn eliminated(findings: &Findings) -> String {
    let mut text = String::new();
    let mut counts: Vec<u32> = findings.eliminated().map(|structure| findings.trials_of(structure)).collect();
    counts.sort_unstable();
    counts.dedup();
    for trials in counts {
        let out = findings.eliminated().filter(|&structure| findings.trials_of(structure) == trials);
        let names: Vec<&str> = out.map(|structure| findings.structures()[structure].as_str()).collect();
        let was = if names.len() == 1 { "was" } else { "were" };
        let first = count(trials as usize, "trial", "trials");
        text += &wrapped(&format!("{} {was} eliminated after {first}; means are of these.", listed(&names)), WIDTH);
    }
    text
}
