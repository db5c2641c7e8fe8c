//! `presets`: the levers of every preset and line, with what each is for.

use dottedline::model::{Levers, Line, LineLevers, Preset, PresetLines, line_defaults};

use super::failure::Failure;
use super::format::plain;
use super::table::Sheet;
use super::terminal::Terminal;

/// A lever: its name in scenario files, and what it is for.
struct Lever<T> {
    name: &'static str,
    purpose: &'static str,
    read: fn(&T) -> f64,
}

/// Where the numbers of every lever come from: no published study gives one.
const STATUS: &str = "assumption";

const fn lever<T>(name: &'static str, purpose: &'static str, read: fn(&T) -> f64) -> Lever<T> {
    Lever { name, purpose, read }
}

const OFFICE: &[Lever<Levers>] = &[
    lever("power", "the officer's personal power, 0 to 1", |l| l.power.get()),
    lever("mandate", "backing by the top at the start, 0 to 1; lines end below .15", |l| l.mandate.get()),
    lever("capacity", "initiatives that the office can examine per cycle", |l| l.capacity),
    lever("purse", "its own money for initiatives per cycle, in cost units (one costs .6 to 1.4)", |l| l.purse),
    lever("cadence", "cycles between two sittings", |l| f64::from(l.cadence)),
    lever("staff", "people in the team, each of economics.team_cost per cycle", |l| l.staff),
    lever("fade", "mandate lost at every survey", |l| l.fade.get()),
];

const CHANGE: &[Lever<Levers>] = &[
    lever("tenure_weeks", "mean weeks an officer stays; half had served under 104 (Forrester 2012)", |l| {
        l.tenure_weeks
    }),
    lever("vacancy_weeks", "weeks until a successor is seated", |l| f64::from(l.vacancy_weeks)),
    lever("transition_weeks", "weeks that a reorganisation to solid lines takes", |l| f64::from(l.transition_weeks)),
    lever("shock", "quality that customers lose at solid functions when it starts, 0 to 1", |l| l.shock),
    lever("span", "initiatives that the solid group can start per cycle", |l| l.span),
];

const LINES: &[Lever<LineLevers>] = &[
    lever("weight", "how much more customers count in a function's decisions, 0 to 1", |l| l.weight.get()),
    lever("sight", "how much the officer sees of what decisions do to customers, 0 to 1", |l| l.sight.get()),
    lever("say", "the officer's say beyond personal power, 0 to 1", |l| l.say.get()),
    lever("sharing", "how far coordination and data sharing can grow, 0 to 1", |l| l.sharing.get()),
    lever("tax", "share of the function's initiative budget that the line takes", |l| l.tax.get()),
];

const CLOSING: &str = "\
A structure acts only through these levers: nothing else in the model knows
which structure it runs under. A number marked \"assumption\" comes from no
published study: sweep it before you rely on a verdict. A scenario changes any
of them, for example `--set structure.advisory.power=0.9` or
`--set lines.dotted.say=0.3`.
";

/// Prints the tables.
pub(super) fn presets(terminal: &Terminal) -> Result<(), Failure> {
    terminal.data(
        &[
            terminal.heading("Presets: who owns the customer\n\n"),
            meanings(),
            terminal.heading("\nThe office (every number an assumption)\n\n"),
            levers(OFFICE),
            terminal.heading("\nPeople and change (every number an assumption)\n\n"),
            levers(CHANGE),
            terminal.heading("\nLines (every number an assumption)\n\n"),
            lines(),
            terminal.heading("\nWhat the levers are for\n\n"),
            purposes(),
            format!("\n{CLOSING}"),
        ]
        .concat(),
    )
}

fn meanings() -> String {
    let mut sheet = Sheet::of_text(&["preset", "lines", "what it stands for"]);
    for preset in &Preset::ALL {
        sheet.row(&[preset.name.to_owned(), lines_in_words(preset), preset.meaning.to_owned()]);
    }
    sheet.text()
}

/// Which function gets which line, in words.
fn lines_in_words(preset: &Preset) -> String {
    let PresetLines { rest, named, needs, home } = preset.lines;
    let mut parts: Vec<String> =
        named.iter().map(|(function, line)| format!("{} to {function}", line.name())).collect();
    parts.extend(needs.map(|line| format!("{} to the functions you name", line.name())));
    match (rest, parts.is_empty()) {
        (Line::None, true) => parts.push("none".to_owned()),
        (Line::None, false) => {}
        (line, true) => parts.push(format!("{} to all", line.name())),
        (line, false) => parts.push(format!("{} to the rest", line.name())),
    }
    parts.extend(home.map(|home| match home {
        "" => "home: the function you name".to_owned(),
        function => format!("home: {function}"),
    }));
    parts.extend(preset.say.map(|(line, say)| format!("say of {} {}", line.name(), say.get())));
    parts.join(", ")
}

fn levers(columns: &[Lever<Levers>]) -> String {
    let headings: Vec<&str> = std::iter::once("preset").chain(columns.iter().map(|lever| lever.name)).collect();
    let mut sheet = Sheet::of_numbers(&headings);
    for preset in &Preset::ALL {
        let numbers = columns.iter().map(|lever| number(preset, lever));
        sheet.row(&std::iter::once(preset.name.to_owned()).chain(numbers).collect::<Vec<_>>());
    }
    sheet.text()
}

/// A lever of a preset; a firm without an officer has none.
fn number(preset: &Preset, lever: &Lever<Levers>) -> String {
    let officer = preset.lines.rest != Line::None || preset.lines.needs.is_some() || !preset.lines.named.is_empty();
    if officer { plain((lever.read)(&preset.levers)) } else { "-".to_owned() }
}

fn lines() -> String {
    let headings: Vec<&str> = std::iter::once("line").chain(LINES.iter().map(|lever| lever.name)).collect();
    let mut sheet = Sheet::of_numbers(&headings);
    let table = line_defaults();
    for line in Line::ALL {
        let numbers = LINES.iter().map(|lever| plain((lever.read)(table.of(line))));
        sheet.row(&std::iter::once(line.name().to_owned()).chain(numbers).collect::<Vec<_>>());
    }
    sheet.text()
}

fn purposes() -> String {
    let mut sheet = Sheet::of_text(&["lever", "what it is for", "status"]);
    for lever in OFFICE.iter().chain(CHANGE) {
        sheet.row(&[lever.name, lever.purpose, STATUS]);
    }
    sheet.row(&["home", "the function that the officer belongs to and sees fully", STATUS]);
    sheet.row(&["home_bias", "how much that function's own numbers count for the officer (0.3)", STATUS]);
    for lever in LINES {
        sheet.row(&[&format!("lines.*.{}", lever.name), lever.purpose, STATUS]);
    }
    sheet.text()
}
