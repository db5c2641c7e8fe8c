//! The figures of a fit: what was observed beside what the firm implies, and what the data say of behaviour.

use std::collections::BTreeMap;

use super::charts::cohorts::{Cohort, cohorts};
use super::charts::gaps::{GapRow, gaps};
use super::charts::own_scales::{Meanings, ScaleRow, own_scales};
use super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::numbers::{self, decimal, first_upper, signed};
use crate::calibration::{Estimate, Fit, Posterior};
use crate::model::{Assumption, Study};
use crate::numbers::{count, two_digits};
use crate::observed::{Level, Measure, Observed, Target};
use crate::stats::Interval;

/// A gap of a figure that may not be off at all, and other gaps beyond all measure: in tolerances.
const BEYOND: f64 = 9_999.0;

/// What a figure is called: `Motor: yearly retention`.
pub(super) fn label(name: &str) -> String {
    let shown = |text: &str| text.replace('_', " ");
    let whole = |key: &str| first_upper(&shown(key)).replace("Nps", "NPS").replace("Cx ", "CX ");
    let Some((own, key)) = name.rsplit_once('.') else { return whole(name) };
    let id = own.split_once('.').map_or(own, |(_, id)| id);
    let key = if key == "nps" { "NPS".to_owned() } else { shown(key) };
    format!("{}: {}", first_upper(&shown(id)), key.replace("cx ", "CX "))
}

/// A number of a target with its digits; shares in per cent.
pub(super) fn shown(target: &Target, number: f64) -> String {
    let decimals = target.decimals();
    if target.is_share() {
        format!("{} %", decimal(100.0 * number, decimals.saturating_sub(2)))
    } else {
        decimal(number, decimals)
    }
}

/// A standard error of a figure, in its unit, with digits that say something.
pub(super) fn error_shown(target: &Target, error: f64) -> String {
    if target.is_share() { format!("{} %", plain(100.0 * error)) } else { plain(error) }
}

/// A number that stands by itself: three digits about, of small ones two that say something.
pub(super) fn plain(number: f64) -> String {
    if number != 0.0 && number.abs() < 0.1 { decimal(number, two_digits(number.abs())) } else { numbers::plain(number) }
}

/// A gap in units of its tolerance.
fn in_tolerances(target: &Target) -> Option<f64> {
    let gap = target.gap()?;
    if gap == 0.0 {
        return Some(0.0);
    }
    Some((gap / target.tolerance.max(f64::MIN_POSITIVE)).clamp(-BEYOND, BEYOND))
}

/// Every figure: its gap before and after, in tolerances.
pub(super) fn all_gaps(fit: &Fit) -> Exhibit {
    let pairs = || fit.before.iter().zip(&fit.targets);
    let or_nothing = |target: &Target, number: Option<f64>| number.map_or("–".to_owned(), |it| shown(target, it));
    let rows: Vec<GapRow> = pairs()
        .map(|(before, target)| GapRow {
            name: label(&target.name),
            words: format!(
                "{} observed, {} fitted",
                shown(target, target.observed),
                or_nothing(target, target.implied)
            ),
            before: in_tolerances(before),
            after: in_tolerances(target),
            alike: target.is_alike(),
        })
        .collect();
    let mut numbers = ExhibitNumbers::new(&[
        ("Figure", "target"),
        ("Unit", "unit"),
        ("Observed", "observed"),
        ("Standard error", "standard_error"),
        ("Before", "before"),
        ("Fitted", "fitted"),
        ("Tolerance", "tolerance"),
        ("Gap before", "gap_before"),
        ("Gap fitted", "gap"),
        ("", "alike"),
    ]);
    for (before, target) in pairs() {
        let number = |number: Option<f64>| cell(or_nothing(target, number));
        let of_gap = |gap: Option<f64>| cell(gap.map_or("–".to_owned(), |gap| signed(gap, 1)));
        numbers.row(
            None,
            [
                NumberCell::words(label(&target.name)),
                NumberCell::words(target.unit),
                number(Some(target.observed)),
                number(target.standard_error),
                number(before.implied),
                number(target.implied),
                number(Some(target.tolerance)),
                of_gap(in_tolerances(before)),
                of_gap(in_tolerances(target)),
                NumberCell::words(if target.is_alike() { "alike" } else { "apart" }),
            ],
        );
    }
    numbers.remark = "Gaps are in tolerances: from −1 to +1 two figures are called alike.".to_owned();
    let alike = |targets: &[Target]| targets.iter().filter(|target| target.is_alike()).count();
    let (all, before, after) = (fit.targets.len(), alike(&fit.before), alike(&fit.targets));
    Exhibit::across(
        "gaps",
        format!("{after} of {} alike after the fit, {before} before", count(all, "figure is", "figures are")),
        "Hollow: what the scenario implied before. Filled: what the fitted firm implies. Distances from the middle are drawn as \
         their square roots, so that small gaps stay visible beside large ones.",
        |width| gaps(&rows, width),
        numbers,
    )
}

/// A cell with a number that is written already.
fn cell(shown: String) -> NumberCell {
    NumberCell { exact: shown.clone(), shown, is_number: true }
}

/// Retention by year of tenure, of the segments where it was observed.
pub(super) fn tenure(fit: &Fit, study: &Study) -> Option<Exhibit> {
    let mut by_segment: BTreeMap<usize, Vec<(&Target, &Target)>> = BTreeMap::new();
    for (before, target) in fit.before.iter().zip(&fit.targets) {
        if let Measure::RetentionByYear(place, _) = target.measure {
            by_segment.entry(place).or_default().push((before, target));
        }
    }
    let drawn: Vec<Cohort> = by_segment
        .iter()
        .map(|(&place, years)| Cohort {
            name: study.world.segments.get(place).map_or_else(String::new, |segment| named(&segment.id)),
            observed: years.iter().map(|(_, target)| target.observed).collect(),
            before: years.iter().filter_map(|(before, _)| before.implied).collect(),
            fitted: years.iter().filter_map(|(_, target)| target.implied).collect(),
        })
        .collect();
    let mut numbers = ExhibitNumbers::new(&[
        ("Segment", "segment"),
        ("Year", "year"),
        ("Observed, %", "observed"),
        ("Before, %", "before"),
        ("Fitted, %", "fitted"),
    ]);
    for cohort in &drawn {
        for year in 0..cohort.observed.len() {
            let of = |shares: &[f64]| NumberCell::number(shares.get(year).copied(), 100.0, 1);
            let [name, number] =
                [NumberCell::words(cohort.name.as_str()), NumberCell::number(Some(year as f64 + 1.0), 1.0, 0)];
            numbers.row(None, [name, number, of(&cohort.observed), of(&cohort.before), of(&cohort.fitted)]);
        }
    }
    let far = |cohort: &Cohort| {
        let gaps = cohort.observed.iter().zip(&cohort.fitted).map(|(a, b)| (a - b).abs());
        gaps.fold(0.0, f64::max)
    };
    let most = drawn.iter().map(far).fold(0.0, f64::max);
    (!drawn.is_empty()).then(|| {
        Exhibit::across(
            "tenure",
            format!("Retention by year of tenure is met within {} points", decimal(100.0 * most, 1)),
            "Points: the share of a cohort of new customers that was observed to be left. Lines: what loyalty makes of it, before and \
             fitted.",
            |width| cohorts(&drawn, width),
            numbers,
        )
    })
}

fn named(id: &str) -> String {
    first_upper(&id.replace('_', " "))
}

/// Satisfaction by touchpoint, each on the scale on which it was asked.
pub(super) fn satisfaction(fit: &Fit, study: &Study, observed: &Observed) -> Option<Exhibit> {
    let mut rows = Vec::new();
    let mut numbers = ExhibitNumbers::new(&[
        ("Touchpoint", "touchpoint"),
        ("Asked", "asked"),
        ("Observed", "observed"),
        ("Before", "before"),
        ("Fitted", "fitted"),
    ]);
    for (before, target) in fit.before.iter().zip(&fit.targets) {
        let Measure::Satisfaction(place) = target.measure else { continue };
        let Some(asked) = observed.touchpoints.get(place).and_then(|one| one.satisfaction) else { continue };
        let Some(touchpoint) = study.world.touchpoints.get(place) else { continue };
        let (ends, end_words, how) = match asked.level {
            Level::Mean(_) => (
                Interval { low: asked.worst, high: asked.best },
                [plain_end(asked.worst), plain_end(asked.best)],
                format!("mean, {} to {}", plain_end(asked.worst), plain_end(asked.best)),
            ),
            Level::TopTwo(_) => (
                Interval { low: 0.0, high: 1.0 },
                ["0 %".to_owned(), "100 %".to_owned()],
                format!("two best of {} to {}", plain_end(asked.worst), plain_end(asked.best)),
            ),
        };
        let of = |number: Option<f64>| number.map_or("–".to_owned(), |number| shown(target, number));
        numbers.row(
            None,
            [
                NumberCell::words(named(&touchpoint.id)),
                NumberCell::words(how.as_str()),
                cell(of(Some(target.observed))),
                cell(of(before.implied)),
                cell(of(target.implied)),
            ],
        );
        rows.push(ScaleRow {
            name: format!("{} ({how})", named(&touchpoint.id)),
            words: format!("{} observed, {} fitted", of(Some(target.observed)), of(target.implied)),
            ends,
            end_words,
            bars: Vec::new(),
            stroke: Some(target.observed),
            hollow: before.implied,
            filled: target.implied,
            faint: false,
            place: None,
        });
    }
    let meanings = Meanings { bars: &[], stroke: "observed", hollow: "before", filled: "fitted" };
    (!rows.is_empty()).then(|| {
        Exhibit::across(
            "satisfaction",
            "Satisfaction at touchpoints, on the scales on which it was asked".to_owned(),
            "Strokes: what was observed. Hollow: what the scenario implied before. Filled: the fitted firm.",
            |width| own_scales(&rows, meanings, width),
            numbers,
        )
    })
}

/// An end of a scale.
fn plain_end(number: f64) -> String {
    if number.fract() == 0.0 { decimal(number, 0) } else { plain(number) }
}

/// Behaviour with what the data say of it: what they narrowed most comes first.
pub(super) fn by_narrowing<'a>(fit: &'a Fit, posterior: &'a Posterior) -> Vec<(&'a Assumption, &'a Estimate, f64)> {
    let estimate = |one: &Assumption| posterior.estimates.iter().find(|estimate| estimate.address == one.address);
    let all = fit.unknown.iter().filter_map(|one| {
        let estimate = estimate(one)?;
        Some((one, estimate, estimate.shrinkage?))
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by(|a, b| b.2.total_cmp(&a.2));
    all
}

/// Each number of behaviour within what is plausible of it.
pub(super) fn behaviour(fit: &Fit, posterior: &Posterior) -> Option<Exhibit> {
    let sorted = by_narrowing(fit, posterior);
    let mut numbers = ExhibitNumbers::new(&[
        ("Parameter", "parameter"),
        ("What it is", "meaning"),
        ("Plausible from", "plausible_least"),
        ("to", "plausible_most"),
        ("In the scenario", "assumed"),
        ("Median", "median"),
        ("50 % from", "low_50"),
        ("to", "high_50"),
        ("80 % from", "low_80"),
        ("to", "high_80"),
        ("95 % from", "low_95"),
        ("to", "high_95"),
        ("Narrowed by", "narrowed"),
    ]);
    let mut rows = Vec::new();
    for (assumed, estimate, narrowed) in &sorted {
        let (plausible, informed) = (assumed.plausible, estimate.is_informed());
        let said = if informed { format!("{} %", decimal(100.0 * narrowed, 0)) } else { "not informed".to_owned() };
        let number = |number: f64| cell(plain(number));
        let ends = estimate.intervals.iter().flat_map(|&(low, high)| [number(low), number(high)]);
        let first = [
            NumberCell::words(assumed.address.to_string()),
            NumberCell::words(assumed.address.about().meaning),
            number(plausible.least),
            number(plausible.most),
            number(assumed.number),
            number(estimate.median),
        ];
        numbers.row(None, first.into_iter().chain(ends).chain([cell(said.clone())]));
        rows.push(ScaleRow {
            name: label(&assumed.address.to_string()),
            words: if informed { format!("{}, narrowed by {said}", plain(estimate.median)) } else { said },
            ends: Interval { low: plausible.least, high: plausible.most },
            end_words: [plain(plausible.least), plain(plausible.most)],
            bars: estimate.intervals.iter().rev().map(|&(low, high)| Interval { low, high }).collect(),
            stroke: Some(assumed.number),
            hollow: None,
            filled: Some(estimate.median),
            faint: !informed,
            place: None,
        });
    }
    let informed = sorted.iter().filter(|(_, estimate, _)| estimate.is_informed()).count();
    let meanings =
        Meanings { bars: &["95 %", "80 %", "50 %"], stroke: "in the scenario", hollow: "", filled: "median" };
    (!rows.is_empty()).then(|| {
        Exhibit::across(
            "behaviour-ranges",
            match informed {
                0 => "The figures inform no parameter of behaviour".to_owned(),
                some => format!("The figures inform {some} of {}", count(rows.len(), "parameter", "parameters")),
            },
            "Each line goes from the least to the most that is plausible (assumptions). Bars hold the number with 50, 80 and 95 % probability. \
             Sorted by how much the figures narrow its spread; what they narrow by less than 20 % is grey: its bars are what was assumed.",
            |width| own_scales(&rows, meanings, width),
            numbers,
        )
    })
}
