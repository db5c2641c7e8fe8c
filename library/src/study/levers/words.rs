//! The largest shares, in sentences.

use super::{LeverRow, LeverShares};
use crate::engine::Scale;
use crate::numbers::{count, decimal, first_digit, grouped, of_money, signed};
use crate::study::figures::presentation;

/// Groups named in a sentence, at most.
const NAMED: usize = 3;

impl LeverShares {
    /// Which levers did it, by the figure that decides: a sentence on what is told, then one per structure.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let Some(first) = self.rows.first() else { return self.unmixed_words().into_iter().collect() };
        let (trials, firms) = (count(self.trials as usize, "trial", "trials"), grouped(self.firms as f64));
        let fewer = if self.trials < self.asked { " before it was interrupted" } else { "" };
        let told = format!(
            "Which levers did it: shares in the difference to {} in {}, by the Shapley value over all combinations of levers \
             ({firms} firms, {trials}{fewer}), with 95 % intervals; the shares add up.",
            self.baseline,
            self.frame.label(&first.metric),
        );
        let of_structure = |rows: &[LeverRow]| self.of_structure(rows);
        let deciding: Vec<LeverRow> = self.rows.iter().filter(|row| row.metric == first.metric).cloned().collect();
        let structures = deciding.chunk_by(|one, other| one.structure == other.structure).map(of_structure);
        std::iter::once(told).chain(structures).chain(self.unmixed_words()).collect()
    }

    fn unmixed_words(&self) -> Option<String> {
        let names = self.unmixed.join(", ");
        let why = format!("cannot be split: it and {} are road maps whose stages begin by readiness.", self.baseline);
        (!self.unmixed.is_empty()).then(|| format!("{names} {why}"))
    }

    /// The largest shares of a structure.
    fn of_structure(&self, rows: &[LeverRow]) -> String {
        let Some(first) = rows.first() else { return String::new() };
        let name = &first.structure;
        let Some(difference) = first.difference else {
            return format!("{name}: no trial has {} under all firms.", self.frame.label(&first.metric));
        };
        let mut unlike: Vec<&LeverRow> = rows.iter().filter(|row| row.unlike).collect();
        if unlike.is_empty() {
            return format!("{name}: the same levers as {}.", self.baseline);
        }
        let size = |row: &LeverRow| row.share.unwrap_or(0.0).abs();
        unlike.sort_by(|one, other| size(other).total_cmp(&size(one)));
        let (factor, unit) = self.unit(&first.metric, size(unlike[0]).max(difference.abs()));
        let decimals = decimals_of(size(unlike[0]).max(difference.abs()) * factor);
        let (named, rest) = unlike.split_at(unlike.len().min(NAMED));
        let mut parts: Vec<String> = named
            .iter()
            .map(|row| {
                let share = signed(row.share.unwrap_or(0.0) * factor, decimals);
                let ends = row.interval.map_or_else(String::new, |ends| {
                    let [low, high] = [ends.low, ends.high].map(|end| decimal(end * factor, decimals));
                    format!(" ({low} to {high})")
                });
                format!("{} {share}{ends}", row.name())
            })
            .collect();
        match rest {
            [] => {}
            [one] => parts.push(format!("{} {}", one.name(), signed(one.share.unwrap_or(0.0) * factor, decimals))),
            several => {
                let sum: f64 = several.iter().filter_map(|row| row.share).sum();
                parts.push(format!("{} others together {}", several.len(), signed(sum * factor, decimals)));
            }
        }
        let difference = signed(difference * factor, decimals);
        format!("{}: {} = {}.", name, format!("{difference} {unit}").trim_end(), parts.join(", "))
    }

    /// What numbers of a metric are multiplied by, and the unit of a difference behind.
    fn unit(&self, metric: &str, largest: f64) -> (f64, String) {
        let Some(shown) = presentation(metric) else { return (1.0, String::new()) };
        let currency = self.frame.currency_of(shown.scale);
        match shown.scale {
            Scale::Money => {
                let (factor, word) = of_money(largest);
                (factor, format!("{word} {currency}").trim().to_owned())
            }
            scale => (self.frame.factor(scale), scale.unit_of_difference().to_owned()),
        }
    }
}

/// Decimals of numbers the largest of which is this one: so many that it has three digits.
fn decimals_of(largest: f64) -> usize {
    match largest {
        0.0 => 0,
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size => first_digit(size).max(1) + 1,
    }
}
