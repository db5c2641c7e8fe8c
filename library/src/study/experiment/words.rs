//! What an experiment says, in sentences.

use super::layouts::TODAY;
use super::swept::{Swept, SweptPoint};
use crate::numbers::{count, percent};

/// Structures that are named, at most.
const NAMED: usize = 4;

impl Swept {
    /// Where which structure is best, by the metric that decides: one to four sentences.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let judged: Vec<&SweptPoint> = self.points.iter().filter(|point| point.leader().is_some()).collect();
        let mut sentences = vec![self.who(&judged)];
        if judged.len() > 1 {
            let clear = judged.iter().filter(|point| point.is_clear()).count();
            sentences.push(match clear {
                0 => "At none of them the trials rule out all others.".to_owned(),
                clear if clear == judged.len() => "At all of them the trials rule out all others.".to_owned(),
                clear => format!(
                    "The trials rule out all others at {clear} of them, and leave it open at {}.",
                    judged.len() - clear
                ),
            });
        }
        sentences.extend(self.turned());
        let impossible = self.points.iter().filter(|point| !point.impossible.is_empty()).count();
        if impossible > 0 {
            sentences.push(format!("At {} the firm cannot be like that.", count(impossible, "point", "points")));
        }
        let failed: u32 = self.points.iter().map(|point| point.failed).sum();
        if failed > 0 {
            sentences.push(format!("{} failed and count nowhere.", count(failed as usize, "trial", "trials")));
        }
        let silent = self.missing();
        if !silent.is_empty() {
            sentences.push(format!("Missing at some points: {}.", silent.join(", ")));
        }
        sentences
    }

    /// At which numbers by themselves another structure than today's has the best mean, where one was moved at a time.
    fn turned(&self) -> Option<String> {
        let today = self.points.iter().find(|point| point.name == TODAY)?;
        let best = today.leader()?;
        let moved = |point: &SweptPoint| {
            let mut moved = (0..self.keys.len()).filter(|&key| point.values[key] != today.values[key]);
            moved.next().filter(|_| moved.next().is_none())
        };
        let said = |point: &SweptPoint| {
            let (key, other) = (moved(point)?, point.leader().filter(|other| *other != best)?);
            let sure = if point.is_clear() { "" } else { ", not settled" };
            Some(format!("{} = {} ({}{sure})", self.keys[key], point.values[key], self.structures[other]))
        };
        let all: Vec<String> = self.points.iter().filter_map(said).collect();
        let more = all.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} more in points.csv") } else { String::new() };
        let named: Vec<String> = all.iter().take(NAMED).cloned().collect();
        Some(match named.is_empty() {
            true => {
                format!("{} has it as the scenario is, and no number by itself changes that.", self.structures[best])
            }
            false => format!(
                "{} has it as the scenario is; another one has it at {}{more}.",
                self.structures[best],
                named.join(", ")
            ),
        })
    }

    fn who(&self, judged: &[&SweptPoint]) -> String {
        let led = |place: usize| judged.iter().filter(|point| point.leader() == Some(place)).count();
        let mut led: Vec<(usize, usize)> = (0..self.structures.len()).map(|place| (led(place), place)).collect();
        led.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        led.retain(|(points, _)| *points > 0);
        match led.as_slice() {
            [] => "No point has two structures to compare.".to_owned(),
            [(points, place)] => {
                let name = &self.structures[*place];
                let all = if *points == 1 { "the only point".to_owned() } else { format!("all {points} points") };
                format!("{name} has the best mean at {all}.")
            }
            [first, others @ ..] => {
                let share = |points: usize| match points as f64 / judged.len() as f64 {
                    share if share < 0.01 => "under 1 %".to_owned(),
                    share => percent(share, 0),
                };
                let said = |(points, place): &(usize, usize)| {
                    format!("{} at {points} ({})", self.structures[*place], share(*points))
                };
                let named: Vec<String> = others.iter().take(NAMED).map(said).collect();
                let rest: usize = others.iter().skip(NAMED).map(|(points, _)| points).sum();
                let rest = if rest > 0 { format!(", others at {rest}") } else { String::new() };
                format!(
                    "{} has the best mean at {} of {} points ({}), {}{rest}.",
                    self.structures[first.1],
                    first.0,
                    judged.len(),
                    share(first.0),
                    named.join(", ")
                )
            }
        }
    }

    /// Metrics without a number at some points, each with how many.
    fn missing(&self) -> Vec<String> {
        let possible: Vec<&SweptPoint> = self.points.iter().filter(|point| point.impossible.is_empty()).collect();
        let metrics = possible.iter().map(|point| point.verdicts.len()).max().unwrap_or(0);
        let lacks = |point: &&&SweptPoint, metric: usize| {
            point
                .verdicts
                .get(metric)
                .is_none_or(|verdicts| verdicts.options.iter().any(|option| option.mean.is_none()))
        };
        let of = |metric: usize| {
            let points = possible.iter().filter(|point| lacks(point, metric)).count();
            let name =
                possible.iter().find_map(|point| point.verdicts.get(metric)).map(|verdicts| verdicts.metric.as_str());
            (points > 0).then(|| format!("{} ({})", name.unwrap_or_default(), count(points, "point", "points")))
        };
        (0..metrics).filter_map(of).collect()
    }
}
