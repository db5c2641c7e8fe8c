//! A scenario in plain words.

use super::notes::notes;
use super::words::{list, number, share as percent};
use crate::model::{
    Criterion, Decision, Distribution, Line, LineLevers, LineTable, Practical, Preset, Regime, Registered, Segment,
    StageStart, Structure, Study, UncertainParameter, Uncertainty, World, line_defaults,
};

/// Lines are at most this long.
const WIDTH: usize = 80;

/// The firm and what differs between the structures, in plain words and lines of at most 80 characters.
#[must_use]
pub fn describe(study: &Study) -> String {
    let mut page = Page::default();
    page.say(0, &study.title);
    page.say(0, &study.question);
    page.heading("The firm");
    firm(&mut page, &study.world, &study.currency);
    for note in notes(study) {
        page.say(2, &format!("Note: {note}"));
    }
    page.heading("The study");
    page.say(2, &rhythm(study));
    page.say(2, &decision(&study.decision));
    page.say(2, &uncertainty(study.uncertainty.as_ref()));
    page.heading("The structures");
    for (index, structure) in study.structures.iter().enumerate() {
        describe_structure(&mut page, study, structure, index == study.baseline);
    }
    page.text
}

fn firm(page: &mut Page, world: &World, currency: &str) {
    let customers = number(f64::from(world.customers));
    let counts = format!(
        "{customers} customers in {} travel through {} of {}.",
        counted(world.segments.len(), "segment"),
        counted(world.touchpoints.len(), "touchpoint"),
        counted(world.functions.len(), "function")
    );
    page.say(2, &counts);
    if world.represents != World::USUAL_REPRESENTS {
        let all = number((f64::from(world.customers) * world.represents).round());
        page.say(2, &format!("Each stands for {}: the firm has {all}.", number(world.represents)));
    }
    for (index, function) in world.functions.iter().enumerate() {
        let owned = world.touchpoints.iter().filter(|touchpoint| touchpoint.owner == index);
        let owned: Vec<&str> = owned.map(|touchpoint| touchpoint.id.as_str()).collect();
        let owns = if owned.is_empty() { "no touchpoint".to_owned() } else { list(&owned) };
        page.item(4, &function.id, &owns);
    }
    let solving = world.touchpoints.iter().filter(|touchpoint| touchpoint.resolves);
    let solving: Vec<&str> = solving.map(|touchpoint| touchpoint.id.as_str()).collect();
    if !solving.is_empty() {
        page.say(2, &format!("Problems can be solved at {}.", list(&solving)));
    }
    for segment in &world.segments {
        page.item(4, &segment.id, &loyalty(segment, currency));
    }
}

fn loyalty(segment: &Segment, currency: &str) -> String {
    let leaves = segment.churn_alpha / (segment.churn_alpha + segment.churn_beta);
    format!(
        "{} of customers, worth {} a week; every {} weeks {} would leave at today's experience",
        percent(segment.share.get()),
        format!("{} {currency}", number(segment.margin)).trim_end(),
        segment.renewal_weeks,
        percent(leaves)
    )
}

fn rhythm(study: &Study) -> String {
    let clock = study.world.clock;
    format!(
        "{} of {} weeks ({:.1} years) after {} weeks of warm-up. The organisation decides every {} weeks and asks its \
         customers every {} weeks. Seed {}.",
        counted(study.trials as usize, "trial"),
        number(f64::from(clock.weeks)),
        f64::from(clock.weeks) / 52.0,
        clock.warmup_weeks,
        clock.cycle_weeks,
        clock.survey_weeks,
        study.seed
    )
}

fn decision(decision: &Decision) -> String {
    let say = |criterion: &Criterion| {
        let less = if criterion.smaller_is_better { " (less is better)" } else { "" };
        let size = match criterion.practical {
            Practical::Absolute(size) => number(size),
            Practical::ShareOfBaseline(share) => format!("{} of the baseline's", percent(share)),
        };
        format!("{}{less} from {size} on", criterion.metric)
    };
    let Some((primary, others)) = decision.criteria.split_first() else { return String::new() };
    let others: Vec<String> = others.iter().map(say).collect();
    let beside = if others.is_empty() { String::new() } else { format!("; told beside it: {}", list(&others)) };
    format!("What decides: {}, at {} confidence{beside}.", say(primary), percent(decision.confidence))
}

fn uncertainty(uncertainty: Option<&Uncertainty>) -> String {
    let Some(uncertainty) = uncertainty else {
        return "Parameters are taken as known: parameter uncertainty is not included.".to_owned();
    };
    let say = |parameter: &UncertainParameter| {
        let what = match parameter.distribution {
            Distribution::Uniform { low, high } if parameter.whole => {
                format!("from {} to {}", number(low + 0.5), number(high - 0.5))
            }
            Distribution::Uniform { low, high } => format!("from {} to {}", number(low), number(high)),
            Distribution::Triangular { low, mode, high } => {
                format!("from {} to {}, most likely {}", number(low), number(high), number(mode))
            }
            Distribution::Normal { mean, sd, .. } => format!("about {} (sd {})", number(mean), number(sd)),
        };
        format!("{} {what}", parameter.key)
    };
    let parameters: Vec<String> = uncertainty.parameters.iter().map(say).collect();
    let trials = counted(uncertainty.replications as usize, "trial");
    let sample = uncertainty.sample.as_ref().map(|sample| {
        let (numbers, firms) = (counted(sample.keys.len(), "number"), counted(sample.rows.len(), "calibrated firm"));
        format!("{numbers} together, from a sample of {firms}")
    });
    let all: Vec<String> = parameters.into_iter().chain(sample).collect();
    format!("Not known for sure: {}. {trials} in each parameter draw.", all.join("; "))
}

fn describe_structure(page: &mut Page, study: &Study, structure: &Structure, baseline: bool) {
    let meaning = Preset::named(&structure.preset).map_or("", |preset| preset.meaning);
    let what = if structure.description.is_empty() { meaning } else { &structure.description };
    let role = if baseline { " (the baseline)" } else { "" };
    page.say(2, &format!("{}{role}: {what}", structure.id));
    describe_regime(page, 4, &study.world, &structure.regime);
    for stage in &structure.stages {
        let start = match stage.start {
            StageStart::Week(week) => format!("From week {week} on"),
            StageStart::Readiness(readiness) => {
                format!("Once the mean readiness of the functions is {}", number(readiness.get()))
            }
        };
        page.say(4, &format!("{start}:"));
        describe_regime(page, 6, &study.world, &stage.regime);
    }
}

fn describe_regime(page: &mut Page, indent: usize, world: &World, regime: &Regime) {
    if !regime.has_lines() {
        return page.say(indent, "No officer and no lines.");
    }
    page.say(indent, &lines_of(world, regime));
    page.say(indent, &office_of(world, regime));
    if regime.lines.contains(&Line::Solid) {
        page.say(indent, &reorganisation_of(regime));
    }
    let changed = changed_lines(&regime.line_table);
    if !changed.is_empty() {
        page.say(indent, &format!("Lines differ from the defaults: {}.", list(&changed)));
    }
}

fn lines_of(world: &World, regime: &Regime) -> String {
    let mut parts = Vec::new();
    for line in Line::ALL.into_iter().rev() {
        let functions = world.functions.iter().zip(&regime.lines).filter(|(_, other)| **other == line);
        let names: Vec<&str> = functions.map(|(function, _)| function.id.as_str()).collect();
        let what = if line == Line::None { "no line" } else { line.name() };
        match names.len() {
            0 => {}
            count if count == world.functions.len() => parts.push(format!("{what} to all functions")),
            _ => parts.push(format!("{what} to {}", list(&names))),
        }
    }
    format!("Lines: {}.", parts.join("; "))
}

fn office_of(world: &World, regime: &Regime) -> String {
    let levers = &regime.levers;
    let sits = if levers.cadence == 1 { "every cycle".to_owned() } else { format!("every {} cycles", levers.cadence) };
    let home = regime.home.map_or(String::new(), |home| format!(", at home in {}", world.functions[home].id));
    format!(
        "Office: power {}, mandate {} decaying by {} a survey, {} staff, sits {sits}, examines {} initiatives in four weeks, budget \
         {}, an officer stays {} weeks{home}.",
        number(levers.power.get()),
        number(levers.mandate.get()),
        number(levers.decay.get()),
        number(levers.staff),
        number(levers.capacity),
        number(levers.budget),
        number(levers.tenure_weeks)
    )
}

fn reorganisation_of(regime: &Regime) -> String {
    let levers = &regime.levers;
    let span =
        format!("The functions with solid lines start at most {} initiatives in four weeks", number(levers.span));
    match levers.transition_weeks {
        0 => format!("{span}."),
        weeks => {
            let shock = number(levers.shock);
            format!(
                "{span}; reorganising takes {weeks} weeks and at first costs {shock} of quality, more of both where readiness is low."
            )
        }
    }
}

fn changed_lines(table: &LineTable) -> Vec<String> {
    let defaults = line_defaults();
    let mut changed = Vec::new();
    for line in Line::ALL {
        for lever in LineLevers::PARAMETERS {
            let values = lever.get(table.of(line)).zip(lever.get(defaults.of(line)));
            let name = lever.about.key;
            changed.extend(
                values
                    .filter(|(own, usual)| own != usual)
                    .map(|(own, usual)| format!("{} {name} {} instead of {}", line.name(), number(own), number(usual))),
            );
        }
    }
    changed
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(count as f64))
}

/// Text in lines of limited width.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn heading(&mut self, text: &str) {
        self.text.push('\n');
        self.say(0, text);
    }

    /// A paragraph, indented; nothing if it is empty.
    fn say(&mut self, indent: usize, paragraph: &str) {
        self.wrapped(indent, indent + 2, paragraph);
    }

    /// A name and what there is to say of it, in a column of its own.
    fn item(&mut self, indent: usize, name: &str, text: &str) {
        self.wrapped(indent, indent + 18, &format!("{name:<16}  {text}"));
    }

    fn wrapped(&mut self, first_indent: usize, indent: usize, paragraph: &str) {
        let mut line = " ".repeat(first_indent);
        let mut empty = true;
        for word in words_with_gaps(paragraph) {
            if !empty && line.chars().count() + word.chars().count() > WIDTH {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(indent);
            }
            line.push_str(if line.trim().is_empty() { word.trim_start() } else { word });
            empty = false;
        }
        if !empty {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}

/// The words of a text, each with the blanks before it; words longer than a line are cut.
fn words_with_gaps(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let gap = rest.len() - rest.trim_start().len();
        let word = rest[gap..].find(char::is_whitespace).map_or(rest.len(), |end| gap + end);
        let longest = rest.char_indices().nth(WIDTH / 2).map_or(rest.len(), |(index, _)| index);
        let end = if word > longest && longest > gap { longest } else { word };
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}
