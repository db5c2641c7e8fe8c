//! The page of an experiment over assumptions: where which structure is best, and how the differences move.
//!
//! One HTML file with everything in it, without a script. The same experiment gives the same bytes.

use maud::{Markup, html};

use super::page::{isolated, numbers};
use super::plain_page::{fitting, footer, header, links, page, section, sentences};
use super::sweep_figures::{SweepShape, figures, points_table};
use crate::model::{Address, Status, Study};
use crate::numbers::{count, number};
use crate::study::Swept;

/// Numbers that were varied of which the page says what they are, at most.
const KEYS_TOLD: usize = 12;

/// An experiment, to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SweepPage<'a> {
    /// The study.
    pub(crate) study: &'a Study,
    /// Its scenario's short name.
    pub(crate) name: &'a str,
    /// What the points say.
    pub(crate) swept: &'a Swept,
}

impl SweepPage<'_> {
    /// The page.
    pub(crate) fn html(&self) -> String {
        let swept = self.swept;
        let shape = SweepShape::of(swept);
        let figures = figures(swept, &shape);
        let points = points_table(swept);
        let body = html! {
            (self.header())
            main {
                (section("answer", "Where which structure is best", sentences(&swept.words())))
                @if !figures.is_empty() {
                    (section("differences", "How the differences move", html! { div.figures {
                        @for figure in &figures { (fitting(figure)) }
                    } }))
                }
                (section("points", "Every point", html! { div.box { (numbers(&points, "Every point")) } }))
                (section("assumed", "What this rests on", self.assumed()))
            }
            (footer(self.name))
        };
        page(&format!("Sweep of {}", self.study.title), swept.structures.len(), &body)
    }

    fn header(&self) -> Markup {
        let swept = self.swept;
        let question = html! {
            "Sweep over " (isolated(&swept.keys.iter().take(3).cloned().collect::<Vec<_>>().join(", ")))
            @if swept.keys.len() > 3 { " and " (count(swept.keys.len() - 3, "more number", "more numbers")) }
        };
        let size = html! {
            (count(swept.points.len(), "point", "points")) ", " (count(swept.trials as usize, "trial", "trials"))
            " at each on the same random numbers, " (count(swept.structures.len(), "structure", "structures")) ", seed "
            (self.study.seed) ". " (swept.frame.words())
        };
        html! {
            (header(&self.study.title, &question, &size))
            (links([("answer", "The answer"), ("differences", "Differences"), ("points", "Every point"), ("assumed", "What this rests on")]))
        }
    }

    fn assumed(&self) -> Markup {
        let swept = self.swept;
        html! {
            div.box { ul {
                li { "Every trial has the same random numbers at every point and under every structure: what differs is caused by the structure or by what was varied." }
                li { "Each point is judged by itself, by the rules of a run: of many points some verdicts are wrong by chance." }
                @for (place, key) in swept.keys.iter().enumerate().take(KEYS_TOLD) { li { (varied(swept, place, key)) } }
                @if swept.keys.len() > KEYS_TOLD {
                    li { (count(swept.keys.len() - KEYS_TOLD, "more number", "more numbers")) ", each with its values in design.csv." }
                }
                li { "All other numbers are as the scenario has them." }
            } }
        }
    }
}

/// What was varied, and what it is taken for otherwise.
pub(super) fn varied(swept: &Swept, place: usize, key: &str) -> Markup {
    let address: Option<Address> = key.parse().ok();
    let meaning = address.as_ref().map_or("", |address| address.about().meaning);
    let assumed = address.as_ref().is_some_and(|address| address.about().status == Status::Assumption);
    let today = swept.today.get(place).copied().flatten();
    html! {
        code { (isolated(key)) } @if !meaning.is_empty() { ": " (meaning.trim_end_matches('.')) }
        @if let Some(today) = today { " (" (number(today)) " in the scenario" @if assumed { ", an assumption" } ")" } "."
    }
}
