//! Lines and levers of a structure or stage: the preset, then what the file says over it.

use super::{Checker, at, ids_of};
use crate::model::{Line, LineTable, Origin, Preset, Regime, Structure, line_defaults};
use crate::scenario::file::{LinesSection, RegimeKeys};
use crate::scenario::problem::Problem;
use crate::scenario::source::Place;
use crate::scenario::tree::Step;
use crate::scenario::words;

/// What applied before a stage.
#[derive(Clone, Copy)]
pub(super) struct Before<'b> {
    pub(super) regime: &'b Regime,
    pub(super) origin: &'b Origin,
    /// The keys of the structure itself.
    pub(super) structure: &'b RegimeKeys,
}

impl Checker<'_> {
    /// What each kind of line changes where a structure has nothing of its own.
    pub(super) fn lines(&self) -> LineTable {
        let mut table = line_defaults();
        Line::ALL.into_iter().for_each(|line| self.file.lines.of(line).put_over(table.of_mut(line)));
        table
    }

    /// What applies from a structure's start, or from a stage, and where its numbers come from.
    pub(super) fn regime(
        &mut self,
        keys: &RegimeKeys,
        at: &[Step<'_>],
        before: Option<Before<'_>>,
    ) -> (Regime, Origin) {
        let preset = keys.preset.as_deref().and_then(Preset::named);
        let (mut regime, mut origin) = match (preset, before) {
            (None, Some(before)) => (before.regime.clone(), Origin { preset: None, ..*before.origin }),
            (preset, _) => self.regime_of(preset.unwrap_or(&Preset::ALL[0])),
        };
        if let (Some(_), Some(before)) = (preset, before) {
            override_lines(&mut regime.line_table, &mut origin, &before.structure.lines);
        }
        self.apply_lists(&mut regime.lines, keys, at);
        keys.levers.put_over(&mut regime.levers);
        origin.follows_start = origin.follows_start.without_all(keys.levers.keys());
        self.apply_home(&mut regime, keys, at);
        override_lines(&mut regime.line_table, &mut origin, &keys.lines);
        if before.is_some() {
            let own = Line::ALL.into_iter().zip(&mut origin.own_lines);
            own.for_each(|(line, own)| *own = own.with_all(keys.lines.of(line).keys()));
        }
        if let Some(preset) = preset {
            self.check_needs(preset, &regime, keys, at);
        }
        (regime, origin)
    }

    fn regime_of(&self, preset: &Preset) -> (Regime, Origin) {
        let functions = ids_of(self.file.function.iter().map(|function| &function.id));
        let line_to = |name: &str| {
            preset.lines.named.iter().find(|named| named.0 == name).map_or(preset.lines.rest, |named| named.1)
        };
        let (line_table, origin) = preset.line_table(&self.lines());
        let home = preset.lines.home.and_then(|home| functions.iter().position(|&function| function == home));
        let lines = functions.iter().map(|name| line_to(name)).collect();
        (Regime { lines, line_table, levers: preset.levers, home, own_lines: None }, origin)
    }

    /// Puts the functions that lists name on the lines of those lists.
    fn apply_lists(&mut self, lines: &mut [Line], keys: &RegimeKeys, at: &[Step<'_>]) {
        let mut named: Vec<Option<(Line, Place)>> = vec![None; lines.len()];
        for line in Line::ALL {
            for (number, id) in keys.list(line).iter().enumerate() {
                let place = self.place(&[at, at![line.name(), number]].concat());
                let Some(function) = self.function(id, place) else { continue };
                if let Some((other, first)) = named[function] {
                    self.report(two_lines(id, (line, place), (other, first)));
                }
                named[function] = Some((line, place));
                lines[function] = line;
            }
        }
    }

    fn apply_home(&mut self, regime: &mut Regime, keys: &RegimeKeys, at: &[Step<'_>]) {
        match keys.home.as_deref() {
            None => {}
            Some("none") => regime.home = None,
            Some(home) => {
                let place = self.place(&[at, at!["home"]].concat());
                regime.home = self.function(home, place);
            }
        }
    }

    /// Presets that cannot do without certain functions.
    fn check_needs(&mut self, preset: &Preset, regime: &Regime, keys: &RegimeKeys, at: &[Step<'_>]) {
        let place = self.place(&[at, at!["preset"]].concat());
        let functions = ids_of(self.file.function.iter().map(|function| &function.id));
        let lists_known =
            Line::ALL.into_iter().flat_map(|line| keys.list(line)).all(|id| functions.contains(&id.as_str()));
        let needs = [needed_lines(preset, regime), needed_functions(preset, regime, keys, &functions)];
        for (what, remedy) in needs.into_iter().flatten().filter(|_| lists_known) {
            let problem = Problem::new(place, format!("the preset {} needs {what}", preset.name));
            self.report(problem.label("not complete").remedy(remedy));
        }
    }

    /// Levers that the file gives for a regime (0: the start) but that nothing will ever pull.
    pub(super) fn warn_of_dead_levers(
        &mut self,
        structure: &Structure,
        number: usize,
        keys: &RegimeKeys,
        at: &[Step<'_>],
    ) {
        let given = keys.levers.entries().map(|(parameter, _)| parameter.about.key);
        let given = given.chain(keys.home.as_ref().map(|_| "home"));
        let dead: Vec<&str> = given.filter(|key| !structure.uses_lever(number, key)).collect();
        let uses = |key: &str| structure.uses_lever(number, key);
        let why = match dead.first() {
            None => return,
            Some(_) if !uses("power") => {
                "no function has a line here, so there is no officer; leave it out or give lines"
            }
            Some(&"home_bias") => "the officer has no home function; add home = \"...\"",
            Some(_) => "no function has a solid line here; leave it out or give lines",
        };
        // Levers of the same cause are told together.
        let same = |key: &&&str| !uses("power") || (**key == "home_bias") == (dead[0] == "home_bias");
        let told: Vec<&str> = dead.iter().filter(same).copied().collect();
        if !self.preset_cut_off(&[at, at!["preset"]].concat()) {
            let place = self.key_place(&[at, at![told[0]]].concat());
            let verb = if told.len() == 1 { "changes" } else { "change" };
            let title = format!("{} {verb} nothing under `{}`", words::list(&told), self.structure_id(at));
            self.report(Problem::warning(place, title).label("not used").remedy(why));
        }
    }

    /// Whether the structural check has already complained about a preset.
    fn preset_cut_off(&self, at: &[Step<'_>]) -> bool {
        self.reported(&format!("structure.{}.preset", self.structure_id(at)))
    }

    /// The id of the structure that a path leads into.
    pub(super) fn structure_id(&self, at: &[Step<'_>]) -> &str {
        let [Step::Key(_), Step::Item(index), ..] = at else { return "" };
        self.file.structure.get(*index).and_then(|entry| entry.id.as_deref()).unwrap_or_default()
    }
}

/// What is missing, and the remedy.
type Need = Option<(String, String)>;

fn needed_lines(preset: &Preset, regime: &Regime) -> Need {
    let line = preset.lines.needs?;
    let count = regime.lines.iter().filter(|&&other| other == line).count();
    match line {
        Line::Dotted if count < 2 => {
            Some(("dotted lines to two or more functions".to_owned(), "add dotted = [\"...\", \"...\"]".to_owned()))
        }
        _ if count == 0 => {
            let name = line.name();
            Some((format!("{name} lines to functions that you name"), format!("add {name} = [\"...\"]")))
        }
        _ => None,
    }
}

fn needed_functions(preset: &Preset, regime: &Regime, keys: &RegimeKeys, functions: &[&str]) -> Need {
    let solid = preset.lines.named.iter().find(|(name, line)| *line == Line::Solid && !functions.contains(name));
    if let Some((name, _)) = solid.filter(|_| !regime.lines.contains(&Line::Solid)) {
        let remedy = match preset.lines.home {
            Some(_) => "add it, or name others by solid = [\"...\"] and home = \"...\"",
            None => "add it, or name others by solid = [\"...\"]",
        };
        return Some((format!("a function `{name}`"), remedy.to_owned()));
    }
    let home = preset.lines.home?;
    match regime.home {
        None if keys.home.is_none() => {
            let what = if home.is_empty() { "a home: the function that raises its hand" } else { "a home function" };
            Some((what.to_owned(), "add home = \"...\"".to_owned()))
        }
        Some(index) if home.is_empty() && regime.lines[index] == Line::None => {
            let id = functions[index];
            Some((format!("a line to its home `{id}`"), format!("add \"{id}\" to the list dotted")))
        }
        _ => None,
    }
}

fn two_lines(id: &str, second: (Line, Place), first: (Line, Place)) -> Problem {
    let (line, place) = second;
    let title = if line == first.0 {
        format!("`{id}` is named twice in {}", line.name())
    } else {
        format!("`{id}` has a {} and a {} line at once", first.0.name(), line.name())
    };
    let labels = if line == first.0 { ("again", "first") } else { (line.name(), first.0.name()) };
    let problem = Problem::new(place, title).label(labels.0).also(first.1, labels.1);
    problem.remedy("leave it in one list only")
}

/// Puts the line levers that a section gives over a table; these follow the study no more.
fn override_lines(table: &mut LineTable, origin: &mut Origin, section: &LinesSection) {
    for line in Line::ALL {
        let given = section.of(line);
        given.put_over(table.of_mut(line));
        let follows = &mut origin.follows_study[line as usize];
        *follows = follows.without_all(given.keys());
    }
}
