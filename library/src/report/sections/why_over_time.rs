//! Why, over time: what the difference in experience is made of, survey period by survey period.

use super::super::charts::lines::{Across, Lines, Look, Series, lines};
use super::super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::super::numbers::{Manner, first_upper, signed};
use super::super::results::{Results, Week};
use super::parts::{PARTS, ends};

/// Periods that a line is drawn through, at most.
const DRAWN: usize = 40;
/// Periods in the table, about.
const TOLD: usize = 6;

/// A part of the difference: its names, and per other structure its periods.
struct PeriodPart {
    name: &'static str,
    shown: &'static str,
    structures: Vec<(usize, Vec<Week>)>,
}

impl PeriodPart {
    fn is_something(&self) -> bool {
        self.structures.iter().flat_map(|(_, weeks)| weeks).any(|week| week.mean.abs() > 1e-12)
    }
}

/// The figure, if there is more than one period; parts that are nothing throughout are left out.
pub(super) fn figure(results: &Results) -> Option<Exhibit> {
    let (total, parts): (Vec<PeriodPart>, Vec<PeriodPart>) =
        parts(results).into_iter().partition(|part| part.name == "total");
    let shown: Vec<PeriodPart> = total.into_iter().chain(parts.into_iter().filter(PeriodPart::is_something)).collect();
    let periods = shown.first()?.structures.iter().map(|(_, weeks)| weeks.len()).max()?;
    if periods < 2 {
        return None;
    }
    let chart = chart(results, shown.first()?);
    let note = format!(
        "Mean experience on a scale from 0 to 100, minus that of {}, by survey period of {} weeks. Band: 95 % interval of the mean. The parts \
         of each period stand under Numbers.",
        results.baseline().name,
        results.world().clock.survey_weeks
    );
    let drawing = lines(&chart, HALF, 260.0);
    Some(Exhibit::half("why-over-time", title(results, &shown), &note, drawing, numbers(results, &shown)))
}

/// All parts with their periods, each at the week in which it ends.
fn parts(results: &Results) -> Vec<PeriodPart> {
    let clock = &results.world().clock;
    let place = |id: &str| results.structures.iter().position(|structure| structure.id == id);
    let mut parts: Vec<PeriodPart> = PARTS
        .iter()
        .map(|&(name, shown)| PeriodPart {
            name,
            shown,
            structures: results.others().map(|(p, _)| (p, Vec::new())).collect(),
        })
        .collect();
    for row in results.why.rows().filter(|row| row.text("scope") == "period") {
        let (Some(mean), Some(place)) = (row.number("difference"), place(row.text("structure"))) else { continue };
        let ended = row.count("item").saturating_mul(clock.survey_weeks.into()).min(clock.weeks.into());
        let week = Week { week: ended as f64, mean, interval: ends(row), ..Week::default() };
        let part = parts.iter_mut().find(|part| part.name == row.text("component"));
        let weeks = part.and_then(|part| part.structures.iter_mut().find(|(other, _)| *other == place));
        if let Some((_, weeks)) = weeks {
            weeks.push(week);
        }
    }
    parts
}

/// About so many of the periods, the last one always.
fn some(weeks: &[Week], many: usize) -> Vec<&Week> {
    let mut some: Vec<&Week> = weeks.iter().rev().step_by(weeks.len().div_ceil(many).max(1)).collect();
    some.reverse();
    some
}

fn chart<'a>(results: &'a Results, part: &'a PeriodPart) -> Lines<'a> {
    let one = |(place, weeks): &'a (usize, Vec<Week>)| {
        let name = results.structures[*place].name.clone();
        let end = weeks.last().map(|week| format!("{name} {}", signed(100.0 * week.mean, 1)));
        Series { place: *place, name, label: end.unwrap_or_default(), points: some(weeks, DRAWN), look: Look::Solid }
    };
    Lines {
        series: part.structures.iter().map(one).collect(),
        manner: Manner {
            name: "experience (0 to 100)".to_owned(),
            unit_of_difference: "points",
            ..Manner::of("experience", 0.0)
        },
        difference: true,
        moments: Vec::new(),
        across: Across::Weeks,
        zero: results.baseline().name.clone(),
        fans: false,
    }
}

/// A row per structure and period, a column per part.
fn numbers(results: &Results, parts: &[PeriodPart]) -> ExhibitNumbers {
    let head: Vec<(&str, &str)> = parts.iter().map(|part| (part.shown, part.name)).collect();
    let mut numbers =
        ExhibitNumbers::new(&[&[("structure", "structure"), ("survey period", "item")], head.as_slice()].concat());
    for (slot, (place, weeks)) in parts.first().map_or(&[][..], |part| &part.structures).iter().enumerate() {
        for week in some(weeks, TOLD) {
            let of = |part: &PeriodPart| {
                part.structures[slot].1.iter().find(|other| other.week == week.week).map(|one| one.mean)
            };
            let period = (week.week / f64::from(results.world().clock.survey_weeks.max(1))).ceil();
            let mut cells =
                vec![NumberCell::name(&results.structures[*place]), NumberCell::number(Some(period), 1.0, 0)];
            cells.extend(parts.iter().map(|part| NumberCell::number(of(part), 100.0, 2)));
            numbers.row(Some(*place), cells);
        }
    }
    numbers.remark = "Every period stands with its intervals in why.csv, scope period.".to_owned();
    numbers
}

/// When a structure that first loses by the whole gains, if the trials are clear about both ends.
fn title(results: &Results, parts: &[PeriodPart]) -> String {
    let baseline = &results.baseline().name;
    let sign = |week: &Week| week.interval.map_or(0, |ends| i8::from(ends.low > 0.0) - i8::from(ends.high < 0.0));
    let told = parts.first().into_iter().flat_map(|total| &total.structures).filter_map(|(place, weeks)| {
        let (first, last) = (sign(weeks.first()?), sign(weeks.last()?));
        (last != 0).then_some((*place, first, last, weeks.last()?.mean))
    });
    let name = |place: usize| first_upper(&results.structures[place].name);
    match told.max_by(|one, other| one.3.abs().total_cmp(&other.3.abs())) {
        Some((place, -1, 1, _)) => {
            format!("{} first gives worse experiences than {baseline}, in the end better ones", name(place))
        }
        Some((place, 1, -1, _)) => {
            format!("{} first gives better experiences than {baseline}, in the end worse ones", name(place))
        }
        Some((place, _, 1, _)) => {
            format!("In the end {} gives better experiences than {baseline}", results.structures[place].name)
        }
        Some((place, _, _, _)) => {
            format!("In the end {} gives worse experiences than {baseline}", results.structures[place].name)
        }
        None => "No clear difference in what customers experience in the end".to_owned(),
    }
}
