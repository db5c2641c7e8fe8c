//! The page of a sensitivity analysis: what the differences hang on.
//!
//! One HTML file with everything in it, without a script. The same analysis gives the same bytes.

use maud::{Markup, html};

use super::charts::ends::{Ends, EndsRow, ends};
use super::exhibit::{Exhibit, ExhibitNumbers, NumberCell};
use super::numbers::{Manner, first_upper};
use super::page::{isolated, numbers};
use super::plain_page::{fitting, footer, header, links, page, section, sentences};
use super::sweep_figures::{SweepShape, figures};
use crate::model::Study;
use crate::numbers::{count, percent};
use crate::study::{DifferenceSensitivity, Sensitivity, SensitivityEffort, Swept};

/// Rows of the screening's table, at most, by difference.
const ROWS_MOST: usize = 40;

/// Names of figures in links, by place.
const SHARES: [&str; 9] =
    ["shares-1", "shares-2", "shares-3", "shares-4", "shares-5", "shares-6", "shares-7", "shares-8", "shares-9"];

/// An analysis, to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SensitivityPage<'a> {
    /// The study.
    pub(crate) study: &'a Study,
    /// Its scenario's short name.
    pub(crate) name: &'a str,
    /// What differences hang on.
    pub(crate) sensitivity: &'a Sensitivity,
    /// Each number by itself at its ends.
    pub(crate) swept: &'a Swept,
    /// How much was computed.
    pub(crate) effort: SensitivityEffort,
}

impl SensitivityPage<'_> {
    /// The page.
    pub(crate) fn html(&self) -> String {
        let question = html! { "What the differences between structures hang on" };
        let size = html! {
            (count(self.sensitivity.inputs.len(), "number", "numbers")) " over plausible ranges (assumptions), "
            (count(self.effort.trajectories as usize, "trajectory", "trajectories")) ", " (self.effort.rows) " rows, "
            (count(self.swept.trials as usize, "trial", "trials")) " at each point on the same random numbers, seed " (self.study.seed) ". "
            (self.swept.frame.words())
        };
        let tornado = figures(self.swept, &SweepShape::of(self.swept));
        let decides = || self.sensitivity.differences.iter().take(self.swept.structures.len() - 1);
        let body = html! {
            (header(&self.study.title, &question, &size))
            (links([("answer", "The answer"), ("shares", "Shares of variance"), ("alone", "One at a time"), ("screening", "Screening")]))
            main {
                (section("answer", "What the differences hang on", sentences(&self.sensitivity.words(self.swept))))
                (section("shares", "Shares of variance", html! { div.figures {
                    @for (id, one) in SHARES.into_iter().zip(decides()) { @if let Some(shown) = self.shares(id, one) { (fitting(&shown)) } }
                }
                @if decides().count() > SHARES.len() {
                    p { "The first " (SHARES.len()) " differences are drawn; sensitivity.csv has all of them." }
                } }))
                (section("alone", "One at a time", html! { div.figures { @for shown in &tornado { (fitting(shown)) } } }))
                (section("screening", "Screening", html! {
                    @for one in decides() { div.box { (self.screening(one)) } }
                }))
            }
            (footer(self.name))
        };
        page(&format!("Sensitivity of {}", self.study.title), self.swept.structures.len(), &body)
    }

    fn what(&self, one: &DifferenceSensitivity) -> String {
        let name = |place: usize| self.swept.structures[place].replace('_', " ");
        format!("{} less {}", name(one.structure), name(self.swept.baseline))
    }

    /// First and total shares of the inputs that matter.
    fn shares(&self, id: &'static str, one: &DifferenceSensitivity) -> Option<Exhibit> {
        let found = self.sensitivity;
        let all = found.by_total(one);
        let (first, _) = all.first()?;
        let first = &found.inputs[*first].address;
        let mut table = ExhibitNumbers::new(&[
            ("Number", "assumption"),
            ("By itself, %", "first"),
            ("95 % from", "first_low"),
            ("to", "first_high"),
            ("With others, %", "total"),
            ("95 % from", "total_low"),
            ("to", "total_high"),
        ]);
        let mut rows = Vec::new();
        for (input, share) in &all {
            let name = found.inputs[*input].address.to_string();
            let cells = [NumberCell::words(name.as_str()), NumberCell::number(Some(share.first), 100.0, 0)];
            let [alone, with_others] =
                [share.first_interval, share.total_interval].map(|interval| NumberCell::ends(interval, 100.0, 0));
            table.row(
                None,
                cells
                    .into_iter()
                    .chain(alone)
                    .chain([NumberCell::number(Some(share.total), 100.0, 0)])
                    .chain(with_others),
            );
            let ends =
                [("by itself", share.first, share.first_interval), ("with others", share.total, share.total_interval)];
            rows.push(EndsRow { name, ends: ends.map(|(what, at, interval)| Some((what.to_owned(), at, interval))) });
        }
        let noise = one.noise.map_or_else(String::new, |noise| {
            format!(" Noise: {} of the variance at so many trials.", percent(noise, 0))
        });
        let manner = Manner {
            name: "share of the variance".to_owned(),
            factor: 100.0,
            unit: "%",
            unit_of_difference: "%",
            currency: String::new(),
            least: 0,
            bounds: (f64::NEG_INFINITY, f64::INFINITY),
        };
        let chart = Ends {
            rows,
            today: None,
            what: format!("Share of the variance of {}, %", self.what(one)),
            legend: "Hollow: by itself. Filled: with all others.".to_owned(),
            manner,
        };
        let title = format!("{} hangs most on {first}", first_upper(&self.what(one)));
        let note =
            format!("Lines are 95 % bootstrap intervals over rows; what is below 0 is an estimate of about 0.{noise}");
        Some(Exhibit::across(id, title, &note, |width| ends(&chart, width), table))
    }

    /// How far steps of each input move a difference.
    fn screening(&self, one: &DifferenceSensitivity) -> Markup {
        let manner = Manner::in_frame(&one.metric, 0.0, &self.swept.frame);
        let what = self.what(one);
        let Some(screening) = &one.screening else {
            return html! { p { (isolated(&what)) ": too many values are missing." } };
        };
        let mut order: Vec<usize> = (0..screening.inputs.len()).collect();
        order.sort_by(|&a, &b| screening.inputs[b].mu_star.total_cmp(&screening.inputs[a].mu_star));
        let unit = manner.titled(true);
        let mut table = ExhibitNumbers::new(&[
            ("Number", "assumption"),
            ("What it is", "meaning"),
            (&unit, "mu_star"),
            ("95 % from", "low"),
            ("to", "high"),
            ("With sign", "mu"),
            ("Spread", "sigma"),
        ]);
        for place in order.into_iter().take(ROWS_MOST) {
            let (input, effects) = (&self.sensitivity.inputs[place], &screening.inputs[place]);
            let number = |number: f64| NumberCell::number(Some(number), manner.factor, 3);
            let cells = [
                NumberCell::words(input.address.to_string()),
                NumberCell::words(input.address.about().meaning),
                number(effects.mu_star),
            ];
            let last = [number(effects.mu), number(effects.sigma)];
            table.row(None, cells.into_iter().chain(NumberCell::ends(effects.interval, manner.factor, 3)).chain(last));
        }
        let left_out = if screening.left_out > 0 {
            format!("; {} left out, as a value is missing", count(screening.left_out, "trajectory", "trajectories"))
        } else {
            String::new()
        };
        table.remark = format!(
            "Mean size of the change of the difference, per range of the number, over {}{left_out}.",
            count(screening.trajectories, "trajectory", "trajectories")
        );
        html! { h3 { (isolated(&first_upper(&what))) } (numbers(&table, &what)) }
    }
}
