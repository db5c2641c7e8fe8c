//! The parts of experience, and the ends of their intervals.

use crate::report::table::CsvRow;
use crate::stats::Interval;

/// Parts of experience: as in files, and for readers.
pub(super) const PARTS: &[(&str, &str)] = &[
    ("quality", "touchpoint quality"),
    ("handoff_coordination", "handoffs: coordination"),
    ("handoff_context", "handoffs: context"),
    ("overload", "overload"),
    ("problem", "open problems"),
    ("transition", "transition"),
    ("rest", "random input and limits"),
    ("total", "all together"),
];

/// The interval of a row.
pub(super) fn ends(row: CsvRow<'_>) -> Option<Interval> {
    Some(Interval { low: row.number("ci_low")?, high: row.number("ci_high")? })
}

/// The name of the part that goes furthest up (or down), if its interval lies beyond that of every other part.
pub(super) fn stands_out<'n>(
    parts: impl Iterator<Item = (&'n str, (f64, Option<Interval>))>,
    up: bool,
) -> Option<&'n str> {
    let turned = |Interval { low, high }: Interval| if up { (low, high) } else { (-high, -low) };
    let known: Vec<(&str, (f64, f64))> = parts.filter_map(|(name, (_, ends))| Some((name, turned(ends?)))).collect();
    let (first, (near, _)) = known.iter().max_by(|one, other| one.1.0.total_cmp(&other.1.0))?;
    let others = known.iter().filter(|(name, _)| name != first);
    (*near > 0.0 && others.into_iter().all(|(_, (_, far))| far < near)).then_some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, low: f64, high: f64) -> (&str, (f64, Option<Interval>)) {
        (name, (f64::midpoint(low, high), Some(Interval { low, high })))
    }

    #[test]
    fn a_part_stands_out_only_where_no_interval_reaches_its_own() {
        let told = |parts: &[(&'static str, (f64, Option<Interval>))], up| stands_out(parts.iter().copied(), up);
        assert_eq!(told(&[part("a", 2.0, 3.0), part("b", 0.5, 1.0), part("c", -9.0, -8.0)], true), Some("a"));
        assert_eq!(told(&[part("a", 2.0, 3.0), part("b", 0.5, 1.0), part("c", -9.0, -8.0)], false), Some("c"));
        assert_eq!(told(&[part("a", 2.0, 3.0), part("b", 0.5, 2.1)], true), None, "they overlap");
        assert_eq!(told(&[part("a", -0.1, 3.0)], true), None, "it may be nothing");
        assert_eq!(told(&[("a", (2.0, None))], true), None, "nothing is known");
    }
}
