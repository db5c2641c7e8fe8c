//! What single assumptions turn, in sentences that claim no more than was tried.

use super::{Turning, TurningPair, TurningPoint, TurningPoints, TurningRow};
use crate::numbers::{count, decimal, first_digit, grouped, plain, rounded};

/// Assumptions named in a sentence, at most.
const NAMED: usize = 3;
/// Pairs of them, at most.
const PAIRS_NAMED: usize = 2;

impl TurningPoints {
    /// What turns the answer, and what was tried: one to four sentences.
    #[must_use]
    pub fn words(&self) -> String {
        if self.best.is_none() {
            return "Which structure is best is not settled, so there is nothing that one assumption could turn."
                .to_owned();
        }
        let turns = self.points(|point| point.until.is_some());
        let may = self.points(|point| point.until.is_none());
        let mut sentences = Vec::new();
        if !turns.is_empty() {
            let more = turns.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!("; {} it as well", count(more, "other one turns", "other ones turn"))
            } else {
                String::new()
            };
            sentences.push(format!("The answer turns {}{more}", said(&turns)));
        }
        if !may.is_empty() {
            let more = may.len().saturating_sub(NAMED);
            let more =
                if more > 0 { format!(", and by {}", count(more, "other one", "other ones")) } else { String::new() };
            let subject = if sentences.is_empty() { "The answer" } else { "It" };
            sentences.push(format!("{subject} may turn {}{more}: the trials do not tell for sure", said(&may)));
        }
        sentences.push(self.rest(turns.len() + may.len()));
        sentences.extend(self.together());
        sentences.join(". ") + "."
    }

    /// What two assumptions together turn, if pairs were tried.
    fn together(&self) -> Option<String> {
        if self.pairs.is_empty() {
            return None;
        }
        let pairs = |sure: bool| -> Vec<_> { self.pairs.iter().filter_map(|pair| turn(pair, sure)).collect() };
        let (turns, may, tried) = (pairs(true), pairs(false), count(self.pairs.len(), "pair", "pairs"));
        let (verb, named) = match (turns.is_empty(), may.is_empty()) {
            (true, true) => return Some(format!("Nor do two together, of {tried} that come nearest to it")),
            (true, false) => ("may turn", &may),
            (false, _) => ("turn", &turns),
        };
        let more = named.len().saturating_sub(PAIRS_NAMED);
        let more =
            if more > 0 { format!("; so {verb} {}", count(more, "other pair", "other pairs")) } else { String::new() };
        let said = named[..named.len().min(PAIRS_NAMED)].join(", and ");
        Some(format!("Two together {verb} it where neither does by itself, of {tried} that were tried: {said}{more}"))
    }

    /// Rows with a turning point for which something holds, the nearest first.
    fn points(&self, holds: impl Fn(&TurningPoint) -> bool) -> Vec<(&TurningRow, &TurningPoint)> {
        let mut points = Vec::new();
        for row in &self.rows {
            match &row.outcome {
                Turning::At(point) if holds(point) => points.push((row, point)),
                _ => {}
            }
        }
        points.sort_by(|a: &(_, &TurningPoint), b| a.1.distance.total_cmp(&b.1.distance));
        points
    }

    /// What was tried besides, and what came out of it.
    fn rest(&self, named: usize) -> String {
        let with = |outcome: &Turning| self.rows.iter().filter(|row| row.outcome == *outcome).count();
        let (never, unsettled, untried) =
            (with(&Turning::Never), with(&Turning::Unsettled), with(&Turning::NotTried) + with(&Turning::Impossible));
        let trials = format!("{} trials", grouped(self.trials as f64));
        let doubt = match unsettled {
            0 => String::new(),
            _ if never + named == 0 => "; the trials do not tell".to_owned(),
            1 => "; one of them is open".to_owned(),
            _ => format!("; {} of them are open", grouped(unsettled as f64)),
        };
        let other = if named > 0 { "other " } else { "" };
        if untried == 0 {
            let none = match unsettled {
                0 => format!("No {other}single assumption turns it within its plausible range"),
                _ => {
                    format!("{} never turn it within their plausible range", count(never, "assumption", "assumptions"))
                }
            };
            return format!("{none}{doubt} ({trials})");
        }
        let tried = self.rows.len() - untried;
        let stays = match never {
            0 => String::new(),
            _ if never + named == tried => format!(": no {other}one of them turns it"),
            _ => format!(": {never} of them {} not turn it", if never == 1 { "does" } else { "do" }),
        };
        format!(
            "Tried: {tried} of {} assumptions, one at a time, at the ends of their plausible ranges ({trials}){stays}{doubt}",
            self.rows.len()
        )
    }
}

/// The first turning points by the structure that they turn to: "to matrixed if readiness is below .., if .. and to silos if ..".
fn said(points: &[(&TurningRow, &TurningPoint)]) -> String {
    let named = &points[..points.len().min(NAMED)];
    let mut targets: Vec<&str> = Vec::new();
    for (_, point) in named {
        if !targets.contains(&point.to.as_str()) {
            targets.push(&point.to);
        }
    }
    let to = |target: &&str| {
        let of = named.iter().filter(|(_, point)| point.to == **target);
        format!("to {target} {}", of.map(|(row, point)| condition(row, point)).collect::<Vec<_>>().join(", or "))
    };
    targets.iter().map(to).collect::<Vec<_>>().join(", and ")
}

/// "to matrixed if .. is below .. and .. is above ..", if the pair turns the answer for sure, or only may.
fn turn(pair: &TurningPair, sure: bool) -> Option<String> {
    let [one, other] = &pair.rows;
    let (Turning::At(first), Turning::At(second)) = (&one.outcome, &other.outcome) else { return None };
    let both = condition(other, second);
    let both = both.strip_prefix("if ").unwrap_or(&both);
    (first.until.is_some() == sure).then(|| format!("to {} {} and {both}", first.to, condition(one, first)))
}

/// "if readiness of the organisation is below 0.46 (0.43 to 0.49)".
fn condition(row: &TurningRow, point: &TurningPoint) -> String {
    let address = &row.assumption.address;
    let ends = [point.from, point.until.unwrap_or(f64::NAN)];
    format!("if {} is {}", address.words(), beyond(point.above, point.value, ends, address.about().whole))
}

/// "below 0.46 (0.43 to 0.49)": where the answer turns. The first end of the interval is the one towards today's value; the other one
/// is no number where the answer may never turn.
pub(crate) fn beyond(above: bool, value: f64, [from, until]: [f64; 2], whole: bool) -> String {
    let half = if until.is_nan() { (value - from).abs() } else { 0.5 * (until - from).abs() };
    let shown = |value: f64| match whole {
        true => plain(value),
        false if value.abs() >= 100.0 || half == 0.0 => rounded(value),
        false => decimal(value, first_digit(half)),
    };
    let side = if above { "above" } else { "below" };
    let between = match until.is_nan() {
        false => format!("{} to {}", shown(from.min(until)), shown(from.max(until))),
        true => format!("perhaps already {side} {}, perhaps never", shown(from)),
    };
    format!("{side} {} ({between})", shown(value))
}
