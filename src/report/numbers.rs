//! Numbers for readers of the page: groups of three, a true minus sign, decimals that fit the interval.

/// A number with a fixed number of decimals, in groups of three, with a true minus sign; none on what rounds to 0.
pub(super) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{:.*}", decimals.min(12), value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        out.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The same with a plus sign in front of what is above 0.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    let some = text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    if value > 0.0 && some { format!("+{text}") } else { text }
}

/// So many decimals that a margin of this size shows its first digit; at most 6.
pub(super) fn decimals_for(margin: f64) -> usize {
    if !margin.is_finite() || margin <= 0.0 {
        return 1;
    }
    (0..6).find(|digits| margin * libm::pow(10.0, f64::from(*digits)) >= 0.95).map_or(6, |digits| digits as usize)
}

/// A share in per cent; what is not quite nothing or everything does not look like it.
pub(super) fn percent(share: f64) -> String {
    match 100.0 * share {
        little if little > 0.0 && little < 0.5 => "<1 %".to_owned(),
        most if (99.5..100.0).contains(&most) => ">99 %".to_owned(),
        other => format!("{} %", decimal(other, 0)),
    }
}

/// Digits for a number that stands by itself: about three significant ones.
pub(super) fn plain(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        size if size >= 100.0 || size == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    decimal(value, decimals)
}

/// How the figures of a metric are told: multiplied by a factor, with a unit behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Manner {
    /// What readers call the metric, in the middle of a sentence.
    pub(super) name: String,
    /// What numbers are multiplied by.
    pub(super) factor: f64,
    /// The unit of levels: `%`, `points`, `thousand`.
    pub(super) unit: &'static str,
    /// The unit of differences: points, where levels are per cent.
    pub(super) unit_of_difference: &'static str,
    /// Decimals at least, however wide the intervals are.
    pub(super) least: usize,
    /// The least and the most that a level can be, where there is such a thing.
    pub(super) bounds: (f64, f64),
}

impl Manner {
    /// How a metric is told whose largest number is this one.
    pub(super) fn of(metric: &str, largest: f64) -> Manner {
        let name = match metric {
            "nps_true" => "NPS".to_owned(),
            "nps_measured" => "measured NPS".to_owned(),
            "kpi_total" => "functional KPIs".to_owned(),
            other => other.replace('_', " "),
        };
        let (factor, unit, unit_of_difference) = match metric {
            "retention"
            | "retention_annualised"
            | "handoff_share"
            | "problem_share"
            | "programme_ended"
            | "broke_even" => (100.0, "%", "points"),
            "nps_true" | "nps_measured" => (1.0, "", "points"),
            "net_value" | "value" | "costs" | "net_value_so_far" => money(largest),
            _ => (1.0, "", ""),
        };
        let (least, bounds) = match metric {
            _ if factor == 100.0 => (1, (0.0, 1.0)),
            "nps_true" | "nps_measured" => (1, (-100.0, 100.0)),
            "mandate" | "readiness" => (2, (0.0, 1.0)),
            _ => (0, (f64::NEG_INFINITY, f64::INFINITY)),
        };
        Manner { name, factor, unit, unit_of_difference, least, bounds }
    }

    /// A level: "67.0 %".
    pub(super) fn level(&self, value: f64, decimals: usize) -> String {
        with_unit(&decimal(value * self.factor, decimals), self.unit)
    }

    /// A difference without a sign: "3.3 points".
    pub(super) fn amount(&self, value: f64, decimals: usize) -> String {
        with_unit(&decimal(value.abs() * self.factor, decimals), self.unit_of_difference)
    }

    /// The name of axis or column: "retention, %".
    pub(super) fn titled(&self, difference: bool) -> String {
        let unit = if difference { self.unit_of_difference } else { self.unit };
        let name = first_upper(&self.name);
        if unit.is_empty() { name } else { format!("{name}, {unit}") }
    }
}

fn money(largest: f64) -> (f64, &'static str, &'static str) {
    match largest.abs() {
        most if most >= 1e9 => (1e-9, "billion", "billion"),
        most if most >= 1e6 => (1e-6, "million", "million"),
        most if most >= 1e4 => (1e-3, "thousand", "thousand"),
        _ => (1.0, "", ""),
    }
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") }
}

/// The same text with a capital letter in front.
pub(super) fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_have_a_true_minus_sign_where_they_are_not_nothing() {
        assert_eq!([decimal(-1234567.6, 0), decimal(-0.04, 1), decimal(0.05, 2)], ["−1,234,568", "0.0", "0.05"]);
        assert_eq!([signed(0.0, 1), signed(3.25, 1), signed(-3.25, 2)], ["0.0", "+3.2", "−3.25"]);
    }

    #[test]
    fn almost_all_is_not_all() {
        assert_eq!([0.0, 0.004, 0.25, 0.996, 1.0].map(percent), ["0 %", "<1 %", "25 %", ">99 %", "100 %"]);
    }

    #[test]
    fn decimals_show_the_first_digit_of_a_margin() {
        assert_eq!([3.0, 0.4, 0.02, 0.0, f64::NAN].map(decimals_for), [0, 1, 2, 1, 1]);
    }
}
