//! The page of a search among organisation charts: what was found, how sure, and what each function's line does.
//!
//! One HTML file with everything in it, without a script. The same search gives the same bytes.

use maud::{Markup, html};

use super::charts::heat::{Heat, HeatCell, heat};
use super::charts::intervals::{IntervalPanel, IntervalRow, panels};
use super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::numbers::{Manner, signed};
use super::page::{isolated, numbers};
use super::plain_page::{fitting, footer, header, links, page, section, sentences};
use crate::model::{Line, Study};
use crate::numbers::{count, grouped, percent, two_digits};
use crate::study::{ChartSearch, LineEffect};

/// Charts that are drawn, at most.
const DRAWN: usize = 12;
/// Charts of the table, at most.
const ROWS_MOST: usize = 60;

/// A search, to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SearchPage<'a> {
    /// The study.
    pub(crate) study: &'a Study,
    /// Its scenario's short name.
    pub(crate) name: &'a str,
    /// What the search came to.
    pub(crate) search: &'a ChartSearch,
}

impl SearchPage<'_> {
    /// The page.
    pub(crate) fn html(&self) -> String {
        let body = html! {
            (self.header())
            main {
                (section("answer", "Which chart", self.answer()))
                (section("functions", "What each function's line does", html! { div.figures {
                    (fitting(&self.effects())) (fitting(&self.leaders_lines()))
                } }))
                (section("leaders", "The leaders", html! { div.figures { (fitting(&self.leaders())) } }))
                @if let Some(there) = self.there() { (section("there", "Beside what is there", html! { div.box { (numbers(&there, "Beside what is there")) } })) }
                (section("cost", "What it took", html! { div.box { (numbers(&self.cost(), "What it took")) } }))
                (section("charts", "The charts", html! { div.box { (numbers(&self.charts(), "The charts")) } }))
                (section("assumed", "What this rests on", self.assumed()))
            }
            (footer(self.name))
        };
        page(&format!("Search for {}", self.study.title), Line::ALL.len(), &body)
    }

    fn header(&self) -> Markup {
        let search = self.search;
        let question = html! { "Which organisation chart is best in " (search.frame.label(&search.design.metric)) "?" };
        let size = html! {
            (grouped(search.counts.assignments as f64)) " charts of " (count(search.functions.len(), "function", "functions")) ", "
            (grouped(search.taken as f64)) " structure-trials on the same random numbers, seed " (self.study.seed) ". "
            (search.frame.words())
        };
        html! {
            (header(&self.study.title, &question, &size))
            (links([("answer", "The answer"), ("functions", "Functions"), ("leaders", "Leaders"), ("cost", "Cost"), ("charts", "Charts"), ("assumed", "What this rests on")]))
        }
    }

    fn answer(&self) -> Markup {
        html! {
            (sentences(&self.search.words()))
            @if let Some(found) = &self.search.found { div.box { p { "For the scenario:" } pre { (isolated(&found.toml)) } } }
        }
    }

    fn manner(&self) -> (Manner, usize) {
        let largest =
            self.search.effects.iter().filter_map(|one| one.mean).fold(self.search.practical, |a, b| a.max(b.abs()));
        let manner = Manner::in_frame(&self.search.design.metric, largest, &self.search.frame);
        let decimals = two_digits(self.search.practical * manner.factor).max(manner.least);
        (manner, decimals)
    }

    /// A table of functions by lines.
    fn by_line(&self, cell: impl Fn(&LineEffect) -> HeatCell) -> Heat {
        let search = self.search;
        let cells = search.effects.chunks(Line::ALL.len()).map(|row| row.iter().map(&cell).collect()).collect();
        Heat {
            rows: search.functions.iter().map(|name| (name.replace('_', " "), String::new())).collect(),
            columns: Line::ALL.iter().enumerate().map(|(place, line)| (line.name().to_owned(), place)).collect(),
            cells,
            unit: String::new(),
        }
    }

    fn effects(&self) -> Exhibit {
        let (manner, decimals) = self.manner();
        let most =
            self.search.effects.iter().filter_map(|one| one.mean).fold(0.0, |most: f64, one| most.max(one.abs()));
        let sign = if self.search.design.smaller_is_better { -1.0 } else { 1.0 };
        let chart = self.by_line(|one| {
            let mean = one.mean.filter(|_| one.line != Line::None);
            let shown = mean.map_or_else(String::new, |mean| signed(mean * manner.factor, decimals));
            HeatCell {
                text: shown,
                strength: sign * mean.unwrap_or(0.0) / most.max(f64::MIN_POSITIVE),
                tip: String::new(),
            }
        });
        let unit = manner.titled(true);
        let mut table = ExhibitNumbers::new(&[
            ("Function", "function"),
            ("Line", "line"),
            (&unit, "effect"),
            ("95 % from", "low"),
            ("to", "high"),
        ]);
        for one in self.search.effects.iter().filter(|one| one.line != Line::None) {
            let names = [NumberCell::id(&self.search.functions[one.function]), NumberCell::words(one.line.name())];
            let ends = NumberCell::ends(one.interval, manner.factor, decimals);
            table.row(
                None,
                names.into_iter().chain([NumberCell::number(one.mean, manner.factor, decimals)]).chain(ends),
            );
        }
        let title = "What a line to each function does, on average over the charts".to_owned();
        let note = format!(
            "{unit}: charts with the line less charts without one to this function, in the same trials. Blue is better."
        );
        Exhibit::half("effects", title, &note, heat(&chart, HALF), table)
    }

    fn leaders_lines(&self) -> Exhibit {
        let chart = self.by_line(|one| HeatCell {
            text: percent(one.among_leaders, 0),
            strength: one.among_leaders,
            tip: String::new(),
        });
        let mut table =
            ExhibitNumbers::new(&[("Function", "function"), ("Line", "line"), ("Of the leaders, %", "among_leaders")]);
        for one in &self.search.effects {
            let names = [NumberCell::id(&self.search.functions[one.function]), NumberCell::words(one.line.name())];
            table.row(None, names.into_iter().chain([NumberCell::number(Some(one.among_leaders), 100.0, 0)]));
        }
        let left = self.search.left().len();
        let note = format!(
            "Share of the leaders with this line: of the {}, or of the ten best if fewer are left.",
            count(left, "chart that can still be the best", "charts that can still be the best")
        );
        Exhibit::half("leaders-lines", "Which lines the leaders have".to_owned(), &note, heat(&chart, HALF), table)
    }

    fn leaders(&self) -> Exhibit {
        let (manner, decimals) = self.manner();
        let unit = manner.titled(true);
        let mut table = ExhibitNumbers::new(&[
            ("Chart", "chart"),
            (&unit, "leader_less_it"),
            ("95 % from", "low"),
            ("to", "high"),
            ("Trials", "trials"),
        ]);
        let chosen = self.search.found.as_ref().map(|found| self.search.rows[found.row].number);
        let others = self.search.rows.iter().filter(|row| row.in_selection && Some(row.number) != chosen);
        let rows = others.take(DRAWN).map(|row| {
            let number = NumberCell::number(row.behind.0, manner.factor, decimals);
            let ends = NumberCell::ends(row.behind.1, manner.factor, decimals);
            let trials = NumberCell::number(Some(f64::from(row.trials)), 1.0, 0);
            table.row(None, [NumberCell::words(row.words.as_str()), number].into_iter().chain(ends).chain([trials]));
            IntervalRow {
                place: if row.out_after.is_none() { 1 } else { 0 },
                name: row.words.clone(),
                words: row.behind.0.map_or_else(String::new, |mean| manner.amount(mean, decimals)),
                below: row
                    .out_after
                    .map_or_else(|| "can be the best".to_owned(), |after| format!("out after {after} trials")),
                mean: row.behind.0,
                interval: row.behind.1,
                other: None,
                filled: row.behind.1.is_some_and(|ends| ends.excludes_zero()),
            }
        });
        let panel = IntervalPanel {
            heading: String::new(),
            rows: rows.collect(),
            factor: manner.factor,
            axis: format!("The chosen one less it: {unit}"),
            practical: Some(self.search.practical),
            zero: true,
        };
        let note = "The chosen chart less each other one, in the same trials. Dot: mean; line: 95 % interval by itself; shaded: too small to matter.";
        Exhibit::across(
            "behind",
            "How far the others are behind".to_owned(),
            note,
            |width| panels(std::slice::from_ref(&panel), width),
            table,
        )
    }

    /// What was found beside the structures of the scenario and the presets.
    fn there(&self) -> Option<ExhibitNumbers> {
        let fresh = self.search.fresh.as_ref()?;
        let (manner, decimals) = self.manner();
        let unit = manner.titled(true);
        let (better, mean) = (format!("Found chart better by: {unit}"), manner.titled(false));
        let mut table = ExhibitNumbers::new(&[
            ("Structure", "structure"),
            ("", "kind"),
            (&mean, "mean"),
            (&better, "ahead"),
            ("from", "low"),
            ("to", "high"),
        ]);
        for row in &fresh.others {
            let kind = if row.of_scenario { "of the scenario" } else { "preset" };
            let own = if row.same { "what was found" } else { kind };
            let names = [
                NumberCell::id(&row.name),
                NumberCell::words(own),
                NumberCell::number(row.mean, manner.factor, decimals),
            ];
            let ends = NumberCell::ends(row.ahead.1, manner.factor, decimals);
            table.row(
                None,
                names.into_iter().chain([NumberCell::number(row.ahead.0, manner.factor, decimals)]).chain(ends),
            );
        }
        table.remark = format!(
            "{} that the chart was not chosen on; the intervals hold for all structures at once.",
            count(fresh.trials as usize, "trial", "trials")
        );
        Some(table)
    }

    /// How many charts were left after how many trials.
    fn cost(&self) -> ExhibitNumbers {
        let rows = || self.search.rows.iter().filter(|row| row.in_selection);
        let mut looks: Vec<u32> = rows().map(|row| row.trials).collect();
        looks.sort_unstable();
        looks.dedup();
        let mut table = ExhibitNumbers::new(&[
            ("Trials of each", "trials"),
            ("Charts that went in", "in"),
            ("Charts left after", "left"),
        ]);
        for trials in looks {
            let into = rows().filter(|row| row.trials >= trials).count();
            let left = rows().filter(|row| row.out_after.is_none_or(|after| after > trials)).count();
            table.row(
                None,
                [f64::from(trials), into as f64, left as f64].map(|number| NumberCell::number(Some(number), 1.0, 0)),
            );
        }
        table.remark = format!(
            "{} structure-trials in all, with those before the selection and after it, of {} that were allowed. Looks at which nobody left are not shown.",
            grouped(self.search.taken as f64),
            grouped(self.search.design.budget as f64)
        );
        table
    }

    fn charts(&self) -> ExhibitNumbers {
        let (manner, decimals) = self.manner();
        let mean = manner.titled(false);
        let mut head = vec![("Chart", "chart"), (mean.as_str(), "mean"), ("Trials", "trials"), ("", "standing")];
        if self.search.design.pareto {
            head.push(("On the front, %", "front"));
        }
        let mut table = ExhibitNumbers::new(&head);
        for row in self.search.rows.iter().take(ROWS_MOST) {
            let standing = match (row.in_selection, row.out_after, row.beaten_by) {
                (false, ..) => "first phase alone".to_owned(),
                (_, None, _) => "can be the best".to_owned(),
                (_, Some(after), None) => format!("breaks a condition, out after {after}"),
                (_, Some(after), Some(_)) => format!("out after {after}"),
            };
            let mut cells = vec![
                NumberCell::words(row.words.as_str()),
                NumberCell::number(row.mean, manner.factor, decimals),
                NumberCell::number(Some(f64::from(row.trials)), 1.0, 0),
                NumberCell::words(standing),
            ];
            if self.search.design.pareto {
                cells.push(NumberCell::number(row.front, 100.0, 0));
            }
            table.row(None, cells);
        }
        if self.search.rows.len() > ROWS_MOST {
            table.remark = format!(
                "The first {ROWS_MOST} of {}; all stand in search.csv.",
                grouped(self.search.rows.len() as f64)
            );
        }
        table
    }

    fn assumed(&self) -> Markup {
        html! {
            div.box { ul {
                li { "Best under these assumptions: numbers that the scenario assumes are taken for true. " code { "sensitivity" } " and " code { "sweep" } " say what hangs on them." }
                li { "Every chart had the same trials, on the same random numbers." }
                li { "The probability is of normal differences between trials; with 20 trials and more, means are nearly so." }
                li { "Means of charts that were chosen are too good by chance: only fresh trials say how much better the chart is." }
            } }
        }
    }
}
