//! Journeys: rows of probabilities, and whether customers can get everywhere and out of their problems.

use std::collections::BTreeMap;

use super::{Checker, at, ids_of, is_id, round};
use crate::model::{Journey, Row, RowError, Touchpoint};
use crate::observed::{NoArrivals, Stage, arrivals};
use crate::scenario::file::{JourneySection, RowEntry, Rows};
use crate::scenario::nearest::did_you_mean;
use crate::scenario::problem::Problem;
use crate::scenario::source::Place;
use crate::scenario::tree::Step;
use crate::scenario::words::number;

/// The journey of the firm, and of each segment.
pub(super) struct Journeys {
    pub(super) firm: Journey,
    pub(super) of_segments: Vec<Journey>,
}

/// Rows by the name of the node that they leave.
type NamedRows<'f> = BTreeMap<&'f str, Row>;

/// Contacts per customer and year, by touchpoint, with the places that say so.
#[derive(Clone)]
struct Contacts {
    yearly: Vec<Option<f64>>,
    places: Vec<Place>,
}

/// Rows without and with an open problem.
#[derive(Clone, Default)]
struct BothRows<'f> {
    /// Contacts per year, where they stand, by touchpoint; empty: how often customers come from away is a row.
    contacts: Option<Contacts>,
    from: NamedRows<'f>,
    problem: NamedRows<'f>,
}

impl<'c> Checker<'c> {
    pub(super) fn journeys(&mut self, touchpoints: &[Touchpoint]) -> Journeys {
        let file = self.file;
        let nodes = self.nodes();
        let rows = self.both_rows(&file.journey, at!["journey"]);
        let firm = self.assembled(&rows, &nodes, touchpoints);
        let mut of_segments = Vec::new();
        for (index, segment) in file.segment.iter().enumerate() {
            if segment.journey == JourneySection::default() {
                of_segments.push(firm.clone());
                continue;
            }
            let own = self.both_rows(&segment.journey, at!["segment", index, "journey"]);
            let mut merged = rows.clone();
            // Whatever the segment says of how often it comes counts.
            if own.contacts.is_some() || own.from.contains_key("away") {
                merged.contacts = own.contacts;
            }
            merged.from.extend(own.from);
            merged.problem.extend(own.problem);
            of_segments.push(self.assembled(&merged, &nodes, touchpoints));
        }
        Journeys { firm, of_segments }
    }

    /// The journey of rows, with the row `away` that its contacts ask for.
    fn assembled(&mut self, rows: &BothRows<'_>, nodes: &[&str], touchpoints: &[Touchpoint]) -> Journey {
        let mut journey = rows.assemble(nodes);
        let well = self.problems.iter().all(Problem::is_warning) && touchpoints.len() + 1 == nodes.len();
        let Some(contacts) = rows.contacts.as_ref().filter(|_| well) else { return journey };
        let follows = !rows.problem.contains_key("away") && !rows.problem.contains_key("default");
        let stage = Stage {
            touchpoints,
            customer: &self.file.customer.over_defaults(),
            organisation: &self.file.organisation.over_defaults(),
        };
        match arrivals(stage, &journey, &contacts.yearly, follows) {
            Ok(away) => {
                if follows {
                    journey.problem[0].clone_from(&away);
                }
                journey.calm[0] = away;
            }
            Err(error) => self.report(no_arrivals(error, contacts, nodes)),
        }
        journey
    }

    /// Contacts per year, if any are given.
    fn contacts(&mut self, section: &JourneySection, at: &[Step<'_>]) -> Option<Contacts> {
        if section.contacts.is_empty() {
            return None;
        }
        let nodes = self.nodes();
        let here = [at, at!["contacts"]].concat();
        let mut contacts =
            Contacts { yearly: vec![None; nodes.len() - 1], places: vec![self.key_place(&here); nodes.len() - 1] };
        for (name, &yearly) in &section.contacts {
            let own = [here.as_slice(), at![name.as_str()]].concat();
            let place = self.key_place(&own);
            if let Some(index) = self.index_of("touchpoint", name, &nodes[1..], place) {
                (contacts.yearly[index], contacts.places[index]) = (Some(yearly), self.place(&own));
            }
        }
        if section.from.contains_key("away") {
            let away = self.key_place(&[at, at!["from", "away"]].concat());
            let title = "journey.from.away is not used: journey.contacts says how often customers come";
            let problem = Problem::warning(away, title).label("not used");
            let remedy = "leave the row out, or the contacts";
            self.report(problem.also(self.key_place(&here), "used instead").remedy(remedy));
        }
        Some(contacts)
    }

    /// `away`, then the touchpoints.
    fn nodes(&self) -> Vec<&'c str> {
        let mut nodes = vec!["away"];
        nodes.extend(ids_of(self.file.touchpoint.iter().map(|entry| &entry.id)));
        nodes
    }

    fn both_rows(&mut self, section: &'c JourneySection, at: &[Step<'_>]) -> BothRows<'c> {
        let from = self.rows(&section.from, &[at, at!["from"]].concat(), false);
        let problem = self.rows(&section.problem, &[at, at!["problem"]].concat(), true);
        let contacts = self.contacts(section, at);
        BothRows { contacts, from, problem }
    }

    fn rows(&mut self, rows: &'c Rows, at: &[Step<'_>], default_allowed: bool) -> NamedRows<'c> {
        let mut names = self.nodes();
        if default_allowed {
            names.push("default");
        }
        let mut checked = NamedRows::new();
        for (name, row) in rows {
            let here = [at, at![name.as_str()]].concat();
            if !names.contains(&name.as_str()) {
                let title = format!("there is no touchpoint `{name}` that customers could come from");
                let problem = Problem::new(self.key_place(&here), title).label("unknown touchpoint");
                self.report(problem.remedy(did_you_mean(name, &names)));
            }
            checked.insert(name, self.row(row, &here));
        }
        checked
    }

    fn row(&mut self, row: &RowEntry, at: &[Step<'_>]) -> Row {
        let nodes = self.nodes();
        let mut pairs = Vec::new();
        for (name, &probability) in row {
            let place = self.key_place(&[at, at![name.as_str()]].concat());
            if name == "away" {
                let problem = Problem::new(place, "`away` cannot stand in a journey row").label("not needed");
                self.report(problem.remedy("leave it out: what is missing to 1 is away"));
            } else if let Some(index) = self.index_of("touchpoint", name, &nodes[1..], place) {
                pairs.push((index, probability));
            }
        }
        Row::new(pairs).unwrap_or_else(|error| {
            self.bad_row(error, at);
            Row::default()
        })
    }

    fn bad_row(&mut self, error: RowError, at: &[Step<'_>]) {
        let place = self.place(at);
        let name = if let Some(Step::Key(key)) = at.last() { key } else { "" };
        self.report(match error {
            RowError::SumAboveOne(sum) => {
                let title =
                    format!("the probabilities of the journey row `{name}` add up to {}, more than 1", round(sum));
                let remedy = format!(
                    "take {} away from them; what is missing to 1 is a week away from the firm",
                    round(sum - 1.0)
                );
                Problem::new(place, title).label("more than 1 in sum").remedy(remedy)
            }
            RowError::NotAProbability | RowError::Twice => {
                Problem::new(place, format!("journey row `{name}`: {error}"))
            }
        });
    }

    /// Whether customers reach every touchpoint, and find a solution to their problems.
    pub(super) fn check_travel(&mut self, touchpoints: &[Touchpoint], journeys: &Journeys) {
        let all: Vec<&Journey> = std::iter::once(&journeys.firm).chain(&journeys.of_segments).collect();
        if touchpoints.is_empty() {
            return;
        }
        if all.iter().all(|journey| journey.calm[0].pairs().is_empty() && journey.problem[0].pairs().is_empty()) {
            let problem = Problem::new(self.place(at!["journey", "from"]), "no customer ever comes to a touchpoint");
            return self.report(problem.label("no row `away`").remedy("add a row: away = { touchpoint = 0.1 }"));
        }
        self.check_reach(touchpoints, &reached(&all, touchpoints.len()));
        self.check_solutions(touchpoints, &all);
    }

    fn check_reach(&mut self, touchpoints: &[Touchpoint], reached: &[bool]) {
        let missed = touchpoints.iter().enumerate().filter(|(index, _)| !reached[index + 1]);
        for (index, touchpoint) in missed.filter(|(_, touchpoint)| is_id(&touchpoint.id) && touchpoint.id != "away") {
            let title = format!("no customer ever comes to the touchpoint `{}`", touchpoint.id);
            let problem = Problem::new(self.place(at!["touchpoint", index, "id"]), title);
            let remedy = format!("add {} = 0.05 to a row of [journey.from], or remove it", touchpoint.id);
            self.report(problem.label("not reached from `away`").remedy(remedy));
        }
    }

    fn check_solutions(&mut self, touchpoints: &[Touchpoint], journeys: &[&Journey]) {
        let customer = self.file.customer.over_defaults();
        let least_success = customer.success_base + customer.success_slope.min(0.0);
        if least_success >= 1.0 || self.any_reported(|setting| setting.ends_with(".resolves")) {
            return;
        }
        if !touchpoints.iter().any(|touchpoint| touchpoint.resolves) {
            let problem =
                Problem::new(self.key_place(at!["touchpoint"]), "problems can open, but no touchpoint resolves them");
            return self
                .report(problem.label("none of these").remedy("add resolves = true to at least one touchpoint"));
        }
        let solves = |row: &Row| row.pairs().iter().any(|&(index, _)| touchpoints[index].resolves);
        if !journeys.iter().any(|journey| journey.problem.iter().any(solves)) {
            let problem = Problem::new(
                self.place(at!["journey", "problem"]),
                "no customer with a problem comes to a touchpoint that resolves it",
            );
            self.report(
                problem
                    .label("leads to none that resolves")
                    .remedy("add one to the row `default` of [journey.problem]"),
            );
        }
    }
}

/// Contacts that no row `away` gives.
fn no_arrivals(error: NoArrivals, contacts: &Contacts, nodes: &[&str]) -> Problem {
    let first = contacts.places.iter().min().copied().unwrap_or_default();
    match error {
        NoArrivals::TooFew { touchpoint, brought } => {
            let name = nodes[touchpoint + 1];
            let yearly = contacts.yearly[touchpoint].unwrap_or_default();
            let title = format!(
                "customers are said to come to {name} {} times a year, but other touchpoints and problems alone bring them {} times",
                number(yearly),
                number((100.0 * brought).round() / 100.0)
            );
            let remedy = format!(
                "give more contacts at {name}, or smaller shares for it in the rows of [journey.from] and [journey.problem]"
            );
            Problem::new(contacts.places[touchpoint], title).label("too few").remedy(remedy)
        }
        NoArrivals::NoTime => {
            let sum: f64 = contacts.yearly.iter().flatten().sum();
            let title = format!(
                "{} contacts a year, and what they bring with them, leave customers no weeks in which to come",
                round(sum)
            );
            let problem = Problem::new(first, title).label("too many in sum");
            problem.remedy("a customer has one contact a week at most: count contacts per customer and year")
        }
        NoArrivals::Stuck => {
            let title = "customers with a problem stay away for ever, so that contacts cannot be counted from it";
            let problem = Problem::new(first, title).label("no row gives these");
            problem.remedy("let the row `default` or `away` of [journey.problem] lead to a touchpoint that resolves")
        }
    }
}

impl BothRows<'_> {
    fn assemble(&self, nodes: &[&str]) -> Journey {
        let calm: Vec<Row> = nodes.iter().map(|node| self.from.get(node).cloned().unwrap_or_default()).collect();
        let default = self.problem.get("default");
        let problem = nodes.iter().zip(&calm);
        let problem = problem.map(|(node, calm)| self.problem.get(node).or(default).unwrap_or(calm).clone()).collect();
        Journey { calm, problem }
    }
}

/// The nodes that customers can come to from `away`, by any row of any journey.
fn reached(journeys: &[&Journey], touchpoints: usize) -> Vec<bool> {
    let mut reached = vec![false; touchpoints + 1];
    reached[0] = true;
    let mut frontier = vec![0];
    while let Some(node) = frontier.pop() {
        let rows = journeys.iter().flat_map(|journey| [&journey.calm[node], &journey.problem[node]]);
        for &(touchpoint, _) in rows.flat_map(Row::pairs) {
            if !std::mem::replace(&mut reached[touchpoint + 1], true) {
                frontier.push(touchpoint + 1);
            }
        }
    }
    reached
}
