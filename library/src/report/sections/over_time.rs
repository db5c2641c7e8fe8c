//! Over time: retention, its difference, NPS, value with dip and break-even, mandate and readiness.

use super::super::charts::lines::{Across, LineMark, Lines, Look, Series, lines};
use super::super::exhibit::{Exhibit, ExhibitNumbers, HALF, NARROW, NumberCell};
use super::super::numbers::{Manner, decimal, first_upper, percent, signed};
use super::super::results::{Course, Results, Week};
use super::super::titles::{self, title};
use super::decimals;
use crate::numbers::horizon;

/// The first large chart of the page: how far apart the structures come, week by week; with one structure, its retention.
pub(in crate::report) fn first(results: &Results) -> Exhibit {
    if results.structures.len() > 1 { difference(results) } else { retention(results) }
}

/// All figures of the section.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    if results.structures.len() < 2 {
        return [Some(nps(results)), mandate(results), readiness(results)].into_iter().flatten().collect();
    }
    let mut figures = vec![retention(results), nps(results), value(results), net_value(results)];
    figures.extend([mandate(results), readiness(results)].into_iter().flatten());
    figures
}

fn series<'a>(results: &'a Results, metric: &str, unit: &Manner, look: Look) -> Vec<Series<'a>> {
    let points = |place: usize| results.weeks(place, metric);
    let all = (0..results.structures.len()).map(points).flat_map(|points| points.last()).map(|week| week.interval);
    let digits = decimals(unit, all).min(2);
    let one = |place: usize| {
        let name = &results.structures[place].name;
        let label = points(place).last().map(|week| format!("{name} {}", unit.level(week.mean, digits)));
        Series {
            place,
            name: name.clone(),
            label: label.unwrap_or_default(),
            points: results.drawn(points(place)),
            look,
        }
    };
    (0..results.structures.len()).map(one).collect()
}

fn retention(results: &Results) -> Exhibit {
    let unit = Manner::of("retention", 1.0);
    let chart = Lines {
        series: series(results, "retention", &unit, Look::Solid),
        manner: unit,
        difference: false,
        moments: Vec::new(),
        across: Across::Weeks,
        zero: String::new(),
        fans: true,
    };
    let note = format!(
        "Share of the first customers still with the firm, by week; at its end a line is at {}. Line: mean over trials, within its \
         95 % interval (often no wider than the line). Darker band: the middle 50 % of trials; lighter band: 90 %.",
        results.frame.label("retention")
    );
    let numbers = weekly_numbers(results, "retention", true);
    let draw = |width: f64| lines(&chart, width, if width > HALF { 250.0 } else { 320.0 });
    match results.structures.len() {
        1 => Exhibit::across("retention", left(results), &note, draw, numbers),
        _ => Exhibit::half("retention", left(results), &note, draw(HALF), numbers),
    }
}

/// "After 4 years 70.2 to 72.0 % of the first customers are left": how many stay, whatever the structure.
fn left(results: &Results) -> String {
    let all = (0..results.structures.len()).filter_map(|place| results.figure(place, "retention").mean);
    let (least, most) =
        all.fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), one| (least.min(one), most.max(one)));
    if least > most {
        return "The first customers over time".to_owned();
    }
    let [low, high] = [least, most].map(|share| decimal(100.0 * share, 1));
    let between = if low == high { low } else { format!("{low} to {high}") };
    format!("After {} {between} % of the first customers are left", horizon(results.frame.weeks))
}

/// A table of a weekly figure, a row per structure and quarter at most.
fn weekly_numbers(results: &Results, metric: &str, fan: bool) -> ExhibitNumbers {
    let manner = Manner { least: 0, ..Manner::of(metric, 0.0) };
    let factor = manner.factor;
    let mut head = vec![("structure", "structure"), ("week", "week"), ("mean", "mean")];
    head.extend([("95 % from", "ci_low"), ("to", "ci_high")]);
    if fan {
        head.extend([("5 % of trials below", "p05"), ("25 %", "p25"), ("75 %", "p75"), ("95 %", "p95")]);
    }
    let mut numbers = ExhibitNumbers::new(&head);
    for (place, structure) in results.structures.iter().enumerate() {
        let weeks = results.weeks(place, metric);
        let digits = decimals(&manner, weeks.iter().map(|week| week.interval));
        for week in told(weeks) {
            let mut row = vec![NumberCell::name(structure), NumberCell::number(Some(week.week), 1.0, 0)];
            row.push(NumberCell::number(Some(week.mean), factor, digits));
            row.extend(NumberCell::ends(week.interval, factor, digits));
            if fan {
                let ([p05, p95], [p25, p75]) =
                    (NumberCell::ends(week.most, factor, digits), NumberCell::ends(week.half, factor, digits));
                row.extend([p05, p25, p75, p95]);
            }
            numbers.row(Some(place), row);
        }
    }
    numbers.remark = format!("Every week stands in weeks.csv, metric {metric}.");
    numbers
}

/// Of weekly points those that go into a table: about five, the last one always.
fn told(weeks: &[Week]) -> Vec<&Week> {
    let step = weeks.len().div_ceil(5).max(1);
    let mut told: Vec<&Week> = weeks.iter().rev().step_by(step).collect();
    told.reverse();
    told
}

fn difference(results: &Results) -> Exhibit {
    let unit = Manner::of("retention", 1.0);
    let note = format!(
        "Share of the first customers still with the firm, minus that of {}, in the same trials, by week. Band: 95 % interval of the mean.",
        results.baseline().name
    );
    let title = course_title(results, "retention", "Retention")
        .or_else(|| dip_and_end(results))
        .unwrap_or_else(|| format!("No clear difference to {} in retention at the end", results.baseline().name));
    let chart = Against { id: "retention-difference", metric: "retention", unit };
    let (drawn, numbers) = (chart.lines(results), chart.numbers(results));
    let draw = |width: f64| lines(&drawn, width, if width > NARROW { 235.0 } else { 300.0 });
    Exhibit::across(chart.id, title, &note, draw, numbers)
}

/// What a difference does over time, if one structure first clearly loses and then clearly overtakes.
fn course_title(results: &Results, metric: &str, name: &str) -> Option<String> {
    let clear = results.others().filter_map(|(place, structure)| {
        let course = results.course(place, metric);
        let dipped = course.dip_interval.is_some_and(|ends| ends.high < 0.0);
        let (ends, week) = (course.crossover_interval.filter(|_| dipped)?, course.crossover?);
        Some((structure, course.dip?, week, ends))
    });
    let (structure, _, week, ends) = clear.min_by(|one, other| one.1.1.total_cmp(&other.1.1))?;
    let [week, low, high] = [week, ends.low, ends.high].map(|week| decimal(week, 0));
    Some(format!(
        "{name} under {} first falls behind {} and overtakes it in week {week} ({low} to {high})",
        structure.name,
        results.baseline().name
    ))
}

/// "Operational falls up to 4.1 points behind siloed (week 63); matrixed ends 0.8 points ahead of siloed": what is clear of both.
fn dip_and_end(results: &Results) -> Option<String> {
    let baseline = &results.baseline().name;
    let points = |share: f64| format!("{} points", decimal(100.0 * share.abs(), 1));
    let clear = |place: usize| {
        Some(results.course(place, "retention"))
            .filter(|course| course.dip_interval.is_some_and(|ends| ends.high < 0.0))
    };
    let dips = results.others().filter_map(|(place, structure)| Some((structure, clear(place)?.dip?)));
    let deepest = dips.min_by(|one, other| one.1.1.total_cmp(&other.1.1));
    let fall = deepest.map(|(structure, (week, depth))| {
        format!("{} falls up to {} behind {baseline} (week {})", structure.name, points(depth), decimal(week, 0))
    });
    let ends = results.others().filter_map(|(place, structure)| {
        let last = results.difference_weeks(place, "retention").last()?;
        last.interval.filter(|ends| ends.low > 0.0).map(|_| (structure, last.mean))
    });
    let best = ends.max_by(|one, other| one.1.total_cmp(&other.1));
    let end = best.map(|(structure, ahead)| format!("{} ends {} ahead of {baseline}", structure.name, points(ahead)));
    let told: Vec<String> = fall.into_iter().chain(end).collect();
    (!told.is_empty()).then(|| first_upper(&told.join("; ")))
}

/// Lines of weekly differences to the baseline, with what becomes of them.
struct Against {
    id: &'static str,
    metric: &'static str,
    unit: Manner,
}

impl Against {
    fn half(&self, results: &Results, title: String, note: &str) -> Exhibit {
        Exhibit::half(self.id, title, note, lines(&self.lines(results), HALF, 320.0), self.numbers(results))
    }

    fn digits(&self, results: &Results) -> usize {
        let last = |place: usize| results.difference_weeks(place, self.metric).last();
        decimals(&self.unit, results.others().filter_map(|(place, _)| last(place)).map(|week| week.interval))
    }

    fn lines<'r>(&self, results: &'r Results) -> Lines<'r> {
        let digits = self.digits(results);
        let one = |(place, structure): (usize, &super::super::results::StructureRow)| Series {
            place,
            name: structure.name.clone(),
            label: results
                .difference_weeks(place, self.metric)
                .last()
                .map(|week| format!("{} {}", structure.name, signed(week.mean * self.unit.factor, digits)))
                .unwrap_or_default(),
            points: results.drawn(results.difference_weeks(place, self.metric)),
            look: Look::Solid,
        };
        Lines {
            series: results.others().map(one).collect(),
            moments: moments(results, self.metric),
            manner: self.unit.clone(),
            difference: true,
            across: Across::Weeks,
            zero: results.baseline().name.clone(),
            fans: false,
        }
    }

    fn numbers(&self, results: &Results) -> ExhibitNumbers {
        let digits = self.digits(results);
        let mut numbers = ExhibitNumbers::new(&[
            ("structure", "structure"),
            ("week", "week"),
            ("difference", "difference"),
            ("95 % from", "ci_low"),
            ("to", "ci_high"),
        ]);
        for (place, structure) in results.others() {
            for week in told(results.difference_weeks(place, self.metric)) {
                let mut row = vec![NumberCell::name(structure), NumberCell::number(Some(week.week), 1.0, 0)];
                row.push(NumberCell::number(Some(week.mean), self.unit.factor, digits));
                row.extend(NumberCell::ends(week.interval, self.unit.factor, digits));
                numbers.row(Some(place), row);
            }
        }
        numbers.remark = format!(
            "Every week stands in differences.csv, metric {}; dips and crossovers in courses.csv.",
            self.metric
        );
        numbers
    }
}

/// Dips and crossovers that the trials are clear about.
fn moments(results: &Results, metric: &str) -> Vec<LineMark> {
    let mut moments = Vec::new();
    let dips = results.others().filter_map(|(place, _)| results.course(place, metric).dip);
    let deepest = dips.fold(0.0, |deepest: f64, (_, dip)| deepest.min(dip));
    for (place, _) in results.others() {
        let Course { dip, dip_interval, crossover, crossover_interval } = results.course(place, metric);
        let last = results.difference_weeks(place, metric).last().map_or(0.0, |week| week.week);
        let clear = dip_interval.is_some_and(|ends| ends.high < 0.0);
        if let Some((week, depth)) = dip.filter(|(week, _)| clear && *week < 0.96 * last) {
            let text = format!("lowest in week {}", decimal(week, 0));
            // On the line as it is drawn, which does not pass through every week.
            let drawn = results.drawn(results.difference_weeks(place, metric)).into_iter();
            let near = drawn.min_by(|one, other| (one.week - week).abs().total_cmp(&(other.week - week).abs()));
            moments.push(LineMark {
                place,
                at: near.map_or((week, depth), |near| (near.week, near.mean)),
                text,
                quiet: depth > 0.5 * deepest,
            });
        }
        if let Some(week) = crossover.filter(|_| clear && crossover_interval.is_some()) {
            let text = format!("level in week {}", decimal(week, 0));
            moments.push(LineMark { place, at: (week, 0.0), text, quiet: false });
        }
    }
    moments
}

fn nps(results: &Results) -> Exhibit {
    let unit = Manner::of("nps_true", 1.0);
    let mut all = series(results, "nps_measured", &unit, Look::Dots);
    for dots in &mut all {
        dots.label.clear();
    }
    all.extend(series(results, "nps_true", &unit, Look::Solid));
    let chart = Lines {
        series: all,
        manner: unit,
        difference: false,
        moments: Vec::new(),
        across: Across::Weeks,
        zero: String::new(),
        fans: false,
    };
    let note = "Net promoter score in surveys. Line: what all customers would answer, mean over trials with its 95 % interval. \
                Hollow dots: what those who answered said; who answers depends on how satisfied they are.";
    let mut numbers = weekly_numbers(results, "nps_true", false);
    for (place, structure) in results.structures.iter().enumerate() {
        for week in told(results.weeks(place, "nps_measured")) {
            let name = NumberCell { shown: format!("{} (measured)", structure.name), ..NumberCell::name(structure) };
            let mut row =
                vec![name, NumberCell::number(Some(week.week), 1.0, 0), NumberCell::number(Some(week.mean), 1.0, 1)];
            row.extend(NumberCell::ends(week.interval, 1.0, 1));
            numbers.row(Some(place), row);
        }
    }
    numbers.remark = "Every survey stands in weeks.csv, metrics nps_true and nps_measured.".to_owned();
    let title = title(results, "nps_true", "NPS, true and measured");
    Exhibit::half("nps", title, note, lines(&chart, HALF, 320.0), numbers)
}

fn value(results: &Results) -> Exhibit {
    let weeks = || results.others().flat_map(|(place, _)| results.difference_weeks(place, "value"));
    let unit = Manner::in_frame("value", largest(weeks()), &results.frame);
    let unit = Manner { name: "value of the week".to_owned(), ..unit };
    let note = format!(
        "What a week brings in (margins of customers, what they spend besides, and worth of functional KPIs, before all costs), minus that of {}. Band: 95 % interval of the mean.",
        results.baseline().name
    );
    let baseline = &results.baseline().name;
    let end = |place: usize| results.difference_weeks(place, "value").last().and_then(|week| week.interval);
    let below = |place: usize| end(place).is_some_and(|ends| ends.high < 0.0);
    let above = |place: usize| end(place).is_some_and(|ends| ends.low > 0.0);
    let places: Vec<usize> = results.others().map(|(place, _)| place).collect();
    let (over, under): (Vec<usize>, Vec<usize>) = (
        places.iter().copied().filter(|p| above(*p)).collect(),
        places.iter().copied().filter(|p| below(*p)).collect(),
    );
    let title = match (over.len(), under.len()) {
        (0, 0) => "No clear difference in the value of a week at the end".to_owned(),
        (0, _) if under.len() == places.len() && places.len() > 1 => {
            format!("At the end, a week brings in less under every other structure than under {baseline}")
        }
        (0, _) => {
            format!("At the end, a week brings in less under {} than under {baseline}", titles::names(results, &under))
        }
        _ => format!("At the end, a week brings in more under {} than under {baseline}", titles::names(results, &over)),
    };
    Against { id: "weekly-value", metric: "value", unit }.half(results, title, &note)
}

fn net_value(results: &Results) -> Exhibit {
    let weeks = || results.others().flat_map(|(place, _)| results.difference_weeks(place, "net_value_so_far"));
    let unit = Manner::in_frame("net_value_so_far", largest(weeks()), &results.frame);
    let note = format!(
        "Value minus all costs, added up from the start, minus that of {}. Where a line comes back to zero the change has \
         paid for itself. {}",
        results.baseline().name,
        break_even(results)
    );
    let title = title(results, "net_value", "Net value so far");
    Against { id: "net-value", metric: "net_value_so_far", unit }.half(results, title, &note)
}

/// In how many trials each structure broke even.
fn break_even(results: &Results) -> String {
    let one = |(place, structure): (usize, &super::super::results::StructureRow)| {
        let (share, week) = (results.figure(place, "broke_even"), results.figure(place, "break_even_week"));
        let (percent, name) = (percent(share.mean.filter(|share| *share > 0.0)?), &structure.name);
        Some(match week.mean.filter(|_| week.n > 0) {
            Some(week) => format!("{name} in {percent} of trials, on average in week {}", decimal(week, 0)),
            None => format!("{name} in {percent} of trials"),
        })
    };
    let mut told: Vec<String> = results.others().filter_map(one).collect();
    let never = |place: usize| results.figure(place, "broke_even").mean == Some(0.0);
    let never: Vec<usize> = results.others().map(|(place, _)| place).filter(|&place| never(place)).collect();
    if !never.is_empty() {
        told.push(format!("{} in no trial", titles::names(results, &never)));
    }
    if told.is_empty() {
        String::new()
    } else {
        format!(
            "In single trials it breaks even within the horizon: {} (“When it pays” is about the mean of all trials).",
            told.join("; ")
        )
    }
}

fn largest<'a>(weeks: impl Iterator<Item = &'a Week>) -> f64 {
    weeks.fold(0.0, |most: f64, week| most.max(week.mean.abs()))
}

fn mandate(results: &Results) -> Option<Exhibit> {
    let offices: Vec<usize> = (0..results.structures.len())
        .filter(|&place| results.weeks(place, "lines").iter().any(|week| week.mean > 0.0))
        .collect();
    if offices.is_empty() {
        return None;
    }
    let unit = Manner::of("mandate", 1.0);
    let all = series(results, "mandate", &unit, Look::Solid);
    let mut shown: Vec<Series<'_>> = all.into_iter().filter(|one| offices.contains(&one.place)).collect();
    let alive = series(results, "lines", &unit, Look::Dashed).into_iter().filter(|one| offices.contains(&one.place));
    shown.extend(alive.map(|one| Series { label: String::new(), ..one }));
    let note = format!(
        "Solid: the mandate of the officer, from 0 to 1; below the limit all lines end for good. Dashed: share of trials in \
         which the lines still exist. {}",
        ended(results, &offices)
    );
    let chart = Lines {
        series: shown,
        manner: unit,
        difference: false,
        moments: Vec::new(),
        across: Across::Weeks,
        zero: String::new(),
        fans: false,
    };
    let title = mandate_title(results, &offices);
    let numbers = weekly_numbers(results, "mandate", false);
    Some(Exhibit::half("mandate", title, &note, lines(&chart, HALF, 320.0), numbers))
}

/// Programmes that ended, structure by structure.
fn ended(results: &Results, offices: &[usize]) -> String {
    let one = |place: &usize| {
        let share = results.figure(*place, "programme_ended").mean?;
        Some(format!("{} in {}", results.structures[*place].name, percent(share)))
    };
    let told: Vec<String> = offices.iter().filter_map(one).collect();
    format!("Programmes that ended within the horizon: {} of trials.", told.join(", "))
}

fn mandate_title(results: &Results, offices: &[usize]) -> String {
    let ends = |place: &usize| results.figure(*place, "programme_ended");
    let worst = offices.iter().filter(|place| ends(place).interval.is_some_and(|interval| interval.low > 0.0));
    let worst = worst.max_by(|one, other| ends(one).mean.unwrap_or(0.0).total_cmp(&ends(other).mean.unwrap_or(0.0)));
    match worst.and_then(|place| Some((place, ends(place).mean?, ends(place).interval?))) {
        Some((place, share, _)) if share >= 1.0 => {
            format!("The {} programme ends early in every trial", results.structures[*place].name)
        }
        Some((place, share, interval)) => format!(
            "The {} programme ends early in {} % of trials ({} to {} %)",
            results.structures[*place].name,
            decimal(100.0 * share, 0),
            decimal(100.0 * interval.low, 0),
            decimal(100.0 * interval.high.min(1.0), 0)
        ),
        None => "The officer's mandate over time".to_owned(),
    }
}

fn readiness(results: &Results) -> Option<Exhibit> {
    let unit = Manner::of("readiness", 1.0);
    let chart = Lines {
        series: series(results, "readiness", &unit, Look::Solid),
        manner: unit,
        difference: false,
        moments: Vec::new(),
        across: Across::Weeks,
        zero: String::new(),
        fans: false,
    };
    let note = "How ready functions are to work for customers across their borders, from 0 to 1, mean over functions and \
                trials. Bridges and wins raise it; without them it fades.";
    let title = match titles::widest(results, "readiness_mean") {
        Some((place, pair)) => {
            let more = if pair.difference.unwrap_or(0.0) < 0.0 { "less" } else { "more" };
            let name = first_upper(&results.structures[place].name);
            format!("{name} leaves functions {more} ready than {}", results.baseline().name)
        }
        None if results.structures.len() > 1 => "No clear difference in readiness".to_owned(),
        None => "Readiness of functions".to_owned(),
    };
    let numbers = weekly_numbers(results, "readiness", false);
    Some(Exhibit::half("readiness", title, note, lines(&chart, HALF, 320.0), numbers))
}
