//! Numbers on the whole line, where distributions have no ends.

use crate::model::Address;

/// Where a share from 0 to 1 stands on the whole line.
pub(super) fn to_line(share: f64) -> f64 {
    let share = share.clamp(1e-9, 1.0 - 1e-9);
    libm::log(share / (1.0 - share))
}

/// The share that stands there.
pub(super) fn from_line(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Where a level stands on the whole line: by its log-odds if it lies between 0 and 1, by its logarithm if it is positive.
pub(super) fn of_level(level: &Address, value: f64) -> f64 {
    match ends(level) {
        Ends::Both => to_line(value),
        Ends::Positive => libm::log(value.max(1e-12)),
        Ends::None => value,
    }
}

/// The level that stands there, within what is permitted.
pub(super) fn to_level(level: &Address, x: f64) -> f64 {
    let value = match ends(level) {
        Ends::Both => from_line(x),
        Ends::Positive => libm::exp(x),
        Ends::None => x,
    };
    let range = level.about().permitted;
    value.clamp(range.least, range.most)
}

enum Ends {
    Both,
    Positive,
    None,
}

fn ends(level: &Address) -> Ends {
    let range = level.about().permitted;
    match (range.least >= 0.0, range.most <= 1.0) {
        (true, true) => Ends::Both,
        (true, false) => Ends::Positive,
        (false, _) => Ends::None,
    }
}
