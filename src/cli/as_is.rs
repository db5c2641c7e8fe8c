//! The firm as it is, in words and tables: what a scenario implies before any structure does anything, beside what was observed.

use dottedline::engine::AsIs;
use dottedline::model::Study;
use dottedline::observed::Target;

use super::format::{count, decimal, percent, signed, wrapped};
use super::table::{Sheet, WIDTH, folded};

/// What the firm is like today.
pub(super) fn today(study: &Study, as_is: &AsIs) -> String {
    let world = &study.world;
    let mut text = wrapped(
        &format!(
            "By this description its NPS is {} today, {} of its customers answer a survey, and in a year in which nobody \
             changes anything:",
            decimal(as_is.nps, 1),
            percent(as_is.response_rate, 0)
        ),
        WIDTH,
    );
    let mut segments = Sheet::of_numbers(&["segment", "customers", "kept in the year", "NPS after it"]);
    for (segment, figures) in world.segments.iter().zip(&as_is.segments) {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        segments.row(&[
            segment.id.clone(),
            percent(segment.share.get(), 0),
            or_none(figures.yearly_retention.map(|kept| percent(kept, 1))),
            or_none(figures.nps.map(|nps| decimal(nps, 1))),
        ]);
    }
    let mut touchpoints =
        Sheet::of_numbers(&["touchpoint", "contacts per customer", "satisfaction, 1-10", "leave a problem"]);
    for (touchpoint, figures) in world.touchpoints.iter().zip(&as_is.touchpoints) {
        touchpoints.row(&[
            touchpoint.id.clone(),
            decimal(figures.contacts, 2),
            figures.satisfaction.map_or_else(|| "-".to_owned(), |level| decimal(1.0 + 9.0 * level, 1)),
            figures.problem_rate.map_or_else(|| "-".to_owned(), |rate| percent(rate, 0)),
        ]);
    }
    text.push_str(&format!("\n{}\n{}", segments.text(), touchpoints.text()));
    text
}

/// Letters of a line of the setting that moves a figure.
const SETTING: usize = 16;

/// What was observed beside what is implied.
pub(super) fn comparison(targets: &[Target]) -> String {
    let mut sheet = Sheet::of_text(&["observed", "is", "implied", "gap", "moved by"]);
    for target in targets {
        let decimals = target.decimals();
        let gap = match target.gap() {
            _ if target.is_alike() => "alike".to_owned(),
            Some(gap) => signed(gap, decimals),
            None => "nothing".to_owned(),
        };
        let moved_by = if target.is_alike() { String::new() } else { moved_by(target) };
        let implied = target.implied.map_or_else(|| "-".to_owned(), |implied| decimal(implied, decimals));
        sheet.row(&[target.name.clone(), decimal(target.observed, decimals), implied, gap, folded(&moved_by, SETTING)]);
    }
    format!("{}\n{}", sheet.text(), wrapped(&conclusion(targets), WIDTH))
}

/// What was observed beside what a file implied and what the firm that was fitted to it implies.
pub(super) fn fitted(before: &[Target], targets: &[Target]) -> String {
    let mut sheet = Sheet::of_numbers(&["observed", "is", "implied before", "fitted", "gap", "in errors"]);
    for (before, target) in before.iter().zip(targets) {
        let decimals = target.decimals();
        let shown = |implied: Option<f64>| implied.map_or_else(|| "-".to_owned(), |implied| decimal(implied, decimals));
        let gap = target.gap().map_or_else(|| "nothing".to_owned(), |gap| signed(gap, decimals));
        let gap = if target.is_alike() { "alike".to_owned() } else { gap };
        let standardised = target.gap().zip(target.standard_error).filter(|(_, error)| *error > 0.0);
        let standardised = standardised.map_or_else(String::new, |(gap, error)| signed(gap / error, 1));
        let observed = decimal(target.observed, decimals);
        sheet.row(&[target.name.clone(), observed, shown(before.implied), shown(target.implied), gap, standardised]);
    }
    sheet.text()
}

/// What moves a target: a setting of its own segment or touchpoint by its key alone.
fn moved_by(target: &Target) -> String {
    let own = target.name.rsplit_once('.').map(|(own, _)| format!("{own}."));
    own.map_or_else(|| target.moved_by.clone(), |own| target.moved_by.replace(&own, "its "))
}

fn conclusion(targets: &[Target]) -> String {
    let apart = targets.iter().filter(|target| !target.is_alike()).count();
    if apart == 0 {
        return format!(
            "The file implies what was observed: {}.",
            count(targets.len(), "figure is alike", "figures are alike")
        );
    }
    let of = format!("{apart} of {}", count(targets.len(), "observed figure", "observed figures"));
    format!(
        "{of} are not what the file implies. Results would be those of another firm: change what moves them before you rely on a run."
    )
}
