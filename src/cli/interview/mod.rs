//! `new --ask`: asks what a firm knows of itself and writes a scenario with it.

mod conversation;
mod draft;

use dottedline::application::nearest;
use dottedline::model::World;
use dottedline::scenario::{self, ScenarioError, Template};

use super::format::{entry, plain};
use super::table::WIDTH;
use conversation::{Conversation, number_within, scale, score, share};
use draft::{Draft, Section};

/// What comes of an interview.
pub(super) struct Written {
    /// The whole file.
    pub(super) text: String,
    /// The scenario that it is made from.
    pub(super) template: &'static Template,
    /// Figures that the firm knew.
    pub(super) known: usize,
    /// Figures that were skipped.
    pub(super) skipped: usize,
}

/// Most that a number of customers or an amount of money can be.
const MOST: f64 = 1e13;

/// Asks, and says what the file will be. `template` is one that was named already.
pub(super) fn interview(named: Option<&'static Template>) -> Written {
    let mut talk = Conversation::new();
    talk.say(
        "A firm in a few questions. Press Enter to skip what you do not know; `done` skips all that is left.\n\
         Nothing is written before the end.",
    );
    let template = named.unwrap_or_else(|| ask_template(&mut talk));
    let mut interview = Interview { talk, draft: Draft::of(template) };
    // A shipped scenario is valid; a test reads them all.
    if let Ok(scenario) = scenario::parse(template.name, template.text, &[]) {
        interview.ask_all(&scenario.study.world);
    }
    let (known, skipped) = interview.draft.counts();
    Written { text: interview.draft.text(), template, known, skipped }
}

/// Which shipped scenario is most like the firm; the first if nobody says.
fn ask_template(talk: &mut Conversation) -> &'static Template {
    let templates = scenario::templates();
    talk.say("\nWhich of these is your firm most like? You can change everything in the file later.");
    for (place, template) in (1..).zip(templates) {
        talk.say(entry(&format!("{place:>2}  {}", template.name), template.summary, 29, WIDTH).trim_end());
    }
    let chosen = talk.ask("Its number or name (such as 5)", |answer| {
        let by_number = answer.parse::<usize>().ok().and_then(|number| templates.get(number.checked_sub(1)?));
        let names: Vec<&str> = templates.iter().map(|one| one.name).collect();
        by_number.or_else(|| templates.iter().find(|one| one.name == answer)).ok_or_else(|| {
            let guess = nearest(answer, &names).map_or(String::new(), |near| format!(" Did you mean {near}?"));
            format!("None of them is called so; there are 1 to {}.{guess}", templates.len())
        })
    });
    chosen.unwrap_or(&templates[0])
}

/// How an answer is read.
#[derive(Clone, Copy)]
enum Kind {
    /// A share, or per cent.
    Share,
    /// A net promoter score.
    Score,
    /// A number from and to.
    Number(f64, f64),
}

impl Kind {
    fn read(self, answer: &str) -> Result<f64, String> {
        match self {
            Kind::Share => share(answer),
            Kind::Score => score(answer),
            Kind::Number(low, high) => number_within(answer, low, high),
        }
    }
}

/// Questions about the whole firm: key, question, example, how it is read.
const OF_THE_FIRM: &[(&str, &str, &str, Kind)] = &[
    ("nps_year_ago", "NPS a year before", "31", Kind::Score),
    ("response_rate", "share of the asked customers who answer the survey", "0.22", Kind::Share),
    ("complaints_per_year", "complaints per customer and year", "0.02", Kind::Number(0.0, 1000.0)),
    ("first_contact_resolution", "share of problems solved at the first contact", "0.7", Kind::Share),
    ("transfers", "share of contacts passed on from another function", "0.3", Kind::Share),
    ("churn_after_complaint", "share of customers who leave within a year of a complaint", "0.4", Kind::Share),
    ("churn_without_complaint", "share of customers without a complaint who leave within a year", "0.1", Kind::Share),
    ("cx_budget_per_year", "budget of the customer office a year: its team and its own initiatives", "2000000", MONEY),
    ("cx_people", "people in that office", "6", Kind::Number(0.0, 1e6)),
    ("person_cost_per_year", "what one of them costs a year", "110000", Kind::Number(0.01, 1e10)),
    ("initiatives_per_year", "initiatives that the firm begins in a year", "40", Kind::Number(0.01, 1e5)),
    ("initiative_cost", "what one initiative costs, on average", "60000", Kind::Number(0.01, 1e11)),
];

const MONEY: Kind = Kind::Number(0.01, MOST);

struct Interview {
    talk: Conversation,
    draft: Draft,
}

impl Interview {
    fn ask_all(&mut self, world: &World) {
        self.talk.say("\nThe firm");
        self.name();
        self.customers(world);
        self.nps();
        for &(key, asked, example, kind) in OF_THE_FIRM {
            self.figure("observed", key, asked, example, asked, kind);
        }
        self.talk.say("\nIts customers, by segment (the segments are the template's)");
        for segment in &world.segments {
            let section = format!("observed.segment.{}", segment.id);
            let asked = format!("{}: share of customers still there after a year", segment.id);
            let meaning = "share of its customers still there after a year";
            self.figure(&section, "yearly_retention", &asked, "0.9", meaning, Kind::Share);
        }
        self.talk.say("\nIts touchpoints (the touchpoints are the template's)");
        let asked = "worst and best answer, where you ask for satisfaction after a contact (such as 1-10)";
        let scale = self.talk.ask(asked, scale);
        for touchpoint in &world.touchpoints {
            self.touchpoint(&touchpoint.id, scale);
        }
    }

    fn name(&mut self) {
        let draft = self.draft.clone();
        let title = self.talk.ask("name of the firm (such as Example Insurance)", |answer| {
            let mut draft = draft.clone();
            draft.set(Section::Top, "title", quoted(answer));
            checked(draft)
        });
        self.draft = title.unwrap_or(draft);
        let draft = self.draft.clone();
        let currency = self.talk.ask("currency (such as EUR)", |answer| {
            let mut draft = draft.clone();
            draft.set(Section::Study, "currency", quoted(answer));
            checked(draft)
        });
        self.draft = currency.unwrap_or(draft);
    }

    /// As many customers as the firm has: each of those simulated stands for some, or fewer are simulated.
    fn customers(&mut self, world: &World) {
        let draft = self.draft.clone();
        let simulated = f64::from(world.customers);
        let (asked, example, meaning) = ("customers", "300000", "customers of the whole firm");
        let known = self.talk.ask(&format!("{asked} (such as {example})"), |answer| {
            let customers = number_within(answer, 1.0, MOST)?.round();
            let mut draft = draft.clone();
            if customers < simulated {
                draft.set(Section::Study, "customers", plain(customers));
                draft.set(Section::Study, "represents", "1".to_owned());
            } else {
                draft.set(Section::Study, "represents", plain(customers / simulated));
            }
            draft.observe("observed", "customers", Some(plain(customers)), example, meaning);
            checked(draft)
        });
        self.draft = known.unwrap_or(draft);
        if self.draft.counts().0 == 0 {
            self.draft.observe("observed", "customers", None, example, meaning);
        }
    }

    fn nps(&mut self) {
        let draft = self.draft.clone();
        let observe = |value: Option<String>| {
            let (example, meaning) = ("{ score = 28, answers = 1200 }", "net promoter score of the last survey");
            let mut draft = draft.clone();
            draft.observe("observed", "nps", value, example, meaning);
            draft
        };
        let known = self.talk.ask("NPS of the last survey, from -100 to 100 (such as 28)", score);
        let answers = known.and_then(|score| {
            self.talk.ask("how many answers that is of (such as 1200)", |answer| {
                let answers = number_within(answer, 1.0, 1e12)?.round();
                checked(observe(Some(format!("{{ score = {}, answers = {} }}", plain(score), plain(answers)))))
            })
        });
        self.draft = answers.unwrap_or_else(|| observe(known.map(plain)));
    }

    fn touchpoint(&mut self, id: &str, scale: Option<(f64, f64)>) {
        let section = format!("observed.touchpoint.{id}");
        let (worst, best) = scale.unwrap_or((1.0, 10.0));
        let middle = (10.0 * (worst + 0.7 * (best - worst))).round() / 10.0;
        let ends = format!("scale = [{}, {}]", plain(worst), plain(best));
        let example = format!("{{ mean = {}, {ends} }}", plain(middle));
        let meaning = "satisfaction of those who were asked after a contact";
        let draft = self.draft.clone();
        let observe = |value: Option<String>| {
            let mut draft = draft.clone();
            draft.observe(&section, "satisfaction", value, &example, meaning);
            draft
        };
        let asked = format!(
            "{id}: satisfaction from {} to {}, or the share of the two best answers in % (such as {} or 62 %)",
            plain(worst),
            plain(best),
            plain(middle)
        );
        let known = scale.and_then(|_| {
            self.talk.ask(&asked, |answer| {
                let level = match answer.contains('%') {
                    true => format!("top2 = {}", plain(share(answer)?)),
                    false => format!("mean = {}", plain(number_within(answer, worst, best)?)),
                };
                checked(observe(Some(format!("{{ {level}, {ends} }}"))))
            })
        });
        self.draft = known.unwrap_or_else(|| observe(None));
        let contacts = ("contacts_per_year", "contacts per customer and year", "0.9", Kind::Number(0.0, 52.0));
        let problems = ("problem_rate", "share of contacts that leave a problem", "0.12", Kind::Share);
        for (key, what, example, kind) in [contacts, problems] {
            self.figure(&section, key, &format!("{id}: {what}"), example, what, kind);
        }
    }

    /// Asks for a figure, which has to go together with all that is known already.
    fn figure(&mut self, section: &str, key: &'static str, asked: &str, example: &str, meaning: &str, kind: Kind) {
        let draft = self.draft.clone();
        let observe = |value: Option<String>| {
            let mut draft = draft.clone();
            draft.observe(section, key, value, example, meaning);
            draft
        };
        let shown = match kind {
            Kind::Share => {
                format!("{asked} (such as {} %)", plain((example.parse().unwrap_or(0.1) * 1e4_f64).round() / 100.0))
            }
            _ => format!("{asked} (such as {example})"),
        };
        let known = self.talk.ask(&shown, |answer| checked(observe(Some(plain(kind.read(answer)?)))));
        self.draft = known.unwrap_or_else(|| observe(None));
    }
}

/// The draft, if nothing in it is wrong; else the first thing that is.
fn checked(draft: Draft) -> Result<Draft, String> {
    match scenario::parse("the file", &draft.text(), &[]) {
        Ok(_) => Ok(draft),
        Err(ScenarioError::Invalid(problems)) => {
            let shown = problems.to_string();
            let line = |start: &str| shown.lines().find_map(|line| line.trim().split_once(start)).map(|(_, text)| text);
            let (title, remedy) = (line("error: "), line("remedy: "));
            Err(format!(
                "{}; {}",
                title.unwrap_or("that cannot be"),
                remedy.unwrap_or("try another figure, or skip it")
            ))
        }
        Err(other) => Err(other.to_string()),
    }
}

/// A text in TOML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
