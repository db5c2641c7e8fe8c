//! The page of a calibration: how well the firm fits what was observed, what that says of behaviour, and what it rests on.
//!
//! One HTML file with everything in it, without a script. The same calibration gives the same bytes.

use maud::{Markup, html};

use super::exhibit::{ExhibitNumbers, NumberCell};
use super::fit_figures::{all_gaps, behaviour, by_narrowing, error_shown, label, plain, satisfaction, tenure};
use super::numbers::decimal;
use super::page::{STYLE, document, isolated, numbers};
use super::palette;
use super::plain_page::{BOX_STYLE, figure, footer, links, section};
use crate::calibration::{Fit, Misfit, Posterior, SelfCheck, conclusions};
use crate::model::Study;
use crate::numbers::count;
use crate::observed::Observed;

/// What this page needs besides: everything has the width of the page, and tables that stand open are printed.
const OWN_STYLE: &str =
    "figure{margin-bottom:1rem}.box h3:not(:first-child){margin-top:1.2rem}.scroll{max-height:34rem}";

/// A calibration, to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FitPage<'a> {
    /// The study before.
    pub(crate) study: &'a Study,
    /// What was observed.
    pub(crate) observed: &'a Observed,
    /// The name of the file that it was read from.
    pub(crate) source: &'a str,
    /// The firm that fits best.
    pub(crate) fit: &'a Fit,
    /// What the data say, if that was asked for.
    pub(crate) posterior: Option<&'a Posterior>,
    /// How the method did, if that was asked for.
    pub(crate) self_check: Option<&'a SelfCheck>,
    /// Names of the files that were written, each with what is in it.
    pub(crate) files: &'a [(String, &'static str)],
}

impl FitPage<'_> {
    /// The page.
    pub(crate) fn html(&self) -> String {
        let style = format!("{}{STYLE}{BOX_STYLE}{OWN_STYLE}", palette::variables());
        let version = env!("CARGO_PKG_VERSION");
        let title = format!("Calibration of {}", self.study.title);
        let body = html! {
            (self.header())
            main {
                (section("fit", "The fit", self.answer()))
                (section("figures", "Observed and fitted", self.figures()))
                (section("behaviour", "Behaviour", self.behaviour()))
                @if let Some(check) = self.self_check { (section("method", "The method tried out", self_checked(check))) }
                (section("assumed", "What was assumed", self.assumed()))
                (section("files", "Files", self.files()))
            }
            (footer(self.source))
        };
        document(&title, version, &style, None, &body)
    }

    fn header(&self) -> Markup {
        let sections = [
            ("fit", "The fit"),
            ("figures", "Observed and fitted"),
            ("behaviour", "Behaviour"),
            ("method", "The method tried out"),
            ("assumed", "What was assumed"),
            ("files", "Files"),
        ];
        let there = |id: &str| id != "method" || self.self_check.is_some();
        html! {
            header {
                a.skip href="#fit" { "To the fit" }
                h1 { (isolated(&self.study.title)) }
                p.question { "Calibration: the scenario made the firm that was observed" }
                p.size {
                    (count(self.fit.targets.len(), "observed figure", "observed figures")) ", scenario "
                    (isolated(self.source)) ", seed " (self.study.seed)
                }
            }
            (links(sections.into_iter().filter(|(id, _)| there(id))))
        }
    }

    /// What the fit comes to, in sentences.
    fn answer(&self) -> Markup {
        let sentences = conclusions(self.fit, self.observed);
        html! {
            @for (place, sentence) in sentences.iter().enumerate() {
                p class=(if place == 0 { "lead" } else { "caution" }) { (isolated(sentence)) }
            }
            @if let Some(posterior) = self.posterior {
                p.beside { (self.informed(posterior)) }
            }
            p.beside { (misfit_words(self.fit.misfit)) }
        }
    }

    /// How much the figures say of behaviour.
    fn informed(&self, posterior: &Posterior) -> String {
        let all = by_narrowing(self.fit, posterior);
        let informed = all.iter().filter(|(_, estimate, _)| estimate.is_informed()).count();
        let sample = count(posterior.rows.len(), "firm", "firms");
        let first = match informed {
            0 => format!(
                "The figures inform none of {} of behaviour: these stay assumptions",
                count(all.len(), "parameter", "parameters")
            ),
            some => format!(
                "The figures inform {some} of {} of behaviour; the others stay assumptions",
                count(all.len(), "parameter", "parameters")
            ),
        };
        format!(
            "{first}. The sample has {sample} that all fit: runs draw from them, so that verdicts carry what is not known."
        )
    }

    fn figures(&self) -> Markup {
        let (fit, study) = (self.fit, self.study);
        html! {
            (figure(&all_gaps(fit), "across", true))
            @if let Some(tenure) = tenure(fit, study) { (figure(&tenure, "across", false)) }
            @if let Some(satisfaction) = satisfaction(fit, study, self.observed) { (figure(&satisfaction, "across", false)) }
        }
    }

    fn behaviour(&self) -> Markup {
        let Some(posterior) = self.posterior else {
            return html! {
                div.box {
                    p { "Only the firm that fits best was looked for: how sure its behaviour is, a full calibration says." }
                    (self.levels())
                }
            };
        };
        let silent: Vec<String> = by_narrowing(self.fit, posterior)
            .iter()
            .filter(|(_, estimate, _)| !estimate.is_informed())
            .map(|(one, ..)| one.address.to_string())
            .collect();
        html! {
            @if let Some(behaviour) = behaviour(self.fit, posterior) { (figure(&behaviour, "across", false)) }
            div.box {
                @if !silent.is_empty() {
                    p {
                        b { "Not informed by these figures: " }
                        (isolated(&silent.join(", "))) ". They are drawn from what is plausible (assumptions), with levels that fit."
                    }
                }
                @if posterior.impossible > 0 {
                    p {
                        (count(posterior.impossible as usize, "firm of the table does", "firms of the table do"))
                        " not come to what was observed, whatever the levels, and were left out."
                    }
                }
                (self.levels())
            }
        }
    }

    /// The numbers that the figures give.
    fn levels(&self) -> Markup {
        let mut table = ExhibitNumbers::new(&[("Level", ""), ("What it is", ""), ("Before", ""), ("Fitted", "")]);
        if self.posterior.is_some() {
            table.head.extend(["95 % from", "to"].map(|head| (head.to_owned(), String::new())));
        }
        let number = |number: Option<f64>| NumberCell {
            shown: number.map_or("–".to_owned(), plain),
            exact: String::new(),
            is_number: true,
        };
        for address in &self.fit.levels {
            let estimate = self.posterior.and_then(|all| all.estimates.iter().find(|one| one.address == *address));
            let ends = estimate.map(|one| one.intervals[2]);
            let own = [
                NumberCell::words(address.to_string()),
                NumberCell::words(address.about().meaning),
                number(self.study.number(address)),
                number(self.fit.study.number(address)),
            ];
            let interval = [number(ends.map(|ends| ends.0)), number(ends.map(|ends| ends.1))];
            table.row(None, own.into_iter().chain(interval.into_iter().filter(|_| self.posterior.is_some())));
        }
        let title = format!("{} that the figures give", count(self.fit.levels.len(), "number", "numbers"));
        html! {
            @if !self.fit.levels.is_empty() {
                details { summary { (title) " (levels)" } (numbers(&table, &title)) }
            }
        }
    }

    fn assumed(&self) -> Markup {
        let errors = self.fit.assumed_errors();
        let told: Vec<String> = errors
            .iter()
            .map(|(target, error)| format!("{} ± {}", label(&target.name), error_shown(target, *error)))
            .collect();
        html! {
            div.box { ul {
                li {
                    "Two figures are called alike if they are no further apart than this: 1 point of NPS or two standard errors of it, .3 points of \
                    retention, 5 % of a rate or of money, .1 of satisfaction on a scale of nine steps, 2 points of a share of the two best answers."
                }
                @if !errors.is_empty() {
                    li {
                        "Errors of measurement: no standard error or number of answers was given for "
                        (count(errors.len(), "figure", "figures")) ", which is taken to be half of its tolerance (assumption): "
                        (isolated(&told.join("; "))) "."
                    }
                }
                @if !self.fit.unknown.is_empty() {
                    li {
                        (count(self.fit.unknown.len(), "parameter", "parameters")) " of behaviour may be anything in what is plausible of it, as often \
                        below the scenario's number as above (the prior; an assumption)."
                    }
                }
                li { "All other numbers are as the scenario has them; what customers go through between touchpoints stays as it was fitted." }
            } }
        }
    }

    fn files(&self) -> Markup {
        html! {
            div.box { ul {
                @for (name, what) in self.files { li { code { (isolated(name)) } ": " (what) } }
            } }
        }
    }
}

/// Whether the model can have produced the figures.
fn misfit_words(misfit: Option<Misfit>) -> String {
    let Some(misfit) = misfit else {
        return "Goodness of fit: every figure has a number of its own that gives it, so that these figures cannot tell whether the model \
                is wrong."
            .to_owned();
    };
    let Misfit { degrees, p, .. } = misfit;
    let figures = count(degrees as usize, "figure that no level gives", "figures that no level gives");
    let often = if p < 0.001 { "less than 0.1 %".to_owned() } else { format!("{} %", decimal(100.0 * p, 1)) };
    let said = if misfit.is_improbable() { "hardly" } else { "well" };
    format!(
        "Goodness of fit: with plausible behaviour {figures} would be as far off or further in {often} of firms (p = {}); the model can {said} \
         have produced them.",
        if p < 0.001 { "<0.001".to_owned() } else { decimal(p, 3) }
    )
}

/// Whether intervals hold what they say.
fn self_checked(check: &SelfCheck) -> Markup {
    let mut table = ExhibitNumbers::new(&[
        ("Parameter", ""),
        ("in 50 %", ""),
        ("in 80 %", ""),
        ("in 95 %", ""),
        ("χ² of ranks", ""),
        ("p", ""),
    ]);
    for (address, statistic, p, coverage) in &check.behaviour {
        let shares = coverage.map(|share| NumberCell::number(Some(share), 100.0, 0));
        let ranks = [NumberCell::number(Some(*statistic), 1.0, 1), NumberCell::number(Some(*p), 1.0, 3)];
        table.row(None, [NumberCell::words(address.to_string())].into_iter().chain(shares).chain(ranks));
    }
    table.remark = "How often, in %, intervals of 50, 80 and 95 % hold the true value; the probability of ranks as uneven as these.".to_owned();
    let posteriors = count(check.posteriors as usize, "posterior", "posteriors");
    let off = check.uneven();
    html! {
        div.box {
            p {
                "In " (posteriors) " of firms whose behaviour is known, "
                @if off == 0 { "ranks of the true values are as even as they should be." } @else {
                    "the ranks of " (count(off, "parameter", "parameters")) " are not even: do not rely on their intervals; a larger table may help."
                }
            }
            (numbers(&table, "Ranks and coverage"))
        }
    }
}
