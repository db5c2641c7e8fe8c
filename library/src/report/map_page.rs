//! The page of a regime map: which structure is best over two numbers of the firm, how sure that is, and in words.
//!
//! One HTML file with everything in it, without a script. The same map gives the same bytes.

use maud::{Markup, html};

use super::map_figures::{figure, surfaces};
use super::page::{isolated, numbers};
use super::plain_page::{fitting, footer, header, links, page, section, sentences};
use super::sweep_figures::points_table;
use super::sweep_page::varied;
use crate::model::Study;
use crate::numbers::count;
use crate::study::{RegimeMap, Swept};

/// A map, to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MapPage<'a> {
    /// The study.
    pub(crate) study: &'a Study,
    /// Its scenario's short name.
    pub(crate) name: &'a str,
    /// The map.
    pub(crate) map: &'a RegimeMap,
    /// Its simulated points.
    pub(crate) swept: &'a Swept,
}

impl MapPage<'_> {
    /// The page.
    pub(crate) fn html(&self) -> String {
        let (map, swept) = (self.map, self.swept);
        let points = points_table(swept);
        let others: Vec<_> = (1..map.metrics.len()).filter_map(|place| figure(map, swept, place)).collect();
        let body = html! {
            (self.header())
            main {
                (section("answer", "Which structure is best where", html! {
                    (self.answer())
                    div.figures { @for shown in figure(map, swept, 0).iter() { (fitting(shown)) } }
                }))
                @if !others.is_empty() {
                    (section("others", "By other figures", html! { div.figures {
                        @for shown in &others { (fitting(shown)) }
                    } }))
                }
                @if let Some(first) = map.metrics.first() {
                    (section("trust", "How far to trust it", html! { div.box {
                        p { "Between the points the map is an estimate: a smooth surface for each difference, as sure as points and their noise allow." }
                        (numbers(&surfaces(swept, first, map), "Surfaces"))
                    } }))
                }
                (section("points", "Every simulated point", html! { div.box { (numbers(&points, "Every simulated point")) } }))
                (section("assumed", "What this rests on", self.assumed()))
            }
            (footer(self.name))
        };
        page(&format!("Map of {}", self.study.title), swept.structures.len(), &body)
    }

    fn header(&self) -> Markup {
        let swept = self.swept;
        let question = html! { "Map over " (isolated(&swept.keys.join(" and "))) };
        let size = html! {
            (count(swept.points.len(), "simulated point", "simulated points")) ", "
            (count(swept.trials as usize, "trial", "trials")) " at each on the same random numbers, "
            (count(swept.structures.len(), "structure", "structures")) ", seed " (self.study.seed) ". " (swept.frame.words())
        };
        html! {
            (header(&self.study.title, &question, &size))
            (links([("answer", "The answer"), ("others", "Other figures"), ("trust", "How far to trust it"), ("points", "Every point"), ("assumed", "What this rests on")]))
        }
    }

    fn answer(&self) -> Markup {
        let rules = self.map.metrics.first().map(|first| self.map.rules_in_words(first)).unwrap_or_default();
        html! {
            (sentences(&self.map.words(self.swept)))
            @if !rules.is_empty() {
                div.box { p { "In words:" } ul { @for rule in &rules { li { (isolated(rule)) } } } }
            }
        }
    }

    fn assumed(&self) -> Markup {
        let swept = self.swept;
        html! {
            div.box { ul {
                li { "Every trial has the same random numbers at every point and under every structure. What its luck does to all points alike no further point takes away; it is in the probabilities." }
                li { "Half of the points are spread evenly, half lie where the best structure was least clear, so that shares of points are no shares of the map." }
                li { "Shares are of the rectangle: they say nothing of how likely a firm is to lie here or there." }
                @for (place, key) in swept.keys.iter().enumerate() { li { (varied(swept, place, key)) } }
                li { "All other numbers are as the scenario has them." }
            } }
        }
    }
}
