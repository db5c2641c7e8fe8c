//! What a map says, in sentences.

use super::grid::MapGrid;
use super::regimes::{MetricMap, RegimeMap};
use super::rules::MapRule;
use crate::numbers::{count, first_digit, part, percent, plain, rounded, ungrouped};
use crate::stats::Interval;
use crate::study::experiment::layouts::TODAY;
use crate::study::experiment::swept::Swept;

impl RegimeMap {
    /// Which structure is best where, by the metric that decides; how sure that is; where the scenario stands; how often the map is wrong. The
    /// rules are apart, in [`RegimeMap::rules_in_words`].
    #[must_use]
    pub fn words(&self, swept: &Swept) -> Vec<String> {
        let Some(map) = self.metrics.first() else {
            return vec!["There is no map: fewer than three points have numbers of all structures.".to_owned()];
        };
        let mut sentences = vec![self.who(map, &swept.frame.label(&map.metric)), ties(map)];
        sentences.extend(self.today(map, swept));
        sentences.extend(self.others(swept));
        sentences.push(trusted(map));
        let impossible = self.possible.iter().filter(|possible| !**possible).count();
        if impossible > 0 {
            let share = impossible as f64 / self.possible.len() as f64;
            sentences.push(format!("On {} of the rectangle the firm cannot be like that.", part(share)));
        }
        let failed: u32 = swept.points.iter().map(|point| point.failed).sum();
        if failed > 0 {
            sentences.push(format!("{} failed and count nowhere.", count(failed as usize, "trial", "trials")));
        }
        for map in self.metrics.iter().filter(|map| map.left_out > 0) {
            let points = count(map.left_out, "point", "points");
            sentences.push(format!("Left out for {}, as a number is missing: {points}.", map.metric));
        }
        if !self.silent.is_empty() {
            sentences.push(format!("Numbers at too few points for a map: {}.", self.silent.join(", ")));
        }
        sentences
    }

    /// Where the leader loses, a sentence for each rule; none where it loses nowhere.
    #[must_use]
    pub fn rules_in_words(&self, map: &MetricMap) -> Vec<String> {
        let said = |rule: &MapRule| {
            format!(
                "{} loses to {} where {} (covers {} of where it loses, right in {} of it; {} of {} there).",
                self.structures[map.leader],
                self.structures[rule.winner],
                conditions(&self.grid, rule),
                percent(rule.coverage, 0),
                percent(rule.density, 0),
                rule.points.1,
                count(rule.points.0, "simulated point", "simulated points"),
            )
        };
        map.rules.iter().map(said).collect()
    }

    fn who(&self, map: &MetricMap, label: &str) -> String {
        let mut order: Vec<usize> = (0..map.areas.len()).filter(|place| map.areas[*place].area > 0.0).collect();
        order.sort_by(|one, other| map.areas[*other].area.total_cmp(&map.areas[*one].area).then(one.cmp(other)));
        match order.as_slice() {
            [] => "The firm cannot be like that anywhere on the map.".to_owned(),
            [only] => format!("By {label}, {} has the best mean all over the map.", self.structures[*only]),
            [first, others @ ..] => {
                let said = |place: &usize| format!("{} on {}", self.structures[*place], part(map.areas[*place].area));
                let others: Vec<String> = others.iter().map(said).collect();
                format!(
                    "By {label}, {} has the best mean on {} of the map, {}.",
                    self.structures[*first],
                    part(map.areas[*first].area),
                    others.join(", ")
                )
            }
        }
    }

    /// Who has most of the map by the other figures.
    fn others(&self, swept: &Swept) -> Option<String> {
        let said = |map: &MetricMap| {
            let share = part(map.areas[map.leader].area);
            format!("by {} {} ({share})", swept.frame.label(&map.metric), self.structures[map.leader])
        };
        let all: Vec<String> = self.metrics.iter().skip(1).map(said).collect();
        (!all.is_empty()).then(|| format!("Most of the map has, by other figures: {}.", all.join(", ")))
    }

    /// Where the scenario stands.
    fn today(&self, map: &MetricMap, swept: &Swept) -> Option<String> {
        let place = swept.points.iter().position(|point| point.name == TODAY)?;
        let point = &swept.points[place];
        let best = point.leader()?;
        let sure = if point.is_clear() { ", all others ruled out" } else { ", others not ruled out" };
        let values: Option<Vec<f64>> = (0..swept.keys.len()).map(|key| swept.number(place, key)).collect();
        let pixel = values.and_then(|values| map.pixels.get(self.grid.pixel_of(&values)?)?.as_ref());
        let says = match pixel {
            None => "; it lies outside of the map".to_owned(),
            Some(pixel) if pixel.best == best => String::new(),
            Some(pixel) => format!("; the map has {} there", self.structures[pixel.best]),
        };
        Some(format!("As the scenario is, {} has it{sure}{says}.", self.structures[best]))
    }
}

/// How much is settled.
fn ties(map: &MetricMap) -> String {
    let (open, small) = map.ties();
    match (open > 0.0, small > 0.0) {
        (false, false) => "Everywhere the best is so with 95 % probability or more, by a lead that matters.".to_owned(),
        (true, false) => format!("On {} of the map that is open (probability below 95 %).", part(open)),
        (false, true) => format!("On {} of the map the lead is too small to matter.", part(small)),
        (true, true) => format!(
            "On {} of the map that is open (probability below 95 %), on another {} the lead is too small to matter.",
            part(open),
            part(small)
        ),
    }
}

/// How often points contradict what all others say of them.
fn trusted(map: &MetricMap) -> String {
    let points = count(map.points, "point", "points");
    match map.missed {
        0 => format!("Each of {points} left out in turn, the others name the structure that is best there every time."),
        missed => {
            let more = if map.missed_by_more == 0 { "none".to_owned() } else { map.missed_by_more.to_string() };
            format!(
                "Each of {points} left out in turn, the others name another best structure than the simulation at {missed}, \
                 at {more} of these one that is behind by more than matters."
            )
        }
    }
}

/// "organisation.readiness is below 0.42 and initiatives.rate above 0.05".
fn conditions(grid: &MapGrid, rule: &MapRule) -> String {
    let axes = grid.inputs.iter().zip([&grid.across, &grid.up]).zip(&rule.limits);
    let said: Vec<(String, String)> = axes
        .filter_map(|((input, middles), limits)| {
            let side = condition(limits, middles, input.address.about().whole)?;
            Some((input.address.to_string(), side))
        })
        .collect();
    match said.as_slice() {
        [(one, side)] => format!("{one} is {side}"),
        [(one, side), (other, beside)] => format!("{one} is {side} and {other} {beside}"),
        _ => "the rule says".to_owned(),
    }
}

fn condition(limits: &Interval, middles: &[f64], whole: bool) -> Option<String> {
    let step = middles.windows(2).map(|two| two[1] - two[0]).fold(f64::INFINITY, f64::min);
    let shown = |value: f64| match value {
        value if value.abs() >= 100.0 || !step.is_finite() => rounded(value),
        value => ungrouped(value, first_digit(step)),
    };
    let (low, high) = (limits.low > f64::NEG_INFINITY, limits.high < f64::INFINITY);
    if whole {
        let (least, most) = (plain(limits.low.ceil()), plain(limits.high.floor()));
        return match (low, high) {
            (true, true) => Some(format!("from {least} to {most}")),
            (true, false) => Some(format!("{least} or more")),
            (false, true) => Some(format!("{most} or less")),
            (false, false) => None,
        };
    }
    match (low, high) {
        (true, true) => Some(format!("between {} and {}", shown(limits.low), shown(limits.high))),
        (true, false) => Some(format!("above {}", shown(limits.low))),
        (false, true) => Some(format!("below {}", shown(limits.high))),
        (false, false) => None,
    }
}
