//! `presets`: the levers of every preset and line, with what each is for.

use dottedline::model::{About, Levers, Line, LineLevers, Parameter, Preset, PresetLines, Registered, line_defaults};

use super::failure::Failure;
use super::format::plain;
use super::table::Sheet;
use super::terminal::Terminal;

/// Tables are at most this wide.
const WIDTH: usize = 80;

const CLOSING: &str = "\
A structure acts only through these levers: nothing else in the model knows
which structure it runs under. A number marked \"assumption\" comes from no
published study: sweep it before you rely on a verdict. A scenario changes any
of them, for example `--set structure.advisory.power=0.9` or
`--set lines.dotted.say=0.3`. Plausible is what may be expected of a real firm:
what sensitivity and draws of whole firms take in place of the number.
";

/// Prints the tables.
pub(super) fn presets(terminal: &Terminal) -> Result<(), Failure> {
    terminal.data(
        &[
            terminal.heading("Presets: who owns the customer\n\n"),
            meanings(),
            terminal.heading("\nThe office (every number an assumption)\n\n"),
            levers(default_of),
            terminal.heading("\nLines (every number an assumption)\n\n"),
            lines(default_of),
            terminal.heading("\nPlausible ranges: half to double, within what is known\n\n"),
            levers(plausible_of),
            "\n".to_owned(),
            lines_by_lever(plausible_of),
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

/// What a table says of a lever of a preset or a kind of line.
type Cell = fn(&About, f64) -> String;

fn default_of(_: &About, number: f64) -> String {
    plain(number)
}

/// What is plausible; who does without something does without it.
fn plausible_of(about: &About, number: f64) -> String {
    let range = about.plausible_around(number, None);
    if range.most > 0.0 { format!("{}–{}", plain(range.least), plain(range.most)) } else { plain(number) }
}

/// The levers of all presets, in as many tables as it takes.
fn levers(cell: Cell) -> String {
    let first = Preset::ALL.iter().map(|preset| preset.name.len()).max().unwrap_or(0);
    let (mut tables, mut columns, mut width) = (Vec::new(), Vec::new(), first);
    for lever in Levers::PARAMETERS {
        let cells = Preset::ALL.iter().map(|preset| of_preset(preset, lever, cell).chars().count());
        let wider = cells.chain([lever.about.key.len()]).max().unwrap_or(0) + 2;
        if width + wider > WIDTH {
            tables.push(table_of(&std::mem::take(&mut columns), cell));
            width = first;
        }
        width += wider;
        columns.push(lever);
    }
    tables.push(table_of(&columns, cell));
    tables.join("\n")
}

fn table_of(levers: &[&Parameter<Levers>], cell: Cell) -> String {
    let headings: Vec<&str> = std::iter::once("preset").chain(levers.iter().map(|lever| lever.about.key)).collect();
    let mut sheet = Sheet::of_numbers(&headings);
    for preset in &Preset::ALL {
        let cells = levers.iter().map(|lever| of_preset(preset, lever, cell));
        sheet.row(&std::iter::once(preset.name.to_owned()).chain(cells).collect::<Vec<_>>());
    }
    sheet.text()
}

/// A lever of a preset; a firm without an officer has none.
fn of_preset(preset: &Preset, lever: &Parameter<Levers>, cell: Cell) -> String {
    let officer = preset.lines.rest != Line::None || preset.lines.needs.is_some() || !preset.lines.named.is_empty();
    let number = lever.get(&preset.levers).filter(|_| officer);
    number.map_or_else(|| "-".to_owned(), |number| cell(&lever.about, number))
}

fn lines(cell: Cell) -> String {
    let levers = LineLevers::PARAMETERS;
    let headings: Vec<&str> = std::iter::once("line").chain(levers.iter().map(|lever| lever.about.key)).collect();
    let mut sheet = Sheet::of_numbers(&headings);
    let table = line_defaults();
    for line in Line::ALL {
        let cells = levers.iter().filter_map(|lever| Some(cell(&lever.about, lever.get(table.of(line))?)));
        sheet.row(&std::iter::once(line.name().to_owned()).chain(cells).collect::<Vec<_>>());
    }
    sheet.text()
}

/// The same with a row per lever, where cells are wide.
fn lines_by_lever(cell: Cell) -> String {
    let headings: Vec<&str> = std::iter::once("lever").chain(Line::ALL.map(Line::name)).collect();
    let mut sheet = Sheet::of_numbers(&headings);
    for lever in LineLevers::PARAMETERS {
        let of_line = |line| lever.get(line_defaults().of(line)).map(|number| cell(&lever.about, number));
        let cells = Line::ALL.into_iter().filter_map(of_line);
        sheet.row(&std::iter::once(lever.about.key.to_owned()).chain(cells).collect::<Vec<_>>());
    }
    sheet.text()
}

fn purposes() -> String {
    let mut sheet = Sheet::of_text(&["lever", "what it is for", "status"]);
    for lever in Levers::PARAMETERS {
        sheet.row(&told("", &lever.about));
    }
    sheet.row(&["home", "The function that the officer belongs to and sees fully.", "choice"]);
    for lever in LineLevers::PARAMETERS {
        sheet.row(&told("lines.*.", &lever.about));
    }
    sheet.text()
}

fn told(table: &str, about: &About) -> [String; 3] {
    let purpose = format!("{} {}, {}.", about.meaning, capitalised(about.unit), about.permitted);
    [format!("{table}{}", about.key), purpose, about.status_words()]
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
