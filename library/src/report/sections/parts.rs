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
