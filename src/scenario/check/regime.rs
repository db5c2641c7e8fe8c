//! Lines and levers of a structure or stage: the preset, then what the file says over it.

use super::{Checker, at, ids_of, share};
use crate::model::{Levers, Line, LineLevers, LineTable, Preset, Regime, line_defaults};
use crate::scenario::file::{LineEntry, LinesSection, RegimeKeys};
use crate::scenario::problem::Problem;
use crate::scenario::source::Place;
use crate::scenario::tree::Step;
use crate::scenario::words;

impl Checker<'_> {
    /// What applies from a structure's start, or from a stage: `before` is then what applied until it, and the keys of
    /// the structure itself.
    pub(super) fn regime(
        &mut self,
        keys: &RegimeKeys,
        at: &[Step<'_>],
        before: Option<(&Regime, &RegimeKeys)>,
    ) -> Regime {
        let preset = keys.preset.as_deref().and_then(Preset::named);
        let mut regime = match (preset, before) {
            (None, Some((regime, _))) => regime.clone(),
            (preset, _) => self.regime_of(preset.unwrap_or(&Preset::ALL[0])),
        };
        if let (Some(_), Some((_, structure))) = (preset, before) {
            override_lines(&mut regime.line_table, &structure.lines);
        }
        self.apply_lists(&mut regime.lines, keys, at);
        override_levers(&mut regime.levers, keys);
        self.apply_home(&mut regime.levers, keys, at);
        override_lines(&mut regime.line_table, &keys.lines);
        if let Some(preset) = preset {
            self.check_needs(preset, &regime, keys, at);
        }
        self.warn_of_dead_levers(&regime, keys, at);
        regime
    }

    fn regime_of(&self, preset: &Preset) -> Regime {
        let functions = ids_of(self.file.function.iter().map(|function| &function.id));
        let line_to = |name: &str| {
            preset.lines.named.iter().find(|named| named.0 == name).map_or(preset.lines.rest, |named| named.1)
        };
        let mut line_table = line_defaults();
        override_lines(&mut line_table, &self.file.lines);
        if let Some((line, say)) = preset.say {
            line_table.of_mut(line).say = say;
        }
        let home = preset.lines.home.and_then(|home| functions.iter().position(|&function| function == home));
        let lines = functions.iter().map(|name| line_to(name)).collect();
        Regime { lines, line_table, levers: Levers { home, ..preset.levers } }
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

    fn apply_home(&mut self, levers: &mut Levers, keys: &RegimeKeys, at: &[Step<'_>]) {
        match keys.home.as_deref() {
            None => {}
            Some("none") => levers.home = None,
            Some(home) => {
                let place = self.place(&[at, at!["home"]].concat());
                levers.home = self.function(home, place);
            }
        }
    }

    /// Presets that cannot do without certain functions.
    fn check_needs(&mut self, preset: &Preset, regime: &Regime, keys: &RegimeKeys, at: &[Step<'_>]) {
        let place = self.place(&[at, at!["preset"]].concat());
        let functions = ids_of(self.file.function.iter().map(|function| &function.id));
        let lists_known = keys.lists.iter().flatten().flatten().all(|id| functions.contains(&id.as_str()));
        let needs = [needed_lines(preset, regime), needed_functions(preset, regime, keys, &functions)];
        for (what, remedy) in needs.into_iter().flatten().filter(|_| lists_known) {
            let problem = Problem::new(place, format!("the preset {} needs {what}", preset.name));
            self.report(problem.label("not complete").remedy(remedy));
        }
    }

    /// Levers that the file gives but that nothing will ever pull.
    fn warn_of_dead_levers(&mut self, regime: &Regime, keys: &RegimeKeys, at: &[Step<'_>]) {
        let given: Vec<&str> = given_levers(keys);
        let (dead, why) = if !regime.has_lines() {
            (given, "no function has a line here, so there is no officer")
        } else if !regime.lines.contains(&Line::Solid) {
            let solid_only = |key: &&str| ["transition_weeks", "shock", "span"].contains(key);
            (given.into_iter().filter(solid_only).collect(), "no function has a solid line here")
        } else {
            (Vec::new(), "")
        };
        let preset = [at, at!["preset"]].concat();
        if let Some(key) = dead.first().filter(|_| !self.preset_cut_off(&preset)) {
            let place = self.key_place(&[at, at![*key]].concat());
            let verb = if dead.len() == 1 { "changes" } else { "change" };
            let id = self.structure_id(at);
            let problem = Problem::warning(place, format!("{} {verb} nothing under `{id}`", words::list(&dead)));
            self.report(problem.label("not used").remedy(format!("{why}; leave it out or give lines")));
        }
        if regime.has_lines() && keys.home_bias.is_some() && regime.levers.home.is_none() {
            let title = format!("home_bias changes nothing under `{}`", self.structure_id(at));
            let problem = Problem::warning(self.key_place(&[at, at!["home_bias"]].concat()), title);
            self.report(problem.label("not used").remedy("the officer has no home function; add home = \"...\""));
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
    match regime.levers.home {
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

fn given_levers(keys: &RegimeKeys) -> Vec<&'static str> {
    let given = [
        ("power", keys.power.is_some()),
        ("mandate", keys.mandate.is_some()),
        ("capacity", keys.capacity.is_some()),
        ("purse", keys.purse.is_some()),
        ("cadence", keys.cadence.is_some()),
        ("tenure_weeks", keys.tenure_weeks.is_some()),
        ("vacancy_weeks", keys.vacancy_weeks.is_some()),
        ("fade", keys.fade.is_some()),
        ("staff", keys.staff.is_some()),
        ("transition_weeks", keys.transition_weeks.is_some()),
        ("shock", keys.shock.is_some()),
        ("span", keys.span.is_some()),
        ("home", keys.home.is_some()),
        ("home_bias", keys.home_bias.is_some()),
    ];
    given.iter().filter(|(_, is_given)| *is_given).map(|(name, _)| *name).collect()
}

fn override_levers(levers: &mut Levers, keys: &RegimeKeys) {
    let set_share = |lever: &mut _, value: Option<f64>| {
        if let Some(value) = value {
            *lever = share(value);
        }
    };
    set_share(&mut levers.power, keys.power);
    set_share(&mut levers.mandate, keys.mandate);
    set_share(&mut levers.fade, keys.fade);
    set(&mut levers.capacity, keys.capacity);
    set(&mut levers.purse, keys.purse);
    set(&mut levers.cadence, keys.cadence);
    set(&mut levers.tenure_weeks, keys.tenure_weeks);
    set(&mut levers.vacancy_weeks, keys.vacancy_weeks);
    set(&mut levers.staff, keys.staff);
    set(&mut levers.transition_weeks, keys.transition_weeks);
    set(&mut levers.shock, keys.shock);
    set(&mut levers.span, keys.span);
    set(&mut levers.home_bias, keys.home_bias);
}

fn set<T>(lever: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *lever = value;
    }
}

/// Puts the line levers that a section gives over a table.
pub(crate) fn override_lines(table: &mut LineTable, section: &LinesSection) {
    for line in Line::ALL {
        override_line(table.of_mut(line), section.of(line));
    }
}

fn override_line(levers: &mut LineLevers, entry: &LineEntry) {
    set(&mut levers.weight, entry.weight.map(share));
    set(&mut levers.sight, entry.sight.map(share));
    set(&mut levers.say, entry.say.map(share));
    set(&mut levers.sharing, entry.sharing.map(share));
    set(&mut levers.tax, entry.tax.map(share));
}
