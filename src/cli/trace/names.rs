//! How a trace names things and writes numbers.

use dottedline::model::World;

use crate::cli::format::decimal;

/// A name as words: `call_centre` is a call centre.
pub(super) fn plain(id: &str) -> String {
    id.replace('_', " ")
}

/// "call centre (service)".
pub(super) fn place(world: &World, touchpoint: usize) -> String {
    let Some(found) = world.touchpoints.get(touchpoint) else { return String::new() };
    format!("{} ({})", plain(&found.id), function(world, found.owner))
}

/// A function's name as words.
pub(super) fn function(world: &World, function: usize) -> String {
    world.functions.get(function).map_or_else(String::new, |function| plain(&function.id))
}

/// A number on a scale from 0 to 1: `.61`; a whole one as it is.
pub(super) fn level(value: f64) -> String {
    short(decimal(value, 2))
}

/// A difference on that scale, with its sign: `-.09`, `+.05`.
pub(super) fn change(value: f64) -> String {
    let text = level(value);
    if value > 0.0 && text != ".00" { format!("+{text}") } else { text }
}

/// A small difference, to four digits.
pub(super) fn fine(value: f64) -> String {
    let text = short(decimal(value, 4));
    if value > 0.0 && text != ".0000" { format!("+{text}") } else { text }
}

/// Without the zero before the point.
fn short(text: String) -> String {
    match text.strip_prefix("0.").or_else(|| text.strip_prefix("-0.")) {
        Some(digits) if text.starts_with('-') => format!("-.{digits}"),
        Some(digits) => format!(".{digits}"),
        None => text,
    }
}

/// A probability: `4.4 %`; small ones with more digits.
pub(super) fn percent(share: f64) -> String {
    let decimals = if share < 0.00095 { 3 } else { 1 };
    format!("{} %", decimal(100.0 * share, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_no_needless_zero() {
        assert_eq!([level(0.614), level(1.0), level(-0.093), level(0.0)], [".61", "1.00", "-.09", ".00"]);
        assert_eq!([change(0.05), change(-0.05), change(0.001), change(1.0)], ["+.05", "-.05", ".00", "+1.00"]);
        assert_eq!([fine(0.00123), fine(-0.0021), fine(0.0)], ["+.0012", "-.0021", ".0000"]);
        assert_eq!([percent(0.0444), percent(0.00012)], ["4.4 %", "0.012 %"]);
    }
}
