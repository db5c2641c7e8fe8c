//! All organisation charts of a firm: which line leads to each function, and how large the office is.

use std::collections::BTreeSet;

use crate::model::{
    Levers, Line, LineLevers, LineTable, Preset, Regime, Registered, Stage, StageStart, Structure, Study,
};

/// Functions of a firm whose charts can be searched, at most.
pub const CHART_FUNCTIONS: usize = 16;

/// Charts that are listed one by one, at most; of more, only those that are looked at.
pub(super) const LISTED: u64 = 1 << 18;

/// An office that charts may have: a name, the levers that it starts from, and how much there is of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Office {
    /// Its name.
    pub name: &'static str,
    /// The preset whose levers it has; `None`: those of the preset that goes with the chart's strongest line.
    preset: Option<&'static str>,
    /// What capacity, budget and staff are multiplied by.
    times: f64,
}

const fn of_preset(name: &'static str) -> Office {
    Office { name, preset: Some(name), times: 1.0 }
}

/// All offices by name. Presets that need a home function of their own are none.
pub const OFFICES: [Office; 9] = [
    Office { name: "usual", preset: None, times: 1.0 },
    Office { name: "small", preset: None, times: 0.5 },
    Office { name: "large", preset: None, times: 2.0 },
    of_preset("center_of_excellence"),
    of_preset("advisory"),
    of_preset("coo_reporting"),
    of_preset("matrixed"),
    of_preset("executive_owned"),
    of_preset("operational"),
];

/// Levers of the office that are more or less of the same.
const SIZES: [&str; 3] = ["capacity", "budget", "staff"];

impl Office {
    /// The office of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Office> {
        OFFICES.into_iter().find(|office| office.name == name)
    }

    /// The preset whose levers it starts from under these lines.
    fn preset_for(&self, lines: &[Line]) -> &'static Preset {
        let strongest = lines.iter().copied().max().unwrap_or(Line::None);
        let name = match strongest {
            Line::None => "siloed",
            _ if self.preset.is_some() => self.preset.unwrap_or_default(),
            Line::Advisory => "advisory",
            Line::Dotted => "matrixed",
            Line::Solid => "operational",
        };
        Preset::named(name).unwrap_or(&Preset::ALL[0])
    }

    /// Levers of another size than the preset's, with their values.
    fn sizes(&self, lines: &[Line]) -> Vec<(&'static str, f64)> {
        let levers = self.preset_for(lines).levers;
        let sizes = Levers::PARAMETERS.iter().filter(|one| SIZES.contains(&one.about.key));
        let value = |one: &crate::model::Parameter<Levers>| Some((one.about.key, one.get(&levers)?));
        sizes
            .filter_map(value)
            .filter(|(_, value)| *value != 0.0 && self.times != 1.0)
            .map(|(key, value)| (key, value * self.times))
            .collect()
    }
}

/// A chart: a line to each function, and an office.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The line to each function, in the functions' order.
    pub lines: Vec<Line>,
    /// The office; without any line there is none.
    pub office: Office,
}

/// All charts of a firm that are told apart by a whole number each: the offices one after the other, in each the lines as digits
/// of base four, the last function's first.
#[derive(Clone, Debug)]
pub struct ChartSpace {
    functions: Vec<String>,
    /// Levers of the study's lines.
    line_levers: LineTable,
    offices: Vec<Office>,
}

impl ChartSpace {
    /// Of a study and these offices; `None` for more functions than can be searched.
    #[must_use]
    pub fn new(study: &Study, offices: &[Office]) -> Option<ChartSpace> {
        let functions = study.world.functions.iter().map(|function| function.id.clone());
        ChartSpace::of(functions.collect(), study.lines, offices)
    }

    /// The same of functions of these names, under these levers of lines.
    pub(super) fn of(functions: Vec<String>, line_levers: LineTable, offices: &[Office]) -> Option<ChartSpace> {
        let fits = (1..=CHART_FUNCTIONS).contains(&functions.len()) && !offices.is_empty();
        fits.then(|| ChartSpace { functions, line_levers, offices: offices.to_vec() })
    }

    /// Functions of the firm.
    #[must_use]
    pub fn functions(&self) -> usize {
        self.functions.len()
    }

    /// Assignments of lines to functions.
    fn assignments(&self) -> u64 {
        1 << (2 * self.functions())
    }

    /// Charts, before equal and impossible ones are left out.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.assignments() * self.offices.len() as u64
    }

    /// The chart of a number.
    #[must_use]
    pub fn chart(&self, number: u64) -> Chart {
        let digits = number % self.assignments();
        let line = |function: usize| Line::ALL[(digits >> (2 * function) & 3) as usize];
        let office = (number / self.assignments()) as usize % self.offices.len();
        Chart { lines: (0..self.functions()).rev().map(line).collect(), office: self.offices[office] }
    }

    /// The number of a chart of these lines with the office at a place.
    pub(super) fn number(&self, lines: &[Line], office: usize) -> u64 {
        let digits = lines.iter().fold(0, |digits, &line| digits << 2 | line as u64);
        office as u64 * self.assignments() + digits
    }

    /// Why there is no such chart, if so: what its preset needs beside lines and levers.
    #[must_use]
    pub fn forbidden(&self, number: u64) -> Option<String> {
        let chart = self.chart(number);
        let preset = chart.office.preset_for(&chart.lines);
        let named = |name: &str| self.functions.iter().any(|function| function == name);
        let lacks = preset.lines.named.iter().find(|(name, line)| *line == Line::Solid && !named(name));
        match (preset.lines.needs, lacks) {
            (Some(line), _) if !chart.lines.contains(&line) => {
                Some(format!("the office of {} needs {} lines", preset.name, line.name()))
            }
            (_, Some((name, _))) if !chart.lines.contains(&Line::Solid) => {
                Some(format!("the office of {} needs a function {name} or a solid line", preset.name))
            }
            _ => None,
        }
    }

    /// The least number of a chart that is the same regime: without lines there is no office, and two offices may be one.
    #[must_use]
    pub fn same_as(&self, number: u64) -> u64 {
        let chart = self.chart(number);
        if chart.lines.iter().all(|&line| line == Line::None) {
            return 0;
        }
        let own = self.effect(&self.structure(number, ""));
        let office = (number / self.assignments()) as usize;
        let others = (0..office).map(|office| self.number(&chart.lines, office));
        others
            .filter(|&other| self.forbidden(other).is_none())
            .find(|&other| self.effect(&self.structure(other, "")) == own)
            .unwrap_or(number)
    }

    /// What of a structure's regime ever moves anything.
    fn effect(&self, structure: &Structure) -> (Vec<Line>, Vec<LineLevers>, Vec<Option<f64>>) {
        let regime = &structure.regime;
        let used = Levers::PARAMETERS.iter().filter(|one| structure.uses_lever(0, one.about.key));
        let levers = regime.lines.iter().map(|&line| *regime.line_table.of(line)).collect();
        (regime.lines.clone(), levers, used.map(|one| one.get(&regime.levers)).collect())
    }

    /// All charts that differ and can be, by number, and how many are forbidden; `None` for so many that they are not listed.
    #[must_use]
    pub fn all(&self) -> Option<(Vec<u64>, u64)> {
        if self.size() > LISTED {
            return None;
        }
        let (possible, forbidden): (Vec<u64>, Vec<u64>) =
            (0..self.size()).partition(|&one| self.forbidden(one).is_none());
        let differ: BTreeSet<u64> = possible.into_iter().map(|one| self.same_as(one)).collect();
        Some((differ.into_iter().collect(), forbidden.len() as u64))
    }

    /// Charts that differ from one in the line to one function, or in the office alone; those that can be, once each.
    #[must_use]
    pub fn neighbours(&self, number: u64) -> Vec<u64> {
        let chart = self.chart(number);
        let office = (number / self.assignments()) as usize;
        let mut found = Vec::new();
        for function in 0..self.functions() {
            for line in Line::ALL.into_iter().filter(|&line| line != chart.lines[function]) {
                let mut lines = chart.lines.clone();
                lines[function] = line;
                found.push(self.number(&lines, office));
            }
        }
        found.extend((0..self.offices.len()).map(|office| self.number(&chart.lines, office)));
        let possible = found.into_iter().filter(|&one| self.forbidden(one).is_none()).map(|one| self.same_as(one));
        let mut all: Vec<u64> = possible.filter(|&one| one != number).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The offices.
    #[must_use]
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// The structure of a chart: what a file reads that has its [text](Self::toml).
    #[must_use]
    pub fn structure(&self, number: u64, id: &str) -> Structure {
        let chart = self.chart(number);
        let preset = chart.office.preset_for(&chart.lines);
        let (line_table, origin) = preset.line_table(&self.line_levers);
        let mut levers = preset.levers;
        for (key, value) in chart.office.sizes(&chart.lines) {
            let lever = Levers::PARAMETERS.iter().find(|one| one.about.key == key);
            lever.into_iter().for_each(|one| _ = one.set(&mut levers, value));
        }
        Structure {
            id: id.to_owned(),
            preset: preset.name.to_owned(),
            description: String::new(),
            regime: Regime { lines: chart.lines, line_table, levers, home: None, own_lines: None },
            origin,
            stages: Vec::new(),
        }
    }

    /// A chart and the one that follows it in a week.
    #[must_use]
    pub fn road_map(&self, (first, then): (u64, u64), week: u32, id: &str) -> Structure {
        let (mut structure, then) = (self.structure(first, id), self.structure(then, id));
        let renews_mandate = !structure.regime.has_lines();
        let (mut regime, mut origin) = (then.regime, then.origin);
        if !renews_mandate {
            // As a scenario is read: the mandate goes on as it is.
            regime.levers.mandate = structure.regime.levers.mandate;
            let follows = Levers::place("mandate").map(|place| origin.follows_start.with(place));
            origin.follows_start = follows.unwrap_or(origin.follows_start);
        }
        structure.stages.push(Stage { start: StageStart::Week(week), regime, renews_mandate, origin });
        structure
    }

    /// The keys of a chart in a scenario file.
    fn keys(&self, number: u64) -> String {
        let chart = self.chart(number);
        let mut text = format!("preset = \"{}\"\n", chart.office.preset_for(&chart.lines).name);
        for line in Line::ALL.into_iter().rev() {
            let named = self.with_line(&chart, line);
            if !named.is_empty() && chart.lines.iter().any(|&other| other != Line::None) {
                let named: Vec<String> = named.iter().map(|name| format!("{name:?}")).collect();
                text.push_str(&format!("{} = [{}]\n", line.name(), named.join(", ")));
            }
        }
        for (key, value) in chart.office.sizes(&chart.lines) {
            text.push_str(&format!("{key} = {value:?}\n"));
        }
        text
    }

    /// A chart as text of a scenario file.
    #[must_use]
    pub fn toml(&self, number: u64, id: &str) -> String {
        format!("[[structure]]\nid = \"{id}\"\n{}", self.keys(number))
    }

    /// The same of a chart and the one that follows it in a week.
    #[must_use]
    pub fn road_map_toml(&self, (first, then): (u64, u64), week: u32, id: &str) -> String {
        format!("{}[[structure.stage]]\nweek = {week}\n{}", self.toml(first, id), self.keys(then))
    }

    fn with_line(&self, chart: &Chart, line: Line) -> Vec<&str> {
        let functions = self.functions.iter().zip(&chart.lines);
        functions.filter(|(_, own)| **own == line).map(|(function, _)| function.as_str()).collect()
    }

    /// The line of most functions of a chart in which all have one, if it is of more than two.
    fn rest(&self, chart: &Chart) -> Option<Line> {
        let has = |line: Line| chart.lines.iter().filter(|&&own| own == line).count();
        let most = Line::ALL.into_iter().max_by_key(|&line| has(line))?;
        (has(Line::None) == 0 && has(most) > 2).then_some(most)
    }

    /// A chart in words: "solid to service, dotted to sales".
    #[must_use]
    pub fn words(&self, number: u64) -> String {
        let chart = self.chart(number);
        let with = |line: Line| self.with_line(&chart, line);
        let rest = self.rest(&chart);
        let own = Line::ALL.into_iter().rev().filter(|&line| line != Line::None && Some(line) != rest);
        let part = |line: Line| (!with(line).is_empty()).then(|| format!("{} to {}", line.name(), listed(&with(line))));
        let mut parts: Vec<String> = own.filter_map(part).collect();
        let others = if parts.is_empty() { "all" } else { "all others" };
        parts.extend(rest.map(|line| format!("{} to {others}", line.name())));
        match (parts.is_empty(), chart.office.name) {
            (true, _) => "no lines (silos)".to_owned(),
            (false, "usual") => parts.join("; "),
            (false, office) => format!("{}; office {office}", parts.join("; ")),
        }
    }
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Presets as structures where the firm has what they need, with the functions that its own structures give them.
#[must_use]
pub(super) fn possible_presets(study: &Study) -> Vec<Structure> {
    let functions = &study.world.functions;
    let of = |preset: &'static Preset| {
        let line_to = |name: &str| {
            preset.lines.named.iter().find(|named| named.0 == name).map_or(preset.lines.rest, |named| named.1)
        };
        let has = |name: &str| functions.iter().position(|function| function.id == name);
        let lacks = preset.lines.named.iter().any(|(name, line)| *line == Line::Solid && has(name).is_none());
        let home = preset.lines.home.map(has);
        // What a scenario must name itself is not made up here; its own structures are compared with anyway.
        if preset.lines.needs.is_some() || lacks || home == Some(None) {
            return None;
        }
        let (line_table, origin) = preset.line_table(&study.lines);
        let lines = functions.iter().map(|function| line_to(&function.id)).collect();
        Some(Structure {
            id: preset.name.to_owned(),
            preset: preset.name.to_owned(),
            description: String::new(),
            regime: Regime { lines, line_table, levers: preset.levers, home: home.flatten(), own_lines: None },
            origin,
            stages: Vec::new(),
        })
    };
    Preset::ALL.iter().filter_map(of).collect()
}
