//! By segment: whether the best is the same for all customers.

use super::super::charts::segments::{SegmentMark, Segments, segments};
use super::super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::super::numbers::{Manner, first_upper, signed};
use super::super::results::{EstimateRow, PairRow, Results};
use super::answer::finding;
use super::decimals;
use crate::compare::verdict_words;
use crate::model::Segment;
use crate::numbers::typeset::percent;
use crate::stats::Verdict;

/// What a segment has in the table beside the figure that is judged.
const BESIDE: [&str; 3] = ["nps_true", "customers", "customer_value"];

/// The figure; none with one segment or one structure.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    let segments = &results.world().segments;
    if segments.len() < 2 || results.structures.len() < 2 { Vec::new() } else { vec![figure(results, segments)] }
}

/// The figure by which segments are judged: the first that counts and that segments have too.
fn judged(results: &Results, segments: &[Segment]) -> String {
    let told = |metric: &&str| {
        let pairs = results.others().map(|(place, _)| results.pair_in_segment(&segments[0].id, place, metric));
        pairs.into_iter().any(|pair| pair.verdict.is_some())
    };
    results.criteria().into_iter().find(told).unwrap_or("retention_annualised").to_owned()
}

fn figure(results: &Results, of: &[Segment]) -> Exhibit {
    let metric = judged(results, of);
    let pairs: Vec<Vec<(usize, PairRow)>> = of
        .iter()
        .map(|one| {
            results.others().map(|(place, _)| (place, results.pair_in_segment(&one.id, place, &metric))).collect()
        })
        .collect();
    let unit = manner(results, &metric, pairs.iter().flatten().filter_map(|(_, pair)| pair.difference));
    let digits = decimals(&unit, pairs.iter().flatten().map(|(_, pair)| pair.interval));
    let mark = |(place, pair): &(usize, PairRow)| SegmentMark {
        place: *place,
        name: results.structures[*place].name.clone(),
        words: pair.difference.map_or("not defined".to_owned(), |mean| {
            format!("{} {}", signed(mean * unit.factor, digits), short_verdict(pair.verdict)).trim_end().to_owned()
        }),
        mean: pair.difference,
        interval: pair.interval,
    };
    let heading =
        |one: &Segment| format!("{}, {} of customers", first_upper(&Results::shown(&one.id)), percent(one.share.get()));
    let chart = Segments {
        groups: of.iter().zip(&pairs).map(|(one, rows)| (heading(one), rows.iter().map(mark).collect())).collect(),
        factor: unit.factor,
        axis: format!("{}, minus {}", unit.titled(true), results.baseline().name),
        practical: pairs.iter().flatten().find_map(|(_, pair)| pair.practical),
    };
    let note = format!(
        "Each structure minus {} in each segment, in the same trials. Line: interval that holds for all pairs in all segments at once. \
         Shaded: too small to matter. Hollow dot: the interval includes zero.",
        results.baseline().name
    );
    let numbers = numbers(results, of, &metric, &unit, digits);
    Exhibit::across("segments", title(results, &unit), &note, |width| segments(&chart, width), numbers)
}

/// How a figure of segments is told whose largest number is among these.
fn manner(results: &Results, metric: &str, numbers: impl Iterator<Item = f64>) -> Manner {
    Manner::in_frame(metric, numbers.fold(0.0, |most: f64, number| most.max(number.abs())), &results.frame)
}

/// What the run found, as far as it is one sentence; else what is drawn.
fn title(results: &Results, unit: &Manner) -> String {
    let finding = finding(results);
    match finding.split_once(". ").map_or(finding.as_str(), |(first, _)| first) {
        "" => format!("{} in each segment of customers", first_upper(&unit.name)),
        first => first.trim_end_matches('.').to_owned(),
    }
}

fn short_verdict(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Better | Verdict::BetterSizeUnresolved) => "better",
        Some(Verdict::Worse | Verdict::WorseSizeUnresolved) => "worse",
        Some(Verdict::Equivalent) => "equivalent",
        Some(Verdict::Unresolved) => "not decided",
        None => "",
    }
}

fn numbers(results: &Results, of: &[Segment], metric: &str, unit: &Manner, digits: usize) -> ExhibitNumbers {
    let level = |segment: &Segment, place: usize, metric: &str| results.in_segment(&segment.id, place, metric).0;
    let places = 0..results.structures.len();
    let all = |metric: &str| -> Vec<EstimateRow> {
        of.iter().flat_map(|one| places.clone().map(move |place| level(one, place, metric))).collect()
    };
    let shown: Vec<(&str, Manner)> = std::iter::once(metric)
        .chain(BESIDE.into_iter().filter(|beside| *beside != metric))
        .map(|metric| (metric, manner(results, metric, all(metric).iter().filter_map(|one| one.mean))))
        .collect();
    let titles: Vec<String> = shown.iter().map(|(_, manner)| manner.titled(false)).collect();
    let mut head = vec![("segment", "segment"), ("structure", "structure")];
    head.extend(titles.iter().map(String::as_str).zip(shown.iter().map(|(metric, _)| *metric)));
    let against = format!("difference to {}", results.baseline().name);
    head.extend([(against.as_str(), "difference"), ("from", "simultaneous_low"), ("to", "simultaneous_high")]);
    head.extend([("verdict", "verdict"), ("standing", "standing")]);
    let mut numbers = ExhibitNumbers::new(&head);
    for segment in of {
        for (place, structure) in results.structures.iter().enumerate() {
            let mut row = vec![NumberCell::id(&segment.id), NumberCell::name(structure)];
            for (metric, manner) in &shown {
                let digits = decimals(manner, all(metric).iter().map(|one| one.interval));
                row.push(NumberCell::number(level(segment, place, metric).mean, manner.factor, digits));
            }
            let pair = if place > 0 { results.pair_in_segment(&segment.id, place, metric) } else { PairRow::default() };
            row.push(NumberCell::number(pair.difference, unit.factor, digits));
            row.extend(NumberCell::ends(pair.interval, unit.factor, digits));
            let exact = pair.verdict.map_or("", Verdict::name).to_owned();
            let words = if place > 0 { verdict_words(pair.verdict, pair.more_trials) } else { "baseline".to_owned() };
            row.push(NumberCell { shown: words, exact, is_number: false });
            row.push(NumberCell::words(results.in_segment(&segment.id, place, metric).1));
            numbers.row(Some(place), row);
        }
    }
    numbers.remark = format!(
        "Difference, verdict and standing by {}. Customer value: what a segment's customers bring in over the run and are still worth, \
         before costs. More in segment_summary.csv and segment_comparisons.csv, which count simulated customers.",
        unit.name
    );
    numbers
}
