//! Groups of levers, and firms that take some groups from one structure and the rest from another.

use super::registry::Registered;
use super::structure::{Levers, LineLevers, OwnLines, Regime, Stage, StageStart, Structure};

/// Levers that are one thing to those who decide. Every lever of a line and of the office is in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeverGroup {
    /// Who decides.
    Authority,
    /// What the officer sees.
    Visibility,
    /// What functions are measured by.
    Incentives,
    /// How far functions work and share data with each other.
    Sharing,
    /// The office's own money.
    Budget,
    /// What committees take.
    Committee,
    /// What the way to solid lines costs.
    Transition,
    /// The officer and the team.
    Office,
}

/// What a group consists of. The one place that says so.
struct Members {
    /// Levers of a line, which belong to the function that has it.
    of_lines: &'static [&'static str],
    /// Levers of the office.
    of_office: &'static [&'static str],
    /// What else, in words.
    besides: &'static str,
}

impl LeverGroup {
    /// All groups.
    pub const ALL: [LeverGroup; 8] = [
        LeverGroup::Authority,
        LeverGroup::Visibility,
        LeverGroup::Incentives,
        LeverGroup::Sharing,
        LeverGroup::Budget,
        LeverGroup::Committee,
        LeverGroup::Transition,
        LeverGroup::Office,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            LeverGroup::Authority => "authority",
            LeverGroup::Visibility => "visibility",
            LeverGroup::Incentives => "incentives",
            LeverGroup::Sharing => "sharing",
            LeverGroup::Budget => "budget",
            LeverGroup::Committee => "committee",
            LeverGroup::Transition => "transition",
            LeverGroup::Office => "office",
        }
    }

    const fn members(self) -> Members {
        let (of_lines, of_office, besides): (&[&str], &[&str], &str) = match self {
            LeverGroup::Authority => (
                &["authority", "say", "depth_loss"],
                &["span"],
                "which line each function has, and with it who consents, who orders and whose money is pooled",
            ),
            LeverGroup::Visibility => (&["visibility"], &["reach"], ""),
            LeverGroup::Incentives => (&["weight"], &[], ""),
            LeverGroup::Sharing => (&["sharing"], &[], ""),
            LeverGroup::Budget => (&[], &["budget"], ""),
            LeverGroup::Committee => (&["levy"], &["cadence"], ""),
            LeverGroup::Transition => (&[], &["transition_weeks", "shock"], ""),
            LeverGroup::Office => (
                &[],
                &["power", "mandate", "capacity", "tenure_weeks", "vacancy_weeks", "decay", "staff", "home_bias"],
                "the officer's home",
            ),
        };
        Members { of_lines, of_office, besides }
    }

    /// Its levers of a line.
    #[must_use]
    pub const fn of_lines(self) -> &'static [&'static str] {
        self.members().of_lines
    }

    /// Its levers of the office.
    #[must_use]
    pub const fn of_office(self) -> &'static [&'static str] {
        self.members().of_office
    }

    /// What belongs to it besides levers that are numbers; may be empty.
    #[must_use]
    pub const fn besides(self) -> &'static str {
        self.members().besides
    }
}

/// Takes the numbers of these keys from another one.
fn take<T: Registered>(to: &mut T, from: &T, keys: &[&str]) {
    for parameter in T::PARAMETERS.iter().filter(|parameter| keys.contains(&parameter.about.key)) {
        if let Some(value) = (parameter.read)(from) {
            (parameter.write)(to, value);
        }
    }
}

impl Regime {
    /// This regime with groups of levers from another one; those of lines function by function.
    #[must_use]
    fn with(&self, other: &Regime, groups: &[LeverGroup]) -> Regime {
        let taken = |group| groups.contains(&group);
        let from = |group| if taken(group) { other } else { self };
        let levers = |f: usize| {
            let mut levers = *self.line_of(f);
            groups.iter().for_each(|group| take(&mut levers, other.line_of(f), group.of_lines()));
            levers
        };
        let mut office: Levers = self.levers;
        groups.iter().for_each(|group| take(&mut office, &other.levers, group.of_office()));
        let lines = from(LeverGroup::Authority);
        let own = OwnLines {
            levers: (0..self.lines.len()).map(levers).collect(),
            sharing: from(LeverGroup::Sharing).lines.clone(),
        };
        Regime {
            lines: lines.lines.clone(),
            line_table: lines.line_table,
            levers: office,
            home: from(LeverGroup::Office).home,
            own_lines: Some(own),
        }
    }

    /// Whether a group of levers is the same in both.
    fn has_as(&self, other: &Regime, group: LeverGroup, uses: impl Fn(&str) -> bool) -> bool {
        let lines = |keys: &[&str], one: &LineLevers, other: &LineLevers| same(one, other, keys);
        let functions = 0..self.lines.len();
        let line_levers = functions.clone().all(|f| lines(group.of_lines(), self.line_of(f), other.line_of(f)));
        let used: Vec<&str> = group.of_office().iter().copied().filter(|key| uses(key)).collect();
        let besides = match group {
            LeverGroup::Authority => self.lines == other.lines,
            LeverGroup::Office => self.home == other.home || !(self.has_lines() || other.has_lines()),
            _ => true,
        };
        line_levers && same(&self.levers, &other.levers, &used) && besides
    }
}

/// Whether the numbers of these keys are the same.
fn same<T: Registered>(one: &T, other: &T, keys: &[&str]) -> bool {
    let parameters = T::PARAMETERS.iter().filter(|parameter| keys.contains(&parameter.about.key));
    parameters.into_iter().all(|parameter| (parameter.read)(one) == (parameter.read)(other))
}

/// A time at which one of two structures, or both, begin a stage.
struct Moment<'s> {
    start: StageStart,
    /// The stage that each of them begins then.
    begins: [Option<&'s Stage>; 2],
    /// What applies under each of them from then on.
    regimes: [&'s Regime; 2],
}

impl Structure {
    /// Groups of levers that differ from another structure's at some time, among those that ever move anything; `None` if the two
    /// cannot be mixed: both are road maps, and which of their stages begins first depends on readiness.
    #[must_use]
    pub fn lever_groups_unlike(&self, other: &Structure) -> Option<Vec<LeverGroup>> {
        let moments = moments(self, other)?;
        let pairs = || std::iter::once([&self.regime, &other.regime]).chain(moments.iter().map(|one| one.regimes));
        let uses = |key: &str| self.uses_lever(0, key) || other.uses_lever(0, key);
        let renews = moments.iter().any(|one| {
            let [ours, theirs] = one.begins.map(|stage| stage.is_some_and(|stage| stage.renews_mandate));
            ours != theirs
        });
        let unlike = |group: LeverGroup| {
            pairs().any(|[ours, theirs]| !ours.has_as(theirs, group, uses)) || group == LeverGroup::Office && renews
        };
        Some(LeverGroup::ALL.into_iter().filter(|&group| unlike(group)).collect())
    }

    /// Whether a function has a line at all times, so that there is always an office.
    #[must_use]
    pub fn always_has_lines(&self) -> bool {
        std::iter::once(&self.regime).chain(self.stages.iter().map(|stage| &stage.regime)).all(Regime::has_lines)
    }

    /// This structure with groups of levers from another one, at every time those of that time. A lever of a line belongs to the
    /// function that has the line: who takes the authority of a solid line without its visibility has functions that obey an officer who
    /// sees of them what this structure's officer sees. `None` as for [`Structure::lever_groups_unlike`].
    #[must_use]
    pub fn hybrid(&self, other: &Structure, groups: &[LeverGroup]) -> Option<Structure> {
        let office = usize::from(groups.contains(&LeverGroup::Office));
        let stage = |moment: &Moment<'_>| {
            let [ours, theirs] = moment.regimes;
            Some(Stage {
                start: moment.start,
                regime: ours.with(theirs, groups),
                renews_mandate: moment.begins[office].is_some_and(|stage| stage.renews_mandate),
                origin: moment.begins.into_iter().flatten().next()?.origin,
            })
        };
        let stages = moments(self, other)?.iter().filter_map(stage).collect();
        Some(Structure { regime: self.regime.with(&other.regime, groups), stages, ..self.clone() })
    }
}

/// The times at which stages of two structures begin; `None` if that they are in this order is not certain.
fn moments<'s>(one: &'s Structure, other: &'s Structure) -> Option<Vec<Moment<'s>>> {
    let starts = |of: &Structure| -> Vec<StageStart> { of.stages.iter().map(|stage| stage.start).collect() };
    let (ours, theirs) = (starts(one), starts(other));
    let order = match (ours.is_empty(), theirs.is_empty()) {
        (_, true) => ours,
        (true, _) => theirs,
        _ if ours == theirs => ours,
        _ => weeks_of(&ours, &theirs)?,
    };
    let mut regimes = [&one.regime, &other.regime];
    let mut left = [one.stages.iter().peekable(), other.stages.iter().peekable()];
    let mut moments = Vec::new();
    for start in order {
        let begins = [0, 1].map(|place| left[place].next_if(|stage| stage.start == start));
        for (regime, stage) in regimes.iter_mut().zip(begins) {
            *regime = stage.map_or(*regime, |stage| &stage.regime);
        }
        moments.push(Moment { start, begins, regimes });
    }
    Some(moments)
}

/// The weeks of both, in order, each once; `None` if a stage begins by readiness.
fn weeks_of(one: &[StageStart], other: &[StageStart]) -> Option<Vec<StageStart>> {
    let week = |start: &StageStart| match start {
        StageStart::Week(week) => Some(*week),
        StageStart::Readiness(_) => None,
    };
    let mut weeks = one.iter().chain(other).map(week).collect::<Option<Vec<u32>>>()?;
    weeks.sort_unstable();
    weeks.dedup();
    Some(weeks.into_iter().map(StageStart::Week).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Keys, Line, Origin, Preset, Registered, line_defaults};

    fn structure(name: &str, lines: [Line; 3]) -> Structure {
        let preset = Preset::named(name).expect("a preset of this name");
        let regime = Regime {
            lines: lines.to_vec(),
            line_table: line_defaults(),
            levers: preset.levers,
            home: None,
            own_lines: None,
        };
        Structure {
            id: name.to_owned(),
            preset: name.to_owned(),
            description: String::new(),
            regime,
            origin: Origin::of_preset(preset.name),
            stages: Vec::new(),
        }
    }

    fn stage(start: StageStart, of: &Structure) -> Stage {
        Stage { start, regime: of.regime.clone(), renews_mandate: true, origin: of.origin }
    }

    fn matrix() -> Structure {
        structure("matrixed", [Line::Dotted; 3])
    }

    fn operational() -> Structure {
        structure("operational", [Line::Solid, Line::Dotted, Line::Solid])
    }

    #[test]
    fn every_lever_is_in_one_group() {
        fn check<T: Registered>(of: fn(LeverGroup) -> &'static [&'static str]) {
            let grouped: Vec<&str> = LeverGroup::ALL.iter().flat_map(|&group| of(group)).copied().collect();
            for parameter in T::PARAMETERS {
                let key = parameter.about.key;
                let times = grouped.iter().filter(|one| **one == key).count();
                assert_eq!(times, 1, "{key} of {} has to be in one group of levers", T::TITLE.0);
            }
            assert_eq!(grouped.len(), T::PARAMETERS.len(), "groups name levers that are none: {grouped:?}");
        }
        check::<LineLevers>(LeverGroup::of_lines);
        check::<Levers>(LeverGroup::of_office);
        assert_eq!(Keys::<LineLevers>::all(), Keys::all());
    }

    #[test]
    fn all_groups_together_are_the_other_structure() {
        let (one, other) = (matrix(), operational());
        let all = one.hybrid(&other, &LeverGroup::ALL).expect("both without stages").regime;
        assert_eq!((&all.lines, all.levers, all.home), (&other.regime.lines, other.regime.levers, other.regime.home));
        for f in 0..3 {
            assert_eq!(all.own_lines.as_ref().expect("own levers").levers[f], *other.regime.line_of(f));
        }
        let none = one.hybrid(&other, &[]).expect("both without stages").regime;
        assert_eq!((&none.lines, none.levers), (&one.regime.lines, one.regime.levers));
    }

    #[test]
    fn a_group_is_taken_function_by_function_and_nothing_else() {
        let (one, other) = (matrix(), operational());
        let hybrid = one.hybrid(&other, &[LeverGroup::Visibility]).expect("both without stages").regime;
        let own = hybrid.own_lines.expect("own levers");
        assert_eq!(hybrid.lines, one.regime.lines, "lines are of the authority");
        let dotted = *one.regime.line_of(0);
        let solid = LineLevers { visibility: other.regime.line_of(0).visibility, ..dotted };
        assert_eq!(own.levers, [solid, dotted, solid]);
        assert_eq!(hybrid.levers, one.regime.levers, "reach is that of both");
    }

    #[test]
    fn groups_that_are_alike_are_not_named() {
        let (one, other) = (matrix(), operational());
        assert_eq!(one.lever_groups_unlike(&one), Some(vec![]));
        let mut poorer = matrix();
        poorer.regime.levers.budget = 1.0;
        poorer.regime.levers.shock = 0.1;
        assert_eq!(one.lever_groups_unlike(&poorer), Some(vec![LeverGroup::Budget]), "no solid line: no shock");
        let unlike = one.lever_groups_unlike(&other).expect("both without stages");
        assert!(unlike.contains(&LeverGroup::Transition) && !unlike.contains(&LeverGroup::Incentives), "{unlike:?}");
    }

    #[test]
    fn stages_are_mixed_time_by_time() {
        let (one, mut other) = (matrix(), matrix());
        other.stages = vec![stage(StageStart::Week(52), &operational())];
        let groups = [LeverGroup::Transition, LeverGroup::Office];
        let hybrid = one.hybrid(&other, &groups).expect("stages of one of them");
        assert_eq!(hybrid.stages.len(), 1);
        assert_eq!(hybrid.stages[0].regime.levers.shock, operational().regime.levers.shock);
        assert_eq!(hybrid.stages[0].regime.lines, one.regime.lines);
        assert!(hybrid.stages[0].renews_mandate);
        assert!(!one.hybrid(&other, &groups[..1]).expect("as above").stages[0].renews_mandate);

        let mut slower = matrix();
        slower.stages = vec![stage(StageStart::Week(104), &operational())];
        let hybrid = slower.hybrid(&other, &[LeverGroup::Authority]).expect("both by weeks");
        let lines: Vec<Line> = hybrid.stages.iter().map(|stage| stage.regime.lines[0]).collect();
        assert_eq!(lines, [Line::Solid, Line::Solid]);
        let weeks: Vec<StageStart> = hybrid.stages.iter().map(|stage| stage.start).collect();
        assert_eq!(weeks, [StageStart::Week(52), StageStart::Week(104)]);

        slower.stages[0].start = StageStart::Readiness(crate::units::Share::ONE);
        assert_eq!(slower.hybrid(&other, &groups), None, "which stage is first depends on readiness");
        assert_eq!(slower.lever_groups_unlike(&other), None);
    }
}
