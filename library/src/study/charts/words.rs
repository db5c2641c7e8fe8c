//! What a search came to, in sentences.

use super::found::{ChartRow, ChartSearch, FreshCheck, RoadMaps, SearchEnding};
use crate::engine::Scale;
use crate::numbers::{count, decimal, grouped, of_money, percent, signed, two_digits};
use crate::stats::Interval;
use crate::study::figures::presentation;
use crate::study::frame::Frame;

/// How often a chart is on the front that is told of.
const OFTEN: f64 = 0.5;

/// Numbers of a figure as they are told: multiplied, with so many decimals, and the unit behind.
pub(super) struct Told {
    factor: f64,
    decimals: usize,
    unit: String,
}

impl Told {
    /// Differences of a figure, of which this is a telling size.
    pub(super) fn differences(metric: &str, size: f64, frame: &Frame) -> Told {
        Told::of(metric, size, size, frame, true)
    }

    /// Levels of a figure; differences of this size are to be seen.
    pub(super) fn levels(metric: &str, largest: f64, size: f64, frame: &Frame) -> Told {
        Told::of(metric, largest, size, frame, false)
    }

    fn of(metric: &str, largest: f64, size: f64, frame: &Frame, difference: bool) -> Told {
        let Some(shown) = presentation(metric) else {
            return Told { factor: 1.0, decimals: 2, unit: String::new() };
        };
        let (factor, unit) = match shown.scale {
            Scale::Money => {
                let (factor, word) = of_money(largest);
                (factor, format!("{word} {}", frame.currency_of(shown.scale)).trim().to_owned())
            }
            scale if difference => (frame.factor(scale), scale.unit_of_difference().to_owned()),
            scale => (frame.factor(scale), scale.unit().to_owned()),
        };
        Told { factor, decimals: two_digits((size * factor).abs()), unit }
    }

    fn with_unit(&self, text: &str) -> String {
        format!("{text} {}", self.unit).trim_end().to_owned()
    }

    pub(super) fn amount(&self, number: f64) -> String {
        self.with_unit(&decimal(number * self.factor, self.decimals))
    }

    /// With a sign and its interval: "+1.2 (0.8 to 1.6) million EUR".
    pub(super) fn difference(&self, (mean, interval): (Option<f64>, Option<Interval>)) -> String {
        let mean = mean.map_or_else(|| "not known".to_owned(), |mean| signed(mean * self.factor, self.decimals));
        self.with_unit(&format!("{mean}{}", self.ends(interval)))
    }

    /// A level and its interval.
    pub(super) fn level(&self, (mean, interval): (Option<f64>, Option<Interval>)) -> String {
        let mean = mean.map_or_else(|| "not known".to_owned(), |mean| decimal(mean * self.factor, self.decimals));
        self.with_unit(&format!("{mean}{}", self.ends(interval)))
    }

    fn ends(&self, interval: Option<Interval>) -> String {
        interval.map_or_else(String::new, |ends| {
            let [low, high] = [ends.low, ends.high].map(|end| decimal(end * self.factor, self.decimals));
            format!(" ({low} to {high})")
        })
    }
}

impl ChartSearch {
    fn sure(&self) -> String {
        percent(1.0 - self.design.alpha, 0)
    }

    /// Differences of the figure, where the least that matters can be seen.
    pub(super) fn told(&self) -> Told {
        Told::differences(&self.design.metric, self.practical, &self.frame)
    }

    /// How far a chart is behind the first one, with its interval, and the unit of all these.
    #[must_use]
    pub fn behind(&self, row: &ChartRow) -> (String, String) {
        let Told { factor, decimals, unit } = self.told();
        (Told { factor, decimals, unit: String::new() }.difference(row.behind), unit)
    }

    fn label(&self) -> String {
        self.frame.label(&self.design.metric)
    }

    /// What was found, sentence by sentence: the chart first, then how sure, how much better, and what it took.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut all = vec![self.headline()];
        all.extend(self.how_sure());
        all.extend(self.fresh.iter().map(|fresh| self.lead(fresh)));
        all.extend(self.fresh.iter().flat_map(|fresh| self.kept(fresh)));
        all.extend(self.road_maps.iter().map(|maps| self.of_road_maps(maps)));
        all.extend(self.of_front());
        all.push(self.cost());
        all
    }

    fn headline(&self) -> String {
        let best = if self.design.smaller_is_better { "lowest" } else { "highest" };
        let (label, among) = (self.label(), count(self.counts.among as usize, "chart", "charts"));
        match (&self.found, self.ending) {
            (None, SearchEnding::NoneKeeps) => {
                let keeps: Vec<String> = self.design.keeps.iter().map(super::Keep::text).collect();
                format!("None of {among} keeps {}, with {} probability.", keeps.join(" and "), self.sure())
            }
            (None, _) => format!(
                "Nothing was found: neither the budget nor the sample of [uncertainty] is enough for a first look at {among}."
            ),
            (Some(found), SearchEnding::Good) => format!("The chart with the {best} {label}: {}.", found.words),
            (Some(found), _) => format!("Not settled. The chart with the {best} mean {label} so far: {}.", found.words),
        }
    }

    fn how_sure(&self) -> Vec<String> {
        let (told, label, sure) = (self.told(), self.label(), self.sure());
        let among = count(self.counts.among as usize, "chart", "charts");
        let matters = told.amount(self.practical);
        let keeping = if self.design.keeps.is_empty() { "" } else { " that keeps the conditions" };
        let of = if self.counts.first_phase.is_some() { " taken up" } else { "" };
        let mut all = Vec::new();
        if self.found.is_none() {
            return all;
        }
        match self.ending {
            SearchEnding::Open { left, would_do } => {
                let left = grouped(left as f64);
                let would_do = would_do.map_or_else(String::new, |all| {
                    format!(" About {} structure-trials in all would settle it.", grouped(rounded_up(all)))
                });
                all.push(format!(
                    "No guarantee: the budget (or the sample of [uncertainty]) ended with {left} of the {among}{of} that can still be the best; with {sure} probability the best is one of these.{would_do}"
                ));
            }
            _ => all.push(format!(
                "With {sure} probability no other of the {among}{of}{keeping} is better by more than {matters} in {label} (the difference that matters)."
            )),
        }
        if let Some(settled) = self.counts.first_phase {
            let (tried, of) = (grouped(self.counts.tried as f64), grouped(self.counts.assignments as f64));
            let ended = if settled {
                "no chart that differs in one line from its leaders was better"
            } else {
                "its part of the budget ended"
            };
            all.push(format!(
                "A first phase tried {tried} of {of} charts and took up {}; it ended as {ended}. The guarantee is about the charts taken up alone.",
                grouped(self.counts.among as f64)
            ));
        }
        all
    }

    /// How much better than what is there.
    fn lead(&self, fresh: &FreshCheck) -> String {
        let trials = count(fresh.trials as usize, "fresh trial", "fresh trials");
        let Some(best) = fresh.others.first() else { return String::new() };
        if let Some(same) = fresh.others.iter().find(|row| row.same) {
            let kind = if same.of_scenario { "structure of the scenario" } else { "preset" };
            return format!("It is a {kind} that you know already: {}.", same.name);
        }
        let told = self.told();
        let ahead = told.difference(best.ahead);
        let what = format!("structures of the scenario and presets ({} in all)", fresh.others.len());
        let label = self.label();
        match self.lead_at_least() {
            _ if best.ahead.1.is_some_and(|ends| ends.high < 0.0) => format!(
                "{} is better, which has another office than the charts that were searched: on {trials} the difference in {label} is {ahead}.",
                best.name
            ),
            Some(least) if least > 0.0 => format!(
                "On {trials} it is better than all {what} in {label}; than the best of them, {}, by {ahead}, intervals of all at once.",
                best.name
            ),
            _ => format!(
                "No chart is shown to be better than {}, the best of the {what}: on {trials} the difference in {label} is {ahead}.",
                best.name
            ),
        }
    }

    fn kept(&self, fresh: &FreshCheck) -> Vec<String> {
        let of = |(keep, &(mean, interval)): (&super::Keep, &(Option<f64>, Option<Interval>))| {
            let width = interval.map_or(0.0, |ends| (ends.high - ends.low) / 2.0);
            let told = Told::levels(&keep.metric, mean.unwrap_or(0.0), width, &self.frame);
            let sure = match interval {
                Some(ends) if keep.slack(ends.low) >= 0.0 && keep.slack(ends.high) >= 0.0 => "kept",
                Some(ends) if keep.slack(ends.low) < 0.0 && keep.slack(ends.high) < 0.0 => "NOT kept",
                _ => "not sure",
            };
            format!("{}: {sure}; {} on fresh trials (95 %).", keep.text(), told.level((mean, interval)))
        };
        self.design.keeps.iter().zip(&fresh.kept).map(of).collect()
    }

    fn of_road_maps(&self, maps: &RoadMaps) -> String {
        let tried = count(maps.tried as usize, "road map", "road maps");
        let ahead = self.told().difference(maps.ahead);
        if maps.chosen {
            let good = if maps.good { "" } else { "; which of them is best is open" };
            return format!("Of {tried} between the best charts one is better than the chart alone, by {ahead}{good}.");
        }
        format!(
            "None of {tried} between the best charts is shown to be better than the chart alone; the best by {ahead}."
        )
    }

    fn of_front(&self) -> Option<String> {
        let on = self.rows.iter().filter(|row| row.front.is_some_and(|share| share >= OFTEN)).count();
        let on = count(on, "chart is", "charts are");
        self.design.pareto.then(|| {
            format!("{on} on the front of yearly retention, NPS and total value in half of all resamples or more.")
        })
    }

    fn cost(&self) -> String {
        let differ =
            self.counts.differ.filter(|differ| differ + self.counts.forbidden.unwrap_or(0) < self.counts.assignments);
        let differ = differ.map_or_else(String::new, |differ| format!("; {} differ", grouped(differ as f64)));
        let forbidden = self.counts.forbidden.filter(|forbidden| *forbidden > 0);
        let forbidden =
            forbidden.map_or_else(String::new, |some| format!(", {} the model forbids", grouped(some as f64)));
        format!(
            "{} charts can be written{forbidden}{differ}. It took {} structure-trials. Best under these assumptions; the command sensitivity says what hangs on which.",
            grouped(self.counts.assignments as f64),
            grouped(self.taken as f64)
        )
    }
}

/// Two leading digits.
fn rounded_up(number: u64) -> f64 {
    let digits = number.checked_ilog10().unwrap_or(0).saturating_sub(1);
    let unit = 10_u64.pow(digits);
    number.div_ceil(unit) as f64 * unit as f64
}
