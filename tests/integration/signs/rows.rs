//! Which way a number should move the deciding figures, and why: written from reasoning, held by measuring.

use super::moves::To::{self, At, By, Times};

/// A number, its two ends, and what going from the lower to the upper one should do.
pub(crate) struct Row {
    pub(crate) what: &'static str,
    pub(crate) low: To,
    pub(crate) high: To,
    /// Of each structure: what retention, NPS and total value do. `+` rise, `-` fall, `0` nothing at all, `?` either way.
    pub(crate) signs: [&'static str; 4],
    pub(crate) why: &'static str,
    /// Why no sign can be expected where there is a `?`; empty without any.
    pub(crate) unclear: &'static str,
}

const fn row(what: &'static str, low: To, high: To, signs: [&'static str; 4], why: &'static str) -> Row {
    Row { what, low, high, signs, why, unclear: "" }
}

/// The same under every structure.
const fn all(what: &'static str, low: To, high: To, signs: &'static str, why: &'static str) -> Row {
    row(what, low, high, [signs; 4], why)
}

/// The same under every structure with lines, and nothing in silos.
const fn lines(what: &'static str, low: To, high: To, signs: &'static str, why: &'static str) -> Row {
    row(what, low, high, ["000", signs, signs, signs], why)
}

impl Row {
    const fn unclear(self, why: &'static str) -> Row {
        Row { unclear: why, ..self }
    }
}

/// Money that an office answers for moves its decisions too, a little.
const PATIENCE: &str =
    "moves customers only through the patience of the top, which compares value with that of a year ago";

const MONEY: [&str; 4] = ["00-", "??-", "??-", "??-"];

/// The thirty-one numbers that move a figure most when each is moved by itself over what is plausible (`the_table_has_what_moves_a_figure_most`),
/// and what makes structures differ.
pub(crate) const ROWS: &[Row] = &[
    all("segment.*.churn_alpha", Times(0.5), Times(2.0), "-+-", "more customers are about to leave; the discontent go first, so that the others' score is better"),
    all("segment.*.churn_beta", Times(0.5), Times(2.0), "+-+", "fewer are about to leave; the discontent stay longer"),
    all("segment.*.renewal_weeks", Times(0.5), Times(2.0), "+-+", "customers decide less often; the discontent stay longer"),
    row("segment.*.margin", Times(0.5), Times(2.0), ["00+", "??+", "??+", "??+"], "each customer brings in more").unclear(PATIENCE),
    all("study.represents", At(1.0), At(100.0), "+++", "a large firm hears more, and its initiatives cost less per customer"),
    all("touchpoint.*.quality", By(-0.05), By(0.05), "+++", "every contact is better than customers are used to"),
    all("customer.recovery", At(0.03), At(0.12), "+++", "a problem solved makes up for more"),
    all("customer.problem_penalty", At(0.05), At(0.2), "---", "open problems spoil every contact"),
    all("customer.success_slope", At(0.6), At(0.9), "+++", "fewer problems open, and more are solved"),
    all("customer.disconfirmation", At(0.25), At(1.0), "---", "surprises count more, and bad ones twice as much as good ones"),
    all("customer.loss_aversion", At(1.5), At(2.5), "---", "bad surprises count more"),
    all("customer.noise", At(0.07), At(0.28), "---", "more surprises, of which the bad ones count double"),
    all("customer.person", At(0.1), At(0.16), "+++", "customers differ more, and the discontent leave first"),
    all("customer.learning", At(0.1), At(0.4), "---", "what a solved problem gave back is forgotten sooner"),
    all("customer.churn_sensitivity", At(2.5), At(10.0), "+++", "the discontent leave first, and a firm better than it was gains more by it"),
    all("customer.handoff_coordination", At(0.07), At(0.28), "---", "borders between functions cost customers more"),
    all("customer.handoff_context", At(0.05), At(0.2), "---", "borders between functions cost customers more"),
    all("customer.acquisition", At(0.05), At(0.2), "??+", "more newcomers bring in margins").unclear(
        "retention is of the first cohort; newcomers are as content as expected, which can be more or less than the others",
    ),
    all("environment.disruptions", At(0.0), At(4.0), "---", "quality falls behind what rivals offer"),
    all("initiatives.kpi_share", At(0.35), At(0.65), "---", "of the same money less goes to customers"),
    all("initiatives.kpi_side_own", At(-0.003), At(0.003), "+++", "work for the own number helps customers instead of harming them"),
    all("initiatives.kpi_side_other", At(-0.002), At(-0.0005), "+++", "work for the own number harms others less"),
    all("initiatives.experience_gain", At(0.006), At(0.024), "+++", "work for customers helps more"),
    all("initiatives.experience_spill", At(0.0015), At(0.006), "+++", "work for customers helps neighbours more"),
    lines("organisation.readiness", At(0.2), At(0.8), "+++", "lines are followed as far as functions are ready; without lines nobody asks"),
    all("organisation.decay", At(0.001), At(0.004), "---", "what nobody works on falls behind faster"),
    all("organisation.floor", At(0.175), At(0.6), "+++", "less can be lost to neglect"),
    all("organisation.value_scale", At(75.0), At(300.0), "+++", "decisions count effects on customers for more"),
    all("organisation.hurdle", At(0.125), At(0.5), "--?", "less is worth starting").unclear("what is not started costs nothing either"),
    row("economics.discount_rate", At(0.06), At(0.24), ["00-"; 4], "what comes later counts less; nobody decides by it"),
    row("economics.problem_cost", At(2.5), At(10.0), MONEY, "serving problems costs more").unclear(PATIENCE),
    row("economics.initiative_cost", At(600.0), At(2400.0), MONEY, "initiatives cost more").unclear(PATIENCE),
    row("structure.*.shock", Times(0.5), Times(2.0), ["000", "000", "000", "-?-"], "reorganising costs customers more; only solid lines do it").unclear(
        "the discontent leave, and those who stay forget",
    ),
    row("structure.*.transition_weeks", Times(0.5), Times(2.0), ["000", "000", "000", "-?-"], "reorganising lasts longer").unclear(
        "the discontent leave, and those who stay forget",
    ),
    lines("structure.*.mandate", Times(0.5), Times(1.5), "+++", "the office is listened to, and may last"),
    lines("structure.*.power", Times(0.5), Times(1.5), "+++", "functions consent more often"),
    row("lines.dotted.say", At(0.25), At(1.0), ["000", "000", "+++", "+++"], "functions under a dotted line consent more often"),
    row("lines.solid.weight", At(0.3), At(1.0), ["000", "000", "000", "+++"], "solid functions decide for customers"),
];
